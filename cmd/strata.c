#include "cmd/cmd.h"
#include "cmd/strata_cmd.h"

cmd_fn cmd_strata; /* cmd/commands.h */

int cmd_strata(int argc, char **argv)
{
	static const struct command table[] = {
		{"run", strata_cmd_run,
		 "conditions, level and scores of everybody on a day"},
		{"explain", strata_cmd_explain,
		 "why a person has their level, with the records"},
		{"history", strata_cmd_history,
		 "a person's level and conditions in the runs kept"},
		{"transitions", strata_cmd_transitions,
		 "who changed between two runs, and because of which record"},
		{"whatif", strata_cmd_whatif,
		 "who would change with other rules"},
		{"load", strata_cmd_load,
		 "stratify and keep the run in the database"},
		{"summary", strata_cmd_summary,
		 "people by level and main disease in the database"},
		{"sql", strata_cmd_sql,
		 "the same evaluation as SQL for a warehouse"},
	};
	return cmd_dispatch("prossima strata", table, countof(table), argc,
			    argv);
}

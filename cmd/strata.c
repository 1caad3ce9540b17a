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

/* cmd/strata_cmd - the subcommands of `prossima strata`. */
#ifndef CMD_STRATA_CMD_H
#define CMD_STRATA_CMD_H

#include "cmd/cmd.h"
#include "cmd/tables.h"
#include "strata/strata.h"
#include "text/text.h"

cmd_fn strata_cmd_history, strata_cmd_transitions, strata_cmd_whatif;
cmd_fn strata_cmd_run, strata_cmd_explain, strata_cmd_load, strata_cmd_summary,
	strata_cmd_sql;

/* The archive and the compiled rules behind all of them. */
struct strata_input {
	const char *archive_dir, *data_dir, *definition;
	struct date index;
	struct knowledge kn;
	struct rules rules;
	struct archive *archive;
	struct strata *strata;
};
MUST_USE enum rc strata_input_open(struct strata_input *in, struct err *err);
void strata_input_close(struct strata_input *in);

/* "it", "en" or nothing; false after telling. */
MUST_USE bool strata_lang(const char *name, const char *word, enum lang *out);

#endif

/* cmd/tables - the knowledge tables and dated rules, as a command opens them.
 *
 * `dir` is the value of --data; without it PROSSIMA_DATA, without that the
 * tables in the program. Findings are printed on stderr.
 */
#ifndef CMD_TABLES_H
#define CMD_TABLES_H

#include "cmd/cmd.h"
#include "rules/rules.h"

/* The folder to read, or NULL for the tables in the program. */
const char *cmd_data_dir(const char *dir);
MUST_USE enum rc cmd_knowledge(struct knowledge *kn, const char *dir,
			       struct err *err);
MUST_USE enum rc cmd_rules(struct rules *r, const char *dir, struct err *err);

#define OPT_REJECTS(var)                                                       \
	{                                                                      \
		"rejects", OPT_STR, &(var), "FILE",                            \
			"rejected rows go here, with their reasons", false, 0, \
			0                                                      \
	}
#define REJECTS_SHOWN 200u    /* on stderr */
#define REJECTS_KEPT  200000u /* in the file, when one is asked for */
/* What was found in the files of an import: the first on stderr, all of it in
 * the CSV `path` (file,line,column,value,cause), which is only made when there
 * is something. NULL: on stderr alone. */
MUST_USE enum rc cmd_tell_issues(const struct issues *s, const char *path,
				 struct err *err);

#endif

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

#endif

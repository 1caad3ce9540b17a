/* cmd/work - what a command that works on the database opens: the knowledge
 * tables, the database, the rules in it.
 */
#ifndef CMD_WORK_H
#define CMD_WORK_H

#include "app/scan.h"
#include "cmd/tables.h"

struct cmd_work {
	struct knowledge kn;
	struct app app;
	struct scanner scanner; /* of PROSSIMA_SCANNER, when it is set */
};

/* As the administrator of the installation (ROLE_SYSTEM), at cmd_today().
 * Findings about the tables go to stderr. */
MUST_USE enum rc cmd_work_open(struct cmd_work *w, const char *db_url,
			       const char *data_dir, struct err *err);
/* Files that come are shown to this scanner; NULL or "": to none. */
void cmd_work_scanner(struct cmd_work *w, const char *place);
#define OPT_SCANNER(var)                                                       \
	{                                                                      \
		"scanner", OPT_STR, &(var), "SOCKET",                          \
			"clamd's socket: files that come are scanned (none "   \
			"unless set)",                                         \
			false, 0, 0                                            \
	}
void cmd_work_close(struct cmd_work *w); /* safe on zeroed */

/* The end of a command that may have written much: db_settle, whose failure is
 * told on stderr and undoes nothing, and app_close. Safe on zeroed. */
void cmd_app_close(struct app *app);

/* From here on the batches are for the people of this manager (gestore) alone;
 * NULL: of all. E_NOT_FOUND. */
MUST_USE enum rc cmd_for_manager(struct app *app, const char *code,
				 struct err *err);

/* The options --db and --data, for the tables of options. */
#define OPT_DB(var)                                                            \
	{                                                                      \
		"db", OPT_STR, &(var), "URL",                                  \
			"database: a path or postgresql://...", true, 0, 0     \
	}
#define OPT_DATA(var)                                                          \
	{                                                                      \
		"data", OPT_STR, &(var), "DIR",                                \
			"tables that replace ours, file by file", false, 0, 0  \
	}

#define OPT_MANAGER(var)                                                       \
	{                                                                      \
		"manager", OPT_STR, &(var), "CODE",                            \
			"for the people of this manager (gestore)", false, 0,  \
			0                                                      \
	}

/* stdout of a command, checked: a full disk is not a success. Writes what is
 * in `b` and releases it. */
MUST_USE enum rc cmd_print(struct buf *b, struct err *err);

/* An instant as a member of an object; left out when it is 0. */
struct json;
void cmd_instant(struct json *j, const char *key, int64_t us);

#endif

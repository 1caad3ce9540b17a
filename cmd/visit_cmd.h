/* cmd/visit_cmd - what the parts of `prossima visit` share. */
#ifndef CMD_VISIT_CMD_H
#define CMD_VISIT_CMD_H

#include "app/visit.h"
#include "cmd/work.h"

#define OPT_VISIT(var)                                                         \
	{                                                                      \
		"VISIT", OPT_POS, &(var), NULL, "number of the visit", true,   \
			0, 0                                                   \
	}
#define OPT_AS(var, need)                                                      \
	{                                                                      \
		"as", OPT_STR, &(var), "LOGIN",                                \
			"the user on whose behalf it is done", need, 0, 0      \
	}
#define OPT_JSON(var)                                                          \
	{                                                                      \
		"json", OPT_FLAG, &(var), NULL, "print JSON", false, 0, 0      \
	}

/* What the commands have in common: a database, somebody who acts, a visit.
 * Zeroed, then filled by the options; opened once, closed with what happened:
 * the status. */
struct visit_desk {
	const char *visit, *as, *db, *data;
	int64_t id; /* of `visit`; 0: none was given */
	struct cmd_work w;
	struct arena a;
	struct err err;
};
MUST_USE enum rc visit_desk_open(struct visit_desk *d);
/* Says the error with the words a person would see before it. */
int visit_desk_close(struct visit_desk *d, enum rc rc);

typedef int visit_part(int argc, char **argv);
visit_part visit_cmd_list, visit_cmd_show, visit_cmd_book, visit_cmd_ask,
	visit_cmd_move, visit_cmd_cancel, visit_cmd_take, visit_cmd_room,
	visit_cmd_start, visit_cmd_end, visit_cmd_not_held, visit_cmd_attach,
	visit_cmd_write, visit_cmd_sign, visit_cmd_verify, visit_cmd_clock;

#endif

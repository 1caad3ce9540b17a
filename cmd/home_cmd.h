/* cmd/home_cmd - what the parts of `prossima home` share. */
#ifndef CMD_HOME_CMD_H
#define CMD_HOME_CMD_H

#include "app/home.h"
#include "cmd/work.h"
#include "json/json.h"

#define HOME_OUT_BYTES (16u << 20) /* of what a command prints */

#define OPT_AS(var)                                                            \
	{                                                                      \
		"as", OPT_STR, &(var), "LOGIN",                                \
			"the user on whose behalf it is done", false, 0, 0     \
	}
#define OPT_JSON(var)                                                          \
	{                                                                      \
		"json", OPT_FLAG, &(var), NULL, "print JSON", false, 0, 0      \
	}
#define OPT_PERSON(var)                                                        \
	{                                                                      \
		"PERSON", OPT_POS, &(var), NULL, "fiscal code or pseudonym",   \
			true, 0, 0                                             \
	}

/* A database, somebody who acts, a person or a number; an arena and a buffer
 * for what is printed. Zeroed, then filled by the options; opened once, closed
 * with what happened: the status. */
struct home_desk {
	const char *person, *number, *as, *db, *data;
	int64_t person_id, id;
	bool json;
	struct cmd_work w;
	struct arena a;
	struct buf out;
	struct err err;
};
MUST_USE enum rc home_desk_open(struct home_desk *d);
/* Prints `out` when nothing went wrong. */
int home_desk_close(struct home_desk *d, enum rc rc);

/* "2026-03-02 08:15" in Rome */
void home_when(struct buf *b, int64_t us);
void home_words_of(struct buf *b, const struct monitor_kind *k,
		   const int64_t *value_milli);

/* A plan as a table (cmd/home_plan_file.c): what `set --file` reads is what
 * `propose --csv` prints. */
struct home_plan_file {
	struct monitor_line line[MONITOR_LINES];
	struct monitor_limit limit[MONITOR_LIMITS];
	size_t n_line, n_limit;
};
void home_plan_csv(struct buf *b, const struct monitor_plan *p);
MUST_USE enum rc home_plan_read(const char *path, struct arena *a,
				struct home_plan_file *p, struct err *err);

typedef int home_part(int argc, char **argv);
home_part home_cmd_kinds, home_cmd_propose, home_cmd_plan, home_cmd_set,
	home_cmd_confirm, home_cmd_end, home_cmd_add, home_cmd_import,
	home_cmd_list, home_cmd_chart, home_cmd_alarms, home_cmd_alarm,
	home_cmd_take, home_cmd_give_back, home_cmd_note, home_cmd_step,
	home_cmd_wait, home_cmd_escalate, home_cmd_close, home_cmd_sweep;

#endif

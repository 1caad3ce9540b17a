/* cmd/rows - lists printed by commands: a line for each row, or one array of
 * JSON; and an event of a history, which exams and visits have alike.
 */
#ifndef CMD_ROWS_H
#define CMD_ROWS_H

#include "json/json.h"

struct cmd_rows {
	const void *list;
	size_t n, size;   /* of a row */
	const char *none; /* said when there is no row; not in JSON */
	void (*text)(struct buf *b, const void *row);
	void (*json)(struct json *j, const void *row); /* inside its object */
};
MUST_USE enum rc cmd_rows_print(const struct cmd_rows *r, bool json,
				struct err *err);

struct cmd_event {
	int64_t at_us;
	struct str what, to, user, role, detail; /* role: may be empty */
};
void cmd_event_json(struct json *j, const struct cmd_event *e);

#endif

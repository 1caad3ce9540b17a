/* Private to cmd/book*.c: what all its subcommands share. */
#ifndef CMD_BOOK_INT_H
#define CMD_BOOK_INT_H

#include "app/booking.h"
#include "cmd/cmd.h"
#include "cmd/tables.h"
#include "cmd/work.h"
#include "json/json.h"

#define BOOK_TEXT_BYTES ((size_t)64 << 20) /* of one answer */

#define OPT_JSON(var)                                                          \
	{                                                                      \
		"json", OPT_FLAG, &(var), NULL, "print JSON", false, 0, 0      \
	}

struct book_cmd { /* an open command: knowledge, database, texts */
	struct knowledge kn;
	struct app app;
	struct arena arena;
	struct err err;
};
MUST_USE enum rc book_open(struct book_cmd *c, const char *db);
/* Closes, and says what went wrong; the exit status. */
int book_close(struct book_cmd *c, enum rc rc);

/* E_USAGE, with its text in c->err, when the last day is before the first;
 * a day that was not given is DATE_NONE. Call after book_open. */
MUST_USE enum rc book_days(struct book_cmd *c, struct date from,
			   struct date to);

/* The Italian name of a service, or its code. */
struct str book_service_name(const struct knowledge *kn, struct str code);
/* The whole of a JSON text on stdout. */
void book_print_json(struct buf *b);

cmd_fn book_agendas, book_year, book_simulate, book_summary; /* book.c */
cmd_fn book_find, book_hold, book_confirm, book_cancel, book_move, book_done,
	book_no_show, book_prefer, book_close_day, book_expire; /* _desk.c */
cmd_fn book_person, book_day, book_unbooked;                    /* _show.c */
cmd_fn book_print;                                              /* _print.c */

#endif

/* Inside app/settlement: the facts of a quarter, one person at a time. */
#ifndef APP_SETTLEMENT_INT_H
#define APP_SETTLEMENT_INT_H

#include "app/scope.h"
#include "app/settlement.h"

/* May settle, and of whom (app/scope.h): a cooperative of itself alone, an
 * agency of the managers of its ATS. */
MUST_USE enum rc settle_scope(struct app *app, struct arena *a,
			      struct scope *out, struct err *err);
void settle_bind_scope(struct stmt *q, const struct scope *s);

/* The row of settle_list, settle_lines and their like. */
struct statement settle_read_statement(const struct stmt *q, struct arena *a);
struct statement_line settle_read_line(const struct stmt *q);

struct settle_reader; /* cursors over enrolments, plans and drugs, in step */

/* The run of the claims is found here: E_NOT_FOUND says what to do. */
MUST_USE enum rc settle_reader_open(struct app *app, struct settle_period p,
				    struct settle_reader **out,
				    struct err *err);
void settle_reader_close(struct settle_reader *r); /* NULL allowed */
int64_t settle_reader_run(const struct settle_reader *r);
/* The next person with an enrolment in the period; E_NOT_FOUND at the end.
 * Facts live until the next call. */
MUST_USE enum rc settle_reader_next(struct settle_reader *r,
				    struct settle_facts *out, struct err *err);
settle_find_doctor settle_reader_doctor; /* ctx: the reader */

#endif

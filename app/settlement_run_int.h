/* Inside app/settlement: one computation of a quarter, a run.
 *
 * settlement_tally.c reads everybody and adds up; settlement_keep.c writes
 * what was found; settlement_run.c says who may write, and sweeps. On SQLite a
 * quarter is read first, in one state of the database, and then written in
 * short pieces (app/batch.h), so that pages that write that somebody looked
 * hardly wait. What is written belongs to a row of settlement_run and is in
 * force with the last piece, all of it at once. A run that was cut short stays
 * invisible; the next one sweeps it away. Who begins to compute a quarter
 * displaces who is still writing it, and that one stops.
 *
 * On PostgreSQL writers do not wait for each other: there lines are written as
 * they are found, in one transaction.
 */
#ifndef APP_SETTLEMENT_RUN_INT_H
#define APP_SETTLEMENT_RUN_INT_H

#include "app/batch.h"
#include "app/settlement_int.h"
#include "base/sha256.h"

/* One statement being computed. */
struct settle_tally {
	struct statement s;
	struct sha256 *digest;
};
/* A line that waits to be written. */
struct settle_waiting {
	size_t tally;
	struct settle_line line; /* its texts in settle_run.texts */
};
/* What becomes of a line. */
enum settle_keeping {
	KEEP_NOTHING, /* only compare */
	KEEP_AT_ONCE,
	KEEP_LATER,
};
struct settle_run {
	struct app *app;
	struct batch batch; /* unless nothing is kept */
	int64_t id;
	struct str quarter;
	struct settle_period period;
	int64_t strata_run_id;
	enum settle_keeping keep;
	struct arena *arena, texts;
	struct settle_tally *list;
	size_t n, cap;
	struct settle_waiting *waiting;
	size_t n_waiting, cap_waiting;
};
void settle_run_release(struct settle_run *r);

/* Everybody of the quarter, read through `from`: tallies with their digests,
 * and each line kept as r->keep says. */
MUST_USE enum rc settle_run_read(struct settle_run *r, struct app *from,
				 struct err *err);

/* E_STATE when a statement of the quarter may no longer change. */
MUST_USE enum rc settle_refuse_fixed(struct app *app, struct str quarter,
				     struct err *err);
/* The first piece is begun: earlier runs that came to nothing are swept away,
 * this one is written down. */
MUST_USE enum rc settle_run_begin(struct settle_run *r, struct err *err);
/* Ends a piece when it is time. E_CONFLICT: somebody displaced this run. */
MUST_USE enum rc settle_run_breathe(struct settle_run *r, struct err *err);
/* From being written to "done" or "dropped"; E_CONFLICT as above. */
MUST_USE enum rc settle_run_becomes(struct settle_run *r, const char *state,
				    struct err *err);
/* After a failure, best effort: the run stays invisible even when this does
 * not work. */
void settle_run_give_up(struct settle_run *r);

MUST_USE enum rc settle_keep_statement(struct settle_run *r,
				       struct settle_tally *t, struct err *err);
MUST_USE enum rc settle_keep_line(struct settle_run *r,
				  const struct settle_tally *t,
				  const struct settle_line *l, struct err *err);
/* What waits, in pieces. */
MUST_USE enum rc settle_keep_waiting(struct settle_run *r, struct err *err);
/* The last piece: what was in force is superseded, this run is in force. */
MUST_USE enum rc settle_keep_force(struct settle_run *r, struct err *err);

#endif

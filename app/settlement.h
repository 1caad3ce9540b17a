/* app/settlement - statements of a quarter, computed, replayed and followed.
 *
 * A statement is one manager (gestore), one quarter, one payer. Computing
 * reads the enrolments, pacts and published plans of the quarter with the
 * rules of their days (lib/settlement) and writes every line with its reason.
 * Computing again makes a new version and keeps the old; a statement that was
 * sent, accepted or paid is not touched: it must be disputed first.
 *
 * A cooperative (MAY_SETTLE with its own scope) sees its own statements and
 * lines, and may dispute them; an agency sees and moves those of the managers
 * of its ATS (app/scope.h); region and system see those of all.
 */
#ifndef APP_SETTLEMENT_H
#define APP_SETTLEMENT_H

#include "app/app.h"
#include "settlement/settlement.h"

struct statement {
	int64_t id; /* 0: computed for comparison, not kept */
	int64_t org_id;
	struct str org_code, org_name, quarter, payer, state, digest;
	int64_t version, n_line, n_due, n_held, total_cents;
};

/* All managers of a quarter (or one, by code), all payers. Needs MAY_SETTLE and
 * MAY_RUN_BATCH: it writes the statements of everybody. The statements are in
 * `a`, by manager and payer. One transaction: either all of it is there or
 * nothing. E_STATE when one of them was sent already. */
MUST_USE enum rc app_settle_compute(struct app *app, struct str quarter,
				    struct arena *a, struct statement **list,
				    size_t *n, struct err *err);

struct replay {
	struct statement kept, again;
	bool same; /* digest, lines and total agree */
};
/* Compute the quarter anew without writing and compare with what is kept. */
MUST_USE enum rc app_settle_replay(struct app *app, struct str quarter,
				   struct arena *a, struct replay **list,
				   size_t *n, struct err *err);

/* The statements in force, of one quarter or of all (empty). */
MUST_USE enum rc app_settle_list(struct app *app, struct str quarter,
				 struct arena *a, struct statement **list,
				 size_t *n, struct err *err);

struct statement_line {
	struct str quarter, org_code, payer, item, state, pseudonym, gp_code,
		rule_key, rule_source, reason;
	struct date month, rule_from;
	int64_t level, amount_cents, version_id;
};
typedef enum rc settle_line_fn(void *ctx, const struct statement_line *line,
			       struct err *err);
/* Lines in force of a quarter, by manager and person. Empty `pseudonym` or
 * `state`: all. Needs MAY_SETTLE; one audit record for the look. */
MUST_USE enum rc app_settle_lines(struct app *app, struct str quarter,
				  struct str pseudonym, struct str state,
				  settle_line_fn *fn, void *ctx,
				  struct err *err);

struct statement_page {
	struct str state, gp_code; /* empty: all; the whole code */
	int64_t limit, offset;
};
struct statement_sheet {
	struct statement of;
	struct statement_line *list; /* by state, then as computed */
	size_t n;
	int64_t total; /* that fit */
};
/* A page of the lines of one statement in force, by its id; E_NOT_FOUND also
 * when it is another cooperative's. Audit "settlement.read". */
MUST_USE enum rc app_settle_sheet(struct app *app, int64_t id,
				  const struct statement_page *page,
				  struct arena *a, struct statement_sheet *out,
				  struct err *err);

/* computed -> sent -> accepted | disputed; accepted -> paid | disputed;
 * disputed -> (compute again). A cooperative may only dispute: its own,
 * computed or sent. A dispute needs a note. Other moves are refused with what
 * is allowed. */
MUST_USE enum rc app_settle_move(struct app *app, struct str quarter,
				 struct str org_code, struct str payer,
				 struct str to, struct str note,
				 struct err *err);

#endif

/* Made-up outcomes, for demonstrations only. */
#include "app/appointment_int.h"

#include "base/rng.h"

/* Shares of a Lombard outpatient clinic as usually told; not a measure. */
#define PERCENT_NO_SHOW   7
#define PERCENT_CANCELLED 5

struct past {
	struct {
		int64_t id;
		uint32_t dice; /* 0 .. 99 */
	} v[500];              /* LIMIT of the statement */
	size_t n;
};

/* From person, day and time: identifiers differ from one database to the
 * next, chance must not. */
static uint32_t throw_dice(const struct stmt *q, uint64_t seed)
{
	char text[96];
	struct str who = col_str(q, 1);
	int n = snprintf(text, sizeof(text), STR_FMT "|%d|%d", STR_ARG(who),
			 (int)col_date(q, 2).days, (int)col_int(q, 3));
	size_t len = n < 0 ? 0 : (size_t)n;
	struct rng r;
	rng_init(&r, hash64(text, len < sizeof(text) ? len : sizeof(text) - 1,
			    seed));
	return rng_below(&r, 100);
}

static enum rc next_past(struct app *app, struct date last, int64_t after,
			 uint64_t seed, struct past *out, struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db, SQL_APPOINTMENT_PAST_BOOKED, &q, err);
	if (rc)
		return rc;
	out->n = 0;
	bind_date(q, "last", last);
	bind_int(q, "after", after);
	while (!rc && !(rc = stmt_step(q, &row, err)) && row)
		if (out->n < countof(out->v)) {
			out->v[out->n].id = col_int(q, 0);
			out->v[out->n++].dice = throw_dice(q, seed);
		}
	stmt_close(q);
	return rc;
}

static enum rc decide(struct app *app, int64_t id, uint32_t dice,
		      struct book_outcomes *out, struct err *err)
{
	int64_t person = 0;
	enum rc rc;
	if (dice < PERCENT_CANCELLED) {
		out->n_cancelled++;
		rc = booking_release(app, id, STR("simulated"), false, &person,
				     err);
	} else {
		bool done = dice >= PERCENT_CANCELLED + PERCENT_NO_SHOW;
		out->n_done += done;
		out->n_no_show += !done;
		rc = booking_outcome(app, id, done, &person, err);
	}
	if (!rc)
		rc = booking_audit(app, "booking.simulate", id, person, err);
	return rc;
}

static enum rc decide_all(struct app *app, const struct past *p,
			  struct book_outcomes *out, struct err *err)
{
	enum rc rc = db_begin(app->db, err);
	for (size_t i = 0; i < p->n && !rc; i++)
		rc = decide(app, p->v[i].id, p->v[i].dice, out, err);
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	return rc;
}

enum rc app_book_simulate(struct app *app, struct date to, uint64_t seed,
			  struct book_outcomes *out, struct err *err)
{
	struct past p = {.n = 1};
	int64_t after = 0;
	*out = (struct book_outcomes){0};
	enum rc rc = app_require(app, MAY_RUN_BATCH, 0, err);
	if (!rc && to.days > app->today.days)
		rc = err_set(err, E_RANGE,
			     "outcomes can only be made up to today");
	while (!rc && p.n) {
		rc = next_past(app, to, after, seed, &p, err);
		if (!rc && p.n)
			rc = decide_all(app, &p, out, err);
		after = p.n ? p.v[p.n - 1].id : after;
	}
	return rc;
}

/* Drafting the plans of all who wait for one. */
#include "app/plan_desk_int.h"
#include "app/worklist_int.h"

#include "base/progress.h"

/* People to a transaction: others write in between. */
#define AT_ONCE 20

#define PREPARE_ARENA (64u << 20) /* rows of WORKLIST_PEOPLE_MOST people */

static bool waits(const struct worklist_row *r)
{
	return (work_in_tab(r, WORK_NO_PLAN) || work_in_tab(r, WORK_EXPIRED)) &&
	       !r->suspended;
}

/* The most urgent of those that wait and were not taken; NULL: none. */
static struct worklist_row *most_urgent(const struct work_set *s)
{
	struct worklist_row *best = NULL;
	for (size_t i = 0; i < s->n; i++) {
		struct worklist_row *r = &s->rows[i];
		if (waits(r) &&
		    (!best || work_compare(s, WORK_NO_PLAN, r, best) < 0))
			best = r;
	}
	return best;
}

static enum rc draft(struct plan_desk *d, int64_t person_id,
		     struct plan_batch *out, struct err *err)
{
	struct plan_drafted one;
	struct err why = {0};
	enum rc rc = app_require(d->app, MAY_PREPARE_PLAN, person_id, err);
	if (rc)
		return rc;
	rc = draft_one(d, person_id, &one, &why);
	if (!rc) {
		out->n_done++;
		return OK;
	}
	if (rc == E_STATE || rc == E_RANGE) {
		batch_refused(out, &why);
		return OK;
	}
	*err = why;
	return rc;
}

/* Some people; *more false: nobody waits any more. */
static enum rc draft_some(struct plan_desk *d, const struct work_set *s,
			  struct plan_batch *out, bool *more, struct err *err)
{
	enum rc rc = db_begin(d->app->db, err);
	for (size_t i = 0; i < AT_ONCE && !rc; i++) {
		struct worklist_row *r = most_urgent(s);
		*more = r != NULL;
		if (!r)
			break;
		r->tabs = 0; /* taken */
		rc = draft(d, r->person_id, out, err);
	}
	if (!rc)
		rc = db_commit(d->app->db, err);
	if (rc)
		db_rollback(d->app->db);
	return rc;
}

enum rc app_worklist_prepare(struct app *app, const struct plan_engine *e,
			     int64_t doctor_id, int64_t budget_us,
			     struct plan_batch *out, struct err *err)
{
	int64_t until_us = clock_monotonic_us() + budget_us;
	bool more = true;
	struct plan_batch b = {0};
	struct worklist w = {0};
	struct work_set s = {0};
	struct plan_desk d;
	struct arena a;
	arena_init(&a, PREPARE_ARENA);
	desk_init(&d, app, e);
	enum rc rc = app_require(app, MAY_PREPARE_PLAN, 0, err);
	if (!rc)
		rc = work_whose(app, doctor_id, &a, &w, err);
	if (!rc)
		rc = work_load(app, w.doctor_id, &a, &s, err);
	for (size_t i = 0; !rc && i < s.n; i++)
		b.n_total += waits(&s.rows[i]);
	do {
		if (!rc)
			rc = draft_some(&d, &s, &b, &more, err);
	} while (!rc && more && clock_monotonic_us() < until_us);
	if (!rc)
		*out = b;
	work_release(app, &s);
	desk_release(&d);
	arena_release(&a);
	return rc;
}

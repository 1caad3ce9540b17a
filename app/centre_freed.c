/* For a place that became free: who waits for such a one, nearest first. */
#include "app/appointment_int.h"
#include "app/centre_int.h"

#define NEAR_HM 300 /* 30 km: farther is no favour */

static struct centre_candidate candidate_of(const struct app *app,
					    const struct stmt *s,
					    struct booking_point at,
					    struct arena *a)
{
	bool known;
	struct booking_point home =
		booking_home(app->kn, col_str(s, 4), &known);
	return (struct centre_candidate){
		.person_id = col_int(s, 0),
		.name = arena_printf(a, STR_FMT " " STR_FMT,
				     STR_ARG(col_str(s, 2)),
				     STR_ARG(col_str(s, 3))),
		.activity_id = col_int(s, 6),
		.latest = col_date(s, 7),
		.distance_hm = known ? booking_distance(&booking_cost_default,
							home, at)
				     : INT_MAX};
}

/* Keep the nearest, in order; among equals who came first stays. */
static void keep(struct centre_row *r, const struct centre_candidate *c)
{
	size_t at = r->n_candidate;
	if (c->distance_hm > NEAR_HM)
		return;
	while (at > 0 && r->candidate[at - 1].distance_hm > c->distance_hm)
		at--;
	if (at == CENTRE_CANDIDATES)
		return;
	if (r->n_candidate < CENTRE_CANDIDATES)
		r->n_candidate++;
	for (size_t i = r->n_candidate - 1; i > at; i--)
		r->candidate[i] = r->candidate[i - 1];
	r->candidate[at] = *c;
}

static enum rc provider_at(struct app *app, struct str code,
			   struct booking_point *at, struct err *err)
{
	struct stmt *s = NULL;
	enum rc rc = db_prepare(app->db, SQL_PROVIDER_BY_CODE, &s, err);
	if (rc)
		return rc;
	bind_str(s, "code", code);
	rc = stmt_one(s, err);
	if (!rc)
		*at = booking_project((int32_t)col_int(s, 5),
				      (int32_t)col_int(s, 6),
				      BOOK_MIDDLE_LAT_E6);
	stmt_close(s);
	return rc;
}

static enum rc candidates_of(struct app *app, struct arena *a,
			     struct centre_row *r, struct err *err)
{
	struct stmt *s = NULL;
	struct booking_point at;
	bool row = false;
	enum rc rc = provider_at(app, r->facility, &at, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_CENTRE_WHO_WAITS, &s, err);
	if (rc)
		return rc;
	bind_int(s, "organisation_id", app->who.org_id);
	bind_str(s, "service", r->service);
	bind_date(s, "day", r->day);
	while (!rc && !(rc = stmt_step(s, &row, err)) && row) {
		struct centre_candidate c = candidate_of(app, s, at, a);
		keep(r, &c);
	}
	stmt_close(s);
	return rc;
}

enum rc centre_candidates(struct app *app, struct arena *a,
			  struct centre_list *list, struct err *err)
{
	enum rc rc = OK;
	for (size_t i = 0; i < list->n && !rc; i++)
		rc = candidates_of(app, a, &list->row[i], err);
	return rc;
}

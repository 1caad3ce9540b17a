/* Free places near home for what a plan asks for, as they are today. */
#include "app/appointment_int.h"
#include "app/person_view_int.h"

struct search {
	struct app *app;
	struct arena *a;
	struct booking_point home;
	int32_t lat_e6, lon_e6;
};

static enum rc find_home(struct search *s, int64_t person_id, bool *known,
			 struct err *err)
{
	struct stmt *q = NULL;
	const struct knowledge *kn = s->app->kn;
	enum rc rc = db_prepare(s->app->db, SQL_PERSON_PLACE_BY_ID, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", person_id);
	rc = stmt_one(q, err);
	*known = false;
	if (!rc) {
		struct str town = col_str(q, 2);
		int m = kn_municipality_index(kn, town);
		s->home = booking_home(kn, town, known);
		if (*known) {
			s->lat_e6 = (int32_t)(kn->municipalities[m].lat * 1e6);
			s->lon_e6 = (int32_t)(kn->municipalities[m].lon * 1e6);
		}
	}
	stmt_close(q);
	return rc;
}

/* A box that holds every site within reach: a degree of latitude is 111 km, of
 * longitude in Lombardy 77 km at least. */
static void bind_box(struct stmt *q, const struct search *s)
{
	int64_t reach = booking_cost_default.reach_hm;
	int64_t high = reach * 1000000 / 1110, wide = reach * 1000000 / 770;
	bind_int(q, "south", s->lat_e6 - high);
	bind_int(q, "north", s->lat_e6 + high);
	bind_int(q, "west", s->lon_e6 - wide);
	bind_int(q, "east", s->lon_e6 + wide);
}

static void look_at(const struct search *s, const struct stmt *q,
		    struct person_room *r)
{
	struct booking_point site =
		booking_project((int32_t)col_int(q, 2), (int32_t)col_int(q, 3),
				BOOK_MIDDLE_LAT_E6);
	int hm = booking_distance(&booking_cost_default, s->home, site);
	if (hm > booking_cost_default.reach_hm)
		return;
	r->offered = true;
	if (col_null(q, 4))
		return;
	if (r->n_site++ && hm >= r->distance_hm)
		return;
	int m = kn_municipality_index(s->app->kn, col_str(q, 1));
	r->place = col_text(q, 0, s->a);
	r->town = m < 0 ? (struct str){"", 0}
			: s->app->kn->municipalities[m].name;
	r->day = col_date(q, 4);
	r->distance_hm = hm;
}

static enum rc search_sites(struct search *s, struct person_room *r,
			    struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(s->app->db, SQL_PERSON_SITES, &q, err);
	if (rc)
		return rc;
	bind_str(q, "service", r->service);
	bind_date(q, "first", r->first);
	bind_date(q, "last", r->last);
	bind_box(q, s);
	r->day = DATE_NONE;
	while (!(rc = stmt_step(q, &row, err)) && row)
		look_at(s, q, r);
	stmt_close(q);
	return rc;
}

/* The first window of each service to book; activities are by due date. */
static size_t windows(const struct search *s, const struct plan_draft *d,
		      struct person_room *list)
{
	const struct knowledge *kn = s->app->kn;
	size_t n = 0, k;
	for (size_t i = 0; i < d->n_activities; i++) {
		const struct plan_activity *x = &d->activities[i];
		struct str code = kn->services[d->lines[x->line].service].code;
		struct str service = booking_service(kn, code);
		for (k = 0; k < n && !str_eq(list[k].service, service); k++)
			;
		if (k < n || x->latest.days < s->app->today.days)
			continue;
		struct date first = x->earliest;
		if (first.days <= s->app->today.days)
			first = date_add(s->app->today, 1);
		list[n++] = (struct person_room){
			.service = service, .first = first, .last = x->latest};
	}
	return n;
}

enum rc app_person_room(struct app *app, int64_t person_id,
			const struct plan_draft *d, struct arena *a,
			struct person_room **list, size_t *n, struct err *err)
{
	struct search s = {.app = app, .a = a};
	bool known = false;
	*n = 0;
	*list = arena_array(a, struct person_room, d->n_lines + 1);
	if (!*list)
		return arena_fail(a, err);
	enum rc rc = app_require(app, MAY_READ_PERSON, person_id, err);
	if (!rc)
		rc = find_home(&s, person_id, &known, err);
	if (rc || !known)
		return rc;
	*n = windows(&s, d, *list);
	for (size_t i = 0; i < *n && !rc; i++)
		rc = search_sites(&s, &(*list)[i], err);
	return rc;
}

#include "app/booking_supply_int.h"

#define SUPPLY_BYTES ((size_t)64 << 20) /* names of 100,000 providers */
#define MOST_SLOTS   400000000u

static int by_id(const void *pa, const void *pb)
{
	const struct supply_site *a = pa, *b = pb;
	return a->id < b->id ? -1 : a->id > b->id;
}

struct placed { /* a site and where it is, to be sorted together */
	struct supply_site site;
	struct booking_point at;
};

static enum rc add_site(struct supply *s, const struct stmt *q,
			struct placed **all, size_t *cap, struct err *err)
{
	enum rc rc = array_grow(all, cap, s->n_site + 1, sizeof(**all), 1000000,
				err);
	if (rc)
		return rc;
	(*all)[s->n_site++] = (struct placed){
		{col_int(q, 0), col_text(q, 1, &s->arena),
		 col_text(q, 2, &s->arena)},
		booking_project((int32_t)col_int(q, 4), (int32_t)col_int(q, 5),
				BOOK_MIDDLE_LAT_E6)};
	return OK;
}

static enum rc split_sites(struct supply *s, struct placed *all,
			   struct err *err)
{
	enum rc rc = array_grow(&s->sites, &s->cap_site, s->n_site + 1,
				sizeof(*s->sites), 1000001, err);
	if (!rc)
		rc = array_grow(&s->points, &s->cap_point, s->n_site + 1,
				sizeof(*s->points), 1000001, err);
	if (rc)
		return rc;
	if (s->n_site)
		qsort(all, s->n_site, sizeof(*all), by_id);
	for (size_t i = 0; i < s->n_site; i++) {
		s->sites[i] = all[i].site;
		s->points[i] = all[i].at;
	}
	return OK;
}

static enum rc load_sites(struct app *app, struct supply *s, struct err *err)
{
	struct stmt *q = NULL;
	struct placed *all = NULL;
	size_t cap = 0;
	bool row = false;
	enum rc rc = db_prepare(app->db, SQL_PROVIDER_ALL, &q, err);
	while (!rc && !(rc = stmt_step(q, &row, err)) && row)
		rc = add_site(s, q, &all, &cap, err);
	stmt_close(q);
	if (!rc)
		rc = split_sites(s, all, err);
	free(all);
	return rc;
}

static enum rc load_services(struct app *app, struct supply *s, struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db, SQL_AGENDA_SERVICES, &q, err);
	while (!rc && !(rc = stmt_step(q, &row, err)) && row) {
		rc = array_grow(&s->services, &s->cap_service, s->n_service + 1,
				sizeof(*s->services), UINT16_MAX, err);
		if (!rc)
			s->services[s->n_service++] = col_text(q, 0, &s->arena);
	}
	stmt_close(q);
	return rc;
}

enum rc supply_open(struct app *app, struct supply *s, struct date from,
		    uint32_t n_day, struct err *err)
{
	*s = (struct supply){.from = from, .n_day = n_day};
	arena_init(&s->arena, SUPPLY_BYTES);
	enum rc rc = load_sites(app, s, err);
	return rc ? rc : load_services(app, s, err);
}

void supply_release(struct supply *s)
{
	free(s->sites);
	free(s->points);
	free(s->services);
	free(s->slots);
	free(s->slot_ids);
	free(s->closures);
	arena_release(&s->arena);
}

int64_t supply_site_index(const struct supply *s, int64_t provider_id)
{
	struct supply_site key = {.id = provider_id};
	const struct supply_site *at =
		s->n_site ? bsearch(&key, s->sites, s->n_site,
				    sizeof(*s->sites), by_id)
			  : NULL;
	return at ? at - s->sites : -1;
}

int64_t supply_service_index(const struct supply *s, struct str code)
{
	size_t lo = 0, hi = s->n_service;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int c = str_cmp(s->services[mid], code);
		if (c == 0)
			return (int64_t)mid;
		if (c < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return -1;
}

static enum rc add_closure(struct supply *s, uint32_t site, uint16_t day,
			   struct err *err)
{
	const struct booking_closure *last =
		s->n_closure ? &s->closures[s->n_closure - 1] : NULL;
	if (last && last->site == site && last->day == day)
		return OK;
	enum rc rc = array_grow(&s->closures, &s->cap_closure, s->n_closure + 1,
				sizeof(*s->closures), MOST_SLOTS, err);
	if (!rc)
		s->closures[s->n_closure++] =
			(struct booking_closure){site, day};
	return rc;
}

static enum rc add_slot(struct supply *s, const struct stmt *q, int64_t site,
			int64_t service, struct err *err)
{
	enum rc rc = array_grow(&s->slots, &s->cap_slot, s->n_slot + 1,
				sizeof(*s->slots), MOST_SLOTS, err);
	if (!rc)
		rc = array_grow(&s->slot_ids, &s->cap_id, s->n_slot + 1,
				sizeof(*s->slot_ids), MOST_SLOTS, err);
	if (rc)
		return rc;
	uint16_t day = (uint16_t)(col_date(q, 3).days - s->from.days);
	s->slot_ids[s->n_slot] = col_int(q, 0);
	s->slots[s->n_slot++] =
		(struct booking_slot){.site = (uint32_t)site,
				      .service = (uint16_t)service,
				      .day = day,
				      .start_min = (uint16_t)col_int(q, 4),
				      .duration_min = (uint16_t)col_int(q, 5),
				      .places = (uint16_t)col_int(q, 6),
				      .taken = (uint16_t)col_int(q, 7)};
	return col_int(q, 8) ? add_closure(s, (uint32_t)site, day, err) : OK;
}

static enum rc read_slots(struct supply *s, struct stmt *q, struct err *err)
{
	enum rc rc = OK;
	bool row = false;
	bind_date(q, "first", s->from);
	bind_date(q, "last", date_add(s->from, (int)s->n_day - 1));
	while (!rc && !(rc = stmt_step(q, &row, err)) && row) {
		int64_t site = supply_site_index(s, col_int(q, 1));
		int64_t service = supply_service_index(s, col_str(q, 2));
		if (site >= 0 && service >= 0)
			rc = add_slot(s, q, site, service, err);
	}
	return rc;
}

enum rc supply_all_slots(struct app *app, struct supply *s, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_SLOT_BETWEEN, &q, err);
	if (!rc)
		rc = read_slots(s, q, err);
	stmt_close(q);
	return rc;
}

enum rc supply_site_slots(struct app *app, struct supply *s, uint32_t site,
			  struct str service, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_SLOT_OF_PROVIDER, &q, err);
	if (rc)
		return rc;
	bind_int(q, "provider_id", s->sites[site].id);
	bind_str(q, "service_code", service);
	rc = read_slots(s, q, err);
	stmt_close(q);
	return rc;
}

struct booking_problem supply_problem(const struct supply *s)
{
	return (struct booking_problem){.n_day = s->n_day,
					.first_weekday =
						(uint32_t)date_weekday(s->from),
					.sites = s->points,
					.n_site = s->n_site,
					.n_service = s->n_service,
					.slots = s->slots,
					.n_slot = s->n_slot,
					.closures = s->closures,
					.n_closure = s->n_closure,
					.cost = booking_cost_default};
}

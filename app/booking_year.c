/* The batch: what signed plans ask for, solved at once, written in bounded
 * transactions. */
#include "app/booking_supply_int.h"

#include "app/bind.h"
#include "base/progress.h"
#include "json/json.h"

#define MOST_ACTIVITIES 100000000u

struct act { /* an activity to book */
	int64_t id, person_id;
	uint32_t person; /* row */
	int32_t service; /* of the supply; -1: no agenda offers it */
	uint8_t priority;
	struct booking_window w; /* days from the start of the period */
};

struct demand {
	struct act *acts; /* in the order of requests, once grouped */
	size_t n_act, cap_act;
	int64_t *person_ids; /* ascending */
	size_t cap_id;
	struct booking_person *persons;
	size_t n_person, cap_person;
	struct booking_busy *busy;
	size_t n_busy, cap_busy;
	struct booking_request *requests;
	size_t *first; /* [n_request + 1] into acts */
	size_t n_request;
	struct map groups;
};

static void demand_release(struct demand *d)
{
	free(d->acts);
	free(d->person_ids);
	free(d->persons);
	free(d->busy);
	free(d->requests);
	free(d->first);
	map_release(&d->groups);
}

/* ---- load ---- */

static enum rc add_person(struct app *app, struct demand *d,
			  const struct supply *s, const struct stmt *q,
			  struct err *err)
{
	int64_t id = col_int(q, 1);
	bool known;
	if (d->n_person && d->person_ids[d->n_person - 1] == id)
		return OK;
	enum rc rc = array_grow(&d->person_ids, &d->cap_id, d->n_person + 1,
				sizeof(*d->person_ids), MOST_ACTIVITIES, err);
	if (!rc)
		rc = array_grow(&d->persons, &d->cap_person, d->n_person + 1,
				sizeof(*d->persons), MOST_ACTIVITIES, err);
	if (rc)
		return rc;
	int64_t own = col_null(q, 9) ? -1 : supply_site_index(s, col_int(q, 9));
	d->person_ids[d->n_person] = id;
	d->persons[d->n_person++] = (struct booking_person){
		.home = booking_home(app->kn, col_str(q, 8), &known),
		.preferred = own < 0 ? BOOKING_NONE : (uint32_t)own,
		.weekdays = (uint8_t)col_int(q, 10),
		.last_day = UINT16_MAX};
	return OK;
}

/* The number of a person's draw group; 0 for what is not drawn. */
static enum rc group_number(struct demand *d, int64_t person_id,
			    struct str service, struct str key, uint32_t *out,
			    struct err *err)
{
	char text[256];
	uint32_t n;
	*out = 0;
	if (!str_is(service, BOOK_LAB) || !key.len)
		return OK;
	int len = snprintf(text, sizeof(text), "%" PRId64 "|" STR_FMT,
			   person_id, STR_ARG(key));
	if (len < 0 || (size_t)len >= sizeof(text))
		return OK; /* too long to be ours: alone */
	enum rc rc = map_intern(&d->groups, (struct str){text, (size_t)len}, &n,
				err);
	if (!rc)
		*out = n + 1;
	return rc;
}

static enum rc add_act(struct app *app, struct demand *d,
		       const struct supply *s, const struct stmt *q,
		       struct err *err)
{
	enum rc rc = array_grow(&d->acts, &d->cap_act, d->n_act + 1,
				sizeof(*d->acts), MOST_ACTIVITIES, err);
	if (!rc)
		rc = add_person(app, d, s, q, err);
	if (rc)
		return rc;
	struct str service = booking_service(app->kn, col_str(q, 2));
	struct str class = col_str(q, 6);
	uint32_t group;
	rc = group_number(d, col_int(q, 1), service, col_str(q, 7), &group,
			  err);
	if (rc)
		return rc;
	uint8_t priority = booking_priority(class.len ? class.ptr[0] : 'P');
	d->acts[d->n_act++] = (struct act){
		.id = col_int(q, 0),
		.person_id = col_int(q, 1),
		.person = (uint32_t)(d->n_person - 1),
		.service = (int32_t)supply_service_index(s, service),
		.priority = priority,
		.w = {.earliest = col_date(q, 3).days - s->from.days,
		      .due = col_date(q, 4).days - s->from.days,
		      .latest = col_date(q, 5).days - s->from.days,
		      .priority = priority,
		      .group = group}};
	return OK;
}

static enum rc load_acts(struct app *app, struct demand *d,
			 const struct supply *s, struct date last,
			 struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db, SQL_ACTIVITY_OPEN, &q, err);
	if (rc)
		return rc;
	bind_date(q, "last", last);
	bind_id(q, "only_org", app->who.org_id);
	while (!rc && !(rc = stmt_step(q, &row, err)) && row)
		rc = add_act(app, d, s, q, err);
	stmt_close(q);
	return rc;
}

static int64_t person_row(const struct demand *d, int64_t id)
{
	size_t lo = 0, hi = d->n_person;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (d->person_ids[mid] < id)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < d->n_person && d->person_ids[lo] == id ? (int64_t)lo : -1;
}

static enum rc load_busy(struct app *app, struct demand *d,
			 const struct supply *s, struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db, SQL_APPOINTMENT_BUSY, &q, err);
	if (rc)
		return rc;
	bind_date(q, "first", s->from);
	bind_date(q, "last", date_add(s->from, (int)s->n_day - 1));
	while (!rc && !(rc = stmt_step(q, &row, err)) && row) {
		int64_t person = person_row(d, col_int(q, 0));
		if (person < 0)
			continue;
		rc = array_grow(&d->busy, &d->cap_busy, d->n_busy + 1,
				sizeof(*d->busy), MOST_ACTIVITIES, err);
		if (rc)
			break;
		int64_t site = supply_site_index(s, col_int(q, 1));
		d->busy[d->n_busy++] = (struct booking_busy){
			.person = (uint32_t)person,
			.site = site < 0 ? BOOKING_NONE : (uint32_t)site,
			.day = (uint16_t)(col_date(q, 2).days - s->from.days),
			.start_min = (uint16_t)col_int(q, 3),
			.end_min = (uint16_t)col_int(q, 4)};
	}
	stmt_close(q);
	return rc;
}

/* ---- requests ---- */

static int by_group(const void *pa, const void *pb)
{
	const struct act *a = pa, *b = pb;
	if (a->person != b->person)
		return a->person < b->person ? -1 : 1;
	if (a->w.group != b->w.group)
		return a->w.group < b->w.group ? -1 : 1;
	if (a->w.latest != b->w.latest)
		return a->w.latest < b->w.latest ? -1 : 1;
	return a->id < b->id ? -1 : a->id > b->id;
}

static int by_draw(const void *pa, const void *pb)
{
	const struct act *a = pa, *b = pb;
	if (a->w.draw != b->w.draw)
		return a->w.draw < b->w.draw ? -1 : 1;
	return a->id < b->id ? -1 : a->id > b->id;
}

/* Draws are numbered along the sorted list, so by person. */
static enum rc number_draws(struct demand *d, struct err *err)
{
	struct booking_window *w = calloc(d->n_act + 1, sizeof(*w));
	if (!w)
		return err_set(err, E_NOMEM, "no memory for %zu activities",
			       d->n_act);
	if (d->n_act)
		qsort(d->acts, d->n_act, sizeof(*d->acts), by_group);
	for (size_t i = 0; i < d->n_act; i++)
		w[i] = d->acts[i].w;
	d->n_request = booking_group_draws(w, d->n_act);
	for (size_t i = 0; i < d->n_act; i++)
		d->acts[i].w = w[i];
	if (d->n_act)
		qsort(d->acts, d->n_act, sizeof(*d->acts), by_draw);
	free(w);
	return OK;
}

static int32_t clamp(int32_t v, int32_t lo, int32_t hi)
{
	return v < lo ? lo : v > hi ? hi : v;
}

/* One request for the activities [from, to): the days that suit all. */
static struct booking_request join(const struct demand *d, size_t from,
				   size_t to, int32_t last_day, int late_days)
{
	const struct act *a = &d->acts[from];
	int32_t lo = 0, hi = last_day, due = INT32_MAX;
	uint8_t priority = 3;
	for (size_t i = from; i < to; i++) {
		const struct booking_window *w = &d->acts[i].w;
		lo = w->earliest > lo ? w->earliest : lo;
		hi = w->latest < hi ? w->latest : hi;
		due = w->due < due ? w->due : due;
		priority = w->priority < priority ? w->priority : priority;
	}
	hi = hi < 0 ? 0 : hi; /* overdue: as soon as possible */
	lo = lo > hi ? hi : lo;
	return (struct booking_request){
		.person = a->person,
		.service = (uint16_t)(a->service < 0 ? 0 : a->service),
		.priority = priority,
		.target = (uint16_t)clamp(due, lo, hi),
		.earliest = (uint16_t)lo,
		.latest = (uint16_t)hi,
		.late_days = (uint16_t)late_days};
}

static enum rc make_requests(struct demand *d, int32_t last_day, int late_days,
			     struct err *err)
{
	d->requests = calloc(d->n_request + 1, sizeof(*d->requests));
	d->first = calloc(d->n_request + 2, sizeof(*d->first));
	if (!d->requests || !d->first)
		return err_set(err, E_NOMEM, "no memory for %zu requests",
			       d->n_request);
	size_t n = 0;
	for (size_t i = 0; i < d->n_act;) {
		size_t end = i + 1;
		while (end < d->n_act &&
		       d->acts[end].w.draw == d->acts[i].w.draw)
			end++;
		d->first[n] = i;
		d->requests[n++] = join(d, i, end, last_day, late_days);
		i = end;
	}
	assert(n == d->n_request);
	d->first[n] = d->n_act;
	return OK;
}

/* ---- writing ---- */

struct year {
	struct app *app;
	const struct book_year *opt;
	struct supply s;
	struct demand d;
	struct booking *b;
	struct book_year_result *out;
};

struct tally { /* of one transaction, added when it is committed */
	int64_t booked, on_time, late, activities, unbooked, lost;
	int64_t by_why[N_BOOKING_WHY];
};

static void add_tally(struct book_year_result *r, const struct tally *t)
{
	r->n_booked += t->booked;
	r->n_on_time += t->on_time;
	r->n_late += t->late;
	r->n_activity_booked += t->activities;
	r->n_unbooked += t->unbooked;
	r->n_lost += t->lost;
	for (int i = 0; i < N_BOOKING_WHY; i++)
		r->by_why[i] += t->by_why[i];
}

static void bind_or_null(struct stmt *q, const char *name, bool is,
			 int64_t value)
{
	if (is)
		bind_int(q, name, value);
	else
		bind_null(q, name);
}

static enum rc write_unbooked(struct year *y, size_t request,
			      const struct booking_reason *r, struct err *err)
{
	struct stmt *q = NULL;
	const struct supply *s = &y->s;
	enum rc rc = db_prepare(y->app->db, SQL_BOOKING_UNBOOKED_PUT, &q, err);
	for (size_t i = y->d.first[request]; i < y->d.first[request + 1] && !rc;
	     i++) {
		bool near = r->nearest_site != BOOKING_NONE;
		bool next = r->next_slot != BOOKING_NONE;
		bool far = r->beyond_site != BOOKING_NONE;
		bool slot = r->beyond_slot != BOOKING_NONE;
		bind_int(q, "activity_id", y->d.acts[i].id);
		bind_str(q, "why", str_from(booking_why_name[r->why]));
		bind_int(q, "n_places", r->n_places);
		bind_or_null(q, "nearest_provider_id", near,
			     near ? s->sites[r->nearest_site].id : 0);
		bind_or_null(q, "nearest_hm", near, r->nearest_hm);
		bind_or_null(q, "next_slot_id", next,
			     next ? s->slot_ids[r->next_slot] : 0);
		bind_or_null(q, "beyond_provider_id", far,
			     far ? s->sites[r->beyond_site].id : 0);
		bind_or_null(q, "beyond_hm", far, r->beyond_hm);
		bind_or_null(q, "beyond_slot_id", slot,
			     slot ? s->slot_ids[r->beyond_slot] : 0);
		bind_int(q, "now", y->app->now_us);
		rc = stmt_run(q, err);
	}
	stmt_close(q);
	return rc;
}

static enum rc write_booked(struct year *y, size_t request,
			    const struct booking_reason *r, struct json *told,
			    struct tally *t, struct err *err)
{
	int64_t activities[256], id = 0;
	struct buf reason;
	size_t from = y->d.first[request];
	size_t n = y->d.first[request + 1] - from;
	if (n > countof(activities))
		return err_set(err, E_LIMIT, "a draw of %zu services", n);
	for (size_t i = 0; i < n; i++)
		activities[i] = y->d.acts[from + i].id;
	buf_init(&reason, 1024);
	booking_reason_json(&reason, r,
			    r->nearest_site == BOOKING_NONE
				    ? STR("")
				    : y->s.sites[r->nearest_site].code);
	enum rc rc = booking_place(
		y->app,
		&(struct book_new){.person_id = y->d.acts[from].person_id,
				   .slot_id = y->s.slot_ids[r->slot],
				   .activities = activities,
				   .n_activity = n,
				   .state = "booked",
				   .reason = buf_view(&reason)},
		&id, err);
	buf_release(&reason);
	if (rc)
		return rc;
	if (!id) {
		t->lost++;
		return OK;
	}
	json_int(told, id);
	t->booked++;
	t->on_time += !r->days_late;
	t->late += r->days_late > 0;
	t->activities += (int64_t)n;
	return OK;
}

static enum rc write_request(struct year *y, size_t request, struct json *told,
			     struct tally *t, struct err *err)
{
	struct booking_reason r;
	booking_explain(y->b, request, &r);
	t->by_why[r.why]++;
	if (r.slot != BOOKING_NONE)
		return write_booked(y, request, &r, told, t, err);
	t->unbooked++;
	return write_unbooked(y, request, &r, err);
}

/* One record in the audit and one message for a person. */
static enum rc tell_person(struct year *y, uint32_t person, struct str message,
			   int64_t n, struct err *err)
{
	char detail[64];
	int64_t id = y->d.person_ids[person];
	snprintf(detail, sizeof(detail), "{\"appointments\":%" PRId64 "}", n);
	enum rc rc =
		audit_write(y->app,
			    &(struct audit_event){.action = "booking.year",
						  .entity = "person",
						  .entity_id = id,
						  .person_id = id,
						  .detail = str_from(detail)},
			    err);
	if (!rc && n)
		rc = outbox_put(y->app, "appointment.year", id, message, err);
	return rc;
}

/* Requests [from, to) are of one person. */
static enum rc write_person(struct year *y, size_t from, size_t to,
			    struct tally *t, struct err *err)
{
	struct buf b;
	struct json j;
	struct str message;
	int64_t before = t->booked;
	enum rc rc = OK;
	buf_init(&b, 65536);
	json_init(&j, &b);
	json_object(&j);
	json_key(&j, "appointments");
	json_array(&j);
	for (size_t i = from; i < to && !rc; i++)
		rc = write_request(y, i, &j, t, err);
	json_array_end(&j);
	json_object_end(&j);
	if (!rc)
		rc = buf_finish(&b, &message, err);
	if (!rc)
		rc = tell_person(y, y->d.requests[from].person, message,
				 t->booked - before, err);
	buf_release(&b);
	return rc;
}

static size_t person_end(const struct year *y, size_t from)
{
	size_t to = from + 1;
	while (to < y->d.n_request &&
	       y->d.requests[to].person == y->d.requests[from].person)
		to++;
	return to;
}

/* The persons of requests [from, to) in one transaction. */
static enum rc write_block(struct year *y, size_t from, size_t to,
			   struct tally *t, struct err *err)
{
	*t = (struct tally){0};
	enum rc rc = db_begin(y->app->db, err);
	while (from < to && !rc) {
		size_t end = person_end(y, from);
		rc = write_person(y, from, end, t, err);
		from = end;
	}
	if (!rc)
		rc = db_commit(y->app->db, err);
	if (rc)
		db_rollback(y->app->db);
	return rc;
}

static enum rc write_one_by_one(struct year *y, size_t from, size_t to,
				struct tally *t, struct err *err)
{
	struct tally sum = {0};
	while (from < to) {
		size_t end = person_end(y, from);
		enum rc rc = write_block(y, from, end, t, err);
		if (rc == E_CONFLICT || rc == E_STATE)
			*t = (struct tally){.lost = (int64_t)(end - from)};
		else if (rc)
			return rc;
		add_tally(y->out, t);
		sum.booked += t->booked;
		from = end;
	}
	*t = sum;
	return OK;
}

/* Somebody at the desk may have booked for one of these people while we
 * solved: then each person is tried alone, and those are left out. */
static enum rc write_turn(struct year *y, size_t from, size_t to,
			  int64_t *booked, struct err *err)
{
	struct tally t;
	enum rc rc = write_block(y, from, to, &t, err);
	if (!rc)
		add_tally(y->out, &t);
	else if (rc == E_CONFLICT || rc == E_STATE)
		rc = write_one_by_one(y, from, to, &t, err);
	*booked = t.booked;
	return rc;
}

static void show(const struct book_year *opt, const char *what, size_t done,
		 size_t total)
{
	if (opt->progress)
		opt->progress(opt->ctx, what, done, total);
}

static enum rc write_all(struct year *y, struct err *err)
{
	enum rc rc = OK;
	int per_turn =
		y->opt->persons_per_commit ? y->opt->persons_per_commit : 500;
	for (size_t from = 0; from < y->d.n_request && !rc;) {
		size_t to = from, persons = 0;
		int64_t booked = 0;
		for (; to < y->d.n_request && persons < (size_t)per_turn;
		     persons++)
			to = person_end(y, to);
		rc = write_turn(y, from, to, &booked, err);
		if (!rc && y->opt->committed)
			y->opt->committed(y->opt->ctx, persons, (size_t)booked);
		show(y->opt, "writing", to, y->d.n_request);
		from = to;
	}
	return rc;
}

/* ---- distances of the trips ---- */

struct trip {
	uint32_t person, site;
	uint16_t day;
	int32_t hm;
};

static int by_trip(const void *pa, const void *pb)
{
	const struct trip *a = pa, *b = pb;
	if (a->person != b->person)
		return a->person < b->person ? -1 : 1;
	if (a->day != b->day)
		return a->day < b->day ? -1 : 1;
	return a->site < b->site ? -1 : a->site > b->site;
}

static int by_hm(const void *pa, const void *pb)
{
	int32_t a = *(const int32_t *)pa, b = *(const int32_t *)pb;
	return a < b ? -1 : a > b;
}

static size_t list_trips(const struct year *y, struct trip *t)
{
	size_t n = 0, kept = 0;
	for (size_t i = 0; i < y->d.n_request; i++) {
		uint32_t slot = booking_slot_of(y->b, i);
		uint32_t person = y->d.requests[i].person;
		if (slot == BOOKING_NONE)
			continue;
		const struct booking_slot *s = &y->s.slots[slot];
		t[n++] = (struct trip){
			person, s->site, s->day,
			booking_distance(&booking_cost_default,
					 y->d.persons[person].home,
					 y->s.points[s->site])};
	}
	if (n)
		qsort(t, n, sizeof(*t), by_trip);
	for (size_t i = 0; i < n; i++)
		if (!i || by_trip(&t[i], &t[i - 1]))
			t[kept++] = t[i];
	return kept;
}

static enum rc measure(struct year *y, struct err *err)
{
	struct trip *t = calloc(y->d.n_request + 1, sizeof(*t));
	int32_t *hm = calloc(y->d.n_request + 1, sizeof(*hm));
	enum rc rc = t && hm ? OK : err_set(err, E_NOMEM, "no memory");
	size_t n = rc ? 0 : list_trips(y, t);
	for (size_t i = 0; i < n; i++)
		hm[i] = t[i].hm;
	if (n) {
		qsort(hm, n, sizeof(*hm), by_hm);
		y->out->distance_median_hm = hm[n / 2];
		y->out->distance_p95_hm = hm[n * 95 / 100];
	}
	y->out->n_trip = (int64_t)n;
	free(t);
	free(hm);
	return rc;
}

/* ---- the whole ---- */

struct told {
	const struct book_year *opt;
};

static void solving(void *ctx, size_t done, size_t total)
{
	show(((struct told *)ctx)->opt, "booking", done, total);
}

static enum rc load(struct year *y, struct err *err)
{
	const struct book_year *opt = y->opt;
	int32_t last = opt->to.days - opt->from.days;
	enum rc rc = supply_open(y->app, &y->s, opt->from,
				 (uint32_t)(last + 1 + opt->late_days), err);
	show(opt, "reading", 0, 3);
	if (!rc)
		rc = supply_all_slots(y->app, &y->s, err);
	show(opt, "reading", 1, 3);
	if (!rc)
		rc = load_acts(y->app, &y->d, &y->s, opt->to, err);
	show(opt, "reading", 2, 3);
	if (!rc)
		rc = load_busy(y->app, &y->d, &y->s, err);
	if (!rc)
		rc = number_draws(&y->d, err);
	if (!rc)
		rc = make_requests(&y->d, last, opt->late_days, err);
	return rc;
}

/* What no agenda offers becomes a service of its own that has no slot. */
static void hide_unoffered(struct year *y, struct booking_problem *p)
{
	size_t n = p->n_service++;
	for (size_t i = 0; i < y->d.n_request; i++)
		if (y->d.acts[y->d.first[i]].service < 0)
			y->d.requests[i].service = (uint16_t)n;
}

static enum rc solve(struct year *y, struct err *err)
{
	struct told told = {y->opt};
	struct booking_total total;
	struct booking_problem p = supply_problem(&y->s);
	hide_unoffered(y, &p);
	p.persons = y->d.persons;
	p.n_person = y->d.n_person;
	p.busy = y->d.busy;
	p.n_busy = y->d.n_busy;
	p.requests = y->d.requests;
	p.n_request = y->d.n_request;
	enum rc rc = booking_new(&p, &y->b, err);
	if (rc)
		return rc;
	booking_solve(y->b, &(struct booking_effort){.progress = solving,
						     .ctx = &told});
	booking_total(y->b, &total);
	y->out->cost = total.cost;
	y->out->bound = booking_simple_bound(y->b);
	return OK;
}

static enum rc record_run(struct year *y, int64_t started_us, struct err *err)
{
	struct stmt *q = NULL;
	struct app *app = y->app;
	const struct book_year_result *r = y->out;
	enum rc rc = db_begin(app->db, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_BOOKING_RUN_INSERT, &q, err);
	if (!rc) {
		bind_int(q, "id", app_id(app));
		bind_date(q, "first", y->opt->from);
		bind_date(q, "last", y->opt->to);
		bind_int(q, "n_request", r->n_request);
		bind_int(q, "n_booked", r->n_booked);
		bind_int(q, "n_late", r->n_late);
		bind_int(q, "n_unbooked", r->n_unbooked);
		bind_int(q, "n_lost", r->n_lost);
		bind_int(q, "cost", r->cost);
		bind_int(q, "bound", r->bound);
		bind_int(q, "started", started_us);
		bind_int(q, "now", app->now_us + r->solve_us);
		rc = stmt_run(q, err);
	}
	stmt_close(q);
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	return rc;
}

static enum rc check_period(const struct book_year *o, struct err *err)
{
	if (o->to.days < o->from.days)
		return err_set(err, E_RANGE,
			       "the period ends before it "
			       "begins");
	if (o->late_days < 0 || o->late_days > 365 ||
	    o->to.days - o->from.days + 1 + o->late_days > BOOKING_MAX_DAY)
		return err_set(err, E_RANGE,
			       "a period of %d days and %d of lateness is "
			       "longer than %d",
			       o->to.days - o->from.days + 1, o->late_days,
			       BOOKING_MAX_DAY);
	return OK;
}

enum rc app_book_year(struct app *app, const struct book_year *opt,
		      struct book_year_result *out, struct err *err)
{
	struct year y = {.app = app, .opt = opt, .out = out};
	int64_t expired, begun = clock_monotonic_us();
	*out = (struct book_year_result){0};
	map_init(&y.d.groups, MOST_ACTIVITIES, (size_t)4 << 30);
	enum rc rc = check_period(opt, err);
	if (!rc)
		rc = app_require(app, MAY_RUN_BATCH, 0, err);
	if (!rc)
		rc = app_book_expire(app, &expired, err);
	if (!rc)
		rc = load(&y, err);
	out->n_activity = (int64_t)y.d.n_act;
	out->n_person = (int64_t)y.d.n_person;
	out->n_request = (int64_t)y.d.n_request;
	if (!rc)
		rc = solve(&y, err);
	out->solve_us = clock_monotonic_us() - begun;
	if (!rc)
		rc = measure(&y, err);
	if (!rc)
		rc = write_all(&y, err);
	if (!rc)
		rc = record_run(&y, app->now_us, err);
	booking_free(y.b);
	demand_release(&y.d);
	supply_release(&y.s);
	return rc;
}

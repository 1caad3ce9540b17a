/* The work lists. */
#include "app/bind.h"
#include "app/centre_int.h"

#define RECALL_DAYS 180 /* how long ago somebody was not there */
#define FREED_DAYS  14  /* how long ago somebody cancelled */
#define AHEAD_DAYS  400 /* no filter: farther than any plan */
#define DAY_US      INT64_C(86400000000)

static const enum sql list_of[N_CENTRE_TAB] = {
	[CENTRE_TO_BOOK] = SQL_CENTRE_TO_BOOK,
	[CENTRE_TO_CONFIRM] = SQL_CENTRE_TO_CONFIRM,
	[CENTRE_TO_RECALL] = SQL_CENTRE_TO_RECALL,
	[CENTRE_FREED] = SQL_CENTRE_FREED,
	[CENTRE_HELD] = SQL_CENTRE_HELD,
};
static const enum sql found_of[N_CENTRE_TAB] = {
	[CENTRE_TO_BOOK] = SQL_CENTRE_TO_BOOK_FOUND,
	[CENTRE_TO_CONFIRM] = SQL_CENTRE_TO_CONFIRM_FOUND,
	[CENTRE_TO_RECALL] = SQL_CENTRE_TO_RECALL_FOUND,
	[CENTRE_FREED] = SQL_CENTRE_FREED, /* knows no people */
	[CENTRE_HELD] = SQL_CENTRE_HELD_FOUND,
};
static const enum sql count_of[N_CENTRE_TAB] = {
	[CENTRE_TO_BOOK] = SQL_CENTRE_TO_BOOK_COUNT,
	[CENTRE_TO_CONFIRM] = SQL_CENTRE_TO_CONFIRM_COUNT,
	[CENTRE_TO_RECALL] = SQL_CENTRE_TO_RECALL_COUNT,
	[CENTRE_FREED] = SQL_CENTRE_FREED_COUNT,
	[CENTRE_HELD] = SQL_CENTRE_HELD_COUNT,
};

/* ---- what is asked */

#define Q_MOST 60

static char cased(char c, bool up)
{
	if (up)
		return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* "de rossi" as "De Rossi" or "DE ROSSI". */
static struct str spelled(struct arena *a, struct str q, bool all_up)
{
	char text[Q_MOST];
	for (size_t i = 0; i < q.len; i++) {
		bool begins =
			i == 0 || q.ptr[i - 1] == ' ' || q.ptr[i - 1] == '\'';
		text[i] = cased(q.ptr[i], all_up || begins);
	}
	return arena_str(a, (struct str){text, q.len});
}

/* A name that starts with the text sorts before this. */
static struct str after(struct arena *a, struct str s)
{
	return arena_printf(a, STR_FMT "\xf4\x8f\xbf\xbf", STR_ARG(s));
}

static void bind_search(struct stmt *s, struct str q, struct arena *a)
{
	struct str title = spelled(a, q, false), upper = spelled(a, q, true);
	bind_str(s, "q", q);
	bind_str(s, "q_end", after(a, q));
	bind_str(s, "title", title);
	bind_str(s, "title_end", after(a, title));
	bind_str(s, "upper", upper);
	bind_str(s, "upper_end", after(a, upper));
}

/* Days the list looks at; a list of what is past looks back. */
static void bind_days(struct stmt *s, const struct app *app,
		      const struct centre_query *c)
{
	int ahead = c->days ? c->days : AHEAD_DAYS;
	struct date first = app->today, last = date_add(app->today, ahead);
	if (c->tab == CENTRE_TO_RECALL) {
		first = date_add(first, -(c->days ? c->days : RECALL_DAYS));
		last = date_add(app->today, AHEAD_DAYS);
	}
	if (c->tab == CENTRE_FREED)
		first = date_add(first, 1);
	if (c->tab != CENTRE_TO_BOOK)
		bind_date(s, "first", first);
	bind_date(s, "last", last);
}

static void bind_query(struct stmt *s, const struct app *app,
		       const struct centre_query *c)
{
	char class[2] = {c->priority_class, 0};
	bind_int(s, "organisation_id", app->who.org_id);
	bind_days(s, app, c);
	bind_opt(s, "service", c->service);
	if (c->tab == CENTRE_FREED)
		bind_int(s, "since", app->now_us - FREED_DAYS * DAY_US);
	else
		bind_opt(s, "municipality", c->municipality);
	if (c->tab == CENTRE_TO_BOOK)
		bind_opt(s, "class", str_from(class));
	if (c->tab == CENTRE_HELD)
		bind_int(s, "now", app->now_us);
}

static enum rc count_rows(struct app *app, const struct centre_query *c,
			  int64_t most, int64_t *n, struct err *err)
{
	struct stmt *s = NULL;
	enum rc rc = db_prepare(app->db, count_of[c->tab], &s, err);
	if (rc)
		return rc;
	bind_query(s, app, c);
	bind_int(s, "most", most);
	rc = stmt_one(s, err);
	if (!rc)
		*n = col_int(s, 0);
	stmt_close(s);
	return rc;
}

/* ---- rows */

static void read_person(const struct stmt *s, struct arena *a,
			struct centre_row *r)
{
	r->person_id = col_int(s, 0);
	r->pseudonym = col_text(s, 1, a);
	r->last_name = col_text(s, 2, a);
	r->first_name = col_text(s, 3, a);
	r->birth = col_date(s, 4);
	r->phone = col_text(s, 5, a);
	r->municipality = col_text(s, 6, a);
	r->call = (struct centre_call){.outcome = col_text(s, 7, a),
				       .at_us = col_int(s, 8),
				       .again_on = col_date(s, 9)};
}

static void read_to_book(const struct stmt *s, struct arena *a,
			 struct centre_row *r)
{
	struct str class = col_str(s, 14);
	read_person(s, a, r);
	r->activity_id = col_int(s, 10);
	r->service = col_text(s, 11, a);
	r->earliest = col_date(s, 12);
	r->latest = col_date(s, 13);
	r->priority_class = class.len ? class.ptr[0] : 0;
	r->state = col_text(s, 15, a);
	r->why = col_text(s, 16, a);
	r->n_open = col_int(s, 17);
	r->day = DATE_NONE;
}

static void read_appointment(const struct stmt *s, struct arena *a,
			     struct centre_row *r)
{
	read_person(s, a, r);
	r->appointment_id = col_int(s, 10);
	r->service = col_text(s, 11, a);
	r->day = col_date(s, 12);
	r->start_min = (int)col_int(s, 13);
	r->state = col_text(s, 14, a);
	r->place = col_text(s, 15, a);
	r->place_municipality = col_text(s, 16, a);
	r->facility = col_text(s, 17, a);
	r->end_reason = col_text(s, 18, a);
	r->n_service = col_int(s, 19);
	r->held_until_us = col_int(s, 20);
	r->latest = r->earliest = DATE_NONE;
}

static void read_freed(const struct stmt *s, struct arena *a,
		       struct centre_row *r)
{
	r->slot_id = col_int(s, 0);
	r->service = col_text(s, 1, a);
	r->day = col_date(s, 2);
	r->start_min = (int)col_int(s, 3);
	r->n_place = col_int(s, 4);
	r->facility = col_text(s, 5, a);
	r->place = col_text(s, 6, a);
	r->place_municipality = col_text(s, 7, a);
	r->birth = r->latest = r->earliest = DATE_NONE;
}

static void read_row(enum centre_tab tab, const struct stmt *s, struct arena *a,
		     struct centre_row *r)
{
	switch (tab) {
	case CENTRE_TO_BOOK:
		read_to_book(s, a, r);
		return;
	case CENTRE_TO_CONFIRM:
	case CENTRE_TO_RECALL:
	case CENTRE_HELD:
		read_appointment(s, a, r);
		return;
	case CENTRE_FREED:
		read_freed(s, a, r);
		return;
	case N_CENTRE_TAB:
		break;
	}
	BUG("no such tab");
}

/* Up to `most` rows after `skip`, of people who do not (0) or do (1) wait for
 * the day of their next call. */
static enum rc read_rows(struct app *app, const struct centre_query *c,
			 int waiting, int64_t skip, int64_t most,
			 struct arena *a, struct centre_list *out,
			 struct err *err)
{
	struct stmt *s = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db,
				c->q.len ? found_of[c->tab] : list_of[c->tab],
				&s, err);
	if (rc)
		return rc;
	bind_query(s, app, c);
	if (c->q.len && c->tab != CENTRE_FREED)
		bind_search(s, c->q, a);
	if (c->tab != CENTRE_FREED) {
		bind_int(s, "waiting", waiting);
		bind_date(s, "today", app->today);
	}
	bind_int(s, "most", most);
	bind_int(s, "skip", skip);
	while (!rc && !(rc = stmt_step(s, &row, err)) && row)
		read_row(c->tab, s, a, &out->row[out->n++]);
	stmt_close(s);
	return rc;
}

/* The rows called lately follow the others: where the first kind ends inside
 * the page, the page goes on with the second. */
static enum rc read_page(struct app *app, const struct centre_query *c,
			 int64_t skip, int64_t most, struct arena *a,
			 struct centre_list *out, struct err *err)
{
	out->row = arena_array(a, struct centre_row, (size_t)most + 1);
	if (!out->row)
		return arena_fail(a, err);
	enum rc rc = read_rows(app, c, 0, skip, most, a, out, err);
	int64_t left = most - (int64_t)out->n;
	if (rc || left == 0 || c->tab == CENTRE_FREED)
		return rc;
	int64_t before = 0;
	if (!out->n && skip > 0) { /* the page begins behind the first kind */
		struct centre_list first = {
			.row = arena_array(a, struct centre_row,
					   (size_t)skip + 1)};
		if (!first.row)
			return arena_fail(a, err);
		rc = read_rows(app, c, 0, 0, skip, a, &first, err);
		before = skip - (int64_t)first.n;
	}
	return rc ? rc : read_rows(app, c, 1, before, left, a, out, err);
}

/* ---- another order than urgency */

static int cmp_dates(struct date a, struct date b)
{
	return a.days < b.days ? -1 : a.days > b.days;
}

static int by_name(const void *pa, const void *pb)
{
	const struct centre_row *a = pa, *b = pb;
	int c = str_cmp(a->last_name, b->last_name);
	return c ? c : str_cmp(a->first_name, b->first_name);
}

static int by_service(const void *pa, const void *pb)
{
	const struct centre_row *a = pa, *b = pb;
	int c = str_cmp(a->service, b->service);
	return c ? c : cmp_dates(a->latest, b->latest);
}

static int by_town(const void *pa, const void *pb)
{
	const struct centre_row *a = pa, *b = pb;
	int c = str_cmp(a->municipality, b->municipality);
	if (!c)
		c = str_cmp(a->place_municipality, b->place_municipality);
	return c ? c : cmp_dates(a->latest, b->latest);
}

static void reverse(struct centre_list *l)
{
	for (size_t i = 0; i < l->n / 2; i++) {
		struct centre_row r = l->row[i];
		l->row[i] = l->row[l->n - 1 - i];
		l->row[l->n - 1 - i] = r;
	}
}

static enum rc sorted_page(struct app *app, const struct centre_query *c,
			   struct arena *a, struct centre_list *out,
			   struct err *err)
{
	static int (*const order[N_CENTRE_SORT])(const void *, const void *) = {
		[CENTRE_BY_NAME] = by_name,
		[CENTRE_BY_SERVICE] = by_service,
		[CENTRE_BY_TOWN] = by_town};
	enum rc rc = read_page(app, c, 0, CENTRE_SORT_MOST, a, out, err);
	if (rc)
		return rc;
	out->total = (int64_t)out->n;
	if (order[c->sort])
		qsort(out->row, out->n, sizeof(*out->row), order[c->sort]);
	if (c->descending)
		reverse(out);
	size_t skip = (size_t)min_i64(c->offset, (int64_t)out->n);
	out->row += skip;
	out->n = (size_t)min_i64(c->limit, (int64_t)(out->n - skip));
	return OK;
}

/* ---- use cases */

enum rc centre_scope(struct app *app, struct err *err)
{
	enum rc rc = app_require(app, MAY_READ_LISTS, 0, err);
	if (!rc && !app->who.org_id)
		rc = err_msg(err, E_DENIED, MSG_CEN_NO_CENTRE,
			     "the work list is that of an organisation, and "
			     "user %" PRId64 " acts for none",
			     app->who.user_id);
	return rc;
}

static enum rc leave_look(struct app *app, struct err *err)
{
	return audit_look(app,
			  &(struct audit_event){.action = "centre.list",
						.entity = "organisation",
						.entity_id = app->who.org_id,
						.detail = STR("{}")},
			  err);
}

enum rc app_centre_list(struct app *app, const struct centre_query *c,
			struct arena *a, struct centre_list *out,
			struct err *err)
{
	struct centre_query asked = *c;
	assert(c->offset >= 0 && c->limit > 0);
	*out = (struct centre_list){0};
	if (asked.q.len >= Q_MOST)
		asked.q.len = Q_MOST;
	asked.offset = min_i64(c->offset, CENTRE_MOST);
	asked.limit = min_i64(c->limit, CENTRE_MOST);
	enum rc rc = centre_scope(app, err);
	if (!rc)
		rc = leave_look(app, err);
	if (!rc)
		rc = count_rows(app, &asked, CENTRE_MOST + 1, &out->total, err);
	if (rc)
		return rc;
	if (asked.q.len || asked.sort != CENTRE_BY_URGENCY || asked.descending)
		rc = sorted_page(app, &asked, a, out, err);
	else
		rc = read_page(app, &asked, asked.offset, asked.limit, a, out,
			       err);
	if (!rc && c->tab == CENTRE_FREED)
		rc = centre_candidates(app, a, out, err);
	return rc;
}

struct every {
	const struct centre_query *c;
	struct arena *texts; /* of the row in hand */
	centre_row_fn *fn;
	void *ctx;
};

/* As read_rows, a row at a time. */
static enum rc each_row(struct app *app, const struct every *e, int waiting,
			struct err *err)
{
	struct stmt *s = NULL;
	bool row = false;
	const struct centre_query *c = e->c;
	arena_reset(e->texts);
	enum rc rc = db_prepare(app->db,
				c->q.len ? found_of[c->tab] : list_of[c->tab],
				&s, err);
	if (rc)
		return rc;
	bind_query(s, app, c);
	if (c->q.len)
		bind_search(s, c->q, e->texts);
	bind_int(s, "waiting", waiting);
	bind_date(s, "today", app->today);
	bind_int(s, "most", INT32_MAX);
	bind_int(s, "skip", 0);
	while (!rc && !(rc = stmt_step(s, &row, err)) && row) {
		struct centre_row r = {0};
		arena_reset(e->texts);
		read_row(c->tab, s, e->texts, &r);
		rc = e->fn(e->ctx, &r, err);
	}
	stmt_close(s);
	return rc;
}

enum rc app_centre_each(struct app *app, const struct centre_query *c,
			centre_row_fn *fn, void *ctx, struct err *err)
{
	struct centre_query asked = *c;
	struct arena texts;
	const struct every e = {&asked, &texts, fn, ctx};
	assert(c->tab != CENTRE_FREED);
	if (asked.q.len >= Q_MOST)
		asked.q.len = Q_MOST;
	arena_init(&texts, 1 << 16); /* texts of a row */
	enum rc rc = centre_scope(app, err);
	if (!rc)
		rc = leave_look(app, err);
	if (!rc)
		rc = each_row(app, &e, 0, err);
	if (!rc)
		rc = each_row(app, &e, 1, err);
	arena_release(&texts);
	return rc;
}

enum rc app_centre_counts(struct app *app, int64_t n[N_CENTRE_TAB],
			  struct err *err)
{
	enum rc rc = centre_scope(app, err);
	for (int t = 0; t < N_CENTRE_TAB && !rc; t++) {
		struct centre_query c = {.tab = (enum centre_tab)t};
		if (t == CENTRE_TO_CONFIRM)
			c.days = CENTRE_CONFIRM_DAYS;
		rc = count_rows(app, &c, CENTRE_BADGE_MOST + 1, &n[t], err);
	}
	return rc;
}

/* What people look at: a calendar, what has no appointment, counts. */
#include "app/appointment_int.h"

#define MOST_LINES 1000000u

struct lines { /* a list that grows in an arena's lifetime */
	void *v;
	size_t n, cap;
};

enum rc booking_hand_over(void *v, size_t n, size_t size, struct arena *a,
			  void *list, size_t *n_out, enum rc rc,
			  struct err *err)
{
	void *copy = rc ? NULL : arena_calloc(a, n ? n : 1, size);
	if (!rc && !copy)
		rc = arena_fail(a, err);
	if (!rc) {
		if (n)
			memcpy(copy, v, n * size);
		*(void **)list = copy;
		*n_out = n;
	}
	free(v);
	return rc;
}

static enum rc grow(struct lines *l, size_t size, struct err *err)
{
	return array_grow(&l->v, &l->cap, l->n + 1, size, MOST_LINES, err);
}

/* ---- a person's year ---- */

static enum rc add_appointments(struct app *app, int64_t person_id,
				struct date from, struct date to,
				struct arena *a, struct lines *l,
				struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db, SQL_VIEW_PERSON_CALENDAR, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", person_id);
	bind_date(q, "first", from);
	bind_date(q, "last", to);
	while (!rc && !(rc = stmt_step(q, &row, err)) && row) {
		rc = grow(l, sizeof(struct book_line), err);
		if (rc)
			break;
		((struct book_line *)l->v)[l->n++] =
			(struct book_line){.id = col_int(q, 0),
					   .day = col_date(q, 1),
					   .start_min = (int)col_int(q, 2),
					   .end_min = (int)col_int(q, 3),
					   .service = col_text(q, 4, a),
					   .state = col_text(q, 5, a),
					   .reason = col_text(q, 6, a),
					   .facility = col_text(q, 7, a),
					   .place = col_text(q, 8, a),
					   .municipality = col_text(q, 9, a),
					   .due = DATE_NONE,
					   .latest = DATE_NONE};
	}
	stmt_close(q);
	return rc;
}

static enum rc add_services(struct app *app, struct book_line *line,
			    struct arena *a, struct err *err)
{
	struct stmt *q = NULL;
	struct buf b;
	bool row = false;
	enum rc rc =
		db_prepare(app->db, SQL_VIEW_APPOINTMENT_SERVICES, &q, err);
	if (rc)
		return rc;
	buf_init(&b, 8192);
	bind_int(q, "appointment_id", line->id);
	while (!rc && !(rc = stmt_step(q, &row, err)) && row) {
		if (b.len)
			buf_char(&b, '|');
		buf_str(&b, col_str(q, 0));
		line->due = col_date(q, 1);
		line->latest = col_date(q, 2);
	}
	line->services = arena_str(a, buf_view(&b));
	buf_release(&b);
	stmt_close(q);
	return rc;
}

static enum rc add_open(struct app *app, int64_t person_id, struct date from,
			struct date to, struct arena *a, struct lines *l,
			struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db, SQL_VIEW_PERSON_OPEN, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", person_id);
	bind_date(q, "first", from);
	bind_date(q, "last", to);
	while (!rc && !(rc = stmt_step(q, &row, err)) && row) {
		rc = grow(l, sizeof(struct book_line), err);
		if (rc)
			break;
		((struct book_line *)l->v)[l->n++] =
			(struct book_line){.id = 0,
					   .day = col_date(q, 3),
					   .service = col_text(q, 1, a),
					   .services = col_text(q, 1, a),
					   .state = col_text(q, 5, a),
					   .reason = col_text(q, 6, a),
					   .due = col_date(q, 3),
					   .latest = col_date(q, 4)};
	}
	stmt_close(q);
	return rc;
}

static enum rc leave_look(struct app *app, int64_t person_id, struct err *err)
{
	return audit_look(app,
			  &(struct audit_event){.action = "booking.calendar",
						.entity = "appointment",
						.person_id = person_id,
						.detail = STR("{}")},
			  err);
}

enum rc app_book_calendar(struct app *app, int64_t person_id, struct date from,
			  struct date to, struct arena *a,
			  struct book_line **list, size_t *n, struct err *err)
{
	struct lines l = {0};
	enum rc rc = app_require(app, MAY_READ_PERSON, person_id, err);
	if (!rc)
		rc = leave_look(app, person_id, err);
	if (!rc)
		rc = add_appointments(app, person_id, from, to, a, &l, err);
	for (size_t i = 0; i < l.n && !rc; i++)
		rc = add_services(app, &((struct book_line *)l.v)[i], a, err);
	if (!rc)
		rc = add_open(app, person_id, from, to, a, &l, err);
	return booking_hand_over(l.v, l.n, sizeof(**list), a, list, n, rc, err);
}

/* ---- what has no appointment ---- */

static struct date date_or_none(const struct stmt *q, int i)
{
	return col_null(q, i) ? DATE_NONE : col_date(q, i);
}

static struct book_open_line open_line(const struct stmt *q, struct arena *a)
{
	struct str class = col_str(q, 6);
	return (struct book_open_line){.activity_id = col_int(q, 0),
				       .person = col_text(q, 1, a),
				       .service = col_text(q, 2, a),
				       .earliest = col_date(q, 3),
				       .due = col_date(q, 4),
				       .latest = col_date(q, 5),
				       .priority_class =
					       class.len ? class.ptr[0] : ' ',
				       .why = col_text(q, 7, a),
				       .n_places = col_int(q, 8),
				       .nearest = col_text(q, 9, a),
				       .nearest_name = col_text(q, 10, a),
				       .nearest_hm = (int)col_int(q, 11),
				       .next_day = date_or_none(q, 12),
				       .next_facility = col_text(q, 13, a),
				       .beyond = col_text(q, 14, a),
				       .beyond_hm = (int)col_int(q, 15),
				       .beyond_day = date_or_none(q, 16)};
}

enum rc app_book_unbooked(struct app *app, int64_t limit, struct arena *a,
			  struct book_open_line **list, size_t *n,
			  struct err *err)
{
	struct lines l = {0};
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = app_require(app, MAY_READ_LISTS, 0, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_VIEW_UNBOOKED, &q, err);
	if (!rc)
		bind_int(q, "limit", limit);
	while (!rc && !(rc = stmt_step(q, &row, err)) && row) {
		rc = grow(&l, sizeof(**list), err);
		if (!rc)
			((struct book_open_line *)l.v)[l.n++] = open_line(q, a);
	}
	stmt_close(q);
	return booking_hand_over(l.v, l.n, sizeof(**list), a, list, n, rc, err);
}

/* ---- counts ---- */

static enum rc count_by(struct app *app, enum sql id, struct arena *a,
			struct book_count *out, size_t max, size_t *n,
			struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db, id, &q, err);
	*n = 0;
	while (!rc && !(rc = stmt_step(q, &row, err)) && row)
		if (*n < max)
			out[(*n)++] = (struct book_count){col_text(q, 0, a),
							  col_int(q, 1)};
	stmt_close(q);
	return rc;
}

static enum rc one_number(struct app *app, enum sql id, int64_t *out,
			  struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, id, &q, err);
	if (!rc)
		rc = stmt_one(q, err);
	if (!rc)
		*out = col_int(q, 0);
	stmt_close(q);
	return rc;
}

/* A number of our own reason JSON ("distance_hm":123), 0 when absent. */
static int64_t reason_number(struct str json, const char *key)
{
	char want[32];
	int len = snprintf(want, sizeof(want), "\"%s\":", key);
	int64_t v = 0;
	for (size_t i = 0; i + (size_t)len < json.len; i++) {
		if (memcmp(json.ptr + i, want, (size_t)len) != 0)
			continue;
		size_t from = i + (size_t)len, to = from;
		while (to < json.len &&
		       ((json.ptr[to] >= '0' && json.ptr[to] <= '9') ||
			json.ptr[to] == '-'))
			to++;
		if (!str_to_int(str_sub(json, from, to - from), &v))
			v = 0;
		break;
	}
	return v;
}

struct visit {
	int64_t person, provider;
	int32_t day;
};

static int by_distance(const void *pa, const void *pb)
{
	int32_t a = *(const int32_t *)pa, b = *(const int32_t *)pb;
	return a < b ? -1 : a > b;
}

/* Rows come by person, day and provider: a change of any is a new trip. */
static enum rc read_visits(struct stmt *q, struct book_summary *out,
			   struct lines *hm, struct err *err)
{
	struct visit last = {0};
	bool row = false;
	enum rc rc = OK;
	while (!rc && !(rc = stmt_step(q, &row, err)) && row) {
		struct visit now = {col_int(q, 0), col_int(q, 1),
				    col_date(q, 2).days};
		struct str reason = col_str(q, 3);
		out->n_live++;
		out->n_person += now.person != last.person;
		out->n_late += reason_number(reason, "days_late") > 0;
		if (now.person == last.person && now.day == last.day &&
		    now.provider == last.provider)
			continue;
		last = now;
		rc = grow(hm, sizeof(int32_t), err);
		if (!rc)
			((int32_t *)hm->v)[hm->n++] =
				(int32_t)reason_number(reason, "distance_hm");
	}
	return rc;
}

static enum rc measure_visits(struct app *app, struct date from, struct date to,
			      struct book_summary *out, struct err *err)
{
	struct stmt *q = NULL;
	struct lines hm = {0};
	enum rc rc = db_prepare(app->db, SQL_VIEW_LIVE_REASONS, &q, err);
	if (rc)
		return rc;
	bind_date(q, "first", from);
	bind_date(q, "last", to);
	rc = read_visits(q, out, &hm, err);
	stmt_close(q);
	out->n_trip = (int64_t)hm.n;
	if (!rc && hm.n) {
		qsort(hm.v, hm.n, sizeof(int32_t), by_distance);
		out->distance_median_hm = ((int32_t *)hm.v)[hm.n / 2];
		out->distance_p95_hm = ((int32_t *)hm.v)[hm.n * 95 / 100];
	}
	free(hm.v);
	return rc;
}

static enum rc count_places(struct app *app, struct date from, struct date to,
			    struct book_summary *out, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_VIEW_PLACES, &q, err);
	if (rc)
		return rc;
	bind_date(q, "first", from);
	bind_date(q, "last", to);
	rc = stmt_one(q, err);
	if (!rc) {
		out->places = col_int(q, 0);
		out->taken = col_int(q, 1);
	}
	stmt_close(q);
	return rc;
}

static enum rc count_all(struct app *app, struct arena *a,
			 struct book_summary *out, struct err *err)
{
	enum rc rc =
		count_by(app, SQL_VIEW_APPOINTMENT_STATES, a, out->appointment,
			 countof(out->appointment), &out->n_appointment, err);
	if (!rc)
		rc = count_by(app, SQL_VIEW_ACTIVITY_STATES, a, out->activity,
			      countof(out->activity), &out->n_activity, err);
	if (!rc)
		rc = count_by(app, SQL_VIEW_UNBOOKED_COUNTS, a, out->unbooked,
			      countof(out->unbooked), &out->n_unbooked, err);
	if (!rc)
		rc = one_number(app, SQL_SLOT_MISCOUNTED, &out->n_miscounted,
				err);
	if (!rc)
		rc = one_number(app, SQL_VIEW_BOOKED_WITHOUT,
				&out->n_booked_without, err);
	if (!rc)
		rc = one_number(app, SQL_VIEW_APPOINTMENT_WITHOUT,
				&out->n_appointment_without, err);
	return rc;
}

enum rc app_book_summary(struct app *app, struct date from, struct date to,
			 struct book_summary *out, struct arena *a,
			 struct err *err)
{
	*out = (struct book_summary){0};
	enum rc rc = app_require(app, MAY_READ_LISTS, 0, err);
	if (!rc)
		rc = count_all(app, a, out, err);
	if (!rc)
		rc = count_places(app, from, to, out, err);
	if (!rc)
		rc = measure_visits(app, from, to, out, err);
	return rc;
}

/* Providers, agendas and closures in; slots for a period; a day closed. */
#include "app/appointment_int.h"
#include "app/register_int.h"

#include "base/file.h"
#include "csv/csv.h"
#include "text/text.h"
#include "base/progress.h"

#define FILE_LIMIT     ((size_t)64 << 20) /* a region's agendas are 5 MiB */
#define SLOTS_PER_TURN 20000

/* ---- rows of a file ---- */

struct reader {
	struct app *app;
	struct issues *issues;
	struct str file;
	struct csv csv;
	struct arena arena;
	bool row_bad;
	int64_t n_rejected;
	struct progress bar;
	size_t n_byte;
};

static void reject(struct reader *r, const char *column, struct str value,
		   const char *cause)
{
	r->row_bad = true;
	issue_add(r->issues, ISSUE_ERROR, r->file, r->csv.line,
		  str_from(column), value, "%s", cause);
}

static struct date field_date(struct reader *r, int i, const char *column,
			      struct date if_empty)
{
	struct date d = if_empty;
	struct str v = r->csv.field[i];
	if (v.len ? date_parse(v, &d, NULL) != OK : date_is_none(if_empty))
		reject(r, column, v, "not a day of the form YYYY-MM-DD");
	return d;
}

static int64_t field_int(struct reader *r, int i, const char *column,
			 int64_t min, int64_t max)
{
	int64_t v = min;
	char cause[80];
	if (str_to_int(r->csv.field[i], &v) && v >= min && v <= max)
		return v;
	snprintf(cause, sizeof(cause),
		 "not a whole number from %" PRId64 " to %" PRId64, min, max);
	reject(r, column, r->csv.field[i], cause);
	return min;
}

static struct str field_text(struct reader *r, int i, const char *column)
{
	struct str v = r->csv.field[i];
	if (!v.len || v.len > 200 || !str_is_utf8(v))
		reject(r, column, v,
		       "empty, longer than 200 bytes or not "
		       "UTF-8");
	return v;
}

static int64_t field_degrees(struct reader *r, int i, const char *column,
			     int64_t min, int64_t max)
{
	int64_t v = 0;
	if (!str_to_decimal(r->csv.field[i], 6, &v) || v < min * 1000000 ||
	    v > max * 1000000)
		reject(r, column, r->csv.field[i],
		       "not decimal degrees within Italy, with at most six "
		       "decimals");
	return v;
}

static int field_clock(struct reader *r, int i, const char *column)
{
	struct str v = r->csv.field[i];
	int64_t h = -1, m = -1;
	if (v.len != 5 || v.ptr[2] != ':' ||
	    !str_to_int(str_sub(v, 0, 2), &h) ||
	    !str_to_int(str_sub(v, 3, 2), &m) || h < 0 || h > 23 || m < 0 ||
	    m > 59) {
		reject(r, column, v, "not a time of the form HH:MM");
		return 0;
	}
	return (int)(h * 60 + m);
}

typedef enum rc row_fn(struct reader *r, struct err *err);

static enum rc read_rows(struct reader *r, size_t n_col, row_fn *fn,
			 int64_t *n_good, struct err *err)
{
	enum rc rc = OK;
	while (!rc) {
		rc = csv_next(&r->csv, err);
		if (rc == E_NOT_FOUND)
			return OK;
		r->row_bad = false;
		if (rc == E_FORMAT)
			reject(r, "", r->csv.raw, err ? err->text : "bad row");
		else if (r->csv.n != n_col)
			reject(r, "", r->csv.raw, "wrong number of fields");
		else
			rc = fn(r, err);
		if (rc && rc != E_FORMAT)
			return rc;
		rc = OK;
		*n_good += !r->row_bad;
		progress_show(&r->bar, r->csv.line, r->n_byte - r->csv.rest.len,
			      r->n_byte);
		r->n_rejected += r->row_bad;
	}
	return rc;
}

static enum rc read_file(struct app *app, const char *dir, const char *name,
			 const char *header, bool optional, row_fn *fn,
			 struct issues *issues, int64_t *n_good,
			 int64_t *n_rejected, struct err *err)
{
	struct reader r = {
		.app = app, .issues = issues, .file = str_from(name)};
	struct str bytes;
	size_t n_col = 1;
	for (const char *p = header; *p; p++)
		n_col += *p == ',';
	arena_init(&r.arena, FILE_LIMIT + (1u << 20));
	const char *path = file_join(&r.arena, dir, name);
	if (optional && path && !file_exists(path))
		goto none;
	enum rc rc = path ? file_read(path, &r.arena, FILE_LIMIT, &bytes, err)
			  : arena_fail(&r.arena, err);
	if (rc)
		goto out;
	csv_init(&r.csv, bytes);
	r.n_byte = bytes.len;
	progress_start(&r.bar, name, "rows");
	rc = csv_next(&r.csv, err);
	if (rc || !str_is(r.csv.raw, header))
		rc = err_set(err, E_FORMAT, "%s:1: the header must be \"%s\"",
			     path, header);
	if (!rc)
		rc = read_rows(&r, n_col, fn, n_good, err);
	progress_end(&r.bar);
	csv_release(&r.csv);
	*n_rejected += r.n_rejected;
out:
	arena_release(&r.arena);
	return rc;
none:
	arena_release(&r.arena);
	return OK;
}

/* ---- provider.csv ---- */

static enum rc put_organisation(struct reader *r, int64_t id, struct err *err)
{
	struct stmt *q = NULL;
	const struct str *f = r->csv.field;
	enum rc rc = db_prepare(r->app->db, SQL_PROVIDER_ORGANISATION, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	bind_str(q, "code", f[0]);
	bind_str(q, "name", f[1]);
	bind_str(q, "ats", f[3]);
	bind_str(q, "municipality", f[4]);
	rc = stmt_run(q, err);
	stmt_close(q);
	return rc;
}

/* Who is in the file is suitable on its days. */
static enum rc put_suitable(struct reader *r, struct period valid,
			    struct err *err)
{
	struct entry e = {.kind = REGISTER_PROVIDER,
			  .subject_kind = "provider",
			  .ats = r->csv.field[3],
			  .source = r->file,
			  .valid = valid};
	enum rc rc = booking_provider_id(r->app, r->csv.field[0], &e.subject_id,
					 err);
	return rc ? rc : register_put(r->app, &e, NULL, err);
}

static enum rc put_provider(struct reader *r, struct err *err)
{
	struct stmt *q = NULL;
	const struct str *f = r->csv.field;
	int64_t id = app_id(r->app);
	enum rc rc = db_prepare(r->app->db, SQL_PROVIDER_PUT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	bind_str(q, "code", field_text(r, 0, "facility_code"));
	bind_str(q, "name", field_text(r, 1, "name"));
	bind_str(q, "kind", field_text(r, 2, "kind"));
	bind_str(q, "ats", f[3]);
	bind_str(q, "municipality", f[4]);
	bind_int(q, "lat_e6", field_degrees(r, 5, "lat", 35, 48));
	bind_int(q, "lon_e6", field_degrees(r, 6, "lon", 6, 19));
	struct date from = field_date(r, 7, "valid_from", DATE_NONE);
	struct date to = field_date(r, 8, "valid_to", DATE_MAX);
	bind_date(q, "valid_from", from);
	bind_date(q, "valid_to", to);
	if (to.days < from.days)
		reject(r, "valid_to", f[8], "before valid_from");
	if (!r->row_bad)
		rc = stmt_run(q, err);
	stmt_close(q);
	if (!rc && !r->row_bad)
		rc = put_organisation(r, id, err);
	if (!rc && !r->row_bad)
		rc = put_suitable(r, (struct period){from, to}, err);
	return rc;
}

enum rc booking_provider_id(struct app *app, struct str facility, int64_t *id,
			    struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_PROVIDER_BY_CODE, &q, err);
	if (rc)
		return rc;
	bind_str(q, "code", facility);
	rc = stmt_one(q, err);
	if (rc == E_NOT_FOUND)
		err_set(err, rc,
			"there is no provider with the facility code \"" STR_FMT
			"\"",
			STR_ARG(facility));
	if (!rc)
		*id = col_int(q, 0);
	stmt_close(q);
	return rc;
}

/* The provider of column 0 or 1; a row without one is rejected, not an error */
static enum rc row_provider(struct reader *r, int i, int64_t *id,
			    struct err *err)
{
	enum rc rc = booking_provider_id(r->app, r->csv.field[i], id, err);
	if (rc != E_NOT_FOUND)
		return rc;
	reject(r, "facility_code", r->csv.field[i],
	       "no such provider in provider.csv");
	return OK;
}

/* ---- agenda.csv ---- */

struct agenda {
	int64_t id, provider_id;
	struct str code, service;
	int weekday, start_min, slot_min, n_slot, places;
	struct date from, to;
};

static void parse_agenda(struct reader *r, struct agenda *g)
{
	const struct knowledge *kn = r->app->kn;
	struct str service = r->csv.field[2];
	*g = (struct agenda){.code = field_text(r, 0, "agenda_id")};
	if (!str_is(service, BOOK_LAB) && kn_service_index(kn, service) < 0)
		reject(r, "service_code", service,
		       "neither LAB nor a service of services.csv");
	g->service = booking_service(kn, service);
	g->weekday = (int)field_int(r, 3, "weekday", 0, 6);
	g->start_min = field_clock(r, 4, "start");
	g->slot_min = (int)field_int(r, 5, "slot_minutes", 1, 480);
	g->n_slot = (int)field_int(r, 6, "slots", 1, 480);
	g->places = (int)field_int(r, 7, "places", 1, 1000);
	g->from = field_date(r, 8, "valid_from", DATE_NONE);
	g->to = field_date(r, 9, "valid_to", DATE_MAX);
	if (g->start_min + g->slot_min * g->n_slot > 24 * 60)
		reject(r, "slots", r->csv.field[6],
		       "the session goes past midnight");
	if (g->to.days < g->from.days)
		reject(r, "valid_to", r->csv.field[9], "before valid_from");
}

/* An agenda known by its code: only its end may differ. */
static enum rc known_agenda(struct reader *r, struct agenda *g, bool *known,
			    struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(r->app->db, SQL_AGENDA_BY_CODE, &q, err);
	if (rc)
		return rc;
	bind_str(q, "code", g->code);
	rc = stmt_step(q, &row, err);
	*known = row;
	if (!rc && row) {
		struct date to = col_null(q, 9) ? DATE_MAX : col_date(q, 9);
		bool same = col_int(q, 1) == g->provider_id &&
			    str_eq(col_str(q, 2), g->service) &&
			    col_int(q, 3) == g->weekday &&
			    col_int(q, 4) == g->start_min &&
			    col_int(q, 5) == g->slot_min &&
			    col_int(q, 6) == g->n_slot &&
			    col_int(q, 7) == g->places &&
			    col_date(q, 8).days == g->from.days;
		g->id = to.days != g->to.days ? col_int(q, 0) : 0;
		if (!same)
			reject(r, "agenda_id", g->code,
			       "known with another session: end it with "
			       "valid_to and give the new one a new code");
	}
	stmt_close(q);
	return rc;
}

static enum rc write_agenda(struct app *app, const struct agenda *g,
			    struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_AGENDA_INSERT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", app_id(app));
	bind_str(q, "code", g->code);
	bind_int(q, "provider_id", g->provider_id);
	bind_str(q, "service_code", g->service);
	bind_int(q, "weekday", g->weekday);
	bind_int(q, "start_min", g->start_min);
	bind_int(q, "slot_min", g->slot_min);
	bind_int(q, "n_slot", g->n_slot);
	bind_int(q, "places", g->places);
	bind_date(q, "valid_from", g->from);
	bind_date(q, "valid_to", g->to);
	bind_int(q, "now", app->now_us);
	rc = stmt_run(q, err);
	stmt_close(q);
	return rc;
}

static enum rc end_agenda(struct app *app, const struct agenda *g,
			  struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_AGENDA_SHORTEN, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", g->id);
	bind_date(q, "valid_to", g->to);
	bind_int(q, "now", app->now_us);
	rc = stmt_run(q, err);
	stmt_close(q);
	return rc;
}

static enum rc put_agenda(struct reader *r, struct err *err)
{
	struct agenda g;
	bool known = false;
	parse_agenda(r, &g);
	enum rc rc = row_provider(r, 1, &g.provider_id, err);
	if (!rc && !r->row_bad)
		rc = known_agenda(r, &g, &known, err);
	if (rc || r->row_bad)
		return rc;
	if (!known)
		return write_agenda(r->app, &g, err);
	return g.id ? end_agenda(r->app, &g, err) : OK;
}

/* ---- closure.csv ---- */

static enum rc write_closure(struct app *app, int64_t provider_id,
			     struct date from, struct date to,
			     struct str reason, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_CLOSURE_INSERT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", app_id(app));
	bind_int(q, "provider_id", provider_id);
	bind_date(q, "day_from", from);
	bind_date(q, "day_to", to);
	bind_str(q, "reason", reason);
	bind_int(q, "now", app->now_us);
	rc = stmt_run(q, err);
	stmt_close(q);
	return rc;
}

static enum rc put_closure(struct reader *r, struct err *err)
{
	int64_t provider = 0;
	struct date from = field_date(r, 1, "from", DATE_NONE);
	struct date to = field_date(r, 2, "to", DATE_NONE);
	if (to.days < from.days)
		reject(r, "to", r->csv.field[2], "before from");
	enum rc rc = row_provider(r, 0, &provider, err);
	if (rc || r->row_bad)
		return rc;
	return write_closure(r->app, provider, from, to, r->csv.field[3], err);
}

/* ---- slots ---- */

struct closed {
	int64_t provider_id;
	struct date from, to;
};
struct calendar {
	struct agenda *agendas;
	size_t n_agenda, cap_agenda;
	struct closed *closed;
	size_t n_closed, cap_closed;
	struct date from, to;
	int64_t n_slot; /* made */
};

static enum rc load_agendas(struct app *app, struct calendar *c,
			    struct arena *a, struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db, SQL_AGENDA_ALL, &q, err);
	while (!rc && !(rc = stmt_step(q, &row, err)) && row) {
		rc = array_grow(&c->agendas, &c->cap_agenda, c->n_agenda + 1,
				sizeof(*c->agendas), 10000000, err);
		if (rc)
			break;
		struct date to = col_null(q, 9) ? DATE_MAX : col_date(q, 9);
		struct date end = col_null(q, 11) ? DATE_MAX : col_date(q, 11);
		struct date from = col_date(q, 8), begin = col_date(q, 10);
		c->agendas[c->n_agenda++] = (struct agenda){
			.id = col_int(q, 0),
			.provider_id = col_int(q, 1),
			.service = col_text(q, 2, a),
			.weekday = (int)col_int(q, 3),
			.start_min = (int)col_int(q, 4),
			.slot_min = (int)col_int(q, 5),
			.n_slot = (int)col_int(q, 6),
			.places = (int)col_int(q, 7),
			.from = from.days > begin.days ? from : begin,
			.to = to.days < end.days ? to : end};
	}
	stmt_close(q);
	return rc;
}

static enum rc load_closures(struct app *app, struct calendar *c,
			     struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db, SQL_CLOSURE_BETWEEN, &q, err);
	if (rc)
		return rc;
	bind_date(q, "first", c->from);
	bind_date(q, "last", c->to);
	while (!rc && !(rc = stmt_step(q, &row, err)) && row) {
		rc = array_grow(&c->closed, &c->cap_closed, c->n_closed + 1,
				sizeof(*c->closed), 10000000, err);
		if (!rc)
			c->closed[c->n_closed++] = (struct closed){
				col_int(q, 0), col_date(q, 1), col_date(q, 2)};
	}
	stmt_close(q);
	return rc;
}

static size_t first_closure(const struct calendar *c, int64_t provider)
{
	size_t lo = 0, hi = c->n_closed;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (c->closed[mid].provider_id < provider)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static bool is_open(const struct calendar *c, int64_t provider, struct date d)
{
	if (date_is_holiday(d) && date_weekday(d) != 6)
		return false; /* a session on Sunday says so itself */
	for (size_t i = first_closure(c, provider);
	     i < c->n_closed && c->closed[i].provider_id == provider; i++)
		if (d.days >= c->closed[i].from.days &&
		    d.days <= c->closed[i].to.days)
			return false;
	return true;
}

static enum rc make_session(struct app *app, struct stmt *q,
			    const struct agenda *g, struct date day, int64_t *n,
			    struct err *err)
{
	enum rc rc = OK;
	for (int i = 0; i < g->n_slot && !rc; i++) {
		bind_int(q, "id", app_id(app));
		bind_int(q, "agenda_id", g->id);
		bind_int(q, "provider_id", g->provider_id);
		bind_str(q, "service_code", g->service);
		bind_date(q, "day", day);
		bind_int(q, "start_min", g->start_min + i * g->slot_min);
		bind_int(q, "duration_min", g->slot_min);
		bind_int(q, "places", g->places);
		rc = stmt_run(q, err);
		*n += stmt_changes(q);
	}
	return rc;
}

static enum rc make_agenda(struct app *app, struct stmt *q, struct calendar *c,
			   const struct agenda *g, struct err *err)
{
	enum rc rc = OK;
	int32_t from = (int32_t)max_i64(c->from.days, g->from.days);
	int32_t to = (int32_t)min_i64(c->to.days, g->to.days);
	int first = (g->weekday - date_weekday((struct date){from}) + 7) % 7;
	for (int32_t d = from + first; d <= to && !rc; d += 7)
		if (is_open(c, g->provider_id, (struct date){d}))
			rc = make_session(app, q, g, (struct date){d},
					  &c->n_slot, err);
	return rc;
}

/* Slots in bounded transactions: an import that is cut short is completed by
 * running it again, for a slot is made once. */
static enum rc make_slots(struct app *app, struct calendar *c, struct err *err)
{
	struct stmt *q = NULL;
	int64_t committed = 0;
	struct progress bar;
	progress_start(&bar, "slots", "agendas");
	enum rc rc = db_begin(app->db, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_SLOT_INSERT, &q, err);
	for (size_t i = 0; i < c->n_agenda && !rc; i++) {
		rc = make_agenda(app, q, c, &c->agendas[i], err);
		progress_show(&bar, i, i, c->n_agenda);
		if (rc || c->n_slot - committed < SLOTS_PER_TURN)
			continue;
		committed = c->n_slot;
		rc = db_commit(app->db, err);
		if (!rc)
			rc = db_begin(app->db, err);
	}
	progress_end(&bar);
	stmt_close(q);
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	return rc;
}

static enum rc read_folder(struct app *app, const char *dir,
			   struct issues *issues, struct agenda_import *sum,
			   struct err *err)
{
	enum rc rc = read_file(app, dir, "provider.csv",
			       "facility_code,name,kind,ats,municipality_istat,"
			       "lat,lon,valid_from,valid_to",
			       false, put_provider, issues, &sum->n_provider,
			       &sum->n_rejected, err);
	if (!rc)
		rc = read_file(app, dir, "agenda.csv",
			       "agenda_id,facility_code,service_code,weekday,"
			       "start,slot_minutes,slots,places,valid_from,"
			       "valid_to",
			       false, put_agenda, issues, &sum->n_agenda,
			       &sum->n_rejected, err);
	if (!rc)
		rc = read_file(app, dir, "closure.csv",
			       "facility_code,from,to,reason", true,
			       put_closure, issues, &sum->n_closure,
			       &sum->n_rejected, err);
	return rc;
}

static enum rc take_in(struct app *app, const char *dir, struct issues *issues,
		       struct agenda_import *sum, struct err *err)
{
	enum rc rc = db_begin(app->db, err);
	if (!rc)
		rc = read_folder(app, dir, issues, sum, err);
	if (!rc)
		rc = audit_write(
			app,
			&(struct audit_event){.action = "booking.agendas",
					      .entity = "agenda",
					      .detail = STR("{}")},
			err);
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	return rc;
}

enum rc app_agenda_import(struct app *app, const char *dir, struct date from,
			  struct date to, struct issues *issues,
			  struct agenda_import *sum, struct err *err)
{
	struct calendar c = {.from = from, .to = to};
	struct arena a;
	*sum = (struct agenda_import){0};
	arena_init(&a, (size_t)256 << 20); /* service codes of the agendas */
	enum rc rc = app_require(app, MAY_RUN_BATCH, 0, err);
	if (!rc && to.days - from.days > BOOKING_MAX_DAY)
		rc = err_set(err, E_RANGE,
			     "a calendar of %d days is longer "
			     "than %d",
			     to.days - from.days, BOOKING_MAX_DAY);
	if (!rc)
		rc = take_in(app, dir, issues, sum, err);
	if (!rc)
		rc = load_agendas(app, &c, &a, err);
	if (!rc)
		rc = load_closures(app, &c, err);
	if (!rc)
		rc = make_slots(app, &c, err);
	sum->n_slot = c.n_slot;
	free(c.agendas);
	free(c.closed);
	arena_release(&a);
	return rc;
}

/* ---- a day closed ---- */

struct ids {
	int64_t *v;
	size_t n, cap;
};

static enum rc live_of_day(struct app *app, int64_t provider, struct date day,
			   struct ids *out, struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db, SQL_APPOINTMENT_OF_DAY, &q, err);
	if (rc)
		return rc;
	bind_int(q, "provider_id", provider);
	bind_date(q, "day", day);
	while (!rc && !(rc = stmt_step(q, &row, err)) && row) {
		rc = array_grow(&out->v, &out->cap, out->n + 1, sizeof(*out->v),
				1000000, err);
		if (!rc)
			out->v[out->n++] = col_int(q, 0);
	}
	stmt_close(q);
	return rc;
}

static enum rc close_slots(struct app *app, int64_t provider, struct date day,
			   int64_t *n, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_SLOT_CLOSE_DAY, &q, err);
	if (rc)
		return rc;
	bind_int(q, "provider_id", provider);
	bind_date(q, "day", day);
	rc = stmt_run(q, err);
	*n = stmt_changes(q);
	stmt_close(q);
	return rc;
}

static enum rc cancel_all(struct app *app, const struct ids *ids,
			  struct str reason, struct err *err)
{
	enum rc rc = OK;
	for (size_t i = 0; i < ids->n && !rc; i++) {
		int64_t person = 0;
		rc = booking_release(app, ids->v[i], reason, false, &person,
				     err);
		if (!rc)
			rc = booking_tell(app, "appointment.cancelled", person,
					  ids->v[i], reason, err);
		if (!rc)
			rc = booking_audit(app, "booking.close_day", ids->v[i],
					   person, err);
	}
	return rc;
}

enum rc app_book_close_day(struct app *app, struct str facility,
			   struct date day, struct str reason,
			   struct day_closed *out, struct err *err)
{
	struct ids ids = {0};
	int64_t provider = 0;
	*out = (struct day_closed){0};
	enum rc rc = app_require(app, MAY_CLOSE_SLOT, 0, err);
	if (!rc)
		rc = booking_provider_id(app, facility, &provider, err);
	if (!rc)
		rc = booking_own_agenda(app, provider, err);
	if (!rc && day.days < app->today.days)
		rc = err_msg(err, E_STATE, MSG_CEN_DAY_PAST,
			     "a day that is past cannot be closed");
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = write_closure(app, provider, day, day, reason, err);
	if (!rc)
		rc = close_slots(app, provider, day, &out->n_slot, err);
	if (!rc)
		rc = live_of_day(app, provider, day, &ids, err);
	if (!rc)
		rc = cancel_all(app, &ids, reason, err);
	if (!rc)
		rc = booking_audit(app, "booking.close_day", provider, 0, err);
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	out->n_cancelled = (int64_t)ids.n;
	free(ids.v);
	return rc;
}

/* What a copy holds beside exams: readings from home by year, reports of
 * visits, consents. */
#include "app/home_int.h"
#include "app/person_view_int.h"
#include "app/tele_consents.h"
#include "app/tele_export_int.h"
#include "app/visit_int.h"
#include "csv/csv.h"

/* A year of readings: what one statement gives at most, with their texts. */
enum { YEAR_ARENA = 128 << 20, YEAR_CSV = 32 << 20, YEAR_MOST = 20000 };

/* ---- CSV */

static void cell_text(struct buf *b, const char *s)
{
	csv_put_text(b, str_from(s));
}

static void cell_moment(struct buf *b, int64_t us)
{
	char iso[11], out[32] = "";
	int minute = minute_in_rome(us);
	if (us)
		snprintf(out, sizeof(out), STR_FMT " %02d:%02d",
			 STR_ARG(date_text(date_in_rome(us), iso)), minute / 60,
			 minute % 60);
	cell_text(b, out);
}

/* The number, and no mark before a minus: it is no text. */
static void cell_milli(struct buf *b, int64_t milli)
{
	if (milli == MONITOR_NO_VALUE) {
		cell_text(b, "");
		return;
	}
	buf_char(b, ',');
	buf_decimal(b, milli, 3);
}

static void head(struct buf *b, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		cell_text(b, names[i]);
	buf_text(b, "\r\n");
}

/* ---- readings */

static void put_reading(struct buf *b, const struct monitor_tables *t,
			struct str kind, enum lang lang,
			const struct home_reading *r)
{
	const struct monitor_kind *k = monitor_kind_of(t, kind);
	cell_moment(b, r->measured_us);
	csv_put_text(b, k ? k->name[lang] : kind);
	cell_milli(b, r->value_milli[0]);
	cell_milli(b, r->value_milli[1]);
	csv_put_text(b, k ? k->shown : STR(""));
	csv_put_text(b, r->value_given);
	csv_put_text(b, r->unit_given);
	cell_text(b, monitor_by_name[r->by]);
	csv_put_text(b, r->device);
	csv_put_text(b, r->context);
	csv_put_text(b, r->state);
	csv_put_text(b, r->doubt);
	csv_put_text(b, r->note);
	csv_put_text(b, r->change_reason);
	cell_moment(b, r->received_us);
	buf_text(b, "\r\n");
}

static enum rc year_csv(const struct copy *x, const struct monitor_tables *t,
			const struct home_readings *r, struct arena *a,
			struct str *out, struct err *err)
{
	static const char *const names[] = {
		"measured_at", "kind",       "value", "second", "unit",
		"given",       "given_unit", "by",    "device", "context",
		"state",       "doubt",      "note",  "reason", "received_at"};
	struct buf b;
	struct str s;
	buf_init(&b, YEAR_CSV);
	head(&b, names, countof(names));
	for (size_t i = 0; i < r->n; i++)
		put_reading(&b, t, r->kind[i], x->lang, &r->list[i]);
	enum rc rc = buf_finish(&b, &s, err);
	if (!rc)
		*out = arena_str(a, s);
	buf_release(&b);
	return rc;
}

static enum rc put_year(struct copy *x, int year, struct err *err)
{
	struct arena a;
	struct home_readings r = {0};
	struct monitor_tables t;
	struct str csv = {0};
	struct home_readings_ask ask = {
		.person_id = x->person_id,
		.from_us = visit_instant(date_of(year, 1, 1), 0),
		.to_us = visit_instant(date_of(year + 1, 1, 1), 0)};
	arena_init(&a, YEAR_ARENA);
	enum rc rc = app_home_tables(x->app, &a, &t, err);
	if (!rc)
		rc = home_readings_load(x->app, &ask, &a, &r, err);
	if (!rc && r.n == YEAR_MOST)
		rc = err_msg(err, E_LIMIT, MSG_TEL_ALL_LARGE,
			     "more than %d readings in %d", YEAR_MOST, year);
	if (!rc && r.n)
		rc = year_csv(x, &t, &r, &a, &csv, err);
	if (!rc && r.n)
		rc = copy_put(x,
			      arena_printf(&a, "%s/%d.csv",
					   copy_word(x, "readings", "misure"),
					   year),
			      csv, x->app->today,
			      text_of(MSG_TEL_ALL_READINGS, x->lang), err);
	x->n.n_reading += r.n;
	arena_release(&a);
	return rc;
}

enum rc copy_readings(struct copy *x, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(x->app->db, SQL_TELE_ALL_SINCE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", x->person_id);
	rc = stmt_one(q, err);
	bool none = rc || col_null(q, 0);
	int year = none ? 0 : date_ymd(date_in_rome(col_int(q, 0))).year;
	stmt_close(q);
	/* a reading may be some minutes ahead of the clock */
	int last = date_ymd(date_add(x->app->today, 1)).year;
	for (; !none && year <= last && !rc; year++)
		rc = put_year(x, year, err);
	return rc;
}

/* ---- reports of visits */

static void part(struct buf *b, const struct copy *x, enum msg label,
		 struct str text)
{
	if (!text.len)
		return;
	buf_str(b, text_of(label, x->lang));
	buf_text(b, "\r\n");
	buf_str(b, text);
	buf_text(b, "\r\n\r\n");
}

static enum rc visit_text(const struct copy *x, const struct visit_report *r,
			  bool consult, struct str about, struct arena *a,
			  struct str *out, struct err *err)
{
	struct buf b;
	struct str s;
	const struct str digest[] = {STR("digest"), r->digest};
	buf_init(&b, 1 << 20);
	buf_str(&b, about);
	buf_text(&b, "\r\n\r\n");
	part(&b, x, MSG_VIS_R_PRESENT, r->present);
	part(&b, x, consult ? MSG_VIS_R_TEXT_ANSWER : MSG_VIS_R_TEXT, r->text);
	part(&b, x, consult ? MSG_VIS_R_ANSWER : MSG_VIS_R_CONCLUSION,
	     r->conclusion);
	part(&b, x, MSG_VIS_R_THERAPY, r->therapy);
	part(&b, x, MSG_VIS_R_ADVICE, r->advice);
	buf_str(&b, copy_fill(x, a, MSG_TEL_ALL_DIGEST, digest, 1));
	buf_text(&b, "\r\n");
	enum rc rc = buf_finish(&b, &s, err);
	if (!rc)
		*out = arena_str(a, s);
	buf_release(&b);
	return rc;
}

static enum rc put_visit(struct copy *x, int64_t report_id, bool consult,
			 struct arena *a, struct err *err)
{
	struct visit_report *r = NULL;
	size_t n = 0;
	char iso[11];
	struct str text = {0};
	enum rc rc = visit_reports(x->app, 0, report_id, a, &r, &n, err);
	if (rc || !n)
		return rc;
	struct str about = copy_signed(
		x, a, consult ? MSG_TEL_ALL_CONSULT : MSG_TEL_ALL_VISIT,
		r->version, r->signed_name, r->signed_us);
	struct date day = date_in_rome(r->signed_us);
	rc = visit_text(x, r, consult, about, a, &text, err);
	return rc ? rc
		  : copy_put(x,
			     arena_printf(a, "%s/" STR_FMT "-%" PRId64 ".txt",
					  copy_word(x, "visits", "televisite"),
					  STR_ARG(date_text(day, iso)), r->id),
			     text, day, about, err);
}

struct visit_line {
	int64_t report_id;
	bool consult;
};

static enum rc visit_row(const struct stmt *q, void *row, void *ctx,
			 struct err *err)
{
	(void)ctx, (void)err;
	*(struct visit_line *)row = (struct visit_line){
		col_int(q, 0), str_is(col_str(q, 1), "teleconsult")};
	return OK;
}

enum rc copy_visits(struct copy *x, struct err *err)
{
	struct stmt *q = NULL;
	struct arena list_a, a;
	struct visit_line *list = NULL;
	size_t n = 0;
	enum rc rc = db_prepare(x->app->db, SQL_TELE_ALL_VISITS, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", x->person_id);
	bind_int(q, "consults", !x->own);
	arena_init(&list_a, 1 << 20);
	rc = person_rows(q, sizeof(*list), 5000, visit_row, NULL, &list_a,
			 &list, &n, err);
	for (size_t i = 0; i < n && !rc; i++) {
		arena_init(&a, 8 << 20);
		rc = put_visit(x, list[i].report_id, list[i].consult, &a, err);
		arena_release(&a);
	}
	arena_release(&list_a);
	return rc;
}

/* ---- consents */

static void put_said(struct buf *b, const struct tele_consent_said *s)
{
	char iso[11];
	cell_text(b, tele_service_name[s->service]);
	cell_text(b, s->given ? "given" : "withdrawn");
	csv_put_text(b, date_text(s->on, iso));
	csv_put_text(b, s->role);
	csv_put_text(b, s->user);
	buf_text(b, "\r\n");
}

enum rc copy_consents(struct copy *x, struct err *err)
{
	static const char *const names[] = {"service", "what", "on", "role",
					    "recorded_by"};
	struct arena a;
	struct buf b;
	struct str csv;
	struct tele_consents c;
	arena_init(&a, 1 << 20);
	buf_init(&b, 1 << 20);
	enum rc rc = tele_consents_load(x->app, x->person_id, &a, &c, err);
	head(&b, names, countof(names));
	for (size_t i = 0; i < c.n_said && !rc; i++)
		put_said(&b, &c.said[i]);
	if (!rc)
		rc = buf_finish(&b, &csv, err);
	if (!rc && c.n_said)
		rc = copy_put(
			x,
			str_from(copy_word(x, "consents.csv", "consensi.csv")),
			csv, x->app->today,
			text_of(MSG_TEL_ALL_CONSENTS, x->lang), err);
	buf_release(&b);
	arena_release(&a);
	return rc;
}

/* The tables of a copy of all that is kept of a person: each a statement, a
 * name and its columns. What telecare keeps comes after, as it goes alone. */
#include "app/person_export.h"

#include "app/sheet.h"
#include "app/tele_export_int.h"
#include "csv/csv.h"
#include "knowledge/names.h"

enum {
	TABLE_BYTES = 64 << 20, /* a hundred bytes a row, 600,000 looks */
	PLAN_BYTES = 8 << 20,
	PLANS_MOST = 500,
};

/* A letter a column: t text, i integer, d date, u moment, m minute of a day;
 * c condition, s service, a medicine: two cells, code and name. */
struct table {
	const char *en, *it; /* "doctors", "medici" */
	enum msg about;
	enum sql sql;
	const char *kinds, *names; /* names of the cells, with commas */
};
static const struct table tables[] = {
	{"person", "persona", MSG_EXP_PERSON, SQL_EXPORT_PERSON,
	 "ttttdtttttddd",
	 "pseudonym,fiscal_code,last_name,first_name,birth_date,sex,"
	 "municipality,ats,phone,email,registered_from,registered_to,died_on"},
	{"doctors", "medici", MSG_EXP_DOCTORS, SQL_EXPORT_DOCTORS, "tttdd",
	 "gp_code,last_name,first_name,from,to"},
	{"enrolment", "presa-in-carico", MSG_EXP_ENROLMENT,
	 SQL_EXPORT_ENROLMENTS, "ttttttdtt",
	 "manager,doctor_last_name,doctor_first_name,way,from_state,to_state,"
	 "on,by,reason"},
	{"pacts", "patti", MSG_EXP_PACTS, SQL_EXPORT_PACTS, "ttdduudt",
	 "state,mode,from,to,signed_by_person,signed_by_doctor,ended_on,"
	 "reason"},
	{"permissions", "autorizzazioni", MSG_EXP_CONSENTS, SQL_EXPORT_CONSENTS,
	 "ttiddut", "purpose,to_whom,given,from,to,recorded_at,recorded_by"},
	{"levels", "livelli", MSG_EXP_LEVELS, SQL_EXPORT_LEVELS, "dtiicttiii",
	 "as_of,definition,level,level_weighted,main_condition,"
	 "main_condition_name,clusters,other_clusters,charlson_1987,"
	 "charlson_2011,mcs"},
	{"conditions", "condizioni", MSG_EXP_CONDITIONS, SQL_EXPORT_CONDITIONS,
	 "dcit", "as_of,condition,name,counts,evidence"},
	{"therapy", "terapia", MSG_EXP_THERAPY, SQL_EXPORT_THERAPY, "daiddt",
	 "as_of,atc,name,dispensings,first,last,months"},
	{"services", "prestazioni", MSG_EXP_SERVICES, SQL_EXPORT_SERVICES,
	 "dsdi", "as_of,service,name,last,in_a_year"},
	{"schedule", "programma", MSG_EXP_SCHEDULE, SQL_EXPORT_ACTIVITIES,
	 "isdddtddd",
	 "plan_version,service,name,earliest,due,latest,state,prescribed_on,"
	 "booked_on,done_on"},
	{"prescriptions", "impegnative", MSG_EXP_PRESCRIPTIONS,
	 SQL_EXPORT_PRESCRIPTIONS, "tttddut",
	 "number,branch,state,issued_on,valid_to,cancelled_at,reason"},
	{"appointments", "appuntamenti", MSG_EXP_APPOINTMENTS,
	 SQL_EXPORT_APPOINTMENTS, "dmmsttttuuu",
	 "day,from,to,service,name,state,provider,municipality,reason,"
	 "end_reason,confirmed_at,made_at,changed_at"},
	{"preferences", "preferenze", MSG_EXP_PREFERENCES,
	 SQL_EXPORT_PREFERENCES, "tiu", "provider,weekdays,recorded_at"},
	{"calls", "telefonate", MSG_EXP_CALLS, SQL_EXPORT_CALLS, "utdtu",
	 "at,outcome,again_on,note,withdrawn_at"},
	{"messages", "messaggi", MSG_EXP_MESSAGES, SQL_EXPORT_MESSAGES, "ttuu",
	 "kind,state,made_at,sent_at"},
	{"accesses", "accessi", MSG_EXP_LOOKS, SQL_EXPORT_LOOKS, "utttttt",
	 "at,user,role,action,purpose,entity,entity_id"},
};

/* ---- cells */

static void put_moment(struct buf *b, int64_t us)
{
	char iso[11], out[32];
	int minute = minute_in_rome(us);
	snprintf(out, sizeof(out), STR_FMT " %02d:%02d",
		 STR_ARG(date_text(date_in_rome(us), iso)), minute / 60,
		 minute % 60);
	csv_put_text(b, str_from(out));
}

static void put_number(struct buf *b, char kind, int64_t v)
{
	char out[32];
	if (kind == 'm')
		snprintf(out, sizeof(out), "%02d:%02d", (int)(v / 60),
			 (int)(v % 60));
	else
		snprintf(out, sizeof(out), "%" PRId64, v);
	csv_put_text(b, str_from(out));
}

static struct str name_of(const struct copy *x, char kind, struct str code)
{
	const struct knowledge *kn = x->app->kn;
	bool it = x->lang == LANG_IT;
	int i = !kn || !code.len ? -1
		: kind == 'c'    ? kn_condition_index(kn, code)
		: kind == 's'    ? kn_service_index(kn, code)
				 : kn_drug_index(kn, code);
	if (i < 0)
		return STR("");
	if (kind == 's')
		return kn_term(kn->services[i].name_it, x->lang);
	if (kind == 'c')
		return it ? kn->conditions[i].name_it
			  : kn->conditions[i].name_en;
	return it ? kn->drugs[i].name_it : kn->drugs[i].name_en;
}

static void put_cell(struct buf *b, const struct copy *x, const struct stmt *q,
		     int i, char kind)
{
	char iso[11];
	bool none = col_null(q, i);
	if (kind == 'c' || kind == 's' || kind == 'a') {
		csv_put_text(b, none ? STR("") : col_str(q, i));
		csv_put_text(b,
			     none ? STR("") : name_of(x, kind, col_str(q, i)));
	} else if (none) {
		csv_put_text(b, STR(""));
	} else if (kind == 'd') {
		csv_put_text(b, date_text(col_date(q, i), iso));
	} else if (kind == 'u') {
		put_moment(b, col_int(q, i));
	} else if (kind == 'i' || kind == 'm') {
		put_number(b, kind, col_int(q, i));
	} else {
		csv_put_text(b, col_str(q, i));
	}
}

/* ---- tables */

static enum rc put_rows(const struct copy *x, const struct table *t,
			struct stmt *q, struct buf *b, size_t *n,
			struct err *err)
{
	bool row = false;
	enum rc rc;
	*n = 0;
	for (struct str rest = str_from(t->names); rest.ptr;)
		csv_put_text(b, str_cut(&rest, ','));
	buf_text(b, "\r\n");
	while (!(rc = stmt_step(q, &row, err)) && row) {
		for (int i = 0; t->kinds[i]; i++)
			put_cell(b, x, q, i, t->kinds[i]);
		buf_text(b, "\r\n");
		++*n;
	}
	return rc;
}

/* A table without rows is left out of the ZIP. */
static enum rc put_table(struct copy *x, const struct table *t, struct err *err)
{
	struct stmt *q = NULL;
	struct buf b;
	struct arena a;
	struct str csv;
	size_t n = 0;
	enum rc rc = db_prepare(x->app->db, t->sql, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", x->person_id);
	if (t->sql == SQL_EXPORT_ACTIVITIES)
		bind_int(q, "own", x->own);
	arena_init(&a, 4096);
	buf_init(&b, TABLE_BYTES);
	rc = put_rows(x, t, q, &b, &n, err);
	stmt_close(q);
	if (!rc)
		rc = buf_finish(&b, &csv, err);
	if (!rc && n)
		rc = copy_put(
			x,
			arena_printf(&a, "%s.csv", copy_word(x, t->en, t->it)),
			csv, x->app->today, text_of(t->about, x->lang), err);
	buf_release(&b);
	arena_release(&a);
	return rc;
}

/* ---- plans */

static enum rc put_plan(struct copy *x, int version, int64_t signed_us,
			struct err *err)
{
	struct arena a;
	struct buf b;
	struct plan_view v;
	struct str html;
	arena_init(&a, 32u << 20);
	buf_init(&b, PLAN_BYTES);
	enum rc rc = app_plan_show(x->app, x->person_id, version, &a, &v, err);
	if (!rc)
		rc = plan_sheet(x->app->kn, &v, x->lang, x->app->today, &a, &b,
				err);
	if (!rc)
		rc = buf_finish(&b, &html, err);
	if (!rc) {
		const struct str pairs[] = {
			STR("version"), arena_printf(&a, "%d", version),
			STR("when"), copy_when(x, &a, signed_us)};
		rc = copy_put(x,
			      arena_printf(&a, "%s/%s-%d.html",
					   copy_word(x, "plan", "piano"),
					   copy_word(x, "version", "versione"),
					   version),
			      html, date_in_rome(signed_us),
			      copy_fill(x, &a, MSG_EXP_PLAN, pairs, 2), err);
	}
	buf_release(&b);
	arena_release(&a);
	return rc;
}

static enum rc put_plans(struct copy *x, struct err *err)
{
	int64_t version[PLANS_MOST], signed_us[PLANS_MOST];
	struct stmt *q = NULL;
	size_t n = 0;
	bool row = false;
	enum rc rc = db_prepare(x->app->db, SQL_EXPORT_PLANS, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", x->person_id);
	bind_int(q, "own", x->own);
	while (!(rc = stmt_step(q, &row, err)) && row && n < PLANS_MOST) {
		version[n] = col_int(q, 0);
		signed_us[n++] = col_int(q, 1);
	}
	stmt_close(q);
	for (size_t i = 0; i < n && !rc; i++)
		rc = put_plan(x, (int)version[i], signed_us[i], err);
	return rc;
}

static enum rc put_all(struct copy *x, struct err *err)
{
	enum rc rc = OK;
	for (size_t i = 0; i < countof(tables) && !rc; i++)
		rc = put_table(x, &tables[i], err);
	return rc ? rc : put_plans(x, err);
}

enum rc app_person_export(struct app *app, int64_t person_id, enum lang lang,
			  int fd, struct tele_exported *out, struct err *err)
{
	static const struct copy_kind kind = {.action = "person.export",
					      .head = MSG_EXP_HEAD,
					      .before = put_all};
	return copy_make(app, person_id, lang, fd, &kind, out, err);
}

#include "app/register.h"

#include "app/bind.h"
#include "app/scope.h"

static const enum sql statement[N_REGISTER] = {
	[REGISTER_DOCTOR] = SQL_REGISTER_DOCTORS,
	[REGISTER_MANAGER] = SQL_REGISTER_MANAGERS,
	[REGISTER_PROVIDER] = SQL_REGISTER_PROVIDERS,
};
static const char *const sort_word[N_REGISTER_SORT] = {
	[REGISTER_BY_NAME] = "nome",    [REGISTER_BY_CODE] = "codice",
	[REGISTER_BY_PLACE] = "comune", [REGISTER_BY_MANAGER] = "gestore",
	[REGISTER_BY_FROM] = "dal",     [REGISTER_BY_TO] = "al",
};

/* ---- whose registers */

static enum rc ats_of_own(struct app *app, int64_t org_id, struct arena *a,
			  struct str *ats, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_SCOPE_ATS, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", org_id);
	rc = stmt_one(q, err);
	if (!rc)
		*ats = col_text(q, 0, a);
	stmt_close(q);
	return rc == E_NOT_FOUND ? OK : rc;
}

static bool has_registers(enum role role)
{
	return role == ROLE_AGENCY || role == ROLE_REGION ||
	       role == ROLE_COOPERATIVE || role == ROLE_SYSTEM;
}

/* What may be seen, and of it what was asked. */
static enum rc narrow(struct app *app, const struct register_page *ask,
		      struct arena *a, struct scope *s, struct register_view *v,
		      struct err *err)
{
	enum rc rc = app_require(app, MAY_READ_LISTS, 0, err);
	if (!rc && !has_registers(app->who.role))
		rc = err_set(err, E_DENIED,
			     "role %s may not read the registers: cooperative, "
			     "agency, region may",
			     role_name[app->who.role]);
	if (!rc)
		rc = app_scope(app, a, s, err);
	if (!rc && s->org_id)
		rc = ats_of_own(app, s->org_id, a, &s->ats, err);
	if (rc)
		return rc;
	v->all_ats = !s->ats.len && !s->org_id;
	if (v->all_ats)
		s->ats = ask->ats;
	v->ats = s->ats;
	return OK;
}

/* ---- binding */

/* A pattern of LIKE for "contains", or NULL. */
static void bind_contains(struct stmt *q, struct str text)
{
	char pattern[512];
	size_t n = 0;
	struct str s = str_trim(text);
	if (!s.len) {
		bind_null(q, "q");
		return;
	}
	pattern[n++] = '%';
	for (size_t i = 0; i < s.len && n + 3 < sizeof(pattern); i++) {
		char c = s.ptr[i];
		if (c == '%' || c == '_' || c == '\\')
			pattern[n++] = '\\';
		pattern[n++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
	}
	pattern[n++] = '%';
	bind_str(q, "q", (struct str){pattern, n});
}

static void bind_place(struct stmt *q, struct str place)
{
	char pattern[16];
	bool digits = place.len && place.len <= 6;
	for (size_t i = 0; i < place.len && digits; i++)
		digits = place.ptr[i] >= '0' && place.ptr[i] <= '9';
	snprintf(pattern, sizeof(pattern), "%.*s%%",
		 digits ? (int)place.len : 0, place.ptr);
	bind_opt(q, "place", digits ? str_from(pattern) : STR(""));
}

static void bind_filter(struct stmt *q, const struct register_page *ask,
			const struct scope *s)
{
	if (ask->ever)
		bind_null(q, "on_date");
	else
		bind_date(q, "on_date", ask->day);
	bind_opt(q, "ats", s->ats);
	bind_opt(q, "kind", ask->type);
	bind_place(q, ask->place);
	bind_contains(q, ask->q);
	if (ask->kind != REGISTER_PROVIDER) {
		bind_date(q, "day", ask->day);
		bind_id(q, "only_org", s->org_id);
	}
}

/* ---- rows */

static struct register_row row_of(const struct stmt *q, struct arena *a)
{
	return (struct register_row){.id = col_int(q, 0),
				     .code = col_text(q, 1, a),
				     .name = col_text(q, 2, a),
				     .type = col_text(q, 3, a),
				     .ats = col_text(q, 4, a),
				     .municipality = col_text(q, 5, a),
				     .valid = {col_date(q, 6), col_end(q, 7)},
				     .source = col_text(q, 8, a),
				     .recorded_us =
					     col_null(q, 9) ? 0 : col_int(q, 9),
				     .manager = col_text(q, 10, a),
				     .members = col_int(q, 11),
				     .people = -1};
}

/* A region has ten thousand doctors. */
#define ROWS_MOST 100000

static enum rc read_rows(struct app *app, const struct register_page *ask,
			 const struct scope *s, struct arena *a,
			 struct register_view *v, struct err *err)
{
	struct stmt *q = NULL;
	struct register_row *all = NULL;
	size_t cap = 0;
	bool row;
	enum rc rc = db_prepare(app->db, statement[ask->kind], &q, err);
	if (rc)
		return rc;
	bind_filter(q, ask, s);
	bind_str(q, "sort", str_from(sort_word[ask->sort]));
	bind_int(q, "down", ask->descending);
	bind_int(q, "n", ask->limit);
	bind_int(q, "offset", ask->offset);
	while (!(rc = stmt_step(q, &row, err)) && row) {
		rc = array_grow(&all, &cap, v->n + 1, sizeof(*all), ROWS_MOST,
				err);
		if (rc)
			break;
		v->total = col_int(q, 12);
		all[v->n++] = row_of(q, a);
	}
	stmt_close(q);
	if (!rc) {
		v->list = arena_array(a, struct register_row, v->n + 1);
		if (!v->list)
			rc = arena_fail(a, err);
		else if (v->n)
			memcpy(v->list, all, v->n * sizeof(*all));
	}
	free(all);
	return rc;
}

static enum rc count_doctors(struct app *app, const struct register_page *ask,
			     const struct scope *s, struct register_view *v,
			     struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_REGISTER_DOCTORS_COUNT, &q, err);
	if (rc)
		return rc;
	bind_filter(q, ask, s);
	rc = stmt_one(q, err);
	if (!rc)
		v->total = col_int(q, 0);
	stmt_close(q);
	return rc;
}

/* The rows of the smaller registers tell how many there are; past the last page
 * there is none that could. */
static enum rc read_page(struct app *app, const struct register_page *ask,
			 const struct scope *s, struct arena *a,
			 struct register_view *v, struct err *err)
{
	struct register_page first = *ask;
	enum rc rc = read_rows(app, ask, s, a, v, err);
	if (!rc && ask->kind == REGISTER_DOCTOR)
		return count_doctors(app, ask, s, v, err);
	if (rc || v->n || !ask->offset)
		return rc;
	first.offset = 0;
	first.limit = 1;
	rc = read_rows(app, &first, s, a, v, err);
	v->n = 0;
	return rc;
}

static enum rc read_counts(struct app *app, const struct register_page *ask,
			   const struct scope *s, struct register_view *v,
			   struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_REGISTER_COUNTS, &q, err);
	if (rc)
		return rc;
	bind_date(q, "on_date", ask->day);
	bind_opt(q, "ats", s->ats);
	bind_id(q, "only_org", s->org_id);
	rc = stmt_one(q, err);
	for (int i = 0; !rc && i < N_REGISTER; i++)
		v->count[i] = col_int(q, i);
	stmt_close(q);
	return rc;
}

/* ---- people of the doctors, for who may read the population */

static enum rc find_run(struct app *app, struct register_view *v,
			struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_REGISTER_RUN, &q, err);
	if (rc)
		return rc;
	rc = stmt_one(q, err);
	if (!rc) {
		v->run_id = col_int(q, 0);
		v->run_of = col_date(q, 1);
	}
	stmt_close(q);
	return rc == E_NOT_FOUND ? OK : rc;
}

static enum rc count_people(struct app *app, const struct scope *s,
			    int64_t run_id, struct register_row *r,
			    struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_REGISTER_PEOPLE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "run_id", run_id);
	bind_int(q, "doctor_id", r->id);
	bind_opt(q, "ats", s->ats);
	rc = stmt_one(q, err);
	if (!rc)
		r->people = col_int(q, 0);
	stmt_close(q);
	return rc;
}

static enum rc read_people(struct app *app, const struct scope *s,
			   struct register_view *v, struct err *err)
{
	struct err denied = {0};
	if (app_require(app, MAY_READ_POPULATION, 0, &denied))
		return OK;
	enum rc rc = find_run(app, v, err);
	for (size_t i = 0; !rc && v->run_id && i < v->n; i++)
		rc = count_people(app, s, v->run_id, &v->list[i], err);
	return rc;
}

enum rc app_register(struct app *app, const struct register_page *ask,
		     struct arena *a, struct register_view *out,
		     struct err *err)
{
	struct register_view v = {.run_of = DATE_NONE};
	struct scope s;
	assert(ask->kind < N_REGISTER && ask->sort < N_REGISTER_SORT);
	enum rc rc = narrow(app, ask, a, &s, &v, err);
	if (!rc)
		rc = read_page(app, ask, &s, a, &v, err);
	if (!rc)
		rc = read_counts(app, ask, &s, &v, err);
	if (!rc && ask->kind == REGISTER_DOCTOR)
		rc = read_people(app, &s, &v, err);
	if (!rc)
		*out = v;
	return rc;
}

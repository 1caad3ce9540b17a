/* The people behind a figure. */
#include "app/population_int.h"

#include "app/bind.h"

#define OFFSET_MOST INT64_C(1000000)

/* By the narrowest index; an order that an index has needs no sorting. */
static enum sql way_in(const struct population_filter *f,
		       enum population_sort sort, int64_t total)
{
	bool few = total <= POPULATION_SORT_MOST;
	if (f->having[0])
		return few && sort != POPULATION_BY_NAME
			       ? SQL_POPULATION_PEOPLE_HAVING
			       : SQL_POPULATION_PEOPLE_HAVING_IN_ORDER;
	if (sort == POPULATION_BY_NAME)
		return SQL_POPULATION_PEOPLE_IN_ORDER;
	if (f->doctor_id >= 0 && few)
		return SQL_POPULATION_PEOPLE_OF_DOCTOR;
	if (f->place >= 0 && few)
		return SQL_POPULATION_PEOPLE_OF_PLACE;
	if (f->cluster >= 0 && few)
		return SQL_POPULATION_PEOPLE_OF_CLUSTER;
	bool narrow = f->doctor_id >= 0 || f->place >= 0 || f->cluster >= 0;
	if (sort == POPULATION_BY_NEED && !narrow)
		return SQL_POPULATION_PEOPLE_BY_NEED;
	return few ? SQL_POPULATION_PEOPLE_OF_LEVEL
		   : SQL_POPULATION_PEOPLE_IN_ORDER;
}

static struct str cluster_code(const struct app *app, int cluster)
{
	return cluster < 0 ? STR("") : app->kn->clusters[cluster].code;
}

static struct str istat_code(const struct app *app, int place)
{
	return place < 0 ? STR("") : app->kn->municipalities[place].istat;
}

/* A beginning is a stretch of the index: from the text up to the text whose
 * last character is the next one. The text is ASCII: the caller looked. */
static void bind_search(struct stmt *q, struct str text)
{
	char end[100];
	size_t len = text.len < sizeof(end) ? text.len : sizeof(end);
	bind_str(q, "q", str_sub(text, 0, len));
	bind_str(q, "q_end", STR("\x7f"));
	if (!len)
		return;
	memcpy(end, text.ptr, len);
	end[len - 1]++;
	bind_str(q, "q_end", (struct str){end, len});
}

static void bind_common(struct stmt *q, const struct population_filter *f,
			struct str text)
{
	char sex[] = {f->sex, 0};
	bind_int(q, "run_id", f->run_id);
	bind_search(q, text);
	bind_int(q, "level_from", f->level_from);
	bind_int(q, "level_to", f->level_to);
	bind_int(q, "age_from", f->band > 0 ? f->band * 5 : INT16_MIN);
	bind_int(q, "age_to",
		 f->band >= 0 && f->band < POPULATION_BANDS - 1
			 ? f->band * 5 + 4
			 : INT16_MAX);
	bind_opt(q, "sex", str_from(sex));
	bind_opt(q, "ats", f->ats);
}

/* Conditions that not all ways in have as parameters. */
static void bind_rest(const struct app *app, struct stmt *q,
		      const struct population_filter *f, enum sql way)
{
	if (way == SQL_POPULATION_PEOPLE_OF_LEVEL ||
	    way == SQL_POPULATION_PEOPLE_BY_NEED)
		return;
	bind_opt(q, "cluster", cluster_code(app, f->cluster));
	if (way != SQL_POPULATION_PEOPLE_OF_CLUSTER)
		bind_opt(q, "municipality", istat_code(app, f->place));
	if (way == SQL_POPULATION_PEOPLE_OF_DOCTOR)
		bind_int(q, "doctor_id", f->doctor_id);
	bool having = way == SQL_POPULATION_PEOPLE_HAVING ||
		      way == SQL_POPULATION_PEOPLE_HAVING_IN_ORDER ||
		      way == SQL_POPULATION_HAVING_COUNT;
	if (having) {
		bind_opt(q, "having", cluster_code(app, f->having[0] - 1));
		bind_opt(q, "and_having", cluster_code(app, f->having[1] - 1));
	}
	if (!having && way != SQL_POPULATION_PEOPLE_IN_ORDER &&
	    way != SQL_POPULATION_PEOPLE_COUNT)
		return;
	if (f->doctor_id >= 0)
		bind_int(q, "doctor_id", f->doctor_id);
	else
		bind_null(q, "doctor_id");
}

static int sort_code(enum population_sort sort)
{
	switch (sort) {
	case POPULATION_BY_NAME:
		return 0;
	case POPULATION_BY_NEED:
		return 1;
	case POPULATION_BY_AGE:
		return 2;
	case POPULATION_BY_AGE_DOWN:
		return 3;
	case POPULATION_BY_PLACE:
		return 4;
	case POPULATION_BY_NAME_DOWN:
		break;
	}
	return 5;
}

/* ---- how many */

static enum rc count_rows(struct app *app, const struct population_filter *f,
			  struct str text, int64_t *total, struct err *err)
{
	struct stmt *q = NULL;
	enum sql way = f->having[0] ? SQL_POPULATION_HAVING_COUNT
				    : SQL_POPULATION_PEOPLE_COUNT;
	enum rc rc = db_prepare(app->db, way, &q, err);
	if (rc)
		return rc;
	bind_common(q, f, text);
	bind_rest(app, q, f, way);
	rc = stmt_one(q, err);
	if (!rc)
		*total = col_int(q, 0);
	stmt_close(q);
	return rc;
}

/* From the counts, which are at hand, where they know it. */
static enum rc total_of(struct app *app, const struct population_filter *f,
			struct str text, int64_t *total, struct err *err)
{
	const struct cube *cube;
	enum rc rc = population_cube(app, f->run_id, &cube, err);
	if (rc)
		return rc;
	if (text.len || f->doctor_id >= 0 || f->having[0])
		return count_rows(app, f, text, total, err);
	*total = population_total(app, cube, f);
	return OK;
}

/* ---- the page */

static struct population_person person_of(const struct app *app,
					  const struct stmt *q, struct arena *a)
{
	struct str sex = col_str(q, 3);
	struct population_person v = {
		.id = col_int(q, 0),
		.pseudonym = col_text(q, 1, a),
		.municipality = col_text(q, 2, a),
		.sex = sex.len ? sex.ptr[0] : 'U',
		.age = col_int(q, 4),
		.level = col_int(q, 5),
		.cluster = kn_cluster_index(app->kn, col_str(q, 6)),
		.gp_code = col_text(q, 7, a),
		.clusters = col_text(q, 8, a),
		.n_comorbidities = col_int(q, 9),
		.n_contacts = col_int(q, 10)};
	v.place = kn_municipality_index(app->kn, v.municipality);
	return v;
}

static enum rc read_page(struct app *app, const struct population_filter *f,
			 const struct population_page *page, struct arena *a,
			 struct population_people *out, struct err *err)
{
	struct stmt *q = NULL;
	bool row;
	enum sql way = way_in(f, page->sort, out->total);
	size_t room = (size_t)min_i64(page->limit, out->total) + 1;
	out->list = arena_array(a, struct population_person, room);
	if (!out->list)
		return arena_fail(a, err);
	enum rc rc = db_prepare(app->db, way, &q, err);
	if (rc)
		return rc;
	bind_common(q, f, page->q);
	bind_rest(app, q, f, way);
	bool in_order = way == SQL_POPULATION_PEOPLE_IN_ORDER ||
			way == SQL_POPULATION_PEOPLE_HAVING_IN_ORDER;
	out->sorted = !in_order || page->sort == POPULATION_BY_NAME;
	if (!in_order && way != SQL_POPULATION_PEOPLE_BY_NEED)
		bind_int(q, "sort", sort_code(page->sort));
	bind_int(q, "n", page->limit);
	bind_int(q, "offset", min_i64(page->offset, OFFSET_MOST));
	while (!(rc = stmt_step(q, &row, err)) && row && out->n < room)
		out->list[out->n++] = person_of(app, q, a);
	stmt_close(q);
	return rc;
}

static enum rc leave_look(struct app *app, const struct population_filter *f,
			  const struct population_people *p, struct err *err)
{
	char detail[160];
	snprintf(detail, sizeof(detail),
		 "{\"levels\":\"%d-%d\",\"cluster\":\"" STR_FMT
		 "\",\"municipality\":\"" STR_FMT "\",\"shown\":%zu}",
		 f->level_from, f->level_to,
		 STR_ARG(cluster_code(app, f->cluster)),
		 STR_ARG(istat_code(app, f->place)), p->n);
	return audit_look(app,
			  &(struct audit_event){.action = "population.list",
						.entity = "strata_run",
						.entity_id = f->run_id,
						.detail = str_from(detail)},
			  err);
}

static bool ascii(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.ptr[i] < 0x20 || s.ptr[i] >= 0x7e)
			return false;
	return true;
}

enum rc app_population_people(struct app *app,
			      const struct population_filter *f,
			      const struct population_page *page,
			      struct arena *a, struct population_people *out,
			      struct err *err)
{
	struct population_people p = {.n = 0};
	struct population_filter mine;
	enum rc rc = population_scope(app, f, a, &mine, &p.run, err);
	if (rc)
		return rc;
	if (ascii(page->q)) /* no pseudonym has another character */
		rc = total_of(app, &mine, page->q, &p.total, err);
	if (!rc && p.total)
		rc = read_page(app, &mine, page, a, &p, err);
	if (!rc)
		rc = leave_look(app, &mine, &p, err);
	if (!rc)
		*out = p;
	return rc;
}

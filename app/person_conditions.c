/* What was found and why: the short JSON of the evidence, read back. */
#include "app/person_view_int.h"

#include "json/json_value.h"

/* A person has some ten conditions; a rule keeps five records. */
enum { MOST_CONDITIONS = 128 };

static struct date day_of(const struct json_value *v, const char *key)
{
	struct date d = DATE_NONE;
	if (date_parse(json_get_str(v, key), &d, NULL))
		return DATE_NONE;
	return d;
}

static enum kn_flow flow_of(struct str name)
{
	for (int f = 0; f < N_FLOW; f++)
		if (str_is(name, kn_flow_name[f]))
			return (enum kn_flow)f;
	return N_FLOW;
}

static int rule_index(const struct knowledge *kn, struct str id)
{
	for (size_t i = 0; i < kn->n_rules; i++)
		if (str_eq(kn->rules[i].id, id))
			return (int)i;
	return -1;
}

/* Elements of an array, zeroed; at least one, so that NULL is a failure. */
#define ARRAY_FOR(a, T, v) arena_array(a, T, ((v) ? (v)->n : 0) + 1)

static enum rc read_records(const struct json_value *v, struct arena *a,
			    struct person_rule *r, struct err *err)
{
	struct person_record *list = ARRAY_FOR(a, struct person_record, v);
	if (!list)
		return arena_fail(a, err);
	for (const struct json_value *x = v ? v->first : NULL; x; x = x->next) {
		struct person_record *o = &list[r->n_record];
		*o = (struct person_record){
			.flow = flow_of(json_get_str(x, "flow")),
			.id = json_get_str(x, "id"),
			.code = json_get_str(x, "code"),
			.date = day_of(x, "date")};
		r->n_record += o->flow != N_FLOW;
	}
	r->records = list;
	return OK;
}

static enum rc read_rule(const struct knowledge *kn, const struct json_value *v,
			 struct arena *a, struct person_rule *r,
			 struct err *err)
{
	struct str id = json_get_str(v, "rule");
	*r = (struct person_rule){
		.rule = rule_index(kn, id),
		.rule_id = id,
		.source = json_get_str(v, "source"),
		.n_event = json_get_int(v, "events", 0),
		.n_date = json_get_int(v, "dates", 0),
		.ddd_e4 = json_get_decimal(v, "ddd", 4, 0),
		.first = day_of(v, "first"),
		.last = day_of(v, "last"),
	};
	return read_records(json_get(v, "records"), a, r, err);
}

static enum rc read_group(const struct knowledge *kn,
			  const struct json_value *v, struct arena *a,
			  struct person_group *g, struct err *err)
{
	const struct json_value *rules = json_get(v, "rules");
	struct person_rule *list = ARRAY_FOR(a, struct person_rule, rules);
	enum rc rc = list ? OK : arena_fail(a, err);
	*g = (struct person_group){.condition = kn_condition_index(
					   kn, json_get_str(v, "condition")),
				   .group = json_get_str(v, "group"),
				   .rules = list};
	for (const struct json_value *x = rules ? rules->first : NULL; x && !rc;
	     x = x->next)
		rc = read_rule(kn, x, a, &list[g->n_rule++], err);
	return rc;
}

static enum rc read_evidence(const struct knowledge *kn, struct str json,
			     struct arena *a, struct person_condition *c,
			     struct err *err)
{
	struct json_value *v = NULL;
	enum rc rc = json_parse(json, a, &v, err);
	if (rc)
		return err_context(err, "evidence of " STR_FMT,
				   STR_ARG(c->code));
	const struct json_value *groups = json_get(v, "groups");
	struct person_group *list = ARRAY_FOR(a, struct person_group, groups);
	if (!list)
		return arena_fail(a, err);
	for (const struct json_value *x = groups ? groups->first : NULL;
	     x && !rc; x = x->next)
		rc = read_group(kn, x, a, &list[c->n_group++], err);
	c->groups = list;
	return rc;
}

struct reading {
	const struct knowledge *kn;
	struct arena *a;
	bool near;
};

static enum rc read_condition(const struct stmt *q, void *row, void *ctx,
			      struct err *err)
{
	const struct reading *r = ctx;
	struct person_condition *c = row;
	*c = (struct person_condition){
		.code = col_text(q, 0, r->a),
		.condition = kn_condition_index(r->kn, col_str(q, 0)),
		.cluster = kn_cluster_index(r->kn, col_str(q, 1)),
		.counting = col_int(q, 2) == 1,
		.done_permille = r->near ? (int)col_int(q, 4) : 1000,
		.stopped = r->near && col_int(q, 5) == 1};
	return read_evidence(r->kn, col_text(q, 3, r->a), r->a, c, err);
}

static enum rc load_list(struct app *app, enum sql id, int64_t person_id,
			 int64_t run_id, struct arena *a,
			 const struct person_condition **list, size_t *n,
			 struct err *err)
{
	struct reading r = {app->kn, a, id == SQL_PERSON_NEAR};
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, id, &q, err);
	if (rc)
		return rc;
	bind_int(q, "run_id", run_id);
	bind_int(q, "person_id", person_id);
	return person_rows(q, sizeof(**list), MOST_CONDITIONS, read_condition,
			   &r, a, list, n, err);
}

static enum rc load_stratum(struct app *app, int64_t person_id, int64_t run_id,
			    struct arena *a, struct person_conditions *s,
			    struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db, SQL_PERSON_STRATUM, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", person_id);
	bind_date(q, "on_date", app->today);
	if (run_id)
		bind_int(q, "run_id", run_id);
	else
		bind_null(q, "run_id");
	rc = stmt_step(q, &row, err);
	*s = (struct person_conditions){
		.as_of = DATE_NONE, .main_condition = -1, .main_cluster = -1};
	if (!rc && row)
		*s = (struct person_conditions){
			.run_id = col_int(q, 0),
			.as_of = col_date(q, 1),
			.definition = col_text(q, 2, a),
			.level = (int)col_int(q, 3),
			.level_weighted = (int)col_int(q, 4),
			.main_condition =
				kn_condition_index(app->kn, col_str(q, 5)),
			.main_cluster =
				kn_cluster_index(app->kn, col_str(q, 6)),
			.charlson_1987 = (int)col_int(q, 7),
			.charlson_2011 = (int)col_int(q, 8),
			.mcs = (int)col_int(q, 9),
			.n_contacts = (int)col_int(q, 10),
			.clusters = col_text(q, 11, a),
			.other_clusters = col_text(q, 12, a)};
	stmt_close(q);
	return rc;
}

enum rc person_conditions_load(struct app *app, int64_t person_id,
			       int64_t run_id, struct arena *a,
			       struct person_conditions *out, struct err *err)
{
	enum rc rc = load_stratum(app, person_id, run_id, a, out, err);
	if (!rc && out->run_id)
		rc = load_list(app, SQL_PERSON_CONDITIONS, person_id,
			       out->run_id, a, &out->list, &out->n, err);
	return rc;
}

enum rc person_conditions_all(struct app *app, int64_t person_id,
			      int64_t run_id, struct arena *a,
			      struct person_conditions *out, struct err *err)
{
	enum rc rc =
		person_conditions_load(app, person_id, run_id, a, out, err);
	if (!rc && out->run_id)
		rc = load_list(app, SQL_PERSON_NEAR, person_id, out->run_id, a,
			       &out->near, &out->n_near, err);
	return rc;
}

enum rc app_person_conditions(struct app *app, int64_t person_id,
			      struct arena *a, struct person_conditions *out,
			      struct err *err)
{
	enum rc rc = app_require(app, MAY_READ_PERSON, person_id, err);
	if (!rc)
		rc = person_conditions_all(app, person_id, 0, a, out, err);
	return rc ? rc : person_look(app, person_id, "conditions", err);
}

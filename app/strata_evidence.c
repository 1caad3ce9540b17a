#include "app/strata_load_int.h"

#include "json/json.h"

#define RECORDS_TOLD 5 /* the last ones; the archive has the others */
#define GROUPS_MAX   64

struct last_records {
	struct strata_record r[RECORDS_TOLD];
	size_t n;
};

static enum rc keep_last(void *ctx, const struct strata_record *r,
			 struct err *err)
{
	struct last_records *l = ctx;
	(void)err;
	l->r[l->n++ % RECORDS_TOLD] = *r;
	return OK;
}

static void put_records(struct json *j, const struct strata *s,
			const struct last_records *l)
{
	size_t told = l->n < RECORDS_TOLD ? l->n : RECORDS_TOLD;
	json_key(j, "records");
	json_array(j);
	for (size_t i = 0; i < told; i++) {
		const struct strata_record *r =
			&l->r[(l->n - told + i) % RECORDS_TOLD];
		struct str id = strata_record_id(s, r);
		json_object(j);
		json_put_str(j, "flow", str_from(kn_flow_name[r->flow]));
		if (id.len)
			json_put_str(j, "id", id);
		json_put_date(j, "date", r->date);
		json_put_str(j, "code", r->code[0]);
		json_object_end(j);
	}
	json_array_end(j);
}

static enum rc put_rule(struct strata_writer *w, size_t row, int rule,
			struct json *j, struct err *err)
{
	const struct kn_rule *r = &w->app->kn->rules[rule];
	struct strata_count c;
	struct last_records l = {.n = 0};
	enum rc rc = strata_rule_records(w->s, row, rule, keep_last, &l, err);
	if (rc)
		return rc;
	strata_rule_count(w->s, w->worker, rule, &c);
	json_object(j);
	json_put_str(j, "rule", r->id);
	json_put_str(j, "source", r->source);
	json_put_int(j, "events", c.n_event);
	json_put_int(j, "dates", c.n_date);
	json_put_date(j, "first", c.first);
	json_put_date(j, "last", c.last);
	if (r->flow == FLOW_DRUG) {
		json_key(j, "ddd");
		json_decimal(j, c.ddd_e4, 4);
	}
	put_records(j, w->s, &l);
	json_object_end(j);
	return OK;
}

static enum rc put_group(struct strata_writer *w, size_t row, int group,
			 struct json *j, struct err *err)
{
	const struct knowledge *kn = w->app->kn;
	enum rc rc = OK;
	json_object(j);
	json_put_str(j, "condition",
		     kn->conditions[strata_group_condition(w->s, group)].code);
	json_put_str(j, "group",
		     kn->rules[strata_group_rule(w->s, group, 0)].group);
	json_key(j, "rules");
	json_array(j);
	for (size_t i = 0; i < strata_group_size(w->s, group) && !rc; i++) {
		int rule = strata_group_rule(w->s, group, i);
		if (!kn->rules[rule].negated)
			rc = put_rule(w, row, rule, j, err);
	}
	json_array_end(j);
	json_object_end(j);
	return rc;
}

static enum rc put_groups(struct strata_writer *w, size_t row,
			  const int *groups, size_t n, struct buf *out,
			  struct err *err)
{
	struct json j;
	enum rc rc = OK;
	buf_reset(out);
	json_init(&j, out);
	json_object(&j);
	json_key(&j, "groups");
	json_array(&j);
	for (size_t i = 0; i < n && !rc; i++)
		rc = put_group(w, row, groups[i], &j, err);
	json_array_end(&j);
	json_object_end(&j);
	return rc;
}

enum rc evidence_json(struct strata_writer *w, size_t row, int condition,
		      struct buf *out, struct err *err)
{
	int groups[GROUPS_MAX];
	size_t n = strata_groups_of(w->s, w->worker, condition, groups,
				    GROUPS_MAX);
	return put_groups(w, row, groups, n, out, err);
}

enum rc evidence_group_json(struct strata_writer *w, size_t row, int group,
			    struct buf *out, struct err *err)
{
	return put_groups(w, row, &group, 1, out, err);
}

/* A story for a program: the same facts as story_text.c. */
#include "strata/story.h"

static void key_array(struct json *j, const char *key)
{
	json_key(j, key);
	json_array(j);
}

static void put_records(struct json *j, const struct story_record *r, size_t n)
{
	key_array(j, "records");
	for (size_t i = 0; i < n; i++) {
		json_object(j);
		json_put_str(j, "flow",
			     str_from(kn_flow_name[r[i].record.flow]));
		if (r[i].record_id.len)
			json_put_str(j, "record_id", r[i].record_id);
		json_put_date(j, "date", r[i].record.date);
		if (r[i].record.flow == FLOW_EXEMPTION)
			json_put_date(j, "until", r[i].record.until);
		key_array(j, "codes");
		for (size_t k = 0; k < r[i].record.n_code; k++)
			json_str(j, r[i].record.code[k]);
		json_array_end(j);
		if (r[i].name_it.len)
			json_put_str(j, "name", r[i].name_it);
		if (r[i].record.flow == FLOW_DRUG) {
			json_key(j, "ddd");
			json_decimal(j, r[i].record.ddd_e4, 4);
		}
		json_object_end(j);
	}
	json_array_end(j);
}

static void put_unless_unset(struct json *j, const char *key, int v)
{
	if (v != KN_UNSET)
		json_put_int(j, key, v);
}

static void put_asked(struct json *j, const struct kn_rule *r)
{
	json_key(j, "asked");
	json_object(j);
	json_put_str(j, "flow", str_from(kn_flow_name[r->flow]));
	json_put_str(j, "codes", r->codes);
	if (r->flow != FLOW_EXEMPTION) {
		put_unless_unset(j, "min_events", r->min_events);
		put_unless_unset(j, "min_distinct_dates",
				 r->min_distinct_dates);
		put_unless_unset(j, "min_days_span", r->min_days_span);
		json_put_int(j, "lookback_days", r->lookback_days);
	}
	if (r->min_ddd_e4 != KN_UNSET) {
		json_key(j, "min_ddd");
		json_decimal(j, r->min_ddd_e4, 4);
	}
	put_unless_unset(j, "age_min", r->age_min);
	put_unless_unset(j, "age_max", r->age_max);
	if (r->sex)
		json_put_str(j, "sex", (struct str){&r->sex, 1});
	json_object_end(j);
}

static void put_found(struct json *j, const struct strata_count *c)
{
	json_key(j, "found");
	json_object(j);
	json_put_int(j, "events", c->n_event);
	json_put_int(j, "distinct_dates", c->n_date);
	json_put_date(j, "first", c->first);
	json_put_date(j, "last", c->last);
	json_key(j, "ddd");
	json_decimal(j, c->ddd_e4, 4);
	json_put_int(j, "lapsed", c->n_lapsed);
	json_object_end(j);
}

static void put_rule(struct json *j, const struct story *t,
		     const struct story_rule *x)
{
	const struct kn_rule *r = &t->kn->rules[x->rule];
	json_object(j);
	json_put_str(j, "rule_id", r->id);
	json_put_bool(j, "negated", r->negated);
	json_put_bool(j, "holds", x->count.holds);
	put_asked(j, r);
	put_found(j, &x->count);
	json_put_str(j, "note", r->note);
	json_put_str(j, "source", r->source);
	json_put_str(j, "provenance", r->provenance);
	json_put_str(j, "confidence", r->confidence);
	put_records(j, x->records, x->n_record);
	json_object_end(j);
}

static void put_group(struct json *j, const struct story *t,
		      const struct story_group *g)
{
	json_object(j);
	json_put_str(j, "condition", t->kn->conditions[g->condition].code);
	json_put_str(j, "group", t->kn->rules[g->rules[0].rule].group);
	json_put_int(j, "done_permille", g->done_permille);
	json_put_bool(j, "stopped", g->stopped);
	key_array(j, "rules");
	for (size_t i = 0; i < g->n_rule; i++)
		put_rule(j, t, &g->rules[i]);
	json_array_end(j);
	json_object_end(j);
}

static void put_hierarchy(struct json *j, const struct story *t, int row)
{
	const struct kn_hierarchy *h = &t->kn->hierarchy[row];
	json_key(j, "hierarchy");
	json_object(j);
	json_put_int(j, "step", h->step);
	json_put_str(j, "winner", t->kn->conditions[h->winner].code);
	json_put_str(j, "loser", t->kn->conditions[h->loser].code);
	json_put_str(j, "note", h->note);
	json_object_end(j);
}

static void put_conditions(struct json *j, const struct story *t,
			   const char *key, const struct story_condition *list,
			   size_t n)
{
	key_array(j, key);
	for (size_t i = 0; i < n; i++) {
		const struct kn_condition *c =
			&t->kn->conditions[list[i].condition];
		json_object(j);
		json_put_str(j, "condition", c->code);
		json_put_str(j, "name", c->name_it);
		if (c->cluster >= 0)
			json_put_str(j, "cluster",
				     t->kn->clusters[c->cluster].code);
		if (list[i].hierarchy >= 0)
			put_hierarchy(j, t, list[i].hierarchy);
		key_array(j, "groups");
		for (size_t g = 0; g < list[i].n_group; g++)
			put_group(j, t, &list[i].groups[g]);
		json_array_end(j);
		json_object_end(j);
	}
	json_array_end(j);
}

static void put_category(struct json *j, struct str code, struct str name,
			 const struct story_category *c)
{
	json_object(j);
	json_put_str(j, "category", code);
	json_put_str(j, "name", name);
	json_put_bool(j, "by_diagnosis", c->what.by_dx);
	json_put_bool(j, "by_drugs", c->what.by_drug);
	json_put_bool(j, "superseded", c->what.superseded);
}

static void put_weighed(struct json *j, const char *weight,
			const struct story_category *c)
{
	json_put_int(j, weight, c->what.points);
	put_records(j, c->records, c->n_record);
	json_object_end(j);
}

static void put_scores(struct json *j, const struct story *t)
{
	key_array(j, "charlson");
	for (size_t i = 0; i < t->n_charlson; i++) {
		const struct kn_charlson *r =
			&t->kn->charlson[t->charlson[i].what.row];
		put_category(j, r->category, r->name_it, &t->charlson[i]);
		json_put_int(j, "weight_2011", r->weight_2011);
		put_weighed(j, "weight_1987", &t->charlson[i]);
	}
	json_array_end(j);
	key_array(j, "elixhauser");
	for (size_t i = 0; i < t->n_elixhauser; i++) {
		const struct kn_elixhauser *r =
			&t->kn->elixhauser[t->elixhauser[i].what.row];
		put_category(j, r->category, r->name_it, &t->elixhauser[i]);
		put_weighed(j, "weight", &t->elixhauser[i]);
	}
	json_array_end(j);
	key_array(j, "mcs_categories");
	for (size_t i = 0; i < t->n_mcs; i++) {
		const struct kn_mcs *r = &t->kn->mcs[t->mcs[i].what.row];
		put_category(j, r->category, r->name_it, &t->mcs[i]);
		put_weighed(j, "weight", &t->mcs[i]);
	}
	json_array_end(j);
	key_array(j, "cds_categories");
	for (size_t i = 0; i < t->n_cds; i++) {
		const struct kn_cds *r = &t->kn->cds[t->cds[i].what.row];
		put_category(j, r->category, r->name_it, &t->cds[i]);
		put_weighed(j, "points", &t->cds[i]);
	}
	json_array_end(j);
}

static void put_clusters(struct json *j, const struct story *t, const char *key,
			 const uint8_t *list, size_t n)
{
	key_array(j, key);
	for (size_t i = 0; i < n; i++)
		json_str(j, t->kn->clusters[list[i]].code);
	json_array_end(j);
}

static void put_active(struct json *j, const struct story *t)
{
	const struct strata_result *r = &t->result;
	json_put_int(j, "level", r->level);
	json_put_int(j, "level_weighted", r->weighted);
	json_put_str(j, "definition", strata_definition(t->s));
	if (r->main_cluster >= 0)
		json_put_str(j, "main_cluster",
			     t->kn->clusters[r->main_cluster].code);
	if (r->main_condition >= 0)
		json_put_str(j, "main_condition",
			     t->kn->conditions[r->main_condition].code);
	json_put_int(j, "contacts", r->n_contact);
	put_clusters(j, t, "clusters", t->lists.cluster, t->lists.n_cluster);
	put_clusters(j, t, "other_clusters", t->lists.other, t->lists.n_other);
	put_conditions(j, t, "conditions", t->found, t->n_found);
	put_conditions(j, t, "removed", t->removed, t->n_removed);
	key_array(j, "near");
	for (size_t i = 0; i < t->n_near; i++)
		put_group(j, t, &t->near[i]);
	json_array_end(j);
	json_put_int(j, "charlson_1987", r->charlson_1987);
	json_put_int(j, "charlson_2011", r->charlson_2011);
	json_put_int(j, "mcs", r->mcs);
	json_put_int(j, "elixhauser_vw", r->elixhauser_vw);
	json_put_int(j, "cds", r->cds);
	put_scores(j, t);
}

void story_json(const struct story *t, struct buf *out)
{
	struct json j;
	json_init(&j, out);
	json_object(&j);
	json_put_str(&j, "person_id", t->person_id);
	json_put_date(&j, "index_date", strata_index(t->s));
	json_put_str(&j, "status",
		     str_from(strata_status_name[t->result.status]));
	json_put_int(&j, "age", t->age);
	json_put_str(&j, "sex", (struct str){&t->sex, 1});
	if (t->result.status == STRATA_ACTIVE)
		put_active(&j, t);
	json_object_end(&j);
	buf_char(out, '\n');
}

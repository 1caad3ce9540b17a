/* What was found about a person and why, down to the records. */
#include "app/person_view.h"
#include "strata/story.h"
#include "web/page/person.h"
#include "web/page/person_conditions.html.h"

static struct str asked(struct page *p, const struct person_rule *r,
			struct date as_of)
{
	struct buf b;
	if (r->rule < 0)
		return page_text(p, MSG_PER_RULE_GONE);
	buf_init(&b, 65536);
	story_rule_words(&b, &p->app->kn->rules[r->rule], as_of, p->lang);
	return page_kept(p, &b);
}

static struct str found(struct page *p, const struct person_rule *r)
{
	const struct str pairs[] = {STR("n"),     page_int(p, r->n_event),
				    STR("dates"), page_int(p, r->n_date),
				    STR("first"), page_day(p, r->first),
				    STR("last"),  page_day(p, r->last)};
	if (!r->n_event)
		return page_text(p, MSG_STRATA_FOUND_NONE);
	if (r->n_event == 1)
		return person_fill(p, MSG_PER_FOUND_ONE, "last",
				   page_day(p, r->last));
	return page_fill(p, MSG_PER_FOUND, pairs, 4);
}

/* "dispensazione: metformina (A10BA02)" */
static struct str record_words(struct page *p, const struct person_record *r)
{
	struct str what =
		person_word(p, WORDS_FLOW, str_from(kn_flow_name[r->flow]));
	struct str name = {"", 0};
	if (r->flow == FLOW_DRUG)
		name = person_drug_name(p, r->code);
	else if (r->flow == FLOW_OUTPATIENT)
		name = person_service_name(p, r->code);
	if (!name.len || str_eq(name, r->code))
		return page_url(p, STR_FMT ": " STR_FMT, STR_ARG(what),
				STR_ARG(r->code));
	return page_url(p, STR_FMT ": " STR_FMT " (" STR_FMT ")", STR_ARG(what),
			STR_ARG(name), STR_ARG(r->code));
}

static void fill_records(struct page *p, const struct person_rule *r,
			 struct page_person_conditions_rules *x)
{
	PERSON_LIST(p, x->records, r->n_record);
	for (size_t i = 0; x->records && i < r->n_record; i++) {
		/* the newest first */
		const struct person_record *k =
			&r->records[r->n_record - 1 - i];
		x->records[i].day = page_day(p, k->date);
		x->records[i].what = record_words(p, k);
		x->records[i].number = k->id;
		x->n_records = i + 1;
	}
	if (r->n_event > (int64_t)r->n_record)
		x->more = person_fill_n(p, MSG_PER_MORE_RECORDS,
					r->n_event - (int64_t)r->n_record);
}

static void fill_groups(struct page *p, const struct person_condition *c,
			struct date as_of,
			struct page_person_conditions_list *x)
{
	PERSON_LIST(p, x->groups, c->n_group);
	for (size_t i = 0; x->groups && i < c->n_group; i++) {
		const struct person_group *g = &c->groups[i];
		struct page_person_conditions_groups *o = &x->groups[i];
		x->n_groups = i + 1;
		o->name = g->condition >= 0 && g->condition != c->condition
				  ? person_condition_name(p, g->condition)
				  : (struct str){"", 0};
		PERSON_LIST(p, o->rules, g->n_rule);
		for (size_t k = 0; o->rules && k < g->n_rule; k++) {
			const struct person_rule *r = &g->rules[k];
			o->rules[k].asked = asked(p, r, as_of);
			o->rules[k].found = found(p, r);
			o->rules[k].source = r->source;
			o->rules[k].id = r->rule_id;
			fill_records(p, r, &o->rules[k]);
			o->n_rules = k + 1;
		}
	}
}

static struct str condition_title(struct page *p,
				  const struct person_condition *c)
{
	return c->condition < 0 ? c->code
				: person_condition_name(p, c->condition);
}

static void fill_list(struct page *p, const struct person_conditions *s,
		      struct page_person_conditions *v)
{
	const struct knowledge *kn = p->app->kn;
	PERSON_LIST(p, v->list, s->n);
	for (size_t i = 0; v->list && i < s->n; i++) {
		const struct person_condition *c = &s->list[i];
		struct page_person_conditions_list *x = &v->list[i];
		v->n_list = i + 1;
		x->name = condition_title(p, c);
		x->id = page_url(p, "c-" STR_FMT, STR_ARG(c->code));
		x->main =
			c->condition >= 0 && c->condition == s->main_condition;
		x->counting = c->counting;
		x->cluster =
			c->cluster < 0
				? page_text(p, MSG_STRATA_NO_CLUSTER)
				: person_fill(p, MSG_STRATA_CLUSTER_OF,
					      "cluster",
					      p->lang == LANG_IT
						      ? kn->clusters[c->cluster]
								.name_it
						      : kn->clusters[c->cluster]
								.name_en);
		fill_groups(p, c, s->as_of, x);
	}
}

static void fill_near_rules(struct page *p, const struct person_condition *c,
			    struct date as_of,
			    struct page_person_conditions_near *x)
{
	PERSON_LIST(p, x->groups_near, c->n_group);
	for (size_t i = 0; x->groups_near && i < c->n_group; i++) {
		const struct person_group *g = &c->groups[i];
		struct page_person_conditions_groups_near *o =
			&x->groups_near[i];
		x->n_groups_near = i + 1;
		PERSON_LIST(p, o->rules_near, g->n_rule);
		for (size_t k = 0; o->rules_near && k < g->n_rule; k++) {
			const struct person_rule *r = &g->rules[k];
			o->rules_near[k].asked = asked(p, r, as_of);
			o->rules_near[k].found = found(p, r);
			o->rules_near[k].source = r->source;
			o->rules_near[k].id = r->rule_id;
			o->n_rules_near = k + 1;
		}
	}
}

static void fill_near(struct page *p, const struct person_conditions *s,
		      struct page_person_conditions *v)
{
	PERSON_LIST(p, v->near, s->n_near);
	for (size_t i = 0; v->near && i < s->n_near; i++) {
		const struct person_condition *c = &s->near[i];
		v->n_near = i + 1;
		v->near[i].name = condition_title(p, c);
		v->near[i].stopped = c->stopped;
		v->near[i].what =
			c->stopped ? page_text(p, MSG_STRATA_STOPPED)
				   : person_fill_n(p, MSG_PER_NEAR_SHARE,
						   c->done_permille / 10);
		fill_near_rules(p, c, s->as_of, &v->near[i]);
	}
}

static struct str level_title(struct page *p, int level)
{
	static const enum msg words[] = {
		MSG_STRATA_NO_LEVEL, MSG_STRATA_LEVEL_1, MSG_STRATA_LEVEL_2,
		MSG_STRATA_LEVEL_3,  MSG_STRATA_LEVEL_4, MSG_STRATA_LEVEL_5};
	return page_text(p, words[level >= 1 && level <= 5 ? level : 0]);
}

/* "BPCO; Diabete": names of clusters written with '|' */
static struct str cluster_names(struct page *p, struct str codes)
{
	const struct knowledge *kn = p->app->kn;
	struct buf b;
	buf_init(&b, 65536);
	for (struct str rest = codes; rest.len;) {
		int c = kn_cluster_index(kn, str_cut(&rest, '|'));
		if (c < 0)
			continue;
		if (b.len)
			buf_text(&b, "; ");
		buf_str(&b, p->lang == LANG_IT ? kn->clusters[c].name_it
					       : kn->clusters[c].name_en);
	}
	return page_kept(p, &b);
}

static void fill_head(struct page *p, const struct person_conditions *s,
		      struct page_person_conditions *v)
{
	const struct str why[] = {
		STR("clusters"), cluster_names(p, s->clusters),
		STR("contacts"), page_int(p, s->n_contacts),
		STR("weighted"), page_int(p, s->level_weighted)};
	const struct str scores[] = {
		STR("c1987"), page_int(p, s->charlson_1987),
		STR("c2011"), page_int(p, s->charlson_2011),
		STR("mcs"),   page_int(p, s->mcs)};
	v->level = level_title(p, s->level);
	v->level_why = page_fill(
		p, s->clusters.len ? MSG_PER_LEVEL_WHY : MSG_PER_LEVEL_WHY_NONE,
		why, 3);
	v->scores = page_fill(p, MSG_PER_SCORES, scores, 3);
	v->as_of =
		person_fill(p, MSG_PER_AS_OF, "date", page_date(p, s->as_of));
	if (s->other_clusters.len)
		v->others = person_fill(p, MSG_PER_OTHER_CLUSTERS, "clusters",
					cluster_names(p, s->other_clusters));
}

struct html person_conditions_html(struct page *p,
				   const struct person_conditions *s)
{
	struct page_person_conditions v = {.known = s->run_id != 0};
	struct buf b;
	if (v.known) {
		fill_head(p, s, &v);
		fill_list(p, s, &v);
		fill_near(p, s, &v);
	}
	buf_init(&b, 1u << 20);
	page_person_conditions(&b, p->lang, &v);
	return (struct html){page_kept(p, &b)};
}

enum rc on_person_conditions(struct page *p, struct err *err)
{
	struct person_conditions s;
	enum rc rc = app_person_conditions(p->app, p->id[0], p->a, &s, err);
	if (rc)
		return rc;
	struct html body = person_conditions_html(p, &s);
	person_begin(p, TAB_CONDITIONS, MSG_PER_CONDITIONS);
	buf_text(p->out, "<h1>");
	html_text(p->out, page_text(p, MSG_PER_CONDITIONS));
	buf_text(p->out, "</h1>");
	buf_str(p->out, body.markup);
	return page_end(p, err);
}

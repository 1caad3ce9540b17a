/* A story for a human, in the terminal. */
#include "strata/story.h"

#define RECORDS_SHOWN 12

struct out {
	const struct story *t;
	struct buf *b;
	enum lang lang;
};

static void say(const struct out *o, enum msg id)
{
	buf_str(o->b, text_of(id, o->lang));
}

static void fill(const struct out *o, enum msg id, const char *name,
		 struct str value)
{
	const struct str pair[] = {str_from(name), value};
	text_fill(o->b, id, o->lang, pair, 1);
}

static void fill_int(const struct out *o, enum msg id, int64_t n)
{
	char digits[24];
	snprintf(digits, sizeof(digits), "%" PRId64, n);
	fill(o, id, "n", str_from(digits));
}

static void fill_doses(const struct out *o, enum msg id, int64_t e4)
{
	struct buf b;
	buf_init(&b, 64);
	buf_decimal(&b, e4, 4);
	fill(o, id, "n", buf_view(&b));
	buf_release(&b);
}

static void comma(const struct out *o)
{
	buf_text(o->b, ", ");
}

static struct str condition_name(const struct out *o, int condition)
{
	const struct kn_condition *c = &o->t->kn->conditions[condition];
	return o->lang == LANG_IT ? c->name_it : c->name_en;
}

static void condition(const struct out *o, int c)
{
	buf_str(o->b, o->t->kn->conditions[c].code);
	buf_char(o->b, ' ');
	buf_str(o->b, condition_name(o, c));
}

/* ------------------------------------------------------------------ head */

static enum msg sex_msg(char sex)
{
	return sex == 'M'   ? MSG_STRATA_SEX_M
	       : sex == 'F' ? MSG_STRATA_SEX_F
			    : MSG_STRATA_SEX_U;
}

static void person(const struct out *o)
{
	const struct story *t = o->t;
	char age[24], day[11];
	snprintf(age, sizeof(age), "%d", t->age);
	const struct str pairs[] = {
		STR("id"),   t->person_id,
		STR("sex"),  text_of(sex_msg(t->sex), o->lang),
		STR("age"),  str_from(age),
		STR("date"), date_text(strata_index(t->s), day)};
	text_fill(o->b, MSG_STRATA_PERSON, o->lang, pairs, 4);
	buf_char(o->b, '\n');
}

static void level_row(const struct out *o)
{
	const struct kn_level_rule *r = o->t->level_rule;
	char level[24], min[24], max[24], contacts[24];
	struct str any = text_of(MSG_STRATA_NO_LIMIT, o->lang);
	snprintf(level, sizeof(level), "%d", r->level);
	snprintf(min, sizeof(min), "%d", r->min_clusters);
	snprintf(max, sizeof(max), "%d", r->max_clusters);
	snprintf(contacts, sizeof(contacts), "%d", r->min_contacts);
	const struct str pairs[] = {
		STR("definition"), r->definition,
		STR("level"),      str_from(level),
		STR("min"),        str_from(min),
		STR("max"),        r->max_clusters < 0 ? any : str_from(max),
		STR("contacts"),   str_from(contacts)};
	buf_text(o->b, "  ");
	text_fill(o->b, MSG_STRATA_LEVEL_ROW, o->lang, pairs, 5);
	if (r->max_mild >= 0) {
		char mild[24];
		snprintf(mild, sizeof(mild), "%d", r->max_mild);
		comma(o);
		fill(o, MSG_STRATA_LEVEL_MILD, "mild", str_from(mild));
	}
	buf_char(o->b, '\n');
}

static void level(const struct out *o)
{
	static const enum msg names[] = {
		MSG_STRATA_NO_LEVEL, MSG_STRATA_LEVEL_1, MSG_STRATA_LEVEL_2,
		MSG_STRATA_LEVEL_3,  MSG_STRATA_LEVEL_4, MSG_STRATA_LEVEL_5};
	const struct strata_result *r = &o->t->result;
	char n[24], contacts[24], weighted[24];
	say(o, names[r->level < countof(names) ? r->level : 0]);
	buf_char(o->b, '\n');
	if (o->t->level_rule)
		level_row(o);
	snprintf(n, sizeof(n), "%d", r->n_counting);
	snprintf(contacts, sizeof(contacts), "%d", r->n_contact);
	snprintf(weighted, sizeof(weighted), "%d", r->weighted);
	const struct str pairs[] = {STR("n"),        str_from(n),
				    STR("contacts"), str_from(contacts),
				    STR("weighted"), str_from(weighted)};
	buf_text(o->b, "  ");
	text_fill(o->b, MSG_STRATA_LEVEL_HAS, o->lang, pairs, 3);
	buf_char(o->b, '\n');
}

static void main_disease(const struct out *o)
{
	const struct story *t = o->t;
	if (t->result.main_cluster < 0 || t->result.main_condition < 0)
		return;
	const struct kn_cluster *k = &t->kn->clusters[t->result.main_cluster];
	char rank[24];
	snprintf(rank, sizeof(rank), "%d", k->rank);
	const struct str pairs[] = {
		STR("condition"), condition_name(o, t->result.main_condition),
		STR("cluster"),   k->code,
		STR("rank"),      str_from(rank)};
	text_fill(o->b, MSG_STRATA_MAIN, o->lang, pairs, 3);
	buf_char(o->b, '\n');
}

static void cluster_list(const struct out *o, enum msg title,
			 const uint8_t *list, size_t n)
{
	if (!n)
		return;
	say(o, title);
	buf_text(o->b, ":\n");
	for (size_t i = 0; i < n; i++) {
		const struct kn_cluster *k = &o->t->kn->clusters[list[i]];
		buf_text(o->b, "  ");
		buf_str(o->b, k->code);
		buf_char(o->b, ' ');
		buf_str(o->b, o->lang == LANG_IT ? k->name_it : k->name_en);
		buf_char(o->b, '\n');
	}
}

/* ------------------------------------------------------------- rule rows */

static void asked(const struct out *o, const struct kn_rule *r)
{
	story_rule_words(o->b, r, strata_index(o->t->s), o->lang);
}

static bool fits(const struct story *t, const struct kn_rule *r)
{
	return (!r->sex || r->sex == t->sex) &&
	       (r->age_min == KN_UNSET || t->age >= r->age_min) &&
	       (r->age_max == KN_UNSET || t->age <= r->age_max);
}

static void found(const struct out *o, const struct kn_rule *r,
		  const struct strata_count *c)
{
	char first[11], last[11];
	if (!c->n_event) {
		say(o, c->n_lapsed ? MSG_STRATA_LAPSED : MSG_STRATA_FOUND_NONE);
	} else {
		fill_int(o, MSG_STRATA_FOUND, c->n_event);
		if (r->flow != FLOW_EXEMPTION) {
			const struct str pairs[] = {
				STR("first"), date_text(c->first, first),
				STR("last"), date_text(c->last, last)};
			buf_char(o->b, ' ');
			fill_int(o, MSG_STRATA_FOUND_DATES, c->n_date);
			comma(o);
			text_fill(o->b, MSG_STRATA_FOUND_SPAN, o->lang, pairs,
				  2);
		}
		if (r->flow == FLOW_DRUG) {
			comma(o);
			fill_doses(o, MSG_STRATA_FOUND_DDD, c->ddd_e4);
		}
	}
	if (!fits(o->t, r)) {
		comma(o);
		say(o, MSG_STRATA_NOT_FITTING);
	}
	buf_text(o->b, ": ");
	say(o,
	    c->holds != r->negated ? MSG_STRATA_HOLDS : MSG_STRATA_HOLDS_NOT);
}

static void record(const struct out *o, const struct story_record *r)
{
	char day[11], until[11];
	struct str name = o->lang == LANG_IT ? r->name_it : r->name_en;
	buf_text(o->b, "          ");
	buf_str(o->b, date_text(r->record.date, day));
	for (size_t i = 0; i < r->record.n_code; i++) {
		buf_char(o->b, ' ');
		buf_str(o->b, r->record.code[i]);
	}
	if (name.len) {
		buf_char(o->b, ' ');
		buf_str(o->b, name);
	}
	if (r->record.flow == FLOW_DRUG) {
		comma(o);
		fill_doses(o, MSG_STRATA_DOSES, r->record.ddd_e4);
	}
	struct str last = date_text(r->record.until, until);
	if (last.len) {
		comma(o);
		fill(o, MSG_STRATA_UNTIL, "date", last);
	}
	if (r->record_id.len) {
		buf_text(o->b, " [");
		buf_str(o->b, r->record_id);
		buf_char(o->b, ']');
	}
	buf_char(o->b, '\n');
}

static void records(const struct out *o, const struct story_record *r, size_t n)
{
	for (size_t i = 0; i < n && i < RECORDS_SHOWN; i++)
		record(o, &r[i]);
	if (n > RECORDS_SHOWN) {
		buf_text(o->b, "          ");
		fill_int(o, MSG_STRATA_MORE, (int64_t)(n - RECORDS_SHOWN));
		buf_char(o->b, '\n');
	}
}

static void rule(const struct out *o, const struct story_rule *x)
{
	const struct kn_rule *r = &o->t->kn->rules[x->rule];
	const struct str pairs[] = {STR("source"),     r->source,
				    STR("provenance"), r->provenance,
				    STR("confidence"), r->confidence};
	buf_text(o->b, "      ");
	buf_str(o->b, r->id);
	buf_char(o->b, ' ');
	asked(o, r);
	buf_text(o->b, "\n        ");
	found(o, r, &x->count);
	buf_text(o->b, "\n        ");
	text_fill(o->b, MSG_STRATA_SOURCE, o->lang, pairs, 3);
	buf_char(o->b, '\n');
	records(o, x->records, x->n_record);
}

static void rules_of(const struct out *o, const struct story_group *g)
{
	for (size_t i = 0; i < g->n_rule; i++)
		rule(o, &g->rules[i]);
}

static struct str group_name(const struct out *o, const struct story_group *g)
{
	return o->t->kn->rules[g->rules[0].rule].group;
}

/* ------------------------------------------------------------ conditions */

static void made_of(const struct out *o, const struct story_group *g,
		    const struct story_condition *c)
{
	char step[24];
	const struct story *t = o->t;
	snprintf(step, sizeof(step), "%d", t->kn->hierarchy[c->hierarchy].step);
	const struct str pairs[] = {STR("condition"),
				    condition_name(o, g->condition),
				    STR("step"), str_from(step)};
	comma(o);
	text_fill(o->b, MSG_STRATA_MADE_OF, o->lang, pairs, 2);
}

static void found_condition(const struct out *o,
			    const struct story_condition *c)
{
	int cluster = o->t->kn->conditions[c->condition].cluster;
	buf_text(o->b, "  ");
	condition(o, c->condition);
	buf_text(o->b, " (");
	if (cluster < 0)
		say(o, MSG_STRATA_NO_CLUSTER);
	else
		fill(o, MSG_STRATA_CLUSTER_OF, "cluster",
		     o->t->kn->clusters[cluster].code);
	buf_text(o->b, ")\n");
	for (size_t i = 0; i < c->n_group; i++) {
		const struct story_group *g = &c->groups[i];
		buf_text(o->b, "    ");
		fill(o, MSG_STRATA_GROUP, "group", group_name(o, g));
		if (g->condition != c->condition && c->hierarchy >= 0)
			made_of(o, g, c);
		buf_char(o->b, '\n');
		rules_of(o, g);
	}
}

static void removed_condition(const struct out *o,
			      const struct story_condition *c)
{
	const struct kn_hierarchy *h = &o->t->kn->hierarchy[c->hierarchy];
	int winner = h->relation == REL_PROMOTES ? h->result : h->winner;
	char step[24];
	snprintf(step, sizeof(step), "%d", h->step);
	const struct str pairs[] = {STR("winner"), condition_name(o, winner),
				    STR("step"),   str_from(step),
				    STR("note"),   h->note};
	buf_text(o->b, "  ");
	condition(o, c->condition);
	comma(o);
	text_fill(o->b, MSG_STRATA_REMOVED_BY, o->lang, pairs, 3);
	buf_char(o->b, '\n');
	for (size_t i = 0; i < c->n_group; i++)
		rules_of(o, &c->groups[i]);
}

static void near_group(const struct out *o, const struct story_group *g)
{
	buf_text(o->b, "  ");
	condition(o, g->condition);
	comma(o);
	buf_str(o->b, group_name(o, g));
	if (g->stopped) {
		comma(o);
		say(o, MSG_STRATA_STOPPED);
	}
	buf_char(o->b, '\n');
	rules_of(o, g);
}

static void heading(const struct out *o, enum msg id)
{
	buf_char(o->b, '\n');
	say(o, id);
	buf_char(o->b, '\n');
}

static void conditions(const struct out *o)
{
	const struct story *t = o->t;
	heading(o, MSG_STRATA_CONDITIONS);
	for (size_t i = 0; i < t->n_found; i++)
		found_condition(o, &t->found[i]);
	if (!t->n_found) {
		buf_text(o->b, "  ");
		say(o, MSG_STRATA_NONE_FOUND);
		buf_char(o->b, '\n');
	}
	if (t->n_removed)
		heading(o, MSG_STRATA_REMOVED);
	for (size_t i = 0; i < t->n_removed; i++)
		removed_condition(o, &t->removed[i]);
	if (t->n_near)
		heading(o, MSG_STRATA_NEAR);
	for (size_t i = 0; i < t->n_near; i++)
		near_group(o, &t->near[i]);
}

/* ---------------------------------------------------------------- scores */

static void category(const struct out *o, const char *score, struct str name,
		     const struct story_category *c)
{
	buf_printf(o->b, "    %s " STR_FMT ", ", score, STR_ARG(name));
	fill_int(o, MSG_STRATA_WEIGHT, c->what.points);
	if (c->what.superseded) {
		comma(o);
		say(o, MSG_STRATA_SUPERSEDED);
	}
	buf_char(o->b, '\n');
	records(o, c->records, c->n_record);
}

static void scores(const struct out *o)
{
	const struct story *t = o->t;
	char a[24], b[24], m[24], e[24], c[24];
	snprintf(a, sizeof(a), "%d", t->result.charlson_1987);
	snprintf(b, sizeof(b), "%d", t->result.charlson_2011);
	snprintf(m, sizeof(m), "%d", t->result.mcs);
	snprintf(e, sizeof(e), "%d", t->result.elixhauser_vw);
	snprintf(c, sizeof(c), "%d", t->result.cds);
	const struct str pairs[] = {STR("c1987"), str_from(a), STR("c2011"),
				    str_from(b),  STR("mcs"),  str_from(m),
				    STR("elix"),  str_from(e), STR("cds"),
				    str_from(c)};
	heading(o, MSG_STRATA_SCORES);
	buf_text(o->b, "  ");
	text_fill(o->b, MSG_STRATA_SCORE_LINE, o->lang, pairs, 5);
	buf_char(o->b, '\n');
	for (size_t i = 0; i < t->n_charlson; i++)
		category(o, "Charlson",
			 t->kn->charlson[t->charlson[i].what.row].name_it,
			 &t->charlson[i]);
	for (size_t i = 0; i < t->n_elixhauser; i++)
		category(o, "Elixhauser",
			 t->kn->elixhauser[t->elixhauser[i].what.row].name_it,
			 &t->elixhauser[i]);
	for (size_t i = 0; i < t->n_mcs; i++)
		category(o, "MCS", t->kn->mcs[t->mcs[i].what.row].name_it,
			 &t->mcs[i]);
	for (size_t i = 0; i < t->n_cds; i++)
		category(o, "CDS", t->kn->cds[t->cds[i].what.row].name_it,
			 &t->cds[i]);
}

static enum msg status_msg(uint8_t status)
{
	return status == STRATA_DECEASED ? MSG_STRATA_DECEASED
	       : status == STRATA_LEFT   ? MSG_STRATA_LEFT
					 : MSG_STRATA_NOT_YET;
}

void story_text(const struct story *t, enum lang lang, struct buf *out)
{
	const struct out o = {t, out, lang};
	person(&o);
	if (t->result.status != STRATA_ACTIVE) {
		say(&o, status_msg(t->result.status));
		buf_char(out, '\n');
		return;
	}
	level(&o);
	main_disease(&o);
	cluster_list(&o, MSG_STRATA_CLUSTERS, t->lists.cluster,
		     t->lists.n_cluster);
	cluster_list(&o, MSG_STRATA_OTHERS, t->lists.other, t->lists.n_other);
	conditions(&o);
	scores(&o);
	buf_char(out, '\n');
	say(&o, MSG_STRATA_CAVEAT);
	buf_char(out, '\n');
}

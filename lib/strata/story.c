#include "strata/story.h"
#include "knowledge/names.h"
#include "strata/strata_int.h"

#define NEAR_FROM_PERMILLE 500 /* half of what is asked: worth telling */
#define GROUPS_MAX         64
#define CATEGORIES_MAX     64

struct collect { /* records of one rule into the arena */
	struct story *t;
	struct story_record *list;
	size_t n, cap;
};

static void name_record(const struct knowledge *kn, struct story_record *r)
{
	struct str code = r->record.code[0];
	switch (r->record.flow) {
	case FLOW_DRUG:
		kn_drug_names(kn, code, &r->name_it, &r->name_en);
		return;
	case FLOW_OUTPATIENT:
		r->name_it = r->name_en = kn_service_name(kn, code);
		return;
	case FLOW_EXEMPTION:
		r->name_it = r->name_en = kn_exemption_name(kn, code);
		return;
	case FLOW_HOSPITAL: /* no table of ICD-9-CM names is at hand */
	case FLOW_EMERGENCY:
	case N_FLOW:
		return;
	}
}

static enum rc collect_record(void *ctx, const struct strata_record *r,
			      struct err *err)
{
	struct collect *c = ctx;
	if (c->n == c->cap) { /* the old list stays in the arena */
		size_t cap = c->cap ? 2 * c->cap : 16;
		struct story_record *list =
			arena_array(c->t->arena, struct story_record, cap);
		if (!list)
			return arena_fail(c->t->arena, err);
		if (c->n)
			memcpy(list, c->list, c->n * sizeof(*list));
		c->list = list;
		c->cap = cap;
	}
	struct story_record *out = &c->list[c->n++];
	*out = (struct story_record){.record = *r,
				     .record_id = strata_record_id(c->t->s, r)};
	name_record(c->t->kn, out);
	return OK;
}

static enum rc tell_rule(struct story *t, const struct strata_worker *w,
			 int rule, struct story_rule *out, struct err *err)
{
	struct collect c = {.t = t};
	*out = (struct story_rule){.rule = rule};
	strata_rule_count(t->s, w, rule, &out->count);
	enum rc rc = strata_rule_records(t->s, t->person_row, rule,
					 collect_record, &c, err);
	if (!rc && !out->count.holds && out->count.n_lapsed)
		rc = strata_lapsed_exemptions(t->s, t->person_row, rule,
					      collect_record, &c, err);
	out->records = c.list;
	out->n_record = c.n;
	return rc;
}

static enum rc tell_group(struct story *t, const struct strata_worker *w,
			  int group, struct story_group *out, struct err *err)
{
	size_t n = strata_group_size(t->s, group);
	out->group = group;
	out->condition = strata_group_condition(t->s, group);
	out->rules = arena_array(t->arena, struct story_rule, n);
	if (!out->rules)
		return arena_fail(t->arena, err);
	out->n_rule = n;
	for (size_t i = 0; i < n; i++) {
		enum rc rc = tell_rule(t, w, strata_group_rule(t->s, group, i),
				       &out->rules[i], err);
		if (rc)
			return rc;
	}
	return OK;
}

static enum rc tell_condition(struct story *t, const struct strata_worker *w,
			      int condition, struct story_condition *out,
			      struct err *err)
{
	int groups[GROUPS_MAX];
	size_t n = strata_groups_of(t->s, w, condition, groups, GROUPS_MAX);
	*out = (struct story_condition){.condition = condition,
					.hierarchy = -1};
	for (size_t i = 0; i < strata_n_change(w); i++)
		if (strata_change(w, i).condition == condition)
			out->hierarchy = strata_change(w, i).hierarchy;
	out->groups = arena_array(t->arena, struct story_group, n + 1);
	if (!out->groups)
		return arena_fail(t->arena, err);
	out->n_group = n;
	for (size_t i = 0; i < n; i++) {
		enum rc rc = tell_group(t, w, groups[i], &out->groups[i], err);
		if (rc)
			return rc;
		out->groups[i].done_permille = 1000;
	}
	return OK;
}

static enum rc tell_conditions(struct story *t, const struct strata_worker *w,
			       struct err *err)
{
	size_t n_change = strata_n_change(w);
	t->found = arena_array(t->arena, struct story_condition,
			       t->lists.n_condition + 1);
	t->removed =
		arena_array(t->arena, struct story_condition, n_change + 1);
	if (!t->found || !t->removed)
		return arena_fail(t->arena, err);
	for (size_t i = 0; i < t->lists.n_condition; i++) {
		enum rc rc = tell_condition(t, w, t->lists.condition[i],
					    &t->found[t->n_found++], err);
		if (rc)
			return rc;
	}
	for (size_t i = 0; i < n_change; i++) {
		struct strata_change c = strata_change(w, i);
		if (c.made || strata_has(&t->result, c.condition))
			continue;
		struct story_condition *r = &t->removed[t->n_removed++];
		enum rc rc = tell_condition(t, w, c.condition, r, err);
		if (rc)
			return rc;
		r->hierarchy = c.hierarchy;
	}
	return OK;
}

/* ------------------------------------------------------------ nearly there */

static int share(int64_t have, int64_t want)
{
	return want <= 0 || have >= want ? 1000 : (int)(have * 1000 / want);
}

static int at_least(int a, int b)
{
	return a < b ? a : b;
}

/* How much of what the row asks is there, in thousandths. */
static int rule_done(const struct strata *s, const struct strata_worker *w,
		     int rule, const struct strata_count *c)
{
	const struct kn_rule *r = &s->q.kn->rules[rule];
	if (c->holds)
		return 1000;
	if (!rule_fits_person(s, w, rule))
		return 0;
	if (r->flow == FLOW_EXEMPTION)
		return c->n_lapsed ? NEAR_FROM_PERMILLE : 0;
	int done = share(c->n_event, r->min_events);
	done = at_least(done, share(c->n_date, r->min_distinct_dates));
	done = at_least(done, share(c->ddd_e4, r->min_ddd_e4));
	if (c->n_event)
		done = at_least(done, share(c->last.days - c->first.days + 1,
					    r->min_days_span + 1));
	return done;
}

static struct story_near measure_group(const struct strata *s,
				       const struct strata_worker *w, int group)
{
	int sum = 0, n = 0;
	bool negated_stops = false;
	struct story_near out = {.group = group,
				 .condition = strata_group_condition(s, group)};
	for (size_t i = 0; i < strata_group_size(s, group); i++) {
		int rule = strata_group_rule(s, group, i);
		struct strata_count c;
		strata_rule_count(s, w, rule, &c);
		if (s->q.kn->rules[rule].negated) {
			negated_stops |= c.holds;
			continue;
		}
		n++;
		sum += rule_done(s, w, rule, &c);
	}
	assert(n > 0); /* strata_new refuses a group of negated rows */
	out.done_permille = sum / n;
	out.stopped = negated_stops && out.done_permille == 1000;
	if (negated_stops && !out.stopped)
		out.done_permille = 0; /* two things in the way: far */
	return out;
}

/* Keep the nearest group of each condition, the nearest conditions first. */
static size_t keep_near(struct story_near *near, size_t n,
			const struct story_near *g)
{
	size_t j;
	for (size_t i = 0; i < n; i++) {
		if (near[i].condition != g->condition)
			continue;
		if (near[i].done_permille >= g->done_permille)
			return n;
		n--;
		memmove(&near[i], &near[i + 1], (n - i) * sizeof(*near));
		break;
	}
	for (j = n; j && near[j - 1].done_permille < g->done_permille; j--)
		if (j < STORY_NEAR_MAX)
			near[j] = near[j - 1];
	if (j == STORY_NEAR_MAX)
		return n;
	near[j] = *g;
	return n < STORY_NEAR_MAX ? n + 1 : n;
}

/* Found, or found and given way to another by the hierarchy. */
static bool already_told(const struct strata_worker *w,
			 const struct strata_result *r, int condition)
{
	for (size_t i = 0; i < strata_n_change(w); i++) {
		struct strata_change c = strata_change(w, i);
		if (!c.made && c.condition == condition)
			return true;
	}
	return strata_has(r, condition);
}

size_t story_near(const struct strata *s, const struct strata_worker *w,
		  const struct strata_result *r, struct story_near *near)
{
	size_t n = 0;
	for (size_t g = 0; g < strata_n_group(s); g++) {
		struct story_near m = measure_group(s, w, (int)g);
		if (m.done_permille >= NEAR_FROM_PERMILLE &&
		    !already_told(w, r, m.condition))
			n = keep_near(near, n, &m);
	}
	return n;
}

static enum rc tell_near(struct story *t, const struct strata_worker *w,
			 struct err *err)
{
	struct story_near near[STORY_NEAR_MAX];
	size_t n = story_near(t->s, w, &t->result, near);
	t->near = arena_array(t->arena, struct story_group, n + 1);
	if (!t->near)
		return arena_fail(t->arena, err);
	for (; t->n_near < n; t->n_near++) {
		struct story_group *g = &t->near[t->n_near];
		g->done_permille = near[t->n_near].done_permille;
		g->stopped = near[t->n_near].stopped;
		enum rc rc = tell_group(t, w, near[t->n_near].group, g, err);
		if (rc)
			return rc;
	}
	return OK;
}

/* ------------------------------------------------------------------ scores */

typedef enum rc score_records_fn(const struct strata *s, size_t person_row,
				 int row, strata_record_fn *fn, void *ctx,
				 struct err *err);

static enum rc tell_scores(struct story *t, const struct strata_category *what,
			   size_t n, score_records_fn *records,
			   struct story_category **out, struct err *err)
{
	*out = arena_array(t->arena, struct story_category, n + 1);
	if (!*out)
		return arena_fail(t->arena, err);
	for (size_t i = 0; i < n; i++) {
		struct collect c = {.t = t};
		enum rc rc = records(t->s, t->person_row, what[i].row,
				     collect_record, &c, err);
		if (rc)
			return rc;
		(*out)[i] = (struct story_category){what[i], c.list, c.n};
	}
	return OK;
}

static enum rc tell_all_scores(struct story *t, const struct strata_worker *w,
			       struct err *err)
{
	const struct {
		size_t (*present)(const struct strata *,
				  const struct strata_worker *,
				  struct strata_category *, size_t);
		score_records_fn *records;
		struct story_category **out;
		size_t *n;
	} scores[] = {
		{strata_charlson, strata_charlson_records, &t->charlson,
		 &t->n_charlson},
		{strata_elixhauser, strata_elixhauser_records, &t->elixhauser,
		 &t->n_elixhauser},
		{strata_mcs, strata_mcs_records, &t->mcs, &t->n_mcs},
		{strata_cds, strata_cds_records, &t->cds, &t->n_cds},
	};
	struct strata_category what[CATEGORIES_MAX];
	enum rc rc = OK;
	for (size_t i = 0; i < countof(scores) && !rc; i++) {
		*scores[i].n = scores[i].present(t->s, w, what, CATEGORIES_MAX);
		rc = tell_scores(t, what, *scores[i].n, scores[i].records,
				 scores[i].out, err);
	}
	return rc;
}

static const struct kn_level_rule *level_rule(const struct strata *s, int level)
{
	for (size_t i = 0; i < s->n_in_use; i++)
		if (level && s->in_use[i].level == level)
			return &s->in_use[i];
	return NULL;
}

enum rc story_tell(struct story *t, const struct strata *s,
		   struct strata_worker *w, size_t row, struct arena *arena,
		   struct err *err)
{
	const struct people_cols *p = archive_people(s->q.archive);
	*t = (struct story){
		.s = s,
		.kn = s->q.kn,
		.arena = arena,
		.person_id = archive_person_id(s->q.archive, row),
		.person_row = row,
		.birth = {p->birth[row]},
		.age = date_age((struct date){p->birth[row]}, s->q.index),
		.sex = p->sex[row]};
	enum rc rc = strata_check(s, row, row + 1, err);
	if (rc)
		return rc;
	strata_person(s, w, row, &t->result);
	if (t->result.status != STRATA_ACTIVE)
		return OK;
	strata_lists(s, &t->result, &t->lists);
	t->level_rule = level_rule(s, t->result.level);
	rc = tell_conditions(t, w, err);
	if (!rc)
		rc = tell_near(t, w, err);
	return rc ? rc : tell_all_scores(t, w, err);
}

/* Steps 1 to 3: what the conditions ask for, at the highest frequency; basic
 * panels only where needed; merge rules. */
#include "plan/plan_int.h"

bool is_outpatient(enum kn_service_kind kind)
{
	return kind == KIND_VISIT || kind == KIND_INSTRUMENTAL ||
	       kind == KIND_IMAGING;
}

struct plan_line *line_for(struct plan_work *w, int service)
{
	int i = w->line_of[service];
	return i < 0 ? NULL : &w->d->lines[i];
}

struct plan_line *line_add(struct plan_work *w, int service)
{
	assert(w->d->n_lines < w->cap_lines);
	assert(w->line_of[service] < 0);
	struct plan_line *l = &w->d->lines[w->d->n_lines];
	*l = (struct plan_line){.service = service,
				.priority_class = 'P',
				.won = -1,
				.other = -1,
				.last = DATE_NONE,
				.first_due = DATE_NONE};
	w->line_of[service] = (int16_t)w->d->n_lines++;
	return l;
}

bool person_has(const struct plan_work *w, struct str conditions)
{
	return str_is(conditions, "*") ||
	       therapy_conditions_hold(w->e->kn, conditions, w->in->conditions,
				       w->in->n_conditions);
}

int64_t interval_of(int64_t times_e4)
{
	assert(times_e4 > 0);
	return (INT64_C(1200000000) + times_e4 / 2) / times_e4;
}

static bool is_basic(struct str note)
{
	return str_starts(note, STR("Basic "));
}

/* ATC of a drug present that makes a conditional row apply; empty: none. */
static struct str triggered(const struct plan_work *w, size_t set)
{
	const struct trigger *t = w->e->set_trigger[set];
	for (size_t i = 0; t && i < w->in->n_therapy; i++) {
		const struct therapy_item *item = &w->in->therapy[i];
		if (kn_code_matches(item->atc, t->atc) &&
		    therapy_present(&w->drug_lim, item, w->in->start))
			return item->atc;
	}
	return (struct str){"", 0};
}

static struct plan_ask ask_of(const struct plan_work *w, size_t set)
{
	const struct kn_set *s = &w->e->kn->sets[set];
	return (struct plan_ask){
		.condition = w->e->kn->conditions[s->condition].code,
		.level = s->level,
		.times_e4 = s->times_per_year_e4,
		.interval_e4 = s->interval_months_e4,
		.use = s->use,
		.note = s->note,
		.source = s->source,
		.provenance = s->provenance,
		.confidence = s->confidence,
		.trigger = s->use == USE_CONDITIONAL ? triggered(w, set)
						     : (struct str){"", 0}};
}

/* How much an ask weighs: planned rows beat single ones, those the
 * conditional ones, basic rows come after all planned ones. */
static int rank(const struct plan_ask *k)
{
	if (k->use == USE_ONCE)
		return 1;
	if (k->use == USE_CONDITIONAL && !k->trigger.len)
		return 0;
	return is_basic(k->note) ? 2 : 3;
}

static void settle_asks(struct plan_line *l)
{
	const struct plan_ask *best = NULL;
	for (size_t i = 0; i < l->n_asks; i++) {
		const struct plan_ask *k = &l->asks[i];
		if (best &&
		    (rank(k) < rank(best) ||
		     (rank(k) == rank(best) && k->times_e4 <= best->times_e4)))
			continue;
		best = k;
		l->won = (int)i;
	}
	l->times_e4 = l->asked_e4 = best->times_e4;
	l->interval_e4 = best->interval_e4;
	if (rank(best) == 0)
		l->out = OUT_CONDITIONAL;
}

static char urgent(char a, char b)
{
	static const char order[] = "UBDP";
	return strchr(order, a) < strchr(order, b) ? a : b;
}

static void add_row(struct plan_work *w, size_t set, struct plan_ask **next,
		    const uint16_t *count)
{
	const struct kn_set *s = &w->e->kn->sets[set];
	struct plan_line *l = line_for(w, s->service);
	struct plan_ask k = ask_of(w, set);
	if (!l) {
		l = line_add(w, s->service);
		l->asks = *next;
		*next += count[s->service];
	}
	((struct plan_ask *)l->asks)[l->n_asks++] = k;
	if (rank(&k) > 0)
		l->priority_class =
			urgent(l->priority_class, s->priority_class);
}

enum rc plan_collect(struct plan_work *w)
{
	const struct plan_engine *e = w->e;
	const struct knowledge *kn = e->kn;
	const struct plan_input *in = w->in;
	uint16_t *count = arena_array(w->a, uint16_t, kn->n_services);
	size_t n_ask = 0;
	if (!count)
		return arena_fail(w->a, w->err);
	for (size_t i = 0; i < in->n_conditions; i++) {
		const uint32_t *from = e->set_from[in->conditions[i]];
		for (uint32_t s = from[in->level]; s < from[in->level + 1];
		     s++, n_ask++)
			count[kn->sets[s].service]++;
	}
	struct plan_ask *next = arena_array(w->a, struct plan_ask, n_ask + 1);
	if (!next)
		return arena_fail(w->a, w->err);
	for (size_t i = 0; i < in->n_conditions; i++) {
		const uint32_t *from = e->set_from[in->conditions[i]];
		for (uint32_t s = from[in->level]; s < from[in->level + 1]; s++)
			add_row(w, s, &next, count);
	}
	for (size_t i = 0; i < w->d->n_lines; i++)
		settle_asks(&w->d->lines[i]);
	return OK;
}

static void apply_rule(struct plan_line *l, const struct kn_merge_rule *m)
{
	if (m->drop) {
		l->out = OUT_MERGE_RULE;
	} else {
		if (l->times_e4 <= m->max_per_year_e4)
			return;
		l->times_e4 = m->max_per_year_e4;
		l->interval_e4 = interval_of(l->times_e4);
	}
	l->merge_rule = m->id;
	l->merge_reason = m->reason;
}

void plan_merge_rules(struct plan_work *w)
{
	const struct knowledge *kn = w->e->kn;
	for (size_t i = 0; i < kn->n_merge_rules; i++) {
		const struct kn_merge_rule *m = &kn->merge_rules[i];
		struct plan_line *l = line_for(w, m->service);
		if (!l || !live(l) || forced(l) || w->age < m->age_min ||
		    !person_has(w, m->conditions))
			continue;
		apply_rule(l, m);
	}
}

static bool basic_line(const struct plan_line *l)
{
	return l->won >= 0 && l->asks[l->won].use == USE_PLANNED &&
	       is_basic(l->asks[l->won].note);
}

struct count {
	int64_t lab, outpatient;
};

/* Services of at least once a year, with or without the basic ones. */
static struct count count_yearly(const struct plan_work *w, bool basics)
{
	struct count c = {0, 0};
	for (size_t i = 0; i < w->d->n_lines; i++) {
		const struct plan_line *l = &w->d->lines[i];
		if (!live(l) || l->times_e4 < 10000 ||
		    (!basics && basic_line(l) && !l->minimum && !forced(l)))
			continue;
		c.lab += is_lab(w, l);
		c.outpatient += is_outpatient(service_of(w, l)->kind);
	}
	return c;
}

static bool enough(const struct plan_work *w, const struct plan_line *l,
		   struct count c)
{
	return is_lab(w, l) ? c.lab >= w->lim.min_lab
			    : c.outpatient >= w->lim.min_outpatient;
}

/* Conditions in order: the basic rows of one stay together, in or out. */
static void basics_of(struct plan_work *w, struct str condition)
{
	struct count c = count_yearly(w, false);
	for (size_t i = 0; i < w->d->n_lines; i++) {
		struct plan_line *l = &w->d->lines[i];
		if (!live(l) || l->minimum || forced(l) || !basic_line(l) ||
		    !str_eq(l->asks[l->won].condition, condition))
			continue;
		if (enough(w, l, c))
			l->out = OUT_BASIC;
		else
			l->minimum = true;
	}
}

void plan_basics(struct plan_work *w)
{
	const struct plan_input *in = w->in;
	for (size_t i = 0; i < in->n_conditions; i++)
		basics_of(w, w->e->kn->conditions[in->conditions[i]].code);
}

void plan_restore_basics(struct plan_work *w)
{
	for (size_t i = 0; i < w->d->n_lines; i++) {
		struct plan_line *l = &w->d->lines[i];
		if (l->out != OUT_BASIC || enough(w, l, count_yearly(w, true)))
			continue;
		l->out = OUT_NO;
		l->minimum = true;
	}
}

static void apply_choice(struct plan_work *w, const struct plan_choice *c)
{
	struct plan_line *l = line_for(w, c->service);
	if (!l && c->kind != CHOICE_ADD)
		return; /* nothing asks for it any more */
	if (!l)
		l = line_add(w, c->service);
	if (c->kind == CHOICE_ADD && !l->has_choice && live(l) && l->n_asks &&
	    l->times_e4 >= c->times_e4)
		return; /* the conditions ask for as much */
	l->has_choice = true;
	l->choice = c->kind;
	l->choice_reason = c->reason;
	if (c->kind == CHOICE_REMOVE) {
		l->out = OUT_DOCTOR;
		return;
	}
	l->out = OUT_NO;
	if (c->kind != CHOICE_PUT_BACK) {
		l->times_e4 = c->times_e4;
		l->interval_e4 = interval_of(c->times_e4);
	}
}

/* The last choice of a service is the one in force; an addition or frequency
 * survives a later putting back. */
void plan_choices(struct plan_work *w)
{
	for (size_t i = 0; i < w->in->n_choices; i++)
		apply_choice(w, &w->in->choices[i]);
}

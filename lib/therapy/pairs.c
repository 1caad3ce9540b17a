/* Drugs together: triples, pairs, drug and disease, two of one class. */
#include "therapy/therapy_int.h"

#define BIT(i) (UINT64_C(1) << (i))

/* Together now: both present, and their days in common reach the present. */
static bool together(const struct therapy_work *w, size_t i, size_t j,
		     struct span *days, bool *now)
{
	const struct cover *a = &w->cover[i], *b = &w->cover[j];
	if (!therapy_overlap(a, b, days))
		return false;
	*now = a->present && b->present &&
	       days->to.days + w->l->present_grace_days >= w->p->on.days;
	return true;
}

static void set_drugs(struct therapy_work *w, struct therapy_finding *f,
		      const size_t *items, size_t n)
{
	struct str en = {"", 0}, it = {"", 0};
	for (size_t k = 0; k < n; k++) {
		f->drug[f->n_drug++] = w->position[items[k]];
		struct str a = therapy_drug_name(w, items[k], false);
		struct str b = therapy_drug_name(w, items[k], true);
		const char *sep = k ? " + " : "";
		en = arena_printf(w->a, STR_FMT "%s" STR_FMT, STR_ARG(en), sep,
				  STR_ARG(a));
		it = arena_printf(w->a, STR_FMT "%s" STR_FMT, STR_ARG(it), sep,
				  STR_ARG(b));
	}
	f->what_en = en;
	f->what_it = it;
}

static struct str because(struct therapy_work *w, struct str mechanism,
			  struct str effect)
{
	if (!effect.len)
		return mechanism;
	return arena_printf(w->a, STR_FMT ": " STR_FMT, STR_ARG(mechanism),
			    STR_ARG(effect));
}

struct trio {
	size_t item[3], n; /* distinct items: one may fill two columns */
	struct span days;
	bool now;
};

static bool trio_of(const struct therapy_work *w, size_t i, size_t j, size_t k,
		    struct trio *t)
{
	struct span ab, ac, bc;
	bool now[3];
	if (i == j && j == k)
		return false;
	if (!together(w, i, j, &ab, &now[0]) ||
	    !together(w, i, k, &ac, &now[1]) ||
	    !together(w, j, k, &bc, &now[2]))
		return false;
	*t = (struct trio){{i}, 1, ab, now[0] && now[1] && now[2]};
	if (j != i)
		t->item[t->n++] = j;
	if (k != i && k != j)
		t->item[t->n++] = k;
	t->days.from.days = (int32_t)max_i64(
		ab.from.days, max_i64(ac.from.days, bc.from.days));
	t->days.to.days =
		(int32_t)min_i64(ab.to.days, min_i64(ac.to.days, bc.to.days));
	return t->days.from.days <= t->days.to.days;
}

/* The best trio of a rule: one of now wins. */
static bool find_trio(const struct therapy_work *w, const uint64_t mask[3],
		      struct trio *best)
{
	bool found = false;
	for (size_t i = 0; i < w->n_items; i++)
		for (size_t j = 0; j < w->n_items; j++)
			for (size_t k = 0; k < w->n_items; k++) {
				struct trio t;
				if (!(mask[0] & BIT(i)) ||
				    !(mask[1] & BIT(j)) ||
				    !(mask[2] & BIT(k)) ||
				    !trio_of(w, i, j, k, &t) ||
				    (found && (best->now || !t.now)))
					continue;
				*best = t;
				found = true;
			}
	return found;
}

void therapy_find_triples(struct therapy_work *w)
{
	const struct knowledge *kn = w->x->kn;
	for (size_t r = 0; r < kn->n_triples; r++) {
		const struct kn_triple *k = &kn->triples[r];
		const uint64_t *m = w->mask[kn->n_interactions + r];
		struct trio t;
		struct therapy_finding *f;
		if (!m[0] || !m[1] || !m[2] || w->age < k->age_min ||
		    !find_trio(w, m, &t) ||
		    !(f = therapy_add(w, THERAPY_TRIPLE)))
			continue;
		f->severity = therapy_severity_of(k->severity);
		f->rule_id = k->id;
		f->from = t.days.from;
		f->to = t.days.to;
		f->present = t.now;
		set_drugs(w, f, t.item, t.n);
		f->why = because(w, k->mechanism, k->effect);
		f->action = k->action;
		f->source = k->source;
	}
}

static bool holds(const struct therapy_finding *f, int drug)
{
	for (int i = 0; i < f->n_drug; i++)
		if (f->drug[i] == drug)
			return true;
	return false;
}

/* Already said by a triple of the same time. */
static bool in_triple(const struct therapy_work *w, size_t i, size_t j,
		      bool now)
{
	for (size_t k = 0; k < w->n; k++) {
		const struct therapy_finding *f = &w->list[k];
		if (f->kind == THERAPY_TRIPLE && (f->present || !now) &&
		    holds(f, w->position[i]) && holds(f, w->position[j]))
			return true;
	}
	return false;
}

static void add_pair(struct therapy_work *w, const struct kn_interaction *k,
		     size_t i, size_t j)
{
	struct span days;
	struct therapy_finding *f;
	bool now;
	if (!together(w, i, j, &days, &now) || in_triple(w, i, j, now) ||
	    !(f = therapy_add(w, THERAPY_PAIR)))
		return;
	f->severity = therapy_severity_of(k->severity);
	f->rule_id = k->id;
	f->from = days.from;
	f->to = days.to;
	f->present = now;
	set_drugs(w, f, (size_t[]){i, j}, 2);
	f->why = because(w, k->mechanism, k->effect);
	f->action = k->action;
	f->source = k->source;
}

void therapy_find_pairs(struct therapy_work *w)
{
	const struct knowledge *kn = w->x->kn;
	for (size_t r = 0; r < kn->n_interactions; r++) {
		const struct kn_interaction *k = &kn->interactions[r];
		uint64_t a = w->mask[r][SIDE_A], b = w->mask[r][SIDE_B];
		if (!a || !b || k->b_is_condition || w->age < k->age_min)
			continue;
		for (size_t i = 0; i < w->n_items; i++)
			for (size_t j = 0; j < w->n_items; j++) {
				bool twice = (a & BIT(j)) && (b & BIT(i));
				if (i == j || !(a & BIT(i)) || !(b & BIT(j)) ||
				    (twice && j < i))
					continue;
				add_pair(w, k, i, j);
			}
	}
}

static bool has_condition(const struct therapy_person *p, int c)
{
	for (size_t i = 0; i < p->n_conditions; i++)
		if (p->conditions[i] == c)
			return true;
	return false;
}

static void add_disease(struct therapy_work *w, const struct kn_interaction *k,
			size_t i, int condition)
{
	const struct kn_condition *c = &w->x->kn->conditions[condition];
	struct therapy_finding *f = therapy_add(w, THERAPY_DISEASE);
	if (!f)
		return;
	f->severity = therapy_severity_of(k->severity);
	f->rule_id = k->id;
	f->condition = condition;
	f->from = w->items[i]->first;
	f->to = w->cover[i].span[w->cover[i].n - 1].to;
	f->present = w->cover[i].present;
	set_drugs(w, f, &i, 1);
	f->what_en = arena_printf(w->a, STR_FMT " in: " STR_FMT,
				  STR_ARG(f->what_en), STR_ARG(c->name_en));
	f->what_it = arena_printf(w->a, STR_FMT " in: " STR_FMT,
				  STR_ARG(f->what_it), STR_ARG(c->name_it));
	f->why = because(w, k->mechanism, k->effect);
	f->action = k->action;
	f->source = k->source;
}

void therapy_find_diseases(struct therapy_work *w)
{
	const struct knowledge *kn = w->x->kn;
	for (size_t r = 0; r < kn->n_interactions; r++) {
		const struct kn_interaction *k = &kn->interactions[r];
		uint64_t a = w->mask[r][SIDE_A];
		if (!a || !k->b_is_condition || w->age < k->age_min)
			continue;
		for (struct str rest = k->b_code; rest.len;) {
			int c = kn_condition_index(kn, str_cut(&rest, '|'));
			if (c < 0 || !has_condition(w->p, c))
				continue;
			for (size_t i = 0; i < w->n_items; i++)
				if (a & BIT(i))
					add_disease(w, k, i, c);
		}
	}
}

static bool same_class(struct str a, struct str b)
{
	return a.len == 7 && b.len == 7 && !str_eq(a, b) &&
	       !memcmp(a.ptr, b.ptr, 5);
}

/* Two substances of one ATC class of level 4 over many days: a change of drug
 * or one too many. Combinations of a class that are usual are in the
 * parameter therapy.duplicate_exclude. */
void therapy_find_duplicates(struct therapy_work *w)
{
	for (size_t i = 0; i < w->n_items; i++)
		for (size_t j = i + 1; j < w->n_items; j++) {
			struct str a = w->items[i]->atc, b = w->items[j]->atc;
			struct therapy_finding *f;
			struct span days;
			bool now;
			if (!same_class(a, b) ||
			    kn_code_matches(a, w->l->duplicate_exclude) ||
			    !together(w, i, j, &days, &now) ||
			    days.to.days - days.from.days + 1 <
				    w->l->duplicate_min_days ||
			    !(f = therapy_add(w, THERAPY_DUPLICATE)))
				continue;
			f->severity = THERAPY_QUESTION;
			f->rule_id = str_sub(a, 0, 5);
			f->from = days.from;
			f->to = days.to;
			f->present = now;
			set_drugs(w, f, (size_t[]){i, j}, 2);
			f->why = STR("Two drugs of the same class over the "
				     "same days");
			f->action = STR("Check whether one replaced the other");
			f->source = STR("CLIN");
		}
}

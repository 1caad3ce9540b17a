#include "therapy/therapy_int.h"

const char *const therapy_kind_name[N_THERAPY_KIND] = {
	"triple", "pair", "disease", "gap", "burden", "duplicate", "renal",
};
const char *const therapy_severity_name[4] = {
	"contraindicated",
	"major",
	"moderate",
	"question",
};

enum rc therapy_limits_read(struct therapy_limits *l, const struct rules *r,
			    struct str ats, struct date on, struct err *err)
{
	struct {
		const char *name;
		int *out;
	} rows[] = {
		{"therapy.default_supply_days", &l->default_supply_days},
		{"therapy.min_supply_days", &l->min_supply_days},
		{"therapy.max_supply_days", &l->max_supply_days},
		{"therapy.continuous_percent", &l->continuous_percent},
		{"therapy.present_grace_days", &l->present_grace_days},
		{"therapy.burden_min_score", &l->burden_min_score},
		{"therapy.burden_min_age", &l->burden_min_age},
		{"therapy.duplicate_min_days", &l->duplicate_min_days},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		int64_t v;
		enum rc rc = rules_int(r, rows[i].name, ats, on, &v, err);
		if (rc)
			return rc;
		*rows[i].out = (int)v;
	}
	return rules_text(r, "therapy.duplicate_exclude", ats, on,
			  &l->duplicate_exclude, err);
}

struct therapy_finding *therapy_add(struct therapy_work *w,
				    enum therapy_kind kind)
{
	if (w->n == w->cap) {
		size_t cap = w->cap ? w->cap * 2 : 32;
		struct therapy_finding *list =
			arena_array(w->a, struct therapy_finding, cap);
		if (!list) {
			w->full = true;
			return NULL;
		}
		if (w->n)
			memcpy(list, w->list, w->n * sizeof(*list));
		w->list = list;
		w->cap = cap;
	}
	struct therapy_finding *f = &w->list[w->n++];
	*f = (struct therapy_finding){.kind = kind,
				      .condition = -1,
				      .score = -1,
				      .from = DATE_NONE,
				      .to = DATE_NONE};
	return f;
}

struct str therapy_drug_name(const struct therapy_work *w, size_t i,
			     bool italian)
{
	const struct knowledge *kn = w->x->kn;
	struct str atc = w->items[i]->atc;
	int d = kn_drug_index(kn, atc);
	if (d < 0)
		return atc;
	struct str name = italian || !kn->drugs[d].name_en.len
				  ? kn->drugs[d].name_it
				  : kn->drugs[d].name_en;
	return name.len ? name : atc;
}

enum therapy_severity therapy_severity_of(struct str s)
{
	for (int i = 0; i < 4; i++)
		if (str_is(s, therapy_severity_name[i]))
			return (enum therapy_severity)i;
	return THERAPY_MODERATE;
}

/* The drugs looked at: all, or the latest when there are too many. */
static void take_items(struct therapy_work *w)
{
	const struct therapy_person *p = w->p;
	for (size_t i = 0; i < p->n_items; i++) {
		size_t at = w->n_items;
		if (at == THERAPY_MAX_DRUGS) {
			at = 0;
			for (size_t k = 1; k < w->n_items; k++)
				if (w->items[k]->last.days <
				    w->items[at]->last.days)
					at = k;
			if (w->items[at]->last.days >= p->items[i].last.days)
				continue;
		} else {
			w->n_items++;
		}
		w->items[at] = &p->items[i];
		w->position[at] = (int)i;
	}
	for (size_t i = 0; i < w->n_items; i++)
		w->cover[i] = therapy_cover(w->l, w->items[i], p->on);
}

static int by_weight(const void *a, const void *b)
{
	const struct therapy_finding *x = a, *y = b;
	if (x->present != y->present)
		return x->present ? -1 : 1;
	if (x->severity != y->severity)
		return x->severity < y->severity ? -1 : 1;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	int c = str_cmp(x->rule_id, y->rule_id);
	for (int i = 0; !c && i < x->n_drug && i < y->n_drug; i++)
		c = x->drug[i] - y->drug[i];
	return c;
}

enum rc therapy_check(const struct therapy_index *x,
		      const struct therapy_limits *l,
		      const struct therapy_person *p, struct arena *a,
		      struct therapy_report *out, struct err *err)
{
	struct therapy_work w = {.x = x, .l = l, .p = p, .a = a};
	w.age = date_is_none(p->birth) ? 0 : date_age(p->birth, p->on);
	w.mask = arena_calloc(a, x->n_rule, sizeof(*w.mask));
	if (!w.mask)
		return arena_fail(a, err);
	take_items(&w);
	therapy_match(&w);
	therapy_find_triples(&w);
	therapy_find_pairs(&w);
	therapy_find_diseases(&w);
	therapy_find_gaps(&w);
	therapy_find_burden(&w);
	therapy_find_duplicates(&w);
	therapy_find_renal(&w);
	if (w.full)
		return arena_fail(a, err);
	if (w.n)
		qsort(w.list, w.n, sizeof(*w.list), by_weight);
	*out = (struct therapy_report){w.list, w.n, w.burden};
	return OK;
}

/* The sides of all pairs and triples by ATC prefix: a drug finds the rules it
 * touches with one search for each length of its code, instead of walking
 * through six hundred rules. */
#include "therapy/therapy_int.h"

static size_t count_parts(struct str spec)
{
	size_t n = spec.len ? 1 : 0;
	for (size_t i = 0; i < spec.len; i++)
		n += spec.ptr[i] == '|';
	return n;
}

static void add_side(struct therapy_index *x, size_t rule,
		     enum therapy_side side, struct str spec)
{
	for (struct str rest = spec; rest.len;) {
		struct str part = str_cut(&rest, '|');
		x->entries[x->n++] = (struct side_entry){part, (uint16_t)rule,
							 (uint8_t)side};
	}
}

static int by_prefix(const void *a, const void *b)
{
	const struct side_entry *x = a, *y = b;
	int c = str_cmp(x->prefix, y->prefix);
	if (c)
		return c;
	return x->rule != y->rule ? (x->rule < y->rule ? -1 : 1)
				  : x->side - y->side;
}

static size_t count_entries(const struct knowledge *kn)
{
	size_t n = 0;
	for (size_t i = 0; i < kn->n_interactions; i++)
		n += count_parts(kn->interactions[i].a_code) +
		     count_parts(kn->interactions[i].b_code);
	for (size_t i = 0; i < kn->n_triples; i++)
		n += count_parts(kn->triples[i].a_codes) +
		     count_parts(kn->triples[i].b_codes) +
		     count_parts(kn->triples[i].c_codes);
	return n;
}

enum rc therapy_index_new(struct therapy_index **out,
			  const struct knowledge *kn, struct err *err)
{
	struct therapy_index *x = calloc(1, sizeof(*x));
	size_t n = count_entries(kn);
	if (x)
		x->entries = calloc(n ? n : 1, sizeof(*x->entries));
	if (!x || !x->entries) {
		therapy_index_free(x);
		return err_set(err, E_NOMEM, "no memory for the drug rules");
	}
	x->kn = kn;
	x->n_rule = kn->n_interactions + kn->n_triples;
	assert(x->n_rule < UINT16_MAX);
	for (size_t i = 0; i < kn->n_interactions; i++) {
		const struct kn_interaction *k = &kn->interactions[i];
		add_side(x, i, SIDE_A, k->a_code);
		if (!k->b_is_condition)
			add_side(x, i, SIDE_B, k->b_code);
	}
	for (size_t i = 0; i < kn->n_triples; i++) {
		size_t rule = kn->n_interactions + i;
		add_side(x, rule, SIDE_A, kn->triples[i].a_codes);
		add_side(x, rule, SIDE_B, kn->triples[i].b_codes);
		add_side(x, rule, SIDE_C, kn->triples[i].c_codes);
	}
	assert(x->n <= n);
	qsort(x->entries, x->n, sizeof(*x->entries), by_prefix);
	*out = x;
	return OK;
}

void therapy_index_free(struct therapy_index *x)
{
	if (!x)
		return;
	free(x->entries);
	free(x);
}

static bool excluded(const struct therapy_index *x, const struct side_entry *e,
		     struct str atc)
{
	const struct knowledge *kn = x->kn;
	struct str out;
	if (e->rule >= kn->n_interactions)
		out = kn->triples[e->rule - kn->n_interactions].exclude;
	else
		out = e->side == SIDE_A ? kn->interactions[e->rule].a_exclude
					: kn->interactions[e->rule].b_exclude;
	return out.len && kn_code_matches(atc, out);
}

static size_t lower_bound(const struct therapy_index *x, struct str key)
{
	size_t lo = 0, hi = x->n;
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		if (str_cmp(x->entries[mid].prefix, key) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static void match_one(struct therapy_work *w, size_t item)
{
	struct str atc = w->items[item]->atc;
	const struct therapy_index *x = w->x;
	for (size_t len = 1; len <= atc.len; len++) {
		struct str key = str_sub(atc, 0, len);
		for (size_t i = lower_bound(x, key);
		     i < x->n && str_eq(x->entries[i].prefix, key); i++)
			if (!excluded(x, &x->entries[i], atc))
				w->mask[x->entries[i].rule]
				       [x->entries[i].side] |= UINT64_C(1)
							       << item;
	}
}

void therapy_match(struct therapy_work *w)
{
	for (size_t i = 0; i < w->n_items; i++)
		match_one(w, i);
}

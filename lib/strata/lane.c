/* From code specifications to tables by code. In a sorted dictionary the codes
 * that match an alternative are neighbours, whatever its form: all have a
 * first part between two bounds. So a lane is built by binary searches, not by
 * comparing every code with every rule. */
#include "strata/strata_int.h"

struct bounds { /* lo <= first n bytes of the code <= hi */
	struct str lo, hi;
	size_t n;
};
struct hit {
	uint32_t code;
	uint16_t counter, row;
};
struct hits {
	struct hit *list;
	size_t n, cap;
	uint32_t *last; /* by code: last owner + 1, to add it once */
	size_t n_code;
};
#define MAX_HITS ((size_t)16 << 20) /* 300 rules of 50,000 codes each */

enum dict lane_dict(enum lane lane)
{
	switch (lane) {
	case LANE_EXEMPTION:
		return DICT_EXEMPTION;
	case LANE_DRUG:
		return DICT_ATC;
	case LANE_OUTPATIENT:
		return DICT_SERVICE;
	case LANE_HOSPITAL_PROC:
		return DICT_PROC;
	case LANE_HOSPITAL_ANY:
	case LANE_HOSPITAL_MAIN:
	case LANE_EMERGENCY_ANY:
	case LANE_EMERGENCY_MAIN:
		return DICT_DX;
	case LANE_NOTHING:
		break;
	}
	BUG("lane");
}

static int by_text(const void *x, const void *y)
{
	const struct sorted_code *a = x, *b = y;
	return str_cmp(a->text, b->text);
}

/* A dictionary in order of text, made once for its lanes. */
static enum rc sorted_dict(struct strata *s, enum dict dict,
			   const struct sorted_dict **out, struct err *err)
{
	struct sorted_dict *d = &s->sorted[dict];
	*out = d;
	if (d->code)
		return OK;
	size_t size = archive_dict_size(s->q.archive, dict);
	size_t n = size ? size - 1 : 0;
	struct sorted_code *code =
		arena_array(&s->arena, struct sorted_code, n + 1);
	if (!code)
		return arena_fail(&s->arena, err);
	for (size_t i = 0; i < n; i++) {
		code[i].number = (uint32_t)i + 1;
		code[i].text = archive_dict(s->q.archive, dict, code[i].number);
	}
	qsort(code, n, sizeof(*code), by_text);
	*d = (struct sorted_dict){code, n};
	return OK;
}

static struct str first(struct str s, size_t n)
{
	return s.len > n ? str_sub(s, 0, n) : s;
}

/* First place whose first part is not below `bound`. */
static size_t search(const struct sorted_dict *d, struct str bound, size_t n)
{
	size_t lo = 0, hi = d->n;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (str_cmp(first(d->code[mid].text, n), bound) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static enum rc add_bounds(const struct sorted_dict *d, struct bounds b,
			  uint32_t owner, struct hit hit, struct hits *h,
			  struct err *err)
{
	for (size_t i = search(d, b.lo, b.n);
	     i < d->n && str_cmp(first(d->code[i].text, b.n), b.hi) <= 0; i++) {
		uint32_t number = d->code[i].number;
		if (h->last[number] == owner + 1)
			continue;
		h->last[number] = owner + 1;
		enum rc rc = array_grow(&h->list, &h->cap, h->n + 1,
					sizeof(*h->list), MAX_HITS, err);
		if (rc)
			return rc;
		hit.code = number;
		h->list[h->n++] = hit;
	}
	return OK;
}

/* One alternative of a rule (data/README.md, Rules). */
static enum rc add_token(const struct sorted_dict *d, enum match_style style,
			 struct str t, uint32_t owner, struct hit hit,
			 struct hits *h, struct err *err)
{
	struct bounds b = {t, t, t.len};
	char dotted[64];
	if (style == MATCH_PREFIX)
		return t.len ? add_bounds(d, b, owner, hit, h, err) : OK;
	if (style == MATCH_SPEC && t.len && t.ptr[0] == '=') {
		b.lo = b.hi = str_sub(t, 1, t.len - 1);
		b.n = SIZE_MAX;
		return add_bounds(d, b, owner, hit, h, err);
	}
	if (style == MATCH_SPEC) {
		struct str hi = t, lo = str_cut(&hi, '-');
		if (hi.ptr)
			b = (struct bounds){lo, hi, lo.len};
		return add_bounds(d, b, owner, hit, h, err);
	}
	b.n = SIZE_MAX;
	enum rc rc = add_bounds(d, b, owner, hit, h, err);
	if (rc)
		return rc;
	if (t.len + 1 > sizeof(dotted))
		return err_set(err, E_LIMIT,
			       "service code \"" STR_FMT "\" is too long",
			       STR_ARG(t));
	memcpy(dotted, t.ptr, t.len);
	dotted[t.len] = '.';
	b.lo = b.hi = (struct str){dotted, t.len + 1};
	b.n = t.len + 1;
	return add_bounds(d, b, owner, hit, h, err);
}

static enum rc add_codes(const struct sorted_dict *d, enum match_style style,
			 struct str codes, uint32_t owner, struct hit hit,
			 struct hits *h, struct err *err)
{
	for (struct str rest = codes; rest.ptr;) {
		struct str t = str_cut(&rest, '|');
		enum rc rc = add_token(d, style, t, owner, hit, h, err);
		if (rc)
			return rc;
	}
	return OK;
}

static enum rc hits_init(struct hits *h, size_t n_code, struct err *err)
{
	*h = (struct hits){.n_code = n_code};
	h->last = calloc(n_code + 1, sizeof(*h->last));
	return h->last ? OK : err_set(err, E_NOMEM, "no memory for the rules");
}

static void hits_release(struct hits *h)
{
	free(h->last);
	free(h->list);
}

/* Offsets by code; `place` by hit, so that hits of a code keep their order. */
static enum rc offsets(struct strata *s, const struct hits *h,
		       const uint32_t **out, uint32_t **place, struct err *err)
{
	uint32_t *off = arena_array(&s->arena, uint32_t, h->n_code + 1);
	uint32_t *at = arena_array(&s->arena, uint32_t, h->n_code + 1);
	*place = arena_array(&s->arena, uint32_t, h->n + 1);
	if (!off || !at || !*place)
		return arena_fail(&s->arena, err);
	for (size_t i = 0; i < h->n; i++)
		off[h->list[i].code + 1]++;
	for (size_t c = 0; c < h->n_code; c++) {
		off[c + 1] += off[c];
		at[c] = off[c];
	}
	for (size_t i = 0; i < h->n; i++)
		(*place)[i] = at[h->list[i].code]++;
	*out = off;
	return OK;
}

static enum rc lane_fill(struct strata *s, struct lane_table *t,
			 const struct hits *h, struct err *err)
{
	uint32_t *place = NULL;
	enum rc rc = offsets(s, h, &t->off, &place, err);
	if (rc)
		return rc;
	struct target *target = arena_array(&s->arena, struct target, h->n + 1);
	if (!target)
		return arena_fail(&s->arena, err);
	for (size_t i = 0; i < h->n; i++) {
		uint16_t c = h->list[i].counter;
		target[place[i]] = (struct target){c, s->counter[c].from};
	}
	t->target = target;
	t->n_code = h->n_code;
	return OK;
}

/* The generic circulatory exemptions of data/README.md, Hierarchy: the code
 * that names no disease, in its new and older spellings. */
static enum rc mark_generic(struct strata *s, size_t n_code, struct err *err)
{
	static const char *const codes[] = {"0A02", "0B02", "0C02", "002",
					    "002A", "002B", "002C"};
	bool *generic = arena_array(&s->arena, bool, n_code + 1);
	if (!generic)
		return arena_fail(&s->arena, err);
	for (size_t i = 0; i < countof(codes); i++) {
		uint32_t c = archive_dict_find(s->q.archive, DICT_EXEMPTION,
					       str_from(codes[i]));
		if (c)
			generic[c] = true;
	}
	s->generic = generic;
	return OK;
}

enum rc lane_build(struct strata *s, enum lane lane, struct err *err)
{
	struct lane_table *t = &s->lane[lane];
	enum dict dict = lane_dict(lane);
	const struct sorted_dict *d;
	struct hits h = {0};
	size_t n_code = archive_dict_size(s->q.archive, dict);
	enum rc rc = sorted_dict(s, dict, &d, err);
	if (!rc)
		rc = hits_init(&h, n_code, err);
	t->from = INT32_MAX;
	for (size_t i = 0; i < s->n_counter && !rc; i++) {
		const struct counter *c = &s->counter[i];
		if (c->lane != lane)
			continue;
		if (c->from < t->from)
			t->from = c->from;
		rc = add_codes(d, c->style, c->codes, (uint32_t)i,
			       (struct hit){.counter = (uint16_t)i}, &h, err);
	}
	if (!rc)
		rc = lane_fill(s, t, &h, err);
	if (!rc && lane == LANE_EXEMPTION)
		rc = mark_generic(s, n_code, err);
	hits_release(&h);
	return rc;
}

enum rc score_build(struct strata *s, struct err *err)
{
	const struct sorted_dict *d;
	struct hits h = {0};
	uint32_t *place = NULL;
	struct score_hit *list;
	enum rc rc = sorted_dict(s, DICT_DX, &d, err);
	if (!rc)
		rc = hits_init(&h, archive_dict_size(s->q.archive, DICT_DX),
			       err);
	for (size_t i = 0; i < s->n_score_row && !rc; i++)
		rc = add_codes(d, MATCH_PREFIX, s->score_row[i].prefix,
			       (uint32_t)i, (struct hit){.row = (uint16_t)i},
			       &h, err);
	if (!rc)
		rc = offsets(s, &h, &s->score_off, &place, err);
	if (rc)
		goto out;
	list = arena_array(&s->arena, struct score_hit, h.n + 1);
	if (!list) {
		rc = arena_fail(&s->arena, err);
		goto out;
	}
	for (size_t i = 0; i < h.n; i++) {
		const struct score_row *r = &s->score_row[h.list[i].row];
		list[place[i]] = (struct score_hit){r->number, h.list[i].row,
						    s->score_from[r->score]};
	}
	s->score_hit = list;
out:
	hits_release(&h);
	return rc;
}

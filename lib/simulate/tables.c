#include "simulate/tables.h"

static size_t count_words(const char *list)
{
	size_t n = 0;
	struct str rest = str_from(list);
	while (rest.len)
		n += str_cut(&rest, ' ').len > 0;
	return n;
}

static enum rc split(const char *list, struct arena *a, struct codes *out,
		     struct err *err)
{
	*out = (struct codes){0};
	size_t n = list ? count_words(list) : 0, i = 0;
	if (!n)
		return OK;
	char(*code)[12] = arena_calloc(a, n, sizeof(*code));
	if (!code)
		return arena_fail(a, err);
	for (struct str rest = str_from(list); rest.len;) {
		struct str word = str_cut(&rest, ' ');
		if (!word.len)
			continue;
		assert(word.len < sizeof(*code));
		memcpy(code[i++], word.ptr, word.len);
	}
	*out = (struct codes){(const char(*)[12])code, (uint16_t)n};
	return OK;
}

static enum rc unknown(const char *table, const char *code, struct err *err)
{
	return err_set(err, E_FORMAT,
		       "the simulator's table of %s names \"%s\", which data/ "
		       "does not have",
		       table, code);
}

/* The disease of a condition; the number of diseases for NULL: anyone. */
static enum rc disease_index(const struct tables *t, const struct knowledge *kn,
			     const char *table, const char *condition,
			     size_t *out, struct err *err)
{
	*out = sim_n_disease;
	if (!condition)
		return OK;
	int c = kn_condition_index(kn, str_from(condition));
	if (c < 0 || t->disease_of[c] == UINT16_MAX)
		return unknown(table, condition, err);
	*out = t->disease_of[c];
	return OK;
}

/* Row i of a table belongs to `d`: the rows of one disease stand together. */
static void range_add(struct range *ranges, size_t d, size_t i)
{
	struct range *r = &ranges[d];
	if (!r->n)
		r->from = (uint16_t)i;
	assert(r->from + r->n == (uint16_t)i);
	r->n++;
}

static enum rc compile_diseases(struct tables *t, const struct knowledge *kn,
				struct arena *a, struct err *err)
{
	size_t n = sim_n_disease;
	t->condition_of = arena_array(a, int32_t, n);
	t->disease_of = arena_array(a, uint16_t, kn->n_conditions + 1);
	t->exemptions = arena_array(a, struct codes, n);
	t->dx = arena_array(a, struct codes, n);
	t->factor_pct = arena_array(a, uint16_t, n * n);
	if (!t->condition_of || !t->disease_of || !t->exemptions || !t->dx ||
	    !t->factor_pct)
		return arena_fail(a, err);
	for (size_t c = 0; c < kn->n_conditions; c++)
		t->disease_of[c] = UINT16_MAX;
	for (size_t d = 0; d < n; d++) {
		const char *code = sim_diseases[d].condition;
		int c = kn_condition_index(kn, str_from(code));
		if (c < 0)
			return unknown("diseases", code, err);
		t->condition_of[d] = c;
		t->disease_of[c] = (uint16_t)d;
		if (split(sim_diseases[d].exemptions, a, &t->exemptions[d],
			  err) ||
		    split(sim_diseases[d].dx, a, &t->dx[d], err))
			return err->rc;
	}
	return OK;
}

static enum rc compile_links(struct tables *t, const struct knowledge *kn,
			     struct err *err)
{
	for (size_t i = 0; i < sim_n_link; i++) {
		const struct link *l = &sim_links[i];
		size_t from, to;
		enum rc rc =
			disease_index(t, kn, "links", l->cause, &from, err);
		if (!rc)
			rc = disease_index(t, kn, "links", l->effect, &to, err);
		if (rc)
			return rc;
		assert(from < to);
		t->factor_pct[from * sim_n_disease + to] = l->factor_pct;
	}
	return OK;
}

/* A package code that looks like one: nine digits, the first zero. */
static void make_item(struct item *item, const struct therapy *th,
		      const char *atc)
{
	memset(item, 0, sizeof(*item));
	memcpy(item->atc, atc, 7);
	uint64_t h = hash64(atc, 7, 20251231) % 100000000;
	for (int i = 8; i >= 0; i--, h /= 10)
		item->aic[i] = (char)('0' + h % 10);
	item->ddd = th->ddd;
	item->cents = th->cents;
	item->channel = th->channel;
}

static enum rc compile_therapies(struct tables *t, const struct knowledge *kn,
				 struct arena *a, struct err *err)
{
	size_t n_item = 0, k = 0;
	for (size_t i = 0; i < sim_n_therapy; i++)
		n_item += count_words(sim_therapies[i].atc);
	t->items = arena_array(a, struct item, n_item);
	t->therapies = arena_array(a, struct range, sim_n_disease + 1);
	t->therapy_items = arena_array(a, struct range, sim_n_therapy);
	if (!t->items || !t->therapies || !t->therapy_items)
		return arena_fail(a, err);
	for (size_t i = 0; i < sim_n_therapy; i++) {
		const struct therapy *th = &sim_therapies[i];
		struct codes atc;
		size_t d;
		if (disease_index(t, kn, "drugs", th->condition, &d, err) ||
		    split(th->atc, a, &atc, err))
			return err->rc;
		range_add(t->therapies, d, i);
		t->therapy_items[i] = (struct range){(uint16_t)k, atc.n};
		for (size_t j = 0; j < atc.n; j++) {
			if (!kn_is_atc(str_from(atc.code[j])) ||
			    strlen(atc.code[j]) != 7)
				return unknown("drugs", atc.code[j], err);
			make_item(&t->items[k++], th, atc.code[j]);
		}
	}
	t->n_item = n_item;
	return OK;
}

static enum rc check_codes(const struct codes *c, bool (*fits)(struct str),
			   const char *table, struct err *err)
{
	for (size_t i = 0; i < c->n; i++)
		if (!fits(str_from(c->code[i])))
			return unknown(table, c->code[i], err);
	return OK;
}

static enum rc compile_stays(struct tables *t, const struct knowledge *kn,
			     struct arena *a, struct err *err)
{
	t->stays = arena_array(a, struct range, sim_n_disease + 1);
	t->stay_dx = arena_array(a, struct codes, sim_n_stay);
	t->stay_with = arena_array(a, struct codes, sim_n_stay);
	t->stay_proc = arena_array(a, struct codes, sim_n_stay);
	if (!t->stays || !t->stay_dx || !t->stay_with || !t->stay_proc)
		return arena_fail(a, err);
	for (size_t i = 0; i < sim_n_stay; i++) {
		const struct stay_kind *k = &sim_stays[i];
		size_t d;
		if (disease_index(t, kn, "stays", k->condition, &d, err) ||
		    split(k->dx, a, &t->stay_dx[i], err) ||
		    split(k->with, a, &t->stay_with[i], err) ||
		    split(k->proc, a, &t->stay_proc[i], err) ||
		    check_codes(&t->stay_dx[i], kn_is_dx, "stays", err) ||
		    check_codes(&t->stay_with[i], kn_is_dx, "stays", err) ||
		    check_codes(&t->stay_proc[i], kn_is_proc, "stays", err))
			return err->rc;
		range_add(t->stays, d, i);
	}
	return OK;
}

static enum rc compile_urgencies(struct tables *t, const struct knowledge *kn,
				 struct arena *a, struct err *err)
{
	t->urgencies = arena_array(a, struct range, sim_n_disease + 1);
	t->urgency_dx = arena_array(a, struct codes, sim_n_urgency);
	if (!t->urgencies || !t->urgency_dx)
		return arena_fail(a, err);
	for (size_t i = 0; i < sim_n_urgency; i++) {
		const struct urgency_kind *k = &sim_urgencies[i];
		size_t d;
		if (disease_index(t, kn, "emergencies", k->condition, &d,
				  err) ||
		    split(k->dx, a, &t->urgency_dx[i], err) ||
		    check_codes(&t->urgency_dx[i], kn_is_dx, "emergencies",
				err))
			return err->rc;
		range_add(t->urgencies, d, i);
	}
	return OK;
}

/* Services outside the catalogue (chemotherapy, dialysis variants) get a
 * number after it: their code is in `old_code`. */
static enum rc service_index(struct tables *t, const struct knowledge *kn,
			     const char *code, uint16_t *out, struct err *err)
{
	int s = kn_service_index(kn, str_from(code));
	if (s >= 0) {
		*out = (uint16_t)s;
		return OK;
	}
	if (!kn_is_service(str_from(code)))
		return unknown("services", code, err);
	for (size_t i = kn->n_services; i < t->n_service; i++)
		if (!strcmp(t->service_code[i], code)) {
			*out = (uint16_t)i;
			return OK;
		}
	assert(t->n_service < kn->n_services + MAX_EXTRA_SERVICE);
	*out = (uint16_t)t->n_service;
	memcpy(t->service_code[t->n_service++], code, strlen(code));
	return OK;
}

static enum rc compile_services(struct tables *t, const struct knowledge *kn,
				struct arena *a, struct err *err)
{
	size_t n = kn->n_services + MAX_EXTRA_SERVICE;
	t->service_code = arena_calloc(a, n, sizeof(*t->service_code));
	t->old_code = arena_calloc(a, n, sizeof(*t->old_code));
	t->price_cents = arena_array(a, uint32_t, n);
	if (!t->service_code || !t->old_code || !t->price_cents)
		return arena_fail(a, err);
	for (size_t i = 0; i < n; i++)
		t->price_cents[i] = 2500;
	for (size_t i = 0; i < kn->n_services; i++) {
		const struct kn_service *s = &kn->services[i];
		bool old = s->legacy_code.len && kn_is_service(s->legacy_code);
		struct str was = old ? s->legacy_code : s->code;
		if (s->code.len > 11 || was.len > 11)
			return unknown("services", s->code.ptr, err);
		memcpy(t->service_code[i], s->code.ptr, s->code.len);
		memcpy(t->old_code[i], was.ptr, was.len);
		if (s->tariff_cents >= 0)
			t->price_cents[i] = (uint32_t)s->tariff_cents;
		else if (s->kind == KIND_LAB)
			t->price_cents[i] = 450;
	}
	t->n_service = kn->n_services;
	return OK;
}

static enum rc compile_extras(struct tables *t, const struct knowledge *kn,
			      struct arena *a, struct err *err)
{
	t->extras = arena_array(a, struct range, sim_n_disease + 1);
	t->extra_services = arena_array(a, struct services, sim_n_extra);
	if (!t->extras || !t->extra_services)
		return arena_fail(a, err);
	for (size_t i = 0; i < sim_n_extra; i++) {
		struct codes codes;
		size_t d;
		if (disease_index(t, kn, "services", sim_extras[i].condition,
				  &d, err) ||
		    split(sim_extras[i].services, a, &codes, err))
			return err->rc;
		range_add(t->extras, d, i);
		uint16_t *index = arena_array(a, uint16_t, codes.n);
		if (!index)
			return arena_fail(a, err);
		for (size_t j = 0; j < codes.n; j++)
			if (service_index(t, kn, codes.code[j], &index[j], err))
				return err->rc;
		t->extra_services[i] = (struct services){index, codes.n};
	}
	for (size_t i = kn->n_services; i < t->n_service; i++)
		memcpy(t->old_code[i], t->service_code[i],
		       sizeof(t->old_code[i]));
	return OK;
}

/* What a plan wants in a year; tests wanted once come about every five. The
 * dialysis sessions are an extra service: they are not missed. */
static uint32_t wanted_e4(const struct knowledge *kn, const struct kn_set *set)
{
	switch (set->use) {
	case USE_PLANNED:
		break;
	case USE_CONDITIONAL:
		return (uint32_t)min_i64(set->times_per_year_e4 / 5, 40000);
	case USE_ONCE:
		return 2000;
	}
	struct str code = kn->services[set->service].code;
	if (str_starts(code, STR("39.95")) || str_starts(code, STR("54.98")))
		return 0;
	return (uint32_t)set->times_per_year_e4;
}

static enum rc compile_plans(struct tables *t, const struct knowledge *kn,
			     struct arena *a, struct err *err)
{
	t->planned = arena_array(a, struct planned, kn->n_sets);
	t->planned_of = arena_calloc(a, sim_n_disease, sizeof(*t->planned_of));
	if (!t->planned || !t->planned_of)
		return arena_fail(a, err);
	for (size_t i = 0; i < kn->n_sets; i++) {
		const struct kn_set *set = &kn->sets[i];
		uint16_t d = t->disease_of[set->condition];
		t->planned[i] = (struct planned){(uint16_t)set->service,
						 wanted_e4(kn, set)};
		if (d == UINT16_MAX || set->level < 1 || set->level > 3)
			continue;
		range_add(t->planned_of[d], (size_t)set->level, i);
	}
	return OK;
}

enum rc tables_compile(struct tables *t, const struct knowledge *kn,
		       struct arena *a, struct err *err)
{
	*t = (struct tables){0};
	enum rc rc = compile_diseases(t, kn, a, err);
	if (!rc)
		rc = compile_links(t, kn, err);
	if (!rc)
		rc = compile_therapies(t, kn, a, err);
	if (!rc)
		rc = compile_stays(t, kn, a, err);
	if (!rc)
		rc = compile_urgencies(t, kn, a, err);
	if (!rc)
		rc = compile_services(t, kn, a, err);
	if (!rc)
		rc = compile_extras(t, kn, a, err);
	if (!rc)
		rc = compile_plans(t, kn, a, err);
	return rc;
}

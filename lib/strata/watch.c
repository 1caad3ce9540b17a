#include "strata/watch_int.h"

/* kinds[] of the parts of a day: drug, generic, other */
#define N_KIND 3

static inline int32_t sooner(int32_t a, int32_t b)
{
	return a < b ? a : b;
}

static inline int32_t later(int32_t day, int days)
{
	return day > INT32_MAX - days ? INT32_MAX : day + days;
}

/* ------------------------------------------------------------- the person */

/* First day on which someone is `age` years old; 29 February turns on 1 March
 * of common years (date_age). */
static int32_t birthday(int32_t birth, int age)
{
	struct ymd b = date_ymd((struct date){birth});
	int year = b.year + age;
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	if (b.month == 2 && b.day == 29 && !leap)
		return date_of(year, 3, 1).days;
	return date_of(year, b.month, b.day).days;
}

static int32_t next_birthday(const struct strata *s,
			     const struct strata_worker *w, int32_t birth)
{
	const struct strata_watches *x = s->watches;
	if (w->age < 0)
		return s->index + 1; /* born later: look every day */
	if ((size_t)w->age >= countof(x->next_limit) ||
	    x->next_limit[w->age] < 0)
		return INT32_MAX;
	return birthday(birth, x->next_limit[w->age]);
}

/* Day on which the registration makes another status, if ever. */
static int32_t status_change(const struct strata *s, size_t row)
{
	const struct people_cols *p = archive_people(s->q.archive);
	int32_t day = INT32_MAX;
	if (p->death[row] <= s->index)
		return INT32_MAX;
	day = sooner(day, p->death[row]);
	if (p->registration_end[row] >= s->index)
		day = sooner(day, later(p->registration_end[row], 1));
	if (p->registration_start[row] > s->index)
		day = sooner(day, p->registration_start[row]);
	return day;
}

/* ------------------------------------------------------------ rows of rules */

/* Do aggregates tell when the row ceases to hold? */
static bool is_plain(const struct kn_rule *r)
{
	return r->flow == FLOW_EXEMPTION ||
	       (r->min_events <= 2 && r->min_distinct_dates <= 2 &&
		r->min_days_span <= 0 && r->min_ddd_e4 <= 0);
}

/* Of a row that holds, the first later day on which it might not, without new
 * records. */
static int32_t row_until(const struct strata *s, const struct strata_worker *w,
			 int rule)
{
	const struct kn_rule *r = &s->q.kn->rules[rule];
	const struct acc *a = acc_of(w, s->rule_counter[rule]);
	if (!a) /* asks nothing: only a negated row may */
		return INT32_MAX;
	if (r->flow == FLOW_EXEMPTION)
		return later(a->until, 1);
	if (!is_plain(r)) {
		uint16_t n = w->watcher->rule_need[rule];
		return later(n ? w->watcher->need[n - 1].holds_from : a->first,
			     r->lookback_days);
	}
	if (r->min_events <= 1 && r->min_distinct_dates <= 1)
		return later(a->last, r->lookback_days);
	/* two: also two records of the last day, but that is not counted */
	return later(a->n_date > 1 ? a->prev : a->last, r->lookback_days);
}

static void want_counter(struct watcher *v, uint16_t counter, struct need n)
{
	n.counter = counter;
	n.next = v->head[counter];
	n.date = INT32_MIN;
	n.holds_from = INT32_MIN;
	v->head[counter] = (uint16_t)v->n_need;
	v->need[v->n_need++] = n;
	v->n_open++;
}

static void want_row(const struct strata *s, struct strata_worker *w, int rule)
{
	const struct kn_rule *r = &s->q.kn->rules[rule];
	struct watcher *v = w->watcher;
	if (is_plain(r) || v->rule_need[rule])
		return;
	want_counter(v, s->rule_counter[rule],
		     (struct need){.rule = (uint16_t)rule,
				   .min_event = r->min_events,
				   .min_date = r->min_distinct_dates,
				   .min_span = r->min_days_span,
				   .min_ddd = r->min_ddd_e4 == KN_UNSET
						      ? INT64_MIN
						      : r->min_ddd_e4});
	v->rule_need[rule] = (uint16_t)v->n_need;
}

/* ------------------------------------------------------------------- bits */

static void withdraw(const struct strata *s, struct watcher *v, size_t bit)
{
	if (!v->less[bit]++)
		v->bit[v->n_less++] = (uint16_t)bit;
	assert_slow(v->less[bit] <= s->watches->n_wish[bit]);
	(void)s;
}

static void add(struct watcher *v, size_t bit)
{
	v->more[v->n_more++] = (uint16_t)bit;
}

static void put_bits(const struct strata *s, struct watcher *v, uint64_t *bits)
{
	const struct strata_watches *x = s->watches;
	memcpy(bits, x->all, x->n_word * sizeof(*bits));
	for (size_t i = 0; i < v->n_less; i++) {
		size_t b = v->bit[i];
		if (v->less[b] == x->n_wish[b])
			bits[b / 64] &= ~(UINT64_C(1) << (b % 64));
		v->less[b] = 0;
	}
	for (size_t i = 0; i < v->n_more; i++)
		bits[v->more[i] / 64] |= UINT64_C(1) << (v->more[i] % 64);
	v->n_less = v->n_more = 0;
}

/* ----------------------------------------------------------------- groups */

static bool is_held(const struct strata_worker *w, int g)
{
	return w->watcher->held[g] == w->epoch;
}

static const uint16_t *rows_of(const struct strata *s, int g, size_t *n)
{
	*n = s->group[g].n_rule;
	return s->group_rule + s->group[g].rule_off;
}

/* Could this group, were it to hold, add to what is known of its condition?
 * Other evidence outweighs every kind (evaluate.c, apply). */
static bool matters(const struct strata *s, const struct watcher *v, int g)
{
	uint8_t kinds = v->kinds[s->group[g].condition];
	if (kinds & KIND_BIT_OTHER)
		return false;
	return s->group[g].kind != GROUP_DRUG || !(kinds & KIND_BIT_DRUG);
}

/* Does evidence of a kind decide, where these are present? */
static bool decides(uint8_t kinds, uint8_t bit)
{
	return kinds & KIND_BIT_OTHER ? bit == KIND_BIT_OTHER
				      : (kinds & bit) != 0;
}

/* Rows whose records must be walked. */
static void want_group(const struct strata *s, struct strata_worker *w, int g)
{
	size_t n;
	const uint16_t *row = rows_of(s, g, &n);
	const struct watcher *v = w->watcher;
	bool held = is_held(w, g);
	if (held ? !decides(v->kinds[s->group[g].condition],
			    kind_bit(s, w, &s->group[g]))
		 : !matters(s, v, g))
		return;
	for (size_t i = 0; i < n; i++)
		if (s->q.kn->rules[row[i]].negated != held &&
		    rule_holds(s, w, row[i]))
			want_row(s, w, row[i]);
}

static void look_at(struct strata_worker *w, int g)
{
	struct watcher *v = w->watcher;
	if (v->seen[g] == w->epoch)
		return;
	v->seen[g] = w->epoch;
	v->group[v->n_group++] = (uint16_t)g;
}

/* Groups with a counter that was touched, and those of conditions found. */
static void choose_groups(const struct strata *s, struct strata_worker *w)
{
	const struct strata_watches *x = s->watches;
	struct watcher *v = w->watcher;
	v->n_group = 0;
	memset(v->kinds, 0, s->q.kn->n_conditions);
	for (size_t i = 0; i < w->n_held; i++) {
		int g = w->held[i], c = s->group[g].condition;
		v->held[g] = w->epoch;
		v->kinds[c] |= kind_bit(s, w, &s->group[g]);
		for (uint32_t k = x->of_off[c]; k < x->of_off[c + 1]; k++)
			look_at(w, x->of_group[k]);
	}
	for (size_t i = 0; i < w->n_touched; i++) {
		uint16_t c = w->touched[i];
		for (uint32_t k = x->any_off[c]; k < x->any_off[c + 1]; k++)
			look_at(w, x->any_group[k]);
	}
}

static int kind_index(uint8_t bit)
{
	return bit == KIND_BIT_DRUG ? 0 : bit == KIND_BIT_GENERIC ? 1 : 2;
}

/* A group that holds: until when, and which rows would stop it. */
static void watch_held(const struct strata *s, struct strata_worker *w, int g)
{
	size_t n;
	const uint16_t *row = rows_of(s, g, &n);
	struct watcher *v = w->watcher;
	int c = s->group[g].condition;
	uint8_t bit = kind_bit(s, w, &s->group[g]);
	if (!decides(v->kinds[c], bit))
		return;
	int32_t until = INT32_MAX, *day = &v->day[c * N_KIND + kind_index(bit)];
	for (size_t i = 0; i < n; i++) {
		if (s->q.kn->rules[row[i]].negated)
			add(v, s->rule_counter[row[i]]);
		else
			until = sooner(until, row_until(s, w, row[i]));
	}
	if (until > *day) /* one that holds is enough */
		*day = until;
}

static bool sex_fits(const struct strata *s, const struct strata_worker *w,
		     int rule)
{
	char sex = s->q.kn->rules[rule].sex;
	return !sex || sex == w->sex;
}

/* A group that does not hold: watch one row that does not, or wait for the
 * rows that stop it. */
static int32_t watch_other(const struct strata *s, struct strata_worker *w,
			   int g)
{
	size_t n;
	const uint16_t *row = rows_of(s, g, &n);
	uint16_t wish = s->watches->wish[g], best = UINT16_MAX;
	int32_t free_from = INT32_MIN;
	for (size_t i = 0; i < n; i++) {
		if (s->q.kn->rules[row[i]].negated) {
			if (rule_holds(s, w, row[i])) {
				int32_t u = row_until(s, w, row[i]);
				free_from = u > free_from ? u : free_from;
			}
			continue;
		}
		if (!rule_fits_person(s, w, row[i])) {
			if (!sex_fits(s, w, row[i]))
				return INT32_MAX; /* never */
			best = UINT16_MAX - 1;    /* a birthday, then */
			continue;
		}
		uint16_t c = s->rule_counter[row[i]];
		if (best != UINT16_MAX - 1 && !rule_holds(s, w, row[i]) &&
		    (best == UINT16_MAX || c == wish))
			best = c;
	}
	if (free_from > INT32_MIN)
		return free_from;
	if (best < UINT16_MAX - 1)
		add(w->watcher, best);
	return INT32_MAX;
}

static int32_t watch_groups(const struct strata *s, struct strata_worker *w)
{
	struct watcher *v = w->watcher;
	int32_t change = INT32_MAX;
	for (size_t i = 0; i < w->n_held; i++) {
		int32_t *day = &v->day[s->group[w->held[i]].condition * N_KIND];
		day[0] = day[1] = day[2] = INT32_MIN;
	}
	for (size_t i = 0; i < v->n_group; i++) {
		int g = v->group[i];
		withdraw(s, v, s->watches->wish[g]);
		if (is_held(w, g))
			watch_held(s, w, g);
		else if (matters(s, v, g))
			change = sooner(change, watch_other(s, w, g));
	}
	for (size_t i = 0; i < w->n_held; i++) {
		int c = s->group[w->held[i]].condition;
		for (int k = 0; k < N_KIND; k++)
			if (v->day[c * N_KIND + k] > INT32_MIN)
				change = sooner(change, v->day[c * N_KIND + k]);
	}
	return change;
}

/* ----------------------------------------------------------------- scores */

/* Does this row of the Multisource Comorbidity Score count? compute_scores
 * has just seen which do. */
static bool mcs_counts(const struct strata_worker *w, size_t row)
{
	return w->mcs_epoch[row] == w->epoch;
}

static const struct acc *acc_if(const struct strata_worker *w, uint16_t counter)
{
	const struct acc *a = counter == UINT16_MAX ? NULL : acc_of(w, counter);
	return a && a->n_event ? a : NULL;
}

static bool mcs_drug(const struct strata *s, const struct acc *a)
{
	return a && a->n_date >= s->mcs_min_dates;
}

/* Only more than two dates have to be walked. */
static void want_mcs(const struct strata *s, struct strata_worker *w)
{
	if (s->mcs_min_dates <= 2)
		return;
	for (size_t i = 0; i < s->q.kn->n_mcs; i++)
		if (mcs_counts(w, i) && mcs_drug(s, acc_if(w, s->mcs_atc[i])))
			want_counter(w->watcher, s->mcs_atc[i],
				     (struct need){.rule = UINT16_MAX,
						   .min_date = s->mcs_min_dates,
						   .min_ddd = INT64_MIN});
}

static int32_t mcs_drug_until(const struct strata *s,
			      const struct strata_worker *w, size_t i,
			      const struct acc *a)
{
	const struct watcher *v = w->watcher;
	int32_t from = s->mcs_min_dates == 1 ? a->last : a->prev;
	if (s->mcs_min_dates > 2)
		for (uint16_t k = v->head[s->mcs_atc[i]]; k != UINT16_MAX;
		     k = v->need[k].next)
			if (v->need[k].rule == UINT16_MAX)
				from = v->need[k].holds_from;
	return later(from, s->q.kn->mcs[i].lookback_days);
}

static int32_t watch_mcs(const struct strata *s, struct strata_worker *w)
{
	int32_t change = INT32_MAX;
	if (s->mcs_min_dates < 1)
		return s->index +
		       1; /* such tables are for no one: look always */
	for (size_t i = 0; i < s->q.kn->n_mcs; i++) {
		if (!mcs_counts(w, i))
			continue;
		const struct acc *dx = acc_if(w, s->mcs_dx[i]),
				 *atc = acc_if(w, s->mcs_atc[i]);
		int32_t until = INT32_MIN;
		if (dx)
			until = later(dx->last, s->q.kn->mcs[i].lookback_days);
		if (mcs_drug(s, atc)) {
			int32_t u = mcs_drug_until(s, w, i, atc);
			until = u > until ? u : until;
		}
		change = sooner(change, until);
		if (s->mcs_dx[i] != UINT16_MAX)
			withdraw(s, w->watcher, s->mcs_dx[i]);
		if (s->mcs_atc[i] != UINT16_MAX)
			withdraw(s, w->watcher, s->mcs_atc[i]);
	}
	return change;
}

static int32_t watch_cds(const struct strata *s, struct strata_worker *w)
{
	int32_t change = INT32_MAX;
	for (size_t i = 0; i < s->q.kn->n_cds; i++) {
		if (w->cds_epoch[i] != w->epoch)
			continue;
		for (unsigned bits = w->cds_classes[i]; bits;
		     bits &= bits - 1) {
			uint16_t c = s->cds_class[i][__builtin_ctz(bits)];
			withdraw(s, w->watcher, c);
			change = sooner(change, later(acc_of(w, c)->last,
						      s->counter[c].lookback));
		}
	}
	return change;
}

static int32_t watch_diagnoses(const struct strata *s, struct strata_worker *w)
{
	int32_t change = INT32_MAX;
	for (size_t i = 0; i < w->n_present; i++) {
		const uint16_t c = w->present[i];
		const struct score_row *r = &s->score_row[w->category[c] - 1];
		if (!s->watches->uniform[c])
			return s->index + 1;
		withdraw(s, w->watcher, s->n_counter + c);
		change = sooner(change,
				later(w->category_last[c],
				      s->index + 1 - s->score_from[r->score]));
	}
	return change;
}

/* -------------------------------------------------------------------- all */

static int32_t contact_until(const struct strata *s,
			     const struct strata_worker *w)
{
	const struct strata_watches *x = s->watches;
	if (x->contact_asked < 1 || w->n_contact < (uint32_t)x->contact_asked)
		return INT32_MAX;
	if (x->contact_asked > 1) /* which was the n-th last is not known */
		return s->index + 1;
	return later(w->last_contact, x->contact_days);
}

static void forget_needs(struct watcher *v)
{
	for (size_t i = 0; i < v->n_need; i++) {
		v->head[v->need[i].counter] = UINT16_MAX;
		if (v->need[i].rule != UINT16_MAX)
			v->rule_need[v->need[i].rule] = 0;
	}
	v->n_need = v->n_open = 0;
}

void watch_person(const struct strata *s, struct strata_worker *w, size_t row,
		  const struct strata_result *r, struct strata_watch *out,
		  uint64_t *bits)
{
	struct watcher *v = w->watcher;
	*out = (struct strata_watch){status_change(s, row), INT32_MAX};
	if (r->status != STRATA_ACTIVE) {
		memset(bits, 0, s->watches->n_word * sizeof(*bits));
		return;
	}
	const int32_t birth = archive_people(s->q.archive)->birth[row];
	choose_groups(s, w);
	for (size_t i = 0; i < v->n_group; i++)
		want_group(s, w, v->group[i]);
	want_mcs(s, w);
	if (v->n_need)
		walk_needs(s, w);
	int32_t day = sooner(w->future, next_birthday(s, w, birth));
	day = sooner(day, watch_groups(s, w));
	day = sooner(day, watch_mcs(s, w));
	day = sooner(day, watch_cds(s, w));
	day = sooner(day, watch_diagnoses(s, w));
	out->change = sooner(out->change, day);
	out->contact = contact_until(s, w);
	put_bits(s, v, bits);
	forget_needs(v);
}

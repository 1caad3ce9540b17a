#include "spiro/session.h"

#include <math.h>

#define EXACT 1e-9

/* Up to six years of age; of unknown age: no. */
static bool is_small_child(const struct spiro_session *s)
{
	return s->age < s->rules->child_below;
}

/* ---- choosing */

typedef double value_of(const struct spiro_blow *b);
typedef bool may_of(const struct spiro_blow *b);

static double fev1_of(const struct spiro_blow *b)
{
	return b->m.fev1;
}

static double fvc_of(const struct spiro_blow *b)
{
	return b->m.fvc;
}

static double pef_of(const struct spiro_blow *b)
{
	return b->m.pef;
}

static double sum_of(const struct spiro_blow *b)
{
	return b->m.fev1 + b->m.fvc;
}

static double fev075_of(const struct spiro_blow *b)
{
	return b->m.fev075;
}

static bool fev1_good(const struct spiro_blow *b)
{
	return b->v.fev1_acceptable;
}

static bool fvc_good(const struct spiro_blow *b)
{
	return b->v.fvc_acceptable;
}

static bool both_good(const struct spiro_blow *b)
{
	return b->v.fev1_acceptable && b->v.fvc_acceptable;
}

static bool fev1_usable(const struct spiro_blow *b)
{
	return b->v.fev1_usable;
}

static bool fvc_usable(const struct spiro_blow *b)
{
	return b->v.fvc_usable;
}

static bool both_usable(const struct spiro_blow *b)
{
	return b->v.fev1_usable && b->v.fvc_usable;
}

static bool start_usable(const struct spiro_blow *b)
{
	return b->v.bev_ok && b->v.zero_ok;
}

static bool fev075_usable(const struct spiro_blow *b)
{
	return b->v.fev075_usable;
}

/* The blow of a phase with the largest value among those that may count; -1. */
static int largest(const struct spiro_session *s, enum spiro_phase phase,
		   value_of *value, may_of *may)
{
	int best = -1;
	for (size_t i = 0; i < s->n_blow; i++) {
		const struct spiro_blow *b = &s->blow[i];
		if (b->phase != phase || !may(b) || isnan(value(b)))
			continue;
		if (best < 0 || value(b) > value(&s->blow[best]))
			best = (int)i;
	}
	return best;
}

static int either(int first, int second)
{
	return first >= 0 ? first : second;
}

/* ---- grades */

struct repeat { /* the acceptable values of a phase */
	size_t n;
	double first, second; /* the two largest */
};

static struct repeat repeats(const struct spiro_session *s,
			     enum spiro_phase phase, value_of *value,
			     may_of *may)
{
	struct repeat r = {0, NAN, NAN};
	for (size_t i = 0; i < s->n_blow; i++) {
		const struct spiro_blow *b = &s->blow[i];
		if (b->phase != phase || !may(b))
			continue;
		double v = value(b);
		r.n++;
		if (!(v <= r.first)) {
			r.second = r.first;
			r.first = v;
		} else if (!(v <= r.second)) {
			r.second = v;
		}
	}
	return r;
}

static char grade(const struct repeat *r, const struct spiro_session *s,
		  bool usable)
{
	const struct spiro_rules *by = s->rules;
	const double adult[] = {by->repeat_a, by->repeat_c, by->repeat_d};
	const double child[] = {by->child_a, by->child_c, by->child_d};
	bool small = is_small_child(s);
	double part = small ? by->child_part * r->first : 0;
	double apart = r->first - r->second;
	if (!r->n)
		return usable ? 'U' : 'F';
	if (r->n == 1)
		return 'E';
	for (int i = 0; i < 3; i++)
		if (apart <= fmax(small ? child[i] : adult[i], part) + EXACT)
			return i ? (char)('B' + i)
				 : ((double)r->n >= by->enough_blows ? 'A'
								     : 'B');
	return 'E';
}

/* ---- what is reported */

static void take_flows(const struct spiro_session *s, struct spiro_result *r)
{
	if (r->from_pef >= 0)
		r->best[SPIRO_PEF] = s->blow[r->from_pef].m.pef;
	if (r->from_flows < 0)
		return;
	const struct spiro_measures *m = &s->blow[r->from_flows].m;
	r->best[SPIRO_FEF2575] = m->fef2575;
	r->best[SPIRO_FEF25] = m->fef25;
	r->best[SPIRO_FEF50] = m->fef50;
	r->best[SPIRO_FEF75] = m->fef75;
}

static void take_volumes(const struct spiro_session *s, struct spiro_result *r,
			 int from_fev075)
{
	double *best = r->best;
	if (r->from_fev1 >= 0)
		best[SPIRO_FEV1] = s->blow[r->from_fev1].m.fev1;
	if (r->from_fvc >= 0) {
		const struct spiro_measures *m = &s->blow[r->from_fvc].m;
		best[SPIRO_FVC] = m->fvc;
		best[SPIRO_FEV6] = m->fev6;
		best[SPIRO_FIVC] = m->fivc;
		r->fet = m->fet;
	}
	if (from_fev075 >= 0)
		best[SPIRO_FEV075] = s->blow[from_fev075].m.fev075;
	best[SPIRO_FEV1FVC] = best[SPIRO_FEV1] / best[SPIRO_FVC];
	best[SPIRO_FEV1FEV6] = best[SPIRO_FEV1] / best[SPIRO_FEV6];
	best[SPIRO_FEV075FVC] = best[SPIRO_FEV075] / best[SPIRO_FVC];
}

static void choose(const struct spiro_session *s, enum spiro_phase p,
		   struct spiro_result *r)
{
	int fev1 = largest(s, p, fev1_of, fev1_good);
	int fvc = largest(s, p, fvc_of, fvc_good);
	r->from_fev1 = either(fev1, largest(s, p, fev1_of, fev1_usable));
	r->from_fvc = either(fvc, largest(s, p, fvc_of, fvc_usable));
	r->from_pef = largest(s, p, pef_of, start_usable);
	r->from_flows = either(largest(s, p, sum_of, both_good),
			       largest(s, p, sum_of, both_usable));
	r->fev1_only_usable = fev1 < 0 && r->from_fev1 >= 0;
	r->fvc_only_usable = fvc < 0 && r->from_fvc >= 0;
	r->fet = NAN;
	for (int i = 0; i < N_SPIRO_PARAM; i++)
		r->best[i] = NAN;
	take_volumes(s, r,
		     is_small_child(s) ? largest(s, p, fev075_of, fev075_usable)
				       : -1);
	take_flows(s, r);
}

/* Causes of blows that were not acceptable: of the last, or of at least two. */
static unsigned recurring(const struct spiro_session *s, enum spiro_phase p)
{
	unsigned once = 0, twice = 0, last = 0;
	for (size_t i = 0; i < s->n_blow; i++) {
		if (s->blow[i].phase != p)
			continue;
		const struct spiro_verdict *v = &s->blow[i].v;
		last = v->against_fev1 | v->against_fvc;
		twice |= once & last;
		once |= last;
	}
	return twice | last;
}

static enum spiro_advice advise(const struct spiro_result *r,
				const struct spiro_rules *by)
{
	bool enough = (r->fev1_grade == 'A' || r->fev1_grade == 'B') &&
		      (r->fvc_grade == 'A' || r->fvc_grade == 'B');
	if ((double)r->n_blow >= by->enough_blows && enough)
		return SPIRO_ENOUGH;
	if (r->why & SPIRO_BIT(ZERO))
		return SPIRO_ZERO_FIRST;
	return (double)r->n_blow >= by->most_blows ? SPIRO_STOP : SPIRO_ANOTHER;
}

static void conclude(const struct spiro_session *s, enum spiro_phase p,
		     struct spiro_result *r)
{
	struct repeat fev1 = repeats(s, p, fev1_of, fev1_good);
	struct repeat fvc = repeats(s, p, fvc_of, fvc_good);
	*r = (struct spiro_result){.n_fev1 = fev1.n, .n_fvc = fvc.n};
	for (size_t i = 0; i < s->n_blow; i++)
		r->n_blow += s->blow[i].phase == p;
	choose(s, p, r);
	r->fev1_apart = fev1.first - fev1.second;
	r->fvc_apart = fvc.first - fvc.second;
	if (!r->n_blow)
		return;
	r->fev1_grade = grade(&fev1, s, r->from_fev1 >= 0);
	r->fvc_grade = grade(&fvc, s, r->from_fvc >= 0);
	r->why = recurring(s, p);
	r->advice = advise(r, s->rules);
}

enum rc spiro_session_judge(struct spiro_session *s, struct err *err)
{
	double best[N_SPIRO_PHASE] = {NAN, NAN};
	for (size_t i = 0; i < s->n_blow; i++) {
		struct spiro_blow *b = &s->blow[i];
		const struct spiro_judge by = {.rules = s->rules,
					       .small_child = is_small_child(s),
					       .best_fvc = best[b->phase]};
		if (spiro_measure(&b->curve, &b->m, err))
			return err_context(err, STR_FMT, STR_ARG(b->name));
		spiro_judge(&b->curve, &b->m, &by, &b->v);
		if (b->v.fvc_usable)
			best[b->phase] = fmax(best[b->phase], b->m.fvc);
	}
	for (int p = 0; p < N_SPIRO_PHASE; p++)
		conclude(s, (enum spiro_phase)p, &s->result[p]);
	return OK;
}

/* ---- as a whole */

int spiro_grade_rank(char grade)
{
	static const char order[] = "ABCDEUF";
	const char *at = grade ? strchr(order, grade) : NULL;
	return at ? (int)(at - order) + 1 : 0;
}

enum spiro_quality spiro_quality(const struct spiro_session *s)
{
	int worst = 0;
	for (int p = 0; p < N_SPIRO_PHASE; p++) {
		int fev1 = spiro_grade_rank(s->result[p].fev1_grade);
		int fvc = spiro_grade_rank(s->result[p].fvc_grade);
		worst = fev1 > worst ? fev1 : worst;
		worst = fvc > worst ? fvc : worst;
	}
	return worst >= (int)s->rules->grade_reject ? SPIRO_REJECT
	       : worst >= (int)s->rules->grade_warn ? SPIRO_WARN
						    : SPIRO_FINE;
}

/* ---- words */

const char *spiro_advice_name(enum spiro_advice a)
{
	static const char *const name[] = {"enough", "another", "stop",
					   "zero_first"};
	assert(a < countof(name));
	return name[a];
}

struct str spiro_advice_text(enum spiro_advice a, enum lang lang)
{
	static const enum msg words[] = {MSG_SPI_ENOUGH, MSG_SPI_ANOTHER,
					 MSG_SPI_STOP, MSG_SPI_ZERO_FIRST};
	assert(a < countof(words));
	return text_of(words[a], lang);
}

#include "spiro/interpret.h"

#include <math.h>

#define DAYS_A_YEAR 365.25

enum spiro_severity spiro_severity(const struct spiro_rules *r, double z)
{
	if (z < r->z_severe)
		return SPIRO_SEVERE;
	if (z < r->z_moderate)
		return SPIRO_MODERATE;
	return z < r->z_limit ? SPIRO_MILD : SPIRO_WITHIN_LIMITS;
}

/* ---- values beside norms */

static enum rc score_one(const struct spiro_reference *ref, enum spiro_set set,
			 const struct spiro_person *who, enum spiro_param param,
			 double measured, struct spiro_scored *out,
			 struct err *err)
{
	const double none = NAN;
	*out = (struct spiro_scored){
		.measured = measured,
		.norm = {none, none, none, none, none, none, none},
		.score = {none, none, none}};
	enum rc rc = spiro_expect(ref, set, who, param, &out->norm, err);
	if (!rc && measured > 0)
		out->score = spiro_score(&out->norm, measured);
	return rc;
}

/* FEV1 and FVC must be known to the set; of the others what it has. */
static enum rc score_all(const struct spiro_reference *ref,
			 const struct spiro_person *who,
			 double best[N_SPIRO_PHASE][N_SPIRO_PARAM],
			 struct spiro_opinion *o, struct err *err)
{
	for (int phase = 0; phase < N_SPIRO_PHASE; phase++)
		for (int p = 0; p < N_SPIRO_PARAM; p++) {
			struct err why = {0};
			enum rc rc = score_one(
				ref, o->set, who, (enum spiro_param)p,
				best[phase][p], &o->value[phase][p], &why);
			if (rc && (p == SPIRO_FEV1 || p == SPIRO_FVC)) {
				if (err)
					*err = why;
				return rc;
			}
		}
	return OK;
}

/* ---- pattern */

static double z_of(const struct spiro_opinion *o, enum spiro_param p)
{
	return o->value[o->read][p].score.z;
}

static void find_pattern(struct spiro_opinion *o, const struct spiro_rules *r)
{
	double fev1 = z_of(o, SPIRO_FEV1), fvc = z_of(o, SPIRO_FVC),
	       ratio = z_of(o, SPIRO_FEV1FVC);
	if (isnan(fev1) || isnan(fvc) || isnan(ratio))
		return;
	if (ratio < r->z_limit)
		o->pattern = fvc < r->z_limit ? SPIRO_OBSTRUCTION_LOW_FVC
					      : SPIRO_OBSTRUCTION;
	else if (fvc < r->z_limit)
		o->pattern = SPIRO_POSSIBLE_RESTRICTION;
	else
		o->pattern =
			fev1 < r->z_limit ? SPIRO_NON_SPECIFIC : SPIRO_NORMAL;
	if (o->pattern != SPIRO_NORMAL)
		o->severity = spiro_severity(
			r,
			o->pattern == SPIRO_POSSIBLE_RESTRICTION ? fvc : fev1);
}

/* ---- bronchodilator, GOLD */

static struct spiro_change change(const struct spiro_opinion *o,
				  const struct spiro_rules *r,
				  enum spiro_param p)
{
	const struct spiro_scored *pre = &o->value[SPIRO_PRE][p];
	const struct spiro_scored *post = &o->value[SPIRO_POST][p];
	struct spiro_change c = {.litres = post->measured - pre->measured};
	c.pct_predicted = 100 * c.litres / pre->norm.predicted;
	c.responds = c.pct_predicted > r->bdr_percent;
	return c;
}

static int gold_stage(double pct, const struct spiro_rules *r)
{
	return pct >= r->gold_1   ? 1
	       : pct >= r->gold_2 ? 2
	       : pct >= r->gold_3 ? 3
				  : 4;
}

static void find_gold(struct spiro_opinion *o, const struct spiro_rules *r)
{
	const struct spiro_scored *post = o->value[SPIRO_POST];
	o->gold_is_post = !isnan(post[SPIRO_FEV1FVC].measured);
	const struct spiro_scored *v =
		o->gold_is_post ? post : o->value[SPIRO_PRE];
	o->gold_known = !isnan(v[SPIRO_FEV1FVC].measured);
	o->gold_obstruction = v[SPIRO_FEV1FVC].measured < r->gold_ratio;
	if (o->gold_obstruction)
		o->gold_stage =
			gold_stage(v[SPIRO_FEV1].score.pct_predicted, r);
}

enum rc spiro_interpret(const struct spiro_reference *ref,
			const struct spiro_rules *rules, enum spiro_set set,
			const struct spiro_person *who,
			double best[N_SPIRO_PHASE][N_SPIRO_PARAM],
			struct spiro_opinion *out, struct err *err)
{
	struct spiro_opinion o = {.set = set};
	enum rc rc = score_all(ref, who, best, &o, err);
	if (rc)
		return rc;
	if (isnan(best[SPIRO_PRE][SPIRO_FEV1FVC]) &&
	    !isnan(best[SPIRO_POST][SPIRO_FEV1FVC]))
		o.read = SPIRO_POST;
	find_pattern(&o, rules);
	o.fev1 = change(&o, rules, SPIRO_FEV1);
	o.fvc = change(&o, rules, SPIRO_FVC);
	find_gold(&o, rules);
	*out = o;
	return OK;
}

/* ---- trend */

static double slope(const struct spiro_point *p, size_t n)
{
	double t = 0, z = 0, tz = 0, tt = 0;
	for (size_t i = 0; i < n; i++) {
		t += p[i].on.days;
		z += p[i].z;
	}
	t /= (double)n;
	z /= (double)n;
	for (size_t i = 0; i < n; i++) {
		tz += (p[i].on.days - t) * (p[i].z - z);
		tt += (p[i].on.days - t) * (p[i].on.days - t);
	}
	return tt > 0 ? DAYS_A_YEAR * tz / tt : (double)NAN;
}

enum rc spiro_trend(const struct spiro_point *p, size_t n, enum spiro_sex sex,
		    const struct spiro_rules *r, struct spiro_trend *out,
		    struct err *err)
{
	assert(n > 0);
	for (size_t i = 1; i < n; i++) {
		assert(p[i].on.days >= p[i - 1].on.days);
		if (p[i].set != p[0].set)
			return err_msg(err, E_STATE, MSG_SPI_TWO_SETS,
				       "z of %s cannot be compared with z of "
				       "%s: compute both by one set",
				       spiro_set_name(p[i].set),
				       spiro_set_name(p[0].set));
	}
	*out = (struct spiro_trend){
		.since_first = p[n - 1].z - p[0].z,
		.since_last = n > 1 ? p[n - 1].z - p[n - 2].z : (double)NAN,
		.per_year = slope(p, n),
		.fev1q = p[n - 1].measured /
			 (sex == SPIRO_MALE ? r->fev1q_m : r->fev1q_f),
	};
	return OK;
}

/* ---- words */

const char *spiro_pattern_name(enum spiro_pattern p)
{
	static const char *const name[] = {"not_known",
					   "normal",
					   "obstruction",
					   "obstruction_reduced_fvc",
					   "possible_restriction",
					   "non_specific"};
	assert(p < countof(name));
	return name[p];
}

struct str spiro_pattern_text(enum spiro_pattern p, enum lang lang)
{
	static const enum msg words[] = {
		MSG_SPI_P_NOT_KNOWN,   MSG_SPI_P_NORMAL,
		MSG_SPI_P_OBSTRUCTION, MSG_SPI_P_OBSTRUCTION_LOW_FVC,
		MSG_SPI_P_RESTRICTION, MSG_SPI_P_NON_SPECIFIC};
	assert(p < countof(words));
	return text_of(words[p], lang);
}

const char *spiro_severity_name(enum spiro_severity s)
{
	static const char *const name[] = {"none", "mild", "moderate",
					   "severe"};
	assert(s < countof(name));
	return name[s];
}

struct str spiro_severity_text(enum spiro_severity s, enum lang lang)
{
	static const enum msg words[] = {MSG_SPI_S_NONE, MSG_SPI_S_MILD,
					 MSG_SPI_S_MODERATE, MSG_SPI_S_SEVERE};
	assert(s < countof(words));
	return text_of(words[s], lang);
}

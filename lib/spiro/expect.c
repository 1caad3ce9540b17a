/* The equations of the reference sets. */
#include "spiro/reference_int.h"

#include "text/text.h"

#include <math.h>

#define Z_LIMIT  1.645 /* 5th centile of the normal distribution, as GLI */
#define Z_ECSC   1.64  /* as the statement of 1993 prints it */
#define ADULT_M  20.0  /* years: first of the adult equations of nhanes3 */
#define ADULT_F  18.0
#define LOWEST   40.0 /* cm: what no child of three is below */
#define HIGHEST  260.0
#define L_IS_LOG 1e-9 /* a skew below this is the logarithm's */

/* ---- values of L, M, S and z */

double spiro_value_at(const struct spiro_norm *n, double z)
{
	if (isnan(n->s))
		return n->predicted + z * n->sd;
	if (fabs(n->l) < L_IS_LOG)
		return n->m * exp(n->s * z);
	double base = 1 + n->l * n->s * z;
	return base > 0 ? n->m * pow(base, 1 / n->l) : (double)NAN;
}

static double z_of(const struct spiro_norm *n, double x)
{
	if (isnan(n->s))
		return (x - n->predicted) / n->sd;
	if (fabs(n->l) < L_IS_LOG)
		return log(x / n->m) / n->s;
	return (pow(x / n->m, n->l) - 1) / (n->l * n->s);
}

struct spiro_score spiro_score(const struct spiro_norm *n, double measured)
{
	assert(measured > 0);
	double z = z_of(n, measured);
	return (struct spiro_score){
		.z = z,
		.pct_predicted = 100 * measured / n->predicted,
		.percentile = 50 * erfc(-z / sqrt(2)),
	};
}

/* ---- the sets */

/* Between two quarters of a year, in a straight line. */
static struct knot spline_at(const struct gli_curve *c, double age)
{
	if (!c->knot)
		return (struct knot){0, 0, 0};
	double at = (age - c->first_age) / SPIRO_KNOT_YEARS;
	size_t i = (size_t)at;
	if (i + 1 >= c->n_knot)
		return c->knot[c->n_knot - 1];
	const struct knot *a = &c->knot[i], *b = &c->knot[i + 1];
	double f = at - (double)i;
	return (struct knot){a->l + f * (b->l - a->l), a->m + f * (b->m - a->m),
			     a->s + f * (b->s - a->s)};
}

static void expect_gli(const struct gli_curve *c, const struct spiro_person *p,
		       struct spiro_norm *out)
{
	struct knot k = spline_at(c, p->age);
	double ln_age = log(p->age);
	out->m = exp(c->m0 + c->m_height * log(p->height_cm) +
		     c->m_age * ln_age + c->m_group[p->group] + k.m);
	out->s = exp(c->s0 + c->s_age * ln_age + c->s_group[p->group] + k.s);
	out->l = c->l0 + c->l_age * ln_age + k.l;
	out->predicted = out->m;
	out->lln = spiro_value_at(out, -Z_LIMIT);
	out->uln = spiro_value_at(out, Z_LIMIT);
}

static void expect_ecsc(const struct ecsc_line *e, const struct spiro_person *p,
			bool ratio, struct spiro_norm *out)
{
	double unit = ratio ? 0.01 : 1; /* the table has per cent */
	out->predicted = unit * (e->intercept + e->per_cm * p->height_cm +
				 e->per_year * p->age);
	if (e->rsd <= 0)
		return;
	out->sd = unit * e->rsd;
	out->lln = out->predicted - Z_ECSC * out->sd;
	out->uln = out->predicted + Z_ECSC * out->sd;
}

static void from_limit(struct spiro_norm *out)
{
	out->sd = (out->predicted - out->lln) / Z_LIMIT;
	out->uln = 2 * out->predicted - out->lln;
}

static void expect_square(const struct nhanes_square *q,
			  const struct spiro_person *p, struct spiro_norm *out)
{
	double base =
		q->intercept + q->age * p->age + q->age2 * p->age * p->age;
	double h2 = p->height_cm * p->height_cm;
	out->predicted = base + q->height2_pred * h2;
	out->lln = base + q->height2_lln * h2;
	from_limit(out);
}

static void expect_ratio(const struct nhanes_ratio *q,
			 const struct spiro_person *p, struct spiro_norm *out)
{
	out->predicted = (q->pred + q->age * p->age) / 100;
	out->lln = (q->lln + q->age * p->age) / 100;
	from_limit(out);
}

static bool expect_nhanes(const struct spiro_reference *r,
			  const struct spiro_person *p, enum spiro_param param,
			  struct spiro_norm *out)
{
	int g = p->group == SPIRO_MEXICAN_AMERICAN ? 2 : (int)p->group;
	bool adult = p->age >= (p->sex == SPIRO_MALE ? ADULT_M : ADULT_F);
	const struct nhanes_square *q = &r->nhanes[p->sex][g][adult][param];
	const struct nhanes_ratio *t = &r->nhanes_ratio[p->sex][g][param];
	if (q->there)
		expect_square(q, p, out);
	else if (t->there)
		expect_ratio(t, p, out);
	return q->there || t->there;
}

static bool evaluate(const struct spiro_reference *r, enum spiro_set set,
		     const struct spiro_person *p, enum spiro_param param,
		     struct spiro_norm *out)
{
	const struct gli_curve *c;
	const struct ecsc_line *e;
	switch (set) {
	case SPIRO_GLI2012:
	case SPIRO_GLI2022:
		c = &r->gli[set - SPIRO_GLI2012][p->sex][param];
		if (c->there)
			expect_gli(c, p, out);
		return c->there;
	case SPIRO_ECSC1993:
		e = &r->ecsc[p->sex][param];
		if (e->there)
			expect_ecsc(e, p, spiro_param_is_ratio(param), out);
		return e->there;
	case SPIRO_NHANES3:
		return expect_nhanes(r, p, param, out);
	case N_SPIRO_SET:
		break;
	}
	BUG("reference set");
}

/* ---- what may be asked */

static bool group_fits(enum spiro_set set, enum spiro_group g)
{
	switch (set) {
	case SPIRO_GLI2012:
		return (int)g < N_GLI_GROUP;
	case SPIRO_NHANES3:
		return g == SPIRO_CAUCASIAN || g == SPIRO_AFRICAN_AMERICAN ||
		       g == SPIRO_MEXICAN_AMERICAN;
	case SPIRO_GLI2022:
	case SPIRO_ECSC1993:
		return true;
	case N_SPIRO_SET:
		break;
	}
	BUG("reference set");
}

static enum rc check(const struct spiro_reference *r, enum spiro_set set,
		     const struct spiro_person *p, enum spiro_param param,
		     struct err *err)
{
	const struct age_range *a = &r->range[set][p->sex][param];
	if (!a->there)
		return err_msg(err, E_NOT_FOUND, MSG_SPI_E_PARAM,
			       "%s has no equation for %s: ask for another "
			       "parameter, or another set",
			       spiro_set_name(set), spiro_param_name(param));
	if (!group_fits(set, p->group))
		return err_msg(
			err, E_NOT_FOUND, MSG_SPI_E_GROUP,
			"%s has no equation for the group %s: choose one "
			"of its own, or gli2022, which needs none",
			spiro_set_name(set), spiro_group_name(p->group));
	if (!(p->age >= a->min && p->age <= a->max))
		return err_msg(
			err, E_RANGE, MSG_SPI_E_AGE,
			"%s of %s is defined from %g to %g years, not at "
			"%g: nothing is extrapolated; use a set that "
			"covers that age",
			spiro_param_name(param), spiro_set_name(set), a->min,
			a->max, p->age);
	if (!(p->height_cm >= LOWEST && p->height_cm <= HIGHEST))
		return err_msg(err, E_RANGE, MSG_SPI_E_HEIGHT,
			       "a height of %g cm is not a person's: write "
			       "centimetres, from %g to %g",
			       p->height_cm, LOWEST, HIGHEST);
	return OK;
}

enum rc spiro_expect(const struct spiro_reference *r, enum spiro_set set,
		     const struct spiro_person *p, enum spiro_param param,
		     struct spiro_norm *out, struct err *err)
{
	assert(set < N_SPIRO_SET && param < N_SPIRO_PARAM);
	assert(p->sex < N_SPIRO_SEX && p->group < N_SPIRO_GROUP);
	struct spiro_norm n = {NAN, NAN, NAN, NAN, NAN, NAN, NAN};
	struct spiro_person who = *p;
	enum rc rc = check(r, set, p, param, err);
	if (rc)
		return rc;
	if (!spiro_set_has_groups(set))
		who.group = SPIRO_CAUCASIAN; /* whose term is 0 */
	who.age = fmax(p->age, r->range[set][p->sex][param].floor);
	if (!evaluate(r, set, &who, param, &n))
		return err_set(err, E_NOT_FOUND,
			       "the tables have no coefficients of %s for %s: "
			       "add them to the folder of the tables",
			       spiro_set_name(set), spiro_param_name(param));
	*out = n;
	return OK;
}

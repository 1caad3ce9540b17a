/* The tables of data/spirometry, read and checked. */
#include "spiro/reference_int.h"

#include "knowledge/knowledge.h"
#include "table/table.h"

#define REFERENCE_BYTES (8u << 20) /* the tables take 0.4 MB as text */

/* ---- the files */

struct row { /* one of any of the tables: the columns it has are filled */
	char sex;
	struct str set, param, ethnicity, age_group;
	double x[16];
};

static bool is_param(struct str s)
{
	enum spiro_param p;
	return spiro_param_parse(s, &p) && str_is(s, spiro_param_name(p));
}

static bool is_set(struct str s)
{
	enum spiro_set set;
	return spiro_set_parse(s, &set);
}

#define SEX                                                                    \
	{                                                                      \
		"sex", COL_LETTER, .need = true, .key = true, .words = "M|F",  \
				   AT(row, sex)                                \
	}
#define PARAM                                                                  \
	{                                                                      \
		"param", COL_TEXT,                                             \
			.need = true, .key = true, .form = is_param,           \
			.form_is = "a parameter we know", AT(row, param)       \
	}
#define REAL(name, i)                                                          \
	{                                                                      \
		name, COL_REAL, .need = true, .min = -1000, .max = 1000,       \
				AT(row, x[i])                                  \
	}
/* a term of an ethnic group, in the sets that have them */
#define GROUP(name, i)                                                         \
	{                                                                      \
		name, COL_REAL, .extra = true, .min = -10, .max = 10,          \
				AT(row, x[i])                                  \
	}
#define ETHNICITY                                                              \
	{                                                                      \
		"ethnicity", COL_TEXT, .need = true, .key = true,              \
				       .words = "caucasian|african_american|"  \
						"mexican_american",            \
				       AT(row, ethnicity)                      \
	}

static const struct column gli_columns[] = {
	SEX,
	PARAM,
	REAL("m_intercept", 0),
	REAL("m_ln_height_cm", 1),
	REAL("m_ln_age", 2),
	GROUP("m_afr_am", 3),
	GROUP("m_ne_asian", 4),
	GROUP("m_se_asian", 5),
	GROUP("m_other", 6),
	REAL("s_intercept", 7),
	REAL("s_ln_age", 8),
	GROUP("s_afr_am", 9),
	GROUP("s_ne_asian", 10),
	GROUP("s_se_asian", 11),
	GROUP("s_other", 12),
	REAL("l_intercept", 13),
	REAL("l_ln_age", 14),
};
static const struct column spline_columns[] = {
	SEX,
	PARAM,
	{"age", COL_REAL, .need = true, .key = true, .min = 0, .max = 120,
	 AT(row, x[0])},
	REAL("l_spline", 1),
	REAL("m_spline", 2),
	REAL("s_spline", 3),
};
static const struct column ecsc_columns[] = {
	SEX,
	PARAM,
	REAL("intercept", 0),
	REAL("per_cm_height", 1),
	REAL("per_year_age", 2),
	{"rsd", COL_REAL, .min = 0, .max = 100, AT(row, x[3])},
};
static const struct column nhanes_columns[] = {
	SEX,
	ETHNICITY,
	{"age_group", COL_TEXT, .need = true, .key = true,
	 .words = "child|adult", AT(row, age_group)},
	PARAM,
	REAL("intercept", 0),
	REAL("age", 1),
	REAL("age2", 2),
	REAL("height_cm2_pred", 3),
	REAL("height_cm2_lln", 4),
};
static const struct column ratio_columns[] = {
	SEX,
	ETHNICITY,
	PARAM,
	REAL("intercept_pred_pct", 0),
	REAL("intercept_lln_pct", 1),
	REAL("age", 2),
};
static const struct column range_columns[] = {
	{"set", COL_TEXT, .need = true, .key = true, .form = is_set,
	 .form_is = "a set we know", AT(row, set)},
	SEX,
	PARAM,
	{"age_min", COL_REAL, .need = true, .min = 1, .max = 120,
	 AT(row, x[0])},
	{"age_max", COL_REAL, .need = true, .min = 1, .max = 120,
	 AT(row, x[1])},
	{"age_floor", COL_REAL, .min = 0, .max = 120, AT(row, x[2])},
	{"source", COL_TEXT, .need = true},
};

/* ---- taking a row */

struct loading {
	struct spiro_reference *r;
	struct arena scratch;
	struct issues *issues;
	const char *dir;
	int gli; /* which of the two sets */
};

static enum spiro_param param_of(const struct row *w)
{
	enum spiro_param p;
	if (!spiro_param_parse(w->param, &p))
		BUG("a parameter that was checked");
	return p;
}

static enum spiro_sex sex_of(const struct row *w)
{
	return w->sex == 'F' ? SPIRO_FEMALE : SPIRO_MALE;
}

/* The numbering of nhanes3: 0, 1, 2. */
static int nhanes_group(struct str s)
{
	return str_is(s, "caucasian")          ? 0
	       : str_is(s, "african_american") ? 1
					       : 2;
}

typedef void take_row(struct loading *l, const struct table *t, size_t i);

static const struct row *row_at(const struct table *t, size_t i)
{
	return (const struct row *)t->rows + i;
}

static void take_gli(struct loading *l, const struct table *t, size_t i)
{
	const struct row *w = row_at(t, i);
	struct gli_curve *c = &l->r->gli[l->gli][sex_of(w)][param_of(w)];
	c->there = true;
	c->m0 = w->x[0];
	c->m_height = w->x[1];
	c->m_age = w->x[2];
	memcpy(&c->m_group[1], &w->x[3], 4 * sizeof(double));
	c->s0 = w->x[7];
	c->s_age = w->x[8];
	memcpy(&c->s_group[1], &w->x[9], 4 * sizeof(double));
	c->l0 = w->x[13];
	c->l_age = w->x[14];
}

/* The rows of a spline stand together, a quarter of a year apart. */
static void take_knot(struct loading *l, const struct table *t, size_t i)
{
	const struct row *w = row_at(t, i);
	struct gli_curve *c = &l->r->gli[l->gli][sex_of(w)][param_of(w)];
	struct knot *all = l->r->gli_knots[l->gli];
	if (!c->there)
		table_wrong(t, i, "param",
			    "has no row of coefficients: add "
			    "one, or remove its spline");
	if (!c->knot) {
		c->knot = &all[i];
		c->first_age = w->x[0];
	} else if (c->knot + c->n_knot != &all[i] ||
		   w->x[0] != c->first_age +
				      (double)c->n_knot * SPIRO_KNOT_YEARS) {
		table_wrong(t, i, "age",
			    "is not a quarter of a year after the row before: "
			    "keep the rows of a spline together and in order");
	}
	all[i] = (struct knot){w->x[1], w->x[2], w->x[3]};
	c->n_knot++;
}

static void take_ecsc(struct loading *l, const struct table *t, size_t i)
{
	const struct row *w = row_at(t, i);
	l->r->ecsc[sex_of(w)][param_of(w)] =
		(struct ecsc_line){.there = true,
				   .intercept = w->x[0],
				   .per_cm = w->x[1],
				   .per_year = w->x[2],
				   .rsd = w->x[3]};
}

static void take_nhanes(struct loading *l, const struct table *t, size_t i)
{
	const struct row *w = row_at(t, i);
	bool adult = str_is(w->age_group, "adult");
	l->r->nhanes[sex_of(w)][nhanes_group(w->ethnicity)][adult]
		    [param_of(w)] =
		(struct nhanes_square){.there = true,
				       .intercept = w->x[0],
				       .age = w->x[1],
				       .age2 = w->x[2],
				       .height2_pred = w->x[3],
				       .height2_lln = w->x[4]};
}

static void take_ratio(struct loading *l, const struct table *t, size_t i)
{
	const struct row *w = row_at(t, i);
	l->r->nhanes_ratio[sex_of(w)][nhanes_group(w->ethnicity)][param_of(w)] =
		(struct nhanes_ratio){.there = true,
				      .pred = w->x[0],
				      .lln = w->x[1],
				      .age = w->x[2]};
}

static void take_range(struct loading *l, const struct table *t, size_t i)
{
	const struct row *w = row_at(t, i);
	enum spiro_set set;
	if (!spiro_set_parse(w->set, &set))
		BUG("a set that was checked");
	if (w->x[0] > w->x[1])
		table_wrong(t, i, "age_max",
			    "is below age_min: exchange the two");
	l->r->range[set][sex_of(w)][param_of(w)] =
		(struct age_range){.there = true,
				   .min = w->x[0],
				   .max = w->x[1],
				   .floor = w->x[2]};
}

/* ---- loading */

#define FORM(name, cols)                                                       \
	{                                                                      \
		.file = "spirometry/" name, .columns = cols,                   \
		.n_column = countof(cols), .row_size = sizeof(struct row)      \
	}
static const struct {
	struct table_form form;
	take_row *take;
	int gli; /* -1: neither */
	bool knots;
} files[] = {
	{FORM("gli2012_coefficients.csv", gli_columns), take_gli, 0, false},
	{FORM("gli2012_splines.csv", spline_columns), take_knot, 0, true},
	{FORM("gli2022_global_coefficients.csv", gli_columns), take_gli, 1,
	 false},
	{FORM("gli2022_global_splines.csv", spline_columns), take_knot, 1,
	 true},
	{FORM("ecsc1993.csv", ecsc_columns), take_ecsc, -1, false},
	{FORM("nhanes3_hankinson1999.csv", nhanes_columns), take_nhanes, -1,
	 false},
	{FORM("nhanes3_hankinson1999_ratios.csv", ratio_columns), take_ratio,
	 -1, false},
	{FORM("reference_ranges.csv", range_columns), take_range, -1, false},
};

static enum rc load_file(struct loading *l, size_t k, struct err *err)
{
	struct table t;
	struct str bytes = {NULL, 0};
	enum rc rc = knowledge_file(l->dir, files[k].form.file, &l->scratch,
				    &bytes, err);
	if (!rc)
		rc = table_read(&t, &files[k].form, bytes, NULL, NULL,
				&l->scratch, &l->scratch, l->issues, err);
	if (rc || l->issues->n_error)
		return rc;
	l->gli = files[k].gli;
	if (files[k].knots) {
		l->r->gli_knots[l->gli] =
			arena_array(&l->r->arena, struct knot, t.n);
		if (!l->r->gli_knots[l->gli])
			return arena_fail(&l->r->arena, err);
	}
	for (size_t i = 0; i < t.n; i++)
		files[k].take(l, &t, i);
	return OK;
}

/* The tables of ages and of splines must agree, or a spline would be read past
 * its end. */
static void check_ranges(struct loading *l)
{
	for (int g = 0; g < 2; g++)
		for (int s = 0; s < N_SPIRO_SEX; s++)
			for (int p = 0; p < N_SPIRO_PARAM; p++) {
				const struct gli_curve *c = &l->r->gli[g][s][p];
				const struct age_range *a =
					&l->r->range[SPIRO_GLI2012 + g][s][p];
				double last =
					c->first_age + (double)(c->n_knot - 1) *
							       SPIRO_KNOT_YEARS;
				if (!a->there || !c->knot ||
				    (a->min >= c->first_age && a->max <= last))
					continue;
				issue_add(
					l->issues, ISSUE_ERROR,
					STR("spirometry/"
					    "reference_ranges.csv"),
					0, STR("age_max"), STR(""),
					"the ages of %s reach past its "
					"spline: narrow them",
					spiro_param_name((enum spiro_param)p));
			}
}

enum rc spiro_reference_new(const char *dir, struct issues *issues,
			    struct spiro_reference **out, struct err *err)
{
	struct issues own;
	struct loading l = {.r = calloc(1, sizeof(*l.r)), .dir = dir};
	if (!l.r)
		return err_set(err, E_NOMEM, "no memory for the tables");
	arena_init(&l.r->arena, REFERENCE_BYTES);
	arena_init(&l.scratch, REFERENCE_BYTES);
	issues_init(&own, &l.scratch, 20);
	l.issues = issues ? issues : &own;
	enum rc rc = OK;
	for (size_t k = 0; k < countof(files) && !rc; k++)
		rc = load_file(&l, k, err);
	if (!rc && !l.issues->n_error)
		check_ranges(&l);
	if (!rc && l.issues->n_error)
		rc = issues_refuse(l.issues, "the spirometry tables", err);
	issues_release(&own);
	arena_release(&l.scratch);
	if (rc)
		spiro_reference_free(l.r);
	else
		*out = l.r;
	return rc;
}

void spiro_reference_free(struct spiro_reference *r)
{
	if (r)
		arena_release(&r->arena);
	free(r);
}

/* ---- names */

static const char *const set_name[N_SPIRO_SET] = {"gli2012", "gli2022",
						  "ecsc1993", "nhanes3"};

const char *spiro_set_name(enum spiro_set set)
{
	assert(set < N_SPIRO_SET);
	return set_name[set];
}

const char *spiro_set_title(enum spiro_set set)
{
	static const char *const title[N_SPIRO_SET] = {
		"GLI 2012", "GLI Global 2022", "ECSC 1993", "NHANES III"};
	assert(set < N_SPIRO_SET);
	return title[set];
}

bool spiro_set_parse(struct str s, enum spiro_set *out)
{
	for (int i = 0; i < N_SPIRO_SET; i++)
		if (str_is(s, set_name[i])) {
			*out = (enum spiro_set)i;
			return true;
		}
	return false;
}

const char *spiro_group_name(enum spiro_group g)
{
	static const char *const name[N_SPIRO_GROUP] = {"caucasian",
							"african_american",
							"north_east_asian",
							"south_east_asian",
							"other",
							"mexican_american"};
	assert(g < N_SPIRO_GROUP);
	return name[g];
}

bool spiro_set_has_groups(enum spiro_set set)
{
	return set == SPIRO_GLI2012 || set == SPIRO_NHANES3;
}

bool spiro_group_of(enum spiro_set set, int number, enum spiro_group *out)
{
	static const enum spiro_group nhanes[N_NHANES_GROUP] = {
		SPIRO_CAUCASIAN, SPIRO_AFRICAN_AMERICAN,
		SPIRO_MEXICAN_AMERICAN};
	int most = set == SPIRO_NHANES3 ? N_NHANES_GROUP : N_GLI_GROUP;
	if (number < 1 || number > most)
		return false;
	*out = set == SPIRO_NHANES3 ? nhanes[number - 1]
				    : (enum spiro_group)(number - 1);
	return true;
}

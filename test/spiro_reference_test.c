/* What would be normal: the vectors of data/spirometry, every knot of every
 * spline computed a second time from the rows of the files, the linear sets by
 * hand, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/file.h"
#include "base/sha256.h"
#include "csv/csv.h"
#include "knowledge/knowledge.h"
#include "spiro/reference.h"

#include <math.h>

static struct spiro_reference *ref;
static struct arena a;

static double number(struct str s)
{
	double v;
	if (!s.len)
		return NAN;
	if (!str_to_double(s, &v))
		fail_msg("\"" STR_FMT "\" is not a number", STR_ARG(s));
	return v;
}

static void near(const char *name, const char *what, double got, double want,
		 double within)
{
	if (!(fabs(got - want) <= within) && !(isnan(got) && isnan(want)))
		fail_msg("%s: %s %.7f, not %.7f", name, what, got, want);
}

/* ---- the published vectors */

static void one_vector(const struct csv *c)
{
	char name[16];
	const struct str *f = c->field;
	struct spiro_norm n;
	struct err err = {0};
	enum spiro_set set =
		str_is(f[1], "GLI2012") ? SPIRO_GLI2012 : SPIRO_GLI2022;
	struct spiro_person p = {.sex = str_is(f[2], "F") ? SPIRO_FEMALE
							  : SPIRO_MALE,
				 .age = number(f[3]),
				 .height_cm = number(f[4])};
	enum spiro_param param;
	snprintf(name, sizeof(name), STR_FMT, STR_ARG(f[0]));
	if (f[5].len && !spiro_group_of(set, (int)number(f[5]), &p.group))
		fail_msg("%s: group", name);
	if (!spiro_param_parse(f[6], &param))
		fail_msg("%s: parameter", name);
	if (spiro_expect(ref, set, &p, param, &n, &err))
		fail_msg("%s: %s", name, err.text);
	struct spiro_score s = spiro_score(&n, number(f[7]));
	/* half a unit of the last digit printed there */
	near(name, "L", n.l, number(f[8]), 6e-7);
	near(name, "M", n.m, number(f[9]), 6e-7);
	near(name, "S", n.s, number(f[10]), 6e-7);
	near(name, "predicted", n.predicted, number(f[11]), 6e-5);
	near(name, "LLN", n.lln, number(f[12]), 6e-5);
	near(name, "z", s.z, number(f[13]), 6e-5);
	near(name, "% predicted", s.pct_predicted, number(f[14]), 6e-3);
	near(name, "percentile", s.percentile, number(f[15]), 6e-4);
}

static void vectors(void **state)
{
	(void)state;
	struct str bytes;
	struct csv c;
	size_t n = 0;
	if (file_read("data/spirometry/test_vectors.csv", &a, 1u << 20, &bytes,
		      NULL))
		fail_msg("the vectors are not there");
	csv_init(&c, bytes);
	assert_int_equal(csv_next(&c, NULL), OK);
	for (; !csv_next(&c, NULL); n++)
		one_vector(&c);
	csv_release(&c);
	assert_int_equal(n, 40);
}

/* ---- the splines a second time: straight from the rows of the files */

struct names { /* columns of a header */
	struct str at[CSV_MAX_FIELDS];
	size_t n;
};

static double cell(const struct names *h, const struct csv *c, const char *name)
{
	for (size_t i = 0; i < h->n; i++)
		if (str_is(h->at[i], name))
			return number(c->field[i]);
	return 0; /* a set without groups */
}

static void header(struct csv *c, struct names *h, struct str bytes)
{
	csv_init(c, bytes);
	assert_int_equal(csv_next(c, NULL), OK);
	h->n = c->n;
	memcpy(h->at, c->field, sizeof(h->at));
}

static struct str table(const char *name)
{
	struct str bytes;
	struct err err = {0};
	if (knowledge_file(NULL, name, &a, &bytes, &err))
		fail_msg("%s", err.text);
	return bytes;
}

/* L, M, S by the formula of the README, term by term. */
static struct spiro_norm by_hand(const struct names *h, const struct csv *k,
				 int group, const struct spiro_person *p,
				 double ls, double ms, double ss)
{
	static const char *const term[2][5] = {
		{"", "m_afr_am", "m_ne_asian", "m_se_asian", "m_other"},
		{"", "s_afr_am", "s_ne_asian", "s_se_asian", "s_other"}};
	double gm = group ? cell(h, k, term[0][group]) : 0;
	double gs = group ? cell(h, k, term[1][group]) : 0;
	return (struct spiro_norm){
		.m = pow(p->height_cm, cell(h, k, "m_ln_height_cm")) *
		     pow(p->age, cell(h, k, "m_ln_age")) *
		     exp(cell(h, k, "m_intercept") + gm) * exp(ms),
		.s = pow(p->age, cell(h, k, "s_ln_age")) *
		     exp(cell(h, k, "s_intercept") + gs) * exp(ss),
		.l = cell(h, k, "l_intercept") +
		     cell(h, k, "l_ln_age") * log(p->age) + ls};
}

static void same(enum spiro_set set, const struct spiro_person *p,
		 enum spiro_param param, const struct spiro_norm *want)
{
	struct spiro_norm n;
	struct err err = {0};
	char name[80];
	if (spiro_expect(ref, set, p, param, &n, &err))
		fail_msg("%s", err.text);
	snprintf(name, sizeof(name), "%s %s sex %d age %g group %d",
		 spiro_set_name(set), spiro_param_name(param), p->sex, p->age,
		 p->group);
	near(name, "L", n.l, want->l, 1e-9);
	near(name, "M", n.m, want->m, 1e-9);
	near(name, "S", n.s, want->s, 1e-9);
	near(name, "z at LLN", spiro_score(&n, n.lln).z, -1.645, 1e-9);
	near(name, "z at ULN", spiro_score(&n, n.uln).z, 1.645, 1e-9);
}

/* One row of a spline with the row of its coefficients, all groups; and the
 * middle of the way from the knot before. */
static size_t one_knot(enum spiro_set set, const struct names *h,
		       const struct csv *k, const struct csv *s,
		       const double before[4])
{
	enum spiro_param param;
	double at[4];
	size_t n = 0;
	for (int i = 0; i < 4; i++)
		at[i] = number(s->field[2 + i]);
	if (!spiro_param_parse(k->field[1], &param))
		fail_msg("parameter");
	for (int g = 0; g < (spiro_set_has_groups(set) ? 5 : 1); g++, n++) {
		struct spiro_person p = {.sex = str_is(k->field[0], "F")
							? SPIRO_FEMALE
							: SPIRO_MALE,
					 .age = at[0],
					 .height_cm = 95 + at[0],
					 .group = (enum spiro_group)g};
		struct spiro_norm want =
			by_hand(h, k, g, &p, at[1], at[2], at[3]);
		same(set, &p, param, &want);
		if (isnan(before[0]))
			continue;
		p.age = (at[0] + before[0]) / 2;
		want = by_hand(h, k, g, &p, (at[1] + before[1]) / 2,
			       (at[2] + before[2]) / 2,
			       (at[3] + before[3]) / 2);
		same(set, &p, param, &want);
	}
	return n;
}

/* All knots of one row of coefficients. */
static size_t one_spline(enum spiro_set set, const struct names *h,
			 const struct csv *k, struct str splines)
{
	struct csv s;
	double before[4] = {NAN, 0, 0, 0};
	size_t n = 0;
	csv_init(&s, splines);
	assert_int_equal(csv_next(&s, NULL), OK);
	while (!csv_next(&s, NULL)) {
		if (!str_eq(s.field[0], k->field[0]) ||
		    !str_eq(s.field[1], k->field[1]))
			continue;
		n += one_knot(set, h, k, &s, before);
		for (int i = 0; i < 4; i++)
			before[i] = number(s.field[2 + i]);
	}
	csv_release(&s);
	return n;
}

static size_t one_set(enum spiro_set set, const char *coefficients,
		      const char *splines)
{
	struct csv k;
	struct names h;
	struct str rows = table(splines);
	size_t n = 0;
	header(&k, &h, table(coefficients));
	while (!csv_next(&k, NULL))
		n += one_spline(set, &h, &k, rows);
	csv_release(&k);
	return n;
}

static void every_knot(void **state)
{
	(void)state;
	size_t n2012 =
		one_set(SPIRO_GLI2012, "spirometry/gli2012_coefficients.csv",
			"spirometry/gli2012_splines.csv");
	size_t n2022 = one_set(SPIRO_GLI2022,
			       "spirometry/gli2022_global_coefficients.csv",
			       "spirometry/gli2022_global_splines.csv");
	assert_int_equal(n2012, (6 * 369 + 4 * 349) * 5);
	assert_int_equal(n2022, 6 * 369);
}

/* ---- the linear sets, computed by hand */

/* The published numbers do not change: the vectors touch few of the knots, and
 * a figure altered in a table agrees with itself. */
static void as_published(void **state)
{
	static const struct {
		const char *file, *digest;
	} rows[] = {
		{"spirometry/gli2012_coefficients.csv",
		 "e6b196cf5dc2d7d8ec65b22c3761fb60410dc700b8345cdc22ee7ec5b2dc8"
		 "9d6"},
		{"spirometry/gli2012_splines.csv",
		 "db5f6f1c5471db7a4973a1f1bbcf9487c3d0c52760e82281290295fd9a80a"
		 "38e"},
		{"spirometry/gli2022_global_coefficients.csv",
		 "a64bd3ccf25748dcdfd0544bf3530e5382415683d975fbcec0375ee350c8a"
		 "4ac"},
		{"spirometry/gli2022_global_splines.csv",
		 "4a9402f23822c7f6a177f037c1e4b621b71d69c7bd3df6ef7e34fbd65e562"
		 "287"},
		{"spirometry/ecsc1993.csv", "54526f45275e38be772c0e5e77fcb79e64"
					    "f213a8fbfe142ebefa2d37dfb2306b"},
		{"spirometry/nhanes3_hankinson1999.csv",
		 "de066f5cc23b32aa5ceac4cda1a6411d07c420ca3441c5bdf09982cac7332"
		 "218"},
		{"spirometry/nhanes3_hankinson1999_ratios.csv",
		 "d22c073675516287894e8c91c45d7577cd8b30f0ffa53144ce4a157d5dc46"
		 "6d2"},
	};
	(void)state;
	for (size_t i = 0; i < countof(rows); i++) {
		unsigned char d[SHA256_LEN];
		char hex[SHA256_HEX];
		sha256_of(table(rows[i].file), d);
		if (!str_is(sha256_hex(d, hex), rows[i].digest))
			fail_msg("%s is not the one that was published",
				 rows[i].file);
	}
}

static void linear_sets(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		enum spiro_set set;
		struct spiro_person p;
		enum spiro_param param;
		double predicted, lln;
	} rows[] = {
		{"ecsc man",
		 SPIRO_ECSC1993,
		 {SPIRO_MALE, 50, 175, SPIRO_CAUCASIAN},
		 SPIRO_FEV1,
		 3.585,
		 2.7486},
		{"ecsc young man, flow read at 25",
		 SPIRO_ECSC1993,
		 {SPIRO_MALE, 20, 175, SPIRO_CAUCASIAN},
		 SPIRO_FEF2575,
		 5.02,
		 3.3144},
		{"ecsc young man, volume at his age",
		 SPIRO_ECSC1993,
		 {SPIRO_MALE, 20, 175, SPIRO_CAUCASIAN},
		 SPIRO_FVC,
		 5.22,
		 4.2196},
		{"ecsc young woman, all read at 25",
		 SPIRO_ECSC1993,
		 {SPIRO_FEMALE, 18, 160, SPIRO_CAUCASIAN},
		 SPIRO_FVC,
		 3.548,
		 2.8428},
		{"ecsc ratio, not in per cent",
		 SPIRO_ECSC1993,
		 {SPIRO_FEMALE, 30, 160, SPIRO_CAUCASIAN},
		 SPIRO_FEV1FVC,
		 0.834,
		 0.727236},
		{"ecsc without RSD: no limit",
		 SPIRO_ECSC1993,
		 {SPIRO_MALE, 50, 175, SPIRO_CAUCASIAN},
		 SPIRO_FEF50,
		 4.7325,
		 NAN},
		{"nhanes man",
		 SPIRO_NHANES3,
		 {SPIRO_MALE, 40, 170, SPIRO_CAUCASIAN},
		 SPIRO_FEV1,
		 3.831522,
		 3.111623},
		{"nhanes boy to the day before twenty",
		 SPIRO_NHANES3,
		 {SPIRO_MALE, 19.5, 170, SPIRO_CAUCASIAN},
		 SPIRO_FEV1,
		 4.23073125,
		 3.51083225},
		{"nhanes woman from eighteen",
		 SPIRO_NHANES3,
		 {SPIRO_FEMALE, 18, 160, SPIRO_CAUCASIAN},
		 SPIRO_FEV1,
		 3.24844000,
		 2.68191200},
		{"nhanes ratio",
		 SPIRO_NHANES3,
		 {SPIRO_FEMALE, 50, 160, SPIRO_MEXICAN_AMERICAN},
		 SPIRO_FEV1FVC,
		 0.8112,
		 0.71804},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		struct spiro_norm n;
		struct err err = {0};
		if (spiro_expect(ref, rows[i].set, &rows[i].p, rows[i].param,
				 &n, &err))
			fail_msg("%s: %s", rows[i].name, err.text);
		near(rows[i].name, "predicted", n.predicted, rows[i].predicted,
		     1e-7);
		near(rows[i].name, "LLN", n.lln, rows[i].lln, 1e-7);
		assert_true(isnan(n.l) && isnan(n.s));
	}
}

static void nhanes_z(void **state)
{
	(void)state;
	struct spiro_norm n;
	struct spiro_person p = {SPIRO_MALE, 40, 170, SPIRO_CAUCASIAN};
	assert_int_equal(
		spiro_expect(ref, SPIRO_NHANES3, &p, SPIRO_FEV1, &n, NULL), OK);
	near("z", "of 3.5 L", spiro_score(&n, 3.5).z, -0.757542, 1e-6);
	near("z", "at LLN", spiro_score(&n, n.lln).z, -1.645, 1e-12);
}

/* ---- refused, in words */

static void refused(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		enum spiro_set set;
		struct spiro_person p;
		enum spiro_param param;
		enum rc rc;
		const char *says;
	} rows[] = {
#define M(age, cm, group) {SPIRO_MALE, age, cm, SPIRO_##group}
		{"below three", SPIRO_GLI2012, M(2.99, 95, CAUCASIAN),
		 SPIRO_FEV1, E_RANGE, "from 3 to 95 years, not at 2.99"},
		{"above 95", SPIRO_GLI2022, M(95.01, 170, CAUCASIAN), SPIRO_FVC,
		 E_RANGE, "nothing is extrapolated"},
		{"flows end at 90", SPIRO_GLI2012, M(90.5, 170, CAUCASIAN),
		 SPIRO_FEF2575, E_RANGE, "from 3 to 90"},
		{"pre-school", SPIRO_GLI2012, M(8, 120, CAUCASIAN),
		 SPIRO_FEV075, E_RANGE, "from 3 to 7"},
		{"ecsc child", SPIRO_ECSC1993, M(17.9, 170, CAUCASIAN),
		 SPIRO_FEV1, E_RANGE, "from 18 to 70"},
		{"nhanes old", SPIRO_NHANES3, M(80.1, 170, CAUCASIAN),
		 SPIRO_FEV1, E_RANGE, "from 8 to 80"},
		{"no number", SPIRO_GLI2022, M(NAN, 170, CAUCASIAN), SPIRO_FEV1,
		 E_RANGE, "not at"},
		{"metres", SPIRO_GLI2022, M(40, 1.7, CAUCASIAN), SPIRO_FEV1,
		 E_RANGE, "write centimetres"},
		{"no such parameter", SPIRO_GLI2022, M(40, 170, CAUCASIAN),
		 SPIRO_PEF, E_NOT_FOUND, "gli2022 has no equation for PEF"},
		{"no such group", SPIRO_NHANES3, M(40, 170, NE_ASIAN),
		 SPIRO_FEV1, E_NOT_FOUND, "north_east_asian"},
		{"not one of GLI's", SPIRO_GLI2012,
		 M(40, 170, MEXICAN_AMERICAN), SPIRO_FEV1, E_NOT_FOUND,
		 "mexican_american"},
#undef M
	};
	for (size_t i = 0; i < countof(rows); i++) {
		struct err err = {0};
		struct spiro_norm n = {.m = 7};
		enum rc rc = spiro_expect(ref, rows[i].set, &rows[i].p,
					  rows[i].param, &n, &err);
		if (rc != rows[i].rc || !strstr(err.text, rows[i].says))
			fail_msg("%s: rc %d, \"%s\"", rows[i].name, rc,
				 err.text);
		assert_true(n.m == 7); /* left alone */
	}
}

static void whole_ages(void **state)
{
	(void)state;
	static const struct {
		enum spiro_set set;
		enum spiro_param param;
		double age;
	} ends[] = {
		{SPIRO_GLI2012, SPIRO_FEV1, 3},
		{SPIRO_GLI2012, SPIRO_FEV1, 95},
		{SPIRO_GLI2012, SPIRO_FEF75, 90},
		{SPIRO_GLI2022, SPIRO_FEV1FVC, 95},
		{SPIRO_GLI2012, SPIRO_FEV075, 7},
		{SPIRO_ECSC1993, SPIRO_PEF, 70},
		{SPIRO_NHANES3, SPIRO_FEV6, 8},
	};
	for (size_t i = 0; i < countof(ends); i++) {
		struct spiro_norm n;
		struct err err = {0};
		struct spiro_person p = {SPIRO_FEMALE, ends[i].age, 150,
					 SPIRO_CAUCASIAN};
		if (spiro_expect(ref, ends[i].set, &p, ends[i].param, &n, &err))
			fail_msg("%s", err.text);
		assert_true(n.predicted > n.lln && n.lln > 0);
	}
}

static void names(void **state)
{
	(void)state;
	static const struct {
		const char *in;
		int p; /* -1: none */
	} rows[] = {{"FEV1", SPIRO_FEV1},
		    {"fev1/fvc", SPIRO_FEV1FVC},
		    {"FEF25-75%", SPIRO_FEF2575},
		    {"MEF50", SPIRO_FEF50},
		    {"", -1},
		    {"FEV", -1},
		    {"FEV1FVCFEV1FVCFEV1FVC", -1}};
	for (size_t i = 0; i < countof(rows); i++) {
		enum spiro_param p = N_SPIRO_PARAM;
		bool ok = spiro_param_parse(str_from(rows[i].in), &p);
		if (ok != (rows[i].p >= 0) || (ok && (int)p != rows[i].p))
			fail_msg("%s: %d", rows[i].in, (int)p);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(vectors),      cmocka_unit_test(every_knot),
		cmocka_unit_test(as_published), cmocka_unit_test(linear_sets),
		cmocka_unit_test(nhanes_z),     cmocka_unit_test(refused),
		cmocka_unit_test(whole_ages),   cmocka_unit_test(names),
	};
	struct err err = {0};
	arena_init(&a, 16u << 20);
	if (spiro_reference_new(NULL, NULL, &ref, &err))
		return fprintf(stderr, "%s\n", err.text), 1;
	int bad = cmocka_run_group_tests(tests, NULL, NULL);
	spiro_reference_free(ref);
	arena_release(&a);
	return bad;
}

/* spiro/reference - what would be normal for a person: predicted value, lower
 * limit, z, per cent of predicted, percentile.
 *
 * Four sets of equations, from the tables of data/spirometry (its README says
 * their sources, and the traps that were met in other people's copies):
 *
 *   gli2012   Global Lung Initiative 2012 (Quanjer, Eur Respir J 2012;40:1324),
 *             five ethnic groups; 3 to 95 years
 *   gli2022   GLI Global 2022 (Bowerman, AJRCCM 2023;207:768), race-neutral:
 *             the default for new results
 *   ecsc1993  ECSC/ERS 1993, one equation for all; 18 to 70 years. Only to read
 *             old results: many Italian devices still print it
 *   nhanes3   Hankinson, AJRCCM 1999;159:179; 8 to 80 years
 *
 * The GLI sets give L, M and S, three curves of age and height:
 *
 *   M = exp(a0 + a1 ln(height) + a2 ln(age) + group + Mspline(age))  the median
 *   S = exp(p0 + p1 ln(age) + group + Sspline(age))                  the spread
 *   L = q0 + q1 ln(age) + Lspline(age)                               the skew
 *   z = ((x / M)^L - 1) / (L S);   LLN = M (1 - 1.645 L S)^(1/L)
 *
 * with splines tabulated every quarter of a year and interpolated linearly
 * between the two neighbours. The supplement of the 2022 paper prints z with a
 * misplaced exponent; the formula above is the right one.
 *
 * ecsc1993 and nhanes3 are linear with a constant spread: no L and no S (NAN).
 * ecsc1993: z = (x - predicted) / RSD, LLN = predicted - 1.64 RSD; where the
 * table has no RSD both are NAN. nhanes3: the LLN has its own equation, and
 * z = (x - predicted) / ((predicted - LLN) / 1.645).
 *
 * Age is that at the test, with decimals (days between the dates / 365.25):
 * whole years move z by up to 0.4 in a growing boy. Outside the ages of a set
 * there is no value but a reason: nothing is extrapolated. Which ages, and
 * below which the equation is read at another age, is
 * data/spirometry/reference_ranges.csv.
 *
 * Values of two sets are never compared with each other.
 */
#ifndef SPIRO_REFERENCE_H
#define SPIRO_REFERENCE_H

#include "base/arena.h"
#include "base/issues.h"
#include "spiro/param.h"

enum spiro_set {
	SPIRO_GLI2012,
	SPIRO_GLI2022,
	SPIRO_ECSC1993,
	SPIRO_NHANES3,
	N_SPIRO_SET
};

enum spiro_sex { SPIRO_MALE, SPIRO_FEMALE, N_SPIRO_SEX };

/* As the authors of the sets named them. */
enum spiro_group {
	SPIRO_CAUCASIAN,
	SPIRO_AFRICAN_AMERICAN,
	SPIRO_NE_ASIAN,
	SPIRO_SE_ASIAN,
	SPIRO_OTHER,
	SPIRO_MEXICAN_AMERICAN,
	N_SPIRO_GROUP
};

struct spiro_person {
	enum spiro_sex sex;
	double age;       /* years with decimals, at the test */
	double height_cm; /* standing, without shoes */
	enum spiro_group group;
};

struct spiro_norm { /* NAN: the set has none */
	double l, m, s;
	double predicted, lln, uln;
	double sd; /* of the linear sets */
};

struct spiro_score {
	double z, pct_predicted;
	double percentile; /* 0 to 100 */
};

struct spiro_reference; /* the tables; read-only once loaded */

/* Reads and checks the tables; `dir` NULL: those in the program. Findings go
 * to `issues` (may be NULL). About 5 ms. */
MUST_USE enum rc spiro_reference_new(const char *dir, struct issues *issues,
				     struct spiro_reference **out,
				     struct err *err);
void spiro_reference_free(struct spiro_reference *r);

/* E_RANGE with words: an age outside the set, a height that no person has.
 * E_NOT_FOUND: the set has no equation for that parameter or group. Cost: under
 * a microsecond. */
MUST_USE enum rc spiro_expect(const struct spiro_reference *r,
			      enum spiro_set set, const struct spiro_person *p,
			      enum spiro_param param, struct spiro_norm *out,
			      struct err *err);
/* Where a measured value (> 0) stands. */
struct spiro_score spiro_score(const struct spiro_norm *n, double measured);
/* The value that has this z: points of a predicted curve, and a check. NAN
 * where the set has no spread or 1 + L S z is not positive. */
double spiro_value_at(const struct spiro_norm *n, double z);

const char *spiro_set_name(enum spiro_set set);  /* "gli2022" */
const char *spiro_set_title(enum spiro_set set); /* "GLI Global 2022" */
MUST_USE bool spiro_set_parse(struct str s, enum spiro_set *out);
const char *spiro_group_name(enum spiro_group g); /* "caucasian" */
/* 1 to 5 as the authors of the set count their groups: for the GLI 1 Caucasian,
 * 2 African American, 3 North East Asian, 4 South East Asian, 5 other; for
 * nhanes3 1 Caucasian, 2 African American, 3 Mexican American. Sets without
 * groups take any of 1 to 5. */
MUST_USE bool spiro_group_of(enum spiro_set set, int number,
			     enum spiro_group *out);
bool spiro_set_has_groups(enum spiro_set set);

#endif

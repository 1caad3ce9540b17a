/* Inside spiro: the tables of the reference sets as they are evaluated. */
#ifndef SPIRO_REFERENCE_INT_H
#define SPIRO_REFERENCE_INT_H

#include "spiro/reference.h"

#define SPIRO_KNOT_YEARS 0.25 /* between two rows of a spline */

struct knot { /* a row of a spline table */
	double l, m, s;
};

enum { N_GLI_GROUP = 5, N_NHANES_GROUP = 3 };

struct gli_curve { /* one sex and parameter */
	bool there;
	double m0, m_height, m_age, m_group[N_GLI_GROUP];
	double s0, s_age, s_group[N_GLI_GROUP];
	double l0, l_age;
	const struct knot *knot; /* NULL: no spline */
	size_t n_knot;
	double first_age;
};

struct ecsc_line {
	bool there;
	double intercept, per_cm, per_year;
	double rsd; /* 0: not known */
};

struct nhanes_square { /* predicted and LLN share all but the last */
	bool there;
	double intercept, age, age2, height2_pred, height2_lln;
};

struct nhanes_ratio { /* per cent */
	bool there;
	double pred, lln, age;
};

struct age_range {
	bool there;
	double min, max, floor; /* below floor the equation is read at it */
};

struct spiro_reference {
	struct arena arena;
	struct knot *gli_knots[2];
	struct gli_curve gli[2][N_SPIRO_SEX][N_SPIRO_PARAM];
	struct ecsc_line ecsc[N_SPIRO_SEX][N_SPIRO_PARAM];
	struct nhanes_square nhanes[N_SPIRO_SEX][N_NHANES_GROUP][2]
				   [N_SPIRO_PARAM]; /* [2]: child, adult */
	struct nhanes_ratio nhanes_ratio[N_SPIRO_SEX][N_NHANES_GROUP]
					[N_SPIRO_PARAM];
	struct age_range range[N_SPIRO_SET][N_SPIRO_SEX][N_SPIRO_PARAM];
};

#endif

/* app/population_int - what the files of app/population share. */
#ifndef APP_POPULATION_INT_H
#define APP_POPULATION_INT_H

#include "app/population.h"

struct cell {           /* who has all this in common */
	uint16_t place; /* index of the municipality; NO_PLACE */
	uint8_t ats;    /* index into the names of the cube */
	uint8_t sex;    /* 0 M, 1 F, 2 U */
	uint8_t band, level;
	uint8_t cluster; /* index + 1; 0: none */
	uint32_t n;
};
#define NO_PLACE UINT16_MAX
#define ATS_MOST 64 /* Lombardy has eight */

struct cube {
	int64_t run_id; /* 0: empty */
	struct cell *cell;
	size_t n, cap;
	char ats[ATS_MOST][16];
	size_t n_ats;
};

#define CARE_KEEP_US INT64_C(60000000)

struct population_care_of {
	char ats[16];
	int64_t enrolled, plans;
};
#define CUBES_KEPT 2
struct population_kept {
	struct cube cube[CUBES_KEPT]; /* latest used first */
	struct population_care_of care[ATS_MOST];
	size_t n_care;
	int64_t care_us;
};
MUST_USE enum rc population_kept(struct app *app, struct population_kept **out,
				 struct err *err);

/* Permission, then the filter as this actor may use it: `run` filled, the
 * agency's own people only. */
MUST_USE enum rc population_scope(struct app *app,
				  const struct population_filter *in,
				  struct arena *a,
				  struct population_filter *out,
				  struct strata_run_info *run, struct err *err);
/* The counts of a run, made or read when they are not at hand. Borrowed until
 * the next call. */
MUST_USE enum rc population_cube(struct app *app, int64_t run_id,
				 const struct cube **out, struct err *err);
/* How many fit, doctor aside. */
int64_t population_total(const struct app *app, const struct cube *cube,
			 const struct population_filter *f);

#endif

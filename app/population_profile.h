/* app/population_profile - what goes together and what it takes, of a run:
 * pairs of clusters that people have both, and what people used in the year
 * before, by main cluster.
 *
 * Written when a run is loaded, from the archive (migration 0034); a run loaded
 * before says `made` false. Levels and agency of the filter count, and the
 * agency of who is bound to one; the rest of the filter does not. Permission
 * MAY_READ_POPULATION. Cost: some thousand rows, a few milliseconds.
 */
#ifndef APP_POPULATION_PROFILE_H
#define APP_POPULATION_PROFILE_H

#include "app/population.h"

struct population_pair { /* a before b by rank */
	int a, b;        /* indices of clusters */
	int64_t n, of_a, of_b;
	/* How many times as often as if a and b had nothing to do with each
	 * other among the people of those levels: tenths. */
	int64_t lift_tenths;
};
struct population_pairs {
	bool made;
	int64_t people;               /* of those levels and agency */
	struct population_pair *list; /* the most people first */
	size_t n;
};
MUST_USE enum rc app_population_pairs(struct app *app,
				      const struct population_filter *f,
				      struct arena *a,
				      struct population_pairs *out,
				      struct err *err);

enum population_flow {
	POPULATION_DRUG,
	POPULATION_OUTPATIENT,
	POPULATION_HOSPITAL,
	POPULATION_EMERGENCY,
	N_POPULATION_FLOW
};
struct population_use {
	int cluster; /* index, or POPULATION_NONE: no main cluster */
	int64_t people;
	struct {
		int64_t users, records, cost_cents, unpriced;
	} flow[N_POPULATION_FLOW];
	int64_t cost_cents; /* of all flows */
};
struct population_uses {
	bool made;
	struct population_use *list; /* the most people first */
	size_t n;
};
MUST_USE enum rc app_population_uses(struct app *app,
				     const struct population_filter *f,
				     struct arena *a,
				     struct population_uses *out,
				     struct err *err);

#endif

/* app/population_why - why a person of a run has their level, for who sees
 * people by pseudonym alone: conditions, rules, records, what is nearly there;
 * no name, no address, no doctor.
 */
#ifndef APP_POPULATION_WHY_H
#define APP_POPULATION_WHY_H

#include "app/person_view.h"
#include "app/population.h"

struct population_why {
	struct strata_run_info run;
	struct str pseudonym;
	char sex;
	int64_t age;
	int place; /* index of the municipality, or POPULATION_NONE */
	struct person_conditions found;
};
/* run_id 0: the latest. E_NOT_FOUND when the run does not know the person, or
 * the agency is not theirs. Permission MAY_READ_POPULATION; audit
 * "population.why", which the person sees. Cost: some milliseconds. */
MUST_USE enum rc app_population_why(struct app *app, int64_t run_id,
				    int64_t person_id, struct arena *a,
				    struct population_why *out,
				    struct err *err);

#endif

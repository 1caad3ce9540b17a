/* strata/consumption - what a person used in the year that ends on the index
 * date: records and cents of each flow, from the same archive and window as
 * contacts are counted in (strata.contact_days of the rules).
 *
 * A record without a cost counts as a record and as unpriced: who adds up must
 * say how many there are.
 */
#ifndef STRATA_CONSUMPTION_H
#define STRATA_CONSUMPTION_H

#include "strata/strata.h"

struct consumption {
	struct {
		int64_t n_record, cost_cents, n_unpriced;
	} flow[N_FLOW]; /* exemptions stay 0 */
};

/* Cannot fail; the counts that the worker keeps of the last person stay. */
void consumption_of(const struct strata *s, struct strata_worker *w,
		    size_t person_row, struct consumption *out);

#endif

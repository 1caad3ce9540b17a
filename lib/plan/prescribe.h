/* plan/prescribe - which services go on one prescription (impegnativa).
 *
 * A prescription carries services of one branch (branca specialistica), each
 * once, at most as many as the rule `prescription.max_services` says, that can
 * be had on one day: the laboratory services of one draw, or services whose
 * windows share a day. Not here: the lots of the year, numbers, SQL.
 */
#ifndef PLAN_PRESCRIBE_H
#define PLAN_PRESCRIBE_H

#include "base/arena.h"
#include "base/date.h"

struct plan_item { /* one activity to prescribe */
	struct str branch, service;
	struct str group; /* of the draw; empty: none */
	struct date earliest, latest;
	int sheet; /* out: prescription it goes on, from 0 in order of need */
};

/* `list` by due date. *n_sheet is the number of prescriptions, as few as first
 * fit gives. Cost: n times the number of prescriptions. */
MUST_USE enum rc plan_sheets(struct plan_item *list, size_t n, int most,
			     struct arena *a, int *n_sheet, struct err *err);

/* The days (after, until] of the due dates of a lot. Lot 1 reaches `months`
 * beyond `base`, the day of the first issue; each next lot as far again; the
 * last one of `n_lots`, and lot 0 which is the whole year, has no end. */
struct plan_span {
	struct date after, until;
};
struct plan_span plan_lot_span(int lot, int n_lots, int months,
			       struct date base);

#endif

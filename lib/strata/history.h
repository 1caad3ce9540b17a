/* strata/history - what a person was dispensed and what was done to them: the
 * sums that planning needs, from the same archive and index date.
 *
 * Windows are those of the rules: the 365 days that end on the index date,
 * both ends included. Sorted by code number.
 */
#ifndef STRATA_HISTORY_H
#define STRATA_HISTORY_H

#include "strata/strata.h"

/* Different codes of one person that are told; a person with more loses the
 * rest (none is known to come near). */
#define HISTORY_MAX    1024
#define HISTORY_MONTHS 12

struct therapy_line {
	uint32_t atc; /* DICT_ATC */
	int32_t n_dispensing;
	struct date first, last;
	int64_t ddd_e4; /* doses, or packages without doses */
	/* dispensings of each calendar month, oldest first; the last is that of
	 * the index date */
	uint8_t month[HISTORY_MONTHS]; /* at most 255 are told */
};
struct service_line {
	uint32_t service; /* DICT_SERVICE */
	int32_t n_365;
	struct date last; /* on or before the index date, whenever */
};

/* How many were put in out[HISTORY_MAX]. The counts that the worker keeps of
 * the last person stay as they are. */
size_t history_therapy(const struct strata *s, struct strata_worker *w,
		       size_t person_row, struct therapy_line *out);
size_t history_services(const struct strata *s, struct strata_worker *w,
			size_t person_row, struct service_line *out);

#endif

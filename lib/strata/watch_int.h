/* watch - until when a person's result stands, and which new record could
 * change it; only for lib/strata.
 *
 * A row of rules that holds goes on holding when records are added, and one
 * that does not hold cannot begin to when records leave its window. So of a
 * person evaluated on a day we keep
 *   - `change`: the first later day on which something could change although no
 *     record comes: a record that carries a group leaves its window, an
 *     exemption ends or begins, a birthday crosses a limit of some rule, the
 *     registration begins or ends, a record already there enters;
 *   - `contact`: the day on which the contacts fall below what a level asks;
 *     a new contact moves it on;
 *   - a bit for each counter and score category of which one more record could
 *     change the result. For a group that does not hold it is enough to watch
 *     one of its rows that does not.
 * Until `change`, and while no new record feeds a bit that is set, the result
 * is the same: test/strata_again_test.c compares with full runs over random
 * increments. All three may err on the side of too early, never too late.
 */
#ifndef STRATA_WATCH_INT_H
#define STRATA_WATCH_INT_H

#include "strata/strata_int.h"

struct strata_watch {
	int32_t change, contact; /* days; INT32_MAX never */
};

/* What is the same for everybody. */
struct strata_watches {
	size_t n_bit, n_word;
	uint64_t *all;    /* bits of a person without records */
	uint16_t *n_wish; /* by bit: how many groups and scores wish it in `all`
			   */
	uint16_t *wish;   /* by group: the counter of its row to watch */
	const uint32_t *any_off, *of_off; /* groups by counter, by condition */
	const uint16_t *any_group, *of_group;
	bool *uniform;           /* by category: all its rows weigh the same */
	int16_t next_limit[131]; /* by age: the next age that a rule asks */
	int contact_days, contact_asked; /* asked: the most a level row asks */
};

/* A row whose window must be walked to know when it ceases to hold. */
struct need {
	uint16_t counter, rule; /* rule UINT16_MAX: dates only */
	uint16_t next;          /* of the same counter */
	bool done;
	int min_event, min_date, min_span;
	int64_t min_ddd;
	int32_t holds_from; /* the latest first day with which it holds */
	int32_t n_event, n_date, date;
	uint32_t record;
	int64_t ddd;
};
struct watcher {
	struct need *need;
	size_t n_need, n_open;
	uint16_t *head;      /* by counter: first need, UINT16_MAX none */
	uint16_t *rule_need; /* by rule: its need + 1, 0 none */
	uint32_t *seen;      /* by group: epoch */
	uint32_t *held;      /* by group: epoch */
	uint16_t *group;     /* those looked at */
	size_t n_group;
	uint8_t *kinds; /* by condition, before the hierarchy */
	int32_t *day;   /* by condition and kind */
	uint16_t *less; /* by bit: wishes withdrawn */
	uint16_t *bit;  /* those withdrawn, those added */
	size_t n_less, n_more;
	uint16_t *more;
};

/* Once for the rules; once for each worker. */
MUST_USE enum rc watches_new(struct strata *s, struct err *err);
MUST_USE enum rc watcher_new(const struct strata *s, struct strata_worker *w,
			     struct err *err);
/* Of the person of the last strata_person, with that result. `bits` has
 * n_word words. */
void watch_person(const struct strata *s, struct strata_worker *w, size_t row,
		  const struct strata_result *r, struct strata_watch *out,
		  uint64_t *bits);

/* walk.c: find holds_from of the needs of the person */
void walk_needs(const struct strata *s, struct strata_worker *w);

static inline bool bit_set(const uint64_t *bits, size_t i)
{
	return bits[i / 64] >> (i % 64) & 1;
}

#endif

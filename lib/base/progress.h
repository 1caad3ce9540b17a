/* base/progress - one line on a terminal that says how far long work is.
 *
 * Written to stderr at most five times a second, and only to a terminal: what
 * a script reads stays clean. `total` 0 means that the end is not known.
 *
 * A program that starts us as part of its own work (app/job.h) is told on the
 * pipe PROSSIMA_PROGRESS_FD instead, a line at a time, as often:
 *
 *	done at total what		"1200 1200 50000 plans"
 */
#ifndef BASE_PROGRESS_H
#define BASE_PROGRESS_H

#include "base/base.h"

struct progress {
	const char *what; /* "drug.csv" */
	const char *unit; /* "rows" */
	int64_t begun_us, shown_us;
	bool on; /* a terminal */
	int fd;  /* the pipe; -1: none */
};

/* At the start of the program: with such a pipe we run beside people's work,
 * so we step back (nice), and end when the process PROSSIMA_PARENT ends. False
 * when it has ended already: end at once. */
MUST_USE bool progress_join(void);

void progress_start(struct progress *p, const char *what, const char *unit);
/* `done` units so far; the share done is at/total (bytes, say). */
void progress_show(struct progress *p, uint64_t done, uint64_t at,
		   uint64_t total);
void progress_end(struct progress *p); /* wipes the line */

int64_t clock_monotonic_us(void); /* for durations */
int64_t clock_now_us(void);       /* instant UTC; only for cmd/ and web/ */

#endif

#include "base/progress.h"

#include <unistd.h>

static int64_t read_clock(clockid_t id)
{
	struct timespec t;
	clock_gettime(id, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int64_t clock_monotonic_us(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

int64_t clock_now_us(void)
{
	return read_clock(CLOCK_REALTIME);
}

void progress_start(struct progress *p, const char *what, const char *unit)
{
	*p = (struct progress){.what = what,
			       .unit = unit,
			       .begun_us = clock_monotonic_us(),
			       .on = isatty(STDERR_FILENO) == 1};
}

void progress_show(struct progress *p, uint64_t done, uint64_t at,
		   uint64_t total)
{
	if (!p->on)
		return;
	int64_t now = clock_monotonic_us();
	if (now - p->shown_us < 200000)
		return;
	p->shown_us = now;
	double s = (double)(now - p->begun_us) / 1e6;
	double rate = s > 0 ? (double)done / s : 0;
	fprintf(stderr, "\r\033[K%s: %" PRIu64 " %s, %.0f/s", p->what, done,
		p->unit, rate);
	if (total && at) {
		double part = (double)at / (double)total;
		fprintf(stderr, ", %.0f %%, %.0f s left", part * 100,
			s / part - s);
	}
	fflush(stderr);
}

void progress_end(struct progress *p)
{
	if (p->on && p->shown_us)
		fprintf(stderr, "\r\033[K");
}

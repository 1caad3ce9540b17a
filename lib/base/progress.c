#include "base/progress.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
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

/* ---- for the program that started us */

static int number_in(const char *name)
{
	const char *text = getenv(name);
	int64_t n;
	if (!text || !str_to_int(str_from(text), &n) || n < 3 || n > INT_MAX)
		return -1;
	return (int)n;
}

/* A pipe, and nothing else: a wrong number must not reach a file of ours. */
static int pipe_to_tell(void)
{
	struct stat st;
	int fd = number_in("PROSSIMA_PROGRESS_FD");
	return fd >= 0 && !fstat(fd, &st) && S_ISFIFO(st.st_mode) ? fd : -1;
}

bool progress_join(void)
{
	int fd = pipe_to_tell(), parent = number_in("PROSSIMA_PARENT");
	if (fd < 0)
		return true;
	fcntl(fd, F_SETFL, O_NONBLOCK);
	if (nice(10) == -1)
		errno = 0; /* then at full speed */
	if (parent < 0)
		return true;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	return getppid() == parent; /* else it died before we could ask */
}

/* A pipe that is full loses a line: the next one says more. */
static void tell(const struct progress *p, uint64_t done, uint64_t at,
		 uint64_t total)
{
	char line[160];
	int n = snprintf(line, sizeof(line),
			 "%" PRIu64 " %" PRIu64 " %" PRIu64 " %.80s\n", done,
			 at, total, p->what);
	if (write(p->fd, line, (size_t)n) < 0)
		errno = 0;
}

/* ---- one line */

void progress_start(struct progress *p, const char *what, const char *unit)
{
	*p = (struct progress){.what = what,
			       .unit = unit,
			       .begun_us = clock_monotonic_us(),
			       .on = isatty(STDERR_FILENO) == 1,
			       .fd = pipe_to_tell()};
	if (p->fd >= 0)
		tell(p, 0, 0, 0);
}

void progress_show(struct progress *p, uint64_t done, uint64_t at,
		   uint64_t total)
{
	if (!p->on && p->fd < 0)
		return;
	int64_t now = clock_monotonic_us();
	if (now - p->shown_us < 200000)
		return;
	p->shown_us = now;
	if (p->fd >= 0)
		tell(p, done, at, total);
	if (!p->on)
		return;
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

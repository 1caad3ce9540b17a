#include "cmd/cmd.h"
#include "cmd/commands.h"

#include "base/progress.h"

#include <fcntl.h>
#include <sys/resource.h>

#ifndef PROSSIMA_VERSION
#define PROSSIMA_VERSION "0.1.0"
#endif

#define DECLARE(name, fn, help) cmd_fn fn;
COMMANDS(DECLARE)

int cmd_version(int argc, char **argv)
{
	bool stop;
	int status = opt_parse("prossima version", "Print the version.", NULL,
			       0, argc, argv, &stop);
	if (!stop)
		puts("prossima " PROSSIMA_VERSION);
	return status;
}

/* With PROSSIMA_STATS=FILE each run adds a line "status seconds cpu_seconds
 * peak_kib words ...": what `make demo` puts in its summary. */
static void write_stats(int status, int64_t begun_us, int argc, char **argv)
{
	const char *path = getenv("PROSSIMA_STATS");
	FILE *f = path && *path ? fopen(path, "a") : NULL;
	struct rusage u;
	if (!f || getrusage(RUSAGE_SELF, &u))
		return;
	double cpu = (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
		     (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
	fprintf(f, "%d %.2f %.2f %ld", status,
		(double)(clock_monotonic_us() - begun_us) / 1e6, cpu,
		u.ru_maxrss);
	for (int i = 1; i < argc && i < 3; i++)
		fprintf(f, " %s", argv[i]);
	fputc('\n', f);
	fclose(f);
}

/* With a standard stream closed, the next file opened would take its number,
 * and results would be written into it: /dev/null stands in. Results meet it
 * read-only, so that they are not thought written. */
static void guard_streams(void)
{
	static const int how[] = {O_RDONLY, O_RDONLY, O_WRONLY};
	for (int fd = 0; fd < 3; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", how[fd]) < 0)
			_Exit(EXIT_FAILED);
}

/* What was printed arrived, or the command failed: a full disk, a closed
 * stream. A command that failed has said why already. */
static int results_written(int status)
{
	errno = 0;
	bool bad = fflush(stdout) != 0 || ferror(stdout);
	if (!bad || status != EXIT_DONE)
		return status;
	fprintf(stderr, "prossima: could not write the result: %s\n",
		errno ? strerror(errno) : "the output was cut short");
	return EXIT_FAILED;
}

/* PROSSIMA_TODAY is obeyed or refused: a typing error must not date a
 * signature with another day. */
static bool today_is_a_date(void)
{
	struct err err = {0};
	const char *set = getenv("PROSSIMA_TODAY");
	struct date d;
	if (!set || !*set || !date_parse(str_from(set), &d, &err))
		return true;
	fprintf(stderr, "prossima: PROSSIMA_TODAY: %s\n", err.text);
	return false;
}

int main(int argc, char **argv)
{
#define ROW(name, fn, help) {name, fn, help},
	static const struct command table[] = {COMMANDS(ROW)};
	if (argc == 2 && !strcmp(argv[1], "--version"))
		argv[1] += strlen("--");
	int64_t begun_us = clock_monotonic_us();
	guard_streams();
	if (!today_is_a_date())
		return EXIT_USAGE;
	if (!progress_join())
		return EXIT_FAILED;
	int status = results_written(
		cmd_dispatch("prossima", table, countof(table), argc, argv));
	write_stats(status, begun_us, argc, argv);
	return status;
}

#include "cmd/cmd.h"
#include "cmd/commands.h"

#include "base/progress.h"

#include <sys/resource.h>

#ifndef PROSSIMA_VERSION
#define PROSSIMA_VERSION "0.1.0"
#endif

#define DECLARE(name, fn, help) cmd_fn fn;
COMMANDS(DECLARE)

int cmd_version(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	puts("prossima " PROSSIMA_VERSION);
	return EXIT_DONE;
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

int main(int argc, char **argv)
{
#define ROW(name, fn, help) {name, fn, help},
	static const struct command table[] = {COMMANDS(ROW)};
	if (argc == 2 && !strcmp(argv[1], "--version"))
		return cmd_version(argc, argv);
	int64_t begun_us = clock_monotonic_us();
	int status =
		cmd_dispatch("prossima", table, countof(table), argc, argv);
	write_stats(status, begun_us, argc, argv);
	return status;
}

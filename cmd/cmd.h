/* cmd - the command line: one thin file per subcommand.
 *
 * A command parses its options into a struct, calls one function of app/ or
 * lib/, prints, and returns the exit status: 0 done, 1 failed, 2 called with
 * the wrong words. Results go to stdout, everything else to stderr.
 */
#ifndef CMD_CMD_H
#define CMD_CMD_H

#include "base/arena.h"
#include "base/date.h"

#define EXIT_DONE   0
#define EXIT_FAILED 1
#define EXIT_USAGE  2

typedef int cmd_fn(int argc, char **argv); /* argv[0] is the subcommand */

struct command {
	const char *name;
	cmd_fn *run;
	const char *help; /* one line, lower case, no full stop */
};

/* Finds argv[1] in the table and runs it; prints the list for --help.
 * `prefix` is what stands before, as "prossima flows". */
int cmd_dispatch(const char *prefix, const struct command *table, size_t n,
		 int argc, char **argv);

enum opt_type {
	OPT_FLAG,    /* bool: --json */
	OPT_STR,     /* const char * */
	OPT_INT,     /* int64_t within [min, max] */
	OPT_DATE,    /* struct date */
	OPT_DECIMAL, /* int64_t scaled by 10^4: a percentage, say */
	OPT_POS,     /* positional argument, const char *, in table order */
	OPT_LIST,    /* the positional arguments that remain: struct opt_list */
};

#define OPT_LIST_MAX 1024u
struct opt_list {
	const char *word[OPT_LIST_MAX];
	size_t n;
};

struct opt {
	const char *name; /* "archive": written --archive V or --archive=V */
	enum opt_type type;
	void *out;         /* keeps its default when the option is absent */
	const char *value; /* what the value is, for --help: "DIR" */
	const char *help;
	bool required;
	int64_t min, max; /* OPT_INT and OPT_DECIMAL; both 0: no bound */
};

/* Parse. On --help prints the usage to stdout and returns EXIT_DONE with
 * *stop = true; on a wrong word says which and how, *stop = true, EXIT_USAGE.
 * `name` is "prossima flows import"; `what` one sentence. */
int opt_parse(const char *name, const char *what, const struct opt *opts,
	      size_t n, int argc, char **argv, bool *stop);

/* "prossima: text" on stderr; returns EXIT_FAILED (EXIT_USAGE for E_USAGE). */
int cmd_fail(const struct err *err);

/* Today in Rome, unless PROSSIMA_TODAY says otherwise (YYYY-MM-DD). */
struct date cmd_today(void);
/* This instant, moved to cmd_today(). */
int64_t cmd_now_us(void);

#endif

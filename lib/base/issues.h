/* base/issues - findings about input that is wrong, with their place.
 *
 * One pass over a file or a form collects them all. Past `limit` they are only
 * counted. Texts are copied into the arena given at the start.
 */
#ifndef BASE_ISSUES_H
#define BASE_ISSUES_H

#include "base/arena.h"

enum severity { ISSUE_WARNING, ISSUE_ERROR };

struct issue {
	enum severity severity;
	struct str file;   /* name without folder */
	uint64_t line;     /* 1 is the header; 0 the whole file */
	struct str column; /* may be empty */
	struct str value;  /* as found, cut at 200 bytes */
	struct str cause;  /* lower case, no full stop, with the remedy */
};
struct issues {
	struct arena *arena;
	struct issue *list;
	size_t n, cap, limit;
	size_t n_error, n_warning; /* all, also those past the limit */
};

void issues_init(struct issues *s, struct arena *a, size_t limit);
void issues_release(struct issues *s);
void issue_add(struct issues *s, enum severity severity, struct str file,
	       uint64_t line, struct str column, struct str value,
	       const char *fmt, ...) PRINTF_LIKE(7, 8);
/* "file:line: column: cause: \"value\"" a line each. */
void issues_print(const struct issues *s, FILE *to);
/* The error that sums them up: "could not use WHAT: N errors, the first ..." */
enum rc issues_refuse(const struct issues *s, const char *what,
		      struct err *err);

#endif

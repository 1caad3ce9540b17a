/* base - the words everything else is written in: strings, results, asserts.
 *
 * A `struct str` is a view of bytes that somebody else owns. An operation that
 * can fail returns `enum rc` (0 is OK) and puts a text in `struct err`: lower
 * case, no full stop, what was tried and on what, then the reason. A bug in
 * our own code stops the process (`assert`, `BUG`). Wrong input is collected
 * as findings (issues.h), so that one pass reports them all.
 *
 * This header includes the standard ones, then forbids the functions of the C
 * library that cannot be used safely.
 */
#ifndef BASE_BASE_H
#define BASE_BASE_H

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma GCC poison strcpy strcat strncpy sprintf vsprintf strtok atoi gmtime   \
	localtime setlocale alloca

#define MUST_USE          __attribute__((warn_unused_result))
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))
#define countof(a)        (sizeof(a) / sizeof((a)[0]))
#define BUG(why)                                                               \
	(fprintf(stderr, "bug: %s:%d: %s\n", __FILE__, __LINE__, why), abort())

/* Expensive assertions: debug and sanitizer builds only. */
#ifdef NDEBUG_SLOW
#define assert_slow(x) ((void)0)
#else
#define assert_slow(x) assert(x)
#endif

enum rc {
	OK = 0,
	E_NOMEM,     /* the machine gave no memory */
	E_LIMIT,     /* past a limit we set ourselves */
	E_IO,        /* the operating system or the database said no */
	E_FORMAT,    /* bytes that do not have the promised form */
	E_RANGE,     /* well formed, but not a possible value */
	E_NOT_FOUND, /* no such thing */
	E_CONFLICT,  /* somebody else was there first */
	E_STATE,     /* not allowed from the state it is in */
	E_DENIED,    /* not allowed to this user */
	E_BUSY,      /* others hold it: the same again later can do */
	E_USAGE,     /* a command called with the wrong words */
};

struct err {
	enum rc rc;
	int msg; /* words for the person (lib/text/text.h); 0: none */
	char text[600];
};

/* Set the error and return `rc`; `err` may be NULL. */
enum rc err_set(struct err *err, enum rc rc, const char *fmt, ...)
	PRINTF_LIKE(3, 4);
/* The same for a refusal that a person meets on a page: `msg` is what the page
 * says, the text stays for commands and logs. */
enum rc err_msg(struct err *err, enum rc rc, int msg, const char *fmt, ...)
	PRINTF_LIKE(4, 5);
/* Put `context: ` before the text that is already there; returns err->rc. */
enum rc err_context(struct err *err, const char *fmt, ...) PRINTF_LIKE(2, 3);

struct str { /* a view: bytes owned by someone else, not NUL-terminated */
	const char *ptr;
	size_t len;
};
#define STR_INIT(lit)                                                          \
	{                                                                      \
		"" lit, sizeof(lit) - 1                                        \
	}                                      /* in static tables */
#define STR(lit)   ((struct str)STR_INIT(lit)) /* in expressions */
#define STR_FMT    "%.*s"
#define STR_ARG(s) (int)(s).len, (s).ptr

static inline struct str str_from(const char *z)
{
	return (struct str){z, z ? strlen(z) : 0};
}

static inline bool str_eq(struct str a, struct str b)
{
	return a.len == b.len && (a.len == 0 || !memcmp(a.ptr, b.ptr, a.len));
}

static inline bool str_is(struct str a, const char *z)
{
	return str_eq(a, str_from(z));
}

static inline bool str_starts(struct str s, struct str prefix)
{
	return s.len >= prefix.len &&
	       (prefix.len == 0 || !memcmp(s.ptr, prefix.ptr, prefix.len));
}

static inline bool str_ends(struct str s, struct str suffix)
{
	return s.len >= suffix.len &&
	       (suffix.len == 0 ||
		!memcmp(s.ptr + (s.len - suffix.len), suffix.ptr, suffix.len));
}

static inline struct str str_sub(struct str s, size_t from, size_t len)
{
	assert(from <= s.len && len <= s.len - from);
	return (struct str){from ? s.ptr + from : s.ptr, len};
}

/* Byte order, shorter first on a common prefix: the order of `ORDER BY` in the
 * C collation, so that files and databases agree. */
int str_cmp(struct str a, struct str b);

/* Cut `s` at the first `sep`: returns what stands before it and leaves in
 * `*rest` what stands after; without `sep` the rest is {NULL, 0}. Loop:
 *	for (struct str rest = s, part; rest.ptr;) part = str_cut(&rest, '|');
 */
struct str str_cut(struct str *rest, char sep);

struct str str_trim(struct str s);

/* Whole string is a number; on failure `*out` is untouched. */
MUST_USE bool str_to_int(struct str s, int64_t *out);
/* Decimal with at most `scale` digits after the point, as integer times
 * 10^scale: "12.5" at scale 2 is 1250. Sign allowed; no exponent. */
MUST_USE bool str_to_decimal(struct str s, unsigned scale, int64_t *out);
/* Signals and statistics only; never money. */
MUST_USE bool str_to_double(struct str s, double *out);

bool str_is_utf8(struct str s);

uint64_t hash64(const void *p, size_t len, uint64_t seed);

static inline int64_t min_i64(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static inline int64_t max_i64(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* Grow `*array` (capacity `*cap` elements of `size` bytes) to hold at least
 * `need`; doubles. Fails with E_LIMIT past `limit` elements. The caller frees
 * the array with free(). */
MUST_USE enum rc array_grow(void *array, size_t *cap, size_t need, size_t size,
			    size_t limit, struct err *err);

#endif

/* base/arena - memory grouped by lifetime: allocate freely, free all at once.
 *
 * An `arena *` parameter means "the result lives there". Blocks are zeroed and
 * aligned for any type. Past the limit set at arena_init, or without memory,
 * arena_alloc returns NULL; callers answer E_LIMIT (arena_fail). Not for use
 * by two threads at once.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/base.h"

struct arena_chunk;
struct arena {
	struct arena_chunk *head; /* newest first */
	size_t total, limit;      /* bytes taken from the system */
};

struct arena_mark {
	struct arena_chunk *head;
	size_t used;
};

void arena_init(struct arena *a, size_t limit_bytes);
void arena_release(struct arena *a); /* safe on a zeroed arena */
void arena_reset(struct arena *a);   /* keeps the first chunk for reuse */

void *arena_alloc(struct arena *a, size_t size);
/* n elements of T, zeroed; the product is checked. */
#define arena_array(a, T, n) ((T *)arena_calloc((a), (n), sizeof(T)))
void *arena_calloc(struct arena *a, size_t n, size_t size);
/* The same, not zeroed: only for who writes every element before it is read. */
#define arena_room(a, T, n) ((T *)arena_take((a), (n), sizeof(T)))
void *arena_take(struct arena *a, size_t n, size_t size);
/* Copy; the result is also NUL-terminated. ptr is NULL when memory is out. */
struct str arena_str(struct arena *a, struct str s);
struct str arena_printf(struct arena *a, const char *fmt, ...)
	PRINTF_LIKE(2, 3);

/* Scratch inside one function: mark, use, rewind. */
struct arena_mark arena_mark(const struct arena *a);
void arena_rewind(struct arena *a, struct arena_mark m);

/* The error for an arena that is full. */
enum rc arena_fail(const struct arena *a, struct err *err);

#endif

#include "base/arena.h"
#include "base/huge.h"

#define FIRST_CHUNK 4096u
#define LAST_CHUNK  (1u << 20)
/* What does not fit into a chunk of that size is one of the arrays of a large
 * job, and more of them follow. Nothing of it is touched before it is used. */
#define LARGE_CHUNK (16u << 20)

struct arena_chunk {
	struct arena_chunk *next;
	size_t size, used;
	_Alignas(max_align_t) unsigned char bytes[];
};

void arena_init(struct arena *a, size_t limit_bytes)
{
	*a = (struct arena){.limit = limit_bytes};
}

static void drop_until(struct arena *a, struct arena_chunk *keep)
{
	while (a->head != keep) {
		struct arena_chunk *c = a->head;
		a->head = c->next;
		a->total -= c->size;
		free(c);
	}
}

void arena_release(struct arena *a)
{
	drop_until(a, NULL);
}

void arena_reset(struct arena *a)
{
	struct arena_chunk *first = a->head;
	while (first && first->next)
		first = first->next;
	drop_until(a, first);
	if (first)
		first->used = 0;
}

static struct arena_chunk *add_chunk(struct arena *a, size_t need)
{
	size_t size = a->head ? a->head->size * 2 : FIRST_CHUNK;
	if (size > LAST_CHUNK)
		size = LAST_CHUNK;
	while (size < need && size < LAST_CHUNK)
		size *= 2;
	if (size < need)
		size = need < LARGE_CHUNK ? LARGE_CHUNK : need;
	if (size > a->limit - a->total)
		size = need;
	if (size > a->limit - a->total)
		return NULL;
	struct arena_chunk *c = malloc(sizeof(*c) + size);
	if (!c)
		return NULL;
	if (size >= LARGE_CHUNK)
		huge_advise(c, size);
	*c = (struct arena_chunk){.next = a->head, .size = size};
	a->head = c;
	a->total += size;
	return c;
}

/* Not zeroed: for who fills it. */
static void *take(struct arena *a, size_t size)
{
	const size_t align = _Alignof(max_align_t);
	if (size > SIZE_MAX / 2)
		return NULL;
	size = (size + align - 1) / align * align;
	struct arena_chunk *c = a->head;
	if (!c || c->size - c->used < size)
		c = add_chunk(a, size);
	if (!c)
		return NULL;
	void *p = c->bytes + c->used;
	c->used += size;
	return p;
}

void *arena_alloc(struct arena *a, size_t size)
{
	void *p = take(a, size);
	return p ? memset(p, 0, size) : NULL;
}

void *arena_take(struct arena *a, size_t n, size_t size)
{
	if (size && n > SIZE_MAX / 2 / size)
		return NULL;
	return take(a, n * size);
}

void *arena_calloc(struct arena *a, size_t n, size_t size)
{
	void *p = arena_take(a, n, size);
	return p ? memset(p, 0, n * size) : NULL;
}

struct str arena_str(struct arena *a, struct str s)
{
	char *p = take(a, s.len + 1);
	if (!p)
		return (struct str){NULL, 0};
	if (s.len)
		memcpy(p, s.ptr, s.len);
	p[s.len] = '\0';
	return (struct str){p, s.len};
}

struct str arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap, again;
	va_start(ap, fmt);
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	char *p = n < 0 ? NULL : arena_alloc(a, (size_t)n + 1);
	if (p)
		vsnprintf(p, (size_t)n + 1, fmt, again);
	va_end(again);
	return (struct str){p, p ? (size_t)n : 0};
}

struct arena_mark arena_mark(const struct arena *a)
{
	return (struct arena_mark){a->head, a->head ? a->head->used : 0};
}

void arena_rewind(struct arena *a, struct arena_mark m)
{
	drop_until(a, m.head);
	if (a->head)
		a->head->used = m.used;
}

enum rc arena_fail(const struct arena *a, struct err *err)
{
	return err_set(err, E_LIMIT,
		       "out of memory: %zu of at most %zu bytes in use",
		       a->total, a->limit);
}

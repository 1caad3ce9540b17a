/* Damaged copies of a file: a byte changed, a piece cut out, doubled, moved or
 * overwritten, the end missing. The same seed gives the same copies. */
#ifndef TEST_ECG_MUTATE_H
#define TEST_ECG_MUTATE_H

#include "base/rng.h"
#include "ecg/read.h"

#include <math.h>

/* A copy with one to four faults in `to` (room for twice the length). */
static inline size_t mutate(struct rng *g, struct str s, char *to)
{
	size_t n = s.len;
	memcpy(to, s.ptr, n);
	for (uint32_t faults = 1 + rng_below(g, 4); faults && n; faults--) {
		size_t at = rng_below(g, (uint32_t)n),
		       len = rng_below(g, 64) + 1;
		size_t from = rng_below(g, (uint32_t)n);
		if (len > n - at)
			len = n - at;
		switch (rng_below(g, 6)) {
		case 0: /* a bit */
			to[at] = (char)(to[at] ^ (1 << rng_below(g, 8)));
			break;
		case 1: /* any byte */
			to[at] = (char)rng_below(g, 256);
			break;
		case 2: /* a piece is missing */
			memmove(to + at, to + at + len, n - at - len);
			n -= len;
			break;
		case 3: /* a piece stands twice */
			if (n + len > 2 * s.len)
				break;
			memmove(to + at + len, to + at, n - at);
			n += len;
			break;
		case 4: /* another piece of the file stands here */
			if (len <= n - from)
				memmove(to + at, to + from, len);
			break;
		default: /* the end is missing */
			n = at;
		}
	}
	return n;
}

/* What holds for every record that a reader gives out. */
static inline bool is_sane(const struct ecg_record *r)
{
	bool sane = r->n_lead > 0 && r->n_lead <= ECG_MOST_LEADS &&
		    r->n_sample > 0 && r->hz > 0 && isfinite(r->hz) &&
		    r->pulse_from <= r->n_sample;
	for (size_t k = 0; sane && k < r->n_lead; k++)
		for (size_t i = 0; sane && i < r->n_sample; i++)
			sane = isnan(r->lead[k].uv[i]) ||
			       fabsf(r->lead[k].uv[i]) < 1e7F;
	return sane;
}

/* `n` damaged copies through ecg_read: it answers each, and every refusal has
 * words. Returns the number of the first copy that breaks this, SIZE_MAX when
 * none does; `*n_read` counts those that were read all the same. */
static inline size_t mutate_all(struct str file, size_t n, uint64_t seed,
				size_t *n_read)
{
	struct rng g;
	struct arena a;
	char *copy = malloc(2 * file.len);
	size_t bad = SIZE_MAX;
	assert(copy);
	rng_init(&g, seed);
	arena_init(&a, 64u << 20);
	*n_read = 0;
	for (size_t i = 0; i < n && bad == SIZE_MAX; i++) {
		struct ecg_record r;
		struct err err = {0};
		const struct ecg_read_options o = {.name = STR("x")};
		const struct str s = {copy, mutate(&g, file, copy)};
		enum rc rc = ecg_read(s, &o, &a, &r, &err);
		*n_read += !rc;
		if (rc ? !err.msg && err.rc != E_LIMIT : !is_sane(&r))
			bad = i;
		arena_reset(&a);
	}
	arena_release(&a);
	free(copy);
	return bad;
}

#endif

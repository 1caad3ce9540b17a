/* base/map - text to number, by hash with open addressing.
 *
 * Keys are copied into the map. Values are the caller's. Numbers given by
 * map_intern are dense: 0, 1, 2 ... in order of first appearance, so that the
 * map serves as a dictionary.
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/arena.h"

#define MAP_NONE UINT32_MAX

struct map_slot {
	uint64_t hash;
	uint32_t key; /* index into keys + 1; 0 is empty */
	uint32_t value;
};
struct map {
	struct arena text;
	struct map_slot *slots;
	size_t n_slot; /* power of two or 0 */
	struct str *keys;
	size_t n, cap, limit;
};

void map_init(struct map *m, size_t limit_keys, size_t limit_bytes);
void map_release(struct map *m); /* safe on a zeroed map */

/* The value of `key`, or MAP_NONE. */
uint32_t map_get(const struct map *m, struct str key);
MUST_USE enum rc map_put(struct map *m, struct str key, uint32_t value,
			 struct err *err);
/* The number of `key`, given now when it is new. */
MUST_USE enum rc map_intern(struct map *m, struct str key, uint32_t *out,
			    struct err *err);
/* The i-th key in order of first appearance. */
static inline struct str map_key(const struct map *m, uint32_t i)
{
	assert(i < m->n);
	return m->keys[i];
}

#endif

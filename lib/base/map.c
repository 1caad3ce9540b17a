#include "base/map.h"

void map_init(struct map *m, size_t limit_keys, size_t limit_bytes)
{
	assert(limit_keys < MAP_NONE);
	*m = (struct map){.limit = limit_keys};
	arena_init(&m->text, limit_bytes);
}

void map_release(struct map *m)
{
	arena_release(&m->text);
	free(m->slots);
	free(m->keys);
	*m = (struct map){0};
}

static size_t find(const struct map *m, struct str key, uint64_t hash)
{
	size_t i = hash & (m->n_slot - 1);
	while (m->slots[i].key && !(m->slots[i].hash == hash &&
				    str_eq(m->keys[m->slots[i].key - 1], key)))
		i = (i + 1) & (m->n_slot - 1);
	return i;
}

uint32_t map_get(const struct map *m, struct str key)
{
	if (!m->n_slot)
		return MAP_NONE;
	const struct map_slot *s =
		&m->slots[find(m, key, hash64(key.ptr, key.len, 0))];
	return s->key ? s->value : MAP_NONE;
}

static enum rc rehash(struct map *m, struct err *err)
{
	size_t n = m->n_slot ? m->n_slot * 2 : 64;
	struct map_slot *slots = calloc(n, sizeof(*slots));
	if (!slots)
		return err_set(err, E_NOMEM, "no memory for %zu keys", n);
	for (size_t i = 0; i < m->n_slot; i++) {
		if (!m->slots[i].key)
			continue;
		size_t at = m->slots[i].hash & (n - 1);
		while (slots[at].key)
			at = (at + 1) & (n - 1);
		slots[at] = m->slots[i];
	}
	free(m->slots);
	m->slots = slots;
	m->n_slot = n;
	return OK;
}

/* The slot of `key`, made when it is new. */
static enum rc slot_of(struct map *m, struct str key, size_t *out, bool *fresh,
		       struct err *err)
{
	enum rc rc = OK;
	if (m->n * 2 >= m->n_slot && (rc = rehash(m, err)))
		return rc;
	uint64_t hash = hash64(key.ptr, key.len, 0);
	size_t i = find(m, key, hash);
	*fresh = !m->slots[i].key;
	*out = i;
	if (!*fresh)
		return OK;
	rc = array_grow(&m->keys, &m->cap, m->n + 1, sizeof(*m->keys), m->limit,
			err);
	if (rc)
		return rc;
	struct str copy = arena_str(&m->text, key);
	if (!copy.ptr)
		return arena_fail(&m->text, err);
	m->keys[m->n++] = copy;
	m->slots[i] = (struct map_slot){hash, (uint32_t)m->n, 0};
	return OK;
}

enum rc map_put(struct map *m, struct str key, uint32_t value, struct err *err)
{
	size_t i;
	bool fresh;
	enum rc rc = slot_of(m, key, &i, &fresh, err);
	if (!rc)
		m->slots[i].value = value;
	return rc;
}

enum rc map_intern(struct map *m, struct str key, uint32_t *out,
		   struct err *err)
{
	size_t i;
	bool fresh;
	enum rc rc = slot_of(m, key, &i, &fresh, err);
	if (rc)
		return rc;
	if (fresh)
		m->slots[i].value = (uint32_t)m->n - 1;
	*out = m->slots[i].value;
	return OK;
}

/* Copies in one file: a record_id read before makes a row a copy, whatever
 * else the row says; the identifiers of rejected rows count as read. With
 * operations the rows of one record_id act one after the other: V takes the
 * place of the one before, C takes it away, I after C brings it again. Equal
 * identifiers are in one stream, in order of the file, and compared by their
 * bytes. */
#include "base/threads.h"
#include "flows/code_int.h"
#include "flows/rows_int.h"

struct search {
	struct table *t;
	struct worker {
		struct spill_bytes ids;
		uint64_t *slot; /* tag above, offset + 1 below; 0: free */
		size_t n_slot;
		struct copies found;
	} * worker;
};

/* Threads may set bits of one word. */
static void mark(uint64_t *bits, uint32_t number)
{
	__atomic_fetch_or(&bits[number / 64], (uint64_t)1 << number % 64,
			  __ATOMIC_RELAXED);
}

static void drop(struct search *s, uint32_t number)
{
	mark(s->t->dropped, number);
}

static void count(struct search *s, struct worker *w, const char *e)
{
	const unsigned flags = (unsigned char)e[ID_FLAGS];
	drop(s, row_u32(e + ID_NUMBER));
	if (flags & ID_REJECTED) {
		w->found.n_rejected++;
		return;
	}
	w->found.n_accepted++;
	for (unsigned b = 0; flags >> b; b++)
		w->found.n_warning[b] += flags >> b & 1u;
}

static bool is_alive(const char *e)
{
	return e[ID_OP] != 'C' && !((unsigned char)e[ID_FLAGS] & ID_REJECTED);
}

/* A row after another with its identifier; whether it is now the one that the
 * next is compared with. */
static bool follow(struct search *s, struct worker *w, const char *before,
		   const char *e)
{
	const bool change = e[ID_OP] == 'V' || e[ID_OP] == 'C';
	if (change && ((unsigned char)e[ID_FLAGS] & ID_REJECTED))
		return false;
	if (!change && before[ID_OP] != 'C') {
		count(s, w, e);
		return false;
	}
	if (change && is_alive(before)) {
		mark(s->t->met, row_u32(e + ID_NUMBER));
		drop(s, row_u32(before + ID_NUMBER));
		w->found.n_replaced++;
	}
	return true;
}

static size_t count_ids(struct str ids)
{
	size_t n = 0;
	for (size_t at = 0; at < ids.len; n++)
		at += ID_TEXT + (unsigned char)ids.ptr[at + ID_LEN];
	return n;
}

static enum rc room_for(struct worker *w, size_t n, struct err *err)
{
	size_t want = 1024;
	while (want < n * 2)
		want *= 2;
	if (want > w->n_slot) {
		free(w->slot);
		w->n_slot = 0;
		w->slot = malloc(want * sizeof(*w->slot));
		if (!w->slot)
			return err_set(err, E_NOMEM,
				       "no memory for %zu identifiers", n);
		w->n_slot = want;
	}
	memset(w->slot, 0, w->n_slot * sizeof(*w->slot));
	return OK;
}

static void look(struct search *s, struct worker *w, const char *e)
{
	const struct str id = {e + ID_TEXT, (unsigned char)e[ID_LEN]};
	/* the upper half chose the stream */
	const uint64_t h = id_hash(id);
	const uint64_t tag = h & 0xffffffff00000000u;
	size_t i = (size_t)h & (w->n_slot - 1);
	for (; w->slot[i]; i = (i + 1) & (w->n_slot - 1)) {
		if ((w->slot[i] & 0xffffffff00000000u) != tag)
			continue;
		const char *x = w->ids.ptr + (uint32_t)w->slot[i] - 1;
		if ((unsigned char)x[ID_LEN] != id.len ||
		    memcmp(x + ID_TEXT, id.ptr, id.len) != 0)
			continue;
		if (!follow(s, w, x, e))
			return;
		break;
	}
	w->slot[i] = tag | (uint64_t)(e - w->ids.ptr + 1);
}

static enum rc search_stream(struct search *s, struct worker *w, size_t stream,
			     struct err *err)
{
	enum rc rc = spill_read(&s->t->ids, stream, 16, &w->ids, err);
	const struct str ids = {w->ids.ptr, w->ids.len};
	if (!rc && ids.len >= UINT32_MAX)
		rc = err_set(err, E_LIMIT,
			     "too many identifiers in one %s file: deliver it "
			     "in parts",
			     s->t->layout->name);
	if (!rc)
		rc = room_for(w, count_ids(ids), err);
	for (size_t at = 0; !rc && at < ids.len;) {
		const char *e = ids.ptr + at;
		look(s, w, e);
		at += ID_TEXT + (unsigned char)e[ID_LEN];
	}
	return rc;
}

static enum rc search_range(void *ctx, size_t worker, size_t from, size_t to,
			    struct err *err)
{
	struct search *s = ctx;
	enum rc rc = OK;
	for (size_t i = from; !rc && i < to; i++)
		rc = search_stream(s, &s->worker[worker], i, err);
	return rc;
}

static void add(struct copies *sum, const struct copies *c)
{
	sum->n_accepted += c->n_accepted;
	sum->n_rejected += c->n_rejected;
	sum->n_replaced += c->n_replaced;
	for (size_t i = 0; i < countof(sum->n_warning); i++)
		sum->n_warning[i] += c->n_warning[i];
}

enum rc table_find_copies(struct table *t, size_t n_thread, struct copies *out,
			  struct err *err)
{
	struct search s = {.t = t};
	*out = (struct copies){0};
	t->dropped = calloc(t->n / 64 + 1, sizeof(*t->dropped));
	s.worker = calloc(n_thread, sizeof(*s.worker));
	if (t->has_op)
		t->met = calloc(t->n / 64 + 1, sizeof(*t->met));
	enum rc rc = t->dropped && s.worker && (!t->has_op || t->met)
			     ? OK
			     : err_set(err, E_NOMEM, "no memory for copies");
	if (!rc && t->layout->has_record && !t->ascend)
		rc = parallel_ranges(t->ids.n_stream, 1, n_thread, search_range,
				     &s, err);
	for (size_t i = 0; s.worker && i < n_thread; i++) {
		add(out, &s.worker[i].found);
		spill_bytes_release(&s.worker[i].ids);
		free(s.worker[i].slot);
	}
	free(s.worker);
	return rc;
}

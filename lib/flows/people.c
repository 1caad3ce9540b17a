#include "flows/people_int.h"

#define MAX_PEOPLE 200000000u /* three times Italy: a file gone wrong */

void flows_people_release(struct people *p)
{
	texts_release(&p->id);
	tags_release(&p->index);
	free(p->row);
	free(p->delivered);
	free(p->more);
	free(p->period);
	*p = (struct people){0};
}

uint64_t flows_people_bytes(const struct people *p)
{
	const struct texts_build *t = &p->id;
	return p->cap * sizeof(*p->row) + p->delivered_cap +
	       p->more_cap * sizeof(*p->more) +
	       p->period_cap * sizeof(*p->period) +
	       p->index.n_line * sizeof(*p->index.line) + t->len_cap +
	       t->base_cap * sizeof(*t->base) + t->text_cap;
}

struct wanted {
	const struct people *people;
	struct str id;
	struct head head;
};

static bool is_person(const void *ctx, uint32_t number)
{
	const struct wanted *w = ctx;
	const struct person *r = &w->people->row[number];
	if (r->id_len != w->id.len || r->id.lo != w->head.lo ||
	    r->id.hi != w->head.hi)
		return false;
	const struct texts t = texts_view(&w->people->id);
	return w->id.len <= 16 || str_eq(texts_get(&t, number), w->id);
}

uint32_t flows_people_find(const struct people *p, struct str id, uint32_t tag)
{
	const struct wanted w = {p, id, head_of(id)};
	return tags_find(&p->index, tag, is_person, &w);
}

/* Its row, given now when it is new (*fresh); the row is still empty then. */
static enum rc add_person(struct people *p, struct str id, uint32_t tag,
			  uint32_t *out, bool *fresh, struct err *err)
{
	*out = flows_people_find(p, id, tag);
	*fresh = *out == TEXTS_NONE;
	if (!*fresh)
		return OK;
	*out = (uint32_t)p->id.n;
	enum rc rc = texts_add(&p->id, id, err);
	return rc ? rc : tags_add(&p->index, tag, *out, err);
}

enum rc flows_people_reserve(struct people *p, size_t n, struct err *err)
{
	enum rc rc = array_grow(&p->row, &p->cap, n, sizeof(*p->row),
				MAX_PEOPLE, err);
	if (!rc)
		rc = array_grow(&p->delivered, &p->delivered_cap, n, 1,
				MAX_PEOPLE, err);
	if (!rc)
		rc = array_grow(&p->more, &p->more_cap, n, sizeof(*p->more),
				MAX_PEOPLE, err);
	return rc;
}

static bool same(const struct person *a, const struct person *b)
{
	return a->birth == b->birth && a->start == b->start &&
	       a->end == b->end && a->death == b->death && a->gp == b->gp &&
	       a->municipality == b->municipality && a->ats == b->ats &&
	       a->sex == b->sex;
}

static bool overlap(int32_t s1, int32_t e1, int32_t s2, int32_t e2)
{
	return s1 <= e2 && s2 <= e1;
}

static bool overlaps_any(const struct people *p, uint32_t i,
			 const struct person *row)
{
	if (overlap(p->row[i].start, p->row[i].end, row->start, row->end))
		return true;
	for (uint32_t k = p->more[i]; k; k = p->period[k - 1].next)
		if (overlap(p->period[k - 1].start, p->period[k - 1].end,
			    row->start, row->end))
			return true;
	return false;
}

/* The table keeps the period that starts last; the others matter only to know
 * which events of this import lie outside them. */
static enum rc second_period(struct people *p, uint32_t i, struct str id,
			     const struct person *row, struct err *err)
{
	enum rc rc = array_grow(&p->period, &p->period_cap, p->n_period + 1,
				sizeof(*p->period), MAX_PEOPLE, err);
	if (rc)
		return rc;
	struct person older = *row;
	if (row->start > p->row[i].start) {
		older = p->row[i];
		flows_people_put(p, i, id, row);
		p->changed = true;
	}
	p->period[p->n_period++] =
		(struct period){i, older.start, older.end, p->more[i]};
	p->more[i] = (uint32_t)p->n_period;
	return OK;
}

enum rc flows_people_deliver(struct people *p, struct str id, uint32_t tag,
			     const struct person *row, enum delivery *out,
			     struct err *err)
{
	uint32_t i;
	bool fresh;
	*out = PERSON_TAKEN;
	enum rc rc = flows_people_reserve(p, p->id.n + 1, err);
	if (!rc)
		rc = add_person(p, id, tag, &i, &fresh, err);
	if (rc)
		return rc;
	if (!fresh && p->delivered[i]) {
		if (same(&p->row[i], row))
			*out = PERSON_SAME;
		else if (overlaps_any(p, i, row))
			*out = PERSON_OVERLAP;
		else
			return second_period(p, i, id, row, err);
		return OK;
	}
	if (!fresh &&
	    (p->row[i].birth != row->birth || p->row[i].sex != row->sex))
		*out = PERSON_CHANGED;
	p->changed |= fresh || !same(&p->row[i], row);
	flows_people_put(p, i, id, row);
	p->delivered[i] = 1;
	p->more[i] = 0;
	return OK;
}

bool flows_people_registered(const struct people *p, uint32_t person,
			     int32_t from, int32_t to)
{
	const struct person *r = &p->row[person];
	if (from >= r->start && to <= r->end)
		return true;
	for (uint32_t k = p->more[person]; k; k = p->period[k - 1].next)
		if (from >= p->period[k - 1].start &&
		    to <= p->period[k - 1].end)
			return true;
	return false;
}

/* ---------------------------------------------------------------- writing */

struct keyed { /* the first eight bytes of an identifier, most significant
		* first, so that most comparisons need no text */
	uint64_t head;
	uint32_t row;
};

static uint64_t first_eight(struct str s)
{
	uint64_t v = 0;
	for (size_t i = 0; i < 8; i++)
		v = v << 8 | (i < s.len ? (unsigned char)s.ptr[i] : 0u);
	return v;
}

/* Sorted in two steps: by head, then runs of one head by text. Here by head,
 * those of one head in order of row as before; a byte that all share (most
 * identifiers begin alike) costs nothing but its count. */
static void sort_heads(struct keyed *k, struct keyed *room, size_t n)
{
	struct keyed *from = k, *to = room;
	for (unsigned shift = 0; shift < 64; shift += 8) {
		size_t at[257] = {0};
		for (size_t i = 0; i < n; i++)
			at[(from[i].head >> shift & 255) + 1]++;
		if (n && at[(from[0].head >> shift & 255) + 1] == n)
			continue;
		for (size_t b = 1; b < 257; b++)
			at[b] += at[b - 1];
		for (size_t i = 0; i < n; i++)
			to[at[from[i].head >> shift & 255]++] = from[i];
		struct keyed *other = from;
		from = to;
		to = other;
	}
	if (from != k)
		memcpy(k, from, n * sizeof(*k));
}

struct whole {
	struct str id;
	uint32_t row;
};

static int by_text(const void *a, const void *b)
{
	const struct whole *x = a, *y = b;
	return str_cmp(x->id, y->id);
}

static enum rc sort_run(const struct texts *t, struct keyed *k, size_t n,
			struct err *err)
{
	struct whole *w = malloc(n * sizeof(*w));
	if (!w)
		return err_set(err, E_NOMEM, "no memory for %zu people", n);
	for (size_t i = 0; i < n; i++)
		w[i] = (struct whole){texts_get(t, k[i].row), k[i].row};
	qsort(w, n, sizeof(*w), by_text);
	for (size_t i = 0; i < n; i++)
		k[i].row = w[i].row;
	free(w);
	return OK;
}

static enum rc sort_ids(const struct texts *t, uint32_t *by_id, struct err *err)
{
	enum rc rc = OK;
	struct keyed *k = malloc((2 * t->n + 1) * sizeof(*k));
	if (!k)
		return err_set(err, E_NOMEM, "no memory for %zu people", t->n);
	for (size_t i = 0; i < t->n; i++)
		k[i] = (struct keyed){first_eight(texts_get(t, i)),
				      (uint32_t)i};
	sort_heads(k, k + t->n, t->n);
	for (size_t i = 0, j; !rc && i < t->n; i = j) {
		for (j = i + 1; j < t->n && k[j].head == k[i].head;)
			j++;
		if (j > i + 1)
			rc = sort_run(t, k + i, j - i, err);
	}
	for (size_t i = 0; i < t->n; i++)
		by_id[i] = k[i].row;
	free(k);
	return rc;
}

/* The column whose values lie `offset` bytes into each row. */
static void put_column(struct col_writer *w, const struct people *p,
		       const char *name, enum col_type type, size_t offset)
{
	const char *at = (const char *)p->row + offset;
	col_begin(w, name, type);
	for (size_t i = 0; i < p->id.n; i++, at += sizeof(*p->row))
		col_add(w, at, 1);
}

static void put_columns(struct col_writer *w, const struct people *p)
{
	static const struct {
		const char *name;
		enum col_type type;
		size_t offset;
	} column[] = {
		{"birth", COL_I32, offsetof(struct person, birth)},
		{"registration_start", COL_I32, offsetof(struct person, start)},
		{"registration_end", COL_I32, offsetof(struct person, end)},
		{"death", COL_I32, offsetof(struct person, death)},
		{"municipality", COL_U16,
		 offsetof(struct person, municipality)},
		{"ats", COL_U16, offsetof(struct person, ats)},
		{"gp", COL_U32, offsetof(struct person, gp)},
		{"sex", COL_U8, offsetof(struct person, sex)},
	};
	for (size_t i = 0; i < countof(column); i++)
		put_column(w, p, column[i].name, column[i].type,
			   column[i].offset);
}

enum rc flows_people_write(const struct people *p, const char *path,
			   struct err *err)
{
	const struct texts t = texts_view(&p->id);
	struct col_writer *w = NULL;
	uint32_t *by_id = malloc((t.n + 1) * sizeof(*by_id));
	if (!by_id)
		return err_set(err, E_NOMEM, "no memory for %zu people", t.n);
	enum rc rc = sort_ids(&t, by_id, err);
	if (!rc)
		rc = col_writer_open(path, &w, err);
	if (!rc) {
		put_columns(w, p);
		col_begin(w, "by_id", COL_U32);
		col_add(w, by_id, t.n);
		texts_write(w, "person_id", &t, NULL, t.n);
		rc = col_writer_finish(w, err);
	}
	col_writer_close(w);
	free(by_id);
	return rc;
}

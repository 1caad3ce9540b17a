#include "flows/records_int.h"

#define GATHER 8192u /* values brought together before they are written */

struct order {           /* the records of a table, sorted */
	uint32_t *first; /* n_person + 1 */
	uint64_t *key;   /* day above, row below; later only the row */
	size_t n_person, n;
};

static void order_release(struct order *o)
{
	free(o->first);
	free(o->key);
}

/* Counting sort by person: rows keep the order of the file. */
static enum rc by_person(const struct table *t, struct order *o,
			 struct err *err)
{
	const int32_t *day = t->col[t->layout->day];
	o->first = calloc(o->n_person + 2, sizeof(*o->first));
	o->key = malloc((t->n + 1) * sizeof(*o->key));
	if (!o->first || !o->key)
		return err_set(err, E_NOMEM, "no memory to sort %zu records",
			       t->n);
	for (size_t i = 0; i < t->n; i++)
		if (t->person[i] != TEXTS_NONE)
			o->first[t->person[i] + 2]++;
	for (size_t p = 1; p <= o->n_person; p++)
		o->first[p + 1] += o->first[p];
	/* first[p + 1] is now where the next record of p goes, and ends as
	 * where those of p + 1 begin */
	for (size_t i = 0; i < t->n; i++)
		if (t->person[i] != TEXTS_NONE)
			o->key[o->first[t->person[i] + 1]++] =
				(uint64_t)((uint32_t)day[i] ^ 0x80000000u)
					<< 32 |
				i;
	o->n = o->first[o->n_person];
	return OK;
}

/* Shell sort: a person has some dozens of records, mostly in order. */
static void sort_keys(uint64_t *k, size_t n)
{
	static const size_t gap[] = {29524, 9841, 3280, 1093, 364,
				     121,   40,   13,   4,    1};
	for (size_t g = n > 12 ? 0 : countof(gap) - 1; g < countof(gap); g++)
		for (size_t i = gap[g]; i < n; i++) {
			uint64_t v = k[i];
			size_t j = i;
			for (; j >= gap[g] && k[j - gap[g]] > v; j -= gap[g])
				k[j] = k[j - gap[g]];
			k[j] = v;
		}
}

static void by_day(struct order *o)
{
	for (size_t p = 0; p < o->n_person; p++)
		sort_keys(o->key + o->first[p], o->first[p + 1] - o->first[p]);
}

/* ------------------------------------------------------------ duplicates */

struct older { /* the same flow in a segment of the archive */
	size_t n_person;
	const uint32_t *first;
	const int32_t *day;
	const char *col[MAX_SLOT];
	struct texts record, text;
};

static enum rc open_older(const struct archive *a, size_t segment, int file,
			  struct older *o, bool *some, struct err *err)
{
	const struct layout *l = &flow_layout[file];
	const struct col_file *f = archive_table(a, segment, file);
	struct col c;
	enum rc rc = OK;
	*some = f != NULL;
	if (!f)
		return OK;
	o->n_person = archive_segment(a, segment)->n_person;
	rc = archive_check_range(a, segment, 0, o->n_person, err);
	if (!rc && !(rc = col_get(f, "first", COL_U32, &c, err)))
		o->first = c.values;
	for (size_t s = 0; !rc && s < l->n_slot; s++) {
		rc = col_get(f, l->slot[s].name, l->slot[s].type, &c, err);
		if (!rc)
			o->col[s] = c.values;
	}
	if (!rc)
		o->day = (const void *)o->col[l->day];
	if (!rc && l->has_record)
		rc = texts_read(f, "record_id", &o->record, err);
	if (!rc && l->has_text)
		rc = texts_read(f, "hospital_record_id", &o->text, err);
	return rc;
}

static bool same_columns(const struct layout *l, const char *const *a, size_t i,
			 const char *const *b, size_t k)
{
	for (size_t s = 0; s < l->n_slot; s++) {
		size_t w = col_width(l->slot[s].type);
		if (memcmp(a[s] + i * w, b[s] + k * w, w) != 0)
			return false;
	}
	return true;
}

static bool same_record(const struct table *t, size_t i, const struct older *o,
			size_t k)
{
	const struct layout *l = t->layout;
	const struct texts record = texts_view(&t->record.texts);
	const struct texts text = texts_view(&t->text);
	return same_columns(l, (const char *const *)t->col, i, o->col, k) &&
	       (!l->has_record ||
		str_eq(texts_get(&record, i), texts_get(&o->record, k))) &&
	       (!l->has_text ||
		str_eq(texts_get(&text, i), texts_get(&o->text, k)));
}

static bool archive_has(const struct table *t, uint32_t person, size_t i,
			const struct older *o)
{
	const int32_t day = ((const int32_t *)t->col[t->layout->day])[i];
	size_t lo = o->first[person], hi = o->first[person + 1];
	const size_t end = hi;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (o->day[mid] < day)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; lo < end && o->day[lo] == day; lo++)
		if (same_record(t, i, o, lo))
			return true;
	return false;
}

/* Rows equal to one in the same table: exemptions only, they have no
 * identifier that could tell. */
static bool repeated(const struct table *t, const struct order *o, size_t from,
		     size_t at)
{
	const char *const *col = (const char *const *)t->col;
	for (size_t k = at; k > from && o->key[k - 1] >> 32 == o->key[at] >> 32;
	     k--)
		if (same_columns(t->layout, col, (uint32_t)o->key[k - 1], col,
				 (uint32_t)o->key[at]))
			return true;
	return false;
}

#define DROPPED UINT64_MAX

/* Take dropped keys out and bring `first` in line. */
static void compact(struct order *o)
{
	size_t n = 0;
	for (size_t p = 0; p < o->n_person; p++) {
		size_t from = o->first[p], to = o->first[p + 1];
		o->first[p] = (uint32_t)n;
		for (size_t k = from; k < to; k++)
			if (o->key[k] != DROPPED)
				o->key[n++] = o->key[k];
	}
	o->first[o->n_person] = (uint32_t)n;
	o->n = n;
}

/* From the end, so that the first of equal rows stays. */
static void drop_repeated(const struct table *t, struct order *o)
{
	for (size_t p = 0; p < o->n_person; p++)
		for (size_t k = o->first[p + 1]; k > o->first[p]; k--)
			if (repeated(t, o, o->first[p], k - 1))
				o->key[k - 1] = DROPPED;
}

static void drop_older(const struct table *t, struct order *o,
		       const struct older *old)
{
	const size_t n =
		old->n_person < o->n_person ? old->n_person : o->n_person;
	for (uint32_t p = 0; p < n; p++)
		for (size_t k = o->first[p]; k < o->first[p + 1]; k++)
			if (o->key[k] != DROPPED &&
			    archive_has(t, p, (uint32_t)o->key[k], old))
				o->key[k] = DROPPED;
}

static enum rc drop_duplicates(const struct table *t, struct order *o,
			       const struct archive *a, struct err *err)
{
	const int file = (int)(t->layout - flow_layout);
	const size_t n_segment = a ? archive_n_segment(a) : 0;
	if (!t->layout->has_record)
		drop_repeated(t, o);
	for (size_t i = 0; i < n_segment; i++) {
		struct older old = {0};
		bool some;
		enum rc rc = open_older(a, i, file, &old, &some, err);
		if (rc)
			return rc;
		if (some)
			drop_older(t, o, &old);
	}
	compact(o);
	return OK;
}

/* --------------------------------------------------------------- writing */

/* The column in the order of the keys, a piece at a time. */
#define GATHER_AS(type)                                                        \
	do {                                                                   \
		const type *from = column;                                     \
		type *to = (type *)piece;                                      \
		for (size_t i = 0; i < n; i++)                                 \
			to[i] = from[(uint32_t)key[i]];                        \
	} while (0)

static void gather(const void *column, size_t width, const uint64_t *key,
		   size_t n, uint64_t *piece)
{
	switch (width) {
	case 1:
		GATHER_AS(uint8_t);
		return;
	case 2:
		GATHER_AS(uint16_t);
		return;
	case 4:
		GATHER_AS(uint32_t);
		return;
	default:
		GATHER_AS(uint64_t);
		return;
	}
}

static void put_column(struct col_writer *w, const struct slot *s,
		       const void *column, const struct order *o)
{
	uint64_t piece[GATHER];
	col_begin(w, s->name, s->type);
	for (size_t at = 0; at < o->n; at += GATHER) {
		size_t n = o->n - at < GATHER ? o->n - at : GATHER;
		gather(column, col_width(s->type), o->key + at, n, piece);
		col_add(w, piece, n);
	}
}

/* Rows alone, in place: the lower half of each key. */
static const uint32_t *rows_of(struct order *o)
{
	uint32_t *row = (uint32_t *)(void *)o->key;
	for (size_t i = 0; i < o->n; i++) {
		uint64_t k = o->key[i];
		memcpy(&row[i], &(uint32_t){(uint32_t)k}, sizeof(*row));
	}
	return row;
}

static void period(const struct order *o, struct manifest_table *out)
{
	int32_t lo = INT32_MAX, hi = INT32_MIN;
	for (size_t i = 0; i < o->n; i++) {
		int32_t d =
			(int32_t)((uint32_t)(o->key[i] >> 32) ^ 0x80000000u);
		lo = d < lo ? d : lo;
		hi = d > hi ? d : hi;
	}
	out->first = (struct date){lo};
	out->last = (struct date){hi};
}

static enum rc write_file(const struct table *t, struct order *o,
			  const char *path, struct err *err)
{
	const struct layout *l = t->layout;
	struct col_writer *w = NULL;
	enum rc rc = col_writer_open(path, &w, err);
	if (rc)
		return rc;
	col_begin(w, "first", COL_U32);
	col_add(w, o->first, o->n_person + 1);
	for (size_t s = 0; s < l->n_slot; s++)
		put_column(w, &l->slot[s], t->col[s], o);
	const uint32_t *row = rows_of(o);
	const struct texts record = texts_view(&t->record.texts);
	const struct texts text = texts_view(&t->text);
	if (l->has_record)
		texts_write(w, "record_id", &record, row, o->n);
	if (l->has_text)
		texts_write(w, "hospital_record_id", &text, row, o->n);
	rc = col_writer_finish(w, err);
	col_writer_close(w);
	return rc;
}

enum rc table_write(struct table *t, size_t n_person, const struct archive *a,
		    const char *path, struct manifest_table *out,
		    uint64_t *n_duplicate, struct err *err)
{
	struct order o = {.n_person = n_person};
	textset_drop_slots(&t->record);
	enum rc rc = by_person(t, &o, err);
	const size_t all = o.n;
	free(t->person);
	t->person = NULL;
	if (!rc) {
		by_day(&o);
		rc = drop_duplicates(t, &o, a, err);
	}
	if (!rc) {
		*n_duplicate += all - o.n;
		out->n_row = o.n;
		period(&o, out);
	}
	if (!rc && o.n)
		rc = write_file(t, &o, path, err);
	order_release(&o);
	return rc;
}

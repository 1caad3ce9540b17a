#include "flows/part_int.h"

#define GONE UINT32_MAX /* lower half of a key: the row is left out */

void part_release(struct part *p)
{
	spill_bytes_release(&p->rows);
	free(p->at);
	free(p->key);
	free(p->first);
	free(p->column);
	for (size_t i = 0; i < 2; i++) {
		free(p->len[i]);
		free(p->text[i]);
	}
	texts_release(&p->orphan);
	*p = (struct part){0};
}

/* ------------------------------------------------------------------- order */

struct finding {
	const struct table *t;
	struct part *p;
};

static enum rc find_rows(void *ctx, struct str rows, struct err *err)
{
	const struct finding *f = ctx;
	struct part *p = f->p;
	for (size_t at = 0; at < rows.len;) {
		const char *row = rows.ptr + at;
		if (p->n == p->at_cap) {
			enum rc rc =
				array_grow(&p->at, &p->at_cap, p->n + 4096,
					   sizeof(*p->at), UINT32_MAX, err);
			if (rc)
				return rc;
		}
		if (!row_dropped(f->t, row_u32(row + ROW_NUMBER)))
			p->at[p->n++] = row;
		at += row_len(&f->t->form, row);
	}
	return OK;
}

static enum rc reserve_order(struct part *p, struct err *err)
{
	enum rc rc = array_grow(&p->key, &p->key_cap, p->n + 1, sizeof(*p->key),
				SIZE_MAX / 16, err);
	if (!rc)
		rc = array_grow(&p->first, &p->first_cap, p->n_person + 2,
				sizeof(*p->first), SIZE_MAX / 16, err);
	if (!rc)
		memset(p->first, 0, (p->n_person + 2) * sizeof(*p->first));
	return rc;
}

/* Counting sort by person: rows keep the order of the file. */
static void by_person(const struct table *t, struct part *p)
{
	const size_t day = t->form.at[t->layout->day];
	for (size_t i = 0; i < p->n; i++) {
		const char *row = p->at[i];
		p->first[row_u32(row + ROW_PERSON) - p->base + 2]++;
	}
	for (size_t k = 1; k <= p->n_person; k++)
		p->first[k + 1] += p->first[k];
	/* first[k + 1] is now where the next record of k goes, and ends as
	 * where those of k + 1 begin */
	for (size_t i = 0; i < p->n; i++) {
		const char *row = p->at[i];
		const size_t k = row_u32(row + ROW_PERSON) - p->base;
		p->key[p->first[k + 1]++] =
			(uint64_t)(row_u32(row + day) ^ 0x80000000u) << 32 | i;
	}
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

/* -------------------------------------------------------------- duplicates */

static bool is_gone(const struct part *p, size_t k)
{
	return (uint32_t)p->key[k] == GONE;
}

static const char *row_of(const struct part *p, size_t k)
{
	return p->at[(uint32_t)p->key[k]];
}

static bool same_day(const struct part *p, size_t a, size_t b)
{
	return p->key[a] >> 32 == p->key[b] >> 32;
}

static void leave_out(struct part *p, size_t k)
{
	p->key[k] |= GONE;
}

/* Rows of a flow without identifiers, and what tells them apart: all columns,
 * or, for a V or C, the first two (code and first day). */
static bool same_columns(const struct table *t, const struct part *p, size_t a,
			 size_t b, bool key_only)
{
	const size_t n = (key_only ? t->form.at[2] : t->form.n_fixed) -
			 (size_t)ROW_SLOTS;
	return !memcmp(row_of(p, a) + ROW_SLOTS, row_of(p, b) + ROW_SLOTS, n);
}

/* What later rows of the person on the same day replace or take back. */
static void drop_replaced(const struct table *t, struct part *p, size_t from,
			  size_t to)
{
	for (size_t i = from; i < to; i++) {
		const char op = row_of(p, i)[ROW_OP];
		if (op != 'V' && op != 'C')
			continue;
		for (size_t k = i; k > from && same_day(p, k - 1, i); k--)
			if (!is_gone(p, k - 1) &&
			    same_columns(t, p, k - 1, i, true)) {
				p->n_replaced +=
					row_of(p, k - 1)[ROW_OP] != 'C';
				leave_out(p, k - 1);
			}
	}
}

/* Rows equal to an earlier one of the person: from the end, so that the first
 * of equal rows stays. */
static void drop_repeated(const struct table *t, struct part *p, size_t from,
			  size_t to)
{
	for (size_t i = to; i > from; i--)
		for (size_t k = i - 1; !is_gone(p, i - 1) && k > from &&
				       same_day(p, k - 1, i - 1);
		     k--)
			if (!is_gone(p, k - 1) &&
			    same_columns(t, p, k - 1, i - 1, false)) {
				leave_out(p, i - 1);
				p->n_duplicate++;
			}
}

/* A row that corrects or cancels, against the archive. */
static enum rc change_older(const struct table *t, struct part *p,
			    const struct olders *older, size_t k,
			    struct err *err)
{
	const char *row = row_of(p, k);
	const struct taken x = olders_take(older, &t->form, row);
	enum rc rc = OK;
	p->n_removed += x.n;
	if (!x.n && !x.same && !t->layout->has_record)
		p->n_unknown++;
	else if (!x.n && !x.same && !table_met(t, row_u32(row + ROW_NUMBER)))
		rc = texts_add(&p->orphan, row_record(&t->form, row), err);
	if (x.same || row[ROW_OP] == 'C')
		leave_out(p, k);
	p->n_duplicate += x.same;
	return rc;
}

static enum rc drop_older(const struct table *t, struct part *p,
			  const struct olders *older, struct err *err)
{
	enum rc rc = OK;
	for (size_t k = 0; !rc && k < p->n; k++) {
		if (is_gone(p, k))
			continue;
		const char *row = row_of(p, k);
		if (row[ROW_OP] == 'V' || row[ROW_OP] == 'C') {
			rc = change_older(t, p, older, k, err);
		} else if (olders_have(older, &t->form, row,
				       row[ROW_OP] != 'I')) {
			leave_out(p, k);
			p->n_duplicate++;
		}
	}
	return rc;
}

/* Take out what is left out, and bring `first` in line. */
static void compact(struct part *p)
{
	size_t n = 0;
	for (size_t k = 0; k < p->n_person; k++) {
		const size_t from = p->first[k], to = p->first[k + 1];
		p->first[k] = (uint32_t)n;
		for (size_t i = from; i < to; i++)
			if (!is_gone(p, i))
				p->key[n++] = p->key[i];
	}
	p->first[p->n_person] = (uint32_t)n;
	p->n = n;
}

static enum rc drop(const struct table *t, struct part *p,
		    const struct olders *older, struct err *err)
{
	const bool by_content = !t->layout->has_record;
	for (size_t k = 0; by_content && k < p->n_person; k++) {
		const size_t from = p->first[k], to = p->first[k + 1];
		if (t->has_op)
			drop_replaced(t, p, from, to);
		drop_repeated(t, p, from, to);
	}
	enum rc rc = OK;
	if (older->n || t->has_op)
		rc = drop_older(t, p, older, err);
	if (by_content || older->n || t->has_op)
		compact(p);
	return rc;
}

/* ----------------------------------------------------------------- columns */

static void period(struct part *p)
{
	uint32_t lo = UINT32_MAX, hi = 0;
	for (size_t i = 0; i < p->n; i++) {
		const uint32_t d = (uint32_t)(p->key[i] >> 32);
		lo = d < lo ? d : lo;
		hi = d > hi ? d : hi;
	}
	p->from = (struct date){(int32_t)(lo ^ 0x80000000u)};
	p->to = (struct date){(int32_t)(hi ^ 0x80000000u)};
}

static_assert(sizeof(const char *) == sizeof(uint64_t), "one for the other");

/* The rows in order, in the place of the keys. */
static const char *const *rows_in_order(struct part *p)
{
	for (size_t i = 0; i < p->n; i++) {
		const char *row = row_of(p, i);
		memcpy(&p->key[i], &row, sizeof(row));
	}
	return (const char *const *)(void *)p->key;
}

#define GATHER(width)                                                          \
	for (size_t i = 0; i < p->n; i++)                                      \
	memcpy(to + i * (width), row[i] + at, (width))

static void gather(const struct part *p, const struct row_form *f, size_t slot,
		   const char *const *row, char *to)
{
	const size_t at = f->at[slot];
	switch (f->width[slot]) {
	case 1:
		GATHER(1);
		return;
	case 2:
		GATHER(2);
		return;
	case 4:
		GATHER(4);
		return;
	default:
		GATHER(8);
		return;
	}
}

static enum rc gather_text(struct part *p, const struct row_form *f,
			   size_t which, const char *const *row,
			   struct err *err)
{
	enum rc rc = array_grow(&p->len[which], &p->len_cap[which], p->n + 1, 1,
				SIZE_MAX / 4, err);
	size_t total = 0;
	for (size_t i = 0; !rc && i < p->n; i++) {
		p->len[which][i] = (uint8_t)row[i][ROW_RECORD_LEN + which];
		total += p->len[which][i];
	}
	if (!rc) /* copied 16 bytes a step */
		rc = array_grow(&p->text[which], &p->text_cap[which],
				total + 16, 1, SIZE_MAX / 4, err);
	if (rc)
		return rc;
	char *to = p->text[which];
	for (size_t i = 0; i < p->n; i++) {
		const struct str s =
			which ? row_text(f, row[i]) : row_record(f, row[i]);
		if (s.len <= 16)
			memcpy(to, s.ptr, 16);
		else
			memcpy(to, s.ptr, s.len);
		to += s.len;
	}
	p->n_byte[which] = total;
	return OK;
}

static enum rc cut(const struct table *t, struct part *p, struct err *err)
{
	const struct layout *l = t->layout;
	const struct row_form *f = &t->form;
	enum rc rc = array_grow(&p->column, &p->column_cap,
				p->n * f->n_fixed + 1, 1, SIZE_MAX / 4, err);
	if (rc)
		return rc;
	period(p);
	const char *const *row = rows_in_order(p);
	for (size_t s = 0; s < l->n_slot; s++)
		gather(p, f, s, row,
		       p->column + p->n * (f->at[s] - (size_t)ROW_SLOTS));
	if (l->has_record)
		rc = gather_text(p, f, 0, row, err);
	if (!rc && l->has_text)
		rc = gather_text(p, f, 1, row, err);
	return rc;
}

static void begin(struct part *p, const struct table *t, size_t stream)
{
	p->base = stream * t->range;
	p->n_person = p->base < t->n_person ? t->n_person - p->base : 0;
	if (p->n_person > t->range)
		p->n_person = t->range;
	p->n = 0;
	p->n_duplicate = p->n_replaced = p->n_removed = p->n_unknown = 0;
	texts_release(&p->orphan);
}

enum rc part_make(struct part *p, const struct table *t,
		  const struct olders *older, size_t stream, struct err *err)
{
	begin(p, t, stream);
	struct finding f = {t, p};
	enum rc rc =
		spill_chunks(&t->rows, stream, &p->rows, find_rows, &f, err);
	if (!rc)
		rc = reserve_order(p, err);
	if (rc)
		return rc;
	by_person(t, p);
	for (size_t k = 0; k < p->n_person; k++)
		if (p->first[k + 1] - p->first[k] > 1) /* few, in a month */
			sort_keys(p->key + p->first[k],
				  p->first[k + 1] - p->first[k]);
	rc = drop(t, p, older, err);
	return rc ? rc : cut(t, p, err);
}

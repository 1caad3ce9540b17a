#include "flows/older_int.h"
#include "flows/removals_int.h"

static enum rc open_columns(const struct layout *l, const struct col_file *f,
			    struct older *o, struct err *err)
{
	struct col c;
	enum rc rc = col_get(f, "first", COL_U32, &c, err);
	if (!rc)
		o->first = c.values;
	for (size_t s = 0; !rc && s < l->n_slot; s++) {
		rc = col_get(f, l->slot[s].name, l->slot[s].type, &c, err);
		if (!rc)
			o->col[s] = c.values;
	}
	if (rc)
		return rc;
	o->day = (const void *)o->col[l->day];
	o->n = o->first[o->n_person];
	if (l->has_record)
		rc = texts_read(f, "record_id", &o->record, err);
	if (!rc && l->has_text)
		rc = texts_read(f, "hospital_record_id", &o->text, err);
	return rc;
}

static enum rc open_one(const struct archive *a, size_t segment, int file,
			struct removals *removals, struct older *o,
			struct err *err)
{
	*o = (struct older){.segment = segment,
			    .n_person = archive_segment(a, segment)->n_person,
			    .removed =
				    archive_removed_bits(a, segment, file - 1)};
	enum rc rc =
		archive_check_flow(a, segment, file - 1, 0, o->n_person, err);
	if (!rc)
		rc = open_columns(&flow_layout[file],
				  archive_table(a, segment, file), o, err);
	if (!rc && removals) {
		rc = removals_bits(removals, segment, file, &o->take, err);
		o->removed = o->take;
	}
	return rc;
}

enum rc olders_open(struct olders *o, const struct archive *a,
		    const struct layout *l, struct removals *removals,
		    struct err *err)
{
	const int file = (int)(l - flow_layout);
	const size_t n = a ? archive_n_segment(a) : 0;
	enum rc rc = OK;
	*o = (struct olders){.layout = l};
	if (n && !(o->list = calloc(n, sizeof(*o->list))))
		return err_set(err, E_NOMEM, "no memory for %zu segments", n);
	for (size_t i = 0; !rc && i < n; i++)
		if (archive_table(a, i, file))
			rc = open_one(a, i, file, removals, &o->list[o->n++],
				      err);
	return rc;
}

void olders_release(struct olders *o)
{
	free(o->list);
	*o = (struct olders){0};
}

static bool same_columns(const struct layout *l, const struct row_form *f,
			 const char *row, const struct older *o, size_t k)
{
	for (size_t s = 0; s < l->n_slot; s++) {
		const size_t w = f->width[s];
		if (memcmp(row + f->at[s], o->col[s] + k * w, w) != 0)
			return false;
	}
	return true;
}

static bool same_row(const struct layout *l, const struct row_form *f,
		     const char *row, const struct older *o, size_t k)
{
	return same_columns(l, f, row, o, k) &&
	       (!l->has_record ||
		str_eq(row_record(f, row), texts_get(&o->record, k))) &&
	       (!l->has_text ||
		str_eq(row_text(f, row), texts_get(&o->text, k)));
}

static size_t first_of_day(const struct older *o, size_t lo, size_t hi,
			   int32_t day)
{
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (o->day[mid] < day)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static bool has(const struct olders *all, const struct older *o,
		const struct row_form *f, const char *row, bool plain)
{
	const uint32_t person = row_u32(row + ROW_PERSON);
	const int32_t day = (int32_t)row_u32(row + f->at[all->layout->day]);
	if (person >= o->n_person)
		return false;
	const size_t end = o->first[person + 1];
	size_t k = first_of_day(o, o->first[person], end, day);
	for (; k < end && o->day[k] == day; k++)
		if ((plain || !older_removed(o, k)) &&
		    same_row(all->layout, f, row, o, k))
			return true;
	return false;
}

bool olders_have(const struct olders *o, const struct row_form *f,
		 const char *row, bool plain)
{
	for (size_t i = 0; i < o->n; i++)
		if (has(o, &o->list[i], f, row, plain))
			return true;
	return false;
}

/* The same thing, whatever is said of it. */
static bool same_key(const struct layout *l, const struct row_form *f,
		     const char *row, const struct older *o, size_t k)
{
	enum { CODE, VALID_FROM }; /* slots of an exemption */
	if (l->has_record)
		return str_eq(row_record(f, row), texts_get(&o->record, k));
	return !memcmp(row + f->at[CODE], o->col[CODE] + k * 2, 2) &&
	       !memcmp(row + f->at[VALID_FROM], o->col[VALID_FROM] + k * 4, 4);
}

struct taken olders_take(const struct olders *all, const struct row_form *f,
			 const char *row)
{
	struct taken t = {false, 0};
	const uint32_t person = row_u32(row + ROW_PERSON);
	for (size_t i = 0; i < all->n; i++) {
		const struct older *o = &all->list[i];
		if (person >= o->n_person)
			continue;
		for (size_t k = o->first[person]; k < o->first[person + 1];
		     k++) {
			if (older_removed(o, k) ||
			    !same_key(all->layout, f, row, o, k))
				continue;
			if (!t.same && row[ROW_OP] == 'V' &&
			    same_row(all->layout, f, row, o, k)) {
				t.same = true;
				continue;
			}
			removals_take(o->take, k);
			t.n++;
		}
	}
	return t;
}

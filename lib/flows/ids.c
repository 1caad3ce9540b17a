#include "flows/rows_int.h"

static struct head as_numbers(struct head h)
{
	return (struct head){__builtin_bswap64(h.lo), __builtin_bswap64(h.hi)};
}

/* Identifiers have no NUL, so their heads padded with it compare as they do. */
bool ids_ascend(struct ids_last *last, struct str id)
{
	const struct head h = as_numbers(head_of(id));
	bool more = h.lo != last->head.lo ? h.lo > last->head.lo
					  : h.hi > last->head.hi;
	if (id.len > 16 && h.lo == last->head.lo && h.hi == last->head.hi)
		more = str_cmp(id, (struct str){last->text, last->len}) > 0;
	if (!more)
		return false;
	last->head = h;
	last->len = (uint8_t)id.len;
	if (id.len > 16)
		memcpy(last->text, id.ptr, id.len);
	else
		memcpy(last->text, id.ptr, 16);
	return true;
}

enum rc ids_put(struct table *t, const struct id_entry *e, struct err *err)
{
	char *at;
	const size_t len = ID_TEXT + e->id.len;
	const size_t stream =
		(size_t)((id_hash(e->id) >> 32) * t->ids.n_stream >> 32);
	enum rc rc = spill_room_for(&t->ids, stream, len, &at, err);
	if (rc)
		return rc;
	memcpy(at, &e->number, 4);
	at[ID_FLAGS] = (char)e->flags;
	at[ID_OP] = (char)e->op;
	at[ID_LEN] = (char)e->id.len;
	spill_text(at + ID_TEXT, e->id);
	spill_took(&t->ids, stream, len);
	return OK;
}

/* Warnings are of no use: rows in order are no copies of earlier ones. */
static enum rc put_rows(void *ctx, struct str rows, struct err *err)
{
	struct table *t = ctx;
	enum rc rc = OK;
	for (size_t at = 0; !rc && at < rows.len;) {
		const char *row = rows.ptr + at;
		const struct id_entry e = {.id = row_record(&t->form, row),
					   .number = row_u32(row + ROW_NUMBER),
					   .op = (uint8_t)row[ROW_OP]};
		rc = ids_put(t, &e, err);
		at += row_len(&t->form, row);
	}
	return rc ? rc : spill_trim(&t->ids, err);
}

enum rc ids_collect(struct table *t, struct err *err)
{
	enum rc rc = OK;
	t->ascend = false;
	for (size_t i = 0; !rc && i < t->rows.n_stream; i++)
		rc = spill_each(&t->rows, i, put_rows, t, err);
	return rc;
}

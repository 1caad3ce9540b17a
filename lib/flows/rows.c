#include "flows/rows_int.h"

#define STREAM_BYTES (3u << 19) /* of a stream of rows: inside the cache */
#define MAX_STREAM   4096u      /* a chunk each: 64 MiB */

void row_form_init(struct row_form *f, const struct layout *l)
{
	size_t at = ROW_SLOTS;
	for (size_t s = 0; s < l->n_slot; s++) {
		f->at[s] = (uint16_t)at;
		f->width[s] = (uint16_t)col_width(l->slot[s].type);
		at += f->width[s];
	}
	f->n_fixed = at;
}

static size_t streams(uint64_t n_byte, size_t at_most)
{
	uint64_t n = n_byte / STREAM_BYTES + 1;
	if (n > MAX_STREAM)
		n = MAX_STREAM;
	return n < at_most ? (size_t)n : at_most;
}

enum rc table_init(struct table *t, const struct layout *l, size_t n_person,
		   uint64_t n_byte, struct spill_room *room, struct err *err)
{
	*t = (struct table){.layout = l, .n_person = n_person, .room = room};
	row_form_init(&t->form, l);
	/* a row takes about as many bytes here as in the file */
	size_t n = streams(n_byte, n_person ? n_person : 1);
	t->range = (n_person + n) / n;
	if (t->range < 2)
		t->range = 2; /* so that its inverse is one word */
	t->per_range = UINT64_MAX / t->range + 1;
	enum rc rc = spill_init(&t->rows, room, n, err);
	if (!rc && l->has_record)
		rc = spill_init(&t->ids, room, streams(n_byte / 2, SIZE_MAX),
				err);
	if (!rc && l->has_record)
		rc = spill_init(&t->rejects, room, 1, err);
	return rc;
}

void table_release(struct table *t)
{
	spill_release(&t->rows);
	spill_release(&t->ids);
	spill_release(&t->rejects);
	free(t->dropped);
	free(t->met);
	free(t->cancel.person);
	free(t->cancel.number);
	texts_release(&t->cancel.id);
	*t = (struct table){0};
}

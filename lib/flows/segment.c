/* From rows in streams to the table of a segment: a range of people at a time
 * is sorted, freed of what is there already and cut into columns, several
 * ranges on several threads; then the columns of the file grow, in the order
 * of the people. */
#include "flows/part_int.h"
#include "base/threads.h"

#define PARTS_PER_THREAD 2u

struct writing {
	struct table *t;
	const struct olders *older;
	struct part *part;
	size_t begin; /* stream of part 0 */
	struct col_writer *w;
	size_t first, slot[MAX_SLOT], text[2][3]; /* columns of the file */
	uint64_t n, n_byte[2];
	struct table_written *out;
};

static enum rc make_range(void *ctx, size_t worker, size_t from, size_t to,
			  struct err *err)
{
	struct writing *w = ctx;
	enum rc rc = OK;
	(void)worker;
	for (size_t i = from; !rc && i < to; i++)
		rc = part_make(&w->part[i], w->t, w->older, w->begin + i, err);
	return rc;
}

/* ----------------------------------------------------------------- columns */

static void plan_text(struct writing *w, size_t which, const char *name)
{
	static const char *const suffix[] = {"len", "base", "text"};
	const uint64_t n = w->t->n_row;
	const uint64_t n_max[] = {n, n / TEXTS_GROUP + 1, w->t->n_byte[which]};
	const enum col_type type[] = {COL_U8, COL_U64, COL_U8};
	char part[COL_NAME_MAX + 1];
	for (size_t i = 0; i < 3; i++) {
		snprintf(part, sizeof(part), "%s.%s", name, suffix[i]);
		w->text[which][i] = col_plan(w->w, part, type[i], n_max[i]);
	}
}

static void plan(struct writing *w)
{
	const struct layout *l = w->t->layout;
	w->first =
		col_plan(w->w, "first", COL_U32, (uint64_t)w->t->n_person + 1);
	for (size_t s = 0; s < l->n_slot; s++)
		w->slot[s] = col_plan(w->w, l->slot[s].name, l->slot[s].type,
				      w->t->n_row);
	if (l->has_record)
		plan_text(w, 0, "record_id");
	if (l->has_text)
		plan_text(w, 1, "hospital_record_id");
}

/* Where each group of texts begins; those of one range of people may begin in
 * the middle of a group. */
static void put_bases(struct writing *w, const struct part *p, size_t which)
{
	uint64_t at = w->n_byte[which];
	for (size_t i = 0; i < p->n; i++) {
		if ((w->n + i) % TEXTS_GROUP == 0)
			col_put(w->w, w->text[which][1], &at, 1);
		at += p->len[which][i];
	}
}

static void put_text(struct writing *w, const struct part *p, size_t which)
{
	col_put(w->w, w->text[which][0], p->len[which], p->n);
	put_bases(w, p, which);
	col_put(w->w, w->text[which][2], p->text[which], p->n_byte[which]);
	w->n_byte[which] += p->n_byte[which];
}

static void put_part(struct writing *w, struct part *p)
{
	const struct layout *l = w->t->layout;
	for (size_t k = 0; k < p->n_person; k++)
		p->first[k] += (uint32_t)w->n;
	col_put(w->w, w->first, p->first, p->n_person);
	for (size_t s = 0; s < l->n_slot; s++)
		col_put(w->w, w->slot[s], part_column(p, &w->t->form, s), p->n);
	if (l->has_record)
		put_text(w, p, 0);
	if (l->has_text)
		put_text(w, p, 1);
	w->n += p->n;
}

static enum rc count_part(struct writing *w, const struct part *p,
			  struct err *err)
{
	struct manifest_table *t = w->out->table;
	w->out->n_duplicate += p->n_duplicate;
	w->out->n_replaced += p->n_replaced;
	w->out->n_removed += p->n_removed;
	w->out->n_unknown += p->n_unknown;
	if (p->n && (!t->n_row || p->from.days < t->first.days))
		t->first = p->from;
	if (p->n && (!t->n_row || p->to.days > t->last.days))
		t->last = p->to;
	t->n_row += p->n;
	const struct texts orphan = texts_view(&p->orphan);
	return texts_copy(&w->out->orphan, &orphan, err);
}

static enum rc write_parts(struct writing *w, size_t n_thread, struct err *err)
{
	const size_t n_stream = w->t->rows.n_stream;
	const size_t n_part = n_thread * PARTS_PER_THREAD;
	const uint32_t *end;
	enum rc rc = OK;
	w->part = calloc(n_part, sizeof(*w->part));
	if (!w->part)
		return err_set(err, E_NOMEM, "no memory to sort rows");
	for (; !rc && w->begin < n_stream; w->begin += n_part) {
		size_t n = n_stream - w->begin;
		n = n < n_part ? n : n_part;
		rc = parallel_ranges(n, 1, n_thread, make_range, w, err);
		for (size_t i = 0; !rc && i < n; i++) {
			put_part(w, &w->part[i]);
			rc = count_part(w, &w->part[i], err);
		}
	}
	end = &(uint32_t){(uint32_t)w->n};
	col_put(w->w, w->first, end, 1);
	for (size_t i = 0; i < n_part; i++)
		part_release(&w->part[i]);
	free(w->part);
	return rc;
}

enum rc table_write(struct table *t, size_t n_thread,
		    const struct olders *older, const char *path,
		    struct table_written *out, struct err *err)
{
	struct writing w = {.t = t, .older = older, .out = out};
	enum rc rc = col_writer_open(path, &w.w, err);
	if (rc)
		return rc;
	plan(&w);
	rc = write_parts(&w, n_thread, err);
	if (!rc && w.n)
		rc = col_writer_finish(w.w, err);
	col_writer_close(w.w); /* removes a file without rows */
	return rc;
}

#include "flows/import_int.h"

#include "base/threads.h"
#include "flows/changes_int.h"

#define WORKER_BYTES (24u << 20) /* blocks, codes, ranges of people */
#define FIXED_BYTES  (96u << 20) /* columns being written, numbers */
#define LEAST_BYTES  (8u << 20)

struct wave { /* blocks that are parsed together */
	struct import *m;
	const struct parse *parse;
	size_t n;
};

static enum rc parse_blocks(void *ctx, size_t worker, size_t from, size_t to,
			    struct err *err)
{
	struct wave *w = ctx;
	enum rc rc = OK;
	for (size_t i = from; !rc && i < to; i++) {
		struct batch *b = &w->m->batch[i];
		b->text = w->m->block[i].text;
		b->origin = w->m->block[i].n_line ? w->m->block[i].line : NULL;
		b->file = w->m->block[i].file;
		b->worker = worker;
		rc = batch_parse(b, w->parse, w->m->worker[worker].book, err);
	}
	return rc;
}

static enum rc read_wave(struct import *m, struct source *s, struct wave *w,
			 bool first, struct err *err)
{
	enum rc rc = OK;
	for (w->n = 0; !rc && w->n < m->n_block; w->n++) {
		struct block *b = &m->block[w->n];
		rc = source_next(s, b, err);
		if (!rc && first && w->n == 0 && !s->next)
			rc = source_header(s, b, err);
		else if (!rc && !b->text.len)
			break;
	}
	return rc;
}

/* The file from its header to its end, into table or people. */
static enum rc read_records(struct import *m, struct source *s,
			    struct parse *parse, struct merge *to,
			    struct err *err)
{
	struct wave w = {.m = m, .parse = parse};
	enum rc rc = read_wave(m, s, &w, true, err);
	parse->has_op = to->table->has_op = s->has_op; /* now it is known */
	to->table->ascend = !s->has_op;
	while (!rc && w.n) {
		rc = parallel_ranges(w.n, 1, m->n_thread, parse_blocks, &w,
				     err);
		for (size_t i = 0; !rc && i < w.n; i++)
			rc = merge_batch(to, &m->batch[i], err);
		progress_show(&m->progress, to->report->n_read, s->at,
			      s->n_byte);
		if (!rc)
			rc = read_wave(m, s, &w, false, err);
	}
	return rc;
}

static void count_written(struct flows_file_report *r,
			  const struct table_written *w)
{
	r->n_duplicate += w->n_duplicate;
	r->n_accepted -= w->n_duplicate;
	r->n_replaced += w->n_replaced;
	r->n_removed += w->n_removed;
	r->n_warning[WARN_CANCELLED_NONE] += w->n_unknown;
}

static void count_copies(struct flows_file_report *r, const struct copies *c)
{
	r->n_accepted -= c->n_accepted;
	r->n_rejected -= c->n_rejected;
	r->n_duplicate += c->n_accepted + c->n_rejected;
	r->n_replaced += c->n_replaced;
	for (size_t i = 0; i < countof(c->n_warning); i++)
		r->n_warning[i] -= c->n_warning[i];
}

static enum rc cancel(struct table *t, const struct olders *o,
		      struct flows_file_report *r, struct err *err)
{
	struct changes_done done;
	enum rc rc = changes_cancel(t, o, &done, err);
	if (rc)
		return rc;
	r->n_removed += done.n_removed;
	r->n_warning[WARN_CANCELLED_NONE] += done.n_unknown;
	return OK;
}

/* Corrections whose record is not one of the same person. */
static enum rc correct_others(const struct olders *o, struct texts_build *ids,
			      struct flows_file_report *r, struct err *err)
{
	struct changes_done done = {0};
	const struct texts view = texts_view(ids);
	enum rc rc = changes_by_id(o, &view, &done, err);
	r->n_removed += done.n_removed;
	r->n_warning[WARN_CORRECTED_NEW] += done.n_unknown;
	texts_release(ids);
	return rc;
}

static enum rc write_table(struct import *m, struct table *t, int file,
			   struct flows_file_report *r, struct err *err)
{
	char path[PATH_MAX];
	struct str name;
	struct olders older;
	struct table_written done = {
		.table = &m->next.segment[m->next.n_segment - 1].table[file]};
	enum rc rc = import_new_file(m, t->layout->name, path, &name, err);
	if (!rc)
		rc = olders_open(&older, m->old, t->layout,
				 t->has_op ? &m->removals : NULL, err);
	if (rc)
		return rc;
	if (t->has_op)
		rc = cancel(t, &older, r, err);
	if (!rc)
		rc = table_write(t, m->n_thread, &older, path, &done, err);
	if (!rc) {
		count_written(r, &done);
		rc = correct_others(&older, &done.orphan, r, err);
	}
	texts_release(&done.orphan);
	olders_release(&older);
	m->removals.changed |= r->n_removed > 0;
	if (!rc && done.table->n_row) {
		done.table->file = name;
		done.table->n_byte = import_size_of(path);
	}
	return rc;
}

/* All rows are read: which are copies, then the rest. */
static enum rc finish_table(struct import *m, struct merge *to, int file,
			    struct err *err)
{
	struct copies copies;
	enum rc rc = table_find_copies(to->table, m->n_thread, &copies, err);
	if (rc)
		return rc;
	count_copies(to->report, &copies);
	rc = merge_rejects(to, err);
	spill_release(&to->table->ids);
	if (rc || (!to->table->n_row && !to->table->cancel.id.n))
		return rc;
	return write_table(m, to->table, file, to->report, err);
}

/* What the setting leaves for rows, once the people and what works besides
 * have theirs. Rows get a little in any case: it is for the sum of all. */
static void set_room(struct import *m)
{
	const uint64_t all = m->o->memory ? m->o->memory : FLOWS_MEMORY;
	const uint64_t besides = flows_people_bytes(&m->people) +
				 m->n_thread * WORKER_BYTES + FIXED_BYTES;
	m->room.limit = all > besides + LEAST_BYTES ? (size_t)(all - besides)
						    : LEAST_BYTES;
}

enum rc import_rows(struct import *m, struct source *s,
		    struct flows_file_report *r, struct err *err)
{
	const int file = (int)(s->layout - flow_layout);
	const bool is_people = file == (int)FILE_PERSON;
	struct table t = {.layout = s->layout};
	struct parse parse = {.layout = s->layout,
			      .extraction = m->o->extraction,
			      .places = &m->places,
			      .people = is_people ? NULL : &m->people};
	struct merge to = {.file = s->name,
			   .table = &t,
			   .people = is_people ? &m->people : NULL,
			   .dicts = &m->dicts,
			   .worker = m->worker,
			   .rejects = &m->rejects,
			   .report = r,
			   .line = 2};
	enum rc rc = OK;
	set_room(m);
	if (!is_people)
		rc = table_init(&t, s->layout, m->people.id.n,
				s->n_byte * (s->packed ? 8 : 1), &m->room, err);
	progress_start(&m->progress, s->name, "rows");
	if (!rc)
		rc = read_records(m, s, &parse, &to, err);
	if (!rc && !is_people)
		rc = finish_table(m, &to, file, err);
	progress_end(&m->progress);
	table_release(&t);
	return rc;
}

#include "flows/records_int.h"

#define FETCH_AHEAD 64u

static const char *field_name(const struct layout *l, uint8_t defect)
{
	return defect == NO_FIELD     ? ""
	       : defect == l->n_field ? "op"
				      : l->field[defect].name;
}

/* Until it is known which rows are copies, rejects wait with their numbers. */
static enum rc set_aside(struct merge *m, uint32_t number, struct str line,
			 struct err *err)
{
	char *at;
	struct spill *to = &m->table->rejects;
	const uint32_t len = (uint32_t)line.len;
	if (!m->table->layout->has_record)
		return rejects_put(m->rejects, line, err);
	enum rc rc = spill_room_for(to, 0, 8 + line.len, &at, err);
	if (rc)
		return rc;
	memcpy(at, &number, 4);
	memcpy(at + 4, &len, 4);
	memcpy(at + 8, line.ptr, line.len);
	spill_took(to, 0, 8 + line.len);
	return spill_trim(to, err);
}

static enum rc put_rejects(void *ctx, struct str records, struct err *err)
{
	struct merge *m = ctx;
	enum rc rc = OK;
	for (size_t at = 0; !rc && at < records.len;) {
		const uint32_t number = row_u32(records.ptr + at);
		const uint32_t len = row_u32(records.ptr + at + 4);
		if (!row_dropped(m->table, number))
			rc = rejects_put(m->rejects,
					 str_sub(records, at + 8, len), err);
		at += 8 + len;
	}
	return rc;
}

enum rc merge_rejects(struct merge *m, struct err *err)
{
	return m->table->layout->has_record
		       ? spill_each(&m->table->rejects, 0, put_rejects, m, err)
		       : OK;
}

/* The field as delivered: the record is cut again, that is rare. */
enum rc merge_reject(struct merge *m, const struct batch *b, size_t i,
		     enum cause cause, uint8_t defect, struct err *err)
{
	const char *p = b->text.ptr + b->at[i];
	const struct layout *l = m->table->layout;
	struct row row;
	row_cut(p, b->text.ptr + b->text.len, l->n_field + m->table->has_op,
		&row);
	const struct reject x = {.file = b->file ? b->file : m->file,
				 .line = b->origin ? b->origin[b->line[i]]
						   : m->line + b->line[i],
				 .column = field_name(l, defect),
				 .value = defect == NO_FIELD
						  ? (struct str){p, row.len}
						  : row.field[defect],
				 .cause = cause};
	m->report->n_rejected++;
	return set_aside(m, (uint32_t)(m->table->n + i),
			 rejects_line(m->rejects, &x), err);
}

/* ----------------------------------------------------------------- columns */

enum rc merge_code(struct merge *m, size_t worker, enum code_kind kind,
		   uint32_t local, uint32_t limit, uint32_t *out,
		   struct err *err)
{
	struct worker *w = &m->worker[worker];
	uint32_t *known = &w->number[kind][local];
	bool fresh;
	if (local && !*known) {
		const struct texts t =
			texts_view(&w->book[kind].canonical.texts);
		struct str s = texts_get(&t, local - 1);
		enum rc rc = textset_add(&m->dicts->d[code_dict[kind]], s,
					 text_tag(s), known, &fresh, err);
		if (rc)
			return rc;
		m->dicts->changed |= fresh;
		if (*known > limit)
			return err_set(err, E_LIMIT,
				       "%s: more than %" PRIu32
				       " different codes in dictionary %s",
				       m->file, limit,
				       dict_name[code_dict[kind]]);
	}
	*out = *known;
	return OK;
}

enum rc merge_reserve_codes(struct worker *w, enum code_kind kind,
			    struct err *err)
{
	size_t n = w->book[kind].canonical.texts.n + 1,
	       old = w->number_cap[kind];
	if (n <= old)
		return OK;
	enum rc rc = array_grow(&w->number[kind], &w->number_cap[kind], n,
				sizeof(uint32_t), TEXTS_NONE, err);
	if (!rc)
		memset(w->number[kind] + old, 0,
		       (w->number_cap[kind] - old) * sizeof(uint32_t));
	return rc;
}

static bool is_kept(const struct table *t, const struct batch *b, size_t i)
{
	return !b->cause[i] && !(b->op[i] == 'C' && t->layout->has_record);
}

/* Numbers of the dictionary in the place of those of the codebook, in the
 * rows that will be kept: codes of no other row enter the dictionary. */
static enum rc number_codes(struct merge *m, struct batch *b,
			    const struct field *f, struct err *err)
{
	const bool wide = m->table->form.width[f->slot] == 4;
	const uint32_t limit = wide ? TEXTS_NONE - 1 : UINT16_MAX;
	int32_t *v = b->slot[f->slot];
	enum rc rc = merge_reserve_codes(&m->worker[b->worker], f->code, err);
	if (rc)
		return rc;
	const uint32_t *number = m->worker[b->worker].number[f->code];
	for (size_t i = 0; !rc && i < b->n; i++) {
		uint32_t known;
		if (!is_kept(m->table, b, i))
			continue;
		known = number[v[i]];
		if (!known && v[i])
			rc = merge_code(m, b->worker, f->code, (uint32_t)v[i],
					limit, &known, err);
		v[i] = (int32_t)known;
	}
	return rc;
}

static enum rc number_all(struct merge *m, struct batch *b, struct err *err)
{
	const struct layout *l = m->table->layout;
	enum rc rc = OK;
	for (size_t f = 0; !rc && f < l->n_field; f++)
		if (l->field[f].type == F_CODE)
			rc = number_codes(m, b, &l->field[f], err);
	return rc;
}

/* All columns of a row, from the first on: four bytes at once, of which the
 * next column, or the text that follows, overwrites what is too much. */
static inline void put_columns(const struct row_form *f, size_t n_slot,
			       int32_t *const slot[], size_t i, char *row)
{
	for (size_t s = 0; s < n_slot; s++) {
		const int32_t v = slot[s][i];
		if (f->width[s] == 8) {
			const int64_t w = v == INT32_MIN ? INT64_MIN : v;
			memcpy(row + f->at[s], &w, 8);
		} else {
			memcpy(row + f->at[s], &v, 4);
		}
	}
}

/* ----------------------------------------------------------------- records */

void merge_accept(struct merge *m, const struct batch *b, size_t i)
{
	m->report->n_accepted++;
	for (unsigned w = 0; b->warning[i] >> w; w++)
		m->report->n_warning[w] += (unsigned)b->warning[i] >> w & 1u;
}

/* The identifier to its stream, unless the order of the file makes that
 * superfluous. */
static inline enum rc put_id(struct table *t, const struct batch *b, size_t i,
			     struct err *err)
{
	const struct id_entry e = {
		.id = batch_text(b, b->record_at, b->record_len, i),
		.number = (uint32_t)(t->n + i),
		.flags = b->cause[i] ? ID_REJECTED : (uint8_t)b->warning[i],
		.op = b->op[i]};
	if (t->ascend && ids_ascend(&t->last, e.id)) {
		if (!b->cause[i])
			return OK;
	} else if (t->ascend) {
		enum rc rc = ids_collect(t, err);
		if (rc)
			return rc;
	}
	return ids_put(t, &e, err);
}

static inline enum rc put_row(struct table *t, const struct batch *b, size_t i,
			      struct err *err)
{
	char *at;
	const struct str id = batch_text(b, b->record_at, b->record_len, i);
	const struct str text = batch_text(b, b->text_at, b->text_len, i);
	const size_t len = t->form.n_fixed + id.len + text.len;
	const size_t stream = table_row_stream(t, b->person[i]);
	enum rc rc = spill_room_for(&t->rows, stream, len, &at, err);
	if (rc)
		return rc;
	const uint32_t number = (uint32_t)(t->n + i);
	memcpy(at + ROW_PERSON, &b->person[i], 4);
	memcpy(at + ROW_NUMBER, &number, 4);
	at[ROW_OP] = (char)b->op[i];
	at[ROW_RECORD_LEN] = (char)id.len;
	at[ROW_TEXT_LEN] = (char)text.len;
	put_columns(&t->form, t->layout->n_slot, b->slot, i, at);
	spill_text(at + t->form.n_fixed, id);
	if (text.len)
		spill_text(at + t->form.n_fixed + id.len, text);
	spill_took(&t->rows, stream, len);
	t->n_byte[0] += id.len;
	t->n_byte[1] += text.len;
	t->n_row++;
	return OK;
}

/* A cancellation has no row: it acts on others. */
static enum rc put_cancel(struct table *t, const struct batch *b, size_t i,
			  struct err *err)
{
	struct cancels *c = &t->cancel;
	const size_t n = c->id.n;
	enum rc rc = array_grow(&c->person, &c->person_cap, n + 1,
				sizeof(*c->person), UINT32_MAX, err);
	if (!rc)
		rc = array_grow(&c->number, &c->number_cap, n + 1,
				sizeof(*c->number), UINT32_MAX, err);
	if (rc)
		return rc;
	c->person[n] = b->person[i];
	c->number[n] = (uint32_t)(t->n + i);
	return texts_add(&c->id, batch_text(b, b->record_at, b->record_len, i),
			 err);
}

static enum rc take_record(struct merge *m, const struct batch *b, size_t i,
			   struct err *err)
{
	struct table *t = m->table;
	enum rc rc = OK;
	if (t->layout->has_record && batch_has(b, i, 0))
		rc = put_id(t, b, i, err);
	if (rc)
		return rc;
	if (b->cause[i])
		return merge_reject(m, b, i, (enum cause)b->cause[i],
				    b->defect[i], err);
	merge_accept(m, b, i);
	if (b->op[i] == 'V')
		m->report->n_corrections++;
	if (b->op[i] == 'C')
		m->report->n_cancellations++;
	return is_kept(t, b, i) ? put_row(t, b, i, err)
				: put_cancel(t, b, i, err);
}

/* Where a row a little further will go. */
static inline void fetch(const struct table *t, const struct batch *b, size_t i)
{
	const uint32_t person = b->person[i];
	if (person == TEXTS_NONE)
		return;
	const char *row = t->rows.stream[table_row_stream(t, person)].at;
	if (row) {
		__builtin_prefetch(row, 1);
		__builtin_prefetch(row + 64, 1);
	}
}

static enum rc merge_records(struct merge *m, struct batch *b, struct err *err)
{
	struct table *t = m->table;
	if (t->n + b->n >= UINT32_MAX)
		return err_set(err, E_LIMIT,
			       "more than %u rows in one %s file: deliver it "
			       "in parts",
			       UINT32_MAX - 1, t->layout->name);
	enum rc rc = number_all(m, b, err);
	for (size_t i = 0; !rc && i < b->n; i++) {
		if (i + FETCH_AHEAD < b->n)
			fetch(t, b, i + FETCH_AHEAD);
		rc = take_record(m, b, i, err);
	}
	t->n += b->n;
	if (!rc)
		rc = spill_trim(&t->rows, err);
	return rc || !t->layout->has_record ? rc : spill_trim(&t->ids, err);
}

enum rc merge_batch(struct merge *m, struct batch *b, struct err *err)
{
	m->report->n_read += b->n;
	enum rc rc =
		m->people ? merge_people(m, b, err) : merge_records(m, b, err);
	m->line += b->n_line;
	return rc;
}

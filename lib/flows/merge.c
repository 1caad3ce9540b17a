#include "flows/records_int.h"

#define FETCH_AHEAD 12u /* rows */

void merge_release(struct merge *m)
{
	free(m->keep);
	free(m->row);
	m->keep = NULL;
	m->row = NULL;
}

static struct str view(const struct batch *b, const uint32_t *at,
		       const uint8_t *len, size_t i)
{
	return (struct str){b->text.ptr + at[i], len[i]};
}

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
static enum rc reject(struct merge *m, const struct batch *b, size_t i,
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

/* Number in the dictionary of a code of this block. */
static enum rc code_number(struct merge *m, size_t worker, enum code_kind kind,
			   uint32_t local, uint32_t limit, uint32_t *out,
			   struct err *err)
{
	struct worker *w = &m->worker[worker];
	uint32_t *known = &w->number[kind][local];
	bool fresh;
	if (!*known) {
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

/* Room for the local numbers that the block brought. */
static enum rc reserve_numbers(struct worker *w, enum code_kind kind,
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

static enum rc put_codes(struct merge *m, const struct batch *b, size_t n_keep,
			 const struct field *f, struct err *err)
{
	const size_t at = m->table->form.at[f->slot];
	const bool wide = m->table->form.width[f->slot] == 4;
	const uint32_t limit = wide ? TEXTS_NONE - 1 : UINT16_MAX;
	const int32_t *from = b->slot[f->slot];
	enum rc rc = reserve_numbers(&m->worker[b->worker], f->code, err);
	for (size_t k = 0; !rc && k < n_keep; k++) {
		uint32_t v = 0, local = (uint32_t)from[m->keep[k]];
		if (local)
			rc = code_number(m, b->worker, f->code, local, limit,
					 &v, err);
		if (wide)
			memcpy(m->row[k] + at, &v, 4);
		else
			memcpy(m->row[k] + at, &(uint16_t){(uint16_t)v}, 2);
	}
	return rc;
}

static void put_numbers(struct merge *m, const struct batch *b, size_t n_keep,
			size_t slot)
{
	const size_t at = m->table->form.at[slot];
	const int32_t *from = b->slot[slot];
	const uint32_t *keep = m->keep;
	char **row = m->row;
	switch (m->table->form.width[slot]) {
	case 1:
		for (size_t k = 0; k < n_keep; k++)
			row[k][at] = (char)from[keep[k]];
		return;
	case 2:
		for (size_t k = 0; k < n_keep; k++)
			memcpy(row[k] + at, &(int16_t){(int16_t)from[keep[k]]},
			       2);
		return;
	case 4:
		for (size_t k = 0; k < n_keep; k++)
			memcpy(row[k] + at, &from[keep[k]], 4);
		return;
	default:
		for (size_t k = 0; k < n_keep; k++) {
			int64_t v = from[keep[k]];
			v = v == INT32_MIN ? INT64_MIN : v;
			memcpy(row[k] + at, &v, 8);
		}
		return;
	}
}

static enum rc put_columns(struct merge *m, const struct batch *b,
			   size_t n_keep, struct err *err)
{
	const struct layout *l = m->table->layout;
	bool is_code[MAX_SLOT] = {false};
	enum rc rc = OK;
	for (size_t f = 0; !rc && f < l->n_field; f++) {
		if (l->field[f].type != F_CODE)
			continue;
		is_code[l->field[f].slot] = true;
		rc = put_codes(m, b, n_keep, &l->field[f], err);
	}
	for (size_t s = 0; !rc && s < l->n_slot; s++)
		if (!is_code[s])
			put_numbers(m, b, n_keep, s);
	return rc;
}

/* ----------------------------------------------------------------- records */

static void accept(struct merge *m, const struct batch *b, size_t i)
{
	m->report->n_accepted++;
	for (unsigned w = 0; b->warning[i] >> w; w++)
		m->report->n_warning[w] += (unsigned)b->warning[i] >> w & 1u;
}

/* A text of the block into a spill, where both ends have slack. */
static void put_short(char *to, struct str s)
{
	static_assert(SPILL_SLACK >= 16 && ROW_SLACK >= 16, "16 at once");
	memcpy(to, s.ptr, 16);
	for (size_t i = 16; i < s.len; i += 16)
		memcpy(to + i, s.ptr + i, 16);
}

static enum rc put_id(struct table *t, const struct batch *b, size_t i,
		      struct err *err)
{
	char *at;
	const struct str id = view(b, b->record_at, b->record_len, i);
	const size_t stream =
		(size_t)((uint64_t)b->record_tag[i] * t->ids.n_stream >> 32);
	enum rc rc =
		spill_room_for(&t->ids, stream, ID_TEXT + id.len, &at, err);
	if (rc)
		return rc;
	const uint32_t number = (uint32_t)(t->n + i);
	memcpy(at, &number, 4);
	at[ID_FLAGS] = b->cause[i] ? (char)ID_REJECTED : (char)b->warning[i];
	at[ID_OP] = (char)b->op[i];
	at[ID_LEN] = (char)id.len;
	put_short(at + ID_TEXT, id);
	spill_took(&t->ids, stream, ID_TEXT + id.len);
	return OK;
}

/* The row without its columns, which follow for all rows of a block. */
static enum rc begin_row(struct table *t, const struct batch *b, size_t i,
			 char **row, struct err *err)
{
	char *at;
	const struct str id = view(b, b->record_at, b->record_len, i);
	const struct str text = view(b, b->text_at, b->text_len, i);
	const size_t len = t->form.n_fixed + id.len + text.len;
	const size_t stream = b->person[i] / (uint32_t)t->range;
	enum rc rc = spill_room_for(&t->rows, stream, len, &at, err);
	if (rc)
		return rc;
	const uint32_t number = (uint32_t)(t->n + i);
	memcpy(at + ROW_PERSON, &b->person[i], 4);
	memcpy(at + ROW_NUMBER, &number, 4);
	at[ROW_OP] = (char)b->op[i];
	at[ROW_RECORD_LEN] = (char)id.len;
	at[ROW_TEXT_LEN] = (char)text.len;
	put_short(at + t->form.n_fixed, id);
	if (text.len)
		put_short(at + t->form.n_fixed + id.len, text);
	spill_took(&t->rows, stream, len);
	t->n_byte[0] += id.len;
	t->n_byte[1] += text.len;
	*row = at;
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
	return texts_add(&c->id, view(b, b->record_at, b->record_len, i), err);
}

static enum rc take_record(struct merge *m, const struct batch *b, size_t i,
			   size_t *n_keep, struct err *err)
{
	struct table *t = m->table;
	enum rc rc = OK;
	if (t->layout->has_record && batch_has(b, i, 0))
		rc = put_id(t, b, i, err);
	if (rc)
		return rc;
	if (b->cause[i])
		return reject(m, b, i, (enum cause)b->cause[i], b->defect[i],
			      err);
	accept(m, b, i);
	if (b->op[i] == 'V')
		m->report->n_corrections++;
	if (b->op[i] == 'C') {
		m->report->n_cancellations++;
		if (t->layout->has_record)
			return put_cancel(t, b, i, err);
	}
	rc = begin_row(t, b, i, &m->row[*n_keep], err);
	m->keep[(*n_keep)++] = (uint32_t)i;
	return rc;
}

/* Where a row a little further will go. */
static void fetch(const struct table *t, const struct batch *b, size_t i)
{
	const uint32_t person = b->person[i];
	if (person == TEXTS_NONE)
		return;
	const char *row = t->rows.stream[person / (uint32_t)t->range].at;
	if (row) {
		__builtin_prefetch(row, 1);
		__builtin_prefetch(row + 64, 1);
	}
	if (t->layout->has_record)
		__builtin_prefetch(t->ids.stream[(uint64_t)b->record_tag[i] *
							 t->ids.n_stream >>
						 32]
					   .at,
				   1);
}

static enum rc reserve(struct merge *m, size_t n, struct err *err)
{
	enum rc rc = array_grow(&m->keep, &m->keep_cap, n, sizeof(*m->keep),
				SIZE_MAX / 8, err);
	return rc ? rc
		  : array_grow(&m->row, &m->row_cap, n, sizeof(*m->row),
			       SIZE_MAX / 8, err);
}

static enum rc merge_records(struct merge *m, const struct batch *b,
			     struct err *err)
{
	struct table *t = m->table;
	size_t n_keep = 0;
	enum rc rc = reserve(m, b->n + 1, err);
	if (!rc && t->n + b->n >= UINT32_MAX)
		rc = err_set(err, E_LIMIT,
			     "more than %u rows in one %s file: deliver it in "
			     "parts",
			     UINT32_MAX - 1, t->layout->name);
	for (size_t i = 0; !rc && i < b->n; i++) {
		if (i + FETCH_AHEAD < b->n)
			fetch(t, b, i + FETCH_AHEAD);
		rc = take_record(m, b, i, &n_keep, err);
	}
	if (!rc)
		rc = put_columns(m, b, n_keep, err);
	t->n += b->n;
	t->n_row += n_keep;
	if (!rc)
		rc = spill_trim(&t->rows, err);
	return rc || !t->layout->has_record ? rc : spill_trim(&t->ids, err);
}

/* ------------------------------------------------------------------ people */

static enum rc person_code(struct merge *m, const struct batch *b, size_t i,
			   size_t field, uint32_t limit, uint32_t *out,
			   struct err *err)
{
	const struct field *f = &flow_layout[FILE_PERSON].field[field];
	uint32_t local = (uint32_t)b->slot[f->slot][i];
	*out = 0;
	return local ? code_number(m, b->worker, f->code, local, limit, out,
				   err)
		     : OK;
}

static enum rc read_person(struct merge *m, const struct batch *b, size_t i,
			   struct person *p, struct err *err)
{
	enum { BIRTH, START, END, DEATH, MUNICIPALITY_SLOT, ATS, GP_SLOT, SEX };
	enum { MUNICIPALITY_FIELD = 4, GP_FIELD = 6 };
	uint32_t municipality;
	enum rc rc = person_code(m, b, i, MUNICIPALITY_FIELD, UINT16_MAX,
				 &municipality, err);
	if (!rc)
		rc = person_code(m, b, i, GP_FIELD, TEXTS_NONE - 1, &p->gp,
				 err);
	if (rc)
		return rc;
	p->municipality = (uint16_t)municipality;
	p->birth = b->slot[BIRTH][i];
	p->start = b->slot[START][i];
	p->end = b->slot[END][i];
	p->death = b->slot[DEATH][i];
	p->ats = (uint16_t)b->slot[ATS][i];
	p->sex = (char)b->slot[SEX][i];
	return OK;
}

static enum rc take_person(struct merge *m, const struct batch *b, size_t i,
			   struct err *err)
{
	enum { START_FIELD = 7 };
	struct person p;
	enum delivery how;
	enum rc rc = read_person(m, b, i, &p, err);
	if (!rc)
		rc = flows_people_deliver(
			m->people, view(b, b->person_at, b->person_len, i),
			b->person_tag[i], &p, &how, err);
	if (rc)
		return rc;
	switch (how) {
	case PERSON_CHANGED:
		m->report->n_warning[WARN_PERSON_CHANGED]++;
		accept(m, b, i);
		return OK;
	case PERSON_TAKEN:
		accept(m, b, i);
		return OK;
	case PERSON_SAME:
		m->report->n_duplicate++;
		return OK;
	case PERSON_OVERLAP:
		return reject(m, b, i, CAUSE_OVERLAP, START_FIELD, err);
	}
	BUG("delivery");
}

static enum rc merge_people(struct merge *m, const struct batch *b,
			    struct err *err)
{
	enum rc rc = OK;
	for (int kind = 0; !rc && kind < (int)N_CODE; kind++)
		rc = reserve_numbers(&m->worker[b->worker],
				     (enum code_kind)kind, err);
	for (size_t i = 0; !rc && i < b->n; i++)
		rc = b->cause[i] ? reject(m, b, i, (enum cause)b->cause[i],
					  b->defect[i], err)
				 : take_person(m, b, i, err);
	return rc;
}

enum rc merge_batch(struct merge *m, const struct batch *b, struct err *err)
{
	m->report->n_read += b->n;
	enum rc rc =
		m->people ? merge_people(m, b, err) : merge_records(m, b, err);
	m->line += b->n_line;
	return rc;
}

#include "flows/records_int.h"

#define PREFETCH 12u

void table_release(struct table *t)
{
	free(t->person);
	for (size_t i = 0; i < MAX_SLOT; i++)
		free(t->col[i]);
	textset_release(&t->record);
	texts_release(&t->text);
	*t = (struct table){0};
}

/* Columns grow together; untouched pages cost nothing. */
static enum rc reserve(struct table *t, size_t n, struct err *err)
{
	const struct layout *l = t->layout;
	if (n <= t->cap)
		return OK;
	if (n >= TEXTS_NONE)
		return err_set(
			err, E_LIMIT,
			"more than %u records in one %s file: deliver it "
			"in parts",
			TEXTS_NONE - 1, l->name);
	size_t cap = n + n / 2 + 4096;
	uint32_t *person = realloc(t->person, cap * sizeof(*person));
	if (person)
		t->person = person;
	bool ok = person != NULL;
	for (size_t i = 0; ok && i < l->n_slot; i++) {
		void *p = realloc(t->col[i], cap * col_width(l->slot[i].type));
		ok = p != NULL;
		if (ok)
			t->col[i] = p;
	}
	if (!ok)
		return err_set(err, E_NOMEM, "no memory for %zu records", n);
	t->cap = cap;
	return OK;
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

/* The field as delivered: the record is cut again, that is rare. */
static enum rc reject(struct merge *m, const struct batch *b, size_t i,
		      enum cause cause, uint8_t defect, struct err *err)
{
	const char *p = b->text.ptr + b->at[i];
	const struct layout *l =
		m->people ? &flow_layout[FILE_PERSON] : m->table->layout;
	struct row row;
	row_cut(p, b->text.ptr + b->text.len, l->n_field + m->has_op, &row);
	struct str value = {p, row.len};
	if (defect != NO_FIELD)
		value = row.field[defect];
	m->report->n_rejected++;
	return rejects_add(m->rejects, b->file ? b->file : m->file,
			   b->origin ? b->origin[b->line[i]]
				     : m->line + b->line[i],
			   field_name(l, defect), value, cause, err);
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

static enum rc append_codes(struct merge *m, const struct batch *b,
			    size_t n_keep, const struct field *f,
			    struct err *err)
{
	struct table *t = m->table;
	const bool wide = t->layout->slot[f->slot].type == COL_U32;
	const uint32_t limit = wide ? TEXTS_NONE - 1 : UINT16_MAX;
	enum rc rc = reserve_numbers(&m->worker[b->worker], f->code, err);
	for (size_t k = 0; !rc && k < n_keep; k++) {
		uint32_t v = 0, i = m->keep[k];
		uint32_t local = (uint32_t)b->slot[f->slot][i];
		if (!b->cause[i] && local)
			rc = code_number(m, b->worker, f->code, local, limit,
					 &v, err);
		if (wide)
			((uint32_t *)t->col[f->slot])[t->n + k] = v;
		else
			((uint16_t *)t->col[f->slot])[t->n + k] = (uint16_t)v;
	}
	return rc;
}

static void append_numbers(struct table *t, const struct batch *b,
			   const uint32_t *keep, size_t n, size_t slot)
{
	const int32_t *from = b->slot[slot];
	void *to = t->col[slot];
	switch (t->layout->slot[slot].type) {
	case COL_I32:
		for (size_t k = 0; k < n; k++)
			((int32_t *)to)[t->n + k] = from[keep[k]];
		return;
	case COL_U8:
		for (size_t k = 0; k < n; k++)
			((uint8_t *)to)[t->n + k] = (uint8_t)from[keep[k]];
		return;
	case COL_I16:
		for (size_t k = 0; k < n; k++)
			((int16_t *)to)[t->n + k] = (int16_t)from[keep[k]];
		return;
	case COL_I64:
		for (size_t k = 0; k < n; k++)
			((int64_t *)to)[t->n + k] = from[keep[k]] == INT32_MIN
							    ? INT64_MIN
							    : from[keep[k]];
		return;
	case COL_U16:
	case COL_U32:
	case COL_U64:
		break;
	}
	BUG("a slot of this type holds codes");
}

static enum rc append_texts(struct merge *m, const struct batch *b,
			    size_t n_keep, struct err *err)
{
	enum rc rc = OK;
	for (size_t k = 0; !rc && k < n_keep; k++) {
		uint32_t i = m->keep[k];
		struct str s = b->cause[i]
				       ? STR("")
				       : view(b, b->text_at, b->text_len, i);
		rc = texts_add(&m->table->text, s, err);
	}
	return rc;
}

static enum rc append(struct merge *m, const struct batch *b, size_t n_keep,
		      struct err *err)
{
	struct table *t = m->table;
	const struct layout *l = t->layout;
	bool is_code[MAX_SLOT] = {false};
	enum rc rc = reserve(t, t->n + n_keep, err);
	for (size_t f = 0; !rc && f < l->n_field; f++) {
		if (l->field[f].type != F_CODE)
			continue;
		is_code[l->field[f].slot] = true;
		rc = append_codes(m, b, n_keep, &l->field[f], err);
	}
	for (size_t s = 0; !rc && s < l->n_slot; s++)
		if (!is_code[s])
			append_numbers(t, b, m->keep, n_keep, s);
	for (size_t k = 0; !rc && k < n_keep; k++)
		t->person[t->n + k] = b->cause[m->keep[k]]
					      ? TEXTS_NONE
					      : b->person[m->keep[k]];
	if (!rc && l->has_text)
		rc = append_texts(m, b, n_keep, err);
	if (!rc)
		t->n += n_keep;
	return rc;
}

/* ----------------------------------------------------------------- records */

static void accept(struct merge *m, const struct batch *b, size_t i)
{
	m->report->n_accepted++;
	for (unsigned w = 0; b->warning[i] >> w; w++)
		m->report->n_warning[w] += (unsigned)b->warning[i] >> w & 1u;
}

/* A record_id seen before makes the row a copy, whatever else it says; the
 * identifiers of rejected rows count as seen. */
static enum rc take_record(struct merge *m, const struct batch *b, size_t i,
			   bool *keep, struct err *err)
{
	const struct layout *l = m->table->layout;
	*keep = !b->cause[i];
	if (l->has_record && batch_has(b, i, 0)) {
		uint32_t number;
		enum rc rc =
			textset_add(&m->table->record,
				    view(b, b->record_at, b->record_len, i),
				    b->record_tag[i], &number, keep, err);
		if (rc)
			return rc;
		if (!*keep) {
			m->report->n_duplicate++;
			return OK;
		}
	}
	if (!b->cause[i]) {
		accept(m, b, i);
		return OK;
	}
	return reject(m, b, i, (enum cause)b->cause[i], b->defect[i], err);
}

static enum rc merge_records(struct merge *m, const struct batch *b,
			     struct err *err)
{
	size_t n_keep = 0;
	enum rc rc = array_grow(&m->keep, &m->keep_cap, b->n + 1,
				sizeof(*m->keep), SIZE_MAX / 8, err);
	for (size_t i = 0; !rc && i < b->n; i++) {
		bool keep = false;
		if (i + PREFETCH < b->n && m->table->layout->has_record)
			textset_prefetch(&m->table->record,
					 b->record_tag[i + PREFETCH]);
		rc = take_record(m, b, i, &keep, err);
		if (keep)
			m->keep[n_keep++] = (uint32_t)i;
	}
	return rc ? rc : append(m, b, n_keep, err);
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

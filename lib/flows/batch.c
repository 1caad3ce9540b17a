#include "flows/field_int.h"

#include "flows/fiscal.h"

void batch_release(struct batch *b)
{
	free(b->memory);
	*b = (struct batch){0};
}

/* One block of memory, cut into columns; wider types first. What the rows so
 * far have moves over. */
static enum rc reserve(struct batch *b, size_t n, size_t n_slot,
		       struct err *err)
{
	uint32_t **wide[] = {&b->at,        &b->line,    &b->person_at,
			     &b->record_at, &b->text_at, &b->person_tag,
			     &b->person};
	uint8_t **narrow[] = {&b->cause,      &b->defect,     &b->op,
			      &b->person_len, &b->record_len, &b->text_len};
	const size_t n_wide = countof(wide) + n_slot;
	char *const memory = malloc(n * (n_wide * 4 + 2 + countof(narrow))),
		    *p = memory;
	if (!p)
		return err_set(err, E_NOMEM, "no memory for %zu rows", n);
	for (size_t i = 0; i < n_wide; i++, p += n * 4) {
		void **column = i < countof(wide)
					? (void **)wide[i]
					: (void **)&b->slot[i - countof(wide)];
		if (b->n)
			memcpy(p, *column, b->n * 4);
		*column = p;
	}
	if (b->n)
		memcpy(p, b->warning, b->n * 2);
	b->warning = (uint16_t *)(void *)p;
	p += n * 2;
	for (size_t i = 0; i < countof(narrow); i++, p += n) {
		if (b->n)
			memcpy(p, *narrow[i], b->n);
		*narrow[i] = (uint8_t *)p;
	}
	free(b->memory);
	b->memory = memory;
	b->cap = n;
	b->n_slot = n_slot;
	return OK;
}

/* Room for another group of rows. */
static enum rc reserve_group(struct batch *b, size_t n_slot, struct err *err)
{
	const size_t usual = BATCH_BLOCK / 48 + GROUP;
	const size_t want = b->n + GROUP;
	if (want <= b->cap && n_slot <= b->n_slot)
		return OK;
	size_t n = want > b->cap ? b->cap * 2 : b->cap;
	n = n > usual ? n : usual;
	return reserve(b, n > want ? n : want, n_slot, err);
}

/* Agreement of the fiscal code, known once sex and birth are. */
static void check_fiscal(struct entry *e)
{
	enum { FISCAL_FIELD = 1, BIRTH_SLOT = 0, SEX_SLOT = 7 };
	struct batch *b = e->b;
	const struct str s = field_text(e, FISCAL_FIELD);
	const struct date birth = {b->slot[BIRTH_SLOT][e->i]};
	const char sex = (char)b->slot[SEX_SLOT][e->i];
	if (s.len && fiscal_check(s, birth, sex) == FISCAL_DISAGREE)
		b->warning[e->i] |= WARN_BIT(WARN_FISCAL);
}

static void fill_ats(struct entry *e)
{
	enum { MUNICIPALITY_FIELD = 4, ATS_SLOT = 5 };
	struct batch *b = e->b;
	const struct place *at =
		places_find(e->p->places, field_text(e, MUNICIPALITY_FIELD));
	if (!b->slot[ATS_SLOT][e->i] && at)
		b->slot[ATS_SLOT][e->i] = at->ats;
}

static void finish_people(struct entry *e, size_t end)
{
	for (e->i = e->group; e->i < end; e->i++) {
		if (e->b->cause[e->i])
			continue;
		check_fiscal(e);
		fill_ats(e);
	}
}

/* Nothing is known of the records up to `end`. */
static void clear(struct batch *b, size_t from, size_t end)
{
	uint32_t *const wide[] = {b->person_at, b->record_at, b->text_at,
				  b->person_tag};
	uint8_t *const narrow[] = {b->op, b->person_len, b->record_len,
				   b->text_len};
	for (size_t i = 0; i < countof(wide); i++)
		memset(wide[i] + from, 0, (end - from) * sizeof(*wide[i]));
	for (size_t i = 0; i < countof(narrow); i++)
		memset(narrow[i] + from, 0, end - from);
	memset(b->warning + from, 0, (end - from) * sizeof(*b->warning));
	memset(b->defect + from, NO_FIELD, end - from);
	memset(b->person + from, 0xff, (end - from) * sizeof(*b->person));
	static_assert(TEXTS_NONE == UINT32_MAX, "all bits: no person");
}

/* The next records, cut and read. */
static void parse_group(struct entry *e, struct cutter *c)
{
	struct batch *b = e->b;
	const struct cut to = {b->at + b->n, b->line + b->n, b->cause + b->n,
			       e->cell};
	e->group = b->n;
	b->n += cutter_next(c, to, GROUP);
	clear(b, e->group, b->n);
	fields_parse(e, b->n);
	if (!e->rc && !e->p->people) /* person.csv */
		finish_people(e, b->n);
}

enum rc batch_parse(struct batch *b, const struct parse *p,
		    struct codebook book[N_CODE], struct err *err)
{
	struct cell cell[MAX_FIELD * GROUP + CELL_SLACK];
	struct cutter c;
	struct entry e = {
		.b = b, .p = p, .book = book, .cell = cell, .err = err};
	e.n_cell = p->layout->n_field + p->has_op;
	cutter_init(&c, b->text, e.n_cell);
	b->n = 0;
	while (c.at < b->text.len && !e.rc) {
		e.rc = reserve_group(b, p->layout->n_slot, err);
		if (!e.rc)
			parse_group(&e, &c);
	}
	b->n_line = c.n_line;
	if (!e.rc && p->people)
		batch_find_people(b, p);
	return e.rc;
}

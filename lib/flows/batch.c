#include "flows/batch_int.h"

#include "flows/fiscal.h"
#include "flows/value_int.h"

#define DAYS_AFTER_DEATH 30 /* data/flows.md section 4, cross-file rules */
#define MINUTES_A_DAY    1440
#define PREFETCH         8u

void batch_release(struct batch *b)
{
	free(b->memory);
	*b = (struct batch){0};
}

/* One block of memory, cut into columns; wider types first. */
static enum rc reserve(struct batch *b, size_t n, size_t n_slot,
		       struct err *err)
{
	if (n <= b->cap && n_slot <= b->n_slot)
		return OK;
	const size_t n_wide = 8 + n_slot;
	const size_t row = n_wide * 4 + 2 * 1 + 6;
	char *p = malloc(n * row);
	if (!p)
		return err_set(err, E_NOMEM, "no memory for %zu rows", n);
	free(b->memory);
	b->memory = p;
	b->cap = n;
	b->n_slot = n_slot;
	uint32_t **wide[] = {&b->at,         &b->line,    &b->person_at,
			     &b->record_at,  &b->text_at, &b->person_tag,
			     &b->record_tag, &b->person};
	for (size_t i = 0; i < countof(wide); i++, p += n * 4)
		*wide[i] = (uint32_t *)(void *)p;
	for (size_t i = 0; i < n_slot; i++, p += n * 4)
		b->slot[i] = (int32_t *)(void *)p;
	b->warning = (uint16_t *)(void *)p;
	p += n * 2;
	uint8_t **narrow[] = {&b->cause,      &b->defect,     &b->op,
			      &b->person_len, &b->record_len, &b->text_len};
	for (size_t i = 0; i < countof(narrow); i++, p += n)
		*narrow[i] = (uint8_t *)p;
	return OK;
}

static size_t count_lines(struct str s)
{
	size_t n = 0;
	for (const char *p = s.ptr, *end = s.ptr + s.len; p < end; n++) {
		p = memchr(p, '\n', (size_t)(end - p));
		p = p ? p + 1 : end;
	}
	return n;
}

struct entry { /* the record being parsed */
	struct batch *b;
	const struct parse *p;
	struct codebook *book;
	const struct row *row;
	size_t i;
	struct err *err;
	enum rc rc;
};

/* The agreement with sex and birth is looked at once these are read. */
static enum cause parse_fiscal(struct str s)
{
	switch (fiscal_check(s, DATE_NONE, 0)) {
	case FISCAL_OK:
	case FISCAL_DISAGREE:
		return CAUSE_NONE;
	case FISCAL_FORM:
		return CAUSE_FISCAL_FORM;
	case FISCAL_DAY:
		return CAUSE_FISCAL_DAY;
	case FISCAL_CHECK:
		return CAUSE_FISCAL_CHECK;
	}
	BUG("fiscal");
}

static enum cause parse_code(struct entry *e, const struct field *f,
			     struct str s, int32_t *v)
{
	struct code_answer a = {0, -1, CAUSE_NONE};
	e->rc = codebook_find(&e->book[f->code], f->code, s, e->p->places, &a,
			      e->err);
	*v = (int32_t)a.local;
	if (a.warning >= 0)
		e->b->warning[e->i] |= (uint16_t)WARN_BIT(a.warning);
	return e->rc ? CAUSE_NONE : a.cause;
}

static enum cause parse_enum(const struct field *f, struct str s, int32_t *v)
{
	for (const char *p = f->values; s.len == 1 && *p; p++)
		if (*p == s.ptr[0]) {
			*v = (unsigned char)*p;
			return CAUSE_NONE;
		}
	return CAUSE_ENUM;
}

static enum cause parse_triage(struct entry *e, struct str s, int32_t *v)
{
	static const char letters[] = "RGVBNX", digits[] = "124500";
	if (s.len != 1)
		return CAUSE_ENUM;
	if (s.ptr[0] >= '0' && s.ptr[0] <= '5') {
		*v = (unsigned char)s.ptr[0];
		return CAUSE_NONE;
	}
	const char *p = strchr(letters, s.ptr[0]);
	if (!p || !*p)
		return CAUSE_ENUM;
	*v = (unsigned char)digits[p - letters];
	e->b->warning[e->i] |= WARN_BIT(WARN_TRIAGE_LETTER);
	return CAUSE_NONE;
}

static enum cause parse_outcome(struct str s, int32_t *v)
{
	int32_t x = 0;
	if (!s.len || s.len > 2 || s.ptr[0] == '0' ||
	    value_int(s, &x) != CAUSE_NONE || x > 11)
		return CAUSE_ENUM;
	*v = x;
	return CAUSE_NONE;
}

static enum cause parse_ats(struct str s, int32_t *v)
{
	if (s.len != 3 || memcmp(s.ptr, "32", 2) != 0 || s.ptr[2] < '1' ||
	    s.ptr[2] > '8')
		return CAUSE_ATS;
	*v = 320 + (s.ptr[2] - '0');
	return CAUSE_NONE;
}

static enum cause not_future(const struct entry *e, enum cause c, int32_t days)
{
	return c ? c : days > e->p->extraction.days ? CAUSE_FUTURE : CAUSE_NONE;
}

static int32_t day_of_minute(int32_t minute)
{
	return minute >= 0 ? minute / MINUTES_A_DAY
			   : -((-minute + MINUTES_A_DAY - 1) / MINUTES_A_DAY);
}

static enum cause parse_arrival(struct entry *e, const struct field *f,
				struct str s, int32_t *v)
{
	int32_t minute = 0;
	enum cause c = value_minute(s, &minute);
	if (c)
		return c;
	*v = day_of_minute(minute);
	e->b->slot[f->slot + 1][e->i] = minute - *v * MINUTES_A_DAY;
	return not_future(e, c, *v);
}

static enum cause parse_id(struct entry *e, enum field_type type, struct str s)
{
	struct batch *b = e->b;
	uint32_t at = (uint32_t)(s.ptr - b->text.ptr);
	if (!is_id(s))
		return CAUSE_ID;
	if (type == F_RECORD) {
		b->record_at[e->i] = at;
		b->record_len[e->i] = (uint8_t)s.len;
		b->record_tag[e->i] = text_tag(s);
	} else if (type == F_PERSON) {
		b->person_at[e->i] = at;
		b->person_len[e->i] = (uint8_t)s.len;
		b->person_tag[e->i] = text_tag(s);
	} else {
		b->text_at[e->i] = at;
		b->text_len[e->i] = (uint8_t)s.len;
	}
	return CAUSE_NONE;
}

static enum cause parse_value(struct entry *e, const struct field *f,
			      struct str s, int32_t *v)
{
	enum cause c;
	switch (f->type) {
	case F_RECORD:
	case F_PERSON:
	case F_TEXT:
		return parse_id(e, f->type, s);
	case F_DATE:
		c = value_date(s, v);
		return not_future(e, c, *v);
	case F_DATE_ANY:
		return value_date(s, v);
	case F_ARRIVAL:
		return parse_arrival(e, f, s, v);
	case F_MINUTE:
		c = value_minute(s, v);
		return not_future(e, c, c ? 0 : day_of_minute(*v));
	case F_INT:
		return value_int(s, v);
	case F_AMOUNT:
		return value_amount(s, v);
	case F_POSITIVE:
		c = value_amount(s, v);
		return c ? c : *v == 0 ? CAUSE_ZERO : CAUSE_NONE;
	case F_CENTS:
		return value_cents(s, v);
	case F_ENUM:
		return parse_enum(f, s, v);
	case F_TRIAGE:
		return parse_triage(e, s, v);
	case F_OUTCOME:
		return parse_outcome(s, v);
	case F_CODE:
		return parse_code(e, f, s, v);
	case F_ATS:
		return parse_ats(s, v);
	case F_FISCAL:
		return parse_fiscal(s);
	}
	BUG("field type");
}

/* The rule with an earlier field of the same record. */
static bool rule_holds(const struct entry *e, const struct field *f, int32_t v,
		       bool present)
{
	const int32_t other = e->b->slot[f->with][e->i];
	switch (f->rule) {
	case RULE_NONE:
		return true;
	case NOT_BEFORE:
		return !present || v >= other;
	case NOT_BEFORE_ARRIVAL:
		return !present ||
		       v >= other * MINUTES_A_DAY +
				       e->b->slot[f->with + 1][e->i];
	case NOT_AFTER:
		return !present || v <= other;
	case PRESENT_IF:
		return present || !other;
	case PRESENT_UNLESS:
		return present || other == 6 || other == 7;
	}
	BUG("rule");
}

static enum cause parse_field(struct entry *e, const struct field *f,
			      struct str s)
{
	int32_t v = f->empty;
	enum cause c = CAUSE_NONE;
	if (s.len)
		c = parse_value(e, f, s, &v);
	else if (f->mandatory)
		c = CAUSE_MISSING;
	if (!c && f->rule && !rule_holds(e, f, v, s.len > 0))
		c = f->broken;
	if (f->slot != NO_SLOT)
		e->b->slot[f->slot][e->i] = v;
	return c;
}

static void found(struct entry *e, enum cause c, size_t field)
{
	e->b->cause[e->i] = (uint8_t)c;
	e->b->defect[e->i] = (uint8_t)field;
}

/* A cancellation says which record, the rest may be empty; flows whose records
 * have no identifier are cancelled by a whole row. */
static void parse_cancel(struct entry *e)
{
	const struct layout *l = e->p->layout;
	const struct str id = e->row->field[0], who = e->row->field[l->person];
	enum cause c = id.len ? parse_id(e, F_RECORD, id) : CAUSE_MISSING;
	if (c)
		found(e, c, 0);
	else if (who.len && (c = parse_id(e, F_PERSON, who)))
		found(e, c, l->person);
}

static enum cause parse_op(struct entry *e)
{
	const struct str s = e->row->field[e->p->layout->n_field];
	if (!s.len)
		return CAUSE_NONE;
	if (s.len > 1 || !strchr("IVC", s.ptr[0]))
		return CAUSE_OP;
	e->b->op[e->i] = (uint8_t)s.ptr[0];
	return CAUSE_NONE;
}

static void parse_fields(struct entry *e)
{
	const struct layout *l = e->p->layout;
	enum cause c, op = e->p->has_op ? parse_op(e) : CAUSE_NONE;
	if (e->b->op[e->i] == 'C' && l->has_record) {
		parse_cancel(e);
		return;
	}
	for (size_t f = 0; f < l->n_field && !e->rc; f++) {
		c = parse_field(e, &l->field[f], e->row->field[f]);
		if (!c)
			continue;
		found(e, c, f);
		return;
	}
	if (op)
		found(e, op, l->n_field);
}

/* ------------------------------------------------------- the person's life */

static void note(struct batch *b, size_t i, uint8_t field, enum cause c)
{
	b->cause[i] = (uint8_t)c;
	b->defect[i] = field;
}

static int32_t life_day(const struct batch *b, size_t i, struct life_day d)
{
	int32_t v = b->slot[d.slot][i];
	return d.is_minute ? day_of_minute(v) : v;
}

/* Days of the record against birth, death and registration. A defect counts
 * when it stands before the one already found. */
static void check_life(struct batch *b, size_t i, const struct parse *p)
{
	const struct layout *l = p->layout;
	const struct person *who = &p->people->row[b->person[i]];
	if (!batch_has(b, i, l->first.field))
		return;
	int64_t limit = (int64_t)who->death + DAYS_AFTER_DEATH;
	int32_t first = life_day(b, i, l->first), last = first;
	if (first < who->birth || first > limit) {
		note(b, i, l->first.field,
		     first < who->birth ? CAUSE_BEFORE_BIRTH
					: CAUSE_AFTER_DEATH);
		return;
	}
	if (!batch_has(b, i, l->last.field))
		return;
	if (b->slot[l->last.slot][i] != INT32_MIN)
		last = life_day(b, i, l->last);
	if (last > limit)
		note(b, i, l->last.field, CAUSE_AFTER_DEATH);
	else if (l->is_event &&
		 !flows_people_registered(p->people, b->person[i], first, last))
		b->warning[i] |= WARN_BIT(WARN_OUTSIDE);
}

static struct str view(const struct batch *b, const uint32_t *at,
		       const uint8_t *len, size_t i)
{
	return (struct str){b->text.ptr + at[i], len[i]};
}

/* Rows of the persons, with the slots of the index fetched ahead: for many
 * people each look-up is a miss of the cache. */
static void find_people(struct batch *b, const struct parse *p)
{
	const struct layout *l = p->layout;
	const struct textset *ids = &p->people->id;
	for (size_t i = 0; i < b->n; i++) {
		if (i + PREFETCH < b->n)
			textset_prefetch(ids, b->person_tag[i + PREFETCH]);
		if (!batch_has(b, i, l->person) || !b->person_len[i])
			continue;
		b->person[i] = textset_find(
			ids, view(b, b->person_at, b->person_len, i),
			b->person_tag[i]);
		if (b->op[i] == 'C' && l->has_record)
			continue; /* of whomever: the record counts */
		if (b->person[i] == TEXTS_NONE)
			note(b, i, l->person, CAUSE_PERSON);
		else
			check_life(b, i, p);
	}
}

/* Agreement of the fiscal code, known once sex and birth are. */
static void check_fiscal(struct batch *b, size_t i, const struct row *row)
{
	enum { FISCAL_FIELD = 1, BIRTH_SLOT = 0, SEX_SLOT = 7 };
	struct str s = row->field[FISCAL_FIELD];
	struct date birth = {b->slot[BIRTH_SLOT][i]};
	char sex = (char)b->slot[SEX_SLOT][i];
	if (s.len && fiscal_check(s, birth, sex) == FISCAL_DISAGREE)
		b->warning[i] |= WARN_BIT(WARN_FISCAL);
}

static void fill_ats(struct batch *b, size_t i, const struct row *row,
		     const struct places *places)
{
	enum { MUNICIPALITY_FIELD = 4, ATS_SLOT = 5 };
	const struct place *at =
		places_find(places, row->field[MUNICIPALITY_FIELD]);
	if (!b->slot[ATS_SLOT][i] && at)
		b->slot[ATS_SLOT][i] = at->ats;
}

static void start_entry(struct batch *b, size_t i, const char *p)
{
	b->at[i] = (uint32_t)(p - b->text.ptr);
	b->line[i] = (uint32_t)b->n_line;
	b->warning[i] = 0;
	b->cause[i] = CAUSE_NONE;
	b->defect[i] = NO_FIELD;
	b->op[i] = 0;
	b->record_len[i] = b->person_len[i] = b->text_len[i] = 0;
	b->record_at[i] = b->person_at[i] = b->text_at[i] = 0;
	b->record_tag[i] = b->person_tag[i] = 0;
	b->person[i] = TEXTS_NONE;
}

enum rc batch_parse(struct batch *b, const struct parse *p,
		    struct codebook book[N_CODE], struct err *err)
{
	const struct layout *l = p->layout;
	const char *at = b->text.ptr, *end = b->text.ptr + b->text.len;
	struct row row;
	struct entry e = {
		.b = b, .p = p, .book = book, .row = &row, .err = err};
	b->n = 0;
	b->n_line = 0;
	enum rc rc = reserve(b, count_lines(b->text) + 1, l->n_slot, err);
	if (rc)
		return rc;
	while (at < end && !e.rc) {
		e.i = b->n++;
		start_entry(b, e.i, at);
		row_cut(at, end, l->n_field + p->has_op, &row);
		b->cause[e.i] = (uint8_t)row.cause;
		if (!row.cause)
			parse_fields(&e);
		if (!b->cause[e.i] && !e.rc && !p->people) { /* person.csv */
			check_fiscal(b, e.i, &row);
			fill_ats(b, e.i, &row, p->places);
		}
		b->n_line += row.n_line;
		at += row.taken;
	}
	if (!e.rc && p->people)
		find_people(b, p);
	return e.rc;
}

#include "flows/batch_int.h"

#include "flows/fiscal.h"
#include "flows/value_int.h"

#define DAYS_AFTER_DEATH 30 /* data/flows.md section 4, cross-file rules */
#define MINUTES_A_DAY    1440
#define FETCH_SLOT       16u /* look-ups ahead */
#define FETCH_PERSON     8u
#define GROUP            256u /* rows whose columns are read together */

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
	uint32_t **wide[] = {&b->at,         &b->line,    &b->person_at,
			     &b->record_at,  &b->text_at, &b->person_tag,
			     &b->record_tag, &b->person};
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

struct cell { /* a field, in the text of the batch */
	uint32_t at, len;
};

struct entry { /* the record being parsed */
	struct batch *b;
	const struct parse *p;
	struct codebook *book;
	struct cell *cell; /* of the rows from `group`, n_cell each */
	size_t n_cell;
	size_t group, i;
	struct err *err;
	enum rc rc;
	bool wrong_op[GROUP];
};

static struct str text_of(const struct entry *e, size_t field)
{
	const struct cell c = e->cell[(e->i - e->group) * e->n_cell + field];
	return (struct str){e->b->text.ptr + c.at, c.len};
}

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
	bool found = false; /* to the end always: that is foreseen */
	for (const char *p = f->values; *p; p++)
		found |= *p == s.ptr[0];
	*v = (unsigned char)s.ptr[0];
	return found && s.len == 1 ? CAUSE_NONE : CAUSE_ENUM;
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

/* A fiscal code in the place of a pseudonym. Codes with letters for digits
 * (homocody) are let through: one pseudonym in a hundred thousand looks so, and
 * where fiscal codes were delivered the others stop the import. */
static bool names_somebody(struct str s)
{
	static const uint8_t digit[] = {6, 7, 9, 10, 12, 13, 14};
	if (s.len != 16)
		return false;
	for (size_t i = 0; i < countof(digit); i++)
		if (s.ptr[digit[i]] < '0' || s.ptr[digit[i]] > '9')
			return false;
	return fiscal_check(s, DATE_NONE, 0) == FISCAL_OK;
}

static enum cause parse_id(struct entry *e, enum field_type type, struct str s)
{
	struct batch *b = e->b;
	uint32_t at = (uint32_t)(s.ptr - b->text.ptr);
	if (!is_id_fast(s) && !(type == F_PERSON && is_person_id(s)))
		return type == F_PERSON ? CAUSE_PERSON_ID : CAUSE_ID;
	if (type == F_RECORD) {
		b->record_at[e->i] = at;
		b->record_len[e->i] = (uint8_t)s.len;
		b->record_tag[e->i] = (uint32_t)(id_hash(s) >> 32);
	} else if (type == F_PERSON) {
		if (e->p->layout == &flow_layout[FILE_PERSON] &&
		    names_somebody(s))
			return CAUSE_PERSON_FISCAL;
		b->person_at[e->i] = at;
		b->person_len[e->i] = (uint8_t)s.len;
		b->person_tag[e->i] = (uint32_t)(id_hash(s) >> 32);
	} else {
		b->text_at[e->i] = at;
		b->text_len[e->i] = (uint8_t)s.len;
	}
	return CAUSE_NONE;
}

/* Each kind of field with one signature. */
static enum cause record_value(struct entry *e, const struct field *f,
			       struct str s, int32_t *v)
{
	(void)v;
	return parse_id(e, f->type, s);
}

static enum cause date_value(struct entry *e, const struct field *f,
			     struct str s, int32_t *v)
{
	enum cause c = value_date(s, v);
	return f->type == F_DATE ? not_future(e, c, *v) : c;
}

static enum cause minute_value(struct entry *e, const struct field *f,
			       struct str s, int32_t *v)
{
	enum cause c = value_minute(s, v);
	(void)f;
	return not_future(e, c, c ? 0 : day_of_minute(*v));
}

static enum cause int_value(struct entry *e, const struct field *f,
			    struct str s, int32_t *v)
{
	(void)e, (void)f;
	return value_int(s, v);
}

static enum cause amount_value(struct entry *e, const struct field *f,
			       struct str s, int32_t *v)
{
	enum cause c =
		value_short_decimal(s, v) ? CAUSE_NONE : value_amount(s, v);
	(void)e;
	return !c && f->type == F_POSITIVE && *v == 0 ? CAUSE_ZERO : c;
}

static enum cause cents_value(struct entry *e, const struct field *f,
			      struct str s, int32_t *v)
{
	(void)e, (void)f;
	if (!value_short_decimal(s, v))
		return value_cents(s, v);
	*v = (int32_t)(((uint32_t)*v + 50u) / 100u);
	return CAUSE_NONE;
}

static enum cause enum_value(struct entry *e, const struct field *f,
			     struct str s, int32_t *v)
{
	(void)e;
	return parse_enum(f, s, v);
}

static enum cause rare_value(struct entry *e, const struct field *f,
			     struct str s, int32_t *v)
{
	switch (f->type) {
	case F_ARRIVAL:
		return parse_arrival(e, f, s, v);
	case F_TRIAGE:
		return parse_triage(e, s, v);
	case F_OUTCOME:
		return parse_outcome(s, v);
	case F_ATS:
		return parse_ats(s, v);
	default:
		return parse_fiscal(s);
	}
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
	const struct str id = text_of(e, 0), who = text_of(e, l->person);
	enum cause c = id.len ? parse_id(e, F_RECORD, id) : CAUSE_MISSING;
	if (c)
		found(e, c, 0);
	else if (who.len && (c = parse_id(e, F_PERSON, who)))
		found(e, c, l->person);
}

static enum cause parse_op(struct entry *e)
{
	const struct str s = text_of(e, e->p->layout->n_field);
	if (!s.len)
		return CAUSE_NONE;
	if (s.len > 1 || !strchr("IVC", s.ptr[0]))
		return CAUSE_OP;
	e->b->op[e->i] = (uint8_t)s.ptr[0];
	return CAUSE_NONE;
}

typedef enum cause value_fn(struct entry *e, const struct field *f,
			    struct str s, int32_t *v);

/* One field of all rows of the group that had no defect so far. Inlined, so
 * that each kind has a loop of its own. */
static inline __attribute__((always_inline)) void
each(struct entry *e, size_t field, size_t end, value_fn *value)
{
	const struct field *f = &e->p->layout->field[field];
	struct batch *b = e->b;
	const bool by_id = e->p->layout->has_record;
	for (size_t i = e->group; i < end; i++) {
		int32_t v = f->empty;
		enum cause c = CAUSE_NONE;
		if (b->cause[i] || (by_id && b->op[i] == 'C'))
			continue;
		e->i = i;
		const struct str s = text_of(e, field);
		if (s.len)
			c = value(e, f, s, &v);
		else if (f->mandatory)
			c = CAUSE_MISSING;
		if (!c && f->rule && !rule_holds(e, f, v, s.len > 0))
			c = f->broken;
		if (f->slot != NO_SLOT)
			b->slot[f->slot][i] = v;
		if (c)
			found(e, c, field);
	}
}

static void parse_column(struct entry *e, size_t field, size_t end)
{
	switch (e->p->layout->field[field].type) {
	case F_RECORD:
	case F_PERSON:
	case F_TEXT:
		each(e, field, end, record_value);
		return;
	case F_DATE:
	case F_DATE_ANY:
		each(e, field, end, date_value);
		return;
	case F_MINUTE:
		each(e, field, end, minute_value);
		return;
	case F_INT:
		each(e, field, end, int_value);
		return;
	case F_AMOUNT:
	case F_POSITIVE:
		each(e, field, end, amount_value);
		return;
	case F_CENTS:
		each(e, field, end, cents_value);
		return;
	case F_ENUM:
		each(e, field, end, enum_value);
		return;
	case F_CODE:
		each(e, field, end, parse_code);
		return;
	case F_ARRIVAL:
	case F_TRIAGE:
	case F_OUTCOME:
	case F_ATS:
	case F_FISCAL:
		each(e, field, end, rare_value);
		return;
	}
	BUG("field type");
}

/* Of each row, what is to be done with it; a wrong operation is told only when
 * the rest is right, and the row counts as a plain one until then. */
static void parse_ops(struct entry *e, size_t end)
{
	struct batch *b = e->b;
	for (e->i = e->group; e->i < end; e->i++) {
		if (b->cause[e->i])
			continue;
		e->wrong_op[e->i - e->group] = parse_op(e) != CAUSE_NONE;
		if (b->op[e->i] == 'C' && e->p->layout->has_record)
			parse_cancel(e);
	}
}

static void refuse_ops(struct entry *e, size_t end)
{
	for (e->i = e->group; e->i < end; e->i++)
		if (!e->b->cause[e->i] && e->wrong_op[e->i - e->group])
			found(e, CAUSE_OP, e->p->layout->n_field);
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
	for (size_t i = 0; i < b->n; i++) {
		if (i + FETCH_SLOT < b->n)
			textset_prefetch(&p->people->id,
					 b->person_tag[i + FETCH_SLOT]);
		if (i + FETCH_PERSON < b->n)
			flows_people_prefetch(p->people,
					      b->person_tag[i + FETCH_PERSON]);
		if (!batch_has(b, i, l->person) || !b->person_len[i])
			continue;
		b->person[i] = flows_people_find(
			p->people, view(b, b->person_at, b->person_len, i),
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
static void check_fiscal(struct entry *e)
{
	enum { FISCAL_FIELD = 1, BIRTH_SLOT = 0, SEX_SLOT = 7 };
	struct batch *b = e->b;
	const struct str s = text_of(e, FISCAL_FIELD);
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
		places_find(e->p->places, text_of(e, MUNICIPALITY_FIELD));
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

/* The next record, cut into its fields. */
static size_t cut_record(struct entry *e, const char *at)
{
	struct batch *b = e->b;
	const char *end = b->text.ptr + b->text.len;
	const size_t n = e->n_cell, i = b->n++;
	struct cell *cell = &e->cell[(i - e->group) * n];
	struct row row;
	start_entry(b, i, at);
	row_cut(at, end, n, &row);
	b->cause[i] = (uint8_t)row.cause;
	for (size_t f = 0; !row.cause && f < n; f++)
		cell[f] = (struct cell){
			(uint32_t)(row.field[f].ptr - b->text.ptr),
			(uint32_t)row.field[f].len};
	b->n_line += row.n_line;
	return row.taken;
}

static void parse_group(struct entry *e)
{
	const struct layout *l = e->p->layout;
	const size_t end = e->b->n;
	if (e->p->has_op)
		parse_ops(e, end);
	for (size_t f = 0; f < l->n_field && !e->rc; f++)
		parse_column(e, f, end);
	if (e->rc)
		return;
	if (e->p->has_op)
		refuse_ops(e, end);
	if (!e->p->people) /* person.csv */
		finish_people(e, end);
}

enum rc batch_parse(struct batch *b, const struct parse *p,
		    struct codebook book[N_CODE], struct err *err)
{
	struct cell cell[MAX_FIELD * GROUP];
	const char *at = b->text.ptr, *end = b->text.ptr + b->text.len;
	struct entry e = {
		.b = b, .p = p, .book = book, .cell = cell, .err = err};
	e.n_cell = p->layout->n_field + p->has_op;
	b->n = 0;
	b->n_line = 0;
	while (at < end && !e.rc) {
		e.rc = reserve_group(b, p->layout->n_slot, err);
		if (e.rc)
			break;
		e.group = b->n;
		while (at < end && b->n < e.group + GROUP)
			at += cut_record(&e, at);
		parse_group(&e);
	}
	if (!e.rc && p->people)
		find_people(b, p);
	return e.rc;
}

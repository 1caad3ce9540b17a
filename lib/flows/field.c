#include "flows/field_int.h"

#include "flows/fiscal.h"
#include "flows/value_int.h"

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

static enum cause new_code(struct entry *e, const struct field *f, struct str s,
			   int32_t *v)
{
	struct code_answer a = {0, -1, CAUSE_NONE};
	e->rc = codebook_find(&e->book[f->code], f->code, s, e->p->places, &a,
			      e->err);
	*v = (int32_t)a.local;
	if (a.warning >= 0)
		e->b->warning[e->i] |= (uint16_t)WARN_BIT(a.warning);
	return e->rc ? CAUSE_NONE : a.cause;
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

static inline enum cause not_future(const struct entry *e, enum cause c,
				    int32_t days)
{
	return c ? c : days > e->p->extraction.days ? CAUSE_FUTURE : CAUSE_NONE;
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

/* Each kind of field with one signature, so that each has a loop of its own. */
static inline enum cause record_value(struct entry *e, const struct field *f,
				      struct str s, int32_t *v)
{
	struct batch *b = e->b;
	(void)f, (void)v;
	if (!is_id_fast(s))
		return CAUSE_ID;
	b->record_at[e->i] = (uint32_t)(s.ptr - b->text.ptr);
	b->record_len[e->i] = (uint8_t)s.len;
	return CAUSE_NONE;
}

static inline enum cause person_value(struct entry *e, const struct field *f,
				      struct str s, int32_t *v)
{
	struct batch *b = e->b;
	(void)f, (void)v;
	if (!is_id_fast(s) && !is_person_id(s))
		return CAUSE_PERSON_ID;
	if (e->p->layout == &flow_layout[FILE_PERSON] && names_somebody(s))
		return CAUSE_PERSON_FISCAL;
	b->person_at[e->i] = (uint32_t)(s.ptr - b->text.ptr);
	b->person_len[e->i] = (uint8_t)s.len;
	b->person_tag[e->i] = (uint32_t)(id_hash(s) >> 32);
	return CAUSE_NONE;
}

static inline enum cause text_value(struct entry *e, const struct field *f,
				    struct str s, int32_t *v)
{
	(void)f, (void)v;
	if (!is_id_fast(s))
		return CAUSE_ID;
	e->b->text_at[e->i] = (uint32_t)(s.ptr - e->b->text.ptr);
	e->b->text_len[e->i] = (uint8_t)s.len;
	return CAUSE_NONE;
}

static inline enum cause code_value(struct entry *e, const struct field *f,
				    struct str s, int32_t *v)
{
	const struct code_slot *known = codebook_known(&e->book[f->code], s);
	if (!known)
		return new_code(e, f, s, v);
	*v = (int32_t)known->local;
	if (known->warning >= 0)
		e->b->warning[e->i] |= (uint16_t)WARN_BIT(known->warning);
	return CAUSE_NONE;
}

static inline enum cause date_value(struct entry *e, const struct field *f,
				    struct str s, int32_t *v)
{
	enum cause c = CAUSE_NONE;
	if (!value_short_date(s, v))
		c = value_date(s, v);
	return f->type == F_DATE ? not_future(e, c, *v) : c;
}

static inline enum cause minute_value(struct entry *e, const struct field *f,
				      struct str s, int32_t *v)
{
	enum cause c = value_minute(s, v);
	(void)f;
	return not_future(e, c, c ? 0 : day_of_minute(*v));
}

static inline enum cause int_value(struct entry *e, const struct field *f,
				   struct str s, int32_t *v)
{
	(void)e, (void)f;
	return value_short_int(s, v) ? CAUSE_NONE : value_int(s, v);
}

static inline enum cause amount_value(struct entry *e, const struct field *f,
				      struct str s, int32_t *v)
{
	enum cause c =
		value_short_decimal(s, v) ? CAUSE_NONE : value_amount(s, v);
	(void)e;
	return !c && f->type == F_POSITIVE && *v == 0 ? CAUSE_ZERO : c;
}

static inline enum cause cents_value(struct entry *e, const struct field *f,
				     struct str s, int32_t *v)
{
	(void)e, (void)f;
	if (!value_short_decimal(s, v))
		return value_cents(s, v);
	*v = (int32_t)(((uint32_t)*v + 50u) / 100u);
	return CAUSE_NONE;
}

static inline enum cause enum_value(struct entry *e, const struct field *f,
				    struct str s, int32_t *v)
{
	const unsigned c = (unsigned char)s.ptr[0], at = c - '0';
	(void)f;
	*v = (int32_t)c;
	return s.len == 1 && at < 64 && (e->allowed >> at & 1u) ? CAUSE_NONE
								: CAUSE_ENUM;
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

typedef enum cause value_fn(struct entry *e, const struct field *f,
			    struct str s, int32_t *v);

/* One field of all records of the group that had no defect so far. */
static inline __attribute__((always_inline)) void
each(struct entry *e, size_t field, size_t end, value_fn *value)
{
	const struct field *const f = &e->p->layout->field[field];
	struct batch *const b = e->b;
	const struct cell *cell = e->cell + field;
	const char *const text = b->text.ptr;
	const uint8_t *const cause = b->cause, *const op = b->op;
	const uint32_t *const at = b->at;
	int32_t *const to = f->slot == NO_SLOT ? NULL : b->slot[f->slot];
	const bool cancels = e->p->has_op && e->p->layout->has_record,
		   ruled = f->rule != RULE_NONE, mandatory = f->mandatory;
	const int32_t empty = f->empty;
	const size_t stride = e->n_cell;
	for (size_t i = e->group; i < end; i++, cell += stride) {
		const struct str s = {text + at[i] + cell->at, cell->len};
		int32_t v = empty;
		enum cause c = CAUSE_NONE;
		if (cause[i] || (cancels && op[i] == 'C'))
			continue;
		e->i = i;
		if (s.len)
			c = value(e, f, s, &v);
		else if (mandatory)
			c = CAUSE_MISSING;
		if (ruled && !c && !rule_holds(e, f, v, s.len > 0))
			c = f->broken;
		if (to)
			to[i] = v;
		if (c)
			found(e, c, field);
	}
}

static void each_enum(struct entry *e, size_t field, size_t end)
{
	e->allowed = 0;
	for (const char *p = e->p->layout->field[field].values; *p; p++)
		e->allowed |= (uint64_t)1 << (*p - '0');
	each(e, field, end, enum_value);
}

static void parse_column(struct entry *e, size_t field, size_t end)
{
	switch (e->p->layout->field[field].type) {
	case F_RECORD:
		each(e, field, end, record_value);
		return;
	case F_PERSON:
		each(e, field, end, person_value);
		return;
	case F_TEXT:
		each(e, field, end, text_value);
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
		each_enum(e, field, end);
		return;
	case F_CODE:
		each(e, field, end, code_value);
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

/* -------------------------------------------------------------- operations */

/* A cancellation says which record, the rest may be empty; flows whose records
 * have no identifier are cancelled by a whole row. */
static void parse_cancel(struct entry *e)
{
	const struct layout *l = e->p->layout;
	const struct str id = field_text(e, 0), who = field_text(e, l->person);
	enum cause c = id.len ? record_value(e, NULL, id, NULL) : CAUSE_MISSING;
	if (c)
		found(e, c, 0);
	else if (who.len && (c = person_value(e, NULL, who, NULL)))
		found(e, c, l->person);
}

static enum cause parse_op(struct entry *e)
{
	const struct str s = field_text(e, e->p->layout->n_field);
	if (!s.len)
		return CAUSE_NONE;
	if (s.len > 1 || !strchr("IVC", s.ptr[0]))
		return CAUSE_OP;
	e->b->op[e->i] = (uint8_t)s.ptr[0];
	return CAUSE_NONE;
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

void fields_parse(struct entry *e, size_t end)
{
	const struct layout *l = e->p->layout;
	if (e->p->has_op)
		parse_ops(e, end);
	for (size_t f = 0; f < l->n_field && !e->rc; f++)
		parse_column(e, f, end);
	if (!e->rc && e->p->has_op)
		refuse_ops(e, end);
}

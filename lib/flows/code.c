#include "flows/code_int.h"

#include "csv/csv.h"

/* ---------------------------------------------------------------- places */

void places_release(struct places *p)
{
	free(p->list);
	*p = (struct places){0};
}

static bool digits(struct str s, size_t n, uint32_t *out)
{
	uint32_t v = 0;
	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] < '0' || s.ptr[i] > '9')
			return false;
		v = v * 10 + (uint32_t)(s.ptr[i] - '0');
	}
	if (out)
		*out = v;
	return s.len == n;
}

static int by_istat(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	return (x->istat > y->istat) - (x->istat < y->istat);
}

static size_t find_column(const struct csv *c, const char *name)
{
	for (size_t i = 0; i < c->n && i < CSV_MAX_FIELDS; i++)
		if (str_is(c->field[i], name))
			return i;
	return SIZE_MAX;
}

static enum rc add_place(struct places *p, const struct csv *c, size_t istat,
			 size_t ats, struct err *err)
{
	struct place x;
	uint32_t a;
	if (istat >= c->n || ats >= c->n ||
	    !digits(c->field[istat], 6, &x.istat) ||
	    !digits(c->field[ats], 3, &a))
		return err_set(err, E_FORMAT,
			       "municipalities.csv:%" PRIu64
			       ": not a municipality with its ATS",
			       c->line);
	x.ats = (uint16_t)a;
	enum rc rc =
		array_grow(&p->list, &p->cap, p->n + 1, sizeof(x), 100000, err);
	if (!rc)
		p->list[p->n++] = x;
	return rc;
}

enum rc places_parse(struct str text, struct places *out, struct err *err)
{
	struct places p = {0};
	struct csv c;
	csv_init(&c, text);
	enum rc rc = csv_next(&c, err);
	size_t istat = rc ? 0 : find_column(&c, "istat_code");
	size_t ats = rc ? 0 : find_column(&c, "ats");
	while (!rc && !(rc = csv_next(&c, err)))
		rc = add_place(&p, &c, istat, ats, err);
	csv_release(&c);
	if (rc != E_NOT_FOUND) {
		places_release(&p);
		return rc;
	}
	if (p.n)
		qsort(p.list, p.n, sizeof(*p.list), by_istat);
	*out = p;
	return OK;
}

const struct place *places_find(const struct places *p, struct str istat)
{
	static const struct place abroad = {999999, 0};
	struct place key;
	if (!digits(istat, 6, &key.istat))
		return NULL;
	if (key.istat == abroad.istat)
		return &abroad;
	return p->n ? bsearch(&key, p->list, p->n, sizeof(key), by_istat)
		    : NULL;
}

/* ------------------------------------------------------------------ forms */

bool is_id(struct str s)
{
	static const uint8_t ok[256] = {
		['-'] = 1, ['.'] = 1, [':'] = 1, ['_'] = 1, ['0'] = 1,
		['1'] = 1, ['2'] = 1, ['3'] = 1, ['4'] = 1, ['5'] = 1,
		['6'] = 1, ['7'] = 1, ['8'] = 1, ['9'] = 1, ['A'] = 1,
		['B'] = 1, ['C'] = 1, ['D'] = 1, ['E'] = 1, ['F'] = 1,
		['G'] = 1, ['H'] = 1, ['I'] = 1, ['J'] = 1, ['K'] = 1,
		['L'] = 1, ['M'] = 1, ['N'] = 1, ['O'] = 1, ['P'] = 1,
		['Q'] = 1, ['R'] = 1, ['S'] = 1, ['T'] = 1, ['U'] = 1,
		['V'] = 1, ['W'] = 1, ['X'] = 1, ['Y'] = 1, ['Z'] = 1,
		['a'] = 1, ['b'] = 1, ['c'] = 1, ['d'] = 1, ['e'] = 1,
		['f'] = 1, ['g'] = 1, ['h'] = 1, ['i'] = 1, ['j'] = 1,
		['k'] = 1, ['l'] = 1, ['m'] = 1, ['n'] = 1, ['o'] = 1,
		['p'] = 1, ['q'] = 1, ['r'] = 1, ['s'] = 1, ['t'] = 1,
		['u'] = 1, ['v'] = 1, ['w'] = 1, ['x'] = 1, ['y'] = 1,
		['z'] = 1};
	unsigned all = s.len > 0 && s.len <= ID_MAX;
	for (size_t i = 0; all && i < s.len; i++)
		all &= ok[(unsigned char)s.ptr[i]];
	return all;
}

bool is_person_id(struct str s)
{
	if (is_id(s))
		return true;
	if (!s.len || s.len > ID_MAX || s.ptr[0] == ' ' ||
	    s.ptr[s.len - 1] == ' ' || !str_is_utf8(s))
		return false;
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.ptr[i];
		if (c < ' ' || c == '"' || c == 0x7f)
			return false;
	}
	return true;
}

static struct str form_text(const struct code_form *f)
{
	return (struct str){f->text, f->len};
}

/* Upper case, and without the dot when it stands in its place: before the
 * `whole` + 1-th character (one later in E codes). */
static void drop_dot(struct code_form *f, size_t whole)
{
	for (size_t i = 0; i < f->len; i++)
		if (f->text[i] >= 'a' && f->text[i] <= 'z') {
			f->text[i] = (char)(f->text[i] - 'a' + 'A');
			f->warning = WARN_DX_FORM;
		}
	size_t at = whole + (f->text[0] == 'E');
	if (f->len < at + 2 || f->text[at] != '.')
		return;
	memmove(f->text + at, f->text + at + 1, f->len - at - 1);
	f->len--;
	f->warning = WARN_DX_FORM;
}

/* 002A, 002B, 002C, 031A and their sub-codes in the spelling of 2017. Every
 * rule of condition_rules.csv that names one spelling names the other, so the
 * meaning stays (test/flows_test.c compares them). */
static void new_exemption(struct code_form *f)
{
	static const char table[][2][5] = {{"002A", "0A02"},
					   {"002B", "0B02"},
					   {"002C", "0C02"},
					   {"031A", "0A31"}};
	if (f->len < 4 || (f->len > 4 && f->text[4] != '.'))
		return;
	for (size_t i = 0; i < countof(table); i++)
		if (!memcmp(f->text, table[i][0], 4)) {
			memcpy(f->text, table[i][1], 4);
			f->warning = WARN_EXEMPTION_OLD;
			return;
		}
}

static enum cause check_form(enum code_kind kind, const struct places *places,
			     struct code_form *f)
{
	const struct str s = form_text(f);
	switch (kind) {
	case CODE_ID:
	case CODE_DOCTOR:
		return is_id(s) ? CAUSE_NONE : CAUSE_ID;
	case CODE_MUNICIPALITY:
		return places_find(places, s) ? CAUSE_NONE : CAUSE_MUNICIPALITY;
	case CODE_ATC:
		if (s.len < 7)
			f->warning = WARN_ATC_SHORT;
		return s.len > 1 && kn_is_atc(s) ? CAUSE_NONE : CAUSE_ATC;
	case CODE_AIC:
		return digits(s, 9, NULL) ? CAUSE_NONE : CAUSE_AIC;
	case CODE_SERVICE:
		return kn_is_service(s) ? CAUSE_NONE : CAUSE_SERVICE;
	case CODE_DX:
		drop_dot(f, 3);
		return kn_is_dx(form_text(f)) ? CAUSE_NONE : CAUSE_DX;
	case CODE_PROC:
		drop_dot(f, 2);
		return kn_is_proc(form_text(f)) ? CAUSE_NONE : CAUSE_PROC;
	case CODE_EXEMPTION:
		new_exemption(f);
		return kn_is_exemption(s) ? CAUSE_NONE : CAUSE_EXEMPTION;
	case CODE_TWO_DIGITS:
		return digits(s, 2, NULL) ? CAUSE_NONE : CAUSE_TWO_DIGITS;
	case CODE_THREE_DIGITS:
		return digits(s, 3, NULL) ? CAUSE_NONE : CAUSE_THREE_DIGITS;
	case N_CODE:
		break;
	}
	BUG("code kind");
}

enum cause code_canonical(enum code_kind kind, struct str s,
			  const struct places *places, struct code_form *out)
{
	/* longer than any code: the form of an empty text is wrong too */
	out->len = s.len <= ID_MAX ? s.len : 0;
	out->warning = -1;
	memset(out->text, 0, sizeof(out->text));
	if (out->len)
		memcpy(out->text, s.ptr, out->len);
	return check_form(kind, places, out);
}

/* --------------------------------------------------------------- codebook */

void codebook_release(struct codebook *b)
{
	free(b->slots);
	textset_release(&b->canonical);
	*b = (struct codebook){0};
}

static enum rc grow(struct codebook *b, struct err *err)
{
	struct codebook bigger = *b;
	if (b->n * 4 < b->n_slot)
		return OK;
	bigger.n_slot = b->n_slot ? b->n_slot * 2 : 1024;
	bigger.shift = b->n_slot ? b->shift - 1 : 54;
	bigger.slots = calloc(bigger.n_slot, sizeof(*bigger.slots));
	if (!bigger.slots)
		return err_set(err, E_NOMEM, "no memory for %zu codes", b->n);
	for (size_t i = 0; i < b->n_slot; i++) {
		const struct code_slot *s = &b->slots[i];
		if (s->local)
			bigger.slots[codebook_slot(
				&bigger, (struct head){s->lo, s->hi})] = *s;
	}
	free(b->slots);
	*b = bigger;
	return OK;
}

/* A text not met before, or too long for a slot. */
static enum rc learn(struct codebook *b, enum code_kind kind, struct str s,
		     const struct places *places, struct code_answer *out,
		     struct err *err)
{
	struct code_form f;
	uint32_t number;
	bool fresh;
	*out = (struct code_answer){0, -1, code_canonical(kind, s, places, &f)};
	if (out->cause)
		return OK;
	enum rc rc = textset_add(&b->canonical, form_text(&f),
				 text_tag(form_text(&f)), &number, &fresh, err);
	out->local = number + 1;
	out->warning = f.warning;
	return rc;
}

enum rc codebook_find(struct codebook *b, enum code_kind kind, struct str s,
		      const struct places *places, struct code_answer *out,
		      struct err *err)
{
	enum rc rc;
	if (s.len > 16)
		return learn(b, kind, s, places, out, err);
	if ((rc = grow(b, err)))
		return rc;
	const struct head h = head_of(s);
	struct code_slot *at = &b->slots[codebook_slot(b, h)];
	if (at->local) {
		*out = (struct code_answer){at->local, at->warning, CAUSE_NONE};
		return OK;
	}
	rc = learn(b, kind, s, places, out, err);
	if (!rc && !out->cause) {
		*at = (struct code_slot){h.lo, h.hi, out->local,
					 (int8_t)out->warning};
		b->n++;
	}
	return rc;
}

/* GDT 2.1 and 3.0, the German exchange of practice devices (QMS Standards):
 * what Schiller and most spirometers for the PC write.
 *
 * A line is   LLLFFFFcontent CR LF
 *	LLL   its length with CR and LF (of 9 + content), three digits
 *	FFFF  the field, four digits
 * Fields read: 8000 set (6310: data of a test), 3000 id, 3101 family, 3102
 * given, 3103 born (DDMMYYYY), 3110 sex (1 M, 2 F), 3622 height cm, 3623 weight
 * kg, 8402 kind of test, 8410 parameter, 8420 value, 8421 unit, 8432 day, 8315
 * or 0102 device, 6227 and 6220 remarks. Others are passed over. Values carry
 * no curve: nothing can be judged from them.
 */
#include "spiro/unit_int.h"

#include "text/text.h"

#include <math.h>

#define LEAST_LINE 9u /* length, field, CR LF */

struct gdt {
	struct str name, rest;
	size_t line;
	struct arena *a;
	struct spiro_record *r;
	bool is_spiro;
	/* the value at hand: 8410, then 8420, then 8421 */
	bool has_param, has_value;
	bool predicted, post;
	enum spiro_param param;
	double value;
};

static enum rc wrong(const struct gdt *g, struct err *err, int msg,
		     const char *what)
{
	return err_msg(err, E_FORMAT, msg, STR_FMT ":%zu: %s", STR_ARG(g->name),
		       g->line, what);
}

static bool is_digits(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.ptr[i] < '0' || s.ptr[i] > '9')
			return false;
	return s.len > 0;
}

bool spiro_is_gdt(struct str bytes)
{
	return bytes.len >= LEAST_LINE && is_digits(str_sub(bytes, 0, 7)) &&
	       str_eq(str_sub(bytes, 3, 4), STR("8000"));
}

/* ---- one line */

static enum rc next_field(struct gdt *g, int *field, struct str *content,
			  struct err *err)
{
	struct str line = str_cut(&g->rest, '\n');
	int64_t length = 0, number = 0;
	g->line++;
	size_t whole = line.len + 1; /* with its LF */
	if (line.len && line.ptr[line.len - 1] == '\r')
		line.len--;
	else
		whole++; /* converted on the way: CR counts, and is not there */
	if (line.len < 7 || !is_digits(str_sub(line, 0, 7)) ||
	    !str_to_int(str_sub(line, 0, 3), &length) ||
	    !str_to_int(str_sub(line, 3, 4), &number))
		return wrong(g, err, MSG_SPI_R_FORM,
			     "not a line of GDT: three digits of length and "
			     "four of field; export the file again");
	if ((size_t)length != whole)
		return wrong(g, err, MSG_SPI_R_FORM,
			     "its length is not the one written in it: the "
			     "file is damaged, export it again");
	*field = (int)number;
	*content = str_trim(str_sub(line, 7, line.len - 7));
	return OK;
}

/* ---- values */

/* "FEV1 Soll" and "FEV1_PRED" are what the device holds normal, "FEV1 post"
 * what was blown after the drug. */
static bool cut_word(struct str *s, const char *word)
{
	size_t len = strlen(word);
	if (s->len <= len)
		return false;
	for (size_t i = 0; i < len; i++) {
		char c = s->ptr[s->len - len + i];
		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		if (c != word[i])
			return false;
	}
	s->len -= len;
	return true;
}

static enum rc take_param(struct gdt *g, struct str s, struct err *err)
{
	if (g->has_value)
		return wrong(g, err, MSG_SPI_R_UNITS,
			     "the value before has no unit (8421): export the "
			     "file with units");
	g->post = cut_word(&s, "POST");
	if (!g->post)
		(void)cut_word(&s, "PRE");
	g->predicted = cut_word(&s, "SOLL") || cut_word(&s, "PRED");
	g->has_param = spiro_param_parse(s, &g->param);
	return OK;
}

static enum rc take_value(struct gdt *g, struct str s, struct err *err)
{
	char room[32];
	struct str copy = {room, s.len};
	if (!g->has_param)
		return OK; /* another test's */
	if (s.len >= sizeof(room))
		return wrong(g, err, MSG_SPI_R_NUMBER,
			     "the value is too long to be a number");
	for (size_t i = 0; i < s.len; i++) /* German devices write a comma */
		room[i] = s.ptr[i] == ',' ? '.' : s.ptr[i];
	if (!str_to_double(copy, &g->value) || !(g->value > 0) ||
	    !(g->value < 1e6))
		return wrong(g, err, MSG_SPI_R_NUMBER,
			     "the value is not a number above 0: export the "
			     "file again");
	g->has_value = true;
	return OK;
}

static enum rc take_unit(struct gdt *g, struct str unit, struct err *err)
{
	struct spiro_record *r = g->r;
	if (!g->has_param || !g->has_value)
		return OK;
	double is = spiro_unit(g->param, unit);
	if (is <= 0)
		return wrong(g, err, MSG_SPI_R_UNITS,
			     "the unit is not one of its parameter: L, ml, "
			     "L/s, L/min or %");
	if (r->n_stated == SPIRO_MOST_VALUES)
		return wrong(g, err, MSG_SPI_R_LONG,
			     "more values than a test has: two tests in one "
			     "file?");
	r->stated[r->n_stated++] =
		(struct spiro_stated){.param = g->param,
				      .value = g->value * is,
				      .predicted = g->predicted,
				      .post = g->post};
	g->has_param = g->has_value = false;
	return OK;
}

/* ---- the patient and the test */

/* DDMMYYYY */
static bool read_day(struct str s, struct date *out)
{
	int64_t day, month, year;
	if (s.len != 8 || !is_digits(s) ||
	    !str_to_int(str_sub(s, 0, 2), &day) ||
	    !str_to_int(str_sub(s, 2, 2), &month) ||
	    !str_to_int(str_sub(s, 4, 4), &year) ||
	    !date_exists((int)year, (int)month, (int)day))
		return false;
	*out = date_of((int)year, (int)month, (int)day);
	return true;
}

static enum rc read_size(struct gdt *g, struct str s, double *out,
			 struct err *err)
{
	if (!str_to_double(s, out) || !(*out > 0 && *out < 500))
		return wrong(g, err, MSG_SPI_R_NUMBER,
			     "height and weight are numbers in cm and kg");
	return OK;
}

/* Texts of devices are in the code page of their maker: what is not UTF-8 is
 * read as Latin 1. */
static struct str text_in(struct gdt *g, struct str s)
{
	struct buf b;
	if (str_is_utf8(s))
		return arena_str(g->a, s);
	buf_init(&b, 2 * s.len + 1);
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.ptr[i];
		if (c < 0x80) {
			buf_char(&b, (char)c);
		} else {
			buf_char(&b, (char)(0xc0 | c >> 6));
			buf_char(&b, (char)(0x80 | (c & 0x3f)));
		}
	}
	struct str out = arena_str(g->a, buf_view(&b));
	buf_release(&b);
	return out;
}

static enum rc take_day(struct gdt *g, struct str s, bool birth,
			struct err *err)
{
	struct date d;
	char room[11];
	if (!read_day(s, &d))
		return wrong(g, err, MSG_SPI_R_NUMBER,
			     "not a day: write DDMMYYYY");
	if (birth)
		g->r->born = d;
	else
		g->r->taken_on = arena_str(g->a, date_text(d, room));
	return OK;
}

static enum rc take(struct gdt *g, int field, struct str s, struct err *err)
{
	struct spiro_record *r = g->r;
	switch (field) {
	case 3000:
		r->id = text_in(g, s);
		return OK;
	case 3101:
		r->family = text_in(g, s);
		return OK;
	case 3102:
		r->given = text_in(g, s);
		return OK;
	case 3103:
		return take_day(g, s, true, err);
	case 3110:
		r->sex = str_is(s, "1") ? 'M' : str_is(s, "2") ? 'F' : 0;
		return OK;
	case 3622:
		return read_size(g, s, &r->height_cm, err);
	case 3623:
		return read_size(g, s, &r->weight_kg, err);
	case 8402:
		g->is_spiro = str_starts(s, STR("LUFU")) ||
			      str_starts(s, STR("SPIR"));
		return OK;
	case 8315:
	case 102:
		r->device = text_in(g, s);
		return OK;
	case 6220:
	case 6227:
		r->remark = text_in(g, s);
		return OK;
	case 8432:
		return take_day(g, s, false, err);
	case 8410:
		return take_param(g, s, err);
	case 8420:
		return take_value(g, s, err);
	case 8421:
		return take_unit(g, s, err);
	default:
		return OK;
	}
}

static enum rc check(const struct gdt *g, struct err *err)
{
	if (g->has_value)
		return wrong(g, err, MSG_SPI_R_UNITS,
			     "the last value has no unit (8421): export the "
			     "file with units");
	if (!g->r->n_stated)
		return wrong(g, err, MSG_SPI_R_VALUES,
			     g->is_spiro
				     ? "no value that we know: 8410 must "
				       "name a parameter as FEV1, with 8420 "
				       "and 8421"
				     : "not a test of the lungs (8402 is "
				       "not LUFU): name the right file");
	return OK;
}

enum rc spiro_read_gdt(struct str bytes, struct str name, struct arena *a,
		       struct spiro_record *out, struct err *err)
{
	struct gdt g = {.name = name, .rest = bytes, .a = a, .r = out};
	enum rc rc = OK;
	out->format = SPIRO_GDT;
	out->stated = arena_array(a, struct spiro_stated, SPIRO_MOST_VALUES);
	if (!out->stated)
		return arena_fail(a, err);
	for (size_t sets = 0; g.rest.len && !rc;) {
		int field = 0;
		struct str content;
		rc = next_field(&g, &field, &content, err);
		if (!rc && field == 8000 && ++sets > 1)
			rc = wrong(&g, err, MSG_SPI_R_TWO,
				   "a second set begins: two tests in one "
				   "file, write each into its own");
		if (!rc)
			rc = take(&g, field, content, err);
	}
	return rc ? rc : check(&g, err);
}

/* Forms: fields declared once; what is typed is checked and kept. */
#include "web/page/kept_fields.html.h"
#include "web/web_int.h"

static size_t characters(struct str s)
{
	size_t n = 0;
	for (size_t i = 0; i < s.len; i++)
		n += ((unsigned char)s.ptr[i] & 0xc0) != 0x80;
	return n;
}

/* Marks that turn the direction of what follows: a name could be made to read
 * as another (U+202A-E, U+2066-9, U+200E-F, U+061C). */
static bool turns_direction(struct str s)
{
	for (size_t i = 0; i + 2 < s.len; i++) {
		unsigned char a = (unsigned char)s.ptr[i],
			      b = (unsigned char)s.ptr[i + 1],
			      c = (unsigned char)s.ptr[i + 2];
		if (a == 0xe2 && b == 0x80 &&
		    ((c >= 0xaa && c <= 0xae) || c == 0x8e || c == 0x8f))
			return true;
		if (a == 0xe2 && b == 0x81 && c >= 0xa6 && c <= 0xa9)
			return true;
	}
	for (size_t i = 0; i + 1 < s.len; i++)
		if ((unsigned char)s.ptr[i] == 0xd8 &&
		    (unsigned char)s.ptr[i + 1] == 0x9c)
			return true;
	return false;
}

static bool has_control(struct str s, bool lines)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.ptr[i];
		if (c < 0x20 || c == 0x7f)
			if (!lines || (c != '\n' && c != '\r' && c != '\t'))
				return true;
	}
	return false;
}

static enum msg text_wrong(const struct field *f, struct str s)
{
	if (has_control(s, f->kind == FIELD_LINES))
		return MSG_WEB_FIELD_CONTROL;
	if (turns_direction(s))
		return MSG_WEB_FIELD_DIRECTION;
	if (f->most && characters(s) > f->most)
		return MSG_WEB_FIELD_LONG;
	return MSG_NONE;
}

static enum msg code_wrong(const struct field *f, struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];
		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		      (c >= '0' && c <= '9') || strchr(".-_/", c)))
			return MSG_WEB_FIELD_CODE;
	}
	return s.len > f->most ? MSG_WEB_FIELD_LONG : MSG_NONE;
}

static enum msg int_wrong(const struct field *f, struct value *v)
{
	if (!str_to_int(v->text, &v->number))
		return MSG_WEB_FIELD_NUMBER;
	return v->number < f->min || v->number > f->max ? MSG_WEB_FIELD_RANGE
							: MSG_NONE;
}

static enum msg word_wrong(const struct field *f, struct value *v)
{
	int i = 0;
	for (struct str rest = str_from(f->choices); rest.ptr; i++)
		if (str_eq(str_cut(&rest, '|'), v->text)) {
			v->choice = i;
			return MSG_NONE;
		}
	return MSG_WEB_FIELD_CHOICE;
}

static enum msg value_wrong(const struct field *f, struct value *v)
{
	switch (f->kind) {
	case FIELD_TEXT:
	case FIELD_LINES:
		return text_wrong(f, v->text);
	case FIELD_INT:
		return int_wrong(f, v);
	case FIELD_DATE:
		return date_parse(v->text, &v->date, NULL) ? MSG_WEB_FIELD_DATE
							   : MSG_NONE;
	case FIELD_WORD:
		return word_wrong(f, v);
	case FIELD_CODE:
		return code_wrong(f, v->text);
	case FIELD_CHECK:
		v->number = 1;
		return MSG_NONE;
	}
	return MSG_NONE;
}

bool form_read(struct page *p, const struct field *fields, size_t n,
	       struct value *values)
{
	size_t before = p->n_problem;
	for (size_t i = 0; i < n; i++) {
		const struct field *f = &fields[i];
		struct value *v = &values[i];
		enum msg wrong = MSG_NONE;
		*v = (struct value){
			.text = str_trim(param(&p->form, f->name)),
			.choice = -1,
			.date = DATE_NONE,
		};
		v->given = v->text.len > 0;
		if (v->given)
			wrong = value_wrong(f, v);
		else if (f->required)
			wrong = MSG_WEB_FIELD_MISSING;
		if (wrong)
			form_problem(p, f->name, f->label, wrong);
	}
	return p->n_problem == before;
}

void form_problem(struct page *p, const char *field, enum msg label,
		  enum msg msg)
{
	if (p->n_problem < countof(p->problem))
		p->problem[p->n_problem++] = (struct field_problem){
			.field = field, .msg = msg, .label = label};
}

struct str form_wrong(struct page *p, const char *field)
{
	for (size_t i = 0; i < p->n_problem; i++)
		if (!strcmp(p->problem[i].field, field))
			return page_text(p, p->problem[i].msg);
	return STR("");
}

/* ---- a form sent once more */

struct html form_again(struct page *p)
{
	struct page_kept_fields v = {0};
	struct buf b;
	v.fields = arena_calloc(p->a, p->form.n + 1, sizeof(*v.fields));
	for (size_t i = 0; v.fields && i < p->form.n; i++) {
		const struct param *f = &p->form.at[i];
		if (str_is(f->name, "csrf") || str_is(f->name, "percorso_di") ||
		    str_starts(f->name, STR("pass")))
			continue;
		v.fields[v.n_fields].name = f->name;
		v.fields[v.n_fields++].value = f->value;
	}
	buf_init(&b, 4u << 20);
	page_kept_fields(&b, p->lang, &v);
	return (struct html){page_kept(p, &b)};
}

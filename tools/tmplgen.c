/* tmplgen - compiles an HTML template into a C function.
 *
 *	tmplgen FUNCTION TEMPLATE OUT.h OUT.c
 *
 * The first thing in a template is its parameters:
 *	{{! name, born:date, goals[](text, due:date), may_edit:bool }}
 * A parameter is a text unless it says :int, :date, :cents, :bool or :html; a
 * list has its own fields in parentheses. They become `struct FUNCTION`, and
 *	void FUNCTION(struct buf *, enum lang, const struct FUNCTION *);
 * so that a page that fills a wrong field does not compile.
 *
 * In the text:
 *	{{name}}		the value, escaped for the place it stands in
 *	{{t:MESSAGE}}		a text of lib/text/messages.h in the language
 *	{{#goals}}..{{/goals}}	for each element; or if a bool, a text, is set
 *	{{^goals}}..{{/goals}}	if there is none
 *	{{! comment }}
 * A value may stand in text and in a quoted attribute; at the beginning of an
 * href, src or action it goes through the filter of addresses. Anywhere else
 * (unquoted attribute, tag name, script, style, comment) it is refused.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum type { T_STR, T_INT, T_DATE, T_CENTS, T_BOOL, T_HTML, T_LIST };
static const char *const type_word[] = {"",      "int",  "date",
					"cents", "bool", "html"};
static const char *const c_type[] = {"struct str", "int64_t", "struct date",
				     "int64_t",    "bool",    "struct html"};

#define MAX_FIELDS 128
#define MAX_DEPTH  8
#define MAX_NAME   64

struct field {
	char name[MAX_NAME];
	enum type type;
	int parent; /* index of the list it is a field of, or -1 */
};
static struct field fields[MAX_FIELDS];
static int n_field;

static const char *file;
static char *text;
static size_t at;
static FILE *out;

static void fail(const char *why, const char *what)
{
	int line = 1;
	for (size_t i = 0; i < at && text[i]; i++)
		line += text[i] == '\n';
	fprintf(stderr, "%s:%d: %s%s%s\n", file, line, why, what ? ": " : "",
		what ? what : "");
	exit(1);
}

static void read_file(void)
{
	FILE *f = fopen(file, "rb");
	size_t cap = 1u << 20;
	text = malloc(cap);
	if (!f || !text) {
		fprintf(stderr, "%s: could not be read\n", file);
		exit(1);
	}
	size_t n = fread(text, 1, cap - 1, f);
	text[n] = '\0';
	fclose(f);
	if (n == cap - 1)
		fail("longer than a mebibyte", NULL);
}

static void spaces(void)
{
	while (isspace((unsigned char)text[at]))
		at++;
}

static void word(char name[MAX_NAME])
{
	size_t n = 0;
	while (isalnum((unsigned char)text[at]) || text[at] == '_') {
		if (n + 1 >= MAX_NAME)
			fail("name too long", NULL);
		name[n++] = text[at++];
	}
	name[n] = '\0';
	if (!n)
		fail("a name is expected here", NULL);
}

static enum type type_of(const char *name)
{
	for (int i = 1; i < (int)(sizeof(type_word) / sizeof(*type_word)); i++)
		if (!strcmp(name, type_word[i]))
			return (enum type)i;
	fail("no such type", name);
	return T_STR;
}

/* The fields up to `end`, which is left unread. */
static void parameters(int parent, char end)
{
	for (;;) {
		spaces();
		if (text[at] == end)
			return;
		if (n_field == MAX_FIELDS)
			fail("too many parameters", NULL);
		int me = n_field++;
		word(fields[me].name);
		fields[me].parent = parent;
		if (text[at] == ':') {
			char name[MAX_NAME];
			at++;
			word(name);
			fields[me].type = type_of(name);
		} else if (!strncmp(text + at, "[](", 3)) {
			fields[me].type = T_LIST;
			at += 3;
			parameters(me, ')');
			at++;
		}
		spaces();
		if (text[at] == ',')
			at++;
		else if (text[at] != end)
			fail("',' is expected between parameters", NULL);
	}
}

static void head(void)
{
	if (strncmp(text, "{{!", 3) != 0)
		fail("a template begins with {{! its parameters }}", NULL);
	at = 3;
	parameters(-1, '}');
	if (text[at + 1] != '}')
		fail("}} is expected", NULL);
	at += 2;
	if (text[at] == '\n')
		at++;
}

/* ------------------------------------------------------------ the struct */

static void print_fields(FILE *h, const char *fn, int parent)
{
	for (int i = 0; i < n_field; i++) {
		const struct field *f = &fields[i];
		if (f->parent != parent)
			continue;
		if (f->type == T_LIST)
			fprintf(h,
				"\tstruct %s_%s *%s;\n\tsize_t n_%s;\n",
				fn, f->name, f->name, f->name);
		else
			fprintf(h, "\t%s %s;\n", c_type[f->type], f->name);
	}
}

static void print_header(FILE *h, const char *fn)
{
	fprintf(h, "/* Generated from %s by tools/tmplgen. */\n", file);
	fprintf(h, "#pragma once\n#include \"text/html.h\"\n\n");
	for (int i = n_field - 1; i >= 0; i--) /* inner lists come first */
		if (fields[i].type == T_LIST) {
			fprintf(h, "struct %s_%s {\n", fn, fields[i].name);
			print_fields(h, fn, i);
			fprintf(h, "};\n");
		}
	fprintf(h, "struct %s {\n", fn);
	if (!n_field) /* C17 has no empty struct */
		fprintf(h, "\tchar nothing;\n");
	print_fields(h, fn, -1);
	fprintf(h, "};\n\nvoid %s(struct buf *b, enum lang lang,\n", fn);
	fprintf(h, "\tconst struct %s *p);\n", fn);
}

/* ---------------------------------------------------- the place we are in */

static struct {
	bool tag, quoted, comment, raw; /* raw: inside script or style */
	char quote, name[MAX_NAME], attribute[MAX_NAME];
	size_t n_name, n_attribute, n_value;
} place;

static void enter_tag(void)
{
	place.tag = true;
	place.n_name = 0;
	place.name[0] = '\0';
	place.n_attribute = 0;
}

static void leave_tag(void)
{
	place.tag = false;
	place.raw =
		!strcmp(place.name, "script") || !strcmp(place.name, "style");
}

static void add_letter(char *to, size_t *n, char c)
{
	if (*n + 1 < MAX_NAME) {
		to[(*n)++] = (char)tolower((unsigned char)c);
		to[*n] = '\0';
	}
}

static void inside_tag(char c, char before)
{
	if (place.quoted) {
		if (c == place.quote)
			place.quoted = false;
		else
			place.n_value++;
	} else if ((c == '"' || c == '\'') && before == '=') {
		place.quoted = true;
		place.quote = c;
		place.n_value = 0;
	} else if (c == '>') {
		leave_tag();
	} else if (isspace((unsigned char)c)) {
		place.n_attribute = 0;
		place.attribute[0] = '\0';
		if (place.n_name)
			place.n_name = MAX_NAME; /* the name is complete */
	} else if (place.n_name < MAX_NAME) {
		add_letter(place.name, &place.n_name, c);
	} else if (c != '=') {
		add_letter(place.attribute, &place.n_attribute, c);
	}
}

static void track(size_t i)
{
	char c = text[i];
	if (place.comment) {
		if (c == '>' && i >= 2 && text[i - 1] == '-' &&
		    text[i - 2] == '-')
			place.comment = false;
	} else if (place.tag) {
		inside_tag(c, i ? text[i - 1] : ' ');
	} else if (!strncmp(text + i, "<!--", 4)) {
		place.comment = true;
	} else if (c == '<' && (!place.raw || text[i + 1] == '/')) {
		place.raw = false;
		enter_tag();
	}
}

static const char *escaper(void)
{
	static const char *const address[] = {"href", "src", "action",
					      "formaction"};
	if (place.comment || place.raw)
		fail("no value may stand in a comment, script or style", NULL);
	if (!place.tag)
		return "html_text";
	if (!place.quoted)
		fail("a value in a tag must stand in a quoted attribute", NULL);
	if (!strncmp(place.attribute, "on", 2) ||
	    !strcmp(place.attribute, "style"))
		fail("no value may stand in this attribute", place.attribute);
	for (size_t i = 0; i < 4; i++)
		if (!strcmp(place.attribute, address[i]) && !place.n_value)
			return "html_address";
	return "html_text";
}

/* ------------------------------------------------------------- the body */

static int scope[MAX_DEPTH]; /* field of each open section */
static bool loops[MAX_DEPTH], inverted[MAX_DEPTH];
static int depth;

/* "p->", or "i2->" for the element of the innermost loop that has it */
static const struct field *lookup(const char *name, char *owner, size_t size)
{
	for (int d = depth; d >= 0; d--) {
		if (d && !loops[d - 1])
			continue;
		int parent = d ? scope[d - 1] : -1;
		for (int i = 0; i < n_field; i++)
			if (fields[i].parent == parent &&
			    !strcmp(fields[i].name, name)) {
				if (d)
					snprintf(owner, size, "i%d->", d);
				else
					snprintf(owner, size, "p->");
				return &fields[i];
			}
	}
	fail("no such parameter", name);
	return NULL;
}

static void put_literal(size_t from, size_t to)
{
	if (from == to)
		return;
	fprintf(out, "\tbuf_add(b, \"");
	for (size_t i = from; i < to; i++) {
		unsigned char c = (unsigned char)text[i];
		if (c == '\n')
			fprintf(out, "\\n\"\n\t\t\"");
		else if (c == '"' || c == '\\')
			fprintf(out, "\\%c", c);
		else if (c < 0x20 || c >= 0x7f)
			fprintf(out, "\\%03o", c);
		else
			fputc(c, out);
	}
	fprintf(out, "\", %zu);\n", to - from);
}

static void put_value(const char *name)
{
	char o[32];
	const struct field *f = lookup(name, o, sizeof(o));
	switch (f->type) {
	case T_STR:
		fprintf(out, "\t%s(b, %s%s);\n", escaper(), o, name);
		break;
	case T_INT:
		escaper();
		fprintf(out, "\tbuf_int(b, %s%s);\n", o, name);
		break;
	case T_DATE:
		escaper();
		fprintf(out, "\ttext_date(b, lang, %s%s);\n", o, name);
		break;
	case T_CENTS:
		escaper();
		fprintf(out, "\ttext_euro(b, lang, %s%s);\n", o, name);
		break;
	case T_HTML:
		if (place.tag || place.comment || place.raw)
			fail("markup may stand only in text", name);
		fprintf(out, "\tbuf_str(b, %s%s.markup);\n", o, name);
		break;
	case T_BOOL:
	case T_LIST:
		fail("a list or a bool is used with {{#...}}", name);
	}
}

static void open_section(const char *name, bool no)
{
	char o[32];
	const struct field *f = lookup(name, o, sizeof(o));
	if (depth == MAX_DEPTH)
		fail("sections nested too deep", NULL);
	scope[depth] = (int)(f - fields);
	inverted[depth] = no;
	loops[depth++] = f->type == T_LIST && !no;
	if (f->type == T_LIST && no)
		fprintf(out, "\tif (!%sn_%s) {\n", o, name);
	else if (f->type == T_LIST)
		fprintf(out,
			"\tfor (size_t k%d = 0; k%d < %sn_%s; k%d++) {\n"
			"\tconst __typeof__(*%s%s) *i%d = &%s%s[k%d];\n",
			depth, depth, o, name, depth, o, name, depth, o, name,
			depth);
	else if (f->type == T_BOOL)
		fprintf(out, "\tif (%s%s%s) {\n", no ? "!" : "", o, name);
	else if (f->type == T_STR)
		fprintf(out, "\tif (%s%s%s.len) {\n", no ? "!" : "", o, name);
	else
		fail("only a list, a bool or a text opens a section", name);
}

static void close_section(const char *name)
{
	if (!depth || strcmp(fields[scope[depth - 1]].name, name) != 0)
		fail("closes a section that is not the one open", name);
	depth--;
	fprintf(out, "\t}\n");
}

static void tag(const char *inside)
{
	if (inside[0] == '!')
		return;
	if (!strncmp(inside, "t:", 2)) {
		escaper();
		fprintf(out, "\thtml_text(b, text_of(MSG_%s, lang));\n",
			inside + 2);
	} else if (inside[0] == '#' || inside[0] == '^') {
		open_section(inside + 1, inside[0] == '^');
	} else if (inside[0] == '/') {
		close_section(inside + 1);
	} else {
		put_value(inside);
		place.n_value++;
	}
}

static void body(void)
{
	size_t from = at;
	while (text[at]) {
		if (strncmp(text + at, "{{", 2) != 0) {
			track(at++);
			continue;
		}
		put_literal(from, at);
		char *end = strstr(text + at, "}}");
		if (!end)
			fail("{{ without }}", NULL);
		char inside[256];
		size_t n = (size_t)(end - (text + at + 2));
		if (n >= sizeof(inside))
			fail("too long between {{ and }}", NULL);
		memcpy(inside, text + at + 2, n);
		inside[n] = '\0';
		tag(inside);
		at += n + 4;
		from = at;
	}
	put_literal(from, at);
	if (depth)
		fail("section never closed", fields[scope[depth - 1]].name);
}

int main(int argc, char **argv)
{
	if (argc != 5) {
		fputs("usage: tmplgen FUNCTION TEMPLATE OUT.h OUT.c\n", stderr);
		return 2;
	}
	file = argv[2];
	read_file();
	head();
	FILE *h = fopen(argv[3], "w");
	out = fopen(argv[4], "w");
	if (!h || !out) {
		fprintf(stderr, "could not write %s or %s\n", argv[3], argv[4]);
		return 1;
	}
	print_header(h, argv[1]);
	fprintf(out, "/* Generated from %s by tools/tmplgen. */\n", file);
	const char *name = strstr(argv[3], ".html.h") ? argv[3] : "";
	const char *slash = strrchr(name, '/');
	fprintf(out, "#include \"%s\"\n\n", slash ? slash + 1 : argv[3]);
	fprintf(out, "void %s(struct buf *b, enum lang lang,\n", argv[1]);
	fprintf(out, "\tconst struct %s *p)\n{\n\t(void)lang;\n\t(void)p;\n",
		argv[1]);
	body();
	fprintf(out, "}\n");
	return fclose(h) || fclose(out) ? 1 : 0;
}

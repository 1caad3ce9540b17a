#include "knowledge/names.h"
#include "knowledge/knowledge_int.h"

static struct str own_file(const char *name)
{
	struct str text = {NULL, 0};
	if (knowledge_file(NULL, name, NULL, &text, NULL))
		BUG("a table of ours is not there");
	return text;
}

/* The next field of a line of ours: no line break, and no quote, in a quoted
 * one (test/knowledge_test.c compares all names). */
static struct str next_field(struct str *line)
{
	if (!line->len || line->ptr[0] != '"')
		return str_cut(line, ',');
	*line = str_sub(*line, 1, line->len - 1);
	const struct str field = str_cut(line, '"');
	str_cut(line, ',');
	return field;
}

/* Which field of a line has this name in the header. */
static size_t field_named(struct str text, struct str name)
{
	struct str header = str_cut(&text, '\n');
	for (size_t i = 0; header.ptr; i++)
		if (str_eq(next_field(&header), name))
			return i;
	BUG("a table of ours has other columns");
}

static struct str cut_field(struct str text, struct str line, struct str column)
{
	for (size_t i = field_named(text, column); i; i--)
		next_field(&line);
	return next_field(&line);
}

/* The line whose first field is `code`; unset when there is none. */
static struct str find_line(struct str text, struct str code)
{
	str_cut(&text, '\n'); /* the header */
	while (text.len) {
		const struct str line = str_cut(&text, '\n');
		if (line.len > code.len && line.ptr[code.len] == ',' &&
		    str_starts(line, code))
			return line;
	}
	return (struct str){NULL, 0};
}

/* Where the line begins that byte `at` is in, not before `from`. */
static size_t line_begin(struct str text, size_t from, size_t at)
{
	while (at > from && text.ptr[at - 1] != '\n')
		at--;
	return at;
}

/* The same in a table in order of its first field: the first of equals. */
static struct str search_line(struct str text, struct str code)
{
	struct str rest = text;
	str_cut(&rest, '\n');
	size_t lo = text.len - rest.len, hi = text.len;
	while (lo < hi) {
		const size_t at = line_begin(text, lo, lo + (hi - lo) / 2);
		rest = str_sub(text, at, text.len - at);
		struct str line = str_cut(&rest, '\n');
		if (str_cmp(next_field(&line), code) < 0)
			lo = text.len - rest.len;
		else
			hi = at;
	}
	rest = str_sub(text, lo, text.len - lo);
	const struct str line = str_cut(&rest, '\n');
	struct str fields = line;
	return str_eq(next_field(&fields), code) ? line : (struct str){NULL, 0};
}

static bool cut_names(struct str atc, struct str *it, struct str *en)
{
	const struct str text = own_file("drugs_atc.csv");
	for (; atc.len; atc.len--) {
		const struct str line = search_line(text, atc);
		if (!line.ptr)
			continue;
		*it = cut_field(text, line, STR("name_it"));
		*en = cut_field(text, line, STR("name_en"));
		return true;
	}
	return false;
}

bool kn_drug_names(const struct knowledge *kn, struct str atc, struct str *it,
		   struct str *en)
{
	if (!kn->n_drugs)
		return cut_names(atc, it, en);
	const int row = kn_drug_index(kn, atc);
	if (row < 0)
		return false;
	*it = kn->drugs[row].name_it;
	*en = kn->drugs[row].name_en;
	return true;
}

static struct str cut_name(const char *file, struct str code)
{
	const struct str text = own_file(file);
	const struct str line = find_line(text, code);
	return line.ptr ? cut_field(text, line, STR("name_it")) : line;
}

struct str kn_service_name(const struct knowledge *kn, struct str code)
{
	if (!kn->n_services)
		return cut_name("services.csv", code);
	const int i = kn_service_index(kn, code);
	return i < 0 ? (struct str){NULL, 0} : kn->services[i].name_it;
}

struct str kn_exemption_name(const struct knowledge *kn, struct str code)
{
	if (!kn->n_exemptions)
		return cut_name("exemptions.csv", code);
	const uint32_t i = map_get(&kn->exemption_by_code, code);
	return i == MAP_NONE ? (struct str){NULL, 0}
			     : kn->exemptions[i].name_it;
}

static struct str phrase(const char *file, struct str of, struct str language)
{
	const struct str text = own_file(file);
	const struct str line = search_line(text, of);
	return line.ptr ? cut_field(text, line, language) : line;
}

static struct str italian(struct str en)
{
	return phrase("phrases_it.csv", en, STR("it"));
}

void kn_put_phrase(struct buf *b, struct str en, enum lang lang)
{
	if (lang == LANG_EN) {
		buf_str(b, en);
		return;
	}
	const struct str whole = italian(en);
	if (whole.ptr) {
		buf_str(b, whole);
		return;
	}
	for (size_t i = 1; i + 2 < en.len; i++) {
		if (en.ptr[i] != ':' || en.ptr[i + 1] != ' ')
			continue;
		const struct str first = italian(str_sub(en, 0, i));
		const struct str rest =
			italian(str_sub(en, i + 2, en.len - i - 2));
		if (!first.ptr || !rest.ptr)
			continue;
		buf_str(b, first);
		buf_text(b, ": ");
		buf_str(b, rest);
		return;
	}
	buf_str(b, en);
}

struct str kn_term(struct str it, enum lang lang)
{
	if (lang == LANG_IT)
		return it;
	const struct str en = phrase("phrases_en.csv", it, STR("en"));
	return en.ptr ? en : it;
}

#include "knowledge/drug_names.h"
#include "knowledge/knowledge_int.h"

static struct str drug_file(void)
{
	struct str text = {NULL, 0};
	if (knowledge_file(NULL, "drugs_atc.csv", NULL, &text, NULL))
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

static struct str line_at(struct str text, size_t at)
{
	struct str rest = str_sub(text, at, text.len - at);
	return str_cut(&rest, '\n');
}

enum rc kn_list_drugs(struct knowledge *kn, struct err *err)
{
	const struct str text = drug_file();
	struct str rest = text;
	enum rc rc = OK;
	str_cut(&rest, '\n'); /* the header */
	while (!rc && rest.len) {
		const size_t at = (size_t)(rest.ptr - text.ptr);
		struct str line = str_cut(&rest, '\n');
		const struct str atc = next_field(&line);
		if (map_get(&kn->drug_by_atc, atc) == MAP_NONE)
			rc = map_put(&kn->drug_by_atc, atc, (uint32_t)at, err);
	}
	return rc;
}

/* Which field of a line has this name in the header. */
static size_t field_named(struct str text, struct str name)
{
	struct str header = line_at(text, 0);
	for (size_t i = 0; header.ptr; i++)
		if (str_eq(next_field(&header), name))
			return i;
	BUG("drugs_atc.csv has other columns");
}

static struct str cut_field(struct str text, size_t at, struct str column)
{
	struct str line = line_at(text, at);
	for (size_t i = field_named(text, column); i; i--)
		next_field(&line);
	return next_field(&line);
}

static bool cut_names(const struct knowledge *kn, struct str atc,
		      struct str *it, struct str *en)
{
	const struct str text = drug_file();
	for (; atc.len; atc.len--) {
		const uint32_t at = map_get(&kn->drug_by_atc, atc);
		if (at == MAP_NONE)
			continue;
		*it = cut_field(text, at, STR("name_it"));
		*en = cut_field(text, at, STR("name_en"));
		return true;
	}
	return false;
}

bool kn_drug_names(const struct knowledge *kn, struct str atc, struct str *it,
		   struct str *en)
{
	if (!kn->n_drugs)
		return cut_names(kn, atc, it, en);
	const int row = kn_drug_index(kn, atc);
	if (row < 0)
		return false;
	*it = kn->drugs[row].name_it;
	*en = kn->drugs[row].name_en;
	return true;
}

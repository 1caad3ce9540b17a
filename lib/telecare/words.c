#include "telecare/telecare.h"

#include "table/table.h"

struct row {
	int kind, urgency;
	struct str code, section, snomed, statements;
	struct str text[2], name[2], conclusion[2], advice[2];
	struct date from, to;
};

#define KINDS "ecg|spirometry"
#define DATES                                                                  \
	{"valid_from", COL_DATE, .need = true, .key = true, AT(row, from)},    \
		{"valid_to", COL_DATE, AT(row, to)},                           \
	{                                                                      \
		"source", COL_TEXT, .need = true                               \
	}

static const struct column statements[] = {
	{"code", COL_TEXT, .need = true, .key = true, AT(row, code)},
	{"kind", COL_WORD, .need = true, .words = KINDS, AT(row, kind)},
	{"section", COL_TEXT, .need = true, AT(row, section)},
	{"snomed", COL_TEXT, AT(row, snomed)},
	{"text_it", COL_TEXT, .need = true, AT(row, text[0])},
	{"text_en", COL_TEXT, .need = true, AT(row, text[1])},
	DATES,
};
static const struct column templates[] = {
	{"code", COL_TEXT, .need = true, .key = true, AT(row, code)},
	{"kind", COL_WORD, .need = true, .words = KINDS, AT(row, kind)},
	{"name_it", COL_TEXT, .need = true, AT(row, name[0])},
	{"name_en", COL_TEXT, .need = true, AT(row, name[1])},
	{"statements", COL_TEXT, .need = true, AT(row, statements)},
	{"conclusion_it", COL_TEXT, .need = true, AT(row, conclusion[0])},
	{"conclusion_en", COL_TEXT, .need = true, AT(row, conclusion[1])},
	{"advice_it", COL_TEXT, AT(row, advice[0])},
	{"advice_en", COL_TEXT, AT(row, advice[1])},
	{"urgency", COL_WORD, .need = true, .words = "red|amber|green",
	 AT(row, urgency)},
	DATES,
};
static const struct table_form forms[2] = {
	{"tele_statements.csv", statements, countof(statements),
	 sizeof(struct row)},
	{"tele_templates.csv", templates, countof(templates),
	 sizeof(struct row)},
};

enum { SCRATCH_BYTES = 8 << 20 }; /* a hundred times what the files take */

static enum rc read_table(const char *dir, const struct table_form *form,
			  struct arena *a, struct table *t, struct err *err)
{
	struct arena scratch;
	struct issues found;
	struct str bytes;
	arena_init(&scratch, SCRATCH_BYTES);
	issues_init(&found, &scratch, 3);
	enum rc rc = knowledge_file(dir, form->file, a, &bytes, err);
	if (!rc)
		rc = table_read(t, form, bytes, NULL, NULL, a, &scratch, &found,
				err);
	if (!rc && found.n_error)
		rc = issues_refuse(&found, form->file, err);
	issues_release(&found);
	arena_release(&scratch);
	return rc;
}

static bool in_force(const struct row *x, struct date on)
{
	return x->from.days <= on.days &&
	       (date_is_none(x->to) || x->to.days >= on.days);
}

static enum rc load_statements(const struct table *t, struct date on,
			       struct arena *a, struct tele_words *out,
			       struct err *err)
{
	const struct row *rows = t->rows;
	out->statement = arena_array(a, struct tele_statement, t->n + 1);
	if (!out->statement)
		return arena_fail(a, err);
	for (size_t i = 0; i < t->n; i++) {
		const struct row *x = &rows[i];
		if (!in_force(x, on))
			continue;
		out->statement[out->n_statement++] = (struct tele_statement){
			.kind = (enum tele_kind)x->kind,
			.code = x->code,
			.section = x->section,
			.snomed = x->snomed,
			.text = {x->text[0], x->text[1]}};
	}
	return OK;
}

static enum rc load_templates(const struct table *t, struct date on,
			      struct arena *a, struct tele_words *out,
			      struct err *err)
{
	const struct row *rows = t->rows;
	out->template = arena_array(a, struct tele_template, t->n + 1);
	if (!out->template)
		return arena_fail(a, err);
	for (size_t i = 0; i < t->n; i++) {
		const struct row *x = &rows[i];
		if (!in_force(x, on))
			continue;
		out->template[out->n_template++] = (struct tele_template){
			.kind = (enum tele_kind)x->kind,
			.urgency = (enum tele_urgency)x->urgency,
			.code = x->code,
			.name = {x->name[0], x->name[1]},
			.conclusion = {x->conclusion[0], x->conclusion[1]},
			.advice = {x->advice[0], x->advice[1]},
			.statements = x->statements};
	}
	return OK;
}

enum rc tele_words_load(const char *dir, struct date on, struct arena *a,
			struct tele_words *out, struct err *err)
{
	struct table t;
	*out = (struct tele_words){0};
	enum rc rc = read_table(dir, &forms[0], a, &t, err);
	if (!rc)
		rc = load_statements(&t, on, a, out, err);
	if (!rc)
		rc = read_table(dir, &forms[1], a, &t, err);
	return rc ? rc : load_templates(&t, on, a, out, err);
}

const struct tele_statement *tele_statement_of(const struct tele_words *w,
					       enum tele_kind kind,
					       struct str code)
{
	for (size_t i = 0; i < w->n_statement; i++)
		if (w->statement[i].kind == kind &&
		    str_eq(w->statement[i].code, code))
			return &w->statement[i];
	return NULL;
}

const struct tele_template *tele_template_of(const struct tele_words *w,
					     enum tele_kind kind,
					     struct str code)
{
	for (size_t i = 0; i < w->n_template; i++)
		if (w->template[i].kind == kind &&
		    str_eq(w->template[i].code, code))
			return &w->template[i];
	return NULL;
}

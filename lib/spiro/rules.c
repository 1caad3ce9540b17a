#include "spiro/rules.h"

#include "knowledge/knowledge.h"
#include "table/table.h"

#define RULES_BYTES (1u << 20) /* the table is 3 kB */

struct row {
	struct str code;
	double value;
	struct date from, to;
};

static const struct {
	const char *name;
	size_t at;
} rules[] = {
#define ROW(name) {#name, offsetof(struct spiro_rules, name)},
	SPIRO_RULES(ROW)
#undef ROW
};

static bool is_rule(struct str s)
{
	for (size_t i = 0; i < countof(rules); i++)
		if (str_is(s, rules[i].name))
			return true;
	return false;
}

static const struct column columns[] = {
	{"code", COL_TEXT, .need = true, .key = true, .form = is_rule,
	 .form_is = "a rule we know", AT(row, code)},
	{"value", COL_REAL, .need = true, .min = -100, .max = 1000,
	 AT(row, value)},
	{.name = "unit", .kind = COL_TEXT},
	{"valid_from", COL_DATE, .need = true, .key = true, AT(row, from)},
	{"valid_to", COL_DATE, AT(row, to)},
	{"source", COL_TEXT, .need = true},
};
static const struct table_form form = {.file = "spirometry/rules.csv",
				       .columns = columns,
				       .n_column = countof(columns),
				       .row_size = sizeof(struct row)};

static bool is_valid(const struct row *w, struct date on)
{
	return w->from.days <= on.days &&
	       (date_is_none(w->to) || w->to.days >= on.days);
}

static void take(const struct table *t, struct date on, size_t k,
		 struct spiro_rules *out)
{
	const struct row *w = t->rows;
	size_t n = 0;
	for (size_t i = 0; i < t->n; i++) {
		if (!str_is(w[i].code, rules[k].name) || !is_valid(&w[i], on))
			continue;
		memcpy((char *)out + rules[k].at, &w[i].value, sizeof(double));
		n++;
	}
	if (n != 1)
		table_wrong_file(t,
				 "%s has %zu rows for the day: keep one, by "
				 "valid_from and valid_to",
				 rules[k].name, n);
}

static enum rc load(const char *dir, struct date on, struct arena *a,
		    struct issues *issues, struct spiro_rules *out,
		    struct err *err)
{
	struct table t;
	struct str bytes = {NULL, 0};
	size_t before = issues->n_error;
	enum rc rc = knowledge_file(dir, form.file, a, &bytes, err);
	if (!rc)
		rc = table_read(&t, &form, bytes, NULL, NULL, a, a, issues,
				err);
	for (size_t k = 0;
	     k < countof(rules) && !rc && issues->n_error == before; k++)
		take(&t, on, k, out);
	if (!rc && issues->n_error > before)
		rc = issues_refuse(issues, "the rules of spirometry", err);
	return rc;
}

enum rc spiro_rules_load(const char *dir, struct date on, struct issues *issues,
			 struct spiro_rules *out, struct err *err)
{
	struct arena a;
	struct issues own;
	struct spiro_rules r = {0};
	arena_init(&a, RULES_BYTES);
	issues_init(&own, &a, 20);
	enum rc rc = load(dir, on, &a, issues ? issues : &own, &r, err);
	if (!rc)
		*out = r;
	issues_release(&own);
	arena_release(&a);
	return rc;
}

#include "quality/quality.h"

#include "table/table.h"

static bool any(struct str s)
{
	return s.len > 0;
}

#define TEXT(field)                                                            \
	{                                                                      \
		.name = #field, .kind = COL_TEXT, AT(indicator, field)         \
	}
#define NUMBER(field)                                                          \
	{                                                                      \
		.name = #field, .kind = COL_INT, AT(indicator, field)          \
	}
static const struct column columns[] = {
	{.name = "code",
	 .kind = COL_TEXT,
	 .need = true,
	 .key = true,
	 .form = any,
	 .form_is = "a code",
	 AT(indicator, code)},
	TEXT(name_it),
	TEXT(name_en),
	TEXT(area),
	{.name = "kind",
	 .kind = COL_WORD,
	 .need = true,
	 .words = "plan|timely_plan|activity|attended|services|drugs",
	 AT(indicator, kind)},
	TEXT(conditions),
	TEXT(numerator),
	NUMBER(min_groups),
	NUMBER(window_days),
	NUMBER(target_percent),
	{.name = "valid_from",
	 .kind = COL_DATE,
	 .need = true,
	 AT(indicator, valid_from)},
	{.name = "valid_to", .kind = COL_DATE, AT(indicator, valid_to)},
	TEXT(source),
	TEXT(confidence),
	TEXT(note),
};
static const struct table_form form = {.file = "indicators.csv",
				       .columns = columns,
				       .n_column = countof(columns),
				       .row_size = sizeof(struct indicator)};

static void check_conditions(const struct table *t, size_t row,
			     const struct knowledge *kn,
			     const struct indicator *i)
{
	struct str rest = i->conditions;
	while (rest.ptr && i->conditions.len) {
		struct str code = str_cut(&rest, '|');
		if (kn_condition_index(kn, code) < 0)
			table_wrong(t, row, "conditions",
				    "there is no condition \"" STR_FMT "\"",
				    STR_ARG(code));
	}
}

/* "codes:times" */
static void check_services(const struct table *t, size_t row,
			   const struct indicator *i)
{
	int groups = 0;
	for (struct str rest = i->numerator; rest.ptr; groups++) {
		struct str times = str_cut(&rest, ';');
		struct str codes = str_cut(&times, ':');
		int64_t n;
		if (!times.ptr || !str_to_int(times, &n) || n < 1)
			table_wrong(t, row, "numerator",
				    "a group is written codes:times");
		while (codes.ptr) {
			struct str code = str_cut(&codes, '|');
			if (!kn_is_service(code))
				table_wrong(t, row, "numerator",
					    "\"" STR_FMT
					    "\" is not a service code",
					    STR_ARG(code));
		}
	}
	if (i->min_groups < 1 || i->min_groups > groups)
		table_wrong(t, row, "min_groups",
			    "must be 1 to the number of groups, %d", groups);
}

static void check_drugs(const struct table *t, size_t row,
			const struct indicator *i)
{
	for (struct str rest = i->numerator; rest.ptr;) {
		struct str atc = str_cut(&rest, '|');
		if (!kn_is_atc(atc))
			table_wrong(t, row, "numerator",
				    "\"" STR_FMT "\" is not an ATC code",
				    STR_ARG(atc));
	}
}

static void check_activity(const struct table *t, size_t row,
			   const struct indicator *i)
{
	static const char *const words[] = {"prescribed", "booked", "on_time",
					    "done"};
	for (size_t k = 0; k < countof(words); k++)
		if (str_is(i->numerator, words[k]))
			return;
	table_wrong(t, row, "numerator",
		    "must be prescribed, booked, on_time or done");
}

static void check_row(const struct table *t, size_t row,
		      const struct knowledge *kn, const struct indicator *i)
{
	check_conditions(t, row, kn, i);
	switch (i->kind) {
	case IND_SERVICES:
		check_services(t, row, i);
		break;
	case IND_DRUGS:
		check_drugs(t, row, i);
		break;
	case IND_ACTIVITY:
		check_activity(t, row, i);
		break;
	case IND_TIMELY_PLAN:
		if (i->window_days < 0)
			table_wrong(t, row, "window_days",
				    "must say how many days are in time");
		break;
	case IND_PLAN:
	case IND_ATTENDED:
	case N_INDICATOR_KIND:
		break;
	}
}

enum rc indicators_load(struct indicators *out, const struct knowledge *kn,
			const char *dir, struct issues *issues, struct err *err)
{
	struct indicators s = {0};
	struct issues unseen = {0};
	struct arena scratch;
	struct table t;
	struct str bytes;
	arena_init(&s.arena, 4 << 20); /* a table of some tens of rows */
	arena_init(&scratch, 4 << 20);
	if (!issues) {
		issues_init(&unseen, &scratch, 1);
		issues = &unseen;
	}
	size_t errors = issues->n_error;
	enum rc rc = knowledge_file(dir, form.file, &s.arena, &bytes, err);
	if (!rc)
		rc = table_read(&t, &form, bytes, NULL, NULL, &s.arena,
				&scratch, issues, err);
	if (rc)
		goto out;
	s.list = t.rows;
	s.n = t.n;
	for (size_t i = 0; i < s.n; i++)
		check_row(&t, i, kn, &s.list[i]);
	if (issues->n_error > errors)
		rc = err_set(err, E_FORMAT, "%s has %zu errors", form.file,
			     issues->n_error - errors);
out:
	issues_release(&unseen);
	arena_release(&scratch);
	if (rc)
		arena_release(&s.arena);
	else
		*out = s;
	return rc;
}

void indicators_release(struct indicators *s)
{
	arena_release(&s->arena);
	*s = (struct indicators){0};
}

const struct indicator *indicators_find(const struct indicators *s,
					struct str code)
{
	for (size_t i = 0; i < s->n; i++)
		if (str_eq(s->list[i].code, code))
			return &s->list[i];
	return NULL;
}

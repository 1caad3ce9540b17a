#include "rules/rules.h"

#include "csv/csv.h"
#include "table/table.h"

#define SCRATCH_BYTES (64u << 20) /* the four files together take 1 MiB */
#define KEYS_MAX      100000u
#define KEYS_BYTES    (8u << 20)

enum ref { REF_SOURCE, REF_CLUSTER, REF_ATS, N_REF };

struct loader {
	struct rules *rules;
	const char *dir;
	struct issues *issues;
	struct arena scratch;
	struct map known[N_REF];
};

#define VALID                                                                  \
	{"valid_from", COL_DATE, .need = true, AT(dated, from)},               \
	{                                                                      \
		"valid_to", COL_DATE, AT(dated, to)                            \
	}
#define SOURCE                                                                 \
	{                                                                      \
		"source", COL_TEXT, .need = true, .refers = true,              \
				    .ref = REF_SOURCE, .between = ";",         \
				    AT(dated, source)                          \
	}
#define CONFIDENCE                                                             \
	{                                                                      \
		"confidence", COL_TEXT, .words = "high|medium|low",            \
					AT(dated, confidence)                  \
	}

/* One row of any of the four files, with what they have in common. */
struct dated {
	struct date from, to;
	struct str a, b, c, d, ats, value, early, late, unit, source,
		confidence, note;
};

static const struct column parameters[] = {
	{"name", COL_TEXT, .need = true, AT(dated, a)},
	{"value", COL_TEXT, AT(dated, value)},
	{"unit", COL_TEXT, .need = true, AT(dated, unit)},
	VALID,
	{"ats", COL_TEXT, .refers = true, .ref = REF_ATS, AT(dated, ats)},
	SOURCE,
	CONFIDENCE,
	{"note", COL_TEXT, AT(dated, note)},
};
static const struct column tariffs[] = {
	{"item", COL_TEXT, .need = true, AT(dated, a)},
	{"payer", COL_TEXT, .need = true, .words = "region|cooperative"},
	{"level", COL_TEXT, .words = "1|2|3", AT(dated, b)},
	{"from_count", COL_TEXT, AT(dated, c)},
	{"to_count", COL_TEXT, AT(dated, d)},
	{"amount_cents", COL_TEXT, .need = true, AT(dated, value)},
	{"unit", COL_TEXT, .need = true, AT(dated, unit)},
	VALID,
	{"condition", COL_TEXT, AT(dated, note)},
	SOURCE,
	CONFIDENCE,
};
static const struct column admitted[] = {
	{"ats", COL_TEXT, .refers = true, .ref = REF_ATS, AT(dated, ats)},
	{"cluster", COL_TEXT, .need = true, .refers = true, .ref = REF_CLUSTER,
	 AT(dated, a)},
	{"admitted", COL_TEXT, .need = true, .words = "0|1", AT(dated, value)},
	VALID,
	{"note", COL_TEXT, AT(dated, note)},
	SOURCE,
	CONFIDENCE,
};
static const struct column windows[] = {
	{"priority_class", COL_TEXT, .need = true, .words = "U|B|D|P",
	 AT(dated, a)},
	{"kind", COL_TEXT, .need = true,
	 .words = "any|visit|test|first access|planned", AT(dated, b)},
	{"interval_months_from", COL_TEXT, AT(dated, c)},
	{"interval_months_to", COL_TEXT, AT(dated, d)},
	{"max_wait_days", COL_TEXT, AT(dated, value)},
	{"early_days", COL_TEXT, .need = true, AT(dated, early)},
	{"late_days", COL_TEXT, .need = true, AT(dated, late)},
	VALID,
	{"note", COL_TEXT, AT(dated, note)},
	SOURCE,
	CONFIDENCE,
};

static const struct table_form forms[N_RULE_KIND] = {
#define FORM(file, columns)                                                    \
	{                                                                      \
		file, columns, countof(columns), sizeof(struct dated)          \
	}
	[RULE_PARAMETER] = FORM("pic_parameters.csv", parameters),
	[RULE_TARIFF] = FORM("tariffs.csv", tariffs),
	[RULE_ADMITTED] = FORM("admitted_primaries.csv", admitted),
	[RULE_WINDOW] = FORM("care_windows.csv", windows),
#undef FORM
};

static int resolve(void *ctx, int ref, struct str key)
{
	const struct loader *l = ctx;
	uint32_t i = map_get(&l->known[ref], key);
	return i == MAP_NONE ? -1 : (int)i;
}

static size_t field_of(const struct csv *c, const char *name)
{
	for (size_t i = 0; i < c->n && i < CSV_MAX_FIELDS; i++)
		if (str_is(c->field[i], name))
			return i;
	return SIZE_MAX;
}

/* Keys of another table; its own errors are knowledge_load's to tell. */
static enum rc read_keys(struct loader *l, enum ref ref, const char *file,
			 const char *column, const char *type, struct err *err)
{
	struct str bytes;
	struct csv c;
	enum rc rc = knowledge_file(l->dir, file, &l->scratch, &bytes, err);
	if (rc)
		return rc;
	csv_init(&c, bytes);
	size_t key = SIZE_MAX, kind = SIZE_MAX;
	for (bool header = true; (rc = csv_next(&c, NULL)) != E_NOT_FOUND;
	     header = false) {
		if (rc && rc != E_FORMAT)
			break;
		if (header) {
			key = field_of(&c, column);
			kind = type ? field_of(&c, "type") : 0;
		} else if (!rc && key < c.n && kind < c.n &&
			   (!type || str_is(c.field[kind], type)) &&
			   (rc = map_put(&l->known[ref], c.field[key], 0, err)))
			break;
	}
	csv_release(&c);
	return rc == E_NOT_FOUND ? OK : rc;
}

/* The key and the value of a row, as rules.h writes them. */
static bool make_rule(struct arena *a, enum rule_kind kind,
		      const struct dated *d, struct rule *out)
{
	struct str key = d->a, value = d->value, none = STR("");
	switch (kind) {
	case RULE_PARAMETER:
	case RULE_ADMITTED:
		break;
	case RULE_TARIFF:
		key = arena_printf(
			a, STR_FMT "%s" STR_FMT "%s" STR_FMT "%s" STR_FMT,
			STR_ARG(d->a), d->b.len ? "/" : "", STR_ARG(d->b),
			d->c.len ? "@" : "", STR_ARG(d->c), d->c.len ? "-" : "",
			STR_ARG(d->c.len ? d->d : none));
		break;
	case RULE_WINDOW:
		key = arena_printf(
			a, STR_FMT "/" STR_FMT "%s" STR_FMT "%s" STR_FMT,
			STR_ARG(d->a), STR_ARG(d->b), d->c.len ? "/" : "",
			STR_ARG(d->c), d->c.len ? "-" : "",
			STR_ARG(d->c.len ? d->d : none));
		value = arena_printf(a, STR_FMT "/" STR_FMT "/" STR_FMT,
				     STR_ARG(d->value), STR_ARG(d->early),
				     STR_ARG(d->late));
		break;
	case N_RULE_KIND:
		BUG("rule kind");
	}
	*out = (struct rule){
		.kind = kind,
		.key = key,
		.ats = d->ats,
		.value = value,
		.unit = d->unit,
		.source = d->source,
		.confidence = d->confidence,
		.note = d->note,
		.valid_from = d->from,
		.valid_to = date_is_none(d->to) ? DATE_MAX : d->to,
	};
	return key.ptr && value.ptr;
}

static void check_row(const struct table *t, size_t i, const struct rule *x)
{
	const char *why = rule_wrong(x);
	static const char *const value_column[N_RULE_KIND] = {
		"value", "amount_cents", "admitted", "early_days"};
	if (why)
		table_wrong(t, i, value_column[x->kind], "%s", why);
	if (x->valid_to.days < x->valid_from.days)
		table_wrong(t, i, "valid_to",
			    "is before valid_from: correct one of the two");
}

struct span { /* a row with its line, to find periods that overlap */
	const struct rule *rule;
	size_t row;
};

static int by_span(const void *a, const void *b)
{
	const struct rule *x = ((const struct span *)a)->rule;
	const struct rule *y = ((const struct span *)b)->rule;
	int c = str_cmp(x->key, y->key);
	if (!c)
		c = str_cmp(x->ats, y->ats);
	if (!c)
		c = (x->valid_from.days > y->valid_from.days) -
		    (x->valid_from.days < y->valid_from.days);
	return c;
}

static void check_overlaps(const struct table *t, struct span *s, size_t n)
{
	if (n)
		qsort(s, n, sizeof(*s), by_span);
	for (size_t i = 1; i < n; i++) {
		const struct rule *x = s[i - 1].rule, *y = s[i].rule;
		if (str_eq(x->key, y->key) && str_eq(x->ats, y->ats) &&
		    y->valid_from.days <= x->valid_to.days)
			table_wrong(t, s[i].row, "valid_from",
				    "period overlaps the one of line %" PRIu64
				    " for the same rule: end that one the "
				    "day before",
				    t->line[s[i - 1].row]);
	}
}

static enum rc load_file(struct loader *l, enum rule_kind kind, struct err *err)
{
	struct table t;
	struct str bytes;
	size_t before = l->issues->n_error;
	enum rc rc = knowledge_file(l->dir, forms[kind].file, &l->scratch,
				    &bytes, err);
	if (!rc)
		rc = table_read(&t, &forms[kind], bytes, resolve, l,
				&l->scratch, &l->scratch, l->issues, err);
	if (rc || l->issues->n_error > before)
		return rc;
	struct rule *list = arena_array(&l->scratch, struct rule, t.n + 1);
	struct span *spans = arena_array(&l->scratch, struct span, t.n + 1);
	if (!list || !spans)
		return arena_fail(&l->scratch, err);
	for (size_t i = 0; i < t.n && !rc; i++) {
		const struct dated *rows = t.rows;
		if (!make_rule(&l->scratch, kind, &rows[i], &list[i]))
			return arena_fail(&l->scratch, err);
		spans[i] = (struct span){&list[i], i};
		check_row(&t, i, &list[i]);
		rc = rules_add(l->rules, &list[i], err);
	}
	check_overlaps(&t, spans, t.n);
	return rc;
}

static enum rc load_all(struct loader *l, struct err *err)
{
	size_t before = l->issues->n_error;
	enum rc rc = read_keys(l, REF_SOURCE, "sources.csv", "id", NULL, err);
	if (!rc)
		rc = read_keys(l, REF_CLUSTER, "clusters.csv", "code", NULL,
			       err);
	if (!rc)
		rc = read_keys(l, REF_ATS, "provinces.csv", "code", "ats", err);
	for (enum rule_kind k = 0; k < N_RULE_KIND && !rc; k++)
		rc = load_file(l, k, err);
	rules_sort(l->rules);
	if (!rc && l->issues->n_error > before)
		rc = issues_refuse(l->issues, "the dated rules", err);
	return rc;
}

enum rc rules_load(struct rules *r, const char *dir, struct issues *issues,
		   struct err *err)
{
	struct issues own;
	struct loader l = {
		.rules = r, .dir = dir, .issues = issues ? issues : &own};
	rules_init(r);
	arena_init(&l.scratch, SCRATCH_BYTES);
	issues_init(&own, &l.scratch, 1);
	for (size_t i = 0; i < N_REF; i++)
		map_init(&l.known[i], KEYS_MAX, KEYS_BYTES);
	enum rc rc = load_all(&l, err);
	for (size_t i = 0; i < N_REF; i++)
		map_release(&l.known[i]);
	issues_release(&own);
	arena_release(&l.scratch);
	if (rc)
		rules_release(r);
	return rc;
}

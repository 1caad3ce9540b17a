/* Names, and lines of a table: sorted, shown, saved. */
#include "web/page/agency.h"

#include "web/page/agency_empty.html.h"
#include "web/page/agency_levels.html.h"
#include "web/page/agency_rows.html.h"

/* ---- names */

/* The official names are in capitals, and hard to read: only abbreviations and
 * the first letter stay. */
static bool stays(struct str word)
{
	static const char *const abbreviation[] = {"BPCO", "HIV", "AIDS", "IBD",
						   "IRC",  "SLA", "LES"};
	for (size_t i = 0; i < countof(abbreviation); i++)
		if (str_is(word, abbreviation[i]))
			return true;
	return false;
}

static struct str softer(struct page *p, struct str s)
{
	char *out = arena_alloc(p->a, s.len + 1);
	if (!out)
		return s;
	memcpy(out, s.ptr, s.len);
	for (size_t i = 0, from = 0; i <= s.len; i++) {
		if (i < s.len && s.ptr[i] >= 'A' && s.ptr[i] <= 'Z')
			continue;
		if (!stays(str_sub(s, from, i - from)))
			for (size_t k = from ? from : 1; k < i; k++)
				out[k] = (char)(out[k] - 'A' + 'a');
		from = i + 1;
	}
	return (struct str){out, s.len};
}

struct str agency_cluster(struct page *p, int cluster)
{
	if (cluster < 0)
		return page_text(p, MSG_AGE_NO_CLUSTER);
	const struct kn_cluster *c = &p->app->kn->clusters[cluster];
	return p->lang == LANG_IT ? softer(p, c->name_it) : c->name_en;
}

struct str agency_place(struct page *p, int place)
{
	return place < 0 ? page_text(p, MSG_AGE_PLACE_UNKNOWN)
			 : p->app->kn->municipalities[place].name;
}

struct str agency_area(struct page *p, struct str ats)
{
	const struct knowledge *kn = p->app->kn;
	for (size_t i = 0; i < kn->n_places; i++)
		if (str_is(kn->places[i].type, "ats") &&
		    str_eq(kn->places[i].code, ats))
			return kn->places[i].name;
	return ats.len ? ats : page_text(p, MSG_AGE_PLACE_UNKNOWN);
}

struct str agency_band(struct page *p, int band)
{
	if (band == POPULATION_BANDS - 1)
		return page_url(p, "%d+", band * 5);
	return page_url(p, "%d-%d", band * 5, band * 5 + 4);
}

struct str agency_sex(struct page *p, char sex)
{
	return page_text(p, sex == 'M'   ? MSG_AGE_M
			    : sex == 'F' ? MSG_AGE_F
					 : MSG_AGE_U);
}

struct str agency_level(struct page *p, int level)
{
	const struct str pairs[] = {STR("n"), page_int(p, level)};
	return page_fill(p, MSG_AGE_LEVEL_N, pairs, 1);
}

struct str agency_tenths(struct page *p, int64_t part, int64_t whole)
{
	int64_t t = whole > 0 ? (part * 2000 + whole) / (whole * 2) : 0;
	return page_url(p, STR_FMT "%c%" PRId64 "\xc2\xa0%%",
			STR_ARG(page_int(p, t / 10)),
			p->lang == LANG_IT ? ',' : '.', t % 10);
}

/* ---- lines */

static int cmp_line(const void *x, const void *y)
{
	const struct agency_line *a = x, *b = y;
	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	if (a->order != b->order)
		return a->order < b->order ? -1 : 1;
	return str_cmp(a->name, b->name);
}

/* Column 0 is the name, the others are v[0]... */
void agency_sort(struct agency_lines *l, const struct table *t)
{
	size_t by = 0;
	for (size_t i = 0; i < t->n_column; i++)
		if (t->columns[i].key && str_is(t->sort, t->columns[i].key))
			by = i;
	for (size_t i = 0; by && i < l->n; i++)
		l->at[i].key = t->descending ? -l->at[i].v[by - 1]
					     : l->at[i].v[by - 1];
	qsort(l->at, l->n, sizeof(*l->at), cmp_line);
	if (by || !t->descending)
		return;
	for (size_t i = 0; i < l->n / 2; i++) {
		struct agency_line x = l->at[i];
		l->at[i] = l->at[l->n - 1 - i];
		l->at[l->n - 1 - i] = x;
	}
}

static struct str euro(struct page *p, int64_t cents)
{
	struct buf b;
	buf_init(&b, 64);
	text_euro(&b, p->lang, cents);
	return page_kept(p, &b);
}

static struct str cell_text(struct page *p, enum agency_cell kind, int64_t v)
{
	switch (kind) {
	case CELL_SHARE:
		return agency_tenths(p, v, 1000);
	case CELL_TIMES:
		return page_url(p, STR_FMT "%c%" PRId64,
				STR_ARG(page_int(p, v / 10)),
				p->lang == LANG_IT ? ',' : '.', v % 10);
	case CELL_EURO:
		return euro(p, v);
	case CELL_COUNT:
	case CELL_TOTAL:
		break;
	}
	return page_int(p, v);
}

struct html agency_rows(struct page *p, const struct agency_lines *l,
			const struct table *t)
{
	struct page_agency_rows v = {0};
	struct buf b;
	size_t from = (size_t)min_i64(t->offset, (int64_t)l->n);
	size_t to = (size_t)min_i64(t->offset + t->size, (int64_t)l->n);
	v.rows = arena_calloc(p->a, to - from + 1, sizeof(*v.rows));
	for (size_t i = from; v.rows && i < to; i++) {
		struct page_agency_rows_rows *r = &v.rows[v.n_rows++];
		r->name = l->at[i].name;
		r->link = l->at[i].href;
		r->cells = arena_calloc(p->a, l->n_cell, sizeof(*r->cells));
		for (size_t k = 0; r->cells && k < l->n_cell; k++) {
			r->cells[k].label =
				page_text(p, t->columns[k + 1].head);
			r->cells[k].text =
				cell_text(p, l->cell[k], l->at[i].v[k]);
			r->n_cells = k + 1;
		}
	}
	buf_init(&b, 1u << 20);
	page_agency_rows(&b, p->lang, &v);
	return (struct html){page_kept(p, &b)};
}

/* ---- CSV: small counts are not told, nor what would tell them */

static bool small(int64_t n, int64_t least)
{
	return n > 0 && n < least;
}

static bool row_is_small(const struct agency_lines *l,
			 const struct agency_line *x, int64_t least)
{
	for (size_t k = 0; k < l->n_cell; k++)
		if (l->cell[k] == CELL_COUNT && small(x->v[k], least))
			return true;
	return false;
}

static void csv_figure(struct page *p, enum agency_cell kind, int64_t v)
{
	switch (kind) {
	case CELL_SHARE:
	case CELL_TIMES:
		csv_cell(p,
			 page_url(p, "%" PRId64 ".%" PRId64, v / 10, v % 10));
		break;
	case CELL_EURO:
		csv_cell(p, page_url(p, "%" PRId64 ".%02" PRId64, v / 100,
				     v % 100));
		break;
	case CELL_COUNT:
	case CELL_TOTAL:
		csv_cell_int(p, v);
	}
}

static void csv_line(struct page *p, const struct agency_lines *l,
		     const struct agency_line *x, struct str few, int64_t least)
{
	bool hidden = row_is_small(l, x, least);
	csv_cell(p, x->name);
	for (size_t k = 0; k < l->n_cell; k++) {
		bool count =
			l->cell[k] == CELL_COUNT || l->cell[k] == CELL_TOTAL;
		if (count && small(x->v[k], least))
			csv_cell(p, few);
		else if (hidden && l->cell[k] != CELL_COUNT)
			csv_cell(p, STR(""));
		else
			csv_figure(p, l->cell[k], x->v[k]);
	}
	csv_row_end(p);
}

void agency_csv(struct page *p, const struct agency_lines *l,
		const struct table *t, const char *file, int64_t least)
{
	struct str few = page_url(p, "<%" PRId64, least);
	table_csv(p, t, file);
	for (size_t i = 0; i < l->n; i++)
		csv_line(p, l, &l->at[i], few, least);
}

/* ---- why a level */

static struct str level_row(struct page *p, const struct kn_level_rule *r)
{
	const struct str pairs[] = {STR("level"), page_int(p, r->level),
				    STR("min"),   page_int(p, r->min_clusters),
				    STR("max"),   page_int(p, r->max_clusters)};
	struct str text =
		page_fill(p,
			  r->max_clusters == KN_UNSET ? MSG_AGE_WHY_ROW_FROM
						      : MSG_AGE_WHY_ROW,
			  pairs, 3);
	const struct str contacts[] = {STR("n"), page_int(p, r->min_contacts)};
	if (r->min_contacts <= 0)
		return text;
	return page_url(
		p, STR_FMT STR_FMT, STR_ARG(text),
		STR_ARG(page_fill(p, MSG_AGE_WHY_CONTACTS, contacts, 1)));
}

struct html agency_levels(struct page *p, const struct strata_run_info *run)
{
	const struct knowledge *kn = p->app->kn;
	const struct str pairs[] = {STR("name"), str_from(run->definition)};
	struct page_agency_levels v = {
		.intro = page_fill(p, MSG_AGE_WHY_INTRO, pairs, 1),
		.file = STR("level_rules.csv, clusters.csv")};
	struct buf b;
	v.rows = arena_calloc(p->a, kn->n_level_rules + 1, sizeof(*v.rows));
	for (size_t i = 0; v.rows && i < kn->n_level_rules; i++)
		if (str_is(kn->level_rules[i].definition, run->definition))
			v.rows[v.n_rows++].text =
				level_row(p, &kn->level_rules[i]);
	for (size_t i = 0; i < kn->n_sources; i++)
		if (str_is(kn->sources[i].id, "DGR6164")) {
			v.citation = kn->sources[i].citation;
			if (str_starts(kn->sources[i].url, STR("https://")))
				v.url = kn->sources[i].url;
			else if (kn->sources[i].url.len)
				v.url = page_url(p, "https://" STR_FMT,
						 STR_ARG(kn->sources[i].url));
		}
	buf_init(&b, 16384);
	page_agency_levels(&b, p->lang, &v);
	return (struct html){page_kept(p, &b)};
}

enum rc agency_empty(struct page *p, enum msg title, enum msg text,
		     enum msg how, struct err *err)
{
	struct page_agency_empty v = {.title = page_text(p, title),
				      .text = page_text(p, text),
				      .how = page_text(p, how)};
	page_begin(p, &(struct frame){.title = title});
	page_agency_empty(p->out, p->lang, &v);
	return page_end(p, err);
}

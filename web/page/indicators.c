/* Indicators: who is enrolled beside who is not, and who is behind. */
#include "app/population.h"
#include "app/quality.h"
#include "picture/picture.h"
#include "web/page/agency.h"
#include "web/page/indicator.html.h"
#include "web/page/indicators.html.h"

#define PEOPLE_SHOWN 50

static int64_t tenths(int64_t part, int64_t whole)
{
	return whole > 0 ? (part * 2000 + whole) / (whole * 2) : 0;
}

static struct str name_of(struct page *p, const struct indicator *i)
{
	return p->lang == LANG_IT ? i->name_it : i->name_en;
}

static struct str run_text(struct page *p, const struct quality_run *run)
{
	const struct str pairs[] = {STR("date"),   page_date(p, run->on),
				    STR("claims"), page_date(p, run->claims_to),
				    STR("n"),      page_int(p, run->n_person)};
	return page_fill(p, MSG_AGE_IND_OF, pairs, 3);
}

static bool measured(const struct quality_result *r)
{
	return r->denominator[0] + r->denominator[1] > 0;
}

/* ---- all of them */

static struct str points(struct page *p, int64_t t)
{
	char sign = t < 0 ? '-' : '+';
	int64_t size = t < 0 ? -t : t;
	const struct str pairs[] = {
		STR("n"),
		page_url(p, "%c%" PRId64 "%c%" PRId64, sign, size / 10,
			 p->lang == LANG_IT ? ',' : '.', size % 10)};
	return page_fill(p, MSG_AGE_IND_POINTS, pairs, 1);
}

static void fill_target(struct page *p, const struct quality_result *r,
			struct page_indicators_rows *row)
{
	int target = r->indicator->target_percent;
	if (target < 0 || !r->denominator[1])
		return;
	row->target = page_url(p, "%d\xc2\xa0%%", target);
	row->reached =
		tenths(r->numerator[1], r->denominator[1]) >= target * 10;
	row->below = !row->reached;
}

static void fill_row(struct page *p, const struct quality_result *r,
		     struct page_indicators_rows *row)
{
	const struct indicator *i = r->indicator;
	const struct str pairs[] = {
		STR("num"), page_int(p, r->numerator[0] + r->numerator[1]),
		STR("den"), page_int(p, r->denominator[0] + r->denominator[1]),
		STR("n"),   page_int(p, r->n_person[0] + r->n_person[1])};
	row->name = name_of(p, i);
	row->code = i->code;
	row->area = i->area;
	row->source = i->source;
	row->note = page_phrase(p, i->note);
	row->numbers = page_fill(p, MSG_AGE_IND_NUMBERS, pairs, 3);
	row->link =
		page_url(p, "/agenzia/indicatori/" STR_FMT, STR_ARG(i->code));
	row->enrolled = r->denominator[1] ? agency_tenths(p, r->numerator[1],
							  r->denominator[1])
					  : STR("-");
	row->others = r->denominator[0] ? agency_tenths(p, r->numerator[0],
							r->denominator[0])
					: page_text(p, MSG_AGE_IND_ONLY);
	row->difference = STR("-");
	if (r->denominator[0] && r->denominator[1])
		row->difference = points(
			p, tenths(r->numerator[1], r->denominator[1]) -
				   tenths(r->numerator[0], r->denominator[0]));
	fill_target(p, r, row);
}

static enum rc draw_all(struct page *p, const struct quality_result *list,
			size_t n, struct html *out, struct err *err)
{
	struct str series[] = {page_text(p, MSG_AGE_IND_ENROLLED),
			       page_text(p, MSG_AGE_IND_OTHERS)};
	struct picture_row *rows = arena_array(p->a, struct picture_row, n + 1);
	int64_t *value = arena_array(p->a, int64_t, 2 * n + 2);
	struct picture_bars v = {
		.p = {.id = "indicators",
		      .title = page_text(p, MSG_AGE_IND_PICTURE),
		      .desc = page_text(p, MSG_AGE_IND_DESC),
		      .bare = true},
		.head = page_text(p, MSG_AGE_IND_NAME),
		.series = series,
		.n_series = 2,
		.unit = PICTURE_TENTHS,
		.rows = rows};
	if (!rows || !value)
		return arena_fail(p->a, err);
	for (size_t i = 0; i < n; i++) {
		const struct quality_result *r = &list[i];
		int64_t *x = &value[2 * v.n];
		/* what only enrolled people can have needs no comparison */
		if (!r->denominator[0] || !r->denominator[1])
			continue;
		x[0] = tenths(r->numerator[1], r->denominator[1]);
		x[1] = tenths(r->numerator[0], r->denominator[0]);
		rows[v.n++] = (struct picture_row){
			name_of(p, r->indicator), x,
			page_url(p, "/agenzia/indicatori/" STR_FMT,
				 STR_ARG(r->indicator->code))};
	}
	return picture_bars(&v, p->lang, p->a, out, err);
}

static const struct column columns[] = {{NULL, MSG_REG_CODE, false},
					{NULL, MSG_AGE_IND_NAME, false},
					{NULL, MSG_AGE_IND_ENROLLED, true},
					{NULL, MSG_AGE_IND_OTHERS, true},
					{NULL, MSG_AGE_IND_TARGET, true}};

/* A share that would tell of a few people, with or without, is not told. */
static void csv_share(struct page *p, int64_t part, int64_t whole,
		      int64_t least)
{
	const bool few = (part > 0 && part < least) ||
			 (whole > part && whole - part < least);
	int64_t t = tenths(part, whole);
	csv_cell(p, !whole || few ? STR("")
				  : page_url(p, "%" PRId64 ".%" PRId64, t / 10,
					     t % 10));
}

static enum rc save_all(struct page *p, const struct table *t,
			const struct quality_result *list, size_t n,
			struct err *err)
{
	int64_t least = 0;
	struct str all;
	enum rc rc = app_population_small_cell(p->app, &least, err);
	if (rc)
		return rc;
	table_csv(p, t, "indicatori.csv");
	for (size_t i = 0; i < n; i++) {
		const struct quality_result *r = &list[i];
		const int target = r->indicator->target_percent;
		if (!measured(r))
			continue;
		csv_cell(p, r->indicator->code);
		csv_cell(p, name_of(p, r->indicator));
		csv_share(p, r->numerator[1], r->denominator[1], least);
		csv_share(p, r->numerator[0], r->denominator[0], least);
		csv_cell(p, target < 0 ? STR("") : page_url(p, "%d", target));
		csv_row_end(p);
	}
	return buf_finish(p->out, &all, err);
}

static enum rc show_all(struct page *p, const struct indicators *ind,
			struct err *err)
{
	struct table t;
	struct quality_run run;
	struct quality_result *list = NULL;
	struct page_indicators v = {0};
	size_t n = 0;
	enum rc rc =
		app_quality_results(p->app, ind, p->a, &run, &list, &n, err);
	if (rc == E_NOT_FOUND)
		return agency_empty(p, MSG_AGE_IND_TITLE, MSG_AGE_IND_EMPTY,
				    MSG_AGE_IND_EMPTY_HOW, err);
	table_asked(p, columns, countof(columns), "", &t);
	if (!rc && t.csv)
		return save_all(p, &t, list, n, err);
	if (!rc)
		rc = draw_all(p, list, n, &v.picture, err);
	if (rc)
		return rc;
	v.of = run_text(p, &run);
	v.csv = page_url_with(p, "csv", STR("1"));
	v.rows = arena_calloc(p->a, n + 1, sizeof(*v.rows));
	for (size_t i = 0; v.rows && i < n; i++)
		if (measured(&list[i]))
			fill_row(p, &list[i], &v.rows[v.n_rows++]);
	page_begin(p, &(struct frame){.title = MSG_AGE_IND_TITLE});
	page_indicators(p->out, p->lang, &v);
	return page_end(p, err);
}

/* ---- one of them */

static struct str group_name(struct page *p, enum quality_by by, struct str key)
{
	int64_t level = 0;
	switch (by) {
	case BY_DOCTOR:
		return key.len ? key : page_text(p, MSG_AGE_NO_DOCTOR);
	case BY_CLUSTER:
		return agency_cluster(p, kn_cluster_index(p->app->kn, key));
	case BY_LEVEL:
		break;
	}
	return str_to_int(key, &level) ? agency_level(p, (int)level) : key;
}

static enum rc draw_group(struct page *p, const struct indicator *ind,
			  enum quality_by by, struct html *out, struct err *err)
{
	static const char *const id[] = {"by-doctor", "by-cluster", "by-level"};
	struct quality_group *g = NULL;
	size_t n = 0;
	struct str series = page_text(p, MSG_AGE_IND_VALUE);
	const struct str pairs[] = {STR("name"), name_of(p, ind)};
	enum rc rc = app_quality_groups(p->app, ind, by, p->a, &g, &n, err);
	if (rc)
		return rc;
	struct picture_row *rows = arena_array(p->a, struct picture_row, n + 1);
	int64_t *value = arena_array(p->a, int64_t, n + 1);
	if (!rows || !value)
		return arena_fail(p->a, err);
	for (size_t i = 0; i < n; i++) {
		value[i] = tenths(g[i].numerator, g[i].denominator);
		rows[i] = (struct picture_row){group_name(p, by, g[i].key),
					       &value[i], STR("")};
	}
	struct picture_bars v = {
		.p = {.id = id[by],
		      .title = page_fill(p, MSG_AGE_IND_GROUP_TITLE, pairs, 1),
		      .desc = page_text(p, MSG_AGE_IND_GROUP_DESC)},
		.head = page_text(p, MSG_AGE_IND_NAME),
		.series = &series,
		.n_series = 1,
		.unit = PICTURE_TENTHS,
		.rows = rows,
		.n = n,
		.most = 12};
	return picture_bars(&v, p->lang, p->a, out, err);
}

static enum rc draw_groups(struct page *p, const struct indicator *ind,
			   struct page_indicator *v, struct err *err)
{
	static const struct {
		enum quality_by by;
		enum msg title;
	} group[] = {{BY_LEVEL, MSG_AGE_LEVEL},
		     {BY_CLUSTER, MSG_AGE_CLUSTER},
		     {BY_DOCTOR, MSG_AGE_DOCTOR}};
	v->groups = arena_calloc(p->a, countof(group), sizeof(*v->groups));
	if (!v->groups)
		return arena_fail(p->a, err);
	for (size_t i = 0; i < countof(group); i++) {
		v->groups[i].title = page_text(p, group[i].title);
		enum rc rc = draw_group(p, ind, group[i].by,
					&v->groups[i].picture, err);
		if (rc)
			return rc;
		v->n_groups = i + 1;
	}
	return OK;
}

struct members {
	struct page *p;
	struct page_indicator *v;
};

static enum rc add_member(void *ctx, const struct quality_member *m,
			  struct err *err)
{
	struct members *x = ctx;
	struct page *p = x->p;
	struct page_indicator_rows *r = &x->v->rows[x->v->n_rows++];
	int cluster = kn_cluster_index(p->app->kn, m->main_cluster);
	(void)err;
	r->pseudonym = arena_str(p->a, m->pseudonym);
	r->doctor = arena_str(p->a, m->gp_code);
	r->level = agency_level(p, (int)m->level);
	r->cluster = agency_cluster(p, cluster);
	r->enrolled = page_text(p, m->enrolled ? MSG_AGE_YES : MSG_AGE_NO);
	r->missing = page_int(p, m->denominator - m->numerator);
	return OK;
}

static const struct column member_columns[] = {
	{NULL, MSG_AGE_PSEUDONYM, false}, {NULL, MSG_AGE_LEVEL, false},
	{NULL, MSG_AGE_CLUSTER, false},   {NULL, MSG_AGE_DOCTOR, false},
	{NULL, MSG_AGE_IND_STATE, false}, {NULL, MSG_AGE_IND_MISSING, true}};

struct saved {
	struct page *p;
	int64_t n, most;
};

static enum rc save_member(void *ctx, const struct quality_member *m,
			   struct err *err)
{
	struct saved *s = ctx;
	struct page *p = s->p;
	(void)err;
	if (s->n++ == s->most) /* one was asked for to know */
		return OK;
	csv_cell(p, m->pseudonym);
	csv_cell_int(p, m->level);
	csv_cell(p, m->main_cluster);
	csv_cell(p, m->gp_code);
	csv_cell(p, page_text(p, m->enrolled ? MSG_AGE_YES : MSG_AGE_NO));
	csv_cell_int(p, m->denominator - m->numerator);
	csv_row_end(p);
	return OK;
}

static enum rc save_one(struct page *p, const struct indicator *one,
			const struct table *t, struct err *err)
{
	struct str all;
	struct saved s = {p, 0, t->limit};
	table_csv(p, t, "indicatore-persone.csv");
	enum rc rc = app_quality_members(p->app, one, STR(""), true,
					 t->limit + 1, save_member, &s, err);
	if (rc)
		return rc;
	if (s.n > s.most)
		table_csv_end(p, s.most, s.n);
	return buf_finish(p->out, &all, err);
}

static enum rc show_one(struct page *p, const struct indicators *ind,
			struct err *err)
{
	struct table t;
	const struct indicator *one = indicators_find(ind, p->word[0]);
	const struct str shown[] = {STR("n"), page_int(p, PEOPLE_SHOWN)};
	struct quality_run run;
	struct quality_result *list = NULL;
	struct page_indicator v = {0};
	size_t n = 0;
	if (!one)
		return err_msg(err, E_NOT_FOUND, MSG_AGE_IND_EMPTY,
			       "no indicator \"" STR_FMT "\"",
			       STR_ARG(p->word[0]));
	table_asked(p, member_columns, countof(member_columns), "", &t);
	if (t.csv)
		return save_one(p, one, &t, err);
	v.rows = arena_calloc(p->a, PEOPLE_SHOWN + 1, sizeof(*v.rows));
	if (!v.rows)
		return arena_fail(p->a, err);
	struct members x = {p, &v};
	enum rc rc =
		app_quality_results(p->app, ind, p->a, &run, &list, &n, err);
	if (rc == E_NOT_FOUND)
		return agency_empty(p, MSG_AGE_IND_TITLE, MSG_AGE_IND_EMPTY,
				    MSG_AGE_IND_EMPTY_HOW, err);
	if (!rc)
		rc = draw_groups(p, one, &v, err);
	if (!rc)
		rc = app_quality_members(p->app, one, STR(""), true,
					 PEOPLE_SHOWN, add_member, &x, err);
	if (rc)
		return rc;
	v.name = name_of(p, one);
	v.of = run_text(p, &run);
	v.none = !v.n_rows;
	v.some = v.n_rows > 0;
	v.csv = page_url_with(p, "csv", STR("1"));
	v.people_note = page_fill(p, MSG_AGE_IND_PEOPLE_NOTE, shown, 1);
	page_begin(p, &(struct frame){.heading = v.name});
	page_indicator(p->out, p->lang, &v);
	return page_end(p, err);
}

/* The table is small: reading it takes less than a look at the database. */
static enum rc with_indicators(struct page *p,
			       enum rc (*show)(struct page *p,
					       const struct indicators *ind,
					       struct err *err),
			       struct err *err)
{
	struct indicators ind = {0};
	struct issues found;
	issues_init(&found, p->a, 10);
	enum rc rc = indicators_load(&ind, p->app->kn, p->options->data_dir,
				     &found, err);
	issues_release(&found);
	if (!rc)
		rc = show(p, &ind, err);
	indicators_release(&ind);
	return rc;
}

enum rc on_indicators(struct page *p, struct err *err)
{
	return with_indicators(p, show_all, err);
}

enum rc on_indicator(struct page *p, struct err *err)
{
	return with_indicators(p, show_one, err);
}

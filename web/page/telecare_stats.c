/* How exams at a distance go: volume, recordings to repeat, times against the
 * promise, agreement of program and reader, red results nobody knows of. */
#include "web/page/telecare.h"

#include "ecg/words.h"
#include "picture/picture.h"
#include "web/page/exam.h"
#include "web/page/telecare_stats.html.h"

enum { DAYS_SHOWN = 90, BARS_SHOWN = 12, N_SERIES = 3 };

static const struct column columns[] = {
	{"nome", MSG_TSV_PRACTICE, false},  {"esami", MSG_TSV_N, true},
	{"scarti", MSG_TSV_REJECTED, true}, {"entro", MSG_TSV_IN_TIME, true},
	{"tempo", MSG_TSV_MEAN, true},      {"concordi", MSG_TSV_AGREE, true},
	{"rossi", MSG_TSV_RED, true},
};

/* ---- what is asked */

static struct tele_stats_query asked(struct page *p, const struct table *t)
{
	struct date today = p->app->today;
	struct tele_stats_query ask = {
		.from = date_add(today, 1 - DAYS_SHOWN),
		.to = today,
		.by_pool = str_is(param(&p->query, "per"), "gruppo"),
		.sort = t->sort,
		.descending = t->descending};
	if (!tele_kind_parse(param(&p->query, "tipo"), &ask.kind))
		ask.kind = N_TELE_KIND;
	struct date d;
	if (param_date(&p->query, "dal", &d))
		ask.from = d;
	if (param_date(&p->query, "al", &d))
		ask.to = d;
	return ask;
}

static void fill_choices(struct page *p, const struct tele_stats_query *ask,
			 struct page_telecare_stats *v)
{
	v->from = telecare_iso(p, ask->from);
	v->to = telecare_iso(p, ask->to);
	v->kinds = arena_calloc(p->a, N_TELE_KIND, sizeof(*v->kinds));
	for (int k = 0; v->kinds && k < N_TELE_KIND; k++)
		v->kinds[v->n_kinds++] = (struct page_telecare_stats_kinds){
			str_from(tele_kind_name[k]),
			telecare_kind(p, (enum tele_kind)k),
			k == (int)ask->kind};
	v->groups = arena_calloc(p->a, 2, sizeof(*v->groups));
	v->keep = arena_calloc(p->a, 1, sizeof(*v->keep));
	if (!v->groups || !v->keep)
		return;
	v->groups[0] = (struct page_telecare_stats_groups){
		STR(""), page_text(p, MSG_TSV_BY_PRACTICE), !ask->by_pool};
	v->groups[1] = (struct page_telecare_stats_groups){
		STR("gruppo"), page_text(p, MSG_TSV_BY_POOL), ask->by_pool};
	v->n_groups = 2;
	struct str order = param(&p->query, "ordine");
	if (order.len)
		v->keep[v->n_keep++] =
			(struct page_telecare_stats_keep){STR("ordine"), order};
}

/* ---- rows */

static struct str name_of(struct page *p, const struct tele_stat *s)
{
	if (s->name.len)
		return s->name;
	return s->code.len ? s->code : page_text(p, MSG_TSV_UNKNOWN);
}

/* Words with {n}, or nothing of none. */
static struct str if_some(struct page *p, enum msg id, int64_t n)
{
	const struct str pairs[] = {STR("n"), page_int(p, n)};
	return n ? page_fill(p, id, pairs, 1) : STR("");
}

static struct str with_share(struct page *p, int64_t part, int64_t whole)
{
	return page_url(p, STR_FMT " (" STR_FMT ")", STR_ARG(page_int(p, part)),
			STR_ARG(telecare_share(p, part, whole)));
}

static int64_t mean(const struct tele_stat *s)
{
	return s->n_signed ? s->sum_us / s->n_signed : 0;
}

static struct str longest(struct page *p, const struct tele_stat *s)
{
	const struct str pairs[] = {STR("time"), telecare_time(p, s->max_us)};
	return page_fill(p, MSG_TSV_LONGEST, pairs, 1);
}

static void fill_row(struct page *p, const struct tele_stat *s,
		     struct page_telecare_stats_rows *o)
{
	*o = (struct page_telecare_stats_rows){
		.name = name_of(p, s),
		.code = s->code,
		.exam = telecare_kind(p, s->kind),
		.n = page_int(p, s->n),
		.reject = with_share(p, s->n_reject, s->n),
		.override = if_some(p, MSG_TSV_ALL_THE_SAME, s->n_override),
		.time = with_share(p, s->n_in_time, s->n_signed),
		.late = if_some(p, MSG_TSV_LATE_NOW, s->n_late_open),
		.mean = s->n_signed ? telecare_time(p, mean(s)) : STR("-"),
		.longest = s->n_signed ? longest(p, s) : STR(""),
		.agree = with_share(p, s->n_agree, s->n_agree_said),
		.red = page_int(p, s->n_red),
		.unread = if_some(p, MSG_TSV_UNREAD, s->n_red_unread)};
}

static void add_tile(struct page *p, struct page_telecare_stats *v,
		     enum msg text, struct str value, struct str hint)
{
	v->tiles[v->n_tiles++] = (struct page_telecare_stats_tiles){
		page_text(p, text), value, hint};
}

static void fill_tiles(struct page *p, const struct tele_stat *s,
		       struct page_telecare_stats *v)
{
	v->tiles = arena_calloc(p->a, 6, sizeof(*v->tiles));
	if (!v->tiles)
		return;
	add_tile(p, v, MSG_TSV_N, page_int(p, s->n),
		 if_some(p, MSG_TSV_CANCELLED, s->n_cancelled));
	add_tile(p, v, MSG_TSV_REJECTED, telecare_share(p, s->n_reject, s->n),
		 if_some(p, MSG_TSV_OF_N, s->n_reject));
	add_tile(p, v, MSG_TSV_IN_TIME,
		 telecare_share(p, s->n_in_time, s->n_signed),
		 if_some(p, MSG_TSV_LATE_NOW, s->n_late_open));
	add_tile(p, v, MSG_TSV_MEAN,
		 s->n_signed ? telecare_time(p, mean(s)) : STR("-"),
		 s->n_signed ? longest(p, s) : STR(""));
	add_tile(p, v, MSG_TSV_AGREE,
		 telecare_share(p, s->n_agree, s->n_agree_said),
		 if_some(p, MSG_TSV_SAID, s->n_agree_said));
	add_tile(p, v, MSG_TSV_UNREAD_RED, page_int(p, s->n_red_unread),
		 if_some(p, MSG_TSV_OF_RED, s->n_red));
}

static struct str cause_words(struct page *p, const struct tele_cause *c)
{
	const struct tele_finding f = {.code = c->code};
	struct str words = exam_spiro_finding(p, &f);
	for (int i = 0; i < ECG_N_CAUSE; i++)
		if (str_is(c->code, ecg_cause_name((enum ecg_cause)i)))
			words = ecg_words_of_cause((enum ecg_cause)i, p->lang);
	return page_url(p, STR_FMT "%s" STR_FMT, STR_ARG(c->lead),
			c->lead.len ? ": " : "", STR_ARG(words));
}

static void fill_causes(struct page *p, const struct tele_stats *s,
			struct page_telecare_stats *v)
{
	v->causes = arena_calloc(p->a, s->n_cause + 1, sizeof(*v->causes));
	for (size_t i = 0; v->causes && i < s->n_cause; i++)
		v->causes[v->n_causes++] = (struct page_telecare_stats_causes){
			.practice = s->cause[i].name,
			.code = s->cause[i].practice,
			.cause = cause_words(p, &s->cause[i]),
			.n = page_int(p, s->cause[i].n)};
}

/* ---- the picture: in time, late, not yet */

static enum rc draw(struct page *p, const struct tele_stats *s,
		    struct html *out, struct err *err)
{
	const struct str series[N_SERIES] = {page_text(p, MSG_TSV_S_IN_TIME),
					     page_text(p, MSG_TSV_S_LATE),
					     page_text(p, MSG_TSV_S_OPEN)};
	struct picture_row *rows =
		arena_array(p->a, struct picture_row, s->n + 1);
	int64_t *n = arena_array(p->a, int64_t, (s->n + 1) * N_SERIES);
	struct picture_bars v = {.p = {.id = "tempi",
				       .title = page_text(p, MSG_TSV_BARS),
				       .desc = page_text(p, MSG_TSV_BARS_DESC),
				       .bare = true},
				 .head = page_text(p, MSG_TSV_PRACTICE),
				 .series = series,
				 .n_series = N_SERIES,
				 .stacked = true,
				 .ordered = true,
				 .rows = rows,
				 .n = s->n,
				 .most = BARS_SHOWN};
	if (!rows || !n)
		return arena_fail(p->a, err);
	for (size_t i = 0; i < s->n; i++) {
		const struct tele_stat *x = &s->list[i];
		int64_t *at = n + i * N_SERIES;
		at[0] = x->n_in_time;
		at[1] = x->n_signed - x->n_in_time;
		at[2] = x->n - x->n_signed;
		rows[i] = (struct picture_row){
			page_url(p, STR_FMT ", " STR_FMT,
				 STR_ARG(name_of(p, x)),
				 STR_ARG(telecare_kind(p, x->kind))),
			at, STR("")};
	}
	return picture_bars(&v, p->lang, p->a, out, err);
}

/* ---- CSV: as a program wants them, minutes and counts */

static enum rc save(struct page *p, const struct tele_stats *s, struct err *err)
{
	static const char *const head[] = {
		"codice",         "nome",
		"tipo",           "esami",
		"scartati",       "inviati_lo_stesso",
		"ripetuti",       "apparecchio_scaduto",
		"annullati",      "firmati",
		"entro_il_tempo", "aperti_in_ritardo",
		"minuti_medi",    "minuti_massimi",
		"concordi",       "concordanza_indicata",
		"rossi",          "rossi_senza_presa_visione"};
	struct str all;
	page_download(p, "text/csv; charset=utf-8", "telemedicina.csv");
	for (size_t i = 0; i < countof(head); i++)
		csv_cell(p, str_from(head[i]));
	csv_row_end(p);
	for (size_t i = 0; i < s->n; i++) {
		const struct tele_stat *x = &s->list[i];
		const int64_t n[] = {x->n,
				     x->n_reject,
				     x->n_override,
				     x->n_repeat,
				     x->n_expired,
				     x->n_cancelled,
				     x->n_signed,
				     x->n_in_time,
				     x->n_late_open,
				     mean(x) / TELE_MINUTE_US,
				     x->max_us / TELE_MINUTE_US,
				     x->n_agree,
				     x->n_agree_said,
				     x->n_red,
				     x->n_red_unread};
		csv_cell(p, x->code);
		csv_cell(p, x->name);
		csv_cell(p, str_from(tele_kind_name[x->kind]));
		for (size_t k = 0; k < countof(n); k++)
			csv_cell_int(p, n[k]);
		csv_row_end(p);
	}
	return buf_finish(p->out, &all, err);
}

enum rc on_telecare(struct page *p, struct err *err)
{
	struct table t;
	struct tele_stats s;
	struct page_telecare_stats v = {0};
	table_asked(p, columns, countof(columns), "-esami", &t);
	struct tele_stats_query ask = asked(p, &t);
	enum rc rc = app_tele_stats(p->app, &ask, p->a, &s, err);
	if (!rc && t.csv)
		return save(p, &s, err);
	if (!rc && s.n)
		rc = draw(p, &s, &v.bars, err);
	if (rc)
		return rc;
	t.total = (int64_t)s.n;
	fill_choices(p, &ask, &v);
	fill_tiles(p, &s.total, &v);
	fill_causes(p, &s, &v);
	v.none = !s.n;
	v.some = s.n > 0;
	v.head = table_head(p, &t);
	v.pager = table_pager(p, &t);
	v.rows = arena_calloc(p->a, (size_t)t.limit + 1, sizeof(*v.rows));
	for (int64_t i = t.offset;
	     v.rows && i < t.total && i < t.offset + t.limit; i++)
		fill_row(p, &s.list[i], &v.rows[v.n_rows++]);
	if (table_beyond(&t, v.n_rows))
		return table_first(p, err);
	telecare_begin(p, TELECARE_STATS);
	page_telecare_stats(p->out, p->lang, &v);
	return page_end(p, err);
}

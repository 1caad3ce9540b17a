/* Values, limits and reasons in words. */
#include "monitor/tables.h"

/* 72500 with one decimal: "72,5"; halves away from zero. */
static void number(struct buf *b, enum lang lang, int64_t milli, int decimals)
{
	static const int64_t step[] = {1000, 100, 10, 1};
	int64_t s = step[decimals], v = milli < 0 ? -milli : milli;
	v = (v + s / 2) / s;
	if (milli < 0 && v)
		buf_char(b, '-');
	int64_t scale = 1000 / s;
	buf_int(b, v / scale);
	if (decimals)
		buf_printf(b, "%c%0*" PRId64, lang == LANG_IT ? ',' : '.',
			   decimals, v % scale);
}

static void one(struct buf *b, enum lang lang, const struct monitor_kind *k,
		int64_t milli)
{
	if (k->form == MONITOR_YESNO)
		buf_str(b,
			text_of(milli >= 500 ? MSG_HOM_YES : MSG_HOM_NO, lang));
	else
		number(b, lang, milli, k->decimals);
}

void monitor_value_text(struct buf *b, enum lang lang,
			const struct monitor_kind *k,
			const int64_t value_milli[MONITOR_PARTS])
{
	one(b, lang, k, value_milli[0]);
	if (k->n_part > 1 && value_milli[1] != MONITOR_NO_VALUE) {
		buf_char(b, '/');
		one(b, lang, k, value_milli[1]);
	}
}

/* With its unit; per cent of the own best is its own. */
static void with_unit(struct buf *b, enum lang lang,
		      const struct monitor_kind *k, bool percent, int64_t milli)
{
	if (percent) {
		number(b, lang, milli, 0);
		return;
	}
	one(b, lang, k, milli);
	if (!k->shown.len)
		return;
	if (k->shown.ptr[0] != '/')
		buf_char(b, ' ');
	buf_str(b, k->shown);
}

/* Of a mean or a trend one decimal more than of a reading. */
static struct monitor_kind finer(const struct monitor_kind *k,
				 enum monitor_rule rule)
{
	struct monitor_kind f = *k;
	if (rule >= MONITOR_RISE && rule <= MONITOR_SLOPE_DOWN &&
	    f.decimals < 1)
		f.decimals =
			rule == MONITOR_RISE || rule == MONITOR_FALL ? 0 : 1;
	return f;
}

struct words {
	struct buf name, seen, limit, days, times;
};

static void words_init(struct words *w)
{
	buf_init(&w->name, 400);
	buf_init(&w->seen, 100);
	buf_init(&w->limit, 100);
	buf_init(&w->days, 30);
	buf_init(&w->times, 30);
}

static void words_release(struct words *w)
{
	buf_release(&w->name);
	buf_release(&w->seen);
	buf_release(&w->limit);
	buf_release(&w->days);
	buf_release(&w->times);
}

static void fill(struct words *w, enum lang lang, const struct monitor_kind *k,
		 const struct monitor_limit *limit, int64_t seen_milli)
{
	bool percent = limit->rule == MONITOR_BELOW_BEST;
	struct monitor_kind f = finer(k, limit->rule);
	const struct str part = k->part[limit->part].name[lang];
	buf_str(&w->name, k->name[lang]);
	if (part.len && limit->rule != N_MONITOR_RULE) {
		buf_char(&w->name, ' ');
		buf_str(&w->name, part);
	}
	with_unit(&w->seen, lang, &f, percent, seen_milli);
	with_unit(&w->limit, lang, k, percent, limit->value_milli);
	buf_int(&w->days, limit->days);
	buf_int(&w->times, limit->count);
}

static void say(struct buf *b, enum lang lang, enum msg id,
		const struct words *w)
{
	const struct str pairs[] = {STR("name"),  buf_view(&w->name),
				    STR("seen"),  buf_view(&w->seen),
				    STR("limit"), buf_view(&w->limit),
				    STR("days"),  buf_view(&w->days),
				    STR("n"),     buf_view(&w->times)};
	text_fill(b, id, lang, pairs, countof(pairs) / 2);
}

static bool runs(const struct monitor_limit *limit)
{
	return limit->count > 1 &&
	       (limit->rule == MONITOR_ABOVE || limit->rule == MONITOR_BELOW ||
		limit->rule == MONITOR_BELOW_BEST);
}

static void say_limit(struct buf *b, enum lang lang,
		      const struct monitor_kind *k,
		      const struct monitor_limit *limit, int64_t seen_milli,
		      enum msg id)
{
	struct words w;
	words_init(&w);
	fill(&w, lang, k, limit, seen_milli);
	say(b, lang, id, &w);
	if (runs(limit))
		say(b, lang, MSG_HOM_WHY_RUNNING, &w);
	words_release(&w);
}

void monitor_why_text(struct buf *b, enum lang lang,
		      const struct monitor_kind *k,
		      const struct monitor_limit *limit, int64_t seen_milli)
{
	static const enum msg id[N_MONITOR_RULE + 1] = {
		MSG_HOM_WHY_ABOVE,      MSG_HOM_WHY_BELOW,
		MSG_HOM_WHY_RISE,       MSG_HOM_WHY_FALL,
		MSG_HOM_WHY_MEAN_ABOVE, MSG_HOM_WHY_MEAN_BELOW,
		MSG_HOM_WHY_SLOPE_UP,   MSG_HOM_WHY_SLOPE_DOWN,
		MSG_HOM_WHY_BELOW_BEST, MSG_HOM_WHY_MISSING};
	bool yes = k->form == MONITOR_YESNO && limit->rule <= MONITOR_BELOW;
	say_limit(b, lang, k, limit, seen_milli,
		  yes ? MSG_HOM_WHY_YES : id[limit->rule]);
}

void monitor_limit_text(struct buf *b, enum lang lang,
			const struct monitor_kind *k,
			const struct monitor_limit *limit)
{
	static const enum msg id[N_MONITOR_RULE + 1] = {
		MSG_HOM_LIMIT_ABOVE,      MSG_HOM_LIMIT_BELOW,
		MSG_HOM_LIMIT_RISE,       MSG_HOM_LIMIT_FALL,
		MSG_HOM_LIMIT_MEAN_ABOVE, MSG_HOM_LIMIT_MEAN_BELOW,
		MSG_HOM_LIMIT_SLOPE_UP,   MSG_HOM_LIMIT_SLOPE_DOWN,
		MSG_HOM_LIMIT_BELOW_BEST, MSG_HOM_WHY_MISSING};
	bool yes = k->form == MONITOR_YESNO && limit->rule <= MONITOR_BELOW;
	const struct str part = k->part[limit->part].name[lang];
	if (part.len)
		buf_printf(b, STR_FMT ": ", STR_ARG(part));
	say_limit(b, lang, k, limit, 0,
		  yes ? MSG_HOM_LIMIT_YES : id[limit->rule]);
}

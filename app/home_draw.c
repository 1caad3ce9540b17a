/* One kind of readings as a picture. */
#include "app/home_int.h"

struct drawing {
	const struct home_chart *c;
	const struct home_series *s;
	enum lang lang;
	struct arena *a;
	struct buf b;
	struct picture_dot *dots;
	size_t n;
	struct picture_level level[PICTURE_LEVELS];
	size_t n_level;
};

static struct str kept(struct drawing *d)
{
	struct str s = arena_str(d->a, buf_view(&d->b));
	buf_reset(&d->b);
	return s.ptr ? s : STR("");
}

/* "2 marzo 2026, 08:15" */
static struct str when_text(struct drawing *d, int64_t us)
{
	int m = minute_in_rome(us);
	text_date(&d->b, d->lang, date_in_rome(us));
	buf_printf(&d->b, ", %02d:%02d", m / 60, m % 60);
	return kept(d);
}

static struct str value_text(struct drawing *d, const int64_t *value)
{
	const struct monitor_kind *k = d->s->kind;
	monitor_value_text(&d->b, d->lang, k, value);
	if (k->shown.len && k->shown.ptr[0] != '/')
		buf_char(&d->b, ' ');
	buf_str(&d->b, k->shown);
	return kept(d);
}

static struct str day_text(struct drawing *d, struct date on)
{
	text_date(&d->b, d->lang, on);
	return kept(d);
}

/* ---- which are drawn */

/* Dots of all figures of a page together: with them it stays below 60 kB. */
enum { DOTS_OF_PAGE = 300, DOTS_LEAST = 12, DOTS_MOST = 90 };

size_t home_drawn_most(const struct home_chart *c)
{
	size_t share = DOTS_OF_PAGE / (c->n_series ? c->n_series : 1);
	return share < DOTS_LEAST  ? DOTS_LEAST
	       : share > DOTS_MOST ? DOTS_MOST
				   : share;
}

/* The lowest and the highest of each of `n` equal spans of the days. */
static void keep_extremes(const struct drawing *d, int64_t n, bool *keep)
{
	int64_t from = d->c->from.days * MONITOR_DAY_US;
	int64_t span = ((d->c->to.days + 1) * MONITOR_DAY_US - from) / n;
	const struct home_reading *r = d->s->reading;
	for (size_t i = 0, end; i < d->s->n; i = end) {
		size_t low = i, high = i;
		int64_t in = (r[i].measured_us - from) / span;
		for (end = i;
		     end < d->s->n && (r[end].measured_us - from) / span == in;
		     end++) {
			if (r[end].value_milli[0] < r[low].value_milli[0])
				low = end;
			if (r[end].value_milli[0] > r[high].value_milli[0])
				high = end;
		}
		keep[low] = keep[high] = true;
	}
}

static void choose(const struct drawing *d, size_t most, bool *keep)
{
	size_t n = d->s->n, marked = most / 3;
	for (size_t i = 0; i < n; i++)
		keep[i] = n <= most;
	if (n <= most)
		return;
	keep_extremes(d, (int64_t)(most - marked) / 2, keep);
	for (size_t i = n; i-- > 0 && marked;) {
		bool mark = d->s->reading[i].doubtful || d->s->reading[i].alarm;
		marked -= mark && !keep[i];
		keep[i] |= mark || i == n - 1;
	}
}

static void make_dots(struct drawing *d, const bool *keep)
{
	for (size_t i = 0; i < d->s->n; i++) {
		const struct home_reading *r = &d->s->reading[i];
		if (!keep[i])
			continue;
		enum msg note = r->doubtful ? MSG_HOM_MARK_DOUBTFUL
				: r->alarm  ? MSG_HOM_MARK_ALARM
					    : MSG_NONE;
		d->dots[d->n++] = (struct picture_dot){
			.at = r->measured_us,
			.value = {r->value_milli[0],
				  r->value_milli[1] == MONITOR_NO_VALUE
					  ? PICTURE_NO_VALUE
					  : r->value_milli[1]},
			.hollow = r->doubtful,
			.marked = r->alarm,
			.when = when_text(d, r->measured_us),
			.text = value_text(d, r->value_milli),
			.who = text_of(
				(enum msg)(MSG_HOM_BY_PATIENT + (int)r->by),
				d->lang),
			.note = note ? text_of(note, d->lang) : r->note};
	}
}

/* Limits of values are lines; those of changes are in the words of the plan. */
static bool is_level(const struct monitor_limit *l)
{
	return l->rule == MONITOR_ABOVE || l->rule == MONITOR_BELOW ||
	       l->rule == MONITOR_MEAN_ABOVE || l->rule == MONITOR_MEAN_BELOW ||
	       l->rule == MONITOR_BELOW_BEST;
}

static int64_t level_of(const struct drawing *d, const struct monitor_limit *l)
{
	if (l->rule != MONITOR_BELOW_BEST)
		return l->value_milli;
	return d->s->line ? d->s->line->best_milli * l->value_milli / 100000
			  : 0;
}

static void put_level(struct drawing *d, int64_t value, struct str part,
		      enum picture_level_kind kind)
{
	int64_t one[MONITOR_PARTS] = {value, MONITOR_NO_VALUE};
	if (d->n_level == PICTURE_LEVELS)
		return;
	monitor_value_text(&d->b, d->lang, d->s->kind, one);
	if (part.len)
		buf_printf(&d->b, " " STR_FMT, STR_ARG(part));
	d->level[d->n_level++] = (struct picture_level){
		.value = value, .kind = kind, .label = kept(d)};
}

static void make_levels(struct drawing *d)
{
	for (size_t i = 0; i < d->s->n_limit; i++) {
		const struct monitor_limit *l = &d->s->limit[i];
		int64_t value = is_level(l) ? level_of(d, l) : 0;
		if (value)
			put_level(d, value,
				  d->s->kind->part[l->part].name[d->lang],
				  l->severity == MONITOR_RED
					  ? PICTURE_LEVEL_SEVERE
					  : PICTURE_LEVEL_MILD);
	}
}

/* Where no limit says what the heights mean: the lowest and the highest of
 * those that are not doubtful. */
static void make_scale(struct drawing *d)
{
	int64_t low = INT64_MAX, high = INT64_MIN;
	if (d->n_level)
		return;
	for (size_t i = 0; i < d->s->n; i++) {
		if (d->s->reading[i].doubtful)
			continue;
		low = min_i64(low, d->s->reading[i].value_milli[0]);
		high = max_i64(high, d->s->reading[i].value_milli[0]);
	}
	if (low < high) {
		put_level(d, low, STR(""), PICTURE_LEVEL_PLAIN);
		put_level(d, high, STR(""), PICTURE_LEVEL_PLAIN);
	}
}

static struct str describe(struct drawing *d, struct str from, struct str to)
{
	char n[24];
	int len = snprintf(n, sizeof(n), "%zu", d->s->n);
	const struct str pairs[] = {STR("n"), {n, (size_t)len}, STR("from"),
				    from,     STR("to"),        to};
	text_fill(&d->b, MSG_HOM_CHART_DESC, d->lang, pairs, 3);
	return kept(d);
}

static enum rc draw(struct drawing *d, bool bare, struct html *out,
		    struct err *err)
{
	struct str from = day_text(d, d->c->from), to = day_text(d, d->c->to);
	struct str id =
		arena_printf(d->a, "home-" STR_FMT, STR_ARG(d->s->kind->code));
	if (!id.ptr)
		return arena_fail(d->a, err);
	struct picture_dots v = {.p = {.id = id.ptr,
				       .title = d->s->kind->name[d->lang],
				       .desc = describe(d, from, to),
				       .bare = bare},
				 .head = {text_of(MSG_HOM_DAY, d->lang),
					  text_of(MSG_HOM_VALUE, d->lang),
					  text_of(MSG_HOM_BY, d->lang),
					  text_of(MSG_HOM_MARK, d->lang)},
				 .from = d->c->from.days * MONITOR_DAY_US,
				 .to = (d->c->to.days + 1) * MONITOR_DAY_US,
				 .from_label = from,
				 .to_label = to,
				 .dots = d->dots,
				 .n = d->n,
				 .levels = d->level,
				 .n_level = d->n_level};
	return picture_dots(&v, d->lang, d->a, out, err);
}

enum rc home_series_picture(const struct home_chart *c,
			    const struct home_series *s, bool bare,
			    enum lang lang, struct arena *a, struct html *out,
			    struct err *err)
{
	struct drawing d = {.c = c, .s = s, .lang = lang, .a = a};
	d.dots = arena_array(a, struct picture_dot, s->n + 1);
	bool *keep = arena_array(a, bool, s->n + 1);
	if (!d.dots || !keep)
		return arena_fail(a, err);
	choose(&d, bare ? home_drawn_most(c) : s->n, keep);
	buf_init(&d.b, 2000);
	make_dots(&d, keep);
	make_levels(&d);
	make_scale(&d);
	enum rc rc = draw(&d, bare, out, err);
	buf_release(&d.b);
	return rc;
}

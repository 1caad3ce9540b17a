/* A person over the years: a lane for each thing, its name above it so that
 * the whole width is time. */
#include "picture/picture_int.h"

enum { TOP = 20, NAME = 17, TRACK = 16, GAP = 7, TRACKS_MOST = 4 };
#define LANES_MOST 64 /* more cannot be looked at */

struct lay {
	size_t n; /* lanes drawn */
	int y[LANES_MOST + 1];
	uint8_t *track; /* of each event, within its lane */
	uint32_t *order;
	struct date from, to;
};

static bool is_span(const struct picture_event *e)
{
	return e->to.days > e->from.days;
}

static bool seen(const struct lay *l, const struct picture_event *e)
{
	return e->lane < l->n && !date_is_none(e->from) &&
	       e->from.days <= l->to.days && e->to.days >= l->from.days;
}

/* ---- where everything goes */

static int64_t at_x(const struct lay *l, struct date d)
{
	int64_t from = l->from.days, to = l->to.days;
	int64_t x = max_i64(from, min_i64(d.days, to));
	return 100 + portion(x - from, to - from, 9700);
}

struct by_date {
	int32_t days;
	uint32_t i;
};

static int cmp_by_date(const void *x, const void *y)
{
	const struct by_date *a = x, *b = y;
	if (a->days != b->days)
		return a->days < b->days ? -1 : 1;
	return a->i < b->i ? -1 : a->i > b->i;
}

static bool put_in_order(struct lay *l, const struct picture_timeline *v,
			 struct arena *a)
{
	struct by_date *key = arena_array(a, struct by_date, v->n + 1);
	l->order = arena_array(a, uint32_t, v->n + 1);
	l->track = arena_array(a, uint8_t, v->n + 1);
	if (!key || !l->order || !l->track)
		return false;
	for (size_t i = 0; i < v->n; i++)
		key[i] = (struct by_date){v->events[i].from.days, (uint32_t)i};
	qsort(key, v->n, sizeof(*key), cmp_by_date);
	for (size_t i = 0; i < v->n; i++)
		l->order[i] = key[i].i;
	return true;
}

/* Spans that overlap take different tracks; the last one takes what is left. */
static uint8_t free_track(int32_t until[TRACKS_MOST], struct date from)
{
	uint8_t t = 0;
	while (t < TRACKS_MOST - 1 && until[t] >= from.days)
		t++;
	return t;
}

static void lay_tracks(struct lay *l, const struct picture_timeline *v)
{
	int32_t until[LANES_MOST][TRACKS_MOST];
	int tracks[LANES_MOST];
	for (size_t k = 0; k < LANES_MOST; k++) {
		tracks[k] = 1;
		for (int t = 0; t < TRACKS_MOST; t++)
			until[k][t] = INT32_MIN;
	}
	for (size_t i = 0; i < v->n; i++) {
		const struct picture_event *e = &v->events[l->order[i]];
		if (!seen(l, e) || !is_span(e))
			continue;
		uint8_t t = free_track(until[e->lane], e->from);
		if (until[e->lane][t] < e->to.days)
			until[e->lane][t] = e->to.days;
		l->track[l->order[i]] = t;
		if (tracks[e->lane] < t + 1)
			tracks[e->lane] = t + 1;
	}
	l->y[0] = TOP;
	for (size_t k = 0; k < l->n; k++)
		l->y[k + 1] = l->y[k] + NAME + tracks[k] * TRACK + GAP;
}

/* ---- drawing */

static void tick(struct pen *pen, const struct lay *l, struct date d,
		 struct str label)
{
	int64_t x = at_x(l, d);
	buf_text(&pen->b, "<line");
	pen_percent(pen, "x1", x);
	pen_percent(pen, "x2", x);
	buf_printf(&pen->b,
		   " y1=\"16\" y2=\"%d\" stroke=\"" FAINT
		   "\" stroke-width=\".4\"/>",
		   l->y[l->n]);
	pen_text(pen, x, 12,
		 x > 9300 ? " font-size=\"12\" text-anchor=\"end\""
			  : " font-size=\"12\"",
		 label, 8);
}

static void ticks(struct pen *pen, const struct lay *l)
{
	int years = (l->to.days - l->from.days) / 365;
	int step = years < 2 ? 3 : 12 * (1 + years / 8); /* months */
	struct ymd c = date_ymd(l->from);
	for (int m = (c.month - 1) / step * step;; m += step) {
		char label[24];
		int year = c.year + m / 12;
		if (year > 2199)
			return;
		struct date d = date_of(year, m % 12 + 1, 1);
		if (d.days > l->to.days)
			return;
		if (d.days < l->from.days)
			continue;
		snprintf(label, sizeof(label), "%d", year);
		if (step < 12)
			snprintf(label, sizeof(label), "%.3s %02d",
				 text_month(pen->lang, m % 12 + 1).ptr,
				 year % 100);
		tick(pen, l, d, str_from(label));
	}
}

static void today_line(struct pen *pen, const struct lay *l, struct date today)
{
	if (today.days < l->from.days || today.days > l->to.days)
		return;
	int64_t x = at_x(l, today);
	buf_text(&pen->b, "<line");
	pen_percent(pen, "x1", x);
	pen_percent(pen, "x2", x);
	buf_printf(&pen->b,
		   " y1=\"%d\" y2=\"%d\" stroke=\"#c2570c\" "
		   "stroke-width=\"1.5\" stroke-dasharray=\"4 3\"/>",
		   TOP - 3, l->y[l->n]);
	pen_text(pen, x, l->y[l->n] + 13,
		 x > 8500 ? " font-size=\"12\" fill=\"#a0460a\" "
			    "text-anchor=\"end\""
			  : " font-size=\"12\" fill=\"#a0460a\"",
		 text_of(MSG_PIC_TODAY, pen->lang), 10);
}

/* Shapes of a moment, in a square of 12 around the middle. */
static const char *const sign[N_EVENT_KIND] = {
	[EVENT_DRUG] = "<rect x=\"-3\" y=\"-4\" width=\"6\" height=\"8\" "
		       "fill=\"#0b5cad\"/>",
	[EVENT_PLAN] = "<rect x=\"-4\" y=\"-5\" width=\"8\" height=\"10\" "
		       "fill=\"#fff\" stroke=\"#00735c\" stroke-width=\"2\"/>",
	[EVENT_STAY] = "<rect x=\"-3\" y=\"-6\" width=\"6\" height=\"12\" "
		       "fill=\"#8f4b87\"/>",
	[EVENT_EMERGENCY] = "<path d=\"M0-6L6 5H-6z\" fill=\"#c2570c\"/>",
	[EVENT_VISIT] = "<circle r=\"5\" fill=\"#0b5cad\"/>",
	[EVENT_EXAM] = "<rect x=\"-4\" y=\"-4\" width=\"8\" height=\"8\" "
		       "fill=\"#00735c\"/>",
	[EVENT_BOOKED] = "<circle r=\"4.5\" fill=\"#fff\" stroke=\"#17324d\" "
			 "stroke-width=\"2\"/>",
};
static const char *const span[N_EVENT_KIND] = {
	[EVENT_DRUG] = "fill=\"#79aade\" stroke=\"#0b5cad\"",
	[EVENT_PLAN] = "fill=\"#fff\" stroke=\"#00735c\" stroke-width=\"2\"",
	[EVENT_STAY] = "fill=\"#8f4b87\" stroke=\"#8f4b87\"",
	[EVENT_EMERGENCY] = "fill=\"#c2570c\"",
	[EVENT_VISIT] = "fill=\"#0b5cad\"",
	[EVENT_EXAM] = "fill=\"#00735c\"",
	[EVENT_BOOKED] = "fill=\"#fff\" stroke=\"#17324d\"",
};
static const enum msg word[N_EVENT_KIND] = {
	[EVENT_DRUG] = MSG_PIC_DRUG,     [EVENT_PLAN] = MSG_PIC_PLAN,
	[EVENT_STAY] = MSG_PIC_STAY,     [EVENT_EMERGENCY] = MSG_PIC_EMERGENCY,
	[EVENT_VISIT] = MSG_PIC_VISIT,   [EVENT_EXAM] = MSG_PIC_EXAM,
	[EVENT_BOOKED] = MSG_PIC_TO_COME};

static void day(struct pen *pen, struct date d)
{
	if (d.days >= DATE_MAX.days) {
		pen_msg(pen, MSG_PIC_GOES_ON);
		return;
	}
	struct ymd c = date_ymd(d);
	buf_printf(&pen->b, "%02d/%02d/%d", c.day, c.month, c.year);
}

static void when(struct pen *pen, const struct picture_event *e)
{
	day(pen, e->from);
	if (is_span(e)) {
		buf_text(&pen->b, " - ");
		day(pen, e->to);
	}
}

static void title(struct pen *pen, const struct picture_event *e)
{
	buf_text(&pen->b, "<title>");
	html_text(&pen->b, e->label);
	buf_text(&pen->b, ", ");
	when(pen, e);
	buf_text(&pen->b, "</title>");
}

static void draw_span(struct pen *pen, const struct lay *l,
		      const struct picture_event *e, int y)
{
	int64_t x = at_x(l, e->from), end = at_x(l, e->to);
	pen_rect(pen, x, y + 3, max_i64(end - x, 40), TRACK - 6);
	buf_printf(&pen->b, " %s>", span[e->kind]);
	title(pen, e);
	buf_text(&pen->b, "</rect>");
}

static void draw_event(struct pen *pen, const struct lay *l,
		       const struct picture_event *e, uint8_t track)
{
	int y = l->y[e->lane] + NAME + track * TRACK;
	pen_link(pen, e->href);
	if (is_span(e)) {
		draw_span(pen, l, e, y);
	} else {
		buf_text(&pen->b, "<svg overflow=\"visible\"");
		pen_percent(pen, "x", at_x(l, e->from));
		buf_printf(&pen->b, " y=\"%d\">", y + TRACK / 2);
		title(pen, e);
		buf_printf(&pen->b, "%s</svg>", sign[e->kind]);
	}
	pen_link_end(pen, e->href);
}

static void draw(struct pen *pen, const struct picture_timeline *v,
		 const struct lay *l)
{
	ticks(pen, l);
	for (size_t k = 0; k < l->n; k++)
		pen_text(pen, 0, l->y[k] + 13, " font-size=\"13\"", v->lanes[k],
			 56);
	for (size_t i = 0; i < v->n; i++) {
		const struct picture_event *e = &v->events[l->order[i]];
		if (seen(l, e))
			draw_event(pen, l, e, l->track[l->order[i]]);
	}
	if (!l->n)
		pen_nothing(pen, TOP + 16);
	today_line(pen, l, v->today);
}

static void legend(struct pen *pen, const struct picture_timeline *v,
		   const struct lay *l)
{
	bool has[N_EVENT_KIND] = {false};
	for (size_t i = 0; i < v->n; i++)
		has[v->events[i].kind] |= seen(l, &v->events[i]);
	buf_text(&pen->b, "<ul class=\"picture-legend\">");
	for (int k = 0; k < N_EVENT_KIND; k++) {
		if (!has[k])
			continue;
		buf_printf(&pen->b,
			   "<li><svg width=\"16\" height=\"16\" "
			   "viewBox=\"-8 -8 16 16\" aria-hidden=\"true\">%s"
			   "</svg> ",
			   sign[k]);
		pen_msg(pen, word[k]);
		buf_text(&pen->b, "</li>");
	}
	buf_text(&pen->b, "</ul>");
}

static void table(struct pen *pen, const struct picture_timeline *v,
		  const struct lay *l)
{
	struct str heads[] = {text_of(MSG_PIC_KIND, pen->lang),
			      text_of(MSG_PIC_WHEN, pen->lang)};
	pen_table_open(pen, text_of(MSG_PIC_WHAT, pen->lang), heads, 2);
	for (size_t i = 0; i < v->n; i++) {
		const struct picture_event *e = &v->events[l->order[i]];
		if (date_is_none(e->from))
			continue;
		pen_row_open(pen, e->label, e->href);
		pen_cell(pen, text_of(word[e->kind], pen->lang));
		buf_text(&pen->b, "<td class=\"text-end\">");
		when(pen, e);
		buf_text(&pen->b, "</td>");
		pen_row_close(pen);
	}
	pen_table_close(pen);
}

static bool has_links(const struct picture_timeline *v)
{
	for (size_t i = 0; i < v->n; i++)
		if (v->events[i].href.len)
			return true;
	return false;
}

enum rc picture_timeline(const struct picture_timeline *v, enum lang lang,
			 struct arena *a, struct html *out, struct err *err)
{
	struct pen pen;
	struct lay l = {.n = v->n_lane < LANES_MOST ? v->n_lane : LANES_MOST,
			.from = v->from,
			.to = v->to};
	assert(v->from.days < v->to.days);
	assert(!date_is_none(v->from) && v->to.days < DATE_MAX.days);
	if (!put_in_order(&l, v, a))
		return arena_fail(a, err);
	lay_tracks(&l, v);
	pen_open(&pen, &v->p, lang,
		 (struct canvas){.height = l.y[l.n] + (l.n ? 18 : 30),
				 .links = has_links(v),
				 .css = "picture-timeline"});
	draw(&pen, v, &l);
	pen_close_svg(&pen);
	legend(&pen, v, &l);
	if (!v->p.bare)
		table(&pen, v, &l);
	return pen_finish(&pen, a, out, err);
}

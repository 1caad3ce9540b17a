/* A citizen's year: what is to come, what nobody booked yet, what has been; and
 * one appointment as a file for a calendar. */
#include "web/page/citizen.h"

#include "document/ics.h"
#include "picture/picture.h"
#include "web/page/citizen_year.html.h"

#define BACK_DAYS  730
#define AHEAD_DAYS 400
#define PAST_MOST  60 /* cards of the past; the picture counts all */

/* ---- the picture: three months back, this one, eight ahead */

static struct date first_month(const struct page *p)
{
	struct ymd c = date_ymd(date_add_months(p->app->today, -3));
	return date_of(c.year, c.month, 1);
}

static struct picture_month *month_of(struct picture_year *y, struct date d)
{
	struct ymd a = date_ymd(y->from), b = date_ymd(d);
	int i = (b.year - a.year) * 12 + b.month - a.month;
	return i >= 0 && i < 12 ? &y->month[i] : NULL;
}

static void count_months(const struct citizen_year *c, struct picture_year *y)
{
	for (size_t i = 0; i < c->n; i++) {
		struct picture_month *m = month_of(y, c->list[i].day);
		struct str state = c->list[i].state;
		if (!m)
			continue;
		m->booked += str_is(state, "booked") || str_is(state, "held");
		m->done += str_is(state, "done");
		m->missed += str_is(state, "no_show");
	}
	for (size_t i = 0; i < c->n_open; i++) {
		struct picture_month *m = month_of(y, c->open[i].due);
		if (m)
			m->planned++;
	}
}

static enum rc draw(struct page *p, const struct citizen_year *c,
		    struct html *out, struct err *err)
{
	struct picture_year y = {
		.p = {.id = "anno",
		      .title = page_text(p, MSG_CIT_YEAR_PICTURE),
		      .desc = page_text(p, MSG_CIT_YEAR_PICTURE_DESC)},
		.from = first_month(p),
		.today = p->app->today};
	count_months(c, &y);
	return picture_year(&y, p->lang, p->a, out, err);
}

/* ---- the lists */

static void fill_cards(struct page *p, const struct citizen_whose *w,
		       const struct citizen_year *c,
		       struct page_citizen_year *v)
{
	v->coming = arena_calloc(p->a, c->n + 1, sizeof(*v->coming));
	v->past = arena_calloc(p->a, PAST_MOST, sizeof(*v->past));
	if (!v->coming || !v->past)
		return;
	for (size_t i = 0; i < c->n; i++)
		if (citizen_is_coming(p, &c->list[i]))
			v->coming[v->n_coming++].card =
				citizen_card(p, w, &c->list[i], false);
	for (size_t i = c->n; i-- > 0 && v->n_past < PAST_MOST;)
		if (!citizen_is_coming(p, &c->list[i]))
			v->past[v->n_past++].card =
				citizen_card(p, w, &c->list[i], false);
	v->any_past = v->n_past;
	v->past_show = citizen_fill(p, MSG_CIT_YEAR_PAST_SHOW, "n",
				    page_int(p, (int64_t)v->n_past));
}

static void fill_open(struct page *p, const struct citizen_year *c,
		      struct page_citizen_year *v)
{
	v->open = arena_calloc(p->a, c->n_open + 1, sizeof(*v->open));
	for (size_t i = 0; v->open && i < c->n_open; i++) {
		v->open[i].what = citizen_service(p, c->open[i].service);
		v->open[i].when =
			citizen_fill(p, MSG_CIT_YEAR_OPEN_ABOUT, "month",
				     citizen_month(p, c->open[i].due));
		v->n_open = i + 1;
	}
	v->any_open = v->n_open;
}

enum rc on_citizen_year(struct page *p, struct err *err)
{
	struct citizen_whose w;
	struct citizen_year c;
	struct page_citizen_year v = {0};
	enum rc rc = citizen_whose(p, CITIZEN_YEAR, &w, err);
	if (!rc)
		rc = app_citizen_year(p->app, w.person_id,
				      date_add(p->app->today, -BACK_DAYS),
				      date_add(p->app->today, AHEAD_DAYS), p->a,
				      &c, err);
	if (!rc)
		rc = draw(p, &c, &v.picture, err);
	if (rc)
		return rc;
	v.whose = w.bar;
	fill_cards(p, &w, &c, &v);
	fill_open(p, &c, &v);
	page_begin(p, &(struct frame){.title = MSG_CIT_YEAR});
	page_citizen_year(p->out, p->lang, &v);
	return page_end(p, err);
}

/* ---- a file for the calendar */

enum rc on_citizen_calendar(struct page *p, struct err *err)
{
	struct citizen_whose w;
	struct citizen_appointment t;
	enum rc rc = citizen_whose(p, CITIZEN_YEAR, &w, err);
	if (!rc)
		rc = citizen_coming(p, &w, &t, err);
	if (rc)
		return rc;
	page_download(p, "text/calendar; charset=utf-8", "appuntamento.ics");
	ics_event(p->out,
		  &(struct ics_event){
			  .uid = page_url(p, "%" PRId64 "@prossima", t.id),
			  .made_us = p->app->now_us,
			  .day = t.day,
			  .start_min = t.start_min,
			  .end_min = t.end_min,
			  .summary = citizen_service(p, t.service),
			  .where = citizen_place(p, &t),
			  .text = page_text(p, MSG_CIT_ICS_BRING)});
	return OK;
}

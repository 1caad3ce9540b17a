/* What a citizen sees first: the next appointment, what waits, what changed. */
#include "web/page/citizen.h"
#include "web/page/citizen_home.html.h"

static struct str plan_words(struct page *p, const struct citizen_home *h)
{
	const struct str from_to[] = {STR("from"), page_date(p, h->plan_from),
				      STR("to"), page_date(p, h->plan_to)};
	if (!h->plan_version)
		return STR("");
	if (h->plan_to.days < p->app->today.days)
		return page_fill(p, MSG_CIT_PLAN_ENDED, from_to, 2);
	return page_fill(p, MSG_CIT_PLAN_VALID, from_to, 2);
}

static enum msg news_text(struct str action)
{
	static const struct {
		const char *action;
		enum msg text;
	} row[] = {
		{"plan.publish", MSG_CIT_NEWS_PLAN},
		{"booking.move", MSG_CIT_NEWS_MOVE},
		{"booking.cancel", MSG_CIT_NEWS_CANCEL},
		{"booking.close_day", MSG_CIT_NEWS_CANCEL},
		{"booking.year", MSG_CIT_NEWS_YEAR},
		{"plan.prescribe", MSG_CIT_NEWS_PRESCRIBED},
		{"access.break_glass", MSG_CIT_NEWS_GLASS},
	};
	for (size_t i = 0; i < countof(row); i++)
		if (str_is(action, row[i].action))
			return row[i].text;
	return MSG_NONE;
}

static void fill_news(struct page *p, const struct citizen_home *h,
		      struct page_citizen_home *v)
{
	v->news = arena_calloc(p->a, CITIZEN_CHANGES, sizeof(*v->news));
	for (size_t i = 0; v->news && i < h->n_change; i++) {
		v->news[i].day = page_date(p, date_in_rome(h->change[i].at_us));
		v->news[i].text = page_text(p, news_text(h->change[i].action));
		v->n_news = i + 1;
	}
	v->any_news = v->n_news;
}

enum rc on_citizen_home(struct page *p, struct err *err)
{
	struct citizen_whose w;
	struct citizen_home h;
	enum rc rc = citizen_whose(p, CITIZEN_HOME, &w, err);
	if (!rc)
		rc = app_citizen_home(p->app, w.person_id, p->a, &h, err);
	if (rc)
		return rc;
	struct page_citizen_home v = {
		.whose = w.bar,
		.hello = h.first_name.len ? citizen_fill(p, MSG_CIT_HELLO,
							 "name", h.first_name)
					  : page_text(p, MSG_CIT_HELLO_NOBODY),
		.none = !h.has_next,
		.coming_text =
			h.n_coming > 1
				? citizen_fill(p, MSG_CIT_ALL_APPOINTMENTS, "n",
					       page_int(p, h.n_coming))
				: page_text(p, MSG_CIT_ONE_APPOINTMENT),
		.year_link = page_url(p, "/io/appuntamenti" STR_FMT,
				      STR_ARG(w.tail)),
		.pact_link = page_url(p, "/io/patto" STR_FMT, STR_ARG(w.tail)),
		.plan_link = page_url(p, "/io/piano" STR_FMT, STR_ARG(w.tail)),
		.sign = h.pact_open == 1,
		.wait = h.pact_open == 2,
		.plan_text = plan_words(p, &h),
		.plan_none = !h.plan_version,
		.followed = h.enrolment.len != 0};
	if (h.has_next)
		v.next = citizen_card(p, &w, &h.next, true);
	fill_news(p, &h, &v);
	page_begin(p, &(struct frame){.title = MSG_CIT_TITLE});
	page_citizen_home(p->out, p->lang, &v);
	return page_end(p, err);
}

/* The appointments of a person: to come, to be booked, past. */
#include "app/booking.h"
#include "web/page/person.h"
#include "web/page/person_bookings.html.h"

#define PAST_MOST 40

static struct str town(struct page *p, struct str istat)
{
	const struct knowledge *kn = p->app->kn;
	int m = kn_municipality_index(kn, istat);
	return m < 0 ? (struct str){"", 0} : kn->municipalities[m].name;
}

/* "emoglobina glicata, colesterolo" of a draw */
static struct str tests(struct page *p, const struct book_line *x)
{
	struct buf b;
	if (!str_is(x->service, BOOK_LAB))
		return STR("");
	buf_init(&b, 65536);
	for (struct str rest = x->services; rest.len;) {
		if (b.len)
			buf_text(&b, "; ");
		buf_str(&b, person_service_name(p, str_cut(&rest, '|')));
	}
	return page_kept(p, &b);
}

static struct page_person_bookings_coming coming(struct page *p,
						 const struct book_line *x)
{
	return (struct page_person_bookings_coming){
		.day = page_date(p, x->day),
		.hour = page_minute(p, x->start_min),
		.what = person_service_name(p, x->service),
		.tests = tests(p, x),
		.place = x->place,
		.town = town(p, x->municipality),
		.state = person_word(p, WORDS_BOOKING, x->state),
		.held = str_is(x->state, "held")};
}

static struct page_person_bookings_open open_line(struct page *p,
						  const struct book_line *x)
{
	const struct str pairs[] = {STR("due"), page_day(p, x->due),
				    STR("latest"), page_day(p, x->latest)};
	return (struct page_person_bookings_open){
		.what = person_service_name(p, x->service),
		.window = page_fill(p, MSG_PER_WINDOW, pairs, 2),
		.state = person_word(p, WORDS_BOOKING, x->state),
		.why = x->reason.len ? person_word(p, WORDS_UNBOOKED, x->reason)
				     : (struct str){"", 0},
		.late = x->latest.days < p->app->today.days};
}

static struct page_person_bookings_past past(struct page *p,
					     const struct book_line *x)
{
	return (struct page_person_bookings_past){
		.day = page_day(p, x->day),
		.what = person_service_name(p, x->service),
		.place = x->place,
		.state = person_word(p, WORDS_BOOKING, x->state),
		.good = str_is(x->state, "done")};
}

static bool is_live(const struct book_line *x)
{
	return str_is(x->state, "booked") || str_is(x->state, "held");
}

static void fill(struct page *p, const struct book_line *list, size_t n,
		 struct page_person_bookings *v)
{
	size_t n_past = 0;
	PERSON_LIST(p, v->coming, n);
	PERSON_LIST(p, v->open, n);
	PERSON_LIST(p, v->past, PAST_MOST);
	if (!v->coming || !v->open || !v->past)
		return;
	for (size_t i = 0; i < n; i++) {
		const struct book_line *x = &list[i];
		if (!x->id)
			v->open[v->n_open++] = open_line(p, x);
		else if (is_live(x) && x->day.days >= p->app->today.days)
			v->coming[v->n_coming++] = coming(p, x);
	}
	for (size_t i = n; i-- > 0;) { /* the newest first */
		const struct book_line *x = &list[i];
		if (!x->id || (is_live(x) && x->day.days >= p->app->today.days))
			continue;
		if (n_past++ < PAST_MOST)
			v->past[v->n_past++] = past(p, x);
	}
	if (n_past > PAST_MOST)
		v->more = person_fill_n(p, MSG_STRATA_MORE,
					(int64_t)(n_past - PAST_MOST));
}

enum rc on_person_bookings(struct page *p, struct err *err)
{
	struct book_line *list = NULL;
	size_t n = 0;
	struct date today = p->app->today;
	struct page_person_bookings v = {0};
	enum rc rc = app_book_calendar(
		p->app, p->id[0], date_add_months(today, -24),
		date_add_months(today, 18), p->a, &list, &n, err);
	if (rc)
		return rc;
	fill(p, list, n, &v);
	v.print = page_url(p, "/assistito/%" PRId64 "/appuntamenti/stampa",
			   p->id[0]);
	person_begin(p, TAB_BOOKINGS, MSG_PER_BOOKINGS);
	page_person_bookings(p->out, p->lang, &v);
	return page_end(p, err);
}

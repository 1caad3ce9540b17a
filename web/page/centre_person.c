/* One person at the desk: their year, what is open, booked and past. */
#include "app/people.h"
#include "picture/picture.h"
#include "web/page/centre.h"
#include "web/page/centre_letter.html.h"
#include "web/page/centre_person.html.h"

#define LETTER_LINES 200
#define PAST_MOST    30 /* the latest; the record has all */

static bool in(struct str state, const char *words)
{
	for (struct str rest = str_from(words); rest.ptr;)
		if (str_eq(str_cut(&rest, '|'), state))
			return true;
	return false;
}

static bool is_open(const struct centre_activity *a)
{
	return !a->appointment_id && in(a->state, "planned|prescribed|missed");
}

/* ---- the year as a picture */

static struct date day_of(const struct centre_activity *a)
{
	if (!date_is_none(a->done))
		return a->done;
	return date_is_none(a->day) ? a->due : a->day;
}

static int64_t *count_of(struct picture_month *m,
			 const struct centre_activity *a)
{
	if (str_is(a->state, "done"))
		return &m->done;
	if (str_is(a->state, "missed"))
		return &m->missed;
	return a->appointment_id ? &m->booked : &m->planned;
}

/* The plan's year, or the twelve months around today. */
static struct date first_month(struct page *p, const struct centre_person *w)
{
	struct ymd now = date_ymd(p->app->today);
	struct date first = date_of(now.year, now.month, 1), oldest = first;
	for (size_t i = 0; i < w->n_activity; i++)
		if (day_of(&w->activity[i]).days < oldest.days)
			oldest = day_of(&w->activity[i]);
	struct ymd y = date_ymd(oldest);
	oldest = date_of(y.year, y.month, 1);
	struct date limit = date_add_months(first, -6);
	return oldest.days < limit.days ? limit : oldest;
}

static struct html year(struct page *p, const struct centre_person *w)
{
	struct picture_year v = {.p = {.id = "anno",
				       .title = page_text(p, MSG_CEN_YEAR),
				       .desc = page_text(p, MSG_CEN_YEAR_DESC)},
				 .from = first_month(p, w),
				 .today = p->app->today};
	struct html out = {STR("")};
	struct err err = {0};
	struct ymd from = date_ymd(v.from);
	for (size_t i = 0; i < w->n_activity; i++) {
		struct ymd d = date_ymd(day_of(&w->activity[i]));
		int m = (d.year - from.year) * 12 + d.month - from.month;
		if (m >= 0 && m < 12)
			++*count_of(&v.month[m], &w->activity[i]);
	}
	if (picture_year(&v, p->lang, p->a, &out, &err))
		return (struct html){STR("")};
	return out;
}

/* ---- what is open */

static struct str window(struct page *p, const struct centre_activity *a)
{
	return page_url(p, STR_FMT " – " STR_FMT,
			STR_ARG(page_day(p, a->earliest)),
			STR_ARG(page_day(p, a->latest)));
}

static struct str prescribed(struct page *p, const struct centre_activity *a)
{
	const struct str pairs[] = {STR("number"), a->prescription, STR("to"),
				    page_day(p, a->prescribed_to)};
	return a->prescription.len ? page_fill(p, MSG_CEN_PRESCRIBED, pairs, 2)
				   : page_text(p, MSG_CEN_NOT_PRESCRIBED);
}

static void tag_open(struct page *p, const struct centre_activity *a,
		     struct page_centre_person_open *o)
{
	int days = a->latest.days - p->app->today.days;
	const struct str pairs[] = {STR("n"),
				    page_int(p, days < 0 ? -days : days)};
	if (str_is(a->state, "missed")) {
		o->bad = true;
		o->tag = page_text(p, MSG_CEN_MISSED);
	} else if (days < 0) {
		o->bad = true;
		o->tag = page_fill(p, MSG_CEN_LATE_BY, pairs, 1);
	} else if (days <= 30) {
		o->warn = true;
		o->tag = page_fill(p, MSG_CEN_DAYS_LEFT, pairs, 1);
	}
}

static void fill_open(struct page *p, const struct centre_person *w,
		      struct page_centre_person *v)
{
	v->open = arena_calloc(p->a, w->n_activity + 1, sizeof(*v->open));
	for (size_t i = 0; v->open && i < w->n_activity; i++) {
		const struct centre_activity *a = &w->activity[i];
		if (!is_open(a))
			continue;
		struct page_centre_person_open *o = &v->open[v->n_open++];
		struct str class = centre_class(p, a->priority_class);
		o->id = page_url(p, "%" PRId64, a->id);
		o->name = centre_service(p, a->service);
		o->about = page_url(p, STR_FMT "%s" STR_FMT, STR_ARG(class),
				    class.len ? " · " : "",
				    STR_ARG(prescribed(p, a)));
		o->when = window(p, a);
		o->why = centre_why_open(p, a->why);
		o->checked = a->earliest.days - p->app->today.days <= 60 &&
			     v->n_open <= BOOK_TAKE_MOST;
		tag_open(p, a, o);
	}
	v->any_open = v->n_open > 0;
}

/* ---- what is booked: an appointment may serve several activities */

static bool seen(const struct centre_person *w, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (w->activity[k].appointment_id ==
		    w->activity[i].appointment_id)
			return true;
	return false;
}

static struct str served(struct page *p, const struct centre_person *w,
			 int64_t appointment_id, size_t *n)
{
	struct buf b;
	buf_init(&b, 65536);
	*n = 0;
	for (size_t i = 0; i < w->n_activity; i++) {
		if (w->activity[i].appointment_id != appointment_id)
			continue;
		if ((*n)++)
			buf_text(&b, ", ");
		buf_str(&b, centre_service(p, w->activity[i].service));
	}
	return page_kept(p, &b);
}

static void tag_booked(struct page *p, const struct centre_activity *a,
		       struct page_centre_person_booked *o)
{
	bool today_or_past = a->day.days <= p->app->today.days;
	bool live = str_is(a->appointment_state, "booked");
	o->may_close = live && today_or_past;
	o->may_change = in(a->appointment_state, "booked|held");
	o->confirm = live && !a->confirmed && !today_or_past;
	o->good = live && a->confirmed;
	o->warn = !o->good;
	if (str_is(a->appointment_state, "held"))
		o->tag = page_text(p, MSG_CEN_IS_HELD);
	else if (o->may_close)
		o->tag = page_text(p, MSG_CEN_TO_CLOSE);
	else
		o->tag = page_text(p, a->confirmed ? MSG_CEN_CONFIRMED
						   : MSG_CEN_UNCONFIRMED);
}

static void fill_booked(struct page *p, const struct centre_person *w,
			struct page_centre_person *v)
{
	v->booked = arena_calloc(p->a, w->n_activity + 1, sizeof(*v->booked));
	for (size_t i = 0; v->booked && i < w->n_activity; i++) {
		const struct centre_activity *a = &w->activity[i];
		size_t n = 0;
		if (!a->appointment_id || str_is(a->state, "done") ||
		    seen(w, i))
			continue;
		struct page_centre_person_booked *o = &v->booked[v->n_booked++];
		struct str all = served(p, w, a->appointment_id, &n);
		bool lab = n > 1 || a->group.len;
		o->id = page_url(p, "%" PRId64, a->appointment_id);
		o->what = lab ? page_text(p, MSG_CEN_LAB) : all;
		o->about = lab ? all : STR("");
		o->day = page_url(p, STR_FMT ", " STR_FMT,
				  STR_ARG(centre_day(p, a->day)),
				  STR_ARG(page_minute(p, a->start_min)));
		o->where = page_url(p, STR_FMT ", " STR_FMT, STR_ARG(a->place),
				    STR_ARG(centre_town(p, a->municipality)));
		o->why = centre_why_there(p, a->reason);
		o->move = page_url(
			p, "/centro/assistito/%" PRId64 "/sposta/%" PRId64,
			w->id, a->appointment_id);
		tag_booked(p, a, o);
	}
}

static void fill_past(struct page *p, const struct centre_person *w,
		      struct page_centre_person *v)
{
	v->past = arena_calloc(p->a, PAST_MOST, sizeof(*v->past));
	for (size_t i = w->n_activity; v->past && i-- > 0;) {
		const struct centre_activity *a = &w->activity[i];
		if (!in(a->state, "done|refused") || ++v->past_all > PAST_MOST)
			continue;
		struct page_centre_person_past *o = &v->past[v->n_past++];
		o->what = centre_service(p, a->service);
		o->day = page_day(p, day_of(a));
		o->where = a->place;
		o->good = str_is(a->state, "done");
		o->tag = page_text(p, o->good ? MSG_CEN_WAS_DONE
					      : MSG_CEN_WAS_REFUSED);
	}
}

/* ---- beside: calls, preferences */

static void fill_calls(struct page *p, const struct centre_person *w,
		       struct page_centre_person *v)
{
	v->calls = arena_calloc(p->a, w->n_call + 1, sizeof(*v->calls));
	for (size_t i = 0; v->calls && i < w->n_call; i++) {
		v->calls[i].what = centre_call_words(p, w->call[i].outcome);
		v->calls[i].when = page_instant(p, w->call[i].at_us);
		v->calls[i].who = w->call[i].user;
		v->calls[i].note = w->call[i].note;
		v->n_calls = i + 1;
	}
}

static enum rc fill_preference(struct page *p, const struct centre_person *w,
			       struct page_centre_person *v, struct err *err)
{
	struct book_provider *list = NULL;
	struct centre_weekday day[7];
	size_t n = 0;
	enum rc rc = app_book_providers(p->app, STR(""), p->a, &list, &n, err);
	if (rc)
		return rc;
	v->sites = arena_calloc(p->a, n + 1, sizeof(*v->sites));
	for (size_t i = 0; v->sites && i < n; i++) {
		v->sites[i].code = list[i].code;
		v->sites[i].name = list[i].name;
		v->sites[i].now = str_eq(list[i].code, w->own_site);
		v->n_sites = i + 1;
	}
	centre_weekdays(p, w->weekdays, day);
	v->days = arena_calloc(p->a, 7, sizeof(*v->days));
	for (size_t i = 0; v->days && i < 7; i++) {
		v->days[i].bit = day[i].bit;
		v->days[i].name = day[i].name;
		v->days[i].on = day[i].on;
		v->n_days = i + 1;
	}
	return OK;
}

enum rc on_centre_person(struct page *p, struct err *err)
{
	struct page_centre_person v = {0};
	struct centre_person w;
	char day[11];
	enum rc rc = app_centre_person(p->app, p->id[0], p->a, &w, err);
	if (!rc)
		rc = fill_preference(p, &w, &v, err);
	if (rc)
		return rc;
	v.id = page_url(p, "%" PRId64, w.id);
	v.csrf = page_csrf(p);
	v.back = p->path;
	v.today = arena_str(p->a, date_text(p->app->today, day));
	v.letter = page_url(p, "/centro/assistito/%" PRId64 "/lettera", w.id);
	v.picture = year(p, &w);
	fill_open(p, &w, &v);
	fill_booked(p, &w, &v);
	fill_past(p, &w, &v);
	fill_calls(p, &w, &v);
	v.any_booked = v.n_booked > 0;
	v.many_open = page_int(p, (int64_t)v.n_open);
	v.many_booked = page_int(p, (int64_t)v.n_booked);
	v.many_past = page_int(p, v.past_all);
	page_begin(p, &(struct frame){.title = MSG_CEN_PERSON_TITLE,
				      .person_id = w.id,
				      .wide = true});
	page_centre_person(p->out, p->lang, &v);
	return page_end(p, err);
}

/* ---- the letter */

static void letter_line(struct page *p, const struct book_line *l,
			struct page_centre_letter *v)
{
	if (!l->id) {
		const struct str pairs[] = {STR("day"), page_date(p, l->due)};
		struct page_centre_letter_open *o = &v->open[v->n_open++];
		o->name = centre_service(p, l->service);
		o->around = page_fill(p, MSG_CEN_AROUND, pairs, 1);
		return;
	}
	if (!in(l->state, "booked|held"))
		return;
	struct page_centre_letter_appointments *o =
		&v->appointments[v->n_appointments++];
	o->day = centre_day(p, l->day);
	o->hour = page_minute(p, l->start_min);
	o->what = centre_service(p, l->service);
	o->place = l->place;
	o->town = centre_town(p, l->municipality);
	o->number = page_url(p, "%" PRId64, l->id);
}

enum rc on_centre_letter(struct page *p, struct err *err)
{
	struct page_centre_letter v = {0};
	struct book_line *list = NULL;
	struct date today = p->app->today;
	size_t n = 0;
	enum rc rc =
		app_book_calendar(p->app, p->id[0], today, date_add(today, 365),
				  p->a, &list, &n, err);
	if (rc)
		return rc;
	v.appointments = arena_calloc(p->a, n + 1, sizeof(*v.appointments));
	v.open = arena_calloc(p->a, n + 1, sizeof(*v.open));
	if (!v.appointments || !v.open)
		return arena_fail(p->a, err);
	for (size_t i = 0; i < n && i < LETTER_LINES; i++)
		letter_line(p, &list[i], &v);
	v.printed = page_date(p, today);
	v.back = page_url(p, "/centro/assistito/%" PRId64, p->id[0]);
	page_begin(p, &(struct frame){.title = MSG_LETTER_TITLE,
				      .person_id = p->id[0],
				      .print = true});
	page_centre_letter(p->out, p->lang, &v);
	return page_end(p, err);
}

/* Proposals for what is open or is to move, and the booking itself. */
#include "web/page/centre.h"
#include "web/page/centre_book.html.h"

#define REQUESTS_MOST BOOK_TAKE_MOST

/* What is looked for together: one service, or the laboratory services that
 * one draw can serve. */
struct request {
	const struct centre_activity *first; /* whose window ends first */
	int64_t activity[BOOK_TAKE_MOST];
	size_t n;
	bool lab;
	bool repeat; /* late, and so is the same service in a draw before */
	struct date from, to; /* days that suit all; what is late: soon */
};
struct requests {
	struct request at[REQUESTS_MOST];
	size_t n;
};

static const struct centre_activity *find(const struct centre_person *w,
					  int64_t id)
{
	for (size_t i = 0; i < w->n_activity; i++)
		if (w->activity[i].id == id)
			return &w->activity[i];
	return NULL;
}

static bool is_lab(struct page *p, const struct centre_activity *a)
{
	int i = kn_service_index(p->app->kn, a->service);
	return str_is(a->service, "91.49.2") ||
	       (i >= 0 && p->app->kn->services[i].kind == KIND_LAB);
}

static bool has_service(const struct request *r, const struct centre_person *w,
			struct str service)
{
	for (size_t i = 0; i < r->n; i++)
		if (str_eq(find(w, r->activity[i])->service, service))
			return true;
	return false;
}

/* The days that are left of a window; what is late wants the next ones. */
static void days_left(struct page *p, const struct centre_activity *a,
		      struct date *from, struct date *to)
{
	struct date tomorrow = date_add(p->app->today, 1);
	*from = a->earliest.days < tomorrow.days ? tomorrow : a->earliest;
	*to = a->latest.days < tomorrow.days ? date_add(tomorrow, 14)
					     : a->latest;
}

/* Into the draw whose days still suit all; else one of its own. */
static void add_activity(struct page *p, const struct centre_person *w,
			 struct requests *all, const struct centre_activity *a)
{
	bool lab = is_lab(p, a), repeat = false;
	struct date from, to;
	days_left(p, a, &from, &to);
	for (size_t i = 0; lab && i < all->n; i++) {
		struct request *r = &all->at[i];
		if (!r->lab || r->n == BOOK_TAKE_MOST ||
		    from.days > r->to.days || to.days < r->from.days)
			continue;
		if (has_service(r, w, a->service)) {
			repeat = true;
			continue;
		}
		r->activity[r->n++] = a->id;
		r->from.days = (int32_t)max_i64(r->from.days, from.days);
		r->to.days = (int32_t)min_i64(r->to.days, to.days);
		return;
	}
	if (all->n == REQUESTS_MOST)
		return;
	all->at[all->n++] = (struct request){.first = a,
					     .activity = {a->id},
					     .n = 1,
					     .lab = lab,
					     .repeat = repeat,
					     .from = from,
					     .to = to};
}

static void gather(struct page *p, const struct centre_ask *ask,
		   struct requests *all)
{
	all->n = 0;
	for (size_t i = 0; i < ask->n_activity; i++) {
		const struct centre_activity *a =
			find(ask->who, ask->activities[i]);
		if (a && (ask->moving ? a->appointment_id == ask->moving
				      : !a->appointment_id))
			add_activity(p, ask->who, all, a);
	}
	/* what is moved stays together, whatever the windows say */
	if (ask->moving && all->n > 1) {
		for (size_t i = 1; i < all->n; i++)
			for (size_t k = 0;
			     k < all->at[i].n && all->at[0].n < BOOK_TAKE_MOST;
			     k++)
				all->at[0].activity[all->at[0].n++] =
					all->at[i].activity[k];
		all->n = 1;
	}
}

/* ---- words of a proposal */

static struct str option_about(struct page *p, const struct request *r,
			       const struct book_proposal *o)
{
	const struct str far[] = {STR("km"), centre_km(p, o->distance_hm),
				  STR("more"), centre_km(p, o->farther_hm)};
	int off = o->day.days - r->first->due.days;
	const struct str days[] = {STR("n"), page_int(p, off < 0 ? -off : off)};
	struct str where = page_fill(
		p, o->farther_hm > 0 ? MSG_CEN_FARTHER : MSG_CEN_NEAREST, far,
		2);
	struct str when = off == 0 ? page_text(p, MSG_CEN_ON_TARGET)
				   : page_fill(p,
					       off < 0 ? MSG_CEN_BEFORE_TARGET
						       : MSG_CEN_AFTER_TARGET,
					       days, 1);
	return page_url(p, STR_FMT " · " STR_FMT, STR_ARG(where),
			STR_ARG(when));
}

static void fill_options(struct page *p, size_t n, const struct request *r,
			 const struct book_found *found,
			 struct page_centre_book_requests *o)
{
	o->options = arena_calloc(p->a, found->n + 1, sizeof(*o->options));
	for (size_t i = 0; o->options && i < found->n; i++) {
		const struct book_proposal *b = &found->list[i];
		o->options[i].id = page_url(p, "posto-%zu-%zu", n, i);
		o->options[i].slot = page_url(p, "%" PRId64, b->slot_id);
		o->options[i].day = centre_day(p, b->day);
		o->options[i].hour = page_minute(p, b->start_min);
		o->options[i].place = b->name;
		o->options[i].about = option_about(p, r, b);
		o->options[i].shared = b->shared_trip;
		o->options[i].late = b->day.days > r->first->latest.days;
		o->options[i].first = i == 0 && !r->repeat;
		o->n_options = i + 1;
	}
	o->any = o->n_options > 0;
	if (o->any)
		return;
	o->none = centre_why_open(p, found->why_none);
	if (!o->none.len)
		o->none = page_text(p, MSG_CEN_NO_PROPOSAL);
	if (!date_is_none(found->next_day)) {
		const struct str pairs[] = {STR("day"),
					    page_date(p, found->next_day)};
		o->none_hint = page_fill(p, MSG_CEN_NEXT_FREE, pairs, 1);
	}
}

static void fill_request(struct page *p, size_t n, const struct request *r,
			 const struct centre_person *w, bool gone,
			 struct page_centre_book_requests *o)
{
	struct buf ids, names;
	buf_init(&ids, 4096);
	buf_init(&names, 65536);
	for (size_t i = 0; i < r->n; i++) {
		const struct centre_activity *a = find(w, r->activity[i]);
		buf_printf(&ids, "%s%" PRId64, i ? "," : "", r->activity[i]);
		buf_printf(&names, "%s" STR_FMT, i ? ", " : "",
			   STR_ARG(centre_service(p, a->service)));
	}
	struct str all = page_kept(p, &names);
	const struct str pairs[] = {STR("from"),
				    page_day(p, r->first->earliest), STR("to"),
				    page_day(p, r->first->latest)};
	struct str when = page_fill(p, MSG_CEN_WINDOW_WORDS, pairs, 2);
	o->n = page_url(p, "%zu", n);
	o->kept = page_kept(p, &ids);
	o->name = r->lab ? page_text(p, MSG_CEN_LAB) : all;
	o->about = r->lab ? page_url(p, STR_FMT " · " STR_FMT, STR_ARG(all),
				     STR_ARG(when))
			  : when;
	o->gone = gone;
	o->repeat = r->repeat;
}

/* ---- the search
 *
 * Each request knows the best places of those before it, so that trips are
 * shared. A draw that repeats a late one is a choice, not ticked: others do
 * not count on it, but what it proposes is at another time than anything
 * proposed before, and what follows is at another time than that. So whatever
 * is ticked can be booked in one press. */

#define OPTIONS_MOST (REQUESTS_MOST * BOOK_PROPOSALS)

struct proposed {
	struct book_proposal best[REQUESTS_MOST]; /* ticked */
	struct book_proposal any[OPTIONS_MOST];   /* all that are shown */
	size_t n_best, n_any;
};

static bool at_once(const struct book_proposal *a,
		    const struct book_proposal *b)
{
	return a->day.days == b->day.days && a->start_min < b->end_min &&
	       b->start_min < a->end_min;
}

/* Leave out what is at the same time as something proposed before; when there
 * is nothing else, it stays: the desk chooses one of the two. */
static void drop_at_once(const struct proposed *before, struct book_found *f)
{
	size_t n = 0;
	for (size_t i = 0; i < f->n; i++) {
		bool free_time = true;
		for (size_t k = 0; k < before->n_any && free_time; k++)
			free_time = !at_once(&f->list[i], &before->any[k]);
		if (free_time)
			f->list[n++] = f->list[i];
	}
	if (n)
		f->n = n;
}

static void remember(struct proposed *all, const struct request *r,
		     const struct book_found *f)
{
	for (size_t i = 0; i < f->n && all->n_any < OPTIONS_MOST; i++)
		all->any[all->n_any++] = f->list[i];
	if (f->n && !r->repeat)
		all->best[all->n_best++] = f->list[0];
}

static enum rc search(struct page *p, const struct centre_ask *ask,
		      const struct request *r, const struct proposed *before,
		      struct book_found *found, struct err *err)
{
	struct date from = DATE_NONE;
	bool asked = param_date(&p->query, "dal", &from);
	struct book_request q = {
		.person_id = ask->person_id,
		.activity_id = r->first->id,
		.from = asked ? from : r->from,
		.to = asked ? date_add(from, 60) : r->to,
		.weekdays = centre_weekdays_asked(&p->query),
		.facility = param(&p->query, "dove"),
		/* a repeat keeps clear of all; others of what is ticked */
		.also = r->repeat ? before->any : before->best,
		.n_also = r->repeat ? before->n_any : before->n_best};
	enum rc rc = app_book_find(p->app, &q, p->a, found, err);
	if (rc == E_NOT_FOUND && !q.facility.len) {
		*found = (struct book_found){.next_day = DATE_NONE,
					     .why_none = STR("no_provider")};
		rc = OK;
	}
	return rc;
}

static enum rc propose(struct page *p, const struct centre_ask *ask,
		       const struct requests *all, struct page_centre_book *v,
		       struct err *err)
{
	struct proposed *before = arena_calloc(p->a, 1, sizeof(*before));
	enum rc rc = OK;
	v->requests = arena_calloc(p->a, all->n + 1, sizeof(*v->requests));
	if (!v->requests || !before)
		return arena_fail(p->a, err);
	for (size_t i = 0; i < all->n && !rc; i++) {
		const struct request *r = &all->at[i];
		struct book_found found;
		rc = search(p, ask, r, before, &found, err);
		if (rc)
			break;
		drop_at_once(before, &found);
		remember(before, r, &found);
		fill_request(p, i, r, ask->who, ask->gone, &v->requests[i]);
		fill_options(p, i, r, &found, &v->requests[i]);
		v->n_requests = i + 1;
		v->any = v->any || found.n;
	}
	return rc;
}

/* ---- the page */

static enum rc fill_sites(struct page *p, const struct requests *all,
			  struct page_centre_book *v, struct err *err)
{
	struct book_provider *list = NULL;
	struct str dove = param(&p->query, "dove");
	struct str service = STR("");
	size_t n = 0;
	if (all->n == 1)
		service = all->at[0].lab ? STR(BOOK_LAB)
					 : all->at[0].first->service;
	enum rc rc = app_book_providers(p->app, service, p->a, &list, &n, err);
	if (rc)
		return rc;
	v->sites = arena_calloc(p->a, n + 1, sizeof(*v->sites));
	for (size_t i = 0; v->sites && i < n; i++) {
		v->sites[i].code = list[i].code;
		v->sites[i].name = list[i].name;
		v->sites[i].now = str_eq(list[i].code, dove);
		v->n_sites = i + 1;
	}
	return OK;
}

static void fill_around(struct page *p, const struct centre_ask *ask,
			struct page_centre_book *v)
{
	struct centre_weekday day[7];
	struct date from;
	char text[11];
	int asked = centre_weekdays_asked(&p->query);
	centre_weekdays(p, asked ? asked : ask->who->weekdays, day);
	v->days = arena_calloc(p->a, 7, sizeof(*v->days));
	for (size_t i = 0; v->days && i < 7; i++) {
		v->days[i].bit = day[i].bit;
		v->days[i].name = day[i].name;
		v->days[i].on = day[i].on;
		v->n_days = i + 1;
	}
	if (param_date(&p->query, "dal", &from))
		v->from = arena_str(p->a, date_text(from, text));
	v->kept = arena_calloc(p->a, ask->n_activity + 1, sizeof(*v->kept));
	for (size_t i = 0; v->kept && i < ask->n_activity; i++)
		v->kept[v->n_kept++].value =
			page_url(p, "%" PRId64, ask->activities[i]);
}

static struct str button(struct page *p, const struct page_centre_book *v,
			 bool moving)
{
	size_t n = 0;
	for (size_t i = 0; i < v->n_requests; i++)
		n += v->requests[i].any && !v->requests[i].repeat;
	const struct str pairs[] = {STR("n"), page_int(p, (int64_t)n)};
	if (moving)
		return page_text(p, MSG_CEN_MOVE_HERE);
	return n == 1 ? page_text(p, MSG_CEN_BOOK_ONE)
		      : page_fill(p, MSG_CEN_BOOK_N, pairs, 1);
}

static enum rc show(struct page *p, const struct centre_ask *asked,
		    struct err *err)
{
	struct centre_ask ask = *asked;
	struct page_centre_book v = {.note = ask.note};
	struct centre_person w;
	struct requests *all = arena_calloc(p->a, 1, sizeof(*all));
	if (!all)
		return arena_fail(p->a, err);
	enum rc rc = app_centre_person(p->app, ask.person_id, p->a, &w, err);
	ask.who = &w;
	if (!rc)
		gather(p, &ask, all);
	if (!rc && !all->n)
		rc = err_msg(err, E_STATE, MSG_CEN_NOTHING_CHOSEN,
			     "none of what was chosen is to be booked");
	if (!rc)
		rc = propose(p, &ask, all, &v, err);
	if (!rc)
		rc = fill_sites(p, all, &v, err);
	if (rc)
		return rc;
	fill_around(p, &ask, &v);
	v.csrf = page_csrf(p);
	v.back = page_url(p, "/centro/assistito/%" PRId64, ask.person_id);
	v.only_one = ask.moving != 0;
	v.button = button(p, &v, ask.moving != 0);
	v.heading = page_text(p, ask.moving ? MSG_CEN_MOVE_TITLE
					    : MSG_CEN_PROPOSALS);
	v.where_form =
		ask.moving ? page_url(p, STR_FMT "/sposta/%" PRId64,
				      STR_ARG(v.back), ask.moving)
			   : page_url(p, STR_FMT "/proposte", STR_ARG(v.back));
	v.action = ask.moving
			   ? v.where_form
			   : page_url(p, STR_FMT "/prenota", STR_ARG(v.back));
	page_begin(p, &(struct frame){.heading = v.heading,
				      .person_id = ask.person_id,
				      .wide = true});
	page_centre_book(p->out, p->lang, &v);
	return page_end(p, err);
}

enum rc on_centre_proposals(struct page *p, struct err *err)
{
	struct centre_ask ask = {.person_id = p->id[0]};
	for (size_t i = 0; i < p->query.n; i++) {
		const struct param *q = &p->query.at[i];
		int64_t id;
		if (str_is(q->name, "att") && str_to_int(q->value, &id) &&
		    ask.n_activity < BOOK_TAKE_MOST)
			ask.activities[ask.n_activity++] = id;
	}
	return show(p, &ask, err);
}

/* ---- booking */

struct chosen {
	struct book_choice choice[REQUESTS_MOST];
	int64_t activity[REQUESTS_MOST][BOOK_TAKE_MOST];
	size_t n;
};

static size_t read_ids(struct str text, int64_t *out, size_t most)
{
	size_t n = 0;
	for (struct str rest = text; rest.ptr && n < most;)
		n += str_to_int(str_cut(&rest, ','), &out[n]);
	return n;
}

static void read_chosen(struct page *p, struct chosen *c)
{
	for (int i = 0; i < REQUESTS_MOST; i++) {
		char slot[24], ids[24];
		int64_t id;
		snprintf(slot, sizeof(slot), "posto-%d", i);
		snprintf(ids, sizeof(ids), "att-%d", i);
		if (!param_int(&p->form, slot, &id))
			continue;
		int64_t *v = c->activity[c->n];
		size_t n = read_ids(param(&p->form, ids), v, BOOK_TAKE_MOST);
		if (!n)
			continue;
		c->choice[c->n++] = (struct book_choice){
			.slot_id = id, .activities = v, .n_activity = n};
	}
}

/* Ids of what was booked now, for undo; how many stand, how many are gone. */
struct outcome {
	struct str ids;
	int64_t n_booked, n_gone;
};

static struct outcome outcome_of(struct page *p, const struct chosen *c,
				 struct centre_ask *again)
{
	struct outcome o = {0};
	struct buf ids;
	buf_init(&ids, 4096);
	for (size_t i = 0; i < c->n; i++) {
		const struct book_choice *b = &c->choice[i];
		if (b->taken == BOOK_TAKEN || b->taken == BOOK_TAKEN_BEFORE) {
			buf_printf(&ids, "%s%" PRId64, o.n_booked ? "," : "",
				   b->appointment_id);
			o.n_booked++;
			continue;
		}
		o.n_gone += b->taken == BOOK_GONE;
		for (size_t k = 0; b->taken == BOOK_GONE && k < b->n_activity &&
				   again->n_activity < BOOK_TAKE_MOST;
		     k++)
			again->activities[again->n_activity++] =
				b->activities[k];
	}
	o.ids = page_kept(p, &ids);
	return o;
}

static enum rc booked(struct page *p, const struct outcome *o, struct err *err)
{
	struct str back = page_url(p, "/centro/assistito/%" PRId64, p->id[0]);
	struct undo undo = {
		.path = "/centro/disdici",
		.field = {{STR("ids"), o->ids}, {STR("torna"), back}}};
	return page_done(p, back,
			 o->n_booked == 1 ? MSG_CEN_SAID_BOOKED_ONE
					  : MSG_CEN_SAID_BOOKED,
			 &undo, err);
}

enum rc on_centre_book(struct page *p, struct err *err)
{
	struct chosen *c = arena_calloc(p->a, 1, sizeof(*c));
	struct centre_ask again = {.person_id = p->id[0], .gone = true};
	if (!c)
		return arena_fail(p->a, err);
	read_chosen(p, c);
	if (!c->n)
		return err_msg(err, E_STATE, MSG_CEN_NOTHING_CHOSEN,
			       "no place was chosen");
	enum rc rc = app_book_take(p->app, p->id[0], c->choice, c->n, err);
	if (rc)
		return rc;
	struct outcome o = outcome_of(p, c, &again);
	const struct str pairs[] = {STR("n"), page_int(p, o.n_booked)};
	if (!again.n_activity && o.n_booked)
		return booked(p, &o, err);
	if (!again.n_activity)
		return err_msg(err, E_CONFLICT, MSG_CEN_HAS_ONE,
			       "all that was chosen is booked already");
	if (o.n_booked)
		again.note = page_fill(p, MSG_CEN_SOME_BOOKED, pairs, 1);
	p->x->reply.status = 409;
	return show(p, &again, err);
}

/* ---- moving */

static enum rc show_move(struct page *p, bool gone, struct err *err)
{
	struct centre_ask ask = {
		.person_id = p->id[0], .moving = p->id[1], .gone = gone};
	struct centre_person w;
	enum rc rc = app_centre_person(p->app, p->id[0], p->a, &w, err);
	if (rc)
		return rc;
	for (size_t i = 0; i < w.n_activity; i++)
		if (w.activity[i].appointment_id == p->id[1] &&
		    ask.n_activity < BOOK_TAKE_MOST)
			ask.activities[ask.n_activity++] = w.activity[i].id;
	if (!ask.n_activity)
		return err_msg(err, E_NOT_FOUND, MSG_CEN_NO_APPOINTMENT,
			       "person %" PRId64 " has no appointment "
			       "%" PRId64 " that can move",
			       p->id[0], p->id[1]);
	return show(p, &ask, err);
}

enum rc on_centre_move_page(struct page *p, struct err *err)
{
	return show_move(p, false, err);
}

static int64_t slot_now(struct page *p)
{
	struct centre_person w;
	struct err err = {0};
	if (app_centre_person(p->app, p->id[0], p->a, &w, &err))
		return 0;
	for (size_t i = 0; i < w.n_activity; i++)
		if (w.activity[i].appointment_id == p->id[1])
			return w.activity[i].slot_id;
	return 0;
}

enum rc on_centre_move(struct page *p, struct err *err)
{
	int64_t slot = 0, new_id = 0, old_slot = slot_now(p);
	struct str back = page_url(p, "/centro/assistito/%" PRId64, p->id[0]);
	if (!param_int(&p->form, "posto-0", &slot))
		return err_msg(err, E_STATE, MSG_CEN_NOTHING_CHOSEN,
			       "no place was chosen");
	enum rc rc = app_book_move(p->app, p->id[1], slot, &new_id, err);
	if (rc == E_CONFLICT) {
		p->x->reply.status = 409;
		return show_move(p, true, err);
	}
	if (rc)
		return rc;
	struct str path =
		page_url(p, STR_FMT "/sposta/%" PRId64, STR_ARG(back), new_id);
	struct undo undo = {
		.path = path.ptr,
		.field = {{STR("posto-0"), page_url(p, "%" PRId64, old_slot)}}};
	return page_done(p, back, MSG_CEN_SAID_MOVED, &undo, err);
}

/* A citizen's televisits: when, how it works, the room in its time, the report.
 */
#include "web/page/citizen.h"
#include "web/page/visit.h"

#include "web/page/citizen_visits.html.h"

static bool is_live(const struct visit_mine *m)
{
	return m->state == VISIT_BOOKED || m->state == VISIT_WAITING ||
	       m->state == VISIT_STARTED;
}

static struct str not_held(struct page *p, const struct visit_mine *m)
{
	struct str why = visit_fill(p, MSG_VIS_MINE_NOT_HELD, "why",
				    visit_fault_word(p, m->fault));
	struct str then = page_text(p, str_is(m->fault_then, "presence")
					       ? MSG_VIS_MINE_PRESENCE
					       : MSG_VIS_MINE_AGAIN);
	if (!m->fault.len) /* missed, by the agenda */
		return then;
	return page_url(p, STR_FMT " " STR_FMT, STR_ARG(why), STR_ARG(then));
}

static struct str state_words(struct page *p, const struct visit_mine *m)
{
	switch (m->state) {
	case VISIT_WAITING:
		return page_text(p, MSG_VIS_MINE_WAIT);
	case VISIT_STARTED:
		return page_text(p, MSG_VIS_MINE_STARTED);
	case VISIT_DONE:
		return page_text(p, MSG_VIS_MINE_DONE);
	case VISIT_CANCELLED:
		return page_text(p, MSG_VIS_MINE_CANCELLED);
	case VISIT_NOT_HELD:
		return not_held(p, m);
	case VISIT_BOOKED:
		if (m->room == VISIT_ROOM_LATE)
			return page_text(p, MSG_VIS_MINE_LATE);
		break;
	case VISIT_ASKED:
	case VISIT_TAKEN:
	case VISIT_SIGNED:
	case N_VISIT_STATE:
		break;
	}
	return visit_state_word(p, VISIT_TELEVISIT, m->state);
}

static void fill_room(struct page *p, const struct citizen_whose *w,
		      const struct visit_mine *m,
		      struct page_citizen_visits_visits *o)
{
	bool open = m->room == VISIT_ROOM_OPEN;
	o->here = open && m->state == VISIT_BOOKED;
	o->no_room = is_live(m) && m->room == VISIT_ROOM_NONE;
	if (open)
		o->enter =
			page_url(p, "/io/televisite/%" PRId64 "/stanza" STR_FMT,
				 m->id, STR_ARG(w->tail));
	if (m->room == VISIT_ROOM_EARLY)
		o->opens = visit_fill(p, MSG_VIS_MINE_OPENS, "when",
				      page_instant(p, m->opens_us));
	o->check = m->state == VISIT_BOOKED && !m->checked_us &&
		   m->room == VISIT_ROOM_EARLY;
	o->checked = is_live(m) && m->checked_us;
	o->change = m->state == VISIT_BOOKED && m->room != VISIT_ROOM_LATE;
}

static void fill_report(struct page *p, const struct visit_report *r,
			struct page_citizen_visits_visits *o)
{
	o->report = r->version > 0;
	if (!o->report)
		return;
	o->conclusion = r->conclusion;
	o->text = r->text;
	o->therapy = r->therapy;
	o->advice = r->advice;
	o->by = visit_signed_by(p, r);
}

static void fill_one(struct page *p, const struct citizen_whose *w,
		     const struct visit_mine *m,
		     struct page_citizen_visits_visits *o)
{
	*o = (struct page_citizen_visits_visits){
		.id = page_url(p, "v%" PRId64, m->id),
		.title = citizen_service(p, m->service),
		.when = visit_when(p, m->starts_us, m->ends_us),
		.with = visit_fill(p, MSG_VIS_MINE_WITH, "name", m->host),
		.companion = m->companion.len
				     ? visit_fill(p, MSG_VIS_MINE_COMPANION,
						  "name", m->companion)
				     : STR(""),
		.live = m->state == VISIT_WAITING || m->state == VISIT_STARTED,
		.state = state_words(p, m),
		.csrf = page_csrf(p),
		.per = w->per,
		.step = page_url(p, "/io/televisite/%" PRId64 "/passo", m->id)};
	fill_room(p, w, m, o);
	fill_report(p, &m->report, o);
}

enum rc on_citizen_visits(struct page *p, struct err *err)
{
	struct citizen_whose w;
	struct visit_mine *list = NULL;
	size_t n = 0;
	enum rc rc = citizen_whose(p, CITIZEN_VISITS, &w, err);
	if (!rc)
		rc = app_visit_mine(p->app, w.person_id, p->a, &list, &n, err);
	if (rc)
		return rc;
	struct page_citizen_visits v = {.whose = w.bar, .none = !n};
	v.visits = arena_calloc(p->a, n + 1, sizeof(*v.visits));
	for (size_t i = 0; v.visits && i < n; i++)
		fill_one(p, &w, &list[i], &v.visits[v.n_visits++]);
	page_begin(p, &(struct frame){.title = MSG_VIS_NAV_MINE});
	page_citizen_visits(p->out, p->lang, &v);
	return page_end(p, err);
}

enum rc on_citizen_visit_step(struct page *p, struct err *err)
{
	bool here = str_is(p->word[0], "pronto");
	int64_t per = 0;
	if (!here && !str_is(p->word[0], "prova"))
		return err_msg(err, E_NOT_FOUND, MSG_WEB_NO_PAGE,
			       "there is no such step");
	enum rc rc = here ? app_visit_arrive(p->app, p->id[0], err)
			  : app_visit_checked(p->app, p->id[0], err);
	struct str to = STR("/io/televisite");
	if (param_int(&p->form, "per", &per) && per > 0)
		to = page_url(p, "/io/televisite?per=%" PRId64, per);
	return rc ? rc
		  : page_done(p, to,
			      here ? MSG_VIS_MINE_DONE_HERE
				   : MSG_VIS_MINE_THANKS_CHECK,
			      NULL, err);
}

enum rc on_citizen_visit_room(struct page *p, struct err *err)
{
	return on_visit_room(p, err);
}

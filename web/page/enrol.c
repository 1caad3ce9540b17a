/* Enrolment and pact of a person: how it stands, what can be done, what
 * happened. */
#include "web/page/enrol.h"

#include "web/page/doctor_words.h"
#include "web/page/enrol.html.h"
#include "web/page/pact.html.h"

struct view { /* what the page is made from */
	struct enrol_case c;
	struct enrol_view *list; /* oldest first */
	size_t n;
	const struct enrol_view *live;       /* NULL: none */
	const struct pact_view *open, *held; /* to sign; in force; NULL */
};

/* ---- words */

static enum msg state_text(struct str name)
{
	static const enum msg text[N_ENROL_STATE] = {
		[ENROL_ELIGIBLE] = MSG_ENR_STATE_ELIGIBLE,
		[ENROL_INVITED] = MSG_ENR_STATE_INVITED,
		[ENROL_CHOSEN] = MSG_ENR_STATE_CHOSEN,
		[ENROL_PACT_SIGNED] = MSG_ENR_STATE_PACT_SIGNED,
		[ENROL_ACTIVE] = MSG_ENR_STATE_ACTIVE,
		[ENROL_ENDED] = MSG_ENR_STATE_ENDED,
		[ENROL_TRANSFERRED] = MSG_ENR_STATE_TRANSFERRED,
	};
	enum enrol_state s = enrol_state_of(name);
	if (str_is(name, "suspended"))
		return MSG_ENR_STATE_SUSPENDED;
	return s < N_ENROL_STATE ? text[s] : MSG_ENR_STATE_NONE;
}

static enum msg end_text(enum enrol_end e)
{
	static const enum msg text[N_ENROL_END] = {
		[END_WITHDRAWAL] = MSG_ENR_END_WITHDRAWAL,
		[END_DECLINED] = MSG_ENR_END_DECLINED,
		[END_CHANGE_OF_DOCTOR] = MSG_ENR_END_CHANGE_OF_DOCTOR,
		[END_CHANGE_OF_MANAGER] = MSG_ENR_END_CHANGE_OF_MANAGER,
		[END_DEATH] = MSG_ENR_END_DEATH,
		[END_MOVE] = MSG_ENR_END_MOVE,
		[END_RESIDENTIAL_CARE] = MSG_ENR_END_RESIDENTIAL_CARE,
		[END_NOT_ELIGIBLE] = MSG_ENR_END_NOT_ELIGIBLE,
		[END_ADMINISTRATIVE] = MSG_ENR_END_ADMINISTRATIVE,
	};
	return text[e];
}

/* campaign "NAME", on paper */
static struct str campaign_text(struct page *p, struct str reason)
{
	struct str rest = reason, name;
	str_cut(&rest, '"');
	name = str_cut(&rest, '"');
	const struct str pairs[] = {STR("name"), name};
	return page_fill(p, MSG_ENR_CAMPAIGN, pairs, 1);
}

/* What a move says when nobody said why repeats the move: left out here. A
 * reason to end has its words. */
static struct str reason_text(struct page *p, struct str reason)
{
	static const char *const silent[] = {
		"invited",
		"invitation taken back",
		"the person chose",
		"taken in charge",
		"level 1 to 3 and doctor adhering",
		"both signed the pact",
		"pact with the new parties, on paper",
	};
	for (size_t i = 0; i < countof(silent); i++)
		if (str_is(reason, silent[i]))
			return STR("");
	if (str_starts(reason, STR("campaign \"")))
		return campaign_text(p, reason);
	enum enrol_end e = enrol_end_of(reason);
	return e < N_ENROL_END ? page_text(p, end_text(e)) : reason;
}

static struct str actor_text(struct page *p, const struct enrol_event *e)
{
	int r = 0;
	while (r < N_ROLE && !str_is(e->role, role_name[r]))
		r++;
	struct str role = r < N_ROLE ? page_role(p, (enum role)r) : e->role;
	if (!e->by.len)
		return role;
	return page_url(p, STR_FMT ", " STR_FMT, STR_ARG(e->by), STR_ARG(role));
}

/* ---- facts */

static void find_pacts(struct view *w, struct date today)
{
	for (size_t i = 0; w->live && i < w->live->n_pact; i++) {
		const struct pact_view *k = &w->live->pacts[i];
		if (str_is(k->state, "draft") ||
		    str_is(k->state, "signed_by_one"))
			w->open = k;
		if (str_is(k->state, "signed") &&
		    k->valid.to.days >= today.days &&
		    (!w->held || k->valid.to.days > w->held->valid.to.days))
			w->held = k;
	}
}

static enum rc read_view(struct page *p, struct view *w, struct err *err)
{
	enum rc rc = app_enrol_case(p->app, p->id[0], p->a, &w->c, err);
	if (!rc)
		rc = app_enrol_show(p->app, p->id[0], p->a, &w->list, &w->n,
				    err);
	for (size_t i = 0; !rc && i < w->n; i++)
		if (enrol_is_live(enrol_state_of(w->list[i].state)))
			w->live = &w->list[i];
	find_pacts(w, p->app->today);
	return rc;
}

static enum enrol_state state_of(const struct view *w)
{
	return w->live ? enrol_state_of(w->live->state) : N_ENROL_STATE;
}

static bool coming_in(const struct view *w)
{
	enum enrol_state s = state_of(w);
	return s == N_ENROL_STATE || s <= ENROL_INVITED;
}

/* The pact ends within the days in which plans are renewed. */
static bool pact_ends(struct page *p, const struct view *w)
{
	int64_t days = 0;
	struct str none = STR("");
	if (!w->held)
		return true;
	if (rules_int(&p->app->rules, "renewal.open_days_before_expiry", none,
		      p->app->today, &days, NULL))
		return false;
	return w->held->valid.to.days <= p->app->today.days + days;
}

/* ---- how it stands */

static struct str path(struct page *p, const char *what)
{
	return page_url(p, "/assistito/%" PRId64 "/%s", p->id[0], what);
}

static struct str party(struct page *p, const struct view *w)
{
	const struct enrol_case *c = &w->c;
	if (!c->doctor_last.len)
		return c->manager_name;
	return page_url(p, STR_FMT " " STR_FMT "%s" STR_FMT,
			STR_ARG(c->doctor_last), STR_ARG(c->doctor_first),
			c->manager_name.len ? ", " : "",
			STR_ARG(c->manager_name));
}

static struct str open_text(struct page *p, const struct pact_view *k)
{
	enum msg missing = k->signed_person_us   ? MSG_ENR_PACT_MISSING_DOCTOR
			   : k->signed_doctor_us ? MSG_ENR_PACT_MISSING_PERSON
						 : MSG_ENR_PACT_MISSING_BOTH;
	return page_url(p, STR_FMT ": " STR_FMT,
			STR_ARG(page_text(p, MSG_ENR_PACT_OPEN)),
			STR_ARG(page_text(p, missing)));
}

static void fill_state(struct page *p, const struct view *w,
		       struct page_enrol *v)
{
	bool suspended = w->live && w->live->suspended;
	bool active = state_of(w) == ENROL_ACTIVE;
	enum msg text = !w->live    ? MSG_ENR_STATE_NONE
			: suspended ? MSG_ENR_STATE_SUSPENDED
				    : state_text(w->live->state);
	const struct str level[] = {STR("n"), page_int(p, w->c.level)};
	v->state = page_text(p, text);
	v->state_class = suspended ? STR("tag-warn")
			 : active  ? STR("tag-good")
				   : STR("tag-plain");
	v->party = party(p, w);
	if (w->c.level) {
		v->level = page_fill(p, MSG_DOC_LEVEL, level, 1);
		v->condition = doctor_condition(p, w->c.main_condition);
	}
	if (coming_in(w) && w->c.hold)
		v->cannot = page_text(p, (enum msg)w->c.hold_words);
	if (w->held) {
		const struct str to[] = {STR("date"),
					 page_day(p, w->held->valid.to)};
		v->pact = page_fill(p, MSG_ENR_PACT_UNTIL, to, 1);
	} else if (active) {
		v->pact = page_text(p, MSG_ENR_PACT_NONE);
	}
	v->pact_warn = active && pact_ends(p, w);
	if (w->open)
		v->pact_open = open_text(p, w->open);
}

/* ---- what can be done */

/* Somebody without contacts comes in by a waiver, somebody without adhering
 * doctor by an ASST; the other holds end here. */
static bool may_come_in(const struct enrol_case *c)
{
	switch (c->hold) {
	case HOLD_NONE:
	case HOLD_NO_CONTACT:
		return true;
	case HOLD_NO_DOCTOR:
	case HOLD_NOT_ADHERING:
	case HOLD_WAY_CLOSED:
		return c->n_asst > 0;
	case HOLD_DECEASED:
	case HOLD_MOVED:
	case HOLD_NOT_CHRONIC:
	case HOLD_ENROLLED:
	case HOLD_CONTINUITY:
	case HOLD_MANAGER_FULL:
	case N_ENROL_HOLD:
		break;
	}
	return false;
}

static void fill_asst(struct page *p, const struct enrol_case *c,
		      struct str chosen, struct page_enrol *v)
{
	v->asst = arena_calloc(p->a, c->n_asst + 1, sizeof(*v->asst));
	for (size_t i = 0; v->asst && i < c->n_asst; i++) {
		v->asst[i].code = c->asst[i].code;
		v->asst[i].name = c->asst[i].name;
		v->asst[i].now = str_eq(chosen, c->asst[i].code);
		v->n_asst = i + 1;
	}
	v->has_asst = v->n_asst > 0;
	v->asst_open =
		chosen.len > 0 || (c->hold && c->hold != HOLD_NO_CONTACT);
}

static void fill_form(struct page *p, const struct view *w,
		      const struct enrol_typed *typed, struct page_enrol *v)
{
	if (!coming_in(w))
		return;
	if (state_of(w) == ENROL_INVITED)
		v->invited = path(p, "invito-ritira");
	if (!may_come_in(&w->c))
		return;
	v->form = path(p, "arruola");
	v->waive = !w->c.has_contact;
	v->waive_text = typed->waive;
	v->waive_wrong = form_wrong(p, "deroga");
	v->come_wrong = form_wrong(p, "come");
	v->can_invite = state_of(w) != ENROL_INVITED;
	fill_asst(p, &w->c, typed->asst, v);
}

static void fill_pact(struct page *p, const struct view *w,
		      struct page_enrol *v)
{
	bool doctor = p->app->who.role == ROLE_DOCTOR;
	enum enrol_state s = state_of(w);
	bool suspended = w->live && w->live->suspended;
	v->pact_path = path(p, "patto");
	v->chosen = s == ENROL_CHOSEN;
	v->renew =
		s == ENROL_ACTIVE && !suspended && (w->open || pact_ends(p, w));
	v->doctor_can_sign = doctor && w->open && !w->open->signed_doctor_us;
	v->remote_can = !w->open;
	if (s == ENROL_PACT_SIGNED)
		v->activate = path(p, "attiva");
	if (s == ENROL_ACTIVE && !suspended && !w->c.has_plan)
		v->plan_path = path(p, "piano/bozza");
}

static void fill_reasons(struct page *p, enum enrol_state s, struct str chosen,
			 struct page_enrol *v)
{
	v->reasons = arena_calloc(p->a, N_ENROL_END, sizeof(*v->reasons));
	for (int e = 0; v->reasons && e < N_ENROL_END; e++) {
		if (enrol_end_check(s, (enum enrol_end)e, NULL))
			continue;
		v->reasons[v->n_reasons].name = str_from(enrol_end_name[e]);
		v->reasons[v->n_reasons].text =
			page_text(p, end_text((enum enrol_end)e));
		v->reasons[v->n_reasons++].now =
			str_is(chosen, enrol_end_name[e]);
	}
}

static void fill_more(struct page *p, const struct view *w,
		      const struct enrol_typed *typed, struct page_enrol *v)
{
	if (!w->live)
		return;
	if (w->live->suspended)
		v->resume = path(p, "riprendi");
	else if (state_of(w) == ENROL_ACTIVE)
		v->suspend = path(p, "sospendi");
	v->more = true;
	v->more_open = typed->more;
	v->why_text = typed->why;
	v->why_wrong = form_wrong(p, w->live->suspended ? "perche_riprendi"
							: "perche");
	v->end_path = path(p, "termina");
	v->end_why_text = typed->end_why;
	v->end_why_wrong = form_wrong(p, "nota");
	v->end_wrong = form_wrong(p, "motivo");
	fill_reasons(p, state_of(w), typed->end_reason, v);
}

static void fill_transfer(struct page *p, const struct view *w,
			  struct page_enrol *v)
{
	const struct enrol_case *c = &w->c;
	const struct str pairs[] = {STR("doctor"),
				    page_url(p, STR_FMT " " STR_FMT,
					     STR_ARG(c->doctor_last),
					     STR_ARG(c->doctor_first))};
	if (state_of(w) != ENROL_ACTIVE || !c->doctor_id ||
	    c->doctor_id == c->live_doctor_id)
		return;
	v->transfer = path(p, "trasferisci");
	v->transfer_text = page_fill(p, MSG_ENR_TRANSFER, pairs, 1);
}

/* ---- what happened */

static void fill_event(struct page *p, const struct enrol_event *e,
		       struct page_enrol *v)
{
	size_t i = v->n_history++;
	v->history[i].on = e->on;
	v->history[i].what = page_text(p, state_text(e->to));
	v->history[i].who = actor_text(p, e);
	v->history[i].why = reason_text(p, e->reason);
}

/* Newest first. */
static void fill_history(struct page *p, const struct view *w,
			 struct page_enrol *v)
{
	size_t n = 0;
	for (size_t i = 0; i < w->n; i++)
		n += w->list[i].n_event;
	v->history = arena_calloc(p->a, n + 1, sizeof(*v->history));
	for (size_t i = w->n; v->history && i-- > 0;)
		for (size_t k = w->list[i].n_event; k-- > 0;)
			fill_event(p, &w->list[i].events[k], v);
	v->has_history = v->n_history > 0;
	v->none = !v->has_history;
}

/* ---- the page */

enum rc enrol_render(struct page *p, const struct enrol_typed *typed,
		     struct err *err)
{
	struct view w = {0};
	bool doctor = p->app->who.role == ROLE_DOCTOR;
	struct page_enrol v = {
		.csrf = page_csrf(p),
		.remote_hint = page_text(p, doctor ? MSG_ENR_REMOTE_HINT
						   : MSG_ENR_REMOTE_STAFF_HINT),
		.print_link = path(p, "patto"),
		.draft_key = page_url(p, "enrol-%" PRId64, p->id[0]),
	};
	enum rc rc = read_view(p, &w, err);
	if (rc)
		return rc;
	fill_state(p, &w, &v);
	fill_form(p, &w, typed, &v);
	fill_pact(p, &w, &v);
	fill_more(p, &w, typed, &v);
	fill_transfer(p, &w, &v);
	fill_history(p, &w, &v);
	page_begin(p, &(struct frame){.title = MSG_ENR_TITLE,
				      .person_id = p->id[0]});
	page_enrol(p->out, p->lang, &v);
	return page_end(p, err);
}

enum rc on_enrol(struct page *p, struct err *err)
{
	return enrol_render(p, &(struct enrol_typed){0}, err);
}

enum rc on_enrol_pact_print(struct page *p, struct err *err)
{
	struct page_pact v = {.back = path(p, "arruola")};
	struct buf b;
	buf_init(&b, 1u << 20);
	enum rc rc = app_enrol_pact_text(p->app, p->id[0], &b, err);
	if (rc) {
		buf_release(&b);
		return rc;
	}
	v.text = page_kept(p, &b);
	page_begin(p,
		   &(struct frame){.title = MSG_ENR_PACT_TITLE, .print = true});
	page_pact(p->out, p->lang, &v);
	return page_end(p, err);
}

/* Which tabs a person stands in, what to do next, by when, and why there. */
#include "app/worklist_int.h"

const char *const worklist_tab_name[N_WORK] = {
	[WORK_ENROL] = "enrol", [WORK_HELD] = "held",
	[WORK_PACT] = "pact",   [WORK_NO_PLAN] = "no_plan",
	[WORK_SIGN] = "sign",   [WORK_ACTIVE] = "active",
	[WORK_RENEW] = "renew", [WORK_EXPIRED] = "expired",
	[WORK_ALL] = "all",
};

static bool live(const struct worklist_row *r)
{
	return r->enrolment_id && r->state > ENROL_INVITED;
}

static bool taken_in(const struct worklist_row *r)
{
	return r->enrolment_id &&
	       (r->state == ENROL_PACT_SIGNED || r->state == ENROL_ACTIVE);
}

/* The pact in force ends within the days in which plans are renewed, or has
 * ended. */
static bool pact_ends(const struct work_set *s, const struct worklist_row *r)
{
	return taken_in(r) && (date_is_none(r->pact_to) ||
			       r->pact_to.days <= s->renew_last.days);
}

static bool wants_pact(const struct work_set *s, const struct worklist_row *r)
{
	return live(r) &&
	       (r->state != ENROL_ACTIVE || r->pact_open || pact_ends(s, r));
}

/* Nothing follows what is in force. */
static bool renewable(const struct work_set *s, const struct worklist_row *r)
{
	return r->force.id && !r->open.id &&
	       r->force.to.days <= s->renew_last.days;
}

static unsigned plan_tabs(const struct work_set *s,
			  const struct worklist_row *r)
{
	unsigned t = 0;
	if (r->open.id)
		t |= 1u << WORK_SIGN;
	if (r->force.id)
		t |= 1u << WORK_ACTIVE;
	if (renewable(s, r))
		t |= 1u << WORK_RENEW;
	if (taken_in(r) && !r->open.id && !r->force.id)
		t |= 1u << (r->expired.id ? WORK_EXPIRED : WORK_NO_PLAN);
	return t;
}

static unsigned enrol_tabs(const struct worklist_row *r)
{
	switch (r->hold) {
	case HOLD_NONE:
		return 1u << WORK_ENROL;
	case HOLD_NO_DOCTOR:
	case HOLD_NOT_ADHERING:
	case HOLD_WAY_CLOSED:
	case HOLD_MANAGER_FULL:
	case HOLD_NO_CONTACT:
	case HOLD_CONTINUITY:
		return 1u << WORK_HELD;
	case HOLD_ENROLLED: /* with somebody else: a transfer is due */
		return live(r) ? 0 : 1u << WORK_HELD;
	case HOLD_DECEASED:
	case HOLD_MOVED:
	case HOLD_NOT_CHRONIC:
	case N_ENROL_HOLD:
		break;
	}
	return 0;
}

void work_tabs(const struct work_set *s, struct worklist_row *r)
{
	r->tabs = 1u << WORK_ALL | enrol_tabs(r) | plan_tabs(s, r);
	if (wants_pact(s, r))
		r->tabs |= 1u << WORK_PACT;
}

/* ---- what to do ---- */

static enum worklist_next next_pact(const struct worklist_row *r)
{
	if (r->pact_open && r->pact_person)
		return NEXT_SIGN_PACT;
	if (r->pact_open && r->pact_doctor)
		return NEXT_PERSON_SIGNS;
	if (r->state == ENROL_CHOSEN)
		return NEXT_PACT;
	if (r->state == ENROL_PACT_SIGNED)
		return NEXT_ACTIVATE;
	return NEXT_RENEW_PACT;
}

static enum worklist_next next_enrol(const struct worklist_row *r)
{
	if (r->hold == HOLD_ENROLLED)
		return NEXT_TRANSFER;
	if (r->hold != HOLD_NONE)
		return NEXT_UNBLOCK;
	return r->enrolment_id && r->state == ENROL_INVITED ? NEXT_CHOICE
							    : NEXT_INVITE;
}

static enum worklist_next next_plan(const struct work_set *s,
				    const struct worklist_row *r)
{
	if (r->open.id)
		return NEXT_SIGN;
	if (r->force.id && r->force.state == PLAN_SIGNED)
		return NEXT_PUBLISH;
	if (renewable(s, r) || (!r->force.id && r->expired.id))
		return NEXT_RENEW;
	if (!r->force.id)
		return NEXT_DRAFT;
	return NEXT_NOTHING;
}

/* Of all that is to do for somebody, the first. */
static enum worklist_next next_of_all(const struct work_set *s,
				      const struct worklist_row *r)
{
	if (!live(r))
		return r->tabs & (1u << WORK_ENROL | 1u << WORK_HELD)
			       ? next_enrol(r)
			       : NEXT_NOTHING;
	if (!r->registered)
		return NEXT_LEFT;
	if (r->suspended)
		return NEXT_RESUME;
	if (r->state != ENROL_ACTIVE)
		return next_pact(r);
	enum worklist_next n = next_plan(s, r);
	return n == NEXT_NOTHING && wants_pact(s, r) ? next_pact(r) : n;
}

static enum worklist_next next_of(const struct work_set *s,
				  enum worklist_tab tab,
				  const struct worklist_row *r)
{
	switch (tab) {
	case WORK_ENROL:
	case WORK_HELD:
		return next_enrol(r);
	case WORK_PACT:
		return r->suspended ? NEXT_RESUME : next_pact(r);
	case WORK_NO_PLAN:
		return r->suspended ? NEXT_RESUME : NEXT_DRAFT;
	case WORK_SIGN:
		return NEXT_SIGN;
	case WORK_ACTIVE:
	case WORK_ALL:
		return next_of_all(s, r);
	case WORK_RENEW:
	case WORK_EXPIRED:
		return NEXT_RENEW;
	case N_WORK:
		break;
	}
	return NEXT_NOTHING;
}

/* ---- by when ---- */

static const struct worklist_plan *plan_of(enum worklist_tab tab,
					   const struct worklist_row *r)
{
	const struct worklist_plan *p = &r->open;
	if (tab == WORK_ACTIVE || tab == WORK_RENEW)
		p = &r->force;
	else if (tab == WORK_EXPIRED)
		p = &r->expired;
	else if (!p->id)
		p = r->force.id ? &r->force : &r->expired;
	return p->id ? p : NULL;
}

static struct date by_of(enum worklist_tab tab, const struct worklist_row *r)
{
	const struct worklist_plan *p = plan_of(tab, r);
	if (tab == WORK_ENROL || tab == WORK_HELD || tab == WORK_NO_PLAN)
		return DATE_NONE;
	if (tab == WORK_PACT)
		return r->state == ENROL_ACTIVE ? r->pact_to : DATE_NONE;
	if (!p)
		return DATE_NONE;
	return plan_is_open(p->state) ? p->from : p->to;
}

struct date work_rank_day(const struct work_set *s, enum worklist_tab tab,
			  const struct worklist_row *r)
{
	struct date by = by_of(tab, r);
	if (tab == WORK_SIGN) { /* the newest version, signed or not */
		by = r->open.id ? r->open.from : r->force.from;
		return by.days > s->today.days ? by : s->today;
	}
	if (tab == WORK_ACTIVE && r->force.state == PLAN_SIGNED)
		return DATE_NONE; /* the person waits for it */
	if (tab == WORK_ALL || date_is_none(by))
		return s->today;
	return by;
}

int work_compare(const struct work_set *s, enum worklist_tab tab,
		 const struct worklist_row *x, const struct worklist_row *y)
{
	struct date dx = work_rank_day(s, tab, x),
		    dy = work_rank_day(s, tab, y);
	if (dx.days != dy.days)
		return dx.days < dy.days ? -1 : 1;
	int lx = x->level ? x->level : 9, ly = y->level ? y->level : 9;
	if (lx != ly)
		return lx - ly;
	if (x->charlson != y->charlson)
		return y->charlson - x->charlson;
	if (x->mcs != y->mcs)
		return y->mcs - x->mcs;
	return str_cmp(x->pseudonym, y->pseudonym);
}

/* ---- why ---- */

static void why(struct worklist_row *r, enum worklist_reason kind, int64_t n,
		struct date on)
{
	assert(r->n_why < WORKLIST_WHY_MOST);
	r->why[r->n_why++] = (struct worklist_why){kind, n, on};
}

static void why_date(const struct work_set *s, struct worklist_row *r)
{
	int64_t days = (int64_t)r->by.days - s->today.days;
	if (date_is_none(r->by))
		return;
	why(r, days < 0 ? WHY_DAYS_OVER : WHY_DAYS_LEFT,
	    days < 0 ? -days : days, r->by);
}

void work_tell(const struct work_set *s, enum worklist_tab tab,
	       struct worklist_row *r)
{
	r->plan = plan_of(tab, r);
	r->next = next_of(s, tab, r);
	r->by = by_of(tab, r);
	r->n_why = 0;
	why_date(s, r);
	if (r->plan && r->plan->n_alert)
		why(r, WHY_ALERTS, r->plan->n_alert, DATE_NONE);
	if (r->plan && r->plan->n_finding > r->plan->n_alert)
		why(r, WHY_FINDINGS, r->plan->n_finding - r->plan->n_alert,
		    DATE_NONE);
	if (r->plan && plan_is_open(r->plan->state) && r->plan->renewal)
		why(r, WHY_RENEWAL, 0, DATE_NONE);
	if (r->level)
		why(r, WHY_LEVEL, r->level, DATE_NONE);
	if (r->charlson)
		why(r, WHY_CHARLSON, r->charlson, DATE_NONE);
	if (!r->has_contact)
		why(r, WHY_NO_CONTACT, 0, DATE_NONE);
}

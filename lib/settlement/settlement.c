#include "settlement/settlement.h"

const char *const settle_state_name[3] = {"due", "not_due", "held"};

struct settling { /* one person being settled */
	const struct rules *rules;
	struct settle_period period;
	const struct settle_facts *facts;
	settle_find_doctor *find;
	void *ctx;
	struct arena *arena;
	struct settle_lines *lines;
	struct err *err;
};

struct span {
	struct date from, to;
};

void settle_lines_release(struct settle_lines *s)
{
	free(s->list);
	*s = (struct settle_lines){0};
}

static struct date later(struct date a, struct date b)
{
	return a.days > b.days ? a : b;
}

static struct date sooner(struct date a, struct date b)
{
	return a.days < b.days ? a : b;
}

static struct span both(struct span a, struct span b)
{
	return (struct span){later(a.from, b.from), sooner(a.to, b.to)};
}

/* ------------------------------------------------------------ the lines */

static enum rc add_line(struct settling *s, struct settle_line line)
{
	/* a person has a few pacts and plans in a quarter */
	enum rc rc = array_grow(&s->lines->list, &s->lines->cap,
				s->lines->n + 1, sizeof(line), 10000, s->err);
	if (rc)
		return rc;
	line.person_id = s->facts->person_id;
	if (!line.reason.ptr)
		return arena_fail(s->arena, s->err);
	s->lines->list[s->lines->n++] = line;
	return OK;
}

static struct str reason_of_month(struct settling *s, struct span held,
				  const struct settle_plan *p,
				  int64_t yearly_cents)
{
	char from[11], to[11], published[11];
	date_text(held.from, from);
	date_text(held.to, to);
	date_text(p->published_on, published);
	return arena_printf(s->arena,
			    "{\"in_force_from\":\"%s\",\"in_force_to\":\"%s\","
			    "\"plan_published\":\"%s\",\"level\":%d,"
			    "\"yearly_cents\":%" PRId64 "}",
			    from, to, published, p->level, yearly_cents);
}

static struct str reason_of_plan(struct settling *s,
				 const struct settle_plan *p, const char *why)
{
	char published[11];
	date_text(p->published_on, published);
	return arena_printf(s->arena,
			    "{\"why\":\"%s\",\"plan_published\":\"%s\","
			    "\"laboratory\":%d,\"outpatient\":%d}",
			    why, published, p->n_lab, p->n_outpatient);
}

/* -------------------------------------------------------- fee by month */

struct holder { /* for whom the month holds, and by which plan */
	const struct settle_enrolment *enrolment;
	const struct settle_plan *plan;
	struct span held;
};

static void hold_by_plan(const struct settle_facts *f,
			 const struct settle_enrolment *e, struct span span,
			 struct holder *best)
{
	for (size_t i = 0; i < f->n_plan; i++) {
		const struct settle_plan *p = &f->plans[i];
		struct span h =
			both(span, (struct span){p->published_on, p->valid_to});
		if (h.from.days > h.to.days)
			continue;
		if (!best->plan || h.to.days > best->held.to.days ||
		    (h.to.days == best->held.to.days &&
		     h.from.days >= best->held.from.days))
			*best = (struct holder){e, p, h};
	}
}

static struct holder holder_of(const struct settle_facts *f, struct span month)
{
	struct holder best = {0};
	for (size_t i = 0; i < f->n_enrolment; i++) {
		const struct settle_enrolment *e = &f->enrolments[i];
		struct span s = both(
			month, both((struct span){e->active_from, e->ended_on},
				    (struct span){e->pact_from, e->pact_to}));
		hold_by_plan(f, e, s, &best);
	}
	return best;
}

/* Enrolled with a pact in the month, and no published plan: nothing is due,
 * and the manager sees why. */
static enum rc month_without_plan(struct settling *s, struct span month)
{
	const struct settle_facts *f = s->facts;
	for (size_t i = 0; i < f->n_enrolment; i++) {
		const struct settle_enrolment *e = &f->enrolments[i];
		struct span h = both(
			month, both((struct span){e->active_from, e->ended_on},
				    (struct span){e->pact_from, e->pact_to}));
		if (h.from.days > h.to.days)
			continue;
		return add_line(
			s, (struct settle_line){
				   .item = "PIC_FEE",
				   .payer = STR("region"),
				   .state = SETTLE_NOT_DUE,
				   .enrolment_id = e->id,
				   .org_id = e->org_id,
				   .doctor_id = e->doctor_id,
				   .month = month.from,
				   .reason = arena_str(
					   s->arena,
					   STR("{\"why\":\"no published plan "
					       "in the month\"}")),
			   });
	}
	return OK;
}

static enum rc fee_of_month(struct settling *s, struct date first)
{
	struct span month = {first, date_add(date_add_months(first, 1), -1)};
	struct holder h = holder_of(s->facts, month);
	const struct rule *row = NULL;
	int64_t yearly;
	if (!h.plan)
		return month_without_plan(s, month);
	enum rc rc = rules_tariff(s->rules, "PIC_FEE", h.plan->level, 0,
				  h.held.to, &yearly, &row, s->err);
	if (rc)
		return rc;
	return add_line(
		s, (struct settle_line){
			   .item = "PIC_FEE",
			   .payer = STR("region"),
			   .state = SETTLE_DUE,
			   .enrolment_id = h.enrolment->id,
			   .org_id = h.enrolment->org_id,
			   .doctor_id = h.enrolment->doctor_id,
			   .version_id = h.plan->version_id,
			   .month = first,
			   .level = h.plan->level,
			   .amount_cents = settle_month_cents(
				   yearly, date_ymd(first).month - 1),
			   .rule = row,
			   .reason = reason_of_month(s, h.held, h.plan, yearly),
		   });
}

/* ------------------------------------------------------------ fee by plan */

static struct settle_line plan_line(const char *item, const char *payer,
				    const struct settle_plan *p)
{
	return (struct settle_line){.item = item,
				    .payer = str_from(payer),
				    .state = SETTLE_NOT_DUE,
				    .enrolment_id = p->enrolment_id,
				    .org_id = p->org_id,
				    .doctor_id = p->doctor_id,
				    .version_id = p->version_id,
				    .month = DATE_NONE,
				    .level = p->level};
}

static enum rc has_minimum(struct settling *s, const struct settle_plan *p,
			   bool *yes)
{
	int64_t lab, outpatient;
	const struct str all = STR("");
	enum rc rc = rules_int(s->rules, "plan.min_lab_services", all,
			       p->published_on, &lab, s->err);
	if (!rc)
		rc = rules_int(s->rules, "plan.min_outpatient_services", all,
			       p->published_on, &outpatient, s->err);
	if (!rc)
		*yes = p->n_lab >= lab && p->n_outpatient >= outpatient;
	return rc;
}

/* An earlier plan of the same calendar year that earned the fee. */
static enum rc paid_before(struct settling *s, size_t upto, bool *yes)
{
	const struct settle_plan *p = s->facts->plans;
	int year = date_ymd(p[upto].published_on).year;
	*yes = false;
	for (size_t i = 0; i < upto && !*yes; i++) {
		bool earned = p[i].is_new || p[i].is_renewal;
		if (!earned || date_ymd(p[i].published_on).year != year)
			continue;
		enum rc rc = has_minimum(s, &p[i], yes);
		if (rc)
			return rc;
	}
	return OK;
}

static enum rc pai_fee(struct settling *s, size_t i, bool *due)
{
	const struct settle_plan *p = &s->facts->plans[i];
	struct settle_line line = plan_line("PAI_FEE", "region", p);
	bool minimum, before;
	int64_t cents;
	*due = false;
	enum rc rc = has_minimum(s, p, &minimum);
	if (!rc)
		rc = paid_before(s, i, &before);
	if (!rc)
		rc = rules_tariff(s->rules, "PAI_FEE", 0, 0, p->published_on,
				  &cents, &line.rule, s->err);
	if (rc)
		return rc;
	const char *why = !minimum ? "fewer services than the minimum"
			  : before ? "one plan a year and person is paid"
				   : "first plan of the year";
	if (minimum && !before) {
		line.state = SETTLE_DUE;
		line.amount_cents = cents;
		*due = true;
	}
	line.reason = reason_of_plan(s, p, why);
	return add_line(s, line);
}

struct bonus { /* what stands against it, the gravest last */
	enum settle_state state;
	const char *why;
};

static enum rc weigh_bonus(struct settling *s, const struct settle_plan *p,
			   struct bonus *b)
{
	const struct str all = STR("");
	int64_t share, adherence, distance;
	struct settle_doctor *d = s->find(s->ctx, p->doctor_id);
	const struct settle_facts *f = s->facts;
	enum rc rc = rules_int(s->rules, "bonus.min_taken_in_charge_percent",
			       all, p->published_on, &share, s->err);
	if (!rc)
		rc = rules_int(s->rules, "bonus.min_adherence_percent", all,
			       p->published_on, &adherence, s->err);
	if (rc)
		return rc;
	*b = (struct bonus){SETTLE_DUE, "all conditions hold"};
	rc = rules_int(s->rules, "bonus.congruity_max_distance", all,
		       p->published_on, &distance, s->err);
	if (rc == E_NOT_FOUND)
		*b = (struct bonus){
			SETTLE_HELD,
			"the payer's threshold of congruity is not known "
			"(bonus.congruity_max_distance)"};
	else if (rc)
		return rc;
	if (f->n_drug && f->n_drug_covered * 100 < adherence * f->n_drug)
		*b = (struct bonus){SETTLE_NOT_DUE,
				    "too few drugs adequately covered"};
	if (!d || d->taken * 100 < share * d->chronic)
		*b = (struct bonus){SETTLE_NOT_DUE,
				    "the doctor has taken in charge too small "
				    "a share of the chronic patients"};
	return OK;
}

static enum rc bonus(struct settling *s, const struct settle_plan *p)
{
	struct settle_line line = plan_line("PAI_BONUS", "region", p);
	struct bonus b;
	int64_t cents;
	enum rc rc = rules_tariff(s->rules, "PAI_BONUS", 0, 0, p->published_on,
				  &cents, &line.rule, s->err);
	if (rc == E_NOT_FOUND)
		return OK; /* no bonus in those days */
	if (!rc)
		rc = weigh_bonus(s, p, &b);
	if (rc)
		return rc;
	line.state = b.state;
	line.amount_cents = b.state == SETTLE_DUE ? cents : 0;
	line.reason = reason_of_plan(s, p, b.why);
	return add_line(s, line);
}

static enum rc cooperative(struct settling *s, const struct settle_plan *p)
{
	const char *item = p->is_new ? "COOP_NEW_PLAN" : "COOP_RENEWAL";
	struct settle_line line = plan_line(item, "cooperative", p);
	struct settle_doctor *d = s->find(s->ctx, p->doctor_id);
	int64_t count = 0, cents;
	if (p->is_new && d)
		count = ++d->new_before;
	enum rc rc =
		rules_tariff(s->rules, item, p->is_new ? 0 : p->level, count,
			     p->published_on, &cents, &line.rule, s->err);
	if (rc == E_NOT_FOUND)
		return OK; /* this cooperative has no such rule */
	if (rc)
		return rc;
	line.state = SETTLE_DUE;
	line.amount_cents = cents;
	line.reason = arena_printf(
		s->arena,
		"{\"why\":\"private rule of the cooperative\",\"plan_of_the_"
		"year\":%" PRId64 ",\"level\":%d}",
		count, p->level);
	return add_line(s, line);
}

static enum rc plan_published(struct settling *s, size_t i)
{
	const struct settle_plan *p = &s->facts->plans[i];
	bool due;
	if (!p->is_new && !p->is_renewal)
		return OK;
	enum rc rc = pai_fee(s, i, &due);
	if (!rc && due && p->is_new)
		rc = bonus(s, p);
	if (!rc && due)
		rc = cooperative(s, p);
	return rc;
}

enum rc settle_person(const struct rules *rules, struct settle_period period,
		      const struct settle_facts *facts,
		      settle_find_doctor *find, void *ctx, struct arena *a,
		      struct settle_lines *lines, struct err *err)
{
	struct settling s = {rules, period, facts, find, ctx, a, lines, err};
	enum rc rc = OK;
	lines->n = 0;
	for (struct date m = period.from; !rc && m.days <= period.to.days;
	     m = date_add_months(m, 1))
		rc = fee_of_month(&s, m);
	for (size_t i = 0; !rc && i < facts->n_plan; i++) {
		struct date on = facts->plans[i].published_on;
		if (on.days >= period.from.days && on.days <= period.to.days)
			rc = plan_published(&s, i);
	}
	return rc;
}

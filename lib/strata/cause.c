#include "strata/cause.h"
#include "strata/strata_int.h"

#define GROUPS_MAX 64

const char *const cause_kind_name[N_CAUSE_KIND] = {
	[CAUSE_ENTERED] = "entered",
	[CAUSE_LATE] = "late",
	[CAUSE_LEFT] = "left",
	[CAUSE_TAKEN_BACK] = "taken_back",
	[CAUSE_BEGAN] = "exemption_began",
	[CAUSE_ENDED] = "exemption_ended",
	[CAUSE_BIRTHDAY] = "birthday",
	[CAUSE_GIVES_WAY] = "gives_way",
	[CAUSE_FREED] = "freed",
	[CAUSE_REGISTERED] = "registered",
	[CAUSE_UNREGISTERED] = "unregistered",
	[CAUSE_DIED] = "died",
	[CAUSE_CONTACT] = "contact",
	[CAUSE_NO_CONTACT] = "no_contact",
	[CAUSE_UNKNOWN] = "unknown",
};

struct telling {
	const struct cause_sides *sides;
	const struct cause_question *q;
	struct strata_result before, after;
	cause_fn *fn;
	void *ctx;
	struct err *err;
	size_t n; /* causes told of the condition in hand */
};

static enum rc tell(struct telling *t, struct cause c)
{
	t->n++;
	return t->fn(t->ctx, &c, t->err);
}

/* --------------------------------------------------------------- records */

/* Did an evaluation count this record for a row that looks at it? */
static bool counted(const struct strata *s, const struct strata_record *r,
		    int lookback)
{
	if (r->segment >= s->n_view)
		return false;
	const uint64_t *removed = s->view[r->segment].removed[r->flow];
	if (removed && removed[r->row / 64] >> (r->row % 64) & 1)
		return false;
	if (r->flow == FLOW_EXEMPTION)
		return r->date.days <= s->index && r->until.days >= s->index;
	return r->date.days <= s->index && r->date.days > s->index - lookback;
}

struct pick { /* the last record that the other side did not count */
	const struct strata *other;
	int lookback;
	struct strata_record found;
	bool any;
};

static enum rc pick_record(void *ctx, const struct strata_record *r,
			   struct err *err)
{
	struct pick *p = ctx;
	(void)err;
	if (counted(p->other, r, p->lookback))
		return OK;
	p->found = *r; /* in order of date: the last one decides */
	p->any = true;
	return OK;
}

/* Why the side `has` counts a record that `lacks` does not. */
static enum cause_kind kind_of(const struct telling *t,
			       const struct strata_record *r, bool entered)
{
	const struct strata *before = t->sides->before,
			    *after = t->sides->after;
	if (entered) {
		if (r->flow == FLOW_EXEMPTION)
			return r->date.days > before->index ? CAUSE_BEGAN
							    : CAUSE_LATE;
		return r->date.days > before->index ? CAUSE_ENTERED
						    : CAUSE_LATE;
	}
	const uint64_t *removed = after->view[r->segment].removed[r->flow];
	if (removed && removed[r->row / 64] >> (r->row % 64) & 1)
		return CAUSE_TAKEN_BACK;
	return r->flow == FLOW_EXEMPTION ? CAUSE_ENDED : CAUSE_LEFT;
}

static struct date birthday_between(const struct telling *t)
{
	const struct people_cols *p =
		archive_people(t->sides->after->q.archive);
	struct date birth = {p->birth[t->q->person_row]};
	struct ymd b = date_ymd(birth);
	int year = b.year + date_age(birth, t->sides->after->q.index);
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	if (b.month == 2 && b.day == 29 && !leap)
		return date_of(year, 3, 1);
	return date_of(year, b.month, b.day);
}

/* A row of rules whose truth is another one now: which record did it? */
static enum rc tell_row(struct telling *t, int condition, bool gained, int rule)
{
	const struct cause_sides *s = t->sides;
	const struct kn_rule *r = &s->after->q.kn->rules[rule];
	struct cause c = {.kind = CAUSE_UNKNOWN,
			  .condition = condition,
			  .gained = gained,
			  .rule = rule,
			  .rule_holds = rule_holds(s->after, s->w_after, rule),
			  .other = -1,
			  .date = DATE_NONE};
	if (rule_fits_person(s->before, s->w_before, rule) !=
	    rule_fits_person(s->after, s->w_after, rule)) {
		c.kind = CAUSE_BIRTHDAY;
		c.date = birthday_between(t);
		return tell(t, c);
	}
	const struct strata *has = c.rule_holds ? s->after : s->before;
	struct pick p = {.other = c.rule_holds ? s->before : s->after,
			 .lookback = r->lookback_days};
	enum rc rc = strata_rule_records(has, t->q->person_row, rule,
					 pick_record, &p, t->err);
	if (rc)
		return rc;
	if (p.any) {
		c.kind = kind_of(t, &p.found, c.rule_holds);
		c.has_record = true;
		c.record = p.found;
		c.record_id = strata_record_id(has, &p.found);
		c.date = c.kind == CAUSE_ENDED ? p.found.until : p.found.date;
	}
	return tell(t, c);
}

/* ---------------------------------------------------------------- groups */

static bool holds(const struct strata_worker *w, int group)
{
	for (size_t i = 0; i < w->n_held; i++)
		if (w->held[i] == group)
			return true;
	return false;
}

/* What took a condition away on the side where it is not: -1 nothing. */
static int winner_over(const struct strata *s, const struct strata_worker *w,
		       int condition)
{
	for (size_t i = 0; i < w->n_change; i++) {
		const struct strata_change *c = &w->change[i];
		const struct kn_hierarchy *h =
			&s->q.kn->hierarchy[c->hierarchy];
		if (c->condition == condition && !c->made)
			return h->relation == REL_PROMOTES ? h->result
							   : h->winner;
	}
	return -1;
}

static enum rc tell_group(struct telling *t, int condition, bool gained,
			  int group)
{
	const struct cause_sides *s = t->sides;
	enum rc rc = OK;
	for (size_t i = 0; i < strata_group_size(s->after, group) && !rc; i++) {
		int rule = strata_group_rule(s->after, group, i);
		if (rule_holds(s->before, s->w_before, rule) !=
		    rule_holds(s->after, s->w_after, rule))
			rc = tell_row(t, condition, gained, rule);
	}
	return rc;
}

static enum rc tell_condition(struct telling *t, int condition, bool gained)
{
	const struct cause_sides *s = t->sides;
	const struct strata *has = gained ? s->after : s->before,
			    *lacks = gained ? s->before : s->after;
	const struct strata_worker *w_has = gained ? s->w_after : s->w_before,
				   *w_lacks = gained ? s->w_before : s->w_after;
	int groups[GROUPS_MAX];
	size_t n = strata_groups_of(has, w_has, condition, groups, GROUPS_MAX);
	enum rc rc = OK;
	bool hierarchy = false;
	t->n = 0;
	for (size_t i = 0; i < n && !rc; i++) {
		if (!holds(w_lacks, groups[i])) {
			rc = tell_group(t, condition, gained, groups[i]);
			continue;
		}
		int by = winner_over(lacks, w_lacks,
				     strata_group_condition(lacks, groups[i]));
		if (by < 0 || hierarchy)
			continue;
		hierarchy = true;
		rc = tell(t, (struct cause){.kind = gained ? CAUSE_FREED
							   : CAUSE_GIVES_WAY,
					    .condition = condition,
					    .gained = gained,
					    .rule = -1,
					    .other = by,
					    .date = DATE_NONE});
	}
	if (!rc && !t->n)
		rc = tell(t, (struct cause){.kind = CAUSE_UNKNOWN,
					    .condition = condition,
					    .gained = gained,
					    .rule = -1,
					    .other = -1,
					    .date = DATE_NONE});
	return rc;
}

/* ------------------------------------------------------ level and status */

static enum rc tell_status(struct telling *t)
{
	const struct people_cols *p =
		archive_people(t->sides->after->q.archive);
	size_t row = t->q->person_row;
	struct cause c = {.kind = CAUSE_REGISTERED,
			  .condition = -1,
			  .rule = -1,
			  .other = -1,
			  .date = {p->registration_start[row]}};
	if (t->after.status == STRATA_DECEASED) {
		c.kind = CAUSE_DIED;
		c.date.days = p->death[row];
	} else if (t->after.status == STRATA_LEFT) {
		c.kind = CAUSE_UNREGISTERED;
		c.date.days = p->registration_end[row];
	} else if (t->after.status == STRATA_NOT_YET) {
		c.kind = CAUSE_UNKNOWN;
		c.date = DATE_NONE;
	}
	return tell(t, c);
}

static enum rc tell_contacts(struct telling *t)
{
	const struct cause_sides *s = t->sides;
	bool now = t->after.n_contact > t->before.n_contact;
	int32_t day =
		now ? s->w_after->last_contact : s->w_before->last_contact;
	return tell(t, (struct cause){.kind = now ? CAUSE_CONTACT
						  : CAUSE_NO_CONTACT,
				      .condition = -1,
				      .rule = -1,
				      .other = -1,
				      .date = {day}});
}

static enum rc tell_conditions(struct telling *t)
{
	enum rc rc = OK;
	for (int c = 0; c < STRATA_MAX_CONDITION && !rc; c++) {
		uint64_t bit = UINT64_C(1) << (c % 64);
		if (t->q->gained[c / 64] & bit)
			rc = tell_condition(t, c, true);
		else if (t->q->lost[c / 64] & bit)
			rc = tell_condition(t, c, false);
	}
	return rc;
}

enum rc cause_each(const struct cause_sides *s, const struct cause_question *q,
		   cause_fn *fn, void *ctx, struct err *err)
{
	struct telling t = {
		.sides = s, .q = q, .fn = fn, .ctx = ctx, .err = err};
	enum rc rc =
		strata_check(s->after, q->person_row, q->person_row + 1, err);
	if (rc)
		return rc;
	strata_person(s->before, s->w_before, q->person_row, &t.before);
	strata_person(s->after, s->w_after, q->person_row, &t.after);
	if (!q->there || t.after.status != STRATA_ACTIVE)
		return tell_status(&t);
	if (t.before.status != STRATA_ACTIVE) /* the registry changed */
		return tell(&t, (struct cause){.kind = CAUSE_UNKNOWN,
					       .condition = -1,
					       .rule = -1,
					       .other = -1,
					       .date = DATE_NONE});
	if (q->gained[0] | q->gained[1] | q->lost[0] | q->lost[1])
		return tell_conditions(&t);
	if (t.before.level != t.after.level)
		return tell_contacts(&t);
	return OK;
}

/* ---------------------------------------------------------------- words */

static enum msg words_of(enum cause_kind k)
{
	static const enum msg words[N_CAUSE_KIND] = {
		[CAUSE_ENTERED] = MSG_CHG_BY_ENTERED,
		[CAUSE_LATE] = MSG_CHG_BY_LATE,
		[CAUSE_LEFT] = MSG_CHG_BY_LEFT,
		[CAUSE_TAKEN_BACK] = MSG_CHG_BY_TAKEN_BACK,
		[CAUSE_BEGAN] = MSG_CHG_BY_BEGAN,
		[CAUSE_ENDED] = MSG_CHG_BY_ENDED,
		[CAUSE_BIRTHDAY] = MSG_CHG_BY_BIRTHDAY,
		[CAUSE_GIVES_WAY] = MSG_CHG_BY_GIVES_WAY,
		[CAUSE_FREED] = MSG_CHG_BY_FREED,
		[CAUSE_REGISTERED] = MSG_CHG_BY_REGISTERED,
		[CAUSE_UNREGISTERED] = MSG_CHG_BY_UNREGISTERED,
		[CAUSE_DIED] = MSG_CHG_BY_DIED,
		[CAUSE_CONTACT] = MSG_CHG_BY_CONTACT,
		[CAUSE_NO_CONTACT] = MSG_CHG_BY_NO_CONTACT,
		[CAUSE_UNKNOWN] = MSG_CHG_BY_UNKNOWN,
	};
	return words[k];
}

void cause_words(const struct cause *c, const struct knowledge *kn,
		 enum lang lang, struct buf *b)
{
	char day[11];
	struct str other = STR("");
	if (c->other >= 0)
		other = lang == LANG_IT ? kn->conditions[c->other].name_it
					: kn->conditions[c->other].name_en;
	const struct str pairs[] = {
		STR("code"),
		c->has_record ? c->record.code[0] : STR(""),
		STR("date"),
		date_text(c->date, day),
		STR("rule"),
		c->rule >= 0 ? kn->rules[c->rule].id : STR(""),
		STR("holds"),
		text_of(c->rule_holds ? MSG_CHG_RULE_HOLDS : MSG_CHG_RULE_NOT,
			lang),
		STR("other"),
		other};
	text_fill(b, words_of(c->kind), lang, pairs, 5);
}

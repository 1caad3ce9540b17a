/* The care plan of a person: its sections, what is to be seen in each, and the
 * answers to the four questions. */
#include "web/page/plan.h"

#include "web/page/plan.html.h"
#include "web/page/plan_room.html.h"

#define ROOM_MOST 14

bool plan_may(struct page *p, enum permission what)
{
	return app_require(p->app, what, p->id[0], NULL) == OK;
}

/* ---- the four questions */

static struct str rule_words(struct page *p, const struct plan_answer *a)
{
	const struct str pairs[] = {STR("rule"), a->rule, STR("source"),
				    a->source};
	if (!a->rule.len)
		return STR("");
	return page_fill(p, MSG_PAI_RULE_SOURCE, pairs, 2);
}

static struct str pact_words(struct page *p, const struct plan_answer *a)
{
	const struct str pairs[] = {STR("from"), page_day(p, a->from),
				    STR("to"), page_day(p, a->to)};
	if (date_is_none(a->to))
		return page_text(p, MSG_PAI_A_NO_PACT);
	return page_fill(p, a->good ? MSG_PAI_A_PACT : MSG_PAI_A_PACT_NOT,
			 pairs, 2);
}

static struct str minimum_words(struct page *p, enum msg id,
				const struct plan_answer *a)
{
	const struct str pairs[] = {STR("n"), page_int(p, a->n), STR("need"),
				    page_int(p, a->need)};
	return page_fill(p, id, pairs, 2);
}

static struct str answer_words(struct page *p, const struct plan_answer *a)
{
	struct buf b;
	switch (a->kind) {
	case ANSWER_ENROLLED:
		return page_text(p, a->good ? MSG_PAI_A_ENROLLED
					    : MSG_PAI_A_NOT_ENROLLED);
	case ANSWER_PACT:
		return pact_words(p, a);
	case ANSWER_PRIMARY:
		return a->good ? person_fill(
					 p, MSG_PAI_A_PRIMARY, "name",
					 person_condition_name(p, a->condition))
			       : page_text(p, MSG_PAI_A_NO_PRIMARY);
	case ANSWER_SETS:
		return person_fill_n(p, MSG_PAI_A_NO_SETS, a->n);
	case ANSWER_MIN_LAB:
		return minimum_words(p, MSG_PAI_A_LAB, a);
	case ANSWER_MIN_OUTPATIENT:
		return minimum_words(p, MSG_PAI_A_OUTPATIENT, a);
	case ANSWER_FEE:
		buf_init(&b, 64);
		text_euro(&b, p->lang, a->n);
		return person_fill(p, MSG_PAI_A_FEE, "euro", page_kept(p, &b));
	case ANSWER_CONTRAINDICATED:
		return person_fill_n(p, MSG_PAI_A_CONTRAINDICATED, a->n);
	case ANSWER_MAJOR:
		return person_fill_n(p, MSG_PAI_A_MAJOR, a->n);
	case ANSWER_OTHER:
		return person_fill_n(p, MSG_PAI_A_OTHER, a->n);
	case ANSWER_NO_THERAPY:
		return page_text(p, MSG_PER_NO_DRUGS);
	case N_PLAN_ANSWER:
		break;
	}
	return STR("");
}

static void fill_questions(struct page *p, const struct person_header *who,
			   const struct plan_draft *d, struct page_plan *v)
{
	static const enum msg text[N_PLAN_QUESTION] = {
		[ASK_REGION] = MSG_PAI_ASK_REGION,
		[ASK_PAID] = MSG_PAI_ASK_PAID,
		[ASK_SAFE] = MSG_PAI_ASK_SAFE};
	struct plan_answer a[N_PLAN_ANSWER];
	size_t n = plan_answers(p->app, who, d, a);
	PERSON_LIST(p, v->questions, N_PLAN_QUESTION);
	for (size_t q = 0; v->questions && q < N_PLAN_QUESTION; q++) {
		struct page_plan_questions *x = &v->questions[q];
		v->n_questions = q + 1;
		x->text = page_text(p, text[q]);
		x->good = true;
		PERSON_LIST(p, x->answers, n);
		for (size_t i = 0; x->answers && i < n; i++) {
			if (a[i].question != (enum plan_question)q)
				continue;
			struct page_plan_answers *o =
				&x->answers[x->n_answers++];
			o->text = answer_words(p, &a[i]);
			o->yes = a[i].good;
			o->no = !a[i].good;
			o->why = rule_words(p, &a[i]);
			x->good &= a[i].good;
		}
		x->bad = !x->good;
	}
}

struct html plan_room(struct page *p, const struct person_room *list, size_t n)
{
	struct page_plan_room v = {.known = n > 0};
	struct buf b;
	size_t good = 0;
	PERSON_LIST(p, v.rows, n);
	for (size_t i = 0; v.rows && i < n; i++) {
		const struct person_room *r = &list[i];
		struct str km = page_url(p, "%d,%d", r->distance_hm / 10,
					 r->distance_hm % 10);
		const struct str pairs[] = {STR("place"), r->place,
					    STR("town"),  r->town,
					    STR("km"),    km,
					    STR("day"),   page_day(p, r->day),
					    STR("from"),  page_day(p, r->first),
					    STR("to"),    page_day(p, r->last)};
		bool yes = r->n_site > 0;
		good += yes;
		v.rows[i].what = person_service_name(p, r->service);
		v.rows[i].yes = yes;
		v.rows[i].no = !yes;
		v.rows[i].where = page_fill(p,
					    yes          ? MSG_PAI_ROOM_AT
					    : r->offered ? MSG_PAI_ROOM_FULL
							 : MSG_PAI_ROOM_NOBODY,
					    pairs, 6);
		v.rows[i].window = page_fill(p, MSG_PAI_ROOM_WINDOW, pairs, 6);
		v.n_rows = i + 1;
	}
	v.good = n && good == n;
	v.bad = n && good < n;
	buf_init(&b, 1u << 20);
	page_plan_room(&b, p->lang, &v);
	return (struct html){page_kept(p, &b)};
}

/* ---- the sections */

struct section {
	enum msg text;
	const char *link;
	int64_t n;
	bool bad;
	struct str note;
};

static void put_section(struct page *p, struct page_plan *v,
			const struct section *s)
{
	if (!v->sections)
		return;
	struct page_plan_sections *x = &v->sections[v->n_sections++];
	x->text = page_text(p, s->text);
	x->link = str_from(s->link);
	x->n = page_int(p, s->n);
	x->bad = s->bad;
	x->good = !s->bad;
	x->note = s->note;
}

static bool finding(const struct plan_draft *d, enum plan_finding_kind kind)
{
	for (size_t i = 0; i < d->n_findings; i++)
		if (d->findings[i].kind == kind)
			return true;
	return false;
}

static int64_t count_lines(const struct plan_draft *d, bool chosen, bool out)
{
	int64_t n = 0;
	for (size_t i = 0; i < d->n_lines; i++)
		n += chosen ? d->lines[i].has_choice
			    : (d->lines[i].out != OUT_NO) == out;
	return n;
}

static void fill_sections(struct page *p, const struct plan_draft *d,
			  struct page_plan *v)
{
	struct str none = {"", 0};
	int64_t chosen = count_lines(d, true, false);
	PERSON_LIST(p, v->sections, 8);
	const struct section list[] = {
		{MSG_PAI_CONDITIONS, "#patologie",
		 (int64_t)d->n_secondary + (d->primary >= 0),
		 finding(d, FINDING_NO_PRIMARY) || finding(d, FINDING_NO_SET),
		 none},
		{MSG_PAI_LAB, "#esami", d->n_lab, finding(d, FINDING_MIN_LAB),
		 person_fill_n(p, MSG_PAI_DRAWS, d->n_draws)},
		{MSG_PAI_OUTPATIENT, "#visite", d->n_outpatient,
		 finding(d, FINDING_MIN_OUTPATIENT), none},
		{MSG_PAI_DRUGS, "#farmaci", (int64_t)d->n_drugs,
		 finding(d, FINDING_THERAPY) || finding(d, FINDING_NO_THERAPY),
		 none},
		{MSG_PAI_LEFT_OUT, "#fuori", count_lines(d, false, true), false,
		 chosen ? person_fill_n(p, MSG_PAI_N_CHOSEN, chosen) : none},
	};
	for (size_t i = 0; i < countof(list); i++)
		put_section(p, v, &list[i]);
}

static void fill_conditions(struct page *p, const struct plan_draft *d,
			    struct page_plan *v)
{
	PERSON_LIST(p, v->conditions, d->n_secondary + 1);
	if (!v->conditions)
		return;
	if (d->primary >= 0) {
		v->conditions[v->n_conditions].name =
			person_condition_name(p, d->primary);
		v->conditions[v->n_conditions++].main = true;
	}
	for (size_t i = 0; i < d->n_secondary; i++)
		v->conditions[v->n_conditions++].name =
			person_condition_name(p, d->secondary[i]);
}

static void fill_drugs(struct page *p, const struct plan_draft *d,
		       struct page_plan *v)
{
	PERSON_LIST(p, v->drugs, d->n_drugs);
	PERSON_LIST(p, v->findings, d->n_findings);
	for (size_t i = 0; v->drugs && i < d->n_drugs; i++) {
		v->drugs[i].name = person_drug_name(p, d->drugs[i].atc);
		v->drugs[i].atc = d->drugs[i].atc;
		v->drugs[i].last = person_fill(p, MSG_PAI_LAST, "date",
					       page_day(p, d->drugs[i].last));
		v->n_drugs = i + 1;
	}
	for (size_t i = 0; v->findings && i < d->n_findings; i++) {
		const struct plan_finding *f = &d->findings[i];
		bool therapy = f->kind == FINDING_THERAPY;
		v->findings[i].what =
			p->lang == LANG_IT ? f->what_it : f->what_en;
		v->findings[i].severity =
			therapy ? person_word(p, WORDS_SEVERITY, f->severity)
				: page_text(p, MSG_PAI_TO_DECIDE);
		v->findings[i].bad = str_is(f->severity, "contraindicated") ||
				     str_is(f->severity, "major");
		v->findings[i].why = person_why(p, f->why, f->why_it);
		v->findings[i].action = page_phrase(p, f->action);
		v->findings[i].rule = f->rule_id;
		v->findings[i].source = f->source;
		v->n_findings = i + 1;
	}
}

/* ---- versions, events, head */

static void fill_versions(struct page *p, const struct person_plan *list,
			  size_t n, int64_t shown, struct page_plan *v)
{
	PERSON_LIST(p, v->versions, n);
	for (size_t i = 0; v->versions && i < n; i++) {
		const struct str pairs[] = {
			STR("n"),    page_int(p, list[i].version),
			STR("from"), page_day(p, list[i].from),
			STR("to"),   page_day(p, list[i].to)};
		v->versions[i].text =
			page_fill(p, MSG_PAI_VERSION_OF, pairs, 3);
		v->versions[i].link =
			page_url(p, STR_FMT "?versione=%d",
				 STR_ARG(plan_base(p)), list[i].version);
		v->versions[i].state =
			person_word(p, WORDS_PLAN, list[i].state);
		v->versions[i].now = list[i].id == shown;
		if (i + 1 < n)
			v->versions[i].compare =
				page_url(p, STR_FMT "/confronto?da=%d&a=%d",
					 STR_ARG(plan_base(p)),
					 list[i + 1].version, list[i].version);
		v->n_versions = i + 1;
	}
}

static void fill_events(struct page *p, const struct plan_view *w,
			struct page_plan *v)
{
	enum { MOST = 20 };
	PERSON_LIST(p, v->events, MOST);
	for (size_t i = w->n_events;
	     v->events && i-- > 0 && v->n_events < MOST;) {
		const struct plan_event_view *e = &w->events[i];
		struct str to = person_word(p, WORDS_PLAN, e->to),
			   role = person_word(p, WORDS_ROLE, e->role);
		v->events[v->n_events].when = page_instant(p, e->at_us);
		v->events[v->n_events++].text =
			page_url(p, STR_FMT " (" STR_FMT ")", STR_ARG(to),
				 STR_ARG(role));
	}
}

static void fill_head(struct page *p, const struct plan_view *w,
		      struct page_plan *v)
{
	const struct str pairs[] = {
		STR("n"),    page_int(p, w->version),
		STR("kind"), person_word(p, WORDS_PLAN_KIND, w->kind),
		STR("from"), page_date(p, w->draft.from),
		STR("to"),   page_date(p, w->draft.to)};
	v->span = page_fill(p, MSG_PAI_SPAN, pairs, 4);
	v->state =
		person_word(p, WORDS_PLAN, str_from(plan_state_name[w->state]));
	v->state_good = plan_in_force(w->state);
	v->versione = page_url(p, "%" PRId64, w->id);
	v->print = page_url(p, STR_FMT "/stampa?versione=%d",
			    STR_ARG(plan_base(p)), w->version);
	v->digest = w->digest;
	if (w->signed_us) {
		const struct str by[] = {
			STR("date"), page_instant(p, w->signed_us), STR("who"),
			page_url(p, STR_FMT " " STR_FMT,
				 STR_ARG(w->doctor_first),
				 STR_ARG(w->doctor_last))};
		v->signed_text = page_fill(p, MSG_PAI_SIGNED_BY, by, 2);
	}
	if (!date_is_none(w->ended_on))
		v->closed_why = person_fill(p, MSG_PAI_ENDED_ON, "date",
					    page_day(p, w->ended_on));
}

/* What may be done with it: one of these is the first button. */
static void fill_buttons(struct page *p, const struct person_header *h,
			 const struct plan_view *w, struct page_plan *v)
{
	bool prepares = plan_may(p, MAY_PREPARE_PLAN);
	bool signs = plan_may(p, MAY_SIGN_PLAN);
	bool open = w && plan_is_open(w->state);
	bool live = h->enrolment_id && date_is_none(h->ended_on);
	v->may_sign = open && signs;
	v->sign = page_url(p, STR_FMT "/firma", STR_ARG(plan_base(p)));
	v->may_propose = w && w->state == PLAN_DRAFT && prepares && !signs;
	v->propose_primary = v->may_propose;
	v->may_publish = w && w->state == PLAN_SIGNED && prepares;
	v->may_draft = prepares && live && !h->draft_id;
	v->draft_primary =
		v->may_draft && !v->may_publish &&
		(!h->plan_version || h->alerts & (1u << ALERT_PLAN_EXPIRED |
						  1u << ALERT_PLAN_ENDS));
	v->draft_text = page_text(p, !h->plan_version   ? MSG_PAI_MAKE
				     : v->draft_primary ? MSG_PAI_RENEW
							: MSG_PAI_NEW_VERSION);
}

static enum rc fill_plan(struct page *p, const struct person_header *h,
			 const struct plan_view *w, struct page_plan *v,
			 struct err *err)
{
	struct person_room *room = NULL;
	struct person_plan *plans = NULL;
	size_t n_room = 0, n_plan = 0;
	bool open = plan_is_open(w->state);
	bool edit = open && plan_may(p, MAY_PREPARE_PLAN);
	enum rc rc =
		app_person_plans(p->app, p->id[0], p->a, &plans, &n_plan, err);
	if (!rc && open)
		rc = app_person_room(p->app, p->id[0], &w->draft, p->a, &room,
				     &n_room, err);
	if (rc)
		return rc;
	fill_head(p, w, v);
	fill_sections(p, &w->draft, v);
	fill_conditions(p, &w->draft, v);
	fill_drugs(p, &w->draft, v);
	fill_questions(p, h, &w->draft, v);
	fill_versions(p, plans, n_plan, w->id, v);
	fill_events(p, w, v);
	v->lab = plan_lines(p, w, PART_LAB, edit);
	v->outpatient = plan_lines(p, w, PART_OUTPATIENT, edit);
	v->left_out = plan_lines(p, w, PART_LEFT_OUT, edit);
	if (edit)
		v->adding = plan_adding(p, w);
	if (open)
		v->room = plan_room(p, room, n_room);
	const struct str lab[] = {STR("n"), page_int(p, w->draft.n_lab),
				  STR("draws"), page_int(p, w->draft.n_draws)};
	v->lab_note = page_fill(p, MSG_PAI_LAB_NOTE, lab, 2);
	v->outpatient_note = person_fill_n(p, MSG_PAI_OUTPATIENT_NOTE,
					   w->draft.n_outpatient);
	v->left_out_note = page_text(p, MSG_PAI_LEFT_OUT_LEAD);
	return OK;
}

enum rc on_plan(struct page *p, struct err *err)
{
	const struct person_header *h;
	struct plan_view w;
	struct page_plan v = {.title = page_text(p, MSG_PAI_TITLE),
			      .csrf = page_csrf(p),
			      .base = plan_base(p)};
	int64_t version = 0;
	param_int(&p->query, "versione", &version);
	if (version < 0 || version > 999)
		version = 1000; /* there is none: told as not found */
	enum rc rc =
		app_plan_show(p->app, p->id[0], (int)version, p->a, &w, err);
	v.none = rc == E_NOT_FOUND && !version;
	if (v.none)
		rc = OK;
	if (!rc)
		rc = page_person(p, p->id[0], &h, err);
	if (!rc && !v.none)
		rc = fill_plan(p, h, &w, &v, err);
	if (rc)
		return rc;
	fill_buttons(p, h, v.none ? NULL : &w, &v);
	person_begin(p, TAB_PLAN, MSG_PAI_TITLE);
	page_plan(p->out, p->lang, &v);
	return page_end(p, err);
}

/* The lines of a plan: what, how often, when, why; and the form that changes
 * one of them, in its place. */
#include "web/page/plan.h"

#include "web/page/plan_adding.html.h"
#include "web/page/plan_editor.html.h"
#include "web/page/plan_lines.html.h"

#define ASKS_MOST  4  /* more conditions asking for one service are counted */
#define FOUND_MOST 20 /* of a search */
#define OUT_MOST   40

static const struct plan_ready ready_remove[] = {
	{"fatto", MSG_PAI_R_DONE},
	{"rifiuta", MSG_PAI_R_REFUSES},
	{"non_serve", MSG_PAI_R_NO_NEED},
	{"specialista", MSG_PAI_R_SPECIALIST_FOLLOWS},
};
static const struct plan_ready ready_times[] = {
	{"stabile", MSG_PAI_R_STABLE},
	{"stretto", MSG_PAI_R_CLOSER},
	{"indicato", MSG_PAI_R_SPECIALIST_SAYS},
	{"chiede", MSG_PAI_R_PERSON_ASKS},
};
static const struct plan_ready ready_add[] = {
	{"serve", MSG_PAI_R_NEEDED},
	{"indicato", MSG_PAI_R_SPECIALIST_SAYS},
	{"chiede", MSG_PAI_R_PERSON_ASKS},
};

const struct plan_ready *plan_ready_of(enum plan_choice_kind kind, size_t *n)
{
	switch (kind) {
	case CHOICE_REMOVE:
		*n = countof(ready_remove);
		return ready_remove;
	case CHOICE_TIMES:
		*n = countof(ready_times);
		return ready_times;
	case CHOICE_ADD:
	case CHOICE_PUT_BACK:
		*n = countof(ready_add);
		return ready_add;
	case N_CHOICE:
		break;
	}
	BUG("choice kind");
}

struct str plan_base(struct page *p)
{
	return page_url(p, "/assistito/%" PRId64 "/piano", p->id[0]);
}

struct str plan_often(struct page *p, int64_t times_e4, int64_t interval_e4)
{
	struct buf b;
	buf_init(&b, 256);
	plan_times_text(&b, times_e4, interval_e4, p->lang);
	return page_kept(p, &b);
}

/* ---- the form of one line */

static const int64_t times_offered[] = {120000, 60000, 40000, 30000, 20000,
					10000,  6667,  5000,  3333,  2000};

static void fill_times(struct page *p, int64_t now, struct page_plan_editor *e)
{
	bool there = false;
	PERSON_LIST(p, e->times, countof(times_offered) + 1);
	for (size_t i = 0; e->times && i <= countof(times_offered); i++) {
		bool last = i == countof(times_offered);
		int64_t t = last ? now : times_offered[i];
		if (last && (there || !now))
			break;
		there |= t == now;
		e->times[e->n_times].value = page_url(p, "%" PRId64, t);
		/* an interval in months times 10000 */
		e->times[e->n_times].text =
			plan_often(p, t, INT64_C(1200000000) / t);
		e->times[e->n_times++].now = t == now;
	}
}

static void fill_ready(struct page *p, enum plan_choice_kind kind,
		       struct page_plan_editor *e)
{
	size_t n;
	const struct plan_ready *r = plan_ready_of(kind, &n);
	PERSON_LIST(p, e->ready, n);
	for (size_t i = 0; e->ready && i < n; i++) {
		e->ready[i].key = str_from(r[i].key);
		e->ready[i].text = page_text(p, r[i].text);
		e->n_ready = i + 1;
	}
	r = plan_ready_of(CHOICE_REMOVE, &n);
	PERSON_LIST(p, e->ready_remove, n);
	for (size_t i = 0; e->ready_remove && i < n; i++) {
		e->ready_remove[i].key = str_from(r[i].key);
		e->ready_remove[i].text = page_text(p, r[i].text);
		e->n_ready_remove = i + 1;
	}
}

static struct html editor(struct page *p, const struct plan_view *v,
			  int service, const struct plan_line *l)
{
	const struct kn_service *k = &p->app->kn->services[service];
	bool planned = l && l->out == OUT_NO;
	struct buf b;
	int64_t now = l ? l->times_e4 : 10000;
	struct page_plan_editor e = {
		.action =
			page_url(p, STR_FMT "/modifica", STR_ARG(plan_base(p))),
		.csrf = page_csrf(p),
		.versione = page_url(p, "%" PRId64, v->id),
		.code = k->code,
		.name = page_term(p, k->name_it),
		.now = page_url(p, "%" PRId64, now),
		.was_chosen =
			l && l->has_choice &&
			(l->choice == CHOICE_ADD || l->choice == CHOICE_TIMES),
		.planned = planned,
		.out = l && !planned,
		.adding = !l,
		.reason = param(&p->query, "motivo"),
		.draft_key = page_url(p, "piano-%" PRId64 "-" STR_FMT, p->id[0],
				      STR_ARG(k->code)),
		.close = plan_base(p)};
	fill_times(p, now, &e);
	fill_ready(p,
		   planned ? CHOICE_TIMES
		   : l     ? CHOICE_PUT_BACK
			   : CHOICE_ADD,
		   &e);
	buf_init(&b, 65536);
	page_plan_editor(&b, p->lang, &e);
	return (struct html){page_kept(p, &b)};
}

/* ---- why a line stands there */

static struct str condition_of(struct page *p, struct str code)
{
	int c = kn_condition_index(p->app->kn, code);
	return c < 0 ? code : person_condition_name(p, c);
}

static void fill_asks(struct page *p, const struct plan_line *l,
		      struct page_plan_lines_rows *x)
{
	PERSON_LIST(p, x->asks, ASKS_MOST);
	for (size_t i = 0; x->asks && i < l->n_asks && i < ASKS_MOST; i++) {
		const struct plan_ask *k = &l->asks[i];
		struct str name = condition_of(p, k->condition),
			   often = plan_often(p, k->times_e4, k->interval_e4);
		x->asks[i].what =
			k->trigger.len
				? page_url(p,
					   STR_FMT ", " STR_FMT " (" STR_FMT
						   ")",
					   STR_ARG(name), STR_ARG(often),
					   STR_ARG(person_drug_name(
						   p, k->trigger)))
				: page_url(p, STR_FMT ", " STR_FMT,
					   STR_ARG(name), STR_ARG(often));
		x->asks[i].note = page_phrase(p, k->note);
		x->asks[i].source = k->source;
		x->n_asks = i + 1;
	}
	if (l->n_asks > ASKS_MOST)
		x->asks_more = person_fill_n(p, MSG_STRATA_MORE,
					     (int64_t)l->n_asks - ASKS_MOST);
}

static void fact(struct page_plan_lines_rows *x, struct str text,
		 struct str note)
{
	if (!x->facts)
		return;
	x->facts[x->n_facts].text = text;
	x->facts[x->n_facts++].note_fact = note;
}

static const enum msg out_words[N_PLAN_OUT] = {
	[OUT_MERGE_RULE] = MSG_PAI_OUT_MERGE,
	[OUT_ALTERNATIVE] = MSG_PAI_OUT_ALTERNATIVE,
	[OUT_EXCLUDED] = MSG_PAI_OUT_EXCLUDED,
	[OUT_INCLUDED] = MSG_PAI_OUT_INCLUDED,
	[OUT_BASIC] = MSG_PAI_OUT_BASIC,
	[OUT_CONDITIONAL] = MSG_PAI_OUT_CONDITIONAL,
	[OUT_ONCE_DONE] = MSG_PAI_OUT_ONCE,
	[OUT_NOT_DUE] = MSG_PAI_OUT_NOT_DUE,
	[OUT_DOCTOR] = MSG_PAI_OUT_DOCTOR,
};

static void fact_out(struct page *p, const struct plan_line *l,
		     struct page_plan_lines_rows *x)
{
	const struct knowledge *kn = p->app->kn;
	if (l->out == OUT_NO)
		return;
	struct str other =
		l->other >= 0 ? page_term(p, kn->services[l->other].name_it)
			      : (struct str){"", 0};
	const struct str pairs[] = {STR("rule"),  l->merge_rule,
				    STR("other"), other,
				    STR("date"),  page_day(p, l->first_due)};
	fact(x, page_fill(p, out_words[l->out], pairs, 3),
	     page_phrase(p, l->out == OUT_MERGE_RULE ? l->merge_reason
						     : l->other_note));
}

static void fact_cap(struct page *p, const struct plan_line *l,
		     struct page_plan_lines_rows *x)
{
	if (l->out != OUT_NO || !l->merge_rule.len)
		return;
	const struct str pairs[] = {
		STR("rule"), l->merge_rule, STR("often"),
		plan_often(p, l->asked_e4,
			   INT64_C(1200000000) / max_i64(l->asked_e4, 1))};
	fact(x, page_fill(p, MSG_PAI_LOWERED, pairs, 2),
	     page_phrase(p, l->merge_reason));
}

static void fact_choice(struct page *p, const struct plan_line *l,
			struct page_plan_lines_rows *x)
{
	static const enum msg words[N_CHOICE] = {
		[CHOICE_REMOVE] = MSG_PAI_CHOICE_REMOVE,
		[CHOICE_PUT_BACK] = MSG_PAI_CHOICE_PUT_BACK,
		[CHOICE_ADD] = MSG_PAI_CHOICE_ADD,
		[CHOICE_TIMES] = MSG_PAI_CHOICE_TIMES};
	if (l->has_choice)
		fact(x,
		     person_fill(p, words[l->choice], "reason",
				 l->choice_reason),
		     (struct str){"", 0});
}

static void fact_dates(struct page *p, const struct plan_line *l,
		       struct page_plan_lines_rows *x)
{
	struct str none = {"", 0};
	if (!date_is_none(l->last))
		fact(x,
		     person_fill(p,
				 l->out == OUT_NO && l->due == DUE_OVERDUE
					 ? MSG_PAI_LAST_OVERDUE
					 : MSG_PAI_LAST,
				 "date", page_day(p, l->last)),
		     none);
	else if (l->out == OUT_NO && l->due == DUE_SPREAD)
		fact(x, page_text(p, MSG_PAI_NEVER_HAD), none);
	if (l->out == OUT_NO && l->due == DUE_PANEL && !l->n_asks)
		fact(x, page_text(p, MSG_PAI_FOR_PANEL), none);
	if (l->sessions)
		fact(x, person_fill_n(p, MSG_PAI_SESSIONS, l->sessions), none);
	if (l->minimum)
		fact(x, page_text(p, MSG_PAI_FOR_MINIMUM), none);
}

/* "marzo, settembre 2026" */
static struct str months_of(struct page *p, const struct plan_view *v,
			    size_t line)
{
	const struct plan_draft *d = &v->draft;
	struct buf b;
	int month = 0, year = 0;
	buf_init(&b, 1024);
	for (size_t i = 0; i < d->n_activities; i++) {
		struct ymd c = date_ymd(d->activities[i].due);
		if ((size_t)d->activities[i].line != line ||
		    (c.month == month && c.year == year))
			continue;
		if (year && c.year != year)
			buf_printf(&b, " %d; ", year);
		else if (month)
			buf_text(&b, ", ");
		buf_str(&b, text_month(p->lang, c.month));
		month = c.month;
		year = c.year;
	}
	if (year)
		buf_printf(&b, " %d", year);
	return page_kept(p, &b);
}

static void fill_row(struct page *p, const struct plan_view *v, size_t i,
		     bool editable, struct page_plan_lines_rows *x)
{
	const struct plan_line *l = &v->draft.lines[i];
	const struct kn_service *k = &p->app->kn->services[l->service];
	struct str open = param(&p->query, "modifica");
	x->id = page_url(p, "p-" STR_FMT, STR_ARG(k->code));
	x->name = page_term(p, k->name_it);
	x->code = k->code;
	if (l->out == OUT_NO) {
		x->often = plan_often(p, l->times_e4, l->interval_e4);
		x->when = months_of(p, v, i);
	}
	x->chosen = l->has_choice;
	PERSON_LIST(p, x->facts, 10);
	fill_asks(p, l, x);
	fact_out(p, l, x);
	fact_cap(p, l, x);
	fact_choice(p, l, x);
	fact_dates(p, l, x);
	if (!editable || app_plan_is_draw(p->app, v, k->code))
		return;
	x->open = str_eq(open, k->code);
	if (x->open)
		x->editor = editor(p, v, l->service, l);
	else
		x->edit =
			page_url(p, STR_FMT "?modifica=" STR_FMT "#p-" STR_FMT,
				 STR_ARG(plan_base(p)), STR_ARG(k->code),
				 STR_ARG(k->code));
}

static bool belongs(const struct knowledge *kn, const struct plan_line *l,
		    enum plan_part part)
{
	bool lab = kn->services[l->service].kind == KIND_LAB ||
		   str_is(kn->services[l->service].kind_text, "sampling");
	if (part == PART_LEFT_OUT)
		return l->out != OUT_NO;
	return l->out == OUT_NO && lab == (part == PART_LAB);
}

struct html plan_lines(struct page *p, const struct plan_view *v,
		       enum plan_part part, bool editable)
{
	const struct plan_draft *d = &v->draft;
	struct page_plan_lines x = {.editable = editable,
				    .out = part == PART_LEFT_OUT};
	struct buf b;
	PERSON_LIST(p, x.rows, d->n_lines);
	for (size_t i = 0; x.rows && i < d->n_lines; i++) {
		if (!belongs(p->app->kn, &d->lines[i], part) ||
		    (part == PART_LEFT_OUT && x.n_rows == OUT_MOST))
			continue;
		x.rows[x.n_rows].first = part == PART_LAB && !x.n_rows;
		fill_row(p, v, i, editable, &x.rows[x.n_rows++]);
	}
	buf_init(&b, 1u << 20);
	page_plan_lines(&b, p->lang, &x);
	return (struct html){page_kept(p, &b)};
}

/* ---- adding a service */

static bool starts_word(struct str name, size_t at)
{
	return !at || name.ptr[at - 1] == ' ' || name.ptr[at - 1] == '(' ||
	       name.ptr[at - 1] == '\'';
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool has_word(struct str name, struct str q)
{
	for (size_t i = 0; i + q.len <= name.len; i++) {
		size_t k = 0;
		while (k < q.len && lower(name.ptr[i + k]) == lower(q.ptr[k]))
			k++;
		if (k == q.len && starts_word(name, i))
			return true;
	}
	return false;
}

static const struct plan_line *line_of(const struct plan_view *v, int service)
{
	for (size_t i = 0; i < v->draft.n_lines; i++)
		if (v->draft.lines[i].service == service)
			return &v->draft.lines[i];
	return NULL;
}

static void fill_found(struct page *p, const struct plan_view *v, struct str q,
		       struct page_plan_adding *x)
{
	const struct knowledge *kn = p->app->kn;
	PERSON_LIST(p, x->found, FOUND_MOST);
	for (size_t i = 0;
	     x->found && i < kn->n_services && x->n_found < FOUND_MOST; i++) {
		const struct kn_service *k = &kn->services[i];
		const struct str name = page_term(p, k->name_it);
		if (!str_starts(k->code, q) && !has_word(name, q))
			continue;
		const struct plan_line *l = line_of(v, (int)i);
		x->found[x->n_found].name = name;
		x->found[x->n_found].code = k->code;
		x->found[x->n_found].there = l && l->out == OUT_NO;
		x->found[x->n_found++].link = page_url(
			p, STR_FMT "?%s=" STR_FMT "#%s" STR_FMT,
			STR_ARG(plan_base(p)), l ? "modifica" : "aggiungi",
			STR_ARG(k->code), l ? "p-" : "modifica",
			STR_ARG((l ? k->code : (struct str){"", 0})));
	}
}

struct html plan_adding(struct page *p, const struct plan_view *v)
{
	struct buf b;
	struct str q = str_trim(param(&p->query, "cerca"));
	int service =
		kn_service_index(p->app->kn, param(&p->query, "aggiungi"));
	struct page_plan_adding x = {.action = page_url(p, STR_FMT "#aggiungi",
							STR_ARG(plan_base(p))),
				     .close = plan_base(p),
				     .q = q,
				     .searched = q.len >= 2 && q.len <= 100};
	if (x.searched)
		fill_found(p, v, q, &x);
	if (service >= 0 && !line_of(v, service))
		x.editor = editor(p, v, service, NULL);
	buf_init(&b, 65536);
	page_plan_adding(&b, p->lang, &x);
	return (struct html){page_kept(p, &b)};
}

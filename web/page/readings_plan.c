/* What a person measures at home, how often, and what is too much: proposed by
 * the tables, changed by who prepares, confirmed by the doctor. */
#include "web/page/person.h"
#include "web/page/readings.h"

#include "web/page/readings_plan.html.h"

/* A plan on its way through the form. */
struct draft {
	struct monitor_line line[MONITOR_LINES];
	struct monitor_limit limit[MONITOR_LIMITS];
	bool line_on[MONITOR_LINES], limit_on[MONITOR_LIMITS];
	struct str line_why[MONITOR_LINES], limit_why[MONITOR_LIMITS];
	size_t n_line, n_limit;
	struct date from, to;
	struct str note;
	int64_t seen_id;
};

static struct str record(struct page *p)
{
	return page_url(p, "/assistito/%" PRId64 "/misure", p->id[0]);
}

/* ---- from a plan */

static struct str why_text(struct page *p, const struct home_plan *x, size_t i)
{
	const struct monitor_why *w = x->why ? &x->why[i] : NULL;
	int c = w && w->condition.len
			? kn_condition_index(p->app->kn, w->condition)
			: -1;
	return c < 0 ? STR("") : person_condition_name(p, c);
}

static bool has_limit(const struct draft *d, const struct monitor_limit *l)
{
	for (size_t i = 0; i < d->n_limit; i++)
		if (str_eq(d->limit[i].kind, l->kind) &&
		    d->limit[i].part == l->part &&
		    d->limit[i].rule == l->rule &&
		    d->limit[i].severity == l->severity)
			return true;
	return false;
}

/* The usual limits of a kind that the draft does not have, not chosen. */
static void offer_limits(const struct monitor_tables *t, struct str kind,
			 bool on, struct draft *d)
{
	for (size_t i = 0; i < t->n_limit && d->n_limit < MONITOR_LIMITS; i++) {
		const struct monitor_default_limit *l = &t->limit[i];
		if (l->condition.len || !str_eq(l->limit.kind, kind) ||
		    has_limit(d, &l->limit))
			continue;
		d->limit_on[d->n_limit] = on;
		d->limit[d->n_limit++] = l->limit;
	}
}

static void from_plan(struct page *p, const struct monitor_tables *t,
		      const struct home_plan *x, struct draft *d)
{
	const struct monitor_plan *m = &x->plan;
	for (size_t i = 0; i < m->n_line && i < MONITOR_LINES; i++) {
		d->line_on[i] = true;
		d->line_why[i] = why_text(p, x, i);
		d->line[d->n_line++] = m->line[i];
	}
	for (size_t i = 0; i < m->n_limit && i < MONITOR_LIMITS; i++) {
		d->limit_on[i] = true;
		d->limit_why[i] = why_text(p, x, m->n_line + i);
		d->limit[d->n_limit++] = m->limit[i];
	}
	for (size_t i = 0; i < m->n_line; i++)
		offer_limits(t, m->line[i].kind, false, d);
	d->from = x->valid_from.days < p->app->today.days ? p->app->today
							  : x->valid_from;
	d->to = x->valid_to;
	d->note = x->note;
	d->seen_id = x->id;
}

/* ---- from the form */

static struct str of(struct page *p, const char *what, struct str code)
{
	return str_trim(param(
		&p->form, page_url(p, "%s-" STR_FMT, what, STR_ARG(code)).ptr));
}

/* What is empty (as browsers send what is no number) or unreadable is told when
 * it is wanted; the field shows `usual` then. */
static int number(struct page *p, const char *what, struct str code,
		  bool wanted, int usual, enum msg label)
{
	int64_t n;
	struct str s = of(p, what, code);
	if (str_to_int(s, &n) && n >= 0 && n <= 10000)
		return (int)n;
	if (wanted || s.len)
		form_problem(
			p, page_url(p, "%s-" STR_FMT, what, STR_ARG(code)).ptr,
			label, MSG_MIS_PLAN_NUMBER);
	return usual;
}

static void typed_lines(struct page *p, const struct monitor_tables *t,
			struct draft *d)
{
	for (size_t i = 0; i < t->n_kind && d->n_line < MONITOR_LINES; i++) {
		struct str code = t->kind[i].code;
		bool on = str_is(of(p, "m", code), "1");
		if (!on && !of(p, "t", code).len)
			continue;
		struct monitor_line l = {
			.kind = code,
			.times = number(p, "t", code, on, 1, MSG_MIS_TIMES),
			.per_days =
				number(p, "g", code, on, 1, MSG_MIS_PER_DAYS),
			.grace_hours =
				number(p, "r", code, on, 24, MSG_MIS_GRACE)};
		struct str best = of(p, "b", code);
		if (best.len && !readings_parse(best, &l.best_milli))
			form_problem(
				p, page_url(p, "b-" STR_FMT, STR_ARG(code)).ptr,
				MSG_MIS_BEST, MSG_HOM_NO_NUMBER);
		d->line_on[d->n_line] = on;
		d->line[d->n_line++] = l;
	}
}

static struct str next_word(struct str *rest)
{
	return rest->ptr ? str_cut(rest, '|') : STR("");
}

/* "weight|0|rise|WEIGHT_UP" */
static bool limit_key(const struct monitor_tables *t, struct str key,
		      struct monitor_limit *l)
{
	struct str rest = key;
	int64_t part = 0;
	const struct monitor_kind *k = monitor_kind_of(t, next_word(&rest));
	bool good = str_to_int(next_word(&rest), &part) && part >= 0 &&
		    part < MONITOR_PARTS;
	int rule = monitor_word(monitor_rule_name, N_MONITOR_RULE,
				next_word(&rest));
	if (!k || !good || rule < 0)
		return false;
	*l = (struct monitor_limit){.kind = k->code,
				    .part = (int)part,
				    .rule = (enum monitor_rule)rule,
				    .protocol = next_word(&rest)};
	return true;
}

static void typed_limits(struct page *p, const struct monitor_tables *t,
			 struct draft *d)
{
	for (int i = 0; i < MONITOR_LIMITS; i++) {
		struct str n = page_url(p, "%d", i);
		struct monitor_limit l;
		int64_t milli = 0;
		if (!limit_key(t, of(p, "l", n), &l))
			continue;
		if (!readings_parse(of(p, "v", n), &milli))
			form_problem(p, page_url(p, "v-%d", i).ptr,
				     MSG_HOM_VALUE, MSG_HOM_NO_NUMBER);
		l.value_milli = milli;
		l.days = number(p, "d", n, true, 1, MSG_MIS_IN_DAYS);
		l.count = number(p, "c", n, true, 1, MSG_MIS_COUNT);
		l.severity = str_is(of(p, "s", n), "red") ? MONITOR_RED
							  : MONITOR_AMBER;
		d->limit_on[d->n_limit] = true;
		d->limit[d->n_limit++] = l;
	}
}

/* Empty is what the use case makes of it. */
static void typed_day(struct page *p, const char *name, enum msg label,
		      struct date *out)
{
	if (param(&p->form, name).len && !param_date(&p->form, name, out))
		form_problem(p, name, label, MSG_WEB_FIELD_DATE);
}

static void typed(struct page *p, const struct monitor_tables *t,
		  struct draft *d)
{
	typed_lines(p, t, d);
	typed_limits(p, t, d);
	for (size_t i = 0; i < d->n_line; i++)
		offer_limits(t, d->line[i].kind, false, d);
	d->from = d->to = DATE_NONE;
	typed_day(p, "dal", MSG_TSV_FROM, &d->from);
	typed_day(p, "al", MSG_TSV_TO, &d->to);
	d->note = param(&p->form, "nota");
	(void)!param_int(&p->form, "visto", &d->seen_id);
}

/* One kind more, as often as the tables know for anybody. */
static void add_kind(const struct monitor_tables *t, struct str code,
		     struct draft *d)
{
	if (!monitor_kind_of(t, code) || d->n_line == MONITOR_LINES)
		return;
	for (size_t i = 0; i < d->n_line; i++)
		if (str_eq(d->line[i].kind, code)) {
			d->line_on[i] = true;
			return;
		}
	struct monitor_line l = {
		.kind = code, .times = 1, .per_days = 1, .grace_hours = 24};
	for (size_t i = t->n_line; i > 0; i--)
		if (str_eq(t->line[i - 1].line.kind, code))
			l = t->line[i - 1].line;
	d->line_on[d->n_line] = true;
	d->line[d->n_line++] = l;
	offer_limits(t, code, true, d);
}

/* What is chosen, as the use case takes it: packed in place. */
static struct monitor_plan chosen(struct draft *d)
{
	size_t n = 0, m = 0;
	for (size_t i = 0; i < d->n_line; i++)
		if (d->line_on[i])
			d->line[n++] = d->line[i];
	for (size_t i = 0; i < d->n_limit; i++) {
		bool on = false;
		for (size_t k = 0; k < n; k++)
			on = on || str_eq(d->line[k].kind, d->limit[i].kind);
		if (d->limit_on[i] && on)
			d->limit[m++] = d->limit[i];
	}
	return (struct monitor_plan){d->line, n, d->limit, m};
}

/* ---- the form */

static void fill_lines(struct page *p, const struct monitor_tables *t,
		       const struct draft *d, struct page_readings_plan *v)
{
	PERSON_LIST(p, v->lines, d->n_line);
	for (size_t i = 0; v->lines && i < d->n_line; i++) {
		const struct monitor_line *l = &d->line[i];
		const struct monitor_kind *k = monitor_kind_of(t, l->kind);
		v->lines[v->n_lines++] = (struct page_readings_plan_lines){
			.code = l->kind,
			.name = k ? k->name[p->lang] : l->kind,
			.on = d->line_on[i],
			.times = page_url(p, "%d", l->times),
			.days = page_url(p, "%d", l->per_days),
			.grace = page_url(p, "%d", l->grace_hours),
			.asks_best = str_is(l->kind, "peak_flow"),
			.best = l->best_milli
					? readings_number(p, l->best_milli)
					: STR(""),
			.why = d->line_why[i]};
	}
	PERSON_LIST(p, v->others, t->n_kind);
	for (size_t i = 0; v->others && i < t->n_kind; i++) {
		bool there = false;
		for (size_t k = 0; k < d->n_line; k++)
			there = there ||
				str_eq(d->line[k].kind, t->kind[i].code);
		if (!there)
			v->others[v->n_others++] =
				(struct page_readings_plan_others){
					t->kind[i].code,
					t->kind[i].name[p->lang]};
	}
}

static void fill_limits(struct page *p, const struct monitor_tables *t,
			const struct draft *d, struct page_readings_plan *v)
{
	PERSON_LIST(p, v->limits, d->n_limit);
	for (size_t i = 0; v->limits && i < d->n_limit; i++) {
		const struct monitor_limit *l = &d->limit[i];
		const struct monitor_kind *k = monitor_kind_of(t, l->kind);
		if (!k)
			continue;
		v->limits[v->n_limits++] = (struct page_readings_plan_limits){
			.i = page_url(p, "%zu", i),
			.key = page_url(p, STR_FMT "|%d|%s|" STR_FMT,
					STR_ARG(l->kind), l->part,
					monitor_rule_name[l->rule],
					STR_ARG(l->protocol)),
			.kind = k->name[p->lang],
			.text = readings_limit(p, k, l),
			.on = d->limit_on[i],
			.value = readings_number(p, l->value_milli),
			.unit = l->rule == MONITOR_BELOW_BEST ? STR("%")
							      : k->shown,
			.days = page_url(p, "%d", l->days),
			.count = page_url(p, "%d", (int)max_i64(1, l->count)),
			.red = l->severity == MONITOR_RED,
			.asks_days = l->days > 0,
			.why = d->limit_why[i]};
	}
}

static struct str version_text(struct page *p, const struct home_plan *x)
{
	static const enum msg states[N_HOME_PLAN] = {
		MSG_HOM_PROPOSED, MSG_HOM_ACTIVE, MSG_HOM_ENDED};
	const struct str pairs[] = {
		STR("n"),     page_int(p, x->version),
		STR("state"), page_text(p, states[x->state]),
		STR("by"),    x->made_by,
		STR("when"),  page_instant(p, x->made_us)};
	return page_fill(p, MSG_MIS_VERSION, pairs, 4);
}

static void fill_versions(struct page *p, const struct home_plan *list,
			  size_t n, struct page_readings_plan *v)
{
	PERSON_LIST(p, v->versions, n);
	for (size_t i = 0; v->versions && i < n; i++) {
		v->versions[v->n_versions++].text = version_text(p, &list[i]);
		if (list[i].state == HOME_ACTIVE) {
			v->may_end = v->doctor;
			v->end_id = page_url(p, "%" PRId64, list[i].id);
		}
	}
	v->state = n ? v->versions ? v->versions[0].text : STR("")
		     : page_text(p, MSG_MIS_PLAN_IS_PROPOSAL);
}

static struct str iso(struct page *p, struct date d)
{
	char day[11];
	return date_is_none(d) ? STR("") : arena_str(p->a, date_text(d, day));
}

static enum rc show(struct page *p, const struct monitor_tables *t,
		    const struct draft *d, struct err *err)
{
	struct home_plan *list = NULL;
	size_t n = 0;
	enum rc rc = app_home_plans(p->app, p->id[0], p->a, &list, &n, err);
	if (rc)
		return rc;
	struct page_readings_plan v = {
		.csrf = page_csrf(p),
		.path = record(p),
		.doctor = p->app->who.role == ROLE_DOCTOR,
		.seen = page_url(p, "%" PRId64, d->seen_id),
		.from = iso(p, d->from),
		.to = iso(p, d->to),
		.note = d->note,
		.w_plan = form_wrong(p, "piano")};
	fill_lines(p, t, d, &v);
	fill_limits(p, t, d, &v);
	fill_versions(p, list, n, &v);
	page_begin(p, &(struct frame){.title = MSG_MIS_PLAN,
				      .person_id = p->id[0],
				      .wide = true});
	buf_str(p->out, person_tabs(p, TAB_READINGS).markup);
	page_readings_plan(p->out, p->lang, &v);
	return page_end(p, err);
}

/* The version to work on: what waits, what is in force, what is proposed. */
static enum rc to_begin(struct page *p, struct home_plan *out, struct err *err)
{
	struct home_plan *list = NULL;
	size_t n = 0;
	enum rc rc = app_home_plans(p->app, p->id[0], p->a, &list, &n, err);
	for (size_t i = 0; i < n && !rc; i++)
		if (list[i].state != HOME_ENDED) {
			*out = list[i];
			return OK;
		}
	return rc ? rc : app_home_propose(p->app, p->id[0], p->a, out, err);
}

enum rc on_readings_plan(struct page *p, struct err *err)
{
	struct home_plan x;
	struct monitor_tables t;
	struct draft *d = arena_calloc(p->a, 1, sizeof(*d));
	enum rc rc = d ? to_begin(p, &x, err) : arena_fail(p->a, err);
	if (!rc)
		rc = app_home_tables(p->app, p->a, &t, err);
	if (rc)
		return rc;
	from_plan(p, &t, &x, d);
	return show(p, &t, d, err);
}

static enum rc save(struct page *p, struct draft *d, bool confirm,
		    struct err *err)
{
	int64_t id = 0;
	struct home_plan_form f = {.person_id = p->id[0],
				   .valid_from = d->from,
				   .valid_to = d->to,
				   .note = d->note,
				   .plan = chosen(d),
				   .seen_id = d->seen_id,
				   .confirm = confirm};
	return app_home_plan_set(p->app, &f, &id, err);
}

enum rc on_readings_plan_set(struct page *p, struct err *err)
{
	struct monitor_tables t;
	struct draft *d = arena_calloc(p->a, 1, sizeof(*d));
	bool confirm = str_is(param(&p->form, "che"), "conferma");
	enum rc rc = d ? app_require(p->app, MAY_PREPARE_PLAN, p->id[0], err)
		       : arena_fail(p->a, err);
	if (!rc)
		rc = app_home_tables(p->app, p->a, &t, err);
	if (rc)
		return rc;
	typed(p, &t, d);
	if (str_is(param(&p->form, "che"), "aggiungi")) {
		add_kind(&t, param(&p->form, "aggiungi"), d);
		p->n_problem = 0;
		return show(p, &t, d, err);
	}
	if (p->n_problem)
		return show(p, &t, d, err);
	struct draft *before = arena_calloc(p->a, 1, sizeof(*before));
	if (!before)
		return arena_fail(p->a, err);
	*before = *d;
	rc = save(p, d, confirm, err);
	if (!rc)
		return page_done(p, record(p),
				 confirm ? MSG_MIS_DONE_PLAN
					 : MSG_MIS_DONE_PROPOSED,
				 NULL, err);
	if (!err->msg || rc == E_DENIED)
		return rc;
	form_problem(p, "piano", MSG_MIS_PLAN, (enum msg)err->msg);
	return show(p, &t, before, err);
}

enum rc on_readings_plan_end(struct page *p, struct err *err)
{
	int64_t id = 0;
	if (!param_int(&p->form, "piano", &id))
		return err_msg(err, E_NOT_FOUND, MSG_HOM_PLAN_NOT_FOUND,
			       "no plan is named");
	enum rc rc = app_home_plan_end(
		p->app, id, str_trim(param(&p->form, "motivo")), err);
	return rc ? rc : page_done(p, record(p), MSG_MIS_DONE_END, NULL, err);
}

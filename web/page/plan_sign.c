/* Signing: what is signed, on one page, and one press. In sequence the next
 * draft of the doctor follows. Beside it, two versions compared. */
#include "web/page/plan.h"

#include "app/worklist.h"
#include "web/page/plan_compare.html.h"
#include "web/page/plan_sign.html.h"

static bool in_sequence(const struct page *p)
{
	return str_is(param(&p->query, "seq"), "1") ||
	       str_is(param(&p->form, "seq"), "1");
}

/* The next one that waits; the list when there is none; empty when not in
 * sequence. */
static struct str next_to_sign(struct page *p)
{
	struct worklist_step step = {0};
	struct err err;
	if (!in_sequence(p))
		return STR("");
	if (app_worklist_next(p->app, 0, WORK_SIGN, p->id[0], &step, &err) ||
	    !step.person_id || step.person_id == p->id[0])
		return STR("");
	return page_url(p, "/assistito/%" PRId64 "/piano/firma?seq=1",
			step.person_id);
}

/* ---- changes in words */

static struct str line_often(struct page *p, const struct plan_line *l)
{
	return l ? plan_often(p, l->times_e4, l->interval_e4)
		 : (struct str){"", 0};
}

size_t plan_change_words(struct page *p, const struct plan_diff *d,
			 struct plan_change_words **list)
{
	size_t n = 0;
	PERSON_LIST(p, *list, d->n);
	for (size_t i = 0; *list && i < d->n; i++) {
		const struct plan_diff_line *x = &d->list[i];
		struct plan_change_words *o = &(*list)[n];
		if (x->change == CHANGE_DUE)
			continue;
		o->kind = x->change;
		o->what =
			x->service >= 0
				? page_term(p, p->app->kn->services[x->service]
						       .name_it)
				: person_drug_name(p, x->atc);
		if (x->change != CHANGE_ADDED)
			o->before = line_often(p, x->before);
		if (x->change != CHANGE_REMOVED)
			o->after = line_often(p, x->after);
		const struct plan_line *l = x->after ? x->after : x->before;
		if (l && l->has_choice)
			o->why = l->choice_reason;
		n++;
	}
	return n;
}

/* Number of the version that a draft follows; 0: none. */
static int version_before(const struct person_plan *list, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (id && list[i].id == id)
			return list[i].version;
	return 0;
}

static enum rc fill_changes(struct page *p, const struct plan_view *w,
			    struct page_plan_sign *v, struct err *err)
{
	struct person_plan *plans = NULL;
	struct person_plan_change c;
	struct plan_change_words *words = NULL;
	size_t n_plan = 0;
	enum rc rc =
		app_person_plans(p->app, p->id[0], p->a, &plans, &n_plan, err);
	int before = rc ? 0 : version_before(plans, n_plan, w->previous_id);
	v->first = !before;
	if (rc || !before || before == w->version)
		return rc;
	rc = app_person_plan_compare(p->app, p->id[0], before, w->version, p->a,
				     &c, err);
	if (rc)
		return rc;
	size_t n = plan_change_words(p, &c.diff, &words);
	PERSON_LIST(p, v->changes, n);
	for (size_t i = 0; v->changes && i < n; i++) {
		v->changes[i].what = words[i].what;
		v->changes[i].before = words[i].before;
		v->changes[i].after = words[i].after;
		v->n_changes = i + 1;
	}
	return OK;
}

static void fill_what(struct page *p, const struct plan_view *w,
		      struct page_plan_sign *v)
{
	const struct plan_draft *d = &w->draft;
	const struct knowledge *kn = p->app->kn;
	PERSON_LIST(p, v->services, d->n_lines);
	for (size_t i = 0; v->services && i < d->n_lines; i++) {
		const struct plan_line *l = &d->lines[i];
		if (l->out != OUT_NO)
			continue;
		v->services[v->n_services].name =
			page_term(p, kn->services[l->service].name_it);
		v->services[v->n_services].code = kn->services[l->service].code;
		v->services[v->n_services++].often = line_often(p, l);
	}
	PERSON_LIST(p, v->findings, d->n_findings);
	for (size_t i = 0; v->findings && i < d->n_findings; i++) {
		const struct plan_finding *f = &d->findings[i];
		v->findings[i].what =
			p->lang == LANG_IT ? f->what_it : f->what_en;
		v->findings[i].severity =
			f->kind == FINDING_THERAPY
				? person_word(p, WORDS_SEVERITY, f->severity)
				: page_text(p, MSG_PAI_TO_DECIDE);
		v->findings[i].bad = str_is(f->severity, "contraindicated") ||
				     str_is(f->severity, "major");
		v->n_findings = i + 1;
	}
}

static enum rc show_sign(struct page *p, struct err *err)
{
	struct plan_view w;
	struct page_plan_sign v = {
		.title = page_text(p, MSG_PAI_SIGN_TITLE),
		.action = page_url(p, STR_FMT "/firma", STR_ARG(plan_base(p))),
		.csrf = page_csrf(p),
		.back = plan_base(p),
		.next = next_to_sign(p),
		.seq = in_sequence(p) ? STR("1") : (struct str){"", 0}};
	enum rc rc = app_plan_to_sign(p->app, p->id[0], p->a, &w, err);
	v.none = rc == E_STATE;
	if (v.none) { /* the back button, after signing */
		v.none_text = page_text(p, MSG_PAI_NOTHING_TO_SIGN);
		rc = OK;
	} else if (!rc) {
		const struct str pairs[] = {
			STR("n"),    page_int(p, w.version),
			STR("kind"), person_word(p, WORDS_PLAN_KIND, w.kind),
			STR("from"), page_date(p, w.draft.from),
			STR("to"),   page_date(p, w.draft.to)};
		v.span = page_fill(p, MSG_PAI_SPAN, pairs, 4);
		v.digest = w.digest;
		fill_what(p, &w, &v);
		const struct str n[] = {
			STR("n"), page_int(p, (int64_t)v.n_services),
			STR("draws"), page_int(p, w.draft.n_draws)};
		struct str text = page_fill(p, MSG_PAI_SIGN_COUNT, n, 2);
		rc = fill_changes(p, &w, &v, err);
		v.n_services_text = text;
	}
	if (rc)
		return rc;
	person_begin(p, TAB_PLAN, MSG_PAI_SIGN_TITLE);
	page_plan_sign(p->out, p->lang, &v);
	return page_end(p, err);
}

enum rc on_plan_sign_page(struct page *p, struct err *err)
{
	return show_sign(p, err);
}

/* The button was pressed twice: what was to be signed is signed. */
static bool signed_already(struct page *p, struct str digest)
{
	struct plan_view w;
	struct err err;
	return digest.len == 64 &&
	       !app_plan_show(p->app, p->id[0], 0, p->a, &w, &err) &&
	       str_eq(w.digest, digest);
}

enum rc on_plan_sign(struct page *p, struct err *err)
{
	struct plan_signed s;
	struct str digest = param(&p->form, "impronta");
	enum rc rc = app_plan_sign_shown(p->app, p->id[0], digest, &s, err);
	if (rc)
		db_rollback(p->app->db);
	if (rc == E_STATE && signed_already(p, digest))
		rc = OK;
	if (rc == E_CONFLICT) {
		form_problem(p, "problems", MSG_PAI_SIGN_TITLE,
			     err->msg ? (enum msg)err->msg
				      : MSG_PAI_SIGNED_MEANWHILE);
		return show_sign(p, err);
	}
	if (rc)
		return rc;
	struct str next = next_to_sign(p);
	if (!next.len)
		next = in_sequence(p) ? STR("/medico?tab=da-firmare")
				      : plan_base(p);
	return page_done(p, next, MSG_PAI_SAID_SIGNED, NULL, err);
}

/* ---- two versions */

static struct str version_line(struct page *p, const struct plan_view *w)
{
	const struct str pairs[] = {STR("n"),    page_int(p, w->version),
				    STR("from"), page_day(p, w->draft.from),
				    STR("to"),   page_day(p, w->draft.to)};
	return page_fill(p, MSG_PAI_VERSION_OF, pairs, 3);
}

static void fill_compare(struct page *p, const struct plan_change_words *words,
			 size_t n, struct page_plan_compare *v)
{
	PERSON_LIST(p, v->added, n);
	PERSON_LIST(p, v->removed, n);
	PERSON_LIST(p, v->changed, n);
	if (!v->added || !v->removed || !v->changed)
		return;
	for (size_t i = 0; i < n; i++)
		if (words[i].kind == CHANGE_ADDED) {
			v->added[v->n_added].what = words[i].what;
			v->added[v->n_added++].often = words[i].after;
		} else if (words[i].kind == CHANGE_REMOVED) {
			v->removed[v->n_removed].what = words[i].what;
			v->removed[v->n_removed].often_removed =
				words[i].before;
			v->removed[v->n_removed++].why = words[i].why;
		} else {
			v->changed[v->n_changed].what = words[i].what;
			v->changed[v->n_changed].was = words[i].before;
			v->changed[v->n_changed++].is = words[i].after;
		}
}

enum rc on_plan_compare(struct page *p, struct err *err)
{
	struct person_plan_change c;
	struct plan_change_words *words = NULL;
	int64_t before = 0, after = 0;
	if (!param_int(&p->query, "da", &before) ||
	    !param_int(&p->query, "a", &after) || before < 1 || before > 999 ||
	    after < 1 || after > 999)
		return err_msg(err, E_NOT_FOUND, MSG_PAI_NO_SUCH_VERSION,
			       "two version numbers are needed");
	enum rc rc = app_person_plan_compare(p->app, p->id[0], (int)before,
					     (int)after, p->a, &c, err);
	if (rc)
		return rc;
	size_t n = plan_change_words(p, &c.diff, &words);
	struct page_plan_compare v = {
		.title = page_text(p, MSG_PAI_COMPARE_TITLE),
		.before = version_line(p, &c.before),
		.after = version_line(p, &c.after),
		.back = plan_base(p),
		.same = !n};
	fill_compare(p, words, n, &v);
	person_begin(p, TAB_PLAN, MSG_PAI_COMPARE_TITLE);
	page_plan_compare(p->out, p->lang, &v);
	return page_end(p, err);
}

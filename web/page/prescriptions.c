/* Prescriptions of a person's plan: what can be issued, what was. */
#include "web/page/prescriptions.html.h"
#include "web/web.h"

#define LOTS_MOST 12

struct typed { /* of a cancelling that comes back */
	struct str number, reason;
};

static struct str path(struct page *p, const char *what)
{
	return page_url(p, "/assistito/%" PRId64 "/impegnative%s", p->id[0],
			what);
}

/* ---- words */

static struct str service_name(struct page *p, struct str code)
{
	const struct knowledge *kn = p->app->kn;
	int i = kn ? kn_service_index(kn, code) : -1;
	return i < 0 ? code : page_term(p, kn->services[i].name_it);
}

static struct str branch_name(struct page *p, const struct prescription_view *r)
{
	const struct knowledge *kn = p->app->kn;
	int i = kn && r->n_services ? kn_service_index(kn, r->services[0]) : -1;
	return i < 0 ? r->branch : kn->services[i].branch_it;
}

static struct str lot_text(struct page *p, int lot)
{
	const struct str pairs[] = {STR("n"), page_int(p, lot)};
	return lot ? page_fill(p, MSG_RX_LOT, pairs, 1)
		   : page_text(p, MSG_RX_LOT_ALL);
}

/* ---- what could be issued */

static void fill_would(struct page *p, const struct plan_prescribed *x,
		       struct page_prescriptions *v)
{
	/* the last lot has no end of its own */
	bool rest = date_is_none(x->due_until) ||
		    x->due_until.days > p->app->today.days + 730;
	const struct str pairs[] = {
		STR("sheets"),   page_int(p, x->n_prescription),
		STR("services"), page_int(p, x->n_service),
		STR("until"),    rest ? STR("") : page_day(p, x->due_until),
		STR("valid"),    page_day(p, x->valid_to)};
	const struct str lot[] = {STR("n"), page_int(p, x->lot)};
	v->would =
		page_fill(p, rest ? MSG_RX_WOULD_REST : MSG_RX_WOULD, pairs, 4);
	v->lot = x->lot;
	if (p->app->who.role == ROLE_DOCTOR) {
		v->issue = path(p, "/emetti");
		v->issue_text = page_fill(p, MSG_RX_ISSUE, lot, 1);
	} else {
		v->only_doctor = true;
	}
}

/* The first lot of which something is left, or the words of why there is
 * none. */
static enum rc look_ahead(struct page *p, struct page_prescriptions *v,
			  struct err *err)
{
	struct plan_prescribed x;
	struct err why = {0}, last = {0};
	for (int lot = 1; lot <= LOTS_MOST; lot++) {
		enum rc rc = app_plan_prescribe_look(p->app, p->id[0], lot, &x,
						     &why);
		if (!rc) {
			fill_would(p, &x, v);
			return OK;
		}
		if (rc != E_STATE) {
			*err = why;
			return rc;
		}
		if (why.msg == MSG_RX_NO_LOT)
			break;
		last = why;
		if (why.msg != MSG_RX_ALREADY && why.msg != MSG_RX_NOT_DUE)
			break;
	}
	v->nothing = page_refusal(p, last.rc ? &last : &why);
	return OK;
}

/* ---- what was issued */

static void fill_state(struct page *p, const struct prescription_view *r,
		       const struct typed *typed,
		       struct page_prescriptions_rows *x)
{
	bool issued = str_is(r->state, "issued");
	bool over = r->valid_to.days < p->app->today.days;
	x->state = page_text(p, !issued ? MSG_RX_STATE_CANCELLED
				: over  ? MSG_RX_STATE_OVER
					: MSG_RX_STATE_ISSUED);
	x->class = issued && !over ? STR("tag-good") : STR("tag-plain");
	x->why = r->reason;
	if (!issued || p->app->who.role != ROLE_DOCTOR)
		return;
	x->cancel = path(p, "/annulla");
	x->csrf = page_csrf(p);
	x->reason_id = page_url(p, "motivo-" STR_FMT, STR_ARG(r->number));
	x->open = str_eq(typed->number, r->number);
	if (x->open) {
		x->reason_id = STR("motivo"); /* the summary links here */
		x->reason = typed->reason;
		x->wrong = form_wrong(p, "motivo");
	}
}

static void fill_row(struct page *p, const struct prescription_view *r,
		     const struct typed *typed,
		     struct page_prescriptions_rows *x)
{
	x->number = r->number;
	x->lot = lot_text(p, r->lot);
	x->branch = branch_name(p, r);
	x->issued = page_day(p, r->issued_on);
	x->valid = page_day(p, r->valid_to);
	x->services =
		arena_calloc(p->a, r->n_services + 1, sizeof(*x->services));
	for (size_t i = 0; x->services && i < r->n_services; i++)
		x->services[x->n_services++].name =
			service_name(p, r->services[i]);
	fill_state(p, r, typed, x);
}

static enum rc render(struct page *p, const struct typed *typed,
		      struct err *err)
{
	struct prescription_view *list = NULL;
	size_t n = 0;
	struct page_prescriptions v = {.csrf = page_csrf(p)};
	enum rc rc =
		app_prescription_list(p->app, p->id[0], p->a, &list, &n, err);
	if (!rc)
		rc = look_ahead(p, &v, err);
	if (rc)
		return rc;
	v.rows = arena_calloc(p->a, n + 1, sizeof(*v.rows));
	for (size_t i = n; v.rows && i-- > 0;)
		fill_row(p, &list[i], typed, &v.rows[v.n_rows++]);
	v.has_list = v.n_rows > 0;
	v.none = !v.has_list;
	v.print = page_url(p, "/assistito/%" PRId64 "/documenti/impegnative",
			   p->id[0]);
	page_begin(p, &(struct frame){.title = MSG_RX_TITLE,
				      .person_id = p->id[0]});
	page_prescriptions(p->out, p->lang, &v);
	return page_end(p, err);
}

enum rc on_prescriptions(struct page *p, struct err *err)
{
	return render(p, &(struct typed){0}, err);
}

/* ---- issuing and cancelling */

static enum rc again(struct page *p, const char *field, enum msg label,
		     const struct typed *typed, enum rc rc, struct err *err)
{
	if (rc != E_STATE && rc != E_CONFLICT && rc != E_NOT_FOUND &&
	    rc != E_RANGE)
		return rc;
	form_problem(p, field, label,
		     err->msg ? (enum msg)err->msg : MSG_WEB_STATE);
	return render(p, typed, err);
}

enum rc on_prescriptions_issue(struct page *p, struct err *err)
{
	static const struct field f = {"lotto", FIELD_INT, MSG_RX_COL_LOT, true,
				       .max = LOTS_MOST};
	const struct typed none = {0};
	struct plan_prescribed x;
	struct value v;
	if (!form_read(p, &f, 1, &v))
		return render(p, &none, err);
	enum rc rc =
		app_plan_prescribe(p->app, p->id[0], (int)v.number, &x, err);
	if (rc)
		return again(p, "lotto", MSG_RX_COL_LOT, &none, rc, err);
	return page_done(p, path(p, ""), MSG_RX_DONE_ISSUED, NULL, err);
}

enum rc on_prescriptions_cancel(struct page *p, struct err *err)
{
	static const struct field fields[] = {
		{"numero", FIELD_CODE, MSG_RX_COL_NUMBER, true, .most = 32},
		{"motivo", FIELD_TEXT, MSG_RX_REASON, true, .most = 500},
	};
	struct value v[countof(fields)];
	bool good = form_read(p, fields, countof(fields), v);
	const struct typed typed = {v[0].text, v[1].text};
	if (!good)
		return render(p, &typed, err);
	enum rc rc = app_prescription_cancel(p->app, v[0].text, v[1].text, err);
	if (rc)
		return again(p, "motivo", MSG_RX_REASON, &typed, rc, err);
	return page_done(p, path(p, ""), MSG_RX_DONE_CANCELLED, NULL, err);
}

/* The report of a televisit, the answer to a teleconsult: written, read again,
 * signed. */
#include "web/page/visit.h"

#include "web/page/visit_report.html.h"

static void fill_words(struct page *p, const struct visit_view *x,
		       struct page_visit_report *v)
{
	bool answer = x->row.kind == VISIT_TELECONSULT;
	v->title = visit_fill(p, answer ? MSG_VIS_ANSWER_OF : MSG_VIS_REPORT_OF,
			      "name", visit_name(p, &x->row));
	v->text_name =
		page_text(p, answer ? MSG_VIS_R_TEXT_ANSWER : MSG_VIS_R_TEXT);
	v->conclusion_name =
		page_text(p, answer ? MSG_VIS_R_ANSWER : MSG_VIS_R_CONCLUSION);
	v->televisit = !answer;
	v->question = x->row.question;
}

static enum rc fill_signing(struct page *p, const struct visit_view *x,
			    const struct visit_report *r,
			    struct page_visit_report *v, struct err *err)
{
	char digest[SHA256_HEX];
	bool ended = x->row.state != VISIT_STARTED;
	v->not_ready = page_text(p, r->conclusion.len ? MSG_VIS_SIGN_AFTER_END
						      : MSG_VIS_NOT_READY);
	v->ready = r->id && r->conclusion.len && ended &&
		   r->author_id == p->app->who.user_id;
	if (!v->ready)
		return OK;
	enum rc rc = app_visit_digest(p->app, p->id[0], digest, err);
	v->digest = arena_str(p->a, str_from(digest));
	v->sign = visit_url(p, p->id[0], "/firma");
	return rc;
}

static enum rc refuse_others(const struct visit_view *x, struct err *err)
{
	return x->host ? OK
		       : err_msg(err, E_DENIED, MSG_VIS_NOT_HOST,
				 "only who holds the visit reports on it");
}

enum rc on_visit_report_page(struct page *p, struct err *err)
{
	struct visit_view x;
	struct page_visit_report v = {0};
	struct visit_report r = {0};
	enum rc rc = app_visit_show(p->app, p->id[0], p->a, &x, err);
	if (!rc)
		rc = refuse_others(&x, err);
	if (rc)
		return rc;
	if (x.n_report && !x.report[0].is_signed)
		r = x.report[0];
	rc = fill_signing(p, &x, &r, &v, err);
	if (rc)
		return rc;
	fill_words(p, &x, &v);
	v.action = visit_url(p, p->id[0], "/referto");
	v.back = visit_url(p, p->id[0], "");
	v.draft_key = page_url(p, "visit.report.%" PRId64, p->id[0]);
	v.csrf = page_csrf(p);
	v.notes = x.notes;
	v.present = r.present.len || r.id ? r.present : x.companion;
	v.text = r.text;
	v.conclusion = r.conclusion;
	v.therapy = r.therapy;
	v.advice = r.advice;
	page_begin(p, &(struct frame){.heading = v.title, .wide = true});
	page_visit_report(p->out, p->lang, &v);
	return page_end(p, err);
}

enum rc on_visit_report(struct page *p, struct err *err)
{
	const struct visit_draft d = {.present = param(&p->form, "presenti"),
				      .text = param(&p->form, "testo"),
				      .conclusion =
					      param(&p->form, "conclusione"),
				      .therapy = param(&p->form, "terapia"),
				      .advice = param(&p->form, "consigli")};
	enum rc rc = app_visit_write(p->app, p->id[0], &d, err);
	return rc ? rc
		  : page_done(p, visit_url(p, p->id[0], "/referto"),
			      MSG_VIS_DONE_SAVED, NULL, err);
}

enum rc on_visit_sign(struct page *p, struct err *err)
{
	struct visit_signed s;
	enum rc rc = app_visit_sign(p->app, p->id[0],
				    param(&p->form, "impronta"), &s, err);
	return rc ? rc
		  : page_done(p, visit_url(p, p->id[0], ""), MSG_VIS_DONE_SIGN,
			      NULL, err);
}

/* The report: written, read again, signed. */
#include "web/page/exam.h"

#include "app/tele_files.h"
#include "app/tele_proposal.h"
#include "app/tele_signature.h"

#include "web/page/exam_report.html.h"

static const char *const agrees_name[] = {"unsaid", "yes", "partly", "no"};

/* ---- the form */

static void fill_statements(struct page *p, const struct tele_words *w,
			    enum tele_kind kind, const struct tele_report *r,
			    struct page_exam_report *v)
{
	v->statements =
		arena_calloc(p->a, w->n_statement + 1, sizeof(*v->statements));
	for (size_t i = 0; v->statements && i < w->n_statement; i++) {
		const struct tele_statement *s = &w->statement[i];
		bool on = false;
		if (s->kind != kind)
			continue;
		for (size_t k = 0; k < r->n_said; k++)
			on = on || str_eq(r->said[k].code, s->code);
		v->statements[v->n_statements++] =
			(struct page_exam_report_statements){
				.code = s->code,
				.text = s->text[p->lang],
				.id = page_url(p, "voce-" STR_FMT,
					       STR_ARG(s->code)),
				.on = on,
				.auto_ = on && !r->id};
	}
}

static void fill_choices(struct page *p, const struct tele_report *r,
			 struct page_exam_report *v)
{
	static const enum msg agrees[] = {MSG_TEL_UNSAID, MSG_TEL_YES,
					  MSG_TEL_PARTLY, MSG_TEL_NO};
	v->urgencies =
		arena_calloc(p->a, N_TELE_URGENCY, sizeof(*v->urgencies));
	for (int u = TELE_GREEN; v->urgencies && u >= TELE_RED; u--)
		v->urgencies[v->n_urgencies++] =
			(struct page_exam_report_urgencies){
				str_from(tele_urgency_name[u]),
				exam_urgency(p, (enum tele_urgency)u),
				(int)r->urgency == u};
	v->agrees = arena_calloc(p->a, countof(agrees), sizeof(*v->agrees));
	for (size_t i = 0; v->agrees && i < countof(agrees); i++)
		v->agrees[v->n_agrees++] = (struct page_exam_report_agrees){
			str_from(agrees_name[i]), page_text(p, agrees[i]),
			str_is(r->agrees, agrees_name[i])};
}

static void fill_templates(struct page *p, const struct tele_words *w,
			   enum tele_kind kind, struct page_exam_report *v)
{
	v->templates =
		arena_calloc(p->a, w->n_template + 1, sizeof(*v->templates));
	for (size_t i = 0; v->templates && i < w->n_template; i++) {
		const struct tele_template *t = &w->template[i];
		if (t->kind == kind)
			v->templates[v->n_templates++] =
				(struct page_exam_report_templates){
					t->code, t->name[p->lang]};
	}
}

/* A template chosen in the address fills what is still empty. */
static void use_template(struct page *p, const struct tele_words *w,
			 enum tele_kind kind, struct tele_report *r)
{
	const struct tele_template *t =
		tele_template_of(w, kind, param(&p->query, "modello"));
	if (!t)
		return;
	r->template = t->code;
	r->urgency = t->urgency;
	if (!r->conclusion.len)
		r->conclusion = t->conclusion[p->lang];
	if (!r->advice.len)
		r->advice = t->advice[p->lang];
	if (r->n_said)
		return;
	r->said = arena_calloc(p->a, TELE_SAID_MOST, sizeof(*r->said));
	for (struct str rest = t->statements;
	     r->said && rest.ptr && r->n_said < TELE_SAID_MOST;)
		r->said[r->n_said++].code = str_cut(&rest, ';');
}

/* What a program proposed and nobody has touched is marked. */
static void mark_proposed(const struct tele_report *r,
			  const struct tele_report *proposal,
			  struct page_exam_report *v)
{
	v->text_auto = tele_proposed(r->text, proposal->text);
	v->comparison_auto = tele_proposed(r->comparison, proposal->comparison);
	v->any_auto =
		v->text_auto || v->comparison_auto || (!r->id && r->n_said > 0);
}

static void fill_texts(const struct tele_report *r, struct page_exam_report *v)
{
	v->template = r->template;
	v->answer = r->answer;
	v->text = r->text;
	v->conclusion = r->conclusion;
	v->advice = r->advice;
	v->comparison = r->comparison;
}

static enum rc fill_signing(struct page *p, const struct tele_report *saved,
			    struct page_exam_report *v, struct err *err)
{
	char digest[SHA256_HEX];
	bool asked = param(&p->query, "modello").len > 0;
	v->ready = !asked && saved->id && saved->answer.len &&
		   saved->conclusion.len &&
		   saved->author_id == p->app->who.user_id;
	if (!v->ready)
		return OK;
	enum rc rc = app_tele_digest(p->app, p->id[0], digest, err);
	enum tele_policy policy = TELE_BY_SESSION;
	if (!rc)
		rc = app_tele_policy(p->app, &policy, err);
	struct str path = exam_url(p, p->id[0], "/documento");
	v->digest = arena_str(p->a, str_from(digest));
	v->sign = exam_url(p, p->id[0], "/firma");
	v->by_session = policy == TELE_BY_SESSION;
	v->document = exam_url(p, p->id[0], "/documento.pdf");
	v->file_action = page_url(p, STR_FMT "?chiave=" STR_FMT, STR_ARG(path),
				  STR_ARG(page_files_key(p, path)));
	return rc;
}

/* The draft to go on with; a first one begins with what a program proposes, a
 * correction with what was signed. */
static struct tele_report begin(const struct tele_view *x,
				const struct tele_report *proposal)
{
	if (x->n_report && !x->report[0].is_signed)
		return x->report[0];
	if (!x->n_report)
		return *proposal;
	return (struct tele_report){.urgency = TELE_GREEN,
				    .agrees = STR("unsaid")};
}

static void fill_form(struct page *p, const struct tele_view *x,
		      const struct tele_words *w, const struct tele_report *r,
		      struct page_exam_report *v)
{
	v->title = exam_title(p, MSG_TEL_REPORT_TITLE, &x->row);
	v->who = exam_who(p, &x->row);
	v->question = x->row.question;
	v->action = exam_url(p, p->id[0], "/referto");
	v->back = exam_url(p, p->id[0], "");
	v->draft_key = page_url(p, "exam.report.%" PRId64, p->id[0]);
	v->csrf = page_csrf(p);
	fill_texts(r, v);
	fill_statements(p, w, x->row.kind, r, v);
	fill_choices(p, r, v);
	fill_templates(p, w, x->row.kind, v);
}

/* The page, perhaps with why a signed file was not accepted. */
static enum rc show(struct page *p, struct str refused, struct err *err)
{
	struct tele_view x;
	struct tele_words w;
	struct tele_report proposal;
	struct page_exam_report v = {.refused = refused};
	enum rc rc = app_tele_show(p->app, p->id[0], p->a, &x, err);
	if (!rc)
		rc = app_tele_words(p->app, p->a, &w, err);
	if (!rc)
		rc = tele_propose(&x, p->lang, p->a, &proposal, err);
	if (rc)
		return rc;
	struct tele_report r = begin(&x, &proposal);
	rc = fill_signing(p, &r, &v, err);
	if (rc)
		return rc;
	use_template(p, &w, x.row.kind, &r);
	mark_proposed(&r, &proposal, &v);
	fill_form(p, &x, &w, &r, &v);
	page_begin(p, &(struct frame){.heading = v.title, .wide = true});
	page_exam_report(p->out, p->lang, &v);
	return page_end(p, err);
}

enum rc on_exam_report_page(struct page *p, struct err *err)
{
	return show(p, STR(""), err);
}

/* ---- saved and signed */

static size_t chosen(const struct page *p, struct str codes[TELE_SAID_MOST])
{
	size_t n = 0;
	for (size_t i = 0; i < p->form.n && n < TELE_SAID_MOST; i++)
		if (str_is(p->form.at[i].name, "voce"))
			codes[n++] = p->form.at[i].value;
	return n;
}

static struct str agreement(struct str word)
{
	for (size_t i = 0; i < countof(agrees_name); i++)
		if (str_is(word, agrees_name[i]))
			return str_from(agrees_name[i]);
	return STR("unsaid");
}

enum rc on_exam_report(struct page *p, struct err *err)
{
	struct str codes[TELE_SAID_MOST];
	struct tele_report out;
	struct tele_draft d = {.answer = param(&p->form, "risposta"),
			       .text = param(&p->form, "descrizione"),
			       .conclusion = param(&p->form, "conclusione"),
			       .advice = param(&p->form, "consigli"),
			       .comparison = param(&p->form, "confronto"),
			       .agrees = agreement(param(&p->form, "concorda")),
			       .urgency = TELE_GREEN,
			       .statement = codes,
			       .lang = (int)p->lang};
	d.n_statement = chosen(p, codes);
	if (d.n_statement) /* else it would put back what was taken out */
		d.template = param(&p->form, "modello");
	if (!tele_urgency_parse(param(&p->form, "esito"), &d.urgency))
		d.urgency = TELE_GREEN;
	/* a template's button: it adds to what is there */
	if (param(&p->form, "usa").len) {
		d.template = param(&p->form, "usa");
		d.add_template = true;
		d.urgency = N_TELE_URGENCY;
	}
	enum rc rc = app_tele_report(p->app, p->id[0], &d, &out, p->a, err);
	if (rc)
		return rc;
	bool whole = out.answer.len && out.conclusion.len;
	return page_done(p, exam_url(p, p->id[0], "/referto"),
			 whole ? MSG_TEL_DONE_SAVED : MSG_TEL_DONE_SAVED_PART,
			 NULL, err);
}

enum rc on_exam_sign(struct page *p, struct err *err)
{
	struct tele_signed s;
	enum rc rc = app_tele_sign_deliver(
		p->app, p->id[0], param(&p->form, "impronta"), &s, err);
	return rc ? rc
		  : page_done(p, exam_url(p, p->id[0], ""), MSG_TEL_DONE_SIGN,
			      NULL, err);
}

/* ---- signed with a certificate */

enum rc on_exam_document(struct page *p, struct err *err)
{
	char name[60];
	struct str pdf;
	enum rc rc = app_tele_document(p->app, p->id[0], p->a, &pdf, err);
	if (rc)
		return rc;
	snprintf(name, sizeof(name), "referto-%" PRId64 "-da-firmare.pdf",
		 p->id[0]);
	page_download(p, "application/pdf", name);
	buf_str(p->out, pdf);
	return OK;
}

static enum rc refuse_file(struct page *p, struct str words, struct err *err)
{
	p->x->reply.status = 400;
	return show(p, words, err);
}

enum rc on_exam_sign_file(struct page *p, struct err *err)
{
	struct tele_files files;
	struct tele_signed s;
	if (!page_kept_files(p, &files) || files.n_file != 1)
		return refuse_file(p, page_text(p, MSG_TEL_NEW_BROKEN), err);
	enum rc rc = app_tele_sign_file(p->app, p->id[0], files.file[0].bytes,
					&s, err);
	if (rc && err->msg)
		return refuse_file(p, page_refusal(p, err), err);
	if (!rc)
		rc = app_tele_deliver(p->app, p->id[0], err);
	return rc ? rc
		  : page_done(p, exam_url(p, p->id[0], ""), MSG_SIG_DONE, NULL,
			      err);
}

enum rc on_exam_signed_file(struct page *p, struct err *err)
{
	char name[80];
	struct tele_signed_file f;
	bool as_signed = param(&p->query, "firmato").len > 0;
	enum rc rc = app_tele_signed_file(p->app, p->id[0], !as_signed, p->a,
					  &f, err);
	if (rc)
		return rc;
	snprintf(name, sizeof(name), "referto-%" PRId64 "-v%d.pdf%s", f.exam_id,
		 f.version, f.is_pdf ? "" : ".p7m");
	page_download(p,
		      f.is_pdf ? "application/pdf" : "application/pkcs7-mime",
		      name);
	buf_str(p->out, f.bytes);
	return OK;
}

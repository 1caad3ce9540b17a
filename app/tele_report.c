/* The report while it is written. */
#include "app/tele_int.h"
#include "text/text.h"

/* ---- the words of the tables */

enum rc app_tele_words(struct app *app, struct arena *a, struct tele_words *out,
		       struct err *err)
{
	return tele_words_load(NULL, app->today, a, out, err);
}

/* ---- the draft in the database */

static enum rc new_draft(struct app *app, const struct tele_case *c,
			 struct tele_report *r, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_TELE_REPORT_INSERT, &q, err);
	if (rc)
		return rc;
	r->id = app_id(app);
	bind_int(q, "id", r->id);
	bind_int(q, "exam_id", c->id);
	bind_int(q, "version", r->version);
	bind_id(q, "previous_id", r->previous_id);
	bind_str(q, "correction_reason", r->correction_reason);
	bind_str(q, "urgency", str_from(tele_urgency_name[r->urgency]));
	bind_int(q, "now_us", app->now_us);
	bind_int(q, "author_id", app->who.user_id);
	return stmt_finish(q, NULL, err);
}

static enum rc save_texts(struct app *app, const struct tele_report *r,
			  struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_TELE_REPORT_SAVE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", r->id);
	bind_str(q, "template", r->template);
	bind_str(q, "answer", r->answer);
	bind_str(q, "text", r->text);
	bind_str(q, "conclusion", r->conclusion);
	bind_str(q, "advice", r->advice);
	bind_str(q, "comparison", r->comparison);
	bind_id(q, "compared_exam_id", r->compared_exam_id);
	bind_str(q, "urgency", str_from(tele_urgency_name[r->urgency]));
	bind_str(q, "agrees", r->agrees);
	bind_int(q, "author_id", app->who.user_id);
	bind_int(q, "now_us", app->now_us);
	return stmt_finish(q, NULL, err);
}

static enum rc save_statements(struct app *app, const struct tele_report *r,
			       struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_TELE_STATEMENT_CLEAR, &q, err);
	if (!rc) {
		bind_int(q, "report_id", r->id);
		rc = stmt_finish(q, NULL, err);
	}
	for (size_t i = 0; i < r->n_said && !rc; i++) {
		rc = db_prepare(app->db, SQL_TELE_STATEMENT_INSERT, &q, err);
		if (rc)
			break;
		bind_int(q, "report_id", r->id);
		bind_int(q, "seq", (int64_t)i);
		bind_str(q, "code", r->said[i].code);
		bind_str(q, "snomed", r->said[i].snomed);
		bind_str(q, "text", r->said[i].text);
		rc = stmt_finish(q, NULL, err);
	}
	return rc;
}

/* ---- what the form says */

struct writing {
	struct app *app;
	const struct tele_case *c;
	const struct tele_draft *d;
	struct arena *a;
	struct tele_words words;
	int lang; /* 0 Italian, 1 English */
};

static enum rc say(const struct writing *w, struct str code,
		   struct tele_report *r, struct err *err)
{
	const struct tele_statement *s =
		tele_statement_of(&w->words, w->c->kind, code);
	if (!s)
		return err_msg(err, E_NOT_FOUND, MSG_TEL_NO_STATEMENT,
			       "there is no statement \"" STR_FMT "\"",
			       STR_ARG(code));
	for (size_t i = 0; i < r->n_said; i++)
		if (str_eq(r->said[i].code, code))
			return OK;
	if (r->n_said >= TELE_SAID_MOST)
		return err_set(err, E_LIMIT, "at most %d statements",
			       TELE_SAID_MOST);
	r->said[r->n_said++] = (struct tele_said){
		.code = s->code, .snomed = s->snomed, .text = s->text[w->lang]};
	return OK;
}

/* The template gives what the form leaves empty. */
static enum rc from_template(const struct writing *w, struct tele_report *r,
			     struct err *err)
{
	if (!w->d->template.len)
		return OK;
	const struct tele_template *t =
		tele_template_of(&w->words, w->c->kind, w->d->template);
	if (!t)
		return err_msg(err, E_NOT_FOUND, MSG_TEL_NO_TEMPLATE,
			       "there is no template \"" STR_FMT "\"",
			       STR_ARG(w->d->template));
	r->template = t->code;
	if (!r->conclusion.len)
		r->conclusion = t->conclusion[w->lang];
	if (!r->advice.len)
		r->advice = t->advice[w->lang];
	if (w->d->urgency >= N_TELE_URGENCY)
		r->urgency = t->urgency;
	enum rc rc = OK;
	if (!w->d->n_statement || w->d->add_template)
		for (struct str rest = t->statements; rest.ptr && !rc;)
			rc = say(w, str_cut(&rest, ';'), r, err);
	return rc;
}

static enum rc take_texts(const struct tele_draft *d, struct tele_report *r,
			  struct err *err)
{
	struct {
		struct str from, *to;
		const char *what;
	} all[] = {
		{d->answer, &r->answer, "the answer"},
		{d->text, &r->text, "the description"},
		{d->conclusion, &r->conclusion, "the conclusion"},
		{d->advice, &r->advice, "the advice"},
		{d->comparison, &r->comparison, "the comparison"},
	};
	enum rc rc = OK;
	for (size_t i = 0; i < countof(all) && !rc; i++) {
		*all[i].to = all[i].from;
		rc = tele_text(all[i].to, all[i].what, err);
	}
	return rc;
}

static bool is_agreement(struct str s)
{
	return str_is(s, "yes") || str_is(s, "partly") || str_is(s, "no") ||
	       str_is(s, "unsaid");
}

static enum rc fill(const struct writing *w, struct tele_report *r,
		    struct err *err)
{
	const struct tele_draft *d = w->d;
	r->said = arena_array(w->a, struct tele_said, TELE_SAID_MOST);
	r->n_said = 0;
	if (!r->said)
		return arena_fail(w->a, err);
	r->template = STR("");
	r->compared_exam_id = d->compared_exam_id;
	r->agrees = d->agrees.len ? d->agrees : STR("unsaid");
	if (!is_agreement(r->agrees))
		return err_set(err, E_RANGE,
			       "agreement is yes, partly, no or unsaid");
	r->urgency = d->urgency < N_TELE_URGENCY ? d->urgency : TELE_GREEN;
	enum rc rc = take_texts(d, r, err);
	for (size_t i = 0; i < d->n_statement && !rc; i++)
		rc = say(w, d->statement[i], r, err);
	return rc ? rc : from_template(w, r, err);
}

/* A draft is compared with an earlier exam of the same person and kind. */
static enum rc check_compared(const struct writing *w, struct err *err)
{
	struct tele_case other;
	if (!w->d->compared_exam_id)
		return OK;
	enum rc rc =
		tele_case_load(w->app, w->d->compared_exam_id, &other, err);
	if (!rc && (other.person_id != w->c->person_id ||
		    other.kind != w->c->kind || other.id == w->c->id))
		rc = err_msg(err, E_CONFLICT, MSG_TEL_COMPARE_OTHER,
			     "exam %" PRId64
			     " is not an earlier one of this person",
			     other.id);
	return rc;
}

/* The draft that is there, or a first one. Only the author goes on with a
 * draft of a correction; of a first report, who has the exam. */
static enum rc current(struct app *app, const struct tele_case *c,
		       struct arena *a, struct tele_report *r, bool *is_new,
		       struct err *err)
{
	struct tele_report *draft = NULL;
	enum rc rc = tele_draft_load(app, c->id, a, &draft, err);
	*is_new = !draft;
	if (rc)
		return rc;
	if (draft) {
		*r = *draft;
		return OK;
	}
	if (c->state >= TELE_SIGNED)
		return err_msg(err, E_STATE, MSG_TEL_CORRECT_FIRST,
			       "exam %" PRId64 " is signed: begin a correction",
			       c->id);
	*r = (struct tele_report){.version = 1, .exam_id = c->id};
	return OK;
}

static enum rc may_write(struct app *app, const struct tele_case *c,
			 struct err *err)
{
	return tele_may_report(app, c, c->state < TELE_SIGNED, err);
}

static enum rc write_draft(struct writing *w, struct tele_report *r,
			   struct err *err)
{
	bool is_new = false;
	enum rc rc = current(w->app, w->c, w->a, r, &is_new, err);
	if (!rc && !is_new && w->c->state >= TELE_SIGNED &&
	    r->author_id != w->app->who.user_id)
		rc = err_msg(err, E_CONFLICT, MSG_TEL_TAKEN_BY_OTHER,
			     "the correction is another reader's");
	if (!rc)
		rc = tele_words_load(NULL, w->app->today, w->a, &w->words, err);
	if (!rc)
		rc = check_compared(w, err);
	if (!rc)
		rc = fill(w, r, err);
	if (!rc && is_new)
		rc = new_draft(w->app, w->c, r, err);
	if (!rc)
		rc = save_texts(w->app, r, err);
	return rc ? rc : save_statements(w->app, r, err);
}

enum rc app_tele_report(struct app *app, int64_t exam_id,
			const struct tele_draft *d, struct tele_report *out,
			struct arena *a, struct err *err)
{
	struct tele_case c;
	struct tele_report r = {0};
	struct writing w = {.app = app,
			    .c = &c,
			    .d = d,
			    .a = a,
			    .lang = d->lang == LANG_EN};
	enum rc rc = db_begin(app->db, err);
	if (!rc)
		rc = tele_case_load(app, exam_id, &c, err);
	if (!rc)
		rc = may_write(app, &c, err);
	if (!rc)
		rc = write_draft(&w, &r, err);
	bool whole = !rc && r.answer.len && r.conclusion.len;
	if (!rc && c.state < TELE_SIGNED &&
	    c.state != (whole ? TELE_REPORTED : TELE_TAKEN))
		rc = tele_case_go(app, &c, whole ? TELE_REPORTED : TELE_TAKEN,
				  err);
	rc = tele_done(app, rc, &c, "report", STR(""), err);
	if (!rc)
		*out = r;
	return rc;
}

/* ---- a correction */

enum rc app_tele_correct(struct app *app, int64_t exam_id, struct str reason,
			 struct err *err)
{
	struct tele_case c;
	struct arena a;
	struct tele_report *list = NULL, r;
	size_t n = 0;
	arena_init(&a, TELE_ARENA);
	enum rc rc = tele_want_reason(&reason, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = tele_case_load(app, exam_id, &c, err);
	if (!rc)
		rc = tele_may_report(app, &c, false, err);
	if (!rc)
		rc = tele_reports_load(app, exam_id, 0, &a, &list, &n, err);
	if (!rc && (!n || !list[0].is_signed))
		rc = err_msg(err, E_STATE, MSG_TEL_NOTHING_TO_CORRECT,
			     "exam %" PRId64 " has no signed report, or a "
			     "correction is being written",
			     exam_id);
	if (!rc) {
		r = list[0];
		r.previous_id = r.id;
		r.version++;
		r.correction_reason = reason;
		rc = new_draft(app, &c, &r, err);
	}
	if (!rc)
		rc = save_texts(app, &r, err);
	if (!rc)
		rc = save_statements(app, &r, err);
	rc = tele_done(app, rc, &c, "correct", reason, err);
	arena_release(&a);
	return rc;
}

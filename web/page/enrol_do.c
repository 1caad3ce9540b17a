/* What is done on the page of enrolment and pact. A refusal shows the page
 * again, with what was typed and the words of the refusal beside the field. */
#include "app/care_end.h"
#include "web/page/enrol.h"

static struct str path(struct page *p, const char *what)
{
	return page_url(p, "/assistito/%" PRId64 "/%s", p->id[0], what);
}

/* A refusal that the form can answer; others become an error page. */
static bool can_tell(enum rc rc)
{
	return rc == E_STATE || rc == E_USAGE || rc == E_NOT_FOUND ||
	       rc == E_CONFLICT;
}

static enum rc again(struct page *p, const char *field, enum msg label,
		     const struct enrol_typed *typed, enum rc rc,
		     struct err *err)
{
	if (rc && !can_tell(rc))
		return rc;
	if (rc)
		form_problem(p, field, label,
			     err->msg ? (enum msg)err->msg : MSG_WEB_STATE);
	return enrol_render(p, typed, err);
}

/* ---- coming in */

enum { COME_PAPER, COME_REMOTE, COME_INVITE };

static enum rc come(struct page *p, int how, const struct enrol_wish *wish,
		    struct err *err)
{
	bool doctor = p->app->who.role == ROLE_DOCTOR;
	struct enrol_path x = {
		.wish = *wish,
		.mode = how == COME_PAPER ? PACT_PAPER : PACT_REMOTE,
		.doctor_signs = doctor && how == COME_REMOTE,
	};
	return how == COME_INVITE
		       ? app_enrol_invite(p->app, p->id[0], wish, err)
		       : app_enrol_take_in(p->app, p->id[0], &x, err);
}

static enum rc came(struct page *p, int how, struct err *err)
{
	static const enum msg said[] = {
		[COME_PAPER] = MSG_ENR_DONE_ENROLLED,
		[COME_REMOTE] = MSG_ENR_DONE_REMOTE,
		[COME_INVITE] = MSG_ENR_DONE_INVITED,
	};
	struct str undo = path(p, "invito-ritira");
	const struct undo u = {.path = how == COME_INVITE ? undo.ptr : NULL};
	return page_done(p, path(p, "arruola"), said[how], &u, err);
}

enum rc on_enrol_send(struct page *p, struct err *err)
{
	static const struct field fields[] = {
		{"come", FIELD_WORD, MSG_ENR_TITLE, true,
		 .choices = "carta|distanza|invito"},
		{"deroga", FIELD_LINES, MSG_ENR_WAIVE, .most = 500},
		{"asst", FIELD_CODE, MSG_ENR_ASST, .most = 32},
	};
	struct value v[countof(fields)];
	bool good = form_read(p, fields, countof(fields), v);
	struct enrol_typed typed = {.waive = v[1].text, .asst = v[2].text};
	struct enrol_wish wish = {
		.way = v[2].given ? WAY_ASST : WAY_MANAGER,
		.manager = v[2].text,
		.waive = v[1].text,
	};
	if (!good)
		return enrol_render(p, &typed, err);
	enum rc rc = come(p, v[0].choice, &wish, err);
	if (!rc)
		return came(p, v[0].choice, err);
	bool contact = err->msg == MSG_DOC_HOLD_NO_CONTACT;
	return again(p, contact ? "deroga" : "come",
		     contact ? MSG_ENR_WAIVE : MSG_ENR_TITLE, &typed, rc, err);
}

/* From a list: back to it. */
static struct str back(struct page *p)
{
	struct str to = param(&p->form, "torna");
	return to.len ? page_back(to) : path(p, "arruola");
}

enum rc on_enrol_invite(struct page *p, struct err *err)
{
	const struct enrol_wish wish = {0};
	struct str undo = path(p, "invito-ritira");
	const struct undo u = {.path = undo.ptr,
			       .field = {{STR("torna"), back(p)}}};
	enum rc rc = app_enrol_invite(p->app, p->id[0], &wish, err);
	if (!rc)
		return page_done(p, back(p), MSG_ENR_DONE_INVITED, &u, err);
	return again(p, "come", MSG_ENR_TITLE, &(struct enrol_typed){0}, rc,
		     err);
}

enum rc on_enrol_uninvite(struct page *p, struct err *err)
{
	struct str why = page_text(p, MSG_ENR_UNDO_WHY);
	struct str undo = path(p, "invita");
	const struct undo u = {.path = undo.ptr,
			       .field = {{STR("torna"), back(p)}}};
	enum rc rc = app_enrol_cancel_invite(p->app, p->id[0], why, err);
	if (!rc)
		return page_done(p, back(p), MSG_ENR_DONE_UNINVITED, &u, err);
	return again(p, "come", MSG_ENR_TITLE, &(struct enrol_typed){0}, rc,
		     err);
}

/* ---- pact */

enum { PACT_ON_PAPER, PACT_BY_DOCTOR, PACT_AT_DISTANCE };

static enum rc do_pact(struct page *p, int what, struct err *err)
{
	const struct enrol_path paper = {.mode = PACT_PAPER};
	const struct enrol_path remote = {.mode = PACT_REMOTE,
					  .doctor_signs = p->app->who.role ==
							  ROLE_DOCTOR};
	const struct pact_signing doctor = {.doctor = true,
					    .mode = PACT_REMOTE};
	if (what == PACT_BY_DOCTOR)
		return app_pact_sign(p->app, p->id[0], &doctor, err);
	return app_enrol_take_in(p->app, p->id[0],
				 what == PACT_ON_PAPER ? &paper : &remote, err);
}

enum rc on_enrol_pact(struct page *p, struct err *err)
{
	static const struct field fields[] = {
		{"cosa", FIELD_WORD, MSG_DOC_PACT, true,
		 .choices = "carta|medico|distanza"},
	};
	static const enum msg said[] = {
		[PACT_ON_PAPER] = MSG_ENR_DONE_PACT,
		[PACT_BY_DOCTOR] = MSG_ENR_DONE_PACT,
		[PACT_AT_DISTANCE] = MSG_ENR_DONE_REMOTE,
	};
	const struct enrol_typed typed = {0};
	struct value v[1];
	if (!form_read(p, fields, 1, v))
		return enrol_render(p, &typed, err);
	enum rc rc = do_pact(p, v[0].choice, err);
	if (!rc)
		return page_done(p, path(p, "arruola"), said[v[0].choice], NULL,
				 err);
	return again(p, "cosa", MSG_DOC_PACT, &typed, rc, err);
}

enum rc on_enrol_activate(struct page *p, struct err *err)
{
	enum rc rc = app_enrol_activate(p->app, p->id[0], STR(""), err);
	if (!rc)
		return page_done(p, back(p), MSG_ENR_DONE_ACTIVE, NULL, err);
	return again(p, "come", MSG_ENR_TITLE, &(struct enrol_typed){0}, rc,
		     err);
}

/* ---- suspending, resuming */

static enum rc pause(struct page *p, bool resume, struct err *err)
{
	const struct field f = {resume ? "perche_riprendi" : "perche",
				FIELD_TEXT, MSG_ENR_WHY, true, .most = 500};
	struct value v;
	bool good = form_read(p, &f, 1, &v);
	struct enrol_typed typed = {.why = v.text, .more = !resume};
	struct str undo = path(p, resume ? "sospendi" : "riprendi");
	const struct undo u = {
		.path = undo.ptr,
		.field = {{str_from(resume ? "perche" : "perche_riprendi"),
			   page_text(p, MSG_ENR_UNDO_WHY)}}};
	if (!good)
		return enrol_render(p, &typed, err);
	enum rc rc = (resume ? app_enrol_resume : app_enrol_suspend)(
		p->app, p->id[0], v.text, err);
	if (rc)
		return again(p, f.name, f.label, &typed, rc, err);
	return page_done(p, path(p, "arruola"),
			 resume ? MSG_ENR_DONE_RESUMED : MSG_ENR_DONE_SUSPENDED,
			 &u, err);
}

enum rc on_enrol_suspend(struct page *p, struct err *err)
{
	return pause(p, false, err);
}

enum rc on_enrol_resume(struct page *p, struct err *err)
{
	return pause(p, true, err);
}

/* ---- ending, transferring */

enum rc on_enrol_end(struct page *p, struct err *err)
{
	static const struct field fields[] = {
		{"motivo", FIELD_CODE, MSG_ENR_END_REASON, true, .most = 32},
		{"nota", FIELD_TEXT, MSG_ENR_WHY, .most = 500},
	};
	struct value v[countof(fields)];
	bool good = form_read(p, fields, countof(fields), v);
	struct enrol_typed typed = {
		.end_reason = v[0].text, .end_why = v[1].text, .more = true};
	enum enrol_end reason = enrol_end_of(v[0].text);
	if (good && reason == N_ENROL_END) {
		form_problem(p, "motivo", MSG_ENR_END_REASON,
			     MSG_WEB_FIELD_CHOICE);
		good = false;
	}
	if (!good)
		return enrol_render(p, &typed, err);
	struct care_ended ended;
	enum rc rc = app_care_leave(p->app, p->id[0], reason, v[1].text, &ended,
				    err);
	if (rc)
		return again(p, "motivo", MSG_ENR_END_REASON, &typed, rc, err);
	const struct str pairs[] = {STR("n"), page_int(p, ended.n_appointment)};
	return page_done_fill(p, path(p, "arruola"),
			      ended.n_appointment ? MSG_ENR_DONE_ENDED_VISITS
			      : ended.n_plan      ? MSG_ENR_DONE_ENDED_PLAN
						  : MSG_ENR_DONE_ENDED,
			      pairs, 1, err);
}

enum rc on_enrol_transfer(struct page *p, struct err *err)
{
	const struct enrol_transfer t = {
		.signed_on_paper = str_is(param(&p->form, "carta"), "1")};
	enum rc rc = app_enrol_transfer(p->app, p->id[0], &t, err);
	if (rc)
		return again(p, "carta", MSG_ENR_MORE, &(struct enrol_typed){0},
			     rc, err);
	return page_done(p, path(p, "arruola"), MSG_ENR_DONE_TRANSFERRED, NULL,
			 err);
}

/* What a press of a button does: calls, presence, cancelling and its undo,
 * what happened on the day, preferences. */
#include "web/page/centre.h"

static struct str id_text(struct page *p, int64_t id)
{
	return page_url(p, "%" PRId64, id);
}

/* ---- calls */

static bool read_call(struct page *p, struct contact *c)
{
	static const struct field fields[] = {
		{.name = "esito",
		 .kind = FIELD_WORD,
		 .label = MSG_CEN_OUTCOME,
		 .required = true,
		 .choices = "reached|not_reached|call_back|refused|letter"},
		{.name = "quando",
		 .kind = FIELD_DATE,
		 .label = MSG_CEN_AGAIN_ON},
		{.name = "nota",
		 .kind = FIELD_LINES,
		 .label = MSG_CEN_NOTE,
		 .most = CONTACT_NOTE_MOST},
	};
	struct value v[countof(fields)];
	if (!form_read(p, fields, countof(fields), v))
		return false;
	c->outcome = (enum contact_outcome)v[0].choice;
	c->again_on = v[1].given ? v[1].date : DATE_NONE;
	c->note = v[2].text;
	return true;
}

enum rc on_centre_call(struct page *p, struct err *err)
{
	struct contact c = {0};
	int64_t id = 0;
	if (!param_int(&p->form, "persona", &c.person_id))
		return err_set(err, E_NOT_FOUND, "a call to nobody");
	if (!param_int(&p->form, "appuntamento", &c.appointment_id))
		c.appointment_id = 0;
	if (!read_call(p, &c))
		return err_msg(err, E_RANGE, MSG_CEN_CALL_WRONG,
			       "the outcome or the day of a call is wrong");
	enum rc rc = app_centre_call(p->app, &c, &id, err);
	if (rc)
		return rc;
	struct str back = centre_back(p, STR("/centro"));
	struct undo undo = {
		.path = "/centro/chiamata/annulla",
		.field = {{STR("nota"), id_text(p, id)}, {STR("torna"), back}}};
	return page_done(p, back, MSG_CEN_SAID_CALL, &undo, err);
}

enum rc on_centre_call_undo(struct page *p, struct err *err)
{
	int64_t id = 0;
	if (!param_int(&p->form, "nota", &id))
		return err_set(err, E_NOT_FOUND, "no note was named");
	enum rc rc = app_centre_call_undo(p->app, id, err);
	return rc ? rc
		  : page_done(p, centre_back(p, STR("/centro")),
			      MSG_CEN_SAID_UNDONE, NULL, err);
}

/* ---- an appointment */

enum rc on_centre_presence(struct page *p, struct err *err)
{
	bool comes = !str_is(param(&p->form, "no"), "1");
	struct str back = centre_back(p, STR("/centro"));
	enum rc rc = app_book_presence(p->app, p->id[0], comes, err);
	if (rc)
		return rc;
	struct str path = page_url(
		p, "/centro/appuntamento/%" PRId64 "/conferma", p->id[0]);
	struct undo undo = {
		.path = path.ptr,
		.field = {{STR("no"), STR("1")}, {STR("torna"), back}}};
	return page_done(p, back,
			 comes ? MSG_CEN_SAID_CONFIRMED : MSG_CEN_SAID_UNDONE,
			 comes ? &undo : NULL, err);
}

static struct str reason(struct page *p)
{
	static const struct {
		const char *word;
		enum msg msg;
	} words[] = {
		{"chiesto", MSG_CEN_REASON_ASKED},
		{"salute", MSG_CEN_REASON_HEALTH},
		{"trasporto", MSG_CEN_REASON_TRANSPORT},
		{"fatto", MSG_CEN_REASON_ELSEWHERE},
		{"errore", MSG_CEN_REASON_MISTAKE},
	};
	struct str said = param(&p->form, "motivo");
	for (size_t i = 0; i < countof(words); i++)
		if (str_is(said, words[i].word))
			return text_of(words[i].msg, LANG_IT);
	return text_of(MSG_CEN_REASON_ASKED, LANG_IT);
}

enum rc on_centre_cancel(struct page *p, struct err *err)
{
	struct str back = centre_back(p, STR("/centro"));
	bool undone = false;
	enum rc rc = app_book_cancel(p->app, p->id[0], reason(p), err);
	if (!rc)
		rc = app_book_restorable(p->app, p->id[0], &undone, err);
	if (rc)
		return rc;
	struct str path = page_url(
		p, "/centro/appuntamento/%" PRId64 "/ripristina", p->id[0]);
	struct undo undo = {.path = path.ptr, .field = {{STR("torna"), back}}};
	return page_done(p, back, MSG_CEN_SAID_CANCELLED, undone ? &undo : NULL,
			 err);
}

/* Undo of a booking: all that was booked at once. */
enum rc on_centre_unbook(struct page *p, struct err *err)
{
	struct str back = centre_back(p, STR("/centro"));
	int64_t n = 0;
	enum rc rc = OK;
	for (struct str rest = param(&p->form, "ids");
	     rest.ptr && !rc && n < BOOK_TAKE_MOST; n++) {
		int64_t id = 0;
		if (!str_to_int(str_cut(&rest, ','), &id))
			return err_set(err, E_RANGE, "no appointment named");
		rc = app_book_cancel(p->app, id,
				     text_of(MSG_CEN_REASON_MISTAKE, LANG_IT),
				     err);
	}
	return rc ? rc : page_done(p, back, MSG_CEN_SAID_UNDONE, NULL, err);
}

enum rc on_centre_restore(struct page *p, struct err *err)
{
	int64_t id = 0;
	enum rc rc = app_book_restore(p->app, p->id[0], &id, err);
	return rc ? rc
		  : page_done(p, centre_back(p, STR("/centro")),
			      MSG_CEN_SAID_RESTORED, NULL, err);
}

enum rc on_centre_outcome(struct page *p, struct err *err)
{
	struct str what = param(&p->form, "esito");
	struct str back = centre_back(p, STR("/"));
	bool done = str_is(what, "eseguito");
	enum rc rc;
	if (str_is(what, "rimetti"))
		rc = app_book_outcome_undo(p->app, p->id[0], err);
	else if (done)
		rc = app_book_done(p->app, p->id[0], err);
	else if (str_is(what, "assente"))
		rc = app_book_no_show(p->app, p->id[0], err);
	else
		rc = err_set(err, E_RANGE, "no such outcome");
	if (rc)
		return rc;
	if (str_is(what, "rimetti"))
		return page_done(p, back, MSG_CEN_SAID_UNDONE, NULL, err);
	struct str path =
		page_url(p, "/centro/appuntamento/%" PRId64 "/esito", p->id[0]);
	struct undo undo = {.path = path.ptr,
			    .field = {{STR("esito"), STR("rimetti")},
				      {STR("torna"), back}}};
	return page_done(p, back,
			 done ? MSG_CEN_SAID_DONE : MSG_CEN_SAID_NO_SHOW, &undo,
			 err);
}

/* ---- preferences */

enum rc on_centre_prefer(struct page *p, struct err *err)
{
	enum rc rc = app_book_prefer(p->app, p->id[0], param(&p->form, "sede"),
				     centre_weekdays_asked(&p->form), err);
	return rc ? rc
		  : page_done(
			    p,
			    page_url(p, "/centro/assistito/%" PRId64, p->id[0]),
			    MSG_CEN_SAID_PREFER, NULL, err);
}

/* What a citizen says of themselves: contacts, who helps, leaving, the pact. */
#include "web/page/citizen.h"

#include "app/enrolment.h"
#include "web/page/citizen_data.html.h"
#include "web/page/citizen_leave.html.h"
#include "web/page/citizen_pact.html.h"
#include "web/web_int.h"

#define PACT_BYTES 65536

/* ---- contacts, helpers, language ---- */

struct typed { /* what stands in the forms */
	struct str phone, email, code, name;
};

static void fill_helpers(struct page *p, const struct citizen_person *list,
			 size_t n, struct page_citizen_data *v)
{
	v->helpers = arena_calloc(p->a, n + 1, sizeof(*v->helpers));
	for (size_t i = 0; v->helpers && i < n; i++) {
		v->helpers[i].name = page_url(p, STR_FMT " " STR_FMT,
					      STR_ARG(list[i].first_name),
					      STR_ARG(list[i].last_name));
		v->helpers[i].since =
			citizen_fill(p, MSG_CIT_HELPER_SINCE, "date",
				     page_date(p, list[i].since));
		v->helpers[i].id = page_url(p, "%" PRId64, list[i].id);
		v->n_helpers = i + 1;
	}
	v->any_helpers = v->n_helpers;
}

static enum rc show_data(struct page *p, const struct citizen_whose *w,
			 const struct typed *t, struct err *err)
{
	struct citizen_home h;
	struct citizen_person *list = NULL;
	size_t n = 0;
	enum rc rc = app_citizen_home(p->app, w->person_id, p->a, &h, err);
	if (!rc)
		rc = app_citizen_helpers(p->app, w->person_id, p->a, &list, &n,
					 err);
	if (rc)
		return rc;
	struct page_citizen_data v = {
		.whose = w->bar,
		.csrf = page_csrf(p),
		.per = w->per,
		.phone = t && t->phone.ptr ? t->phone : h.phone,
		.email = t && t->email.ptr ? t->email : h.email,
		.phone_wrong = form_wrong(p, "telefono"),
		.email_wrong = form_wrong(p, "email"),
		.alone = !h.phone.len && !h.email.len,
		.self = !w->other,
		.code = t ? t->code : STR(""),
		.name = t ? t->name : STR(""),
		.code_wrong = form_wrong(p, "codice"),
		.name_wrong = form_wrong(p, "cognome"),
		.language_link = page_url(p, "/lingua?l=%s&da=/io/dati",
					  p->lang == LANG_IT ? "en" : "it"),
		.consents =
			page_url(p, "/io/consensi" STR_FMT, STR_ARG(w->tail)),
		.everything =
			page_url(p, "/io/dati.zip" STR_FMT, STR_ARG(w->tail)),
		.all = page_url(p, "/io/telemedicina.zip" STR_FMT,
				STR_ARG(w->tail)),
		.followed = h.enrolment.len != 0};
	fill_helpers(p, list, n, &v);
	page_begin(p, &(struct frame){.title = MSG_CIT_DATA});
	page_citizen_data(p->out, p->lang, &v);
	return page_end(p, err);
}

enum rc on_citizen_data(struct page *p, struct err *err)
{
	struct citizen_whose w;
	enum rc rc = citizen_whose(p, CITIZEN_DATA, &w, err);
	return rc ? rc : show_data(p, &w, NULL, err);
}

enum rc on_citizen_contact(struct page *p, struct err *err)
{
	static const struct field fields[] = {
		{.name = "telefono",
		 .kind = FIELD_TEXT,
		 .label = MSG_CIT_PHONE,
		 .most = 30},
		{.name = "email",
		 .kind = FIELD_TEXT,
		 .label = MSG_CIT_EMAIL,
		 .most = 254},
	};
	struct value v[countof(fields)];
	struct citizen_whose w;
	enum rc rc = citizen_whose(p, CITIZEN_DATA, &w, err);
	if (rc)
		return rc;
	bool good = form_read(p, fields, countof(fields), v);
	struct typed t = {.phone = v[0].text, .email = v[1].text};
	rc = good ? app_citizen_contact(p->app, w.person_id, v[0].text,
					v[1].text, err)
		  : E_RANGE;
	if (good && rc == E_RANGE) {
		bool phone = err->msg == MSG_CIT_BAD_PHONE;
		form_problem(p, phone ? "telefono" : "email",
			     phone ? MSG_CIT_PHONE : MSG_CIT_EMAIL,
			     (enum msg)err->msg);
	}
	if (rc == E_RANGE)
		return show_data(p, &w, &t, err);
	return rc ? rc
		  : page_done(p,
			      page_url(p, "/io/dati" STR_FMT, STR_ARG(w.tail)),
			      MSG_CIT_SAVED, NULL, err);
}

/* ---- who helps ---- */

enum rc on_citizen_helper(struct page *p, struct err *err)
{
	static const struct field fields[] = {
		{.name = "codice",
		 .kind = FIELD_CODE,
		 .label = MSG_CIT_HELPER_CODE,
		 .required = true,
		 .most = 16},
		{.name = "cognome",
		 .kind = FIELD_TEXT,
		 .label = MSG_CIT_HELPER_NAME,
		 .required = true,
		 .most = 80},
	};
	struct value v[countof(fields)];
	struct citizen_whose w;
	enum rc rc = citizen_whose(p, CITIZEN_DATA, &w, err);
	if (rc)
		return rc;
	bool good = form_read(p, fields, countof(fields), v);
	struct typed t = {.code = v[0].text, .name = v[1].text};
	if (good)
		rc = app_citizen_helper_add(p->app, v[0].text, v[1].text, err);
	if (rc == E_NOT_FOUND || rc == E_RANGE)
		form_problem(p, "codice", MSG_CIT_HELPER_CODE,
			     (enum msg)err->msg);
	if (p->n_problem)
		return show_data(p, &w, &t, err);
	return rc ? rc
		  : page_done(p, STR("/io/dati"), MSG_CIT_HELPER_ADDED, NULL,
			      err);
}

enum rc on_citizen_helper_end(struct page *p, struct err *err)
{
	int64_t id = 0;
	if (!param_int(&p->form, "chi", &id))
		return err_msg(err, E_NOT_FOUND, MSG_CIT_HELPER_NOT,
			       "no helper named");
	enum rc rc = app_citizen_helper_end(p->app, id, err);
	return rc ? rc
		  : page_done(p, STR("/io/dati"), MSG_CIT_HELPER_ENDED, NULL,
			      err);
}

/* ---- leaving ---- */

static enum rc show_leave(struct page *p, struct str why, struct err *err)
{
	struct citizen_home h;
	enum rc rc =
		app_citizen_home(p->app, p->app->who.person_id, p->a, &h, err);
	if (rc)
		return rc;
	struct page_citizen_leave v = {
		.csrf = page_csrf(p),
		.wrong = form_wrong(p, "sicuro"),
		.why = why,
		.appointments = citizen_fill(p, MSG_CIT_LEAVE_2, "n",
					     page_int(p, h.n_coming))};
	page_begin(p, &(struct frame){.title = MSG_CIT_LEAVE_TITLE});
	page_citizen_leave(p->out, p->lang, &v);
	return page_end(p, err);
}

enum rc on_citizen_leave(struct page *p, struct err *err)
{
	return show_leave(p, STR(""), err);
}

enum rc on_citizen_left(struct page *p, struct err *err)
{
	static const struct field fields[] = {
		{.name = "sicuro",
		 .kind = FIELD_CHECK,
		 .label = MSG_CIT_LEAVE_SURE},
		{.name = "perche",
		 .kind = FIELD_LINES,
		 .label = MSG_CIT_LEAVE_WHY,
		 .most = 300},
	};
	struct value v[countof(fields)];
	bool good = form_read(p, fields, countof(fields), v);
	if (good && !v[0].number)
		form_problem(p, "sicuro", MSG_CIT_LEAVE_SURE,
			     MSG_CIT_LEAVE_SURE_MISSING);
	if (p->n_problem)
		return show_leave(p, v[1].text, err);
	struct care_ended ended;
	enum rc rc = app_citizen_withdraw(p->app, v[1].text, &ended, err);
	if (rc)
		return rc;
	const struct str pairs[] = {STR("n"), page_int(p, ended.n_appointment)};
	return page_done_fill(p, STR("/io"),
			      ended.n_appointment ? MSG_CIT_LEFT_VISITS
						  : MSG_CIT_LEFT,
			      pairs, 1, err);
}

/* ---- the pact ---- */

static enum rc show_pact(struct page *p, const struct citizen_whose *w,
			 struct err *err)
{
	struct citizen_home h;
	struct buf b;
	enum rc rc = app_citizen_home(p->app, w->person_id, p->a, &h, err);
	if (rc)
		return rc;
	struct page_citizen_pact v = {
		.whose = w->bar,
		.none = !h.pact_open,
		.waits = h.pact_open == 2,
		.csrf = page_csrf(p),
		.per = w->per,
		.wrong = form_wrong(p, "letto"),
		.back = page_url(p, "/io" STR_FMT, STR_ARG(w->tail))};
	buf_init(&b, PACT_BYTES);
	if (h.pact_open == 1)
		rc = app_enrol_pact_text(p->app, w->person_id, &b, err);
	v.text = page_kept(p, &b);
	if (rc)
		return rc;
	page_begin(p, &(struct frame){.title = MSG_CIT_PACT});
	page_citizen_pact(p->out, p->lang, &v);
	return page_end(p, err);
}

enum rc on_citizen_pact(struct page *p, struct err *err)
{
	struct citizen_whose w;
	enum rc rc = citizen_whose(p, CITIZEN_HOME, &w, err);
	return rc ? rc : show_pact(p, &w, err);
}

enum rc on_citizen_pact_sign(struct page *p, struct err *err)
{
	struct citizen_whose w;
	enum rc rc = citizen_whose(p, CITIZEN_HOME, &w, err);
	if (rc)
		return rc;
	if (!str_is(param(&p->form, "letto"), "1")) {
		form_problem(p, "letto", MSG_CIT_PACT_SURE,
			     MSG_CIT_PACT_SURE_MISSING);
		return show_pact(p, &w, err);
	}
	rc = app_pact_sign(
		p->app, w.person_id,
		&(struct pact_signing){.person = true, .mode = PACT_REMOTE},
		err);
	return rc ? rc
		  : page_done(p, page_url(p, "/io" STR_FMT, STR_ARG(w.tail)),
			      MSG_CIT_PACT_SIGNED, NULL, err);
}

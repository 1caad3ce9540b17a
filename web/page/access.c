/* The record of somebody one does not follow: what for, and in an emergency. */
#include "app/access.h"

#include "web/page/break_glass.html.h"
#include "web/page/purpose.html.h"
#include "web/page/sign_on.h"

static const enum msg purpose_text[N_PURPOSE] = {
	[PURPOSE_SUBSTITUTE] = MSG_ACC_PURPOSE_SUBSTITUTE,
	[PURPOSE_REQUEST] = MSG_ACC_PURPOSE_REQUEST,
	[PURPOSE_EMERGENCY] = MSG_ACC_PURPOSE_EMERGENCY,
	[PURPOSE_VISIT] = MSG_ACC_PURPOSE_VISIT,
	[PURPOSE_ADMINISTRATION] = MSG_ACC_PURPOSE_ADMINISTRATION,
};

/* Where the person wanted to go; else to the record itself. */
static struct str wanted(struct page *p)
{
	struct str back = back_of(p);
	return str_is(back, "/") ? page_url(p, "/assistito/%" PRId64, p->id[0])
				 : back;
}

/* Who does not need this page goes on, or is told that it is not for them. */
static enum rc pass(struct page *p, enum access asked, bool *passed,
		    struct err *err)
{
	struct access_verdict v;
	enum rc rc = app_access(p->app, p->id[0], &v, err);
	*passed = true;
	if (rc)
		return rc;
	if (v.access == ACCESS_OPEN)
		return page_goto(p, wanted(p), err);
	*passed = v.access != asked;
	if (*passed)
		return err_msg(err, E_DENIED, MSG_WEB_DENIED,
			       "role %s: not for this person",
			       role_name[p->app->who.role]);
	return OK;
}

/* ---- purpose */

static enum rc show_purpose(struct page *p, struct err *err)
{
	struct page_purpose v = {
		.csrf = page_csrf(p),
		.action = page_url(p, "/assistito/%" PRId64 "/finalita",
				   p->id[0]),
		.back = wanted(p),
		.wrong = form_wrong(p, "finalita"),
		.choices = arena_calloc(p->a, N_PURPOSE, sizeof(*v.choices)),
	};
	for (size_t i = 0; v.choices && i < N_PURPOSE; i++) {
		v.choices[i].value = str_from(access_purpose_name[i]);
		v.choices[i].id =
			page_url(p, "finalita-%s", access_purpose_name[i]);
		v.choices[i].text = page_text(p, purpose_text[i]);
		v.n_choices = i + 1;
	}
	page_begin(p, &(struct frame){.title = MSG_ACC_PURPOSE_TITLE});
	page_purpose(p->out, p->lang, &v);
	return page_end(p, err);
}

enum rc on_purpose_page(struct page *p, struct err *err)
{
	bool passed;
	enum rc rc = pass(p, ACCESS_PURPOSE, &passed, err);
	return rc || passed ? rc : show_purpose(p, err);
}

enum rc on_purpose(struct page *p, struct err *err)
{
	struct str word = param(&p->form, "finalita");
	for (int i = 0; i < N_PURPOSE; i++) {
		if (!str_is(word, access_purpose_name[i]))
			continue;
		enum rc rc = app_access_purpose(p->app, p->id[0],
						(enum access_purpose)i, err);
		return rc ? rc : page_goto(p, wanted(p), err);
	}
	form_problem(p, "finalita", MSG_ACC_PURPOSE_LEGEND,
		     MSG_WEB_FIELD_CHOICE);
	return show_purpose(p, err);
}

/* ---- emergency */

static enum rc show_glass(struct page *p, struct err *err)
{
	struct page_break_glass v = {
		.csrf = page_csrf(p),
		.action = page_url(p, "/assistito/%" PRId64 "/emergenza",
				   p->id[0]),
		.back = wanted(p),
		.wrong = form_wrong(p, "motivo"),
		.reason = param(&p->form, "motivo"),
	};
	page_begin(p, &(struct frame){.title = MSG_ACC_GLASS_TITLE});
	page_break_glass(p->out, p->lang, &v);
	return page_end(p, err);
}

enum rc on_glass_page(struct page *p, struct err *err)
{
	bool passed;
	enum rc rc = pass(p, ACCESS_GLASS, &passed, err);
	return rc || passed ? rc : show_glass(p, err);
}

enum rc on_glass(struct page *p, struct err *err)
{
	static const struct field fields[] = {
		{"motivo", FIELD_LINES, MSG_ACC_GLASS_REASON, true, 300, 0, 0,
		 NULL},
	};
	struct value values[countof(fields)];
	bool shown;
	if (!form_read(p, fields, countof(fields), values))
		return show_glass(p, err);
	enum rc rc =
		app_access_break_glass(p->app, p->id[0], values[0].text, err);
	if (!rc) /* what may be done with it, and until when */
		return page_done(p, wanted(p), MSG_ACC_GLASS_READ, NULL, err);
	if (rc == E_DENIED)
		return rc;
	rc = refused(p, rc, err, "motivo", MSG_ACC_GLASS_REASON, &shown);
	return shown ? show_glass(p, err) : rc;
}

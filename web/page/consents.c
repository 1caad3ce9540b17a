/* What a person allowed of care at a distance, and all of it to be taken away:
 * the person's page and that of who cares for them. */
#include "app/person_export.h"
#include "app/tele_consents.h"
#include "web/page/citizen.h"
#include "web/page/consents.html.h"
#include "web/page/person.h"

#include <unistd.h>

static const enum msg service_text[N_TELE_SERVICE] = {
	[TELE_SERVICE_ECG] = MSG_TEL_CON_ECG,
	[TELE_SERVICE_SPIROMETRY] = MSG_TEL_CON_SPIROMETRY,
	[TELE_SERVICE_TELEVISIT] = MSG_TEL_CON_TELEVISIT,
	[TELE_SERVICE_TELECONSULT] = MSG_TEL_CON_TELECONSULT,
};

/* Whose page it is, and where. */
struct place {
	int64_t person_id;
	struct str path, tail, per; /* tail "?per=12" */
};

static enum role role_of(struct str word)
{
	int i = 0;
	while (i < N_ROLE && !str_is(word, role_name[i]))
		i++;
	return (enum role)i;
}

/* Before it was noted by whom: the day alone. */
static struct str told_by_nobody(struct page *p, struct str what,
				 struct date on)
{
	return page_url(p, STR_FMT ", " STR_FMT " (" STR_FMT ")", STR_ARG(what),
			STR_ARG(page_date(p, on)),
			STR_ARG(page_text(p, MSG_TEL_CON_UNKNOWN)));
}

/* "Dato il 3 marzo 2026, registrato da Bianchi Anna (medico di famiglia)" */
static struct str told(struct page *p, const struct tele_consent_said *s)
{
	enum role role = role_of(s->role);
	struct str what = page_text(p, s->given ? MSG_TEL_CON_GIVEN
						: MSG_TEL_CON_WITHDRAWN);
	if (role == N_ROLE)
		return told_by_nobody(p, what, s->on);
	struct str who = page_role(p, role);
	if (s->user.len)
		who = page_url(p, STR_FMT " (" STR_FMT ")", STR_ARG(s->user),
			       STR_ARG(who));
	const struct str pairs[] = {STR("what"), what,
				    STR("date"), page_date(p, s->on),
				    STR("who"),  who};
	return page_fill(p, MSG_TEL_CON_EVENT, pairs, 3);
}

static void fill_row(struct page *p, const struct place *at,
		     const struct tele_consents *c, enum tele_service s,
		     struct page_consents_rows *o)
{
	const struct str service[] = {STR("service"),
				      page_text(p, service_text[s])};
	*o = (struct page_consents_rows){
		.service = service[1],
		.in_force = c->last[s]->given,
		.state = told(p, c->last[s]),
		.csrf = page_csrf(p),
		.path = at->path,
		.per = at->per,
		.code = str_from(tele_service_name[s])};
	if (c->last[s]->given && c->may_change)
		o->withdraw = page_fill(p, MSG_TEL_CON_WITHDRAW_OF, service, 1);
}

static void fill(struct page *p, const struct place *at,
		 const struct tele_consents *c, struct page_consents *v)
{
	v->none = !c->n_said;
	v->rows = arena_calloc(p->a, N_TELE_SERVICE, sizeof(*v->rows));
	for (int s = 0; v->rows && s < N_TELE_SERVICE; s++)
		if (c->last[s])
			fill_row(p, at, c, (enum tele_service)s,
				 &v->rows[v->n_rows++]);
	v->any_history = c->n_said > v->n_rows;
	v->history = arena_calloc(p->a, c->n_said + 1, sizeof(*v->history));
	for (size_t i = 0; v->history && i < c->n_said; i++)
		v->history[v->n_history++] = (struct page_consents_history){
			page_text(p, service_text[c->said[i].service]),
			told(p, &c->said[i])};
}

enum rc on_citizen_consents(struct page *p, struct err *err)
{
	struct citizen_whose w;
	struct tele_consents c;
	enum rc rc = citizen_whose(p, CITIZEN_DATA, &w, err);
	if (!rc)
		rc = app_tele_consents(p->app, w.person_id, p->a, &c, err);
	if (rc)
		return rc;
	struct place at = {w.person_id, STR("/io/consensi"), w.tail, w.per};
	struct page_consents v = {
		.io = true,
		.whose = w.bar,
		.all = page_url(p, "/io/telemedicina.zip" STR_FMT,
				STR_ARG(w.tail)),
		.back = page_url(p, "/io/dati" STR_FMT, STR_ARG(w.tail)),
		.back_text = page_text(p, MSG_CIT_DATA)};
	fill(p, &at, &c, &v);
	page_begin(p, &(struct frame){.title = MSG_TEL_CON_TITLE});
	page_consents(p->out, p->lang, &v);
	return page_end(p, err);
}

static struct place place_of(struct page *p)
{
	return (struct place){
		p->id[0],
		page_url(p, "/assistito/%" PRId64 "/consensi", p->id[0]),
		STR(""), STR("")};
}

enum rc on_person_consents(struct page *p, struct err *err)
{
	struct tele_consents c;
	enum rc rc = app_tele_consents(p->app, p->id[0], p->a, &c, err);
	if (rc)
		return rc;
	struct place at = place_of(p);
	struct page_consents v = {
		.back = page_url(p, "/assistito/%" PRId64 "/esami", p->id[0]),
		.back_text = page_text(p, MSG_TEL_TAB)};
	if (p->app->who.role == ROLE_DOCTOR)
		v.all = page_url(p, "/assistito/%" PRId64 "/telemedicina.zip",
				 p->id[0]);
	fill(p, &at, &c, &v);
	person_begin(p, TAB_EXAMS, MSG_TEL_CON_TITLE);
	page_consents(p->out, p->lang, &v);
	return page_end(p, err);
}

/* ---- taken back, or (`di_nuovo`, its undo) given again */

static enum rc say(struct page *p, const struct place *at, page_fn *again,
		   struct err *err)
{
	struct str word = param(&p->form, "servizio");
	bool given = str_is(param(&p->form, "di_nuovo"), "1");
	int s = 0;
	while (s < N_TELE_SERVICE && !str_is(word, tele_service_name[s]))
		s++;
	if (s == N_TELE_SERVICE)
		return err_msg(err, E_NOT_FOUND, MSG_TEL_CON_NO_SERVICE,
			       "there is no service \"" STR_FMT "\"",
			       STR_ARG(word));
	enum rc rc = app_tele_consent_say(p->app, at->person_id,
					  (enum tele_service)s, given, err);
	if (rc)
		return page_again(p, at->path, again, rc, err);
	struct undo undo = {.path = at->path.ptr,
			    .field = {{STR("servizio"), word},
				      {STR("di_nuovo"), STR("1")},
				      {STR("per"), at->per}}};
	return page_done(p,
			 page_url(p, STR_FMT STR_FMT, STR_ARG(at->path),
				  STR_ARG(at->tail)),
			 given ? MSG_TEL_CON_DONE_GIVEN
			       : MSG_TEL_CON_DONE_WITHDRAWN,
			 given ? NULL : &undo, err);
}

enum rc on_citizen_consent(struct page *p, struct err *err)
{
	struct citizen_whose w;
	enum rc rc = citizen_whose(p, CITIZEN_DATA, &w, err);
	if (rc)
		return rc;
	struct place at = {w.person_id, STR("/io/consensi"), w.tail, w.per};
	return say(p, &at, on_citizen_consents, err);
}

enum rc on_person_consent(struct page *p, struct err *err)
{
	struct place at = place_of(p);
	return say(p, &at, on_person_consents, err);
}

/* ---- all of it */

typedef enum rc export_fn(struct app *app, int64_t person_id, enum lang lang,
			  int fd, struct tele_exported *out, struct err *err);

static enum rc send_all(struct page *p, int64_t person_id, export_fn *export,
			const char *name, struct err *err)
{
	struct tele_exported out;
	int fd = -1;
	enum rc rc = page_scratch(p, &fd, err);
	if (rc)
		return rc;
	rc = export(p->app, person_id, p->lang, fd, &out, err);
	if (rc) {
		close(fd);
		return rc;
	}
	page_download_file(p, "application/zip", name, fd, out.len);
	return OK;
}

static enum rc send_telecare(struct page *p, int64_t person_id, struct err *err)
{
	return send_all(
		p, person_id, app_tele_export,
		p->lang == LANG_IT ? "telemedicina.zip" : "telecare.zip", err);
}

enum rc on_citizen_all(struct page *p, struct err *err)
{
	struct citizen_whose w;
	enum rc rc = citizen_whose(p, CITIZEN_DATA, &w, err);
	return rc ? rc
		  : send_all(p, w.person_id, app_person_export,
			     p->lang == LANG_IT ? "dati.zip" : "data.zip", err);
}

enum rc on_citizen_telecare(struct page *p, struct err *err)
{
	struct citizen_whose w;
	enum rc rc = citizen_whose(p, CITIZEN_DATA, &w, err);
	return rc ? rc : send_telecare(p, w.person_id, err);
}

enum rc on_person_telecare(struct page *p, struct err *err)
{
	return send_telecare(p, p->id[0], err);
}

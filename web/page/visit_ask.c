/* A doctor asks a colleague. */
#include "app/tele_service.h"
#include "web/page/person.h"
#include "web/page/visit.h"

#include "web/page/visit_ask.html.h"

/* ---- what there is to choose */

static void add_whom(struct page *p, struct str value, struct str text,
		     struct page_visit_ask *v)
{
	v->whom[v->n_whom++] = (struct page_visit_ask_whom){
		value, text, str_eq(value, param(&p->form, "chi"))};
}

/* Groups first, then specialists by name. */
static enum rc fill_whom(struct page *p, struct page_visit_ask *v,
			 struct err *err)
{
	struct tele_pool *pools = NULL;
	struct visit_host *hosts = NULL;
	size_t n_pool = 0, n_host = 0;
	enum rc rc = app_tele_pools(p->app, p->a, &pools, &n_pool, err);
	if (!rc)
		rc = app_visit_hosts(p->app, p->id[0], p->a, &hosts, &n_host,
				     err);
	if (rc)
		return rc;
	v->whom = arena_calloc(p->a, n_pool + n_host + 1, sizeof(*v->whom));
	for (size_t i = 0; v->whom && i < n_pool; i++)
		add_whom(p,
			 page_url(p, "gruppo:" STR_FMT, STR_ARG(pools[i].code)),
			 visit_fill(p, MSG_VIS_POOL, "name", pools[i].name), v);
	for (size_t i = 0; v->whom && i < n_host; i++)
		if (hosts[i].specialist &&
		    hosts[i].user_id != p->app->who.user_id)
			add_whom(p,
				 page_url(p, "medico:%" PRId64,
					  hosts[i].user_id),
				 visit_fill(p, MSG_VIS_SPECIALIST, "name",
					    hosts[i].name),
				 v);
	return OK;
}

static bool is_ticked(const struct page *p, struct str id)
{
	for (size_t i = 0; i < p->form.n; i++)
		if (str_is(p->form.at[i].name, "esame") &&
		    str_eq(p->form.at[i].value, id))
			return true;
	return false;
}

static enum rc fill_exams(struct page *p, struct page_visit_ask *v,
			  struct err *err)
{
	struct tele_query ask = {.person_id = p->id[0],
				 .state = N_TELE_STATE,
				 .kind = N_TELE_KIND,
				 .limit = 50};
	struct tele_row *list = NULL;
	size_t n = 0;
	enum rc rc = app_tele_list(p->app, &ask, p->a, &list, &n, NULL, err);
	if (rc)
		return rc;
	v->exams = arena_calloc(p->a, n + 1, sizeof(*v->exams));
	for (size_t i = 0; v->exams && i < n; i++) {
		struct str id = page_url(p, "%" PRId64, list[i].id);
		const struct str pairs[] = {
			STR("kind"),
			page_text(p, list[i].kind == TELE_ECG
					     ? MSG_TEL_ECG
					     : MSG_TEL_SPIROMETRY),
			STR("date"), page_date(p, list[i].taken_on)};
		if (list[i].state == TELE_CANCELLED)
			continue;
		v->exams[v->n_exams++] = (struct page_visit_ask_exams){
			page_url(p, "esame-" STR_FMT, STR_ARG(id)), id,
			page_fill(p, MSG_TEL_MINE_ON, pairs, 2),
			is_ticked(p, id)};
	}
	v->no_exams = !v->n_exams;
	return OK;
}

static void fill_typed(struct page *p, struct page_visit_ask *v)
{
	const struct params *f = &p->form;
	v->question = param(f, "quesito");
	v->plan = param(f, "piano").len > 0 || !f->n;
	v->patient = param(f, "presente").len > 0;
	v->consent = param(f, "consenso").len > 0;
	v->urgencies =
		arena_calloc(p->a, N_TELE_URGENCY, sizeof(*v->urgencies));
	for (int u = TELE_GREEN; v->urgencies && u >= TELE_RED; u--)
		v->urgencies[v->n_urgencies++] =
			(struct page_visit_ask_urgencies){
				str_from(tele_urgency_name[u]),
				visit_urgency_word(p, (enum tele_urgency)u),
				str_is(param(f, "urgenza"),
				       tele_urgency_name[u])};
}

static enum rc form(struct page *p, struct str refused, struct err *err)
{
	struct page_visit_ask v = {
		.action = page_url(p, "/assistito/%" PRId64 "/teleconsulto",
				   p->id[0]),
		.csrf = page_csrf(p),
		.refused = refused,
		.draft_key = page_url(p, "visit.ask.%" PRId64, p->id[0])};
	enum rc rc = fill_whom(p, &v, err);
	if (!rc)
		rc = fill_exams(p, &v, err);
	if (rc)
		return rc;
	fill_typed(p, &v);
	person_begin(p, TAB_VISITS, MSG_VIS_ASK);
	page_visit_ask(p->out, p->lang, &v);
	return page_end(p, err);
}

enum rc on_visit_ask_page(struct page *p, struct err *err)
{
	return form(p, STR(""), err);
}

/* ---- it comes */

static size_t ticked(const struct page *p, int64_t list[VISIT_EXAMS_MOST + 1])
{
	size_t n = 0;
	for (size_t i = 0; i < p->form.n && n <= VISIT_EXAMS_MOST; i++)
		if (str_is(p->form.at[i].name, "esame") &&
		    str_to_int(p->form.at[i].value, &list[n]))
			n++;
	return n;
}

static void read_whom(const struct page *p, struct visit_asking *s)
{
	struct str whom = param(&p->form, "chi"), pool = STR("gruppo:"),
		   one = STR("medico:");
	if (str_starts(whom, pool))
		s->pool = str_sub(whom, pool.len, whom.len - pool.len);
	if (str_starts(whom, one) &&
	    !str_to_int(str_sub(whom, one.len, whom.len - one.len),
			&s->to_user_id))
		s->to_user_id = 0;
}

enum rc on_visit_ask(struct page *p, struct err *err)
{
	const struct params *f = &p->form;
	int64_t id = 0, exams[VISIT_EXAMS_MOST + 1];
	struct visit_asking s = {.person_id = p->id[0],
				 .question = param(f, "quesito"),
				 .urgency = TELE_GREEN,
				 .with_patient = param(f, "presente").len > 0,
				 .with_plan = param(f, "piano").len > 0,
				 .consent = param(f, "consenso").len > 0,
				 .exam = exams};
	s.n_exam = ticked(p, exams);
	read_whom(p, &s);
	if (!tele_urgency_parse(param(f, "urgenza"), &s.urgency))
		s.urgency = TELE_GREEN;
	enum rc rc = app_visit_ask(p->app, &s, &id, err);
	if (rc && err->msg && rc != E_DENIED && rc != E_NOT_FOUND) {
		p->x->reply.status = 400;
		return form(p, page_refusal(p, err), err);
	}
	return rc ? rc
		  : page_done(p, visit_url(p, id, ""), MSG_VIS_DONE_ASK, NULL,
			      err);
}

/* The result of a run, in words. */
#include "json/json_value.h"
#include "web/page/jobs.h"

static const struct {
	const char *key;
	enum msg label;
} known[] = {
	{"done", MSG_JOB_R_DONE},
	{"total", MSG_JOB_R_TOTAL},
	{"refused", MSG_JOB_R_REFUSED},
	{"people", MSG_JOB_R_PEOPLE},
	{"persons", MSG_JOB_R_PEOPLE},
	{"level_1", MSG_JOB_R_LEVEL_1},
	{"level_2", MSG_JOB_R_LEVEL_2},
	{"level_3", MSG_JOB_R_LEVEL_3},
	{"conditions", MSG_JOB_R_CONDITIONS},
	{"requests", MSG_JOB_R_REQUESTS},
	{"booked", MSG_JOB_R_BOOKED},
	{"on_time", MSG_JOB_R_ON_TIME},
	{"unbooked", MSG_JOB_R_UNBOOKED},
	{"died", MSG_JOB_R_DIED},
	{"moved", MSG_JOB_R_MOVED},
	{"pacts_expired", MSG_JOB_R_PACTS_EXPIRED},
	{"enrolments_ended", MSG_JOB_R_ENROLMENTS_ENDED},
	{"plans_active", MSG_JOB_R_PLANS_ACTIVE},
	{"plans_expired", MSG_JOB_R_PLANS_EXPIRED},
	{"plans_closed", MSG_JOB_R_PLANS_CLOSED},
	{"appointments_cancelled", MSG_JOB_R_CANCELLED},
	{"holds_ended", MSG_JOB_R_HOLDS},
	{"providers", MSG_JOB_R_PROVIDERS},
	{"agendas", MSG_JOB_R_AGENDAS},
	{"slots", MSG_JOB_R_SLOTS},
	{"rejected", MSG_JOB_R_REJECTED},
};

struct facts {
	struct page *p;
	struct jobs_fact *at;
	size_t n, most;
};

static void add(struct facts *f, struct str label, struct str text)
{
	if (f->n < f->most && text.len)
		f->at[f->n++] = (struct jobs_fact){label, text};
}

static struct str number(struct facts *f, const struct json_value *v,
			 const char *key)
{
	return page_int(f->p, json_get_int(v, key, 0));
}

/* {"present":true,"read":1,"added":0,...} of a registry file */
static void add_file(struct facts *f, const struct json_value *v)
{
	const struct str pairs[] = {STR("read"),     number(f, v, "read"),
				    STR("added"),    number(f, v, "added"),
				    STR("changed"),  number(f, v, "changed"),
				    STR("rejected"), number(f, v, "rejected")};
	if (json_get_bool(v, "present"))
		add(f, v->key, page_fill(f->p, MSG_JOB_R_FILE, pairs, 4));
}

static void add_flow(struct facts *f, const struct json_value *v)
{
	const struct str pairs[] = {
		STR("read"),       number(f, v, "read"),
		STR("accepted"),   number(f, v, "accepted"),
		STR("rejected"),   number(f, v, "rejected"),
		STR("duplicates"), number(f, v, "duplicates")};
	if (str_is(json_get_str(v, "state"), "read"))
		add(f, json_get_str(v, "file"),
		    page_fill(f->p, MSG_JOB_R_FLOW, pairs, 4));
}

static void add_indicator(struct facts *f, const struct json_value *v)
{
	const struct json_value *e = json_get(v, "enrolled");
	const struct str pairs[] = {STR("n"), number(f, e, "numerator"),
				    STR("of"), number(f, e, "denominator")};
	add(f, json_get_str(v, f->p->lang == LANG_IT ? "name_it" : "name_en"),
	    page_fill(f->p, MSG_JOB_R_OF, pairs, 2));
}

static void add_statement(struct facts *f, const struct json_value *v)
{
	struct buf b;
	buf_init(&b, 64);
	text_euro(&b, f->p->lang, json_get_int(v, "total_cents", 0));
	const struct str pairs[] = {STR("euro"), page_kept(f->p, &b), STR("n"),
				    number(f, v, "lines")};
	add(f,
	    page_url(f->p, STR_FMT ", " STR_FMT,
		     STR_ARG(json_get_str(v, "manager")),
		     STR_ARG(json_get_str(v, "payer"))),
	    page_fill(f->p, MSG_JOB_R_STATEMENT, pairs, 2));
}

static void add_member(struct facts *f, const struct json_value *v)
{
	int64_t n;
	if (str_is(v->key, "first_refusal"))
		add(f, page_text(f->p, MSG_JOB_R_FIRST_REFUSAL), v->text);
	if (str_is(v->key, "text"))
		add(f, page_text(f->p, MSG_JOB_RESULT), v->text);
	if (v->kind == JSON_OBJECT)
		add_file(f, v);
	if (v->kind != JSON_NUMBER || !str_to_int(v->text, &n))
		return;
	for (size_t i = 0; i < countof(known); i++)
		if (str_is(v->key, known[i].key))
			add(f, page_text(f->p, known[i].label),
			    page_int(f->p, n));
}

size_t jobs_facts(struct page *p, const struct job_view *v,
		  struct jobs_fact *list, size_t most)
{
	struct facts f = {.p = p, .at = list, .most = most};
	struct json_value *root = NULL;
	if (!v->result.len || json_parse(v->result, p->a, &root, NULL))
		return 0;
	if (root->kind == JSON_ARRAY)
		for (struct json_value *s = root->first; s; s = s->next)
			add_statement(&f, s);
	else
		for (struct json_value *m = root->first; m; m = m->next)
			add_member(&f, m);
	const struct json_value *part = json_get(root, "files");
	for (struct json_value *s = part ? part->first : NULL; s; s = s->next)
		add_flow(&f, s);
	part = json_get(root, "indicators");
	for (struct json_value *s = part ? part->first : NULL; s; s = s->next)
		add_indicator(&f, s);
	return f.n;
}

struct str jobs_see(struct page *p, const struct job_view *v)
{
	bool own = p->session.who.role == ROLE_COOPERATIVE;
	if (v->state != JOB_DONE)
		return STR("");
	switch (v->kind) {
	case JOB_STRATA:
		return own ? STR("") : STR("/agenzia");
	case JOB_QUALITY:
		return own ? STR("") : STR("/agenzia/indicatori");
	case JOB_SETTLE:
		return own ? STR("") : STR("/agenzia/liquidazioni");
	case JOB_DRAFT:
	case JOB_RENEW:
	case JOB_PUBLISH:
	case JOB_BOOK:
		return own ? STR("/cooperativa") : STR("");
	case JOB_PEOPLE:
		return own ? STR("") : STR("/agenzia/registri");
	case JOB_AGENDAS:
		return own ? STR("") : STR("/agenzia/registri?tab=erogatori");
	case JOB_FLOWS:
	case JOB_DAY:
	case N_JOB_KIND:
		break;
	}
	return STR("");
}

/* The home of a doctor and of the practice: the work lists. */
#include "web/page/doctor.html.h"
#include "web/page/doctor_words.h"

static const struct column columns[] = {
	{"nome", MSG_DOC_COL_PERSON, false},
	{"eta", MSG_DOC_COL_AGE, false},
	{"livello", MSG_DOC_COL_LEVEL, false},
	{NULL, MSG_DOC_COL_CONDITION, false},
	{"avvisi", MSG_DOC_COL_NEXT, false},
	{"data", MSG_DOC_COL_BY, false},
	{"urgenza", MSG_DOC_COL_WHY, false},
	{NULL, MSG_DOC_COL_ACTIONS, false},
};
static const struct column csv_columns[] = {
	{NULL, MSG_DOC_COL_LAST, false},
	{NULL, MSG_DOC_COL_FIRST, false},
	{NULL, MSG_DOC_COL_CODE, false},
	{NULL, MSG_DOC_COL_BIRTH, false},
	{NULL, MSG_DOC_COL_SEX, false},
	{NULL, MSG_DOC_COL_AGE, true},
	{NULL, MSG_DOC_COL_LEVEL, true},
	{NULL, MSG_DOC_COL_CHARLSON, true},
	{NULL, MSG_DOC_COL_CONDITION, false},
	{NULL, MSG_DOC_COL_NEXT, false},
	{NULL, MSG_DOC_FILTER_HOLD, false},
	{NULL, MSG_DOC_COL_BY, false},
	{NULL, MSG_DOC_COL_ALERTS, true},
	{NULL, MSG_DOC_COL_POINTS, true},
	{NULL, MSG_DOC_COL_PACT_TO, false},
};

/* ---- what is asked */

static enum worklist_sort sort_of(struct str key)
{
	static const struct {
		const char *key;
		enum worklist_sort sort;
	} keys[] = {
		{"nome", WORK_BY_NAME},       {"eta", WORK_BY_AGE},
		{"livello", WORK_BY_LEVEL},   {"data", WORK_BY_DATE},
		{"avvisi", WORK_BY_FINDINGS},
	};
	for (size_t i = 0; i < countof(keys); i++)
		if (str_is(key, keys[i].key))
			return keys[i].sort;
	return WORK_BY_URGENCY;
}

static enum enrol_hold hold_of(struct str name)
{
	for (int h = 0; h < N_ENROL_HOLD; h++)
		if (str_is(name, enrol_hold_name[h]))
			return (enum enrol_hold)h;
	return HOLD_NONE;
}

static struct worklist_query query_of(struct page *p, const struct table *t)
{
	int64_t level = 0, doctor = 0;
	if (!param_int(&p->query, "livello", &level) || level < 1 || level > 3)
		level = 0;
	if (!param_int(&p->query, "di", &doctor))
		doctor = 0;
	return (struct worklist_query){
		.doctor_id = doctor,
		.tab = doctor_tab_of(param(&p->query, "tab")),
		.q = t->q,
		.level = (int)level,
		.cluster = param(&p->query, "gruppo"),
		.alerts = str_is(param(&p->query, "avvisi"), "1"),
		.hold = hold_of(param(&p->query, "motivo")),
		.sort = sort_of(t->sort),
		.descending = t->descending,
		.offset = t->offset,
		.limit = t->limit,
	};
}

static bool narrowed(const struct worklist_query *q)
{
	return q->q.len || q->level || q->cluster.len || q->alerts ||
	       (q->hold && q->tab == WORK_HELD);
}

/* ---- whose, which tab */

static struct str name_of(struct page *p, struct str last, struct str first)
{
	return page_url(p, STR_FMT " " STR_FMT, STR_ARG(last), STR_ARG(first));
}

/* The address of a tab of the same doctor, without filters. */
static struct str tab_link(struct page *p, const struct worklist *w,
			   enum worklist_tab t)
{
	if (w->own)
		return page_url(p, "/medico?tab=%s", doctor_tab_word[t]);
	return page_url(p, "/medico?tab=%s&di=%" PRId64, doctor_tab_word[t],
			w->doctor_id);
}

static void fill_tabs(struct page *p, const struct worklist *w,
		      struct page_doctor *v)
{
	static const enum worklist_tab shown[] = {
		WORK_ENROL, WORK_PACT,    WORK_NO_PLAN, WORK_SIGN,
		WORK_RENEW, WORK_EXPIRED, WORK_ACTIVE,  WORK_ALL};
	v->tabs_label = page_text(p, MSG_DOC_TABS);
	v->tabs = arena_calloc(p->a, countof(shown), sizeof(*v->tabs));
	for (size_t i = 0; v->tabs && i < countof(shown); i++) {
		enum worklist_tab t = shown[i];
		v->tabs[i].link = tab_link(p, w, t);
		v->tabs[i].text = page_text(p, doctor_tab_text(t));
		v->tabs[i].count = page_int(p, w->n_tab[t]);
		v->tabs[i].now =
			t == w->tab || (t == WORK_ENROL && w->tab == WORK_HELD);
		v->n_tabs = i + 1;
	}
}

static void fill_held(struct page *p, const struct worklist *w,
		      struct page_doctor *v)
{
	if (w->tab != WORK_ENROL && w->tab != WORK_HELD)
		return;
	v->held = page_url(p, STR_FMT " (%" PRId64 ")",
			   STR_ARG(page_text(p, MSG_DOC_TAB_HELD)),
			   w->n_tab[WORK_HELD]);
	v->enrol_text = page_url(p, STR_FMT " (%" PRId64 ")",
				 STR_ARG(page_text(p, MSG_DOC_TAB_ENROL)),
				 w->n_tab[WORK_ENROL]);
	v->held_now = w->tab == WORK_HELD;
	v->held_link = tab_link(p, w, WORK_HELD);
	v->enrol_link = tab_link(p, w, WORK_ENROL);
}

static void fill_colleague(struct page *p, const struct worklist *w,
			   const struct worklist_colleague *c,
			   struct page_doctor *v)
{
	const struct str pairs[] = {
		STR("doctor"), name_of(p, c->last_name, c->first_name),
		STR("to"),     page_day(p, c->to),
		STR("from"),   page_day(p, c->from)};
	size_t i = v->n_colleagues++;
	v->colleagues[i].text = page_fill(p, MSG_DOC_COLLEAGUE, pairs, 3);
	v->colleagues[i].link =
		page_url(p, "/medico?di=%" PRId64, c->doctor_id);
	v->colleagues[i].now = c->doctor_id == w->doctor_id;
	if (v->colleagues[i].now)
		v->substitute = page_fill(p, MSG_DOC_SUBSTITUTE, pairs, 3);
}

static void fill_whose(struct page *p, const struct worklist *w,
		       struct page_doctor *v)
{
	const struct str pairs[] = {STR("doctor"),
				    name_of(p, w->last_name, w->first_name)};
	v->title = w->own && p->app->who.role == ROLE_DOCTOR
			   ? page_text(p, MSG_DOC_TITLE)
			   : page_fill(p, MSG_DOC_TITLE_OF, pairs, 1);
	if (!w->n_colleague)
		return;
	v->colleagues =
		arena_calloc(p->a, w->n_colleague + 1, sizeof(*v->colleagues));
	if (!v->colleagues)
		return;
	v->has_colleagues = true;
	v->colleagues[0].text = page_text(p, MSG_DOC_MINE);
	v->colleagues[0].link = STR("/medico");
	v->colleagues[0].now = w->own;
	v->n_colleagues = 1;
	for (size_t i = 0; i < w->n_colleague; i++)
		fill_colleague(p, w, &w->colleagues[i], v);
}

/* ---- filters */

static void fill_levels(struct page *p, const struct worklist_query *q,
			struct page_doctor *v)
{
	v->levels = arena_calloc(p->a, 4, sizeof(*v->levels));
	for (int i = 0; v->levels && i < 4; i++) {
		const struct str pairs[] = {STR("n"), page_int(p, i)};
		v->levels[i].value = i ? page_int(p, i) : STR("");
		v->levels[i].text = i ? page_fill(p, MSG_DOC_LEVEL, pairs, 1)
				      : page_text(p, MSG_DOC_FILTER_ANY);
		v->levels[i].now = i == q->level;
		v->n_levels = (size_t)i + 1;
	}
}

static void fill_clusters(struct page *p, const struct worklist_query *q,
			  const struct worklist *w, struct page_doctor *v)
{
	v->clusters =
		arena_calloc(p->a, w->n_cluster + 1, sizeof(*v->clusters));
	if (!v->clusters)
		return;
	v->clusters[0].text = page_text(p, MSG_DOC_FILTER_ANY);
	v->n_clusters = 1;
	for (size_t i = 0; i < w->n_cluster; i++) {
		const struct str pairs[] = {
			STR("name"), doctor_cluster(p, w->clusters[i].code),
			STR("n"), page_int(p, w->clusters[i].n)};
		v->clusters[i + 1].value = w->clusters[i].code;
		v->clusters[i + 1].text =
			page_fill(p, MSG_DOC_CLUSTER_N, pairs, 2);
		v->clusters[i + 1].now =
			str_eq(q->cluster, w->clusters[i].code);
		v->n_clusters++;
	}
}

static void fill_holds(struct page *p, const struct worklist_query *q,
		       const struct worklist *w, struct page_doctor *v)
{
	v->holds = arena_calloc(p->a, N_ENROL_HOLD, sizeof(*v->holds));
	if (!v->holds)
		return;
	v->holds[0].text = page_text(p, MSG_DOC_FILTER_ANY);
	v->n_holds = 1;
	for (int h = 1; h < N_ENROL_HOLD; h++) {
		if (!w->n_hold[h] || !doctor_hold_text((enum enrol_hold)h))
			continue;
		const struct str pairs[] = {
			STR("name"),
			page_text(p, doctor_hold_text((enum enrol_hold)h)),
			STR("n"), page_int(p, w->n_hold[h])};
		size_t i = v->n_holds++;
		v->holds[i].value = str_from(enrol_hold_name[h]);
		v->holds[i].text = page_fill(p, MSG_DOC_CLUSTER_N, pairs, 2);
		v->holds[i].now = q->hold == (enum enrol_hold)h;
	}
}

/* The rest of the address goes with the filters, but the page number. */
static void fill_keep(struct page *p, struct page_doctor *v)
{
	static const char *const names[] = {"tab", "di", "q", "ordine",
					    "righe"};
	v->keep = arena_calloc(p->a, countof(names), sizeof(*v->keep));
	for (size_t i = 0; v->keep && i < countof(names); i++) {
		struct str s = param(&p->query, names[i]);
		if (!s.len)
			continue;
		v->keep[v->n_keep].name = str_from(names[i]);
		v->keep[v->n_keep++].value = s;
	}
}

static void fill_filters(struct page *p, const struct worklist_query *q,
			 const struct worklist *w, struct page_doctor *v)
{
	v->filter_path = p->path;
	v->alerts = q->alerts;
	fill_keep(p, v);
	fill_levels(p, q, v);
	fill_clusters(p, q, w, v);
	fill_holds(p, q, w, v);
}

/* ---- rows */

static struct str by_text(struct page *p, const struct worklist_row *r)
{
	const struct str pairs[] = {STR("date"), page_day(p, r->by)};
	if (date_is_none(r->by))
		return STR("");
	return page_fill(p,
			 r->by.days < p->app->today.days ? MSG_DOC_BY_OVER
							 : MSG_DOC_BY,
			 pairs, 1);
}

static struct str link_to(struct page *p, const struct worklist_row *r,
			  const char *what)
{
	return page_url(p, "/assistito/%" PRId64 "%s", r->person_id, what);
}

static void fill_actions(struct page *p, const struct worklist_row *r,
			 bool signs, struct page_doctor_rows *x)
{
	switch (r->next) {
	case NEXT_INVITE:
		x->enrol = link_to(p, r, "/arruola");
		x->invite = link_to(p, r, "/invita");
		break;
	case NEXT_CHOICE:
		x->enrol = link_to(p, r, "/arruola");
		break;
	case NEXT_PACT:
	case NEXT_SIGN_PACT:
	case NEXT_PERSON_SIGNS:
	case NEXT_RENEW_PACT:
		x->pact = link_to(p, r, "/arruola");
		break;
	case NEXT_ACTIVATE:
		x->activate = link_to(p, r, "/attiva");
		break;
	case NEXT_DRAFT:
	case NEXT_RENEW:
		x->prepare = link_to(p, r, "/piano/bozza");
		break;
	case NEXT_SIGN:
		if (signs)
			x->sign = link_to(p, r, "/piano");
		else
			x->review = link_to(p, r, "/piano");
		break;
	case NEXT_RESUME:
	case NEXT_TRANSFER:
	case NEXT_LEFT:
	case NEXT_UNBLOCK:
		x->resolve = link_to(p, r, "/arruola");
		break;
	case NEXT_PUBLISH:
	case NEXT_NOTHING:
		x->plan = link_to(p, r, r->plan ? "/piano" : "");
		break;
	case N_NEXT:
		break;
	}
}

static void fill_whys(struct page *p, const struct worklist_row *r,
		      struct page_doctor_rows *x)
{
	x->whys = arena_calloc(p->a, r->n_why + 1, sizeof(*x->whys));
	for (size_t i = 0; x->whys && i < r->n_why; i++)
		x->whys[x->n_whys++].text = doctor_why_text(p, &r->why[i]);
}

static void fill_row(struct page *p, const struct worklist_row *r,
		     struct page_doctor_rows *x)
{
	const struct str level[] = {STR("n"), page_int(p, r->level)};
	bool signs = p->app->who.role == ROLE_DOCTOR;
	enum msg hold = doctor_hold_text(r->hold);
	x->person = name_of(p, r->last_name, r->first_name);
	x->link = link_to(p, r, "");
	x->code = r->fiscal_code.len ? r->fiscal_code : r->pseudonym;
	x->age = page_url(p, "%d %c", r->age, r->sex == 'U' ? ' ' : r->sex);
	if (r->level)
		x->level = page_fill(p, MSG_DOC_LEVEL, level, 1);
	x->level_none = !r->level;
	x->condition = doctor_condition(p, r->main_condition);
	x->next = page_text(p, doctor_next_text(r->next, signs));
	x->by = by_text(p, r);
	x->csrf = page_csrf(p);
	x->back = page_url_with(p, "csv", STR(""));
	if (r->plan) {
		x->alert = doctor_alerts(p, r->plan->n_alert);
		x->points =
			doctor_points(p, r->plan->n_finding - r->plan->n_alert);
	}
	if (r->next == NEXT_UNBLOCK && hold)
		x->hold = page_text(p, hold);
	x->no_contact = !r->has_contact && r->hold != HOLD_NO_CONTACT;
	fill_actions(p, r, signs, x);
	fill_whys(p, r, x);
}

static void fill_rows(struct page *p, const struct worklist *w,
		      struct page_doctor *v)
{
	v->rows = arena_calloc(p->a, w->n + 1, sizeof(*v->rows));
	for (size_t i = 0; v->rows && i < w->n; i++)
		fill_row(p, &w->rows[i], &v->rows[v->n_rows++]);
	v->table = v->n_rows > 0;
}

/* ---- above the rows */

static void fill_main_action(struct page *p, const struct worklist *w,
			     struct page_doctor *v)
{
	bool waits = w->tab == WORK_NO_PLAN || w->tab == WORK_EXPIRED;
	int64_t n = w->n_tab[WORK_NO_PLAN] + w->n_tab[WORK_EXPIRED];
	const struct str pairs[] = {STR("n"), page_int(p, n)};
	if (w->tab == WORK_SIGN && w->n_tab[WORK_SIGN] &&
	    p->app->who.role == ROLE_DOCTOR)
		v->sequence = w->own ? STR("/medico/firma")
				     : page_url(p, "/medico/firma?di=%" PRId64,
						w->doctor_id);
	if (!waits || !n)
		return;
	v->prepare_all = STR("/medico/prepara");
	v->prepare_text = page_fill(p, MSG_DOC_PREPARE_ALL, pairs, 1);
	v->doctor_field =
		w->own ? STR("") : page_url(p, "%" PRId64, w->doctor_id);
}

static void fill_empty(struct page *p, const struct worklist_query *q,
		       const struct worklist *w, struct page_doctor *v)
{
	if (w->n)
		return;
	if (narrowed(q) && w->n_tab[w->tab]) {
		v->empty = page_text(p, MSG_DOC_EMPTY_FILTER);
		v->filters_off = tab_link(p, w, w->tab);
		return;
	}
	v->empty = page_text(p, w->has_strata ? doctor_tab_empty(w->tab)
					      : MSG_DOC_EMPTY_STRATA);
}

static void fill_about(struct page *p, const struct worklist *w,
		       struct page_doctor *v)
{
	const struct str pairs[] = {STR("date"), page_day(p, w->as_of)};
	v->about = page_text(p, doctor_tab_about(w->tab));
	if (w->has_strata &&
	    (w->tab == WORK_ENROL || w->tab == WORK_HELD || w->tab == WORK_ALL))
		v->as_of = page_fill(p, MSG_DOC_AS_OF, pairs, 1);
}

/* ---- CSV */

static void csv_row(struct page *p, const struct worklist_row *r)
{
	enum msg hold = doctor_hold_text(r->hold);
	bool signs = p->app->who.role == ROLE_DOCTOR;
	csv_cell(p, r->last_name);
	csv_cell(p, r->first_name);
	csv_cell(p, r->fiscal_code.len ? r->fiscal_code : r->pseudonym);
	csv_cell_date(p, r->birth);
	csv_cell(p, (struct str){&r->sex, 1});
	csv_cell_int(p, r->age);
	csv_cell_int(p, r->level);
	csv_cell_int(p, r->charlson);
	csv_cell(p, doctor_condition(p, r->main_condition));
	csv_cell(p, page_text(p, doctor_next_text(r->next, signs)));
	csv_cell(p, r->next == NEXT_UNBLOCK && hold ? page_text(p, hold)
						    : STR(""));
	csv_cell_date(p, r->by);
	csv_cell_int(p, r->plan ? r->plan->n_alert : 0);
	csv_cell_int(p, r->plan ? r->plan->n_finding - r->plan->n_alert : 0);
	csv_cell_date(p, r->pact_to);
	csv_row_end(p);
}

static enum rc send_csv(struct page *p, struct table *t,
			const struct worklist *w)
{
	t->columns = csv_columns;
	t->n_column = countof(csv_columns);
	table_csv(p, t, "assistiti.csv");
	for (size_t i = 0; i < w->n; i++)
		csv_row(p, &w->rows[i]);
	table_csv_end(p, (int64_t)w->n, w->total);
	return OK;
}

/* ---- the page */

enum rc on_doctor(struct page *p, struct err *err)
{
	struct table t;
	struct worklist w;
	struct page_doctor v = {.csrf = page_csrf(p)};
	table_asked(p, columns, countof(columns), "urgenza", &t);
	struct worklist_query q = query_of(p, &t);
	enum rc rc = app_worklist(p->app, &q, p->a, &w, err);
	if (rc)
		return rc;
	t.total = w.total;
	if (t.csv)
		return send_csv(p, &t, &w);
	if (table_beyond(&t, w.n))
		return table_first(p, err);
	q.tab = w.tab;
	fill_whose(p, &w, &v);
	fill_tabs(p, &w, &v);
	fill_about(p, &w, &v);
	fill_held(p, &w, &v);
	fill_main_action(p, &w, &v);
	fill_filters(p, &q, &w, &v);
	fill_empty(p, &q, &w, &v);
	fill_rows(p, &w, &v);
	v.search = table_search(p, &t);
	v.head = table_head(p, &t);
	v.pager = table_pager(p, &t);
	page_begin(p, &(struct frame){.heading = v.title, .wide = true});
	page_doctor(p->out, p->lang, &v);
	return page_end(p, err);
}

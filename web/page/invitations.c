/* Who is to be invited, by which way in; who is held back, and why. */
#include "app/invitation.h"

#include "web/page/agency.h"
#include "web/page/invitations.html.h"

#define PATH "/agenzia/inviti"

static const struct column columns[] = {
	{NULL, MSG_AGE_PSEUDONYM, false}, {NULL, MSG_AGE_LEVEL, false},
	{NULL, MSG_INV_CONDITION, false}, {NULL, MSG_INV_SCORES, true},
	{NULL, MSG_AGE_DOCTOR, false},    {NULL, MSG_INV_WAY, false}};

/* A tab for each way in, and one for who is held back. */
static const struct {
	const char *word;
	enum msg name;
	enum way way;
} tabs[] = {{"", MSG_INV_WAY_MANAGER, WAY_MANAGER},
	    {"asst", MSG_INV_WAY_ASST, WAY_ASST},
	    {"mifs", MSG_INV_WAY_MIFS, WAY_MIFS},
	    {"trattenuti", MSG_INV_TAB_HELD, N_WAY}};

struct asked {
	struct invitation_filter f;
	size_t tab;
	int level; /* 0: all */
};

static struct str ats_asked(const struct page *p)
{
	const struct knowledge *kn = p->app->kn;
	struct str code = param(&p->query, "ats");
	for (size_t i = 0; i < kn->n_places; i++)
		if (str_is(kn->places[i].type, "ats") &&
		    str_eq(kn->places[i].code, code))
			return code;
	return STR("");
}

static struct asked read_asked(const struct page *p, const struct table *t)
{
	struct asked a = {.level = 0};
	struct str word = param(&p->query, "via");
	int64_t level;
	for (size_t i = 0; i < countof(tabs); i++)
		if (str_is(word, tabs[i].word))
			a.tab = i;
	if (param_int(&p->query, "livello", &level) && level >= 1 && level <= 3)
		a.level = (int)level;
	a.f = (struct invitation_filter){.ats = ats_asked(p),
					 .level_from = a.level ? a.level : 1,
					 .level_to = a.level ? a.level : 3,
					 .way = tabs[a.tab].way,
					 .held = tabs[a.tab].way == N_WAY,
					 .q = t->q,
					 .limit = (size_t)t->limit,
					 .offset = (size_t)t->offset,
					 .leaves = t->csv};
	return a;
}

/* ---- words */

static struct str condition_name(struct page *p, struct str code)
{
	const struct knowledge *kn = p->app->kn;
	int i = kn_condition_index(kn, code);
	if (i < 0)
		return code;
	return p->lang == LANG_IT ? kn->conditions[i].name_it
				  : kn->conditions[i].name_en;
}

static struct str way_text(struct page *p, const struct invitation *x)
{
	for (size_t i = 0; i < countof(tabs); i++)
		if (tabs[i].way == x->best && x->best != N_WAY)
			return page_text(p, tabs[i].name);
	return page_text(p, MSG_INV_WAY_NONE);
}

/* What holds back the way of the own doctor; nothing when that is the way. */
static struct str why_text(struct page *p, const struct invitation *x)
{
	return x->best == WAY_MANAGER || !x->why
		       ? STR("")
		       : page_text(p, (enum msg)x->why);
}

/* ---- file */

static enum rc save(struct page *p, const struct table *t,
		    const struct invitations *l, struct err *err)
{
	struct str all;
	table_csv(p, t, "da-invitare.csv");
	for (size_t i = 0; i < l->n; i++) {
		const struct invitation *x = &l->rows[i];
		csv_cell(p, x->pseudonym);
		csv_cell_int(p, x->level);
		csv_cell(p, x->main_condition);
		csv_cell(p, page_url(p, "%d, %d", x->charlson, x->mcs));
		csv_cell(p, x->gp_code);
		csv_cell(p, x->best == N_WAY ? why_text(p, x)
					     : str_from(way_name[x->best]));
		csv_row_end(p);
	}
	table_csv_end(p, (int64_t)l->n, (int64_t)l->total);
	return buf_finish(p->out, &all, err);
}

/* ---- page */

static void fill_rows(struct page *p, const struct invitations *l,
		      struct page_invitations *v)
{
	v->rows = arena_calloc(p->a, l->n + 1, sizeof(*v->rows));
	for (size_t i = 0; v->rows && i < l->n; i++) {
		const struct invitation *x = &l->rows[i];
		struct page_invitations_rows *r = &v->rows[v->n_rows++];
		r->pseudonym = x->pseudonym;
		r->link = page_url(p, "/agenzia/elenco/%" PRId64, x->person_id);
		r->letter = x->invited;
		r->level = agency_level(p, x->level);
		r->condition = condition_name(p, x->main_condition);
		r->scores = page_url(p, "%d, %d", x->charlson, x->mcs);
		r->doctor = x->gp_code.len ? x->gp_code
					   : page_text(p, MSG_AGE_NO_DOCTOR);
		r->manager = x->manager;
		r->way = way_text(p, x);
		r->why = why_text(p, x);
		r->why_of = page_text(p, x->best == N_WAY ? MSG_INV_WHY_HELD
							  : MSG_INV_WHY);
	}
}

static int64_t n_held(const struct invitations *l)
{
	int64_t n = 0;
	for (int h = 0; h < N_ENROL_HOLD; h++)
		if (h != HOLD_ENROLLED)
			n += l->n_hold[h];
	return n;
}

static void fill_tabs(struct page *p, const struct asked *a,
		      const struct invitations *l, struct page_invitations *v)
{
	v->tabs = arena_calloc(p->a, countof(tabs), sizeof(*v->tabs));
	for (size_t i = 0; v->tabs && i < countof(tabs); i++) {
		struct page_invitations_tabs *o = &v->tabs[v->n_tabs++];
		o->text = page_text(p, tabs[i].name);
		o->count = page_int(p, tabs[i].way == N_WAY
					       ? n_held(l)
					       : l->n_way[tabs[i].way]);
		o->now = i == a->tab;
		o->link = page_url(p, PATH "?via=%s%s%.0d%s" STR_FMT,
				   tabs[i].word, a->level ? "&livello=" : "",
				   a->level,
				   l->all_ats && l->ats.len ? "&ats=" : "",
				   STR_ARG(l->all_ats ? l->ats : STR("")));
	}
}

static void fill_filters(struct page *p, const struct asked *a,
			 const struct invitations *l,
			 struct page_invitations *v)
{
	const struct knowledge *kn = p->app->kn;
	v->path = STR(PATH);
	v->some_ats = l->all_ats;
	v->keep = arena_calloc(p->a, 2, sizeof(*v->keep));
	v->levels = arena_calloc(p->a, 3, sizeof(*v->levels));
	v->atses = arena_calloc(p->a, kn->n_places + 1, sizeof(*v->atses));
	if (!v->keep || !v->levels || !v->atses)
		return;
	v->keep[v->n_keep].name = STR("via");
	v->keep[v->n_keep++].value = str_from(tabs[a->tab].word);
	v->keep[v->n_keep].name = STR("q");
	v->keep[v->n_keep++].value = a->f.q;
	for (int i = 1; i <= 3; i++) {
		struct page_invitations_levels *o = &v->levels[v->n_levels++];
		o->value = page_url(p, "%d", i);
		o->text = agency_level(p, i);
		o->now = a->level == i;
	}
	for (size_t i = 0; i < kn->n_places; i++) {
		if (!str_is(kn->places[i].type, "ats"))
			continue;
		struct page_invitations_atses *o = &v->atses[v->n_atses++];
		o->value = kn->places[i].code;
		o->text = kn->places[i].name;
		o->now = str_eq(o->value, l->ats);
	}
}

static void fill_words(struct page *p, const struct asked *a,
		       const struct invitations *l, struct page_invitations *v)
{
	const struct str of[] = {STR("date"), page_date(p, l->as_of),
				 STR("registry"), page_date(p, l->registry)};
	if (!l->total)
		v->empty = page_text(p, a->f.held ? MSG_INV_NONE_HELD
						  : MSG_INV_EMPTY);
	v->import = STR("/lavori/nuovo?tipo=people.import");
	if (date_is_none(l->registry))
		v->stale = page_text(p, MSG_INV_NO_REGISTRY);
	else if (l->stale)
		v->stale = page_text(p, MSG_INV_STALE);
	if (!date_is_none(l->registry))
		v->of = page_fill(p, MSG_INV_REGISTRY, of, 2);
}

enum rc on_invitations(struct page *p, struct err *err)
{
	struct table t;
	struct invitations l;
	struct page_invitations v = {0};
	table_asked(p, columns, countof(columns), "", &t);
	struct asked a = read_asked(p, &t);
	enum rc rc = app_invitations(p->app, &a.f, p->a, &l, err);
	if (rc)
		return rc;
	if (!l.has_strata)
		return agency_empty(p, MSG_INV_TITLE, MSG_INV_NO_STRATA,
				    MSG_AGE_EMPTY_HOW, err);
	if (t.csv)
		return save(p, &t, &l, err);
	if (table_beyond(&t, l.n))
		return table_first(p, err);
	t.total = (int64_t)l.total;
	fill_words(p, &a, &l, &v);
	fill_tabs(p, &a, &l, &v);
	fill_filters(p, &a, &l, &v);
	fill_rows(p, &l, &v);
	v.search = table_search(p, &t);
	v.head = table_head(p, &t);
	v.pager = table_pager(p, &t);
	page_begin(p, &(struct frame){.title = MSG_INV_TITLE, .wide = true});
	page_invitations(p->out, p->lang, &v);
	return page_end(p, err);
}

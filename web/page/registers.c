/* The registers of the agency: adhering doctors, suitable managers and
 * providers; also what a cooperative may see of them. */
#include "app/register.h"

#include "web/page/agency.h"
#include "web/page/registers.html.h"

#define NAME                                                                   \
	{                                                                      \
		"nome", MSG_REG_NAME, false                                    \
	}
#define CODE                                                                   \
	{                                                                      \
		"codice", MSG_REG_CODE, false                                  \
	}
#define TOWN                                                                   \
	{                                                                      \
		"comune", MSG_REG_TOWN, false                                  \
	}
#define FROM                                                                   \
	{                                                                      \
		"dal", MSG_REG_FROM, false                                     \
	}
#define TO                                                                     \
	{                                                                      \
		"al", MSG_REG_TO, false                                        \
	}
#define SOURCE                                                                 \
	{                                                                      \
		NULL, MSG_REG_SOURCE, false                                    \
	}

static const struct column doctor_columns[] = {
	NAME,
	CODE,
	TOWN,
	{"gestore", MSG_REG_MANAGER, false},
	FROM,
	TO,
	{NULL, MSG_REG_PEOPLE, true},
	SOURCE};
/* for who does not read the population */
static const struct column member_columns[] = {
	NAME, CODE, TOWN,  {"gestore", MSG_REG_MANAGER, false},
	FROM, TO,   SOURCE};
static const struct column manager_columns[] = {
	NAME, CODE, TOWN, FROM, TO, {NULL, MSG_REG_MEMBERS, true}, SOURCE};
static const struct column provider_columns[] = {NAME, CODE, TOWN,
						 FROM, TO,   SOURCE};

static const struct {
	const char *word, *file;
	enum msg name, about;
	const struct column *columns;
	size_t n_column;
} tabs[N_REGISTER] = {
	[REGISTER_DOCTOR] = {"medici", "registro-medici.csv", MSG_REG_DOCTORS,
			     MSG_REG_ABOUT_DOCTORS, doctor_columns,
			     countof(doctor_columns)},
	[REGISTER_MANAGER] = {"gestori", "registro-gestori.csv",
			      MSG_REG_MANAGERS, MSG_REG_ABOUT_MANAGERS,
			      manager_columns, countof(manager_columns)},
	[REGISTER_PROVIDER] = {"erogatori", "registro-erogatori.csv",
			       MSG_REG_PROVIDERS, MSG_REG_ABOUT_PROVIDERS,
			       provider_columns, countof(provider_columns)},
};

static const struct {
	enum register_kind kind;
	const char *code;
	enum msg name;
} types[] = {
	{REGISTER_DOCTOR, "MMG", MSG_REG_MMG},
	{REGISTER_DOCTOR, "PLS", MSG_REG_PLS},
	{REGISTER_MANAGER, "CPC", MSG_REG_CPC},
	{REGISTER_MANAGER, "ASST", MSG_REG_ASST},
	{REGISTER_PROVIDER, "hospital", MSG_REG_HOSPITAL},
	{REGISTER_PROVIDER, "clinic", MSG_REG_CLINIC},
	{REGISTER_PROVIDER, "lab_point", MSG_REG_LAB},
};

/* ---- what is asked */

static enum register_sort sort_of(struct str key)
{
	static const struct {
		const char *key;
		enum register_sort sort;
	} keys[] = {
		{"codice", REGISTER_BY_CODE},     {"comune", REGISTER_BY_PLACE},
		{"gestore", REGISTER_BY_MANAGER}, {"dal", REGISTER_BY_FROM},
		{"al", REGISTER_BY_TO},
	};
	for (size_t i = 0; i < countof(keys); i++)
		if (str_is(key, keys[i].key))
			return keys[i].sort;
	return REGISTER_BY_NAME;
}

static enum register_kind tab_asked(struct page *p)
{
	struct str word = param(&p->query, "tab");
	for (int i = 0; i < N_REGISTER; i++)
		if (str_is(word, tabs[i].word))
			return (enum register_kind)i;
	return REGISTER_DOCTOR;
}

static struct str type_asked(struct page *p, enum register_kind kind)
{
	struct str code = param(&p->query, "tipo");
	for (size_t i = 0; i < countof(types); i++)
		if (types[i].kind == kind && str_is(code, types[i].code))
			return code;
	return STR("");
}

static struct str ats_asked(struct page *p)
{
	const struct knowledge *kn = p->app->kn;
	struct str code = param(&p->query, "ats");
	for (size_t i = 0; i < kn->n_places; i++)
		if (str_is(kn->places[i].type, "ats") &&
		    str_eq(kn->places[i].code, code))
			return code;
	return STR("");
}

/* A municipality of ours or its first three digits, a province. */
static struct str place_asked(struct page *p)
{
	const struct knowledge *kn = p->app->kn;
	struct str code = param(&p->query, "luogo");
	for (size_t i = 0; i < kn->n_municipalities && code.len >= 3; i++)
		if (str_starts(kn->municipalities[i].istat, code) &&
		    (code.len == 3 || code.len == 6))
			return code;
	return STR("");
}

static struct register_page asked(struct page *p, const struct table *t)
{
	struct register_page a = {
		.kind = tab_asked(p),
		.q = t->q,
		.ats = ats_asked(p),
		.place = place_asked(p),
		.day = p->app->today,
		.ever = str_is(param(&p->query, "tutte"), "1"),
		.sort = sort_of(t->sort),
		.descending = t->descending,
		.limit = t->limit,
		.offset = t->offset,
	};
	struct date day;
	a.type = type_asked(p, a.kind);
	if (param_date(&p->query, "giorno", &day))
		a.day = day;
	return a;
}

static bool reads_people(const struct page *p)
{
	return p->session.who.role != ROLE_COOPERATIVE;
}

/* ---- words */

static struct str type_text(struct page *p, struct str code)
{
	for (size_t i = 0; i < countof(types); i++)
		if (str_is(code, types[i].code))
			return page_text(p, types[i].name);
	return code;
}

static struct str town_text(struct page *p, struct str istat)
{
	int i = kn_municipality_index(p->app->kn, istat);
	return i < 0 ? istat : p->app->kn->municipalities[i].name;
}

static struct str end_text(struct page *p, struct date to)
{
	return to.days == DATE_MAX.days ? page_text(p, MSG_REG_NO_END)
					: page_day(p, to);
}

/* ---- CSV */

static void csv_people(struct page *p, int64_t n, int64_t least)
{
	if (n > 0 && n < least)
		csv_cell(p, page_url(p, "<%" PRId64, least));
	else if (n < 0)
		csv_cell(p, STR(""));
	else
		csv_cell_int(p, n);
}

static void csv_row(struct page *p, const struct register_page *ask,
		    const struct register_row *r, int64_t least)
{
	csv_cell(p, r->name);
	csv_cell(p, r->code);
	csv_cell(p, town_text(p, r->municipality));
	if (ask->kind == REGISTER_DOCTOR)
		csv_cell(p, r->manager);
	csv_cell_date(p, r->valid.from);
	if (r->valid.to.days == DATE_MAX.days)
		csv_cell(p, STR(""));
	else
		csv_cell_date(p, r->valid.to);
	if (ask->kind == REGISTER_MANAGER)
		csv_cell_int(p, r->members);
	if (ask->kind == REGISTER_DOCTOR && reads_people(p))
		csv_people(p, r->people, least);
	csv_cell(p, r->source);
	csv_row_end(p);
}

static enum rc save(struct page *p, const struct table *t,
		    const struct register_page *ask,
		    const struct register_view *v, struct err *err)
{
	struct str all;
	int64_t least = 0;
	enum rc rc = reads_people(p)
			     ? app_population_small_cell(p->app, &least, err)
			     : OK;
	if (rc)
		return rc;
	table_csv(p, t, tabs[ask->kind].file);
	for (size_t i = 0; i < v->n; i++)
		csv_row(p, ask, &v->list[i], least);
	table_csv_end(p, (int64_t)v->n, v->total);
	return buf_finish(p->out, &all, err);
}

/* ---- rows */

static void fill_people(struct page *p, const struct register_row *r,
			struct page_registers_rows *o)
{
	const struct str pairs[] = {STR("name"), r->name};
	if (r->people < 0) {
		o->people = STR("-");
		return;
	}
	o->people = page_int(p, r->people);
	if (!r->people)
		return;
	o->people_link = page_url(p, "/agenzia?medico=%" PRId64, r->id);
	o->people_about = page_fill(p, MSG_REG_SEE_PEOPLE, pairs, 1);
}

static void fill_row(struct page *p, const struct register_page *ask,
		     const struct register_row *r,
		     struct page_registers_rows *o)
{
	bool doctor = ask->kind == REGISTER_DOCTOR;
	*o = (struct page_registers_rows){.name = r->name,
					  .code = r->code,
					  .type = type_text(p, r->type),
					  .town = town_text(p, r->municipality),
					  .by_manager = doctor,
					  .manager = r->manager,
					  .no_manager =
						  doctor && !r->manager.len,
					  .from = page_day(p, r->valid.from),
					  .to = end_text(p, r->valid.to),
					  .source = r->source};
	if (ask->kind == REGISTER_MANAGER)
		o->members = page_int(p, r->members);
	if (doctor && reads_people(p))
		fill_people(p, r, o);
	if (r->valid.to.days < ask->day.days)
		o->gone = page_text(p, MSG_REG_LEFT);
	if (r->valid.from.days > ask->day.days)
		o->soon = page_text(p, MSG_REG_COMING);
	if (r->recorded_us) {
		const struct str pairs[] = {
			STR("date"), page_day(p, date_in_rome(r->recorded_us))};
		o->recorded = page_fill(p, MSG_REG_RECORDED, pairs, 1);
	}
}

/* ---- filters */

struct option { /* all lists of a select have one shape */
	struct str value, text;
	bool now;
};
static_assert(sizeof(struct option) == sizeof(struct page_registers_towns),
	      "options are options");

static void fill_places(struct page *p, const struct register_view *w,
			struct str now, struct page_registers *v)
{
	const struct knowledge *kn = p->app->kn;
	struct option *towns =
		arena_calloc(p->a, kn->n_municipalities + 1, sizeof(*towns));
	struct option *provinces =
		arena_calloc(p->a, kn->n_places + 1, sizeof(*provinces));
	struct str last = STR("");
	for (size_t i = 0; towns && provinces && i < kn->n_municipalities;
	     i++) {
		const struct kn_municipality *m = &kn->municipalities[i];
		struct str code = str_sub(m->istat, 0, 3);
		if (w->ats.len && !str_eq(m->ats, w->ats))
			continue;
		if (!str_eq(code, last) && v->n_provinces < kn->n_places)
			provinces[v->n_provinces++] = (struct option){
				code, m->province, str_eq(code, now)};
		last = code;
		/* all those of a region are too many to choose from */
		if (w->ats.len || (now.len && str_starts(now, code)))
			towns[v->n_towns++] = (struct option){
				m->istat, m->name, str_eq(m->istat, now)};
	}
	for (size_t i = 0; i < v->n_provinces; i++)
		for (size_t j = 0; j < kn->n_places; j++)
			if (str_is(kn->places[j].type, "province") &&
			    str_eq(kn->places[j].code, provinces[i].text))
				provinces[i].text = kn->places[j].name;
	v->towns = (void *)towns;
	v->provinces = (void *)provinces;
}

static void fill_ats(struct page *p, const struct register_view *w,
		     struct page_registers *v)
{
	const struct knowledge *kn = p->app->kn;
	v->some_ats = w->all_ats;
	v->atses = arena_calloc(p->a, kn->n_places + 1, sizeof(*v->atses));
	for (size_t i = 0; v->atses && i < kn->n_places; i++) {
		if (!str_is(kn->places[i].type, "ats"))
			continue;
		struct page_registers_atses *o = &v->atses[v->n_atses++];
		o->value = kn->places[i].code;
		o->text = kn->places[i].name;
		o->now = str_eq(o->value, w->ats);
	}
}

static void fill_types(struct page *p, const struct register_page *ask,
		       struct page_registers *v)
{
	v->types = arena_calloc(p->a, countof(types), sizeof(*v->types));
	for (size_t i = 0; v->types && i < countof(types); i++) {
		if (types[i].kind != ask->kind)
			continue;
		struct page_registers_types *o = &v->types[v->n_types++];
		o->value = str_from(types[i].code);
		o->text = page_text(p, types[i].name);
		o->now = str_eq(o->value, ask->type);
	}
}

/* What the form of the filters does not ask itself. */
static void fill_kept(struct page *p, struct page_registers *v)
{
	static const char *const names[] = {"tab", "q", "ordine", "righe"};
	v->keep = arena_calloc(p->a, countof(names), sizeof(*v->keep));
	for (size_t i = 0; v->keep && i < countof(names); i++) {
		struct str value = param(&p->query, names[i]);
		if (!value.len)
			continue;
		v->keep[v->n_keep].name = str_from(names[i]);
		v->keep[v->n_keep++].value = value;
	}
}

/* ---- the page */

/* The same agency and day in another register. */
static void fill_tabs(struct page *p, const struct register_page *ask,
		      const struct register_view *w, struct page_registers *v)
{
	char day[11];
	v->tabs = arena_calloc(p->a, N_REGISTER, sizeof(*v->tabs));
	for (int i = 0; v->tabs && i < N_REGISTER; i++) {
		struct page_registers_tabs *o = &v->tabs[v->n_tabs++];
		bool other_day = !date_is_none(ask->day) &&
				 ask->day.days != p->app->today.days;
		o->text = page_text(p, tabs[i].name);
		o->count = w->count[i];
		o->now = i == (int)ask->kind;
		o->link = page_url(
			p, STR_FMT "?tab=%s%s" STR_FMT "%s" STR_FMT "%s",
			STR_ARG(p->path), tabs[i].word,
			ask->ats.len && w->all_ats ? "&ats=" : "",
			STR_ARG(w->all_ats ? ask->ats : STR("")),
			other_day ? "&giorno=" : "",
			STR_ARG(other_day ? date_text(ask->day, day) : STR("")),
			ask->ever ? "&tutte=1" : "");
	}
}

static struct str lead(struct page *p, const struct register_view *w)
{
	const struct knowledge *kn = p->app->kn;
	struct str name = w->ats;
	if (p->session.who.role == ROLE_COOPERATIVE)
		return page_text(p, MSG_REG_OWN);
	if (w->all_ats || !w->ats.len)
		return page_text(p, MSG_REG_LEAD);
	for (size_t i = 0; i < kn->n_places; i++)
		if (str_is(kn->places[i].type, "ats") &&
		    str_eq(kn->places[i].code, w->ats))
			name = kn->places[i].name;
	const struct str pairs[] = {STR("name"), name};
	return page_url(p, STR_FMT " " STR_FMT,
			STR_ARG(page_text(p, MSG_REG_LEAD)),
			STR_ARG(page_fill(p, MSG_REG_OF, pairs, 1)));
}

static bool filtered(const struct page *p, const struct register_page *ask,
		     const struct register_view *w)
{
	return ask->q.len || ask->type.len || ask->place.len || ask->ever ||
	       (w->all_ats && ask->ats.len) ||
	       ask->day.days != p->app->today.days;
}

static void fill_none(struct page *p, const struct register_page *ask,
		      const struct register_view *w, struct page_registers *v)
{
	const struct str pairs[] = {STR("date"), page_date(p, ask->day)};
	v->some = w->total > 0;
	v->none_fits = !w->total && w->count[ask->kind] > 0;
	if (w->total || v->none_fits)
		return;
	v->none = page_fill(p, MSG_REG_NONE, pairs, 1);
	if (reads_people(p))
		v->import = page_url(p, "/lavori/nuovo?tipo=%s",
				     ask->kind == REGISTER_PROVIDER
					     ? "book.agendas"
					     : "people.import");
}

static void fill(struct page *p, const struct register_page *ask,
		 const struct register_view *w, const struct table *t,
		 struct page_registers *v)
{
	char day[11];
	const struct str run[] = {STR("date"), page_date(p, w->run_of)};
	v->lead = lead(p, w);
	v->about = page_text(p, tabs[ask->kind].about);
	v->path = p->path;
	v->day = arena_str(p->a, date_text(ask->day, day));
	v->ever = ask->ever;
	if (filtered(p, ask, w))
		v->clear = page_url(p, STR_FMT "?tab=%s", STR_ARG(p->path),
				    tabs[ask->kind].word);
	if (w->run_id && ask->kind == REGISTER_DOCTOR)
		v->people_of = page_fill(p, MSG_REG_PEOPLE_OF, run, 1);
	fill_tabs(p, ask, w, v);
	fill_kept(p, v);
	fill_ats(p, w, v);
	fill_places(p, w, ask->place, v);
	fill_types(p, ask, v);
	fill_none(p, ask, w, v);
	v->search = table_search(p, t);
	v->head = table_head(p, t);
	v->pager = table_pager(p, t);
	v->rows = arena_calloc(p->a, w->n + 1, sizeof(*v->rows));
	for (size_t i = 0; v->rows && i < w->n; i++)
		fill_row(p, ask, &w->list[i], &v->rows[v->n_rows++]);
}

enum rc on_registers(struct page *p, struct err *err)
{
	struct table t;
	struct register_view w;
	struct page_registers v = {0};
	enum register_kind kind = tab_asked(p);
	const struct column *columns = tabs[kind].columns;
	size_t n = tabs[kind].n_column;
	if (kind == REGISTER_DOCTOR && !reads_people(p)) {
		columns = member_columns;
		n = countof(member_columns);
	}
	table_asked(p, columns, n, "nome", &t);
	struct register_page ask = asked(p, &t);
	enum rc rc = app_register(p->app, &ask, p->a, &w, err);
	if (rc)
		return rc;
	if (t.csv)
		return save(p, &t, &ask, &w, err);
	if (table_beyond(&t, w.n))
		return table_first(p, err);
	t.total = w.total;
	fill(p, &ask, &w, &t, &v);
	page_begin(p, &(struct frame){.title = MSG_REG_TITLE, .wide = true});
	page_registers(p->out, p->lang, &v);
	return page_end(p, err);
}

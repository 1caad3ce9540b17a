/* The frame of every page: head, navigation, what was just done, the person's
 * header, what is wrong with the form. */
#include "web/page/foot.html.h"
#include "web/page/head.html.h"
#include "web/page/problems.html.h"
#include "web/person_header.h"
#include "web/static.h"
#include "web/web_int.h"

struct link {
	unsigned who;
	const char *path;
	enum msg text;
};
/* The first one that fits a role is its home. */
static const struct link links[] = {
	{A(DOCTOR) | A(STAFF), "/medico", MSG_WEB_NAV_DOCTOR},
	{A(OPERATOR), "/centro", MSG_WEB_NAV_CENTRE},
	{A(DOCTOR) | A(STAFF) | A(OPERATOR), "/allarmi", MSG_MIS_NAV_ALARMS},
	{A(PROVIDER) | A(OPERATOR), "/erogatore", MSG_WEB_NAV_PROVIDER},
	{A(CITIZEN), "/io", MSG_WEB_NAV_CITIZEN},
	{A(CITIZEN), "/io/piano", MSG_WEB_NAV_CITIZEN_PLAN},
	{A(CITIZEN), "/io/appuntamenti", MSG_WEB_NAV_CITIZEN_BOOK},
	{A(CITIZEN), "/io/misure", MSG_MIS_MINE_NAV},
	{A(CITIZEN), "/io/accessi", MSG_WEB_NAV_CITIZEN_LOOKS},
	{A(CITIZEN), "/io/dati", MSG_WEB_NAV_CITIZEN_DATA},
	{A(AGENCY) | A(REGION), "/agenzia", MSG_WEB_NAV_AGENCY},
	{A(AGENCY) | A(REGION), "/agenzia/indicatori", MSG_WEB_NAV_INDICATORS},
	{A(AGENCY) | A(REGION), "/agenzia/inviti", MSG_WEB_NAV_INVITATIONS},
	{A(AGENCY) | A(REGION), "/agenzia/registri", MSG_WEB_NAV_REGISTERS},
	{A(AGENCY) | A(REGION), "/agenzia/liquidazioni", MSG_WEB_NAV_SETTLE},
	{A(COOPERATIVE), "/cooperativa", MSG_WEB_NAV_COOPERATIVE},
	{A(COOPERATIVE), "/cooperativa/registri", MSG_WEB_NAV_REGISTERS},
	{A(AGENCY) | A(REGION) | A(COOPERATIVE), "/lavori", MSG_WEB_NAV_JOBS},
	{A(ADMIN), "/utenti", MSG_WEB_NAV_USERS},
	{A(SPECIALIST), "/esami", MSG_TEL_NAV_QUEUE},
	{A(DOCTOR) | A(STAFF) | A(OPERATOR), "/esami", MSG_TEL_NAV_EXAMS},
	{A(DOCTOR) | A(STAFF) | A(OPERATOR) | A(SPECIALIST), "/televisite",
	 MSG_VIS_NAV},
	{A(CITIZEN), "/io/esami", MSG_TEL_NAV_MINE},
	{A(CITIZEN), "/io/televisite", MSG_VIS_NAV_MINE},
	{A(SPECIALIST) | A(PHARMACIST), "/cerca", MSG_WEB_NAV_SEARCH},
	{A(PHARMACIST), "/esami", MSG_TEL_NAV_EXAMS},
	{TELECARE, "/telemedicina", MSG_TSV_NAV},
	{A(DOCTOR), "/deleghe", MSG_WEB_NAV_DELEGATIONS},
	{A(DOCTOR) | A(ADMIN), "/avvisi", MSG_WEB_NAV_ALERTS},
};

static bool exists(const char *path)
{
	for (size_t i = 0; i < n_route; i++)
		if (!strcmp(routes[i].pattern, path))
			return true;
	return false;
}

static bool open_session(const struct page *p)
{
	return p->session.who.user_id && p->session.stage == STAGE_OPEN;
}

/* Pages that are of a link although their address does not say so, or says it
 * of one that has others below it. */
static const struct {
	const char *path, *link;
} belongs[] = {
	{"/agenzia/elenco", "/agenzia"},
	{"/cooperativa/liquidazioni", "/cooperativa"},
	{"/io/aiuto", "/io/dati"},
	{"/io/consensi", "/io/dati"},
	{"/io/uscita", "/io/dati"},
};

/* Is the path of this place, or below it? */
static bool within(struct str path, const char *place)
{
	struct str l = str_from(place);
	return str_starts(path, l) &&
	       (path.len == l.len || path.ptr[l.len] == '/');
}

static bool above_others(const char *path, unsigned role)
{
	for (size_t i = 0; i < countof(links); i++)
		if (links[i].who & role && strcmp(links[i].path, path) != 0 &&
		    within(str_from(links[i].path), path))
			return true;
	return false;
}

struct str web_nav(enum role role, struct str path)
{
	const char *best = "";
	for (size_t i = 0; i < countof(belongs); i++)
		if (within(path, belongs[i].path))
			path = str_from(belongs[i].link);
	for (size_t i = 0; i < countof(links); i++) {
		const char *l = links[i].path;
		if (links[i].who & 1u << role && within(path, l) &&
		    strlen(l) > strlen(best) &&
		    (str_is(path, l) || !above_others(l, 1u << role)))
			best = l;
	}
	return str_from(best);
}

static void fill_links(struct page *p, struct page_head *v)
{
	struct str now = web_nav(p->session.who.role, p->path);
	if (!open_session(p) ||
	    !(v->links = arena_calloc(p->a, countof(links), sizeof(*v->links))))
		return;
	for (size_t i = 0; i < countof(links); i++) {
		if (!(links[i].who & 1u << p->session.who.role) ||
		    !exists(links[i].path))
			continue;
		v->links[v->n_links].path = str_from(links[i].path);
		v->links[v->n_links].text = page_text(p, links[i].text);
		v->links[v->n_links++].now = str_is(now, links[i].path);
	}
}

struct str web_home(enum role role)
{
	for (size_t i = 0; i < countof(links); i++)
		if (links[i].who & 1u << role && exists(links[i].path))
			return str_from(links[i].path);
	return STR("/conto");
}

static enum msg role_text(enum role role)
{
	static const enum msg text[N_ROLE] = {
		[ROLE_SYSTEM] = MSG_WEB_ROLE_SYSTEM,
		[ROLE_ADMIN] = MSG_WEB_ROLE_ADMIN,
		[ROLE_DOCTOR] = MSG_WEB_ROLE_DOCTOR,
		[ROLE_STAFF] = MSG_WEB_ROLE_STAFF,
		[ROLE_OPERATOR] = MSG_WEB_ROLE_OPERATOR,
		[ROLE_SPECIALIST] = MSG_WEB_ROLE_SPECIALIST,
		[ROLE_PROVIDER] = MSG_WEB_ROLE_PROVIDER,
		[ROLE_PHARMACIST] = MSG_WEB_ROLE_PHARMACIST,
		[ROLE_CITIZEN] = MSG_WEB_ROLE_CITIZEN,
		[ROLE_COOPERATIVE] = MSG_WEB_ROLE_COOPERATIVE,
		[ROLE_AGENCY] = MSG_WEB_ROLE_AGENCY,
		[ROLE_REGION] = MSG_WEB_ROLE_REGION,
		[ROLE_NOBODY] = MSG_WEB_ROLE_NOBODY,
	};
	return text[role];
}

struct str page_role(struct page *p, enum role role)
{
	return page_text(p, role_text(role));
}

static struct html problems(struct page *p)
{
	struct page_problems v = {0};
	struct buf b;
	if (!p->n_problem)
		return (struct html){STR("")};
	v.items = arena_calloc(p->a, p->n_problem, sizeof(*v.items));
	for (size_t i = 0; v.items && i < p->n_problem; i++) {
		const struct field_problem *f = &p->problem[i];
		v.items[i].link = page_url(p, "#%s", f->field);
		v.items[i].label = page_text(p, f->label);
		v.items[i].text = page_text(p, f->msg);
		v.n_items = i + 1;
	}
	buf_init(&b, 65536);
	page_problems(&b, p->lang, &v);
	return (struct html){page_kept(p, &b)};
}

void page_begin(struct page *p, const struct frame *f)
{
	bool clinical = open_session(p) && (CLINICAL)&1u << p->session.who.role;
	struct page_head v = {
		.title = f->heading.len ? f->heading : page_text(p, f->title),
		.css = static_url(STATIC_CSS),
		.script = static_url(STATIC_SCRIPT),
		.icon = static_url(STATIC_ICON),
		.print = f->print,
		.screen = !f->print,
		.wide = f->wide,
		.search = clinical,
		.home = STR("/"),
		.other = page_text(p, MSG_WEB_OTHER_LANGUAGE),
		.other_code = page_text(p, MSG_WEB_OTHER_CODE),
		.other_link =
			page_url(p, "/lingua?l=" STR_FMT "&da=" STR_FMT,
				 STR_ARG(page_text(p, MSG_WEB_OTHER_CODE)),
				 STR_ARG(p->path)),
		.signed_on = open_session(p),
		.user = p->session.display_name,
		.role = page_role(p, p->session.who.role),
		.csrf = page_csrf(p),
		.today =
			open_session(p) ? page_date(p, p->app->today) : STR(""),
		.said = flash_take(p),
		.problems = p->refused.markup.len ? p->refused : problems(p),
	};
	if (p->session.n_role > 1)
		v.change_role = STR("/accesso/ruolo");
	if (f->person_id)
		v.person = person_header_html(p, f->person_id);
	if (p->n_problem && p->x->reply.status == 200)
		p->x->reply.status = 422;
	fill_links(p, &v);
	http_header(&p->x->reply, STR("Content-Type"),
		    STR("text/html; charset=utf-8"));
	http_header(&p->x->reply, STR("Cache-Control"), STR("no-store"));
	page_head(p->out, p->lang, &v);
}

enum rc page_end(struct page *p, struct err *err)
{
	struct str all;
	page_foot(p->out, p->lang, NULL);
	return buf_finish(p->out, &all, err);
}

void page_file(struct page *p, const char *type)
{
	buf_reset(p->out);
	http_header(&p->x->reply, STR("Content-Type"), str_from(type));
	http_header(&p->x->reply, STR("Cache-Control"), STR("no-store"));
}

void page_download(struct page *p, const char *type, const char *file_name)
{
	page_file(p, type);
	http_header(&p->x->reply, STR("Content-Disposition"),
		    page_url(p, "attachment; filename=\"%s\"", file_name));
}

struct str page_back(struct str s)
{
	if (!s.len || s.ptr[0] != '/' || s.len > 1000 ||
	    (s.len > 1 && (s.ptr[1] == '/' || s.ptr[1] == '\\')))
		return STR("/");
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.ptr[i] <= 0x20 ||
		    (unsigned char)s.ptr[i] >= 0x7f)
			return STR("/");
	return s;
}

#include "app/invitation.h"

#include "app/bind.h"
#include "app/enrolment_int.h"
#include "app/scope.h"
#include "text/text.h"

#define ASST_MOST 256

struct asst { /* suitable on the day */
	int64_t id;
	char ats[16];
};
struct reading {
	struct app *app;
	const struct invitation_filter *f;
	struct candidates all;
	struct manager_counts managers;
	struct asst asst[ASST_MOST];
	size_t n_asst;
};

static enum rc read_assts(struct reading *r, struct err *err)
{
	struct stmt *q = NULL;
	bool row;
	enum rc rc = db_prepare(r->app->db, SQL_INVITATION_ASSTS, &q, err);
	if (rc)
		return rc;
	bind_date(q, "on_date", r->app->today);
	while (!(rc = stmt_step(q, &row, err)) && row) {
		struct str ats = col_str(q, 1);
		if (r->n_asst == ASST_MOST || ats.len >= sizeof(r->asst->ats)) {
			rc = err_set(err, E_LIMIT, "more than %d ASST",
				     ASST_MOST);
			break;
		}
		struct asst *x = &r->asst[r->n_asst++];
		*x = (struct asst){.id = col_int(q, 0)};
		memcpy(x->ats, ats.ptr, ats.len);
	}
	stmt_close(q);
	return rc;
}

static const struct asst *asst_of(const struct reading *r, struct str ats)
{
	for (size_t i = 0; i < r->n_asst; i++)
		if (str_is(ats, r->asst[i].ats))
			return &r->asst[i];
	return NULL;
}

/* The person as they would come in by a way, whatever way their doctor is of.
 */
static struct candidate by_way(const struct reading *r,
			       const struct candidate *c, enum way way)
{
	const struct period always = {date_of(1900, 1, 1), DATE_MAX};
	struct candidate x = *c;
	x.f.way = way;
	if (way == WAY_ASST) {
		const struct asst *s = asst_of(r, c->f.ats);
		x.org_id = s ? s->id : 0;
		x.f.adherence = (struct adherence){.doctor = always,
						   .member = always,
						   .manager = s ? always
								: PERIOD_NEVER};
	} else if (way != c->f.way) {
		x.f.adherence.member = PERIOD_NEVER;
	}
	return x;
}

static enum rc make(struct reading *r, const struct candidate *c,
		    struct invitation *out, struct err *err)
{
	*out = (struct invitation){.person_id = c->person_id,
				   .pseudonym = c->pseudonym,
				   .gp_code = c->gp_code,
				   .manager = c->manager,
				   .ats = c->f.ats,
				   .main_condition = c->main_condition,
				   .level = c->f.level,
				   .charlson = c->charlson,
				   .mcs = c->mcs,
				   .invited = c->live_id &&
					      c->live_state == ENROL_INVITED,
				   .best = N_WAY};
	for (int w = 0; w < N_WAY; w++) {
		struct candidate x = by_way(r, c, (enum way)w);
		enum rc rc =
			enrol_hold_counted(r->app, &x, r->app->today,
					   &r->managers, &out->way[w], err);
		if (rc)
			return rc;
		if (!out->way[w] && out->best == N_WAY)
			out->best = (enum way)w;
	}
	out->why = enrol_why_msg(
		c, out->way[c->f.way < N_WAY ? c->f.way : WAY_MANAGER]);
	return OK;
}

static bool asked(const struct invitation_filter *f, const struct invitation *x)
{
	if (x->best == N_WAY ? !f->held || x->way[WAY_MANAGER] == HOLD_ENROLLED
			     : f->held)
		return false;
	if (f->way != N_WAY && x->best != f->way)
		return false;
	return !f->q.len || str_starts(x->pseudonym, f->q) ||
	       str_starts(x->gp_code, f->q);
}

static void count(struct invitations *l, const struct invitation *x)
{
	if (x->best == N_WAY)
		l->n_hold[x->way[WAY_MANAGER]]++;
	else
		l->n_way[x->best]++;
}

static enum rc fill(struct reading *r, struct invitations *l, struct err *err)
{
	const struct invitation_filter *f = r->f;
	for (size_t i = 0; i < r->all.n; i++) {
		const struct candidate *c = &r->all.list[i];
		struct invitation x;
		if (c->f.level < f->level_from || c->f.level > f->level_to ||
		    (l->ats.len && !str_eq(l->ats, c->f.ats)))
			continue;
		enum rc rc = make(r, c, &x, err);
		if (rc)
			return rc;
		count(l, &x);
		if (!asked(f, &x))
			continue;
		if (l->total++ >= f->offset && (!f->limit || l->n < f->limit))
			l->rows[l->n++] = x;
	}
	return OK;
}

/* When the registry was last brought in, and how old it may be. */
static enum rc read_registry(struct app *app, struct invitations *l,
			     struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = rules_int(&app->rules, "list.registry_days", l->ats,
			       app->today, &l->registry_days, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_INVITATION_REGISTRY, &q, err);
	if (rc)
		return rc;
	rc = stmt_one(q, err);
	l->registry = DATE_NONE;
	if (!rc && !col_null(q, 0))
		l->registry = col_date(q, 0);
	stmt_close(q);
	l->stale = date_is_none(l->registry) ||
		   app->today.days - l->registry.days > l->registry_days;
	return rc;
}

static enum rc leave_look(struct app *app, const struct invitations *l,
			  struct err *err)
{
	char detail[96];
	snprintf(detail, sizeof(detail),
		 "{\"ats\":\"" STR_FMT "\",\"rows\":%zu}", STR_ARG(l->ats),
		 l->n);
	return audit_look(app,
			  &(struct audit_event){.action = "enrol.invitations",
						.entity = "enrolment",
						.detail = str_from(detail)},
			  err);
}

static enum rc read_all(struct reading *r, struct arena *a,
			struct invitations *l, struct err *err)
{
	struct scope mine;
	enum rc rc = app_scope(r->app, a, &mine, err);
	if (rc)
		return rc;
	l->all_ats = !mine.ats.len;
	l->ats = l->all_ats ? r->f->ats : mine.ats;
	rc = read_registry(r->app, l, err);
	if (!rc)
		rc = read_assts(r, err);
	if (!rc)
		rc = enrol_candidates(r->app, 0, r->app->today, a, &r->all,
				      err);
	if (!rc)
		rc = enrol_manager_counts(r->app, r->app->today, &r->managers,
					  err);
	return rc;
}

enum rc app_invitations(struct app *app, const struct invitation_filter *f,
			struct arena *a, struct invitations *out,
			struct err *err)
{
	struct invitations l = {.n = 0};
	struct reading *r = calloc(1, sizeof(*r));
	if (!r)
		return err_set(err, E_NOMEM, "no memory for a list");
	r->app = app;
	r->f = f;
	enum rc rc = app_require(app, MAY_READ_POPULATION, 0, err);
	if (!rc)
		rc = read_all(r, a, &l, err);
	l.has_strata = r->all.strata.run_id != 0;
	l.as_of = r->all.strata.as_of;
	size_t most = f->limit && f->limit < r->all.n ? f->limit : r->all.n;
	l.rows = rc ? NULL : arena_array(a, struct invitation, most + 1);
	if (!rc && !l.rows)
		rc = arena_fail(a, err);
	if (!rc)
		rc = fill(r, &l, err);
	if (!rc)
		rc = leave_look(app, &l, err);
	if (!rc)
		*out = l;
	free(r->managers.list);
	free(r->all.list);
	free(r);
	return rc;
}

enum rc app_invitations_may_leave(const struct invitations *l, struct err *err)
{
	char day[11];
	if (!l->stale)
		return OK;
	if (date_is_none(l->registry))
		return err_msg(err, E_STATE, MSG_INV_NO_REGISTRY,
			       "no registry was imported: prossima people "
			       "import reads one");
	return err_msg(err, E_STATE, MSG_INV_STALE,
		       "the registry is of " STR_FMT ", more than %" PRId64
		       " days ago: who died or moved since would get a "
		       "letter; prossima people import reads a newer one",
		       STR_ARG(date_text(l->registry, day)), l->registry_days);
}

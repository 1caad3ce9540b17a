#include "app/bind.h"
#include "app/invitation_int.h"
#include "app/scope.h"
#include "text/text.h"

static struct str doctor_code(const struct judged *j,
			      const struct invite_kind *k)
{
	return j->doctors.list[k->facts.doctor].gp_code;
}

static bool asked(const struct judged *j, const struct invitation_filter *f,
		  const struct invite_person *x)
{
	const struct invite_kind *k = &j->kinds[x->kind];
	if (k->best == N_WAY ? !f->held || k->way[WAY_MANAGER] == HOLD_ENROLLED
			     : f->held)
		return false;
	if (f->way != N_WAY && k->best != f->way)
		return false;
	return !f->q.len || str_starts(invite_pseudonym(x), f->q) ||
	       str_starts(doctor_code(j, k), f->q);
}

static void count(struct invitations *l, const struct invite_kind *k)
{
	if (k->best == N_WAY)
		l->n_hold[k->way[WAY_MANAGER]]++;
	else
		l->n_way[k->best]++;
}

/* Copied: what is kept may be gone when the row is shown. */
static struct invitation shown(const struct judged *j,
			       const struct invite_person *x, struct arena *a)
{
	const struct invite_kind *k = &j->kinds[x->kind];
	const struct invite_doctor *d = &j->doctors.list[k->facts.doctor];
	struct invitation y = {
		.person_id = x->person_id,
		.pseudonym = arena_str(a, invite_pseudonym(x)),
		.gp_code = arena_str(a, d->gp_code),
		.manager = arena_str(a, d->manager),
		.ats = arena_str(a, map_key(&j->ats, k->facts.ats)),
		.main_condition =
			arena_str(a, map_key(&j->conditions, x->condition)),
		.level = x->level,
		.charlson = x->charlson,
		.mcs = x->mcs,
		.invited = x->invited,
		.best = k->best,
		.why = k->why};
	memcpy(y.way, k->way, sizeof(y.way));
	return y;
}

static bool is_short(const struct invitation *x)
{
	return !x->pseudonym.ptr || !x->gp_code.ptr || !x->manager.ptr ||
	       !x->ats.ptr || !x->main_condition.ptr;
}

static bool of_scope(const struct judged *j, const struct invitation_filter *f,
		     const struct invitations *l, const struct invite_person *x)
{
	const uint32_t ats = j->kinds[x->kind].facts.ats;
	return x->level >= f->level_from && x->level <= f->level_to &&
	       (!l->ats.len || str_eq(l->ats, map_key(&j->ats, ats)));
}

static enum rc fill(const struct judged *j, const struct invitation_filter *f,
		    struct arena *a, struct invitations *l, struct err *err)
{
	size_t most = f->limit && f->limit < j->n ? f->limit : j->n;
	l->rows = arena_array(a, struct invitation, most + 1);
	if (!l->rows)
		return arena_fail(a, err);
	for (size_t i = 0; i < j->n; i++) {
		const struct invite_person *x = &j->list[i];
		if (!of_scope(j, f, l, x))
			continue;
		count(l, &j->kinds[x->kind]);
		if (!asked(j, f, x))
			continue;
		if (l->total++ < f->offset || l->n == most)
			continue;
		l->rows[l->n] = shown(j, x, a);
		if (is_short(&l->rows[l->n++]))
			return arena_fail(a, err);
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

static enum rc read_scope(struct app *app, const struct invitation_filter *f,
			  struct arena *a, struct invitations *l,
			  struct err *err)
{
	struct scope mine;
	enum rc rc = app_scope(app, a, &mine, err);
	if (rc)
		return rc;
	l->all_ats = !mine.ats.len;
	l->ats = l->all_ats ? f->ats : mine.ats;
	return read_registry(app, l, err);
}

static enum rc may_leave(const struct invitations *l, struct err *err)
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

enum rc app_invitations(struct app *app, const struct invitation_filter *f,
			struct arena *a, struct invitations *out,
			struct err *err)
{
	struct invitations l = {.n = 0};
	struct judged *all = NULL;
	enum rc rc = app_require(app, MAY_READ_POPULATION, 0, err);
	if (!rc)
		rc = read_scope(app, f, a, &l, err);
	if (!rc && f->leaves)
		rc = may_leave(&l, err);
	if (!rc)
		rc = judged_of(app, f->leaves, &all, err);
	if (!rc) {
		l.has_strata = all->strata.run_id != 0;
		l.as_of = all->strata.as_of;
		rc = fill(all, f, a, &l, err);
	}
	judged_drop(app, all);
	if (!rc)
		rc = leave_look(app, &l, err);
	if (!rc)
		*out = l;
	return rc;
}

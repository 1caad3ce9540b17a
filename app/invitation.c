#include "app/bind.h"
#include "app/invitation_int.h"
#include "app/scope.h"
#include "text/text.h"

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

/* What is kept may be gone when the row is shown. */
static struct invitation own(const struct invitation *x, struct arena *a)
{
	struct invitation y = *x;
	y.pseudonym = arena_str(a, x->pseudonym);
	y.gp_code = arena_str(a, x->gp_code);
	y.manager = arena_str(a, x->manager);
	y.ats = arena_str(a, x->ats);
	y.main_condition = arena_str(a, x->main_condition);
	return y;
}

static bool is_short(const struct invitation *x)
{
	return !x->pseudonym.ptr || !x->gp_code.ptr || !x->manager.ptr ||
	       !x->ats.ptr || !x->main_condition.ptr;
}

static enum rc fill(const struct judged *j, const struct invitation_filter *f,
		    struct arena *a, struct invitations *l, struct err *err)
{
	size_t most = f->limit && f->limit < j->n ? f->limit : j->n;
	l->rows = arena_array(a, struct invitation, most + 1);
	if (!l->rows)
		return arena_fail(a, err);
	for (size_t i = 0; i < j->n; i++) {
		const struct invitation *x = &j->list[i];
		if (x->level < f->level_from || x->level > f->level_to ||
		    (l->ats.len && !str_eq(l->ats, x->ats)))
			continue;
		count(l, x);
		if (!asked(f, x))
			continue;
		if (l->total++ < f->offset || l->n == most)
			continue;
		l->rows[l->n] = own(x, a);
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

enum rc app_invitations(struct app *app, const struct invitation_filter *f,
			struct arena *a, struct invitations *out,
			struct err *err)
{
	struct invitations l = {.n = 0};
	struct judged *all = NULL;
	enum rc rc = app_require(app, MAY_READ_POPULATION, 0, err);
	if (!rc)
		rc = read_scope(app, f, a, &l, err);
	if (!rc)
		rc = judged_of(app, !f->kept, &all, err);
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

/* Many people at once: those who are gone, pacts that expire, a campaign. */
#include "app/enrolment_int.h"

#include "base/progress.h"

#define PEOPLE_PER_TRANSACTION 500
#define MAX_GONE               10000000u
#define CAMPAIGN_BYTES         ((size_t)2 << 30) /* texts of a region */

/* ---- people who are gone ---- */

struct gone {
	int64_t person_id;
	bool died;
};
struct gone_list {
	struct gone *list; /* malloc */
	size_t n, cap;
};

static enum rc read_gone(struct app *app, struct gone_list *out,
			 struct err *err)
{
	struct stmt *q = NULL;
	bool row = true;
	enum rc rc = db_prepare(app->db, SQL_ENROL_GONE, &q, err);
	if (rc)
		return rc;
	bind_date(q, "on_date", app->today);
	while (!rc && !(rc = stmt_step(q, &row, err)) && row) {
		rc = array_grow(&out->list, &out->cap, out->n + 1,
				sizeof(*out->list), MAX_GONE, err);
		if (!rc)
			out->list[out->n++] =
				(struct gone){col_int(q, 0), !col_null(q, 1)};
	}
	stmt_close(q);
	return rc;
}

static enum rc stop_messages(struct app *app, int64_t person_id,
			     struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_ENROL_OUTBOX_STOP, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", person_id);
	return stmt_finish(q, NULL, err);
}

static enum rc end_gone(struct app *app, const struct gone *g, struct err *err)
{
	struct enrol_work w;
	enrol_work_init(&w, app, g->person_id, app->today);
	enum rc rc = enrol_load(&w, err);
	if (!rc && w.live.id)
		rc = enrol_end_live(&w, g->died ? END_DEATH : END_MOVE,
				    STR("told by the registry"), err);
	if (!rc && g->died)
		rc = stop_messages(app, g->person_id, err);
	enrol_work_release(&w);
	return rc;
}

static enum rc end_some(struct app *app, const struct gone *g, size_t n,
			struct err *err)
{
	enum rc rc = db_begin(app->db, err);
	for (size_t i = 0; !rc && i < n; i++)
		rc = end_gone(app, &g[i], err);
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	return rc;
}

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

enum rc app_enrol_stop_gone(struct app *app, int64_t *n_ended, struct err *err)
{
	struct gone_list g = {0};
	enum rc rc = app_require(app, MAY_RUN_BATCH, 0, err);
	if (!rc)
		rc = read_gone(app, &g, err);
	for (size_t i = 0; !rc && i < g.n; i += PEOPLE_PER_TRANSACTION)
		rc = end_some(app, g.list + i,
			      smaller(g.n - i, PEOPLE_PER_TRANSACTION), err);
	if (!rc)
		*n_ended = (int64_t)g.n;
	free(g.list);
	return rc;
}

/* ---- pacts that expire ---- */

static enum rc show_expired(struct app *app, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_PACT_EXPIRED_SHOWN, &q, err);
	if (rc)
		return rc;
	bind_date(q, "on_date", app->today);
	return stmt_finish(q, NULL, err);
}

static enum rc expire(struct app *app, int64_t *n, struct err *err)
{
	struct stmt *q = NULL;
	char detail[64];
	enum rc rc = db_prepare(app->db, SQL_PACT_EXPIRE, &q, err);
	if (rc)
		return rc;
	bind_date(q, "on_date", app->today);
	bind_int(q, "now", app->now_us);
	rc = stmt_finish(q, n, err);
	if (!rc && *n)
		rc = show_expired(app, err);
	if (rc || !*n)
		return rc;
	int len =
		snprintf(detail, sizeof(detail), "{\"pacts\":%" PRId64 "}", *n);
	struct audit_event e = {.action = "pact.expire",
				.entity = "pact",
				.detail = {detail, (size_t)len}};
	return audit_write(app, &e, err);
}

enum rc app_pact_expire(struct app *app, int64_t *n, struct err *err)
{
	int64_t expired = 0;
	enum rc rc = app_require(app, MAY_RUN_BATCH, 0, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = expire(app, &expired, err);
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	else
		*n = expired;
	return rc;
}

/* ---- campaign ---- */

struct pick {
	struct candidate *who;
	struct date on;
	size_t order; /* in the list by need */
};
struct picks {
	struct pick *list; /* malloc */
	size_t n, cap;
	struct manager_counts managers;
};

static int by_day(const void *a, const void *b)
{
	const struct pick *x = a, *y = b;
	if (x->on.days != y->on.days)
		return x->on.days < y->on.days ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

static enum rc add_pick(struct picks *p, struct candidate *c, struct date on,
			size_t order, struct err *err)
{
	enum rc rc = array_grow(&p->list, &p->cap, p->n + 1, sizeof(*p->list),
				UINT32_MAX, err);
	if (!rc)
		p->list[p->n++] = (struct pick){c, on, order};
	return rc;
}

/* One more at the manager; an invited person holds a place already. */
static enum rc take_place(struct picks *p, const struct candidate *c,
			  struct err *err)
{
	struct manager_count *m = enrol_manager_count(&p->managers, c->org_id);
	if (!m)
		return err_set(err, E_NOMEM, "no memory for managers");
	m->n += !(c->live_id && c->live_state == ENROL_INVITED);
	return OK;
}

/* Who is of the campaign, and when. A person held back on that day is counted
 * by reason; one place at the manager is taken by each pick. */
static enum rc pick_people(struct app *app, const struct enrol_batch *b,
			   struct candidates *all, struct picks *p,
			   struct enrol_batch_result *out, struct err *err)
{
	enum rc rc = OK;
	for (size_t i = 0; !rc && i < all->n; i++) {
		struct candidate *c = &all->list[i];
		enum enrol_hold hold;
		struct date on = b->campaign.from;
		bool picked = campaign_picks(&b->campaign, c->pseudonym, &on);
		c->gap = adherence_on(&c->f.adherence, on);
		rc = enrol_hold_counted(app, c, on, &p->managers, &hold, err);
		if (rc)
			break;
		out->n_hold[hold]++;
		out->n_eligible += hold == HOLD_NONE;
		if (hold || !picked)
			continue;
		rc = add_pick(p, c, on, i, err);
		if (!rc)
			rc = take_place(p, c, err);
	}
	return rc;
}

static enum rc campaign_audit(struct enrol_work *w, struct err *err)
{
	w->quiet = false;
	return enrol_audit(w, "campaign", err);
}

/* Does the campaign leave the rest to others? */
static bool stops(enum enrol_state until)
{
	return until == ENROL_INVITED || until == ENROL_CHOSEN;
}

static enum rc enrol_part(struct enrol_work *w, enum enrol_state until,
			  struct str why, struct err *err)
{
	enum rc rc = OK;
	if (until == ENROL_CHOSEN)
		rc = enrol_go(w, ENROL_CHOSEN, STR(""), why, err);
	if (!rc && until == ENROL_CHOSEN)
		rc = enrol_pact_to_sign(w, err);
	return rc ? rc : campaign_audit(w, err);
}

/* Invited, chosen, signed and active, on paper, on one day. */
static enum rc enrol_one(struct enrol_work *w, const struct pick *p,
			 enum enrol_state until, struct str why,
			 struct err *err)
{
	struct enrol_new n = {
		.who = p->who, .state = ENROL_ELIGIBLE, .why = why};
	enum rc rc =
		p->who->live_id ? enrol_load(w, err) : enrol_create(w, &n, err);
	if (!rc && w->live.state == ENROL_ELIGIBLE)
		rc = enrol_go(w, ENROL_INVITED, STR(""), why, err);
	if (!rc && stops(until))
		return enrol_part(w, until, why, err);
	if (!rc)
		rc = enrol_go(w, ENROL_CHOSEN, STR(""), why, err);
	if (!rc)
		rc = enrol_pact_on_paper(w, err);
	if (!rc)
		rc = enrol_go(w, ENROL_PACT_SIGNED, STR(""), why, err);
	if (!rc)
		rc = enrol_go(w, ENROL_ACTIVE, STR(""), why, err);
	return rc ? rc : campaign_audit(w, err);
}

static enum rc enrol_some(struct app *app, const struct pick *p, size_t n,
			  enum enrol_state until, struct str why,
			  struct err *err)
{
	enum rc rc = db_begin(app->db, err);
	for (size_t i = 0; !rc && i < n; i++) {
		struct enrol_work w;
		enrol_work_init(&w, app, p[i].who->person_id, p[i].on);
		w.quiet = true;
		rc = enrol_one(&w, &p[i], until, why, err);
		enrol_work_release(&w);
	}
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	return rc;
}

static int64_t n_days(const struct picks *p)
{
	int64_t n = 0;
	for (size_t i = 0; i < p->n; i++)
		n += i == 0 || p->list[i].on.days != p->list[i - 1].on.days;
	return n;
}

static enum rc run_campaign(struct app *app, struct picks *p,
			    enum enrol_state until, struct str why,
			    struct enrol_batch_result *out, struct err *err)
{
	struct progress bar;
	enum rc rc = OK;
	if (p->n)
		qsort(p->list, p->n, sizeof(*p->list), by_day);
	out->n_day = n_days(p);
	progress_start(&bar, "enrol", "people");
	for (size_t i = 0; !rc && i < p->n; i += PEOPLE_PER_TRANSACTION) {
		size_t n = smaller(p->n - i, PEOPLE_PER_TRANSACTION);
		rc = enrol_some(app, p->list + i, n, until, why, err);
		out->n_enrolled += (int64_t)n;
		progress_show(&bar, i + n, i + n, p->n);
	}
	progress_end(&bar);
	out->n_pact = stops(until) ? 0 : out->n_enrolled;
	return rc;
}

static enum rc check_campaign(const struct enrol_batch *b, struct err *err)
{
	const struct campaign *c = &b->campaign;
	if (b->until && b->until != ENROL_INVITED && b->until != ENROL_CHOSEN &&
	    b->until != ENROL_ACTIVE)
		return err_set(err, E_RANGE,
			       "a campaign goes until invited, chosen or "
			       "active");
	if (c->to.days < c->from.days || c->to.days - c->from.days > 366)
		return err_set(err, E_RANGE,
			       "a campaign goes from a day to a later one, at "
			       "most a year on");
	for (struct date d = c->from; d.days <= c->to.days; d = date_add(d, 1))
		if (is_working_day(d))
			return OK;
	return err_set(err, E_RANGE,
		       "there is no working day between the two dates");
}

static enum rc campaign(struct app *app, const struct enrol_batch *b,
			int64_t doctor, struct arena *a,
			struct enrol_batch_result *out, struct err *err)
{
	struct candidates all = {0};
	struct picks p = {0};
	struct str why =
		arena_printf(a, "campaign \"" STR_FMT "\"%s", STR_ARG(b->name),
			     stops(b->until) ? "" : ", on paper");
	enum rc rc =
		enrol_candidates(app, doctor, b->campaign.from, a, &all, err);
	if (!rc && !all.strata.run_id)
		rc = err_set(err, E_STATE,
			     "no stratification is in force on that day: "
			     "prossima strata load comes first");
	if (!rc)
		rc = enrol_manager_counts(app, b->campaign.from, &p.managers,
					  err);
	if (!rc)
		rc = pick_people(app, b, &all, &p, out, err);
	if (!rc)
		rc = run_campaign(app, &p, b->until, why, out, err);
	free(p.managers.list);
	free(p.list);
	free(all.list);
	return rc;
}

enum rc app_enrol_batch(struct app *app, const struct enrol_batch *b,
			struct enrol_batch_result *out, struct err *err)
{
	struct arena a;
	struct enrol_batch_result r = {0};
	int64_t doctor = 0;
	enum rc rc = app_require(app, MAY_RUN_BATCH, 0, err);
	if (!rc)
		rc = app_require(app, MAY_ENROL, 0, err);
	if (!rc)
		rc = check_campaign(b, err);
	if (!rc)
		rc = enrol_doctor_id(app, b->gp_code, &doctor, err);
	if (rc)
		return rc;
	arena_init(&a, CAMPAIGN_BYTES);
	rc = campaign(app, b, doctor, &a, &r, err);
	arena_release(&a);
	if (!rc)
		*out = r;
	return rc;
}

#include "app/cooperative.h"

#include "app/bind.h"
#include "text/text.h"

#define KEPT_MOST    8
#define MEMBERS_MOST 20000u

struct cooperative_kept {
	struct {
		struct cooperative c;
		struct arena arena;
		struct date on;
		int64_t read_us;
		bool full;
	} at[KEPT_MOST];
	size_t next; /* to be given up, when another is asked for */
};

void cooperative_forget(struct app *app)
{
	struct cooperative_kept *k = app->cooperatives;
	for (size_t i = 0; k && i < KEPT_MOST; i++)
		if (k->at[i].full)
			arena_release(&k->at[i].arena);
	free(k);
	app->cooperatives = NULL;
}

/* ---- reading */

static enum rc read_head(struct app *app, struct arena *a,
			 struct cooperative *c, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_COOPERATIVE_ORGANISATION, &q, err);
	if (rc)
		return rc;
	bind_int(q, "organisation_id", app->who.org_id);
	rc = stmt_one(q, err);
	if (!rc) {
		c->org_id = col_int(q, 0);
		c->code = col_text(q, 1, a);
		c->name = col_text(q, 2, a);
	}
	stmt_close(q);
	return rc;
}

static enum rc read_members(struct app *app, struct arena *a,
			    struct cooperative *c, struct err *err)
{
	struct stmt *q = NULL;
	struct cooperative_doctor *list = NULL;
	size_t cap = 0;
	bool row;
	enum rc rc = db_prepare(app->db, SQL_COOPERATIVE_MEMBERS, &q, err);
	if (rc)
		return rc;
	bind_int(q, "organisation_id", c->org_id);
	bind_date(q, "on_date", app->today);
	while (!(rc = stmt_step(q, &row, err)) && row) {
		rc = array_grow(&list, &cap, c->n_doctor + 1, sizeof(*list),
				MEMBERS_MOST, err);
		if (rc)
			break;
		list[c->n_doctor++] = (struct cooperative_doctor){
			.id = col_int(q, 0),
			.gp_code = col_text(q, 1, a),
			.last_name = col_text(q, 2, a),
			.first_name = col_text(q, 3, a),
			.since = col_date(q, 4)};
	}
	c->doctors = arena_array(a, struct cooperative_doctor, c->n_doctor + 1);
	if (!rc && !c->doctors)
		rc = arena_fail(a, err);
	else if (!rc && c->n_doctor)
		memcpy(c->doctors, list, c->n_doctor * sizeof(*list));
	free(list);
	stmt_close(q);
	return rc;
}

static struct cooperative_doctor *doctor_of(const struct cooperative *c,
					    int64_t id)
{
	size_t from = 0, to = c->n_doctor;
	while (from < to) {
		size_t mid = from + (to - from) / 2;
		if (c->doctors[mid].id < id)
			from = mid + 1;
		else
			to = mid;
	}
	return from < c->n_doctor && c->doctors[from].id == id
		       ? &c->doctors[from]
		       : NULL;
}

/* What a statement counts: its columns after the doctor. The number of people
 * with any plan stands in COOP_NO_PLAN until all is read. */
struct source {
	enum sql id;
	size_t n;
	enum cooperative_count count[5];
};

static void take_counts(const struct stmt *q, const struct source *s,
			struct cooperative *c)
{
	struct cooperative_doctor *d = doctor_of(c, col_int(q, 0));
	for (size_t i = 0; i < s->n; i++) {
		int64_t n = col_int(q, (int)i + 1);
		c->all[s->count[i]] += n;
		if (d)
			d->n[s->count[i]] += n;
	}
}

static enum rc read_counts(struct app *app, const struct source *s,
			   int64_t run_id, struct cooperative *c,
			   struct err *err)
{
	struct stmt *q = NULL;
	int64_t days = 0;
	bool row;
	enum rc rc = rules_int(&app->rules, "renewal.open_days_before_expiry",
			       STR(""), app->today, &days, err);
	if (!rc)
		rc = db_prepare(app->db, s->id, &q, err);
	if (rc)
		return rc;
	bind_int(q, "organisation_id", c->org_id);
	if (s->id != SQL_COOPERATIVE_ENROLLED)
		bind_date(q, "on_date", app->today);
	if (s->id == SQL_COOPERATIVE_PLANS)
		bind_date(q, "renew_last", date_add(app->today, (int)days));
	if (s->id == SQL_COOPERATIVE_BOOKED)
		bind_int(q, "run_id", run_id);
	while (!(rc = stmt_step(q, &row, err)) && row)
		take_counts(q, s, c);
	stmt_close(q);
	return rc;
}

static enum rc read_measure(struct app *app, struct cooperative *c,
			    int64_t *run_id, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_COOPERATIVE_MEASURE, &q, err);
	if (rc)
		return rc;
	rc = stmt_one(q, err);
	if (!rc) {
		*run_id = col_int(q, 0);
		c->measured = col_date(q, 1);
	}
	stmt_close(q);
	return rc == E_NOT_FOUND ? OK : rc;
}

static void turn_into_missing(int64_t n[N_COOP_COUNT])
{
	int64_t with_plan = n[COOP_NO_PLAN];
	n[COOP_NO_PLAN] =
		n[COOP_ENROLLED] > with_plan ? n[COOP_ENROLLED] - with_plan : 0;
}

static enum rc read_all(struct app *app, struct arena *a, struct cooperative *c,
			struct err *err)
{
	static const struct source sources[] = {
		{SQL_COOPERATIVE_PATIENTS, 1, {COOP_PATIENTS}},
		{SQL_COOPERATIVE_ENROLLED, 1, {COOP_ENROLLED}},
		{SQL_COOPERATIVE_PLANS,
		 5,
		 {COOP_NO_PLAN, COOP_DRAFTS, COOP_IN_FORCE, COOP_RENEW,
		  COOP_EXPIRED}},
		{SQL_COOPERATIVE_BOOKED, 2, {COOP_BOOKED, COOP_PLANNED}},
	};
	int64_t run_id = 0;
	*c = (struct cooperative){.measured = DATE_NONE};
	enum rc rc = read_head(app, a, c, err);
	if (!rc)
		rc = read_members(app, a, c, err);
	if (!rc)
		rc = read_measure(app, c, &run_id, err);
	for (size_t i = 0; !rc && i < countof(sources); i++)
		rc = read_counts(app, &sources[i], run_id, c, err);
	for (size_t i = 0; i < c->n_doctor && !rc; i++)
		turn_into_missing(c->doctors[i].n);
	turn_into_missing(c->all);
	return rc;
}

/* ---- kept */

/* The place where the actor's cooperative is, or may be put. */
static size_t place_of(struct app *app, struct cooperative_kept *k)
{
	for (size_t i = 0; i < KEPT_MOST; i++)
		if (k->at[i].full && k->at[i].c.org_id == app->who.org_id)
			return i;
	k->next = (k->next + 1) % KEPT_MOST;
	return k->next;
}

static enum rc kept(struct app *app, const struct cooperative **out,
		    struct err *err)
{
	if (!app->cooperatives)
		app->cooperatives = calloc(1, sizeof(*app->cooperatives));
	struct cooperative_kept *k = app->cooperatives;
	if (!k)
		return err_set(err, E_NOMEM, "no memory for a cooperative");
	size_t i = place_of(app, k);
	bool good = k->at[i].full && k->at[i].c.org_id == app->who.org_id &&
		    k->at[i].on.days == app->today.days &&
		    app->now_us >= k->at[i].read_us &&
		    app->now_us - k->at[i].read_us < COOPERATIVE_KEEP_US;
	*out = &k->at[i].c;
	if (good)
		return OK;
	if (k->at[i].full)
		arena_release(&k->at[i].arena);
	arena_init(&k->at[i].arena, 16u << 20);
	enum rc rc = read_all(app, &k->at[i].arena, &k->at[i].c, err);
	k->at[i].full = !rc;
	k->at[i].read_us = app->now_us;
	k->at[i].on = app->today;
	if (rc)
		arena_release(&k->at[i].arena);
	return rc;
}

static enum rc of_a_cooperative(struct app *app, struct err *err)
{
	enum rc rc = app_require(app, MAY_READ_LISTS, 0, err);
	if (rc)
		return rc;
	if (app->who.role != ROLE_COOPERATIVE)
		return err_set(err, E_DENIED,
			       "role %s has no cooperative: cooperative may "
			       "look",
			       role_name[app->who.role]);
	return app->who.org_id
		       ? OK
		       : err_msg(err, E_DENIED, MSG_JOB_NO_MANAGER,
				 "user %" PRId64 " has the role cooperative, "
				 "but of no organisation",
				 app->who.user_id);
}

enum rc app_cooperative(struct app *app, struct arena *a,
			struct cooperative *out, struct err *err)
{
	const struct cooperative *c = NULL;
	enum rc rc = of_a_cooperative(app, err);
	if (!rc)
		rc = kept(app, &c, err);
	if (!rc)
		rc = audit_look(
			app,
			&(struct audit_event){.action = "cooperative.read",
					      .entity = "organisation",
					      .entity_id = app->who.org_id,
					      .detail = STR("{}")},
			err);
	if (rc)
		return rc;
	*out = *c; /* texts stay with the connection for the request */
	out->doctors =
		arena_array(a, struct cooperative_doctor, c->n_doctor + 1);
	if (!out->doctors)
		return arena_fail(a, err);
	if (c->n_doctor)
		memcpy(out->doctors, c->doctors,
		       c->n_doctor * sizeof(*c->doctors));
	return OK;
}

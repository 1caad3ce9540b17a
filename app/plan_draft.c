/* Drafting: one person, or all. */
#include "app/plan_desk_int.h"

struct origin { /* the version a draft starts from */
	int64_t open_id, last_id;
	struct date last_to;
	enum plan_state last_state;
	struct str kind; /* of the open draft */
	struct date open_from;
	int open_version;
	int64_t open_previous, open_care_plan;
};

static enum rc read_origin(struct plan_desk *d, int64_t person_id,
			   struct origin *o, struct err *err)
{
	struct app *app = d->app;
	struct plan_view v;
	*o = (struct origin){.last_to = DATE_NONE, .open_from = DATE_NONE};
	enum rc rc = plan_find_id(app, SQL_PLAN_OPEN, "person_id", person_id,
				  &o->open_id, err);
	if (!rc)
		rc = plan_find_id(app, SQL_PLAN_LAST_SIGNED, "person_id",
				  person_id, &o->last_id, err);
	if (!rc && o->last_id) {
		rc = version_head(app, o->last_id, &d->a, &v, err);
		if (!rc) {
			o->last_to = v.draft.to;
			o->last_state = v.state;
		}
	}
	if (!rc && o->open_id) {
		rc = version_head(app, o->open_id, &d->a, &v, err);
		if (!rc) {
			o->kind = v.kind;
			o->open_from = v.draft.from;
			o->open_version = v.version;
			o->open_previous = v.previous_id;
			o->open_care_plan = v.care_plan_id;
		}
	}
	return rc;
}

/* New, renewal or update, and from when. */
static enum rc set_kind(struct plan_desk *d, const struct origin *o,
			struct plan_case *c, struct plan_head *h,
			struct err *err)
{
	struct app *app = d->app;
	int64_t open_days = 0;
	c->in.start = app->today;
	h->kind = STR("new");
	if (!o->last_id)
		return OK;
	h->previous_id = o->last_id;
	enum rc rc = rules_int(&app->rules, "renewal.open_days_before_expiry",
			       c->in.ats, app->today, &open_days, err);
	if (rc)
		return rc;
	int left = o->last_to.days - app->today.days;
	h->kind = left <= open_days ? STR("renewal") : STR("update");
	if (left <= open_days && left >= 0)
		c->in.start = date_add(o->last_to, 1);
	return OK;
}

static enum rc care_plan_id(struct plan_desk *d, const struct plan_case *c,
			    int64_t *id, struct err *err)
{
	struct app *app = d->app;
	struct stmt *q = NULL;
	enum rc rc = plan_find_id(app, SQL_CARE_PLAN_OF, "enrolment_id",
				  c->enrolment_id, id, err);
	if (rc || *id)
		return rc;
	if ((rc = db_prepare(app->db, SQL_CARE_PLAN_INSERT, &q, err)))
		return rc;
	*id = app_id(app);
	bind_int(q, "id", *id);
	bind_int(q, "person_id", c->person_id);
	bind_int(q, "enrolment_id", c->enrolment_id);
	bind_int(q, "now_us", app->now_us);
	return stmt_finish(q, NULL, err);
}

static enum rc new_head(struct plan_desk *d, const struct origin *o,
			struct plan_case *c, struct plan_head *h,
			struct err *err)
{
	int64_t number = 0;
	enum rc rc = set_kind(d, o, c, h, err);
	if (!rc)
		rc = care_plan_id(d, c, &h->care_plan_id, err);
	if (!rc)
		rc = plan_find_id(d->app, SQL_PLAN_NEXT_NUMBER, "care_plan_id",
				  h->care_plan_id, &number, err);
	h->id = app_id(d->app);
	h->version = (int)number;
	return rc;
}

/* The open draft keeps its number and its first day, unless that is past. */
static void old_head(const struct plan_desk *d, const struct origin *o,
		     struct plan_case *c, struct plan_head *h)
{
	*h = (struct plan_head){.id = o->open_id,
				.care_plan_id = o->open_care_plan,
				.previous_id = o->open_previous,
				.version = o->open_version,
				.kind = o->kind,
				.again = true};
	c->in.start = o->open_from.days > d->app->today.days ? o->open_from
							     : d->app->today;
}

static void count(const struct plan_draft *x, const struct plan_head *h,
		  struct plan_drafted *out)
{
	*out = (struct plan_drafted){.version_id = h->id,
				     .version = h->version,
				     .kind = h->kind,
				     .again = h->again,
				     .from = x->from,
				     .to = x->to,
				     .n_finding = (int)x->n_findings,
				     .n_draws = x->n_draws};
	for (size_t i = 0; i < x->n_lines; i++)
		if (x->lines[i].out == OUT_NO)
			out->n_service++;
		else
			out->n_left_out++;
}

static enum rc copy_choices(struct plan_desk *d, const struct plan_head *h,
			    struct err *err)
{
	struct stmt *q = NULL;
	if (h->again || !h->previous_id)
		return OK;
	enum rc rc = db_prepare(d->app->db, SQL_PLAN_CHOICE_COPY, &q, err);
	if (rc)
		return rc;
	bind_int(q, "version_id", h->id);
	bind_int(q, "previous_id", h->previous_id);
	return stmt_finish(q, NULL, err);
}

static enum rc record(struct plan_desk *d, const struct plan_case *c,
		      const struct plan_head *h, struct err *err)
{
	enum rc rc = plan_event(d->app, h->id, h->again ? "draft" : "",
				PLAN_DRAFT, h->kind, err);
	return rc ? rc
		  : plan_audit(d->app, "plan.draft", h->id, c->person_id, err);
}

enum rc draft_one(struct plan_desk *d, int64_t person_id,
		  struct plan_drafted *out, struct err *err)
{
	struct plan_case c;
	struct plan_head h = {0};
	struct origin o;
	struct plan_draft x;
	arena_reset(&d->a);
	enum rc rc = case_load(d, person_id, &c, err);
	if (!rc)
		rc = read_origin(d, person_id, &o, err);
	if (rc)
		return rc;
	if (o.open_id)
		old_head(d, &o, &c, &h);
	else if ((rc = new_head(d, &o, &c, &h, err)))
		return rc;
	int64_t choices_of = h.again ? h.id : h.previous_id;
	if (choices_of)
		rc = case_choices(d, choices_of, &c.in, err);
	if (!rc)
		rc = plan_draft(d->e, &d->app->rules, &c.in, &d->a, &x, err);
	if (!rc)
		rc = version_write(d, &c, &h, &x, err);
	if (!rc)
		rc = copy_choices(d, &h, err);
	if (!rc)
		rc = record(d, &c, &h, err);
	if (!rc)
		count(&x, &h, out);
	return rc;
}

enum rc app_plan_draft(struct app *app, const struct plan_engine *e,
		       int64_t person_id, struct plan_drafted *out,
		       struct err *err)
{
	struct plan_desk d;
	desk_init(&d, app, e);
	enum rc rc = app_require(app, MAY_PREPARE_PLAN, person_id, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = draft_one(&d, person_id, out, err);
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	/* the kind may live in the arena: one of three words */
	if (!rc)
		out->kind = str_is(out->kind, "renewal")  ? STR("renewal")
			    : str_is(out->kind, "update") ? STR("update")
							  : STR("new");
	desk_release(&d);
	return rc;
}

/* ---- batches */

enum rc id_list_read(struct stmt *q, int n_col, struct id_list *out,
		     struct err *err)
{
	enum { MOST = 20000000 }; /* people of a region, twice */
	bool row = false;
	enum rc rc;
	assert(n_col >= 1 && n_col <= 3);
	while (!(rc = stmt_step(q, &row, err)) && row) {
		rc = array_grow(&out->id, &out->cap, 3 * (out->n + 1), 8, MOST,
				err);
		if (rc)
			return rc;
		for (int i = 0; i < n_col; i++)
			out->id[3 * out->n + (size_t)i] = col_int(q, i);
		out->n++;
	}
	return rc;
}

void id_list_release(struct id_list *l)
{
	free(l->id);
	*l = (struct id_list){0};
}

void batch_refused(struct plan_batch *b, const struct err *err)
{
	if (!b->n_refused++)
		snprintf(b->first_refusal, sizeof(b->first_refusal), "%.250s",
			 err->text);
}

enum { DRAFTS_AT_ONCE = 200 };

struct teller { /* who wants to know how far it is */
	plan_progress_fn *fn;
	void *ctx;
};

/* One transaction; a person for whom no plan can be made is counted. */
static enum rc draft_some(struct plan_desk *d, const struct id_list *l,
			  size_t from, size_t to, const struct teller *t,
			  struct plan_batch *b, struct err *err)
{
	enum rc rc = db_begin(d->app->db, err);
	for (size_t i = from; i < to && !rc; i++) {
		struct plan_drafted one;
		struct err why = {0};
		rc = draft_one(d, l->id[3 * i], &one, &why);
		if (rc == E_STATE || rc == E_RANGE) {
			batch_refused(b, &why);
			rc = OK;
		} else if (rc) {
			*err = why;
		} else {
			b->n_done++;
		}
		if (t->fn)
			t->fn(t->ctx, (int64_t)i + 1, (int64_t)l->n);
	}
	if (!rc)
		rc = db_commit(d->app->db, err);
	if (rc)
		db_rollback(d->app->db);
	return rc;
}

static enum rc draft_list(struct app *app, const struct plan_engine *e,
			  const struct id_list *l, plan_progress_fn *progress,
			  void *ctx, struct plan_batch *out, struct err *err)
{
	struct plan_desk d;
	const struct teller t = {progress, ctx};
	enum rc rc = OK;
	desk_init(&d, app, e);
	out->n_total = (int64_t)l->n;
	for (size_t i = 0; i < l->n && !rc; i += DRAFTS_AT_ONCE) {
		size_t to =
			i + DRAFTS_AT_ONCE < l->n ? i + DRAFTS_AT_ONCE : l->n;
		rc = draft_some(&d, l, i, to, &t, out, err);
	}
	desk_release(&d);
	return rc;
}

enum rc app_plan_draft_all(struct app *app, const struct plan_engine *e,
			   plan_progress_fn *progress, void *ctx,
			   struct plan_batch *out, struct err *err)
{
	struct id_list l = {0};
	struct stmt *q = NULL;
	*out = (struct plan_batch){0};
	enum rc rc = app_require(app, MAY_RUN_BATCH, 0, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_PLAN_TO_DRAFT, &q, err);
	if (!rc) {
		bind_id(q, "only_org", app->who.org_id);
		rc = id_list_read(q, 1, &l, err);
	}
	stmt_close(q);
	if (!rc)
		rc = draft_list(app, e, &l, progress, ctx, out, err);
	id_list_release(&l);
	return rc;
}

enum rc app_plan_renew_all(struct app *app, const struct plan_engine *e,
			   plan_progress_fn *progress, void *ctx,
			   struct plan_batch *out, struct err *err)
{
	struct id_list l = {0};
	struct stmt *q = NULL;
	int64_t days = 0;
	*out = (struct plan_batch){0};
	enum rc rc = app_require(app, MAY_RUN_BATCH, 0, err);
	if (!rc)
		rc = rules_int(&app->rules, "renewal.open_days_before_expiry",
			       (struct str){"", 0}, app->today, &days, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_PLAN_TO_RENEW, &q, err);
	if (!rc) {
		bind_date(q, "last", date_add(app->today, (int)days));
		bind_id(q, "only_org", app->who.org_id);
		rc = id_list_read(q, 1, &l, err);
	}
	stmt_close(q);
	if (!rc)
		rc = draft_list(app, e, &l, progress, ctx, out, err);
	id_list_release(&l);
	return rc;
}

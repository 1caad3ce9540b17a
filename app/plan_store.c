/* Versions to rows and back. */
#include "app/plan_desk_int.h"

enum rc plan_find_id(struct app *app, enum sql id, const char *param,
		     int64_t value, int64_t *out, struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db, id, &q, err);
	if (!rc) {
		bind_int(q, param, value);
		rc = stmt_step(q, &row, err);
	}
	if (!rc)
		*out = row ? col_int(q, 0) : 0;
	stmt_close(q);
	return rc;
}

enum rc plan_event(struct app *app, int64_t version_id, const char *from,
		   enum plan_state to, struct str reason, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_PLAN_EVENT_INSERT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", app_id(app));
	bind_int(q, "version_id", version_id);
	bind_str(q, "from_state", str_from(from));
	bind_str(q, "to_state", str_from(plan_state_name[to]));
	bind_int(q, "now_us", app->now_us);
	bind_int(q, "user_id", app->who.user_id);
	bind_str(q, "role", str_from(role_name[app->who.role]));
	bind_str(q, "reason", reason);
	return stmt_finish(q, NULL, err);
}

/* Who acted as which doctor stands in the detail. */
static struct audit_event event_of(const struct app *app, const char *action,
				   int64_t version_id, int64_t person_id,
				   char detail[64])
{
	snprintf(detail, 64, "{}");
	if (app->who.doctor_id)
		snprintf(detail, 64, "{\"doctor\":%" PRId64 "}",
			 app->who.doctor_id);
	return (struct audit_event){.action = action,
				    .entity = "plan_version",
				    .entity_id = version_id,
				    .person_id = person_id,
				    .detail = str_from(detail)};
}

enum rc plan_audit(struct app *app, const char *action, int64_t version_id,
		   int64_t person_id, struct err *err)
{
	char detail[64];
	struct audit_event e =
		event_of(app, action, version_id, person_id, detail);
	return audit_write(app, &e, err);
}

enum rc plan_look(struct app *app, const char *action, int64_t version_id,
		  int64_t person_id, struct err *err)
{
	char detail[64];
	struct audit_event e =
		event_of(app, action, version_id, person_id, detail);
	return audit_look(app, &e, err);
}

static struct str code_of(const struct plan_desk *d, int condition)
{
	return condition < 0 ? (struct str){"", 0}
			     : d->app->kn->conditions[condition].code;
}

/* Findings of the therapy that a doctor must not miss; work lists show how
 * many (0013_worklist). */
static int n_alert(const struct plan_draft *x)
{
	int n = 0;
	for (size_t i = 0; i < x->n_findings; i++)
		n += str_is(x->findings[i].severity, "major") ||
		     str_is(x->findings[i].severity, "contraindicated");
	return n;
}

static void bind_draft(struct stmt *q, const struct plan_desk *d,
		       const struct plan_case *c, const struct plan_head *h,
		       const struct plan_draft *x)
{
	bind_int(q, "id", h->id);
	bind_int(q, "doctor_id", c->doctor_id);
	bind_int(q, "run_id", c->run_id);
	bind_date(q, "valid_from", x->from);
	bind_date(q, "valid_to", x->to);
	bind_int(q, "level", x->level);
	bind_str(q, "primary_condition", code_of(d, x->primary));
	bind_int(q, "n_lab", x->n_lab);
	bind_int(q, "n_outpatient", x->n_outpatient);
	bind_int(q, "n_draws", x->n_draws);
	bind_int(q, "n_draws_least", x->n_draws_least);
	bind_int(q, "n_finding", (int64_t)x->n_findings);
	bind_int(q, "n_alert", n_alert(x));
}

static enum rc write_head(struct plan_desk *d, const struct plan_case *c,
			  struct plan_head *h, const struct plan_draft *x,
			  struct err *err)
{
	struct stmt *q = NULL;
	int64_t n = 0;
	enum rc rc = db_prepare(d->app->db,
				h->again ? SQL_PLAN_VERSION_REDRAFT
					 : SQL_PLAN_VERSION_INSERT,
				&q, err);
	if (rc)
		return rc;
	bind_draft(q, d, c, h, x);
	if (!h->again) {
		bind_int(q, "care_plan_id", h->care_plan_id);
		bind_int(q, "person_id", c->person_id);
		bind_int(q, "version", h->version);
		bind_str(q, "kind", h->kind);
		bind_id(q, "previous_id", h->previous_id);
		bind_int(q, "now_us", d->app->now_us);
		bind_int(q, "user_id", d->app->who.user_id);
	}
	rc = stmt_finish(q, h->again ? &n : NULL, err);
	if (!rc && h->again && !n)
		rc = err_set(
			err, E_CONFLICT,
			"the draft was signed in the meantime: look again");
	return rc;
}

static enum rc clear(struct plan_desk *d, enum sql id, int64_t version_id,
		     struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(d->app->db, id, &q, err);
	if (rc)
		return rc;
	bind_int(q, "version_id", version_id);
	return stmt_finish(q, NULL, err);
}

static enum rc write_condition(struct plan_desk *d, int64_t version_id,
			       int condition, bool primary, int position,
			       struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(d->app->db, SQL_PLAN_CONDITION_INSERT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "version_id", version_id);
	bind_str(q, "condition", code_of(d, condition));
	bind_int(q, "is_primary", primary);
	bind_int(q, "position", position);
	return stmt_finish(q, NULL, err);
}

static enum rc write_conditions(struct plan_desk *d, int64_t version_id,
				const struct plan_draft *x, struct err *err)
{
	enum rc rc = OK;
	if (x->primary >= 0)
		rc = write_condition(d, version_id, x->primary, true, 0, err);
	for (size_t i = 0; i < x->n_secondary && !rc; i++)
		rc = write_condition(d, version_id, x->secondary[i], false,
				     (int)i + 1, err);
	return rc;
}

struct line_row { /* one plan_line */
	const char *kind;
	struct str service, atc, text, reason, schedule;
	const struct plan_line *line;
	int position;
};

static enum rc write_row(struct plan_desk *d, int64_t version_id,
			 const struct line_row *r, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(d->app->db, SQL_PLAN_LINE_INSERT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", app_id(d->app));
	bind_int(q, "version_id", version_id);
	bind_int(q, "position", r->position);
	bind_str(q, "kind", str_from(r->kind));
	bind_opt(q, "service_code", r->service);
	bind_opt(q, "atc", r->atc);
	bind_str(q, "text", r->text);
	bind_str(q, "reason", r->reason);
	bind_str(q, "schedule", r->schedule);
	if (r->line) {
		char class = r->line->priority_class;
		bind_int(q, "times", r->line->times_e4);
		bind_int(q, "interval", r->line->interval_e4);
		bind_str(q, "priority_class", (struct str){&class, 1});
		if (r->line->out == OUT_NO)
			bind_date(q, "first_due", r->line->first_due);
		else
			bind_null(q, "first_due");
	} else {
		bind_null(q, "times");
		bind_null(q, "interval");
		bind_null(q, "priority_class");
		bind_null(q, "first_due");
	}
	return stmt_finish(q, NULL, err);
}

static void put_schedule(struct buf *b, const struct plan_draft *x, int line)
{
	for (size_t i = 0; i < x->n_activities; i++) {
		const struct plan_activity *v = &x->activities[i];
		if (v->line != line)
			continue;
		date_print(b, v->due);
		buf_char(b, '/');
		date_print(b, v->earliest);
		buf_char(b, '/');
		date_print(b, v->latest);
		buf_char(b, '/');
		buf_int(b, v->group);
		buf_char(b, ' ');
	}
}

static enum rc write_line(struct plan_desk *d, int64_t version_id,
			  const struct plan_draft *x, int i, int position,
			  struct err *err)
{
	const struct plan_line *l = &x->lines[i];
	struct json j;
	struct str all;
	buf_reset(&d->text);
	json_init(&j, &d->text);
	plan_line_reason(&j, d->app->kn, l);
	size_t cut = d->text.len;
	put_schedule(&d->text, x, i);
	enum rc rc = buf_finish(&d->text, &all, err);
	if (rc)
		return rc;
	struct line_row r = {.kind = l->out == OUT_NO ? "service" : "left_out",
			     .service = d->app->kn->services[l->service].code,
			     .reason = str_sub(all, 0, cut),
			     .schedule = str_sub(all, cut, all.len - cut),
			     .line = l,
			     .position = position};
	return write_row(d, version_id, &r, err);
}

static enum rc write_drug(struct plan_desk *d, int64_t version_id,
			  const struct plan_drug *g, int position,
			  struct err *err)
{
	struct json j;
	struct line_row r = {
		.kind = "drug", .atc = g->atc, .position = position};
	buf_reset(&d->text);
	json_init(&j, &d->text);
	json_object(&j);
	json_put_date(&j, "last", g->last);
	json_put_int(&j, "n", g->n);
	if (g->ddd_per_day_e4) {
		json_key(&j, "ddd_per_day");
		json_decimal(&j, g->ddd_per_day_e4, 4);
	}
	json_object_end(&j);
	enum rc rc = buf_finish(&d->text, &r.reason, err);
	return rc ? rc : write_row(d, version_id, &r, err);
}

static enum rc write_finding(struct plan_desk *d, int64_t version_id,
			     const struct plan_finding *f, int position,
			     struct err *err)
{
	struct json j;
	struct line_row r = {
		.kind = "finding", .text = f->what_it, .position = position};
	buf_reset(&d->text);
	json_init(&j, &d->text);
	plan_finding_reason(&j, f);
	enum rc rc = buf_finish(&d->text, &r.reason, err);
	return rc ? rc : write_row(d, version_id, &r, err);
}

/* Planned before left out; visits, tests, laboratory; by code. */
static bool before(const struct plan_desk *d, const struct plan_draft *x, int a,
		   int b)
{
	static const int order[] = {[KIND_LAB] = 3,
				    [KIND_VISIT] = 0,
				    [KIND_INSTRUMENTAL] = 1,
				    [KIND_IMAGING] = 1,
				    [KIND_OTHER] = 2};
	const struct plan_line *l = &x->lines[a], *m = &x->lines[b];
	const struct kn_service *s = &d->app->kn->services[l->service];
	const struct kn_service *t = &d->app->kn->services[m->service];
	if ((l->out == OUT_NO) != (m->out == OUT_NO))
		return l->out == OUT_NO;
	if (order[s->kind] != order[t->kind])
		return order[s->kind] < order[t->kind];
	return str_cmp(s->code, t->code) < 0;
}

static enum rc write_lines(struct plan_desk *d, int64_t version_id,
			   const struct plan_draft *x, struct err *err)
{
	int *order = arena_array(&d->a, int, x->n_lines + 1);
	int position = 0;
	enum rc rc = OK;
	if (!order)
		return arena_fail(&d->a, err);
	for (size_t i = 0; i < x->n_lines; i++) {
		size_t k = i;
		for (; k > 0 && before(d, x, (int)i, order[k - 1]); k--)
			order[k] = order[k - 1];
		order[k] = (int)i;
	}
	for (size_t i = 0; i < x->n_lines && !rc; i++)
		rc = write_line(d, version_id, x, order[i], position++, err);
	for (size_t i = 0; i < x->n_drugs && !rc; i++)
		rc = write_drug(d, version_id, &x->drugs[i], position++, err);
	for (size_t i = 0; i < x->n_findings && !rc; i++)
		rc = write_finding(d, version_id, &x->findings[i], position++,
				   err);
	return rc;
}

enum rc version_write(struct plan_desk *d, const struct plan_case *c,
		      struct plan_head *h, const struct plan_draft *draft,
		      struct err *err)
{
	enum rc rc = write_head(d, c, h, draft, err);
	if (!rc && h->again)
		rc = clear(d, SQL_PLAN_LINE_CLEAR, h->id, err);
	if (!rc && h->again)
		rc = clear(d, SQL_PLAN_CONDITION_CLEAR, h->id, err);
	if (!rc)
		rc = write_conditions(d, h->id, draft, err);
	return rc ? rc : write_lines(d, h->id, draft, err);
}

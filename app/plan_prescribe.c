/* Prescriptions (impegnative): the services of a plan in force, issued in lots
 * by the doctor of the person. */
#include "app/plan_desk_int.h"
#include "text/text.h"
#include "plan/prescribe.h"

struct lot {        /* what is to be issued for one version */
	int number; /* 0: the whole year */
	int n_lots, months, most;
	struct date issued_before; /* of this lot; DATE_NONE */
	struct plan_span span;
	struct plan_item *items;
	int64_t *activity; /* beside items */
	size_t n;
	int n_sheet;
};

static enum rc rule_within(struct app *app, const char *name, struct str ats,
			   int64_t most, int *out, struct err *err)
{
	int64_t v = 0;
	enum rc rc = rules_int(&app->rules, name, ats, app->today, &v, err);
	if (!rc && (v < 1 || v > most))
		rc = err_set(err, E_RANGE,
			     "rule %s is %" PRId64 ": it must be from 1 to "
			     "%" PRId64,
			     name, v, most);
	*out = (int)v;
	return rc;
}

static enum rc lot_rules(struct app *app, struct str ats, struct lot *l,
			 struct err *err)
{
	enum rc rc = rule_within(app, "prescription.lots_per_year", ats, 12,
				 &l->n_lots, err);
	if (!rc)
		rc = rule_within(app, "prescription.validity_months", ats, 60,
				 &l->months, err);
	if (!rc)
		rc = rule_within(app, "prescription.max_services", ats, 99,
				 &l->most, err);
	if (!rc && l->number > l->n_lots)
		rc = err_msg(err, E_STATE, MSG_RX_NO_LOT,
			     "there is no lot %d: the year is prescribed in %d",
			     l->number, l->n_lots);
	return rc;
}

/* Where the lot begins and ends depends on the first day of prescribing. */
static enum rc lot_span(struct app *app, int64_t version_id, struct lot *l,
			struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_PRESCRIPTION_BEFORE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "version_id", version_id);
	bind_int(q, "lot", l->number);
	rc = stmt_one(q, err);
	if (!rc) {
		struct date base = col_null(q, 0) ? app->today : col_date(q, 0);
		l->issued_before = col_null(q, 1) ? DATE_NONE : col_date(q, 1);
		l->span = plan_lot_span(l->number, l->n_lots, l->months, base);
	}
	stmt_close(q);
	return rc;
}

static struct plan_item item_of(const struct app *app, const struct stmt *q,
				struct arena *a)
{
	struct str code = col_text(q, 1, a);
	int s = kn_service_index(app->kn, code);
	return (struct plan_item){
		.branch = s < 0 ? (struct str){"", 0}
				: app->kn->services[s].branch_code,
		.service = code,
		.group = col_text(q, 5, a),
		.earliest = col_date(q, 2),
		.latest = col_date(q, 4)};
}

static enum rc read_open(struct app *app, int64_t version_id, struct lot *l,
			 struct arena *a, struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	l->items = arena_array(a, struct plan_item, PLAN_MAX_ACTIVITIES);
	l->activity = arena_array(a, int64_t, PLAN_MAX_ACTIVITIES);
	if (!l->items || !l->activity)
		return arena_fail(a, err);
	enum rc rc = db_prepare(app->db, SQL_PRESCRIPTION_OPEN, &q, err);
	if (!rc) {
		bind_int(q, "version_id", version_id);
		bind_date(q, "after", l->span.after);
		bind_date(q, "until", l->span.until);
	}
	while (!rc && l->n < PLAN_MAX_ACTIVITIES &&
	       !(rc = stmt_step(q, &row, err)) && row) {
		l->activity[l->n] = col_int(q, 0);
		l->items[l->n++] = item_of(app, q, a);
	}
	stmt_close(q);
	return rc;
}

static enum rc lot_load(struct app *app, const struct plan_view *v,
			struct lot *l, struct arena *a, struct err *err)
{
	enum rc rc = lot_rules(app, v->ats, l, err);
	if (!rc)
		rc = lot_span(app, v->id, l, err);
	if (!rc)
		rc = read_open(app, v->id, l, a, err);
	if (!rc)
		rc = plan_sheets(l->items, l->n, l->most, a, &l->n_sheet, err);
	return rc;
}

/* ---- writing */

static enum rc put_prescription(struct app *app, const struct plan_view *v,
				const struct lot *l, struct str branch,
				struct date valid_to, int64_t *id,
				struct err *err)
{
	struct stmt *q = NULL;
	char number[PLAN_NUMBER];
	enum rc rc = db_prepare(app->db, SQL_PRESCRIPTION_INSERT, &q, err);
	if (rc)
		return rc;
	*id = app_id(app);
	plan_number("RP", *id, number);
	bind_int(q, "id", *id);
	bind_int(q, "version_id", v->id);
	bind_int(q, "person_id", v->person_id);
	bind_int(q, "doctor_id", app->who.doctor_id);
	bind_int(q, "lot", l->number);
	bind_str(q, "number", str_from(number));
	bind_date(q, "issued_on", app->today);
	bind_date(q, "valid_to", valid_to);
	bind_str(q, "branch", branch);
	bind_int(q, "now_us", app->now_us);
	bind_int(q, "user_id", app->who.user_id);
	return stmt_finish(q, NULL, err);
}

static enum rc put_service(struct app *app, int64_t prescription_id,
			   int64_t activity_id, struct err *err)
{
	struct stmt *q = NULL;
	int64_t n = 0;
	enum rc rc = db_prepare(app->db, SQL_ACTIVITY_PRESCRIBE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", activity_id);
	bind_date(q, "on_date", app->today);
	rc = stmt_finish(q, &n, err);
	if (!rc && !n)
		rc = err_msg(err, E_CONFLICT, MSG_RX_TOGETHER,
			     "a service was prescribed or cancelled at this "
			     "moment by somebody else: look again");
	if (!rc)
		rc = db_prepare(app->db, SQL_PRESCRIPTION_ACTIVITY_INSERT, &q,
				err);
	if (rc)
		return rc;
	bind_int(q, "prescription_id", prescription_id);
	bind_int(q, "activity_id", activity_id);
	return stmt_finish(q, NULL, err);
}

static enum rc put_lot(struct app *app, const struct plan_view *v,
		       const struct lot *l, struct date valid_to,
		       struct arena *a, struct err *err)
{
	int64_t *id = arena_array(a, int64_t, (size_t)l->n_sheet);
	enum rc rc = id ? OK : arena_fail(a, err);
	for (size_t i = 0; i < l->n && !rc; i++) {
		int k = l->items[i].sheet;
		if (!id[k])
			rc = put_prescription(app, v, l, l->items[i].branch,
					      valid_to, &id[k], err);
		if (!rc)
			rc = put_service(app, id[k], l->activity[i], err);
	}
	return rc;
}

static enum rc tell(struct app *app, const struct plan_view *v,
		    const struct plan_prescribed *x, struct err *err)
{
	char json[160], day[11];
	snprintf(json, sizeof(json),
		 "{\"plan_version\":%" PRId64 ",\"lot\":%d,"
		 "\"prescriptions\":%d,\"services\":%d,\"valid_to\":\"" STR_FMT
		 "\"}",
		 v->id, x->lot, x->n_prescription, x->n_service,
		 STR_ARG(date_text(x->valid_to, day)));
	return outbox_put(app, "plan.prescribed", v->person_id, str_from(json),
			  err);
}

static enum rc audit_lot(struct app *app, const struct plan_view *v,
			 const struct plan_prescribed *x, struct err *err)
{
	char detail[160];
	snprintf(detail, sizeof(detail),
		 "{\"doctor\":%" PRId64 ",\"lot\":%d,\"prescriptions\":%d,"
		 "\"services\":%d}",
		 app->who.doctor_id, x->lot, x->n_prescription, x->n_service);
	return audit_write(app,
			   &(struct audit_event){.action = "plan.prescribe",
						 .entity = "plan_version",
						 .entity_id = v->id,
						 .person_id = v->person_id,
						 .detail = str_from(detail)},
			   err);
}

/* Nothing is left of the lot: why. */
static enum rc nothing_due(const struct lot *l, struct err *err)
{
	char day[11], lot[16] = "the year";
	if (l->number)
		snprintf(lot, sizeof(lot), "lot %d", l->number);
	if (!date_is_none(l->issued_before))
		return err_msg(err, E_STATE, MSG_RX_ALREADY,
			       "%s was issued already, on " STR_FMT
			       ": nothing of it is left to prescribe",
			       lot, STR_ARG(date_text(l->issued_before, day)));
	return err_msg(err, E_STATE, MSG_RX_NOT_DUE,
		       "nothing of %s is to be prescribed: no service is due "
		       "in it",
		       lot);
}

/* Inside the transaction of the caller. E_STATE before anything is written
 * when there is nothing to issue. */
static enum rc issue(struct app *app, int64_t version_id, int number,
		     bool look_only, struct arena *a,
		     struct plan_prescribed *out, struct err *err)
{
	struct plan_view v;
	struct lot l = {.number = number, .issued_before = DATE_NONE};
	enum rc rc = version_head(app, version_id, a, &v, err);
	if (!rc)
		rc = lot_load(app, &v, &l, a, err);
	if (!rc && !l.n)
		rc = nothing_due(&l, err);
	if (rc)
		return rc;
	*out = (struct plan_prescribed){
		.version_id = version_id,
		.lot = number,
		.n_prescription = l.n_sheet,
		.n_service = (int)l.n,
		.due_until = l.span.until,
		.valid_to = date_add_months(app->today, l.months)};
	if (look_only)
		return OK;
	rc = put_lot(app, &v, &l, out->valid_to, a, err);
	if (!rc)
		rc = plan_has_contact(app, v.person_id, &out->told, err);
	if (!rc && out->told)
		rc = tell(app, &v, out, err);
	return rc ? rc : audit_lot(app, &v, out, err);
}

/* ---- one person */

/* E_STATE says what there is instead of a plan in force. */
static enum rc not_in_force(struct app *app, int64_t person_id, struct err *err)
{
	struct arena a;
	struct plan_view v;
	int64_t id = 0;
	arena_init(&a, PLAN_ARENA_BYTES);
	enum rc rc = plan_find_id(app, SQL_PLAN_LATEST, "person_id", person_id,
				  &id, err);
	if (!rc && !id)
		rc = err_msg(err, E_STATE, MSG_RX_NO_PLAN,
			     "there is no plan to prescribe from: make one "
			     "with `prossima plan draft`");
	if (!rc)
		rc = version_head(app, id, &a, &v, err);
	if (!rc)
		rc = err_msg(err, E_STATE, MSG_RX_NOT_PUBLISHED,
			     "version %d of the plan is %s: only a published "
			     "plan whose year is not over is prescribed from%s",
			     v.version, plan_state_name[v.state],
			     v.state == PLAN_SIGNED
				     ? "; publish it with `prossima plan "
				       "publish`"
				     : "");
	arena_release(&a);
	return rc;
}

static enum rc to_prescribe(struct app *app, int64_t person_id, int64_t *id,
			    struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db, SQL_PRESCRIPTION_VERSION, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", person_id);
	bind_date(q, "on_date", app->today);
	rc = stmt_step(q, &row, err);
	*id = !rc && row ? col_int(q, 0) : 0;
	stmt_close(q);
	return rc || *id ? rc : not_in_force(app, person_id, err);
}

static enum rc one_person(struct app *app, int64_t person_id, int lot,
			  bool look_only, struct plan_prescribed *out,
			  struct err *err)
{
	struct arena a;
	int64_t id = 0;
	assert(lot >= 0);
	arena_init(&a, PLAN_ARENA_BYTES);
	enum rc rc =
		app_require(app, look_only ? MAY_PREPARE_PLAN : MAY_SIGN_PLAN,
			    person_id, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = to_prescribe(app, person_id, &id, err);
	if (!rc)
		rc = issue(app, id, lot, look_only, &a, out, err);
	if (!rc && look_only)
		rc = plan_audit(app, "plan.prescribe.look", id, person_id, err);
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	arena_release(&a);
	return rc;
}

enum rc app_plan_prescribe(struct app *app, int64_t person_id, int lot,
			   struct plan_prescribed *out, struct err *err)
{
	return one_person(app, person_id, lot, false, out, err);
}

enum rc app_plan_prescribe_look(struct app *app, int64_t person_id, int lot,
				struct plan_prescribed *out, struct err *err)
{
	return one_person(app, person_id, lot, true, out, err);
}

/* ---- batch */

enum { PRESCRIBED_AT_ONCE = 100 };

struct lot_batch {
	struct app *app;
	int lot;
	struct id_list list; /* version, person, doctor */
	struct arena a;
	struct plan_batch *b;
	int64_t n_prescription;
};

static enum rc issue_as(struct lot_batch *w, const int64_t row[3],
			struct err *err)
{
	struct plan_prescribed one = {0};
	arena_reset(&w->a);
	w->app->who.role = ROLE_DOCTOR;
	w->app->who.doctor_id = row[2];
	enum rc rc = app_require(w->app, MAY_SIGN_PLAN, row[1], err);
	if (!rc)
		rc = issue(w->app, row[0], w->lot, false, &w->a, &one, err);
	if (rc == E_STATE) { /* nothing was written */
		batch_refused(w->b, err);
		return OK;
	}
	w->b->n_done += rc == OK;
	w->n_prescription += one.n_prescription;
	return rc;
}

/* Rows [from, to) in one transaction: all or none. */
static enum rc issue_some(struct lot_batch *w, size_t from, size_t to,
			  struct err *err)
{
	struct plan_batch before = *w->b;
	int64_t n_before = w->n_prescription;
	enum rc rc = db_begin(w->app->db, err);
	for (size_t i = from; i < to && !rc; i++)
		rc = issue_as(w, &w->list.id[3 * i], err);
	if (!rc)
		rc = db_commit(w->app->db, err);
	if (!rc)
		return OK;
	db_rollback(w->app->db);
	*w->b = before;
	w->n_prescription = n_before;
	return rc;
}

/* Somebody else wrote at this moment: take the people one by one. */
static enum rc issue_one_by_one(struct lot_batch *w, size_t from, size_t to,
				struct err *err)
{
	enum rc rc = OK;
	for (size_t i = from; i < to && !rc; i++) {
		rc = issue_some(w, i, i + 1, err);
		if (rc != E_CONFLICT && rc != E_DENIED)
			continue;
		batch_refused(w->b, err);
		rc = OK;
	}
	return rc;
}

static enum rc issue_list(struct lot_batch *w, plan_progress_fn *progress,
			  void *ctx, struct err *err)
{
	enum rc rc = OK;
	size_t n = w->list.n, to;
	for (size_t i = 0; i < n && !rc; i = to) {
		to = n - i < PRESCRIBED_AT_ONCE ? n : i + PRESCRIBED_AT_ONCE;
		rc = issue_some(w, i, to, err);
		if (rc == E_CONFLICT || rc == E_DENIED)
			rc = issue_one_by_one(w, i, to, err);
		if (progress)
			progress(ctx, (int64_t)to, (int64_t)n);
	}
	return rc;
}

static enum rc read_due(struct app *app, int64_t doctor_id,
			struct id_list *list, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_PRESCRIPTION_DUE, &q, err);
	if (rc)
		return rc;
	bind_date(q, "on_date", app->today);
	bind_id(q, "doctor_id", doctor_id);
	rc = id_list_read(q, 3, list, err);
	stmt_close(q);
	return rc;
}

enum rc app_plan_prescribe_all(struct app *app, int64_t doctor_id, int lot,
			       plan_progress_fn *progress, void *ctx,
			       struct plan_batch *out, int64_t *n_prescription,
			       struct err *err)
{
	struct lot_batch w = {.app = app, .lot = lot, .b = out};
	struct actor who = app->who;
	enum rc rc = OK;
	arena_init(&w.a, PLAN_ARENA_BYTES);
	*out = (struct plan_batch){0};
	if (who.role == ROLE_DOCTOR)
		doctor_id = who.doctor_id;
	else
		rc = app_require(app, MAY_RUN_BATCH, 0, err);
	if (!rc)
		rc = read_due(app, doctor_id, &w.list, err);
	out->n_total = (int64_t)w.list.n;
	if (!rc)
		rc = issue_list(&w, progress, ctx, err);
	*n_prescription = w.n_prescription;
	app->who = who;
	id_list_release(&w.list);
	arena_release(&w.a);
	return rc;
}

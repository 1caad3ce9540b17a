/* Lists of exams, within the actor's scope. */
#include "app/tele_int.h"

enum { LIST_MOST = 1000 };

void tele_row_read(const struct stmt *q, const struct app *app,
		   const struct tele_thresholds *t, struct arena *a,
		   struct tele_row *r)
{
	int64_t start = col_int(q, 5), due = col_int(q, 6),
		stopped = col_int(q, 7);
	*r = (struct tele_row){
		.id = col_int(q, 0),
		.received_us = col_int(q, 4),
		.due_us = due,
		.stopped = stopped != 0,
		.escalated = col_int(q, 8) == 1,
		.verdict = col_text(q, 9, a),
		.device_expired = str_is(col_str(q, 10), "expired"),
		.device_unknown = str_is(col_str(q, 10), "unknown"),
		.person_id = col_int(q, 11),
		.fiscal_code = col_text(q, 12, a),
		.last_name = col_text(q, 13, a),
		.first_name = col_text(q, 14, a),
		.birth = col_date(q, 15),
		.sex = col_str(q, 16).ptr[0],
		.question = col_text(q, 17, a),
		.pool = col_text(q, 18, a),
		.reader = col_text(q, 19, a),
		.taken_by = col_int(q, 20),
		.taken_on = col_date(q, 21),
		.wait_cause = col_text(q, 22, a),
		.result = col_text(q, 23, a)};
	r->percent = tele_percent(start, due, stopped ? stopped : app->now_us);
	if (!tele_kind_parse(col_str(q, 1), &r->kind))
		r->kind = N_TELE_KIND;
	if (!tele_state_parse(col_str(q, 2), &r->state))
		r->state = N_TELE_STATE;
	if (!tele_urgency_parse(col_str(q, 3), &r->urgency))
		r->urgency = TELE_GREEN;
	r->left_us = due - app->now_us;
	if (!r->stopped && r->state >= TELE_QUEUED && r->state < TELE_SIGNED)
		r->hurry = tele_hurry(t, r->percent);
}

/* Of whom the actor sees exams: exactly one of these, or all of them NULL for
 * the system. */
static void bind_scope(struct stmt *q, const struct actor *who)
{
	bool reader = who->role == ROLE_SPECIALIST;
	bool practice = who->role == ROLE_DOCTOR || who->role == ROLE_STAFF;
	bool pharmacy = who->role == ROLE_PHARMACIST;
	bool centre = who->role == ROLE_OPERATOR;
	bind_id(q, "reader", reader ? who->user_id : 0);
	bind_id(q, "doctor_id", practice ? who->doctor_id : 0);
	bind_id(q, "sender_org", pharmacy ? who->org_id : 0);
	bind_id(q, "centre_org", centre ? who->org_id : 0);
}

static void bind_asked(struct stmt *q, const struct tele_query *ask)
{
	static const char *const sort[] = {[TELE_BY_URGENCY] = "urgency",
					   [TELE_BY_PERSON] = "person",
					   [TELE_BY_DUE] = "due"};
	bind_opt(q, "state",
		 ask->state < N_TELE_STATE
			 ? str_from(tele_state_name[ask->state])
			 : STR(""));
	bind_opt(q, "kind",
		 ask->kind < N_TELE_KIND ? str_from(tele_kind_name[ask->kind])
					 : STR(""));
	bind_id(q, "open", ask->open);
	bind_id(q, "person_id", ask->person_id);
	bind_opt(q, "search", str_trim(ask->search));
	bind_str(q, "sort", str_from(sort[ask->sort]));
	bind_int(q, "down", ask->descending);
	bind_int(q, "n", max_i64(1, ask->limit));
	bind_int(q, "skip", max_i64(0, ask->offset));
}

/* An unbound reader would see everything. */
static enum rc want_scope(const struct app *app, struct err *err)
{
	const struct actor *who = &app->who;
	if (who->role == ROLE_SYSTEM ||
	    (who->role == ROLE_SPECIALIST ? who->user_id != 0
					  : who->doctor_id || who->org_id))
		return OK;
	return err_set(err, E_DENIED, "role %s is bound to nobody",
		       role_name[who->role]);
}

enum rc app_tele_each(struct app *app, const struct tele_query *ask,
		      struct arena *a, tele_row_fn *take, void *ctx,
		      int64_t *found, struct err *err)
{
	struct stmt *q = NULL;
	struct tele_thresholds t = {0};
	bool row = false;
	struct audit_event look = {.action = "tele.list",
				   .entity = "tele_exam",
				   .person_id = ask->person_id,
				   .detail = STR("{}")};
	*found = 0;
	enum rc rc = app_require(app, MAY_READ_EXAMS, 0, err);
	if (!rc)
		rc = want_scope(app, err);
	if (!rc && tele_thresholds(app, &t, NULL))
		t = (struct tele_thresholds){0};
	if (!rc)
		rc = db_prepare(app->db, SQL_TELE_LIST, &q, err);
	if (!rc) {
		bind_scope(q, &app->who);
		bind_asked(q, ask);
		bind_date(q, "on_date", app->today);
	}
	while (!rc && !(rc = stmt_step(q, &row, err)) && row) {
		struct tele_row r;
		tele_row_read(q, app, &t, a, &r);
		*found = col_int(q, 24);
		rc = take(ctx, &r, err);
	}
	stmt_close(q);
	return rc ? rc : audit_look(app, &look, err);
}

struct keeping {
	struct tele_row *list;
	size_t n, most;
};

static enum rc keep_row(void *ctx, const struct tele_row *r, struct err *err)
{
	struct keeping *k = ctx;
	(void)err;
	assert(k->n < k->most);
	k->list[k->n++] = *r;
	return OK;
}

enum rc app_tele_list(struct app *app, const struct tele_query *ask,
		      struct arena *a, struct tele_row **list, size_t *n,
		      int64_t *found, struct err *err)
{
	struct tele_query few = *ask;
	few.limit = min_i64(LIST_MOST, max_i64(1, ask->limit));
	struct keeping k = {.most = (size_t)few.limit};
	int64_t all = 0;
	*n = 0;
	*list = k.list = arena_array(a, struct tele_row, k.most);
	if (!*list)
		return arena_fail(a, err);
	enum rc rc = app_tele_each(app, &few, a, keep_row, &k, &all, err);
	*n = rc ? 0 : k.n;
	if (found)
		*found = all;
	return rc;
}

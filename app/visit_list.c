/* Lists of visits, within the actor's scope. */
#include "app/person_view_int.h"
#include "app/visit_int.h"
#include "text/text.h"

/* ---- whose turn */

static bool is_over(enum visit_state s)
{
	return s == VISIT_SIGNED || s == VISIT_CANCELLED || s == VISIT_NOT_HELD;
}

enum visit_group visit_group_of(const struct app *app,
				const struct visit_row *r)
{
	bool mine = r->host_user_id ? r->host_user_id == app->who.user_id
				    : app->who.role == ROLE_SPECIALIST;
	if (is_over(r->state))
		return VISIT_PAST;
	if (r->starts_us && r->state != VISIT_DONE &&
	    date_in_rome(r->starts_us).days == app->today.days)
		return VISIT_TODAY;
	if (r->kind == VISIT_TELEVISIT && r->state == VISIT_BOOKED &&
	    r->starts_us > app->now_us)
		return VISIT_COMING;
	return mine ? VISIT_TO_ANSWER : VISIT_OF_OTHERS;
}

static void read_who(const struct stmt *q, struct arena *a, struct visit_row *r)
{
	r->person_id = col_int(q, 11);
	r->fiscal_code = col_text(q, 12, a);
	r->last_name = col_text(q, 13, a);
	r->first_name = col_text(q, 14, a);
	r->birth = col_date(q, 15);
	r->question = col_text(q, 16, a);
	r->host = col_text(q, 17, a);
	r->pool = col_text(q, 18, a);
	r->asker = col_text(q, 19, a);
	r->service = col_text(q, 20, a);
}

struct reading {
	const struct app *app;
	struct arena *a;
	int64_t found;
};

static enum rc list_row(const struct stmt *q, void *row, void *ctx,
			struct err *err)
{
	struct reading *w = ctx;
	struct visit_row *r = row;
	int64_t received = col_int(q, 7);
	*r = (struct visit_row){.id = col_int(q, 0),
				.starts_us = col_int(q, 4),
				.ends_us = col_int(q, 5),
				.due_us = col_int(q, 6),
				.host_user_id = col_int(q, 8)};
	read_who(q, w->a, r);
	if (!visit_kind_parse(col_str(q, 1), &r->kind) ||
	    !visit_state_parse(col_str(q, 2), &r->state) ||
	    !tele_urgency_parse(col_str(q, 3), &r->urgency))
		return err_set(err, E_STATE,
			       "visit %" PRId64 " is of a kind or in a state "
			       "that this version does not know",
			       r->id);
	if (r->due_us)
		r->percent = tele_percent(received, r->due_us, w->app->now_us);
	r->unread = col_int(q, 21) > 0 && r->state == VISIT_SIGNED;
	r->group = visit_group_of(w->app, r);
	w->found = col_int(q, 22);
	if (w->app->who.role == ROLE_OPERATOR) /* books, does not read */
		r->question = STR("");
	return OK;
}

/* ---- whose */

/* Exactly what the actor takes part in, and their practice or centre. */
static void bind_scope(struct stmt *q, const struct app *app)
{
	const struct actor *who = &app->who;
	bool practice = who->role == ROLE_DOCTOR || who->role == ROLE_STAFF;
	bool doctor = who->role == ROLE_DOCTOR || who->role == ROLE_SPECIALIST;
	bind_id(q, "all", who->role == ROLE_SYSTEM);
	bind_id(q, "user_id", doctor ? who->user_id : 0);
	bind_id(q, "reader", who->role == ROLE_SPECIALIST ? who->user_id : 0);
	bind_id(q, "doctor_id", practice ? who->doctor_id : 0);
	bind_id(q, "centre_org", who->role == ROLE_OPERATOR ? who->org_id : 0);
	bind_date(q, "on_date", app->today);
}

static int by_group(const void *x, const void *y)
{
	const struct visit_row *a = x, *b = y;
	if (a->group != b->group)
		return a->group < b->group ? -1 : 1;
	if (a->group == VISIT_PAST) /* in the order of the statement */
		return 0;
	if (a->group != VISIT_COMING && a->group != VISIT_TODAY &&
	    a->urgency != b->urgency)
		return a->urgency < b->urgency ? -1 : 1;
	int64_t at = a->starts_us ? a->starts_us : a->due_us;
	int64_t bt = b->starts_us ? b->starts_us : b->due_us;
	return at < bt ? -1 : at > bt ? 1 : a->id < b->id ? -1 : a->id > b->id;
}

/* Those that are over stay as they came: they are the tail already. */
static void sort_open(struct visit_row *list, size_t n)
{
	size_t open = 0;
	for (size_t i = 0; i < n; i++)
		if (list[i].group != VISIT_PAST) {
			struct visit_row keep = list[i];
			memmove(&list[open + 1], &list[open],
				(i - open) * sizeof(*list));
			list[open++] = keep;
		}
	if (open) /* an empty list has no address */
		qsort(list, open, sizeof(*list), by_group);
}

/* Of rows in order from the first, those asked for. */
static void cut(const struct visit_query *ask, struct visit_row **list,
		size_t *n)
{
	int64_t from = min_i64(max_i64(0, ask->offset), (int64_t)*n);
	*list = from ? *list + from : *list;
	*n = (size_t)min_i64(max_i64(1, ask->limit), (int64_t)*n - from);
}

enum rc app_visit_list(struct app *app, const struct visit_query *ask,
		       struct arena *a, struct visit_row **list, size_t *n,
		       int64_t *found, struct err *err)
{
	struct stmt *q = NULL;
	struct reading w = {app, a, 0};
	struct visit_case of = {.person_id = ask->person_id};
	*list = NULL;
	*n = 0;
	enum rc rc = app_require(app, MAY_READ_EXAMS, 0, err);
	if (!rc && app->who.role == ROLE_PHARMACIST)
		rc = err_msg(err, E_DENIED, MSG_VIS_NOT_YOURS,
			     "a pharmacy has no part in visits");
	if (!rc)
		rc = db_prepare(app->db, SQL_VISIT_LIST, &q, err);
	if (rc)
		return rc;
	bind_scope(q, app);
	bind_id(q, "person_id", ask->person_id);
	bind_id(q, "open", ask->open);
	bind_opt(q, "search", str_trim(ask->search));
	bind_int(q, "n", max_i64(0, ask->offset) + max_i64(1, ask->limit));
	bind_int(q, "most", VISIT_LIST_MOST);
	rc = person_rows(q, sizeof(**list), VISIT_LIST_MOST, list_row, &w, a,
			 list, n, err);
	if (rc)
		return rc;
	sort_open(*list, *n);
	cut(ask, list, n);
	if (found)
		*found = w.found;
	return visit_look(app, &of, "visit.list", err);
}

/* ---- the person's */

static enum rc mine_row(const struct stmt *q, void *row, void *ctx,
			struct err *err)
{
	struct visit_mine *m = row;
	struct arena *a = ctx;
	*m = (struct visit_mine){.id = col_int(q, 0),
				 .starts_us = col_int(q, 2),
				 .ends_us = col_int(q, 3),
				 .checked_us = col_int(q, 4),
				 .arrived_us = col_int(q, 5),
				 .service = col_text(q, 6, a),
				 .host = col_text(q, 7, a),
				 .companion = col_text(q, 8, a),
				 .fault = col_text(q, 9, a),
				 .fault_then = col_text(q, 10, a),
				 .report.id = col_int(q, 11)};
	if (!visit_state_parse(col_str(q, 1), &m->state))
		return err_set(err, E_STATE, "a state that is not known");
	return OK;
}

static enum rc fill_mine(struct app *app, struct visit_mine *m, struct arena *a,
			 struct err *err)
{
	struct visit_case c;
	struct visit_standing s = {.person = true};
	struct visit_report *r = NULL;
	size_t n = 0;
	enum rc rc = visit_load(app, m->id, &c, err);
	if (rc)
		return rc;
	m->room = visit_room_of(app, &c, &s, &m->opens_us);
	if (!m->report.id)
		return OK;
	rc = visit_reports(app, 0, m->report.id, a, &r, &n, err);
	if (!rc && n)
		m->report = *r;
	return rc ? rc : visit_mark_read(app, &c, err);
}

enum rc app_visit_mine(struct app *app, int64_t person_id, struct arena *a,
		       struct visit_mine **list, size_t *n, struct err *err)
{
	struct stmt *q = NULL;
	struct visit_case of = {.person_id = person_id};
	*list = NULL;
	*n = 0;
	enum rc rc = app_require(app, MAY_READ_PERSON, person_id, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_VISIT_MINE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", person_id);
	rc = person_rows(q, sizeof(**list), 100, mine_row, a, a, list, n, err);
	for (size_t i = 0; i < *n && !rc; i++)
		rc = fill_mine(app, &(*list)[i], a, err);
	return rc ? rc : visit_look(app, &of, "visit.mine", err);
}

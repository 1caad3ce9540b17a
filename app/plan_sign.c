/* Signing: one document at a time, by the person's doctor. */
#include "app/plan_desk_int.h"
#include "text/text.h"

/* ---- the canonical text: what is signed, line by line
 *
 *	prossima-plan 1
 *	person PSEUDONYM, plan ID, version N, kind, from, to, level
 *	condition CODE 1|0			in order
 *	line
 *POSITION|kind|service|atc|times|months|class|due|schedule|text|reason
 *
 * Numbers as stored (times 10000), dates ISO, LF after each line. */

static void put_part(struct buf *b, struct str s, char end)
{
	buf_str(b, s);
	buf_char(b, end);
}

static enum rc put_conditions(struct app *app, int64_t version_id,
			      struct buf *b, struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db, SQL_PLAN_CONDITION_LIST, &q, err);
	if (!rc)
		bind_int(q, "version_id", version_id);
	while (!rc && !(rc = stmt_step(q, &row, err)) && row) {
		buf_text(b, "condition ");
		put_part(b, col_str(q, 0), ' ');
		buf_printf(b, "%d\n", (int)col_int(q, 1));
	}
	stmt_close(q);
	return rc;
}

static enum rc put_lines(struct app *app, int64_t version_id, struct buf *b,
			 struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db, SQL_PLAN_LINE_LIST, &q, err);
	if (!rc)
		bind_int(q, "version_id", version_id);
	while (!rc && !(rc = stmt_step(q, &row, err)) && row) {
		buf_printf(b, "line %d|", (int)col_int(q, 1));
		put_part(b, col_str(q, 2), '|');
		put_part(b, col_str(q, 3), '|');
		put_part(b, col_str(q, 4), '|');
		buf_printf(b, "%" PRId64 "|%" PRId64 "|", col_int(q, 5),
			   col_int(q, 6));
		put_part(b, col_str(q, 7), '|');
		date_print(b, col_date(q, 8));
		buf_char(b, '|');
		put_part(b, col_str(q, 11), '|');
		put_part(b, col_str(q, 9), '|');
		put_part(b, col_str(q, 10), '\n');
	}
	stmt_close(q);
	return rc;
}

enum rc plan_digest(struct app *app, const struct plan_view *v,
		    char out[SHA256_HEX], struct err *err)
{
	struct buf b;
	struct str all;
	unsigned char sum[SHA256_LEN];
	char from[11], to[11];
	buf_init(&b, PLAN_TEXT_BYTES);
	buf_printf(&b,
		   "prossima-plan 1\nperson " STR_FMT "\nplan %" PRId64
		   "\nversion %d\nkind " STR_FMT "\nfrom " STR_FMT
		   "\nto " STR_FMT "\nlevel %d\n",
		   STR_ARG(v->pseudonym), v->care_plan_id, v->version,
		   STR_ARG(v->kind), STR_ARG(date_text(v->draft.from, from)),
		   STR_ARG(date_text(v->draft.to, to)), v->draft.level);
	enum rc rc = put_conditions(app, v->id, &b, err);
	if (!rc)
		rc = put_lines(app, v->id, &b, err);
	if (!rc)
		rc = buf_finish(&b, &all, err);
	if (!rc) {
		sha256_of(all, sum);
		sha256_hex(sum, out);
	}
	buf_release(&b);
	return rc;
}

enum rc app_plan_verify(struct app *app, int64_t version_id, bool *agrees,
			struct err *err)
{
	struct arena a;
	struct plan_view v;
	char hex[SHA256_HEX];
	arena_init(&a, PLAN_ARENA_BYTES);
	enum rc rc = version_load(app, version_id, &a, &v, err);
	if (!rc)
		rc = app_require(app, MAY_READ_PERSON, v.person_id, err);
	if (!rc)
		rc = plan_digest(app, &v, hex, err);
	if (!rc)
		*agrees = str_is(v.digest, hex);
	arena_release(&a);
	return rc;
}

/* ---- what signing does */

enum rc activity_cancel(struct app *app, int64_t version_id, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_PLAN_ACTIVITY_CANCEL, &q, err);
	if (rc)
		return rc;
	bind_int(q, "version_id", version_id);
	bind_date(q, "today", app->today);
	rc = stmt_finish(q, NULL, err);
	return rc ? rc : prescription_void(app, version_id, err);
}

/* What an ended plan still asked for leaves the work lists. */
static enum rc off_list(struct app *app, int64_t version_id, enum plan_state to,
			struct err *err)
{
	struct stmt *q = NULL;
	if (to != PLAN_SUPERSEDED && to != PLAN_EXPIRED && to != PLAN_CLOSED)
		return OK;
	enum rc rc = db_prepare(app->db, SQL_PLAN_ACTIVITY_OFF_LIST, &q, err);
	if (rc)
		return rc;
	bind_int(q, "version_id", version_id);
	return stmt_finish(q, NULL, err);
}

enum rc version_end(struct app *app, int64_t version_id, enum plan_state from,
		    enum plan_state to, struct date ended_on, struct str reason,
		    struct err *err)
{
	struct stmt *q = NULL;
	int64_t n = 0;
	enum rc rc = plan_move(from, to, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_PLAN_SET_STATE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", version_id);
	bind_str(q, "state", str_from(plan_state_name[to]));
	bind_str(q, "from_state", str_from(plan_state_name[from]));
	bind_date(q, "ended_on", ended_on);
	bind_opt(q, "reason", reason);
	rc = stmt_finish(q, &n, err);
	if (!rc && !n)
		rc = err_set(err, E_CONFLICT,
			     "the plan was changed at this moment: look again");
	if (!rc)
		rc = off_list(app, version_id, to, err);
	return rc ? rc
		  : plan_event(app, version_id, plan_state_name[from], to,
			       reason, err);
}

static enum rc set_signed(struct app *app, const struct plan_view *v,
			  const char *digest, struct err *err)
{
	struct stmt *q = NULL;
	int64_t n = 0;
	enum rc rc = plan_move(v->state, PLAN_SIGNED, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_PLAN_SET_SIGNED, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", v->id);
	bind_int(q, "now_us", app->now_us);
	bind_int(q, "user_id", app->who.user_id);
	bind_int(q, "doctor_id", app->who.doctor_id);
	bind_str(q, "digest", str_from(digest));
	rc = stmt_finish(q, &n, err);
	if (!rc && !n)
		rc = err_msg(err, E_CONFLICT, MSG_PAI_SIGNED_MEANWHILE,
			     "the plan was signed at this moment by somebody "
			     "else: look again");
	return rc;
}

struct kept { /* activities of the version before, prescribed or booked */
	int64_t id[PLAN_MAX_ACTIVITIES];
	int service[PLAN_MAX_ACTIVITIES];
	struct date due[PLAN_MAX_ACTIVITIES];
	bool moved[PLAN_MAX_ACTIVITIES];
	size_t n;
};

static enum rc read_kept(struct app *app, int64_t version_id, struct date from,
			 struct kept *k, struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db, SQL_PLAN_ACTIVITY_STARTED, &q, err);
	if (!rc) {
		bind_int(q, "version_id", version_id);
		bind_date(q, "from_date", from);
	}
	while (!rc && k->n < PLAN_MAX_ACTIVITIES &&
	       !(rc = stmt_step(q, &row, err)) && row) {
		k->id[k->n] = col_int(q, 0);
		k->service[k->n] = kn_service_index(app->kn, col_str(q, 1));
		k->due[k->n] = col_date(q, 2);
		k->moved[k->n++] = false;
	}
	stmt_close(q);
	return rc;
}

/* A booked time of the same service near enough to stand for a new one. */
static int near_enough(const struct kept *k, int service,
		       const struct plan_activity *x, int64_t apart)
{
	int best = -1;
	int64_t least = apart;
	for (size_t i = 0; i < k->n; i++) {
		int64_t off = abs(k->due[i].days - x->due.days);
		if (k->moved[i] || k->service[i] != service || off > least)
			continue;
		least = off;
		best = (int)i;
	}
	return best;
}

static enum rc move_activity(struct app *app, int64_t id, int64_t version_id,
			     int64_t line_id, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_PLAN_ACTIVITY_MOVE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	bind_int(q, "version_id", version_id);
	bind_int(q, "line_id", line_id);
	return stmt_finish(q, NULL, err);
}

static enum rc add_activity(struct app *app, const struct plan_view *v,
			    const struct plan_activity *x, struct err *err)
{
	const struct plan_line *l = &v->draft.lines[x->line];
	struct stmt *q = NULL;
	char group[48];
	enum rc rc = db_prepare(app->db, SQL_PLAN_ACTIVITY_INSERT, &q, err);
	if (rc)
		return rc;
	int len = snprintf(group, sizeof(group), "%" PRId64 "/%d", v->id,
			   x->group);
	bind_int(q, "id", app_id(app));
	bind_int(q, "version_id", v->id);
	bind_int(q, "line_id", v->line_id[x->line]);
	bind_int(q, "person_id", v->person_id);
	bind_str(q, "service_code", app->kn->services[l->service].code);
	bind_date(q, "earliest", x->earliest);
	bind_date(q, "due", x->due);
	bind_date(q, "latest", x->latest);
	bind_str(q, "priority_class", (struct str){&l->priority_class, 1});
	bind_opt(q, "group_key",
		 (struct str){group, x->group ? (size_t)len : 0});
	return stmt_finish(q, NULL, err);
}

static enum rc put_activities(struct app *app, const struct plan_view *v,
			      struct kept *k, struct plan_signed *out,
			      struct err *err)
{
	enum rc rc = OK;
	for (size_t i = 0; i < v->draft.n_activities && !rc; i++) {
		const struct plan_activity *x = &v->draft.activities[i];
		const struct plan_line *l = &v->draft.lines[x->line];
		int64_t apart = max_i64(31, l->early_days + l->late_days);
		int old = near_enough(k, l->service, x, apart);
		if (old < 0) {
			rc = add_activity(app, v, x, err);
			out->n_activity++;
			continue;
		}
		k->moved[old] = true;
		out->n_kept++;
		rc = move_activity(app, k->id[old], v->id, v->line_id[x->line],
				   err);
	}
	return rc;
}

/* Versions in force that overlap end the day before; what they had booked is
 * kept for the new one. */
static enum rc supersede(struct app *app, const struct plan_view *v,
			 int64_t old[8], size_t *n, struct kept *k,
			 struct err *err)
{
	struct stmt *q = NULL;
	enum plan_state state[8];
	bool row = false;
	enum rc rc = db_prepare(app->db, SQL_PLAN_OVERLAPPING, &q, err);
	if (!rc) {
		bind_int(q, "person_id", v->person_id);
		bind_int(q, "id", v->id);
		bind_date(q, "valid_from", v->draft.from);
	}
	while (!rc && *n < 8 && !(rc = stmt_step(q, &row, err)) && row) {
		old[*n] = col_int(q, 0);
		if (plan_state_parse(col_str(q, 1), &state[*n]))
			++*n;
	}
	stmt_close(q);
	for (size_t i = 0; i < *n && !rc; i++) {
		rc = read_kept(app, old[i], v->draft.from, k, err);
		if (!rc)
			rc = version_end(app, old[i], state[i], PLAN_SUPERSEDED,
					 v->draft.from,
					 STR("a new version was signed"), err);
	}
	return rc;
}

/* Inside the transaction of the caller. */
static enum rc sign_version(struct app *app, int64_t version_id,
			    struct arena *a, struct plan_signed *out,
			    struct err *err)
{
	struct plan_view v;
	struct kept *k = arena_alloc(a, sizeof(*k));
	int64_t old[8];
	size_t n_old = 0;
	if (!k)
		return arena_fail(a, err);
	enum rc rc = version_load(app, version_id, a, &v, err);
	if (!rc && v.n_unknown)
		return err_set(err, E_STATE,
			       "service " STR_FMT " of the draft is no longer "
			       "in the tables: make the draft again",
			       STR_ARG(v.unknown[0]));
	*out = (struct plan_signed){.version_id = version_id};
	if (!rc)
		rc = plan_digest(app, &v, out->digest, err);
	if (!rc)
		rc = supersede(app, &v, old, &n_old, k, err);
	if (!rc)
		rc = set_signed(app, &v, out->digest, err);
	if (!rc)
		rc = put_activities(app, &v, k, out, err);
	for (size_t i = 0; i < n_old && !rc; i++)
		rc = activity_cancel(app, old[i], err);
	if (!rc)
		rc = plan_event(app, version_id, plan_state_name[v.state],
				PLAN_SIGNED, str_from(out->digest), err);
	if (!rc)
		rc = plan_audit(app, "plan.sign", version_id, v.person_id, err);
	out->version = rc ? 0 : v.version;
	out->n_superseded = (int)n_old;
	return rc;
}

static enum rc open_version(struct app *app, int64_t person_id, int64_t *id,
			    struct err *err)
{
	enum rc rc = plan_find_id(app, SQL_PLAN_OPEN, "person_id", person_id,
				  id, err);
	if (rc || *id)
		return rc;
	return err_msg(err, E_STATE, MSG_PAI_NO_DRAFT,
		       "there is no draft: make one with `prossima plan "
		       "draft`");
}

/* The draft says what was shown to who signs. */
static enum rc check_shown(struct app *app, int64_t version_id,
			   struct str shown, struct arena *a, struct err *err)
{
	struct plan_view v;
	char digest[SHA256_HEX];
	enum rc rc = version_head(app, version_id, a, &v, err);
	if (!rc)
		rc = plan_digest(app, &v, digest, err);
	if (!rc && !str_is(shown, digest))
		rc = err_msg(
			err, E_CONFLICT, MSG_PAI_CHANGED_MEANWHILE,
			"the draft changed after it was shown: look again");
	return rc;
}

static enum rc sign_open(struct app *app, int64_t person_id,
			 const struct str *shown, struct plan_signed *out,
			 struct err *err)
{
	struct arena a;
	int64_t id = 0;
	arena_init(&a, PLAN_ARENA_BYTES);
	enum rc rc = app_require(app, MAY_SIGN_PLAN, person_id, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = open_version(app, person_id, &id, err);
	if (!rc && shown)
		rc = check_shown(app, id, *shown, &a, err);
	if (!rc)
		rc = sign_version(app, id, &a, out, err);
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	arena_release(&a);
	return rc;
}

enum rc app_plan_sign(struct app *app, int64_t person_id,
		      struct plan_signed *out, struct err *err)
{
	return sign_open(app, person_id, NULL, out, err);
}

enum rc app_plan_sign_shown(struct app *app, int64_t person_id,
			    struct str digest, struct plan_signed *out,
			    struct err *err)
{
	return sign_open(app, person_id, &digest, out, err);
}

enum rc app_plan_to_sign(struct app *app, int64_t person_id, struct arena *a,
			 struct plan_view *out, struct err *err)
{
	int64_t id = 0;
	char digest[SHA256_HEX];
	enum rc rc = app_require(app, MAY_SIGN_PLAN, person_id, err);
	if (!rc)
		rc = open_version(app, person_id, &id, err);
	if (!rc)
		rc = version_load(app, id, a, out, err);
	if (!rc)
		rc = plan_digest(app, out, digest, err);
	if (rc)
		return rc;
	out->digest = arena_str(a, str_from(digest));
	if (!out->digest.ptr)
		return arena_fail(a, err);
	return plan_look(app, "plan.read", id, person_id, err);
}

enum rc app_plan_propose(struct app *app, int64_t person_id, struct err *err)
{
	struct stmt *q = NULL;
	int64_t id = 0, n = 0;
	enum rc rc = app_require(app, MAY_PREPARE_PLAN, person_id, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = open_version(app, person_id, &id, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_PLAN_SET_PROPOSED, &q, err);
	if (!rc) {
		bind_int(q, "id", id);
		rc = stmt_finish(q, &n, err);
	}
	if (!rc && !n)
		rc = err_msg(err, E_STATE, MSG_PAI_PROPOSED_ALREADY,
			     "the draft is proposed already");
	if (!rc)
		rc = plan_event(app, id, "draft", PLAN_PROPOSED,
				(struct str){"", 0}, err);
	if (!rc)
		rc = plan_audit(app, "plan.propose", id, person_id, err);
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	return rc;
}

/* ---- batch */

enum { SIGNED_AT_ONCE = 100 };

static enum rc sign_as(struct app *app, const int64_t row[3], struct arena *a,
		       struct err *err)
{
	struct plan_signed one;
	arena_reset(a);
	app->who.role = ROLE_DOCTOR;
	app->who.doctor_id = row[2];
	enum rc rc = app_require(app, MAY_SIGN_PLAN, row[1], err);
	return rc ? rc : sign_version(app, row[0], a, &one, err);
}

/* Rows [from, to) in one transaction. What one document refuses before
 * anything is written is counted; a conflict undoes the transaction, and the
 * caller takes the documents one by one. */
static enum rc sign_some(struct app *app, const struct id_list *l, size_t from,
			 size_t to, struct arena *a, struct plan_batch *b,
			 struct err *err)
{
	struct plan_batch before = *b;
	enum rc rc = db_begin(app->db, err);
	for (size_t i = from; i < to && !rc; i++) {
		rc = sign_as(app, &l->id[3 * i], a, err);
		b->n_done += rc == OK;
	}
	if (!rc)
		rc = db_commit(app->db, err);
	if (!rc)
		return OK;
	db_rollback(app->db);
	*b = before;
	return rc;
}

/* A refusal of one document, that others need not share. */
static bool of_one(enum rc rc)
{
	return rc == E_CONFLICT || rc == E_STATE || rc == E_DENIED;
}

static enum rc sign_one_by_one(struct app *app, const struct id_list *l,
			       size_t from, size_t to, struct arena *a,
			       struct plan_batch *b, struct err *err)
{
	enum rc rc = OK;
	for (size_t i = from; i < to && !rc; i++) {
		rc = sign_some(app, l, i, i + 1, a, b, err);
		if (!of_one(rc))
			continue;
		batch_refused(b, err);
		rc = OK;
	}
	return rc;
}

static enum rc sign_list(struct app *app, const struct id_list *l,
			 struct arena *a, plan_progress_fn *progress, void *ctx,
			 struct plan_batch *b, struct err *err)
{
	enum rc rc = OK;
	for (size_t i = 0; i < l->n && !rc; i += SIGNED_AT_ONCE) {
		size_t to =
			i + SIGNED_AT_ONCE < l->n ? i + SIGNED_AT_ONCE : l->n;
		rc = sign_some(app, l, i, to, a, b, err);
		if (of_one(rc))
			rc = sign_one_by_one(app, l, i, to, a, b, err);
		if (progress)
			progress(ctx, (int64_t)to, (int64_t)l->n);
	}
	return rc;
}

enum rc app_plan_sign_all(struct app *app, int64_t doctor_id,
			  plan_progress_fn *progress, void *ctx,
			  struct plan_batch *out, struct err *err)
{
	struct id_list l = {0};
	struct stmt *q = NULL;
	struct arena a;
	struct actor who = app->who;
	enum rc rc = OK;
	arena_init(&a, PLAN_ARENA_BYTES);
	*out = (struct plan_batch){0};
	if (who.role == ROLE_DOCTOR)
		doctor_id = who.doctor_id;
	else
		rc = app_require(app, MAY_RUN_BATCH, 0, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_PLAN_TO_SIGN, &q, err);
	if (!rc) {
		bind_date(q, "on_date", app->today);
		bind_id(q, "doctor_id", doctor_id);
		rc = id_list_read(q, 3, &l, err);
	}
	stmt_close(q);
	out->n_total = (int64_t)l.n;
	if (!rc)
		rc = sign_list(app, &l, &a, progress, ctx, out, err);
	app->who = who;
	id_list_release(&l);
	arena_release(&a);
	return rc;
}

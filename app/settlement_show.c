#include "app/settlement_int.h"

#include "app/bind.h"
#include "text/text.h"

struct statement settle_read_statement(const struct stmt *q, struct arena *a)
{
	return (struct statement){.id = col_int(q, 0),
				  .org_id = col_int(q, 1),
				  .org_code = col_text(q, 2, a),
				  .org_name = col_text(q, 3, a),
				  .quarter = col_text(q, 4, a),
				  .payer = col_text(q, 5, a),
				  .state = col_text(q, 6, a),
				  .digest = col_text(q, 7, a),
				  .version = col_int(q, 8),
				  .n_line = col_int(q, 9),
				  .n_due = col_int(q, 10),
				  .total_cents = col_int(q, 11),
				  .n_held = col_int(q, 12)};
}

enum rc settle_scope(struct app *app, struct arena *a, struct scope *out,
		     struct err *err)
{
	enum rc rc = app_require(app, MAY_SETTLE, 0, err);
	return rc ? rc : app_scope(app, a, out, err);
}

void settle_bind_scope(struct stmt *q, const struct scope *s)
{
	bind_id(q, "only_org", s->org_id);
	bind_opt(q, "ats", s->ats);
}

enum rc app_settle_list(struct app *app, struct str quarter, struct arena *a,
			struct statement **list, size_t *n, struct err *err)
{
	struct stmt *q = NULL;
	size_t cap = 0;
	struct statement *found = NULL;
	struct scope scope;
	bool row;
	enum rc rc = settle_scope(app, a, &scope, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_SETTLE_LIST, &q, err);
	if (rc)
		return rc;
	*n = 0;
	bind_str(q, "quarter", quarter);
	settle_bind_scope(q, &scope);
	while (!(rc = stmt_step(q, &row, err)) && row) {
		rc = array_grow(&found, &cap, *n + 1, sizeof(*found), 100000,
				err);
		if (rc)
			break;
		found[(*n)++] = settle_read_statement(q, a);
	}
	if (!rc) {
		*list = arena_array(a, struct statement, *n + 1);
		if (!*list)
			rc = arena_fail(a, err);
		else if (*n)
			memcpy(*list, found, *n * sizeof(*found));
	}
	free(found);
	stmt_close(q);
	return rc;
}

struct statement_line settle_read_line(const struct stmt *q)
{
	return (struct statement_line){.quarter = col_str(q, 0),
				       .org_code = col_str(q, 1),
				       .payer = col_str(q, 2),
				       .item = col_str(q, 3),
				       .state = col_str(q, 4),
				       .pseudonym = col_str(q, 5),
				       .gp_code = col_str(q, 6),
				       .rule_key = col_str(q, 7),
				       .rule_source = col_str(q, 8),
				       .reason = col_str(q, 9),
				       .month = col_date(q, 10),
				       .rule_from = col_date(q, 11),
				       .level = col_int(q, 12),
				       .amount_cents = col_int(q, 13),
				       .version_id = col_int(q, 14)};
}

static enum rc leave_look(struct app *app, struct str quarter,
			  struct str pseudonym, struct err *err)
{
	struct stmt *q = NULL;
	int64_t person_id = 0;
	char detail[64];
	enum rc rc = OK;
	if (pseudonym.len) {
		rc = db_prepare(app->db, SQL_PERSON_BY_PSEUDONYM, &q, err);
		if (rc)
			return rc;
		bind_str(q, "pseudonym", pseudonym);
		rc = stmt_one(q, err);
		if (!rc)
			person_id = col_int(q, 0);
		else if (rc == E_NOT_FOUND)
			err_set(err, rc, "there is no person \"" STR_FMT "\"",
				STR_ARG(pseudonym));
		stmt_close(q);
		if (rc)
			return rc;
	}
	snprintf(detail, sizeof(detail), "{\"quarter\":\"" STR_FMT "\"}",
		 STR_ARG(quarter));
	return audit_look(app,
			  &(struct audit_event){.action = "settlement.read",
						.entity = "settlement_line",
						.person_id = person_id,
						.detail = str_from(detail)},
			  err);
}

enum rc app_settle_lines(struct app *app, struct str quarter,
			 struct str pseudonym, struct str state,
			 settle_line_fn *fn, void *ctx, struct err *err)
{
	struct stmt *q = NULL;
	struct settle_period period;
	struct scope scope;
	struct arena scratch;
	bool row;
	arena_init(&scratch, 4096); /* the code of an agency */
	enum rc rc = settle_scope(app, &scratch, &scope, err);
	if (!rc)
		rc = settle_quarter_parse(quarter, &period, err);
	if (!rc)
		rc = leave_look(app, quarter, pseudonym, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_SETTLE_LINES, &q, err);
	if (rc)
		goto out;
	bind_str(q, "quarter", quarter);
	bind_str(q, "pseudonym", pseudonym);
	bind_str(q, "state", state);
	settle_bind_scope(q, &scope);
	while (!(rc = stmt_step(q, &row, err)) && row) {
		struct statement_line l = settle_read_line(q);
		rc = fn(ctx, &l, err);
		if (rc)
			break;
	}
	stmt_close(q);
out:
	arena_release(&scratch);
	return rc;
}

/* A manager may say that what it is owed is wrong; the rest is the payer's. */
static bool move_allowed(enum role role, struct str from, struct str to)
{
	static const struct {
		const char *from, *to;
		bool manager, payer;
	} moves[] = {{"computed", "sent", false, true},
		     {"computed", "disputed", true, false},
		     {"sent", "accepted", false, true},
		     {"sent", "disputed", true, true},
		     {"accepted", "paid", false, true},
		     {"accepted", "disputed", false, true}};
	for (size_t i = 0; i < countof(moves); i++)
		if (str_is(from, moves[i].from) && str_is(to, moves[i].to))
			return role == ROLE_COOPERATIVE ? moves[i].manager
							: moves[i].payer;
	return false;
}

/* Before the statement is looked for: what may never be. */
static enum rc refuse_move(struct app *app, struct str to, struct str note,
			   struct err *err)
{
	bool dispute = str_is(to, "disputed");
	if (app->who.role == ROLE_COOPERATIVE && !dispute)
		return err_msg(err, E_DENIED, MSG_SET_ONLY_DISPUTE,
			       "role cooperative may only dispute a statement: "
			       "agency, region may send, accept and pay it");
	if (dispute && !str_trim(note).len)
		return err_msg(err, E_RANGE, MSG_SET_NO_NOTE,
			       "a dispute needs its reason: the note");
	return OK;
}

static const struct statement *pick(const struct statement *list, size_t n,
				    struct str org_code, struct str payer)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i].org_code, org_code) &&
		    str_eq(list[i].payer, payer))
			return &list[i];
	return NULL;
}

static enum rc write_move(struct app *app, const struct statement *s,
			  struct str to, struct str note, struct err *err)
{
	struct stmt *q = NULL;
	int64_t changed = 0;
	char detail[100];
	enum rc rc = db_prepare(app->db, SQL_SETTLE_MOVE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", s->id);
	bind_str(q, "from_state", s->state);
	bind_str(q, "state", to);
	bind_str(q, "note", note);
	bind_int(q, "at_us", app->now_us);
	rc = stmt_finish(q, &changed, err);
	if (rc)
		return rc;
	if (!changed)
		return err_set(err, E_CONFLICT,
			       "somebody else changed the statement just now: "
			       "look again");
	snprintf(detail, sizeof(detail),
		 "{\"from\":\"" STR_FMT "\",\"to\":\"" STR_FMT "\"}",
		 STR_ARG(s->state), STR_ARG(to));
	return audit_write(
		app,
		&(struct audit_event){.action = "settlement.move",
				      .entity = "settlement_statement",
				      .entity_id = s->id,
				      .detail = str_from(detail)},
		err);
}

enum rc app_settle_move(struct app *app, struct str quarter,
			struct str org_code, struct str payer, struct str to,
			struct str note, struct err *err)
{
	struct arena scratch;
	struct statement *list = NULL;
	size_t n = 0;
	arena_init(&scratch, 16 << 20); /* statements of one quarter */
	enum rc rc = app_require(app, MAY_SETTLE, 0, err);
	if (!rc)
		rc = refuse_move(app, to, note, err);
	if (!rc)
		rc = app_settle_list(app, quarter, &scratch, &list, &n, err);
	if (rc)
		goto out;
	const struct statement *s = pick(list, n, org_code, payer);
	if (!s) {
		rc = err_set(err, E_NOT_FOUND,
			     "there is no statement of " STR_FMT " for " STR_FMT
			     " and payer " STR_FMT
			     ": prossima settle list shows them",
			     STR_ARG(org_code), STR_ARG(quarter),
			     STR_ARG(payer));
		goto out;
	}
	if (!move_allowed(app->who.role, s->state, to)) {
		rc = err_msg(err, E_STATE, MSG_SET_NO_MOVE,
			     "a statement that is " STR_FMT
			     " cannot become " STR_FMT
			     " (computed, sent, accepted, paid; sent or "
			     "accepted may be disputed, by the manager also "
			     "when computed)",
			     STR_ARG(s->state), STR_ARG(to));
		goto out;
	}
	rc = db_begin(app->db, err);
	if (!rc)
		rc = write_move(app, s, to, note, err);
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
out:
	arena_release(&scratch);
	return rc;
}

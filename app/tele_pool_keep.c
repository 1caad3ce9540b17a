/* Pools are made and changed, readers come and go. */
#include "app/tele_scope_int.h"
#include "text/text.h"

static enum rc pool_by_code(struct app *app, struct str code, int64_t *id,
			    struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_TELE_POOL_BY_CODE, &q, err);
	if (rc)
		return rc;
	bind_str(q, "code", code);
	rc = stmt_one(q, err);
	if (!rc)
		*id = col_int(q, 0);
	stmt_close(q);
	if (rc == E_NOT_FOUND)
		err_msg(err, rc, MSG_TEL_NO_POOL,
			"there is no pool \"" STR_FMT "\"", STR_ARG(code));
	return rc;
}

/* ---- the pool */

static enum rc want_sense(const struct tele_pool *p, struct err *err)
{
	if (!p->name.len)
		return err_msg(err, E_RANGE, MSG_TSV_NO_NAME,
			       "a pool has a code and a name");
	if (p->from_min < 0 || p->to_min > 1440 || p->from_min >= p->to_min)
		return err_msg(err, E_RANGE, MSG_TSV_BAD_HOURS,
			       "hours from minute %d to %d are none",
			       p->from_min, p->to_min);
	if (p->weekdays < 1 || p->weekdays > 127)
		return err_msg(err, E_RANGE, MSG_TSV_NO_DAY,
			       "a pool reads on one day of the week at least");
	if (!p->languages.len)
		return err_msg(err, E_RANGE, MSG_TSV_NO_LANGUAGE,
			       "a pool has a language at least");
	return OK;
}

/* The pool behind; an exam must not come back to where it was. */
static enum rc pool_behind(struct app *app, const struct tele_pool *p,
			   int64_t id, int64_t *next, struct err *err)
{
	*next = 0;
	if (!p->escalate_to.len)
		return OK;
	enum rc rc = pool_by_code(app, p->escalate_to, next, err);
	int64_t at = *next;
	for (int hop = 0; !rc && at && hop < 100; hop++) {
		if (at == id)
			return err_msg(err, E_CONFLICT, MSG_TSV_ROUND,
				       "exams that pool %" PRId64
				       " passes on would come back to it",
				       id);
		rc = tele_pool_behind(app, at, &at, NULL, err);
	}
	return rc;
}

static void bind_pool(struct stmt *q, const struct app *app,
		      const struct tele_pool *p, int64_t id, int64_t next)
{
	bind_int(q, "id", id);
	bind_str(q, "name", p->name);
	bind_str(q, "languages", p->languages);
	bind_int(q, "weekdays", p->weekdays);
	bind_int(q, "from_min", p->from_min);
	bind_int(q, "to_min", p->to_min);
	bind_id(q, "escalate_to", next);
	bind_str(q, "phone", p->phone);
	bind_int(q, "now_us", app->now_us);
}

enum rc app_tele_pool_add(struct app *app, const struct tele_pool *p,
			  struct err *err)
{
	struct stmt *q = NULL;
	int64_t id = app_id(app), next = 0;
	enum rc rc = app_require(app, MAY_SET_RULES, 0, err);
	if (!rc && !p->code.len)
		rc = err_msg(err, E_RANGE, MSG_TSV_NO_NAME,
			     "a pool has a code and a name");
	if (!rc)
		rc = want_sense(p, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = pool_behind(app, p, id, &next, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_TELE_POOL_INSERT, &q, err);
	if (!rc) {
		bind_pool(q, app, p, id, next);
		bind_str(q, "code", p->code);
		bind_str(q, "kind", str_from(tele_kind_name[p->kind]));
		rc = stmt_finish(q, NULL, err);
	}
	if (rc == E_CONFLICT && (!err || err->msg != MSG_TSV_ROUND))
		err_msg(err, rc, MSG_TSV_POOL_THERE,
			"pool \"" STR_FMT "\" is there already",
			STR_ARG(p->code));
	return tele_register_done(app, rc, "tele.pool_add", "tele_pool", id,
				  err);
}

enum rc app_tele_pool_change(struct app *app, int64_t pool_id,
			     const struct tele_pool *p, struct err *err)
{
	struct stmt *q = NULL;
	int64_t next = 0, n = 0;
	enum rc rc = app_require(app, MAY_SET_RULES, 0, err);
	if (!rc)
		rc = want_sense(p, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = pool_behind(app, p, pool_id, &next, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_TELE_POOL_CHANGE, &q, err);
	if (!rc) {
		bind_pool(q, app, p, pool_id, next);
		rc = stmt_finish(q, &n, err);
	}
	if (!rc && !n)
		rc = err_msg(err, E_NOT_FOUND, MSG_TEL_NO_POOL,
			     "there is no pool %" PRId64, pool_id);
	return tele_register_done(app, rc, "tele.pool_change", "tele_pool",
				  pool_id, err);
}

/* ---- its readers */

static enum rc reader_id(struct app *app, struct str login, int64_t *id,
			 struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	*id = 0;
	enum rc rc = db_prepare(app->db, SQL_TELE_ACTOR, &q, err);
	if (rc)
		return rc;
	bind_str(q, "login", login);
	bind_date(q, "on_date", app->today);
	while (!(rc = stmt_step(q, &row, err)) && row)
		if (str_is(col_str(q, 1), role_name[ROLE_SPECIALIST]))
			*id = col_int(q, 0);
	stmt_close(q);
	if (!rc && !*id)
		rc = err_msg(err, E_NOT_FOUND, MSG_TSV_NO_SPECIALIST,
			     "no specialist signs on as \"" STR_FMT "\": "
			     "`prossima user add` and `prossima user role`",
			     STR_ARG(login));
	return rc;
}

/* Not twice at once. */
static enum rc want_new(struct app *app, int64_t pool, int64_t user,
			struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_TELE_READS_POOL, &q, err);
	if (rc)
		return rc;
	bind_int(q, "pool_id", pool);
	bind_int(q, "user_id", user);
	bind_date(q, "on_date", app->today);
	rc = stmt_one(q, err);
	if (!rc && col_int(q, 0))
		rc = err_msg(err, E_CONFLICT, MSG_TSV_READS_ALREADY,
			     "user %" PRId64 " reads for pool %" PRId64
			     " already",
			     user, pool);
	stmt_close(q);
	return rc;
}

static enum rc put_reader(struct app *app, int64_t pool, int64_t user,
			  struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_TELE_POOL_READER_INSERT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "pool_id", pool);
	bind_int(q, "user_id", user);
	bind_date(q, "on_date", app->today);
	bind_int(q, "now_us", app->now_us);
	return stmt_finish(q, NULL, err);
}

enum rc app_tele_pool_reader(struct app *app, struct str pool, struct str login,
			     struct err *err)
{
	int64_t id = 0, user = 0;
	enum rc rc = app_require(app, MAY_SET_RULES, 0, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = pool_by_code(app, pool, &id, err);
	if (!rc)
		rc = reader_id(app, login, &user, err);
	if (!rc)
		rc = want_new(app, id, user, err);
	if (!rc)
		rc = put_reader(app, id, user, err);
	return tele_register_done(app, rc, "tele.pool_reader", "tele_pool", id,
				  err);
}

static enum rc end_reading(struct app *app, int64_t pool, int64_t user,
			   int64_t *n, struct err *err)
{
	static const enum sql steps[] = {SQL_TELE_POOL_READER_END,
					 SQL_TELE_POOL_READER_REMOVE};
	enum rc rc = OK;
	for (size_t i = 0; i < countof(steps) && !rc; i++) {
		struct stmt *q = NULL;
		rc = db_prepare(app->db, steps[i], &q, err);
		if (rc)
			break;
		bind_int(q, "pool_id", pool);
		bind_int(q, "user_id", user);
		bind_date(q, "last", date_add(app->today, -1));
		if (steps[i] == SQL_TELE_POOL_READER_END)
			bind_int(q, "now_us", app->now_us);
		rc = stmt_finish(q, n, err);
	}
	return rc;
}

enum rc app_tele_pool_reader_end(struct app *app, struct str pool,
				 struct str login, struct err *err)
{
	int64_t id = 0, user = 0, n = 0;
	enum rc rc = app_require(app, MAY_SET_RULES, 0, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = pool_by_code(app, pool, &id, err);
	if (!rc)
		rc = reader_id(app, login, &user, err);
	if (!rc)
		rc = end_reading(app, id, user, &n, err);
	if (!rc && !n)
		rc = err_msg(err, E_NOT_FOUND, MSG_TSV_READS_NOT,
			     "\"" STR_FMT "\" does not read for pool " STR_FMT,
			     STR_ARG(login), STR_ARG(pool));
	return tele_register_done(app, rc, "tele.pool_reader_end", "tele_pool",
				  id, err);
}

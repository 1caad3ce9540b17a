/* Pools of readers, and which one an exam goes to. */
#include "app/tele_int.h"
#include "text/text.h"

enum { POOLS_MOST = 500 };

static bool speaks(struct str languages, struct str wanted)
{
	for (struct str rest = languages; rest.ptr;)
		if (str_eq(str_cut(&rest, ' '), wanted))
			return true;
	return false;
}

/* Open now counts more than the language; the first by code breaks ties. */
static int fit(const struct stmt *q, struct str language, int weekday,
	       int minute)
{
	bool open = (col_int(q, 5) >> weekday & 1) && minute >= col_int(q, 6) &&
		    minute < col_int(q, 7);
	return 2 * open + speaks(col_str(q, 4), language);
}

enum rc tele_pool_for(struct app *app, enum tele_kind kind, struct str language,
		      int64_t *id, struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	int best = -1;
	int weekday = date_weekday(date_in_rome(app->now_us));
	int minute = minute_in_rome(app->now_us);
	*id = 0;
	enum rc rc = db_prepare(app->db, SQL_TELE_POOL_ALL, &q, err);
	if (!rc) {
		bind_date(q, "on_date", app->today);
		bind_str(q, "kind", str_from(tele_kind_name[kind]));
	}
	while (!rc && !(rc = stmt_step(q, &row, err)) && row) {
		int f = fit(q, language, weekday, minute);
		if (f <= best)
			continue;
		best = f;
		*id = col_int(q, 0);
	}
	stmt_close(q);
	if (!rc && best < 0)
		rc = err_msg(err, E_STATE, MSG_TEL_NO_POOL_OF_KIND,
			     "nobody reads %s exams here: add a pool with "
			     "`prossima tele pool add`",
			     tele_kind_name[kind]);
	return rc;
}

enum rc app_tele_pools(struct app *app, struct arena *a,
		       struct tele_pool **list, size_t *n, struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	*n = 0;
	*list = arena_array(a, struct tele_pool, POOLS_MOST);
	if (!*list)
		return arena_fail(a, err);
	enum rc rc = app_require(app, MAY_READ_EXAMS, 0, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_TELE_POOL_ALL, &q, err);
	if (!rc) {
		bind_date(q, "on_date", app->today);
		bind_null(q, "kind");
	}
	while (!rc && *n < POOLS_MOST && !(rc = stmt_step(q, &row, err)) &&
	       row) {
		struct tele_pool *p = &(*list)[*n];
		*p = (struct tele_pool){.id = col_int(q, 0),
					.code = col_text(q, 1, a),
					.name = col_text(q, 2, a),
					.languages = col_text(q, 4, a),
					.weekdays = (int)col_int(q, 5),
					.from_min = (int)col_int(q, 6),
					.to_min = (int)col_int(q, 7),
					.escalate_to = col_text(q, 9, a),
					.phone = col_text(q, 10, a),
					.n_reader = col_int(q, 11),
					.n_open = col_int(q, 12)};
		*n += tele_kind_parse(col_str(q, 3), &p->kind);
	}
	stmt_close(q);
	return rc;
}

enum rc tele_pool_behind(struct app *app, int64_t pool_id, int64_t *id,
			 struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_TELE_POOL_BEHIND, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", pool_id);
	rc = stmt_one(q, err);
	*id = rc ? 0 : col_int(q, 0);
	stmt_close(q);
	return rc == E_NOT_FOUND ? OK : rc;
}

static enum rc pool_id(struct app *app, struct str code, int64_t *id,
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

static enum rc put_pool(struct app *app, const struct tele_pool *p, int64_t id,
			int64_t next, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_TELE_POOL_INSERT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	bind_str(q, "code", p->code);
	bind_str(q, "name", p->name);
	bind_str(q, "kind", str_from(tele_kind_name[p->kind]));
	bind_str(q, "languages", p->languages);
	bind_int(q, "weekdays", p->weekdays);
	bind_int(q, "from_min", p->from_min);
	bind_int(q, "to_min", p->to_min);
	bind_id(q, "escalate_to", next);
	bind_str(q, "phone", p->phone);
	bind_int(q, "now_us", app->now_us);
	rc = stmt_finish(q, NULL, err);
	if (rc == E_CONFLICT)
		err_set(err, rc,
			"pool \"" STR_FMT "\" is there already, or "
			"its hours are not in order",
			STR_ARG(p->code));
	return rc;
}

enum rc app_tele_pool_add(struct app *app, const struct tele_pool *p,
			  struct err *err)
{
	int64_t id = 0, next = 0;
	enum rc rc = app_require(app, MAY_SET_RULES, 0, err);
	if (!rc && (!p->code.len || !p->name.len))
		rc = err_set(err, E_RANGE, "a pool has a code and a name");
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc && p->escalate_to.len)
		rc = pool_id(app, p->escalate_to, &next, err);
	if (!rc) {
		id = app_id(app);
		rc = put_pool(app, p, id, next, err);
	}
	return tele_register_done(app, rc, "tele.pool_add", "tele_pool", id,
				  err);
}

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
		rc = err_set(err, E_NOT_FOUND,
			     "no specialist signs on as \"" STR_FMT "\": "
			     "`prossima user add` and `prossima user role`",
			     STR_ARG(login));
	return rc;
}

enum rc app_tele_pool_reader(struct app *app, struct str pool, struct str login,
			     struct err *err)
{
	struct stmt *q = NULL;
	int64_t id = 0, user = 0;
	enum rc rc = app_require(app, MAY_SET_RULES, 0, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = pool_id(app, pool, &id, err);
	if (!rc)
		rc = reader_id(app, login, &user, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_TELE_POOL_READER_INSERT, &q, err);
	if (!rc) {
		bind_int(q, "pool_id", id);
		bind_int(q, "user_id", user);
		bind_date(q, "on_date", app->today);
		bind_int(q, "now_us", app->now_us);
		rc = stmt_finish(q, NULL, err);
	}
	return tele_register_done(app, rc, "tele.pool_reader", "tele_pool", id,
				  err);
}

/* ---- the command line acts for somebody */

enum rc app_tele_act_as(struct app *app, struct str login, struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum role role = ROLE_NOBODY;
	if (app->who.role != ROLE_SYSTEM)
		return err_set(err, E_DENIED,
			       "only the command line acts for others");
	enum rc rc = db_prepare(app->db, SQL_TELE_ACTOR, &q, err);
	if (rc)
		return rc;
	bind_str(q, "login", login);
	bind_date(q, "on_date", app->today);
	rc = stmt_step(q, &row, err);
	if (!rc && row) {
		for (role = 0; role < N_ROLE; role++)
			if (str_is(col_str(q, 1), role_name[role]))
				break;
		app->who = (struct actor){.user_id = col_int(q, 0),
					  .role = role,
					  .doctor_id = col_int(q, 2),
					  .org_id = col_int(q, 3),
					  .purpose = STR("care")};
	}
	stmt_close(q);
	if (!rc && !row)
		rc = err_set(err, E_NOT_FOUND,
			     "no user \"" STR_FMT "\" has a role that works on "
			     "exams",
			     STR_ARG(login));
	return rc;
}

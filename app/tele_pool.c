/* Which pool an exam goes to, and the pools as they are looked at. */
#include "app/person_view_int.h"
#include "app/tele_scope_int.h"
#include "text/text.h"

enum { POOLS_MOST = 500, READERS_MOST = 2000 };

/* ---- of an exam that comes */

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
	bool open = (col_int(q, 2) >> weekday & 1) && minute >= col_int(q, 3) &&
		    minute < col_int(q, 4);
	return 2 * open + speaks(col_str(q, 1), language);
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
	enum rc rc = db_prepare(app->db, SQL_TELE_POOL_FOR, &q, err);
	if (!rc)
		bind_str(q, "kind", str_from(tele_kind_name[kind]));
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

enum rc tele_pool_behind(struct app *app, int64_t pool_id, int64_t *id,
			 char name[TELE_POOL_NAME], struct err *err)
{
	struct stmt *q = NULL;
	*id = 0;
	if (name)
		name[0] = 0;
	enum rc rc = db_prepare(app->db, SQL_TELE_POOL_BEHIND, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", pool_id);
	rc = stmt_one(q, err);
	if (!rc) {
		*id = col_int(q, 0);
		if (name)
			snprintf(name, TELE_POOL_NAME, STR_FMT,
				 STR_ARG(col_str(q, 1)));
	}
	stmt_close(q);
	return rc == E_NOT_FOUND ? OK : rc;
}

/* ---- to be looked at */

static enum rc pool_row(const struct stmt *q, void *row, void *ctx,
			struct err *err)
{
	struct arena *a = ctx;
	struct tele_pool *p = row;
	(void)err;
	*p = (struct tele_pool){.id = col_int(q, 0),
				.code = col_text(q, 1, a),
				.name = col_text(q, 2, a),
				.languages = col_text(q, 4, a),
				.weekdays = (int)col_int(q, 5),
				.from_min = (int)col_int(q, 6),
				.to_min = (int)col_int(q, 7),
				.escalate_to = col_text(q, 8, a),
				.phone = col_text(q, 9, a),
				.n_reader = col_int(q, 10),
				.n_open = col_int(q, 11)};
	if (!tele_kind_parse(col_str(q, 3), &p->kind))
		p->kind = N_TELE_KIND;
	return OK;
}

/* All that the actor sees, or one of them. */
static enum rc pools(struct app *app, int64_t id, struct arena *a,
		     struct tele_pool **list, size_t *n, struct err *err)
{
	struct stmt *q = NULL;
	struct tele_scope s = {0};
	*n = 0;
	enum rc rc = app_require(app, MAY_READ_TELECARE, 0, err);
	if (!rc)
		rc = tele_scope(app, a, &s, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_TELE_POOL_LIST, &q, err);
	if (rc)
		return rc;
	bind_id(q, "id", id);
	bind_id(q, "reader_id", s.reader_id);
	bind_id(q, "doctor_id", s.doctor_id);
	bind_id(q, "organisation_id", s.org_id);
	bind_date(q, "on_date", app->today);
	return person_rows(q, sizeof(**list), POOLS_MOST, pool_row, a, a, list,
			   n, err);
}

enum rc app_tele_pools(struct app *app, struct arena *a,
		       struct tele_pool **list, size_t *n, struct err *err)
{
	return pools(app, 0, a, list, n, err);
}

static enum rc reader_row(const struct stmt *q, void *row, void *ctx,
			  struct err *err)
{
	struct arena *a = ctx;
	(void)err;
	*(struct tele_reader *)row = (struct tele_reader){
		.user_id = col_int(q, 0),
		.login = col_text(q, 1, a),
		.name = col_text(q, 2, a),
		.since = col_null(q, 3) ? DATE_NONE : col_date(q, 3)};
	return OK;
}

static enum rc readers(struct app *app, enum sql id, int64_t pool_id,
		       struct arena *a, struct tele_reader **list, size_t *n,
		       struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, id, &q, err);
	if (rc)
		return rc;
	bind_int(q, "pool_id", pool_id);
	bind_date(q, "on_date", app->today);
	return person_rows(q, sizeof(**list), READERS_MOST, reader_row, a, a,
			   list, n, err);
}

enum rc app_tele_pool_show(struct app *app, int64_t pool_id, struct arena *a,
			   struct tele_pool_view *out, struct err *err)
{
	struct tele_pool_view v = {0};
	struct tele_pool *one = NULL;
	size_t n = 0;
	enum rc rc = pools(app, pool_id, a, &one, &n, err);
	if (!rc && !n)
		rc = err_msg(err, E_NOT_FOUND, MSG_TEL_NO_POOL,
			     "there is no pool %" PRId64 " to be seen",
			     pool_id);
	if (rc)
		return rc;
	v.pool = one[0];
	v.may_keep = tele_may(app, MAY_SET_RULES);
	rc = readers(app, SQL_TELE_POOL_READERS, pool_id, a, &v.reader,
		     &v.n_reader, err);
	if (!rc && v.may_keep)
		rc = readers(app, SQL_TELE_POOL_OTHERS, pool_id, a, &v.other,
			     &v.n_other, err);
	if (!rc)
		*out = v;
	return rc;
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

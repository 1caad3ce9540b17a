/* One reading kept: is it possible, doubtful, there already, a correction? */
#include "app/home_int.h"

enum { RECENT_MOST = 100 };

/* ---- is it to be confirmed? */

static enum rc recent_of(struct app *app, const struct home_person *p,
			 const struct home_arrival *in, int64_t *v, size_t *n,
			 struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	int64_t most = 0;
	*n = 0;
	enum rc rc = home_rule(app, "home.recent_readings", p->ats, &most, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_HOME_RECENT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", p->id);
	bind_str(q, "kind", in->kind->code);
	bind_int(q, "before_us", in->s->measured_us);
	bind_int(q, "n", min_i64(most, RECENT_MOST));
	while (!(rc = stmt_step(q, &row, err)) && row)
		v[(*n)++] = col_int(q, 0);
	stmt_close(q);
	return rc;
}

static const char *const doubt_name[] = {"", "unusual", "slip", "swapped"};

static enum rc doubt_of(struct app *app, const struct home_person *p,
			const struct home_arrival *in,
			enum monitor_doubt *doubt, struct err *err)
{
	static const enum msg words[] = {0, MSG_HOM_DOUBT_UNUSUAL,
					 MSG_HOM_DOUBT_SLIP,
					 MSG_HOM_DOUBT_SWAPPED};
	int64_t recent[RECENT_MOST];
	size_t n = 0;
	enum rc rc = recent_of(app, p, in, recent, &n, err);
	if (rc)
		return rc;
	*doubt = monitor_doubtful(in->kind, in->value_milli, recent, n);
	if (*doubt == MONITOR_SURE || in->keep_doubtful || in->s->confirmed)
		return OK;
	return err_msg(err, E_CONFLICT, (int)words[*doubt],
		       "%s: \"" STR_FMT "\" is to be confirmed",
		       doubt_name[*doubt], STR_ARG(in->s->value));
}

/* ---- is it there already? */

struct same {
	int64_t id; /* 0: none */
	bool equal;
};

static enum rc find_same(struct app *app, const struct home_person *p,
			 const struct home_arrival *in, struct same *out,
			 struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	*out = (struct same){0};
	enum rc rc = db_prepare(app->db, SQL_HOME_READING_SAME, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", p->id);
	bind_str(q, "kind", in->kind->code);
	bind_int(q, "measured_us", in->s->measured_us);
	bind_str(q, "source_id", in->s->source_id);
	rc = stmt_step(q, &row, err);
	if (!rc && row) {
		int64_t second =
			col_null(q, 2) ? MONITOR_NO_VALUE : col_int(q, 2);
		out->id = col_int(q, 0);
		out->equal = col_int(q, 1) == in->value_milli[0] &&
			     second == in->value_milli[1];
	}
	stmt_close(q);
	return rc;
}

/* The one of the same number at the source, whatever its moment. */
static enum rc find_numbered(struct app *app, const struct home_person *p,
			     const struct home_arrival *in, int64_t *id,
			     struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db, SQL_HOME_READING_NUMBERED, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", p->id);
	bind_str(q, "kind", in->kind->code);
	bind_str(q, "source_id", in->s->source_id);
	rc = stmt_step(q, &row, err);
	*id = !rc && row ? col_int(q, 0) : 0;
	stmt_close(q);
	return rc;
}

/* ---- written */

static enum rc insert(struct app *app, const struct home_person *p,
		      const struct home_arrival *in, int64_t previous,
		      enum monitor_doubt doubt, struct home_sent *out,
		      struct err *err)
{
	const struct home_sending *s = in->s;
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_HOME_READING_INSERT, &q, err);
	if (rc)
		return rc;
	out->id = app_id(app);
	out->doubtful = doubt != MONITOR_SURE && !s->confirmed;
	bind_int(q, "id", out->id);
	bind_int(q, "person_id", p->id);
	bind_str(q, "kind", in->kind->code);
	bind_int(q, "value_milli", in->value_milli[0]);
	if (in->value_milli[1] == MONITOR_NO_VALUE)
		bind_null(q, "second_milli");
	else
		bind_int(q, "second_milli", in->value_milli[1]);
	bind_str(q, "value_given", s->value);
	bind_str(q, "unit_given", s->unit);
	bind_str(q, "context", s->context);
	bind_int(q, "measured_us", s->measured_us);
	bind_int(q, "now_us", app->now_us);
	bind_str(q, "by_whom", str_from(monitor_by_name[s->by]));
	bind_str(q, "source", s->source.len ? s->source : STR("command"));
	bind_str(q, "source_id", s->source_id);
	bind_str(q, "device", s->device);
	bind_str(q, "note", s->note);
	bind_str(q, "state",
		 out->doubtful ? STR("doubtful")
		 : doubt       ? STR("confirmed")
			       : STR("ok"));
	bind_str(q, "doubt", str_from(doubt_name[doubt]));
	bind_id(q, "previous_id", previous);
	bind_int(q, "user_id", app->who.user_id);
	bind_str(q, "role", str_from(role_name[app->who.role]));
	return stmt_finish(q, NULL, err);
}

static enum rc check_moment(struct app *app, const struct home_person *p,
			    const struct home_sending *s, struct err *err)
{
	int64_t minutes = 0, days = 0;
	enum rc rc =
		home_rule(app, "home.future_minutes", p->ats, &minutes, err);
	if (!rc)
		rc = home_rule(app, "home.oldest_days", p->ats, &days, err);
	if (!rc && s->measured_us > app->now_us + minutes * MONITOR_MINUTE_US)
		rc = err_msg(err, E_RANGE, MSG_HOM_FUTURE,
			     "measured in the future");
	if (!rc && s->measured_us < app->now_us - days * MONITOR_DAY_US)
		rc = err_msg(err, E_RANGE, MSG_HOM_TOO_OLD,
			     "measured more than %" PRId64 " days ago", days);
	return rc;
}

/* Which one it replaces: told, or of the same number; 0: none. */
static enum rc replaced(struct app *app, const struct home_person *p,
			const struct home_arrival *in, const struct same *same,
			int64_t *id, struct err *err)
{
	*id = in->s->corrects;
	if (*id)
		return OK;
	if (in->replaces && same->id)
		*id = same->id;
	else if (in->replaces && in->s->source_id.len)
		return find_numbered(app, p, in, id, err);
	else if (same->id)
		return err_msg(err, E_CONFLICT, MSG_HOM_OTHER_VALUE,
			       "reading %" PRId64 " of the same moment has "
			       "another value",
			       same->id);
	return OK;
}

enum rc home_keep(struct app *app, const struct home_person *p,
		  const struct home_arrival *in, struct home_sent *out,
		  int64_t *replacing, struct err *err)
{
	struct same same = {0};
	enum monitor_doubt doubt = MONITOR_SURE;
	int64_t previous = 0;
	assert(db_in_transaction(app->db));
	*replacing = 0;
	enum rc rc = check_moment(app, p, in->s, err);
	if (!rc)
		rc = find_same(app, p, in, &same, err);
	if (!rc && same.id && same.equal && in->s->corrects != same.id) {
		out->id = same.id;
		out->again = true;
		return OK;
	}
	if (!rc)
		rc = replaced(app, p, in, &same, &previous, err);
	if (!rc)
		rc = doubt_of(app, p, in, &doubt, err);
	if (!rc && previous)
		rc = home_reading_move(app, previous, "corrected",
				       in->s->reason, err);
	*replacing = previous;
	return rc ? rc : insert(app, p, in, previous, doubt, out, err);
}

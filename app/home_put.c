/* Readings that people send, one by one or a form of them. */
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
		  bool *corrected, struct err *err)
{
	struct same same = {0};
	enum monitor_doubt doubt = MONITOR_SURE;
	int64_t previous = 0;
	assert(db_in_transaction(app->db));
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
	*corrected = previous != 0;
	return rc ? rc : insert(app, p, in, previous, doubt, out, err);
}

/* ---- a form */

static enum rc check_texts(struct home_sending *s, struct err *err)
{
	struct str *const texts[] = {
		&s->kind,   &s->value, &s->second, &s->unit,      &s->context,
		&s->device, &s->note,  &s->source, &s->source_id, &s->reason};
	enum rc rc = OK;
	for (size_t i = 0; i < countof(texts) && !rc; i++)
		rc = home_text(texts[i], err);
	return rc;
}

static enum rc check_corrects(struct app *app, const struct home_sending *s,
			      struct arena *a, struct err *err)
{
	struct home_reading_at was = {0};
	if (!s->corrects)
		return OK;
	enum rc rc = home_reading_at(app, s->corrects, a, &was, err);
	if (!rc &&
	    (was.person_id != s->person_id || !str_eq(was.kind, s->kind)))
		rc = err_msg(err, E_CONFLICT, MSG_HOM_OTHER_PERSON,
			     "reading %" PRId64 " is of another person or kind",
			     s->corrects);
	return rc;
}

static enum rc put_one(struct app *app, const struct monitor_tables *t,
		       const struct home_person *p,
		       const struct home_sending *given, struct arena *a,
		       struct home_sent *out, struct err *err)
{
	struct home_sending s = *given;
	struct home_arrival in = {.s = &s};
	bool corrected;
	enum rc rc = check_texts(&s, err);
	if (!s.measured_us) /* of a minute one reading, if sent twice */
		s.measured_us = app->now_us - app->now_us % MONITOR_MINUTE_US;
	in.kind = rc ? NULL : monitor_kind_of(t, s.kind);
	if (!rc && !in.kind)
		rc = err_msg(err, E_NOT_FOUND, MSG_HOM_NO_KIND,
			     "\"" STR_FMT "\" is no kind of reading",
			     STR_ARG(s.kind));
	if (!rc)
		rc = monitor_value(t, in.kind, s.value, s.second, s.unit,
				   in.value_milli, err);
	if (!rc && s.second.len)
		s.value = arena_printf(a, STR_FMT "/" STR_FMT, STR_ARG(s.value),
				       STR_ARG(s.second));
	if (!rc)
		rc = check_corrects(app, &s, a, err);
	return rc ? rc : home_keep(app, p, &in, out, &corrected, err);
}

static void sum_up(const struct home_raised *raised,
		   const struct monitor_tables *t, struct home_sent *out)
{
	out->n_alarm = raised->n;
	out->worst = raised->worst;
	if (raised->n)
		home_tell(t, raised->protocol, out->tell);
}

enum rc app_home_put_all(struct app *app, const struct home_sending *list,
			 size_t n, struct arena *a, struct home_sent *out,
			 size_t *at, struct err *err)
{
	struct monitor_tables t;
	struct home_person p = {0};
	struct home_raised raised = {.worst = N_MONITOR_SEVERITY};
	struct home_sent sent = {.worst = N_MONITOR_SEVERITY};
	int64_t *fresh = arena_array(a, int64_t, n + 1);
	size_t n_fresh = 0;
	*at = 0;
	if (!n || !fresh)
		return n ? arena_fail(a, err)
			 : err_msg(err, E_RANGE, MSG_HOM_NO_NUMBER,
				   "no reading was sent");
	enum rc rc = app_require(app, MAY_SEND_READING, list->person_id, err);
	if (!rc)
		rc = app_home_tables(app, a, &t, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = home_person_load(app, list->person_id, a, &p, err);
	if (!rc && p.dead)
		rc = err_msg(err, E_STATE, MSG_HOM_DECEASED,
			     "the person has died");
	for (size_t i = 0; i < n && !rc; i++) {
		assert(list[i].person_id == list->person_id);
		struct home_sent one = {0};
		*at = i;
		rc = put_one(app, &t, &p, &list[i], a, &one, err);
		if (!rc && !one.again)
			fresh[n_fresh++] = one.id;
		sent.id = one.id;
		sent.again = one.again;
		sent.doubtful |= one.doubtful;
	}
	if (!rc && !n_fresh) { /* all were there: nothing is written */
		db_rollback(app->db);
		*out = sent;
		return OK;
	}
	if (!rc)
		rc = home_evaluate(app, &p, fresh, n_fresh, a, &raised, err);
	struct audit_event e = {
		.action = "home.send",
		.entity = "home_reading",
		.entity_id = sent.id,
		.person_id = list->person_id,
		.detail = arena_printf(a, "{\"n\":%zu}", n_fresh)};
	rc = home_done(app, rc, &e, err);
	if (!rc) {
		sum_up(&raised, &t, &sent);
		*out = sent;
	}
	return rc;
}

enum rc app_home_put(struct app *app, const struct home_sending *s,
		     struct arena *a, struct home_sent *out, struct err *err)
{
	size_t at;
	return app_home_put_all(app, s, 1, a, out, &at, err);
}

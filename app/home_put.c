/* Readings that people send, one by one or a form of them. */
#include "app/home_int.h"

static enum rc check_texts(struct home_sending *s, struct err *err)
{
	struct str *const texts[] = {
		&s->kind,   &s->value, &s->second, &s->unit,      &s->context,
		&s->device, &s->note,  &s->source, &s->source_id, &s->reason};
	enum rc rc = OK;
	for (size_t i = 0; i < countof(texts) && !rc; i++)
		rc = home_text(texts[i], err);
	if (!rc && s->corrects)
		rc = home_want_reason(&s->reason, err);
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
		       struct home_sent *out, int64_t *replaced,
		       struct err *err)
{
	struct home_sending s = *given;
	struct home_arrival in = {.s = &s};
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
	return rc ? rc : home_keep(app, p, &in, out, replaced, err);
}

static void sum_up(const struct home_raised *raised,
		   const struct monitor_tables *t, struct home_sent *out)
{
	out->n_alarm = raised->n;
	out->worst = raised->worst;
	if (raised->n)
		home_tell(t, raised->protocol, out->tell);
}

/* Each in turn; `at` is the one that was refused. */
static enum rc put_each(struct app *app, const struct monitor_tables *t,
			const struct home_person *p,
			const struct home_sending *list, size_t n,
			struct arena *a, struct home_came *came,
			struct home_sent *sent, size_t *at, struct err *err)
{
	enum rc rc = home_came_init(came, n, a, err);
	for (size_t i = 0; i < n && !rc; i++) {
		assert(list[i].person_id == list->person_id);
		struct home_sent one = {0};
		int64_t replaced = 0;
		*at = i;
		rc = put_one(app, t, p, &list[i], a, &one, &replaced, err);
		if (!rc && !one.again)
			home_came_add(came, one.id, replaced, list[i].reason);
		sent->id = one.id;
		sent->again = one.again;
		sent->doubtful |= one.doubtful;
	}
	return rc;
}

enum rc app_home_put_all(struct app *app, const struct home_sending *list,
			 size_t n, struct arena *a, struct home_sent *out,
			 size_t *at, struct err *err)
{
	struct monitor_tables t;
	struct home_person p = {0};
	struct home_raised raised = {.worst = N_MONITOR_SEVERITY};
	struct home_sent sent = {.worst = N_MONITOR_SEVERITY};
	struct home_came came = {0};
	*at = 0;
	if (!n)
		return err_msg(err, E_RANGE, MSG_HOM_NO_NUMBER,
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
	if (!rc)
		rc = put_each(app, &t, &p, list, n, a, &came, &sent, at, err);
	if (!rc && !came.n_fresh) { /* all were there: nothing is written */
		db_rollback(app->db);
		*out = sent;
		return OK;
	}
	if (!rc)
		rc = home_settle(app, &p, &came, a, &raised, err);
	struct audit_event e = {
		.action = "home.send",
		.entity = "home_reading",
		.entity_id = sent.id,
		.person_id = list->person_id,
		.detail = arena_printf(a, "{\"n\":%zu}", came.n_fresh)};
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

enum rc app_home_counter(struct app *app, int64_t person_id, struct arena *a,
			 struct monitor_tables *out, struct err *err)
{
	struct audit_event look = {.action = "home.counter",
				   .entity = "person",
				   .entity_id = person_id,
				   .person_id = person_id,
				   .detail = STR("{}")};
	enum rc rc = app_require(app, MAY_SEND_READING, person_id, err);
	if (!rc)
		rc = app_home_tables(app, a, out, err);
	return rc ? rc : audit_look(app, &look, err);
}

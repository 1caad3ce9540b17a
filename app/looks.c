#include "app/looks.h"

#include "app/account_int.h"
#include "app/audit_int.h"

enum rc looks_add(struct looks *l, const struct app *app,
		  const struct audit_event *e, struct err *err)
{
	if (l->n == LOOKS_MOST)
		return err_set(err, E_LIMIT,
			       "more than %d looks at records in one request",
			       LOOKS_MOST);
	struct look *k = &l->at[l->n];
	*k = (struct look){.who = app->who, .at_us = app->now_us, .event = *e};
	k->who.purpose = arena_str(l->a, app->who.purpose);
	k->event.detail = arena_str(l->a, e->detail);
	if ((e->detail.len && !k->event.detail.ptr) ||
	    (app->who.purpose.len && !k->who.purpose.ptr))
		return arena_fail(l->a, err);
	l->n++;
	return OK;
}

enum rc looks_touch(struct looks *l, const struct app *app,
		    struct str token_sha256, struct err *err)
{
	l->touch_sha256 = arena_str(l->a, token_sha256);
	l->touch_us = app->now_us;
	return l->touch_sha256.ptr ? OK : arena_fail(l->a, err);
}

static enum rc touch(struct app *app, const struct looks *l, struct err *err)
{
	return l->touch_sha256.len
		       ? session_touch(app, l->touch_sha256, l->touch_us, err)
		       : OK;
}

static enum rc touch_all(struct app *app, struct looks *const *all, size_t n,
			 struct err *err)
{
	enum rc rc = OK;
	for (size_t i = 0; i < n && !rc; i++)
		rc = touch(app, all[i], err);
	return rc;
}

static enum rc add_looks(struct app *app, const struct looks *l,
			 struct audit_chain *c, struct err *err)
{
	enum rc rc = OK;
	for (size_t i = 0; i < l->n && !rc; i++) {
		app->who = l->at[i].who;
		app->now_us = l->at[i].at_us;
		rc = audit_chain_add(app, c, &l->at[i].event, err);
	}
	return rc;
}

static enum rc add_all(struct app *app, struct looks *const *all, size_t n,
		       struct err *err)
{
	struct audit_chain c;
	enum rc rc = audit_chain_take(app, &c, err);
	for (size_t i = 0; i < n && !rc; i++)
		rc = add_looks(app, all[i], &c, err);
	return rc ? rc : audit_chain_give(app, &c, err);
}

static bool any_look(struct looks *const *all, size_t n)
{
	size_t i = 0;
	while (i < n && !all[i]->n)
		i++;
	return i < n;
}

enum rc looks_commit(struct app *app, struct looks *const *all, size_t n,
		     struct err *err)
{
	struct actor who = app->who;
	int64_t now_us = app->now_us;
	enum rc rc = db_begin(app->db, err);
	if (!rc)
		rc = touch_all(app, all, n, err);
	if (!rc && any_look(all, n))
		rc = add_all(app, all, n, err);
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	app->who = who;
	app->now_us = now_us;
	return rc;
}

static enum rc add_one(struct app *app, const struct audit_event *e,
		       struct err *err)
{
	struct audit_chain c;
	enum rc rc = audit_chain_take(app, &c, err);
	if (!rc)
		rc = audit_chain_add(app, &c, e, err);
	return rc ? rc : audit_chain_give(app, &c, err);
}

static enum rc alone(struct app *app, const struct audit_event *e,
		     struct err *err)
{
	enum rc rc = db_begin(app->db, err);
	if (!rc)
		rc = add_one(app, e, err);
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	return rc;
}

enum rc audit_look(struct app *app, const struct audit_event *e,
		   struct err *err)
{
	if (db_in_transaction(app->db))
		return audit_write(app, e, err);
	if (app->looks)
		return looks_add(app->looks, app, e, err);
	return alone(app, e, err);
}

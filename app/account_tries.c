/* Counting attempts. What is counted: the login from one address, the address,
 * and the login over all addresses; or, from a browser that is known, the login
 * from that browser alone.
 */
#include "app/account_int.h"

#define FORGOTTEN_US (INT64_C(3600) * 1000000)

static enum rc add_key(struct app *app, struct tries *t, const char *kind,
		       struct str name, struct str from, bool own,
		       struct err *err)
{
	char text[512], rule[64];
	int n = snprintf(
		text, sizeof(text), "%s|" STR_FMT "|" STR_FMT, kind,
		STR_ARG(str_sub(name, 0,
				(size_t)min_i64(200, (int64_t)name.len))),
		STR_ARG(str_sub(from, 0,
				(size_t)min_i64(200, (int64_t)from.len))));
	token_digest((struct str){text, (size_t)n}, t->key[t->n]);
	snprintf(rule, sizeof(rule), "account.tries_%s", kind);
	t->own[t->n] = own;
	return account_setting(app, rule, &t->free[t->n++], err);
}

static enum rc keys_of(struct app *app, const struct tries_of *who,
		       struct tries *t, struct err *err)
{
	*t = (struct tries){.n = 0};
	if (who->device.len)
		return add_key(app, t, "device", who->name, who->device, true,
			       err);
	enum rc rc =
		add_key(app, t, "address", STR(""), who->address, false, err);
	if (!rc)
		rc = add_key(app, t, "login", who->name, STR(""), false, err);
	if (!rc)
		rc = add_key(app, t, "login_address", who->name, who->address,
			     true, err);
	return rc;
}

static enum rc run_key(struct app *app, enum sql id, const char *key,
		       struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, id, &q, err);
	if (rc)
		return rc;
	bind_str(q, "key_sha256", str_from(key));
	if (id == SQL_TRIES_MAKE)
		bind_int(q, "now_us", app->now_us);
	rc = stmt_run(q, err);
	stmt_close(q);
	return rc;
}

struct count {
	int64_t n, last_us, held_until_us;
};

static enum rc read_count(struct app *app, const char *key, struct count *c,
			  struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = run_key(app, SQL_TRIES_MAKE, key, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_TRIES_READ, &q, err);
	if (rc)
		return rc;
	bind_str(q, "key_sha256", str_from(key));
	rc = stmt_one(q, err);
	if (!rc)
		*c = (struct count){col_int(q, 0), col_int(q, 1),
				    col_int(q, 2)};
	stmt_close(q);
	return rc;
}

static enum rc write_count(struct app *app, const char *key,
			   const struct count *c, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_TRIES_WRITE, &q, err);
	if (rc)
		return rc;
	bind_str(q, "key_sha256", str_from(key));
	bind_int(q, "n", c->n);
	bind_int(q, "now_us", app->now_us);
	bind_int(q, "held_until_us", c->held_until_us);
	rc = stmt_run(q, err);
	stmt_close(q);
	return rc;
}

/* The wait after the n-th attempt over the free ones: it doubles. */
static int64_t wait_us(int64_t over, int64_t first_s, int64_t most_s)
{
	int64_t s = over <= 0 ? 0 : first_s;
	for (int64_t i = 1; i < over && s < most_s; i++)
		s *= 2;
	return min_i64(s, most_s) * 1000000;
}

static enum rc count_one(struct app *app, const struct tries *t, size_t i,
			 int64_t *wait_s, struct err *err)
{
	struct count c = {0};
	int64_t first_s = 0, most_s = 0;
	enum rc rc = account_setting(app, "account.wait_first_seconds",
				     &first_s, err);
	if (!rc)
		rc = account_setting(app, "account.wait_most_seconds", &most_s,
				     err);
	if (!rc)
		rc = read_count(app, t->key[i], &c, err);
	if (rc)
		return rc;
	if (c.held_until_us > app->now_us) {
		*wait_s = max_i64(
			*wait_s, (c.held_until_us - app->now_us) / 1000000 + 1);
		return OK;
	}
	if (c.last_us + FORGOTTEN_US < app->now_us)
		c.n = 0;
	c.n++;
	c.held_until_us =
		app->now_us + wait_us(c.n - t->free[i], first_s, most_s);
	return write_count(app, t->key[i], &c, err);
}

enum rc tries_take(struct app *app, const struct tries_of *who,
		   struct tries *out, int64_t *wait_s, struct err *err)
{
	*wait_s = 0;
	enum rc rc = keys_of(app, who, out, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (rc)
		return rc;
	for (size_t i = 0; i < out->n && !rc; i++)
		rc = count_one(app, out, i, wait_s, err);
	if (!rc && *wait_s)
		rc = err_msg(err, E_LIMIT, MSG_ACC_WAIT,
			     "too many attempts: wait %" PRId64 " s", *wait_s);
	return account_end(app, rc, err);
}

enum rc tries_worked(struct app *app, const struct tries *t, struct err *err)
{
	enum rc rc = OK;
	for (size_t i = 0; i < t->n && !rc; i++)
		rc = run_key(app,
			     t->own[i] ? SQL_TRIES_FORGET : SQL_TRIES_GIVE_BACK,
			     t->key[i], err);
	return rc;
}

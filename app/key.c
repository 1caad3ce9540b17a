/* Which key is the database's: the first one, the right one, a new one. */
#include "app/account_int.h"
#include "app/key_int.h"

#include <unistd.h>

/* ---- the first */

static enum rc read_or_make(const char *path, struct seal_key *out,
			    struct err *err)
{
	enum rc rc = key_read(path, out, err);
	if (rc == E_NOT_FOUND)
		rc = key_make(path, out, err);
	/* another program made it at this instant */
	return rc == E_CONFLICT ? key_read(path, out, err) : rc;
}

static enum rc adopt(struct app *app, const struct seal_key *k, int64_t *sealed,
		     struct err *err)
{
	struct key_renewed n = {0};
	char there[SEAL_ID];
	enum rc rc = db_begin(app->db, err);
	if (rc)
		return rc;
	rc = key_recorded(app, there, err);
	if (!rc && *there && strcmp(there, k->id) != 0)
		rc = err_set(err, E_CONFLICT,
			     "another program gave the database a key just "
			     "now: the same again");
	if (!rc && !*there)
		rc = key_reseal(app, &(struct reseal){.to = k, .clear = true},
				&n, err);
	if (!rc && !*there)
		rc = key_record(app, k->id, err);
	*sealed = n.sealed;
	return account_end(app, rc, err);
}

/* ---- the right one */

static bool path_with(const char *path, const char *tail, char out[PATH_MAX])
{
	return snprintf(out, PATH_MAX, "%s.%s", path, tail) < PATH_MAX;
}

static bool read_that(const char *path, const char *tail, const char *id,
		      struct seal_key *out, char at[PATH_MAX])
{
	struct err err;
	return path_with(path, tail, at) && !key_read(at, out, &err) &&
	       !strcmp(out->id, id);
}

/* A renewal that was cut off after its commit: the new key is in force and
 * stands beside. Or the database is an older copy, from before a renewal. */
static bool beside(const char *path, const char *id, struct seal_key *out)
{
	char at[PATH_MAX];
	struct err err;
	if (read_that(path, "new", id, out, at))
		return !rename(at, path) && !key_sync_folder(path, &err);
	return read_that(path, id, id, out, at);
}

static enum rc the_recorded(const char *path, const char *id,
			    struct seal_key *out, struct err *err)
{
	enum rc rc = key_read(path, out, err);
	if (!rc && !strcmp(out->id, id))
		return OK;
	if (rc && rc != E_NOT_FOUND)
		return rc;
	if (beside(path, id, out))
		return OK;
	return err_set(err, E_STATE,
		       "the key of this database (%s) is not at \"%s\"%s: put "
		       "it back from its copy or name it with --key; if it is "
		       "lost, prossima user rekey --lost takes away the second "
		       "factors, and users set up new ones",
		       id, path, rc ? "" : ", another key is there");
}

enum rc key_of_database(struct app *app, const char *path, struct seal_key *out,
			int64_t *sealed, struct err *err)
{
	char id[SEAL_ID];
	*sealed = 0;
	enum rc rc = key_recorded(app, id, err);
	if (!rc && *id)
		return the_recorded(path, id, out, err);
	if (!rc)
		rc = read_or_make(path, out, err);
	return rc ? rc : adopt(app, out, sealed, err);
}

/* ---- a new one */

/* What opens the secrets of today: the present key; nothing when it is lost and
 * that may be; no key, they are in clear. */
static enum rc present(struct app *app, const char *path, bool lost,
		       struct seal_key *old, struct reseal *how,
		       struct err *err)
{
	char id[SEAL_ID];
	enum rc rc = key_recorded(app, id, err);
	how->clear = !*id;
	if (rc || how->clear)
		return rc;
	rc = the_recorded(path, id, old, err);
	if (!rc)
		how->from = old;
	return rc == E_STATE && lost ? OK : rc;
}

/* The key that stands there stays, under its name: older copies of the database
 * need it. */
static enum rc keep_old(const char *path, struct err *err)
{
	struct seal_key old;
	char at[PATH_MAX];
	enum rc rc = key_read(path, &old, err);
	if (rc)
		return rc == E_NOT_FOUND ? OK : rc;
	if (!path_with(path, old.id, at) || (link(path, at) && errno != EEXIST))
		rc = err_set(err, E_IO, "could not keep key \"%s\": %s", path,
			     strerror(errno));
	secret_wipe(&old, sizeof(old));
	return rc;
}

static enum rc renew(struct app *app, const struct reseal *how,
		     struct key_renewed *n, struct err *err)
{
	char detail[96];
	enum rc rc = db_begin(app->db, err);
	if (rc)
		return rc;
	rc = key_reseal(app, how, n, err);
	if (!rc)
		rc = key_record(app, how->to->id, err);
	snprintf(detail, sizeof(detail),
		 "{\"sealed\":%" PRId64 ",\"lost\":%" PRId64 "}", n->sealed,
		 n->lost);
	if (!rc)
		rc = account_audit(app, "key.renew", "seal_key", 1,
				   str_from(detail), err);
	return account_end(app, rc, err);
}

/* The new key is on disk before the database needs it, and in its place after.
 * A commit of which nobody knows leaves both. */
static enum rc put_new(struct app *app, const char *path, const char *fresh,
		       struct reseal *how, struct key_renewed *n,
		       struct err *err)
{
	struct seal_key made;
	unlink(fresh); /* of a renewal that did not get to its commit */
	enum rc rc = key_make(fresh, &made, err);
	if (rc)
		return rc;
	how->to = &made;
	rc = renew(app, how, n, err);
	secret_wipe(&made, sizeof(made));
	if (rc == E_STATE)
		unlink(fresh);
	if (!rc && rename(fresh, path))
		rc = err_set(err, E_IO, "could not put key \"%s\" in place: %s",
			     path, strerror(errno));
	return rc ? rc : key_sync_folder(path, err);
}

enum rc key_renew(struct app *app, const char *path, bool lost,
		  struct key_renewed *out, struct err *err)
{
	struct seal_key old = {.id = ""};
	struct reseal how = {.lost = lost};
	char fresh[PATH_MAX];
	*out = (struct key_renewed){0};
	enum rc rc = app_require(app, MAY_MANAGE_ACCOUNTS, 0, err);
	if (!rc && app->who.role != ROLE_SYSTEM)
		rc = err_set(err, E_DENIED,
			     "only the command line renews the key");
	if (!rc && !path_with(path, "new", fresh))
		rc = err_set(err, E_RANGE, "path too long: \"%s\"", path);
	if (!rc)
		rc = present(app, path, lost, &old, &how, err);
	if (!rc)
		rc = keep_old(path, err);
	if (!rc)
		rc = put_new(app, path, fresh, &how, out, err);
	secret_wipe(&old, sizeof(old));
	return rc;
}

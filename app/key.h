/* app/key - the key that seals the secrets of second factors, and its file.
 *
 * The key never enters the database: who has a copy of the database alone has
 * no secret of any authenticator. It stands in a file of one line,
 *
 *	prossima-key 1 <43 characters, base64url of 32 random bytes>
 *
 * which its owner alone may read (0600; 0640 when it is root's), by default
 * beside a SQLite database ("prossima.db.key") and in the home of who runs
 * Prossima for PostgreSQL ("~/.config/prossima/NAME.key"). The database knows
 * the key's name (table seal_key), so another key is refused with words instead
 * of failing at every sign-on.
 *
 * Back the file up, apart from the database. Lost for good, key_renew takes
 *away the second factors that nobody can read any more; their users set up new
 *ones at the next sign-on.
 */
#ifndef APP_KEY_H
#define APP_KEY_H

#include "app/app.h"
#include "secret/secret.h"

/* Where the key of a database stands unless told. E_RANGE: nowhere (no HOME).
 */
MUST_USE enum rc key_place(const char *db_url, char out[PATH_MAX],
			   struct err *err);

/* E_NOT_FOUND: there is no such file. E_DENIED: others may read it. */
MUST_USE enum rc key_read(const char *path, struct seal_key *out,
			  struct err *err);

/* The key of this database. A database that has none yet takes the one at
 * `path`, made when it is not there, and seals what it kept in clear: *sealed
 * secrets. E_STATE, with the remedy, when the database's key is not at `path`.
 */
MUST_USE enum rc key_of_database(struct app *app, const char *path,
				 struct seal_key *out, int64_t *sealed,
				 struct err *err);

struct key_renewed {
	int64_t sealed; /* secrets, under the new key */
	int64_t lost;   /* second factors taken away: nobody can read them */
};
/* A new key in place of the one at `path`, which stays beside under its name
 * ("prossima.db.key.1a2b3c4d": older copies of the database need it). Servers
 * must be started again. With `lost` what the present key does not open, or is
 * not there to open, is taken away; without, it is E_STATE and nothing changes.
 * ROLE_SYSTEM only. A crash half-way leaves the old key or the new one in
 * force: key_of_database finishes.
 */
MUST_USE enum rc key_renew(struct app *app, const char *path, bool lost,
			   struct key_renewed *out, struct err *err);

#endif

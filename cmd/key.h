/* cmd/key - the key of a database, as commands find it: --key, else
 * PROSSIMA_KEY, else the usual place (app/key.h).
 */
#ifndef CMD_KEY_H
#define CMD_KEY_H

#include "app/key.h"

#define OPT_KEY(var)                                                           \
	{                                                                      \
		"key", OPT_STR, &(var), "FILE",                                \
			"key that seals second factors", false, 0, 0           \
	}

MUST_USE enum rc cmd_key_path(const char *option, const char *db_url,
			      char out[PATH_MAX], struct err *err);
/* Reads it, or makes it for a database that has none; then it is app->key.
 * Secrets that were in clear are sealed, which is said on stderr. */
MUST_USE enum rc cmd_key(struct app *app, const char *option,
			 const char *db_url, struct seal_key *key,
			 struct err *err);

#endif

#include "cmd/key.h"

enum rc cmd_key_path(const char *option, const char *db_url, char out[PATH_MAX],
		     struct err *err)
{
	const char *path = option ? option : getenv("PROSSIMA_KEY");
	if (!path || !*path)
		return key_place(db_url, out, err);
	if (snprintf(out, PATH_MAX, "%s", path) >= PATH_MAX)
		return err_set(err, E_RANGE, "path too long: \"%s\"", path);
	return OK;
}

enum rc cmd_key(struct app *app, const char *option, const char *db_url,
		struct seal_key *key, struct err *err)
{
	char path[PATH_MAX];
	int64_t sealed = 0;
	enum rc rc = cmd_key_path(option, db_url, path, err);
	if (!rc)
		rc = key_of_database(app, path, key, &sealed, err);
	if (rc)
		return rc;
	app->key = key;
	if (sealed)
		fprintf(stderr,
			"%" PRId64 " second factors, in clear so far, are "
			"sealed with key %s\n",
			sealed, path);
	return OK;
}

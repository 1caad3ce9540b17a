#include "app/rules.h"

enum rc app_init(struct app *app, const char *db_url, const char *data_dir,
		 int64_t now_us, struct date today, struct err *err)
{
	struct db *db = NULL;
	enum rc rc = db_create(db_url, &db, err);
	db_close(db);
	if (!rc)
		rc = app_open(app, db_url, NULL, now_us, today, err);
	if (!rc)
		rc = app_rules_seed(app, data_dir, err);
	return rc;
}

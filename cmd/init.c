#include "app/app.h"
#include "cmd/key.h"
#include "cmd/tables.h"

cmd_fn cmd_init;

int cmd_init(int argc, char **argv)
{
	const char *db = NULL, *data = NULL, *key = NULL;
	const struct opt opts[] = {
		{"db", OPT_STR, &db, "URL",
		 "file of the database, or postgresql://...", true, 0, 0},
		{"data", OPT_STR, &data, "DIR",
		 "tables to use in place of those in the program", false, 0, 0},
		OPT_KEY(key),
	};
	bool stop;
	int status = opt_parse("prossima init",
			       "Make a database, or bring one up to date: its "
			       "tables, and the rules of the data\nfiles it "
			       "does not have. Nothing that is there is "
			       "changed; it may be run again.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct err err = {0};
	struct app app = {0};
	struct seal_key k;
	enum rc rc = app_init(&app, db, cmd_data_dir(data), cmd_now_us(),
			      cmd_today(), &err);
	if (!rc)
		rc = cmd_key(&app, key, db, &k, &err);
	if (!rc)
		printf("database ready, %zu rules\n", app.rules.n);
	app_close(&app);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}

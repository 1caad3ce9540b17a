#include "cmd/work.h"

#include "app/people.h"
#include "json/json.h"

enum rc cmd_work_open(struct cmd_work *w, const char *db_url,
		      const char *data_dir, struct err *err)
{
	*w = (struct cmd_work){0};
	enum rc rc = cmd_knowledge(&w->kn, data_dir, err);
	if (!rc)
		rc = app_open(&w->app, db_url, &w->kn, cmd_now_us(),
			      cmd_today(), err);
	if (rc)
		cmd_work_close(w);
	else
		cmd_work_scanner(w, getenv("PROSSIMA_SCANNER"));
	return rc;
}

void cmd_work_scanner(struct cmd_work *w, const char *place)
{
	w->scanner.place = place;
	w->app.scanner = place && *place ? &w->scanner : NULL;
}

void cmd_app_close(struct app *app)
{
	struct err err = {0};
	if (app->db && !db_in_transaction(app->db) && db_settle(app->db, &err))
		fprintf(stderr, "warning: %s\n", err.text);
	app_close(app);
}

void cmd_work_close(struct cmd_work *w)
{
	cmd_app_close(&w->app);
	knowledge_release(&w->kn);
	*w = (struct cmd_work){0};
}

enum rc cmd_for_manager(struct app *app, const char *code, struct err *err)
{
	return code ? app_people_manager(app, str_from(code), &app->who.org_id,
					 err)
		    : OK;
}

enum rc cmd_print(struct buf *b, struct err *err)
{
	struct str s;
	enum rc rc = buf_finish(b, &s, err);
	if (!rc &&
	    (fwrite(s.ptr, 1, s.len, stdout) != s.len || fflush(stdout) != 0))
		rc = err_set(err, E_IO, "could not write the result: %s",
			     strerror(errno));
	buf_release(b);
	return rc;
}

void cmd_instant(struct json *j, const char *key, int64_t us)
{
	struct buf b;
	if (!us)
		return;
	buf_init(&b, 64);
	instant_print(&b, us);
	json_put_str(j, key, buf_view(&b));
	buf_release(&b);
}

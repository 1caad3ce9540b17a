/* prossima job: work in the background, asked, watched and run. */
#include "app/job.h"
#include "cmd/runner.h"
#include "cmd/work.h"
#include "json/json.h"

#include <signal.h>

enum { TEXT_BYTES = 16 << 20 /* a hundred thousand lines */ };

#define OPT_JSON(var)                                                          \
	{                                                                      \
		"json", OPT_FLAG, &(var), NULL, "as JSON", false, 0, 0         \
	}
#define OPT_ID(var)                                                            \
	{                                                                      \
		"JOB", OPT_POS, &(var), NULL, "its number", true, 0, 0         \
	}

static enum rc parse_id(const char *text, int64_t *id, struct err *err)
{
	if (str_to_int(str_from(text), id) && *id > 0)
		return OK;
	return err_set(err, E_USAGE, "\"%s\" is not the number of a job", text);
}

/* ---- add */

static enum rc find_kind(const char *word, enum job_kind *kind, struct err *err)
{
	char names[300];
	size_t len = 0;
	if (job_kind_parse(str_from(word), kind))
		return OK;
	for (int k = 0; k < N_JOB_KIND && len < sizeof(names); k++)
		len += (size_t)snprintf(names + len, sizeof(names) - len,
					"%s%s", k ? ", " : "",
					job_kinds[k].name);
	return err_set(err, E_USAGE, "\"%s\" is not one of %s", word, names);
}

static int job_add(int argc, char **argv)
{
	const char *kind = NULL, *db = NULL, *v[N_JOB_PARAM] = {NULL};
	const char *manager = NULL, *import = getenv("PROSSIMA_IMPORT");
	bool stop;
	const struct opt opts[] = {
		{"KIND", OPT_POS, &kind, NULL, "what to do: see the list below",
		 true, 0, 0},
		{"folder", OPT_STR, &v[JOB_FOLDER], "NAME",
		 "folder of the import folder", false, 0, 0},
		{"date", OPT_STR, &v[JOB_DATE], "DATE",
		 "day of strata or indicators", false, 0, 0},
		{"quarter", OPT_STR, &v[JOB_QUARTER], "2026Q1",
		 "quarter of statements", false, 0, 0},
		{"from", OPT_STR, &v[JOB_FROM], "DATE", "first day of booking",
		 false, 0, 0},
		{"to", OPT_STR, &v[JOB_TO], "DATE", "last day of booking",
		 false, 0, 0},
		OPT_MANAGER(manager),
		{"imports", OPT_STR, &import, "DIR", "the import folder", false,
		 0, 0},
		OPT_DB(db),
	};
	int status = opt_parse(
		"prossima job add",
		"Ask for work in the background: flows.import, people.import, "
		"book.agendas (--folder),\nstrata.load, quality.run (--date), "
		"plan.draft, plan.renew, plan.publish, book.year,\n"
		"settle.compute (--quarter), day.",
		opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct cmd_work w = {0};
	struct err err = {0};
	struct job_ask ask = {0};
	struct job_places places = {.import_dir = import};
	int64_t id;
	bool again;
	enum rc rc = find_kind(kind, &ask.kind, &err);
	for (int p = 0; p < N_JOB_PARAM; p++)
		ask.value[p] = str_from(v[p]);
	if (!rc)
		rc = cmd_work_open(&w, db, NULL, &err);
	if (!rc)
		rc = cmd_for_manager(&w.app, manager, &err);
	if (!rc)
		rc = app_job_add(&w.app, &ask, import ? &places : NULL, &id,
				 &again, &err);
	if (!rc)
		printf("%" PRId64 "%s\n", id, again ? " asked already" : "");
	cmd_work_close(&w);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}

/* ---- list and show */

static void put_share(struct buf *b, const struct job_view *v)
{
	if (v->state == JOB_RUNNING && v->n_total > 0)
		buf_printf(b, " %3d %%",
			   (int)(100 * (double)v->n_at / (double)v->n_total));
	else
		buf_text(b, "      ");
}

static void list_line(struct buf *b, const struct job_view *v)
{
	buf_printf(b, "%-19" PRId64 " %-15.*s %-9s", v->id,
		   STR_ARG(v->kind_name),
		   v->state < N_JOB_STATE ? job_state_name[v->state] : "?");
	put_share(b, v);
	buf_text(b, "  ");
	instant_print(b, v->created_us);
	for (int p = 0; p < N_JOB_PARAM; p++)
		if (v->value[p].len)
			buf_printf(b, "  %s " STR_FMT, job_param_name[p],
				   STR_ARG(v->value[p]));
	if (v->org.len)
		buf_printf(b, "  for " STR_FMT, STR_ARG(v->org));
	if (v->message.len)
		buf_printf(b, "  " STR_FMT, STR_ARG(v->message));
	buf_char(b, '\n');
}

static void put_view(struct json *j, const struct job_view *v)
{
	json_object(j);
	json_put_int(j, "id", v->id);
	json_put_str(j, "kind", v->kind_name);
	json_put_str(j, "state",
		     str_from(v->state < N_JOB_STATE ? job_state_name[v->state]
						     : ""));
	for (int p = 0; p < N_JOB_PARAM; p++)
		if (v->value[p].len)
			json_put_str(j, job_param_name[p], v->value[p]);
	json_put_int(j, "attempt", v->attempt);
	json_put_str(j, "what", v->what);
	json_put_int(j, "done", v->n_done);
	json_put_int(j, "at", v->n_at);
	json_put_int(j, "total", v->n_total);
	json_put_int(j, "left_ms", v->left_ms);
	json_put_str(j, "message", v->message);
	json_put_str(j, "role", v->role);
	json_put_bool(j, "cancel_asked", v->cancel_asked);
	json_put_str(j, "result", v->result);
	json_object_end(j);
}

static int job_list_cmd(int argc, char **argv)
{
	const char *db = NULL, *state = "", *kind = "";
	int64_t limit = 50;
	bool json = false, stop;
	const struct opt opts[] = {
		{"state", OPT_STR, &state, "STATE",
		 "queued, running, done, failed, cancelled", false, 0, 0},
		{"kind", OPT_STR, &kind, "KIND", "of one kind", false, 0, 0},
		{"limit", OPT_INT, &limit, "N", "at most so many (50)", false,
		 1, 100000},
		OPT_DB(db),
		OPT_JSON(json),
	};
	int status = opt_parse("prossima job list",
			       "The work asked for, newest first.", opts,
			       countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct cmd_work w;
	struct err err = {0};
	struct arena a;
	struct buf b;
	struct json j;
	struct job_list l = {0};
	struct job_filter f = {.state = str_from(state),
			       .kind = str_from(kind),
			       .limit = limit};
	arena_init(&a, 256u << 20);
	buf_init(&b, TEXT_BYTES);
	enum rc rc = cmd_work_open(&w, db, NULL, &err);
	if (!rc)
		rc = app_job_list(&w.app, &f, &a, &l, &err);
	json_init(&j, &b);
	if (json)
		json_array(&j);
	for (size_t i = 0; i < l.n; i++)
		if (json)
			put_view(&j, &l.at[i]);
		else
			list_line(&b, &l.at[i]);
	if (json) {
		json_array_end(&j);
		buf_char(&b, '\n');
	} else if (!l.n) {
		buf_text(&b, "no work asked for yet: prossima job add --help "
			     "says how\n");
	}
	if (!rc)
		rc = cmd_print(&b, &err);
	buf_release(&b);
	cmd_work_close(&w);
	arena_release(&a);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}

static enum rc show_text(struct app *app, const struct job_view *v,
			 struct arena *a, struct buf *b, struct err *err)
{
	struct job_line *log;
	size_t n;
	list_line(b, v);
	buf_printf(b, "attempt %d\n", v->attempt);
	if (v->what.len)
		buf_printf(b, "%.*s: %" PRId64 " of %" PRId64 "\n",
			   STR_ARG(v->what), v->n_at, v->n_total);
	enum rc rc = app_job_log(app, v->id, a, &log, &n, err);
	for (size_t i = 0; i < n && !rc; i++)
		buf_printf(b, "  " STR_FMT "\n", STR_ARG(log[i].text));
	if (v->result.len)
		buf_printf(b, "result " STR_FMT "\n", STR_ARG(v->result));
	return rc;
}

static int job_show(int argc, char **argv)
{
	const char *db = NULL, *word = NULL;
	bool json = false, stop;
	const struct opt opts[] = {OPT_ID(word), OPT_DB(db), OPT_JSON(json)};
	int status = opt_parse("prossima job show",
			       "One job: how far, what it said, what came out.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct cmd_work w = {0};
	struct err err = {0};
	struct arena a;
	struct buf b;
	struct json j;
	struct job_view v;
	int64_t id;
	arena_init(&a, 16u << 20);
	buf_init(&b, TEXT_BYTES);
	json_init(&j, &b);
	enum rc rc = parse_id(word, &id, &err);
	if (!rc)
		rc = cmd_work_open(&w, db, NULL, &err);
	if (!rc)
		rc = app_job_show(&w.app, id, &a, &v, &err);
	if (!rc && json) {
		put_view(&j, &v);
		buf_char(&b, '\n');
	} else if (!rc) {
		rc = show_text(&w.app, &v, &a, &b, &err);
	}
	if (!rc)
		rc = cmd_print(&b, &err);
	buf_release(&b);
	cmd_work_close(&w);
	arena_release(&a);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}

static int job_cancel(int argc, char **argv)
{
	const char *db = NULL, *word = NULL;
	bool stop;
	const struct opt opts[] = {OPT_ID(word), OPT_DB(db)};
	int status = opt_parse("prossima job cancel",
			       "Take work back that waits, or end what runs; "
			       "what it did so far stays.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct cmd_work w = {0};
	struct err err = {0};
	int64_t id;
	enum rc rc = parse_id(word, &id, &err);
	if (!rc)
		rc = cmd_work_open(&w, db, NULL, &err);
	if (!rc)
		rc = app_job_cancel(&w.app, id, &err);
	if (!rc)
		printf("%" PRId64 " cancelled\n", id);
	cmd_work_close(&w);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}

/* ---- run */

static atomic_bool stopping; /* set by a signal: end in order */

static void on_stop(int signal)
{
	(void)signal;
	atomic_store(&stopping, true);
}

static int job_run(int argc, char **argv)
{
	const char *db = NULL, *import = getenv("PROSSIMA_IMPORT"),
		   *archive = getenv("PROSSIMA_ARCHIVE"), *uploads = NULL;
	char room[4096];
	bool once = false, stop;
	const struct opt opts[] = {
		OPT_DB(db),
		{"imports", OPT_STR, &import, "DIR",
		 "folder whose folders can be imported", false, 0, 0},
		{"archive", OPT_STR, &archive, "DIR", "archive of the claims",
		 false, 0, 0},
		{"uploads", OPT_STR, &uploads, "DIR",
		 "folder of files brought by pages", false, 0, 0},
		{"once", OPT_FLAG, &once, NULL,
		 "end when nothing waits any more", false, 0, 0},
	};
	int status = opt_parse("prossima job run",
			       "Do the work asked for, one after the other; "
			       "prossima serve does it too.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct sigaction act = {.sa_handler = on_stop};
	struct err err = {0};
	const struct runner r = {
		.places = {.db_url = db,
			   .import_dir = import,
			   .archive_dir = archive,
			   .upload_dir = runner_upload_dir(uploads, db, room)},
		.once = once,
		.stop = &stopping};
	int64_t n = 0;
	sigaction(SIGTERM, &act, NULL);
	sigaction(SIGINT, &act, NULL);
	enum rc rc = runner_run(&r, &n, &err);
	if (!rc)
		printf("%" PRId64 " jobs run\n", n);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}

cmd_fn cmd_job;
int cmd_job(int argc, char **argv)
{
	static const struct command table[] = {
		{"add", job_add, "ask for work"},
		{"list", job_list_cmd, "the work asked for"},
		{"show", job_show, "one job with its words and result"},
		{"cancel", job_cancel, "take it back, or end it"},
		{"run", job_run, "do the work that waits"},
	};
	return cmd_dispatch("prossima job", table, countof(table), argc, argv);
}

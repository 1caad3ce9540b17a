#include "base/threads.h"
#include "cmd/cmd.h"
#include "cmd/confine.h"
#include "cmd/key.h"
#include "cmd/runner.h"
#include "cmd/tables.h"
#include "cmd/work.h"
#include "web/web.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

struct options {
	const char *db, *data_dir, *listen, *import_dir, *archive_dir,
		*upload_dir, *log, *key, *scanner;
	int64_t n_worker, upload_mib;
	bool behind_proxy, routes, no_jobs, no_sandbox;
};

static int print_routes(void)
{
	struct buf b;
	struct str s;
	struct err err;
	buf_init(&b, 1u << 20);
	web_print_routes(&b);
	enum rc rc = buf_finish(&b, &s, &err);
	if (!rc)
		fwrite(s.ptr, 1, s.len, stdout);
	buf_release(&b);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}

/* The day of PROSSIMA_TODAY, or by the clock. */
static struct date fixed_today(void)
{
	const char *set = getenv("PROSSIMA_TODAY");
	return set && *set ? cmd_today() : DATE_NONE;
}

/* Signals are blocked before threads start, so that this one alone takes them.
 */
static enum rc until_signal(struct web *web)
{
	sigset_t set;
	int got;
	(void)web;
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigwait(&set, &got);
	fprintf(stderr, "stopping: what has begun is finished first\n");
	return OK;
}

static void block_signals(void)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGPIPE);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
}

static enum rc open_log(const char *path, int *fd, struct err *err)
{
	*fd = STDERR_FILENO;
	if (!strcmp(path, "-"))
		return OK;
	*fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0640);
	return *fd < 0 ? err_set(err, E_IO, "could not open log \"%s\": %s",
				 path, strerror(errno))
		       : OK;
}

/* The key is read once, before anything listens. */
static enum rc take_key(const struct options *o, struct seal_key *key,
			struct err *err)
{
	struct app app = {0};
	enum rc rc =
		app_open(&app, o->db, NULL, cmd_now_us(), cmd_today(), err);
	if (!rc)
		rc = cmd_key(&app, o->key, o->db, key, err);
	app_close(&app);
	return rc;
}

/* In the log at the start, whatever was chosen. One that is still loading its
 * signatures is no reason not to start: files wait until it answers. */
static void say_scanner(struct scanner *s)
{
	struct err err = {0};
	if (!s)
		fprintf(stderr,
			"event=scanner state=none reason=\"files that come "
			"are not scanned: no --scanner\"\n");
	else if (scan_alive(s, &err))
		fprintf(stderr,
			"event=scanner state=absent place=\"%s\" "
			"reason=\"no file is taken until it answers\"\n",
			s->place);
	else
		fprintf(stderr, "event=scanner state=answers place=\"%s\"\n",
			s->place);
}

static enum rc run(const struct options *o, struct err *err)
{
	struct knowledge kn = {0};
	struct seal_key key;
	struct web *web = NULL;
	struct runner_thread jobs = {.runs = false};
	char room[4096];
	struct scanner scanner = {.place = o->scanner,
				  .most_at_once =
					  (int)max_i64(1, o->n_worker - 1)};
	const struct job_places places = {
		.db_url = o->db,
		.import_dir = o->import_dir,
		.archive_dir = o->archive_dir,
		.upload_dir = runner_upload_dir(o->upload_dir, o->db, room),
		.upload_most = o->upload_mib << 20};
	int log_fd = 0;
	enum rc rc = open_log(o->log, &log_fd, err);
	if (!rc)
		rc = cmd_knowledge(&kn, o->data_dir, err);
	if (!rc)
		rc = take_key(o, &key, err);
	struct web_options w = {
		.kn = &kn,
		.key = &key,
		.db_url = str_from(o->db),
		.listen = str_from(o->listen),
		.data_dir = cmd_data_dir(o->data_dir),
		.today = fixed_today(),
		.n_worker = (size_t)o->n_worker,
		.log_fd = log_fd,
		.behind_proxy = o->behind_proxy,
		.places = &places,
		.scanner = o->scanner && *o->scanner ? &scanner : NULL,
	};
	block_signals();
	if (!rc && o->no_sandbox)
		fprintf(stderr, "event=sandbox files=free calls=free "
				"reason=\"--no-sandbox\"\n");
	else if (!rc) /* before there are threads: they inherit it */
		rc = serve_confine(&places, w.data_dir, err);
	if (!rc)
		say_scanner(w.scanner);
	if (!rc)
		rc = web_start(&w, &web, err);
	if (!rc && !o->no_jobs)
		rc = runner_start(&jobs, &places, w.data_dir, err);
	if (!rc) {
		printf("prossima listens on port %d\n", web_port(web));
		fflush(stdout);
		rc = until_signal(web);
	}
	runner_stop(&jobs);
	web_stop(web);
	knowledge_release(&kn);
	return rc;
}

/* One more than processors: while one waits for the disk, the others work. More
 * only take the processors from each other (doc/perf.md). */
static int64_t default_workers(void)
{
	return min_i64((int64_t)threads_available() + 1, 16);
}

cmd_fn cmd_serve;

int cmd_serve(int argc, char **argv)
{
	struct options o = {.listen = "127.0.0.1:8080",
			    .n_worker = default_workers(),
			    .log = "-",
			    .upload_mib = 2048,
			    .import_dir = getenv("PROSSIMA_IMPORT"),
			    .archive_dir = getenv("PROSSIMA_ARCHIVE"),
			    .scanner = getenv("PROSSIMA_SCANNER")};
	const struct opt opts[] = {
		{"db", OPT_STR, &o.db, "URL",
		 "database: a path or postgresql://...", false, 0, 0},
		{"listen", OPT_STR, &o.listen, "ADDRESS:PORT",
		 "where to listen; port 0 picks a free one", false, 0, 0},
		{"workers", OPT_INT, &o.n_worker, "N",
		 "requests worked on at once (processors + 1)", false, 1, 64},
		{"behind-proxy", OPT_FLAG, &o.behind_proxy, NULL,
		 "a proxy ends TLS in front: trust its X-Forwarded-For", false,
		 0, 0},
		{"log", OPT_STR, &o.log, "FILE",
		 "a line for each request, appended; - is standard error",
		 false, 0, 0},
		{"imports", OPT_STR, &o.import_dir, "DIR",
		 "folder from which runs may read flows", false, 0, 0},
		{"uploads", OPT_STR, &o.upload_dir, "DIR",
		 "folder for files brought by pages (beside a database of one "
		 "file: FILE-uploads)",
		 false, 0, 0},
		{"upload-limit", OPT_INT, &o.upload_mib, "MIB",
		 "most that the files of one import may be (2048)", false, 1,
		 1000000},
		{"archive", OPT_STR, &o.archive_dir, "DIR",
		 "archive of the claims, for runs", false, 0, 0},
		{"no-jobs", OPT_FLAG, &o.no_jobs, NULL,
		 "leave the runs to prossima job run", false, 0, 0},
		{"data", OPT_STR, &o.data_dir, "DIR",
		 "tables that replace ours, file by file", false, 0, 0},
		OPT_SCANNER(o.scanner),
		OPT_KEY(o.key),
		{"no-sandbox", OPT_FLAG, &o.no_sandbox, NULL,
		 "leave files and system calls to the system's own rules",
		 false, 0, 0},
		{"routes", OPT_FLAG, &o.routes, NULL,
		 "print every address with who may use it, and stop", false, 0,
		 0},
	};
	bool stop;
	struct err err = {0};
	int status =
		opt_parse("prossima serve", "Serve the pages of the network.",
			  opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	if (o.routes)
		return print_routes();
	if (!o.db) {
		err_set(&err, E_USAGE,
			"--db is missing: which database? (prossima serve "
			"--help)");
		return cmd_fail(&err);
	}
	return run(&o, &err) ? cmd_fail(&err) : EXIT_DONE;
}

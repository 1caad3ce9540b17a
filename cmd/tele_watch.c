/* prossima tele watch - what devices put into a folder is sent.
 *
 * An exam FILE is sent when FILE.richiesta.json lies beside it (the clinical
 * request) and neither has changed for a while; a WFDB record by its header,
 * when the signal files that it names are there, too. Then all go to the folder
 * `inviati`, or, refused, to `rifiutati` with FILE.reason.txt, the reason in
 * Italian. The sending is one transaction and the same bytes are one exam, so
 * that a program killed between the two is gone on with by the next: the file
 * is still there, is found to be sent, and is moved.
 */
#include "cmd/tele_cmd.h"
#include "cmd/tele_file.h"

#include "base/file.h"
#include "text/text.h"

#include <dirent.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#define REQUEST ".richiesta.json"
enum { FILES_MOST = 2000, REQUEST_BYTES = 64 << 10 };

struct watch {
	struct cmd_work *w;
	const char *dir, *db, *data, *as, *scanner;
	struct tele_words_of_request given; /* what the options say */
	int64_t settle_s;
	int64_t n_sent, n_again, n_refused;
};

static volatile sig_atomic_t stopped;

static void on_signal(int sig)
{
	(void)sig;
	stopped = 1;
}

/* ---- the folder */

/* Old enough to be whole; -1 when it is not a plain file. */
static int64_t age_s(const char *path)
{
	struct stat st;
	struct timespec now;
	if (stat(path, &st) || !S_ISREG(st.st_mode))
		return -1;
	clock_gettime(CLOCK_REALTIME, &now);
	return max_i64(0, (int64_t)now.tv_sec - (int64_t)st.st_mtime);
}

static bool is_exam(const char *name)
{
	struct str s = str_from(name);
	return name[0] != '.' && !str_ends(s, STR(REQUEST)) &&
	       !str_ends(s, STR(".reason.txt")) && !str_ends(s, STR(".part")) &&
	       !str_ends(s, STR(".tmp"));
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static enum rc list_files(const char *dir, struct arena *a, const char ***out,
			  size_t *n, struct err *err)
{
	DIR *d = opendir(dir);
	*n = 0;
	*out = arena_array(a, const char *, FILES_MOST);
	if (!d)
		return err_set(err, E_IO, "could not open folder \"%s\": %s",
			       dir, strerror(errno));
	if (!*out) {
		closedir(d);
		return arena_fail(a, err);
	}
	for (struct dirent *e; *n < FILES_MOST && (e = readdir(d));) {
		if (!is_exam(e->d_name))
			continue;
		struct str copy = arena_str(a, str_from(e->d_name));
		if (copy.ptr)
			(*out)[(*n)++] = copy.ptr;
	}
	closedir(d);
	qsort(*out, *n, sizeof(**out), by_name);
	return OK;
}

static const char *join(struct arena *a, const char *dir, const char *sub,
			const char *name, const char *end)
{
	return arena_printf(a, "%s%s%s/%s%s", dir, *sub ? "/" : "", sub, name,
			    end)
		.ptr;
}

static enum rc move(const struct watch *x, const char *name, const char *end,
		    const char *sub, struct arena *a, struct err *err)
{
	const char *from = name ? join(a, x->dir, "", name, end) : NULL;
	const char *to = name ? join(a, x->dir, sub, name, end) : NULL;
	if (!from || !to)
		return arena_fail(a, err);
	if (rename(from, to) && errno != ENOENT)
		return err_set(err, E_IO, "could not move \"%s\": %s", from,
			       strerror(errno));
	return OK;
}

/* The exam first, its request last: a request without its exam harms nobody, an
 * exam without its request, or a header without its signals, would wait for
 * ever. */
static enum rc put_aside(const struct watch *x, const char *name,
			 const char *sub, struct arena *a, struct err *err)
{
	struct ecg_pair_names with;
	tele_file_beside(x->dir, name, a, &with);
	enum rc rc = move(x, name, "", sub, a, err);
	for (size_t i = 0; i < with.n && !rc; i++)
		rc = move(x, arena_str(a, with.name[i]).ptr, "", sub, a, err);
	if (!rc && with.n)
		rc = move(x, with.marks.ptr, "", sub, a, err);
	if (!rc)
		rc = move(x, name, REQUEST, sub, a, err);
	if (rc)
		return rc;
	const char *dir = arena_printf(a, "%s/%s", x->dir, sub).ptr;
	return dir ? file_sync_dir(dir, err) : arena_fail(a, err);
}

static enum rc write_reason(const struct watch *x, const char *name,
			    const struct err *why, struct arena *a,
			    struct err *err)
{
	const char *path = join(a, x->dir, "rifiutati", name, ".reason.txt");
	struct str words = why->msg ? text_of((enum msg)why->msg, LANG_IT)
				    : STR("Il file o la richiesta non si "
					  "leggono.");
	struct str text = arena_printf(a,
				       "Esame non inviato: %s\n\n" STR_FMT
				       "\n\nDettaglio tecnico: %s\n",
				       name, STR_ARG(words), why->text);
	if (!path || !text.ptr)
		return arena_fail(a, err);
	return file_write_atomic(path, text, err);
}

/* ---- one file */

static enum rc send_one(struct watch *x, const char *name, struct arena *a,
			struct tele_sent *sent, struct err *err)
{
	struct tele_words_of_request r = x->given;
	struct tele_sending s;
	struct tele_packed f;
	struct str json;
	const char *request = join(a, x->dir, "", name, REQUEST);
	if (!request)
		return arena_fail(a, err);
	enum rc rc = file_read(request, a, REQUEST_BYTES, &json, err);
	if (!rc)
		rc = tele_words_parse(json, a, &r, err);
	if (rc)
		return err_msg(err, E_FORMAT, MSG_TEL_BAD_REQUEST, "%s",
			       arena_str(a, str_from(err->text)).ptr);
	rc = tele_sending_of(&x->w->app, &r, &s, err);
	if (rc == E_NOT_FOUND && !err->msg)
		err->msg = MSG_TEL_NO_PERSON;
	if (rc == E_USAGE)
		err->msg = MSG_TEL_BAD_REQUEST;
	if (!rc)
		rc = tele_file_read(x->dir, name, a, &f, err);
	if (rc)
		return rc;
	s.bytes = f.bytes;
	s.file_name = f.name;
	x->w->app.now_us = cmd_now_us();
	return app_tele_send(&x->w->app, &s, sent, err);
}

/* Is it the fault of the file? Else (no pool, no rule, no disk) the folder is
 * left as it is. */
static bool is_refusal(enum rc rc, const struct err *why)
{
	if (rc == E_DENIED)
		return true;
	if (rc == E_BUSY)
		return false; /* a scanner that is away, too */
	return why->msg != MSG_NONE && why->msg != MSG_TEL_NO_POOL_OF_KIND;
}

static enum rc handle(struct watch *x, const char *name, struct arena *a,
		      struct err *err)
{
	struct tele_sent sent;
	struct err why = {0};
	enum rc rc = send_one(x, name, a, &sent, &why);
	if (rc && !is_refusal(rc, &why)) {
		*err = why;
		return rc;
	}
	if (!rc) {
		printf("%s: exam %" PRId64 "%s\n", name, sent.id,
		       sent.again ? ", sent before" : "");
		x->n_sent += !sent.again;
		x->n_again += sent.again;
		return put_aside(x, name, "inviati", a, err);
	}
	printf("%s: refused: %s\n", name, why.text);
	x->n_refused++;
	rc = write_reason(x, name, &why, a, err);
	return rc ? rc : put_aside(x, name, "rifiutati", a, err);
}

static bool settled(const struct watch *x, const char *name, const char *end,
		    struct arena *a)
{
	const char *path = name ? join(a, x->dir, "", name, end) : NULL;
	return path && age_s(path) >= x->settle_s;
}

static bool ready(const struct watch *x, const char *name, struct arena *a)
{
	struct ecg_pair_names with;
	if (!settled(x, name, "", a) || !settled(x, name, REQUEST, a))
		return false;
	tele_file_beside(x->dir, name, a, &with);
	for (size_t i = 0; i < with.n; i++)
		if (!settled(x, arena_str(a, with.name[i]).ptr, "", a))
			return false;
	return true;
}

static enum rc one_round(struct watch *x, struct err *err)
{
	struct arena a, one;
	const char **names = NULL;
	size_t n = 0;
	arena_init(&a, 4u << 20);
	arena_init(&one, TELE_FILE_ROOM);
	enum rc rc = list_files(x->dir, &a, &names, &n, err);
	for (size_t i = 0; i < n && !rc && !stopped; i++) {
		arena_reset(&one);
		if (ready(x, names[i], &one))
			rc = handle(x, names[i], &one, err);
	}
	fflush(stdout);
	arena_release(&one);
	arena_release(&a);
	return rc;
}

static enum rc make_dirs(const char *dir, struct err *err)
{
	static const char *const subs[] = {"inviati", "rifiutati"};
	char path[4096];
	enum rc rc = OK;
	for (size_t i = 0; i < countof(subs) && !rc; i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, subs[i]);
		rc = file_make_dir(path, err);
	}
	return rc;
}

static enum rc watch(struct watch *x, bool once, int64_t every_s,
		     struct err *err)
{
	enum rc rc = make_dirs(x->dir, err);
	while (!rc && !stopped) {
		rc = one_round(x, err);
		if (rc == E_BUSY) { /* the next round will do */
			fprintf(stderr, "waiting: %s\n", err->text);
			rc = OK;
		}
		if (once)
			break;
		for (int64_t s = 0; s < every_s && !stopped; s++)
			sleep(1);
	}
	return rc;
}

int tele_cmd_watch(int argc, char **argv)
{
	struct watch x = {.settle_s = 5, .scanner = getenv("PROSSIMA_SCANNER")};
	struct cmd_work w;
	int64_t every_s = 5;
	bool once = false, stop;
	tele_words_init(&x.given);
	const struct opt opts[] = {
		{"DIR", OPT_POS, &x.dir, NULL, "the folder", true, 0, 0},
		{"once", OPT_FLAG, &once, NULL, "one round, then end", false, 0,
		 0},
		{"every", OPT_INT, &every_s, "S", "seconds between rounds; 5",
		 false, 1, 3600},
		{"settle", OPT_INT, &x.settle_s, "S",
		 "a file is whole when it was not touched so long; 5", false, 0,
		 3600},
		OPT_AS(x.as, false),
		{"practice", OPT_STR, &x.given.practice, "GP_CODE",
		 "the doctor whose practice sends", false, 0, 0},
		{"pharmacy", OPT_STR, &x.given.pharmacy, "CODE",
		 "the pharmacy that sends", false, 0, 0},
		OPT_SCANNER(x.scanner),
		OPT_DB(x.db),
		OPT_DATA(x.data),
	};
	int status = opt_parse("prossima tele watch",
			       "Send what comes into a folder: each exam with "
			       "its request, FILE" REQUEST ".",
			       opts, countof(opts), argc, argv, &stop);
	struct err err = {0};
	struct sigaction act = {.sa_handler = on_signal};
	if (stop)
		return status;
	sigaction(SIGINT, &act, NULL);
	sigaction(SIGTERM, &act, NULL);
	enum rc rc = tele_open(&w, x.db, x.data, x.as, &err);
	x.w = &w;
	if (!rc)
		cmd_work_scanner(&w, x.scanner);
	if (!rc)
		rc = watch(&x, once, every_s, &err);
	if (!rc)
		printf("%" PRId64 " sent, %" PRId64 " sent before, %" PRId64
		       " refused\n",
		       x.n_sent, x.n_again, x.n_refused);
	cmd_work_close(&w);
	return rc ? tele_fail(&err) : EXIT_DONE;
}

/* How far a job is, and whether somebody wants it to end, beside a database of
 * one file: there a job may hold the only write lock for as long as it takes
 * (a settlement is one transaction), and neither its runner nor a page could
 * write a word. PostgreSQL has no need of it.
 *
 *	FILE-job-ID		"at_us done at total left_ms end what\n",
 *rewritten FILE-job-ID-cancel	is there: end it
 *
 * A word of comfort, not of record: torn or missing, the row of the job is
 * what counts. */
#include "app/job_int.h"

#include "base/file.h"

#include <fcntl.h>
#include <unistd.h>

#define LIVE_BYTES 256

static bool path_of(const struct app *app, int64_t id, const char *more,
		    char out[PATH_MAX])
{
	const char *db = db_path(app->db);
	int n = db ? snprintf(out, PATH_MAX, "%s-job-%" PRId64 "%s", db, id,
			      more)
		   : 0;
	return n > 0 && n < PATH_MAX;
}

bool job_live_write(const struct app *app, int64_t id, const struct job_news *n)
{
	char path[PATH_MAX], line[LIVE_BYTES + 1];
	if (!path_of(app, id, "", path))
		return false;
	int len = snprintf(line, sizeof(line),
			   "%" PRId64 " %" PRIu64 " %" PRIu64 " %" PRIu64
			   " %" PRId64 " %.80s",
			   app->now_us, n->done, n->at, n->total, n->left_ms,
			   n->what.len ? n->what.ptr : "");
	if (len < 0 || len >= LIVE_BYTES)
		return false;
	memset(line + len, ' ', (size_t)(LIVE_BYTES - len));
	line[LIVE_BYTES - 1] = '\n';
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return false;
	bool good = pwrite(fd, line, LIVE_BYTES, 0) == LIVE_BYTES;
	close(fd);
	return good;
}

static bool read_line(const char *path, char line[LIVE_BYTES])
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return false;
	ssize_t n = pread(fd, line, LIVE_BYTES, 0);
	close(fd);
	return n == LIVE_BYTES && line[LIVE_BYTES - 1] == '\n';
}

void job_live_read(const struct app *app, struct arena *a, struct job_view *v)
{
	char path[PATH_MAX], line[LIVE_BYTES];
	int64_t n[5];
	if (v->state != JOB_RUNNING || !path_of(app, v->id, "", path))
		return;
	v->cancel_asked |= job_live_cancelled(app, v->id);
	if (!read_line(path, line))
		return;
	struct str rest = str_trim((struct str){line, LIVE_BYTES});
	for (int i = 0; i < 5; i++)
		if (!str_to_int(str_cut(&rest, ' '), &n[i]))
			return;
	if (n[0] < v->heartbeat_us || !str_is_utf8(rest))
		return;
	v->heartbeat_us = n[0];
	v->n_done = n[1];
	v->n_at = n[2];
	v->n_total = n[3];
	v->left_ms = n[4];
	v->what = arena_str(a, rest);
}

void job_live_cancel(const struct app *app, int64_t id)
{
	char path[PATH_MAX];
	if (!path_of(app, id, "-cancel", path))
		return;
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd >= 0)
		close(fd);
}

bool job_live_cancelled(const struct app *app, int64_t id)
{
	char path[PATH_MAX];
	return path_of(app, id, "-cancel", path) && file_exists(path);
}

void job_live_end(const struct app *app, int64_t id)
{
	char path[PATH_MAX];
	if (path_of(app, id, "", path))
		(void)unlink(path);
	if (path_of(app, id, "-cancel", path))
		(void)unlink(path);
}

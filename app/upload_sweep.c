/* What is over goes: uploads nobody ran, those run long ago, and the rejected
 * rows of old runs. The rows of the database stay. */
#include "app/upload_int.h"

#include "app/bind.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SWEEP_MOST = 1000 };

/* Files alone lie in a folder of ours. False: something stays. */
static bool remove_dir(const char *dir)
{
	char path[PATH_MAX];
	struct dirent *e;
	DIR *d = opendir(dir);
	if (!d)
		return errno == ENOENT;
	while ((e = readdir(d))) {
		if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, ".."))
			continue;
		int n = snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
		if (n > 0 && n < (int)sizeof(path))
			(void)unlink(path);
	}
	closedir(d);
	return rmdir(dir) == 0 || errno == ENOENT;
}

static enum rc find_stale(struct app *app, int64_t id[SWEEP_MOST], size_t *n,
			  struct err *err)
{
	struct stmt *q = NULL;
	bool row;
	*n = 0;
	enum rc rc = db_prepare(app->db, SQL_UPLOAD_STALE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "unused_us",
		 app->now_us - UPLOAD_UNUSED_S * INT64_C(1000000));
	bind_int(q, "used_us", app->now_us - UPLOAD_USED_S * INT64_C(1000000));
	while (!(rc = stmt_step(q, &row, err)) && row && *n < SWEEP_MOST)
		id[(*n)++] = col_int(q, 0);
	stmt_close(q);
	return rc;
}

static enum rc mark(struct app *app, int64_t id, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_begin(app->db, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_UPLOAD_REMOVED, &q, err);
	if (!rc) {
		bind_int(q, "id", id);
		bind_int(q, "now_us", app->now_us);
		rc = stmt_finish(q, NULL, err);
	}
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	return rc;
}

/* By the file's own day, which is that of the machine. */
static void remove_rejects(const char *dir)
{
	char path[PATH_MAX];
	struct stat st;
	struct dirent *e;
	time_t before = time(NULL) - UPLOAD_USED_S;
	DIR *d = opendir(dir);
	if (!d)
		return;
	while ((e = readdir(d))) {
		if (strncmp(e->d_name, "rejects-", 8) != 0)
			continue;
		int n = snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
		if (n > 0 && n < (int)sizeof(path) && !lstat(path, &st) &&
		    S_ISREG(st.st_mode) && st.st_mtime < before)
			(void)unlink(path);
	}
	closedir(d);
}

enum rc app_upload_sweep(struct app *app, const struct job_places *places,
			 int64_t *n_removed, struct err *err)
{
	int64_t id[SWEEP_MOST];
	char dir[PATH_MAX];
	size_t n = 0;
	*n_removed = 0;
	enum rc rc = app_require(app, MAY_RUN_BATCH, 0, err);
	if (rc || !places->upload_dir)
		return rc;
	rc = find_stale(app, id, &n, err);
	for (size_t i = 0; i < n && !rc; i++) {
		int len = snprintf(dir, sizeof(dir), "%s/upload-%" PRId64,
				   places->upload_dir, id[i]);
		if (len < 0 || len >= (int)sizeof(dir) || !remove_dir(dir))
			continue; /* looked at again the next time */
		rc = mark(app, id[i], err);
		*n_removed += !rc;
	}
	remove_rejects(places->upload_dir);
	return rc;
}

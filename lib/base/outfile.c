#include "base/outfile.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"

static enum rc cannot(const struct outfile *f, struct err *err)
{
	return err_set(err, E_IO, "could not write \"%s\": %s", f->path,
		       strerror(errno));
}

enum rc outfile_open(struct outfile *f, const char *path, struct err *err)
{
	*f = (struct outfile){.path = path};
	if (!strcmp(path, "-")) {
		f->fd = STDOUT_FILENO;
		f->is_stdout = true;
		fflush(stdout);
		return OK;
	}
	f->is_device = file_is_device(path);
	int n = f->is_device ? snprintf(f->tmp, sizeof(f->tmp), "%s", path)
			     : snprintf(f->tmp, sizeof(f->tmp), "%s.tmp%ld",
					path, (long)getpid());
	if (n < 0 || (size_t)n >= sizeof(f->tmp))
		return err_set(err, E_RANGE, "path too long: \"%s\"", path);
	f->fd = open(f->tmp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (f->fd >= 0)
		return OK;
	enum rc rc = cannot(f, err);
	*f = (struct outfile){.fd = 0};
	return rc;
}

enum rc outfile_write(struct outfile *f, struct str s, struct err *err)
{
	while (s.len) {
		ssize_t n = write(f->fd, s.ptr, s.len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return cannot(f, err);
		s = str_sub(s, (size_t)n, s.len - (size_t)n);
	}
	return OK;
}

static enum rc sync_folder(const char *path, struct err *err)
{
	char dir[PATH_MAX] = ".";
	const char *slash = strrchr(path, '/');
	if (slash == path)
		snprintf(dir, sizeof(dir), "/");
	else if (slash)
		snprintf(dir, sizeof(dir), "%.*s", (int)(slash - path), path);
	return file_sync_dir(dir, err);
}

enum rc outfile_commit(struct outfile *f, struct err *err)
{
	enum rc rc = OK;
	if (f->is_stdout)
		goto out;
	if (!f->is_device && fsync(f->fd) < 0)
		rc = cannot(f, err);
	if (close(f->fd) < 0 && !rc)
		rc = cannot(f, err);
	if (f->is_device)
		goto out;
	if (!rc && rename(f->tmp, f->path) < 0)
		rc = cannot(f, err);
	if (rc)
		unlink(f->tmp);
	else
		rc = sync_folder(f->path, err);
out:
	*f = (struct outfile){.fd = 0};
	return rc;
}

void outfile_abort(struct outfile *f)
{
	if (f->path && !f->is_stdout) {
		close(f->fd);
		if (!f->is_device)
			unlink(f->tmp);
	}
	*f = (struct outfile){.fd = 0};
}

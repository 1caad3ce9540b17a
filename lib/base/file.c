#include "base/file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum rc file_map_open(const char *path, struct file_map *out, struct err *err)
{
	enum rc rc = OK;
	struct stat st;
	void *p = NULL;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return err_set(err, errno == ENOENT ? E_NOT_FOUND : E_IO,
			       "could not open \"%s\": %s", path,
			       strerror(errno));
	if (fstat(fd, &st) < 0) {
		rc = err_set(err, E_IO, "could not read \"%s\": %s", path,
			     strerror(errno));
		goto out;
	}
	if (!S_ISREG(st.st_mode)) {
		rc = err_set(err, E_IO,
			     "could not read \"%s\": it is not a regular file",
			     path);
		goto out;
	}
	if (st.st_size) {
		p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd,
			 0);
		if (p == MAP_FAILED) {
			rc = err_set(err, E_IO, "could not map \"%s\": %s",
				     path, strerror(errno));
			goto out;
		}
	}
	out->bytes = (struct str){p, (size_t)st.st_size};
out:
	close(fd);
	return rc;
}

void file_map_close(struct file_map *m)
{
	if (m->bytes.len)
		munmap((void *)(uintptr_t)m->bytes.ptr, m->bytes.len);
	*m = (struct file_map){{NULL, 0}};
}

enum rc file_read(const char *path, struct arena *a, size_t limit,
		  struct str *out, struct err *err)
{
	struct file_map m = {{NULL, 0}};
	enum rc rc = file_map_open(path, &m, err);
	if (rc)
		return rc;
	if (m.bytes.len > limit)
		rc = err_set(err, E_LIMIT,
			     "\"%s\" has %zu bytes, at most %zu are read", path,
			     m.bytes.len, limit);
	else if (!(*out = arena_str(a, m.bytes)).ptr)
		rc = arena_fail(a, err);
	file_map_close(&m);
	return rc;
}

static enum rc write_all(int fd, const char *path, struct str s,
			 struct err *err)
{
	while (s.len) {
		ssize_t n = write(fd, s.ptr, s.len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_set(err, E_IO, "could not write \"%s\": %s",
				       path, strerror(errno));
		s = str_sub(s, (size_t)n, s.len - (size_t)n);
	}
	return OK;
}

static enum rc sync_parent(const char *path, struct err *err)
{
	char dir[PATH_MAX];
	const char *slash = strrchr(path, '/');
	size_t n = slash ? (size_t)(slash - path) : 0;
	if (n >= sizeof(dir))
		return err_set(err, E_RANGE, "path too long: \"%s\"", path);
	memcpy(dir, path, n);
	dir[n] = '\0';
	return file_sync_dir(n ? dir : slash ? "/" : ".", err);
}

enum rc file_write_atomic(const char *path, struct str bytes, struct err *err)
{
	char tmp[PATH_MAX];
	int n = snprintf(tmp, sizeof(tmp), "%s.tmp%ld", path, (long)getpid());
	if (n < 0 || (size_t)n >= sizeof(tmp))
		return err_set(err, E_RANGE, "path too long: \"%s\"", path);
	int fd = open(tmp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (fd < 0)
		return err_set(err, E_IO, "could not write \"%s\": %s", path,
			       strerror(errno));
	enum rc rc = write_all(fd, path, bytes, err);
	if (!rc && fsync(fd) < 0)
		rc = err_set(err, E_IO, "could not write \"%s\": %s", path,
			     strerror(errno));
	if (close(fd) < 0 && !rc)
		rc = err_set(err, E_IO, "could not write \"%s\": %s", path,
			     strerror(errno));
	if (!rc && rename(tmp, path) < 0)
		rc = err_set(err, E_IO, "could not write \"%s\": %s", path,
			     strerror(errno));
	if (rc) {
		unlink(tmp);
		return rc;
	}
	return sync_parent(path, err);
}

enum rc file_sync_dir(const char *dir, struct err *err)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return err_set(err, E_IO, "could not open folder \"%s\": %s",
			       dir, strerror(errno));
	enum rc rc = OK;
	if (fsync(fd) < 0)
		rc = err_set(err, E_IO, "could not sync folder \"%s\": %s", dir,
			     strerror(errno));
	close(fd);
	return rc;
}

enum rc file_make_dir(const char *dir, struct err *err)
{
	struct stat st;
	if (mkdir(dir, 0777) == 0)
		return OK;
	if (errno == EEXIST && stat(dir, &st) == 0 && S_ISDIR(st.st_mode))
		return OK;
	return err_set(err, E_IO, "could not make folder \"%s\": %s", dir,
		       strerror(errno));
}

bool file_exists(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0;
}

bool file_is_dir(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

bool file_is_device(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && !S_ISREG(st.st_mode) &&
	       !S_ISDIR(st.st_mode);
}

const char *file_join(struct arena *a, const char *dir, const char *name)
{
	return arena_printf(a, "%s/%s", dir, name).ptr;
}

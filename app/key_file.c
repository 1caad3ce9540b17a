/* The file of a key. */
#include "app/key_int.h"
#include "app/random.h"
#include "base/file.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEAD    "prossima-key 1 "
#define TEXT    43 /* base64url of 32 bytes */
#define LINE    (sizeof(HEAD) - 1 + TEXT + 1)
#define VARIANT sodium_base64_VARIANT_URLSAFE_NO_PADDING

/* ---- where */

/* The name of a database in its address: what stands after the last '/'. */
static struct str name_of(const char *url)
{
	struct str rest = str_from(url), s;
	s = str_cut(&rest, '?');
	for (size_t i = s.len; i > 0; i--)
		if (s.ptr[i - 1] == '/')
			return str_sub(s, i, s.len - i);
	return s;
}

static enum rc place_at_home(const char *url, char out[PATH_MAX],
			     struct err *err)
{
	const char *home = getenv("HOME"), *config = getenv("XDG_CONFIG_HOME");
	struct str name = name_of(url);
	bool own = !config || *config != '/';
	if (own && (!home || *home != '/'))
		return err_set(err, E_RANGE,
			       "where is the key of the database? There is no "
			       "HOME: say --key FILE or PROSSIMA_KEY");
	int n = snprintf(out, PATH_MAX, "%s%s/prossima/", own ? home : config,
			 own ? "/.config" : "");
	for (size_t i = 0; i < name.len && n + 8 < PATH_MAX; i++) {
		char c = name.ptr[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			     (c >= '0' && c <= '9') || c == '_' || c == '-';
		out[n++] = plain ? c : '_';
	}
	snprintf(out + n, (size_t)(PATH_MAX - n), "%s.key",
		 name.len ? "" : "database");
	return OK;
}

enum rc key_place(const char *db_url, char out[PATH_MAX], struct err *err)
{
	struct str url = str_from(db_url);
	if (str_starts(url, STR("postgresql://")) ||
	    str_starts(url, STR("postgres://")))
		return place_at_home(db_url, out, err);
	if (snprintf(out, PATH_MAX, "%s.key", db_url) >= PATH_MAX)
		return err_set(err, E_RANGE, "path too long: \"%s\"", db_url);
	return OK;
}

/* ---- reading */

static enum rc check_owner(int fd, const char *path, struct err *err)
{
	struct stat st;
	if (fstat(fd, &st))
		return err_set(err, E_IO, "could not read key \"%s\": %s", path,
			       strerror(errno));
	/* a key that root gives to a group: how services are given secrets */
	mode_t others = st.st_uid == 0 && geteuid() != 0 ? 037 : 077;
	if (st.st_mode & others)
		return err_set(err, E_DENIED,
			       "others may read key \"%s\" (mode %03o): chmod "
			       "600 it, and think about prossima user rekey",
			       path, (unsigned)(st.st_mode & 0777));
	return OK;
}

static enum rc take_line(const char *path, struct str line,
			 struct seal_key *out, struct err *err)
{
	unsigned char raw[SEAL_KEY];
	size_t len = 0, head = sizeof(HEAD) - 1;
	bool good = line.len == LINE && str_starts(line, STR(HEAD)) &&
		    line.ptr[LINE - 1] == '\n' &&
		    !sodium_base642bin(raw, sizeof(raw), line.ptr + head, TEXT,
				       NULL, &len, NULL, VARIANT) &&
		    len == SEAL_KEY;
	if (good)
		seal_key_of(raw, out);
	secret_wipe(raw, sizeof(raw));
	return good ? OK
		    : err_set(err, E_FORMAT,
			      "\"%s\" is not a key of prossima: it is one line "
			      "that begins with \"" HEAD "\"",
			      path);
}

enum rc key_read(const char *path, struct seal_key *out, struct err *err)
{
	char line[LINE + 1];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return err_set(err, errno == ENOENT ? E_NOT_FOUND : E_IO,
			       "could not open key \"%s\": %s", path,
			       strerror(errno));
	enum rc rc = check_owner(fd, path, err);
	ssize_t n = rc ? 0 : read(fd, line, sizeof(line));
	if (!rc && n < 0)
		rc = err_set(err, E_IO, "could not read key \"%s\": %s", path,
			     strerror(errno));
	close(fd);
	if (!rc)
		rc = take_line(path, (struct str){line, (size_t)n}, out, err);
	secret_wipe(line, sizeof(line));
	return rc;
}

/* ---- making */

static enum rc cannot_write(const char *path, struct err *err)
{
	return err_set(err, E_IO, "could not write key \"%s\": %s", path,
		       strerror(errno));
}

/* Folders of the path that are not there, for the owner alone. */
static void make_folders(const char *path)
{
	char dir[PATH_MAX];
	for (size_t i = 1; path[i] && i < sizeof(dir); i++)
		if (path[i] == '/') {
			memcpy(dir, path, i);
			dir[i] = 0;
			mkdir(dir, 0700); /* what cannot be made is told by
					     the file's own failure */
		}
}

static enum rc write_line(const char *tmp, const char *line, struct err *err)
{
	int fd = open(tmp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return cannot_write(tmp, err);
	enum rc rc = OK;
	if (write(fd, line, LINE) != (ssize_t)LINE || fsync(fd))
		rc = cannot_write(tmp, err);
	if (close(fd) && !rc)
		rc = cannot_write(tmp, err);
	return rc;
}

enum rc key_sync_folder(const char *path, struct err *err)
{
	char dir[PATH_MAX];
	const char *slash = strrchr(path, '/');
	snprintf(dir, sizeof(dir), "%.*s",
		 slash ? (int)max_i64(slash - path, 1) : 1, slash ? path : ".");
	return file_sync_dir(dir, err);
}

enum rc key_make(const char *path, struct seal_key *out, struct err *err)
{
	unsigned char raw[SEAL_KEY];
	char line[LINE + 1], tmp[PATH_MAX];
	if (snprintf(tmp, sizeof(tmp), "%s.tmp%ld", path, (long)getpid()) >=
	    (int)sizeof(tmp))
		return err_set(err, E_RANGE, "path too long: \"%s\"", path);
	make_folders(path);
	random_bytes(raw, sizeof(raw));
	memcpy(line, HEAD, sizeof(HEAD));
	sodium_bin2base64(line + sizeof(HEAD) - 1, TEXT + 1, raw, sizeof(raw),
			  VARIANT);
	line[LINE - 1] = '\n';
	enum rc rc = write_line(tmp, line, err);
	/* never over a key that is there */
	if (!rc && link(tmp, path))
		rc = errno == EEXIST
			     ? err_set(err, E_CONFLICT,
				       "key \"%s\" is there already", path)
			     : cannot_write(path, err);
	unlink(tmp);
	if (!rc)
		rc = key_sync_folder(path, err);
	if (!rc)
		seal_key_of(raw, out);
	secret_wipe(raw, sizeof(raw));
	secret_wipe(line, sizeof(line));
	return rc;
}

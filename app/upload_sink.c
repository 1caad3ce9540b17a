/* Files as they come over the network, into a folder. Nothing of a name is
 * trusted: what is not plainly a name of ours is read to its end and told. */
#include "app/upload_int.h"

#include "text/text.h"

#include <fcntl.h>
#include <unistd.h>

struct upload_sink {
	char dir[PATH_MAX];
	struct upload_part part[UPLOAD_FILES_MOST];
	bool kept[UPLOAD_FILES_MOST];
	size_t n;
	bool whole, open; /* open: the last part is being read */
	int fd;           /* -1 */
	struct sha256 *hash;
};

struct upload_sink *upload_sink_new(const char *dir)
{
	struct upload_sink *s = calloc(1, sizeof(*s));
	if (!s)
		return NULL;
	s->fd = -1;
	snprintf(s->dir, sizeof(s->dir), "%s", dir);
	return s;
}

/* Two requests may bring files to one upload at once: the sink's own address
 * tells their parts from each other. */
static bool path_of(const struct upload_sink *s, size_t i, char out[PATH_MAX])
{
	int n = snprintf(out, PATH_MAX, "%s/.part-%ld-%" PRIxPTR "-%zu", s->dir,
			 (long)getpid(), (uintptr_t)s, i);
	return n > 0 && n < PATH_MAX;
}

static struct str without_path(struct str s)
{
	for (size_t i = s.len; i > 0; i--)
		if (s.ptr[i - 1] == '/' || s.ptr[i - 1] == '\\')
			return str_sub(s, i, s.len - i);
	return s;
}

static int problem_of_disk(void)
{
	return errno == ENOSPC || errno == EDQUOT || errno == EFBIG
		       ? MSG_UPL_DISK
		       : MSG_UPL_NOT_WRITTEN;
}

static int name_problem(const struct upload_sink *s, struct str name)
{
	if (!job_is_name(name))
		return MSG_UPL_BAD_NAME;
	for (size_t i = 0; i < s->n; i++)
		if (!s->part[i].problem && str_is(name, s->part[i].name))
			return MSG_UPL_TWICE;
	return 0;
}

/* For showing: what a page can say of a name that may be anything. */
static void show_name(struct str name, char out[101])
{
	size_t n = 0;
	bool text = str_is_utf8(name);
	for (; n < name.len && n < 100; n++) {
		unsigned char c = (unsigned char)name.ptr[n];
		out[n] = c < ' ' || c == 0x7f || (c >= 0x80 && !text)
				 ? '?'
				 : name.ptr[n];
	}
	while (n < name.len && n && ((unsigned char)name.ptr[n] & 0xc0) == 0x80)
		n--; /* not inside a character */
	out[n] = 0;
}

void upload_sink_begin(struct upload_sink *s, struct str name)
{
	char path[PATH_MAX];
	name = without_path(name);
	if (!name.len || s->n == UPLOAD_FILES_MOST)
		return;
	struct upload_part *p = &s->part[s->n];
	*p = (struct upload_part){.problem = name_problem(s, name)};
	show_name(name, p->name);
	s->open = true;
	size_t i = s->n++;
	if (p->problem)
		return;
	s->hash = sha256_new();
	if (s->hash && path_of(s, i, path))
		s->fd = open(path,
			     O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC |
				     O_NOFOLLOW,
			     0600);
	if (s->fd < 0)
		p->problem = problem_of_disk();
}

static bool write_all(int fd, struct str b)
{
	while (b.len) {
		ssize_t n = write(fd, b.ptr, b.len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		b = str_sub(b, (size_t)n, b.len - (size_t)n);
	}
	return true;
}

void upload_sink_data(struct upload_sink *s, struct str bytes)
{
	if (!s->open)
		return;
	struct upload_part *p = &s->part[s->n - 1];
	p->bytes += (int64_t)bytes.len;
	if (p->problem)
		return;
	sha256_add(s->hash, bytes.ptr, bytes.len);
	if (!write_all(s->fd, bytes))
		p->problem = problem_of_disk();
}

static void close_part(struct upload_sink *s)
{
	if (s->fd >= 0)
		close(s->fd);
	s->fd = -1;
	sha256_free(s->hash);
	s->hash = NULL;
	s->open = false;
}

void upload_sink_end(struct upload_sink *s)
{
	unsigned char digest[SHA256_LEN];
	char path[PATH_MAX];
	if (!s->open)
		return;
	struct upload_part *p = &s->part[s->n - 1];
	if (!p->problem && fsync(s->fd) != 0)
		p->problem = problem_of_disk();
	if (!p->problem) {
		sha256_finish(s->hash, digest);
		sha256_hex(digest, p->hex);
	}
	close_part(s);
	if (p->problem && path_of(s, s->n - 1, path))
		(void)unlink(path); /* gives a full disk its room back */
}

void upload_sink_whole(struct upload_sink *s)
{
	s->whole = true;
}

bool upload_sink_is_whole(const struct upload_sink *s)
{
	return s->whole;
}

const struct upload_part *upload_sink_parts(const struct upload_sink *s,
					    size_t *n)
{
	*n = s->whole ? s->n : 0;
	return s->part;
}

int upload_sink_read(const struct upload_sink *s, size_t i)
{
	char path[PATH_MAX];
	assert(i < s->n && s->whole);
	return path_of(s, i, path)
		       ? open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
		       : -1;
}

void upload_sink_refuse(struct upload_sink *s, size_t i, int problem)
{
	char path[PATH_MAX];
	assert(i < s->n && problem);
	s->part[i].problem = problem;
	if (path_of(s, i, path))
		(void)unlink(path);
}

bool upload_sink_keep(struct upload_sink *s, size_t i)
{
	char from[PATH_MAX], to[PATH_MAX];
	assert(i < s->n && !s->part[i].problem && s->whole);
	int n = snprintf(to, sizeof(to), "%s/%s", s->dir, s->part[i].name);
	s->kept[i] = path_of(s, i, from) && n > 0 && n < PATH_MAX &&
		     rename(from, to) == 0;
	return s->kept[i];
}

void upload_sink_free(struct upload_sink *s)
{
	char path[PATH_MAX];
	if (!s)
		return;
	close_part(s);
	for (size_t i = 0; i < s->n; i++)
		if (!s->kept[i] && path_of(s, i, path))
			(void)unlink(path);
	free(s);
}

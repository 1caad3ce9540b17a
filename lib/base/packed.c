#include "base/packed.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#define ROOM (128u << 10) /* of packed bytes in memory */

enum packing { PLAIN, GZIP, ZSTD };

struct packed {
	enum packing packing;
	int fd;
	const char *path;
	unsigned char *own; /* NULL: bytes of the caller */
	const unsigned char *in;
	size_t n_in, used;   /* of `in` */
	uint64_t at, size;   /* of the file */
	uint64_t n_unpacked; /* since the beginning */
	bool eof, done;      /* of the file, of the text */
	bool whole;          /* between two members */
	z_stream z;
	bool has_z;
	ZSTD_DStream *zstd;
	char name[PATH_MAX];
};

/* ------------------------------------------------------------------- bytes */

static enum rc refill(struct packed *p, struct err *err)
{
	if (p->used < p->n_in || p->eof)
		return OK;
	if (!p->own) { /* bytes in memory: all there at once */
		p->eof = true;
		return OK;
	}
	ssize_t n;
	do
		n = read(p->fd, p->own, ROOM);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return err_set(err, E_IO, "could not read \"%s\": %s", p->path,
			       strerror(errno));
	p->used = 0;
	p->n_in = (size_t)n;
	p->eof = n == 0;
	return OK;
}

static void use(struct packed *p, size_t n)
{
	assert(n <= p->n_in - p->used);
	p->used += n;
	p->at += n;
}

/* -------------------------------------------------------------------- open */

static bool named(const struct packed *p, const char *suffix)
{
	return str_ends(str_from(p->path), str_from(suffix));
}

static enum rc find_packing(struct packed *p, struct err *err)
{
	const struct str head = {(const char *)p->in, p->n_in};
	if (str_starts(head, STR("PK\x03\x04")))
		return err_set(err, E_FORMAT,
			       "%s: it is a zip or spreadsheet file: export it "
			       "as text",
			       p->path);
	if (str_starts(head, STR("\x1f\x8b")))
		p->packing = GZIP;
	else if (str_starts(head, STR("\x28\xb5\x2f\xfd")))
		p->packing = ZSTD;
	if ((named(p, ".gz") && p->packing != GZIP) ||
	    (named(p, ".zst") && p->packing != ZSTD))
		return err_set(err, E_FORMAT,
			       "%s: it is not %s although its name says so: "
			       "compress it, or name it without %s",
			       p->path, named(p, ".gz") ? "gzip" : "zstd",
			       named(p, ".gz") ? ".gz" : ".zst");
	return OK;
}

static enum rc start_unpacking(struct packed *p, struct err *err)
{
	enum rc rc = find_packing(p, err);
	if (rc || p->packing == PLAIN)
		return rc;
	if (p->packing == GZIP)
		p->has_z = inflateInit2(&p->z, 15 + 16) == Z_OK;
	else
		p->zstd = ZSTD_createDStream();
	if (!p->has_z && !p->zstd)
		return err_set(err, E_NOMEM, "no memory to read \"%s\"",
			       p->path);
	return OK;
}

static struct packed *make(const char *name)
{
	struct packed *p = calloc(1, sizeof(*p));
	if (!p)
		return NULL;
	p->fd = -1;
	snprintf(p->name, sizeof(p->name), "%s", name);
	p->path = p->name;
	return p;
}

static enum rc open_file(struct packed *p, struct err *err)
{
	struct stat st;
	p->fd = open(p->path, O_RDONLY | O_CLOEXEC);
	if (p->fd < 0)
		return err_set(err, errno == ENOENT ? E_NOT_FOUND : E_IO,
			       "could not open \"%s\": %s", p->path,
			       strerror(errno));
	if (fstat(p->fd, &st) < 0 || S_ISDIR(st.st_mode))
		return err_set(err, E_IO,
			       "could not read \"%s\": it is a folder",
			       p->path);
	p->size = S_ISREG(st.st_mode) ? (uint64_t)st.st_size : 0;
	p->own = malloc(ROOM);
	p->in = p->own;
	if (!p->own)
		return err_set(err, E_NOMEM, "no memory to read \"%s\"",
			       p->path);
	return refill(p, err);
}

enum rc packed_open(const char *path, struct packed **out, struct err *err)
{
	struct packed *p = make(path);
	if (!p)
		return err_set(err, E_NOMEM, "no memory to read \"%s\"", path);
	enum rc rc = open_file(p, err);
	if (!rc)
		rc = start_unpacking(p, err);
	if (rc)
		packed_close(p);
	else
		*out = p;
	return rc;
}

enum rc packed_bytes(struct str bytes, const char *name, struct packed **out,
		     struct err *err)
{
	struct packed *p = make(name);
	if (!p)
		return err_set(err, E_NOMEM, "no memory to read \"%s\"", name);
	p->in = (const unsigned char *)bytes.ptr;
	p->n_in = bytes.len;
	p->size = bytes.len;
	enum rc rc = start_unpacking(p, err);
	if (rc)
		packed_close(p);
	else
		*out = p;
	return rc;
}

void packed_close(struct packed *p)
{
	if (!p)
		return;
	if (p->has_z)
		inflateEnd(&p->z);
	ZSTD_freeDStream(p->zstd);
	if (p->fd >= 0)
		close(p->fd);
	free(p->own);
	free(p);
}

/* -------------------------------------------------------------------- read */

static enum rc damaged(const struct packed *p, const char *why, struct err *err)
{
	return err_set(err, E_FORMAT,
		       "%s: the %s file is damaged at byte %" PRIu64
		       ": %s; deliver it again",
		       p->path, p->packing == GZIP ? "gzip" : "zstd", p->at,
		       why);
}

/* Between two gzip members: another one, zeros to the end, or the end. */
static enum rc next_member(struct packed *p, struct err *err)
{
	while (p->used < p->n_in && !p->in[p->used]) {
		use(p, 1);
		enum rc rc = refill(p, err);
		if (rc)
			return rc;
	}
	if (p->used == p->n_in) {
		p->done = true;
		return OK;
	}
	if (p->in[p->used] != 0x1f)
		return damaged(p, "after its end there is something else", err);
	return inflateReset(&p->z) == Z_OK ? OK : damaged(p, "unreadable", err);
}

static enum rc gzip_step(struct packed *p, char *to, size_t room, size_t *got,
			 struct err *err)
{
	z_stream *z = &p->z;
	*got = 0;
	if (p->whole && p->at) {
		enum rc rc = next_member(p, err);
		if (rc || p->done)
			return rc;
	}
	const uInt in = (uInt)(p->n_in - p->used);
	z->next_in = (Bytef *)(uintptr_t)(p->in + p->used);
	z->avail_in = in;
	z->next_out = (Bytef *)to;
	z->avail_out = (uInt)room;
	int r = inflate(z, Z_NO_FLUSH);
	use(p, in - z->avail_in);
	*got = room - z->avail_out;
	p->whole = r == Z_STREAM_END;
	if (r != Z_OK && r != Z_BUF_ERROR && r != Z_STREAM_END)
		return damaged(p, z->msg ? z->msg : "unreadable", err);
	return OK;
}

static enum rc zstd_step(struct packed *p, char *to, size_t room, size_t *got,
			 struct err *err)
{
	ZSTD_inBuffer in = {p->in + p->used, p->n_in - p->used, 0};
	ZSTD_outBuffer out = {to, room, 0};
	size_t r = ZSTD_decompressStream(p->zstd, &out, &in);
	const bool between = p->whole && p->at;
	use(p, in.pos);
	*got = out.pos;
	if (ZSTD_isError(r))
		return damaged(p,
			       between ? "after its end there is something else"
				       : ZSTD_getErrorName(r),
			       err);
	p->whole = r == 0;
	return OK;
}

static enum rc check_ratio(const struct packed *p, struct err *err)
{
	if (p->packing == PLAIN || p->n_unpacked <= PACKED_FREE ||
	    p->n_unpacked / PACKED_RATIO <= p->at)
		return OK;
	return err_set(err, E_LIMIT,
		       "%s: it unpacks to more than %u times its size: if that "
		       "is right, unpack it and deliver it plain",
		       p->path, PACKED_RATIO);
}

/* Some bytes, maybe none; p->done at the end of the text. */
static enum rc step(struct packed *p, char *to, size_t room, size_t *got,
		    struct err *err)
{
	enum rc rc = refill(p, err);
	size_t n = p->n_in - p->used;
	*got = 0;
	if (rc)
		return rc;
	switch (p->packing) {
	case PLAIN:
		n = n < room ? n : room;
		if (n)
			memcpy(to, p->in + p->used, n);
		use(p, n);
		*got = n;
		p->done = !n;
		return OK;
	case GZIP:
		if (!n && p->eof && p->whole) {
			p->done = true;
			return OK;
		}
		rc = gzip_step(p, to, room, got, err);
		break;
	case ZSTD:
		if (!n && p->eof && p->whole) {
			p->done = true;
			return OK;
		}
		rc = zstd_step(p, to, room, got, err);
		break;
	}
	if (!rc && !*got && !n && p->eof && !p->whole)
		rc = damaged(p, "it ends too early", err);
	p->n_unpacked += *got;
	return rc ? rc : check_ratio(p, err);
}

enum rc packed_read(struct packed *p, char *to, size_t room, size_t *got,
		    struct err *err)
{
	enum rc rc = OK;
	*got = 0;
	while (!rc && !p->done && *got < room) {
		size_t n, most = room - *got;
		rc = step(p, to + *got, most < UINT_MAX ? most : UINT_MAX, &n,
			  err);
		*got += n;
	}
	return rc;
}

uint64_t packed_at(const struct packed *p)
{
	return p->at;
}

bool packed_is_plain(const struct packed *p)
{
	return p->packing == PLAIN;
}

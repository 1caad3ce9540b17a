#include "col/col_int.h"

#include <fcntl.h>
#include <limits.h>
#include <unistd.h>

/* Bytes gathered before they are written: all columns of a table together stay
 * in the cache until they are checksummed and handed to the kernel. */
#define PIECE (64u << 10)
static_assert(COL_BLOCK % PIECE == 0, "a piece lies in one block");

struct column {        /* being written */
	uint32_t *crc; /* of the blocks; the last grows by pieces */
	size_t crc_cap;
	unsigned char *piece; /* PIECE bytes */
	size_t used;          /* bytes in it */
	uint64_t n_max;       /* announced; UINT64_MAX: as they come */
};

struct col_writer {
	int fd;
	bool finished;
	char path[PATH_MAX];
	uint64_t at; /* where the file ends so far */
	size_t n;
	struct col_entry entry[COL_MAX_COLUMN];
	struct column column[COL_MAX_COLUMN];
	struct err err;
	unsigned char buf[COL_BLOCK]; /* begins with the piece of the last
				       * column; for moving bytes, too */
};

enum rc col_writer_open(const char *path, struct col_writer **out,
			struct err *err)
{
	struct col_writer *w = calloc(1, sizeof(*w));
	if (!w)
		return err_set(err, E_NOMEM, "no memory to write \"%s\"", path);
	int n = snprintf(w->path, sizeof(w->path), "%s", path);
	if (n < 0 || (size_t)n >= sizeof(w->path)) {
		free(w);
		return err_set(err, E_RANGE, "path too long: \"%s\"", path);
	}
	w->fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (w->fd < 0) {
		free(w);
		return err_set(err, E_IO, "could not write \"%s\": %s", path,
			       strerror(errno));
	}
	w->at = sizeof(struct col_header);
	*out = w;
	return OK;
}

static void failed(struct col_writer *w)
{
	err_set(&w->err, E_IO, "could not write \"%s\": %s", w->path,
		strerror(errno));
}

static void put_at(struct col_writer *w, uint64_t at, const void *bytes,
		   size_t len)
{
	const char *p = bytes;
	while (len && !w->err.rc) {
		ssize_t n = pwrite(w->fd, p, len, (off_t)at);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			failed(w);
			return;
		}
		p += n;
		at += (uint64_t)n;
		len -= (size_t)n;
	}
}

static void put(struct col_writer *w, const void *bytes, size_t len)
{
	put_at(w, w->at, bytes, len);
	w->at += len;
}

static void pad(struct col_writer *w)
{
	static const char zero[COL_ALIGN];
	put(w, zero, (COL_ALIGN - w->at % COL_ALIGN) % COL_ALIGN);
}

static size_t entry_bytes(const struct col_entry *e)
{
	return (size_t)e->n * col_width((enum col_type)e->type);
}

static uint64_t align(uint64_t at)
{
	return (at + COL_ALIGN - 1) / COL_ALIGN * COL_ALIGN;
}

/* The piece is full, or its column ends. */
static void flush_piece(struct col_writer *w, size_t column)
{
	struct column *c = &w->column[column];
	const struct col_entry *e = &w->entry[column];
	const uint64_t at = entry_bytes(e) - c->used;
	const size_t k = (size_t)(at / COL_BLOCK);
	if (!c->used || w->err.rc ||
	    array_grow(&c->crc, &c->crc_cap, k + 1, sizeof(uint32_t),
		       SIZE_MAX / 8, &w->err))
		return;
	c->crc[k] =
		col_crc_more(at % COL_BLOCK ? c->crc[k] : 0, c->piece, c->used);
	put_at(w, e->offset + at, c->piece, c->used);
	if (c->n_max == UINT64_MAX)
		w->at = e->offset + entry_bytes(e);
	c->used = 0;
}

static size_t new_column(struct col_writer *w, const char *name,
			 enum col_type type, uint64_t n_max)
{
	assert(w->n < COL_MAX_COLUMN && strlen(name) <= COL_NAME_MAX);
	struct col_entry *e = &w->entry[w->n];
	*e = (struct col_entry){.type = (uint32_t)type, .offset = w->at};
	memcpy(e->name, name, strlen(name));
	w->column[w->n] = (struct column){.n_max = n_max};
	return w->n++;
}

void col_begin(struct col_writer *w, const char *name, enum col_type type)
{
	if (w->n)
		flush_piece(w, w->n - 1);
	pad(w);
	size_t c = new_column(w, name, type, UINT64_MAX);
	w->column[c].piece = w->buf;
}

size_t col_plan(struct col_writer *w, const char *name, enum col_type type,
		uint64_t n_max)
{
	w->at = align(w->at);
	size_t c = new_column(w, name, type, n_max);
	w->column[c].piece = malloc(PIECE);
	if (!w->column[c].piece)
		err_set(&w->err, E_NOMEM, "no memory to write \"%s\"", w->path);
	w->at += n_max * col_width(type);
	return c;
}

void col_put(struct col_writer *w, size_t column, const void *values, size_t n)
{
	assert(column < w->n && n <= w->column[column].n_max);
	struct col_entry *e = &w->entry[column];
	struct column *c = &w->column[column];
	const size_t width = col_width((enum col_type)e->type);
	const unsigned char *p = values;
	while (n && !w->err.rc) {
		size_t room = (PIECE - c->used) / width;
		size_t k = n < room ? n : room;
		memcpy(c->piece + c->used, p, k * width);
		c->used += k * width;
		e->n += k;
		p += k * width;
		n -= k;
		if (c->used == PIECE)
			flush_piece(w, column);
	}
	assert(w->err.rc || e->n <= c->n_max);
}

void col_add(struct col_writer *w, const void *values, size_t n)
{
	assert(w->n > 0);
	col_put(w, w->n - 1, values, n);
}

/* Move the bytes of a column towards the beginning of the file. */
static void move_down(struct col_writer *w, uint64_t from, uint64_t to,
		      uint64_t len)
{
	while (len && !w->err.rc) {
		size_t n = len < COL_BLOCK ? (size_t)len : COL_BLOCK;
		ssize_t got = pread(w->fd, w->buf, n, (off_t)from);
		if (got <= 0) {
			failed(w);
			return;
		}
		put_at(w, to, w->buf, (size_t)got);
		from += (uint64_t)got;
		to += (uint64_t)got;
		len -= (uint64_t)got;
	}
}

/* Columns that got less than they announced leave gaps: close them. */
static void close_gaps(struct col_writer *w)
{
	static const char zero[COL_ALIGN];
	uint64_t at = sizeof(struct col_header);
	for (size_t i = 0; i < w->n; i++) {
		struct col_entry *e = &w->entry[i];
		uint64_t from = e->offset, to = align(at);
		if (from != to)
			move_down(w, from, to, entry_bytes(e));
		put_at(w, at, zero, (size_t)(to - at));
		e->offset = to;
		at = to + entry_bytes(e);
	}
	if (!w->err.rc && ftruncate(w->fd, (off_t)at) < 0)
		failed(w);
	w->at = at;
}

static void write_directory(struct col_writer *w)
{
	for (size_t i = 0; i < w->n; i++) {
		struct col_entry *e = &w->entry[i];
		pad(w);
		e->crc_offset = w->at;
		put(w, w->column[i].crc,
		    (size_t)col_n_block(entry_bytes(e)) * sizeof(uint32_t));
	}
	pad(w);
}

static void write_header(struct col_writer *w, uint64_t directory)
{
	struct col_header h = {.magic = COL_MAGIC,
			       .version = COL_VERSION,
			       .n_column = (uint32_t)w->n,
			       .directory = directory,
			       .size = w->at};
	h.directory_crc = col_crc(w->entry, w->n * sizeof(w->entry[0]));
	h.header_crc = col_crc(&h, offsetof(struct col_header, header_crc));
	put_at(w, 0, &h, sizeof(h));
}

enum rc col_writer_finish(struct col_writer *w, struct err *err)
{
	assert(!w->finished);
	for (size_t i = 0; i < w->n; i++)
		flush_piece(w, i);
	if (!w->err.rc && w->n && w->column[0].n_max != UINT64_MAX)
		close_gaps(w);
	if (!w->err.rc)
		write_directory(w);
	uint64_t directory = w->at;
	put(w, w->entry, w->n * sizeof(w->entry[0]));
	if (!w->err.rc)
		write_header(w, directory);
	if (!w->err.rc && fsync(w->fd) < 0)
		failed(w);
	if (w->err.rc) {
		if (err)
			*err = w->err;
		return w->err.rc;
	}
	w->finished = true;
	return OK;
}

void col_writer_close(struct col_writer *w)
{
	if (!w)
		return;
	close(w->fd);
	if (!w->finished)
		unlink(w->path);
	for (size_t i = 0; i < w->n; i++) {
		free(w->column[i].crc);
		if (w->column[i].piece != w->buf)
			free(w->column[i].piece);
	}
	free(w);
}

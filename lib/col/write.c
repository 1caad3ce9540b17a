#include "col/col_int.h"

#include <fcntl.h>
#include <limits.h>
#include <unistd.h>
#include <zlib.h>

struct col_writer {
	int fd;
	bool finished;
	char path[PATH_MAX];
	uint64_t at; /* bytes written so far */
	size_t n;
	struct col_entry entry[COL_MAX_COLUMN];
	uint32_t *crc[COL_MAX_COLUMN]; /* of full blocks; the last is open */
	size_t crc_cap[COL_MAX_COLUMN];
	size_t used; /* bytes in buf: the open block of the last column */
	struct err err;
	unsigned char buf[COL_BLOCK];
};

uint32_t col_crc(const void *p, size_t len)
{
	return (uint32_t)crc32_z(crc32_z(0, NULL, 0), p, len);
}

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
	w->fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (w->fd < 0) {
		free(w);
		return err_set(err, E_IO, "could not write \"%s\": %s", path,
			       strerror(errno));
	}
	w->at = sizeof(struct col_header);
	if (lseek(w->fd, (off_t)w->at, SEEK_SET) < 0)
		err_set(&w->err, E_IO, "could not write \"%s\": %s", path,
			strerror(errno));
	*out = w;
	return OK;
}

static void put(struct col_writer *w, const void *bytes, size_t len)
{
	const char *p = bytes;
	w->at += len;
	while (len && !w->err.rc) {
		ssize_t n = write(w->fd, p, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			err_set(&w->err, E_IO, "could not write \"%s\": %s",
				w->path, strerror(errno));
			return;
		}
		p += n;
		len -= (size_t)n;
	}
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

/* The open block is full, or its column ends. */
static void flush_block(struct col_writer *w)
{
	size_t c = w->n - 1;
	size_t k = (size_t)col_n_block(entry_bytes(&w->entry[c]));
	if (!w->used)
		return;
	if (!w->err.rc && array_grow(&w->crc[c], &w->crc_cap[c], k,
				     sizeof(uint32_t), SIZE_MAX / 8, &w->err))
		return;
	if (w->err.rc)
		return;
	w->crc[c][k - 1] = col_crc(w->buf, w->used);
	put(w, w->buf, w->used);
	w->used = 0;
}

void col_begin(struct col_writer *w, const char *name, enum col_type type)
{
	assert(w->n < COL_MAX_COLUMN && strlen(name) <= COL_NAME_MAX);
	if (w->n)
		flush_block(w);
	pad(w);
	struct col_entry *e = &w->entry[w->n++];
	*e = (struct col_entry){.type = (uint32_t)type, .offset = w->at};
	memcpy(e->name, name, strlen(name));
}

void col_add(struct col_writer *w, const void *values, size_t n)
{
	assert(w->n > 0);
	struct col_entry *e = &w->entry[w->n - 1];
	const size_t width = col_width((enum col_type)e->type);
	const unsigned char *p = values;
	while (n && !w->err.rc) {
		size_t room = (COL_BLOCK - w->used) / width;
		size_t k = n < room ? n : room;
		memcpy(w->buf + w->used, p, k * width);
		w->used += k * width;
		e->n += k;
		p += k * width;
		n -= k;
		if (w->used == COL_BLOCK)
			flush_block(w);
	}
}

static void write_directory(struct col_writer *w)
{
	for (size_t i = 0; i < w->n; i++) {
		struct col_entry *e = &w->entry[i];
		pad(w);
		e->crc_offset = w->at;
		put(w, w->crc[i],
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
	if (lseek(w->fd, 0, SEEK_SET) < 0)
		err_set(&w->err, E_IO, "could not write \"%s\": %s", w->path,
			strerror(errno));
	put(w, &h, sizeof(h));
}

enum rc col_writer_finish(struct col_writer *w, struct err *err)
{
	assert(!w->finished);
	if (w->n)
		flush_block(w);
	if (!w->err.rc)
		write_directory(w);
	uint64_t directory = w->at;
	put(w, w->entry, w->n * sizeof(w->entry[0]));
	if (!w->err.rc)
		write_header(w, directory);
	if (!w->err.rc && fsync(w->fd) < 0)
		err_set(&w->err, E_IO, "could not write \"%s\": %s", w->path,
			strerror(errno));
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
	for (size_t i = 0; i < w->n; i++)
		free(w->crc[i]);
	free(w);
}

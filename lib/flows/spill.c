#define _DEFAULT_SOURCE /* madvise; brings a macro we forbid */
#include <stdlib.h>
#undef alloca

#include "flows/spill_int.h"

#include <fcntl.h>
#include <limits.h>
#include <sys/mman.h>
#include <unistd.h>

#define SPARE_WANTED 256u /* chunks: some blocks of rows */

enum rc spill_init(struct spill *s, struct spill_room *room, size_t n_stream,
		   struct err *err)
{
	*s = (struct spill){.room = room, .n_stream = n_stream, .fd = -1};
	s->stream = calloc(n_stream, sizeof(*s->stream));
	return s->stream ? OK : err_set(err, E_NOMEM, "no memory to sort rows");
}

static void give_back(struct spill_room *r, char *slab)
{
	if (array_grow(&r->slab, &r->slab_cap, r->n_slab + 1, sizeof(*r->slab),
		       SIZE_MAX / 64, NULL)) {
		free(slab);
		r->used -= SPILL_SLAB;
		return;
	}
	r->slab[r->n_slab++] = slab;
}

void spill_room_release(struct spill_room *r)
{
	for (size_t i = 0; i < r->n_slab; i++)
		free(r->slab[i]);
	free(r->slab);
	r->slab = NULL;
	r->n_slab = r->slab_cap = 0;
}

void spill_release(struct spill *s)
{
	if (!s->room)
		return;
	for (size_t i = 0; i < s->n_slab; i++)
		give_back(s->room, s->slab[i]);
	free(s->slab);
	free(s->spare);
	free(s->chunk);
	free(s->stream);
	if (s->fd >= 0)
		close(s->fd);
	*s = (struct spill){0};
}

/* ----------------------------------------------------------------- memory */

static enum rc open_file(struct spill *s, struct err *err)
{
	char path[PATH_MAX];
	int n = snprintf(path, sizeof(path), "%s/rows-%p.spill", s->room->dir,
			 (void *)s);
	if (n < 0 || (size_t)n >= sizeof(path))
		return err_set(err, E_RANGE, "path too long: \"%s\"",
			       s->room->dir);
	s->fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (s->fd < 0)
		return err_set(err, E_IO, "could not write \"%s\": %s", path,
			       strerror(errno));
	unlink(path);
	return OK;
}

static enum rc write_chunk(struct spill *s, struct spill_chunk *c,
			   struct err *err)
{
	const char *p = c->memory;
	size_t len = c->len;
	c->at = s->file_size;
	while (len) {
		ssize_t n = pwrite(s->fd, p, len, (off_t)s->file_size);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_set(err, E_IO,
				       "could not write rows aside in \"%s\": "
				       "%s",
				       s->room->dir, strerror(errno));
		p += n;
		len -= (size_t)n;
		s->file_size += (uint64_t)n;
	}
	s->room->n_written += c->len;
	s->spare[s->n_spare++] = c->memory;
	c->memory = NULL;
	return OK;
}

/* The chunks that are full, in the order in which they were begun. Those still
 * open keep their place and are looked at again the next time. */
static enum rc flush(struct spill *s, struct err *err)
{
	enum rc rc = s->fd < 0 ? open_file(s, err) : OK;
	for (size_t i = s->n_flushed; !rc && i < s->n_chunk; i++) {
		struct spill_chunk *c = &s->chunk[i];
		if (c->len && c->memory) /* spill_more wrote its length */
			rc = write_chunk(s, c, err);
	}
	while (s->n_flushed < s->n_chunk && !s->chunk[s->n_flushed].memory)
		s->n_flushed++;
	return rc;
}

static char *find_slab(struct spill_room *r)
{
	if (r->n_slab)
		return r->slab[--r->n_slab];
	char *p = aligned_alloc(SPILL_SLAB, SPILL_SLAB);
	if (!p)
		return NULL;
	madvise(p, SPILL_SLAB, MADV_HUGEPAGE); /* a wish */
	r->used += SPILL_SLAB;
	return p;
}

static enum rc new_slab(struct spill *s, struct err *err)
{
	const size_t n = SPILL_SLAB / SPILL_CHUNK;
	enum rc rc = array_grow(&s->slab, &s->slab_cap, s->n_slab + 1,
				sizeof(*s->slab), SIZE_MAX / 64, err);
	if (!rc) /* at most every chunk there is can be spare */
		rc = array_grow(&s->spare, &s->spare_cap, (s->n_slab + 1) * n,
				sizeof(*s->spare), SIZE_MAX / 64, err);
	if (rc)
		return rc;
	char *p = find_slab(s->room);
	if (!p)
		return err_set(err, E_NOMEM, "no memory to sort rows");
	s->slab[s->n_slab++] = p;
	for (size_t i = 0; i < n; i++)
		s->spare[s->n_spare++] = p + i * SPILL_CHUNK;
	return OK;
}

enum rc spill_trim(struct spill *s, struct err *err)
{
	const bool full =
		!s->room->n_slab && s->room->used + SPILL_SLAB > s->room->limit;
	return full && s->n_spare < SPARE_WANTED ? flush(s, err) : OK;
}

enum rc spill_more(struct spill *s, size_t stream, struct err *err)
{
	struct spill_stream *t = &s->stream[stream];
	if (t->last) { /* close the chunk, so that it can be written */
		struct spill_chunk *c = &s->chunk[t->last - 1];
		c->len = (uint32_t)(t->at - c->memory);
	}
	enum rc rc = s->n_spare ? OK : new_slab(s, err);
	if (!rc)
		rc = array_grow(&s->chunk, &s->chunk_cap, s->n_chunk + 1,
				sizeof(*s->chunk), UINT32_MAX - 1, err);
	if (rc)
		return rc;
	struct spill_chunk *c = &s->chunk[s->n_chunk++];
	*c = (struct spill_chunk){.memory = s->spare[--s->n_spare]};
	const uint32_t number = (uint32_t)s->n_chunk;
	/* First chunks of different sizes: else all streams would always write
	 * at the same place of a chunk, and few lines of the cache hold it. */
	const size_t less = t->last ? 0 : stream % 64 * 192;
	if (t->last)
		s->chunk[t->last - 1].next = number;
	else
		t->first = number;
	t->last = number;
	t->at = c->memory;
	t->end = c->memory + SPILL_CHUNK - less;
	return OK;
}

/* ---------------------------------------------------------------- reading */

void spill_bytes_release(struct spill_bytes *b)
{
	free(b->ptr);
	*b = (struct spill_bytes){0};
}

static enum rc read_chunk(const struct spill *s, const struct spill_chunk *c,
			  char *to, size_t len, struct err *err)
{
	if (c->memory) {
		memcpy(to, c->memory, len);
		return OK;
	}
	for (size_t done = 0; done < len;) {
		ssize_t n = pread(s->fd, to + done, len - done,
				  (off_t)(c->at + done));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return err_set(err, E_IO,
				       "could not read the rows set aside in "
				       "\"%s\": %s",
				       s->room->dir,
				       n ? strerror(errno) : "cut short");
		done += (size_t)n;
	}
	return OK;
}

static size_t chunk_len(const struct spill *s, const struct spill_stream *t,
			uint32_t number)
{
	const struct spill_chunk *c = &s->chunk[number - 1];
	return number == t->last ? (size_t)(t->at - c->memory) : c->len;
}

enum rc spill_read(const struct spill *s, size_t stream, size_t slack,
		   struct spill_bytes *out, struct err *err)
{
	const struct spill_stream *t = &s->stream[stream];
	size_t total = 0;
	for (uint32_t k = t->first; k; k = s->chunk[k - 1].next)
		total += chunk_len(s, t, k);
	enum rc rc = array_grow(&out->ptr, &out->cap, total + slack + 1, 1,
				SIZE_MAX / 4, err);
	out->len = 0;
	for (uint32_t k = t->first; !rc && k; k = s->chunk[k - 1].next) {
		size_t len = chunk_len(s, t, k);
		rc = read_chunk(s, &s->chunk[k - 1], out->ptr + out->len, len,
				err);
		out->len += len;
	}
	if (!rc)
		memset(out->ptr + out->len, 0, slack);
	return rc;
}

enum rc spill_each(const struct spill *s, size_t stream, spill_fn *fn,
		   void *ctx, struct err *err)
{
	const struct spill_stream *t = &s->stream[stream];
	char *piece = calloc(1, SPILL_CHUNK + SPILL_SLACK);
	enum rc rc = piece ? OK : err_set(err, E_NOMEM, "no memory");
	for (uint32_t k = t->first; !rc && k; k = s->chunk[k - 1].next) {
		size_t len = chunk_len(s, t, k);
		rc = read_chunk(s, &s->chunk[k - 1], piece, len, err);
		if (!rc)
			rc = fn(ctx, (struct str){piece, len}, err);
	}
	free(piece);
	return rc;
}

enum rc spill_chunks(const struct spill *s, size_t stream,
		     struct spill_bytes *room, spill_fn *fn, void *ctx,
		     struct err *err)
{
	const struct spill_stream *t = &s->stream[stream];
	size_t total = 0;
	for (uint32_t k = t->first; k; k = s->chunk[k - 1].next)
		if (!s->chunk[k - 1].memory)
			total += s->chunk[k - 1].len;
	enum rc rc =
		total ? array_grow(&room->ptr, &room->cap, total + SPILL_SLACK,
				   1, SIZE_MAX / 4, err)
		      : OK;
	room->len = 0;
	for (uint32_t k = t->first; !rc && k; k = s->chunk[k - 1].next) {
		const struct spill_chunk *c = &s->chunk[k - 1];
		const size_t len = chunk_len(s, t, k);
		char *at = c->memory;
		if (!at) {
			at = room->ptr + room->len;
			room->len += len;
			rc = read_chunk(s, c, at, len, err);
		}
		if (!rc)
			rc = fn(ctx, (struct str){at, len}, err);
	}
	return rc;
}

/* flows/spill - many streams of short records, in memory until they are too
 * many, then in one file.
 *
 * A stream is a list of chunks. When the memory that several spills share is
 * used up, full chunks go to a file and their memory serves again; what was put
 * into a stream comes back in the same order and end to end, wherever it was.
 * The file is removed as soon as it is open, so that nothing is left of a
 * process that dies.
 *
 * Putting is for one thread; reading different streams for many.
 */
#ifndef FLOWS_SPILL_INT_H
#define FLOWS_SPILL_INT_H

#include "base/base.h"

#define SPILL_CHUNK (16u << 10)
#define SPILL_SLACK 16u /* bytes after what was put that may be written */
#define SPILL_SLAB  (2u << 20) /* chunks are allocated so many together */

struct spill_room { /* shared by the spills of an import */
	size_t limit, used;
	const char *dir; /* of the files */
	char **slab;     /* given back, for the next spill */
	size_t n_slab, slab_cap;
	uint64_t n_written;
};

struct spill_chunk {
	char *memory;       /* NULL: in the file */
	uint64_t at;        /* there */
	uint32_t len, next; /* next: index + 1 */
};
struct spill_stream {
	char *at, *end;       /* room in the last chunk */
	uint32_t first, last; /* index + 1 */
};
struct spill {
	struct spill_room *room;
	struct spill_stream *stream;
	size_t n_stream;
	struct spill_chunk *chunk;
	size_t n_chunk, chunk_cap, n_flushed; /* those before are in the file */
	char **slab, **spare;                 /* spare: chunks free for use */
	size_t n_slab, slab_cap, n_spare, spare_cap;
	int fd; /* -1: none yet */
	uint64_t file_size;
};

void spill_room_release(struct spill_room *r);

MUST_USE enum rc spill_init(struct spill *s, struct spill_room *room,
			    size_t n_stream, struct err *err);
void spill_release(struct spill *s); /* safe on a zeroed one */

/* When the memory is used up, full chunks go to the file. What was put before
 * must be complete: putting itself never writes, so that room may be taken for
 * many rows first and filled later. */
MUST_USE enum rc spill_trim(struct spill *s, struct err *err);
/* Another chunk for the stream. */
MUST_USE enum rc spill_more(struct spill *s, size_t stream, struct err *err);

/* Room for `len` bytes, much less than SPILL_CHUNK, in *at; spill_took says how
 * many were used. */
static inline enum rc spill_room_for(struct spill *s, size_t stream, size_t len,
				     char **at, struct err *err)
{
	struct spill_stream *t = &s->stream[stream];
	if (len + SPILL_SLACK > (size_t)(t->end - t->at)) {
		enum rc rc = spill_more(s, stream, err);
		if (rc)
			return rc;
	}
	*at = t->at;
	return OK;
}
static inline void spill_took(struct spill *s, size_t stream, size_t len)
{
	s->stream[stream].at += len;
}

/* A text where there is room for it: both ends are read and written in steps of
 * SPILL_SLACK bytes. */
static inline void spill_text(char *to, struct str s)
{
	memcpy(to, s.ptr, SPILL_SLACK);
	for (size_t i = SPILL_SLACK; i < s.len; i += SPILL_SLACK)
		memcpy(to + i, s.ptr + i, SPILL_SLACK);
}

struct spill_bytes { /* of a stream, end to end */
	char *ptr;
	size_t len, cap;
};
void spill_bytes_release(struct spill_bytes *b);
/* The whole stream, and `slack` zero bytes after it. */
MUST_USE enum rc spill_read(const struct spill *s, size_t stream, size_t slack,
			    struct spill_bytes *out, struct err *err);
/* The same a chunk at a time: whole records, as they were put, and SPILL_SLACK
 * bytes after them. */
typedef enum rc spill_fn(void *ctx, struct str records, struct err *err);
MUST_USE enum rc spill_each(const struct spill *s, size_t stream, spill_fn *fn,
			    void *ctx, struct err *err);
/* Every chunk where it stands in memory; those of the file in `room`, where
 * they stay until it is used again. SPILL_SLACK bytes after each are readable.
 */
MUST_USE enum rc spill_chunks(const struct spill *s, size_t stream,
			      struct spill_bytes *room, spill_fn *fn, void *ctx,
			      struct err *err);

#endif

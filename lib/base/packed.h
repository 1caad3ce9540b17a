/* base/packed - a file read as a stream of bytes: plain, gzip or zstd.
 *
 * What it is, the first bytes say; a name that ends in .gz or .zst and bytes
 * that are not so are refused, since one of the two is wrong. Several members
 * (frames) follow each other as one text; zeros may pad a gzip file, anything
 * else after the end is refused. What ends too early is refused, whatever was
 * read before. Unpacking is bounded: past PACKED_FREE bytes a file may not be
 * more than PACKED_RATIO times its size on disk (claims pack 5 to 20 times; a
 * file made to fill a disk, a thousand or a million).
 *
 * Memory: 128 KiB and the window of the format (zstd: at most 128 MiB, refused
 * beyond).
 */
#ifndef BASE_PACKED_H
#define BASE_PACKED_H

#include "base/base.h"

#define PACKED_FREE  (64u << 20)
#define PACKED_RATIO 250u

struct packed;

/* E_NOT_FOUND, E_IO, E_FORMAT (a spreadsheet, or not what its name says). */
MUST_USE enum rc packed_open(const char *path, struct packed **out,
			     struct err *err);
/* The same over bytes in memory, which must outlive it; `name` for messages. */
MUST_USE enum rc packed_bytes(struct str bytes, const char *name,
			      struct packed **out, struct err *err);
void packed_close(struct packed *p); /* NULL allowed */

/* Fills `to` unless the text ends before; *got is 0 at the end only. E_FORMAT:
 * damaged, cut short, followed by something else; E_LIMIT: unpacks to more
 * than is believable. */
MUST_USE enum rc packed_read(struct packed *p, char *to, size_t room,
			     size_t *got, struct err *err);

uint64_t packed_at(const struct packed *p);   /* bytes of the file used */
bool packed_is_plain(const struct packed *p);

#endif

/* parcel/zip_out - a ZIP written through a file descriptor, a file at a time.
 *
 * Files are stored, not compressed (what goes in is mostly compressed already),
 * with their CRC; names are UTF-8 paths with '/'. No ZIP64: 65535 files and
 * 4 GiB less one byte at most. In memory: the directory, some 80 bytes for each
 * file. What is written is what parcel_open, unzip and Python's zipfile read.
 */
#ifndef PARCEL_ZIP_OUT_H
#define PARCEL_ZIP_OUT_H

#include "base/buf.h"
#include "base/date.h"

struct zip_out {
	int fd;
	uint64_t at; /* bytes written */
	uint32_t n;
	struct buf directory;
};
void zip_out_init(struct zip_out *z, int fd);
void zip_out_release(struct zip_out *z); /* the descriptor stays open */

/* E_RANGE: a name that is empty, absolute, with "..", a backslash or a control
 * character, or longer than 200 bytes; E_LIMIT: past what a ZIP holds; E_IO.
 * `day` is from 1980 on. */
MUST_USE enum rc zip_out_put(struct zip_out *z, struct str name,
			     struct str bytes, struct date day,
			     struct err *err);
/* The directory; nothing may be put after it. `*len` is of the whole. */
MUST_USE enum rc zip_out_end(struct zip_out *z, int64_t *len, struct err *err);

#endif

/* A ZIP in memory, written the plain way, with every field at hand: what the
 * tests of parcels and their fuzz corpus start from. */
#ifndef TEST_PARCEL_KIT_H
#define TEST_PARCEL_KIT_H

#include "base/buf.h"
#include "parcel/parcel.h"

#include <zlib.h>

struct kit_zip {
	struct buf out, dir;
	unsigned n;
	uint32_t lie_size; /* not 0: what the next file says of its length */
	unsigned flags;    /* of the next file */
};

static inline void kit_put(struct buf *b, uint32_t v, unsigned bytes)
{
	for (; bytes--; v >>= 8)
		buf_char(b, (char)(v & 0xff));
}

static inline void kit_zip_init(struct kit_zip *z)
{
	*z = (struct kit_zip){.n = 0};
	buf_init(&z->out, 8u << 20);
	buf_init(&z->dir, 1u << 20);
}

static inline void kit_zip_release(struct kit_zip *z)
{
	buf_release(&z->out);
	buf_release(&z->dir);
}

/* Version to sizes: what a local header and a line of the directory share. */
static inline void kit_zip_common(struct buf *b, const struct kit_zip *z,
				  bool deflated, uint32_t crc, size_t packed,
				  size_t size, size_t name)
{
	kit_put(b, 20, 2);
	kit_put(b, z->flags, 2);
	kit_put(b, deflated ? 8 : 0, 2);
	kit_put(b, 0, 4); /* time */
	kit_put(b, crc, 4);
	kit_put(b, (uint32_t)packed, 4);
	kit_put(b, z->lie_size ? z->lie_size : (uint32_t)size, 4);
	kit_put(b, (uint32_t)name, 2);
	kit_put(b, 0, 2); /* extra */
}

static inline struct str kit_deflate(struct str s, char *room, size_t size)
{
	z_stream z = {.next_in = (Bytef *)(uintptr_t)s.ptr,
		      .avail_in = (uInt)s.len,
		      .next_out = (Bytef *)room,
		      .avail_out = (uInt)size};
	deflateInit2(&z, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY);
	deflate(&z, Z_FINISH);
	size_t n = size - z.avail_out;
	deflateEnd(&z);
	return (struct str){room, n};
}

static inline void kit_zip_add(struct kit_zip *z, const char *name,
			       struct str bytes, bool deflated)
{
	size_t room = bytes.len + 1000;
	char *own = malloc(room);
	struct str packed = deflated ? kit_deflate(bytes, own, room) : bytes;
	uint32_t crc =
		(uint32_t)crc32_z(0, (const Bytef *)bytes.ptr, bytes.len);
	size_t at = z->out.len, len = strlen(name);
	buf_add(&z->out, "PK\3\4", 4);
	kit_zip_common(&z->out, z, deflated, crc, packed.len, bytes.len, len);
	buf_add(&z->out, name, len);
	buf_str(&z->out, packed);
	buf_add(&z->dir, "PK\1\2", 4);
	kit_put(&z->dir, 20, 2);
	kit_zip_common(&z->dir, z, deflated, crc, packed.len, bytes.len, len);
	kit_put(&z->dir, 0, 2); /* comment */
	kit_put(&z->dir, 0, 2); /* disk */
	kit_put(&z->dir, 0, 2);
	kit_put(&z->dir, 0, 4); /* attributes */
	kit_put(&z->dir, (uint32_t)at, 4);
	buf_add(&z->dir, name, len);
	free(own);
	z->n++;
	z->lie_size = z->flags = 0;
}

/* The archive, a view of z->out. */
static inline struct str kit_zip_end(struct kit_zip *z)
{
	size_t from = z->out.len, len = z->dir.len;
	buf_str(&z->out, buf_view(&z->dir));
	buf_add(&z->out, "PK\5\6", 4);
	kit_put(&z->out, 0, 4); /* disks */
	kit_put(&z->out, z->n, 2);
	kit_put(&z->out, z->n, 2);
	kit_put(&z->out, (uint32_t)len, 4);
	kit_put(&z->out, (uint32_t)from, 4);
	kit_put(&z->out, 0, 2); /* comment */
	return buf_view(&z->out);
}

#endif

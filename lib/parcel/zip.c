/* ZIP (PKWARE APPNOTE 6.3). Local headers with the bytes, then the directory,
 * then its end; numbers are little endian. What the directory says counts; the
 * local header must say the same.
 *
 *	at	end (PK 5 6)	directory (PK 1 2)	local (PK 3 4)
 *	4	disk (2)	made by (2)		version (2)
 *	6	its disk (2)	version (2)		flags (2)
 *	8	entries (2)	flags (2)		method (2)
 *	10	of all (2)	method (2)		time (4)
 *	12	size (4)	time (4)
 *	14						crc (4)
 *	16	offset (4)	crc (4)
 *	18						packed (4)
 *	20	comment (2)	packed (4)
 *	22						unpacked (4)
 *	24			unpacked (4)
 *	26						name (2)
 *	28			name (2)		extra (2)
 *	30			extra, comment (2 each)
 *	38			attributes (4)
 *	42			offset of local (4)
 */
#include "parcel/parcel_int.h"

#include <zlib.h>

enum {
	END_LEN = 22,
	ENTRY_LEN = 46,
	LOCAL_LEN = 30,
	MOST_COMMENT = 65535,
	STORED = 0,
	DEFLATED = 8,
	ENCRYPTED = 1
};

static uint32_t u16(const char *p)
{
	return (uint32_t)(unsigned char)p[0] | (uint32_t)(unsigned char)p[1]
						       << 8;
}

static uint32_t u32(const char *p)
{
	return u16(p) | u16(p + 2) << 16;
}

bool parcel_is_zip(struct str bytes)
{
	return bytes.len >= 4 && (!memcmp(bytes.ptr, "PK\3\4", 4) ||
				  !memcmp(bytes.ptr, "PK\5\6", 4));
}

static enum rc damaged(struct err *err, const char *what)
{
	return err_set(err, E_FORMAT, "ZIP: %s", what);
}

/* The end of the directory; its comment reaches to the last byte. */
static const char *find_end(struct str s)
{
	for (size_t back = END_LEN;
	     back <= s.len && back <= END_LEN + MOST_COMMENT; back++) {
		const char *p = s.ptr + s.len - back;
		if (!memcmp(p, "PK\5\6", 4) && u16(p + 20) == back - END_LEN)
			return p;
	}
	return NULL;
}

struct entry {
	struct str name, packed;
	uint32_t method, crc, size;
};

/* The local header, which must agree, and the bytes behind it. */
static enum rc find_bytes(struct str before, uint32_t at, uint32_t packed,
			  struct entry *e, struct err *err)
{
	if (at > before.len || before.len - at < LOCAL_LEN)
		return damaged(err, "a file outside the archive");
	const char *p = before.ptr + at;
	size_t head = LOCAL_LEN + u16(p + 26) + u16(p + 28);
	if (memcmp(p, "PK\3\4", 4) || u16(p + 8) != e->method ||
	    u16(p + 26) != e->name.len)
		return damaged(err, "the directory contradicts a file");
	if (head > before.len - at || packed > before.len - at - head)
		return damaged(err, "a file outside the archive");
	if (memcmp(p + LOCAL_LEN, e->name.ptr, e->name.len))
		return damaged(err, "the directory contradicts a file");
	e->packed = str_sub(before, at + head, packed);
	return OK;
}

/* One line of the directory, and where the next one begins. */
static enum rc read_entry(struct str before, struct str *dir, struct entry *e,
			  struct err *err)
{
	const char *p = dir->ptr;
	if (dir->len < ENTRY_LEN || memcmp(p, "PK\1\2", 4))
		return damaged(err, "the directory is damaged");
	size_t name = u16(p + 28),
	       len = ENTRY_LEN + name + u16(p + 30) + u16(p + 32);
	if (len > dir->len)
		return damaged(err, "the directory is cut");
	if (u16(p + 8) & ENCRYPTED)
		return damaged(err, "protected by a password");
	*e = (struct entry){.name = str_sub(*dir, ENTRY_LEN, name),
			    .method = u16(p + 10),
			    .crc = u32(p + 16),
			    .size = u32(p + 24)};
	*dir = str_sub(*dir, len, dir->len - len);
	if (e->method != STORED && e->method != DEFLATED)
		return damaged(err, "a compression that we do not open");
	return find_bytes(before, u32(p + 42), u32(p + 20), e, err);
}

/* Exactly `size` bytes come out, and every byte goes in. */
static enum rc inflate_all(const struct entry *e, char *to, struct err *err)
{
	z_stream z = {.next_in = (Bytef *)(uintptr_t)e->packed.ptr,
		      .avail_in = (uInt)e->packed.len,
		      .next_out = (Bytef *)to,
		      .avail_out = e->size};
	if (inflateInit2(&z, -15) != Z_OK)
		return err_set(err, E_LIMIT, "out of memory");
	int r = inflate(&z, Z_FINISH);
	bool whole = r == Z_STREAM_END && !z.avail_in && !z.avail_out;
	inflateEnd(&z);
	return whole ? OK : damaged(err, "a file is not as long as it says");
}

static enum rc unpack(struct parcel_work *w, const struct entry *e,
		      struct str *out, struct err *err)
{
	*out = e->packed;
	if (e->method == STORED && e->packed.len != e->size)
		return damaged(err, "a file is not as long as it says");
	if (e->method == DEFLATED) {
		char *to = arena_alloc(w->a, (size_t)e->size + 1);
		if (!to)
			return arena_fail(w->a, err);
		enum rc rc = inflate_all(e, to, err);
		if (rc)
			return rc;
		*out = (struct str){to, e->size};
	}
	uLong crc = crc32_z(0, (const Bytef *)out->ptr, out->len);
	return crc == e->crc ? OK : damaged(err, "a file has a wrong checksum");
}

enum rc parcel_zip_open(struct parcel_work *w, struct err *err)
{
	const char *end = find_end(w->bytes);
	if (!end)
		return damaged(err, "the end is missing");
	size_t at = (size_t)(end - w->bytes.ptr);
	uint32_t n = u16(end + 10), size = u32(end + 12), from = u32(end + 16);
	if (u16(end + 4) || u16(end + 6) || u16(end + 8) != n)
		return damaged(err, "it is one of several parts");
	if (from > at || size != at - from)
		return damaged(err, "the directory is not where it should be");
	struct str before = str_sub(w->bytes, 0, from);
	struct str dir = str_sub(w->bytes, from, size);
	enum rc rc = OK;
	for (uint32_t i = 0; i < n && !rc; i++) {
		struct entry e = {0};
		struct str bare, bytes;
		rc = read_entry(before, &dir, &e, err);
		if (!rc)
			rc = parcel_admit(w, e.name, e.size, &bare, err);
		if (rc || !bare.len)
			continue;
		rc = unpack(w, &e, &bytes, err);
		if (!rc)
			parcel_add(w, bare, bytes);
	}
	if (!rc && dir.len)
		rc = damaged(err, "the directory has more than it says");
	return rc;
}

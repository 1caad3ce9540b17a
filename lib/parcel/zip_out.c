/* Byte tables of the records: lib/parcel/zip.c. */
#include "parcel/zip_out.h"

#include <unistd.h>
#include <zlib.h>

enum {
	NAME_MOST = 200,
	DIRECTORY_MOST = 32u << 20, /* 65535 names of 200 bytes, and more */
	VERSION = 20,
	UTF8 = 1 << 11, /* flag: how names are written */
	REGULAR = 0644,
	MADE_BY_UNIX = 3 << 8,
	FIRST_YEAR = 1980
};
static const uint64_t zip_most = UINT32_MAX; /* an offset that is all ones is
						ZIP64's */

static void put16(struct buf *b, uint32_t v)
{
	buf_char(b, (char)(v & 0xff));
	buf_char(b, (char)(v >> 8 & 0xff));
}

static void put32(struct buf *b, uint32_t v)
{
	put16(b, v & 0xffff);
	put16(b, v >> 16);
}

static enum rc write_all(struct zip_out *z, struct str s, struct err *err)
{
	for (size_t done = 0; done < s.len;) {
		ssize_t n = write(z->fd, s.ptr + done, s.len - done);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return err_set(err, E_IO, "could not write a ZIP: %s",
				       strerror(errno));
		done += (size_t)n;
	}
	z->at += s.len;
	return OK;
}

static bool name_ok(struct str s)
{
	if (!s.len || s.len > NAME_MOST || s.ptr[0] == '/')
		return false;
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.ptr[i];
		bool dots = i && c == '.' && s.ptr[i - 1] == '.';
		if (c < 0x20 || c == 0x7f || c == '\\' || dots)
			return false;
	}
	return true;
}

void zip_out_init(struct zip_out *z, int fd)
{
	*z = (struct zip_out){.fd = fd};
	buf_init(&z->directory, DIRECTORY_MOST);
}

void zip_out_release(struct zip_out *z)
{
	buf_release(&z->directory);
}

/* What local header and directory say alike: version to lengths. */
static void put_common(struct buf *b, struct str name, struct str bytes,
		       struct date day, uint32_t crc)
{
	struct ymd d = date_ymd(day);
	uint32_t year =
		d.year > FIRST_YEAR ? (uint32_t)(d.year - FIRST_YEAR) : 0;
	put16(b, VERSION);
	put16(b, UTF8);
	put16(b, 0); /* stored */
	put16(b, 0); /* midnight */
	put16(b, year << 9 | (uint32_t)d.month << 5 | (uint32_t)d.day);
	put32(b, crc);
	put32(b, (uint32_t)bytes.len);
	put32(b, (uint32_t)bytes.len);
	put16(b, (uint32_t)name.len);
	put16(b, 0); /* nothing extra */
}

static void put_entry(struct zip_out *z, struct str name, struct str bytes,
		      struct date day, uint32_t crc)
{
	struct buf *b = &z->directory;
	buf_add(b, "PK\1\2", 4);
	put16(b, MADE_BY_UNIX | VERSION);
	put_common(b, name, bytes, day, crc);
	put16(b, 0); /* no comment */
	put16(b, 0); /* first disk */
	put16(b, 0); /* no text */
	put32(b, (uint32_t)(0100000 | REGULAR) << 16);
	put32(b, (uint32_t)z->at);
	buf_str(b, name);
	z->n++;
}

enum rc zip_out_put(struct zip_out *z, struct str name, struct str bytes,
		    struct date day, struct err *err)
{
	struct buf head;
	struct str s;
	if (!name_ok(name))
		return err_set(err, E_RANGE,
			       "\"" STR_FMT "\" is no name for a ZIP",
			       STR_ARG(name));
	if (z->n == UINT16_MAX - 1 || z->at + bytes.len + 4096 > zip_most)
		return err_set(err, E_LIMIT, "a ZIP of more than 4 GiB");
	uint32_t crc =
		(uint32_t)crc32_z(0, (const Bytef *)bytes.ptr, bytes.len);
	if (!bytes.len)
		crc = 0;
	put_entry(z, name, bytes, day, crc);
	buf_init(&head, 1024);
	buf_add(&head, "PK\3\4", 4);
	put_common(&head, name, bytes, day, crc);
	buf_str(&head, name);
	enum rc rc = buf_finish(&head, &s, err);
	if (!rc)
		rc = write_all(z, s, err);
	if (!rc)
		rc = write_all(z, bytes, err);
	buf_release(&head);
	return rc;
}

enum rc zip_out_end(struct zip_out *z, int64_t *len, struct err *err)
{
	struct buf *b = &z->directory;
	struct str s;
	uint32_t size = (uint32_t)b->len;
	if (z->at + b->len + 22 > zip_most)
		return err_set(err, E_LIMIT, "a ZIP of more than 4 GiB");
	buf_add(b, "PK\5\6", 4);
	put16(b, 0);
	put16(b, 0);
	put16(b, z->n);
	put16(b, z->n);
	put32(b, size);
	put32(b, (uint32_t)z->at);
	put16(b, 0);
	enum rc rc = buf_finish(b, &s, err);
	if (!rc)
		rc = write_all(z, s, err);
	*len = (int64_t)z->at;
	return rc;
}

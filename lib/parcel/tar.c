/* ustar, IEEE Std 1003.1 (pax, "ustar interchange format"). Blocks of 512
 * bytes: a header, the bytes of the file filled up with zeros, the next header;
 * at the end blocks of zeros.
 *
 *	offset	size	header
 *	0	100	name
 *	100	24	mode, uid, gid: octal
 *	124	12	size, octal
 *	136	12	time of change, octal
 *	148	8	sum of all bytes of the header, these eight as blanks
 *	156	1	kind: '0' or NUL a file, '5' a folder, 'x' 'g' pax
 *	157	100	name of a link
 *	257	8	"ustar" NUL "00"; GNU: "ustar  " NUL
 *	345	155	folders that stand before name
 */
#include "parcel/parcel_int.h"

enum {
	BLOCK = 512,
	SIZE_AT = 124,
	SIZE_LEN = 12,
	TIME_AT = 136,
	SUM_AT = 148,
	SUM_LEN = 8,
	KIND_AT = 156,
	MAGIC_AT = 257,
	NAME_LEN = 100
};

bool parcel_is_tar(struct str bytes)
{
	return bytes.len >= BLOCK && !memcmp(bytes.ptr + MAGIC_AT, "ustar", 5);
}

/* Octal digits between blanks, ended by a blank or NUL. */
static bool octal(const char *p, size_t n, uint64_t *out)
{
	uint64_t v = 0;
	size_t i = 0, digits = 0;
	while (i < n && p[i] == ' ')
		i++;
	for (; i < n && p[i] >= '0' && p[i] <= '7'; i++, digits++)
		v = v << 3 | (uint64_t)(p[i] - '0');
	for (; i < n; i++)
		if (p[i] != ' ' && p[i] != '\0')
			return false;
	*out = v;
	return digits > 0;
}

static uint64_t sum_of(const char *head)
{
	uint64_t sum = 0;
	for (size_t i = 0; i < BLOCK; i++)
		sum += i >= SUM_AT && i < SUM_AT + SUM_LEN
			       ? ' '
			       : (unsigned char)head[i];
	return sum;
}

static bool all_zero(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.ptr[i])
			return false;
	return true;
}

static struct str text_at(const char *p, size_t most)
{
	const char *end = memchr(p, '\0', most);
	return (struct str){p, end ? (size_t)(end - p) : most};
}

/* A pax header may give the next file another name or size; its other words
 * (times, owners) say nothing to us. */
static bool renames(struct str pax)
{
	while (pax.ptr && pax.len) {
		struct str line = str_cut(&pax, '\n');
		str_cut(&line, ' '); /* its length */
		if (str_starts(line, STR("path=")) ||
		    str_starts(line, STR("size=")) ||
		    str_starts(line, STR("GNU.sparse")))
			return true;
	}
	return false;
}

static enum rc take(struct parcel_work *w, const char *head, struct str body,
		    struct err *err)
{
	struct str path = text_at(head, NAME_LEN), bare;
	switch (head[KIND_AT]) {
	case '0':
	case '\0': {
		enum rc rc = parcel_admit(w, path, body.len, &bare, err);
		if (!rc && bare.len)
			parcel_add(w, bare, body);
		return rc;
	}
	case '5':
		return OK;
	case 'g':
	case 'x':
		if (!renames(body))
			return OK;
		return err_set(err, E_FORMAT, "a name or size in a pax header");
	default:
		return err_set(err, E_FORMAT,
			       "an entry of kind 0x%02x, which is no file",
			       (unsigned)(unsigned char)head[KIND_AT]);
	}
}

static enum rc check_header(const char *head, uint64_t *size, struct err *err)
{
	uint64_t sum;
	if (memcmp(head + MAGIC_AT, "ustar", 5) ||
	    !octal(head + SUM_AT, SUM_LEN, &sum) || sum != sum_of(head))
		return err_set(err, E_FORMAT, "a header with a wrong checksum");
	if (!octal(head + SIZE_AT, SIZE_LEN, size))
		return err_set(err, E_FORMAT, "a size that is no number");
	return OK;
}

enum rc parcel_tar_open(struct parcel_work *w, struct err *err)
{
	struct str rest = w->bytes;
	while (rest.len >= BLOCK) {
		const char *head = rest.ptr;
		uint64_t size = 0;
		if (all_zero(str_sub(rest, 0, BLOCK)))
			return all_zero(rest) ? OK
					      : err_set(err, E_FORMAT,
							"bytes behind the end");
		enum rc rc = check_header(head, &size, err);
		if (rc)
			return rc;
		rest = str_sub(rest, BLOCK, rest.len - BLOCK);
		uint64_t room = (size + BLOCK - 1) / BLOCK * BLOCK;
		if (room > rest.len)
			break;
		rc = take(w, head, str_sub(rest, 0, (size_t)size), err);
		if (rc)
			return rc;
		rest = str_sub(rest, (size_t)room, rest.len - (size_t)room);
	}
	return err_set(err, E_FORMAT, "the end is missing");
}

/* ------------------------------------------------------------------ writing */

static void put_header(char *head, const struct parcel_file *f)
{
	memcpy(head, f->name.ptr, f->name.len);
	memcpy(head + NAME_LEN,
	       "0000644\0"
	       "0000000\0"
	       "0000000",
	       24);
	snprintf(head + SIZE_AT, SIZE_LEN, "%011zo", f->bytes.len);
	snprintf(head + TIME_AT, SIZE_LEN, "%011o", 0U);
	head[KIND_AT] = '0';
	memcpy(head + MAGIC_AT,
	       "ustar\0"
	       "00",
	       8);
	snprintf(head + SUM_AT, SUM_LEN, "%06" PRIo64, sum_of(head));
	head[SUM_AT + SUM_LEN - 1] = ' ';
}

enum rc parcel_tar(const struct parcel_file *file, size_t n, struct arena *a,
		   struct str *out, struct err *err)
{
	size_t len = 2 * BLOCK, at = 0;
	for (size_t i = 0; i < n; i++) {
		if (!parcel_name_ok(file[i].name))
			return err_set(err, E_RANGE,
				       "\"" STR_FMT
				       "\" is no name for a parcel",
				       STR_ARG(file[i].name));
		len += BLOCK + (file[i].bytes.len + BLOCK - 1) / BLOCK * BLOCK;
	}
	char *p = arena_alloc(a, len);
	if (!p)
		return arena_fail(a, err);
	for (size_t i = 0; i < n; i++) {
		put_header(p + at, &file[i]);
		at += BLOCK;
		if (file[i].bytes.len)
			memcpy(p + at, file[i].bytes.ptr, file[i].bytes.len);
		at += (file[i].bytes.len + BLOCK - 1) / BLOCK * BLOCK;
	}
	*out = (struct str){p, len};
	return OK;
}

#include "base/input.h"

#include <zlib.h>

#define GZIP_WINDOW (15 + 16) /* largest window, gzip header and trailer */
#define FIRST_SIZE  (1u << 16)

static enum rc grow(char **p, size_t *cap, size_t limit, const char *path,
		    struct err *err)
{
	if (*cap >= limit)
		return err_set(err, E_LIMIT,
			       "\"%s\" unpacks to more than %zu bytes", path,
			       limit);
	size_t size = *cap ? *cap * 2 : FIRST_SIZE;
	if (size > limit)
		size = limit;
	char *q = realloc(*p, size);
	if (!q)
		return err_set(err, E_NOMEM, "no memory to unpack \"%s\"",
			       path);
	*p = q;
	*cap = size;
	return OK;
}

/* zlib counts in unsigned int: hand over at most this much at a time. */
static unsigned chunk(size_t n)
{
	return n > (1u << 30) ? 1u << 30 : (unsigned)n;
}

/* Fills the window of `out` once. Z_OK: go on, Z_STREAM_END: one member done;
 * anything else is damage. */
static int inflate_step(z_stream *z, const char *path, struct input *in,
			size_t *cap, size_t *len, size_t limit, enum rc *rc,
			struct err *err)
{
	if (*len == *cap) {
		*rc = grow(&in->unpacked, cap, limit, path, err);
		if (*rc)
			return Z_MEM_ERROR;
	}
	size_t left = (size_t)(in->map.bytes.ptr + in->map.bytes.len -
			       (const char *)z->next_in);
	z->avail_in = chunk(left);
	z->next_out = (unsigned char *)in->unpacked + *len;
	z->avail_out = chunk(*cap - *len);
	unsigned room = z->avail_out;
	int state = inflate(z, Z_NO_FLUSH);
	*len += room - z->avail_out;
	return state;
}

static enum rc unpack(const char *path, size_t limit, struct input *in,
		      struct err *err)
{
	struct str packed = in->map.bytes;
	size_t cap = 0, len = 0;
	enum rc rc = OK;
	int state = Z_OK;
	z_stream z = {.next_in = (unsigned char *)(uintptr_t)packed.ptr};
	if (inflateInit2(&z, GZIP_WINDOW) != Z_OK)
		return err_set(err, E_NOMEM, "no memory to unpack \"%s\"",
			       path);
	while (!rc) {
		state = inflate_step(&z, path, in, &cap, &len, limit, &rc, err);
		bool all = (const char *)z.next_in == packed.ptr + packed.len;
		if (state == Z_STREAM_END && all)
			break;
		if (state == Z_STREAM_END) /* several members in one file */
			state = inflateReset(&z);
		if (state != Z_OK && !rc)
			rc = err_set(err, E_FORMAT,
				     "could not unpack \"%s\": damaged or cut",
				     path);
	}
	inflateEnd(&z);
	in->bytes = (struct str){in->unpacked, len};
	return rc;
}

enum rc input_open(const char *dir, const char *name, size_t limit,
		   struct input *out, struct err *err)
{
	char path[PATH_MAX];
	struct input in = {0};
	int n = snprintf(path, sizeof(path), "%s/%s.gz", dir, name);
	if (n < 0 || (size_t)n >= sizeof(path))
		return err_set(err, E_RANGE, "path too long: \"%s/%s\"", dir,
			       name);
	bool packed = true;
	path[n - 3] = '\0';
	if (file_exists(path))
		packed = false;
	else
		path[n - 3] = '.';
	enum rc rc = file_map_open(path, &in.map, err);
	if (rc == E_NOT_FOUND)
		return err_set(err, rc, "\"%s\" has no %s and no %s.gz", dir,
			       name, name);
	if (rc)
		return rc;
	in.bytes = in.map.bytes;
	if (packed && !in.bytes.len)
		rc = err_set(err, E_FORMAT, "\"%s\" is empty", path);
	else if (packed)
		rc = unpack(path, limit, &in, err);
	if (rc)
		input_close(&in);
	else
		*out = in;
	return rc;
}

void input_close(struct input *in)
{
	free(in->unpacked);
	file_map_close(&in->map);
	*in = (struct input){0};
}

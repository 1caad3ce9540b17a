#include "base/file.h"
#include "csv/csv.h"
#include "flows/records_int.h"

#include <unistd.h>

#define VALUE_MAX 200u

static enum rc write_failed(const struct rejects *r, struct err *err)
{
	return err_set(err, E_IO, "could not write the rejects file \"%s\": %s",
		       r->path, strerror(errno));
}

static void remove_half(const struct rejects *r)
{
	if (!r->is_device)
		unlink(r->tmp);
}

/* The archive's own folder of rejects, made when there is a first one. */
static enum rc make_parent(const struct rejects *r, struct err *err)
{
	char dir[PATH_MAX];
	snprintf(dir, sizeof(dir), "%s", r->path);
	char *slash = strrchr(dir, '/');
	if (r->named || !slash)
		return OK;
	*slash = '\0';
	return file_make_dir(dir, err);
}

static enum rc start(struct rejects *r, struct err *err)
{
	enum rc rc = r->to ? OK : make_parent(r, err);
	if (rc || r->to)
		return rc;
	r->is_device = file_is_device(r->path);
	int n = r->is_device ? snprintf(r->tmp, sizeof(r->tmp), "%s", r->path)
			     : snprintf(r->tmp, sizeof(r->tmp), "%s.tmp%ld",
					r->path, (long)getpid());
	if (n < 0 || (size_t)n >= sizeof(r->tmp))
		return err_set(err, E_RANGE, "path too long: \"%s\"", r->path);
	r->to = fopen(r->tmp, "we");
	if (!r->to)
		return write_failed(r, err);
	if (fputs("file,line,column,value,cause\n", r->to) < 0)
		return write_failed(r, err);
	return OK;
}

/* At most VALUE_MAX bytes of UTF-8; a byte that is none becomes U+FFFD. */
static struct str clean(struct str s, char out[VALUE_MAX])
{
	static const char replacement[] = "\xef\xbf\xbd";
	size_t n = 0;
	for (size_t i = 0; i < s.len;) {
		size_t len = 1;
		while (len < 4 && i + len < s.len &&
		       ((unsigned char)s.ptr[i + len] & 0xc0u) == 0x80u)
			len++;
		struct str c = str_sub(s, i, len);
		bool ok = *c.ptr && str_is_utf8(c);
		if (!ok) {
			c = (struct str){replacement, 3};
			len = 1;
		}
		if (n + c.len > VALUE_MAX)
			break;
		memcpy(out + n, c.ptr, c.len);
		n += c.len;
		i += len;
	}
	return (struct str){out, n};
}

struct str rejects_line(struct rejects *r, const struct reject *x)
{
	char text[VALUE_MAX], number[24];
	snprintf(number, sizeof(number), "%" PRIu64, x->line);
	const struct str row[] = {str_from(x->file), str_from(number),
				  str_from(x->column), clean(x->value, text),
				  str_from(cause_text[x->cause])};
	if (!r->line.limit)
		buf_init(&r->line, 65536); /* a value is cut, causes are ours */
	buf_reset(&r->line);
	csv_put_row(&r->line, row, countof(row));
	return buf_view(&r->line);
}

enum rc rejects_put(struct rejects *r, struct str line, struct err *err)
{
	enum rc rc = start(r, err);
	if (rc)
		return rc;
	r->n++;
	return fwrite(line.ptr, 1, line.len, r->to) == line.len
		       ? OK
		       : write_failed(r, err);
}

enum rc rejects_finish(struct rejects *r, struct err *err)
{
	enum rc rc = r->named ? start(r, err) : OK;
	if (rc || !r->to)
		return rc;
	bool bad = fflush(r->to) != 0 ||
		   (!r->is_device && fsync(fileno(r->to)) != 0);
	bad |= fclose(r->to) != 0;
	r->to = NULL;
	if (bad || (!r->is_device && rename(r->tmp, r->path) != 0)) {
		rc = write_failed(r, err);
		remove_half(r);
	}
	return rc;
}

void rejects_release(struct rejects *r)
{
	if (r->to) {
		fclose(r->to);
		remove_half(r);
	}
	buf_release(&r->line);
	r->to = NULL;
}

#include "base/file.h"
#include "col/col_int.h"

struct col_file {
	struct file_map map;
	size_t n;
	const struct col_entry *entry; /* in the map */
	char path[PATH_MAX];
};

static enum rc bad(const struct col_file *f, const char *why, struct err *err)
{
	return err_set(err, E_FORMAT, "\"%s\" is damaged: %s", f->path, why);
}

/* [offset, offset + n * width) lies inside the file and is aligned. */
static bool inside(const struct col_file *f, uint64_t offset, uint64_t n,
		   uint64_t width)
{
	const uint64_t size = f->map.bytes.len;
	return offset % COL_ALIGN == 0 && offset <= size &&
	       n <= (size - offset) / width;
}

static enum rc check_header(struct col_file *f, struct err *err)
{
	const struct str b = f->map.bytes;
	const struct col_header *h = (const void *)b.ptr;
	if (b.len < sizeof(*h) || memcmp(h->magic, COL_MAGIC, 8) != 0)
		return bad(f, "it is not a column file, or it was cut short",
			   err);
	if (h->header_crc !=
	    col_crc(h, offsetof(struct col_header, header_crc)))
		return bad(f, "the checksum of its header does not agree", err);
	if (h->version != COL_VERSION)
		return err_set(err, E_FORMAT,
			       "\"%s\" is of format version %" PRIu32
			       ", this program reads %u: use a newer program",
			       f->path, h->version, COL_VERSION);
	if (h->size != b.len)
		return bad(f, "its size is not the one in its header", err);
	if (h->n_column > COL_MAX_COLUMN ||
	    !inside(f, h->directory, h->n_column, sizeof(struct col_entry)))
		return bad(f, "its directory lies outside", err);
	f->n = h->n_column;
	f->entry = (const void *)(b.ptr + h->directory);
	if (h->directory_crc != col_crc(f->entry, f->n * sizeof(*f->entry)))
		return bad(f, "the checksum of its directory does not agree",
			   err);
	return OK;
}

static enum rc check_entry(const struct col_file *f, const struct col_entry *e,
			   struct err *err)
{
	const uint64_t width = col_width((enum col_type)e->type);
	if (!width || e->name[COL_NAME_MAX])
		return bad(f, "a column of unknown type", err);
	if (!inside(f, e->offset, e->n, width) ||
	    !inside(f, e->crc_offset, col_n_block(e->n * width),
		    sizeof(uint32_t)))
		return bad(f, "a column lies outside", err);
	return OK;
}

enum rc col_open(const char *path, struct col_file **out, struct err *err)
{
	struct col_file *f = calloc(1, sizeof(*f));
	if (!f)
		return err_set(err, E_NOMEM, "no memory to open \"%s\"", path);
	snprintf(f->path, sizeof(f->path), "%s", path);
	enum rc rc = file_map_open(path, &f->map, err);
	if (!rc)
		rc = check_header(f, err);
	for (size_t i = 0; !rc && i < f->n; i++)
		rc = check_entry(f, &f->entry[i], err);
	if (rc) {
		col_close(f);
		return rc;
	}
	*out = f;
	return OK;
}

void col_close(struct col_file *f)
{
	if (!f)
		return;
	file_map_close(&f->map);
	free(f);
}

enum rc col_get(const struct col_file *f, const char *name, enum col_type type,
		struct col *out, struct err *err)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct col_entry *e = &f->entry[i];
		if (strcmp(e->name, name) != 0)
			continue;
		if (e->type != (uint32_t)type)
			return err_set(err, E_FORMAT,
				       "\"%s\": column %s is of another type",
				       f->path, name);
		*out = (struct col){f->map.bytes.ptr + e->offset, (size_t)e->n};
		return OK;
	}
	return err_set(err, E_FORMAT, "\"%s\" has no column %s", f->path, name);
}

static size_t check_column(const struct col_file *f, const struct col_entry *e,
			   col_damage_fn *fn, void *ctx)
{
	const uint32_t *crc = (const void *)(f->map.bytes.ptr + e->crc_offset);
	uint64_t left = e->n * col_width((enum col_type)e->type),
		 at = e->offset;
	size_t n = 0;
	for (uint64_t k = 0; left; k++) {
		const uint64_t len = left < COL_BLOCK ? left : COL_BLOCK;
		if (crc[k] != col_crc(f->map.bytes.ptr + at, (size_t)len)) {
			const struct col_damage d = {f->path, e->name, k, at,
						     len};
			n++;
			fn(ctx, &d);
		}
		at += len;
		left -= len;
	}
	return n;
}

size_t col_check(const struct col_file *f, col_damage_fn *fn, void *ctx)
{
	size_t n = 0;
	for (size_t i = 0; i < f->n; i++)
		n += check_column(f, &f->entry[i], fn, ctx);
	return n;
}

static void keep_first(void *ctx, const struct col_damage *d)
{
	struct err *err = ctx;
	if (err->rc)
		return;
	err_set(err, E_FORMAT,
		"\"%s\" is damaged: block %" PRIu64
		" of column %s does not agree with its checksum",
		d->path, d->block, d->column);
}

enum rc col_verify(const struct col_file *f, struct err *err)
{
	struct err first = {0};
	if (!col_check(f, keep_first, &first))
		return OK;
	if (err)
		*err = first;
	return first.rc;
}

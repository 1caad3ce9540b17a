#include "simple/simple_int.h"

#include "base/packed.h"

#define FLUSH_AT (1u << 20)
#define ROOM     (FLUSH_AT + (1u << 20)) /* a row is far shorter */
#define SHEET    ((size_t)256 << 20) /* packages of a whole country: 20 MiB */

enum rc writer_open(struct writer *w, const char *path, struct err *err)
{
	int n = snprintf(w->path, sizeof(w->path), "%s", path);
	if (n < 0 || (size_t)n >= sizeof(w->path))
		return err_set(err, E_RANGE, "path too long: \"%s\"", path);
	enum rc rc = outfile_open(&w->file, w->path, err);
	if (rc)
		return rc;
	w->open = true;
	buf_init(&w->text, ROOM);
	return OK;
}

enum rc writer_flush(struct writer *w, bool all, struct err *err)
{
	struct str s;
	if (!w->open || (w->text.len < FLUSH_AT && !all))
		return OK;
	enum rc rc = buf_finish(&w->text, &s, err);
	if (!rc)
		rc = outfile_write(&w->file, s, err);
	buf_reset(&w->text);
	return rc;
}

enum rc writer_commit(struct writer *w, struct err *err)
{
	enum rc rc = writer_flush(w, true, err);
	if (rc || !w->open)
		return rc;
	w->open = false;
	return outfile_commit(&w->file, err);
}

void writer_release(struct writer *w)
{
	if (w->open)
		outfile_abort(&w->file);
	buf_release(&w->text);
	*w = (struct writer){.open = false};
}

static enum rc read_all(struct packed *p, struct buf *to, struct err *err)
{
	char piece[65536];
	size_t got;
	struct str all;
	enum rc rc;
	do {
		rc = packed_read(p, piece, sizeof(piece), &got, err);
		buf_add(to, piece, got);
	} while (!rc && got);
	return rc ? rc : buf_finish(to, &all, err);
}

enum rc sheet_open(struct sheet *t, const char *path, struct err *err)
{
	struct packed *p = NULL;
	struct buf all;
	*t = (struct sheet){.path = path};
	buf_init(&all, SHEET);
	arena_init(&t->arena, SHEET + (1u << 20));
	enum rc rc = packed_open(path, &p, err);
	if (!rc)
		rc = read_all(p, &all, err);
	packed_close(p);
	if (!rc) {
		t->bytes = arena_str(&t->arena, buf_view(&all));
		if (!t->bytes.ptr)
			rc = arena_fail(&t->arena, err);
	}
	if (!rc && str_starts(t->bytes, STR("\xef\xbb\xbf")))
		t->bytes = str_sub(t->bytes, 3, t->bytes.len - 3);
	buf_release(&all);
	if (rc)
		sheet_close(t);
	return rc;
}

void sheet_close(struct sheet *t)
{
	arena_release(&t->arena);
	*t = (struct sheet){.path = NULL};
}

#include "flows/staged.h"

#include "flows/source_int.h"

struct staged { /* a file of it being read */
	const struct flows_staged *of;
	struct file_map text, origin;
	size_t row, n_row;
};

static void staged_close(struct source *s)
{
	struct staged *t = s->own;
	if (!t)
		return;
	file_map_close(&t->text);
	file_map_close(&t->origin);
	free(t);
	s->own = NULL;
}

static uint64_t origin_of(const struct staged *t, size_t row)
{
	uint64_t v;
	memcpy(&v, t->origin.bytes.ptr + row * sizeof(v), sizeof(v));
	return v;
}

/* Rows of one delivered file, as many as fit. */
static enum rc staged_next(struct source *s, struct block *b, struct err *err)
{
	const uint64_t line_mask = UINT64_C(0xffffffffffff);
	struct staged *t = s->own;
	const struct str all = t->text.bytes;
	size_t len = 0, n = 0;
	uint64_t file = 0;
	b->text = STR("");
	b->n_line = 0;
	while (s->at + len < all.len && t->row + n < t->n_row) {
		const char *p = all.ptr + s->at + len;
		const char *nl = memchr(p, '\n', all.len - s->at - len);
		size_t taken = nl ? (size_t)(nl - p) + 1 : 0;
		uint64_t from = origin_of(t, t->row + n) >> 48;
		if (!nl || len + taken > BATCH_BLOCK || (n && from != file))
			break;
		file = from;
		len += taken;
		n++;
	}
	if (!n)
		return s->at < all.len
			       ? err_set(err, E_FORMAT,
					 "a converted row of %s is longer than "
					 "%u bytes",
					 s->name, BATCH_BLOCK)
			       : OK;
	enum rc rc = block_reserve(b, n, err);
	if (rc)
		return rc;
	memcpy(b->own, all.ptr + s->at, len);
	memset(b->own + len, 0, ROW_SLACK);
	for (size_t i = 0; i < n; i++)
		b->line[i] = origin_of(t, t->row + i) & line_mask;
	b->n_line = n;
	b->text = (struct str){b->own, len};
	b->file = t->of->name(t->of->ctx, (uint32_t)file);
	t->row += n;
	s->at += len;
	return OK;
}

/* Takes off the header, which says whether rows have an op. */
static enum rc read_header(struct source *s, const struct staged *t,
			   struct err *err)
{
	const struct str all = t->text.bytes;
	const char *nl = all.len ? memchr(all.ptr, '\n', all.len) : NULL;
	if (!nl)
		return err_set(err, E_FORMAT, "%s has no header", s->path);
	s->at = (size_t)(nl - all.ptr) + 1;
	s->has_op = str_ends(str_sub(all, 0, s->at - 1), STR(",op"));
	return OK;
}

static enum rc map_both(struct source *s, struct staged *t, struct err *err)
{
	char path[PATH_MAX];
	int n = snprintf(path, sizeof(path), "%s/%s.origin", t->of->dir,
			 s->layout->name);
	if (n < 0 || (size_t)n >= sizeof(path))
		return err_set(err, E_RANGE, "path too long: \"%s\"",
			       t->of->dir);
	enum rc rc = file_map_open(s->path, &t->text, err);
	if (!rc)
		rc = file_map_open(path, &t->origin, err);
	t->n_row = t->origin.bytes.len / sizeof(uint64_t);
	return rc ? rc : read_header(s, t, err);
}

/* One digest for each flow out of that of the delivery. */
static void flow_digest(struct source *s, const char *delivery)
{
	char text[SHA256_HEX + 32];
	unsigned char d[SHA256_LEN];
	snprintf(text, sizeof(text), "%s %s", delivery, s->layout->name);
	sha256_of(str_from(text), d);
	sha256_hex(d, s->digest);
}

static enum rc staged_open(void *ctx, int file, struct source *out,
			   struct err *err)
{
	const struct flows_staged *of = ctx;
	*out = (struct source){.layout = &flow_layout[file]};
	snprintf(out->name, sizeof(out->name), "%s.converted",
		 flow_layout[file].name);
	int n = snprintf(out->path, sizeof(out->path), "%s/%s.csv", of->dir,
			 flow_layout[file].name);
	if (n < 0 || (size_t)n >= sizeof(out->path))
		return err_set(err, E_RANGE, "path too long: \"%s\"", of->dir);
	if (!file_exists(out->path))
		return E_NOT_FOUND;
	struct staged *t = calloc(1, sizeof(*t));
	if (!t)
		return err_set(err, E_NOMEM, "no memory to read \"%s\"",
			       out->path);
	t->of = of;
	out->own = t;
	out->close = staged_close;
	out->next = staged_next;
	flow_digest(out, of->sha256);
	enum rc rc = map_both(out, t, err);
	out->n_byte = t->text.bytes.len;
	return rc;
}

enum rc flows_staged_open(const struct flows_staged *s, struct intake **out,
			  struct err *err)
{
	struct intake *in = calloc(1, sizeof(*in));
	if (!in)
		return err_set(err, E_NOMEM, "no memory to import");
	*in = (struct intake){.open = staged_open, .ctx = (void *)(uintptr_t)s};
	*out = in;
	return OK;
}

void flows_staged_close(struct intake *in)
{
	free(in);
}

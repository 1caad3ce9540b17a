#include "flows/removals_int.h"

enum rc removals_init(struct removals *r, const struct archive *a,
		      uint64_t import, struct err *err)
{
	const size_t n = a ? archive_n_segment(a) * N_FILE : 0;
	*r = (struct removals){.archive = a, .import = import};
	r->bits = calloc(n + 1, sizeof(*r->bits));
	return r->bits ? OK : err_set(err, E_NOMEM, "no memory");
}

void removals_release(struct removals *r)
{
	const size_t n = r->archive && r->bits
				 ? archive_n_segment(r->archive) * N_FILE
				 : 0;
	for (size_t i = 0; i < n; i++)
		free(r->bits[i]);
	free(r->bits);
	*r = (struct removals){0};
}

static uint64_t n_row_of(const struct archive *a, size_t segment, int file)
{
	return archive_manifest(a)->segment[segment].table[file].n_row;
}

enum rc removals_bits(struct removals *r, size_t segment, int file,
		      uint64_t **out, struct err *err)
{
	uint64_t **at = &r->bits[segment * N_FILE + (size_t)file];
	const size_t n = (size_t)(n_row_of(r->archive, segment, file) / 64 + 1);
	const uint64_t *old =
		archive_removed_bits(r->archive, segment, file - 1);
	*out = *at;
	if (*at)
		return OK;
	*out = *at = calloc(n, sizeof(**at));
	if (!*at)
		return err_set(err, E_NOMEM, "no memory for corrections");
	if (old)
		memcpy(*at, old, n * sizeof(**at));
	return OK;
}

/* ----------------------------------------------------------------- writing */

struct list { /* as the table has it */
	uint32_t *segment, *row, *import;
	uint8_t *flow;
	size_t n, cap[4];
	size_t old; /* entry of the archive not looked at yet */
};

static enum rc add(struct list *l, uint64_t segment, int flow, uint64_t row,
		   uint64_t import, struct err *err)
{
	uint32_t **const wide[] = {&l->segment, &l->row, &l->import};
	enum rc rc = OK;
	for (size_t i = 0; !rc && i < countof(wide); i++)
		rc = array_grow(wide[i], &l->cap[i], l->n + 1, 4, SIZE_MAX / 16,
				err);
	if (!rc)
		rc = array_grow(&l->flow, &l->cap[3], l->n + 1, 1,
				SIZE_MAX / 16, err);
	if (rc)
		return rc;
	l->segment[l->n] = (uint32_t)segment;
	l->row[l->n] = (uint32_t)row;
	l->import[l->n] = (uint32_t)import;
	l->flow[l->n++] = (uint8_t)flow;
	return OK;
}

/* The import that took a row back: the archive's list is in the same order. */
static uint64_t import_of(const struct removals *r, struct list *l,
			  size_t segment, int flow, uint64_t row)
{
	const size_t n = archive_n_removed(r->archive);
	if (l->old < n) {
		const struct archive_removed x =
			archive_removed(r->archive, l->old);
		if (x.segment == segment && x.flow == flow && x.row == row) {
			l->old++;
			return x.import;
		}
	}
	return r->import;
}

static enum rc list_table(const struct removals *r, struct list *l,
			  size_t segment, int file, struct err *err)
{
	const uint64_t *bits = r->bits[segment * N_FILE + (size_t)file];
	const uint64_t n = n_row_of(r->archive, segment, file);
	enum rc rc = OK;
	if (!bits)
		bits = archive_removed_bits(r->archive, segment, file - 1);
	for (uint64_t w = 0; bits && !rc && w <= n / 64; w++)
		for (uint64_t b = bits[w]; !rc && b; b &= b - 1) {
			const uint64_t row =
				w * 64 + (uint64_t)__builtin_ctzll(b);
			rc = add(l,
				 archive_manifest(r->archive)
					 ->segment[segment]
					 .import,
				 file - 1, row,
				 import_of(r, l, segment, file - 1, row), err);
		}
	return rc;
}

static enum rc put_list(const struct list *l, const char *path, struct err *err)
{
	struct col_writer *w = NULL;
	enum rc rc = col_writer_open(path, &w, err);
	if (rc)
		return rc;
	col_begin(w, "segment", COL_U32);
	col_add(w, l->segment, l->n);
	col_begin(w, "flow", COL_U8);
	col_add(w, l->flow, l->n);
	col_begin(w, "row", COL_U32);
	col_add(w, l->row, l->n);
	col_begin(w, "import", COL_U32);
	col_add(w, l->import, l->n);
	rc = col_writer_finish(w, err);
	col_writer_close(w);
	return rc;
}

enum rc removals_write(const struct removals *r, const char *path,
		       uint64_t *n_row, struct err *err)
{
	struct list l = {0};
	enum rc rc = OK;
	const size_t n = r->archive ? archive_n_segment(r->archive) : 0;
	for (size_t i = 0; !rc && i < n; i++)
		for (int f = FILE_EXEMPTION; !rc && f < (int)N_FILE; f++)
			rc = list_table(r, &l, i, f, err);
	*n_row = l.n;
	if (!rc && l.n)
		rc = put_list(&l, path, err);
	free(l.segment);
	free(l.row);
	free(l.import);
	free(l.flow);
	return rc;
}

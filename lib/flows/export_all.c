#include "flows/export.h"

#include "base/file.h"
#include "flows/archive_int.h"

#define FLUSH (1u << 20)

struct out { /* a file being written */
	const struct archive *archive;
	FILE *to;
	char path[PATH_MAX];
	struct buf text;
	int file;
};

static enum rc failed(const struct out *o, struct err *err)
{
	return err_set(err, errno == EEXIST ? E_CONFLICT : E_IO,
		       "could not write \"%s\": %s", o->path, strerror(errno));
}

static enum rc begin(struct out *o, const struct archive *a, const char *dir,
		     int file, struct err *err)
{
	*o = (struct out){.archive = a, .file = file};
	int n = snprintf(o->path, sizeof(o->path), "%s/%s.csv", dir,
			 export_name(file));
	if (n < 0 || (size_t)n >= sizeof(o->path))
		return err_set(err, E_RANGE, "path too long: \"%s\"", dir);
	buf_init(&o->text, FLUSH + 65536); /* a line is short */
	o->to = fopen(o->path, "wxe");
	if (!o->to)
		return failed(o, err);
	export_header(&o->text, file);
	return OK;
}

static enum rc flush(struct out *o, size_t at_least, struct err *err)
{
	if (o->text.len < at_least)
		return OK;
	if (o->text.failed)
		return err_set(err, E_NOMEM, "no memory to write \"%s\"",
			       o->path);
	if (fwrite(o->text.ptr, 1, o->text.len, o->to) != o->text.len)
		return failed(o, err);
	buf_reset(&o->text);
	return OK;
}

static enum rc end(struct out *o, enum rc rc, struct err *err)
{
	if (!rc)
		rc = flush(o, 1, err);
	if (o->to && fclose(o->to) != 0 && !rc)
		rc = failed(o, err);
	buf_release(&o->text);
	return rc;
}

static enum rc export_people(const struct archive *a, const char *dir,
			     struct export_report *out, struct err *err)
{
	struct out o;
	enum rc rc = begin(&o, a, dir, FILE_PERSON, err);
	for (size_t p = 0; !rc && p < archive_people(a)->n; p++) {
		export_line(&o.text,
			    &(struct export_row){a, FILE_PERSON, 0, p, p});
		out->n_row[FILE_PERSON]++;
		rc = flush(&o, FLUSH, err);
	}
	out->n_file++;
	return end(&o, rc, err);
}

/* The rows of one segment that count, by person. */
static enum rc export_rows(struct out *o, size_t segment, uint64_t *n_row,
			   struct err *err)
{
	const struct archive *a = o->archive;
	const size_t n = archive_segment(a, segment)->n_person;
	const uint64_t *gone = archive_removed_bits(a, segment, o->file - 1);
	struct col c;
	enum rc rc = archive_check_range(a, segment, 0, n, err);
	if (!rc)
		rc = col_get(archive_table(a, segment, o->file), "first",
			     COL_U32, &c, err);
	const uint32_t *first = rc ? NULL : c.values;
	for (size_t p = 0; !rc && p < n; p++)
		for (uint32_t at = first[p], to;
		     !rc && archive_live(gone, &at, first[p + 1], &to); at = to)
			for (uint32_t i = at; !rc && i < to; i++) {
				export_line(&o->text,
					    &(struct export_row){
						    a, o->file, segment, p, i});
				++*n_row;
				rc = flush(o, FLUSH, err);
			}
	return rc;
}

/* The tables of segments [from, to) that are of one flow. */
static enum rc export_flow(const struct archive *a, const char *dir, int file,
			   size_t from, size_t to, struct export_report *out,
			   struct err *err)
{
	struct out o;
	bool some = false;
	for (size_t i = from; i < to; i++)
		some |= archive_table(a, i, file) != NULL;
	if (!some)
		return OK;
	enum rc rc = begin(&o, a, dir, file, err);
	for (size_t i = from; !rc && i < to; i++)
		if (archive_table(a, i, file))
			rc = export_rows(&o, i, &out->n_row[file], err);
	out->n_file++;
	return end(&o, rc, err);
}

static enum rc export_segments(const struct archive *a, const char *dir,
			       size_t from, size_t to,
			       struct export_report *out, struct err *err)
{
	enum rc rc = file_make_dir(dir, err);
	if (!rc && from == 0)
		rc = export_people(a, dir, out, err);
	for (int f = FILE_EXEMPTION; !rc && f < (int)N_FILE; f++)
		rc = export_flow(a, dir, f, from, to, out, err);
	return rc;
}

enum rc export_archive(const struct archive *a, const char *dir,
		       bool one_folder, struct export_report *out,
		       struct err *err)
{
	const size_t n = archive_n_segment(a);
	char path[PATH_MAX];
	*out = (struct export_report){0};
	if (n <= 1 || one_folder)
		return export_segments(a, dir, 0, n, out, err);
	enum rc rc = file_make_dir(dir, err);
	for (size_t i = 0; !rc && i < n; i++) {
		int len = snprintf(path, sizeof(path), "%s/%06" PRIu64, dir,
				   archive_segment_import(a, i));
		rc = len < 0 || (size_t)len >= sizeof(path)
			     ? err_set(err, E_RANGE, "path too long: \"%s\"",
				       dir)
			     : export_segments(a, path, i, i + 1, out, err);
	}
	return rc;
}

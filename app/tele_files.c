#include "app/tele_files.h"

#include "app/scan.h"
#include "app/tele_int.h"
#include "ecg/pair.h"
#include "text/text.h"

struct gathered {
	struct parcel_file file[TELE_FILES_MOST];
	size_t n, n_byte;
};

static enum rc add(struct gathered *g, struct str name, struct str bytes,
		   struct err *err)
{
	if (g->n == TELE_FILES_MOST)
		return err_msg(err, E_LIMIT, MSG_TEL_FILES_MANY,
			       "more than %d files are no exam",
			       TELE_FILES_MOST);
	if (bytes.len > TELE_MOST_BYTES - g->n_byte)
		return err_msg(err, E_LIMIT, MSG_TEL_FILE_LARGE,
			       "the files of an exam have at most %u bytes",
			       TELE_MOST_BYTES);
	g->file[g->n++] = (struct parcel_file){name, bytes};
	g->n_byte += bytes.len;
	return OK;
}

/* Those that came with the form, then those that came before it. */
static enum rc gather(struct app *app, const struct tele_files *f,
		      struct arena *a, struct gathered *g, struct err *err)
{
	enum rc rc = OK;
	for (size_t i = 0; i < f->n_file && !rc; i++)
		rc = add(g, f->file[i].name, f->file[i].bytes, err);
	for (size_t i = 0; i < f->n_upload && !rc; i++) {
		struct str name, bytes;
		rc = app_tele_upload_bytes(app, f->upload[i], a, &name, &bytes,
					   err);
		if (!rc)
			rc = add(g, name, bytes, err);
	}
	if (!rc && !g->n)
		rc = err_msg(err, E_RANGE, MSG_TEL_FILE_EMPTY,
			     "an exam without a file");
	return rc;
}

/* What the form said was wrong stays wrong; only an exam ends its uploads, and
 * what the virus scanner found in them. */
static enum rc drop_uploads(struct app *app, const struct tele_files *f,
			    struct err *err)
{
	enum rc rc = OK;
	for (size_t i = 0; i < f->n_upload && !rc; i++)
		rc = app_tele_upload_drop(app, f->upload[i], err);
	return rc == E_NOT_FOUND ? OK : rc; /* the same form, twice at once */
}

static int by_name(const void *a, const void *b)
{
	const struct parcel_file *x = a, *y = b;
	return str_cmp(x->name, y->name);
}

/* The blows of a spirometry: in the order of their names, which is that in
 * which devices number them. */
static enum rc pack_blows(struct gathered *g, struct arena *a, struct str *name,
			  struct str *bytes, struct err *err)
{
	qsort(g->file, g->n, sizeof(g->file[0]), by_name);
	enum rc rc = parcel_tar(g->file, g->n, a, bytes, err);
	if (rc == E_RANGE)
		return err_msg(err, rc, MSG_TEL_FILES_MANY,
			       "the files of an exam have plain names of their "
			       "own");
	*name = arena_printf(a, STR_FMT ".tar", STR_ARG(g->file[0].name));
	return rc || name->ptr ? rc : arena_fail(a, err);
}

static bool has_header(const struct gathered *g)
{
	for (size_t i = 0; i < g->n; i++) {
		struct str s = g->file[i].name;
		if (s.len > 4 && str_is(str_sub(s, s.len - 4, 4), ".hea"))
			return true;
	}
	return false;
}

static enum rc pack(struct gathered *g, enum tele_kind kind, struct arena *a,
		    struct str *name, struct str *bytes, struct err *err)
{
	*name = g->file[0].name;
	*bytes = g->file[0].bytes;
	if (g->n == 1)
		return OK;
	if (kind == TELE_ECG && !has_header(g))
		return err_msg(err, E_RANGE, MSG_TEL_FILES_SEVERAL,
			       "%zu files without a WFDB header are several "
			       "exams",
			       g->n);
	return kind == TELE_ECG
		       ? ecg_pair_of_files(g->file, g->n, a, name, bytes, err)
		       : pack_blows(g, a, name, bytes, err);
}

enum rc app_tele_send_files(struct app *app, const struct tele_files *files,
			    struct tele_sending *s, struct tele_sent *out,
			    struct err *err)
{
	struct arena a;
	struct gathered g = {.n = 0};
	enum rc rc = app_require(app, MAY_SEND_EXAM, s->person_id, err);
	if (rc)
		return rc;
	arena_init(&a, 4 * TELE_MOST_BYTES); /* uploads, joined; packed */
	rc = gather(app, files, &a, &g, err);
	if (!rc)
		rc = pack(&g, s->kind, &a, &s->file_name, &s->bytes, err);
	if (!rc)
		rc = app_tele_send(app, s, out, err);
	if (!rc)
		rc = drop_uploads(app, files, err);
	if (rc && err && err->msg == MSG_SCN_FOUND &&
	    drop_uploads(app, files, &(struct err){0}))
		rc = E_IO;
	s->file_name = s->bytes = STR("");
	arena_release(&a);
	return rc;
}

/* ---- whose */

static enum rc by_code(struct app *app, struct str fiscal_code, int64_t *id,
		       struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_PERSON_BY_FISCAL_CODE, &q, err);
	if (rc)
		return rc;
	bind_str(q, "fiscal_code", fiscal_code);
	rc = stmt_one(q, err);
	if (!rc)
		*id = col_int(q, 0);
	stmt_close(q);
	return rc;
}

enum rc app_tele_person(struct app *app, struct str fiscal_code,
			int64_t *person_id, struct err *err)
{
	int64_t id = 0;
	enum rc rc = app_require(app, MAY_SEND_EXAM, 0, err);
	if (rc)
		return rc;
	rc = by_code(app, fiscal_code, &id, err);
	if (!rc)
		rc = app_require(app, MAY_SEND_EXAM, id, err);
	if (rc == E_NOT_FOUND || rc == E_DENIED)
		return err_msg(err, E_DENIED, MSG_API_NOT_FOLLOWED,
			       "nobody of that fiscal code is followed by user "
			       "%" PRId64,
			       app->who.user_id);
	if (!rc)
		*person_id = id;
	return rc;
}

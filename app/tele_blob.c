/* The bytes of an exam, as they came. */
#include "app/tele_int.h"
#include "base/base64.h"

enum { PART_BYTES = 48 << 10 };

static enum rc put_part(struct app *app, struct str part, const char *sha256,
			int64_t seq, struct err *err)
{
	static_assert(PART_BYTES % 3 == 0, "only the last part is padded");
	struct stmt *q = NULL;
	size_t len = base64_len(part.len);
	char *text = malloc(len);
	if (!text)
		return err_set(err, E_NOMEM, "no memory for a part of a file");
	base64_encode(part, text);
	enum rc rc = db_prepare(app->db, SQL_TELE_BLOB_PART_INSERT, &q, err);
	if (!rc) {
		bind_str(q, "sha256", str_from(sha256));
		bind_int(q, "seq", seq);
		bind_str(q, "base64", (struct str){text, len});
		rc = stmt_finish(q, NULL, err);
	}
	free(text);
	return rc;
}

static enum rc put_head(struct app *app, size_t n_byte, int64_t n_part,
			const char *sha256, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_TELE_BLOB_INSERT, &q, err);
	if (rc)
		return rc;
	bind_str(q, "sha256", str_from(sha256));
	bind_int(q, "n_byte", (int64_t)n_byte);
	bind_int(q, "n_part", n_part);
	bind_int(q, "now_us", app->now_us);
	return stmt_finish(q, NULL, err);
}

static enum rc is_kept(struct app *app, struct str sha256, bool *yes,
		       int64_t *n_byte, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_TELE_BLOB_FIND, &q, err);
	if (rc)
		return rc;
	bind_str(q, "sha256", sha256);
	rc = stmt_one(q, err);
	*yes = !rc;
	if (!rc)
		*n_byte = col_int(q, 0);
	stmt_close(q);
	return rc == E_NOT_FOUND ? OK : rc;
}

enum rc tele_blob_keep(struct app *app, struct str bytes, const char *sha256,
		       struct err *err)
{
	bool kept = false;
	int64_t n_byte, n = 0;
	assert(bytes.len && db_in_transaction(app->db));
	enum rc rc = is_kept(app, str_from(sha256), &kept, &n_byte, err);
	if (rc || kept)
		return rc;
	int64_t n_part = (int64_t)((bytes.len + PART_BYTES - 1) / PART_BYTES);
	rc = put_head(app, bytes.len, n_part, sha256, err);
	for (size_t at = 0; at < bytes.len && !rc; at += PART_BYTES) {
		size_t len = bytes.len - at < PART_BYTES ? bytes.len - at
							 : PART_BYTES;
		rc = put_part(app, str_sub(bytes, at, len), sha256, n++, err);
	}
	return rc;
}

static enum rc join(struct stmt *q, struct arena *a, char *out, size_t size,
		    size_t *len, struct err *err)
{
	bool row = false;
	enum rc rc;
	while (!(rc = stmt_step(q, &row, err)) && row) {
		struct str part = {0};
		struct arena_mark m = arena_mark(a);
		rc = base64_decode(col_str(q, 0), a, &part, err);
		if (rc)
			return rc;
		if (part.len > size - *len)
			return err_set(err, E_FORMAT,
				       "the parts of a file are longer than "
				       "the file");
		memcpy(out + *len, part.ptr, part.len);
		*len += part.len;
		arena_rewind(a, m);
	}
	return rc;
}

enum rc tele_blob_read(struct app *app, struct str sha256, struct arena *a,
		       struct str *bytes, struct err *err)
{
	struct stmt *q = NULL;
	bool kept = false;
	int64_t n_byte = 0;
	size_t len = 0;
	unsigned char sum[SHA256_LEN];
	char hex[SHA256_HEX];
	enum rc rc = is_kept(app, sha256, &kept, &n_byte, err);
	if (!rc && !kept)
		rc = err_set(err, E_NOT_FOUND, "no file " STR_FMT " is kept",
			     STR_ARG(sha256));
	char *out = rc ? NULL : arena_alloc(a, (size_t)n_byte);
	if (!rc && !out)
		rc = arena_fail(a, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_TELE_BLOB_PARTS, &q, err);
	if (!rc) {
		bind_str(q, "sha256", sha256);
		rc = join(q, a, out, (size_t)n_byte, &len, err);
	}
	stmt_close(q);
	if (rc)
		return rc;
	*bytes = (struct str){out, len};
	sha256_of(*bytes, sum);
	if (!str_eq(sha256_hex(sum, hex), sha256))
		return err_set(err, E_FORMAT,
			       "the bytes kept as " STR_FMT " are not those: "
			       "restore them from a copy",
			       STR_ARG(sha256));
	return OK;
}

#include "app/tele_upload.h"

#include "app/tele_int.h"
#include "base/base64.h"
#include "text/text.h"

enum { NAME_MOST = 100, LIST_MOST = 50 };

/* ---- reading */

static void take(const struct stmt *q, struct arena *a, struct tele_upload *u)
{
	*u = (struct tele_upload){.id = col_int(q, 0),
				  .file_name = col_text(q, 1, a),
				  .n_byte = col_int(q, 2),
				  .n_here = col_int(q, 3),
				  .sha256 = col_text(q, 4, a),
				  .begun_us = col_int(q, 5)};
}

static enum rc find(struct app *app, int64_t id, struct arena *a,
		    struct tele_upload *out, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_TELE_UPLOAD_ONE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	bind_int(q, "user_id", app->who.user_id);
	rc = stmt_one(q, err);
	if (!rc)
		take(q, a, out);
	stmt_close(q);
	if (rc == E_NOT_FOUND)
		err_msg(err, rc, MSG_TUP_NOT_FOUND,
			"user %" PRId64 " has no upload %" PRId64,
			app->who.user_id, id);
	return rc;
}

enum rc app_tele_upload_show(struct app *app, int64_t id, struct arena *a,
			     struct tele_upload *out, struct err *err)
{
	enum rc rc = app_require(app, MAY_SEND_EXAM, 0, err);
	return rc ? rc : find(app, id, a, out, err);
}

enum rc app_tele_upload_list(struct app *app, struct arena *a,
			     struct tele_upload **list, size_t *n,
			     struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	*n = 0;
	enum rc rc = app_require(app, MAY_SEND_EXAM, 0, err);
	*list = arena_calloc(a, LIST_MOST, sizeof(**list));
	if (!rc && !*list)
		rc = arena_fail(a, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_TELE_UPLOAD_LIST, &q, err);
	if (rc)
		return rc;
	bind_int(q, "user_id", app->who.user_id);
	while (!(rc = stmt_step(q, &row, err)) && row && *n < LIST_MOST)
		take(q, a, &(*list)[(*n)++]);
	stmt_close(q);
	return rc;
}

/* ---- opened */

/* What was announced can be. The name is for showing: of a path its end. */
static enum rc check_new(const struct tele_upload_new *n, struct err *err)
{
	bool hex = n->sha256.len == SHA256_HEX - 1;
	for (size_t i = 0; i < n->sha256.len && hex; i++)
		hex = strchr("0123456789abcdef", n->sha256.ptr[i]) != NULL;
	if (n->n_byte > (int64_t)TELE_MOST_BYTES)
		return err_msg(err, E_LIMIT, MSG_TEL_FILE_LARGE,
			       "a file of %" PRId64 " bytes, at most %u",
			       n->n_byte, TELE_MOST_BYTES);
	if (n->n_byte < 1)
		return err_msg(err, E_RANGE, MSG_TEL_FILE_EMPTY,
			       "a file of %" PRId64 " bytes", n->n_byte);
	return hex ? OK
		   : err_msg(err, E_RANGE, MSG_TUP_NO_DIGEST,
			     "the SHA-256 is 64 lower-case hex digits");
}

static struct str short_name(struct str s)
{
	for (size_t i = s.len; i > 0; i--)
		if (s.ptr[i - 1] == '/' || s.ptr[i - 1] == '\\') {
			s = str_sub(s, i, s.len - i);
			break;
		}
	if (!str_is_utf8(s))
		return STR("file");
	size_t n = s.len < NAME_MOST ? s.len : NAME_MOST;
	while (n && n < s.len && ((unsigned char)s.ptr[n] & 0xc0) == 0x80)
		n--; /* not inside a character */
	return n ? str_sub(s, 0, n) : STR("file");
}

static enum rc find_same(struct app *app, const struct tele_upload_new *n,
			 struct arena *a, struct tele_upload *out,
			 struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db, SQL_TELE_UPLOAD_SAME, &q, err);
	if (rc)
		return rc;
	bind_int(q, "user_id", app->who.user_id);
	bind_str(q, "sha256", n->sha256);
	bind_int(q, "n_byte", n->n_byte);
	bind_str(q, "file_name", short_name(n->file_name));
	rc = stmt_step(q, &row, err);
	if (!rc && row)
		take(q, a, out);
	stmt_close(q);
	return rc;
}

static enum rc check_room(struct app *app, int64_t n_byte, struct err *err)
{
	struct stmt *q = NULL;
	int64_t n = 0, all = 0;
	enum rc rc = db_prepare(app->db, SQL_TELE_UPLOAD_ROOM, &q, err);
	if (rc)
		return rc;
	bind_int(q, "user_id", app->who.user_id);
	rc = stmt_one(q, err);
	if (!rc) {
		n = col_int(q, 0);
		all = col_int(q, 1);
	}
	stmt_close(q);
	if (!rc && n >= TELE_UPLOADS_MOST)
		rc = err_msg(err, E_LIMIT, MSG_TUP_MANY,
			     "%d files of user %" PRId64 " are on their way",
			     TELE_UPLOADS_MOST, app->who.user_id);
	if (!rc && all + n_byte > TELE_UPLOADS_BYTES)
		rc = err_msg(err, E_LIMIT, MSG_TUP_FULL,
			     "files on their way take %" PRId64 " bytes", all);
	return rc;
}

static enum rc told(struct app *app, const char *action, int64_t id,
		    struct str sha256, struct err *err)
{
	char detail[SHA256_HEX + 16] = "{}";
	int n = 2;
	if (sha256.len)
		n = snprintf(detail, sizeof(detail),
			     "{\"sha256\":\"" STR_FMT "\"}", STR_ARG(sha256));
	return audit_write(app,
			   &(struct audit_event){.action = action,
						 .entity = "tele_upload",
						 .entity_id = id,
						 .detail = {detail, (size_t)n}},
			   err);
}

static enum rc insert(struct app *app, const struct tele_upload_new *n,
		      struct tele_upload *out, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = check_room(app, n->n_byte, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_TELE_UPLOAD_INSERT, &q, err);
	if (rc)
		return rc;
	*out = (struct tele_upload){.id = app_id(app),
				    .n_byte = n->n_byte,
				    .begun_us = app->now_us,
				    .file_name = short_name(n->file_name),
				    .sha256 = n->sha256};
	bind_int(q, "id", out->id);
	bind_int(q, "user_id", app->who.user_id);
	bind_str(q, "file_name", out->file_name);
	bind_int(q, "n_byte", n->n_byte);
	bind_str(q, "sha256", n->sha256);
	bind_int(q, "now_us", app->now_us);
	rc = stmt_finish(q, NULL, err);
	return rc ? rc : told(app, "tele.upload", out->id, n->sha256, err);
}

static enum rc end(struct app *app, enum rc rc, struct err *err)
{
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	return rc;
}

enum rc app_tele_upload_open(struct app *app, const struct tele_upload_new *n,
			     struct arena *a, struct tele_upload *out,
			     struct err *err)
{
	struct tele_upload u = {.id = 0};
	enum rc rc = app_require(app, MAY_SEND_EXAM, 0, err);
	if (!rc)
		rc = check_new(n, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (rc)
		return rc;
	rc = find_same(app, n, a, &u, err);
	if (!rc && !u.id)
		rc = insert(app, n, &u, err);
	rc = end(app, rc, err);
	if (!rc)
		*out = u;
	return rc;
}

/* ---- pieces */

static enum rc put_part(struct app *app, int64_t id, int64_t offset,
			struct str bytes, struct err *err)
{
	struct stmt *q = NULL;
	size_t len = base64_len(bytes.len);
	char *text = malloc(len + 1);
	if (!text)
		return err_set(err, E_NOMEM, "no memory for a piece of a file");
	base64_encode(bytes, text);
	enum rc rc = db_prepare(app->db, SQL_TELE_UPLOAD_PART_INSERT, &q, err);
	if (!rc) {
		bind_int(q, "upload_id", id);
		bind_int(q, "at_byte", offset);
		bind_str(q, "base64", (struct str){text, len});
		rc = stmt_finish(q, NULL, err);
	}
	free(text);
	return rc;
}

static enum rc grow(struct app *app, int64_t id, int64_t was, int64_t n_here,
		    struct err *err)
{
	struct stmt *q = NULL;
	int64_t n = 0;
	enum rc rc = db_prepare(app->db, SQL_TELE_UPLOAD_GROW, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	bind_int(q, "was", was);
	bind_int(q, "n_here", n_here);
	bind_int(q, "now_us", app->now_us);
	rc = stmt_finish(q, &n, err);
	assert(rc || n == 1); /* read in this transaction */
	return rc;
}

static enum rc check_piece(const struct tele_upload *u, int64_t offset,
			   struct str bytes, struct err *err)
{
	if (offset != u->n_here)
		return err_msg(err, E_CONFLICT, MSG_TUP_OFFSET,
			       "upload %" PRId64 " stands at %" PRId64
			       ", not at %" PRId64,
			       u->id, u->n_here, offset);
	if (!bytes.len)
		return err_msg(err, E_RANGE, MSG_TUP_EMPTY,
			       "a piece without bytes");
	if (bytes.len > TELE_UPLOAD_PIECE ||
	    (int64_t)bytes.len > u->n_byte - u->n_here)
		return err_msg(err, E_RANGE, MSG_TUP_PAST_END,
			       "%zu bytes at %" PRId64 " of %" PRId64,
			       bytes.len, offset, u->n_byte);
	return OK;
}

enum rc app_tele_upload_put(struct app *app, int64_t id, int64_t offset,
			    struct str bytes, int64_t *n_here, struct err *err)
{
	struct arena a;
	struct tele_upload u;
	enum rc rc = app_require(app, MAY_SEND_EXAM, 0, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (rc)
		return rc;
	arena_init(&a, 1u << 16); /* one row */
	rc = find(app, id, &a, &u, err);
	if (!rc)
		rc = check_piece(&u, offset, bytes, err);
	if (!rc)
		rc = put_part(app, id, offset, bytes, err);
	if (!rc)
		rc = grow(app, id, offset, offset + (int64_t)bytes.len, err);
	rc = end(app, rc, err);
	if (!rc)
		*n_here = offset + (int64_t)bytes.len;
	arena_release(&a);
	return rc;
}

/* ---- whole */

static enum rc join(struct app *app, const struct tele_upload *u,
		    struct arena *a, char *out, struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	size_t len = 0, size = (size_t)u->n_byte;
	enum rc rc = db_prepare(app->db, SQL_TELE_UPLOAD_PARTS, &q, err);
	if (rc)
		return rc;
	bind_int(q, "upload_id", u->id);
	while (!(rc = stmt_step(q, &row, err)) && row) {
		struct arena_mark m = arena_mark(a);
		struct str part;
		rc = base64_decode(col_str(q, 0), a, &part, err);
		if (!rc && part.len > size - len)
			rc = err_set(err, E_FORMAT,
				     "the pieces of upload %" PRId64
				     " are longer than it",
				     u->id);
		if (rc)
			break;
		memcpy(out + len, part.ptr, part.len);
		len += part.len;
		arena_rewind(a, m);
	}
	stmt_close(q);
	return rc;
}

static enum rc not_that_file(struct app *app, int64_t id, struct err *err)
{
	enum rc rc = app_tele_upload_drop(app, id, err);
	return rc ? rc
		  : err_msg(err, E_FORMAT, MSG_TUP_DIGEST,
			    "upload %" PRId64 " has another SHA-256", id);
}

enum rc app_tele_upload_bytes(struct app *app, int64_t id, struct arena *a,
			      struct str *name, struct str *bytes,
			      struct err *err)
{
	struct tele_upload u;
	unsigned char sum[SHA256_LEN];
	char hex[SHA256_HEX];
	enum rc rc = app_tele_upload_show(app, id, a, &u, err);
	if (!rc && u.n_here < u.n_byte)
		rc = err_msg(err, E_STATE, MSG_TUP_NOT_WHOLE,
			     "upload %" PRId64 " has %" PRId64 " of %" PRId64
			     " bytes",
			     id, u.n_here, u.n_byte);
	char *out = rc ? NULL : arena_alloc(a, (size_t)u.n_byte);
	if (!rc && !out)
		rc = arena_fail(a, err);
	if (!rc)
		rc = join(app, &u, a, out, err);
	if (rc)
		return rc;
	*bytes = (struct str){out, (size_t)u.n_byte};
	*name = u.file_name;
	sha256_of(*bytes, sum);
	return str_eq(sha256_hex(sum, hex), u.sha256)
		       ? OK
		       : not_that_file(app, id, err);
}

/* ---- gone */

static enum rc remove_rows(struct app *app, enum sql id, int64_t upload_id,
			   int64_t *n, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, id, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", upload_id);
	bind_int(q, "user_id", app->who.user_id);
	return stmt_finish(q, n, err);
}

enum rc app_tele_upload_drop(struct app *app, int64_t id, struct err *err)
{
	int64_t n = 0;
	enum rc rc = app_require(app, MAY_SEND_EXAM, 0, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (rc)
		return rc;
	rc = remove_rows(app, SQL_TELE_UPLOAD_DROP_PARTS, id, NULL, err);
	if (!rc)
		rc = remove_rows(app, SQL_TELE_UPLOAD_DROP, id, &n, err);
	if (!rc && !n)
		rc = err_msg(err, E_NOT_FOUND, MSG_TUP_NOT_FOUND,
			     "user %" PRId64 " has no upload %" PRId64,
			     app->who.user_id, id);
	if (!rc)
		rc = told(app, "tele.upload_drop", id, STR(""), err);
	return end(app, rc, err);
}

static enum rc sweep(struct app *app, enum sql id, int64_t before_us,
		     struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, id, &q, err);
	if (rc)
		return rc;
	bind_int(q, "before_us", before_us);
	return stmt_finish(q, NULL, err);
}

enum rc app_tele_upload_sweep(struct app *app, struct err *err)
{
	int64_t before = app->now_us - TELE_UPLOAD_UNUSED_S * INT64_C(1000000);
	enum rc rc = app_require(app, MAY_RUN_BATCH, 0, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (rc)
		return rc;
	rc = sweep(app, SQL_TELE_UPLOAD_SWEEP_PARTS, before, err);
	if (!rc)
		rc = sweep(app, SQL_TELE_UPLOAD_SWEEP, before, err);
	return end(app, rc, err);
}

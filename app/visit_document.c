/* What somebody brings to a visit: a letter, a picture of a page. */
#include "app/scan.h"
#include "app/visit_int.h"

#include "text/text.h"

static enum rc check_bytes(struct str bytes, const char **type, struct err *err)
{
	if (bytes.len > VISIT_FILE_MOST)
		return err_msg(err, E_LIMIT, MSG_VIS_FILE_LARGE,
			       "a document of %zu bytes: at most %u", bytes.len,
			       VISIT_FILE_MOST);
	*type = visit_document_type(bytes);
	if (!*type)
		return err_msg(err, E_FORMAT, MSG_VIS_FILE_KIND,
			       "a document is a PDF, JPEG, PNG or plain text");
	return OK;
}

/* A name for a list and for saving: its last part, what a name may hold. */
static struct str clean_name(struct str name, char out[101])
{
	size_t n = 0;
	for (size_t i = name.len; i > 0; i--)
		if (name.ptr[i - 1] == '/' || name.ptr[i - 1] == '\\') {
			name = str_sub(name, i, name.len - i);
			break;
		}
	for (size_t i = 0; i < name.len && n < 100; i++) {
		unsigned char c = (unsigned char)name.ptr[i];
		out[n++] = c < 0x20 || c == 0x7f || c == '"' ? '_' : (char)c;
	}
	out[n] = 0;
	struct str s = {out, n};
	return n && str_is_utf8(s) ? s : STR("documento");
}

static enum rc may_attach(struct app *app, const struct visit_case *c,
			  struct err *err)
{
	struct visit_standing s;
	enum rc rc = visit_stand(app, c, &s, err);
	if (!rc && !visit_sees_clinical(&s))
		rc = err_msg(err, E_DENIED, MSG_VIS_NOT_YOURS,
			     "who books does not bring documents");
	if (!rc && (c->state == VISIT_SIGNED || c->state == VISIT_CANCELLED))
		rc = err_msg(err, E_STATE, MSG_VIS_NOT_FROM_HERE,
			     "visit %" PRId64 " is %s", c->id,
			     visit_state_name[c->state]);
	return rc;
}

static enum rc count(struct app *app, int64_t id, const char *sha256,
		     bool *there, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_VISIT_DOCUMENT_COUNT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "visit_id", id);
	bind_str(q, "sha256", str_from(sha256));
	rc = stmt_one(q, err);
	*there = !rc && col_int(q, 1) > 0;
	if (!rc && !*there && col_int(q, 0) >= VISIT_FILES_MOST)
		rc = err_msg(err, E_LIMIT, MSG_VIS_MANY_FILES,
			     "visit %" PRId64 " has %d documents already", id,
			     VISIT_FILES_MOST);
	stmt_close(q);
	return rc;
}

static enum rc insert(struct app *app, int64_t id, const char *sha256,
		      struct str name, const char *type, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_VISIT_DOCUMENT_INSERT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", app_id(app));
	bind_int(q, "visit_id", id);
	bind_str(q, "sha256", str_from(sha256));
	bind_str(q, "file_name", name);
	bind_str(q, "type", str_from(type));
	bind_int(q, "user_id", app->who.user_id);
	bind_str(q, "role", str_from(role_name[app->who.role]));
	bind_int(q, "now_us", app->now_us);
	return stmt_finish(q, NULL, err);
}

/* Outside of the transaction: who may not, does not make the scanner work. */
static enum rc scan(struct app *app, int64_t id, struct str bytes,
		    struct err *err)
{
	struct visit_case c;
	enum rc rc = app->scanner ? visit_load(app, id, &c, err) : OK;
	if (!rc && app->scanner)
		rc = may_attach(app, &c, err);
	return rc ? rc : scan_bytes(app, bytes, err);
}

enum rc app_visit_attach(struct app *app, int64_t id, struct str bytes,
			 struct str file_name, struct err *err)
{
	struct visit_case c;
	const char *type = "";
	unsigned char sum[SHA256_LEN];
	char hex[SHA256_HEX], name[101];
	bool there = false;
	struct str clean = clean_name(file_name, name);
	sha256_of(bytes, sum);
	sha256_hex(sum, hex);
	enum rc rc = scan(app, id, bytes, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = visit_load(app, id, &c, err);
	if (!rc)
		rc = may_attach(app, &c, err);
	if (!rc)
		rc = check_bytes(bytes, &type, err);
	if (!rc)
		rc = count(app, id, hex, &there, err);
	if (!rc && there) {
		db_rollback(app->db);
		return OK;
	}
	if (!rc)
		rc = tele_blob_keep(app, bytes, hex, err);
	if (!rc)
		rc = insert(app, id, hex, clean, type, err);
	return visit_done(app, rc, &c, "attach", clean, err);
}

static enum rc find(struct app *app, int64_t id, int64_t document_id,
		    struct arena *a, struct str *sha256, struct str *file_name,
		    struct str *type, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_VISIT_DOCUMENT_FIND, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", document_id);
	bind_int(q, "visit_id", id);
	rc = stmt_one(q, err);
	if (!rc) {
		*sha256 = col_text(q, 0, a);
		*file_name = col_text(q, 1, a);
		*type = col_text(q, 2, a);
	}
	stmt_close(q);
	if (rc == E_NOT_FOUND)
		err_msg(err, rc, MSG_VIS_NOT_FOUND,
			"visit %" PRId64 " has no document %" PRId64, id,
			document_id);
	return rc;
}

enum rc app_visit_document(struct app *app, int64_t id, int64_t document_id,
			   struct arena *a, struct str *bytes,
			   struct str *file_name, struct str *type,
			   struct err *err)
{
	struct visit_case c;
	struct visit_standing s;
	struct str sha256;
	enum rc rc = visit_load(app, id, &c, err);
	if (!rc)
		rc = visit_stand(app, &c, &s, err);
	if (!rc && !visit_sees_clinical(&s))
		rc = err_msg(err, E_DENIED, MSG_VIS_NOT_YOURS,
			     "who books does not read documents");
	if (!rc)
		rc = find(app, id, document_id, a, &sha256, file_name, type,
			  err);
	if (!rc)
		rc = tele_blob_read(app, sha256, a, bytes, err);
	return rc ? rc : visit_look(app, &c, "visit.document", err);
}

/* The audit chain, written. audit_head keeps how many records there are and
 * the last hash, so that a tail cut off shows too; and how many of them tell of
 * something done, not of a look: while that number stays, nothing was done.
 */
#include "app/audit_int.h"

static void put_field(struct buf *b, struct str s)
{
	buf_int(b, (int64_t)s.len);
	buf_char(b, ':');
	buf_str(b, s);
}

static void put_number(struct buf *b, int64_t v)
{
	char text[24];
	int n = snprintf(text, sizeof(text), "%" PRId64, v);
	put_field(b, (struct str){text, (size_t)n});
}

enum rc audit_hash(struct buf *b, struct str prev, const struct audit_record *r,
		   char out[SHA256_HEX], struct err *err)
{
	unsigned char digest[SHA256_LEN];
	struct str bytes;
	buf_reset(b);
	put_field(b, prev);
	put_number(b, r->seq);
	put_number(b, r->at_us);
	put_number(b, r->user_id);
	put_field(b, r->role);
	put_field(b, r->action);
	put_field(b, r->entity);
	put_number(b, r->entity_id);
	put_number(b, r->person_id);
	put_field(b, r->purpose);
	put_field(b, r->detail);
	enum rc rc = buf_finish(b, &bytes, err);
	if (rc)
		return rc;
	sha256_of(bytes, digest);
	sha256_hex(digest, out);
	return OK;
}

/* ---- writing ---- */

static enum rc insert_record(struct app *app, const struct audit_record *r,
			     struct str prev, struct str hash, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_AUDIT_APPEND, &q, err);
	if (rc)
		return rc;
	bind_int(q, "seq", r->seq);
	bind_int(q, "at_us", r->at_us);
	bind_int(q, "user_id", r->user_id);
	bind_str(q, "role", r->role);
	bind_str(q, "action", r->action);
	bind_str(q, "entity", r->entity);
	bind_int(q, "entity_id", r->entity_id);
	bind_int(q, "person_id", r->person_id);
	bind_str(q, "purpose", r->purpose);
	bind_str(q, "detail", r->detail);
	bind_str(q, "prev_hash", prev);
	bind_str(q, "hash", hash);
	rc = stmt_queue(q, err);
	stmt_close(q);
	return rc;
}

static enum rc move_head(struct app *app, const struct audit_chain *c,
			 int64_t n_done, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_AUDIT_MOVE_HEAD, &q, err);
	if (rc)
		return rc;
	bind_int(q, "n", c->n);
	bind_str(q, "hash", str_from(c->hash));
	bind_int(q, "n_done", n_done);
	rc = stmt_queue(q, err);
	stmt_close(q);
	return rc;
}

enum rc audit_chain_take(struct app *app, struct audit_chain *c,
			 struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_AUDIT_TAIL, &q, err);
	if (!rc)
		rc = stmt_one(q, err);
	if (rc == E_NOT_FOUND)
		rc = err_set(err, E_STATE,
			     "the head of the audit chain is missing: "
			     "prossima audit verify says more");
	if (!rc) {
		struct str s = col_str(q, 1);
		*c = (struct audit_chain){.n = col_int(q, 0)};
		snprintf(c->hash, sizeof(c->hash), STR_FMT, STR_ARG(s));
	}
	stmt_close(q);
	return rc;
}

enum rc audit_chain_add(struct app *app, struct audit_chain *c,
			const struct audit_event *e, struct err *err)
{
	assert(e->action && e->entity);
	struct audit_chain next = {.n = c->n + 1};
	struct buf b;
	struct audit_record r = {
		.seq = next.n,
		.at_us = app->now_us,
		.user_id = app->who.user_id,
		.role = str_from(role_name[app->who.role]),
		.action = str_from(e->action),
		.entity = str_from(e->entity),
		.entity_id = e->entity_id,
		.person_id = e->person_id,
		.purpose = app->who.purpose,
		.detail = e->detail,
	};
	buf_init(&b, AUDIT_RECORD_LIMIT);
	enum rc rc = audit_hash(&b, str_from(c->hash), &r, next.hash, err);
	buf_release(&b);
	if (!rc)
		rc = insert_record(app, &r, str_from(c->hash),
				   str_from(next.hash), err);
	if (!rc)
		*c = next;
	return rc;
}

enum rc audit_chain_give(struct app *app, const struct audit_chain *c,
			 struct err *err)
{
	return move_head(app, c, 0, err);
}

enum rc audit_write(struct app *app, const struct audit_event *e,
		    struct err *err)
{
	assert(db_in_transaction(app->db));
	struct audit_chain c;
	enum rc rc = audit_chain_take(app, &c, err);
	if (!rc)
		rc = audit_chain_add(app, &c, e, err);
	return rc ? rc : move_head(app, &c, 1, err);
}

/* The audit chain. Each record carries the hash of the one before:
 *
 *	hash = SHA-256(field prev_hash, seq, at_us, user_id, role, action,
 *		       entity, entity_id, person_id, purpose, detail)
 *
 * where a field is its length in bytes as decimal digits, ':', its text.
 * prev_hash is 64 lower case hex digits, of the first record all zero; numbers
 * are decimal. audit_head keeps how many records there are and the last hash,
 * so that a tail cut off shows too. (doc/formats/audit.md)
 */
#include "app/app.h"

#include "base/sha256.h"

#define PAGE_RECORDS 5000
/* Detail is short JSON; the rest is names and numbers. */
#define RECORD_LIMIT 65536

struct record {
	int64_t seq, at_us, user_id, entity_id, person_id;
	struct str role, action, entity, purpose, detail;
};

static const char zero_hash[] = "0000000000000000000000000000000000000000"
				"000000000000000000000000";

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

/* `b` is scratch. */
static enum rc record_hash(struct buf *b, struct str prev,
			   const struct record *r, char out[SHA256_HEX],
			   struct err *err)
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

static enum rc insert_record(struct app *app, const struct record *r,
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
	rc = stmt_run(q, err);
	stmt_close(q);
	return rc;
}

static enum rc move_head(struct app *app, int64_t n, struct str hash,
			 struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_AUDIT_MOVE_HEAD, &q, err);
	if (rc)
		return rc;
	bind_int(q, "n", n);
	bind_str(q, "hash", hash);
	rc = stmt_run(q, err);
	stmt_close(q);
	return rc;
}

/* The last number and hash; on PostgreSQL locked until the end of the
 * transaction. */
static enum rc take_tail(struct app *app, int64_t *n, char hash[SHA256_HEX],
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
		*n = col_int(q, 0);
		snprintf(hash, SHA256_HEX, STR_FMT, STR_ARG(s));
	}
	stmt_close(q);
	return rc;
}

enum rc audit_write(struct app *app, const struct audit_event *e,
		    struct err *err)
{
	assert(db_in_transaction(app->db));
	assert(e->action && e->entity);
	char prev[SHA256_HEX], hash[SHA256_HEX];
	int64_t n = 0;
	struct buf b;
	enum rc rc = take_tail(app, &n, prev, err);
	if (rc)
		return rc;
	struct record r = {
		.seq = n + 1,
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
	buf_init(&b, RECORD_LIMIT);
	rc = record_hash(&b, str_from(prev), &r, hash, err);
	buf_release(&b);
	if (!rc)
		rc = insert_record(app, &r, str_from(prev), str_from(hash),
				   err);
	return rc ? rc : move_head(app, r.seq, str_from(hash), err);
}

/* ---- verifying ---- */

struct walk {
	struct audit_report *report;
	struct buf scratch;
	char hash[SHA256_HEX]; /* of the last good record */
};

static bool found(struct audit_report *r, int64_t seq, struct str what)
{
	r->bad_seq = seq;
	r->what = what;
	return false;
}

static struct record record_in_hand(const struct stmt *q)
{
	return (struct record){
		.seq = col_int(q, 0),
		.at_us = col_int(q, 1),
		.user_id = col_int(q, 2),
		.role = col_str(q, 3),
		.action = col_str(q, 4),
		.entity = col_str(q, 5),
		.entity_id = col_int(q, 6),
		.person_id = col_int(q, 7),
		.purpose = col_str(q, 8),
		.detail = col_str(q, 9),
	};
}

/* *good false, and the report filled, when the record in hand does not follow
 * from the last. */
static enum rc check_record(struct walk *w, const struct stmt *q, bool *good,
			    struct err *err)
{
	char hash[SHA256_HEX];
	struct record r = record_in_hand(q);
	int64_t want = w->report->n + 1;
	*good = true;
	if (r.seq != want) {
		*good = found(w->report, want, STR("missing"));
		return OK;
	}
	enum rc rc = record_hash(&w->scratch, str_from(w->hash), &r, hash, err);
	if (rc == E_LIMIT) /* longer than we ever write */
		rc = OK;
	else if (rc)
		return rc;
	else if (str_is(col_str(q, 10), w->hash) &&
		 str_is(col_str(q, 11), hash))
		goto good;
	*good = found(w->report, r.seq, STR("changed"));
	return rc;
good:
	memcpy(w->hash, hash, sizeof(hash));
	w->report->n++;
	return OK;
}

/* The records after report->n; *good false at the first that is wrong. */
static enum rc walk_page(struct app *app, struct walk *w, size_t *n, bool *good,
			 struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db, SQL_AUDIT_PAGE, &q, err);
	if (rc)
		return rc;
	*n = 0;
	*good = true;
	bind_int(q, "after", w->report->n);
	bind_int(q, "page", PAGE_RECORDS);
	while (*good && !(rc = stmt_step(q, &row, err)) && row) {
		rc = check_record(w, q, good, err);
		if (rc)
			break;
		++*n;
	}
	stmt_close(q);
	return rc;
}

static enum rc walk_all(struct app *app, struct walk *w, bool *good,
			struct err *err)
{
	size_t n;
	enum rc rc;
	do
		rc = walk_page(app, w, &n, good, err);
	while (!rc && *good && n > 0);
	return rc;
}

static enum rc read_head(struct app *app, bool *there, int64_t *n,
			 char hash[SHA256_HEX], struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_AUDIT_HEAD, &q, err);
	if (rc)
		return rc;
	rc = stmt_step(q, there, err);
	if (!rc && *there) {
		struct str s = col_str(q, 1);
		*n = col_int(q, 0);
		snprintf(hash, SHA256_HEX, STR_FMT, STR_ARG(s));
	}
	stmt_close(q);
	return rc;
}

/* The head against the records. Others may append meanwhile: the head is read
 * after the records, and when it is further on, so must the records be. */
static enum rc check_head(struct app *app, struct walk *w, struct err *err)
{
	struct audit_report *r = w->report;
	char head[SHA256_HEX];
	int64_t n = 0, before;
	bool there = false, good = true;
	enum rc rc;
	do {
		before = r->n;
		rc = read_head(app, &there, &n, head, err);
		if (!rc && there && n > r->n)
			rc = walk_all(app, w, &good, err);
		if (rc || !good)
			return rc;
	} while (r->n > before);
	if (!there || n > r->n)
		found(r, r->n + 1, STR("missing"));
	else if (n < r->n)
		found(r, n + 1, STR("inserted"));
	else if (strcmp(head, w->hash) != 0)
		found(r, max_i64(n, 1), STR("changed"));
	return OK;
}

static enum rc check_below_one(struct app *app, struct audit_report *r,
			       struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_AUDIT_BELOW_ONE, &q, err);
	if (!rc)
		rc = stmt_one(q, err);
	if (!rc && col_int(q, 0))
		found(r, col_int(q, 1), STR("inserted"));
	stmt_close(q);
	return rc;
}

static void hex_bytes(const char *hex, unsigned char out[SHA256_LEN])
{
	for (size_t i = 0; i < SHA256_LEN; i++) {
		char two[3] = {hex[2 * i], hex[2 * i + 1], 0};
		out[i] = (unsigned char)strtoul(two, NULL, 16);
	}
}

enum rc audit_verify(struct app *app, struct audit_report *out, struct err *err)
{
	struct walk w = {.report = out};
	bool good = true;
	*out = (struct audit_report){.what = STR("")};
	memcpy(w.hash, zero_hash, sizeof(zero_hash));
	buf_init(&w.scratch, RECORD_LIMIT);
	enum rc rc = check_below_one(app, out, err);
	if (!rc && !out->what.len)
		rc = walk_all(app, &w, &good, err);
	if (!rc && !out->what.len)
		rc = check_head(app, &w, err);
	hex_bytes(w.hash, out->head);
	buf_release(&w.scratch);
	return rc;
}

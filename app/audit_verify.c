/* The audit chain, checked record by record against its head. */
#include "app/audit_int.h"

#define PAGE_RECORDS 5000

static const char zero_hash[] = "0000000000000000000000000000000000000000"
				"000000000000000000000000";

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

static struct audit_record record_in_hand(const struct stmt *q)
{
	return (struct audit_record){
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
	struct audit_record r = record_in_hand(q);
	int64_t want = w->report->n + 1;
	*good = true;
	if (r.seq != want) {
		*good = found(w->report, want, STR("missing"));
		return OK;
	}
	enum rc rc = audit_hash(&w->scratch, str_from(w->hash), &r, hash, err);
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
	buf_init(&w.scratch, AUDIT_RECORD_LIMIT);
	enum rc rc = app_require(app, MAY_READ_AUDIT, 0, err);
	if (!rc)
		rc = check_below_one(app, out, err);
	if (!rc && !out->what.len)
		rc = walk_all(app, &w, &good, err);
	if (!rc && !out->what.len)
		rc = check_head(app, &w, err);
	hex_bytes(w.hash, out->head);
	buf_release(&w.scratch);
	return rc;
}

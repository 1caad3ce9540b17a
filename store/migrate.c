/* The schema: migrations are applied once, in order, and never changed. What
 * was applied, with its SHA-256, stands in schema_migration.
 */
#include "store/store_int.h"

#include "base/sha256.h"

static const char schema_migration_table[] =
	"CREATE TABLE IF NOT EXISTS schema_migration ("
	" number INTEGER PRIMARY KEY,"
	" name TEXT NOT NULL,"
	" sha256 TEXT NOT NULL,"
	" applied_at TEXT NOT NULL DEFAULT (CAST(CURRENT_TIMESTAMP AS TEXT)))";

static struct str text_sha256(const char *text, char out[SHA256_HEX])
{
	unsigned char digest[SHA256_LEN];
	sha256_of(str_from(text), digest);
	return sha256_hex(digest, out);
}

/* The next migration of this engine at `m` or after; NULL at the end. */
static const struct migration *own(const struct db *db,
				   const struct migration *m)
{
	while (m->name && m->engine != (int)db->engine->id)
		m++;
	return m->name ? m : NULL;
}

static const struct migration *by_number(const struct db *db, int64_t number)
{
	const struct migration *m = own(db, sql_migrations);
	while (m && m->number != number)
		m = own(db, m + 1);
	return m;
}

/* The row of schema_migration in hand against what we were built with. */
static enum rc check_applied(const struct db *db, const struct stmt *q,
			     struct err *err)
{
	char hex[SHA256_HEX];
	int64_t number = col_int(q, 0);
	const struct migration *m = by_number(db, number);
	if (!m)
		return err_set(err, E_STATE,
			       "database %s has migration %04" PRId64
			       " (" STR_FMT "), which this program does not "
			       "know: use the newer prossima that made it",
			       db->name, number, STR_ARG(col_str(q, 1)));
	if (!str_eq(col_str(q, 2), text_sha256(m->text, hex)))
		return err_set(err, E_STATE,
			       "database %s was made with another text of "
			       "migration %04d (%s): use the prossima that "
			       "made it, or start from an empty database",
			       db->name, m->number, m->name);
	return OK;
}

/* How many migrations are applied, each with the checksum we know. */
static enum rc read_applied(struct db *db, int64_t *n, struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(db, SQL_SCHEMA_APPLIED, &q, err);
	*n = 0;
	while (!rc && !(rc = stmt_step(q, &row, err)) && row) {
		rc = check_applied(db, q, err);
		++*n;
	}
	stmt_close(q);
	return rc;
}

static enum rc has_schema(struct db *db, bool *yes, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(db, SQL_SCHEMA_EXISTS, &q, err);
	if (!rc)
		rc = stmt_one(q, err);
	if (!rc)
		*yes = col_int(q, 0) != 0;
	stmt_close(q);
	return rc;
}

/* Tables, but none of ours: a slip in the address must not end with our
 * tables among those of another program. */
static enum rc refuse_foreign(struct db *db, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(db, SQL_SCHEMA_FOREIGN, &q, err);
	if (!rc)
		rc = stmt_one(q, err);
	if (!rc && col_int(q, 0) > 0)
		rc = err_set(err, E_STATE,
			     "database %s belongs to another program (it has "
			     "a table \"" STR_FMT "\"): name another",
			     db->name, STR_ARG(col_str(q, 1)));
	stmt_close(q);
	return rc;
}

enum rc schema_check(struct db *db, struct err *err)
{
	int64_t n = 0, want = 0;
	bool there = false;
	enum rc rc = has_schema(db, &there, err);
	if (!rc && !there)
		rc = refuse_foreign(db, err);
	if (!rc && !there)
		return err_set(err, E_STATE,
			       "database %s is empty: run prossima init",
			       db->name);
	if (!rc)
		rc = read_applied(db, &n, err);
	for (const struct migration *m = own(db, sql_migrations); m;
	     m = own(db, m + 1))
		want++;
	if (!rc && n < want)
		return err_set(err, E_STATE,
			       "database %s lacks %" PRId64
			       " migrations: run prossima init on it",
			       db->name, want - n);
	return rc;
}

static enum rc is_applied(struct db *db, int number, bool *yes, struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(db, SQL_SCHEMA_APPLIED, &q, err);
	*yes = false;
	while (!rc && !*yes && !(rc = stmt_step(q, &row, err)) && row)
		*yes = col_int(q, 0) == number;
	stmt_close(q);
	return rc;
}

static enum rc record(struct db *db, const struct migration *m, struct err *err)
{
	char hex[SHA256_HEX];
	struct stmt *q = NULL;
	enum rc rc = db_prepare(db, SQL_SCHEMA_RECORD, &q, err);
	if (!rc) {
		bind_int(q, "number", m->number);
		bind_str(q, "name", str_from(m->name));
		bind_str(q, "sha256", text_sha256(m->text, hex));
		rc = stmt_run(q, err);
	}
	stmt_close(q);
	return rc;
}

static enum rc apply(struct db *db, const struct migration *m, bool *any,
		     struct err *err)
{
	bool done = false;
	enum rc rc = is_applied(db, m->number, &done, err);
	if (rc || done)
		return rc;
	*any = true;
	rc = db->engine->script(db, m->text, err);
	if (rc)
		return err_context(err, "migration %04d (%s)", m->number,
				   m->name);
	return record(db, m, err);
}

/* Texts must sort alike on both engines: by bytes. */
static enum rc check_collation(struct db *db, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(db, SQL_SCHEMA_COLLATION, &q, err);
	if (!rc)
		rc = stmt_one(q, err);
	if (!rc && !str_starts(col_str(q, 0), STR("C")) &&
	    !str_is(col_str(q, 0), "POSIX"))
		rc = err_set(err, E_STATE,
			     "database %s sorts texts by " STR_FMT
			     ": create it with TEMPLATE template0 ENCODING "
			     "'UTF8' LOCALE 'C.UTF-8'",
			     db->name, STR_ARG(col_str(q, 0)));
	stmt_close(q);
	return rc;
}

static enum rc migrate_all(struct db *db, bool *any, struct err *err)
{
	int64_t n;
	bool there = false;
	struct stmt *lock = NULL;
	enum rc rc = db_prepare(db, SQL_SCHEMA_LOCK, &lock, err);
	if (!rc)
		rc = stmt_one(lock, err);
	stmt_close(lock);
	if (!rc)
		rc = has_schema(db, &there, err);
	if (!rc && !there)
		rc = refuse_foreign(db, err);
	if (!rc)
		rc = db->engine->script(db, schema_migration_table, err);
	if (!rc)
		rc = read_applied(db, &n, err);
	for (const struct migration *m = own(db, sql_migrations); !rc && m;
	     m = own(db, m + 1))
		rc = apply(db, m, any, err);
	return rc;
}

enum rc schema_migrate(struct db *db, struct err *err)
{
	bool any = false;
	enum rc rc = check_collation(db, err);
	if (!rc)
		rc = db_begin(db, err);
	if (!rc)
		rc = migrate_all(db, &any, err);
	if (!rc)
		rc = db_commit(db, err);
	db_rollback(db);
	if (!rc && any)
		rc = db->engine->analyze(db, err);
	return rc;
}

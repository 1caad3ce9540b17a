/* The engine for PostgreSQL, through libpq.
 *
 * Parameters and results cross as text; a statement is prepared on the server
 * at its first use in a connection. A result is read whole before its first
 * row is handed out, so that other statements can run between two rows. Queued
 * statements go out in pipeline mode; whatever else is asked of the connection
 * first collects their answers (drain).
 */
#include "store/libpq_int.h"
#include "store/store_int.h"
#include "text/text.h"

/* Answers not yet read. A command's answer is some 30 bytes, so they fit in
 * the socket while we are still sending. */
#define QUEUE_MAX 128

struct pg {
	PGconn *conn;
	const struct sql_text *queued[QUEUE_MAX];
	size_t n_queued;
};

struct pg_param {
	char *text; /* NULL until first used */
	size_t cap;
	bool set; /* else NULL */
};

struct pg_stmt {
	char name[24];
	struct pg_param param[SQL_MAX_PARAM];
	PGresult *result;
	int row;
	int64_t changes;
};

static struct pg *pg_of(const struct db *db)
{
	return (struct pg *)db->native;
}

static PGconn *conn(const struct db *db)
{
	return pg_of(db)->conn;
}

static struct pg_stmt *native(const struct stmt *q)
{
	return (struct pg_stmt *)q->native;
}

/* Classes of SQLSTATE, PostgreSQL manual, appendix A. */
static enum rc map_state(const char *state)
{
	if (!state)
		return E_IO;
	if (!strncmp(state, "23", 2) || !strcmp(state, "40001") ||
	    !strcmp(state, "40P01"))
		return E_CONFLICT;
	if (!strcmp(state, "55P03"))
		return E_BUSY;
	if (!strncmp(state, "22", 2))
		return E_RANGE;
	if (!strcmp(state, "53200"))
		return E_NOMEM;
	if (!strcmp(state, "53100")) /* disk full */
		return E_IO;
	if (!strncmp(state, "53", 2) || !strncmp(state, "54", 2))
		return E_LIMIT;
	return E_IO;
}

/* What a person can be told besides that the database does not answer. */
static enum msg words_of(const char *state)
{
	if (state && !strcmp(state, "53100"))
		return MSG_WEB_DISK;
	if (state &&
	    !strcmp(state, "25006")) /* a transaction that only reads */
		return MSG_WEB_READ_ONLY;
	return MSG_NONE;
}

static struct str trimmed(const char *message)
{
	struct str s = str_trim(str_from(message));
	return s.len ? s : STR("no reason given");
}

/* `r` NULL: the connection itself failed. */
static enum rc fail(const struct db *db, const char *what, const PGresult *r,
		    struct err *err)
{
	const char *state = r ? PQresultErrorField(r, PG_DIAG_SQLSTATE) : NULL;
	const char *text =
		r ? PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY) : NULL;
	struct str why = trimmed(text ? text : PQerrorMessage(conn(db)));
	return err_msg(err, map_state(state), (int)words_of(state),
		       "%s in database %s: " STR_FMT "%s%s%s", what, db->name,
		       STR_ARG(why), state ? " (SQLSTATE " : "",
		       state ? state : "", state ? ")" : "");
}

static bool good(const PGresult *r)
{
	ExecStatusType s = PQresultStatus(r);
	return s == PGRES_COMMAND_OK || s == PGRES_TUPLES_OK;
}

static enum rc stmt_fail(const struct db *db, const struct sql_text *text,
			 const char *verb, const PGresult *r, struct err *err)
{
	char what[128];
	snprintf(what, sizeof(what), "could not %s %s", verb, text->name);
	return fail(db, what, r, err);
}

/* ---- the queue ---- */

/* One answer, and the NULL that ends it. */
static enum rc take_answer(struct db *db, const struct sql_text *text,
			   struct err *err)
{
	enum rc rc = OK;
	PGresult *r = PQgetResult(conn(db));
	if (!r || !good(r))
		rc = stmt_fail(db, text, "run", r, err);
	while (r) {
		PQclear(r);
		r = PQgetResult(conn(db));
	}
	return rc;
}

/* Collect what was queued; the first failure is the one that is told, for
 * those after it were not tried. */
static enum rc drain(struct db *db, struct err *err)
{
	struct pg *pg = pg_of(db);
	enum rc rc = OK;
	size_t n = pg->n_queued;
	if (!n)
		return OK;
	pg->n_queued = 0;
	if (!PQpipelineSync(pg->conn))
		return fail(db, "could not send statements", NULL, err);
	for (size_t i = 0; i < n; i++) {
		enum rc one = take_answer(db, pg->queued[i], rc ? NULL : err);
		rc = rc ? rc : one;
	}
	PQclear(PQgetResult(pg->conn)); /* the sync itself */
	if (!PQexitPipelineMode(pg->conn) && !rc)
		rc = fail(db, "could not leave pipeline mode", NULL, err);
	return rc;
}

static enum rc simple(struct db *db, const char *sql, const char *what,
		      struct err *err)
{
	enum rc rc = drain(db, err);
	if (rc)
		return rc;
	PGresult *r = PQexec(conn(db), sql);
	if (!good(r))
		rc = fail(db, what, r, err);
	PQclear(r);
	return rc;
}

static void wait_ms(struct db *db, int ms)
{
	char sql[64];
	struct err err; /* a connection that is gone tells so by the next */
	snprintf(sql, sizeof(sql), "SET lock_timeout = %d", ms);
	if (simple(db, sql, "could not set a time limit", &err))
		return;
}

static void cache_kib(struct db *db, int kib)
{
	(void)db, (void)kib;
}

static enum rc script(struct db *db, const char *sql, struct err *err)
{
	return simple(db, sql, "could not run a script", err);
}

static enum rc begin(struct db *db, struct err *err)
{
	return simple(db, "BEGIN", "could not begin a transaction", err);
}

static enum rc commit(struct db *db, struct err *err)
{
	enum rc rc = drain(db, err);
	if (rc)
		return rc;
	PGresult *r = PQexec(conn(db), "COMMIT");
	if (!good(r))
		rc = fail(db, "could not commit", r, err);
	else if (strcmp(PQcmdStatus(r), "COMMIT") != 0)
		rc = err_set(err, E_STATE,
			     "could not commit in database %s: a statement "
			     "had failed",
			     db->name);
	PQclear(r);
	return rc;
}

static void rollback(struct db *db)
{
	(void)!drain(db, NULL);
	if (PQtransactionStatus(conn(db)) != PQTRANS_IDLE)
		PQclear(PQexec(conn(db), "ROLLBACK"));
}

/* As if nothing were asked: each statement sees what is committed when it
 * runs. A snapshot would cost two more messages a page. */
static enum rc snapshot(struct db *db, struct err *err)
{
	(void)db, (void)err;
	return OK;
}

static bool lost(const struct db *db)
{
	return PQstatus(conn(db)) != CONNECTION_OK;
}

static enum rc copy_log(struct db *db, struct err *err)
{
	(void)db, (void)err;
	return OK; /* the server does */
}

/* The server learns only now and then what a connection changed; from
 * version 15 on it can be told to learn it when this has run. */
static const char tell_changes[] =
	"DO $$ BEGIN"
	" IF CAST(current_setting('server_version_num') AS int) >= 150000 THEN"
	"  PERFORM pg_stat_force_next_flush();"
	" END IF; END $$";

/* Tables of which a tenth changed, or with a column never counted: by a
 * migration, or because nobody came by since the first rows. */
static const char analyze_stale[] =
	"DO $$ DECLARE t regclass; BEGIN"
	" FOR t IN SELECT c.oid FROM pg_class c"
	"  WHERE c.relkind = 'r' AND pg_relation_size(c.oid) > 0"
	"   AND c.relnamespace = CAST(current_schema AS regnamespace)"
	"   AND (pg_stat_get_mod_since_analyze(c.oid) >"
	"        500 + 0.1 * greatest(c.reltuples, 0)"
	"     OR (SELECT count(*) FROM pg_attribute a WHERE a.attrelid = c.oid"
	"          AND a.attnum > 0 AND NOT a.attisdropped) >"
	"        (SELECT count(*) FROM pg_stats s WHERE s.tablename = c.relname"
	"          AND s.schemaname = current_schema))"
	" LOOP EXECUTE format('ANALYZE %s', t); END LOOP; END $$";

static enum rc analyze(struct db *db, struct err *err)
{
	static const char what[] = "could not count what tables hold";
	enum rc rc = simple(db, tell_changes, what, err);
	return rc ? rc : simple(db, analyze_stale, what, err);
}

static void close_db(struct db *db)
{
	if (!pg_of(db))
		return;
	PQfinish(conn(db));
	free(pg_of(db));
}

/* ---- statements ---- */

static enum rc prepare(struct stmt *q, struct err *err)
{
	size_t instance = 0;
	enum rc rc = drain(q->db, err);
	if (rc)
		return rc;
	struct pg_stmt *s = calloc(1, sizeof(*s));
	if (!s)
		return err_set(err, E_NOMEM, "no memory for statement %s",
			       q->text->name);
	for (struct stmt *o = q->db->stmts[q->text - sql_texts]; o; o = o->next)
		instance++;
	snprintf(s->name, sizeof(s->name), "s%td_%zu", q->text - sql_texts,
		 instance);
	PGresult *r = PQprepare(conn(q->db), s->name, q->text->sql[DB_POSTGRES],
				0, NULL);
	if (!good(r))
		rc = stmt_fail(q->db, q->text, "prepare", r, err);
	PQclear(r);
	if (rc)
		free(s);
	else
		q->native = s;
	return rc;
}

static void reset(struct stmt *q)
{
	PQclear(native(q)->result);
	native(q)->result = NULL;
}

static void finalize(struct stmt *q)
{
	struct pg_stmt *s = native(q);
	reset(q);
	for (size_t i = 0; i < countof(s->param); i++)
		free(s->param[i].text);
	free(s);
}

static void clear(struct stmt *q)
{
	for (int i = 0; i < q->text->n_param; i++)
		native(q)->param[i].set = false;
}

static bool bind_s(struct stmt *q, int i, struct str v)
{
	struct pg_param *p = &native(q)->param[i];
	if (p->cap < v.len + 1) {
		size_t cap = v.len + 32;
		char *text = realloc(p->text, cap);
		if (!text)
			return false;
		p->text = text;
		p->cap = cap;
	}
	if (v.len)
		memcpy(p->text, v.ptr, v.len);
	p->text[v.len] = 0;
	p->set = true;
	return true;
}

static bool bind_i(struct stmt *q, int i, int64_t v)
{
	char text[24];
	int n = snprintf(text, sizeof(text), "%" PRId64, v);
	return bind_s(q, i, (struct str){text, (size_t)n});
}

static bool bind_n(struct stmt *q, int i)
{
	native(q)->param[i].set = false;
	return true;
}

/* What libpq wants: NULL or a text for each parameter. */
static void values_of(const struct stmt *q, const char *value[SQL_MAX_PARAM])
{
	const struct pg_stmt *s = native(q);
	for (int i = 0; i < q->text->n_param; i++)
		value[i] = s->param[i].set ? s->param[i].text : NULL;
}

static enum rc execute(struct stmt *q, struct err *err)
{
	struct pg_stmt *s = native(q);
	const char *value[SQL_MAX_PARAM];
	enum rc rc = drain(q->db, err);
	if (rc)
		return rc;
	values_of(q, value);
	PGresult *r = PQexecPrepared(conn(q->db), s->name, q->text->n_param,
				     value, NULL, NULL, 0);
	if (!good(r)) {
		rc = stmt_fail(q->db, q->text, "run", r, err);
		PQclear(r);
		return rc;
	}
	s->result = r;
	s->row = -1;
	return OK;
}

static enum rc queue(struct stmt *q, struct err *err)
{
	struct pg *pg = pg_of(q->db);
	const char *value[SQL_MAX_PARAM];
	if (!pg->n_queued && !PQenterPipelineMode(pg->conn))
		return stmt_fail(q->db, q->text, "queue", NULL, err);
	values_of(q, value);
	if (!PQsendQueryPrepared(pg->conn, native(q)->name, q->text->n_param,
				 value, NULL, NULL, 0)) {
		enum rc rc = stmt_fail(q->db, q->text, "queue", NULL, err);
		if (pg->n_queued)
			(void)!drain(q->db, NULL);
		else
			PQexitPipelineMode(pg->conn);
		return rc;
	}
	pg->queued[pg->n_queued++] = q->text;
	return pg->n_queued == QUEUE_MAX ? drain(q->db, err) : OK;
}

static enum rc step(struct stmt *q, bool *row, struct err *err)
{
	struct pg_stmt *s = native(q);
	if (!s->result) {
		enum rc rc = execute(q, err);
		if (rc)
			return rc;
	}
	if (s->row < PQntuples(s->result))
		s->row++;
	*row = s->row < PQntuples(s->result);
	return OK;
}

static enum rc run(struct stmt *q, struct err *err)
{
	enum rc rc = execute(q, err);
	if (rc)
		return rc;
	int64_t n = 0;
	if (!str_to_int(str_from(PQcmdTuples(native(q)->result)), &n))
		n = 0;
	native(q)->changes = n;
	reset(q);
	return OK;
}

static int64_t changes(const struct stmt *q)
{
	return native(q)->changes;
}

static bool col_n(const struct stmt *q, int i)
{
	return PQgetisnull(native(q)->result, native(q)->row, i);
}

static struct str col_s(const struct stmt *q, int i)
{
	const struct pg_stmt *s = native(q);
	return (struct str){PQgetvalue(s->result, s->row, i),
			    (size_t)PQgetlength(s->result, s->row, i)};
}

/* A comparison gives t or f; the other engine gives 1 or 0. */
static int64_t col_i(const struct stmt *q, int i)
{
	struct str v = col_s(q, i);
	if (v.len == 1 && v.ptr[0] == 't')
		return 1;
	return strtoll(v.ptr, NULL, 10);
}

static int n_col(const struct stmt *q)
{
	return PQnfields(native(q)->result);
}

static const struct engine postgres_engine = {
	.id = DB_POSTGRES,
	.script = script,
	.begin = begin,
	.commit = commit,
	.rollback = rollback,
	.snapshot = snapshot,
	.lost = lost,
	.close = close_db,
	.wait = wait_ms,
	.cache = cache_kib,
	.copy_log = copy_log,
	.analyze = analyze,
	.prepare = prepare,
	.finalize = finalize,
	.reset = reset,
	.clear = clear,
	.bind_int = bind_i,
	.bind_str = bind_s,
	.bind_null = bind_n,
	.step = step,
	.run = run,
	.queue = queue,
	.changes = changes,
	.col_int = col_i,
	.col_str = col_s,
	.col_null = col_n,
	.n_col = n_col,
};

/* ---- open ---- */

static void quiet(void *ctx, const PGresult *r)
{
	(void)ctx;
	(void)r;
}

/* `dbname` not NULL wins over the one in the URL. */
static PGconn *connect_to(const char *url, const char *dbname)
{
	const char *const key[] = {"dbname", "client_encoding",
				   "application_name", "dbname", NULL};
	const char *const value[] = {url, "UTF8", "prossima", dbname, NULL};
	return PQconnectdbParams(key, value, 1);
}

static enum rc connect_fail(PGconn *c, const char *what, struct err *err)
{
	struct str why = trimmed(PQerrorMessage(c));
	return err_set(err, E_IO, "could not %s: " STR_FMT, what, STR_ARG(why));
}

/* The server answers, but has no such database. */
static bool database_missing(const char *url, const char *dbname)
{
	PGconn *c = connect_to(url, "postgres");
	const char *const value[] = {dbname};
	PGresult *r = PQexecParams(c,
				   "SELECT 1 FROM pg_database WHERE datname = "
				   "$1",
				   1, NULL, value, NULL, NULL, 0);
	bool missing = good(r) && PQntuples(r) == 0;
	PQclear(r);
	PQfinish(c);
	return missing;
}

/* Through the maintenance database, as createdb does. */
static enum rc create_database(const char *url, const char *dbname,
			       struct err *err)
{
	char sql[512];
	PGconn *c = connect_to(url, "postgres");
	char *quoted = NULL;
	enum rc rc = OK;
	if (PQstatus(c) != CONNECTION_OK) {
		rc = connect_fail(c, "reach the server to create a database",
				  err);
		goto out;
	}
	quoted = PQescapeIdentifier(c, dbname, strlen(dbname));
	if (!quoted || snprintf(sql, sizeof(sql),
				"CREATE DATABASE %s TEMPLATE template0 "
				"ENCODING 'UTF8' LOCALE 'C.UTF-8'",
				quoted) >= (int)sizeof(sql)) {
		rc = err_set(err, E_LIMIT,
			     "the name of the database is too "
			     "long");
		goto out;
	}
	PGresult *r = PQexec(c, sql);
	if (!good(r))
		rc = connect_fail(c, "create the database", err);
	PQclear(r);
out:
	PQfreemem(quoted);
	PQfinish(c);
	return rc;
}

/* The name in the URL, or NULL (then it is the user's, as libpq decides). */
static char *name_in_url(const char *url)
{
	char *name = NULL;
	PQconninfoOption *all = PQconninfoParse(url, NULL);
	for (PQconninfoOption *o = all; o && o->keyword && !name; o++)
		if (!strcmp(o->keyword, "dbname") && o->val && *o->val)
			name = strdup(o->val);
	PQconninfoFree(all);
	return name;
}

/* Short statements by key: nothing is worth compiling, and an index is better
 * than a walk through a table also where the table is small. */
static enum rc first_commands(struct db *db, struct err *err)
{
	PQsetNoticeReceiver(conn(db), quiet, NULL);
	return simple(db,
		      "SET datestyle = 'ISO'; SET timezone = 'UTC';"
		      "SET standard_conforming_strings = on;"
		      "SET jit = off; SET random_page_cost = 1.1",
		      "could not set up the connection", err);
}

static enum rc connect_or_create(const char *url, bool create,
				 const char *dbname, struct db *db,
				 struct err *err)
{
	enum rc rc = OK;
	pg_of(db)->conn = connect_to(url, NULL);
	if (PQstatus(conn(db)) == CONNECTION_OK)
		return OK;
	if (!dbname || !database_missing(url, dbname))
		return connect_fail(conn(db), "open the database", err);
	if (!create)
		return err_set(err, E_NOT_FOUND,
			       "there is no database %s on the server; make it "
			       "with prossima init",
			       dbname);
	rc = create_database(url, dbname, err);
	if (rc)
		return rc;
	PQfinish(conn(db));
	pg_of(db)->conn = connect_to(url, NULL);
	if (PQstatus(conn(db)) != CONNECTION_OK)
		rc = connect_fail(conn(db), "open the database", err);
	return rc;
}

enum rc postgres_open(const char *url, bool create, struct db *db,
		      struct err *err)
{
	enum rc rc = libpq_open(err);
	if (rc)
		return rc;
	db->engine = &postgres_engine;
	db->native = calloc(1, sizeof(struct pg));
	if (!db->native)
		return err_set(err, E_NOMEM, "no memory for a connection");
	char *dbname = name_in_url(url);
	rc = connect_or_create(url, create, dbname, db, err);
	free(dbname);
	if (rc)
		return rc;
	db->name = strdup(PQdb(conn(db)));
	if (!db->name)
		return err_set(err, E_NOMEM, "no memory for a connection");
	return first_commands(db, err);
}

/* store/ on a real SQLite file and on a real PostgreSQL. */
#include "test/db_fixture.h"

#include "store/store_int.h"

/* ---- statements ---- */

static void every_statement_prepares(void **state)
{
	struct db *db = fixture_db(fixture_of(state));
	for (size_t i = 0; i < N_SQL; i++) {
		struct stmt *q = NULL;
		struct err err = {0};
		if (db_prepare(db, (enum sql)i, &q, &err))
			fail_msg("%s: %s", sql_texts[i].name, err.text);
		stmt_close(q);
	}
	db_close(db);
}

/* A record whose fields the test chooses; the chain is not the matter here. */
static enum rc put_audit(struct db *db, int64_t seq, int64_t number,
			 struct str text, bool queued, struct err *err)
{
	struct stmt *q = NULL;
	must(db_prepare(db, SQL_AUDIT_APPEND, &q, err), err);
	bind_int(q, "seq", seq);
	bind_int(q, "at_us", number);
	bind_int(q, "user_id", 0);
	bind_int(q, "entity_id", 0);
	bind_int(q, "person_id", 0);
	bind_str(q, "role", STR("system"));
	bind_str(q, "action", STR("a"));
	bind_str(q, "entity", STR(""));
	bind_str(q, "purpose", STR(""));
	bind_str(q, "detail", text);
	bind_str(q, "prev_hash", STR(""));
	bind_str(q, "hash", STR(""));
	enum rc rc = queued ? stmt_queue(q, err) : stmt_run(q, err);
	stmt_close(q);
	return rc;
}

static enum rc add_audit(struct db *db, int64_t seq, int64_t number,
			 struct str text, struct err *err)
{
	return put_audit(db, seq, number, text, false, err);
}

static int64_t count_audit(struct db *db)
{
	struct stmt *q = NULL;
	struct err err = {0};
	bool row = false;
	int64_t n = 0;
	must(db_prepare(db, SQL_AUDIT_PAGE, &q, &err), &err);
	bind_int(q, "after", -1);
	bind_int(q, "page", 100000);
	for (;;) {
		must(stmt_step(q, &row, &err), &err);
		if (!row)
			break;
		n++;
	}
	stmt_close(q);
	return n;
}

static const struct {
	const char *name;
	int64_t number;
	const char *text;
} values[] = {
	{"zero and empty", 0, ""},
	{"the largest number", INT64_MAX, "x"},
	{"the smallest number", INT64_MIN, "x"},
	{"accents", 1, "perch\303\251 no? \342\202\254 \360\237\231\202"},
	{"what SQL would read", 2, "'; DROP TABLE audit; -- \\ \" $1 ?1"},
	{"line ends and tabs", 3, "a\nb\tc\r\n"},
	{"looks like a number", 4, "007"},
};

static void values_round_trip(void **state)
{
	struct db *db = fixture_db(fixture_of(state));
	struct err err = {0};
	struct stmt *q = NULL;
	bool row = false;
	for (size_t i = 0; i < countof(values); i++)
		must(add_audit(db, (int64_t)i + 1, values[i].number,
			       str_from(values[i].text), &err),
		     &err);
	must(db_prepare(db, SQL_AUDIT_PAGE, &q, &err), &err);
	bind_int(q, "after", 0);
	bind_int(q, "page", 100);
	for (size_t i = 0; i < countof(values); i++) {
		must(stmt_step(q, &row, &err), &err);
		if (!row || col_int(q, 1) != values[i].number ||
		    !str_is(col_str(q, 9), values[i].text))
			fail_msg("%s: came back different", values[i].name);
	}
	stmt_close(q);
	db_close(db);
}

static void add_rule(struct stmt *q, int64_t id, struct date from,
		     struct date to)
{
	static const char *const texts[] = {"kind",  "key",       "ats",
					    "value", "unit",      "source",
					    "note",  "confidence"};
	for (size_t i = 0; i < countof(texts); i++)
		bind_str(q, texts[i], str_from(texts[i]));
	bind_int(q, "id", id);
	bind_int(q, "recorded_us", 1);
	bind_date(q, "valid_from", from);
	bind_date(q, "valid_to", to);
}

static void dates_round_trip(void **state)
{
	struct db *db = fixture_db(fixture_of(state));
	struct err err = {0};
	struct stmt *q = NULL;
	bool row = false;
	must(db_prepare(db, SQL_RULE_INSERT, &q, &err), &err);
	add_rule(q, 1, date_of(1800, 1, 1), DATE_MAX);
	must(stmt_run(q, &err), &err);
	assert_int_equal(stmt_changes(q), 1);
	add_rule(q, 2, date_of(2024, 2, 29), date_of(2199, 12, 31));
	must(stmt_run(q, &err), &err);
	stmt_close(q);
	must(db_prepare(db, SQL_RULE_OF_KEY, &q, &err), &err);
	bind_str(q, "kind", STR("kind"));
	bind_str(q, "key", STR("key"));
	bind_str(q, "ats", STR("ats"));
	must(stmt_step(q, &row, &err), &err);
	assert_true(row && col_null(q, 7));
	assert_int_equal(col_date(q, 6).days, date_of(1800, 1, 1).days);
	assert_true(date_is_none(col_date(q, 7)));
	assert_int_equal(col_int(q, 7), 0);
	assert_int_equal(col_str(q, 7).len, 0);
	must(stmt_step(q, &row, &err), &err);
	assert_true(row && !col_null(q, 7));
	assert_true(str_is(col_str(q, 6), "2024-02-29"));
	assert_int_equal(col_date(q, 7).days, date_of(2199, 12, 31).days);
	must(stmt_step(q, &row, &err), &err);
	assert_false(row);
	stmt_close(q);
	db_close(db);
}

static void texts_that_are_not_text(void **state)
{
	struct db *db = fixture_db(fixture_of(state));
	struct err err = {0};
	assert_int_equal(add_audit(db, 1, 0, STR("a\0b"), &err), E_FORMAT);
	assert_non_null(strstr(err.text, "detail"));
	assert_int_equal(add_audit(db, 1, 0, STR("\377"), &err), E_FORMAT);
	must(add_audit(db, 1, 0, STR("good"), &err), &err);
	db_close(db);
}

static void one_without_a_row(void **state)
{
	struct db *db = fixture_db(fixture_of(state));
	struct err err = {0};
	struct stmt *q = NULL;
	must(db_prepare(db, SQL_PERSON_BY_PSEUDONYM, &q, &err), &err);
	bind_str(q, "pseudonym", STR("nobody"));
	assert_int_equal(stmt_one(q, &err), E_NOT_FOUND);
	stmt_close(q);
	db_close(db);
}

/* A function that is reading calls one that asks the same. */
static void one_statement_within_itself(void **state)
{
	struct db *db = fixture_db(fixture_of(state));
	struct err err = {0};
	struct stmt *outer = NULL;
	bool row = false;
	for (int i = 1; i <= 3; i++)
		must(add_audit(db, i, i, STR(""), &err), &err);
	must(db_prepare(db, SQL_AUDIT_PAGE, &outer, &err), &err);
	bind_int(outer, "after", 0);
	bind_int(outer, "page", 10);
	for (int i = 1; i <= 3; i++) {
		must(stmt_step(outer, &row, &err), &err);
		assert_int_equal(col_int(outer, 0), i);
		assert_int_equal(count_audit(db), 3);
		assert_int_equal(col_int(outer, 0), i);
	}
	stmt_close(outer);
	db_close(db);
}

/* What was bound for one use must not be there in the next. */
static void parameters_are_forgotten(void **state)
{
	struct db *db = fixture_db(fixture_of(state));
	struct err err = {0};
	struct stmt *q = NULL;
	bool row = false;
	must(add_audit(db, 1, 1, STR(""), &err), &err);
	must(db_prepare(db, SQL_AUDIT_LIST, &q, &err), &err);
	bind_int(q, "person_id", 77);
	bind_int(q, "n", 1);
	must(stmt_step(q, &row, &err), &err);
	assert_false(row);
	stmt_close(q);
	must(db_prepare(db, SQL_AUDIT_LIST, &q, &err), &err);
	bind_int(q, "n", 1);
	must(stmt_step(q, &row, &err), &err);
	assert_true(row);
	stmt_close(q);
	db_close(db);
}

/* ---- failures ---- */

static const struct {
	const char *name, *sql;
	enum rc rc;
} broken[] = {
	{"primary key",
	 "INSERT INTO audit_head (id, n, hash) VALUES (1, 0, '')", E_CONFLICT},
	{"unique",
	 "INSERT INTO organisation (id, code, kind, name) VALUES (1, 'A', 'x', "
	 "'x'); INSERT INTO organisation (id, code, kind, name) VALUES (2, "
	 "'A', 'x', 'x')",
	 E_CONFLICT},
	{"check", "INSERT INTO audit_head (id, n, hash) VALUES (2, 0, '')",
	 E_CONFLICT},
	{"reference",
	 "INSERT INTO section (id, code, organisation_id, name) VALUES (1, "
	 "'S', 99, 'x')",
	 E_CONFLICT},
	{"not null", "INSERT INTO organisation (id, code) VALUES (3, 'B')",
	 E_CONFLICT},
	{"syntax", "INSERT VALUES", E_IO},
	{"a text in double quotes", "SELECT \"nowhere\"", E_IO},
};

static void broken_constraints(void **state)
{
	struct db *db = fixture_db(fixture_of(state));
	for (size_t i = 0; i < countof(broken); i++) {
		struct err err = {0};
		must(db_begin(db, &err), &err);
		enum rc rc = db->engine->script(db, broken[i].sql, &err);
		db_rollback(db);
		/* a mistake in the text has a code of its own in SQLite */
		if (rc != broken[i].rc && !(rc && broken[i].rc == E_IO))
			fail_msg("%s: rc %d, %s", broken[i].name, rc, err.text);
	}
	db_close(db);
}

static void nothing_after_a_failure(void **state)
{
	struct db *db = fixture_db(fixture_of(state));
	struct err err = {0};
	must(add_audit(db, 1, 0, STR(""), &err), &err);
	must(db_begin(db, &err), &err);
	must(add_audit(db, 2, 0, STR(""), &err), &err);
	assert_int_equal(add_audit(db, 1, 0, STR(""), &err), E_CONFLICT);
	assert_int_equal(add_audit(db, 3, 0, STR(""), &err), E_STATE);
	assert_int_equal(db_commit(db, &err), E_STATE);
	assert_false(db_in_transaction(db));
	assert_int_equal(count_audit(db), 1);
	must(add_audit(db, 2, 0, STR(""), &err), &err);
	db_close(db);
}

static void rollback_leaves_nothing(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct db *db = fixture_db(f);
	struct err err = {0};
	db_rollback(db); /* safe without one */
	must(db_begin(db, &err), &err);
	must(add_audit(db, 1, 0, STR(""), &err), &err);
	assert_int_equal(count_audit(db), 1);
	db_rollback(db);
	assert_int_equal(count_audit(db), 0);
	must(db_begin(db, &err), &err);
	must(add_audit(db, 1, 0, STR(""), &err), &err);
	db_close(db); /* in the middle */
	must(db_open(f->url, &db, &err), &err);
	assert_int_equal(count_audit(db), 0);
	db_close(db);
}

static void two_connections(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct db *a = fixture_db(f), *b = NULL;
	struct err err = {0};
	must(db_open(f->url, &b, &err), &err);
	must(db_begin(a, &err), &err);
	must(add_audit(a, 1, 0, STR(""), &err), &err);
	assert_int_equal(count_audit(b), 0); /* not yet */
	must(db_commit(a, &err), &err);
	assert_int_equal(count_audit(b), 1);
	must(db_begin(b, &err), &err);
	must(add_audit(b, 2, 0, STR(""), &err), &err);
	must(db_commit(b, &err), &err);
	assert_int_equal(count_audit(a), 2);
	db_close(a);
	db_close(b);
}

/* Another program looks at the file while we have it open twice. Had the
 * second opening dropped the locks of the first, that program would delete the
 * log at its end, and what we write afterwards would be lost. */
static void another_program_comes_and_goes(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct db *a = fixture_db(f), *b = NULL;
	struct err err = {0};
	char line[1200];
	if (system("command -v sqlite3 >/dev/null")) {
		print_message("SKIP: sqlite3 is not installed\n");
		skip();
	}
	must(db_begin(a, &err), &err);
	must(add_audit(a, 1, 0, STR(""), &err), &err);
	must(db_commit(a, &err), &err);
	must(db_open(f->url, &b, &err), &err);
	snprintf(line, sizeof(line),
		 "test \"$(sqlite3 '%s' 'SELECT count(*) FROM audit')\" = 1",
		 f->url);
	assert_int_equal(system(line), 0);
	must(db_begin(a, &err), &err);
	must(add_audit(a, 2, 0, STR(""), &err), &err);
	must(db_commit(a, &err), &err);
	snprintf(line, sizeof(line),
		 "test \"$(sqlite3 '%s' 'SELECT count(*) FROM audit')\" = 2",
		 f->url);
	assert_int_equal(system(line), 0);
	db_close(a);
	db_close(b);
}

static void queue_rows(struct db *db, int64_t from, int64_t to)
{
	struct err err = {0};
	for (int64_t i = from; i <= to; i++)
		must(put_audit(db, i, i, STR("queued"), true, &err), &err);
}

static void queued_rows_are_there(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct db *db = fixture_db(f);
	struct err err = {0};
	must(db_begin(db, &err), &err);
	queue_rows(db, 1, 1000);
	assert_int_equal(count_audit(db), 1000);
	queue_rows(db, 1001, 1003);
	must(add_audit(db, 1004, 0, STR(""), &err), &err);
	queue_rows(db, 1005, 1005);
	must(db_commit(db, &err), &err);
	assert_int_equal(count_audit(db), 1005);
	must(db_begin(db, &err), &err);
	queue_rows(db, 1006, 1010);
	db_rollback(db);
	assert_int_equal(count_audit(db), 1005);
	must(db_begin(db, &err), &err);
	queue_rows(db, 1006, 1010);
	db_close(db); /* in the middle */
	must(db_open(f->url, &db, &err), &err);
	assert_int_equal(count_audit(db), 1005);
	db_close(db);
}

/* Told at once or by what comes next, never lost. */
static void a_queued_failure_is_told(void **state)
{
	struct db *db = fixture_db(fixture_of(state));
	struct err err = {0};
	must(db_begin(db, &err), &err);
	queue_rows(db, 1, 3);
	enum rc rc = put_audit(db, 2, 0, STR(""), true, &err);
	if (!rc)
		rc = db_commit(db, &err);
	assert_int_equal(rc, E_CONFLICT);
	assert_non_null(strstr(err.text, "audit_append"));
	db_rollback(db);
	assert_int_equal(count_audit(db), 0);

	must(db_begin(db, &err), &err);
	queue_rows(db, 1, 3);
	rc = put_audit(db, 2, 0, STR(""), true, &err);
	if (!rc) { /* more rows behind the bad one */
		queue_rows(db, 4, 5);
		rc = add_audit(db, 6, 0, STR(""), &err);
	}
	assert_int_equal(rc, E_CONFLICT);
	assert_int_equal(add_audit(db, 7, 0, STR(""), &err), E_STATE);
	db_rollback(db);
	must(add_audit(db, 1, 0, STR(""), &err), &err);
	assert_int_equal(count_audit(db), 1);
	db_close(db);
}

/* Far past the size at which the log of SQLite is copied into the file. */
static void many_rows(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct db *db = fixture_db(f);
	struct err err = {0};
	char text[2001];
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = 0;
	for (int t = 0; t < 6; t++) {
		must(db_begin(db, &err), &err);
		for (int i = 0; i < 2000; i++)
			must(add_audit(db, t * 2000 + i + 1, i, str_from(text),
				       &err),
			     &err);
		must(db_commit(db, &err), &err);
	}
	assert_int_equal(count_audit(db), 12000);
	db_close(db);
	must(db_open(f->url, &db, &err), &err);
	assert_int_equal(count_audit(db), 12000);
	db_close(db);
}

/* How often the statistics of a table were made anew; 0 on SQLite. */
static int64_t times_counted(const struct db_fixture *f, const char *table)
{
	char sql[160];
	if (!f->postgres)
		return 0;
	snprintf(sql, sizeof(sql),
		 "SELECT analyze_count FROM pg_stat_user_tables "
		 "WHERE relname = '%s'",
		 table);
	return raw_number(f, sql);
}

static void settle_after(struct db *db, int from, int to)
{
	struct err err = {0};
	must(db_begin(db, &err), &err);
	queue_rows(db, from, to);
	must(db_commit(db, &err), &err);
	must(db_settle(db, &err), &err);
}

/* PostgreSQL counts at once what was brought in, and only what changed. */
static void much_written_is_counted(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct db *db = fixture_db(f);
	int64_t audit = times_counted(f, "audit");
	int64_t persons = times_counted(f, "person");
	int64_t one = f->postgres ? 1 : 0;
	settle_after(db, 1, 6000);
	assert_int_equal(times_counted(f, "audit"), audit + one);
	assert_int_equal(times_counted(f, "person"), persons);
	settle_after(db, 6001, 6010); /* a few: not worth a look */
	assert_int_equal(times_counted(f, "audit"), audit + one);
	settle_after(db, 6011, 12000);
	assert_int_equal(times_counted(f, "audit"), audit + 2 * one);
	db_close(db);
}

/* ---- schema ---- */

static void open_what_is_not_there(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct db *db = NULL;
	struct err err = {0};
	enum rc rc = db_open(f->url, &db, &err);
	assert_int_equal(rc, E_NOT_FOUND);
	assert_null(db);
	assert_non_null(strstr(err.text, "prossima init"));
}

static void migrating_again_changes_nothing(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct err err = {0};
	struct db *db = fixture_db(f);
	must(add_audit(db, 1, 0, STR(""), &err), &err);
	db_close(db);
	must(db_create(f->url, &db, &err), &err);
	assert_int_equal(count_audit(db), 1);
	db_close(db);
	must(db_open(f->url, &db, &err), &err);
	db_close(db);
}

static const struct {
	const char *name, *sql, *says;
} schemas[] = {
	{"a changed migration",
	 "UPDATE schema_migration SET sha256 = 'x' WHERE number = 1",
	 "another text of migration 0001"},
	{"a newer schema",
	 "INSERT INTO schema_migration (number, name, sha256) VALUES (9999, "
	 "'later', 'x')",
	 "newer prossima"},
};

static void other_schemas_are_refused(void **state)
{
	struct db_fixture *f = fixture_of(state);
	const bool postgres = f->postgres;
	for (size_t i = 0; i < countof(schemas); i++) {
		struct db *db = fixture_db(f);
		struct err err = {0};
		db_close(db);
		db = NULL;
		raw_sql(f, schemas[i].sql);
		if (db_open(f->url, &db, &err) != E_STATE ||
		    !strstr(err.text, schemas[i].says))
			fail_msg("%s, open: %s", schemas[i].name, err.text);
		if (db_create(f->url, &db, &err) != E_STATE ||
		    !strstr(err.text, schemas[i].says))
			fail_msg("%s, create: %s", schemas[i].name, err.text);
		fixture_end(state);
		postgres ? fixture_postgres(state) : fixture_sqlite(state);
		f = *state;
	}
}

static void missing_migrations_are_told(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct err err = {0};
	struct db *db = fixture_db(f);
	db_close(db);
	db = NULL;
	raw_sql(f, "DELETE FROM schema_migration WHERE number = 1");
	assert_int_equal(db_open(f->url, &db, &err), E_STATE);
	assert_non_null(strstr(err.text, "prossima init"));
	raw_sql(f, "DROP TABLE schema_migration");
	assert_int_equal(db_open(f->url, &db, &err), E_STATE);
	assert_non_null(strstr(err.text, "belongs to another program"));
}

static void not_a_database(void **state)
{
	(void)state;
	char path[] = "/tmp/prossima-test-XXXXXX";
	struct db *db = NULL;
	struct err err = {0};
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "last will and testament", 23), 23);
	close(fd);
	assert_int_equal(db_open(path, &db, &err), E_IO);
	assert_non_null(strstr(err.text, path));
	assert_int_equal(db_create(path, &db, &err), E_IO);
	unlink(path);
	assert_int_equal(db_create("/nowhere/at/all.db", &db, &err), E_IO);
	assert_int_equal(db_create("postgresql://127.0.0.1:1/x", &db, &err),
			 E_IO);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(every_statement_prepares),
		ON_BOTH(values_round_trip),
		ON_BOTH(dates_round_trip),
		ON_BOTH(texts_that_are_not_text),
		ON_BOTH(one_without_a_row),
		ON_BOTH(one_statement_within_itself),
		ON_BOTH(parameters_are_forgotten),
		ON_BOTH(broken_constraints),
		ON_BOTH(nothing_after_a_failure),
		ON_BOTH(rollback_leaves_nothing),
		ON_BOTH(two_connections),
		ON_BOTH(queued_rows_are_there),
		ON_BOTH(a_queued_failure_is_told),
		ON_BOTH(many_rows),
		ON_BOTH(much_written_is_counted),
		ON_BOTH(open_what_is_not_there),
		ON_BOTH(migrating_again_changes_nothing),
		ON_BOTH(other_schemas_are_refused),
		ON_BOTH(missing_migrations_are_told),
		cmocka_unit_test_setup_teardown(another_program_comes_and_goes,
						fixture_sqlite, fixture_end),
		cmocka_unit_test(not_a_database),
	};
	return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}

/* Pages stay quick only while their statements go by the index meant for them.
 * SQLite chooses by the schema alone (nobody runs ANALYZE on it), so an empty
 * database shows what a full one does. PostgreSQL chooses by what is in the
 * tables: nothing can be seen in an empty one. */
#include "test/db_fixture.h"

#include "store/sqltext_int.h"

static const struct {
	enum sql id;
	const char *index;
} rows[] = {
	{SQL_POPULATION_PEOPLE_OF_PLACE, "stratum_place_municipality"},
	{SQL_POPULATION_PEOPLE_OF_DOCTOR, "stratum_place_doctor"},
	{SQL_POPULATION_PEOPLE_COUNT, "stratum_place_doctor"},
	{SQL_POPULATION_PEOPLE_OF_CLUSTER, "stratum_place_cluster"},
	{SQL_POPULATION_PEOPLE_BY_NEED, "stratum_place_need"},
	{SQL_QUALITY_MEMBERS, "indicator_member_doctor"},
	{SQL_QUALITY_MEMBERS_MISSING, "indicator_member_missing"},
	{SQL_INVITATION_PEOPLE, "stratum_need"},
	{SQL_SETTLE_PAGE_ALL, "settlement_line_page"},
	{SQL_SETTLE_PAGE_STATE, "settlement_line_page"},
	{SQL_SETTLE_PAGE_DOCTOR, "settlement_line_doctor"},
	{SQL_SETTLE_DROP_LINES, "settlement_statement_run"},
	{SQL_HOME_ALARMS_DONE_LATE, "home_alarm_closed"},
	{SQL_HOME_ALARMS_DONE_LATE, "enrolment_person"},
	{SQL_HOME_ALARMS_DONE_OF_DOCTOR, "home_alarm_closed_of"},
	{SQL_HOME_ALARM_COUNTS, "enrolment_person"},
};

/* Does one step of the plan use the index? */
static bool uses(sqlite3 *h, const char *sql, const char *index)
{
	char explain[8000], want[80];
	sqlite3_stmt *q = NULL;
	bool found = false;
	int n = snprintf(explain, sizeof(explain), "EXPLAIN QUERY PLAN %s",
			 sql);
	assert_true(n > 0 && (size_t)n < sizeof(explain));
	snprintf(want, sizeof(want), "INDEX %s (", index);
	assert_int_equal(sqlite3_prepare_v2(h, explain, -1, &q, NULL),
			 SQLITE_OK);
	while (sqlite3_step(q) == SQLITE_ROW) {
		const char *step = (const char *)sqlite3_column_text(q, 3);
		found = found || strstr(step, want);
	}
	sqlite3_finalize(q);
	return found;
}

static void by_the_index_meant(void **state)
{
	struct db_fixture *f = fixture_of(state);
	sqlite3 *h = NULL;
	db_close(fixture_db(f));
	assert_int_equal(sqlite3_open(f->url, &h), SQLITE_OK);
	for (size_t i = 0; i < countof(rows); i++) {
		const struct sql_text *t = &sql_texts[rows[i].id];
		if (!uses(h, t->sql[DB_SQLITE], rows[i].index))
			fail_msg("%s does not use %s", t->name, rows[i].index);
	}
	sqlite3_close(h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		{"by_the_index_meant", by_the_index_meant, fixture_sqlite,
		 fixture_end, NULL},
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

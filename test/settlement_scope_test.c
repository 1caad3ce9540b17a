/* Whose statements a role sees, and which moves it may make. */
#include "test/db_fixture.h"

#include "app/settlement.h"

static const char world[] =
	"INSERT INTO organisation (id, code, kind, name) VALUES"
	" (21, 'C21', 'CPC', 'Cooperativa Uno'),"
	" (22, 'C22', 'CPC', 'Cooperativa Due');"
	"INSERT INTO doctor (id, gp_code, last_name, first_name, kind) VALUES"
	" (31, 'G31', 'Rossi', 'Anna', 'MMG'),"
	" (32, 'G32', 'Bianchi', 'Ugo', 'MMG');"
	"INSERT INTO person (id, pseudonym, birth_date, sex, updated_us) VALUES"
	" (41, 'P41', '1950-01-01', 'F', 1), (42, 'P42', '1951-01-01', 'M', 1);"
	"INSERT INTO settlement_statement (id, quarter, organisation_id, payer,"
	" version, state, period_from, period_to, strata_run_id, n_line, n_due,"
	" total_cents, digest, computed_us, state_us) VALUES"
	" (51, '2025Q4', 21, 'region', 1, 'sent', '2025-10-01', '2025-12-31',"
	"  1, 2, 1, 1500, '', 1, 1),"
	" (52, '2025Q4', 22, 'region', 1, 'sent', '2025-10-01', '2025-12-31',"
	"  1, 1, 1, 1125, '', 1, 1);"
	"INSERT INTO settlement_line (id, statement_id, run_id, item, payer,"
	" state, person_id, enrolment_id, doctor_id, month, level,"
	" amount_cents, rule_key, reason) VALUES"
	" (61, 51, 1, 'PAI_FEE', 'region', 'due', 41, 1, 31, NULL, 1, 1500,"
	"  'fee.pai', 'published in the quarter'),"
	" (62, 51, 1, 'PIC_FEE', 'region', 'not_due', 41, 1, 31,"
	"  '2025-10-01', 1, 0, 'fee.pic', 'no plan'),"
	" (63, 52, 1, 'PIC_FEE', 'region', 'due', 42, 2, 32, '2025-10-01', 1,"
	"  1125, 'fee.pic', 'a month')";

static void open_world(struct db_fixture *f, struct app *app)
{
	db_close(fixture_db(f));
	raw_sql(f, world);
	fixture_app(f, app);
}

static void as(struct app *app, enum role role, int64_t org_id)
{
	app->who = (struct actor){.user_id = 5, .role = role, .org_id = org_id};
}

static enum rc count_line(void *ctx, const struct statement_line *l,
			  struct err *err)
{
	(void)l;
	(void)err;
	++*(size_t *)ctx;
	return OK;
}

/* Statements and lines that this actor sees; a refusal fails. */
static void sees(struct app *app, size_t statements, size_t lines)
{
	struct arena a;
	struct err err = {0};
	struct statement *list = NULL;
	size_t n = 0, n_line = 0;
	arena_init(&a, 1 << 20);
	must(app_settle_list(app, STR(""), &a, &list, &n, &err), &err);
	must(app_settle_lines(app, STR("2025Q4"), STR(""), STR(""), count_line,
			      &n_line, &err),
	     &err);
	assert_int_equal(n, statements);
	assert_int_equal(n_line, lines);
	for (size_t i = 0; i < n && statements == 1; i++)
		assert_int_equal(list[i].org_id, app->who.org_id);
	arena_release(&a);
}

static void everyone_their_own(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	open_world(f, &app);
	as(&app, ROLE_COOPERATIVE, 21);
	sees(&app, 1, 2);
	as(&app, ROLE_COOPERATIVE, 22);
	sees(&app, 1, 1);
	as(&app, ROLE_COOPERATIVE, 99);
	sees(&app, 0, 0);
	as(&app, ROLE_SYSTEM, 21);
	sees(&app, 1, 2);
	static const enum role all[] = {ROLE_SYSTEM, ROLE_AGENCY, ROLE_REGION};
	for (size_t i = 0; i < countof(all); i++) {
		as(&app, all[i], 0);
		sees(&app, 2, 3);
	}
	app_close(&app);
}

static void others_nothing(void **state)
{
	static const enum role none[] = {
		ROLE_DOCTOR,   ROLE_STAFF,      ROLE_OPERATOR, ROLE_SPECIALIST,
		ROLE_PROVIDER, ROLE_PHARMACIST, ROLE_CITIZEN,  ROLE_ADMIN,
		ROLE_NOBODY,   ROLE_COOPERATIVE};
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct arena a;
	struct statement *list;
	size_t n;
	open_world(f, &app);
	arena_init(&a, 1 << 20);
	for (size_t i = 0; i < countof(none); i++) {
		/* a cooperative without an organisation, too */
		as(&app, none[i], none[i] == ROLE_COOPERATIVE ? 0 : 21);
		assert_int_equal(
			app_settle_list(&app, STR(""), &a, &list, &n, NULL),
			E_DENIED);
		assert_int_equal(app_settle_lines(&app, STR("2025Q4"), STR(""),
						  STR(""), count_line, &n,
						  NULL),
				 E_DENIED);
		assert_int_equal(app_settle_move(&app, STR("2025Q4"),
						 STR("C21"), STR("region"),
						 STR("disputed"), STR("why"),
						 NULL),
				 E_DENIED);
	}
	arena_release(&a);
	app_close(&app);
}

static void moves_by_role(void **state)
{
	static const struct {
		enum role role;
		int64_t org;
		const char *from, *to, *note;
		enum rc rc;
	} rows[] = {
		{ROLE_COOPERATIVE, 21, "sent", "disputed", "a month", OK},
		{ROLE_COOPERATIVE, 21, "computed", "disputed", "a month", OK},
		{ROLE_COOPERATIVE, 21, "sent", "disputed", " ", E_RANGE},
		{ROLE_COOPERATIVE, 21, "accepted", "disputed", "x", E_STATE},
		{ROLE_COOPERATIVE, 21, "paid", "disputed", "x", E_STATE},
		{ROLE_COOPERATIVE, 21, "computed", "sent", "", E_DENIED},
		{ROLE_COOPERATIVE, 21, "sent", "accepted", "", E_DENIED},
		{ROLE_COOPERATIVE, 21, "accepted", "paid", "", E_DENIED},
		{ROLE_COOPERATIVE, 22, "sent", "disputed", "x", E_NOT_FOUND},
		{ROLE_AGENCY, 0, "computed", "sent", "", OK},
		{ROLE_AGENCY, 0, "sent", "accepted", "", OK},
		{ROLE_AGENCY, 0, "accepted", "paid", "", OK},
		{ROLE_AGENCY, 0, "sent", "disputed", "", E_RANGE},
		{ROLE_AGENCY, 0, "sent", "disputed", "x", OK},
		{ROLE_REGION, 0, "accepted", "disputed", "x", OK},
		{ROLE_REGION, 0, "computed", "paid", "", E_STATE},
		{ROLE_SYSTEM, 0, "computed", "disputed", "x", E_STATE},
		{ROLE_SYSTEM, 0, "paid", "disputed", "x", E_STATE},
		{ROLE_SYSTEM, 0, "sent", "superseded", "", E_STATE},
	};
	struct db_fixture *f = fixture_of(state);
	struct app app;
	open_world(f, &app);
	for (size_t i = 0; i < countof(rows); i++) {
		char sql[120];
		struct err err = {0};
		snprintf(sql, sizeof(sql),
			 "UPDATE settlement_statement SET state = '%s'"
			 " WHERE id = 51",
			 rows[i].from);
		raw_sql(f, sql);
		as(&app, rows[i].role, rows[i].org);
		enum rc rc = app_settle_move(
			&app, STR("2025Q4"), STR("C21"), STR("region"),
			str_from(rows[i].to), str_from(rows[i].note), &err);
		if (rc != rows[i].rc)
			fail_msg("row %zu: rc %d: %s", i, rc, err.text);
	}
	assert_int_equal(raw_number(f, "SELECT count(*) FROM settlement_"
				       "statement WHERE id = 52 AND state = "
				       "'sent'"),
			 1);
	app_close(&app);
}

/* It writes what everybody is owed. */
static void a_cooperative_does_not_compute(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct arena a;
	struct statement *list;
	size_t n;
	open_world(f, &app);
	arena_init(&a, 1 << 20);
	as(&app, ROLE_COOPERATIVE, 21);
	assert_int_equal(
		app_settle_compute(&app, STR("2025Q4"), &a, &list, &n, NULL),
		E_DENIED);
	as(&app, ROLE_AGENCY, 0); /* stops at what was sent, not before */
	assert_int_equal(
		app_settle_compute(&app, STR("2025Q4"), &a, &list, &n, NULL),
		E_STATE);
	arena_release(&a);
	app_close(&app);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(everyone_their_own),
		ON_BOTH(others_nothing),
		ON_BOTH(moves_by_role),
		ON_BOTH(a_cooperative_does_not_compute),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

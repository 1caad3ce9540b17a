/* The work lists of a doctor on both engines: who stands in which tab, in
 * which order, what a search finds, who may look. */
#include "test/plan_db.h"

#include "app/enrolment.h"
#include "app/invitation.h"
#include "app/looks.h"
#include "app/worklist.h"

#define TODAY "2026-04-10"

/* Doctor 11 adheres; person i of level 2 without enrolment when `free_`. */
static void adhere(const struct db_fixture *f)
{
	sql(f, "INSERT INTO doctor_membership (id, doctor_id, organisation_id, "
	       "valid_from, recorded_us) VALUES (1, 11, 21, '2020-01-01', 1), "
	       "(2, 12, 21, '2020-01-01', 1)");
	sql(f, "INSERT INTO register_entry (id, register, subject_kind, "
	       "subject_id, valid_from, source, recorded_us) VALUES "
	       "(1, 'adhering_doctor', 'doctor', 11, '2020-01-01', 't', 1), "
	       "(2, 'suitable_manager', 'organisation', 21, '2020-01-01', "
	       "'t', 1)");
}

static void not_enrolled(const struct db_fixture *f, int i)
{
	sql(f, "DELETE FROM enrolment WHERE person_id = %d", i);
}

static void enrolment_state(const struct db_fixture *f, int i,
			    const char *state)
{
	sql(f, "UPDATE enrolment SET state = '%s' WHERE person_id = %d", state,
	    i);
}

/* As the use cases do after each change of a pact. */
static void show_pact(const struct db_fixture *f, int enrolment_id)
{
	struct db *db = NULL;
	struct stmt *q = NULL;
	struct err err = {0};
	must(db_open(f->url, &db, &err), &err);
	must(db_prepare(db, SQL_PACT_SHOWN, &q, &err), &err);
	bind_int(q, "enrolment_id", enrolment_id);
	must(stmt_run(q, &err), &err);
	stmt_close(q);
	db_close(db);
}

static void pact(const struct db_fixture *f, int i, const char *state,
		 const char *to)
{
	sql(f,
	    "INSERT INTO pact (id, enrolment_id, state, mode, valid_from, "
	    "valid_to, signed_person_us, signed_doctor_us, recorded_us) "
	    "VALUES (%d, %d, '%s', 'paper', %s, %s%s%s, 1, %s, 1)",
	    2000 + i, 1000 + i, state, to ? "'2026-01-10'" : "NULL",
	    to ? "'" : "", to ? to : "NULL", to ? "'" : "", to ? "1" : "NULL");
	show_pact(f, 1000 + i);
}

static void plan(const struct db_fixture *f, int i, const char *state,
		 const char *from, const char *to, int n_alert)
{
	bool open = !strcmp(state, "draft") || !strcmp(state, "proposed");
	sql(f, "INSERT INTO care_plan VALUES (%d, %d, %d, 1)", 3000 + i, i,
	    1000 + i);
	sql(f,
	    "INSERT INTO plan_version (id, care_plan_id, person_id, doctor_id, "
	    "version, state, kind, strata_run_id, valid_from, valid_to, level, "
	    "n_lab, n_outpatient, n_draws, n_draws_least, created_us, "
	    "created_by, signed_us, signed_by, signed_doctor_id, digest, "
	    "published_us, protocol, n_finding, n_alert) VALUES (%d, %d, %d, "
	    "%d, 1, '%s', 'new', 31, '%s', '%s', 2, 5, 1, 1, 1, 1, 0, %s, 3, "
	    "%d)",
	    4000 + i, 3000 + i, i, i % 2 ? 11 : 12, state, from, to,
	    open ? "NULL, NULL, NULL, NULL, NULL, NULL"
		 : "1, 0, 11, 'x', 1, 'PR'",
	    n_alert);
}

/* Odd people 1 to 19, of doctor 11, each in a place of their own. */
static void everybody_somewhere(struct db_fixture *f)
{
	adhere(f);
	not_enrolled(f, 1); /* enrollable */
	enrolment_state(f, 3, "invited");
	sql(f, "UPDATE person SET email = 'x@example.org' WHERE id IN (1, 3)");
	sql(f, "UPDATE enrolment SET active_from = NULL WHERE person_id = 3");
	not_enrolled(f, 5);
	sql(f, "UPDATE person SET email = NULL, phone = NULL WHERE id = 5");
	enrolment_state(f, 7, "chosen");
	pact(f, 7, "signed_by_one", NULL);
	pact(f, 9, "signed", "2027-01-09"); /* no plan */
	pact(f, 11, "signed", "2027-01-09");
	plan(f, 11, "draft", "2026-04-10", "2027-04-09", 1);
	pact(f, 13, "signed", "2027-01-09");
	plan(f, 13, "active", "2026-01-10", "2027-01-09", 0);
	pact(f, 15, "signed", "2026-05-01"); /* ends, with the plan */
	plan(f, 15, "active", "2025-05-02", "2026-05-01", 0);
	pact(f, 17, "signed", "2027-01-09");
	plan(f, 17, "expired", "2025-02-01", "2026-01-31", 0);
	not_enrolled(f, 19);
	sql(f, "UPDATE stratum SET level = 4 WHERE person_id = 19");
}

static struct worklist list_of(struct app *app, const struct worklist_query *q)
{
	struct worklist w = {0};
	struct err err = {0};
	arena_reset(&kit.arena);
	must(app_worklist(app, q, &kit.arena, &w, &err), &err);
	return w;
}

static struct worklist tab_of(struct app *app, enum worklist_tab tab)
{
	struct worklist_query q = {.tab = tab};
	return list_of(app, &q);
}

static void open_lists(struct db_fixture *f, struct app *app, int n)
{
	plan_db_open(f, app, n, TODAY);
	as_doctor(app, 11);
}

static void each_in_their_tab(void **state)
{
	static const struct {
		enum worklist_tab tab;
		int n;
		int first; /* person */
		enum worklist_next next;
	} rows[] = {
		{WORK_ENROL, 2, 1, NEXT_INVITE},
		{WORK_HELD, 1, 5, NEXT_UNBLOCK},
		{WORK_PACT, 2, 7, NEXT_SIGN_PACT},
		{WORK_NO_PLAN, 1, 9, NEXT_DRAFT},
		{WORK_SIGN, 1, 11, NEXT_SIGN},
		{WORK_ACTIVE, 2, 15, NEXT_RENEW},
		{WORK_RENEW, 1, 15, NEXT_RENEW},
		{WORK_EXPIRED, 1, 17, NEXT_RENEW},
		{WORK_ALL, 9, 1, NEXT_INVITE},
	};
	struct db_fixture *f = fixture_of(state);
	struct app app;
	open_lists(f, &app, 20);
	everybody_somewhere(f);
	for (size_t i = 0; i < countof(rows); i++) {
		struct worklist w = tab_of(&app, rows[i].tab);
		const char *name = worklist_tab_name[rows[i].tab];
		if (w.total != rows[i].n || w.n_tab[rows[i].tab] != rows[i].n)
			fail_msg("%s: %d rows, counted %d", name, (int)w.total,
				 (int)w.n_tab[rows[i].tab]);
		if (w.rows[0].person_id != rows[i].first ||
		    w.rows[0].next != rows[i].next)
			fail_msg("%s: first %d, next %d", name,
				 (int)w.rows[0].person_id, w.rows[0].next);
	}
	struct worklist w = tab_of(&app, WORK_HELD);
	assert_int_equal(w.rows[0].hold, HOLD_NO_CONTACT);
	assert_int_equal(w.n_hold[HOLD_NO_CONTACT], 1);
	w = tab_of(&app, WORK_ENROL);
	assert_int_equal(w.rows[1].next, NEXT_CHOICE);
	assert_true(w.has_strata);
	assert_true(str_is(w.last_name, "Uno"));
	app_close(&app);
}

/* A list shows at once what was done on it; `server`: also one that keeps what
 * it laid. */
static void moves_show(struct db_fixture *f, bool server)
{
	struct app app;
	struct err err = {0};
	struct enrol_wish wish = {0};
	open_lists(f, &app, 20);
	app.lists = server ? worklist_kept_new() : NULL;
	everybody_somewhere(f);
	assert_int_equal(tab_of(&app, WORK_ENROL).total, 2);
	must(app_enrol_choose(&app, 1, &wish, &err), &err);
	struct worklist w = tab_of(&app, WORK_PACT);
	assert_int_equal(w.n_tab[WORK_ENROL], 1);
	assert_int_equal(w.total, 3);
	assert_int_equal(w.rows[0].next, NEXT_PACT);
	struct pact_signing both = {true, true, PACT_PAPER};
	must(app_pact_sign(&app, 1, &both, &err), &err);
	must(app_enrol_activate(&app, 1, STR(""), &err), &err);
	w = tab_of(&app, WORK_NO_PLAN);
	assert_int_equal(w.total, 2);
	struct plan_drafted d;
	must(app_plan_draft(&app, kit.engine, 1, &d, &err), &err);
	w = tab_of(&app, WORK_SIGN);
	assert_int_equal(w.total, 2);
	assert_int_equal(w.n_tab[WORK_NO_PLAN], 1);
	assert_int_equal(
		count_of(f, "SELECT n_finding FROM plan_version "
			    "WHERE person_id = 1"),
		count_of(f, "SELECT count(*) FROM plan_line l JOIN "
			    "plan_version v ON v.id = l.version_id "
			    "WHERE v.person_id = 1 AND l.kind = 'finding'"));
	struct worklist_kept *kept = app.lists;
	app_close(&app);
	if (server)
		worklist_kept_free(kept);
}

static void moves_show_at_once(void **state)
{
	moves_show(fixture_of(state), false);
}

static void moves_show_in_a_server(void **state)
{
	moves_show(fixture_of(state), true);
}

/* What a server laid stays until something is done: a change behind the back
 * of the use cases, which left no record, is not seen; a look changes nothing,
 * another connection's work does. */
static void laid_until_something_is_done(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app, other;
	struct err err = {0};
	open_lists(f, &app, 20);
	app.lists = worklist_kept_new();
	everybody_somewhere(f);
	assert_int_equal(tab_of(&app, WORK_SIGN).total, 1);
	sql(f, "UPDATE plan_version SET state = 'closed' "
	       "WHERE person_id = 11");
	assert_int_equal(tab_of(&app, WORK_SIGN).total, 1);
	must(app_open(&other, f->url, &kit.kn, app.now_us, app.today, &err),
	     &err);
	as_doctor(&other, 11);
	struct audit_event look = {.action = "any.look", .entity = "thing"};
	must(audit_look(&other, &look, &err), &err);
	assert_int_equal(tab_of(&app, WORK_SIGN).total, 1);
	struct enrol_wish wish = {0};
	must(app_enrol_choose(&other, 1, &wish, &err), &err);
	struct worklist w = tab_of(&app, WORK_SIGN);
	assert_int_equal(w.total, 0);
	assert_int_equal(w.n_tab[WORK_ENROL], 1);
	assert_int_equal(w.n_tab[WORK_PACT], 3);
	app_close(&other);
	struct worklist_kept *kept = app.lists;
	app_close(&app);
	worklist_kept_free(kept);
}

static int64_t to_invite(struct app *app, bool leaves)
{
	struct invitation_filter q = {.level_from = 1,
				      .level_to = 3,
				      .way = WAY_MANAGER,
				      .limit = 1,
				      .leaves = leaves};
	struct invitations l = {0};
	struct err err = {0};
	app->who = (struct actor){.role = ROLE_SYSTEM, .purpose = STR("test")};
	must(app_invitations(app, &q, &kit.arena, &l, &err), &err);
	assert_int_equal(l.n, l.total > 0);
	assert_int_equal(l.n_way[WAY_MANAGER], l.total);
	return (int64_t)l.total;
}

/* A server's looks at who is to be invited are up to a minute old; a list that
 * leaves is not, and what it read serves the looks after it. Those in use are
 * read anew, those that nobody asks for are let go. */
static void invited_kept_a_minute(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct err err = {0};
	struct enrol_wish wish = {0};
	open_lists(f, &app, 20);
	app.lists = worklist_kept_new();
	everybody_somewhere(f);
	sql(f, "INSERT INTO registry_import (id, on_date, n_person, at_us) "
	       "VALUES (1, '" TODAY "', 20, 1)");
	int64_t n = to_invite(&app, false);
	assert_true(n > 1);
	as_doctor(&app, 11);
	must(app_enrol_choose(&app, 1, &wish, &err), &err);
	assert_int_equal(to_invite(&app, false), n);
	app.now_us += INVITATION_KEEP_US;
	assert_int_equal(to_invite(&app, false), n - 1);
	sql(f, "UPDATE person SET death_date = '2026-04-01' WHERE id = 3");
	assert_int_equal(to_invite(&app, false), n - 1);
	assert_int_equal(to_invite(&app, true), n - 2);
	assert_int_equal(to_invite(&app, false), n - 2);
	sql(f, "UPDATE person SET death_date = NULL WHERE id = 3");
	app.now_us += INVITATION_KEEP_US * 9 / 10;
	must(app_invitations_refresh(&app, &err), &err);
	app.now_us += INVITATION_KEEP_US / 2;
	assert_int_equal(to_invite(&app, false), n - 1);
	sql(f, "UPDATE person SET death_date = '2026-04-01' WHERE id = 3");
	app.now_us += 6 * INVITATION_KEEP_US;
	must(app_invitations_refresh(&app, &err), &err); /* let go */
	assert_int_equal(to_invite(&app, false), n - 2);
	sql(f, "UPDATE strata_run SET as_of = '2030-01-01'");
	assert_int_equal(to_invite(&app, false), 0);
	struct worklist_kept *kept = app.lists;
	app_close(&app);
	worklist_kept_free(kept);
}

static void ordered_filtered_paged(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	open_lists(f, &app, 30);
	adhere(f);
	for (int i = 1; i <= 30; i++)
		not_enrolled(f, i);
	sql(f, "UPDATE person SET phone = '+39021234567'");
	sql(f, "UPDATE stratum SET level = 1, charlson_2011 = 4 "
	       "WHERE person_id = 9");
	sql(f, "UPDATE stratum SET level = 1, charlson_2011 = 6, "
	       "main_cluster = '16' WHERE person_id = 21");
	sql(f, "UPDATE person SET last_name = 'D''Agostini', "
	       "first_name = 'Nicol\xc3\xb2', birth_date = '1930-01-01', "
	       "fiscal_code = 'DGSNCL30A01F205X' WHERE id = 21");
	struct worklist_query q = {.tab = WORK_ENROL, .limit = 4};
	struct worklist w = list_of(&app, &q);
	assert_int_equal(w.total, 15);
	assert_int_equal(w.n, 4);
	assert_int_equal(w.rows[0].person_id, 21);
	assert_int_equal(w.rows[1].person_id, 9);
	assert_int_equal(w.rows[2].person_id, 1);
	assert_int_equal(w.rows[0].why[1].n, 6); /* Charlson */
	assert_int_equal(w.n_cluster, 2);
	assert_int_equal(w.clusters[0].n, 14);
	worklist_forget(&app); /* a list needs nothing of what was kept */
	assert_true(str_eq(w.clusters[1].code, STR("16")));
	q.offset = 12;
	assert_int_equal(list_of(&app, &q).n, 3);
	q.offset = 4000;
	assert_int_equal(list_of(&app, &q).n, 0);
	q = (struct worklist_query){.tab = WORK_ENROL, .level = 1};
	assert_int_equal(list_of(&app, &q).total, 2);
	q = (struct worklist_query){.tab = WORK_ENROL, .cluster = STR("16")};
	assert_int_equal(list_of(&app, &q).total, 1);
	q = (struct worklist_query){.tab = WORK_ENROL, .sort = WORK_BY_NAME};
	assert_int_equal(list_of(&app, &q).rows[0].person_id, 21);
	q.descending = true;
	assert_int_equal(list_of(&app, &q).rows[14].person_id, 21);
	q = (struct worklist_query){.tab = WORK_ENROL, .sort = WORK_BY_AGE};
	assert_int_equal(list_of(&app, &q).rows[0].person_id, 21);
	app_close(&app);
}

static void searches(void **state)
{
	static const struct {
		const char *q;
		int n;
	} rows[] = {
		{"agost", 1},
		{"dagostini", 1},
		{"d'agos nic", 1},
		{"NICOLO", 1},
		{"nicol\xc3\xb2", 1},
		{"dgsncl30", 1},
		{"P021", 1},
		{"rossi", 14},
		{"rossi maria", 14},
		{"ossi", 0},
		{"'", 0},
		{"%", 0},
		{"rossi nicolo", 0},
		{"  ", 15},
		{"\xff\xfe", 0},
		{"\xf0\x9f\x98\x80", 0},
	};
	struct db_fixture *f = fixture_of(state);
	struct app app;
	open_lists(f, &app, 30);
	sql(f, "UPDATE person SET last_name = 'D''Agostini', "
	       "first_name = 'Nicol\xc3\xb2', "
	       "fiscal_code = 'DGSNCL30A01F205X' WHERE id = 21");
	for (size_t i = 0; i < countof(rows); i++) {
		struct worklist_query q = {.tab = WORK_ALL,
					   .q = str_from(rows[i].q)};
		int64_t n = list_of(&app, &q).total;
		if (n != rows[i].n)
			fail_msg("\"%s\": %d found", rows[i].q, (int)n);
	}
	app_close(&app);
}

/* Signing walks the list: the person left it, the next one is still known. */
static void one_after_the_other(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct err err = {0};
	struct worklist_step s;
	struct plan_drafted d;
	struct plan_signed done;
	open_lists(f, &app, 9);
	for (int i = 1; i <= 9; i += 2)
		must(app_plan_draft(&app, kit.engine, i, &d, &err), &err);
	sql(f, "UPDATE stratum SET charlson_2011 = 5 WHERE person_id = 7");
	must(app_worklist_next(&app, 0, WORK_SIGN, 0, &s, &err), &err);
	assert_int_equal(s.person_id, 7);
	assert_int_equal(s.total, 5);
	must(app_worklist_next(&app, 0, WORK_SIGN, 7, &s, &err), &err);
	assert_int_equal(s.person_id, 1); /* 7 is left for later */
	assert_int_equal(s.position, 1);
	must(app_plan_sign(&app, 1, &done, &err), &err);
	must(app_worklist_next(&app, 0, WORK_SIGN, 1, &s, &err), &err);
	assert_int_equal(s.person_id, 3);
	assert_int_equal(s.position, 2);
	assert_int_equal(s.total, 4);
	must(app_worklist_next(&app, 0, WORK_SIGN, 9, &s, &err), &err);
	assert_int_equal(s.person_id, 0);
	app_close(&app);
}

static void who_may_look(void **state)
{
	static const struct {
		const char *name;
		struct actor who;
		int64_t doctor;
		enum rc rc;
	} rows[] = {
		{"own",
		 {1, ROLE_DOCTOR, 11, 0, 0, STR_INIT("care"), 0, 0},
		 0,
		 OK},
		{"staff",
		 {1, ROLE_STAFF, 11, 0, 0, STR_INIT("care"), 0, 0},
		 0,
		 OK},
		{"a colleague's",
		 {1, ROLE_DOCTOR, 11, 0, 0, STR_INIT("care"), 0, 0},
		 12,
		 E_DENIED},
		{"a delegate",
		 {1, ROLE_DOCTOR, 13, 0, 0, STR_INIT("care"), 0, 0},
		 11,
		 OK},
		{"staff of nobody",
		 {1, ROLE_STAFF, 0, 0, 0, STR_INIT("care"), 0, 0},
		 0,
		 E_DENIED},
		{"operator",
		 {1, ROLE_OPERATOR, 0, 21, 0, STR_INIT("care"), 0, 0},
		 11,
		 E_DENIED},
		{"citizen",
		 {1, ROLE_CITIZEN, 0, 0, 1, STR_INIT("care"), 0, 0},
		 11,
		 E_DENIED},
		{"agency",
		 {1, ROLE_AGENCY, 0, 0, 0, STR_INIT(""), 0, 0},
		 11,
		 E_DENIED},
	};
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct err err = {0};
	struct worklist w;
	open_lists(f, &app, 4);
	sql(f, "INSERT INTO doctor (id, gp_code, last_name, first_name, kind) "
	       "VALUES (13, 'GP13', 'Tre', 'Carla', 'MMG')");
	sql(f, "INSERT INTO delegation VALUES (1, 11, 13, '2026-04-01', "
	       "'2026-04-10', 'ferie', 1), (2, 12, 13, '2026-04-11', "
	       "'2026-04-20', 'ferie', 1)");
	for (size_t i = 0; i < countof(rows); i++) {
		struct worklist_query q = {.tab = WORK_ALL,
					   .doctor_id = rows[i].doctor};
		app.who = rows[i].who;
		enum rc rc = app_worklist(&app, &q, &kit.arena, &w, &err);
		if (rc != rows[i].rc)
			fail_msg("%s: rc %d %s", rows[i].name, rc, err.text);
	}
	app.who = rows[3].who;
	struct worklist_query q = {.tab = WORK_ALL, .doctor_id = 11};
	w = list_of(&app, &q);
	assert_int_equal(w.n_colleague, 1); /* the other begins tomorrow */
	assert_false(w.own);
	assert_int_equal(w.total, 2);
	assert_true(count_of(f, "SELECT count(*) FROM audit WHERE action = "
				"'worklist.read' AND entity_id = 11") >= 3);
	app_close(&app);
}

/* Enrolled elsewhere, patient of another doctor now, somebody new. */
static void between_doctors(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	open_lists(f, &app, 6);
	adhere(f);
	for (int i = 1; i <= 5; i += 2)
		pact(f, i, "signed", "2027-01-09");
	assert_int_equal(tab_of(&app, WORK_ALL).total, 3);
	sql(f, "UPDATE person_doctor SET doctor_id = 12 WHERE person_id = 1");
	sql(f, "UPDATE person_doctor SET doctor_id = 11 WHERE person_id = 2");
	app.now_us += WORKLIST_KEEP_US;
	struct worklist w = tab_of(&app, WORK_HELD);
	assert_int_equal(w.n_tab[WORK_ALL], 4);
	assert_int_equal(w.total, 1);
	assert_int_equal(w.rows[0].person_id, 2);
	assert_int_equal(w.rows[0].next, NEXT_TRANSFER);
	w = tab_of(&app, WORK_ALL);
	assert_int_equal(w.rows[0].person_id, 1);
	assert_false(w.rows[0].registered);
	assert_int_equal(w.rows[0].next, NEXT_LEFT);
	/* a new enrolment of somebody not kept is seen without waiting */
	sql(f, "UPDATE enrolment SET doctor_id = 11 WHERE person_id = 4");
	assert_int_equal(tab_of(&app, WORK_ALL).n_tab[WORK_ALL], 5);
	app_close(&app);
}

/* Who reads an older state of the database than others did must not leave it
 * to them as the present one. */
static void an_older_reader_keeps_nothing(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app old, other;
	struct err err = {0};
	struct enrol_wish wish = {0};
	open_lists(f, &old, 20);
	everybody_somewhere(f);
	must(app_open(&other, f->url, &kit.kn, old.now_us, old.today, &err),
	     &err);
	as_doctor(&other, 11);
	struct worklist_kept *kept = worklist_kept_new();
	struct looks looks = {.a = &kit.arena}; /* nothing written: it stays */
	old.lists = other.lists = kept;
	old.looks = &looks;
	assert_int_equal(tab_of(&other, WORK_PACT).total, 2);
	must(db_snapshot(old.db, &err), &err);
	assert_int_equal(tab_of(&old, WORK_SIGN).total, 1);
	must(app_enrol_choose(&other, 1, &wish, &err), &err);
	as_doctor(&other, 12); /* sees that something was done, lays no 11 */
	(void)tab_of(&other, WORK_PACT);
	as_doctor(&other, 11);
	(void)tab_of(&old, WORK_PACT); /* 2 on SQLite, 3 on PostgreSQL */
	assert_int_equal(tab_of(&other, WORK_PACT).total, 3);
	db_snapshot_end(old.db);
	app_close(&old);
	app_close(&other);
	worklist_kept_free(kept);
}

static void nobody_yet(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	open_lists(f, &app, 0);
	sql(f, "DELETE FROM strata_run");
	struct worklist w = tab_of(&app, WORK_SIGN);
	assert_int_equal(w.total, 0);
	assert_false(w.has_strata);
	assert_int_equal(w.n_cluster, 0);
	app_close(&app);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(each_in_their_tab),
		ON_BOTH(moves_show_at_once),
		ON_BOTH(ordered_filtered_paged),
		ON_BOTH(searches),
		ON_BOTH(one_after_the_other),
		ON_BOTH(who_may_look),
		ON_BOTH(between_doctors),
		ON_BOTH(nobody_yet),
		ON_BOTH(an_older_reader_keeps_nothing),
		ON_BOTH(moves_show_in_a_server),
		ON_BOTH(laid_until_something_is_done),
		ON_BOTH(invited_kept_a_minute),
	};
	return cmocka_run_group_tests(tests, kit_open, kit_close);
}

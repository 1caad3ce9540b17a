/* Booking on a database: agendas in, the desk, races for the last place, the
 * batch, on both engines. With `--seed URL PEOPLE` it makes a world for the
 * test of crashes. */
#include "test/booking_kit.h"

#include "base/rng.h"

#include <sys/wait.h>

/* ---- agendas ---- */

static const struct {
	const char *name, *row, *says;
} bad_rows[] = {
	{"no such provider", "B1,999999,LAB,0,07:30,10,6,2,2026-01-01,\n",
	 "no such provider"},
	{"no such service", "B2,301001,XX.1,0,07:30,10,6,2,2026-01-01,\n",
	 "neither LAB"},
	{"weekday 7", "B3,301001,LAB,7,07:30,10,6,2,2026-01-01,\n",
	 "from 0 to 6"},
	{"a clock that is none", "B4,301001,LAB,0,25:00,10,6,2,2026-01-01,\n",
	 "HH:MM"},
	{"no places", "B5,301001,LAB,0,07:30,10,6,0,2026-01-01,\n",
	 "from 1 to 1000"},
	{"past midnight", "B6,301001,LAB,0,23:30,10,6,2,2026-01-01,\n",
	 "midnight"},
	{"a column too few", "B7,301001,LAB,0,07:30,10,6,2\n", "fields"},
	{"ends before it begins",
	 "B8,301001,LAB,0,07:30,10,6,2,2026-02-01,2026-01-01\n",
	 "before valid_from"},
	{"same code, other session",
	 "A1,301001,LAB,0,08:30,10,6,2,2026-01-01,\n", "known with another"},
};

static void rejects_wrong_rows(void **state)
{
	struct db_fixture *f = fixture_of(state);
	char dir[] = "/tmp/prossima-agenda-XXXXXX", cmd[64], text[2048];
	struct app app;
	struct err err = {0};
	make_world(f, &app);
	assert_non_null(mkdtemp(dir));
	put_file(dir, "provider.csv", providers);
	for (size_t i = 0; i < countof(bad_rows); i++) {
		struct arena a;
		struct issues issues;
		struct agenda_import sum;
		snprintf(text, sizeof(text), "%.*s\n%s",
			 (int)strcspn(agendas, "\n"), agendas, bad_rows[i].row);
		put_file(dir, "agenda.csv", text);
		arena_init(&a, 1 << 20);
		issues_init(&issues, &a, 10);
		must(app_agenda_import(&app, dir, day(2026, 1, 1),
				       day(2026, 1, 31), &issues, &sum, &err),
		     &err);
		if (sum.n_rejected != 1 || issues.n != 1 ||
		    issues.list[0].line != 2 ||
		    !strstr(issues.list[0].cause.ptr, bad_rows[i].says))
			fail_msg("%s: %d rejected, %s", bad_rows[i].name,
				 (int)sum.n_rejected,
				 issues.n ? issues.list[0].cause.ptr : "-");
		issues_release(&issues);
		arena_release(&a);
	}
	/* read ten times, each provider is in the register once */
	assert_int_equal(raw_number(f, "SELECT count(*) FROM register_entry r "
				       "JOIN provider p ON p.id = r.subject_id "
				       "WHERE r.register = 'suitable_provider' "
				       "AND r.valid_from = p.valid_from"),
			 raw_number(f, "SELECT count(*) FROM provider"));
	snprintf(cmd, sizeof(cmd), "rm -r %s", dir);
	assert_int_equal(system(cmd), 0);
	app_close(&app);
}

/* ---- the desk ---- */

static void holds_confirms_expires(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct err err = {0};
	int64_t id = 0, other = 0, n;
	make_world(f, &app);
	add_activity(f, 100, 1, VISIT, day(2026, 3, 10), "");
	int64_t slot = slot_at(f, "301001", VISIT, "2026-03-10", 540);
	must(app_book_hold(&app, 1, slot, 100, 10, &id, &err), &err);
	assert_int_equal(taken(f, slot), 1);
	assert_int_equal(in_state(f, "activity", "planned"), 1);
	/* the only place is held */
	assert_int_equal(app_book_hold(&app, 3, slot, 0, 10, &other, &err),
			 E_CONFLICT);
	must(app_book_confirm(&app, id, &err), &err);
	assert_int_equal(in_state(f, "activity", "booked"), 1);
	assert_int_equal(app_book_confirm(&app, id, &err), E_STATE);
	/* a hold that is not confirmed ends by itself */
	slot = slot_at(f, "301001", VISIT, "2026-03-10", 560);
	must(app_book_hold(&app, 3, slot, 0, 10, &other, &err), &err);
	app.now_us += INT64_C(9) * 60000000;
	must(app_book_expire(&app, &n, &err), &err);
	assert_int_equal(n, 0);
	app.now_us += INT64_C(2) * 60000000;
	must(app_book_hold(&app, 5, slot, 0, 10, &other, &err), &err);
	assert_int_equal(taken(f, slot), 1);
	check_invariants(&app);
	app_close(&app);
}

static void refuses_overlaps(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct err err = {0};
	int64_t id = 0, other = 0;
	make_world(f, &app);
	must(app_book_hold(&app, 1,
			   slot_at(f, "301001", VISIT, "2026-03-10", 540), 0,
			   10, &id, &err),
	     &err);
	/* 22 km away on the same morning */
	static const int starts[] = {540, 560, 580};
	for (size_t i = 0; i < countof(starts); i++)
		assert_int_equal(app_book_hold(&app, 1,
					       slot_at(f, "301002", VISIT,
						       "2026-03-10", starts[i]),
					       0, 10, &other, &err),
				 E_CONFLICT);
	/* at the same site the next slot is fine */
	must(app_book_hold(&app, 1,
			   slot_at(f, "301001", VISIT, "2026-03-10", 560), 0,
			   10, &other, &err),
	     &err);
	/* the database itself refuses what a program might try */
	struct db *db = app.db;
	struct stmt *q = NULL;
	must(db_begin(db, &err), &err);
	must(db_prepare(db, SQL_APPOINTMENT_INSERT, &q, &err), &err);
	bind_int(q, "id", 1);
	bind_int(q, "person_id", 1);
	bind_int(q, "provider_id",
		 raw_number(f, "SELECT min(id) FROM provider"));
	bind_int(q, "slot_id", slot_at(f, "301002", VISIT, "2026-03-10", 540));
	bind_str(q, "service_code", STR(VISIT));
	bind_date(q, "day", day(2026, 3, 10));
	bind_int(q, "start_min", 550);
	bind_int(q, "end_min", 555);
	bind_str(q, "state", STR("booked"));
	bind_null(q, "held_until");
	bind_str(q, "reason", STR("{}"));
	bind_null(q, "moved_from");
	bind_int(q, "now", 0);
	assert_int_equal(stmt_run(q, &err), E_CONFLICT);
	stmt_close(q);
	db_rollback(db);
	check_invariants(&app);
	app_close(&app);
}

static int64_t book(struct app *app, int64_t person, int64_t slot,
		    int64_t activity)
{
	struct err err = {0};
	int64_t id = 0;
	must(app_book_hold(app, person, slot, activity, 10, &id, &err), &err);
	must(app_book_confirm(app, id, &err), &err);
	return id;
}

static void cancels_and_moves(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct err err = {0};
	int64_t moved = 0;
	make_world(f, &app);
	add_activity(f, 100, 1, VISIT, day(2026, 3, 10), "");
	int64_t a = slot_at(f, "301001", VISIT, "2026-03-10", 540);
	int64_t b = slot_at(f, "301001", VISIT, "2026-03-17", 540);
	int64_t full = slot_at(f, "301001", VISIT, "2026-03-24", 540);
	int64_t lab = slot_at(f, "301001", "LAB", "2026-03-09", 450);
	int64_t id = book(&app, 1, a, 100);
	book(&app, 3, full, 0);
	/* to a full slot, or one of another service: nothing changes */
	assert_int_equal(app_book_move(&app, id, full, &moved, &err),
			 E_CONFLICT);
	assert_int_equal(app_book_move(&app, id, lab, &moved, &err), E_STATE);
	assert_int_equal(taken(f, a), 1);
	assert_int_equal(in_state(f, "activity", "booked"), 1);
	must(app_book_move(&app, id, b, &moved, &err), &err);
	assert_int_equal(taken(f, a), 0);
	assert_int_equal(taken(f, b), 1);
	assert_int_equal(in_state(f, "activity", "booked"), 1);
	/* half an hour later the same morning is no overlap with itself */
	must(app_book_move(&app, moved,
			   slot_at(f, "301001", VISIT, "2026-03-17", 560), &id,
			   &err),
	     &err);
	must(app_book_cancel(&app, id, STR("asked by the person"), &err), &err);
	assert_int_equal(taken(f, b), 0);
	assert_int_equal(in_state(f, "activity", "planned"), 1);
	assert_int_equal(app_book_cancel(&app, id, STR("again"), &err),
			 E_STATE);
	book(&app, 1, a, 100); /* and it can be booked anew */
	check_invariants(&app);
	app_close(&app);
}

static void closes_a_day(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct err err = {0};
	struct day_closed out;
	int64_t id;
	make_world(f, &app);
	add_activity(f, 100, 1, VISIT, day(2026, 3, 10), "");
	int64_t slot = slot_at(f, "301001", VISIT, "2026-03-10", 540);
	book(&app, 1, slot, 100);
	must(app_book_hold(&app, 3,
			   slot_at(f, "301001", VISIT, "2026-03-10", 560), 0,
			   10, &id, &err),
	     &err);
	must(app_book_close_day(&app, STR("301001"), day(2026, 3, 10),
				STR("strike"), &out, &err),
	     &err);
	assert_int_equal(out.n_cancelled, 2);
	assert_int_equal(out.n_slot, 3);
	assert_int_equal(taken(f, slot), 0);
	assert_int_equal(in_state(f, "activity", "planned"), 1);
	assert_int_equal(app_book_hold(&app, 1, slot, 100, 10, &id, &err),
			 E_CONFLICT);
	assert_int_equal(app_book_close_day(&app, STR("999999"),
					    day(2026, 3, 10), STR("x"), &out,
					    &err),
			 E_NOT_FOUND);
	check_invariants(&app);
	app_close(&app);
}

static void tells_what_happened(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct err err = {0};
	make_world(f, &app);
	add_activity(f, 100, 1, VISIT, day(2026, 3, 10), "");
	add_activity(f, 101, 3, VISIT, day(2026, 3, 10), "");
	int64_t slot = slot_at(f, "301001", VISIT, "2026-03-10", 540);
	int64_t done = book(&app, 1, slot, 100);
	int64_t missed = book(
		&app, 3, slot_at(f, "301001", VISIT, "2026-03-10", 560), 101);
	assert_int_equal(app_book_done(&app, done, &err), E_STATE);
	app.today = day(2026, 3, 11);
	must(app_book_done(&app, done, &err), &err);
	must(app_book_no_show(&app, missed, &err), &err);
	assert_int_equal(
		raw_number(f, "SELECT count(*) FROM activity WHERE "
			      "state = 'done' AND done_on = '2026-03-10'"),
		1);
	/* its window lasts until the end of March: to be booked again */
	assert_int_equal(in_state(f, "activity", "planned"), 1);
	assert_int_equal(taken(f, slot), 1);
	assert_int_equal(app_book_cancel(&app, done, STR("x"), &err), E_STATE);
	check_invariants(&app);
	app_close(&app);
}

static void denies_who_may_not(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct err err = {0};
	struct book_year_result r;
	struct day_closed closed;
	int64_t id = 0;
	make_world(f, &app);
	int64_t slot = slot_at(f, "301001", VISIT, "2026-03-10", 540);
	app.who = (struct actor){.role = ROLE_PHARMACIST, .user_id = 5};
	assert_int_equal(app_book_hold(&app, 1, slot, 0, 10, &id, &err),
			 E_DENIED);
	assert_int_equal(
		app_book_year(&app,
			      &(struct book_year){.from = day(2026, 2, 1),
						  .to = day(2026, 5, 1)},
			      &r, &err),
		E_DENIED);
	assert_int_equal(app_book_close_day(&app, STR("301001"),
					    day(2026, 3, 10), STR("x"), &closed,
					    &err),
			 E_DENIED);
	assert_int_equal(taken(f, slot), 0);
	app_close(&app);
}

static void finds_places(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct arena a;
	struct err err = {0};
	struct book_found found;
	make_world(f, &app);
	add_activity(f, 100, 1, VISIT, day(2026, 3, 10), "");
	arena_init(&a, 1 << 20);
	struct book_request r = {.person_id = 1,
				 .activity_id = 100,
				 .from = DATE_NONE,
				 .to = DATE_NONE};
	must(app_book_find(&app, &r, &a, &found, &err), &err);
	assert_int_equal(found.n, 5);
	assert_true(str_is(found.list[0].facility, "301001"));
	assert_int_equal(found.list[0].day.days, day(2026, 3, 10).days);
	/* fill the day: the next Tuesday comes first */
	for (int i = 0; i < 3; i++)
		book(&app, 3 + 2 * i,
		     slot_at(f, "301001", VISIT, "2026-03-10", 540 + 20 * i),
		     0);
	must(app_book_find(&app, &r, &a, &found, &err), &err);
	assert_int_not_equal(found.list[0].day.days, day(2026, 3, 10).days);
	/* the closure of August, and a service nobody gives */
	r = (struct book_request){.person_id = 1,
				  .service = STR("89.13"),
				  .from = day(2026, 3, 1),
				  .to = day(2026, 3, 9)};
	assert_int_equal(app_book_find(&app, &r, &a, &found, &err),
			 E_NOT_FOUND);
	arena_release(&a);
	app_close(&app);
}

/* ---- races ---- */

#define RACERS 6
#define ROUNDS 24

/* Every racer tries every slot in the same order; returns how many it got. */
static int race(const char *url, int me, const int64_t *slots)
{
	struct app app;
	struct err err = {0};
	int got = 0;
	open_app(url, &app, day(2026, 1, 7));
	for (int i = 0; i < ROUNDS; i++) {
		int64_t id = 0;
		enum rc rc =
			app_book_hold(&app, me + 1, slots[i], 0, 60, &id, &err);
		if (rc && rc != E_CONFLICT)
			fprintf(stderr, "racer %d: rc %d %s\n", me, rc,
				err.text);
		got += !rc;
	}
	app_close(&app);
	return got;
}

static int run_racers(const char *url, const int64_t *slots)
{
	pid_t pid[RACERS];
	int total = 0;
	for (int i = 0; i < RACERS; i++) {
		pid[i] = fork();
		if (pid[i] == 0)
			_exit(race(url, i, slots));
		assert_true(pid[i] > 0);
	}
	for (int i = 0; i < RACERS; i++) {
		int status;
		assert_int_equal(waitpid(pid[i], &status, 0), pid[i]);
		assert_true(WIFEXITED(status));
		total += WEXITSTATUS(status);
	}
	return total;
}

static void gives_the_last_place_once(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	int64_t slots[ROUNDS];
	make_world(f, &app);
	for (int i = 0; i < ROUNDS; i++) {
		char text[11];
		/* Tuesdays: 13 January and on, three slots of one place */
		date_text(date_add(day(2026, 1, 13), i / 3 * 7), text);
		slots[i] =
			slot_at(f, "301001", VISIT, text, 540 + 20 * (i % 3));
	}
	assert_int_equal(run_racers(f->url, slots), ROUNDS);
	assert_int_equal(in_state(f, "appointment", "held"), ROUNDS);
	check_invariants(&app);
	app_close(&app);
}

/* Two programs book overlapping times for one person: one of them does. */
static int rival(const char *url, const char *which, const int64_t *slots)
{
	struct app app;
	struct err err = {0};
	int got = 0;
	(void)which;
	open_app(url, &app, day(2026, 1, 7));
	for (int i = 0; i < 8; i++) {
		int64_t id = 0;
		got += !app_book_hold(&app, 1, slots[i], 0, 60, &id, &err);
	}
	app_close(&app);
	return got;
}

static void one_person_is_in_one_place(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	int64_t slots[2][8];
	int total = 0;
	pid_t pid[2];
	make_world(f, &app);
	for (int i = 0; i < 8; i++) {
		char text[11];
		date_text(date_add(day(2026, 1, 13), i * 7), text);
		slots[0][i] = slot_at(f, "301001", VISIT, text, 540);
		slots[1][i] = slot_at(f, "301002", VISIT, text, 540);
	}
	for (int i = 0; i < 2; i++) {
		pid[i] = fork();
		if (pid[i] == 0)
			_exit(rival(f->url, i ? "b" : "a", slots[i]));
	}
	for (int i = 0; i < 2; i++) {
		int status;
		assert_int_equal(waitpid(pid[i], &status, 0), pid[i]);
		total += WEXITSTATUS(status);
	}
	assert_int_equal(total, 8);
	check_invariants(&app);
	app_close(&app);
}

/* ---- the batch ---- */

static const struct book_year spring = {.late_days = 10,
					.persons_per_commit = 3};

static struct book_year_result run_year(struct app *app)
{
	struct book_year y = spring;
	struct book_year_result r;
	struct err err = {0};
	y.from = day(2026, 2, 1);
	y.to = day(2026, 5, 31);
	must(app_book_year(app, &y, &r, &err), &err);
	return r;
}

static void books_the_year(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	make_world(f, &app);
	for (int p = 1; p <= 10; p++) {
		char group[32];
		snprintf(group, sizeof(group), "draw-%d", p);
		struct date due = date_add(day(2026, 3, 1), p * 5);
		add_activity(f, p * 10, p, VISIT, due, "");
		add_activity(f, p * 10 + 1, p, "90.16.3", due, group);
		add_activity(f, p * 10 + 2, p, "90.44.1", date_add(due, 5),
			     group);
	}
	add_activity(f, 1000, 1, "89.13", day(2026, 3, 1), "");
	struct book_year_result r = run_year(&app);
	assert_int_equal(r.n_activity, 31);
	assert_int_equal(r.n_request, 21); /* two tests, one draw */
	assert_int_equal(r.n_booked, 20);
	assert_int_equal(r.by_why[BOOKING_NO_PROVIDER], 1);
	assert_int_equal(in_state(f, "activity", "booked"), 30);
	assert_int_equal(raw_number(f, "SELECT count(*) FROM outbox"), 10);
	assert_int_equal(raw_number(f, "SELECT count(*) FROM activity WHERE "
				       "booked_on = '2026-01-07'"),
			 30);
	assert_int_equal(raw_number(f, "SELECT count(*) FROM booking_unbooked"
				       " WHERE why = 'no_provider'"),
			 1);
	check_invariants(&app);
	/* again: only what is left */
	r = run_year(&app);
	assert_int_equal(r.n_activity, 1);
	assert_int_equal(r.n_booked, 0);
	/* a day is closed: its people get another */
	struct day_closed closed;
	struct err err = {0};
	struct date busy = DATE_NONE;
	struct arena a;
	struct book_line *list;
	size_t n;
	arena_init(&a, 1 << 20);
	must(app_book_calendar(&app, 1, day(2026, 1, 1), day(2026, 12, 31), &a,
			       &list, &n, &err),
	     &err);
	assert_int_equal(n, 3); /* a visit, a draw, one without */
	busy = list[0].day;
	must(app_book_close_day(&app, list[0].facility, busy, STR("x"), &closed,
				&err),
	     &err);
	assert_true(closed.n_cancelled > 0);
	r = run_year(&app);
	assert_int_equal(r.n_booked, closed.n_cancelled);
	check_invariants(&app);
	arena_release(&a);
	app_close(&app);
}

static int year_beside(const char *url)
{
	struct app app;
	open_app(url, &app, day(2026, 1, 7));
	struct book_year_result r = run_year(&app);
	app_close(&app);
	return (int)r.n_booked;
}

/* Two batches at once: nobody is booked twice, and what one lost the other
 * has, or the next run books. */
static void two_batches_at_once(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	pid_t pid[2];
	int total = 0;
	make_world(f, &app);
	for (int p = 1; p <= 10; p++)
		for (int k = 0; k < 4; k++)
			add_activity(f, p * 10 + k, p, VISIT,
				     date_add(day(2026, 2, 20), k * 20), "");
	for (int i = 0; i < 2; i++) {
		pid[i] = fork();
		if (pid[i] == 0)
			_exit(year_beside(f->url));
	}
	for (int i = 0; i < 2; i++) {
		int status;
		assert_int_equal(waitpid(pid[i], &status, 0), pid[i]);
		assert_true(WIFEXITED(status));
		total += WEXITSTATUS(status);
	}
	assert_int_equal(total, in_state(f, "appointment", "booked"));
	check_invariants(&app);
	run_year(&app);
	assert_int_equal(in_state(f, "activity", "booked"), 40);
	check_invariants(&app);
	app_close(&app);
}

/* ---- a world for the test of crashes ---- */

/* The same providers with sessions of forty places. */
static const char wide_agendas[] =
	"agenda_id,facility_code,service_code,weekday,start,slot_minutes,"
	"slots,places,valid_from,valid_to\n"
	"A1,301001,LAB,0,07:30,10,6,40,2026-01-01,\n"
	"A2,301001," VISIT ",1,09:00,20,3,40,2026-01-01,\n"
	"A3,301002," VISIT ",1,09:00,20,3,40,2026-01-01,\n"
	"A4,301002,LAB,3,07:30,10,6,40,2026-01-01,\n";

static int seed_world(const char *url, int people)
{
	struct db_fixture f = {.postgres = !strncmp(url, "postgres", 8),
			       .own = true};
	struct app app;
	struct rng r;
	struct buf b;
	snprintf(f.url, sizeof(f.url), "%s", url);
	make_world_of(&f, &app, wide_agendas);
	app_close(&app);
	rng_init(&r, 1);
	script_begin(&f, &b);
	for (int p = 1; p <= people; p++) {
		if (p > 10)
			person_rows(&b, p);
		for (int k = 0; k < 3; k++)
			activity_row(&b, p * 10 + k, p, k ? "90.16.3" : VISIT,
				     date_add(day(2026, 2, 10),
					      (int)rng_below(&r, 90)),
				     "");
	}
	script_run(&f, &b);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc == 4 && !strcmp(argv[1], "--seed"))
		return seed_world(argv[2], (int)strtol(argv[3], NULL, 10));
	const struct CMUnitTest tests[] = {
		ON_BOTH(rejects_wrong_rows),
		ON_BOTH(holds_confirms_expires),
		ON_BOTH(refuses_overlaps),
		ON_BOTH(cancels_and_moves),
		ON_BOTH(closes_a_day),
		ON_BOTH(tells_what_happened),
		ON_BOTH(denies_who_may_not),
		ON_BOTH(finds_places),
		ON_BOTH(gives_the_last_place_once),
		ON_BOTH(one_person_is_in_one_place),
		ON_BOTH(books_the_year),
		ON_BOTH(two_batches_at_once),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	knowledge_release(&kn);
	return failed;
}

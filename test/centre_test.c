/* The service centre: work lists, calls, several places at once, undo, a
 * provider's agenda; who may do what to whom. Both engines. */
#include "test/booking_kit.h"

#include "app/centre.h"

#define CENTRE                                                                 \
	"INSERT INTO organisation (id, code, kind, name) VALUES (%d, 'C%d', "  \
	"'CPC', 'C');"
#define ENROLLED                                                               \
	"INSERT INTO enrolment (id, person_id, doctor_id, organisation_id,"    \
	" way, state, level, eligible_on, active_from, recorded_us)"           \
	" VALUES (%d, %d, 1, %d, 'manager', 'active', 2, '2025-01-01',"        \
	" '2025-01-01', 0);"                                                   \
	"UPDATE activity SET organisation_id = %d, municipality = '%s'"        \
	" WHERE person_id = %d;"                                               \
	"UPDATE appointment SET organisation_id = %d WHERE person_id = %d;"    \
	"UPDATE person SET last_name = 'Rossi%d', first_name = 'Ada'"          \
	" WHERE id = %d;"

/* People 1 to 8 are of centre 21, the others of 22. */
static void make_centres(struct db_fixture *f)
{
	struct buf b;
	script_begin(f, &b);
	for (int o = 21; o <= 22; o++)
		buf_printf(&b, CENTRE, o, o);
	for (int i = 1; i <= 10; i++) {
		int org = i <= 8 ? 21 : 22;
		buf_printf(&b, ENROLLED, i, i, org, org,
			   i % 2 ? "016024" : "016219", i, org, i, i, i);
	}
	script_run(f, &b);
}

static void act_as(struct app *app, enum role role, int64_t org)
{
	app->who = (struct actor){.user_id = 7,
				  .role = role,
				  .org_id = org,
				  .purpose = STR("booking")};
}

static void start(struct db_fixture *f, struct app *app)
{
	make_world(f, app);
	for (int i = 1; i <= 10; i++)
		add_activity(f, 100 + i, i, VISIT, day(2026, 3, 10 + i), "");
	make_centres(f);
	act_as(app, ROLE_OPERATOR, 21);
}

struct listed {
	struct arena a;
	struct centre_list list;
};

static void list_of_tab(struct app *app, struct centre_query c,
			struct listed *out)
{
	struct err err = {0};
	arena_init(&out->a, 8 << 20);
	if (!c.limit)
		c.limit = 25;
	must(app_centre_list(app, &c, &out->a, &out->list, &err), &err);
}

static int64_t n_rows(struct app *app, struct centre_query c)
{
	struct listed l;
	list_of_tab(app, c, &l);
	assert_true(l.list.n <= (size_t)l.list.total);
	int64_t n = (int64_t)l.list.n;
	arena_release(&l.a);
	return n;
}

/* ---- lists ---- */

static void lists_what_is_to_book(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct listed l;
	start(f, &app);
	add_activity(f, 201, 3, VISIT, day(2026, 2, 1), "");
	raw_sql(f, "UPDATE activity SET organisation_id = 21 WHERE id = 201");
	list_of_tab(&app, (struct centre_query){.tab = CENTRE_TO_BOOK}, &l);
	/* a row for each person of ours, the most urgent first */
	assert_int_equal(l.list.n, 8);
	assert_int_equal(l.list.total, 8);
	assert_int_equal(l.list.row[0].person_id, 3);
	assert_int_equal(l.list.row[0].activity_id, 201);
	assert_int_equal(l.list.row[0].n_open, 2);
	for (size_t i = 2; i < l.list.n; i++)
		assert_true(l.list.row[i - 1].latest.days <=
			    l.list.row[i].latest.days);
	arena_release(&l.a);
	raw_sql(f, "UPDATE person SET death_date = '2026-01-02' WHERE id = 3");
	raw_sql(f, "UPDATE activity SET organisation_id = NULL WHERE id = 104");
	assert_int_equal(n_rows(&app, (struct centre_query){0}), 6);
	act_as(&app, ROLE_OPERATOR, 22);
	assert_int_equal(n_rows(&app, (struct centre_query){0}), 2);
	app_close(&app);
}

static const struct {
	const char *name;
	struct centre_query c;
	int64_t n;
} filters[] = {
	{"all", {0}, 8},
	{"name", {.q = STR_INIT("rossi5")}, 1},
	{"in capitals", {.q = STR_INIT("ROSSI")}, 8},
	{"as it is written", {.q = STR_INIT("Ross")}, 8},
	{"pseudonym", {.q = STR_INIT("P2")}, 1},
	{"of another centre", {.q = STR_INIT("P9")}, 0},
	{"hostile", {.q = STR_INIT("' OR 1=1 --")}, 0},
	{"service", {.service = STR_INIT(VISIT)}, 8},
	{"another service", {.service = STR_INIT("90.27.1")}, 0},
	{"class", {.priority_class = 'P'}, 8},
	{"another class", {.priority_class = 'U'}, 0},
	{"municipality", {.municipality = STR_INIT("016024")}, 4},
	{"soon", {.days = 85}, 3},
};

static void filters_lists(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	start(f, &app);
	for (size_t i = 0; i < countof(filters); i++) {
		int64_t n = n_rows(&app, filters[i].c);
		if (n != filters[i].n)
			fail_msg("%s: %" PRId64 " rows", filters[i].name, n);
	}
	app_close(&app);
}

static enum rc count_row(void *ctx, const struct centre_row *r, struct err *err)
{
	(void)err;
	assert_true(r->person_id > 0 && r->service.len);
	++*(int64_t *)ctx;
	return OK;
}

static int64_t n_each(struct app *app, const struct centre_query *c)
{
	struct err err = {0};
	int64_t n = 0;
	must(app_centre_each(app, c, count_row, &n, &err), &err);
	return n;
}

#define CROWD 1300 /* more than a list shows */

/* All rows go out one after the other, those called lately too. */
static void every_row_of_a_list(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct buf b;
	struct err err = {0};
	int64_t id;
	start(f, &app);
	must(app_centre_call(&app,
			     &(struct contact){.person_id = 1,
					       .outcome = CONTACT_NOT_REACHED,
					       .again_on = day(2026, 1, 20)},
			     &id, &err),
	     &err);
	for (size_t i = 0; i < countof(filters); i++)
		assert_int_equal(n_each(&app, &filters[i].c), filters[i].n);
	script_begin(f, &b);
	for (int i = 5001; i <= 5000 + CROWD; i++) {
		buf_printf(&b,
			   "INSERT INTO person (id, pseudonym, birth_date, "
			   "sex, updated_us) VALUES (%d, 'X%d', '1950-01-01', "
			   "'F', 0);",
			   i, i);
		activity_row(&b, i, i, VISIT, day(2026, 3, 1), "");
		buf_printf(&b, ENROLLED, i, i, 21, 21, "016024", i, 21, i, i,
			   i);
	}
	script_run(f, &b);
	assert_int_equal(n_each(&app, &(struct centre_query){0}), 8 + CROWD);
	act_as(&app, ROLE_OPERATOR, 22);
	assert_int_equal(n_each(&app, &(struct centre_query){0}), 2);
	act_as(&app, ROLE_OPERATOR, 0);
	id = 0;
	assert_int_equal(app_centre_each(&app, &(struct centre_query){0},
					 count_row, &id, &err),
			 E_DENIED);
	assert_int_equal(id, 0);
	app_close(&app);
}

static void pages_and_sorts(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct listed l;
	struct err err = {0};
	int64_t id, seen = 0;
	start(f, &app);
	must(app_centre_call(&app,
			     &(struct contact){.person_id = 1,
					       .outcome = CONTACT_NOT_REACHED,
					       .again_on = DATE_NONE},
			     &id, &err),
	     &err);
	/* who was called goes behind the others, on every page size */
	for (int size = 1; size <= 9; size++) {
		int64_t order[8];
		size_t n = 0;
		for (int64_t at = 0; at < 8; at += size) {
			list_of_tab(&app,
				    (struct centre_query){.offset = at,
							  .limit = size},
				    &l);
			for (size_t i = 0; i < l.list.n && n < 8; i++)
				order[n++] = l.list.row[i].person_id;
			arena_release(&l.a);
		}
		assert_int_equal(n, 8);
		for (int i = 0; i < 7; i++)
			assert_int_equal(order[i], i + 2);
		assert_int_equal(order[7], 1);
	}
	list_of_tab(&app,
		    (struct centre_query){.sort = CENTRE_BY_NAME,
					  .descending = true,
					  .limit = 3},
		    &l);
	assert_int_equal(l.list.n, 3);
	seen = l.list.row[0].person_id;
	arena_release(&l.a);
	assert_int_equal(seen, 8);
	/* withdrawn, it is as if nobody had called */
	must(app_centre_call_undo(&app, id, &err), &err);
	list_of_tab(&app, (struct centre_query){0}, &l);
	assert_int_equal(l.list.row[0].person_id, 1);
	arena_release(&l.a);
	app_close(&app);
}

static void needs_a_centre(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct arena a;
	struct centre_list list;
	struct err err = {0};
	int64_t n[N_CENTRE_TAB];
	struct centre_query c = {.limit = 25};
	start(f, &app);
	arena_init(&a, 1 << 20);
	static const enum role roles[] = {ROLE_OPERATOR, ROLE_CITIZEN,
					  ROLE_PHARMACIST, ROLE_AGENCY};
	for (size_t i = 0; i < countof(roles); i++) {
		act_as(&app, roles[i], 0);
		assert_int_equal(app_centre_list(&app, &c, &a, &list, &err),
				 E_DENIED);
		assert_int_equal(app_centre_counts(&app, n, &err), E_DENIED);
	}
	arena_release(&a);
	app_close(&app);
}

/* ---- several at once ---- */

static void takes_several(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct err err = {0};
	start(f, &app);
	add_activity(f, 301, 1, VISIT, day(2026, 4, 10), "");
	add_activity(f, 302, 1, VISIT, day(2026, 5, 10), "");
	int64_t s1 = slot_at(f, "301001", VISIT, "2026-03-10", 540);
	int64_t s2 = slot_at(f, "301001", VISIT, "2026-04-14", 540);
	int64_t s3 = slot_at(f, "301001", VISIT, "2026-05-12", 540);
	static const int64_t a1 = 101, a2 = 301, a3 = 302, other = 102;
	struct book_choice c[] = {
		{.slot_id = s1, .activities = &a1, .n_activity = 1},
		{.slot_id = s2, .activities = &a2, .n_activity = 1},
		{.slot_id = s3, .activities = &a3, .n_activity = 1}};
	struct book_choice taken_by_2 = {
		.slot_id = s2, .activities = &other, .n_activity = 1};
	must(app_book_take(&app, 2, &taken_by_2, 1, &err), &err);
	/* the one that is gone is said, the others are booked */
	must(app_book_take(&app, 1, c, 3, &err), &err);
	assert_int_equal(c[0].taken, BOOK_TAKEN);
	assert_int_equal(c[1].taken, BOOK_GONE);
	assert_int_equal(c[2].taken, BOOK_TAKEN);
	assert_int_equal(in_state(f, "appointment", "booked"), 3);
	/* a second click books nothing twice */
	int64_t first = c[0].appointment_id;
	must(app_book_take(&app, 1, c, 3, &err), &err);
	assert_int_equal(c[0].taken, BOOK_TAKEN_BEFORE);
	assert_int_equal(c[0].appointment_id, first);
	assert_int_equal(in_state(f, "appointment", "booked"), 3);
	/* the same service in another place: it has one */
	c[0].slot_id = slot_at(f, "301001", VISIT, "2026-03-17", 540);
	must(app_book_take(&app, 1, c, 1, &err), &err);
	assert_int_equal(c[0].taken, BOOK_ELSEWHERE);
	act_as(&app, ROLE_SYSTEM, 0);
	check_invariants(&app);
	app_close(&app);
}

static void refuses_forged_choices(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct err err = {0};
	int64_t id = 0;
	start(f, &app);
	add_activity(f, 400, 1, VISIT, day(2026, 3, 10), "");
	raw_sql(f, "UPDATE activity SET state = 'done' WHERE id = 400");
	int64_t s = slot_at(f, "301001", VISIT, "2026-03-10", 540);
	int64_t lab = slot_at(f, "301001", "LAB", "2026-03-09", 450);
	int64_t past = slot_at(f, "301001", VISIT, "2026-01-13", 540);
	app.today = day(2026, 1, 20);
	const struct {
		const char *name;
		int64_t person, slot, activity;
		enum rc rc;
	} rows[] = {
		{"activity of another person", 1, s, 102, E_NOT_FOUND},
		{"person of another centre", 9, s, 109, E_DENIED},
		{"another service", 1, lab, 101, E_STATE},
		{"no such place", 1, 12345, 101, E_NOT_FOUND},
		{"no such activity", 1, s, 12345, E_NOT_FOUND},
		{"a day that is past", 1, past, 101, E_STATE},
		{"done already", 1, s, 400, E_STATE},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		struct book_choice c = {.slot_id = rows[i].slot,
					.activities = &rows[i].activity,
					.n_activity = 1};
		enum rc rc = app_book_take(&app, rows[i].person, &c, 1, &err);
		if (rc != rows[i].rc)
			fail_msg("%s: rc %d", rows[i].name, rc);
		rc = app_book_hold(&app, rows[i].person, rows[i].slot,
				   rows[i].activity, 10, &id, &err);
		if (rc != rows[i].rc)
			fail_msg("hold, %s: rc %d", rows[i].name, rc);
	}
	raw_sql(f, "UPDATE person SET death_date = '2026-01-02' WHERE id = 1");
	struct arena a;
	struct book_found found;
	arena_init(&a, 1 << 20);
	assert_int_equal(
		app_book_find(&app,
			      &(struct book_request){.person_id = 1,
						     .activity_id = 101,
						     .from = DATE_NONE,
						     .to = DATE_NONE},
			      &a, &found, &err),
		E_STATE);
	assert_int_equal(err.msg != 0, 1);
	arena_release(&a);
	assert_int_equal(in_state(f, "appointment", "booked"), 0);
	app_close(&app);
}

static int64_t take(struct app *app, int64_t person, int64_t slot,
		    int64_t activity)
{
	struct err err = {0};
	struct book_choice c = {
		.slot_id = slot, .activities = &activity, .n_activity = 1};
	must(app_book_take(app, person, &c, 1, &err), &err);
	assert_int_equal(c.taken, BOOK_TAKEN);
	return c.appointment_id;
}

static void undoes_a_cancellation(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct err err = {0};
	int64_t back = 0;
	start(f, &app);
	int64_t s = slot_at(f, "301001", VISIT, "2026-03-10", 540);
	int64_t id = take(&app, 1, s, 101);
	must(app_book_cancel(&app, id, STR("by mistake"), &err), &err);
	assert_int_equal(
		n_rows(&app, (struct centre_query){.tab = CENTRE_TO_RECALL}),
		1);
	must(app_book_restore(&app, id, &back, &err), &err);
	assert_int_equal(taken(f, s), 1);
	assert_int_equal(
		n_rows(&app, (struct centre_query){.tab = CENTRE_TO_RECALL}),
		0);
	/* twice, or when somebody was faster: refused, with words */
	assert_int_equal(app_book_restore(&app, id, &back, &err), E_CONFLICT);
	must(app_book_cancel(&app, back, STR("again"), &err), &err);
	take(&app, 2, s, 102);
	assert_int_equal(app_book_restore(&app, back, &id, &err), E_CONFLICT);
	assert_true(err.msg != 0);
	act_as(&app, ROLE_SYSTEM, 0);
	check_invariants(&app);
	app_close(&app);
}

static void undoes_an_outcome(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct err err = {0};
	start(f, &app);
	int64_t id = take(&app, 1,
			  slot_at(f, "301001", VISIT, "2026-03-10", 540), 101);
	app.today = day(2026, 3, 10);
	must(app_book_done(&app, id, &err), &err);
	assert_int_equal(in_state(f, "activity", "done"), 1);
	must(app_book_outcome_undo(&app, id, &err), &err);
	assert_int_equal(in_state(f, "activity", "booked"), 1);
	must(app_book_no_show(&app, id, &err), &err);
	assert_int_equal(
		n_rows(&app, (struct centre_query){.tab = CENTRE_TO_RECALL}),
		1);
	must(app_book_outcome_undo(&app, id, &err), &err);
	assert_int_equal(in_state(f, "appointment", "booked"), 1);
	act_as(&app, ROLE_SYSTEM, 0);
	check_invariants(&app);
	act_as(&app, ROLE_OPERATOR, 21);
	/* what is booked elsewhere meanwhile stays there */
	must(app_book_no_show(&app, id, &err), &err);
	take(&app, 1, slot_at(f, "301001", VISIT, "2026-03-17", 540), 101);
	assert_int_equal(app_book_outcome_undo(&app, id, &err), E_CONFLICT);
	app.today = day(2026, 3, 12);
	assert_int_equal(app_book_outcome_undo(&app, id, &err), E_STATE);
	act_as(&app, ROLE_SYSTEM, 0);
	check_invariants(&app);
	app_close(&app);
}

/* ---- confirming, freed places ---- */

static void confirms_presence(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct err err = {0};
	struct centre_query c = {.tab = CENTRE_TO_CONFIRM, .days = 7};
	start(f, &app);
	int64_t id = take(&app, 1,
			  slot_at(f, "301001", VISIT, "2026-03-10", 540), 101);
	assert_int_equal(n_rows(&app, c), 0);
	app.today = day(2026, 3, 5);
	assert_int_equal(n_rows(&app, c), 1);
	must(app_book_presence(&app, id, true, &err), &err);
	must(app_book_presence(&app, id, true, &err), &err);
	assert_int_equal(n_rows(&app, c), 0);
	must(app_book_presence(&app, id, false, &err), &err);
	assert_int_equal(n_rows(&app, c), 1);
	act_as(&app, ROLE_OPERATOR, 22);
	assert_int_equal(app_book_presence(&app, id, true, &err), E_DENIED);
	act_as(&app, ROLE_CITIZEN, 0);
	app.who.person_id = 1;
	must(app_book_presence(&app, id, true, &err), &err);
	app_close(&app);
}

static void offers_freed_places(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct err err = {0};
	struct listed l;
	start(f, &app);
	int64_t id = take(&app, 1,
			  slot_at(f, "301001", VISIT, "2026-03-10", 540), 101);
	must(app_book_cancel(&app, id, STR("ill"), &err), &err);
	list_of_tab(&app, (struct centre_query){.tab = CENTRE_FREED}, &l);
	assert_int_equal(l.list.n, 1);
	assert_int_equal(l.list.row[0].n_candidate, CENTRE_CANDIDATES);
	for (size_t i = 1; i < l.list.row[0].n_candidate; i++)
		assert_true(l.list.row[0].candidate[i - 1].distance_hm <=
			    l.list.row[0].candidate[i].distance_hm);
	/* odd people live there, even ones 22 km away */
	assert_int_equal(l.list.row[0].candidate[0].person_id % 2, 1);
	arena_release(&l.a);
	app_close(&app);
}

static void counts_tabs(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct err err = {0};
	int64_t n[N_CENTRE_TAB], id;
	start(f, &app);
	must(app_book_hold(&app, 2,
			   slot_at(f, "301001", VISIT, "2026-03-10", 540), 102,
			   10, &id, &err),
	     &err);
	must(app_centre_counts(&app, n, &err), &err);
	assert_int_equal(n[CENTRE_TO_BOOK], 8);
	assert_int_equal(n_rows(&app, (struct centre_query){0}), 7); /* held */
	assert_int_equal(n[CENTRE_TO_CONFIRM], 0);
	assert_int_equal(n[CENTRE_TO_RECALL], 0);
	assert_int_equal(n[CENTRE_FREED], 0);
	assert_int_equal(n[CENTRE_HELD], 1);
	assert_int_equal(
		n_rows(&app, (struct centre_query){.tab = CENTRE_HELD}), 1);
	app_close(&app);
}

/* ---- one person, calls ---- */

static void shows_a_person(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct err err = {0};
	struct arena a;
	struct centre_person p;
	int64_t id;
	start(f, &app);
	arena_init(&a, 1 << 20);
	take(&app, 1, slot_at(f, "301001", VISIT, "2026-03-10", 540), 101);
	add_activity(f, 500, 1, "90.27.1", day(2026, 6, 1), "k");
	must(app_book_prefer(&app, 1, STR("301002"), 3, &err), &err);
	must(app_centre_call(
		     &app,
		     &(struct contact){.person_id = 1,
				       .outcome = CONTACT_CALL_BACK,
				       .again_on = day(2026, 2, 1),
				       .note = STR("after <b>lunch</b>")},
		     &id, &err),
	     &err);
	must(app_centre_person(&app, 1, &a, &p, &err), &err);
	assert_int_equal(p.n_activity, 2);
	assert_int_equal(p.activity[0].id, 101);
	assert_true(str_is(p.activity[0].facility, "301001"));
	assert_int_equal(p.activity[1].appointment_id, 0);
	assert_int_equal(p.n_call, 1);
	assert_true(str_is(p.call[0].note, "after <b>lunch</b>"));
	assert_true(str_is(p.own_site, "301002"));
	assert_int_equal(p.weekdays, 3);
	assert_int_equal(app_centre_person(&app, 9, &a, &p, &err), E_DENIED);
	arena_release(&a);
	app_close(&app);
}

static void refuses_wrong_calls(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct err err = {0};
	int64_t id = 0;
	char long_note[600];
	start(f, &app);
	memset(long_note, 'x', sizeof(long_note));
	const struct {
		const char *name;
		struct contact c;
		enum rc rc;
	} rows[] = {
		{"yesterday",
		 {.person_id = 1, .again_on = day(2026, 1, 6)},
		 E_RANGE},
		{"in two years",
		 {.person_id = 1, .again_on = day(2028, 1, 1)},
		 E_RANGE},
		{"a long note",
		 {.person_id = 1,
		  .again_on = DATE_NONE,
		  .note = {long_note, sizeof(long_note)}},
		 E_RANGE},
		{"of another centre",
		 {.person_id = 9, .again_on = DATE_NONE},
		 E_DENIED},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		enum rc rc = app_centre_call(&app, &rows[i].c, &id, &err);
		if (rc != rows[i].rc)
			fail_msg("%s: rc %d", rows[i].name, rc);
	}
	assert_int_equal(app_centre_call_undo(&app, 12345, &err), E_NOT_FOUND);
	app_close(&app);
}

/* ---- a provider's agenda ---- */

static int64_t works_for(const struct db_fixture *f, const char *facility)
{
	char sql[128];
	snprintf(sql, sizeof(sql),
		 "SELECT id FROM organisation WHERE code = '%s'", facility);
	return raw_number(f, sql);
}

static void shows_a_providers_day(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct err err = {0};
	struct arena a;
	struct book_day_line *list;
	struct book_close_line *close;
	struct book_day_count *days;
	size_t n;
	start(f, &app);
	arena_init(&a, 1 << 20);
	int64_t id = take(&app, 1,
			  slot_at(f, "301001", VISIT, "2026-03-10", 540), 101);
	act_as(&app, ROLE_OPERATOR, 22); /* a place is taken; not by whom */
	must(app_book_day(&app, STR("301001"), day(2026, 3, 10), &a, &list, &n,
			  &err),
	     &err);
	assert_int_equal(n, 1);
	assert_true(list[0].hidden && !list[0].name.len && !list[0].person_id);
	act_as(&app, ROLE_PROVIDER, works_for(f, "301001"));
	must(app_book_day(&app, STR(""), day(2026, 3, 10), &a, &list, &n, &err),
	     &err);
	assert_true(!list[0].hidden && str_is(list[0].name, "Rossi1 Ada"));
	must(app_book_agenda(&app, STR(""), day(2026, 3, 1), day(2026, 3, 31),
			     false, &a, &days, &n, &err),
	     &err);
	assert_int_equal(n, 10); /* Mondays and Tuesdays */
	must(app_book_close_preview(&app, STR(""), day(2026, 3, 10), &a, &close,
				    &n, &err),
	     &err);
	assert_int_equal(n, 1);
	assert_true(close[0].n_free > 3);
	assert_int_equal(close[0].next_day.days, day(2026, 3, 17).days);
	/* another's agenda, and what happens in it, is not theirs */
	act_as(&app, ROLE_PROVIDER, works_for(f, "301002"));
	assert_int_equal(app_book_day(&app, STR("301001"), day(2026, 3, 10), &a,
				      &list, &n, &err),
			 E_DENIED);
	app.today = day(2026, 3, 10);
	assert_int_equal(app_book_done(&app, id, &err), E_DENIED);
	struct day_closed out;
	assert_int_equal(app_book_close_day(&app, STR("301001"),
					    day(2026, 3, 12), STR("x"), &out,
					    &err),
			 E_DENIED);
	act_as(&app, ROLE_OPERATOR, 22);
	assert_int_equal(app_book_done(&app, id, &err), E_DENIED);
	act_as(&app, ROLE_PROVIDER, works_for(f, "301001"));
	must(app_book_done(&app, id, &err), &err);
	arena_release(&a);
	app_close(&app);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(lists_what_is_to_book),  ON_BOTH(filters_lists),
		ON_BOTH(every_row_of_a_list),    ON_BOTH(pages_and_sorts),
		ON_BOTH(needs_a_centre),         ON_BOTH(takes_several),
		ON_BOTH(refuses_forged_choices), ON_BOTH(undoes_a_cancellation),
		ON_BOTH(undoes_an_outcome),      ON_BOTH(confirms_presence),
		ON_BOTH(offers_freed_places),    ON_BOTH(counts_tabs),
		ON_BOTH(shows_a_person),         ON_BOTH(refuses_wrong_calls),
		ON_BOTH(shows_a_providers_day),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Visits at a distance: booked, held, reported, signed, read; asked, answered;
 * who may see and do what, on both engines. */
#include "test/plan_db.h"

#include "app/booking.h"
#include "app/scan.h"
#include "app/tele.h"
#include "app/visit.h"
#include "text/text.h"

#define MINUTE INT64_C(60000000)
#define DAY    "2026-03-02" /* a Monday */

struct world {
	struct db_fixture *f;
	struct app app;
	struct err err;
	struct arena a;
};

/* People 1..4 of the plan tests. User 94 is doctor 11 (of odd people), 95
 * doctor 12, 91 and 93 specialists (91 of pool 81), 98 an operator of the
 * cooperative, 99 of another; 97 person 1, 90 cares for them. */
static void begin(void **state, struct world *w)
{
	*w = (struct world){.f = fixture_of(state)};
	plan_db_open(w->f, &w->app, 4, DAY);
	arena_init(&w->a, 64u << 20);
	w->app.now_us = visit_instant(w->app.today, 600);
	sql(w->f,
	    "INSERT INTO app_user (id, login, display_name, created_us) VALUES "
	    "(90, 'figlia', 'Carla Figlia', 1), "
	    "(91, 'cardio1', 'Dott. Lia Cuore', 1), (93, 'altro', 'Dott. "
	    "Altro', 1), (94, 'medico1', 'Anna Uno', 1), (95, 'medico2', "
	    "'Bruno Due', 1), (97, 'maria', 'Maria Rossi', 1), "
	    "(98, 'centro', 'Centro', 1), (99, 'lontano', 'Lontano', 1); "
	    "INSERT INTO organisation (id, code, kind, name) VALUES "
	    "(41, 'C2', 'CPC', 'Altra cooperativa'); "
	    "INSERT INTO doctor_membership (id, doctor_id, organisation_id, "
	    "valid_from, recorded_us) VALUES (1, 11, 21, '2020-01-01', 1); "
	    "INSERT INTO user_role (id, user_id, role, doctor_id, valid_from) "
	    "VALUES (1, 91, 'specialist', NULL, '2025-01-01'), "
	    "(3, 93, 'specialist', NULL, '2025-01-01'), "
	    "(4, 94, 'doctor', 11, '2025-01-01'), "
	    "(5, 95, 'doctor', 12, '2025-01-01'); "
	    "INSERT INTO tele_pool (id, code, name, kind, recorded_us) VALUES "
	    "(81, 'CARDIO', 'Cardiologia', 'ecg', 1); "
	    "INSERT INTO tele_pool_reader (pool_id, user_id, valid_from, "
	    "recorded_us) VALUES (81, 91, '2025-01-01', 1); "
	    "INSERT INTO consent (id, person_id, purpose, subject_kind, "
	    "subject_id, granted, valid_from, recorded_us) VALUES "
	    "(1, 1, 'care', 'person', 3, 1, '2025-01-01', 1); "
	    "UPDATE rule SET value = 'https://video.example/{room}' "
	    "WHERE key = 'visit.room_url'");
	must(app_rules_again(&w->app, &w->err), &w->err);
}

static void end(struct world *w)
{
	arena_release(&w->a);
	app_close(&w->app);
}

static void as(struct world *w, enum role role, int64_t user, int64_t bound)
{
	w->app.who = (struct actor){
		.user_id = user, .role = role, .purpose = STR("care")};
	if (role == ROLE_DOCTOR || role == ROLE_STAFF)
		w->app.who.doctor_id = bound;
	else if (role == ROLE_CITIZEN)
		w->app.who.person_id = bound;
	else
		w->app.who.org_id = bound;
}

static void as_gp(struct world *w)
{
	as(w, ROLE_DOCTOR, 94, 11);
}

static void as_cardio(struct world *w)
{
	as(w, ROLE_SPECIALIST, 91, 0);
}

static void as_person(struct world *w)
{
	as(w, ROLE_CITIZEN, 97, 1);
}

static void want(enum rc got, enum rc wanted, int msg, const struct err *err,
		 const char *what)
{
	if (got != wanted || (msg && err->msg != msg))
		fail_msg("%s: rc %d, message %d: %s", what, got, err->msg,
			 err->text);
}

/* It is so many minutes after ten of a day that many days on. */
static void at(struct world *w, int days, int minutes)
{
	w->app.today = date_add(kit_day(DAY), days);
	w->app.now_us = visit_instant(w->app.today, 600 + minutes);
}

static struct visit_booking booking(void)
{
	return (struct visit_booking){.person_id = 1,
				      .host_user_id = 94,
				      .when = {.day = date_add(kit_day(DAY), 1),
					       .start_min = 600,
					       .minutes = 20},
				      .reason =
					      STR("Controllo della pressione"),
				      .seen_on = kit_day("2026-01-20"),
				      .suitable = true,
				      .consent = true};
}

static int64_t book(struct world *w, const struct visit_booking *b)
{
	int64_t id = 0;
	as_gp(w);
	must(app_visit_book(&w->app, b, &id, &w->err), &w->err);
	return id;
}

static int64_t book_one(struct world *w)
{
	struct visit_booking b = booking();
	return book(w, &b);
}

/* A signed plan whose first activity is a cardiological check-up. */
static int64_t planned(struct world *w)
{
	struct plan_drafted d;
	struct plan_signed s;
	as_gp(w);
	must(app_plan_draft(&w->app, kit.engine, 1, &d, &w->err), &w->err);
	must(app_plan_sign(&w->app, 1, &s, &w->err), &w->err);
	int64_t id = count_of(w->f, "SELECT min(id) FROM activity");
	sql(w->f,
	    "UPDATE activity SET service_code = '89.01.3', earliest = "
	    "'2026-02-01', due = '2026-03-10', latest = '2026-04-30' "
	    "WHERE id = %" PRId64,
	    id);
	return id;
}

/* ---- booking */

static void refused(void **state)
{
	struct world w;
	begin(state, &w);
	struct visit_booking b = booking();
	int64_t id;
	static const struct {
		const char *name;
		enum rc rc;
		int msg;
	} rows[] = {
		{"no reason", E_RANGE, MSG_VIS_NO_REASON},
		{"not suitable", E_STATE, MSG_VIS_NOT_SUITABLE},
		{"never seen", E_RANGE, MSG_VIS_NOT_SEEN},
		{"seen tomorrow", E_RANGE, MSG_VIS_NOT_SEEN},
		{"seen long ago", E_STATE, MSG_VIS_SEEN_LONG_AGO},
		{"no consent", E_STATE, MSG_TEL_NO_CONSENT},
		{"an exam", E_STATE, MSG_VIS_NOT_REMOTE},
		{"a first visit", E_STATE, MSG_VIS_NOT_REMOTE},
		{"a past hour", E_RANGE, MSG_VIS_PAST},
		{"three minutes", E_RANGE, MSG_VIS_BAD_TIME},
		{"a doctor of others", E_STATE, MSG_VIS_NO_HOST},
		{"nobody", E_STATE, MSG_VIS_NO_HOST},
	};
	as_gp(&w);
	for (size_t i = 0; i < countof(rows); i++) {
		struct err err = {0};
		b = booking();
		switch (i) {
		case 0:
			b.reason = STR("  ");
			break;
		case 1:
			b.suitable = false;
			break;
		case 2:
			b.seen_on = DATE_NONE;
			break;
		case 3:
			b.seen_on = date_add(w.app.today, 1);
			break;
		case 4:
			b.seen_on = date_add(w.app.today, -731);
			break;
		case 5:
			b.consent = false;
			break;
		case 6:
			b.service = STR("89.52");
			break;
		case 7:
			b.service = STR("89.7A.3");
			break;
		case 8:
			b.when.day = date_add(w.app.today, -1);
			break;
		case 9:
			b.when.minutes = 3;
			break;
		case 10:
			b.host_user_id = 95;
			break;
		default:
			b.host_user_id = 12345;
		}
		want(app_visit_book(&w.app, &b, &id, &err), rows[i].rc,
		     rows[i].msg, &err, rows[i].name);
	}
	assert_int_equal(count_of(w.f, "SELECT count(*) FROM visit"), 0);
	assert_int_equal(count_of(w.f, "SELECT count(*) FROM appointment"), 0);
	assert_int_equal(count_of(w.f, "SELECT count(*) FROM consent WHERE "
				       "purpose LIKE 'tele.%'"),
			 0);
	end(&w);
}

static void who_may_book(void **state)
{
	struct world w;
	begin(state, &w);
	static const struct {
		const char *name;
		enum role role;
		int64_t user, bound;
		enum rc rc;
	} rows[] = {
		{"another doctor", ROLE_DOCTOR, 95, 12, E_DENIED},
		{"another centre", ROLE_OPERATOR, 99, 41, E_DENIED},
		{"a specialist", ROLE_SPECIALIST, 91, 0, E_DENIED},
		{"a pharmacist", ROLE_PHARMACIST, 96, 41, E_DENIED},
		{"the person", ROLE_CITIZEN, 97, 1, E_DENIED},
		{"an agency", ROLE_AGENCY, 96, 41, E_DENIED},
		{"their staff", ROLE_STAFF, 96, 11, OK},
		{"their centre", ROLE_OPERATOR, 98, 21, OK},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		struct err err = {0};
		struct visit_booking b = booking();
		int64_t id;
		b.when.start_min += 30 * (int)i;
		as(&w, rows[i].role, rows[i].user, rows[i].bound);
		want(app_visit_book(&w.app, &b, &id, &err), rows[i].rc, 0, &err,
		     rows[i].name);
	}
	end(&w);
}

/* It is an appointment: in the calendar, the person's time is taken, and the
 * place is for nobody else. */
static void in_the_calendar(void **state)
{
	struct world w;
	begin(state, &w);
	struct book_line *list = NULL;
	size_t n = 0;
	int64_t again;
	struct visit_booking b = booking();
	book_one(&w);
	must(app_book_calendar(&w.app, 1, w.app.today,
			       date_add(w.app.today, 30), &w.a, &list, &n,
			       &w.err),
	     &w.err);
	assert_int_equal(n, 1);
	assert_true(str_is(list[0].place, "Anna Uno"));
	assert_true(str_is(list[0].state, "booked"));
	assert_int_equal(list[0].start_min, 600);
	assert_int_equal(count_of(w.f, "SELECT mode FROM appointment"), 21);
	assert_int_equal(count_of(w.f, "SELECT count(*) FROM slot WHERE "
				       "closed = 1 AND taken = 1"),
			 1);
	b.host_user_id = 91; /* the person is busy */
	want(app_visit_book(&w.app, &b, &again, &w.err), E_CONFLICT,
	     MSG_CEN_BUSY, &w.err, "the person twice");
	b.person_id = 3; /* the doctor is */
	b.host_user_id = 94;
	b.when.start_min = 610;
	want(app_visit_book(&w.app, &b, &again, &w.err), E_CONFLICT,
	     MSG_VIS_HOST_BUSY, &w.err, "the doctor twice");
	b.when.start_min = 620;
	must(app_visit_book(&w.app, &b, &again, &w.err), &w.err);
	assert_int_equal(
		count_of(w.f, "SELECT count(*) FROM slot s WHERE s.taken <> "
			      "(SELECT count(*) FROM appointment a WHERE "
			      "a.slot_id = s.id AND a.state <> 'cancelled')"),
		0);
	end(&w);
}

/* What changes an appointment elsewhere is not for a televisit; cancelling it
 * is, and the televisit knows. */
static void elsewhere(void **state)
{
	struct world w;
	begin(state, &w);
	int64_t id = book_one(&w), other;
	struct visit_view v;
	int64_t appointment = count_of(w.f, "SELECT min(id) FROM appointment");
	int64_t slot = count_of(w.f, "SELECT min(id) FROM slot");
	want(app_book_move(&w.app, appointment, slot, &other, &w.err), E_STATE,
	     MSG_VIS_FROM_ITS_PAGE, &w.err, "moved like others");
	at(&w, 1, 0);
	as(&w, ROLE_OPERATOR, 98, 21);
	want(app_book_done(&w.app, appointment, &w.err), E_STATE,
	     MSG_VIS_FROM_ITS_PAGE, &w.err, "done without a report");
	as_person(&w);
	must(app_book_cancel(&w.app, appointment, STR("non posso"), &w.err),
	     &w.err);
	want(app_book_restore(&w.app, appointment, &other, &w.err), E_STATE,
	     MSG_VIS_FROM_ITS_PAGE, &w.err, "restored like others");
	as_gp(&w);
	must(app_visit_show(&w.app, id, &w.a, &v, &w.err), &w.err);
	assert_int_equal(v.row.state, VISIT_CANCELLED);
	assert_int_equal(v.room, VISIT_ROOM_NOT_YOURS);
	want(app_visit_start(&w.app, id, &w.err), E_STATE,
	     MSG_VIS_NOT_FROM_HERE, &w.err, "begun when cancelled");
	/* booked again, from its own page: a new room */
	must(app_visit_move(
		     &w.app, id,
		     &(struct visit_time){.day = date_add(w.app.today, 1),
					  .start_min = 660,
					  .minutes = 20},
		     &w.err),
	     &w.err);
	must(app_visit_show(&w.app, id, &w.a, &v, &w.err), &w.err);
	assert_int_equal(v.row.state, VISIT_BOOKED);
	assert_int_equal(v.row.group, VISIT_COMING);
	assert_int_equal(v.row.starts_us,
			 visit_instant(date_add(w.app.today, 1), 660));
	assert_int_equal(count_of(w.f, "SELECT count(*) FROM appointment WHERE "
				       "state = 'booked'"),
			 1);
	end(&w);
}

/* ---- the room */

static void the_room(void **state)
{
	struct world w;
	begin(state, &w);
	int64_t id = book_one(&w);
	static const struct {
		const char *name;
		enum role role;
		int64_t user, bound;
		int minutes; /* from its beginning */
		enum rc rc;
		int msg;
	} rows[] = {
		{"too early", ROLE_DOCTOR, 94, 11, -16, E_STATE,
		 MSG_VIS_ROOM_EARLY},
		{"open to the doctor", ROLE_DOCTOR, 94, 11, -15, OK, 0},
		{"and to the person", ROLE_CITIZEN, 97, 1, -15, OK, 0},
		{"and to who cares for them", ROLE_CITIZEN, 90, 3, 0, OK, 0},
		{"not to another person", ROLE_CITIZEN, 96, 2, 0, E_DENIED,
		 MSG_VIS_NOT_YOURS},
		{"not to the staff", ROLE_STAFF, 96, 11, 0, E_DENIED,
		 MSG_VIS_ROOM_NOT_YOURS},
		{"not to the centre", ROLE_OPERATOR, 98, 21, 0, E_DENIED,
		 MSG_VIS_ROOM_NOT_YOURS},
		{"not to a specialist", ROLE_SPECIALIST, 91, 0, 0, E_DENIED,
		 MSG_VIS_NOT_YOURS},
		{"not to another doctor", ROLE_DOCTOR, 95, 12, 0, E_DENIED,
		 MSG_VIS_NOT_YOURS},
		{"late", ROLE_DOCTOR, 94, 11, 80, OK, 0},
		{"too late", ROLE_CITIZEN, 97, 1, 81, E_STATE,
		 MSG_VIS_ROOM_LATE},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		struct str url = {0};
		struct err err = {0};
		at(&w, 1, rows[i].minutes);
		as(&w, rows[i].role, rows[i].user, rows[i].bound);
		want(app_visit_room(&w.app, id, &w.a, &url, &err), rows[i].rc,
		     rows[i].msg, &err, rows[i].name);
		if (!rows[i].rc &&
		    (url.len != 22 + 32 || !str_starts(url, STR("https://video."
								"example/"))))
			fail_msg("%s: " STR_FMT, rows[i].name, STR_ARG(url));
	}
	assert_int_equal(count_of(w.f, "SELECT count(*) FROM audit WHERE "
				       "action = 'visit.room' AND person_id = "
				       "1"),
			 4);
	end(&w);
}

static void without_a_room(void **state)
{
	struct world w;
	static const char *const urls[] = {"", "http://video.example/{room}",
					   "https://video.example/"};
	begin(state, &w);
	int64_t id = book_one(&w);
	at(&w, 1, 0);
	for (size_t i = 0; i < countof(urls); i++) {
		struct str url;
		struct visit_mine *list;
		size_t n;
		sql(w.f,
		    "UPDATE rule SET value = '%s' WHERE key = 'visit.room_url'",
		    urls[i]);
		must(app_rules_again(&w.app, &w.err), &w.err);
		as_gp(&w);
		want(app_visit_room(&w.app, id, &w.a, &url, &w.err), E_STATE,
		     MSG_VIS_ROOM_NONE, &w.err, urls[i]);
		as_person(&w);
		must(app_visit_mine(&w.app, 1, &w.a, &list, &n, &w.err),
		     &w.err);
		assert_int_equal(list[0].room, VISIT_ROOM_NONE);
	}
	as_gp(&w); /* by telephone it is held all the same */
	must(app_visit_start(&w.app, id, &w.err), &w.err);
	end(&w);
}

/* ---- held */

static const struct visit_draft report = {
	.present = STR_INIT("La signora Rossi e la figlia"),
	.text = STR_INIT("Sta bene; pressione 130/80 a casa."),
	.conclusion = STR_INIT("Ipertensione in compenso."),
	.therapy = STR_INIT("Invariata."),
	.advice = STR_INIT("Controllo fra tre mesi."),
};

static int64_t held(struct world *w, int64_t id)
{
	struct visit_signed s;
	at(w, 1, 0);
	as_gp(w);
	must(app_visit_start(&w->app, id, &w->err), &w->err);
	must(app_visit_write(&w->app, id, &report, &w->err), &w->err);
	want(app_visit_sign(&w->app, id, STR(""), &s, &w->err), E_STATE,
	     MSG_VIS_END_FIRST, &w->err, "signed while it runs");
	must(app_visit_end(&w->app, id, &w->err), &w->err);
	must(app_visit_sign(&w->app, id, STR(""), &s, &w->err), &w->err);
	return s.report_id;
}

static void held_and_signed(void **state)
{
	struct world w;
	begin(state, &w);
	struct visit_booking b = booking();
	b.activity_id = planned(&w);
	int64_t id = book(&w, &b);
	struct visit_mine *mine;
	struct visit_view v;
	size_t n;
	bool agrees = false;
	assert_int_equal(count_of(w.f, "SELECT count(*) FROM activity WHERE "
				       "state = 'booked'"),
			 1);
	as_gp(&w);
	want(app_visit_write(&w.app, id, &report, &w.err), E_STATE,
	     MSG_VIS_NOT_BEGUN, &w.err, "a report before");
	at(&w, 0, 0);
	as_person(&w);
	want(app_visit_arrive(&w.app, id, &w.err), E_STATE, MSG_VIS_ROOM_EARLY,
	     &w.err, "a day early");
	must(app_visit_checked(&w.app, id, &w.err), &w.err);
	at(&w, 1, -5);
	must(app_visit_arrive(&w.app, id, &w.err), &w.err);
	must(app_visit_arrive(&w.app, id, &w.err), &w.err); /* once is enough */
	as_gp(&w);
	must(app_visit_show(&w.app, id, &w.a, &v, &w.err), &w.err);
	assert_int_equal(v.row.state, VISIT_WAITING);
	assert_int_equal(v.row.group, VISIT_TODAY);
	assert_true(v.checked_us && v.arrived_us);
	must(app_visit_notes(&w.app, id, STR("chiedere del sale"), &w.err),
	     &w.err);
	int64_t report_id = held(&w, id);
	/* the plan: done on the day, by this */
	assert_int_equal(count_of(w.f, "SELECT count(*) FROM activity WHERE "
				       "state = 'done' AND done_on = "
				       "'2026-03-03'"),
			 1);
	assert_int_equal(count_of(w.f, "SELECT count(*) FROM appointment WHERE "
				       "state = 'done'"),
			 1);
	must(app_visit_verify(&w.app, report_id, &agrees, &w.err), &w.err);
	assert_true(agrees);
	want(app_visit_verify(&w.app, 0, &agrees, &w.err), E_NOT_FOUND, 0,
	     &w.err, "no report, and any");
	as_person(&w);
	must(app_visit_mine(&w.app, 1, &w.a, &mine, &n, &w.err), &w.err);
	assert_int_equal(n, 1);
	assert_true(str_eq(mine[0].report.conclusion, report.conclusion));
	assert_int_equal(count_of(w.f, "SELECT count(*) FROM visit_delivery "
				       "WHERE to_kind = 'person' AND read_by "
				       "= 97"),
			 1);
	end(&w);
}

/* The person sees the signed report and nothing before it; drafts and notes are
 * of the host alone. */
static void what_others_see(void **state)
{
	struct world w;
	begin(state, &w);
	int64_t id = book_one(&w);
	struct visit_mine *mine;
	struct visit_view v;
	size_t n;
	at(&w, 1, 0);
	as_gp(&w);
	must(app_visit_start(&w.app, id, &w.err), &w.err);
	must(app_visit_notes(&w.app, id, STR("appunto"), &w.err), &w.err);
	must(app_visit_write(&w.app, id, &report, &w.err), &w.err);
	must(app_visit_attach(&w.app, id, STR("%PDF-1.4 lettera"),
			      STR("lettera.pdf"), &w.err),
	     &w.err);
	must(app_visit_show(&w.app, id, &w.a, &v, &w.err), &w.err);
	assert_int_equal(v.n_report, 1);
	assert_int_equal(v.n_document, 1);
	assert_true(str_is(v.notes, "appunto"));
	as(&w, ROLE_STAFF, 96, 11);
	must(app_visit_show(&w.app, id, &w.a, &v, &w.err), &w.err);
	assert_int_equal(v.n_report, 0);
	assert_int_equal(v.n_document, 1);
	assert_int_equal(v.notes.len, 0);
	as(&w, ROLE_OPERATOR, 98, 21);
	must(app_visit_show(&w.app, id, &w.a, &v, &w.err), &w.err);
	assert_false(v.clinical);
	assert_true(v.may_book);
	assert_int_equal(v.row.question.len + v.notes.len + v.n_document +
				 v.n_report,
			 0);
	const struct visit_query all = {.limit = 10};
	struct visit_row *list;
	must(app_visit_list(&w.app, &all, &w.a, &list, &n, NULL, &w.err),
	     &w.err);
	assert_int_equal(n, 1);
	assert_int_equal(list[0].question.len, 0);
	as_person(&w);
	must(app_visit_mine(&w.app, 1, &w.a, &mine, &n, &w.err), &w.err);
	assert_int_equal(mine[0].report.version, 0);
	want(app_visit_show(&w.app, id, &w.a, &v, &w.err), E_DENIED,
	     MSG_VIS_NOT_YOURS, &w.err, "the case");
	as(&w, ROLE_CITIZEN, 96, 2);
	want(app_visit_mine(&w.app, 1, &w.a, &mine, &n, &w.err), E_DENIED, 0,
	     &w.err, "another citizen");
	end(&w);
}

static void not_held(void **state)
{
	struct world w;
	static const struct {
		const char *name;
		enum visit_fault why;
		const char *appointment;
	} rows[] = {
		{"the link", VISIT_TECHNICAL, "cancelled"},
		{"nobody came", VISIT_ABSENT, "no_show"},
		{"the doctor", VISIT_DOCTOR, "cancelled"},
	};
	begin(state, &w);
	int64_t activity = planned(&w);
	for (size_t i = 0; i < countof(rows); i++) {
		struct visit_booking b = booking();
		struct visit_view v;
		b.activity_id = activity;
		b.when.day = date_add(kit_day(DAY), (int)i + 1);
		at(&w, (int)i, 0);
		int64_t id = book(&w, &b);
		want(app_visit_not_held(&w.app, id, rows[i].why, true, STR(""),
					&w.err),
		     E_STATE, MSG_VIS_ROOM_EARLY, &w.err, "before its hour");
		at(&w, (int)i + 1, 10);
		must(app_visit_not_held(&w.app, id, rows[i].why, true,
					STR("richiamare"), &w.err),
		     &w.err);
		must(app_visit_show(&w.app, id, &w.a, &v, &w.err), &w.err);
		if (v.row.state != VISIT_NOT_HELD ||
		    !str_is(v.fault_then, "presence") ||
		    !str_is(v.fault, visit_fault_name[rows[i].why]))
			fail_msg("%s: state %d", rows[i].name, v.row.state);
		char q[160];
		snprintf(q, sizeof(q),
			 "SELECT count(*) FROM appointment WHERE state = '%s' "
			 "AND recall = 1 AND id = %" PRId64,
			 rows[i].appointment, v.appointment_id);
		if (count_of(w.f, q) != 1)
			fail_msg("%s: the appointment", rows[i].name);
		/* and the activity is open again */
		assert_int_equal(count_of(w.f,
					  "SELECT count(*) FROM activity WHERE "
					  "state = 'booked'"),
				 0);
	}
	end(&w);
}

/* Begun, the link fell: at its new time nothing of it has happened yet. */
static void begun_again(void **state)
{
	struct world w;
	struct visit_view v;
	begin(state, &w);
	int64_t id = book_one(&w);
	at(&w, 1, 0);
	must(app_visit_start(&w.app, id, &w.err), &w.err);
	must(app_visit_not_held(&w.app, id, VISIT_TECHNICAL, false, STR(""),
				&w.err),
	     &w.err);
	must(app_visit_show(&w.app, id, &w.a, &v, &w.err), &w.err);
	assert_true(v.started_us);
	const struct visit_time later = {.day = date_add(w.app.today, 1),
					 .start_min = 660,
					 .minutes = 20};
	must(app_visit_move(&w.app, id, &later, &w.err), &w.err);
	must(app_visit_show(&w.app, id, &w.a, &v, &w.err), &w.err);
	assert_int_equal(v.row.state, VISIT_BOOKED);
	assert_int_equal(v.started_us, 0);
	assert_int_equal(v.fault.len, 0);
	end(&w);
}

static void corrected(void **state)
{
	struct world w;
	begin(state, &w);
	int64_t id = book_one(&w);
	struct visit_signed s;
	struct visit_view v;
	struct visit_draft again = report;
	bool agrees = false;
	int64_t first = held(&w, id);
	want(app_visit_write(&w.app, id, &again, &w.err), E_STATE,
	     MSG_TEL_CORRECT_FIRST, &w.err, "written over");
	must(app_visit_correct(&w.app, id, STR("dose"), &w.err), &w.err);
	again.therapy = STR("Ramipril 5 mg.");
	must(app_visit_write(&w.app, id, &again, &w.err), &w.err);
	want(app_visit_sign(&w.app, id, STR("0000"), &s, &w.err), E_CONFLICT,
	     MSG_TEL_CHANGED, &w.err, "something else was shown");
	must(app_visit_sign(&w.app, id, STR(""), &s, &w.err), &w.err);
	assert_int_equal(s.version, 2);
	must(app_visit_show(&w.app, id, &w.a, &v, &w.err), &w.err);
	assert_int_equal(v.row.group, VISIT_PAST);
	assert_int_equal(v.n_report, 2);
	assert_true(str_is(v.report[0].correction_reason, "dose"));
	must(app_visit_verify(&w.app, first, &agrees, &w.err), &w.err);
	assert_true(agrees);
	static const char *const tries[] = {
		"UPDATE visit_report SET conclusion = 'altro'",
		"UPDATE visit_report SET state = 'draft'",
		"DELETE FROM visit_report",
		"UPDATE visit_event SET detail = 'x'",
		"DELETE FROM visit_event",
		"UPDATE visit SET person_id = 2",
		"DELETE FROM visit",
	};
	for (size_t i = 0; i < countof(tries); i++)
		refuses(w.f, tries[i]);
	end(&w);
}

static void documents(void **state)
{
	struct world w;
	begin(state, &w);
	int64_t id = book_one(&w), doc;
	struct str bytes, name, type;
	static const struct {
		const char *name;
		struct str bytes, file;
		enum rc rc;
		int msg;
	} rows[] = {
		{"a letter", STR_INIT("%PDF-1.4 a"), STR_INIT("C:\\x\\a.pdf"),
		 OK, 0},
		{"the same again", STR_INIT("%PDF-1.4 a"), STR_INIT("b.pdf"),
		 OK, 0},
		{"a program", STR_INIT("MZ\x90\0"), STR_INIT("a.exe"), E_FORMAT,
		 MSG_VIS_FILE_KIND},
		{"nothing", STR_INIT(""), STR_INIT("a.txt"), E_FORMAT,
		 MSG_VIS_FILE_KIND},
	};
	w.app.scanner = &(struct scanner){.place = "/nobody/there"};
	want(app_visit_attach(&w.app, id, rows[0].bytes, rows[0].file, &w.err),
	     E_BUSY, MSG_SCN_ABSENT, &w.err,
	     "a virus scanner that is not there");
	w.app.scanner = NULL;
	for (size_t i = 0; i < countof(rows); i++) {
		struct err err = {0};
		want(app_visit_attach(&w.app, id, rows[i].bytes, rows[i].file,
				      &err),
		     rows[i].rc, rows[i].msg, &err, rows[i].name);
	}
	assert_int_equal(count_of(w.f, "SELECT count(*) FROM visit_document"),
			 1);
	char *large = malloc(VISIT_FILE_MOST + 1);
	assert_non_null(large);
	memset(large, 'a', VISIT_FILE_MOST + 1);
	want(app_visit_attach(&w.app, id,
			      (struct str){large, VISIT_FILE_MOST + 1},
			      STR("a.txt"), &w.err),
	     E_LIMIT, MSG_VIS_FILE_LARGE, &w.err, "too large");
	for (int i = 1; i < VISIT_FILES_MOST; i++)
		must(app_visit_attach(&w.app, id,
				      (struct str){large, (size_t)i},
				      STR("a.txt"), &w.err),
		     &w.err);
	want(app_visit_attach(&w.app, id, STR("ancora"), STR("b.txt"), &w.err),
	     E_LIMIT, MSG_VIS_MANY_FILES, &w.err, "too many");
	free(large);
	doc = count_of(w.f, "SELECT min(id) FROM visit_document");
	must(app_visit_document(&w.app, id, doc, &w.a, &bytes, &name, &type,
				&w.err),
	     &w.err);
	assert_true(str_is(bytes, "%PDF-1.4 a") && str_is(name, "a.pdf") &&
		    str_is(type, "application/pdf"));
	as(&w, ROLE_OPERATOR, 98, 21);
	want(app_visit_document(&w.app, id, doc, &w.a, &bytes, &name, &type,
				&w.err),
	     E_DENIED, 0, &w.err, "the centre");
	want(app_visit_attach(&w.app, id, STR("x"), STR("b.txt"), &w.err),
	     E_DENIED, 0, &w.err, "the centre attaches");
	end(&w);
}

/* ---- a teleconsult */

static int64_t ask(struct world *w, const char *pool, int64_t to)
{
	int64_t id = 0;
	struct visit_asking s = {.person_id = 1,
				 .pool = str_from(pool),
				 .to_user_id = to,
				 .question = STR("Anticoagulare?"),
				 .urgency = TELE_AMBER,
				 .with_plan = true,
				 .consent = true};
	as_gp(w);
	must(app_visit_ask(&w->app, &s, &id, &w->err), &w->err);
	return id;
}

static void not_asked(void **state)
{
	struct world w;
	begin(state, &w);
	static const struct {
		const char *name;
		struct visit_asking s;
		enum rc rc;
		int msg;
	} rows[] = {
		{"no question",
		 {.person_id = 1, .pool = STR_INIT("CARDIO"), .consent = true},
		 E_RANGE,
		 MSG_VIS_NO_QUESTION},
		{"nobody",
		 {.person_id = 1, .question = STR_INIT("?"), .consent = true},
		 E_RANGE,
		 MSG_VIS_NOBODY_ASKED},
		{"oneself",
		 {.person_id = 1,
		  .question = STR_INIT("?"),
		  .to_user_id = 94,
		  .consent = true},
		 E_RANGE,
		 MSG_VIS_NOBODY_ASKED},
		{"no such pool",
		 {.person_id = 1,
		  .question = STR_INIT("?"),
		  .pool = STR_INIT("X"),
		  .consent = true},
		 E_NOT_FOUND,
		 MSG_VIS_NOBODY_ASKED},
		{"not a doctor",
		 {.person_id = 1,
		  .question = STR_INIT("?"),
		  .to_user_id = 97,
		  .consent = true},
		 E_NOT_FOUND,
		 MSG_VIS_NO_HOST},
		{"no consent",
		 {.person_id = 1,
		  .question = STR_INIT("?"),
		  .pool = STR_INIT("CARDIO")},
		 E_STATE,
		 MSG_TEL_NO_CONSENT},
		{"another's patient",
		 {.person_id = 2,
		  .question = STR_INIT("?"),
		  .pool = STR_INIT("CARDIO"),
		  .consent = true},
		 E_DENIED,
		 0},
	};
	int64_t id;
	as_gp(&w);
	for (size_t i = 0; i < countof(rows); i++) {
		struct err err = {0};
		want(app_visit_ask(&w.app, &rows[i].s, &id, &err), rows[i].rc,
		     rows[i].msg, &err, rows[i].name);
	}
	as(&w, ROLE_STAFF, 96, 11);
	struct visit_asking s = {.person_id = 1,
				 .pool = STR("CARDIO"),
				 .question = STR("?"),
				 .consent = true};
	want(app_visit_ask(&w.app, &s, &id, &w.err), E_DENIED,
	     MSG_VIS_DOCTORS_ASK, &w.err, "their staff");
	assert_int_equal(count_of(w.f, "SELECT count(*) FROM visit"), 0);
	end(&w);
}

static void answered(void **state)
{
	struct world w;
	begin(state, &w);
	planned(&w);
	int64_t id = ask(&w, "CARDIO", 0);
	struct visit_row *list;
	struct visit_view v;
	struct visit_signed s;
	size_t n;
	as(&w, ROLE_SPECIALIST, 93, 0);
	want(app_visit_take(&w.app, id, &w.err), E_DENIED, 0, &w.err,
	     "a specialist of no pool");
	want(app_visit_show(&w.app, id, &w.a, &v, &w.err), E_DENIED, 0, &w.err,
	     "looked at by them");
	as_cardio(&w);
	must(app_visit_list(&w.app,
			    &(struct visit_query){.open = true, .limit = 10},
			    &w.a, &list, &n, NULL, &w.err),
	     &w.err);
	assert_int_equal(n, 1);
	assert_int_equal(list[0].group, VISIT_TO_ANSWER);
	assert_int_equal(list[0].due_us, w.app.now_us + 24 * 60 * MINUTE);
	want(app_visit_write(&w.app, id, &report, &w.err), E_STATE,
	     MSG_VIS_TAKE_FIRST, &w.err, "answered before it was taken");
	must(app_visit_take(&w.app, id, &w.err), &w.err);
	must(app_visit_show(&w.app, id, &w.a, &v, &w.err), &w.err);
	assert_true(v.host && v.n_plan > 0);
	must(app_visit_write(&w.app, id, &report, &w.err), &w.err);
	must(app_visit_sign(&w.app, id, STR(""), &s, &w.err), &w.err);
	as_gp(&w);
	must(app_visit_list(&w.app, &(struct visit_query){.limit = 10}, &w.a,
			    &list, &n, NULL, &w.err),
	     &w.err);
	assert_true(n == 1 && list[0].unread);
	must(app_visit_show(&w.app, id, &w.a, &v, &w.err), &w.err);
	assert_true(str_eq(v.report[0].conclusion, report.conclusion));
	assert_true(v.n_delivery == 1 && v.delivery[0].read_us);
	must(app_visit_list(&w.app, &(struct visit_query){.limit = 10}, &w.a,
			    &list, &n, NULL, &w.err),
	     &w.err);
	assert_false(list[0].unread);
	/* between doctors: not to the person, nor to their centre */
	struct visit_mine *mine;
	as_person(&w);
	must(app_visit_mine(&w.app, 1, &w.a, &mine, &n, &w.err), &w.err);
	assert_int_equal(n, 0);
	as(&w, ROLE_OPERATOR, 98, 21);
	want(app_visit_show(&w.app, id, &w.a, &v, &w.err), E_DENIED, 0, &w.err,
	     "the centre");
	end(&w);
}

static void by_name_and_by_video(void **state)
{
	struct world w;
	begin(state, &w);
	int64_t id = ask(&w, "", 93);
	struct visit_time when = {.day = date_add(kit_day(DAY), 1),
				  .start_min = 600,
				  .minutes = 15};
	struct str url;
	as_cardio(&w);
	want(app_visit_take(&w.app, id, &w.err), E_DENIED, 0, &w.err,
	     "another than who was asked");
	as(&w, ROLE_SPECIALIST, 93, 0);
	want(app_visit_talk_at(&w.app, id, &when, &w.err), E_STATE,
	     MSG_VIS_TAKE_FIRST, &w.err, "a talk before it is taken");
	must(app_visit_take(&w.app, id, &w.err), &w.err);
	want(app_visit_take(&w.app, id, &w.err), E_CONFLICT,
	     MSG_VIS_TAKEN_BY_OTHER, &w.err, "twice");
	want(app_visit_give_back(&w.app, id, &w.err), E_STATE, MSG_VIS_ONLY_YOU,
	     &w.err, "given back to nobody");
	must(app_visit_talk_at(&w.app, id, &when, &w.err), &w.err);
	at(&w, 1, 5);
	must(app_visit_room(&w.app, id, &w.a, &url, &w.err), &w.err);
	as_gp(&w);
	must(app_visit_room(&w.app, id, &w.a, &url, &w.err), &w.err);
	as(&w, ROLE_STAFF, 96, 11);
	want(app_visit_room(&w.app, id, &w.a, &url, &w.err), E_DENIED, 0,
	     &w.err, "the staff");
	/* no time of the person is taken */
	assert_int_equal(count_of(w.f, "SELECT count(*) FROM appointment"), 0);
	end(&w);
}

static void overdue(void **state)
{
	struct world w;
	begin(state, &w);
	struct visit_clock_told told;
	ask(&w, "CARDIO", 0);
	as_system(&w.app);
	must(app_visit_clock(&w.app, &told, &w.err), &w.err);
	assert_int_equal(told.n_overdue, 0);
	at(&w, 1, 1);
	must(app_visit_clock(&w.app, &told, &w.err), &w.err);
	assert_int_equal(told.n_overdue, 1);
	must(app_visit_clock(&w.app, &told, &w.err), &w.err);
	assert_int_equal(told.n_overdue, 0); /* once */
	assert_int_equal(count_of(w.f, "SELECT count(*) FROM outbox WHERE "
				       "kind = 'visit.overdue'"),
			 1);
	end(&w);
}

/* An exam that comes with a question is seen by who answers, and by nobody
 * else of their kind. */
static void shown_exams(void **state)
{
	struct world w;
	begin(state, &w);
	sql(w.f,
	    "INSERT INTO tele_blob VALUES ('aa', 1, 1, 1); "
	    "INSERT INTO tele_exam (id, person_id, kind, sha256, file_name, "
	    "format, taken_on, identity_by, sender_user_id, sender_role, "
	    "device_state, algorithm, verdict, urgency, urgency_rank, "
	    "urgency_asked, urgency_machine, state, received_us, start_us, "
	    "due_us) VALUES (7, 1, 'ecg', 'aa', 'e', 'EDF', '2026-02-01', "
	    "'file', 94, 'doctor', 'ok', 'none', 'ok', 'green', 2, 'green', "
	    "'', 'delivered', 1, 1, 2); "
	    "INSERT INTO tele_request (exam_id, question, consent_id) VALUES "
	    "(7, '?', 1)");
	int64_t exam = 7, id;
	struct tele_view v;
	struct visit_view x;
	struct visit_asking s = {.person_id = 1,
				 .to_user_id = 93,
				 .question = STR("?"),
				 .consent = true,
				 .exam = &exam,
				 .n_exam = 1};
	as_gp(&w);
	must(app_visit_ask(&w.app, &s, &id, &w.err), &w.err);
	as(&w, ROLE_SPECIALIST, 93, 0);
	must(app_visit_show(&w.app, id, &w.a, &x, &w.err), &w.err);
	assert_int_equal(x.n_exam, 1);
	must(app_tele_show(&w.app, exam, &w.a, &v, &w.err), &w.err);
	as_cardio(&w);
	want(app_tele_show(&w.app, exam, &w.a, &v, &w.err), E_DENIED,
	     MSG_TEL_NOT_YOUR_POOL, &w.err, "another specialist");
	s.person_id = 3;
	as_gp(&w);
	want(app_visit_ask(&w.app, &s, &id, &w.err), E_NOT_FOUND, 0, &w.err,
	     "an exam of somebody else");
	end(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(refused),
		ON_BOTH(who_may_book),
		ON_BOTH(in_the_calendar),
		ON_BOTH(elsewhere),
		ON_BOTH(the_room),
		ON_BOTH(without_a_room),
		ON_BOTH(held_and_signed),
		ON_BOTH(what_others_see),
		ON_BOTH(not_held),
		ON_BOTH(begun_again),
		ON_BOTH(corrected),
		ON_BOTH(documents),
		ON_BOTH(not_asked),
		ON_BOTH(answered),
		ON_BOTH(by_name_and_by_video),
		ON_BOTH(overdue),
		ON_BOTH(shown_exams),
	};
	return cmocka_run_group_tests(tests, kit_open, kit_close);
}

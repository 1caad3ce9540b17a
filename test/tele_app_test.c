/* Exams at a distance: sent, queued, read, signed, corrected, delivered,
 * acknowledged, on both engines. */
#include "test/plan_db.h"
#include "test/tele_kit.h"

#include "app/tele.h"
#include "app/tele_consents.h"
#include "app/person_export.h"
#include "app/tele_serial.h"
#include "app/tele_service.h"
#include "parcel/parcel.h"
#include "text/text.h"

#include <unistd.h>

#define MINUTE INT64_C(60000000)

struct world {
	struct db_fixture *f;
	struct app app;
	struct err err;
	char file[EDF_BYTES];
	int salt;
};

/* People 1..4 of the plan tests; users 91 and 92 read ECG, 93 reads nothing
 * here; 94 is doctor 11, 95 doctor 12, 96 the pharmacy 41; 97 person 1. */
static void begin(void **state, struct world *w)
{
	*w = (struct world){.f = fixture_of(state)};
	plan_db_open(w->f, &w->app, 4, "2026-03-02");
	w->app.now_us = (int64_t)w->app.today.days * INT64_C(86400000000) +
			600 * MINUTE;
	sql(w->f,
	    "INSERT INTO app_user (id, login, display_name, created_us) VALUES "
	    "(91, 'cardio1', 'Dott. Lia Cuore', 1), (92, 'cardio2', 'Dott. "
	    "Ugo Vena', 1), (93, 'altro', 'Dott. Altro', 1), (94, 'medico1', "
	    "'Anna Uno', 1), (95, 'medico2', 'Bruno Due', 1), (96, 'farma', "
	    "'Farmacia', 1), (97, 'maria', 'Maria Rossi', 1); "
	    "INSERT INTO organisation (id, code, kind, name) VALUES "
	    "(41, 'F1', 'PHARMACY', 'Farmacia Uno'); "
	    "INSERT INTO user_role (id, user_id, role, doctor_id, valid_from) "
	    "VALUES (1, 91, 'specialist', NULL, '2025-01-01'), "
	    "(2, 92, 'specialist', NULL, '2025-01-01'), "
	    "(3, 93, 'specialist', NULL, '2025-01-01'), "
	    "(4, 94, 'doctor', 11, '2025-01-01'); "
	    "INSERT INTO tele_pool (id, code, name, kind, recorded_us) VALUES "
	    "(82, 'DIETRO', 'Dietro', 'ecg', 1); "
	    "INSERT INTO tele_pool (id, code, name, kind, escalate_to, "
	    "recorded_us, from_min) VALUES (81, 'CARDIO', 'Cardiologia', "
	    "'ecg', 82, 1, 0); "
	    "INSERT INTO tele_pool_reader (pool_id, user_id, valid_from, "
	    "recorded_us) VALUES (81, 91, '2025-01-01', 1), (81, 92, "
	    "'2025-01-01', 1)");
}

static void end(struct world *w)
{
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

static void as_reader(struct world *w, int64_t user)
{
	as(w, ROLE_SPECIALIST, user, 0);
}

static struct tele_sending sending(struct world *w, const char *patient)
{
	return (struct tele_sending){
		.kind = TELE_ECG,
		.bytes = edf_make(w->file, patient, "SN-1", ++w->salt),
		.file_name = STR("esame.edf"),
		.person_id = 1,
		.last_name = STR("Rossi"),
		.born = kit_day("1955-05-05"),
		.question = STR("Palpitazioni: aritmia?"),
		.urgency = TELE_GREEN,
		.chest_pain_days = -1,
		.syncope_days = -1,
		.consent = true};
}

#define ROSSI "X F 05-MAY-1955 Rossi_Maria"

static int64_t send_one(struct world *w)
{
	struct tele_sending s = sending(w, ROSSI);
	struct tele_sent out;
	as_gp(w);
	must(app_tele_send(&w->app, &s, &out, &w->err), &w->err);
	/* the measuring library may find the made-up trace bad */
	if (out.state == TELE_WAITING)
		must(app_tele_override(&w->app, out.id, STR("prova"), &w->err),
		     &w->err);
	return out.id;
}

static void want(enum rc got, enum rc wanted, int msg, const struct err *err,
		 const char *what)
{
	if (got != wanted || (msg && err->msg != msg))
		fail_msg("%s: rc %d, message %d: %s", what, got, err->msg,
			 err->text);
}

/* ---- what comes in */

static void sent_and_kept(void **state)
{
	struct world w;
	begin(state, &w);
	struct tele_sending s = sending(&w, ROSSI);
	struct tele_sent out, again;
	struct tele_view v;
	struct str bytes, name;
	struct arena a;
	arena_init(&a, 64u << 20);
	as_gp(&w);
	must(app_tele_send(&w.app, &s, &out, &w.err), &w.err);
	assert_int_equal(out.urgency, TELE_GREEN);
	assert_false(out.again);
	assert_false(out.by_sender);
	/* the same bytes again: nothing new */
	must(app_tele_send(&w.app, &s, &again, &w.err), &w.err);
	assert_true(again.again);
	assert_int_equal(again.id, out.id);
	assert_int_equal(count_of(w.f, "SELECT count(*) FROM tele_exam"), 1);
	/* a reason is no use before a recording was found bad */
	want(app_tele_override(&w.app, out.id, STR("prova"), &w.err), E_STATE,
	     MSG_TEL_NOT_FROM_HERE, &w.err, "nothing to override");
	must(app_tele_show(&w.app, out.id, &a, &v, &w.err), &w.err);
	assert_true(str_is(v.format, "EDF"));
	assert_true(str_is(v.identity_by, "file"));
	assert_true(str_is(v.sha256, out.sha256));
	assert_true(v.algorithm.len > 0);
	assert_int_equal(v.row.taken_on.days, kit_day("2026-03-02").days);
	must(app_tele_bytes(&w.app, out.id, &a, &bytes, &name, &w.err), &w.err);
	assert_true(str_eq(bytes, s.bytes));
	assert_int_equal(count_of(w.f,
				  "SELECT count(*) FROM audit WHERE action "
				  "IN ('tele.send', 'tele.read', "
				  "'tele.bytes') AND person_id = 1"),
			 3);
	assert_int_equal(count_of(w.f, "SELECT count(*) FROM consent WHERE "
				       "purpose = 'tele.ecg'"),
			 1);
	arena_release(&a);
	end(&w);
}

static void refused(void **state)
{
	struct world w;
	begin(state, &w);
	static const struct {
		const char *name, *patient;
		enum rc rc;
		int msg;
	} rows[] = {
		{"another name", "X F 05-MAY-1955 Bianchi_Ada", E_CONFLICT,
		 MSG_TEL_OTHER_NAME},
		{"another birth", "X F 06-MAY-1955 Rossi_Maria", E_CONFLICT,
		 MSG_TEL_OTHER_BIRTH},
		{"another sex", "X M 05-MAY-1955 Rossi_Maria", E_CONFLICT,
		 MSG_TEL_OTHER_SEX},
		{"name the other way round", "X F 05-MAY-1955 Maria_ROSSI", OK,
		 0},
		{"nobody named", "X X X X", OK, 0},
	};
	as_gp(&w);
	for (size_t i = 0; i < countof(rows); i++) {
		struct tele_sending s = sending(&w, rows[i].patient);
		struct tele_sent out;
		struct err err = {0};
		enum rc rc = app_tele_send(&w.app, &s, &out, &err);
		want(rc, rows[i].rc, rows[i].msg, &err, rows[i].name);
		if (!strcmp(rows[i].name, "nobody named"))
			assert_true(out.by_sender);
	}
	end(&w);
}

static void refused_forms(void **state)
{
	struct world w;
	begin(state, &w);
	struct tele_sent out;
	struct tele_sending s = sending(&w, ROSSI);
	as_gp(&w);
	s.question = STR("  ");
	want(app_tele_send(&w.app, &s, &out, &w.err), E_RANGE,
	     MSG_TEL_NO_QUESTION, &w.err, "no question");
	s = sending(&w, ROSSI);
	s.consent = false;
	want(app_tele_send(&w.app, &s, &out, &w.err), E_STATE,
	     MSG_TEL_NO_CONSENT, &w.err, "no consent");
	s = sending(&w, ROSSI);
	s.last_name = STR("Verdi");
	want(app_tele_send(&w.app, &s, &out, &w.err), E_CONFLICT,
	     MSG_TEL_NOT_THAT_PERSON, &w.err, "another surname said");
	s = sending(&w, ROSSI);
	s.born = kit_day("1955-05-06");
	want(app_tele_send(&w.app, &s, &out, &w.err), E_CONFLICT,
	     MSG_TEL_NOT_THAT_PERSON, &w.err, "another birth said");
	s = sending(&w, ROSSI);
	s.bytes = str_sub(s.bytes, 0, 5000);
	want(app_tele_send(&w.app, &s, &out, &w.err), E_FORMAT, 0, &w.err,
	     "half a file");
	assert_true(w.err.msg != 0);
	s = sending(&w, ROSSI);
	s.bytes = STR("");
	want(app_tele_send(&w.app, &s, &out, &w.err), E_FORMAT,
	     MSG_TEL_FILE_EMPTY, &w.err, "empty");
	s = sending(&w, ROSSI);
	sql(w.f, "UPDATE person SET death_date = '2026-01-01' WHERE id = 1");
	want(app_tele_send(&w.app, &s, &out, &w.err), E_STATE, MSG_TEL_DIED,
	     &w.err, "dead");
	assert_int_equal(count_of(w.f, "SELECT count(*) FROM tele_exam"), 0);
	assert_int_equal(count_of(w.f, "SELECT count(*) FROM tele_blob"), 0);
	end(&w);
}

/* The same bytes cannot be two people's. */
static void of_one_person(void **state)
{
	struct world w;
	begin(state, &w);
	struct tele_sending s = sending(&w, "X X X X");
	struct tele_sent out;
	as_gp(&w);
	must(app_tele_send(&w.app, &s, &out, &w.err), &w.err);
	s.person_id = 3;
	want(app_tele_send(&w.app, &s, &out, &w.err), E_CONFLICT,
	     MSG_TEL_SAME_FILE_OTHER, &w.err, "another person's");
	/* sent for the wrong one: cancelled, then for the right one */
	must(app_tele_cancel(&w.app, count_of(w.f, "SELECT id FROM tele_exam"),
			     STR("persona sbagliata"), &w.err),
	     &w.err);
	must(app_tele_send(&w.app, &s, &out, &w.err), &w.err);
	assert_false(out.again);
	assert_int_equal(count_of(w.f, "SELECT count(*) FROM tele_blob"), 1);
	end(&w);
}

static void urgency_and_promise(void **state)
{
	struct world w;
	begin(state, &w);
	static const struct {
		const char *name, *now; /* Rome is an hour ahead in winter */
		enum tele_urgency asked, got;
		bool pain;
		int64_t days, minutes;
	} rows[] = {
		{"green on a Monday", "2026-03-02", TELE_GREEN, TELE_GREEN,
		 false, -1, 24 * 60},
		{"green on a Friday: Monday", "2026-03-06", TELE_GREEN,
		 TELE_GREEN, false, -1, 3 * 24 * 60},
		{"amber", "2026-03-02", TELE_AMBER, TELE_AMBER, false, -1, 60},
		{"red", "2026-03-06", TELE_RED, TELE_RED, false, -1, 10},
		{"pain of today", "2026-03-02", TELE_GREEN, TELE_AMBER, true, 0,
		 60},
		{"pain five days ago", "2026-03-02", TELE_GREEN, TELE_AMBER,
		 true, 5, 60},
		{"pain six days ago", "2026-03-02", TELE_GREEN, TELE_GREEN,
		 true, 6, 24 * 60},
		{"a red mark is not lowered", "2026-03-02", TELE_RED, TELE_RED,
		 true, 1, 10},
	};
	as_gp(&w);
	for (size_t i = 0; i < countof(rows); i++) {
		struct tele_sending s = sending(&w, ROSSI);
		struct tele_sent out;
		w.app.today = kit_day(rows[i].now);
		w.app.now_us =
			(int64_t)w.app.today.days * INT64_C(86400000000) +
			600 * MINUTE;
		s.urgency = rows[i].asked;
		s.chest_pain = rows[i].pain;
		s.chest_pain_days = rows[i].days;
		must(app_tele_send(&w.app, &s, &out, &w.err), &w.err);
		if (out.urgency != rows[i].got ||
		    out.due_us - w.app.now_us != rows[i].minutes * MINUTE)
			fail_msg("%s: urgency %d, %" PRId64 " minutes",
				 rows[i].name, out.urgency,
				 (out.due_us - w.app.now_us) / MINUTE);
	}
	end(&w);
}

/* ---- among earlier exams */

static void known_from_earlier_exams(void **state)
{
	struct world w;
	begin(state, &w);
	static const struct {
		const char *name, *today, *change;
		struct tele_known_signs known;
	} rows[] = {
		{"nothing", "2026-03-03", "SELECT 1", {0}},
		{"by a program, yesterday",
		 "2026-03-03",
		 "UPDATE tele_finding SET code = 'atrial_fibrillation' WHERE "
		 "kind = 'rhythm'",
		 {.af_machine = true}},
		{"by a program, today: nobody may have looked",
		 "2026-03-02",
		 "SELECT 1",
		 {0}},
		{"by a report that is a draft",
		 "2026-03-03",
		 "INSERT INTO tele_report (id, exam_id, version, state, "
		 "urgency, agrees, created_us, changed_us, author_id) SELECT "
		 "700, id, 1, 'draft', 'green', 'unsaid', 1, 1, 91 FROM "
		 "tele_exam",
		 {.af_machine = true}},
		{"a signed report that does not say it",
		 "2026-03-03",
		 "UPDATE tele_report SET state = 'signed', signed_us = 2, "
		 "signed_by = 91, signed_name = 'X', digest = 'x', "
		 "answer = 'x', conclusion = 'x'",
		 {0}},
	};
	send_one(&w);
	for (size_t i = 0; i < countof(rows); i++) {
		struct tele_known_signs k;
		sql(w.f, "%s", rows[i].change);
		w.app.today = kit_day(rows[i].today);
		must(tele_known_signs(&w.app, 1, &k, &w.err), &w.err);
		if (memcmp(&k, &rows[i].known, sizeof(k)))
			fail_msg("%s: %d %d %d %d", rows[i].name, k.af_signed,
				 k.af_machine, k.lbbb_signed, k.lbbb_machine);
	}
	end(&w);
}

static void compared_with_the_one_before(void **state)
{
	struct world w;
	begin(state, &w);
	struct tele_view v;
	struct arena a;
	arena_init(&a, 16u << 20);
	send_one(&w);
	sql(w.f, "UPDATE tele_measure SET value_milli = value_milli - 45000 "
		 "WHERE name = 'pr_ms' AND source = 'machine'");
	int64_t id = send_one(&w);
	must(app_tele_show(&w.app, id, &a, &v, &w.err), &w.err);
	assert_int_equal(v.n_earlier, 1);
	assert_true(v.earlier[0].comparable);
	assert_true(fabs(v.earlier[0].delta.pr_ms - 45) < 0.01);
	assert_true(v.earlier[0].delta.notable_pr);
	assert_false(v.earlier[0].delta.notable_qrs);
	assert_false(v.earlier[0].delta.other_rhythm);
	sql(w.f, "UPDATE tele_exam SET algorithm = 'another/9' WHERE id = "
		 "(SELECT MIN(id) FROM tele_exam)");
	must(app_tele_show(&w.app, id, &a, &v, &w.err), &w.err);
	assert_false(v.earlier[0].comparable);
	arena_release(&a);
	end(&w);
}

/* A table without its rate can be drawn again: the rate is kept. */
static void table_with_a_stated_rate(void **state)
{
	struct world w;
	begin(state, &w);
	struct tele_sending s = sending(&w, ROSSI);
	struct tele_sent out;
	struct buf csv, svg;
	buf_init(&csv, 8u << 20);
	buf_init(&svg, 8u << 20);
	buf_add(&csv, "I (uV),II (uV)\n", 15);
	for (int i = 0; i < EDF_HZ * EDF_SECONDS; i++) {
		char line[60];
		int n = snprintf(line, sizeof(line), "%.0f,%.0f\n",
				 edf_value(0, i), edf_value(1, i));
		buf_add(&csv, line, (size_t)n);
	}
	as_gp(&w);
	s.bytes = buf_view(&csv);
	s.file_name = STR("esame.csv");
	want(app_tele_send(&w.app, &s, &out, &w.err), E_FORMAT,
	     MSG_ECG_CSV_RATE, &w.err, "no rate");
	s.csv_hz = EDF_HZ;
	must(app_tele_send(&w.app, &s, &out, &w.err), &w.err);
	const struct ecg_draw_options o = {.lang = LANG_IT};
	must(app_tele_draw(&w.app, out.id, &o, false, &svg, &w.err), &w.err);
	assert_true(svg.len > 10000);
	/* beyond its end: drawn from its beginning, no broken picture */
	const struct ecg_draw_options late = {
		.lang = LANG_IT, .from_s = EDF_SECONDS, .mm_per_s = 50};
	buf_reset(&svg);
	must(app_tele_draw(&w.app, out.id, &late, false, &svg, &w.err), &w.err);
	assert_true(svg.len > 10000);
	buf_release(&svg);
	buf_release(&csv);
	end(&w);
}

/* ---- reading */

static void one_reader_at_a_time(void **state)
{
	struct world w;
	begin(state, &w);
	int64_t id = send_one(&w);
	as_reader(&w, 91);
	must(app_tele_take(&w.app, id, &w.err), &w.err);
	must(app_tele_take(&w.app, id, &w.err), &w.err); /* again: mine */
	as_reader(&w, 92);
	want(app_tele_take(&w.app, id, &w.err), E_CONFLICT,
	     MSG_TEL_TAKEN_BY_OTHER, &w.err, "taken by another");
	want(app_tele_give_back(&w.app, id, STR(""), &w.err), E_STATE,
	     MSG_TEL_TAKEN_BY_OTHER, &w.err, "not one's own");
	as_reader(&w, 93);
	want(app_tele_take(&w.app, id, &w.err), E_DENIED, MSG_TEL_NOT_YOUR_POOL,
	     &w.err, "no reader here");
	as_reader(&w, 91);
	must(app_tele_give_back(&w.app, id, STR("pranzo"), &w.err), &w.err);
	as_reader(&w, 92);
	must(app_tele_take(&w.app, id, &w.err), &w.err);
	must(app_tele_escalate(&w.app, id, STR(""), STR("non so"), &w.err),
	     &w.err);
	/* in the pool behind it is no longer theirs */
	want(app_tele_take(&w.app, id, &w.err), E_DENIED, MSG_TEL_NOT_YOUR_POOL,
	     &w.err, "passed on");
	assert_int_equal(count_of(w.f, "SELECT count(*) FROM tele_event WHERE "
				       "what IN ('take', 'give_back', "
				       "'escalate')"),
			 4);
	end(&w);
}

static struct tele_draft draft(const char *answer, const char *conclusion)
{
	return (struct tele_draft){.answer = str_from(answer),
				   .conclusion = str_from(conclusion),
				   .urgency = TELE_GREEN,
				   .lang = LANG_IT};
}

static void report(struct world *w, int64_t id, const struct tele_draft *d,
		   enum rc rc, int msg)
{
	struct tele_report out;
	struct arena a;
	struct err err = {0};
	arena_init(&a, 16u << 20);
	want(app_tele_report(&w->app, id, d, &out, &a, &err), rc, msg, &err,
	     "report");
	arena_release(&a);
}

static int64_t signed_exam(struct world *w, enum tele_urgency urgency)
{
	int64_t id = send_one(w);
	struct tele_signed s;
	struct tele_draft d = draft("No, ritmo sinusale.", "ECG normale.");
	d.template = STR("ECG_NORM");
	d.urgency = urgency;
	as_reader(w, 91);
	must(app_tele_take(&w->app, id, &w->err), &w->err);
	report(w, id, &d, OK, 0);
	must(app_tele_sign(&w->app, id, STR(""), &s, &w->err), &w->err);
	return id;
}

static void a_report_answers(void **state)
{
	struct world w;
	begin(state, &w);
	struct tele_signed s;
	int64_t id = send_one(&w);
	struct tele_draft d = draft("", "ECG normale.");
	char digest[SHA256_HEX];
	struct str codes[] = {STR("SR"), STR("NORM"), STR("SR")};
	struct str wrong[] = {STR("SPOBS")};
	as_reader(&w, 91);
	report(&w, id, &d, E_STATE, MSG_TEL_TAKE_FIRST);
	must(app_tele_take(&w.app, id, &w.err), &w.err);
	report(&w, id, &d, OK, 0);
	want(app_tele_sign(&w.app, id, STR(""), &s, &w.err), E_RANGE,
	     MSG_TEL_NO_ANSWER, &w.err, "without an answer");
	d.statement = wrong;
	d.n_statement = 1;
	report(&w, id, &d, E_NOT_FOUND, MSG_TEL_NO_STATEMENT);
	d.agrees = STR("maybe");
	report(&w, id, &d, E_RANGE, 0);
	d.agrees = STR("partly");
	d.answer = STR("No.");
	d.statement = codes;
	d.n_statement = 3;
	report(&w, id, &d, OK, 0);
	assert_int_equal(count_of(w.f, "SELECT count(*) FROM "
				       "tele_report_statement"),
			 2);
	want(app_tele_sign(&w.app, id, STR("beef"), &s, &w.err), E_CONFLICT,
	     MSG_TEL_CHANGED, &w.err, "not what was shown");
	must(app_tele_digest(&w.app, id, digest, &w.err), &w.err);
	as_reader(&w, 92);
	want(app_tele_sign(&w.app, id, STR(""), &s, &w.err), E_STATE, 0, &w.err,
	     "another's");
	as_system(&w.app);
	want(app_tele_sign(&w.app, id, STR(""), &s, &w.err), E_DENIED, 0,
	     &w.err, "no machine signs");
	as_reader(&w, 91);
	must(app_tele_sign(&w.app, id, str_from(digest), &s, &w.err), &w.err);
	assert_int_equal(s.version, 1);
	assert_string_equal(s.digest, digest);
	want(app_tele_sign(&w.app, id, STR(""), &s, &w.err), E_STATE,
	     MSG_TEL_NO_DRAFT, &w.err, "twice");
	end(&w);
}

static void nothing_changes_after(void **state)
{
	struct world w;
	begin(state, &w);
	static const char *const tries[] = {
		"UPDATE tele_report SET conclusion = 'altro'",
		"UPDATE tele_report SET state = 'draft'",
		"DELETE FROM tele_report",
		"UPDATE tele_report_statement SET text = 'altro'",
		"DELETE FROM tele_report_statement",
		("INSERT INTO tele_report_statement SELECT id, 30, 'X', '',"
		 " 'x' FROM tele_report"),
		"UPDATE tele_blob SET n_byte = 1",
		"DELETE FROM tele_blob_part",
		"UPDATE tele_exam SET person_id = 2",
		"DELETE FROM tele_exam",
		"UPDATE tele_event SET detail = 'x'",
	};
	signed_exam(&w, TELE_GREEN);
	for (size_t i = 0; i < countof(tries); i++)
		refuses(w.f, tries[i]);
	bool agrees = false;
	int64_t report_id = count_of(w.f, "SELECT id FROM tele_report");
	must(app_tele_verify(&w.app, report_id, &agrees, &w.err), &w.err);
	assert_true(agrees);
	end(&w);
}

static void corrected(void **state)
{
	struct world w;
	begin(state, &w);
	struct tele_signed s;
	struct tele_view v;
	struct arena a;
	arena_init(&a, 64u << 20);
	int64_t id = signed_exam(&w, TELE_GREEN);
	must(app_tele_deliver(&w.app, id, &w.err), &w.err);
	as_reader(&w, 92);
	must(app_tele_correct(&w.app, id, STR("QTc letto male"), &w.err),
	     &w.err);
	want(app_tele_correct(&w.app, id, STR("di nuovo"), &w.err), E_STATE,
	     MSG_TEL_NOTHING_TO_CORRECT, &w.err, "two at once");
	struct tele_draft d = draft("Si', QTc lungo.", "QT lungo.");
	as_reader(&w, 91);
	report(&w, id, &d, E_CONFLICT, MSG_TEL_TAKEN_BY_OTHER);
	as_reader(&w, 92);
	report(&w, id, &d, OK, 0);
	/* until it is signed the practice sees the old one alone */
	as_gp(&w);
	must(app_tele_show(&w.app, id, &a, &v, &w.err), &w.err);
	assert_int_equal(v.n_report, 1);
	assert_int_equal(v.report[0].version, 1);
	as_reader(&w, 92);
	must(app_tele_sign(&w.app, id, STR(""), &s, &w.err), &w.err);
	assert_int_equal(s.version, 2);
	must(app_tele_deliver(&w.app, id, &w.err), &w.err);
	as_gp(&w);
	must(app_tele_show(&w.app, id, &a, &v, &w.err), &w.err);
	assert_int_equal(v.n_report, 2);
	assert_int_equal(v.report[0].previous_id, v.report[1].id);
	assert_true(str_is(v.report[1].conclusion, "ECG normale."));
	arena_release(&a);
	end(&w);
}

/* ---- the result */

static size_t results(struct world *w, int64_t person)
{
	struct tele_result *list = NULL;
	struct arena a;
	size_t n = 0;
	arena_init(&a, 16u << 20);
	must(app_tele_results(&w->app, person, &a, &list, &n, &w->err),
	     &w->err);
	arena_release(&a);
	return n;
}

static void the_person_sees_the_signed_alone(void **state)
{
	struct world w;
	begin(state, &w);
	struct tele_view v;
	struct arena a;
	arena_init(&a, 16u << 20);
	int64_t id = send_one(&w);
	struct tele_draft d = draft("No.", "ECG normale.");
	struct tele_signed s;
	as_reader(&w, 91);
	must(app_tele_take(&w.app, id, &w.err), &w.err);
	report(&w, id, &d, OK, 0);
	as(&w, ROLE_CITIZEN, 97, 1);
	assert_int_equal(results(&w, 1), 0);
	want(app_tele_show(&w.app, id, &a, &v, &w.err), E_DENIED, 0, &w.err,
	     "the case is not for the citizen");
	as_reader(&w, 91);
	must(app_tele_sign(&w.app, id, STR(""), &s, &w.err), &w.err);
	as(&w, ROLE_CITIZEN, 97, 1);
	assert_int_equal(results(&w, 1), 0); /* signed, not delivered */
	as_reader(&w, 91);
	must(app_tele_deliver(&w.app, id, &w.err), &w.err);
	as(&w, ROLE_CITIZEN, 97, 1);
	assert_int_equal(results(&w, 1), 1);
	assert_int_equal(count_of(w.f, "SELECT count(*) FROM tele_delivery "
				       "WHERE to_kind = 'person' AND read_us "
				       "IS NOT NULL"),
			 1);
	assert_int_equal(count_of(w.f, "SELECT count(*) FROM tele_delivery "
				       "WHERE to_kind = 'doctor' AND read_us "
				       "IS NOT NULL"),
			 0);
	want(app_tele_results(&w.app, 2, &a, &(struct tele_result *){NULL},
			      &(size_t){0}, &w.err),
	     E_DENIED, 0, &w.err, "another person's");
	arena_release(&a);
	end(&w);
}

static void red_is_acknowledged(void **state)
{
	struct world w;
	begin(state, &w);
	struct tele_clock_told t;
	int64_t id = signed_exam(&w, TELE_RED);
	must(app_tele_deliver(&w.app, id, &w.err), &w.err);
	as_system(&w.app);
	must(app_tele_clock(&w.app, &t, &w.err), &w.err);
	assert_int_equal(t.n_red_unread, 0);
	w.app.now_us += 31 * MINUTE;
	must(app_tele_clock(&w.app, &t, &w.err), &w.err);
	assert_int_equal(t.n_red_unread, 1);
	must(app_tele_clock(&w.app, &t, &w.err), &w.err);
	assert_int_equal(t.n_red_unread, 0); /* told once */
	want(app_tele_acknowledge(&w.app, id, STR("page"), STR(""), &w.err),
	     E_DENIED, MSG_TEL_ACK_WHO, &w.err, "by a person");
	as_reader(&w, 91);
	want(app_tele_acknowledge(&w.app, id, STR("page"), STR(""), &w.err),
	     E_DENIED, MSG_TEL_ACK_WHO, &w.err, "not by the reader");
	want(app_tele_acknowledge(&w.app, id, STR("phone"), STR(""), &w.err),
	     E_RANGE, MSG_TEL_ACK_NOTE, &w.err, "who answered?");
	as(&w, ROLE_DOCTOR, 95, 12);
	want(app_tele_acknowledge(&w.app, id, STR("page"), STR(""), &w.err),
	     E_DENIED, 0, &w.err, "another doctor");
	as_gp(&w);
	must(app_tele_acknowledge(&w.app, id, STR("page"), STR(""), &w.err),
	     &w.err);
	want(app_tele_acknowledge(&w.app, id, STR("page"), STR(""), &w.err),
	     E_CONFLICT, MSG_TEL_ACK_ALREADY, &w.err, "twice");
	end(&w);
}

/* The one row that a reader sees, after so many minutes. */
static struct tele_row seen_at(struct world *w, int64_t us)
{
	struct tele_query ask = {.state = N_TELE_STATE,
				 .kind = N_TELE_KIND,
				 .open = true,
				 .limit = 10};
	struct tele_row *list = NULL, one;
	struct arena a;
	size_t n = 0;
	arena_init(&a, 16u << 20);
	w->app.now_us = us;
	as_reader(w, 91);
	must(app_tele_list(&w->app, &ask, &a, &list, &n, NULL, &w->err),
	     &w->err);
	assert_int_equal(n, 1);
	one = list[0];
	arena_release(&a);
	return one;
}

/* A red result is in front of who reads until somebody has acknowledged it. */
static void red_stays_open(void **state)
{
	struct world w;
	begin(state, &w);
	int64_t id = signed_exam(&w, TELE_RED);
	must(app_tele_deliver(&w.app, id, &w.err), &w.err);
	assert_int_equal(seen_at(&w, w.app.now_us).id, id);
	as_gp(&w);
	must(app_tele_acknowledge(&w.app, id, STR("page"), STR(""), &w.err),
	     &w.err);
	struct tele_query ask = {.state = N_TELE_STATE,
				 .kind = N_TELE_KIND,
				 .open = true,
				 .limit = 10};
	struct tele_row *list = NULL;
	struct arena a;
	size_t n = 0;
	arena_init(&a, 16u << 20);
	must(app_tele_list(&w.app, &ask, &a, &list, &n, NULL, &w.err), &w.err);
	assert_int_equal(n, 0);
	arena_release(&a);
	end(&w);
}

/* Nobody is behind: it stays where it is, and nobody says that it was passed
 * on. */
static void late_with_nobody_behind(void **state)
{
	struct world w;
	begin(state, &w);
	struct tele_clock_told t;
	static const struct {
		int64_t minute;
		enum tele_hurry hurry;
	} rows[] = {{1, TELE_AT_EASE},
		    {31, TELE_PAST_FIRST},
		    {49, TELE_PAST_SECOND},
		    {61, TELE_OVERDUE}};
	struct tele_sending s = sending(&w, ROSSI);
	struct tele_sent out;
	sql(w.f, "UPDATE tele_pool SET escalate_to = NULL");
	s.urgency = TELE_AMBER;
	as_gp(&w);
	must(app_tele_send(&w.app, &s, &out, &w.err), &w.err);
	if (out.state == TELE_WAITING)
		must(app_tele_override(&w.app, out.id, STR("prova"), &w.err),
		     &w.err);
	int64_t start = w.app.now_us;
	for (size_t i = 0; i < countof(rows); i++) {
		struct tele_row r =
			seen_at(&w, start + rows[i].minute * MINUTE);
		if (r.hurry != rows[i].hurry ||
		    r.left_us != (60 - rows[i].minute) * MINUTE)
			fail_msg("minute %" PRId64 ": %d, %" PRId64 " us left",
				 rows[i].minute, (int)r.hurry, r.left_us);
	}
	as_system(&w.app);
	must(app_tele_clock(&w.app, &t, &w.err), &w.err);
	assert_int_equal(t.n_escalated, 0);
	assert_int_equal(t.n_overdue, 1);
	assert_false(seen_at(&w, start + 62 * MINUTE).escalated);
	assert_int_equal(count_of(w.f, "SELECT count(*) FROM outbox WHERE kind "
				       "= 'tele.overdue'"),
			 1);
	end(&w);
}

/* Nobody is the person's doctor any more: who sent it is told. */
static void red_without_a_doctor(void **state)
{
	struct world w;
	begin(state, &w);
	struct tele_clock_told t;
	int64_t id = signed_exam(&w, TELE_RED);
	sql(w.f, "DELETE FROM person_doctor WHERE person_id = 1");
	must(app_tele_deliver(&w.app, id, &w.err), &w.err);
	assert_int_equal(count_of(w.f, "SELECT count(*) FROM tele_delivery "
				       "WHERE to_kind = 'doctor'"),
			 0);
	as_system(&w.app);
	w.app.now_us += 31 * MINUTE;
	must(app_tele_clock(&w.app, &t, &w.err), &w.err);
	assert_int_equal(t.n_red_unread, 1);
	end(&w);
}

/* A database from before these rules: the refusal names the remedy. */
static void without_the_rules(void **state)
{
	struct world w;
	begin(state, &w);
	struct tele_sending s = sending(&w, ROSSI);
	struct tele_clock_told t;
	struct tele_sent out;
	struct rules kept = w.app.rules;
	w.app.rules = (struct rules){0};
	as_gp(&w);
	want(app_tele_send(&w.app, &s, &out, &w.err), E_NOT_FOUND,
	     MSG_TEL_NO_RULES, &w.err, "sent");
	assert_non_null(strstr(w.err.text, "prossima init"));
	as_system(&w.app);
	want(app_tele_clock(&w.app, &t, &w.err), E_NOT_FOUND, MSG_TEL_NO_RULES,
	     &w.err, "the clock");
	w.app.rules = kept;
	assert_int_equal(count_of(w.f, "SELECT count(*) FROM tele_exam"), 0);
	end(&w);
}

/* ---- the clock */

static void the_clock(void **state)
{
	struct world w;
	begin(state, &w);
	struct tele_clock_told t;
	struct tele_sending s = sending(&w, ROSSI);
	struct tele_sent out;
	static const struct {
		int64_t minute, warned, escalated;
	} rows[] = {{29, 0, 0}, {31, 1, 0}, {32, 0, 0}, {49, 1, 0},
		    {59, 0, 0}, {60, 0, 1}, {90, 0, 0}};
	s.urgency = TELE_AMBER;
	as_gp(&w);
	must(app_tele_send(&w.app, &s, &out, &w.err), &w.err);
	if (out.state == TELE_WAITING)
		must(app_tele_override(&w.app, out.id, STR("prova"), &w.err),
		     &w.err);
	as_system(&w.app);
	int64_t start = w.app.now_us;
	for (size_t i = 0; i < countof(rows); i++) {
		w.app.now_us = start + rows[i].minute * MINUTE;
		must(app_tele_clock(&w.app, &t, &w.err), &w.err);
		if (t.n_warned != rows[i].warned ||
		    t.n_escalated != rows[i].escalated)
			fail_msg("minute %" PRId64 ": %" PRId64 " warned, "
				 "%" PRId64 " escalated",
				 rows[i].minute, t.n_warned, t.n_escalated);
	}
	assert_int_equal(count_of(w.f, "SELECT pool_id FROM tele_exam"), 82);
	assert_int_equal(count_of(w.f, "SELECT count(*) FROM tele_event WHERE "
				       "what = 'overdue' AND detail = "
				       "'Dietro'"),
			 1);
	assert_int_equal(count_of(w.f, "SELECT count(*) FROM outbox WHERE kind "
				       "IN ('tele.warning', "
				       "'tele.escalated')"),
			 3);
	end(&w);
}

static void it_stands_while_the_practice_is_asked(void **state)
{
	struct world w;
	begin(state, &w);
	struct tele_sent out;
	int64_t id = send_one(&w);
	int64_t due = count_of(w.f, "SELECT due_us FROM tele_exam");
	as_reader(&w, 91);
	must(app_tele_take(&w.app, id, &w.err), &w.err);
	want(app_tele_ask_repeat(&w.app, id, STR(""), &w.err), E_RANGE,
	     MSG_TEL_REASON_WANTED, &w.err, "without a cause");
	must(app_tele_ask_repeat(&w.app, id, STR("V4 staccato"), &w.err),
	     &w.err);
	w.app.now_us += 500 * MINUTE;
	as_gp(&w);
	must(app_tele_override(&w.app, id, STR("paziente andato via"), &w.err),
	     &w.err);
	assert_int_equal(count_of(w.f, "SELECT due_us FROM tele_exam"),
			 due + 500 * MINUTE);
	/* or it is repeated: the first is closed and tied to the second */
	as_reader(&w, 91);
	must(app_tele_take(&w.app, id, &w.err), &w.err);
	must(app_tele_ask_repeat(&w.app, id, STR("V4 staccato"), &w.err),
	     &w.err);
	struct tele_sending s = sending(&w, ROSSI);
	s.repeat_of = id;
	as_gp(&w);
	must(app_tele_send(&w.app, &s, &out, &w.err), &w.err);
	assert_int_equal(count_of(w.f, "SELECT count(*) FROM tele_exam WHERE "
				       "state = 'cancelled'"),
			 1);
	assert_int_equal(count_of(w.f, "SELECT repeat_of FROM tele_exam WHERE "
				       "state <> 'cancelled'"),
			 id);
	end(&w);
}

/* ---- the plan */

static void the_plan_closes(void **state)
{
	struct world w;
	begin(state, &w);
	struct plan_drafted d;
	struct plan_signed ps;
	as_gp(&w);
	must(app_plan_draft(&w.app, kit.engine, 1, &d, &w.err), &w.err);
	must(app_plan_sign(&w.app, 1, &ps, &w.err), &w.err);
	/* one time of the plan is an ECG due in these weeks */
	sql(w.f, "UPDATE activity SET service_code = '89.52', earliest = "
		 "'2026-03-01', due = '2026-03-10', latest = '2026-12-31' "
		 "WHERE id = (SELECT min(id) FROM activity)");
	signed_exam(&w, TELE_GREEN);
	assert_int_equal(count_of(w.f, "SELECT count(*) FROM activity a JOIN "
				       "tele_exam e ON e.activity_id = a.id "
				       "WHERE a.state = 'done' AND "
				       "a.service_code = '89.52'"),
			 1);
	assert_int_equal(count_of(w.f, "SELECT count(*) FROM tele_value WHERE "
				       "name = 'af' AND value_milli = 0"),
			 1);
	end(&w);
}

/* ---- lists, devices, statistics */

static size_t listed(struct world *w, bool open)
{
	struct tele_query ask = {.state = N_TELE_STATE,
				 .kind = N_TELE_KIND,
				 .open = open,
				 .limit = 100};
	struct tele_row *list = NULL;
	struct arena a;
	size_t n = 0;
	arena_init(&a, 16u << 20);
	must(app_tele_list(&w->app, &ask, &a, &list, &n, NULL, &w->err),
	     &w->err);
	for (size_t i = 1; i < n && open; i++)
		assert_true(list[i - 1].urgency <= list[i].urgency);
	arena_release(&a);
	return n;
}

/* The row at `offset` of the list in this order, -1 past its end; how many are
 * told by the rows. */
static int64_t row_at(struct world *w, enum tele_sort sort, bool down,
		      const char *search, int64_t offset, int64_t *found)
{
	struct tele_query ask = {.state = N_TELE_STATE,
				 .kind = N_TELE_KIND,
				 .search = str_from(search),
				 .sort = sort,
				 .descending = down,
				 .limit = 1,
				 .offset = offset};
	struct tele_row *list = NULL;
	struct arena a;
	size_t n = 0;
	arena_init(&a, 16u << 20);
	must(app_tele_list(&w->app, &ask, &a, &list, &n, found, &w->err),
	     &w->err);
	int64_t id = n ? list[0].id : -1;
	arena_release(&a);
	return id;
}

static void searched_and_sorted(void **state)
{
	struct world w;
	begin(state, &w);
	int64_t mild = send_one(&w), n = 0;
	struct tele_sending s = sending(&w, ROSSI);
	struct tele_sent grave, other;
	s.urgency = TELE_RED;
	must(app_tele_send(&w.app, &s, &grave, &w.err), &w.err);
	s = sending(&w, ROSSI);
	s.person_id = 2;
	as(&w, ROLE_PHARMACIST, 96, 41);
	sql(w.f, "INSERT INTO consent (id, person_id, purpose, subject_kind, "
		 "subject_id, granted, valid_from, recorded_us) VALUES (9, 2, "
		 "'pharmacy', 'organisation', 41, 1, '2025-01-01', 1)");
	must(app_tele_send(&w.app, &s, &other, &w.err), &w.err);
	sql(w.f, "UPDATE person SET last_name = 'Zeta', first_name = 'Ada' "
		 "WHERE id = 2");
	w.app.who = (struct actor){.role = ROLE_SYSTEM};
	assert_int_equal(row_at(&w, TELE_BY_URGENCY, false, "", 0, &n),
			 grave.id);
	assert_int_equal(n, 3);
	assert_int_equal(row_at(&w, TELE_BY_URGENCY, false, "", 3, &n), -1);
	assert_int_equal(row_at(&w, TELE_BY_PERSON, true, "", 0, &n), other.id);
	assert_int_equal(row_at(&w, TELE_BY_PERSON, false, "", 2, &n),
			 other.id);
	assert_int_equal(row_at(&w, TELE_BY_DUE, false, "", 0, &n), grave.id);
	assert_int_equal(row_at(&w, TELE_BY_DUE, true, "", 2, &n), grave.id);
	assert_int_equal(row_at(&w, TELE_BY_URGENCY, false, "zeta a", 0, &n),
			 other.id);
	assert_int_equal(n, 1);
	assert_int_equal(row_at(&w, TELE_BY_URGENCY, false, "ROSSI", 1, &n),
			 mild);
	assert_int_equal(n, 2);
	assert_int_equal(row_at(&w, TELE_BY_URGENCY, false, "%", 0, &n), -1);
	end(&w);
}

static void each_sees_their_own(void **state)
{
	struct world w;
	begin(state, &w);
	send_one(&w);
	struct tele_sending s = sending(&w, ROSSI);
	struct tele_sent out;
	s.urgency = TELE_RED;
	must(app_tele_send(&w.app, &s, &out, &w.err), &w.err);
	s = sending(&w, ROSSI);
	s.person_id = 2; /* of doctor 12 */
	as_gp(&w);
	want(app_tele_send(&w.app, &s, &out, &w.err), E_DENIED, 0, &w.err,
	     "not one's patient");
	as(&w, ROLE_PHARMACIST, 96, 41);
	want(app_tele_send(&w.app, &s, &out, &w.err), E_DENIED, 0, &w.err,
	     "without the person's consent to the pharmacy");
	sql(w.f, "INSERT INTO consent (id, person_id, purpose, subject_kind, "
		 "subject_id, granted, valid_from, recorded_us) VALUES (9, 2, "
		 "'pharmacy', 'organisation', 41, 1, '2025-01-01', 1)");
	must(app_tele_send(&w.app, &s, &out, &w.err), &w.err);
	assert_int_equal(listed(&w, true), 1);
	as_gp(&w);
	assert_int_equal(listed(&w, true), 2);
	as(&w, ROLE_DOCTOR, 95, 12);
	assert_int_equal(listed(&w, true), 1);
	as_reader(&w, 91);
	assert_int_equal(listed(&w, true), 3);
	as_reader(&w, 93);
	assert_int_equal(listed(&w, true), 0);
	struct tele_view v;
	struct arena a;
	arena_init(&a, 16u << 20);
	want(app_tele_show(&w.app, out.id, &a, &v, &w.err), E_DENIED,
	     MSG_TEL_NOT_YOUR_POOL, &w.err, "no reader of the pool");
	as_gp(&w);
	want(app_tele_show(&w.app, out.id, &a, &v, &w.err), E_DENIED, 0, &w.err,
	     "another practice");
	arena_release(&a);
	end(&w);
}

/* ---- the service around them */

static struct tele_stats_query of_today(const struct world *w)
{
	return (struct tele_stats_query){
		.from = w->app.today, .to = w->app.today, .kind = N_TELE_KIND};
}

/* An exam and a device of each: doctor 11 of cooperative 21, doctor 12 of 22
 * and of another agency, pharmacy 41 of the agency of 21. */
static void two_territories(struct world *w)
{
	struct tele_sent out;
	sql(w->f,
	    "INSERT INTO organisation (id, code, kind, name, ats) VALUES "
	    "(22, 'C2', 'CPC', 'Due', '322'), (23, 'A1', 'ATS', 'Nord', "
	    "'321'), (24, 'A2', 'ATS', 'Sud', '322'); "
	    "UPDATE organisation SET ats = '321' WHERE id IN (21, 41); "
	    "UPDATE doctor SET ats = '321' WHERE id = 11; "
	    "UPDATE doctor SET ats = '322' WHERE id = 12; "
	    "INSERT INTO doctor_membership (id, doctor_id, organisation_id, "
	    "valid_from, valid_to, recorded_us) VALUES "
	    "(1, 11, 21, '2025-01-01', NULL, 1), "
	    "(2, 12, 22, '2025-01-01', NULL, 1), "
	    "(3, 12, 21, '2024-01-01', '2024-12-31', 1); "
	    "INSERT INTO tele_device (id, serial, kind, doctor_id, "
	    "organisation_id, recorded_us) VALUES (1, 'SN-1', 'ecg', 11, NULL, "
	    "1), (2, 'SN-2', 'ecg', 12, NULL, 1), (3, 'SN-3', 'ecg', NULL, 41, "
	    "1); "
	    "INSERT INTO consent (id, person_id, purpose, subject_kind, "
	    "subject_id, granted, valid_from, recorded_us) VALUES (9, 2, "
	    "'pharmacy', 'organisation', 41, 1, '2025-01-01', 1)");
	send_one(w); /* by doctor 11 */
	struct tele_sending s = sending(w, ROSSI);
	s.person_id = 2;
	s.device = STR("SN-3");
	as(w, ROLE_PHARMACIST, 96, 41);
	must(app_tele_send(&w->app, &s, &out, &w->err), &w->err);
	s = sending(w, ROSSI);
	s.person_id = 2;
	as(w, ROLE_DOCTOR, 95, 12);
	must(app_tele_send(&w->app, &s, &out, &w->err), &w->err);
}

static const struct {
	const char *name;
	enum role role;
	int64_t user, bound;
	enum rc rc;
	int64_t exams;
	size_t devices, pools;
} sights[] = {
	{"the system", ROLE_SYSTEM, 0, 0, OK, 3, 3, 2},
	{"the region", ROLE_REGION, 5, 25, OK, 3, 3, 2},
	{"the administrator", ROLE_ADMIN, 5, 0, OK, 3, 3, 2},
	{"doctor 11", ROLE_DOCTOR, 94, 11, OK, 1, 1, 2},
	{"staff of doctor 12", ROLE_STAFF, 95, 12, OK, 1, 1, 2},
	{"a doctor of nobody", ROLE_DOCTOR, 94, 0, E_DENIED, 0, 0, 0},
	{"the pharmacy", ROLE_PHARMACIST, 96, 41, OK, 1, 1, 2},
	{"a reader", ROLE_SPECIALIST, 91, 0, OK, 3, 1, 1},
	{"a reader of no pool", ROLE_SPECIALIST, 93, 0, OK, 0, 0, 0},
	/* the pharmacy's exam is of a person of doctor 12 */
	{"cooperative 21", ROLE_COOPERATIVE, 5, 21, OK, 1, 2, 2},
	{"cooperative 22", ROLE_COOPERATIVE, 5, 22, OK, 2, 1, 2},
	{"its centre", ROLE_OPERATOR, 5, 22, OK, 2, 1, 2},
	{"a cooperative of nobody", ROLE_COOPERATIVE, 5, 0, E_DENIED, 0, 0, 0},
	{"the first agency", ROLE_AGENCY, 5, 23, OK, 2, 2, 2},
	{"the second agency", ROLE_AGENCY, 5, 24, OK, 1, 1, 2},
	{"an agency without a territory", ROLE_AGENCY, 5, 41, OK, 2, 2, 2},
	{"a provider", ROLE_PROVIDER, 5, 41, E_DENIED, 0, 0, 0},
	{"a citizen", ROLE_CITIZEN, 97, 1, E_DENIED, 0, 0, 0},
};

static void the_service_of_ones_own(void **state)
{
	struct world w;
	begin(state, &w);
	two_territories(&w);
	for (size_t i = 0; i < countof(sights); i++) {
		struct tele_stats_query ask = of_today(&w);
		struct tele_stats s = {0};
		struct tele_devices d = {0};
		struct tele_pool *pools = NULL;
		size_t n = 0;
		struct arena a;
		arena_init(&a, 16u << 20);
		as(&w, sights[i].role, sights[i].user, sights[i].bound);
		want(app_tele_stats(&w.app, &ask, &a, &s, &w.err), sights[i].rc,
		     0, &w.err, sights[i].name);
		want(app_tele_devices(&w.app, NULL, &a, &d, &w.err),
		     sights[i].rc, 0, &w.err, sights[i].name);
		want(app_tele_pools(&w.app, &a, &pools, &n, &w.err),
		     sights[i].rc, 0, &w.err, sights[i].name);
		if (s.total.n != sights[i].exams || d.n != sights[i].devices ||
		    n != sights[i].pools)
			fail_msg("%s: %" PRId64 " exams, %zu devices, %zu "
				 "pools",
				 sights[i].name, s.total.n, d.n, n);
		arena_release(&a);
	}
	end(&w);
}

/* Who keeps devices does so within their own. */
static void devices_of_ones_own(void **state)
{
	struct world w;
	begin(state, &w);
	two_territories(&w);
	static const struct {
		const char *name;
		enum role role;
		int64_t bound;
		const char *holder, *check;
		enum rc add, write;
	} rows[] = {
		{"its doctor", ROLE_COOPERATIVE, 21, "GP11", "SN-1", OK, OK},
		{"a pharmacy", ROLE_COOPERATIVE, 21, "F1", "SN-3", OK, OK},
		{"itself", ROLE_COOPERATIVE, 21, "", "SN-1", OK, OK},
		{"another's doctor", ROLE_COOPERATIVE, 21, "GP12", "SN-2",
		 E_NOT_FOUND, E_NOT_FOUND},
		{"another agency's", ROLE_AGENCY, 23, "GP12", "SN-2",
		 E_NOT_FOUND, E_NOT_FOUND},
		{"of the territory", ROLE_AGENCY, 24, "GP12", "SN-2", OK, OK},
		{"nobody", ROLE_REGION, 25, "", "SN-2", OK, OK},
		{"a practice", ROLE_DOCTOR, 11, "GP11", "SN-1", E_DENIED,
		 E_DENIED},
		{"a reader", ROLE_SPECIALIST, 0, "", "SN-1", E_DENIED,
		 E_DENIED},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		char serial[20];
		snprintf(serial, sizeof(serial), "NEW-%zu", i);
		struct tele_device d = {.serial = str_from(serial),
					.kind = TELE_ECG};
		struct tele_check c = {.serial = str_from(rows[i].check),
				       .kind = STR("maintenance"),
				       .done_on = w.app.today,
				       .holds_until =
					       date_add(w.app.today, 365),
				       .by_whom = STR("Tecnico")};
		as(&w, rows[i].role, 5, rows[i].bound);
		want(app_tele_device_add(&w.app, &d, str_from(rows[i].holder),
					 &w.err),
		     rows[i].add, 0, &w.err, rows[i].name);
		want(app_tele_device_check(&w.app, &c, &w.err), rows[i].write,
		     0, &w.err, rows[i].name);
		want(app_tele_device_retire(&w.app, c.serial, false, &w.err),
		     rows[i].write, 0, &w.err, rows[i].name);
		want(app_tele_device_retire(&w.app, c.serial, true, &w.err),
		     rows[i].write, 0, &w.err, rows[i].name);
	}
	assert_int_equal(count_of(w.f, "SELECT count(*) FROM tele_device "
				       "WHERE serial LIKE 'NEW-%' AND "
				       "organisation_id = 21"),
			 1);
	end(&w);
}

static void last_day_counts(void **state)
{
	(void)state;
	static const struct {
		const char *name, *until;
		bool over;
	} rows[] = {
		{"the day before", "2026-03-01", true},
		{"its last day", "2026-03-02", false},
		{"the day after", "2026-03-03", false},
	};
	for (size_t i = 0; i < countof(rows); i++)
		if (tele_is_over(kit_day(rows[i].until),
				 kit_day("2026-03-02")) != rows[i].over)
			fail_msg("%s", rows[i].name);
	assert_false(tele_is_over(DATE_NONE, kit_day("2026-03-02")));
}

static size_t readers(struct world *w, int64_t pool)
{
	struct tele_pool_view v = {0};
	struct arena a;
	arena_init(&a, 1u << 20);
	must(app_tele_pool_show(&w->app, pool, &a, &v, &w->err), &w->err);
	arena_release(&a);
	assert_int_equal(v.pool.n_reader, v.n_reader);
	return v.n_reader;
}

static void pools_are_kept(void **state)
{
	struct world w;
	begin(state, &w);
	struct tele_pool p = {.code = STR("CARDIO"),
			      .name = STR("Cardiologia 2"),
			      .languages = STR("it en"),
			      .phone = STR("02 99"),
			      .weekdays = 31,
			      .from_min = 480,
			      .to_min = 1200};
	as(&w, ROLE_COOPERATIVE, 5, 21);
	want(app_tele_pool_change(&w.app, 81, &p, &w.err), E_DENIED, 0, &w.err,
	     "a cooperative lets nobody read");
	as(&w, ROLE_ADMIN, 5, 0);
	want(app_tele_pool_add(&w.app, &p, &w.err), E_CONFLICT,
	     MSG_TSV_POOL_THERE, &w.err, "its code is taken");
	must(app_tele_pool_change(&w.app, 81, &p, &w.err), &w.err);
	p.escalate_to = STR("CARDIO");
	want(app_tele_pool_change(&w.app, 81, &p, &w.err), E_CONFLICT,
	     MSG_TSV_ROUND, &w.err, "to itself");
	p.escalate_to = STR("DIETRO");
	must(app_tele_pool_change(&w.app, 81, &p, &w.err), &w.err);
	p.escalate_to = STR("CARDIO");
	want(app_tele_pool_change(&w.app, 82, &p, &w.err), E_CONFLICT,
	     MSG_TSV_ROUND, &w.err, "in a round");
	p.escalate_to = STR("");
	p.to_min = 480;
	want(app_tele_pool_change(&w.app, 82, &p, &w.err), E_RANGE,
	     MSG_TSV_BAD_HOURS, &w.err, "no hours");
	assert_int_equal(readers(&w, 81), 2);
	want(app_tele_pool_reader(&w.app, p.code, STR("cardio1"), &w.err),
	     E_CONFLICT, MSG_TSV_READS_ALREADY, &w.err, "twice");
	must(app_tele_pool_reader_end(&w.app, p.code, STR("cardio1"), &w.err),
	     &w.err);
	assert_int_equal(readers(&w, 81), 1);
	want(app_tele_pool_reader_end(&w.app, p.code, STR("cardio1"), &w.err),
	     E_NOT_FOUND, MSG_TSV_READS_NOT, &w.err, "ended twice");
	as_reader(&w, 91);
	struct tele_pool_view v;
	struct arena a;
	arena_init(&a, 1u << 20);
	want(app_tele_pool_show(&w.app, 81, &a, &v, &w.err), E_NOT_FOUND,
	     MSG_TEL_NO_POOL, &w.err, "no longer theirs");
	arena_release(&a);
	as(&w, ROLE_ADMIN, 5, 0);
	/* and undone, twice over on one day */
	for (int i = 0; i < 2; i++) {
		must(app_tele_pool_reader(&w.app, p.code, STR("cardio1"),
					  &w.err),
		     &w.err);
		assert_int_equal(readers(&w, 81), 2);
		must(app_tele_pool_reader_end(&w.app, p.code, STR("cardio1"),
					      &w.err),
		     &w.err);
	}
	assert_int_equal(readers(&w, 81), 1);
	end(&w);
}

static void devices_expire(void **state)
{
	struct world w;
	begin(state, &w);
	struct tele_device d = {.serial = STR("SN-9"), .kind = TELE_ECG};
	struct tele_check c = {.serial = STR("SN-9"),
			       .kind = STR("calibration"),
			       .done_on = kit_day("2025-01-01"),
			       .holds_until = kit_day("2026-03-01"),
			       .by_whom = STR("Tecnico")};
	struct tele_sent out;
	as_system(&w.app);
	must(app_tele_device_add(&w.app, &d, STR(""), &w.err), &w.err);
	want(app_tele_device_add(&w.app, &d, STR(""), &w.err), E_CONFLICT,
	     MSG_TSV_DEVICE_THERE, &w.err, "twice in the register");
	/* in the register, and nobody wrote down a check: not known */
	as_gp(&w);
	struct tele_sending s = sending(&w, ROSSI);
	s.device = STR("SN-9");
	must(app_tele_send(&w.app, &s, &out, &w.err), &w.err);
	assert_int_equal(count_of(w.f, "SELECT count(*) FROM tele_exam WHERE "
				       "device_state = 'unknown'"),
			 1);
	as_system(&w.app);
	must(app_tele_device_check(&w.app, &c, &w.err), &w.err);
	as_gp(&w);
	s = sending(&w, ROSSI);
	s.device = STR("SN-9");
	must(app_tele_send(&w.app, &s, &out, &w.err), &w.err);
	assert_true(out.device_expired);
	as_system(&w.app);
	c.done_on = kit_day("2026-03-02");
	c.holds_until = kit_day("2027-03-01");
	must(app_tele_device_check(&w.app, &c, &w.err), &w.err);
	as_gp(&w);
	s = sending(&w, ROSSI);
	s.device = STR("SN-9");
	must(app_tele_send(&w.app, &s, &out, &w.err), &w.err);
	assert_false(out.device_expired);
	as_system(&w.app);
	c.serial = STR("SN-8");
	want(app_tele_device_check(&w.app, &c, &w.err), E_NOT_FOUND,
	     MSG_TEL_NO_DEVICE, &w.err, "unknown");
	end(&w);
}

static void counted(void **state)
{
	struct world w;
	begin(state, &w);
	struct tele_stats s = {0};
	struct arena a;
	arena_init(&a, 16u << 20);
	signed_exam(&w, TELE_RED);
	send_one(&w);
	as_system(&w.app);
	struct tele_stats_query ask = of_today(&w);
	must(app_tele_stats(&w.app, &ask, &a, &s, &w.err), &w.err);
	assert_int_equal(s.n, 1);
	assert_true(str_is(s.list[0].code, "GP11"));
	assert_true(str_is(s.list[0].name, "Uno Anna"));
	assert_int_equal(s.list[0].n, 2);
	assert_int_equal(s.list[0].n_signed, 1);
	assert_int_equal(s.list[0].n_in_time, 1);
	assert_int_equal(s.list[0].n_red, 1);
	assert_int_equal(s.list[0].n_red_unread, 1);
	assert_int_equal(s.list[0].n_late_open, 0);
	ask.by_pool = true;
	ask.sort = STR("esami");
	ask.descending = true;
	must(app_tele_stats(&w.app, &ask, &a, &s, &w.err), &w.err);
	assert_int_equal(s.n, 1);
	assert_true(str_is(s.list[0].code, "CARDIO"));
	ask.kind = TELE_SPIROMETRY;
	must(app_tele_stats(&w.app, &ask, &a, &s, &w.err), &w.err);
	assert_int_equal(s.n, 0);
	arena_release(&a);
	end(&w);
}

static void talk_is_kept(void **state)
{
	struct world w;
	begin(state, &w);
	int64_t id = send_one(&w);
	want(app_tele_talk(&w.app, id, STR("phone"), STR(" "), &w.err), E_RANGE,
	     MSG_TEL_NOTHING_SAID, &w.err, "nothing");
	must(app_tele_talk(&w.app, id, STR("phone"), STR("Ha ancora dolore."),
			   &w.err),
	     &w.err);
	as_reader(&w, 91);
	must(app_tele_talk(&w.app, id, STR("chat"), STR("Lo mandi in PS."),
			   &w.err),
	     &w.err);
	as_reader(&w, 93);
	want(app_tele_talk(&w.app, id, STR("chat"), STR("Buongiorno"), &w.err),
	     E_DENIED, 0, &w.err, "a stranger");
	assert_int_equal(count_of(w.f, "SELECT count(*) FROM tele_event WHERE "
				       "what LIKE 'talk%'"),
			 2);
	end(&w);
}

/* ---- consents, and all of it */

static const struct tele_consent_said *
said_of(struct world *w, enum tele_service service, struct arena *a, size_t *n)
{
	static struct tele_consents c;
	must(app_tele_consents(&w->app, 1, a, &c, &w->err), &w->err);
	*n = c.n_said;
	return c.last[service];
}

static void given_and_taken_back(void **state)
{
	struct world w;
	struct arena a;
	size_t n;
	begin(state, &w);
	arena_init(&a, 1u << 20);
	as_gp(&w);
	assert_null(said_of(&w, TELE_SERVICE_ECG, &a, &n));
	want(app_tele_consent_say(&w.app, 1, TELE_SERVICE_ECG, false, &w.err),
	     E_STATE, MSG_TEL_CON_NOT_IN_FORCE, &w.err, "never given");
	send_one(&w);
	const struct tele_consent_said *s =
		said_of(&w, TELE_SERVICE_ECG, &a, &n);
	assert_true(s && s->given && n == 1);
	assert_true(str_is(s->user, "Anna Uno") && str_is(s->role, "doctor"));
	assert_int_equal(s->on.days, w.app.today.days);
	as(&w, ROLE_CITIZEN, 98, 2);
	want(app_tele_consent_say(&w.app, 1, TELE_SERVICE_ECG, false, &w.err),
	     E_DENIED, 0, &w.err, "another person's");
	as(&w, ROLE_CITIZEN, 97, 1);
	w.app.now_us += MINUTE;
	must(app_tele_consent_say(&w.app, 1, TELE_SERVICE_ECG, false, &w.err),
	     &w.err);
	s = said_of(&w, TELE_SERVICE_ECG, &a, &n);
	assert_true(s && !s->given && n == 2 && str_is(s->role, "citizen"));
	as_gp(&w);
	struct tele_sending next = sending(&w, ROSSI);
	struct tele_sent out;
	next.consent = false;
	want(app_tele_send(&w.app, &next, &out, &w.err), E_STATE,
	     MSG_TEL_NO_CONSENT, &w.err, "taken back");
	w.app.now_us += MINUTE; /* the undo */
	must(app_tele_consent_say(&w.app, 1, TELE_SERVICE_ECG, true, &w.err),
	     &w.err);
	must(app_tele_send(&w.app, &next, &out, &w.err), &w.err);
	want(app_tele_consent_say(&w.app, 1, TELE_SERVICE_ECG, true, &w.err),
	     E_STATE, MSG_TEL_CON_IN_FORCE, &w.err, "twice");
	arena_release(&a);
	end(&w);
}

/* A copy as who asks gets it, opened; or why not. */
typedef enum rc export_fn(struct app *app, int64_t person_id, enum lang lang,
			  int fd, struct tele_exported *out, struct err *err);

static enum rc copied_by(export_fn *export, struct world *w, struct arena *a,
			 struct parcel *p, struct tele_exported *done)
{
	char path[] = "/tmp/tele_copy-XXXXXX";
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	unlink(path);
	w->err = (struct err){0};
	enum rc rc = export(&w->app, 1, LANG_IT, fd, done, &w->err);
	char *bytes = rc ? NULL : arena_alloc(a, (size_t)done->len);
	if (bytes) {
		assert_int_equal(pread(fd, bytes, (size_t)done->len, 0),
				 done->len);
		must(parcel_open((struct str){bytes, (size_t)done->len},
				 64u << 20, a, p, &w->err),
		     &w->err);
	}
	close(fd);
	return rc;
}
static enum rc copied(struct world *w, struct arena *a, struct parcel *p,
		      struct tele_exported *done)
{
	return copied_by(app_tele_export, w, a, p, done);
}
static enum rc copied_all(struct world *w, struct arena *a, struct parcel *p,
			  struct tele_exported *done)
{
	return copied_by(app_person_export, w, a, p, done);
}

static struct str file_of(const struct parcel *p, const char *name)
{
	const struct parcel_file *f = parcel_find(p, str_from(name));
	return f ? f->bytes : STR("");
}

static bool says(struct str text, const char *words)
{
	size_t n = strlen(words);
	for (size_t i = 0; i + n <= text.len; i++)
		if (!memcmp(text.ptr + i, words, n))
			return true;
	return false;
}

static void signed_and_delivered(struct world *w, int64_t id)
{
	struct tele_draft d = draft("No.", "ECG normale.");
	struct tele_signed s;
	as_reader(w, 91);
	must(app_tele_take(&w->app, id, &w->err), &w->err);
	report(w, id, &d, OK, 0);
	must(app_tele_sign_deliver(&w->app, id, STR(""), &s, &w->err), &w->err);
}

static void all_of_it_for_who_may(void **state)
{
	struct world w;
	struct arena a;
	struct parcel p;
	struct tele_exported done;
	char sent[EDF_BYTES];
	begin(state, &w);
	arena_init(&a, 64u << 20);
	int64_t id = send_one(&w);
	memcpy(sent, w.file, sizeof(sent));
	sql(w.f, "INSERT INTO home_reading (id, person_id, kind, value_milli, "
		 "value_given, unit_given, context, measured_us, received_us, "
		 "by_whom, source, source_id, device, note, state, doubt, "
		 "sent_by, sent_role) VALUES (700, 1, 'weight', 71500, '71,5', "
		 "'kg', "
		 "'', 1740000000000000, 1740000000000000, 'patient', 'page', "
		 "'', '', '=2+2', 'ok', '', 97, 'citizen')");
	as(&w, ROLE_CITIZEN, 97, 1); /* nothing that nobody signed */
	assert_int_equal(copied(&w, &a, &p, &done), OK);
	assert_int_equal(done.n_pending, 1);
	assert_int_equal(done.n_exam, 0);
	assert_true(says(file_of(&p, "LEGGIMI.txt"), "nessuno ne ha firmato"));
	assert_true(says(file_of(&p, "2025.csv"), "\"71,5\""));
	assert_true(says(file_of(&p, "2025.csv"), "\"'=2+2\""));
	assert_true(says(file_of(&p, "consensi.csv"), "\"ecg\",\"given\""));
	as_gp(&w); /* their doctor all */
	assert_int_equal(copied(&w, &a, &p, &done), OK);
	assert_int_equal(done.n_exam, 1);
	signed_and_delivered(&w, id);
	as(&w, ROLE_CITIZEN, 97, 1);
	assert_int_equal(copied(&w, &a, &p, &done), OK);
	assert_int_equal(done.n_pending, 0);
	assert_true(str_eq(file_of(&p, "registrazione-esame.edf"),
			   (struct str){sent, sizeof(sent)}));
	assert_true(str_starts(file_of(&p, "foglio.pdf"), STR("%PDF")));
	assert_true(str_starts(file_of(&p, "referto-1.pdf"), STR("%PDF")));
	assert_true(says(file_of(&p, "firma-1.txt"), "Dott. Lia Cuore"));
	assert_int_equal(count_of(w.f, "SELECT count(*) FROM audit WHERE "
				       "action = 'tele.export' AND person_id "
				       "= 1"),
			 3);
	arena_release(&a);
	end(&w);
}

/* The whole record: with what telecare keeps, the tables of everything else. */
static void all_that_is_kept(void **state)
{
	struct world w;
	struct arena a;
	struct parcel p;
	struct tele_exported done;
	begin(state, &w);
	arena_init(&a, 64u << 20);
	(void)send_one(&w);
	sql(w.f,
	    "INSERT INTO contact_note (id, person_id, at_us, user_id, outcome, "
	    "again_on, note) VALUES (801, 1, 1740000000000000, 94, 'reached', "
	    "'2025-03-01', "
	    "'=1+1'), (802, 2, 1740000000000000, 94, 'reached', '2025-03-01', "
	    "'altrui')");
	as(&w, ROLE_CITIZEN, 97, 1);
	assert_int_equal(copied_all(&w, &a, &p, &done), OK);
	assert_true(says(file_of(&p, "persona.csv"), "\"Rossi\",\"Maria\""));
	assert_true(says(file_of(&p, "medici.csv"), "\"gp_code\""));
	assert_true(says(file_of(&p, "telefonate.csv"), "\"'=1+1\""));
	assert_false(says(file_of(&p, "telefonate.csv"), "altrui"));
	assert_true(
		says(file_of(&p, "condizioni.csv"), "\"as_of\",\"condition\""));
	assert_true(says(file_of(&p, "consensi.csv"), "\"ecg\",\"given\""));
	assert_true(says(file_of(&p, "LEGGIMI.txt"), "persona.csv"));
	assert_int_equal(done.n_pending, 1); /* an exam nobody signed */
	as_gp(&w);
	assert_int_equal(copied_all(&w, &a, &p, &done), OK);
	assert_int_equal(done.n_exam, 1);
	as(&w, ROLE_CITIZEN, 97, 1); /* and the looks of both */
	assert_int_equal(copied_all(&w, &a, &p, &done), OK);
	assert_true(says(file_of(&p, "accessi.csv"), "Anna Uno"));
	assert_true(says(file_of(&p, "accessi.csv"), "person.export"));
	assert_int_equal(count_of(w.f, "SELECT count(*) FROM audit WHERE "
				       "action = 'person.export' AND person_id "
				       "= 1"),
			 3);
	arena_release(&a);
	end(&w);
}

static void all_of_it_for_nobody_else(void **state)
{
	static const struct {
		const char *name;
		enum role role;
		int64_t user, bound;
	} rows[] = {{"another citizen", ROLE_CITIZEN, 98, 2},
		    {"another doctor", ROLE_DOCTOR, 95, 12},
		    {"the practice's staff", ROLE_STAFF, 94, 11},
		    {"a reader", ROLE_SPECIALIST, 91, 0},
		    {"a pharmacy", ROLE_PHARMACIST, 96, 41}};
	struct world w;
	struct arena a;
	struct parcel p;
	struct tele_exported done;
	begin(state, &w);
	arena_init(&a, 1u << 20);
	for (size_t i = 0; i < countof(rows); i++) {
		as(&w, rows[i].role, rows[i].user, rows[i].bound);
		if (copied(&w, &a, &p, &done) != E_DENIED ||
		    copied_all(&w, &a, &p, &done) != E_DENIED)
			fail_msg("%s takes everything", rows[i].name);
	}
	assert_int_equal(count_of(w.f, "SELECT count(*) FROM audit WHERE "
				       "action LIKE '%.export'"),
			 0);
	arena_release(&a);
	end(&w);
}

static void a_next_pool_or_none(void **state)
{
	struct world w;
	struct arena a;
	struct tele_view v;
	begin(state, &w);
	arena_init(&a, 16u << 20);
	int64_t id = send_one(&w);
	as_reader(&w, 91);
	must(app_tele_show(&w.app, id, &a, &v, &w.err), &w.err);
	assert_true(v.may_pass);
	sql(w.f, "UPDATE tele_pool SET escalate_to = NULL");
	must(app_tele_show(&w.app, id, &a, &v, &w.err), &w.err);
	assert_false(v.may_pass);
	want(app_tele_escalate(&w.app, id, STR(""), STR("x"), &w.err), E_STATE,
	     MSG_TEL_NO_ESCALATION, &w.err, "nobody behind");
	arena_release(&a);
	end(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(sent_and_kept),
		ON_BOTH(refused),
		ON_BOTH(refused_forms),
		ON_BOTH(of_one_person),
		ON_BOTH(urgency_and_promise),
		ON_BOTH(known_from_earlier_exams),
		ON_BOTH(compared_with_the_one_before),
		ON_BOTH(table_with_a_stated_rate),
		ON_BOTH(one_reader_at_a_time),
		ON_BOTH(a_report_answers),
		ON_BOTH(nothing_changes_after),
		ON_BOTH(corrected),
		ON_BOTH(the_person_sees_the_signed_alone),
		ON_BOTH(red_is_acknowledged),
		ON_BOTH(red_without_a_doctor),
		ON_BOTH(without_the_rules),
		ON_BOTH(the_clock),
		ON_BOTH(late_with_nobody_behind),
		ON_BOTH(red_stays_open),
		ON_BOTH(it_stands_while_the_practice_is_asked),
		ON_BOTH(the_plan_closes),
		ON_BOTH(searched_and_sorted),
		ON_BOTH(each_sees_their_own),
		ON_BOTH(the_service_of_ones_own),
		ON_BOTH(devices_of_ones_own),
		cmocka_unit_test(last_day_counts),
		ON_BOTH(pools_are_kept),
		ON_BOTH(devices_expire),
		ON_BOTH(counted),
		ON_BOTH(talk_is_kept),
		ON_BOTH(given_and_taken_back),
		ON_BOTH(all_of_it_for_who_may),
		ON_BOTH(all_that_is_kept),
		ON_BOTH(all_of_it_for_nobody_else),
		ON_BOTH(a_next_pool_or_none),
	};
	return cmocka_run_group_tests(tests, kit_open, kit_close);
}

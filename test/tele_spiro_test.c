/* Spirometries at a distance: read, judged and kept as they come; shown, drawn,
 * compared over the years; what a signed one says of its person. On both
 * engines. */
#include "test/plan_db.h"

#include "app/tele.h"
#include "app/tele_proposal.h"
#include "simulate/exam.h"
#include "text/text.h"

#include <math.h>

#define MINUTE INT64_C(60000000)

struct world {
	struct db_fixture *f;
	struct app app;
	struct err err;
	struct arena a;
};

static void on_day(struct world *w, const char *day)
{
	w->app.today = kit_day(day);
	w->app.now_us = (int64_t)w->app.today.days * INT64_C(86400000000) +
			600 * MINUTE;
}

/* People 1..4 of the plan tests; 91 reads spirometries, 94 is doctor 11. */
static void begin(void **state, struct world *w)
{
	*w = (struct world){.f = fixture_of(state)};
	arena_init(&w->a, 64u << 20);
	plan_db_open(w->f, &w->app, 4, "2026-03-02");
	on_day(w, "2026-03-02");
	sql(w->f,
	    "INSERT INTO app_user (id, login, display_name, created_us) VALUES "
	    "(91, 'pneumo', 'Dott. Lia Polmoni', 1), (94, 'medico1', "
	    "'Anna Uno', 1); "
	    "INSERT INTO user_role (id, user_id, role, doctor_id, valid_from) "
	    "VALUES (1, 91, 'specialist', NULL, '2025-01-01'), "
	    "(4, 94, 'doctor', 11, '2025-01-01'); "
	    "INSERT INTO tele_pool (id, code, name, kind, recorded_us) VALUES "
	    "(81, 'PNEUMO', 'Pneumologia', 'spirometry', 1); "
	    "INSERT INTO tele_pool_reader (pool_id, user_id, valid_from, "
	    "recorded_us) VALUES (81, 91, '2025-01-01', 1); "
	    "INSERT INTO tele_device (id, serial, kind, recorded_us) VALUES "
	    "(71, 'SP-1', 'spirometry', 1); "
	    "INSERT INTO tele_device_check (id, device_id, kind, done_on, "
	    "holds_until, by_whom, recorded_us) VALUES (72, 71, 'calibration', "
	    "'2026-02-20', '2026-12-31', 'studio', 1)");
}

static void end(struct world *w)
{
	arena_release(&w->a);
	app_close(&w->app);
}

static void as_gp(struct world *w)
{
	w->app.who = (struct actor){.user_id = 94,
				    .role = ROLE_DOCTOR,
				    .doctor_id = 11,
				    .purpose = STR("care")};
}

static void as_reader(struct world *w)
{
	w->app.who = (struct actor){
		.user_id = 91, .role = ROLE_SPECIALIST, .purpose = STR("care")};
}

enum { BLOWS = 6 };

static struct str session(struct world *w, const struct simulate_blow *blow)
{
	struct buf b;
	size_t n = 0;
	while (n < BLOWS && blow[n].fvc > 0)
		n++;
	buf_init(&b, 1u << 20);
	simulate_spirometry(&b, blow, n);
	struct str bytes = arena_str(&w->a, buf_view(&b));
	buf_release(&b);
	return bytes;
}

static struct tele_sending sending(struct world *w,
				   const struct simulate_blow *blow)
{
	return (struct tele_sending){.kind = TELE_SPIROMETRY,
				     .bytes = session(w, blow),
				     .file_name = STR("soffi.csv"),
				     .person_id = 1,
				     .last_name = STR("Rossi"),
				     .born = kit_day("1955-05-05"),
				     .question = STR("Dispnea: ostruzione?"),
				     .urgency = TELE_GREEN,
				     .chest_pain_days = -1,
				     .syncope_days = -1,
				     .height_cm = 162,
				     .calibrated_on = w->app.today,
				     .consent = true};
}

static void want(enum rc got, enum rc wanted, int msg, const struct err *err,
		 const char *what)
{
	if (got != wanted || (msg && err->msg != msg))
		fail_msg("%s: rc %d, message %d: %s", what, got, err->msg,
			 err->text);
}

#define GOOD                                                                   \
	{2.4, 0.6, 8, false}, {2.38, 0.6, 8, false},                           \
	{                                                                      \
		2.36, 0.6, 8, false                                            \
	}

/* ---- the verdict, with what to repeat */

static bool has_finding(const struct tele_view *v, const char *code,
			const char *value)
{
	for (size_t i = 0; i < v->n_finding; i++)
		if (str_is(v->finding[i].code, code) &&
		    str_is(v->finding[i].value, value))
			return true;
	return false;
}

static void judged_as_it_comes(void **state)
{
	struct world w;
	begin(state, &w);
	static const struct {
		const char *name;
		struct simulate_blow blow[BLOWS];
		const char *verdict, *code, *value;
	} rows[] = {
		{"three that repeat", {GOOD}, "ok", "fvc_grade", "A"},
		{"two, both too short",
		 {{2.4, 0.9, 2, false}, {2.3, 0.9, 1.9, false}},
		 "warn",
		 "no_end_of_expiration",
		 "1"},
		{"one alone",
		 {{2.4, 0.6, 8, false}},
		 "warn",
		 "fev1_grade",
		 "E"},
		{"less than a second",
		 {{2.4, 0.6, 0.7, false}, {2.4, 0.6, 0.8, false}},
		 "reject",
		 "less_than_a_second",
		 "2"},
		{"good before, one alone after",
		 {GOOD, {2.6, 0.6, 8, true}},
		 "warn",
		 "advice",
		 "another"},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		struct tele_sending s = sending(&w, rows[i].blow);
		struct tele_sent out;
		struct tele_view v;
		as_gp(&w);
		must(app_tele_send(&w.app, &s, &out, &w.err), &w.err);
		must(app_tele_show(&w.app, out.id, &w.a, &v, &w.err), &w.err);
		bool waits = out.state == TELE_WAITING;
		if (!str_is(out.verdict, rows[i].verdict) ||
		    waits != str_is(out.verdict, "reject") ||
		    !has_finding(&v, rows[i].code, rows[i].value))
			fail_msg("%s: " STR_FMT, rows[i].name,
				 STR_ARG(out.verdict));
	}
	end(&w);
}

static void refused(void **state)
{
	struct world w;
	begin(state, &w);
	static const struct simulate_blow blow[BLOWS] = {GOOD};
	static const char gdt[] = "01380006310\r\n0123622170\r\n"
				  "0138402LUFU\r\n0138410FEV1\r\n"
				  "01384202.10\r\n0108421l\r\n";
	struct tele_sent out;
	struct tele_sending s = sending(&w, blow);
	as_gp(&w);
	s.height_cm = 0;
	want(app_tele_send(&w.app, &s, &out, &w.err), E_RANGE,
	     MSG_TEL_NO_HEIGHT, &w.err, "no height");
	s = sending(&w, blow);
	s.bytes = str_from(gdt);
	want(app_tele_send(&w.app, &s, &out, &w.err), E_CONFLICT,
	     MSG_TEL_HEIGHT_DIFFERS, &w.err, "another height");
	s.bytes = STR("time_s,flow_l_s\n0,0\n");
	want(app_tele_send(&w.app, &s, &out, &w.err), E_FORMAT, MSG_SPI_R_SHORT,
	     &w.err, "cut short");
	assert_int_equal(count_of(w.f, "SELECT count(*) FROM tele_spiro"), 0);
	s.bytes = str_from(gdt); /* the file says the height */
	s.height_cm = 0;
	must(app_tele_send(&w.app, &s, &out, &w.err), &w.err);
	assert_true(str_is(out.verdict, "unknown"));
	assert_int_equal(count_of(w.f, "SELECT height_mm FROM tele_spiro WHERE "
				       "from_device = 1"),
			 1700);
	end(&w);
}

/* ---- when the spirometer was checked */

static void calibration(void **state)
{
	struct world w;
	begin(state, &w);
	static const struct {
		const char *name, *said, *serial, *code; /* "": none */
	} rows[] = {
		{"of the day", "2026-03-02", "", ""},
		{"of the day before", "2026-03-01", "", ""},
		{"of last week", "2026-02-23", "", "calibration_old"},
		{"not said", "", "", "calibration_unknown"},
		{"the register knows", "", "SP-1", "calibration_old"},
		{"what is said counts", "2026-03-02", "SP-1", ""},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		struct simulate_blow blow[BLOWS] = {GOOD};
		struct tele_sent out;
		struct tele_view v;
		blow[0].fvc += 0.001 * (double)i; /* not the same bytes */
		struct tele_sending s = sending(&w, blow);
		s.calibrated_on =
			*rows[i].said ? kit_day(rows[i].said) : DATE_NONE;
		s.device = str_from(rows[i].serial);
		as_gp(&w);
		must(app_tele_send(&w.app, &s, &out, &w.err), &w.err);
		must(app_tele_show(&w.app, out.id, &w.a, &v, &w.err), &w.err);
		bool old = has_finding(&v, "calibration_old", "");
		bool none = has_finding(&v, "calibration_unknown", "");
		if (old != !strcmp(rows[i].code, "calibration_old") ||
		    none != !strcmp(rows[i].code, "calibration_unknown"))
			fail_msg("%s: %d %d", rows[i].name, old, none);
		assert_true(str_is(out.verdict, "ok"));
	}
	end(&w);
}

/* ---- what is shown */

static int64_t send_on(struct world *w, const char *day, double fvc)
{
	const struct simulate_blow blow[BLOWS] = {
		{fvc, 1.2, 9, false},        {fvc - 0.02, 1.2, 9, false},
		{fvc - 0.04, 1.2, 9, false}, {fvc + 0.5, 1.1, 9, true},
		{fvc + 0.48, 1.1, 9, true},  {fvc + 0.46, 1.1, 9, true}};
	struct tele_sent out;
	on_day(w, day);
	struct tele_sending s = sending(w, blow);
	as_gp(w);
	must(app_tele_send(&w->app, &s, &out, &w->err), &w->err);
	return out.id;
}

static void shown_whole(void **state)
{
	struct world w;
	begin(state, &w);
	struct tele_view v;
	struct buf b;
	int64_t id = send_on(&w, "2026-03-02", 2.4);
	must(app_tele_show(&w.app, id, &w.a, &v, &w.err), &w.err);
	assert_non_null(v.spiro);
	const struct spiro_exam *e = &v.spiro->exam;
	assert_int_equal(e->session.n_blow, 6);
	assert_int_equal(e->session.result[SPIRO_POST].n_blow, 3);
	assert_int_equal(e->set, SPIRO_GLI2022);
	assert_true(e->has_opinion && e->opinion.fev1.responds);
	assert_int_equal(e->opinion.pattern, SPIRO_OBSTRUCTION);
	assert_int_equal(e->session.result[SPIRO_PRE].from_fev1, 0);
	assert_int_equal(count_of(w.f, "SELECT count(*) FROM tele_spiro WHERE "
				       "pattern = 'obstruction' AND bdr = "
				       "'yes' AND fev1_grade_post = 'A'"),
			 1);
	for (int pdf = 0; pdf < 2; pdf++) {
		const struct ecg_draw_options o = {.lang = LANG_IT};
		buf_init(&b, 4u << 20);
		must(app_tele_draw(&w.app, id, &o, pdf, &b, &w.err), &w.err);
		assert_true(b.len > 5000);
		buf_release(&b);
	}
	end(&w);
}

static void trend_within_one_set(void **state)
{
	struct world w;
	begin(state, &w);
	struct tele_view v;
	send_on(&w, "2023-03-02", 2.6);
	sql(w.f, "UPDATE tele_spiro SET reference = 'ecsc1993'");
	send_on(&w, "2024-03-02", 2.5);
	send_on(&w, "2025-03-02", 2.3);
	int64_t id = send_on(&w, "2026-03-02", 2.1);
	must(app_tele_show(&w.app, id, &w.a, &v, &w.err), &w.err);
	const struct tele_spiro *s = v.spiro;
	assert_int_equal(s->n_point, 4);
	assert_int_equal(s->n_other_set, 1);
	assert_int_equal(s->point[3].exam_id, id);
	assert_true(s->has_trend);
	double first = s->point[3].z_fev1 - s->point[1].z_fev1;
	assert_true(fabs(s->fev1.since_first - first) < 1e-9);
	assert_true(s->fev1.since_first < s->fev1.since_last);
	assert_true(s->fev1.per_year < 0 && s->fev1.fev1q > 1);
	end(&w);
}

/* ---- what is proposed for the report: facts, never a conclusion */

static void propose(struct world *w, int64_t id, struct tele_report *out)
{
	struct tele_view v;
	must(app_tele_show(&w->app, id, &w->a, &v, &w->err), &w->err);
	must(tele_propose(&v, LANG_IT, &w->a, out, &w->err), &w->err);
}

static bool has_words(struct str text, const char *words)
{
	for (size_t i = 0; i < text.len; i++)
		if (str_starts(str_sub(text, i, text.len - i), str_from(words)))
			return true;
	return false;
}

static void want_words(struct str text, const char *words, bool there)
{
	if (has_words(text, words) != there)
		fail_msg("%s \"%s\" in:\n" STR_FMT, there ? "no" : "there is",
			 words, STR_ARG(text));
}

static bool has_statement(const struct tele_report *r, const char *code)
{
	for (size_t i = 0; i < r->n_said; i++)
		if (str_is(r->said[i].code, code))
			return true;
	return false;
}

static void proposed_for_the_report(void **state)
{
	struct world w;
	begin(state, &w);
	static const char *const words[] = {
		"GLI Global 2022, statura 162 cm",
		"FEV1 1,",
		" L (",
		"z -",
		"LLN ",
		"FEV1/FVC 0,",
		"PEF ",
		"FEV1 grado A, FVC grado A, su 3 prove",
		"Quadro (ERS/ATS 2022): ostruzione, ",
		"Broncodilatatore: FEV1 +",
		": risposta."};
	struct tele_report r;
	send_on(&w, "2025-03-02", 2.5);
	propose(&w, send_on(&w, "2026-03-02", 2.4), &r);
	for (size_t i = 0; i < countof(words); i++)
		want_words(r.text, words[i], true);
	want_words(r.comparison,
		   "Rispetto alla spirometria del 2 marzo 2025: "
		   "FEV1 -0,0",
		   true);
	assert_int_equal(r.n_said, 2);
	assert_true(has_statement(&r, "SPOBS") && has_statement(&r, "SPBDR"));
	assert_int_equal(r.answer.len + r.conclusion.len + r.advice.len, 0);
	assert_int_equal(count_of(w.f, "SELECT count(*) FROM tele_report"), 0);
	assert_true(tele_proposed(STR("a\r\nb"), STR("a\nb")));
	assert_false(tele_proposed(STR("a\nb."), STR("a\nb")));
	assert_false(tele_proposed(STR("a"), STR("a\nb")));
	assert_false(tele_proposed(STR(""), STR("")));
	end(&w);
}

/* One blow alone is grade E: what it reached is told, no pattern is read. */
static void no_pattern_below_grade_c(void **state)
{
	struct world w;
	begin(state, &w);
	static const struct {
		const char *name;
		struct simulate_blow blow[BLOWS];
		bool pattern, response;
	} rows[] = {
		{"three",
		 {{1.5, 0.4, 8, false},
		  {1.49, 0.4, 8, false},
		  {1.48, 0.4, 8, false}},
		 true,
		 false},
		{"one", {{1.5, 0.4, 8, false}}, false, false},
		{"three, one after", {GOOD, {2.6, 0.6, 8, true}}, true, false},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		struct tele_sending s = sending(&w, rows[i].blow);
		struct tele_sent out;
		struct tele_report r;
		as_gp(&w);
		must(app_tele_send(&w.app, &s, &out, &w.err), &w.err);
		propose(&w, out.id, &r);
		want_words(r.text, "non interpretato: gradi FEV1 E, FVC E",
			   !rows[i].pattern);
		want_words(r.text, "restrizione", i == 0);
		assert_int_equal(r.comparison.len > 0, i == 2);
		want_words(r.text, "non giudicato", i == 2);
		want_words(r.text, "su 1 prova", i > 0);
		want_words(r.text, "1 prove", false);
		if ((r.n_said > 0) != rows[i].pattern ||
		    has_statement(&r, "SPBDR") || has_statement(&r, "SPNOBDR"))
			fail_msg("%s: %zu statements", rows[i].name, r.n_said);
	}
	end(&w);
}

/* ---- signed: what it says of the person; a correction replaces it */

static void sign(struct world *w, int64_t id, const char *code,
		 const char *agrees)
{
	const struct str codes[] = {str_from(code)};
	struct tele_draft d = {.answer = STR("Sì."),
			       .conclusion = STR("Ostruzione."),
			       .urgency = TELE_GREEN,
			       .agrees = str_from(agrees),
			       .statement = codes,
			       .n_statement = 1};
	struct tele_report out;
	struct tele_signed s;
	must(app_tele_report(&w->app, id, &d, &out, &w->a, &w->err), &w->err);
	must(app_tele_sign(&w->app, id, STR(""), &s, &w->err), &w->err);
}

static const struct tele_value *value_of(struct world *w, const char *name)
{
	struct tele_value *list = NULL;
	size_t n = 0;
	as_gp(w);
	must(app_tele_values(&w->app, 1, &w->a, &list, &n, &w->err), &w->err);
	for (size_t i = 0; i < n; i++)
		if (str_is(list[i].name, name))
			return &list[i];
	return NULL;
}

static void values_of_the_person(void **state)
{
	struct world w;
	begin(state, &w);
	int64_t id = send_on(&w, "2026-03-02", 2.4);
	assert_null(value_of(&w, "FEV1")); /* nobody signed */
	as_reader(&w);
	must(app_tele_take(&w.app, id, &w.err), &w.err);
	sign(&w, id, "SPOBS", "yes");
	const struct tele_value *z = value_of(&w, "FEV1_z");
	assert_non_null(z);
	assert_int_equal(z->exam_id, id);
	assert_int_equal(z->report_version, 1);
	assert_true(z->value_milli < 0);
	assert_int_equal(value_of(&w, "obstruction")->value_milli, 1000);
	assert_null(value_of(&w, "bdr")); /* nothing was said of it */
	assert_int_equal(value_of(&w, "FEV1_grade")->value_milli, 1000);
	assert_non_null(value_of(&w, "FVC_z_post"));
	/* the next version says otherwise, and the numbers are not believed */
	as_reader(&w);
	must(app_tele_correct(&w.app, id, STR("riletta"), &w.err), &w.err);
	sign(&w, id, "SPNORM", "no");
	assert_int_equal(value_of(&w, "obstruction")->value_milli, 0);
	assert_int_equal(value_of(&w, "obstruction")->report_version, 2);
	assert_null(value_of(&w, "FEV1_z"));
	end(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(judged_as_it_comes),
		ON_BOTH(refused),
		ON_BOTH(calibration),
		ON_BOTH(shown_whole),
		ON_BOTH(trend_within_one_set),
		ON_BOTH(values_of_the_person),
		ON_BOTH(proposed_for_the_report),
		ON_BOTH(no_pattern_below_grade_c),
	};
	return cmocka_run_group_tests(tests, kit_open, kit_close);
}

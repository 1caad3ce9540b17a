/* Readings from home: sent, held against the plan, alarms raised, answered,
 * escalated, silent, on both engines. */
#include "test/plan_db.h"

#include "app/home.h"
#include "text/text.h"

#define MINUTE INT64_C(60000000)
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)

struct world {
	struct db_fixture *f;
	struct app app;
	struct err err;
	struct arena a;
};

/* Monday, 2 March 2026, 11:00 in Rome. People of the plan tests; person 1 has
 * heart failure. 91 works in the centre 21, 94 is doctor 11, 95 their staff, 96
 * the pharmacy 41, 97 person 1. */
static void begin(void **state, struct world *w)
{
	*w = (struct world){.f = fixture_of(state)};
	arena_init(&w->a, 64u << 20);
	plan_db_open(w->f, &w->app, 3, "2026-03-02");
	w->app.now_us = (int64_t)w->app.today.days * DAY + 10 * HOUR;
	sql(w->f,
	    "INSERT INTO app_user (id, login, display_name, created_us) VALUES "
	    "(91, 'centro', 'Ida Centro', 1), (92, 'centro2', 'Ugo Centro', "
	    "1), "
	    "(94, 'medico1', 'Anna Uno', 1), (95, 'studio1', 'Lia Studio', 1), "
	    "(96, 'farma', 'Farmacia', 1), (97, 'maria', 'Maria Rossi', 1); "
	    "INSERT INTO organisation (id, code, kind, name) VALUES "
	    "(41, 'F1', 'PHARMACY', 'Farmacia Uno'), "
	    "(22, 'C2', 'CPC', 'Altra'); "
	    "INSERT INTO person_condition VALUES (31, 1, 'SCOMPENSO', '20', "
	    "16, 1, '{}')");
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

static void as_centre(struct world *w)
{
	as(w, ROLE_OPERATOR, 91, 21);
}

static void as_maria(struct world *w)
{
	as(w, ROLE_CITIZEN, 97, 1);
}

static void go_on(struct world *w, int64_t us)
{
	w->app.now_us += us;
	w->app.today = date_in_rome(w->app.now_us);
}

static void ok(struct world *w, enum rc rc, const char *what)
{
	if (rc)
		fail_msg("%s: rc %d, message %d: %s", what, rc, w->err.msg,
			 w->err.text);
}

static void want(struct world *w, enum rc got, enum rc wanted, int msg,
		 const char *what)
{
	if (got != wanted || (msg && w->err.msg != msg))
		fail_msg("%s: rc %d, message %d: %s", what, got, w->err.msg,
			 w->err.text);
}

static int64_t count(struct world *w, const char *text)
{
	return count_of(w->f, text);
}

/* The plan that is proposed, confirmed by the doctor. */
static int64_t confirm_plan(struct world *w)
{
	struct home_plan p;
	int64_t id = 0;
	as_gp(w);
	ok(w, app_home_propose(&w->app, 1, &w->a, &p, &w->err), "propose");
	struct home_plan_form f = {.person_id = 1,
				   .valid_from = p.valid_from,
				   .valid_to = p.valid_to,
				   .plan = p.plan,
				   .why = p.why,
				   .confirm = true};
	ok(w, app_home_plan_set(&w->app, &f, &id, &w->err), "set");
	return id;
}

static struct home_sending reading(const char *kind, const char *value)
{
	return (struct home_sending){.person_id = 1,
				     .kind = str_from(kind),
				     .value = str_from(value),
				     .source = STR("page")};
}

static struct home_sent send(struct world *w, const char *kind,
			     const char *value)
{
	struct home_sending s = reading(kind, value);
	struct home_sent out;
	as_maria(w);
	ok(w, app_home_put(&w->app, &s, &w->a, &out, &w->err), value);
	return out;
}

struct list {
	struct home_alarm_row *at;
	size_t n;
	struct home_alarm_counts counts;
};

static struct list alarms(struct world *w)
{
	struct home_alarm_query ask = {.owner = N_MONITOR_OWNER,
				       .severity = N_MONITOR_SEVERITY,
				       .state = N_MONITOR_STATE,
				       .open = true,
				       .limit = 100};
	struct list l;
	ok(w,
	   app_home_alarms(&w->app, &ask, &w->a, &l.at, &l.n, &l.counts,
			   &w->err),
	   "alarms");
	return l;
}

/* Where the clock of one alarm is tested: no other is raised. */
static void nothing_missing(struct world *w)
{
	sql(w->f, "UPDATE home_plan_line SET missing_us = NULL");
}

/* 80, 81, 82.1 kg on three days: the alarm of +2 kg. */
static int64_t raise_weight(struct world *w)
{
	send(w, "weight", "80");
	go_on(w, DAY);
	send(w, "weight", "81");
	go_on(w, DAY);
	struct home_sent out = send(w, "weight", "82,1");
	assert_int_equal(out.n_alarm, 1);
	assert_int_equal(out.worst, MONITOR_AMBER);
	assert_true(out.tell[LANG_IT].len > 0);
	as_centre(w);
	struct list l = alarms(w);
	assert_int_equal(l.n, 1);
	return l.at->id;
}

static void answered(void **state)
{
	struct world w;
	begin(state, &w);
	struct home_alarm_view v;
	int64_t until = 0, plan = confirm_plan(&w);
	int64_t id = raise_weight(&w);
	ok(&w, app_home_alarm(&w.app, id, &w.a, &v, &w.err), "case");
	assert_true(str_is(v.row.why[LANG_IT],
			   "Peso: aumento di 2,1 kg in 3 giorni (soglia: 2,0 "
			   "kg)"));
	assert_int_equal(v.n_reading, 2); /* the first day and the last */
	assert_int_equal(v.plan_id, plan);
	assert_int_equal(v.row.owner, MONITOR_CENTRE);
	assert_int_equal(v.row.due_us, w.app.now_us + 4 * HOUR);
	assert_true(v.n_step > 2 && v.may_act && !v.mine);
	want(&w,
	     app_home_close(&w.app, id, MONITOR_ADVISED, STR("x"), NULL,
			    &w.err),
	     E_STATE, MSG_HOM_ALARM_TAKE_FIRST, "close before take");
	ok(&w, app_home_take(&w.app, id, &w.err), "take");
	ok(&w, app_home_take(&w.app, id, &w.err), "take again");
	as(&w, ROLE_OPERATOR, 92, 21);
	want(&w, app_home_take(&w.app, id, &w.err), E_CONFLICT,
	     MSG_HOM_ALARM_TAKEN, "another takes it");
	as_centre(&w);
	ok(&w, app_home_step(&w.app, id, 1, STR("fiato normale"), &w.err),
	   "step");
	want(&w, app_home_step(&w.app, id, 77, STR("x"), &w.err), E_NOT_FOUND,
	     MSG_HOM_ALARM_NO_STEP, "no such step");
	ok(&w, app_home_note(&w.app, id, STR("telefonato"), &w.err), "note");
	want(&w,
	     app_home_close(&w.app, id, MONITOR_ADVISED, STR(" "), NULL,
			    &w.err),
	     E_RANGE, MSG_HOM_REASON_WANTED, "close without a note");
	ok(&w,
	   app_home_close(&w.app, id, MONITOR_ADVISED,
			  STR("meno sale, ripesare domani"), &until, &w.err),
	   "close");
	assert_int_equal(until, w.app.now_us + 72 * HOUR);
	assert_int_equal(alarms(&w).n, 0);
	/* silent: the same cause, not graver */
	go_on(&w, DAY);
	assert_int_equal(send(&w, "weight", "82,3").n_alarm, 0);
	assert_int_equal(count(&w, "SELECT count(*) FROM home_alarm_event "
				   "WHERE what = 'silent'"),
			 1);
	/* a graver one is never silent: +4 kg in a week */
	go_on(&w, DAY);
	struct home_sent red = send(&w, "weight", "84,2");
	assert_int_equal(red.n_alarm, 1);
	assert_int_equal(red.worst, MONITOR_RED);
	as_centre(&w);
	ok(&w, app_home_alarm(&w.app, alarms(&w).at->id, &w.a, &v, &w.err),
	   "the red case");
	assert_int_equal(v.n_earlier, 1);
	assert_int_equal(v.row.due_us, w.app.now_us + 30 * MINUTE);
	assert_true(count(&w, "SELECT count(*) FROM outbox WHERE kind = "
			      "'home.alarm'") == 2);
	end(&w);
}

static void whose_list_and_whose_alarm(void **state)
{
	struct world w;
	begin(state, &w);
	confirm_plan(&w);
	int64_t id = raise_weight(&w);
	as(&w, ROLE_OPERATOR, 92, 22);
	struct list l = alarms(&w);
	assert_int_equal(l.n, 0);
	assert_int_equal(l.counts.open, 0);
	as_centre(&w);
	ok(&w, app_home_take(&w.app, id, &w.err), "the centre");
	as_gp(&w);
	l = alarms(&w);
	assert_int_equal(l.n, 1);
	ok(&w, app_home_take(&w.app, id, &w.err), "the doctor takes over");
	as_centre(&w);
	l = alarms(&w);
	assert_int_equal(l.at->owner, MONITOR_DOCTOR);
	assert_int_equal(l.at->taken_by, 94);
	want(&w, app_home_note(&w.app, id, STR("x"), &w.err), E_DENIED,
	     MSG_HOM_ALARM_OF_DOCTOR, "not the other way");
	end(&w);
}

static void worse_while_open(void **state)
{
	struct world w;
	begin(state, &w);
	confirm_plan(&w);
	int64_t id = raise_weight(&w);
	go_on(&w, DAY);
	assert_int_equal(send(&w, "weight", "84,1").n_alarm, 1);
	as_centre(&w);
	struct list l = alarms(&w);
	assert_int_equal(l.n, 1);
	assert_int_equal(l.at->id, id);
	assert_int_equal(l.at->severity, MONITOR_RED);
	assert_int_equal(l.at->due_us,
			 w.app.now_us - DAY + 4 * HOUR); /* the earlier */
	assert_int_equal(l.counts.red, 1);
	want(&w, app_home_take(&w.app, id, &w.err), OK, 0, "take");
	want(&w,
	     app_home_wait(&w.app, id, w.app.now_us + HOUR, STR("x"), &w.err),
	     E_STATE, MSG_HOM_ALARM_RED_WAITS, "red does not wait");
	/* the same again adds to it */
	go_on(&w, HOUR);
	assert_int_equal(send(&w, "weight", "84,1").n_alarm, 0);
	end(&w);
}

static void escalates(void **state)
{
	struct world w;
	begin(state, &w);
	struct home_swept s;
	confirm_plan(&w);
	int64_t id = raise_weight(&w);
	nothing_missing(&w);
	ok(&w, app_home_take(&w.app, id, &w.err), "take");
	as_system(&w.app);
	go_on(&w, 4 * HOUR - MINUTE);
	ok(&w, app_home_sweep(&w.app, &s, &w.err), "sweep");
	assert_int_equal(s.n_escalated, 0);
	go_on(&w, MINUTE);
	ok(&w, app_home_sweep(&w.app, &s, &w.err), "sweep at the deadline");
	assert_int_equal(s.n_escalated, 1);
	as_centre(&w);
	want(&w,
	     app_home_close(&w.app, id, MONITOR_ADVISED, STR("x"), NULL,
			    &w.err),
	     E_DENIED, MSG_HOM_ALARM_OF_DOCTOR, "the centre, too late");
	as_gp(&w);
	struct list l = alarms(&w);
	assert_int_equal(l.n, 1);
	assert_true(l.at->escalated && l.at->owner == MONITOR_DOCTOR &&
		    l.at->state == MONITOR_OPEN);
	/* 12 open hours from Wednesday 15:00: 5 today, 7 tomorrow */
	assert_int_equal(l.at->due_us, w.app.now_us + 24 * HOUR);
	go_on(&w, 24 * HOUR);
	as_system(&w.app);
	ok(&w, app_home_sweep(&w.app, &s, &w.err), "the doctor's deadline");
	assert_int_equal(s.n_overdue, 1);
	ok(&w, app_home_sweep(&w.app, &s, &w.err), "told once");
	assert_int_equal(s.n_overdue, 0);
	as_gp(&w);
	ok(&w, app_home_take(&w.app, id, &w.err), "the doctor takes it");
	ok(&w,
	   app_home_close(&w.app, id, MONITOR_THERAPY, STR("furosemide 50"),
			  NULL, &w.err),
	   "closed by the doctor");
	assert_int_equal(count(&w, "SELECT count(*) FROM outbox WHERE kind "
				   "LIKE 'home.alarm%'"),
			 3); /* raised, escalated, overdue */
	end(&w);
}

static void waits_and_passes_on(void **state)
{
	struct world w;
	begin(state, &w);
	struct home_swept s;
	confirm_plan(&w);
	int64_t id = raise_weight(&w);
	ok(&w, app_home_take(&w.app, id, &w.err), "take");
	want(&w,
	     app_home_wait(&w.app, id, w.app.now_us + 25 * HOUR, STR("x"),
			   &w.err),
	     E_RANGE, MSG_HOM_ALARM_WAIT, "too long");
	ok(&w,
	   app_home_wait(&w.app, id, w.app.now_us + 6 * HOUR,
			 STR("non risponde"), &w.err),
	   "wait");
	as_system(&w.app);
	go_on(&w, 5 * HOUR);
	ok(&w, app_home_sweep(&w.app, &s, &w.err), "still waiting");
	assert_int_equal(s.n_due_again + s.n_escalated, 0);
	go_on(&w, HOUR);
	ok(&w, app_home_sweep(&w.app, &s, &w.err), "to be called again");
	assert_int_equal(s.n_due_again, 1);
	as_centre(&w);
	ok(&w, app_home_escalate(&w.app, id, STR("sta male"), &w.err),
	   "to the doctor");
	want(&w, app_home_take(&w.app, id, &w.err), E_DENIED,
	     MSG_HOM_ALARM_OF_DOCTOR, "the doctor's now");
	as(&w, ROLE_STAFF, 95, 11);
	ok(&w, app_home_take(&w.app, id, &w.err), "their practice");
	end(&w);
}

static void missing_is_told(void **state)
{
	struct world w;
	begin(state, &w);
	struct home_swept s;
	confirm_plan(&w);
	static const char *const all[][2] = {{"blood_pressure", "130/80"},
					     {"heart_rate", "70"},
					     {"weight", "80"},
					     {"glucose", "110"},
					     {"spo2", "96"},
					     {"breathlessness", "2"},
					     {"night_breath", "no"},
					     {"ankle_swelling", "no"}};
	as_system(&w.app);
	go_on(&w, 48 * HOUR - MINUTE);
	ok(&w, app_home_sweep(&w.app, &s, &w.err), "not yet");
	assert_int_equal(s.n_missing, 0);
	go_on(&w, MINUTE);
	ok(&w, app_home_sweep(&w.app, &s, &w.err), "missing");
	assert_int_equal(s.n_missing, 1); /* one for all kinds */
	ok(&w, app_home_sweep(&w.app, &s, &w.err), "told once");
	assert_int_equal(s.n_missing, 0);
	as_centre(&w);
	struct list l = alarms(&w);
	assert_int_equal(l.counts.missing, 1);
	assert_int_equal(l.at->limit.rule, N_MONITOR_RULE);
	if (!str_is(l.at->why[LANG_IT],
		    "Pressione: non arriva nulla da 2 giorni"))
		fail_msg(STR_FMT, STR_ARG(l.at->why[LANG_IT]));
	for (size_t i = 0; i < countof(all); i++) {
		assert_int_equal(count(&w, "SELECT count(*) FROM home_alarm "
					   "WHERE state <> 'closed'"),
				 1);
		send(&w, all[i][0], all[i][1]);
	}
	assert_int_equal(count(&w, "SELECT count(*) FROM home_alarm WHERE "
				   "outcome = 'arrived'"),
			 1);
	/* missing again; somebody calls, then it is silent for four days */
	as_system(&w.app);
	go_on(&w, 2 * DAY);
	ok(&w, app_home_sweep(&w.app, &s, &w.err), "missing again");
	assert_int_equal(s.n_missing, 1);
	as_centre(&w);
	int64_t id = alarms(&w).at->id;
	ok(&w, app_home_take(&w.app, id, &w.err), "take");
	ok(&w,
	   app_home_close(&w.app, id, MONITOR_ADVISED, STR("in vacanza"), NULL,
			  &w.err),
	   "close");
	as_system(&w.app);
	go_on(&w, 95 * HOUR);
	ok(&w, app_home_sweep(&w.app, &s, &w.err), "silent");
	assert_int_equal(s.n_missing, 0);
	go_on(&w, 2 * HOUR);
	ok(&w, app_home_sweep(&w.app, &s, &w.err), "no longer silent");
	assert_int_equal(s.n_missing, 1);
	end(&w);
}

static void one_reading_once(void **state)
{
	struct world w;
	begin(state, &w);
	struct home_sent out, again;
	struct home_sending s = reading("weight", "80");
	s.measured_us = w.app.now_us - HOUR;
	as_maria(&w);
	ok(&w, app_home_put(&w.app, &s, &w.a, &out, &w.err), "first");
	ok(&w, app_home_put(&w.app, &s, &w.a, &again, &w.err), "again");
	assert_true(again.again && again.id == out.id);
	s.value = STR("81");
	want(&w, app_home_put(&w.app, &s, &w.a, &again, &w.err), E_CONFLICT,
	     MSG_HOM_OTHER_VALUE, "another value");
	s.corrects = out.id;
	s.reason = STR("letto male");
	ok(&w, app_home_put(&w.app, &s, &w.a, &again, &w.err), "corrected");
	assert_int_equal(count(&w, "SELECT count(*) FROM home_reading WHERE "
				   "state = 'corrected' AND value_milli = "
				   "80000 AND change_reason = 'letto male'"),
			 1);
	want(&w, app_home_cancel(&w.app, out.id, STR("x"), &w.err), E_STATE,
	     MSG_HOM_REPLACED, "cancel the corrected one");
	ok(&w, app_home_cancel(&w.app, again.id, STR("di mio marito"), &w.err),
	   "cancel");
	end(&w);
}

static void refused_in_words(void **state)
{
	struct world w;
	begin(state, &w);
	static const struct {
		const char *name, *kind, *value;
		int64_t hours; /* from now */
		enum rc rc;
		int msg;
	} rows[] = {
		{"impossible", "weight", "725", 0, E_RANGE, MSG_HOM_IMPOSSIBLE},
		{"unusual", "spo2", "60", 0, E_CONFLICT, MSG_HOM_DOUBT_UNUSUAL},
		{"swapped", "blood_pressure", "80/130", 0, E_CONFLICT,
		 MSG_HOM_DOUBT_SWAPPED},
		{"tomorrow", "weight", "80", 24, E_RANGE, MSG_HOM_FUTURE},
		{"years ago", "weight", "80", -24 * 500, E_RANGE,
		 MSG_HOM_TOO_OLD},
		{"no kind", "mood", "3", 0, E_NOT_FOUND, MSG_HOM_NO_KIND},
	};
	as_maria(&w);
	for (size_t i = 0; i < countof(rows); i++) {
		struct home_sending s = reading(rows[i].kind, rows[i].value);
		struct home_sent out;
		s.measured_us = w.app.now_us + rows[i].hours * HOUR;
		w.err = (struct err){0};
		want(&w, app_home_put(&w.app, &s, &w.a, &out, &w.err),
		     rows[i].rc, rows[i].msg, rows[i].name);
	}
	assert_int_equal(count(&w, "SELECT count(*) FROM home_reading"), 0);
	struct home_sending s = reading("spo2", "68");
	struct home_sent out;
	s.confirmed = true;
	ok(&w, app_home_put(&w.app, &s, &w.a, &out, &w.err), "it is so");
	assert_int_equal(count(&w, "SELECT count(*) FROM home_reading WHERE "
				   "state = 'confirmed' AND doubt = "
				   "'unusual'"),
			 1);
	end(&w);
}

static void files(void **state)
{
	struct world w;
	begin(state, &w);
	confirm_plan(&w);
	struct home_import in = {
		.bytes = STR("persona,misura,valore,quando,id\n"
			     "P001,weight,80,2026-03-01T08:00,a\n"
			     "P001,spo2,60,2026-03-02T08:00,b\n"
			     "P001,weight,abc,2026-03-02T08:00,c\n"
			     "P002,weight,70,2026-03-02T08:00,d\n"
			     "XXXX,weight,70,2026-03-02T08:00,e\n"),
		.file_name = STR("casa.csv")};
	struct home_imported out;
	as_gp(&w);
	ok(&w, app_home_import(&w.app, &in, &w.a, &out, &w.err), "csv");
	/* person 2 is another doctor's, XXXX nobody's */
	assert_int_equal(out.n, 5);
	assert_int_equal(out.n_new, 2);
	assert_int_equal(out.n_doubtful, 1);
	assert_int_equal(out.n_refused, 3);
	assert_int_equal(out.n_alarm, 1); /* doubtful, and red all the same */
	ok(&w, app_home_import(&w.app, &in, &w.a, &out, &w.err), "again");
	assert_int_equal(out.n_new, 0);
	assert_int_equal(out.n_again, 2);
	as_centre(&w);
	struct list l = alarms(&w);
	assert_int_equal(l.n, 1);
	assert_true(l.at->doubtful && l.at->severity == MONITOR_RED);
	/* the person says it is so */
	struct home_mine mine;
	as_maria(&w);
	ok(&w, app_home_mine(&w.app, 1, &w.a, &mine, &w.err), "mine");
	assert_int_equal(mine.n_doubtful, 1);
	ok(&w, app_home_confirm(&w.app, mine.doubtful->id, &w.err), "confirm");
	want(&w, app_home_confirm(&w.app, mine.doubtful->id, &w.err), E_STATE,
	     MSG_HOM_NOT_DOUBTFUL, "twice");
	as_centre(&w);
	l = alarms(&w);
	assert_int_equal(l.n, 1);
	assert_false(l.at->doubtful);
	/* FHIR, corrected at the source */
	in.bytes = STR(
		"{\"resourceType\":\"Observation\",\"status\":\"corrected\","
		"\"identifier\":[{\"value\":\"a\"}],\"code\":{\"coding\":[{"
		"\"code\":\"29463-7\"}]},\"valueQuantity\":{\"value\":180,"
		"\"code\":\"[lb_av]\"},\"effectiveDateTime\":"
		"\"2026-03-01T08:00:00+01:00\"}");
	in.person_id = 1;
	as_maria(&w);
	ok(&w, app_home_import(&w.app, &in, &w.a, &out, &w.err), "fhir");
	assert_int_equal(out.n_corrected, 1);
	assert_int_equal(count(&w, "SELECT count(*) FROM home_reading WHERE "
				   "value_milli = 81647 AND source = 'fhir' "
				   "AND previous_id IS NOT NULL"),
			 1);
	end(&w);
}

static void who_may(void **state)
{
	struct world w;
	begin(state, &w);
	struct home_sending s = reading("weight", "80");
	struct home_sent out;
	struct home_chart c;
	struct home_plan p;
	int64_t id;
	confirm_plan(&w);
	as(&w, ROLE_PHARMACIST, 96, 41);
	want(&w, app_home_put(&w.app, &s, &w.a, &out, &w.err), E_DENIED, 0,
	     "a pharmacy without consent");
	sql(w.f, "INSERT INTO consent (id, person_id, purpose, subject_kind, "
		 "subject_id, granted, valid_from, recorded_us) VALUES (1, 1, "
		 "'pharmacy', 'organisation', 41, 1, '2026-01-01', 1)");
	ok(&w, app_home_put(&w.app, &s, &w.a, &out, &w.err), "with consent");
	want(&w, app_home_chart(&w.app, 1, 0, &w.a, &c, &w.err), E_DENIED, 0,
	     "a pharmacy sees nothing");
	as(&w, ROLE_CITIZEN, 98, 2);
	want(&w, app_home_put(&w.app, &s, &w.a, &out, &w.err), E_DENIED, 0,
	     "somebody else");
	as(&w, ROLE_OPERATOR, 92, 22);
	want(&w, app_home_chart(&w.app, 1, 0, &w.a, &c, &w.err), E_DENIED, 0,
	     "another centre");
	assert_int_equal(alarms(&w).n, 0);
	as(&w, ROLE_STAFF, 95, 11);
	ok(&w, app_home_propose(&w.app, 1, &w.a, &p, &w.err), "staff propose");
	struct home_plan_form f = {.person_id = 1,
				   .valid_from = DATE_NONE,
				   .valid_to = DATE_NONE,
				   .plan = p.plan,
				   .confirm = true};
	want(&w, app_home_plan_set(&w.app, &f, &id, &w.err), E_DENIED, 0,
	     "staff do not confirm");
	f.confirm = false;
	ok(&w, app_home_plan_set(&w.app, &f, &id, &w.err), "staff prepare");
	want(&w, app_home_plan_confirm(&w.app, id, &w.err), E_DENIED, 0,
	     "nor later");
	as_gp(&w);
	ok(&w, app_home_plan_confirm(&w.app, id, &w.err), "the doctor does");
	as_system(&w.app);
	want(&w, app_home_plan_end(&w.app, id, STR("x"), &w.err), E_DENIED, 0,
	     "no machine");
	as_maria(&w);
	want(&w,
	     app_home_alarm(&w.app, 1, &w.a, &(struct home_alarm_view){0},
			    &w.err),
	     E_DENIED, 0, "a citizen sees no case");
	end(&w);
}

static void plans_by_version(void **state)
{
	struct world w;
	begin(state, &w);
	struct home_plan *list = NULL;
	struct home_swept s;
	size_t n = 0;
	int64_t first = confirm_plan(&w), id = 0;
	ok(&w, app_home_plans(&w.app, 1, &w.a, &list, &n, &w.err), "plans");
	assert_int_equal(n, 1);
	assert_int_equal(list->state, HOME_ACTIVE);
	assert_true(list->plan.n_limit > 10);
	assert_true(str_is(list->why->condition, "SCOMPENSO"));
	struct home_plan_form f = {.person_id = 1,
				   .valid_from = DATE_NONE,
				   .valid_to = kit_day("2026-03-10"),
				   .plan = {list->plan.line, 2, NULL, 0},
				   .confirm = true,
				   .seen_id = first + 1};
	want(&w, app_home_plan_set(&w.app, &f, &id, &w.err), E_CONFLICT,
	     MSG_HOM_PLAN_MEANWHILE, "made meanwhile");
	f.seen_id = first;
	ok(&w, app_home_plan_set(&w.app, &f, &id, &w.err), "version 2");
	ok(&w, app_home_plans(&w.app, 1, &w.a, &list, &n, &w.err), "plans");
	assert_int_equal(n, 2);
	assert_int_equal(list[0].version, 2);
	assert_int_equal(list[1].state, HOME_ENDED);
	f.valid_to = kit_day("2028-03-10");
	want(&w, app_home_plan_set(&w.app, &f, &id, &w.err), E_RANGE,
	     MSG_HOM_PLAN_DATES, "two years");
	as_system(&w.app);
	go_on(&w, 9 * DAY);
	ok(&w, app_home_sweep(&w.app, &s, &w.err), "the last day is over");
	assert_int_equal(s.n_ended, 1);
	assert_int_equal(s.n_missing, 0);
	end(&w);
}

/* ---- a reading that was wrong */

static int64_t only_alarm(struct world *w)
{
	as_centre(w);
	struct list l = alarms(w);
	assert_int_equal(l.n, 1);
	return l.at->id;
}

static void cancelled_leaves_its_alarm(void **state)
{
	struct world w;
	begin(state, &w);
	struct home_alarm_view v;
	confirm_plan(&w);
	/* nobody has it: it ends with the reading, silences nothing */
	struct home_sent first = send(&w, "blood_pressure", "185/95");
	int64_t id = only_alarm(&w);
	as_maria(&w);
	ok(&w,
	   app_home_cancel(&w.app, first.id, STR("bracciale di mio marito"),
			   &w.err),
	   "cancel");
	as_centre(&w);
	assert_int_equal(alarms(&w).n, 0);
	ok(&w, app_home_alarm(&w.app, id, &w.a, &v, &w.err), "case");
	assert_int_equal(v.row.outcome, MONITOR_WITHDRAWN);
	assert_true(str_is(v.outcome_note, "bracciale di mio marito"));
	assert_true(str_is(v.reading[0].state, "cancelled"));
	assert_int_equal(count(&w, "SELECT count(*) FROM outbox WHERE kind = "
				   "'home.alarm_withdrawn'"),
			 1);
	/* the same again is told again; corrected to what is no alarm */
	go_on(&w, HOUR);
	struct home_sent second = send(&w, "blood_pressure", "186/95");
	assert_int_equal(second.n_alarm, 1);
	struct home_sending s = reading("blood_pressure", "136/85");
	s.measured_us = w.app.now_us;
	s.corrects = second.id;
	struct home_sent out;
	want(&w, app_home_put(&w.app, &s, &w.a, &out, &w.err), E_RANGE,
	     MSG_HOM_REASON_WANTED, "corrected without a reason");
	s.reason = STR("letto male");
	ok(&w, app_home_put(&w.app, &s, &w.a, &out, &w.err), "corrected");
	as_centre(&w);
	assert_int_equal(alarms(&w).n, 0);
	end(&w);
}

static void cancelled_while_somebody_has_it(void **state)
{
	struct world w;
	begin(state, &w);
	confirm_plan(&w);
	struct home_sent first = send(&w, "blood_pressure", "185/95");
	go_on(&w, MINUTE);
	struct home_sent second = send(&w, "blood_pressure", "188/95");
	int64_t id = only_alarm(&w);
	ok(&w, app_home_take(&w.app, id, &w.err), "take");
	as_maria(&w);
	/* the other reading still passes the limit */
	ok(&w, app_home_cancel(&w.app, first.id, STR("x"), &w.err), "first");
	assert_int_equal(count(&w, "SELECT count(*) FROM home_alarm_event "
				   "WHERE what = 'reading_gone'"),
			 0);
	ok(&w, app_home_cancel(&w.app, second.id, STR("x"), &w.err), "second");
	assert_int_equal(count(&w, "SELECT count(*) FROM home_alarm_event "
				   "WHERE what = 'reading_gone'"),
			 1);
	as_centre(&w);
	struct list l = alarms(&w);
	assert_int_equal(l.n, 1);
	assert_int_equal(l.at->state, MONITOR_TAKEN);
	ok(&w,
	   app_home_close(&w.app, id, MONITOR_ERROR, STR("misura sbagliata"),
			  NULL, &w.err),
	   "its owner ends it");
	want(&w,
	     app_home_close(&w.app, id, MONITOR_WITHDRAWN, STR("x"), NULL,
			    &w.err),
	     E_STATE, 0, "no person gives that outcome");
	end(&w);
}

/* ---- closed ones of some days */

static struct list closed(struct world *w, const char *from, const char *to)
{
	struct home_alarm_query ask = {.owner = N_MONITOR_OWNER,
				       .severity = N_MONITOR_SEVERITY,
				       .state = N_MONITOR_STATE,
				       .closed = true,
				       .from = kit_day(from),
				       .to = kit_day(to),
				       .limit = 10};
	struct list l;
	ok(w,
	   app_home_alarms(&w->app, &ask, &w->a, &l.at, &l.n, &l.counts,
			   &w->err),
	   "closed");
	return l;
}

static void closed_ones_are_found(void **state)
{
	struct world w;
	begin(state, &w);
	confirm_plan(&w);
	int64_t id = raise_weight(&w); /* on 4 March */
	assert_int_equal(closed(&w, "2026-03-02", "2026-03-04").n, 0);
	ok(&w, app_home_take(&w.app, id, &w.err), "take");
	ok(&w,
	   app_home_close(&w.app, id, MONITOR_THERAPY, STR("furosemide"), NULL,
			  &w.err),
	   "close");
	struct list l = closed(&w, "2026-03-04", "2026-03-04");
	assert_int_equal(l.n, 1);
	assert_int_equal(l.counts.found, 1);
	assert_true(str_is(l.at->note, "furosemide"));
	assert_true(str_is(l.at->taken_name, "Ida Centro"));
	assert_int_equal(closed(&w, "2026-03-05", "2026-03-09").n, 0);
	assert_int_equal(closed(&w, "2026-03-02", "2026-03-03").n, 0);
	as(&w, ROLE_OPERATOR, 92, 22);
	assert_int_equal(closed(&w, "2026-03-02", "2026-03-09").n, 0);
	as_gp(&w);
	assert_int_equal(closed(&w, "2026-03-02", "2026-03-09").n, 1);
	struct home_alarm_query ask = {.closed = true,
				       .from = kit_day("2026-03-09"),
				       .to = kit_day("2026-03-02")};
	want(&w,
	     app_home_alarms(&w.app, &ask, &w.a, &l.at, &l.n, &l.counts,
			     &w.err),
	     E_RANGE, MSG_HOM_CLOSED_DAYS, "days not in order");
	end(&w);
}

/* A thousand and more of a week: page after page by key the same as by offset,
 * each once; counted as far as it is read. Of a doctor all are counted. */
static void closed_ones_go_on_by_key(void **state)
{
	struct world w;
	begin(state, &w);
	confirm_plan(&w);
	int64_t id = raise_weight(&w);
	ok(&w, app_home_take(&w.app, id, &w.err), "take");
	ok(&w,
	   app_home_close(&w.app, id, MONITOR_THERAPY, STR("furosemide"), NULL,
			  &w.err),
	   "close");
	sql(w.f, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL "
		 "SELECT i + 1 FROM n WHERE i < 1104) "
		 "INSERT INTO home_alarm (id, person_id, plan_id, kind, cause, "
		 "severity, severity_rank, part, rule, limit_milli, "
		 "seen_milli, days, n_times, state, owner, raised_us, due_us, "
		 "closed_us, closed_by, outcome) SELECT n.i, a.person_id, "
		 "a.plan_id, a.kind, a.cause, a.severity, a.severity_rank, "
		 "a.part, a.rule, a.limit_milli, a.seen_milli, a.days, "
		 "a.n_times, a.state, a.owner, a.raised_us, a.due_us, "
		 "a.closed_us - n.i / 7, a.closed_by, a.outcome "
		 "FROM home_alarm a, n");
	struct home_alarm_query ask = {.owner = N_MONITOR_OWNER,
				       .severity = N_MONITOR_SEVERITY,
				       .state = N_MONITOR_STATE,
				       .closed = true,
				       .sort = HOME_BY_RAISED,
				       .from = kit_day("2026-03-02"),
				       .to = kit_day("2026-03-09"),
				       .limit = 100};
	int64_t seen = 0;
	for (; ask.offset < 1300; ask.offset += 100) {
		struct list by_key, by_offset;
		ok(&w,
		   app_home_alarms(&w.app, &ask, &w.a, &by_key.at, &by_key.n,
				   &by_key.counts, &w.err),
		   "by key");
		struct home_alarm_query plain = ask;
		plain.after_us = plain.after_id = 0;
		ok(&w,
		   app_home_alarms(&w.app, &plain, &w.a, &by_offset.at,
				   &by_offset.n, &by_offset.counts, &w.err),
		   "by offset");
		assert_true(by_key.counts.by_key);
		assert_int_equal(by_key.n, by_offset.n);
		for (size_t i = 0; i < by_key.n; i++)
			assert_int_equal(by_key.at[i].id, by_offset.at[i].id);
		bool far = ask.offset < 605;
		assert_int_equal(by_key.counts.more, far);
		if (by_key.n)
			assert_int_equal(by_key.counts.found,
					 far ? ask.offset + 500 : 1105);
		seen += (int64_t)by_key.n;
		if (!by_key.n)
			break;
		ask.after_us = by_key.at[by_key.n - 1].closed_us;
		ask.after_id = by_key.at[by_key.n - 1].id;
	}
	assert_int_equal(seen, 1105);
	ask.after_us = ask.after_id = ask.offset = 0;
	ask.limit = 100000; /* a file */
	struct list all;
	ok(&w,
	   app_home_alarms(&w.app, &ask, &w.a, &all.at, &all.n, &all.counts,
			   &w.err),
	   "a file");
	assert_int_equal(all.n, 1000);
	assert_int_equal(all.counts.found, 1105);
	assert_false(all.counts.more);
	as(&w, ROLE_OPERATOR, 92, 22);
	assert_int_equal(closed(&w, "2026-03-02", "2026-03-09").n, 0);
	as_gp(&w);
	struct list l = closed(&w, "2026-03-02", "2026-03-09");
	assert_int_equal(l.counts.found, 1105);
	assert_false(l.counts.more || l.counts.by_key);
	end(&w);
}

/* ---- what is recorded stays, whoever asks */

static void nothing_changes_in_silence(void **state)
{
	struct world w;
	begin(state, &w);
	static const char *const refused[] = {
		"UPDATE home_reading SET value_milli = 79000",
		"UPDATE home_reading SET second_milli = 1",
		"UPDATE home_reading SET measured_us = measured_us - 1",
		"UPDATE home_reading SET person_id = 2",
		"UPDATE home_reading SET note = 'x'",
		"UPDATE home_reading SET state = 'cancelled'",
		"UPDATE home_reading SET state = 'cancelled', changed_us = 1, "
		"changed_by = 1, change_reason = ''",
		"UPDATE home_reading SET state = 'ok', changed_us = 1, "
		"changed_by = 1, change_reason = 'x'",
		"DELETE FROM home_reading",
		"UPDATE home_plan SET valid_to = '2027-01-01'",
		"UPDATE home_plan SET state = 'proposed'",
		"UPDATE home_plan SET confirmed_by = 95",
		"DELETE FROM home_plan",
		"UPDATE home_plan_line SET times = 2",
		"UPDATE home_plan_limit SET value_milli = 1",
		"DELETE FROM home_plan_limit",
		"INSERT INTO home_plan_limit (plan_id, seq, kind, part, rule, "
		"value_milli, days, n_times, severity) SELECT id, 90, "
		"'weight', 0, 'above', 1000, 0, 1, 'red' FROM home_plan",
		"UPDATE home_alarm SET outcome_note = 'x'",
		"UPDATE home_alarm SET state = 'open', closed_us = NULL",
		"DELETE FROM home_alarm",
		"DELETE FROM home_alarm_reading",
		"UPDATE home_alarm_event SET detail = 'x'",
		"DELETE FROM home_alarm_event",
	};
	confirm_plan(&w);
	int64_t id = raise_weight(&w);
	ok(&w, app_home_take(&w.app, id, &w.err), "take");
	ok(&w,
	   app_home_close(&w.app, id, MONITOR_THERAPY, STR("x"), NULL, &w.err),
	   "close");
	for (size_t i = 0; i < countof(refused); i++)
		refuses(w.f, refused[i]);
	/* what goes on may */
	sql(w.f, "UPDATE home_plan_line SET missing_us = NULL");
	sql(w.f, "UPDATE home_reading SET state = 'cancelled', changed_us = 1, "
		 "changed_by = 1, change_reason = 'x' WHERE state = 'ok'");
	end(&w);
}

static bool contains(struct str s, const char *z)
{
	for (; s.len; s = str_sub(s, 1, s.len - 1))
		if (str_starts(s, str_from(z)))
			return true;
	return false;
}

static void shown(void **state)
{
	struct world w;
	begin(state, &w);
	struct home_chart c;
	struct home_mine m;
	struct html picture;
	confirm_plan(&w);
	raise_weight(&w);
	send(&w, "blood_pressure", "182/95");
	as_gp(&w);
	ok(&w, app_home_chart(&w.app, 1, 0, &w.a, &c, &w.err), "chart");
	assert_int_equal(c.to.days - c.from.days, 89);
	/* worst first */
	assert_true(str_is(c.series[0].kind->code, "blood_pressure"));
	assert_int_equal(c.series[0].worst, MONITOR_RED);
	assert_true(str_is(c.series[1].kind->code, "weight"));
	assert_int_equal(c.series[1].adherence.expected, 3);
	assert_int_equal(c.series[1].adherence.received, 3);
	assert_int_equal(c.n_alarm, 2);
	assert_true(c.series[1].reading[2].alarm);
	for (size_t i = 0; i < c.n_series; i++) {
		ok(&w,
		   home_series_picture(&c, &c.series[i], false, LANG_IT, &w.a,
				       &picture, &w.err),
		   "picture");
		assert_true(str_starts(picture.markup, STR("<figure")));
	}
	/* without limits the lowest and the highest help to read it, but not
	 * one to be confirmed */
	struct home_series bare = c.series[1];
	bare.n_limit = 0;
	bare.reading[0].value_milli[0] = 8000;
	for (int doubtful = 0; doubtful < 2; doubtful++) {
		bare.reading[0].doubtful = doubtful;
		ok(&w,
		   home_series_picture(&c, &bare, true, LANG_IT, &w.a, &picture,
				       &w.err),
		   "bare picture");
		assert_int_equal(contains(picture.markup, ">8,0<"), !doubtful);
	}
	as_maria(&w);
	ok(&w, app_home_mine(&w.app, 1, &w.a, &m, &w.err), "mine");
	assert_int_equal(m.n_alarm, 2);
	assert_true(m.tell[LANG_IT].len > 0);
	assert_true(m.n_due >= 7);
	assert_true(m.due[0].wanted_today > m.due[0].n_today);
	bool seen = false;
	for (size_t i = 0; i < m.n_due; i++)
		if (str_is(m.due[i].kind->code, "weight")) {
			seen = true;
			assert_int_equal(m.due[i].n_today, 1);
			assert_true(
				str_is(m.due[i].last_text[LANG_IT], "82,1 kg"));
		}
	assert_true(seen);
	assert_int_equal(count(&w, "SELECT count(*) FROM audit WHERE person_id "
				   "= 1 AND action IN ('home.read', "
				   "'home.mine', 'home.alarm.raise')"),
			 4);
	end(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(answered),
		ON_BOTH(whose_list_and_whose_alarm),
		ON_BOTH(worse_while_open),
		ON_BOTH(escalates),
		ON_BOTH(waits_and_passes_on),
		ON_BOTH(missing_is_told),
		ON_BOTH(one_reading_once),
		ON_BOTH(refused_in_words),
		ON_BOTH(files),
		ON_BOTH(who_may),
		ON_BOTH(plans_by_version),
		ON_BOTH(cancelled_leaves_its_alarm),
		ON_BOTH(cancelled_while_somebody_has_it),
		ON_BOTH(closed_ones_are_found),
		ON_BOTH(closed_ones_go_on_by_key),
		ON_BOTH(nothing_changes_in_silence),
		ON_BOTH(shown),
	};
	return cmocka_run_group_tests(tests, kit_open, kit_close);
}

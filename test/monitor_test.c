/* Readings from home against a plan: rules, adherence, deadlines, words. */
#include "test/monitor_kit.h"

/* ---- what a series of daily values gives reason for */

enum { DAYS_MOST = 16 };

static const struct {
	const char *name, *kind;
	enum monitor_rule rule;
	int64_t limit; /* whole units */
	int days, count;
	int64_t value[DAYS_MOST]; /* tenths, a day each; 0: none; the last fresh
				   */
	int n;
	bool found;
	int64_t seen_milli;
	size_t behind;
} series[] = {
	{"above",
	 "weight",
	 MONITOR_ABOVE,
	 90,
	 0,
	 1,
	 {800, 900},
	 2,
	 true,
	 90000,
	 1},
	{"just below it",
	 "weight",
	 MONITOR_ABOVE,
	 90,
	 0,
	 1,
	 {800, 899},
	 2,
	 false,
	 0,
	 0},
	{"twice running",
	 "spo2",
	 MONITOR_BELOW,
	 92,
	 0,
	 2,
	 {920, 910},
	 2,
	 true,
	 91000,
	 2},
	{"once is not twice",
	 "spo2",
	 MONITOR_BELOW,
	 92,
	 0,
	 2,
	 {950, 910},
	 2,
	 false,
	 0,
	 0},
	{"+2 kg in 3 days",
	 "weight",
	 MONITOR_RISE,
	 2,
	 3,
	 1,
	 {800, 806, 812, 820},
	 4,
	 true,
	 2000,
	 2},
	{"+2 kg in 4 days",
	 "weight",
	 MONITOR_RISE,
	 2,
	 3,
	 1,
	 {800, 804, 810, 815, 820},
	 5,
	 false,
	 0,
	 0},
	{"+2 kg over a gap",
	 "weight",
	 MONITOR_RISE,
	 2,
	 3,
	 1,
	 {800, 0, 0, 820},
	 4,
	 true,
	 2000,
	 2},
	{"-3 kg in a week",
	 "weight",
	 MONITOR_FALL,
	 3,
	 7,
	 1,
	 {800, 790, 780, 770},
	 4,
	 true,
	 3000,
	 2},
	{"nothing to compare",
	 "weight",
	 MONITOR_RISE,
	 2,
	 3,
	 1,
	 {820},
	 1,
	 false,
	 0,
	 0},
	{"mean",
	 "blood_pressure",
	 MONITOR_MEAN_ABOVE,
	 135,
	 7,
	 3,
	 {1300, 1350, 1400},
	 3,
	 true,
	 135000,
	 3},
	{"too few for a mean",
	 "blood_pressure",
	 MONITOR_MEAN_ABOVE,
	 135,
	 7,
	 3,
	 {1350, 1400},
	 2,
	 false,
	 0,
	 0},
	{"old ones are not in the mean",
	 "blood_pressure",
	 MONITOR_MEAN_ABOVE,
	 135,
	 3,
	 3,
	 {1300, 1300, 1400, 1400, 1400},
	 5,
	 true,
	 140000,
	 3},
	/* 0.2 kg a day, one day mistaken: the median holds */
	{"slow rise with an outlier",
	 "weight",
	 MONITOR_SLOPE_UP,
	 2,
	 14,
	 5,
	 {800, 802, 804, 860, 808, 810, 812},
	 7,
	 true,
	 2800,
	 7},
	{"level with an outlier",
	 "weight",
	 MONITOR_SLOPE_UP,
	 2,
	 14,
	 5,
	 {800, 801, 800, 900, 800, 801, 800},
	 7,
	 false,
	 0,
	 0},
	{"80 % of the best",
	 "peak_flow",
	 MONITOR_BELOW_BEST,
	 80,
	 0,
	 1,
	 {4000},
	 1,
	 true,
	 80000,
	 1},
	{"81 % of the best",
	 "peak_flow",
	 MONITOR_BELOW_BEST,
	 80,
	 0,
	 1,
	 {4050},
	 1,
	 false,
	 0,
	 0},
};

static size_t make_readings(size_t row, struct monitor_reading *out)
{
	size_t n = 0;
	for (int i = 0; i < series[row].n; i++)
		if (series[row].value[i])
			out[n++] = (struct monitor_reading){
				.id = i + 1,
				.measured_us = kit_at("2026-03-02T08:00") +
					       i * MONITOR_DAY_US,
				.kind = str_from(series[row].kind),
				.value_milli = {series[row].value[i] * 100,
						MONITOR_NO_VALUE}};
	out[n - 1].fresh = true;
	return n;
}

static void rules_hold(void **state)
{
	struct err err = {0};
	(void)state;
	for (size_t i = 0; i < countof(series); i++) {
		struct monitor_reading r[DAYS_MOST];
		struct monitor_finding *f = NULL;
		struct monitor_line line = {.kind = str_from(series[i].kind),
					    .times = 1,
					    .per_days = 1,
					    .best_milli = 500000};
		struct monitor_limit limit = {.kind = line.kind,
					      .rule = series[i].rule,
					      .value_milli =
						      series[i].limit * 1000,
					      .days = series[i].days,
					      .count = series[i].count};
		struct monitor_plan plan = {&line, 1, &limit, 1};
		size_t n = make_readings(i, r), found = 9;
		must(monitor_evaluate(&plan, r, n, 0, &kit.arena, &f, &found,
				      &err),
		     &err);
		if (found != series[i].found)
			fail_msg("%s: %zu findings", series[i].name, found);
		if (found && (f->seen_milli != series[i].seen_milli ||
			      f->n_reading != series[i].behind ||
			      f->reading[f->n_reading - 1] != series[i].n))
			fail_msg("%s: %" PRId64 ", %zu behind", series[i].name,
				 f->seen_milli, f->n_reading);
	}
}

static const struct monitor_limit amber_high = {.kind = STR_INIT("glucose"),
						.rule = MONITOR_ABOVE,
						.value_milli = 250000,
						.count = 1,
						.severity = MONITOR_AMBER},
				  red_high = {.kind = STR_INIT("glucose"),
					      .rule = MONITOR_ABOVE,
					      .value_milli = 400000,
					      .count = 1,
					      .severity = MONITOR_RED};

static void one_finding_for_a_cause(void **state)
{
	struct err err = {0};
	struct monitor_line line = {
		.kind = STR("glucose"), .times = 1, .per_days = 1};
	struct monitor_limit limit[] = {red_high, amber_high};
	struct monitor_plan plan = {&line, 1, limit, 2};
	struct monitor_reading r[3] = {{.id = 1, .value_milli = {420000}},
				       {.id = 2, .value_milli = {260000}},
				       {.id = 3, .value_milli = {100000}}};
	struct monitor_finding *f;
	size_t n;
	(void)state;
	for (int i = 0; i < 3; i++) {
		r[i].kind = line.kind;
		r[i].measured_us = kit_at("2026-03-02T08:00") + i;
		r[i].fresh = true;
	}
	must(monitor_evaluate(&plan, r, 3, 0, &kit.arena, &f, &n, &err), &err);
	assert_int_equal(n, 1);
	assert_int_equal(f->limit.severity, MONITOR_RED);
	assert_int_equal(f->reading[0], 1);
	assert_true(str_is(f->cause, "glucose/high"));
	/* history raises nothing */
	must(monitor_evaluate(&plan, r, 3, r[2].measured_us, &kit.arena, &f, &n,
			      &err),
	     &err);
	assert_int_equal(n, 0);
	/* nothing fresh, nothing new */
	r[0].fresh = r[1].fresh = r[2].fresh = false;
	must(monitor_evaluate(&plan, r, 3, 0, &kit.arena, &f, &n, &err), &err);
	assert_int_equal(n, 0);
}

/* A doubtful reading alone may raise an alarm, but is in no trend. */
static void doubtful_ones(void **state)
{
	struct err err = {0};
	struct monitor_line line = {
		.kind = STR("glucose"), .times = 1, .per_days = 1};
	struct monitor_limit limit[] = {red_high,
					{.kind = line.kind,
					 .rule = MONITOR_RISE,
					 .value_milli = 50000,
					 .days = 3,
					 .count = 1,
					 .severity = MONITOR_AMBER}};
	struct monitor_plan plan = {&line, 1, limit, 2};
	struct monitor_reading r[2] = {
		{.id = 1,
		 .kind = line.kind,
		 .value_milli = {100000},
		 .measured_us = kit_at("2026-03-02T08:00")},
		{.id = 2,
		 .kind = line.kind,
		 .value_milli = {900000},
		 .measured_us = kit_at("2026-03-03T08:00"),
		 .fresh = true,
		 .doubtful = true}};
	struct monitor_finding *f;
	size_t n;
	(void)state;
	must(monitor_evaluate(&plan, r, 2, 0, &kit.arena, &f, &n, &err), &err);
	assert_int_equal(n, 1);
	assert_true(f->doubtful);
	assert_int_equal(f->limit.rule, MONITOR_ABOVE);
	/* it is none of two running */
	limit[0].count = 2;
	plan.n_limit = 1;
	r[0].value_milli[0] = r[1].value_milli[0] = 500000;
	r[0].doubtful = true;
	r[1].doubtful = false;
	must(monitor_evaluate(&plan, r, 2, 0, &kit.arena, &f, &n, &err), &err);
	assert_int_equal(n, 0);
	r[0].doubtful = false;
	must(monitor_evaluate(&plan, r, 2, 0, &kit.arena, &f, &n, &err), &err);
	assert_int_equal(n, 1);
}

/* ---- frequency and clock */

static void adherence_counts(void **state)
{
	static const struct {
		const char *name;
		int times, per_days;
		const char *on[6];
		int64_t expected, received;
	} rows[] = {
		{"daily, all",
		 1,
		 1,
		 {"2026-03-02T08:00", "2026-03-03T08:00", "2026-03-04T08:00"},
		 3,
		 3},
		{"twice on a day counts once",
		 1,
		 1,
		 {"2026-03-02T08:00", "2026-03-02T20:00", "2026-03-04T08:00"},
		 3,
		 2},
		{"twice a day",
		 2,
		 1,
		 {"2026-03-02T08:00", "2026-03-02T20:00", "2026-03-04T08:00"},
		 6,
		 3},
		{"outside the days", 1, 1, {"2026-03-01T23:59"}, 3, 0},
		{"once a week, not yet due", 1, 7, {NULL}, 0, 0},
	};
	(void)state;
	for (size_t i = 0; i < countof(rows); i++) {
		int64_t us[6];
		size_t n = 0;
		struct monitor_line line = {.times = rows[i].times,
					    .per_days = rows[i].per_days};
		for (; n < 6 && rows[i].on[n]; n++)
			us[n] = kit_at(rows[i].on[n]);
		struct monitor_adherence a =
			monitor_adherence(&line, kit_day("2026-03-02"),
					  kit_day("2026-03-04"), us, n);
		if (a.expected != rows[i].expected ||
		    a.received != rows[i].received)
			fail_msg("%s: %" PRId64 " of %" PRId64, rows[i].name,
				 a.received, a.expected);
	}
}

static void missing_when(void **state)
{
	struct monitor_line daily = {
		.times = 1, .per_days = 1, .grace_hours = 24};
	struct monitor_line thrice = {
		.times = 3, .per_days = 7, .grace_hours = 72};
	struct monitor_line often = {
		.times = 4, .per_days = 1, .grace_hours = 12};
	(void)state;
	assert_int_equal(monitor_missing_at(&daily, 0), 48 * MONITOR_HOUR_US);
	assert_int_equal(monitor_missing_at(&thrice, 0),
			 (7 * 24 / 3 + 72) * MONITOR_HOUR_US);
	assert_int_equal(monitor_missing_at(&often, 0), 36 * MONITOR_HOUR_US);
}

static void deadlines(void **state)
{
	static const struct {
		const char *name;
		enum monitor_owner owner;
		enum monitor_severity severity;
		bool missing;
		const char *from, *due;
	} rows[] = {
		{"red runs at night", MONITOR_CENTRE, MONITOR_RED, false,
		 "2026-03-07T02:00", "2026-03-07T02:30"},
		{"red, the doctor", MONITOR_DOCTOR, MONITOR_RED, false,
		 "2026-03-02T10:00", "2026-03-02T11:00"},
		{"amber within the day", MONITOR_CENTRE, MONITOR_AMBER, false,
		 "2026-03-02T10:00", "2026-03-02T14:00"},
		{"amber in the evening", MONITOR_CENTRE, MONITOR_AMBER, false,
		 "2026-03-02T19:00", "2026-03-03T11:00"},
		{"amber on Saturday", MONITOR_CENTRE, MONITOR_AMBER, false,
		 "2026-03-07T10:00", "2026-03-09T12:00"},
		{"amber before Easter Monday", MONITOR_CENTRE, MONITOR_AMBER,
		 false, "2026-04-03T18:00", "2026-04-07T10:00"},
		{"missing over the change of the hour", MONITOR_CENTRE,
		 MONITOR_AMBER, true, "2026-03-27T14:00", "2026-03-30T14:00"},
	};
	struct rules r;
	struct err err = {0};
	struct issues found;
	(void)state;
	rules_init(&r);
	issues_init(&found, &kit.arena, 3);
	must(rules_load(&r, NULL, &found, &err), &err);
	for (size_t i = 0; i < countof(rows); i++) {
		int64_t due = 0;
		must(monitor_due(&r, rows[i].owner, rows[i].severity,
				 rows[i].missing, STR("325"),
				 kit_at(rows[i].from), &due, &err),
		     &err);
		if (due != kit_at(rows[i].due))
			fail_msg("%s: %" PRId64 " minutes off", rows[i].name,
				 (due - kit_at(rows[i].due)) /
					 MONITOR_MINUTE_US);
	}
	int64_t until = 0, now = kit_at("2026-03-02T08:00");
	must(monitor_silence(&r, MONITOR_ADVISED, MONITOR_AMBER, false, STR(""),
			     now, &until, &err),
	     &err);
	assert_int_equal(until, now + 72 * MONITOR_HOUR_US);
	must(monitor_silence(&r, MONITOR_ERROR, MONITOR_AMBER, false, STR(""),
			     now, &until, &err),
	     &err);
	assert_int_equal(until, now);
	issues_release(&found);
	rules_release(&r);
}

/* ---- tables, proposal, words */

static void proposes(void **state)
{
	static const struct str heart[] = {STR_INIT("SCOMPENSO"),
					   STR_INIT("BPCO"),
					   STR_INIT("IPERTENSIONE")};
	struct monitor_plan plan;
	struct monitor_why *why;
	struct err err = {0};
	size_t spo2_red = 0, weight_rise = 0;
	(void)state;
	must(monitor_propose(&kit.tables, heart, countof(heart), &kit.arena,
			     &plan, &why, &err),
	     &err);
	must(monitor_plan_check(&kit.tables, &plan, &err), &err);
	assert_true(str_is(plan.line[0].kind, "blood_pressure"));
	assert_int_equal(plan.line[0].per_days, 1); /* heart failure decides */
	for (size_t i = 0; i < plan.n_limit; i++) {
		const struct monitor_limit *x = &plan.limit[i];
		if (str_is(x->kind, "spo2") && x->severity == MONITOR_RED) {
			spo2_red++;
			assert_int_equal(x->value_milli, 85000); /* of COPD */
			assert_true(
				str_is(why[plan.n_line + i].condition, "BPCO"));
		}
		weight_rise += str_is(x->kind, "weight") &&
			       x->rule == MONITOR_RISE &&
			       x->severity == MONITOR_AMBER &&
			       x->value_milli == 2000 && x->days == 3;
	}
	assert_int_equal(spo2_red, 1);
	assert_int_equal(weight_rise, 1);
	must(monitor_propose(&kit.tables, NULL, 0, &kit.arena, &plan, &why,
			     &err),
	     &err);
	assert_int_equal(plan.n_line, 0);
}

/* Whatever condition one has, what is proposed makes sense. */
static void every_proposal_holds(void **state)
{
	struct err err = {0};
	(void)state;
	for (size_t i = 0; i < kit.tables.n_line; i++) {
		struct monitor_plan plan;
		struct monitor_why *why;
		must(monitor_propose(&kit.tables, &kit.tables.line[i].condition,
				     1, &kit.arena, &plan, &why, &err),
		     &err);
		must(monitor_plan_check(&kit.tables, &plan, &err), &err);
		assert_true(plan.n_limit > 0);
	}
}

static void plans_refused(void **state)
{
	static const struct {
		const char *name;
		struct monitor_line line[2];
		struct monitor_limit limit[2];
		int msg;
#define LINE(k, n)                                                             \
	{                                                                      \
		.kind = STR_INIT(k), .times = n, .per_days = 1                 \
	}
#define LIMIT(k, p, r, v, s)                                                   \
	{                                                                      \
		.kind = STR_INIT(k), .part = p, .rule = MONITOR_##r,           \
		.value_milli = v, .count = 1, .severity = MONITOR_##s          \
	}
	} rows[] = {
		{"unknown kind", .line = {LINE("mood", 1)},
		 .msg = MSG_HOM_NO_KIND},
		{"twice", .line = {LINE("weight", 1), LINE("weight", 2)},
		 .msg = MSG_HOM_PLAN_TWICE},
		{"frequency", .line = {LINE("weight", 0)},
		 .msg = MSG_HOM_PLAN_FREQUENCY},
		{"not measured", .line = {LINE("weight", 1)},
		 .limit = {LIMIT("spo2", 0, BELOW, 90000, RED)},
		 .msg = MSG_HOM_PLAN_KIND},
		{"a second value of weight", .line = {LINE("weight", 1)},
		 .limit = {LIMIT("weight", 1, ABOVE, 90000, RED)},
		 .msg = MSG_HOM_PLAN_KIND},
		{"impossible", .line = {LINE("weight", 1)},
		 .limit = {LIMIT("weight", 0, ABOVE, 900000, RED)},
		 .msg = MSG_HOM_PLAN_VALUE},
		{"red within amber", .line = {LINE("glucose", 1)},
		 .limit = {LIMIT("glucose", 0, BELOW, 70000, RED),
			   LIMIT("glucose", 0, BELOW, 54000, AMBER)},
		 .msg = MSG_HOM_PLAN_RED},
		{"a trend without days", .line = {LINE("weight", 1)},
		 .limit = {LIMIT("weight", 0, RISE, 2000, RED)},
		 .msg = MSG_HOM_PLAN_FREQUENCY},
	};
	(void)state;
	for (size_t i = 0; i < countof(rows); i++) {
		struct err err = {0};
		struct monitor_plan plan = {
			rows[i].line, rows[i].line[1].kind.len ? 2 : 1,
			rows[i].limit,
			(size_t)(rows[i].limit[0].kind.len != 0) +
				(rows[i].limit[1].kind.len != 0)};
		if (!monitor_plan_check(&kit.tables, &plan, &err) ||
		    err.msg != rows[i].msg)
			fail_msg("%s: message %d: %s", rows[i].name, err.msg,
				 err.text);
	}
}

static void words(void **state)
{
	static const struct {
		const char *kind;
		struct monitor_limit limit;
		int64_t seen;
		const char *why, *as_limit;
	} rows[] = {
		{"weight",
		 {.rule = MONITOR_RISE,
		  .value_milli = 2000,
		  .days = 3,
		  .count = 1},
		 2400,
		 "Peso: aumento di 2,4 kg in 3 giorni (soglia: 2,0 kg)",
		 "aumento di 2,0 kg o più in 3 giorni"},
		{"blood_pressure",
		 {.part = 1,
		  .rule = MONITOR_ABOVE,
		  .value_milli = 110000,
		  .count = 2},
		 112000,
		 "Pressione minima: 112 mmHg (soglia: da 110 mmHg in su), 2 "
		 "volte di seguito",
		 "minima: da 110 mmHg in su, 2 volte di seguito"},
		{"blood_pressure",
		 {.rule = MONITOR_MEAN_ABOVE,
		  .value_milli = 135000,
		  .days = 7,
		  .count = 3},
		 137250,
		 "Pressione massima: media di 7 giorni 137,3 mmHg (soglia: da "
		 "135 mmHg in su)",
		 "massima: media di 7 giorni da 135 mmHg in su"},
		{"chest_pain",
		 {.rule = MONITOR_ABOVE, .value_milli = 1000, .count = 1},
		 1000,
		 "Dolore al petto: risposta sì",
		 "risposta sì"},
		{"breathlessness",
		 {.rule = MONITOR_ABOVE, .value_milli = 6000, .count = 1},
		 7000,
		 "Mancanza di fiato: 7/10 (soglia: da 6/10 in su)",
		 "da 6/10 in su"},
		{"glucose",
		 {.rule = N_MONITOR_RULE, .days = 4, .count = 1},
		 0,
		 "Glicemia: non arriva nulla da 4 giorni",
		 "Glicemia: non arriva nulla da 4 giorni"},
	};
	(void)state;
	for (size_t i = 0; i < countof(rows); i++) {
		const struct monitor_kind *k =
			monitor_kind_of(&kit.tables, str_from(rows[i].kind));
		struct buf b;
		buf_init(&b, 1000);
		assert_non_null(k);
		monitor_why_text(&b, LANG_IT, k, &rows[i].limit, rows[i].seen);
		if (!str_is(buf_view(&b), rows[i].why))
			fail_msg(STR_FMT, STR_ARG(buf_view(&b)));
		buf_reset(&b);
		monitor_limit_text(&b, LANG_IT, k, &rows[i].limit);
		if (!str_is(buf_view(&b), rows[i].as_limit))
			fail_msg(STR_FMT, STR_ARG(buf_view(&b)));
		buf_release(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rules_hold),
		cmocka_unit_test(one_finding_for_a_cause),
		cmocka_unit_test(doubtful_ones),
		cmocka_unit_test(adherence_counts),
		cmocka_unit_test(missing_when),
		cmocka_unit_test(deadlines),
		cmocka_unit_test(proposes),
		cmocka_unit_test(every_proposal_holds),
		cmocka_unit_test(plans_refused),
		cmocka_unit_test(words),
	};
	return cmocka_run_group_tests(tests, kit_open, kit_close);
}

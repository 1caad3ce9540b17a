/* Blows measured, judged and graded: the 38 blows and 12 sessions of SHARED
 * whose truth is known, blows by a formula whose figures are computed by hand,
 * each artefact alone, the rules of small children, and files that are wrong.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "spiro/exam.h"
#include "test/spiro_kit.h"

static struct spiro_rules rules;
static struct spiro_reference *ref;
static struct arena a;

/* ---- the truth of SHARED */

static struct str truth_of(const char *dir, const char *file)
{
	struct str bytes;
	struct err err = {0};
	if (file_read(file_join(&a, dir, file), &a, 1u << 20, &bytes, &err))
		fail_msg("%s", err.text);
	return bytes;
}

static void near(struct str name, const char *what, double got, double want,
		 double within)
{
	bool same = isnan(want) ? isnan(got) : fabs(got - want) <= within;
	if (!same)
		fail_msg("%.*s: %s %.5f, not %.5f", (int)name.len,
			 name.ptr ? name.ptr : "", what, got, want);
}

/* The README allows 0.010 L, 0.05 and 0.10 L/s; we ask what we reach. */
static void blow_is_true(const struct spiro_blow *b, const struct str *f)
{
	const struct spiro_measures *m = &b->m;
	const struct spiro_verdict *v = &b->v;
	const struct {
		const char *name;
		double got, within;
	} figures[] = {{"fvc", m->fvc, 0.001},
		       {"fev1", m->fev1, 0.001},
		       {"fev6", m->fev6, 0.001},
		       {"pef", m->pef, 0.06},
		       {"fef2575", m->fef2575, 0.006},
		       {"fet", m->fet, 0.01},
		       {"bev", m->bev, 0.0025},
		       {"last second", m->last_second, 0.001}};
	const bool flags[] = {v->bev_ok,         v->plateau,
			      v->end_reached,    v->fev1_acceptable,
			      v->fvc_acceptable, v->fev1_usable,
			      v->fvc_usable};
	for (size_t i = 0; i < countof(figures); i++)
		near(b->name, figures[i].name, figures[i].got,
		     kit_number(f[4 + i]), figures[i].within);
	for (size_t i = 0; i < countof(flags); i++)
		if (flags[i] != str_is(f[12 + i], "1"))
			fail_msg(STR_FMT ": flag %zu", STR_ARG(b->name), i);
}

static void session_is_true(const struct spiro_result *r, const struct str *f)
{
	near(f[0], "best FEV1", r->best[SPIRO_FEV1], kit_number(f[5]), 0.001);
	near(f[0], "best FVC", r->best[SPIRO_FVC], kit_number(f[6]), 0.001);
	near(f[0], "ratio", r->best[SPIRO_FEV1FVC], kit_number(f[7]), 0.0005);
	if (r->fev1_grade != f[8].ptr[0] || r->fvc_grade != f[9].ptr[0])
		fail_msg(STR_FMT ": grades %c %c", STR_ARG(f[0]), r->fev1_grade,
			 r->fvc_grade);
}

static void truth(void **state)
{
	(void)state;
	const char *dir = kit_folder(&a, "telemedicine/spirometry");
	if (!dir) {
		print_message("SKIP: no SHARED/telemedicine/spirometry\n");
		return;
	}
	struct str blows = truth_of(dir, "manoeuvres_truth.csv");
	struct csv s, b;
	size_t n = 0;
	csv_init(&s, truth_of(dir, "sessions_truth.csv"));
	csv_init(&b, blows);
	if (csv_next(&s, NULL) || csv_next(&b, NULL))
		fail_msg("no header");
	while (!csv_next(&s, NULL)) {
		struct spiro_session session;
		struct err err = {0};
		if (kit_session(dir, blows, s.field[0], kit_number(s.field[1]),
				&rules, &a, &session, &err))
			fail_msg("%s", err.text);
		for (size_t i = 0; i < session.n_blow; i++, n++) {
			assert_int_equal(csv_next(&b, NULL), OK);
			blow_is_true(&session.blow[i], b.field);
		}
		session_is_true(&session.result[SPIRO_PRE], s.field);
	}
	csv_release(&s);
	csv_release(&b);
	assert_int_equal(n, 38);
}

/* ---- blows by a formula: V(t) = fvc (1 - exp(-t / tau)) from time zero */

enum { HZ = 200, MOST = HZ * 40 };

struct shape {
	double fvc, tau, seconds; /* blown */
	double rest, zero;        /* s before; L/s the flow is off by */
	double cough_at;          /* flow falls to a tenth for 0.1 s; 0: no */
	double closed_at;         /* nothing flows from here; 0: no */
	double puff;              /* L lost, slowly, before the blow */
	double breath, waiting;   /* L breathed in before; s of waiting */
	double breath_after;      /* L */
};

static double flow_at(const struct shape *s, double t)
{
	double flow = s->fvc / s->tau * exp(-t / s->tau);
	if (t > s->seconds || (s->closed_at > 0 && t >= s->closed_at))
		return 0;
	if (s->cough_at > 0 && t >= s->cough_at && t < s->cough_at + 0.1)
		flow /= 10;
	return flow;
}

struct made {
	double flow[MOST], volume[MOST];
	struct spiro_curve c;
};

static void add_sample(struct made *m, double flow)
{
	size_t n = m->c.n++;
	assert_true(n < MOST);
	m->flow[n] = flow;
	m->volume[n] =
		n ? m->volume[n - 1] + (flow + m->flow[n - 1]) / 2 / HZ : 0;
}

static void add_for(struct made *m, double seconds, double flow)
{
	for (int i = 0; i < (int)(seconds * HZ); i++)
		add_sample(m, flow);
}

static struct spiro_curve *make(const struct shape *s, struct made *m)
{
	m->c = (struct spiro_curve){
		.hz = HZ, .flow = m->flow, .volume = m->volume};
	add_for(m, s->rest, s->zero);
	if (s->breath > 0) {
		add_for(m, 1, -s->breath);
		add_for(m, s->waiting, 0);
	}
	if (s->puff > 0)
		add_for(m, 0.4, s->puff / 0.4);
	for (int i = 0; i < (int)(s->seconds * HZ); i++)
		add_sample(m, flow_at(s, (double)i / HZ) + s->zero);
	if (s->breath_after > 0)
		add_for(m, 1, -s->breath_after);
	return &m->c;
}

static struct made made;

static struct spiro_measures measured(const struct shape *s)
{
	struct spiro_measures m;
	struct err err = {0};
	if (spiro_measure(make(s, &made), &m, &err))
		fail_msg("%s", err.text);
	return m;
}

static void by_formula(void **state)
{
	(void)state;
	static const struct shape s = {
		.fvc = 4, .tau = 0.6, .seconds = 8, .rest = 0.5};
	struct spiro_measures m = measured(&s);
	struct str name = STR("formula");
	const double ramp = 4 / 0.6 / (2 * HZ); /* the flow rises within one
						   sample */
	near(name, "fvc", m.fvc, 4 + ramp, 0.001);
	near(name, "fev1", m.fev1, 4 * (1 - exp(-1 / 0.6)) + ramp, 0.004);
	near(name, "fev6", m.fev6, 4 * (1 - exp(-6 / 0.6)) + ramp, 0.001);
	near(name, "pef", m.pef, 4 / 0.6, 0.001);
	/* ln 3 times tau from a quarter to three quarters */
	near(name, "fef2575", m.fef2575, 2 / (0.6 * log(3)), 0.015);
	near(name, "fef50", m.fef50, 2 / 0.6, 0.02);
	near(name, "fet", m.fet, 8, 0.01);
	assert_true(m.bev < 0.01);
	assert_true(isnan(m.break_at) && isnan(m.closed_at) && isnan(m.fivc));
	assert_true(m.rest_flow == 0);
}

/* ---- each artefact alone */

#define GOOD .fvc = 4, .tau = 0.6, .seconds = 8, .rest = 0.5

static void artefacts(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		struct shape s;
		unsigned causes;
		bool fev1, fvc, fev1_usable, fvc_usable;
	} rows[] = {
		{"nothing", {GOOD}, 0, true, true, true, true},
		{"cough in the first second",
		 {GOOD, .cough_at = 0.4},
		 SPIRO_BIT(COUGH),
		 false,
		 true,
		 false,
		 true},
		{"cough later",
		 {GOOD, .cough_at = 1.4},
		 SPIRO_BIT(COUGH_LATE),
		 true,
		 true,
		 true,
		 true},
		{"glottis in the first second",
		 {GOOD, .closed_at = 0.7},
		 SPIRO_BIT(GLOTTIS_EARLY),
		 false,
		 false,
		 false,
		 false},
		{"glottis later",
		 {GOOD, .closed_at = 2},
		 SPIRO_BIT(GLOTTIS_LATE),
		 true,
		 false,
		 true,
		 true},
		{"stopped early",
		 {.fvc = 4, .tau = 1.2, .seconds = 3, .rest = 0.5},
		 SPIRO_BIT(NO_END),
		 true,
		 false,
		 true,
		 true},
		{"less than a second",
		 {.fvc = 4, .tau = 0.3, .seconds = 0.8, .rest = 0.5},
		 SPIRO_BIT(SHORT) | SPIRO_BIT(NO_END),
		 false,
		 false,
		 false,
		 true},
		{"a slow start",
		 {GOOD, .puff = 0.4},
		 SPIRO_BIT(BEV),
		 false,
		 false,
		 false,
		 false},
		{"zero that is off",
		 {GOOD, .zero = 0.05},
		 SPIRO_BIT(ZERO) | SPIRO_BIT(NO_END),
		 false,
		 false,
		 false,
		 false},
		{"zero a little off",
		 {GOOD, .zero = 0.01},
		 0,
		 true,
		 true,
		 true,
		 true},
		{"zero off the other way",
		 {GOOD, .zero = -0.05},
		 SPIRO_BIT(ZERO),
		 false,
		 false,
		 false,
		 false},
		{"more in than out",
		 {GOOD, .breath_after = 4.5},
		 SPIRO_BIT(FIVC),
		 false,
		 false,
		 true,
		 true},
		{"as much in as out",
		 {GOOD, .breath_after = 4},
		 0,
		 true,
		 true,
		 true,
		 true},
		{"waiting with full lungs",
		 {GOOD, .breath = 2.5, .waiting = 2.4},
		 SPIRO_BIT(HESITATION),
		 true,
		 true,
		 true,
		 true},
		{"breathing in, then out",
		 {GOOD, .breath = 2.5},
		 0,
		 true,
		 true,
		 true,
		 true},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		const struct spiro_judge by = {.rules = &rules,
					       .best_fvc = NAN};
		struct spiro_measures m = measured(&rows[i].s);
		struct spiro_verdict v;
		spiro_judge(&made.c, &m, &by, &v);
		if (v.causes != rows[i].causes ||
		    v.fev1_acceptable != rows[i].fev1 ||
		    v.fvc_acceptable != rows[i].fvc ||
		    v.fev1_usable != rows[i].fev1_usable ||
		    v.fvc_usable != rows[i].fvc_usable)
			fail_msg("%s: causes %x, %d %d %d %d", rows[i].name,
				 v.causes, v.fev1_acceptable, v.fvc_acceptable,
				 v.fev1_usable, v.fvc_usable);
	}
}

static void stated_by_the_operator(void **state)
{
	(void)state;
	static const struct shape s = {GOOD};
	struct spiro_measures m = measured(&s);
	const struct spiro_judge by = {.rules = &rules, .best_fvc = NAN};
	struct spiro_verdict v;
	made.c.stated = SPIRO_STATED_LEAK;
	spiro_judge(&made.c, &m, &by, &v);
	assert_int_equal(v.causes, SPIRO_BIT(LEAK));
	assert_false(v.fev1_acceptable || v.fvc_acceptable);
	assert_true(v.fev1_usable && v.fvc_usable);
}

static void words_of_every_cause(void **state)
{
	(void)state;
	static const struct shape s = {GOOD};
	struct spiro_measures m = measured(&s);
	struct buf b;
	buf_init(&b, 1u << 14);
	for (int c = 0; c < N_SPIRO_CAUSE; c++)
		for (int lang = 0; lang < N_LANG; lang++) {
			buf_reset(&b);
			spiro_cause_text(&b, (enum spiro_cause)c, &m, &rules,
					 (enum lang)lang);
			assert_true(b.len > 5 && !b.failed);
			assert_null(memchr(b.ptr, '{', b.len));
		}
	buf_release(&b);
}

/* ---- grades: a session of blows whose volumes are given */

enum { BLOWS = 8 };
static struct made room[BLOWS];

static void grades(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		double age, fvc[BLOWS];
		char fvc_grade;
		enum spiro_advice advice;
	} rows[] = {
		{"three within", 40, {4, 3.9, 3.86}, 'A', SPIRO_ENOUGH},
		{"two within", 40, {4, 3.86}, 'B', SPIRO_ANOTHER},
		{"to two hundred", 40, {4, 3.81, 3.5}, 'C', SPIRO_ANOTHER},
		{"to two hundred and fifty", 40, {4, 3.76}, 'D', SPIRO_ANOTHER},
		{"beyond", 40, {4, 3.7, 3.2}, 'E', SPIRO_ANOTHER},
		{"one alone", 40, {4}, 'E', SPIRO_ANOTHER},
		{"eight, and none repeats",
		 40,
		 {4, 3.7, 3.4, 3.1, 2.8, 2.5, 2.2, 1.9},
		 'E',
		 SPIRO_STOP},
		{"a child's limit is lower",
		 6.9,
		 {0.9, 0.79},
		 'C',
		 SPIRO_ANOTHER},
		{"a child's tenth", 6, {1.5, 1.36, 1.36}, 'A', SPIRO_ENOUGH},
		{"seven is no small child",
		 7,
		 {0.9, 0.79, 0.78},
		 'A',
		 SPIRO_ENOUGH},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		struct spiro_blow blow[BLOWS] = {0};
		struct spiro_session s = {
			.rules = &rules, .age = rows[i].age, .blow = blow};
		for (size_t k = 0; k < BLOWS && rows[i].fvc[k] > 0; k++) {
			const struct shape one = {.fvc = rows[i].fvc[k],
						  .tau = 0.6,
						  .seconds = 8,
						  .rest = 0.5};
			blow[s.n_blow++].curve = *make(&one, &room[k]);
		}
		assert_int_equal(spiro_session_judge(&s, NULL), OK);
		const struct spiro_result *r = &s.result[SPIRO_PRE];
		if (r->fvc_grade != rows[i].fvc_grade ||
		    r->advice != rows[i].advice)
			fail_msg("%s: grade %c, advice %s", rows[i].name,
				 r->fvc_grade, spiro_advice_name(r->advice));
		assert_int_equal(r->from_fvc, 0);
		assert_true(isnan(r->best[SPIRO_FEV075]) == (rows[i].age >= 7));
	}
}

/* Largest values from different blows; flows of the largest sum. */
static void best_of_different_blows(void **state)
{
	(void)state;
	static const struct shape shape[] = {
		{.fvc = 4, .tau = 0.9, .seconds = 9, .rest = 0.5},
		{.fvc = 3.9, .tau = 0.6, .seconds = 8, .rest = 0.5}};
	struct spiro_blow blow[2] = {{.name = STR("large")},
				     {.name = STR("fast")}};
	struct spiro_session s = {
		.rules = &rules, .age = 40, .blow = blow, .n_blow = 2};
	for (int i = 0; i < 2; i++)
		blow[i].curve = *make(&shape[i], &room[i]);
	assert_int_equal(spiro_session_judge(&s, NULL), OK);
	const struct spiro_result *r = &s.result[SPIRO_PRE];
	assert_int_equal(r->from_fvc, 0);
	assert_int_equal(r->from_fev1, 1);
	assert_int_equal(r->from_flows, 1);
	near(STR("ratio"), "of both", r->best[SPIRO_FEV1FVC],
	     blow[1].m.fev1 / blow[0].m.fvc, 1e-12);
}

/* ---- what the values say */

static double at_z(enum spiro_param p, const struct spiro_person *who, double z)
{
	struct spiro_norm n;
	assert_int_equal(spiro_expect(ref, SPIRO_GLI2022, who, p, &n, NULL),
			 OK);
	return spiro_value_at(&n, z);
}

static void nothing_known(double best[N_SPIRO_PHASE][N_SPIRO_PARAM])
{
	for (int p = 0; p < N_SPIRO_PHASE; p++)
		for (int k = 0; k < N_SPIRO_PARAM; k++)
			best[p][k] = NAN;
}

static void patterns(void **state)
{
	(void)state;
	static const struct spiro_person who = {SPIRO_FEMALE, 55.5, 162, 0};
	static const struct {
		const char *name;
		double fev1, fvc, ratio; /* z */
		enum spiro_pattern pattern;
		enum spiro_severity severity;
	} rows[] = {
		{"normal", 0, 0, 0, SPIRO_NORMAL, SPIRO_WITHIN_LIMITS},
		{"just normal", -1.64, -1.64, -1.64, SPIRO_NORMAL,
		 SPIRO_WITHIN_LIMITS},
		{"mild", -1.7, 0, -1.65, SPIRO_OBSTRUCTION, SPIRO_MILD},
		{"moderate", -2.6, 0, -3, SPIRO_OBSTRUCTION, SPIRO_MODERATE},
		{"severe, low FVC", -4.1, -2, -3, SPIRO_OBSTRUCTION_LOW_FVC,
		 SPIRO_SEVERE},
		{"obstruction, FEV1 within", -1, 0, -1.7, SPIRO_OBSTRUCTION,
		 SPIRO_WITHIN_LIMITS},
		{"restriction by FVC", -1.7, -2.6, 0,
		 SPIRO_POSSIBLE_RESTRICTION, SPIRO_MODERATE},
		{"only FEV1", -1.7, -1, -1, SPIRO_NON_SPECIFIC, SPIRO_MILD},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		double best[N_SPIRO_PHASE][N_SPIRO_PARAM];
		struct spiro_opinion o;
		nothing_known(best);
		best[0][SPIRO_FEV1] = at_z(SPIRO_FEV1, &who, rows[i].fev1);
		best[0][SPIRO_FVC] = at_z(SPIRO_FVC, &who, rows[i].fvc);
		best[0][SPIRO_FEV1FVC] =
			at_z(SPIRO_FEV1FVC, &who, rows[i].ratio);
		assert_int_equal(spiro_interpret(ref, &rules, SPIRO_GLI2022,
						 &who, best, &o, NULL),
				 OK);
		if (o.pattern != rows[i].pattern ||
		    o.severity != rows[i].severity)
			fail_msg("%s: %s, %s", rows[i].name,
				 spiro_pattern_name(o.pattern),
				 spiro_severity_name(o.severity));
	}
}

static void after_the_drug(void **state)
{
	(void)state;
	static const struct spiro_person who = {SPIRO_MALE, 60, 175, 0};
	double best[N_SPIRO_PHASE][N_SPIRO_PARAM];
	double one = at_z(SPIRO_FEV1, &who, 0);
	struct spiro_opinion o;
	nothing_known(best);
	best[0][SPIRO_FEV1] = 0.45 * one;
	best[1][SPIRO_FEV1] = 0.551 * one;
	best[0][SPIRO_FVC] = best[1][SPIRO_FVC] = at_z(SPIRO_FVC, &who, -1);
	for (int p = 0; p < 2; p++)
		best[p][SPIRO_FEV1FVC] =
			best[p][SPIRO_FEV1] / best[p][SPIRO_FVC];
	assert_int_equal(spiro_interpret(ref, &rules, SPIRO_GLI2022, &who, best,
					 &o, NULL),
			 OK);
	near(STR("change"), "of predicted", o.fev1.pct_predicted, 10.1, 1e-9);
	assert_true(o.fev1.responds && !o.fvc.responds);
	assert_true(o.gold_is_post && o.gold_obstruction);
	assert_int_equal(o.gold_stage, 2); /* by 55 %, after the drug */
	best[1][SPIRO_FEV1] = 0.549 * one;
	assert_int_equal(spiro_interpret(ref, &rules, SPIRO_GLI2022, &who, best,
					 &o, NULL),
			 OK);
	assert_false(o.fev1.responds);
}

static void trends(void **state)
{
	(void)state;
	struct spiro_point p[] = {
		{{15000}, SPIRO_GLI2022, -1.0, 3.0},
		{{15000 + 365}, SPIRO_GLI2022, -1.1, 2.9},
		{{15000 + 731}, SPIRO_GLI2022, -1.2, 2.8},
	};
	struct spiro_trend t;
	struct err err = {0};
	assert_int_equal(spiro_trend(p, 3, SPIRO_MALE, &rules, &t, &err), OK);
	near(STR("trend"), "since first", t.since_first, -0.2, 1e-12);
	near(STR("trend"), "since last", t.since_last, -0.1, 1e-12);
	near(STR("trend"), "per year", t.per_year, -0.1, 0.0003);
	near(STR("trend"), "FEV1Q", t.fev1q, 5.6, 1e-12);
	for (size_t i = 0; i < 3; i++) /* of one day: no year between them */
		p[i].on = p[0].on;
	assert_int_equal(spiro_trend(p, 3, SPIRO_MALE, &rules, &t, &err), OK);
	assert_true(isnan(t.per_year) && !isnan(t.since_last));
	p[2].set = SPIRO_GLI2012;
	assert_int_equal(spiro_trend(p, 3, SPIRO_MALE, &rules, &t, &err),
			 E_STATE);
	assert_non_null(strstr(err.text, "gli2012"));
}

/* ---- files */

static void put_blow_csv(struct buf *b, double hz, double scale)
{
	for (int i = 0; i < (int)(2 * hz); i++) {
		double t = i / hz, f = t < 0.2 ? 0 : 6 * exp(-(t - 0.2) / 0.5);
		double v = t < 0.2 ? 0 : 3 * (1 - exp(-(t - 0.2) / 0.5));
		buf_printf(b, "%.4f,%.4f,%.4f\n", t * scale, f, v);
	}
}

static void refused(void **state)
{
	(void)state;
	static const struct {
		const char *name, *head, *row, *says;
		double hz, scale; /* of a whole blow before the row; 0: none */
	} rows[] = {
#define HEAD "time_s,flow_l_s,volume_l\n"
		{"empty", "", "", "the file is empty", 0, 0},
		{"another file", "name,born\n", "Rossi,1950\n",
		 "x.csv:1: this is no file of a spirometer", 0, 0},
		{"binary",
		 "\x7f"
		 "ELF\x02\x01",
		 "", "this is no file", 0, 0},
		{"UTF-16", "\xff\xfet\0i\0", "", "UTF-16", 0, 0},
		{"semicolons", "time_s;flow_l_s\n", "0;0\n", "semicolons", 0,
		 0},
		{"decimal commas", HEAD, "0,01,0,000,0,0000\n",
		 "x.csv:2: 6 values instead of 3: numbers have a decimal comma",
		 0, 0},
		{"no number", HEAD, "0.00,nan,0\n",
		 "x.csv:2: flow_l_s: \"nan\" is not a number", 0, 0},
		{"infinite", HEAD, "0.00,1e999,0\n", "is more than 25", 0, 0},
		{"millilitres", HEAD, "0.00,0,2400\n", "is more than 50", 0, 0},
		{"negative time", HEAD, "-0.01,0,0\n", "is below 0", 0, 0},
		{"cut short", HEAD, "2.0000,0.1", "2 values instead of 3", 100,
		 1},
		{"two blows", HEAD, "0.00,0,0\n",
		 "x.csv:202: time_s goes from 1.99 to 0: time must grow", 100,
		 1},
		{"a second header", HEAD, HEAD, "a second header", 100, 1},
		{"samples missing", HEAD, "2.5000,0,2.9\n",
		 "x.csv:202: time_s: a step of 0.51 s among steps of 0.01 s",
		 100, 1},
		{"an empty line", HEAD, "\n2.0000,0,3\n", "an empty line", 100,
		 1},
		{"milliseconds", HEAD, "", "is more than 600", 1000, 1000},
		{"a slow rate", HEAD, "", "20 samples a second are not", 20, 1},
		{"the wrong rate", HEAD, "", "the flow adds up to", 200, 2},
		{"a few samples", HEAD, "0.00,0,0\n0.01,0,0\n",
		 "less than half a second", 0, 0},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		struct buf b;
		struct spiro_record r;
		struct err err = {0};
		buf_init(&b, 1u << 20);
		buf_add(&b, rows[i].head,
			*rows[i].head == '\xff' ? 6 : strlen(rows[i].head));
		if (rows[i].hz > 0)
			put_blow_csv(&b, rows[i].hz, rows[i].scale);
		buf_text(&b, rows[i].row);
		enum rc rc =
			spiro_read(buf_view(&b), STR("x.csv"), &a, &r, &err);
		if (!rc || !err.msg || !strstr(err.text, rows[i].says))
			fail_msg("%s: rc %d, \"%s\"", rows[i].name, rc,
				 err.text);
		buf_release(&b);
	}
}

/* ---- a session in one file */

/* Rows of one blow of 3 L, each after `front`. */
static void put_numbered(struct buf *b, const char *front, double seconds)
{
	for (int i = 0; i < (int)(seconds * 100); i++) {
		double t = i / 100.0 - 0.3, e = t < 0 ? 0 : exp(-t / 0.5);
		buf_printf(b, "%s%.2f,%.5f\n", front, i / 100.0,
			   t < 0 ? 0 : 6 * e);
	}
}

static void session_in_one_file(void **state)
{
	(void)state;
	struct spiro_record r;
	struct spiro_exam e;
	struct err err = {0};
	struct buf b;
	buf_init(&b, 1u << 20);
	buf_text(&b, "blow,phase,time_s,flow_l_s\n");
	put_numbered(&b, "1,pre,", 8);
	put_numbered(&b, "2,,", 7);
	put_numbered(&b, "5,post,", 9);
	if (spiro_read(buf_view(&b), STR("s.csv"), &a, &r, &err))
		fail_msg("%s", err.text);
	assert_int_equal(r.n_curve, 3);
	assert_int_equal(r.curve[0].n, 800);
	assert_int_equal(r.curve[1].n, 700);
	assert_true(r.curve[2].post && !r.curve[1].post);
	spiro_exam_init(&e, &rules, ref, SPIRO_GLI2022, &a);
	assert_int_equal(spiro_exam_add(&e, &r, STR("s.csv"), SPIRO_PRE, &err),
			 OK);
	assert_int_equal(spiro_exam_conclude(&e, &err), OK);
	assert_int_equal(e.session.result[SPIRO_PRE].n_blow, 2);
	assert_int_equal(e.session.result[SPIRO_POST].n_blow, 1);
	assert_true(str_is(e.session.blow[1].name, "2. s.csv"));
	buf_release(&b);
}

static void sessions_refused(void **state)
{
	(void)state;
	static const struct {
		const char *name, *first, *second, *says;
	} rows[] = {
		{"numbers that go back", "2,pre,", "1,pre,",
		 "x.csv:802: blow: 1 comes after 2"},
		{"no number", "a,pre,", "", "x.csv:2: blow: \"a\" is not a"},
		{"another phase", "1,dopo,", "", "phase: \"dopo\" is not"},
		{"both phases in a blow", "1,pre,", "1,post,", "not both"},
		{"times that begin again", "1,pre,", "1,pre,",
		 "time must grow"},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		struct spiro_record r;
		struct err err = {0};
		struct buf b;
		buf_init(&b, 1u << 20);
		buf_text(&b, "blow,phase,time_s,flow_l_s\n");
		put_numbered(&b, rows[i].first, 8);
		put_numbered(&b, rows[i].second, 8);
		if (!spiro_read(buf_view(&b), STR("x.csv"), &a, &r, &err) ||
		    !err.msg || !strstr(err.text, rows[i].says))
			fail_msg("%s: \"%s\"", rows[i].name, err.text);
		buf_release(&b);
	}
}

static void quality_by_grades(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		char grade[2][2]; /* FEV1, FVC; before, after */
		enum spiro_quality q;
	} rows[] = {
		{"the best", {{'A', 'A'}, {0, 0}}, SPIRO_FINE},
		{"still useful", {{'C', 'A'}, {'B', 'C'}}, SPIRO_FINE},
		{"doubtful", {{'A', 'D'}, {0, 0}}, SPIRO_WARN},
		{"one alone after", {{'A', 'A'}, {'E', 'A'}}, SPIRO_WARN},
		{"usable", {{'U', 'U'}, {0, 0}}, SPIRO_WARN},
		{"none", {{'A', 'F'}, {0, 0}}, SPIRO_REJECT},
		{"no blow", {{0, 0}, {0, 0}}, SPIRO_FINE},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		struct spiro_session s = {.rules = &rules};
		for (int p = 0; p < N_SPIRO_PHASE; p++) {
			s.result[p].fev1_grade = rows[i].grade[p][0];
			s.result[p].fvc_grade = rows[i].grade[p][1];
		}
		if (spiro_quality(&s) != rows[i].q)
			fail_msg("%s: %d", rows[i].name, spiro_quality(&s));
	}
}

static enum rc read_text(const char *text, struct spiro_record *r,
			 struct err *err)
{
	return spiro_read(str_from(text), STR("x"), &a, r, err);
}

/* Flow or volume alone give the other. */
static void one_column_is_enough(void **state)
{
	(void)state;
	static const char *const head[] = {"time_s,flow_l_s\n",
					   "time_s,volume_l\n"};
	for (int k = 0; k < 2; k++) {
		struct buf b;
		struct spiro_record r;
		struct spiro_measures m;
		struct err err = {0};
		buf_init(&b, 1u << 20);
		buf_text(&b, head[k]);
		for (int i = 0; i < 800; i++) {
			double t = i / 100.0 - 0.3, tau = 0.5;
			double e = t < 0 ? 0 : 1 - exp(-t / tau);
			double f = t < 0 ? 0 : 3 / tau * exp(-t / tau);
			buf_printf(&b, "%.2f,%.5f\n", i / 100.0, k ? 3 * e : f);
		}
		if (spiro_read(buf_view(&b), STR("x"), &a, &r, &err) ||
		    spiro_measure(r.curve, &m, &err))
			fail_msg("%s", err.text);
		near(str_from(head[k]), "fvc", m.fvc, 3, 0.04);
		near(str_from(head[k]), "fev1", m.fev1, 3 * (1 - exp(-2)),
		     0.06);
		buf_release(&b);
	}
}

static void nobody_blew(void **state)
{
	(void)state;
	struct made *m = &made;
	struct spiro_measures out;
	struct err err = {0};
	m->c = (struct spiro_curve){
		.hz = HZ, .flow = m->flow, .volume = m->volume};
	add_for(m, 3, 0.01);
	assert_int_equal(spiro_measure(&m->c, &out, &err), E_RANGE);
	assert_int_equal(err.msg, MSG_SPI_R_NO_BLOW);
}

/* "8000 6310|3000 P77" as lines of GDT, each with its length. */
static struct str gdt_text(const char *fields)
{
	struct buf b;
	buf_init(&b, 1u << 14);
	for (struct str rest = str_from(fields), f; rest.ptr;) {
		f = str_cut(&rest, '|');
		buf_printf(&b, "%03zu%.4s" STR_FMT "\r\n", f.len - 1 + 5, f.ptr,
			   STR_ARG(str_sub(f, 5, f.len - 5)));
	}
	struct str out = arena_str(&a, buf_view(&b));
	buf_release(&b);
	return out;
}

static void gdt(void **state)
{
	(void)state;
	struct spiro_record r;
	struct err err = {0};
	struct str good = gdt_text(
		"8000 6310|3000 P77|3101 Rossi|3103 16041950|3110 2|3622 162|"
		"8402 LUFU|8432 02032026|8410 FEV1|8420 2,31|8421 l|8410 FVC|"
		"8420 3100|8421 ml|8410 FEV1 Soll|8420 2.90|8421 l|"
		"8410 FEV1 post|8420 2.65|8421 l");
	if (spiro_read(good, STR("x"), &a, &r, &err))
		fail_msg("%s", err.text);
	assert_int_equal(r.format, SPIRO_GDT);
	assert_true(str_is(r.id, "P77") && r.sex == 'F');
	assert_true(r.height_cm == 162);
	assert_true(str_is(r.taken_on, "2026-03-02"));
	assert_int_equal(r.born.days, date_of(1950, 4, 16).days);
	assert_int_equal(r.n_stated, 4);
	near(STR("gdt"), "FEV1", r.stated[0].value, 2.31, 1e-12);
	near(STR("gdt"), "FVC", r.stated[1].value, 3.1, 1e-12);
	assert_true(r.stated[2].predicted && !r.stated[2].post);
	assert_true(r.stated[3].post && !r.stated[3].predicted);
}

static void foreign_refused(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		bool gdt; /* fields, not text */
		const char *text, *says;
	} rows[] = {
		{"a length that lies", false, "01380006310\r\n0993000P77\r\n",
		 "x:2: its length is not the one"},
		{"no line of GDT", false, "01380006310\r\nhello world\r\n",
		 "x:2: not a line of GDT"},
		{"another test", true, "8000 6310|8402 EKG",
		 "not a test of the lungs"},
		{"a value without unit", true, "8000 6310|8410 FEV1|8420 2.31",
		 "has no unit"},
		{"two values, one without unit", true,
		 "8000 6310|8410 FEV1|8420 2.31|8410 FVC|8420 3|8421 l",
		 "x:4: the value before has no unit"},
		{"a wrong unit", true, "8000 6310|8410 FEV1|8420 2.31|8421 %",
		 "the unit is not one"},
		{"no number", true, "8000 6310|8410 FEV1|8420 abc",
		 "is not a number above 0"},
		{"two sets", true, "8000 6310|8000 6310",
		 "a second set begins"},
		{"JSON cut short", false, "{\"resourceType\":\"Observation\"",
		 "x: "},
		{"no spirometry", false, "{\"resourceType\":\"Patient\"}",
		 "no Observation of spirometry"},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		struct spiro_record r;
		struct err err = {0};
		struct str text = rows[i].gdt ? gdt_text(rows[i].text)
					      : str_from(rows[i].text);
		if (!spiro_read(text, STR("x"), &a, &r, &err) || !err.msg ||
		    !strstr(err.text, rows[i].says))
			fail_msg("%s: \"%s\"", rows[i].name, err.text);
	}
}

#define OBSERVATION(code, value, unit)                                         \
	"{\"resource\":{\"resourceType\":\"Observation\",\"status\":\"final\"" \
	",\"code\":{\"coding\":[{\"system\":\"http://loinc.org\","             \
	"\"code\":\"" code "\"}]},\"subject\":{\"reference\":\"Patient/9\"},"  \
	"\"effectiveDateTime\":\"2026-03-02T10:00:00+01:00\","                 \
	"\"valueQuantity\":{\"value\":" value ",\"code\":\"" unit "\"}}}"
static void fhir(void **state)
{
	(void)state;
	static const char good[] =
		"{\"resourceType\":\"Bundle\",\"entry\":[" OBSERVATION(
			"20150-9", "2.31",
			"L") "," OBSERVATION("19868-9", "3100",
					     "mL") "," OBSERVATION("33452-4",
								   "360",
								   "L/min") "]"
									    "}";
	struct spiro_record r;
	struct err err = {0};
	if (read_text(good, &r, &err))
		fail_msg("%s", err.text);
	assert_int_equal(r.n_stated, 3);
	near(STR("fhir"), "FVC", r.stated[1].value, 3.1, 1e-12);
	near(STR("fhir"), "PEF", r.stated[2].value, 6, 1e-12);
	assert_true(str_is(r.taken_on, "2026-03-02"));
	assert_int_equal(
		read_text(
			"{\"resourceType\":\"Bundle\",\"entry\":[" OBSERVATION(
				"20150-9", "2.31", "kg") "]}",
			&r, &err),
		E_FORMAT);
	assert_non_null(strstr(err.text, "must be L"));
}

/* ---- the person */

static void wrong_patient(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		struct spiro_record r;
		const char *says; /* NULL: may be added */
	} rows[] = {
		{"nothing said", {.born = {INT32_MIN}, .height_cm = NAN}, NULL},
		{"the same",
		 {.born = {1000},
		  .sex = 'F',
		  .height_cm = 162.4,
		  .id = STR_INIT("7")},
		 NULL},
		{"sex",
		 {.born = {1000}, .sex = 'M', .height_cm = NAN},
		 "the sex"},
		{"born",
		 {.born = {1001}, .height_cm = NAN},
		 "the day of birth"},
		{"height", {.born = {1000}, .height_cm = 170}, "the height"},
		{"identifier",
		 {.born = {1000}, .height_cm = NAN, .id = STR_INIT("8")},
		 "the identifier"},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		struct spiro_exam e;
		struct err err = {0};
		spiro_exam_init(&e, &rules, ref, SPIRO_GLI2022, &a);
		e.has_sex = true;
		e.sex = SPIRO_FEMALE;
		e.height_cm = 162;
		e.born = (struct date){1000};
		e.id = STR("7");
		enum rc rc = spiro_exam_add(&e, &rows[i].r, STR("f.gdt"),
					    SPIRO_PRE, &err);
		if ((rc != OK) != (rows[i].says != NULL) ||
		    (rc && !strstr(err.text, rows[i].says)))
			fail_msg("%s: rc %d %s", rows[i].name, rc, err.text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(truth),
		cmocka_unit_test(by_formula),
		cmocka_unit_test(artefacts),
		cmocka_unit_test(stated_by_the_operator),
		cmocka_unit_test(words_of_every_cause),
		cmocka_unit_test(grades),
		cmocka_unit_test(session_in_one_file),
		cmocka_unit_test(sessions_refused),
		cmocka_unit_test(quality_by_grades),
		cmocka_unit_test(best_of_different_blows),
		cmocka_unit_test(patterns),
		cmocka_unit_test(after_the_drug),
		cmocka_unit_test(trends),
		cmocka_unit_test(refused),
		cmocka_unit_test(one_column_is_enough),
		cmocka_unit_test(nobody_blew),
		cmocka_unit_test(gdt),
		cmocka_unit_test(foreign_refused),
		cmocka_unit_test(fhir),
		cmocka_unit_test(wrong_patient),
	};
	struct err err = {0};
	arena_init(&a, 256u << 20);
	if (spiro_rules_load(NULL, date_of(2026, 1, 1), NULL, &rules, &err) ||
	    spiro_reference_new(NULL, NULL, &ref, &err))
		return fprintf(stderr, "%s\n", err.text), 1;
	int bad = cmocka_run_group_tests(tests, NULL, NULL);
	spiro_reference_free(ref);
	arena_release(&a);
	return bad;
}

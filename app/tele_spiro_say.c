/* A spirometry that comes: what is kept of it as findings and measures. */
#include "app/tele_int.h"
#include "app/tele_spiro.h"

#include <math.h>

/* The version of what measures: a new one when its results change. */
#define MEASURER "prossima-spiro/1"

static const char *const verdict_name[] = {
	[SPIRO_FINE] = "ok", [SPIRO_WARN] = "warn", [SPIRO_REJECT] = "reject"};

struct saying {
	struct tele_reading *out;
	const struct spiro_exam *e;
	struct arena *a;
	enum spiro_phase phase;
};

static struct str lead_of(enum spiro_phase p)
{
	return p == SPIRO_POST ? STR("post") : STR("");
}

static void add_finding(const struct saying *s, struct tele_finding f)
{
	if (s->out->n_finding == TELE_FINDINGS_MOST)
		return;
	f.lead = lead_of(s->phase);
	s->out->finding[s->out->n_finding++] = f;
}

/* ---- what is wrong with the blows, what the session is worth */

static struct str grade_severity(const struct spiro_rules *r, char grade)
{
	int rank = spiro_grade_rank(grade);
	return rank >= (int)r->grade_reject ? STR("reject")
	       : rank >= (int)r->grade_warn ? STR("warn")
					    : STR("ok");
}

static void say_grade(const struct saying *s, const char *code, char grade)
{
	add_finding(s, (struct tele_finding){
			       .kind = STR("quality"),
			       .severity = grade_severity(s->e->rules, grade),
			       .code = str_from(code),
			       .value = arena_printf(s->a, "%c", grade)});
}

/* Blows of the phase that have the cause. */
static size_t blows_with(const struct saying *s, unsigned cause)
{
	const struct spiro_session *x = &s->e->session;
	size_t n = 0;
	for (size_t i = 0; i < x->n_blow; i++) {
		const struct spiro_verdict *v = &x->blow[i].v;
		n += x->blow[i].phase == s->phase &&
		     (v->against_fev1 | v->against_fvc) & cause;
	}
	return n;
}

/* Causes count as the session does: those of a good one are notes. */
static void say_causes(const struct saying *s, const struct spiro_result *r)
{
	bool fev1 = spiro_grade_rank(r->fev1_grade) >
		    spiro_grade_rank(r->fvc_grade);
	struct str severity = grade_severity(s->e->rules, fev1 ? r->fev1_grade
							       : r->fvc_grade);
	for (int c = 0; c < N_SPIRO_CAUSE; c++) {
		size_t n = blows_with(s, 1u << c);
		if (n)
			add_finding(
				s,
				(struct tele_finding){
					.kind = STR("quality"),
					.severity = severity,
					.code = str_from(spiro_cause_name(
						(enum spiro_cause)c)),
					.value = arena_printf(s->a, "%zu", n)});
	}
}

static void say_phase(struct saying *s, enum spiro_phase p)
{
	const struct spiro_result *r = &s->e->session.result[p];
	s->phase = p;
	if (!r->n_blow)
		return;
	say_grade(s, "fev1_grade", r->fev1_grade);
	say_grade(s, "fvc_grade", r->fvc_grade);
	say_causes(s, r);
	if (r->advice != SPIRO_ENOUGH)
		add_finding(s, (struct tele_finding){
				       .kind = STR("quality"),
				       .severity = STR("ok"),
				       .code = STR("advice"),
				       .value = str_from(
					       spiro_advice_name(r->advice))});
}

/* ---- numbers */

static void add_measure(const struct saying *s, const char *name,
			const char *what, double v)
{
	struct tele_reading *out = s->out;
	bool device = s->e->from_device && !*what;
	if (!isfinite(v) || out->n_measure == TELE_MEASURES_MOST)
		return;
	out->measure[out->n_measure++] = (struct tele_measure){
		.device = device,
		.name = arena_printf(s->a, "%s%s", name, what),
		.lead = lead_of(s->phase),
		.algorithm = device ? STR("device") : STR(MEASURER),
		.value_milli = (int64_t)llround(v * 1000)};
}

/* Best values, and where each stands; without curves those of the device. */
static void say_values(struct saying *s)
{
	const struct spiro_exam *e = s->e;
	for (int p = 0; p < N_SPIRO_PHASE; p++)
		for (int k = 0; k < N_SPIRO_PARAM; k++) {
			const char *name =
				spiro_param_name((enum spiro_param)k);
			s->phase = (enum spiro_phase)p;
			add_measure(s, name, "", e->best[p][k]);
			if (!e->has_opinion || isnan(e->best[p][k]))
				continue;
			const struct spiro_scored *v = &e->opinion.value[p][k];
			add_measure(s, name, "_z", v->score.z);
			add_measure(s, name, "_pct", v->score.pct_predicted);
		}
}

/* ---- the row */

static void keep(const struct tele_spiro_how *how, const struct spiro_exam *e,
		 struct tele_spiro_row *r)
{
	*r = (struct tele_spiro_row){
		.height_mm = (int64_t)llround(e->height_cm * 10),
		.how = *how,
		.from_device = e->from_device,
		.calibrated_on = DATE_NONE};
	for (int p = 0; p < N_SPIRO_PHASE; p++) {
		const struct spiro_result *x = &e->session.result[p];
		r->n_blow[p] = x->n_blow;
		r->grade[p][0] = x->fev1_grade;
		r->grade[p][1] = x->fvc_grade;
	}
	if (!e->has_opinion)
		return;
	const struct spiro_opinion *o = &e->opinion;
	bool both = !isnan(o->fev1.litres) || !isnan(o->fvc.litres);
	bool responds = o->fev1.responds || o->fvc.responds;
	r->pattern = str_from(spiro_pattern_name(o->pattern));
	r->severity = str_from(spiro_severity_name(o->severity));
	r->bdr = !both ? STR("") : responds ? STR("yes") : STR("no");
}

static void say_file(const struct spiro_record *r, struct tele_reading *out)
{
	static const char *const format[] = {[SPIRO_CSV] = "CSV",
					     [SPIRO_GDT] = "GDT",
					     [SPIRO_FHIR] = "FHIR"};
	out->format = str_from(format[r->format]);
	out->id = r->id;
	out->family = r->family;
	out->given = r->given;
	out->sex = r->sex;
	out->born = r->born;
	out->model = r->device;
	out->taken_at = r->taken_on;
	if (out->taken_at.len < 10 ||
	    date_parse(str_sub(out->taken_at, 0, 10), &out->taken_on, NULL))
		out->taken_on = DATE_NONE;
}

static enum rc say(const struct tele_spiro_how *how, const struct spiro_exam *e,
		   struct arena *a, struct tele_reading *out, struct err *err)
{
	struct saying x = {.out = out, .e = e, .a = a};
	out->spiro = arena_alloc(a, sizeof(*out->spiro));
	if (!out->spiro)
		return arena_fail(a, err);
	keep(how, e, out->spiro);
	say_values(&x);
	for (int p = 0; p < N_SPIRO_PHASE; p++)
		say_phase(&x, (enum spiro_phase)p);
	out->algorithm = STR(MEASURER);
	if (e->session.n_blow)
		out->verdict =
			str_from(verdict_name[spiro_quality(&e->session)]);
	return OK;
}

enum rc tele_spiro_read(const struct tele_sending *s,
			const struct tele_spiro_how *how,
			const struct tele_identity *who, struct date today,
			struct arena *a, struct tele_reading *out,
			struct err *err)
{
	struct tele_spiro_work w;
	enum rc rc = tele_spiro_open(s->bytes, s->file_name, how, who, today, a,
				     &w, err);
	if (!rc) {
		say_file(&w.record, out);
		rc = say(how, &w.exam, a, out, err);
	}
	return rc;
}

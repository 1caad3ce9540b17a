/* An exam as JSON. Names of measures are those of the truth files, lower case;
 * the form is in doc/man/prossima-spiro.1. */
#include "spiro/exam.h"

#include <math.h>

#define MOST 1e9 /* past it a number is a mistake: null */

void spiro_json_number(struct json *j, const char *key, double v,
		       unsigned digits)
{
	json_key(j, key);
	if (!isfinite(v) || fabs(v) > MOST)
		json_null(j);
	else
		json_decimal(j, llround(v * pow(10, digits)), digits);
}

static void put_words(struct json *j, const char *key, const char *code,
		      struct str en, struct str it)
{
	json_key(j, key);
	json_object(j);
	json_put_str(j, "code", str_from(code));
	json_put_str(j, "en", en);
	json_put_str(j, "it", it);
	json_object_end(j);
}

/* ---- one blow */

static void put_cause(struct json *j, const struct spiro_exam *e,
		      const struct spiro_blow *b, enum spiro_cause c)
{
	static const char *const in[N_LANG] = {
		[LANG_EN] = "en", [LANG_IT] = "it"};
	struct buf words;
	buf_init(&words, 1u << 12);
	json_object(j);
	json_put_str(j, "code", str_from(spiro_cause_name(c)));
	json_put_bool(j, "against_fev1", b->v.against_fev1 >> c & 1);
	json_put_bool(j, "against_fvc", b->v.against_fvc >> c & 1);
	for (int lang = 0; lang < N_LANG; lang++) {
		buf_reset(&words);
		spiro_cause_text(&words, c, &b->m, e->rules, (enum lang)lang);
		json_put_str(j, in[lang], buf_view(&words));
	}
	json_object_end(j);
	buf_release(&words);
}

static void put_causes(struct json *j, const struct spiro_exam *e,
		       const struct spiro_blow *b)
{
	json_key(j, "causes");
	json_array(j);
	for (int c = 0; c < N_SPIRO_CAUSE; c++)
		if (b->v.causes >> c & 1)
			put_cause(j, e, b, (enum spiro_cause)c);
	json_array_end(j);
}

static void put_measures(struct json *j, const struct spiro_measures *m)
{
	const struct {
		const char *name;
		double v;
	} all[] = {{"fvc", m->fvc},
		   {"fev1", m->fev1},
		   {"fev1_fvc", m->fev1fvc},
		   {"fev05", m->fev05},
		   {"fev075", m->fev075},
		   {"fev3", m->fev3},
		   {"fev6", m->fev6},
		   {"pef", m->pef},
		   {"fef2575", m->fef2575},
		   {"fef25", m->fef25},
		   {"fef50", m->fef50},
		   {"fef75", m->fef75},
		   {"fet", m->fet},
		   {"bev", m->bev},
		   {"volume_last_1s", m->last_second},
		   {"fivc", m->fivc},
		   {"pif", m->pif},
		   {"hesitation", m->hesitation},
		   {"rest_flow", m->rest_flow},
		   {"time_zero", m->time_zero}};
	for (size_t i = 0; i < countof(all); i++)
		spiro_json_number(j, all[i].name, all[i].v, 4);
}

static void put_verdict(struct json *j, const struct spiro_verdict *v)
{
	json_put_bool(j, "bev_ok", v->bev_ok);
	json_put_bool(j, "zero_ok", v->zero_ok);
	json_put_bool(j, "plateau", v->plateau);
	json_put_bool(j, "eofe", v->end_reached);
	json_put_bool(j, "fev1_acceptable", v->fev1_acceptable);
	json_put_bool(j, "fvc_acceptable", v->fvc_acceptable);
	json_put_bool(j, "fev1_usable", v->fev1_usable);
	json_put_bool(j, "fvc_usable", v->fvc_usable);
	json_put_bool(j, "fev075_acceptable", v->fev075_acceptable);
	json_put_bool(j, "fev075_usable", v->fev075_usable);
}

static void put_blow(struct json *j, const struct spiro_exam *e,
		     const struct spiro_blow *b)
{
	json_object(j);
	json_put_str(j, "file", b->name);
	json_put_str(j, "phase",
		     b->phase == SPIRO_PRE ? STR("pre") : STR("post"));
	spiro_json_number(j, "sampling_hz", b->curve.hz, 3);
	put_measures(j, &b->m);
	put_verdict(j, &b->v);
	put_causes(j, e, b);
	json_object_end(j);
}

/* ---- the session */

static void put_grade(struct json *j, const char *key, char grade)
{
	json_put_str(j, key, (struct str){&grade, 1});
}

static void put_from(struct json *j, const struct spiro_session *s,
		     const char *key, int blow)
{
	json_key(j, key);
	if (blow < 0)
		json_null(j);
	else
		json_str(j, s->blow[blow].name);
}

static void put_result(struct json *j, const struct spiro_session *s,
		       const struct spiro_result *r)
{
	json_put_int(j, "manoeuvres", (int64_t)r->n_blow);
	json_put_int(j, "n_fev1_acceptable", (int64_t)r->n_fev1);
	json_put_int(j, "n_fvc_acceptable", (int64_t)r->n_fvc);
	spiro_json_number(j, "fev1_best", r->best[SPIRO_FEV1], 4);
	spiro_json_number(j, "fvc_best", r->best[SPIRO_FVC], 4);
	spiro_json_number(j, "fev1_fvc", r->best[SPIRO_FEV1FVC], 4);
	spiro_json_number(j, "pef_best", r->best[SPIRO_PEF], 4);
	spiro_json_number(j, "fef2575", r->best[SPIRO_FEF2575], 4);
	spiro_json_number(j, "fev6", r->best[SPIRO_FEV6], 4);
	spiro_json_number(j, "fev075_best", r->best[SPIRO_FEV075], 4);
	spiro_json_number(j, "fivc", r->best[SPIRO_FIVC], 4);
	spiro_json_number(j, "fet", r->fet, 4);
	put_grade(j, "fev1_grade", r->fev1_grade);
	put_grade(j, "fvc_grade", r->fvc_grade);
	spiro_json_number(j, "fev1_repeatability", r->fev1_apart, 4);
	spiro_json_number(j, "fvc_repeatability", r->fvc_apart, 4);
	json_put_bool(j, "fev1_only_usable", r->fev1_only_usable);
	json_put_bool(j, "fvc_only_usable", r->fvc_only_usable);
	put_from(j, s, "fev1_from", r->from_fev1);
	put_from(j, s, "fvc_from", r->from_fvc);
	put_from(j, s, "pef_from", r->from_pef);
	put_from(j, s, "fef2575_from", r->from_flows);
	put_words(j, "advice", spiro_advice_name(r->advice),
		  spiro_advice_text(r->advice, LANG_EN),
		  spiro_advice_text(r->advice, LANG_IT));
}

static void put_session(struct json *j, const struct spiro_exam *e,
			const char *key, enum spiro_phase phase)
{
	const struct spiro_result *r = &e->session.result[phase];
	json_key(j, key);
	if (!r->n_blow) {
		json_null(j);
		return;
	}
	json_object(j);
	put_result(j, &e->session, r);
	json_object_end(j);
}

/* ---- against normal values */

static void put_scored(struct json *j, enum spiro_param p,
		       const struct spiro_scored *v)
{
	json_key(j, spiro_param_name(p));
	json_object(j);
	json_put_str(j, "unit", str_from(spiro_param_unit(p)));
	spiro_json_number(j, "measured", v->measured, 4);
	spiro_json_number(j, "predicted", v->norm.predicted, 4);
	spiro_json_number(j, "lln", v->norm.lln, 4);
	spiro_json_number(j, "z", v->score.z, 4);
	spiro_json_number(j, "pct_predicted", v->score.pct_predicted, 2);
	spiro_json_number(j, "percentile", v->score.percentile, 2);
	json_object_end(j);
}

static void put_values(struct json *j, const struct spiro_opinion *o,
		       const char *key, enum spiro_phase phase)
{
	json_key(j, key);
	json_object(j);
	for (int p = 0; p < N_SPIRO_PARAM; p++)
		if (!isnan(o->value[phase][p].measured))
			put_scored(j, (enum spiro_param)p, &o->value[phase][p]);
	json_object_end(j);
}

static void put_change(struct json *j, const char *key,
		       const struct spiro_change *c)
{
	json_key(j, key);
	json_object(j);
	spiro_json_number(j, "litres", c->litres, 4);
	spiro_json_number(j, "pct_predicted", c->pct_predicted, 2);
	json_put_bool(j, "responds", c->responds);
	json_object_end(j);
}

static void put_gold(struct json *j, const struct spiro_opinion *o)
{
	json_key(j, "gold");
	if (!o->gold_known) {
		json_null(j);
		return;
	}
	json_object(j);
	json_put_bool(j, "obstruction", o->gold_obstruction);
	json_put_int(j, "stage", o->gold_stage);
	json_put_bool(j, "after_bronchodilator", o->gold_is_post);
	json_object_end(j);
}

static void put_opinion(struct json *j, const struct spiro_exam *e)
{
	const struct spiro_opinion *o = &e->opinion;
	json_object(j);
	json_put_str(j, "set", str_from(spiro_set_name(o->set)));
	json_put_bool(j, "validated", false);
	/* false: the grades do not allow to read pattern, severity, stage */
	json_put_bool(j, "interpretable", spiro_exam_reads_pattern(e));
	put_words(j, "pattern", spiro_pattern_name(o->pattern),
		  spiro_pattern_text(o->pattern, LANG_EN),
		  spiro_pattern_text(o->pattern, LANG_IT));
	put_words(j, "severity", spiro_severity_name(o->severity),
		  spiro_severity_text(o->severity, LANG_EN),
		  spiro_severity_text(o->severity, LANG_IT));
	put_values(j, o, "values", SPIRO_PRE);
	put_values(j, o, "values_post", SPIRO_POST);
	json_key(j, "bronchodilator");
	if (isnan(o->fev1.litres) && isnan(o->fvc.litres)) {
		json_null(j);
	} else {
		json_object(j);
		put_change(j, "fev1", &o->fev1);
		put_change(j, "fvc", &o->fvc);
		json_put_bool(j, "responds",
			      o->fev1.responds || o->fvc.responds);
		json_object_end(j);
	}
	put_gold(j, o);
	json_object_end(j);
}

static void put_person(struct json *j, const struct spiro_exam *e)
{
	json_key(j, "person");
	json_object(j);
	json_put_str(j, "id", e->id);
	json_put_str(j, "sex",
		     !e->has_sex            ? STR("")
		     : e->sex == SPIRO_MALE ? STR("M")
					    : STR("F"));
	spiro_json_number(j, "age", e->age, 4);
	spiro_json_number(j, "height_cm", e->height_cm, 1);
	json_object_end(j);
}

static void put_stated(struct json *j, const struct spiro_exam *e)
{
	json_key(j, "stated");
	json_array(j);
	for (size_t i = 0; i < e->n_stated; i++) {
		const struct spiro_stated *v = &e->stated[i];
		json_object(j);
		json_put_str(j, "param", str_from(spiro_param_name(v->param)));
		spiro_json_number(j, "value", v->value, 4);
		json_put_str(j, "unit", str_from(spiro_param_unit(v->param)));
		json_put_bool(j, "predicted", v->predicted);
		json_put_bool(j, "post", v->post);
		json_object_end(j);
	}
	json_array_end(j);
}

void spiro_exam_json(struct json *j, const struct spiro_exam *e)
{
	json_object(j);
	put_person(j, e);
	json_put_str(j, "device", e->device);
	json_put_str(j, "taken_on", e->taken_on);
	json_key(j, "manoeuvres");
	json_array(j);
	for (size_t i = 0; i < e->session.n_blow; i++)
		put_blow(j, e, &e->session.blow[i]);
	json_array_end(j);
	put_session(j, e, "session", SPIRO_PRE);
	put_session(j, e, "session_post", SPIRO_POST);
	put_stated(j, e);
	json_key(j, "interpretation");
	if (e->has_opinion)
		put_opinion(j, e);
	else
		json_null(j);
	json_put_str(j, "why_not_interpreted", str_from(e->why_not.text));
	json_object_end(j);
}

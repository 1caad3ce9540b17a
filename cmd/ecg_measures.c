#include "cmd/ecg_cmd.h"
#include "ecg/words.h"

#include <math.h>

/* null for what was not measured */
static void put(struct json *j, const char *key, double v, unsigned scale)
{
	json_key(j, key);
	if (isfinite(v))
		json_decimal(j, llround(v * pow(10, scale)), scale);
	else
		json_null(j);
}

static void put_beats(struct json *j, const struct ecg_analysis *x)
{
	json_key(j, "beats");
	json_array(j);
	for (size_t i = 0; i < x->beats.n; i++)
		json_int(j, (int64_t)x->beats.at[i]);
	json_array_end(j);
	json_key(j, "beat_types");
	json_array(j);
	for (size_t i = 0; i < x->kinds.n; i++)
		json_str(j, (struct str){&x->kinds.type[i], 1});
	json_array_end(j);
}

static void put_st(struct json *j, const struct ecg_record *r,
		   const struct ecg_measures *m)
{
	json_key(j, "st_mm");
	json_object(j);
	for (size_t l = 0; l < r->n_lead; l++)
		put(j, r->lead[l].name, m->st_mm[l], 2);
	json_object_end(j);
}

static void put_measures(struct json *j, const struct ecg_record *r,
			 const struct ecg_measures *m)
{
	const struct {
		const char *key;
		double v;
		unsigned scale;
	} rows[] = {{"hr_bpm", m->hr_bpm, 1},
		    {"p_ms", m->p_ms, 0},
		    {"pr_ms", m->pr_ms, 0},
		    {"qrs_ms", m->qrs_ms, 0},
		    {"qt_ms", m->qt_ms, 0},
		    {"qtc_bazett_ms", m->qtc.bazett, 0},
		    {"qtc_fridericia_ms", m->qtc.fridericia, 0},
		    {"qtc_framingham_ms", m->qtc.framingham, 0},
		    {"qtc_hodges_ms", m->qtc.hodges, 0},
		    {"p_axis", m->p_axis, 0},
		    {"qrs_axis", m->qrs_axis, 0},
		    {"t_axis", m->t_axis, 0}};
	json_key(j, "measurements");
	json_object(j);
	for (size_t i = 0; i < countof(rows); i++)
		put(j, rows[i].key, rows[i].v, rows[i].scale);
	put_st(j, r, m);
	json_object_end(j);
}

static const char *lead_name(int lead)
{
	return lead < 0              ? NULL
	       : lead < ECG_STANDARD ? ecg_lead_name((enum ecg_lead_code)lead)
				     : "other";
}

static void put_word(struct json *j, const char *key, const char *word)
{
	json_key(j, key);
	if (word)
		json_str(j, str_from(word));
	else
		json_null(j);
}

static void put_quality(struct json *j, const struct ecg_quality *q,
			enum lang lang)
{
	json_key(j, "quality");
	json_object(j);
	put_word(j, "verdict", ecg_verdict_name(q->verdict));
	json_key(j, "findings");
	json_array(j);
	for (size_t i = 0; i < q->n_finding; i++) {
		const struct ecg_finding *f = &q->finding[i];
		json_object(j);
		put_word(j, "lead", lead_name(f->lead));
		put_word(j, "cause", ecg_cause_name(f->cause));
		put_word(j, "verdict", ecg_verdict_name(f->verdict));
		json_put_str(j, "text", ecg_words_of_cause(f->cause, lang));
		json_object_end(j);
	}
	json_array_end(j);
	json_object_end(j);
}

static void put_rhythm(struct json *j, const struct ecg_rhythm *r,
		       enum lang lang)
{
	put_word(j, "rhythm", ecg_rhythm_name(r->kind));
	json_put_str(j, "rhythm_text", ecg_words_of_rhythm(r->kind, lang));
	json_key(j, "rhythm_windows");
	json_array(j);
	for (size_t i = 0; i < r->n_stretch; i++) {
		json_object(j);
		json_put_int(j, "from", (int64_t)r->stretch[i].from);
		json_put_int(j, "to", (int64_t)r->stretch[i].to);
		put_word(j, "label", ecg_rhythm_code(r->stretch[i].kind));
		json_object_end(j);
	}
	json_array_end(j);
	json_key(j, "rhythm_details");
	json_object(j);
	put(j, "longest_rr_s", r->longest_rr_s, 2);
	json_put_int(j, "pauses", (int64_t)r->pauses);
	json_put_int(j, "ventricular_run", (int64_t)r->v_run);
	json_put_bool(j, "av_block_1", r->first_degree);
	json_put_bool(j, "av_block_3_suspected", r->complete_block);
	json_put_bool(j, "lbbb", r->lbbb);
	json_put_bool(j, "rbbb", r->rbbb);
	json_put_int(j, "pacing_spikes", (int64_t)r->spikes);
	json_object_end(j);
}

static void put_flags(struct json *j, const struct ecg_flags *f, enum lang lang)
{
	put_word(j, "urgency", ecg_urgency_name(f->urgency));
	json_key(j, "flags");
	json_array(j);
	for (size_t i = 0; i < f->n; i++) {
		const struct ecg_flag *x = &f->flag[i];
		json_object(j);
		put_word(j, "urgency", ecg_urgency_name(x->urgency));
		put_word(j, "code", ecg_flag_name(x->code));
		put(j, "value", x->value, 1);
		put(j, "limit", x->limit, 1);
		put_word(j, "lead", lead_name(x->lead));
		json_put_str(j, "text", ecg_words_of_flag(x->code, lang));
		json_object_end(j);
	}
	json_array_end(j);
}

void ecg_cmd_put_analysis(struct json *j, const struct ecg_record *r,
			  const struct ecg_analysis *x,
			  const struct ecg_flags *f, enum lang lang)
{
	json_put_str(j, "status", text_of(MSG_ECG_NOT_VALIDATED, lang));
	put_beats(j, x);
	put_quality(j, &x->quality, lang);
	put_measures(j, r, &x->measures);
	put_rhythm(j, &x->rhythm, lang);
	put_flags(j, f, lang);
}

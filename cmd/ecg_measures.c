#include "cmd/ecg_cmd.h"

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

void ecg_cmd_put_analysis(struct json *j, const struct ecg_record *r,
			  const struct ecg_analysis *x)
{
	json_put_str(j, "status", STR("automatic reading, not validated"));
	put_beats(j, x);
	put_measures(j, r, &x->measures);
}

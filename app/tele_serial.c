#include "app/tele_serial.h"

#include <math.h>

/* ---- what is known */

static void count(const struct stmt *q, struct tele_known_signs *k)
{
	bool is_signed = col_int(q, 0) == 1;
	bool af = col_int(q, 1) > 0, lbbb = col_int(q, 2) > 0;
	*(is_signed ? &k->af_signed : &k->af_machine) |= af;
	*(is_signed ? &k->lbbb_signed : &k->lbbb_machine) |= lbbb;
}

enum rc tele_known_signs(struct app *app, int64_t person_id,
			 struct tele_known_signs *out, struct err *err)
{
	struct tele_known_signs k = {0};
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db, SQL_TELE_KNOWN_SIGNS, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", person_id);
	bind_date(q, "today", app->today);
	while (!(rc = stmt_step(q, &row, err)) && row)
		count(q, &k);
	stmt_close(q);
	if (!rc)
		*out = k;
	return rc;
}

/* ---- what was measured */

static double *place_of(struct ecg_summary *s, const struct tele_measure *m)
{
	const struct {
		const char *name;
		double *to;
	} rows[] = {
		{"hr_bpm", &s->hr_bpm},     {"pr_ms", &s->pr_ms},
		{"qrs_ms", &s->qrs_ms},     {"qtc_fridericia_ms", &s->qtc_ms},
		{"qrs_axis", &s->qrs_axis},
	};
	if (str_is(m->name, "st_mm")) {
		enum ecg_lead_code c = ecg_lead_of(m->lead);
		return c < ECG_STANDARD ? &s->st_mm[c] : NULL;
	}
	for (size_t i = 0; i < countof(rows); i++)
		if (str_is(m->name, rows[i].name))
			return rows[i].to;
	return NULL;
}

void tele_summary(const struct tele_measure *m, size_t n_measure,
		  const struct tele_finding *f, size_t n_finding,
		  struct ecg_summary *out)
{
	struct ecg_summary s = {.hr_bpm = NAN,
				.pr_ms = NAN,
				.qrs_ms = NAN,
				.qtc_ms = NAN,
				.qrs_axis = NAN,
				.rhythm = ECG_R_UNKNOWN};
	for (int c = 0; c < ECG_STANDARD; c++)
		s.st_mm[c] = NAN;
	for (size_t i = 0; i < n_measure; i++) {
		double *to = m[i].device ? NULL : place_of(&s, &m[i]);
		if (to)
			*to = (double)m[i].value_milli / 1000;
	}
	for (size_t i = 0; i < n_finding; i++)
		for (int k = 0; k <= ECG_R_PACED; k++)
			if (str_is(f[i].kind, "rhythm") &&
			    str_is(f[i].code,
				   ecg_rhythm_name((enum ecg_rhythm_kind)k)))
				s.rhythm = (enum ecg_rhythm_kind)k;
	*out = s;
}

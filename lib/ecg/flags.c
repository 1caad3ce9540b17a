#include "csv/csv.h"
#include "ecg/measure_int.h"

#include <math.h>

static const char *const flag_names[ECG_N_FLAG] = {
	[ECG_F_VENTRICULAR] = "ventricular_rate",
	[ECG_F_SLOW] = "slow_rate",
	[ECG_F_PAUSE] = "pause",
	[ECG_F_COMPLETE_BLOCK] = "complete_block",
	[ECG_F_ST_ELEVATION] = "st_elevation",
	[ECG_F_ST_V2V3_MEN_40] = "st_elevation_v2v3_men_40",
	[ECG_F_ST_V2V3_MEN] = "st_elevation_v2v3_men",
	[ECG_F_ST_V2V3_WOMEN] = "st_elevation_v2v3_women",
	[ECG_F_NEW_LBBB] = "new_lbbb",
	[ECG_F_LOSS_OF_CAPTURE] = "loss_of_capture",
	[ECG_F_AF_FAST] = "af_fast",
	[ECG_F_AF_NEW] = "af_new",
	[ECG_F_BRADYCARDIA] = "bradycardia",
	[ECG_F_TACHYCARDIA] = "tachycardia",
	[ECG_F_TACHYCARDIA_SYMPTOMS] = "tachycardia_symptoms",
	[ECG_F_QTC] = "qtc_long",
	[ECG_F_ST_DEPRESSION] = "st_depression",
	[ECG_F_PR] = "pr_long",
	[ECG_F_CHEST_PAIN] = "chest_pain"};

const char *ecg_flag_name(enum ecg_flag_code c)
{
	return flag_names[c];
}

const char *ecg_urgency_name(enum ecg_urgency u)
{
	static const char *const names[] = {"green", "amber", "red"};
	return names[u];
}

enum { C_RULE, C_URGENCY, C_LIMIT, C_UNIT, C_FROM, C_TO, N_COLUMN };

/* The urgency of a row, or -1. */
static int urgency_of(struct str s)
{
	for (int u = ECG_GREEN; u <= ECG_RED; u++)
		if (str_is(s, ecg_urgency_name((enum ecg_urgency)u)))
			return u;
	return -1;
}

static bool valid_on(const struct csv *c, struct date day, bool *bad)
{
	struct date from, to = DATE_NONE;
	*bad = date_parse(c->field[C_FROM], &from, NULL) != OK;
	if (c->field[C_TO].len && date_parse(c->field[C_TO], &to, NULL))
		*bad = true;
	if (*bad)
		return false;
	if (date_is_none(day))
		return c->field[C_TO].len == 0;
	return from.days <= day.days &&
	       (c->field[C_TO].len == 0 || day.days <= to.days);
}

static enum rc take_row(const struct csv *c, struct date day,
			struct ecg_limits *l, struct err *err)
{
	bool bad = c->n < N_COLUMN;
	int code = 0;
	while (!bad && code < ECG_N_FLAG &&
	       !str_is(c->field[C_RULE], flag_names[code]))
		code++;
	int u = bad ? -1 : urgency_of(c->field[C_URGENCY]);
	double v = 0;
	bool wanted = !bad && valid_on(c, day, &bad);
	if (bad || u < 0 || code == ECG_N_FLAG ||
	    !str_to_double(c->field[C_LIMIT], &v))
		return err_set(err, E_FORMAT,
			       "line %" PRIu64 " of urgency.csv: wrong rule, "
			       "urgency, limit or date",
			       c->line);
	if (wanted) {
		l->limit[code] = v;
		l->urgency[code] = (enum ecg_urgency)u;
	}
	return OK;
}

enum rc ecg_limits_parse(struct str bytes, struct date day,
			 struct ecg_limits *out, struct err *err)
{
	struct csv c;
	struct ecg_limits l = {{0}, {0}};
	for (int i = 0; i < ECG_N_FLAG; i++)
		l.limit[i] = NAN;
	csv_init(&c, bytes);
	enum rc rc = csv_next(&c, err); /* the names of the columns */
	while (!rc && !(rc = csv_next(&c, err)))
		rc = take_row(&c, day, &l, err);
	csv_release(&c);
	if (rc != E_NOT_FOUND)
		return rc;
	*out = l;
	return OK;
}

struct raise {
	const struct ecg_record *r;
	const struct ecg_analysis *x;
	const struct ecg_request *q;
	const struct ecg_limits *l;
	struct ecg_flags *out;
};

static void raise_flag(struct raise *w, enum ecg_flag_code c, bool holds,
		       double value, int lead)
{
	double limit = w->l->limit[c];
	struct ecg_flags *o = w->out;
	if (!holds || isnan(limit))
		return;
	o->flag[o->n++] =
		(struct ecg_flag){c, w->l->urgency[c], value, limit, lead};
	if (w->l->urgency[c] > o->urgency)
		o->urgency = w->l->urgency[c];
}

/* Neighbours as they look at the heart; aVR turned round stands between I and
 * II. */
static const int limb_order[] = {ECG_AVL, ECG_I, ECG_II, ECG_AVF, ECG_III};
static const int chest_order[] = {ECG_V1, ECG_V2, ECG_V3,
				  ECG_V4, ECG_V5, ECG_V6};

/* ST of a lead, mm: of J + 10 ms and the later point the one nearer to the
 * line, 0 when they disagree: a T wave that begins early is no elevation. */
static double st_of(const struct raise *w, int code)
{
	for (size_t l = 0; l < w->r->n_lead; l++) {
		if ((int)w->r->lead[l].code != code)
			continue;
		double j = w->x->measures.stj_mm[l];
		double st = w->x->measures.st_mm[l];
		if (isnan(j) || isnan(st) || j * st < 0)
			return 0;
		return fabs(j) < fabs(st) ? j : st;
	}
	return 0;
}

static enum ecg_flag_code elevation_rule(const struct raise *w, int code)
{
	if (code != ECG_V2 && code != ECG_V3)
		return ECG_F_ST_ELEVATION;
	if (w->q->sex == ECG_FEMALE)
		return ECG_F_ST_V2V3_WOMEN;
	bool young = w->q->age_years >= 0 && w->q->age_years < 40;
	return young ? ECG_F_ST_V2V3_MEN : ECG_F_ST_V2V3_MEN_40;
}

struct pair { /* the worst of neighbours that both pass their limit */
	double st;
	int lead;
};

static struct pair look_along(const struct raise *w, const int *order, size_t n,
			      int sign)
{
	struct pair worst = {0, ECG_ALL_LEADS};
	bool before = false;
	for (size_t i = 0; i < n; i++) {
		double st = sign * st_of(w, order[i]);
		enum ecg_flag_code rule = sign > 0 ? elevation_rule(w, order[i])
						   : ECG_F_ST_DEPRESSION;
		bool over = st >= w->l->limit[rule];
		if (over && before && st > worst.st)
			worst = (struct pair){st, order[i]};
		before = over;
	}
	return worst;
}

static void raise_st(struct raise *w)
{
	double qrs = w->x->measures.qrs_ms;
	for (int sign = 1; sign >= -1; sign -= 2) {
		struct pair a =
			look_along(w, limb_order, countof(limb_order), sign);
		struct pair b =
			look_along(w, chest_order, countof(chest_order), sign);
		struct pair p = a.st > b.st ? a : b;
		/* in wide QRS ST turns away by itself */
		raise_flag(w,
			   sign > 0 ? elevation_rule(w, p.lead)
				    : ECG_F_ST_DEPRESSION,
			   p.st > 0 && qrs < 120 && !w->x->kinds.paced,
			   sign * p.st, p.lead);
	}
}

static void raise_rates(struct raise *w)
{
	const double *limit = w->l->limit;
	double hr = w->x->measures.hr_bpm, qrs = w->x->measures.qrs_ms;
	const struct ecg_rhythm *h = &w->x->rhythm;
	bool paced = h->kind == ECG_R_PACED;
	double run = h->v_run >= 3 ? h->v_run_bpm : 0;
	double wide =
		(qrs >= 120 && !paced) || h->kind == ECG_R_VENTRICULAR ? hr : 0;
	double fast = fmax(run, wide);
	bool slow = hr < limit[ECG_F_SLOW];
	raise_flag(w, ECG_F_VENTRICULAR, fast > limit[ECG_F_VENTRICULAR], fast,
		   ECG_ALL_LEADS);
	raise_flag(w, ECG_F_SLOW, slow, hr, ECG_ALL_LEADS);
	raise_flag(w, ECG_F_BRADYCARDIA, !slow && hr < limit[ECG_F_BRADYCARDIA],
		   hr, ECG_ALL_LEADS);
	raise_flag(w, ECG_F_TACHYCARDIA, hr > limit[ECG_F_TACHYCARDIA], hr,
		   ECG_ALL_LEADS);
	raise_flag(w, ECG_F_TACHYCARDIA_SYMPTOMS,
		   w->q->symptoms && hr >= limit[ECG_F_TACHYCARDIA_SYMPTOMS] &&
			   !(hr > limit[ECG_F_TACHYCARDIA]),
		   hr, ECG_ALL_LEADS);
}

static void raise_rhythm(struct raise *w)
{
	const double *limit = w->l->limit;
	const struct ecg_rhythm *h = &w->x->rhythm;
	double hr = w->x->measures.hr_bpm;
	bool af = h->kind == ECG_R_AF;
	for (size_t i = 0; i < h->n_stretch; i++)
		af = af || h->stretch[i].kind == ECG_R_AF;
	raise_flag(w, ECG_F_PAUSE, h->longest_rr_s >= limit[ECG_F_PAUSE],
		   h->longest_rr_s, ECG_ALL_LEADS);
	raise_flag(w, ECG_F_COMPLETE_BLOCK, h->complete_block, hr,
		   ECG_ALL_LEADS);
	raise_flag(w, ECG_F_NEW_LBBB,
		   h->lbbb && w->q->symptoms && !w->q->known_lbbb,
		   w->x->measures.qrs_ms, ECG_ALL_LEADS);
	raise_flag(w, ECG_F_LOSS_OF_CAPTURE, h->loss_of_capture,
		   (double)h->spikes, ECG_ALL_LEADS);
	raise_flag(w, ECG_F_AF_FAST, af && hr > limit[ECG_F_AF_FAST], hr,
		   ECG_ALL_LEADS);
	raise_flag(w, ECG_F_AF_NEW, af && !w->q->known_af,
		   (double)w->x->beats.n, ECG_ALL_LEADS);
}

void ecg_flag_urgency(const struct ecg_record *r, const struct ecg_analysis *x,
		      const struct ecg_request *q, const struct ecg_limits *l,
		      struct ecg_flags *out)
{
	struct raise w = {r, x, q, l, out};
	double qtc = x->measures.qtc.fridericia, pr = x->measures.pr_ms;
	*out = (struct ecg_flags){0};
	raise_rates(&w);
	raise_rhythm(&w);
	raise_st(&w);
	raise_flag(&w, ECG_F_QTC, qtc >= l->limit[ECG_F_QTC], qtc,
		   ECG_ALL_LEADS);
	raise_flag(&w, ECG_F_PR, pr > l->limit[ECG_F_PR], pr, ECG_ALL_LEADS);
	raise_flag(&w, ECG_F_CHEST_PAIN, q->chest_pain, NAN, ECG_ALL_LEADS);
}

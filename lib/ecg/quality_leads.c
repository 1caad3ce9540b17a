#include "ecg/measure_int.h"

#include <math.h>

/* Electrodes in the wrong place, by what the usual beat looks like (guide 3.6).
 * P waves count only from 30 uV on; heights in uV. */
static const double P_UV = 30, FLAT_QRS_UV = 50, DEAD_QRS_UV = 60;
/* A lead without beats: nothing at QRS but what noise leaves. */
static const double DEAD_NOISE = 3;
/* R share of QRS rises from V1 to V5: out of order by more than this. */
static const double SHARE_STEP = 0.1;

struct ecg_wave ecg_wave_of(const struct ecg_analysis *x, const float *uv)
{
	const struct ecg_fiducials *f = &x->fiducials;
	struct ecg_wave w = {0};
	double ms = x->median.hz / 1000, base = 0;
	if (!uv || !(f->qrs_on > 20 * ms) || !(f->qrs_off > f->qrs_on))
		return w;
	size_t on = (size_t)f->qrs_on, off = (size_t)f->qrs_off, n = 0;
	for (size_t i = (size_t)(f->qrs_on - 20 * ms);
	     i < (size_t)(f->qrs_on - 4 * ms); i++, n++)
		base += (double)uv[i];
	base /= n ? (double)n : 1;
	for (size_t i = on; i <= off; i++) {
		double v = (double)uv[i] - base;
		w.r = v > w.r ? v : w.r;
		w.s = v < w.s ? v : w.s;
		w.net += v / (double)(off - on + 1);
	}
	if (!isnan(f->p_peak))
		w.p = (double)uv[(size_t)f->p_peak] - base;
	if (!isnan(f->t_peak))
		w.t = (double)uv[(size_t)f->t_peak] - base;
	w.known = true;
	return w;
}

struct twelve {
	struct ecg_wave w[ECG_STANDARD];
	double noise[ECG_STANDARD]; /* left in the usual beat */
	bool all;
};

static struct twelve look(const struct ecg_record *r,
			  const struct ecg_analysis *x)
{
	struct twelve t = {.all = true};
	double beats = sqrt((double)x->median.n_beat);
	for (size_t l = 0; l < r->n_lead; l++) {
		enum ecg_lead_code c = r->lead[l].code;
		if (c >= ECG_STANDARD)
			continue;
		t.w[c] = ecg_wave_of(x, x->median.uv[l]);
		t.noise[c] = beats > 0 ? (double)x->median.noise[l] / beats : 0;
	}
	for (int c = 0; c < ECG_STANDARD; c++)
		t.all = t.all && t.w[c].known;
	return t;
}

static double height(const struct ecg_wave *w)
{
	return w->r - w->s;
}

static void say(struct ecg_quality *q, enum ecg_cause c, enum ecg_verdict v,
		int lead)
{
	ecg_quality_add(q, (struct ecg_finding){c, v, lead, 0});
}

static bool said(const struct ecg_quality *q, int lead)
{
	for (size_t i = 0; i < q->n_finding; i++)
		if (q->finding[i].lead == lead &&
		    q->finding[i].verdict == ECG_REJECT)
			return true;
	return false;
}

/* Both I and II without beats: the right arm is off. One alone: I flat, both
 * arms on one potential; II or III flat, an arm and the right leg exchanged. */
static void judge_limbs_alive(const struct twelve *t, struct ecg_quality *q)
{
	bool dead[3];
	for (int c = ECG_I; c <= ECG_III; c++) {
		double h = height(&t->w[c]);
		dead[c] = h < DEAD_QRS_UV && h < DEAD_NOISE * t->noise[c] * 4;
	}
	for (int c = ECG_I; c <= ECG_III; c++)
		if (dead[c] && dead[(c + 1) % 3] && !said(q, c)) {
			say(q, ECG_Q_NO_HEART, ECG_REJECT, c);
			say(q, ECG_Q_NO_HEART, ECG_REJECT, (c + 1) % 3);
			return;
		}
	for (int c = ECG_II; c <= ECG_III; c++)
		if (height(&t->w[c]) < FLAT_QRS_UV && !said(q, c))
			say(q, ECG_Q_RA_RL, ECG_REJECT, c);
}

/* Lead I upside down, P and QRS, while V5 and V6 point to the left as they
 * should: arms. In dextrocardia V6 has no R either. */
static bool arms_exchanged(const struct twelve *t)
{
	const struct ecg_wave *w = t->w;
	return w[ECG_I].p < -P_UV && w[ECG_I].net < 0 && w[ECG_V6].net > 0 &&
	       w[ECG_V6].r > -w[ECG_V6].s && w[ECG_V5].r > w[ECG_V1].r;
}

/* Lead II upside down and aVR upright, P and QRS. */
static bool arm_and_leg_exchanged(const struct twelve *t)
{
	const struct ecg_wave *w = t->w;
	return w[ECG_II].p < -P_UV && w[ECG_AVR].p > P_UV &&
	       w[ECG_II].net < 0 && w[ECG_AVR].net > 0 && w[ECG_V6].net > 0;
}

static double share(const struct twelve *t, int code)
{
	double h = height(&t->w[code]);
	return h > 0 ? t->w[code].r / h : 0;
}

/* Neighbours exchanged: the R share falls between them and would rise all the
 * way were they turned. For V1 and V2 also P must say so: it is the more
 * negative the further right. */
static void judge_chest(const struct twelve *t, struct ecg_quality *q)
{
	for (int c = ECG_V1; c < ECG_V5; c++) {
		double a = share(t, c), b = share(t, c + 1);
		double after = c + 2 <= ECG_V6 ? share(t, c + 2) : 1;
		double before = c > ECG_V1 ? share(t, c - 1) : 0;
		bool p = c > ECG_V1 || t->w[c + 1].p < t->w[c].p - P_UV;
		if (a > b + SHARE_STEP && before < b &&
		    (after > a - SHARE_STEP) && p && !said(q, c) &&
		    !said(q, c + 1)) {
			say(q, ECG_Q_CHEST, ECG_WARN, c);
			say(q, ECG_Q_CHEST, ECG_WARN, c + 1);
		}
	}
}

void ecg_judge_leads(const struct ecg_record *r, const struct ecg_analysis *x,
		     struct ecg_quality *q)
{
	struct twelve t = look(r, x);
	if (!t.all || !x->median.n_beat)
		return;
	judge_limbs_alive(&t, q);
	if (arms_exchanged(&t))
		say(q, ECG_Q_RA_LA, ECG_REJECT, ECG_I);
	else if (arm_and_leg_exchanged(&t))
		say(q, ECG_Q_RA_LL, ECG_REJECT, ECG_II);
	judge_chest(&t, q);
}

const char *ecg_cause_name(enum ecg_cause c)
{
	static const char *const names[ECG_N_CAUSE] = {
		[ECG_Q_SHORT] = "short",        [ECG_Q_RATE] = "rate",
		[ECG_Q_MISSING] = "missing",    [ECG_Q_GAPS] = "gaps",
		[ECG_Q_FLAT] = "flat",          [ECG_Q_NO_HEART] = "no_beats",
		[ECG_Q_CLIPPED] = "clipped",    [ECG_Q_RANGE] = "out_of_range",
		[ECG_Q_MAINS] = "mains",        [ECG_Q_CONTACT] = "contact",
		[ECG_Q_NOISE] = "muscle_noise", [ECG_Q_DRIFT] = "wander",
		[ECG_Q_MOTION] = "motion",      [ECG_Q_RA_LA] = "swap_ra_la",
		[ECG_Q_RA_LL] = "swap_ra_ll",   [ECG_Q_RA_RL] = "swap_rl",
		[ECG_Q_CHEST] = "swap_chest"};
	return names[c];
}

const char *ecg_verdict_name(enum ecg_verdict v)
{
	static const char *const names[] = {"ok", "warn", "reject"};
	return names[v];
}

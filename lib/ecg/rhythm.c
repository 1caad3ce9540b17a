#include "ecg/rhythm_int.h"
#include "signal/signal.h"

#include <math.h>

/* Atrial fibrillation is judged on stretches of twelve beats (guide 3.4), one
 * begun every three, by two things together: intervals without order (CoSEn
 * around -1.4, the published limit), ectopic beats and their neighbours left
 * out, and no P wave in step with QRS (coherence around 0.4, midway between
 * noise, 0, and the 0.7 of clean sinus rhythm). Either can outweigh the other
 * when it is plain. */
enum { STRETCH = 12, STEP = 3, LEAST_INTERVALS = 8, AROUND = 24 };
static const double NO_P = 0.15;
static const double ECTOPY_SHARE = 0.2;
static const double COSEN_AT = -1.4, COSEN_UNIT = 0.3;
static const double P_AT = 0.4, P_UNIT = 0.2, MOST_WEIGHT = 1.5;
/* Regular: nine in ten intervals within 15 per cent of their median. */
static const float REGULAR = 0.15F;
static const double PAUSE_S = 2, PR_LONG_MS = 200, WIDE_MS = 120;
static const double SLOW_BPM = 45, VENTRICULAR_BPM = 100;

/* Votes of a beat: for in the low half of a byte, against in the high one;
 * then who won. */
enum { ONE_FOR = 1, ONE_AGAINST = 16, VOTE_AF = 1, VOTE_OTHER = 2 };

struct judge {
	const struct ecg_record *r;
	const struct ecg_analysis *x;
	size_t *at;     /* beats, of the activity */
	uint8_t *votes; /* of each beat: for AF in the low half, against */
	enum ecg_rhythm_kind *kind; /* of each beat */
	float *scratch;
	struct ecg_p_waves waves;
};

static bool ectopic(const struct judge *j, size_t i)
{
	char t = j->x->kinds.type[i];
	return t == 'V' || t == 'S' || t == 'P';
}

static double clamp(double v)
{
	return v > MOST_WEIGHT    ? MOST_WEIGHT
	       : v < -MOST_WEIGHT ? -MOST_WEIGHT
				  : v;
}

/* Whether the beats from .. from + n are atrial fibrillation: what they say for
 * it, in the unit of votes; 0 when too few usual beats are left to say. */
static uint8_t vote_of(const struct judge *j, size_t from, size_t n)
{
	float rr[STRETCH];
	size_t m = 0;
	const size_t *at = j->x->beats.at;
	for (size_t i = from + 1; i < from + n && m < STRETCH; i++)
		if (!ectopic(j, i) && !ectopic(j, i - 1))
			rr[m++] =
				(float)((double)(at[i] - at[i - 1]) / j->r->hz);
	if (m < LEAST_INTERVALS)
		return 0;
	double c = ecg_cosen(rr, m);
	double p = ecg_p_coherence(&j->waves, j->x->kinds.type, from, n);
	if (isnan(c) || isnan(p))
		return 0;
	double plain =
		clamp((c - COSEN_AT) / COSEN_UNIT) + clamp((P_AT - p) / P_UNIT);
	return plain > 0 ? ONE_FOR : ONE_AGAINST;
}

/* Ventricular beats make intervals without order, too: where they are more than
 * a fifth of a minute's beats nothing is called fibrillation (guide 3.4). */
static bool too_many_ectopic(const struct judge *j, size_t from, size_t n)
{
	size_t first = from > AROUND ? from - AROUND : 0;
	size_t last = from + n + AROUND, v = 0;
	if (last > j->x->beats.n)
		last = j->x->beats.n;
	for (size_t i = first; i < last; i++)
		v += j->x->kinds.type[i] == 'V';
	return (double)v > ECTOPY_SHARE * (double)(last - first);
}

/* A beat of which nothing was said goes with the one before it, the first ones
 * with the first of which something was. */
static void settle(struct judge *j)
{
	size_t n = j->x->beats.n;
	uint8_t last = 0;
	for (size_t i = 0; i < n; i++) {
		unsigned for_it = j->votes[i] & 15, against = j->votes[i] >> 4;
		if (for_it || against)
			last = for_it > against ? VOTE_AF : VOTE_OTHER;
		j->votes[i] = last;
	}
	last = VOTE_OTHER;
	for (size_t i = n; i-- > 0;) {
		if (j->votes[i])
			last = j->votes[i];
		j->votes[i] = last;
	}
}

/* What lasts less than a stretch between two of the other kind is an accident
 * of counting: first the gaps of fibrillation, then what stands alone. */
static void fill_gaps(struct judge *j, uint8_t kind)
{
	size_t n = j->x->beats.n, from = 0;
	while (from < n) {
		size_t to = from;
		while (to < n && j->votes[to] == j->votes[from])
			to++;
		if (j->votes[from] == kind && from && to < n &&
		    to - from < STRETCH)
			memset(j->votes + from, j->votes[from - 1], to - from);
		from = to;
	}
}

static void vote(struct judge *j)
{
	size_t n = j->x->beats.n, size = n < STRETCH ? n : STRETCH;
	for (size_t from = 0; from + size <= n && size > LEAST_INTERVALS;
	     from += STEP) {
		uint8_t v = too_many_ectopic(j, from, size)
				    ? ONE_AGAINST
				    : vote_of(j, from, size);
		for (size_t i = from; i < from + size; i++)
			j->votes[i] = (uint8_t)(j->votes[i] + v);
	}
	settle(j);
	fill_gaps(j, VOTE_OTHER);
	fill_gaps(j, VOTE_AF);
}

/* Nine in ten intervals of from .. to near their median, ectopic ones apart. */
static bool is_regular(const struct judge *j, size_t from, size_t to)
{
	size_t n = 0, out = 0;
	for (size_t i = from + 1; i < to; i++)
		if (!ectopic(j, i) && !ectopic(j, i - 1))
			j->scratch[n++] = (float)(j->x->beats.at[i] -
						  j->x->beats.at[i - 1]);
	if (n < 2)
		return false;
	float middle = signal_quantile(j->scratch, n, 0.5);
	for (size_t i = 0; i < n; i++)
		out += fabsf(j->scratch[i] / middle - 1) > REGULAR;
	return 10 * out <= n;
}

static double rate_of(const struct judge *j, size_t from, size_t to)
{
	double samples =
		(double)(j->x->beats.at[to - 1] - j->x->beats.at[from]);
	return samples > 0 ? 60 * (double)(to - from - 1) * j->r->hz / samples
			   : NAN;
}

static size_t count_of(const struct judge *j, size_t from, size_t to, char t)
{
	size_t n = 0;
	for (size_t i = from; i < to; i++)
		n += j->x->kinds.type[i] == t;
	return n;
}

/* The rhythm of beats from .. to that is not atrial fibrillation. */
static enum ecg_rhythm_kind other_rhythm(const struct judge *j, size_t from,
					 size_t to)
{
	if (to - from < 3)
		return ECG_R_UNKNOWN;
	double bpm = rate_of(j, from, to);
	size_t half = (to - from) / 2;
	if (count_of(j, from, to, 'P') > half || j->r->pacing == ECG_PACED)
		return ECG_R_PACED;
	if (count_of(j, from, to, 'V') > half && bpm > VENTRICULAR_BPM)
		return ECG_R_VENTRICULAR;
	double p =
		ecg_p_coherence(&j->waves, j->x->kinds.type, from, to - from);
	bool led = p > P_AT || !isnan(j->x->measures.pr_ms);
	if (!is_regular(j, from, to) && !(p > P_AT))
		return ECG_R_IRREGULAR;
	if (!led)
		return ECG_R_NO_P;
	return bpm < 60    ? ECG_R_BRADYCARDIA
	       : bpm > 100 ? ECG_R_TACHYCARDIA
			   : ECG_R_SINUS;
}

/* Beats of one vote, at most 60 a stretch, so that rate and order are those of
 * a minute and not of the day. */
static void name_stretches(struct judge *j)
{
	size_t n = j->x->beats.n, from = 0;
	while (from < n) {
		size_t to = from + 1;
		while (to < n && j->votes[to] == j->votes[from] &&
		       to - from < 60)
			to++;
		enum ecg_rhythm_kind k = j->votes[from] == VOTE_AF
						 ? ECG_R_AF
						 : other_rhythm(j, from, to);
		for (; from < to; from++)
			j->kind[from] = k;
	}
}

/* A stretch ends halfway to the first beat of the next one. */
static enum rc put_stretches(const struct judge *j, struct arena *a,
			     struct ecg_rhythm *out, struct err *err)
{
	size_t n = j->x->beats.n, m = 0;
	const size_t *at = j->x->beats.at;
	struct ecg_stretch *s = arena_array(a, struct ecg_stretch, n + 1);
	if (!s)
		return arena_fail(a, err);
	for (size_t i = 0; i < n; i++) {
		size_t from = i ? (at[i - 1] + at[i]) / 2 : 0;
		if (!m || s[m - 1].kind != j->kind[i]) {
			if (m)
				s[m - 1].to = from;
			s[m++] = (struct ecg_stretch){from, 0, j->kind[i]};
		}
	}
	if (m)
		s[m - 1].to = j->r->n_sample;
	out->stretch = s;
	out->n_stretch = m;
	return OK;
}

static enum ecg_rhythm_kind most_of(const struct judge *j)
{
	size_t n[ECG_R_PACED + 1] = {0}, best = 0;
	for (size_t i = 0; i < j->x->beats.n; i++)
		n[j->kind[i]]++;
	for (size_t k = 0; k <= ECG_R_PACED; k++)
		best = n[k] > n[best] ? k : best;
	return (enum ecg_rhythm_kind)best;
}

static void intervals_of(const struct judge *j, struct ecg_rhythm *out)
{
	size_t run = 0;
	const size_t *at = j->x->beats.at;
	out->v_run_bpm = NAN;
	for (size_t i = 0; i < j->x->beats.n; i++) {
		double rr = i ? (double)(at[i] - at[i - 1]) / j->r->hz : 0;
		out->longest_rr_s = fmax(out->longest_rr_s, rr);
		out->pauses += rr >= PAUSE_S;
		run = j->x->kinds.type[i] == 'V' ? run + 1 : 0;
		if (run < 3 || run <= out->v_run) {
			out->v_run = run > out->v_run ? run : out->v_run;
			continue;
		}
		out->v_run = run;
		out->v_run_bpm = rate_of(j, i + 1 - run, i + 1);
	}
}

static const float *median_lead(const struct judge *j, enum ecg_lead_code c)
{
	for (size_t l = 0; l < j->r->n_lead; l++)
		if (j->r->lead[l].code == c && j->x->median.usable[l])
			return j->x->median.uv[l];
	return NULL;
}

/* Wide, and what V1 does: mostly down is left, mostly up right. */
static void blocks_of(const struct judge *j, struct ecg_rhythm *out)
{
	const struct ecg_measures *m = &j->x->measures;
	double bpm = m->hr_bpm;
	out->first_degree = m->pr_ms > PR_LONG_MS;
	out->complete_block =
		bpm < SLOW_BPM && isnan(m->pr_ms) && out->kind == ECG_R_NO_P;
	if (!(m->qrs_ms >= WIDE_MS) || out->kind == ECG_R_PACED)
		return;
	struct ecg_wave v1 = ecg_wave_of(j->x, median_lead(j, ECG_V1));
	struct ecg_wave v6 = ecg_wave_of(j->x, median_lead(j, ECG_V6));
	out->lbbb = v1.known && v6.known && v1.net < 0 && v6.net > 0 &&
		    v6.r > -3 * v6.s;
	out->rbbb = v1.known && v1.net > 0 && v1.r > -v1.s;
}

/* What was measured as a P wave is none when fibrillation is called, or when
 * nothing before QRS keeps in step with it. */
static void withdraw_p(const struct judge *j, struct ecg_analysis *x)
{
	size_t n = x->beats.n < 64 ? x->beats.n : 64;
	double p = ecg_p_coherence(&j->waves, x->kinds.type, 0, n);
	if (x->rhythm.kind != ECG_R_AF && !(p < NO_P))
		return;
	x->measures.p_ms = x->measures.pr_ms = x->measures.p_axis = NAN;
	x->fiducials.p_on = x->fiducials.p_peak = x->fiducials.p_off = NAN;
}

enum rc ecg_judge_rhythm(const struct ecg_record *r,
			 const struct ecg_activity *act, struct arena *a,
			 struct ecg_analysis *x, struct err *err)
{
	size_t n = x->beats.n;
	struct judge j = {.r = r,
			  .x = x,
			  .at = arena_array(a, size_t, n + 1),
			  .votes = arena_array(a, uint8_t, n + 1),
			  .kind = arena_array(a, enum ecg_rhythm_kind, n + 1),
			  .scratch = arena_array(a, float, n + 1)};
	if (!j.at || !j.votes || !j.kind || !j.scratch)
		return arena_fail(a, err);
	for (size_t i = 0; i < n; i++)
		j.at[i] = x->beats.at[i] / act->step;
	enum rc rc = ecg_p_waves_of(act, j.at, n, a, &j.waves, err);
	if (rc)
		return rc;
	vote(&j);
	name_stretches(&j);
	x->rhythm.kind = most_of(&j);
	intervals_of(&j, &x->rhythm);
	withdraw_p(&j, x);
	blocks_of(&j, &x->rhythm);
	return put_stretches(&j, a, &x->rhythm, err);
}

const char *ecg_rhythm_name(enum ecg_rhythm_kind k)
{
	static const char *const names[] = {
		[ECG_R_UNKNOWN] = "unknown",
		[ECG_R_SINUS] = "sinus_rhythm",
		[ECG_R_BRADYCARDIA] = "sinus_bradycardia",
		[ECG_R_TACHYCARDIA] = "sinus_tachycardia",
		[ECG_R_NO_P] = "regular_without_p",
		[ECG_R_IRREGULAR] = "irregular",
		[ECG_R_AF] = "atrial_fibrillation",
		[ECG_R_VENTRICULAR] = "ventricular",
		[ECG_R_PACED] = "paced"};
	return names[k];
}

/* Codes of rhythm annotations where there is one. */
const char *ecg_rhythm_code(enum ecg_rhythm_kind k)
{
	static const char *const codes[] = {
		[ECG_R_UNKNOWN] = "?",       [ECG_R_SINUS] = "N",
		[ECG_R_BRADYCARDIA] = "SBR", [ECG_R_TACHYCARDIA] = "ST",
		[ECG_R_NO_P] = "NOD",        [ECG_R_IRREGULAR] = "irregular",
		[ECG_R_AF] = "AFIB",         [ECG_R_VENTRICULAR] = "VT",
		[ECG_R_PACED] = "P"};
	return codes[k];
}

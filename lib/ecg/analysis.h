/* ecg/analysis - what can be measured on an electrocardiogram, and how sure it
 * is. An automatic reading, not validated: it is no report, and nothing here
 * may be shown as one.
 *
 * Every function takes the record as the device wrote it (ecg/record.h) and
 * puts its results into the arena. Samples are counted from 0 at the file's own
 * rate. What cannot be measured is NAN, never a guess. Any finite or unfinished
 * signal is welcome: NAN, constants and absurd values give fewer results, not
 * an error; the only errors are those of memory.
 *
 * How the parameters were chosen and how well each step does: doc/telecare.md;
 * the figures are printed by bench/ecg_bench.
 */
#ifndef ECG_ANALYSIS_H
#define ECG_ANALYSIS_H

#include "ecg/record.h"

/* QRS complexes, ascending, at least 200 ms apart; the mark is the centre of
 * the complex's activity, within some 20 ms of the R peak of a narrow beat. */
struct ecg_beats {
	size_t *at;
	size_t n;
};

/* All leads together, the whole record at once, in two passes; nothing is
 * learnt on the way, so ten seconds are enough and the first beat counts.
 * Cost: some 10 ns a sample and lead at 360 Hz; memory 8 bytes a sample and
 * 2 a lead. */
MUST_USE enum rc ecg_detect(const struct ecg_record *r, struct arena *a,
			    struct ecg_beats *out, struct err *err);

/* What each beat is. `shape` numbers the groups of like beats, 0 the largest;
 * beats[i].type is
 *	'N' of the usual shape, or narrow and in time
 *	'S' narrow and premature
 *	'V' another shape, and premature or wide
 *	'P' paced: a spike stands before it */
struct ecg_kinds {
	char *type;
	uint8_t *shape; /* ECG_SHAPE_OTHER: alone */
	size_t n;
	size_t normal, supra, ventricular, paced; /* how many */
};
enum { ECG_SHAPE_OTHER = 255 };

/* The usual beat: of up to 64 beats of the largest group, drift taken out beat
 * by beat, aligned, the mean of the middle half of the values at each sample.
 * Measured on the signal as recorded (no high-pass filter bends its ST). */
struct ecg_median {
	size_t n_beat;   /* it was made of; 0: there is none */
	size_t n, zero;  /* samples; the one on the mark of the beat */
	double hz, rr_s; /* rate; usual interval of the beats it stands for */
	float *uv[ECG_MOST_LEADS];   /* in the order of the record's leads */
	float noise[ECG_MOST_LEADS]; /* uV: how far beats are from it */
	bool usable[ECG_MOST_LEADS]; /* neither flat nor drowned */
};

/* Where the waves of the usual beat begin and end, in samples of it: earliest
 * beginning and latest end over all leads. NAN: no such wave found. */
struct ecg_fiducials {
	double p_on, p_peak, p_off, qrs_on, qrs_off, t_peak, t_off;
};

/* QT corrected for rate, all in ms from QT in ms and RR in ms:
 * Bazett 1920 QT/sqrt(RR), Fridericia 1920 QT/cbrt(RR), Framingham (Sagie 1992)
 * QT + 154 (1 - RR), Hodges 1983 QT + 1.75 (HR - 60); RR in s, HR 60/RR. */
struct ecg_qtc {
	double bazett, fridericia, framingham, hodges;
};
struct ecg_qtc ecg_qtc_of(double qt_ms, double rr_ms);
/* Degrees of the frontal plane from what leads I and II hold (amplitudes or
 * areas): atan2((2 II - I) / sqrt 3, I). */
double ecg_axis_of(double i, double ii);

struct ecg_measures { /* NAN: not measured */
	double hr_bpm, rr_ms, p_ms, pr_ms, qrs_ms, qt_ms;
	struct ecg_qtc qtc;
	double p_axis, qrs_axis, t_axis;
	double stj_mm[ECG_MOST_LEADS]; /* at J + 10 ms */
	double st_mm[ECG_MOST_LEADS];  /* at J + 60 ms, J + 80 below 100/min,
					 against the level before QRS */
};

/* Whether the exam can be reported or must be repeated while the patient is
 * still there (guide 3.6): the worst of the findings, each with its lead. */
enum ecg_verdict { ECG_FINE, ECG_WARN, ECG_REJECT };
enum ecg_cause {
	ECG_Q_SHORT,    /* below 9.5 s */
	ECG_Q_RATE,     /* below 250 Hz */
	ECG_Q_MISSING,  /* a lead is not in the file */
	ECG_Q_GAPS,     /* samples marked as missing */
	ECG_Q_FLAT,     /* electrode off: a straight line */
	ECG_Q_NO_HEART, /* electrode off: noise without beats */
	ECG_Q_CLIPPED,  /* cut at the rail of the amplifier */
	ECG_Q_RANGE,    /* larger than any heart */
	ECG_Q_MAINS,    /* 50 or 60 Hz */
	ECG_Q_CONTACT,  /* so much in few leads: a loose electrode */
	ECG_Q_NOISE,    /* muscles */
	ECG_Q_DRIFT,    /* the base line wanders */
	ECG_Q_MOTION,   /* the patient moved */
	ECG_Q_RA_LA,    /* arms exchanged */
	ECG_Q_RA_LL,    /* right arm and left leg exchanged */
	ECG_Q_RA_RL,    /* an arm and the right leg exchanged */
	ECG_Q_CHEST,    /* neighbours on the chest exchanged */
	ECG_N_CAUSE
};
enum { ECG_ALL_LEADS = -1, ECG_MOST_FINDINGS = 48 };
struct ecg_finding {
	enum ecg_cause cause;
	enum ecg_verdict verdict;
	int lead;     /* enum ecg_lead_code, or ECG_ALL_LEADS; of leads that are
			 none of the twelve, ECG_OTHER */
	double value; /* what was measured, in the unit of the threshold */
};
struct ecg_quality {
	enum ecg_verdict verdict;
	struct ecg_finding finding[ECG_MOST_FINDINGS];
	size_t n_finding;
};
/* "flat", "mains" ...: the word of the JSON. */
const char *ecg_cause_name(enum ecg_cause c);
const char *ecg_verdict_name(enum ecg_verdict v);

/* The rhythm, in words for the JSON and codes of WFDB annotations for the
 * stretches. */
enum ecg_rhythm_kind {
	ECG_R_UNKNOWN,     /* fewer than three beats */
	ECG_R_SINUS,       /* P waves lead, 60 to 100/min */
	ECG_R_BRADYCARDIA, /* the same below 60 */
	ECG_R_TACHYCARDIA, /* the same above 100 */
	ECG_R_NO_P,        /* regular, no P wave seen */
	ECG_R_IRREGULAR,   /* to be looked at by a person */
	ECG_R_AF,
	ECG_R_VENTRICULAR, /* most beats wide and strange, above 100/min */
	ECG_R_PACED
};
const char *ecg_rhythm_name(enum ecg_rhythm_kind k); /* "sinus_rhythm" */
const char *ecg_rhythm_code(enum ecg_rhythm_kind k); /* "N", "AFIB" ... */

struct ecg_stretch { /* samples from .. to of one rhythm */
	size_t from, to;
	enum ecg_rhythm_kind kind;
};

struct ecg_rhythm {
	enum ecg_rhythm_kind kind; /* of most of the record */
	struct ecg_stretch *stretch;
	size_t n_stretch;
	double longest_rr_s;
	size_t pauses;       /* intervals of 2 s and more */
	size_t v_run;        /* most ventricular beats in a row */
	double v_run_bpm;    /* their rate; NAN below three */
	bool first_degree;   /* PR above 200 ms */
	bool complete_block; /* suspected: slow, regular, P not in step */
	bool lbbb, rbbb;
	bool loss_of_capture; /* spikes without a beat after them */
	size_t spikes;
};

/* How soon somebody must look (guide 3.7). A person confirms; the mark of the
 * practice always wins upwards. Limits are dated data: data/ecg/urgency.csv. */
enum ecg_urgency { ECG_GREEN, ECG_AMBER, ECG_RED };
enum ecg_flag_code {
	ECG_F_VENTRICULAR,
	ECG_F_SLOW,
	ECG_F_PAUSE,
	ECG_F_COMPLETE_BLOCK,
	ECG_F_ST_ELEVATION,
	ECG_F_ST_V2V3_MEN_40,
	ECG_F_ST_V2V3_MEN,
	ECG_F_ST_V2V3_WOMEN,
	ECG_F_NEW_LBBB,
	ECG_F_LOSS_OF_CAPTURE,
	ECG_F_AF_FAST,
	ECG_F_AF_NEW,
	ECG_F_BRADYCARDIA,
	ECG_F_TACHYCARDIA,
	ECG_F_TACHYCARDIA_SYMPTOMS,
	ECG_F_QTC,
	ECG_F_ST_DEPRESSION,
	ECG_F_PR,
	ECG_F_CHEST_PAIN,
	ECG_N_FLAG
};
const char *ecg_flag_name(enum ecg_flag_code c); /* "st_elevation" */
const char *ecg_urgency_name(enum ecg_urgency u);

struct ecg_limits {
	double limit[ECG_N_FLAG]; /* NAN: no row valid on the day */
	enum ecg_urgency urgency[ECG_N_FLAG];
};
/* The rows of urgency.csv valid on `day`; DATE_NONE: those without an end.
 * E_FORMAT names the line that is wrong. */
MUST_USE enum rc ecg_limits_parse(struct str csv, struct date day,
				  struct ecg_limits *out, struct err *err);

/* What the practice says with the exam. */
struct ecg_request {
	enum ecg_sex sex;
	int age_years; /* -1: not known */
	bool chest_pain, symptoms, known_af, known_lbbb;
};
struct ecg_flag {
	enum ecg_flag_code code;
	enum ecg_urgency urgency;
	double value, limit; /* in the unit of the limit */
	int lead;            /* the worst one, or ECG_ALL_LEADS */
};
struct ecg_flags {
	enum ecg_urgency urgency; /* the highest */
	struct ecg_flag flag[ECG_N_FLAG];
	size_t n;
};

struct ecg_analysis {
	struct ecg_beats beats;
	struct ecg_kinds kinds;
	struct ecg_median median;
	struct ecg_fiducials fiducials; /* of the median beat */
	struct ecg_measures measures;
	struct ecg_quality quality;
	struct ecg_rhythm rhythm;
};
void ecg_flag_urgency(const struct ecg_record *r, const struct ecg_analysis *x,
		      const struct ecg_request *q, const struct ecg_limits *l,
		      struct ecg_flags *out);

/* What a later exam is compared by; small, so that it can be kept. */
struct ecg_summary {
	double hr_bpm, pr_ms, qrs_ms, qtc_ms; /* Fridericia; NAN: none */
	double qrs_axis;
	double st_mm[ECG_STANDARD];
	enum ecg_rhythm_kind rhythm;
};
void ecg_summarise(const struct ecg_record *r, const struct ecg_analysis *x,
		   struct ecg_summary *out);
/* now - before: NAN where one of the two is missing; the axis turned by at most
 * 180 degrees either way. `notable` are the changes that a reader should see:
 * PR 40 ms, QRS 20 ms, QTc 60 ms (ICH E14 for one person), axis 45 degrees, ST
 * 1 mm in a lead, another rhythm. */
struct ecg_delta {
	double hr_bpm, pr_ms, qrs_ms, qtc_ms, qrs_axis;
	double st_mm[ECG_STANDARD];
	bool other_rhythm;
	bool notable_pr, notable_qrs, notable_qtc, notable_axis, notable_st;
};
void ecg_compare(const struct ecg_summary *before,
		 const struct ecg_summary *now, struct ecg_delta *out);

/* All of it. Cost of a 12-lead exam of ten seconds: some 4 ms. */
MUST_USE enum rc ecg_analyse(const struct ecg_record *r, struct arena *a,
			     struct ecg_analysis *out, struct err *err);

#endif

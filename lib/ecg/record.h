/* ecg/record - an electrocardiogram as a device recorded it.
 *
 * Every reader (ecg/read.h) fills one of these; measuring and drawing start
 * from it. Samples are in microvolts at the file's own rate, never resampled
 * and never filtered; what the file marks as missing is NAN. Leads stand in
 * the order of the file; the derived limb leads (III, aVR, aVL, aVF) are added
 * by the reader when the file stores only I and II, and marked so.
 *
 * What the device itself measured or stated is kept beside, untouched: it is
 * never mixed with our own measurements (ecg/analysis.h).
 *
 * A record owns nothing: its memory is the arena given to the reader.
 */
#ifndef ECG_RECORD_H
#define ECG_RECORD_H

#include "base/arena.h"
#include "base/date.h"

enum { ECG_MOST_LEADS = 24, ECG_LEAD_NAME = 16 };

/* The twelve standard leads first, in the order in which they are drawn. */
enum ecg_lead_code {
	ECG_I,
	ECG_II,
	ECG_III,
	ECG_AVR,
	ECG_AVL,
	ECG_AVF,
	ECG_V1,
	ECG_V2,
	ECG_V3,
	ECG_V4,
	ECG_V5,
	ECG_V6,
	ECG_STANDARD,            /* how many those are */
	ECG_OTHER = ECG_STANDARD /* MLII, Frank X Y Z, ECG1: by name only */
};

enum ecg_format {
	ECG_SCP,
	ECG_AECG,
	ECG_DICOM,
	ECG_EDF,
	ECG_WFDB,
	ECG_MUSE,
	ECG_SIERRA,
	ECG_FHIR,
	ECG_CSV
};

struct ecg_lead {
	enum ecg_lead_code code;
	char name[ECG_LEAD_NAME]; /* as in the file, "I" or "aVR" for standard
				     ones */
	bool derived;             /* computed here from I and II */
	double step_uv;           /* one quantisation step; 0: not known */
	float *uv;                /* n_sample values */
};

enum ecg_sex { ECG_SEX_UNKNOWN, ECG_MALE, ECG_FEMALE };

struct ecg_patient { /* empty texts: not in the file */
	struct str id, family, given;
	enum ecg_sex sex;
	struct date born; /* DATE_NONE: not in the file */
	int age_years;    /* -1: not in the file */
};

struct ecg_device {
	struct str maker, model, serial;
};

/* The device's own measurements; NAN: not given. */
struct ecg_stated {
	double hr_bpm, p_ms, pr_ms, qrs_ms, qt_ms, qtc_ms;
	double p_axis, qrs_axis, t_axis;
	struct str *statements;
	size_t n_statement;
};

enum ecg_pacing { ECG_PACING_UNKNOWN, ECG_NOT_PACED, ECG_PACED };

/* A beat or a rhythm mark of an annotation file (WFDB .atr), for measuring
 * how well we detect; empty for files of devices. */
struct ecg_mark {
	int64_t sample;
	char code;      /* the letter of the WFDB, 'N' 'V' '+' ... */
	struct str aux; /* "(AFIB" */
};

struct ecg_record {
	enum ecg_format format;
	struct str version; /* of the format, as the file says: "1.04" */
	double hz;
	size_t n_sample, n_lead;
	struct ecg_lead lead[ECG_MOST_LEADS];
	struct ecg_patient patient;
	struct ecg_device device;
	char taken_at[24];  /* "2026-03-02T10:14:05", local; "": not in file */
	struct str filters; /* as the device says */
	enum ecg_pacing pacing;
	struct ecg_stated stated;
	struct ecg_mark *mark;
	size_t n_mark;
	size_t pulse_from; /* the sample at which the device's own calibration
			      pulse begins, and the heart ends; 0: none */
};

/* "I" .. "V6"; "" for ECG_OTHER. */
const char *ecg_lead_name(enum ecg_lead_code code);
/* Any usual spelling ("avr", "MDC_ECG_LEAD_AVR", "Lead II", "V1"): its code,
 * ECG_OTHER when it is none of the twelve. */
enum ecg_lead_code ecg_lead_of(struct str name);
/* The lead of a record, NULL when it has none. */
const struct ecg_lead *ecg_lead(const struct ecg_record *r,
				enum ecg_lead_code code);
/* Add what is missing of III, aVR, aVL, aVF when I and II are there. */
MUST_USE enum rc ecg_derive_limbs(struct ecg_record *r, struct arena *a,
				  struct err *err);
/* Some devices (Philips) end a recording with a pulse of 1 mV in every lead at
 * once: it is no beat. Looks for it at the end and sets pulse_from. */
void ecg_find_pulse(struct ecg_record *r);

#endif

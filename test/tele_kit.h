/* An ECG made by rule, as an EDF+ file: twelve leads, ten seconds. */
#ifndef TEST_TELE_KIT_H
#define TEST_TELE_KIT_H

#include "base/base.h"

#include <math.h>

enum {
	EDF_HZ = 500,
	EDF_SECONDS = 10,
	EDF_LEADS = 12,
	EDF_NOTE = 16, /* values of a record that are its time, as text */
	EDF_SIGNALS = EDF_LEADS + 1,
	EDF_BYTES = 256 * (EDF_SIGNALS + 1) +
		    2 * (EDF_LEADS * EDF_HZ + EDF_NOTE) * EDF_SECONDS
};

static inline void edf_put(char *at, size_t width, const char *text)
{
	size_t n = strlen(text);
	memset(at, ' ', width);
	memcpy(at, text, n < width ? n : width);
}

/* A heart of 60 beats a minute, as lead `k` of I, II, V1 .. V6 sees it; in
 * microvolts. */
static inline double edf_wave(int k, int i)
{
	static const double r_uv[] = {700, 1000, -600, -300,
				      300, 900,  1100, 900};
	static const struct {
		double at_s, width_s, size;
	} bumps[] = {{-0.16, 0.025, 0.12},
		     {-0.018, 0.008, -0.1},
		     {0, 0.010, 1},
		     {0.02, 0.008, -0.15},
		     {0.28, 0.045, 0.25}};
	double t = fmod((double)i / EDF_HZ, 1.0) - 0.4, uv = 0;
	for (size_t b = 0; b < countof(bumps); b++) {
		double x = (t - bumps[b].at_s) / bumps[b].width_s;
		uv += r_uv[k] * bumps[b].size * exp(-x * x / 2);
	}
	return uv;
}

/* One value of lead `lead` (I, II, III, aVR, aVL, aVF, V1 .. V6). */
static inline double edf_value(int lead, int i)
{
	double one = floor(edf_wave(0, i)), two = floor(edf_wave(1, i));
	switch (lead) {
	case 0:
		return one;
	case 1:
		return two;
	case 2:
		return two - one;
	case 3:
		return floor(-(one + two) / 2);
	case 4:
		return floor(one - two / 2);
	case 5:
		return floor(two - one / 2);
	default:
		return floor(edf_wave(lead - 4, i));
	}
}

static inline void edf_signal_headers(char *h)
{
	static const char *const name[] = {"I",
					   "II",
					   "III",
					   "aVR",
					   "aVL",
					   "aVF",
					   "V1",
					   "V2",
					   "V3",
					   "V4",
					   "V5",
					   "V6",
					   "EDF Annotations"};
	static const struct {
		size_t width;
		const char *lead, *note;
	} fields[] = {{16, NULL, "EDF Annotations"},
		      {80, "electrodes", ""},
		      {8, "uV", ""},
		      {8, "-32768", "-32768"},
		      {8, "32767", "32767"},
		      {8, "-32768", "-32768"},
		      {8, "32767", "32767"},
		      {80, "", ""},
		      {8, "500", "16"},
		      {32, "", ""}};
	for (size_t f = 0; f < countof(fields); f++)
		for (int k = 0; k < EDF_SIGNALS; k++, h += fields[f].width)
			edf_put(h, fields[f].width,
				k == EDF_LEADS   ? fields[f].note
				: fields[f].lead ? fields[f].lead
						 : name[k]);
}

/* A second of all leads, then its time. */
static inline char *edf_record(char *p, int r, int salt)
{
	for (int lead = 0; lead < EDF_LEADS; lead++)
		for (int i = 0; i < EDF_HZ; i++) {
			int v = (int)edf_value(lead, r * EDF_HZ + i);
			if (lead == 11 && r == 9 && i == EDF_HZ - 1)
				v += salt;
			*p++ = (char)(v & 0xff);
			*p++ = (char)(v >> 8 & 0xff);
		}
	memset(p, 0, 2 * EDF_NOTE);
	snprintf(p, 2 * EDF_NOTE, "+%d\x14\x14", r);
	return p + 2 * EDF_NOTE;
}

/* `patient` as EDF+ has it: "X F 05-MAY-1955 Rossi_Maria"; `serial` of the
 * device. `salt` makes files differ. */
static inline struct str edf_make(char out[EDF_BYTES], const char *patient,
				  const char *serial, int salt)
{
	char device[81], text[16];
	char *p = out + 256 * (EDF_SIGNALS + 1);
	snprintf(device, sizeof(device), "Startdate 02-MAR-2026 X X %s",
		 serial);
	edf_put(out, 8, "0");
	edf_put(out + 8, 80, patient);
	edf_put(out + 88, 80, device);
	edf_put(out + 168, 8, "02.03.26");
	edf_put(out + 176, 8, "10.14.05");
	snprintf(text, sizeof(text), "%d", 256 * (EDF_SIGNALS + 1));
	edf_put(out + 184, 8, text);
	edf_put(out + 192, 44, "EDF+C");
	snprintf(text, sizeof(text), "%d", EDF_SECONDS);
	edf_put(out + 236, 8, text);
	edf_put(out + 244, 8, "1");
	snprintf(text, sizeof(text), "%d", EDF_SIGNALS);
	edf_put(out + 252, 4, text);
	edf_signal_headers(out + 256);
	for (int r = 0; r < EDF_SECONDS; r++)
		p = edf_record(p, r, salt);
	assert(p == out + EDF_BYTES);
	return (struct str){out, EDF_BYTES};
}

#endif

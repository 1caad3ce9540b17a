/* What the device measured and said: items of the Waveform Annotation Sequence
 * (0040,B020). A measurement has a concept, a unit and a number; a statement
 * has a text or a code. Marks of single beats are left out. */
#include "ecg/dicom_int.h"

#include <strings.h>

static const struct {
	const char *meaning, *unit; /* NULL: of any unit */
	size_t at;
} concepts[] = {
	{"P Duration", "ms", offsetof(struct ecg_stated, p_ms)},
	{"PR Interval", "ms", offsetof(struct ecg_stated, pr_ms)},
	{"QRS Duration", "ms", offsetof(struct ecg_stated, qrs_ms)},
	{"QT Interval", "ms", offsetof(struct ecg_stated, qt_ms)},
	{"QTc Interval", "ms", offsetof(struct ecg_stated, qtc_ms)},
	{"P Axis", NULL, offsetof(struct ecg_stated, p_axis)},
	{"QRS Axis", NULL, offsetof(struct ecg_stated, qrs_axis)},
	{"T Axis", NULL, offsetof(struct ecg_stated, t_axis)},
	{"Heart Rate", NULL, offsetof(struct ecg_stated, hr_bpm)},
	{"Ventricular Rate", NULL, offsetof(struct ecg_stated, hr_bpm)},
	{"Ventricular Heart Rate", NULL, offsetof(struct ecg_stated, hr_bpm)},
};

static bool same(struct str s, const char *z)
{
	return s.len == strlen(z) && !strncasecmp(s.ptr, z, s.len);
}

static void measurement(struct dicom item, struct str meaning, double v,
			struct ecg_record *r)
{
	struct dicom_code unit = dicom_code(item, DICOM_TAG(0x0040, 0x08ea));
	for (size_t i = 0; i < countof(concepts); i++)
		if (same(meaning, concepts[i].meaning) &&
		    (!concepts[i].unit || str_is(unit.value, concepts[i].unit)))
			memcpy((char *)&r->stated + concepts[i].at, &v,
			       sizeof(v));
}

enum rc dicom_note(struct dicom item, struct arena *a, struct ecg_record *r,
		   struct err *err)
{
	struct str text = dicom_text(item, DICOM_TAG(0x0070, 0x0006));
	struct dicom_code what = dicom_code(item, DICOM_TAG(0x0040, 0xa043));
	struct dicom_code said = dicom_code(item, DICOM_TAG(0x0040, 0xa168));
	double v = dicom_number(item, DICOM_TAG(0x0040, 0xa30a));
	if (dicom_text(item, DICOM_TAG(0x0040, 0xa130)).len)
		return OK; /* a place in the signal, not of the whole */
	if (isfinite(v)) {
		measurement(item, what.meaning, v, r);
		return OK;
	}
	return ecg_add_statement(r, a, text.len ? text : said.meaning, err);
}

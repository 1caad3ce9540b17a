/* A DICOM file (PS3.10): 128 bytes of anything, "DICM", group 0002 in the
 * explicit form, which names the form of what follows. */
#include "ecg/dicom_int.h"

#define SOP_CLASS DICOM_TAG(0x0008, 0x0016)
#define SYNTAX    DICOM_TAG(0x0002, 0x0010)
#define WAVEFORMS DICOM_TAG(0x5400, 0x0100)
#define NOTES     DICOM_TAG(0x0040, 0xb020)
#define LABEL     DICOM_TAG(0x003a, 0x0020)
#define ORIGIN    DICOM_TAG(0x003a, 0x0004)

enum { PREAMBLE = 128, META = 132 };

bool ecg_is_dicom(struct str bytes)
{
	return bytes.len >= META && !memcmp(bytes.ptr + PREAMBLE, "DICM", 4);
}

/* What follows group 0002, in the form that it names. */
static enum rc open_object(struct str bytes, struct dicom *out, struct err *err)
{
	struct dicom meta = {
		.in = {.s = str_sub(bytes, META, bytes.len - META)},
		.is_explicit = true};
	struct dicom_element e;
	struct str syntax = {0};
	size_t at = 0;
	while (dicom_next(&meta, &e) && e.tag >> 16 == 2) {
		if (e.tag == SYNTAX && !syntax.ptr)
			syntax = dicom_text((struct dicom){.in = meta.in,
							   .is_explicit = true},
					    SYNTAX);
		at = meta.in.at;
	}
	const bool is_implicit = str_is(syntax, "1.2.840.10008.1.2");
	if (!is_implicit && !str_is(syntax, "1.2.840.10008.1.2.1"))
		return ecg_refuse(
			err, MSG_ECG_COMPRESSION,
			"DICOM transfer syntax \"" STR_FMT "\" is not read",
			(int)(syntax.len < 64 ? syntax.len : 64), syntax.ptr);
	*out = (struct dicom){
		.in = {.s = str_sub(meta.in.s, at, meta.in.s.len - at)},
		.is_explicit = !is_implicit};
	return OK;
}

/* The whole is walked through once: a file that is cut or damaged anywhere is
 * refused, not read as far as it goes. */
static enum rc check_whole(struct dicom d, struct err *err)
{
	struct dicom_element e;
	uint32_t last = 0;
	while (dicom_next(&d, &e)) {
		if (e.tag <= last)
			return ecg_refuse(err, MSG_ECG_DAMAGED,
					  "DICOM: element %08x after %08x",
					  e.tag, last);
		last = e.tag;
	}
	if (d.damaged)
		return ecg_refuse(err, MSG_ECG_CUT,
				  "DICOM: cut or damaged after element %08x",
				  last);
	return OK;
}

static enum rc check_class(struct dicom d, struct err *err)
{
	static const char *const classes[] = {
		"1.2.840.10008.5.1.4.1.1.9.1.1", /* 12-lead */
		"1.2.840.10008.5.1.4.1.1.9.1.2", /* general */
		"1.2.840.10008.5.1.4.1.1.9.1.3", /* ambulatory */
		"1.2.840.10008.5.1.4.1.1.9.1.4", /* general, 32 bits */
	};
	struct str uid = dicom_text(d, SOP_CLASS);
	for (size_t i = 0; i < countof(classes); i++)
		if (str_is(uid, classes[i]))
			return OK;
	return ecg_refuse(err, MSG_ECG_NO_SIGNAL,
			  "DICOM object of class \"" STR_FMT "\" is not an ECG",
			  (int)(uid.len < 64 ? uid.len : 64), uid.ptr);
}

/* Beside the rhythm a device may put its median beat: "MEDIAN BEAT", or a
 * group said to be derived. */
static bool is_rhythm(struct dicom group)
{
	struct str label = dicom_text(group, LABEL);
	if (str_is(label, "RHYTHM"))
		return true;
	return !str_is(dicom_text(group, ORIGIN), "DERIVED") &&
	       !str_starts(label, STR("MEDIAN"));
}

static enum rc find_rhythm(struct dicom d, struct dicom *out, struct err *err)
{
	struct dicom_element e = dicom_find(d, WAVEFORMS);
	struct dicom items = dicom_inside(&d, &e);
	size_t n = 0;
	while (dicom_next(&items, &e)) {
		struct dicom group = dicom_inside(&items, &e);
		if (is_rhythm(group) && !n++)
			*out = group;
	}
	if (items.damaged)
		return ecg_refuse(err, MSG_ECG_DAMAGED,
				  "DICOM: damaged waveforms");
	if (!n)
		return ecg_refuse(err, MSG_ECG_NO_SIGNAL,
				  "DICOM without a rhythm group");
	if (n > 1)
		return ecg_refuse(err, MSG_ECG_TWO_EXAMS,
				  "DICOM with %zu rhythm groups", n);
	return OK;
}

static enum rc read_notes(struct dicom d, struct arena *a, struct ecg_record *r,
			  struct err *err)
{
	struct dicom_element e = dicom_find(d, NOTES);
	struct dicom items = dicom_inside(&d, &e);
	enum rc rc = OK;
	while (!rc && dicom_next(&items, &e))
		rc = dicom_note(dicom_inside(&items, &e), a, r, err);
	if (!rc && items.damaged)
		rc = ecg_refuse(err, MSG_ECG_DAMAGED,
				"DICOM: damaged annotations");
	return rc;
}

enum rc ecg_read_dicom(struct str bytes, const struct ecg_read_options *o,
		       struct arena *a, struct ecg_record *out, struct err *err)
{
	struct dicom d, rhythm;
	struct ecg_record r;
	(void)o;
	ecg_record_init(&r, ECG_DICOM);
	enum rc rc = open_object(bytes, &d, err);
	if (!rc)
		rc = check_whole(d, err);
	if (!rc)
		rc = check_class(d, err);
	if (!rc)
		rc = find_rhythm(d, &rhythm, err);
	if (!rc)
		rc = dicom_group(rhythm, a, &r, err);
	if (!rc)
		rc = dicom_person(d, a, &r, err);
	if (!rc)
		rc = read_notes(d, a, &r, err);
	if (!rc)
		*out = r;
	return rc;
}

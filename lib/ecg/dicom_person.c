#include "ecg/dicom_int.h"

/* Whole number of `n` digits at `from`; -1 when they are not there. */
static int digits(struct str s, size_t from, size_t n)
{
	int64_t v;
	if (s.len < from + n || !str_to_int(str_sub(s, from, n), &v))
		return -1;
	return (int)v;
}

/* "19530508" */
static struct date day(struct str s)
{
	return ecg_day(digits(s, 0, 4), digits(s, 4, 2), digits(s, 6, 2));
}

/* "20021122" and "091000.5" */
static void moment(struct str d, struct str t, struct ecg_record *r)
{
	const struct ecg_moment m = {digits(d, 0, 4), digits(d, 4, 2),
				     digits(d, 6, 2), digits(t, 0, 2),
				     digits(t, 2, 2), digits(t, 4, 2)};
	if (!*r->taken_at)
		ecg_set_time(r, &m);
}

/* When the signal was acquired, else when the examination began. */
static void when(struct dicom o, struct ecg_record *r)
{
	struct str both = dicom_text(o, DICOM_TAG(0x0008, 0x002a));
	if (both.len > 8)
		moment(both, str_sub(both, 8, both.len - 8), r);
	moment(dicom_text(o, DICOM_TAG(0x0008, 0x0022)),
	       dicom_text(o, DICOM_TAG(0x0008, 0x0032)), r);
	moment(dicom_text(o, DICOM_TAG(0x0008, 0x0020)),
	       dicom_text(o, DICOM_TAG(0x0008, 0x0030)), r);
}

/* "071Y" */
static int years(struct str s)
{
	int64_t v;
	return s.len == 4 && s.ptr[3] == 'Y' &&
			       str_to_int(str_sub(s, 0, 3), &v) && v >= 0 &&
			       v < 130
		       ? (int)v
		       : -1;
}

enum rc dicom_person(struct dicom o, struct arena *a, struct ecg_record *r,
		     struct err *err)
{
	struct str name = dicom_text(o, DICOM_TAG(0x0010, 0x0010));
	struct str sex = dicom_text(o, DICOM_TAG(0x0010, 0x0040));
	struct str family = name.len ? str_cut(&name, '^') : name;
	struct str given = name.ptr && name.len ? str_cut(&name, '^') : STR("");
	const struct {
		struct str from, *to;
	} texts[] = {
		{family, &r->patient.family},
		{given, &r->patient.given},
		{dicom_text(o, DICOM_TAG(0x0010, 0x0020)), &r->patient.id},
		{dicom_text(o, DICOM_TAG(0x0008, 0x0070)), &r->device.maker},
		{dicom_text(o, DICOM_TAG(0x0008, 0x1090)), &r->device.model},
		{dicom_text(o, DICOM_TAG(0x0018, 0x1000)), &r->device.serial}};
	enum rc rc = OK;
	for (size_t i = 0; i < countof(texts) && !rc; i++)
		rc = ecg_text(texts[i].from, a, texts[i].to, err);
	r->patient.sex = str_is(sex, "M")   ? ECG_MALE
			 : str_is(sex, "F") ? ECG_FEMALE
					    : ECG_SEX_UNKNOWN;
	r->patient.born = day(dicom_text(o, DICOM_TAG(0x0010, 0x0030)));
	r->patient.age_years = years(dicom_text(o, DICOM_TAG(0x0010, 0x1010)));
	when(o, r);
	return rc;
}

#include "ecg/dicom_int.h"

/* "19530508": the date, zero when it is none */
static struct date day(struct str s)
{
	int64_t v;
	if (s.len < 8 || !str_to_int(str_sub(s, 0, 8), &v) || v < 0)
		return (struct date){0};
	const int y = (int)(v / 10000), m = (int)(v / 100 % 100),
		  d = (int)(v % 100);
	return y >= 1800 && y <= 2199 && date_exists(y, m, d)
		       ? date_of(y, m, d)
		       : (struct date){0};
}

/* "20021122091000.5" as ISO */
static bool instant(struct str s, char out[24])
{
	int64_t t;
	struct date d = day(s);
	char iso[11];
	if (!d.days || s.len < 14 || !str_to_int(str_sub(s, 8, 6), &t) ||
	    t < 0 || t / 10000 > 23 || t / 100 % 100 > 59 || t % 100 > 59)
		return false;
	date_text(d, iso);
	snprintf(out, 24, "%sT%02d:%02d:%02d", iso, (int)(t / 10000),
		 (int)(t / 100 % 100), (int)(t % 100));
	return true;
}

/* When the signal was acquired, else when the examination began. */
static void when(struct dicom o, char out[24])
{
	static const uint32_t pairs[][2] = {
		{DICOM_TAG(0x0008, 0x0022), DICOM_TAG(0x0008, 0x0032)},
		{DICOM_TAG(0x0008, 0x0020), DICOM_TAG(0x0008, 0x0030)}};
	if (instant(dicom_text(o, DICOM_TAG(0x0008, 0x002a)), out))
		return;
	for (size_t i = 0; i < countof(pairs); i++) {
		char both[15];
		struct str d = dicom_text(o, pairs[i][0]);
		struct str t = dicom_text(o, pairs[i][1]);
		if (d.len != 8 || t.len < 6)
			continue;
		memcpy(both, d.ptr, 8);
		memcpy(both + 8, t.ptr, 6);
		if (instant((struct str){both, 14}, out))
			return;
	}
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
	when(o, r->taken_at);
	return rc;
}

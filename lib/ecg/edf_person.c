#include "ecg/edf_int.h"

/* The next word; "X" (not told) is empty, underscores are blanks. */
static enum rc word(struct str *rest, struct arena *a, struct str *out,
		    struct err *err)
{
	struct str w = rest->ptr ? str_cut(rest, ' ') : STR("");
	if (str_is(w, "X"))
		w = STR("");
	enum rc rc = ecg_text(w, a, out, err);
	for (size_t i = 0; !rc && i < out->len; i++)
		if (out->ptr[i] == '_') /* the copy of ecg_text is ours */
			((char *)(uintptr_t)out->ptr)[i] = ' ';
	return rc;
}

/* "02-MAY-1951" */
static struct date english_date(struct str s)
{
	static const char months[] = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";
	int64_t day, year;
	struct str rest = s, parts[3] = {{0}};
	for (int i = 0; i < 3 && rest.ptr; i++)
		parts[i] = str_cut(&rest, '-');
	if (!str_to_int(parts[0], &day) || parts[1].len != 3 ||
	    !str_to_int(parts[2], &year))
		return DATE_NONE;
	for (int m = 0; m < 12; m++)
		if (!memcmp(parts[1].ptr, months + 3 * m, 3) && day >= 1 &&
		    day <= 31 && year >= 0 && year <= 9999)
			return ecg_day((int)year, m + 1, (int)day);
	return DATE_NONE;
}

/* "11.03.24" and "09.41.00": years before 85 are of this century */
static void start(const struct edf *e, struct ecg_record *r)
{
	int64_t d[3], t[3];
	struct str date = e->date, time = e->time;
	for (int i = 0; i < 3; i++)
		if (!date.ptr || !str_to_int(str_cut(&date, '.'), &d[i]) ||
		    !time.ptr || !str_to_int(str_cut(&time, '.'), &t[i]) ||
		    d[i] < 0 || t[i] < 0 || d[i] > 99 || t[i] > 99)
			return;
	const struct ecg_moment m = {
		(int)(d[2] < 85 ? 2000 + d[2] : 1900 + d[2]),
		(int)d[1],
		(int)d[0],
		(int)t[0],
		(int)t[1],
		(int)t[2]};
	ecg_set_time(r, &m);
}

static enum rc plus_person(const struct edf *e, struct arena *a,
			   struct ecg_record *r, struct err *err)
{
	struct str rest = e->patient, sex = {0}, born = {0}, skip = {0};
	enum rc rc = word(&rest, a, &r->patient.id, err);
	if (!rc)
		rc = word(&rest, a, &sex, err);
	if (!rc)
		rc = word(&rest, a, &born, err);
	if (!rc)
		rc = word(&rest, a, &r->patient.family, err);
	r->patient.sex = str_is(sex, "F")   ? ECG_FEMALE
			 : str_is(sex, "M") ? ECG_MALE
					    : ECG_SEX_UNKNOWN;
	r->patient.born = english_date(born);
	/* "Startdate", the date, a code, who recorded, the device */
	rest = e->recording;
	for (int i = 0; i < 4 && !rc; i++)
		rc = word(&rest, a, &skip, err);
	return rc ? rc : word(&rest, a, &r->device.model, err);
}

enum rc edf_person(const struct edf *e, struct arena *a, struct ecg_record *r,
		   struct err *err)
{
	start(e, r);
	if (e->plus)
		return plus_person(e, a, r, err);
	return ecg_text(e->patient, a, &r->patient.id, err);
}

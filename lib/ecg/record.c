#include "ecg/reader_int.h"

#include <strings.h>

static const char names[ECG_STANDARD][4] = {"I",   "II",  "III", "aVR",
					    "aVL", "aVF", "V1",  "V2",
					    "V3",  "V4",  "V5",  "V6"};

const char *ecg_lead_name(enum ecg_lead_code code)
{
	return code < ECG_STANDARD ? names[code] : "";
}

static struct str bare(struct str s)
{
	static const struct str before[] = {
		STR_INIT("MDC_ECG_LEAD_"), STR_INIT("MDC_ECG_ELEC_POTL_"),
		STR_INIT("ECG "), STR_INIT("Lead "), STR_INIT("Lead_")};
	s = str_trim(s);
	for (size_t i = 0; i < countof(before); i++)
		if (s.len > before[i].len &&
		    !strncasecmp(s.ptr, before[i].ptr, before[i].len))
			s = str_trim(str_sub(s, before[i].len,
					     s.len - before[i].len));
	return s;
}

enum ecg_lead_code ecg_lead_of(struct str name)
{
	struct str s = bare(name);
	for (int i = 0; i < ECG_STANDARD; i++)
		if (s.len == strlen(names[i]) &&
		    !strncasecmp(s.ptr, names[i], s.len))
			return (enum ecg_lead_code)i;
	return ECG_OTHER;
}

const struct ecg_lead *ecg_lead(const struct ecg_record *r,
				enum ecg_lead_code code)
{
	for (size_t i = 0; i < r->n_lead; i++)
		if (r->lead[i].code == code)
			return &r->lead[i];
	return NULL;
}

const struct ecg_limb ecg_limbs[ECG_LIMBS] = {{ECG_III, -1.0F, 1.0F},
					      {ECG_AVR, -0.5F, -0.5F},
					      {ECG_AVL, 1.0F, -0.5F},
					      {ECG_AVF, -0.5F, 1.0F}};

enum rc ecg_derive_limbs(struct ecg_record *r, struct arena *a, struct err *err)
{
	const struct ecg_lead *i = ecg_lead(r, ECG_I),
			      *ii = ecg_lead(r, ECG_II);
	if (!i || !ii)
		return OK;
	for (size_t k = 0; k < ECG_LIMBS; k++) {
		if (ecg_lead(r, ecg_limbs[k].code))
			continue;
		if (r->n_lead == ECG_MOST_LEADS)
			return err_set(err, E_LIMIT, "more than %d leads",
				       ECG_MOST_LEADS);
		struct ecg_lead *to = &r->lead[r->n_lead];
		*to = (struct ecg_lead){
			.code = ecg_limbs[k].code,
			.derived = true,
			.step_uv = i->step_uv,
			.uv = arena_room(a, float, r->n_sample)};
		if (!to->uv)
			return arena_fail(a, err);
		snprintf(to->name, sizeof(to->name), "%s",
			 ecg_lead_name(to->code));
		for (size_t s = 0; s < r->n_sample; s++)
			to->uv[s] = ecg_limbs[k].of_i * i->uv[s] +
				    ecg_limbs[k].of_ii * ii->uv[s];
		r->n_lead++;
	}
	return OK;
}

#include "cmd/ecg_cmd.h"

#include <math.h>

static const char *const formats[] = {
	[ECG_SCP] = "scp",       [ECG_AECG] = "aecg", [ECG_DICOM] = "dicom",
	[ECG_EDF] = "edf",       [ECG_WFDB] = "wfdb", [ECG_MUSE] = "muse",
	[ECG_SIERRA] = "sierra", [ECG_FHIR] = "fhir", [ECG_CSV] = "csv"};

static const char *const sexes[] = {
	[ECG_SEX_UNKNOWN] = NULL, [ECG_MALE] = "male", [ECG_FEMALE] = "female"};

static const char *const pacings[] = {[ECG_PACING_UNKNOWN] = NULL,
				      [ECG_NOT_PACED] = "no",
				      [ECG_PACED] = "yes"};

/* null for what the file does not say */
static void put_text(struct json *j, const char *key, struct str s)
{
	json_key(j, key);
	if (s.len)
		json_str(j, s);
	else
		json_null(j);
}

static void put_number(struct json *j, const char *key, double v,
		       unsigned scale)
{
	json_key(j, key);
	if (isfinite(v))
		json_decimal(j, llround(v * pow(10, scale)), scale);
	else
		json_null(j);
}

static void put_patient(struct json *j, const struct ecg_patient *p)
{
	json_key(j, "patient");
	json_object(j);
	put_text(j, "id", p->id);
	put_text(j, "family", p->family);
	put_text(j, "given", p->given);
	put_text(j, "sex", str_from(sexes[p->sex]));
	json_put_date(j, "birth_date", p->born);
	put_number(j, "age_years",
		   p->age_years < 0 ? (double)NAN : (double)p->age_years, 0);
	json_object_end(j);
}

static void put_device(struct json *j, const struct ecg_device *d)
{
	json_key(j, "device");
	json_object(j);
	put_text(j, "maker", d->maker);
	put_text(j, "model", d->model);
	put_text(j, "serial", d->serial);
	json_object_end(j);
}

static void put_stated(struct json *j, const struct ecg_stated *s)
{
	json_key(j, "stated");
	json_object(j);
	put_number(j, "hr_bpm", s->hr_bpm, 1);
	put_number(j, "p_ms", s->p_ms, 1);
	put_number(j, "pr_ms", s->pr_ms, 1);
	put_number(j, "qrs_ms", s->qrs_ms, 1);
	put_number(j, "qt_ms", s->qt_ms, 1);
	put_number(j, "qtc_ms", s->qtc_ms, 1);
	put_number(j, "p_axis", s->p_axis, 1);
	put_number(j, "qrs_axis", s->qrs_axis, 1);
	put_number(j, "t_axis", s->t_axis, 1);
	json_key(j, "statements");
	json_array(j);
	for (size_t i = 0; i < s->n_statement; i++)
		json_str(j, s->statements[i]);
	json_array_end(j);
	json_object_end(j);
}

static void put_leads(struct json *j, const struct ecg_record *r, bool derived)
{
	json_key(j, derived ? "derived_leads" : "leads");
	json_array(j);
	for (size_t i = 0; i < r->n_lead; i++)
		if (!derived || r->lead[i].derived)
			json_str(j, str_from(r->lead[i].name));
	json_array_end(j);
}

void ecg_cmd_put_record(struct json *j, const struct ecg_record *r)
{
	json_put_str(j, "format", str_from(formats[r->format]));
	put_text(j, "version", r->version);
	put_number(j, "sampling_hz", r->hz, 6);
	json_put_int(j, "n_samples", (int64_t)r->n_sample);
	put_leads(j, r, false);
	put_leads(j, r, true);
	put_text(j, "taken_at", str_from(r->taken_at));
	put_text(j, "filters", r->filters);
	put_text(j, "paced", str_from(pacings[r->pacing]));
	put_patient(j, &r->patient);
	put_device(j, &r->device);
	put_stated(j, &r->stated);
}

#define FLUSH_BYTES ((size_t)1 << 20)

static enum rc flush(struct json *j, size_t above, FILE *to, struct err *err)
{
	struct str s;
	if (j->out->len <= above)
		return OK;
	enum rc rc = buf_finish(j->out, &s, err);
	if (!rc && fwrite(s.ptr, 1, s.len, to) != s.len)
		rc = err_set(err, E_IO, "could not write the samples: %s",
			     strerror(errno));
	buf_reset(j->out);
	return rc;
}

enum rc ecg_cmd_put_samples(struct json *j, const struct ecg_record *r,
			    FILE *to, struct err *err)
{
	enum rc rc = OK;
	json_key(j, "samples_uv");
	json_object(j);
	for (size_t i = 0; i < r->n_lead && !rc; i++) {
		json_key(j, r->lead[i].name);
		json_array(j);
		for (size_t s = 0; s < r->n_sample && !rc; s++) {
			float v = r->lead[i].uv[s];
			if (isnan(v))
				json_null(j);
			else /* to the nanovolt */
				json_decimal(j, llround((double)v * 1000), 3);
			rc = flush(j, FLUSH_BYTES, to, err);
		}
		json_array_end(j);
	}
	json_object_end(j);
	return rc;
}

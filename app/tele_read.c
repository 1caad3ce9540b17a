#include "app/tele_read.h"

#include "ecg/read.h"
#include "text/text.h"

#include <math.h>

/* Until the measuring library speaks, the reader alone does. */
#define READER "prossima-read/1"

static const char *const format_name[] = {
	[ECG_SCP] = "SCP-ECG",
	[ECG_AECG] = "HL7 aECG",
	[ECG_DICOM] = "DICOM",
	[ECG_EDF] = "EDF",
	[ECG_WFDB] = "WFDB",
	[ECG_MUSE] = "GE MUSE XML",
	[ECG_SIERRA] = "Philips Sierra XML",
	[ECG_FHIR] = "FHIR",
	[ECG_CSV] = "CSV",
};

static void identity(const struct ecg_record *r, struct tele_reading *out)
{
	const struct ecg_patient *p = &r->patient;
	out->id = p->id;
	out->family = p->family;
	out->given = p->given;
	out->sex = p->sex == ECG_MALE ? 'M' : p->sex == ECG_FEMALE ? 'F' : 0;
	/* a reader leaves a date it did not find zeroed */
	out->born =
		p->born.days ? p->born : DATE_NONE; /* or DATE_NONE itself */
	out->age_years = p->age_years;
}

static void add_measure(struct tele_reading *out, const char *name, double x)
{
	if (isnan(x) || fabs(x) > 1e9)
		return;
	out->measure[out->n_measure++] = (struct tele_measure){
		.device = true,
		.name = str_from(name),
		.algorithm = STR("device"),
		.value_milli = (int64_t)llround(x * 1000)};
}

/* What the device itself states, kept beside and never mixed with ours. */
static enum rc stated(const struct ecg_record *r, struct arena *a,
		      struct tele_reading *out, struct err *err)
{
	const struct ecg_stated *s = &r->stated;
	const struct {
		const char *name;
		double value;
	} all[] = {
		{"hr_bpm", s->hr_bpm}, {"p_ms", s->p_ms},
		{"pr_ms", s->pr_ms},   {"qrs_ms", s->qrs_ms},
		{"qt_ms", s->qt_ms},   {"qtc_ms", s->qtc_ms},
		{"p_axis", s->p_axis}, {"qrs_axis", s->qrs_axis},
		{"t_axis", s->t_axis},
	};
	out->measure = arena_array(a, struct tele_measure, countof(all));
	if (!out->measure)
		return arena_fail(a, err);
	for (size_t i = 0; i < countof(all); i++)
		add_measure(out, all[i].name, all[i].value);
	return OK;
}

static enum rc read_ecg(const struct tele_sending *s, struct arena *a,
			struct tele_reading *out, struct err *err)
{
	struct ecg_record *r = arena_alloc(a, sizeof(*r));
	struct ecg_read_options o = {.name = s->file_name, .csv_hz = s->csv_hz};
	if (!r)
		return arena_fail(a, err);
	enum rc rc = ecg_read(s->bytes, &o, a, r, err);
	if (rc)
		return rc;
	out->format = str_from(format_name[r->format]);
	out->format_version = r->version;
	out->taken_at = arena_str(a, str_from(r->taken_at));
	if (out->taken_at.len < 10 ||
	    date_parse(str_sub(out->taken_at, 0, 10), &out->taken_on, NULL))
		out->taken_on = DATE_NONE;
	out->maker = r->device.maker;
	out->model = r->device.model;
	out->serial = r->device.serial;
	identity(r, out);
	return stated(r, a, out, err);
}

enum rc tele_read(const struct tele_sending *s, struct arena *a,
		  struct tele_reading *out, struct err *err)
{
	*out = (struct tele_reading){.born = DATE_NONE,
				     .taken_on = DATE_NONE,
				     .age_years = -1,
				     .verdict = STR("unknown"),
				     .urgency = N_TELE_URGENCY,
				     .algorithm = STR(READER)};
	if (s->bytes.len > TELE_MOST_BYTES)
		return err_msg(err, E_LIMIT, MSG_TEL_FILE_LARGE,
			       "the file has %zu bytes, at most %u are read",
			       s->bytes.len, TELE_MOST_BYTES);
	if (!s->bytes.len)
		return err_msg(err, E_FORMAT, MSG_TEL_FILE_EMPTY,
			       "the file is empty");
	if (s->kind == TELE_ECG)
		return read_ecg(s, a, out, err);
	return err_msg(err, E_FORMAT, MSG_TEL_NO_SPIROMETRY,
		       "files of spirometers are not read yet");
}

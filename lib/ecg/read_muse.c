/* GE MUSE "RestingECG" XML, by restecg.dtd.
 *
 *	RestingECG
 *	  PatientDemographics, TestDemographics
 *	  RestingECGMeasurements, Diagnosis
 *	  Waveform: WaveformType Median, before
 *	  Waveform: WaveformType Rhythm
 *	    SampleBase, SampleExponent    rate = base x 10^exponent
 *	    LeadData for each of I II V1 .. V6
 *	      LeadID, LeadSampleCountTotal, LeadAmplitudeUnitsPerBit,
 *	      LeadAmplitudeUnits, WaveFormData: base64 of int16, little endian
 *
 * The limb leads that are not stored are derived from I and II. Filters stand
 * in hundredths of hertz (high pass) and in hertz. */
#include "ecg/plain_int.h"
#include "base/base64.h"

/* "MM-DD-YYYY" as "YYYYMM-DD-"; empty when it is not that long. */
static struct str year_first(struct str s, char room[10])
{
	if (s.len != 10)
		return STR("");
	memcpy(room, s.ptr + 6, 4);
	memcpy(room + 4, s.ptr, 6);
	return (struct str){room, 10};
}

static enum rc read_person(const struct xml_node *root, struct arena *a,
			   struct ecg_record *r, struct err *err)
{
	const struct xml_node *n = xml_child(root, "PatientDemographics");
	struct ecg_patient *p = &r->patient;
	char ymd[10];
	double age = ecg_number_or_none(xml_text(n, "PatientAge"));
	struct str unit = xml_text(n, "AgeUnits"),
		   born = xml_text(n, "DateofBirth"); /* MM-DD-YYYY */
	p->sex = ecg_sex_of(xml_text(n, "Gender"));
	if (age >= 0 && age < 150 && (!unit.len || str_is(unit, "YEARS")))
		p->age_years = (int)age;
	p->born = ecg_day_of(year_first(born, ymd));
	enum rc rc = ecg_put_text(xml_text(n, "PatientID"), a, &p->id, err);
	if (!rc)
		rc = ecg_put_text(xml_text(n, "PatientLastName"), a, &p->family,
				  err);
	if (!rc)
		rc = ecg_put_text(xml_text(n, "PatientFirstName"), a, &p->given,
				  err);
	return rc;
}

static enum rc read_test(const struct xml_node *root, struct arena *a,
			 struct ecg_record *r, struct err *err)
{
	const struct xml_node *n = xml_child(root, "TestDemographics");
	struct str date = xml_text(n, "AcquisitionDate"); /* MM-DD-YYYY */
	char ymd[10];
	ecg_set_time_of(r, year_first(date, ymd),
			xml_text(n, "AcquisitionTime"));
	r->device.maker = STR("GE");
	enum rc rc = ecg_put_text(xml_text(root, "MuseInfo/MuseVersion"), a,
				  &r->version, err);
	if (!rc)
		rc = ecg_put_text(xml_text(n, "AcquisitionDevice"), a,
				  &r->device.model, err);
	return rc;
}

static void read_measurements(const struct xml_node *root, struct ecg_record *r)
{
	const struct xml_node *n = xml_child(root, "RestingECGMeasurements");
	struct ecg_stated *s = &r->stated;
	const struct {
		const char *name;
		double *to;
	} rows[] = {
		{"VentricularRate", &s->hr_bpm}, {"PRInterval", &s->pr_ms},
		{"QRSDuration", &s->qrs_ms},     {"QTInterval", &s->qt_ms},
		{"QTCorrected", &s->qtc_ms},     {"PAxis", &s->p_axis},
		{"RAxis", &s->qrs_axis},         {"TAxis", &s->t_axis},
	};
	for (size_t i = 0; i < countof(rows); i++)
		*rows[i].to = ecg_number_or_none(xml_text(n, rows[i].name));
}

/* One statement is several pieces; the flag ENDSLINE closes it. */
static enum rc read_diagnosis(const struct xml_node *root, struct arena *a,
			      struct ecg_record *r, struct err *err)
{
	struct str line = {"", 0};
	const struct xml_node *n = xml_at(root, "Diagnosis/DiagnosisStatement");
	for (; n; n = xml_again(n)) {
		struct str piece = xml_text(n, "StmtText");
		if (line.len + piece.len < 1000 && piece.len)
			line = arena_printf(a, STR_FMT "%s" STR_FMT,
					    STR_ARG(line), line.len ? " " : "",
					    STR_ARG(piece));
		if (!line.ptr)
			return arena_fail(a, err);
		const struct xml_node *flag = xml_child(n, "StmtFlag");
		while (flag && !str_is(xml_text(flag, ""), "ENDSLINE"))
			flag = xml_again(flag);
		if (!flag && xml_again(n))
			continue;
		enum rc rc = ecg_add_statement(r, a, line, err);
		if (rc)
			return rc;
		line = STR("");
	}
	return OK;
}

static enum rc read_rate(const struct xml_node *wave, struct ecg_record *r,
			 struct err *err)
{
	double base = ecg_number_or_none(xml_text(wave, "SampleBase"));
	struct str exponent = xml_text(wave, "SampleExponent");
	double power = exponent.len ? ecg_number_or_none(exponent) : 0;
	r->hz = base * pow(10, power);
	return ecg_check_rate(r->hz, err);
}

static enum rc read_filters(const struct xml_node *wave, struct arena *a,
			    struct ecg_record *r, struct err *err)
{
	double high = ecg_number_or_none(xml_text(wave, "HighPassFilter")),
	       low = ecg_number_or_none(xml_text(wave, "LowPassFilter")),
	       mains = ecg_number_or_none(xml_text(wave, "ACFilter"));
	if (!(high >= 0) || !(low > 0))
		return OK;
	r->filters = arena_printf(a, "%g-%g Hz", high / 100, low);
	if (r->filters.ptr && mains > 0)
		r->filters = arena_printf(a, STR_FMT ", notch %g Hz",
					  STR_ARG(r->filters), mains);
	return r->filters.ptr ? OK : arena_fail(a, err);
}

/* Microvolts of one step: the lead's own number and unit. */
static enum rc read_step(const struct xml_node *lead, double *step,
			 struct err *err)
{
	struct str unit = xml_text(lead, "LeadAmplitudeUnits");
	double per_unit = ecg_unit_uv(unit);
	*step = ecg_number_or_none(xml_text(lead, "LeadAmplitudeUnitsPerBit"));
	if (per_unit == 0)
		return ecg_refuse(err, MSG_ECG_UNIT, "unit \"" STR_FMT "\"",
				  STR_ARG(unit));
	*step *= per_unit;
	if (!(*step > 0))
		return ecg_refuse(err, MSG_ECG_SCALE, "a step of %g uV", *step);
	return OK;
}

static enum rc read_lead(const struct xml_node *lead, struct arena *a,
			 struct ecg_record *r, struct err *err)
{
	struct str raw, name = xml_text(lead, "LeadID");
	struct ecg_lead *to = NULL;
	double step,
		n = ecg_number_or_none(xml_text(lead, "LeadSampleCountTotal"));
	enum rc rc = read_step(lead, &step, err);
	if (!rc && base64_decode(xml_text(lead, "WaveFormData"), a, &raw, NULL))
		rc = ecg_refuse(err, MSG_ECG_DAMAGED,
				"lead " STR_FMT ": not base64", STR_ARG(name));
	if (rc)
		return rc;
	if (raw.len % 2 || (!isnan(n) && n != (double)(raw.len / 2)))
		return ecg_refuse(err, MSG_ECG_CUT,
				  "lead " STR_FMT ": %zu bytes for %g samples",
				  STR_ARG(name), raw.len, n);
	if (!r->n_sample)
		r->n_sample = raw.len / 2;
	rc = ecg_check_length(r->n_sample, err);
	if (!rc && raw.len / 2 != r->n_sample)
		rc = ecg_refuse(err, MSG_ECG_LENGTHS,
				"lead " STR_FMT ": %zu samples, not %zu",
				STR_ARG(name), raw.len / 2, r->n_sample);
	if (!rc)
		rc = ecg_add_lead(r, a, name, step, &to, err);
	for (size_t i = 0; !rc && i < r->n_sample; i++) {
		uint32_t v = ecg_number(raw.ptr + 2 * i, 2, false);
		to->uv[i] = (float)((int16_t)v * step);
	}
	return rc;
}

/* The one waveform of type Rhythm. */
static enum rc find_rhythm(const struct xml_node *root,
			   const struct xml_node **wave, struct err *err)
{
	const struct xml_node *n = xml_child(root, "Waveform");
	*wave = NULL;
	for (; n; n = xml_again(n)) {
		if (!str_is(xml_text(n, "WaveformType"), "Rhythm"))
			continue;
		if (*wave)
			return ecg_refuse(err, MSG_ECG_TWO_EXAMS,
					  "two waveforms of type Rhythm");
		*wave = n;
	}
	if (!*wave)
		return ecg_refuse(err, MSG_ECG_NO_SIGNAL,
				  "no waveform of type Rhythm");
	return OK;
}

enum rc ecg_from_muse(const struct xml_node *root, struct arena *a,
		      struct ecg_record *r, struct err *err)
{
	const struct xml_node *wave;
	enum rc rc = find_rhythm(root, &wave, err);
	if (!rc)
		rc = read_rate(wave, r, err);
	if (!rc)
		rc = read_filters(wave, a, r, err);
	const struct xml_node *lead = rc ? NULL : xml_child(wave, "LeadData");
	for (; !rc && lead; lead = xml_again(lead))
		rc = read_lead(lead, a, r, err);
	double said = rc ? (double)NAN
			 : ecg_number_or_none(xml_text(wave, "NumberofLeads"));
	if (!rc && !isnan(said) && said != (double)r->n_lead)
		rc = ecg_refuse(err, MSG_ECG_CUT, "%zu leads of %g", r->n_lead,
				said);
	if (!rc)
		rc = read_person(root, a, r, err);
	if (!rc)
		rc = read_test(root, a, r, err);
	if (!rc)
		rc = read_diagnosis(root, a, r, err);
	if (!rc)
		read_measurements(root, r);
	return rc;
}

/* Philips Sierra XML, versions 1.03, 1.04 and 1.04.01 (PageWriter, HeartStart).
 *
 *	restingecgdata
 *	  documentinfo/documentversion
 *	  dataacquisition: machine, signalcharacteristics
 *	  patient/generalpatientdata
 *	  measurements/globalmeasurements            1.03
 *	  interpretations/interpretation
 *	    globalmeasurements                       1.04
 *	    statement: leftstatement, rightstatement
 *	  waveforms/parsedwaveforms: base64, XLI (xli.c)
 *
 * Of the limb leads, I and II are stored as they are; III, aVR, aVL and aVF as
 * the difference from what I and II give, in steps, and are rebuilt here. The
 * last part of the recording is a calibration pulse. pdur of version 1.04 is
 * not taken: 508 ms in a file with a PR of 144. */
#include "ecg/plain_int.h"
#include "base/base64.h"

/* ------------------------------------------------------------------ signal */

struct shape {
	size_t n_lead;
	double step_uv, seconds;
	struct str labels;
};

/* Half of a sum of steps, towards minus infinity as the device does it. */
static int half(int v)
{
	return v >= 0 ? v / 2 : -((1 - v) / 2);
}

/* `x[k]` are the leads in the order of the standard; k = 2 to 5 are stored as
 * differences. */
static void rebuild(int16_t *const x[ECG_STANDARD], size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int one = x[ECG_I][i], two = x[ECG_II][i];
		int three = two - one - x[ECG_III][i];
		x[ECG_III][i] = (int16_t)three;
		x[ECG_AVR][i] = (int16_t)(-x[ECG_AVR][i] - half(one + two));
		x[ECG_AVL][i] = (int16_t)(half(one - three) - x[ECG_AVL][i]);
		x[ECG_AVF][i] = (int16_t)(half(two + three) - x[ECG_AVF][i]);
	}
}

/* The leads are rebuilt only when all six are there, in any order. */
static void rebuild_limbs(const struct ecg_record *r, int16_t *steps)
{
	int16_t *x[ECG_STANDARD] = {NULL};
	for (size_t k = 0; k < r->n_lead; k++)
		if (r->lead[k].code <= ECG_AVF)
			x[r->lead[k].code] = steps + k * r->n_sample;
	for (size_t k = 0; k <= ECG_AVF; k++)
		if (!x[k])
			return;
	rebuild(x, r->n_sample);
}

static enum rc add_leads(const struct shape *s, struct arena *a,
			 struct ecg_record *r, struct err *err)
{
	struct str rest = s->labels;
	enum rc rc = OK;
	while (!rc && rest.ptr && r->n_lead < s->n_lead) {
		struct ecg_lead *lead;
		struct str name = str_cut(&rest, ' ');
		if (name.len)
			rc = ecg_add_lead(r, a, name, s->step_uv, &lead, err);
	}
	if (!rc && r->n_lead < s->n_lead)
		rc = ecg_refuse(err, MSG_ECG_LEAD_UNKNOWN,
				"%zu names for %zu leads", r->n_lead,
				s->n_lead);
	return rc;
}

static enum rc decode(const struct xml_node *wave, struct arena *a,
		      struct ecg_record *r, struct err *err)
{
	struct str bytes;
	int16_t *steps =
		arena_calloc(a, r->n_sample, r->n_lead * sizeof(int16_t));
	if (!steps)
		return arena_fail(a, err);
	if (base64_decode(wave->text, a, &bytes, NULL))
		return ecg_refuse(err, MSG_ECG_DAMAGED,
				  "the signal is not "
				  "base64");
	enum rc rc =
		ecg_xli_decode(bytes, r->n_lead, r->n_sample, a, steps, err);
	if (rc)
		return rc;
	rebuild_limbs(r, steps);
	for (size_t k = 0; k < r->n_lead; k++)
		for (size_t i = 0; i < r->n_sample; i++)
			r->lead[k].uv[i] = (float)(steps[k * r->n_sample + i] *
						   r->lead[k].step_uv);
	return OK;
}

/* 1.03 says it beside the machine, 1.04 also in the waveform. */
static struct str said(const struct xml_node *wave, const char *attr,
		       const struct xml_node *signal, const char *name)
{
	struct str s = xml_attr(wave, attr);
	return s.len ? s : xml_text(signal, name);
}

static enum rc read_shape(const struct xml_node *root,
			  const struct xml_node *wave, struct shape *s,
			  struct ecg_record *r, struct err *err)
{
	const struct xml_node *signal =
		xml_at(root, "dataacquisition/signalcharacteristics");
	struct str step = said(wave, "resolution", signal, "resolution");
	if (!step.len)
		step = xml_text(signal, "signalresolution");
	double n_lead = ecg_number_or_none(
		said(wave, "numberofleads", signal, "numberchannelsvalid"));
	r->hz = ecg_number_or_none(
		said(wave, "samplespersecond", signal, "samplingrate"));
	s->step_uv = ecg_number_or_none(step);
	s->seconds =
		ecg_number_or_none(xml_attr(wave, "durationperchannel")) / 1000;
	s->labels = xml_attr(wave, "leadlabels");
	if (!s->labels.len) /* 1.03: always these */
		s->labels = STR("I II III aVR aVL aVF V1 V2 V3 V4 V5 V6");
	enum rc rc = ecg_check_rate(r->hz, err);
	if (!rc && !(s->step_uv > 0))
		rc = ecg_refuse(err, MSG_ECG_SCALE, "no resolution");
	if (!rc && !(n_lead >= 1 && n_lead <= ECG_MOST_LEADS))
		rc = ecg_refuse(err, MSG_ECG_TOO_MANY_LEADS, "%g leads",
				n_lead);
	if (!rc && !(s->seconds > 0 && s->seconds * r->hz < 1e9))
		rc = ecg_refuse(err, MSG_ECG_LENGTHS, "%g s a lead",
				s->seconds);
	if (rc)
		return rc;
	s->n_lead = (size_t)n_lead;
	r->n_sample = (size_t)llround(s->seconds * r->hz);
	if (r->n_sample * s->n_lead > wave->text.len * ECG_XLI_MOST)
		return ecg_refuse(err, MSG_ECG_CUT,
				  "%zu bytes for %zu leads of %g s",
				  wave->text.len, s->n_lead, s->seconds);
	return ecg_check_length(r->n_sample, err);
}

static enum rc check_coding(const struct xml_node *root,
			    const struct xml_node *wave, struct arena *a,
			    struct ecg_record *r, struct err *err)
{
	static const char *const known[] = {"1.03", "1.04", "1.04.01"};
	struct str method = xml_attr(wave, "compressmethod");
	size_t i = 0;
	enum rc rc = ecg_text(xml_text(root, "documentinfo/documentversion"), a,
			      &r->version, err);
	if (rc)
		return rc;
	while (i < countof(known) && !str_is(r->version, known[i]))
		i++;
	if (i == countof(known))
		return ecg_refuse(err, MSG_ECG_VERSION,
				  "Sierra version \"" STR_FMT "\"",
				  STR_ARG(r->version));
	if (!wave)
		return ecg_refuse(err, MSG_ECG_NO_SIGNAL, "no parsedwaveforms");
	if (xml_again(wave))
		return ecg_refuse(err, MSG_ECG_TWO_EXAMS,
				  "two parsedwaveforms");
	if (!method.len)
		method = xml_attr(wave, "compression");
	if (!str_is(method, "XLI") ||
	    !str_is(xml_attr(wave, "dataencoding"), "Base64"))
		return ecg_refuse(err, MSG_ECG_COMPRESSION,
				  "compression \"" STR_FMT "\"",
				  STR_ARG(method));
	return OK;
}

/* ------------------------------------------------------------------ around */

static enum rc read_person(const struct xml_node *root, struct arena *a,
			   struct ecg_record *r, struct err *err)
{
	const struct xml_node *n = xml_at(root, "patient/generalpatientdata");
	struct ecg_patient *p = &r->patient;
	double age = ecg_number_or_none(xml_text(n, "age/years"));
	struct str pace = xml_text(n, "pacestatus");
	p->sex = ecg_sex_of(xml_text(n, "sex"));
	p->born = ecg_day_of(xml_text(n, "age/dateofbirth"));
	if (age >= 0 && age < 150)
		p->age_years = (int)age;
	r->pacing = str_is(pace, "Paced")       ? ECG_PACED
		    : str_is(pace, "Not Paced") ? ECG_NOT_PACED
						: ECG_PACING_UNKNOWN;
	enum rc rc = ecg_put_text(xml_text(n, "patientid"), a, &p->id, err);
	if (!rc)
		rc = ecg_put_text(xml_text(n, "name/lastname"), a, &p->family,
				  err);
	if (!rc)
		rc = ecg_put_text(xml_text(n, "name/firstname"), a, &p->given,
				  err);
	return rc;
}

/* What was done to the samples; reportbandwidth is what the device draws. */
static enum rc read_filters(const struct xml_node *signal, struct arena *a,
			    struct ecg_record *r, struct err *err)
{
	struct str band = xml_text(signal, "signalbandwidth"), /* 1.03 */
		high = xml_text(signal, "hipass"),
		   low = xml_text(signal, "lowpass");
	struct str text =
		band.len ? arena_printf(a, STR_FMT " Hz", STR_ARG(band))
			 : arena_printf(a, STR_FMT "-" STR_FMT " Hz",
					STR_ARG(high), STR_ARG(low));
	if (!band.len && !low.len)
		return OK;
	return text.ptr ? ecg_text(text, a, &r->filters, err)
			: arena_fail(a, err);
}

static enum rc read_machine(const struct xml_node *root, struct arena *a,
			    struct ecg_record *r, struct err *err)
{
	const struct xml_node *n = xml_child(root, "dataacquisition"),
			      *machine = xml_child(n, "machine");
	ecg_set_time_of(r, xml_attr(n, "date"), xml_attr(n, "time"));
	r->device.maker = STR("Philips");
	enum rc rc =
		ecg_put_text(xml_text(machine, ""), a, &r->device.model, err);
	if (!rc)
		rc = ecg_put_text(xml_attr(machine, "machineid"), a,
				  &r->device.serial, err);
	return rc ? rc
		  : read_filters(xml_child(n, "signalcharacteristics"), a, r,
				 err);
}

/* The first of the names that holds a number ("Failed", "Indeterminate" do
 * not), here or there. */
static double measured(const struct xml_node *here,
		       const struct xml_node *there, const char *const name[3])
{
	double v = NAN;
	for (size_t i = 0; isnan(v) && i < 3 && name[i]; i++) {
		v = ecg_number_or_none(xml_text(here, name[i]));
		if (isnan(v))
			v = ecg_number_or_none(xml_text(there, name[i]));
	}
	return v;
}

static void read_measurements(const struct xml_node *root,
			      const struct xml_node *reading,
			      struct ecg_record *r)
{
	struct ecg_stated *s = &r->stated;
	const struct {
		const char *name[3];
		double *to;
	} rows[] = {
		{{"heartrate", "meanventrate"}, &s->hr_bpm},
		{{"print", "meanprint"}, &s->pr_ms},
		{{"qrsdur", "meanqrsdur"}, &s->qrs_ms},
		{{"qtint", "meanqtint"}, &s->qt_ms},
		{{"qtcb", "meanqtc", "qtcf"}, &s->qtc_ms},
		{{"pfrontaxis"}, &s->p_axis},
		{{"qrsfrontaxis"}, &s->qrs_axis},
		{{"tfrontaxis"}, &s->t_axis},
	};
	const struct xml_node *here = xml_child(reading, "globalmeasurements"),
			      *there = xml_at(root, "measurements/"
						    "globalmeasurements");
	for (size_t i = 0; i < countof(rows); i++)
		*rows[i].to = measured(here, there, rows[i].name);
}

static enum rc read_statements(const struct xml_node *reading, struct arena *a,
			       struct ecg_record *r, struct err *err)
{
	const struct xml_node *n = xml_child(reading, "statement");
	enum rc rc =
		ecg_add_statement(r, a, xml_text(reading, "severity"), err);
	for (; !rc && n; n = xml_again(n)) {
		struct str left = xml_text(n, "leftstatement"),
			   right = xml_text(n, "rightstatement");
		struct str line =
			arena_printf(a, STR_FMT "%s" STR_FMT, STR_ARG(left),
				     right.len ? ": " : "", STR_ARG(right));
		rc = line.ptr ? ecg_add_statement(r, a, line, err)
			      : arena_fail(a, err);
	}
	return rc;
}

enum rc ecg_from_sierra(const struct xml_node *root, struct arena *a,
			struct ecg_record *r, struct err *err)
{
	const struct xml_node *wave = xml_at(root, "waveforms/parsedwaveforms"),
			      *reading = xml_at(root, "interpretations/"
						      "interpretation");
	struct shape s;
	enum rc rc = check_coding(root, wave, a, r, err);
	if (!rc)
		rc = read_shape(root, wave, &s, r, err);
	if (!rc)
		rc = add_leads(&s, a, r, err);
	if (!rc)
		rc = decode(wave, a, r, err);
	if (!rc)
		rc = read_person(root, a, r, err);
	if (!rc)
		rc = read_machine(root, a, r, err);
	if (!rc)
		rc = read_statements(reading, a, r, err);
	if (rc)
		return rc;
	read_measurements(root, reading, r);
	ecg_find_pulse(r);
	return OK;
}

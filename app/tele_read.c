#include "app/tele_read.h"
#include "app/tele_serial.h"

#include "app/tele_spiro.h"
#include "ecg/analysis.h"
#include "ecg/read.h"
#include "spiro/read.h"
#include "text/text.h"

#include <math.h>

/* The version of what measures: a new one when its results change. */
#define MEASURER "prossima-ecg/1"
#define READER   "prossima-read/1" /* nothing was measured */

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

static const enum tele_urgency urgency_of[] = {[ECG_GREEN] = TELE_GREEN,
					       [ECG_AMBER] = TELE_AMBER,
					       [ECG_RED] = TELE_RED};

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

/* What is not known is left out. */
static void add_measure(struct tele_reading *out, bool device, const char *name,
			struct str lead, double x)
{
	if (isnan(x) || fabs(x) > 1e9 || out->n_measure == TELE_MEASURES_MOST)
		return;
	out->measure[out->n_measure++] = (struct tele_measure){
		.device = device,
		.name = str_from(name),
		.lead = lead,
		.algorithm = device ? STR("device") : STR(MEASURER),
		.value_milli = (int64_t)llround(x * 1000)};
}

/* What the device itself states, kept beside and never mixed with ours. */
static void stated(const struct ecg_record *r, struct tele_reading *out)
{
	const struct ecg_stated *s = &r->stated;
	const struct str none = STR("");
	add_measure(out, true, "hr_bpm", none, s->hr_bpm);
	add_measure(out, true, "p_ms", none, s->p_ms);
	add_measure(out, true, "pr_ms", none, s->pr_ms);
	add_measure(out, true, "qrs_ms", none, s->qrs_ms);
	add_measure(out, true, "qt_ms", none, s->qt_ms);
	add_measure(out, true, "qtc_ms", none, s->qtc_ms);
	add_measure(out, true, "p_axis", none, s->p_axis);
	add_measure(out, true, "qrs_axis", none, s->qrs_axis);
	add_measure(out, true, "t_axis", none, s->t_axis);
}

static void add_finding(struct tele_reading *out, const char *kind,
			const char *severity, int lead, const char *code,
			double value, struct arena *a)
{
	if (out->n_finding == TELE_FINDINGS_MOST)
		return;
	out->finding[out->n_finding++] = (struct tele_finding){
		.kind = str_from(kind),
		.severity = str_from(severity),
		.lead = lead >= 0 && lead < ECG_STANDARD
				? str_from(ecg_lead_name(
					  (enum ecg_lead_code)lead))
				: STR(""),
		.code = str_from(code),
		.value = isnan(value) ? STR("")
				      : arena_printf(a, "%.3g", value)};
}

/* Can it be reported, or must it be repeated? */
static void judged(const struct ecg_analysis *x, struct arena *a,
		   struct tele_reading *out)
{
	static const char *const verdict[] = {[ECG_FINE] = "ok",
					      [ECG_WARN] = "warn",
					      [ECG_REJECT] = "reject"};
	const struct ecg_quality *q = &x->quality;
	out->verdict = str_from(verdict[q->verdict]);
	for (size_t i = 0; i < q->n_finding; i++)
		add_finding(out, "quality", verdict[q->finding[i].verdict],
			    q->finding[i].lead,
			    ecg_cause_name(q->finding[i].cause),
			    q->finding[i].value, a);
	add_finding(out, "rhythm", "ok", ECG_ALL_LEADS,
		    ecg_rhythm_name(x->rhythm.kind), NAN, a);
	if (x->rhythm.lbbb)
		add_finding(out, "rhythm", "ok", ECG_ALL_LEADS, "lbbb", NAN, a);
}

/* What is not called new, and on whose word: it is said. */
static void add_known(const struct ecg_analysis *x,
		      const struct tele_known_signs *k, struct arena *a,
		      struct tele_reading *out)
{
	const struct {
		bool here, is_signed, machine;
		const char *by_report, *by_program;
	} rows[] = {
		{x->rhythm.kind == ECG_R_AF, k->af_signed, k->af_machine,
		 "af_known", "af_known_machine"},
		{x->rhythm.lbbb, k->lbbb_signed, k->lbbb_machine, "lbbb_known",
		 "lbbb_known_machine"},
	};
	for (size_t i = 0; i < countof(rows); i++)
		if (rows[i].here && (rows[i].is_signed || rows[i].machine))
			add_finding(out, "rhythm", "ok", ECG_ALL_LEADS,
				    rows[i].is_signed ? rows[i].by_report
						      : rows[i].by_program,
				    NAN, a);
}

static enum rc limits_of(struct date today, struct arena *a,
			 struct ecg_limits *out, struct err *err)
{
	struct str csv;
	enum rc rc = knowledge_file(NULL, "ecg/urgency.csv", a, &csv, err);
	return rc ? rc : ecg_limits_parse(csv, today, out, err);
}

enum rc tele_pain_limit(struct date today, struct arena *a,
			struct tele_pain *out, struct err *err)
{
	struct ecg_limits l;
	enum rc rc = limits_of(today, a, &l, err);
	if (rc)
		return rc;
	*out = (struct tele_pain){urgency_of[l.urgency[ECG_F_CHEST_PAIN]],
				  l.limit[ECG_F_CHEST_PAIN]};
	return OK;
}

/* How soon somebody must look: by limits that are dated data. */
static enum rc flagged(const struct tele_sending *s,
		       const struct tele_identity *who,
		       const struct tele_known_signs *known, struct date today,
		       const struct ecg_record *r, const struct ecg_analysis *x,
		       struct arena *a, struct tele_reading *out,
		       struct err *err)
{
	struct ecg_request ask = {
		.sex = who->sex == 'M'   ? ECG_MALE
		       : who->sex == 'F' ? ECG_FEMALE
					 : ECG_SEX_UNKNOWN,
		.age_years = date_age(who->born, today),
		/* chest pain itself counts by its days: tele_send.c */
		.symptoms = s->chest_pain || s->syncope || s->symptoms.len,
		.known_af = known->af_signed || known->af_machine,
		.known_lbbb = known->lbbb_signed || known->lbbb_machine};
	struct ecg_limits limits;
	struct ecg_flags flags;
	enum rc rc = limits_of(today, a, &limits, err);
	if (rc)
		return rc;
	ecg_flag_urgency(r, x, &ask, &limits, &flags);
	for (size_t i = 0; i < flags.n; i++)
		add_finding(
			out, "flag",
			tele_urgency_name[urgency_of[flags.flag[i].urgency]],
			flags.flag[i].lead, ecg_flag_name(flags.flag[i].code),
			flags.flag[i].value, a);
	add_known(x, known, a, out);
	if (flags.n)
		out->urgency = urgency_of[flags.urgency];
	return OK;
}

static void measured(const struct ecg_record *r, const struct ecg_analysis *x,
		     struct tele_reading *out)
{
	const struct str none = STR("");
	const struct ecg_measures *m = &x->measures;
	out->algorithm = STR(MEASURER);
	add_measure(out, false, "hr_bpm", none, m->hr_bpm);
	add_measure(out, false, "p_ms", none, m->p_ms);
	add_measure(out, false, "pr_ms", none, m->pr_ms);
	add_measure(out, false, "qrs_ms", none, m->qrs_ms);
	add_measure(out, false, "qt_ms", none, m->qt_ms);
	add_measure(out, false, "qtc_bazett_ms", none, m->qtc.bazett);
	add_measure(out, false, "qtc_fridericia_ms", none, m->qtc.fridericia);
	add_measure(out, false, "p_axis", none, m->p_axis);
	add_measure(out, false, "qrs_axis", none, m->qrs_axis);
	add_measure(out, false, "t_axis", none, m->t_axis);
	for (size_t i = 0; i < r->n_lead; i++)
		if (r->lead[i].code < ECG_STANDARD)
			add_measure(out, false, "st_mm",
				    str_from(ecg_lead_name(r->lead[i].code)),
				    m->st_mm[i]);
}

static enum rc read_ecg(const struct tele_sending *s,
			const struct tele_identity *who,
			const struct tele_known_signs *known, struct date today,
			struct arena *a, struct tele_reading *out,
			struct err *err)
{
	struct ecg_analysis *x = arena_alloc(a, sizeof(*x));
	struct ecg_record *r = arena_alloc(a, sizeof(*r));
	struct ecg_read_options o = {.name = s->file_name, .csv_hz = s->csv_hz};
	if (!r || !x)
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
	stated(r, out);
	rc = ecg_analyse(r, a, x, err);
	if (rc)
		return rc;
	measured(r, x, out);
	judged(x, a, out);
	return flagged(s, who, known, today, r, x, a, out, err);
}

/* What is no ECG may be a spirometry, and the other way round: then that is
 * said, and not what the file lacks. */
static enum rc other_kind(const struct tele_sending *s, struct arena *a,
			  enum rc rc, struct err *err)
{
	struct arena_mark mark = arena_mark(a);
	struct spiro_record blows;
	struct ecg_record *r = arena_alloc(a, sizeof(*r));
	struct ecg_read_options o = {.name = s->file_name, .csv_hz = s->csv_hz};
	bool ecg = s->kind == TELE_ECG;
	bool other = ecg ? !spiro_read(s->bytes, s->file_name, a, &blows, NULL)
			 : r && !ecg_read(s->bytes, &o, a, r, NULL);
	arena_rewind(a, mark);
	if (!other)
		return rc;
	return err_msg(err, E_FORMAT,
		       ecg ? MSG_TEL_FILE_IS_SPIROMETRY : MSG_TEL_FILE_IS_ECG,
		       "the file is %s", ecg ? "a spirometry" : "an ECG");
}

enum rc tele_read(const struct tele_sending *s,
		  const struct tele_spiro_how *how,
		  const struct tele_identity *who,
		  const struct tele_known_signs *known, struct date today,
		  struct arena *a, struct tele_reading *out, struct err *err)
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
	out->measure = arena_array(a, struct tele_measure, TELE_MEASURES_MOST);
	out->finding = arena_array(a, struct tele_finding, TELE_FINDINGS_MOST);
	if (!out->measure || !out->finding)
		return arena_fail(a, err);
	enum rc rc = s->kind == TELE_ECG
			     ? read_ecg(s, who, known, today, a, out, err)
			     : tele_spiro_read(s, how, who, today, a, out, err);
	return rc == E_FORMAT ? other_kind(s, a, rc, err) : rc;
}

/* DICOM and EDF against writers of their own, and the files of devices that
 * are shared among projects, when they are here. */
#include "test/ecg_dicom_writer.h"
#include "test/ecg_edf_writer.h"
#include "base/file.h"
#include "text/text.h"

#include <setjmp.h>
#include <cmocka.h>

static struct arena arena;
static struct buf file;

static int set_up(void **state)
{
	(void)state;
	arena_init(&arena, 64 << 20);
	buf_init(&file, 8 << 20);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_release(&arena);
	buf_release(&file);
	return 0;
}

static struct ecg_record must_read(const char *name)
{
	struct ecg_record r;
	struct err err = {0};
	if (ecg_kit_read(buf_view(&file), NULL, &arena, &r, &err))
		fail_msg("%s: %s", name, err.text);
	return r;
}

static void must_refuse(const char *name, struct str bytes, enum msg msg)
{
	struct ecg_record r;
	struct err err = {0};
	enum rc rc = ecg_kit_read(bytes, NULL, &arena, &r, &err);
	if (!rc || err.msg != (int)msg)
		fail_msg("%s: rc %d, message %d: %s", name, rc, err.msg,
			 err.text);
}

/* Lead k, sample i is a x + b microvolts of what was written. */
static void compare(const char *name, const struct ecg_record *r, size_t n_lead,
		    double a, double b)
{
	for (size_t k = 0; k < n_lead; k++)
		for (size_t i = 0; i < r->n_sample; i++) {
			double want = a * ecg_kit_sample(k, i) + b;
			if (fabs((double)r->lead[k].uv[i] - want) > 1e-2)
				fail_msg("%s: lead %s, sample %zu: %g instead "
					 "of %g",
					 name, r->lead[k].name, i,
					 (double)r->lead[k].uv[i], want);
		}
}

/* -------------------------------------------------------------------- DICOM */

static const struct dicom_writing dicom = {.n_lead = 8,
					   .n_sample = 1000,
					   .sample = ecg_kit_sample,
					   .sensitivity = "2.5",
					   .correction = "1",
					   .baseline = "0",
					   .with_median = true};

static void reads_dicom_in_every_form(void **state)
{
	(void)state;
	for (unsigned way = 0; way < 16; way++) {
		struct dicom_writing w = dicom;
		char name[40];
		w.is_implicit = way & 1;
		w.is_open = way & 2;
		w.with_median = way & 4;
		w.without_label = way & 8;
		snprintf(name, sizeof(name), "form %u", way);
		buf_reset(&file);
		dicom_write(&w, &file);
		struct ecg_record r = must_read(name);
		compare(name, &r, 8, 2.5, 0);
		assert_int_equal(r.n_lead, 12);
		assert_int_equal(r.n_sample, 1000);
		assert_string_equal(r.lead[7].name, "V6");
		assert_true(str_is(r.patient.given, "Anna"));
		assert_true(str_is(r.device.serial, "SN-7"));
		assert_int_equal(r.patient.age_years, 74);
		assert_string_equal(r.taken_at, "2026-03-02T10:14:05");
		assert_true(str_is(r.filters, "0.05-150 Hz"));
		assert_float_equal(r.stated.pr_ms, 148, 1e-9);
		assert_float_equal(r.stated.qt_ms, 420, 1e-9);
		assert_int_equal(r.stated.n_statement, 1);
	}
}

static void scales_dicom(void **state)
{
	struct dicom_writing w = dicom;
	(void)state;
	w.sensitivity = "0.005";
	w.unit = "mV";
	w.correction = "1.1";
	w.baseline = "0.02";
	w.hz = "1000";
	buf_reset(&file);
	dicom_write(&w, &file);
	struct ecg_record r = must_read("mV, correction, baseline");
	compare("mV, correction, baseline", &r, 8, 5.5, 20);
	assert_float_equal(r.hz, 1000, 1e-9);
}

static int with_holes(size_t k, size_t i)
{
	return i < 10 ? -9999 : ecg_kit_sample(k, i);
}

static void padding_is_missing(void **state)
{
	struct dicom_writing w = dicom;
	(void)state;
	w.sample = with_holes;
	w.padding = -9999;
	buf_reset(&file);
	dicom_write(&w, &file);
	struct ecg_record r = must_read("padding");
	assert_true(isnan(r.lead[0].uv[9]));
	assert_float_equal(r.lead[0].uv[10],
			   2.5F * (float)ecg_kit_sample(0, 10), 1e-3F);
}

static void refuses_dicom_in_words(void **state)
{
	static const struct {
		const char *name;
		struct dicom_writing change;
		enum msg msg;
	} rows[] = {
		{"rate of 5 Hz", {.hz = "5"}, MSG_ECG_RATE},
		{"rate of words", {.hz = "fast"}, MSG_ECG_RATE},
		{"no sensitivity", {.sensitivity = "0"}, MSG_ECG_SCALE},
		{"one lead of another scale",
		 {.sensitivity_of_2 = "7.5"},
		 MSG_ECG_SCALE},
		{"unit", {.unit = "mm[Hg]"}, MSG_ECG_UNIT},
		{"a lead of two names",
		 {.meaning_of_1 = "Lead V3"},
		 MSG_ECG_LEAD_UNKNOWN},
		{"two rhythms", {.two_rhythms = true}, MSG_ECG_TWO_EXAMS},
		{"an image",
		 {.class_uid = "1.2.840.10008.5.1.4.1.1.2"},
		 MSG_ECG_NO_SIGNAL},
		{"deflated",
		 {.syntax = "1.2.840.10008.1.2.1.99"},
		 MSG_ECG_COMPRESSION},
		{"mu-law", {.kind = "MB", .bits = 8}, MSG_ECG_COMPRESSION},
		{"eight bits said", {.kind = "SB", .bits = 8}, MSG_ECG_LENGTHS},
	};
	(void)state;
	for (size_t i = 0; i < countof(rows); i++) {
		struct dicom_writing w = rows[i].change;
		w.n_lead = dicom.n_lead;
		w.n_sample = dicom.n_sample;
		w.sample = dicom.sample;
		if (!w.sensitivity)
			w.sensitivity = dicom.sensitivity;
		buf_reset(&file);
		dicom_write(&w, &file);
		must_refuse(rows[i].name, buf_view(&file), rows[i].msg);
	}
	buf_reset(&file);
	dicom_write(&dicom, &file);
	must_refuse("cut", str_sub(buf_view(&file), 0, file.len - 1),
		    MSG_ECG_CUT);
}

static void stored_limb_leads_must_agree(void **state)
{
	struct dicom_writing w = dicom;
	(void)state;
	w.n_lead = 12;
	buf_reset(&file);
	dicom_write(&w, &file);
	must_refuse("limb leads", buf_view(&file), MSG_ECG_LIMBS);
}

/* Sequences in sequences, their ends left open: a bounded depth. */
static void refuses_deep_sequences(void **state)
{
	(void)state;
	buf_reset(&file);
	dicom_write(&dicom, &file);
	const struct dicom_out o = {&file, false, true};
	for (int i = 0; i < 100000; i++) {
		dcm_begin(&o, 0x54000101);
		dcm_begin(&o, 0xfffee000);
	}
	must_refuse("depth", buf_view(&file), MSG_ECG_CUT);
}

/* ---------------------------------------------------------------------- EDF */

static const struct edf_writing edf = {.kind = "EDF+C",
				       .n_lead = 8,
				       .n_record = 4,
				       .per_record = 500,
				       .sample = ecg_kit_sample};

static void reads_edf(void **state)
{
	static const struct {
		const char *name, *kind, *unit;
		double minimum, maximum, a, b;
	} rows[] = {
		{"EDF", "", NULL, 0, 0, 1, 0},
		{"EDF+", "EDF+C", NULL, 0, 0, 1, 0},
		{"millivolts", "EDF+C", "mV", -65.536, 65.534, 2, 0},
		{"the other way round", "", "uV", 32768, -32767, -1, 0},
		{"from zero", "", "uV", 0, 65535, 1, 32768},
	};
	char born[11];
	(void)state;
	for (size_t i = 0; i < countof(rows); i++) {
		struct edf_writing w = edf;
		w.kind = rows[i].kind;
		w.unit = rows[i].unit;
		w.minimum = rows[i].minimum;
		w.maximum = rows[i].maximum;
		buf_reset(&file);
		edf_write(&w, &file);
		struct ecg_record r = must_read(rows[i].name);
		compare(rows[i].name, &r, 8, rows[i].a, rows[i].b);
		assert_int_equal(r.n_sample, 2000);
		assert_float_equal(r.hz, 500, 1e-9);
		assert_string_equal(r.taken_at, "2026-03-02T10:14:05");
		if (!*rows[i].kind)
			continue;
		assert_true(str_is(r.patient.id, "RSSNNA51E42F205X"));
		assert_true(str_is(r.patient.family, "Rossi Anna"));
		assert_true(str_is(r.device.model, "Prova 2"));
		assert_true(
			str_is(date_text(r.patient.born, born), "1951-05-02"));
	}
}

static void chooses_the_leads(void **state)
{
	static const char *const labels[] = {"EEG C3", "EKG II", "EMG Chin"};
	struct edf_writing w = edf;
	(void)state;
	w.n_lead = countof(labels);
	w.label = labels;
	buf_reset(&file);
	edf_write(&w, &file);
	struct ecg_record r = must_read("a night in the laboratory");
	assert_int_equal(r.n_lead, 1);
	assert_string_equal(r.lead[0].name, "II");
	assert_float_equal(r.lead[0].uv[3], (float)ecg_kit_sample(1, 3), 1e-3F);
}

static void refuses_edf_in_words(void **state)
{
	static const char *const respiration[] = {"Resp"};
	static const struct {
		const char *name;
		struct edf_writing change;
		enum msg msg;
	} rows[] = {
		{"EDF+D", {.kind = "EDF+D"}, MSG_ECG_INTERRUPTED},
		{"a gap that is not told",
		 {.kind = "EDF+C", .gap = 2},
		 MSG_ECG_INTERRUPTED},
		{"only notes",
		 {.kind = "EDF+C", .only_notes = true},
		 MSG_ECG_NO_SIGNAL},
		{"only respiration",
		 {.n_lead = 1, .label = respiration},
		 MSG_ECG_NO_SIGNAL},
		{"unit", {.unit = "mmHg"}, MSG_ECG_UNIT},
		{"two rates", {.per_record_of_1 = 250}, MSG_ECG_RATES_DIFFER},
		{"rate", {.seconds = 50}, MSG_ECG_RATE},
		{"scale", {.minimum = 5, .maximum = 5.0000001}, MSG_ECG_SCALE},
	};
	(void)state;
	for (size_t i = 0; i < countof(rows); i++) {
		struct edf_writing w = rows[i].change;
		w.n_lead = w.n_lead ? w.n_lead : edf.n_lead;
		w.n_record = edf.n_record;
		w.per_record = edf.per_record;
		w.sample = edf.sample;
		buf_reset(&file);
		edf_write(&w, &file);
		must_refuse(rows[i].name, buf_view(&file), rows[i].msg);
	}
	buf_reset(&file);
	edf_write(&edf, &file);
	must_refuse("cut", str_sub(buf_view(&file), 0, file.len - 1),
		    MSG_ECG_CUT);
	struct str one = arena_str(&arena, buf_view(&file));
	buf_str(&file, one);
	must_refuse("two exams", buf_view(&file), MSG_ECG_TWO_EXAMS);
}

/* --------------------------------------------------------- files of devices */

struct expected {
	struct str lead;
	double hz, n, minimum, maximum, mean, first[5], middle, last;
};

/* A cell of a CSV without quotes. */
static double cell(struct str *row)
{
	double v = NAN;
	(void)!str_to_double(str_cut(row, ','), &v);
	return v;
}

/* The next row of a file in expected_samples.csv. */
static bool next_expected(struct str *csv, const char *name, struct expected *e)
{
	while (csv->ptr) {
		struct str row = str_cut(csv, '\n');
		if (!str_is(str_cut(&row, ','), name))
			continue;
		str_cut(&row, ','); /* which reader */
		e->lead = str_cut(&row, ',');
		e->hz = cell(&row);
		e->n = cell(&row);
		e->minimum = cell(&row);
		e->maximum = cell(&row);
		e->mean = cell(&row);
		for (size_t k = 0; k < 5; k++)
			e->first[k] = cell(&row);
		e->middle = cell(&row);
		e->last = cell(&row);
		return true;
	}
	return false;
}

static struct expected seen(const struct ecg_record *r,
			    const struct ecg_lead *l)
{
	struct expected e = {.hz = r->hz,
			     .n = (double)r->n_sample,
			     .minimum = INFINITY,
			     .maximum = -INFINITY,
			     .middle = (double)l->uv[r->n_sample / 2],
			     .last = (double)l->uv[r->n_sample - 1]};
	for (size_t i = 0; i < r->n_sample; i++) {
		e.minimum = fmin(e.minimum, (double)l->uv[i]);
		e.maximum = fmax(e.maximum, (double)l->uv[i]);
		e.mean += (double)l->uv[i] / e.n;
	}
	for (size_t k = 0; k < 5; k++)
		e.first[k] = (double)l->uv[k];
	return e;
}

static double off(double a, double b)
{
	return fabs(a - b);
}

static double worst_sample(const struct expected *a, const struct expected *b)
{
	double worst = fmax(off(a->middle, b->middle), off(a->last, b->last));
	for (size_t k = 0; k < 5; k++)
		worst = fmax(worst, off(a->first[k], b->first[k]));
	return worst;
}

static const char *shared_devices(void)
{
	const char *shared = getenv("SHARED");
	const char *dir = file_join(&arena, shared ? shared : "../shared",
				    "telemedicine/ecg/devices");
	return dir && file_is_dir(dir) ? dir : NULL;
}

static struct ecg_record read_device(const char *dir, const char *name)
{
	struct str bytes;
	struct err err = {0};
	buf_reset(&file);
	if (file_read(file_join(&arena, dir, name), &arena, 8 << 20, &bytes,
		      &err))
		fail_msg("%s", err.text);
	buf_str(&file, bytes);
	return must_read(name);
}

/* Microvolts by which samples, extremes and means may be off: half of one, as
 * the table is rounded; more for the SCP-ECG of the first version, whose
 * reader smooths what the reference beat left (its steps are 20 uV). */
static const struct {
	const char *name;
	double sample, extreme, mean;
} devices[] = {
	{"hl7example.scp", 0.51, 0.51, 0.01},
	{"hl7example.dcm", 0.51, 0.51, 0.01},
	{"HR06003.edf", 0.51, 0.51, 0.01},
	{"wfdb_test.scp", 20, 41, 1.1},
};

static void equals_independent_readers(void **state)
{
	const char *dir = shared_devices();
	struct str csv;
	(void)state;
	if (!dir) {
		print_message("SKIP: no files of devices (SHARED)\n");
		skip();
	}
	assert_int_equal(
		file_read(file_join(&arena, dir, "expected_samples.csv"),
			  &arena, 1 << 20, &csv, NULL),
		OK);
	for (size_t i = 0; i < countof(devices); i++) {
		struct ecg_record r = read_device(dir, devices[i].name);
		struct expected want;
		size_t n = 0;
		for (struct str rest = csv;
		     next_expected(&rest, devices[i].name, &want); n++) {
			const struct ecg_lead *l =
				ecg_lead(&r, ecg_lead_of(want.lead));
			assert_non_null(l);
			struct expected is = seen(&r, l);
			if (worst_sample(&is, &want) > devices[i].sample ||
			    off(is.minimum, want.minimum) >
				    devices[i].extreme ||
			    off(is.maximum, want.maximum) >
				    devices[i].extreme ||
			    off(is.mean, want.mean) > devices[i].mean ||
			    off(is.n, want.n) > 0 || off(is.hz, want.hz) > 1e-6)
				fail_msg("%s, %s: %g .. %g, mean %g",
					 devices[i].name, l->name, is.minimum,
					 is.maximum, is.mean);
		}
		assert_int_equal(n, 12);
	}
}

static double jump(const struct ecg_lead *l, size_t at)
{
	return fabs((double)l->uv[at] - (double)l->uv[at - 1]);
}

/* Where the reference beat of that file begins and ends in four beats, the
 * signal is as even as elsewhere: it was added with its own multiplier (5 uV,
 * what is left has 20) and in its place. */
static void adds_the_reference_beat(void **state)
{
	static const size_t edges[] = {108,  457,  972,  1321,
				       2294, 2643, 3706, 4055};
	const char *dir = shared_devices();
	double sum = 0;
	(void)state;
	if (!dir)
		skip();
	struct ecg_record r = read_device(dir, "wfdb_test.scp");
	for (size_t k = 0; k < 8; k++)
		for (size_t i = 0; i < countof(edges); i++)
			sum += jump(&r.lead[k], edges[i]);
	assert_true(sum / (8 * countof(edges)) < 20);
	assert_float_equal(r.stated.hr_bpm, 69, 0.5);
	assert_float_equal(r.stated.qrs_ms, 104, 0.5);
	assert_float_equal(r.stated.qrs_axis, -41, 0.5);
	assert_int_equal(r.stated.n_statement, 6);
}

static void refuses_heal_force(void **state)
{
	const char *dir = shared_devices();
	struct str bytes;
	(void)state;
	if (!dir)
		skip();
	assert_int_equal(file_read(file_join(&arena, dir, "healforce_62.SCP"),
				   &arena, 1 << 20, &bytes, NULL),
			 OK);
	must_refuse("Heal Force", bytes, MSG_ECG_NOT_CONFORMANT);
}

#define EACH(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		EACH(reads_dicom_in_every_form),
		EACH(scales_dicom),
		EACH(padding_is_missing),
		EACH(refuses_dicom_in_words),
		EACH(stored_limb_leads_must_agree),
		EACH(refuses_deep_sequences),
		EACH(reads_edf),
		EACH(chooses_the_leads),
		EACH(refuses_edf_in_words),
		EACH(equals_independent_readers),
		EACH(adds_the_reference_beat),
		EACH(refuses_heal_force),
	};
	return cmocka_run_group_tests_name("ecg read", tests, NULL, NULL);
}

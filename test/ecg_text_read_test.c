/* XML, FHIR and CSV: the files of devices against independent readers, our own
 * files sample by sample, what is refused and with which words, damaged copies.
 *   SHARED            folder of the files of devices (else a visible skip)
 *   ECG_MUTATIONS     damaged copies of each format (300) */
#include "base/file.h"
#include "csv/csv.h"
#include "test/ecg_mutate.h"
#include "test/ecg_text_kit.h"
#include "text/text.h"

#include <setjmp.h>
#include <cmocka.h>

static struct arena arena;

static int set_up(void **state)
{
	(void)state;
	arena_init(&arena, 256u << 20);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

/* ---------------------------------------------------------------- own files */

static const struct format {
	const char *name;
	void (*write)(struct buf *);
	enum ecg_format is;
} formats[] = {
	{"muse", kit_muse, ECG_MUSE},       {"aecg", kit_aecg, ECG_AECG},
	{"sierra", kit_sierra, ECG_SIERRA}, {"fhir", kit_fhir, ECG_FHIR},
	{"csv", kit_csv, ECG_CSV},
};

/* The file of a format, in the arena. */
static struct str file_of(const char *name)
{
	struct str s = {NULL, 0};
	for (size_t i = 0; i < countof(formats); i++) {
		if (strcmp(formats[i].name, name) != 0)
			continue;
		struct buf b;
		buf_init(&b, 4u << 20);
		formats[i].write(&b);
		s = arena_str(&arena, buf_view(&b));
		buf_release(&b);
	}
	assert_non_null(s.ptr);
	return s;
}

static enum rc read_file(struct str s, struct ecg_record *r, struct err *err)
{
	const struct ecg_read_options o = {.name = STR("x")};
	return ecg_read(s, &o, &arena, r, err);
}

static void reads_every_sample(void **state)
{
	(void)state;
	for (size_t f = 0; f < countof(formats); f++) {
		struct ecg_record r;
		struct err err = {0};
		if (read_file(file_of(formats[f].name), &r, &err))
			fail_msg("%s: %s", formats[f].name, err.text);
		if (r.format != formats[f].is || r.hz != 500 ||
		    r.n_lead != ECG_STANDARD || r.n_sample != KIT_SAMPLES)
			fail_msg("%s: %zu leads of %zu at %g", formats[f].name,
				 r.n_lead, r.n_sample, r.hz);
		for (int c = 0; c < ECG_STANDARD; c++) {
			enum ecg_lead_code code = (enum ecg_lead_code)c;
			const struct ecg_lead *l = ecg_lead(&r, code);
			assert_non_null(l);
			for (size_t i = 0; i < KIT_SAMPLES; i++)
				if (fabsf(l->uv[i] -
					  (float)(KIT_STEP_UV *
						  kit_steps(code, i))) > 0.01F)
					fail_msg("%s: %s[%zu] is %g",
						 formats[f].name, l->name, i,
						 (double)l->uv[i]);
		}
	}
}

static void reads_who_and_when(void **state)
{
	(void)state;
	struct ecg_record r;
	assert_int_equal(read_file(file_of("muse"), &r, NULL), OK);
	assert_true(str_is(r.patient.family, "Nicol\xc3\xb2"));
	assert_int_equal(r.patient.sex, ECG_FEMALE);
	assert_int_equal(r.patient.age_years, 61);
	assert_int_equal(r.patient.born.days, date_of(1963, 2, 28).days);
	assert_string_equal(r.taken_at, "2024-03-11T09:41:00");
	assert_true(str_is(r.filters, "0.16-150 Hz"));
	assert_int_equal(r.stated.n_statement, 1);
	assert_true(str_is(r.stated.statements[0], "Sinus rhythm"));
	assert_true(r.stated.hr_bpm == 62 && r.stated.pr_ms == 160);

	assert_int_equal(read_file(file_of("aecg"), &r, NULL), OK);
	assert_string_equal(r.taken_at, "2024-03-11T09:41:00");
	assert_true(r.stated.qt_ms == 380); /* of the median beat */

	assert_int_equal(read_file(file_of("sierra"), &r, NULL), OK);
	assert_int_equal(r.pacing, ECG_NOT_PACED);
	assert_true(str_is(r.device.serial, "S1"));
	assert_true(r.stated.hr_bpm == 62 && isnan(r.stated.qrs_ms));

	assert_int_equal(read_file(file_of("fhir"), &r, NULL), OK);
	assert_true(str_is(r.patient.given, "Ada"));
	assert_true(str_is(r.patient.id, "X1"));
	assert_string_equal(r.taken_at, "2024-03-11T09:41:00");
}

/* ------------------------------------------------------------------ refusals
 */

/* The text with the first `from` made `to`. */
static struct str replaced(struct str s, const char *from, const char *to)
{
	const size_t n = strlen(from);
	for (size_t i = 0; i + n <= s.len; i++)
		if (!memcmp(s.ptr + i, from, n))
			return arena_printf(
				&arena, STR_FMT "%s" STR_FMT, (int)i, s.ptr, to,
				(int)(s.len - i - n), s.ptr + i + n);
	fail_msg("\"%s\" is not in the file", from);
	return s;
}

static void refuses_with_words(void **state)
{
	static const struct {
		const char *name, *format, *from, *to;
		enum msg msg;
	} rows[] = {
		{"entities", "muse", "\"restecg.dtd\"",
		 "\"restecg.dtd\" [<!ENTITY a \"b\">]", MSG_ECG_XML_ENTITIES},
		{"broken XML", "muse", "</RestingECG>", "", MSG_ECG_XML_BROKEN},
		{"another root", "aecg", "<AnnotatedECG", "<html><AnnotatedECG",
		 MSG_ECG_XML_BROKEN},
		{"MUSE: no rhythm", "muse", ">Rhythm<", ">Other<",
		 MSG_ECG_NO_SIGNAL},
		{"MUSE: two rhythms", "muse", ">Median<", ">Rhythm<",
		 MSG_ECG_TWO_EXAMS},
		{"MUSE: lead twice", "muse",
		 "1000</LeadSampleCountTotal><LeadAmplitudeUnitsPerBit>5"
		 "</LeadAmplitudeUnitsPerBit><LeadAmplitudeUnits>MICROVOLTS"
		 "</LeadAmplitudeUnits><LeadID>I<",
		 "1000</LeadSampleCountTotal><LeadAmplitudeUnitsPerBit>5"
		 "</LeadAmplitudeUnitsPerBit><LeadAmplitudeUnits>MICROVOLTS"
		 "</LeadAmplitudeUnits><LeadID>II<",
		 MSG_ECG_LEAD_TWICE},
		{"MUSE: fewer samples than stated", "muse",
		 "1000</LeadSampleCountTotal>", "1001</LeadSampleCountTotal>",
		 MSG_ECG_CUT},
		{"aECG: two recordings", "aecg", "<code code=\"RHYTHM\"/>",
		 "<code code=\"RHYTHM\"/></series></component><component>"
		 "<series><code code=\"RHYTHM\"/>",
		 MSG_ECG_TWO_EXAMS},
		{"aECG: unit not known", "aecg", "unit=\"mV\"", "unit=\"mm\"",
		 MSG_ECG_UNIT},
		{"aECG: no scale", "aecg", "value=\"0.005\"", "value=\"x\"",
		 MSG_ECG_SCALE},
		{"aECG: no rate", "aecg", "value=\"0.002\"", "value=\"0\"",
		 MSG_ECG_RATE},
		{"aECG: a digit is a letter", "aecg", "<digits>", "<digits>x ",
		 MSG_ECG_DAMAGED},
		{"aECG: lead twice", "aecg", "LEAD_III\"", "LEAD_aVR\"",
		 MSG_ECG_LEAD_TWICE},
		{"aECG: limbs disagree", "aecg", "value=\"0.005\"",
		 "value=\"0.004\"", MSG_ECG_LIMBS},
		{"Sierra: version", "sierra", ">1.04<", ">1.05<",
		 MSG_ECG_VERSION},
		{"Sierra: compression", "sierra", "\"XLI\"", "\"ZIP\"",
		 MSG_ECG_COMPRESSION},
		{"Sierra: longer than its bytes", "sierra", "channel=\"2000\"",
		 "channel=\"80000000\"", MSG_ECG_CUT},
		{"Sierra: a little longer", "sierra", "channel=\"2000\"",
		 "channel=\"2002\"", MSG_ECG_DAMAGED},
		{"Sierra: a little shorter", "sierra", "channel=\"2000\"",
		 "channel=\"1998\"", MSG_ECG_DAMAGED},
		{"Sierra: resolution", "sierra", "resolution=\"5\"",
		 "resolution=\"\"", MSG_ECG_SCALE},
		{"FHIR: cut", "fhir", "]}}]}", "", MSG_ECG_DAMAGED},
		{"FHIR: no leads", "fhir", "Observation", "Media",
		 MSG_ECG_FHIR_KIND},
		{"FHIR: no unit", "fhir", "\"unit\":\"uV\"", "\"x\":\"uV\"",
		 MSG_ECG_UNIT},
		{"FHIR: no period", "fhir", "\"period\":2,", "", MSG_ECG_RATE},
		{"FHIR: rates differ", "fhir", "\"period\":2,", "\"period\":4,",
		 MSG_ECG_RATES_DIFFER},
		{"FHIR: word in the data", "fhir", "\"data\":\"",
		 "\"data\":\"x", MSG_ECG_DAMAGED},
		{"CSV: no leads", "csv", "time_s;I;II;III", "a;b;c;d",
		 MSG_ECG_CSV_HEADER},
		{"CSV: no times", "csv", "time_s", "campione",
		 MSG_ECG_CSV_RATE},
		{"CSV: a time is missing", "csv", "0,002;", ";",
		 MSG_ECG_CSV_VALUE},
		{"CSV: a row is missing", "csv", "\r\n0,400;", "\r\n0,600;",
		 MSG_ECG_TIMES},
		{"CSV: a word", "csv", "0,002;", "0,002;a", MSG_ECG_CSV_VALUE},
		{"CSV: thousands", "csv", "0,002;", "0.000,002;",
		 MSG_ECG_CSV_VALUE},
		{"CSV: a cell too many", "csv", "\r\n0,002;", "\r\n0,002;0;",
		 MSG_ECG_DAMAGED},
		{"CSV: another rate is said", "csv", "time_s",
		 "# hz=250\r\ntime_s", MSG_ECG_RATES_DIFFER},
	};
	(void)state;
	for (size_t i = 0; i < countof(rows); i++) {
		struct ecg_record r;
		struct err err = {0};
		struct str s = replaced(file_of(rows[i].format), rows[i].from,
					rows[i].to);
		enum rc rc = read_file(s, &r, &err);
		if ((rows[i].msg != MSG_NONE) != (rc != OK) ||
		    err.msg != (int)rows[i].msg)
			fail_msg("%s: rc %d, \"" STR_FMT "\" (%s)",
				 rows[i].name, rc,
				 STR_ARG(text_of((enum msg)err.msg, LANG_EN)),
				 err.text);
	}
}

/* --------------------------------------------------------------------- CSV */

static void reads_tables(void **state)
{
	static const struct {
		const char *name, *text;
		double hz, option;
		float first, second; /* of the first lead; NAN: missing */
		enum msg msg;
	} rows[] = {
		{"comma, point", "time_s,I\n0.000,0.5\n0.002,-0.25\n", 500, 0,
		 500, -250, 0},
		{"semicolon, comma", "tempo;I\n0,000;0,5\n0,002;-0,25\n", 500,
		 0, 500, -250, 0},
		{"tab, comma", "t\tI\n0,000\t0,5\n0,002\t1\n", 500, 0, 500,
		 1000, 0},
		{"times in ms, unit in the header",
		 "time_ms;I (uV)\n0;500\n4;-250\n", 250, 0, 500, -250, 0},
		{"unit in brackets, quotes",
		 "\"time_s\";\"V1 [mV]\"\n"
		 "\"0.000\";\"1\"\n\"0.002\";\"2\"",
		 500, 0, 1000, 2000, 0},
		{"rate and unit in lines",
		 "# hz=360\n# unit=uV\nMLII\n12\n-7\n", 360, 0, 12, -7, 0},
		{"rate from who sends it", "I (mV)\n1\n2\n", 500, 500, 1000,
		 2000, 0},
		{"index column",
		 "Sample rate;500 Hz\ncampione;II (uV)\n0;7\n"
		 "1;8\n",
		 500, 0, 7, 8, 0},
		{"a cell is empty",
		 "time_s;I (uV);II (uV)\n0.000;;1\n"
		 "0.002;5;2\n",
		 500, 0, NAN, 5, 0},
		{"an exponent", "I (uV)\n1.5e2\n-1E1\n", 500, 500, 150, -10, 0},
		{"no rate", "I (mV)\n1\n2\n", 0, 0, 0, 0, MSG_ECG_CSV_RATE},
		{"no unit for whole numbers", "I\n1\n2\n", 0, 500, 0, 0,
		 MSG_ECG_CSV_UNIT},
		{"no unit, whole numbers and holes",
		 "time_s;I;II\n0.000;1;\n0.002;;2\n0.004;;3\n", 0, 0, 0, 0,
		 MSG_ECG_CSV_UNIT},
		{"no unit, decimals beside a count",
		 "sample;I\n0;0.25\n1;0.5\n", 500, 500, 250, 500, 0},
		{"rates that disagree", "time_s;I (uV)\n0.000;1\n0.002;2\n", 0,
		 250, 0, 0, MSG_ECG_RATES_DIFFER},
		{"a lead twice", "time_s;I (uV);I (uV)\n0;1;1\n0.002;2;2\n", 0,
		 0, 0, 0, MSG_ECG_LEAD_TWICE},
		{"times that stand", "time_s;I (uV)\n0;1\n0;2\n", 0, 0, 0, 0,
		 MSG_ECG_TIMES},
		{"header alone", "time_s;I (uV)\n", 0, 0, 0, 0,
		 MSG_ECG_NO_SIGNAL},
		{"prose", "Gentile dottore, le invio il tracciato.\n", 0, 0, 0,
		 0, MSG_ECG_CSV_HEADER},
		{"a number too large", "I (mV)\n1e30\n2\n", 0, 500, 0, 0,
		 MSG_ECG_SCALE},
	};
	(void)state;
	for (size_t i = 0; i < countof(rows); i++) {
		struct ecg_record r;
		struct err err = {0};
		const struct ecg_read_options o = {.csv_hz = rows[i].option};
		enum rc rc =
			ecg_read(str_from(rows[i].text), &o, &arena, &r, &err);
		if (err.msg != (int)rows[i].msg || !rc != !rows[i].msg)
			fail_msg("%s: rc %d %s", rows[i].name, rc, err.text);
		if (rc)
			continue;
		const float *v = r.lead[0].uv;
		bool first = isnan(rows[i].first) ? isnan(v[0]) != 0
						  : v[0] == rows[i].first;
		if (r.hz != rows[i].hz || !first || v[1] != rows[i].second)
			fail_msg("%s: %g Hz, %g, %g", rows[i].name, r.hz,
				 (double)v[0], (double)v[1]);
	}
}

/* -------------------------------------------------------- files of devices */

/* The file below SHARED, mapped; false (and a visible skip) without. */
static bool open_shared(const char *name, struct file_map *m)
{
	const char *shared = getenv("SHARED");
	char path[PATH_MAX];
	if (!shared || !*shared)
		return false;
	snprintf(path, sizeof(path), "%s/telemedicine/ecg/devices/%s", shared,
		 name);
	return !file_map_open(path, m, NULL);
}

static bool is_text_format(struct str file)
{
	return str_ends(file, STR(".xml")) || str_ends(file, STR(".json")) ||
	       str_ends(file, STR(".csv"));
}

static struct ecg_record device_file(struct str name)
{
	struct file_map m;
	struct ecg_record r;
	struct err err = {0};
	char path[256];
	snprintf(path, sizeof(path), STR_FMT, STR_ARG(name));
	if (!open_shared(path, &m))
		fail_msg("%s is not there", path);
	const struct ecg_read_options o = {.name = name};
	if (ecg_read(m.bytes, &o, &arena, &r, &err))
		fail_msg("%s: %s", path, err.text);
	file_map_close(&m);
	return r;
}

/* lead, samples, min, max, mean, first five, middle, last */
static void check_lead(const struct ecg_record *r, const struct csv *c)
{
	double want[12], min = INFINITY, max = -INFINITY, sum = 0;
	const struct ecg_lead *l = ecg_lead(r, ecg_lead_of(c->field[2]));
	for (size_t i = 0; i < countof(want); i++)
		if (!str_to_double(c->field[3 + i], &want[i]))
			fail_msg("line %d of the table", (int)c->line);
	assert_non_null(l);
	for (size_t i = 0; i < r->n_sample; i++) {
		min = fmin(min, (double)l->uv[i]);
		max = fmax(max, (double)l->uv[i]);
		sum += (double)l->uv[i];
	}
	const size_t n = r->n_sample;
	const double got[] = {r->hz,
			      (double)n,
			      min,
			      max,
			      sum / (double)n,
			      (double)l->uv[0],
			      (double)l->uv[1],
			      (double)l->uv[2],
			      (double)l->uv[3],
			      (double)l->uv[4],
			      (double)l->uv[n / 2],
			      (double)l->uv[n - 1]};
	/* half a step of the file; half a microvolt in text */
	const double most = fmax(0.5, l->step_uv / 2);
	for (size_t i = 0; i < countof(got); i++)
		if (!(fabs(got[i] - want[i]) <= most))
			fail_msg(STR_FMT " %s: value %zu is %g, not %g",
				 STR_ARG(c->field[0]), l->name, i, got[i],
				 want[i]);
}

static void equals_other_readers(void **state)
{
	(void)state;
	struct file_map m;
	struct csv c;
	struct str file = {"", 0};
	struct ecg_record r;
	size_t n_lead = 0;
	if (!open_shared("expected_samples.csv", &m)) {
		print_message("SKIP: SHARED is not set\n");
		skip();
	}
	csv_init(&c, m.bytes);
	assert_int_equal(csv_next(&c, NULL), OK);
	while (!csv_next(&c, NULL)) {
		if (!is_text_format(c.field[0]))
			continue;
		if (!str_eq(file, c.field[0])) {
			file = arena_str(&arena, c.field[0]);
			r = device_file(file);
		}
		check_lead(&r, &c);
		n_lead++;
	}
	assert_int_equal(n_lead, 8 * ECG_STANDARD);
	csv_release(&c);
	file_map_close(&m);
}

static void gives_what_devices_measured(void **state)
{
	static const struct {
		const char *file;
		double hr, p, pr, qrs, qt, qtc, p_axis, qrs_axis, t_axis;
		double pulse_s; /* where the calibration begins; 0: none */
	} rows[] = {            /* references.csv */
		    {"hl7example.aecg.xml", NAN, 102, 148, 120, 420, 443, 44,
		     -61, 86, 0},
		    {"philips_103_129DYPRG.xml", 41, NAN, 151, 135, 476, 393,
		     66, -21, 59, 10.6},
		    {"philips_104_ad4d3d80.xml", 41, NAN, 144, 102, 564, 466,
		     19, 85, 53, 10.6},
		    {"philips_104_ad4d3d80_as.aecg.xml", 41, NAN, 144, 102, 564,
		     466, NAN, NAN, NAN, 10.6}};
	struct file_map m;
	(void)state;
	if (!open_shared("references.csv", &m)) {
		print_message("SKIP: SHARED is not set\n");
		skip();
	}
	file_map_close(&m);
	for (size_t i = 0; i < countof(rows); i++) {
		struct ecg_record r = device_file(str_from(rows[i].file));
		const struct ecg_stated *s = &r.stated;
		const double got[] = {s->hr_bpm, s->p_ms,     s->pr_ms,
				      s->qrs_ms, s->qt_ms,    s->qtc_ms,
				      s->p_axis, s->qrs_axis, s->t_axis};
		const double want[] = {
			rows[i].hr,     rows[i].p,        rows[i].pr,
			rows[i].qrs,    rows[i].qt,       rows[i].qtc,
			rows[i].p_axis, rows[i].qrs_axis, rows[i].t_axis};
		for (size_t k = 0; k < countof(got); k++)
			if (isnan(want[k]) ? !isnan(got[k]) : got[k] != want[k])
				fail_msg("%s: measurement %zu is %g",
					 rows[i].file, k, got[k]);
		double pulse = (double)r.pulse_from / r.hz;
		if (fabs(pulse - rows[i].pulse_s) > 0.1)
			fail_msg("%s: pulse at %g s", rows[i].file, pulse);
	}
}

/* ------------------------------------------------------------------- damage */

static size_t copies_asked(void)
{
	const char *asked = getenv("ECG_MUTATIONS");
	int64_t n = 300;
	if (asked && !str_to_int(str_from(asked), &n))
		fail_msg("ECG_MUTATIONS is a number");
	return (size_t)n;
}

static void damage(const char *name, struct str file, size_t n, uint64_t seed)
{
	size_t n_read, bad = mutate_all(file, n, seed, &n_read);
	if (bad != SIZE_MAX)
		fail_msg("%s: copy %zu", name, bad);
	print_message("%s: %zu damaged copies, %zu read\n", name, n, n_read);
	assert_true(n_read < n);
}

static void answers_damaged_files(void **state)
{
	(void)state;
	for (size_t f = 0; f < countof(formats); f++)
		damage(formats[f].name, file_of(formats[f].name),
		       copies_asked(), 5 + f);
}

/* The files of devices are ten times as large: a tenth of the copies. */
static void answers_damaged_devices(void **state)
{
	static const char *const files[] = {"hl7example.aecg.xml",
					    "philips_104_ad4d3d80_as.aecg.xml",
					    "muse_HR06002.xml",
					    "philips_103_129DYPRG.xml",
					    "philips_104_ad4d3d80.xml",
					    "HR06003.fhir.json",
					    "HR06003_it.csv"};
	size_t n = copies_asked() / 10 + 1;
	struct file_map m;
	(void)state;
	if (!open_shared(files[0], &m)) {
		print_message("SKIP: SHARED is not set\n");
		skip();
	}
	file_map_close(&m);
	for (size_t i = 0; i < countof(files); i++) {
		if (!open_shared(files[i], &m))
			fail_msg("%s is not there", files[i]);
		damage(files[i], m.bytes, n, 50 + i);
		file_map_close(&m);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(reads_every_sample, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(reads_who_and_when, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(refuses_with_words, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(reads_tables, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(equals_other_readers, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(gives_what_devices_measured,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(answers_damaged_files, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(answers_damaged_devices, set_up,
						tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

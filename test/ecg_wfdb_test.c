/* WFDB: every format that we read, what the header can say, annotations, and
 * what is refused. */
#include "test/ecg_kit.h"
#include "text/text.h"

#include <setjmp.h>
#include <cmocka.h>

static struct arena arena;

static int set_up(void **state)
{
	(void)state;
	arena_init(&arena, 16 << 20);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

/* ------------------------------------------------------------------ formats */

/* The values 1, -2, 3, -4, 5 as each format writes them, by signal(5). */
#define BYTES(...)                                                             \
	{                                                                      \
		(const char *)(const unsigned char[]){__VA_ARGS__},            \
			sizeof((const unsigned char[]){__VA_ARGS__})           \
	}

static void reads_each_format(void **state)
{
	const struct {
		const char *format;
		struct str bytes;
	} rows[] = {
		{"16", BYTES(1, 0, 0xfe, 0xff, 3, 0, 0xfc, 0xff, 5, 0)},
		{"61", BYTES(0, 1, 0xff, 0xfe, 0, 3, 0xff, 0xfc, 0, 5)},
		{"80", BYTES(129, 126, 131, 124, 133)},
		{"160", BYTES(1, 128, 254, 127, 3, 128, 252, 127, 5, 128)},
		{"24", BYTES(1, 0, 0, 0xfe, 0xff, 0xff, 3, 0, 0, 0xfc, 0xff,
			     0xff, 5, 0, 0)},
		{"32", BYTES(1, 0, 0, 0, 0xfe, 0xff, 0xff, 0xff, 3, 0, 0, 0,
			     0xfc, 0xff, 0xff, 0xff, 5, 0, 0, 0)},
		{"212", BYTES(1, 0xf0, 0xfe, 3, 0xf0, 0xfc, 5, 0)},
		/* 1, -2 (0x3fe), 3: low five bits of 3 on top of the first */
		{"310", BYTES(2, 3 << 3, 0xfc, 0x07, 0xf8, 0x07, 10, 0)},
		/* 1 | 0x3fe << 10 | 3 << 20, then -4 | 5 << 10 */
		{"311", BYTES(1, 0xf8, 0x3f, 0, 0xfc, 0x17, 0, 0)},
	};
	const int want[] = {1, -2, 3, -4, 5};
	(void)state;
	for (size_t i = 0; i < countof(rows); i++) {
		struct ecg_record r;
		struct err err = {0};
		struct ecg_kit_file dir[] = {{"x.dat", rows[i].bytes}, {0}};
		struct str head = arena_printf(
			&arena, "x 1 500 5\nx.dat %s 1/uV 12 0 1 3 0 ECG\n",
			rows[i].format);
		if (ecg_kit_read(head, dir, &arena, &r, &err))
			fail_msg("format %s: %s", rows[i].format, err.text);
		for (size_t k = 0; k < countof(want); k++)
			if (lroundf(r.lead[0].uv[k]) != want[k])
				fail_msg("format %s: sample %zu is %g",
					 rows[i].format, k,
					 (double)r.lead[0].uv[k]);
	}
}

static struct ecg_record read_212(size_t n_signal, size_t n_frame,
				  const unsigned char *bytes)
{
	static const char line[] = "x.dat 212 200(7)/mV 12 0\n";
	const struct str s = {(const char *)bytes,
			      (n_frame * n_signal * 3 + 1) / 2};
	struct ecg_kit_file dir[] = {{"x.dat", s}, {0}};
	struct str head =
		arena_printf(&arena, "x %zu 360 %zu\n%s%s", n_signal, n_frame,
			     line, n_signal == 2 ? line : "");
	struct ecg_record r;
	struct err err = {0};
	if (ecg_kit_read(head, dir, &arena, &r, &err))
		fail_msg("%s", err.text);
	return r;
}

static float worth_212(const unsigned char *bytes, size_t i)
{
	const unsigned char *p = bytes + i / 2 * 3;
	int v = i % 2 ? (p[1] & 0xf0) << 4 | p[2] : (p[1] & 15) << 8 | p[0];
	v = v > 2047 ? v - 4096 : v;
	return v == -2048 ? NAN : (float)(v - 7) * 5;
}

/* Four pairs at once, and what is left of them one by one. */
static void reads_212_of_every_length(void **state)
{
	enum { N = 5001, MOST = 40, NONE_AT = 6 };
	static unsigned char bytes[3 * N + 3];
	(void)state;
	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (unsigned char)(i * i / 7 % 256);
	memcpy(bytes + NONE_AT / 2 * 3, "\0\x88\0", 3); /* both missing */
	for (size_t k = 0; k < 2 * MOST; k++) {
		const size_t n = k % 2 + 1,
			     m = k / 2 + 1 < MOST ? k / 2 + 1 : N;
		struct ecg_record r = read_212(n, m, bytes);
		for (size_t i = 0; i < n * m; i++) {
			float want = worth_212(bytes, i),
			      got = r.lead[i % n].uv[i / n];
			if (isnan(want) != isnan(got) || fabsf(got - want) > 0)
				fail_msg("%zu of %zu x %zu: %g, not %g", i, n,
					 m, (double)got, (double)want);
		}
	}
}

/* ------------------------------------------------------------------- header */

static const unsigned char six[] = {1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0};
static const struct str six_bytes = {(const char *)six, sizeof(six)};

static struct ecg_record must_read(const char *head, struct ecg_kit_file *dir)
{
	struct ecg_record r;
	struct err err = {0};
	if (ecg_kit_read(str_from(head), dir, &arena, &r, &err))
		fail_msg("%s: %s", head, err.text);
	return r;
}

static void reads_headers(void **state)
{
	static const struct {
		const char *name, *head, *lead;
		double hz;
		size_t n;
		double first, last; /* of the first lead, in microvolts */
	} rows[] = {
		{"comments and blanks between",
		 "# a\n\nx 2 360 3\r\n# b\nx.dat 16 200 11 0 1 9 0 MLII\n\n"
		 "x.dat 16 200 11 0 2 12 0 V5\n# Age: 69\n",
		 "MLII", 360, 3, 5, 25},
		{"baseline and unit", "x 1 500 6\nx.dat 16 100(-10)/mv\n",
		 "ECG", 500, 6, 110, 160},
		{"baseline from the zero of the converter",
		 "x 1 500 6\nx.dat 16 1000 16 1\n", "ECG", 500, 6, 0, 5},
		{"offset", "x 1 500 4\nx.dat 16x1+4 1000\n", "ECG", 500, 4, 3,
		 6},
		{"samples counted from the file",
		 "x 2 500\nx.dat 16 1000\n"
		 "x.dat 16 1000\n",
		 "ECG", 500, 3, 1, 5},
		{"skew: the end is missing",
		 "x 1 500 6\nx.dat 16:2 1000 16 0 1 21 0 I\n", "I", 500, 6, 3,
		 NAN},
		{"two samples a frame", "x 1 250 3\nx.dat 16x2 1000\n", "ECG",
		 500, 6, 1, 6},
		{"names in any case",
		 "x 1 500 6\nx.dat 16 1000 16 0 1 21 0 avr", "aVR", 500, 6, 1,
		 6},
	};
	(void)state;
	struct ecg_kit_file dir[] = {{"x.dat", six_bytes}, {0}};
	for (size_t i = 0; i < countof(rows); i++) {
		struct ecg_record r = must_read(rows[i].head, dir);
		const struct ecg_lead *l = &r.lead[0];
		double last = (double)l->uv[r.n_sample - 1];
		if (fabs(r.hz - rows[i].hz) > 1e-9 || r.n_sample != rows[i].n ||
		    strcmp(l->name, rows[i].lead) ||
		    fabs((double)l->uv[0] - rows[i].first) > 1e-3 ||
		    isnan(last) != isnan(rows[i].last) ||
		    fabs(last - rows[i].last) > 1e-3)
			fail_msg("%s: %g Hz, %zu samples, %s, %g .. %g",
				 rows[i].name, r.hz, r.n_sample, l->name,
				 (double)l->uv[0], last);
	}
}

static void reads_several_files_and_comments(void **state)
{
	(void)state;
	struct ecg_kit_file dir[] = {
		{"x.dat", six_bytes}, {"y.dat", str_sub(six_bytes, 0, 6)}, {0}};
	struct ecg_record r = must_read(
		"x 3 500 3 10:14:05 02/03/2026\nx.dat 16 1000 16 0 1 9 0 I\n"
		"x.dat 16 1000 16 0 2 12 0 V9\ny.dat 16 500/uV\n"
		"# Age: 81\n# Sex: Female\n# Dx: 426783006,164934002\n",
		dir);
	assert_int_equal(r.n_lead, 3);
	assert_string_equal(r.lead[2].name, "ECG");
	assert_float_equal(r.lead[1].uv[2], 6, 1e-6);
	assert_float_equal(r.lead[2].uv[2], 3.0 / 500, 1e-6);
	assert_string_equal(r.taken_at, "2026-03-02T10:14:05");
	assert_int_equal(r.patient.age_years, 81);
	assert_int_equal(r.patient.sex, ECG_FEMALE);
	assert_int_equal(r.stated.n_statement, 2);
	assert_true(str_is(r.stated.statements[1], "164934002"));
}

static void derives_the_limb_leads(void **state)
{
	(void)state;
	struct ecg_kit_file dir[] = {{"x.dat", six_bytes}, {0}};
	struct ecg_record r =
		must_read("x 2 500 3\nx.dat 16 1000 16 0 1 9 0 I\n"
			  "x.dat 16 1000 16 0 2 12 0 II\n",
			  dir);
	assert_int_equal(r.n_lead, 6);
	assert_true(ecg_lead(&r, ECG_AVR)->derived);
	assert_float_equal(ecg_lead(&r, ECG_III)->uv[2], 1, 1e-6);
	assert_float_equal(ecg_lead(&r, ECG_AVR)->uv[2], -5.5, 1e-6);
}

/* -------------------------------------------------------------- annotations */

static void reads_annotations(void **state)
{
	(void)state;
	/* N at 1; a skip of 2 and V at 3; rhythm at 4 with "(AFIB"; the end */
	static const unsigned char atr[] = {
		1,   1 << 2, 0,   59 << 2, 0, 0,       1,   0,
		1,   5 << 2, 1,   28 << 2, 5, 63 << 2, '(', 'A',
		'F', 'I',    'B', 0,       0, 0};
	struct ecg_kit_file dir[] = {
		{"x.dat", six_bytes},
		{"x.atr", {(const char *)atr, sizeof(atr)}},
		{0}};
	struct ecg_record r = must_read("x 1 500 6\nx.dat 16 1000\n", dir);
	assert_int_equal(r.n_mark, 3);
	assert_int_equal(r.mark[0].code, 'N');
	assert_int_equal(r.mark[1].sample, 3);
	assert_int_equal(r.mark[1].code, 'V');
	assert_int_equal(r.mark[2].sample, 4);
	assert_true(str_is(r.mark[2].aux, "(AFIB"));
}

/* ------------------------------------------------------------------ refusals
 */

static void refuses_in_words(void **state)
{
	static const struct {
		const char *name, *head;
		enum msg msg;
	} rows[] = {
		{"FLAC", "x 1 500 6\nx.dat 516 1000\n", MSG_ECG_COMPRESSION},
		{"no file", "x 1 500 6\nz.dat 16 1000\n", MSG_ECG_BESIDE},
		{"a path", "x 1 500 6\n../x.dat 16 1000\n", MSG_ECG_DAMAGED},
		{"cut", "x 1 500 7\nx.dat 16 1000\n", MSG_ECG_CUT},
		{"longer", "x 1 500 5\nx.dat 16 1000\n", MSG_ECG_TWO_EXAMS},
		{"checksum", "x 1 500 6\nx.dat 16 1000 16 0 1 22 0 I\n",
		 MSG_ECG_CHECKSUM},
		{"first value", "x 1 500 6\nx.dat 16 1000 16 0 2 21 0 I\n",
		 MSG_ECG_CHECKSUM},
		{"rate", "x 1 5 6\nx.dat 16 1000\n", MSG_ECG_RATE},
		{"rate", "x 1 5e6 6\nx.dat 16 1000\n", MSG_ECG_RATE},
		{"gain", "x 1 500 6\nx.dat 16 0\n", MSG_ECG_SCALE},
		{"unit", "x 1 500 6\nx.dat 16 1000/mmHg\n", MSG_ECG_UNIT},
		{"twice",
		 "x 2 500 3\nx.dat 16 1000 16 0 1 9 0 I\n"
		 "x.dat 16 1000 16 0 2 12 0 I\n",
		 MSG_ECG_LEAD_TWICE},
		{"a line too few", "x 2 500 3\nx.dat 16 1000\n", MSG_ECG_CUT},
		{"no signals", "x 0 500 3\n", MSG_ECG_NO_SIGNAL},
		{"segments", "x/3 1 500 6\nx_1 2\n", MSG_ECG_VERSION},
		{"two rates", "x 2 500 2\nx.dat 16 1000\nx.dat 16x2 1000\n",
		 MSG_ECG_RATES_DIFFER},
		{"empty", "", MSG_ECG_EMPTY},
		{"another file", "%PDF-1.4\n", MSG_ECG_UNKNOWN},
	};
	(void)state;
	struct ecg_kit_file dir[] = {{"x.dat", six_bytes}, {0}};
	for (size_t i = 0; i < countof(rows); i++) {
		struct ecg_record r;
		struct err err = {0};
		enum rc rc = ecg_kit_read(str_from(rows[i].head), dir, &arena,
					  &r, &err);
		if ((rc == OK) != (rows[i].msg == MSG_NONE) ||
		    err.msg != (int)rows[i].msg)
			fail_msg("%s: rc %d, %s", rows[i].name, rc, err.text);
	}
}

static void limb_leads_must_agree(void **state)
{
	/* 1, 2 and 103 mV, then 4, 5 and 106: I + III is not II */
	static const struct {
		const char *name, *head;
		enum msg msg;
	} rows[] = {
		{"nothing vouches for it",
		 "x 3 500 2\nx.dat 16:0 1 16 0 1 5 0 I\n"
		 "x.dat 16:1 1 16 0 2 7 0 II\nx.dat 16 1(-100) 16 0 3 9 0 III",
		 MSG_ECG_LIMBS},
		{"the checksums do: so it was recorded",
		 "x 3 500 2\nx.dat 16 1 16 0 1 5 0 I\n"
		 "x.dat 16 1 16 0 2 7 0 II\nx.dat 16 1(-100) 16 0 3 9 0 III",
		 MSG_NONE},
		{"leads of other names",
		 "x 3 500 2\nx.dat 16 1\nx.dat 16 1\n"
		 "x.dat 16 1(-100)",
		 MSG_NONE},
	};
	(void)state;
	struct ecg_kit_file dir[] = {{"x.dat", six_bytes}, {0}};
	for (size_t i = 0; i < countof(rows); i++) {
		struct ecg_record r;
		struct err err = {0};
		(void)!ecg_kit_read(str_from(rows[i].head), dir, &arena, &r,
				    &err);
		if (err.msg != (int)rows[i].msg)
			fail_msg("%s: %s", rows[i].name, err.text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(reads_each_format, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(reads_212_of_every_length,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(reads_headers, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(
			reads_several_files_and_comments, set_up, tear_down),
		cmocka_unit_test_setup_teardown(derives_the_limb_leads, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(reads_annotations, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(refuses_in_words, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(limb_leads_must_agree, set_up,
						tear_down),
	};
	return cmocka_run_group_tests_name("ecg wfdb", tests, NULL, NULL);
}

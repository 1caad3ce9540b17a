/* SCP-ECG against a writer of its own: every compression comes back to the
 * last digit, and what is damaged behind right checksums is refused. */
#include "test/ecg_scp_writer.h"
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

static struct str written(const struct scp_writing *w)
{
	buf_reset(&file);
	scp_write(w, &file);
	return buf_view(&file);
}

static struct ecg_record must_read(const char *name,
				   const struct scp_writing *w)
{
	struct ecg_record r;
	struct err err = {0};
	if (ecg_kit_read(written(w), NULL, &arena, &r, &err))
		fail_msg("%s: %s", name, err.text);
	return r;
}

/* ------------------------------------------------------------- compressions */

/* Beats that the reference beat takes away in part, and noise. */
static const struct scp_zone zones[] = {
	{81, 140}, {401, 460}, {720, 779}, {1001, 1050}};

static int beats_and_noise(size_t k, size_t i)
{
	int v = (int)(i * 7 + k * 13) % 11 - 5 + (i % 500 == 9 ? 900 : 0);
	for (size_t z = 0; z < countof(zones); z++)
		if (i + 1 >= zones[z].first && i + 1 <= zones[z].last)
			v += 4 * scp_reference(k, i + 1 - zones[z].first);
	return v;
}

/* The same with a level line between the beats, so that means lose nothing. */
static int beats_and_levels(size_t k, size_t i)
{
	for (size_t z = 0; z < countof(zones); z++)
		if (i + 1 >= zones[z].first && i + 1 <= zones[z].last)
			return beats_and_noise(k, i);
	return (int)k * 10 - 30;
}

static void compare(const char *name, const struct scp_writing *w,
		    const struct ecg_record *r, double uv)
{
	if (r->n_sample != w->n_sample || r->n_lead < w->n_lead)
		fail_msg("%s: %zu samples, %zu leads", name, r->n_sample,
			 r->n_lead);
	for (size_t k = 0; k < w->n_lead; k++)
		for (size_t i = 0; i < w->n_sample; i++)
			if (fabs((double)r->lead[k].uv[i] -
				 w->sample(k, i) * uv) > 1e-3)
				fail_msg("%s: lead %s, sample %zu: %g instead "
					 "of %g",
					 name, r->lead[k].name, i,
					 (double)r->lead[k].uv[i],
					 w->sample(k, i) * uv);
}

static void comes_back(void **state)
{
	static const char *const packings[] = {"plain", "usual table",
					       "own tables"};
	(void)state;
	for (int p = SCP_PLAIN; p <= SCP_OWN; p++)
		for (unsigned way = 0; way < 12; way++) {
			const struct scp_writing w = {
				.packing = (enum scp_packing)p,
				.order = way % 3,
				.subtract = way / 3 % 2,
				.factor = way / 6 ? 4 : 0,
				.n_lead = 8,
				.n_sample = 1203,
				.zone = zones,
				.n_zone = countof(zones),
				.sample = way / 6 ? beats_and_levels
						  : beats_and_noise};
			char name[80];
			snprintf(name, sizeof(name), "%s, differences %u%s%s",
				 packings[p], w.order,
				 w.subtract ? ", subtracted" : "",
				 w.factor ? ", bimodal" : "");
			struct ecg_record r = must_read(name, &w);
			compare(name, &w, &r, 1);
			assert_int_equal(r.n_lead, 12);
			assert_float_equal(r.hz, 500, 1e-9);
		}
}

static int ramp(size_t k, size_t i)
{
	return (int)(2 * i + k);
}

/* Between protected parts the middles of the means are joined by lines: a ramp
 * stays one, but for its two ends. */
static void bimodal_joins_the_middles(void **state)
{
	const struct scp_writing w = {.packing = SCP_USUAL,
				      .order = 2,
				      .factor = 4,
				      .n_lead = 2,
				      .n_sample = 400,
				      .zone = &(struct scp_zone){101, 140},
				      .n_zone = 1,
				      .sample = ramp};
	(void)state;
	struct ecg_record r = must_read("ramp", &w);
	for (size_t i = 0; i < 400; i++) {
		bool end = i < 2 || (i >= 98 && i < 100) || i == 140 ||
			   i == 141 || i >= 398;
		double off = fabs((double)r.lead[0].uv[i] - ramp(0, i));
		if (off > (end ? 3.01 : 1e-3))
			fail_msg("sample %zu: %g", i, (double)r.lead[0].uv[i]);
	}
	assert_float_equal(r.hz, 500, 1e-9);
}

static void keeps_scale_and_rate(void **state)
{
	const struct scp_writing w = {.packing = SCP_USUAL,
				      .order = 2,
				      .n_lead = 8,
				      .n_sample = 1000,
				      .sample = beats_and_noise,
				      .step_nv = 2500,
				      .interval_us = 1000,
				      .without_tag = true};
	(void)state;
	struct ecg_record r = must_read("2.5 uV at 1 kHz, version 1", &w);
	compare("2.5 uV at 1 kHz", &w, &r, 2.5);
	assert_float_equal(r.hz, 1000, 1e-9);
	assert_float_equal(r.lead[0].step_uv, 2.5, 1e-9);
	assert_true(str_is(r.version, "1"));
}

/* ----------------------------------------------------------------- the rest */

static const struct scp_writing plain = {.packing = SCP_USUAL,
					 .order = 2,
					 .n_lead = 8,
					 .n_sample = 1203,
					 .sample = beats_and_noise};

static void reads_person_and_measurements(void **state)
{
	char born[11];
	(void)state;
	struct ecg_record r = must_read("person", &plain);
	assert_true(str_is(r.version, "2.0"));
	assert_true(str_is(r.patient.family, "Rossi"));
	assert_true(str_is(r.patient.given, "Anna"));
	assert_true(str_is(r.patient.id, "RSSNNA51E42F205X"));
	assert_int_equal(r.patient.sex, ECG_FEMALE);
	assert_true(str_is(date_text(r.patient.born, born), "1951-05-02"));
	assert_string_equal(r.taken_at, "2026-03-02T10:14:05");
	assert_true(str_is(r.filters, "0.05-150 Hz, notch 50 Hz"));
	assert_true(str_is(r.device.model, "Prova"));
	assert_true(str_is(r.device.serial, "SN-7"));
	assert_true(str_is(r.device.maker, "Casa"));
	assert_float_equal(r.stated.hr_bpm, 72, 1e-9);
	assert_float_equal(r.stated.p_ms, 102, 1e-9);
	assert_float_equal(r.stated.pr_ms, 148, 1e-9);
	assert_float_equal(r.stated.qrs_ms, 120, 1e-9);
	assert_float_equal(r.stated.qt_ms, 420, 1e-9);
	assert_float_equal(r.stated.qtc_ms, 443, 1e-9);
	assert_float_equal(r.stated.qrs_axis, -61, 1e-9);
	assert_int_equal(r.stated.n_statement, 2);
	assert_true(str_is(r.stated.statements[0], "RITMO SINUSALE"));
}

/* ------------------------------------------------------------------ refusals
 */

static void must_refuse(const char *name, struct str bytes, enum msg msg)
{
	struct ecg_record r;
	struct err err = {0};
	enum rc rc = ecg_kit_read(bytes, NULL, &arena, &r, &err);
	if (!rc || err.msg != (int)msg)
		fail_msg("%s: rc %d, message %d: %s", name, rc, err.msg,
			 err.text);
}

/* One code of no bits; two that begin alike; a table that is not there; 20,000
 * tables; a table of 60,000 codes. */
static void refuses_what_checksums_do_not_show(void **state)
{
	static const struct {
		const char *name, *tables;
		uint32_t samples;
		uint8_t lead;
		size_t extra;
		uint16_t step;
		unsigned order;
		enum msg msg;
	} rows[] = {
		{"a code of no bits", .tables = "010001000001000000000000",
		 .msg = MSG_ECG_DAMAGED},
		{"codes that begin alike",
		 .tables = "0100020001010100000000000002020101000200"
			   "0000",
		 .msg = MSG_ECG_DAMAGED},
		{"a table that is not there",
		 .tables = "01000100010100090000000000",
		 .msg = MSG_ECG_DAMAGED},
		{"20,000 tables", .tables = "204e", .msg = MSG_ECG_DAMAGED},
		{"60,000 codes", .tables = "010060ea", .msg = MSG_ECG_DAMAGED},
		{"a switch to itself, for ever",
		 .tables = "0100010001010001000000000000",
		 .msg = MSG_ECG_DAMAGED},
		{"a code of 200 bits", .tables = "0100010001c801000000000000",
		 .msg = MSG_ECG_DAMAGED},
		{"more samples than bits", .samples = 80000000,
		 .msg = MSG_ECG_LENGTHS},
		{"4 billion samples", .samples = 4000000000u,
		 .msg = MSG_ECG_DAMAGED},
		{"a sample more", .samples = 1300, .msg = MSG_ECG_DAMAGED},
		{"a hundred fewer", .samples = 1103, .msg = MSG_ECG_LENGTHS},
		{"lead I twice", .lead = 1, .msg = MSG_ECG_LEAD_TWICE},
		{"bytes after a lead", .extra = 8, .msg = MSG_ECG_LENGTHS},
		{"no scale", .step = 1, .msg = MSG_ECG_SCALE},
		{"third differences", .order = 3, .msg = MSG_ECG_DAMAGED},
	};
	(void)state;
	for (size_t i = 0; i < countof(rows); i++) {
		struct scp_writing w = plain;
		w.tables = rows[i].tables;
		w.say_samples = rows[i].samples;
		w.say_lead = rows[i].lead;
		w.extra_bytes = rows[i].extra;
		w.say_step = rows[i].step;
		if (rows[i].order)
			w.order = rows[i].order;
		must_refuse(rows[i].name, written(&w), rows[i].msg);
	}
}

static void refuses_wrong_checksums(void **state)
{
	struct str s = written(&plain);
	(void)state;
	char *p = file.ptr;
	/* a bit of a section; then the file's own checksum made right */
	p[s.len - 40] ^= 1;
	must_refuse("file", s, MSG_ECG_CHECKSUM);
	scp_patch(&file, 0, scp_writer_crc(p + 2, s.len - 2), 2);
	must_refuse("section", s, MSG_ECG_CHECKSUM);
	s = written(&plain);
	must_refuse("cut", str_sub(s, 0, s.len - 1), MSG_ECG_CUT);
	buf_str(&file, arena_str(&arena, s));
	must_refuse("two exams", buf_view(&file), MSG_ECG_TWO_EXAMS);
}

/* A zone longer than the reference beat; protected parts that overlap. */
static void refuses_wrong_zones(void **state)
{
	static const struct scp_zone lists[][2] = {{{81, 141}, {401, 460}},
						   {{81, 140}, {130, 189}},
						   {{0, 59}, {401, 460}}};
	(void)state;
	for (size_t i = 0; i < countof(lists); i++) {
		struct scp_writing w = plain;
		w.subtract = true;
		w.factor = 4;
		w.zone = lists[i];
		w.n_zone = 2;
		must_refuse("zones", written(&w), MSG_ECG_DAMAGED);
	}
}

/* Each alone is right; together they lie over the recording many times. */
static void refuses_beats_over_one_another(void **state)
{
	static struct scp_zone many[60];
	struct scp_writing w = plain;
	(void)state;
	for (size_t i = 0; i < countof(many); i++)
		many[i] = (struct scp_zone){81, 140};
	w.subtract = true;
	w.zone = many;
	w.n_zone = countof(many);
	must_refuse("beats", written(&w), MSG_ECG_DAMAGED);
}

static void refuses_limb_leads_that_disagree(void **state)
{
	struct scp_writing w = plain;
	(void)state;
	w.n_lead = 12;
	must_refuse("limb leads", written(&w), MSG_ECG_LIMBS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(comes_back, set_up, tear_down),
		cmocka_unit_test_setup_teardown(bimodal_joins_the_middles,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(keeps_scale_and_rate, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(reads_person_and_measurements,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			refuses_what_checksums_do_not_show, set_up, tear_down),
		cmocka_unit_test_setup_teardown(refuses_wrong_checksums, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(refuses_wrong_zones, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(refuses_beats_over_one_another,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			refuses_limb_leads_that_disagree, set_up, tear_down),
	};
	return cmocka_run_group_tests_name("ecg scp", tests, NULL, NULL);
}

/* Values, instants and files of readings: what is read, what is refused. */
#include "test/monitor_kit.h"

/* ---- one value */

static void values(void **state)
{
	static const struct {
		const char *kind, *value, *second, *unit;
		int64_t first, other;
		int msg;
	} rows[] = {
		{"weight", "72,5", "", "", 72500, 0, 0},
		{"weight", " 72.54 ", "", "kg", 72540, 0, 0},
		{"weight", "160", "", "[lb_av]", 72575, 0, 0},
		{"weight", "82000", "", "g", 82000, 0, 0},
		{"glucose", "6.1", "", "mmol/L", 109895, 0, 0},
		{"glucose", "110", "", "mg/dL", 110000, 0, 0},
		{"spo2", "0.97", "", "1", 97000, 0, 0},
		{"temperature", "98.6", "", "[degF]", 37000, 0, 0},
		{"temperature", "310.15", "", "K", 37000, 0, 0},
		{"peak_flow", "7.5", "", "L/s", 450000, 0, 0},
		{"blood_pressure", "135/85", "", "", 135000, 85000, 0},
		{"blood_pressure", "135", "85", "mm[Hg]", 135000, 85000, 0},
		{"blood_pressure", "18/11.3", "", "kPa", 135011, 84757, 0},
		{"chest_pain", "Sì", "", "", 1000, 0, 0},
		{"chest_pain", "no", "", "", 0, 0, 0},
		{"breathlessness", "7", "", "", 7000, 0, 0},
		{"weight", "72.5.1", "", "", 0, 0, MSG_HOM_NO_NUMBER},
		{"weight", "72,", "", "", 0, 0, MSG_HOM_NO_NUMBER},
		{"weight", "1e2", "", "", 0, 0, MSG_HOM_NO_NUMBER},
		{"weight", "", "", "", 0, 0, MSG_HOM_NO_NUMBER},
		{"weight", "725", "", "", 0, 0, MSG_HOM_IMPOSSIBLE},
		{"weight", "-72", "", "", 0, 0, MSG_HOM_IMPOSSIBLE},
		{"weight", "9999999999", "", "g", 0, 0, MSG_HOM_IMPOSSIBLE},
		{"weight", "72", "", "mg/dL", 0, 0, MSG_HOM_UNIT},
		{"weight", "72", "73", "", 0, 0, MSG_HOM_NO_SECOND},
		{"blood_pressure", "135", "", "", 0, 0, MSG_HOM_SECOND_WANTED},
		{"chest_pain", "forse", "", "", 0, 0, MSG_HOM_NO_YES},
		{"breathlessness", "7.5", "", "", 0, 0, MSG_HOM_IMPOSSIBLE},
		{"breathlessness", "11", "", "", 0, 0, MSG_HOM_IMPOSSIBLE},
	};
	(void)state;
	for (size_t i = 0; i < countof(rows); i++) {
		int64_t v[MONITOR_PARTS] = {0, 0};
		struct err err = {0};
		const struct monitor_kind *k =
			monitor_kind_of(&kit.tables, str_from(rows[i].kind));
		enum rc rc =
			monitor_value(&kit.tables, k, str_from(rows[i].value),
				      str_from(rows[i].second),
				      str_from(rows[i].unit), v, &err);
		if (err.msg != rows[i].msg || !rc != !rows[i].msg)
			fail_msg("%s \"%s\": message %d: %s", rows[i].kind,
				 rows[i].value, err.msg, err.text);
		if (!rc && (v[0] != rows[i].first ||
			    (rows[i].other && v[1] != rows[i].other)))
			fail_msg("%s \"%s\": %" PRId64 "/%" PRId64,
				 rows[i].kind, rows[i].value, v[0], v[1]);
	}
}

static void doubts(void **state)
{
	static const struct {
		const char *name, *kind;
		int64_t value[2], recent[4]; /* whole units; 0 ends */
		enum monitor_doubt doubt;
	} rows[] = {
		{"as usual", "weight", {80, 0}, {80, 81, 80}, MONITOR_SURE},
		{"a comma lost", "weight", {8, 0}, {80, 81, 80}, MONITOR_SLIP},
		{"a figure more",
		 "glucose",
		 {999, 0},
		 {100, 110, 95},
		 MONITOR_SLIP},
		{"twice is no slip",
		 "glucose",
		 {220, 0},
		 {100, 110, 95},
		 MONITOR_SURE},
		{"two say nothing",
		 "glucose",
		 {480, 0},
		 {50, 50},
		 MONITOR_SURE},
		{"unusual", "spo2", {60, 0}, {0}, MONITOR_UNUSUAL},
		{"swapped", "blood_pressure", {80, 130}, {0}, MONITOR_SWAPPED},
		{"low second",
		 "blood_pressure",
		 {130, 35},
		 {0},
		 MONITOR_UNUSUAL},
		{"a question", "pain", {10, 0}, {1, 1, 1}, MONITOR_SURE},
	};
	(void)state;
	for (size_t i = 0; i < countof(rows); i++) {
		int64_t v[2] = {rows[i].value[0] * 1000,
				rows[i].value[1] * 1000},
			recent[4];
		size_t n = 0;
		for (; n < 4 && rows[i].recent[n]; n++)
			recent[n] = rows[i].recent[n] * 1000;
		const struct monitor_kind *k =
			monitor_kind_of(&kit.tables, str_from(rows[i].kind));
		enum monitor_doubt d = monitor_doubtful(k, v, recent, n);
		if (d != rows[i].doubt)
			fail_msg("%s: %d", rows[i].name, d);
	}
}

static void instants(void **state)
{
	static const struct {
		const char *text, *utc; /* NULL: refused */
	} rows[] = {
		{"2026-03-02T08:15", "2026-03-02T07:15:00Z"},
		{"2026-07-02 08:15:30", "2026-07-02T06:15:30Z"},
		{"02/03/2026 08:15", "2026-03-02T07:15:00Z"},
		{"2026-03-02T08:15:00.123Z", "2026-03-02T08:15:00Z"},
		{"2026-03-02T08:15:00+05:30", "2026-03-02T02:45:00Z"},
		{"2026-10-25T02:30", "2026-10-25T00:30:00Z"}, /* the first */
		{"2026-03-29T02:30", "2026-03-29T01:30:00Z"}, /* not there */
		{"2026-03-02", NULL},
		{"2026-03-02T24:00", NULL},
		{"2026-02-30T08:15", NULL},
		{"2026-03-02T08:15+1", NULL},
		{"2026-03-02T08:15 ieri", NULL},
		{"", NULL},
	};
	(void)state;
	for (size_t i = 0; i < countof(rows); i++) {
		int64_t us = 0;
		struct err err = {0};
		struct buf b;
		buf_init(&b, 64);
		enum rc rc = monitor_instant(str_from(rows[i].text), &us, &err);
		if (!rc)
			instant_print(&b, us);
		if (!rc != !!rows[i].utc ||
		    (!rc && !str_is(buf_view(&b), rows[i].utc)))
			fail_msg("\"%s\": rc %d " STR_FMT, rows[i].text, rc,
				 STR_ARG(buf_view(&b)));
		buf_release(&b);
	}
}

/* ---- files */

static struct monitor_rows read_text(const char *text, enum rc want, int msg)
{
	struct monitor_rows rows = {0};
	struct err err = {0};
	enum rc rc = monitor_read(&kit.tables, str_from(text), &kit.arena,
				  &rows, &err);
	if (rc != want || err.msg != msg)
		fail_msg("rc %d, message %d: %s", rc, err.msg, err.text);
	return rows;
}

static void csv_files(void **state)
{
	(void)state;
	struct monitor_rows r = read_text(
		"\xEF\xBB\xBFquando;misura;valore;seconda;unita;chi;id;"
		"persona\r\n"
		"2026-03-02 08:00;Peso;72,5;;kg;paziente;a1;RSS\r\n"
		"\r\n"
		"2026-03-02 08:05;blood_pressure;135;85;;infermiere;a2;RSS\r\n"
		"2026-03-02 08:06;umore;3;;;;;RSS\r\n"
		"2026-03-02 08:07;weight;abc;;;;;RSS\r\n"
		"ieri;weight;80;;;;;RSS\r\n"
		"2026-03-02 08:08;29463-7;80;;stone;;;RSS\r\n"
		"2026-03-02 08:09;weight;80;;;zio;;RSS\r\n"
		"2026-03-02 08:10;weight;\"80;;;;;RSS\r\n"
		"2026-03-02 08:11;29463-7;80;;;;;RSS",
		OK, 0);
	static const struct {
		uint64_t line;
		const char *column;
		int msg;
	} refused[] = {
		{5, "kind", MSG_HOM_NO_KIND},
		{6, "value", MSG_HOM_NO_NUMBER},
		{7, "measured_at", MSG_HOM_WHEN},
		{8, "unit", MSG_HOM_UNIT},
		{9, "by", MSG_HOM_TEXT_BAD},
		{10, "kind", MSG_HOM_FILE_DAMAGED},
	};
	assert_int_equal(r.n, 3);
	assert_int_equal(r.list[0].value_milli[0], 72500);
	assert_true(str_is(r.list[0].id, "a1"));
	assert_true(str_is(r.list[1].value_given, "135/85"));
	assert_int_equal(r.list[1].by, MONITOR_BY_NURSE);
	assert_int_equal(r.list[2].line, 11);
	assert_int_equal(r.n_refused, countof(refused));
	for (size_t i = 0; i < countof(refused); i++)
		if (r.refused[i].line != refused[i].line ||
		    r.refused[i].msg != refused[i].msg ||
		    !str_is(r.refused[i].column, refused[i].column))
			fail_msg("line %d: column " STR_FMT ", message %d",
				 (int)r.refused[i].line,
				 STR_ARG(r.refused[i].column),
				 r.refused[i].msg);
}

static void files_refused(void **state)
{
	(void)state;
	read_text("", E_FORMAT, MSG_HOM_FILE_KIND);
	read_text("\xff\xfe", E_FORMAT, MSG_HOM_FILE_KIND);
	read_text("a,b,c\n1,2,3\n", E_FORMAT, MSG_HOM_FILE_HEADER);
	read_text("{\"resourceType\": \"Bundle\"", E_FORMAT,
		  MSG_HOM_FILE_DAMAGED);
}

#define CODE(c)                                                                \
	"\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"" c \
	"\"}]}"
#define QUANTITY(v, u)                                                         \
	"\"valueQuantity\":{\"value\":" v ",\"system\":"                       \
	"\"http://unitsofmeasure.org\",\"code\":\"" u "\"}"
#define OBSERVATION(body)                                                      \
	"{\"resource\":{\"resourceType\":\"Observation\",\"status\":"          \
	"\"final\",\"effectiveDateTime\":\"2026-03-02T08:00:00+01:00\"," body  \
	"}}"

static void fhir_bundle(void **state)
{
	(void)state;
	struct monitor_rows
		r = read_text("{\"resourceType\":\"Bundle\","
			      "\"entry\":["
			      "{\"fullUrl\":\"urn:uuid:1\","
			      "\"resource\":{\"resourceType\":"
			      "\"Patient\",\"identifier\":[{"
			      "\"value\":\"RSSMRA\"}]}}"
			      "," OBSERVATION(CODE(
				      "85354-9") ",\"component"
						 "\":[{" CODE("8480-6") "," QUANTITY("135",
										     "mm[Hg]") "},{" CODE("8462-4") "," QUANTITY("85", "mm[Hg]") "}],\"subject\":{\"reference\":"
																		 "\"urn:uuid:1\"},\"identifier\":[{"
																		 "\"value\":\"bp-1\"}]") "," OBSERVATION(CODE("15074-8") "," QUANTITY("6.1",
																										      "mmol/L") ",\"performer\":[{\"reference\":\"Device/3\"}]") "," OBSERVATION(CODE("718-7") "," QUANTITY("13", "g/dL")) "," OBSERVATION(CODE("29463-7") "," QUANTITY("700",
																																															"kg")) ","
																																															       "{\"resource\":{\"resourceType\":\"Encounter\"}}," OBSERVATION("\"code\":{\"coding\":[{\"system\":"
																																																							      "\"urn:prossima:home-kind\",\"code\":"
																																																							      "\"chest_pain\"}]},\"valueBoolean\":true") "]}",
			      OK, 0);
	assert_int_equal(r.n, 3);
	assert_int_equal(r.list[0].value_milli[0], 135000);
	assert_int_equal(r.list[0].value_milli[1], 85000);
	assert_true(str_is(r.list[0].person, "RSSMRA"));
	assert_true(str_is(r.list[0].id, "bp-1"));
	assert_int_equal(r.list[1].value_milli[0], 109895);
	assert_int_equal(r.list[1].by, MONITOR_BY_DEVICE);
	assert_int_equal(r.list[2].value_milli[0], 1000);
	assert_int_equal(r.n_refused, 3);
	assert_int_equal(r.refused[0].msg, MSG_HOM_NO_KIND);
	assert_int_equal(r.refused[0].line, 4);
	assert_int_equal(r.refused[1].msg, MSG_HOM_IMPOSSIBLE);
	assert_int_equal(r.refused[2].msg, MSG_HOM_FILE_KIND);
}

static void fhir_alone(void **state)
{
	(void)state;
	struct monitor_rows r = read_text(
		"{\"resourceType\":\"Observation\",\"id\":\"w1\",\"status\":"
		"\"amended\"," CODE("29463-7") "," QUANTITY(
			"160",
			"[lb_av]") ",\"effectivePeriod\":{\"start\":"
				   "\"2026-03-02T08:00:00Z\"},\"subject\":{"
				   "\"identifier\":{\"value\":\"P1\"}}}",
		OK, 0);
	assert_int_equal(r.n, 1);
	assert_true(r.list[0].replaces);
	assert_int_equal(r.list[0].value_milli[0], 72575);
	assert_true(str_is(r.list[0].id, "w1"));
	/* a pressure without values: found by the fuzzer */
	r = read_text("{\"resourceType\":\"Observation\",\"status\":"
		      "\"final\"," CODE("8480-6") "}",
		      OK, 0);
	assert_int_equal(r.refused[0].msg, MSG_HOM_SECOND_WANTED);
	r = read_text("{\"resourceType\":\"Observation\",\"status\":"
		      "\"entered-in-error\"," CODE("29463-7") "}",
		      OK, 0);
	assert_int_equal(r.n_refused, 1);
	assert_int_equal(r.refused[0].msg, MSG_HOM_REPLACED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values),        cmocka_unit_test(doubts),
		cmocka_unit_test(instants),      cmocka_unit_test(csv_files),
		cmocka_unit_test(files_refused), cmocka_unit_test(fhir_bundle),
		cmocka_unit_test(fhir_alone),
	};
	return cmocka_run_group_tests(tests, kit_open, kit_close);
}

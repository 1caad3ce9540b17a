/* Import of the CSV form into the archive and back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "base/file.h"
#include "base/rng.h"
#include "col/col_int.h"
#include "csv/csv.h"
#include "flows/archive.h"
#include "flows/cause_int.h"
#include "flows/cutter_int.h"
#include "flows/fiscal.h"
#include "flows/flows.h"
#include "flows/layout_int.h"
#include "flows/split_int.h"
#include "flows/value_int.h"
#include "knowledge/knowledge.h"

#include <dirent.h>
#include <unistd.h>
#include <zlib.h>

/* ------------------------------------------------------------ a workplace */

struct site {
	char dir[64], archive[80], rejects[80];
	struct arena arena;
	struct str municipalities;
	struct flows_report report;
	struct err err;
};

static void set_up(struct site *p)
{
	*p = (struct site){.dir = "/tmp/flows_testXXXXXX"};
	assert_non_null(mkdtemp(p->dir));
	snprintf(p->archive, sizeof(p->archive), "%s/archive", p->dir);
	snprintf(p->rejects, sizeof(p->rejects), "%s/rejects.csv", p->dir);
	arena_init(&p->arena, 256u << 20);
	assert_int_equal(knowledge_file(NULL, "municipalities.csv", &p->arena,
					&p->municipalities, &p->err),
			 OK);
}

static void remove_tree(const char *dir)
{
	char path[512];
	DIR *d = opendir(dir);
	for (struct dirent *e; d && (e = readdir(d));) {
		if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, ".."))
			continue;
		snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
		if (unlink(path))
			remove_tree(path);
	}
	if (d)
		closedir(d);
	rmdir(dir);
}

static void tear_down(struct site *p)
{
	arena_release(&p->arena);
	remove_tree(p->dir);
}

static void put_file(const struct site *p, const char *name, struct str text)
{
	char path[160];
	struct err err = {0};
	snprintf(path, sizeof(path), "%s/%s", p->dir, name);
	if (file_write_atomic(path, text, &err))
		fail_msg("%s", err.text);
}

static enum rc import_with(struct site *p, int64_t max_rejects_e4,
			   size_t n_thread)
{
	const struct flows_options o = {.dir = p->dir,
					.archive = p->archive,
					.rejects = p->rejects,
					.extraction = date_of(2025, 12, 31),
					.max_rejects_e4 = max_rejects_e4,
					.n_thread = n_thread,
					.municipalities = p->municipalities};
	p->err = (struct err){0};
	return flows_import(&o, &p->report, &p->err);
}

static void import_ok(struct site *p)
{
	if (import_with(p, -1, 2))
		fail_msg("import: %s", p->err.text);
}

static struct archive *open_archive(struct site *p)
{
	struct archive *a = NULL;
	if (archive_open(p->archive, &a, &p->err))
		fail_msg("open: %s", p->err.text);
	if (archive_verify(a, &p->err))
		fail_msg("verify: %s", p->err.text);
	return a;
}

/* --------------------------------------------------- one good row per flow */

/* The fields of a row that breaks no rule, by column name; others empty. */
static const char *const good[N_FILE] = {
	[FILE_PERSON] = "person_id=@;birth_date=1980-01-01;sex=M;"
			"municipality_istat=015146;ats=321;gp_code=D1;"
			"registration_start=2015-01-01",
	[FILE_EXEMPTION] = "person_id=P1;exemption_code=013;"
			   "valid_from=2020-01-01",
	[FILE_DRUG] = "record_id=@;person_id=P1;dispense_date=2024-05-05;"
		      "atc=C09AA05;aic=012345678;packages=1;ddd=28;channel=C;"
		      "prescriber_id=D1;cost_eur=3.5",
	[FILE_OUTPATIENT] = "record_id=@;person_id=P1;service_date=2024-05-05;"
			    "service_code=90.27.1;quantity=1;branch_code=11;"
			    "facility_code=F1;exemption_code=013;"
			    "priority_class=P;booking_date=2024-04-01;"
			    "remote=N;cost_eur=2.0",
	[FILE_HOSPITAL] = "record_id=@;person_id=P1;admission_date=2024-05-01;"
			  "discharge_date=2024-05-05;regime=1;"
			  "facility_code=F1;specialty_code=26;dx1=4280;"
			  "dx2=25000;proc1=3995;proc1_date=2024-05-02;drg=127;"
			  "discharge_mode=2;cost_eur=3000",
	[FILE_EMERGENCY] = "record_id=@;person_id=P1;arrival=2024-05-05T10:30;"
			   "exit=2024-05-05T14:00;triage=3;arrival_mode=1;"
			   "outcome=1;dx1=49302;facility_code=F1;cost_eur=100",
};

/* The value of `column` in "a=1;b=2", or nothing. */
static struct str value_of(const char *set, const char *column)
{
	for (struct str rest = str_from(set); rest.ptr && rest.len;) {
		struct str value = str_cut(&rest, ';');
		struct str name = str_cut(&value, '=');
		if (str_is(name, column))
			return value.ptr ? value : STR("");
	}
	return (struct str){NULL, 0};
}

/* `@` in a value stands for the key given. */
static void put_row(struct buf *b, int file, const char *change,
		    const char *key)
{
	const struct layout *l = &flow_layout[file];
	for (size_t f = 0; f < l->n_field; f++) {
		struct str v = value_of(change, l->field[f].name);
		if (!v.ptr)
			v = value_of(good[file], l->field[f].name);
		if (v.len == 1 && *v.ptr == '@')
			v = str_from(key);
		csv_put(b, f == 0, v.ptr ? v : STR(""));
	}
	buf_char(b, '\n');
}

static void put_header(struct buf *b, int file)
{
	const struct layout *l = &flow_layout[file];
	for (size_t f = 0; f < l->n_field; f++)
		csv_put(b, f == 0, str_from(l->field[f].name));
	buf_char(b, '\n');
}

static void put_flow(struct site *p, int file, struct buf *b)
{
	char name[64];
	snprintf(name, sizeof(name), "%s.csv", flow_layout[file].name);
	put_file(p, name, buf_view(b));
	buf_release(b);
}

/* P1 lives; PD died on 2024-06-01; PR is registered in 2024 only; PB is born
 * on 2024-05-01. */
static void put_people(struct buf *b)
{
	put_row(b, FILE_PERSON, "", "P1");
	put_row(b, FILE_PERSON, "death_date=2024-06-01", "PD");
	put_row(b, FILE_PERSON,
		"registration_start=2024-01-01;registration_end=2024-12-31",
		"PR");
	put_row(b, FILE_PERSON,
		"birth_date=2024-05-01;registration_start=2024-05-01", "PB");
}
#define N_PEOPLE 4u

/* ------------------------------------------------------------------- rules */

#define NOWARN -1
static const struct {
	int file;
	const char *change;
	const char *column; /* of the defect; NULL: accepted */
	enum cause cause;
	int warning;
} rules[] = {
#define GOOD(file, change)                                                     \
	{                                                                      \
		FILE_##file, change, NULL, CAUSE_NONE, NOWARN                  \
	}
#define WARNS(file, change, w)                                                 \
	{                                                                      \
		FILE_##file, change, NULL, CAUSE_NONE, WARN_##w                \
	}
#define BAD(file, change, column, cause)                                       \
	{                                                                      \
		FILE_##file, change, column, CAUSE_##cause, NOWARN             \
	}
	GOOD(PERSON, ""),
	BAD(PERSON, "person_id=", "person_id", MISSING),
	GOOD(PERSON, "person_id=A B"),
	GOOD(PERSON, "person_id=A\xc3\xa9+/=#@"),
	BAD(PERSON, "person_id= A", "person_id", PERSON_ID),
	BAD(PERSON, "person_id=A ", "person_id", PERSON_ID),
	BAD(PERSON,
	    "person_id=A\x01"
	    "B",
	    "person_id", PERSON_ID),
	GOOD(PERSON, "fiscal_code=RSSMRA80A01F205X"),
	BAD(PERSON, "fiscal_code=RSSMRA80A01F205Y", "fiscal_code",
	    FISCAL_CHECK),
	BAD(PERSON, "fiscal_code=RSSMRA80A01F20", "fiscal_code", FISCAL_FORM),
	BAD(PERSON, "fiscal_code=RSSMRA80A99F205X", "fiscal_code", FISCAL_DAY),
	WARNS(PERSON, "fiscal_code=RSSMRA80A01F205X;sex=F", FISCAL),
	WARNS(PERSON, "fiscal_code=RSSMRA80A01F205X;birth_date=1980-01-02",
	      FISCAL),
	BAD(PERSON, "birth_date=", "birth_date", MISSING),
	BAD(PERSON, "birth_date=01/02/1980", "birth_date", DATE_FORM),
	BAD(PERSON, "birth_date=1899-12-31", "birth_date", DATE_REAL),
	BAD(PERSON, "birth_date=1981-02-29", "birth_date", DATE_REAL),
	BAD(PERSON, "birth_date=2026-01-01", "birth_date", FUTURE),
	BAD(PERSON, "sex=", "sex", MISSING),
	BAD(PERSON, "sex=X", "sex", ENUM),
	GOOD(PERSON, "sex=U"),
	BAD(PERSON, "municipality_istat=", "municipality_istat", MISSING),
	BAD(PERSON, "municipality_istat=15146", "municipality_istat",
	    MUNICIPALITY),
	BAD(PERSON, "municipality_istat=015999", "municipality_istat",
	    MUNICIPALITY),
	GOOD(PERSON, "municipality_istat=999999;ats="),
	BAD(PERSON, "ats=329", "ats", ATS),
	BAD(PERSON, "ats=030321", "ats", ATS),
	GOOD(PERSON, "ats="),
	GOOD(PERSON, "gp_code="),
	BAD(PERSON, "gp_code=a/b", "gp_code", ID),
	BAD(PERSON, "registration_start=", "registration_start", MISSING),
	BAD(PERSON, "registration_start=2026-02-01", "registration_start",
	    FUTURE),
	GOOD(PERSON, "registration_end=2027-12-31"),
	BAD(PERSON, "registration_end=2014-12-31", "registration_end",
	    END_START),
	BAD(PERSON, "death_date=1979-12-31", "death_date", DEATH_BIRTH),
	BAD(PERSON, "death_date=2026-01-01", "death_date", FUTURE),

	GOOD(EXEMPTION, "valid_to=2020-01-01"),
	GOOD(EXEMPTION, "valid_to=2030-12-31"),
	BAD(EXEMPTION, "valid_to=2019-12-31", "valid_to", VALID_ORDER),
	BAD(EXEMPTION, "exemption_code=", "exemption_code", MISSING),
	BAD(EXEMPTION, "exemption_code=13", "exemption_code", EXEMPTION),
	BAD(EXEMPTION, "exemption_code=0a02", "exemption_code", EXEMPTION),
	GOOD(EXEMPTION, "exemption_code=0A02.V43.3"),
	WARNS(EXEMPTION, "exemption_code=002A", EXEMPTION_OLD),
	WARNS(EXEMPTION, "exemption_code=031A.401", EXEMPTION_OLD),
	BAD(EXEMPTION, "person_id=NOBODY", "person_id", PERSON),
	BAD(EXEMPTION, "valid_from=", "valid_from", MISSING),
	BAD(EXEMPTION, "valid_from=2026-01-01", "valid_from", FUTURE),
	BAD(EXEMPTION, "person_id=PB;valid_from=2024-04-30", "valid_from",
	    BEFORE_BIRTH),
	GOOD(EXEMPTION, "person_id=PR;valid_from=2019-01-01"),

	GOOD(DRUG, ""),
	BAD(DRUG, "record_id=", "record_id", MISSING),
	BAD(DRUG, "record_id=a/b", "record_id", ID),
	BAD(DRUG, "person_id=", "person_id", MISSING),
	BAD(DRUG, "person_id=NOBODY", "person_id", PERSON),
	BAD(DRUG, "person_id=NOBODY;atc=x", "person_id", PERSON),
	BAD(DRUG, "dispense_date=2024-5-5", "dispense_date", DATE_FORM),
	BAD(DRUG, "dispense_date=2024-13-05", "dispense_date", DATE_REAL),
	BAD(DRUG, "dispense_date=2026-01-01", "dispense_date", FUTURE),
	BAD(DRUG, "person_id=PB;dispense_date=2024-04-30", "dispense_date",
	    BEFORE_BIRTH),
	GOOD(DRUG, "person_id=PB;dispense_date=2024-05-01"),
	GOOD(DRUG, "person_id=PD;dispense_date=2024-07-01"),
	BAD(DRUG, "person_id=PD;dispense_date=2024-07-02", "dispense_date",
	    AFTER_DEATH),
	BAD(DRUG, "person_id=PD;dispense_date=2024-07-02;atc=x",
	    "dispense_date", AFTER_DEATH),
	WARNS(DRUG, "person_id=PR;dispense_date=2023-12-31", OUTSIDE),
	GOOD(DRUG, "person_id=PR;dispense_date=2024-12-31"),
	WARNS(DRUG, "person_id=PR;dispense_date=2025-01-01", OUTSIDE),
	BAD(DRUG, "atc=", "atc", MISSING),
	BAD(DRUG, "atc=C09AA0", "atc", ATC),
	BAD(DRUG, "atc=c09aa05", "atc", ATC),
	BAD(DRUG, "atc=C", "atc", ATC),
	BAD(DRUG, "atc=E09AA05", "atc", ATC),
	WARNS(DRUG, "atc=C09", ATC_SHORT),
	WARNS(DRUG, "atc=C09A", ATC_SHORT),
	WARNS(DRUG, "atc=C09AA", ATC_SHORT),
	BAD(DRUG, "aic=12345678", "aic", AIC),
	GOOD(DRUG, "aic="),
	BAD(DRUG, "packages=", "packages", MISSING),
	BAD(DRUG, "packages=0", "packages", ZERO),
	BAD(DRUG, "packages=-1", "packages", NEGATIVE),
	BAD(DRUG, "packages=1,5", "packages", DECIMAL),
	BAD(DRUG, "packages=1.", "packages", DECIMAL),
	BAD(DRUG, "packages=.5", "packages", DECIMAL),
	BAD(DRUG, "packages=1.23456", "packages", DECIMAL),
	BAD(DRUG, "packages=1e3", "packages", DECIMAL),
	BAD(DRUG, "packages=99999999", "packages", LARGE),
	GOOD(DRUG, "packages=1.2345"),
	GOOD(DRUG, "ddd="),
	GOOD(DRUG, "ddd=0"),
	BAD(DRUG, "ddd=-0.5", "ddd", NEGATIVE),
	BAD(DRUG, "channel=X", "channel", ENUM),
	BAD(DRUG, "channel=", "channel", MISSING),
	BAD(DRUG, "cost_eur=abc", "cost_eur", DECIMAL),
	BAD(DRUG, "prescriber_id=a b", "prescriber_id", ID),

	GOOD(OUTPATIENT, ""),
	BAD(OUTPATIENT, "service_code=", "service_code", MISSING),
	BAD(OUTPATIENT, "service_code=9027", "service_code", SERVICE),
	GOOD(OUTPATIENT, "service_code=89.7A.3"),
	GOOD(OUTPATIENT, "service_code=39.95.B"),
	BAD(OUTPATIENT, "quantity=", "quantity", MISSING),
	BAD(OUTPATIENT, "quantity=0", "quantity", INTEGER),
	BAD(OUTPATIENT, "quantity=1.5", "quantity", INTEGER),
	BAD(OUTPATIENT, "quantity=-1", "quantity", NEGATIVE),
	BAD(OUTPATIENT, "quantity=99999999999", "quantity", LARGE),
	BAD(OUTPATIENT, "branch_code=1", "branch_code", TWO_DIGITS),
	BAD(OUTPATIENT, "facility_code=\xc3\xa0", "facility_code", ID),
	BAD(OUTPATIENT, "exemption_code=x", "exemption_code", EXEMPTION),
	WARNS(OUTPATIENT, "exemption_code=002B", EXEMPTION_OLD),
	BAD(OUTPATIENT, "priority_class=X", "priority_class", ENUM),
	BAD(OUTPATIENT, "booking_date=2024-05-06", "booking_date",
	    BOOKING_ORDER),
	GOOD(OUTPATIENT, "booking_date=2024-05-05"),
	GOOD(OUTPATIENT, "booking_date="),
	BAD(OUTPATIENT, "remote=S", "remote", ENUM),
	BAD(OUTPATIENT, "cost_eur=-2", "cost_eur", NEGATIVE),

	GOOD(HOSPITAL, ""),
	BAD(HOSPITAL, "admission_date=", "admission_date", MISSING),
	BAD(HOSPITAL, "discharge_date=", "discharge_date", MISSING),
	BAD(HOSPITAL, "discharge_date=2024-04-30", "discharge_date",
	    STAY_ORDER),
	BAD(HOSPITAL, "person_id=PB;admission_date=2024-04-30",
	    "admission_date", BEFORE_BIRTH),
	BAD(HOSPITAL, "person_id=PD;discharge_date=2024-07-02",
	    "discharge_date", AFTER_DEATH),
	WARNS(HOSPITAL, "person_id=PR;admission_date=2023-12-31", OUTSIDE),
	WARNS(HOSPITAL,
	      "person_id=PR;admission_date=2024-12-30;"
	      "discharge_date=2025-01-02",
	      OUTSIDE),
	BAD(HOSPITAL, "regime=3", "regime", ENUM),
	BAD(HOSPITAL, "dx1=", "dx1", MISSING),
	BAD(HOSPITAL, "dx1=42", "dx1", DX),
	BAD(HOSPITAL, "dx1=428000", "dx1", DX),
	BAD(HOSPITAL, "dx1=42.80", "dx1", DX),
	BAD(HOSPITAL, "dx1=4280 ", "dx1", DX),
	WARNS(HOSPITAL, "dx1=428.0", DX_FORM),
	WARNS(HOSPITAL, "dx2=v45.1", DX_FORM),
	GOOD(HOSPITAL, "dx2=V451"),
	WARNS(HOSPITAL, "dx6=E950.1", DX_FORM),
	BAD(HOSPITAL, "dx6=E95011", "dx6", DX),
	BAD(HOSPITAL, "proc1=3", "proc1", PROC),
	WARNS(HOSPITAL, "proc1=39.95", DX_FORM),
	BAD(HOSPITAL, "proc1_date=", "proc1_date", PROC_DATE),
	BAD(HOSPITAL, "proc6=3995", "proc6_date", PROC_DATE),
	GOOD(HOSPITAL, "proc6=3995;proc6_date=2024-05-03"),
	BAD(HOSPITAL, "proc1_date=2024-05-32", "proc1_date", DATE_REAL),
	BAD(HOSPITAL, "specialty_code=2A", "specialty_code", TWO_DIGITS),
	BAD(HOSPITAL, "drg=12", "drg", THREE_DIGITS),
	BAD(HOSPITAL, "discharge_mode=0", "discharge_mode", ENUM),
	BAD(HOSPITAL, "discharge_mode=", "discharge_mode", MISSING),

	GOOD(EMERGENCY, ""),
	BAD(EMERGENCY, "arrival=2024-05-05", "arrival", MINUTE_FORM),
	BAD(EMERGENCY, "arrival=2024-05-05T24:00", "arrival", MINUTE_FORM),
	BAD(EMERGENCY, "arrival=2024-05-05 10:30", "arrival", MINUTE_FORM),
	BAD(EMERGENCY, "arrival=2024-02-30T10:30", "arrival", DATE_REAL),
	BAD(EMERGENCY, "arrival=2026-01-01T00:00", "arrival", FUTURE),
	BAD(EMERGENCY, "exit=2024-05-05T10:29", "exit", EXIT_ORDER),
	GOOD(EMERGENCY, "exit=2024-05-05T10:30"),
	GOOD(EMERGENCY, "exit="),
	BAD(EMERGENCY,
	    "person_id=PD;arrival=2024-07-01T10:00;"
	    "exit=2024-07-02T00:10",
	    "exit", AFTER_DEATH),
	BAD(EMERGENCY, "triage=6", "triage", ENUM),
	BAD(EMERGENCY, "triage=", "triage", MISSING),
	WARNS(EMERGENCY, "triage=R", TRIAGE_LETTER),
	WARNS(EMERGENCY, "triage=X", TRIAGE_LETTER),
	BAD(EMERGENCY, "triage=Z", "triage", ENUM),
	BAD(EMERGENCY, "arrival_mode=8", "arrival_mode", ENUM),
	BAD(EMERGENCY, "outcome=12", "outcome", ENUM),
	BAD(EMERGENCY, "outcome=0", "outcome", ENUM),
	BAD(EMERGENCY, "outcome=01", "outcome", ENUM),
	GOOD(EMERGENCY, "outcome=11"),
	BAD(EMERGENCY, "dx1=", "dx1", DX1),
	GOOD(EMERGENCY, "dx1=;outcome=6"),
	GOOD(EMERGENCY, "dx1=;outcome=7"),
	BAD(EMERGENCY, "hospital_record_id=a b", "hospital_record_id", ID),
	WARNS(EMERGENCY,
	      "person_id=PR;arrival=2023-12-31T23:59;exit=", OUTSIDE),
};

/* A file with one row per case of the table; the line of each is known. */
static void put_cases(struct site *p, int file)
{
	struct buf b;
	char key[16];
	buf_init(&b, 1u << 20);
	put_header(&b, file);
	if (file == (int)FILE_PERSON)
		put_people(&b);
	for (size_t i = 0; i < countof(rules); i++) {
		snprintf(key, sizeof(key), "K%zu", i);
		if (rules[i].file == file)
			put_row(&b, file, rules[i].change, key);
	}
	put_flow(p, file, &b);
}

struct reject {
	struct str file, line, column, value, cause;
};

static size_t read_rejects(struct site *p, struct reject *out, size_t cap)
{
	struct str text;
	struct csv c;
	size_t n = 0;
	assert_int_equal(
		file_read(p->rejects, &p->arena, 16u << 20, &text, &p->err),
		OK);
	csv_init(&c, text);
	assert_int_equal(csv_next(&c, NULL), OK);
	assert_true(str_is(c.raw, "file,line,column,value,cause"));
	while (!csv_next(&c, NULL)) {
		assert_true(n < cap && c.n == 5);
		struct str f[5];
		for (size_t i = 0; i < 5; i++)
			f[i] = arena_str(&p->arena, c.field[i]);
		out[n++] = (struct reject){f[0], f[1], f[2], f[3], f[4]};
	}
	csv_release(&c);
	return n;
}

static const struct reject *find_reject(const struct reject *r, size_t n,
					const char *file, size_t line)
{
	char text[16];
	snprintf(text, sizeof(text), "%zu", line);
	for (size_t i = 0; i < n; i++)
		if (str_starts(r[i].file, str_from(file)) &&
		    str_is(r[i].line, text))
			return &r[i];
	return NULL;
}

static void every_rule_is_enforced(void **state)
{
	static struct reject r[512];
	struct site p;
	(void)state;
	set_up(&p);
	for (int f = 0; f < (int)N_FILE; f++)
		put_cases(&p, f);
	import_ok(&p);
	size_t n = read_rejects(&p, r, countof(r)), n_bad = 0;
	size_t line[N_FILE];
	uint64_t warn[N_FILE][N_WARNING] = {{0}};
	for (size_t f = 0; f < N_FILE; f++)
		line[f] = f == FILE_PERSON ? 1 + N_PEOPLE : 1;
	for (size_t i = 0; i < countof(rules); i++) {
		int f = rules[i].file;
		const struct reject *x =
			find_reject(r, n, flow_layout[f].name, ++line[f]);
		n_bad += rules[i].column != NULL;
		if (rules[i].warning >= 0)
			warn[f][rules[i].warning]++;
		if (!rules[i].column != !x)
			fail_msg("%s %s: %s", flow_layout[f].name,
				 rules[i].change,
				 x ? x->cause.ptr : "was accepted");
		if (x && (!str_is(x->column, rules[i].column) ||
			  !str_is(x->cause, cause_text[rules[i].cause])))
			fail_msg("%s %s: %s: %s", flow_layout[f].name,
				 rules[i].change, x->column.ptr, x->cause.ptr);
	}
	assert_int_equal(n, n_bad);
	assert_int_equal(p.report.n_rejected, n_bad);
	for (size_t f = 0; f < N_FILE; f++)
		for (size_t w = 0; w < N_WARNING; w++)
			if (p.report.file[f].n_warning[w] != warn[f][w])
				fail_msg("%s: %" PRIu64 " warnings instead of "
					 "%" PRIu64 ": %s",
					 flow_layout[f].name,
					 p.report.file[f].n_warning[w],
					 warn[f][w], warning_text[w]);
	archive_close(open_archive(&p));
	tear_down(&p);
}

/* -------------------------------------------------------------------- lines */

static const struct {
	const char *name, *line;
	size_t len; /* 0: the text */
	enum cause cause;
	size_t n_line;
} lines[] = {
	{"plain", "a,b,c\n", 0, CAUSE_NONE, 1},
	{"crlf", "a,b,c\r\n", 0, CAUSE_NONE, 1},
	{"crlf over a step", "aaaa,bbbb,ccccc\r\n", 0, CAUSE_NONE, 1},
	{"all empty", ",,\n", 0, CAUSE_NONE, 1},
	{"quoted", "\"a\",\"b,b\",c\n", 0, CAUSE_NONE, 1},
	{"doubled quote", "\"a\"\"\",b,c\n", 0, CAUSE_NONE, 1},
	{"line end in quotes", "\"a\nz\",b,c\n", 0, CAUSE_NONE, 2},
	{"utf-8", "\xc3\xa0,b,c\n", 0, CAUSE_NONE, 1},
	{"too few", "a,b\n", 0, CAUSE_COUNT, 1},
	{"too many", "a,b,c,d\n", 0, CAUSE_COUNT, 1},
	{"blank", "\n", 0, CAUSE_BLANK, 1},
	{"blank crlf", "\r\n", 0, CAUSE_BLANK, 1},
	{"comment", "#a,b,c\n", 0, CAUSE_COMMENT, 1},
	{"open quote", "\"a,b,c\n", 0, CAUSE_QUOTES, 1},
	{"open quote, next line sound", "\"a,b,c\nd,e,f\n", 0, CAUSE_QUOTES, 1},
	{"open quote, next quoted", "\"a,b,c\n\"d\",e,f\n", 0, CAUSE_QUOTES, 1},
	{"quote inside", "a\"b,b,c\n", 0, CAUSE_QUOTES, 1},
	{"text after quote", "\"a\"b,b,c\n", 0, CAUSE_QUOTES, 1},
	{"lone cr", "a\rb,b,c\n", 0, CAUSE_RETURN, 1},
	{"nul", "a,b\0,c\n", 7, CAUSE_NUL, 1},
	{"latin-1", "\xe0,b,c\n", 0, CAUSE_UTF8, 1},
};

static void lines_are_cut(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(lines); i++) {
		char text[128] = {0};
		struct row row;
		size_t len =
			lines[i].len ? lines[i].len : strlen(lines[i].line);
		memcpy(text, lines[i].line, len);
		row_cut(text, text + len, 3, &row);
		if (row.cause != lines[i].cause ||
		    row.n_line != lines[i].n_line)
			fail_msg("%s: cause %d (%s), %u lines", lines[i].name,
				 (int)row.cause, cause_text[row.cause],
				 row.n_line);
	}
}

static void long_lines_are_refused(void **state)
{
	char *text = malloc(2 * ROW_MAX + ROW_SLACK);
	struct row row;
	(void)state;
	assert_non_null(text);
	memset(text, 'x', 2 * ROW_MAX + ROW_SLACK);
	text[1] = text[3] = ',';
	text[ROW_MAX] = '\n';
	row_cut(text, text + ROW_MAX + 1, 3, &row);
	assert_int_equal(row.cause, CAUSE_NONE);
	text[ROW_MAX] = 'x';
	text[ROW_MAX + 1] = '\n';
	row_cut(text, text + ROW_MAX + 2, 3, &row);
	assert_int_equal(row.cause, CAUSE_LONG);
	free(text);
}

/* Records of three fields, one in `odd` of them in some way not simple. */
static size_t random_lines(struct rng *r, char *to, size_t room, uint32_t odd)
{
	static const char *const piece[] = {
		"",   "\"x\"", "\"a\nb\"", "\"", "\xc3\xa8", "\xff", ",",
		"\r", "\t",    "#",        "\n", "",         "x,y,z"};
	size_t n = 0;
	while (n + 10000 < room) {
		for (int f = 0; f < 3; f++) {
			size_t len = rng_below(r, 40);
			if (!rng_below(r, odd * 50))
				len = 3000 + rng_below(r, 2000);
			memset(to + n, 'a' + f, len);
			n += len;
			if (!rng_below(r, odd)) {
				const char *x =
					piece[rng_below(r, countof(piece))];
				memcpy(to + n, x, strlen(x));
				n += strlen(x);
			}
			to[n++] = f < 2 ? ',' : '\n';
		}
		if (!rng_below(r, odd)) {
			to[n - 1] = '\r';
			to[n++] = '\n';
		}
	}
	return n;
}

/* The same as line by line, whatever the windows and the processor. */
static void compare_cuts(struct str text, const struct cutter_path *path)
{
	enum { AT_ONCE = 100 };
	struct cell cell[3 * AT_ONCE + CELL_SLACK];
	uint32_t at[AT_ONCE], line[AT_ONCE], n_line = 0;
	uint8_t cause[AT_ONCE];
	size_t from = 0;
	struct cutter *c = malloc(sizeof(*c));
	assert_non_null(c);
	cutter_init(c, text, 3);
	c->look = path->look;
	for (size_t n; (n = cutter_next(c, (struct cut){at, line, cause, cell},
					AT_ONCE));)
		for (size_t i = 0; i < n; i++) {
			struct row row;
			row_cut(text.ptr + from, text.ptr + text.len, 3, &row);
			assert_int_equal(at[i], from);
			assert_int_equal(line[i], n_line);
			assert_int_equal(cause[i], row.cause);
			for (size_t f = 0; !row.cause && f < 3; f++) {
				const struct cell x = cell[3 * i + f];
				assert_ptr_equal(text.ptr + from + x.at,
						 row.field[f].ptr);
				assert_int_equal(x.len, row.field[f].len);
			}
			from += row.taken;
			n_line += row.n_line;
		}
	assert_int_equal(from, text.len);
	assert_int_equal(c->n_line, n_line);
	free(c);
}

static void windows_cut_as_lines_do(void **state)
{
	enum { ROOM = 60000 };
	char *text = calloc(1, ROOM + ROW_SLACK);
	struct rng r;
	(void)state;
	assert_non_null(text);
	rng_init(&r, 7);
	for (uint32_t odd = 1; odd < 2000; odd *= 3)
		for (int i = 0; i < 8; i++) {
			size_t n = random_lines(&r, text, ROOM, odd);
			memset(text + n, 0, ROW_SLACK);
			for (size_t k = 0; k < cutter_n_path; k++)
				if (cutter_path[k].there())
					compare_cuts((struct str){text, n},
						     &cutter_path[k]);
		}
	free(text);
}

/* On every path, from any beginning, in one go or in two. */
static void checksums_are_those_of_gzip(void **state)
{
	unsigned char bytes[1200];
	struct rng r;
	(void)state;
	rng_init(&r, 8);
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (unsigned char)rng_next(&r);
	for (size_t k = 0; k < col_n_crc_path; k++) {
		const struct col_crc_path *p = &col_crc_path[k];
		for (size_t i = 0; p->there() && i < 3000; i++) {
			const size_t from = rng_below(&r, 64);
			const size_t n = rng_below(&r, 1100);
			const size_t cut = rng_below(&r, (uint32_t)n + 1);
			const uint32_t crc = (uint32_t)rng_next(&r);
			const uint32_t want =
				(uint32_t)crc32_z(crc, bytes + from, n);
			uint32_t two = p->more(crc, bytes + from, cut);
			two = p->more(two, bytes + from + cut, n - cut);
			if (p->more(crc, bytes + from, n) != want ||
			    two != want)
				fail_msg("%s: %zu bytes from %zu", p->name, n,
					 from);
		}
	}
	assert_int_equal(col_crc("123456789", 9), 0xcbf43926);
}

/* ------------------------------------------------------------------- values */

static void values_are_read(void **state)
{
	int32_t v;
	(void)state;
	for (int32_t d = date_of(1900, 1, 1).days;
	     d <= date_of(2199, 12, 31).days; d++) {
		char text[11];
		struct str s = date_text((struct date){d}, text);
		if (value_date(s, &v) || v != d)
			fail_msg("%s", text);
	}
	assert_int_equal(value_minute(STR("1969-12-31T23:59"), &v), 0);
	assert_int_equal(v, -1);
	assert_int_equal(value_amount(STR("12.345"), &v), 0);
	assert_int_equal(v, 123450);
	assert_int_equal(value_cents(STR("0.005"), &v), 0);
	assert_int_equal(v, 1);
	assert_int_equal(value_cents(STR("0.0049"), &v), 0);
	assert_int_equal(v, 0);
	assert_int_equal(value_amount(STR("214748.3647"), &v), 0);
	assert_int_equal(v, INT32_MAX);
	assert_int_equal(value_amount(STR("214748.3648"), &v), CAUSE_LARGE);
}

/* data/flows.md: two published vectors; the others follow from the rules. */
static const struct {
	const char *code;
	int year, month, day;
	char sex;
	enum fiscal want;
} fiscals[] = {
	{"RSSMRA80A01F205X", 1980, 1, 1, 'M', FISCAL_OK},
	{"PPRPLN20H09D969W", 2020, 6, 9, 'M', FISCAL_OK},
	{"RSSMRA80A01F205X", 1980, 1, 1, 'F', FISCAL_DISAGREE},
	{"RSSMRA80A01F205X", 1980, 1, 2, 'M', FISCAL_DISAGREE},
	{"RSSMRA80A01F205X", 1980, 1, 1, 'U', FISCAL_OK},
	{"RSSMRA80A01F205A", 1980, 1, 1, 'M', FISCAL_CHECK},
	{"RSSMRA80A01F20NX", 1980, 1, 1, 'M', FISCAL_CHECK},
	{"RSSMRA80F01F205X", 1980, 1, 1, 'M', FISCAL_DAY},
	{"RSSMRA80A32F205X", 1980, 1, 1, 'M', FISCAL_DAY},
	{"RSSMRA80A72F205X", 1980, 1, 1, 'F', FISCAL_DAY},
	{"rssmra80a01f205x", 1980, 1, 1, 'M', FISCAL_FORM},
	{"RSSMRA80A01F2055", 1980, 1, 1, 'M', FISCAL_FORM},
	{"RSSMRA80A01F205", 1980, 1, 1, 'M', FISCAL_FORM},
	{"STP0301234567890", 1980, 1, 1, 'M', FISCAL_OK},
	{"STP03012345678X0", 1980, 1, 1, 'M', FISCAL_FORM},
};

static void fiscal_codes_are_checked(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(fiscals); i++) {
		enum fiscal got =
			fiscal_check(str_from(fiscals[i].code),
				     date_of(fiscals[i].year, fiscals[i].month,
					     fiscals[i].day),
				     fiscals[i].sex);
		if (got != fiscals[i].want)
			fail_msg("%s: %d", fiscals[i].code, (int)got);
	}
}

/* The new spelling of an old exemption code must mean the same to the rules. */
static void new_exemption_codes_mean_the_same(void **state)
{
	static const char *const pair[][2] = {{"002A", "0A02"},
					      {"002B", "0B02"},
					      {"002C", "0C02"},
					      {"031A", "0A31"}};
	struct knowledge kn = {0};
	struct arena a;
	struct issues issues;
	struct err err = {0};
	(void)state;
	arena_init(&a, 1u << 20);
	issues_init(&issues, &a, 100);
	if (knowledge_load(&kn, NULL, &issues, &err))
		fail_msg("%s", err.text);
	for (size_t r = 0; r < kn.n_rules; r++) {
		if (kn.rules[r].flow != FLOW_EXEMPTION)
			continue;
		for (size_t i = 0; i < countof(pair) * 1000; i++) {
			char old[16], new[16];
			const char *dot = i / 4 ? "." : "";
			char sub[8] = "";
			if (i / 4)
				snprintf(sub, sizeof(sub), "%03zu", i / 4);
			if (i / 4 >= 900) /* V00 to V99 */
				snprintf(sub, sizeof(sub), "V%02zu",
					 i / 4 - 900);
			snprintf(old, sizeof(old), "%s%s%s", pair[i % 4][0],
				 dot, sub);
			snprintf(new, sizeof(new), "%s%s%s", pair[i % 4][1],
				 dot, sub);
			if (kn_code_matches(str_from(old), kn.rules[r].codes) !=
			    kn_code_matches(str_from(new), kn.rules[r].codes))
				fail_msg("rule " STR_FMT ": %s, %s",
					 STR_ARG(kn.rules[r].id), old, new);
		}
	}
	knowledge_release(&kn);
	issues_release(&issues);
	arena_release(&a);
}

/* --------------------------------------------------------------- round trip */

static void only_people(struct site *p)
{
	struct buf b;
	buf_init(&b, 1u << 20);
	put_header(&b, FILE_PERSON);
	put_people(&b);
	put_flow(p, FILE_PERSON, &b);
}

static void put_one(struct site *p, int file, const char *const *change,
		    const char *const *key, size_t n)
{
	struct buf b;
	buf_init(&b, 1u << 20);
	put_header(&b, file);
	for (size_t i = 0; i < n; i++)
		put_row(&b, file, change[i], key[i]);
	put_flow(p, file, &b);
}

static const char *const one_change[] = {""};
static const char *const one_key[] = {"R1"};

static void check_people(const struct archive *a)
{
	const struct people_cols *c = archive_people(a);
	size_t pr = archive_find_person(a, STR("PR"));
	size_t pd = archive_find_person(a, STR("PD"));
	assert_int_equal(c->n, N_PEOPLE);
	assert_int_equal(archive_find_person(a, STR("P0")), SIZE_MAX);
	assert_int_equal(archive_find_person(a, STR("ZZ")), SIZE_MAX);
	assert_true(str_is(archive_person_id(a, pr), "PR"));
	assert_int_equal(c->birth[pr], date_of(1980, 1, 1).days);
	assert_int_equal(c->registration_start[pr], date_of(2024, 1, 1).days);
	assert_int_equal(c->registration_end[pr], date_of(2024, 12, 31).days);
	assert_int_equal(c->registration_end[pd], INT32_MAX);
	assert_int_equal(c->death[pr], INT32_MAX);
	assert_int_equal(c->death[pd], date_of(2024, 6, 1).days);
	assert_int_equal(c->ats[pr], 321);
	assert_int_equal(c->sex[pr], 'M');
	assert_true(str_is(archive_dict(a, DICT_GP, c->gp[pr]), "D1"));
	assert_true(
		str_is(archive_dict(a, DICT_MUNICIPALITY, c->municipality[pr]),
		       "015146"));
	for (size_t i = 0; i + 1 < c->n; i++)
		assert_true(str_cmp(archive_person_id(a, archive_by_id(a)[i]),
				    archive_person_id(
					    a, archive_by_id(a)[i + 1])) < 0);
}

static void check_drug(const struct archive *a, const struct drug_cols *c)
{
	assert_int_equal(c->n, 1);
	assert_int_equal(c->date[0], date_of(2024, 5, 5).days);
	assert_true(str_is(archive_dict(a, DICT_ATC, c->atc[0]), "C09AA05"));
	assert_int_equal(archive_dict_find(a, DICT_ATC, STR("C09AA05")),
			 c->atc[0]);
	assert_int_equal(archive_dict_find(a, DICT_ATC, STR("C09AA04")), 0);
	assert_int_equal(c->packages_e4[0], 10000);
	assert_int_equal(c->ddd_e4[0], 280000);
	assert_int_equal(c->channel[0], 'C');
	assert_true(str_is(archive_dict(a, DICT_GP, c->prescriber[0]), "D1"));
	assert_true(str_is(archive_dict(a, DICT_MISC, c->aic[0]), "012345678"));
	assert_int_equal(c->cost_cents[0], 350);
	assert_true(str_is(archive_record_id(a, 0, FLOW_DRUG, 0), "R1"));
}

static void check_outpatient(const struct archive *a,
			     const struct outpatient_cols *c)
{
	assert_int_equal(c->n, 1);
	assert_int_equal(c->date[0], date_of(2024, 5, 5).days);
	assert_true(str_is(archive_dict(a, DICT_SERVICE, c->service[0]),
			   "90.27.1"));
	assert_int_equal(c->quantity[0], 1);
	assert_true(
		str_is(archive_dict(a, DICT_FACILITY, c->facility[0]), "F1"));
	assert_true(str_is(archive_dict(a, DICT_EXEMPTION, c->exemption[0]),
			   "013"));
	assert_true(str_is(archive_dict(a, DICT_MISC, c->branch[0]), "11"));
	assert_int_equal(c->priority[0], 'P');
	assert_int_equal(c->remote[0], 'N');
	assert_int_equal(c->booking_date[0], date_of(2024, 4, 1).days);
	assert_int_equal(c->cost_cents[0], 200);
}

static void check_hospital(const struct archive *a,
			   const struct hospital_cols *c)
{
	assert_int_equal(c->n, 1);
	assert_int_equal(c->date[0], date_of(2024, 5, 5).days);
	assert_int_equal(c->admission[0], date_of(2024, 5, 1).days);
	assert_true(str_is(archive_dict(a, DICT_DX, c->dx[0][0]), "4280"));
	assert_true(str_is(archive_dict(a, DICT_DX, c->dx[1][0]), "25000"));
	for (size_t i = 2; i < N_HOSPITAL_DX; i++)
		assert_int_equal(c->dx[i][0], 0);
	assert_true(str_is(archive_dict(a, DICT_PROC, c->proc[0][0]), "3995"));
	assert_int_equal(c->proc_date[0][0], date_of(2024, 5, 2).days);
	for (size_t i = 1; i < N_HOSPITAL_PROC; i++) {
		assert_int_equal(c->proc[i][0], 0);
		assert_int_equal(c->proc_date[i][0], INT32_MIN);
	}
	assert_int_equal(c->regime[0], '1');
	assert_int_equal(c->discharge_mode[0], '2');
	assert_true(
		str_is(archive_dict(a, DICT_FACILITY, c->facility[0]), "F1"));
	assert_true(str_is(archive_dict(a, DICT_MISC, c->specialty[0]), "26"));
	assert_true(str_is(archive_dict(a, DICT_MISC, c->drg[0]), "127"));
	assert_int_equal(c->cost_cents[0], 300000);
}

static void check_emergency(const struct archive *a,
			    const struct emergency_cols *c)
{
	int32_t day = date_of(2024, 5, 5).days;
	assert_int_equal(c->n, 1);
	assert_int_equal(c->date[0], day);
	assert_int_equal(c->minute[0], 630);
	assert_true(c->exit_min[0] == (int64_t)day * 1440 + 840);
	assert_true(str_is(archive_dict(a, DICT_DX, c->dx[0][0]), "49302"));
	assert_int_equal(c->dx[1][0], 0);
	assert_int_equal(c->triage[0], '3');
	assert_int_equal(c->arrival_mode[0], '1');
	assert_int_equal(c->outcome[0], 1);
	assert_int_equal(c->cost_cents[0], 10000);
	assert_true(str_is(archive_emergency_hospital(a, 0, 0), "H-7"));
}

static void what_is_written_is_read_back(void **state)
{
	static const char *const with_stay[] = {"hospital_record_id=H-7"};
	struct site p;
	struct date first, last;
	(void)state;
	set_up(&p);
	only_people(&p);
	for (int f = FILE_EXEMPTION; f < (int)N_FILE; f++)
		put_one(&p, f,
			f == (int)FILE_EMERGENCY ? with_stay : one_change,
			one_key, 1);
	import_ok(&p);
	assert_int_equal(p.report.n_rejected, 0);
	struct archive *a = open_archive(&p);
	check_people(a);
	assert_int_equal(archive_n_segment(a), 1);
	const struct archive_segment *s = archive_segment(a, 0);
	size_t p1 = archive_find_person(a, STR("P1"));
	assert_int_equal(s->n_person, N_PEOPLE);
	assert_int_equal(s->drug.first[p1], 0);
	assert_int_equal(s->drug.first[p1 + 1], 1);
	assert_int_equal(s->exemption.valid_to[0], INT32_MAX);
	assert_true(str_is(
		archive_dict(a, DICT_EXEMPTION, s->exemption.code[0]), "013"));
	check_drug(a, &s->drug);
	check_outpatient(a, &s->outpatient);
	check_hospital(a, &s->hospital);
	check_emergency(a, &s->emergency);
	assert_true(archive_period(a, 0, FLOW_DRUG, &first, &last));
	assert_int_equal(first.days, date_of(2024, 5, 5).days);
	assert_int_equal(archive_n_source(a), N_FILE);
	archive_close(a);
	tear_down(&p);
}

static void codes_are_written_in_one_form(void **state)
{
	static const char *const dx[] = {"dx1=428.0;dx2=v45.1;proc1=39.95",
					 "dx1=4280;dx2=V451;proc1=3995"};
	static const char *const old[] = {"exemption_code=002C.V43",
					  "exemption_code=0C02.V43"};
	static const char *const triage[] = {"triage=V", "triage=4"};
	static const char *const key[] = {"R1", "R2"};
	struct site p;
	(void)state;
	set_up(&p);
	only_people(&p);
	put_one(&p, FILE_HOSPITAL, dx, key, 2);
	put_one(&p, FILE_OUTPATIENT, old, key, 2);
	put_one(&p, FILE_EMERGENCY, triage, key, 2);
	import_ok(&p);
	struct archive *a = open_archive(&p);
	const struct archive_segment *s = archive_segment(a, 0);
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(s->hospital.dx[i][0], s->hospital.dx[i][1]);
	assert_int_equal(s->hospital.proc[0][0], s->hospital.proc[0][1]);
	assert_int_equal(s->outpatient.exemption[0],
			 s->outpatient.exemption[1]);
	assert_true(str_is(
		archive_dict(a, DICT_EXEMPTION, s->outpatient.exemption[0]),
		"0C02.V43"));
	assert_int_equal(s->emergency.triage[0], '4');
	assert_int_equal(s->emergency.triage[1], '4');
	archive_close(a);
	tear_down(&p);
}

static void ats_comes_from_the_municipality(void **state)
{
	static const char *const change[] = {
		"municipality_istat=012001;ats=",
		"municipality_istat=012001;ats=325",
		"municipality_istat=999999;ats="};
	static const char *const key[] = {"A", "B", "C"};
	struct site p;
	(void)state;
	set_up(&p);
	put_one(&p, FILE_PERSON, change, key, 3);
	import_ok(&p);
	struct archive *a = open_archive(&p);
	assert_int_equal(archive_people(a)->ats[0], 322);
	assert_int_equal(archive_people(a)->ats[1], 325);
	assert_int_equal(archive_people(a)->ats[2], 0);
	archive_close(a);
	tear_down(&p);
}

/* ------------------------------------------------- duplicates, increments */

static void records_are_sorted(void **state)
{
	static const char *const change[] = {
		"dispense_date=2024-05-05", "dispense_date=2024-03-01",
		"person_id=PR;dispense_date=2024-02-01",
		"dispense_date=2024-03-01;packages=2",
		"person_id=PR;dispense_date=2024-01-01"};
	static const char *const key[] = {"R1", "R2", "R3", "R4", "R5"};
	static const char *const want[] = {"R2", "R4", "R1", "R5", "R3"};
	struct site p;
	(void)state;
	set_up(&p);
	only_people(&p);
	put_one(&p, FILE_DRUG, change, key, 5);
	import_ok(&p);
	struct archive *a = open_archive(&p);
	for (size_t i = 0; i < countof(want); i++)
		if (!str_is(archive_record_id(a, 0, FLOW_DRUG, i), want[i]))
			fail_msg(
				"row %zu is " STR_FMT, i,
				STR_ARG(archive_record_id(a, 0, FLOW_DRUG, i)));
	archive_close(a);
	tear_down(&p);
}

static void a_record_id_read_before_is_a_copy(void **state)
{
	static const char *const change[] = {
		"", "packages=2", "packages=bad", "person_id=PR", "", "atc=bad",
		""};
	static const char *const key[] = {"R1", "R1", "R1", "R1",
					  "R2", "R3", "R3"};
	struct site p;
	struct reject r[4];
	(void)state;
	set_up(&p);
	only_people(&p);
	put_one(&p, FILE_DRUG, change, key, 7);
	import_ok(&p);
	assert_int_equal(p.report.file[FILE_DRUG].n_accepted, 2);
	assert_int_equal(p.report.file[FILE_DRUG].n_duplicate, 4);
	assert_int_equal(p.report.file[FILE_DRUG].n_rejected, 1);
	assert_int_equal(read_rejects(&p, r, countof(r)), 1);
	assert_true(str_is(r[0].line, "7"));
	struct archive *a = open_archive(&p);
	assert_int_equal(archive_segment(a, 0)->drug.n, 2);
	assert_int_equal(archive_segment(a, 0)->drug.packages_e4[0], 10000);
	archive_close(a);
	tear_down(&p);
}

static void equal_exemptions_are_one(void **state)
{
	static const char *const change[] = {"", "", "valid_to=2024-01-01",
					     "exemption_code=014", ""};
	static const char *const key[] = {"", "", "", "", ""};
	struct site p;
	(void)state;
	set_up(&p);
	only_people(&p);
	put_one(&p, FILE_EXEMPTION, change, key, 5);
	import_ok(&p);
	assert_int_equal(p.report.file[FILE_EXEMPTION].n_accepted, 3);
	assert_int_equal(p.report.file[FILE_EXEMPTION].n_duplicate, 2);
	archive_close(open_archive(&p));
	tear_down(&p);
}

static void the_same_file_changes_nothing(void **state)
{
	char before[65];
	struct site p;
	(void)state;
	set_up(&p);
	only_people(&p);
	put_one(&p, FILE_DRUG, one_change, one_key, 1);
	import_ok(&p);
	assert_int_equal(p.report.import, 1);
	struct archive *a = open_archive(&p);
	snprintf(before, sizeof(before), STR_FMT, STR_ARG(archive_digest(a)));
	archive_close(a);
	import_ok(&p);
	assert_int_equal(p.report.import, 0);
	assert_int_equal(p.report.file[FILE_DRUG].state, FLOWS_KNOWN);
	assert_int_equal(p.report.file[FILE_DRUG].known_import, 1);
	a = open_archive(&p);
	assert_true(str_is(archive_digest(a), before));
	archive_close(a);
	tear_down(&p);
}

static void a_later_import_adds(void **state)
{
	static const char *const first[] = {"", "dispense_date=2024-06-01"};
	/* R1 again as it was; R2 with another dose; R3 new; a new person */
	static const char *const second[] = {
		"", "dispense_date=2024-06-01;ddd=56", "",
		"person_id=PN;dispense_date=2024-07-01"};
	static const char *const key[] = {"R1", "R2", "R3", "R4"};
	static const char *const people[] = {"sex=F", "gp_code=D9"};
	static const char *const people_key[] = {"P1", "PN"};
	struct site p;
	(void)state;
	set_up(&p);
	only_people(&p);
	put_one(&p, FILE_DRUG, first, key, 2);
	import_ok(&p);
	struct archive *old = open_archive(&p);
	put_one(&p, FILE_PERSON, people, people_key, 2);
	put_one(&p, FILE_DRUG, second, key, 4);
	import_ok(&p);
	assert_int_equal(p.report.import, 2);
	assert_int_equal(p.report.file[FILE_DRUG].n_accepted, 3);
	assert_int_equal(p.report.file[FILE_DRUG].n_duplicate, 1);
	assert_int_equal(
		p.report.file[FILE_PERSON].n_warning[WARN_PERSON_CHANGED], 1);
	struct archive *a = open_archive(&p);
	size_t pn = archive_find_person(a, STR("PN"));
	assert_int_equal(archive_people(a)->n, N_PEOPLE + 1);
	assert_int_equal(pn, N_PEOPLE);
	assert_int_equal(archive_people(a)->sex[0], 'F');
	assert_int_equal(archive_n_segment(a), 2);
	assert_int_equal(archive_segment(a, 0)->n_person, N_PEOPLE);
	assert_int_equal(archive_segment(a, 1)->n_person, N_PEOPLE + 1);
	assert_int_equal(archive_segment(a, 1)->drug.n, 3);
	assert_int_equal(archive_segment(a, 0)->drug.atc[0],
			 archive_segment(a, 1)->drug.atc[0]);
	archive_close(a);
	/* who opened before sees what was */
	assert_int_equal(archive_people(old)->n, N_PEOPLE);
	assert_int_equal(archive_people(old)->sex[0], 'M');
	archive_close(old);
	tear_down(&p);
}

static void registration_periods(void **state)
{
	static const char *const change[] = {
		"registration_start=2015-01-01;registration_end=2018-12-31",
		"registration_start=2020-01-01",
		"registration_start=2020-01-01",
		"registration_start=2018-12-31;registration_end=2019-01-31"};
	static const char *const key[] = {"P1", "P1", "P1", "P1"};
	static const char *const drug[] = {"dispense_date=2016-01-01",
					   "dispense_date=2019-06-01",
					   "dispense_date=2021-01-01"};
	static const char *const drug_key[] = {"R1", "R2", "R3"};
	struct site p;
	struct reject r[2];
	(void)state;
	set_up(&p);
	put_one(&p, FILE_PERSON, change, key, 4);
	put_one(&p, FILE_DRUG, drug, drug_key, 3);
	import_ok(&p);
	assert_int_equal(p.report.file[FILE_PERSON].n_accepted, 2);
	assert_int_equal(p.report.file[FILE_PERSON].n_duplicate, 1);
	assert_int_equal(read_rejects(&p, r, 2), 1);
	assert_true(str_is(r[0].column, "registration_start"));
	assert_true(str_is(r[0].cause, cause_text[CAUSE_OVERLAP]));
	assert_int_equal(p.report.file[FILE_DRUG].n_warning[WARN_OUTSIDE], 1);
	struct archive *a = open_archive(&p);
	assert_int_equal(archive_people(a)->n, 1);
	assert_int_equal(archive_people(a)->registration_start[0],
			 date_of(2020, 1, 1).days);
	archive_close(a);
	tear_down(&p);
}

static void too_many_rejects_change_nothing(void **state)
{
	static const char *const change[] = {"", "atc=bad"};
	static const char *const key[] = {"R1", "R2"};
	struct site p;
	struct archive *a = NULL;
	(void)state;
	set_up(&p);
	only_people(&p);
	put_one(&p, FILE_DRUG, change, key, 2);
	assert_int_equal(import_with(&p, 100000, 1), E_LIMIT); /* 10 % */
	assert_int_equal(archive_open(p.archive, &a, NULL), E_NOT_FOUND);
	assert_int_equal(import_with(&p, 200000, 1), OK); /* 1 of 6 */
	archive_close(open_archive(&p));
	tear_down(&p);
}

/* -------------------------------------------------------- blocks, threads */

/* Enough rows for several blocks; quoted line ends and bad lines among them. */
static void put_many(struct site *p, size_t n)
{
	struct buf b;
	buf_init(&b, 256u << 20);
	put_header(&b, FILE_DRUG);
	for (size_t i = 0; i < n; i++) {
		if (i % 1000 == 7)
			buf_printf(&b,
				   "\"X%zu\ny\",P1,2024-01-01,C09AA05,,1,,"
				   "C,,\n",
				   i);
		else if (i % 1000 == 500)
			buf_text(&b, "\"open,P1\n");
		else
			buf_printf(&b,
				   "R%zu,%s,20%02zu-%02zu-%02zu,C%02zuAA%02zu"
				   ",,1,,C,D%zu,\n",
				   i, i % 3 ? "P1" : "PR", 15 + i % 10,
				   1 + i % 12, 1 + i % 28, i % 10, i % 97,
				   i * 7919 % 5000);
	}
	put_flow(p, FILE_DRUG, &b);
}

static void read_file(struct site *p, const char *name, struct str *out)
{
	char path[160];
	snprintf(path, sizeof(path), "%s/%s", p->archive, name);
	if (file_read(path, &p->arena, 64u << 20, out, &p->err))
		fail_msg("%s", p->err.text);
}

static void threads_do_not_matter(void **state)
{
	static const char *const name[] = {"MANIFEST", "000001-drug.col",
					   "000001-dictionaries.col"};
	struct str one[3], many[3], rejects_one, rejects_many;
	struct site p;
	(void)state;
	set_up(&p);
	only_people(&p);
	put_many(&p, 120000);
	assert_int_equal(import_with(&p, -1, 1), OK);
	for (size_t i = 0; i < 3; i++)
		read_file(&p, name[i], &one[i]);
	assert_int_equal(
		file_read(p.rejects, &p.arena, 1u << 20, &rejects_one, NULL),
		OK);
	archive_close(open_archive(&p));
	remove_tree(p.archive);
	assert_int_equal(import_with(&p, -1, 5), OK);
	assert_int_equal(p.report.file[FILE_DRUG].n_read, 120000);
	assert_int_equal(p.report.file[FILE_DRUG].n_rejected, 240);
	assert_int_equal(
		file_read(p.rejects, &p.arena, 1u << 20, &rejects_many, NULL),
		OK);
	for (size_t i = 0; i < 3; i++) {
		read_file(&p, name[i], &many[i]);
		if (!str_eq(one[i], many[i]))
			fail_msg("%s differs", name[i]);
	}
	assert_true(str_eq(rejects_one, rejects_many));
	tear_down(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_cut),
		cmocka_unit_test(long_lines_are_refused),
		cmocka_unit_test(windows_cut_as_lines_do),
		cmocka_unit_test(checksums_are_those_of_gzip),
		cmocka_unit_test(values_are_read),
		cmocka_unit_test(fiscal_codes_are_checked),
		cmocka_unit_test(new_exemption_codes_mean_the_same),
		cmocka_unit_test(every_rule_is_enforced),
		cmocka_unit_test(what_is_written_is_read_back),
		cmocka_unit_test(codes_are_written_in_one_form),
		cmocka_unit_test(ats_comes_from_the_municipality),
		cmocka_unit_test(records_are_sorted),
		cmocka_unit_test(a_record_id_read_before_is_a_copy),
		cmocka_unit_test(equal_exemptions_are_one),
		cmocka_unit_test(the_same_file_changes_nothing),
		cmocka_unit_test(a_later_import_adds),
		cmocka_unit_test(registration_periods),
		cmocka_unit_test(too_many_rejects_change_nothing),
		cmocka_unit_test(threads_do_not_matter),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

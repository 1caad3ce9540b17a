/* Registries: fiscal codes, places, registers, and their import with dates. */
#include "test/people_kit.h"

#include "app/people.h"

#include <math.h>
#include <zlib.h>

/* ---- fiscal code ---- */

static const struct {
	const char *name, *code;
	enum rc rc;
} codes[] = {
	/* both published vectors of data/flows.md section 4 */
	{"man born in Milan", "RSSMRA80A01F205X", OK},
	{"sample of HL7 Italia", "PPRPLN20H09D969W", OK},
	{"fifteen characters", "RSSMRA80A01F205", E_FORMAT},
	{"seventeen characters", "RSSMRA80A01F205XX", E_FORMAT},
	{"empty", "", E_FORMAT},
	{"wrong check letter", "RSSMRA80A01F205Y", E_FORMAT},
	{"small letters", "rssmra80a01f205x", E_FORMAT},
	{"digit where a letter belongs", "RSS1RA80A01F205X", E_FORMAT},
	{"no homocody letter", "RSSMRA8AA01F205X", E_FORMAT},
};

static void checks_fiscal_codes(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(codes); i++) {
		struct fiscal_code f;
		struct err err = {0};
		enum rc rc =
			fiscal_code_parse(str_from(codes[i].code), &f, &err);
		if (rc != codes[i].rc)
			fail_msg("%s: rc %d: %s", codes[i].name, rc, err.text);
	}
}

static void knows_the_published_check_letters(void **state)
{
	(void)state;
	assert_int_equal('X', fiscal_code_check_letter(STR("RSSMRA80A01F205")));
	assert_int_equal('W', fiscal_code_check_letter(STR("PPRPLN20H09D969")));
	assert_int_equal(0, fiscal_code_check_letter(STR("RSSMRA80A01F20")));
	assert_int_equal(0, fiscal_code_check_letter(STR("RSSMRA80A01F20?")));
}

/* A code of 15 characters with its letter. */
static struct str with_letter(const char *first15, char out[17])
{
	memcpy(out, first15, 15);
	out[15] = fiscal_code_check_letter((struct str){out, 15});
	out[16] = '\0';
	return (struct str){out, 16};
}

static void reads_the_parts(void **state)
{
	struct fiscal_code f;
	char c[17];
	(void)state;
	assert_int_equal(
		OK,
		fiscal_code_parse(with_letter("RSSMRA80A41F205", c), &f, NULL));
	assert_int_equal('F', f.sex);
	assert_int_equal(1, f.day);
	assert_int_equal(1, f.month);
	assert_int_equal(80, f.year);
	assert_string_equal("F205", f.place);
	assert_false(f.homocody);
	/* the same with homocody from the right: 5 is R, 0 is L, 2 is N */
	assert_int_equal(
		OK,
		fiscal_code_parse(with_letter("RSSMRA80A41FNLR", c), &f, NULL));
	assert_string_equal("F205", f.place);
	assert_true(f.homocody);
	assert_int_equal(
		E_RANGE,
		fiscal_code_parse(with_letter("RSSMRA80B30F205", c), &f, NULL));
	assert_int_equal(
		E_RANGE,
		fiscal_code_parse(with_letter("RSSMRA80F01F205", c), &f, NULL));
	assert_int_equal(
		OK,
		fiscal_code_parse(with_letter("RSSMRA00B29F205", c), &f, NULL));
}

static const struct {
	const char *last, *first, *birth;
	char sex;
	const char *place, *code;
} built[] = {
	{"Rossi", "Mario", "1980-01-01", 'M', "F205", "RSSMRA80A01F205X"},
	{"Fo", "Al", "1970-12-31", 'M', "A794", "FOXLAX70T31A794"},
	{"De Luca", "Gianfranco", "1950-06-15", 'M', "A794", "DLCGFR50H15A794"},
	{"Aie", "Anna", "2000-02-29", 'F', "F205", "AIENNA00B69F205"},
};

static void builds_fiscal_codes(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(built); i++) {
		struct fiscal_parts p = {str_from(built[i].last),
					 str_from(built[i].first),
					 kit_day(built[i].birth), built[i].sex,
					 str_from(built[i].place)};
		char out[17];
		struct fiscal_code f;
		assert_int_equal(OK, fiscal_code_build(&p, out, NULL));
		if (strncmp(out, built[i].code, strlen(built[i].code)) != 0)
			fail_msg("%s: %s", built[i].last, out);
		assert_int_equal(OK,
				 fiscal_code_parse(str_from(out), &f, NULL));
		assert_null(fiscal_code_differs(&f, p.birth, p.sex));
		assert_non_null(
			fiscal_code_differs(&f, date_add(p.birth, 1), p.sex));
	}
	struct fiscal_parts none = {STR("1"), STR("Mario"),
				    kit_day("1980-01-01"), 'M', STR("F205")};
	char out[17];
	assert_int_equal(E_RANGE, fiscal_code_build(&none, out, NULL));
}

static const struct {
	const char *name, *text;
	enum rc rc;
	enum identifier_kind kind;
} identifiers[] = {
	{"fiscal code", "RSSMRA80A01F205X", OK, ID_FISCAL_CODE},
	{"STP", "STP0301234567890", OK, ID_STP},
	{"ENI", "ENI0301234567890", OK, ID_ENI},
	{"STP too short", "STP030123456789", E_FORMAT, ID_STP},
	{"TEAM card", "80380000301234567890", OK, ID_TEAM},
	{"provisional, Luhn right", "79927398713", OK, ID_PROVISIONAL},
	{"provisional, Luhn wrong", "79927398714", E_FORMAT, ID_PROVISIONAL},
};

static void knows_identifiers(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(identifiers); i++) {
		enum identifier_kind kind = N_IDENTIFIER_KIND;
		enum rc rc = identifier_parse(str_from(identifiers[i].text),
					      &kind, NULL);
		if (rc != identifiers[i].rc ||
		    (!rc && kind != identifiers[i].kind))
			fail_msg("%s: rc %d kind %d", identifiers[i].name, rc,
				 kind);
	}
	assert_true(is_email(STR("a@b.it")));
	assert_false(is_email(STR("a@b@c.it")));
	assert_false(is_email(STR("a b@c.it")));
	assert_false(is_email(STR("@c.it")));
	assert_false(is_email(STR("a@it")));
	assert_true(is_phone(STR("+39 035.123456")));
	assert_false(is_phone(STR("12345")));
	assert_false(is_phone(STR("03x123456")));
}

/* ---- places and registers ---- */

static void measures_distance(void **state)
{
	struct geo bergamo, milan, same;
	(void)state;
	assert_true(geo_parse(STR("45.6983"), STR("9.6773"), &bergamo));
	assert_true(geo_parse(STR("45.4642"), STR("9.19"), &milan));
	same = bergamo;
	assert_true(geo_distance_km(bergamo, same) < 1e-9);
	/* 46.0 km by the same formula worked by hand on 6371.0088 km */
	double d = geo_distance_km(bergamo, milan);
	assert_true(fabs(d - 46.0) < 0.2);
	assert_true(fabs(d - geo_distance_km(milan, bergamo)) < 1e-9);
	/* a quarter of the meridian, and the other side of the earth */
	struct geo pole = {90000000, 0}, equator = {0, 0},
		   antipode = {0, 180000000};
	assert_true(fabs(geo_distance_km(pole, equator) - 10007.557) < 0.01);
	assert_true(fabs(geo_distance_km(antipode, equator) - 20015.115) <
		    0.01);
	assert_false(geo_parse(STR("90.1"), STR("0"), &same));
	assert_false(geo_parse(STR("45"), STR(""), &same));
}

static void adheres_only_when_all_three_hold(void **state)
{
	struct period year = {kit_day("2025-01-01"), kit_day("2025-12-31")};
	struct period half = {kit_day("2025-07-01"), DATE_MAX};
	struct adherence a = {.doctor = year, .member = year, .manager = half};
	(void)state;
	assert_int_equal(GAP_NOT_SUITABLE,
			 adherence_on(&a, kit_day("2025-06-30")));
	assert_int_equal(ADHERES, adherence_on(&a, kit_day("2025-07-01")));
	assert_int_equal(ADHERES, adherence_on(&a, kit_day("2025-12-31")));
	assert_int_equal(GAP_NO_MANAGER,
			 adherence_on(&a, kit_day("2026-01-01")));
	a.doctor = PERIOD_NEVER;
	assert_int_equal(GAP_NOT_LISTED,
			 adherence_on(&a, kit_day("2025-07-01")));
}

/* ---- import ---- */

#define PERSON_HEAD                                                            \
	"person_id,fiscal_code,birth_date,sex,municipality_istat,ats,gp_code," \
	"registration_start,registration_end,death_date\n"
#define DOCTOR_HEAD                                                            \
	"gp_code,fiscal_code,last_name,first_name,kind,ats,"                   \
	"municipality_istat,lat,lon,cooperative_code,section_code,"            \
	"adhering_from,adhering_to,max_patients\n"
#define COOPERATIVE_HEAD                                                       \
	"code,name,kind,ats,municipality_istat,valid_from,valid_to\n"
#define IDENTITY_HEAD "person_id,fiscal_code,last_name,first_name,phone,email\n"

static void registry(const struct kit *k)
{
	kit_file(k, "cooperative.csv",
		 COOPERATIVE_HEAD "C1,Uno,CPC,325,016024,2018-01-01,\n"
				  "C2,Due,CPC,325,016024,2018-01-01,\n");
	kit_file(k, "section.csv",
		 "code,cooperative_code,name,coordinator_gp\n"
		 "S1,C1,Nord,G1\n");
	kit_file(k, "doctor.csv",
		 DOCTOR_HEAD
		 "G1,,Verdi,Anna,MMG,325,016024,45.69,9.67,C1,S1,"
		 "2019-01-01,,1500\n"
		 "G2,,Bianchi,Ugo,MMG,325,016024,,,C2,,2019-01-01,,1500\n"
		 "G3,,Neri,Ada,MMG,325,016024,,,,,,,\n");
	kit_file(k, "person.csv",
		 PERSON_HEAD
		 "P1,,1950-01-02,M,016024,,G1,2020-01-01,,\n"
		 "P2,,1960-05-06,F,016024,,G2,2020-01-01,,\n"
		 "P3,,1970-05-06,F,016024,,,2020-01-01,,\n"
		 "P4,,1940-05-06,F,016024,,G1,2020-01-01,2023-03-03,"
		 "2023-03-03\n");
	kit_file(k, "identity.csv",
		 IDENTITY_HEAD "P1,,Rossi,Mario,035 123456,\n"
			       "P2,,Rossini,Ada,,ada@example.org\n");
}

struct sum {
	struct people_import s;
	size_t n_error, n_warning;
	char first[300]; /* the first finding */
};

static struct sum import(struct kit *k)
{
	struct arena a;
	struct issues found;
	struct err err = {0};
	struct sum out = {0};
	arena_init(&a, 1u << 20);
	issues_init(&found, &a, 100);
	kit_rc(app_people_import(&k->app, k->dir, &found, &out.s, &err), &err,
	       "import");
	out.n_error = found.n_error;
	out.n_warning = found.n_warning;
	if (found.n)
		snprintf(out.first, sizeof(out.first),
			 STR_FMT ":%" PRIu64 ": " STR_FMT ": " STR_FMT,
			 STR_ARG(found.list[0].file), found.list[0].line,
			 STR_ARG(found.list[0].column),
			 STR_ARG(found.list[0].cause));
	issues_release(&found);
	arena_release(&a);
	return out;
}

static struct person_view show(struct kit *k, const char *who, struct arena *a)
{
	struct person_view v;
	struct err err = {0};
	kit_rc(app_people_show(&k->app, str_from(who), a, &v, &err), &err, who);
	return v;
}

static void imports(struct kit *k)
{
	struct arena a;
	registry(k);
	struct sum s = import(k);
	assert_int_equal(0, s.n_error);
	assert_int_equal(4, s.s.file[ROWS_PERSON].added);
	assert_int_equal(3, s.s.file[ROWS_DOCTOR].added);
	assert_int_equal(3, s.s.n_doctor_fact);
	assert_int_equal(1, s.s.n_died);
	arena_init(&a, 1u << 20);
	struct person_view v = show(k, "P1", &a);
	assert_true(str_is(v.last_name, "Rossi"));
	assert_true(str_is(v.gp_code, "G1"));
	assert_true(str_is(v.ats, "325")); /* from the municipality */
	v = show(k, "P4", &a);
	assert_int_equal(0, v.doctor_id); /* ended with her death */
	arena_release(&a);
}

static void again_changes_nothing(struct kit *k)
{
	registry(k);
	import(k);
	kit_today(&k->app, "2026-02-01");
	struct sum s = import(k);
	for (int f = 0; f < N_ROW_FILE; f++)
		if (s.s.file[f].added || s.s.file[f].changed)
			fail_msg("%s: %" PRId64 " new %" PRId64 " changed",
				 row_format[f].file, s.s.file[f].added,
				 s.s.file[f].changed);
	assert_int_equal(0, s.s.n_doctor_fact);
	assert_int_equal(0, s.s.n_died);
}

static void a_change_ends_the_old_fact(struct kit *k)
{
	struct arena a;
	registry(k);
	import(k);
	kit_today(&k->app, "2026-02-01");
	kit_file(k, "person.csv",
		 PERSON_HEAD "P1,,1950-01-02,M,016024,,G2,2020-01-01,,\n"
			     "P2,,1960-05-06,F,016024,,G2,2020-01-01,"
			     "2026-01-15,\n");
	struct sum s = import(k);
	assert_int_equal(2, s.s.file[ROWS_PERSON].changed);
	assert_int_equal(1, s.s.n_doctor_fact);
	assert_int_equal(1, s.s.n_moved);
	arena_init(&a, 1u << 20);
	struct person_view v = show(k, "P1", &a);
	assert_true(str_is(v.gp_code, "G2"));
	assert_int_equal(kit_day("2026-02-01").days, v.doctor_since.days);
	kit_today(&k->app, "2026-01-31"); /* the day before: still the old */
	v = show(k, "P1", &a);
	assert_true(str_is(v.gp_code, "G1"));
	kit_today(&k->app, "2026-01-15");
	assert_true(str_is(show(k, "P2", &a).gp_code, "G2"));
	kit_today(&k->app, "2026-01-16"); /* moved away */
	assert_int_equal(0, show(k, "P2", &a).doctor_id);
	arena_release(&a);
}

/* Adherence of a doctor today, as `people doctors` tells it. */
static enum adherence_gap gap_of(struct kit *k, const char *gp_code)
{
	struct arena a;
	struct doctor_view *v = NULL;
	size_t n = 0, i = 0;
	struct err err = {0};
	arena_init(&a, 1u << 20);
	kit_rc(app_people_doctors(&k->app, &a, &v, &n, &err), &err, "doctors");
	while (i < n && !str_is(v[i].gp_code, gp_code))
		i++;
	assert_true(i < n);
	enum adherence_gap gap = v[i].gap;
	arena_release(&a);
	return gap;
}

static void doctors_move_between_managers(struct kit *k)
{
	registry(k);
	import(k);
	assert_int_equal(ADHERES, gap_of(k, "G1"));
	assert_int_equal(GAP_NO_MANAGER, gap_of(k, "G3"));
	kit_today(&k->app, "2026-02-01");
	kit_file(k, "doctor.csv",
		 DOCTOR_HEAD "G1,,Verdi,Anna,MMG,325,016024,45.69,9.67,C2,,"
			     "2026-02-01,,1500\n"
			     "G2,,Bianchi,Ugo,MMG,325,016024,,,,,,,1500\n"
			     "G3,,Neri,Ada,MMG,325,016024,,,C1,,2026-02-10,"
			     "2026-03-31,\n");
	struct sum s = import(k);
	assert_int_equal(3, s.s.file[ROWS_DOCTOR].changed);
	assert_int_equal(ADHERES, gap_of(k, "G1"));
	assert_int_equal(GAP_NO_MANAGER, gap_of(k, "G2"));
	kit_today(&k->app, "2026-01-31"); /* the past stays as it was */
	assert_int_equal(ADHERES, gap_of(k, "G2"));
	kit_today(&k->app, "2026-03-31");
	assert_int_equal(ADHERES, gap_of(k, "G3"));
	kit_today(&k->app, "2026-04-01");
	assert_int_equal(GAP_NO_MANAGER, gap_of(k, "G3"));
}

/* Row 3 of person.csv, the error it gives. */
static const struct {
	const char *name, *row, *finding;
} bad_rows[] = {
	{"no id", ",,1950-01-02,M,016024,,,2020-01-01,,",
	 "person.csv:3: person_id: is empty"},
	{"id after a blank", " B,,1950-01-02,M,016024,,,2020-01-01,,",
	 "person.csv:3: person_id: a person has"},
	{"id again", "P1,,1950-01-02,M,016024,,,2020-01-01,,",
	 "person.csv:3: person_id: this key is in the file already"},
	{"birth in the future", "P9,,2027-01-02,M,016024,,,2027-01-02,,",
	 "person.csv:3: birth_date: is after the day of work"},
	{"no such day", "P9,,1950-02-30,M,016024,,,2020-01-01,,",
	 "person.csv:3: birth_date: no such day"},
	{"date another way", "P9,,02/01/1950,M,016024,,,2020-01-01,,",
	 "person.csv:3: birth_date: a date is written YYYY-MM-DD"},
	{"too old", "P9,,1899-12-31,M,016024,,,2020-01-01,,",
	 "person.csv:3: birth_date: is before 1900-01-01"},
	{"sex", "P9,,1950-01-02,X,016024,,,2020-01-01,,",
	 "person.csv:3: sex: sex is M, F or U"},
	{"municipality", "P9,,1950-01-02,M,16024,,,2020-01-01,,",
	 "person.csv:3: municipality_istat: an ISTAT code has six digits"},
	{"unknown municipality", "P9,,1950-01-02,M,016999,,,2020-01-01,,",
	 "person.csv:3: municipality_istat: no such municipality"},
	{"agency", "P9,,1950-01-02,M,016024,330,,2020-01-01,,",
	 "person.csv:3: ats: a health agency is 321 to 328"},
	{"end before start", "P9,,1950-01-02,M,016024,,,2020-01-01,2019-01-01,",
	 "person.csv:3: registration_end: is before"},
	{"death before birth",
	 "P9,,1950-01-02,M,016024,,,2020-01-01,,1949-01-01",
	 "person.csv:3: death_date: is before the birth date"},
	{"fiscal code",
	 "P9,RSSMRA80A01F205Y,1980-01-01,M,016024,,,2020-01-01,,",
	 "person.csv:3: fiscal_code: check letter"},
	{"fields missing", "P9,,1950-01-02,M", "person.csv:3: : row has 4"},
	{"open quote", "\"P9,,1950-01-02,M,016024,,,2020-01-01,,",
	 "person.csv:3: : quote that is never closed"},
	{"not UTF-8", "P\xff,,1950-01-02,M,016024,,,2020-01-01,,",
	 "person.csv:3: person_id: not UTF-8"},
};

static void bad_rows_are_told_and_left_out(struct kit *k)
{
	char text[600];
	for (size_t i = 0; i < countof(bad_rows); i++) {
		snprintf(text, sizeof(text),
			 PERSON_HEAD "P1,,1950-01-02,M,016024,,,2020-01-01,,\n"
				     "%s\n",
			 bad_rows[i].row);
		kit_file(k, "person.csv", text);
		struct sum s = import(k);
		if (s.s.file[ROWS_PERSON].rejected != 1 || s.n_error < 1 ||
		    strncmp(s.first, bad_rows[i].finding,
			    strlen(bad_rows[i].finding)) != 0)
			fail_msg("%s: %s", bad_rows[i].name, s.first);
	}
}

static void warns_when_the_code_tells_another_birth(struct kit *k)
{
	kit_file(k, "person.csv",
		 PERSON_HEAD "P1,RSSMRA80A01F205X,1981-01-01,M,016024,,,"
			     "2020-01-01,,\n");
	struct sum s = import(k);
	assert_int_equal(0, s.n_error);
	assert_int_equal(1, s.n_warning);
	assert_int_equal(1, s.s.file[ROWS_PERSON].added);
}

static void a_wrong_header_stops_everything(struct kit *k)
{
	struct arena a;
	struct issues found;
	struct err err = {0};
	struct people_import sum;
	arena_init(&a, 1u << 20);
	issues_init(&found, &a, 10);
	registry(k);
	kit_file(k, "person.csv", "person,birth\nP1,1950-01-01\n");
	assert_int_equal(E_FORMAT, app_people_import(&k->app, k->dir, &found,
						     &sum, &err));
	assert_int_equal(1, found.n_error);
	kit_file(k, "person.csv", "");
	assert_int_equal(E_FORMAT, app_people_import(&k->app, k->dir, &found,
						     &sum, &err));
	kit_remove(k->dir, "person.csv");
	assert_int_equal(E_NOT_FOUND, app_people_import(&k->app, k->dir, &found,
							&sum, &err));
	struct doctor_view *v = NULL;
	size_t n = 1;
	assert_int_equal(OK, app_people_doctors(&k->app, &a, &v, &n, &err));
	assert_int_equal(0, n); /* nothing was written */
	issues_release(&found);
	arena_release(&a);
}

static void write_gz(const struct kit *k, const char *text, size_t cut)
{
	char path[200];
	struct arena a;
	struct str whole;
	struct err err = {0};
	snprintf(path, sizeof(path), "%s/person.csv.gz", k->dir);
	gzFile f = gzopen(path, "wb");
	assert_non_null(f);
	assert_true(gzwrite(f, text, (unsigned)strlen(text)) > 0);
	assert_int_equal(Z_OK, gzclose(f));
	arena_init(&a, 1u << 20);
	kit_rc(file_read(path, &a, 1u << 20, &whole, &err), &err, path);
	whole.len -= cut;
	kit_rc(file_write_atomic(path, whole, &err), &err, path);
	arena_release(&a);
}

static void reads_gzip(struct kit *k)
{
	struct arena a;
	struct issues found;
	struct err err = {0};
	struct people_import sum;
	const char *text =
		PERSON_HEAD "P1,,1950-01-02,M,016024,,,2020-01-01,,\n";
	write_gz(k, text, 0);
	assert_int_equal(1, import(k).s.file[ROWS_PERSON].added);
	write_gz(k, text, 9);
	arena_init(&a, 1u << 20);
	issues_init(&found, &a, 10);
	assert_int_equal(E_FORMAT, app_people_import(&k->app, k->dir, &found,
						     &sum, &err));
	issues_release(&found);
	arena_release(&a);
}

static void identities_are_checked(struct kit *k)
{
	registry(k);
	import(k);
	kit_file(k, "identity.csv",
		 IDENTITY_HEAD "P1,RSSMRA80A01F205X,Rossi,Mario,12,nobody\n"
			       "P2,RSSMRA80A01F205X,Rossini,Ada,,\n"
			       "P77,,Ignoto,X,,\n");
	struct sum s = import(k);
	/* the code is P1's now; P77 is unknown */
	assert_int_equal(2, s.s.file[ROWS_IDENTITY].rejected);
	assert_int_equal(2, s.n_error);
	/* phone, e-mail, and twice the birth that the code tells */
	assert_int_equal(4, s.n_warning);
}

static void finds_by_start_of_name(struct kit *k)
{
	struct arena a;
	struct person_view *v = NULL;
	size_t n = 0;
	struct err err = {0};
	registry(k);
	import(k);
	arena_init(&a, 1u << 20);
	assert_int_equal(
		OK, app_people_find(&k->app, STR("rossi"), &a, &v, &n, &err));
	assert_int_equal(2, n);
	assert_int_equal(
		OK, app_people_find(&k->app, STR("ROSSINI"), &a, &v, &n, &err));
	assert_int_equal(1, n);
	assert_true(str_is(v[0].pseudonym, "P2"));
	assert_int_equal(OK,
			 app_people_find(&k->app, STR("P3"), &a, &v, &n, &err));
	assert_int_equal(1, n);
	assert_int_equal(OK,
			 app_people_find(&k->app, STR("zz"), &a, &v, &n, &err));
	assert_int_equal(0, n);
	assert_int_equal(E_RANGE,
			 app_people_find(&k->app, STR("r"), &a, &v, &n, &err));
	arena_release(&a);
}

static void only_the_own_doctor_sees_a_person(struct kit *k)
{
	struct arena a;
	struct person_view v, *list = NULL;
	struct issues found;
	struct people_import sum;
	size_t n = 0;
	struct err err = {0};
	registry(k);
	import(k);
	arena_init(&a, 1u << 20);
	issues_init(&found, &a, 10);
	int64_t g1 = show(k, "P1", &a).doctor_id;
	k->app.who = (struct actor){.user_id = 7,
				    .role = ROLE_DOCTOR,
				    .doctor_id = g1,
				    .purpose = STR("care")};
	assert_true(str_is(show(k, "P1", &a).pseudonym, "P1"));
	assert_int_equal(E_DENIED,
			 app_people_show(&k->app, STR("P2"), &a, &v, &err));
	assert_int_equal(
		OK, app_people_find(&k->app, STR("Ross"), &a, &list, &n, &err));
	assert_int_equal(1, n); /* P2 is as if not there */
	assert_int_equal(E_DENIED, app_people_import(&k->app, k->dir, &found,
						     &sum, &err));
	issues_release(&found);
	arena_release(&a);
}

static void every_look_is_audited(struct kit *k)
{
	struct arena a;
	struct audit_report before, after;
	struct err err = {0};
	registry(k);
	import(k);
	arena_init(&a, 1u << 20);
	kit_rc(audit_verify(&k->app, &before, &err), &err, "audit");
	show(k, "P1", &a);
	kit_rc(audit_verify(&k->app, &after, &err), &err, "audit");
	assert_int_equal(before.n + 1, after.n);
	assert_int_equal(0, after.bad_seq);
	arena_release(&a);
}

typedef void db_test(struct kit *);

static const struct {
	const char *name;
	db_test *run;
} db_tests[] = {
	{"imports", imports},
	{"again changes nothing", again_changes_nothing},
	{"a change ends the old fact", a_change_ends_the_old_fact},
	{"doctors move between managers", doctors_move_between_managers},
	{"bad rows", bad_rows_are_told_and_left_out},
	{"another birth", warns_when_the_code_tells_another_birth},
	{"wrong header", a_wrong_header_stops_everything},
	{"gzip", reads_gzip},
	{"identities", identities_are_checked},
	{"find", finds_by_start_of_name},
	{"own doctor", only_the_own_doctor_sees_a_person},
	{"audited", every_look_is_audited},
};

static void run_all(bool postgres)
{
	for (size_t i = 0; i < countof(db_tests); i++) {
		struct kit k;
		print_message("# %s\n", db_tests[i].name);
		kit_open(&k, postgres);
		db_tests[i].run(&k);
		kit_close(&k);
	}
}

static void on_sqlite(void **state)
{
	(void)state;
	run_all(false);
}

static void on_postgres(void **state)
{
	(void)state;
	if (!kit_pg())
		skip(); /* TEST_PG names no server */
	run_all(true);
	kit_pg_done();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(checks_fiscal_codes),
		cmocka_unit_test(knows_the_published_check_letters),
		cmocka_unit_test(reads_the_parts),
		cmocka_unit_test(builds_fiscal_codes),
		cmocka_unit_test(knows_identifiers),
		cmocka_unit_test(measures_distance),
		cmocka_unit_test(adheres_only_when_all_three_hold),
		cmocka_unit_test(on_sqlite),
		cmocka_unit_test(on_postgres),
	};
	return cmocka_run_group_tests_name("people", tests, NULL, NULL);
}

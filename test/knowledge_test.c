/* The knowledge tables: ours load clean; every kind of defect is found at its
 * file, line and column with its cause; codes match as data/README.md says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "csv/csv.h"
#include "knowledge/names.h"
#include "rules/rules.h"

static char dir[256];

static void path_of(char out[400], const char *file)
{
	snprintf(out, 400, "%s/%s", dir, file);
}

static int make_dir(void **state)
{
	(void)state;
	const char *tmp = getenv("TMPDIR");
	char sub[400];
	snprintf(dir, sizeof(dir), "%s/knowledge_test_XXXXXX",
		 tmp ? tmp : "/tmp");
	if (!mkdtemp(dir))
		return 1;
	path_of(sub, "risk_scores");
	return mkdir(sub, 0777);
}

static int remove_dir(void **state)
{
	(void)state;
	char sub[400];
	path_of(sub, "risk_scores");
	rmdir(sub);
	return rmdir(dir);
}

static void write_file(const char *file, struct str bytes)
{
	char path[400];
	struct err err = {0};
	path_of(path, file);
	if (file_write_atomic(path, bytes, &err))
		fail_msg("%s", err.text);
}

static void remove_file(const char *file)
{
	char path[400];
	path_of(path, file);
	unlink(path);
}

/* ---- ours */

static void ours_load_clean(void **state)
{
	(void)state;
	struct knowledge kn;
	struct rules r;
	struct arena a;
	struct issues found;
	struct err err = {0};
	arena_init(&a, 1u << 20);
	issues_init(&found, &a, 50);
	enum rc rc = knowledge_load(&kn, NULL, &found, &err);
	if (!rc)
		rc = rules_load(&r, NULL, &found, &err);
	if (rc || found.n) {
		issues_print(&found, stderr);
		fail_msg("%s", err.text);
	}
	assert_int_equal(kn.n_clusters, 65);
	assert_int_equal(kn.n_conditions, 82);
	assert_int_equal(kn.n_rules, 308);
	assert_int_equal(kn.n_services, 211);
	assert_int_equal(kn.n_sets, 1819);
	assert_true(r.n >= 46 + 14 + 65 + 11);
	rules_release(&r);
	knowledge_release(&kn);
	knowledge_release(&kn);
	issues_release(&found);
	arena_release(&a);
}

static size_t count_rows(struct str bytes)
{
	struct csv c;
	size_t n = 0;
	csv_init(&c, bytes);
	while (!csv_next(&c, NULL))
		n++;
	csv_release(&c);
	return n - 1;
}

/* "| `services.csv` | 211 | ..." in the table of data/README.md */
static void readme_tells_the_rows(void **state)
{
	(void)state;
	struct arena a;
	struct err err = {0};
	struct str readme, line, rest, bytes;
	size_t n_file = 0;
	arena_init(&a, 8u << 20);
	if (file_read("data/README.md", &a, 1u << 20, &readme, &err))
		fail_msg("%s (run from the top of the tree)", err.text);
	for (rest = readme; rest.ptr;) {
		line = str_cut(&rest, '\n');
		if (!str_starts(line, STR("| `")))
			continue;
		line = str_sub(line, 3, line.len - 3);
		struct str name = str_cut(&line, '`');
		int64_t rows;
		if (!str_ends(name, STR(".csv")) || !line.ptr)
			continue;
		str_cut(&line, '|');
		if (!line.ptr ||
		    !str_to_int(str_trim(str_cut(&line, '|')), &rows))
			continue;
		const char *file = arena_str(&a, name).ptr;
		assert_int_equal(knowledge_file(NULL, file, &a, &bytes, &err),
				 OK);
		if ((int64_t)count_rows(bytes) != rows)
			fail_msg("%s: %zu rows, README says %" PRId64, file,
				 count_rows(bytes), rows);
		n_file++;
	}
	assert_true(n_file >= 27);
	arena_release(&a);
}

static void says_what_is_where(void **state)
{
	(void)state;
	struct knowledge kn;
	struct err err = {0};
	assert_int_equal(knowledge_load(&kn, NULL, NULL, &err), OK);
	int dm2 = kn_condition_index(&kn, STR("DM2"));
	assert_true(dm2 >= 0);
	const struct kn_condition *c = &kn.conditions[dm2];
	assert_true(str_is(kn.clusters[c->cluster].code, "50"));
	assert_true(c->frequent && !c->residual && !c->counts_override);
	assert_int_equal(kn_condition_index(&kn, STR("DM9")), -1);
	assert_int_equal(kn_cluster_index(&kn, STR("65")), 64);
	assert_int_equal(kn_cluster_index(&kn, STR("66")), -1);
	int bergamo = kn_municipality_index(&kn, STR("016024"));
	assert_true(bergamo >= 0);
	assert_true(str_is(kn.municipalities[bergamo].name, "Bergamo"));
	assert_true(str_is(kn.municipalities[bergamo].ats, "325"));
	int visit = kn_service_index(&kn, STR("89.7"));
	assert_int_equal(kn.services[visit].tariff_cents, 2066);
	assert_int_equal(kn.services[visit].kind, KIND_VISIT);
	/* the longest known prefix of a code that is not listed */
	int drug = kn_drug_index(&kn, STR("A10BA99"));
	assert_true(drug >= 0 && str_is(kn.drugs[drug].atc, "A10BA"));
	assert_int_equal(kn_drug_index(&kn, STR("X")), -1);
	knowledge_release(&kn);
}

static void keeps_its_orders(void **state)
{
	(void)state;
	struct knowledge kn;
	struct err err = {0};
	assert_int_equal(knowledge_load(&kn, NULL, NULL, &err), OK);
	for (size_t i = 1; i < kn.n_hierarchy; i++)
		assert_true(kn.hierarchy[i - 1].step < kn.hierarchy[i].step);
	for (size_t i = 1; i < kn.n_municipalities; i++)
		assert_true(str_cmp(kn.municipalities[i - 1].istat,
				    kn.municipalities[i].istat) < 0);
	for (size_t i = 1; i < kn.n_sets; i++) {
		const struct kn_set *x = &kn.sets[i - 1], *y = &kn.sets[i];
		assert_true(
			x->condition < y->condition ||
			(x->condition == y->condition && x->level <= y->level));
	}
	for (size_t i = 0; i < kn.n_rules; i++)
		assert_in_range(kn.rules[i].group_index, 0, kn.n_group - 1);
	for (size_t i = 0; i < kn.n_level_rules; i++)
		assert_int_equal(kn.level_rules[i].level, i % 5 + 1);
	knowledge_release(&kn);
}

/* ---- defects: in `file`, `old` becomes `new`; the finding is expected
 * `down` lines below the place. */

struct defect {
	const char *name, *file, *old, *new;
	int down;
	const char *column, *cause;
};

static const struct defect defects[] = {
	{"missing column", "clusters.csv", ",rank,", ",", 0, "rank",
	 "column is missing"},
	{"unknown column", "clusters.csv", ",mild,", ",gentle,", 0, "",
	 "not a column of this table"},
	{"repeated column", "clusters.csv", ",mild,note", ",mild,mild", 0,
	 "mild", "twice"},
	{"too few fields", "clusters.csv", "renal,2,0,1,0,", "renal,2,0,1,", 0,
	 "", "row has 10 fields, the header 11"},
	{"too many fields", "clusters.csv", "renal,2,0,1,0,", "renal,2,0,1,0,,",
	 0, "", "row has 12 fields"},
	{"empty line", "level_rules.csv", "strict,3", "\r\nstrict,3", 0, "",
	 "line is empty"},
	{"outer space", "clusters.csv", ",renal,2", ", renal,2", 0, "area",
	 "spaces before or after"},
	{"unclosed quote", "provinces.csv", ",Varese,012", ",\"Varese,012", 0,
	 "", ""},
	{"not UTF-8", "clusters.csv", "SCLEROSI MULTIPLA", "SCLEROSI \xe0", -14,
	 "", "not UTF-8"},
	{"byte order mark", "clusters.csv", "code,",
	 "\xef\xbb\xbf"
	 "code,",
	 -1, "", "byte order mark"},
	{"empty file", "tariffs.csv", NULL, "", 0, "", "is empty"},
	{"repeated key", "services.csv", "89.01,Visita", "89.7,Visita", 0,
	 "code", "repeats the key of line 2"},
	{"repeated key of two columns", "risk_scores/charlson_icd9.csv",
	 "Diabetes without chronic complication,2501,",
	 "Diabetes without chronic complication,2500,", 0, "icd9cm_prefix",
	 "repeats the key"},
	{"empty value", "conditions.csv", "Heart failure,cardio", ",cardio", 0,
	 "name_en", "a value is needed"},
	{"not a whole number", "clusters.csv", "renal,2,0", "renal,two,0", 0,
	 "rank", "not a whole number"},
	{"number out of bounds", "clusters.csv", "renal,2,0", "renal,66,0", 0,
	 "rank", "above 65"},
	{"not a flag", "clusters.csv", "renal,2,0", "renal,2,no", 0, "residual",
	 "not a flag"},
	{"not a word", "condition_hierarchy.csv", "DM2_COMP,promotes",
	 "DM2_COMP,raises", 0, "relation", "not one of"},
	{"bad confidence", "level_rules.csv", "Main disease only,OPENDATA,high",
	 "Main disease only,OPENDATA,sure", 0, "confidence", "not one of"},
	{"too many decimals", "services.csv", ",20.66,", ",20.666,", 0,
	 "tariff_eur", "at most 2 decimals"},
	{"not a position", "municipalities.csv", "46.0341", "46,0341", 0, "",
	 "row has 11 fields"},
	{"position far away", "municipalities.csv", "46.0341", "8.7714", 0,
	 "lat", "not between"},
	{"not a date", "pic_parameters.csv", "strict,name,2018-01-01",
	 "strict,name,2018-13-01", 0, "valid_from", "not a day"},
	{"bad ATC", "drugs_atc.csv", "A02BA01,", "A02BA1,", 0, "atc",
	 "not an ATC code"},
	{"bad Belfiore", "municipalities.csv", ",A085,", ",085A,", 0,
	 "belfiore_code", "Belfiore"},
	{"bad ISTAT", "municipalities.csv", "012001", "12001", 0, "istat_code",
	 "six digits"},
	{"bad exemption", "exemptions.csv", "001,Acro", "0-1,Acro", 0, "code",
	 "not an exemption code"},
	{"bad service code", "services.csv", "89.7,Prima", "897,Prima", 0,
	 "code", "not a service code"},
	{"bad diagnosis", "risk_scores/charlson_icd9.csv",
	 "Myocardial infarction,410,", "Myocardial infarction,41X,", 0,
	 "icd9cm_prefix", "ICD-9-CM"},
	{"unknown source", "clusters.csv", "RLFHIR;IJIC", "RLFHIR;NOBODY", 0,
	 "source", "not known"},
	{"empty source in a list", "clusters.csv", "RLFHIR;IJIC", "RLFHIR;", 0,
	 "source", "empty part"},
	{"unknown cluster", "conditions.csv", ",cardio,20,", ",cardio,200,", 0,
	 "cluster", "not known"},
	{"unknown condition in a rule", "condition_rules.csv", "R034,EMOFILIA",
	 "R034,EMOFILLIA", 0, "condition", "not known"},
	{"unknown service in a set", "careplan_sets.csv", "TRAP_ATT,1,89.07,",
	 "TRAP_ATT,1,89.99,", 0, "service_code", "not known"},
	{"unknown province", "municipalities.csv", "Agra,VA", "Agra,XX", 0,
	 "province", "not known"},
	{"unknown ATS", "municipalities.csv", "Agra,VA,322", "Agra,VA,399", 0,
	 "ats", "not known"},
	{"unknown condition of a gap", "therapy_gaps.csv", "G05,start,IRC",
	 "G05,start,IRK", 0, "conditions", "not known"},
	/* meaning */
	{"rank twice", "clusters.csv", "renal,2,0", "renal,1,0", 0, "rank",
	 "rank of another cluster"},
	{"residual before specific", "clusters.csv", ",haematology,10,0,1,0",
	 ",haematology,10,1,0,0", 0, "rank", "residual"},
	{"priority twice", "conditions.csv", ",cardio,20,16,", ",cardio,20,17,",
	 1, "priority", "own place"},
	{"override without need", "conditions.csv", ",cardio,20,16,,",
	 ",cardio,20,16,1,", 0, "counts_override", "not needed"},
	{"residual in a specific cluster", "conditions.csv",
	 ",cardio,20,16,,0,", ",cardio,20,16,,1,", 0, "residual",
	 "not residual"},
	{"a count without level", "level_rules.csv", "strict,2,2,3",
	 "strict,2,3,3", -1, "definition", "no level to 2 clusters"},
	{"a level that lacks", "level_rules.csv", "weighted,5,0,0,,0",
	 "other,5,0,0,,0", 0, "definition", "levels"},
	{"flow and system disagree", "condition_rules.csv",
	 "R033,FIB_CIST,G4,0,drug,ATC", "R033,FIB_CIST,G4,0,drug,ICD9CM", 0,
	 "code_system", "does not go with"},
	{"no code field", "condition_rules.csv",
	 "R035,EMOFILIA,G2,0,hospital,ICD9CM,dx_any",
	 "R035,EMOFILIA,G2,0,hospital,ICD9CM,", 0, "code_field", "is needed"},
	{"range of two lengths", "condition_rules.csv", "2860-2864",
	 "2860-28645", 0, "code_prefix_or_range", "same length"},
	{"range upside down", "condition_rules.csv", "2860-2864", "2864-2860",
	 0, "code_prefix_or_range", "the lower first"},
	{"rule code of another system", "condition_rules.csv", "2860-2864",
	 "R03AC", 0, "code_prefix_or_range", "not an ICD-9-CM"},
	{"drug nobody knows", "condition_rules.csv", ",,R05CB13,", ",,R05CB99,",
	 0, "code_prefix_or_range", "drugs_atc.csv"},
	{"age range", "condition_rules.csv", ",R05CB13,3,3,,365,,,",
	 ",R05CB13,3,3,,365,,60,50", 0, "age_max", "below age_min"},
	{"group of negated rows", "condition_rules.csv", "R034,EMOFILIA,G1,0",
	 "R034,EMOFILIA,G1,1", 0, "group_id", "negated"},
	{"residual found by drugs", "condition_rules.csv",
	 "R280,PELLE_ALTRE,G1,0,hospital,ICD9CM,dx_any,680-695|6962-6969|697-"
	 "709",
	 "R280,PELLE_ALTRE,G1,0,drug,ATC,,R05CB13", 0, "flow", "residual"},
	{"result without promotion", "condition_hierarchy.csv",
	 "DM2_COMP,promotes,DM1_COMP", "DM2_COMP,none,DM1_COMP", 0, "result",
	 "promotes"},
	{"promotion without result", "condition_hierarchy.csv",
	 "DM2_COMP,promotes,DM1_COMP", "DM2_COMP,promotes,", 0, "result",
	 "promotes"},
	{"cycle", "condition_hierarchy.csv", "DM1,DM2_COMP,promotes,DM1_COMP",
	 "TRAP_STAB,TRAP_ATT,supersedes,", -13, "loser", "supersedes its own"},
	{"exemption to another condition", "exemptions.csv", ",ACROMEGALIA,",
	 ",CARDIOM,", 0, "condition", "not what rule"},
	{"exemption without rule", "exemptions.csv", "001,Acro", "999,Acro", 0,
	 "condition", "found by no rule"},
	{"tariff without source", "services.csv", ",20.66,DM1996_recalled,",
	 ",20.66,,", 0, "tariff_source", "both or none"},
	{"interval and frequency", "careplan_sets.csv",
	 "TRAP_ATT,1,90.04.5,24,0.5", "TRAP_ATT,1,90.04.5,24,2", 0,
	 "interval_months", "disagrees"},
	{"draws that do not nest", "careplan_sets.csv",
	 "TRAP_ATT,1,90.04.5,24,0.5", "TRAP_ATT,1,90.04.5,25,0.48", 0,
	 "times_per_year", "draws"},
	{"wrong flag", "service_exclusions.csv",
	 "39.95.4,39.95.5,alternative,39.95.4,1,1",
	 "39.95.4,39.95.5,alternative,39.95.4,0,1", 0, "a_in_services",
	 "services.csv"},
	{"strange preference", "service_exclusions.csv",
	 "39.95.4,39.95.5,alternative,39.95.4",
	 "39.95.4,39.95.5,alternative,39.95.6", 0, "prefer", "neither"},
	{"cap without number", "careplan_merge_rules.csv",
	 "M03,DIALISI,,90.16.4,drop", "M03,DIALISI,,90.16.4,cap", 0,
	 "max_per_year", "cap"},
	{"merge of nobody", "careplan_merge_rules.csv", "M10,DEMENZA|ALZHEIMER",
	 "M10,DEMENZA|ALZ", 0, "condition", "conditions.csv"},
	{"dose without unit", "drugs_atc.csv", ",0.8,g,O", ",0.8,,O", 0, "ddd",
	 "unit"},
	{"unknown disease of a pair", "drug_interactions.csv",
	 "CONDITION,DEMENZA,,major,Anticholinergic effect of tricyclics",
	 "CONDITION,DEMENTIA,,major,Anticholinergic effect of tricyclics", 0,
	 "b_code", "no condition"},
	{"score of another category", "risk_scores/charlson_icd9.csv",
	 "complication,2500,1,0,DIABC", "complication,2500,1,0,DIABX", 0,
	 "superseded_by", "not a category"},
	{"a class that is no ATC", "risk_scores/chronic_disease_score.csv",
	 "C1:H02AB", "C1:H2AB", 0, "atc_classes", "ATC"},
	{"a class decides that is not there",
	 "risk_scores/chronic_disease_score.csv", "C1:C02|C08;C2:C07|C03A|C03B",
	 "C1:C02|C08", 0, "scoring", "two"},
	{"points below the least", "risk_scores/chronic_disease_score.csv",
	 ",1,2,yes", ",3,2,yes", 0, "max_points", "below"},
	{"kind and test disagree", "therapy_gaps.csv", "G05,start,",
	 "G05,start_if_drugs,", 0, "other_test", "disagree"},
	{"unknown ATS of a place", "provinces.csv", "VA,Varese,322",
	 "VA,Varese,399", 0, "ats", "no ATS"},
	/* dated rules */
	{"periods overlap", "tariffs.csv", "2018-01-01,2019-03-31",
	 "2018-01-01,2019-04-01", 1, "valid_from", "overlaps"},
	{"ends before it begins", "tariffs.csv", "2018-01-01,2019-03-31",
	 "2018-01-01,2017-03-31", 0, "valid_to", "before valid_from"},
	{"amount in euro", "tariffs.csv", ",1500,plan", ",15.00,plan", 0,
	 "amount_cents", "cents"},
	{"rule of an unknown ATS", "admitted_primaries.csv", "\n,1,1,",
	 "\n399,1,1,", 1, "ats", "not known"},
	{"rule of an unknown cluster", "admitted_primaries.csv", "\n,1,1,",
	 "\n,99,1,", 1, "cluster", "not known"},
	{"window in words", "care_windows.csv", "P,planned,1,3,,7,10",
	 "P,planned,1,3,,a week,10", 0, "early_days", "whole days"},
};

static size_t line_of(struct str bytes, const char *at)
{
	size_t n = 1;
	for (const char *p = bytes.ptr; p < at; p++)
		n += *p == '\n';
	return n;
}

static const char *find_text(struct str in, const char *what)
{
	size_t len = strlen(what);
	for (size_t i = 0; i + len <= in.len; i++)
		if (!memcmp(in.ptr + i, what, len))
			return in.ptr + i;
	return NULL;
}

/* Write the broken file; returns the line where the finding is expected. */
static size_t break_file(const struct defect *d, struct arena *a)
{
	struct str bytes;
	struct buf b;
	struct err err = {0};
	size_t line = 1;
	buf_init(&b, 4u << 20);
	if (knowledge_file(NULL, d->file, a, &bytes, &err))
		fail_msg("%s: %s", d->name, err.text);
	if (d->old) {
		const char *at = find_text(bytes, d->old);
		if (!at)
			fail_msg("%s: \"%s\" is not in %s any more", d->name,
				 d->old, d->file);
		size_t before = (size_t)(at - bytes.ptr);
		size_t after = before + strlen(d->old);
		line = line_of(bytes, at);
		buf_add(&b, bytes.ptr, before);
		buf_text(&b, d->new);
		buf_add(&b, bytes.ptr + after, bytes.len - after);
	}
	write_file(d->file, buf_view(&b));
	buf_release(&b);
	return (size_t)((long)line + d->down);
}

static bool is_expected(const struct issue *x, const struct defect *d,
			size_t line)
{
	return str_is(x->file, d->file) && x->line == line &&
	       str_is(x->column, d->column) && strstr(x->cause.ptr, d->cause);
}

static bool try_defect(const struct defect *d)
{
	struct arena a;
	struct issues found;
	struct knowledge kn = {.n_group = 0};
	struct rules r = {.n = 0};
	struct err err = {0};
	bool told = false;
	arena_init(&a, 16u << 20);
	issues_init(&found, &a, 200);
	size_t line = break_file(d, &a);
	enum rc rc = knowledge_load(&kn, dir, &found, &err);
	if (!rc)
		rc = rules_load(&r, dir, &found, &err);
	for (size_t i = 0; i < found.n; i++)
		told |= is_expected(&found.list[i], d, line);
	if (rc != E_FORMAT || !told || !strstr(err.text, "could not use")) {
		issues_print(&found, stderr);
		print_error("%s: expected %s:%zu %s \"%s\", got rc %d %s\n",
			    d->name, d->file, line, d->column, d->cause, rc,
			    err.text);
		told = false;
	}
	remove_file(d->file);
	rules_release(&r);
	knowledge_release(&kn);
	issues_release(&found);
	arena_release(&a);
	return told;
}

static void finds_defects(void **state)
{
	(void)state;
	size_t n_missed = 0;
	for (size_t i = 0; i < countof(defects); i++)
		n_missed += !try_defect(&defects[i]);
	assert_int_equal(n_missed, 0);
}

static void takes_the_users_table(void **state)
{
	(void)state;
	static const char own[] =
		"atc,name_it,level,ddd,ddd_unit,adm_route,name_en,source\n"
		"A,Gastro,1,,,,Alimentary,ATC_WHO\n";
	struct knowledge kn;
	struct arena a;
	struct issues found;
	struct err err = {0};
	arena_init(&a, 1u << 20);
	issues_init(&found, &a, 20);
	write_file("drugs_atc.csv", str_from(own));
	/* too small for our rules: each place that needs a drug says so */
	assert_int_equal(knowledge_load(&kn, dir, &found, &err), E_FORMAT);
	assert_true(found.n_error > 20);
	assert_int_equal(found.n, 20);
	remove_file("drugs_atc.csv");
	/* the same bytes as ours, in a folder of the user's */
	struct str bytes;
	assert_int_equal(
		knowledge_file(NULL, "drugs_atc.csv", &a, &bytes, &err), OK);
	write_file("drugs_atc.csv", bytes);
	assert_int_equal(knowledge_load(&kn, dir, NULL, &err), OK);
	knowledge_release(&kn);
	remove_file("drugs_atc.csv");
	assert_int_equal(knowledge_load(&kn, "/no/such/folder", NULL, &err),
			 E_NOT_FOUND);
	assert_non_null(strstr(err.text, "/no/such/folder"));
	issues_release(&found);
	arena_release(&a);
}

/* ---- codes */

/* What stratification reads knows the names of services and exemptions without
 * their tables. */
static void names_codes_without_their_tables(void **state)
{
	(void)state;
	static const struct {
		const char *name, *code;
	} odd[] = {
		{"no code", ""},
		{"the beginning of one", "89."},
		{"the name of the column", "code"},
		{"a code and its comma", "001,"},
	};
	struct knowledge all, few;
	assert_int_equal(knowledge_load(&all, NULL, NULL, NULL), OK);
	assert_int_equal(knowledge_load_strata(&few, NULL), OK);
	assert_int_equal(few.n_services + few.n_exemptions, 0);
	for (size_t i = 0; i < all.n_services; i++) {
		const struct kn_service *v = &all.services[i];
		if (!str_eq(kn_service_name(&few, v->code), v->name_it))
			fail_msg("service " STR_FMT, STR_ARG(v->code));
	}
	for (size_t i = 0; i < all.n_exemptions; i++) {
		const struct kn_exemption *x = &all.exemptions[i];
		if (!str_eq(kn_exemption_name(&few, x->code), x->name_it))
			fail_msg("exemption " STR_FMT, STR_ARG(x->code));
	}
	for (size_t i = 0; i < countof(odd); i++) {
		const struct str code = str_from(odd[i].code);
		if (kn_service_name(&all, code).ptr ||
		    kn_service_name(&few, code).ptr ||
		    kn_exemption_name(&all, code).ptr ||
		    kn_exemption_name(&few, code).ptr)
			fail_msg("%s: has a name", odd[i].name);
	}
	knowledge_release(&all);
	knowledge_release(&few);
}

/* And those of drugs. */
static void names_drugs_without_their_table(void **state)
{
	(void)state;
	static const struct {
		const char *name, *atc, *it;
	} odd[] = {
		{"a code of a package: its substance", "A10BA02XX",
		 "Metformina"},
		{"nothing begins so", "@", ""},
		{"no code", "", ""},
	};
	struct knowledge all, few;
	struct str it, en;
	assert_int_equal(knowledge_load(&all, NULL, NULL, NULL), OK);
	assert_int_equal(knowledge_load_strata(&few, NULL), OK);
	assert_int_equal(few.n_drugs, 0);
	for (size_t i = 0; i < all.n_drugs; i++) {
		const int row = kn_drug_index(&all, all.drugs[i].atc);
		assert_true(kn_drug_names(&few, all.drugs[i].atc, &it, &en));
		if (!str_eq(it, all.drugs[row].name_it) ||
		    !str_eq(en, all.drugs[row].name_en))
			fail_msg(STR_FMT ": " STR_FMT ", " STR_FMT,
				 STR_ARG(all.drugs[i].atc), STR_ARG(it),
				 STR_ARG(en));
	}
	for (size_t i = 0; i < countof(odd); i++) {
		it = STR("");
		const bool known =
			kn_drug_names(&few, str_from(odd[i].atc), &it, &en);
		if (known != (*odd[i].it != 0) || !str_is(it, odd[i].it))
			fail_msg("%s: " STR_FMT, odd[i].name, STR_ARG(it));
	}
	knowledge_release(&all);
	knowledge_release(&few);
}

static void matches_codes(void **state)
{
	(void)state;
	static const struct {
		const char *code, *spec;
		bool match;
	} rows[] = {
		{"4280", "428", true},
		{"428", "4280", false},
		{"4280", "=428", false},
		{"428", "=428", true},
		{"0031", "003", true}, /* the trap that README tells */
		{"003", "=003", true},
		{"0031", "=003", false},
		{"2860", "2860-2864", true},
		{"28645", "2860-2864", true},
		{"2865", "2860-2864", false},
		{"286", "2860-2864", false}, /* shorter, before the low end */
		{"B02BD14", "B02BD02-B02BD14|B02BX06", true},
		{"B02BX06", "B02BD02-B02BD14|B02BX06", true},
		{"B02BD01", "B02BD02-B02BD14|B02BX06", false},
		{"V420", "V42|V43", true},
		{"V440", "V42|V43", false},
		{"", "428", false},
		{"428", "", true}, /* an empty prefix begins everything */
	};
	for (size_t i = 0; i < countof(rows); i++)
		if (kn_code_matches(str_from(rows[i].code),
				    str_from(rows[i].spec)) != rows[i].match)
			fail_msg("\"%s\" against \"%s\"", rows[i].code,
				 rows[i].spec);
}

static void matches_services(void **state)
{
	(void)state;
	static const struct {
		const char *code, *spec;
		bool match;
	} rows[] = {
		{"92.24", "92.24", true},
		{"92.24.1", "92.24", true},
		{"92.241", "92.24", false},
		{"92.2", "92.24", false},
		{"39.95.B", "39.95.A|39.95.B", true},
		{"39.95.B", "39.95", true},
		{"39.9", "39.95", false},
	};
	for (size_t i = 0; i < countof(rows); i++)
		if (kn_service_matches(str_from(rows[i].code),
				       str_from(rows[i].spec)) != rows[i].match)
			fail_msg("\"%s\" against \"%s\"", rows[i].code,
				 rows[i].spec);
}

static void knows_code_forms(void **state)
{
	(void)state;
	static const struct {
		bool (*is)(struct str);
		const char *name, *right, *wrong; /* separated by spaces */
	} rows[] = {
		{kn_is_atc, "ATC", "A A02 A02B A02BC A02BC01 V09",
		 "a02 A0 A02BC0 A02BC011 E01 A02B1 02B AB2 A02BCXX"},
		{kn_is_dx, "diagnosis", "250 2500 25000 V42 V420 E850 E8501",
		 "25 250000 V4 V42000 E85 25X 250.0 v42 E85012"},
		{kn_is_proc, "procedure", "55 5569 336", "5 55691 55A 55.69"},
		{kn_is_service, "service",
		 "89.7 89.01 89.7A.2 39.95.B 90.04.5 89.7.10",
		 "897 89. 89.7. 9.01 89.012 89.01.123 89,01 A9.01 89.7a"},
		{kn_is_exemption, "exemption",
		 "001 0A02 0A02.401 048 RA 013.250 0031 C01.V45",
		 "01 001. 001.1 r01 0-1 001.X4 R1 001.12345678 RAA.1"},
	};
	for (size_t i = 0; i < countof(rows); i++)
		for (int good = 1; good >= 0; good--)
			for (struct str rest = str_from(good ? rows[i].right
							     : rows[i].wrong);
			     rest.ptr;) {
				struct str s = str_cut(&rest, ' ');
				if (rows[i].is(s) != (good == 1))
					fail_msg("%s code " STR_FMT,
						 rows[i].name, STR_ARG(s));
			}
	for (size_t i = 0; i < countof(rows); i++)
		assert_false(rows[i].is(STR("")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ours_load_clean),
		cmocka_unit_test(readme_tells_the_rows),
		cmocka_unit_test(says_what_is_where),
		cmocka_unit_test(keeps_its_orders),
		cmocka_unit_test(finds_defects),
		cmocka_unit_test(takes_the_users_table),
		cmocka_unit_test(names_codes_without_their_tables),
		cmocka_unit_test(names_drugs_without_their_table),
		cmocka_unit_test(matches_codes),
		cmocka_unit_test(matches_services),
		cmocka_unit_test(knows_code_forms),
	};
	return cmocka_run_group_tests(tests, make_dir, remove_dir);
}

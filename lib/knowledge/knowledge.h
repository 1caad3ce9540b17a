/* knowledge - the clinical and administrative tables of data/, loaded and
 * checked.
 *
 * The tables are embedded in the program; a folder given by the user
 * (--data DIR or PROSSIMA_DATA) replaces them file by file, so an agency can
 * use its own ATC/DDD table, service catalogue or care plan sets. Everything
 * is read-only after loading and shared by all threads.
 *
 * The meaning of every table is data/README.md's; every row names its source.
 * Codes are texts; references between tables are indices, -1 for none.
 * Dated rows (parameters, tariffs, admitted primaries, care windows) are not
 * here: they are read through rules/.
 */
#ifndef KNOWLEDGE_KNOWLEDGE_H
#define KNOWLEDGE_KNOWLEDGE_H

#include "base/date.h"
#include "base/issues.h"
#include "base/map.h"

struct kn_cluster { /* clusters.csv, in order of code 1..65 */
	struct str code, name_it, name_en, area;
	int rank; /* 1 first */
	bool residual, counts, mild;
};

struct kn_condition { /* conditions.csv, in file order */
	struct str code, name_it, name_en, area;
	int cluster;  /* index into clusters, -1: never counted */
	int priority; /* 1 first; unique */
	bool counts_override, residual, frequent;
};

enum kn_flow {
	FLOW_EXEMPTION,
	FLOW_DRUG,
	FLOW_OUTPATIENT,
	FLOW_HOSPITAL,
	FLOW_EMERGENCY,
	N_FLOW
};
extern const char *const kn_flow_name[N_FLOW]; /* "exemption", "drug", ... */

enum kn_field { FIELD_NONE, FIELD_DX_ANY, FIELD_DX_MAIN, FIELD_PROC };

#define KN_UNSET (-1) /* an optional number that is empty */

struct kn_rule { /* condition_rules.csv, in file order */
	struct str id;
	int condition;
	struct str group; /* "G1" */
	int group_index;  /* dense over (condition, group), by appearance */
	bool negated;
	enum kn_flow flow;
	enum kn_field field;
	struct str codes; /* alternatives with '|', as in the file */
	int min_events, min_distinct_dates, min_days_span; /* KN_UNSET */
	int lookback_days;    /* 0 for exemptions */
	int64_t min_ddd_e4;   /* doses times 10000, or KN_UNSET */
	int age_min, age_max; /* KN_UNSET */
	char sex;             /* 'M', 'F' or 0 */
	struct str note, source, provenance, confidence;
};

enum kn_relation {
	REL_SUPERSEDES,
	REL_DROPS_IF_DRUG_ONLY,
	REL_DROPS_IF_GENERIC_EXEMPTION,
	REL_PROMOTES,
	REL_NONE
};
struct kn_hierarchy { /* condition_hierarchy.csv, sorted by step */
	int step, winner, loser, result;
	enum kn_relation relation;
	struct str note, source;
};

struct kn_level_rule { /* level_rules.csv, sorted by definition, level */
	struct str definition; /* strict, weighted */
	int level, min_clusters, max_clusters, max_mild, min_contacts;
};

struct kn_exemption { /* exemptions.csv */
	struct str code, name_it;
	int condition; /* -1 */
};

struct kn_charlson { /* risk_scores/charlson_icd9.csv */
	struct str category, prefix, superseded_by, name_it;
	int weight_1987, weight_2011;
};
struct kn_elixhauser { /* risk_scores/elixhauser_icd9.csv */
	struct str category, prefix, superseded_by, name_it;
	int weight; /* van Walraven 2009, may be negative */
};
struct kn_mcs { /* risk_scores/mcs.csv */
	struct str category, name_it, dx_prefixes, atc_prefixes;
	int weight, lookback_days;
};
/* risk_scores/chronic_disease_score.csv. Points: min_points for one class of
 * drugs, one more for each other class up to max_points; when the first class
 * decides, max_points with it and min_points with another only. */
#define KN_CDS_CLASSES 4
struct kn_cds {
	struct str category, name_it, classes_text, scoring;
	int min_points, max_points;
	struct str classes[KN_CDS_CLASSES]; /* ATC prefixes with '|' */
	size_t n_class;
	bool first_decides;
};

enum kn_service_kind {
	KIND_LAB,
	KIND_VISIT,
	KIND_INSTRUMENTAL,
	KIND_IMAGING,
	KIND_OTHER
};
struct kn_service { /* services.csv */
	struct str code, name_it, branch_code, branch_it, kind_text;
	enum kn_service_kind kind;
	int duration_min;
	int64_t tariff_cents; /* KN_UNSET when unknown */
	bool telemedicine;
	struct str preparation, legacy_code;
};

enum kn_use { USE_PLANNED, USE_CONDITIONAL, USE_ONCE };
struct kn_set { /* careplan_sets.csv, sorted by condition, level, file order */
	int condition, level, service;
	int64_t times_per_year_e4; /* times 10000: below 10000 less than yearly
				    */
	int64_t interval_months_e4;
	char priority_class; /* U B D P */
	enum kn_use use;
	struct str note, source, provenance, confidence;
};

enum kn_exclusion {
	EXCL_EXCLUDES,
	EXCL_ALTERNATIVE,
	EXCL_REQUIRES,
	EXCL_INCLUDES
};
struct kn_service_exclusion { /* service_exclusions.csv */
	struct str code_a, code_b, prefer;
	int a, b; /* service index or -1: outside our list */
	enum kn_exclusion relation;
	struct str note, source;
};

struct kn_merge_rule {             /* careplan_merge_rules.csv */
	struct str id, conditions; /* "*" or codes with '|' */
	int age_min;               /* KN_UNSET */
	int service;
	bool drop; /* else cap */
	int64_t max_per_year_e4;
	struct str reason, source;
};

struct kn_drug { /* drugs_atc.csv; several rows for one ATC (routes) */
	struct str atc, name_it, name_en, ddd, ddd_unit, adm_route;
	int level;
};

struct kn_interaction { /* drug_interactions.csv */
	struct str id, kind, a_code, a_exclude, b_code, b_exclude;
	bool b_is_condition;
	struct str severity, mechanism, effect, action, source;
	int age_min;
};
struct kn_triple { /* drug_triples.csv */
	struct str id, a_codes, b_codes, c_codes, exclude, severity, mechanism,
		effect, action, source;
	int age_min;
};
struct kn_renal { /* renal_dosing.csv */
	struct str atc, name_it, measure, severity, advice_en, advice_it,
		source;
	int below;
};
struct kn_burden { /* anticholinergic_burden.csv */
	struct str atc, name_it;
	int score;
};
struct kn_gap { /* therapy_gaps.csv */
	struct str id, kind, conditions, conditions_none, other_test,
		expected_atc, exclude_atc, message_it, message_en, source;
	int window_days, age_min, age_max;
	char sex;
};

struct kn_municipality { /* municipalities.csv, sorted by istat_code */
	struct str istat, name, province, ats, belfiore;
	double lat, lon;
	int population;
};
struct kn_place { /* provinces.csv: region, province, ats, asst, irccs */
	struct str type, code, name, ats, main_municipality;
	double lat, lon;
	int population;
};
struct kn_source { /* sources.csv */
	struct str id, citation, url, seen, note;
};

struct knowledge {
	struct arena arena;
#define KN_TABLE(type, name)                                                   \
	const struct type *name;                                               \
	size_t n_##name;
	KN_TABLE(kn_cluster, clusters)
	KN_TABLE(kn_condition, conditions)
	KN_TABLE(kn_rule, rules)
	KN_TABLE(kn_hierarchy, hierarchy)
	KN_TABLE(kn_level_rule, level_rules)
	KN_TABLE(kn_exemption, exemptions)
	KN_TABLE(kn_charlson, charlson)
	KN_TABLE(kn_elixhauser, elixhauser)
	KN_TABLE(kn_mcs, mcs)
	KN_TABLE(kn_cds, cds)
	KN_TABLE(kn_service, services)
	KN_TABLE(kn_set, sets)
	KN_TABLE(kn_service_exclusion, exclusions)
	KN_TABLE(kn_merge_rule, merge_rules)
	KN_TABLE(kn_drug, drugs)
	KN_TABLE(kn_interaction, interactions)
	KN_TABLE(kn_triple, triples)
	KN_TABLE(kn_renal, renal)
	KN_TABLE(kn_burden, burden)
	KN_TABLE(kn_gap, gaps)
	KN_TABLE(kn_municipality, municipalities)
	KN_TABLE(kn_place, places)
	KN_TABLE(kn_source, sources)
#undef KN_TABLE
	size_t n_group; /* (condition, group) pairs over rules */
	struct map cluster_by_code, condition_by_code, service_by_code,
		drug_by_atc, municipality_by_istat, exemption_by_code;
};

/* Load and check everything. `dir` NULL: the embedded tables; else each file
 * found in `dir` replaces ours. Findings (column, key, reference, code form)
 * go to `issues` with file, line and cause; the call fails with E_FORMAT when
 * one is an error. Takes about 20 ms. */
MUST_USE enum rc knowledge_load(struct knowledge *kn, const char *dir,
				struct issues *issues, struct err *err);
/* The tables of the program that stratification reads, and no others (those of
 * care plans, prescriptions and places stay empty, as do drugs, services and
 * exemptions: knowledge/names.h); what only the checks across tables could find
 * is not looked for again: they are the program's own. A sixth of the time. */
MUST_USE enum rc knowledge_load_strata(struct knowledge *kn, struct err *err);
void knowledge_release(struct knowledge *kn); /* safe on a zeroed one */

/* Index, or -1. */
int kn_cluster_index(const struct knowledge *kn, struct str code);
int kn_condition_index(const struct knowledge *kn, struct str code);
int kn_service_index(const struct knowledge *kn, struct str code);
int kn_municipality_index(const struct knowledge *kn, struct str istat);
/* First row of an ATC code, or of its longest known prefix; -1. */
int kn_drug_index(const struct knowledge *kn, struct str atc);

/* Bytes of one data file ("services.csv"), embedded or replaced; for rules/
 * and for `prossima knowledge`. E_NOT_FOUND when there is no such file. */
MUST_USE enum rc knowledge_file(const char *dir, const char *name,
				struct arena *a, struct str *out,
				struct err *err);

/* Alternatives split by '|': '=X' exact, 'LO-HI' range on the first len(LO)
 * characters, else prefix (data/README.md, Rules). */
bool kn_code_matches(struct str code, struct str spec);
/* Service codes match whole, or as a prefix that ends before a dot. */
bool kn_service_matches(struct str code, struct str spec);

/* Code forms of data/flows.md section 4. */
bool kn_is_atc(struct str s);  /* any level 1,3,4,5,7 */
bool kn_is_dx(struct str s);   /* ICD-9-CM diagnosis, no dot */
bool kn_is_proc(struct str s); /* ICD-9-CM procedure, no dot */
bool kn_is_service(struct str s);
bool kn_is_exemption(struct str s);

#endif

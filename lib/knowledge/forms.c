/* What every table of data/ must look like: data/README.md, section 1. */
#include "knowledge/knowledge_int.h"

static_assert(sizeof(enum kn_relation) == sizeof(int) &&
		      sizeof(enum kn_flow) == sizeof(int),
	      "words are stored through int");

#define SOURCE_IDS                                                             \
	"source", COL_TEXT, .need = true, .refers = true, .ref = KN_SOURCES,   \
			    .between = ";"
#define NOTE                                                                   \
	{                                                                      \
		"note", COL_TEXT, .extra = true                                \
	}
#define CONFIDENCE                                                             \
	{                                                                      \
		"confidence", COL_TEXT, .words = "high|medium|low"             \
	}
#define SEVERITY .words = "contraindicated|major|moderate"
#define ATC_CODE .form = kn_is_atc, .form_is = "an ATC code"
#define DX_CODE  .form = kn_is_dx, .form_is = "an ICD-9-CM diagnosis code"
#define SERVICE_CODE                                                           \
	.form = kn_is_service, .form_is = "a service code (99.99 or 99.99.9)"

static const struct column sources[] = {
	{"id", COL_TEXT, .need = true, .key = true, AT(kn_source, id)},
	{"citation", COL_TEXT, .need = true, AT(kn_source, citation)},
	{"url", COL_TEXT, AT(kn_source, url)},
	{"seen", COL_TEXT, .need = true,
	 .words = "full|excerpt|recalled|reconstructed", AT(kn_source, seen)},
	{"note", COL_TEXT, AT(kn_source, note)},
};

static const struct column clusters[] = {
	{"code", COL_TEXT, .need = true, .key = true, AT(kn_cluster, code)},
	{"name_it", COL_TEXT, .need = true, AT(kn_cluster, name_it)},
	{"name_en", COL_TEXT, .need = true, AT(kn_cluster, name_en)},
	{"area", COL_TEXT, .need = true, AT(kn_cluster, area)},
	{"rank", COL_INT, .need = true, .min = 1, .max = 65,
	 AT(kn_cluster, rank)},
	{"residual", COL_FLAG, .need = true, AT(kn_cluster, residual)},
	{"counts_for_level", COL_FLAG, .need = true, AT(kn_cluster, counts)},
	{"mild", COL_FLAG, .need = true, AT(kn_cluster, mild)},
	NOTE,
	{SOURCE_IDS},
	CONFIDENCE,
};

static const struct column conditions[] = {
	{"code", COL_TEXT, .need = true, .key = true, AT(kn_condition, code)},
	{"name_it", COL_TEXT, .need = true, AT(kn_condition, name_it)},
	{"name_en", COL_TEXT, .need = true, AT(kn_condition, name_en)},
	{"area", COL_TEXT, .need = true, AT(kn_condition, area)},
	{"cluster", COL_REF, .refers = true, .ref = KN_CLUSTERS,
	 AT(kn_condition, cluster)},
	{"priority", COL_INT, .need = true, .min = 1, .max = 100000,
	 AT(kn_condition, priority)},
	{"counts_override", COL_FLAG, AT(kn_condition, counts_override)},
	{"residual", COL_FLAG, .need = true, AT(kn_condition, residual)},
	{"frequent", COL_FLAG, .need = true, AT(kn_condition, frequent)},
	NOTE,
	{SOURCE_IDS},
	CONFIDENCE,
};

static const struct column places[] = {
	{"type", COL_TEXT, .need = true, .key = true,
	 .words = "region|province|ats|asst|irccs", AT(kn_place, type)},
	{"code", COL_TEXT, .need = true, .key = true, AT(kn_place, code)},
	{"name", COL_TEXT, .need = true, AT(kn_place, name)},
	{"ats", COL_TEXT, AT(kn_place, ats)},
	{"lat", COL_REAL, .need = true, .min = 35, .max = 48,
	 AT(kn_place, lat)},
	{"lon", COL_REAL, .need = true, .min = 6, .max = 19, AT(kn_place, lon)},
	{"population", COL_INT, AT(kn_place, population)},
	{"main_municipality", COL_TEXT, AT(kn_place, main_municipality)},
	{"istat_code", COL_TEXT, .extra = true},
	NOTE,
	{SOURCE_IDS},
	CONFIDENCE,
};

static const struct column municipalities[] = {
	{"istat_code", COL_TEXT, .need = true, .key = true, .form = kn_is_istat,
	 .form_is = "six digits", AT(kn_municipality, istat)},
	{"name", COL_TEXT, .need = true, AT(kn_municipality, name)},
	{"province", COL_TEXT, .need = true, .refers = true,
	 .ref = REF_PROVINCE, AT(kn_municipality, province)},
	{"ats", COL_TEXT, .need = true, .refers = true, .ref = REF_ATS,
	 AT(kn_municipality, ats)},
	{"belfiore_code", COL_TEXT, .need = true, .form = kn_is_belfiore,
	 .form_is = "a Belfiore code (a letter and three digits)",
	 AT(kn_municipality, belfiore)},
	{"lat", COL_REAL, .need = true, .min = 35, .max = 48,
	 AT(kn_municipality, lat)},
	{"lon", COL_REAL, .need = true, .min = 6, .max = 19,
	 AT(kn_municipality, lon)},
	{"population", COL_INT, .need = true, AT(kn_municipality, population)},
	{SOURCE_IDS},
	CONFIDENCE,
};

static const struct column drugs[] = {
	{"atc", COL_TEXT, .need = true, .key = true, ATC_CODE,
	 AT(kn_drug, atc)},
	{"level", COL_INT, .need = true, .min = 1, .max = 5,
	 AT(kn_drug, level)},
	{"name_it", COL_TEXT, .need = true, AT(kn_drug, name_it)},
	{"name_it_seen", COL_TEXT, .extra = true},
	{"name_en", COL_TEXT, AT(kn_drug, name_en)},
	{"drug_class_it", COL_TEXT, .extra = true},
	{"ddd", COL_TEXT, AT(kn_drug, ddd)},
	{"ddd_unit", COL_TEXT, .key = true, AT(kn_drug, ddd_unit)},
	{"adm_route", COL_TEXT, .key = true, AT(kn_drug, adm_route)},
	{"ddd_note", COL_TEXT, .key = true, .extra = true},
	{"status", COL_TEXT, .extra = true, .words = "current|legacy"},
	{"used_by", COL_TEXT, .extra = true},
	{SOURCE_IDS},
};

static const struct column services[] = {
	{"code", COL_TEXT, .need = true, .key = true, SERVICE_CODE,
	 AT(kn_service, code)},
	{"name_it", COL_TEXT, .need = true, AT(kn_service, name_it)},
	{"branch_code", COL_TEXT, .need = true, AT(kn_service, branch_code)},
	{"branch_it", COL_TEXT, .need = true, AT(kn_service, branch_it)},
	{"kind", COL_TEXT, .need = true,
	 .words = "lab|visit|instrumental|imaging|procedure|assessment|"
		  "rehabilitation|education|sampling",
	 AT(kn_service, kind_text)},
	{"duration_min", COL_INT, .need = true, .min = 0, .max = 1440,
	 AT(kn_service, duration_min)},
	{"duration_source", COL_TEXT, .extra = true},
	{"tariff_eur", COL_DECIMAL, .scale = 2, AT(kn_service, tariff_cents)},
	{"tariff_source", COL_TEXT, .refers = true, .ref = KN_SOURCES},
	{"telemedicine", COL_YESNO, .need = true, AT(kn_service, telemedicine)},
	{"preparation", COL_TEXT, AT(kn_service, preparation)},
	{"in_national_catalogue", COL_YESNO, .need = true},
	{"legacy_code", COL_TEXT, AT(kn_service, legacy_code)},
	NOTE,
	{SOURCE_IDS},
	CONFIDENCE,
};

static const struct column rules[] = {
	{"rule_id", COL_TEXT, .need = true, .key = true, AT(kn_rule, id)},
	{"condition", COL_REF, .need = true, .refers = true,
	 .ref = KN_CONDITIONS, AT(kn_rule, condition)},
	{"group_id", COL_TEXT, .need = true, AT(kn_rule, group)},
	{"negated", COL_FLAG, .need = true, AT(kn_rule, negated)},
	{"flow", COL_WORD, .need = true,
	 .words = "exemption|drug|outpatient|hospital|ed", AT(kn_rule, flow)},
	{"code_system", COL_TEXT, .need = true,
	 .words = "ATC|NOMENCLATORE|ICD9CM|ESENZIONE"},
	{"code_field", COL_TEXT, .words = "dx_any|dx_main|proc"},
	{"code_prefix_or_range", COL_TEXT, .need = true, AT(kn_rule, codes)},
	{"min_events", COL_INT, .need = true, AT(kn_rule, min_events)},
	{"min_distinct_dates", COL_INT, AT(kn_rule, min_distinct_dates)},
	{"min_days_span", COL_INT, AT(kn_rule, min_days_span)},
	{"lookback_days", COL_INT, .need = true, .min = 0, .max = 36600,
	 AT(kn_rule, lookback_days)},
	{"min_ddd", COL_DECIMAL, .scale = 4, AT(kn_rule, min_ddd_e4)},
	{"age_min", COL_INT, .min = 0, .max = 130, AT(kn_rule, age_min)},
	{"age_max", COL_INT, .min = 0, .max = 130, AT(kn_rule, age_max)},
	{"sex", COL_LETTER, .words = "M|F", AT(kn_rule, sex)},
	{"note", COL_TEXT, AT(kn_rule, note)},
	{SOURCE_IDS, AT(kn_rule, source)},
	{"provenance", COL_TEXT, .need = true,
	 .words = "official|published|adapted|reconstructed",
	 AT(kn_rule, provenance)},
	{"confidence", COL_TEXT, .words = "high|medium|low",
	 AT(kn_rule, confidence)},
};

static const struct column hierarchy[] = {
	{"step", COL_INT, .need = true, .min = 1, .max = 100000,
	 AT(kn_hierarchy, step)},
	{"winner", COL_REF, .need = true, .key = true, .refers = true,
	 .ref = KN_CONDITIONS, AT(kn_hierarchy, winner)},
	{"loser", COL_REF, .need = true, .key = true, .refers = true,
	 .ref = KN_CONDITIONS, AT(kn_hierarchy, loser)},
	{"relation", COL_WORD, .need = true,
	 .words = "supersedes|drops_if_drug_only|"
		  "drops_if_generic_exemption|promotes|none",
	 AT(kn_hierarchy, relation)},
	{"result", COL_REF, .refers = true, .ref = KN_CONDITIONS,
	 AT(kn_hierarchy, result)},
	{"note", COL_TEXT, AT(kn_hierarchy, note)},
	{SOURCE_IDS, AT(kn_hierarchy, source)},
	CONFIDENCE,
};

static const struct column levels[] = {
	{"definition", COL_TEXT, .need = true, .key = true,
	 AT(kn_level_rule, definition)},
	{"level", COL_INT, .need = true, .key = true, .min = 1, .max = 5,
	 AT(kn_level_rule, level)},
	{"min_clusters", COL_INT, .need = true,
	 AT(kn_level_rule, min_clusters)},
	{"max_clusters", COL_INT, AT(kn_level_rule, max_clusters)},
	{"max_mild_comorbidities", COL_INT, AT(kn_level_rule, max_mild)},
	{"min_contacts", COL_INT, .need = true,
	 AT(kn_level_rule, min_contacts)},
	NOTE,
	{SOURCE_IDS},
	CONFIDENCE,
};

static const struct column exemptions[] = {
	{"code", COL_TEXT, .need = true, .key = true, .form = kn_is_exemption,
	 .form_is = "an exemption code", AT(kn_exemption, code)},
	{"name_it", COL_TEXT, .need = true, AT(kn_exemption, name_it)},
	{"condition", COL_REF, .refers = true, .ref = KN_CONDITIONS,
	 AT(kn_exemption, condition)},
	{"kind", COL_TEXT, .need = true, .words = "main|sub"},
	{"status", COL_TEXT, .need = true, .words = "current|legacy"},
	NOTE,
	{SOURCE_IDS},
	CONFIDENCE,
};

static const struct column charlson[] = {
	{"category", COL_TEXT, .need = true, .key = true,
	 AT(kn_charlson, category)},
	{"name_it", COL_TEXT, .need = true, AT(kn_charlson, name_it)},
	{"name_en", COL_TEXT, .extra = true},
	{"icd9cm_prefix", COL_TEXT, .need = true, .key = true, DX_CODE,
	 AT(kn_charlson, prefix)},
	{"weight_charlson1987", COL_INT, .need = true, .max = 500,
	 AT(kn_charlson, weight_1987)},
	{"weight_quan2011", COL_INT, .need = true, .max = 500,
	 AT(kn_charlson, weight_2011)},
	{"superseded_by", COL_TEXT, AT(kn_charlson, superseded_by)},
	{SOURCE_IDS},
	{"number_seen", COL_TEXT, .extra = true},
};

static const struct column elixhauser[] = {
	{"category", COL_TEXT, .need = true, .key = true,
	 AT(kn_elixhauser, category)},
	{"name_it", COL_TEXT, .need = true, AT(kn_elixhauser, name_it)},
	{"name_en", COL_TEXT, .extra = true},
	{"icd9cm_prefix", COL_TEXT, .need = true, .key = true, DX_CODE,
	 AT(kn_elixhauser, prefix)},
	{"weight_vanwalraven2009", COL_INT, .need = true, .min = -50, .max = 50,
	 AT(kn_elixhauser, weight)},
	{"superseded_by", COL_TEXT, AT(kn_elixhauser, superseded_by)},
	{SOURCE_IDS},
	{"number_seen", COL_TEXT, .extra = true},
};

static const struct column mcs[] = {
	{"category", COL_TEXT, .need = true, .key = true, AT(kn_mcs, category)},
	{"name_it", COL_TEXT, .need = true, AT(kn_mcs, name_it)},
	{"name_en", COL_TEXT, .extra = true},
	{"weight", COL_INT, .need = true, .max = 500, AT(kn_mcs, weight)},
	{"icd9cm_prefixes", COL_TEXT, DX_CODE, .between = "|",
	 AT(kn_mcs, dx_prefixes)},
	{"atc_prefixes", COL_TEXT, ATC_CODE, .between = "|",
	 AT(kn_mcs, atc_prefixes)},
	{"lookback_days", COL_INT, .need = true, .min = 1, .max = 36600,
	 AT(kn_mcs, lookback_days)},
	{"weight_seen", COL_TEXT, .extra = true},
	{"weight_source", COL_TEXT, .need = true, .refers = true,
	 .ref = KN_SOURCES, .between = ";"},
	{"definition_provenance", COL_TEXT, .extra = true},
	NOTE,
};

static const struct column cds[] = {
	{"category", COL_TEXT, .need = true, .key = true, AT(kn_cds, category)},
	{"name_it", COL_TEXT, .need = true, AT(kn_cds, name_it)},
	{"name_en", COL_TEXT, .extra = true},
	{"atc_classes", COL_TEXT, .need = true, AT(kn_cds, classes_text)},
	{"scoring", COL_TEXT, .need = true, AT(kn_cds, scoring)},
	{"min_points", COL_INT, .need = true, .min = 0, .max = 100,
	 AT(kn_cds, min_points)},
	{"max_points", COL_INT, .need = true, .min = 0, .max = 100,
	 AT(kn_cds, max_points)},
	{"points_seen", COL_TEXT, .extra = true},
	{SOURCE_IDS},
	{"definition_provenance", COL_TEXT, .extra = true},
	NOTE,
};

static const struct column sets[] = {
	{"condition", COL_REF, .need = true, .key = true, .refers = true,
	 .ref = KN_CONDITIONS, AT(kn_set, condition)},
	{"level", COL_INT, .need = true, .key = true, .min = 1, .max = 3,
	 AT(kn_set, level)},
	{"service_code", COL_REF, .need = true, .key = true, .refers = true,
	 .ref = KN_SERVICES, AT(kn_set, service)},
	{"times_per_year", COL_DECIMAL, .need = true, .scale = 4, .min = 1,
	 .max = 3660000, AT(kn_set, times_per_year_e4)},
	{"interval_months", COL_DECIMAL, .need = true, .scale = 4, .min = 1,
	 .max = 6000000, AT(kn_set, interval_months_e4)},
	{"priority_class", COL_LETTER, .need = true, .words = "U|B|D|P",
	 AT(kn_set, priority_class)},
	{"use", COL_WORD, .need = true, .words = "planned|conditional|once",
	 AT(kn_set, use)},
	{"note", COL_TEXT, AT(kn_set, note)},
	{SOURCE_IDS, AT(kn_set, source)},
	{"provenance", COL_TEXT, .need = true,
	 .words = "official|published|adapted|reconstructed",
	 AT(kn_set, provenance)},
	{"confidence", COL_TEXT, .words = "high|medium|low",
	 AT(kn_set, confidence)},
};

static const struct column exclusions[] = {
	{"code_a", COL_TEXT, .need = true, .key = true, SERVICE_CODE,
	 AT(kn_service_exclusion, code_a)},
	{"code_b", COL_TEXT, .need = true, .key = true, SERVICE_CODE,
	 AT(kn_service_exclusion, code_b)},
	{"relation", COL_WORD, .need = true, .key = true,
	 .words = "excludes|alternative|requires|includes",
	 AT(kn_service_exclusion, relation)},
	{"prefer", COL_TEXT, AT(kn_service_exclusion, prefer)},
	{"a_in_services", COL_FLAG, .need = true},
	{"b_in_services", COL_FLAG, .need = true},
	{"note", COL_TEXT, AT(kn_service_exclusion, note)},
	{SOURCE_IDS, AT(kn_service_exclusion, source)},
	CONFIDENCE,
};

static const struct column merge[] = {
	{"id", COL_TEXT, .need = true, .key = true, AT(kn_merge_rule, id)},
	{"condition", COL_TEXT, .need = true, AT(kn_merge_rule, conditions)},
	{"age_min", COL_INT, .min = 0, .max = 130, AT(kn_merge_rule, age_min)},
	{"service_code", COL_REF, .need = true, .refers = true,
	 .ref = KN_SERVICES, AT(kn_merge_rule, service)},
	{"action", COL_TEXT, .need = true, .words = "drop|cap"},
	{"max_per_year", COL_DECIMAL, .scale = 4,
	 AT(kn_merge_rule, max_per_year_e4)},
	{"reason", COL_TEXT, .need = true, AT(kn_merge_rule, reason)},
	{SOURCE_IDS, AT(kn_merge_rule, source)},
	CONFIDENCE,
};

static const struct column interactions[] = {
	{"id", COL_TEXT, .need = true, AT(kn_interaction, id)},
	{"kind", COL_TEXT, .need = true, .words = "drug-drug|drug-condition",
	 AT(kn_interaction, kind)},
	{"a_system", COL_TEXT, .need = true, .words = "ATC"},
	{"a_code", COL_TEXT, .need = true, .key = true, ATC_CODE,
	 AT(kn_interaction, a_code)},
	{"a_exclude", COL_TEXT, ATC_CODE, .between = "|",
	 AT(kn_interaction, a_exclude)},
	{"b_system", COL_TEXT, .need = true, .words = "ATC|CONDITION"},
	{"b_code", COL_TEXT, .need = true, .key = true,
	 AT(kn_interaction, b_code)},
	{"b_exclude", COL_TEXT, ATC_CODE, .between = "|",
	 AT(kn_interaction, b_exclude)},
	{"severity", COL_TEXT, .need = true, SEVERITY,
	 AT(kn_interaction, severity)},
	{"mechanism", COL_TEXT, .need = true, AT(kn_interaction, mechanism)},
	{"clinical_effect", COL_TEXT, .need = true, AT(kn_interaction, effect)},
	{"suggested_action", COL_TEXT, .need = true,
	 AT(kn_interaction, action)},
	{"age_min", COL_INT, .min = 0, .max = 130, AT(kn_interaction, age_min)},
	{SOURCE_IDS, AT(kn_interaction, source)},
	CONFIDENCE,
};

static const struct column triples[] = {
	{"id", COL_TEXT, .need = true, .key = true, AT(kn_triple, id)},
	{"a_codes", COL_TEXT, .need = true, ATC_CODE, .between = "|",
	 AT(kn_triple, a_codes)},
	{"b_codes", COL_TEXT, .need = true, ATC_CODE, .between = "|",
	 AT(kn_triple, b_codes)},
	{"c_codes", COL_TEXT, .need = true, ATC_CODE, .between = "|",
	 AT(kn_triple, c_codes)},
	{"exclude_codes", COL_TEXT, ATC_CODE, .between = "|",
	 AT(kn_triple, exclude)},
	{"severity", COL_TEXT, .need = true, SEVERITY, AT(kn_triple, severity)},
	{"mechanism", COL_TEXT, .need = true, AT(kn_triple, mechanism)},
	{"clinical_effect", COL_TEXT, .need = true, AT(kn_triple, effect)},
	{"suggested_action", COL_TEXT, .need = true, AT(kn_triple, action)},
	{"age_min", COL_INT, .min = 0, .max = 130, AT(kn_triple, age_min)},
	{SOURCE_IDS, AT(kn_triple, source)},
	CONFIDENCE,
};

static const struct column renal[] = {
	{"atc", COL_TEXT, .need = true, .key = true, ATC_CODE,
	 AT(kn_renal, atc)},
	{"name_it", COL_TEXT, .need = true, AT(kn_renal, name_it)},
	{"measure", COL_TEXT, .need = true, .words = "eGFR|CrCl",
	 AT(kn_renal, measure)},
	{"below_ml_min", COL_INT, .need = true, .key = true, .min = 1,
	 .max = 200, AT(kn_renal, below)},
	{"severity", COL_TEXT, .need = true, SEVERITY, AT(kn_renal, severity)},
	{"advice_en", COL_TEXT, .need = true, AT(kn_renal, advice_en)},
	{"advice_it", COL_TEXT, .need = true, AT(kn_renal, advice_it)},
	{SOURCE_IDS, AT(kn_renal, source)},
	CONFIDENCE,
};

static const struct column burden[] = {
	{"atc", COL_TEXT, .need = true, .key = true, ATC_CODE,
	 AT(kn_burden, atc)},
	{"name_it", COL_TEXT, .need = true, AT(kn_burden, name_it)},
	{"score", COL_INT, .need = true, .min = 1, .max = 3,
	 AT(kn_burden, score)},
	{"scale", COL_TEXT, .need = true},
	{SOURCE_IDS},
	CONFIDENCE,
};

static const struct column gaps[] = {
	{"id", COL_TEXT, .need = true, .key = true, AT(kn_gap, id)},
	{"kind", COL_TEXT, .need = true, .words = "start|start_if_drugs",
	 AT(kn_gap, kind)},
	{"conditions", COL_TEXT, .refers = true, .ref = KN_CONDITIONS,
	 .between = "|&", AT(kn_gap, conditions)},
	{"conditions_none", COL_TEXT, .refers = true, .ref = KN_CONDITIONS,
	 .between = "|", AT(kn_gap, conditions_none)},
	{"other_test", COL_TEXT, AT(kn_gap, other_test)},
	{"expected_atc", COL_TEXT, .need = true, ATC_CODE, .between = "|",
	 AT(kn_gap, expected_atc)},
	{"exclude_atc", COL_TEXT, ATC_CODE, .between = "|",
	 AT(kn_gap, exclude_atc)},
	{"window_days", COL_INT, .need = true, .min = 1, .max = 36600,
	 AT(kn_gap, window_days)},
	{"age_min", COL_INT, .min = 0, .max = 130, AT(kn_gap, age_min)},
	{"age_max", COL_INT, .min = 0, .max = 130, AT(kn_gap, age_max)},
	{"sex", COL_LETTER, .words = "M|F", AT(kn_gap, sex)},
	{SOURCE_IDS, AT(kn_gap, source)},
	CONFIDENCE,
	{"message_it", COL_TEXT, .need = true, AT(kn_gap, message_it)},
	{"message_en", COL_TEXT, .need = true, AT(kn_gap, message_en)},
};

#define FORM(file, columns, row)                                               \
	{                                                                      \
		file, columns, countof(columns), row                           \
	}
#define ROWS(file, columns, type) FORM(file, columns, sizeof(struct type))

const struct table_form kn_forms[N_KN_FILE] = {
	[KN_SOURCES] = ROWS("sources.csv", sources, kn_source),
	[KN_CLUSTERS] = ROWS("clusters.csv", clusters, kn_cluster),
	[KN_CONDITIONS] = ROWS("conditions.csv", conditions, kn_condition),
	[KN_PLACES] = ROWS("provinces.csv", places, kn_place),
	[KN_MUNICIPALITIES] =
		ROWS("municipalities.csv", municipalities, kn_municipality),
	[KN_DRUGS] = ROWS("drugs_atc.csv", drugs, kn_drug),
	[KN_SERVICES] = ROWS("services.csv", services, kn_service),
	[KN_RULES] = ROWS("condition_rules.csv", rules, kn_rule),
	[KN_HIERARCHY] =
		ROWS("condition_hierarchy.csv", hierarchy, kn_hierarchy),
	[KN_LEVELS] = ROWS("level_rules.csv", levels, kn_level_rule),
	[KN_EXEMPTIONS] = ROWS("exemptions.csv", exemptions, kn_exemption),
	[KN_CHARLSON] =
		ROWS("risk_scores/charlson_icd9.csv", charlson, kn_charlson),
	[KN_ELIXHAUSER] = ROWS("risk_scores/elixhauser_icd9.csv", elixhauser,
			       kn_elixhauser),
	[KN_MCS] = ROWS("risk_scores/mcs.csv", mcs, kn_mcs),
	[KN_CDS] = ROWS("risk_scores/chronic_disease_score.csv", cds, kn_cds),
	[KN_SETS] = ROWS("careplan_sets.csv", sets, kn_set),
	[KN_EXCLUSIONS] = ROWS("service_exclusions.csv", exclusions,
			       kn_service_exclusion),
	[KN_MERGE] = ROWS("careplan_merge_rules.csv", merge, kn_merge_rule),
	[KN_INTERACTIONS] =
		ROWS("drug_interactions.csv", interactions, kn_interaction),
	[KN_TRIPLES] = ROWS("drug_triples.csv", triples, kn_triple),
	[KN_RENAL] = ROWS("renal_dosing.csv", renal, kn_renal),
	[KN_BURDEN] = ROWS("anticholinergic_burden.csv", burden, kn_burden),
	[KN_GAPS] = ROWS("therapy_gaps.csv", gaps, kn_gap),
};

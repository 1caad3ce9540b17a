/* Inside knowledge: the files, and what the checks see while they load. */
#ifndef KNOWLEDGE_KNOWLEDGE_INT_H
#define KNOWLEDGE_KNOWLEDGE_INT_H

#include "knowledge/knowledge.h"
#include "table/table.h"

/* In the order of reading: a table refers to earlier ones only. */
enum kn_file {
	KN_SOURCES,
	KN_CLUSTERS,
	KN_CONDITIONS,
	KN_PLACES,
	KN_MUNICIPALITIES,
	KN_DRUGS,
	KN_SERVICES,
	KN_RULES,
	KN_HIERARCHY,
	KN_LEVELS,
	KN_EXEMPTIONS,
	KN_CHARLSON,
	KN_ELIXHAUSER,
	KN_MCS,
	KN_CDS,
	KN_SETS,
	KN_EXCLUSIONS,
	KN_MERGE,
	KN_INTERACTIONS,
	KN_TRIPLES,
	KN_RENAL,
	KN_BURDEN,
	KN_GAPS,
	N_KN_FILE,
	/* things that can be referred to and are not a whole table */
	REF_ATS = N_KN_FILE,
	REF_PROVINCE,
};

extern const struct table_form kn_forms[N_KN_FILE];

struct loader {
	struct knowledge *kn;
	const char *dir;
	uint32_t left_out; /* bits of enum kn_file */
	struct issues *issues;
	struct arena scratch;
	struct table t[N_KN_FILE];
	struct map source, ats, province; /* text to row */
	struct str *atc;                  /* sorted, each once */
	size_t n_atc;
};

/* Fields that follow from others: group numbers, kinds, indices. */
MUST_USE enum rc kn_derive(struct loader *l, struct err *err);
/* The orders that knowledge.h promises. */
MUST_USE enum rc kn_sort(struct loader *l, struct err *err);

/* Is there a drug whose code begins with `prefix`, or lies in lo-hi on the
 * first characters of lo? */
bool loader_knows_atc(const struct loader *l, struct str prefix);
bool loader_knows_range(const struct loader *l, struct str lo, struct str hi);

/* What one table alone cannot say; called when every form is right. */
void check_clusters(struct loader *l);
void check_conditions(struct loader *l);
void check_levels(struct loader *l);
void check_rules(struct loader *l);
void check_hierarchy(struct loader *l);
void check_exemptions(struct loader *l);
void check_services(struct loader *l);
void check_sets(struct loader *l);
void check_drugs(struct loader *l);
void check_gaps(struct loader *l);
void check_places(struct loader *l);

/* Code forms that only the tables use. */
bool kn_is_exemption_spec(struct str s);
bool kn_is_belfiore(struct str s);
bool kn_is_istat(struct str s);

#endif

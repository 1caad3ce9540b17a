/* omop - tables of the OMOP common data model (5.2 to 5.4) as the simple form.
 *
 * A folder with the tables as CSV, comma or tab, plain, gzip or zstd, columns
 * by name in any order. What becomes what (data/flows.md section 2):
 *
 *   person, location, provider, observation_period, death   person; a row for
 *       each observation period. The identifier is person_source_value, else
 *       person_id; the municipality location_source_value when it has six
 *       digits, else 999999
 *   visit_occurrence   9201 a stay; 9203 an emergency; 262 both; of the others
 *       their services are what counts
 *   condition_occurrence   a diagnosis of its visit; an exemption when the map
 *       says so; else it has no place
 *   procedure_occurrence   of a stay its procedure, else an outpatient service
 *   measurement   an outpatient service, unless it is inside a stay
 *   drug_exposure   a dispensing
 *   observation, payer_plan_period   an exemption when its code is one of
 *       exemptions.csv or the map says so; a diagnosis when its code is
 * ICD-9-CM cost   of visits: what they cost, and their DRG
 *
 * Codes are the source values: of ICD9CM, ICD9Proc, ATC, AIC and the national
 * catalogue as they are, of other vocabularies (concept.csv of the folder tells
 * which) through the map, by vocabulary and source value, or by "concept" and
 * the standard concept. Other tables are counted as unused.
 */
#ifndef OMOP_OMOP_H
#define OMOP_OMOP_H

#include "simple/simple.h"

/* Whether a folder holds such tables (person with gender_concept_id). */
bool omop_is_folder(const char *dir);
/* Whether such a folder's file of this name is read: "death.csv.gz". */
bool omop_is_table(const char *name);

struct omop_job {
	const char *dir, *tmp; /* tables; folder for sorting */
	struct str exemptions; /* bytes of exemptions.csv */
};
MUST_USE enum rc omop_read(const struct omop_job *job, struct simple *s,
			   struct err *err);

#endif

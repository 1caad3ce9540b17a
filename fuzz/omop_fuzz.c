/* A small folder of OMOP tables, one of which is of any bytes; the first byte
 * chooses which. Properties in foreign_kit.h. */
#include "foreign_kit.h"

static const struct {
	const char *name, *text;
} tables[] = {
	{"person",
	 "person_id,gender_concept_id,year_of_birth,person_source_value\n"
	 "1,8507,1950,A\n2,8532,1960,\n"},
	{"observation_period",
	 "person_id,observation_period_start_date,observation_period_end_date\n"
	 "1,2010-01-01,2020-12-31\n"},
	{"death", "person_id,death_date\n2,2023-04-05\n"},
	{"visit_occurrence",
	 "visit_occurrence_id,person_id,visit_concept_id,visit_start_date,"
	 "visit_end_date\n10,1,9201,2023-01-05,2023-01-09\n"
	 "11,2,262,2023-01-05,2023-01-09\n"},
	{"condition_occurrence",
	 "condition_occurrence_id,person_id,visit_occurrence_id,"
	 "condition_start_date,condition_source_value\n"
	 "1,1,10,2023-01-05,250.00\n"},
	{"procedure_occurrence",
	 "procedure_occurrence_id,person_id,visit_occurrence_id,procedure_date,"
	 "procedure_source_value,quantity\n1,1,10,2023-01-05,3995,\n"
	 "2,1,,2023-01-05,89.7,2\n"},
	{"drug_exposure", "drug_exposure_id,person_id,drug_exposure_start_date,"
			  "drug_source_value,quantity,days_supply\n"
			  "1,1,2023-01-05,C09AA05,30,30\n"},
	{"observation",
	 "observation_id,person_id,visit_occurrence_id,observation_date,"
	 "observation_source_value\n1,1,,2023-01-05,013\n"},
	{"cost", "cost_event_id,cost_domain_id,total_paid,drg_source_value\n"
		 "10,Visit,5,127\n"},
	{"concept", "concept_id,vocabulary_id\n1,ICD9CM\n"},
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char name[64];
	if (size < 2 || size > 65536)
		return 0;
	kit_start();
	for (size_t i = 0; i < countof(tables); i++) {
		snprintf(name, sizeof(name), "%s.csv", tables[i].name);
		if (i == data[0] % countof(tables))
			kit_write(name, data + 1, size - 1);
		else
			kit_write(name, tables[i].text, strlen(tables[i].text));
	}
	kit_convert("omop", "");
	return 0;
}

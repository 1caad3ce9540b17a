#include "simple/simple.h"

static const char *const person[] = {
	"person_id",          "fiscal_code", "birth_date", "sex",
	"municipality_istat", "ats",         "gp_code",    "registration_start",
	"registration_end",   "death_date"};
static const char *const exemption[] = {"person_id", "exemption_code",
					"valid_from", "valid_to"};
static const char *const drug[] = {
	"record_id", "person_id", "dispense_date", "atc",           "aic",
	"packages",  "ddd",       "channel",       "prescriber_id", "cost_eur"};
static const char *const outpatient[] = {
	"record_id",      "person_id",    "service_date",  "service_code",
	"quantity",       "branch_code",  "facility_code", "exemption_code",
	"priority_class", "booking_date", "remote",        "cost_eur"};
static const char *const hospital[] = {"record_id",
				       "person_id",
				       "admission_date",
				       "discharge_date",
				       "regime",
				       "facility_code",
				       "specialty_code",
				       "dx1",
				       "dx2",
				       "dx3",
				       "dx4",
				       "dx5",
				       "dx6",
				       "proc1",
				       "proc2",
				       "proc3",
				       "proc4",
				       "proc5",
				       "proc6",
				       "proc1_date",
				       "proc2_date",
				       "proc3_date",
				       "proc4_date",
				       "proc5_date",
				       "proc6_date",
				       "drg",
				       "discharge_mode",
				       "cost_eur"};
static const char *const emergency[] = {"record_id",     "person_id",
					"arrival",       "exit",
					"triage",        "arrival_mode",
					"outcome",       "dx1",
					"dx2",           "dx3",
					"dx4",           "dx5",
					"facility_code", "hospital_record_id",
					"cost_eur"};

#define FORM(x)                                                                \
	{                                                                      \
#x, x, countof(x)                                              \
	}
const struct simple_form simple_form[N_SIMPLE] = {
	[SIMPLE_PERSON] = FORM(person),
	[SIMPLE_EXEMPTION] = FORM(exemption),
	[SIMPLE_DRUG] = FORM(drug),
	[SIMPLE_OUTPATIENT] = FORM(outpatient),
	[SIMPLE_HOSPITAL] = FORM(hospital),
	[SIMPLE_EMERGENCY] = FORM(emergency),
};
static_assert(countof(hospital) == SIMPLE_MAX_COLUMN && HOSP_COST == 27 &&
		      EMER_COST == 14 && OUT_COST == 11 && DRUG_COST == 9,
	      "columns by number");

int simple_column(enum simple_flow flow, struct str name)
{
	for (size_t i = 0; i < simple_form[flow].n; i++)
		if (str_is(name, simple_form[flow].column[i]))
			return (int)i;
	return -1;
}

const char *const simple_note_text[N_NOTE] = {
#define X(name, text) text,
	SIMPLE_NOTES(X)
#undef X
};

const char *const simple_kind_name[N_KIND] = {"atc", "aic",  "service",
					      "dx",  "proc", "exemption"};

struct str simple_placeholder(enum simple_kind k)
{
	switch (k) {
	case KIND_ATC:
	case KIND_AIC:
		return STR("V99ZZ99");
	case KIND_CODE:
		return STR("99.99.99");
	case KIND_DX:
		return STR("000");
	case KIND_PROC:
		return STR("99");
	case KIND_EXEMPT:
	case N_KIND:
		break;
	}
	return STR("");
}

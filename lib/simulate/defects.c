#include "simulate/defects.h"

/* clang-format off */
#define SET(name, column, value) {name, DEFECT_SET, column, value, -1, NULL, 0}
#define SET2(name, c, v, c2, v2) {name, DEFECT_SET, c, v, c2, v2, 0}
#define KIND(name, kind) {name, kind, -1, NULL, -1, NULL, 0}
#define FORM(column) /* what any file may suffer */ \
	KIND("fields_missing", DEFECT_CUT), \
	KIND("fields_extra", DEFECT_EXTRA), \
	KIND("line_too_long", DEFECT_LONG), \
	{"comment_line", DEFECT_LINE, -1, "# exported by hand", -1, NULL, 0}, \
	{"empty_line", DEFECT_LINE, -1, "\"\"", -1, NULL, 0}, \
	SET("utf8_broken", column, "\xc3\x28"), \
	SET("utf8_overlong", column, "\xc0\xaf"), \
	SET("quote_stray", column, "a\"b"), \
	SET("quote_then_text", column, "\"ab\"c"), \
	SET("tab_in_code", column, "a\tb"), \
	KIND("quote_unclosed", DEFECT_UNCLOSED)
#define DATES(prefix, column) \
	SET(prefix "_empty", column, ""), \
	SET(prefix "_form", column, "31/12/2024"), \
	SET(prefix "_unreal", column, "2023-02-29"), \
	SET(prefix "_before_1900", column, "1899-12-31")
#define RECORD \
	SET("record_id_empty", 0, ""), \
	SET("record_id_form", 0, "A 1/2"), \
	SET("record_id_long", 0, "A1234567890123456789012345678901234567890" \
				 "123456789012345678901234"), \
	SET("person_id_empty", 1, ""), \
	SET("person_id_form", 1, " P1"), \
	SET("person_unknown", 1, "PUNKNOWN1"), \
	KIND("event_before_birth", DEFECT_BEFORE_BIRTH), \
	KIND("event_after_death", DEFECT_AFTER_DEATH), \
	KIND("event_after_extraction", DEFECT_LATE), \
	KIND("duplicate", DEFECT_COPY)
#define END {NULL, DEFECT_SET, -1, NULL, -1, NULL, 0}

static const struct defect person[] = {
	SET("person_id_empty", 0, ""),
	SET("person_id_form", 0, "P1 "),
	SET("person_id_long", 0, "P1234567890123456789012345678901234567890"
				 "123456789012345678901234"),
	SET("fiscal_code_length", 1, "RSSMRA80A01F20"),
	SET("fiscal_code_form", 1, "RSSMRA80X01F205X"),
	SET("fiscal_code_check_letter", 1, "RSSMRA80A01F205A"),
	SET("fiscal_code_day", 1, "RSSMRA80A35F205A"),
	DATES("birth_date", 2),
	{"birth_after_extraction", DEFECT_LATE, 2, NULL, -1, NULL, 0},
	SET("sex_empty", 3, ""),
	SET("sex_unknown", 3, "X"),
	SET("municipality_empty", 4, ""),
	SET("municipality_form", 4, "16024"),
	SET("municipality_unknown", 4, "016999"),
	SET("ats_unknown", 5, "329"),
	SET("ats_form", 5, "ATS Bergamo"),
	SET("gp_code_form", 6, "MMG 1"),
	SET("registration_start_empty", 7, ""),
	SET("registration_start_form", 7, "2010-1-1"),
	SET("registration_start_unreal", 7, "2010-04-31"),
	SET("registration_end_form", 8, "31.12.2024"),
	SET("death_date_form", 9, "20241231"),
	SET("death_date_unreal", 9, "2024-13-01"),
	KIND("registration_overlap", DEFECT_OVERLAP),
	FORM(6), END};

static const struct defect exemption[] = {
	SET("person_id_empty", 0, ""),
	SET("person_id_form", 0, " P1"),
	SET("person_unknown", 0, "PUNKNOWN1"),
	SET("exemption_code_empty", 1, ""),
	SET("exemption_code_form", 1, "13"),
	SET("exemption_code_subcode", 1, "013.X"),
	DATES("valid_from", 2),
	SET("valid_to_form", 3, "2024/12/31"),
	SET("valid_to_unreal", 3, "2024-06-31"),
	{"valid_to_before_valid_from", DEFECT_RELATIVE, 3, NULL, 2, NULL, -1},
	FORM(1), END};

static const struct defect drug[] = {
	RECORD, DATES("dispense_date", 2),
	SET("atc_empty", 3, ""),
	SET("atc_form", 3, "C9AA05"),
	SET("atc_lower_case", 3, "c09aa05"),
	SET("atc_letter", 3, "X09AA05"),
	SET("atc_short", 3, "C"),
	SET("atc_long", 3, "C09AA051"),
	SET("aic_form", 4, "12345678"),
	SET("aic_letters", 4, "A12345678"),
	SET("packages_empty", 5, ""),
	SET("packages_zero", 5, "0"),
	SET("packages_negative", 5, "-1"),
	SET("packages_text", 5, "due"),
	SET("packages_comma", 5, "\"1,5\""),
	SET("packages_decimals", 5, "1.00001"),
	SET("ddd_negative", 6, "-28"),
	SET("ddd_text", 6, "28 DDD"),
	SET("channel_empty", 7, ""),
	SET("channel_unknown", 7, "Z"),
	SET("prescriber_form", 8, "Dr. Rossi"),
	SET("cost_negative", 9, "-4.20"),
	SET("cost_text", 9, "4.20 EUR"),
	FORM(8), END};

static const struct defect outpatient[] = {
	RECORD, DATES("service_date", 2),
	SET("service_code_empty", 3, ""),
	SET("service_code_form", 3, "8901"),
	SET("service_code_lower_case", 3, "89.7a.3"),
	SET("quantity_empty", 4, ""),
	SET("quantity_zero", 4, "0"),
	SET("quantity_negative", 4, "-1"),
	SET("quantity_decimal", 4, "1.5"),
	SET("branch_code_form", 5, "2"),
	SET("facility_code_form", 6, "301 001"),
	SET("exemption_code_form", 7, "13"),
	SET("priority_class_unknown", 8, "X"),
	SET("booking_date_form", 9, "1/2/2024"),
	SET("booking_date_unreal", 9, "2022-02-30"),
	{"booking_after_service", DEFECT_RELATIVE, 9, NULL, 2, NULL, 1},
	SET("remote_unknown", 10, "S"),
	SET("cost_negative", 11, "-12.91"),
	SET("cost_comma", 11, "\"12,91\""),
	FORM(6), END};

static const struct defect hospital[] = {
	RECORD, DATES("admission_date", 2), DATES("discharge_date", 3),
	{"discharge_before_admission", DEFECT_RELATIVE, 3, NULL, 2, NULL, -1},
	SET("regime_empty", 4, ""),
	SET("regime_unknown", 4, "3"),
	SET("facility_code_form", 5, "301/001"),
	SET("specialty_form", 6, "Medicina"),
	SET("dx1_empty", 7, ""),
	SET("dx1_form", 7, "4A0"),
	SET("dx1_letters", 7, "ABC"),
	SET("dx2_form", 8, "V4"),
	SET("dx6_form", 12, "123456"),
	SET2("proc1_form", 13, "12345", 19, "2024-01-01"),
	SET2("proc1_date_missing", 13, "8952", 19, ""),
	SET2("proc1_date_form", 13, "8952", 19, "oggi"),
	SET2("proc6_date_missing", 18, "8952", 24, ""),
	SET("drg_form", 25, "12"),
	SET("discharge_mode_empty", 26, ""),
	SET("discharge_mode_unknown", 26, "0"),
	SET("cost_negative", 27, "-1800"),
	FORM(5), END};

static const struct defect emergency[] = {
	RECORD,
	SET("arrival_empty", 2, ""),
	SET("arrival_form", 2, "2024-03-01 10:00"),
	SET("arrival_no_time", 2, "2024-03-01"),
	SET("arrival_unreal_day", 2, "2023-02-29T10:00"),
	SET("arrival_unreal_hour", 2, "2024-03-01T24:30"),
	SET("exit_form", 3, "2024-03-01T9:30"),
	{"exit_before_arrival", DEFECT_RELATIVE, 3, NULL, 2, NULL, -1},
	SET("triage_empty", 4, ""),
	SET("triage_unknown", 4, "6"),
	SET("arrival_mode_unknown", 5, "8"),
	SET("outcome_empty", 6, ""),
	SET("outcome_zero", 6, "0"),
	SET("outcome_unknown", 6, "12"),
	SET2("dx1_missing", 6, "1", 7, ""),
	SET2("dx1_form", 6, "1", 7, "E12"),
	SET("dx2_form", 8, "78O00"),
	SET("facility_code_form", 12, "301;001"),
	SET("hospital_record_form", 13, "H 1"),
	SET("cost_text", 14, "free"),
	FORM(12), END};
/* clang-format on */

const struct defect_list sim_defects[N_SIM_FLOW] = {
	[SIM_PERSON] = {person, 10, 0, 2, -1, false},
	[SIM_EXEMPTION] = {exemption, 4, 0, 2, -1, false},
	[SIM_DRUG] = {drug, 10, 1, 2, -1, false},
	[SIM_OUTPATIENT] = {outpatient, 12, 1, 2, 9, false},
	[SIM_HOSPITAL] = {hospital, 28, 1, 2, 3, false},
	[SIM_EMERGENCY] = {emergency, 15, 1, 2, 3, true},
};

const char *sim_defect_name(enum sim_file file, size_t i)
{
	if (file >= N_SIM_FLOW)
		return NULL;
	for (size_t k = 0; k < i; k++)
		if (!sim_defects[file].list[k].name)
			return NULL;
	return sim_defects[file].list[i].name;
}

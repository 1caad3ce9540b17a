#include "flows/layout_int.h"

#define NONE_BEFORE INT32_MIN
#define NONE_AFTER  INT32_MAX

const enum dict code_dict[N_CODE] = {
	[CODE_ID] = DICT_FACILITY,
	[CODE_DOCTOR] = DICT_GP,
	[CODE_MUNICIPALITY] = DICT_MUNICIPALITY,
	[CODE_ATC] = DICT_ATC,
	[CODE_AIC] = DICT_MISC,
	[CODE_SERVICE] = DICT_SERVICE,
	[CODE_DX] = DICT_DX,
	[CODE_PROC] = DICT_PROC,
	[CODE_EXEMPTION] = DICT_EXEMPTION,
	[CODE_TWO_DIGITS] = DICT_MISC,
	[CODE_THREE_DIGITS] = DICT_MISC,
};

#define M true
#define O false
#define CODE(column, must, at, kind)                                           \
	{                                                                      \
		.name = column, .type = F_CODE, .mandatory = must, .slot = at, \
		.code = kind                                                   \
	}
#define ENUM(column, must, at, set)                                            \
	{                                                                      \
		.name = column, .type = F_ENUM, .mandatory = must, .slot = at, \
		.values = set                                                  \
	}
#define DATE(column, must, at, none)                                           \
	{                                                                      \
		.name = column, .type = F_DATE, .mandatory = must, .slot = at, \
		.empty = none                                                  \
	}
#define FIELD(column, kind, must, at, none)                                    \
	{                                                                      \
		.name = column, .type = kind, .mandatory = must, .slot = at,   \
		.empty = none                                                  \
	}
#define RULED(column, kind, must, at, none, test, other, why)                  \
	{                                                                      \
		.name = column, .type = kind, .mandatory = must, .slot = at,   \
		.empty = none, .rule = test, .with = other,                    \
		.broken = CAUSE_##why                                          \
	}
#define RECORD FIELD("record_id", F_RECORD, M, NO_SLOT, 0)
#define PERSON FIELD("person_id", F_PERSON, M, NO_SLOT, 0)

enum { P_BIRTH, P_START, P_END, P_DEATH, P_MUNICIPALITY, P_ATS, P_GP, P_SEX };
static const struct slot person_slot[] = {
	{"birth", COL_I32, -1},
	{"registration_start", COL_I32, -1},
	{"registration_end", COL_I32, -1},
	{"death", COL_I32, -1},
	{"municipality", COL_U16, DICT_MUNICIPALITY},
	{"ats", COL_U16, -1},
	{"gp", COL_U32, DICT_GP},
	{"sex", COL_U8, -1},
};
static const struct field person_field[] = {
	PERSON,
	FIELD("fiscal_code", F_FISCAL, O, NO_SLOT, 0),
	DATE("birth_date", M, P_BIRTH, 0),
	ENUM("sex", M, P_SEX, "MFU"),
	CODE("municipality_istat", M, P_MUNICIPALITY, CODE_MUNICIPALITY),
	FIELD("ats", F_ATS, O, P_ATS, 0),
	CODE("gp_code", O, P_GP, CODE_DOCTOR),
	DATE("registration_start", M, P_START, 0),
	RULED("registration_end", F_DATE_ANY, O, P_END, NONE_AFTER, NOT_BEFORE,
	      P_START, END_START),
	RULED("death_date", F_DATE, O, P_DEATH, NONE_AFTER, NOT_BEFORE, P_BIRTH,
	      DEATH_BIRTH),
};

static const struct slot exemption_slot[] = {
	{"code", COL_U16, DICT_EXEMPTION},
	{"valid_from", COL_I32, -1},
	{"valid_to", COL_I32, -1},
};
static const struct field exemption_field[] = {
	PERSON,
	CODE("exemption_code", M, 0, CODE_EXEMPTION),
	DATE("valid_from", M, 1, 0),
	RULED("valid_to", F_DATE_ANY, O, 2, NONE_AFTER, NOT_BEFORE, 1,
	      VALID_ORDER),
};

static const struct slot drug_slot[] = {
	{"date", COL_I32, -1},        {"atc", COL_U16, DICT_ATC},
	{"packages_e4", COL_I32, -1}, {"ddd_e4", COL_I32, -1},
	{"channel", COL_U8, -1},      {"prescriber", COL_U32, DICT_GP},
	{"aic", COL_U32, DICT_MISC},  {"cost_cents", COL_I32, -1},
};
static const struct field drug_field[] = {
	RECORD,
	PERSON,
	DATE("dispense_date", M, 0, 0),
	CODE("atc", M, 1, CODE_ATC),
	CODE("aic", O, 6, CODE_AIC),
	FIELD("packages", F_POSITIVE, M, 2, 0),
	FIELD("ddd", F_AMOUNT, O, 3, -1),
	ENUM("channel", M, 4, "CDPFH"),
	CODE("prescriber_id", O, 5, CODE_DOCTOR),
	FIELD("cost_eur", F_CENTS, O, 7, -1),
};

static const struct slot outpatient_slot[] = {
	{"date", COL_I32, -1},
	{"service", COL_U16, DICT_SERVICE},
	{"quantity", COL_I32, -1},
	{"facility", COL_U32, DICT_FACILITY},
	{"exemption", COL_U16, DICT_EXEMPTION},
	{"branch", COL_U32, DICT_MISC},
	{"priority", COL_U8, -1},
	{"remote", COL_U8, -1},
	{"booking_date", COL_I32, -1},
	{"cost_cents", COL_I32, -1},
};
static const struct field outpatient_field[] = {
	RECORD,
	PERSON,
	DATE("service_date", M, 0, 0),
	CODE("service_code", M, 1, CODE_SERVICE),
	FIELD("quantity", F_INT, M, 2, 0),
	CODE("branch_code", O, 5, CODE_TWO_DIGITS),
	CODE("facility_code", O, 3, CODE_ID),
	CODE("exemption_code", O, 4, CODE_EXEMPTION),
	ENUM("priority_class", O, 6, "UBDP"),
	RULED("booking_date", F_DATE, O, 8, NONE_BEFORE, NOT_AFTER, 0,
	      BOOKING_ORDER),
	ENUM("remote", O, 7, "YN"),
	FIELD("cost_eur", F_CENTS, O, 9, -1),
};

static const struct slot hospital_slot[] = {
	{"date", COL_I32, -1},
	{"admission", COL_I32, -1},
	{"dx1", COL_U16, DICT_DX},
	{"dx2", COL_U16, DICT_DX},
	{"dx3", COL_U16, DICT_DX},
	{"dx4", COL_U16, DICT_DX},
	{"dx5", COL_U16, DICT_DX},
	{"dx6", COL_U16, DICT_DX},
	{"proc1", COL_U16, DICT_PROC},
	{"proc2", COL_U16, DICT_PROC},
	{"proc3", COL_U16, DICT_PROC},
	{"proc4", COL_U16, DICT_PROC},
	{"proc5", COL_U16, DICT_PROC},
	{"proc6", COL_U16, DICT_PROC},
	{"proc1_date", COL_I32, -1},
	{"proc2_date", COL_I32, -1},
	{"proc3_date", COL_I32, -1},
	{"proc4_date", COL_I32, -1},
	{"proc5_date", COL_I32, -1},
	{"proc6_date", COL_I32, -1},
	{"regime", COL_U8, -1},
	{"discharge_mode", COL_U8, -1},
	{"facility", COL_U32, DICT_FACILITY},
	{"specialty", COL_U32, DICT_MISC},
	{"drg", COL_U32, DICT_MISC},
	{"cost_cents", COL_I32, -1},
};
static const struct field hospital_field[] = {
	RECORD,
	PERSON,
	DATE("admission_date", M, 1, 0),
	RULED("discharge_date", F_DATE, M, 0, 0, NOT_BEFORE, 1, STAY_ORDER),
	ENUM("regime", M, 20, "12"),
	CODE("facility_code", O, 22, CODE_ID),
	CODE("specialty_code", O, 23, CODE_TWO_DIGITS),
	CODE("dx1", M, 2, CODE_DX),
	CODE("dx2", O, 3, CODE_DX),
	CODE("dx3", O, 4, CODE_DX),
	CODE("dx4", O, 5, CODE_DX),
	CODE("dx5", O, 6, CODE_DX),
	CODE("dx6", O, 7, CODE_DX),
	CODE("proc1", O, 8, CODE_PROC),
	CODE("proc2", O, 9, CODE_PROC),
	CODE("proc3", O, 10, CODE_PROC),
	CODE("proc4", O, 11, CODE_PROC),
	CODE("proc5", O, 12, CODE_PROC),
	CODE("proc6", O, 13, CODE_PROC),
	RULED("proc1_date", F_DATE, O, 14, NONE_BEFORE, PRESENT_IF, 8,
	      PROC_DATE),
	RULED("proc2_date", F_DATE, O, 15, NONE_BEFORE, PRESENT_IF, 9,
	      PROC_DATE),
	RULED("proc3_date", F_DATE, O, 16, NONE_BEFORE, PRESENT_IF, 10,
	      PROC_DATE),
	RULED("proc4_date", F_DATE, O, 17, NONE_BEFORE, PRESENT_IF, 11,
	      PROC_DATE),
	RULED("proc5_date", F_DATE, O, 18, NONE_BEFORE, PRESENT_IF, 12,
	      PROC_DATE),
	RULED("proc6_date", F_DATE, O, 19, NONE_BEFORE, PRESENT_IF, 13,
	      PROC_DATE),
	CODE("drg", O, 24, CODE_THREE_DIGITS),
	ENUM("discharge_mode", M, 21, "123456789"),
	FIELD("cost_eur", F_CENTS, O, 25, -1),
};

static const struct slot emergency_slot[] = {
	{"date", COL_I32, -1},       {"minute", COL_I16, -1},
	{"exit_min", COL_I64, -1},   {"dx1", COL_U16, DICT_DX},
	{"dx2", COL_U16, DICT_DX},   {"dx3", COL_U16, DICT_DX},
	{"dx4", COL_U16, DICT_DX},   {"dx5", COL_U16, DICT_DX},
	{"triage", COL_U8, -1},      {"arrival_mode", COL_U8, -1},
	{"outcome", COL_U8, -1},     {"facility", COL_U32, DICT_FACILITY},
	{"cost_cents", COL_I32, -1},
};
static const struct field emergency_field[] = {
	RECORD,
	PERSON,
	FIELD("arrival", F_ARRIVAL, M, 0, 0),
	RULED("exit", F_MINUTE, O, 2, NONE_BEFORE, NOT_BEFORE_ARRIVAL, 0,
	      EXIT_ORDER),
	FIELD("triage", F_TRIAGE, M, 8, 0),
	ENUM("arrival_mode", O, 9, "12345679"),
	FIELD("outcome", F_OUTCOME, M, 10, 0),
	{.name = "dx1",
	 .type = F_CODE,
	 .slot = 3,
	 .code = CODE_DX,
	 .rule = PRESENT_UNLESS,
	 .with = 10,
	 .broken = CAUSE_DX1},
	CODE("dx2", O, 4, CODE_DX),
	CODE("dx3", O, 5, CODE_DX),
	CODE("dx4", O, 6, CODE_DX),
	CODE("dx5", O, 7, CODE_DX),
	CODE("facility_code", O, 11, CODE_ID),
	FIELD("hospital_record_id", F_TEXT, O, NO_SLOT, 0),
	FIELD("cost_eur", F_CENTS, O, 12, -1),
};

#define TABLES(x)                                                              \
	.name = #x, .field = x##_field, .n_field = countof(x##_field),         \
	.slot = x##_slot, .n_slot = countof(x##_slot)

const struct layout flow_layout[N_FILE] = {
	[FILE_PERSON] = {TABLES(person), .person = 0},
	[FILE_EXEMPTION] = {TABLES(exemption), .person = 0, .day = 1,
			    .first = {1, 2, false}, .last = {1, 2, false}},
	[FILE_DRUG] = {TABLES(drug), .person = 1, .has_record = true,
		       .is_event = true, .day = 0, .first = {0, 2, false},
		       .last = {0, 2, false}},
	[FILE_OUTPATIENT] = {TABLES(outpatient), .person = 1,
			     .has_record = true, .is_event = true, .day = 0,
			     .first = {0, 2, false}, .last = {0, 2, false}},
	[FILE_HOSPITAL] = {TABLES(hospital), .person = 1, .has_record = true,
			   .is_event = true, .day = 0, .first = {1, 2, false},
			   .last = {0, 3, false}},
	[FILE_EMERGENCY] = {TABLES(emergency), .person = 1, .has_record = true,
			    .has_text = true, .is_event = true, .day = 0,
			    .first = {0, 2, false}, .last = {2, 3, true}},
};

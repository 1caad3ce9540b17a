-- The tables of the simple CSV form (data/flows.md section 3) for {dialect}:
-- only what the evaluation reads needs to be there, in any order.
CREATE TABLE person (
	person_id {text_type}, fiscal_code {text_type}, birth_date {date_type}, sex {text_type},
	municipality_istat {text_type}, ats {text_type}, gp_code {text_type},
	registration_start {date_type}, registration_end {date_type}, death_date {date_type}{line_column}
){table_end};
CREATE TABLE exemption (
	person_id {text_type}, exemption_code {text_type}, valid_from {date_type}, valid_to {date_type}{line_column}
){table_end};
CREATE TABLE drug (
	record_id {text_type}, person_id {text_type}, dispense_date {date_type}, atc {text_type}, aic {text_type},
	packages {decimal_type}, ddd {decimal_type}, channel {text_type}, prescriber_id {text_type},
	cost_eur {decimal_type}{line_column}
){table_end};
CREATE TABLE outpatient (
	record_id {text_type}, person_id {text_type}, service_date {date_type}, service_code {text_type},
	quantity {decimal_type}, branch_code {text_type}, facility_code {text_type}, exemption_code {text_type},
	priority_class {text_type}, booking_date {date_type}, remote {text_type}, cost_eur {decimal_type}{line_column}
){table_end};
CREATE TABLE hospital (
	record_id {text_type}, person_id {text_type}, admission_date {date_type}, discharge_date {date_type},
	regime {text_type}, facility_code {text_type}, specialty_code {text_type},
	dx1 {text_type}, dx2 {text_type}, dx3 {text_type}, dx4 {text_type}, dx5 {text_type}, dx6 {text_type},
	proc1 {text_type}, proc2 {text_type}, proc3 {text_type}, proc4 {text_type}, proc5 {text_type}, proc6 {text_type},
	proc1_date {date_type}, proc2_date {date_type}, proc3_date {date_type}, proc4_date {date_type},
	proc5_date {date_type}, proc6_date {date_type},
	drg {text_type}, discharge_mode {text_type}, cost_eur {decimal_type}{line_column}
){table_end};
CREATE TABLE emergency (
	record_id {text_type}, person_id {text_type}, arrival {text_type}, exit {text_type}, triage {text_type},
	arrival_mode {text_type}, outcome {text_type},
	dx1 {text_type}, dx2 {text_type}, dx3 {text_type}, dx4 {text_type}, dx5 {text_type},
	facility_code {text_type}, hospital_record_id {text_type}, cost_eur {decimal_type}{line_column}
){table_end};

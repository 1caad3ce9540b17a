-- A cooperative's page and the lines of a statement, by indexes alone.

-- The people a manager follows, by doctor.
CREATE INDEX enrolment_member
	ON enrolment (organisation_id, doctor_id, state)
	WHERE ended_on IS NULL;
CREATE INDEX indicator_member_doctor ON indicator_member (run_id, indicator,
	doctor_id, numerator, denominator);
-- A page of a statement's lines, of one state, or of one doctor.
DROP INDEX settlement_line_statement;
CREATE INDEX settlement_line_page ON settlement_line (statement_id, state, id);
CREATE INDEX settlement_line_doctor
	ON settlement_line (statement_id, doctor_id, state, id);

-- All that a work list shows of the enrolments of a doctor, in one stretch of
-- the index: without it each of some 600 rows was one page more to read.
DROP INDEX enrolment_patients;
CREATE INDEX enrolment_patients ON enrolment (doctor_id, person_id, id, state,
	suspended, level, main_condition, active_from, ended_on)
	WHERE ended_on IS NULL;

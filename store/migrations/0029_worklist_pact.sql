-- What a work list shows of an enrolment's pacts, beside the enrolment: two
-- searches a row were most of the cost of a list. Written by the statement
-- pact_shown after each change of a pact.
ALTER TABLE enrolment ADD COLUMN pact_to DATE; -- last day of those signed
-- Is one to be signed: 0 no, 1 yes; and 2 more: the person has signed, 4 more:
-- the doctor has.
ALTER TABLE enrolment ADD COLUMN pact_signing SMALLINT NOT NULL DEFAULT 0
	CHECK (pact_signing BETWEEN 0 AND 7);
UPDATE enrolment SET
	pact_to = (SELECT max(k.valid_to) FROM pact k
		WHERE k.enrolment_id = enrolment.id AND k.state = 'signed'),
	pact_signing = COALESCE((SELECT 1
		 + CASE WHEN k.signed_person_us IS NULL THEN 0 ELSE 2 END
		 + CASE WHEN k.signed_doctor_us IS NULL THEN 0 ELSE 4 END
		FROM pact k WHERE k.enrolment_id = enrolment.id
		 AND k.state IN ('draft', 'signed_by_one')), 0);

DROP INDEX enrolment_patients;
CREATE INDEX enrolment_patients ON enrolment (doctor_id, person_id, id, state,
	suspended, level, active_from, pact_to, pact_signing, ended_on)
	WHERE ended_on IS NULL;

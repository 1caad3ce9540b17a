-- Prescriptions (impegnative): issued by the doctor for the services of a plan,
-- in lots. Our own protocol number; the regional one (NRE) is another fact.

CREATE TABLE prescription (
	id BIGINT PRIMARY KEY,
	version_id BIGINT NOT NULL REFERENCES plan_version (id),
	person_id BIGINT NOT NULL REFERENCES person (id),
	doctor_id BIGINT NOT NULL REFERENCES doctor (id), -- who issued it
	lot SMALLINT NOT NULL CHECK (lot BETWEEN 0 AND 12), -- 0: the whole year
	number TEXT NOT NULL UNIQUE,
	issued_on DATE NOT NULL,
	valid_to DATE NOT NULL, -- last day to book with it
	branch TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('issued', 'cancelled')),
	issued_us BIGINT NOT NULL,
	issued_by BIGINT NOT NULL, -- the user; 0 the command line
	cancelled_us BIGINT,
	cancelled_by BIGINT,
	cancel_reason TEXT,
	CHECK (valid_to >= issued_on),
	CHECK (state = 'issued' OR (cancelled_us IS NOT NULL
		AND cancelled_by IS NOT NULL AND cancel_reason IS NOT NULL))
);
CREATE INDEX prescription_person ON prescription (person_id, issued_on);

CREATE TABLE prescription_activity (
	prescription_id BIGINT NOT NULL REFERENCES prescription (id),
	activity_id BIGINT NOT NULL REFERENCES activity (id),
	cancelled SMALLINT NOT NULL DEFAULT 0 CHECK (cancelled IN (0, 1)),
	PRIMARY KEY (prescription_id, activity_id)
);
-- A service stands on one live prescription.
CREATE UNIQUE INDEX prescription_activity_once
	ON prescription_activity (activity_id) WHERE cancelled = 0;

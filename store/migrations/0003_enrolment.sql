-- Enrolment (arruolamento) and pact (patto di cura). Nothing is deleted: an
-- enrolment ends with a reason, and every move leaves an event.

CREATE TABLE enrolment (
	id BIGINT PRIMARY KEY,
	person_id BIGINT NOT NULL REFERENCES person (id),
	doctor_id BIGINT REFERENCES doctor (id), -- NULL: way asst, no doctor
	organisation_id BIGINT NOT NULL REFERENCES organisation (id), -- manager
	way TEXT NOT NULL CHECK (way IN ('manager', 'asst', 'mifs')),
	state TEXT NOT NULL CHECK (state IN ('eligible', 'invited', 'chosen',
		'pact_signed', 'active', 'ended', 'transferred')),
	level SMALLINT NOT NULL CHECK (level BETWEEN 1 AND 3), -- when found
	main_condition TEXT NOT NULL DEFAULT '',
	eligible_on DATE NOT NULL,
	active_from DATE,
	ended_on DATE, -- first day without this enrolment
	end_reason TEXT,
	previous_id BIGINT REFERENCES enrolment (id), -- transferred from
	transferred_to BIGINT REFERENCES enrolment (id),
	suspended SMALLINT NOT NULL DEFAULT 0 CHECK (suspended IN (0, 1)),
	contact_waiver TEXT, -- who let a person without contacts in, and why
	recorded_us BIGINT NOT NULL,
	CHECK (way = 'asst' OR doctor_id IS NOT NULL),
	CHECK ((state IN ('ended', 'transferred')) = (ended_on IS NOT NULL)),
	CHECK ((ended_on IS NULL) = (end_reason IS NULL)),
	CHECK (state <> 'active' OR active_from IS NOT NULL),
	CHECK (suspended = 0 OR state = 'active')
);
-- At most one enrolment of a person is alive.
CREATE UNIQUE INDEX enrolment_live ON enrolment (person_id)
	WHERE ended_on IS NULL;
CREATE INDEX enrolment_person ON enrolment (person_id, id);
CREATE INDEX enrolment_doctor ON enrolment (doctor_id, state);
CREATE INDEX enrolment_organisation ON enrolment (organisation_id, state);

-- Who moved it, when, why. Side moves: active to suspended and back.
CREATE TABLE enrolment_event (
	id BIGINT PRIMARY KEY,
	enrolment_id BIGINT NOT NULL REFERENCES enrolment (id),
	from_state TEXT NOT NULL, -- empty: it was made
	to_state TEXT NOT NULL,
	on_date DATE NOT NULL, -- true in the world
	at_us BIGINT NOT NULL, -- known to us
	user_id BIGINT NOT NULL,
	role TEXT NOT NULL,
	reason TEXT NOT NULL
);
CREATE INDEX enrolment_event_enrolment ON enrolment_event (enrolment_id, id);

-- valid_from and valid_to are set when both have signed; both days included.
CREATE TABLE pact (
	id BIGINT PRIMARY KEY,
	enrolment_id BIGINT NOT NULL REFERENCES enrolment (id),
	state TEXT NOT NULL CHECK (state IN ('draft', 'signed_by_one', 'signed',
		'expired', 'revoked', 'superseded')),
	mode TEXT NOT NULL CHECK (mode IN ('paper', 'remote', 'mixed')),
	valid_from DATE,
	valid_to DATE,
	signed_person_us BIGINT,
	signed_doctor_us BIGINT,
	ended_on DATE,
	end_reason TEXT,
	recorded_us BIGINT NOT NULL,
	CHECK (state <> 'signed' OR (valid_from IS NOT NULL
		AND valid_to IS NOT NULL AND signed_person_us IS NOT NULL
		AND signed_doctor_us IS NOT NULL)),
	CHECK (valid_to IS NULL OR valid_to >= valid_from)
);
CREATE UNIQUE INDEX pact_to_sign ON pact (enrolment_id)
	WHERE state IN ('draft', 'signed_by_one');
CREATE INDEX pact_enrolment ON pact (enrolment_id, id);
CREATE INDEX pact_ends ON pact (valid_to) WHERE state = 'signed';

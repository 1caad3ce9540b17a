-- The individual care plan (PAI): versions, their lines with reasons, the
-- doctor's choices, and the activities that a signed version asks for. What a
-- signed version says never changes (see 0008_plan_guard).

CREATE TABLE care_plan (
	id BIGINT PRIMARY KEY,
	person_id BIGINT NOT NULL REFERENCES person (id),
	enrolment_id BIGINT NOT NULL UNIQUE REFERENCES enrolment (id),
	created_us BIGINT NOT NULL
);
CREATE INDEX care_plan_person ON care_plan (person_id);

CREATE TABLE plan_version (
	id BIGINT PRIMARY KEY,
	care_plan_id BIGINT NOT NULL REFERENCES care_plan (id),
	person_id BIGINT NOT NULL REFERENCES person (id),
	doctor_id BIGINT NOT NULL REFERENCES doctor (id), -- whose patient it is
	version INTEGER NOT NULL CHECK (version BETWEEN 1 AND 999),
	state TEXT NOT NULL CHECK (state IN ('draft', 'proposed', 'signed',
		'published', 'active', 'superseded', 'expired', 'closed')),
	kind TEXT NOT NULL CHECK (kind IN ('new', 'renewal', 'update')),
	previous_id BIGINT REFERENCES plan_version (id),
	strata_run_id BIGINT NOT NULL REFERENCES strata_run (id),
	valid_from DATE NOT NULL,
	valid_to DATE NOT NULL,
	ended_on DATE, -- first day without it: superseded, closed
	end_reason TEXT,
	level SMALLINT NOT NULL CHECK (level BETWEEN 1 AND 3),
	primary_condition TEXT NOT NULL DEFAULT '', -- empty: none admitted
	n_lab INTEGER NOT NULL,
	n_outpatient INTEGER NOT NULL,
	n_draws INTEGER NOT NULL,
	n_draws_least INTEGER NOT NULL,
	created_us BIGINT NOT NULL,
	created_by BIGINT NOT NULL,
	signed_us BIGINT,
	signed_by BIGINT, -- the user; 0 the command line
	signed_doctor_id BIGINT REFERENCES doctor (id), -- own doctor or delegate
	digest TEXT, -- SHA-256 of the canonical text
	published_us BIGINT,
	protocol TEXT,
	contact_exception TEXT, -- published to somebody who cannot be told
	UNIQUE (care_plan_id, version),
	CHECK (valid_to >= valid_from),
	CHECK (state NOT IN ('signed', 'published', 'active', 'superseded',
		'expired') OR (signed_us IS NOT NULL AND signed_by IS NOT NULL
		AND signed_doctor_id IS NOT NULL AND digest IS NOT NULL)),
	CHECK (state NOT IN ('published', 'active')
		OR (published_us IS NOT NULL AND protocol IS NOT NULL))
);
-- One draft at a time, and one version in force from a day.
CREATE UNIQUE INDEX plan_version_open ON plan_version (person_id)
	WHERE state IN ('draft', 'proposed');
CREATE UNIQUE INDEX plan_version_in_force ON plan_version (person_id, valid_from)
	WHERE state IN ('signed', 'published', 'active');
CREATE INDEX plan_version_person ON plan_version (person_id, id);
CREATE INDEX plan_version_doctor ON plan_version (doctor_id, state);
CREATE INDEX plan_version_ends ON plan_version (state, valid_to);

CREATE TABLE plan_event (
	id BIGINT PRIMARY KEY,
	version_id BIGINT NOT NULL REFERENCES plan_version (id),
	from_state TEXT NOT NULL, -- empty: it was made
	to_state TEXT NOT NULL,
	at_us BIGINT NOT NULL,
	user_id BIGINT NOT NULL,
	role TEXT NOT NULL,
	reason TEXT NOT NULL
);
CREATE INDEX plan_event_version ON plan_event (version_id, id);

CREATE TABLE plan_condition (
	version_id BIGINT NOT NULL REFERENCES plan_version (id),
	condition TEXT NOT NULL,
	is_primary SMALLINT NOT NULL CHECK (is_primary IN (0, 1)),
	position SMALLINT NOT NULL, -- by priority
	source TEXT NOT NULL, -- strata, doctor
	PRIMARY KEY (version_id, condition)
);

CREATE TABLE plan_line (
	id BIGINT PRIMARY KEY,
	version_id BIGINT NOT NULL REFERENCES plan_version (id),
	position SMALLINT NOT NULL,
	kind TEXT NOT NULL
		CHECK (kind IN ('service', 'drug', 'left_out', 'finding')),
	service_code TEXT,
	atc TEXT,
	times_per_year_e4 BIGINT,
	interval_months_e4 BIGINT,
	priority_class TEXT,
	first_due DATE,
	text TEXT NOT NULL DEFAULT '', -- findings: what is said
	reason TEXT NOT NULL, -- JSON: who asks, rules, source (lib/plan)
	schedule TEXT NOT NULL DEFAULT '', -- due/earliest/latest/group ...
	UNIQUE (version_id, position)
);

-- What the doctor decided against or beyond the proposal; a renewal keeps it.
CREATE TABLE plan_choice (
	version_id BIGINT NOT NULL REFERENCES plan_version (id),
	seq SMALLINT NOT NULL,
	kind TEXT NOT NULL
		CHECK (kind IN ('remove', 'put_back', 'add', 'times')),
	service_code TEXT NOT NULL,
	times_e4 BIGINT NOT NULL,
	reason TEXT NOT NULL,
	user_id BIGINT NOT NULL,
	role TEXT NOT NULL,
	at_us BIGINT NOT NULL,
	PRIMARY KEY (version_id, seq)
);

-- One time of one service. Made when the version is signed; an update of the
-- plan takes over those already prescribed or booked.
CREATE TABLE activity (
	id BIGINT PRIMARY KEY,
	version_id BIGINT NOT NULL REFERENCES plan_version (id),
	line_id BIGINT NOT NULL REFERENCES plan_line (id),
	person_id BIGINT NOT NULL REFERENCES person (id),
	service_code TEXT NOT NULL,
	earliest DATE NOT NULL,
	due DATE NOT NULL,
	latest DATE NOT NULL,
	priority_class TEXT NOT NULL CHECK (priority_class IN ('U', 'B', 'D', 'P')),
	state TEXT NOT NULL CHECK (state IN ('planned', 'prescribed', 'booked',
		'done', 'missed', 'refused', 'cancelled')),
	prescribed_on DATE,
	booked_on DATE,
	done_on DATE,
	group_key TEXT, -- laboratory services and draw of one date
	CHECK (earliest <= due AND due <= latest)
);
CREATE INDEX activity_person ON activity (person_id, due);
CREATE INDEX activity_version ON activity (version_id);
CREATE INDEX activity_line ON activity (line_id);
CREATE INDEX activity_waiting ON activity (due)
	WHERE state IN ('planned', 'prescribed');

-- Visits at a distance: a doctor with a patient (televisit), a doctor with
-- another (teleconsult). A televisit is an appointment like others, with the
-- mode by which the service is given; a teleconsult takes no time of the person
-- and has no appointment. What was signed never changes (0069_visit_guard).

-- SGDT: 1 presence, 21 televisit, 22 teleconsult, 23 teleconsulenza,
-- 24 teleassistance.
ALTER TABLE appointment ADD COLUMN mode SMALLINT NOT NULL DEFAULT 1
	CHECK (mode IN (1, 21, 22, 23, 24));

-- starts_us, ends_us: of the appointment, or of the talk of a teleconsult.
-- A televisit whose appointment was cancelled elsewhere is cancelled, whatever
-- its state says: statements look at both.
CREATE TABLE visit (
	id BIGINT PRIMARY KEY,
	kind TEXT NOT NULL CHECK (kind IN ('televisit', 'teleconsult')),
	person_id BIGINT NOT NULL REFERENCES person (id),
	service_code TEXT NOT NULL DEFAULT '',
	appointment_id BIGINT REFERENCES appointment (id),
	activity_id BIGINT REFERENCES activity (id), -- planned, that it serves
	host_user_id BIGINT REFERENCES app_user (id), -- holds it, or answers
	pool_id BIGINT REFERENCES tele_pool (id), -- of a teleconsult
	asker_user_id BIGINT NOT NULL,
	asker_role TEXT NOT NULL,
	asker_doctor_id BIGINT REFERENCES doctor (id),
	question TEXT NOT NULL CHECK (question <> ''),
	urgency TEXT NOT NULL CHECK (urgency IN ('red', 'amber', 'green')),
	urgency_rank SMALLINT NOT NULL CHECK (urgency_rank BETWEEN 0 AND 2),
	with_patient SMALLINT NOT NULL DEFAULT 0 CHECK (with_patient IN (0, 1)),
	with_plan SMALLINT NOT NULL DEFAULT 0 CHECK (with_plan IN (0, 1)),
	companion TEXT NOT NULL DEFAULT '', -- who is at the person's side
	consent_id BIGINT NOT NULL REFERENCES consent (id),
	seen_on DATE, -- in presence, before
	suitable_by BIGINT, -- who said that a televisit is right for the person
	room TEXT NOT NULL UNIQUE, -- nobody can guess it
	state TEXT NOT NULL CHECK (state IN ('asked', 'taken', 'booked',
		'waiting', 'started', 'done', 'not_held', 'signed',
		'cancelled')),
	starts_us BIGINT,
	ends_us BIGINT,
	received_us BIGINT NOT NULL,
	due_us BIGINT, -- of a teleconsult: the promised answer
	checked_us BIGINT, -- the person tried the room
	arrived_us BIGINT,
	started_us BIGINT,
	ended_us BIGINT,
	fault TEXT NOT NULL DEFAULT '' -- why it was not held
		CHECK (fault IN ('', 'technical', 'absent', 'doctor')),
	fault_then TEXT NOT NULL DEFAULT '' -- what was agreed instead
		CHECK (fault_then IN ('', 'again', 'presence')),
	notes TEXT NOT NULL DEFAULT '', -- while it runs; of who holds it
	told SMALLINT NOT NULL DEFAULT 0 CHECK (told IN (0, 1)), -- overdue
	changed_us BIGINT NOT NULL,
	CHECK (kind = 'teleconsult' OR (appointment_id IS NOT NULL
		AND host_user_id IS NOT NULL AND seen_on IS NOT NULL
		AND suitable_by IS NOT NULL)),
	CHECK (kind = 'televisit' OR due_us IS NOT NULL),
	CHECK ((starts_us IS NULL) = (ends_us IS NULL)),
	CHECK (ends_us IS NULL OR ends_us > starts_us)
);
CREATE INDEX visit_person ON visit (person_id, received_us);
CREATE INDEX visit_host ON visit (host_user_id, starts_us);
CREATE INDEX visit_pool ON visit (pool_id, due_us);
CREATE INDEX visit_asker ON visit (asker_doctor_id, received_us);
CREATE UNIQUE INDEX visit_appointment ON visit (appointment_id);
CREATE INDEX visit_due ON visit (due_us) WHERE state IN ('asked', 'taken');

CREATE TABLE visit_event (
	id BIGINT PRIMARY KEY,
	visit_id BIGINT NOT NULL REFERENCES visit (id),
	what TEXT NOT NULL,
	from_state TEXT NOT NULL,
	to_state TEXT NOT NULL,
	at_us BIGINT NOT NULL,
	user_id BIGINT NOT NULL,
	role TEXT NOT NULL,
	detail TEXT NOT NULL DEFAULT ''
);
CREATE INDEX visit_event_visit ON visit_event (visit_id, id);

-- What somebody brought to it; the bytes are those of tele_blob.
CREATE TABLE visit_document (
	id BIGINT PRIMARY KEY,
	visit_id BIGINT NOT NULL REFERENCES visit (id),
	sha256 TEXT NOT NULL REFERENCES tele_blob (sha256),
	file_name TEXT NOT NULL,
	type TEXT NOT NULL,
	user_id BIGINT NOT NULL,
	role TEXT NOT NULL,
	added_us BIGINT NOT NULL,
	UNIQUE (visit_id, sha256)
);
-- Exams at a distance that who answers may look at.
CREATE TABLE visit_exam (
	visit_id BIGINT NOT NULL REFERENCES visit (id),
	exam_id BIGINT NOT NULL REFERENCES tele_exam (id),
	PRIMARY KEY (visit_id, exam_id)
);
CREATE INDEX visit_exam_exam ON visit_exam (exam_id);

CREATE TABLE visit_report (
	id BIGINT PRIMARY KEY,
	visit_id BIGINT NOT NULL REFERENCES visit (id),
	version INTEGER NOT NULL CHECK (version BETWEEN 1 AND 999),
	previous_id BIGINT REFERENCES visit_report (id),
	correction_reason TEXT NOT NULL DEFAULT '',
	state TEXT NOT NULL CHECK (state IN ('draft', 'signed')),
	present TEXT NOT NULL DEFAULT '', -- who took part
	text TEXT NOT NULL DEFAULT '', -- what was heard and seen
	conclusion TEXT NOT NULL DEFAULT '', -- or the answer
	therapy TEXT NOT NULL DEFAULT '',
	advice TEXT NOT NULL DEFAULT '',
	created_us BIGINT NOT NULL,
	changed_us BIGINT NOT NULL,
	author_id BIGINT NOT NULL REFERENCES app_user (id),
	signed_us BIGINT,
	signed_by BIGINT REFERENCES app_user (id),
	signed_name TEXT,
	digest TEXT, -- SHA-256 of the canonical text
	UNIQUE (visit_id, version),
	CHECK (state <> 'signed' OR (signed_us IS NOT NULL
		AND signed_by IS NOT NULL AND signed_name IS NOT NULL
		AND digest IS NOT NULL AND conclusion <> ''))
);
CREATE UNIQUE INDEX visit_report_open ON visit_report (visit_id)
	WHERE state = 'draft';

-- A signed report in somebody's hands: the person, their doctor, who asked.
CREATE TABLE visit_delivery (
	report_id BIGINT NOT NULL REFERENCES visit_report (id),
	visit_id BIGINT NOT NULL REFERENCES visit (id),
	to_kind TEXT NOT NULL CHECK (to_kind IN ('person', 'doctor', 'asker')),
	to_id BIGINT NOT NULL,
	delivered_us BIGINT NOT NULL,
	read_us BIGINT,
	read_by BIGINT,
	PRIMARY KEY (report_id, to_kind)
);
CREATE INDEX visit_delivery_visit ON visit_delivery (visit_id);

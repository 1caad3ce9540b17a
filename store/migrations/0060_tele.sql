-- Exams that a practice sends and a specialist reports at a distance. The bytes
-- of the device are kept as they came; everything derived names them and the
-- version of the program that derived it. What was signed never changes (see
-- 0061_tele_guard).

-- A file by its SHA-256, in parts of base64 (no type of bytes is common to
-- both engines): 48 KiB each, the last one less.
CREATE TABLE tele_blob (
	sha256 TEXT PRIMARY KEY,
	n_byte BIGINT NOT NULL CHECK (n_byte > 0),
	n_part INTEGER NOT NULL CHECK (n_part > 0),
	kept_us BIGINT NOT NULL
);
CREATE TABLE tele_blob_part (
	sha256 TEXT NOT NULL REFERENCES tele_blob (sha256),
	seq INTEGER NOT NULL,
	base64 TEXT NOT NULL,
	PRIMARY KEY (sha256, seq)
);

-- The devices of practices and pharmacies. A day that is NULL is not known.
CREATE TABLE tele_device (
	id BIGINT PRIMARY KEY,
	serial TEXT NOT NULL UNIQUE,
	kind TEXT NOT NULL CHECK (kind IN ('ecg', 'spirometry')),
	maker TEXT NOT NULL DEFAULT '',
	model TEXT NOT NULL DEFAULT '',
	doctor_id BIGINT REFERENCES doctor (id),
	organisation_id BIGINT REFERENCES organisation (id),
	maintenance_until DATE,
	calibration_until DATE,
	retired_on DATE,
	recorded_us BIGINT NOT NULL
);
-- Its checks: what was done, when, by whom, until when it holds.
CREATE TABLE tele_device_check (
	id BIGINT PRIMARY KEY,
	device_id BIGINT NOT NULL REFERENCES tele_device (id),
	kind TEXT NOT NULL CHECK (kind IN ('maintenance', 'calibration')),
	done_on DATE NOT NULL,
	holds_until DATE NOT NULL,
	by_whom TEXT NOT NULL,
	note TEXT NOT NULL DEFAULT '',
	recorded_us BIGINT NOT NULL,
	CHECK (holds_until >= done_on)
);
CREATE INDEX tele_device_check_device ON tele_device_check (device_id, id);

-- Readers who share a queue: what they read, when, in which languages.
CREATE TABLE tele_pool (
	id BIGINT PRIMARY KEY,
	code TEXT NOT NULL UNIQUE,
	name TEXT NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('ecg', 'spirometry')),
	languages TEXT NOT NULL DEFAULT 'it', -- "it en"
	weekdays SMALLINT NOT NULL DEFAULT 127
		CHECK (weekdays BETWEEN 1 AND 127), -- bit 0 Monday
	from_min SMALLINT NOT NULL DEFAULT 0,
	to_min SMALLINT NOT NULL DEFAULT 1440,
	escalate_to BIGINT REFERENCES tele_pool (id),
	phone TEXT NOT NULL DEFAULT '',
	recorded_us BIGINT NOT NULL,
	CHECK (from_min >= 0 AND to_min <= 1440 AND from_min < to_min)
);
CREATE TABLE tele_pool_reader (
	pool_id BIGINT NOT NULL REFERENCES tele_pool (id),
	user_id BIGINT NOT NULL REFERENCES app_user (id),
	valid_from DATE NOT NULL,
	valid_to DATE,
	recorded_us BIGINT NOT NULL,
	PRIMARY KEY (pool_id, user_id, valid_from),
	CHECK (valid_to IS NULL OR valid_to >= valid_from)
);
CREATE INDEX tele_pool_reader_user ON tele_pool_reader (user_id);

-- One exam and where it stands. The clock runs from start_us to due_us; while
-- it waits for the practice it stands (stopped_us), and both move on when it
-- goes again.
CREATE TABLE tele_exam (
	id BIGINT PRIMARY KEY,
	person_id BIGINT NOT NULL REFERENCES person (id),
	kind TEXT NOT NULL CHECK (kind IN ('ecg', 'spirometry')),
	sha256 TEXT NOT NULL REFERENCES tele_blob (sha256),
	file_name TEXT NOT NULL,
	format TEXT NOT NULL,
	format_version TEXT NOT NULL DEFAULT '',
	taken_at TEXT NOT NULL DEFAULT '', -- local time as the device says
	taken_on DATE NOT NULL, -- of that, else the day it came
	identity_by TEXT NOT NULL -- who says whose it is
		CHECK (identity_by IN ('file', 'sender')),
	sender_user_id BIGINT NOT NULL,
	sender_role TEXT NOT NULL,
	sender_doctor_id BIGINT REFERENCES doctor (id),
	sender_org_id BIGINT REFERENCES organisation (id),
	device_id BIGINT REFERENCES tele_device (id),
	device_maker TEXT NOT NULL DEFAULT '',
	device_model TEXT NOT NULL DEFAULT '',
	device_serial TEXT NOT NULL DEFAULT '',
	device_state TEXT NOT NULL
		CHECK (device_state IN ('ok', 'expired', 'unknown')),
	algorithm TEXT NOT NULL, -- that measured and judged; "none/..."
	verdict TEXT NOT NULL
		CHECK (verdict IN ('ok', 'warn', 'reject', 'unknown')),
	override_reason TEXT, -- the practice sends it all the same
	override_by BIGINT,
	urgency TEXT NOT NULL CHECK (urgency IN ('red', 'amber', 'green')),
	urgency_rank SMALLINT NOT NULL CHECK (urgency_rank BETWEEN 0 AND 2),
	urgency_asked TEXT NOT NULL, -- by the practice
	urgency_machine TEXT NOT NULL, -- by the flags; "" none
	urgency_why TEXT NOT NULL DEFAULT '',
	language TEXT NOT NULL DEFAULT 'it',
	pool_id BIGINT REFERENCES tele_pool (id),
	state TEXT NOT NULL CHECK (state IN ('received', 'waiting', 'queued',
		'taken', 'reported', 'signed', 'delivered', 'acknowledged',
		'cancelled')),
	wait_cause TEXT NOT NULL DEFAULT '',
	taken_by BIGINT REFERENCES app_user (id),
	taken_us BIGINT,
	repeat_of BIGINT REFERENCES tele_exam (id),
	activity_id BIGINT REFERENCES activity (id), -- that it satisfied
	received_us BIGINT NOT NULL,
	start_us BIGINT NOT NULL,
	due_us BIGINT NOT NULL,
	stopped_us BIGINT,
	told_percent SMALLINT NOT NULL DEFAULT 0, -- the last warning given
	escalated SMALLINT NOT NULL DEFAULT 0 CHECK (escalated IN (0, 1)),
	CHECK (due_us > start_us),
	CHECK ((state = 'waiting') = (stopped_us IS NOT NULL)),
	CHECK ((state IN ('taken', 'reported')) = (taken_by IS NOT NULL))
);
-- The same bytes are one exam, unless the first was cancelled.
CREATE UNIQUE INDEX tele_exam_once ON tele_exam (sha256)
	WHERE state <> 'cancelled';
CREATE INDEX tele_exam_person ON tele_exam (person_id, taken_on);
CREATE INDEX tele_exam_queue ON tele_exam (urgency_rank, due_us)
	WHERE state IN ('waiting', 'queued', 'taken', 'reported');
CREATE INDEX tele_exam_received ON tele_exam (received_us);
CREATE INDEX tele_exam_open ON tele_exam (state, due_us);
CREATE INDEX tele_exam_repeat ON tele_exam (repeat_of);

-- What the practice asks, and what the reader must know. Days are how long ago;
-- NULL: no, or not said.
CREATE TABLE tele_request (
	exam_id BIGINT PRIMARY KEY REFERENCES tele_exam (id),
	question TEXT NOT NULL,
	symptoms TEXT NOT NULL DEFAULT '',
	chest_pain SMALLINT NOT NULL DEFAULT 0 CHECK (chest_pain IN (0, 1)),
	chest_pain_days INTEGER,
	syncope SMALLINT NOT NULL DEFAULT 0 CHECK (syncope IN (0, 1)),
	syncope_days INTEGER,
	drugs TEXT NOT NULL DEFAULT '',
	pacemaker TEXT NOT NULL DEFAULT 'unknown'
		CHECK (pacemaker IN ('yes', 'no', 'unknown')),
	previous_mi TEXT NOT NULL DEFAULT 'unknown'
		CHECK (previous_mi IN ('yes', 'no', 'unknown')),
	consent_id BIGINT NOT NULL REFERENCES consent (id)
);

-- What a program found: faults of the recording, and flags of urgency. Nothing
-- of it is a report.
CREATE TABLE tele_finding (
	exam_id BIGINT NOT NULL REFERENCES tele_exam (id),
	seq SMALLINT NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('quality', 'flag', 'rhythm')),
	severity TEXT NOT NULL, -- ok, warn, reject; red, amber, green
	lead TEXT NOT NULL DEFAULT '',
	code TEXT NOT NULL,
	value TEXT NOT NULL DEFAULT '',
	algorithm TEXT NOT NULL,
	PRIMARY KEY (exam_id, seq)
);
-- Numbers by name: "hr_bpm", "qrs_ms"; times 1000. source: machine, device.
CREATE TABLE tele_measure (
	exam_id BIGINT NOT NULL REFERENCES tele_exam (id),
	source TEXT NOT NULL CHECK (source IN ('machine', 'device')),
	name TEXT NOT NULL,
	lead TEXT NOT NULL DEFAULT '',
	value_milli BIGINT NOT NULL,
	algorithm TEXT NOT NULL,
	PRIMARY KEY (exam_id, source, name, lead)
);

-- Every move of an exam, and what was said about it while it was read.
CREATE TABLE tele_event (
	id BIGINT PRIMARY KEY,
	exam_id BIGINT NOT NULL REFERENCES tele_exam (id),
	what TEXT NOT NULL,
	from_state TEXT NOT NULL,
	to_state TEXT NOT NULL,
	at_us BIGINT NOT NULL,
	user_id BIGINT NOT NULL,
	role TEXT NOT NULL,
	detail TEXT NOT NULL DEFAULT ''
);
CREATE INDEX tele_event_exam ON tele_event (exam_id, id);
CREATE INDEX tele_event_what ON tele_event (what, at_us);

-- A report, version by version; previous_id is the one it corrects.
CREATE TABLE tele_report (
	id BIGINT PRIMARY KEY,
	exam_id BIGINT NOT NULL REFERENCES tele_exam (id),
	version INTEGER NOT NULL CHECK (version BETWEEN 1 AND 999),
	previous_id BIGINT REFERENCES tele_report (id),
	correction_reason TEXT NOT NULL DEFAULT '',
	state TEXT NOT NULL CHECK (state IN ('draft', 'signed')),
	template TEXT NOT NULL DEFAULT '',
	answer TEXT NOT NULL DEFAULT '', -- to the question
	text TEXT NOT NULL DEFAULT '',
	conclusion TEXT NOT NULL DEFAULT '',
	advice TEXT NOT NULL DEFAULT '',
	comparison TEXT NOT NULL DEFAULT '',
	compared_exam_id BIGINT REFERENCES tele_exam (id),
	urgency TEXT NOT NULL CHECK (urgency IN ('red', 'amber', 'green')),
	agrees TEXT NOT NULL -- with what the program measured
		CHECK (agrees IN ('yes', 'partly', 'no', 'unsaid')),
	created_us BIGINT NOT NULL,
	changed_us BIGINT NOT NULL,
	author_id BIGINT NOT NULL REFERENCES app_user (id),
	signed_us BIGINT,
	signed_by BIGINT REFERENCES app_user (id),
	signed_name TEXT,
	digest TEXT, -- SHA-256 of the canonical text
	UNIQUE (exam_id, version),
	CHECK (state <> 'signed' OR (signed_us IS NOT NULL
		AND signed_by IS NOT NULL AND signed_name IS NOT NULL
		AND digest IS NOT NULL AND answer <> '' AND conclusion <> ''))
);
CREATE UNIQUE INDEX tele_report_open ON tele_report (exam_id)
	WHERE state = 'draft';
-- The words of the statement as it was when it was chosen.
CREATE TABLE tele_report_statement (
	report_id BIGINT NOT NULL REFERENCES tele_report (id),
	seq SMALLINT NOT NULL,
	code TEXT NOT NULL,
	snomed TEXT NOT NULL DEFAULT '',
	text TEXT NOT NULL,
	PRIMARY KEY (report_id, seq)
);

-- A signed report in somebody's hands. ack_us: a person says they know it.
CREATE TABLE tele_delivery (
	id BIGINT PRIMARY KEY,
	report_id BIGINT NOT NULL REFERENCES tele_report (id),
	exam_id BIGINT NOT NULL REFERENCES tele_exam (id),
	to_kind TEXT NOT NULL CHECK (to_kind IN ('doctor', 'sender', 'person')),
	to_id BIGINT NOT NULL,
	delivered_us BIGINT NOT NULL,
	read_us BIGINT,
	read_by BIGINT,
	ack_us BIGINT,
	ack_by BIGINT,
	ack_how TEXT NOT NULL DEFAULT '', -- page, phone
	ack_note TEXT NOT NULL DEFAULT '',
	UNIQUE (report_id, to_kind, to_id)
);
CREATE INDEX tele_delivery_to ON tele_delivery (to_kind, to_id, delivered_us);
CREATE INDEX tele_delivery_exam ON tele_delivery (exam_id);

-- What signed exams say of a person, for indicators and for the plan.
CREATE TABLE tele_value (
	report_id BIGINT NOT NULL REFERENCES tele_report (id),
	person_id BIGINT NOT NULL REFERENCES person (id),
	exam_id BIGINT NOT NULL REFERENCES tele_exam (id),
	name TEXT NOT NULL,
	value_milli BIGINT NOT NULL,
	on_date DATE NOT NULL,
	PRIMARY KEY (report_id, name)
);
CREATE INDEX tele_value_person ON tele_value (person_id, name, on_date);

-- Readings from home and practice, the plans they are held against, and the
-- alarms they raise. A reading is never changed or deleted: it is corrected by
-- another, or cancelled with a reason. Values are in thousandths of the unit
-- that data/home_kinds.csv gives the kind.

-- What is measured and what is too much, version by version. Proposed by
-- anybody who prepares, in force when the doctor has confirmed it.
CREATE TABLE home_plan (
	id BIGINT PRIMARY KEY,
	person_id BIGINT NOT NULL REFERENCES person (id),
	version INTEGER NOT NULL CHECK (version BETWEEN 1 AND 9999),
	previous_id BIGINT REFERENCES home_plan (id),
	state TEXT NOT NULL
		CHECK (state IN ('proposed', 'active', 'ended')),
	valid_from DATE NOT NULL,
	valid_to DATE NOT NULL, -- the last day
	note TEXT NOT NULL DEFAULT '',
	made_by BIGINT NOT NULL,
	made_role TEXT NOT NULL,
	made_us BIGINT NOT NULL,
	confirmed_by BIGINT,
	confirmed_us BIGINT,
	ended_by BIGINT,
	ended_us BIGINT,
	end_reason TEXT NOT NULL DEFAULT '',
	UNIQUE (person_id, version),
	CHECK (valid_to >= valid_from),
	CHECK (state <> 'active' OR confirmed_us IS NOT NULL),
	CHECK ((state = 'ended') = (ended_us IS NOT NULL))
);
CREATE UNIQUE INDEX home_plan_active ON home_plan (person_id)
	WHERE state = 'active';
CREATE UNIQUE INDEX home_plan_proposed ON home_plan (person_id)
	WHERE state = 'proposed';
CREATE INDEX home_plan_until ON home_plan (valid_to) WHERE state = 'active';

-- What is measured, how often. missing_us: when the next reading is missing
-- (only of the active plan; moved on by every reading and every sweep).
CREATE TABLE home_plan_line (
	plan_id BIGINT NOT NULL REFERENCES home_plan (id),
	seq SMALLINT NOT NULL,
	kind TEXT NOT NULL,
	times SMALLINT NOT NULL CHECK (times BETWEEN 1 AND 24),
	per_days SMALLINT NOT NULL CHECK (per_days BETWEEN 1 AND 90),
	grace_hours SMALLINT NOT NULL CHECK (grace_hours BETWEEN 0 AND 720),
	best_milli BIGINT NOT NULL DEFAULT 0, -- own best; 0 not known
	why_condition TEXT NOT NULL DEFAULT '', -- that proposed it
	why_source TEXT NOT NULL DEFAULT '',
	missing_us BIGINT,
	PRIMARY KEY (plan_id, seq),
	UNIQUE (plan_id, kind)
);
CREATE INDEX home_plan_line_missing ON home_plan_line (missing_us)
	WHERE missing_us IS NOT NULL;
CREATE TABLE home_plan_limit (
	plan_id BIGINT NOT NULL REFERENCES home_plan (id),
	seq SMALLINT NOT NULL,
	kind TEXT NOT NULL,
	part SMALLINT NOT NULL CHECK (part IN (0, 1)),
	rule TEXT NOT NULL CHECK (rule IN ('above', 'below', 'rise', 'fall',
		'mean_above', 'mean_below', 'slope_up', 'slope_down',
		'below_best')),
	value_milli BIGINT NOT NULL,
	days SMALLINT NOT NULL CHECK (days BETWEEN 0 AND 90),
	n_times SMALLINT NOT NULL CHECK (n_times BETWEEN 1 AND 90),
	severity TEXT NOT NULL CHECK (severity IN ('red', 'amber')),
	protocol TEXT NOT NULL DEFAULT '',
	why_condition TEXT NOT NULL DEFAULT '',
	why_source TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (plan_id, seq)
);

-- One reading. The moment is the device's or the person's; received_us ours.
CREATE TABLE home_reading (
	id BIGINT PRIMARY KEY,
	person_id BIGINT NOT NULL REFERENCES person (id),
	kind TEXT NOT NULL,
	value_milli BIGINT NOT NULL,
	second_milli BIGINT,
	value_given TEXT NOT NULL, -- as it was written
	unit_given TEXT NOT NULL DEFAULT '',
	context TEXT NOT NULL DEFAULT '', -- fasting, after a meal ...
	measured_us BIGINT NOT NULL,
	received_us BIGINT NOT NULL,
	by_whom TEXT NOT NULL CHECK (by_whom IN ('patient', 'caregiver',
		'nurse', 'doctor', 'pharmacist', 'device')),
	source TEXT NOT NULL, -- page, csv, fhir, command, api
	source_id TEXT NOT NULL DEFAULT '', -- of it there; '' none
	device TEXT NOT NULL DEFAULT '',
	note TEXT NOT NULL DEFAULT '',
	state TEXT NOT NULL CHECK (state IN ('ok', 'doubtful', 'confirmed',
		'corrected', 'cancelled')),
	doubt TEXT NOT NULL DEFAULT '', -- unusual, slip, swapped
	previous_id BIGINT REFERENCES home_reading (id), -- that it corrects
	sent_by BIGINT NOT NULL,
	sent_role TEXT NOT NULL,
	changed_us BIGINT, -- confirmed, corrected, cancelled
	changed_by BIGINT,
	change_reason TEXT NOT NULL DEFAULT ''
);
-- The same person, kind, moment and number at the source: one reading.
CREATE UNIQUE INDEX home_reading_once ON home_reading
	(person_id, kind, measured_us, source_id)
	WHERE state IN ('ok', 'doubtful', 'confirmed');
CREATE INDEX home_reading_of ON home_reading (person_id, measured_us);

-- An alarm: which limit was passed, by which readings, whose it is, by when.
CREATE TABLE home_alarm (
	id BIGINT PRIMARY KEY,
	person_id BIGINT NOT NULL REFERENCES person (id),
	plan_id BIGINT NOT NULL REFERENCES home_plan (id),
	kind TEXT NOT NULL,
	cause TEXT NOT NULL, -- "weight/up", "glucose/missing"
	severity TEXT NOT NULL CHECK (severity IN ('red', 'amber')),
	severity_rank SMALLINT NOT NULL CHECK (severity_rank BETWEEN 0 AND 1),
	part SMALLINT NOT NULL,
	rule TEXT NOT NULL, -- of home_plan_limit, or 'missing'
	limit_milli BIGINT NOT NULL,
	seen_milli BIGINT NOT NULL,
	days SMALLINT NOT NULL,
	n_times SMALLINT NOT NULL,
	protocol TEXT NOT NULL DEFAULT '',
	doubtful SMALLINT NOT NULL DEFAULT 0 CHECK (doubtful IN (0, 1)),
	state TEXT NOT NULL
		CHECK (state IN ('open', 'taken', 'waiting', 'closed')),
	owner TEXT NOT NULL CHECK (owner IN ('centre', 'doctor')),
	raised_us BIGINT NOT NULL,
	due_us BIGINT NOT NULL,
	again_us BIGINT, -- waiting: not before
	escalated SMALLINT NOT NULL DEFAULT 0 CHECK (escalated IN (0, 1)),
	overdue_told SMALLINT NOT NULL DEFAULT 0 CHECK (overdue_told IN (0, 1)),
	taken_by BIGINT REFERENCES app_user (id),
	taken_us BIGINT,
	closed_us BIGINT,
	closed_by BIGINT,
	outcome TEXT NOT NULL DEFAULT '',
	outcome_note TEXT NOT NULL DEFAULT '',
	silent_until_us BIGINT,
	n_change INTEGER NOT NULL DEFAULT 0, -- so that nobody overwrites
	CHECK ((state = 'closed') = (closed_us IS NOT NULL)),
	CHECK (state <> 'closed' OR outcome <> ''),
	CHECK ((state = 'waiting') = (again_us IS NOT NULL))
);
-- Of one cause one alarm at a time.
CREATE UNIQUE INDEX home_alarm_one ON home_alarm (person_id, cause)
	WHERE state <> 'closed';
CREATE INDEX home_alarm_open ON home_alarm (severity_rank, due_us)
	WHERE state <> 'closed';
CREATE INDEX home_alarm_person ON home_alarm (person_id, cause, raised_us);
CREATE INDEX home_alarm_closed ON home_alarm (closed_us)
	WHERE state = 'closed';

-- The readings behind it; fresh ones are added while it is open.
CREATE TABLE home_alarm_reading (
	alarm_id BIGINT NOT NULL REFERENCES home_alarm (id),
	reading_id BIGINT NOT NULL REFERENCES home_reading (id),
	PRIMARY KEY (alarm_id, reading_id)
);
CREATE INDEX home_alarm_reading_of ON home_alarm_reading (reading_id);

-- Every move, call and answer. what: raise, worse, again, take, give_back,
-- call, step, wait, due_again, escalate, overdue, close.
CREATE TABLE home_alarm_event (
	id BIGINT PRIMARY KEY,
	alarm_id BIGINT NOT NULL REFERENCES home_alarm (id),
	what TEXT NOT NULL,
	from_state TEXT NOT NULL,
	to_state TEXT NOT NULL,
	at_us BIGINT NOT NULL,
	user_id BIGINT NOT NULL,
	role TEXT NOT NULL,
	step_seq SMALLINT, -- of the protocol
	detail TEXT NOT NULL DEFAULT ''
);
CREATE INDEX home_alarm_event_of ON home_alarm_event (alarm_id, id);

-- Providers, their agendas and slots, and the appointments of people.
-- taken = number of appointments of the slot that are not cancelled, always;
-- a person is never in two places at once: see 0010_booking_overlap.

CREATE TABLE provider (
	id BIGINT PRIMARY KEY,
	facility_code TEXT NOT NULL UNIQUE,
	name TEXT NOT NULL,
	kind TEXT NOT NULL, -- hospital, clinic, lab_point
	ats TEXT NOT NULL DEFAULT '',
	municipality TEXT NOT NULL DEFAULT '',
	lat_e6 BIGINT NOT NULL,
	lon_e6 BIGINT NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	CHECK (valid_to IS NULL OR valid_to >= valid_from)
);

-- A weekly session: `n_slot` consecutive slots of slot_min minutes.
CREATE TABLE agenda (
	id BIGINT PRIMARY KEY,
	code TEXT NOT NULL UNIQUE,
	provider_id BIGINT NOT NULL REFERENCES provider (id),
	service_code TEXT NOT NULL, -- LAB: the draw, any laboratory service
	weekday SMALLINT NOT NULL CHECK (weekday BETWEEN 0 AND 6),
	start_min SMALLINT NOT NULL CHECK (start_min BETWEEN 0 AND 1439),
	slot_min SMALLINT NOT NULL CHECK (slot_min > 0),
	n_slot SMALLINT NOT NULL CHECK (n_slot > 0),
	places SMALLINT NOT NULL CHECK (places > 0),
	valid_from DATE NOT NULL,
	valid_to DATE,
	recorded_us BIGINT NOT NULL,
	CHECK (start_min + slot_min * n_slot <= 1440),
	CHECK (valid_to IS NULL OR valid_to >= valid_from)
);
CREATE INDEX agenda_service ON agenda (service_code, provider_id);

CREATE TABLE closure (
	id BIGINT PRIMARY KEY,
	provider_id BIGINT NOT NULL REFERENCES provider (id),
	day_from DATE NOT NULL,
	day_to DATE NOT NULL,
	reason TEXT NOT NULL,
	recorded_us BIGINT NOT NULL,
	UNIQUE (provider_id, day_from, day_to),
	CHECK (day_to >= day_from)
);

CREATE TABLE slot (
	id BIGINT PRIMARY KEY,
	agenda_id BIGINT NOT NULL REFERENCES agenda (id),
	provider_id BIGINT NOT NULL REFERENCES provider (id),
	service_code TEXT NOT NULL,
	day DATE NOT NULL,
	start_min SMALLINT NOT NULL,
	duration_min SMALLINT NOT NULL CHECK (duration_min > 0),
	places SMALLINT NOT NULL,
	taken SMALLINT NOT NULL DEFAULT 0,
	closed SMALLINT NOT NULL DEFAULT 0 CHECK (closed IN (0, 1)),
	UNIQUE (agenda_id, day, start_min),
	CHECK (taken BETWEEN 0 AND places)
);
CREATE INDEX slot_provider_day ON slot (provider_id, service_code, day);

-- What a person asked for: a site of theirs, weekdays (bit 0 Monday).
CREATE TABLE booking_preference (
	person_id BIGINT PRIMARY KEY REFERENCES person (id),
	provider_id BIGINT REFERENCES provider (id),
	weekdays SMALLINT NOT NULL DEFAULT 127 CHECK (weekdays BETWEEN 1 AND 127),
	recorded_us BIGINT NOT NULL
);

-- `reason` is JSON: why there and then. A cancelled appointment stays, with
-- its reason; moved_from is the one it replaces.
CREATE TABLE appointment (
	id BIGINT PRIMARY KEY,
	person_id BIGINT NOT NULL REFERENCES person (id),
	provider_id BIGINT NOT NULL REFERENCES provider (id),
	slot_id BIGINT NOT NULL REFERENCES slot (id),
	service_code TEXT NOT NULL,
	day DATE NOT NULL,
	start_min SMALLINT NOT NULL,
	end_min SMALLINT NOT NULL CHECK (end_min > start_min),
	state TEXT NOT NULL CHECK (state IN
		('held', 'booked', 'done', 'no_show', 'cancelled')),
	held_until_us BIGINT,
	reason TEXT NOT NULL DEFAULT '{}',
	end_reason TEXT,
	moved_from BIGINT REFERENCES appointment (id),
	created_us BIGINT NOT NULL,
	changed_us BIGINT NOT NULL,
	CHECK ((state = 'held') = (held_until_us IS NOT NULL)),
	CHECK ((state = 'cancelled') = (end_reason IS NOT NULL))
);
CREATE INDEX appointment_person ON appointment (person_id, day);
CREATE INDEX appointment_provider ON appointment (provider_id, day);
CREATE INDEX appointment_slot ON appointment (slot_id);
CREATE INDEX appointment_held ON appointment (held_until_us)
	WHERE state = 'held';

-- Which planned services an appointment serves. released_us: the appointment
-- was cancelled or missed; an activity has one that is not.
CREATE TABLE appointment_activity (
	appointment_id BIGINT NOT NULL REFERENCES appointment (id),
	activity_id BIGINT NOT NULL REFERENCES activity (id),
	released_us BIGINT,
	PRIMARY KEY (appointment_id, activity_id)
);
CREATE UNIQUE INDEX appointment_activity_live
	ON appointment_activity (activity_id) WHERE released_us IS NULL;

-- A batch over the population, with what it reached.
CREATE TABLE booking_run (
	id BIGINT PRIMARY KEY,
	day_from DATE NOT NULL,
	day_to DATE NOT NULL,
	n_request BIGINT NOT NULL,
	n_booked BIGINT NOT NULL,
	n_late BIGINT NOT NULL,
	n_unbooked BIGINT NOT NULL,
	n_lost BIGINT NOT NULL,
	cost BIGINT NOT NULL,
	bound BIGINT NOT NULL,
	started_us BIGINT NOT NULL,
	ended_us BIGINT NOT NULL
);

-- Why an activity has no appointment, as the last batch saw it, and the
-- nearest way out.
CREATE TABLE booking_unbooked (
	activity_id BIGINT PRIMARY KEY REFERENCES activity (id),
	why TEXT NOT NULL,
	n_places BIGINT NOT NULL,
	nearest_provider_id BIGINT REFERENCES provider (id),
	nearest_hm INTEGER,
	next_slot_id BIGINT REFERENCES slot (id),
	beyond_provider_id BIGINT REFERENCES provider (id),
	beyond_hm INTEGER,
	beyond_slot_id BIGINT REFERENCES slot (id),
	recorded_us BIGINT NOT NULL
);

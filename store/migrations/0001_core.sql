-- People, doctors, organisations, users, and what every station leans on.
-- Facts dated twice carry valid_from/valid_to (true in the world; valid_to is
-- the last day, NULL has no end) and recorded_us (known to us).

CREATE TABLE organisation (
	id BIGINT PRIMARY KEY,
	code TEXT NOT NULL UNIQUE,
	kind TEXT NOT NULL, -- CPC cooperative, ASST, ATS, PROVIDER, PHARMACY, REGION
	name TEXT NOT NULL,
	ats TEXT NOT NULL DEFAULT '',
	municipality TEXT NOT NULL DEFAULT '',
	valid_from DATE,
	valid_to DATE,
	CHECK (valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from)
);

CREATE TABLE doctor (
	id BIGINT PRIMARY KEY,
	gp_code TEXT NOT NULL UNIQUE,
	fiscal_code TEXT,
	last_name TEXT NOT NULL,
	first_name TEXT NOT NULL,
	kind TEXT NOT NULL, -- MMG, PLS, SPECIALIST
	ats TEXT NOT NULL DEFAULT '',
	municipality TEXT NOT NULL DEFAULT '',
	lat_e6 BIGINT,
	lon_e6 BIGINT,
	max_patients INTEGER
);
CREATE INDEX doctor_ats ON doctor (ats);

-- A local section of a cooperative, with its coordinator.
CREATE TABLE section (
	id BIGINT PRIMARY KEY,
	code TEXT NOT NULL,
	organisation_id BIGINT NOT NULL REFERENCES organisation (id),
	name TEXT NOT NULL,
	coordinator_doctor_id BIGINT REFERENCES doctor (id),
	UNIQUE (organisation_id, code)
);

CREATE TABLE doctor_membership (
	id BIGINT PRIMARY KEY,
	doctor_id BIGINT NOT NULL REFERENCES doctor (id),
	organisation_id BIGINT NOT NULL REFERENCES organisation (id),
	section_id BIGINT REFERENCES section (id),
	valid_from DATE NOT NULL,
	valid_to DATE,
	recorded_us BIGINT NOT NULL,
	UNIQUE (doctor_id, organisation_id, valid_from),
	CHECK (valid_to IS NULL OR valid_to >= valid_from)
);
CREATE INDEX doctor_membership_organisation
	ON doctor_membership (organisation_id, doctor_id);

-- Lists kept by ATS: adhering doctors, suitable providers, gestori.
CREATE TABLE register_entry (
	id BIGINT PRIMARY KEY,
	register TEXT NOT NULL,
	subject_kind TEXT NOT NULL,
	subject_id BIGINT NOT NULL,
	ats TEXT NOT NULL DEFAULT '',
	valid_from DATE NOT NULL,
	valid_to DATE,
	source TEXT NOT NULL,
	recorded_us BIGINT NOT NULL,
	UNIQUE (register, subject_kind, subject_id, ats, valid_from),
	CHECK (valid_to IS NULL OR valid_to >= valid_from)
);
CREATE INDEX register_entry_subject ON register_entry (subject_kind, subject_id);

-- `pseudonym` is the person_id of the flows; names live here only.
CREATE TABLE person (
	id BIGINT PRIMARY KEY,
	pseudonym TEXT NOT NULL UNIQUE,
	fiscal_code TEXT,
	last_name TEXT,
	first_name TEXT,
	birth_date DATE NOT NULL,
	sex TEXT NOT NULL CHECK (sex IN ('M', 'F', 'U')),
	municipality TEXT NOT NULL DEFAULT '',
	ats TEXT NOT NULL DEFAULT '',
	phone TEXT,
	email TEXT,
	registration_start DATE,
	registration_end DATE,
	death_date DATE,
	updated_us BIGINT NOT NULL
);
CREATE UNIQUE INDEX person_fiscal_code ON person (fiscal_code);
CREATE INDEX person_name ON person (last_name, first_name);

-- Who is whose family doctor.
CREATE TABLE person_doctor (
	person_id BIGINT NOT NULL REFERENCES person (id),
	doctor_id BIGINT NOT NULL REFERENCES doctor (id),
	valid_from DATE NOT NULL,
	valid_to DATE,
	recorded_us BIGINT NOT NULL,
	PRIMARY KEY (person_id, valid_from),
	CHECK (valid_to IS NULL OR valid_to >= valid_from)
);
CREATE UNIQUE INDEX person_doctor_now ON person_doctor (person_id)
	WHERE valid_to IS NULL;
CREATE INDEX person_doctor_doctor ON person_doctor (doctor_id, person_id);

CREATE TABLE app_user (
	id BIGINT PRIMARY KEY,
	login TEXT NOT NULL UNIQUE,
	display_name TEXT NOT NULL,
	email TEXT,
	password_hash TEXT, -- argon2id; NULL: signs on elsewhere
	totp_secret TEXT,
	subject TEXT UNIQUE, -- issuer and subject of OpenID Connect
	disabled SMALLINT NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
	created_us BIGINT NOT NULL
);

CREATE TABLE user_role (
	id BIGINT PRIMARY KEY,
	user_id BIGINT NOT NULL REFERENCES app_user (id),
	role TEXT NOT NULL,
	organisation_id BIGINT REFERENCES organisation (id),
	doctor_id BIGINT REFERENCES doctor (id),
	person_id BIGINT REFERENCES person (id),
	valid_from DATE NOT NULL,
	valid_to DATE,
	CHECK (valid_to IS NULL OR valid_to >= valid_from)
);
CREATE INDEX user_role_user ON user_role (user_id);

CREATE TABLE session (
	token_sha256 TEXT PRIMARY KEY, -- never the token itself
	user_id BIGINT NOT NULL REFERENCES app_user (id),
	role_id BIGINT REFERENCES user_role (id),
	csrf TEXT NOT NULL,
	created_us BIGINT NOT NULL,
	seen_us BIGINT NOT NULL,
	expires_us BIGINT NOT NULL
);
CREATE INDEX session_expires ON session (expires_us);
CREATE INDEX session_of_user ON session (user_id);

-- A doctor lets another act for their patients, between two dates.
CREATE TABLE delegation (
	id BIGINT PRIMARY KEY,
	doctor_id BIGINT NOT NULL REFERENCES doctor (id),
	delegate_doctor_id BIGINT NOT NULL REFERENCES doctor (id),
	valid_from DATE NOT NULL,
	valid_to DATE NOT NULL,
	reason TEXT NOT NULL DEFAULT '',
	recorded_us BIGINT NOT NULL,
	CHECK (valid_to >= valid_from),
	CHECK (doctor_id <> delegate_doctor_id)
);
CREATE INDEX delegation_delegate ON delegation (delegate_doctor_id, doctor_id);

-- What a person allows to whom; subject 0 is "any of that kind".
CREATE TABLE consent (
	id BIGINT PRIMARY KEY,
	person_id BIGINT NOT NULL REFERENCES person (id),
	purpose TEXT NOT NULL, -- care, pharmacy, research ...
	subject_kind TEXT NOT NULL, -- organisation, doctor, person
	subject_id BIGINT NOT NULL DEFAULT 0,
	granted SMALLINT NOT NULL CHECK (granted IN (0, 1)),
	valid_from DATE NOT NULL,
	valid_to DATE,
	recorded_us BIGINT NOT NULL,
	CHECK (valid_to IS NULL OR valid_to >= valid_from)
);
CREATE INDEX consent_person ON consent (person_id, purpose);

-- The audit chain: hash = SHA-256(previous hash, record). Nothing in it is
-- ever changed or deleted; the head is kept so that a lost tail shows.
CREATE TABLE audit (
	seq BIGINT PRIMARY KEY,
	at_us BIGINT NOT NULL,
	user_id BIGINT NOT NULL,
	role TEXT NOT NULL,
	action TEXT NOT NULL,
	entity TEXT NOT NULL,
	entity_id BIGINT NOT NULL,
	person_id BIGINT NOT NULL,
	purpose TEXT NOT NULL,
	detail TEXT NOT NULL,
	prev_hash TEXT NOT NULL,
	hash TEXT NOT NULL
);
CREATE INDEX audit_person ON audit (person_id, seq);
CREATE INDEX audit_entity ON audit (entity, entity_id);

CREATE TABLE audit_head (
	id SMALLINT PRIMARY KEY CHECK (id = 1),
	n BIGINT NOT NULL,
	hash TEXT NOT NULL
);
INSERT INTO audit_head (id, n, hash) VALUES (1, 0,
	'0000000000000000000000000000000000000000000000000000000000000000');

-- Messages to the gateway, written with the facts they tell.
CREATE TABLE outbox (
	id BIGINT PRIMARY KEY,
	kind TEXT NOT NULL,
	person_id BIGINT NOT NULL,
	payload TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
	created_us BIGINT NOT NULL,
	next_try_us BIGINT NOT NULL,
	n_try INTEGER NOT NULL DEFAULT 0,
	sent_us BIGINT,
	last_error TEXT
);
CREATE INDEX outbox_waiting ON outbox (next_try_us) WHERE state = 'waiting';
CREATE INDEX outbox_person ON outbox (person_id);

CREATE TABLE job (
	id BIGINT PRIMARY KEY,
	kind TEXT NOT NULL,
	params TEXT NOT NULL DEFAULT '{}',
	state TEXT NOT NULL
		CHECK (state IN ('queued', 'running', 'done', 'failed')),
	user_id BIGINT NOT NULL DEFAULT 0,
	n_done BIGINT NOT NULL DEFAULT 0,
	n_total BIGINT NOT NULL DEFAULT 0,
	message TEXT NOT NULL DEFAULT '',
	created_us BIGINT NOT NULL,
	started_us BIGINT,
	heartbeat_us BIGINT,
	ended_us BIGINT
);
CREATE INDEX job_state ON job (state, created_us);

-- Dated rules with their source; a row replaced keeps its past.
CREATE TABLE rule (
	id BIGINT PRIMARY KEY,
	kind TEXT NOT NULL,
	key TEXT NOT NULL,
	ats TEXT NOT NULL DEFAULT '',
	value TEXT NOT NULL,
	unit TEXT NOT NULL DEFAULT '',
	source TEXT NOT NULL,
	confidence TEXT NOT NULL DEFAULT '',
	note TEXT NOT NULL DEFAULT '',
	valid_from DATE NOT NULL,
	valid_to DATE,
	recorded_us BIGINT NOT NULL,
	replaced_us BIGINT,
	CHECK (valid_to IS NULL OR valid_to >= valid_from)
);
CREATE INDEX rule_key ON rule (kind, key, ats, valid_from);

-- Files taken in, by digest: the same file again changes nothing.
CREATE TABLE import_run (
	id BIGINT PRIMARY KEY,
	kind TEXT NOT NULL,
	file TEXT NOT NULL,
	sha256 TEXT NOT NULL,
	n_rows BIGINT NOT NULL,
	n_rejected BIGINT NOT NULL,
	started_us BIGINT NOT NULL,
	ended_us BIGINT,
	UNIQUE (kind, sha256)
);

-- The last node given to a program that makes identifiers (lib/base/idgen.h).
CREATE TABLE id_node (
	id SMALLINT PRIMARY KEY CHECK (id = 1),
	n BIGINT NOT NULL
);
INSERT INTO id_node (id, n) VALUES (1, 0);

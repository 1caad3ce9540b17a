-- Signing on: stages of a session, second factors, counted attempts, devices;
-- why a user opens a record that is not of their own people.

DELETE FROM session;

ALTER TABLE app_user ADD COLUMN lang TEXT NOT NULL DEFAULT '';
-- A one-time password must be changed, and is good until then; 0: no end.
ALTER TABLE app_user ADD COLUMN must_change SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE app_user ADD COLUMN one_time_until_us BIGINT NOT NULL DEFAULT 0;
-- The secret that no code has proved yet; the last step whose code was used.
ALTER TABLE app_user ADD COLUMN totp_waiting TEXT;
ALTER TABLE app_user ADD COLUMN totp_step BIGINT NOT NULL DEFAULT 0;
ALTER TABLE app_user ADD COLUMN signed_on_us BIGINT NOT NULL DEFAULT 0;

ALTER TABLE session ADD COLUMN id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN stage TEXT NOT NULL DEFAULT 'open'
	CHECK (stage IN ('code', 'password', 'enrol', 'role', 'open'));
ALTER TABLE session ADD COLUMN idle_us BIGINT NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN n_wrong INTEGER NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX session_id ON session (id);

-- Codes for who lost the authenticator, each good once.
CREATE TABLE recovery_code (
	user_id BIGINT NOT NULL REFERENCES app_user (id),
	code_sha256 TEXT NOT NULL,
	PRIMARY KEY (user_id, code_sha256)
);

-- Browsers that signed on before, by the SHA-256 of their cookie.
CREATE TABLE user_device (
	device_sha256 TEXT NOT NULL,
	user_id BIGINT NOT NULL REFERENCES app_user (id),
	created_us BIGINT NOT NULL,
	until_us BIGINT NOT NULL,
	PRIMARY KEY (device_sha256, user_id)
);
CREATE INDEX user_device_user ON user_device (user_id);

-- Attempts that did not lead to a session, counted before they are tried. The
-- key is the SHA-256 of what is counted (login and address, ...): neither
-- logins nor addresses can be read here.
CREATE TABLE sign_on_failure (
	key_sha256 TEXT PRIMARY KEY,
	n INTEGER NOT NULL,
	last_us BIGINT NOT NULL,
	held_until_us BIGINT NOT NULL
);
CREATE INDEX sign_on_failure_last ON sign_on_failure (last_us);

-- What a user said before opening a record that is not of their own people.
CREATE TABLE access_grant (
	id BIGINT PRIMARY KEY,
	user_id BIGINT NOT NULL REFERENCES app_user (id),
	role TEXT NOT NULL,
	person_id BIGINT NOT NULL REFERENCES person (id),
	kind TEXT NOT NULL CHECK (kind IN ('purpose', 'break_glass')),
	purpose TEXT NOT NULL,
	reason TEXT NOT NULL DEFAULT '',
	granted_us BIGINT NOT NULL,
	until_us BIGINT NOT NULL,
	CHECK (until_us > granted_us)
);
CREATE INDEX access_grant_user ON access_grant (user_id, person_id, until_us);

-- A broken glass, told to the person's doctor (doctor_id) and to the
-- administrators (doctor_id NULL), each of whom looks into it.
CREATE TABLE access_alert (
	id BIGINT PRIMARY KEY,
	grant_id BIGINT NOT NULL REFERENCES access_grant (id),
	doctor_id BIGINT REFERENCES doctor (id),
	raised_us BIGINT NOT NULL,
	seen_us BIGINT,
	seen_by BIGINT REFERENCES app_user (id),
	note TEXT NOT NULL DEFAULT ''
);
CREATE INDEX access_alert_doctor ON access_alert (doctor_id, raised_us);
CREATE INDEX access_alert_admin ON access_alert (raised_us)
	WHERE doctor_id IS NULL;

CREATE INDEX delegation_doctor ON delegation (doctor_id, valid_to);

-- Keys of programs that send exams and readings by themselves, and files that
-- come in pieces over a line that may be cut.

-- Of the key only its digest is kept. It acts as its user in one role, while
-- both are in force, for what `scopes` names ("exams observations").
CREATE TABLE api_token (
	id BIGINT PRIMARY KEY,
	user_id BIGINT NOT NULL REFERENCES app_user (id),
	role_id BIGINT NOT NULL,
	name TEXT NOT NULL,
	digest TEXT NOT NULL UNIQUE,
	scopes TEXT NOT NULL,
	created_us BIGINT NOT NULL,
	expires_us BIGINT NOT NULL,
	used_us BIGINT NOT NULL DEFAULT 0, -- to the minute; 0: never
	used_from TEXT NOT NULL DEFAULT '',
	revoked_us BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX api_token_user ON api_token (user_id, created_us);

-- A file of an exam while it comes: nothing else knows of it before it is
-- whole. Its bytes are in base64 (no type of bytes is common to both engines).
CREATE TABLE tele_upload (
	id BIGINT PRIMARY KEY,
	user_id BIGINT NOT NULL,
	file_name TEXT NOT NULL,
	n_byte BIGINT NOT NULL CHECK (n_byte > 0),
	n_here BIGINT NOT NULL DEFAULT 0,
	sha256 TEXT NOT NULL,
	begun_us BIGINT NOT NULL,
	touched_us BIGINT NOT NULL,
	CHECK (n_here >= 0 AND n_here <= n_byte)
);
CREATE UNIQUE INDEX tele_upload_file ON tele_upload (user_id, sha256, n_byte,
	file_name);
CREATE INDEX tele_upload_touched ON tele_upload (touched_us);
CREATE TABLE tele_upload_part (
	upload_id BIGINT NOT NULL REFERENCES tele_upload (id),
	at_byte BIGINT NOT NULL,
	base64 TEXT NOT NULL,
	PRIMARY KEY (upload_id, at_byte)
);

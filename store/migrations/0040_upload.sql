-- Files brought for an import: what came, by whom, and for which run. The files
-- themselves lie in a folder of the server; the rows stay when they are gone,
-- so that the same file is known again.

CREATE TABLE upload (
	id BIGINT PRIMARY KEY,
	kind TEXT NOT NULL, -- of the job it is for
	organisation_id BIGINT NOT NULL DEFAULT 0,
	user_id BIGINT NOT NULL,
	created_us BIGINT NOT NULL,
	touched_us BIGINT NOT NULL, -- a file came or went, a run began
	job_id BIGINT, -- the last run of it
	removed_us BIGINT -- the files are gone
);
CREATE INDEX upload_here ON upload (touched_us) WHERE removed_us IS NULL;

CREATE TABLE upload_file (
	upload_id BIGINT NOT NULL REFERENCES upload (id),
	name TEXT NOT NULL,
	bytes BIGINT NOT NULL,
	sha256 TEXT NOT NULL,
	at_us BIGINT NOT NULL,
	PRIMARY KEY (upload_id, name)
);
CREATE INDEX upload_file_sha256 ON upload_file (sha256);

-- Work in the background: who asked for it and for whom, who runs it, how far
-- it is, what it said and what came out. The first shape of the table (0001)
-- was never written to.

DROP TABLE job;
CREATE TABLE job (
	id BIGINT PRIMARY KEY,
	kind TEXT NOT NULL,
	params TEXT NOT NULL DEFAULT '{}', -- JSON, keys in a fixed order
	organisation_id BIGINT NOT NULL DEFAULT 0, -- for its people alone; 0: for all
	state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done',
		'failed', 'cancelled')),
	user_id BIGINT NOT NULL, -- who asked; 0 the command line
	role TEXT NOT NULL,
	attempt INTEGER NOT NULL DEFAULT 0,
	runner TEXT NOT NULL DEFAULT '', -- host, process and its start, of who runs it
	what TEXT NOT NULL DEFAULT '', -- the part of the work in hand
	n_done BIGINT NOT NULL DEFAULT 0,
	n_at BIGINT NOT NULL DEFAULT 0, -- the share done is n_at / n_total
	n_total BIGINT NOT NULL DEFAULT 0, -- 0: not known
	left_ms BIGINT NOT NULL DEFAULT -1, -- of this part; -1: not known
	message TEXT NOT NULL DEFAULT '', -- why it failed
	result TEXT, -- JSON
	created_us BIGINT NOT NULL,
	started_us BIGINT,
	heartbeat_us BIGINT,
	ended_us BIGINT,
	cancel_asked_us BIGINT
);
CREATE INDEX job_state ON job (state, created_us);
CREATE INDEX job_created ON job (created_us);
-- Asked twice is asked once.
CREATE UNIQUE INDEX job_live ON job (kind, params, organisation_id)
	WHERE state IN ('queued', 'running');
-- Two of a kind would work on the same rows.
CREATE UNIQUE INDEX job_running ON job (kind) WHERE state = 'running';

-- What the work said, the last lines of it.
CREATE TABLE job_log (
	job_id BIGINT NOT NULL REFERENCES job (id),
	seq BIGINT NOT NULL,
	at_us BIGINT NOT NULL,
	text TEXT NOT NULL,
	PRIMARY KEY (job_id, seq)
);

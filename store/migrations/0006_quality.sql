-- Indicators: a run on a day, its results, and each person's part of them.

CREATE TABLE indicator_run (
	id BIGINT PRIMARY KEY,
	on_date DATE NOT NULL,
	strata_run_id BIGINT NOT NULL REFERENCES strata_run (id),
	claims_to DATE NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('running', 'done')),
	n_person BIGINT NOT NULL,
	created_us BIGINT NOT NULL
);

CREATE TABLE indicator_result (
	run_id BIGINT NOT NULL REFERENCES indicator_run (id),
	indicator TEXT NOT NULL,
	enrolled SMALLINT NOT NULL CHECK (enrolled IN (0, 1)),
	numerator BIGINT NOT NULL,
	denominator BIGINT NOT NULL,
	n_person BIGINT NOT NULL,
	target_percent INTEGER,
	PRIMARY KEY (run_id, indicator, enrolled)
);

CREATE TABLE indicator_member (
	run_id BIGINT NOT NULL REFERENCES indicator_run (id),
	indicator TEXT NOT NULL,
	person_id BIGINT NOT NULL REFERENCES person (id),
	doctor_id BIGINT, -- on the day of the run
	enrolled SMALLINT NOT NULL CHECK (enrolled IN (0, 1)),
	level INTEGER NOT NULL,
	main_cluster TEXT NOT NULL,
	numerator INTEGER NOT NULL,
	denominator INTEGER NOT NULL,
	why TEXT NOT NULL,
	PRIMARY KEY (run_id, indicator, person_id)
);
CREATE INDEX indicator_member_person ON indicator_member (person_id);

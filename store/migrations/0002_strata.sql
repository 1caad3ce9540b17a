-- What stratification found, by run. A run is written in several transactions
-- and may be read only when its state is 'current' (the latest of its date) or
-- 'superseded' (replaced by a later run of the same date, kept as history);
-- 'loading' and 'failed' runs are not results.

CREATE TABLE strata_run (
	id BIGINT PRIMARY KEY,
	as_of DATE NOT NULL,
	definition TEXT NOT NULL, -- of the level: strict, weighted
	state TEXT NOT NULL
		CHECK (state IN ('loading', 'current', 'superseded', 'failed')),
	n_person BIGINT NOT NULL DEFAULT 0, -- active people loaded
	source_digest TEXT NOT NULL, -- of the archive: which state of it was read
	created_us BIGINT NOT NULL,
	ended_us BIGINT
);
CREATE UNIQUE INDEX strata_run_current ON strata_run (as_of)
	WHERE state = 'current';

-- Active people, all levels. Lists of codes are joined with '|', by rank.
CREATE TABLE stratum (
	run_id BIGINT NOT NULL REFERENCES strata_run (id),
	person_id BIGINT NOT NULL REFERENCES person (id),
	level SMALLINT NOT NULL CHECK (level BETWEEN 0 AND 5),
	level_weighted SMALLINT NOT NULL CHECK (level_weighted BETWEEN 0 AND 5),
	main_cluster TEXT NOT NULL, -- empty: none
	main_condition TEXT NOT NULL,
	n_comorbidities SMALLINT NOT NULL,
	clusters TEXT NOT NULL,
	other_clusters TEXT NOT NULL,
	charlson_1987 SMALLINT NOT NULL,
	charlson_2011 SMALLINT NOT NULL,
	mcs SMALLINT NOT NULL,
	n_contacts INTEGER NOT NULL,
	PRIMARY KEY (run_id, person_id)
);
CREATE INDEX stratum_level ON stratum (run_id, level, main_cluster);
CREATE INDEX stratum_person ON stratum (person_id, run_id);

-- Conditions left after the hierarchy, of people of level 1 to 3.
CREATE TABLE person_condition (
	run_id BIGINT NOT NULL REFERENCES strata_run (id),
	person_id BIGINT NOT NULL REFERENCES person (id),
	condition TEXT NOT NULL,
	cluster TEXT NOT NULL, -- empty: followed, never counted
	priority SMALLINT NOT NULL,
	counting SMALLINT NOT NULL CHECK (counting IN (0, 1)),
	evidence TEXT NOT NULL, -- JSON: groups, rules, counts, some records
	PRIMARY KEY (run_id, person_id, condition)
);
CREATE INDEX person_condition_condition ON person_condition (run_id, condition);

-- Medicines dispensed in the 365 days that end on as_of, people of level 1
-- to 3.
CREATE TABLE therapy (
	run_id BIGINT NOT NULL REFERENCES strata_run (id),
	person_id BIGINT NOT NULL REFERENCES person (id),
	atc TEXT NOT NULL,
	n_dispensings INTEGER NOT NULL,
	first_date DATE NOT NULL,
	last_date DATE NOT NULL,
	ddd_e4 BIGINT NOT NULL, -- daily doses times 10000
	PRIMARY KEY (run_id, person_id, atc)
);

-- Outpatient services up to as_of: the last, and how many in the 365 days
-- that end on it; people of level 1 to 3.
CREATE TABLE service_history (
	run_id BIGINT NOT NULL REFERENCES strata_run (id),
	person_id BIGINT NOT NULL REFERENCES person (id),
	service_code TEXT NOT NULL,
	last_date DATE NOT NULL,
	n_365 INTEGER NOT NULL,
	PRIMARY KEY (run_id, person_id, service_code)
);

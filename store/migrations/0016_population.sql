-- The population of a run as an agency looks at it: who stood where on the day
-- of the run, and how many they are. Written when a run is loaded (for older
-- runs at the first look), in slices; population_run says that all is there.
-- What a registry changes later does not change it.

CREATE TABLE stratum_place (
	run_id BIGINT NOT NULL REFERENCES strata_run (id),
	pseudonym TEXT NOT NULL,
	person_id BIGINT NOT NULL REFERENCES person (id),
	municipality TEXT NOT NULL,
	ats TEXT NOT NULL,
	sex TEXT NOT NULL,
	age SMALLINT NOT NULL,
	level SMALLINT NOT NULL,
	main_cluster TEXT NOT NULL, -- empty: none
	doctor_id BIGINT NOT NULL, -- 0: none on the day
	PRIMARY KEY (run_id, pseudonym)
);
CREATE INDEX stratum_place_level ON stratum_place (run_id, level);
CREATE INDEX stratum_place_cluster ON stratum_place (run_id, main_cluster, level);
CREATE INDEX stratum_place_municipality ON stratum_place (run_id, municipality);
CREATE INDEX stratum_place_doctor ON stratum_place (run_id, doctor_id);

-- Some thousand rows for each hundred thousand people.
CREATE TABLE stratum_count (
	run_id BIGINT NOT NULL REFERENCES strata_run (id),
	ats TEXT NOT NULL,
	municipality TEXT NOT NULL,
	sex TEXT NOT NULL,
	band SMALLINT NOT NULL, -- of five years of age: age / 5, at most 19
	level SMALLINT NOT NULL,
	main_cluster TEXT NOT NULL,
	n INTEGER NOT NULL,
	PRIMARY KEY (run_id, ats, municipality, sex, band, level, main_cluster)
);

CREATE TABLE stratum_doctor (
	run_id BIGINT NOT NULL REFERENCES strata_run (id),
	doctor_id BIGINT NOT NULL,
	ats TEXT NOT NULL,
	level SMALLINT NOT NULL,
	main_cluster TEXT NOT NULL,
	n INTEGER NOT NULL,
	PRIMARY KEY (run_id, doctor_id, ats, level, main_cluster)
);

CREATE TABLE population_run (
	run_id BIGINT PRIMARY KEY REFERENCES strata_run (id),
	n_person BIGINT NOT NULL,
	made_us BIGINT NOT NULL
);

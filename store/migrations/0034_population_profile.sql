-- What goes together and what it takes, by run: written when a run is loaded,
-- from the archive; runs loaded before have none.

-- Each cluster of each person of level 1 to 3, also those that do not count.
CREATE TABLE stratum_having (
	run_id BIGINT NOT NULL REFERENCES strata_run (id),
	cluster TEXT NOT NULL,
	pseudonym TEXT NOT NULL,
	PRIMARY KEY (run_id, cluster, pseudonym)
);

-- People with both clusters, cluster_a before cluster_b by rank; with the same
-- cluster twice: people who have it.
CREATE TABLE stratum_pair (
	run_id BIGINT NOT NULL REFERENCES strata_run (id),
	ats TEXT NOT NULL,
	level SMALLINT NOT NULL,
	cluster_a TEXT NOT NULL,
	cluster_b TEXT NOT NULL,
	n INTEGER NOT NULL,
	PRIMARY KEY (run_id, ats, level, cluster_a, cluster_b)
);

-- What was used in the 365 days that end on the day of the run, all levels.
CREATE TABLE stratum_use (
	run_id BIGINT NOT NULL REFERENCES strata_run (id),
	ats TEXT NOT NULL,
	level SMALLINT NOT NULL,
	main_cluster TEXT NOT NULL, -- empty: none
	flow TEXT NOT NULL, -- drug, outpatient, hospital, emergency
	people INTEGER NOT NULL, -- of that ats, level and cluster
	users INTEGER NOT NULL, -- of them with a record of the flow
	records BIGINT NOT NULL,
	cost_cents BIGINT NOT NULL,
	unpriced BIGINT NOT NULL, -- records without a cost
	PRIMARY KEY (run_id, ats, level, main_cluster, flow)
);

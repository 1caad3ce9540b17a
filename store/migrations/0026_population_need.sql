-- The list of an agency in the order of need, read in the order of the index.
CREATE INDEX stratum_place_need
	ON stratum_place (run_id, level, age DESC, pseudonym);
DROP INDEX stratum_place_level;

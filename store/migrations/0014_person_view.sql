-- What a page of a person shows beyond what planning needs.

-- Dispensings in each of the twelve months that end with the month of as_of,
-- oldest first: a digit each, 9 for nine or more; empty: not known.
ALTER TABLE therapy ADD COLUMN months TEXT NOT NULL DEFAULT '';

-- Conditions not found for little, people of level 1 to 3: the nearest group
-- of rules of each, with what was found of what it asks.
CREATE TABLE person_near (
	run_id BIGINT NOT NULL REFERENCES strata_run (id),
	person_id BIGINT NOT NULL REFERENCES person (id),
	condition TEXT NOT NULL,
	done_permille SMALLINT NOT NULL CHECK (done_permille BETWEEN 0 AND 1000),
	stopped SMALLINT NOT NULL CHECK (stopped IN (0, 1)), -- by a negated row
	evidence TEXT NOT NULL, -- JSON, as in person_condition
	PRIMARY KEY (run_id, person_id, condition)
);

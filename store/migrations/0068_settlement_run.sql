-- A computation of a quarter is a run: its statements and lines are written in
-- pieces and come into force together, with one change of state. A line needs
-- no mark of its own for that: it is in force when its statement is.

CREATE TABLE settlement_run (
	id BIGINT PRIMARY KEY,
	quarter TEXT NOT NULL,
	-- writing: nobody sees it; dropped: another began, or it was given up
	state TEXT NOT NULL CHECK (state IN ('writing', 'dropped', 'done')),
	begun_us BIGINT NOT NULL
);
CREATE INDEX settlement_run_state ON settlement_run (state, quarter)
	WHERE state <> 'done';

-- While it is written a statement is 'superseded', as one no longer in force.
ALTER TABLE settlement_statement ADD COLUMN run_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE settlement_line ADD COLUMN run_id BIGINT NOT NULL DEFAULT 0;

-- Those of before: one instant was one computation.
DROP INDEX settlement_line_month;
DROP INDEX settlement_line_plan;
UPDATE settlement_statement SET run_id = computed_us;
UPDATE settlement_line SET run_id =
	(SELECT s.run_id FROM settlement_statement s WHERE s.id = statement_id);
ALTER TABLE settlement_line DROP COLUMN live;

CREATE INDEX settlement_statement_run ON settlement_statement (run_id);
-- Never paid twice in one run: a month of a person, or a plan. Of a quarter
-- one run is in force, and months and plans belong to one quarter.
CREATE UNIQUE INDEX settlement_line_month
	ON settlement_line (run_id, payer, item, person_id, month)
	WHERE state = 'due' AND month IS NOT NULL;
CREATE UNIQUE INDEX settlement_line_plan
	ON settlement_line (run_id, payer, item, version_id)
	WHERE state = 'due' AND month IS NULL;

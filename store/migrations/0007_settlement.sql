-- Statements by manager, quarter and payer; lines with the rule and the facts
-- they stand on. A new computation is a new version: the old one stays.

CREATE TABLE settlement_statement (
	id BIGINT PRIMARY KEY,
	quarter TEXT NOT NULL, -- 2026Q1
	organisation_id BIGINT NOT NULL REFERENCES organisation (id),
	payer TEXT NOT NULL, -- region, cooperative
	version INTEGER NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('computed', 'sent', 'accepted',
		'disputed', 'paid', 'superseded')),
	period_from DATE NOT NULL,
	period_to DATE NOT NULL,
	strata_run_id BIGINT NOT NULL,
	n_line BIGINT NOT NULL,
	n_due BIGINT NOT NULL,
	total_cents BIGINT NOT NULL,
	digest TEXT NOT NULL, -- SHA-256 of the lines in order
	computed_us BIGINT NOT NULL,
	state_us BIGINT NOT NULL,
	note TEXT NOT NULL DEFAULT '',
	UNIQUE (quarter, organisation_id, payer, version)
);

CREATE TABLE settlement_line (
	id BIGINT PRIMARY KEY,
	statement_id BIGINT NOT NULL REFERENCES settlement_statement (id),
	live SMALLINT NOT NULL CHECK (live IN (0, 1)),
	item TEXT NOT NULL,
	payer TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('due', 'not_due', 'held')),
	person_id BIGINT NOT NULL REFERENCES person (id),
	enrolment_id BIGINT NOT NULL,
	doctor_id BIGINT, -- NULL: followed by the centre of an ASST
	version_id BIGINT, -- of the plan; NULL when there was none
	month DATE,
	level INTEGER NOT NULL,
	amount_cents BIGINT NOT NULL CHECK (amount_cents >= 0),
	rule_key TEXT,
	rule_from DATE,
	rule_source TEXT,
	reason TEXT NOT NULL,
	CHECK (state = 'due' OR amount_cents = 0)
);
CREATE INDEX settlement_line_statement ON settlement_line (statement_id);
CREATE INDEX settlement_line_person ON settlement_line (person_id);
-- Never paid twice: a month of a person, or a plan.
CREATE UNIQUE INDEX settlement_line_month
	ON settlement_line (payer, item, person_id, month)
	WHERE live = 1 AND state = 'due' AND month IS NOT NULL;
CREATE UNIQUE INDEX settlement_line_plan
	ON settlement_line (payer, item, version_id)
	WHERE live = 1 AND state = 'due' AND month IS NULL;

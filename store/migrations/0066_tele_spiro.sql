-- What a spirometry was judged by, and what came out: one row an exam. Best
-- values and their z are in tele_measure ("FEV1", "FEV1_z", ...; lead "post"
-- after the bronchodilator), causes in tele_finding; each blow is measured anew
-- from the bytes, by the rules of `rules_on`.
CREATE TABLE tele_spiro (
	exam_id BIGINT PRIMARY KEY REFERENCES tele_exam (id),
	height_mm INTEGER NOT NULL CHECK (height_mm > 0),
	reference TEXT NOT NULL, -- set of equations: gli2022
	ethnicity TEXT NOT NULL DEFAULT '', -- for sets that have groups
	rules_on DATE NOT NULL, -- the day whose rules judged it
	calibrated_on DATE, -- last check with the 3 L syringe; NULL not known
	from_device SMALLINT NOT NULL DEFAULT 0 -- no curve: as the device says
		CHECK (from_device IN (0, 1)),
	n_pre SMALLINT NOT NULL DEFAULT 0, -- blows
	n_post SMALLINT NOT NULL DEFAULT 0,
	fev1_grade TEXT NOT NULL DEFAULT '', -- A..F, U; "" without blows
	fvc_grade TEXT NOT NULL DEFAULT '',
	fev1_grade_post TEXT NOT NULL DEFAULT '',
	fvc_grade_post TEXT NOT NULL DEFAULT '',
	pattern TEXT NOT NULL DEFAULT '', -- "" not interpreted
	severity TEXT NOT NULL DEFAULT '',
	bdr TEXT NOT NULL DEFAULT '' CHECK (bdr IN ('', 'yes', 'no'))
);
-- Signed exams of a kind in a period: what indicators count.
CREATE INDEX tele_exam_kind_on ON tele_exam (kind, taken_on);

-- Indicators by territory: what each run counted, by the ATS of the people and
-- by doctor, main disease or level. An agency's pages read it, and the groups
-- of everybody are its sums: some ten thousand rows instead of a row for each
-- person. It is written with the run; for earlier ones here.

CREATE TABLE indicator_share (
	run_id BIGINT NOT NULL REFERENCES indicator_run (id),
	indicator TEXT NOT NULL,
	by_what TEXT NOT NULL CHECK (by_what IN ('doctor', 'cluster', 'level')),
	ats TEXT NOT NULL,
	key TEXT NOT NULL, -- gp_code, empty: no doctor; cluster; level
	enrolled SMALLINT NOT NULL CHECK (enrolled IN (0, 1)),
	numerator BIGINT NOT NULL,
	denominator BIGINT NOT NULL,
	n_person BIGINT NOT NULL,
	PRIMARY KEY (run_id, by_what, indicator, ats, key, enrolled)
);

INSERT INTO indicator_share (run_id, indicator, by_what, ats, key, enrolled,
	numerator, denominator, n_person)
SELECT m.run_id, m.indicator, 'doctor', p.ats, COALESCE(d.gp_code, ''),
       m.enrolled, SUM(m.numerator), SUM(m.denominator), COUNT(*)
  FROM indicator_member m
  JOIN person p ON p.id = m.person_id
  LEFT JOIN doctor d ON d.id = m.doctor_id
 GROUP BY m.run_id, m.indicator, p.ats, COALESCE(d.gp_code, ''), m.enrolled;

INSERT INTO indicator_share (run_id, indicator, by_what, ats, key, enrolled,
	numerator, denominator, n_person)
SELECT m.run_id, m.indicator, 'cluster', p.ats, m.main_cluster, m.enrolled,
       SUM(m.numerator), SUM(m.denominator), COUNT(*)
  FROM indicator_member m
  JOIN person p ON p.id = m.person_id
 GROUP BY m.run_id, m.indicator, p.ats, m.main_cluster, m.enrolled;

INSERT INTO indicator_share (run_id, indicator, by_what, ats, key, enrolled,
	numerator, denominator, n_person)
SELECT m.run_id, m.indicator, 'level', p.ats, CAST(m.level AS TEXT),
       m.enrolled, SUM(m.numerator), SUM(m.denominator), COUNT(*)
  FROM indicator_member m
  JOIN person p ON p.id = m.person_id
 GROUP BY m.run_id, m.indicator, p.ats, CAST(m.level AS TEXT), m.enrolled;

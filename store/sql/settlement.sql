-- Statements of a quarter: the facts they stand on, and what was computed.

-- name: settle_enrolments :many
-- Enrolments with their signed pacts that touch the period, by person.
SELECT e.person_id, e.id, e.organisation_id, e.doctor_id, p.ats, e.active_from,
       e.ended_on, k.valid_from, k.valid_to, k.ended_on
  FROM enrolment e
  JOIN pact k ON k.enrolment_id = e.id
  JOIN person p ON p.id = e.person_id
 WHERE e.active_from <= :period_to
   AND (e.ended_on IS NULL OR e.ended_on > :period_from)
   AND k.signed_person_us IS NOT NULL AND k.signed_doctor_us IS NOT NULL
   AND k.valid_from <= :period_to
 ORDER BY e.person_id, e.active_from, e.id, k.valid_from, k.id;

-- name: settle_people_count :one
-- How many people settle_enrolments tells of, for a bar of progress.
SELECT COUNT(DISTINCT e.person_id) FROM enrolment e
 WHERE e.active_from <= :period_to
   AND (e.ended_on IS NULL OR e.ended_on > :period_from);

-- name: settle_plans :many
-- Published versions of the people who ever had one, by day of publication.
SELECT v.person_id, v.id, c.enrolment_id, e.organisation_id, v.doctor_id,
       v.published_us, v.valid_to, v.ended_on, v.level, v.kind, v.n_lab, v.n_outpatient
  FROM plan_version v
  JOIN care_plan c ON c.id = v.care_plan_id
  JOIN enrolment e ON e.id = c.enrolment_id
 WHERE v.published_us IS NOT NULL AND v.published_us < :before_us
 ORDER BY v.person_id, v.published_us, v.id;

-- name: settle_doctors :many
-- Chronic patients of each doctor, those of them taken in charge by the last
-- day, and new plans of the year before the period.
SELECT d.id, COALESCE(c.n, 0),
       (SELECT COUNT(*) FROM enrolment e
         WHERE e.doctor_id = d.id AND e.active_from <= :on_date
           AND (e.ended_on IS NULL OR e.ended_on > :on_date)),
       (SELECT COUNT(*) FROM plan_version v
         WHERE v.doctor_id = d.id AND v.kind = 'new'
           AND v.published_us >= :year_us AND v.published_us < :from_us)
  FROM doctor d
  LEFT JOIN (SELECT m.doctor_id, COUNT(*) AS n
               FROM stratum s JOIN person_doctor m ON m.person_id = s.person_id
              WHERE s.run_id = :run_id AND s.level BETWEEN 1 AND 3
                AND m.valid_from <= :on_date
                AND (m.valid_to IS NULL OR m.valid_to >= :on_date)
              GROUP BY m.doctor_id) c ON c.doctor_id = d.id
 ORDER BY d.id;

-- name: settle_drugs :many
SELECT person_id, first_date, ddd_e4 FROM therapy
 WHERE run_id = :run_id ORDER BY person_id, atc;

-- name: settle_run :one
-- The claims the quarter leans on: the latest run up to its last day.
SELECT id, as_of FROM strata_run
 WHERE state = 'current' AND as_of <= :on_date
 ORDER BY as_of DESC LIMIT 1;

-- name: settle_fixed :one
-- A statement of the quarter that may no longer change.
SELECT o.code, s.payer, s.state FROM settlement_statement s
  JOIN organisation o ON o.id = s.organisation_id
 WHERE s.quarter = :quarter AND s.state IN ('sent', 'accepted', 'paid')
 ORDER BY o.code, s.payer LIMIT 1;

-- name: settle_last_version :one
SELECT COALESCE(MAX(version), 0) FROM settlement_statement
 WHERE quarter = :quarter AND organisation_id = :organisation_id
   AND payer = :payer;

-- name: settle_run_insert :run
INSERT INTO settlement_run (id, quarter, state, begun_us)
VALUES (:id, :quarter, 'writing', :at_us);

-- name: settle_run_writes :one
SELECT 1 FROM settlement_run WHERE id = :id AND state = 'writing';

-- name: settle_run_state :run
UPDATE settlement_run SET state = :state WHERE id = :id AND state = 'writing';

-- name: settle_run_displace :run
-- Whoever writes this quarter stops when they see it; of other quarters those
-- that nobody can be writing any more.
UPDATE settlement_run SET state = 'dropped'
 WHERE state = 'writing' AND (quarter = :quarter OR begun_us < :before_us);

-- name: settle_run_dropped :many
SELECT id FROM settlement_run WHERE state = 'dropped' ORDER BY id;

-- name: settle_drop_lines :run
DELETE FROM settlement_line WHERE id IN
       (SELECT l.id FROM settlement_statement s
          JOIN settlement_line l ON l.statement_id = s.id
         WHERE s.run_id = :run_id LIMIT :n);

-- name: settle_drop_statements :run
DELETE FROM settlement_statement WHERE run_id = :run_id;

-- name: settle_drop_run :run
DELETE FROM settlement_run WHERE id = :run_id AND state = 'dropped';

-- name: settle_retire :run
UPDATE settlement_statement SET state = 'superseded', state_us = :at_us
 WHERE quarter = :quarter AND state IN ('computed', 'disputed');

-- name: settle_statement_insert :run
-- Nobody sees it before settle_statement_total.
INSERT INTO settlement_statement (id, run_id, quarter, organisation_id, payer,
	version, state, period_from, period_to, strata_run_id, n_line, n_due,
	total_cents, digest, computed_us, state_us)
VALUES (:id, :run_id, :quarter, :organisation_id, :payer, :version,
	'superseded', :period_from, :period_to, :strata_run_id, 0, 0, 0, '',
	:at_us, :at_us);

-- name: settle_statement_total :run
-- It comes into force.
UPDATE settlement_statement SET state = 'computed', n_line = :n_line,
       n_due = :n_due, total_cents = :total_cents, digest = :digest
 WHERE id = :id;

-- name: settle_line_insert :run
INSERT INTO settlement_line (id, statement_id, run_id, item, payer, state,
	person_id, enrolment_id, doctor_id, version_id, month, level,
	amount_cents, rule_key, rule_from, rule_source, reason)
VALUES (:id, :statement_id, :run_id, :item, :payer, :state, :person_id,
	:enrolment_id, :doctor_id, :version_id, :month, :level, :amount_cents,
	:rule_key, :rule_from, :rule_source, :reason);

-- name: settle_list :many
SELECT s.id, s.organisation_id, o.code, o.name, s.quarter, s.payer, s.state,
       s.digest, s.version, s.n_line, s.n_due, s.total_cents,
       (SELECT COUNT(*) FROM settlement_line l
         WHERE l.statement_id = s.id AND l.state = 'held')
  FROM settlement_statement s
  JOIN organisation o ON o.id = s.organisation_id
 WHERE s.state <> 'superseded'
   AND (CAST(:quarter AS TEXT) = '' OR s.quarter = :quarter)
   AND (CAST(:only_org AS BIGINT) IS NULL OR s.organisation_id = :only_org)
   AND (CAST(:ats AS TEXT) IS NULL OR o.ats = :ats)
 ORDER BY s.quarter, o.code, s.payer;

-- name: settle_lines :many
SELECT s.quarter, o.code, l.payer, l.item, l.state, p.pseudonym,
       COALESCE(d.gp_code, ''),
       l.rule_key, l.rule_source, l.reason, l.month, l.rule_from, l.level,
       l.amount_cents, l.version_id
  FROM settlement_line l
  JOIN settlement_statement s ON s.id = l.statement_id
  JOIN organisation o ON o.id = s.organisation_id
  JOIN person p ON p.id = l.person_id
  LEFT JOIN doctor d ON d.id = l.doctor_id
 WHERE s.state <> 'superseded' AND s.quarter = :quarter
   AND (CAST(:pseudonym AS TEXT) = '' OR p.pseudonym = :pseudonym)
   AND (CAST(:state AS TEXT) = '' OR l.state = :state)
   AND (CAST(:only_org AS BIGINT) IS NULL OR s.organisation_id = :only_org)
   AND (CAST(:ats AS TEXT) IS NULL OR o.ats = :ats)
 ORDER BY o.code, p.pseudonym, l.payer, l.item, l.month, l.id;

-- name: settle_move :run
UPDATE settlement_statement SET state = :state, state_us = :at_us, note = :note
 WHERE id = :id AND state = :from_state;

-- name: settle_statement :one
-- One statement in force.
SELECT s.id, s.organisation_id, o.code, o.name, s.quarter, s.payer, s.state,
       s.digest, s.version, s.n_line, s.n_due, s.total_cents,
       (SELECT COUNT(*) FROM settlement_line l
         WHERE l.statement_id = s.id AND l.state = 'held')
  FROM settlement_statement s
  JOIN organisation o ON o.id = s.organisation_id
 WHERE s.id = :id AND s.state <> 'superseded'
   AND (CAST(:only_org AS BIGINT) IS NULL OR s.organisation_id = :only_org)
   AND (CAST(:ats AS TEXT) IS NULL OR o.ats = :ats);

-- A page of the lines of a statement, by state and as they were computed: each
-- question walks one index (0027_cooperative) and fetches the page alone.

-- name: settle_page_all :many
SELECT s.quarter, o.code, l.payer, l.item, l.state, p.pseudonym,
       COALESCE(d.gp_code, ''), COALESCE(l.rule_key, ''),
       COALESCE(l.rule_source, ''), l.reason, l.month, l.rule_from, l.level,
       l.amount_cents, l.version_id
  FROM (SELECT x.id FROM settlement_line x WHERE x.statement_id = :id
         ORDER BY x.state, x.id
         LIMIT :n OFFSET :offset) k
  JOIN settlement_line l ON l.id = k.id
  JOIN settlement_statement s ON s.id = l.statement_id
  JOIN organisation o ON o.id = s.organisation_id
  JOIN person p ON p.id = l.person_id
  LEFT JOIN doctor d ON d.id = l.doctor_id
 ORDER BY l.state, l.id;

-- name: settle_page_state :many
SELECT s.quarter, o.code, l.payer, l.item, l.state, p.pseudonym,
       COALESCE(d.gp_code, ''), COALESCE(l.rule_key, ''),
       COALESCE(l.rule_source, ''), l.reason, l.month, l.rule_from, l.level,
       l.amount_cents, l.version_id
  FROM (SELECT x.id FROM settlement_line x
         WHERE x.statement_id = :id AND x.state = :state
         ORDER BY x.id
         LIMIT :n OFFSET :offset) k
  JOIN settlement_line l ON l.id = k.id
  JOIN settlement_statement s ON s.id = l.statement_id
  JOIN organisation o ON o.id = s.organisation_id
  JOIN person p ON p.id = l.person_id
  LEFT JOIN doctor d ON d.id = l.doctor_id
 ORDER BY l.id;

-- name: settle_page_doctor :many
SELECT s.quarter, o.code, l.payer, l.item, l.state, p.pseudonym,
       COALESCE(d.gp_code, ''), COALESCE(l.rule_key, ''),
       COALESCE(l.rule_source, ''), l.reason, l.month, l.rule_from, l.level,
       l.amount_cents, l.version_id
  FROM (SELECT x.id FROM settlement_line x
         WHERE x.statement_id = :id
           AND x.doctor_id = (SELECT g.id FROM doctor g
                               WHERE g.gp_code = :gp_code)
           AND (CAST(:state AS TEXT) = '' OR x.state = :state)
         ORDER BY x.state, x.id
         LIMIT :n OFFSET :offset) k
  JOIN settlement_line l ON l.id = k.id
  JOIN settlement_statement s ON s.id = l.statement_id
  JOIN organisation o ON o.id = s.organisation_id
  JOIN person p ON p.id = l.person_id
  LEFT JOIN doctor d ON d.id = l.doctor_id
 ORDER BY l.state, l.id;

-- name: settle_page_doctor_count :one
SELECT count(*) FROM settlement_line x
 WHERE x.statement_id = :id
   AND x.doctor_id = (SELECT g.id FROM doctor g WHERE g.gp_code = :gp_code)
   AND (CAST(:state AS TEXT) = '' OR x.state = :state);

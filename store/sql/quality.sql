-- Indicators: the facts of each chronic person, and what was measured.

-- name: quality_strata :one
SELECT id, as_of FROM strata_run
 WHERE state = 'current' AND as_of <= :on_date
 ORDER BY as_of DESC LIMIT 1;

-- name: quality_people :many
-- Chronic people with their doctor and their live enrolment on the day.
SELECT s.person_id, s.level, s.main_cluster, m.doctor_id, e.id,
       (SELECT MIN(k.valid_from) FROM pact k
         WHERE k.enrolment_id = e.id AND k.signed_person_us IS NOT NULL
           AND k.signed_doctor_us IS NOT NULL),
       (SELECT MIN(v.signed_us) FROM plan_version v
          JOIN care_plan c ON c.id = v.care_plan_id
         WHERE c.enrolment_id = e.id AND v.signed_us IS NOT NULL),
       (SELECT COUNT(*) FROM plan_version v
         WHERE v.person_id = s.person_id AND v.published_us IS NOT NULL
           AND v.valid_from <= :on_date AND v.valid_to >= :on_date
           AND (v.ended_on IS NULL OR v.ended_on > :on_date))
  FROM stratum s
  LEFT JOIN person_doctor m ON m.person_id = s.person_id
       AND m.valid_from <= :on_date
       AND (m.valid_to IS NULL OR m.valid_to >= :on_date)
  LEFT JOIN enrolment e ON e.person_id = s.person_id
       AND e.active_from <= :on_date
       AND (e.ended_on IS NULL OR e.ended_on > :on_date)
 WHERE s.run_id = :run_id AND s.level BETWEEN 1 AND 3
 ORDER BY s.person_id;

-- name: quality_people_count :one
SELECT COUNT(*) FROM stratum WHERE run_id = :run_id AND level BETWEEN 1 AND 3;

-- name: quality_conditions :many
SELECT person_id, condition FROM person_condition
 WHERE run_id = :run_id ORDER BY person_id, priority;

-- name: quality_services :many
SELECT person_id, service_code, n_365 FROM service_history
 WHERE run_id = :run_id AND n_365 > 0 ORDER BY person_id, service_code;

-- name: quality_drugs :many
SELECT person_id, atc, first_date, ddd_e4 FROM therapy
 WHERE run_id = :run_id ORDER BY person_id, atc;

-- name: quality_activities :many
-- Planned services due by the day, and how far each came.
SELECT a.person_id, COUNT(*),
       SUM(CASE WHEN a.prescribed_on <= :on_date THEN 1 ELSE 0 END),
       SUM(CASE WHEN a.booked_on <= :on_date THEN 1 ELSE 0 END),
       SUM(CASE WHEN a.booked_on <= :on_date AND p.day <= a.latest
                THEN 1 ELSE 0 END),
       SUM(CASE WHEN a.done_on <= :on_date THEN 1 ELSE 0 END)
  FROM activity a
  LEFT JOIN appointment_activity x ON x.activity_id = a.id
       AND x.released_us IS NULL
  LEFT JOIN appointment p ON p.id = x.appointment_id
 WHERE a.due <= :on_date AND a.state NOT IN ('cancelled', 'refused')
 GROUP BY a.person_id
 ORDER BY a.person_id;

-- name: quality_appointments :many
SELECT person_id, SUM(CASE WHEN state = 'done' THEN 1 ELSE 0 END),
       SUM(CASE WHEN state = 'no_show' THEN 1 ELSE 0 END)
  FROM appointment
 WHERE day <= :on_date AND state IN ('done', 'no_show')
 GROUP BY person_id
 ORDER BY person_id;

-- name: quality_run_insert :run
INSERT INTO indicator_run (id, on_date, strata_run_id, claims_to, state,
                           n_person, created_us)
VALUES (:id, :on_date, :strata_run_id, :claims_to, 'running', 0, :at_us);

-- name: quality_run_done :run
UPDATE indicator_run SET state = 'done', n_person = :n_person WHERE id = :id;

-- name: quality_abandoned :many
SELECT id FROM indicator_run
 WHERE state = 'running' AND created_us < :before_us ORDER BY id;

-- name: quality_drop_members :run
DELETE FROM indicator_member
 WHERE run_id = :run_id AND indicator = :indicator;

-- name: quality_drop_shares :run
DELETE FROM indicator_share WHERE run_id = :run_id;

-- name: quality_drop_results :run
DELETE FROM indicator_result WHERE run_id = :run_id;

-- name: quality_drop_run :run
DELETE FROM indicator_run WHERE id = :run_id AND state = 'running';

-- name: quality_member_insert :run
INSERT INTO indicator_member (run_id, indicator, person_id, doctor_id, enrolled,
	level, main_cluster, numerator, denominator, why)
VALUES (:run_id, :indicator, :person_id, :doctor_id, :enrolled, :level,
	:main_cluster, :numerator, :denominator, :why);

-- name: quality_result_insert :run
INSERT INTO indicator_result (run_id, indicator, enrolled, numerator,
	denominator, n_person, target_percent)
VALUES (:run_id, :indicator, :enrolled, :numerator, :denominator, :n_person,
	:target_percent);

-- name: quality_latest :one
SELECT id, on_date, claims_to, n_person FROM indicator_run
 WHERE state = 'done' ORDER BY on_date DESC, created_us DESC LIMIT 1;

-- name: quality_results :many
SELECT indicator, enrolled, numerator, denominator, n_person
  FROM indicator_result WHERE run_id = :run_id ORDER BY indicator, enrolled;

-- Shares of a run: by doctor, main disease, level of its people.

-- name: quality_share_doctor :many
SELECT m.indicator, p.ats, COALESCE(d.gp_code, ''), m.enrolled,
       SUM(m.numerator), SUM(m.denominator), COUNT(*)
  FROM indicator_member m
  JOIN person p ON p.id = m.person_id
  LEFT JOIN doctor d ON d.id = m.doctor_id
 WHERE m.run_id = :run_id
 GROUP BY m.indicator, p.ats, COALESCE(d.gp_code, ''), m.enrolled;

-- name: quality_share_cluster :many
SELECT m.indicator, p.ats, m.main_cluster, m.enrolled,
       SUM(m.numerator), SUM(m.denominator), COUNT(*)
  FROM indicator_member m
  JOIN person p ON p.id = m.person_id
 WHERE m.run_id = :run_id
 GROUP BY m.indicator, p.ats, m.main_cluster, m.enrolled;

-- name: quality_share_level :many
SELECT m.indicator, p.ats, CAST(m.level AS TEXT), m.enrolled,
       SUM(m.numerator), SUM(m.denominator), COUNT(*)
  FROM indicator_member m
  JOIN person p ON p.id = m.person_id
 WHERE m.run_id = :run_id
 GROUP BY m.indicator, p.ats, CAST(m.level AS TEXT), m.enrolled;

-- name: quality_share_insert :run
INSERT INTO indicator_share (run_id, indicator, by_what, ats, key, enrolled,
	numerator, denominator, n_person)
VALUES (:run_id, :indicator, :by_what, :ats, :key, :enrolled, :numerator,
	:denominator, :n_person);

-- name: quality_results_ats :many
-- The results of one agency's people: every member has a level.
SELECT indicator, enrolled, SUM(numerator), SUM(denominator), SUM(n_person)
  FROM indicator_share
 WHERE run_id = :run_id AND by_what = 'level' AND ats = :ats
 GROUP BY indicator, enrolled ORDER BY indicator, enrolled;

-- name: quality_chronic_ats :one
-- Chronic people of an agency in the stratification of a run.
SELECT COALESCE(SUM(c.n), 0)
  FROM indicator_run r
  JOIN stratum_count c ON c.run_id = r.strata_run_id
 WHERE r.id = :run_id AND c.ats = :ats AND c.level BETWEEN 1 AND 3;

-- name: quality_groups :many
SELECT key, SUM(numerator), SUM(denominator), SUM(n_person)
  FROM indicator_share
 WHERE run_id = :run_id AND by_what = :by_what AND indicator = :indicator
   AND (CAST(:ats AS TEXT) IS NULL OR ats = :ats)
 GROUP BY key
 ORDER BY CASE WHEN :by_what = 'cluster' AND key <> ''
               THEN CAST(key AS INTEGER) ELSE 0 END, key;

-- name: quality_members :many
SELECT p.pseudonym, COALESCE(d.gp_code, ''), m.main_cluster, m.why, m.enrolled,
       m.level, m.numerator, m.denominator
  FROM indicator_member m
  JOIN person p ON p.id = m.person_id
  LEFT JOIN doctor d ON d.id = m.doctor_id
 WHERE m.run_id = :run_id AND m.indicator = :indicator
   AND (CAST(:gp_code AS TEXT) = '' OR d.gp_code = :gp_code)
   AND (CAST(:ats AS TEXT) IS NULL OR p.ats = :ats)
 ORDER BY m.level, p.pseudonym
 LIMIT :n;

-- name: quality_members_missing :many
-- Those whose numerator is short, in the order of the index
-- indicator_member_missing: what is shown is all that is read.
SELECT p.pseudonym, COALESCE(d.gp_code, ''), m.main_cluster, m.why, m.enrolled,
       m.level, m.numerator, m.denominator
  FROM indicator_member m
  JOIN person p ON p.id = m.person_id
  LEFT JOIN doctor d ON d.id = m.doctor_id
 WHERE m.run_id = :run_id AND m.indicator = :indicator
   AND m.numerator < m.denominator
   AND (CAST(:gp_code AS TEXT) = '' OR d.gp_code = :gp_code)
   AND (CAST(:ats AS TEXT) IS NULL OR p.ats = :ats)
 ORDER BY m.level, m.person_id
 LIMIT :n;

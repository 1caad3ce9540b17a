-- name: strata_run_insert :run
INSERT INTO strata_run (id, as_of, definition, state, source_digest, created_us)
VALUES (:id, :as_of, :definition, 'loading', '', :created_us);

-- name: strata_run_supersede :run
-- The run of the same date that was current is kept as history.
UPDATE strata_run SET state = 'superseded'
 WHERE as_of = :as_of AND state = 'current';

-- name: strata_run_finish :run
UPDATE strata_run
   SET state = 'current', n_person = :n_person,
       source_digest = :source_digest, ended_us = :ended_us
 WHERE id = :id AND state = 'loading';

-- name: strata_run_fail :run
UPDATE strata_run SET state = 'failed', ended_us = :ended_us
 WHERE id = :id AND state = 'loading';

-- name: strata_run_abandon :run
-- Loads that never ended: their program was stopped.
UPDATE strata_run SET state = 'failed', ended_us = :ended_us
 WHERE state = 'loading' AND created_us < :before_us;

-- name: strata_run_latest :one
-- The current run of the latest date not after a day (NULL: of any day).
SELECT id, as_of, definition, n_person, source_digest, created_us
  FROM strata_run
 WHERE state = 'current'
   AND (CAST(:on_date AS DATE) IS NULL OR as_of <= :on_date)
 ORDER BY as_of DESC LIMIT 1;

-- name: strata_people :many
-- Everybody known to the database, for matching with the archive.
SELECT id, pseudonym, ats FROM person ORDER BY pseudonym;

-- name: stratum_insert :run
INSERT INTO stratum (run_id, person_id, level, level_weighted, main_cluster,
	main_condition, n_comorbidities, clusters, other_clusters,
	charlson_1987, charlson_2011, mcs, n_contacts)
VALUES (:run_id, :person_id, :level, :level_weighted, :main_cluster,
	:main_condition, :n_comorbidities, :clusters, :other_clusters,
	:charlson_1987, :charlson_2011, :mcs, :n_contacts);

-- name: person_condition_insert :run
INSERT INTO person_condition (run_id, person_id, condition, cluster, priority,
	counting, evidence)
VALUES (:run_id, :person_id, :condition, :cluster, :priority, :counting,
	:evidence);

-- name: therapy_insert :run
INSERT INTO therapy (run_id, person_id, atc, n_dispensings, first_date,
	last_date, ddd_e4, months)
VALUES (:run_id, :person_id, :atc, :n_dispensings, :first_date, :last_date,
	:ddd_e4, :months);

-- name: person_near_insert :run
INSERT INTO person_near (run_id, person_id, condition, done_permille, stopped,
	evidence)
VALUES (:run_id, :person_id, :condition, :done_permille, :stopped, :evidence);

-- name: service_history_insert :run
INSERT INTO service_history (run_id, person_id, service_code, last_date, n_365)
VALUES (:run_id, :person_id, :service_code, :last_date, :n_365);

-- name: strata_count_levels :many
SELECT level, count(*) FROM stratum WHERE run_id = :run_id
 GROUP BY level ORDER BY level;

-- name: strata_count_clusters :many
-- Main clusters of people of level 1 to 3, the most frequent first.
SELECT main_cluster,
       sum(CASE WHEN level = 1 THEN 1 ELSE 0 END),
       sum(CASE WHEN level = 2 THEN 1 ELSE 0 END),
       sum(CASE WHEN level = 3 THEN 1 ELSE 0 END),
       count(*)
  FROM stratum
 WHERE run_id = :run_id AND level BETWEEN 1 AND 3
 GROUP BY main_cluster ORDER BY count(*) DESC, main_cluster;

-- The population of a run: made once, then looked at.

-- name: population_made :one
SELECT n_person FROM population_run WHERE run_id = :run_id;

-- name: population_slice :one
-- The last person of the next slice, and how many there are in it.
SELECT max(person_id), count(*) FROM (
	SELECT person_id FROM stratum
	 WHERE run_id = :run_id AND person_id > :after
	 ORDER BY person_id LIMIT :n) AS slice;

-- name: population_place :run
-- Age on the day of the run from the texts of the dates: both engines write
-- them as YYYY-MM-DD.
INSERT INTO stratum_place (run_id, pseudonym, person_id, municipality, ats, sex,
	age, level, main_cluster, doctor_id)
SELECT s.run_id, p.pseudonym, p.id, p.municipality, p.ats, p.sex,
       CAST(substr(CAST(r.as_of AS TEXT), 1, 4) AS INTEGER)
       - CAST(substr(CAST(p.birth_date AS TEXT), 1, 4) AS INTEGER)
       - CASE WHEN substr(CAST(r.as_of AS TEXT), 6, 5)
	         < substr(CAST(p.birth_date AS TEXT), 6, 5)
	      THEN 1 ELSE 0 END,
       s.level, s.main_cluster,
       COALESCE((SELECT max(m.doctor_id) FROM person_doctor m
                  WHERE m.person_id = p.id AND m.valid_from <= r.as_of
                    AND (m.valid_to IS NULL OR m.valid_to >= r.as_of)), 0)
  FROM stratum s
  JOIN strata_run r ON r.id = s.run_id
  JOIN person p ON p.id = s.person_id
 WHERE s.run_id = :run_id AND s.person_id > :after AND s.person_id <= :to
    ON CONFLICT DO NOTHING;

-- name: population_count_clear :run
DELETE FROM stratum_count WHERE run_id = :run_id;

-- name: population_doctor_clear :run
DELETE FROM stratum_doctor WHERE run_id = :run_id;

-- name: population_count :run
INSERT INTO stratum_count (run_id, ats, municipality, sex, band, level,
	main_cluster, n)
SELECT run_id, ats, municipality, sex,
       CASE WHEN age > 95 THEN 19 WHEN age < 0 THEN 0 ELSE age / 5 END AS band,
       level, main_cluster, count(*)
  FROM stratum_place WHERE run_id = :run_id
 GROUP BY run_id, ats, municipality, sex, band, level, main_cluster;

-- name: population_doctor :run
INSERT INTO stratum_doctor (run_id, doctor_id, ats, level, main_cluster, n)
SELECT run_id, doctor_id, ats, level, main_cluster, count(*)
  FROM stratum_place WHERE run_id = :run_id
 GROUP BY run_id, doctor_id, ats, level, main_cluster;

-- name: population_done :run
INSERT INTO population_run (run_id, n_person, made_us)
SELECT :run_id, count(*), :made_us FROM stratum_place WHERE run_id = :run_id;

-- name: population_runs :many
-- What may be looked at, the latest first.
SELECT id, as_of, definition, n_person, source_digest, created_us, state
  FROM strata_run WHERE state IN ('current', 'superseded')
 ORDER BY as_of DESC, created_us DESC LIMIT :n;

-- name: population_run :one
SELECT id, as_of, definition, n_person, source_digest, created_us
  FROM strata_run WHERE id = :id AND state IN ('current', 'superseded');

-- name: population_cells :many
SELECT ats, municipality, sex, band, level, main_cluster, n
  FROM stratum_count WHERE run_id = :run_id;

-- name: population_doctors :many
SELECT c.doctor_id, COALESCE(d.gp_code, ''), COALESCE(d.last_name, ''),
       COALESCE(d.first_name, ''), COALESCE(d.municipality, ''),
       c.people, c.level_1, c.level_2, c.level_3, c.fits
  FROM (SELECT doctor_id, sum(n) AS people,
	       sum(CASE WHEN level = 1 THEN n ELSE 0 END) AS level_1,
	       sum(CASE WHEN level = 2 THEN n ELSE 0 END) AS level_2,
	       sum(CASE WHEN level = 3 THEN n ELSE 0 END) AS level_3,
	       sum(CASE WHEN level BETWEEN :level_from AND :level_to
	                 AND (CAST(:cluster AS TEXT) IS NULL
	                      OR main_cluster = :cluster)
	                THEN n ELSE 0 END) AS fits
	  FROM stratum_doctor
	 WHERE run_id = :run_id AND (CAST(:ats AS TEXT) IS NULL OR ats = :ats)
	 GROUP BY doctor_id) c
  LEFT JOIN doctor d ON d.id = c.doctor_id
 ORDER BY c.doctor_id;

-- name: population_enrolled :many
-- By the health agency of the doctor.
SELECT COALESCE(d.ats, ''), count(*)
  FROM enrolment e LEFT JOIN doctor d ON d.id = e.doctor_id
 WHERE e.ended_on IS NULL AND e.state = 'active'
 GROUP BY COALESCE(d.ats, '');

-- name: population_plans :many
SELECT d.ats, count(*)
  FROM plan_version v JOIN doctor d ON d.id = v.doctor_id
 WHERE v.state IN ('published', 'active')
   AND v.valid_from <= :on_date AND v.valid_to >= :on_date
   AND (v.ended_on IS NULL OR v.ended_on > :on_date)
 GROUP BY d.ats;

-- name: population_booked :one
-- Booked over planned services, of the latest measure.
SELECT sum(x.numerator), sum(x.denominator), max(r.on_date)
  FROM indicator_share x
  JOIN (SELECT id, on_date FROM indicator_run WHERE state = 'done'
         ORDER BY on_date DESC, created_us DESC LIMIT 1) r ON r.id = x.run_id
 WHERE x.by_what = 'level' AND x.indicator = 'ACT_BOOKED'
   AND (CAST(:ats AS TEXT) IS NULL OR x.ats = :ats);

-- People behind a figure, by the index that leaves fewest; the other conditions
-- are looked at row by row, and what is shown is fetched for the page alone.

-- name: population_people_in_order :many
SELECT t.person_id, t.pseudonym, t.municipality, t.sex, t.age, t.level,
       t.main_cluster, COALESCE(d.gp_code, ''), s.clusters, s.n_comorbidities,
       s.n_contacts
  FROM (SELECT * FROM stratum_place t
         WHERE t.run_id = :run_id AND t.pseudonym >= :q AND t.pseudonym < :q_end
           AND t.level BETWEEN :level_from AND :level_to
           AND t.age BETWEEN :age_from AND :age_to
           AND (CAST(:sex AS TEXT) IS NULL OR t.sex = :sex)
           AND (CAST(:ats AS TEXT) IS NULL OR t.ats = :ats)
           AND (CAST(:cluster AS TEXT) IS NULL OR t.main_cluster = :cluster)
           AND (CAST(:municipality AS TEXT) IS NULL
                OR t.municipality = :municipality)
           AND (CAST(:doctor_id AS BIGINT) IS NULL
                OR t.doctor_id = :doctor_id)
         ORDER BY t.pseudonym
         LIMIT :n OFFSET :offset) t
  JOIN stratum s ON s.run_id = t.run_id AND s.person_id = t.person_id
  LEFT JOIN doctor d ON d.id = t.doctor_id
 ORDER BY t.pseudonym;

-- name: population_people_by_need :many
SELECT t.person_id, t.pseudonym, t.municipality, t.sex, t.age, t.level,
       t.main_cluster, COALESCE(d.gp_code, ''), s.clusters, s.n_comorbidities,
       s.n_contacts
  FROM (SELECT * FROM stratum_place t
         WHERE t.run_id = :run_id AND t.pseudonym >= :q AND t.pseudonym < :q_end
           AND t.level BETWEEN :level_from AND :level_to
           AND t.age BETWEEN :age_from AND :age_to
           AND (CAST(:sex AS TEXT) IS NULL OR t.sex = :sex)
           AND (CAST(:ats AS TEXT) IS NULL OR t.ats = :ats)
         ORDER BY t.level, t.age DESC, t.pseudonym
         LIMIT :n OFFSET :offset) t
  JOIN stratum s ON s.run_id = t.run_id AND s.person_id = t.person_id
  LEFT JOIN doctor d ON d.id = t.doctor_id
 ORDER BY t.level, t.age DESC, t.pseudonym;

-- name: population_people_of_doctor :many
-- By the index of the doctor: neither level nor pseudonym may choose another.
SELECT t.person_id, t.pseudonym, t.municipality, t.sex, t.age, t.level,
       t.main_cluster, COALESCE(d.gp_code, ''), s.clusters, s.n_comorbidities,
       s.n_contacts
  FROM (SELECT * FROM stratum_place t
         WHERE t.run_id = :run_id AND t.doctor_id = :doctor_id
           AND t.pseudonym || '' >= :q AND t.pseudonym || '' < :q_end
           AND +t.level BETWEEN :level_from AND :level_to
           AND t.age BETWEEN :age_from AND :age_to
           AND (CAST(:sex AS TEXT) IS NULL OR t.sex = :sex)
           AND (CAST(:ats AS TEXT) IS NULL OR t.ats = :ats)
           AND (CAST(:cluster AS TEXT) IS NULL OR t.main_cluster = :cluster)
           AND (CAST(:municipality AS TEXT) IS NULL
                OR t.municipality = :municipality)
         ORDER BY CASE WHEN CAST(:sort AS INTEGER) = 1
               THEN t.level * 1000 - t.age
               WHEN CAST(:sort AS INTEGER) = 2 THEN t.age
               WHEN CAST(:sort AS INTEGER) = 3 THEN -t.age END,
          CASE WHEN CAST(:sort AS INTEGER) = 4 THEN t.municipality END,
          CASE WHEN CAST(:sort AS INTEGER) = 5 THEN t.pseudonym END DESC,
          t.pseudonym
         LIMIT :n OFFSET :offset) t
  JOIN stratum s ON s.run_id = t.run_id AND s.person_id = t.person_id
  LEFT JOIN doctor d ON d.id = t.doctor_id
 ORDER BY CASE WHEN CAST(:sort AS INTEGER) = 1
               THEN t.level * 1000 - t.age
               WHEN CAST(:sort AS INTEGER) = 2 THEN t.age
               WHEN CAST(:sort AS INTEGER) = 3 THEN -t.age END,
          CASE WHEN CAST(:sort AS INTEGER) = 4 THEN t.municipality END,
          CASE WHEN CAST(:sort AS INTEGER) = 5 THEN t.pseudonym END DESC,
          t.pseudonym;

-- name: population_people_of_place :many
-- By the index of the municipality: neither level nor pseudonym may choose another.
SELECT t.person_id, t.pseudonym, t.municipality, t.sex, t.age, t.level,
       t.main_cluster, COALESCE(d.gp_code, ''), s.clusters, s.n_comorbidities,
       s.n_contacts
  FROM (SELECT * FROM stratum_place t
         WHERE t.run_id = :run_id AND t.municipality = :municipality
           AND t.pseudonym || '' >= :q AND t.pseudonym || '' < :q_end
           AND +t.level BETWEEN :level_from AND :level_to
           AND t.age BETWEEN :age_from AND :age_to
           AND (CAST(:sex AS TEXT) IS NULL OR t.sex = :sex)
           AND (CAST(:ats AS TEXT) IS NULL OR t.ats = :ats)
           AND (CAST(:cluster AS TEXT) IS NULL OR t.main_cluster = :cluster)
         ORDER BY CASE WHEN CAST(:sort AS INTEGER) = 1
               THEN t.level * 1000 - t.age
               WHEN CAST(:sort AS INTEGER) = 2 THEN t.age
               WHEN CAST(:sort AS INTEGER) = 3 THEN -t.age END,
          CASE WHEN CAST(:sort AS INTEGER) = 4 THEN t.municipality END,
          CASE WHEN CAST(:sort AS INTEGER) = 5 THEN t.pseudonym END DESC,
          t.pseudonym
         LIMIT :n OFFSET :offset) t
  JOIN stratum s ON s.run_id = t.run_id AND s.person_id = t.person_id
  LEFT JOIN doctor d ON d.id = t.doctor_id
 ORDER BY CASE WHEN CAST(:sort AS INTEGER) = 1
               THEN t.level * 1000 - t.age
               WHEN CAST(:sort AS INTEGER) = 2 THEN t.age
               WHEN CAST(:sort AS INTEGER) = 3 THEN -t.age END,
          CASE WHEN CAST(:sort AS INTEGER) = 4 THEN t.municipality END,
          CASE WHEN CAST(:sort AS INTEGER) = 5 THEN t.pseudonym END DESC,
          t.pseudonym;

-- name: population_people_of_cluster :many
SELECT t.person_id, t.pseudonym, t.municipality, t.sex, t.age, t.level,
       t.main_cluster, COALESCE(d.gp_code, ''), s.clusters, s.n_comorbidities,
       s.n_contacts
  FROM (SELECT * FROM stratum_place t
         WHERE t.run_id = :run_id AND t.main_cluster = :cluster
           AND t.pseudonym >= :q AND t.pseudonym < :q_end
           AND t.level BETWEEN :level_from AND :level_to
           AND t.age BETWEEN :age_from AND :age_to
           AND (CAST(:sex AS TEXT) IS NULL OR t.sex = :sex)
           AND (CAST(:ats AS TEXT) IS NULL OR t.ats = :ats)
         ORDER BY CASE WHEN CAST(:sort AS INTEGER) = 1
               THEN t.level * 1000 - t.age
               WHEN CAST(:sort AS INTEGER) = 2 THEN t.age
               WHEN CAST(:sort AS INTEGER) = 3 THEN -t.age END,
          CASE WHEN CAST(:sort AS INTEGER) = 4 THEN t.municipality END,
          CASE WHEN CAST(:sort AS INTEGER) = 5 THEN t.pseudonym END DESC,
          t.pseudonym
         LIMIT :n OFFSET :offset) t
  JOIN stratum s ON s.run_id = t.run_id AND s.person_id = t.person_id
  LEFT JOIN doctor d ON d.id = t.doctor_id
 ORDER BY CASE WHEN CAST(:sort AS INTEGER) = 1
               THEN t.level * 1000 - t.age
               WHEN CAST(:sort AS INTEGER) = 2 THEN t.age
               WHEN CAST(:sort AS INTEGER) = 3 THEN -t.age END,
          CASE WHEN CAST(:sort AS INTEGER) = 4 THEN t.municipality END,
          CASE WHEN CAST(:sort AS INTEGER) = 5 THEN t.pseudonym END DESC,
          t.pseudonym;

-- name: population_people_of_level :many
SELECT t.person_id, t.pseudonym, t.municipality, t.sex, t.age, t.level,
       t.main_cluster, COALESCE(d.gp_code, ''), s.clusters, s.n_comorbidities,
       s.n_contacts
  FROM (SELECT * FROM stratum_place t
         WHERE t.run_id = :run_id AND t.pseudonym >= :q AND t.pseudonym < :q_end
           AND t.level BETWEEN :level_from AND :level_to
           AND t.age BETWEEN :age_from AND :age_to
           AND (CAST(:sex AS TEXT) IS NULL OR t.sex = :sex)
           AND (CAST(:ats AS TEXT) IS NULL OR t.ats = :ats)
         ORDER BY CASE WHEN CAST(:sort AS INTEGER) = 1
               THEN t.level * 1000 - t.age
               WHEN CAST(:sort AS INTEGER) = 2 THEN t.age
               WHEN CAST(:sort AS INTEGER) = 3 THEN -t.age END,
          CASE WHEN CAST(:sort AS INTEGER) = 4 THEN t.municipality END,
          CASE WHEN CAST(:sort AS INTEGER) = 5 THEN t.pseudonym END DESC,
          t.pseudonym
         LIMIT :n OFFSET :offset) t
  JOIN stratum s ON s.run_id = t.run_id AND s.person_id = t.person_id
  LEFT JOIN doctor d ON d.id = t.doctor_id
 ORDER BY CASE WHEN CAST(:sort AS INTEGER) = 1
               THEN t.level * 1000 - t.age
               WHEN CAST(:sort AS INTEGER) = 2 THEN t.age
               WHEN CAST(:sort AS INTEGER) = 3 THEN -t.age END,
          CASE WHEN CAST(:sort AS INTEGER) = 4 THEN t.municipality END,
          CASE WHEN CAST(:sort AS INTEGER) = 5 THEN t.pseudonym END DESC,
          t.pseudonym;

-- name: population_people_count :one
-- Only for a search, which few rows answer, and of a doctor, by their index.
SELECT (SELECT count(*) FROM stratum_place t
         WHERE CAST(:doctor_id AS BIGINT) IS NULL AND t.run_id = :run_id
           AND t.pseudonym >= :q AND t.pseudonym < :q_end
           AND t.level BETWEEN :level_from AND :level_to
           AND t.age BETWEEN :age_from AND :age_to
           AND (CAST(:cluster AS TEXT) IS NULL OR t.main_cluster = :cluster)
           AND (CAST(:sex AS TEXT) IS NULL OR t.sex = :sex)
           AND (CAST(:ats AS TEXT) IS NULL OR t.ats = :ats)
           AND (CAST(:municipality AS TEXT) IS NULL
                OR t.municipality = :municipality))
     + (SELECT count(*) FROM stratum_place t
         WHERE t.run_id = :run_id AND t.doctor_id = :doctor_id
           AND t.pseudonym || '' >= :q AND t.pseudonym || '' < :q_end
           AND +t.level BETWEEN :level_from AND :level_to
           AND t.age BETWEEN :age_from AND :age_to
           AND (CAST(:cluster AS TEXT) IS NULL OR t.main_cluster = :cluster)
           AND (CAST(:sex AS TEXT) IS NULL OR t.sex = :sex)
           AND (CAST(:ats AS TEXT) IS NULL OR t.ats = :ats)
           AND (CAST(:municipality AS TEXT) IS NULL
                OR t.municipality = :municipality));

-- name: population_people_having :many
SELECT t.person_id, t.pseudonym, t.municipality, t.sex, t.age, t.level,
       t.main_cluster, COALESCE(d.gp_code, ''), s.clusters, s.n_comorbidities,
       s.n_contacts
  FROM (SELECT t.* FROM stratum_having h
          JOIN stratum_place t
            ON t.run_id = h.run_id AND t.pseudonym = h.pseudonym
         WHERE h.run_id = :run_id AND h.cluster = :having
           AND h.pseudonym >= :q AND h.pseudonym < :q_end
           AND (CAST(:and_having AS TEXT) IS NULL
                OR EXISTS (SELECT 1 FROM stratum_having k
                            WHERE k.run_id = h.run_id
                              AND k.cluster = :and_having
                              AND k.pseudonym = h.pseudonym))
           AND t.level BETWEEN :level_from AND :level_to
           AND t.age BETWEEN :age_from AND :age_to
           AND (CAST(:sex AS TEXT) IS NULL OR t.sex = :sex)
           AND (CAST(:ats AS TEXT) IS NULL OR t.ats = :ats)
           AND (CAST(:cluster AS TEXT) IS NULL OR t.main_cluster = :cluster)
           AND (CAST(:municipality AS TEXT) IS NULL
                OR t.municipality = :municipality)
           AND (CAST(:doctor_id AS BIGINT) IS NULL
                OR t.doctor_id = :doctor_id)
         ORDER BY CASE WHEN CAST(:sort AS INTEGER) = 1
               THEN t.level * 1000 - t.age
               WHEN CAST(:sort AS INTEGER) = 2 THEN t.age
               WHEN CAST(:sort AS INTEGER) = 3 THEN -t.age END,
          CASE WHEN CAST(:sort AS INTEGER) = 4 THEN t.municipality END,
          CASE WHEN CAST(:sort AS INTEGER) = 5 THEN t.pseudonym END DESC,
          t.pseudonym
         LIMIT :n OFFSET :offset) t
  JOIN stratum s ON s.run_id = t.run_id AND s.person_id = t.person_id
  LEFT JOIN doctor d ON d.id = t.doctor_id
 ORDER BY CASE WHEN CAST(:sort AS INTEGER) = 1
               THEN t.level * 1000 - t.age
               WHEN CAST(:sort AS INTEGER) = 2 THEN t.age
               WHEN CAST(:sort AS INTEGER) = 3 THEN -t.age END,
          CASE WHEN CAST(:sort AS INTEGER) = 4 THEN t.municipality END,
          CASE WHEN CAST(:sort AS INTEGER) = 5 THEN t.pseudonym END DESC,
          t.pseudonym;

-- name: population_people_having_in_order :many
SELECT t.person_id, t.pseudonym, t.municipality, t.sex, t.age, t.level,
       t.main_cluster, COALESCE(d.gp_code, ''), s.clusters, s.n_comorbidities,
       s.n_contacts
  FROM (SELECT t.* FROM stratum_having h
          JOIN stratum_place t
            ON t.run_id = h.run_id AND t.pseudonym = h.pseudonym
         WHERE h.run_id = :run_id AND h.cluster = :having
           AND h.pseudonym >= :q AND h.pseudonym < :q_end
           AND (CAST(:and_having AS TEXT) IS NULL
                OR EXISTS (SELECT 1 FROM stratum_having k
                            WHERE k.run_id = h.run_id
                              AND k.cluster = :and_having
                              AND k.pseudonym = h.pseudonym))
           AND t.level BETWEEN :level_from AND :level_to
           AND t.age BETWEEN :age_from AND :age_to
           AND (CAST(:sex AS TEXT) IS NULL OR t.sex = :sex)
           AND (CAST(:ats AS TEXT) IS NULL OR t.ats = :ats)
           AND (CAST(:cluster AS TEXT) IS NULL OR t.main_cluster = :cluster)
           AND (CAST(:municipality AS TEXT) IS NULL
                OR t.municipality = :municipality)
           AND (CAST(:doctor_id AS BIGINT) IS NULL
                OR t.doctor_id = :doctor_id)
         ORDER BY h.pseudonym
         LIMIT :n OFFSET :offset) t
  JOIN stratum s ON s.run_id = t.run_id AND s.person_id = t.person_id
  LEFT JOIN doctor d ON d.id = t.doctor_id
 ORDER BY t.pseudonym;

-- name: population_having_count :one
SELECT count(*) FROM stratum_having h
  JOIN stratum_place t ON t.run_id = h.run_id AND t.pseudonym = h.pseudonym
 WHERE h.run_id = :run_id AND h.cluster = :having
   AND h.pseudonym >= :q AND h.pseudonym < :q_end
   AND (CAST(:and_having AS TEXT) IS NULL
        OR EXISTS (SELECT 1 FROM stratum_having k
                    WHERE k.run_id = h.run_id
                      AND k.cluster = :and_having
                      AND k.pseudonym = h.pseudonym))
   AND t.level BETWEEN :level_from AND :level_to
   AND t.age BETWEEN :age_from AND :age_to
   AND (CAST(:sex AS TEXT) IS NULL OR t.sex = :sex)
   AND (CAST(:ats AS TEXT) IS NULL OR t.ats = :ats)
   AND (CAST(:cluster AS TEXT) IS NULL OR t.main_cluster = :cluster)
   AND (CAST(:municipality AS TEXT) IS NULL
        OR t.municipality = :municipality)
   AND (CAST(:doctor_id AS BIGINT) IS NULL
        OR t.doctor_id = :doctor_id);

-- name: population_person :one
SELECT t.pseudonym, t.municipality, t.sex, t.age, t.ats FROM person p
  JOIN stratum_place t ON t.run_id = :run_id AND t.pseudonym = p.pseudonym
 WHERE p.id = :person_id;

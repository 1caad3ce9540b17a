-- What a cooperative has in hand, by doctor. Each statement reads stretches of
-- one index (0013_worklist, 0027_cooperative).

-- name: cooperative_organisation :one
SELECT id, code, name FROM organisation WHERE id = :organisation_id;

-- name: cooperative_members :many
SELECT g.id, g.gp_code, g.last_name, g.first_name, min(m.valid_from)
  FROM doctor_membership m JOIN doctor g ON g.id = m.doctor_id
 WHERE m.organisation_id = :organisation_id AND m.valid_from <= :on_date
   AND (m.valid_to IS NULL OR m.valid_to >= :on_date)
 GROUP BY g.id, g.gp_code, g.last_name, g.first_name
 ORDER BY g.id;

-- name: cooperative_patients :many
SELECT d.doctor_id, count(*)
  FROM person_doctor d
 WHERE d.doctor_id IN (SELECT m.doctor_id FROM doctor_membership m
                        WHERE m.organisation_id = :organisation_id
                          AND m.valid_from <= :on_date
                          AND (m.valid_to IS NULL OR m.valid_to >= :on_date))
   AND d.valid_from <= :on_date
   AND (d.valid_to IS NULL OR d.valid_to >= :on_date)
 GROUP BY d.doctor_id;

-- name: cooperative_enrolled :many
-- Who has a pact, by doctor: also those whose doctor left the cooperative.
SELECT doctor_id, count(*) FROM enrolment
 WHERE organisation_id = :organisation_id AND ended_on IS NULL
   AND state IN ('pact_signed', 'active')
 GROUP BY doctor_id;

-- name: cooperative_plans :many
-- By doctor: people with a plan of any of these kinds, with a draft to sign,
-- with one in force, with one that ends soon and nothing after it, with one
-- that ended and nothing after it.
SELECT x.doctor_id, count(*), sum(x.is_open), sum(x.in_force),
       sum(CASE WHEN x.is_open = 0 AND x.in_force = 1
                 AND x.force_to <= :renew_last THEN 1 ELSE 0 END),
       sum(CASE WHEN x.is_open = 0 AND x.in_force = 0 THEN 1 ELSE 0 END)
  FROM (SELECT v.doctor_id, v.person_id,
               max(CASE WHEN v.state IN ('draft', 'proposed')
                        THEN 1 ELSE 0 END) AS is_open,
               max(CASE WHEN v.state IN ('signed', 'published', 'active')
                        THEN 1 ELSE 0 END) AS in_force,
               max(CASE WHEN v.state IN ('signed', 'published', 'active')
                        THEN v.valid_to END) AS force_to
          FROM plan_version v
         WHERE v.doctor_id IN (SELECT m.doctor_id FROM doctor_membership m
                 WHERE m.organisation_id = :organisation_id
                   AND m.valid_from <= :on_date
                   AND (m.valid_to IS NULL OR m.valid_to >= :on_date))
           AND v.state NOT IN ('superseded', 'closed')
         GROUP BY v.doctor_id, v.person_id) x
 GROUP BY x.doctor_id;

-- name: cooperative_measure :one
SELECT id, on_date FROM indicator_run WHERE state = 'done'
 ORDER BY on_date DESC, created_us DESC LIMIT 1;

-- name: cooperative_booked :many
-- Services booked and due, by doctor, of a measure.
SELECT x.doctor_id, sum(x.numerator), sum(x.denominator)
  FROM indicator_member x
 WHERE x.run_id = :run_id AND x.indicator = 'ACT_BOOKED'
   AND x.doctor_id IN (SELECT m.doctor_id FROM doctor_membership m
                        WHERE m.organisation_id = :organisation_id
                          AND m.valid_from <= :on_date
                          AND (m.valid_to IS NULL OR m.valid_to >= :on_date))
 GROUP BY x.doctor_id;

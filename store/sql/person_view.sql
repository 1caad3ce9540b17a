-- The record of a person as pages show it.

-- name: person_header :one
-- Who it is and where they stand on a day: doctor, level, enrolment, pact,
-- plan in force or last, open draft. All by index; one row.
SELECT p.id, p.pseudonym, coalesce(p.fiscal_code, ''),
       coalesce(p.last_name, ''), coalesce(p.first_name, ''),
       coalesce(p.phone, ''), coalesce(p.email, ''), p.municipality, p.ats,
       p.sex, p.birth_date, p.death_date, p.registration_end,
       coalesce(d.id, 0), coalesce(d.gp_code, ''), coalesce(d.last_name, ''),
       coalesce(d.first_name, ''),
       coalesce(s.level, 0), coalesce(s.main_condition, ''),
       coalesce(s.n_comorbidities, 0), r.as_of,
       coalesce(e.id, 0), coalesce(e.state, ''), coalesce(e.end_reason, ''),
       coalesce(o.name, ''), coalesce(e.suspended, 0), e.active_from,
       e.ended_on,
       coalesce(c.state, ''), c.valid_from, c.valid_to,
       coalesce(v.id, 0), coalesce(v.version, 0), coalesce(v.state, ''),
       coalesce(v.protocol, ''), v.valid_from, v.valid_to,
       coalesce(w.id, 0), coalesce(w.version, 0), coalesce(w.state, ''),
       coalesce(w.kind, '')
  FROM person p
  LEFT JOIN person_doctor m ON m.person_id = p.id
       AND m.valid_from <= :on_date
       AND (m.valid_to IS NULL OR m.valid_to >= :on_date)
  LEFT JOIN doctor d ON d.id = m.doctor_id
  LEFT JOIN strata_run r ON r.id = (
       SELECT x.id FROM strata_run x
        WHERE x.state = 'current' AND x.as_of <= :on_date
        ORDER BY x.as_of DESC LIMIT 1)
  LEFT JOIN stratum s ON s.run_id = r.id AND s.person_id = p.id
  LEFT JOIN enrolment e ON e.id = (
       SELECT x.id FROM enrolment x WHERE x.person_id = p.id
        ORDER BY CASE WHEN x.ended_on IS NULL THEN 0 ELSE 1 END, x.id DESC
        LIMIT 1)
  LEFT JOIN organisation o ON o.id = e.organisation_id
  LEFT JOIN pact c ON c.id = (
       SELECT x.id FROM pact x WHERE x.enrolment_id = e.id
        ORDER BY CASE WHEN x.state = 'signed' THEN 0
                      WHEN x.state IN ('draft', 'signed_by_one') THEN 1
                      ELSE 2 END,
                 CASE WHEN x.valid_from <= :on_date THEN 0 ELSE 1 END,
                 x.id DESC
        LIMIT 1)
  LEFT JOIN plan_version v ON v.id = (
       SELECT x.id FROM plan_version x
        WHERE x.person_id = p.id AND x.state NOT IN ('draft', 'proposed')
        ORDER BY CASE WHEN x.state IN ('signed', 'published', 'active')
                      THEN 0 ELSE 1 END,
                 CASE WHEN x.valid_from <= :on_date THEN 0 ELSE 1 END,
                 x.valid_from DESC, x.id DESC
        LIMIT 1)
  LEFT JOIN plan_version w ON w.person_id = p.id
       AND w.state IN ('draft', 'proposed')
 WHERE p.id = :person_id;

-- name: person_stratum :many
-- What a run says of a person, or (NULL) the run of the day; no row: it does not
-- know them.
SELECT r.id, r.as_of, r.definition, s.level, s.level_weighted, s.main_condition,
       s.main_cluster, s.charlson_1987, s.charlson_2011, s.mcs, s.n_contacts,
       s.clusters, s.other_clusters
  FROM strata_run r
  JOIN stratum s ON s.run_id = r.id AND s.person_id = :person_id
 WHERE CASE WHEN CAST(:run_id AS BIGINT) IS NULL
            THEN r.state = 'current' AND r.as_of <= :on_date
            ELSE r.id = :run_id END
 ORDER BY r.as_of DESC LIMIT 1;

-- name: person_conditions :many
SELECT condition, cluster, counting, evidence FROM person_condition
 WHERE run_id = :run_id AND person_id = :person_id
 ORDER BY priority, condition;

-- name: person_near :many
SELECT condition, '', 0, evidence, done_permille, stopped FROM person_near
 WHERE run_id = :run_id AND person_id = :person_id
 ORDER BY done_permille DESC, condition;

-- name: person_therapy :many
SELECT atc, n_dispensings, first_date, last_date, ddd_e4, months FROM therapy
 WHERE run_id = :run_id AND person_id = :person_id
 ORDER BY atc;

-- name: person_services :many
SELECT service_code, last_date, n_365 FROM service_history
 WHERE run_id = :run_id AND person_id = :person_id
 ORDER BY last_date DESC, service_code;

-- name: person_plans :many
SELECT v.id, v.version, v.state, v.kind, v.valid_from, v.valid_to, v.ended_on,
       coalesce(v.protocol, ''), v.created_us, coalesce(v.signed_us, 0),
       coalesce(v.published_us, 0), coalesce(d.last_name, ''),
       coalesce(d.first_name, '')
  FROM plan_version v
  LEFT JOIN doctor d ON d.id = v.signed_doctor_id
 WHERE v.person_id = :person_id
 ORDER BY v.version DESC, v.id DESC;

-- name: person_moves :many
SELECT v.to_state, v.on_date FROM enrolment e
  JOIN enrolment_event v ON v.enrolment_id = e.id
 WHERE e.person_id = :person_id AND v.from_state <> v.to_state
 ORDER BY v.on_date, v.id;

-- name: person_appointments :many
-- Those that were or will be; not the cancelled ones.
SELECT a.id, a.service_code, a.state, a.day, p.name
  FROM appointment a JOIN provider p ON p.id = a.provider_id
 WHERE a.person_id = :person_id AND a.state <> 'cancelled'
   AND a.day >= :first AND a.day <= :last
 ORDER BY a.day, a.start_min, a.id;

-- name: person_activities :many
-- Services of the plan in force by state, and the first that is due.
SELECT a.state, count(*), min(a.due) FROM activity a
  JOIN plan_version v ON v.id = a.version_id
 WHERE a.person_id = :person_id
   AND v.state IN ('signed', 'published', 'active')
   AND (a.state <> 'planned' OR a.due <= :soon)
 GROUP BY a.state;

-- name: person_looks :many
SELECT a.seq, a.at_us, coalesce(u.display_name, ''), a.role, a.action, a.purpose
  FROM audit a LEFT JOIN app_user u ON u.id = a.user_id
 WHERE a.person_id = :person_id
 ORDER BY a.seq DESC
 LIMIT CAST(:n AS INTEGER) OFFSET CAST(:skip AS INTEGER);

-- name: person_looks_count :one
SELECT count(*) FROM audit WHERE person_id = :person_id;

-- name: person_sites :many
-- Who has agendas of a service inside a box, and the first day with a free
-- place between two days.
SELECT p.name, p.municipality, p.lat_e6, p.lon_e6,
       (SELECT min(s.day) FROM slot s
         WHERE s.provider_id = p.id AND s.service_code = :service
           AND s.day >= :first AND s.day <= :last
           AND s.closed = 0 AND s.taken < s.places)
  FROM provider p
 WHERE p.id IN (SELECT g.provider_id FROM agenda g
                 WHERE g.service_code = :service)
   AND p.lat_e6 BETWEEN :south AND :north
   AND p.lon_e6 BETWEEN :west AND :east
   AND p.valid_from <= :last AND (p.valid_to IS NULL OR p.valid_to >= :first);

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

-- The work lists of a doctor. Each statement reads one stretch of an index by
-- doctor (0013_worklist); app/worklist_*.c puts them together, for a tab is a
-- question about enrolment, pact and plan at once.

-- name: worklist_doctor :many
-- What the registers say of a doctor on a day. Several entries of a register
-- give several rows.
SELECT g.gp_code, g.last_name, g.first_name, o.id, o.code, o.kind,
       m.valid_from, m.valid_to, r.valid_from, r.valid_to,
       s.valid_from, s.valid_to
  FROM doctor g
  LEFT JOIN doctor_membership m ON m.doctor_id = g.id
   AND m.valid_from <= :on_date
   AND (m.valid_to IS NULL OR m.valid_to >= :on_date)
  LEFT JOIN organisation o ON o.id = m.organisation_id
  LEFT JOIN register_entry r ON r.register = 'adhering_doctor'
   AND r.subject_kind = 'doctor' AND r.subject_id = g.id
   AND r.valid_from <= :on_date
   AND (r.valid_to IS NULL OR r.valid_to >= :on_date)
  LEFT JOIN register_entry s ON s.register = 'suitable_manager'
   AND s.subject_kind = 'organisation' AND s.subject_id = o.id
   AND s.valid_from <= :on_date
   AND (s.valid_to IS NULL OR s.valid_to >= :on_date)
 WHERE g.id = :doctor_id;

-- name: worklist_people :many @sqlite
-- The chronic patients of a doctor, by id; the last two columns when they are
-- enrolled with somebody else. CROSS JOIN: SQLite keeps this order of reading;
-- left to itself it begins with all the chronic people there are. INDEXED BY:
-- who is chronic is read of the index alone, left to itself it reads the row
-- of each patient.
SELECT d.person_id, p.pseudonym, p.fiscal_code, p.last_name, p.first_name,
       p.birth_date, p.sex, p.ats, p.registration_start, p.registration_end,
       p.death_date,
       CASE WHEN COALESCE(p.phone, '') = '' AND COALESCE(p.email, '') = ''
            THEN 0 ELSE 1 END,
       1, t.level, t.main_cluster, t.main_condition, t.charlson_2011, t.mcs,
       e.state, e.organisation_id
  FROM person_doctor d
 CROSS JOIN stratum t INDEXED BY stratum_need
 CROSS JOIN person p ON p.id = d.person_id
  LEFT JOIN enrolment e ON e.person_id = d.person_id AND e.ended_on IS NULL
   AND (e.doctor_id IS NULL OR e.doctor_id <> :doctor_id)
 WHERE t.run_id = :run_id AND t.person_id = d.person_id AND t.level <= 3
   AND d.doctor_id = :doctor_id AND d.valid_from <= :on_date
   AND (d.valid_to IS NULL OR d.valid_to >= :on_date)
 ORDER BY d.person_id;

-- name: worklist_people :many @postgres
SELECT d.person_id, p.pseudonym, p.fiscal_code, p.last_name, p.first_name,
       p.birth_date, p.sex, p.ats, p.registration_start, p.registration_end,
       p.death_date,
       CASE WHEN COALESCE(p.phone, '') = '' AND COALESCE(p.email, '') = ''
            THEN 0 ELSE 1 END,
       1, t.level, t.main_cluster, t.main_condition, t.charlson_2011, t.mcs,
       e.state, e.organisation_id
  FROM person_doctor d
  JOIN stratum t ON t.run_id = :run_id AND t.person_id = d.person_id
   AND t.level <= 3
  JOIN person p ON p.id = d.person_id
  LEFT JOIN enrolment e ON e.person_id = d.person_id AND e.ended_on IS NULL
   AND (e.doctor_id IS NULL OR e.doctor_id <> :doctor_id)
 WHERE d.doctor_id = :doctor_id AND d.valid_from <= :on_date
   AND (d.valid_to IS NULL OR d.valid_to >= :on_date)
 ORDER BY d.person_id;

-- name: worklist_others :many
-- People enrolled with a doctor who are no longer chronic, or no longer
-- patients of that doctor.
SELECT e.person_id, p.pseudonym, p.fiscal_code, p.last_name, p.first_name,
       p.birth_date, p.sex, p.ats, p.registration_start, p.registration_end,
       p.death_date,
       CASE WHEN COALESCE(p.phone, '') = '' AND COALESCE(p.email, '') = ''
            THEN 0 ELSE 1 END,
       CASE WHEN d.person_id IS NULL THEN 0 ELSE 1 END,
       t.level, t.main_cluster, t.main_condition, t.charlson_2011, t.mcs,
       NULL, NULL
  FROM enrolment e
  JOIN person p ON p.id = e.person_id
  LEFT JOIN stratum t ON t.run_id = :run_id AND t.person_id = e.person_id
   AND t.level <= 3
  LEFT JOIN person_doctor d ON d.doctor_id = :doctor_id
   AND d.person_id = e.person_id AND d.valid_from <= :on_date
   AND (d.valid_to IS NULL OR d.valid_to >= :on_date)
 WHERE e.doctor_id = :doctor_id AND e.ended_on IS NULL
   AND (t.person_id IS NULL OR d.person_id IS NULL)
 ORDER BY e.person_id;

-- name: worklist_enrolments :many
-- Everybody enrolled with a doctor, with what is to know of the pacts.
SELECT person_id, id, state, suspended, level, active_from, pact_signing,
       pact_to
  FROM enrolment
 WHERE doctor_id = :doctor_id AND ended_on IS NULL
 ORDER BY person_id;

-- name: worklist_plans :many
-- The plans of a doctor that are open, in force or expired.
SELECT person_id, id, version, state, kind, valid_from, valid_to, n_finding,
       n_alert
  FROM plan_version
 WHERE doctor_id = :doctor_id AND state NOT IN ('superseded', 'closed')
 ORDER BY person_id, valid_from;

-- name: worklist_plans_brought :many
-- Those that people enrolled with a doctor have from another one.
SELECT v.person_id, v.id, v.version, v.state, v.kind, v.valid_from, v.valid_to,
       v.n_finding, v.n_alert
  FROM enrolment e
  JOIN plan_version v ON v.person_id = e.person_id
   AND v.state NOT IN ('superseded', 'closed') AND v.doctor_id <> :doctor_id
 WHERE e.doctor_id = :doctor_id AND e.ended_on IS NULL
 ORDER BY v.person_id, v.valid_from;

-- name: worklist_colleagues :many
-- Doctors whose patients a doctor may see on a day, by delegation.
SELECT d.doctor_id, g.last_name, g.first_name, d.valid_from, d.valid_to
  FROM delegation d JOIN doctor g ON g.id = d.doctor_id
 WHERE d.delegate_doctor_id = :doctor_id AND d.valid_from <= :on_date
   AND d.valid_to >= :on_date
 ORDER BY g.last_name, g.first_name, d.id;

-- name: worklist_doctors_of :many
-- Whose patient a person is on a day, and with whom enrolled.
SELECT doctor_id FROM person_doctor
 WHERE person_id = :person_id AND valid_from <= :on_date
   AND (valid_to IS NULL OR valid_to >= :on_date)
UNION
SELECT doctor_id FROM enrolment
 WHERE person_id = :person_id AND ended_on IS NULL AND doctor_id IS NOT NULL;

-- name: worklist_state :one
-- Another number after something was done.
SELECT done FROM audit_head WHERE id = 1;

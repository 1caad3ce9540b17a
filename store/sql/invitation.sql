-- Lists of people to invite.

-- name: invitation_assts :many
-- The ASST that may take people in on a day, by agency.
SELECT o.id, COALESCE(o.ats, '') FROM organisation o
  JOIN register_entry s ON s.register = 'suitable_manager'
   AND s.subject_kind = 'organisation' AND s.subject_id = o.id
 WHERE o.kind = 'ASST' AND s.valid_from <= :on_date
   AND (s.valid_to IS NULL OR s.valid_to >= :on_date)
 ORDER BY o.ats, o.code;

-- name: invitation_doctors :many
-- What the registers say of each doctor on a day; several entries of a register
-- give several rows.
SELECT g.id, g.gp_code, o.id, o.code, o.kind,
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
 ORDER BY g.id, m.valid_from, m.id, r.id, s.id;

-- name: invitation_people :many
-- Chronic people with their doctor on a day and the enrolment alive, in the
-- order of the index stratum_need: the rows of people are read one after the
-- other. The need is sorted by who asks.
SELECT p.id, p.pseudonym, p.ats,
       p.registration_start, p.registration_end, p.death_date,
       CASE WHEN COALESCE(p.phone, '') = '' AND COALESCE(p.email, '') = ''
            THEN 0 ELSE 1 END,
       t.level, t.main_condition, t.charlson_2011, t.mcs,
       d.doctor_id, e.id, e.state, e.organisation_id
  FROM stratum t
  JOIN person p ON p.id = t.person_id
  LEFT JOIN person_doctor d ON d.person_id = p.id AND d.valid_from <= :on_date
   AND (d.valid_to IS NULL OR d.valid_to >= :on_date)
  LEFT JOIN enrolment e ON e.person_id = p.id AND e.ended_on IS NULL
 WHERE t.run_id = :run_id AND t.level <= 3
 ORDER BY t.person_id;

-- name: invitation_registry :one
SELECT max(on_date) FROM registry_import;

-- name: registry_import_insert :run
INSERT INTO registry_import (id, on_date, n_person, at_us)
VALUES (:id, :on_date, :n_person, :at_us);

-- What is kept of a person, for a copy of all of it (app/person_export.c): a
-- statement for each table of the copy, its columns in the order of the table.

-- name: export_person :many
SELECT pseudonym, fiscal_code, last_name, first_name, birth_date, sex,
       municipality, ats, phone, email, registration_start, registration_end,
       death_date
  FROM person WHERE id = :person_id;

-- name: export_doctors :many
SELECT d.gp_code, d.last_name, d.first_name, m.valid_from, m.valid_to
  FROM person_doctor m JOIN doctor d ON d.id = m.doctor_id
 WHERE m.person_id = :person_id ORDER BY m.valid_from, d.id;

-- name: export_enrolments :many
SELECT o.name, d.last_name, d.first_name, e.way, v.from_state, v.to_state,
       v.on_date, v.role, v.reason
  FROM enrolment e
  JOIN enrolment_event v ON v.enrolment_id = e.id
  JOIN organisation o ON o.id = e.organisation_id
  LEFT JOIN doctor d ON d.id = e.doctor_id
 WHERE e.person_id = :person_id ORDER BY v.on_date, v.id;

-- name: export_pacts :many
SELECT k.state, k.mode, k.valid_from, k.valid_to, k.signed_person_us,
       k.signed_doctor_us, k.ended_on, k.end_reason
  FROM pact k JOIN enrolment e ON e.id = k.enrolment_id
 WHERE e.person_id = :person_id ORDER BY k.id;

-- name: export_consents :many
SELECT c.purpose, c.subject_kind, c.granted, c.valid_from, c.valid_to,
       c.recorded_us, c.recorded_role
  FROM consent c
 WHERE c.person_id = :person_id ORDER BY c.recorded_us, c.id;

-- name: export_levels :many
SELECT r.as_of, r.definition, s.level, s.level_weighted, s.main_condition,
       s.clusters, s.other_clusters, s.charlson_1987, s.charlson_2011, s.mcs
  FROM stratum s JOIN strata_run r ON r.id = s.run_id
 WHERE s.person_id = :person_id ORDER BY r.as_of, r.id;

-- name: export_conditions :many
SELECT r.as_of, c.condition, c.counting, c.evidence
  FROM person_condition c JOIN strata_run r ON r.id = c.run_id
 WHERE c.person_id = :person_id ORDER BY r.as_of, r.id, c.priority;

-- name: export_therapy :many
SELECT r.as_of, t.atc, t.n_dispensings, t.first_date, t.last_date, t.months
  FROM therapy t JOIN strata_run r ON r.id = t.run_id
 WHERE t.person_id = :person_id ORDER BY r.as_of, r.id, t.atc;

-- name: export_services :many
SELECT r.as_of, h.service_code, h.last_date, h.n_365
  FROM service_history h JOIN strata_run r ON r.id = h.run_id
 WHERE h.person_id = :person_id ORDER BY r.as_of, r.id, h.service_code;

-- name: export_plans :many
-- To the person what was published; to others what was signed.
SELECT version, signed_us FROM plan_version
 WHERE person_id = :person_id AND signed_us IS NOT NULL
   AND (CAST(:own AS INTEGER) = 0 OR published_us IS NOT NULL)
 ORDER BY version;

-- name: export_activities :many
SELECT v.version, a.service_code, a.earliest, a.due, a.latest, a.state,
       a.prescribed_on, a.booked_on, a.done_on
  FROM activity a JOIN plan_version v ON v.id = a.version_id
 WHERE a.person_id = :person_id AND v.signed_us IS NOT NULL
   AND (CAST(:own AS INTEGER) = 0 OR v.published_us IS NOT NULL)
 ORDER BY v.version, a.due, a.id;

-- name: export_prescriptions :many
SELECT number, branch, state, issued_on, valid_to, cancelled_us, cancel_reason
  FROM prescription
 WHERE person_id = :person_id ORDER BY issued_on, id;

-- name: export_appointments :many
SELECT a.day, a.start_min, a.end_min, a.service_code, a.state, p.name,
       p.municipality, a.reason, a.end_reason, a.confirmed_us, a.created_us,
       a.changed_us
  FROM appointment a JOIN provider p ON p.id = a.provider_id
 WHERE a.person_id = :person_id ORDER BY a.day, a.start_min, a.id;

-- name: export_preferences :many
SELECT p.name, b.weekdays, b.recorded_us
  FROM booking_preference b LEFT JOIN provider p ON p.id = b.provider_id
 WHERE b.person_id = :person_id;

-- name: export_calls :many
SELECT c.at_us, c.outcome, c.again_on, c.note, c.withdrawn_us
  FROM contact_note c
 WHERE c.person_id = :person_id ORDER BY c.at_us, c.id;

-- name: export_messages :many
-- Not what stands in them: some hold a link that opens something.
SELECT kind, state, created_us, sent_us FROM outbox
 WHERE person_id = :person_id ORDER BY created_us, id;

-- name: export_looks :many
SELECT a.at_us, u.display_name, a.role, a.action, a.purpose, a.entity,
       a.entity_id
  FROM audit a LEFT JOIN app_user u ON u.id = a.user_id
 WHERE a.person_id = :person_id ORDER BY a.seq;

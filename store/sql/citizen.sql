-- Citizens: what they see of themselves, and what they say.

-- ---- for whom ----

-- name: citizen_for :many
-- People whose latest word lets this person act for them.
SELECT p.id, coalesce(p.last_name, ''), coalesce(p.first_name, ''), c.valid_from
  FROM consent c
  JOIN person p ON p.id = c.person_id AND p.death_date IS NULL
 WHERE c.subject_kind = 'person' AND c.subject_id = :helper_id
   AND c.purpose = 'care' AND c.granted = 1
   AND c.valid_from <= :on_date
   AND (c.valid_to IS NULL OR c.valid_to >= :on_date)
   AND NOT EXISTS (SELECT 1 FROM consent l
                    WHERE l.person_id = c.person_id AND l.purpose = 'care'
                      AND l.subject_kind = 'person'
                      AND l.subject_id = c.subject_id
                      AND l.valid_from <= :on_date
                      AND (l.valid_to IS NULL OR l.valid_to >= :on_date)
                      AND (l.recorded_us > c.recorded_us
                        OR (l.recorded_us = c.recorded_us AND l.id > c.id)))
 ORDER BY p.last_name, p.first_name, p.id LIMIT 50;

-- name: citizen_helpers :many
-- Who may act for the person, by their latest word to each.
SELECT p.id, coalesce(p.last_name, ''), coalesce(p.first_name, ''), c.valid_from
  FROM consent c
  JOIN person p ON p.id = c.subject_id
 WHERE c.person_id = :person_id AND c.purpose = 'care'
   AND c.subject_kind = 'person' AND c.granted = 1
   AND c.valid_from <= :on_date
   AND (c.valid_to IS NULL OR c.valid_to >= :on_date)
   AND NOT EXISTS (SELECT 1 FROM consent l
                    WHERE l.person_id = c.person_id AND l.purpose = 'care'
                      AND l.subject_kind = 'person'
                      AND l.subject_id = c.subject_id
                      AND l.valid_from <= :on_date
                      AND (l.valid_to IS NULL OR l.valid_to >= :on_date)
                      AND (l.recorded_us > c.recorded_us
                        OR (l.recorded_us = c.recorded_us AND l.id > c.id)))
 ORDER BY p.last_name, p.first_name, p.id LIMIT 50;

-- name: citizen_by_fiscal_code :many
SELECT id, coalesce(last_name, ''), coalesce(first_name, '') FROM person
 WHERE fiscal_code = :fiscal_code AND death_date IS NULL;

-- name: citizen_name :one
SELECT id, coalesce(last_name, ''), coalesce(first_name, '') FROM person
 WHERE id = :id;

-- name: citizen_consent_insert :run
INSERT INTO consent (id, person_id, purpose, subject_kind, subject_id, granted,
                     valid_from, recorded_us)
VALUES (:id, :person_id, 'care', 'person', :subject_id, :granted, :on_date,
        :now);

-- ---- appointments ----

-- name: citizen_appointments :many
SELECT a.id, a.day, a.start_min, a.end_min, a.service_code, a.state, p.name,
       p.municipality, coalesce(a.end_reason, ''), a.confirmed_us,
       coalesce((SELECT m.id FROM appointment m
                  WHERE m.person_id = a.person_id AND m.moved_from = a.id
                  ORDER BY m.id DESC LIMIT 1), 0),
       a.slot_id, a.mode
  FROM appointment a JOIN provider p ON p.id = a.provider_id
 WHERE a.person_id = :person_id AND a.day >= :first AND a.day <= :last
   AND (CAST(:id AS BIGINT) IS NULL OR a.id = :id)
 ORDER BY a.day, a.start_min, a.id LIMIT 1000;

-- name: citizen_appointment_activities :many
-- What each of a person's appointments serves, or served.
SELECT x.appointment_id, t.id, t.service_code
  FROM appointment a
  JOIN appointment_activity x ON x.appointment_id = a.id
  JOIN activity t ON t.id = x.activity_id
 WHERE a.person_id = :person_id AND a.day >= :first AND a.day <= :last
   AND (CAST(:id AS BIGINT) IS NULL OR a.id = :id)
 ORDER BY a.day, a.start_min, x.appointment_id, t.service_code, t.id;

-- name: citizen_open :many
-- What plans in force ask for and nobody booked.
SELECT t.service_code, t.due, t.latest
  FROM activity t JOIN plan_version v ON v.id = t.version_id
 WHERE t.person_id = :person_id AND t.state IN ('planned', 'prescribed')
   AND v.state IN ('published', 'active')
   AND t.due >= :first AND t.due <= :last
 ORDER BY t.due, t.service_code, t.id LIMIT 1000;

-- ---- home ----

-- name: citizen_person :one
SELECT coalesce(p.last_name, ''), coalesce(p.first_name, ''), p.sex,
       coalesce(p.phone, ''), coalesce(p.email, ''),
       coalesce(e.state, ''), e.active_from,
       coalesce(d.last_name, ''), coalesce(d.first_name, ''),
       coalesce(o.name, ''), coalesce(k.state, ''), k.signed_person_us,
       (SELECT max(s.valid_to) FROM pact s
         WHERE s.enrolment_id = e.id AND s.state = 'signed')
  FROM person p
  LEFT JOIN enrolment e ON e.person_id = p.id AND e.ended_on IS NULL
       AND e.state <> 'eligible'
  LEFT JOIN person_doctor m ON m.person_id = p.id AND m.valid_from <= :on_date
       AND (m.valid_to IS NULL OR m.valid_to >= :on_date)
  LEFT JOIN doctor d ON d.id = coalesce(e.doctor_id, m.doctor_id)
  LEFT JOIN organisation o ON o.id = e.organisation_id
  LEFT JOIN pact k ON k.enrolment_id = e.id
       AND k.state IN ('draft', 'signed_by_one')
 WHERE p.id = :person_id;

-- name: citizen_plan :many
-- The version in force today, else the next, else the last that was.
SELECT version, state, valid_from, valid_to FROM plan_version
 WHERE person_id = :person_id AND state IN ('published', 'active', 'expired')
 ORDER BY CASE WHEN state <> 'expired' AND valid_from <= :on_date
                AND valid_to >= :on_date THEN 0
               WHEN state <> 'expired' THEN 1 ELSE 2 END,
          valid_to DESC, id DESC
 LIMIT 1;

-- name: citizen_coming :one
SELECT count(*) FROM appointment
 WHERE person_id = :person_id AND state = 'booked'
   AND (day > :on_date OR (day = :on_date AND end_min > :minute));

-- name: citizen_next :many
SELECT id FROM appointment
 WHERE person_id = :person_id AND state = 'booked'
   AND (day > :on_date OR (day = :on_date AND end_min > :minute))
 ORDER BY day, start_min, id LIMIT 1;

-- name: citizen_changes :many
-- What others did since a day that the person should know of.
SELECT at_us, entity_id, action FROM audit
 WHERE person_id = :person_id AND at_us >= :since AND user_id <> :me
   AND action IN ('plan.publish', 'booking.move', 'booking.cancel',
                  'booking.close_day', 'booking.year', 'plan.prescribe',
                  'access.break_glass')
 ORDER BY seq DESC LIMIT 5;

-- ---- who looked ----

-- name: citizen_looks :many
-- Newest first; name of the user, and of what their role is bound to.
SELECT a.seq, a.at_us, a.user_id, a.role, a.action, a.purpose, a.detail,
       coalesce(u.display_name, ''),
       coalesce((SELECT o.name FROM user_role r
                   JOIN organisation o ON o.id = r.organisation_id
                  WHERE r.user_id = a.user_id AND r.role = a.role
                  ORDER BY r.valid_from DESC LIMIT 1), '')
  FROM audit a LEFT JOIN app_user u ON u.id = a.user_id
 WHERE a.person_id = :person_id
   AND (CAST(:everything AS INTEGER) = 1
     OR (a.user_id <> :me AND a.role <> 'system'))
 ORDER BY a.seq DESC
 LIMIT :n OFFSET :skip;

-- name: citizen_looks_count :one
SELECT count(*) FROM audit
 WHERE person_id = :person_id
   AND (CAST(:everything AS INTEGER) = 1
     OR (user_id <> :me AND role <> 'system'));

-- ---- changing ----

-- name: citizen_contact_set :run
UPDATE person SET phone = :phone, email = :email, contact_own_us = :now,
       updated_us = :now
 WHERE id = :id;

-- Prescriptions of a plan's services, in lots.

-- name: prescription_version :many
-- The plan to prescribe from: in force, else the next one.
SELECT id FROM plan_version
 WHERE person_id = :person_id AND state IN ('published', 'active')
   AND valid_to >= :on_date
 ORDER BY valid_from, id LIMIT 1;

-- name: prescription_before :one
-- The first day anything of a version was prescribed, and the last day of this
-- lot (or of the whole year at once).
SELECT min(p.issued_on),
       max(CASE WHEN p.lot IN (0, CAST(:lot AS INTEGER)) THEN p.issued_on END)
  FROM activity a
  JOIN prescription_activity x ON x.activity_id = a.id AND x.cancelled = 0
  JOIN prescription p ON p.id = x.prescription_id
 WHERE a.version_id = :version_id;

-- name: prescription_open :many
-- Services of a version that no prescription carries.
SELECT id, service_code, earliest, due, latest, coalesce(group_key, '')
  FROM activity
 WHERE version_id = :version_id AND prescribed_on IS NULL
   AND state IN ('planned', 'booked') AND due > :after AND due <= :until
 ORDER BY due, service_code, id;

-- name: prescription_insert :run
INSERT INTO prescription (id, version_id, person_id, doctor_id, lot, number,
       issued_on, valid_to, branch, state, issued_us, issued_by)
VALUES (:id, :version_id, :person_id, :doctor_id, :lot, :number, :issued_on,
       :valid_to, :branch, 'issued', :now_us, :user_id);

-- name: prescription_activity_insert :run
INSERT INTO prescription_activity (prescription_id, activity_id)
VALUES (:prescription_id, :activity_id);

-- name: activity_prescribe :run
-- Booked stays booked. The guard that lets one of two issuers win.
UPDATE activity
   SET prescribed_on = :on_date,
       state = CASE WHEN state = 'planned' THEN 'prescribed' ELSE state END
 WHERE id = :id AND prescribed_on IS NULL AND state IN ('planned', 'booked');

-- name: prescription_due :many
-- Versions in force with something not prescribed, and the doctor of the day.
SELECT v.id, v.person_id, m.doctor_id FROM plan_version v
  JOIN person p ON p.id = v.person_id AND p.death_date IS NULL
  JOIN person_doctor m ON m.person_id = v.person_id
       AND m.valid_from <= :on_date
       AND (m.valid_to IS NULL OR m.valid_to >= :on_date)
 WHERE v.state IN ('published', 'active') AND v.valid_to >= :on_date
   AND (CAST(:doctor_id AS BIGINT) IS NULL OR m.doctor_id = :doctor_id)
   AND EXISTS (SELECT 1 FROM activity a
                WHERE a.version_id = v.id AND a.prescribed_on IS NULL
                  AND a.state IN ('planned', 'booked'))
 ORDER BY m.doctor_id, v.id;

-- ---- undo ----

-- name: prescription_get :many
SELECT id, person_id, state, version_id FROM prescription
 WHERE number = :number;

-- name: prescription_done :one
SELECT count(*) FROM prescription_activity x
  JOIN activity a ON a.id = x.activity_id
 WHERE x.prescription_id = :id AND a.done_on IS NOT NULL;

-- name: prescription_cancel :run
UPDATE prescription
   SET state = 'cancelled', cancelled_us = :now_us, cancelled_by = :user_id,
       cancel_reason = :reason
 WHERE id = :id AND state = 'issued';

-- name: activity_unprescribe :run
UPDATE activity
   SET prescribed_on = NULL,
       state = CASE WHEN state = 'prescribed' THEN 'planned' ELSE state END
 WHERE state IN ('prescribed', 'booked')
   AND id IN (SELECT activity_id FROM prescription_activity
               WHERE prescription_id = :id AND cancelled = 0);

-- name: prescription_activity_cancel :run
UPDATE prescription_activity SET cancelled = 1 WHERE prescription_id = :id;

-- name: prescription_void :run
-- Of a version that ended: prescriptions whose services were all cancelled.
UPDATE prescription
   SET state = 'cancelled', cancelled_us = :now_us, cancelled_by = :user_id,
       cancel_reason = 'its services left the plan'
 WHERE state = 'issued'
   AND id IN (SELECT x.prescription_id FROM activity a
                JOIN prescription_activity x ON x.activity_id = a.id
               WHERE a.version_id = :version_id)
   AND NOT EXISTS (SELECT 1 FROM prescription_activity x
                     JOIN activity a ON a.id = x.activity_id
                    WHERE x.prescription_id = prescription.id
                      AND a.state <> 'cancelled');

-- ---- reading ----

-- name: prescription_list :many
-- Of a person; of one version of the plan when named. A row for each service,
-- one without service for a prescription that has none.
SELECT p.id, p.number, p.lot, p.issued_on, p.valid_to, p.branch, p.state,
       d.gp_code, coalesce(p.cancel_reason, ''), s.service_code
  FROM prescription p JOIN doctor d ON d.id = p.doctor_id
  LEFT JOIN prescription_activity y ON y.prescription_id = p.id
  LEFT JOIN activity s ON s.id = y.activity_id
 WHERE p.person_id = :person_id
   AND (CAST(:version_id AS BIGINT) IS NULL
        OR EXISTS (SELECT 1 FROM prescription_activity x
                     JOIN activity a ON a.id = x.activity_id
                    WHERE x.prescription_id = p.id
                      AND a.version_id = :version_id))
 ORDER BY p.issued_on, p.id, s.service_code, s.id;

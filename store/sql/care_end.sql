-- What is left over when an enrolment or a plan has ended.

-- name: care_end_plans :many
-- People with a plan that goes on and no enrolment that does.
SELECT DISTINCT v.person_id FROM plan_version v
 WHERE v.state IN ('draft', 'proposed', 'signed', 'published', 'active')
   AND NOT EXISTS (SELECT 1 FROM enrolment e
                    WHERE e.person_id = v.person_id AND e.ended_on IS NULL)
 ORDER BY v.person_id LIMIT 500;

-- name: care_end_appointments :many
-- Appointments to come of which every service was cancelled.
SELECT a.id FROM appointment a
 WHERE a.state IN ('held', 'booked') AND a.day >= :today
   AND EXISTS (SELECT 1 FROM appointment_activity x
                WHERE x.appointment_id = a.id AND x.released_us IS NULL)
   AND NOT EXISTS (SELECT 1 FROM appointment_activity x
                     JOIN activity t ON t.id = x.activity_id
                    WHERE x.appointment_id = a.id AND x.released_us IS NULL
                      AND t.state <> 'cancelled')
 ORDER BY a.id LIMIT 500;

-- name: care_end_of_person :many
-- The same, of one person.
SELECT a.id FROM appointment a
 WHERE a.person_id = :person_id AND a.state IN ('held', 'booked')
   AND a.day >= :today
   AND EXISTS (SELECT 1 FROM appointment_activity x
                WHERE x.appointment_id = a.id AND x.released_us IS NULL)
   AND NOT EXISTS (SELECT 1 FROM appointment_activity x
                     JOIN activity t ON t.id = x.activity_id
                    WHERE x.appointment_id = a.id AND x.released_us IS NULL
                      AND t.state <> 'cancelled')
 ORDER BY a.id LIMIT 500;

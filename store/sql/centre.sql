-- The service centre's work lists, most urgent first, of the people whom an
-- organisation follows. Filters that are not given are NULL. People called
-- lately (contact_note.again_on) come after the others: :waiting 0, then 1.
-- Counts are of the index alone: they may be some rows over what is shown.
-- The variant _found of a list begins at the people whose name is searched.

-- ---- to book: a row for each person, by the end of the earliest window

-- name: centre_to_book :many
SELECT p.id, p.pseudonym, p.last_name, p.first_name, p.birth_date,
       p.phone, p.municipality, n.outcome, n.at_us, n.again_on,
       a.id, a.service_code, a.earliest, a.latest, a.priority_class, a.state,
       coalesce(u.why, ''),
       (SELECT count(*) FROM activity o
         WHERE o.person_id = a.person_id
           AND o.organisation_id = :organisation_id
           AND o.state IN ('planned', 'prescribed'))
  FROM activity a
  JOIN person p ON p.id = a.person_id
  LEFT JOIN booking_unbooked u ON u.activity_id = a.id
  LEFT JOIN contact_note n ON n.id = (
       SELECT x.id FROM contact_note x
        WHERE x.person_id = a.person_id AND x.withdrawn_us IS NULL
        ORDER BY x.at_us DESC, x.id DESC LIMIT 1)
 WHERE a.organisation_id = :organisation_id
   AND a.state IN ('planned', 'prescribed')
   AND a.latest <= :last
   AND (CAST(:service AS TEXT) IS NULL OR a.service_code = :service)
   AND (CAST(:class AS TEXT) IS NULL OR a.priority_class = :class)
   AND (CAST(:municipality AS TEXT) IS NULL
        OR a.municipality = :municipality)
   AND p.death_date IS NULL
   AND NOT EXISTS (SELECT 1 FROM appointment_activity l
                    WHERE l.activity_id = a.id AND l.released_us IS NULL)
   AND NOT EXISTS (
       SELECT 1 FROM activity b
        WHERE b.person_id = a.person_id
          AND b.organisation_id = :organisation_id
          AND b.state IN ('planned', 'prescribed')
          AND (b.latest < a.latest OR (b.latest = a.latest AND b.id < a.id))
          AND (CAST(:service AS TEXT) IS NULL OR b.service_code = :service)
          AND (CAST(:class AS TEXT) IS NULL OR b.priority_class = :class)
          AND NOT EXISTS (SELECT 1 FROM appointment_activity k
                           WHERE k.activity_id = b.id
                             AND k.released_us IS NULL))
   AND EXISTS (SELECT 1 FROM enrolment e
                WHERE e.person_id = a.person_id AND e.ended_on IS NULL
                  AND e.organisation_id = :organisation_id)
   AND CASE WHEN n.again_on > :today THEN 1 ELSE 0 END
       = CAST(:waiting AS INTEGER)
 ORDER BY a.latest, a.id
 LIMIT CAST(:most AS BIGINT) OFFSET CAST(:skip AS BIGINT);

-- name: centre_to_book_found :many
SELECT p.id, p.pseudonym, p.last_name, p.first_name, p.birth_date,
       p.phone, p.municipality, n.outcome, n.at_us, n.again_on,
       a.id, a.service_code, a.earliest, a.latest, a.priority_class, a.state,
       coalesce(u.why, ''),
       (SELECT count(*) FROM activity o
         WHERE o.person_id = a.person_id
           AND o.organisation_id = :organisation_id
           AND o.state IN ('planned', 'prescribed'))
  FROM (
       SELECT s.id FROM person s WHERE s.pseudonym = :q
       UNION SELECT s.id FROM person s WHERE s.fiscal_code = :upper
       UNION SELECT s.id FROM person s
        WHERE s.last_name >= :q AND s.last_name < :q_end
       UNION SELECT s.id FROM person s
        WHERE s.last_name >= :title AND s.last_name < :title_end
       UNION SELECT s.id FROM person s
        WHERE s.last_name >= :upper AND s.last_name < :upper_end) i
  CROSS JOIN activity a
  JOIN person p ON p.id = a.person_id
  LEFT JOIN booking_unbooked u ON u.activity_id = a.id
  LEFT JOIN contact_note n ON n.id = (
       SELECT x.id FROM contact_note x
        WHERE x.person_id = a.person_id AND x.withdrawn_us IS NULL
        ORDER BY x.at_us DESC, x.id DESC LIMIT 1)
 WHERE a.person_id = i.id
   AND a.organisation_id = :organisation_id
   AND a.state IN ('planned', 'prescribed')
   AND a.latest <= :last
   AND (CAST(:service AS TEXT) IS NULL OR a.service_code = :service)
   AND (CAST(:class AS TEXT) IS NULL OR a.priority_class = :class)
   AND (CAST(:municipality AS TEXT) IS NULL
        OR a.municipality = :municipality)
   AND p.death_date IS NULL
   AND NOT EXISTS (SELECT 1 FROM appointment_activity l
                    WHERE l.activity_id = a.id AND l.released_us IS NULL)
   AND NOT EXISTS (
       SELECT 1 FROM activity b
        WHERE b.person_id = a.person_id
          AND b.organisation_id = :organisation_id
          AND b.state IN ('planned', 'prescribed')
          AND (b.latest < a.latest OR (b.latest = a.latest AND b.id < a.id))
          AND (CAST(:service AS TEXT) IS NULL OR b.service_code = :service)
          AND (CAST(:class AS TEXT) IS NULL OR b.priority_class = :class)
          AND NOT EXISTS (SELECT 1 FROM appointment_activity k
                           WHERE k.activity_id = b.id
                             AND k.released_us IS NULL))
   AND EXISTS (SELECT 1 FROM enrolment e
                WHERE e.person_id = a.person_id AND e.ended_on IS NULL
                  AND e.organisation_id = :organisation_id)
   AND CASE WHEN n.again_on > :today THEN 1 ELSE 0 END
       = CAST(:waiting AS INTEGER)
 ORDER BY a.latest, a.id
 LIMIT CAST(:most AS BIGINT) OFFSET CAST(:skip AS BIGINT);

-- name: centre_to_book_count :one
SELECT count(*) FROM (
SELECT DISTINCT a.person_id + 0 -- else the order of persons is walked
  FROM activity a
 WHERE a.organisation_id = :organisation_id
   AND a.state IN ('planned', 'prescribed')
   AND a.latest <= :last
   AND (CAST(:service AS TEXT) IS NULL OR a.service_code = :service)
   AND (CAST(:class AS TEXT) IS NULL OR a.priority_class = :class)
   AND (CAST(:municipality AS TEXT) IS NULL
        OR a.municipality = :municipality)
 LIMIT CAST(:most AS BIGINT)) c;

-- ---- to confirm: the coming days, nobody said yet that they come

-- name: centre_to_confirm :many
SELECT p.id, p.pseudonym, p.last_name, p.first_name, p.birth_date,
       p.phone, p.municipality, n.outcome, n.at_us, n.again_on,
       t.id, t.service_code, t.day, t.start_min, t.state, f.name,
       f.municipality, f.facility_code, coalesce(t.end_reason, ''),
       (SELECT count(*) FROM appointment_activity l
         WHERE l.appointment_id = t.id),
       coalesce(t.held_until_us, 0)
  FROM appointment t
  JOIN person p ON p.id = t.person_id
  JOIN provider f ON f.id = t.provider_id
  LEFT JOIN contact_note n ON n.id = (
       SELECT x.id FROM contact_note x
        WHERE x.person_id = t.person_id AND x.withdrawn_us IS NULL
        ORDER BY x.at_us DESC, x.id DESC LIMIT 1)
 WHERE t.organisation_id = :organisation_id
   AND t.state = 'booked' AND t.confirmed_us IS NULL
   AND t.day >= :first AND t.day <= :last
   AND (CAST(:service AS TEXT) IS NULL OR t.service_code = :service)
   AND (CAST(:municipality AS TEXT) IS NULL
        OR t.municipality = :municipality)
   AND EXISTS (SELECT 1 FROM enrolment e
                WHERE e.person_id = t.person_id AND e.ended_on IS NULL
                  AND e.organisation_id = :organisation_id)
   AND CASE WHEN n.again_on > :today THEN 1 ELSE 0 END
       = CAST(:waiting AS INTEGER)
 ORDER BY t.day, t.start_min, t.id
 LIMIT CAST(:most AS BIGINT) OFFSET CAST(:skip AS BIGINT);

-- name: centre_to_confirm_found :many
SELECT p.id, p.pseudonym, p.last_name, p.first_name, p.birth_date,
       p.phone, p.municipality, n.outcome, n.at_us, n.again_on,
       t.id, t.service_code, t.day, t.start_min, t.state, f.name,
       f.municipality, f.facility_code, coalesce(t.end_reason, ''),
       (SELECT count(*) FROM appointment_activity l
         WHERE l.appointment_id = t.id),
       coalesce(t.held_until_us, 0)
  FROM (
       SELECT s.id FROM person s WHERE s.pseudonym = :q
       UNION SELECT s.id FROM person s WHERE s.fiscal_code = :upper
       UNION SELECT s.id FROM person s
        WHERE s.last_name >= :q AND s.last_name < :q_end
       UNION SELECT s.id FROM person s
        WHERE s.last_name >= :title AND s.last_name < :title_end
       UNION SELECT s.id FROM person s
        WHERE s.last_name >= :upper AND s.last_name < :upper_end) i
  CROSS JOIN appointment t
  JOIN person p ON p.id = t.person_id
  JOIN provider f ON f.id = t.provider_id
  LEFT JOIN contact_note n ON n.id = (
       SELECT x.id FROM contact_note x
        WHERE x.person_id = t.person_id AND x.withdrawn_us IS NULL
        ORDER BY x.at_us DESC, x.id DESC LIMIT 1)
 WHERE t.person_id = i.id
   AND t.organisation_id = :organisation_id
   AND t.state = 'booked' AND t.confirmed_us IS NULL
   AND t.day >= :first AND t.day <= :last
   AND (CAST(:service AS TEXT) IS NULL OR t.service_code = :service)
   AND (CAST(:municipality AS TEXT) IS NULL
        OR t.municipality = :municipality)
   AND EXISTS (SELECT 1 FROM enrolment e
                WHERE e.person_id = t.person_id AND e.ended_on IS NULL
                  AND e.organisation_id = :organisation_id)
   AND CASE WHEN n.again_on > :today THEN 1 ELSE 0 END
       = CAST(:waiting AS INTEGER)
 ORDER BY t.day, t.start_min, t.id
 LIMIT CAST(:most AS BIGINT) OFFSET CAST(:skip AS BIGINT);

-- name: centre_to_confirm_count :one
SELECT count(*) FROM (
SELECT 1 FROM appointment t
 WHERE t.organisation_id = :organisation_id
   AND t.state = 'booked' AND t.confirmed_us IS NULL
   AND t.day >= :first AND t.day <= :last
   AND (CAST(:service AS TEXT) IS NULL OR t.service_code = :service)
   AND (CAST(:municipality AS TEXT) IS NULL
        OR t.municipality = :municipality)
 LIMIT CAST(:most AS BIGINT)) c;

-- ---- to recall: not there, or cancelled, and open again

-- name: centre_to_recall :many
SELECT p.id, p.pseudonym, p.last_name, p.first_name, p.birth_date,
       p.phone, p.municipality, n.outcome, n.at_us, n.again_on,
       t.id, t.service_code, t.day, t.start_min, t.state, f.name,
       f.municipality, f.facility_code, coalesce(t.end_reason, ''),
       (SELECT count(*) FROM appointment_activity l
         WHERE l.appointment_id = t.id),
       coalesce(t.held_until_us, 0)
  FROM appointment t
  JOIN person p ON p.id = t.person_id
  JOIN provider f ON f.id = t.provider_id
  LEFT JOIN contact_note n ON n.id = (
       SELECT x.id FROM contact_note x
        WHERE x.person_id = t.person_id AND x.withdrawn_us IS NULL
        ORDER BY x.at_us DESC, x.id DESC LIMIT 1)
 WHERE t.organisation_id = :organisation_id
   AND t.recall = 1
   AND t.day >= :first AND t.day <= :last
   AND (CAST(:service AS TEXT) IS NULL OR t.service_code = :service)
   AND (CAST(:municipality AS TEXT) IS NULL
        OR t.municipality = :municipality)
   AND EXISTS (
       SELECT 1 FROM appointment_activity r
         JOIN activity ra ON ra.id = r.activity_id
        WHERE r.appointment_id = t.id AND r.released_us IS NOT NULL
          AND ra.organisation_id = :organisation_id
          AND ra.state IN ('planned', 'prescribed', 'missed')
          AND NOT EXISTS (
              SELECT 1 FROM appointment_activity y
               WHERE y.activity_id = ra.id
                 AND (y.released_us IS NULL OR y.released_us > r.released_us)))
   AND EXISTS (SELECT 1 FROM enrolment e
                WHERE e.person_id = t.person_id AND e.ended_on IS NULL
                  AND e.organisation_id = :organisation_id)
   AND CASE WHEN n.again_on > :today THEN 1 ELSE 0 END
       = CAST(:waiting AS INTEGER)
 ORDER BY t.day, t.id
 LIMIT CAST(:most AS BIGINT) OFFSET CAST(:skip AS BIGINT);

-- name: centre_to_recall_found :many
SELECT p.id, p.pseudonym, p.last_name, p.first_name, p.birth_date,
       p.phone, p.municipality, n.outcome, n.at_us, n.again_on,
       t.id, t.service_code, t.day, t.start_min, t.state, f.name,
       f.municipality, f.facility_code, coalesce(t.end_reason, ''),
       (SELECT count(*) FROM appointment_activity l
         WHERE l.appointment_id = t.id),
       coalesce(t.held_until_us, 0)
  FROM (
       SELECT s.id FROM person s WHERE s.pseudonym = :q
       UNION SELECT s.id FROM person s WHERE s.fiscal_code = :upper
       UNION SELECT s.id FROM person s
        WHERE s.last_name >= :q AND s.last_name < :q_end
       UNION SELECT s.id FROM person s
        WHERE s.last_name >= :title AND s.last_name < :title_end
       UNION SELECT s.id FROM person s
        WHERE s.last_name >= :upper AND s.last_name < :upper_end) i
  CROSS JOIN appointment t
  JOIN person p ON p.id = t.person_id
  JOIN provider f ON f.id = t.provider_id
  LEFT JOIN contact_note n ON n.id = (
       SELECT x.id FROM contact_note x
        WHERE x.person_id = t.person_id AND x.withdrawn_us IS NULL
        ORDER BY x.at_us DESC, x.id DESC LIMIT 1)
 WHERE t.person_id = i.id
   AND t.organisation_id = :organisation_id
   AND t.recall = 1
   AND t.day >= :first AND t.day <= :last
   AND (CAST(:service AS TEXT) IS NULL OR t.service_code = :service)
   AND (CAST(:municipality AS TEXT) IS NULL
        OR t.municipality = :municipality)
   AND EXISTS (
       SELECT 1 FROM appointment_activity r
         JOIN activity ra ON ra.id = r.activity_id
        WHERE r.appointment_id = t.id AND r.released_us IS NOT NULL
          AND ra.organisation_id = :organisation_id
          AND ra.state IN ('planned', 'prescribed', 'missed')
          AND NOT EXISTS (
              SELECT 1 FROM appointment_activity y
               WHERE y.activity_id = ra.id
                 AND (y.released_us IS NULL OR y.released_us > r.released_us)))
   AND EXISTS (SELECT 1 FROM enrolment e
                WHERE e.person_id = t.person_id AND e.ended_on IS NULL
                  AND e.organisation_id = :organisation_id)
   AND CASE WHEN n.again_on > :today THEN 1 ELSE 0 END
       = CAST(:waiting AS INTEGER)
 ORDER BY t.day, t.id
 LIMIT CAST(:most AS BIGINT) OFFSET CAST(:skip AS BIGINT);

-- name: centre_to_recall_count :one
SELECT count(*) FROM (
SELECT 1 FROM appointment t
 WHERE t.organisation_id = :organisation_id
   AND t.recall = 1
   AND t.day >= :first AND t.day <= :last
   AND (CAST(:service AS TEXT) IS NULL OR t.service_code = :service)
   AND (CAST(:municipality AS TEXT) IS NULL
        OR t.municipality = :municipality)
 LIMIT CAST(:most AS BIGINT)) c;

-- ---- held: places kept for some minutes, the first to end first

-- name: centre_held :many
SELECT p.id, p.pseudonym, p.last_name, p.first_name, p.birth_date,
       p.phone, p.municipality, n.outcome, n.at_us, n.again_on,
       t.id, t.service_code, t.day, t.start_min, t.state, f.name,
       f.municipality, f.facility_code, coalesce(t.end_reason, ''),
       (SELECT count(*) FROM appointment_activity l
         WHERE l.appointment_id = t.id),
       coalesce(t.held_until_us, 0)
  FROM appointment t
  JOIN person p ON p.id = t.person_id
  JOIN provider f ON f.id = t.provider_id
  LEFT JOIN contact_note n ON n.id = (
       SELECT x.id FROM contact_note x
        WHERE x.person_id = t.person_id AND x.withdrawn_us IS NULL
        ORDER BY x.at_us DESC, x.id DESC LIMIT 1)
 WHERE t.state = 'held' AND t.held_until_us > :now
   AND t.organisation_id = :organisation_id
   AND t.day >= :first AND t.day <= :last
   AND (CAST(:service AS TEXT) IS NULL OR t.service_code = :service)
   AND (CAST(:municipality AS TEXT) IS NULL
        OR t.municipality = :municipality)
   AND EXISTS (SELECT 1 FROM enrolment e
                WHERE e.person_id = t.person_id AND e.ended_on IS NULL
                  AND e.organisation_id = :organisation_id)
   AND CASE WHEN n.again_on > :today THEN 1 ELSE 0 END
       = CAST(:waiting AS INTEGER)
 ORDER BY t.held_until_us, t.id
 LIMIT CAST(:most AS BIGINT) OFFSET CAST(:skip AS BIGINT);

-- name: centre_held_found :many
SELECT p.id, p.pseudonym, p.last_name, p.first_name, p.birth_date,
       p.phone, p.municipality, n.outcome, n.at_us, n.again_on,
       t.id, t.service_code, t.day, t.start_min, t.state, f.name,
       f.municipality, f.facility_code, coalesce(t.end_reason, ''),
       (SELECT count(*) FROM appointment_activity l
         WHERE l.appointment_id = t.id),
       coalesce(t.held_until_us, 0)
  FROM (
       SELECT s.id FROM person s WHERE s.pseudonym = :q
       UNION SELECT s.id FROM person s WHERE s.fiscal_code = :upper
       UNION SELECT s.id FROM person s
        WHERE s.last_name >= :q AND s.last_name < :q_end
       UNION SELECT s.id FROM person s
        WHERE s.last_name >= :title AND s.last_name < :title_end
       UNION SELECT s.id FROM person s
        WHERE s.last_name >= :upper AND s.last_name < :upper_end) i
  CROSS JOIN appointment t
  JOIN person p ON p.id = t.person_id
  JOIN provider f ON f.id = t.provider_id
  LEFT JOIN contact_note n ON n.id = (
       SELECT x.id FROM contact_note x
        WHERE x.person_id = t.person_id AND x.withdrawn_us IS NULL
        ORDER BY x.at_us DESC, x.id DESC LIMIT 1)
 WHERE t.person_id = i.id
   AND t.state = 'held' AND t.held_until_us > :now
   AND t.organisation_id = :organisation_id
   AND t.day >= :first AND t.day <= :last
   AND (CAST(:service AS TEXT) IS NULL OR t.service_code = :service)
   AND (CAST(:municipality AS TEXT) IS NULL
        OR t.municipality = :municipality)
   AND EXISTS (SELECT 1 FROM enrolment e
                WHERE e.person_id = t.person_id AND e.ended_on IS NULL
                  AND e.organisation_id = :organisation_id)
   AND CASE WHEN n.again_on > :today THEN 1 ELSE 0 END
       = CAST(:waiting AS INTEGER)
 ORDER BY t.held_until_us, t.id
 LIMIT CAST(:most AS BIGINT) OFFSET CAST(:skip AS BIGINT);

-- name: centre_held_count :one
SELECT count(*) FROM (
SELECT 1 FROM appointment t
 WHERE t.state = 'held' AND t.held_until_us > :now
   AND t.organisation_id = :organisation_id
   AND t.day >= :first AND t.day <= :last
   AND (CAST(:service AS TEXT) IS NULL OR t.service_code = :service)
   AND (CAST(:municipality AS TEXT) IS NULL
        OR t.municipality = :municipality)
 LIMIT CAST(:most AS BIGINT)) c;

-- ---- freed places: somebody cancelled, somebody else waits for the service

-- name: centre_freed :many
SELECT s.id, s.service_code, s.day, s.start_min, s.places - s.taken,
       f.facility_code, f.name, f.municipality, f.lat_e6, f.lon_e6
  FROM slot s JOIN provider f ON f.id = s.provider_id
 WHERE s.id IN (SELECT t.slot_id FROM appointment t
                 WHERE t.state = 'cancelled' AND t.day >= :first
                   AND t.day <= :last AND t.changed_us >= :since)
   AND s.taken < s.places AND s.closed = 0
   AND (CAST(:service AS TEXT) IS NULL OR s.service_code = :service)
   AND EXISTS (SELECT 1 FROM activity a
                WHERE a.organisation_id = :organisation_id
                  AND a.state IN ('planned', 'prescribed')
                  AND a.service_code = s.service_code
                  AND a.earliest <= s.day)
 ORDER BY s.day, s.start_min, s.id
 LIMIT CAST(:most AS BIGINT) OFFSET CAST(:skip AS BIGINT);

-- name: centre_freed_count :one
SELECT count(*) FROM (
SELECT 1
  FROM slot s
 WHERE s.id IN (SELECT t.slot_id FROM appointment t
                 WHERE t.state = 'cancelled' AND t.day >= :first
                   AND t.day <= :last AND t.changed_us >= :since)
   AND s.taken < s.places AND s.closed = 0
   AND (CAST(:service AS TEXT) IS NULL OR s.service_code = :service)
   AND EXISTS (SELECT 1 FROM activity a
                WHERE a.organisation_id = :organisation_id
                  AND a.state IN ('planned', 'prescribed')
                  AND a.service_code = s.service_code
                  AND a.earliest <= s.day)
 LIMIT CAST(:most AS BIGINT)) c;

-- name: centre_who_waits :many
-- For a service on a day, the end of whose window comes first.
SELECT p.id, p.pseudonym, p.last_name, p.first_name, p.municipality, p.phone,
       a.id, a.latest, a.priority_class
  FROM activity a
  JOIN person p ON p.id = a.person_id
 WHERE a.organisation_id = :organisation_id
   AND a.state IN ('planned', 'prescribed')
   AND a.service_code = :service AND a.earliest <= :day
   AND p.death_date IS NULL
   AND NOT EXISTS (SELECT 1 FROM appointment_activity l
                    WHERE l.activity_id = a.id AND l.released_us IS NULL)
   AND EXISTS (SELECT 1 FROM enrolment e
                WHERE e.person_id = a.person_id AND e.ended_on IS NULL
                  AND e.organisation_id = :organisation_id)
 ORDER BY a.latest, a.id
 LIMIT 40;

-- ---- calls

-- name: contact_note_insert :run
INSERT INTO contact_note (id, person_id, appointment_id, at_us, user_id,
                          outcome, again_on, note)
VALUES (:id, :person_id, :appointment_id, :now, :user_id, :outcome, :again_on,
        :note);

-- name: contact_note_get :one
SELECT person_id FROM contact_note WHERE id = :id AND withdrawn_us IS NULL;

-- name: contact_note_withdraw :run
UPDATE contact_note SET withdrawn_us = :now
 WHERE id = :id AND withdrawn_us IS NULL;

-- name: contact_note_list :many
SELECT n.id, n.at_us, n.outcome, n.again_on, n.note,
       coalesce(u.display_name, '')
  FROM contact_note n LEFT JOIN app_user u ON u.id = n.user_id
 WHERE n.person_id = :person_id AND n.withdrawn_us IS NULL
 ORDER BY n.at_us DESC, n.id DESC LIMIT 20;

-- name: appointment_confirmed :run
UPDATE appointment SET confirmed_us = :now, confirmed_by = :user_id
 WHERE id = :id AND state = 'booked' AND confirmed_us IS NULL;

-- name: appointment_unconfirmed :run
UPDATE appointment SET confirmed_us = NULL, confirmed_by = NULL
 WHERE id = :id AND state = 'booked' AND confirmed_us IS NOT NULL;

-- ---- one person's year

-- name: centre_activities :many
-- Every activity of plans in force, with its prescription and appointment.
SELECT a.id, a.service_code, a.earliest, a.due, a.latest, a.priority_class,
       a.state, a.done_on, coalesce(a.group_key, ''), coalesce(u.why, ''),
       coalesce(r.number, ''), r.valid_to,
       t.id, t.state, t.day, t.start_min, t.reason, t.confirmed_us,
       f.facility_code, f.name, f.municipality, t.slot_id
  FROM activity a
  JOIN plan_version v ON v.id = a.version_id
  LEFT JOIN booking_unbooked u ON u.activity_id = a.id
  LEFT JOIN prescription_activity ra ON ra.activity_id = a.id
   AND ra.cancelled = 0
  LEFT JOIN prescription r ON r.id = ra.prescription_id
  LEFT JOIN appointment_activity l ON l.activity_id = a.id
   AND l.released_us IS NULL
  LEFT JOIN appointment t ON t.id = l.appointment_id
  LEFT JOIN provider f ON f.id = t.provider_id
 WHERE a.person_id = :person_id
   AND v.state IN ('signed', 'published', 'active')
   AND a.state <> 'cancelled'
 ORDER BY coalesce(t.day, a.done_on, a.due), a.service_code, a.id;

-- name: centre_preference :one
SELECT coalesce(f.facility_code, ''), coalesce(f.name, ''),
       coalesce(b.weekdays, 127)
  FROM person p
  LEFT JOIN booking_preference b ON b.person_id = p.id
  LEFT JOIN provider f ON f.id = b.provider_id
 WHERE p.id = :person_id;

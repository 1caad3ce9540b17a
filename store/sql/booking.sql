-- Booking: agendas in, slots, appointments, and what is left to book.

-- ---- agendas ----

-- name: provider_by_code :one
SELECT id, name, kind, ats, municipality, lat_e6, lon_e6, valid_from, valid_to
  FROM provider WHERE facility_code = :code;

-- name: provider_put :run
INSERT INTO provider (id, facility_code, name, kind, ats, municipality, lat_e6,
                      lon_e6, valid_from, valid_to)
VALUES (:id, :code, :name, :kind, :ats, :municipality, :lat_e6, :lon_e6,
        :valid_from, :valid_to)
ON CONFLICT (facility_code) DO UPDATE SET name = excluded.name,
       kind = excluded.kind, ats = excluded.ats,
       municipality = excluded.municipality, lat_e6 = excluded.lat_e6,
       lon_e6 = excluded.lon_e6, valid_from = excluded.valid_from,
       valid_to = excluded.valid_to;

-- name: provider_organisation :run
-- Who works for a provider is bound to an organisation with its code.
INSERT INTO organisation (id, code, kind, name, ats, municipality)
VALUES (:id, :code, 'PROVIDER', :name, :ats, :municipality)
ON CONFLICT (code) DO NOTHING;

-- name: provider_all :many
SELECT id, facility_code, name, kind, lat_e6, lon_e6, valid_from, valid_to
  FROM provider ORDER BY facility_code;

-- name: agenda_by_code :one
SELECT id, provider_id, service_code, weekday, start_min, slot_min, n_slot,
       places, valid_from, valid_to
  FROM agenda WHERE code = :code;

-- name: agenda_insert :run
INSERT INTO agenda (id, code, provider_id, service_code, weekday, start_min,
                    slot_min, n_slot, places, valid_from, valid_to, recorded_us)
VALUES (:id, :code, :provider_id, :service_code, :weekday, :start_min,
        :slot_min, :n_slot, :places, :valid_from, :valid_to, :now);

-- name: agenda_shorten :run
-- Only its end may change; another session is another agenda.
UPDATE agenda SET valid_to = :valid_to, recorded_us = :now WHERE id = :id;

-- name: agenda_all :many
SELECT a.id, a.provider_id, a.service_code, a.weekday, a.start_min, a.slot_min,
       a.n_slot, a.places, a.valid_from, a.valid_to, p.valid_from, p.valid_to
  FROM agenda a JOIN provider p ON p.id = a.provider_id
 ORDER BY a.code;

-- name: closure_insert :run
INSERT INTO closure (id, provider_id, day_from, day_to, reason, recorded_us)
VALUES (:id, :provider_id, :day_from, :day_to, :reason, :now)
ON CONFLICT (provider_id, day_from, day_to) DO NOTHING;

-- name: closure_between :many
SELECT provider_id, day_from, day_to FROM closure
 WHERE day_from <= :last AND day_to >= :first ORDER BY provider_id, day_from;

-- name: slot_insert :run
INSERT INTO slot (id, agenda_id, provider_id, service_code, day, start_min,
                  duration_min, places)
VALUES (:id, :agenda_id, :provider_id, :service_code, :day, :start_min,
        :duration_min, :places)
ON CONFLICT (agenda_id, day, start_min) DO NOTHING;

-- name: slot_close_day :run
UPDATE slot SET closed = 1 WHERE provider_id = :provider_id AND day = :day;

-- ---- slots and places ----

-- name: slot_between :many
SELECT id, provider_id, service_code, day, start_min, duration_min, places,
       taken, closed
  FROM slot WHERE day >= :first AND day <= :last
 ORDER BY provider_id, service_code, day, start_min, id;

-- name: slot_of_provider :many
SELECT id, provider_id, service_code, day, start_min, duration_min, places,
       taken, closed
  FROM slot
 WHERE provider_id = :provider_id AND service_code = :service_code
   AND day >= :first AND day <= :last
 ORDER BY day, start_min, id;

-- name: slot_get :one
SELECT s.provider_id, s.service_code, s.day, s.start_min, s.duration_min,
       s.places, s.taken, s.closed, p.facility_code, p.name, p.lat_e6, p.lon_e6
  FROM slot s JOIN provider p ON p.id = s.provider_id WHERE s.id = :id;

-- name: slot_take :run
-- One place, when there is one: of two that want the last, one changes a row.
UPDATE slot SET taken = taken + 1
 WHERE id = :id AND taken < places AND closed = 0;

-- name: slot_release :run
UPDATE slot SET taken = taken - 1 WHERE id = :id;

-- name: slot_miscounted :one
-- Slots whose taken is not the number of their live appointments: always 0.
SELECT count(*) FROM slot s
 WHERE s.taken <> (SELECT count(*) FROM appointment a
                    WHERE a.slot_id = s.id AND a.state <> 'cancelled');

-- ---- a person's day ----

-- name: person_lock :one @postgres
SELECT id, pseudonym, municipality FROM person WHERE id = :id FOR UPDATE;

-- name: person_lock :one @sqlite
-- The transaction already keeps other writers out.
SELECT id, pseudonym, municipality FROM person WHERE id = :id;

-- name: person_place :one
SELECT p.id, p.pseudonym, p.municipality, b.provider_id,
       coalesce(b.weekdays, 127)
  FROM person p LEFT JOIN booking_preference b ON b.person_id = p.id
 WHERE p.pseudonym = :who OR p.fiscal_code = :who;

-- name: person_place_by_id :one
SELECT p.id, p.pseudonym, p.municipality, b.provider_id,
       coalesce(b.weekdays, 127)
  FROM person p LEFT JOIN booking_preference b ON b.person_id = p.id
 WHERE p.id = :id;

-- name: booking_preference_put :run
INSERT INTO booking_preference (person_id, provider_id, weekdays, recorded_us)
VALUES (:person_id, :provider_id, :weekdays, :now)
ON CONFLICT (person_id) DO UPDATE SET provider_id = excluded.provider_id,
       weekdays = excluded.weekdays, recorded_us = excluded.recorded_us;

-- name: appointment_on_day :many
-- Live ones; `but` is the one being moved.
SELECT a.id, a.provider_id, a.start_min, a.end_min, p.lat_e6, p.lon_e6,
       a.mode
  FROM appointment a JOIN provider p ON p.id = a.provider_id
 WHERE a.person_id = :person_id AND a.day = :day AND a.state <> 'cancelled'
   AND a.id <> :but;

-- name: appointment_busy :many
-- Live ones of everybody, for the batch.
SELECT person_id, provider_id, day, start_min, end_min
  FROM appointment
 WHERE day >= :first AND day <= :last AND state <> 'cancelled'
 ORDER BY person_id, day, start_min;

-- name: appointment_busy_person :many
SELECT person_id, provider_id, day, start_min, end_min
  FROM appointment
 WHERE person_id = :person_id AND day >= :first AND day <= :last
   AND state <> 'cancelled'
 ORDER BY day, start_min;

-- name: appointment_insert :run
INSERT INTO appointment (id, person_id, provider_id, slot_id, service_code, day,
                         start_min, end_min, state, held_until_us, reason,
                         moved_from, created_us, changed_us, organisation_id,
                         municipality, mode)
VALUES (:id, :person_id, :provider_id, :slot_id, :service_code, :day,
        :start_min, :end_min, :state, :held_until, :reason, :moved_from,
        :now, :now,
        (SELECT e.organisation_id FROM enrolment e
          WHERE e.person_id = :person_id AND e.ended_on IS NULL),
        coalesce((SELECT p.municipality FROM person p
                   WHERE p.id = :person_id), ''), CAST(:mode AS SMALLINT));

-- name: appointment_get :one
SELECT person_id, provider_id, slot_id, service_code, day, start_min, end_min,
       state, held_until_us, reason, mode
  FROM appointment WHERE id = :id;

-- name: appointment_set_state :run
-- Only from the state it was read in.
UPDATE appointment SET state = :state, held_until_us = NULL,
       end_reason = :end_reason, changed_us = :now,
       recall = CAST(:recall AS SMALLINT)
 WHERE id = :id AND state = :from_state;

-- name: appointment_expired :many
SELECT id FROM appointment
 WHERE state = 'held' AND held_until_us <= :now ORDER BY id LIMIT 500;

-- name: appointment_of_day :many
-- Live ones of a provider's day, to be closed.
SELECT id FROM appointment
 WHERE provider_id = :provider_id AND day = :day
   AND state IN ('held', 'booked') ORDER BY start_min, id;

-- name: appointment_past_booked :many
SELECT a.id, p.pseudonym, a.day, a.start_min
  FROM appointment a JOIN person p ON p.id = a.person_id
 WHERE a.state = 'booked' AND a.day <= :last AND a.id > :after
 ORDER BY a.id LIMIT 500;

-- name: appointment_activity_insert :run
INSERT INTO appointment_activity (appointment_id, activity_id)
VALUES (:appointment_id, :activity_id);

-- name: appointment_activity_release :run
UPDATE appointment_activity SET released_us = :now
 WHERE appointment_id = :appointment_id AND released_us IS NULL;

-- name: appointment_activity_of :many
SELECT activity_id FROM appointment_activity
 WHERE appointment_id = :appointment_id AND released_us IS NULL
 ORDER BY activity_id;

-- name: appointment_activity_lost :many
-- What a cancelled appointment served and is still open.
SELECT l.activity_id
  FROM appointment_activity l JOIN activity a ON a.id = l.activity_id
 WHERE l.appointment_id = :appointment_id AND l.released_us IS NOT NULL
   AND a.state IN ('planned', 'prescribed', 'missed')
   AND NOT EXISTS (SELECT 1 FROM appointment_activity x
                    WHERE x.activity_id = a.id AND x.released_us IS NULL)
 ORDER BY l.activity_id;

-- name: appointment_activity_where :many
-- The live appointment of an activity.
SELECT t.id, t.slot_id
  FROM appointment_activity l JOIN appointment t ON t.id = l.appointment_id
 WHERE l.activity_id = :activity_id AND l.released_us IS NULL;

-- name: appointment_activity_relink :run
-- A no-show that was none: what nobody booked elsewhere meanwhile.
UPDATE appointment_activity SET released_us = NULL
 WHERE appointment_id = :appointment_id AND released_us IS NOT NULL
   AND EXISTS (SELECT 1 FROM activity a
                WHERE a.id = appointment_activity.activity_id
                  AND a.state IN ('planned', 'prescribed', 'missed'))
   AND NOT EXISTS (SELECT 1 FROM appointment_activity x
                    WHERE x.activity_id = appointment_activity.activity_id
                      AND x.released_us IS NULL);

-- name: appointment_reopen :run
UPDATE appointment SET state = 'booked', changed_us = :now, recall = 0
 WHERE id = :id AND state = :from_state;

-- name: appointment_recalled :run
-- What an appointment of the past was for is booked again.
UPDATE appointment SET recall = 0
 WHERE recall = 1 AND id IN (SELECT l.appointment_id FROM appointment_activity l
                              WHERE l.activity_id = :activity_id);

-- ---- activities ----

-- name: activity_open :many
-- What signed plans still ask for, of people who are alive.
SELECT a.id, a.person_id, a.service_code, a.earliest, a.due, a.latest,
       a.priority_class, a.group_key, p.municipality, b.provider_id,
       coalesce(b.weekdays, 127)
  FROM activity a
  JOIN plan_version v ON v.id = a.version_id
  JOIN person p ON p.id = a.person_id
  LEFT JOIN booking_preference b ON b.person_id = a.person_id
 WHERE a.state IN ('planned', 'prescribed')
   AND v.state IN ('signed', 'published', 'active')
   AND a.due <= :last AND p.death_date IS NULL
   AND NOT EXISTS (SELECT 1 FROM appointment_activity l
                    WHERE l.activity_id = a.id AND l.released_us IS NULL)
   AND (CAST(:only_org AS BIGINT) IS NULL OR EXISTS (
        SELECT 1 FROM care_plan c JOIN enrolment e ON e.id = c.enrolment_id
         WHERE c.id = v.care_plan_id AND e.organisation_id = :only_org))
 ORDER BY a.person_id, a.due, a.id;

-- name: activity_get :one
SELECT a.person_id, a.service_code, a.earliest, a.due, a.latest,
       a.priority_class, a.state
  FROM activity a WHERE a.id = :id;

-- name: activity_book :run
-- Missed ones too: who was not there may still come, late.
UPDATE activity SET state = 'booked', booked_on = :day
 WHERE id = :id AND state IN ('planned', 'prescribed', 'missed');

-- name: activity_unbook :run
UPDATE activity SET booked_on = NULL,
       state = CASE WHEN prescribed_on IS NULL THEN 'planned'
                    ELSE 'prescribed' END
 WHERE state = 'booked' AND id = :id;

-- name: activity_done :run
UPDATE activity SET state = 'done', done_on = :day
 WHERE state = 'booked' AND id = :id;

-- name: activity_undone :run
-- What was said of it is taken back: it has its appointment again.
UPDATE activity SET state = 'booked', done_on = NULL,
       booked_on = coalesce(booked_on, :day)
 WHERE id = :id AND state IN ('done', 'planned', 'prescribed', 'missed');

-- name: activity_missed :run
-- Missed for good when its window has passed, else to be booked again.
UPDATE activity SET booked_on = NULL,
       state = CASE WHEN latest < :today THEN 'missed'
                    WHEN prescribed_on IS NULL THEN 'planned'
                    ELSE 'prescribed' END
 WHERE state = 'booked' AND id = :id;

-- ---- the batch ----

-- name: booking_run_insert :run
INSERT INTO booking_run (id, day_from, day_to, n_request, n_booked, n_late,
                         n_unbooked, n_lost, cost, bound, started_us, ended_us)
VALUES (:id, :first, :last, :n_request, :n_booked, :n_late, :n_unbooked,
        :n_lost, :cost, :bound, :started, :now);

-- name: booking_unbooked_put :run
INSERT INTO booking_unbooked (activity_id, why, n_places, nearest_provider_id,
                              nearest_hm, next_slot_id, beyond_provider_id,
                              beyond_hm, beyond_slot_id, recorded_us)
VALUES (:activity_id, :why, :n_places, :nearest_provider_id, :nearest_hm,
        :next_slot_id, :beyond_provider_id, :beyond_hm, :beyond_slot_id, :now)
ON CONFLICT (activity_id) DO UPDATE SET why = excluded.why,
       n_places = excluded.n_places,
       nearest_provider_id = excluded.nearest_provider_id,
       nearest_hm = excluded.nearest_hm, next_slot_id = excluded.next_slot_id,
       beyond_provider_id = excluded.beyond_provider_id,
       beyond_hm = excluded.beyond_hm, beyond_slot_id = excluded.beyond_slot_id,
       recorded_us = excluded.recorded_us;

-- name: booking_unbooked_clear :run
DELETE FROM booking_unbooked WHERE activity_id = :activity_id;

-- ---- views ----

-- name: view_person_calendar :many
SELECT a.id, a.day, a.start_min, a.end_min, a.service_code, a.state, a.reason,
       p.facility_code, p.name, p.municipality, a.end_reason
  FROM appointment a JOIN provider p ON p.id = a.provider_id
 WHERE a.person_id = :person_id AND a.day >= :first AND a.day <= :last
 ORDER BY a.day, a.start_min, a.id;

-- name: view_appointment_services :many
SELECT v.service_code, v.due, v.latest
  FROM appointment_activity l JOIN activity v ON v.id = l.activity_id
 WHERE l.appointment_id = :appointment_id ORDER BY v.service_code, v.id;

-- name: view_person_open :many
-- Activities of a person that have no appointment, with the known reason.
SELECT a.id, a.service_code, a.earliest, a.due, a.latest, a.state,
       coalesce(u.why, ''), coalesce(u.n_places, 0)
  FROM activity a JOIN plan_version v ON v.id = a.version_id
  LEFT JOIN booking_unbooked u ON u.activity_id = a.id
 WHERE a.person_id = :person_id AND a.state IN ('planned', 'prescribed')
   AND v.state IN ('signed', 'published', 'active')
   AND a.due >= :first AND a.due <= :last
 ORDER BY a.due, a.id;

-- name: view_provider_day :many
SELECT a.id, a.start_min, a.end_min, a.service_code, a.state, p.pseudonym,
       coalesce(p.last_name, ''), coalesce(p.first_name, ''), p.id,
       (SELECT count(*) FROM appointment_activity l
         WHERE l.appointment_id = a.id), a.confirmed_us
  FROM appointment a JOIN person p ON p.id = a.person_id
 WHERE a.provider_id = :provider_id AND a.day = :day AND a.state <> 'cancelled'
 ORDER BY a.start_min, a.service_code, a.id;

-- name: view_provider_days :many
SELECT s.day, '', sum(s.places), sum(s.taken), min(s.closed),
       min(CASE WHEN s.taken < s.places AND s.closed = 0 THEN s.start_min END)
  FROM slot s
 WHERE s.provider_id = :provider_id AND s.day >= :first AND s.day <= :last
 GROUP BY s.day ORDER BY s.day;

-- name: view_provider_services :many
SELECT s.day, s.service_code, sum(s.places), sum(s.taken), min(s.closed),
       min(CASE WHEN s.taken < s.places AND s.closed = 0 THEN s.start_min END)
  FROM slot s
 WHERE s.provider_id = :provider_id AND s.day >= :first AND s.day <= :last
 GROUP BY s.day, s.service_code ORDER BY s.service_code, s.day;

-- name: view_free_later :one
-- Places for a service at a provider between two days, and the first.
SELECT coalesce(sum(places - taken), 0), min(day) FROM slot
 WHERE provider_id = :provider_id AND service_code = :service
   AND day >= :first AND day <= :last AND taken < places AND closed = 0;

-- name: view_providers :many
SELECT p.id, p.facility_code, p.name, p.kind, p.municipality FROM provider p
 WHERE p.kind <> 'remote' -- the hours of who holds televisits
   AND (CAST(:service AS TEXT) IS NULL
    OR EXISTS (SELECT 1 FROM agenda a
                WHERE a.provider_id = p.id AND a.service_code = :service))
 ORDER BY p.name, p.facility_code;

-- name: view_provider :one
SELECT p.id, p.facility_code, p.name, p.kind, p.municipality FROM provider p
 WHERE p.facility_code = :code;

-- name: provider_of_organisation :one
SELECT p.id, p.facility_code FROM organisation o
  JOIN provider p ON p.facility_code = o.code
 WHERE o.id = :organisation_id;

-- name: view_unbooked :many
-- Most urgent first: class, then the end of the window.
SELECT a.id, p.pseudonym, a.service_code, a.earliest, a.due, a.latest,
       a.priority_class, u.why, u.n_places, n.facility_code, n.name,
       u.nearest_hm, s.day, sp.facility_code, b.facility_code, u.beyond_hm,
       bs.day
  FROM booking_unbooked u
  JOIN activity a ON a.id = u.activity_id
  JOIN person p ON p.id = a.person_id
  LEFT JOIN provider n ON n.id = u.nearest_provider_id
  LEFT JOIN slot s ON s.id = u.next_slot_id
  LEFT JOIN provider sp ON sp.id = s.provider_id
  LEFT JOIN provider b ON b.id = u.beyond_provider_id
  LEFT JOIN slot bs ON bs.id = u.beyond_slot_id
 WHERE a.state IN ('planned', 'prescribed')
 ORDER BY CASE a.priority_class WHEN 'U' THEN 0 WHEN 'B' THEN 1 WHEN 'D' THEN 2
          ELSE 3 END, a.latest, p.pseudonym, a.id
 LIMIT :limit;

-- name: view_unbooked_counts :many
SELECT u.why, count(*)
  FROM booking_unbooked u JOIN activity a ON a.id = u.activity_id
 WHERE a.state IN ('planned', 'prescribed')
 GROUP BY u.why ORDER BY u.why;

-- name: view_appointment_states :many
SELECT state, count(*) FROM appointment GROUP BY state ORDER BY state;

-- name: view_activity_states :many
SELECT state, count(*) FROM activity GROUP BY state ORDER BY state;

-- name: view_live_reasons :many
-- For the summary's distances, in order of person and day.
SELECT person_id, provider_id, day, reason FROM appointment
 WHERE state <> 'cancelled' AND day >= :first AND day <= :last
 ORDER BY person_id, day, provider_id;

-- name: view_places :one
SELECT coalesce(sum(places), 0), coalesce(sum(taken), 0) FROM slot
 WHERE day >= :first AND day <= :last AND closed = 0;

-- name: view_booked_without :one
-- Activities said to be booked that no live appointment serves: always 0.
SELECT count(*) FROM activity a
 WHERE a.state = 'booked' AND NOT EXISTS (
       SELECT 1 FROM appointment_activity l
         JOIN appointment t ON t.id = l.appointment_id
        WHERE l.activity_id = a.id AND l.released_us IS NULL
          AND t.state = 'booked');

-- name: view_appointment_without :one
-- Live booked appointments that serve an activity not booked: always 0.
SELECT count(*) FROM appointment t
  JOIN appointment_activity l ON l.appointment_id = t.id
  JOIN activity a ON a.id = l.activity_id
 WHERE t.state = 'booked' AND l.released_us IS NULL AND a.state <> 'booked';

-- name: agenda_services :many
SELECT DISTINCT service_code FROM agenda ORDER BY service_code;

-- name: booking_person_died :one
-- 1 when the person is dead on the day.
SELECT COUNT(*) FROM person
 WHERE id = :person_id AND death_date <= :day;

-- Visits at a distance.

-- ---- one

-- name: visit_case :one
-- Where it stands. An appointment that was cancelled or missed elsewhere says
-- more than the state kept here.
SELECT v.id, v.kind, v.person_id,
       CASE WHEN v.state IN ('booked', 'waiting') AND t.state = 'cancelled'
            THEN 'cancelled'
            WHEN v.state IN ('booked', 'waiting') AND t.state = 'no_show'
            THEN 'not_held' ELSE v.state END,
       v.state, v.urgency, v.appointment_id, v.activity_id, v.host_user_id,
       v.pool_id, v.asker_user_id, v.asker_doctor_id, v.starts_us, v.ends_us,
       v.due_us, v.room, v.service_code, v.arrived_us, v.started_us,
       v.ended_us, v.checked_us
  FROM visit v LEFT JOIN appointment t ON t.id = v.appointment_id
 WHERE v.id = :id;

-- name: visit_insert :run
INSERT INTO visit (id, kind, person_id, service_code, appointment_id,
	activity_id, host_user_id, pool_id, asker_user_id, asker_role,
	asker_doctor_id, question, urgency, urgency_rank, with_patient,
	with_plan, companion, consent_id, seen_on, suitable_by, room, state,
	starts_us, ends_us, received_us, due_us, changed_us)
VALUES (:id, :kind, :person_id, :service_code, :appointment_id, :activity_id,
	:host_user_id, :pool_id, :asker_user_id, :asker_role, :asker_doctor_id,
	:question, :urgency, CAST(:urgency_rank AS SMALLINT),
	CAST(:with_patient AS SMALLINT), CAST(:with_plan AS SMALLINT),
	:companion, :consent_id, :seen_on, :suitable_by, :room, :state,
	:starts_us, :ends_us, :now_us, :due_us, :now_us);

-- name: visit_save :run
-- Only when nobody moved it meanwhile.
UPDATE visit SET state = :state, appointment_id = :appointment_id,
       host_user_id = :host_user_id, room = :room, starts_us = :starts_us,
       ends_us = :ends_us, arrived_us = :arrived_us, started_us = :started_us,
       ended_us = :ended_us, checked_us = :checked_us, fault = :fault,
       fault_then = :fault_then, changed_us = :now_us
 WHERE id = :id AND state = :was_state
   AND COALESCE(host_user_id, 0) = :was_host;

-- name: visit_event_insert :run
INSERT INTO visit_event (id, visit_id, what, from_state, to_state, at_us,
	user_id, role, detail)
VALUES (:id, :visit_id, :what, :from_state, :to_state, :now_us, :user_id,
	:role, :detail);

-- name: visit_notes_save :run
UPDATE visit SET notes = :notes, changed_us = :now_us WHERE id = :id;

-- name: visit_exam_insert :run
INSERT INTO visit_exam (visit_id, exam_id) VALUES (:visit_id, :exam_id);

-- name: visit_exam_fits :one
SELECT COUNT(*) FROM tele_exam
 WHERE id = :exam_id AND person_id = :person_id AND state <> 'cancelled';

-- ---- who

-- name: visit_host_lock :one @postgres
SELECT id FROM app_user WHERE id = :id FOR UPDATE;

-- name: visit_host_lock :one @sqlite
-- The transaction already keeps other writers out.
SELECT id FROM app_user WHERE id = :id;

-- name: visit_host_busy :one
SELECT COUNT(*) FROM visit v LEFT JOIN appointment t ON t.id = v.appointment_id
 WHERE v.host_user_id = :user_id AND v.id <> :but
   AND v.starts_us < :ends_us AND v.ends_us > :starts_us
   AND (v.state IN ('started', 'taken')
        OR (v.state IN ('booked', 'waiting') AND t.state = 'booked'));

-- name: visit_host_find :one
-- A doctor or specialist; own: of this person.
SELECT u.display_name, MAX(CASE WHEN r.role = 'specialist' THEN 1 ELSE 0 END),
       MAX(CASE WHEN r.role = 'doctor' AND EXISTS (
               SELECT 1 FROM person_doctor d
                WHERE d.person_id = :person_id AND d.doctor_id = r.doctor_id
                  AND d.valid_from <= :on_date
                  AND (d.valid_to IS NULL OR d.valid_to >= :on_date))
           THEN 1 ELSE 0 END)
  FROM app_user u JOIN user_role r ON r.user_id = u.id
 WHERE u.id = :user_id AND u.disabled = 0
   AND r.role IN ('doctor', 'specialist') AND r.valid_from <= :on_date
   AND (r.valid_to IS NULL OR r.valid_to >= :on_date)
 GROUP BY u.id, u.display_name;

-- name: visit_hosts :many
-- The person's doctor first.
SELECT u.id, u.display_name,
       MAX(CASE WHEN r.role = 'specialist' THEN 1 ELSE 0 END)
  FROM app_user u JOIN user_role r ON r.user_id = u.id
 WHERE u.disabled = 0 AND r.valid_from <= :on_date
   AND (r.valid_to IS NULL OR r.valid_to >= :on_date)
   AND (r.role = 'specialist' OR (r.role = 'doctor' AND EXISTS (
        SELECT 1 FROM person_doctor d
         WHERE d.person_id = :person_id AND d.doctor_id = r.doctor_id
           AND d.valid_from <= :on_date
           AND (d.valid_to IS NULL OR d.valid_to >= :on_date))))
 GROUP BY u.id, u.display_name
 ORDER BY 3, u.display_name, u.id LIMIT 200;

-- name: visit_actor :many
SELECT u.id, r.role, r.doctor_id, r.organisation_id, r.person_id
  FROM app_user u JOIN user_role r ON r.user_id = u.id
 WHERE u.login = :login AND u.disabled = 0
   AND r.role IN ('doctor', 'staff', 'operator', 'specialist', 'citizen')
   AND r.valid_from <= :on_date
   AND (r.valid_to IS NULL OR r.valid_to >= :on_date)
 ORDER BY r.id;

-- name: visit_user :one
SELECT id FROM app_user WHERE login = :login AND disabled = 0;

-- name: visit_shares_exam :one
-- Was the exam shown to this user with a teleconsult that they answer?
SELECT COUNT(*) FROM visit_exam x JOIN visit v ON v.id = x.visit_id
 WHERE x.exam_id = :exam_id AND v.state <> 'cancelled'
   AND (v.host_user_id = :user_id
        OR (v.host_user_id IS NULL AND v.pool_id IN (
            SELECT r.pool_id FROM tele_pool_reader r
             WHERE r.user_id = :user_id AND r.valid_from <= :on_date
               AND (r.valid_to IS NULL OR r.valid_to >= :on_date))));

-- ---- a place at an agreed hour

-- name: visit_provider_put :run
-- Who holds televisits has an agenda of their own, far from anywhere.
INSERT INTO provider (id, facility_code, name, kind, lat_e6, lon_e6, valid_from)
VALUES (:id, :code, :name, 'remote', 45600000, 9700000, :on_date)
ON CONFLICT (facility_code) DO UPDATE SET name = excluded.name;

-- name: visit_agenda_put :run
INSERT INTO agenda (id, code, provider_id, service_code, weekday, start_min,
                    slot_min, n_slot, places, valid_from, valid_to, recorded_us)
VALUES (:id, :code, :provider_id, :service_code, CAST(:weekday AS SMALLINT),
        CAST(:start_min AS SMALLINT), CAST(:minutes AS SMALLINT), 1, 1, :day,
        :day, :now_us)
ON CONFLICT (code) DO NOTHING;

-- name: visit_agenda_find :one
SELECT id FROM agenda WHERE code = :code;

-- name: visit_slot_open :run
INSERT INTO slot (id, agenda_id, provider_id, service_code, day, start_min,
                  duration_min, places)
VALUES (:id, :agenda_id, :provider_id, :service_code, :day,
        CAST(:start_min AS SMALLINT), CAST(:minutes AS SMALLINT), 1)
ON CONFLICT (agenda_id, day, start_min) DO UPDATE SET closed = 0;

-- name: visit_slot_find :one
SELECT id FROM slot WHERE agenda_id = :agenda_id AND day = :day;

-- name: visit_slot_shut :run
-- Nobody else is offered it, even when it is free again.
UPDATE slot SET closed = 1 WHERE id = :id;

-- name: visit_choices :many
SELECT a.id, a.service_code, a.due, a.state
  FROM activity a JOIN plan_version v ON v.id = a.version_id
 WHERE a.person_id = :person_id
   AND a.state IN ('planned', 'prescribed', 'booked', 'missed')
   AND v.state IN ('signed', 'published', 'active')
 ORDER BY a.due, a.id LIMIT 500;

-- ---- lists

-- name: visit_list :many
-- What is not over, whole; then what is, newest first, up to the n-th row of all.
SELECT v.id, v.kind,
       CASE WHEN v.state IN ('booked', 'waiting') AND t.state = 'cancelled'
            THEN 'cancelled'
            WHEN v.state IN ('booked', 'waiting') AND t.state = 'no_show'
            THEN 'not_held' ELSE v.state END AS now_state,
       v.urgency, v.starts_us, v.ends_us, v.due_us, v.received_us,
       v.host_user_id, v.asker_user_id, v.asker_doctor_id, p.id,
       COALESCE(p.fiscal_code, ''), COALESCE(p.last_name, ''),
       COALESCE(p.first_name, ''), p.birth_date, v.question,
       COALESCE(h.display_name, ''), COALESCE(o.name, ''),
       COALESCE(k.display_name, ''), v.service_code,
       (SELECT COUNT(*) FROM visit_delivery y
         WHERE y.visit_id = v.id AND y.read_us IS NULL
           AND y.to_kind IN ('asker', 'doctor') AND y.to_id = :doctor_id
           AND NOT EXISTS (SELECT 1 FROM visit_delivery z
                            WHERE z.visit_id = v.id
                              AND z.report_id > y.report_id)),
       x.found
  FROM (SELECT v.id, COUNT(*) OVER () AS found,
               CASE WHEN v.state IN ('signed', 'cancelled', 'not_held')
                    THEN 1 ELSE 0 END AS past,
               ROW_NUMBER() OVER (ORDER BY
               CASE WHEN v.state IN ('signed', 'cancelled', 'not_held')
                    THEN 1 ELSE 0 END,
               CASE WHEN v.state IN ('signed', 'cancelled', 'not_held')
                    THEN -v.changed_us ELSE COALESCE(v.starts_us, v.due_us) END,
               v.id) AS seq
          FROM visit v
          JOIN person p ON p.id = v.person_id
          LEFT JOIN appointment t ON t.id = v.appointment_id
         WHERE (CAST(:person_id AS BIGINT) IS NULL OR v.person_id = :person_id)
           AND (CAST(:search AS TEXT) IS NULL
                OR SUBSTR(LOWER(COALESCE(p.last_name, '') || ' '
                                || COALESCE(p.first_name, '')),
                          1, LENGTH(:search)) = LOWER(:search)
                OR SUBSTR(LOWER(COALESCE(p.fiscal_code, '')),
                          1, LENGTH(:search)) = LOWER(:search))
           AND (CAST(:open AS BIGINT) IS NULL
                OR (v.state IN ('asked', 'taken', 'started', 'done')
                    OR (v.state IN ('booked', 'waiting') AND t.state = 'booked')))
           AND (CAST(:all AS BIGINT) IS NOT NULL
                OR v.host_user_id = :user_id OR v.asker_user_id = :user_id
                OR (CAST(:reader AS BIGINT) IS NOT NULL AND v.host_user_id IS NULL
                    AND v.pool_id IN (SELECT r.pool_id FROM tele_pool_reader r
                        WHERE r.user_id = :reader AND r.valid_from <= :on_date
                          AND (r.valid_to IS NULL OR r.valid_to >= :on_date)))
                OR (CAST(:doctor_id AS BIGINT) IS NOT NULL
                    AND (v.asker_doctor_id = :doctor_id OR EXISTS (
                        SELECT 1 FROM person_doctor d
                         WHERE d.person_id = v.person_id AND d.doctor_id = :doctor_id
                           AND d.valid_from <= :on_date
                           AND (d.valid_to IS NULL OR d.valid_to >= :on_date))))
                OR (CAST(:centre_org AS BIGINT) IS NOT NULL AND v.kind = 'televisit'
                    AND EXISTS (
                        SELECT 1 FROM person_doctor d
                          JOIN doctor_membership m ON m.doctor_id = d.doctor_id
                         WHERE d.person_id = v.person_id
                           AND m.organisation_id = :centre_org
                           AND d.valid_from <= :on_date
                           AND (d.valid_to IS NULL OR d.valid_to >= :on_date)
                           AND m.valid_from <= :on_date
                           AND (m.valid_to IS NULL OR m.valid_to >= :on_date))))
       ) x
  JOIN visit v ON v.id = x.id
  JOIN person p ON p.id = v.person_id
  LEFT JOIN appointment t ON t.id = v.appointment_id
  LEFT JOIN app_user h ON h.id = v.host_user_id
  LEFT JOIN app_user k ON k.id = v.asker_user_id
  LEFT JOIN tele_pool o ON o.id = v.pool_id
 WHERE x.past = 0 OR x.seq <= :n
 ORDER BY x.seq LIMIT :most;

-- name: visit_mine :many
-- The televisits of a person, and the last report that was given to them.
SELECT v.id,
       CASE WHEN v.state IN ('booked', 'waiting') AND t.state = 'cancelled'
            THEN 'cancelled'
            WHEN v.state IN ('booked', 'waiting') AND t.state = 'no_show'
            THEN 'not_held' ELSE v.state END,
       v.starts_us, v.ends_us, v.checked_us, v.arrived_us, v.service_code,
       COALESCE(h.display_name, ''), v.companion, v.fault, v.fault_then,
       COALESCE((SELECT MAX(y.report_id) FROM visit_delivery y
                  WHERE y.visit_id = v.id AND y.to_kind = 'person'), 0)
  FROM visit v
  LEFT JOIN appointment t ON t.id = v.appointment_id
  LEFT JOIN app_user h ON h.id = v.host_user_id
 WHERE v.person_id = :person_id AND v.kind = 'televisit'
 ORDER BY CASE WHEN v.state IN ('booked', 'waiting', 'started')
                AND t.state = 'booked' THEN 0 ELSE 1 END,
          CASE WHEN v.state IN ('booked', 'waiting', 'started')
                AND t.state = 'booked' THEN v.starts_us
               ELSE -v.starts_us END, v.id
 LIMIT 100;

-- ---- the case

-- name: visit_show :one
SELECT v.received_us, v.with_patient, v.with_plan, v.companion, v.seen_on,
       v.fault, v.fault_then, v.notes, v.question, COALESCE(h.display_name, ''),
       COALESCE(o.name, ''), COALESCE(o.phone, ''),
       COALESCE(k.display_name, ''), COALESCE(p.fiscal_code, ''),
       COALESCE(p.last_name, ''), COALESCE(p.first_name, ''), p.birth_date
  FROM visit v
  JOIN person p ON p.id = v.person_id
  LEFT JOIN app_user h ON h.id = v.host_user_id
  LEFT JOIN app_user k ON k.id = v.asker_user_id
  LEFT JOIN tele_pool o ON o.id = v.pool_id
 WHERE v.id = :id;

-- name: visit_events :many
SELECT e.at_us, e.what, e.from_state, e.to_state, e.role,
       COALESCE(u.display_name, ''), e.detail
  FROM visit_event e LEFT JOIN app_user u ON u.id = e.user_id
 WHERE e.visit_id = :id ORDER BY e.id;

-- name: visit_documents :many
SELECT d.id, d.file_name, d.type, d.sha256, d.added_us, b.n_byte,
       COALESCE(u.display_name, '')
  FROM visit_document d JOIN tele_blob b ON b.sha256 = d.sha256
  LEFT JOIN app_user u ON u.id = d.user_id
 WHERE d.visit_id = :id ORDER BY d.id;

-- name: visit_document_insert :run
INSERT INTO visit_document (id, visit_id, sha256, file_name, type, user_id,
	role, added_us)
VALUES (:id, :visit_id, :sha256, :file_name, :type, :user_id, :role, :now_us);

-- name: visit_document_find :one
SELECT sha256, file_name, type FROM visit_document
 WHERE id = :id AND visit_id = :visit_id;

-- name: visit_document_count :one
SELECT COUNT(*), SUM(CASE WHEN sha256 = :sha256 THEN 1 ELSE 0 END)
  FROM visit_document WHERE visit_id = :visit_id;

-- name: visit_exams :many
SELECT e.id, e.kind, e.taken_on,
       COALESCE((SELECT r.conclusion FROM tele_report r
                  WHERE r.exam_id = e.id AND r.state = 'signed'
                  ORDER BY r.version DESC LIMIT 1), '')
  FROM visit_exam x JOIN tele_exam e ON e.id = x.exam_id
 WHERE x.visit_id = :id ORDER BY e.taken_on DESC, e.id DESC;

-- name: visit_deliveries :many
SELECT y.report_id, y.to_kind, y.delivered_us, y.read_us,
       COALESCE(u.display_name, '')
  FROM visit_delivery y LEFT JOIN app_user u ON u.id = y.read_by
 WHERE y.visit_id = :id ORDER BY y.report_id DESC, y.to_kind;

-- name: visit_plan :many
-- Conditions, drugs and services of the plan in force.
SELECT 'condition', '', '', c.condition, c.position
  FROM plan_condition c
 WHERE c.version_id = (SELECT MAX(v.id) FROM plan_version v
        WHERE v.person_id = :person_id
          AND v.state IN ('signed', 'published', 'active'))
UNION ALL
SELECT l.kind, COALESCE(l.service_code, ''), COALESCE(l.atc, ''), l.text,
       1000 + l.position
  FROM plan_line l
 WHERE l.kind IN ('service', 'drug')
   AND l.version_id = (SELECT MAX(v.id) FROM plan_version v
        WHERE v.person_id = :person_id
          AND v.state IN ('signed', 'published', 'active'))
 ORDER BY 5 LIMIT 300;

-- ---- the report

-- name: visit_reports :many
SELECT r.id, r.visit_id, r.version, r.previous_id, r.correction_reason,
       r.state, r.present, r.text, r.conclusion, r.therapy, r.advice,
       r.changed_us, r.author_id, r.signed_us, COALESCE(r.signed_name, ''),
       COALESCE(r.digest, '')
  FROM visit_report r
 WHERE (CAST(:visit_id AS BIGINT) IS NULL OR r.visit_id = :visit_id)
   AND (CAST(:id AS BIGINT) IS NULL OR r.id = :id)
 ORDER BY r.version DESC;

-- name: visit_report_insert :run
INSERT INTO visit_report (id, visit_id, version, previous_id,
	correction_reason, state, created_us, changed_us, author_id)
VALUES (:id, :visit_id, :version, :previous_id, :correction_reason, 'draft',
	:now_us, :now_us, :author_id);

-- name: visit_report_save :run
UPDATE visit_report SET present = :present, text = :text,
       conclusion = :conclusion, therapy = :therapy, advice = :advice,
       author_id = :author_id, changed_us = :now_us
 WHERE id = :id AND state = 'draft';

-- name: visit_report_sign :run
UPDATE visit_report SET state = 'signed', signed_us = :now_us,
       signed_by = :user_id, signed_name = :name, digest = :digest
 WHERE id = :id AND state = 'draft';

-- name: visit_delivery_insert :run
INSERT INTO visit_delivery (report_id, visit_id, to_kind, to_id, delivered_us)
VALUES (:report_id, :visit_id, :to_kind, :to_id, :now_us);

-- name: visit_unread :one
SELECT COUNT(*) FROM visit_delivery
 WHERE visit_id = :visit_id AND read_us IS NULL
   AND ((to_kind = 'person' AND to_id = :person_id)
        OR (to_kind IN ('asker', 'doctor') AND to_id = :doctor_id));

-- name: visit_read :run
UPDATE visit_delivery SET read_us = :now_us, read_by = :user_id
 WHERE visit_id = :visit_id AND read_us IS NULL
   AND ((to_kind = 'person' AND to_id = :person_id)
        OR (to_kind IN ('asker', 'doctor') AND to_id = :doctor_id));

-- ---- the clock

-- name: visit_overdue :many
SELECT id FROM visit
 WHERE state IN ('asked', 'taken') AND due_us <= :now_us AND told = 0
 ORDER BY due_us, id LIMIT 1000;

-- name: visit_overdue_told :run
UPDATE visit SET told = 1 WHERE id = :id AND told = 0;

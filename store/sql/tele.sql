-- Exams sent and reported at a distance.

-- name: tele_blob_find :one
SELECT n_byte, n_part FROM tele_blob WHERE sha256 = :sha256;

-- name: tele_blob_insert :run
INSERT INTO tele_blob (sha256, n_byte, n_part, kept_us)
VALUES (:sha256, :n_byte, :n_part, :now_us);

-- name: tele_blob_part_insert :run
INSERT INTO tele_blob_part (sha256, seq, base64)
VALUES (:sha256, :seq, :base64);

-- name: tele_blob_parts :many
SELECT base64 FROM tele_blob_part WHERE sha256 = :sha256 ORDER BY seq;

-- ---- who

-- name: tele_person :one
SELECT p.id, COALESCE(p.fiscal_code, ''), COALESCE(p.last_name, ''),
       COALESCE(p.first_name, ''), p.birth_date, p.sex, p.death_date, p.ats,
       (SELECT d.doctor_id FROM person_doctor d
         WHERE d.person_id = p.id AND d.valid_from <= :on_date
           AND (d.valid_to IS NULL OR d.valid_to >= :on_date))
  FROM person p WHERE p.id = :id;

-- name: tele_actor :many
-- A user by login, with a role that works on exams.
SELECT u.id, r.role, r.doctor_id, r.organisation_id
  FROM app_user u JOIN user_role r ON r.user_id = u.id
 WHERE u.login = :login AND u.disabled = 0
   AND r.role IN ('doctor', 'staff', 'operator', 'specialist', 'pharmacist')
   AND r.valid_from <= :on_date
   AND (r.valid_to IS NULL OR r.valid_to >= :on_date)
 ORDER BY r.id;

-- name: tele_user_name :one
SELECT display_name FROM app_user WHERE id = :id;

-- name: tele_consent_latest :many
-- What the person said last of this service, to anybody of that kind.
SELECT id, granted FROM consent
 WHERE person_id = :person_id AND purpose = :purpose
   AND valid_from <= :on_date AND (valid_to IS NULL OR valid_to >= :on_date)
 ORDER BY recorded_us DESC, id DESC LIMIT 1;

-- name: tele_consent_insert :run
INSERT INTO consent (id, person_id, purpose, subject_kind, subject_id, granted,
	valid_from, recorded_us, recorded_by, recorded_role)
VALUES (:id, :person_id, :purpose, 'service', 0, :granted, :on_date, :now_us,
	:user_id, :role);

-- name: tele_consents :many
-- All that a person said of services at a distance, newest first.
SELECT c.purpose, c.granted, c.valid_from, c.recorded_us, c.recorded_role,
       COALESCE(u.display_name, '')
  FROM consent c LEFT JOIN app_user u ON u.id = c.recorded_by
 WHERE c.person_id = :person_id
   AND c.purpose IN ('tele.ecg', 'tele.spirometry', 'tele.televisit',
                     'tele.teleconsult')
 ORDER BY c.recorded_us DESC, c.id DESC LIMIT 500;

-- name: tele_all_exams :many
-- Every exam of a person, for a copy of all.
SELECT id, kind, state, taken_on, sha256, file_name, COALESCE(csv_hz_milli, 0)
  FROM tele_exam WHERE person_id = :person_id
 ORDER BY taken_on, id LIMIT 5000;

-- name: tele_all_visits :many
-- The signed reports of their visits; of televisits alone when not `consults`.
SELECT r.id, v.kind, r.signed_us
  FROM visit v JOIN visit_report r ON r.visit_id = v.id AND r.state = 'signed'
 WHERE v.person_id = :person_id
   AND (v.kind = 'televisit' OR :consults = 1)
 ORDER BY r.signed_us, r.id LIMIT 5000;

-- name: tele_all_since :one
-- The first moment of which there is a reading; NULL none.
SELECT MIN(measured_us) FROM home_reading WHERE person_id = :person_id;

-- ---- an exam

-- name: tele_exam_by_hash :one
SELECT id, person_id, state FROM tele_exam
 WHERE sha256 = :sha256 AND state <> 'cancelled';

-- name: tele_exam_insert :run
INSERT INTO tele_exam (id, person_id, kind, sha256, file_name, format,
	format_version, taken_at, taken_on, identity_by, sender_user_id,
	sender_role, sender_doctor_id, sender_org_id, device_id, device_maker,
	device_model, device_serial, device_state, algorithm, verdict,
	urgency, urgency_rank, urgency_asked,
	urgency_machine, urgency_why, language, pool_id, state, wait_cause,
	repeat_of, received_us, start_us, due_us, stopped_us, csv_hz_milli)
VALUES (:id, :person_id, :kind, :sha256, :file_name, :format, :format_version,
	:taken_at, :taken_on, :identity_by, :sender_user_id, :sender_role,
	:sender_doctor_id, :sender_org_id, :device_id, :device_maker,
	:device_model, :device_serial, :device_state, :algorithm, :verdict,
	:urgency, :urgency_rank, :urgency_asked, :urgency_machine, :urgency_why, :language, :pool_id,
	:state, :wait_cause, :repeat_of, :now_us, :now_us, :due_us,
	:stopped_us, :csv_hz_milli);

-- name: tele_request_insert :run
INSERT INTO tele_request (exam_id, question, symptoms, chest_pain,
	chest_pain_days, syncope, syncope_days, drugs, pacemaker, previous_mi,
	consent_id)
VALUES (:exam_id, :question, :symptoms, :chest_pain, :chest_pain_days, :syncope,
	:syncope_days, :drugs, :pacemaker, :previous_mi, :consent_id);

-- name: tele_finding_insert :run
INSERT INTO tele_finding (exam_id, seq, kind, severity, lead, code, value,
	algorithm)
VALUES (:exam_id, :seq, :kind, :severity, :lead, :code, :value, :algorithm);

-- name: tele_measure_insert :run
INSERT INTO tele_measure (exam_id, source, name, lead, value_milli, algorithm)
VALUES (:exam_id, :source, :name, :lead, :value_milli, :algorithm);

-- name: tele_event_insert :run
INSERT INTO tele_event (id, exam_id, what, from_state, to_state, at_us, user_id,
	role, detail)
VALUES (:id, :exam_id, :what, :from_state, :to_state, :now_us, :user_id, :role,
	:detail);

-- name: tele_case :one
-- Where an exam stands: what its moves look at.
SELECT id, person_id, kind, state, urgency, pool_id, taken_by, taken_us,
       start_us, due_us, stopped_us, told_percent, escalated, repeat_of,
       sender_doctor_id, sender_org_id, taken_on, verdict, wait_cause,
       activity_id, sha256
  FROM tele_exam WHERE id = :id;

-- name: tele_case_save :run
-- Only when nobody moved it meanwhile.
UPDATE tele_exam SET state = :state, pool_id = :pool_id, taken_by = :taken_by,
       taken_us = :taken_us, start_us = :start_us, due_us = :due_us,
       stopped_us = :stopped_us, told_percent = :told_percent,
       escalated = :escalated, wait_cause = :wait_cause,
       activity_id = :activity_id
 WHERE id = :id AND state = :was_state
   AND COALESCE(taken_by, 0) = :was_taken_by
   AND told_percent = :was_told;

-- name: tele_case_override :run
UPDATE tele_exam SET override_reason = :reason, override_by = :user_id
 WHERE id = :id;

-- ---- lists

-- name: tele_list :many
-- Most urgent first, then by the promised time; what is finished after what is
-- open, newest first; or by person or promised time. A red result that nobody
-- has acknowledged is open. Only who is shown is read in full.
SELECT e.id, e.kind, e.state, e.urgency, e.received_us, e.start_us, e.due_us,
       e.stopped_us, e.escalated, e.verdict, e.device_state,
       p.id, COALESCE(p.fiscal_code, ''), COALESCE(p.last_name, ''),
       COALESCE(p.first_name, ''), p.birth_date, p.sex,
       q.question, COALESCE(o.code, ''), COALESCE(u.display_name, ''),
       e.taken_by, e.taken_on, e.wait_cause,
       COALESCE((SELECT r.urgency FROM tele_report r
                  WHERE r.exam_id = e.id AND r.state = 'signed'
                  ORDER BY r.version DESC LIMIT 1), ''),
       x.found
  FROM (SELECT e.id, COUNT(*) OVER () AS found, ROW_NUMBER() OVER (ORDER BY
               CASE WHEN :sort = 'person' AND :down = 0
                    THEN LOWER(COALESCE(p.last_name, '')) END,
               CASE WHEN :sort = 'person' AND :down = 1
                    THEN LOWER(COALESCE(p.last_name, '')) END DESC,
               CASE WHEN :sort = 'person'
                    THEN LOWER(COALESCE(p.first_name, '')) END,
               CASE WHEN :sort = 'due' AND :down = 0 THEN e.due_us
                    WHEN :sort = 'due' THEN -e.due_us END,
               CASE WHEN e.state IN ('waiting', 'queued', 'taken', 'reported')
                    THEN e.urgency_rank
                    WHEN r.id IS NOT NULL THEN 0 ELSE 9 END,
               CASE WHEN e.state IN ('waiting', 'queued', 'taken', 'reported')
                      OR r.id IS NOT NULL
                    THEN e.due_us ELSE -e.received_us END,
               e.id) AS seq
          FROM tele_exam e
          JOIN person p ON p.id = e.person_id
          JOIN tele_request q ON q.exam_id = e.id
          LEFT JOIN tele_report r ON r.exam_id = e.id AND r.state = 'signed'
           AND r.urgency = 'red' AND e.state = 'delivered'
           AND NOT EXISTS (SELECT 1 FROM tele_report l
                            WHERE l.exam_id = e.id AND l.state = 'signed'
                              AND l.version > r.version)
         WHERE (CAST(:state AS TEXT) IS NULL OR e.state = :state)
           AND (CAST(:open AS BIGINT) IS NULL
                OR e.state IN ('waiting', 'queued', 'taken', 'reported')
                OR r.id IS NOT NULL)
           AND (CAST(:kind AS TEXT) IS NULL OR e.kind = :kind)
           AND (CAST(:person_id AS BIGINT) IS NULL OR e.person_id = :person_id)
           AND (CAST(:search AS TEXT) IS NULL
                OR SUBSTR(LOWER(COALESCE(p.last_name, '') || ' '
                                || COALESCE(p.first_name, '')),
                          1, LENGTH(:search)) = LOWER(:search)
                OR SUBSTR(LOWER(COALESCE(p.fiscal_code, '')),
                          1, LENGTH(:search)) = LOWER(:search))
           AND (CAST(:reader AS BIGINT) IS NULL OR e.taken_by = :reader
                OR e.pool_id IN (SELECT t.pool_id FROM tele_pool_reader t
                    WHERE t.user_id = :reader AND t.valid_from <= :on_date
                      AND (t.valid_to IS NULL OR t.valid_to >= :on_date)))
           AND (CAST(:doctor_id AS BIGINT) IS NULL
                OR e.sender_doctor_id = :doctor_id
                OR EXISTS (SELECT 1 FROM person_doctor d
                    WHERE d.person_id = e.person_id AND d.doctor_id = :doctor_id
                      AND d.valid_from <= :on_date
                      AND (d.valid_to IS NULL OR d.valid_to >= :on_date)))
           AND (CAST(:sender_org AS BIGINT) IS NULL
                OR e.sender_org_id = :sender_org)
           AND (CAST(:centre_org AS BIGINT) IS NULL OR EXISTS (
                SELECT 1 FROM person_doctor d
                  JOIN doctor_membership m ON m.doctor_id = d.doctor_id
                 WHERE d.person_id = e.person_id
                   AND m.organisation_id = :centre_org
                   AND d.valid_from <= :on_date
                   AND (d.valid_to IS NULL OR d.valid_to >= :on_date)
                   AND m.valid_from <= :on_date
                   AND (m.valid_to IS NULL OR m.valid_to >= :on_date)))
         ORDER BY seq LIMIT :n OFFSET :skip) x
  JOIN tele_exam e ON e.id = x.id
  JOIN person p ON p.id = e.person_id
  JOIN tele_request q ON q.exam_id = e.id
  LEFT JOIN tele_pool o ON o.id = e.pool_id
  LEFT JOIN app_user u ON u.id = e.taken_by
 ORDER BY x.seq;

-- name: tele_show :one
SELECT e.id, e.kind, e.state, e.urgency, e.received_us, e.start_us, e.due_us,
       e.stopped_us, e.escalated, e.verdict, e.device_state,
       p.id, COALESCE(p.fiscal_code, ''), COALESCE(p.last_name, ''),
       COALESCE(p.first_name, ''), p.birth_date, p.sex,
       q.question, COALESCE(o.code, ''), COALESCE(u.display_name, ''),
       e.taken_by, e.taken_on, e.wait_cause, '',
       e.sha256, e.file_name, e.format, e.format_version, e.taken_at,
       e.identity_by, e.device_maker, e.device_model, e.device_serial,
       e.algorithm, COALESCE(e.override_reason, ''), e.urgency_asked,
       e.urgency_machine, e.urgency_why, e.repeat_of,
       (SELECT MAX(x.id) FROM tele_exam x WHERE x.repeat_of = e.id),
       q.symptoms, q.chest_pain, q.chest_pain_days, q.syncope, q.syncope_days,
       q.drugs, q.pacemaker, q.previous_mi, b.n_byte,
       COALESCE(d.last_name, ''), COALESCE(d.first_name, ''),
       COALESCE(g.name, ''), COALESCE(s.display_name, ''), e.activity_id,
       COALESCE(o.name, ''), COALESCE(o.phone, ''),
       COALESCE(e.csv_hz_milli, 0),
       (SELECT x.received_us FROM tele_exam x WHERE x.id = e.repeat_of)
  FROM tele_exam e
  JOIN person p ON p.id = e.person_id
  JOIN tele_request q ON q.exam_id = e.id
  JOIN tele_blob b ON b.sha256 = e.sha256
  LEFT JOIN tele_pool o ON o.id = e.pool_id
  LEFT JOIN app_user u ON u.id = e.taken_by
  LEFT JOIN app_user s ON s.id = e.sender_user_id
  LEFT JOIN doctor d ON d.id = e.sender_doctor_id
  LEFT JOIN organisation g ON g.id = e.sender_org_id
 WHERE e.id = :id;

-- name: tele_findings :many
SELECT kind, severity, lead, code, value FROM tele_finding
 WHERE exam_id = :exam_id ORDER BY seq;

-- name: tele_measures :many
SELECT source, name, lead, value_milli, algorithm FROM tele_measure
 WHERE exam_id = :exam_id ORDER BY source, name, lead;

-- name: tele_events :many
SELECT v.what, v.from_state, v.to_state, v.at_us, v.role, v.detail,
       COALESCE(u.display_name, '')
  FROM tele_event v LEFT JOIN app_user u ON u.id = v.user_id
 WHERE v.exam_id = :exam_id ORDER BY v.id;

-- name: tele_known_signs :many
-- What earlier ECGs of a person show, each by its signed report, else by what a
-- program found on an earlier day: signed, atrial fibrillation, left bundle
-- branch block.
SELECT CASE WHEN r.id IS NULL THEN 0 ELSE 1 END,
       CASE WHEN r.id IS NULL
            THEN (SELECT COUNT(*) FROM tele_finding f WHERE f.exam_id = e.id
                     AND f.kind = 'rhythm' AND f.code = 'atrial_fibrillation')
            ELSE (SELECT COUNT(*) FROM tele_report_statement s
                   WHERE s.report_id = r.id AND s.code = 'AFIB') END,
       CASE WHEN r.id IS NULL
            THEN (SELECT COUNT(*) FROM tele_finding f WHERE f.exam_id = e.id
                     AND f.kind = 'rhythm' AND f.code = 'lbbb')
            ELSE (SELECT COUNT(*) FROM tele_report_statement s
                   WHERE s.report_id = r.id AND s.code = 'LBBB') END
  FROM tele_exam e
  LEFT JOIN tele_report r ON r.exam_id = e.id AND r.state = 'signed'
   AND NOT EXISTS (SELECT 1 FROM tele_report y WHERE y.previous_id = r.id
                      AND y.state = 'signed')
 WHERE e.person_id = :person_id AND e.kind = 'ecg' AND e.state <> 'cancelled'
   AND (r.id IS NOT NULL OR e.taken_on < :today)
 ORDER BY e.taken_on DESC, e.id DESC LIMIT 50;

-- name: tele_previous :many
-- Earlier exams of the same kind, newest first.
SELECT e.id, e.taken_on, e.state, COALESCE(r.conclusion, ''), e.algorithm
  FROM tele_exam e
  LEFT JOIN tele_report r ON r.exam_id = e.id AND r.state = 'signed'
   AND NOT EXISTS (SELECT 1 FROM tele_report y WHERE y.previous_id = r.id
                      AND y.state = 'signed')
 WHERE e.person_id = :person_id AND e.kind = :kind AND e.state <> 'cancelled'
   AND e.id <> :exam_id
   AND (e.taken_on < :taken_on OR (e.taken_on = :taken_on AND e.id < :exam_id))
 ORDER BY e.taken_on DESC, e.id DESC LIMIT 5;

-- ---- the pool and the device of an exam

-- name: tele_pool_for :many
-- The pools that read a kind of exam.
SELECT id, languages, weekdays, from_min, to_min FROM tele_pool
 WHERE kind = :kind ORDER BY code;

-- name: tele_pool_behind :one
SELECT b.id, b.name FROM tele_pool p JOIN tele_pool b ON b.id = p.escalate_to
 WHERE p.id = :id;

-- name: tele_reads_pool :one
SELECT COUNT(*) FROM tele_pool_reader
 WHERE pool_id = :pool_id AND user_id = :user_id AND valid_from <= :on_date
   AND (valid_to IS NULL OR valid_to >= :on_date);

-- name: tele_device_by_serial :one
SELECT id, kind, maintenance_until, calibration_until, retired_on
  FROM tele_device WHERE serial = :serial;

-- ---- reports

-- name: tele_report_insert :run
INSERT INTO tele_report (id, exam_id, version, previous_id, correction_reason,
	state, urgency, agrees, created_us, changed_us, author_id)
VALUES (:id, :exam_id, :version, :previous_id, :correction_reason, 'draft',
	:urgency, 'unsaid', :now_us, :now_us, :author_id);

-- name: tele_report_save :run
UPDATE tele_report SET template = :template, answer = :answer, text = :text,
       conclusion = :conclusion, advice = :advice, comparison = :comparison,
       compared_exam_id = :compared_exam_id, urgency = :urgency,
       agrees = :agrees, author_id = :author_id, changed_us = :now_us
 WHERE id = :id AND state = 'draft';

-- name: tele_report_sign :run
UPDATE tele_report SET state = 'signed', signed_us = :now_us,
       signed_by = :user_id, signed_name = :name, digest = :digest
 WHERE id = :id AND state = 'draft';

-- name: tele_statement_clear :run
DELETE FROM tele_report_statement WHERE report_id = :report_id;

-- name: tele_statement_insert :run
INSERT INTO tele_report_statement (report_id, seq, code, snomed, text)
VALUES (:report_id, :seq, :code, :snomed, :text);

-- name: tele_statements :many
SELECT code, snomed, text FROM tele_report_statement
 WHERE report_id = :report_id ORDER BY seq;

-- name: tele_reports :many
SELECT r.id, r.version, r.previous_id, r.correction_reason, r.state, r.template,
       r.answer, r.text, r.conclusion, r.advice, r.comparison,
       r.compared_exam_id, r.urgency, r.agrees, r.changed_us, r.signed_us,
       COALESCE(r.signed_name, ''), COALESCE(r.digest, ''), r.author_id,
       r.exam_id
  FROM tele_report r
 WHERE (CAST(:exam_id AS BIGINT) IS NULL OR r.exam_id = :exam_id)
   AND (CAST(:id AS BIGINT) IS NULL OR r.id = :id)
 ORDER BY r.version DESC;

-- name: tele_value_insert :run
INSERT INTO tele_value (report_id, person_id, exam_id, name, value_milli,
	on_date)
VALUES (:report_id, :person_id, :exam_id, :name, :value_milli, :on_date);

-- name: tele_activity_for :many
-- What the signed plan still asks for of this service, nearest first.
SELECT a.id, a.state, a.due
  FROM activity a JOIN plan_version v ON v.id = a.version_id
 WHERE a.person_id = :person_id AND a.service_code = :service_code
   AND a.state IN ('planned', 'prescribed', 'booked', 'missed')
   AND v.state IN ('signed', 'published', 'active')
   AND a.due <= :last
 ORDER BY a.due, a.id LIMIT 1;

-- name: tele_activity_done :run
UPDATE activity SET state = 'done', done_on = :day
 WHERE id = :id AND state IN ('planned', 'prescribed', 'booked', 'missed');

-- ---- results

-- name: tele_delivery_insert :run
INSERT INTO tele_delivery (id, report_id, exam_id, to_kind, to_id, delivered_us)
VALUES (:id, :report_id, :exam_id, :to_kind, :to_id, :now_us);

-- name: tele_deliveries :many
SELECT v.id, v.report_id, v.to_kind, v.to_id, v.delivered_us, v.read_us,
       v.ack_us, v.ack_how, v.ack_note, COALESCE(u.display_name, ''),
       COALESCE(k.display_name, '')
  FROM tele_delivery v
  LEFT JOIN app_user u ON u.id = v.read_by
  LEFT JOIN app_user k ON k.id = v.ack_by
 WHERE v.exam_id = :exam_id ORDER BY v.id;

-- name: tele_delivery_read :run
UPDATE tele_delivery SET read_us = :now_us, read_by = :user_id
 WHERE exam_id = :exam_id AND to_kind = 'person' AND to_id = :person_id
   AND read_us IS NULL;

-- name: tele_delivery_ack :run
UPDATE tele_delivery SET ack_us = :now_us, ack_by = :user_id, ack_how = :how,
       ack_note = :note
 WHERE exam_id = :exam_id AND to_kind <> 'person' AND ack_us IS NULL;

-- name: tele_undelivered :many
SELECT id FROM tele_exam WHERE state = 'signed' ORDER BY id LIMIT 1000;

-- name: tele_results_of :many
-- The signed reports of a person that were delivered: the last version of each.
SELECT e.id, e.kind, e.taken_on, r.id, r.version, r.conclusion, r.urgency,
       r.signed_us, r.signed_name, v.delivered_us, v.ack_us, v.read_us
  FROM tele_exam e
  JOIN tele_report r ON r.exam_id = e.id AND r.state = 'signed'
  JOIN tele_delivery v ON v.report_id = r.id AND v.to_kind = :to_kind
 WHERE e.person_id = :person_id AND e.state <> 'cancelled'
   AND NOT EXISTS (SELECT 1 FROM tele_report y
                     JOIN tele_delivery z ON z.report_id = y.id
                    WHERE y.exam_id = e.id AND y.version > r.version)
 ORDER BY e.taken_on DESC, e.id DESC LIMIT 100;

-- ---- the clock

-- name: tele_clock_due :many
-- Those that have a warning to give: the clock runs, and the next percentage
-- that is told is reached.
SELECT id FROM tele_exam
 WHERE state IN ('queued', 'taken', 'reported') AND told_percent < 100
   AND (:now_us - start_us) * 100 >= (due_us - start_us)
       * CASE WHEN told_percent < :first THEN :first
              WHEN told_percent < :second THEN :second ELSE 100 END
 ORDER BY due_us, id LIMIT 10000;

-- name: tele_red_unread :many
-- Red results nobody acknowledged, delivered before an instant, not told yet.
SELECT v.exam_id FROM tele_delivery v
  JOIN tele_report r ON r.id = v.report_id
  JOIN tele_exam e ON e.id = v.exam_id
 WHERE r.urgency = 'red' AND v.to_kind <> 'person' AND v.ack_us IS NULL
   AND v.delivered_us <= :before_us AND e.state = 'delivered'
   AND NOT EXISTS (SELECT 1 FROM tele_event t WHERE t.exam_id = v.exam_id
                      AND t.what = 'red_unread' AND t.at_us >= v.delivered_us)
 GROUP BY v.exam_id ORDER BY v.exam_id LIMIT 1000;

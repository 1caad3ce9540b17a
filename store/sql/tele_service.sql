-- Who reads exams at a distance, with which devices, and how well it goes.
-- Whose is seen (app/tele_scope.c): of :doctor_id, :organisation_id,
-- :reader_id, :centre_id, :ats at most one is not NULL.

-- ---- pools

-- name: tele_pool_list :many
-- Of a reader, theirs. What is open: of a practice or pharmacy, what it sent.
SELECT p.id, p.code, p.name, p.kind, p.languages, p.weekdays, p.from_min,
       p.to_min, COALESCE(x.code, ''), p.phone,
       (SELECT COUNT(*) FROM tele_pool_reader r WHERE r.pool_id = p.id
           AND r.valid_from <= :on_date
           AND (r.valid_to IS NULL OR r.valid_to >= :on_date)),
       (SELECT COUNT(*) FROM tele_exam e WHERE e.pool_id = p.id
           AND e.state IN ('queued', 'taken', 'reported')
           AND (CAST(:doctor_id AS BIGINT) IS NULL
                OR e.sender_doctor_id = :doctor_id)
           AND (CAST(:organisation_id AS BIGINT) IS NULL
                OR e.sender_org_id = :organisation_id))
  FROM tele_pool p LEFT JOIN tele_pool x ON x.id = p.escalate_to
 WHERE (CAST(:id AS BIGINT) IS NULL OR p.id = :id)
   AND (CAST(:reader_id AS BIGINT) IS NULL OR EXISTS (
        SELECT 1 FROM tele_pool_reader r
         WHERE r.pool_id = p.id AND r.user_id = :reader_id
           AND r.valid_from <= :on_date
           AND (r.valid_to IS NULL OR r.valid_to >= :on_date)))
 ORDER BY p.code;

-- name: tele_pool_readers :many
SELECT u.id, u.login, u.display_name, r.valid_from
  FROM tele_pool_reader r JOIN app_user u ON u.id = r.user_id
 WHERE r.pool_id = :pool_id AND r.valid_from <= :on_date
   AND (r.valid_to IS NULL OR r.valid_to >= :on_date)
 ORDER BY u.display_name, u.id;

-- name: tele_pool_others :many
-- Specialists who do not read for it.
SELECT u.id, u.login, u.display_name, NULL
  FROM app_user u
 WHERE u.disabled = 0 AND EXISTS (
       SELECT 1 FROM user_role o
        WHERE o.user_id = u.id AND o.role = 'specialist'
          AND o.valid_from <= :on_date
          AND (o.valid_to IS NULL OR o.valid_to >= :on_date))
   AND NOT EXISTS (
       SELECT 1 FROM tele_pool_reader r
        WHERE r.pool_id = :pool_id AND r.user_id = u.id
          AND r.valid_from <= :on_date
          AND (r.valid_to IS NULL OR r.valid_to >= :on_date))
 ORDER BY u.display_name, u.id LIMIT 500;

-- name: tele_pool_by_code :one
SELECT id, kind FROM tele_pool WHERE code = :code;

-- name: tele_pool_insert :run
INSERT INTO tele_pool (id, code, name, kind, languages, weekdays, from_min,
	to_min, escalate_to, phone, recorded_us)
VALUES (:id, :code, :name, :kind, :languages, :weekdays, :from_min, :to_min,
	:escalate_to, :phone, :now_us);

-- name: tele_pool_change :run
UPDATE tele_pool SET name = :name, languages = :languages,
       weekdays = :weekdays, from_min = :from_min, to_min = :to_min,
       escalate_to = :escalate_to, phone = :phone, recorded_us = :now_us
 WHERE id = :id;

-- name: tele_pool_reader_insert :run
INSERT INTO tele_pool_reader (pool_id, user_id, valid_from, recorded_us)
VALUES (:pool_id, :user_id, :on_date, :now_us);

-- name: tele_pool_reader_end :run
UPDATE tele_pool_reader SET valid_to = :last, recorded_us = :now_us
 WHERE pool_id = :pool_id AND user_id = :user_id AND valid_from <= :last
   AND (valid_to IS NULL OR valid_to > :last);

-- name: tele_pool_reader_remove :run
-- Who began on a later day never read.
DELETE FROM tele_pool_reader
 WHERE pool_id = :pool_id AND user_id = :user_id AND valid_from > :last;

-- ---- devices

-- name: tele_device_list :many
-- A reader sees those whose exams their pools have; a cooperative also those of
-- pharmacies of its agency, which it equips.
SELECT v.id, v.serial, v.kind, v.maker, v.model, v.maintenance_until,
       v.calibration_until, v.retired_on, COALESCE(d.gp_code, ''),
       COALESCE(o.code, ''),
       COALESCE(d.last_name || ' ' || d.first_name, o.name, ''),
       COALESCE(x.n, 0), COALESCE(x.n_expired, 0)
  FROM tele_device v
  LEFT JOIN doctor d ON d.id = v.doctor_id
  LEFT JOIN organisation o ON o.id = v.organisation_id
  LEFT JOIN (SELECT e.device_id AS device_id, COUNT(*) AS n,
                    SUM(CASE WHEN e.device_state = 'expired' THEN 1
                        ELSE 0 END) AS n_expired
               FROM tele_exam e
              WHERE e.device_id IS NOT NULL
                AND (CAST(:reader_id AS BIGINT) IS NULL OR e.pool_id IN (
                     SELECT t.pool_id FROM tele_pool_reader t
                      WHERE t.user_id = :reader_id
                        AND t.valid_from <= :on_date
                        AND (t.valid_to IS NULL OR t.valid_to >= :on_date)))
              GROUP BY e.device_id) x ON x.device_id = v.id
 WHERE (CAST(:id AS BIGINT) IS NULL OR v.id = :id)
   AND (CAST(:serial AS TEXT) IS NULL OR v.serial = :serial)
   AND (CAST(:doctor_id AS BIGINT) IS NULL OR v.doctor_id = :doctor_id)
   AND (CAST(:organisation_id AS BIGINT) IS NULL
        OR v.organisation_id = :organisation_id)
   AND (CAST(:reader_id AS BIGINT) IS NULL OR x.n > 0)
   AND (CAST(:centre_id AS BIGINT) IS NULL
        OR v.organisation_id = :centre_id
        OR (o.kind = 'PHARMACY' AND o.ats = (
            SELECT c.ats FROM organisation c WHERE c.id = :centre_id))
        OR EXISTS (SELECT 1 FROM doctor_membership m
            WHERE m.organisation_id = :centre_id AND m.doctor_id = v.doctor_id
              AND m.valid_from <= :on_date
              AND (m.valid_to IS NULL OR m.valid_to >= :on_date)))
   AND (CAST(:ats AS TEXT) IS NULL OR COALESCE(d.ats, o.ats, :ats) = :ats)
 ORDER BY v.serial;

-- name: tele_device_checks :many
SELECT kind, done_on, holds_until, by_whom, note FROM tele_device_check
 WHERE device_id = :device_id ORDER BY done_on DESC, id DESC LIMIT 200;

-- name: tele_holder :many
-- Who may have a device, by code: a doctor or an organisation.
SELECT d.id, NULL FROM doctor d
 WHERE d.gp_code = :code
   AND (CAST(:ats AS TEXT) IS NULL OR d.ats = :ats)
   AND (CAST(:centre_id AS BIGINT) IS NULL OR EXISTS (
        SELECT 1 FROM doctor_membership m
         WHERE m.organisation_id = :centre_id AND m.doctor_id = d.id
           AND m.valid_from <= :on_date
           AND (m.valid_to IS NULL OR m.valid_to >= :on_date)))
UNION ALL
SELECT NULL, o.id FROM organisation o
 WHERE o.code = :code
   AND (CAST(:ats AS TEXT) IS NULL OR o.ats = :ats)
   AND (CAST(:centre_id AS BIGINT) IS NULL OR o.id = :centre_id
        OR (o.kind = 'PHARMACY' AND o.ats = (
            SELECT c.ats FROM organisation c WHERE c.id = :centre_id)));

-- name: tele_device_insert :run
INSERT INTO tele_device (id, serial, kind, maker, model, doctor_id,
	organisation_id, recorded_us)
VALUES (:id, :serial, :kind, :maker, :model, :doctor_id, :organisation_id,
	:now_us);

-- name: tele_device_check_insert :run
INSERT INTO tele_device_check (id, device_id, kind, done_on, holds_until,
	by_whom, note, recorded_us)
VALUES (:id, :device_id, :kind, :done_on, :holds_until, :by_whom, :note,
	:now_us);

-- name: tele_device_maintained :run
UPDATE tele_device SET maintenance_until = :holds_until WHERE id = :id;

-- name: tele_device_calibrated :run
UPDATE tele_device SET calibration_until = :holds_until WHERE id = :id;

-- name: tele_device_retire :run
-- NULL: it is used again.
UPDATE tele_device SET retired_on = :retired_on WHERE id = :id;

-- ---- figures

-- name: tele_stats :many
-- By practice (or pharmacy), or by pool, and kind, of what came in a period.
SELECT s.code, s.name, s.kind, s.n, s.n_reject, s.n_override, s.n_repeat,
       s.n_expired, s.n_signed, s.n_in_time, s.sum_us, s.max_us, s.n_agree,
       s.n_agree_said, s.n_red, s.n_red_unread, s.n_cancelled, s.n_late
  FROM (
SELECT CASE WHEN CAST(:by_pool AS BIGINT) = 1 THEN COALESCE(l.code, '')
            ELSE COALESCE(d.gp_code, o.code, '') END AS code,
       MAX(CASE WHEN CAST(:by_pool AS BIGINT) = 1 THEN COALESCE(l.name, '')
                ELSE COALESCE(d.last_name || ' ' || d.first_name, o.name, '')
           END) AS name,
       e.kind AS kind, COUNT(*) AS n,
       SUM(CASE WHEN e.verdict = 'reject' THEN 1 ELSE 0 END) AS n_reject,
       SUM(CASE WHEN e.override_reason IS NOT NULL THEN 1 ELSE 0 END)
           AS n_override,
       SUM(CASE WHEN e.repeat_of IS NOT NULL THEN 1 ELSE 0 END) AS n_repeat,
       SUM(CASE WHEN e.device_state = 'expired' THEN 1 ELSE 0 END)
           AS n_expired,
       SUM(CASE WHEN f.signed_us IS NOT NULL THEN 1 ELSE 0 END) AS n_signed,
       SUM(CASE WHEN f.signed_us <= e.due_us THEN 1 ELSE 0 END) AS n_in_time,
       SUM(CASE WHEN f.signed_us IS NOT NULL
                THEN f.signed_us - e.start_us ELSE 0 END) AS sum_us,
       MAX(CASE WHEN f.signed_us IS NOT NULL
                THEN f.signed_us - e.start_us ELSE 0 END) AS max_us,
       SUM(CASE WHEN f.agrees = 'yes' THEN 1 ELSE 0 END) AS n_agree,
       SUM(CASE WHEN f.agrees IN ('yes', 'partly', 'no') THEN 1 ELSE 0 END)
           AS n_agree_said,
       SUM(CASE WHEN f.urgency = 'red' THEN 1 ELSE 0 END) AS n_red,
       SUM(CASE WHEN f.urgency = 'red' AND e.state <> 'acknowledged'
                THEN 1 ELSE 0 END) AS n_red_unread,
       SUM(CASE WHEN e.state = 'cancelled' THEN 1 ELSE 0 END) AS n_cancelled,
       SUM(CASE WHEN e.state IN ('queued', 'taken', 'reported')
                 AND e.due_us < :now_us THEN 1 ELSE 0 END) AS n_late
  FROM tele_exam e
  JOIN person p ON p.id = e.person_id
  LEFT JOIN tele_report f ON f.exam_id = e.id AND f.version = 1
   AND f.state = 'signed'
  LEFT JOIN tele_pool l ON l.id = e.pool_id
  LEFT JOIN doctor d ON d.id = e.sender_doctor_id
  LEFT JOIN organisation o ON o.id = e.sender_org_id
 WHERE e.received_us >= :from_us AND e.received_us < :to_us
   AND (CAST(:kind AS TEXT) IS NULL OR e.kind = :kind)
   AND (CAST(:doctor_id AS BIGINT) IS NULL OR e.sender_doctor_id = :doctor_id)
   AND (CAST(:organisation_id AS BIGINT) IS NULL
        OR e.sender_org_id = :organisation_id)
   AND (CAST(:reader_id AS BIGINT) IS NULL OR e.pool_id IN (
        SELECT t.pool_id FROM tele_pool_reader t
         WHERE t.user_id = :reader_id AND t.valid_from <= :on_date
           AND (t.valid_to IS NULL OR t.valid_to >= :on_date)))
   AND (CAST(:centre_id AS BIGINT) IS NULL OR e.sender_org_id = :centre_id
        OR EXISTS (SELECT 1 FROM doctor_membership m
            WHERE m.organisation_id = :centre_id
              AND m.doctor_id = COALESCE(e.sender_doctor_id, (
                  SELECT r.doctor_id FROM person_doctor r
                   WHERE r.person_id = e.person_id
                     AND r.valid_from <= :on_date
                     AND (r.valid_to IS NULL OR r.valid_to >= :on_date)))
              AND m.valid_from <= :on_date
              AND (m.valid_to IS NULL OR m.valid_to >= :on_date)))
   AND (CAST(:ats AS TEXT) IS NULL OR COALESCE(d.ats, o.ats, p.ats) = :ats)
 GROUP BY 1, e.kind) s
 ORDER BY CAST(:turn AS BIGINT) * CASE :sort
               WHEN 'esami' THEN s.n
               WHEN 'scarti' THEN s.n_reject * 1000 / s.n
               WHEN 'entro' THEN CASE WHEN s.n_signed > 0
                    THEN s.n_in_time * 1000 / s.n_signed ELSE 0 END
               WHEN 'tempo' THEN CASE WHEN s.n_signed > 0
                    THEN s.sum_us / s.n_signed ELSE 0 END
               WHEN 'concordi' THEN CASE WHEN s.n_agree_said > 0
                    THEN s.n_agree * 1000 / s.n_agree_said ELSE 0 END
               WHEN 'rossi' THEN s.n_red_unread
               ELSE 0 END,
          CASE WHEN :sort = 'nome' AND CAST(:turn AS BIGINT) > 0
               THEN s.name ELSE '' END,
          CASE WHEN :sort = 'nome' AND CAST(:turn AS BIGINT) < 0
               THEN s.name ELSE '' END DESC,
          s.code, s.kind;

-- name: tele_reject_causes :many
-- Why recordings were judged not fit, by practice; the same exams as above.
SELECT COALESCE(d.gp_code, o.code, ''),
       MAX(COALESCE(d.last_name || ' ' || d.first_name, o.name, '')),
       f.code, f.lead, COUNT(*)
  FROM tele_finding f JOIN tele_exam e ON e.id = f.exam_id
  JOIN person p ON p.id = e.person_id
  LEFT JOIN doctor d ON d.id = e.sender_doctor_id
  LEFT JOIN organisation o ON o.id = e.sender_org_id
 WHERE f.kind = 'quality' AND f.severity = 'reject'
   AND e.received_us >= :from_us AND e.received_us < :to_us
   AND (CAST(:kind AS TEXT) IS NULL OR e.kind = :kind)
   AND (CAST(:doctor_id AS BIGINT) IS NULL OR e.sender_doctor_id = :doctor_id)
   AND (CAST(:organisation_id AS BIGINT) IS NULL
        OR e.sender_org_id = :organisation_id)
   AND (CAST(:reader_id AS BIGINT) IS NULL OR e.pool_id IN (
        SELECT t.pool_id FROM tele_pool_reader t
         WHERE t.user_id = :reader_id AND t.valid_from <= :on_date
           AND (t.valid_to IS NULL OR t.valid_to >= :on_date)))
   AND (CAST(:centre_id AS BIGINT) IS NULL OR e.sender_org_id = :centre_id
        OR EXISTS (SELECT 1 FROM doctor_membership m
            WHERE m.organisation_id = :centre_id
              AND m.doctor_id = COALESCE(e.sender_doctor_id, (
                  SELECT r.doctor_id FROM person_doctor r
                   WHERE r.person_id = e.person_id
                     AND r.valid_from <= :on_date
                     AND (r.valid_to IS NULL OR r.valid_to >= :on_date)))
              AND m.valid_from <= :on_date
              AND (m.valid_to IS NULL OR m.valid_to >= :on_date)))
   AND (CAST(:ats AS TEXT) IS NULL OR COALESCE(d.ats, o.ats, p.ats) = :ats)
 GROUP BY 1, f.code, f.lead ORDER BY 5 DESC, 1, 3, 4 LIMIT 200;

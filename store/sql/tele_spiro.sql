-- Spirometries at a distance, and what signed exams say of a person.

-- name: tele_spiro_insert :run
INSERT INTO tele_spiro (exam_id, height_mm, reference, ethnicity, rules_on,
	calibrated_on, from_device, n_pre, n_post, fev1_grade, fvc_grade,
	fev1_grade_post, fvc_grade_post, pattern, severity, bdr)
VALUES (:exam_id, :height_mm, :reference, :ethnicity, :rules_on,
	:calibrated_on, :from_device, :n_pre, :n_post, :fev1_grade, :fvc_grade,
	:fev1_grade_post, :fvc_grade_post, :pattern, :severity, :bdr);

-- name: tele_spiro :one
SELECT s.height_mm, s.reference, s.ethnicity, s.rules_on, s.calibrated_on,
       s.fev1_grade, s.fvc_grade, s.fev1_grade_post, s.fvc_grade_post,
       p.birth_date, p.sex, e.taken_on, e.sha256, e.file_name
  FROM tele_spiro s
  JOIN tele_exam e ON e.id = s.exam_id
  JOIN person p ON p.id = e.person_id
 WHERE s.exam_id = :exam_id;

-- name: tele_spiro_trend :many
-- This exam and those before it, newest first: five, with the z of FEV1, FVC
-- and their ratio, before the bronchodilator when there are such values.
SELECT e.id, e.taken_on, s.reference, s.fev1_grade, s.fvc_grade,
       (SELECT COUNT(*) FROM tele_report r
         WHERE r.exam_id = e.id AND r.state = 'signed'),
       (SELECT MAX(m.value_milli) FROM tele_measure m
         WHERE m.exam_id = e.id AND m.name = 'FEV1' AND m.lead = :lead),
       (SELECT MAX(m.value_milli) FROM tele_measure m
         WHERE m.exam_id = e.id AND m.name = 'FVC' AND m.lead = :lead),
       (SELECT m.value_milli FROM tele_measure m WHERE m.exam_id = e.id
           AND m.source = 'machine' AND m.name = 'FEV1_z' AND m.lead = :lead),
       (SELECT m.value_milli FROM tele_measure m WHERE m.exam_id = e.id
           AND m.source = 'machine' AND m.name = 'FVC_z' AND m.lead = :lead),
       (SELECT m.value_milli FROM tele_measure m
         WHERE m.exam_id = e.id AND m.source = 'machine'
           AND m.name = 'FEV1FVC_z' AND m.lead = :lead)
  FROM tele_exam e JOIN tele_spiro s ON s.exam_id = e.id
 WHERE e.person_id = :person_id AND e.kind = 'spirometry'
   AND (e.state <> 'cancelled' OR e.id = :exam_id)
   AND (e.verdict <> 'reject' OR e.id = :exam_id)
   AND (e.taken_on < :taken_on
        OR (e.taken_on = :taken_on AND e.id <= :exam_id))
 ORDER BY e.taken_on DESC, e.id DESC LIMIT 5;

-- name: tele_calibrated :one
-- The last check of a device up to a day; no row: none is known.
SELECT MAX(c.done_on) FROM tele_device_check c
 WHERE c.device_id = :device_id AND c.kind = 'calibration'
   AND c.done_on <= :on_date;

-- name: quality_exams :many
-- Exams at a distance that were signed in the year up to the day: a service
-- that the claims do not have yet.
SELECT person_id, kind, COUNT(*) FROM tele_exam
 WHERE taken_on > :from_date AND taken_on <= :on_date
   AND state IN ('signed', 'delivered', 'acknowledged')
 GROUP BY person_id, kind
 ORDER BY person_id, kind;

-- name: tele_values_of :many
-- What signed exams say of a person, latest first: of each exam the last
-- version of its report.
SELECT v.name, v.value_milli, v.on_date, v.exam_id, e.kind, r.version,
       r.signed_us, COALESCE(r.signed_name, ''), COALESCE(s.reference, '')
  FROM tele_value v
  JOIN tele_report r ON r.id = v.report_id
  JOIN tele_exam e ON e.id = v.exam_id
  LEFT JOIN tele_spiro s ON s.exam_id = v.exam_id
 WHERE v.person_id = :person_id AND e.state <> 'cancelled'
   AND NOT EXISTS (SELECT 1 FROM tele_report y
                    WHERE y.exam_id = v.exam_id AND y.state = 'signed'
                      AND y.version > r.version)
 ORDER BY v.on_date DESC, v.exam_id DESC, v.name LIMIT 2000;

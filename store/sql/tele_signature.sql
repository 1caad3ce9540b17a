-- Digital signatures of reports: the document, whom to trust, what was found.

-- name: tele_paper :one
-- What stands on the paper of a report, besides the report.
SELECT e.kind, e.language, COALESCE(p.last_name, ''),
       COALESCE(p.first_name, ''), COALESCE(p.fiscal_code, ''), p.birth_date,
       p.sex, e.taken_on, e.device_maker, e.device_model, e.device_serial,
       e.sha256, COALESCE(d.last_name, ''), COALESCE(d.first_name, ''),
       COALESCE(g.name, ''), q.question, q.symptoms, q.drugs,
       COALESCE(o.name, ''), e.algorithm, COALESCE(e.override_reason, ''),
       u.display_name, r.changed_us, COALESCE(b.version, 0),
       COALESCE(b.digest, ''), COALESCE(b.signed_us, 0), e.id, e.file_name,
       COALESCE(e.csv_hz_milli, 0)
  FROM tele_report r
  JOIN tele_exam e ON e.id = r.exam_id
  JOIN person p ON p.id = e.person_id
  JOIN tele_request q ON q.exam_id = e.id
  JOIN app_user u ON u.id = r.author_id
  LEFT JOIN tele_report b ON b.id = r.previous_id
  LEFT JOIN tele_pool o ON o.id = e.pool_id
  LEFT JOIN doctor d ON d.id = e.sender_doctor_id
  LEFT JOIN organisation g ON g.id = e.sender_org_id
 WHERE r.id = :id;

-- name: tele_signer_code :one
-- The tax code of a user; as registered, else of the doctor they are.
SELECT COALESCE(
         (SELECT c.tax_code FROM user_tax_code c WHERE c.user_id = u.id),
         (SELECT MIN(d.fiscal_code) FROM user_role r
            JOIN doctor d ON d.id = r.doctor_id
           WHERE r.user_id = u.id AND r.role IN ('doctor', 'specialist')), '')
  FROM app_user u WHERE u.id = :id;

-- name: tele_tax_code_set :run
INSERT INTO user_tax_code (user_id, tax_code, set_us, set_by)
VALUES (:user_id, :tax_code, :now_us, :set_by)
ON CONFLICT (user_id) DO UPDATE SET tax_code = excluded.tax_code,
   set_us = excluded.set_us, set_by = excluded.set_by;

-- name: tele_signature_insert :run
INSERT INTO tele_signature (report_id, form, sha256, document_sha256,
       certificate, signer, tax_code, issuer, serial, qualified, by_file_key,
       claimed_us, stamped_us, stamped_by, received_us, revocation,
       revocation_us)
VALUES (:report_id, :form, :sha256, :document_sha256, :certificate, :signer,
        :tax_code, :issuer, :serial, :qualified, :by_file_key, :claimed_us,
        :stamped_us, :stamped_by, :received_us, :revocation, :revocation_us);

-- name: tele_signature_of :many
SELECT form, sha256, document_sha256, signer, tax_code, issuer, serial,
       qualified, by_file_key, claimed_us, stamped_us, stamped_by, received_us,
       revocation, revocation_us
  FROM tele_signature WHERE report_id = :report_id;

-- name: tele_report_delivered :many
-- Is this report in the hands of the person?
SELECT e.person_id, r.exam_id FROM tele_report r
  JOIN tele_exam e ON e.id = r.exam_id
  JOIN tele_delivery v ON v.report_id = r.id AND v.to_kind = 'person'
 WHERE r.id = :id AND r.state = 'signed';

-- name: signature_trust_put :run
INSERT INTO signature_trust (sha256, kind, subject, from_us, until_us, base64,
       added_us, added_by)
VALUES (:sha256, :kind, :subject, :from_us, :until_us, :base64, :now_us,
        :user_id)
ON CONFLICT (sha256) DO UPDATE SET removed_us = NULL;

-- name: signature_trust_supersede :run
-- A newer list of the same authority takes the place of the older one.
UPDATE signature_trust SET removed_us = :now_us
 WHERE kind = 'crl' AND subject = :subject AND from_us < :from_us
   AND sha256 <> :sha256 AND removed_us IS NULL;

-- name: signature_trust_end :run
UPDATE signature_trust SET removed_us = :now_us
 WHERE sha256 = :sha256 AND removed_us IS NULL;

-- name: signature_trust_all :many
SELECT sha256, kind, subject, from_us, until_us, added_us, base64
  FROM signature_trust WHERE removed_us IS NULL
 ORDER BY kind, subject, from_us;

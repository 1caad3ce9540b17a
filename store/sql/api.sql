-- Keys of programs, and files of exams that come in pieces.

-- name: api_token_find :many
-- The key of a digest that is in force, with its user and the role of today.
SELECT t.id, t.user_id, t.scopes, t.used_us, u.login, u.lang, r.role,
       r.doctor_id, r.organisation_id
  FROM api_token t
  JOIN app_user u ON u.id = t.user_id
  JOIN user_role r ON r.id = t.role_id AND r.user_id = t.user_id
   AND r.valid_from <= :on_date
   AND (r.valid_to IS NULL OR r.valid_to >= :on_date)
 WHERE t.digest = :digest AND t.revoked_us = 0 AND t.expires_us > :now_us
   AND u.disabled = 0 AND u.locked_us = 0;

-- name: api_token_insert :run
INSERT INTO api_token (id, user_id, role_id, name, digest, scopes, created_us,
                       expires_us)
VALUES (:id, :user_id, :role_id, :name, :digest, :scopes, :now_us,
        :expires_us);

-- name: api_token_used :run
UPDATE api_token SET used_us = :now_us, used_from = :address
 WHERE id = :id AND used_us < :now_us;

-- name: api_token_revoke :run
UPDATE api_token SET revoked_us = :now_us
 WHERE id = :id AND user_id = :user_id AND revoked_us = 0;

-- name: api_token_revoke_user :run
UPDATE api_token SET revoked_us = :now_us
 WHERE user_id = :user_id AND revoked_us = 0;

-- name: api_token_count :one
SELECT count(*) FROM api_token
 WHERE user_id = :user_id AND revoked_us = 0 AND expires_us > :now_us;

-- name: api_token_list :many
SELECT t.id, t.name, t.scopes, t.created_us, t.expires_us, t.used_us,
       t.used_from, t.revoked_us, COALESCE(r.role, '')
  FROM api_token t LEFT JOIN user_role r ON r.id = t.role_id
 WHERE t.user_id = :user_id
 ORDER BY CASE WHEN t.revoked_us = 0 AND t.expires_us > :now_us THEN 0
          ELSE 1 END, t.created_us DESC, t.id DESC
 LIMIT 100;

-- ---- files in pieces

-- name: tele_upload_same :many
-- The same file of the same user, begun before.
SELECT id, file_name, n_byte, n_here, sha256, begun_us FROM tele_upload
 WHERE user_id = :user_id AND sha256 = :sha256 AND n_byte = :n_byte
   AND file_name = :file_name;

-- name: tele_upload_one :one
SELECT id, file_name, n_byte, n_here, sha256, begun_us FROM tele_upload
 WHERE id = :id AND user_id = :user_id;

-- name: tele_upload_list :many
SELECT id, file_name, n_byte, n_here, sha256, begun_us FROM tele_upload
 WHERE user_id = :user_id
 ORDER BY touched_us DESC, id DESC
 LIMIT 50;

-- name: tele_upload_room :one
-- How many the user has, and how much all are going to be.
SELECT (SELECT count(*) FROM tele_upload WHERE user_id = :user_id),
       (SELECT COALESCE(SUM(n_byte), 0) FROM tele_upload);

-- name: tele_upload_insert :run
INSERT INTO tele_upload (id, user_id, file_name, n_byte, sha256, begun_us,
                         touched_us)
VALUES (:id, :user_id, :file_name, :n_byte, :sha256, :now_us, :now_us);

-- name: tele_upload_part_insert :run
INSERT INTO tele_upload_part (upload_id, at_byte, base64)
VALUES (:upload_id, :at_byte, :base64);

-- name: tele_upload_grow :run
-- Only from where it stood.
UPDATE tele_upload SET n_here = :n_here, touched_us = :now_us
 WHERE id = :id AND n_here = :was;

-- name: tele_upload_parts :many
SELECT base64 FROM tele_upload_part WHERE upload_id = :upload_id
 ORDER BY at_byte;

-- name: tele_upload_drop_parts :run
DELETE FROM tele_upload_part WHERE upload_id IN
 (SELECT id FROM tele_upload WHERE id = :id AND user_id = :user_id);

-- name: tele_upload_drop :run
DELETE FROM tele_upload WHERE id = :id AND user_id = :user_id;

-- name: tele_upload_sweep_parts :run
DELETE FROM tele_upload_part WHERE upload_id IN
 (SELECT id FROM tele_upload WHERE touched_us < :before_us);

-- name: tele_upload_sweep :run
DELETE FROM tele_upload WHERE touched_us < :before_us;

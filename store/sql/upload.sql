-- Files brought for an import.

-- name: upload_insert :run
INSERT INTO upload (id, kind, organisation_id, user_id, created_us, touched_us)
VALUES (:id, :kind, :organisation_id, :user_id, :now_us, :now_us);

-- name: upload_touch :run
UPDATE upload SET touched_us = :now_us WHERE id = :id AND removed_us IS NULL;

-- name: upload_show :one
SELECT u.id, u.kind, u.created_us, u.removed_us, u.job_id,
       COALESCE(j.state, ''), COALESCE(a.display_name, '')
  FROM upload u
  LEFT JOIN job j ON j.id = u.job_id
  LEFT JOIN app_user a ON a.id = u.user_id
 WHERE u.id = :id
   AND (CAST(:only_org AS BIGINT) IS NULL OR u.organisation_id = :only_org);

-- name: upload_list :many
-- Those whose files are here, of a kind of run, newest first.
SELECT u.id, u.kind, u.created_us, u.removed_us, u.job_id,
       COALESCE(j.state, ''), COALESCE(a.display_name, ''),
       (SELECT COUNT(*) FROM upload_file f WHERE f.upload_id = u.id),
       (SELECT COALESCE(SUM(f.bytes), 0) FROM upload_file f
         WHERE f.upload_id = u.id)
  FROM upload u
  LEFT JOIN job j ON j.id = u.job_id
  LEFT JOIN app_user a ON a.id = u.user_id
 WHERE u.removed_us IS NULL AND u.kind = :kind
   AND (CAST(:only_org AS BIGINT) IS NULL OR u.organisation_id = :only_org)
 ORDER BY u.created_us DESC, u.id DESC LIMIT 50;

-- name: upload_bytes :one
-- Of one upload, and of all that is here.
SELECT COALESCE(SUM(CASE WHEN u.id = :id THEN f.bytes ELSE 0 END), 0),
       COALESCE(SUM(f.bytes), 0)
  FROM upload u JOIN upload_file f ON f.upload_id = u.id
 WHERE u.removed_us IS NULL;

-- name: upload_file_list :many
SELECT name, bytes, sha256, at_us FROM upload_file
 WHERE upload_id = :upload_id ORDER BY name;

-- name: upload_file_same :many
-- The same bytes, here under another name or brought before.
SELECT f.upload_id, f.name, f.at_us, COALESCE(u.job_id, 0),
       COALESCE(j.state, '')
  FROM upload_file f
  JOIN upload u ON u.id = f.upload_id
  LEFT JOIN job j ON j.id = u.job_id
 WHERE f.sha256 = :sha256
   AND NOT (f.upload_id = :upload_id AND f.name = :name)
   AND (f.at_us < :at_us OR (f.at_us = :at_us AND f.name < :name))
   AND (CAST(:only_org AS BIGINT) IS NULL OR u.organisation_id = :only_org)
 ORDER BY f.at_us DESC, f.upload_id, f.name LIMIT 1;

-- name: upload_file_remove :run
DELETE FROM upload_file WHERE upload_id = :upload_id AND name = :name;

-- name: upload_file_insert :run
INSERT INTO upload_file (upload_id, name, bytes, sha256, at_us)
VALUES (:upload_id, :name, :bytes, :sha256, :now_us);

-- name: upload_used :run
UPDATE upload SET job_id = :job_id, touched_us = :now_us
 WHERE id = :id AND removed_us IS NULL;

-- name: upload_stale :many
-- Never run and left for a day; run, ended and kept long enough.
SELECT u.id FROM upload u
  LEFT JOIN job j ON j.id = u.job_id
 WHERE u.removed_us IS NULL
   AND ((u.job_id IS NULL AND u.touched_us < :unused_us)
        OR (j.state NOT IN ('queued', 'running')
            AND u.touched_us < :used_us AND COALESCE(j.ended_us, 0) < :used_us))
 ORDER BY u.id LIMIT 1000;

-- name: upload_removed :run
UPDATE upload SET removed_us = :now_us WHERE id = :id;

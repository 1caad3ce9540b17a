-- Why a user opens the record of a person: purposes, broken glass, alerts.

-- name: access_grant_open :many
-- What holds now, of one kind; the longest first.
SELECT purpose, until_us FROM access_grant
 WHERE user_id = :user_id AND person_id = :person_id AND role = :role
   AND kind = :kind AND until_us > :now_us AND granted_us <= :now_us
 ORDER BY until_us DESC LIMIT 1;

-- name: access_grant_insert :run
INSERT INTO access_grant (id, user_id, role, person_id, kind, purpose, reason,
                          granted_us, until_us)
VALUES (:id, :user_id, :role, :person_id, :kind, :purpose, :reason, :now_us,
        :until_us);

-- name: access_alert_doctor :run
-- For the person's doctor of the day; nothing when there is none, or when it
-- is the one who broke the glass.
INSERT INTO access_alert (id, grant_id, doctor_id, raised_us)
SELECT CAST(:id AS BIGINT), CAST(:grant_id AS BIGINT), d.doctor_id,
       CAST(:now_us AS BIGINT)
  FROM person_doctor d
 WHERE d.person_id = :person_id AND d.valid_from <= :on_date
   AND (d.valid_to IS NULL OR d.valid_to >= :on_date)
   AND d.doctor_id <> :own_doctor_id
 ORDER BY d.valid_from DESC LIMIT 1;

-- name: access_alert_admin :run
INSERT INTO access_alert (id, grant_id, doctor_id, raised_us)
VALUES (:id, :grant_id, NULL, :now_us);

-- name: access_alert_page :many
-- Of a doctor, or (0) of the administrators.
SELECT a.id, g.person_id, g.user_id, a.raised_us, a.seen_us, u.display_name,
       g.role, p.pseudonym, p.last_name, p.first_name, g.reason,
       s.display_name, a.note
  FROM access_alert a
  JOIN access_grant g ON g.id = a.grant_id
  JOIN app_user u ON u.id = g.user_id
  JOIN person p ON p.id = g.person_id
  LEFT JOIN app_user s ON s.id = a.seen_by
 WHERE COALESCE(a.doctor_id, 0) = :doctor_id
   AND (CAST(:all AS INTEGER) = 1 OR a.seen_us IS NULL)
 ORDER BY a.raised_us DESC, a.id DESC
 LIMIT :n OFFSET :skip;

-- name: access_alert_count :one
SELECT count(*) FROM access_alert a
 WHERE COALESCE(a.doctor_id, 0) = :doctor_id
   AND (CAST(:all AS INTEGER) = 1 OR a.seen_us IS NULL);

-- name: access_alert_seen :run
UPDATE access_alert SET seen_us = :now_us, seen_by = :user_id, note = :note
 WHERE id = :id AND COALESCE(doctor_id, 0) = :doctor_id AND seen_us IS NULL;

-- name: access_alert_exists :many
SELECT a.seen_us, g.person_id FROM access_alert a
  JOIN access_grant g ON g.id = a.grant_id
 WHERE a.id = :id AND COALESCE(a.doctor_id, 0) = :doctor_id;

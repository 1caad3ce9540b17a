-- name: form_draft_keep :run
INSERT INTO form_draft (user_id, form_key, body, at_us)
VALUES (:user_id, :form_key, :body, :now_us)
ON CONFLICT (user_id, form_key) DO UPDATE
   SET body = excluded.body, at_us = excluded.at_us;

-- name: form_draft_drop :run
-- That one, and what the user forgot long ago.
DELETE FROM form_draft
 WHERE user_id = :user_id AND (form_key = :form_key OR at_us < :before_us);

-- name: form_draft_read :one
SELECT body FROM form_draft
 WHERE user_id = :user_id AND form_key = :form_key AND at_us >= :before_us;

-- Users, their roles and sessions, attempts to sign on, delegations.

-- ---- sessions

-- name: session_find :many
-- The session of a token that has not ended, with the user and the role of
-- today (NULL when the role is over, or not chosen yet).
SELECT s.id, s.stage, s.user_id, s.csrf, s.created_us, s.seen_us,
       s.expires_us, u.login, u.display_name, u.lang,
       CASE WHEN u.totp_secret IS NULL THEN 0 ELSE 1 END,
       (SELECT count(*) FROM user_role x
         WHERE x.user_id = u.id AND x.valid_from <= :on_date
           AND (x.valid_to IS NULL OR x.valid_to >= :on_date)),
       r.id, r.role, r.doctor_id, r.organisation_id, r.person_id, s.address
  FROM session s
  JOIN app_user u ON u.id = s.user_id
  LEFT JOIN user_role r ON r.id = s.role_id AND r.valid_from <= :on_date
   AND (r.valid_to IS NULL OR r.valid_to >= :on_date)
 WHERE s.token_sha256 = :token_sha256 AND s.expires_us > :now_us
   AND s.seen_us + s.idle_us > :now_us AND u.disabled = 0
   AND u.locked_us = 0;

-- name: session_insert :run
INSERT INTO session (token_sha256, id, user_id, role_id, csrf, stage,
                     created_us, seen_us, expires_us, idle_us, address)
VALUES (:token_sha256, :id, :user_id, :role_id, :csrf, :stage, :created_us,
        :now_us, :expires_us, :idle_us, :address);

-- name: session_touch :run
UPDATE session SET seen_us = :now_us
 WHERE token_sha256 = :token_sha256 AND seen_us < :now_us;

-- name: session_wrong :run
UPDATE session SET n_wrong = n_wrong + 1 WHERE token_sha256 = :token_sha256;

-- name: session_wrong_count :many
SELECT n_wrong FROM session WHERE token_sha256 = :token_sha256;

-- name: session_delete :run
DELETE FROM session WHERE token_sha256 = :token_sha256;

-- name: session_delete_one :run
DELETE FROM session WHERE id = :id AND user_id = :user_id;

-- name: session_delete_user :run
-- All of a user but one; NULL: none is spared.
DELETE FROM session
 WHERE user_id = :user_id
   AND (CAST(:keep_sha256 AS TEXT) IS NULL OR token_sha256 <> :keep_sha256);

-- name: session_delete_role :run
DELETE FROM session WHERE role_id = :role_id;

-- name: session_sweep :run
DELETE FROM session
 WHERE expires_us <= :now_us OR seen_us + idle_us <= :now_us;

-- name: session_list :many
SELECT s.id, s.created_us, s.seen_us, s.address, r.role, s.token_sha256
  FROM session s LEFT JOIN user_role r ON r.id = s.role_id
 WHERE s.user_id = :user_id AND s.expires_us > :now_us
   AND s.seen_us + s.idle_us > :now_us
 ORDER BY s.seen_us DESC, s.id DESC
 LIMIT 100;

-- ---- users

-- name: account_by_login :many
SELECT id, login, display_name, password_hash, totp_secret, totp_waiting,
       totp_step, must_change, one_time_until_us, disabled, lang, locked_us
  FROM app_user WHERE login = :login;

-- name: account_by_id :many
SELECT id, login, display_name, password_hash, totp_secret, totp_waiting,
       totp_step, must_change, one_time_until_us, disabled, lang, locked_us
  FROM app_user WHERE id = :id;

-- name: account_insert :run
INSERT INTO app_user (id, login, display_name, email, password_hash, lang,
                      must_change, one_time_until_us, created_us)
VALUES (:id, :login, :display_name, :email, :password_hash, :lang,
        :must_change, :one_time_until_us, :now_us);

-- name: account_change :run
UPDATE app_user SET display_name = :display_name, email = :email
 WHERE id = :id;

-- name: account_disable :run
UPDATE app_user SET disabled = :disabled WHERE id = :id;

-- name: account_language :run
UPDATE app_user SET lang = :lang WHERE id = :id;

-- name: account_signed_on :run
UPDATE app_user SET signed_on_us = :now_us WHERE id = :id;

-- name: account_password :run
UPDATE app_user SET password_hash = :password_hash,
       must_change = :must_change, one_time_until_us = :one_time_until_us,
       locked_us = 0
 WHERE id = :id;

-- name: account_rehash :run
-- The same password under today's cost, unless it changed meanwhile.
UPDATE app_user SET password_hash = :password_hash
 WHERE id = :id AND password_hash = :was;

-- name: account_totp_wait :run
UPDATE app_user SET totp_waiting = :secret WHERE id = :id;

-- name: account_totp_set :run
-- NULL switches it off.
UPDATE app_user SET totp_secret = :secret, totp_waiting = NULL,
       totp_step = :step
 WHERE id = :id;

-- name: account_totp_step :run
-- A code is good once: nothing changes when its step was used.
UPDATE app_user SET totp_step = :step WHERE id = :id AND totp_step < :step;

-- name: account_secrets :many
-- Those that have a second factor, in pieces.
SELECT id, totp_secret FROM app_user
 WHERE totp_secret IS NOT NULL AND id > :after
 ORDER BY id
 LIMIT :n;

-- name: account_reseal :run
UPDATE app_user SET totp_secret = :secret WHERE id = :id;

-- name: account_totp_forget :run
-- Secrets that no code has proved yet: a new one is shown.
UPDATE app_user SET totp_waiting = NULL WHERE totp_waiting IS NOT NULL;

-- name: seal_key :many
SELECT key_id FROM seal_key WHERE id = 1;

-- name: seal_key_set :run
INSERT INTO seal_key (id, key_id, since_us) VALUES (1, :key_id, :now_us)
ON CONFLICT (id) DO UPDATE SET key_id = :key_id, since_us = :now_us;

-- name: recovery_insert :run
INSERT INTO recovery_code (user_id, code_sha256) VALUES (:user_id, :code);

-- name: recovery_use :run
DELETE FROM recovery_code WHERE user_id = :user_id AND code_sha256 = :code;

-- name: recovery_delete :run
DELETE FROM recovery_code WHERE user_id = :user_id;

-- name: account_page :many
-- By login; `q` is a pattern of LIKE in lower case.
SELECT u.id, u.login, u.display_name, u.email, u.lang, u.disabled,
       CASE WHEN u.password_hash IS NULL THEN 0 ELSE 1 END,
       CASE WHEN u.totp_secret IS NULL THEN 0 ELSE 1 END,
       u.must_change, u.created_us, u.signed_on_us, u.locked_us
  FROM app_user u
 WHERE (CAST(:q AS TEXT) IS NULL OR lower(u.login) LIKE :q ESCAPE '\'
        OR lower(u.display_name) LIKE :q ESCAPE '\')
   AND (CAST(:role AS TEXT) IS NULL OR EXISTS (
         SELECT 1 FROM user_role r
          WHERE r.user_id = u.id AND r.role = :role
            AND r.valid_from <= :on_date
            AND (r.valid_to IS NULL OR r.valid_to >= :on_date)))
 ORDER BY u.login
 LIMIT :n OFFSET :skip;

-- name: account_count :one
SELECT count(*) FROM app_user u
 WHERE (CAST(:q AS TEXT) IS NULL OR lower(u.login) LIKE :q ESCAPE '\'
        OR lower(u.display_name) LIKE :q ESCAPE '\')
   AND (CAST(:role AS TEXT) IS NULL OR EXISTS (
         SELECT 1 FROM user_role r
          WHERE r.user_id = u.id AND r.role = :role
            AND r.valid_from <= :on_date
            AND (r.valid_to IS NULL OR r.valid_to >= :on_date)));

-- name: account_show :many
SELECT u.id, u.login, u.display_name, u.email, u.lang, u.disabled,
       CASE WHEN u.password_hash IS NULL THEN 0 ELSE 1 END,
       CASE WHEN u.totp_secret IS NULL THEN 0 ELSE 1 END,
       u.must_change, u.created_us, u.signed_on_us, u.locked_us
  FROM app_user u WHERE u.id = :id;

-- ---- roles

-- name: role_list :many
-- With the name of what each is bound to; those of a day, or (NULL) all.
SELECT r.id, r.role, r.doctor_id, r.organisation_id, r.person_id,
       r.valid_from, r.valid_to, d.last_name, d.first_name, o.name,
       p.last_name, p.first_name
  FROM user_role r
  LEFT JOIN doctor d ON d.id = r.doctor_id
  LEFT JOIN organisation o ON o.id = r.organisation_id
  LEFT JOIN person p ON p.id = r.person_id
 WHERE r.user_id = :user_id
   AND (CAST(:on_date AS DATE) IS NULL OR (r.valid_from <= :on_date
        AND (r.valid_to IS NULL OR r.valid_to >= :on_date)))
 ORDER BY r.valid_from, r.id;

-- name: role_of_user :many
-- A role of a user on a day.
SELECT r.id, r.role FROM user_role r
 WHERE r.id = :id AND r.user_id = :user_id AND r.valid_from <= :on_date
   AND (r.valid_to IS NULL OR r.valid_to >= :on_date);

-- name: role_by_id :many
SELECT user_id, role, valid_from, valid_to FROM user_role WHERE id = :id;

-- name: role_overlap :many
SELECT id FROM user_role
 WHERE user_id = :user_id AND role = :role
   AND COALESCE(doctor_id, 0) = :doctor_id
   AND COALESCE(organisation_id, 0) = :organisation_id
   AND COALESCE(person_id, 0) = :person_id
   AND (CAST(:valid_to AS DATE) IS NULL OR valid_from <= :valid_to)
   AND (valid_to IS NULL OR valid_to >= :valid_from)
 LIMIT 1;

-- name: role_insert :run
INSERT INTO user_role (id, user_id, role, organisation_id, doctor_id,
                       person_id, valid_from, valid_to)
VALUES (:id, :user_id, :role, :organisation_id, :doctor_id, :person_id,
        :valid_from, :valid_to);

-- name: role_end :run
UPDATE user_role SET valid_to = :last WHERE id = :id;

-- name: role_delete :run
-- One that begins today or later.
DELETE FROM user_role WHERE id = :id AND valid_from >= :on_date;

-- name: organisation_exists :one
SELECT count(*) FROM organisation WHERE id = :id;

-- name: doctor_exists :one
SELECT count(*) FROM doctor WHERE id = :id;

-- name: person_exists :one
SELECT count(*) FROM person WHERE id = :id;

-- ---- attempts and devices

-- name: tries_read :many @sqlite
SELECT n, last_us, held_until_us FROM sign_on_failure
 WHERE key_sha256 = :key_sha256;

-- name: tries_read :many @postgres
SELECT n, last_us, held_until_us FROM sign_on_failure
 WHERE key_sha256 = :key_sha256 FOR UPDATE;

-- name: tries_make :run
-- So that there is a row to lock.
INSERT INTO sign_on_failure (key_sha256, n, last_us, held_until_us)
VALUES (:key_sha256, 0, :now_us, 0)
ON CONFLICT (key_sha256) DO NOTHING;

-- name: tries_write :run
UPDATE sign_on_failure SET n = :n, last_us = :now_us,
       held_until_us = :held_until_us
 WHERE key_sha256 = :key_sha256;

-- name: tries_forget :run
DELETE FROM sign_on_failure WHERE key_sha256 = :key_sha256;

-- name: tries_give_back :run
-- The attempt was no failure.
UPDATE sign_on_failure SET n = n - 1, held_until_us = 0
 WHERE key_sha256 = :key_sha256 AND n > 0;

-- name: tries_sweep :run
DELETE FROM sign_on_failure WHERE last_us < :before_us;

-- name: device_known :many
SELECT user_id FROM user_device
 WHERE device_sha256 = :device_sha256 AND user_id = :user_id
   AND until_us > :now_us;

-- name: device_insert :run
INSERT INTO user_device (device_sha256, user_id, created_us, until_us)
VALUES (:device_sha256, :user_id, :now_us, :until_us)
ON CONFLICT (device_sha256, user_id) DO UPDATE SET until_us = :until_us;

-- name: device_delete_user :run
DELETE FROM user_device WHERE user_id = :user_id;

-- name: device_sweep :run
DELETE FROM user_device WHERE until_us <= :now_us;

-- ---- what happened to an account

-- name: account_event_insert :run
INSERT INTO account_event (id, user_id, at_us, what, by_whom, role, address,
                           token_sha256, token_until_us)
VALUES (:id, :user_id, :now_us, :what, :by_whom, :role, :address,
        :token_sha256, :until_us);

-- name: account_event_list :many
SELECT id, at_us, what, by_whom, role, address FROM account_event
 WHERE user_id = :user_id
 ORDER BY at_us DESC, id DESC
 LIMIT :n;

-- name: account_event_link :many
-- The event of a link that is still good.
SELECT id, at_us, what, by_whom, role, address, user_id FROM account_event
 WHERE token_sha256 = :token_sha256 AND token_until_us > :now_us;

-- name: account_event_unlink :run
-- The links of a user, used or no longer wanted.
UPDATE account_event SET token_sha256 = NULL
 WHERE user_id = :user_id AND token_sha256 IS NOT NULL;

-- name: account_event_sweep :run
DELETE FROM account_event WHERE at_us < :before_us;

-- name: account_lock :run
UPDATE app_user SET locked_us = :now_us WHERE id = :id;

-- name: users_of_doctor :many
SELECT DISTINCT user_id FROM user_role
 WHERE doctor_id = :doctor_id AND role = 'doctor' AND valid_from <= :on_date
   AND (valid_to IS NULL OR valid_to >= :on_date)
 ORDER BY user_id;

-- ---- delegations

-- name: delegation_overlap :many
SELECT id FROM delegation
 WHERE doctor_id = :doctor_id AND delegate_doctor_id = :delegate_doctor_id
   AND valid_from <= :valid_to AND valid_to >= :valid_from
 LIMIT 1;

-- name: delegation_insert :run
INSERT INTO delegation (id, doctor_id, delegate_doctor_id, valid_from,
                        valid_to, reason, recorded_us)
VALUES (:id, :doctor_id, :delegate_doctor_id, :valid_from, :valid_to, :reason,
        :now_us);

-- name: delegation_list :many
SELECT g.id, g.doctor_id, g.delegate_doctor_id, g.valid_from, g.valid_to,
       g.reason, a.last_name, a.first_name, b.last_name, b.first_name
  FROM delegation g
  JOIN doctor a ON a.id = g.doctor_id
  JOIN doctor b ON b.id = g.delegate_doctor_id
 WHERE CAST(:doctor_id AS BIGINT) IS NULL OR g.doctor_id = :doctor_id
    OR g.delegate_doctor_id = :doctor_id
 ORDER BY g.valid_from DESC, g.id DESC
 LIMIT 500;

-- name: delegation_by_id :many
SELECT doctor_id, valid_from, valid_to, delegate_doctor_id FROM delegation
 WHERE id = :id;

-- name: delegation_end :run
UPDATE delegation SET valid_to = :last WHERE id = :id;

-- name: delegation_delete :run
DELETE FROM delegation WHERE id = :id;

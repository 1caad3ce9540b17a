-- Work in the background.

-- name: job_insert :run
INSERT INTO job (id, kind, params, organisation_id, state, user_id, role,
                 created_us)
VALUES (:id, :kind, :params, :organisation_id, 'queued', :user_id, :role,
        :now_us);

-- name: job_live :many
-- The same work, asked already and not ended.
SELECT id FROM job
 WHERE kind = :kind AND params = :params
   AND organisation_id = :organisation_id AND state IN ('queued', 'running');

-- name: job_show :one
SELECT j.id, j.kind, j.params, j.state, j.what, j.message, j.user_id,
       COALESCE(u.display_name, ''), j.role, j.organisation_id,
       COALESCE(o.name, ''), j.attempt, j.n_done, j.n_at, j.n_total, j.left_ms,
       j.created_us, j.started_us, j.heartbeat_us, j.ended_us,
       j.cancel_asked_us, COALESCE(j.result, '')
  FROM job j
  LEFT JOIN app_user u ON u.id = j.user_id
  LEFT JOIN organisation o ON o.id = j.organisation_id
 WHERE j.id = :id
   AND (CAST(:only_org AS BIGINT) IS NULL OR j.organisation_id = :only_org);

-- name: job_list :many
SELECT j.id, j.kind, j.params, j.state, j.what, j.message, j.user_id,
       COALESCE(u.display_name, '') AS who, j.role, j.organisation_id,
       COALESCE(o.name, ''), j.attempt, j.n_done, j.n_at, j.n_total, j.left_ms,
       j.created_us, j.started_us, j.heartbeat_us, j.ended_us,
       j.cancel_asked_us, ''
  FROM job j
  LEFT JOIN app_user u ON u.id = j.user_id
  LEFT JOIN organisation o ON o.id = j.organisation_id
 WHERE (CAST(:only_org AS BIGINT) IS NULL OR j.organisation_id = :only_org)
   AND (CAST(:kind AS TEXT) IS NULL OR j.kind = :kind)
   AND (CAST(:state AS TEXT) IS NULL OR j.state = :state)
   AND (CAST(:q AS TEXT) IS NULL
        OR lower(j.params) LIKE '%' || lower(:q) || '%'
        OR lower(COALESCE(u.display_name, '')) LIKE '%' || lower(:q) || '%'
        OR lower(COALESCE(o.name, '')) LIKE '%' || lower(:q) || '%')
 ORDER BY CASE WHEN :sort = 'kind' THEN j.kind
               WHEN :sort = 'who' THEN COALESCE(u.display_name, '')
               WHEN :sort = 'state' THEN j.state END,
          CASE WHEN :sort = 'old' THEN j.created_us END,
          j.created_us DESC, j.id DESC
 LIMIT :n OFFSET :skip;

-- name: job_count :one
SELECT COUNT(*),
       COALESCE(SUM(CASE WHEN j.state IN ('queued', 'running') THEN 1
                    ELSE 0 END), 0)
  FROM job j
  LEFT JOIN app_user u ON u.id = j.user_id
  LEFT JOIN organisation o ON o.id = j.organisation_id
 WHERE (CAST(:only_org AS BIGINT) IS NULL OR j.organisation_id = :only_org)
   AND (CAST(:kind AS TEXT) IS NULL OR j.kind = :kind)
   AND (CAST(:state AS TEXT) IS NULL OR j.state = :state)
   AND (CAST(:q AS TEXT) IS NULL
        OR lower(j.params) LIKE '%' || lower(:q) || '%'
        OR lower(COALESCE(u.display_name, '')) LIKE '%' || lower(:q) || '%'
        OR lower(COALESCE(o.name, '')) LIKE '%' || lower(:q) || '%');

-- name: job_log_list :many
SELECT seq, at_us, text FROM job_log WHERE job_id = :job_id ORDER BY seq;

-- name: job_usual :one
-- How long the last ones of a kind took, on average.
SELECT COUNT(*), COALESCE(SUM(took_us), 0)
  FROM (SELECT ended_us - started_us AS took_us FROM job
         WHERE kind = :kind AND state = 'done' AND attempt = 1
         ORDER BY ended_us DESC LIMIT 5) t;

-- name: job_state :one
SELECT state FROM job WHERE id = :id;

-- name: job_cancel_queued :run
UPDATE job SET state = 'cancelled', ended_us = :now_us,
       cancel_asked_us = :now_us
 WHERE id = :id AND state = 'queued';

-- name: job_cancel_running :run
UPDATE job SET cancel_asked_us = :now_us
 WHERE id = :id AND state = 'running' AND cancel_asked_us IS NULL;

-- ---- the runner ----

-- name: job_gate :one @sqlite
-- BEGIN IMMEDIATE lets one runner choose at a time.
SELECT 1;

-- name: job_gate :one @postgres
SELECT pg_advisory_xact_lock(7077837602);

-- name: job_running_list :many
SELECT id, kind, runner, heartbeat_us, attempt, cancel_asked_us FROM job
 WHERE state = 'running' ORDER BY id;

-- name: job_next :many @sqlite
-- The oldest that waits and whose kind does not run.
SELECT id, kind, params, organisation_id, attempt FROM job
 WHERE state = 'queued'
   AND kind NOT IN (SELECT kind FROM job WHERE state = 'running')
 ORDER BY created_us, id LIMIT 1;

-- name: job_next :many @postgres
-- One that is being cancelled at this moment is passed over.
SELECT id, kind, params, organisation_id, attempt FROM job
 WHERE state = 'queued'
   AND kind NOT IN (SELECT kind FROM job WHERE state = 'running')
 ORDER BY created_us, id LIMIT 1
   FOR UPDATE SKIP LOCKED;

-- name: job_take :run
UPDATE job SET state = 'running', runner = :runner, attempt = attempt + 1,
       started_us = :now_us, heartbeat_us = :now_us, what = '', n_done = 0,
       n_at = 0, n_total = 0, left_ms = -1, message = ''
 WHERE id = :id AND state = 'queued';

-- name: job_beat :run
-- Nobody else's: a runner that was thought dead finds out here.
UPDATE job SET heartbeat_us = :now_us, what = :what, n_done = :n_done,
       n_at = :n_at, n_total = :n_total, left_ms = :left_ms
 WHERE id = :id AND state = 'running' AND runner = :runner;

-- name: job_cancel_asked :one
SELECT CASE WHEN cancel_asked_us IS NULL THEN 0 ELSE 1 END FROM job
 WHERE id = :id;

-- name: job_log_last :one
SELECT COALESCE(MAX(seq), 0) FROM job_log WHERE job_id = :job_id;

-- name: job_log_add :run
INSERT INTO job_log (job_id, seq, at_us, text)
VALUES (:job_id, :seq, :at_us, :text);

-- name: job_log_trim :run
-- Only the last lines are kept, and not more than so many characters.
DELETE FROM job_log
 WHERE job_id = :job_id AND seq IN (
       SELECT seq FROM (
              SELECT seq, SUM(length(text)) OVER (ORDER BY seq DESC) AS chars,
                     ROW_NUMBER() OVER (ORDER BY seq DESC) AS n
                FROM job_log WHERE job_id = :job_id) t
        WHERE chars > :most_chars OR n > :most_lines);

-- name: job_end :run
UPDATE job SET state = :state, message = :message, result = :result,
       ended_us = :now_us, heartbeat_us = :now_us, left_ms = 0
 WHERE id = :id AND state = 'running' AND runner = :runner;

-- name: job_give_back :run
-- The runner stops in order: the attempt does not count.
UPDATE job SET state = 'queued', runner = '', attempt = attempt - 1
 WHERE id = :id AND state = 'running' AND runner = :runner;

-- name: job_orphan_again :run
UPDATE job SET state = 'queued', runner = ''
 WHERE id = :id AND state = 'running' AND runner = :runner;

-- name: job_orphan_end :run
UPDATE job SET state = :state, message = :message, ended_us = :now_us
 WHERE id = :id AND state = 'running' AND runner = :runner;

-- name: organisation_code :one
SELECT code FROM organisation WHERE id = :id;

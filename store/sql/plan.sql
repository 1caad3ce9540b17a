-- Care plans: the facts a draft is made from, versions, signing, work lists.

-- ---- facts ----

-- name: plan_case :one
-- A person with the live enrolment and the doctor of the day.
SELECT p.id, p.pseudonym, p.birth_date, p.sex, p.ats, p.death_date,
       e.id, coalesce(e.doctor_id, m.doctor_id), coalesce(e.state, ''),
       coalesce(e.suspended, 0), coalesce(p.phone, ''), coalesce(p.email, '')
  FROM person p
  LEFT JOIN enrolment e ON e.person_id = p.id AND e.ended_on IS NULL
  LEFT JOIN person_doctor m ON m.person_id = p.id
       AND m.valid_from <= :on_date
       AND (m.valid_to IS NULL OR m.valid_to >= :on_date)
 WHERE p.id = :person_id;

-- name: plan_run :one
SELECT id, as_of FROM strata_run
 WHERE state = 'current' AND as_of <= :on_date
 ORDER BY as_of DESC LIMIT 1;

-- name: plan_stratum :one
SELECT level, main_condition FROM stratum
 WHERE run_id = :run_id AND person_id = :person_id;

-- name: plan_conditions :many
SELECT condition FROM person_condition
 WHERE run_id = :run_id AND person_id = :person_id
 ORDER BY priority, condition;

-- name: plan_therapy :many
SELECT atc, n_dispensings, first_date, last_date, ddd_e4 FROM therapy
 WHERE run_id = :run_id AND person_id = :person_id
 ORDER BY atc;

-- name: plan_history :many
SELECT service_code, last_date, n_365 FROM service_history
 WHERE run_id = :run_id AND person_id = :person_id
 ORDER BY service_code;

-- name: plan_done :many
-- Services of earlier plans that were done.
SELECT service_code, max(done_on), count(*) FROM activity
 WHERE person_id = :person_id AND state = 'done' AND done_on IS NOT NULL
 GROUP BY service_code
 ORDER BY service_code;

-- name: plan_choices :many
SELECT kind, service_code, times_e4, reason FROM plan_choice
 WHERE version_id = :version_id ORDER BY seq;

-- ---- versions ----

-- name: care_plan_of :many
SELECT id FROM care_plan WHERE enrolment_id = :enrolment_id;

-- name: care_plan_insert :run
INSERT INTO care_plan (id, person_id, enrolment_id, created_us)
VALUES (:id, :person_id, :enrolment_id, :now_us);

-- name: plan_open :many
-- The draft or proposal of a person.
SELECT id FROM plan_version
 WHERE person_id = :person_id AND state IN ('draft', 'proposed');

-- name: plan_last_signed :many
-- The latest version in force or expired: what a new one starts from.
SELECT id FROM plan_version
 WHERE person_id = :person_id
   AND state IN ('signed', 'published', 'active', 'expired')
 ORDER BY valid_from DESC, id DESC LIMIT 1;

-- name: plan_latest :many
-- What a page shows first: the draft, else the newest version.
SELECT id FROM plan_version WHERE person_id = :person_id
 ORDER BY CASE WHEN state IN ('draft', 'proposed') THEN 0 ELSE 1 END,
          version DESC, id DESC
 LIMIT 1;

-- name: plan_by_number :many
SELECT v.id FROM plan_version v
 WHERE v.person_id = :person_id AND v.version = :version
 ORDER BY v.id DESC LIMIT 1;

-- name: plan_next_number :one
SELECT coalesce(max(version), 0) + 1 FROM plan_version
 WHERE care_plan_id = :care_plan_id;

-- name: plan_version_insert :run
INSERT INTO plan_version (id, care_plan_id, person_id, doctor_id, version,
       state, kind, previous_id, strata_run_id, valid_from, valid_to, level,
       primary_condition, n_lab, n_outpatient, n_draws, n_draws_least,
       n_finding, n_alert, created_us, created_by)
VALUES (:id, :care_plan_id, :person_id, :doctor_id, :version, 'draft', :kind,
       :previous_id, :run_id, :valid_from, :valid_to, :level,
       :primary_condition, :n_lab, :n_outpatient, :n_draws, :n_draws_least,
       :n_finding, :n_alert, :now_us, :user_id);

-- name: plan_version_redraft :run
UPDATE plan_version
   SET state = 'draft', doctor_id = :doctor_id, strata_run_id = :run_id,
       valid_from = :valid_from, valid_to = :valid_to, level = :level,
       primary_condition = :primary_condition, n_lab = :n_lab,
       n_outpatient = :n_outpatient, n_draws = :n_draws,
       n_draws_least = :n_draws_least, n_finding = :n_finding,
       n_alert = :n_alert
 WHERE id = :id AND state IN ('draft', 'proposed');

-- name: plan_version_get :one
SELECT v.id, v.care_plan_id, v.person_id, v.doctor_id, v.version, v.state,
       v.kind, v.previous_id, v.strata_run_id, v.valid_from, v.valid_to,
       v.ended_on, coalesce(v.end_reason, ''), v.level, v.primary_condition,
       v.n_lab, v.n_outpatient, v.n_draws, v.n_draws_least, v.created_us,
       v.signed_us, v.signed_by, v.signed_doctor_id, coalesce(v.digest, ''),
       v.published_us, coalesce(v.protocol, ''),
       coalesce(v.contact_exception, ''), p.pseudonym,
       coalesce(p.last_name, ''), coalesce(p.first_name, ''), p.birth_date,
       p.sex, p.ats, d.gp_code, d.last_name, d.first_name,
       coalesce(s.gp_code, ''), c.enrolment_id
  FROM plan_version v
  JOIN care_plan c ON c.id = v.care_plan_id
  JOIN person p ON p.id = v.person_id
  JOIN doctor d ON d.id = v.doctor_id
  LEFT JOIN doctor s ON s.id = v.signed_doctor_id
 WHERE v.id = :id;

-- name: plan_line_clear :run
DELETE FROM plan_line WHERE version_id = :version_id;

-- name: plan_condition_clear :run
DELETE FROM plan_condition WHERE version_id = :version_id;

-- name: plan_condition_insert :run
INSERT INTO plan_condition (version_id, condition, is_primary, position, source)
VALUES (:version_id, :condition, :is_primary, :position, 'strata');

-- name: plan_line_insert :run
INSERT INTO plan_line (id, version_id, position, kind, service_code, atc,
       times_per_year_e4, interval_months_e4, priority_class, first_due, text,
       reason, schedule)
VALUES (:id, :version_id, :position, :kind, :service_code, :atc, :times,
       :interval, :priority_class, :first_due, :text, :reason, :schedule);

-- name: plan_choice_insert :run
INSERT INTO plan_choice (version_id, seq, kind, service_code, times_e4, reason,
       user_id, role, at_us)
SELECT :version_id, coalesce(max(seq), 0) + 1, :kind, :service_code,
       CAST(:times AS BIGINT), :reason, CAST(:user_id AS BIGINT), :role,
       CAST(:now_us AS BIGINT)
  FROM plan_choice WHERE version_id = :version_id;

-- name: plan_choice_copy :run
-- A renewal or update keeps what the doctor decided.
INSERT INTO plan_choice (version_id, seq, kind, service_code, times_e4, reason,
       user_id, role, at_us)
SELECT CAST(:version_id AS BIGINT), seq, kind, service_code, times_e4, reason,
       user_id, role, at_us
  FROM plan_choice WHERE version_id = :previous_id;

-- name: plan_condition_list :many
SELECT condition, is_primary FROM plan_condition
 WHERE version_id = :version_id ORDER BY position, condition;

-- name: plan_line_list :many
SELECT id, position, kind, coalesce(service_code, ''), coalesce(atc, ''),
       coalesce(times_per_year_e4, 0), coalesce(interval_months_e4, 0),
       coalesce(priority_class, ''), first_due, text, reason, schedule
  FROM plan_line WHERE version_id = :version_id ORDER BY position;

-- name: plan_event_insert :run
INSERT INTO plan_event (id, version_id, from_state, to_state, at_us, user_id,
       role, reason)
VALUES (:id, :version_id, :from_state, :to_state, :now_us, :user_id, :role,
       :reason);

-- name: plan_event_list :many
SELECT from_state, to_state, at_us, role, reason FROM plan_event
 WHERE version_id = :version_id ORDER BY id;

-- ---- moves ----

-- name: plan_set_proposed :run
UPDATE plan_version SET state = 'proposed'
 WHERE id = :id AND state = 'draft';

-- name: plan_set_signed :run
-- The guard that lets one of two signers win.
UPDATE plan_version
   SET state = 'signed', signed_us = :now_us, signed_by = :user_id,
       signed_doctor_id = :doctor_id, digest = :digest
 WHERE id = :id AND state IN ('draft', 'proposed') AND digest IS NULL;

-- name: plan_set_published :run
UPDATE plan_version
   SET state = 'published', published_us = :now_us, protocol = :protocol,
       contact_exception = :exception
 WHERE id = :id AND state = 'signed';

-- name: plan_set_state :run
UPDATE plan_version
   SET state = :state, ended_on = :ended_on, end_reason = :reason
 WHERE id = :id AND state = :from_state;

-- name: plan_overlapping :many
-- Versions in force that a newly signed one replaces.
SELECT id, state FROM plan_version
 WHERE person_id = :person_id AND id <> :id
   AND state IN ('signed', 'published', 'active')
   AND valid_to >= :valid_from;

-- name: plan_activity_insert :run
INSERT INTO activity (id, version_id, line_id, person_id, service_code,
       earliest, due, latest, priority_class, state, group_key,
       organisation_id, municipality)
VALUES (:id, :version_id, :line_id, :person_id, :service_code, :earliest, :due,
       :latest, :priority_class, 'planned', :group_key,
       (SELECT e.organisation_id FROM enrolment e
         WHERE e.person_id = :person_id AND e.ended_on IS NULL),
       coalesce((SELECT p.municipality FROM person p WHERE p.id = :person_id),
                ''));

-- name: plan_activity_off_list :run
-- The plan is over: what it still asked for is nobody's work any more.
UPDATE activity SET organisation_id = NULL
 WHERE version_id = :version_id
   AND state IN ('planned', 'prescribed', 'missed');

-- name: plan_activity_started :many
-- Of a version being replaced: what is already prescribed or booked.
SELECT id, service_code, due FROM activity
 WHERE version_id = :version_id AND state IN ('prescribed', 'booked')
   AND due >= :from_date
 ORDER BY due, id;

-- name: plan_activity_move :run
UPDATE activity SET version_id = :version_id, line_id = :line_id,
       organisation_id = (SELECT e.organisation_id FROM enrolment e
                           WHERE e.person_id = activity.person_id
                             AND e.ended_on IS NULL)
 WHERE id = :id;

-- name: plan_activity_cancel :run
-- What is left open of a version that ended; an appointment whose day is past
-- still waits for what happened on it.
UPDATE activity SET state = 'cancelled'
 WHERE version_id = :version_id AND state IN ('planned', 'prescribed', 'booked')
   AND NOT EXISTS (SELECT 1 FROM appointment_activity x
                     JOIN appointment a ON a.id = x.appointment_id
                    WHERE x.activity_id = activity.id
                      AND x.released_us IS NULL AND a.day < :today);

-- name: plan_activity_list :many
SELECT id, line_id, service_code, earliest, due, latest, state,
       coalesce(group_key, ''), prescribed_on, booked_on, done_on
  FROM activity WHERE version_id = :version_id ORDER BY due, service_code, id;

-- ---- batches ----

-- name: plan_to_draft :many
-- Enrolled people without a draft and without a plan in force; of one manager
-- when given.
SELECT e.person_id FROM enrolment e
 WHERE e.ended_on IS NULL AND e.state IN ('pact_signed', 'active')
   AND (CAST(:only_org AS BIGINT) IS NULL OR e.organisation_id = :only_org)
   AND NOT EXISTS (SELECT 1 FROM plan_version v
                    WHERE v.person_id = e.person_id
                      AND v.state IN ('draft', 'proposed', 'signed',
                                      'published', 'active'))
 ORDER BY e.person_id;

-- name: plan_to_sign :many
SELECT v.id, v.person_id, m.doctor_id FROM plan_version v
  JOIN person_doctor m ON m.person_id = v.person_id
       AND m.valid_from <= :on_date
       AND (m.valid_to IS NULL OR m.valid_to >= :on_date)
 WHERE v.state IN ('draft', 'proposed')
   AND (CAST(:doctor_id AS BIGINT) IS NULL OR m.doctor_id = :doctor_id)
 ORDER BY m.doctor_id, v.id;

-- name: plan_to_publish :many
SELECT v.id, v.person_id FROM plan_version v
 WHERE v.state = 'signed'
   AND (CAST(:only_org AS BIGINT) IS NULL OR EXISTS (
        SELECT 1 FROM care_plan c JOIN enrolment e ON e.id = c.enrolment_id
         WHERE c.id = v.care_plan_id AND e.organisation_id = :only_org))
 ORDER BY v.id;

-- name: plan_to_renew :many
-- Plans in force that end by a day and have no successor.
SELECT v.person_id FROM plan_version v
 WHERE v.state IN ('signed', 'published', 'active') AND v.valid_to <= :last
   AND EXISTS (SELECT 1 FROM enrolment e WHERE e.person_id = v.person_id
                AND e.ended_on IS NULL
                AND e.state IN ('pact_signed', 'active')
                AND (CAST(:only_org AS BIGINT) IS NULL
                     OR e.organisation_id = :only_org))
   AND NOT EXISTS (SELECT 1 FROM plan_version n
                    WHERE n.person_id = v.person_id AND n.id <> v.id
                      AND (n.state IN ('draft', 'proposed')
                           OR (n.state IN ('signed', 'published', 'active')
                               AND n.valid_from > v.valid_from)))
 ORDER BY v.person_id;

-- name: plan_to_activate :many
SELECT id, state FROM plan_version
 WHERE state = 'published' AND valid_from <= :on_date AND valid_to >= :on_date
 ORDER BY id;

-- name: plan_to_expire :many
SELECT id, state FROM plan_version
 WHERE state IN ('signed', 'published', 'active') AND valid_to < :on_date
 ORDER BY id;

-- ---- work lists ----

-- name: plan_list :many
SELECT p.pseudonym, v.version, v.state, v.kind, v.level, v.primary_condition,
       v.valid_from, v.valid_to, d.gp_code, v.n_lab, v.n_outpatient
  FROM plan_version v
  JOIN person p ON p.id = v.person_id
  JOIN doctor d ON d.id = v.doctor_id
 WHERE v.state = :state
   AND (CAST(:gp_code AS TEXT) IS NULL OR d.gp_code = :gp_code)
   AND (CAST(:ended_before AS DATE) IS NULL OR v.valid_to < :ended_before)
 ORDER BY d.gp_code, v.valid_to, p.pseudonym
 LIMIT :n;

-- name: plan_list_renew :many
SELECT p.pseudonym, v.version, v.state, v.kind, v.level, v.primary_condition,
       v.valid_from, v.valid_to, d.gp_code, v.n_lab, v.n_outpatient
  FROM plan_version v
  JOIN person p ON p.id = v.person_id
  JOIN doctor d ON d.id = v.doctor_id
 WHERE v.state IN ('signed', 'published', 'active') AND v.valid_to <= :last
   AND (CAST(:gp_code AS TEXT) IS NULL OR d.gp_code = :gp_code)
   AND NOT EXISTS (SELECT 1 FROM plan_version n
                    WHERE n.person_id = v.person_id AND n.id <> v.id
                      AND n.valid_from > v.valid_from)
 ORDER BY d.gp_code, v.valid_to, p.pseudonym
 LIMIT :n;

-- name: plan_list_none :many
SELECT p.pseudonym, 0, 'none', '', e.level, e.main_condition, e.active_from,
       NULL, coalesce(d.gp_code, ''), 0, 0
  FROM enrolment e
  JOIN person p ON p.id = e.person_id
  LEFT JOIN doctor d ON d.id = e.doctor_id
 WHERE e.ended_on IS NULL AND e.state IN ('pact_signed', 'active')
   AND (CAST(:gp_code AS TEXT) IS NULL OR d.gp_code = :gp_code)
   AND NOT EXISTS (SELECT 1 FROM plan_version v
                    WHERE v.person_id = e.person_id
                      AND v.state IN ('draft', 'proposed', 'signed',
                                      'published', 'active'))
 ORDER BY d.gp_code, p.pseudonym
 LIMIT :n;

-- name: plan_count_states :many
SELECT state, count(*) FROM plan_version GROUP BY state ORDER BY state;

-- name: plan_count_levels :many
SELECT v.level, count(*), sum(v.n_lab), sum(v.n_outpatient), sum(v.n_draws)
  FROM plan_version v
 WHERE v.state NOT IN ('superseded', 'closed', 'expired')
 GROUP BY v.level ORDER BY v.level;

-- name: plan_count_activities :many
SELECT state, count(*), count(DISTINCT group_key),
       sum(CASE WHEN group_key IS NULL THEN 1 ELSE 0 END)
  FROM activity GROUP BY state ORDER BY state;

-- name: plan_count_findings :many
SELECT count(*), count(DISTINCT l.version_id) FROM plan_line l
  JOIN plan_version v ON v.id = l.version_id
 WHERE l.kind = 'finding' AND v.state NOT IN ('superseded', 'closed', 'expired');

-- name: doctor_by_gp_code :many
SELECT id FROM doctor WHERE gp_code = :gp_code;

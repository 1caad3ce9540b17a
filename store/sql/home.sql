-- Readings from home, monitoring plans, alarms.

-- name: home_person :one
-- Who it is; is there a centre that follows them?
SELECT p.id, p.death_date, p.ats,
       (SELECT COUNT(*) FROM person_doctor d
          JOIN doctor_membership m ON m.doctor_id = d.doctor_id
         WHERE d.person_id = p.id AND d.valid_from <= :on_date
           AND (d.valid_to IS NULL OR d.valid_to >= :on_date)
           AND m.valid_from <= :on_date
           AND (m.valid_to IS NULL OR m.valid_to >= :on_date))
     + (SELECT COUNT(*) FROM enrolment e
         WHERE e.person_id = p.id AND e.organisation_id IS NOT NULL
           AND e.eligible_on <= :on_date
           AND (e.ended_on IS NULL OR e.ended_on > :on_date))
  FROM person p WHERE p.id = :id;

-- name: home_person_by_word :one
SELECT id FROM person WHERE fiscal_code = :word OR pseudonym = :word;

-- name: home_conditions :many
SELECT c.condition FROM person_condition c
 WHERE c.person_id = :person_id
   AND c.run_id = (SELECT x.id FROM strata_run x
                    WHERE x.state = 'current' AND x.as_of <= :on_date
                    ORDER BY x.as_of DESC LIMIT 1)
 ORDER BY c.priority, c.condition;

-- name: home_actor :many
-- A user by login, with a role that sends, sees or answers.
SELECT u.id, r.role, r.doctor_id, r.organisation_id, r.person_id
  FROM app_user u JOIN user_role r ON r.user_id = u.id
 WHERE u.login = :login AND u.disabled = 0
   AND r.role IN ('doctor', 'staff', 'operator', 'specialist', 'pharmacist',
                  'citizen')
   AND r.valid_from <= :on_date
   AND (r.valid_to IS NULL OR r.valid_to >= :on_date)
 ORDER BY r.id;

-- ---- readings

-- name: home_reading_same :many
-- The one that counts now, of the same kind, moment and number at the source.
SELECT id, value_milli, second_milli, state FROM home_reading
 WHERE person_id = :person_id AND kind = :kind AND measured_us = :measured_us
   AND source_id = :source_id AND state IN ('ok', 'doubtful', 'confirmed');

-- name: home_reading_numbered :many
-- The one that counts now, of a number at the source, whatever its moment.
SELECT id FROM home_reading
 WHERE person_id = :person_id AND kind = :kind AND source_id = :source_id
   AND state IN ('ok', 'doubtful', 'confirmed')
 ORDER BY measured_us DESC LIMIT 1;

-- name: home_reading_insert :run
INSERT INTO home_reading (id, person_id, kind, value_milli, second_milli,
	value_given, unit_given, context, measured_us, received_us, by_whom,
	source, source_id, device, note, state, doubt, previous_id, sent_by,
	sent_role)
VALUES (:id, :person_id, :kind, :value_milli, :second_milli, :value_given,
	:unit_given, :context, :measured_us, :now_us, :by_whom, :source,
	:source_id, :device, :note, :state, :doubt, :previous_id, :user_id,
	:role);

-- name: home_reading_move :run
-- Only when it still counts.
UPDATE home_reading SET state = :state, changed_us = :now_us,
       changed_by = :user_id, change_reason = :reason
 WHERE id = :id AND state IN ('ok', 'doubtful', 'confirmed');

-- name: home_reading_one :one
SELECT id, person_id, kind, state, measured_us FROM home_reading
 WHERE id = :id;

-- name: home_recent :many
-- What was usual before a moment.
SELECT value_milli FROM home_reading
 WHERE person_id = :person_id AND kind = :kind AND measured_us < :before_us
   AND state IN ('ok', 'confirmed')
 ORDER BY measured_us DESC LIMIT :n;

-- name: home_last_us :one
SELECT COALESCE(MAX(measured_us), 0) FROM home_reading
 WHERE person_id = :person_id AND kind = :kind
   AND state IN ('ok', 'doubtful', 'confirmed');

-- name: home_readings :many
-- Of a person since a moment; behind an alarm, or all when NULL.
SELECT r.id, r.kind, r.value_milli, r.second_milli, r.measured_us,
       r.received_us, r.by_whom, r.state, r.value_given, r.unit_given,
       r.context, r.source, r.device, r.note, r.change_reason, r.doubt,
       COALESCE(u.display_name, r.sent_role), r.previous_id, r.changed_us,
       (SELECT COUNT(*) FROM home_alarm_reading b WHERE b.reading_id = r.id)
  FROM home_reading r LEFT JOIN app_user u ON u.id = r.sent_by
 WHERE r.person_id = :person_id AND r.measured_us >= :from_us
   AND r.measured_us < :to_us
   AND (CAST(:kind AS TEXT) IS NULL OR r.kind = :kind)
   AND (CAST(:alarm_id AS BIGINT) IS NULL OR r.id IN (
        SELECT b.reading_id FROM home_alarm_reading b
         WHERE b.alarm_id = :alarm_id))
 ORDER BY r.measured_us, r.id LIMIT :n;

-- ---- plans

-- name: home_plans :many
SELECT h.id, h.person_id, h.version, h.state, h.valid_from, h.valid_to, h.note,
       COALESCE(m.display_name, h.made_role), h.made_us,
       COALESCE(c.display_name, ''), h.confirmed_us, h.ended_us, h.end_reason
  FROM home_plan h
  LEFT JOIN app_user m ON m.id = h.made_by
  LEFT JOIN app_user c ON c.id = h.confirmed_by
 WHERE (CAST(:person_id AS BIGINT) IS NULL OR h.person_id = :person_id)
   AND (CAST(:id AS BIGINT) IS NULL OR h.id = :id)
   AND (CAST(:state AS TEXT) IS NULL OR h.state = :state)
 ORDER BY h.version DESC LIMIT :n;

-- name: home_plan_lines :many
SELECT kind, times, per_days, grace_hours, best_milli, why_condition,
       why_source, missing_us
  FROM home_plan_line WHERE plan_id = :plan_id ORDER BY seq;

-- name: home_plan_limits :many
SELECT kind, part, rule, value_milli, days, n_times, severity, protocol,
       why_condition, why_source
  FROM home_plan_limit WHERE plan_id = :plan_id ORDER BY seq;

-- name: home_plan_insert :run
INSERT INTO home_plan (id, person_id, version, previous_id, state, valid_from,
	valid_to, note, made_by, made_role, made_us)
VALUES (:id, :person_id, :version, :previous_id, 'proposed', :valid_from,
	:valid_to, :note, :user_id, :role, :now_us);

-- name: home_plan_line_insert :run
INSERT INTO home_plan_line (plan_id, seq, kind, times, per_days, grace_hours,
	best_milli, why_condition, why_source)
VALUES (:plan_id, :seq, :kind, :times, :per_days, :grace_hours, :best_milli,
	:why_condition, :why_source);

-- name: home_plan_limit_insert :run
INSERT INTO home_plan_limit (plan_id, seq, kind, part, rule, value_milli, days,
	n_times, severity, protocol, why_condition, why_source)
VALUES (:plan_id, :seq, :kind, :part, :rule, :value_milli, :days, :n_times,
	:severity, :protocol, :why_condition, :why_source);

-- name: home_plan_confirm :run
UPDATE home_plan SET state = 'active', confirmed_by = :user_id,
       confirmed_us = :now_us
 WHERE id = :id AND state = 'proposed';

-- name: home_plan_end :run
UPDATE home_plan SET state = 'ended', ended_by = :user_id, ended_us = :now_us,
       end_reason = :reason
 WHERE id = :id AND state <> 'ended';

-- name: home_plans_over :many
SELECT id FROM home_plan WHERE state = 'active' AND valid_to < :on_date
 ORDER BY valid_to, id LIMIT 1000;

-- ---- when the next is missing: NULL, nothing is awaited or it was told

-- name: home_line_wait :run
UPDATE home_plan_line SET missing_us = :missing_us
 WHERE plan_id = :plan_id AND kind = :kind;

-- name: home_lines_stop :run
UPDATE home_plan_line SET missing_us = NULL WHERE plan_id = :plan_id;

-- name: home_lines_silent :run
-- After somebody asked for what was missing.
UPDATE home_plan_line SET missing_us = :missing_us
 WHERE plan_id = :plan_id AND missing_us IS NULL;

-- name: home_lines_told :one
SELECT COUNT(*) FROM home_plan_line
 WHERE plan_id = :plan_id AND missing_us IS NULL;

-- name: home_lines_missing :many
SELECT h.person_id, l.plan_id, l.kind
  FROM home_plan_line l JOIN home_plan h ON h.id = l.plan_id
 WHERE l.missing_us IS NOT NULL AND l.missing_us <= :now_us
   AND h.state = 'active' AND h.valid_from <= :on_date
   AND h.valid_to >= :on_date
 ORDER BY l.missing_us, l.plan_id, l.seq LIMIT 5000;

-- ---- alarms
-- Whether a centre follows a person is asked of each row: by the enrolment first,
-- which nearly all have. LIMIT 1 OFFSET 0 keeps PostgreSQL from reading all whom
-- the centre follows instead, and from joining memberships anew for each row.

-- name: home_alarm_of_cause :many
-- The latest of a cause.
SELECT id FROM home_alarm
 WHERE person_id = :person_id AND cause = :cause
 ORDER BY raised_us DESC, id DESC LIMIT 1;

-- name: home_case :one
-- Where an alarm stands: what its moves look at.
SELECT id, person_id, plan_id, kind, cause, severity, state, owner, raised_us,
       due_us, again_us, escalated, overdue_told, taken_by, taken_us, part,
       rule, limit_milli, seen_milli, days, n_times, protocol, doubtful,
       closed_us, silent_until_us, n_change
  FROM home_alarm WHERE id = :id;

-- name: home_case_insert :run
INSERT INTO home_alarm (id, person_id, plan_id, kind, cause, severity,
	severity_rank, part, rule, limit_milli, seen_milli, days, n_times,
	protocol, doubtful, state, owner, raised_us, due_us)
VALUES (:id, :person_id, :plan_id, :kind, :cause, :severity, :severity_rank,
	:part, :rule, :limit_milli, :seen_milli, :days, :n_times, :protocol,
	:doubtful, 'open', :owner, :now_us, :due_us);

-- name: home_case_save :run
-- Only when nobody moved it meanwhile.
UPDATE home_alarm SET severity = :severity, severity_rank = :severity_rank,
       part = :part, rule = :rule, limit_milli = :limit_milli,
       seen_milli = :seen_milli, days = :days, n_times = :n_times,
       protocol = :protocol, doubtful = :doubtful, state = :state,
       owner = :owner, due_us = :due_us, again_us = :again_us,
       escalated = :escalated, overdue_told = :overdue_told,
       taken_by = :taken_by, taken_us = :taken_us, closed_us = :closed_us,
       closed_by = :closed_by, outcome = :outcome, outcome_note = :note,
       silent_until_us = :silent_until_us, n_change = n_change + 1
 WHERE id = :id AND n_change = :n_change;

-- name: home_alarm_reading_put :run
INSERT INTO home_alarm_reading (alarm_id, reading_id)
SELECT CAST(:alarm_id AS BIGINT), CAST(:reading_id AS BIGINT)
 WHERE NOT EXISTS (SELECT 1 FROM home_alarm_reading
	WHERE alarm_id = :alarm_id AND reading_id = :reading_id);

-- name: home_alarms_behind :many
-- Not closed, that a reading gave reason for.
SELECT a.id FROM home_alarm_reading b JOIN home_alarm a ON a.id = b.alarm_id
 WHERE b.reading_id = :reading_id AND a.state <> 'closed' ORDER BY a.id;

-- name: home_event_insert :run
INSERT INTO home_alarm_event (id, alarm_id, what, from_state, to_state, at_us,
	user_id, role, step_seq, detail)
VALUES (:id, :alarm_id, :what, :from_state, :to_state, :now_us, :user_id,
	:role, :step_seq, :detail);

-- name: home_events :many
SELECT e.what, e.from_state, e.to_state, e.at_us, e.role, e.step_seq, e.detail,
       COALESCE(u.display_name, '')
  FROM home_alarm_event e LEFT JOIN app_user u ON u.id = e.user_id
 WHERE e.alarm_id = :alarm_id ORDER BY e.id;

-- name: home_alarms_open :many
-- Waiting ones after those to do, red first, then by the deadline. Only who is
-- shown is read in full.
SELECT a.id, a.person_id, a.kind, a.cause, a.severity, a.state, a.owner,
       a.raised_us, a.due_us, a.again_us, a.closed_us, a.escalated, a.doubtful,
       a.outcome, a.part, a.rule, a.limit_milli, a.seen_milli, a.days,
       a.n_times, a.protocol, a.taken_by, COALESCE(u.display_name, ''),
       COALESCE(p.fiscal_code, ''), COALESCE(p.last_name, ''),
       COALESCE(p.first_name, ''), COALESCE(p.phone, ''), p.birth_date, p.sex,
       (SELECT COUNT(*) FROM home_alarm_reading b WHERE b.alarm_id = a.id),
       x.found, a.outcome_note
  FROM (SELECT a.id, COUNT(*) OVER () AS found
          FROM home_alarm a
         WHERE a.state <> 'closed'
           AND (CAST(:person_id AS BIGINT) IS NULL OR a.person_id = :person_id)
           AND (CAST(:owner AS TEXT) IS NULL OR a.owner = :owner)
           AND (CAST(:severity AS TEXT) IS NULL OR a.severity = :severity)
           AND (CAST(:state AS TEXT) IS NULL OR a.state = :state)
           AND (CAST(:mine AS BIGINT) IS NULL OR a.taken_by = :mine)
           AND (CAST(:overdue_us AS BIGINT) IS NULL OR a.due_us <= :overdue_us)
           AND (CAST(:search AS TEXT) IS NULL
                OR EXISTS (SELECT 1 FROM person p WHERE p.id = a.person_id
                   AND SUBSTR(LOWER(p.last_name), 1, LENGTH(:search))
                       = LOWER(:search)))
           AND (CAST(:doctor_id AS BIGINT) IS NULL OR EXISTS (
                SELECT 1 FROM person_doctor d
                 WHERE d.person_id = a.person_id AND d.valid_from <= :on_date
                   AND (d.valid_to IS NULL OR d.valid_to >= :on_date)
                   AND (d.doctor_id = :doctor_id OR d.doctor_id IN (
                        SELECT g.doctor_id FROM delegation g
                         WHERE g.delegate_doctor_id = :doctor_id
                           AND g.valid_from <= :on_date AND g.valid_to >= :on_date))))
           AND (CAST(:centre_org AS BIGINT) IS NULL OR EXISTS (
                SELECT 1 FROM enrolment e
                 WHERE e.person_id = a.person_id AND e.organisation_id = :centre_org
                   AND e.eligible_on <= :on_date
                   AND (e.ended_on IS NULL OR e.ended_on > :on_date)
                 LIMIT 1 OFFSET 0)
                OR EXISTS (SELECT 1 FROM person_doctor d
                 WHERE d.person_id = a.person_id AND d.valid_from <= :on_date
                   AND (d.valid_to IS NULL OR d.valid_to >= :on_date)
                   AND EXISTS (SELECT 1 FROM doctor_membership m
                     WHERE m.doctor_id = d.doctor_id
                       AND m.organisation_id = :centre_org
                       AND m.valid_from <= :on_date
                       AND (m.valid_to IS NULL OR m.valid_to >= :on_date)
                     LIMIT 1 OFFSET 0)
                 LIMIT 1 OFFSET 0))
         ORDER BY CASE WHEN :sort = 'person' THEN (SELECT LOWER(p.last_name)
                       FROM person p WHERE p.id = a.person_id) END,
                  CASE WHEN :sort = 'person' THEN (SELECT LOWER(p.first_name)
                       FROM person p WHERE p.id = a.person_id) END,
                  CASE WHEN :sort = 'raised' THEN -a.raised_us END,
                  CASE WHEN a.state = 'waiting' THEN 1 ELSE 0 END,
                  a.severity_rank, a.due_us, a.id
         LIMIT :n OFFSET :skip) x
  JOIN home_alarm a ON a.id = x.id
  JOIN person p ON p.id = a.person_id
  LEFT JOIN app_user u ON u.id = a.taken_by
 ORDER BY CASE WHEN :sort = 'person' THEN LOWER(p.last_name) END,
          CASE WHEN :sort = 'person' THEN LOWER(p.first_name) END,
          CASE WHEN :sort = 'raised' THEN -a.raised_us END,
          CASE WHEN a.state = 'waiting' THEN 1 ELSE 0 END,
          a.severity_rank, a.due_us, a.id;

-- Closed from a moment to another, newest first, three ways, because no one of
-- them is quick for all: the alarms of a doctor's people; those of everybody by
-- the clock, with the scope asked of no more than are shown and counted; and all
-- in scope, sorted or searched. The columns of home_alarms_open, the note of the
-- outcome; only who is shown is read in full.

-- name: home_alarms_done_of_doctor :many
-- From the doctor's people (and those delegated) to their alarms.
SELECT a.id, a.person_id, a.kind, a.cause, a.severity, a.state, a.owner,
       a.raised_us, a.due_us, a.again_us, a.closed_us, a.escalated, a.doubtful,
       a.outcome, a.part, a.rule, a.limit_milli, a.seen_milli, a.days,
       a.n_times, a.protocol, a.taken_by, COALESCE(u.display_name, ''),
       COALESCE(p.fiscal_code, ''), COALESCE(p.last_name, ''),
       COALESCE(p.first_name, ''), COALESCE(p.phone, ''), p.birth_date, p.sex,
       (SELECT COUNT(*) FROM home_alarm_reading b WHERE b.alarm_id = a.id),
       x.found, a.outcome_note
  FROM (SELECT a.id, COUNT(*) OVER () AS found
          FROM (SELECT DISTINCT d.person_id FROM person_doctor d
                 WHERE d.valid_from <= :on_date
                   AND (d.valid_to IS NULL OR d.valid_to >= :on_date)
                   AND d.doctor_id IN (
                       SELECT CAST(:doctor_id AS BIGINT) UNION ALL
                       SELECT g.doctor_id FROM delegation g
                        WHERE g.delegate_doctor_id = :doctor_id
                          AND g.valid_from <= :on_date
                          AND g.valid_to >= :on_date)) of_doctor
          JOIN home_alarm a ON a.person_id = of_doctor.person_id
          JOIN person p ON p.id = a.person_id
         WHERE a.state = 'closed' AND a.closed_us >= :from_us AND a.closed_us < :to_us
          AND (CAST(:person_id AS BIGINT) IS NULL OR a.person_id = :person_id)
          AND (CAST(:owner AS TEXT) IS NULL OR a.owner = :owner)
          AND (CAST(:severity AS TEXT) IS NULL OR a.severity = :severity)
          AND (CAST(:mine AS BIGINT) IS NULL OR a.closed_by = :mine)
          AND (CAST(:search AS TEXT) IS NULL
               OR SUBSTR(LOWER(p.last_name), 1, LENGTH(:search)) = LOWER(:search))
         ORDER BY CASE WHEN :sort = 'person' THEN LOWER(p.last_name) END,
                  CASE WHEN :sort = 'person' THEN LOWER(p.first_name) END,
                  CASE WHEN :sort = 'urgency' THEN a.severity_rank END,
                  a.closed_us DESC, a.id DESC
         LIMIT :n OFFSET :skip) x
  JOIN home_alarm a ON a.id = x.id
  JOIN person p ON p.id = a.person_id
  LEFT JOIN app_user u ON u.id = a.closed_by
 ORDER BY CASE WHEN :sort = 'person' THEN LOWER(p.last_name) END,
          CASE WHEN :sort = 'person' THEN LOWER(p.first_name) END,
          CASE WHEN :sort = 'urgency' THEN a.severity_rank END,
          a.closed_us DESC, a.id DESC;

-- name: home_alarms_done_late :many
-- By the clock, and no further than :walk_most; :before_us and :before_id are
-- those of the last one of the page before.
SELECT a.id, a.person_id, a.kind, a.cause, a.severity, a.state, a.owner,
       a.raised_us, a.due_us, a.again_us, a.closed_us, a.escalated, a.doubtful,
       a.outcome, a.part, a.rule, a.limit_milli, a.seen_milli, a.days,
       a.n_times, a.protocol, a.taken_by, COALESCE(u.display_name, ''),
       COALESCE(p.fiscal_code, ''), COALESCE(p.last_name, ''),
       COALESCE(p.first_name, ''), COALESCE(p.phone, ''), p.birth_date, p.sex,
       (SELECT COUNT(*) FROM home_alarm_reading b WHERE b.alarm_id = a.id),
       x.found, a.outcome_note
  FROM (SELECT w.id, w.closed_us, COUNT(*) OVER () AS found FROM (
        SELECT a.id, a.closed_us
          FROM home_alarm a
         WHERE a.state = 'closed' AND a.closed_us >= :from_us AND a.closed_us < :to_us
          AND a.closed_us <= :before_us
          AND (a.closed_us < :before_us OR a.id < :before_id)
          AND (CAST(:owner AS TEXT) IS NULL OR a.owner = :owner)
          AND (CAST(:severity AS TEXT) IS NULL OR a.severity = :severity)
          AND (CAST(:mine AS BIGINT) IS NULL OR a.closed_by = :mine)
          AND (CAST(:centre_org AS BIGINT) IS NULL OR EXISTS (
               SELECT 1 FROM enrolment e
                WHERE e.person_id = a.person_id AND e.organisation_id = :centre_org
                  AND e.eligible_on <= :on_date
                  AND (e.ended_on IS NULL OR e.ended_on > :on_date)
                LIMIT 1 OFFSET 0)
               OR EXISTS (SELECT 1 FROM person_doctor d
                WHERE d.person_id = a.person_id AND d.valid_from <= :on_date
                  AND (d.valid_to IS NULL OR d.valid_to >= :on_date)
                  AND EXISTS (SELECT 1 FROM doctor_membership m
                    WHERE m.doctor_id = d.doctor_id
                      AND m.organisation_id = :centre_org
                      AND m.valid_from <= :on_date
                      AND (m.valid_to IS NULL OR m.valid_to >= :on_date)
                    LIMIT 1 OFFSET 0)
                LIMIT 1 OFFSET 0))
         ORDER BY a.closed_us DESC, a.id DESC LIMIT :walk_most) w
         ORDER BY w.closed_us DESC, w.id DESC LIMIT :n OFFSET :skip) x
  JOIN home_alarm a ON a.id = x.id
  JOIN person p ON p.id = a.person_id
  LEFT JOIN app_user u ON u.id = a.closed_by
 ORDER BY a.closed_us DESC, a.id DESC;

-- name: home_alarms_done :many
-- The scope is asked of whom the other words leave over, so it hangs on p.
SELECT a.id, a.person_id, a.kind, a.cause, a.severity, a.state, a.owner,
       a.raised_us, a.due_us, a.again_us, a.closed_us, a.escalated, a.doubtful,
       a.outcome, a.part, a.rule, a.limit_milli, a.seen_milli, a.days,
       a.n_times, a.protocol, a.taken_by, COALESCE(u.display_name, ''),
       COALESCE(p.fiscal_code, ''), COALESCE(p.last_name, ''),
       COALESCE(p.first_name, ''), COALESCE(p.phone, ''), p.birth_date, p.sex,
       (SELECT COUNT(*) FROM home_alarm_reading b WHERE b.alarm_id = a.id),
       x.found, a.outcome_note
  FROM (SELECT a.id, COUNT(*) OVER () AS found
          FROM home_alarm a JOIN person p ON p.id = a.person_id
         WHERE a.state = 'closed' AND a.closed_us >= :from_us AND a.closed_us < :to_us
          AND (CAST(:person_id AS BIGINT) IS NULL OR a.person_id = :person_id)
          AND (CAST(:owner AS TEXT) IS NULL OR a.owner = :owner)
          AND (CAST(:severity AS TEXT) IS NULL OR a.severity = :severity)
          AND (CAST(:mine AS BIGINT) IS NULL OR a.closed_by = :mine)
          AND (CAST(:search AS TEXT) IS NULL
               OR SUBSTR(LOWER(p.last_name), 1, LENGTH(:search)) = LOWER(:search))
          AND (CAST(:centre_org AS BIGINT) IS NULL OR EXISTS (
               SELECT 1 FROM enrolment e
                WHERE e.person_id = p.id AND e.organisation_id = :centre_org
                  AND e.eligible_on <= :on_date
                  AND (e.ended_on IS NULL OR e.ended_on > :on_date)
                LIMIT 1 OFFSET 0)
               OR EXISTS (SELECT 1 FROM person_doctor d
                WHERE d.person_id = p.id AND d.valid_from <= :on_date
                  AND (d.valid_to IS NULL OR d.valid_to >= :on_date)
                  AND EXISTS (SELECT 1 FROM doctor_membership m
                    WHERE m.doctor_id = d.doctor_id
                      AND m.organisation_id = :centre_org
                      AND m.valid_from <= :on_date
                      AND (m.valid_to IS NULL OR m.valid_to >= :on_date)
                    LIMIT 1 OFFSET 0)
                LIMIT 1 OFFSET 0))
         ORDER BY CASE WHEN :sort = 'person' THEN LOWER(p.last_name) END,
                  CASE WHEN :sort = 'person' THEN LOWER(p.first_name) END,
                  CASE WHEN :sort = 'urgency' THEN a.severity_rank END,
                  a.closed_us DESC, a.id DESC
         LIMIT :n OFFSET :skip) x
  JOIN home_alarm a ON a.id = x.id
  JOIN person p ON p.id = a.person_id
  LEFT JOIN app_user u ON u.id = a.closed_by
 ORDER BY CASE WHEN :sort = 'person' THEN LOWER(p.last_name) END,
          CASE WHEN :sort = 'person' THEN LOWER(p.first_name) END,
          CASE WHEN :sort = 'urgency' THEN a.severity_rank END,
          a.closed_us DESC, a.id DESC;

-- name: home_alarms_closed :many
-- The same columns; of a person (and a cause), newest first.
SELECT a.id, a.person_id, a.kind, a.cause, a.severity, a.state, a.owner,
       a.raised_us, a.due_us, a.again_us, a.closed_us, a.escalated, a.doubtful,
       a.outcome, a.part, a.rule, a.limit_milli, a.seen_milli, a.days,
       a.n_times, a.protocol, a.taken_by, COALESCE(u.display_name, ''),
       COALESCE(p.fiscal_code, ''), COALESCE(p.last_name, ''),
       COALESCE(p.first_name, ''), COALESCE(p.phone, ''), p.birth_date, p.sex,
       (SELECT COUNT(*) FROM home_alarm_reading b WHERE b.alarm_id = a.id),
       COUNT(*) OVER (), a.outcome_note
  FROM home_alarm a
  JOIN person p ON p.id = a.person_id
  LEFT JOIN app_user u ON u.id = a.closed_by
 WHERE a.state = 'closed' AND a.person_id = :person_id
   AND (CAST(:cause AS TEXT) IS NULL OR a.cause = :cause)
   AND (CAST(:before_us AS BIGINT) IS NULL OR a.raised_us < :before_us)
 ORDER BY a.closed_us DESC, a.id DESC LIMIT :n;

-- name: home_alarm_one :one
-- The same columns, and how it ended.
SELECT a.id, a.person_id, a.kind, a.cause, a.severity, a.state, a.owner,
       a.raised_us, a.due_us, a.again_us, a.closed_us, a.escalated, a.doubtful,
       a.outcome, a.part, a.rule, a.limit_milli, a.seen_milli, a.days,
       a.n_times, a.protocol, a.taken_by, COALESCE(u.display_name, ''),
       COALESCE(p.fiscal_code, ''), COALESCE(p.last_name, ''),
       COALESCE(p.first_name, ''), COALESCE(p.phone, ''), p.birth_date, p.sex,
       (SELECT COUNT(*) FROM home_alarm_reading b WHERE b.alarm_id = a.id),
       1, a.outcome_note, COALESCE(c.display_name, ''), a.silent_until_us,
       a.plan_id, h.version
  FROM home_alarm a
  JOIN person p ON p.id = a.person_id
  JOIN home_plan h ON h.id = a.plan_id
  LEFT JOIN app_user u ON u.id = a.taken_by
  LEFT JOIN app_user c ON c.id = a.closed_by
 WHERE a.id = :id;

-- name: home_alarm_counts :one
SELECT COUNT(*),
       COALESCE(SUM(CASE WHEN a.severity = 'red' THEN 1 ELSE 0 END), 0),
       COALESCE(SUM(CASE WHEN a.severity = 'amber' THEN 1 ELSE 0 END), 0),
       COALESCE(SUM(CASE WHEN a.rule = 'missing' THEN 1 ELSE 0 END), 0),
       COALESCE(SUM(CASE WHEN a.due_us <= :now_us THEN 1 ELSE 0 END), 0),
       COALESCE(SUM(CASE WHEN a.taken_by = :user_id THEN 1 ELSE 0 END), 0),
       COALESCE(SUM(a.escalated), 0),
       COALESCE(SUM(CASE WHEN a.state = 'waiting' THEN 1 ELSE 0 END), 0),
       COALESCE(SUM(CASE WHEN a.owner = 'centre' THEN 1 ELSE 0 END), 0),
       COALESCE(SUM(CASE WHEN a.owner = 'doctor' THEN 1 ELSE 0 END), 0)
  FROM home_alarm a
 WHERE a.state <> 'closed'
   AND (CAST(:doctor_id AS BIGINT) IS NULL OR EXISTS (
        SELECT 1 FROM person_doctor d
         WHERE d.person_id = a.person_id AND d.valid_from <= :on_date
           AND (d.valid_to IS NULL OR d.valid_to >= :on_date)
           AND (d.doctor_id = :doctor_id OR d.doctor_id IN (
                SELECT g.doctor_id FROM delegation g
                 WHERE g.delegate_doctor_id = :doctor_id
                   AND g.valid_from <= :on_date AND g.valid_to >= :on_date))))
   AND (CAST(:centre_org AS BIGINT) IS NULL OR EXISTS (
        SELECT 1 FROM enrolment e
         WHERE e.person_id = a.person_id AND e.organisation_id = :centre_org
           AND e.eligible_on <= :on_date
           AND (e.ended_on IS NULL OR e.ended_on > :on_date)
         LIMIT 1 OFFSET 0)
        OR EXISTS (SELECT 1 FROM person_doctor d
         WHERE d.person_id = a.person_id AND d.valid_from <= :on_date
           AND (d.valid_to IS NULL OR d.valid_to >= :on_date)
           AND EXISTS (SELECT 1 FROM doctor_membership m
             WHERE m.doctor_id = d.doctor_id
               AND m.organisation_id = :centre_org
               AND m.valid_from <= :on_date
               AND (m.valid_to IS NULL OR m.valid_to >= :on_date)
             LIMIT 1 OFFSET 0)
         LIMIT 1 OFFSET 0));

-- ---- the clock

-- name: home_alarms_again :many
SELECT id FROM home_alarm
 WHERE state = 'waiting' AND state <> 'closed'
   AND again_us <= :now_us
 ORDER BY again_us, id LIMIT 1000;

-- name: home_alarms_due :many
-- Past their deadline, and not told yet that nobody came.
SELECT id FROM home_alarm
 WHERE state <> 'closed' AND state <> 'waiting' AND due_us <= :now_us
   AND (owner = 'centre' OR overdue_told = 0)
 ORDER BY severity_rank, due_us, id LIMIT 1000;

-- What was measured, what was asked for and what was done about it never change
-- in silence, whoever asks: a reading is corrected by another or cancelled with
-- a reason, a plan is replaced by its next version, a closed alarm stays.

CREATE TRIGGER home_reading_frozen BEFORE UPDATE ON home_reading
WHEN NEW.id <> OLD.id OR NEW.person_id <> OLD.person_id
  OR NEW.kind <> OLD.kind OR NEW.value_milli <> OLD.value_milli
  OR NEW.second_milli IS NOT OLD.second_milli
  OR NEW.value_given <> OLD.value_given OR NEW.unit_given <> OLD.unit_given
  OR NEW.context <> OLD.context OR NEW.measured_us <> OLD.measured_us
  OR NEW.received_us <> OLD.received_us OR NEW.by_whom <> OLD.by_whom
  OR NEW.source <> OLD.source OR NEW.source_id <> OLD.source_id
  OR NEW.device <> OLD.device OR NEW.note <> OLD.note
  OR NEW.doubt <> OLD.doubt OR NEW.previous_id IS NOT OLD.previous_id
  OR NEW.sent_by <> OLD.sent_by OR NEW.sent_role <> OLD.sent_role
BEGIN SELECT RAISE(ABORT, 'a reading never changes: it is corrected by another or cancelled'); END;
CREATE TRIGGER home_reading_moved BEFORE UPDATE ON home_reading
WHEN NEW.changed_us IS NULL OR NEW.changed_by IS NULL OR NOT (
     (OLD.state = 'doubtful' AND NEW.state = 'confirmed')
  OR (OLD.state IN ('ok', 'doubtful', 'confirmed')
      AND NEW.state IN ('corrected', 'cancelled')
      AND NEW.change_reason <> ''))
BEGIN SELECT RAISE(ABORT, 'a reading is confirmed, or corrected or cancelled once, with a reason'); END;
CREATE TRIGGER home_reading_kept BEFORE DELETE ON home_reading
BEGIN SELECT RAISE(ABORT, 'a reading is never deleted: it is cancelled'); END;

CREATE TRIGGER home_plan_frozen BEFORE UPDATE ON home_plan
WHEN OLD.state = 'ended' OR NEW.id <> OLD.id OR NEW.person_id <> OLD.person_id
  OR NEW.version <> OLD.version OR NEW.previous_id IS NOT OLD.previous_id
  OR NEW.valid_from <> OLD.valid_from OR NEW.valid_to <> OLD.valid_to
  OR NEW.note <> OLD.note OR NEW.made_by <> OLD.made_by
  OR NEW.made_role <> OLD.made_role OR NEW.made_us <> OLD.made_us
  OR (OLD.state = 'active' AND (NEW.state = 'proposed'
      OR NEW.confirmed_by IS NOT OLD.confirmed_by
      OR NEW.confirmed_us IS NOT OLD.confirmed_us))
BEGIN SELECT RAISE(ABORT, 'a version of a monitoring plan never changes: the next one replaces it'); END;
CREATE TRIGGER home_plan_kept BEFORE DELETE ON home_plan
BEGIN SELECT RAISE(ABORT, 'a monitoring plan is never deleted: it is ended'); END;

-- Lines and limits are written while the version is proposed; of a line only
-- when its next reading is missing goes on.
CREATE TRIGGER home_plan_line_insert BEFORE INSERT ON home_plan_line
WHEN (SELECT state FROM home_plan WHERE id = NEW.plan_id) <> 'proposed'
BEGIN SELECT RAISE(ABORT, 'a confirmed monitoring plan never changes'); END;
CREATE TRIGGER home_plan_line_frozen BEFORE UPDATE ON home_plan_line
WHEN NEW.plan_id <> OLD.plan_id OR NEW.seq <> OLD.seq OR NEW.kind <> OLD.kind
  OR NEW.times <> OLD.times OR NEW.per_days <> OLD.per_days
  OR NEW.grace_hours <> OLD.grace_hours OR NEW.best_milli <> OLD.best_milli
  OR NEW.why_condition <> OLD.why_condition OR NEW.why_source <> OLD.why_source
BEGIN SELECT RAISE(ABORT, 'a line of a monitoring plan never changes'); END;
CREATE TRIGGER home_plan_line_kept BEFORE DELETE ON home_plan_line
BEGIN SELECT RAISE(ABORT, 'a line of a monitoring plan is never deleted'); END;
CREATE TRIGGER home_plan_limit_insert BEFORE INSERT ON home_plan_limit
WHEN (SELECT state FROM home_plan WHERE id = NEW.plan_id) <> 'proposed'
BEGIN SELECT RAISE(ABORT, 'a confirmed monitoring plan never changes'); END;
CREATE TRIGGER home_plan_limit_frozen BEFORE UPDATE ON home_plan_limit
BEGIN SELECT RAISE(ABORT, 'a limit of a monitoring plan never changes'); END;
CREATE TRIGGER home_plan_limit_kept BEFORE DELETE ON home_plan_limit
BEGIN SELECT RAISE(ABORT, 'a limit of a monitoring plan is never deleted'); END;

CREATE TRIGGER home_alarm_frozen BEFORE UPDATE ON home_alarm
WHEN OLD.state = 'closed' OR NEW.id <> OLD.id OR NEW.person_id <> OLD.person_id
  OR NEW.plan_id <> OLD.plan_id OR NEW.kind <> OLD.kind
  OR NEW.cause <> OLD.cause OR NEW.raised_us <> OLD.raised_us
BEGIN SELECT RAISE(ABORT, 'whose an alarm is and how it ended never change'); END;
CREATE TRIGGER home_alarm_kept BEFORE DELETE ON home_alarm
BEGIN SELECT RAISE(ABORT, 'an alarm is never deleted: it is closed'); END;
CREATE TRIGGER home_alarm_reading_frozen BEFORE UPDATE ON home_alarm_reading
BEGIN SELECT RAISE(ABORT, 'what gave reason for an alarm never changes'); END;
CREATE TRIGGER home_alarm_reading_kept BEFORE DELETE ON home_alarm_reading
BEGIN SELECT RAISE(ABORT, 'what gave reason for an alarm is never deleted'); END;
CREATE TRIGGER home_alarm_event_frozen BEFORE UPDATE ON home_alarm_event
BEGIN SELECT RAISE(ABORT, 'what happened never changes'); END;
CREATE TRIGGER home_alarm_event_kept BEFORE DELETE ON home_alarm_event
BEGIN SELECT RAISE(ABORT, 'what happened is never deleted'); END;

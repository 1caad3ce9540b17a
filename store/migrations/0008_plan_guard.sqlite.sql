-- A signed plan version never changes, whoever asks: its state may go on, what
-- it says may not.

CREATE TRIGGER plan_version_frozen BEFORE UPDATE ON plan_version
WHEN OLD.state NOT IN ('draft', 'proposed')
 AND (NEW.state IN ('draft', 'proposed') OR NEW.id <> OLD.id
  OR NEW.person_id <> OLD.person_id OR NEW.doctor_id <> OLD.doctor_id
  OR NEW.care_plan_id <> OLD.care_plan_id OR NEW.version <> OLD.version
  OR NEW.kind <> OLD.kind OR NEW.valid_from <> OLD.valid_from
  OR NEW.valid_to <> OLD.valid_to OR NEW.level <> OLD.level
  OR NEW.primary_condition <> OLD.primary_condition
  OR NEW.n_lab <> OLD.n_lab OR NEW.n_outpatient <> OLD.n_outpatient
  OR NEW.strata_run_id <> OLD.strata_run_id
  OR NEW.signed_us IS NOT OLD.signed_us OR NEW.signed_by IS NOT OLD.signed_by
  OR NEW.signed_doctor_id IS NOT OLD.signed_doctor_id
  OR NEW.digest IS NOT OLD.digest
  OR (OLD.published_us IS NOT NULL AND NEW.published_us IS NOT OLD.published_us)
  OR (OLD.protocol IS NOT NULL AND NEW.protocol IS NOT OLD.protocol))
BEGIN SELECT RAISE(ABORT, 'a signed plan version never changes'); END;

CREATE TRIGGER plan_version_kept BEFORE DELETE ON plan_version
WHEN OLD.state NOT IN ('draft', 'proposed')
BEGIN SELECT RAISE(ABORT, 'a signed plan version is never deleted'); END;

CREATE TRIGGER plan_line_insert BEFORE INSERT ON plan_line
WHEN (SELECT state FROM plan_version WHERE id = NEW.version_id)
     NOT IN ('draft', 'proposed')
BEGIN SELECT RAISE(ABORT, 'a signed plan version never changes'); END;
CREATE TRIGGER plan_line_update BEFORE UPDATE ON plan_line
WHEN (SELECT state FROM plan_version WHERE id = OLD.version_id)
     NOT IN ('draft', 'proposed')
BEGIN SELECT RAISE(ABORT, 'a signed plan version never changes'); END;
CREATE TRIGGER plan_line_delete BEFORE DELETE ON plan_line
WHEN (SELECT state FROM plan_version WHERE id = OLD.version_id)
     NOT IN ('draft', 'proposed')
BEGIN SELECT RAISE(ABORT, 'a signed plan version never changes'); END;

CREATE TRIGGER plan_condition_insert BEFORE INSERT ON plan_condition
WHEN (SELECT state FROM plan_version WHERE id = NEW.version_id)
     NOT IN ('draft', 'proposed')
BEGIN SELECT RAISE(ABORT, 'a signed plan version never changes'); END;
CREATE TRIGGER plan_condition_update BEFORE UPDATE ON plan_condition
WHEN (SELECT state FROM plan_version WHERE id = OLD.version_id)
     NOT IN ('draft', 'proposed')
BEGIN SELECT RAISE(ABORT, 'a signed plan version never changes'); END;
CREATE TRIGGER plan_condition_delete BEFORE DELETE ON plan_condition
WHEN (SELECT state FROM plan_version WHERE id = OLD.version_id)
     NOT IN ('draft', 'proposed')
BEGIN SELECT RAISE(ABORT, 'a signed plan version never changes'); END;

CREATE TRIGGER plan_choice_insert BEFORE INSERT ON plan_choice
WHEN (SELECT state FROM plan_version WHERE id = NEW.version_id)
     NOT IN ('draft', 'proposed')
BEGIN SELECT RAISE(ABORT, 'a signed plan version never changes'); END;
CREATE TRIGGER plan_choice_update BEFORE UPDATE ON plan_choice
BEGIN SELECT RAISE(ABORT, 'a choice is never changed: another is added'); END;
CREATE TRIGGER plan_choice_delete BEFORE DELETE ON plan_choice
BEGIN SELECT RAISE(ABORT, 'a choice is never deleted: another is added'); END;

CREATE TRIGGER activity_kept BEFORE DELETE ON activity
BEGIN SELECT RAISE(ABORT, 'an activity is never deleted: it is cancelled'); END;

-- What was measured, what was asked for and what was done about it never change
-- in silence, whoever asks: a reading is corrected by another or cancelled with
-- a reason, a plan is replaced by its next version, a closed alarm stays.
-- tele_kept() is of 0061.

CREATE FUNCTION home_reading_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF (NEW.id, NEW.person_id, NEW.kind, NEW.value_milli, NEW.second_milli,
	    NEW.value_given, NEW.unit_given, NEW.context, NEW.measured_us,
	    NEW.received_us, NEW.by_whom, NEW.source, NEW.source_id,
	    NEW.device, NEW.note, NEW.doubt, NEW.previous_id, NEW.sent_by,
	    NEW.sent_role)
	   IS DISTINCT FROM
	   (OLD.id, OLD.person_id, OLD.kind, OLD.value_milli, OLD.second_milli,
	    OLD.value_given, OLD.unit_given, OLD.context, OLD.measured_us,
	    OLD.received_us, OLD.by_whom, OLD.source, OLD.source_id,
	    OLD.device, OLD.note, OLD.doubt, OLD.previous_id, OLD.sent_by,
	    OLD.sent_role) THEN
		RAISE EXCEPTION 'a reading never changes: it is corrected by another or cancelled'
			USING ERRCODE = 'check_violation';
	END IF;
	IF NEW.changed_us IS NULL OR NEW.changed_by IS NULL OR NOT (
	     (OLD.state = 'doubtful' AND NEW.state = 'confirmed')
	  OR (OLD.state IN ('ok', 'doubtful', 'confirmed')
	      AND NEW.state IN ('corrected', 'cancelled')
	      AND NEW.change_reason <> '')) THEN
		RAISE EXCEPTION 'a reading is confirmed, or corrected or cancelled once, with a reason'
			USING ERRCODE = 'check_violation';
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER home_reading_frozen BEFORE UPDATE ON home_reading
	FOR EACH ROW EXECUTE FUNCTION home_reading_guard();
CREATE TRIGGER home_reading_kept BEFORE DELETE ON home_reading
	FOR EACH ROW EXECUTE FUNCTION tele_kept();

CREATE FUNCTION home_plan_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF OLD.state = 'ended'
	   OR (NEW.id, NEW.person_id, NEW.version, NEW.previous_id,
	       NEW.valid_from, NEW.valid_to, NEW.note, NEW.made_by,
	       NEW.made_role, NEW.made_us)
	      IS DISTINCT FROM
	      (OLD.id, OLD.person_id, OLD.version, OLD.previous_id,
	       OLD.valid_from, OLD.valid_to, OLD.note, OLD.made_by,
	       OLD.made_role, OLD.made_us)
	   OR (OLD.state = 'active' AND (NEW.state = 'proposed'
	       OR (NEW.confirmed_by, NEW.confirmed_us)
	          IS DISTINCT FROM (OLD.confirmed_by, OLD.confirmed_us))) THEN
		RAISE EXCEPTION 'a version of a monitoring plan never changes: the next one replaces it'
			USING ERRCODE = 'check_violation';
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER home_plan_frozen BEFORE UPDATE ON home_plan
	FOR EACH ROW EXECUTE FUNCTION home_plan_guard();
CREATE TRIGGER home_plan_kept BEFORE DELETE ON home_plan
	FOR EACH ROW EXECUTE FUNCTION tele_kept();

-- Lines and limits are written while the version is proposed; of a line only
-- when its next reading is missing goes on.
CREATE FUNCTION home_plan_part_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF (SELECT state FROM home_plan WHERE id = NEW.plan_id) <> 'proposed' THEN
		RAISE EXCEPTION 'a confirmed monitoring plan never changes'
			USING ERRCODE = 'check_violation';
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER home_plan_line_insert BEFORE INSERT ON home_plan_line
	FOR EACH ROW EXECUTE FUNCTION home_plan_part_guard();
CREATE TRIGGER home_plan_limit_insert BEFORE INSERT ON home_plan_limit
	FOR EACH ROW EXECUTE FUNCTION home_plan_part_guard();
CREATE FUNCTION home_plan_line_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF (NEW.plan_id, NEW.seq, NEW.kind, NEW.times, NEW.per_days,
	    NEW.grace_hours, NEW.best_milli, NEW.why_condition, NEW.why_source)
	   IS DISTINCT FROM
	   (OLD.plan_id, OLD.seq, OLD.kind, OLD.times, OLD.per_days,
	    OLD.grace_hours, OLD.best_milli, OLD.why_condition, OLD.why_source) THEN
		RAISE EXCEPTION 'a line of a monitoring plan never changes'
			USING ERRCODE = 'check_violation';
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER home_plan_line_frozen BEFORE UPDATE ON home_plan_line
	FOR EACH ROW EXECUTE FUNCTION home_plan_line_guard();
CREATE TRIGGER home_plan_line_kept BEFORE DELETE ON home_plan_line
	FOR EACH ROW EXECUTE FUNCTION tele_kept();
CREATE TRIGGER home_plan_limit_frozen BEFORE UPDATE OR DELETE ON home_plan_limit
	FOR EACH ROW EXECUTE FUNCTION tele_kept();

CREATE FUNCTION home_alarm_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF OLD.state = 'closed'
	   OR (NEW.id, NEW.person_id, NEW.plan_id, NEW.kind, NEW.cause,
	       NEW.raised_us)
	      IS DISTINCT FROM
	      (OLD.id, OLD.person_id, OLD.plan_id, OLD.kind, OLD.cause,
	       OLD.raised_us) THEN
		RAISE EXCEPTION 'whose an alarm is and how it ended never change'
			USING ERRCODE = 'check_violation';
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER home_alarm_frozen BEFORE UPDATE ON home_alarm
	FOR EACH ROW EXECUTE FUNCTION home_alarm_guard();
CREATE TRIGGER home_alarm_kept BEFORE DELETE ON home_alarm
	FOR EACH ROW EXECUTE FUNCTION tele_kept();
CREATE TRIGGER home_alarm_reading_frozen BEFORE UPDATE OR DELETE ON home_alarm_reading
	FOR EACH ROW EXECUTE FUNCTION tele_kept();
CREATE TRIGGER home_alarm_event_frozen BEFORE UPDATE OR DELETE ON home_alarm_event
	FOR EACH ROW EXECUTE FUNCTION tele_kept();

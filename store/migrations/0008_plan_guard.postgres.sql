-- A signed plan version never changes, whoever asks: its state may go on, what
-- it says may not.

CREATE FUNCTION plan_version_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF OLD.state IN ('draft', 'proposed') THEN
		IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
		RETURN NEW;
	END IF;
	IF TG_OP = 'DELETE' THEN
		RAISE EXCEPTION 'a signed plan version is never deleted'
			USING ERRCODE = 'check_violation';
	END IF;
	IF NEW.state IN ('draft', 'proposed')
	OR (NEW.id, NEW.person_id, NEW.doctor_id, NEW.care_plan_id, NEW.version,
	    NEW.kind, NEW.valid_from, NEW.valid_to, NEW.level,
	    NEW.primary_condition, NEW.n_lab, NEW.n_outpatient,
	    NEW.strata_run_id, NEW.signed_us, NEW.signed_by,
	    NEW.signed_doctor_id, NEW.digest)
	   IS DISTINCT FROM
	   (OLD.id, OLD.person_id, OLD.doctor_id, OLD.care_plan_id, OLD.version,
	    OLD.kind, OLD.valid_from, OLD.valid_to, OLD.level,
	    OLD.primary_condition, OLD.n_lab, OLD.n_outpatient,
	    OLD.strata_run_id, OLD.signed_us, OLD.signed_by,
	    OLD.signed_doctor_id, OLD.digest)
	OR (OLD.published_us IS NOT NULL
	    AND NEW.published_us IS DISTINCT FROM OLD.published_us)
	OR (OLD.protocol IS NOT NULL
	    AND NEW.protocol IS DISTINCT FROM OLD.protocol) THEN
		RAISE EXCEPTION 'a signed plan version never changes'
			USING ERRCODE = 'check_violation';
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER plan_version_frozen BEFORE UPDATE OR DELETE ON plan_version
	FOR EACH ROW EXECUTE FUNCTION plan_version_guard();

CREATE FUNCTION plan_part_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	of_version BIGINT;
BEGIN
	IF TG_OP = 'INSERT' THEN of_version := NEW.version_id;
	ELSE of_version := OLD.version_id; END IF;
	IF (SELECT state FROM plan_version WHERE id = of_version)
	   NOT IN ('draft', 'proposed') THEN
		RAISE EXCEPTION 'a signed plan version never changes'
			USING ERRCODE = 'check_violation';
	END IF;
	IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER plan_line_frozen BEFORE INSERT OR UPDATE OR DELETE ON plan_line
	FOR EACH ROW EXECUTE FUNCTION plan_part_guard();
CREATE TRIGGER plan_condition_frozen
	BEFORE INSERT OR UPDATE OR DELETE ON plan_condition
	FOR EACH ROW EXECUTE FUNCTION plan_part_guard();
CREATE TRIGGER plan_choice_frozen BEFORE INSERT ON plan_choice
	FOR EACH ROW EXECUTE FUNCTION plan_part_guard();

CREATE FUNCTION plan_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION '% is never deleted or rewritten', TG_TABLE_NAME
		USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER plan_choice_kept BEFORE UPDATE OR DELETE ON plan_choice
	FOR EACH ROW EXECUTE FUNCTION plan_kept();
CREATE TRIGGER activity_kept BEFORE DELETE ON activity
	FOR EACH ROW EXECUTE FUNCTION plan_kept();

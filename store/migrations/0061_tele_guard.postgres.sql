-- A signed report never changes, whoever asks; the bytes of an exam neither.

CREATE FUNCTION tele_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION '% is never deleted or rewritten', TG_TABLE_NAME
		USING ERRCODE = 'check_violation';
END $$;

CREATE TRIGGER tele_report_frozen BEFORE UPDATE OR DELETE ON tele_report
	FOR EACH ROW WHEN (OLD.state = 'signed')
	EXECUTE FUNCTION tele_kept();

CREATE FUNCTION tele_statement_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	of_report BIGINT;
BEGIN
	IF TG_OP = 'INSERT' THEN of_report := NEW.report_id;
	ELSE of_report := OLD.report_id; END IF;
	IF (SELECT state FROM tele_report WHERE id = of_report) = 'signed' THEN
		RAISE EXCEPTION 'a signed report never changes'
			USING ERRCODE = 'check_violation';
	END IF;
	IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER tele_statement_frozen
	BEFORE INSERT OR UPDATE OR DELETE ON tele_report_statement
	FOR EACH ROW EXECUTE FUNCTION tele_statement_guard();

CREATE TRIGGER tele_blob_frozen BEFORE UPDATE OR DELETE ON tele_blob
	FOR EACH ROW EXECUTE FUNCTION tele_kept();
CREATE TRIGGER tele_blob_part_frozen BEFORE UPDATE OR DELETE ON tele_blob_part
	FOR EACH ROW EXECUTE FUNCTION tele_kept();
CREATE TRIGGER tele_event_frozen BEFORE UPDATE OR DELETE ON tele_event
	FOR EACH ROW EXECUTE FUNCTION tele_kept();
CREATE TRIGGER tele_exam_kept BEFORE DELETE ON tele_exam
	FOR EACH ROW EXECUTE FUNCTION tele_kept();

CREATE FUNCTION tele_exam_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF (NEW.id, NEW.person_id, NEW.kind, NEW.sha256, NEW.taken_at,
	    NEW.taken_on, NEW.device_serial, NEW.received_us,
	    NEW.sender_user_id)
	   IS DISTINCT FROM
	   (OLD.id, OLD.person_id, OLD.kind, OLD.sha256, OLD.taken_at,
	    OLD.taken_on, OLD.device_serial, OLD.received_us,
	    OLD.sender_user_id) THEN
		RAISE EXCEPTION 'whose an exam is never changes: it is cancelled'
			USING ERRCODE = 'check_violation';
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER tele_exam_frozen BEFORE UPDATE ON tele_exam
	FOR EACH ROW EXECUTE FUNCTION tele_exam_guard();

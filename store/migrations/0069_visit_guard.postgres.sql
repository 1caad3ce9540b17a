-- A signed report of a visit never changes, whoever asks; nor does what
-- happened, nor whose visit it is. tele_kept() is of 0061.

CREATE TRIGGER visit_report_frozen BEFORE UPDATE OR DELETE ON visit_report
	FOR EACH ROW WHEN (OLD.state = 'signed')
	EXECUTE FUNCTION tele_kept();
CREATE TRIGGER visit_event_frozen BEFORE UPDATE OR DELETE ON visit_event
	FOR EACH ROW EXECUTE FUNCTION tele_kept();
CREATE TRIGGER visit_document_frozen BEFORE UPDATE OR DELETE ON visit_document
	FOR EACH ROW EXECUTE FUNCTION tele_kept();
CREATE TRIGGER visit_kept BEFORE DELETE ON visit
	FOR EACH ROW EXECUTE FUNCTION tele_kept();

CREATE FUNCTION visit_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF (NEW.id, NEW.person_id, NEW.kind, NEW.received_us,
	    NEW.asker_user_id)
	   IS DISTINCT FROM
	   (OLD.id, OLD.person_id, OLD.kind, OLD.received_us,
	    OLD.asker_user_id) THEN
		RAISE EXCEPTION 'whose a visit is never changes'
			USING ERRCODE = 'check_violation';
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER visit_frozen BEFORE UPDATE ON visit
	FOR EACH ROW EXECUTE FUNCTION visit_guard();

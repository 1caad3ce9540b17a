-- A signed report of a visit never changes, whoever asks; nor does what
-- happened, nor whose visit it is.

CREATE TRIGGER visit_report_frozen BEFORE UPDATE ON visit_report
WHEN OLD.state = 'signed'
BEGIN SELECT RAISE(ABORT, 'a signed report never changes'); END;
CREATE TRIGGER visit_report_kept BEFORE DELETE ON visit_report
WHEN OLD.state = 'signed'
BEGIN SELECT RAISE(ABORT, 'a signed report is never deleted'); END;

CREATE TRIGGER visit_event_frozen BEFORE UPDATE ON visit_event
BEGIN SELECT RAISE(ABORT, 'what happened never changes'); END;
CREATE TRIGGER visit_event_kept BEFORE DELETE ON visit_event
BEGIN SELECT RAISE(ABORT, 'what happened is never deleted'); END;

CREATE TRIGGER visit_document_frozen BEFORE UPDATE ON visit_document
BEGIN SELECT RAISE(ABORT, 'a document of a visit never changes'); END;
CREATE TRIGGER visit_document_kept BEFORE DELETE ON visit_document
BEGIN SELECT RAISE(ABORT, 'a document of a visit is never deleted'); END;

CREATE TRIGGER visit_frozen BEFORE UPDATE ON visit
WHEN NEW.id <> OLD.id OR NEW.person_id <> OLD.person_id
  OR NEW.kind <> OLD.kind OR NEW.received_us <> OLD.received_us
  OR NEW.asker_user_id <> OLD.asker_user_id
BEGIN SELECT RAISE(ABORT, 'whose a visit is never changes'); END;
CREATE TRIGGER visit_kept BEFORE DELETE ON visit
BEGIN SELECT RAISE(ABORT, 'a visit is never deleted: it is cancelled'); END;

-- A signed report never changes, whoever asks; the bytes of an exam neither.

CREATE TRIGGER tele_report_frozen BEFORE UPDATE ON tele_report
WHEN OLD.state = 'signed'
BEGIN SELECT RAISE(ABORT, 'a signed report never changes'); END;
CREATE TRIGGER tele_report_kept BEFORE DELETE ON tele_report
WHEN OLD.state = 'signed'
BEGIN SELECT RAISE(ABORT, 'a signed report is never deleted'); END;

CREATE TRIGGER tele_statement_insert BEFORE INSERT ON tele_report_statement
WHEN (SELECT state FROM tele_report WHERE id = NEW.report_id) = 'signed'
BEGIN SELECT RAISE(ABORT, 'a signed report never changes'); END;
CREATE TRIGGER tele_statement_update BEFORE UPDATE ON tele_report_statement
WHEN (SELECT state FROM tele_report WHERE id = OLD.report_id) = 'signed'
BEGIN SELECT RAISE(ABORT, 'a signed report never changes'); END;
CREATE TRIGGER tele_statement_delete BEFORE DELETE ON tele_report_statement
WHEN (SELECT state FROM tele_report WHERE id = OLD.report_id) = 'signed'
BEGIN SELECT RAISE(ABORT, 'a signed report never changes'); END;

CREATE TRIGGER tele_blob_frozen BEFORE UPDATE ON tele_blob
BEGIN SELECT RAISE(ABORT, 'the bytes of an exam never change'); END;
CREATE TRIGGER tele_blob_kept BEFORE DELETE ON tele_blob
BEGIN SELECT RAISE(ABORT, 'the bytes of an exam are never deleted'); END;
CREATE TRIGGER tele_blob_part_frozen BEFORE UPDATE ON tele_blob_part
BEGIN SELECT RAISE(ABORT, 'the bytes of an exam never change'); END;
CREATE TRIGGER tele_blob_part_kept BEFORE DELETE ON tele_blob_part
BEGIN SELECT RAISE(ABORT, 'the bytes of an exam are never deleted'); END;

CREATE TRIGGER tele_exam_frozen BEFORE UPDATE ON tele_exam
WHEN NEW.id <> OLD.id OR NEW.person_id <> OLD.person_id
  OR NEW.kind <> OLD.kind OR NEW.sha256 <> OLD.sha256
  OR NEW.taken_at <> OLD.taken_at OR NEW.taken_on <> OLD.taken_on
  OR NEW.device_serial <> OLD.device_serial
  OR NEW.received_us <> OLD.received_us
  OR NEW.sender_user_id <> OLD.sender_user_id
BEGIN SELECT RAISE(ABORT, 'whose an exam is never changes: it is cancelled'); END;
CREATE TRIGGER tele_exam_kept BEFORE DELETE ON tele_exam
BEGIN SELECT RAISE(ABORT, 'an exam is never deleted: it is cancelled'); END;

CREATE TRIGGER tele_event_frozen BEFORE UPDATE ON tele_event
BEGIN SELECT RAISE(ABORT, 'what happened never changes'); END;
CREATE TRIGGER tele_event_kept BEFORE DELETE ON tele_event
BEGIN SELECT RAISE(ABORT, 'what happened is never deleted'); END;

-- A person is never in two places at once, whatever a program forgets.
CREATE TRIGGER appointment_overlap BEFORE INSERT ON appointment
WHEN new.state <> 'cancelled' AND EXISTS (
	SELECT 1 FROM appointment a
	 WHERE a.person_id = new.person_id AND a.day = new.day
	   AND a.state <> 'cancelled'
	   AND a.start_min < new.end_min AND a.end_min > new.start_min)
BEGIN
	SELECT RAISE(ABORT, 'the person has an appointment at that time');
END;

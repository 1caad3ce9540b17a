-- Closed alarms by the clock, newest first, and of some people: a list of a week
-- is read no further than the page shown.
DROP INDEX home_alarm_closed;
CREATE INDEX home_alarm_closed ON home_alarm (closed_us, id)
	WHERE state = 'closed';
CREATE INDEX home_alarm_closed_of ON home_alarm (person_id, closed_us)
	WHERE state = 'closed';

-- A person is never in two places at once, whatever a program forgets: the
-- minutes of each person are a line of their own. (Ranges need no extension.)
ALTER TABLE appointment ADD CONSTRAINT appointment_overlap EXCLUDE USING gist (
	numrange(CAST(person_id AS numeric) * 100000000 +
		 (day - DATE '2000-01-01') * 1440 + start_min,
		 CAST(person_id AS numeric) * 100000000 +
		 (day - DATE '2000-01-01') * 1440 + end_min) WITH &&)
	WHERE (state <> 'cancelled');

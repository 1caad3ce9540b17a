-- The people whom an indicator still misses, by need: the page of an indicator
-- shows the first fifty of some ten thousand without reading the others.
CREATE INDEX indicator_member_missing
	ON indicator_member (run_id, indicator, level, person_id)
	WHERE numerator < denominator;

-- The service centre's work list: whose it is, who confirmed, who was called.

-- On whose work list it stands, and where the person lived when it was made:
-- the list of a centre, filtered, is a range of one index. NULL: on nobody's.
ALTER TABLE activity ADD COLUMN organisation_id BIGINT
	REFERENCES organisation (id);
ALTER TABLE activity ADD COLUMN municipality TEXT NOT NULL DEFAULT '';
ALTER TABLE appointment ADD COLUMN organisation_id BIGINT
	REFERENCES organisation (id);
ALTER TABLE appointment ADD COLUMN municipality TEXT NOT NULL DEFAULT '';
-- The person said they come: to whom, and when.
ALTER TABLE appointment ADD COLUMN confirmed_us BIGINT;
ALTER TABLE appointment ADD COLUMN confirmed_by BIGINT;
-- 1: cancelled or not there, and nothing of it is booked again.
ALTER TABLE appointment ADD COLUMN recall SMALLINT NOT NULL DEFAULT 0
	CHECK (recall IN (0, 1));

UPDATE activity SET organisation_id = (
	SELECT e.organisation_id FROM enrolment e
	 WHERE e.person_id = activity.person_id AND e.ended_on IS NULL),
	municipality = (
	SELECT p.municipality FROM person p WHERE p.id = activity.person_id)
 WHERE EXISTS (SELECT 1 FROM plan_version v
	WHERE v.id = activity.version_id
	  AND v.state IN ('signed', 'published', 'active'));
UPDATE appointment SET organisation_id = (
	SELECT e.organisation_id FROM enrolment e
	 WHERE e.person_id = appointment.person_id AND e.ended_on IS NULL),
	municipality = (
	SELECT p.municipality FROM person p WHERE p.id = appointment.person_id);
UPDATE appointment SET recall = 1
 WHERE state IN ('no_show', 'cancelled')
   AND coalesce(end_reason, '') NOT IN ('moved', 'hold expired')
   AND EXISTS (
	SELECT 1 FROM appointment_activity l
	  JOIN activity a ON a.id = l.activity_id
	 WHERE l.appointment_id = appointment.id
	   AND a.state IN ('planned', 'prescribed', 'missed'));

CREATE INDEX activity_to_book ON activity (organisation_id, latest, id,
	person_id, priority_class, service_code, municipality, state)
	WHERE state IN ('planned', 'prescribed');
CREATE INDEX activity_open_of_person ON activity (person_id, latest, id)
	WHERE state IN ('planned', 'prescribed');
CREATE INDEX activity_wanted
	ON activity (organisation_id, service_code, latest)
	WHERE state IN ('planned', 'prescribed');
CREATE INDEX appointment_to_confirm ON appointment (organisation_id, day,
	start_min, id, service_code, municipality, state, confirmed_us)
	WHERE state = 'booked' AND confirmed_us IS NULL;
CREATE INDEX appointment_to_recall ON appointment (organisation_id, day, id,
	service_code, municipality, recall)
	WHERE recall = 1;
CREATE INDEX appointment_held_of ON appointment (organisation_id,
	held_until_us, id)
	WHERE state = 'held';
CREATE INDEX appointment_freed ON appointment (day, changed_us, slot_id)
	WHERE state = 'cancelled';
CREATE INDEX appointment_activity_of_activity
	ON appointment_activity (activity_id);
CREATE INDEX slot_of_day ON slot (provider_id, day);

-- Calls to a person and what came of them. again_on: not to be called before.
-- A note made by mistake is withdrawn, not deleted.
CREATE TABLE contact_note (
	id BIGINT PRIMARY KEY,
	person_id BIGINT NOT NULL REFERENCES person (id),
	appointment_id BIGINT REFERENCES appointment (id),
	at_us BIGINT NOT NULL,
	user_id BIGINT NOT NULL, -- 0 the command line
	outcome TEXT NOT NULL CHECK (outcome IN
		('reached', 'not_reached', 'call_back', 'refused', 'letter')),
	again_on DATE NOT NULL,
	note TEXT NOT NULL DEFAULT '',
	withdrawn_us BIGINT
);
CREATE INDEX contact_note_person ON contact_note (person_id, at_us);

-- Who works for a provider is bound to an organisation with its code.
INSERT INTO organisation (id, code, kind, name, ats, municipality)
SELECT p.id, p.facility_code, 'PROVIDER', p.name, p.ats, p.municipality
  FROM provider p
 WHERE NOT EXISTS (SELECT 1 FROM organisation o WHERE o.code = p.facility_code);

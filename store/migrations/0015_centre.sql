-- The service centre's work list: whose it is, who confirmed, who was called.

-- The manager that follows the person, as when it was made: the work list of a
-- centre among those of a whole agency is one range of an index.
ALTER TABLE activity ADD COLUMN organisation_id BIGINT
	REFERENCES organisation (id);
ALTER TABLE appointment ADD COLUMN organisation_id BIGINT
	REFERENCES organisation (id);
-- The person said they come: to whom, and when.
ALTER TABLE appointment ADD COLUMN confirmed_us BIGINT;
ALTER TABLE appointment ADD COLUMN confirmed_by BIGINT;

UPDATE activity SET organisation_id = (
	SELECT e.organisation_id FROM enrolment e
	 WHERE e.person_id = activity.person_id AND e.ended_on IS NULL);
UPDATE appointment SET organisation_id = (
	SELECT e.organisation_id FROM enrolment e
	 WHERE e.person_id = appointment.person_id AND e.ended_on IS NULL);

CREATE INDEX activity_to_book ON activity (organisation_id, latest, id)
	WHERE state IN ('planned', 'prescribed');
CREATE INDEX activity_open_of_person ON activity (person_id, latest, id)
	WHERE state IN ('planned', 'prescribed');
CREATE INDEX activity_wanted
	ON activity (organisation_id, service_code, latest)
	WHERE state IN ('planned', 'prescribed');
CREATE INDEX appointment_to_confirm
	ON appointment (organisation_id, day, start_min, id)
	WHERE state = 'booked' AND confirmed_us IS NULL;
CREATE INDEX appointment_to_recall ON appointment (organisation_id, day, id)
	WHERE state IN ('no_show', 'cancelled');
CREATE INDEX appointment_freed ON appointment (day, changed_us)
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

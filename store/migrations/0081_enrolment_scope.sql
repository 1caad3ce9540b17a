-- Whether an organisation follows a person is asked of each row of a list: the
-- index answers alone, without the row.
DROP INDEX enrolment_person;
CREATE INDEX enrolment_person ON enrolment (person_id, id, organisation_id,
	eligible_on, ended_on);

-- What people say of themselves.

-- The person gave telephone and e-mail on their own: the registry does not
-- write over them.
ALTER TABLE person ADD COLUMN contact_own_us BIGINT;

-- Who allowed a person to act for them.
CREATE INDEX consent_subject ON consent (subject_kind, subject_id, person_id);

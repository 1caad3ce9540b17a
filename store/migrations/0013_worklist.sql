-- Work lists: what a row shows without reading lines, and indexes by doctor.

-- Findings of the draft, and those among them that a doctor must not miss
-- (therapy: major or contraindicated).
ALTER TABLE plan_version ADD COLUMN n_finding INTEGER NOT NULL DEFAULT 0;
ALTER TABLE plan_version ADD COLUMN n_alert INTEGER NOT NULL DEFAULT 0;
UPDATE plan_version SET
	n_finding = (SELECT count(*) FROM plan_line l
		WHERE l.version_id = plan_version.id AND l.kind = 'finding'),
	n_alert = (SELECT count(*) FROM plan_line l
		WHERE l.version_id = plan_version.id AND l.kind = 'finding'
		  AND (l.reason LIKE '%"severity":"major"%'
		    OR l.reason LIKE '%"severity":"contraindicated"%'));

-- The patients of a doctor, read in one stretch of the index.
DROP INDEX person_doctor_doctor;
CREATE INDEX person_doctor_patients
	ON person_doctor (doctor_id, person_id, valid_from, valid_to);
CREATE INDEX stratum_need ON stratum (run_id, person_id, level, charlson_2011,
	mcs, main_cluster, main_condition) WHERE level <= 3;
CREATE INDEX enrolment_patients ON enrolment (doctor_id, person_id)
	WHERE ended_on IS NULL;
-- Places taken in a manager are counted without reading the rows.
CREATE INDEX enrolment_place
	ON enrolment (organisation_id, state, ended_on)
	WHERE ended_on IS NULL AND state <> 'eligible';
CREATE INDEX pact_in_force ON pact (enrolment_id, valid_to)
	WHERE state = 'signed';
CREATE INDEX plan_version_patients ON plan_version (doctor_id, person_id,
	valid_from, valid_to, state, kind, version, n_finding, n_alert, id)
	WHERE state NOT IN ('superseded', 'closed');

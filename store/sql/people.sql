-- Registries: who is who, who belongs where, from when to when. A change ends
-- the old fact and adds the new one; nothing is deleted.

-- name: organisation_by_code :one
SELECT id, kind, name, ats, municipality, valid_from, valid_to
  FROM organisation WHERE code = :code;

-- name: organisation_insert :run
INSERT INTO organisation (id, code, kind, name, ats, municipality, valid_from,
                          valid_to)
VALUES (:id, :code, :kind, :name, :ats, :municipality, :valid_from, :valid_to);

-- name: organisation_update :run
UPDATE organisation SET kind = :kind, name = :name, ats = :ats,
       municipality = :municipality, valid_from = :valid_from,
       valid_to = :valid_to
 WHERE id = :id;

-- name: section_by_code :one
SELECT id, name, coordinator_doctor_id FROM section
 WHERE organisation_id = :organisation_id AND code = :code;

-- name: section_insert :run
INSERT INTO section (id, code, organisation_id, name)
VALUES (:id, :code, :organisation_id, :name);

-- name: section_rename :run
UPDATE section SET name = :name WHERE id = :id;

-- name: section_coordinate :run
UPDATE section SET coordinator_doctor_id = :doctor_id WHERE id = :id;

-- name: doctor_by_code :one
SELECT id, fiscal_code, last_name, first_name, kind, ats, municipality, lat_e6,
       lon_e6, max_patients
  FROM doctor WHERE gp_code = :gp_code;

-- name: doctor_codes :many
SELECT gp_code, id FROM doctor ORDER BY gp_code;

-- name: doctor_insert :run
INSERT INTO doctor (id, gp_code, fiscal_code, last_name, first_name, kind, ats,
                    municipality, lat_e6, lon_e6, max_patients)
VALUES (:id, :gp_code, :fiscal_code, :last_name, :first_name, :kind, :ats,
        :municipality, :lat_e6, :lon_e6, :max_patients);

-- name: doctor_update :run
UPDATE doctor SET fiscal_code = :fiscal_code, last_name = :last_name,
       first_name = :first_name, kind = :kind, ats = :ats,
       municipality = :municipality, lat_e6 = :lat_e6, lon_e6 = :lon_e6,
       max_patients = :max_patients
 WHERE id = :id;

-- name: membership_same :one
SELECT id, section_id, valid_to FROM doctor_membership
 WHERE doctor_id = :doctor_id AND organisation_id = :organisation_id
   AND valid_from = :valid_from;

-- name: membership_set :run
UPDATE doctor_membership SET section_id = :section_id, valid_to = :valid_to,
       recorded_us = :now
 WHERE id = :id;

-- name: membership_end_before :run
-- What began before a new membership ends the day before it.
UPDATE doctor_membership SET valid_to = :day_before, recorded_us = :now
 WHERE doctor_id = :doctor_id AND valid_from <= :day_before
   AND (valid_to IS NULL OR valid_to > :day_before);

-- name: membership_overlap :many
SELECT valid_from FROM doctor_membership
 WHERE doctor_id = :doctor_id AND valid_from <= :last
   AND (valid_to IS NULL OR valid_to >= :first);

-- name: membership_insert :run
INSERT INTO doctor_membership (id, doctor_id, organisation_id, section_id,
                               valid_from, valid_to, recorded_us)
VALUES (:id, :doctor_id, :organisation_id, :section_id, :valid_from, :valid_to,
        :now);

-- name: register_same :one
SELECT id, valid_to FROM register_entry
 WHERE register = :register AND subject_kind = :subject_kind
   AND subject_id = :subject_id AND valid_from = :valid_from;

-- name: register_set_end :run
UPDATE register_entry SET valid_to = :valid_to, recorded_us = :now
 WHERE id = :id;

-- name: register_end_before :run
UPDATE register_entry SET valid_to = :day_before, recorded_us = :now
 WHERE register = :register AND subject_kind = :subject_kind
   AND subject_id = :subject_id AND valid_from <= :day_before
   AND (valid_to IS NULL OR valid_to > :day_before);

-- name: register_insert :run
INSERT INTO register_entry (id, register, subject_kind, subject_id, ats,
                            valid_from, valid_to, source, recorded_us)
VALUES (:id, :register, :subject_kind, :subject_id, :ats, :valid_from,
        :valid_to, :source, :now);

-- name: people_row :one
-- With the latest fact about the person's doctor.
SELECT p.id, p.fiscal_code, p.birth_date, p.sex, p.municipality, p.ats,
       p.registration_start, p.registration_end, p.death_date,
       d.doctor_id, d.valid_from, d.valid_to
  FROM person p
  LEFT JOIN person_doctor d ON d.person_id = p.id
   AND d.valid_from = (SELECT max(x.valid_from) FROM person_doctor x
                        WHERE x.person_id = p.id)
 WHERE p.pseudonym = :pseudonym;

-- name: person_insert :run
INSERT INTO person (id, pseudonym, fiscal_code, birth_date, sex, municipality,
                    ats, registration_start, registration_end, death_date,
                    updated_us)
VALUES (:id, :pseudonym, :fiscal_code, :birth_date, :sex, :municipality, :ats,
        :registration_start, :registration_end, :death_date, :now);

-- name: person_update :run
-- An empty fiscal code in the file leaves the one we know.
UPDATE person SET fiscal_code = COALESCE(:fiscal_code, fiscal_code),
       birth_date = :birth_date, sex = :sex, municipality = :municipality,
       ats = :ats, registration_start = :registration_start,
       registration_end = :registration_end, death_date = :death_date,
       updated_us = :now
 WHERE id = :id;

-- name: person_names :one
SELECT id, fiscal_code, last_name, first_name, phone, email, birth_date, sex,
       contact_own_us
  FROM person WHERE pseudonym = :pseudonym;

-- name: person_set_names :run
-- What the person said of their telephone and e-mail stays.
UPDATE person SET fiscal_code = COALESCE(:fiscal_code, fiscal_code),
       last_name = :last_name, first_name = :first_name,
       phone = CASE WHEN contact_own_us IS NULL THEN :phone ELSE phone END,
       email = CASE WHEN contact_own_us IS NULL THEN :email ELSE email END,
       updated_us = :now
 WHERE id = :id;

-- name: person_by_fiscal_code :one
SELECT id, pseudonym FROM person WHERE fiscal_code = :fiscal_code;

-- name: person_doctor_insert :run
INSERT INTO person_doctor (person_id, doctor_id, valid_from, valid_to,
                           recorded_us)
VALUES (:person_id, :doctor_id, :valid_from, :valid_to, :now);

-- name: person_doctor_set :run
UPDATE person_doctor SET doctor_id = :doctor_id, valid_to = :valid_to,
       recorded_us = :now
 WHERE person_id = :person_id AND valid_from = :valid_from;

-- name: import_run_insert :run
-- The same file again is known already: nothing is added.
INSERT INTO import_run (id, kind, file, sha256, n_rows, n_rejected, started_us,
                        ended_us)
VALUES (:id, :kind, :file, :sha256, :n_rows, :n_rejected, :now, :now)
ON CONFLICT (kind, sha256) DO NOTHING;

-- name: people_person :one
-- One person by pseudonym or fiscal code, with the doctor on a day.
SELECT p.id, p.pseudonym, p.fiscal_code, p.last_name, p.first_name,
       p.birth_date, p.sex, p.municipality, p.ats, p.phone, p.email,
       p.registration_start, p.registration_end, p.death_date,
       g.id, g.gp_code, g.last_name, g.first_name, d.valid_from
  FROM person p
  LEFT JOIN person_doctor d ON d.person_id = p.id AND d.valid_from <= :on_date
   AND (d.valid_to IS NULL OR d.valid_to >= :on_date)
  LEFT JOIN doctor g ON g.id = d.doctor_id
 WHERE p.pseudonym = :word OR p.fiscal_code = :word;

-- name: people_find :many
-- By start of the last name in three spellings, by pseudonym or fiscal code.
SELECT p.id, p.pseudonym, p.fiscal_code, p.last_name, p.first_name,
       p.birth_date, p.sex
  FROM person p
 WHERE p.pseudonym = :word OR p.fiscal_code = :word
    OR (p.last_name >= :as_is AND p.last_name < :as_is_end)
    OR (p.last_name >= :title AND p.last_name < :title_end)
    OR (p.last_name >= :upper AND p.last_name < :upper_end)
 ORDER BY p.last_name, p.first_name, p.pseudonym
 LIMIT CAST(:most AS INTEGER);

-- name: people_doctors :many
-- Doctors with their people of a day and the manager they belong to.
SELECT g.id, g.gp_code, g.last_name, g.first_name, g.kind, g.ats,
       g.max_patients,
       (SELECT count(*) FROM person_doctor d JOIN person p ON p.id = d.person_id
         WHERE d.doctor_id = g.id AND d.valid_from <= :on_date
           AND (d.valid_to IS NULL OR d.valid_to >= :on_date)
           AND p.death_date IS NULL) AS n_patient,
       o.code, o.name, m.valid_from, m.valid_to,
       r.valid_from, r.valid_to, s.valid_from, s.valid_to
  FROM doctor g
  LEFT JOIN doctor_membership m ON m.doctor_id = g.id
   AND m.valid_from <= :on_date
   AND (m.valid_to IS NULL OR m.valid_to >= :on_date)
  LEFT JOIN organisation o ON o.id = m.organisation_id
  LEFT JOIN register_entry r ON r.register = 'adhering_doctor'
   AND r.subject_kind = 'doctor' AND r.subject_id = g.id
   AND r.valid_from <= :on_date
   AND (r.valid_to IS NULL OR r.valid_to >= :on_date)
  LEFT JOIN register_entry s ON s.register = 'suitable_manager'
   AND s.subject_kind = 'organisation' AND s.subject_id = o.id
   AND s.valid_from <= :on_date
   AND (s.valid_to IS NULL OR s.valid_to >= :on_date)
 ORDER BY g.gp_code;

-- Enrolment: who can come in, who is in, and every move with its reason.

-- name: enrol_latest_run :many
-- The stratification in force on a day.
SELECT id, as_of FROM strata_run
 WHERE state = 'current' AND as_of <= :on_date
 ORDER BY as_of DESC LIMIT 1;

-- name: enrol_facts_all :many
-- What decides whether a person of level 1 to 3 can be enrolled on a day, of
-- one doctor when given. Several entries of a register give several rows.
SELECT p.id, p.pseudonym, p.last_name, p.first_name, p.birth_date, p.ats,
       p.registration_start, p.registration_end, p.death_date,
       CASE WHEN COALESCE(p.phone, '') = '' AND COALESCE(p.email, '') = ''
            THEN 0 ELSE 1 END,
       t.level, t.main_condition, t.charlson_2011, t.mcs,
       d.doctor_id, g.gp_code, o.id, o.code, o.kind,
       m.valid_from, m.valid_to, r.valid_from, r.valid_to,
       s.valid_from, s.valid_to,
       e.id, e.state, e.organisation_id
  FROM stratum t
  JOIN person p ON p.id = t.person_id
  LEFT JOIN person_doctor d ON d.person_id = p.id AND d.valid_from <= :on_date
   AND (d.valid_to IS NULL OR d.valid_to >= :on_date)
  LEFT JOIN doctor g ON g.id = d.doctor_id
  LEFT JOIN doctor_membership m ON m.doctor_id = d.doctor_id
   AND m.valid_from <= :on_date
   AND (m.valid_to IS NULL OR m.valid_to >= :on_date)
  LEFT JOIN organisation o ON o.id = m.organisation_id
  LEFT JOIN register_entry r ON r.register = 'adhering_doctor'
   AND r.subject_kind = 'doctor' AND r.subject_id = d.doctor_id
   AND r.valid_from <= :on_date
   AND (r.valid_to IS NULL OR r.valid_to >= :on_date)
  LEFT JOIN register_entry s ON s.register = 'suitable_manager'
   AND s.subject_kind = 'organisation' AND s.subject_id = o.id
   AND s.valid_from <= :on_date
   AND (s.valid_to IS NULL OR s.valid_to >= :on_date)
  LEFT JOIN enrolment e ON e.person_id = p.id AND e.ended_on IS NULL
 WHERE t.run_id = :run_id AND t.level <= 3
   AND (CAST(:doctor_id AS BIGINT) IS NULL OR d.doctor_id = :doctor_id)
 ORDER BY t.level, t.charlson_2011 DESC, t.mcs DESC, p.pseudonym;

-- name: enrol_facts_one :many
-- The same of one person, with or without a stratum.
SELECT p.id, p.pseudonym, p.last_name, p.first_name, p.birth_date, p.ats,
       p.registration_start, p.registration_end, p.death_date,
       CASE WHEN COALESCE(p.phone, '') = '' AND COALESCE(p.email, '') = ''
            THEN 0 ELSE 1 END,
       t.level, t.main_condition, t.charlson_2011, t.mcs,
       d.doctor_id, g.gp_code, o.id, o.code, o.kind,
       m.valid_from, m.valid_to, r.valid_from, r.valid_to,
       s.valid_from, s.valid_to,
       e.id, e.state, e.organisation_id
  FROM person p
  LEFT JOIN stratum t ON t.person_id = p.id AND t.run_id = :run_id
  LEFT JOIN person_doctor d ON d.person_id = p.id AND d.valid_from <= :on_date
   AND (d.valid_to IS NULL OR d.valid_to >= :on_date)
  LEFT JOIN doctor g ON g.id = d.doctor_id
  LEFT JOIN doctor_membership m ON m.doctor_id = d.doctor_id
   AND m.valid_from <= :on_date
   AND (m.valid_to IS NULL OR m.valid_to >= :on_date)
  LEFT JOIN organisation o ON o.id = m.organisation_id
  LEFT JOIN register_entry r ON r.register = 'adhering_doctor'
   AND r.subject_kind = 'doctor' AND r.subject_id = d.doctor_id
   AND r.valid_from <= :on_date
   AND (r.valid_to IS NULL OR r.valid_to >= :on_date)
  LEFT JOIN register_entry s ON s.register = 'suitable_manager'
   AND s.subject_kind = 'organisation' AND s.subject_id = o.id
   AND s.valid_from <= :on_date
   AND (s.valid_to IS NULL OR s.valid_to >= :on_date)
  LEFT JOIN enrolment e ON e.person_id = p.id AND e.ended_on IS NULL
 WHERE p.id = :person_id;

-- name: enrol_manager :many
-- A manager by code with its entry in the register on a day.
SELECT o.id, o.kind, s.valid_from, s.valid_to
  FROM organisation o
  LEFT JOIN register_entry s ON s.register = 'suitable_manager'
   AND s.subject_kind = 'organisation' AND s.subject_id = o.id
   AND s.valid_from <= :on_date
   AND (s.valid_to IS NULL OR s.valid_to >= :on_date)
 WHERE o.code = :code;

-- name: enrol_suitable :one
-- Is an organisation in the register of suitable managers on a day?
SELECT count(*) FROM register_entry
 WHERE register = 'suitable_manager' AND subject_kind = 'organisation'
   AND subject_id = :organisation_id AND valid_from <= :on_date
   AND (valid_to IS NULL OR valid_to >= :on_date);

-- name: enrol_manager_lock :run
-- Who counts the people of a manager holds it until the end of the
-- transaction, so that two cannot pass the ceiling together.
UPDATE organisation SET code = code WHERE id = :organisation_id;

-- name: enrol_manager_count :one
SELECT count(*) FROM enrolment
 WHERE organisation_id = :organisation_id AND ended_on IS NULL
   AND state <> 'eligible';

-- name: enrol_manager_counts :many
SELECT organisation_id, count(*) FROM enrolment
 WHERE ended_on IS NULL AND state <> 'eligible'
 GROUP BY organisation_id;

-- name: enrol_live :many
SELECT e.id, e.person_id, e.doctor_id, e.organisation_id, e.way, e.state,
       e.level, e.main_condition, e.suspended, e.active_from, p.ats,
       p.registration_start, p.registration_end, p.death_date, p.phone,
       p.email, p.pseudonym
  FROM enrolment e JOIN person p ON p.id = e.person_id
 WHERE e.person_id = :person_id AND e.ended_on IS NULL;

-- name: enrol_insert :run
INSERT INTO enrolment (id, person_id, doctor_id, organisation_id, way, state,
                       level, main_condition, eligible_on, active_from,
                       previous_id, contact_waiver, recorded_us)
VALUES (:id, :person_id, :doctor_id, :organisation_id, :way, :state, :level,
        :main_condition, :eligible_on, :active_from, :previous_id,
        :contact_waiver, :now);

-- name: enrol_move :run
-- From the state it was read in: when another was faster no row changes.
UPDATE enrolment SET state = :to_state,
       active_from = COALESCE(:active_from, active_from),
       ended_on = :ended_on, end_reason = :end_reason, suspended = 0,
       recorded_us = :now
 WHERE id = :id AND state = :from_state AND ended_on IS NULL;

-- name: enrol_rechoose :run
-- What the person chose, on the row of the invitation.
UPDATE enrolment SET doctor_id = :doctor_id, organisation_id = :organisation_id,
       way = :way,
       contact_waiver = COALESCE(:contact_waiver, contact_waiver)
 WHERE id = :id;

-- name: enrol_set_suspended :run
UPDATE enrolment SET suspended = :suspended, recorded_us = :now
 WHERE id = :id AND state = 'active' AND suspended <> :suspended;

-- name: enrol_set_transferred :run
UPDATE enrolment SET transferred_to = :to_id WHERE id = :id;

-- name: enrol_event_insert :run
INSERT INTO enrolment_event (id, enrolment_id, from_state, to_state, on_date,
                             at_us, user_id, role, reason)
VALUES (:id, :enrolment_id, :from_state, :to_state, :on_date, :at_us, :user_id,
        :role, :reason);

-- name: enrol_gone :many
-- Alive enrolments of people who died or are no longer registered on a day.
SELECT p.id, p.death_date
  FROM enrolment e JOIN person p ON p.id = e.person_id
 WHERE e.ended_on IS NULL
   AND (p.death_date IS NOT NULL OR p.registration_end < :on_date)
 ORDER BY p.id;

-- name: enrol_outbox_stop :run
-- Messages that wait for a person who died are not sent.
UPDATE outbox SET state = 'failed', last_error = 'the person has died'
 WHERE person_id = :person_id AND state = 'waiting';

-- name: pact_insert :run
INSERT INTO pact (id, enrolment_id, state, mode, valid_from, valid_to,
                  signed_person_us, signed_doctor_us, recorded_us)
VALUES (:id, :enrolment_id, :state, :mode, :valid_from, :valid_to,
        :signed_person_us, :signed_doctor_us, :now);

-- name: pact_to_sign :many
SELECT id, state, mode, signed_person_us, signed_doctor_us FROM pact
 WHERE enrolment_id = :enrolment_id AND state IN ('draft', 'signed_by_one');

-- name: pact_last_signed :many
-- The signed pact that lasts longest.
SELECT id, valid_from, valid_to FROM pact
 WHERE enrolment_id = :enrolment_id AND state = 'signed'
 ORDER BY valid_to DESC LIMIT 1;

-- name: pact_sign :run
UPDATE pact SET state = :to_state, mode = :mode,
       signed_person_us = :signed_person_us,
       signed_doctor_us = :signed_doctor_us,
       valid_from = :valid_from, valid_to = :valid_to, recorded_us = :now
 WHERE id = :id AND state = :from_state;

-- name: pact_end_open :run
-- The pacts of an enrolment that ends.
UPDATE pact SET state = :state, ended_on = :ended_on, end_reason = :end_reason,
       recorded_us = :now
 WHERE enrolment_id = :enrolment_id AND state = 'signed';

-- name: pact_drop_unsigned :run
UPDATE pact SET state = 'revoked', ended_on = :ended_on,
       end_reason = :end_reason, recorded_us = :now
 WHERE enrolment_id = :enrolment_id AND state IN ('draft', 'signed_by_one');

-- name: pact_expire :run
UPDATE pact SET state = 'expired', ended_on = valid_to,
       end_reason = 'end of the term', recorded_us = :now
 WHERE state = 'signed' AND valid_to < :on_date;

-- name: pact_shown :run
-- What lists show of the pacts of an enrolment, after one of them changed.
UPDATE enrolment SET
       pact_to = (SELECT max(k.valid_to) FROM pact k
                   WHERE k.enrolment_id = :enrolment_id
                     AND k.state = 'signed'),
       pact_signing = COALESCE((SELECT 1
          + CASE WHEN k.signed_person_us IS NULL THEN 0 ELSE 2 END
          + CASE WHEN k.signed_doctor_us IS NULL THEN 0 ELSE 4 END
         FROM pact k WHERE k.enrolment_id = :enrolment_id
          AND k.state IN ('draft', 'signed_by_one')), 0)
 WHERE id = :enrolment_id;

-- name: pact_expired_shown :run
-- The same, after pact_expire on the same day: what is left lasts longer.
UPDATE enrolment SET pact_to = NULL
 WHERE pact_to < :on_date;

-- name: pact_shown_wrong :one
-- Enrolments beside which something else stands than their pacts say: none.
SELECT count(*) FROM enrolment e
 WHERE COALESCE(e.pact_to, '0001-01-01') <> COALESCE(
       (SELECT max(k.valid_to) FROM pact k
         WHERE k.enrolment_id = e.id AND k.state = 'signed'), '0001-01-01')
    OR e.pact_signing <> COALESCE((SELECT 1
          + CASE WHEN k.signed_person_us IS NULL THEN 0 ELSE 2 END
          + CASE WHEN k.signed_doctor_us IS NULL THEN 0 ELSE 4 END
         FROM pact k WHERE k.enrolment_id = e.id
          AND k.state IN ('draft', 'signed_by_one')), 0);

-- name: enrol_history :many
SELECT e.id, e.state, e.way, e.level, e.main_condition, e.eligible_on,
       e.active_from, e.ended_on, e.end_reason, e.suspended, e.previous_id,
       e.transferred_to, e.contact_waiver, g.gp_code, o.code
  FROM enrolment e
  LEFT JOIN doctor g ON g.id = e.doctor_id
  JOIN organisation o ON o.id = e.organisation_id
 WHERE e.person_id = :person_id
 ORDER BY CASE WHEN e.ended_on IS NULL THEN 1 ELSE 0 END, e.recorded_us, e.id;

-- name: enrol_events :many
SELECT v.from_state, v.to_state, v.on_date, v.at_us, v.user_id, v.role,
       v.reason, u.login
  FROM enrolment_event v LEFT JOIN app_user u ON u.id = v.user_id
 WHERE v.enrolment_id = :enrolment_id
 ORDER BY v.id;

-- name: enrol_pacts :many
SELECT id, state, mode, valid_from, valid_to, signed_person_us,
       signed_doctor_us, ended_on, end_reason
  FROM pact WHERE enrolment_id = :enrolment_id
 ORDER BY id;

-- name: enrol_summary :many
SELECT state, suspended, end_reason, count(*) FROM enrolment
 GROUP BY state, suspended, end_reason
 ORDER BY state, suspended, end_reason;

-- name: enrol_summary_pacts :many
SELECT state, count(*) FROM pact GROUP BY state ORDER BY state;

-- name: enrol_pact_parties :many
-- What the form of the latest pact of a person names.
SELECT p.last_name, p.first_name, p.fiscal_code, p.birth_date, p.municipality,
       p.phone, p.email, g.last_name, g.first_name, g.gp_code, o.name, o.code,
       o.ats, e.level, e.main_condition, k.state, k.mode, k.valid_from,
       k.valid_to, k.signed_person_us, k.signed_doctor_us, p.pseudonym, e.way
  FROM enrolment e
  JOIN person p ON p.id = e.person_id
  LEFT JOIN doctor g ON g.id = e.doctor_id
  JOIN organisation o ON o.id = e.organisation_id
  JOIN pact k ON k.enrolment_id = e.id
 WHERE e.person_id = :person_id
 ORDER BY k.id DESC LIMIT 1;

-- name: people_chronic :many
-- People of level 1 to 3 of each doctor on a day, in one stratification.
SELECT d.doctor_id, count(*)
  FROM stratum t
  JOIN person p ON p.id = t.person_id AND p.death_date IS NULL
  JOIN person_doctor d ON d.person_id = t.person_id AND d.valid_from <= :on_date
   AND (d.valid_to IS NULL OR d.valid_to >= :on_date)
 WHERE t.run_id = :run_id AND t.level <= 3
 GROUP BY d.doctor_id ORDER BY d.doctor_id;

-- name: outbox_waiting_of :one
-- How many messages wait for a person.
SELECT count(*) FROM outbox WHERE person_id = :person_id AND state = 'waiting';

-- name: enrol_plan_follows :run
-- The care plan goes with the person to the new enrolment: a change of doctor
-- or manager keeps its content.
UPDATE care_plan SET enrolment_id = :to_id WHERE enrolment_id = :id;

-- name: enrol_pact_blank :many
-- What the form of a pact not yet made names: the person's doctor of the day,
-- the manager, the latest stratification.
SELECT p.last_name, p.first_name, p.fiscal_code, p.birth_date, p.municipality,
       p.phone, p.email, g.last_name, g.first_name, g.gp_code, o.name, o.code,
       o.ats, t.level, t.main_condition, 'draft', 'paper', NULL, NULL, NULL,
       NULL, p.pseudonym, 'manager'
  FROM person p
  JOIN person_doctor d ON d.person_id = p.id AND d.valid_from <= :on_date
   AND (d.valid_to IS NULL OR d.valid_to >= :on_date)
  JOIN doctor g ON g.id = d.doctor_id
  JOIN doctor_membership m ON m.doctor_id = g.id AND m.valid_from <= :on_date
   AND (m.valid_to IS NULL OR m.valid_to >= :on_date)
  JOIN organisation o ON o.id = m.organisation_id
  JOIN stratum t ON t.person_id = p.id AND t.level BETWEEN 1 AND 3
   AND t.run_id = (SELECT id FROM strata_run
                    WHERE state = 'current' AND as_of <= :on_date
                    ORDER BY as_of DESC LIMIT 1)
 WHERE p.id = :person_id
 ORDER BY m.valid_from DESC LIMIT 1;

-- name: enrol_case_parties :many
-- Names of the doctor of a person on a day and of an organisation; has the
-- person a plan or a draft?
SELECT g.last_name, g.first_name, o.name,
       (SELECT count(*) FROM plan_version v
         WHERE v.person_id = p.id AND v.state IN ('draft', 'proposed',
               'signed', 'published', 'active'))
  FROM person p
  LEFT JOIN doctor g ON g.id = CAST(:doctor_id AS BIGINT)
  LEFT JOIN organisation o ON o.id = CAST(:organisation_id AS BIGINT)
 WHERE p.id = :person_id;

-- name: enrol_asst :many
-- Structures that can take people in by themselves.
SELECT code, name FROM organisation WHERE kind = 'ASST' ORDER BY name, code;

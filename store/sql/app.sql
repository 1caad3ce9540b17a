-- Questions of app/: who stands in which relation to a person, the audit
-- chain, the outbox. A period holds on its first and on its last day.

-- name: relation_own :one
-- Is the person a patient of the doctor on a day, or enrolled with them?
SELECT (SELECT count(*) FROM person_doctor
         WHERE person_id = :person_id AND doctor_id = :doctor_id
           AND valid_from <= :on_date
           AND (valid_to IS NULL OR valid_to >= :on_date))
     + (SELECT count(*) FROM enrolment
         WHERE person_id = :person_id AND doctor_id = :doctor_id
           AND eligible_on <= :on_date
           AND (ended_on IS NULL OR ended_on > :on_date));

-- name: relation_delegated :one
-- The same, of a doctor who delegated this one.
SELECT count(*) FROM delegation d
 WHERE d.delegate_doctor_id = :doctor_id
   AND d.valid_from <= :on_date AND d.valid_to >= :on_date
   AND (EXISTS (SELECT 1 FROM person_doctor pd
                 WHERE pd.person_id = :person_id
                   AND pd.doctor_id = d.doctor_id
                   AND pd.valid_from <= :on_date
                   AND (pd.valid_to IS NULL OR pd.valid_to >= :on_date))
     OR EXISTS (SELECT 1 FROM enrolment e
                 WHERE e.person_id = :person_id AND e.doctor_id = d.doctor_id
                   AND e.eligible_on <= :on_date
                   AND (e.ended_on IS NULL OR e.ended_on > :on_date)));

-- name: relation_centre :one
-- Is the person's doctor a member of the organisation, or the person enrolled
-- with it?
SELECT (SELECT count(*) FROM person_doctor pd
          JOIN doctor_membership m ON m.doctor_id = pd.doctor_id
         WHERE pd.person_id = :person_id
           AND m.organisation_id = :organisation_id
           AND pd.valid_from <= :on_date
           AND (pd.valid_to IS NULL OR pd.valid_to >= :on_date)
           AND m.valid_from <= :on_date
           AND (m.valid_to IS NULL OR m.valid_to >= :on_date))
     + (SELECT count(*) FROM enrolment
         WHERE person_id = :person_id AND organisation_id = :organisation_id
           AND eligible_on <= :on_date
           AND (ended_on IS NULL OR ended_on > :on_date));

-- name: consent_latest :many
-- What the person said last, of those valid on the day; subject 0 is any.
SELECT granted FROM consent
 WHERE person_id = :person_id AND purpose = :purpose
   AND subject_kind = :subject_kind AND subject_id IN (0, :subject_id)
   AND valid_from <= :on_date AND (valid_to IS NULL OR valid_to >= :on_date)
 ORDER BY recorded_us DESC, id DESC
 LIMIT 1;

-- name: audit_tail :one @sqlite
-- The write lock is held since BEGIN IMMEDIATE.
SELECT n, hash FROM audit_head WHERE id = 1;

-- name: audit_tail :one @postgres
-- One chain: who appends holds the row until the end of the transaction.
SELECT n, hash FROM audit_head WHERE id = 1 FOR UPDATE;

-- name: audit_head :many
SELECT n, hash FROM audit_head WHERE id = 1;

-- name: audit_append :run
INSERT INTO audit (seq, at_us, user_id, role, action, entity, entity_id,
                   person_id, purpose, detail, prev_hash, hash)
VALUES (:seq, :at_us, :user_id, :role, :action, :entity, :entity_id,
        :person_id, :purpose, :detail, :prev_hash, :hash);

-- name: audit_move_head :run
-- n_done: of the records added, those that tell of more than a look.
UPDATE audit_head SET n = :n, hash = :hash, done = done + :n_done WHERE id = 1;

-- name: audit_page :many
-- The chain in order, some records at a time.
SELECT seq, at_us, user_id, role, action, entity, entity_id, person_id,
       purpose, detail, prev_hash, hash
  FROM audit WHERE seq > :after ORDER BY seq LIMIT :page;

-- name: audit_below_one :one
-- Records numbered before the first can only be forged.
SELECT count(*), min(seq) FROM audit WHERE seq < 1;

-- name: audit_list :many
-- Newest first; of one person when given.
SELECT a.seq, a.at_us, a.user_id, a.role, a.action, a.entity, a.entity_id,
       a.person_id, a.purpose, a.detail, p.pseudonym, u.login
  FROM audit a
  LEFT JOIN person p ON p.id = a.person_id
  LEFT JOIN app_user u ON u.id = a.user_id
 WHERE CAST(:person_id AS BIGINT) IS NULL OR a.person_id = :person_id
 ORDER BY a.seq DESC
 LIMIT :n;

-- name: person_by_pseudonym :one
SELECT id FROM person WHERE pseudonym = :pseudonym;

-- name: outbox_add :run
-- Nobody writes to the dead, also when the registry does not know yet.
INSERT INTO outbox (id, kind, person_id, payload, state, created_us,
                    next_try_us)
SELECT CAST(:id AS BIGINT), CAST(:kind AS TEXT), CAST(:person_id AS BIGINT),
       CAST(:payload AS TEXT), 'waiting', CAST(:now_us AS BIGINT),
       CAST(:now_us AS BIGINT)
 WHERE NOT EXISTS (SELECT 1 FROM person
                    WHERE id = :person_id AND death_date IS NOT NULL)
   AND NOT EXISTS (SELECT 1 FROM enrolment
                    WHERE person_id = :person_id AND end_reason = 'death');

-- ---- identifiers ----

-- name: id_node_take :run
UPDATE id_node SET n = n + 1 WHERE id = 1;

-- name: id_node :one
SELECT n FROM id_node WHERE id = 1;

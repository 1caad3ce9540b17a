-- Lists of people to invite.

-- name: invitation_assts :many
-- The ASST that may take people in on a day, by agency.
SELECT o.id, COALESCE(o.ats, '') FROM organisation o
  JOIN register_entry s ON s.register = 'suitable_manager'
   AND s.subject_kind = 'organisation' AND s.subject_id = o.id
 WHERE o.kind = 'ASST' AND s.valid_from <= :on_date
   AND (s.valid_to IS NULL OR s.valid_to >= :on_date)
 ORDER BY o.ats, o.code;

-- name: invitation_registry :one
SELECT max(on_date) FROM registry_import;

-- name: registry_import_insert :run
INSERT INTO registry_import (id, on_date, n_person, at_us)
VALUES (:id, :on_date, :n_person, :at_us);

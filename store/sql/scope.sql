-- What of everybody's data an actor may see.

-- name: scope_ats :one
SELECT ats FROM organisation WHERE id = :id;

-- name: schema_exists :one @sqlite
-- 1 when the table of applied migrations is there.
SELECT count(*) FROM sqlite_master
 WHERE type = 'table' AND name = 'schema_migration';

-- name: schema_exists :one @postgres
SELECT CASE WHEN to_regclass('schema_migration') IS NULL THEN 0 ELSE 1 END;

-- name: schema_foreign :one @sqlite
-- How many tables there are, and the first by name.
SELECT count(*), min(name) FROM sqlite_master
 WHERE type = 'table' AND name NOT LIKE 'sqlite%';

-- name: schema_foreign :one @postgres
SELECT count(*), min(table_name) FROM information_schema.tables
 WHERE table_schema = current_schema() AND table_type = 'BASE TABLE';

-- name: schema_lock :one @sqlite
-- BEGIN IMMEDIATE already keeps other programs out.
SELECT 1;

-- name: schema_lock :one @postgres
-- Two programs that migrate at once: the second waits, then finds it done.
SELECT pg_advisory_xact_lock(7077837601);

-- name: schema_applied :many
SELECT number, name, sha256 FROM schema_migration ORDER BY number;

-- name: schema_record :run
INSERT INTO schema_migration (number, name, sha256)
VALUES (:number, :name, :sha256);

-- name: schema_collation :one @sqlite
SELECT 'C';

-- name: schema_collation :one @postgres
-- How texts are ordered; both engines must agree.
SELECT datcollate FROM pg_database WHERE datname = current_database();

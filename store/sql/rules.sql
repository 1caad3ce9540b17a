-- name: rule_all :many
-- The dated rules as known now.
SELECT kind, key, ats, value, unit, source, confidence, note, valid_from,
       valid_to, recorded_us
  FROM rule
 WHERE replaced_us IS NULL;

-- name: rule_seed :run
-- A row of the data files, unless its place is already taken: by itself from
-- an earlier time, or by a change somebody made.
INSERT INTO rule (id, kind, key, ats, value, unit, source, confidence, note,
                  valid_from, valid_to, recorded_us)
SELECT :id, :kind, :key, :ats, :value, :unit, :source, :confidence, :note,
       :valid_from, :valid_to, 0
 WHERE NOT EXISTS (SELECT 1 FROM rule
                    WHERE kind = :kind AND key = :key AND ats = :ats
                      AND valid_from = :valid_from);

-- name: rule_insert :run
INSERT INTO rule (id, kind, key, ats, value, unit, source, confidence, note,
                  valid_from, valid_to, recorded_us)
VALUES (:id, :kind, :key, :ats, :value, :unit, :source, :confidence, :note,
        :valid_from, :valid_to, :recorded_us);

-- name: rule_of_key :many
-- The rows of one rule for one ATS as known now, earliest first.
SELECT id, value, unit, source, confidence, note, valid_from, valid_to
  FROM rule
 WHERE kind = :kind AND key = :key AND ats = :ats AND replaced_us IS NULL
 ORDER BY valid_from, id;

-- name: rule_replace :run
UPDATE rule SET replaced_us = :now_us WHERE id = :id AND replaced_us IS NULL;

-- name: rule_history :many
-- Everything ever known of a key, in the order in which it was recorded.
SELECT kind, key, ats, value, unit, source, confidence, note, valid_from,
       valid_to, recorded_us, replaced_us
  FROM rule
 WHERE key = :key
 ORDER BY kind, ats, recorded_us, valid_from, id;

-- The registers of the agency as they are looked at: adhering doctors, suitable
-- managers and providers, with the dates and the source of each entry. All
-- three give the same columns, the last of which counts all that fit (not of
-- doctors: they are counted apart). `on_date` NULL: also what ended or has not
-- yet begun; `day` is the day on which memberships are told. `place` and `q`
-- are patterns of LIKE.

-- name: register_counts :one
-- How many entries each register has on a day.
SELECT (SELECT count(*) FROM register_entry r
         WHERE r.register = 'adhering_doctor' AND r.subject_kind = 'doctor'
           AND r.valid_from <= :on_date
           AND (r.valid_to IS NULL OR r.valid_to >= :on_date)
           AND (CAST(:ats AS TEXT) IS NULL OR r.ats = :ats)
           AND (CAST(:only_org AS BIGINT) IS NULL OR EXISTS (
                SELECT 1 FROM doctor_membership m
                 WHERE m.doctor_id = r.subject_id
                   AND m.organisation_id = :only_org
                   AND m.valid_from <= :on_date
                   AND (m.valid_to IS NULL OR m.valid_to >= :on_date)))),
       (SELECT count(*) FROM register_entry r
         WHERE r.register = 'suitable_manager'
           AND r.subject_kind = 'organisation'
           AND r.valid_from <= :on_date
           AND (r.valid_to IS NULL OR r.valid_to >= :on_date)
           AND (CAST(:ats AS TEXT) IS NULL OR r.ats = :ats)
           AND (CAST(:only_org AS BIGINT) IS NULL
                OR r.subject_id = :only_org)),
       (SELECT count(*) FROM provider p
          LEFT JOIN register_entry r ON r.register = 'suitable_provider'
           AND r.subject_kind = 'provider' AND r.subject_id = p.id
         WHERE COALESCE(r.valid_from, p.valid_from) <= :on_date
           AND (CASE WHEN r.id IS NULL THEN p.valid_to ELSE r.valid_to END
                IS NULL
                OR CASE WHEN r.id IS NULL THEN p.valid_to ELSE r.valid_to END
                   >= :on_date)
           AND (CAST(:ats AS TEXT) IS NULL OR COALESCE(r.ats, p.ats) = :ats));

-- name: register_doctors :many
-- There are thousands of them: the page is found first, by its key, and the
-- rest is fetched for it alone.
SELECT g.id, g.gp_code, g.last_name || ' ' || g.first_name, g.kind, r.ats,
       g.municipality, r.valid_from, r.valid_to, r.source, r.recorded_us,
       COALESCE(o.name, ''), 0, 0
  FROM (SELECT y.id, y.k FROM (
        SELECT r.id, g.last_name, g.first_name,
               CASE :sort WHEN 'codice' THEN g.gp_code
               WHEN 'comune' THEN g.municipality
               WHEN 'gestore' THEN (
                    SELECT max(o.name) FROM doctor_membership m
                      JOIN organisation o ON o.id = m.organisation_id
                     WHERE m.doctor_id = g.id AND m.valid_from <= :day
                       AND (m.valid_to IS NULL OR m.valid_to >= :day))
               WHEN 'dal' THEN CAST(r.valid_from AS TEXT)
               WHEN 'al' THEN COALESCE(CAST(r.valid_to AS TEXT), '9999')
               ELSE g.last_name || ' ' || g.first_name END AS k
          FROM register_entry r
          JOIN doctor g ON g.id = r.subject_id
         WHERE r.register = 'adhering_doctor' AND r.subject_kind = 'doctor'
           AND (CAST(:ats AS TEXT) IS NULL OR r.ats = :ats)
           AND (CAST(:only_org AS BIGINT) IS NULL OR EXISTS (
                SELECT 1 FROM doctor_membership m
                 WHERE m.doctor_id = g.id AND m.organisation_id = :only_org
                   AND m.valid_from <= :day
                   AND (m.valid_to IS NULL OR m.valid_to >= :day)))
           AND (CAST(:kind AS TEXT) IS NULL OR g.kind = :kind)
           AND (CAST(:place AS TEXT) IS NULL OR g.municipality LIKE :place)
           AND (CAST(:on_date AS DATE) IS NULL OR (r.valid_from <= :on_date
                AND (r.valid_to IS NULL OR r.valid_to >= :on_date)))
           AND (CAST(:q AS TEXT) IS NULL
                OR lower(g.last_name || ' ' || g.first_name)
                   LIKE :q ESCAPE '\'
                OR lower(g.gp_code) LIKE :q ESCAPE '\')) y
         ORDER BY CASE WHEN :down = 0 THEN y.k END,
                  CASE WHEN :down = 1 THEN y.k END DESC,
                  y.last_name, y.first_name, y.id
         LIMIT :n OFFSET :offset) x
  JOIN register_entry r ON r.id = x.id
  JOIN doctor g ON g.id = r.subject_id
  LEFT JOIN doctor_membership m ON m.doctor_id = g.id
   AND m.valid_from <= :day AND (m.valid_to IS NULL OR m.valid_to >= :day)
  LEFT JOIN organisation o ON o.id = m.organisation_id
 ORDER BY CASE WHEN :down = 0 THEN x.k END,
          CASE WHEN :down = 1 THEN x.k END DESC,
          g.last_name, g.first_name, r.id;

-- name: register_doctors_count :one
SELECT count(*)
          FROM register_entry r JOIN doctor g ON g.id = r.subject_id
         WHERE r.register = 'adhering_doctor' AND r.subject_kind = 'doctor'
           AND (CAST(:ats AS TEXT) IS NULL OR r.ats = :ats)
           AND (CAST(:only_org AS BIGINT) IS NULL OR EXISTS (
                SELECT 1 FROM doctor_membership m
                 WHERE m.doctor_id = g.id AND m.organisation_id = :only_org
                   AND m.valid_from <= :day
                   AND (m.valid_to IS NULL OR m.valid_to >= :day)))
           AND (CAST(:kind AS TEXT) IS NULL OR g.kind = :kind)
           AND (CAST(:place AS TEXT) IS NULL OR g.municipality LIKE :place)
           AND (CAST(:on_date AS DATE) IS NULL OR (r.valid_from <= :on_date
                AND (r.valid_to IS NULL OR r.valid_to >= :on_date)))
           AND (CAST(:q AS TEXT) IS NULL
                OR lower(g.last_name || ' ' || g.first_name)
                   LIKE :q ESCAPE '\'
                OR lower(g.gp_code) LIKE :q ESCAPE '\');

-- name: register_managers :many
SELECT x.*, count(*) OVER ()
  FROM (SELECT o.id, o.code, o.name, o.kind, r.ats, o.municipality,
               r.valid_from, r.valid_to, r.source, r.recorded_us,
               '' AS manager,
               (SELECT count(*) FROM doctor_membership m
                 WHERE m.organisation_id = o.id AND m.valid_from <= :day
                   AND (m.valid_to IS NULL OR m.valid_to >= :day)) AS members
          FROM register_entry r
          JOIN organisation o ON o.id = r.subject_id
         WHERE r.register = 'suitable_manager'
           AND r.subject_kind = 'organisation'
           AND (CAST(:ats AS TEXT) IS NULL OR r.ats = :ats)
           AND (CAST(:only_org AS BIGINT) IS NULL OR o.id = :only_org)
           AND (CAST(:kind AS TEXT) IS NULL OR o.kind = :kind)
           AND (CAST(:place AS TEXT) IS NULL OR o.municipality LIKE :place)
           AND (CAST(:on_date AS DATE) IS NULL OR (r.valid_from <= :on_date
                AND (r.valid_to IS NULL OR r.valid_to >= :on_date)))
           AND (CAST(:q AS TEXT) IS NULL OR lower(o.name) LIKE :q ESCAPE '\'
                OR lower(o.code) LIKE :q ESCAPE '\')) x
 ORDER BY CASE WHEN :down = 0 THEN CASE :sort WHEN 'codice' THEN x.code
          WHEN 'comune' THEN x.municipality
          WHEN 'dal' THEN CAST(x.valid_from AS TEXT)
          WHEN 'al' THEN COALESCE(CAST(x.valid_to AS TEXT), '9999')
          ELSE x.name END END,
          CASE WHEN :down = 1 THEN CASE :sort WHEN 'codice' THEN x.code
          WHEN 'comune' THEN x.municipality
          WHEN 'dal' THEN CAST(x.valid_from AS TEXT)
          WHEN 'al' THEN COALESCE(CAST(x.valid_to AS TEXT), '9999')
          ELSE x.name END END DESC,
          x.name, x.code, x.valid_from
 LIMIT :n OFFSET :offset;

-- name: register_providers :many
-- A provider that came before its register was kept has its own dates.
SELECT x.*, count(*) OVER ()
  FROM (SELECT p.id, p.facility_code AS code, p.name, p.kind,
               COALESCE(r.ats, p.ats) AS ats, p.municipality,
               COALESCE(r.valid_from, p.valid_from) AS valid_from,
               CASE WHEN r.id IS NULL THEN p.valid_to ELSE r.valid_to END
                   AS valid_to,
               COALESCE(r.source, 'provider.csv') AS source, r.recorded_us,
               '' AS manager, 0 AS members
          FROM provider p
          LEFT JOIN register_entry r ON r.register = 'suitable_provider'
           AND r.subject_kind = 'provider' AND r.subject_id = p.id
         WHERE (CAST(:kind AS TEXT) IS NULL OR p.kind = :kind)
           AND (CAST(:place AS TEXT) IS NULL OR p.municipality LIKE :place)
           AND (CAST(:q AS TEXT) IS NULL OR lower(p.name) LIKE :q ESCAPE '\'
                OR lower(p.facility_code) LIKE :q ESCAPE '\')) x
 WHERE (CAST(:ats AS TEXT) IS NULL OR x.ats = :ats)
   AND (CAST(:on_date AS DATE) IS NULL OR (x.valid_from <= :on_date
        AND (x.valid_to IS NULL OR x.valid_to >= :on_date)))
 ORDER BY CASE WHEN :down = 0 THEN CASE :sort WHEN 'codice' THEN x.code
          WHEN 'comune' THEN x.municipality
          WHEN 'dal' THEN CAST(x.valid_from AS TEXT)
          WHEN 'al' THEN COALESCE(CAST(x.valid_to AS TEXT), '9999')
          ELSE x.name END END,
          CASE WHEN :down = 1 THEN CASE :sort WHEN 'codice' THEN x.code
          WHEN 'comune' THEN x.municipality
          WHEN 'dal' THEN CAST(x.valid_from AS TEXT)
          WHEN 'al' THEN COALESCE(CAST(x.valid_to AS TEXT), '9999')
          ELSE x.name END END DESC,
          x.name, x.code, x.valid_from
 LIMIT :n OFFSET :offset;

-- name: register_people :one
-- Of a doctor, counted by a stratification.
SELECT COALESCE(sum(n), 0) FROM stratum_doctor
 WHERE run_id = :run_id AND doctor_id = :doctor_id
   AND (CAST(:ats AS TEXT) IS NULL OR ats = :ats);

-- name: register_run :one
-- The latest stratification whose people were counted.
SELECT r.id, r.as_of FROM strata_run r JOIN population_run p ON p.run_id = r.id
 WHERE r.state = 'current' ORDER BY r.as_of DESC LIMIT 1;

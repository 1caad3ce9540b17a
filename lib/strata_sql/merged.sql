UNION ALL
-- step {steps}: the groups of {winner_code} and {loser_code} speak for {result_code}
SELECT DISTINCT a.person_id AS person_id, f.cond AS cond, h.grp AS grp
FROM strata_merged_{stage} m
JOIN strata_found f ON f.sample = m.person_id
JOIN strata_alike a ON a.sample = m.person_id
JOIN strata_held h ON h.person_id = a.person_id
JOIN strata_group g ON g.grp = h.grp
WHERE f.cond = {result} AND g.cond IN ({winner}, {loser}) AND g.cond <> {result}

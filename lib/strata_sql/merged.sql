UNION ALL
-- step {steps}: the groups of {winner_code} and {loser_code} speak for {result_code}
SELECT DISTINCT m.person_id, f.cond, h.grp
FROM strata_merged_{stage} m
JOIN strata_found f ON f.person_id = m.person_id
JOIN strata_held h ON h.person_id = m.person_id
JOIN strata_group g ON g.grp = h.grp
WHERE f.cond = {result} AND g.cond IN ({winner}, {loser}) AND g.cond <> {result}

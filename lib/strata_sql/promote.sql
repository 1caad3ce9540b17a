
-- Stage {stage} of the hierarchy, step {steps}: {winner_code} and {loser_code} together become {result_code}.
{temp|strata_merged_{stage}}
SELECT w.person_id AS person_id
FROM strata_found_{before} w
JOIN strata_found_{before} l ON l.person_id = w.person_id
WHERE w.cond = {winner} AND l.cond = {loser};
{analyze|strata_merged_{stage}}
{temp|strata_found_{stage}}
SELECT person_id, cond, MAX(more_than_drugs) AS more_than_drugs, MAX(more_than_generic) AS more_than_generic
FROM (
	SELECT f.person_id AS person_id,
		CASE WHEN m.person_id IS NULL THEN f.cond ELSE {result} END AS cond,
		CASE WHEN m.person_id IS NULL THEN f.more_than_drugs ELSE 1 END AS more_than_drugs,
		CASE WHEN m.person_id IS NULL THEN f.more_than_generic ELSE 1 END AS more_than_generic
	FROM strata_found_{before} f
	LEFT JOIN strata_merged_{stage} m ON m.person_id = f.person_id AND f.cond IN ({winner}, {loser})
) f
GROUP BY person_id, cond;
{analyze|strata_found_{stage}}


-- Stage {stage} of the hierarchy, steps {steps}: conditions that give way to another.
{temp|strata_found_{stage}}
SELECT f.person_id AS person_id, f.cond AS cond, f.more_than_drugs, f.more_than_generic
FROM strata_found_{before} f
LEFT JOIN (
	SELECT DISTINCT l.person_id AS person_id, l.cond AS cond
	FROM strata_hierarchy h
	JOIN strata_found_{before} w ON w.cond = h.winner
	JOIN strata_found_{before} l ON l.person_id = w.person_id AND l.cond = h.loser
	WHERE h.stage = {stage} AND (h.relation = 'supersedes'
		OR (h.relation = 'drops_if_drug_only' AND l.more_than_drugs = 0)
		OR (h.relation = 'drops_if_generic_exemption' AND l.more_than_generic = 0))
) gone ON gone.person_id = f.person_id AND gone.cond = f.cond
WHERE gone.person_id IS NULL;
{analyze|strata_found_{stage}}

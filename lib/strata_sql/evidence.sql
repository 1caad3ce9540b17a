-- ----------------------------------------------------------------- evidence

-- condition_rules.csv: what is told of each positive row.
{temp|strata_rule_words}
{rows|rule_words};
{analyze|strata_rule_words}
-- The groups that speak for a condition of the result.
{temp|strata_speaks}
SELECT a.person_id AS person_id, f.cond AS cond, h.grp AS grp
FROM strata_found f
JOIN strata_alike a ON a.sample = f.sample
JOIN strata_held h ON h.person_id = a.person_id
JOIN strata_group g ON g.grp = h.grp AND g.cond = f.cond
{merged};
{analyze|strata_speaks}
-- Their positive rows: a negated row holds by the absence of records.
{temp|strata_asks}
SELECT s.person_id, s.cond, s.grp AS grp, r.rule_no, r.counter
FROM strata_speaks s
JOIN strata_rule r ON r.grp = s.grp
WHERE r.negated = 0;
{analyze|strata_asks}
-- The records that satisfied them; a record that matches with several codes has
-- them in their order. Exemptions have no identifier: equal rows are one.
{view|strata_evidence}
SELECT a.person_id AS person_id, a.cond, a.grp, a.rule_no, d.record_id, d.ago, c.code AS code
FROM strata_drug d
JOIN strata_code c ON c.raw = d.code
JOIN strata_asks a ON a.person_id = d.person_id AND a.counter = c.counter
WHERE c.lane = 'drug' AND d.ago >= 0 AND d.ago < c.lookback
UNION ALL
SELECT a.person_id AS person_id, a.cond, a.grp, a.rule_no, d.record_id, d.ago, c.code AS code
FROM strata_outpatient d
JOIN strata_code c ON c.raw = d.code
JOIN strata_asks a ON a.person_id = d.person_id AND a.counter = c.counter
WHERE c.lane = 'outpatient' AND d.ago >= 0 AND d.ago < c.lookback
UNION ALL
SELECT a.person_id AS person_id, a.cond, a.grp, a.rule_no, d.record_id, d.ago, {list|d.place|c.code|1 = 1} AS code
FROM strata_stay d
JOIN strata_code c ON c.lane = d.lane AND c.raw = d.code
JOIN strata_asks a ON a.person_id = d.person_id AND a.counter = c.counter
WHERE d.ago >= 0 AND d.ago < c.lookback AND (c.main_only = 0 OR d.place = 1)
GROUP BY a.person_id, a.cond, a.grp, a.rule_no, d.record_id, d.ago
UNION ALL
SELECT a.person_id AS person_id, a.cond, a.grp, a.rule_no, NULL AS record_id, d.ago, c.code AS code
FROM strata_exemption d
JOIN strata_code c ON c.raw = d.code
JOIN strata_asks a ON a.person_id = d.person_id AND a.counter = c.counter
WHERE c.lane = 'exemption' AND d.valid = 1
GROUP BY a.person_id, a.cond, a.grp, a.rule_no, d.ago, d.valid_to, c.code;

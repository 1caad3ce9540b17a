-- Who has a chronic disease, how complex the care is: written by prossima
-- strata sql for {dialect}, index date {index}, definition {definition}.
--
-- Reads the tables of the simple CSV form: person, exemption, drug, outpatient,
-- hospital, emergency; "prossima strata sql --create-tables" tells their
-- columns. Dates are DATE, amounts decimal, codes text, missing values NULL.
-- Makes temporary tables, all named strata_*. The last statement gives one row
-- per person. The meaning of every table of knowledge is told in data/README.md
-- of Prossima, section 3. Nothing here is validated by clinicians.
{settings}
-- ---------------------------------------------------------------- knowledge

-- What is counted: how many records, on how many dates, with how many doses,
-- for each list of codes that condition_rules.csv or a score names. lane is the
-- kind of record and code; lookback the days of the window that ends on the
-- index date; least_events and least_dates the least that anybody asks.
{temp|strata_counter}
{rows|counter};
{analyze|strata_counter}
-- The lists of codes, an alternative a row: the first n characters of the code
-- lie between lo and hi.
{temp|strata_token}
{rows|token};
{analyze|strata_token}
-- condition_rules.csv: what each row asks of a counter. min_dose is in units
-- of 1/10000 of a defined daily dose.
{temp|strata_rule}
{rows|rule};
{analyze|strata_rule}
-- The groups of condition_rules.csv: all positive rows must hold, no negated
-- one. speaks tells what the positive rows look at.
{temp|strata_group}
{rows|group};
{analyze|strata_group}
-- conditions.csv with its cluster, clusters.csv: numbered by priority and rank.
{temp|strata_condition}
{rows|condition};
{analyze|strata_condition}
{temp|strata_cluster}
{rows|cluster};
{analyze|strata_cluster}
-- condition_hierarchy.csv. Steps that cannot disturb each other are done in one
-- stage: {n_stage} stages instead of a step at a time.
{temp|strata_hierarchy}
{rows|hierarchy};
{analyze|strata_hierarchy}
-- risk_scores/charlson_icd9.csv and elixhauser_icd9.csv: weights of a category,
-- and the graver one that takes its place (0: none).
{temp|strata_category}
{rows|category};
{analyze|strata_category}
-- risk_scores/mcs.csv: a category is present with that many dates.
{temp|strata_mcs}
{rows|mcs};
{analyze|strata_mcs}

-- risk_scores/chronic_disease_score.csv: a row per class of drugs.
{temp|strata_cds}
{rows|cds};
{analyze|strata_cds}

-- ------------------------------------------------------------------- people

-- Who is evaluated: data/README.md, "Who is evaluated". Completed years; who is
-- born on 29 February has the birthday on 1 March of common years.
{temp|strata_person}
SELECT person_id, status, sex,
	{int|{year} - EXTRACT(YEAR FROM birth)} - CASE WHEN {int|EXTRACT(MONTH FROM birth) * 100 + EXTRACT(DAY FROM birth)} > {month_day} THEN 1 ELSE 0 END AS age
FROM (
	SELECT person_id, sex, CAST(birth_date AS {date_type}) AS birth,
		CASE WHEN CAST(death_date AS {date_type}) <= {day} THEN 'deceased'
			WHEN CAST(registration_end AS {date_type}) < {day} THEN 'left'
			WHEN CAST(registration_start AS {date_type}) > {day} THEN 'not_yet'
			ELSE 'active' END AS status
	FROM person
) p;
{analyze|strata_person}
-- ------------------------------------------------------------------ records

-- ago is how many days before the index date something was: 0 on it.
#if raw

-- A row whose record_id was already read is a copy and is ignored: the records
-- that have copies, with the line of the first.
{temp|strata_copied}
SELECT 'drug' AS flow, record_id, MIN({line}) AS first_line
FROM drug GROUP BY record_id HAVING COUNT(*) > 1
UNION ALL
SELECT 'outpatient', record_id, MIN({line})
FROM outpatient GROUP BY record_id HAVING COUNT(*) > 1
UNION ALL
SELECT 'hospital', record_id, MIN({line})
FROM hospital GROUP BY record_id HAVING COUNT(*) > 1
UNION ALL
SELECT 'emergency', record_id, MIN({line})
FROM emergency GROUP BY record_id HAVING COUNT(*) > 1;
{analyze|strata_copied}
#end
-- Packages count as doses when the doses are missing.
{view|strata_drug}
SELECT d.person_id AS person_id, d.record_id AS record_id, {ago|d.dispense_date} AS ago, d.atc AS code,
	{int|ROUND(COALESCE(d.ddd, d.packages) * 10000)} AS dose
FROM drug d{originals|d|drug};

{view|strata_outpatient}
SELECT d.person_id AS person_id, d.record_id AS record_id, {ago|d.service_date} AS ago, d.service_code AS code
FROM outpatient d{originals|d|outpatient};

{temp|strata_hospital}
SELECT d.person_id AS person_id, d.record_id AS record_id, {ago|d.discharge_date} AS ago,
	d.dx1, d.dx2, d.dx3, d.dx4, d.dx5, d.dx6,
	d.proc1, d.proc2, d.proc3, d.proc4, d.proc5, d.proc6
FROM hospital d{originals|d|hospital};
{analyze|strata_hospital}
{temp|strata_emergency}
SELECT d.person_id AS person_id, d.record_id AS record_id, {ago|{left10|d.arrival}} AS ago,
	d.dx1, d.dx2, d.dx3, d.dx4, d.dx5
FROM emergency d{originals|d|emergency};
{analyze|strata_emergency}
-- One row per code of a discharge or an arrival; place 1 is the main diagnosis.
{temp|strata_stay}
SELECT 'hospital_dx' AS lane, person_id, record_id, ago, 1 AS place, dx1 AS code FROM strata_hospital WHERE dx1 <> ''
UNION ALL SELECT 'hospital_dx', person_id, record_id, ago, 2, dx2 FROM strata_hospital WHERE dx2 <> ''
UNION ALL SELECT 'hospital_dx', person_id, record_id, ago, 3, dx3 FROM strata_hospital WHERE dx3 <> ''
UNION ALL SELECT 'hospital_dx', person_id, record_id, ago, 4, dx4 FROM strata_hospital WHERE dx4 <> ''
UNION ALL SELECT 'hospital_dx', person_id, record_id, ago, 5, dx5 FROM strata_hospital WHERE dx5 <> ''
UNION ALL SELECT 'hospital_dx', person_id, record_id, ago, 6, dx6 FROM strata_hospital WHERE dx6 <> ''
UNION ALL SELECT 'hospital_proc', person_id, record_id, ago, 1, proc1 FROM strata_hospital WHERE proc1 <> ''
UNION ALL SELECT 'hospital_proc', person_id, record_id, ago, 2, proc2 FROM strata_hospital WHERE proc2 <> ''
UNION ALL SELECT 'hospital_proc', person_id, record_id, ago, 3, proc3 FROM strata_hospital WHERE proc3 <> ''
UNION ALL SELECT 'hospital_proc', person_id, record_id, ago, 4, proc4 FROM strata_hospital WHERE proc4 <> ''
UNION ALL SELECT 'hospital_proc', person_id, record_id, ago, 5, proc5 FROM strata_hospital WHERE proc5 <> ''
UNION ALL SELECT 'hospital_proc', person_id, record_id, ago, 6, proc6 FROM strata_hospital WHERE proc6 <> ''
UNION ALL SELECT 'emergency_dx', person_id, record_id, ago, 1, dx1 FROM strata_emergency WHERE dx1 <> ''
UNION ALL SELECT 'emergency_dx', person_id, record_id, ago, 2, dx2 FROM strata_emergency WHERE dx2 <> ''
UNION ALL SELECT 'emergency_dx', person_id, record_id, ago, 3, dx3 FROM strata_emergency WHERE dx3 <> ''
UNION ALL SELECT 'emergency_dx', person_id, record_id, ago, 4, dx4 FROM strata_emergency WHERE dx4 <> ''
UNION ALL SELECT 'emergency_dx', person_id, record_id, ago, 5, dx5 FROM strata_emergency WHERE dx5 <> '';
{analyze|strata_stay}
-- Exemptions count when valid on the index date, first and last day included.
{view|strata_exemption}
SELECT person_id, {ago|valid_from} AS ago, valid_to, exemption_code AS code,
	CASE WHEN CAST(valid_from AS {date_type}) <= {day}
		AND COALESCE(CAST(valid_to AS {date_type}), {day}) >= {day} THEN 1 ELSE 0 END AS valid
FROM exemption;

-- -------------------------------------------------------------------- codes

-- Every code in use in the form of data/flows.md section 4: ICD-9-CM without
-- dot, exemptions in the spelling of 2017. generic: the circulatory exemptions
-- that name no disease.
{temp|strata_form}
SELECT lane, raw, code, CASE WHEN lane = 'exemption' AND code IN ('0A02', '0B02', '0C02', '002', '002A', '002B', '002C') THEN 1 ELSE 0 END AS generic
FROM (
	SELECT lane, raw, CASE
		WHEN lane IN ('drug', 'outpatient') THEN raw
		WHEN lane <> 'exemption' THEN UPPER(REPLACE(raw, '.', ''))
		WHEN raw = '002A' OR raw LIKE '002A.%' THEN {concat|'0A02'|SUBSTR(raw, 5)}
		WHEN raw = '002B' OR raw LIKE '002B.%' THEN {concat|'0B02'|SUBSTR(raw, 5)}
		WHEN raw = '002C' OR raw LIKE '002C.%' THEN {concat|'0C02'|SUBSTR(raw, 5)}
		WHEN raw = '031A' OR raw LIKE '031A.%' THEN {concat|'0A31'|SUBSTR(raw, 5)}
		ELSE raw END AS code
	FROM (
		SELECT DISTINCT 'drug' AS lane, atc AS raw FROM drug
		UNION ALL SELECT DISTINCT 'outpatient', service_code FROM outpatient
		UNION ALL SELECT DISTINCT lane, code FROM strata_stay
		UNION ALL SELECT DISTINCT 'exemption', exemption_code FROM exemption
	) u
) c;
{analyze|strata_form}
-- Which counters a code feeds.
{temp|strata_code}
SELECT DISTINCT f.lane AS lane, f.raw, f.code, f.generic, c.counter AS counter, c.lookback, c.main_only, c.least_events, c.least_dates
FROM strata_counter c
JOIN strata_token t ON t.counter = c.counter
JOIN strata_form f ON f.lane = c.lane
WHERE {bytes|SUBSTR(f.code, 1, t.n)} BETWEEN t.lo AND t.hi;
{analyze|strata_code}
-- ------------------------------------------------------------------- counts

-- What the records of a person say to a counter, if they say the least that
-- anybody asks. A record with several codes of a list is one event.
{temp|strata_count}
SELECT d.person_id, c.counter, COUNT(*) AS n_event, COUNT(DISTINCT d.ago) AS n_date,
	MAX(d.ago) - MIN(d.ago) AS span, SUM(d.dose) AS dose, 0 AS n_specific
FROM strata_drug d
JOIN strata_code c ON c.raw = d.code
WHERE c.lane = 'drug' AND d.ago >= 0 AND d.ago < c.lookback
GROUP BY d.person_id, c.counter
HAVING COUNT(*) >= MIN(c.least_events) AND COUNT(DISTINCT d.ago) >= MIN(c.least_dates)
UNION ALL
SELECT d.person_id, c.counter, COUNT(*), COUNT(DISTINCT d.ago), MAX(d.ago) - MIN(d.ago), 0, 0
FROM strata_outpatient d
JOIN strata_code c ON c.raw = d.code
WHERE c.lane = 'outpatient' AND d.ago >= 0 AND d.ago < c.lookback
GROUP BY d.person_id, c.counter
UNION ALL
SELECT person_id, counter, COUNT(*), COUNT(DISTINCT ago), MAX(ago) - MIN(ago), 0, 0
FROM (
	SELECT DISTINCT d.person_id, c.counter, d.record_id, d.ago
	FROM strata_stay d
	JOIN strata_code c ON c.lane = d.lane AND c.raw = d.code
	WHERE d.ago >= 0 AND d.ago < c.lookback AND (c.main_only = 0 OR d.place = 1)
) s
GROUP BY person_id, counter
UNION ALL
-- n_specific: exemptions that do name a disease, also those not valid
SELECT d.person_id, c.counter, SUM(d.valid), 1, 0, 0, SUM(1 - c.generic)
FROM strata_exemption d
JOIN strata_code c ON c.raw = d.code
WHERE c.lane = 'exemption'
GROUP BY d.person_id, c.counter
HAVING SUM(d.valid) > 0;
{analyze|strata_count}
-- --------------------------------------------------------------- conditions

-- Groups that hold. Only active people are evaluated.
{temp|strata_held}
SELECT k.person_id AS person_id, r.grp, SUM(CASE WHEN r.negated = 0 THEN k.n_specific ELSE 0 END) AS n_specific
FROM strata_count k
JOIN strata_rule r ON r.counter = k.counter
JOIN strata_person p ON p.person_id = k.person_id
WHERE k.n_event >= r.min_events AND k.n_date >= r.min_dates
	AND k.span >= r.min_span AND k.dose >= r.min_dose
	AND p.status = 'active' AND p.age BETWEEN r.age_min AND r.age_max
	AND (r.sex = '' OR r.sex = p.sex)
GROUP BY k.person_id, r.grp
HAVING SUM(r.negated) = 0 AND COUNT(*) = MIN(r.n_positive);
{analyze|strata_held}
-- A condition is present when any of its groups holds. more_than_drugs,
-- more_than_generic: something else than drugs, or than a generic circulatory
-- exemption, speaks for it.
{temp|strata_sign}
SELECT h.person_id, g.cond,
	MAX(CASE WHEN g.speaks = 'drug' THEN 0 ELSE 1 END) AS more_than_drugs,
	MAX(CASE WHEN g.speaks = 'exemption' AND h.n_specific = 0 THEN 0 ELSE 1 END) AS more_than_generic
FROM strata_held h
JOIN strata_group g ON g.grp = h.grp
GROUP BY h.person_id, g.cond;
{analyze|strata_sign}
-- People with the same signs end with the same conditions: one of each kind, the
-- sample, goes through the hierarchy for all. The signs as numbers, a digit of
-- base 8 for each condition.
{temp|strata_key}
SELECT s.person_id{key_sums}
FROM strata_sign s
JOIN strata_condition c ON c.cond = s.cond
GROUP BY s.person_id;
{analyze|strata_key}
{temp|strata_alike}
SELECT k.person_id AS person_id, g.sample
FROM strata_key k
JOIN (
	SELECT {key_names}, MIN(person_id) AS sample
	FROM strata_key
	GROUP BY {key_names}
) g ON {key_equal};
{analyze|strata_alike}
{temp|strata_found_0}
SELECT s.person_id AS person_id, s.cond, s.more_than_drugs, s.more_than_generic
FROM strata_sign s
JOIN strata_alike a ON a.person_id = s.person_id
WHERE a.sample = a.person_id;
{analyze|strata_found_0}
{stages}
-- The conditions that are left, of the samples.
{view|strata_found}
SELECT person_id AS sample, cond FROM strata_found_{n_stage};

-- ------------------------------------------------------- clusters and level

-- Clusters of the conditions that are left, and the first condition of each.
{temp|strata_found_cluster}
SELECT f.sample, c.cluster AS cluster, MIN(f.cond) AS first_cond,
	MAX(CASE WHEN k.counts = 1 OR c.counts_override = 1 THEN 1 ELSE 0 END) AS counts
FROM strata_found f
JOIN strata_condition c ON c.cond = f.cond
JOIN strata_cluster k ON k.cluster = c.cluster
GROUP BY f.sample, c.cluster;
{analyze|strata_found_cluster}
-- Main cluster: the counting one of lowest rank; main condition: the first in
-- it. Both at once: the least of cluster * 1000 + condition.
{temp|strata_clusters}
SELECT s.sample,
	{list|k.cluster|k.code|s.counts = 1} AS clusters,
	{list|k.cluster|k.code|s.counts = 0} AS other_clusters,
	SUM(s.counts) AS n_counting,
	SUM(s.counts * k.mild) AS n_mild,
	MIN(CASE WHEN s.counts = 1 THEN s.cluster * 1000 + s.first_cond END) AS main
FROM strata_found_cluster s
JOIN strata_cluster k ON k.cluster = s.cluster
GROUP BY s.sample;
{analyze|strata_clusters}
{temp|strata_conditions}
SELECT f.sample, {list|c.cond|c.code|1 = 1} AS conditions
FROM strata_found f
JOIN strata_condition c ON c.cond = f.cond
GROUP BY f.sample;
{analyze|strata_conditions}
-- The main cluster does not count among the mild comorbidities.
{temp|strata_outcome}
SELECT f.sample AS sample, f.conditions, s.clusters, s.other_clusters, COALESCE(s.n_counting, 0) AS n_counting,
	COALESCE(s.n_mild, 0) - COALESCE(k.mild, 0) AS n_mild_others,
	k.code AS main_cluster, c.code AS main_condition
FROM strata_conditions f
LEFT JOIN strata_clusters s ON s.sample = f.sample
LEFT JOIN strata_cluster k ON k.cluster = {div|s.main|1000}
LEFT JOIN strata_condition c ON c.cond = s.main - {div|s.main|1000} * 1000;
{analyze|strata_outcome}
-- Contacts: records of the {contact_days} days that end on the index date.
{temp|strata_contact}
SELECT person_id, COUNT(*) AS n_contact
FROM (
	SELECT person_id FROM strata_drug WHERE ago >= 0 AND ago < {contact_days}
	UNION ALL SELECT person_id FROM strata_outpatient WHERE ago >= 0 AND ago < {contact_days}
	UNION ALL SELECT person_id FROM strata_hospital WHERE ago >= 0 AND ago < {contact_days}
	UNION ALL SELECT person_id FROM strata_emergency WHERE ago >= 0 AND ago < {contact_days}
) c
GROUP BY person_id;
{analyze|strata_contact}
-- ------------------------------------------------------------------- scores

-- Categories of diagnoses that are present, each once; when rows of a category
-- differ, the last that matches tells.
{temp|strata_present}
SELECT k.person_id, c.category, MAX(c.part) AS part
FROM strata_count k
JOIN strata_category c ON c.counter = k.counter
GROUP BY k.person_id, c.category;
{analyze|strata_present}
-- A category gives way to its graver form. The people with any category.
{temp|strata_weights}
SELECT p.person_id AS person_id, SUM(c.charlson_1987) AS charlson_1987, SUM(c.charlson_2011) AS charlson_2011,
	SUM(c.elixhauser_vw) AS elixhauser_vw
FROM strata_present p
JOIN strata_category c ON c.part = p.part
LEFT JOIN strata_present g ON g.person_id = p.person_id AND g.category = c.superseded_by
WHERE g.person_id IS NULL
GROUP BY p.person_id;
{analyze|strata_weights}
-- Multisource Comorbidity Score: by diagnosis or by drugs, a category is one.
{temp|strata_mcs_sum}
SELECT person_id, SUM(weight) AS mcs
FROM (
	SELECT DISTINCT k.person_id, m.category, m.weight
	FROM strata_count k
	JOIN strata_mcs m ON m.counter = k.counter
	WHERE k.n_date >= m.min_dates
) m
GROUP BY person_id;
{analyze|strata_mcs_sum}

-- Chronic Disease Score: points by how many classes of drugs of a category.
{temp|strata_cds_sum}
SELECT person_id, SUM(CASE WHEN first_decides = 1 AND has_first = 1 THEN max_points
		WHEN first_decides = 1 THEN min_points
		WHEN min_points + n_class - 1 < max_points THEN min_points + n_class - 1
		ELSE max_points END) AS cds
FROM (
	SELECT k.person_id, c.category, COUNT(*) AS n_class, MIN(c.min_points) AS min_points, MIN(c.max_points) AS max_points,
		MIN(c.first_decides) AS first_decides, MAX(CASE WHEN c.class = 1 THEN 1 ELSE 0 END) AS has_first
	FROM strata_count k
	JOIN strata_cds c ON c.counter = k.counter
	GROUP BY k.person_id, c.category
) c
GROUP BY person_id;
{analyze|strata_cds_sum}

-- ------------------------------------------------------------------- result

-- Only the active have more than a status. level_rules.csv: among the
-- comorbidities at most max_mild_comorbidities mild ones count.
{view|strata_active}
SELECT person_id, clusters, other_clusters, conditions, main_cluster, main_condition,
	CASE WHEN n_counting > 0 THEN n_counting - 1 ELSE 0 END AS n_comorbidities,
	{level_in_use} AS level,
	{level_weighted} AS level_weighted,
	charlson_1987, charlson_2011, mcs, elixhauser_vw, cds
FROM (
	SELECT p.person_id AS person_id, COALESCE(o.n_counting, 0) AS n_counting, COALESCE(o.n_mild_others, 0) AS n_mild_others,
		COALESCE(n.n_contact, 0) AS n_contact,
		o.clusters, o.other_clusters, o.conditions, o.main_cluster, o.main_condition,
		COALESCE(w.charlson_1987, 0) AS charlson_1987, COALESCE(w.charlson_2011, 0) AS charlson_2011,
		COALESCE(m.mcs, 0) AS mcs, COALESCE(w.elixhauser_vw, 0) AS elixhauser_vw, COALESCE(d.cds, 0) AS cds
	FROM strata_person p
	LEFT JOIN strata_alike a ON a.person_id = p.person_id
	LEFT JOIN strata_outcome o ON o.sample = a.sample
	LEFT JOIN strata_contact n ON n.person_id = p.person_id
	LEFT JOIN strata_weights w ON w.person_id = p.person_id
	LEFT JOIN strata_mcs_sum m ON m.person_id = p.person_id
	LEFT JOIN strata_cds_sum d ON d.person_id = p.person_id
	WHERE p.status = 'active'
) x;

#if evidence
{evidence}
#end
-- result
SELECT p.person_id AS person_id, '{index}' AS index_date, p.status, r.level, r.level_weighted,
	r.main_cluster, r.main_condition, r.n_comorbidities, r.clusters, r.other_clusters, r.conditions,
	r.charlson_1987, r.charlson_2011, r.mcs, r.elixhauser_vw, r.cds
FROM strata_person p
LEFT JOIN strata_active r ON r.person_id = p.person_id
ORDER BY {bytes|p.person_id};
#if evidence

-- evidence
SELECT e.person_id, c.code AS {name|condition},
	CASE WHEN w.cond = e.cond THEN w.label ELSE {concat|o.code|{concat|'.'|w.label}} END AS {name|group},
	w.rule_id, w.flow, e.record_id, {before|e.ago} AS {name|date}, e.code AS code, w.source
FROM strata_evidence e
JOIN strata_rule_words w ON w.rule_no = e.rule_no
JOIN strata_condition c ON c.cond = e.cond
JOIN strata_condition o ON o.cond = w.cond
ORDER BY {bytes|e.person_id}, e.cond, e.grp, e.rule_no, e.ago DESC, e.record_id;
#end

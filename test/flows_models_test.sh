#!/bin/bash
# OMOP tables and FHIR exports as the simple form: what becomes what, row by
# row, and the published samples, where every row must have an outcome.
set -u
: "${PROSSIMA:?}"
here=$(dirname "$0")
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export PROSSIMA_TODAY=2026-01-15
n=0
ok() { # name; the last command decides
	local rc=$?
	n=$((n + 1))
	if [ $rc = 0 ]; then echo "ok $n - $1"; else
		echo "not ok $n - $1"
		sed 's/^/# /' "$dir/err" 2>/dev/null | head -n 20
	fi
}
skip() {
	n=$((n + 1))
	echo "ok $n - $1 # SKIP $2"
}
convert() {
	rm -rf "$dir/got"
	timeout 100 "$PROSSIMA" flows convert --output "$dir/got" --json "$@" >"$dir/out" 2>"$dir/err"
	rc=$?
}
row() { # file, row that must be there
	grep -qxF -- "$2" "$dir/got/$1.csv" || { echo "$1 has no $2; it has:"; cat "$dir/got/$1.csv"; } >>"$dir/err"
	grep -qxF -- "$2" "$dir/got/$1.csv"
}
# Each source: read = used + rejected + unused, and at least `least` rows in all.
outcomes() { # least
	python3 - "$dir/out" "$1" <<-'E' >>"$dir/err" 2>&1
	import json, sys
	j = json.load(open(sys.argv[1]))
	for s in j["sources"]:
	    assert s["read"] == s["used"] + s["rejected"] + s["unused"], s
	assert sum(s["read"] for s in j["sources"]) >= int(sys.argv[2]), j["sources"]
	E
}

# ---- OMOP 5.4, small and whole
o=$dir/omop && mkdir "$o"
t() { printf '%b\n' "$2" >"$o/$1"; }
t person.csv 'person_id,gender_concept_id,year_of_birth,month_of_birth,day_of_birth,birth_datetime,location_id,provider_id,person_source_value,gender_source_value\n1,8507,1950,5,3,,1,7,PSEUDO1,M\n2,8532,1960,,,,2,,,\n3,0,1970,1,1,1970-02-03 00:00:00,,,P3,9'
t location.csv 'location_id,location_source_value\n1,015146\n2,52-020'
t provider.csv 'provider_id,provider_source_value\n7,MMG7'
t care_site.csv 'care_site_id,care_site_source_value\n5,030123'
t observation_period.csv 'person_id,observation_period_start_date,observation_period_end_date\n1,2010-01-01,2020-12-31\n1,2022-01-01,\n2,2015-01-01,'
t death.csv 'person_id,death_date\n2,2023-04-05\n9,2023-01-01'
t concept.tsv 'concept_id\tvocabulary_id\n100\tICD9CM\n101\tICD9Proc\n102\tSNOMED\n103\tRxNorm\n104\tATC'
t visit_occurrence.csv 'visit_occurrence_id,person_id,visit_concept_id,visit_start_date,visit_start_datetime,visit_end_date,visit_end_datetime,care_site_id,discharged_to_concept_id\n10,1,9201,2023-01-05,2023-01-05 10:00:00,2023-01-09,2023-01-09 12:00:00,5,8920\n11,1,9203,2023-02-01,2023-02-01 08:15:00,2023-02-01,2023-02-01 11:30:00,5,\n12,1,9202,2023-03-01,,2023-03-01,,,\n13,77,9201,2023-01-05,,2023-01-06,,,\n14,2,262,2023-04-01,2023-04-01 23:50:00,2023-04-05,2023-04-05 10:00:00,5,4216643'
t condition_occurrence.csv 'condition_occurrence_id,person_id,visit_occurrence_id,condition_start_date,condition_end_date,condition_source_value,condition_source_concept_id,condition_concept_id,condition_status_concept_id\n1,1,10,2023-01-05,,250.00,100,0,0\n2,1,10,2023-01-05,,42731,100,0,32902\n3,1,10,2023-01-05,,44054006,102,0,0\n4,1,12,2023-03-01,,4019,100,0,0\n5,1,,2020-06-01,2021-06-01,73211009,102,201826,0\n6,1,11,2023-02-01,,7890,100,,\n7,2,14,2023-04-01,,41001,100,,'
t procedure_occurrence.csv 'procedure_occurrence_id,person_id,visit_occurrence_id,procedure_date,procedure_source_value,procedure_source_concept_id,procedure_concept_id,quantity\n1,1,10,2023-01-06,3995,101,,\n2,1,12,2023-03-01,89.7,,,2\n3,1,,2023-05-01,99213,,,'
t measurement.csv 'measurement_id,person_id,visit_occurrence_id,measurement_date,measurement_source_value,measurement_source_concept_id,measurement_concept_id\n1,1,12,2023-03-01,4548-4,,3004410\n2,1,10,2023-01-06,90.27.1,,'
t drug_exposure.csv 'drug_exposure_id,person_id,drug_exposure_start_date,drug_source_value,drug_source_concept_id,drug_concept_id,quantity,days_supply,provider_id,drug_type_concept_id\n1,1,2023-01-01,C09AA05,104,,30,30,7,32869\n2,1,2023-02-01,012345678,,,56,,,32869\n3,1,2023-03-01,860975,103,1503297,60,30,,38000180\n4,1,2023-03-02,999,103,,60,,,\n5,99,2023-03-02,999,103,,60,,,'
t observation.csv 'observation_id,person_id,visit_occurrence_id,observation_date,observation_source_value,observation_source_concept_id,observation_concept_id\n1,1,,2019-01-01,013.250,,\n2,1,10,2023-01-05,V5867,100,\n3,1,,2023-01-05,67875-5,,'
t payer_plan_period.csv 'person_id,payer_plan_period_start_date,payer_plan_period_end_date,payer_source_value,plan_source_value\n1,2018-01-01,2019-12-31,NHS,048\n1,2018-01-01,2019-12-31,NHS,basic'
t cost.csv 'cost_event_id,cost_domain_id,total_paid,drg_source_value\n10,Visit,2500.50,127\n1,Drug,10,'
t drug_era.csv 'drug_era_id,person_id\n1,1'
printf 'system,code,kind,target\nSNOMED,44054006,dx,25000\nSNOMED,73211009,exemption,013\nconcept,1503297,atc,A10BA02\n,4548-4,service,90.28.1\n' >"$dir/map.csv"
printf 'aic,atc,ddd,units\n012345678,A10BA02,14,28\n' >"$dir/packages.csv"
convert "$o" --map "$dir/map.csv" --packages "$dir/packages.csv"
[ $rc = 0 ] && outcomes 40
ok "an OMOP folder is known; every row has an outcome"
row person 'PSEUDO1,,1950-05-03,M,015146,,MMG7,2010-01-01,2020-12-31,' && row person 'PSEUDO1,,1950-05-03,M,015146,,MMG7,2022-01-01,,' &&
	row person '2,,1960-01-01,F,999999,,,2015-01-01,,2023-04-05' && row person 'P3,,1970-02-03,U,999999,,,1970-02-03,,'
ok "people: an observation period each, the first of what is not known, without a period from birth"
row hospital '10,PSEUDO1,2023-01-05,2023-01-09,1,030123,,42731,250.00,25000,V5867,,,3995,,,,,,2023-01-06,,,,,,127,8,2500.50'
ok "a stay: the main diagnosis first, the mapped one, the observation, the procedure, cost and DRG"
row emergency '11,PSEUDO1,2023-02-01T08:15,2023-02-01T11:30,0,,1,7890,,,,,030123,,' &&
	row emergency '14,2,2023-04-01T23:50,2023-04-05T10:00,0,,2,41001,,,,,030123,14,' &&
	grep -q '^14,2,2023-04-01,2023-04-05,1,030123,,41001,.*,1,$' "$dir/got/hospital.csv"
ok "an emergency; one that ends in a stay is both"
row outpatient 'P2,PSEUDO1,2023-03-01,89.7,2,,,,,,,' && row outpatient 'P3,PSEUDO1,2023-05-01,99.99.99,1,,,,,,,' &&
	row outpatient 'M1,PSEUDO1,2023-03-01,90.28.1,1,,,,,,,' && [ "$(wc -l <"$dir/got/outpatient.csv")" = 4 ]
ok "services: ours, mapped, unknown; those inside a stay stay out"
row drug '1,PSEUDO1,2023-01-01,C09AA05,,1,30,C,MMG7,' && row drug '2,PSEUDO1,2023-02-01,A10BA02,012345678,2.0000,28,C,,' &&
	row drug '3,PSEUDO1,2023-03-01,A10BA02,,1,30,H,,' && row drug '4,PSEUDO1,2023-03-02,V99ZZ99,,1,,C,,'
ok "dispensings: ATC, AIC with its packages, by the standard concept, unknown"
row exemption 'PSEUDO1,013.250,2019-01-01,' && row exemption 'PSEUDO1,013,2020-06-01,2021-06-01' && row exemption 'PSEUDO1,048,2018-01-01,2019-12-31'
ok "exemptions: observed, of a mapped condition, of a plan"
grep -q '^RxNorm,999,atc,1,drug_exposure.csv,5$' "$dir/got/unknown_codes.csv" && grep -q '^,99213,service,1,' "$dir/got/unknown_codes.csv"
ok "unknown codes are listed with their vocabulary, rows and first place"
grep -q '^drug_exposure.csv,6,person_id,99,person unknown' "$dir/got/rejects.csv" && grep -q '^death.csv,3,person_id,9,' "$dir/got/rejects.csv" &&
	grep -q '^visit_occurrence.csv,5,person_id,77,' "$dir/got/rejects.csv" && [ "$(wc -l <"$dir/got/rejects.csv")" = 4 ]
ok "rows of people that are not there are set aside"
"$PROSSIMA" flows import "$o" --archive "$dir/a" --map "$dir/map.csv" --packages "$dir/packages.csv" 2>"$dir/err" && [ -s "$dir/a/MANIFEST" ] &&
	[ -s "$dir/a/rejects/000001-unknown_codes.csv" ] && grep -q '^drug_exposure.csv,6,' "$dir/a/rejects/000001.csv"
ok "imported straight into an archive"
printf 'person_id\tgender_concept_id\n1\t"8507\n' >"$o/person.csv"
convert "$o" && grep -q 'line too long, or a quote that is never closed\|quotes are broken' "$dir/got/rejects.csv"
ok "tabs; a quote that is never closed is set aside"

# ---- FHIR, small
f=$dir/fhir && mkdir "$f"
cat >"$f/Patient.ndjson" <<'E'
{"resourceType":"Patient","id":"a","gender":"female","birthDate":"1950-06","address":[{"extension":[{"url":"x","valueString":"015146"}]}],"generalPractitioner":[{"reference":"Practitioner/g1"}],"identifier":[{"system":"http://hl7.it/sid/codiceFiscale","value":"RSSMRA80A01F205X"}]}
{"resourceType":"Patient","id":"b","gender":"male","birthDate":"1960-01-02","deceasedDateTime":"2023-05-06T10:00:00+02:00"}
{"resourceType":"Patient","id":"c","gender":"other","birthDate":"1970-01-02","deceasedBoolean":true}
{"resourceType":"Patient",
E
cat >"$f/Coverage.ndjson" <<'E'
{"resourceType":"Coverage","id":"v1","status":"active","beneficiary":{"reference":"Patient/a"},"period":{"start":"2015-01-01"}}
{"resourceType":"Coverage","id":"v2","status":"active","beneficiary":{"reference":"Patient/a"},"type":{"coding":[{"system":"urn:esenzioni","code":"013"}]},"period":{"start":"2016-01-01","end":"2030-12-31"}}
{"resourceType":"Coverage","id":"v3","status":"cancelled","beneficiary":{"reference":"Patient/b"},"period":{"start":"2015-01-01"}}
E
cat >"$f/Encounter.ndjson" <<'E'
{"resourceType":"Encounter","id":"e1","status":"finished","class":{"code":"IMP"},"subject":{"reference":"urn:uuid:a"},"period":{"start":"2023-01-05T10:00:00+01:00","end":"2023-01-09T12:00:00+01:00"},"serviceProvider":{"reference":"Organization/030123"},"hospitalization":{"dischargeDisposition":{"coding":[{"code":"rehab"}]}}}
{"resourceType":"Encounter","id":"e2","status":"finished","class":{"code":"EMER"},"subject":{"reference":"http://x/Patient/a"},"period":{"start":"2023-02-05T10:00:00+01:00","end":"2023-02-05T12:30:00+01:00"}}
{"resourceType":"Encounter","id":"e3","status":"finished","class":{"code":"AMB"},"subject":{"reference":"Patient/a"},"period":{"start":"2023-02-05"}}
E
cat >"$f/Condition.ndjson" <<'E'
{"resourceType":"Condition","id":"c1","subject":{"reference":"Patient/a"},"encounter":{"reference":"Encounter/e1"},"code":{"coding":[{"system":"http://snomed.info/sct","code":"44054006"},{"system":"http://hl7.org/fhir/sid/icd-9-cm","code":"427.31"}]},"onsetDateTime":"2023-01-05"}
{"resourceType":"Condition","id":"c2","subject":{"reference":"Patient/a"},"encounter":{"reference":"Encounter/e1"},"code":{"coding":[{"system":"http://snomed.info/sct","code":"44054006"}]}}
{"resourceType":"Condition","id":"c3","subject":{"reference":"Patient/a"},"encounter":{"reference":"Encounter/e2"},"code":{"coding":[{"system":"http://snomed.info/sct","code":"999"}]}}
{"resourceType":"Condition","id":"c4","subject":{"reference":"Patient/b"},"code":{"coding":[{"system":"http://snomed.info/sct","code":"73211009"}]},"onsetDateTime":"2020"}
{"resourceType":"Condition","id":"c5","subject":{"reference":"Patient/b"},"code":{"coding":[{"system":"http://snomed.info/sct","code":"1"}]}}
{"resourceType":"Condition","id":"c6","subject":{"reference":"Patient/b"},"verificationStatus":{"coding":[{"code":"refuted"}]},"code":{"text":"x"}}
E
cat >"$f/Procedure.ndjson" <<'E'
{"resourceType":"Procedure","id":"p1","status":"completed","subject":{"reference":"Patient/a"},"encounter":{"reference":"Encounter/e1"},"performedDateTime":"2023-01-06","code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-9-cm","code":"39.95"}]}}
{"resourceType":"Procedure","id":"p2","status":"completed","subject":{"reference":"Patient/a"},"performedPeriod":{"start":"2023-03-01T09:00:00Z"},"code":{"coding":[{"system":"urn:catalogo","code":"89.7"}]}}
{"resourceType":"Procedure","id":"p3","status":"completed","subject":{"reference":"Patient/a"},"encounter":{"reference":"Encounter/e3"},"performedDateTime":"2023-03-01","code":{"coding":[{"system":"http://loinc.org","code":"4548-4"}]}}
{"resourceType":"Procedure","id":"p4","status":"not-done","subject":{"reference":"Patient/a"},"code":{"text":"x"}}
E
cat >"$f/MedicationDispense.ndjson" <<'E'
{"resourceType":"MedicationDispense","id":"d1","status":"completed","subject":{"reference":"Patient/a"},"whenHandedOver":"2023-01-01","daysSupply":{"value":30},"medicationCodeableConcept":{"coding":[{"system":"http://www.whocc.no/atc","code":"C09AA05"}]}}
{"resourceType":"MedicationDispense","id":"d2","status":"completed","subject":{"reference":"Patient/a"},"whenHandedOver":"2023-01-02","medicationReference":{"reference":"Medication/m1"}}
{"resourceType":"MedicationDispense","id":"d3","status":"completed","subject":{"reference":"Patient/a"},"whenHandedOver":"2023-01-03","contained":[{"resourceType":"Medication","id":"x","code":{"coding":[{"system":"http://rx","code":"860975"}]}}],"medicationReference":{"reference":"#x"}}
{"resourceType":"MedicationDispense","id":"d4","status":"cancelled","subject":{"reference":"Patient/a"}}
E
echo '{"resourceType":"MedicationRequest","id":"r1","status":"active","subject":{"reference":"Patient/a"},"authoredOn":"2023-01-01"}' >"$f/MedicationRequest.ndjson"
echo '{"resourceType":"Medication","id":"m1","code":{"coding":[{"system":"urn:oid:2.16.840.1.113883.2.9.6.1.5","code":"012345678"}]}}' | gzip >"$f/Medication.ndjson.gz"
{ head -c 1100000 /dev/zero | tr '\0' x; echo; echo '{"resourceType":"Observation","id":"o1"}'; echo '{"id":"nothing"}'; } >"$f/Observation.ndjson"
printf 'system,code,kind,target\nhttp://snomed.info/sct,44054006,dx,25000\nhttp://snomed.info/sct,73211009,exemption,013\nhttp://rx,860975,atc,A10BA02\nhttp://loinc.org,4548-4,service,90.28.1\n' >"$dir/map.csv"
convert "$f" --map "$dir/map.csv" --packages "$dir/packages.csv"
[ $rc = 0 ] && outcomes 25
ok "a FHIR export is known; every resource has an outcome"
row person 'a,RSSMRA80A01F205X,1950-06-01,F,015146,,g1,2015-01-01,,' && row person 'b,,1960-01-02,M,999999,,,1960-01-02,,2023-05-06' &&
	row person 'c,,1970-01-02,U,999999,,,1970-01-02,,' && grep -q "1 deaths without a date" "$dir/err"
ok "people, with their coverage as registration"
row exemption 'a,013,2016-01-01,2030-12-31' && row exemption 'b,013,2020-01-01,' && [ "$(wc -l <"$dir/got/exemption.csv")" = 3 ]
ok "exemptions of a coverage and of a mapped condition"
row hospital 'e1,a,2023-01-05,2023-01-09,1,030123,,42731,25000,,,,,3995,,,,,,2023-01-06,,,,,,,8,' &&
	row emergency 'e2,a,2023-02-05T10:00,2023-02-05T12:30,0,,1,000,,,,,,,'
ok "a stay with its diagnoses and procedure; an emergency with an unknown one"
row outpatient 'p2,a,2023-03-01,89.7,1,,,,,,,' && row outpatient 'p3,a,2023-03-01,90.28.1,1,,,,,,,'
ok "services, ours and mapped"
row drug 'd1,a,2023-01-01,C09AA05,,1,30,C,,' && row drug 'd2,a,2023-01-02,A10BA02,012345678,1,14,C,,' && row drug 'd3,a,2023-01-03,A10BA02,,1,,C,,' &&
	[ "$(wc -l <"$dir/got/drug.csv")" = 4 ]
ok "dispensings: ATC, AIC of a Medication, a contained one mapped; requests stay out"
grep -q '^Patient.ndjson,4,,' "$dir/got/rejects.csv" && grep -q '^Observation.ndjson,1,,x*,line longer than a megabyte' "$dir/got/rejects.csv" &&
	grep -q '^Observation.ndjson,3,,,"*not a FHIR resource' "$dir/got/rejects.csv" && [ "$(wc -l <"$dir/got/rejects.csv")" = 4 ]
ok "broken, too long and foreign lines are set aside"
"$PROSSIMA" flows pseudonymise --key "$dir/key" --new-key && "$PROSSIMA" flows pseudonymise "$f" "$dir/ps" --key "$dir/key" 2>"$dir/err" &&
	! grep -qE '(^|,)a,|RSSMRA' "$dir"/ps/drug.csv "$dir"/ps/person.csv
ok "pseudonymised: no identifier, no fiscal code"

# ---- published samples
samples=${SHARED:-}/data
if [ -d "$samples/omop" ] && [ -d "$samples/fhir" ]; then
	for d in synpuf50-cdm5.2:15000 synthea27nj-cdm5.4:20000 synpuf1k-cdm5.2:100000; do
		convert "$samples/omop/${d%:*}" && outcomes "${d#*:}" && [ ! -e "$dir/got/rejects.csv" ]
		ok "OMOP sample ${d%:*}: every row has an outcome, none is rejected"
		"$PROSSIMA" flows import "$dir/got" --archive "$dir/${d%:*}" 2>"$dir/err" && ! ls "$dir/${d%:*}"/rejects/*.csv >/dev/null 2>&1
		ok "OMOP sample ${d%:*}: what came out is imported without a reject"
	done
	python3 "$here/flows/bundles.py" "$dir/nd" "$samples"/fhir/*.json.gz
	convert "$dir/nd" && outcomes 3000 && [ ! -e "$dir/got/rejects.csv" ] && [ "$(wc -l <"$dir/got/person.csv")" = 31 ]
	ok "FHIR sample: every resource has an outcome"
	"$PROSSIMA" flows import "$dir/got" --archive "$dir/nda" 2>"$dir/err" && ! ls "$dir"/nda/rejects/*.csv >/dev/null 2>&1
	ok "FHIR sample: what came out is imported without a reject"
else
	skip "published samples of OMOP and FHIR" "SHARED does not name them"
fi
echo "1..$n"

#!/bin/bash
# prossima strata load and summary on both engines: what lands in the tables is
# what run says, a repeated date replaces, a stopped load is not seen.
. "$(dirname "$0")/strata/common.sh"

day=2025-12-31
folder=$tmp/simulated a=$tmp/archive
"$PROSSIMA" simulate --persons 1500 --province BG --months 36 --seed 3 "$folder" >/dev/null 2>&1 &&
	import "$folder" "$a"
ok $? "simulated and imported" "$tmp/rejects.csv"
run "$a" $day "$tmp/run.csv"

sql() { # sql TEXT: rows of the database at hand, fields joined by '|'
	case $db in
	postgresql:*) psql "$db" -XAtq -c "$1" ;;
	*) sqlite3 "$db" "$1" ;;
	esac
}
current="(SELECT id FROM strata_run WHERE state = 'current')"

loaded_is_run() { # every level, cluster, score and condition
	tr -d '\r' <"$tmp/run.csv" | awk -F, 'NR > 1 && $3 == "active" { n = gsub(/\|/, "+", $0)
		print $1 "," $4 "," $5 "," $6 "," $7 "," $8 "," $9 "," $10 "," $12 "," $13 "," $14 }' OFS=, |
		sort >"$tmp/want"
	sql "SELECT p.pseudonym || ',' || s.level || ',' || s.level_weighted || ',' || s.main_cluster || ',' ||
		s.main_condition || ',' || s.n_comorbidities || ',' || s.clusters || ',' || s.other_clusters || ',' ||
		s.charlson_1987 || ',' || s.charlson_2011 || ',' || s.mcs
		FROM stratum s JOIN person p ON p.id = s.person_id WHERE s.run_id = $current" |
		tr '|' + | sort | diff "$tmp/want" - >"$tmp/diff"
	ok $? "$1: strata as run gives them" "$tmp/diff"
	tr -d '\r' <"$tmp/run.csv" | awk -F, 'NR > 1 && $4 != "" && $4 <= 3 { n = split($11, c, "|")
		for (i = 1; i <= n; i++) print $1 "," c[i] }' | sort >"$tmp/want"
	sql "SELECT p.pseudonym || ',' || c.condition FROM person_condition c
		JOIN person p ON p.id = c.person_id WHERE c.run_id = $current" | sort | diff "$tmp/want" - >"$tmp/diff"
	ok $? "$1: conditions of levels 1 to 3" "$tmp/diff"
}

history_is_files() { # therapy and services, counted again from the CSV files
	awk -F, 'NR == FNR { if ($4 != "" && $4 <= 3) keep[$1] = 1; next }
		FNR > 1 && keep[$2] && $3 >= "2025-01-01" && $3 <= "2025-12-31" { n[$2 "," $4]++ }
		END { for (k in n) print k "," n[k] }' "$tmp/run.csv" "$folder/drug.csv" | sort >"$tmp/want"
	sql "SELECT p.pseudonym || ',' || t.atc || ',' || t.n_dispensings FROM therapy t
		JOIN person p ON p.id = t.person_id WHERE t.run_id = $current" | sort | diff "$tmp/want" - >"$tmp/diff"
	ok $? "$1: medicines of the year" "$tmp/diff"
	awk -F, 'NR == FNR { if ($4 != "" && $4 <= 3) keep[$1] = 1; next }
		FNR > 1 && keep[$2] && $3 <= "2025-12-31" { k = $2 "," $4; n[k] += $3 >= "2025-01-01"
			if ($3 > last[k]) last[k] = $3 }
		END { for (k in n) print k "," last[k] "," n[k] }' "$tmp/run.csv" "$folder/outpatient.csv" |
		sort >"$tmp/want"
	sql "SELECT p.pseudonym || ',' || s.service_code || ',' || s.last_date || ',' || s.n_365
		FROM service_history s JOIN person p ON p.id = s.person_id WHERE s.run_id = $current" |
		sort | diff "$tmp/want" - >"$tmp/diff"
	ok $? "$1: services, the last and how many" "$tmp/diff"
}

profile_is_files() { # what goes together from run's CSV, what it took from the claims
	tr -d '\r' <"$tmp/run.csv" | awk -F, 'NR > 1 && $4 != "" && $4 <= 3 {
			n = split($9 ($9 != "" && $10 != "" ? "|" : "") $10, c, "|")
			for (i = 1; i <= n; i++) for (k = i; k <= n; k++)
				pair[c[i] "" < c[k] "" ? c[i] "," c[k] : c[k] "," c[i]]++ }
		END { for (k in pair) print k "," pair[k] }' | sort >"$tmp/want"
	sql "SELECT CASE WHEN cluster_a < cluster_b THEN cluster_a || ',' || cluster_b
			ELSE cluster_b || ',' || cluster_a END || ',' || sum(n)
		FROM stratum_pair WHERE run_id = $current GROUP BY cluster_a, cluster_b" |
		sort | diff "$tmp/want" - >"$tmp/diff"
	ok $? "$1: pairs of diseases" "$tmp/diff"
	for flow in drug outpatient hospital emergency; do
		awk -F, -v flow=$flow 'NR == FNR { if ($3 == "active") key[$1] = $4 "," $6; next }
			FNR == 1 { for (i = 1; i <= NF; i++) if ($i ~ /^cost_eur/) cost = i; next }
			{ day = substr($(flow == "hospital" ? 4 : 3), 1, 10); p = key[$2] }
			p != "" && day >= "2025-01-01" && day <= "2025-12-31" {
				n[p]++; c = $cost; sub(/\r/, "", c); if (c == "") none[p]++; else euro[p] += int(c * 100 + 0.5) }
			END { for (p in n) printf "%s,%s,%d,%d,%d\n", flow, p, n[p], euro[p], none[p] }' \
			<(tr -d '\r' <"$tmp/run.csv") "$folder/$flow.csv"
	done | sort >"$tmp/want"
	[ -s "$tmp/want" ] && sql "SELECT flow || ',' || level || ',' || main_cluster || ',' || sum(records) || ',' ||
			sum(cost_cents) || ',' || sum(unpriced)
		FROM stratum_use WHERE run_id = $current AND records > 0
		GROUP BY flow, level, main_cluster" | sort | diff "$tmp/want" - >"$tmp/diff"
	ok $? "$1: what each disease and level took" "$tmp/diff"
}

load() { "$PROSSIMA" strata load --archive "$a" --date $day --db "$db" "$@"; }

stopped_halfway() { # kill -9 while it writes
	local run=$tmp/$1.before
	sql "SELECT id FROM strata_run WHERE state = 'current'" >"$run"
	for wait in 0.05 0.15 0.3; do
		# not by load(): a function in the background is a shell, and would be killed in its place
		"$PROSSIMA" strata load --archive "$a" --date $day --db "$db" >/dev/null 2>&1 &
		sleep $wait
		kill -9 $! 2>/dev/null
		wait $! 2>/dev/null
	done
	[ "$(sql "SELECT count(*) FROM strata_run WHERE state = 'current'")" = 1 ] &&
		"$PROSSIMA" strata summary --db "$db" --json >"$tmp/after" &&
		diff <(sed 's/"run_id":[0-9]*//' "$tmp/$1.summary") <(sed 's/"run_id":[0-9]*//' "$tmp/after") >"$tmp/diff"
	ok $? "$1: loads killed half way: one current run, the same counts" "$tmp/diff"
	"$PROSSIMA" audit verify --db "$db" >"$tmp/verify" 2>&1
	ok $? "$1: the audit chain holds" "$tmp/verify"
}

on() { # on NAME URL
	db=$2
	"$PROSSIMA" init --db "$db" >/dev/null 2>"$tmp/err"
	"$PROSSIMA" strata summary --db "$db" >/dev/null 2>"$tmp/err"
	[ $? = 1 ] && grep -q 'prossima strata load' "$tmp/err"
	ok $? "$1: summary of nothing says what to do" "$tmp/err"
	"$PROSSIMA" people import "$folder" --db "$db" >/dev/null 2>"$tmp/err"
	ok $? "$1: people" "$tmp/err"
	load --json >"$tmp/$1.load" 2>"$tmp/err"
	ok $? "$1: load" "$tmp/err"
	loaded_is_run "$1"
	history_is_files "$1"
	profile_is_files "$1"
	"$PROSSIMA" strata summary --db "$db" --json >"$tmp/$1.summary"
	load >/dev/null 2>"$tmp/err"
	[ "$(sql "SELECT count(*) FROM strata_run WHERE state = 'current'")" = 1 ] &&
		[ "$(sql "SELECT count(*) FROM strata_run WHERE state = 'superseded'")" = 1 ]
	ok $? "$1: the same date again replaces, and keeps the earlier run" "$tmp/err"
	day=2024-12-31 load >/dev/null 2>"$tmp/err"
	[ "$(sql "SELECT count(*) FROM strata_run WHERE state = 'current'")" = 2 ] &&
		"$PROSSIMA" strata summary --db "$db" --json | grep -q '"as_of":"2025-12-31"' &&
		"$PROSSIMA" strata summary --db "$db" --date 2025-06-30 --json | grep -q '"as_of":"2024-12-31"'
	ok $? "$1: each date has its run; summary takes the latest, or that of a day" "$tmp/err"
	sql "UPDATE strata_run SET state = 'superseded' WHERE as_of = '2024-12-31'"
	stopped_halfway "$1"
	[ "$(sql "SELECT count(*) FROM person_condition WHERE evidence NOT LIKE '%\"rule\"%'")" = 0 ]
	ok $? "$1: every condition keeps the rule that found it"
}

if command -v sqlite3 >/dev/null; then
	on SQLite "$tmp/test.db"
else
	skip "SQLite" "no sqlite3 to look into the database"
fi
if [ -n "${TEST_PG:-}" ] && command -v psql >/dev/null; then
	name=strata_load_$$
	psql "$TEST_PG" -qc "CREATE DATABASE $name" && on PostgreSQL "${TEST_PG%/*}/$name"
	psql "$TEST_PG" -qc "DROP DATABASE $name"
else
	skip "PostgreSQL" "TEST_PG is not set"
fi
[ -s "$tmp/PostgreSQL.summary" ] && {
	diff <(sed 's/"run_id":[0-9]*//' "$tmp/SQLite.summary") \
		<(sed 's/"run_id":[0-9]*//' "$tmp/PostgreSQL.summary") >"$tmp/diff"
	ok $? "both engines count the same" "$tmp/diff"
}
plan

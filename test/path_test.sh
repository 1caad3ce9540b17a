#!/bin/bash
# The whole path on a small province, on SQLite and on PostgreSQL: every station
# runs, both engines give the same figures, and the figures of settlement and
# indicators agree with a count made apart, in SQL.
set -u
cd "$(dirname "$0")/.."
P=${PROSSIMA:-./prossima}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
n=0
ok() { n=$((n + 1)); echo "ok $n - $1"; }
no() { n=$((n + 1)); echo "not ok $n - $1"; [ -f "$tmp/err" ] && sed 's/^/# /' "$tmp/err" | tail -5; }
is() { if [ "$2" = "$3" ]; then ok "$1"; else no "$1: $2, wanted $3"; fi; }
run() { # label, day, words
	local label=$1
	export PROSSIMA_TODAY=$2
	shift 2
	if "$P" "$@" >"$tmp/out" 2>"$tmp/err"; then ok "$label"; else no "$label"; fi
}
path() { # name, database
	local e=$1 db=$2
	run "$e: init" 2026-01-05 init --db "$db"
	run "$e: people" 2026-01-05 people import "$tmp/raw" --db "$db"
	run "$e: strata" 2026-01-05 strata load --archive "$tmp/archive" --date 2025-12-31 --db "$db"
	run "$e: agendas" 2026-01-05 book agendas "$tmp/raw" --db "$db"
	run "$e: enrolment" 2026-01-05 enrol batch --share 60 --from 2026-01-07 --to 2026-01-30 --seed 1 --db "$db"
	run "$e: plans drafted" 2026-01-31 plan draft --all --db "$db"
	run "$e: plans signed" 2026-01-31 plan sign-batch --all --db "$db"
	run "$e: plans published" 2026-01-31 plan publish --all --db "$db"
	run "$e: year booked" 2026-02-02 book year --db "$db"
	run "$e: quarter lived" 2026-03-31 book simulate-outcomes --to 2026-03-31 --seed 1 --db "$db"
	run "$e: indicators" 2026-03-31 quality run --on 2026-03-31 --json --db "$db"
	cp "$tmp/out" "$tmp/$e.quality"
	run "$e: settlement" 2026-04-10 settle compute --quarter 2026Q1 --json --db "$db"
	sed 's/"digest":"[0-9a-f]*"//g' "$tmp/out" >"$tmp/$e.settle"
	run "$e: settlement replayed" 2026-04-10 settle check --quarter 2026Q1 --db "$db"
	run "$e: settled again, nothing doubled" 2026-04-11 settle compute --quarter 2026Q1 --db "$db"
	run "$e: audit" 2026-04-11 audit verify --db "$db"
	run "$e: lines" 2026-04-11 settle lines --quarter 2026Q1 --db "$db"
	cut -d, -f2-10 "$tmp/out" | sort >"$tmp/$e.lines"
	run "$e: sent" 2026-04-12 settle move --quarter 2026Q1 --manager "$(awk -F, 'NR == 2 { print $2 }' "$tmp/out")" --to sent --db "$db"
	if "$P" settle compute --quarter 2026Q1 --db "$db" >"$tmp/out" 2>"$tmp/err"; then
		no "$e: a statement that was sent is not computed anew"
	elif grep -q 'dispute it' "$tmp/err"; then ok "$e: a statement that was sent is not computed anew"
	else no "$e: a statement that was sent is not computed anew"; fi
}

run "simulate" 2026-01-05 simulate --persons 4000 --province BG --months 36 --seed 5 "$tmp/raw"
run "import" 2026-01-05 flows import "$tmp/raw" --archive "$tmp/archive"
path sqlite "$tmp/a.db"

sql() { sqlite3 "$tmp/a.db" "$1"; }
if ! command -v sqlite3 >/dev/null; then
	n=$((n + 1)); echo "ok $n - counted apart # SKIP sqlite3 is not installed"
else
	[ "$(sql "SELECT COUNT(*) > 20 FROM enrolment WHERE state = 'active'")" = 1 ] && ok "people are enrolled" || no "people are enrolled"
	# the fee, month by month, by a rule written apart from the program
	want=$(sql "WITH m(first, last, k) AS (VALUES ('2026-01-01', '2026-01-31', 0), ('2026-02-01', '2026-02-28', 1), ('2026-03-01', '2026-03-31', 2))
		SELECT SUM(CASE v.level WHEN 1 THEN 4500 WHEN 2 THEN 4000 ELSE 3500 END * (k + 1) / 12
		         - CASE v.level WHEN 1 THEN 4500 WHEN 2 THEN 4000 ELSE 3500 END * k / 12)
		  FROM m JOIN enrolment e ON e.active_from <= m.last AND (e.ended_on IS NULL OR e.ended_on > m.first)
		  JOIN plan_version v ON v.person_id = e.person_id AND v.published_us IS NOT NULL
		   AND date(v.published_us / 1000000, 'unixepoch') <= m.last")
	got=$(sql "SELECT SUM(amount_cents) FROM settlement_line WHERE statement_id IN (SELECT id FROM settlement_statement WHERE state <> 'superseded') AND item = 'PIC_FEE'")
	is "the yearly fee of the quarter" "$got" "$want"
	want=$(sql "SELECT 1500 * COUNT(*) FROM plan_version WHERE published_us IS NOT NULL AND n_lab >= 5 AND n_outpatient >= 1")
	got=$(sql "SELECT SUM(amount_cents) FROM settlement_line WHERE statement_id IN (SELECT id FROM settlement_statement WHERE state <> 'superseded') AND item = 'PAI_FEE'")
	is "the fee of the plans" "$got" "$want"
	is "every statement is the sum of its lines" "$(sql "SELECT COUNT(*) FROM settlement_statement s WHERE total_cents <>
		(SELECT SUM(amount_cents) FROM settlement_line l WHERE l.statement_id = s.id)")" 0
	is "no line is due twice" "$(sql "SELECT COUNT(*) FROM (SELECT 1 FROM settlement_line WHERE statement_id IN (SELECT id FROM settlement_statement WHERE state <> 'superseded') AND state = 'due'
		GROUP BY payer, item, person_id, month, CASE WHEN month IS NULL THEN version_id END HAVING COUNT(*) > 1)")" 0
	# indicators, counted apart
	want=$(sql "SELECT COUNT(*) || ' ' || COALESCE(SUM(k >= 4), 0) FROM (SELECT c.person_id,
		(SELECT COALESCE(SUM(n_365), 0) >= 2 FROM service_history h WHERE h.run_id = c.run_id AND h.person_id = c.person_id AND service_code = '90.28.1') +
		(SELECT COUNT(*) > 0 FROM service_history h WHERE h.run_id = c.run_id AND h.person_id = c.person_id AND n_365 > 0 AND service_code IN ('90.14.3', '90.14.1', '90.43.2', '90.13.B')) +
		(SELECT COUNT(*) > 0 FROM service_history h WHERE h.run_id = c.run_id AND h.person_id = c.person_id AND n_365 > 0 AND service_code = '90.33.4') +
		(SELECT COUNT(*) > 0 FROM service_history h WHERE h.run_id = c.run_id AND h.person_id = c.person_id AND n_365 > 0 AND service_code IN ('90.16.3', '90.16.4')) +
		(SELECT COUNT(*) > 0 FROM service_history h WHERE h.run_id = c.run_id AND h.person_id = c.person_id AND n_365 > 0 AND service_code IN ('95.02', '95.03.3')) AS k
		FROM person_condition c WHERE c.condition IN ('DM1', 'DM1_COMP', 'DM2', 'DM2_COMP') GROUP BY c.person_id)")
	got=$(sql "SELECT COUNT(*) || ' ' || SUM(numerator) FROM indicator_member WHERE indicator = 'DM_CHECKS'")
	is "diabetes, four checks of five" "$got" "$want"
	want=$(sql "SELECT COUNT(*) || ' ' || SUM(booked_on IS NOT NULL) || ' ' || SUM(done_on IS NOT NULL) FROM activity
		WHERE due <= '2026-03-31' AND state NOT IN ('cancelled', 'refused')")
	got=$(sql "SELECT SUM(CASE indicator WHEN 'ACT_BOOKED' THEN denominator END) || ' ' || SUM(CASE indicator WHEN 'ACT_BOOKED' THEN numerator END)
		|| ' ' || SUM(CASE indicator WHEN 'ACT_DONE' THEN numerator END) FROM indicator_member")
	is "planned, booked, done" "$got" "$want"
	is "a result is the sum of its people" "$(sql "SELECT COUNT(*) FROM indicator_result r WHERE r.denominator <>
		(SELECT COALESCE(SUM(denominator), 0) FROM indicator_member m WHERE m.run_id = r.run_id AND m.indicator = r.indicator AND m.enrolled = r.enrolled)")" 0
fi

# who dies is followed no more: enrolment, plan, appointments, and no letter
if command -v sqlite3 >/dev/null; then
	who=$(sql "SELECT p.pseudonym FROM person p JOIN appointment a ON a.person_id = p.id WHERE a.state = 'booked' AND a.day > '2026-07-01' ORDER BY 1 LIMIT 1")
	mkdir "$tmp/register"
	{ head -n 1 "$tmp/raw/person.csv"; grep "^$who," "$tmp/raw/person.csv"; } | tr -d '\r' | sed '2s/,$/,2026-04-05/' >"$tmp/register/person.csv"
	before=$(sql "SELECT COUNT(*) FROM outbox o JOIN person p ON p.id = o.person_id WHERE p.pseudonym = '$who'")
	run "a death in the registry" 2026-04-12 people import "$tmp/register" --db "$tmp/a.db"
	is "the enrolment ended for death" "$(sql "SELECT end_reason FROM enrolment e JOIN person p ON p.id = e.person_id WHERE p.pseudonym = '$who'")" death
	is "the plan is closed" "$(sql "SELECT COUNT(*) FROM plan_version v JOIN person p ON p.id = v.person_id WHERE p.pseudonym = '$who' AND v.state <> 'closed'")" 0
	is "no appointment is to come" "$(sql "SELECT COUNT(*) FROM appointment a JOIN person p ON p.id = a.person_id WHERE p.pseudonym = '$who' AND a.state IN ('held', 'booked') AND a.day >= '2026-04-12'")" 0
	is "nobody writes to the dead" "$(sql "SELECT COUNT(*) FROM outbox o JOIN person p ON p.id = o.person_id WHERE p.pseudonym = '$who'")" "$before"
	run "the bookings still agree" 2026-04-12 book summary --db "$tmp/a.db"
fi

if [ -z "${TEST_PG:-}" ]; then
	n=$((n + 1)); echo "ok $n - the same on PostgreSQL # SKIP TEST_PG is not set"
else
	name=prossima_path_$$
	psql -qX "$TEST_PG" -c "CREATE DATABASE $name TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'" >"$tmp/err" 2>&1
	path postgres "${TEST_PG%/*}/$name"
	for what in quality settle lines; do
		cmp -s "$tmp/sqlite.$what" "$tmp/postgres.$what" && ok "both engines agree: $what" || no "both engines agree: $what"
	done
	psql -qX "$TEST_PG" -c "DROP DATABASE $name" >/dev/null 2>&1
fi
echo "1..$n"

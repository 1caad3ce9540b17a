#!/bin/bash
# The commands knowledge and rules, and the agreement of our loader with
# data/check_knowledge.py, as a user meets them.
set -u
cd "$(dirname "$0")/.."
PROSSIMA=${PROSSIMA:-./prossima}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
n=0
check() { # name, expected status, expected text, command ...
	n=$((n + 1))
	name=$1 status=$2 text=$3
	shift 3
	"$@" >"$tmp/out" 2>&1
	got=$?
	if [ $got = "$status" ] && grep -qF -- "$text" "$tmp/out"; then
		echo "ok $n - $name"
	else
		echo "not ok $n - $name"
		echo "# status $got, expected $status with \"$text\"; said:"
		sed 's/^/# /' "$tmp/out" | head -20
	fi
}
echo 1..21
db=$tmp/p.db
mkdir "$tmp/own"
export PROSSIMA_TODAY=2026-01-10
check "our tables are clean" 0 "no problem found" "$PROSSIMA" knowledge check
check "a table is shown" 0 "DM2,Diabete mellito tipo 2" "$PROSSIMA" knowledge show conditions
check "rows are found" 0 "name_it: Diabete mellito tipo 2" "$PROSSIMA" knowledge show conditions --find DM2
check "no such table" 1 'there is no table "nothing.csv"' "$PROSSIMA" knowledge show nothing
check "a condition in words" 0 "or group G2, all of:" "$PROSSIMA" knowledge condition DM2
check "no such condition" 1 'there is no condition "DM9"' "$PROSSIMA" knowledge condition DM9
sed 's/^DM2,/DM3,/' data/conditions.csv >"$tmp/own/conditions.csv"
line=$(grep -n '^R079,' data/condition_rules.csv | cut -d: -f1)
check "a broken table of the user" 1 "condition_rules.csv:$line: condition: is not known" "$PROSSIMA" knowledge check --data "$tmp/own"
check "the same by PROSSIMA_DATA" 1 'could not use the knowledge tables' env PROSSIMA_DATA="$tmp/own" "$PROSSIMA" knowledge condition DM1
check "no such folder" 1 "there is no such folder" "$PROSSIMA" knowledge check --data "$tmp/none"
check "rules of a day" 0 "PAI_FEE = 1000 plan  from 2018-01-01 to 2019-03-31" "$PROSSIMA" rules list --kind tariff --on 2019-03-31
check "no rule fits" 0 "no rule fits" "$PROSSIMA" rules list --find nothing
check "no such kind" 2 '"price" is not parameter' "$PROSSIMA" rules list --kind price
check "a database begins with the rules" 0 "" "$PROSSIMA" init --db "$db"
check "a change" 0 "pact.duration_months is 24 from 2026-07-01" "$PROSSIMA" rules set parameter pact.duration_months 24 --from 2026-07-01 --source "act" --db "$db"
check "the change stands" 0 "pact.duration_months = 24 month  since 2026-07-01" "$PROSSIMA" rules list --on 2026-07-01 --find pact.duration --db "$db"
check "the day before" 0 "pact.duration_months = 12 month  from 2018-01-01 to 2026-06-30" "$PROSSIMA" rules list --on 2026-06-30 --find pact.duration --db "$db"
# a moment of 10 January in Rome; its first hour is of the 9th in UTC
check "the history" 0 "replaced 2026-01-$([ "$(TZ=Europe/Rome date +%H)" = 00 ] && echo 09 || echo 10)T" "$PROSSIMA" rules history pact.duration_months --db "$db"
check "a value that does not fit" 1 "is not a number of months" "$PROSSIMA" rules set parameter pact.duration_months year --from 2026-07-01 --source "act" --db "$db"
check "a source is needed" 2 "--source is missing" "$PROSSIMA" rules set parameter pact.duration_months 6 --from 2026-07-01 --db "$db"
check "the change is in the audit" 0 "rule.set" "$PROSSIMA" audit list --db "$db"
if command -v python3 >/dev/null; then
	check "the checker in Python agrees" 0 "no problem found" python3 data/check_knowledge.py
else
	echo "ok 21 - the checker in Python agrees # SKIP python3 is not installed"
fi

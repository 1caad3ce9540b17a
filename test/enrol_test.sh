#!/bin/bash
# The commands people and enrol as a person meets them: results, empty states,
# wrong words, refusals.
set -u
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export PROSSIMA_TODAY=2026-01-15
P=$PROSSIMA
db=$dir/p.db
n=0
plan=34
echo "1..$plan"

# is NAME STATUS PATTERN COMMAND...: exit status and a text in the output
is() {
	local name=$1 status=$2 pattern=$3 out got
	shift 3
	n=$((n + 1))
	out=$("$@" 2>&1)
	got=$?
	if [ "$got" = "$status" ] && grep -qE -- "$pattern" <<<"$out"; then
		echo "ok $n - $name"
	else
		echo "not ok $n - $name"
		echo "# status $got, wanted $status and: $pattern"
		sed 's/^/# /' <<<"$out"
	fi
}

is "no database yet" 1 "p.db" "$P" people doctors --db "$db"
"$P" init --db "$db" >/dev/null
is "no doctors yet" 0 "no doctors yet" "$P" people doctors --db "$db"
is "no strata yet" 0 "no stratification" "$P" enrol list --db "$db"
is "nobody enrolled yet" 0 "nobody enrolled yet" "$P" enrol summary --db "$db"
is "folder without person.csv" 1 "has no person.csv" "$P" people import "$dir" --db "$db"
is "folder not there" 1 "nowhere" "$P" people import "$dir/nowhere" --db "$db"
is "import without folder" 2 "DIR is missing" "$P" people import --db "$db"
is "import without database" 2 "--db is missing" "$P" people import "$dir"
is "unknown option" 2 "no option" "$P" people import "$dir" --db "$db" --fast

"$P" simulate --persons 4000 --province BG --months 14 --seed 5 "$dir/raw" >/dev/null 2>&1
is "import" 0 "person.csv +4000 +4000" "$P" people import "$dir/raw" --db "$db"
is "again nothing" 0 "person.csv +4000 +0 +0" "$P" people import "$dir/raw" --db "$db"
is "as JSON" 0 '"person.csv":\{"present":true' "$P" people import "$dir/raw" --db "$db" --json
mkdir "$dir/bad"
printf 'person,birth\n' >"$dir/bad/person.csv"
is "wrong header" 1 "column 1 of the header should be person_id" "$P" people import "$dir/bad" --db "$db"
head -1 "$dir/raw/person.csv" >"$dir/bad/person.csv"
echo "PX,,1950-13-01,M,016024,,,2020-01-01,," >>"$dir/bad/person.csv"
is "bad row" 0 "person.csv:2: birth_date: no such day: \"1950-13-01\"" "$P" people import "$dir/bad" --db "$db"

person=$(awk -F, 'NR == 2 { print $1 }' "$dir/raw/person.csv")
is "show" 0 "$person" "$P" people show "$person" --db "$db"
is "show nobody" 1 "there is no person" "$P" people show NOBODY --db "$db"
is "find nobody" 0 "nobody found" "$P" people find Zzyzx --db "$db"
is "find too little" 1 "2 to 60 characters" "$P" people find z --db "$db"
is "batch before strata" 1 "strata load comes first" "$P" enrol batch --from 2026-01-07 --to 2026-01-09 --db "$db"

"$P" flows import "$dir/raw" --archive "$dir/a" >/dev/null 2>&1
"$P" strata load --archive "$dir/a" --date 2025-12-31 --db "$db" >/dev/null 2>&1
is "list" 0 "can be enrolled" "$P" enrol list --limit 3 --db "$db"
is "list as CSV" 0 "^person_id,last_name" "$P" enrol list --csv --db "$db"
is "unknown doctor" 1 "there is no doctor" "$P" enrol list --doctor NOBODY --db "$db"
who=$("$P" enrol list --csv --limit 1 --db "$db" | awk -F, 'NR == 2 { print $1 }')
is "never enrolled" 0 "never enrolled" "$P" enrol show "$who" --db "$db"
is "the form before the pact" 0 "bozza, da firmare" "$P" enrol pact "$who" --db "$db"
is "activate too early" 1 "no enrolment alive" "$P" enrol activate "$who" --db "$db"
is "invite" 0 "invited" "$P" enrol invite "$who" --db "$db"
is "sign too early" 1 "this one is invited" "$P" enrol sign "$who" --db "$db"
is "choose" 0 "chosen" "$P" enrol choose "$who" --db "$db"
is "wrong mode" 2 "paper, remote" "$P" enrol sign "$who" --mode fax --db "$db"
is "sign" 0 "pact_signed" "$P" enrol sign "$who" --db "$db"
is "activate" 0 "active" "$P" enrol activate "$who" --db "$db"
is "the pact" 0 "PATTO DI CURA" "$P" enrol pact "$who" --db "$db"
is "wrong reason" 2 "one of withdrawal" "$P" enrol end "$who" --reason bored --db "$db"
is "campaign" 0 "^enrolled +[1-9]" "$P" enrol batch --share 50 --from 2026-01-07 --to 2026-01-14 --db "$db"
[ "$n" = "$plan" ]

#!/bin/bash
# strata sql run for real in DuckDB and PostgreSQL: equal to strata run on every
# column of every person, in the same order. strata_oracle_test.sh compares
# strata run with the reference evaluator on the same people.
. "$(dirname "$0")/strata/sql_common.sh"

for dialect in duckdb postgres clickhouse spark; do
	"$PROSSIMA" strata sql --dialect $dialect --date 2025-12-31 --out "$tmp/$dialect.sql" &&
		grep -q '^-- result$' "$tmp/$dialect.sql" && ! grep -q '[{}]' "$tmp/$dialect.sql"
	ok $? "a script for $dialect, every word of the template known"
done
"$PROSSIMA" strata sql --dialect oracle --date 2025-12-31 >/dev/null 2>"$tmp/err"
[ $? = 2 ] && grep -q 'no dialect "oracle"' "$tmp/err"
ok $? "another dialect is refused with the four there are" "$tmp/err"
"$PROSSIMA" strata sql --dialect duckdb --date 2025-12-31 --line 'a; DROP TABLE person' >/dev/null 2>"$tmp/err"
[ $? = 2 ]
ok $? "a line column that is no name is refused" "$tmp/err"
engines_among duckdb postgres
if [ -z "$engines" ]; then
	plan
	exit 0
fi

examples=${SHARED:-$top/../shared}/knowledge/examples
[ -d "$examples" ] || examples=$data/examples
import "$examples" "$tmp/examples.archive"
equal "the worked examples" "$examples" "$tmp/examples.archive" 2025-12-31

# Odd people (odd_people.py), with copies of a record_id that say something
# else, codes with dots and in lower case, exemptions in the old spelling.
odd() { # odd NAME PERSONS SEED DATE [OPTION...]
	local dir=$tmp/$1 from=$data
	[ "${5:-}" = --data ] && from=$6
	python3 "$here/odd_people.py" "$from" "$dir" "$2" "$3" "$4"
	python3 "$here/dirty.py" "$dir" "$3"
	import "$dir" "$dir.archive"
	ok $? "$1: imported without rejects" "$tmp/rejects.csv"
	equal "$1" "$dir" "$dir.archive" "$4" "${@:5}"
}
if command -v python3 >/dev/null; then
	seed=${STRATA_SEED:-1}
	odd odd 1000 "$seed" 2025-12-31
	odd leap 300 $((seed + 1)) 2024-02-29 --definition weighted
	python3 "$here/twist.py" "$data" "$tmp/tables" $((seed + 2))
	odd twisted 500 $((seed + 2)) 2025-12-31 --data "$tmp/tables"
else
	skip "odd people" "python3 is not installed"
fi

"$PROSSIMA" simulate --persons "${STRATA_PERSONS:-5000}" --province BG --months 36 --seed 20 "$tmp/simulated" >"$tmp/simulate.out" 2>&1
import "$tmp/simulated" "$tmp/simulated.archive"
equal "simulated people" "$tmp/simulated" "$tmp/simulated.archive" 2025-12-31
plan

# Shared by the tests of strata sql: the script run for real in DuckDB and
# PostgreSQL, every column of every person compared with strata run.
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
flows="person exemption drug outpatient hospital emergency"

load_duckdb() { # FOLDER: statements
	for f in $flows; do echo "COPY $f FROM '$1/$f.csv' (HEADER, DELIMITER ',', NULLSTR '');"; done
}
load_postgres() {
	for f in $flows; do printf "\\\\copy %s FROM '%s/%s.csv' (FORMAT csv, HEADER)\n" "$f" "$1" "$f"; done
	echo 'ANALYZE;'
}
# script DIALECT FOLDER DATE [OPTION...]: all an engine needs
script() {
	"$PROSSIMA" strata sql --dialect "$1" --create-tables
	"load_$1" "$2"
	"$PROSSIMA" strata sql --dialect "$1" --date "$3" "${@:4}"
}
run_duckdb() { # SCRIPT RESULT EVIDENCE
	node "$top/tools/duckdb.mjs" --temp "$tmp/spill" --result "$2" ${3:+--evidence "$3"} "$1"
}
run_postgres() { # the two queries are told apart by their headers
	psql -q --csv -v ON_ERROR_STOP=1 --single-transaction -f "$1" "$url" >"$tmp/psql.out" || return 1
	awk -v a="$2" -v b="${3:-/dev/null}" '/^person_id,/ { n++ } { print > (n == 1 ? a : b) }' "$tmp/psql.out"
}

# One schema per comparison would do too; a database is simpler to leave behind.
new_database() {
	n_database=$((${n_database:-0} + 1))
	psql -q "$TEST_PG" -c "CREATE DATABASE strata_sql_$$_$n_database" &&
		url=${TEST_PG%/*}/strata_sql_$$_$n_database
}
drop_database() { psql -q "$TEST_PG" -c "DROP DATABASE strata_sql_$$_$n_database"; }

engines=
if "$top/tools/duckdb.sh" 2>"$tmp/duckdb.err"; then
	engines=duckdb
else
	skip "DuckDB" "$(head -1 "$tmp/duckdb.err")"
fi
if [ -n "${TEST_PG:-}" ] && command -v psql >/dev/null; then
	engines="$engines postgres"
else
	skip "PostgreSQL" "TEST_PG names none, or psql is not installed"
fi

# equal NAME FOLDER ARCHIVE DATE [OPTION...]: both engines say what ours says.
# The options go to strata run too.
equal() {
	local name=$1 folder=$2 archive=$3 day=$4 engine
	shift 4
	run "$archive" "$day" "$tmp/our.csv" --evidence "$tmp/our.evidence" "$@" || cat "$tmp/run.err"
	tr -d '\r' <"$tmp/our.csv" >"$tmp/want.csv"
	# records of one day in one rule may stand in any order
	tr -d '\r' <"$tmp/our.evidence" | sort >"$tmp/want.evidence"
	for engine in $engines; do
		rm -f "$tmp/their.csv" "$tmp/their.evidence"
		[ $engine = postgres ] && new_database
		script $engine "$folder" "$day" --evidence "$@" >"$tmp/script.sql" 2>"$tmp/diff" &&
			run_$engine "$tmp/script.sql" "$tmp/their.csv" "$tmp/their.evidence" >>"$tmp/diff" 2>&1
		[ $engine = postgres ] && drop_database
		diff "$tmp/want.csv" "$tmp/their.csv" >>"$tmp/diff" 2>&1
		[ ! -s "$tmp/diff" ] && [ "$(wc -l <"$tmp/want.csv")" -gt 1 ]
		ok $? "$engine, $name on $day: $(($(wc -l <"$tmp/want.csv") - 1)) people, every column" "$tmp/diff"
		sort "$tmp/their.evidence" 2>&1 | diff "$tmp/want.evidence" - >"$tmp/diff"
		[ ! -s "$tmp/diff" ]
		ok $? "$engine, $name: $(($(wc -l <"$tmp/want.evidence") - 1)) records of evidence" "$tmp/diff"
	done
}

# Shared by the tests of strata sql: the scripts run for real, every column of
# every person and every record of evidence compared with strata run.
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
flows="person exemption drug outpatient hospital emergency"

load_duckdb() { # FOLDER: statements
	for f in $flows; do echo "COPY $f FROM '$1/$f.csv' (HEADER, DELIMITER ',', NULLSTR '');"; done
}
load_postgres() {
	for f in $flows; do printf "\\\\copy %s FROM '%s/%s.csv' (FORMAT csv, HEADER)\n" "$f" "$1" "$f"; done
	echo 'ANALYZE;'
}
load_clickhouse() { # one thread: the order of the rows is their line
	for f in $flows; do
		local columns
		columns=$("$PROSSIMA" strata sql --dialect clickhouse --create-tables | sed -n "/CREATE TABLE $f (/,/^)/p" |
			sed '1d; $d' | tr -d '\n\t' | sed 's/, *line UInt64$//')
		echo "INSERT INTO $f SELECT *, rowNumberInAllBlocks() AS line" \
			"FROM file('$1/$f.csv', 'CSVWithNames', '$columns') SETTINGS max_threads = 1;"
	done
}
load_spark() { # for DuckDB: see spark_as_duckdb.mjs
	load_duckdb "$1"
	for f in $flows; do printf 'ALTER TABLE %s ADD COLUMN line BIGINT;\nUPDATE %s SET line = rowid;\n' $f $f; done
}
# script DIALECT FOLDER DATE [OPTION...]: all an engine needs
script() {
	local tables=$1
	[ "$1" = spark ] && tables=duckdb
	"$PROSSIMA" strata sql --dialect $tables --create-tables
	"load_$1" "$2"
	if [ "$1" = spark ]; then
		"$PROSSIMA" strata sql --dialect spark --date "$3" "${@:4}" | node "$here/spark_as_duckdb.mjs"
	else
		"$PROSSIMA" strata sql --dialect "$1" --date "$3" "${@:4}"
	fi
}
run_duckdb() { # SCRIPT RESULT EVIDENCE
	node "$top/tools/sqlrun.mjs" duckdb --temp "$tmp/spill" --result "$2" --evidence "$3" "$1"
}
run_spark() { # DATE_SUB comes out as an instant
	run_duckdb "$@" && sed -i 's/ 00:00:00,/,/' "$3"
}
run_clickhouse() { # quotes every text
	node "$top/tools/sqlrun.mjs" clickhouse --result "$2" --evidence "$3" "$1" && sed -i 's/"//g' "$2" "$3"
}
run_postgres() { # the two queries are told apart by their headers
	psql -q --csv -v ON_ERROR_STOP=1 --single-transaction -f "$1" "$url" >"$tmp/psql.out" || return 1
	awk -v a="$2" -v b="$3" '/^person_id,/ { n++ } { print > (n == 1 ? a : b) }' "$tmp/psql.out"
}

# One schema per comparison would do too; a database is simpler to leave behind.
new_database() {
	n_database=$((${n_database:-0} + 1))
	psql -q "$TEST_PG" -c "CREATE DATABASE strata_sql_$$_$n_database" &&
		url=${TEST_PG%/*}/strata_sql_$$_$n_database
}
drop_database() { psql -q "$TEST_PG" -c "DROP DATABASE strata_sql_$$_$n_database"; }

# engines_among NAME...: which of them are to be had; the others are skipped.
engines_among() {
	engines=
	local e
	for e; do
		case $e in
		postgres) [ -n "${TEST_PG:-}" ] && command -v psql >/dev/null || {
			skip "PostgreSQL" "TEST_PG names none, or psql is not installed"
			continue
		} ;;
		spark) "$top/tools/sql-engine.sh" polyglot 2>"$tmp/engine.err" || {
			skip "spark" "$(head -1 "$tmp/engine.err")"
			continue
		} ;;
		*) "$top/tools/sql-engine.sh" $e 2>"$tmp/engine.err" || {
			skip "$e" "$(head -1 "$tmp/engine.err")"
			continue
		} ;;
		esac
		engines="$engines $e"
	done
}

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

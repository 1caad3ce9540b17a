#!/bin/bash
# tools/sqlgen: what it makes of good SQL, and that it refuses bad SQL with the
# file, the line and the cause.
cd "$(dirname "$0")/.." || exit 1
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cc -std=c17 -D_POSIX_C_SOURCE=200809L -o "$tmp/sqlgen" tools/sqlgen.c || exit 1
n=0
result() { # ok? name
	n=$((n + 1))
	if [ "$1" = 0 ]; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2"
	fi
}
# generate FILE... below $tmp/in; the last output is in $tmp/said
generate() {
	rm -rf "$tmp/out"
	mkdir -p "$tmp/out"
	(cd "$tmp/in" && "$tmp/sqlgen" "$tmp/out" "$@") >"$tmp/said" 2>&1
}
fresh() {
	rm -rf "$tmp/in"
	mkdir -p "$tmp/in/sql" "$tmp/in/migrations"
}

refuses() { # name, text of sql/a.sql, what must be said
	fresh
	printf '%s\n' "$2" >"$tmp/in/sql/a.sql"
	if generate sql/a.sql; then
		result 1 "$1: was accepted"
	elif grep -qF -- "$3" "$tmp/said"; then
		result 0 "$1"
	else
		result 1 "$1: said $(cat "$tmp/said")"
	fi
}
makes() { # name, text of sql/a.sql, line that must stand in sql.c
	fresh
	printf '%s\n' "$2" >"$tmp/in/sql/a.sql"
	generate sql/a.sql && grep -qF -- "$3" "$tmp/out/sql.c"
	result $? "$1"
}
migrations() { # name, what must be said ("" for accepted), files
	local name=$1 want=$2
	shift 2
	fresh
	for f; do echo 'CREATE TABLE t (id BIGINT PRIMARY KEY);' >"$tmp/in/migrations/$f"; done
	if generate "${@/#/migrations/}"; then
		[ -z "$want" ]
	else
		[ -n "$want" ] && grep -qF -- "$want" "$tmp/said"
	fi
	result $? "$name"
}

makes 'numbers for SQLite' '-- name: x :one
SELECT a FROM t WHERE b = :b AND c = :c OR d = :b' '"SELECT a FROM t WHERE b = \0771 AND c = \0772 OR d = \0771"'
makes 'numbers for PostgreSQL' '-- name: x :one
SELECT a FROM t WHERE b = :b AND c = :c OR d = :b' '"SELECT a FROM t WHERE b = $1 AND c = $2 OR d = $1"'
makes 'the names in order' '-- name: x :one
SELECT a FROM t WHERE b = :b AND c = :c' '{"x", '"'o'"', 2, "b\0c\0"'
makes 'quoted text is left alone' "-- name: x :one
SELECT ':a  ''?', \":b\" FROM t" "\"SELECT ':a  ''\\077', \\\":b\\\" FROM t\""
makes 'comments go, also with parameters in them' '-- name: x :one
-- about :a
SELECT 1 /* :b
*/ -- :c
;' '"SELECT 1"'
makes 'a cast is no parameter' '-- name: x :one @postgres
SELECT :a::bigint
-- name: x :one @sqlite
SELECT CAST(:a AS BIGINT)' '"SELECT $1::bigint"'
makes 'a variant wins over the shared text' '-- name: x :one @sqlite
SELECT 2
-- name: x :one
SELECT 1' '"SELECT 2"'
makes 'a date may be asked whether it is NULL' '-- name: x :many
SELECT a FROM t WHERE CAST(:d AS DATE) IS NULL' 'CAST($1 AS DATE) IS NULL'

refuses 'no name' 'SELECT 1;' 'sql/a.sql:1: text before the first'
refuses 'a name with capitals' '-- name: Xy :one
SELECT 1' 'sql/a.sql:1: "Xy" is not a good name'
refuses 'no kind' '-- comment
-- name: x
SELECT 1' 'sql/a.sql:2: "x" needs :one, :many or :run'
refuses 'an unknown kind' '-- name: x :two
SELECT 1' 'needs :one, :many or :run'
refuses 'an unknown engine' '-- name: x :one @oracle
SELECT 1' '"@oracle" is no engine'
refuses 'a word too many' '-- name: x :one @sqlite now
SELECT 1' '"now" is one word too many'
refuses 'a name twice' '-- name: x :one
SELECT 1
-- name: x :one
SELECT 2' 'sql/a.sql:3: "x" is already defined at sql/a.sql:1'
refuses 'a variant of another kind' '-- name: x :one @sqlite
SELECT 1
-- name: x :many @postgres
SELECT 1' '"x" is :many here and :one at sql/a.sql:1'
refuses 'one engine only' '-- name: x :one @sqlite
SELECT 1' 'sql/a.sql:1: "x" has no text for postgres'
refuses 'a parameter in one variant only' '-- name: x :one @sqlite
SELECT :a
-- name: x :one @postgres
SELECT 1' ':a stands in one variant only'
refuses 'no text' '-- name: x :one
-- nothing
-- name: y :one
SELECT 1' 'sql/a.sql:1: statement "x" has no text'
refuses 'two statements' '-- name: x :one
SELECT 1;
SELECT 2;' "sql/a.sql:3: text after the ';'"
refuses 'an open quote' "-- name: x :one
SELECT 1,
  'abc" 'sql/a.sql:3: the quote '
refuses 'an open comment' '-- name: x :one
SELECT 1 /* abc' 'sql/a.sql:2: the comment that begins here'
refuses 'a question mark' '-- name: x :one
SELECT ?1' 'sql/a.sql:2: write parameters as :name'
refuses 'a numbered parameter' '-- name: x :one
SELECT $1' 'write parameters as :name'
refuses 'a parameter with capitals' '-- name: x :one
SELECT :Day' '":Day" is not a good parameter name'
refuses ':run that gives rows' '-- name: x :run
SELECT 1' 'gives rows'
refuses ':one that gives none' '-- name: x :one
DELETE FROM t' 'gives no rows'
refuses 'a date cast that SQLite makes a number' '-- name: x :many
SELECT a FROM t WHERE d < CAST(:d AS DATE)' 'may only stand before IS NULL'

migrations 'shared and split migrations' '' 0001_a.sql 0002_b.sqlite.sql 0002_b.postgres.sql 0004_c.sql
grep -q 'INTEGER PRIMARY KEY' "$tmp/out/sql.c" && grep -q 'BIGINT PRIMARY KEY' "$tmp/out/sql.c"
result $? 'the key is the row number in SQLite only'
migrations 'a migration without number' 'a migration is called NNNN_name.sql' core.sql
migrations 'a number twice' 'number 0001 is taken by' 0001_a.sql 0001_b.sql
migrations 'a shared and a split one of a number' 'number 0001 is taken by' 0001_a.sql 0001_a.sqlite.sql
migrations 'one engine missing' 'for the other engine is missing' 0001_a.sqlite.sql
migrations 'an unknown engine' 'is no engine' 0001_a.oracle.sql

fresh
generate
grep -q 'N_SQL' "$tmp/out/sql.h" && printf '#include "store/sqltext_int.h"\n' >"$tmp/x.c" &&
	[ -s "$tmp/out/sql.c" ]
result $? 'no SQL at all is a program too'

# sql.h keeps its date while the names stay
mkdir -p "$tmp/in/sql"
printf -- '-- name: x :one\nSELECT 1\n' >"$tmp/in/sql/a.sql"
generate sql/a.sql
touch -d '2020-01-01' "$tmp/out/sql.h"
printf -- '-- name: x :one\nSELECT 2\n' >"$tmp/in/sql/a.sql"
(cd "$tmp/in" && "$tmp/sqlgen" "$tmp/out" sql/a.sql)
[ "$(date -r "$tmp/out/sql.h" +%Y)" = 2020 ] && grep -q 'SELECT 2' "$tmp/out/sql.c"
result $? 'sql.h keeps its date while the names stay'
printf -- '-- name: y :one\nSELECT 2\n' >"$tmp/in/sql/a.sql"
(cd "$tmp/in" && "$tmp/sqlgen" "$tmp/out" sql/a.sql)
[ "$(date -r "$tmp/out/sql.h" +%Y)" != 2020 ]
result $? 'sql.h is new when a name is'
echo "1..$n"

#!/bin/bash
# An SQL engine that comes by npm, once, into build/ENGINE. Ends with 1, saying
# why, when it is not to be had.
#	tools/sql-engine.sh duckdb	about 70 MB
#	tools/sql-engine.sh clickhouse	about 550 MB, 160 of them to fetch
#	tools/sql-engine.sh polyglot	no engine: translates between dialects
set -eu
cd "$(dirname "$0")/.."
case ${1:-} in
duckdb) package=@duckdb/node-api@1.5.6-r.1 ;;
clickhouse) package=chdb@3.4.0 ;;
polyglot) package=@polyglot-sql/sdk@0.12.1 ;;
*) echo "usage: tools/sql-engine.sh duckdb|clickhouse|polyglot" >&2; exit 2 ;;
esac
dir=$PWD/build/$1
command -v node >/dev/null && command -v npm >/dev/null || { echo "needs node and npm" >&2; exit 1; }
[ -e "$dir/.ok" ] && exit 0
mkdir -p "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$dir" "$package" >&2 || {
	echo "could not install $package by npm: is there a network?" >&2
	exit 1
}
touch "$dir/.ok"

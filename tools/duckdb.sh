#!/bin/bash
# DuckDB, once, into build/duckdb: its npm package, about 70 MB. Ends with 1,
# saying why, when it is not to be had.
#	tools/duckdb.sh && node tools/duckdb.mjs --help
set -eu
cd "$(dirname "$0")/.."
dir=$PWD/build/duckdb
command -v node >/dev/null && command -v npm >/dev/null || { echo "needs node and npm" >&2; exit 1; }
[ -e "$dir/.ok" ] && exit 0
mkdir -p "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$dir" @duckdb/node-api@1.5.6-r.1 >&2 || {
	echo "could not install @duckdb/node-api by npm: is there a network?" >&2
	exit 1
}
touch "$dir/.ok"

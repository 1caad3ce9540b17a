#!/bin/bash
# The pages on PostgreSQL, word by word as on SQLite: see test/web/engines.mjs.
cd "$(dirname "$0")/.." || exit 1
for tool in node oathtool sqlite3 psql; do
	command -v $tool >/dev/null || { echo "ok 1 - pages on PostgreSQL # SKIP $tool is not there"; echo 1..1; exit 0; }
done
[ -n "${TEST_PG:-}" ] || { echo "ok 1 - pages on PostgreSQL # SKIP TEST_PG names no PostgreSQL"; echo 1..1; exit 0; }
exec node test/web/engines.mjs

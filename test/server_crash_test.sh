#!/bin/bash
# The server killed under load, on both engines (test/web/crash.mjs).
here=$(cd "$(dirname "$0")" && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
for tool in node oathtool sqlite3; do
	command -v $tool >/dev/null || { echo "ok 1 # SKIP $tool is not there"; echo 1..1; exit 0; }
done
node "$here/web/crash.mjs" "$tmp/p.db" SQLite >"$tmp/out" 2>"$tmp/err" || bad=1
if [ -n "${TEST_PG:-}" ]; then
	name=server_crash_$$
	psql -qX "$TEST_PG" -c "CREATE DATABASE $name TEMPLATE template0 LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'" >/dev/null 2>&1
	node "$here/web/crash.mjs" "${TEST_PG%/*}/$name" PostgreSQL >>"$tmp/out" 2>>"$tmp/err" || bad=1
	psql -qX "$TEST_PG" -c "DROP DATABASE IF EXISTS $name WITH (FORCE)" >/dev/null 2>&1
else
	echo "ok 1 - PostgreSQL # SKIP TEST_PG names no PostgreSQL" >>"$tmp/out"
fi
cat "$tmp/err" >&2
grep -v '^1\.\.' "$tmp/out" | awk '/^(not )?ok/ { sub(/ok [0-9]+/, "ok " ++n) } { print }
	END { print "1.." n + 0 }'
exit "${bad:-0}"

#!/bin/bash
# The database gone, full, only to be read, while people work
# (test/web/database.mjs). A file system of its own is mounted out of sight.
cd "$(dirname "$0")/.." || exit 1
for tool in node sqlite3 unshare; do
	command -v $tool >/dev/null || { printf 'ok 1 - the database gone # SKIP %s is not there\n1..1\n' $tool; exit 0; }
done
for flags in -m -rm; do
	unshare $flags true 2>/dev/null && exec env MOUNTS=1 unshare $flags node test/web/database.mjs
done
exec node test/web/database.mjs

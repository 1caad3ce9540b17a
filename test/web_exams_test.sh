#!/bin/bash
# Exams at a distance by the pages, over a real server: see test/web/exams.mjs.
cd "$(dirname "$0")/.." || exit 1
for tool in node oathtool sqlite3; do
	command -v $tool >/dev/null || { echo "ok 1 - exams # SKIP $tool is not there"; echo 1..1; exit 0; }
done
exec node test/web/exams.mjs

#!/bin/bash
# Lists: whole, page by page, searched, empty, past their end: see test/web/lists.mjs.
cd "$(dirname "$0")/.." || exit 1
for tool in node oathtool sqlite3; do
	command -v $tool >/dev/null || { echo "ok 1 - lists # SKIP $tool is not there"; echo 1..1; exit 0; }
done
exec node test/web/lists.mjs

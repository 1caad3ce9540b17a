#!/bin/bash
# Every link of our own pages: see test/web/crawl.mjs.
cd "$(dirname "$0")/.." || exit 1
for tool in node oathtool sqlite3; do
	command -v $tool >/dev/null || { echo "ok 1 - links of the pages # SKIP $tool is not there"; echo 1..1; exit 0; }
done
exec node test/web/crawl.mjs

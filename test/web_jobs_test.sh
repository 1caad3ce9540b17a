#!/bin/bash
# The pages of runs over a real server: see test/web/jobs.mjs.
cd "$(dirname "$0")/.."
command -v node >/dev/null || { echo "1..1"; echo "ok 1 - pages of runs # SKIP node is not installed"; exit 0; }
exec node test/web/jobs.mjs

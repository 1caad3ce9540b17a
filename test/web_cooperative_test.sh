#!/bin/bash
# The pages of a cooperative over a real server: see test/web/cooperative.mjs.
cd "$(dirname "$0")/.."
command -v node >/dev/null || { echo "1..1"; echo "ok 1 - pages of a cooperative # SKIP node is not installed"; exit 0; }
exec node test/web/cooperative.mjs

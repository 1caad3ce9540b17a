#!/bin/bash
# The pages of a person and of the care plan, over a real server
# (test/web/person.mjs).
command -v node >/dev/null || { echo '1..0 # SKIP no node'; exit 0; }
cd "$(dirname "$0")/.." || exit 1
exec node test/web/person.mjs

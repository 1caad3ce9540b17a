#!/bin/bash
# An attacker at the door: see test/web/security.mjs. SKIP where there is no
# node.
cd "$(dirname "$0")/.."
command -v node >/dev/null || { echo "1..1"; echo "ok 1 - web security # SKIP node is not installed"; exit 0; }
exec node test/web/security.mjs

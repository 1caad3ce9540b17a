#!/bin/bash
# One's own account: see test/web/account.mjs. SKIP where there is no node.
cd "$(dirname "$0")/.."
command -v node >/dev/null || { echo "1..1"; echo "ok 1 - web account # SKIP node is not installed"; exit 0; }
exec node test/web/account.mjs

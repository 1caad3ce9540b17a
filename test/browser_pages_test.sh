#!/bin/bash
# In a browser: see test/browser/pages.mjs. SKIP where there is no node.
cd "$(dirname "$0")/.."
command -v node >/dev/null || { echo "1..1"; echo "ok 1 - browser pages # SKIP node is not installed"; exit 0; }
exec node test/browser/pages.mjs

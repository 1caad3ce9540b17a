#!/bin/bash
# Readings and televisits of the demo, at any hour: see test/web/demo_home.mjs.
cd "$(dirname "$0")/.."
command -v node >/dev/null || { echo "1..1"; echo "ok 1 - readings of the demo # SKIP node is not installed"; exit 0; }
exec node test/web/demo_home.mjs

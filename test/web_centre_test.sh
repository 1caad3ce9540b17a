#!/bin/bash
# The pages of the service centre and of providers, over a real server
# (test/web/centre.mjs).
cd "$(dirname "$0")/.." || exit 1
if ! command -v node >/dev/null; then
	printf 'ok 1 - pages of the service centre # SKIP node is not installed\n1..1\n'
	exit 0
fi
exec node test/web/centre.mjs

#!/bin/bash
# The pages of an agency, over a real server (test/web/agency.mjs).
cd "$(dirname "$0")/.." || exit 1
if ! command -v node >/dev/null; then
	printf 'ok 1 - pages of an agency # SKIP node is not installed\n1..1\n'
	exit 0
fi
exec node test/web/agency.mjs

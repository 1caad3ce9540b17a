#!/bin/bash
# The pages of a citizen, over a real server (test/web/citizen.mjs).
cd "$(dirname "$0")/.." || exit 1
if ! command -v node >/dev/null; then
	printf 'ok 1 - pages of a citizen # SKIP node is not installed\n1..1\n'
	exit 0
fi
exec node test/web/citizen.mjs

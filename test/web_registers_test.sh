#!/bin/bash
# The registers of the agency, over a real server (test/web/registers.mjs).
cd "$(dirname "$0")/.." || exit 1
if ! command -v node >/dev/null; then
	printf 'ok 1 - registers of the agency # SKIP node is not installed\n1..1\n'
	exit 0
fi
exec node test/web/registers.mjs

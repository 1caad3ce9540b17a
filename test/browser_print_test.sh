#!/bin/bash
# What comes out of the printer (test/browser/print.mjs).
cd "$(dirname "$0")/.." || exit 1
if ! command -v node >/dev/null; then
	printf 'ok 1 - pages on paper # SKIP node is not installed\n1..1\n'
	exit 0
fi
exec node test/browser/print.mjs

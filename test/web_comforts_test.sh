#!/bin/bash
# What the script of the pages adds (test/browser/comforts.mjs).
cd "$(dirname "$0")/.." || exit 1
if ! command -v node >/dev/null; then
	printf 'ok 1 - the script of the pages # SKIP node is not installed\n1..1\n'
	exit 0
fi
exec node test/browser/comforts.mjs

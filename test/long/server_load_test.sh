#!/bin/bash
# The real server, built with the address and the thread sanitizer, with every
# role at work at once (test/web/load.mjs).
cd "$(dirname "$0")/../.." || exit 1
for tool in node oathtool sqlite3; do
	command -v $tool >/dev/null || { echo "ok 1 # SKIP $tool is not there"; echo 1..1; exit 0; }
done
export UBSAN_OPTIONS=print_stacktrace=1 ASAN_OPTIONS=detect_leaks=1 TSAN_OPTIONS=halt_on_error=0
tmp=$(mktemp)
trap 'rm -f "$tmp"' EXIT
make -s -j2 BUILD=release >&2 || exit 1 # makes the fixture
for build in ${BUILDS:-asan tsan}; do
	make -s -j2 BUILD=$build build/gcc-$build/prossima >&2 || { echo "not ok 0 - build $build"; bad=1; continue; }
	PROSSIMA=$PWD/build/gcc-$build/prossima timeout 900 node test/web/load.mjs $build "${REQUESTS:-600}" >>"$tmp" || bad=1
done
grep -v '^1\.\.' "$tmp" | awk '/^(not )?ok/ { sub(/ok [0-9]+/, "ok " ++n) } { print }
	END { print "1.." n + 0 }'
exit "${bad:-0}"

#!/bin/bash
# Builds the fuzz targets and runs each over its corpus.
#   tools/fuzz.sh SECONDS    0: replay the corpus only
set -u
cd "$(dirname "$0")/.."
build=fuzz
[ "$1" = 0 ] && build=asan # what replays needs no coverage, and is built for the tests
make -j2 --no-print-directory BUILD=$build CC=clang fuzz-targets || exit 1
TMPDIR=$(mktemp -d) # the targets keep their files here
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT
bad=0
for f in build/clang-$build/fuzz/*_fuzz; do
	[ -x "$f" ] || continue
	name=$(basename "$f" _fuzz)
	mkdir -p build/fuzz-found/"$name"
	corpus=fuzz/corpus/$name
	[ -d "$corpus" ] || { echo "$name has no corpus"; bad=1; continue; }
	if [ "$1" = 0 ]; then
		"$f" "$corpus"/* 2>build/fuzz-found/"$name".log
	else
		"$f" -max_total_time="$1" -artifact_prefix=build/fuzz-found/"$name"- \
			build/fuzz-found/"$name" "$corpus" 2>build/fuzz-found/"$name".log
	fi && echo "$name: ok ($(grep -c . <(ls "$corpus")) inputs)" || {
		tail -n 30 build/fuzz-found/"$name".log
		echo "$name: FAILED"
		bad=1
	}
done
exit $bad

#!/bin/bash
# make check: builds and runs every test. See doc/testing.md.
#   tools/check.sh [all]    "all" adds the long ones
set -u
cd "$(dirname "$0")/.."
all=${1:-}
tmp=$(mktemp -d)
chmod 755 "$tmp"
failed=0
job=
stop() {
	[ -n "$job" ] && kill -- -"$job" 2>/dev/null && wait "$job" 2>/dev/null
	[ -d "$tmp/pg" ] && tools/pg-test.sh stop "$tmp/pg" >/dev/null 2>&1
	rm -rf "$tmp"
}
trap stop EXIT
trap 'echo "make check: stopped" >&2; exit 1' INT TERM
await() { # in the background and a group of its own: a signal ends it at once
	set -m
	"$@" &
	job=$!
	set +m
	wait "$job"
	local status=$?
	job=
	return $status
}
begun=$SECONDS
step() { printf '\n== %s (%d s)\n' "$1" $((SECONDS - begun)); }
must() { # a step that has no tests of its own counts as one
	local what=$1
	shift
	if await "$@" >"$tmp/step" 2>&1; then
		echo "1 passed, 0 failed" >>"$tmp/counts"
		echo "$what: ok"
	else
		cat "$tmp/step"
		echo "$what: FAILED"
		echo "0 passed, 1 failed" >>"$tmp/counts"
		failed=1
	fi
}
run() { # run the tests of one build: run BUILD CC PROGRAM...
	local build=$1 cc=$2
	shift 2
	export PROSSIMA=$PWD/build/$cc-$build/prossima COUNTS=$tmp/counts
	await tools/run-tests.sh "$@" || failed=1
}
build() { exec make -j2 --no-print-directory BUILD="$1" CC="$2" "${@:3}"; }

export SHARED=${SHARED:-$PWD/../shared}
step "layers and form"
must "layers" tools/check-layers.sh
must "form" tools/check-form.sh
step "build, gcc"
must "build gcc release" build release gcc all tests
must "manual pages" tools/check-man.sh build/gcc-release/prossima
export TEST_PG=
export XDG_CONFIG_HOME=$tmp/config # keys of databases on PostgreSQL
if TEST_PG=$(tools/pg-test.sh start "$tmp/pg" 2>"$tmp/pg.err"); then
	export TEST_PG
	echo "PostgreSQL for the tests: started"
else
	echo "PostgreSQL could not be started, its tests are skipped:"
	cat "$tmp/pg.err"
fi
step "tests"
run release gcc build/gcc-release/test/*_test test/*_test.sh
step "clang, address and undefined behaviour sanitizers"
must "build clang asan" build asan clang all tests
export ASAN_OPTIONS=detect_leaks=1:abort_on_error=0 UBSAN_OPTIONS=print_stacktrace=1
run asan clang build/clang-asan/test/*_test
step "the fuzz corpora replayed"
must "fuzz targets and corpora" tools/fuzz.sh 0
if [ "$all" = all ]; then
	step "thread sanitizer"
	must "build gcc tsan" build tsan gcc all tests
	run tsan gcc build/gcc-tsan/test/*_test
	step "tests with clang"
	must "build clang tests" build release clang all tests
	run release clang build/clang-release/test/*_test
	step "fuzzing"
	must "fuzzing" tools/fuzz.sh 60 # FUZZ_SECONDS: longer for readers
	step "the long tests"
	export TEST_SECONDS=3600 PROSSIMA_LONG=1
	run release gcc test/long/*_test.sh
	step "lint"
	must "lint" make --no-print-directory lint
fi
printf '\n%d s\n' $((SECONDS - begun))
awk -F'[ ,]+' '{ p += $1; f += $3; s += $5 }
	END { printf "%d passed, %d failed, %d skipped\n", p, f, s }' "$tmp/counts"
exit $failed

#!/bin/bash
# Runs test programs, two at a time, and counts.
#   tools/run-tests.sh PROGRAM ...
# A test is a cmocka program or a *_test.sh; both speak TAP. The environment
# tells them where things are: PROSSIMA (the program under test), TEST_PG (a
# PostgreSQL whose databases may be made and dropped; empty: such tests are
# skipped, visibly), SHARED (test data from outside; absent: likewise).
# The last line is "N passed, N failed, N skipped"; it is added to the file
# COUNTS too, when that is set. A signal ends the tests that are running.
set -u
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
export CMOCKA_MESSAGE_OUTPUT=TAP
one() { # its own process: it may be told to end while the test runs
	trap 'kill $child 2>/dev/null; wait $child; exit 1' INT TERM
	local file name shell=
	file=$out/$(basename "$1") # two tests may differ in .sh alone
	name=$(basename "$1" .sh)
	[ "${1%.sh}" = "$1" ] || shell=bash
	begun=$(date +%s.%N)
	timeout "${TEST_SECONDS:-600}" $shell "$1" \
		>"$file.tap" 2>"$file.err" </dev/null &
	child=$!
	wait $child
	status=$?
	# cmocka writes a skipped test as "not ok 6 # SKIP name"
	skip=$(grep -ciE '^(not )?ok .*# *skip' "$file.tap")
	fail=$(grep '^not ok ' "$file.tap" | grep -vciE '# *skip')
	pass=$(grep '^ok ' "$file.tap" | grep -vciE '# *skip')
	# a crash, or a program that ran nothing, is a failure too
	if [ "$fail" = 0 ] && { [ $status != 0 ] || [ $((pass + skip)) = 0 ]; }; then
		fail=1
		echo "exit status $status" >>"$file.err"
	fi
	seconds=$(awk -v a="$begun" -v b="$(date +%s.%N)" 'BEGIN { printf "%.1f", b - a }')
	echo "$pass $fail $skip $seconds $name" >"$file.sum"
	printf '%-28s %4d passed %3d failed %3d skipped %7s s\n' "$name" \
		$pass "$fail" "$skip" "$seconds"
	grep -iE '^(not )?ok .*# *skip' "$file.tap" |
		sed -E 's/^(not )?ok [0-9]* *-* *(# *SKIP *)?/    skipped: /'
	if [ "$fail" != 0 ]; then
		grep -A8 '^not ok ' "$file.tap" | grep -viE '# *skip' | sed 's/^/    /' | head -60
		tail -n 40 "$file.err" | sed 's/^/    /'
	fi
}
trap 'trap "" INT TERM; kill $(jobs -p) 2>/dev/null; wait; exit 1' INT TERM
for program; do
	while [ "$(jobs -rp | wc -l)" -ge "${TEST_JOBS:-2}" ]; do wait -n; done
	one "$program" &
done
wait
cat "$out"/*.sum | awk '{ p += $1; f += $2; s += $3 }
	END { f += n - NR # a test that left no line did not end well
	printf "%d passed, %d failed, %d skipped\n", p, f, s; exit f > 0 }' n=$# - >"$out/total"
status=$?
tee -a "${COUNTS:-/dev/null}" <"$out/total"
exit $status

#!/bin/bash
# Runs test programs, two at a time, and counts.
#   tools/run-tests.sh PROGRAM ...
# A test is a cmocka program or a *_test.sh; both speak TAP. The environment
# tells them where things are: PROSSIMA (the program under test), TEST_PG (a
# PostgreSQL whose databases may be made and dropped; empty: such tests are
# skipped, visibly), SHARED (test data from outside; absent: likewise).
# The last line is "N passed, N failed, N skipped".
set -u
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
export CMOCKA_MESSAGE_OUTPUT=TAP out
one() {
	name=$(basename "$1" .sh)
	begun=$(date +%s.%N)
	case $1 in
	*.sh) timeout "${TEST_SECONDS:-600}" bash "$1" ;;
	*) timeout "${TEST_SECONDS:-600}" "$1" ;;
	esac >"$out/$name.tap" 2>"$out/$name.err" </dev/null
	status=$?
	# cmocka writes a skipped test as "not ok 6 # SKIP name"
	skip=$(grep -ciE '^(not )?ok .*# *skip' "$out/$name.tap")
	fail=$(grep '^not ok ' "$out/$name.tap" | grep -vciE '# *skip')
	pass=$(grep '^ok ' "$out/$name.tap" | grep -vciE '# *skip')
	# a crash, or a program that ran nothing, is a failure too
	if [ "$fail" = 0 ] && { [ $status != 0 ] || [ $((pass + skip)) = 0 ]; }; then
		fail=1
		echo "exit status $status" >>"$out/$name.err"
	fi
	seconds=$(awk -v a="$begun" -v b="$(date +%s.%N)" 'BEGIN { printf "%.1f", b - a }')
	echo "$pass $fail $skip $seconds $name" >"$out/$name.sum"
	printf '%-28s %4d passed %3d failed %3d skipped %7s s\n' "$name" \
		$pass "$fail" "$skip" "$seconds"
	grep -iE '^(not )?ok .*# *skip' "$out/$name.tap" |
		sed -E 's/^(not )?ok [0-9]* *-* *(# *SKIP *)?/    skipped: /'
	if [ "$fail" != 0 ]; then
		grep -A8 '^not ok ' "$out/$name.tap" | grep -viE '# *skip' | sed 's/^/    /' | head -60
		tail -n 40 "$out/$name.err" | sed 's/^/    /'
	fi
}
export -f one
printf '%s\0' "$@" | xargs -0 -n 1 -P "${TEST_JOBS:-2}" bash -c 'one "$0"'
cat "$out"/*.sum | awk '{ p += $1; f += $2; s += $3 }
	END { printf "%d passed, %d failed, %d skipped\n", p, f, s; exit f > 0 }'

#!/bin/bash
# Work in the background with the real commands: done in order, cut by kill -9
# in the middle and gone on with, cancelled, never done by two at once.
set -u
dir=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null; rm -rf "$dir"' EXIT
export PROSSIMA_TODAY=2026-01-15
P=$PROSSIMA
n=0
plan=38
echo "1..$plan"

ok() { # NAME STATUS
	n=$((n + 1))
	[ "$2" = 0 ] && echo "ok $n - $1" || echo "not ok $n - $1"
}
is() { # NAME STATUS PATTERN COMMAND...
	local name=$1 status=$2 pattern=$3 out got
	shift 3
	out=$("$@" 2>&1)
	got=$?
	[ "$got" = "$status" ] && grep -qE -- "$pattern" <<<"$out"
	local bad=$?
	ok "$name" $bad
	[ $bad = 0 ] || sed "s/^/# $got: /" <<<"$out"
}
field() { # JOB KEY
	"$P" job show "$1" --json | sed -E "s/.*\"$2\":\"?([^,\"]*).*/\1/"
}
wait_for() { # JOB STATE
	[ -n "$1" ] || return 1
	for _ in $(seq 150); do
		[ "$(field "$1" state)" = "$2" ] && return 0
		sleep 0.2
	done
	echo "# job $1 is $(field "$1" state), not $2"
	return 1
}
run() { "$P" job run --imports "$dir/in" --archive "$dir/archive" "$@"; }
start() { # in the background, itself and no shell around it
	exec "$P" job run --imports "$dir/in" --archive "$dir/archive" "$@"
}

mkdir "$dir/in"
"$P" simulate --persons 40000 --province BG --months 3 --seed 5 "$dir/in/first" >/dev/null 2>&1

one_engine() {
	local job again runner child all
	rm -rf "$dir/archive"
	"$P" init >/dev/null
	is "nothing asked yet" 0 "no work asked" "$P" job list
	is "unknown kind" 2 "is not one of flows.import" "$P" job add sing
	is "no such folder" 1 "there is no folder" "$P" job add people.import --folder nowhere --imports "$dir/in"
	is "no such job" 1 "there is no job 7" "$P" job show 7
	is "not a number" 2 "not the number" "$P" job cancel x
	job=$("$P" job add people.import --folder first)
	is "fails without an import folder" 0 "1 jobs run" "$P" job run --once
	is "and says why" 0 "no import folder is set" "$P" job show "$job"

	# cancelled in the middle
	job=$("$P" job add people.import --folder first --imports "$dir/in")
	start >/dev/null 2>&1 &
	runner=$!
	wait_for "$job" running
	"$P" job cancel "$job" >/dev/null
	wait_for "$job" cancelled
	ok "cancelled in the middle" $?
	is "cancelled twice is cancelled once" 0 "cancelled" "$P" job cancel "$job"
	kill $runner
	wait $runner

	# kill -9 of the runner in the middle
	job=$("$P" job add people.import --folder first --imports "$dir/in")
	start >/dev/null 2>&1 &
	runner=$!
	wait_for "$job" running
	sleep 0.2
	child=$(pgrep -P $runner)
	kill -9 $runner
	wait $runner 2>/dev/null
	sleep 0.2
	grep -qs "^State:.[^ZX]" "/proc/$child/status"
	ok "the work ends with its runner" $((1 - $?))
	is "cut short" 0 '"state":"running"' "$P" job show "$job" --json
	is "another goes on" 0 "1 jobs run" run --once
	is "done, at the second attempt" 0 '"state":"done".*"attempt":2' "$P" job show "$job" --json
	is "all people are there" 0 "person.csv +40000 +0 +0" "$P" people import "$dir/in/first"

	# an orderly stop gives the job back
	start >/dev/null 2>&1 &
	runner=$!
	job=$("$P" job add flows.import --folder first)
	wait_for "$job" done
	ok "claims imported" $?
	job=$("$P" job add strata.load --date 2025-12-31)
	wait_for "$job" running
	kill -TERM $runner
	wait $runner
	ok "an orderly stop" $?
	[ "$(field "$job" attempt)" -le 1 ]
	ok "does not count as an attempt" $?

	# two runners, four jobs
	all=$job
	for day in 05 06; do
		all="$all $("$P" job add quality.run --date "2026-01-$day")"
	done
	all="$all $("$P" job add day)"
	start --once >"$dir/a" 2>&1 &
	runner=$!
	run --once >"$dir/b" 2>&1
	wait $runner
	run --once >/dev/null 2>&1
	job=0
	for id in $all; do
		[ "$(field "$id" state) $(field "$id" attempt)" = "done 1" ] || job=1
	done
	ok "two runners do each job once" $job
	cat "$dir/a" "$dir/b" | grep -v "jobs run" | sed 's/^/# /'
	is "the audit agrees" 0 "agree" "$P" audit verify
}

export PROSSIMA_DB=$dir/p.db
one_engine
if [ -n "${TEST_PG:-}" ]; then
	export PROSSIMA_DB=${TEST_PG%/*}/job_sh_$$
	one_engine
	psql -q "$TEST_PG" -c "DROP DATABASE IF EXISTS job_sh_$$ WITH (FORCE)" 2>/dev/null
else
	for _ in $(seq 19); do
		n=$((n + 1))
		echo "ok $n - # SKIP TEST_PG names no PostgreSQL"
	done
fi
[ "$n" = "$plan" ]

#!/bin/bash
# book year killed at any moment, many times: every person is booked whole or
# not at all, what was acknowledged is there, and the next run goes on.
set -u
kills=${KILLS:-10}
people=400
prossima=${PROSSIMA:?the executable}
seeder=$(dirname "$prossima")/test/booking_app_test
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
export PROSSIMA_TODAY=2026-01-31
n=0
failed=0
ok() { # 0 or 1, what
	n=$((n + 1))
	if [ "$1" = 0 ]; then echo "ok $n - $2"; else
		echo "not ok $n - $2"
		failed=1
	fi
}
number() { # key of the JSON of book summary
	sed -n "s/.*\"$1\":\([0-9]*\).*/\1/p" "$tmp/summary"
}
year() { # exec: the process to kill is the program itself
	exec "$prossima" book year --db "$db" --to 2026-06-30 --people 3 --acknowledge "$@"
}

sound() { # after a kill: the invariants, and nothing acknowledged is lost
	"$prossima" book summary --db "$db" --json >"$tmp/summary" || return 1
	"$prossima" audit verify --db "$db" >"$tmp/audit" || return 1
	acked=$(sed -n 's/.* \([0-9]*\) appointments$/\1/p' "$tmp/acks" | tail -n 1)
	[ "$(number live)" -ge $((before + ${acked:-0})) ] || return 1
	before=$(number live)
}

run() { # URL, name
	db=$1
	before=0
	killed=0
	bad=0
	"$seeder" --seed "$db" "$people" || { ok 1 "$2: a world"; return; }
	for i in $(seq "$kills"); do
		year >"$tmp/acks" 2>"$tmp/err" &
		pid=$!
		sleep "0.$(printf %03d $((60 + RANDOM % 400)))"
		kill -9 "$pid" 2>/dev/null && killed=$((killed + 1))
		wait "$pid" 2>/dev/null
		[ "$2" = SQLite ] || sleep 0.2 # its server may still be at it
		sound || { bad=1; cat "$tmp/summary" "$tmp/audit" "$tmp/err"; }
	done
	ok "$bad" "$2: sound after each of $killed kills, $before appointments"
	(year) >"$tmp/acks" 2>"$tmp/err"
	ok $? "$2: the next run completes"
	sound
	ok $? "$2: and leaves everything sound"
	total=$((people * 3))
	[ "$(number live)" = "$total" ]
	ok $? "$2: all $total booked"
	(year --json) >"$tmp/again" && grep -q '"requests":0,' "$tmp/again"
	ok $? "$2: one more run has nothing to do"
}

echo "1..10"
run "$tmp/test.db" SQLite
if [ -n "${TEST_PG:-}" ]; then
	name=booking_crash_$$
	psql -q "$TEST_PG" -c "CREATE DATABASE $name TEMPLATE template0 LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'" >/dev/null 2>&1
	run "${TEST_PG%/*}/$name" PostgreSQL
	psql -q "$TEST_PG" -c "DROP DATABASE IF EXISTS $name WITH (FORCE)" >/dev/null 2>&1
else
	for i in 6 7 8 9 10; do
		n=$((n + 1))
		echo "ok $n # SKIP TEST_PG names no PostgreSQL"
	done
fi
exit $failed

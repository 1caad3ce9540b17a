#!/bin/bash
# The server in its sandbox, on SQLite and PostgreSQL: what is in force, a job
# of its own, folders that are made; and --no-sandbox.
set -u
: "${PROSSIMA:?}"
dir=$(mktemp -d)
pid=
trap '[ -n "$pid" ] && kill $pid 2>/dev/null; rm -rf "$dir"' EXIT
export PROSSIMA_TODAY=2026-04-10 XDG_CONFIG_HOME=$dir/config
n=0
ok() { # name, condition...
	n=$((n + 1))
	local name=$1
	shift
	if "$@"; then echo "ok $n - $name"; else
		echo "not ok $n - $name"
		sed 's/^/# /' "$dir/err" | head -n 5
	fi
}
serve() { # database, words
	local db=$1
	shift
	: >"$dir/out" # or the port of the server before is taken for this one's
	"$PROSSIMA" serve --db "$db" --listen 127.0.0.1:0 "$@" >"$dir/out" 2>"$dir/err" &
	pid=$!
	for _ in $(seq 300); do
		grep -q 'listens on port' "$dir/out" && return
		kill -0 $pid 2>/dev/null || return
		sleep 0.1
	done
}
status() { awk -v name="$1:" '$1 == name { print $2 }' "/proc/$pid/status"; }
is() { [ "$1" = "$2" ]; }
job_done() { # database
	for _ in $(seq 100); do
		"$PROSSIMA" job list --db "$1" | grep -q 'plan.draft *done' && return
		sleep 0.2
	done
	"$PROSSIMA" job list --db "$1" >>"$dir/err"
	return 1
}
stop() {
	kill $pid
	wait $pid
	local s=$?
	pid=
	return $s
}
confined() { # name, database
	"$PROSSIMA" init --db "$2" >/dev/null 2>&1
	serve "$2" --archive "$dir/archive-$1" --imports "$dir"
	ok "$1: says what is in force" grep -q '^event=sandbox files=.* calls=' "$dir/err"
	ok "$1: system calls are filtered" is "$(status Seccomp)" 2
	ok "$1: no new privileges" is "$(status NoNewPrivs)" 1
	ok "$1: the archive's folder is made" [ -d "$dir/archive-$1" ]
	"$PROSSIMA" job add plan.draft --db "$2" >/dev/null
	ok "$1: a job runs within" job_done "$2"
	ok "$1: stops in order" stop
}
mkdir "$dir/db"
confined SQLite "$dir/db/a.db"
if [ -n "${TEST_PG:-}" ]; then
	confined PostgreSQL "${TEST_PG%/*}/sandbox_$$"
else
	n=$((n + 1))
	echo "ok $n - PostgreSQL # SKIP TEST_PG names no PostgreSQL"
fi
serve "$dir/db/a.db" --no-sandbox
ok "--no-sandbox leaves it" is "$(status Seccomp)" 0
ok "and is told in the log" grep -q 'files=free calls=free reason="--no-sandbox"' "$dir/err"
ok "stops in order" stop
echo "1..$n"

#!/bin/sh
# A private, throw-away PostgreSQL for the tests.
#
#	tools/pg-test.sh start DIR	prints the URL to put in TEST_PG
#	tools/pg-test.sh stop DIR	ends it; DIR can then be removed
#
# The cluster lives in DIR/data and listens on a free loopback port and on a
# socket in DIR (when its path is short enough for one). PostgreSQL refuses to
# run as root: then user postgres, or nobody, runs it and owns DIR/data.
set -eu

usage() {
	echo "usage: tools/pg-test.sh start|stop DIR" >&2
	exit 2
}

[ $# -eq 2 ] || usage
mkdir -p "$2"
dir=$(cd "$2" && pwd -P)
data=$dir/data

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -n | tail -1)
if [ -z "$bin" ] && command -v pg_config >/dev/null; then
	bin=$(pg_config --bindir)
fi
if [ ! -x "$bin/initdb" ]; then
	echo "pg-test: initdb is not installed: apt-get install postgresql" >&2
	exit 1
fi

# Run a command as the user the cluster belongs to.
owner=
if [ "$(id -u)" -eq 0 ]; then
	owner=postgres
	id -u postgres >/dev/null 2>&1 || owner=nobody
fi
as_owner() {
	if [ -z "$owner" ]; then
		(cd / && "$@")
	else
		(cd / && runuser -u "$owner" -- "$@")
	fi
}

running() {
	as_owner "$bin/pg_ctl" -D "$data" status >/dev/null 2>&1
}

# The owner must be able to walk down to DIR. When it cannot (a mktemp folder
# under a closed home, say), the cluster goes to a folder of its own in /tmp.
place() {
	if [ -n "$owner" ]; then
		chown "$owner" "$dir"
		if ! as_owner test -w "$dir"; then
			data=$(as_owner mktemp -d "${TMPDIR:-/tmp}/pg-test.XXXXXX")
			echo "$data" >"$dir/data.path"
		fi
	fi
}

free_port() {
	port=$((20000 + ($$ * 7 + try * 911) % 30000))
}

start() {
	place
	if [ ! -s "$data/PG_VERSION" ]; then
		as_owner "$bin/initdb" -D "$data" --locale=C.UTF-8 \
			--encoding=UTF8 --auth=trust --username=prossima \
			--no-instructions >"$dir/initdb.log" 2>&1 || {
			cat "$dir/initdb.log" >&2
			exit 1
		}
	fi
	socket=$dir
	if [ ${#dir} -gt 80 ] || [ -s "$dir/data.path" ]; then
		socket=
	fi
	for try in 1 2 3 4 5 6 7 8; do
		free_port
		if as_owner "$bin/pg_ctl" -D "$data" -w -t 30 -s \
			-l "$data/server.log" -o "-p $port -h 127.0.0.1 \
			-k '$socket' -c fsync=off -c full_page_writes=off -c max_connections=50 \
			-c shared_buffers=64MB -c logging_collector=off" \
			start >"$dir/start.log" 2>&1; then
			echo "postgresql://prossima@127.0.0.1:$port/postgres" |
				tee "$dir/url"
			exit 0
		fi
	done
	cat "$dir/start.log" "$data/server.log" >&2
	exit 1
}

stop() {
	if [ -s "$dir/data.path" ]; then
		data=$(cat "$dir/data.path")
	fi
	if running; then
		as_owner "$bin/pg_ctl" -D "$data" -m immediate -w -s stop
	fi
	if [ -s "$dir/data.path" ]; then
		rm -rf "$data"
	fi
}

if [ -s "$dir/data.path" ]; then
	data=$(cat "$dir/data.path")
fi
case $1 in
start)
	if [ -s "$dir/url" ] && running; then
		cat "$dir/url"
		exit 0
	fi
	start
	;;
stop) stop ;;
*) usage ;;
esac

#!/bin/bash
# The server of the demo, in the background.
#   tools/demo-serve.sh start FOLDER DATABASE DAY   its pid in FOLDER/server.pid
#   tools/demo-serve.sh stop FOLDER
# DEMO_PORT=8080 (the next one free when it is taken), DEMO_SERVE=0: none.
set -eu
cd "$(dirname "$0")/.."
what=$1 dir=$2
pid_file=$dir/server.pid
mine() { # is the process of the file still our server?
	[ -s "$pid_file" ] && pid=$(cat "$pid_file") && [ -r "/proc/$pid/cmdline" ] &&
		tr '\0' ' ' <"/proc/$pid/cmdline" | grep -q 'prossima serve '
}
taken() { # port
	(exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}
stop() {
	if ! mine; then
		rm -f "$pid_file"
		echo "no server of $dir is running"
		return
	fi
	kill "$pid"
	for _ in $(seq 100); do
		mine || break
		sleep 0.1
	done
	if mine; then
		echo "the server (process $pid) is still ending" >&2
		exit 1
	fi
	rm -f "$pid_file"
	echo "the server (process $pid) has ended"
}
free_port() { # first port -> the first free one of twenty
	local port=$1
	while taken "$port"; do
		if [ "$port" -ge $(($1 + 20)) ]; then
			echo "ports $1 to $port are all taken: choose another with DEMO_PORT=..." >&2
			return 1
		fi
		echo "port $port is taken by another program; trying the next" >&2
		port=$((port + 1))
	done
	echo "$port"
}
up() { # port: until it answers, at most ten seconds
	for _ in $(seq 100); do
		taken "$1" && return
		mine || return 1
		sleep 0.1
	done
	return 1
}
users() {
	printf '\n%-12s %-12s %-20s %s\n' role login password "secret of the second factor"
	awk '!/^#/ { printf "%-12s %-12s %-20s %s\n", $1, $2, $3, $4 }' "$dir/users.txt"
}
start() { # database, day
	if mine; then
		echo "The server is running already (process $pid): $(cat "$dir/server.url")"
		return
	fi
	local port
	port=$(free_port "${DEMO_PORT:-8080}")
	PROSSIMA_TODAY=$2 PROSSIMA_STATS='' nohup ./prossima serve --db "$1" --listen "127.0.0.1:$port" \
		>>"$dir/server.log" 2>&1 </dev/null &
	echo $! >"$pid_file"
	echo "http://127.0.0.1:$port" >"$dir/server.url"
	if ! up "$port"; then
		echo "the server did not start; the end of $dir/server.log says why:" >&2
		tail -n 5 "$dir/server.log" >&2
		rm -f "$pid_file"
		exit 1
	fi
	if [ ! -e "$dir/looks.done" ]; then
		tools/demo-looks.sh "$dir" "$(cat "$dir/server.url")" && touch "$dir/looks.done"
	fi
	cat <<END

The server is running:  $(cat "$dir/server.url")
  process $(cat "$pid_file"), log in $dir/server.log; the day is $2
  it ends with:  tools/demo.sh stop$([ "$dir" = demo ] || echo " $dir")
END
	[ ! -s "$dir/users.txt" ] || users
}
case $what in
stop) stop ;;
start) [ "${DEMO_SERVE:-1}" = 0 ] || start "$3" "$4" ;;
*)
	echo "usage: tools/demo-serve.sh start|stop FOLDER [DATABASE DAY]" >&2
	exit 2
	;;
esac

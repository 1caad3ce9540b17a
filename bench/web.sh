#!/bin/bash
# The pages under load, with a database of the size of a cooperative.
#
#	bench/web.sh FOLDER          grown by bench/web-grow.sh when it is not there
#	DB=postgresql://... bench/web.sh FOLDER
#	RATE=500 SECONDS_EACH=20 CONNECTIONS=64 RUNS=3 DOCTORS=60
#
# Sixty doctors sign on; their lists, records and plans are asked at a constant
# rate, each in equal parts, from this same machine. Every record and plan shown
# is a look that is durable before the answer leaves. Prints time to the first
# answer, times by page, what the disk beside takes to keep 8 KiB (a durable look
# waits for that at least), processor time of the server, memory, looks in one
# commit.
set -euo pipefail
cd "$(dirname "$0")/.."
dir=${1:?folder}
db=${DB:-$dir/prossima.db}
p=${PROSSIMA:-$PWD/prossima}
rate=${RATE:-500}
tmp=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$tmp"' EXIT
bench/web-grow.sh "$dir"
export PROSSIMA_TODAY=2026-04-10
sql() {
	case $db in
	postgresql://*) psql -qXAt -F' ' "$db" -c "$1" ;;
	*) sqlite3 -readonly -separator ' ' "$db" "$1" ;;
	esac
}
cc -O2 -o "$tmp/load" bench/load.c
cc -O2 -D_DEFAULT_SOURCE -o "$tmp/sync" bench/sync.c
"$p" init --db "$db" >/dev/null

echo "machine: $(nproc) cores, $(awk -F': ' '/model name/ { print $2; exit }' /proc/cpuinfo), load $(cut -d' ' -f1 /proc/loadavg); $(date +%F)"
echo "people followed: $(sql "SELECT count(*) FROM enrolment WHERE state = 'active'"), in $(case $db in post*) echo PostgreSQL ;; *) du -h "$db" | cut -f1 ;; esac)"

# users of the bench, once
users=$dir/users${DB:+.pg}
if [ ! -s "$users" ]; then
	sql "SELECT d.gp_code, d.id FROM enrolment e JOIN doctor d ON d.id = e.doctor_id
	      WHERE e.state = 'active' GROUP BY d.gp_code, d.id ORDER BY count(*) DESC LIMIT ${DOCTORS:-60}" >"$tmp/doctors"
	i=0 word=parola-di-misura-2026
	while read -r code id; do
		i=$((i + 1))
		echo "$word" | "$p" user add "misura$i" --db "$db" --name "Misura $i" \
			--role doctor --for "$code" --password-file - --keep >/dev/null </dev/stdin
		secret=$("$p" user totp "misura$i" --db "$db" | sed -n 's/.*secret=\([A-Z0-9]*\).*/\1/p')
		ids=$(sql "SELECT person_id FROM enrolment WHERE doctor_id = $id AND state = 'active' ORDER BY person_id LIMIT 100" | paste -sd,)
		echo "misura$i $word $secret $ids" >>"$tmp/users"
	done <"$tmp/doctors"
	cp "$tmp/users" "$users"
fi

begun=$(date +%s%N)
nice -n "${NICE:-0}" "$p" serve --db "$db" --listen 127.0.0.1:0 --workers "${WORKERS:-$(($(nproc) + 1))}" --log /dev/null >"$tmp/out" 2>"$tmp/err" &
server=$!
until port=$(grep -oE '[0-9]+$' "$tmp/out"); do sleep 0.002; done
curl -s -o "$tmp/page" "http://127.0.0.1:$port/accesso"
echo "start: first answer after $((($(date +%s%N) - begun) / 1000000)) ms"
node bench/web-requests.mjs "http://127.0.0.1:$port" "$users" >"$tmp/requests"
status() { awk -v k="$1:" '$1 == k { print $2 }' /proc/$server/status; }
ticks() { awk '{ print $14 + $15 }' /proc/$server/stat; }
# hundredths of a second of all processors: busy, of which stolen by the host
machine() { awk '/^cpu /{ print $2 + $3 + $4 + $7 + $8 + $9, $9 }' /proc/stat; }
metric() { curl -s "http://127.0.0.1:$port/metrics" | awk -v k="$1" '$1 == k { print $2 }'; }
for run in warm $(seq "${RUNS:-3}"); do
	before=$(ticks) was=$(machine) commits=$(metric prossima_look_commits_total) looks=$(metric prossima_looks_total)
	"$tmp/sync" "$dir/sync.probe" "${SECONDS_EACH:-20}" 20 >"$tmp/sync.out" &
	probe=$!
	"$tmp/load" "$port" "$rate" "${SECONDS_EACH:-20}" "${CONNECTIONS:-64}" <"$tmp/requests" >"$tmp/load.out"
	commits=$(($(metric prossima_look_commits_total) - commits))
	looks=$(($(metric prossima_looks_total) - looks))
	echo "-- run $run, $rate requests/s, load of the machine $(cut -d' ' -f1 /proc/loadavg)"
	cat "$tmp/load.out"
	wait "$probe"
	cat "$tmp/sync.out"
	echo "$was $(machine)" | awk -v s="${SECONDS_EACH:-20}" -v t=$(($(ticks) - before)) '{
		printf "machine: %.0f %% of its processors busy, the server %.0f %%, stolen by the host %.0f %%\n",
			($3 - $1) / s / n, t / s / n, ($4 - $2) / s / n }' n="$(nproc)"
	awk -v t=$(($(ticks) - before)) -v c="$commits" -v l="$looks" '/^all/ { sub(/n=/, "", $2)
		printf "server: %.2f ms of processor a request, %d looks in %d commits\n", t * 10 / $2, l, c }' "$tmp/load.out"
done
echo "memory of the server: $(($(status VmRSS) / 1024)) MiB, at most $(($(status VmHWM) / 1024)) MiB"
kill "$server"
wait "$server" || true
server=
cat "$tmp/err" >&2

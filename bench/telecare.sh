#!/bin/bash
# The pages of telecare under load: a cooperative with 10,000 people measured at
# home, 300,000 readings, 1,000 alarms open, 5,000 closed in a week, 5,000 exams
# (bench/telecare-grow.sql, put once into FILE.db, which must be a copy of a
# database grown by bench/web-grow.sh, its key beside it).
#
#	bench/telecare.sh FILE.db
#	RATE=50 SECONDS_EACH=10 CONNECTIONS=16 DOCTORS=10 LABELS="alarms closed"
#
# The centre's operator and ten doctors; each page is asked alone at a constant
# rate, so that the processor time of the server, a request, is that page's. Then
# all together. Prints the times of answers too, and the load of the machine.
set -euo pipefail
cd "$(dirname "$0")/.."
db=${1:?file}
p=${PROSSIMA:-$PWD/prossima}
rate=${RATE:-50} each=${SECONDS_EACH:-5} word=parola-di-misura-2026
tmp=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$tmp"' EXIT
export PROSSIMA_TODAY=2026-04-10
sql() { sqlite3 -separator ' ' "$db" "$1"; }
"$p" init --db "$db" >/dev/null
[ "$(sql 'SELECT count(*) FROM home_alarm')" -gt 0 ] || sqlite3 -bail "$db" <bench/telecare-grow.sql
cc -O2 -o "$tmp/load" bench/load.c

users=$db.users
if [ ! -s "$users" ]; then
	add() { # login, role, whose
		echo "$word" | "$p" user add "$1" --db "$db" --name "Misura $1" --role "$2" --for "$3" --password-file - --keep >/dev/null
		echo "$1 $word $("$p" user totp "$1" --db "$db" | sed -n 's/.*secret=\([A-Z0-9]*\).*/\1/p')" >>"$users.new"
	}
	rm -f "$users.new"
	add centro operator "$(sql "SELECT o.code FROM organisation o JOIN enrolment e ON e.organisation_id = o.id
		WHERE e.state = 'active' GROUP BY o.id ORDER BY count(*) DESC LIMIT 1")"
	i=0
	for code in $(sql "SELECT d.gp_code FROM home_plan h JOIN enrolment e ON e.person_id = h.person_id JOIN doctor d ON d.id = e.doctor_id
		WHERE e.state = 'active' GROUP BY d.id ORDER BY count(*) DESC LIMIT ${DOCTORS:-10}"); do
		i=$((i + 1))
		add "telecura$i" doctor "$code"
	done
	mv "$users.new" "$users"
fi
people() { # of a doctor's user: those measured at home who had an alarm
	sql "SELECT DISTINCT h.person_id FROM app_user u JOIN user_role r ON r.user_id = u.id
		JOIN enrolment e ON e.doctor_id = r.doctor_id AND e.state = 'active'
		JOIN home_plan h ON h.person_id = e.person_id
		WHERE u.login = '$1' ORDER BY h.person_id LIMIT 20"
}
{
	for n in 1 2 3 4; do
		echo "centro alarms /allarmi?pagina=$n"
		echo "centro closed /allarmi?tab=chiusi&pagina=$n"
		echo "centro closed-sorted /allarmi?tab=chiusi&ordine=persona&pagina=$n"
	done
	echo "centro closed-search /allarmi?tab=chiusi&q=ros"
	echo "centro exams-centre /esami"
	echo "centro telecare /telemedicina"
	for id in $(sql "SELECT id FROM home_alarm WHERE state <> 'closed' ORDER BY id LIMIT 40"); do
		echo "centro alarm /allarmi/$id"
	done
	while read -r login _; do
		[ "$login" != centro ] || continue
		echo "$login alarms-doctor /allarmi"
		echo "$login closed-doctor /allarmi?tab=chiusi"
		echo "$login exams-doctor /esami"
		for id in $(people "$login"); do
			echo "$login readings /assistito/$id/misure"
			echo "$login readings-all /assistito/$id/misure/tutte?che=weight"
			echo "$login person-exams /assistito/$id/esami"
			echo "$login person-visits /assistito/$id/televisite"
			echo "$login person-consents /assistito/$id/consensi"
		done
	done <"$users"
} >"$tmp/pages"

nice -n "${NICE:-0}" "$p" serve --db "$db" --listen 127.0.0.1:0 --workers "${WORKERS:-$(($(nproc) + 1))}" --log /dev/null >"$tmp/out" 2>"$tmp/err" &
server=$!
until port=$(grep -soE '[0-9]+$' "$tmp/out"); do sleep 0.02; done
node bench/telecare-requests.mjs "http://127.0.0.1:$port" "$users" <"$tmp/pages" >"$tmp/requests"
ticks() { awk '{ print $14 + $15 }' /proc/$server/stat; }
machine() { awk '/^cpu /{ print $2 + $3 + $4 + $7 + $8 + $9, $9 }' /proc/stat; }
echo "machine: $(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg); $(date '+%F %H:%M'); $(sql 'SELECT count(*) FROM home_reading') readings, $(sql "SELECT sum(state <> 'closed') || ' alarms open, ' || sum(state = 'closed') || ' closed' FROM home_alarm"), $(sql 'SELECT count(*) FROM tele_exam') exams"
measure() { # label, rate, seconds: of the requests on standard input
	before=$(ticks) was=$(machine)
	"$tmp/load" "$port" "$2" "$3" "${CONNECTIONS:-16}" >"$tmp/load.out"
	echo "$was $(machine)" | awk -v t=$(($(ticks) - before)) -v s="$3" -v n="$(nproc)" -v label="$1" -v line="$(grep '^all' "$tmp/load.out")" '{
		split(line, f, "[ =]+"); for (i = 1; i in f; i++) if (f[i] == "n") count = f[i + 1]
		sub(/^all */, "", line)
		printf "%-15s %.2f ms of processor; %s; machine %.0f %% busy, %.0f %% stolen\n", label, t * 10 / count, line, ($3 - $1) / s / n, ($4 - $2) / s / n }'
}
for label in ${LABELS:-$(cut -d' ' -f1 "$tmp/requests" | sort -u)}; do
	grep "^$label " "$tmp/requests" >"$tmp/some"
	"$tmp/load" "$port" "$rate" 1 "${CONNECTIONS:-16}" <"$tmp/some" >/dev/null
	measure "$label" "$rate" "$each" <"$tmp/some"
done
measure 'all together' "$rate" "$((each * 2))" <"$tmp/requests"
cat "$tmp/load.out"
kill "$server"
wait "$server" || true
server=
cat "$tmp/err" >&2

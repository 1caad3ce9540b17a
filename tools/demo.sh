#!/bin/bash
# The whole path on a made-up province: from raw records to a booked year, with
# the years before and the work of today, so that every list has something in
# it. Ends with the server running, one user for each role.
#
#   tools/demo.sh [FOLDER]        default: demo
#   tools/demo.sh stop [FOLDER]   end the server
#   DEMO_PERSONS=50000 DEMO_PROVINCE=BG DEMO_SEED=1 DEMO_DB=postgresql://...
#   DEMO_PORT=8080 DEMO_SERVE=0 (no server) DEMO_EXAMS=0 (no exams at a distance)
#   DEMO_HOME=0 (no readings from home, no televisits)
#
# Every line that begins with "$" is a command you can type on your own data.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ "${1:-}" = stop ]; then
	exec tools/demo-serve.sh stop "${2:-demo}"
fi
dir=${1:-demo}
persons=${DEMO_PERSONS:-50000}
province=${DEMO_PROVINCE:-BG}
seed=${DEMO_SEED:-1}
db=${DEMO_DB:-$dir/prossima.db}
today=2026-04-10
mkdir -p "$dir"
if [ -e "$dir/demo.done" ] && [ -z "${DEMO_AGAIN:-}" ]; then
	echo "$dir holds a demo already; DEMO_AGAIN=1 make demo makes it anew."
	cat "$dir/summary.txt"
	exec tools/demo-serve.sh start "$dir" "$db" "$today"
fi
tools/demo-serve.sh stop "$dir" >/dev/null
rm -rf "$dir"/raw "$dir"/archive "$dir"/*.db* "$dir"/strata.csv "$dir"/stats "$dir"/demo.done "$dir"/logs "$dir"/users.txt "$dir"/looks.done
mkdir -p "$dir/logs"
export PROSSIMA_STATS=$dir/stats
begun=$SECONDS
run() { # label, words of prossima
	local label=$1
	shift
	printf '\n$ prossima %s\n' "$*"
	if ! ./prossima "$@"; then
		echo "demo: \"prossima $*\" failed; what it said stands above" >&2
		exit 1
	fi
	printf '%s\t%s\n' "$label" "$(tail -n 1 "$PROSSIMA_STATS")" >>"$dir/logs/steps"
}

# The day on which each thing is done.
on() { export PROSSIMA_TODAY=$1; }

# Plans of all who have none, signed and published on one day.
plans() { # label
	run "$1, drafted" plan draft --all --db "$db"
	run "$1, signed" plan sign-batch --all --db "$db"
	run "$1, published" plan publish --all --db "$db"
}
campaign() { # label, percent, first day, last day, seed, more
	local label=$1 share=$2 from=$3 to=$4 n=$5
	shift 5
	run "$label" enrol batch --share "$share" --from "$from" --to "$to" --seed "$n" --name "$label" "$@" --db "$db"
}

on 2026-01-05
run "raw records" simulate --persons "$persons" --province "$province" --months 36 \
	--seed "$seed" --dirt 0.1 "$dir/raw"
# the offices where some of the users work
ats=$(awk -F, 'NR == 2 { print $4 }' "$dir/raw/cooperative.csv")
cat >>"$dir/raw/cooperative.csv" <<END
ATS$ats,"ATS di $province",ATS,$ats,,2015-01-01,
REGIONE,"Regione Lombardia",REGION,$ats,,2015-01-01,
FARMACIA1,"Farmacia del centro",PHARMACY,$ats,,2015-01-01,
END
run "flows" flows import "$dir/raw" --archive "$dir/archive" --rejects "$dir/rejects.csv"
run "database" init --db "$db"
run "people" people import "$dir/raw" --db "$db"

# 2025, told afterwards: a small beginning, in four campaigns. The plans of the
# first are renewed in time, those of the second end and nobody renews them,
# those of the third have a renewal to sign, those of the fourth are to renew.
run "strata of 2024" strata load --archive "$dir/archive" --date 2024-12-31 --db "$db"
# the agendas of 2025 are those of 2026, a year before
mkdir -p "$dir/raw/2025"
cp "$dir/raw/provider.csv" "$dir/raw/2025/"
sed -E '1!{s/^A/B/; s/2026-01-01,/2025-01-01,2025-12-31/}' "$dir/raw/agenda.csv" >"$dir/raw/2025/agenda.csv"
run "agendas of 2025" book agendas "$dir/raw/2025" --from 2025-02-18 --to 2025-12-31 --db "$db"
n=0
for span in "2025-02-03 2025-02-14 2025-02-17" "2025-02-24 2025-03-07 2025-03-10" \
	"2025-04-07 2025-04-18 2025-04-28" "2025-05-12 2025-05-23 2025-05-26"; do
	read -r first last day <<<"$span"
	n=$((n + 1))
	on "$day"
	campaign "2025, campaign $n" 4 "$first" "$last" "$((seed + n))"
	plans "2025, plans $n"
	run "2025, prescribed $n" plan prescribe --all --lot all --db "$db"
	run "2025, booked $n" book year --db "$db"
done
on 2025-12-31
run "2025 lived" book simulate-outcomes --to 2025-12-31 --seed "$seed" --db "$db"

# 2026: everybody.
on 2026-01-05
run "strata" strata run --archive "$dir/archive" --date 2025-12-31 --out "$dir/strata.csv"
run "strata, kept" strata load --archive "$dir/archive" --date 2025-12-31 --db "$db"
run "agendas" book agendas "$dir/raw" --db "$db"
run "settlement of 2025" settle compute --quarter 2025Q4 --db "$db"
run "renewals" plan renew --all --db "$db"
run "renewals, signed" plan sign-batch --all --db "$db"
run "renewals, published" plan publish --all --db "$db"
campaign "winter 2026" 75 2026-01-07 2026-01-30 "$seed"
on 2026-01-31
plans "plans"
run "prescribed, lot 1" plan prescribe --all --lot 1 --db "$db"
on 2026-02-02
run "year booked" book year --db "$db"

# The last weeks: work that is not finished. Plans not yet booked, drafts not
# yet signed, people without a plan, pacts not signed, days not closed.
on 2026-03-02
campaign "February 2026, first" 4 2026-02-09 2026-02-20 "$((seed + 20))"
plans "plans to book"
campaign "February 2026" 12 2026-02-16 2026-02-27 "$((seed + 21))"
run "drafts to sign" plan draft --all --db "$db"
on 2026-03-12
run "plans that ended" plan roll --db "$db"
run "renewals to sign" plan renew --all --db "$db"
on 2026-03-31
run "first quarter lived" book simulate-outcomes --to 2026-03-31 --seed "$seed" --db "$db"
run "indicators" quality run --on 2026-03-31 --db "$db"
on 2026-04-09
run "registry of April" people import "$dir/raw" --db "$db"
campaign "April 2026" 8 2026-03-30 2026-04-09 "$((seed + 22))"
run "invited" enrol batch --share 8 --from 2026-04-07 --to 2026-04-09 --seed "$((seed + 23))" --name "by letter" --until invited --db "$db"
run "pacts to sign" enrol batch --share 8 --from 2026-04-07 --to 2026-04-09 --seed "$((seed + 24))" --name "by letter" --until chosen --db "$db"
on "$today"
run "moves of the day" plan roll --db "$db"
run "pacts expired" enrol expire --db "$db"
run "April lived" book simulate-outcomes --to 2026-04-08 --seed "$seed" --db "$db"
run "settlement" settle compute --quarter 2026Q1 --db "$db"
# of 2025, the statements are sent; those of the second manager, where there is
# one, accepted
n=0
while read -r manager; do
	n=$((n + 1))
	run "statement of 2025, sent" settle move --quarter 2025Q4 --manager "$manager" --to sent --db "$db"
	[ $n = 2 ] && run "and accepted" settle move --quarter 2025Q4 --manager "$manager" --to accepted --db "$db"
done < <(./prossima settle list --quarter 2025Q4 --db "$db" | awk '$1 == "2025Q4" && $3 == "region" { print $2 }')
# some people cannot come in May or June: the places are free for others
printf '\n$ prossima book cancel --appointment ... --reason "quel giorno non può"   (12 visits)\n'
n=0
while read -r person && [ $n -lt 12 ]; do
	id=$(./prossima book person "$person" --json --db "$db" | tr '}' '\n' |
		sed -n 's/.*"appointment":\([0-9]*\),"day":"2026-0[56][^"]*".*"service":"89[^"]*".*"state":"booked".*/\1/p' | sed -n 1p)
	[ -n "$id" ] || continue
	./prossima book cancel --appointment "$id" --reason "quel giorno non può" --db "$db" >/dev/null
	n=$((n + 1))
done < <(./prossima plan list --state active --limit 400 --db "$db" | awk 'NR > 60 && NR % 3 == 0 { print $1 }')
tools/demo-users.sh "$dir" "$db"
# who reads tele-exams: a doctor can send the file of a device
run "readers of ECGs" tele pool add cardiologia --name "Cardiologia" --kind ecg --db "$db"
run "and who" tele pool reader cardiologia --login specialista --db "$db"
run "readers of spirometries" tele pool add pneumologia --name "Pneumologia" --kind spirometry --db "$db"
run "and who" tele pool reader pneumologia --login specialista --db "$db"
# exams in every state, made by formula (tests begin without them)
if [ "${DEMO_EXAMS:-1}" != 0 ]; then
	printf '\n$ prossima simulate exam ..., prossima tele send | take | report | sign | deliver   (13 exams)\n'
	tools/demo-exams.sh "$dir" "$db"
fi
# readings from home with their alarms, televisits
if [ "${DEMO_HOME:-1}" != 0 ]; then
	printf '\n$ prossima home propose | set | import | take | close | sweep ..., prossima visit book | sign   (12 people)\n'
	tools/demo-home.sh "$dir" "$db"
fi
run "audit" audit verify --db "$db"

tools/demo-summary.sh "$dir" "$db" $((SECONDS - begun)) | tee "$dir/summary.txt"
touch "$dir/demo.done"
exec tools/demo-serve.sh start "$dir" "$db" "$today"

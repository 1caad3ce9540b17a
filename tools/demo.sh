#!/bin/bash
# The whole path on a made-up province: from raw records to a booked year.
#
#   tools/demo.sh [FOLDER]        default: demo
#   DEMO_PERSONS=50000 DEMO_PROVINCE=BG DEMO_SEED=1 DEMO_DB=postgresql://...
#
# Every line that begins with "$" is a command you can type on your own data.
set -euo pipefail
cd "$(dirname "$0")/.."
dir=${1:-demo}
persons=${DEMO_PERSONS:-50000}
province=${DEMO_PROVINCE:-BG}
seed=${DEMO_SEED:-1}
db=${DEMO_DB:-$dir/prossima.db}
mkdir -p "$dir"
if [ -e "$dir/demo.done" ] && [ -z "${DEMO_AGAIN:-}" ]; then
	echo "$dir holds a demo already; DEMO_AGAIN=1 make demo makes it anew."
	cat "$dir/summary.txt"
	exit 0
fi
rm -rf "$dir"/raw "$dir"/archive "$dir"/*.db* "$dir"/strata.csv "$dir"/stats "$dir"/demo.done "$dir"/logs
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

# The day on which each thing is done: flows end with 2025, the year 2026 is
# planned in January and lived until the end of March.
on() { export PROSSIMA_TODAY=$1; }

on 2026-01-05
run "raw records" simulate --persons "$persons" --province "$province" --months 36 \
	--seed "$seed" --dirt 0.1 "$dir/raw"
run "flows" flows import "$dir/raw" --archive "$dir/archive" --rejects "$dir/rejects.csv"
run "strata" strata run --archive "$dir/archive" --date 2025-12-31 --out "$dir/strata.csv"
run "database" init --db "$db"
run "people" people import "$dir/raw" --db "$db"
run "strata, kept" strata load --archive "$dir/archive" --date 2025-12-31 --db "$db"
run "agendas" book agendas "$dir/raw" --db "$db"
run "enrolment" enrol batch --share 80 --from 2026-01-07 --to 2026-01-30 --seed "$seed" --db "$db"
on 2026-01-31
run "plans drafted" plan draft --all --db "$db"
run "plans signed" plan sign-batch --all --db "$db"
run "plans published" plan publish --all --db "$db"
run "prescribed, lot 1" plan prescribe --all --lot 1 --db "$db"
on 2026-02-02
run "year booked" book year --db "$db"
on 2026-03-31
run "first quarter lived" book simulate-outcomes --to 2026-03-31 --seed "$seed" --db "$db"
run "indicators" quality run --on 2026-03-31 --db "$db"
on 2026-04-10
run "settlement" settle compute --quarter 2026Q1 --db "$db"
run "audit" audit verify --db "$db"

tools/demo-summary.sh "$dir" "$db" $((SECONDS - begun)) | tee "$dir/summary.txt"
touch "$dir/demo.done"

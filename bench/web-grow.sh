#!/bin/bash
# A database of the size of a cooperative: about 100,000 people followed, with
# plans, prescriptions and a booked year.
#   bench/web-grow.sh FOLDER [PERSONS]     default 500000 people, of whom about a
#                                          fifth come to be followed
#   DB=postgresql://... bench/web-grow.sh  into PostgreSQL; else FOLDER/prossima.db
# Takes about 12 minutes and 5 GiB of disk. Keeps what is there already.
set -euo pipefail
cd "$(dirname "$0")/.."
dir=${1:?folder}
persons=${2:-500000}
db=${DB:-$dir/prossima.db}
mkdir -p "$dir"
[ ! -e "$dir/grown${DB:+.pg}" ] || exit 0
p=${PROSSIMA:-./prossima}
run() {
	local from=$SECONDS
	"$p" "$@" >>"$dir/log" 2>&1 || { tail -n 5 "$dir/log" >&2; exit 1; }
	printf '%5d s  %s\n' $((SECONDS - from)) "prossima $*"
}
on() { export PROSSIMA_TODAY=$1; }
on 2026-01-05
if [ ! -e "$dir/archive.done" ]; then
	run simulate --persons "$persons" --province BG --months 36 --seed 1 "$dir/raw"
	run flows import "$dir/raw" --archive "$dir/archive"
	touch "$dir/archive.done"
fi
run init --db "$db"
run people import "$dir/raw" --db "$db"
run strata load --archive "$dir/archive" --date 2025-12-31 --db "$db"
run book agendas "$dir/raw" --db "$db"
run enrol batch --share 95 --from 2026-01-07 --to 2026-01-30 --seed 1 --name "winter 2026" --db "$db"
on 2026-01-31
run plan draft --all --db "$db"
run plan sign-batch --all --db "$db"
run plan publish --all --db "$db"
run plan prescribe --all --lot 1 --db "$db"
on 2026-02-02
run book year --db "$db"
on 2026-03-31
run book simulate-outcomes --to 2026-03-31 --seed 1 --db "$db"
touch "$dir/grown${DB:+.pg}"

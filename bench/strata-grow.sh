#!/bin/bash
# strata-grow.sh [PEOPLE...] - how stratification grows: for each number of
# people (100000 and 1000000 without) a province is invented and imported, all
# but its last month first, and measured: a full run, with results as CSV, with
# evidence, kept; then the last month imported and the run that begins from the
# kept one; one person explained. Prints a line of figures for each, processor
# seconds of all threads and the most anonymous memory of a process, MiB.
# MONTHS=12 records of a year, so that the last month is a twelfth of them.
# KEEP=1 keeps the folder. Ten million people need 45 GB of disk and an hour.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
PROSSIMA=${PROSSIMA:-$here/prossima}
BENCH=$(ls -t "$here"/build/*/bench/strata_bench 2>/dev/null | head -1)
work=$(mktemp -d "${TMPDIR:-/tmp}/strata-grow-XXXXXX")
[ -n "${KEEP:-}" ] || trap 'rm -rf "$work"' EXIT
TIMEFORMAT='%U %S'
[ $# -gt 0 ] || set -- 100000 1000000

measured() { # measured COMMAND...: $cpu (s) and $mem (MiB)
	local pid anon
	mem=0
	{ time {
		"$@" >"$work/out" 2>"$work/err" &
		pid=$!
		while anon=$(awk '/^RssAnon/ { print int($2 / 1024) }' "/proc/$pid/status" 2>/dev/null) && [ -n "$anon" ]; do
			[ "$anon" -le "$mem" ] || mem=$anon
			sleep 0.05
		done
		wait $pid || { cat "$work/err" >&2; exit 1; }
	} 2>&3; } 3>&2 2>"$work/time"
	cpu=$(awk '{ printf "%.2f", $1 + $2 }' "$work/time")
}

months() { # months FLOWS: a/ up to the end of November, b/ December
	local flow column
	mkdir -p "$work/a" "$work/b"
	for flow in drug:3 outpatient:3 hospital:4 emergency:3; do
		column=${flow#*:} flow=${flow%:*}
		awk -F, -v c="$column" -v a="$work/a/$flow.csv" -v b="$work/b/$flow.csv" \
			'NR == 1 { print >a; print >b; next } { print >(substr($c, 1, 10) > "2025-11-30" ? b : a) }' "$1/$flow.csv"
		rm "$1/$flow.csv"
	done
	mv "$1/person.csv" "$1/exemption.csv" "$work/a/"
	rm -rf "$1"
}

strata() { measured "$PROSSIMA" strata run --archive "$work/archive" "$@"; }

for n; do
	rm -rf "$work/a" "$work/b" "$work/archive"
	"$PROSSIMA" simulate --persons "$n" --province MI --months "${MONTHS:-36}" --seed 11 "$work/flows" >/dev/null 2>&1
	months "$work/flows"
	measured "$PROSSIMA" flows import "$work/a" --archive "$work/archive" --rejects "$work/rejects"
	line="people=$n months=${MONTHS:-36} import_s=$cpu import_mib=$mem"
	rm -rf "$work/a"
	strata --date 2025-11-30 --keep
	line="$line kept_s=$cpu kept_mib=$mem"
	measured "$PROSSIMA" flows import "$work/b" --archive "$work/archive" --rejects "$work/rejects"
	line="$line month_import_s=$cpu"
	strata --date 2025-12-31 --keep --json
	line="$line month_s=$cpu month_mib=$mem evaluated=$(sed 's/.*"evaluated":\([0-9]*\).*/\1/' "$work/out")"
	line="$line records=$(sed 's/.*"records":\([0-9]*\).*/\1/' "$work/out")"
	strata --date 2025-12-31 --out /dev/null
	line="$line csv_s=$cpu csv_mib=$mem"
	strata --date 2025-12-31 --out /dev/null --evidence /dev/null
	line="$line evidence_s=$cpu"
	echo "strata_grow $line"
	[ -z "$BENCH" ] || "$BENCH" "$work/archive" 2025-12-31
done

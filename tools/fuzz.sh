#!/bin/bash
# Builds the fuzz targets and runs each over its corpus.
#   tools/fuzz.sh SECONDS    0: replay the corpus only
#   FUZZ_SECONDS=3600        the readers of outside bytes get so long, each
#   FUZZ_ONLY="ecg_scp xml"  these targets alone
#   FUZZ_JOBS=2              so many at once (1)
# What each did stays in build/fuzz-log: NAME.log, and a line in runs.tsv (day,
# target, seconds, runs, runs a second, coverage, inputs kept, result).
set -u
cd "$(dirname "$0")/.."
build=fuzz
[ "$1" = 0 ] && build=asan # what replays needs no coverage, and is built for the tests
make -j2 --no-print-directory BUILD=$build CC=clang fuzz-targets || exit 1
TMPDIR=$(mktemp -d) # the targets keep their files here
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT
log=build/fuzz-log
mkdir -p $log
[ -e $log/runs.tsv ] || printf 'day\ttarget\tseconds\truns\truns_per_s\tcoverage\tinputs\tresult\n' >$log/runs.tsv

# What comes from devices, programs, browsers and foreign systems.
reads_outside() {
	case $1 in
	ecg_analysis | date | packed | archive | knowledge | layout_table) return 1 ;;
	esac
}

# What libFuzzer says of itself at the end, in one line.
keep_line() { # name result
	local runs seconds cov
	read -r runs seconds < <(sed -n 's/^Done \([0-9]*\) runs in \([0-9]*\) second.*/\1 \2/p' "$log/$1.log" | tail -n 1)
	cov=$(grep -o 'cov: [0-9]*' "$log/$1.log" | tail -n 1 | cut -d' ' -f2)
	printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$(date -u +%F)" "$1" "${seconds:-0}" "${runs:-0}" \
		"$((${runs:-0} / (${seconds:-0} + 1)))" "${cov:-0}" "$(ls "build/fuzz-found/$1" | wc -l)" "$2" >>$log/runs.tsv
}

fuzz_one() { # program seconds
	local f=$1 seconds=$2 name corpus
	name=$(basename "$f" _fuzz)
	corpus=fuzz/corpus/$name
	mkdir -p build/fuzz-found/"$name"
	[ -d "$corpus" ] || { echo "$name has no corpus"; return 1; }
	if [ "$seconds" = 0 ]; then
		"$f" "$corpus"/* 2>"$log/$name.log"
	else
		"$f" -max_total_time="$seconds" -artifact_prefix=build/fuzz-found/"$name"- \
			build/fuzz-found/"$name" "$corpus" 2>"$log/$name.log"
	fi && {
		echo "$name: ok ($(ls "$corpus" | wc -l) inputs)"
		[ "$seconds" = 0 ] || keep_line "$name" ok
		return 0
	}
	keep_line "$name" FAILED
	tail -n 30 "$log/$name.log"
	echo "$name: FAILED"
	return 1
}

bad=0 running=0
for f in build/clang-$build/fuzz/*_fuzz; do
	[ -x "$f" ] || continue
	name=$(basename "$f" _fuzz)
	case " ${FUZZ_ONLY:-$name} " in *" $name "*) ;; *) continue ;; esac
	seconds=$1
	[ "$1" != 0 ] && [ -n "${FUZZ_SECONDS:-}" ] && reads_outside "$name" && seconds=$FUZZ_SECONDS
	fuzz_one "$f" "$seconds" &
	if [ $((++running)) -ge "${FUZZ_JOBS:-1}" ]; then
		wait -n || bad=1
		running=$((running - 1))
	fi
done
while [ $running -gt 0 ]; do
	wait -n || bad=1
	running=$((running - 1))
done
exit $bad

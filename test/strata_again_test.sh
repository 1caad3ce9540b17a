#!/bin/bash
# Runs that begin from a kept one equal full runs, whatever came between; what
# is kept can be listed and is refused when it does not fit.
. "$(dirname "$0")/strata/common.sh"

if ! command -v python3 >/dev/null; then
	skip "runs from kept runs" "python3 is not installed"
	plan
	exit 0
fi

number() { sed -n "s/.*\"$2\":\([0-9]*\).*/\1/p" "$1"; }
days() { # days FROM N SEED: N days, from the first on, mostly a month apart
	python3 - "$@" <<'PY'
import datetime, random, sys
day, n, r = datetime.date.fromisoformat(sys.argv[1]), int(sys.argv[2]), random.Random(int(sys.argv[3]))
for _ in range(n):
    print(day)
    day += datetime.timedelta(days=r.choice([0, 1, 1, 7, 28, 30, 31, 31, 45, 90, 366]))
PY
}

steps() { # steps NAME FOLDER SEED FIRST_DAY N [OPTION...]
	local name=$1 a=$tmp/$1.archive list k=0 bad=0 few=0 n all
	mapfile -t list < <(days "$4" "$5" "$3")
	python3 "$here/deltas.py" "$2" "$tmp/$name.steps" "$3" "${list[@]}"
	: >"$tmp/diff"
	for day in "${list[@]}"; do
		import "$tmp/$name.steps/$k" "$a" || { cat "$tmp/import.err" "$tmp/rejects.csv" >>"$tmp/diff"; bad=1; }
		run "$a" "$day" "$tmp/again.csv" --keep --json "${@:6}" >"$tmp/again.json"
		run "$a" "$day" "$tmp/full.csv" "${@:6}"
		cmp -s "$tmp/again.csv" "$tmp/full.csv" && [ -s "$tmp/full.csv" ] || {
			echo "step $k, $day:" >>"$tmp/diff"
			diff "$tmp/full.csv" "$tmp/again.csv" | head -4 >>"$tmp/diff"
			bad=1
		}
		n=$(number "$tmp/again.json" evaluated)
		all=$(number "$tmp/again.json" people)
		[ $k = 0 ] || [ "$n" -ge $((all * 3 / 4)) ] || few=$((few + 1))
		k=$((k + 1))
	done
	ok $bad "$name: $k runs one from the other equal $k full runs" "$tmp/diff"
	[ $few -gt $((k / 3)) ]
	ok $? "$name: and $few of them evaluated few people"
}

seed=${STRATA_SEED:-1}
for i in 0 1; do
	python3 "$here/odd_people.py" "$data" "$tmp/odd$i" 400 $((seed + i)) 2025-07-31
	steps "odd$i" "$tmp/odd$i" $((seed + i)) 2025-05-30 9
done
for i in 0 1; do # months, so that windows are left one by one
	python3 "$here/pointed_people.py" "$data" "$tmp/pointed$i" 600 $((seed + i)) 2021-07-31
	steps "pointed$i" "$tmp/pointed$i" $((seed + 4 + i)) 2021-07-31 12
done
python3 "$here/twist.py" "$data" "$tmp/twisted" "$seed"
python3 "$here/odd_people.py" "$tmp/twisted" "$tmp/odd2" 400 $((seed + 2)) 2025-07-31
steps twisted "$tmp/odd2" $((seed + 3)) 2025-06-30 8 --data "$tmp/twisted" --definition weighted
"$PROSSIMA" simulate --persons 1500 --province BG --months 36 --seed "$seed" "$tmp/simulated" >/dev/null 2>&1
steps simulated "$tmp/simulated" "$seed" 2025-01-31 8

# ------------------------------------------------------ what is kept, refused
a=$tmp/odd0.archive
list() { "$PROSSIMA" strata run --archive "$a" --list "$@"; }
[ "$(list | tail -n +2 | wc -l)" = 9 ] && list | grep -q '^ *9 20'
ok $? "--list: nine runs"
list --json | python3 -c 'import json, sys; r = json.load(sys.stdin); assert [x["run"] for x in r] == list(range(1, 10))
assert r[8]["since"] == 8 and sum(r[8]["level_%d" % i] for i in range(1, 6)) <= r[8]["people"]' 2>"$tmp/diff"
ok $? "--list --json" "$tmp/diff"
fails() { # fails STATUS WORDS TEXT COMMAND...
	"${@:4}" >"$tmp/out" 2>"$tmp/err"
	[ $? = "$1" ] && grep -q "$2" "$tmp/err"
	ok $? "$3" "$tmp/err"
}
again() { "$PROSSIMA" strata run --archive "$a" "$@"; }
fails 1 'cannot begin from run 3: a later run' "an earlier run is no beginning" again --date 2028-01-01 --since 3 --keep
fails 1 'no run 77' "a run that is not there" again --date 2028-01-01 --since 77 --keep
fails 1 'later day' "a run of a later day" again --date 2025-01-01 --since 9 --keep
fails 1 'rules are not the same' "other rules" again --date 2028-01-01 --since 9 --keep --definition weighted
fails 2 'give one' "--since and --full" again --date 2028-01-01 --since 9 --full --keep
fails 2 'date is missing' "no date" again --keep
fails 2 'out is missing' "neither file nor kept" again --date 2025-12-31
again --date 2028-01-01 --keep --definition weighted 2>"$tmp/err" && grep -q 'no beginning: the rules' "$tmp/err"
ok $? "without --since other rules mean a full run, and are told"
printf 'x' | dd of="$a/strata/000010-watch.col" bs=1 seek=20 conv=notrunc 2>/dev/null
list --verify >"$tmp/out" 2>"$tmp/err"; [ $? = 1 ] && grep -q 'checksum\|damaged' "$tmp/err"
ok $? "--list --verify finds it" "$tmp/err"
fails 1 'damaged\|checksum\|header' "a damaged file is told" again --date 2028-01-01 --definition weighted --keep
again --date 2028-01-01 --keep --full --definition weighted 2>/dev/null
ok $? "and --full goes past it"
plan

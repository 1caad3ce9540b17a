#!/bin/bash
# What the simulator writes, read by an independent checker of data/flows.md
# (test/check_flows.py): no good row is bad, every planted row is. And the
# command line around it.
set -u
cd "$(dirname "$0")/.."
PROSSIMA=${PROSSIMA:-./prossima}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
n=0
ok() { # name, status
	n=$((n + 1))
	if [ "$2" -eq 0 ]; then
		echo "ok $n - $1"
	else
		echo "not ok $n - $1"
		[ -s "$tmp/log" ] && head -n 20 "$tmp/log" | sed 's/^/# /'
	fi
}
sim() { "$PROSSIMA" simulate "$@" >"$tmp/out" 2>"$tmp/log"; }
status() { # expected, words...
	local expected=$1
	shift
	sim "$@"
	[ $? -eq "$expected" ]
}
check() { python3 test/check_flows.py "$1" 2025-12-31 >"$tmp/log" 2>&1; }

echo 1..16
sim --persons 3000 --province BG --months 36 --seed 7 "$tmp/clean"
ok "writes a province" $?
sim "$tmp/again" --seed=7 --months=36 --province=BG --persons=3000 --json
ok "takes its options in any order" $?
diff -r "$tmp/clean" "$tmp/again" >"$tmp/log"
ok "writes the same bytes again" $?
grep -q '"person.csv":3000' "$tmp/out"
ok "prints its summary as JSON" $?
sim --persons 3000 --province BG --months 36 --seed 7 --dirt 2.5 "$tmp/dirty"
ok "plants bad rows" $?
if command -v python3 >/dev/null; then
	check "$tmp/clean"
	ok "no row of a clean province breaks a rule" $?
	check "$tmp/dirty"
	ok "planted rows break a rule, and no others" $?
	# the checker itself can fail: hide one defect, spoil one good row
	sed -i '0,/^dirt,drug.csv/{/^dirt,drug.csv/d}' "$tmp/dirty/truth.csv"
	check "$tmp/dirty"
	[ $? -eq 1 ]
	ok "a bad row that truth.csv hides is found" $?
	sed -i '5s/,[CDPFH],/,Q,/' "$tmp/again/drug.csv"
	check "$tmp/again"
	[ $? -eq 1 ]
	ok "a good row that is spoiled is found" $?
	for f in person drug; do
		python3 - "$tmp" "$f.csv" <<-'E'
		import csv, sys
		tmp, name = sys.argv[1:]
		bad = set()
		for r in csv.DictReader(open(tmp + "/dirty/truth.csv")):
		    if r["file"] == name and r["kind"] in ("dirt", "duplicate"):
		        bad.add(int(r["line"]))
		lines = open(tmp + "/dirty/" + name, "rb").read().split(b"\n")[:-1]
		good = [x for i, x in enumerate(lines, 1) if i not in bad]
		clean = open(tmp + "/clean/" + name, "rb").read().split(b"\n")[:-1]
		hidden = 1 if name == "drug.csv" else 0  # the defect hidden above
		sys.exit(0 if len(good) == len(clean) + hidden and set(clean) <= set(good) else 1)
		E
		ok "the good rows of $f.csv are those of the clean province" $?
	done
else
	for name in "no row of a clean province breaks a rule" \
		"planted rows break a rule, and no others" \
		"a bad row that truth.csv hides is found" \
		"a good row that is spoiled is found" \
		"the good rows of person.csv are those of the clean province" \
		"the good rows of drug.csv are those of the clean province"; do
		n=$((n + 1))
		echo "ok $n - $name # SKIP python3 is not installed"
	done
fi
status 1 --persons 10 --province BG "$tmp/clean" && grep -q -- --force "$tmp/log"
ok "refuses a folder that holds such files, and says how to go on" $?
status 0 --persons 10 --province BG --force "$tmp/clean"
ok "writes over them when told to" $?
status 2 --persons 10 --province ZZ "$tmp/no" && grep -q 'use one of BG' "$tmp/log" &&
	[ ! -e "$tmp/no" ]
ok "an unknown province is named, with those there are" $?
status 2 --persons 0 --province BG "$tmp/no" && status 2 --persons 10 "$tmp/no" &&
	status 2 --persons 10 --province BG --dirt 60 "$tmp/no" &&
	status 2 --persons 10 --province BG --end 1990-01-01 "$tmp/no"
ok "refuses numbers out of bounds" $?
if [ "$(id -u)" -eq 0 ] && [ ! -e /dev/full ]; then
	n=$((n + 1))
	echo "ok $n - a full disk is an error # SKIP no /dev/full"
else
	mkdir "$tmp/full"
	ln -s /dev/full "$tmp/full/drug.csv.part"
	status 1 --persons 3000 --province BG "$tmp/full" && grep -q 'drug.csv' "$tmp/log" &&
		[ ! -e "$tmp/full/person.csv" ]
	ok "a full disk is an error, and leaves no file that looks complete" $?
fi

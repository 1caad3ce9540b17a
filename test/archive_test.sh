#!/bin/bash
# The archive as a whole: out as CSV and back, corrections and cancellations,
# the memory setting, damage that is found and named, imports that die while
# rows wait in a file.
set -u
: "${PROSSIMA:?}"
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export PROSSIMA_TODAY=2026-01-15
n=0
ok() { # name; the last command decides
	local rc=$?
	n=$((n + 1))
	if [ $rc = 0 ]; then echo "ok $n - $1"; else
		echo "not ok $n - $1"
		tail -n 20 "$dir/err" "$dir/out" 2>/dev/null | sed 's/^/# /'
	fi
}
p() { "$PROSSIMA" "$@" >"$dir/out" 2>"$dir/err"; }
import() { # folder, archive, options
	local from=$1 to=$2
	shift 2
	p flows import "$from" --archive "$to" "$@"
}
same_files() { # two archives have the same column files
	local f
	for f in "$1"/*.col; do cmp -s "$f" "$2/${f##*/}" || return 1; done
	[ "$(ls "$1"/*.col | wc -l)" = "$(ls "$2"/*.col | wc -l)" ]
}
strata() { p strata run --archive "$1" --date 2025-12-31 --out "$2"; }
state() { "$PROSSIMA" archive stat --archive "$1" | tail -n 1; }

person_header=person_id,fiscal_code,birth_date,sex,municipality_istat,ats,gp_code,registration_start,registration_end,death_date
drug_header=record_id,person_id,dispense_date,atc,aic,packages,ddd,channel,prescriber_id,cost_eur
exemption_header=person_id,exemption_code,valid_from,valid_to
fresh() { # two people, three dispensings, an exemption, imported
	rm -rf "$dir/in" "$dir/a"
	mkdir "$dir/in"
	printf '%s\nP1,,1980-01-01,M,015146,321,D1,2015-01-01,,\nP2,,1970-01-01,F,015146,321,D1,2015-01-01,,\n' "$person_header" >"$dir/in/person.csv"
	printf '%s\nR1,P1,2024-05-05,C09AA05,,1,28,C,D1,3.50\nR2,P1,2024-06-05,C09AA05,,1,28,C,D1,\nR3,P2,2024-05-05,A10BA02,,2,,C,D2,1.00\n' \
		"$drug_header" >"$dir/in/drug.csv"
	printf '%s\nP1,013,2020-01-01,\n' "$exemption_header" >"$dir/in/exemption.csv"
	import "$dir/in" "$dir/a"
	rm -rf "$dir/m"
	mkdir "$dir/m"
}
month() { # rows of drug.csv with an operation
	rm -f "$dir"/m/*
	printf "%s,op\n$1" "$drug_header" >"$dir/m/drug.csv"
	import "$dir/m" "$dir/a" --json
}
field() { # of the drug file of the report
	python3 -c 'import json,sys; r=json.load(open(sys.argv[1])); print(next(f for f in r["files"] if f["flow"]==sys.argv[2])[sys.argv[3]])' "$dir/out" "$1" "$2"
}
drugs() { # of a person, as "record_id packages" in a line
	"$PROSSIMA" archive dump "$1" --archive "$dir/a" --json |
		python3 -c 'import json,sys; print(" ".join(sorted(r["record_id"]+":"+r["packages"] for r in json.load(sys.stdin)["drug"])))'
}

# ---- corrections and cancellations
fresh
month 'R1,P1,2024-05-07,C09AA05,,3,28,C,D1,3.50,V\nR4,P2,2024-07-01,A10BA02,,1,,C,D2,,I\n'
[ "$(drugs P1)" = "R1:3 R2:1" ] && [ "$(drugs P2)" = "R3:2 R4:1" ]
ok "V takes the place of the older record, I adds"
"$PROSSIMA" archive stat --archive "$dir/a" >"$dir/out" && grep -Eq '^drug +4 records, 1 more no longer count' "$dir/out" &&
	"$PROSSIMA" archive verify --archive "$dir/a" >"$dir/out"
ok "stat counts it, verify finds the archive whole"
month 'R3,,,,,,,,,,C\n'
[ "$(field drug removed)" = 1 ] && [ "$(drugs P2)" = "R4:1" ] && [ "$(field drug cancellations)" = 1 ]
ok "C removes; only the record_id is needed"
[ "$(drugs P1)" = "R1:3 R2:1" ]
ok "... and earlier corrections hold"
gzip -k "$dir/m/drug.csv"; rm "$dir/m/drug.csv"; import "$dir/m" "$dir/a" --json
[ "$(field drug removed)" = 0 ] && [ "$(drugs P2)" = "R4:1" ] && ! grep -q "does not have" "$dir/err"
ok "the same cancellation again, compressed: nothing more happens"
month 'R9,P1,2024-05-07,C09AA05,,1,28,C,D1,,V\nR8,P1,,,,,,,,,C\n'
grep -q "1 rows: correction of a record that the archive does not have" "$dir/err" &&
	grep -q "1 rows: cancellation of a record that the archive does not have" "$dir/err" && [ "$(drugs P1)" = "R1:3 R2:1 R9:1" ]
ok "unknown records: a warning each, the correction is a new record"
month 'R1,P1,2024-05-07,C09AA05,,3,28,C,D1,3.50,V\n'
[ "$(field drug duplicates)" = 1 ] && [ "$(field drug removed)" = 0 ]
ok "a correction that says what the archive says is a copy"
month 'R2,P2,2024-06-05,C09AA05,,1,28,C,D1,,V\n'
[ "$(drugs P1)" = "R1:3 R9:1" ] && [ "$(drugs P2)" = "R2:1 R4:1" ]
ok "a correction may move a record to another person"
fresh
month 'R1,P1,2024-05-05,C09AA05,,2,28,C,D1,,V\nR1,P1,2024-05-05,C09AA05,,5,28,C,D1,,V\nR5,P1,2024-08-01,C09AA05,,1,28,C,D1,,I\nR5,,,,,,,,,,C\nR6,P1,2024-09-01,C09AA05,,1,28,C,D1,,I\nR6,,,,,,,,,,C\nR6,P1,2024-09-01,C09AA05,,4,28,C,D1,,I\n'
[ "$(drugs P1)" = "R1:5 R2:1 R6:4" ] && [ "$(field drug replaced)" = 3 ] && ! grep -q "does not have" "$dir/err"
ok "rows of one record_id act in order of the file"
month 'R1,,,,,,,,,,C\nR1,P1,2024-05-05,C09AA05,,5,28,C,D1,,I\n'
[ "$(drugs P1)" = "R1:5 R2:1 R6:4" ] && [ "$(field drug removed)" = 1 ]
ok "cancelled and delivered anew in one file: it is there once"
fresh
month 'R1,,,,,,,,,,C\n'
gzip -k "$dir/in/drug.csv"; rm "$dir/in/drug.csv"; import "$dir/in" "$dir/a" --json
[ "$(field drug accepted)" = 0 ] && [ "$(field drug duplicates)" = 3 ] && [ "$(drugs P1)" = "R2:1" ]
ok "the old file once more does not bring back what was cancelled"
month 'R1,P1,2024-05-05,C09AA05,,1,28,C,D1,3.50,I\n'
[ "$(drugs P1)" = "R1:1 R2:1" ]
ok "... but a row that says I does"
month 'R7,P1,2024-05-05,C09AA05,,1,28,C,D1,,X\nR1,P1,bad,C09AA05,,1,28,C,D1,,V\n'
[ "$(field drug rejected)" = 2 ] && grep -q '^drug.csv,2,op,X,"not an operation' "$dir/a/rejects/"*.csv && [ "$(drugs P1)" = "R1:1 R2:1" ]
ok "a wrong operation and a wrong correction are set aside, and change nothing"
fresh
printf '%s,op\nP1,013,2020-01-01,2024-12-31,V\nP2,048,2021-01-01,,I\n' "$exemption_header" >"$dir/m/exemption.csv"
import "$dir/m" "$dir/a" && "$PROSSIMA" archive dump P1 --archive "$dir/a" | grep -qx 'P1,013,2020-01-01,2024-12-31' &&
	[ "$("$PROSSIMA" archive dump P1 --archive "$dir/a" | grep -c '^P1,013')" = 1 ]
ok "exemptions are corrected by person, code and first day"
printf '%s,op\nP1,013,2020-01-01,,C\n' "$exemption_header" >"$dir/m/exemption.csv"
import "$dir/m" "$dir/a" && ! "$PROSSIMA" archive dump P1 --archive "$dir/a" | grep -q '^P1,013'
ok "... and cancelled"
fresh
printf 'x,op\n' >"$dir/m/person.csv"; sed "1s/\$/,op/;2,\$s/\$/,I/" "$dir/in/person.csv" >"$dir/m/person.csv"
! import "$dir/m" "$dir/a" && grep -q '"op" is one too many' "$dir/err"
ok "people have no operations: a delivery replaces"

# ---- out and in again
big=$dir/big
"$PROSSIMA" simulate --persons 4000 --province BG --months 24 --seed 9 "$big" >/dev/null 2>&1
import "$big" "$dir/b"
p archive export "$dir/out1" --archive "$dir/b" && import "$dir/out1" "$dir/c" && p archive export "$dir/out1b" --archive "$dir/c" &&
	diff -r "$dir/out1" "$dir/out1b" >/dev/null && strata "$dir/b" "$dir/s1" && strata "$dir/c" "$dir/s2" && cmp -s "$dir/s1" "$dir/s2"
ok "export and import make the same archive, row by row"
for f in exemption drug outpatient hospital emergency; do
	head -n 1 "$big/$f.csv" >"$dir/h"
	[ -e "$dir/out1/$f.csv" ] && sort "$dir/out1/$f.csv" >"$dir/x" && sort "$big/$f.csv" >"$dir/y" &&
		[ "$(wc -l <"$dir/x")" = "$(wc -l <"$dir/y")" ] || break
done
cut -d, -f1-5,8 "$dir/out1/drug.csv" | sort | cmp -s - <(cut -d, -f1-5,8 "$big/drug.csv" | sort)
ok "every row is there, codes and days as delivered"
! p archive export "$dir/out1" --archive "$dir/b" && grep -q "could not write" "$dir/err"
ok "files that are there are not overwritten"
who=$(sed -n 100p "$big/person.csv" | cut -d, -f1)
"$PROSSIMA" archive dump "$who" --archive "$dir/b" | grep -c "$who" >"$dir/x"
[ "$(cat "$dir/x")" = "$(cat "$big"/{person,exemption,drug,outpatient,hospital,emergency}.csv | grep -c "$who")" ]
ok "dump has all records of a person"
! p archive dump NOBODY --archive "$dir/b" && grep -q 'no person "NOBODY"' "$dir/err"
ok "a person who is not there"

# ---- increments: two deliveries, then the same as one
mkdir "$dir/d1" "$dir/d2"
cp "$big/person.csv" "$dir/d1"
for f in exemption drug outpatient hospital emergency; do
	head -n 1 "$big/$f.csv" | tee "$dir/d1/$f.csv" >"$dir/d2/$f.csv"
	sed 1d "$big/$f.csv" | awk -v a="$dir/d1/$f.csv" -v b="$dir/d2/$f.csv" 'NR % 12 { print >>a; next } { print >>b }'
done
import "$dir/d1" "$dir/i"
md5sum "$dir"/i/000001-{drug,outpatient,hospital}.col >"$dir/sums"
import "$dir/d2" "$dir/i" && md5sum -c "$dir/sums" >/dev/null && strata "$dir/i" "$dir/s1" && strata "$dir/b" "$dir/s2" && cmp -s "$dir/s1" "$dir/s2"
ok "a delivery adds without rewriting the rest; results as of one delivery"
p archive export "$dir/out2" --archive "$dir/i" && [ -d "$dir/out2/000002" ] &&
	import "$dir/out2/000001" "$dir/j" && import "$dir/out2/000002" "$dir/j" &&
	p archive export "$dir/out2b" --archive "$dir/j" && diff -r "$dir/out2" "$dir/out2b" >/dev/null
ok "an archive of two imports goes out as two folders, and back"

# corrections reach the results: every twelfth record cancelled and delivered anew
mkdir "$dir/d3"
for f in drug outpatient hospital emergency; do
	awk -F, -v OFS=, 'NR == 1 { print $0, "op"; n = NF; next } { x = $1; for (i = 2; i <= n; i++) x = x ","; print x, "C" }' "$dir/d2/$f.csv" >"$dir/d3/$f.csv"
done
import "$dir/d3" "$dir/i" && p archive export "$dir/out3" --archive "$dir/i" --one-folder && import "$dir/out3" "$dir/k"
head -n 1 "$dir/d1/exemption.csv" >"$dir/d2/person.csv" # only what was not cancelled
cp "$big/exemption.csv" "$dir/d1/"
import "$dir/d1" "$dir/l" && strata "$dir/i" "$dir/s1" && strata "$dir/l" "$dir/s2" && strata "$dir/k" "$dir/s3" &&
	cmp -s "$dir/s1" "$dir/s2" && cmp -s "$dir/s1" "$dir/s3"
ok "cancelled records reach no result, nor the export"

# ---- memory
"$PROSSIMA" simulate --persons 30000 --province BG --months 24 --seed 3 "$dir/huge" >/dev/null 2>&1
import "$dir/huge" "$dir/m1" --memory 64 --threads 1 && import "$dir/huge" "$dir/m2" --memory 4096 --threads 2 && same_files "$dir/m1" "$dir/m2"
ok "the memory setting and the threads do not show in the archive"
# record_id in order until the first copy, the rows before in the file of spills
cp -r "$dir/huge" "$dir/again" && sed -n '2,1001p;90001,90500p' "$dir/huge/drug.csv" >>"$dir/again/drug.csv"
import "$dir/again" "$dir/m3" --memory 64 --json && same_files "$dir/m1" "$dir/m3" && [ "$(field drug duplicates)" = 1500 ]
ok "copies are found after rows in order of record_id"
(head -n 1 "$dir/huge/drug.csv" && tail -n +2 "$dir/huge/drug.csv" | tac) >"$dir/again/drug.csv"
import "$dir/again" "$dir/m4" && strata "$dir/m4" "$dir/s4" && strata "$dir/m1" "$dir/s1" && cmp -s "$dir/s1" "$dir/s4"
ok "rows in the opposite order give the same result"
rm -rf "$dir/m3" "$dir/m4" "$dir/again"
[ -z "$(find "$dir/m1" -name '*.spill')" ]
ok "no file of waiting rows stays"

# ---- damage
f=$(ls "$dir"/i/000001-drug.col)
cp -r "$dir/i" "$dir/x1"
printf 'XXXX' | dd of="$dir/x1/000001-drug.col" bs=1 seek=$(($(stat -c %s "$f") / 2)) conv=notrunc 2>/dev/null
! p archive verify --archive "$dir/x1" && grep -q '000001-drug.col: damaged: column .*, block [0-9]* (bytes [0-9]* to [0-9]* of the file)' "$dir/out" &&
	grep -q "what to do" "$dir/out" && grep -q "drug.csv" "$dir/out"
ok "verify names the block and what to do"
cp -r "$dir/i" "$dir/x2"; truncate -s -10 "$dir/x2/000003-removed.col"
! p archive verify --archive "$dir/x2" && grep -q "removed.col" "$dir/err"
ok "a table of removed rows cut short is refused"
sed '/^removed/d; s/prossima-archive 3/prossima-archive 1/' "$dir/b/MANIFEST" | sed '$d' >"$dir/man"
printf 'sha256 %s\n' "$(sha256sum <"$dir/man" | cut -d' ' -f1)" >>"$dir/man"
cp -r "$dir/b" "$dir/v1"; cp "$dir/man" "$dir/v1/MANIFEST"
strata "$dir/v1" "$dir/s1" && strata "$dir/b" "$dir/s2" && cmp -s "$dir/s1" "$dir/s2" && import "$dir/d3" "$dir/v1" && grep -q '^prossima-archive 3' "$dir/v1/MANIFEST"
ok "an archive of version 1 is read, and added to"

# ---- the digest of a file larger than a piece of its tree
fresh
{ cat "$dir/in/drug.csv"; awk 'BEGIN { for (i = 0; i < 30000; i++) printf "S%05d,P1,2024-07-01,C09AA05,,1,28,C,D1,3.50\n", i }'; } >"$dir/m/drug.csv"
rm -f "$dir/m/person.csv"
import "$dir/m" "$dir/a" && grep -q '^source tree:[0-9a-f]\{64\} drug drug.csv 2 ' "$dir/a/MANIFEST" && import "$dir/m" "$dir/a" &&
	grep -q '^import 2$' "$dir/a/MANIFEST"
ok "a large file has the digest of its tree and is known by it"
sed "s/tree:[0-9a-f]*/$(sha256sum <"$dir/m/drug.csv" | cut -d' ' -f1)/; s/^prossima-archive 3/prossima-archive 2/" "$dir/a/MANIFEST" | sed '$d' >"$dir/man"
printf 'sha256 %s\n' "$(sha256sum <"$dir/man" | cut -d' ' -f1)" >>"$dir/man"
cp "$dir/man" "$dir/a/MANIFEST"
import "$dir/m" "$dir/a" && grep -q '^import 2$' "$dir/a/MANIFEST"
ok "and by its plain digest in an archive of version 2"
rm "$dir/m/drug.csv"

# ---- a person who changes, a record after death, two years in one file
fresh
sed 's/1980-01-01,M/1981-01-01,F/' "$dir/in/person.csv" >"$dir/m/person.csv"
import "$dir/m" "$dir/a" && grep -q "1 rows: sex or birth date changed since an earlier delivery" "$dir/err" &&
	"$PROSSIMA" archive dump P1 --archive "$dir/a" | grep -q '^P1,,1981-01-01,F'
ok "sex and birth date that change: a warning, the last delivery holds"
fresh
sed 's/P1,,1980-01-01,M,015146,321,D1,2015-01-01,,/P1,,1980-01-01,M,015146,321,D1,2015-01-01,,2024-05-06/' "$dir/in/person.csv" >"$dir/m/person.csv"
printf '%s\nR8,P1,2024-07-05,C09AA05,,1,28,C,D1,\nR9,P1,2023-07-05,C09AA05,,1,28,C,D1,\n' "$drug_header" >"$dir/m/drug.csv"
import "$dir/m" "$dir/a" --json && [ "$(field drug rejected)" = 1 ] && grep -q "more than 30 days after the death" "$dir/a/rejects/"*.csv && [ "$(drugs P1)" = "R1:1 R2:1 R9:1" ]
ok "a record long after death is set aside; files of two years are one delivery"

# ---- dying while rows wait in a file, and a full disk there
rm -rf "$dir/a" "$dir/kept" "$dir/whole"; import "$dir/d1" "$dir/kept"
old=$(state "$dir/kept") bad=0 killed=0
cp -r "$dir/kept" "$dir/whole"
begun=$(date +%s%N)
p flows import "$dir/huge" --archive "$dir/whole" --memory 64 || bad=9
took=$(($(date +%s%N) - begun)) new=$(state "$dir/whole")
for i in 1 2 3 4 5 6 7 8; do # at each ninth of the time a whole one takes; who is too late finds it whole
	rm -rf "$dir/a"; cp -r "$dir/kept" "$dir/a"
	"$PROSSIMA" flows import "$dir/huge" --archive "$dir/a" --memory 64 >/dev/null 2>&1 &
	pid=$!
	sleep "$(printf '%d.%09d' $((took * i / 9 / 1000000000)) $((took * i / 9 % 1000000000)))"
	kill -9 $pid 2>/dev/null
	wait $pid 2>/dev/null
	now=$(state "$dir/a")
	[ "$now" = "$old" ] && killed=$((killed + 1))
	[ "$now" = "$old" ] || [ "$now" = "$new" ] || bad=1
	p archive verify --archive "$dir/a" || bad=2
	[ $bad = 0 ] || break
done
echo "# killed half way: $killed"
[ $bad = 0 ] && [ "$old" != "$new" ] && [ $killed -ge 3 ]
ok "kill -9 while rows wait: the archive as it was, or whole ($bad)"
rm -rf "$dir/a"; cp -r "$dir/kept" "$dir/a"
touch "$dir/a/rows-0x1.spill"
for blocks in 2000 9000; do # of 1024 bytes: rows that wait, columns
	(ulimit -f $blocks; p flows import "$dir/huge" --archive "$dir/a" --memory 64) && bad=3
	grep -q "could not write" "$dir/err" || bad=4
	[ "$(state "$dir/a")" = "$old" ] || bad=5
done
[ $bad = 0 ] && [ ! -e "$dir/a/rows-0x1.spill" ] && [ "$(ls "$dir/a" | grep -c '^000002-')" = 0 ]
ok "a full disk while rows wait: as it was, and what the dead left is gone ($bad)"
echo "1..$n"

#!/bin/bash
# What the user sees when the input of `flows import` is wrong: each row of
# doc/bad-input.md that is about flows, in order. Then imports that die, a disk
# that is full, plain against gzip, and the real claims.
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
		sed 's/^/# /' "$dir/err" 2>/dev/null | head -n 20
	fi
}
skip() {
	n=$((n + 1))
	echo "ok $n - $1 # SKIP $2"
}
person_header=person_id,fiscal_code,birth_date,sex,municipality_istat,ats,gp_code,registration_start,registration_end,death_date
drug_header=record_id,person_id,dispense_date,atc,aic,packages,ddd,channel,prescriber_id,cost_eur
fresh() { # a folder with one person and one dispensing, no archive
	rm -rf "$dir/in" "$dir/a" "$dir/r.csv"
	mkdir "$dir/in"
	printf '%s\nP1,,1980-01-01,M,015146,321,D1,2015-01-01,,\n' "$person_header" >"$dir/in/person.csv"
	printf '%s\nR1,P1,2024-05-05,C09AA05,,1,28,C,D1,\n' "$drug_header" >"$dir/in/drug.csv"
}
import() { # exit status in rc, texts in $dir/err and $dir/out
	timeout 60 "$PROSSIMA" flows import "$dir/in" --archive "$dir/a" "$@" >"$dir/out" 2>"$dir/err"
	rc=$?
}
fails() { # name, text that must be seen, then import's options
	local name=$1 text=$2
	shift 2
	import "$@"
	[ $rc = 1 ] && grep -qF -- "$text" "$dir/err" && [ ! -e "$dir/a/MANIFEST" ]
	ok "$name"
}
reject() { # name, row of drug.csv, expected line of the rejects file
	fresh
	printf "$2" >>"$dir/in/drug.csv"
	import --rejects "$dir/r.csv"
	[ $rc = 0 ] && [ "$(sed -n 2p "$dir/r.csv")" = "$3" ] &&
		[ "$(wc -l <"$dir/r.csv")" = 2 ]
	ok "$1"
}

# ---- files
fresh; rm "$dir"/in/*
fails "folder without any of the files" "has none of person, exemption"
rm -rf "$dir/in"
fails "folder that is not there" "has none of person, exemption"
fresh; rm "$dir/in/person.csv"
fails "events without people" "no people are known"
fresh; : >"$dir/in/drug.csv"
fails "empty file" "drug.csv:1: the file is empty"
fresh; sed -i 1d "$dir/in/drug.csv"
fails "header missing" 'column 1 of the header is "R1" and should be "record_id"'
fresh; sed -i '1s/atc,aic/aic,atc/' "$dir/in/drug.csv"
fails "columns in another order" 'column 4 of the header is "aic" and should be "atc"'
fresh; sed -i '1s/,cost_eur//' "$dir/in/drug.csv"
fails "column missing" '9 columns instead of 10: "cost_eur" is missing'
fresh; sed -i '1s/$/,note/' "$dir/in/drug.csv"
fails "column too many" '11 columns instead of 10: "note" is one too many'
fresh; sed -i 's/,/;/g' "$dir/in/drug.csv"
fails "semicolons" "separated by semicolons"
fresh; sed -i 's/,/\t/g' "$dir/in/drug.csv"
fails "tabs" "separated by tabs"
fresh; sed -i '1s/^/\xef\xbb\xbf/' "$dir/in/drug.csv"
fails "byte order mark" "byte order mark"
fresh; iconv -f UTF-8 -t UTF-16 "$dir/in/drug.csv" >"$dir/u"; mv "$dir/u" "$dir/in/drug.csv"
fails "UTF-16" "it is UTF-16"
fresh; printf 'PK\003\004xxxx' >"$dir/in/drug.csv"
fails "spreadsheet or zip file" "zip or spreadsheet"
fresh; mv "$dir/in/drug.csv" "$dir/in/drug.csv.gz"
fails "named .gz but not gzip" "it is not gzip although its name says so"
fresh; gzip "$dir/in/drug.csv"; mv "$dir/in/drug.csv.gz" "$dir/in/drug.csv"
fails "gzip but not named .gz" "name it drug.csv.gz"
fresh; gzip "$dir/in/drug.csv"; truncate -s -9 "$dir/in/drug.csv.gz"
fails "gzip cut short" "it ends too early"
fresh; gzip "$dir/in/drug.csv"; printf '\377\377\377\377' | dd of="$dir/in/drug.csv.gz" bs=1 seek=40 conv=notrunc 2>/dev/null
fails "gzip damaged" "the gzip file is damaged"
fresh; gzip "$dir/in/drug.csv"; echo more >>"$dir/in/drug.csv.gz"
fails "gzip and then something else" "after its end there is something else"
fresh; zstd -q --rm "$dir/in/drug.csv"; truncate -s -9 "$dir/in/drug.csv.zst"
fails "zstd cut short" "it ends too early"
fresh; zstd -q --rm "$dir/in/drug.csv"; mv "$dir/in/drug.csv.zst" "$dir/in/drug.csv"
fails "zstd but not named .zst" "name it drug.csv.zst"
fresh; { cat "$dir/in/drug.csv"; head -c 100000000 /dev/zero; } | gzip >"$dir/in/drug.csv.gz"; rm "$dir/in/drug.csv"
fails "gzip that unpacks to fill the disk" "it unpacks to more than 250 times its size"
fresh; zstd -q -k "$dir/in/drug.csv"
fails "both plain and zstd" "leave one"
fresh; gzip -k "$dir/in/drug.csv"
fails "both plain and gzip" "leave one"
fresh; rm "$dir/in/drug.csv"; mkdir "$dir/in/drug.csv"
fails "folder in place of a file" "not a regular file"
fresh; printf '%s\n"unclosed,header\n' "" >"$dir/in/drug.csv"
fails "header with broken quotes" "drug.csv:1:"
fresh; rm "$dir/in/drug.csv"; import
[ $rc = 0 ] && grep -q "note: .*drug.csv is not there" "$dir/err"
ok "file missing: a note"

# ---- rows
reject "too few fields" 'R2,P1\n' 'drug.csv,3,,"R2,P1",wrong number of fields'
reject "too many fields" 'R2,P1,2024-05-05,C09AA05,,1,28,C,D1,,\n' \
	'drug.csv,3,,"R2,P1,2024-05-05,C09AA05,,1,28,C,D1,,",wrong number of fields'
reject "empty line" '\n' 'drug.csv,3,,,empty line'
reject "line with #" '# note\n' 'drug.csv,3,,# note,lines that start with # are not allowed'
reject "Latin-1" 'R2,P1,2024-05-05,C09AA05,,1,28,C,D\xe0,\n' \
	'drug.csv,3,,"R2,P1,2024-05-05,C09AA05,,1,28,C,D�,",not UTF-8: save the file as UTF-8'
reject "NUL" 'R2,P1\x00,2024-05-05,C09AA05,,1,28,C,D1,\n' \
	'drug.csv,3,,"R2,P1�,2024-05-05,C09AA05,,1,28,C,D1,",NUL byte in the line'
reject "quote not closed" '"R2,P1,2024-05-05,C09AA05,,1,28,C,D1,\n' \
	'drug.csv,3,,"""R2,P1,2024-05-05,C09AA05,,1,28,C,D1,",quotes are broken: a quoted field ends with one quote and a comma'
reject "decimal comma" 'R2,P1,2024-05-05,C09AA05,,"1,5",28,C,D1,\n' \
	'drug.csv,3,packages,"1,5",not a decimal number with a point and at most 4 decimals'
reject "Italian date" 'R2,P1,05/05/2024,C09AA05,,1,28,C,D1,\n' \
	'drug.csv,3,dispense_date,05/05/2024,not a date YYYY-MM-DD'
reject "no such day" 'R2,P1,2023-02-29,C09AA05,,1,28,C,D1,\n' \
	'drug.csv,3,dispense_date,2023-02-29,"no such day in the calendar, or before 1900-01-01"'
reject "future" 'R2,P1,2026-01-16,C09AA05,,1,28,C,D1,\n' \
	'drug.csv,3,dispense_date,2026-01-16,after the extraction date'
reject "person unknown" 'R2,P2,2024-05-05,C09AA05,,1,28,C,D1,\n' \
	'drug.csv,3,person_id,P2,person unknown: not in person.csv nor in the archive'
reject "negative packages" 'R2,P1,2024-05-05,C09AA05,,-1,28,C,D1,\n' \
	'drug.csv,3,packages,-1,negative: apply reversals before the export'
reject "mandatory field empty" 'R2,P1,2024-05-05,,,1,28,C,D1,\n' \
	'drug.csv,3,atc,,mandatory and empty'
reject "leading zero lost" 'R2,P1,2024-05-05,C09AA05,12345678,1,28,C,D1,\n' \
	'drug.csv,3,aic,12345678,not an AIC code of nine digits'

fresh
printf 'RSSMRA80A01F205X,,1980-01-01,M,016024,325,,2020-01-01,,\nRSSMRA80A01F20AX,,1980-01-01,M,016024,325,,2020-01-01,,\n' >>"$dir/in/person.csv"
import --rejects "$dir/r.csv"
[ $rc = 0 ] && grep -q '^person.csv,3,person_id,RSSMRA80A01F205X,"a fiscal code: make pseudonyms first' "$dir/r.csv" &&
	[ "$(wc -l <"$dir/r.csv")" = 2 ]
ok "a fiscal code in the place of a pseudonym, and a pseudonym that only looks so"

fresh
{ printf 'R2,P1,2024-05-05,C09AA05,,1,28,C,'; head -c 5000 /dev/zero | tr '\0' x; printf ',\n'; } >>"$dir/in/drug.csv"
printf 'R3,P1,2024-05-06,C09AA05,,1,28,C,D1,' >>"$dir/in/drug.csv" # no line end
import --rejects "$dir/r.csv"
[ $rc = 0 ] && grep -q '^drug.csv,3,,.\{200,220\},line longer than 4096 bytes$' "$dir/r.csv" &&
	[ "$(wc -l <"$dir/r.csv")" = 2 ] && grep -Eq 'drug.csv +3 +2 +1 +0' "$dir/err"
ok "line too long; the next is read, also without line end"

fresh
{ printf 'R2,P1,2024-05-05,C09AA05,,1,28,C,'; head -c 3000000 /dev/zero | tr '\0' x; printf ',\nR3,P1,2024-05-06,C09AA05,,1,28,C,D1,\n'; } >>"$dir/in/drug.csv"
import --rejects "$dir/r.csv"; [ $rc = 0 ] && cp "$dir/r.csv" "$dir/plain.csv" && gzip "$dir/in/drug.csv" && rm -rf "$dir/a" &&
	import --rejects "$dir/r.csv" && [ $rc = 0 ] && sed 's/drug.csv.gz/drug.csv/' "$dir/r.csv" | cmp - "$dir/plain.csv" &&
	grep -Eq 'drug.csv.gz +3 +2 +1 +0' "$dir/err"
ok "line of three megabytes, plain and gzip"

fresh; printf '"R2\nx",P1,2024-05-05,C09AA05,,1,28,C,D1,\nR3,P1,bad,C09AA05,,1,28,C,D1,\n' >>"$dir/in/drug.csv"
import --rejects "$dir/r.csv"
[ $rc = 0 ] && grep -q '^drug.csv,5,dispense_date,bad' "$dir/r.csv" && grep -q '^drug.csv,3,record_id,"R2$' "$dir/r.csv"
ok "line end inside a quoted field: one row, lines counted on"

fresh; printf 'R1,P9,bad,bad\nR1,P1,2024-05-05,bad,,1,28,C,D1,\n' >>"$dir/in/drug.csv"
import --rejects "$dir/r.csv"
[ $rc = 0 ] && [ "$(wc -l <"$dir/r.csv")" = 2 ] && grep -Eq 'drug.csv +3 +1 +1 +1' "$dir/err"
ok "a record_id read before is a copy, whatever else the row says"

fresh; printf 'R2,P1,bad,C09AA05,,1,28,C,D1,\n' >>"$dir/in/drug.csv"; import
[ $rc = 0 ] && [ -s "$dir/a/rejects/000001.csv" ] && grep -q "rejects/000001.csv" "$dir/err" && grep -q ATTENTION "$dir/err"
ok "without --rejects they go into the archive, and a notice above 1 %"
fresh; import --rejects "$dir/r.csv"
[ $rc = 0 ] && [ "$(cat "$dir/r.csv")" = "file,line,column,value,cause" ]
ok "no rejects: the file has its header"
fresh; printf 'R2,P1,bad,C09AA05,,1,28,C,D1,\n' >>"$dir/in/drug.csv"
fails "more rejects than allowed" "nothing was imported" --max-rejects 5 --rejects "$dir/r.csv"
[ "$(wc -l <"$dir/r.csv")" = 2 ]
ok "... and the rejects can be read"

# ---- arguments
usage() { # name, text, arguments
	local name=$1 text=$2
	shift 2
	"$PROSSIMA" flows "$@" >"$dir/out" 2>"$dir/err"
	[ $? = 2 ] && grep -qF -- "$text" "$dir/err"
	ok "$name"
}
fresh
usage "no command" "COMMAND"
usage "wrong command" 'no command "imprt"' imprt
usage "no folder" "DIR is missing" import --archive "$dir/a"
usage "no archive" "--archive is missing" import "$dir/in"
usage "unknown option" 'no option "--fast"' import "$dir/in" --archive "$dir/a" --fast
usage "impossible date" "--extraction-date" import "$dir/in" --archive "$dir/a" --extraction-date 2025-02-30
usage "share over 100" "--max-rejects" import "$dir/in" --archive "$dir/a" --max-rejects 101
"$PROSSIMA" flows stat --archive "$dir/none" 2>"$dir/err"
[ $? = 1 ] && grep -q "there is no archive" "$dir/err"
ok "archive that is not there"
import; echo x >>"$dir/a/MANIFEST"; "$PROSSIMA" flows stat --archive "$dir/a" 2>"$dir/err"
[ $? = 1 ] && grep -q "MANIFEST" "$dir/err"
ok "MANIFEST damaged"
fresh; import; f=$(ls "$dir"/a/*-drug.col); printf x | dd of="$f" bs=1 seek=128 conv=notrunc 2>/dev/null
"$PROSSIMA" flows verify --archive "$dir/a" >"$dir/out" 2>"$dir/err"
[ $? = 1 ] && grep -q "do not agree with their checksums" "$dir/err" && grep -q drug "$dir/out"
ok "a damaged column is found by verify"
fresh; import; f=$(ls "$dir"/a/*-drug.col); truncate -s 100 "$f"
"$PROSSIMA" flows verify --archive "$dir/a" >"$dir/out" 2>"$dir/err"
[ $? = 1 ] && grep -q "is damaged" "$dir/err"
ok "a column file cut short is refused"
fresh; import; exec 9>>"$dir/a/LOCK"; flock 9
printf 'R9,P1,2024-05-05,C09AA05,,1,28,C,D1,\n' >>"$dir/in/drug.csv"; import
[ $rc = 1 ] && grep -q "another import (process [0-9]*) is at work" "$dir/err"
ok "two imports at once"
exec 9>&-
fresh; import; sed 's/prossima-archive 3/prossima-archive 4/' "$dir/a/MANIFEST" | sed '$d' >"$dir/m"
printf 'sha256 %s\n' "$(sha256sum <"$dir/m" | cut -d' ' -f1)" >>"$dir/m"; mv "$dir/m" "$dir/a/MANIFEST"
"$PROSSIMA" flows stat --archive "$dir/a" 2>"$dir/err"
[ $? = 1 ] && grep -q "use a newer program" "$dir/err"
ok "archive of a newer version"
fresh; import --rejects "$dir/nowhere/r.csv"; [ $rc = 1 ] && grep -q "rejects file" "$dir/err" && [ ! -e "$dir/a/MANIFEST" ]
ok "rejects file that cannot be written"

# ---- the same file again, in another dress
fresh; import; a=$("$PROSSIMA" flows stat --archive "$dir/a" | tail -n 1); import
[ $rc = 0 ] && grep -q "nothing new" "$dir/err" && grep -q "since import 1" "$dir/err" &&
	[ "$a" = "$("$PROSSIMA" flows stat --archive "$dir/a" | tail -n 1)" ]
ok "the same files again change nothing and say so"
gzip "$dir/in/drug.csv"; import
[ $rc = 0 ] && grep -Eq 'drug.csv.gz +1 +0 +0 +1' "$dir/err" && "$PROSSIMA" flows verify --archive "$dir/a" >/dev/null
ok "the same rows compressed are all duplicates"

# ---- many rows
big=$dir/big
mkdir "$big"
"$PROSSIMA" simulate --persons 8000 --province BG --months 36 --seed 7 "$big" >/dev/null 2>&1 || {
	cp "$dir"/in/* "$big"
}
before() { "$PROSSIMA" flows stat --archive "$1" | tail -n 1; }
"$PROSSIMA" flows import "$big" --archive "$dir/plain" 2>"$dir/err"
mkdir "$dir/gz" && cp "$big"/*.csv "$dir/gz" && gzip -1 "$dir"/gz/*.csv
"$PROSSIMA" flows import "$dir/gz" --archive "$dir/gzip" --threads 1 2>"$dir/err"
same=0
for f in "$dir"/plain/*.col; do cmp -s "$f" "$dir/gzip/${f##*/}" || same=1; done
[ $same = 0 ] && [ "$(ls "$dir"/plain/*.col | wc -l)" -ge 7 ]
ok "plain and gzip make the same archive, byte for byte"

# Killed at any moment: the state before, whole; the next import succeeds.
fresh; import; old=$(before "$dir/a")
start=$(date +%s%N)
"$PROSSIMA" flows import "$big" --archive "$dir/timing" 2>/dev/null
took=$((($(date +%s%N) - start) / 1000))
bad=0 killed=0
for i in $(seq 30); do
	"$PROSSIMA" flows import "$big" --archive "$dir/a" >/dev/null 2>&1 &
	pid=$!
	us=$((took * (RANDOM % 1000) / 1000))
	sleep "$((us / 1000000)).$(printf %06d $((us % 1000000)))"
	kill -9 $pid 2>/dev/null && killed=$((killed + 1))
	wait $pid 2>/dev/null
	"$PROSSIMA" flows verify --archive "$dir/a" >/dev/null 2>"$dir/err" || bad=1
	new=$(before "$dir/a")
	if [ "$new" != "$old" ]; then # it had finished: it must be complete
		"$PROSSIMA" flows import "$big" --archive "$dir/a" 2>&1 | grep -q "nothing new" || bad=2
		rm -rf "$dir/a"
		import
		old=$(before "$dir/a")
	fi
done
echo "# killed $killed of 30"
[ $bad = 0 ] && [ $killed -gt 5 ]
ok "kill -9 at 30 moments leaves the archive as it was"
"$PROSSIMA" flows import "$big" --archive "$dir/a" 2>"$dir/err" && "$PROSSIMA" flows verify --archive "$dir/a" >/dev/null &&
	[ "$(ls "$dir/a" | grep -c '\.col$')" -le 9 ]
ok "the next import succeeds and sweeps what the dead ones left"

# A full disk: writes fail after so many blocks.
bad=0
for blocks in 1 8 64 500 1500 3000; do
	rm -rf "$dir/full"
	cp -r "$dir/plain" "$dir/full"
	old=$(before "$dir/full")
	printf '%s\nP1,,1980-01-01,M,015146,321,D1,2015-01-01,,\n' "$person_header" >"$dir/in/person.csv"
	rm -rf "$dir/more"; mkdir "$dir/more"
	sed 's/^D/E/' "$big/drug.csv" >"$dir/more/drug.csv"
	(ulimit -f $blocks; "$PROSSIMA" flows import "$dir/more" --archive "$dir/full" >/dev/null 2>"$dir/err")
	status=$?
	if [ $status = 1 ]; then
		grep -q "could not write" "$dir/err" || bad=1
		[ "$(before "$dir/full")" = "$old" ] || bad=2
		[ "$(ls "$dir/full"/*.col | wc -l)" = "$(ls "$dir/plain"/*.col | wc -l)" ] || bad=3
	elif [ $status != 0 ]; then bad=4; fi
	"$PROSSIMA" flows verify --archive "$dir/full" >/dev/null 2>&1 || bad=5
	[ $blocks = 8 ] && [ $status != 1 ] && bad=6
done
[ $bad = 0 ]
ok "a full disk leaves the archive as it was ($bad)"

# Simulated dirt: exactly the rows that the simulator says it planted.
rm -rf "$dir/dirty"; mkdir "$dir/dirty"
if "$PROSSIMA" simulate --persons 3000 --province BG --months 24 --seed 5 --dirt 1 "$dir/dirty" >/dev/null 2>&1 &&
	grep -q '^dirt,' "$dir/dirty/truth.csv"; then
	"$PROSSIMA" flows import "$dir/dirty" --archive "$dir/dirt" --rejects "$dir/r.csv" 2>"$dir/err"
	awk -F, '$1 == "dirt" { print $2 "," $3 }' "$dir/dirty/truth.csv" | sort >"$dir/want"
	python3 -c '
import csv, sys
for x in csv.DictReader(open(sys.argv[1], newline="")): print(x["file"] + "," + x["line"])' "$dir/r.csv" | sort >"$dir/got"
	diff "$dir/want" "$dir/got" >"$dir/err" && [ -s "$dir/want" ]
	ok "simulated dirt: the rows planted, and no other"
else
	skip "simulated dirt" "the simulator plants none yet"
fi

# Claims that nobody here wrote.
claims=${SHARED:-}/data/desynpuf
if [ -n "${SHARED:-}" ] && [ -d "$claims" ]; then
	for case in .:136 with_outpatient:3 with_drugs:0; do
		"$PROSSIMA" flows import "$claims/${case%:*}" --archive "$dir/d-${case%:*}" --json >"$dir/out" 2>"$dir/err"
		python3 - "$dir/out" "${case#*:}" <<-'END'
			import json, sys
			r = json.load(open(sys.argv[1]))
			warnings = [w for f in r["files"] for w in f["warnings"]]
			n = sum(w["rows"] for w in warnings if "outside" in w["cause"])
			sys.exit(r["rejected"] != 0 or r["read"] == 0 or n != int(sys.argv[2]) or len([w for w in warnings if "outside" not in w["cause"]]) > 0)
		END
		ok "real claims, folder ${case%:*}: nothing rejected, ${case#*:} warnings"
	done
else
	skip "real claims" "SHARED has no data/desynpuf"
fi
echo "1..$n"

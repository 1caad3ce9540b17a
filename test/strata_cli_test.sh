#!/bin/bash
# strata from the outside: worked examples, evidence, explain, what a user sees
# when something is wrong, and that nothing depends on threads or increments.
. "$(dirname "$0")/strata/common.sh"

examples=$data/examples
a=$tmp/examples.archive
import "$examples" "$a"
ok $? "worked examples: imported without rejects"

# expected.csv ends with a column "why" that may hold commas: 14 fields before
run "$a" 2025-12-31 "$tmp/run.csv"
tr -d '\r' <"$examples/expected.csv" | cut -d, -f1-14 | sort >"$tmp/expected"
tr -d '\r' <"$tmp/run.csv" | cut -d, -f1-14 | sort >"$tmp/got"
diff "$tmp/expected" "$tmp/got" >"$tmp/diff"
ok $? "the 53 worked people, every column, both levels" "$tmp/diff"
[ "$(wc -l <"$tmp/run.csv")" = 54 ]
ok $? "one row for each person"
[ "$(grep -c $'\r$' "$tmp/run.csv")" = 54 ]
ok $? "rows end with CRLF"
run "$a" 2025-12-31 "$tmp/weighted.csv" --definition weighted
tr -d '\r' <"$tmp/weighted.csv" | cut -d, -f1,4 | sort >"$tmp/level"
tr -d '\r' <"$examples/expected.csv" | cut -d, -f1,5 | sed 's/level_weighted/level/' | sort |
	diff - "$tmp/level" >"$tmp/diff"
ok $? "--definition weighted: its level in column level" "$tmp/diff"
run "$a" 2025-12-31 - >"$tmp/stdout.csv"
cmp -s "$tmp/run.csv" "$tmp/stdout.csv"
ok $? "--out - writes the same to stdout"
[ -s "$tmp/run.csv" ] && tail -n +2 "$tmp/run.csv" | cut -d, -f1 | sort -c
ok $? "ordered by person_id"

for n in 1 2 3; do
	run "$a" 2025-12-31 "$tmp/t$n.csv" --threads $n --evidence "$tmp/e$n.csv"
done
cmp -s "$tmp/t1.csv" "$tmp/t2.csv" && cmp -s "$tmp/t1.csv" "$tmp/t3.csv" &&
	cmp -s "$tmp/e1.csv" "$tmp/e2.csv" && cmp -s "$tmp/e1.csv" "$tmp/e3.csv"
ok $? "same bytes with 1, 2 and 3 threads"

# The same rows in three imports, cut without regard to dates.
# A record_id is unique in a file: of copies only the first is kept.
part() { # part FLOW K: the header and every third row from K
	awk -F, -v k="$2" -v flow="$1" 'NR == 1 || (flow == "exemption" || !seen[$1]++) && NR % 3 == k' \
		"$examples/$1.csv"
}
for k in 0 1 2; do
	mkdir "$tmp/part$k"
	cp "$examples/person.csv" "$tmp/part$k/"
	for f in exemption drug outpatient hospital emergency; do
		part $f $k >"$tmp/part$k/$f.csv"
	done
	import "$tmp/part$k" "$tmp/parts.archive" || sed 's/^/# /' "$tmp/import.err"
done
run "$tmp/parts.archive" 2025-12-31 "$tmp/parts.csv" --evidence "$tmp/parts.evidence"
diff "$tmp/parts.csv" "$tmp/run.csv" >"$tmp/diff"
ok $? "same results from three increments" "$tmp/diff"
[ -s "$tmp/e1.csv" ] && diff <(sort "$tmp/parts.evidence") <(sort "$tmp/e1.csv") >"$tmp/diff"
ok $? "same evidence from three increments" "$tmp/diff"

# ------------------------------------------------------------- evidence
grep -q '^P05,DM2,G[0-9]*,R[0-9]*,drug,T[0-9]*,2025-[0-9-]*,A10' "$tmp/e1.csv"
ok $? "evidence names the record, its date and code"
grep -q '^P28,DM1_COMP,DM1\.G' "$tmp/e1.csv"
ok $? "evidence of a promoted condition names the group of its part"
grep -q '^P10,CARD_ISCH,' "$tmp/e1.csv" && ! grep -q '^P10,CARDIOM,' "$tmp/e1.csv"
ok $? "no evidence for what the hierarchy removed"
tail -n +2 "$tmp/e1.csv" | cut -d, -f1,2 | sort -u >"$tmp/have"
tail -n +2 "$tmp/run.csv" | awk -F, '{ n = split($11, c, "|"); for (i = 1; i <= n; i++) print $1 "," c[i] }' |
	sort -u | diff - "$tmp/have" >"$tmp/diff"
ok $? "every condition of every person has evidence, and nothing else has" "$tmp/diff"

# -------------------------------------------------------------- explain
explain() { "$PROSSIMA" strata explain "$1" --archive "$a" --date 2025-12-31 "${@:2}"; }
explain P07 >"$tmp/p07" && grep -q '^Livello 1: malattia principale' "$tmp/p07" &&
	grep -q 'R050\|R04[0-9]' "$tmp/p07" && grep -q '\[T0035\]' "$tmp/p07"
ok $? "explain in Italian: level, rule, record" "$tmp/p07"
explain P07 --lang en | grep -q '^Level 1: main disease'
ok $? "explain in English"
explain P33 | grep -q '^Deceduto'
ok $? "explain of a person who is not evaluated"
explain P10 | grep -A1 'tolte dalla gerarchia' | grep -q CARDIOM
ok $? "explain tells what the hierarchy removed"
explain P52 | grep -A9 'Quasi presenti' | grep -q 'almeno 120 dosi'
ok $? "explain tells what is missing"
explain P52 | grep -q '112 dosi giornaliere'
ok $? "and what is there"
explain P17 | grep -q 'non valida quel giorno'
ok $? "explain tells of an exemption that has ended"
explain P27 | grep -q 'fermata da una riga'
ok $? "explain tells what stops a rule"
if command -v python3 >/dev/null; then
	for p in $(tail -n +2 "$tmp/run.csv" | cut -d, -f1); do
		explain "$p" --json
	done >"$tmp/stories.json"
	python3 "$here/check_stories.py" "$tmp/stories.json" "$tmp/run.csv" "$tmp/e1.csv" >"$tmp/diff" 2>&1
	ok $? "explain --json tells the facts of run and evidence, for everybody" "$tmp/diff"
else
	skip "explain --json tells the facts of run" "python3 is not installed"
fi

# ------------------------------------------------------- what can go wrong
fails() { # fails STATUS WORDS TEXT COMMAND...: exit status and words on stderr
	"${@:4}" >"$tmp/out" 2>"$tmp/err"
	[ $? = "$1" ] && grep -q "$2" "$tmp/err"
	ok $? "$3" "$tmp/err"
}
fails 1 'no person "NOBODY".*person_id' "unknown person: what and remedy" explain NOBODY
fails 1 nowhere "no archive: named" "$PROSSIMA" strata run --archive "$tmp/nowhere" \
	--date 2025-12-31 --out "$tmp/x.csv"
fails 2 'archive is missing' "an option is missing" "$PROSSIMA" strata run --date 2025-12-31 --out x
fails 2 'date' "a date that is none" "$PROSSIMA" strata run --archive "$a" --date 2025-02-30 --out x
fails 2 'lenient.*strict and weighted' "a definition that is none" "$PROSSIMA" strata run \
	--archive "$a" --date 2025-12-31 --out "$tmp/x.csv" --definition lenient
fails 1 'strat\.' "a day before the first parameters" "$PROSSIMA" strata run --archive "$a" \
	--date 2010-12-31 --out "$tmp/x.csv"
fails 1 'no-folder' "a result that cannot be written" "$PROSSIMA" strata run --archive "$a" \
	--date 2025-12-31 --out "$tmp/no-folder/x.csv"
fails 2 'it or en' "a language that is none" explain P07 --lang de
fails 2 'COMMAND' "no subcommand" "$PROSSIMA" strata
echo old >"$tmp/keep.csv"
"$PROSSIMA" strata run --archive "$a" --date 2010-12-31 --out "$tmp/keep.csv" 2>/dev/null
[ "$(cat "$tmp/keep.csv")" = old ]
ok $? "a failed run leaves the old result as it was"
"$PROSSIMA" strata run --archive "$a" --date 2025-12-31 --out "$tmp/x.csv" --json 2>/dev/null |
	grep -q '"people":53.*"active":50.*"level_1":3'
ok $? "--json: counts on stdout"
plan

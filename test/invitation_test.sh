#!/bin/bash
# Who to invite, by which way in: those of the own doctor's way are those of
# `enrol list`; nobody dead, moved or followed is in a file; an old registry
# lets no file leave. Both engines.
. "$(dirname "$0")/strata/common.sh"

folder=$tmp/raw
"$PROSSIMA" simulate --persons 3000 --province BG --months 14 --seed 7 "$folder" >/dev/null 2>&1 &&
	import "$folder" "$tmp/a"
ok $? "simulated and imported" "$tmp/rejects.csv"

invitations() { "$PROSSIMA" enrol invitations --db "$db" --limit 0 "$@"; }
column() { awk -F, -v c="$1" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == c) k = i; next } { print $k }'; }

on() { # on NAME URL
	db=$2
	export PROSSIMA_TODAY=2026-01-15
	"$PROSSIMA" init --db "$db" >/dev/null 2>&1
	invitations 2>&1 | grep -q 'no stratification'
	ok $? "$1: nothing yet, and what to do"
	"$PROSSIMA" people import "$folder" --db "$db" >/dev/null 2>&1 &&
		"$PROSSIMA" strata load --archive "$tmp/a" --date 2025-12-31 --db "$db" >/dev/null 2>&1 &&
		"$PROSSIMA" enrol batch --share 20 --from 2026-01-07 --to 2026-01-09 --db "$db" >/dev/null 2>&1
	ok $? "$1: people, strata, some enrolled"
	invitations --csv >"$tmp/all.csv" 2>"$tmp/err"
	ok $? "$1: a file" "$tmp/err"
	"$PROSSIMA" enrol list --db "$db" --limit 0 --csv | column person_id | sort >"$tmp/want"
	invitations --csv --way manager | column person_id | sort | diff "$tmp/want" - >"$tmp/diff"
	ok $? "$1: by the own doctor: who can be enrolled" "$tmp/diff"
	[ -s "$tmp/want" ] && invitations --csv --way asst >"$tmp/asst.csv" &&
		[ "$(wc -l <"$tmp/asst.csv")" -gt 1 ] &&
		! column manager_hold <"$tmp/asst.csv" | grep -vxE 'doctor_not_adhering|no_doctor' >"$tmp/diff"
	ok $? "$1: by the ASST: who has no doctor, or one who does not adhere" "$tmp/diff"
	[ "$(invitations --csv --way mifs | wc -l)" = 1 ] && [ "$(column mifs_hold <"$tmp/all.csv" | grep -c none)" = 0 ]
	ok $? "$1: the single form is not open yet"
	"$PROSSIMA" enrol list --db "$db" --limit 0 --held --csv >"$tmp/held.csv"
	invitations --csv --held | column person_id >"$tmp/none"
	[ -s "$tmp/none" ] && ! grep -vxFf <(column person_id <"$tmp/held.csv") "$tmp/none" | grep -q .
	ok $? "$1: who has no way is held back in the list, too"
	! comm -12 <(column person_id <"$tmp/all.csv" | sort) <(sort "$tmp/none") | grep -q .
	ok $? "$1: nobody is in both"
	[ "$(invitations --csv --ats 326 | wc -l)" = 1 ] &&
		[ "$(invitations --csv --ats 325 | wc -l)" = "$(wc -l <"$tmp/all.csv")" ]
	ok $? "$1: the people of one agency"
	[ "$(invitations --csv --level 1 | column level | sort -u)" = 1 ]
	ok $? "$1: one level"
	invitations --way somehow 2>&1 | grep -q 'manager, asst or mifs'
	ok $? "$1: an unknown way, in words"
	first=$(column person_id <"$tmp/all.csv" | head -1)
	mkdir -p "$tmp/later"
	head -1 "$folder/person.csv" >"$tmp/later/person.csv"
	grep "^$first," "$folder/person.csv" | sed 's/\r$//; s/,[^,]*$/,2026-01-14/' >>"$tmp/later/person.csv"
	"$PROSSIMA" people import "$tmp/later" --db "$db" >/dev/null 2>&1 && ! invitations --csv | grep -q "^$first,"
	ok $? "$1: who died since is in no file"
	PROSSIMA_TODAY=2026-02-20 invitations --csv >"$tmp/out" 2>"$tmp/err"
	[ $? = 1 ] && [ ! -s "$tmp/out" ] && grep -q 'who died or moved since' "$tmp/err" &&
		PROSSIMA_TODAY=2026-02-20 invitations | grep -q 'by way manager'
	ok $? "$1: a registry of a month ago: no file, but a look" "$tmp/err"
	"$PROSSIMA" audit verify --db "$db" >"$tmp/err" 2>&1 && "$PROSSIMA" audit list --db "$db" 2>&1 | grep -q enrol.invitations
	ok $? "$1: looks are in the audit" "$tmp/err"
}

on SQLite "$tmp/test.db"
if [ -n "${TEST_PG:-}" ] && command -v psql >/dev/null; then
	name=invitation_$$
	psql "$TEST_PG" -qc "CREATE DATABASE $name" && on PostgreSQL "${TEST_PG%/*}/$name"
	psql "$TEST_PG" -qc "DROP DATABASE $name"
else
	skip "PostgreSQL" "TEST_PG is not set"
fi
plan

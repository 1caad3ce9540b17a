#!/bin/bash
# National and regional record layouts: what the simulator makes, written in
# each layout, comes back row by row; then everything that can be wrong with
# such files (doc/bad-input.md), and pseudonyms.
set -u
: "${PROSSIMA:?}"
here=$(dirname "$0")
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
convert() { # arguments of convert; the simple form in $dir/got
	rm -rf "$dir/got"
	timeout 60 "$PROSSIMA" flows convert --output "$dir/got" "$@" >"$dir/out" 2>"$dir/err"
	rc=$?
}
fails() { # name, text that must be seen, then arguments
	local name=$1 text=$2
	shift 2
	convert "$@"
	[ $rc = 1 ] && grep -qF -- "$text" "$dir/err" && ! ls "$dir"/got/*.csv >/dev/null 2>&1
	ok "$name"
}
rejects() { # name, text of the only reject, then arguments
	local name=$1 text=$2
	shift 2
	convert "$@"
	[ $rc = 0 ] && [ "$(wc -l <"$dir/got/rejects.csv")" = 2 ] && sed -n 2p "$dir/got/rejects.csv" | grep -qF -- "$text"
	ok "$name"
}

# ---- there and back, each layout
"$PROSSIMA" simulate "$dir/raw" --persons 700 --province BG 2>"$dir/err" &&
	python3 "$here/flows/national.py" "$dir/raw" "$here/../data/layouts" "$dir" 2>>"$dir/err"
ok "the simulator's records are written in ten layouts"
same() { cmp "$1" "$2" >>"$dir/err" 2>&1; }
while read -r name flow form files; do
	convert --from "$form" --packages "$dir/packages.csv" $(for f in $files; do echo "$dir/files/$f"; done)
	[ $rc = 0 ] && [ ! -e "$dir/got/rejects.csv" ] &&
		same <(sort "$dir/got/$flow.csv") <(sort "$dir/expected/$name.csv")
	ok "$name: what comes back is what went in"
done <"$dir/jobs"
mkdir "$dir/all"
for f in "$dir"/files/*; do
	case $f in
	*sdo_righe*) ;; # the same stays again
	*28san*) gzip -c "$f" >"$dir/all/$(basename "$f").gz" ;;
	*farma*) zstd -q "$f" -o "$dir/all/$(basename "$f").zst" ;;
	*) cp "$f" "$dir/all" ;;
	esac
done
convert "$dir/all" --packages "$dir/packages.csv"
[ $rc = 0 ] && same <(sort "$dir/got/hospital.csv") <(sort "$dir/expected/sdo_2017.csv") &&
	same <(sort "$dir/got/outpatient.csv") <(sort -u "$dir"/expected/san28_20*.csv) &&
	same <(sort "$dir/got/drug.csv") <(sort -u "$dir"/expected/{farma_2018,diretta_2012,filef_2018}.csv)
ok "a folder: each file is known by its name, the layout by its days, gzip and zstd too"

# ---- straight into an archive
import() { # arguments of import
	timeout 60 "$PROSSIMA" flows import "$@" >"$dir/out" 2>"$dir/err"
	rc=$?
}
import "$dir/all" --archive "$dir/a1" --packages "$dir/packages.csv"
a=$rc
convert "$dir/all" --packages "$dir/packages.csv"
import "$dir/got" --archive "$dir/a2"
[ $a = 0 ] && [ $rc = 0 ] && for c in 1 2; do
	"$PROSSIMA" strata run --archive "$dir/a$c" --date 2025-12-31 --out "$dir/s$c.csv" 2>>"$dir/err"
done && same "$dir/s1.csv" "$dir/s2.csv" && [ "$(wc -l <"$dir/s1.csv")" -gt 500 ] && [ -z "$(ls -d "$dir"/a1.* 2>/dev/null)" ]
ok "foreign files imported give the same strata as their conversion, and nothing is left beside the archive"
import "$dir/all" --archive "$dir/a1" --packages "$dir/packages.csv" && grep -q "nothing new: the archive is as it was" "$dir/err"
ok "the same delivery again changes nothing"
{ head -n 4 "$dir/files/farma_2025.txt" | awk -F'|' -v OFS='|' 'NR == 2 { $6 = "NOBODY" } { print }'; echo 'cut|short'; } >"$dir/farma_r.txt"
import "$dir/farma_r.txt" --as farma --archive "$dir/a1" --rejects "$dir/r.csv" --packages "$dir/packages.csv"
[ $rc = 0 ] && grep -q '^farma_r.txt,2,person_id,NOBODY,"*person unknown' "$dir/r.csv" &&
	grep -q '^farma_r.txt,5,,cut|short,"the line has 2 fields' "$dir/r.csv"
ok "rejects name the original file and line, whoever found them"
import "$dir/farma_r.txt" --archive "$dir/a1"
[ $rc = 2 ] && grep -q "say what it is with --as" "$dir/err"
ok "a file without --as"
import "$dir/farma_r.txt" --as farma --archive "$dir/a3" --max-rejects 5
[ $rc = 1 ] && grep -q "cannot be converted (20.00 %), more than the 5.00 % allowed" "$dir/err" && [ ! -e "$dir/a3/MANIFEST" ]
ok "more lines that cannot be read than allowed: nothing is imported"

# ---- files that are not what they should be
f=$dir/files
one=$dir/one && mkdir "$one"
put() { head -n "${2:-1}" "$f/28san_2025.txt" >"$one/$1"; } # a sound file
put 28san_x.txt
convert --from xyz "$one/28san_x.txt"
[ $rc = 2 ] && grep -qF 'there is no form "xyz"' "$dir/err"
ok "a form that there is not"
"$PROSSIMA" flows convert --from san28:nix --output "$dir/got" "$one/28san_x.txt" 2>&1 | grep -q 'there is no layout "nix"'
ok "a layout that there is not"
cp "$one/28san_x.txt" "$dir/x.txt"
convert "$dir/x.txt"
[ $rc = 2 ] && grep -q "does not tell its form: say it with --from" "$dir/err"
ok "a name that tells nothing"
: >"$one/empty.txt"
fails "an empty file" "empty.txt:1: the file is empty" --from san28 "$one/empty.txt"
echo '030;301;F1;N1;1;P1;2024-01-01;2024-01-02' >"$one/farma.txt"
fails "another separator" "(40 bytes, with semicolons) fits no layout of farma" --from farma "$one/farma.txt"
iconv -f latin1 -t UTF-16 "$one/28san_x.txt" >"$one/u.txt"
fails "UTF-16" "it is UTF-16" --from san28 "$one/u.txt"
fails "no layout covers its days" "its first day is 2015-01-07, and no layout of san28 covers it" --from san28 \
	"$(sed -E 's/(.{112}).{8}/\107012015/' "$one/28san_x.txt" >"$one/old.txt"; echo "$one/old.txt")"
head -c 3000 <(gzip -c "$f/28san_2025.txt") >"$one/28san_cut.txt.gz"
fails "gzip cut short" "it ends too early; deliver it again" "$one/28san_cut.txt.gz"
head -c 3000 <(zstd -q -c "$f/28san_2025.txt") >"$one/28san_cut.txt.zst"
fails "zstd cut short" "it ends too early; deliver it again" "$one/28san_cut.txt.zst"
(gzip -c "$one/28san_x.txt"; echo more) >"$one/28san_g.txt.gz"
fails "gzip and then something else" "after its end there is something else" "$one/28san_g.txt.gz"
(gzip -c "$one/28san_x.txt"; gzip -c "$one/28san_x.txt") >"$one/28san_two.txt.gz"
convert "$one/28san_two.txt.gz" && [ "$(wc -l <"$dir/got/outpatient.csv")" = 3 ]
ok "gzip of two members: both are read"
head -c 100000000 /dev/zero | gzip -9 >"$one/28san_bomb.txt.gz"
fails "a file made to fill the disk" "it unpacks to more than 250 times its size" --from farma:farma_2018 "$one/28san_bomb.txt.gz"
cp "$one/28san_x.txt" "$one/28san_x.txt.zst"
fails "named .zst but not zstd" "it is not zstd although its name says so" "$one/28san_x.txt.zst"
printf 'PK\003\004xxxx' >"$one/28san_z.txt"
fails "spreadsheet" "it is a zip or spreadsheet file" "$one/28san_z.txt"
fails "header without a field" 'the header has no field "data_inizio"' --from esenzioni:esenzioni_2017 \
	"$(printf 'codice_fiscale;codice_esenzione;data_fine\nP;013;\n' >"$one/esenzioni_h.csv"; echo "$one/esenzioni_h.csv")"
mkdir "$dir/got2" && : >"$dir/got2/drug.csv"
"$PROSSIMA" flows convert "$one/28san_x.txt" --output "$dir/got2" 2>&1 | grep -q "already there: name another folder"
ok "an output folder that holds the simple form"

# ---- lines set aside, lines read in spite of
put 28san_s.txt 2; sed -i '2s/.$//; 2s/$/ and more/' "$one/28san_s.txt"
rejects "a fixed line of another length" "the line has" "$one/28san_s.txt"
put 28san_e.txt 2; echo >>"$one/28san_e.txt"
rejects "an empty line" "empty line" "$one/28san_e.txt"
{ cat "$one/28san_x.txt"; sed -E 's/(.{112}).{8}/\101022024/' "$one/28san_x.txt"; } >"$one/28san_y.txt"
rejects "two years in one file, of two layouts" "outside the days of layout san28_2025 (2024-12-30 to ): deliver the years in separate files" "$one/28san_y.txt"
convert "$f/farma_2025.txt" --packages "$dir/packages.csv" && grep -q "farma_2018 .*2023-2025" "$dir/err"
ok "several years in one file, of one layout: all read, the years are told"
{ printf '\xef\xbb\xbf'; sed 's/$/\r/' "$one/28san_x.txt"; } >"$one/28san_b.txt"
convert "$one/28san_x.txt"; cp "$dir/got/outpatient.csv" "$dir/latin.csv"
grep -q "1 lines that are not UTF-8, read as Latin-1" "$dir/err"
ok "Latin-1: read as such, and told"
convert "$one/28san_b.txt" && grep -q "1 byte order mark at the beginning, skipped" "$dir/err" &&
	same "$dir/got/outpatient.csv" "$dir/latin.csv"
ok "byte order mark and CRLF"
convert "$one/28san_x.txt"
iconv -f latin1 -t utf8 "$one/28san_x.txt" >"$one/28san_u.txt"
convert "$one/28san_u.txt" && same "$dir/got/outpatient.csv" "$dir/latin.csv"
ok "UTF-8: places are counted in characters"
cp "$one/28san_x.txt" "$one/28san_copy.txt"
convert "$one/28san_x.txt" "$one/28san_copy.txt" && grep -q "1 files that are copies of an earlier one, not read again" "$dir/err" &&
	[ "$(wc -l <"$dir/got/outpatient.csv")" = 2 ]
ok "the same bytes under two names are read once"
row='030|301|F1|N1|1|P1|2024-01-01|2024-01-02|033333333||1,5|||12,30||||'
echo "$row" >"$one/farma_1.txt"
convert "$one/farma_1.txt" && grep -q '^N1.1,P1,2024-01-02,V99ZZ99,033333333,1.5,,C,,12.30,I$' "$dir/got/drug.csv" &&
	grep -q '^AIC,033333333,aic,1,farma_1.txt,1$' "$dir/got/unknown_codes.csv" && grep -q "1 unknown codes" "$dir/err"
ok "decimal comma; a package that nobody knows is kept, counted and listed"
echo '030|301|F1|N1|1|P1|2024-01-01' >>"$one/farma_1.txt"
rejects "fields missing" "the line has 7 fields, layout farma_2018 names 18" "$one/farma_1.txt"
echo "${row/2024-01-02/02.01.24}" >"$one/farma_d.txt"
convert --from farma:farma_2018 "$one/farma_d.txt" && grep -q ',02.01.24,' "$dir/got/drug.csv"
ok "a date of another form goes on as it is, for the import to refuse"
head -n 2 "$f/sdo_b_2025.txt" >"$one/sdo_b.txt"; tail -n 1 "$f/sdo_a_2025.txt" >"$one/sdo_a.txt"
rejects "a discharge without its identity" "no identity record has its key" "$one/sdo_a.txt" "$one/sdo_b.txt"
sed '1s/^B/X/' "$one/sdo_b.txt" | head -n1 >"$one/sdo_x.txt"
convert --from sdo:sdo_2017 "$one/sdo_x.txt" && grep -q "no type of record that the layout knows" "$dir/got/rejects.csv"
ok "an unknown type of record"
grep -m1 . "$f/diretta_2025.csv" | awk -F';' -v OFS=';' '{ $10 = 98; print }' >"$one/diretta_98.csv"
convert "$one/diretta_98.csv" && grep -q "the person was not identified" "$dir/got/rejects.csv"
ok "a person that was not identified"
cuni=$(head -c 88 /dev/zero | tr '\0' 'K')
grep -m1 . "$f/diretta_2025.csv" | awk -F';' -v OFS=';' -v c="$cuni" '{ $8 = c; $16 = "V"; print }' >"$one/diretta_c.csv"
convert "$one/diretta_c.csv" && sed 1d "$dir/got/drug.csv" | grep -qE '^[^,]*,[0-9a-f]{64},.*,V$' && grep -q "shortened by SHA-256" "$dir/err"
ok "a CUNI of 88 characters is shortened; a correction stays one"

# ---- one's own layout
sed 's/^-,flow,.*/-,flow,farma,,,,,,,/; s/^-,separator,.*/-,separator,;,,,,,,,/; s/YYYY-MM-DD/YYYYMMDD/' \
	"$here/../data/layouts/farma_2018.csv" >"$dir/mine.csv"
echo "$row" | tr '|' ';' | sed 's/\(2024\)-\(..\)-\(..\)/\1\2\3/g' >"$one/mine.txt"
convert --from farma --layout "$dir/mine.csv" "$one/mine.txt" && grep -q '^N1.1,P1,2024-01-02,' "$dir/got/drug.csv"
ok "a layout of one's own"
sed 's/,dispense_date,/,dispensed,/' "$dir/mine.csv" | sed 's/@date;dispense_date/dispensed/' >"$dir/bad.csv"
"$PROSSIMA" flows layouts --layout "$dir/bad.csv" 2>&1 >/dev/null | grep -q 'no such column of the file'
ok "a layout with an error says where"
[ "$("$PROSSIMA" flows layouts | wc -l)" = 12 ] # with its header
ok "the layouts are listed"

# ---- packages: units x strength / DDD; the errors of the table
printf 'aic,atc,ddd,units,strength,strength_unit\n33333333,C09AA05,,28,5,mg\n' >"$dir/p.csv"
convert "$one/farma_1.txt" --packages "$dir/p.csv" && grep -q '^N1.1,P1,2024-01-02,C09AA05,033333333,1.5,84,C' "$dir/got/drug.csv"
ok "doses of a package from its units, strength and the DDD"
printf 'aic,atc\n12x,C09AA05\n' >"$dir/p.csv"
fails "a package table with an error" "p.csv:2: aic is not a code" "$one/farma_1.txt" --packages "$dir/p.csv"

# ---- pseudonyms
key=$dir/key
"$PROSSIMA" flows pseudonymise --key "$key" --new-key 2>"$dir/err" && [ "$(stat -c %a "$key")" = 600 ]
ok "a key is made, for its owner alone"
pseudo() { # IN OUT ...
	rm -rf "$2"
	timeout 60 "$PROSSIMA" flows pseudonymise "$@" 2>"$dir/err"
}
pseudo "$dir/raw" "$dir/p1" --key "$key" --table "$dir/who.csv" && [ "$(stat -c %a "$dir/who.csv")" = 600 ] &&
	! cut -d, -f1 "$dir/raw/person.csv" | sed 1d | grep -qFf - "$dir/p1/person.csv"
ok "no person of the folder is left in the simple form"
same <(sed 1d "$dir/who.csv" | sort -t, -k2 | tr , ' ' | awk '{print $2}') <(sed 1d "$dir/raw/person.csv" | cut -d, -f1 | sort)
ok "the re-identification table has everybody, once"
for c in exemption:1 drug:2 hospital:2; do # the joins stay
	fl=${c%:*} k=${c#*:}
	same <(cut -d, -f"$k" "$dir/raw/$fl.csv" | sort | uniq -c | awk '{print $1}' | sort -n) \
		<(cut -d, -f"$k" "$dir/p1/$fl.csv" | sort | uniq -c | awk '{print $1}' | sort -n) || break
done
ok "the records of a person stay of one person"
pseudo "$dir/all" "$dir/p2" --key "$key" --packages "$dir/packages.csv" &&
	same <(cut -d, -f2 "$dir/p2/hospital.csv" | sort) <(cut -d, -f2 "$dir/p1/hospital.csv" | sort) &&
	! grep -q ROSSI "$dir"/p2/*.csv
ok "the same key gives the same pseudonym over files and forms"
"$PROSSIMA" flows pseudonymise --key "$dir/key2" --new-key
pseudo "$dir/raw" "$dir/p3" --key "$dir/key2" &&
	[ -z "$(comm -12 <(cut -d, -f1 "$dir/p1/person.csv" | sed 1d | sort) <(cut -d, -f1 "$dir/p3/person.csv" | sed 1d | sort))" ]
ok "another key gives other pseudonyms"
! "$PROSSIMA" flows pseudonymise --key "$key" --new-key 2>"$dir/err" && grep -q "could not make key" "$dir/err"
ok "a key is never written over"
chmod 644 "$dir/key2"; ! pseudo "$dir/raw" "$dir/p4" --key "$dir/key2" && grep -q "can be read by others" "$dir/err"
ok "a key that others can read is refused"
mkdir "$dir/arch" && : >"$dir/arch/MANIFEST" && cp "$key" "$dir/arch/key"
! pseudo "$dir/raw" "$dir/p4" --key "$dir/arch/key" && grep -q "must not lie in the archive" "$dir/err"
ok "a key in the archive is refused"
echo "1..$n"

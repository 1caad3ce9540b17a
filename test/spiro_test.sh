#!/bin/bash
# prossima spiro as a user meets it: predicted values, sessions, drawings, and
# what is refused.
set -u
cd "$(dirname "$0")/.."
PROSSIMA=${PROSSIMA:-./prossima}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
n=0
check() { # name, expected status, expected text, command ...
	n=$((n + 1))
	name=$1 status=$2 text=$3
	shift 3
	"$@" >"$tmp/out" 2>&1
	got=$?
	if [ $got = "$status" ] && grep -qF -- "$text" "$tmp/out"; then
		echo "ok $n - $name"
	else
		echo "not ok $n - $name"
		echo "# status $got, expected $status with \"$text\"; said:"
		sed 's/^/# /' "$tmp/out" | head -20
	fi
}
predict() {
	"$PROSSIMA" spiro predict --sex M --age 47.5 --height-cm 178 "$@"
}
echo 1..34
check "a value scored" 0 '"z":-1.' predict --set gli2022 --param FEV1 --measured 2.9 --json
check "nothing measured: no z" 0 '"z":null' predict --set gli2022 --param FEV1 --json
check "by other spellings" 0 '"param":"FEV1FVC"' predict --set gli2012 --param fev1/fvc --json
check "as text" 0 "lower limit" predict --set nhanes3 --param FVC
check "a linear set has no L" 0 '"L":null' predict --set ecsc1993 --param FEV1 --json
check "third group of nhanes3" 0 "mexican_american" predict --set nhanes3 --param FEV1 --ethnicity 3 --json
check "groups that nhanes3 has not" 2 "has the groups 1 Caucasian" predict --set nhanes3 --param FEV1 --ethnicity 4
check "a set without groups says so" 0 "note: gli2022 has one equation for everybody" predict --set gli2022 --param FEV1 --ethnicity 3
check "a decimal comma" 2 "write a decimal point" predict --set gli2022 --param FEV1 --measured 2,9
check "not a number" 2 "is not a number" predict --set gli2022 --param FEV1 --measured nan
check "nothing breathed" 2 "is not above 0" predict --set gli2022 --param FEV1 --measured 0
check "per cent for a ratio" 2 "write 0.75 for 75" predict --set gli2022 --param FEV1FVC --measured 75
check "millilitres" 2 "write litres, or litres a second" predict --set gli2022 --param FEV1 --measured 3500
check "no such set" 2 "is not gli2012" predict --set gli2000 --param FEV1
check "no such parameter" 2 "is none of: FEV1 FVC" predict --set gli2022 --param TLC
check "too old" 1 "is defined from 18 to 70 years, not at 71" "$PROSSIMA" spiro predict --set ecsc1993 --sex F --age 71 --height-cm 160 --param FEV1
mkdir -p "$tmp/own/spirometry"
sed 11d data/spirometry/gli2012_splines.csv >"$tmp/own/spirometry/gli2012_splines.csv"
check "a spline with a row missing" 1 "gli2012_splines.csv line 11: age" predict --set gli2012 --param FEV1 --data "$tmp/own"
spirometry=${SHARED:-../shared}/telemedicine/spirometry
if [ -d "$spirometry" ]; then
	s() { "$PROSSIMA" spiro "$@"; }
	d=$spirometry
	check "a session" 0 "grado A" s "$d"/s01_m?.csv
	check "with its words in English" 0 "- cough, or a break in the flow, in the first second" s "$d"/s03_m?.csv --lang en
	check "as JSON" 0 '"fev1_grade":"B","fvc_grade":"E"' s "$d"/s08_m?.csv --json
	check "with normal values" 0 '"pattern":{"code":"obstruction"' s "$d"/s02_m?.csv --sex M --age 67 --height-cm 170 --json
	check "after the bronchodilator" 0 '"session_post":{"manoeuvres":2' s "$d"/s02_m?.csv --post 2 --json
	check "an age outside the set is told, the session stands" 0 '"why_not_interpreted":"FEV1 of ecsc1993 is defined from 18 to 70' s "$d"/s01_m1.csv --set ecsc1993 --sex M --age 71 --height-cm 170 --json
	check "more after than there are" 2 "there are 1 files" s "$d"/s01_m1.csv --post 2
	cat "$d/s01_m1.csv" "$d/s01_m2.csv" >"$tmp/two.csv"
	check "two blows in a file" 1 "two.csv:737: a second header" s "$tmp/two.csv"
	tr . , <"$d/s01_m1.csv" >"$tmp/comma.csv"
	check "decimal commas" 1 "comma.csv:2: 6 values instead of 3" s "$tmp/comma.csv" --lang en
	head -c 5000 "$d/s01_m1.csv" >"$tmp/cut.csv"
	check "cut short" 1 "export it again" s "$tmp/cut.csv"
else
	for what in 1 2 3 4 5 6 7 8 9 10; do
		n=$((n + 1))
		echo "ok $n - session $what # SKIP no SHARED/telemedicine/spirometry"
	done
fi
: >"$tmp/empty.csv"
check "an empty file" 1 "Il file è vuoto" "$PROSSIMA" spiro "$tmp/empty.csv"
check "no file" 1 "could not open" "$PROSSIMA" spiro "$tmp/none.csv"
truncate -s 20M "$tmp/huge.csv"
check "a huge file" 1 "huge.csv" "$PROSSIMA" spiro "$tmp/huge.csv"
check "no file named" 2 "FILE is missing" "$PROSSIMA" spiro
if [ -d "$spirometry" ]; then
	check "drawn as SVG" 0 'viewBox="0 0 210 297"' s "$d"/s02_m?.csv --sex M --age 67 --height-cm 170 --svg
	check "drawn as PDF" 0 "%PDF-1.4" s "$d"/s10_m?.csv --pdf
else
	for what in SVG PDF; do
		n=$((n + 1))
		echo "ok $n - drawn as $what # SKIP no SHARED/telemedicine/spirometry"
	done
fi
check "one form at a time" 2 "one of --json, --svg and --pdf" "$PROSSIMA" spiro x.csv --svg --pdf

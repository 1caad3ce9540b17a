#!/bin/bash
# Large: what a person is does not depend on who else is in the archive, nor on
# the number of threads; and the reference evaluator agrees on a big sample.
set -u
cd "$(dirname "$0")/../.."
P=${PROSSIMA:-./prossima}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
n=0
check() { n=$((n + 1)); if "${@:2}" >"$tmp/err" 2>&1; then echo "ok $n - $1"; else echo "not ok $n - $1"; sed 's/^/# /' "$tmp/err" | tail -5; fi; }
echo 1..7
check "300,000 people are simulated" "$P" simulate --persons 300000 --province MI --months 36 --seed 9 "$tmp/raw"
check "and imported" "$P" flows import "$tmp/raw" --archive "$tmp/all"
check "and stratified on one thread" "$P" strata run --archive "$tmp/all" --date 2025-12-31 --threads 1 --out "$tmp/one.csv"
check "and on three" "$P" strata run --archive "$tmp/all" --date 2025-12-31 --threads 3 --out "$tmp/three.csv"
check "with the same result" cmp "$tmp/one.csv" "$tmp/three.csv"
# every fifteenth person, alone in an archive of their own and by the oracle
awk -F, 'FNR > 1 && NR % 15 == 0 { print $1 }' "$tmp/raw/person.csv" | sort >"$tmp/who"
mkdir "$tmp/few"
for f in person exemption drug outpatient hospital emergency; do
	key=2
	case $f in person | exemption) key=1 ;; esac
	awk -F, -v k=$key 'NR == FNR { who[$1]; next } FNR == 1 || $k in who' "$tmp/who" "$tmp/raw/$f.csv" >"$tmp/few/$f.csv"
done
rm -rf "$tmp/raw"
"$P" flows import "$tmp/few" --archive "$tmp/part" >/dev/null 2>&1
"$P" strata run --archive "$tmp/part" --date 2025-12-31 --out "$tmp/part.csv" >/dev/null 2>&1
awk -F, 'NR == FNR { who[$1]; next } FNR == 1 || $1 in who' "$tmp/who" "$tmp/one.csv" >"$tmp/wanted.csv"
check "20,000 of them alone are what they were among all" cmp "$tmp/wanted.csv" "$tmp/part.csv"
if ! command -v python3 >/dev/null; then
	echo "ok 7 - the reference evaluator agrees # SKIP python3 is not installed"
else
	python3 data/reference_evaluator.py "$tmp/few" 2025-12-31 strict >"$tmp/oracle.csv"
	# the oracle has no index date, one level, and neither Elixhauser nor the drugs' score
	tr -d '\r' <"$tmp/oracle.csv" | sort >"$tmp/a"
	tr -d '\r' <"$tmp/part.csv" | cut -d, -f1,3,4,6-14 | sort >"$tmp/b"
	check "the reference evaluator agrees on them, field by field" cmp "$tmp/a" "$tmp/b"
fi

#!/bin/bash
# strata sql at the size of a district, in every engine that is to be had:
# 200,000 simulated people, then claims that nobody here wrote. The reference
# evaluator agrees on a sample. Spark's script is read by Spark's grammar and
# run in DuckDB's words (spark_as_duckdb.mjs).
. "$(dirname "$0")/../strata/sql_common.sh"
export PGOPTIONS='-c work_mem=256MB'
engines_among duckdb postgres clickhouse spark

examples=${SHARED:-$top/../shared}/knowledge/examples
[ -d "$examples" ] || examples=$data/examples
import "$examples" "$tmp/examples.archive"
equal "the worked examples" "$examples" "$tmp/examples.archive" 2025-12-31
if command -v python3 >/dev/null; then
	python3 "$here/odd_people.py" "$data" "$tmp/odd" 5000 7 2025-12-31
	python3 "$here/dirty.py" "$tmp/odd" 7
	import "$tmp/odd" "$tmp/odd.archive"
	equal "odd people" "$tmp/odd" "$tmp/odd.archive" 2025-12-31
fi

people=${STRATA_PERSONS:-200000}
"$PROSSIMA" simulate --persons "$people" --province MI --months 36 --seed 11 "$tmp/many" >"$tmp/simulate.out" 2>&1
import "$tmp/many" "$tmp/many.archive"
equal "simulated people" "$tmp/many" "$tmp/many.archive" 2025-12-31

# What our engine says of them is what all say: compare a sample of it.
if command -v python3 >/dev/null; then
	awk -F, 'FNR > 1 && NR % 40 == 0 { print $1 }' "$tmp/many/person.csv" >"$tmp/who"
	mkdir "$tmp/few"
	for f in $flows; do
		key=2
		case $f in person | exemption) key=1 ;; esac
		awk -F, -v k=$key 'NR == FNR { who[$1]; next } FNR == 1 || $k in who' "$tmp/who" "$tmp/many/$f.csv" >"$tmp/few/$f.csv"
	done
	python3 "$here/oracle.py" "$data" "$tmp/few" 2025-12-31 2>"$tmp/diff" | sort >"$tmp/theirs"
	awk -F, 'NR == FNR { who[$1]; next } $1 in who' "$tmp/who" "$tmp/our.csv" >"$tmp/sample.csv"
	{ echo header; cat "$tmp/sample.csv"; } >"$tmp/sampled.csv"
	diff "$tmp/theirs" <(ours "$tmp/sampled.csv") >>"$tmp/diff"
	[ ! -s "$tmp/diff" ] && [ -s "$tmp/theirs" ]
	ok $? "the reference evaluator agrees on $(wc -l <"$tmp/theirs") of them, every column" "$tmp/diff"
else
	skip "the reference evaluator" "python3 is not installed"
fi
rm -rf "$tmp/many" "$tmp/many.archive"

for part in . with_outpatient with_drugs; do
	from=${SHARED:-/nonexistent}/data/desynpuf/$part
	if [ ! -d "$from" ]; then
		skip "DE-SynPUF $part" "no shared data"
		continue
	fi
	mkdir "$tmp/synpuf"
	for f in $flows; do gzip -dc "$from/$f.csv.gz" >"$tmp/synpuf/$f.csv"; done
	import "$tmp/synpuf" "$tmp/synpuf.archive"
	ok $? "DE-SynPUF $part: imported without rejects" "$tmp/rejects.csv"
	equal "DE-SynPUF $part" "$tmp/synpuf" "$tmp/synpuf.archive" 2020-12-31
	rm -rf "$tmp/synpuf" "$tmp/synpuf.archive"
done
plan

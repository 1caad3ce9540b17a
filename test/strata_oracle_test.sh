#!/bin/bash
# strata against data/reference_evaluator.py: every column of every person, on
# odd people made to catch a wrong reading, on a simulated population and on
# claims that nobody here wrote.
. "$(dirname "$0")/strata/common.sh"

if ! command -v python3 >/dev/null; then
	skip "comparison with the reference evaluator" "python3 is not installed"
	plan
	exit 0
fi

odd() { # odd PERSONS SEED DATE
	python3 "$here/odd_people.py" "$data" "$tmp/odd$2" "$1" "$2" "$3"
	import "$tmp/odd$2" "$tmp/odd$2.archive"
	ok $? "odd people, seed $2: imported without rejects" "$tmp/rejects.csv"
	agree "odd people, seed $2" "$tmp/odd$2" "$tmp/odd$2.archive" "$3"
}
odd 1000 "${STRATA_SEED:-1}" 2025-12-31
odd 300 "$((${STRATA_SEED:-1} + 1))" 2024-02-29

# The same with tables that ask other things than ours.
seed=$((${STRATA_SEED:-1} + 2))
python3 "$here/twist.py" "$data" "$tmp/twisted" $seed
python3 "$here/odd_people.py" "$tmp/twisted" "$tmp/odd$seed" 800 $seed 2025-12-31
import "$tmp/odd$seed" "$tmp/odd$seed.archive"
ok $? "odd people for twisted tables: imported without rejects" "$tmp/rejects.csv"
agree "odd people, twisted tables" "$tmp/odd$seed" "$tmp/odd$seed.archive" 2025-12-31 "$tmp/twisted"

# a day that the people were not made for
agree "odd people, another day" "$tmp/odd1" "$tmp/odd1.archive" 2025-06-30

simulated=$tmp/simulated
if "$PROSSIMA" simulate --persons "${STRATA_PERSONS:-5000}" --province BG --months 36 \
	--seed 20 "$simulated" >"$tmp/simulate.out" 2>&1; then
	import "$simulated" "$tmp/simulated.archive"
	ok $? "simulated population: imported without rejects" "$tmp/rejects.csv"
	agree "simulated population" "$simulated" "$tmp/simulated.archive" 2025-12-31
else
	ok 1 "simulate" "$tmp/simulate.out"
fi

for part in with_outpatient with_drugs; do
	from=${SHARED:-/nonexistent}/data/desynpuf/$part
	if [ ! -d "$from" ]; then
		skip "DE-SynPUF $part" "no shared data"
		continue
	fi
	mkdir "$tmp/$part"
	for f in person exemption drug outpatient hospital emergency; do
		gzip -dc "$from/$f.csv.gz" >"$tmp/$part/$f.csv"
	done
	import "$tmp/$part" "$tmp/$part.archive"
	ok $? "DE-SynPUF $part: imported without rejects" "$tmp/rejects.csv"
	for day in 2020-12-31 2021-12-31; do
		agree "DE-SynPUF $part" "$tmp/$part" "$tmp/$part.archive" "$day"
	done
done
plan

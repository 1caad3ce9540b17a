#!/bin/bash
# Who changed between two kept runs and because of which record; a person's
# history; what other rules would change.
. "$(dirname "$0")/strata/common.sh"

if ! command -v python3 >/dev/null; then
	skip "transitions, history, whatif" "python3 is not installed"
	plan
	exit 0
fi

a=$tmp/archive
days=(2025-05-31 2025-06-30 2025-07-31 2025-09-10)
transitions() { "$PROSSIMA" strata transitions --archive "$a" "$@"; }
# Registrations that a registry corrects backwards are not in the records: here people stay as they were.
python3 "$here/odd_people.py" "$data" "$tmp/odd" 700 "${STRATA_SEED:-3}" 2025-07-31
python3 "$here/deltas.py" "$tmp/odd" "$tmp/steps" "${STRATA_SEED:-3}" "${days[@]}"
: >"$tmp/err"
for k in 0 1 2 3; do
	[ $k = 0 ] || rm "$tmp/steps/$k/person.csv"
	[ $k = 0 ] && cp "$tmp/odd/person.csv" "$tmp/steps/0/"
	import "$tmp/steps/$k" "$a" || cat "$tmp/import.err" >>"$tmp/err"
	run "$a" "${days[k]}" "$tmp/run$k.csv" --keep
done
[ ! -s "$tmp/err" ]
ok $? "four deliveries, four runs kept" "$tmp/err"

for pair in "0 1" "1 2" "2 3" "0 3"; do
	set -- $pair
	transitions --from $(($1 + 1)) --to $(($2 + 1)) --csv "$tmp/people.csv" --lang en >"$tmp/text"
	transitions --from $(($1 + 1)) --to $(($2 + 1)) --csv "$tmp/causes.csv" --evidence --json >"$tmp/json"
	python3 "$here/check_causes.py" "$tmp/run$1.csv" "$tmp/run$2.csv" "$tmp/people.csv" "$tmp/causes.csv" \
		"${days[$1]}" "${days[$2]}" >"$tmp/kinds" 2>"$tmp/diff"
	ok $? "run $(($1 + 1)) to $(($2 + 1)): who changed, and a cause in the files for each: $(cat "$tmp/kinds")" "$tmp/diff"
	python3 - "$tmp/json" "$tmp/people.csv" "$tmp/run$2.csv" <<'PY' 2>"$tmp/diff"
import csv, json, sys
j, people = json.load(open(sys.argv[1])), list(csv.DictReader(open(sys.argv[2], newline='')))
assert j['changed'] == len(people) and j['same_rules']
assert sum(m['people'] for m in j['matrix']) == j['people'] == sum(1 for _ in open(sys.argv[3])) - 1
for way in ('up', 'down', 'in', 'out'):
    assert j[way] == sum(p['direction'] == way for p in people), way
for c in j['conditions']:
    assert c['after'] - c['before'] == c['gained'] - c['lost'], c
    assert c['gained'] == sum(c['code'] in p['gained'].split('|') for p in people), c
PY
	ok $? "and the counts are theirs" "$tmp/diff"
done
transitions --lang en | grep -q '^From run 3 (2025-07-31) to run 4 (2025-09-10): 700 people'
ok $? "without numbers: the last two"
transitions | grep -q '^Dall.elaborazione 3'
ok $? "in Italian"
transitions --from 1 --to 1 | grep -q 'Nulla è cambiato'
ok $? "a run against itself: nothing"
transitions --from 1 --to 3 --csv - | head -1 | grep -q '^person_id,from_level,to_level,direction,gained,lost'
ok $? "--csv -: rows alone on stdout"

person=$(sed -n 2p "$tmp/people.csv" | cut -d, -f1)
history() { "$PROSSIMA" strata history "$person" --archive "$a" "$@"; }
[ "$(history | grep -c ' 2025-')" = 4 ]
ok $? "history: a line for each run"
history --json | python3 -c '
import csv, json, sys
runs = json.load(sys.stdin)["runs"]
assert len(runs) == 4
for r, path in zip(runs, sys.argv[2:]):
    row = next(x for x in csv.DictReader(open(path, newline="")) if x["person_id"] == sys.argv[1])
    assert r["index_date"] == row["index_date"] and r["status"] == row["status"]
    if row["status"] == "active":
        for key in ("level", "level_weighted", "main_cluster", "charlson_1987", "elixhauser_vw", "cds"):
            assert str(r[key]) == row[key], key
        assert set(r["conditions"].split("|")) == set(row["conditions"].split("|"))
' "$person" "$tmp"/run[0-3].csv 2>"$tmp/diff"
ok $? "history --json: what each run wrote" "$tmp/diff"

# ------------------------------------------------------------- other rules
python3 "$here/twist.py" "$data" "$tmp/twisted" 9
whatif() { "$PROSSIMA" strata whatif "$1" --archive "$a" --date 2025-09-10 "${@:2}"; }
run "$a" 2025-09-10 "$tmp/ours.csv"
run "$a" 2025-09-10 "$tmp/theirs.csv" --data "$tmp/twisted"
whatif "$tmp/twisted" --csv "$tmp/whatif.csv" --json >"$tmp/json"
python3 - "$tmp/ours.csv" "$tmp/theirs.csv" "$tmp/whatif.csv" "$tmp/json" <<'PY' 2>"$tmp/diff"
import csv, json, sys
ours, theirs, got = ({r['person_id']: r for r in csv.DictReader(open(p, newline=''))} for p in sys.argv[1:4])
def parts(r, *keys):
    return {x for k in keys for x in r[k].split('|') if x}
n = 0
for p, a in ours.items():
    b, g = theirs[p], got.get(p)
    ca, cb = parts(a, 'conditions'), parts(b, 'conditions')
    ka, kb = parts(a, 'clusters', 'other_clusters'), parts(b, 'clusters', 'other_clusters')
    if ca == cb and ka == kb and a['level'] == b['level']:
        assert g is None, p
        continue
    n += 1
    assert parts(g, 'gained') == cb - ca and parts(g, 'lost') == ca - cb, p
    assert parts(g, 'clusters_gained') == kb - ka and parts(g, 'clusters_lost') == ka - kb, p
    assert (g['from_level'], g['to_level']) == (a['level'] or '-', b['level'] or '-'), p
j = json.load(open(sys.argv[4]))
assert n == len(got) == j['changed'] > 50, (n, len(got), j['changed'])
PY
ok $? "whatif: exactly the people whom two full runs tell apart" "$tmp/diff"
whatif "$data" | grep -q 'Nulla è cambiato'
ok $? "whatif with the same rules: nothing"
mkdir "$tmp/empty"
whatif "$tmp/empty" --lang en | grep -q 'Nothing changed'
ok $? "whatif with no table replaced: nothing"

fails() { # fails STATUS WORDS TEXT COMMAND...
	"${@:4}" >"$tmp/out" 2>"$tmp/err"
	[ $? = "$1" ] && grep -q "$2" "$tmp/err"
	ok $? "$3" "$tmp/err"
}
fails 1 'no run 9' "a run that is not there" transitions --to 9
fails 1 'not before' "runs the wrong way round" transitions --from 4 --to 1
fails 2 'evidence goes' "--evidence without a file" transitions --evidence
fails 1 'no person' "history of nobody" "$PROSSIMA" strata history NOBODY --archive "$a"
fails 1 'no such folder\|there is no' "whatif without a folder" whatif "$tmp/nowhere"
fails 2 'it or en' "a language that is none" transitions --lang de
plan

#!/usr/bin/env python3
"""Every change between two kept runs has a cause, and the cause is in the files.

usage: check_causes.py BEFORE_CSV AFTER_CSV TRANSITIONS_CSV CAUSES_CSV FROM_DAY TO_DAY

BEFORE and AFTER are the results of the two runs. The list of transitions must be exactly the people whose level or
conditions differ; each gained or lost condition must have at least one cause; records that entered are dated after the
first day and those that left on or before it.
"""
import csv
import sys


def read(path):
    with open(path, encoding='utf-8', newline='') as f:
        return list(csv.DictReader(f))


def state(row):
    if row is None or row['status'] != 'active':
        return '-', set(), None if row is None else row['status']
    return row['level'] or '0', set(filter(None, row['conditions'].split('|'))), 'active'


def direction(a, b):
    if a == b:
        return 'same'
    if a == '-':
        return 'in'
    if b == '-':
        return 'out'
    return 'up' if int(b) < int(a) else 'down'


def main(before, after, transitions, causes, first, last):
    old = {r['person_id']: r for r in read(before)}
    new = {r['person_id']: r for r in read(after)}
    want = {}
    for person, row in new.items():
        (la, ca, sa), (lb, cb, sb) = state(old.get(person)), state(row)
        if la != lb or ca != cb or (sa and sa != sb):
            want[person] = (la, lb, direction(la, lb), cb - ca, ca - cb)
    got = {r['person_id']: (r['from_level'], r['to_level'], r['direction'], set(filter(None, r['gained'].split('|'))),
                            set(filter(None, r['lost'].split('|')))) for r in read(transitions)}
    assert got == want, [(p, got.get(p), want.get(p)) for p in set(got) | set(want) if got.get(p) != want.get(p)][:3]
    told, kinds = {}, {}
    for r in read(causes):
        kinds[r['cause']] = kinds.get(r['cause'], 0) + 1
        assert r['reason'] and r['cause'] != 'unknown', r
        if r['condition']:
            told.setdefault((r['person_id'], r['change']), set()).add(r['condition'])
        else:
            told.setdefault((r['person_id'], ''), set()).add(r['cause'])
        if r['cause'] == 'entered':
            assert first < r['date'] <= last and r['record_id'], r
        if r['cause'] == 'left':
            assert r['date'] <= first and r['record_id'], r
        if r['cause'] == 'late':
            assert r['date'] <= first, r
        if r['cause'] == 'exemption_ended':
            assert first <= r['date'] < last, r
        if r['cause'] == 'birthday':
            assert first < r['date'] <= last, r
    for person, (la, lb, way, gained, lost) in want.items():
        if way in ('in', 'out') or old[person]['status'] != 'active':
            assert told.get((person, '')) or la == lb, person
            continue
        assert told.get((person, 'gained'), set()) == gained, (person, told.get((person, 'gained')), gained)
        assert told.get((person, 'lost'), set()) == lost, (person, told.get((person, 'lost')), lost)
        assert gained or lost or told.get((person, '')), person
    print(' '.join('%s=%d' % k for k in sorted(kinds.items())))


if __name__ == '__main__':
    main(*sys.argv[1:])

#!/usr/bin/env python3
"""A population delivered in steps, to compare runs that begin from kept ones with full runs.

usage: deltas.py FOLDER OUT SEED DAY...

FOLDER holds the six simple CSV files. OUT/0, OUT/1 ... get what is delivered before the run of each DAY: mostly the
records up to that day, some late, some before their day; some people come later, and some are delivered again with
another birth, registration or death. A later file of people holds only those that are new or changed.
"""
import csv
import datetime
import os
import random
import sys

DATE = {'exemption': 'valid_from', 'drug': 'dispense_date', 'outpatient': 'service_date', 'hospital': 'discharge_date',
        'emergency': 'arrival'}


def read(folder, name):
    with open(os.path.join(folder, name + '.csv'), encoding='utf-8', newline='') as f:
        reader = csv.DictReader(f)
        return reader.fieldnames, list(reader)


def write(folder, name, columns, rows):
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, name + '.csv'), 'w', encoding='utf-8', newline='') as f:
        w = csv.DictWriter(f, columns, extrasaction='ignore', lineterminator='\r\n')
        w.writeheader()
        w.writerows(rows)


def change(r, person, day, last_record):
    """Another state of the same person, as a registry would send it."""
    p = dict(person)
    what = r.random()
    near = day + datetime.timedelta(days=r.choice([-1, 0, 1, 20, 45]))
    if what < 0.35 and str(near) >= max(p['birth_date'], p['registration_start'], last_record):
        p['death_date'] = str(near)
    elif what < 0.7 and str(near) >= p['registration_start'] and not p['death_date']:
        p['registration_end'] = str(near)
    elif what < 0.85:
        p['registration_end'] = ''
    else:
        p['sex'] = r.choice('MF')
    return p


def corrections(r, flow, before):
    """Some records of earlier steps taken back (C), or sent again with another date or dose (V)."""
    out = []
    for x in [x for step in before for x in step[flow]] if flow != 'exemption' else []:
        if x.get('gone') or r.random() > 0.02:
            continue
        y = dict(x, op=r.choice('CV'))
        if y['op'] == 'C':
            x['gone'] = True
        elif flow == 'drug':
            y['ddd'] = r.choice(['', '1', '90'])
        elif flow == 'outpatient':
            y['quantity'] = '1'
        out.append(y)
    return out


def main(folder, out, seed, *days):
    r = random.Random(int(seed))
    days = [datetime.date.fromisoformat(d) for d in days]
    columns, people = read(folder, 'person')
    comes, last = {}, {}
    for p in people:
        comes[p['person_id']] = r.randrange(len(days)) if r.random() < 0.05 else 0
    steps = [{f: [] for f in DATE} for _ in days]
    headers = {}
    for flow, column in DATE.items():
        headers[flow], rows = read(folder, flow)
        for x in rows:
            when = datetime.date.fromisoformat(x[column][:10])
            last[x['person_id']] = max(last.get(x['person_id'], ''), str(when))
            k = next((i for i, d in enumerate(days) if when <= d), len(days) - 1)
            if r.random() < 0.04:
                k = r.randrange(len(days))
            steps[max(k, comes.get(x['person_id'], 0))][flow].append(x)
    for k, day in enumerate(days):
        here = os.path.join(out, str(k))
        rows = [p for p in people if comes[p['person_id']] == k]
        if k:
            for i, p in enumerate(people):
                if comes[p['person_id']] < k and r.random() < 0.02:
                    people[i] = change(r, p, day, last.get(p['person_id'], ''))
                    rows.append(people[i])
        write(here, 'person', columns, rows)
        for flow in DATE:
            write(here, flow, headers[flow] + (['op'] if flow != 'exemption' else []),
                  steps[k][flow] + corrections(r, flow, steps[:k]))


if __name__ == '__main__':
    if len(sys.argv) < 6:
        sys.exit(__doc__)
    main(*sys.argv[1:])

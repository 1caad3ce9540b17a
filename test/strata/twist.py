#!/usr/bin/env python3
"""The tables of data/ with other numbers, to try what ours happen not to ask.

usage: twist.py DATA OUT SEED

Copies DATA (with its evaluator) and changes thresholds, windows, ages, sexes
and parameters, so that both engines read rules that were never written for
them: events without distinct dates, doses that packages decide, windows of one
day, other contact days.
"""
import csv
import os
import random
import shutil
import sys

PARAMETERS = {'strat.contact_days': '40', 'strat.charlson_lookback_days': '500', 'strat.mcs_min_dispensing_dates': '3',
              'strat.elixhauser_lookback_days': '300', 'strat.cds_lookback_days': '60'}


def rewrite(path, change):
    with open(path, encoding='utf-8', newline='') as f:
        reader = csv.DictReader(f)
        columns, rows = reader.fieldnames, list(reader)
    for row in rows:
        change(row)
    with open(path, 'w', encoding='utf-8', newline='') as f:
        writer = csv.DictWriter(f, columns, lineterminator='\r\n')
        writer.writeheader()
        writer.writerows(rows)


def twist_rule(r, row):
    if row['flow'] == 'exemption':
        return  # an exemption leads to one condition: the loader would refuse others
    row['lookback_days'] = r.choice([row['lookback_days'], '30', '400', '91', '1'])
    if r.random() < 0.5:
        row['min_distinct_dates'] = ''
        row['min_events'] = r.choice(['1', '2', '3'])
    if r.random() < 0.3:
        row['min_days_span'] = r.choice(['', '1', '20'])
    if row['flow'] == 'drug' and r.random() < 0.5:
        row['min_ddd'] = r.choice(['', '3', '4.5', '0.0001'])
    if row['flow'] == 'hospital' and row['code_field'] != 'proc' and r.random() < 0.3:
        row['code_field'] = r.choice(['dx_main', 'dx_any'])
    if r.random() < 0.1:
        row['sex'] = r.choice('MF')
    if r.random() < 0.1:
        row['age_min'], row['age_max'] = r.choice([('40', ''), ('', '60'), ('50', '50')])


def main(data, out, seed):
    r = random.Random(int(seed))
    shutil.copytree(data, out, ignore=shutil.ignore_patterns('__pycache__', 'examples', 'spirometry'))
    rewrite(os.path.join(out, 'condition_rules.csv'), lambda row: twist_rule(r, row))
    rewrite(os.path.join(out, 'pic_parameters.csv'),
            lambda row: row.update(value=PARAMETERS.get(row['name'], row['value'])))
    rewrite(os.path.join(out, 'clusters.csv'), lambda row: row.update(mild=r.choice('01')))


if __name__ == '__main__':
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])

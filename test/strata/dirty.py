#!/usr/bin/env python3
"""Makes the files of odd_people.py harder, in ways that flows.md section 4 and
the README's rules give one meaning: copies of a record_id that say something
else, dots and lower case in ICD-9-CM, exemptions in the old spelling.

usage: dirty.py FOLDER SEED
"""
import csv
import os
import random
import sys

OLD = {'0A02': '002A', '0B02': '002B', '0C02': '002C', '0A31': '031A'}


def with_dot(r, code, whole):
    at = whole + code.startswith('E')
    if len(code) > at and r.random() < 0.3:
        code = code[:at] + '.' + code[at:]
    return code.lower() if r.random() < 0.1 else code


def dirty_codes(r, row):
    for k in row:
        if k.startswith('dx') and row[k]:
            row[k] = with_dot(r, row[k], 3)
        elif k.startswith('proc') and not k.endswith('_date') and row[k]:
            row[k] = with_dot(r, row[k], 2)
    code = row.get('exemption_code', '')
    if 'valid_from' in row and code[:4] in OLD and code[4:5] in ('', '.') and r.random() < 0.5:
        row['exemption_code'] = OLD[code[:4]] + code[4:]


def other_words(r, rows):
    """Later rows with the record_id of an earlier one, of another person and with other codes and dates."""
    for row in r.sample(rows, min(40, len(rows))):
        rows.append(dict(r.choice(rows), record_id=row['record_id']))


def main(folder, seed):
    r = random.Random(int(seed))
    for flow in ('exemption', 'drug', 'outpatient', 'hospital', 'emergency'):
        path = os.path.join(folder, flow + '.csv')
        with open(path, encoding='utf-8', newline='') as f:
            reader = csv.DictReader(f)
            columns, rows = reader.fieldnames, list(reader)
        for row in rows:
            dirty_codes(r, row)
        if flow != 'exemption':
            other_words(r, rows)
        with open(path, 'w', encoding='utf-8', newline='') as f:
            w = csv.DictWriter(f, columns, lineterminator='\r\n')
            w.writeheader()
            w.writerows(rows)


if __name__ == '__main__':
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])

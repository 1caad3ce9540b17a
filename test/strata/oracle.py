#!/usr/bin/env python3
"""The reference evaluator, once for both definitions of the level, and the two
scores it does not compute.

usage: oracle.py DATA FOLDER INDEX_DATE

Its own code and tables; only level_of is asked twice, so that the column level
becomes two: level (strict) and level_weighted.
"""
import os
import re
import sys

# Kept apart from our own C: written from data/README.md, Scores, alone.


def elixhauser(ref, rows, events, index, days):
    """van Walraven weights of the categories present; one that is superseded by another present adds nothing."""
    codes = [code for stay in events['hospital'] if ref.in_window(ref.day(stay['discharge_date']), index, days)
             for code in (stay['dx%d' % i] for i in range(1, 7)) if code]
    found = {}
    for row in rows:
        if [c for c in codes if c[:len(row['icd9cm_prefix'])] == row['icd9cm_prefix']]:
            found[row['category']] = (int(row['weight_vanwalraven2009']), row['superseded_by'])
    return sum(weight for weight, stronger in found.values() if stronger not in found)


def chronic_disease_score(ref, rows, events, index, days):
    """Points by the words of the column scoring, which here is read, not min_points and max_points."""
    taken = {x['atc'] for x in events['drug'] if ref.in_window(ref.day(x['dispense_date']), index, days)}
    total = 0
    for row in rows:
        classes = [any(atc.startswith(p) for atc in taken for p in part.split(':')[1].split('|'))
                   for part in row['atc_classes'].split(';')]
        if not any(classes):
            continue
        words = row['scoring']
        if 'only class' in words:
            first, second = map(int, re.fullmatch(r'(\d+) if class C1, (\d+) if only class C2', words).groups())
            total += first if classes[0] else second
        elif 'for one class' in words:
            steps = [int(n) for n in re.findall(r'(\d+) for', words)]
            total += steps[min(sum(classes), len(steps)) - 1]
        else:
            total += int(re.match(r'\d+', words).group())
    return total


def scores_of(ref, data, folder, index):
    """(elixhauser_vw, cds) by person."""
    par = ref.parameters(index)
    elix = ref.load(data, os.path.join('risk_scores', 'elixhauser_icd9.csv'))
    cds = ref.load(data, os.path.join('risk_scores', 'chronic_disease_score.csv'))
    return {person: (elixhauser(ref, elix, events, index, int(par['strat.elixhauser_lookback_days'])),
                     chronic_disease_score(ref, cds, events, index, int(par['strat.cds_lookback_days'])))
            for person, events in ref.read_events(folder).items()}


def main(data, folder, index):
    sys.path.insert(0, data)
    sys.dont_write_bytecode = True
    import reference_evaluator as ref
    rules = {d: sorted((r for r in ref.load(data, 'level_rules.csv') if r['definition'] == d),
                       key=lambda r: int(r['level'])) for d in ('strict', 'weighted')}
    one = ref.level_of

    def both(counting, contacts, clusters, level_rules):
        assert level_rules == rules['strict']
        return ','.join(one(counting, contacts, clusters, rules[d]) for d in ('strict', 'weighted'))

    ref.level_of = both
    scores = scores_of(ref, data, folder, ref.day(index))
    for row in ref.evaluate(folder, ref.day(index), 'strict'):
        more = scores.get(row['person_id'], (0, 0)) if row['status'] == 'active' else ('', '')
        print(','.join([(row[c] or ',') if c == 'level' else row[c] for c in ref.OUT] + [str(x) for x in more]))


if __name__ == '__main__':
    main(*sys.argv[1:])

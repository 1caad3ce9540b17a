#!/usr/bin/env python3
"""explain --json of everybody against run and evidence: the same facts.

usage: check_stories.py STORIES RUN_CSV EVIDENCE_CSV
"""
import csv
import json
import sys


def records_of(story):
    """(condition, group, rule, record, date, codes) as in the evidence file."""
    for c in story['conditions']:
        for g in c['groups']:
            name = g['group'] if g['condition'] == c['condition'] else g['condition'] + '.' + g['group']
            for r in g['rules']:
                if r['negated']:
                    assert not r['holds'], r['rule_id']
                    continue
                assert r['holds'], r['rule_id']
                assert len(r['records']) == r['found']['events'], r['rule_id']
                assert len({x['date'] for x in r['records']}) == r['found']['distinct_dates'], r['rule_id']
                for x in r['records']:
                    yield (c['condition'], name, r['rule_id'], x.get('record_id', ''), x['date'],
                           '|'.join(x['codes']))


def check(story, row, evidence):
    assert story['status'] == row['status']
    if row['status'] != 'active':
        return
    assert str(story['level']) == row['level']
    assert str(story['level_weighted']) == row['level_weighted']
    for key in ('main_cluster', 'main_condition'):
        assert story.get(key, '') == row[key], key
    assert '|'.join(story['clusters']) == row['clusters']
    assert '|'.join(story['other_clusters']) == row['other_clusters']
    assert '|'.join(c['condition'] for c in story['conditions']) == row['conditions']
    for key in ('charlson_1987', 'charlson_2011', 'mcs', 'elixhauser_vw', 'cds'):
        assert str(story[key]) == row[key], key
    present = [c for c in story['charlson'] if not c['superseded']]
    assert sum(c['weight_1987'] for c in present) == story['charlson_1987']
    assert sum(c['weight_2011'] for c in present) == story['charlson_2011']
    assert sum(c['weight'] for c in story['mcs_categories']) == story['mcs']
    assert sum(c['weight'] for c in story['elixhauser'] if not c['superseded']) == story['elixhauser_vw']
    assert sum(c['points'] for c in story['cds_categories']) == story['cds']
    for key in ('charlson', 'elixhauser', 'mcs_categories', 'cds_categories'):
        assert all(c['records'] for c in story[key]), key
    assert sorted(records_of(story)) == sorted(evidence), 'evidence'
    told = set(row['conditions'].split('|'))
    for g in story['near']:
        assert g['condition'] not in told
        assert g['stopped'] or g['done_permille'] < 1000
    for c in story['removed']:
        assert c['condition'] not in told and 'hierarchy' in c


def main(stories, run, evidence):
    rows = {r['person_id']: r for r in csv.DictReader(open(run, newline=''))}
    lines = {}
    for e in csv.DictReader(open(evidence, newline='')):
        lines.setdefault(e['person_id'], []).append(
            (e['condition'], e['group'], e['rule_id'], e['record_id'], e['date'], e['code']))
    n = 0
    for line in open(stories):
        story = json.loads(line)
        try:
            check(story, rows[story['person_id']], lines.get(story['person_id'], []))
        except AssertionError as e:
            sys.exit('%s: %s' % (story['person_id'], e or 'differs'))
        n += 1
    assert n == len(rows), 'people missing'


if __name__ == '__main__':
    main(*sys.argv[1:])

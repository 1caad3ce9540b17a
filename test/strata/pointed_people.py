#!/usr/bin/env python3
"""People of one rule group each, for what only time or one record changes.

usage: pointed_people.py DATA OUT PERSONS SEED INDEX_DATE

A group with a negated row is satisfied, and what the row forbids comes on some later day, or came before and leaves the
window. A group that asks for a span holds by one early record alone: when that leaves the window as many events and
dates are left as are asked, but not as far apart. No other record hides the change.
"""
import datetime
import sys

from odd_people import Maker

DAY = datetime.timedelta(days=1)


class Pointed(Maker):
    def choose(self):
        return [rows for rows in self.groups.values()
                if any(x['negated'] == '1' or x['min_days_span'] not in ('', '0') for x in rows)]

    def some_dates(self, rule):
        span, window = int(rule['min_days_span'] or 0), int(rule['lookback_days'])
        n = max(int(rule['min_events']), int(rule['min_distinct_dates'] or 1))
        if rule['negated'] == '1':
            return [self.index + self.r.randint(-window, 400) * DAY for _ in range(n)]
        last = self.index - self.r.randint(0, 60) * DAY
        if not span:
            return [last - self.r.randint(0, 20) * DAY for _ in range(n)]
        early = last - self.r.randint(span, max(span, window - 61)) * DAY
        return [early] + [last - min(i, span - 1) * DAY for i in range(n)]

    def satisfy_exemption(self, person, rule):
        start = self.index + self.r.choice([-700, -400, 10, 60, 200, 300]) * DAY
        end = self.r.choice([None, start + 100 * DAY, start + 500 * DAY])
        if rule['negated'] == '0':
            start, end = self.index - 900 * DAY, None
        self.add_exemption(person, self.exemption(rule['code_prefix_or_range']), start, end)

    def person(self, i):
        rules = self.r.choice(self.choose())
        years = next((int(x['age_min']) for x in rules if x['age_min']), 30) + 10
        sex = next((x['sex'] for x in rules if x['sex']), self.r.choice('MF'))
        p = {'id': 'T%05d' % i, 'birth': self.years_before(years), 'death': None}
        self.rows['person'].append([p['id'], '', p['birth'], sex, '015146', '321', '',
                                    max(p['birth'], datetime.date(2010, 1, 1)), '', ''])
        for rule in rules:
            if rule['negated'] == '0' or self.r.random() < 0.6:
                self.satisfy(p, rule)


def main(data, out, n, seed, index):
    m = Pointed(data, int(seed), datetime.date.fromisoformat(index))
    for i in range(int(n)):
        m.person(i)
    m.write(out)


if __name__ == '__main__':
    if len(sys.argv) != 6:
        sys.exit(__doc__)
    main(*sys.argv[1:])

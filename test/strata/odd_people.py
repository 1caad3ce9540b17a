#!/usr/bin/env python3
"""People made to catch a wrong reading of the rules.

usage: odd_people.py DATA OUT PERSONS SEED INDEX_DATE

For every person a few rule groups are picked; their rows get records just at,
just over or just under what is asked: first and last day of the window and the
days beside them, several records on one day, codes at the ends of ranges and
beside them, doses that add up exactly or not quite, births at the age limits,
exemptions that begin or end on the index date, deaths and registrations
likewise. Every row is valid by flows.md, so that nothing is rejected.
"""
import csv
import datetime
import os
import random
import sys

FLOW_FILES = ('person', 'exemption', 'drug', 'outpatient', 'hospital', 'emergency')
HEADERS = {
    'person': 'person_id,fiscal_code,birth_date,sex,municipality_istat,ats,gp_code,registration_start,'
              'registration_end,death_date',
    'exemption': 'person_id,exemption_code,valid_from,valid_to',
    'drug': 'record_id,person_id,dispense_date,atc,aic,packages,ddd,channel,prescriber_id,cost_eur',
    'outpatient': 'record_id,person_id,service_date,service_code,quantity,branch_code,facility_code,exemption_code,'
                  'priority_class,booking_date,remote,cost_eur',
    'hospital': 'record_id,person_id,admission_date,discharge_date,regime,facility_code,specialty_code,'
                'dx1,dx2,dx3,dx4,dx5,dx6,proc1,proc2,proc3,proc4,proc5,proc6,proc1_date,proc2_date,proc3_date,'
                'proc4_date,proc5_date,proc6_date,drg,discharge_mode,cost_eur',
    'emergency': 'record_id,person_id,arrival,exit,triage,arrival_mode,outcome,dx1,dx2,dx3,dx4,dx5,facility_code,'
                 'hospital_record_id,cost_eur',
}


def load(folder, name):
    with open(os.path.join(folder, name), encoding='utf-8', newline='') as f:
        return list(csv.DictReader(f))


class Maker:
    def __init__(self, data, seed, index):
        self.r = random.Random(seed)
        self.index = index
        self.groups = {}
        for row in load(data, 'condition_rules.csv'):
            self.groups.setdefault((row['condition'], row['group_id']), []).append(row)
        self.hierarchy = load(data, 'condition_hierarchy.csv')
        self.by_condition = {}
        for key in self.groups:
            self.by_condition.setdefault(key[0], []).append(key)
        self.exemptions = [x['code'] for x in load(data, 'exemptions.csv')]
        self.mcs = load(data, os.path.join('risk_scores', 'mcs.csv'))
        self.charlson = [x['icd9cm_prefix'] for x in load(data, os.path.join('risk_scores', 'charlson_icd9.csv'))]
        self.elixhauser = [x['icd9cm_prefix']
                           for x in load(data, os.path.join('risk_scores', 'elixhauser_icd9.csv'))]
        self.cds = load(data, os.path.join('risk_scores', 'chronic_disease_score.csv'))
        parameters = {x['name']: x['value'] for x in load(data, 'pic_parameters.csv')}
        self.contact_days = int(parameters['strat.contact_days'])
        self.charlson_days = int(parameters['strat.charlson_lookback_days'])
        self.elixhauser_days = int(parameters['strat.elixhauser_lookback_days'])
        self.cds_days = int(parameters['strat.cds_lookback_days'])
        self.rows = {f: [] for f in FLOW_FILES}
        self.n_record = 0

    # ------------------------------------------------------------- codes

    def token(self, spec):
        token = self.r.choice([t for t in spec.split('|') if t])
        if token.startswith('='):
            return token[1:], True
        lo, dash, hi = token.partition('-')
        if not dash:
            return token, False
        if self.r.random() < 0.3:
            return lo, False
        if self.r.random() < 0.4:
            return hi, False
        prefix = os.path.commonprefix([lo, hi])
        rest = len(lo) - len(prefix)
        try:
            number = self.r.randint(int(lo[len(prefix):]), int(hi[len(prefix):]) + (self.r.random() < 0.1))
            return prefix + str(number).zfill(rest)[-rest:], False
        except ValueError:
            return lo, False

    def digits(self, text, to):
        while len(text) < to:
            text += self.r.choice('0123456789')
        return text

    def dx(self, spec):
        code, exact = self.token(spec)
        longest = 4 if code.startswith('E') else 5
        shortest = 4 if code.startswith('E') else 3
        if exact:
            return code
        return self.digits(code, max(shortest, self.r.randint(len(code), longest)))

    def proc(self, spec):
        code, _ = self.token(spec)
        return self.digits(code, max(2, self.r.randint(len(code), 4)))

    def atc(self, spec):
        code, _ = self.token(spec)
        form = 'A99AA99'
        while len(code) < 7:
            code += self.r.choice('ABCDEX') if form[len(code)] == 'A' else self.r.choice('0123')
        return code

    def service(self, spec):
        code, _ = self.token(spec)
        if code.count('.') == 1 and self.r.random() < 0.5:
            return code + '.' + self.r.choice('1234A')
        if len(code.split('.')[-1]) == 1 and self.r.random() < 0.3:
            return code + '1'  # not the same service
        return code

    def exemption(self, spec):
        code, exact = self.token(spec)
        code = code.rstrip('.')
        known = [c for c in self.exemptions if c.startswith(code)]
        if known and not exact and self.r.random() < 0.7:
            return self.r.choice(known)
        if len(code) < 3:
            return code + self.r.choice(['010', 'G020', '0040'])[:4]
        return code

    # ------------------------------------------------------------- dates

    def around(self, lookback):
        """Days at the edges of a window more often than inside it."""
        first = self.index - datetime.timedelta(days=lookback - 1)
        edge = [first, first - datetime.timedelta(days=1), first + datetime.timedelta(days=1), self.index,
                self.index - datetime.timedelta(days=1), self.index + datetime.timedelta(days=1)]
        if self.r.random() < 0.25:
            return self.r.choice(edge)
        return self.index - datetime.timedelta(days=self.r.randint(0, lookback - 1))

    def some_dates(self, rule):
        n = int(rule['min_events']) + self.r.choice([-1, 0, 0, 0, 1])
        wanted = int(rule['min_distinct_dates'] or 1) + self.r.choice([-1, 0, 0, 0, 1])
        lookback, span = int(rule['lookback_days']), int(rule['min_days_span'] or 0)
        dates = [self.around(lookback) for _ in range(max(1, wanted))]
        if span and self.r.random() < 0.7:
            last = self.index - datetime.timedelta(days=self.r.randint(0, max(0, lookback - span - 2)))
            gap = span + self.r.choice([-1, 0, 0, 1])
            dates = [last - datetime.timedelta(days=self.r.randint(0, gap)) for _ in dates]
            dates[0] = last
            if len(dates) > 1:
                dates[1] = last - datetime.timedelta(days=gap)
        while len(dates) < n:
            dates.append(self.r.choice(dates))
        self.r.shuffle(dates)
        return dates

    # ----------------------------------------------------------- records

    def record_id(self):
        self.n_record += 1
        return 'R%07d' % self.n_record

    def add_drug(self, person, when, atc, ddd):
        if self.alive(person, when):
            packages = self.r.choice(['1', '2', '0.5', '3'])
            self.rows['drug'].append([self.record_id(), person['id'], when, atc, '', packages, ddd, 'C', '', ''])

    def add_outpatient(self, person, when, code):
        if self.alive(person, when):
            self.rows['outpatient'].append([self.record_id(), person['id'], when, code, str(self.r.randint(1, 3)),
                                            '', '', '', '', '', '', ''])

    def add_hospital(self, person, when, dx, proc):
        if not self.alive(person, when):
            return
        dx = (dx or ['7809']) + [''] * 6
        proc = proc + [''] * 6
        admitted = max(when - datetime.timedelta(days=self.r.randint(0, 5)), person['birth'])
        dates = [admitted if p else '' for p in proc[:6]]
        self.rows['hospital'].append([self.record_id(), person['id'], admitted, when, '1', '', ''] + dx[:6] +
                                     proc[:6] + dates + ['', '2', ''])

    def add_emergency(self, person, when, dx):
        if self.alive(person, when):
            time = self.r.choice(['T00:00', 'T23:59', 'T12:30'])
            self.rows['emergency'].append([self.record_id(), person['id'], str(when) + time, '', '3', '', '1'] +
                                          (dx + [''] * 5)[:5] + ['', '', ''])

    def add_exemption(self, person, code, start, end):
        if start >= person['birth'] and (not end or end >= start):
            self.rows['exemption'].append([person['id'], code, start, end or ''])

    def alive(self, person, when):
        return person['birth'] <= when and (not person['death'] or when <= person['death'])

    def spread(self, codes):
        """The codes in any of the first places, with others and with gaps."""
        places = [self.dx(self.r.choice(self.charlson)) if self.r.random() < 0.2 else '' for _ in range(6)]
        for i, c in zip(self.r.sample(range(6), min(6, len(codes))), codes):
            places[i] = c
        if not places[0]:
            places[0] = self.r.choice([codes[0], '7809', 'V700'])
        return places

    def satisfy_hospital(self, person, rule):
        for when in self.some_dates(rule):
            if rule['code_field'] == 'proc':
                codes = [self.proc(rule['code_prefix_or_range']) for _ in range(self.r.choice([1, 1, 2]))]
                self.add_hospital(person, when, ['7809'], codes)
                continue
            codes = [self.dx(rule['code_prefix_or_range']) for _ in range(self.r.choice([1, 1, 2, 3]))]
            if rule['code_field'] == 'dx_main' and self.r.random() < 0.8:
                self.add_hospital(person, when, codes, [])
            else:
                self.add_hospital(person, when, self.spread(codes), [])

    def satisfy_drug(self, person, rule):
        dates = self.some_dates(rule)
        total = round(float(rule['min_ddd'] or 0) * 10000)
        left = total + self.r.choice([-1, 0, 0, 0, 1, 5000])
        for i, when in enumerate(dates):
            part = left // len(dates) if i < len(dates) - 1 else left - left // len(dates) * (len(dates) - 1)
            ddd = '%d.%04d' % (part // 10000, part % 10000) if total else self.r.choice(['', '30', '28.5', '0'])
            if total and self.r.random() < 0.1:
                ddd = ''
            self.add_drug(person, when, self.atc(rule['code_prefix_or_range']), ddd)

    def satisfy_exemption(self, person, rule):
        day = datetime.timedelta(days=1)
        code = self.exemption(rule['code_prefix_or_range'])
        start = self.r.choice([self.index, self.index - day, self.index + day,
                               self.index - self.r.randint(2, 900) * day])
        end = self.r.choice([None, None, self.index, self.index - day, self.index + day])
        self.add_exemption(person, code, start, end)

    def satisfy(self, person, rule):
        if rule['flow'] == 'exemption':
            self.satisfy_exemption(person, rule)
        elif rule['flow'] == 'drug':
            self.satisfy_drug(person, rule)
        elif rule['flow'] == 'outpatient':
            for when in self.some_dates(rule):
                self.add_outpatient(person, when, self.service(rule['code_prefix_or_range']))
        elif rule['flow'] == 'hospital':
            self.satisfy_hospital(person, rule)
        else:
            for when in self.some_dates(rule):
                codes = [self.dx(rule['code_prefix_or_range']) for _ in range(self.r.choice([1, 2]))]
                self.add_emergency(person, when, codes)

    # ------------------------------------------------------------ people

    def years_before(self, years):
        y = self.index.year - years
        try:
            return self.index.replace(year=y)
        except ValueError:
            return datetime.date(y, 3, 1)

    def birth(self, rules):
        limits = [int(r[k]) for r in rules for k in ('age_min', 'age_max') if r[k]]
        day = datetime.timedelta(days=1)
        if limits and self.r.random() < 0.6:
            edge = self.years_before(self.r.choice(limits) + self.r.choice([0, 1]))
            return edge + self.r.choice([-1, 0, 0, 1]) * day
        if self.r.random() < 0.05:
            return datetime.date(self.r.choice([1948, 1960, 2004, 2012]), 2, 29)
        return self.index - self.r.randint(0, 95 * 365) * day

    def person(self, i):
        day = datetime.timedelta(days=1)
        conditions = self.r.sample(sorted(self.by_condition), self.r.choice([0, 1, 1, 2, 2, 3, 5]))
        if self.r.random() < 0.5:
            h = self.r.choice(self.hierarchy)
            conditions += [h['winner'], h['loser']]
        keys = [self.r.choice(self.by_condition[c]) for c in conditions]
        rules = [r for k in keys for r in self.groups[k]]
        p = {'id': 'O%05d' % i, 'birth': self.birth(rules), 'death': None}
        start, end = max(p['birth'], datetime.date(2010, 1, 1)), None
        special = self.r.random()
        if special < 0.04:
            p['death'] = self.index + self.r.choice([-1, 0, 1]) * day
        elif special < 0.08:
            end = self.index + self.r.choice([-1, 0, 1]) * day
        elif special < 0.12:
            start = self.index + self.r.choice([-1, 0, 1]) * day
        for d in (p['death'], end):
            if d:
                start = min(start, d)
        if p['death'] and p['death'] < p['birth']:
            p['death'] = None
        start = max(start, p['birth'])
        if end and end < start:
            end = None
        sex = self.r.choice('MF' if self.r.random() < 0.97 else 'U')
        self.rows['person'].append([p['id'], '', p['birth'], sex, '015146', '321', '', start, end or '',
                                    p['death'] or ''])
        if self.r.random() < 0.1:
            self.one_contact(p)
            return
        for rule in rules:
            if rule['negated'] == '0' or self.r.random() < 0.25:
                self.satisfy(p, rule)
        self.noise(p)
        if self.r.random() < 0.08:
            self.generic(p)

    def one_contact(self, p):
        """Level 4 or 5 by one record at an edge of the year of contacts."""
        when = self.index + datetime.timedelta(days=self.r.choice([1, 0, -1, 1 - self.contact_days, -self.contact_days]))
        self.r.choice([lambda: self.add_drug(p, when, 'J01CA04', ''),
                       lambda: self.add_outpatient(p, when, '90.62.2'),
                       lambda: self.add_hospital(p, when, ['V700'], []),
                       lambda: self.add_emergency(p, when, ['9599'])])()

    def noise(self, p):
        if self.r.random() < 0.3:
            m = self.r.choice(self.mcs)
            for _ in range(self.r.choice([1, 2, 2, 3])):
                when = self.around(int(m['lookback_days']))
                if m['atc_prefixes'] and self.r.random() < 0.6:
                    self.add_drug(p, when, self.atc(m['atc_prefixes']), '10')
                elif m['icd9cm_prefixes']:
                    self.add_hospital(p, when, self.spread([self.dx(m['icd9cm_prefixes'])]), [])
        if self.r.random() < 0.3:
            self.add_hospital(p, self.around(self.charlson_days), self.spread([self.dx(self.r.choice(self.charlson))]),
                              [])
        if self.r.random() < 0.3:
            self.add_hospital(p, self.around(self.elixhauser_days),
                              self.spread([self.dx(self.r.choice(self.elixhauser)) for _ in range(2)]), [])
        if self.r.random() < 0.3:
            classes = self.r.choice(self.cds)['atc_classes'].split(';')
            for c in self.r.sample(classes, self.r.randint(1, len(classes))):
                self.add_drug(p, self.around(self.cds_days), self.atc(c.split(':')[1]), '10')
        if self.r.random() < 0.2:
            self.add_outpatient(p, self.around(365), '90.62.2')
        if self.r.random() < 0.1:
            self.add_exemption(p, self.r.choice(['0A02', '0B02', '0C02', '0A02.414']),
                               self.index - datetime.timedelta(days=self.r.choice([0, 400])),
                               self.r.choice([None, self.index - datetime.timedelta(days=1), self.index]))

    def generic(self, p):
        """A generic circulatory exemption beside a specific one that is valid, ended or not begun, and the disease
        that explains the generic code."""
        h = self.r.choice([x for x in self.hierarchy if x['relation'] == 'drops_if_generic_exemption'])
        for rule in self.groups[self.r.choice(self.by_condition[h['winner']])]:
            if rule['negated'] == '0':
                self.satisfy(p, rule)
        loser = [r for k in self.by_condition[h['loser']] for r in self.groups[k] if r['flow'] == 'exemption']
        generic = [t.lstrip('=') for r in loser for t in r['code_prefix_or_range'].split('|')]
        generic = [t for t in generic if t in ('0A02', '0B02', '0C02', '002A', '002B', '002C')]
        if not generic:
            return
        code, day = self.r.choice(generic), datetime.timedelta(days=1)
        long_ago = self.index - 700 * day
        self.add_exemption(p, code, long_ago, None)
        specific = [c for c in self.exemptions if c.startswith(code + '.')]
        if specific and self.r.random() < 0.7:
            start, end = self.r.choice([(long_ago, None), (long_ago, self.index - day), (long_ago, self.index),
                                        (self.index + day, None)])
            self.add_exemption(p, self.r.choice(specific), start, end)

    def copies(self):
        """Rows with a record_id seen before in the file: only the first counts."""
        for flow in ('drug', 'outpatient', 'hospital', 'emergency'):
            rows = self.rows[flow]
            self.r.shuffle(rows)
            for row in self.r.sample(rows, min(20, len(rows))):
                rows.append(list(row))

    def write(self, out):
        os.makedirs(out, exist_ok=True)
        for flow in FLOW_FILES:
            with open(os.path.join(out, flow + '.csv'), 'w', encoding='utf-8', newline='') as f:
                w = csv.writer(f, lineterminator='\r\n')
                w.writerow(HEADERS[flow].split(','))
                w.writerows(self.rows[flow])


def main(data, out, n, seed, index):
    m = Maker(data, int(seed), datetime.date.fromisoformat(index))
    for i in range(int(n)):
        m.person(i)
    m.copies()
    m.write(out)


if __name__ == '__main__':
    if len(sys.argv) != 6:
        sys.exit(__doc__)
    main(*sys.argv[1:])

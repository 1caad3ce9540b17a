#!/usr/bin/env python3
"""An independent reading of data/flows.md sections 3 and 4, for tests.

usage: check_flows.py FOLDER EXTRACTION_DATE

Reads the six flows of FOLDER, decides for each row whether the rules reject
it, and compares with truth.csv: every planted row must be rejected, no other
row may be. Prints a line for each disagreement, then a summary as JSON; exit 1
when there is a disagreement.
"""
import collections
import csv
import datetime
import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(HERE, '..', 'data')
HEADERS = {
    'person.csv': 'person_id,fiscal_code,birth_date,sex,municipality_istat,ats,gp_code,registration_start,'
                  'registration_end,death_date',
    'exemption.csv': 'person_id,exemption_code,valid_from,valid_to',
    'drug.csv': 'record_id,person_id,dispense_date,atc,aic,packages,ddd,channel,prescriber_id,cost_eur',
    'outpatient.csv': 'record_id,person_id,service_date,service_code,quantity,branch_code,facility_code,'
                      'exemption_code,priority_class,booking_date,remote,cost_eur',
    'hospital.csv': 'record_id,person_id,admission_date,discharge_date,regime,facility_code,specialty_code,'
                    'dx1,dx2,dx3,dx4,dx5,dx6,proc1,proc2,proc3,proc4,proc5,proc6,proc1_date,proc2_date,proc3_date,'
                    'proc4_date,proc5_date,proc6_date,drg,discharge_mode,cost_eur',
    'emergency.csv': 'record_id,person_id,arrival,exit,triage,arrival_mode,outcome,dx1,dx2,dx3,dx4,dx5,'
                     'facility_code,hospital_record_id,cost_eur',
}
ID = re.compile(r'[A-Za-z0-9_.:-]{1,64}')
# any text of up to 64 bytes without quotes, control characters, outer spaces
PERSON = re.compile(r'(?=.{1,64}$)[^"\x00-\x20\x7f](?:[^"\x00-\x1f\x7f]*[^"\x00-\x20\x7f])?')
DEC = re.compile(r'[0-9]+(\.[0-9]{1,4})?')
DX = re.compile(r'[0-9]{3}[0-9]{0,2}|V[0-9]{2}[0-9]{0,2}|E[0-9]{3}[0-9]?')
PROC = re.compile(r'[0-9]{2}[0-9]{0,2}')
SERVICE = re.compile(r'[0-9]{2}\.[0-9A-Z]{1,2}(\.[0-9A-Z]{1,2})?')
EXEMPTION = re.compile(r'[0-9A-Z]{3,6}(\.[0-9V][0-9A-Z.]{1,6})?')
ATC = re.compile(r'[ABCDGHJLMNPRSV]([0-9]{2}([A-Z]([A-Z]([0-9]{2})?)?)?)?')
DATE = re.compile(r'([0-9]{4})-([0-9]{2})-([0-9]{2})')
ODD = dict(zip('0123456789', (1, 0, 5, 7, 9, 13, 15, 17, 19, 21)))
ODD.update(zip('ABCDEFGHIJKLMNOPQRSTUVWXYZ', (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14,
                                               16, 10, 22, 25, 24, 23)))
HOMOCODY = dict(zip('LMNPQRSTUV', '0123456789'))


class Bad(Exception):
    pass


def need(ok, why):
    if not ok:
        raise Bad(why)


def date(text, last):
    m = DATE.fullmatch(text)
    need(m, 'date form')
    try:
        d = datetime.date(*map(int, m.groups()))
    except ValueError:
        raise Bad('no such day')
    need(datetime.date(1900, 1, 1) <= d and (last is None or d <= last), 'date out of range')
    return d


def moment(text, last):
    need(len(text) == 16 and text[10] == 'T', 'date-time form')
    m = re.fullmatch(r'([0-9]{2}):([0-9]{2})', text[11:])
    need(m and int(m[1]) < 24 and int(m[2]) < 60, 'time')
    return date(text[:10], last), int(m[1]) * 60 + int(m[2])


def form(text, pattern, optional=False):
    need((optional and text == '') or pattern.fullmatch(text), 'form of "%s"' % text[:30])


def among(text, values, optional=False):
    need((optional and text == '') or text in values, '"%s" is not among the values' % text[:30])


def fiscal_code(code):
    need(re.fullmatch(r'[A-Z]{6}[0-9L-NP-V]{2}[ABCDEHLMPRST][0-9L-NP-V]{2}[A-Z][0-9L-NP-V]{3}[A-Z]', code),
         'fiscal code form')
    even = lambda c: int(c) if c.isdigit() else ord(c) - 65
    total = sum(ODD[c] if i % 2 == 0 else even(c) for i, c in enumerate(code[:15]))
    need(chr(65 + total % 26) == code[15], 'check letter')
    day = int(''.join(HOMOCODY.get(c, c) for c in code[9:11]))
    need(1 <= day <= 31 or 41 <= day <= 71, 'day in the fiscal code')


def records(data):
    """(line, fields or None) of each record; RFC 4180, fields as bytes decoded."""
    lines = data.split(b'\n')
    if lines and lines[-1] == b'':
        lines.pop()
    i = 0
    while i < len(lines):
        first, raw = i, lines[i]
        text = raw[:-1] if raw.endswith(b'\r') else raw
        i += 1
        if b'"' not in text:
            yield first + 1, text, text.split(b',')
            continue
        fields, at, broken = [], 0, False
        while True:
            if text[at:at + 1] == b'"':
                end = at + 1
                while True:
                    end = text.find(b'"', end)
                    if end < 0 or text[end + 1:end + 2] != b'"':
                        break
                    end += 2
                if end < 0:  # our files hold no quoted line ends: it is open until the end of the file
                    broken = True
                    break
                fields.append(text[at + 1:end].replace(b'""', b'"'))
                at = end + 1
                if at < len(text) and text[at:at + 1] != b',':
                    broken = True
                    break
            else:
                end = text.find(b',', at)
                end = len(text) if end < 0 else end
                fields.append(text[at:end])
                broken = broken or b'"' in text[at:end]
                at = end
            if at >= len(text):
                break
            at += 1
        yield first + 1, text, None if broken else fields


class Checker:
    def __init__(self, last):
        self.last, self.people = last, {}
        self.ids = collections.defaultdict(dict)
        with open(os.path.join(DATA, 'municipalities.csv'), encoding='utf-8', newline='') as f:
            self.towns = {r['istat_code'] for r in csv.DictReader(f)} | {'999999'}

    def when(self, text):
        return date(text, self.last)

    def event(self, person, day):
        form(person, PERSON)
        need(person in self.people, 'unknown person')
        birth, death = self.people[person]
        need(day >= birth, 'before birth')
        need(death is None or (day - death).days <= 30, 'more than 30 days after death')

    def person(self, r):
        form(r[0], PERSON)
        if r[1]:
            fiscal_code(r[1])
        birth = self.when(r[2])
        among(r[3], 'M F U'.split())
        need(re.fullmatch('[0-9]{6}', r[4]) and r[4] in self.towns, 'municipality')
        among(r[5], [str(k) for k in range(321, 329)], True)
        form(r[6], ID, True)
        self.when(r[7])
        r[8] and self.when(r[8])
        death = self.when(r[9]) if r[9] else None
        need(r[0] not in self.people, 'registered twice')
        self.people[r[0]] = birth, death

    def exemption(self, r):
        form(r[0], PERSON)
        need(r[0] in self.people, 'unknown person')
        form(r[1], EXEMPTION)
        start = self.when(r[2])
        need(not r[3] or date(r[3], None) >= start, 'ends before it begins')

    def drug(self, r):
        form(r[0], ID)
        self.event(r[1], self.when(r[2]))
        form(r[3], ATC)
        need(len(r[3]) in (3, 4, 5, 7), 'ATC level')
        form(r[4], re.compile('[0-9]{9}'), True)
        form(r[5], DEC)
        need(float(r[5]) > 0, 'no packages')
        form(r[6], DEC, True)
        among(r[7], 'C D P F H'.split())
        form(r[8], ID, True)
        form(r[9], DEC, True)

    def outpatient(self, r):
        form(r[0], ID)
        day = self.when(r[2])
        self.event(r[1], day)
        form(r[3], SERVICE)
        form(r[4], re.compile('[0-9]+'))
        need(int(r[4]) >= 1, 'quantity')
        form(r[5], re.compile('[0-9]{2}'), True)
        form(r[6], ID, True)
        form(r[7], EXEMPTION, True)
        among(r[8], 'U B D P'.split(), True)
        need(not r[9] or self.when(r[9]) <= day, 'booked after the service')
        among(r[10], 'Y N'.split(), True)
        form(r[11], DEC, True)

    def hospital(self, r):
        form(r[0], ID)
        first, last = self.when(r[2]), self.when(r[3])
        need(last >= first, 'discharged before admission')
        self.event(r[1], last)
        self.event(r[1], first)
        among(r[4], '1 2'.split())
        form(r[5], ID, True)
        form(r[6], re.compile('[0-9]{2}'), True)
        form(r[7], DX)
        for dx in r[8:13]:
            form(dx, DX, True)
        for proc, day in zip(r[13:19], r[19:25]):
            form(proc, PROC, True)
            day and self.when(day)
            need(not proc or day, 'procedure without date')
        form(r[25], re.compile('[0-9]{3}'), True)
        among(r[26], '1 2 3 4 5 6 7 8 9'.split())
        form(r[27], DEC, True)

    def emergency(self, r):
        form(r[0], ID)
        arrival = moment(r[2], self.last)
        need(not r[3] or moment(r[3], self.last) >= arrival, 'left before arrival')
        self.event(r[1], arrival[0])
        among(r[4], '0 1 2 3 4 5'.split())
        among(r[5], '1 2 3 4 5 6 7 9'.split(), True)
        among(r[6], [str(k) for k in range(1, 12)])
        form(r[7], DX, r[6] in ('6', '7'))
        for dx in r[8:12]:
            form(dx, DX, True)
        form(r[12], ID, True)
        form(r[13], ID, True)
        form(r[14], DEC, True)

    def row(self, name, text, fields):
        """Why the row is bad, 'copy', or ''."""
        try:
            need(len(text) <= 4096, 'long line')
            need(fields is not None, 'quotes')
            try:
                fields = [f.decode('utf-8') for f in fields]
            except UnicodeDecodeError:
                raise Bad('UTF-8')
            need(len(fields) == HEADERS[name].count(',') + 1, 'number of fields')
            need(not fields[0].startswith('#'), 'comment')
            getattr(self, name[:-4])(fields)
        except Bad as why:
            return str(why)
        if HEADERS[name].startswith('record_id'):
            if fields[0] in self.ids[name]:
                return 'copy' if self.ids[name][fields[0]] == text else 'another row with the identifier'
            self.ids[name][fields[0]] = text
        return ''


def truth_of(folder):
    rows = {}
    with open(os.path.join(folder, 'truth.csv'), encoding='utf-8', newline='') as f:
        for r in csv.DictReader(f):
            if r['kind'] in ('dirt', 'duplicate'):
                rows[r['file'], int(r['line'])] = r['kind'], r['value']
    return rows


def main(folder, last):
    truth, check = truth_of(folder), Checker(datetime.date.fromisoformat(last))
    count, wrong, kinds = {}, 0, collections.Counter()
    for name in HEADERS:
        with open(os.path.join(folder, name), 'rb') as f:
            data = f.read()
        n = 0
        for line, text, fields in records(data):
            if line == 1:
                need(text.decode() == HEADERS[name], name + ': header')
                continue
            n += 1
            found = check.row(name, text, fields)
            kind, value = truth.pop((name, line), ('', ''))
            expected = {'dirt': bool(found) and found != 'copy', 'duplicate': found == 'copy', '': not found}[kind]
            if kind:
                kinds[name[:-4] + '.' + value] += 1
            if not expected:
                wrong += 1
                if wrong <= 50:
                    print('%s:%d: planted %s, found %s: %s' % (name, line, value or 'nothing', found or 'nothing',
                                                                text[:160]))
        count[name] = n
    for (name, line), (kind, value) in truth.items():
        wrong += 1
        print('%s:%d: truth says %s %s, but no record begins there' % (name, line, kind, value))
    print(json.dumps({'rows': count, 'wrong': wrong, 'kinds': kinds}, indent=1))
    return wrong


if __name__ == '__main__':
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(1 if main(sys.argv[1], sys.argv[2]) else 0)

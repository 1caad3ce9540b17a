#!/usr/bin/env python3
"""Writes files of the simple form as national record layouts, by the layout
tables themselves, and what should come back of them.

    national.py RAW LAYOUTS OUT

OUT/files holds the national files and OUT/packages.csv their packages;
OUT/expected the simple form with what each layout can carry: the records
differ from RAW only in record_id (made of the national keys) and in columns
that the layout lacks, which are empty. OUT/jobs names each job:
"name form file ...".
"""
import csv, os, sys

raw, layouts, out = sys.argv[1:4]
for d in ("files", "expected"):
    os.makedirs(f"{out}/{d}", exist_ok=True)


def table(path):
    with open(path, newline="", encoding="utf-8") as f:
        return list(csv.DictReader(f))


class Layout:
    def __init__(self, name):
        rows = table(f"{layouts}/{name}.csv")
        self.name = name
        self.set = {r["field"]: r["at"] for r in rows if r["record"] == "-"}
        self.fields = [r for r in rows if r["record"] != "-"]
        self.fixed = self.set["form"] == "fixed"

    def columns(self):
        """Columns of the simple form that come out of it."""
        got = set()
        for r in self.fields:
            t = r["target"].replace("@date;", "")
            if t == "@medicine":
                got |= {"aic", "atc", "ddd"}
            elif t == "aic":
                got |= {"aic", "atc", "ddd"}
            elif t == "dx2+":
                got |= {f"dx{i}" for i in range(2, 7)}
            elif t == "proc1+":
                got |= {f"proc{i}" for i in range(1, 7)}
            elif t == "proc1_date+":
                got |= {f"proc{i}_date" for i in range(1, 7)}
            elif t and not t.startswith("@"):
                got.add(t)
        return got

    def write_value(self, f, v):
        """The inverse of lib/layout/value.c."""
        for pair in (f["codes"].split("|") if f["codes"] else []):
            a, b = pair.split("=", 1)
            if b == v and a != "*":
                return a
        t = f["type"]
        if not v:
            return ""
        if t.startswith("date:"):
            y, m, d = v[:10].split("-")
            return t[5:].replace("YYYY", y).replace("MM", m).replace("DD", d)
        if t.startswith("time:"):
            return t[5:].replace("HH", v[11:13]).replace("MM", v[14:16])
        if t.startswith("dec:"):
            n = int(t[4:])
            whole, _, part = v.partition(".")
            return whole + part.ljust(n, "0") if n else whole
        if t == "dec":
            return v.replace(".", ",")
        return v

    def line(self, record, row, special):
        """One record; `special` gives fields by name, else by target."""
        seen, cells, dx, proc = set(), [], 2, 0
        for f in self.fields:
            if f["record"] != record:
                continue
            t = f["target"].replace("@date;", "")
            place = (f["at"], f["length"]) if f["at"] else f["field"]
            if f["field"] in special:
                v = str(special[f["field"]])
            elif t == "dx2+":
                v, dx = row.get(f"dx{dx}", ""), dx + 1
            elif t == "proc1+":
                proc += 1
                v = row.get(f"proc{proc}", "")
            elif t == "proc1_date+":
                v = row.get(f"proc{proc}_date", "")
            elif t and not t.startswith("@"):
                v = row.get(t, "")
            else:
                v = ""
            if f["field"] not in special:
                v = self.write_value(f, v)
            if place in seen:
                continue
            if not v and f["at"] and any(p[0] == f["at"] for p in seen):
                continue
            seen.add(place)
            cells.append((f, v))
        if self.fixed:
            text = [" "] * int(self.set["length"])
            for f, v in cells:
                at, n = int(f["at"]) - 1, int(f["length"])
                if f["type"].startswith("dec:") and v:
                    v = v.rjust(n, "0")
                assert len(v) <= n, (self.name, f["field"], v)
                text[at:at + len(v)] = v
            return "".join(text)
        return self.set["separator"].join(v for f, v in cells)

    def header(self):
        seen = []
        for f in self.fields:
            if f["field"] not in seen:
                seen.append(f["field"])
        return self.set["separator"].join(seen)


jobs = []
expected = {}


def keep(layout, flow, row, **change):
    have = layout.columns()
    new = {k: (v if k in have or k == "record_id" else "")
           for k, v in row.items()}
    new.update(change)
    if any(f["target"] == "@op" for f in layout.fields):
        new["op"] = "I"
    expected.setdefault(layout.name, (flow, []))[1].append(new)


def start(job, layout, *names):
    jobs.append([job, layout.set["flow"]] + list(names))
    return [open(f"{out}/files/{n}", "w", encoding="latin-1", newline="")
            for n in names]


# ---- hospital: identity and discharge in two files, then in one of lines
stays = table(f"{raw}/hospital.csv")
number = {}
for i, r in enumerate(stays):
    number[r["record_id"]] = (r["facility_code"], f"{i + 1:08d}")
sdo, lines = Layout("sdo_2017"), Layout("sdo_righe_2017")
a, b = start("sdo", sdo, "sdo_a_2025.txt", "sdo_b_2025.txt")
(c,) = start("sdo_righe", lines, "sdo_righe_2025.txt")
for r in stays:
    fac, n = number[r["record_id"]]
    key = {"codice_stabilimento": fac, "progressivo_sdo": n}
    b.write(sdo.line("B", r, dict(key, tipo_record="B", reparto_dimissione=r["specialty_code"] + "01",
                                  tipo_operazione="I")) + "\r\n")
    c.write(lines.line("D", r, dict(key, tipo_record="D", tipologia="0", tipo_operazione="I")) + "\n")
    for k in range(1, 7):
        if r[f"proc{k}"]:
            c.write(lines.line("P", {}, dict(key, tipo_record="P", intervento=r[f"proc{k}"],
                    data_intervento="".join(reversed(r[f"proc{k}_date"].split("-"))))) + "\n")
    for layout in (sdo, lines):
        keep(layout, "hospital", r, record_id=f"{fac}.{n}")
for r in reversed(stays):  # the identities in another order
    fac, n = number[r["record_id"]]
    a.write(sdo.line("A", r, {"codice_stabilimento": fac, "progressivo_sdo": n, "tipo_record": "A",
                              "tipologia": "0"}) + "\r\n")

# ---- outpatient, each layout with its years
san = {False: Layout("san28_2018"), True: Layout("san28_2025")}
files = {False: start("san28_2018", san[False], "28san_2018.txt")[0],
         True: start("san28_2025", san[True], "28san_2025.txt")[0]}
for i, r in enumerate(table(f"{raw}/outpatient.csv")):
    new = r["service_date"] >= "2024-12-30"
    files[new].write(san[new].line("*", r, {"identificativo_ricetta": f"{i + 1:015d}", "progressivo_riga": 1,
                                            "quesito_diagnostico": "perchè"}) + "\n")
    keep(san[new], "outpatient", r, record_id=f"{i + 1:015d}.1")

# ---- drugs
drugs = table(f"{raw}/drug.csv")
package = {}
for r in drugs:
    if r["aic"] and r["ddd"] and r["aic"] not in package:
        package[r["aic"]] = (r["atc"], float(r["ddd"]) / float(r["packages"]))
with open(f"{out}/packages.csv", "w") as f:
    f.write("aic,atc,ddd\n")
    for aic, (atc, ddd) in sorted(package.items()):
        f.write(f"{aic},{atc},{ddd:.4f}\n")


def doses(r):
    e4 = round(float(r["packages"]) * 10000) * round(package[r["aic"]][1] * 10000)
    return f"{(e4 + 5000) // 10000 / 10000:.4f}".rstrip("0").rstrip(".")


by = {"C": ("farma_2018", "farma_2025.txt"), "D": ("diretta_2012", "diretta_2025.csv"),
      "F": ("filef_2018", "filef_2025.txt")}
drug = {k: Layout(v[0]) for k, v in by.items()}
files = {k: start(v[0], drug[k], v[1])[0] for k, v in by.items()}
for i, r in enumerate(drugs):
    k = r["channel"]
    if k not in by or r["aic"] not in package:
        continue
    n = f"{i + 1:015d}"
    if k == "C":
        special, rid = {"regione": "030", "numero_ricetta": n, "progressivo_riga": 1}, f"{n}.1"
    elif k == "D":
        special = {"codice_struttura": "030901", "id_contatto": n, "codice_medicinale": r["aic"], "targatura": "0",
                   "quantita": f"{float(r['packages']) * 28:g}", "fattore_conversione": 28, "canale": "D",
                   "tipologia_identificativo": "0", "tipo_operazione": "I"}
        rid = f"030901.{n}.{r['aic']}.0"
    else:
        special = {"tipologia": "01", "struttura": "030901", "progressivo": n,
                   "dosi_unitarie": f"{round(float(r['packages']) * 28000):011d}", "unita_confezione": "0000028"}
        rid = f"030901.{n}"
    files[k].write(drug[k].line("*", r, special) + "\n")
    keep(drug[k], "drug", r, record_id=rid, ddd=doses(r))

# ---- exemptions, emergency, people
ese = Layout("esenzioni_2017")
(f,) = start("esenzioni", ese, "esenzioni.csv")
f.write(ese.header() + "\n")
for r in table(f"{raw}/exemption.csv"):
    f.write(ese.line("*", r, {}) + "\n")
    keep(ese, "exemption", r)

emu = Layout("emur_ps_2019")
(f,) = start("emur_ps", emu, "ps_2025.csv")
for i, r in enumerate(table(f"{raw}/emergency.csv")):
    fac, n = number.get(r["hospital_record_id"], ("", ""))
    if fac != r["facility_code"]:
        n = ""
    f.write(emu.line("*", r, {"ErogatoreCodiceIstituto_chiave": r["facility_code"], "Identificativo": f"2025{i:012d}",
                              "RicoveroProgressivo": n, "TipologiaCI": "0"}) + "\n")
    keep(emu, "emergency", r, record_id=f"{r['facility_code']}.2025{i:012d}",
         hospital_record_id=f"{fac}.{n}" if n else "")

nar = Layout("nar_2018")
(f,) = start("nar", nar, "nar.csv")
f.write(nar.header().upper() + "\n")
for i, r in enumerate(table(f"{raw}/person.csv")):
    if i % 3 == 0:  # a doctor before the present one
        f.write(nar.line("*", dict(r, gp_code="BEFORE"), {"cognome": "D'ARRÒ", "data_scelta": "01/01/1980"}) + "\n")
    f.write(nar.line("*", r, {"cognome": "ROSSI", "data_scelta": "01/01/2020"}) + "\n")
    keep(nar, "person", r)

for name, (flow, rows) in expected.items():
    with open(f"{out}/expected/{name}.csv", "w", newline="", encoding="utf-8") as f:
        w = csv.DictWriter(f, rows[0].keys(), lineterminator="\n")
        w.writeheader()
        w.writerows(rows)
with open(f"{out}/jobs", "w") as f:
    names = {"sdo": "sdo_2017", "sdo_righe": "sdo_righe_2017", "esenzioni": "esenzioni_2017",
             "emur_ps": "emur_ps_2019", "nar": "nar_2018"}
    for j in jobs:
        name = names.get(j[0], j[0])
        f.write(" ".join([name, expected[name][0]] + j[1:]) + "\n")

#!/usr/bin/env python3
"""strata-flags.py FOLDER [YEAR...] - our conditions against flags that somebody else set.

FOLDER holds the simple form and flags.csv.gz (person_id, year, one column of 0
and 1 for each disease), as DE-SynPUF has them. For the last day of each year
(2021 without) prints a table: people flagged and found among those active, and
  sensitivity   of those flagged, how many the rules find;
  with a stay   the same, of people who were in hospital up to that day;
  agreement     of those found, how many carry the flag.
The flags come from all claims, of which FOLDER has a part: what is missing in
it cannot be found. PROSSIMA names the program (default: ./prossima)."""
import csv
import gzip
import os
import subprocess
import sys
import tempfile

FLAGS = {
    "SP_ALZHDMTA": "ALZHEIMER DEMENZA",
    "SP_CHF": "SCOMPENSO",
    "SP_CHRNKIDN": "IRC DIALISI",
    "SP_CNCR": "NEO_ATT NEO_FU NEO_REM",
    "SP_COPD": "BPCO",
    "SP_DEPRESSN": "DEPRESSIONE",
    "SP_DIABETES": "DM1 DM2 DM1_COMP DM2_COMP",
    "SP_ISCHMCHT": "CARD_ISCH",
    "SP_OSTEOPRS": "OSTEOPOROSI",
    "SP_RA_OA": "ARTR_REUM",
    "SP_STRKETIA": "CEREBROVASC",
    "ESRD": "DIALISI",
}
PROGRAM = os.environ.get("PROSSIMA", "./prossima")


def rows(path):
    with gzip.open(path, "rt", encoding="utf-8", newline="") as f:
        yield from csv.DictReader(f)


def conditions(archive, day, out):
    """Conditions of each active person."""
    subprocess.run([PROGRAM, "strata", "run", "--archive", archive, "--date", day, "--out", out],
                   check=True, stderr=subprocess.DEVNULL)
    with open(out, encoding="utf-8", newline="") as f:
        return {r["person_id"]: set(r["conditions"].split("|")) for r in csv.DictReader(f) if r["status"] == "active"}


def share(part, whole):
    return f"{100 * len(part) / len(whole):.1f}" if whole else "-"


def table(folder, archive, year, scratch):
    day = f"{year}-12-31"
    found = conditions(archive, day, os.path.join(scratch, "run.csv"))
    stayed = {r["person_id"] for r in rows(os.path.join(folder, "hospital.csv.gz")) if r["discharge_date"] <= day}
    told = {r["person_id"]: r for r in rows(os.path.join(folder, "flags.csv.gz"))
            if r["year"] == str(year) and r["person_id"] in found}
    print(f"\n{year}: {len(told)} active people with flags\n")
    print("| flag | conditions | flagged | found | sensitivity % | with a stay % | agreement % |")
    print("|---|---|---|---|---|---|---|")
    for flag, codes in FLAGS.items():
        flagged = {p for p, r in told.items() if r[flag] == "1"}
        ours = {p for p in told if found[p] & set(codes.split())}
        both = flagged & ours
        print(f"| {flag} | {codes.replace(' ', ', ')} | {len(flagged)} | {len(ours)} | {share(both, flagged)} | "
              f"{share(both & stayed, flagged & stayed)} | {share(both, ours)} |")


def main(folder, years):
    with tempfile.TemporaryDirectory() as scratch:
        archive = os.path.join(scratch, "archive")
        subprocess.run([PROGRAM, "flows", "import", folder, "--archive", archive],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for year in years:
            table(folder, archive, year, scratch)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1], [int(y) for y in sys.argv[2:]] or [2021])

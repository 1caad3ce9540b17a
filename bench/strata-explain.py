#!/usr/bin/env python3
"""strata-explain.py PEOPLE - what one person explained costs, the whole command.

A province of so many people is invented and imported, 36 months, and people
evenly spread over it are explained, each by a command of its own, with an empty
command (--version) beside each: processor ms (user and system), ms by the clock
and page faults, best, median, 99th of a hundred and worst. Processor time is
the steady figure on a machine that others use.

An archive that is there already: --archive DIR --persons FILE, a text whose
first field of each line is a person_id (as person.csv), and --date."""
import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def newest_build():
    builds = [os.path.join(HERE, "build", d, "prossima") for d in ("gcc-release", "clang-release")]
    builds = [b for b in builds if os.path.exists(b)]
    return max(builds, key=os.path.getmtime) if builds else os.path.join(HERE, "prossima")


def invent(prossima, people, folder):
    """An archive and the file of its people."""
    flows, archive = os.path.join(folder, "flows"), os.path.join(folder, "archive")
    for command in (["simulate", "--persons", str(people), "--province", "MI", "--months", "36", "--seed", "11", flows],
                    ["flows", "import", flows, "--archive", archive, "--rejects", os.path.join(folder, "rejects")]):
        subprocess.run([prossima, *command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    persons = os.path.join(folder, "person.csv")
    shutil.move(os.path.join(flows, "person.csv"), persons)
    shutil.rmtree(flows)
    return archive, persons


def spread(path, n):
    """n identifiers, evenly from first to last."""
    with open(path, encoding="utf-8") as f:
        ids = [line.split(",", 1)[0].strip() for line in f]
    ids = [i for i in ids if i and i != "person_id"]
    n = min(n, len(ids))
    return [ids[k * len(ids) // n] for k in range(n)]


def measured(command):
    """Processor ms, ms by the clock, page faults of one command."""
    nowhere = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    begun = time.perf_counter()
    pid = os.posix_spawn(command[0], command, os.environ, file_actions=nowhere)
    _, status, used = os.wait4(pid, 0)
    if status:
        sys.exit(f"strata-explain: failed: {' '.join(command)}")
    wall = time.perf_counter() - begun
    return (used.ru_utime + used.ru_stime) * 1e3, wall * 1e3, used.ru_minflt


def told(name, runs):
    line = f"strata_explain {name} n={len(runs)}"
    for k, what in enumerate(("processor_ms", "wall_ms")):
        v = sorted(r[k] for r in runs)
        line += f" {what}={v[0]:.2f},{v[len(v) // 2]:.2f},{v[len(v) * 99 // 100]:.2f},{v[-1]:.2f}"
    print(line + f" faults={sorted(r[2] for r in runs)[len(runs) // 2]}")


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("people", type=int, nargs="?", default=100000)
    a.add_argument("--archive")
    a.add_argument("--persons", help="file of person_ids of --archive")
    a.add_argument("--date", default="2025-12-31")
    a.add_argument("--runs", type=int, default=200, help="people explained (200)")
    o = a.parse_args()
    if bool(o.archive) != bool(o.persons):
        a.error("--archive and --persons go together")
    prossima = os.environ.get("PROSSIMA") or newest_build()
    folder = tempfile.mkdtemp(prefix="strata-explain-")
    try:
        archive, persons = (o.archive, o.persons) if o.archive else invent(prossima, o.people, folder)
        explained, empty = [], []
        for person in spread(persons, o.runs):
            explained.append(measured([prossima, "strata", "explain", person, "--archive", archive, "--date", o.date]))
            empty.append(measured([prossima, "--version"]))
        told("person", explained)
        told("empty_command", empty)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""FHIR bundles as a bulk export: a file of NDJSON for each type of resource.

    bundles.py OUT BUNDLE.json[.gz] ...
"""
import gzip, json, os, sys

out = sys.argv[1]
os.makedirs(out, exist_ok=True)
files = {}
for path in sys.argv[2:]:
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as f:
        bundle = json.load(f)
    for entry in bundle["entry"]:
        r = entry["resource"]
        kind = r["resourceType"]
        if kind not in files:
            files[kind] = open(f"{out}/{kind}.ndjson", "w", encoding="utf-8")
        files[kind].write(json.dumps(r, ensure_ascii=False) + "\n")

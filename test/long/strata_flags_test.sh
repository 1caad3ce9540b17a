#!/bin/bash
# The table of doc/clinical.md: conditions found in claims nobody here wrote,
# against the flags that came with them.
. "$(dirname "$0")/../strata/common.sh"

from=${SHARED:-/nonexistent}/data/desynpuf
if [ ! -d "$from" ] || ! command -v python3 >/dev/null; then
	skip "conditions against the flags of DE-SynPUF" "no shared data, or no python3"
	plan
	exit 0
fi
PROSSIMA=$PROSSIMA python3 "$top/bench/strata-flags.py" "$from" 2021 2>"$tmp/err" | grep '^|' >"$tmp/table"
[ "$(wc -l <"$tmp/table")" = 14 ]
ok $? "a line for each of twelve flags" "$tmp/err"
grep -vxFf "$top/doc/clinical.md" "$tmp/table" >"$tmp/diff"
[ $? = 1 ]
ok $? "and doc/clinical.md has them as they are" "$tmp/diff"
plan

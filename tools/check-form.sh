#!/bin/sh
# What no compiler sees: marks of a merge that was not finished, names of
# decisions that are not there, and tests that doc/security.md claims. A few
# seconds; part of make check and make lint.
cd "$(dirname "$0")/.." || exit 1
bad=0
if git grep -nE '^(<<<<<<<|>>>>>>>|\|\|\|\|\|\|\|)( |$)'; then
	echo 'a merge was not finished here'
	bad=1
fi
for name in $(git grep -hoE 'doc/decisions/[0-9]{4}-[a-z0-9-]+\.md' | sort -u); do
	[ -f "$name" ] && continue
	git grep -nF "$name"
	echo "there is no $name"
	bad=1
done
# From one decision to another: by the file's name alone.
for name in $(grep -hoE '\(([0-9]{4}-[a-z0-9-]+\.md)\)|`[0-9]{4}-[a-z0-9-]+\.md`' doc/decisions/*.md | tr -d '()`' | sort -u); do
	[ -f "doc/decisions/$name" ] && continue
	grep -nF "$name" doc/decisions/*.md
	echo "there is no doc/decisions/$name"
	bad=1
done
tools/check-asvs.sh || bad=1
exit $bad

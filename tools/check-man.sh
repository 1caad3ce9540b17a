#!/bin/bash
# Every command has a manual page, every page names every option of --help.
#   tools/check-man.sh PROGRAM
set -u
cd "$(dirname "$0")/.."
program=$1
bad=0
for name in $("$program" --help | awk '/^  [a-z]/ { print $1 }'); do
	[ "$name" = version ] && continue
	page=doc/man/prossima-$name.1
	if [ ! -f "$page" ]; then
		echo "$name has no manual page $page"
		bad=1
		continue
	fi
	subs=$("$program" "$name" --help | awk '/COMMAND/ { many = 1 } many && /^  [a-z]/ { print $1 }')
	for sub in ${subs:-.}; do
		[ "$sub" = . ] && sub=
		for opt in $("$program" "$name" $sub --help | grep -oE '^  --[a-z0-9-]+' | tr -d ' '); do
			[ "$opt" = --help ] && continue
			grep -qE "(Fl -|\\\\-\\\\-|--)${opt#--}( |$|=)" "$page" || {
				echo "$page does not name $opt of \"$name${sub:+ $sub}\""
				bad=1
			}
		done
	done
done
exit $bad

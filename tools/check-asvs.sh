#!/bin/bash
# Holds the table of doc/security.md to its word: each of the 128 requirements
# of level 1 of OWASP ASVS 4.0.3 stands in one row, a row that says done names a
# test, and each test that is named is there. A second; part of tools/check-form.sh.
#   tools/check-asvs.sh [FILE]
cd "$(dirname "$0")/.." || exit 1
doc=${1:-doc/security.md}
# chapter.section:requirements, as the standard marks them for level 1
level1="2.1:1-12 2.2:1-3 2.3:1 2.5:1-6 2.7:1-4 2.8:1 3.1:1 3.2:1-3 3.3:1-2 3.4:1-5 3.7:1
4.1:1-3,5 4.2:1-2 4.3:1-2 5.1:1-5 5.2:1-8 5.3:1-10 5.5:1-4 6.2:1 7.1:1-2 7.4:1 8.2:1-3 8.3:1-4
9.1:1-3 10.3:1-3 11.1:1-5 12.1:1 12.3:1-5 12.4:1-2 12.5:1-2 12.6:1 13.1:1,3 13.2:1-3 13.3:1
14.2:1-3 14.3:2-3 14.4:1-7 14.5:1-3"
bad=0
say() {
	echo "$doc: $*"
	bad=1
}
rows() { grep -E '^\| ([0-9]+\.[0-9]+\.[0-9]+|role, )' "$doc"; }
ids() { # of level 1, one a line
	local section span first last
	for section in $level1; do
		for span in ${section#*:}; do
			for span in ${span//,/ }; do
				first=${span%-*} last=${span#*-}
				seq -f "${section%:*}.%g" "$first" "$last"
			done
		done
	done
}
there() { # file, case: a test of C is registered, of others its name stands there
	case $1 in
	*_test.c) grep -Eq "[(]$2[,)]" "$1" ;;
	*) grep -qF -- "$2" "$1" ;;
	esac
}
tests_of() { # the last cell: "file<TAB>case" a line; a file alone has no case
	local cell=${1//WS: \`/\`test/web/security.mjs: } part file
	while [[ $cell =~ \`([^\`]*)\`(.*) ]]; do
		part=${BASH_REMATCH[1]} cell=${BASH_REMATCH[2]}
		file=${part%%: *}
		[ "$file" = "$part" ] && printf '%s\t\n' "$file" && continue
		printf '%s\t%s\n' "$file" "${part#*: }"
	done
}
# A name may hold a comma: the longest run of pieces that is there is one name.
names() { # file, "case, case"
	local file=$1 rest=$2 name tail
	while [ -n "$rest" ]; do
		name=$rest tail=
		until there "$file" "$name"; do
			[[ $name == *", "* ]] || { echo "$name"; break; }
			tail="${name##*, }${tail:+, $tail}" name=${name%, *}
		done
		rest=$tail
	done
}
known=$(rows | cut -d'|' -f2 | grep -oE '[0-9]+\.[0-9]+\.[0-9]+')
[ "$(ids | wc -l)" -eq 128 ] || say "this program knows $(ids | wc -l) requirements, not 128"
while read -r id; do
	n=$(grep -cx -- "$id" <<<"$known")
	[ "$n" -eq 1 ] || say "requirement $id stands in $n rows"
done < <(ids)
while IFS='|' read -r _ row state _ tests _; do
	row=$(xargs <<<"${row//[\'\"]/}") said=$(tests_of "$tests")
	[[ $state != *done* || -n $said ]] || say "\"$row\" is done, and names no test"
	[[ $state =~ done|partly|no|n/a ]] || say "\"$row\": $state is no state"
	while IFS=$'\t' read -r file name; do
		[ -n "$file" ] || continue
		[ -f "$file" ] || { say "\"$row\": there is no $file"; continue; }
		missing=$(names "$file" "$name")
		[ -z "$missing" ] || say "\"$row\": $file has no \"$missing\""
	done <<<"$said"
done < <(rows)
exit $bad

#!/bin/bash
# clang-tidy and cppcheck over our C files; prints findings only, and fails
# when there is one. With file names: only those.
set -u
cd "$(dirname "$0")/.."
make --no-print-directory -j2 CC=clang BUILD=debug all >/dev/null || exit 1
o=build/clang-debug
if [ $# -gt 0 ]; then
	files=("$@")
else
	mapfile -t files < <(git ls-files 'lib/*.c' 'store/*.c' 'app/*.c' 'cmd/*.c' 'web/*.c')
fi
flags=$(tr ' ' '\n' <"$o/.flags" | grep -E '^-(D|I)')
bad=0
tools/check-form.sh || bad=1
printf '%s\0' "${files[@]}" | xargs -0 -n 1 -P 2 sh -c '
	flags=$1; shift
	clang-tidy --quiet "$@" -- -std=c17 $flags 2>/dev/null' sh "$flags" || bad=1
# Left out: headers of the system; missingReturn and uninitvar, which cppcheck
# gets wrong after BUG() and behind pointers and which the compilers and
# clang-tidy find; the others listed, which it gets wrong where a loop is known
# to run, a result is written on success only, or one row stands for a matrix.
# shellcheck disable=SC2086
cppcheck --quiet --std=c11 --enable=warning,performance,portability \
	--inline-suppr --error-exitcode=1 --max-configs=4 -j 2 \
	--suppress=missingInclude --suppress=unmatchedSuppression \
	--suppress=missingReturn --suppress=uninitvar --suppress=negativeIndex \
	--suppress=legacyUninitvar --suppress=uninitStructMember \
	--suppress=nullPointer --suppress=ctunullpointer --suppress=objectIndex --suppress=zerodivcond \
	--suppress='*:/usr/include/*' \
	$flags "${files[@]}" || bad=1
exit $bad

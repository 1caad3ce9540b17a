# Shared by the strata tests: TAP lines, imports, comparison with the reference
# evaluator. Wants PROSSIMA; sets up $tmp.
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(cd "$here/../.." && pwd)
data=$top/data
PROSSIMA=${PROSSIMA:-$top/prossima}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
n_test=0
export LC_ALL=C

ok() { # ok STATUS TEXT [FILE with what went wrong]
	n_test=$((n_test + 1))
	if [ "$1" = 0 ]; then
		echo "ok $n_test - $2"
	else
		echo "not ok $n_test - $2"
		[ -n "${3:-}" ] && [ -s "$3" ] && head -8 "$3" | sed 's/^/# /'
	fi
}
skip() { # skip TEXT WHY
	n_test=$((n_test + 1))
	echo "ok $n_test - $1 # SKIP $2"
}
plan() { echo "1..$n_test"; }

import() { # import FOLDER ARCHIVE: nothing may be rejected
	"$PROSSIMA" flows import "$1" --archive "$2" --rejects "$tmp/rejects.csv" \
		>"$tmp/import.out" 2>"$tmp/import.err" || return 1
	[ "$(wc -l <"$tmp/rejects.csv")" -le 1 ]
}
run() { # run ARCHIVE DATE OUT [OPTION...]
	"$PROSSIMA" strata run --archive "$1" --date "$2" --out "$3" "${@:4}" \
		2>"$tmp/run.err"
}
# The columns both have, in order of person_id; ours has index_date too.
ours() { tr -d '\r' <"$1" | tail -n +2 | cut -d, -f1,3- | sort; }

agree() { # agree NAME FOLDER ARCHIVE DATE [DATA]: every column of every person
	python3 "$here/oracle.py" "${5:-$data}" "$2" "$4" 2>"$tmp/diff" | sort >"$tmp/theirs"
	run "$3" "$4" "$tmp/our.csv" --definition strict ${5:+--data "$5"}
	diff "$tmp/theirs" <(ours "$tmp/our.csv") >>"$tmp/diff"
	[ ! -s "$tmp/diff" ] && [ -s "$tmp/theirs" ]
	ok $? "$1 on $4: $(wc -l <"$tmp/theirs") people, every column" "$tmp/diff"
}

#!/bin/bash
# What people see who type the wrong thing: the second half of doc/bad-input.md
# (people, plans, bookings, indicators, settlement, rules, audit, databases).
set -u
: "${PROSSIMA:?}"
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1
export PROSSIMA_TODAY=2026-04-10
P=$PROSSIMA
n=0

# see STATUS TEXT WORDS...: exit status, and a text on stdout (0) or stderr;
# what failed leaves stdout empty
see() {
	local status=$1 text=$2 got from=err
	shift 2
	n=$((n + 1))
	timeout 60 "$P" "$@" >out 2>err </dev/null
	got=$?
	[ "$status" = 0 ] && from=out
	if [ $got = "$status" ] && grep -qF -- "$text" $from && { [ $got = 0 ] || [ ! -s out ]; }; then
		echo "ok $n - prossima $*"
	else
		echo "not ok $n - prossima $*"
		echo "# status $got, wanted $status and: $text"
		sed 's/^/# /' out err | head -n 10
	fi
}
ok() { n=$((n + 1)); echo "ok $n - $1"; }
no() { n=$((n + 1)); echo "not ok $n - $1"; }

# ---- words
see 2 'there is no command "bogus"' bogus
see 2 'usage: prossima COMMAND'
see 2 'there is no command "bogus"' book bogus
see 2 '"x" is one too many' version x
see 0 'prossima 0' --version
for c in init knowledge rules simulate flows strata people enrol plan book quality settle audit version; do
	see 0 'usage: prossima' $c --help
done
PROSSIMA_TODAY=2026-02-30 see 2 'PROSSIMA_TODAY: "2026-02-30" is not a day of the calendar' version

# ---- databases
see 1 'make it with prossima init' people doctors --db nowhere.db
[ ! -e nowhere.db ] && ok 'nothing is made by looking' || no 'nothing is made by looking'
echo hello >txt
see 1 'file txt is not a database' audit verify --db txt
see 1 'file txt is not a database' init --db txt
see 2 '--db is empty' audit verify --db=
see 1 'could not open database' init --db "$dir"
if command -v sqlite3 >/dev/null; then
	sqlite3 other.db 'CREATE TABLE song (name TEXT)'
	see 1 'belongs to another program (it has a table "song")' init --db other.db
	see 1 'belongs to another program (it has a table "song")' people doctors --db other.db
fi
see 0 'database ready' init --db a.db
see 0 'database ready' init --db=a.db

# ---- each station, nothing there yet
see 0 'no doctors yet' people doctors --db a.db
see 1 'there is no person "NOBODY"' people show NOBODY --db a.db
see 1 'there is no person "NOBODY"' plan show NOBODY --db a.db
see 1 'there is no person "NOBODY"' book person NOBODY --db a.db
see 1 'there is no person "NOBODY"' settle why NOBODY --quarter 2026Q1 --db a.db
see 1 'there is no person "NOBODY"' audit list --person NOBODY --db a.db
see 2 'name a person, or --all' plan draft --db a.db
see 2 'there is no list "foo"' plan list --state foo --db a.db
see 2 '--as GP_CODE, or --all' plan sign-batch --db a.db
see 1 'there is no person "NOBODY"' plan sign NOBODY --as GP --db a.db
see 1 'provider.csv": No such file' book agendas "$dir" --db a.db
see 1 'there is no appointment 1' book confirm --appointment 1 --db a.db
see 2 '--slot: "abc" is not a whole number' book hold P --slot abc --db a.db
see 2 '--late: -1 is not between 0 and 365' book year --late -1 --db a.db
see 2 'is before --from' book year --from 2026-05-01 --to 2026-04-01 --db a.db
see 1 'there is no indicator "NOPE"' quality by NOPE --by doctor --db a.db
see 2 '"foo" is not doctor, cluster or level' quality by DM_CHECKS --by foo --db a.db

# ---- settlement
see 2 '"2026Q5" is not a quarter such as 2026Q1' settle compute --quarter 2026Q5 --db a.db
see 1 'quarter 2026Q2 is not over: it can be computed after 2026-06-30' settle compute --quarter 2026Q2 --db a.db
see 2 '--state: "foo" is not due, not_due or held' settle lines --quarter 2026Q1 --state foo --db a.db
see 2 '--payer: "me" is not region or cooperative' settle move --quarter 2026Q1 --manager C --payer me --to sent --db a.db
see 2 '--to: "gone" is not sent, accepted, disputed or paid' settle move --quarter 2026Q1 --manager C --to gone --db a.db
see 2 'a dispute needs its reason' settle move --quarter 2026Q1 --manager C --to disputed --db a.db

# ---- users: one whose first role is of nobody is not made
see 1 'there is nothing of code "NOBODY" for the role doctor' user add zeno --name Zeno --role doctor --for NOBODY --db a.db
out=$("$P" user list --find zeno --db a.db)
[ -z "$out" ] && ok 'a refused user is not there' || no 'a refused user is not there'

# ---- rules and tables
see 1 'there is no parameter "nokey"' rules set parameter nokey 5 --from 2026-01-01 --source x --db a.db
see 2 '"foo" is not parameter, tariff, admitted or window' rules set foo PAI_FEE 5 --from 2026-01-01 --source x --db a.db
see 1 '"abc" is not a number of cents' rules set tariff PAI_FEE abc --from 2026-01-01 --source x --db a.db
see 1 'is no form of signing: write session, cades or pades' rules set parameter signature.reports pedes --from 2026-01-01 --source x --db a.db
see 1 'is not a number of minutes' rules set parameter tele.red_minutes soon --from 2026-01-01 --source x --db a.db
cp a.db k.db && cp a.db.key k.db.key && chmod 640 k.db.key
see 1 'others may read key "k.db.key" (mode 640)' init --db k.db
echo x >k.db.key && chmod 600 k.db.key
see 1 '"k.db.key" is not a key of prossima' init --db k.db
rm k.db.key
see 1 'is not at "k.db.key": put it back from its copy' init --db k.db
see 1 'is not at "k.db.key": put it back from its copy' serve --db k.db --listen 127.0.0.1:0
see 1 'is not at "k.db.key": put it back from its copy' user rekey --db k.db
see 0 '0 second factors sealed again, 0 taken away' user rekey --lost --db k.db
see 1 'there is no such folder' knowledge check --data nowhere
see 1 'it is a file, name the folder' knowledge check --data txt
see 1 'there is no table "nofile.csv"' knowledge show nofile
see 0 'no row holds "zzz"' knowledge show conditions --find zzz

# ---- archives and results
see 1 'there is no archive in "nowhere"' strata run --archive nowhere --date 2025-12-31 --out o.csv
see 2 '"2025-13-31" is not a day of the calendar' strata run --archive nowhere --date 2025-13-31 --out o.csv
see 2 'PERSON is missing' strata explain --archive nowhere --date 2025-12-31
"$P" simulate --persons 300 --province BG --months 12 --seed 3 raw >/dev/null 2>&1
"$P" flows import raw --archive arch >/dev/null 2>&1
see 1 'there is no person "NOBODY" in archive "arch"' strata explain NOBODY --archive arch --date 2025-12-31
see 1 'has no value on 1950-01-01' strata run --archive arch --date 1950-01-01 --out o.csv
see 1 'could not write "no/o.csv"' strata run --archive arch --date 2025-12-31 --out no/o.csv
see 1 'could not write "."' strata run --archive arch --date 2025-12-31 --out .
see 1 'is already there: name another folder' simulate --persons 300 --province BG raw

# ---- a pipe or a device is written to, never replaced by a file
mkfifo pipe
cat pipe >piped &
"$P" strata run --archive arch --date 2025-12-31 --out pipe 2>/dev/null
wait $!
[ -p pipe ] && [ "$(wc -l <piped)" = 301 ] && ok 'a pipe stays a pipe' || no 'a pipe stays a pipe'

# ---- results that cannot be written
full() {
	n=$((n + 1))
	if [ ! -c /dev/full ]; then
		echo "ok $n - full disk: $* # SKIP there is no /dev/full"
		return
	fi
	"$P" "$@" >/dev/full 2>err
	local got=$?
	"$P" "$@" >&- 2>>err
	if [ "$got $?" = "1 1" ] && [ "$(grep -c 'could not write the result' err)" = 2 ]; then
		echo "ok $n - full disk, closed output: $*"
	else
		echo "not ok $n - full disk, closed output: $*"
	fi
}
full --help
full version
full flows stat --archive arch
full strata run --archive arch --date 2025-12-31 --out o.csv --json
full knowledge check
full rules list
full people doctors --db a.db
full enrol summary --db a.db
full plan summary --db a.db
full book summary --db a.db
full settle list --db a.db
full audit verify --db a.db
full audit list --db a.db

# ---- JSON is JSON
if command -v python3 >/dev/null; then
	while read -r words; do
		# shellcheck disable=SC2086
		"$P" $words --json 2>/dev/null | python3 -m json.tool >/dev/null 2>&1 && ok "JSON: $words" || no "JSON: $words"
	done <<'END'
flows stat --archive arch
rules list
strata run --archive arch --date 2025-12-31 --out o.csv
people doctors --db a.db
enrol summary --db a.db
plan list --db a.db
plan summary --db a.db
book unbooked --db a.db
book summary --db a.db
settle list --db a.db
audit verify --db a.db
audit list --db a.db
END
fi

# ---- the audit, changed behind the program's back
if command -v sqlite3 >/dev/null; then
	see 0 'records agree' audit verify --db a.db
	cp a.db b.db
	sqlite3 b.db "UPDATE audit SET detail = 'x' WHERE seq = 1"
	"$P" audit verify --db b.db >out 2>err
	[ $? = 1 ] && grep -q '^record 1 changed' out && ok 'a changed record' || no 'a changed record'
	sqlite3 a.db 'DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)'
	"$P" audit verify --db a.db >out 2>err
	[ $? = 1 ] && grep -q 'missing' out && ok 'a missing record' || no 'a missing record'
fi
echo "1..$n"

#!/bin/bash
# Files that come, shown to a real clamd: exams sent by command, through a watched
# folder and by a program to a server in its sandbox. Its only signatures are two
# of ours: the harmless text of EICAR anywhere in a file, and one SHA-256. CLAMD
# names another program than the system's; CLAMD_LIB where its libraries are.
set -u
: "${PROSSIMA:?}"
clamd=${CLAMD:-$(command -v clamd || echo /usr/sbin/clamd)}
if [ ! -x "$clamd" ] || ! command -v curl >/dev/null; then
	echo "ok 1 - a real scanner # SKIP clamd (Debian: clamav-daemon) or curl is not there"
	echo 1..1
	exit 0
fi
dir=$(mktemp -d)
pids=()
trap 'for p in "${pids[@]}"; do kill "$p" 2>/dev/null; done; wait; rm -rf "$dir"' EXIT
export PROSSIMA_TODAY=2026-03-02 PROSSIMA_DB= XDG_CONFIG_HOME=$dir/config
unset PROSSIMA_DB PROSSIMA_SCANNER
P=$PROSSIMA db=$dir/net.db socket=$dir/clamd.sock n=0
ok() { # name, condition...
	n=$((n + 1))
	local name=$1
	shift
	if "$@"; then echo "ok $n - $name"; else
		echo "not ok $n - $name"
		tail -n 5 "$dir/out" "$dir/log" 2>/dev/null | sed 's/^/# /'
	fi
}
says() { # status, pattern, command...
	local status=$1 pattern=$2
	shift 2
	"$@" >"$dir/out" 2>&1
	[ $? = "$status" ] && grep -qE -- "$pattern" "$dir/out"
}
exams() { [ "$("$P" tele list --json --db "$db" | grep -o '"exam":' | wc -l)" = "$1" ]; }
audited() { [ "$(sqlite3 "$db" "SELECT count(*) FROM audit WHERE action = 'scan.found'")" = "$1" ]; }

# The 68 bytes as EICAR publishes them, in two halves so that this file is not one.
eicar='X5O!P%@AP[4\PZX54(P^)7CC)7}$''EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'
printf %s "$eicar" >"$dir/eicar.csv"
"$P" simulate exam >"$dir/clean.csv"
"$P" simulate exam --bpm 81 >"$dir/other.csv"
{ cat "$dir/clean.csv"; printf '# %s\n' "$eicar"; } >"$dir/carrier.csv"
mkdir "$dir/signatures"
printf 'Eicar-Test-Signature:0:*:%s\n' "$(printf %s "$eicar" | od -An -tx1 | tr -d ' \n')" >"$dir/signatures/ours.ndb"
printf '%s:%s:Ours.ByDigest\n' "$(sha256sum "$dir/other.csv" | cut -d' ' -f1)" "$(stat -c%s "$dir/other.csv")" >"$dir/signatures/ours.hsb"
cat >"$dir/clamd.conf" <<-END
	LocalSocket $socket
	DatabaseDirectory $dir/signatures
	TemporaryDirectory $dir
	Foreground yes
	StreamMaxLength 1M
	ExitOnOOM yes
END
start_clamd() {
	LD_LIBRARY_PATH=${CLAMD_LIB:-} "$clamd" -c "$dir/clamd.conf" >"$dir/log" 2>&1 &
	scanner=$!
	pids+=("$scanner")
	for _ in $(seq 300); do
		[ -S "$socket" ] && return
		kill -0 "$scanner" 2>/dev/null || return
		sleep 0.1
	done
}
stop_clamd() {
	kill "$scanner" && wait "$scanner"
	rm -f "$socket"
}

mkdir "$dir/raw"
printf 'code,name,kind,ats,municipality_istat,valid_from,valid_to\nC1,Uno,CPC,325,016024,2018-01-01,\n' >"$dir/raw/cooperative.csv"
printf 'gp_code,fiscal_code,last_name,first_name,kind,ats,municipality_istat,lat,lon,cooperative_code,section_code,adhering_from,adhering_to,max_patients\nG1,,Verdi,Anna,MMG,325,016024,45.69,9.67,,,,,\n' >"$dir/raw/doctor.csv"
printf 'person_id,fiscal_code,birth_date,sex,municipality_istat,ats,gp_code,registration_start,registration_end,death_date\nP1,,1955-05-05,F,016024,,G1,2020-01-01,,\n' >"$dir/raw/person.csv"
printf 'person_id,fiscal_code,last_name,first_name,phone,email\nP1,RSSMRA55E45F205V,Rossi,Maria,,\n' >"$dir/raw/identity.csv"
"$P" init --db "$db" >/dev/null 2>&1
"$P" people import "$dir/raw" --db "$db" >/dev/null 2>&1
"$P" tele pool add CARDIO --name Cardiologia --db "$db" >/dev/null
send=("$P" tele send --person P1 --surname Rossi --born 1955-05-05 --question "Controllo" --consent --practice G1 --db "$db")

start_clamd
ok "clamd answers here" test -S "$socket"
export PROSSIMA_SCANNER=$socket
ok "the test text is refused in words" says 1 "antivirus" "${send[@]}" "$dir/eicar.csv"
ok "with the word of the scanner" grep -q "Eicar-Test-Signature" "$dir/out"
ok "within an exam, too" says 1 "antivirus" "${send[@]}" "$dir/carrier.csv"
ok "known by its digest" says 1 "Ours.ByDigest" "${send[@]}" "$dir/other.csv"
ok "nothing of them is kept" exams 0
ok "each is audited" audited 3
ok "a clean one is sent" says 0 "promised by" "${send[@]}" "$dir/clean.csv"
head -c 1200000 /dev/urandom >"$dir/big.csv"
ok "more than it takes is said so" says 1 "StreamMaxLength" "${send[@]}" "$dir/big.csv"

# a folder
mkdir "$dir/in"
ask() {
	printf '{"codice_fiscale":"P1","cognome":"Rossi","data_nascita":"1955-05-05","quesito":"Controllo","consenso":true}' >"$dir/in/$1.richiesta.json"
}
"$P" simulate exam --bpm 90 >"$dir/in/good.csv"
ask good.csv
cp "$dir/carrier.csv" "$dir/in/bad.csv"
ask bad.csv
watch=("$P" tele watch "$dir/in" --once --settle 0 --practice G1 --db "$db")
stop_clamd
ok "without the scanner the folder waits" says 0 "waiting: the virus scanner at .*0 sent|0 sent, 0 sent before, 0 refused" "${watch[@]}"
ok "and says why" grep -q "waiting: the virus scanner" "$dir/out"
ok "all files are where they were" test -f "$dir/in/good.csv" -a -f "$dir/in/bad.csv"
start_clamd
ok "with it they go on" says 0 "1 sent, 0 sent before, 1 refused" "${watch[@]}"
ok "the bad one aside, with the reason" grep -q "antivirus" "$dir/in/rifiutati/bad.csv.reason.txt"

# a program, to a server in its sandbox
"$P" user add medico --name "Anna Verdi" --role doctor --for G1 --db "$db" >/dev/null 2>&1
key=$("$P" user token medico --name prova --db "$db" 2>/dev/null | grep -oE 'prs_[A-Za-z0-9_-]+|[A-Za-z0-9_-]{30,}' | head -1)
serve() {
	: >"$dir/port"
	"$P" serve --db "$db" --listen 127.0.0.1:0 --no-jobs "$@" >"$dir/port" 2>"$dir/log" &
	server=$!
	pids+=("$server")
	for _ in $(seq 300); do
		grep -q 'listens on port' "$dir/port" && break
		sleep 0.1
	done
	url=http://127.0.0.1:$(grep -oE '[0-9]+$' "$dir/port")
}
post() { # file: the status
	curl -s -o "$dir/out" -w '%{http_code}' -H "Authorization: Bearer $key" -H 'Accept-Language: en' -F person=RSSMRA55E45F205V -F surname=Rossi \
		-F born=1955-05-05 -F kind=ecg -F 'question=Aritmia?' -F consent=yes -F "file=@$1" "$url/api/v1/exams"
}
answers() { # status, pattern, file
	[ "$(post "$3")" = "$1" ] && grep -qE "$2" "$dir/out"
}
stop_server() {
	kill "$server"
	wait "$server"
}
serve --scanner "$socket"
ok "the server says that it asks one" grep -q '^event=scanner state=answers' "$dir/log"
ok "in its sandbox" grep -q '^event=sandbox' "$dir/log"
ok "a program's bad file is refused" answers 400 "virus scanner found" "$dir/carrier.csv"
"$P" simulate exam --bpm 100 >"$dir/hundred.csv"
ok "a clean one is taken" answers 201 '"exam"' "$dir/hundred.csv"
ok "nobody in between kept more" exams 3
stop_clamd
"$P" simulate exam --bpm 101 >"$dir/later.csv"
ok "without the scanner: again later" answers 503 "Try again" "$dir/later.csv"
ok "pages go on" [ "$(curl -s -o /dev/null -w '%{http_code}' "$url/accesso")" = 200 ]
stop_server
serve --scanner "$socket"
ok "a server may start before its scanner" grep -q '^event=scanner state=absent' "$dir/log"
start_clamd
ok "and takes files when it is there" answers 201 '"exam"' "$dir/later.csv"
stop_server
unset PROSSIMA_SCANNER
serve
ok "without --scanner it says that nothing is scanned" grep -q '^event=scanner state=none' "$dir/log"
stop_server
echo "1..$n"

#!/bin/bash
# Exams at a distance by the command line, with files of real devices: sent,
# refused, read, signed, corrected, delivered; a watched folder that is killed.
set -u
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export PROSSIMA_TODAY=2026-03-02
P=$PROSSIMA
n=0
each=53
plan=$((2 * each))
files=${SHARED:-}/telemedicine/ecg/devices
echo "1..$plan"

ok() { # NAME STATUS
	n=$((n + 1))
	[ "$2" = 0 ] && echo "ok $n - $1" || echo "not ok $n - $1"
}
is() { # NAME STATUS PATTERN COMMAND...
	local name=$1 status=$2 pattern=$3 out got
	shift 3
	out=$("$@" 2>&1)
	got=$?
	[ "$got" = "$status" ] && grep -qE -- "$pattern" <<<"$out"
	local bad=$?
	ok "$name" $bad
	[ $bad = 0 ] || sed "s/^/# $got: /" <<<"$out"
}
skip_rest() { # UNTIL WHY
	while [ "$n" -lt "$1" ]; do
		n=$((n + 1))
		echo "ok $n - # SKIP $2"
	done
}
if [ ! -d "$files" ]; then
	skip_rest $plan "SHARED names no files of devices"
	exit 0
fi

people() {
	mkdir -p "$dir/raw"
	printf 'code,name,kind,ats,municipality_istat,valid_from,valid_to\nC1,Uno,CPC,325,016024,2018-01-01,\n' >"$dir/raw/cooperative.csv"
	cat >"$dir/raw/doctor.csv" <<-END
	gp_code,fiscal_code,last_name,first_name,kind,ats,municipality_istat,lat,lon,cooperative_code,section_code,adhering_from,adhering_to,max_patients
	G1,,Verdi,Anna,MMG,325,016024,45.69,9.67,,,,,
	G2,,Neri,Ugo,MMG,325,016024,45.69,9.67,,,,,
	END
	cat >"$dir/raw/person.csv" <<-END
	person_id,fiscal_code,birth_date,sex,municipality_istat,ats,gp_code,registration_start,registration_end,death_date
	P1,,1951-05-02,F,016024,,G1,2020-01-01,,
	P2,,1953-05-08,M,016024,,G1,2020-01-01,,
	P3,,1960-01-01,F,016024,,G2,2020-01-01,,
	END
	cat >"$dir/raw/identity.csv" <<-END
	person_id,fiscal_code,last_name,first_name,phone,email
	P1,,Prova,Paziente,,
	P2,,Clark,John,,
	P3,,Bianchi,Ada,,
	END
}
people
pair=$files/../12lead/E07500
edf="$files/HR06003.edf" dcm="$files/hl7example.dcm" scp="$files/hl7example.scp"
prova=(--person P1 --surname Prova --born 1951-05-02 --question "Palpitazioni: aritmia?")
clark=(--person P2 --surname Clark --born 1953-05-08 --question "Controllo")
field() { # EXAM KEY
	"$P" tele show "$1" --json | sed -E "s/^\{\"exam\":[0-9]+,//; s/.*\"$2\":\"?([^,\"]*).*/\1/; q"
}
exam_of() { "$P" tele list --json | grep -oE '"exam":[0-9]+' | head -1 | cut -d: -f2; }
request() { # FILE PERSON SURNAME BORN
	printf '{"codice_fiscale":"%s","cognome":"%s","data_nascita":"%s","quesito":"Controllo","consenso":true}' "$2" "$3" "$4" >"$1.richiesta.json"
}

one_engine() {
	local id second w=$dir/folder
	"$P" init >/dev/null
	"$P" people import "$dir/raw" >/dev/null 2>&1
	is "nothing yet" 0 "no exam fits" "$P" tele list
	is "nobody reads yet" 1 "nessuno|Nessuno" "$P" tele send "$edf" "${prova[@]}" --consent --practice G1
	is "a pool" 0 "added" "$P" tele pool add DIETRO --name Dietro
	is "another" 0 "added" "$P" tele pool add CARDIO --name Cardiologia --escalate-to DIETRO --phone "02 1234"
	is "the same again" 1 "is there already" "$P" tele pool add CARDIO --name Cardiologia
	"$P" user add cardio --name "Dott. Lia Cuore" --role specialist --for C1 >/dev/null 2>&1
	"$P" user add medico --name "Anna Verdi" --role doctor --for G1 >/dev/null 2>&1
	is "no such reader" 1 "no specialist signs on" "$P" tele pool reader CARDIO --login nessuno
	is "a reader" 0 "reads for CARDIO" "$P" tele pool reader CARDIO --login cardio
	is "no consent" 1 "consenso" "$P" tele send "$edf" "${prova[@]}" --practice G1
	is "no sender" 2 "who sends" "$P" tele send "$edf" "${prova[@]}" --consent
	is "another birth" 1 "controlli il documento" "$P" tele send "$edf" --person P1 --surname Prova --born 1951-05-03 --question x --consent --practice G1
	is "a file of somebody else" 1 "un'altra persona" "$P" tele send "$dcm" "${prova[@]}" --consent --practice G1
	is "not an exam" 1 "prossima:" "$P" tele send "$0" "${prova[@]}" --consent --practice G1
	is "nothing was written" 0 "no exam fits" "$P" tele list
	is "sent" 0 "promised by" "$P" tele send "$edf" "${prova[@]}" --consent --practice G1
	is "sent again" 0 "is that exam already" "$P" tele send "$edf" "${prova[@]}" --practice G1
	id=$(exam_of)
	is "listed" 0 "Prova Paziente" "$P" tele list --open --as cardio
	is "shown as not validated" 0 "not validated" "$P" tele show "$id"
	is "its bytes" 0 "bytes" "$P" tele file "$id" --out "$dir/back"
	cmp -s "$edf" "$dir/back"; ok "as they came" $?
	is "the digest is the file's" 0 "$(sha256sum "$edf" | cut -d' ' -f1)" "$P" tele show "$id" --json
	is "not taken: no report" 1 "prenda in carico" "$P" tele report "$id" --answer no --conclusion x --as cardio
	is "taken" 0 "taken" "$P" tele take "$id" --as cardio
	is "a practice does not read" 1 "may not report" "$P" tele take "$id" --as medico
	is "given back" 0 "queued" "$P" tele give-back "$id" --reason pranzo --as cardio
	is "taken again" 0 "taken" "$P" tele take "$id" --as cardio
	is "a draft" 0 "still without" "$P" tele report "$id" --template ECG_NORM --as cardio
	is "no answer, no signature" 1 "rispondere al quesito" "$P" tele sign "$id" --as cardio
	is "a report" 0 "ready to be signed" "$P" tele report "$id" --template ECG_NORM --answer "No, ritmo sinusale." --agrees yes --urgency red --as cardio
	is "signed" 0 "version 1 signed" "$P" tele sign "$id" --as cardio
	second=$("$P" tele show "$id" --json | grep -oE '"report":[0-9]+' | head -1 | cut -d: -f2)
	is "it says what was signed" 0 "says what was signed" "$P" tele verify "$second"
	is "delivered" 0 "1 delivered" "$P" tele deliver --all
	is "acknowledged" 0 "acknowledged" "$P" tele ack "$id" --as medico
	is "corrected" 0 "new version" "$P" tele correct "$id" --reason "QTc" --as cardio
	"$P" tele report "$id" --answer "Sì." --conclusion "QT lungo." --statements SR,LQT --as cardio >/dev/null
	is "signed again" 0 "version 2 signed" "$P" tele sign "$id" --as cardio
	is "both are kept" 0 '"version":2.*"version":1' "$P" tele show "$id" --json
	is "all of it as one file" 0 "all.zip: 7 files, 1 exams, 0 readings" "$P" tele export P1 --out "$dir/all.zip"
	python3 - "$dir/all.zip" "$edf" <<-'END'
	import hashlib, sys, zipfile
	z = zipfile.ZipFile(sys.argv[1])
	names = z.namelist()
	index = z.read('LEGGIMI.txt').decode()
	sent = [z.read(n) for n in names if '/registrazione-' in n]
	good = z.testzip() is None and sent == [open(sys.argv[2], 'rb').read()]
	good &= sum(n.endswith('.pdf') for n in names) == 3
	good &= all(hashlib.sha256(z.read(n)).hexdigest() in index for n in names if n != 'LEGGIMI.txt')
	sys.exit(not good)
	END
	ok "which Python opens, with each file and its SHA-256" $?
	is "and a person who is not there has none" 1 "P9" "$P" tele export P9 --out "$dir/none.zip"
	is "a device" 0 "in the register" "$P" tele device add SN-1 --maker Acme --practice G1
	is "past its calibration" 0 "written down" "$P" tele device check SN-1 --kind calibration --on 2025-01-01 --until 2026-01-01 --by Tecnico
	is "the register" 0 "EXPIRED" "$P" tele devices
	is "statistics" 0 '"practice":"G1".*"signed":1' "$P" tele stats --json

	# a watched folder, killed in the middle, gone on with
	rm -rf "$w"
	mkdir "$w"
	cp "$dcm" "$w/a.dcm"; request "$w/a.dcm" P2 Clark 1953-05-08
	cp "$scp" "$w/b.scp"; request "$w/b.scp" P1 Prova 1951-05-02
	cp "$scp" "$w/c.scp" # its request has not come yet
	cp "$pair.hea" "$w"; request "$w/E07500.hea" P2 Clark 1953-05-08 # its signals have not come yet
	"$P" tele watch "$w" --settle 0 --every 1 --practice G1 >/dev/null 2>&1 &
	local pid=$!
	for _ in $(seq 100); do [ -e "$w/inviati/a.dcm" ] && break; sleep 0.1; done
	kill -9 $pid; wait $pid 2>/dev/null
	[ -e "$w/inviati/a.dcm" ] && mv "$w/inviati/a.dcm"* "$w" # as if killed before the move
	is "gone on with" 0 "a.dcm: exam [0-9]+, sent before" "$P" tele watch "$w" --once --settle 0 --practice G1
	[ -s "$w/rifiutati/b.scp.reason.txt" ] && grep -q "un'altra persona" "$w/rifiutati/b.scp.reason.txt"
	ok "refused, with the reason in Italian" $?
	[ -e "$w/c.scp" ]; ok "without its request a file waits" $?
	[ -e "$w/E07500.hea" ]; ok "without its signals a header waits" $?
	cp "$pair.mat" "$w"
	is "with them it is sent" 0 "E07500.hea: exam [0-9]+$" "$P" tele watch "$w" --once --settle 0 --practice G1
	[ -e "$w/inviati/E07500.mat" ] && [ -e "$w/inviati/E07500.hea" ] && [ ! -e "$w/E07500.mat" ]; ok "and all of it is put aside" $?
	is "the same two files are that exam" 0 "is that exam already" "$P" tele send "$pair.hea" --person P2 --surname Clark --born 1953-05-08 --question x --practice G1
	id=$("$P" tele send "$pair.hea" --person P2 --surname Clark --born 1953-05-08 --question x --practice G1 | cut -d: -f1)
	is "kept as one file" 0 "E07500.tar" "$P" tele file "$id" --out "$dir/pair.tar"
	is "which is read again" 0 '"format":"wfdb".*"sampling_hz":500' "$P" ecg "$dir/pair.tar" --json
	is "no exam is double" 0 '"exam".*"exam"' "$P" tele list --json
	is "the chain holds" 0 "agree|verified|intact|ok" "$P" audit verify
}

export PROSSIMA_DB=$dir/p.db
one_engine
[ "$n" = $each ] || echo "# $n tests, $each wanted"
if [ -n "${TEST_PG:-}" ]; then
	export PROSSIMA_DB=${TEST_PG%/*}/tele_sh_$$
	one_engine
	psql -q "$TEST_PG" -c "DROP DATABASE IF EXISTS tele_sh_$$ WITH (FORCE)" 2>/dev/null
else
	skip_rest $plan "TEST_PG names no PostgreSQL"
fi
[ "$n" = "$plan" ]

#!/bin/bash
# Exams at a distance for the demo, in every state: of people of the doctor of
# the demo, made by formula. Prints how many there are in each state.
#   tools/demo-exams.sh FOLDER DATABASE        the day is PROSSIMA_TODAY
set -euo pipefail
cd "$(dirname "$0")/.."
dir=$1 db=$2
unset PROSSIMA_STATS
work=$dir/exams
mkdir -p "$work"
prossima() { ./prossima "$@" --db "$db"; }
citizen=$(sed -n 's/^# citizen //p' "$dir/users.txt")
doctor=$(prossima people show "$citizen" | sed -n 's/^doctor  *\([A-Z0-9]*\).*/\1/p')
mapfile -t people < <(prossima plan list --state active --doctor "$doctor" --limit 40 |
	awk -v c="$citizen" 'NR > 1 && $1 != c { print $1 }' | head -n 9)
ecg() { # file, options
	local file=$work/$1
	shift
	./prossima simulate exam "$@" >"$file"
}
blows() { # file, blows
	local file=$work/$1
	shift
	./prossima simulate exam --kind spirometry "$@" >"$file"
}
send() { # person, file, question, options: the number of the exam
	local who=$1 file=$2 question=$3 shown
	shift 3
	shown=$(prossima people show "$who")
	prossima tele send "$work/$file" --person "$who" --as medico --consent --question "$question" \
		--surname "$(sed -n 's/^last name  *//p' <<<"$shown")" \
		--born "$(sed -n 's/^born  *\([0-9-]*\).*/\1/p' <<<"$shown")" "$@" |
		sed -n '1s/:.*//p'
}
report() { # exam, answer, options
	local exam=$1 answer=$2
	shift 2
	prossima tele take "$exam" --as specialista >/dev/null
	prossima tele report "$exam" --as specialista --answer "$answer" --agrees yes "$@" >/dev/null
}
signed() {
	report "$@"
	prossima tele sign "$1" --as specialista >/dev/null
}
person() { echo "${people[$1 % ${#people[@]}]}"; }

# red, amber and green in the queue; one to be repeated; one somebody has
ecg slow.csv --bpm 31 --seed 11
ecg fast-af.csv --bpm 140 --fibrillation --seed 12
ecg plain.csv --bpm 68 --seed 13
ecg loose.csv --bpm 72 --loose-v4 --seed 14
ecg calm.csv --bpm 61 --seed 15
ecg af.csv --bpm 95 --fibrillation --seed 16
ecg yearly.csv --bpm 74 --seed 17
ecg st.csv --bpm 88 --st-elevation --seed 18
blows mixed.csv pre:2.3:1.2:9 pre:2.27:1.2:9 pre:2.25:1.2:9 post:2.6:1.1:9 post:2.58:1.1:9 post:2.55:1.1:9
blows short.csv pre:2.9:0.9:2 pre:2.8:0.9:1.9
blows cut.csv pre:2.4:0.6:0.7 pre:2.3:0.6:0.6
blows year1.csv pre:2.42:0.9:9 pre:2.4:0.9:9 pre:2.38:0.9:9
blows year2.csv pre:2.3:1:9 pre:2.28:1:9 pre:2.26:1:9
spirometry=(--kind spirometry --height-cm 164 --calibrated "$PROSSIMA_TODAY")
send "$(person 0)" slow.csv "Capogiro da stamattina: blocco?" --urgency amber >/dev/null
send "$(person 1)" fast-af.csv "Palpitazioni da ieri: aritmia?" >/dev/null
send "$(person 2)" plain.csv "Controllo annuale" >/dev/null
send "$(person 3)" loose.csv "Dolore toracico di due giorni fa: ischemia?" --chest-pain-days 2 >/dev/null
exam=$(send "$(person 4)" calm.csv "Prima di iniziare un betabloccante: blocchi?")
prossima tele take "$exam" --as specialista >/dev/null
send "$(person 5)" short.csv "Tosse da tre mesi: ostruzione?" "${spirometry[@]}" >/dev/null
send "$(person 6)" cut.csv "BPCO: controllo" "${spirometry[@]}" >/dev/null
# written, not yet signed
exam=$(send "$(person 7)" mixed.csv "Dispnea da sforzo: risponde al broncodilatatore?" "${spirometry[@]}")
report "$exam" "Ostruzione, con risposta al broncodilatatore." --statements SPOBS,SPBDR --conclusion "Deficit ventilatorio ostruttivo con risposta significativa." --advice "Rivalutare la terapia inalatoria."
# signed; delivered to the person of the demo; a red one that waits to be seen
exam=$(send "$(person 8)" af.csv "Polso irregolare: fibrillazione?")
signed "$exam" "Sì, fibrillazione atriale." --template ECG_FA --statements AFIB
exam=$(send "$citizen" year1.csv "Fuma da trent'anni: ostruzione?" "${spirometry[@]}")
signed "$exam" "No." --template SPIRO_NORM --statements SPNORM
prossima tele deliver "$exam" --as specialista >/dev/null
exam=$(send "$citizen" yearly.csv "Controllo annuale dell'ipertensione")
signed "$exam" "Nulla di nuovo rispetto all'anno scorso." --template ECG_NORM --statements SR,NORM
prossima tele deliver "$exam" --as specialista >/dev/null
exam=$(send "$(person 2)" st.csv "Dolore al petto da un'ora" --chest-pain-days 0 --urgency red)
signed "$exam" "Sì: sindrome coronarica acuta fino a prova contraria." --template ECG_STEMI --statements STELEV
prossima tele deliver "$exam" --as specialista >/dev/null
send "$citizen" year2.csv "Controllo dopo tre mesi" "${spirometry[@]}" >/dev/null
prossima tele list | awk '{ n[$2 " " $3]++ } END { for (k in n) print "  " n[k], k }' | sort -k2

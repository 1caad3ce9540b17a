#!/bin/bash
# Readings from home, alarms and televisits for the demo: three months of some
# people of the doctor of the demo, made by formula, sent as a file of a gateway
# is; alarms in every state; televisits past, of today and to come.
#   tools/demo-home.sh FOLDER DATABASE        the day is PROSSIMA_TODAY
set -euo pipefail
cd "$(dirname "$0")/.."
dir=$1 db=$2 today=$PROSSIMA_TODAY
unset PROSSIMA_STATS
work=$dir/home
mkdir -p "$work"
prossima() { ./prossima "$@" --db "$db"; }
home() { prossima home "$@" >/dev/null; }
day() { date -d "$today $1 days" +%F; }
citizen=$(sed -n 's/^# citizen //p' "$dir/users.txt")
doctor=$(prossima people show "$citizen" | sed -n 's/^doctor  *\([A-Z0-9]*\).*/\1/p')
prossima plan list --state active --doctor "$doctor" --limit 400 >"$work/plans"

# Who has what, and how it goes on: the people are the first of the doctor's
# with that condition.
declare -A person=([steady]=$citizen)
while read -r story condition nth; do
	person[$story]=$(awk -v c="$condition" -v n="$nth" -v me="$citizen" \
		'$4 == c && $1 != me && ++i == n { print $1 }' "$work/plans")
done <<END
rise SCOMPENSO 1
water SCOMPENSO 2
pressure IPERTENSIONE 1
cuff IPERTENSIONE 2
crisis IPERTENSIONE 3
saturation BPCO 1
asthma ASMA 1
silent DM2 1
sugar DM2 2
slip DM2 3
proposed CARD_ISCH 1
END
stories="steady rise water pressure cuff crisis saturation asthma silent sugar slip"

# Plans as the tables propose them, from the middle of January; the best peak
# flow is the doctor's word.
plans() {
	for story in $stories; do
		[ -n "${person[$story]:-}" ] || continue
		prossima home propose "${person[$story]}" --csv |
			sed 's/^\(line,peak_flow,[0-9]*,[0-9]*,[0-9]*\),0,/\1,430,/' >"$work/$story.csv"
		home set "${person[$story]}" --file "$work/$story.csv" --confirm --as medico
	done
}
# What came between two days, of everybody, as one file.
send() { # from, to
	local n=0
	echo "person,kind,value,measured_at,id,by,device" >"$work/readings.csv"
	for story in $stories; do
		n=$((n + 1))
		[ -n "${person[$story]:-}" ] || continue
		# what was told in March is over since
		case $story in
		water | cuff) last=$march ;;
		saturation) last=$(day -3) ;;
		*) last=$(day -1) ;;
		esac
		awk -v person="${person[$story]}" -v seed=$n -v from="$1" -v to="$2" -v story=$story -v last="$last" \
			-f tools/demo-readings.awk "$work/$story.csv"
	done >>"$work/readings.csv"
	home import "$work/readings.csv"
}
now() { # story, kind, value
	[ -z "${person[$1]:-}" ] || home add "${person[$1]}" "$2" "$3"
}
alarm() { # story: the first alarm of its person
	prossima home alarms --person "${person[$1]}" --json | tr ',' '\n' | sed -n 's/.*"alarm"://p' | sed -n 1p
}
answered() { # story, answer, what was said, outcome, note
	local id
	id=$(alarm "$1")
	[ -n "$id" ] || return 0
	home take "$id" --as centro
	home step "$id" --seq 1 --answer "$2" --as centro
	home note "$id" --text "$3" --as centro
	home close "$id" --outcome "$4" --note "$5" --as centro
}

export PROSSIMA_TODAY
PROSSIMA_TODAY=$(day -88)
plans
march=$(day -23)
PROSSIMA_TODAY=$(day -22)
send "$(day -87)" "$march"
answered water "Fiato un po' più corto, caviglie gonfie" "Chiamata: sta bene, ha mangiato salato per una festa." \
	therapy "Sentito il medico: furosemide 50 mg per tre giorni, ripesarsi ogni mattina."
answered cuff "Nessun disturbo" "Aveva il bracciale sopra la manica; rimisurata ora: 134/82." \
	measured "Spiegato come mettere il bracciale."
# this week's: closed, too
PROSSIMA_TODAY=$(day -4)
now slip glucose 62
answered slip "Tremore e fame, passati con due zollette" "Chiamata: aveva saltato il pranzo; rimisurata ora: 104." \
	advised "Ripassato che cosa fare quando la glicemia è bassa; chi è con lei lo sa."
# low for two days: nobody of the centre answers in time, it goes to the doctor;
# somebody has sent nothing for two weeks
PROSSIMA_TODAY=$(day -2)
send "$(day -22)" "$(day -3)"
PROSSIMA_TODAY=$(day -1)
send "$(day -2)" "$(day -2)"
home sweep
PROSSIMA_TODAY=$today
send "$(day -1)" "$(day -1)"
now crisis blood_pressure 186/113
now rise weight "$(awk -F, -v p="${person[rise]:-}" '$1 == p && $2 == "weight" { w = $3 } END { printf "%.1f", w + 1.1 }' "$work/readings.csv")"
now sugar glucose 61
now pressure blood_pressure 156/96
now cuff blood_pressure 128/77
for story in pressure asthma; do
	id=$([ -z "${person[$story]:-}" ] || alarm $story)
	[ -n "$id" ] || continue
	home take "$id" --as centro
	[ $story != asthma ] || home wait "$id" --hours 3 --reason "Non risponde: richiamare nel pomeriggio" --as centro
done
id=$([ -z "${person[pressure]:-}" ] || alarm pressure)
[ -z "$id" ] || home note "$id" --text "Chiamata: prende le medicine, misura la sera. Richiede il parere del medico." --as centro
[ -z "${person[proposed]}" ] || home set "${person[proposed]}" --note "Proposto dopo la visita di controllo" --as studio

# ---- televisits: their room is an address of a service that the demo does not have
prossima rules set parameter visit.room_url 'https://video.example/{room}' --from 2018-01-01 \
	--source demo --note "the address of the demo leads nowhere: set your own" >/dev/null
# The hour of the program is that of the clock in Rome, on the day told.
in_minutes() { TZ=Europe/Rome date -d "+$1 minutes" +%H:%M; }
book() { # story, day, hour, reason, more: the number of the visit
	local who=${person[$1]:-} on=$2 at=$3 reason=$4
	shift 4
	[ -z "$who" ] || prossima visit book --person "$who" --on "$on" --at "$at" --reason "$reason" \
		--seen-on "$(day -60)" --suitable --consent --host medico --as medico "$@" | sed -n 's/:.*//p'
}
book slip "$(day 3)" 10:00 "Controllo del diabete: esami e misure degli ultimi mesi" >/dev/null
book asthma "$(day 4)" 15:30 "Asma: uso dell'inalatore" --companion "la figlia" >/dev/null
book pressure "$(day 6)" 11:20 "Pressione alta a casa: terapia" >/dev/null
# Those of today need an hour that is left of it.
if [[ $(in_minutes 0) < 22:50 ]]; then
	PROSSIMA_TODAY=$(day -1)
	id=$(book water "$PROSSIMA_TODAY" "$(in_minutes 5)" "Scompenso: controllo dopo la modifica della terapia")
	if [ -n "$id" ]; then
		prossima visit start "$id" --as medico >/dev/null
		prossima visit end "$id" --as medico >/dev/null
		prossima visit write "$id" --as medico --present "Il paziente, la moglie" \
			--text "Riferisce benessere, dorme con un cuscino. Peso stabile da due settimane, pressione 124/76." \
			--conclusion "Compenso stabile." --therapy "Invariata." --advice "Continuare a pesarsi ogni mattina." >/dev/null
		prossima visit sign "$id" --as medico >/dev/null
	fi
	PROSSIMA_TODAY=$today
	book steady "$today" "$(in_minutes 15)" "Scompenso: come vanno peso e fiato" --companion "il marito" >/dev/null
	book rise "$today" "$(in_minutes 60)" "Peso aumentato: come sta" >/dev/null
else
	book steady "$(day 1)" 10:00 "Scompenso: come vanno peso e fiato" --companion "il marito" >/dev/null
fi
[ -z "${person[saturation]:-}" ] || prossima visit ask --person "${person[saturation]}" --pool pneumologia \
	--question "BPCO, saturazione 86-87 a riposo da due giorni: ossigeno a casa?" --urgency amber --plan --consent --as medico >/dev/null
prossima home alarms | awk '{ n[$3 " " $2]++ } END { for (k in n) print "  alarms", k ":", n[k] }' | sort

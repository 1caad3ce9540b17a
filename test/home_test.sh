#!/bin/bash
# Readings from home by the command line: a plan, readings, an alarm answered, a
# file read twice.
set -u
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export PROSSIMA_DB=$dir/p.db
P=$PROSSIMA
n=0
plan=27
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

mkdir "$dir/raw"
printf 'code,name,kind,ats,municipality_istat,valid_from,valid_to\nC1,Uno,CPC,325,016024,2018-01-01,\n' >"$dir/raw/cooperative.csv"
cat >"$dir/raw/doctor.csv" <<-END
gp_code,fiscal_code,last_name,first_name,kind,ats,municipality_istat,lat,lon,cooperative_code,section_code,adhering_from,adhering_to,max_patients
G1,,Verdi,Anna,MMG,325,016024,45.69,9.67,,,,,
END
cat >"$dir/raw/person.csv" <<-END
person_id,fiscal_code,birth_date,sex,municipality_istat,ats,gp_code,registration_start,registration_end,death_date
P1,,1951-05-02,F,016024,,G1,2020-01-01,,
END
cat >"$dir/raw/identity.csv" <<-END
person_id,fiscal_code,last_name,first_name,phone,email
P1,,Prova,Paziente,,
END
cat >"$dir/plan.csv" <<-END
what,kind,times,per_days,grace_hours,best,part,rule,value,days,running,severity,protocol
line,weight,1,1,24,,,,,,,,
limit,weight,,,,,0,rise,2,3,1,amber,WEIGHT_UP
END
cat >"$dir/casa.csv" <<-END
misura;valore;quando
weight;80;2026-02-28T08:00
weight;80;2026-03-01T08:00
weight;ottanta;2026-03-01T09:00
END

export PROSSIMA_TODAY=2026-03-02
"$P" init >/dev/null
"$P" people import "$dir/raw" >/dev/null 2>&1
"$P" user add medico --name "Anna Verdi" --role doctor --for G1 >/dev/null 2>&1

is "kinds" 0 "glucose +mg/dL" "$P" home kinds
is "nothing to propose without conditions" 1 "almeno una cosa" "$P" home set P1
is "a machine does not confirm" 1 "may not set what is monitored" "$P" home set P1 --file "$dir/plan.csv" --confirm
is "a plan by hand" 0 "in force" "$P" home set P1 --file "$dir/plan.csv" --confirm --as medico
is "the plan" 0 "version 1, active, 2026-03-02 to 2026-09-01" "$P" home plan P1
"$P" home plan P1 --csv >"$dir/again.csv"
is "printed as it is read" 0 "proposed" "$P" home set P1 --file "$dir/again.csv"
is "a file" 1 "3 readings: 2 new.*1 refused" "$P" home import "$dir/casa.csv" --person P1
is "what is wrong, by line" 1 'casa.csv:4: value: .*"ottanta"' "$P" home import "$dir/casa.csv" --person P1
is "read again, nothing changes" 1 "0 new, 2 there already" "$P" home import "$dir/casa.csv" --person P1
is "impossible" 1 "non è possibile" "$P" home add P1 weight 820
is "doubtful" 1 "insolito" "$P" home add P1 weight 25
PROSSIMA_TODAY=2026-03-04
is "an alarm" 0 "alarms: 1, amber" "$P" home add P1 weight 82,5
id=$("$P" home alarms --json | grep -oE '"alarm":[0-9]+' | head -1 | cut -d: -f2)
is "in the list of the doctor" 0 "Prova Paziente +Weight: up by 2.5 kg" "$P" home alarms --as medico
is "with its protocol" 0 "1 ask: How is the breath" "$P" home alarm "$id" --as medico
is "not taken, not closed" 1 "Prima prenda in carico" "$P" home close "$id" --outcome advised --note x --as medico
is "taken" 0 "taken" "$P" home take "$id" --as medico
is "a step" 0 "written down" "$P" home step "$id" --seq 1 --answer bene --as medico
is "no such outcome" 1 "com'è andata" "$P" home close "$id" --outcome boh --note x --as medico
is "closed" 0 "silent until 2026-03-07" "$P" home close "$id" --outcome therapy --note "furosemide" --as medico
is "among the closed ones" 0 "closed +doctor +on 2026-03-04 .* therapy +Prova Paziente" "$P" home alarms --closed --as medico
is "not of other days" 0 "^no alarm closed from 2026-03-01 to 2026-03-03" "$P" home alarms --closed --from 2026-03-01 --to 2026-03-03
is "all of it is kept" 0 '"what":"close"' "$P" home alarm "$id" --json
is "the readings" 0 "Weight: 1 of 3 expected" "$P" home list P1
is "drawn" 0 "<svg .*Peso" "$P" home chart P1 --kind weight
PROSSIMA_TODAY=2026-03-12
is "an empty week says which one it looked at" 0 "^no alarm closed from 2026-03-06 to 2026-03-12; --from DATE looks further back" "$P" home alarms --closed
is "missing" 0 "^1 missing" "$P" home sweep
is "the chain holds" 0 "agree|verified|intact|ok" "$P" audit verify
[ "$n" = "$plan" ]

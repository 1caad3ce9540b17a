#!/bin/bash
# One user for each role of the demo, on the doctor and the person with the
# most to see. Their passwords are printed and kept in FOLDER/users.txt: a line
# for each, "role login password [secret of the second factor]".
#   tools/demo-users.sh FOLDER DATABASE        the day is PROSSIMA_TODAY
set -euo pipefail
cd "$(dirname "$0")/.."
dir=$1 db=$2
unset PROSSIMA_STATS
password=Prossima-demo-2026
out=$dir/users.txt
: >"$out"
prossima() { ./prossima "$@" --db "$db"; }

# The doctor whose shortest list is longest.
lists() {
	for list in draft none renew expired; do
		prossima plan list --state "$list" --limit 100000 | awk -v l="$list" 'NR > 1 { print $2, l }'
	done
}
doctors=$(lists | sort | uniq -c | awk '
	{ n[$2]++; if (!($2 in least) || $1 < least[$2]) least[$2] = $1 }
	END { for (d in n) print n[d], least[d], d }' | sort -k1,1nr -k2,2nr -k3 | awk '{ print $3 }')
doctor=$(sed -n 1p <<<"$doctors")
# another with lists, or in a small province any other of the cooperative
others=$(prossima people doctors --json | tr '}' '\n' | sed -n 's/.*"gp_code":"\([^"]*\)".*/\1/p')
second=$(printf '%s\n' "$doctors" "$others" | grep -v "^$doctor$" | sed -n '/./{p;q}')
manager=$(prossima people doctors --json | tr '}' '\n' | sed -n "s/.*\"gp_code\":\"$doctor\".*\"manager\":\"\([^\"]*\)\".*/\1/p")
field() { # name of a line of "people show"
	sed -n "s/^$1  *//p"
}
# Of some people of the doctor whose year was booked: a woman with much to come.
person=
most=-1
while read -r who; do
	shown=$(prossima people show "$who")
	if [ "$(field sex <<<"$shown")" != F ] || [ -z "$(field phone <<<"$shown")" ]; then
		continue
	fi
	n=$(prossima book person "$who" | grep -c ' booked ' || true)
	if [ "$n" -gt "$most" ] && [ "$n" -le 9 ]; then
		most=$n
		person=$who
	fi
done < <(prossima plan list --state active --doctor "$doctor" --limit 2000 | awk 'NR > 1 && $3 < 3 && $6 ~ /^2026-01/ { print $1 }' | head -n 12)
shown=$(prossima people show "$person")
citizen="$(field 'first name' <<<"$shown") $(field 'last name' <<<"$shown")"
# her next agreement waits for her signature
prossima enrol sign "$person" --by doctor >/dev/null
name_of() { # gp_code
	prossima people doctors --json | tr '}' '\n' |
		sed -n "s/.*\"gp_code\":\"$1\",\"last_name\":\"\([^\"]*\)\",\"first_name\":\"\([^\"]*\)\".*/\2 \1/p"
}
provider=$(awk -F, 'NR == 2 { print $1 }' "$dir/raw/provider.csv")

# Demo only: whoever has a second factor is asked for it, nobody has to.
prossima rules set parameter account.second_factor_roles nobody --from 2018-01-01 \
	--source "demo" --note "the users of the demo sign on with a password" >/dev/null
add() { # login, role, name, for
	printf '%s\n' "$password" | prossima user add "$1" --name "$3" --role "$2" ${4:+--for "$4"} --from "${PROSSIMA_TODAY%%-*}-01-01" \
		--password-file - --keep --lang it >/dev/null
	printf '%s %s %s\n' "$2" "$1" "$password" >>"$out"
}
add admin admin "Anna Amministratrice"
add medico doctor "$(name_of "$doctor")" "$doctor"
add studio staff "Sara Studio" "$doctor"
add centro operator "Olga Operatrice" "$manager"
# of another manager, where there is one: to these people a stranger
other=$(awk -F, -v m="$manager" '$3 == "CPC" && $1 != m { print $1; exit }' "$dir/raw/cooperative.csv")
add specialista specialist "Silvia Specialista" "${other:-$manager}"
add erogatore provider "Enrico Erogatore" "$provider"
add farmacia pharmacist "Fabio Farmacista" FARMACIA1
add assistita citizen "$citizen" "$person"
add cooperativa cooperative "Carla Cooperativa" "$manager"
add ats agency "Aldo Agenzia" "$(awk -F, '$3 == "ATS" { print $1 }' "$dir/raw/cooperative.csv")"
add regione region "Rita Regione" REGIONE
# a second doctor, substitute of the first for two weeks
add sostituto doctor "$(name_of "$second")" "$second"
prossima user delegate "$doctor" "$second" --to "$(date -d "$PROSSIMA_TODAY + 13 days" +%F)" --reason "ferie" >/dev/null
# one with a second factor
add sicuro staff "Stella Secondo-Fattore" "$doctor"
secret=$(prossima user totp sicuro | sed -n '1s/ //gp')
echo "# citizen $person" >>"$out"
sed -i "s/^staff sicuro .*/& $secret/" "$out"

#!/bin/bash
# A morning of the demo: some users open the record of its citizen, one of them
# without following her, so that "who looked" and the alerts have something to
# show. Nothing else depends on it: without curl it does nothing.
#   tools/demo-looks.sh FOLDER URL
set -u
dir=$1 url=$2
command -v curl >/dev/null || exit 0
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
declare -A jar # by hand: curl would not send secure cookies to this address
ask() { # words of curl ... path
	local cookie='' name line
	for name in "${!jar[@]}"; do
		cookie+="$name=${jar[$name]}; "
	done
	curl -s -o "$tmp/page" -D "$tmp/head" -H "Origin: $url" -H "Cookie: $cookie" \
		--max-time 10 "${@:1:$#-1}" "$url${!#}" || return
	while read -r line; do
		jar[${line%%=*}]=${line#*=}
	done < <(tr -d '\r' <"$tmp/head" | sed -n 's/^[Ss]et-[Cc]ookie: \([^;]*\).*/\1/p')
}
csrf() { grep -o 'name="csrf" value="[^"]*"' "$tmp/page" | head -n 1 | cut -d'"' -f4; }
as() { # login
	jar=()
	ask /accesso
	ask --data-urlencode "csrf=$(csrf)" --data-urlencode "utente=$1" \
		--data-urlencode "password=$(awk -v l="$1" '$2 == l { print $3 }' "$dir/users.txt")" /accesso
}
as medico
ask -G --data-urlencode "chi=$(sed -n 's/^# citizen //p' "$dir/users.txt")" /cerca
person=$(grep -o '/assistito/[0-9]*' "$tmp/page" | head -n 1 | cut -d/ -f3)
[ -n "$person" ] || exit 0
ask "/assistito/$person"
ask "/assistito/$person/piano"
as centro
ask "/centro/assistito/$person"
as specialista
ask "/assistito/$person/emergenza"
ask --data-urlencode "csrf=$(csrf)" --data-urlencode "motivo=Si è sentita male in ambulatorio: servivano i farmaci che prende." \
	"/assistito/$person/emergenza"
ask "/assistito/$person"
exit 0

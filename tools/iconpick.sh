#!/bin/bash
# Writes the icons that our pages name, as one SVG of symbols.
#   tools/iconpick.sh SPRITES SOURCE ... >sprite.svg
# An icon counts where its id (it-...) is written. A literal "#it-..." that the
# kit does not have is an error.
set -eu
sprites=$1
shift
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
sed 's/<symbol/\n<symbol/g; s/<\/svg>$//' "$sprites" | grep '^<symbol' |
	sed 's/^<symbol id="\([^"]*\)"/\1 &/' | sort >"$tmp/all"
cut -d' ' -f1 "$tmp/all" >"$tmp/known"
grep -ohE 'it-[a-z0-9-]+' "$@" | sort -u >"$tmp/named"
missing=$(grep -ohE '#it-[a-z0-9-]+["<]' "$@" | tr -d '#"<' | sort -u |
	comm -23 - "$tmp/known")
if [ -n "$missing" ]; then
	echo "no such icon in the kit:" $missing >&2
	exit 1
fi
printf '<svg xmlns="http://www.w3.org/2000/svg">'
join "$tmp/named" "$tmp/all" | sed 's/^[^ ]* //' | tr -d '\n'
printf '</svg>\n'

#!/bin/bash
# Fetches the kit of the pages once: Bootstrap Italia (BSD-3-Clause; its font
# Titillium Web under the OFL), by npm, into build/kit. Nothing of it is run,
# and nothing is taken that has not the digest of web/kit.sha512.
#   tools/kit.sh        makes build/kit/css, fonts, svg
# Without a network: put the file bootstrap-italia-VERSION.tgz into build/kit.
set -eu
cd "$(dirname "$0")/.."
read -r digest file <web/kit.sha512
kit=build/kit
mkdir -p "$kit"
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
good() { echo "$digest  $1" | sha512sum --check --status 2>/dev/null; }
by_hand() {
	cat >&2 <<-EOF
	$1
	The pages need the file $file (npm package "bootstrap-italia").
	With a network: tools/deps.sh build (it installs npm), then make again.
	Without: fetch it where there is one (npm pack ${file%-*}@$version),
	copy it to $kit/$file, then make again.
	EOF
	exit 1
}
version=${file##*-}
version=${version%.tgz}
if [ -e "$kit/$file" ] && ! good "$kit/$file"; then
	by_hand "$kit/$file is not the file it should be (its SHA-512 differs)."
fi
if [ ! -e "$kit/$file" ]; then
	command -v npm >/dev/null || by_hand "The kit of the pages is missing, and so is npm."
	echo "fetching the kit of the pages: bootstrap-italia $version" >&2
	(cd "$tmp" && npm pack --silent --ignore-scripts "${file%-*}@$version") \
		>"$tmp/log" 2>&1 || {
		tail -n 5 "$tmp/log" >&2
		by_hand "The kit of the pages could not be fetched."
	}
	good "$tmp/$file" ||
		by_hand "What npm gave is not the file it should be (its SHA-512 differs)."
	mv "$tmp/$file" "$kit/$file"
fi
tar -xzf "$kit/$file" -C "$tmp" package/dist/css/bootstrap-italia.min.css \
	package/dist/svg/sprites.svg package/dist/fonts/Titillium_Web package/LICENSE
rm -rf "$kit/package"
mv "$tmp/package" "$kit/package"

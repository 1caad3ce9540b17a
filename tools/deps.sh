#!/bin/bash
# Installs the Debian packages that a step needs and that are not there.
#   tools/deps.sh build|check|lint|fuzz
# Says what it installs; asks for root only when something is missing.
set -eu
build="gcc make pkg-config libsqlite3-dev libpq-dev zlib1g-dev libssl-dev"
check="$build libcmocka-dev postgresql python3 sqlite3 clang libclang-rt-14-dev"
case "${1:-build}" in
build) want=$build ;;
check) want=$check ;;
lint) want="$build clang-tidy cppcheck clang-format" ;;
fuzz) want="$build clang libclang-rt-14-dev" ;;
*) echo "usage: tools/deps.sh build|check|lint|fuzz" >&2; exit 2 ;;
esac
installed() { # a package, or another one that provides it
	dpkg-query -W -f '${Status}\n' "$1" 2>/dev/null | grep -q 'ok installed' ||
	{ [ "$1" = pkg-config ] && command -v pkg-config >/dev/null; }
}
missing=
for p in $want; do
	installed "$p" || missing="$missing $p"
done
[ -n "$missing" ] || exit 0
if ! command -v apt-get >/dev/null; then
	echo "These packages are missing, and this is not a Debian system:$missing" >&2
	echo "Install their equivalents, then try again." >&2
	exit 1
fi
root=
if [ "$(id -u)" != 0 ]; then
	command -v sudo >/dev/null || {
		echo "These packages are missing:$missing" >&2
		echo "Install them as root: apt-get install$missing" >&2
		exit 1
	}
	root=sudo
fi
echo "Installing Debian packages:$missing" >&2
export DEBIAN_FRONTEND=noninteractive
try() { $root apt-get install -y -q --no-install-recommends $missing >"$log" 2>&1; }
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# PostgreSQL is wanted for its programs: no server of the system's is made.
case "$missing" in *postgresql*)
	if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
		$root mkdir -p /etc/postgresql-common
		echo "create_main_cluster = false" |
			$root tee /etc/postgresql-common/createcluster.conf >/dev/null
	fi ;;
esac
try || { $root apt-get update -q >/dev/null 2>&1; try; } || {
	cat "$log" >&2
	echo "The packages could not be installed; the lines above say why." >&2
	exit 1
}

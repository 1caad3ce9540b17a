#!/bin/bash
# Installs the Debian packages that a step needs and that are not there.
#   tools/deps.sh build|check|lint|fuzz
# Says what it installs; asks for root only when something is missing.
set -eu
build="gcc make pkg-config libsqlite3-dev libpq-dev zlib1g-dev libzstd-dev libssl-dev libmicrohttpd-dev libsodium-dev libqrencode-dev libseccomp-dev"
# The kit of the pages comes by npm. Where there is one already, it may not be
# Debian's, and Debian's must not be put over it.
command -v npm >/dev/null || build="$build npm"
check="$build zstd qpdf poppler-utils nodejs chromium oathtool zbar-tools libcmocka-dev postgresql python3 sqlite3 clang libclang-rt-14-dev"
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
	# elsewhere the names differ: it is enough that the libraries are there
	pkg-config --exists sqlite3 libpq zlib libzstd openssl libmicrohttpd \
		libsodium libqrencode libseccomp 2>/dev/null &&
		command -v cc >/dev/null && exit 0
	echo "These packages are missing, and this is not a Debian system:$missing" >&2
	echo "Install their equivalents, then try again." >&2
	exit 1
fi
root=
by_hand() {
	echo "Install them as root: apt-get install$missing" >&2
	echo "then try again." >&2
	exit 1
}
if [ "$(id -u)" != 0 ]; then
	root=sudo
	if ! command -v sudo >/dev/null; then
		echo "These packages are missing:$missing" >&2
		by_hand
	fi
fi
echo "Installing Debian packages:$missing" >&2
if [ -n "$root" ] && ! sudo -p 'The password of %p, for sudo: ' true; then
	echo "sudo did not let them be installed." >&2
	by_hand
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# Nobody sees a question that apt asks here; another apt may be at work.
apt() {
	$root env DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=a \
		apt-get -q -o DPkg::Lock::Timeout=300 "$@" >"$log" 2>&1 </dev/null
}
try() { apt install -y --no-install-recommends $missing; }
# PostgreSQL is wanted for its programs: no server of the system's is made.
conf=/etc/postgresql-common/createcluster.conf
case "$missing" in *postgresql*)
	if [ ! -e $conf ]; then
		$root mkdir -p ${conf%/*}
		printf '%s\n' '# Prossima wants the programs of PostgreSQL for its tests, not a server.' \
			'create_main_cluster = false' | $root tee $conf >/dev/null
	fi ;;
esac
try || { apt update; try; } || {
	cat "$log" >&2
	echo "The packages could not be installed; the lines above say why." >&2
	by_hand
}

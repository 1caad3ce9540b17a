#!/bin/bash
# The two npm packages that the browser tests use, once, into build/browser.
# Ends with 1, saying why, when they or Chromium are not to be had.
set -eu
cd "$(dirname "$0")/.."
dir=$PWD/build/browser
chromium=${CHROMIUM:-$(command -v chromium || true)}
[ -n "$chromium" ] || { echo "needs Chromium (Debian package chromium), or CHROMIUM=its path" >&2; exit 1; }
command -v node >/dev/null && command -v npm >/dev/null || { echo "needs node and npm" >&2; exit 1; }
[ -e "$dir/.ok" ] && exit 0
mkdir -p "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$dir" \
	playwright-core@1.64.1 axe-core@4.14.1 >&2 || {
	echo "could not install playwright-core and axe-core by npm: is there a network?" >&2
	exit 1
}
touch "$dir/.ok"

#!/bin/sh
# The pages of a doctor's practice over a real server: lists, enrolment, pact,
# prescriptions (test/web/doctor.mjs).
cd "$(dirname "$0")/.." || exit 1
for need in node sqlite3; do
	command -v $need >/dev/null || {
		echo "1..0 # SKIP $need is not installed"
		exit 0
	}
done
exec node test/web/doctor.mjs

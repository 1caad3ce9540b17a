#!/bin/sh
# Ten thousand damaged copies of a file of each text format of ECGs.
cd "$(dirname "$0")/../.." || exit 1
make -s "BUILD=${BUILD:-release}" tests >/dev/null || exit 1
echo 1..1
if ECG_MUTATIONS=10000 "build/${CC:-gcc}-${BUILD:-release}/test/ecg_text_read_test" >&2; then
	echo "ok 1 - XML, FHIR and CSV"
else
	echo "not ok 1 - XML, FHIR and CSV"
fi

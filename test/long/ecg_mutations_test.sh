#!/bin/sh
# Ten thousand damaged copies of every file of an ECG that the tests have: of
# each format files of our own writers, and those of devices in SHARED.
cd "$(dirname "$0")/../.." || exit 1
make -s "BUILD=${BUILD:-release}" tests >/dev/null || exit 1
export ECG_MUTATIONS=100000
n=0
echo 1..2
try() {
	n=$((n + 1))
	if "build/${CC:-gcc}-${BUILD:-release}/test/$1" >&2; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2"
	fi
}
try ecg_mutations_test "SCP-ECG, DICOM, EDF, WFDB"
try ecg_text_read_test "XML, FHIR and CSV"

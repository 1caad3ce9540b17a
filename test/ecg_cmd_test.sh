#!/bin/bash
# prossima ecg as other programs call it: what it prints, and what it refuses,
# with status 1 and the reason in the language asked for.
cd "$(dirname "$0")/.." || exit 1
PROSSIMA=${PROSSIMA:-./prossima}
corpus=fuzz/corpus
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
n=0
ok() { # words, command
	n=$((n + 1))
	if "${@:2}" >"$tmp/out" 2>&1; then echo "ok $n - $1"; else echo "not ok $n - $1"; sed 's/^/# /' "$tmp/out" | cut -c1-300; fi
}
says() { # words that the standard output holds; then the file and options
	"$PROSSIMA" ecg "${@:2}" 2>"$tmp/err" | grep -qF -- "$1" || { cat "$tmp/err"; return 1; }
}
refuses() { # English words, Italian words, file
	local status=0
	"$PROSSIMA" ecg "$3" --json --lang en >"$tmp/json" 2>"$tmp/en" || status=$?
	"$PROSSIMA" ecg "$3" --json >"$tmp/json" 2>"$tmp/it"
	cat "$tmp/en" "$tmp/it"
	[ $status = 1 ] && [ ! -s "$tmp/json" ] && grep -qF "$1" "$tmp/en" && grep -qF "$2" "$tmp/it"
}
no_samples() { ! says samples_uv "$1" --json; }
wrong_words() { "$PROSSIMA" ecg "$@" >/dev/null 2>&1; [ $? = 2 ]; }

# a WFDB record: samples 1, -2, 3 ... of two leads, a beat at 2, its checksums
printf 'r 2 500 4\nr.dat 16 1000/mV 16 0 1 4 0 I\nr.dat 16 1000/mV 16 0 2 16 0 II\n' >"$tmp/r.hea"
printf '\1\0\2\0\1\0\3\0\1\0\5\0\1\0\6\0' >"$tmp/r.dat"
printf '\2\4\0\0' >"$tmp/r.atr"
head -c 900 $corpus/ecg_scp/usual >"$tmp/cut.scp"
cat $corpus/ecg_scp/usual $corpus/ecg_scp/usual >"$tmp/two.scp"
{ head -c 700 $corpus/ecg_scp/usual; printf X; tail -c +702 $corpus/ecg_scp/usual; } >"$tmp/changed.scp"
sed 's/EDF+C/EDF+D/' $corpus/ecg_edf/plus >"$tmp/gaps.edf"
sed 's/RHYTHM/MEDIAN/' $corpus/ecg_dicom/explicit >"$tmp/median.dcm"
sed 's/ 500 4$/ 5 4/' "$tmp/r.hea" >"$tmp/slow.hea"
sed 's/16 1000/516 1000/' "$tmp/r.hea" >"$tmp/flac.hea"
sed 's/r\.dat/elsewhere.dat/' "$tmp/r.hea" >"$tmp/alone.hea"
sed 's/ II$/ I/' "$tmp/r.hea" >"$tmp/twice.hea"
: >"$tmp/empty"
printf '%%PDF-1.4\n' >"$tmp/exam.pdf"

echo 1..32
ok "a WFDB record, its signal beside" says '"sampling_hz":500,"n_samples":4,"leads":["I","II","III","aVR","aVL","aVF"]' "$tmp/r.hea" --json
ok "its samples in microvolts" says '"samples_uv":{"I":[1,1,1,1],"II":[2,3,5,6],"III":[1,2,4,5]' "$tmp/r.hea" --json --samples
ok "no samples unless asked for" no_samples "$tmp/r.hea"
for f in ecg_scp/usual ecg_scp/own ecg_scp/plain ecg_dicom/explicit ecg_dicom/implicit_open; do
	ok "$f" says '"sampling_hz":500' $corpus/$f --json
done
ok "the patient" says '"family":"Rossi"' $corpus/ecg_scp/usual --json
ok "what the device stated" says '"pr_ms":148' $corpus/ecg_dicom/explicit --json
ok "EDF+" says '"format":"edf","version":"EDF+"' $corpus/ecg_edf/plus --json
ok "a cut file" refuses "its end is missing" "manca la fine" "$tmp/cut.scp"
ok "two exams in one file" refuses "more than one recording" "più di una registrazione" "$tmp/two.scp"
ok "a byte changed" refuses "its checksum is wrong" "la somma di controllo non torna" "$tmp/changed.scp"
ok "interruptions" refuses "interruptions (EDF+D)" "interruzioni (EDF+D)" "$tmp/gaps.edf"
ok "a median beat alone" refuses "no ECG signal" "non contiene un tracciato" "$tmp/median.dcm"
ok "a rate that no ECG has" refuses "sampling rate" "frequenza di campionamento" "$tmp/slow.hea"
ok "FLAC" refuses "compressed in a way" "compresso in un modo" "$tmp/flac.hea"
ok "the signal is not beside" refuses "send the files of the exam together" "invii insieme tutti i file" "$tmp/alone.hea"
ok "a lead twice" refuses "stands twice" "compare due volte" "$tmp/twice.hea"
ok "an empty file" refuses "The file is empty" "Il file è vuoto" "$tmp/empty"
ok "another kind of file" refuses "not an ECG file" "non è un file ECG" "$tmp/exam.pdf"
ok "no such file" refuses "No such file" "No such file" "$tmp/nothing"
ok "a folder" refuses "not a regular file" "not a regular file" "$tmp"
ok "wrong words" wrong_words --json
f=$corpus/ecg_scp/usual
ok "in words: nobody has validated it" says "lettura automatica non validata" $f
ok "in words: a short exam is to be recorded again" says "quality: to be recorded again" $f --lang en
ok "in words: who" says "Rossi" $f
ok "samples without JSON" wrong_words $f --samples
ok "a gain without a drawing" wrong_words $f --gain 20
ok "JSON and a drawing" wrong_words $f --json --svg
ok "pages of one beat" wrong_words $f --pdf --layout median --pages 3

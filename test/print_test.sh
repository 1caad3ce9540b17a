#!/bin/bash
# Prescriptions, the plan and the letter as a person at the keyboard meets
# them: an invented village, one of its people.
set -u
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
db=$tmp/p.db
n=0
ok() { # name, status
	n=$((n + 1))
	[ "$2" = 0 ] && echo "ok $n - $1" || { echo "not ok $n - $1"; sed 's/^/# /' "$tmp/err"; }
}
p() { "$PROSSIMA" "$@" --db "$db" >"$tmp/out" 2>"$tmp/err"; }
says() { grep -qF "$1" "$2"; }
raw() { "$PROSSIMA" "$@" >/dev/null 2>"$tmp/err" || { echo "Bail out! $*: $(cat "$tmp/err")"; exit 1; }; }
must() { p "$@" || { echo "Bail out! $*: $(cat "$tmp/err")"; exit 1; }; }
export PROSSIMA_TODAY=2026-01-05
raw simulate --persons 1500 --province BG --months 36 --seed 3 "$tmp/raw"
raw flows import "$tmp/raw" --archive "$tmp/archive" --rejects "$tmp/rejects.csv"
raw init --db "$db"
must people import "$tmp/raw"
must strata load --archive "$tmp/archive" --date 2025-12-31
must book agendas "$tmp/raw"
must enrol batch --share 60 --from 2026-01-07 --to 2026-01-30 --seed 1
export PROSSIMA_TODAY=2026-01-31
must plan draft --all
must plan list --state draft
read -r who gp _ < <(awk 'NR > 1 && $3 <= 2' "$tmp/out")

p plan print "$who" --out "$tmp/draft.html"
ok "a draft is printed" $?
says 'Copia per il medico' "$tmp/draft.html" && says 'Per il medico: punti da decidere' "$tmp/draft.html"
ok "the draft is the doctor's copy, with notes" $?
must plan sign-batch --all
p plan prescribe "$who" --lot 1 --as "$gp"
[ $? = 1 ] && says 'only a published plan' "$tmp/err"
ok "a plan that is not published is not prescribed" $?
must plan publish --all
p plan prescribe "$who" --lot 1
[ $? = 1 ] && says 'may not' "$tmp/err"
ok "the command line issues nothing without a doctor" $?
p plan prescribe "$who" --lot 1 --as "$gp" --look
says 'would be issued' "$tmp/out" && p prescription list "$who" && says 'no prescription' "$tmp/out"
ok "a look changes nothing" $?
p plan prescribe "$who" --lot 1 --as "$gp" && says 'to be booked by 2026-07-31' "$tmp/out"
ok "lot 1 is issued" $?
p plan prescribe "$who" --lot 1 --as "$gp"
[ $? = 1 ] && says 'issued already, on 2026-01-31' "$tmp/err"
ok "and not twice" $?
p plan show "$who" && says IMPEGNATIVE "$tmp/out"
ok "the plan shows them" $?
p prescription list "$who" --json && python3 -c 'import json, sys
x = json.load(sys.stdin)
assert x and all(1 <= len(p["services"]) <= 8 and p["lot"] == 1 for p in x)' <"$tmp/out"
ok "as JSON: at most eight services each" $?
number=$("$PROSSIMA" prescription list "$who" --db "$db" | awk 'NR == 1 { print $1 }')
p prescription cancel "$number" --reason "wrong branch" --as "$gp" && p prescription list "$who" && says 'annullata: wrong branch' "$tmp/out"
ok "one is cancelled, with its reason" $?
p plan prescribe --all --lot 1
says "plans prescribed" "$tmp/out" && p plan prescribe --all --lot 1 && grep -q "^0 of" "$tmp/out"
ok "the batch goes on, and a second one finds nothing" $?
for word in 0 13 two; do p plan prescribe "$who" --lot $word --as "$gp"; [ $? = 2 ] || break; done
ok "a lot that is none is refused" $?

export PROSSIMA_TODAY=2026-02-02
must book year
p plan print "$who" --out "$tmp/plan.html" && says 'Copia per lei' "$tmp/plan.html" && ! says 'punti da decidere' "$tmp/plan.html"
ok "the signed plan is the person's copy, without notes" $?
p plan print "$who" --out "$tmp/plan_en.html" --lang en && says 'Your care plan' "$tmp/plan_en.html"
ok "in English, too" $?
p book print "$who" --out "$tmp/letter.html" && says 'I suoi appuntamenti' "$tmp/letter.html" && says 'alle ore' "$tmp/letter.html" && ! says nessuna "$tmp/letter.html"
ok "the letter says day and hour, and no empty preparation" $?
p book print "$who" --out - --lang en && says 'Your appointments' "$tmp/out"
ok "the letter on standard output, in English" $?
p book print "$who" --out "$tmp/none/letter.html"
[ $? = 1 ] && says none "$tmp/err"
ok "a folder that is not there is told" $?
# every element opened is closed, in order
for page in draft plan plan_en letter; do
	python3 - "$tmp/$page.html" <<'PY' || break
import html.parser, sys
class Tags(html.parser.HTMLParser):
    open = []
    def handle_starttag(self, tag, attrs):
        if tag not in ("meta", "br", "link", "hr"): self.open.append(tag)
    def handle_endtag(self, tag):
        assert self.open.pop() == tag, (tag, self.getpos())
t = Tags()
t.feed(open(sys.argv[1], encoding="utf-8").read())
assert not t.open
PY
done
ok "pages are well formed" $?
echo "1..$n"

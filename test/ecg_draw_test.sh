#!/bin/bash
# A printed page, measured: a record of known steps is drawn as PDF and rendered
# at ten dots a millimetre; one millivolt, one second and the ruler are counted
# in dots. The same of the SVG, when something can render it.
cd "$(dirname "$0")/.." || exit 1
PROSSIMA=${PROSSIMA:-./prossima}
for tool in qpdf pdftoppm python3; do
	command -v $tool >/dev/null || { echo "1..0 # SKIP $tool is not there"; exit 0; }
done
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
echo 1..7
n=0
ok() { # status, words
	n=$((n + 1))
	[ "$1" = 0 ] && echo "ok $n - $2" || { echo "not ok $n - $2"; bad=1; }
}

# 12 s at 500 Hz: 1 mV for 0.1 s at each second, in I, II and V1 to V6; III is 0
python3 - >"$tmp/steps.csv" <<'END'
print("time_s;I (mV);II (mV);V1 (mV);V2 (mV);V3 (mV);V4 (mV);V5 (mV);V6 (mV)")
for i in range(6000):
    v = "1,000" if i % 500 < 50 else "0,000"
    print(f"{i / 500:.3f}".replace(".", ",") + (";" + v) * 8)
END

cat >"$tmp/measure.py" <<'END'
"""measure.py PAGE.ppm SPEED GAIN: dots of black ink at ten a millimetre"""
import sys
data = open(sys.argv[1], "rb").read()
speed, gain = float(sys.argv[2]), float(sys.argv[3])
_, size, _, _ = data.split(b"\n", 3)
w, h = map(int, size.split())
px = data[len(data) - 3 * w * h:]
if abs(w - 2970) > 1 or abs(h - 2100) > 1:
    sys.exit(f"the page has {w} x {h} dots")

def dark(x, y):
    p = 3 * (y * w + x)
    return px[p] < 90 and px[p + 1] < 90 and px[p + 2] < 130

def runs(line):
    """middles of the dark runs"""
    out, start = [], None
    for i, d in enumerate(line + [False]):
        if d and start is None:
            start = i
        elif not d and start is not None:
            out.append((start + i - 1) / 2)
            start = None
    return out

# the row of the first lead: its pulse stands from x = 18 to 23 mm
col = runs([dark(205, y) for y in range(300, 1900)])  # its roof
foot = runs([dark(170, y) for y in range(300, 1900)])  # the line before it
mv = (foot[0] - col[0]) / 10
# half way up, the sides of pulse and steps
y = int(300 + (foot[0] + col[0]) / 2)
edges = runs([dark(x, y) for x in range(150, 2850)])
edges = [(e + 150) / 10 for e in edges]
rises = [e for e in edges if e > 40][::2]
gaps = [b - a for a, b in zip(rises, rises[1:])]
ruler = runs([dark(x, 2000) for x in range(200, 1300)])
long = (max(ruler) - min(ruler)) / 10
print(f"# 1 mV {mv:.2f} mm, pulse {edges[1] - edges[0]:.2f} mm, "
      f"1 s {min(gaps):.2f} to {max(gaps):.2f} mm, ruler {long:.2f} mm")
bad = (abs(mv - gain) > 0.15 or abs(edges[1] - edges[0] - 5) > 0.15
       or any(abs(g - speed) > 0.15 for g in gaps) or abs(long - 100) > 0.2)
sys.exit(bad)
END

page() { # options; measures the first page
	"$PROSSIMA" ecg "$tmp/steps.csv" --pdf "$@" >"$tmp/page.pdf" &&
		pdftoppm -r 254 "$tmp/page.pdf" "$tmp/page" &&
		mv "$tmp"/page-*1.ppm "$tmp/page.ppm"
}
page --layout 12x1 && python3 "$tmp/measure.py" "$tmp/page.ppm" 25 10
ok $? "25 mm/s and 10 mm/mV on paper"
page --layout 12x1 --gain 5 && python3 "$tmp/measure.py" "$tmp/page.ppm" 25 5
ok $? "5 mm/mV"
page --layout 12x1 --gain 20 --speed 50 && python3 "$tmp/measure.py" "$tmp/page.ppm" 50 20
ok $? "50 mm/s and 20 mm/mV"
"$PROSSIMA" ecg "$tmp/steps.csv" --pdf --layout 3x4 --pages 5 >"$tmp/all.pdf"
qpdf --check "$tmp/all.pdf" >/dev/null && [ "$(qpdf --show-npages "$tmp/all.pdf")" = 2 ]
ok $? "12 s are two pages, and qpdf finds nothing wrong with them"
pdftotext "$tmp/all.pdf" - | grep -q 'LETTURA AUTOMATICA NON VALIDATA'
ok $? "the page says that nobody has signed"
"$PROSSIMA" ecg "$tmp/steps.csv" --svg | python3 -c '
import sys, xml.dom.minidom
s = xml.dom.minidom.parse(sys.stdin).documentElement
assert (s.getAttribute("width"), s.getAttribute("height")) == ("297mm", "210mm")
assert sum(p.hasAttribute("data-lead") for p in s.getElementsByTagName("path")) == 13'
ok $? "the SVG is well formed, with twelve leads and the rhythm"
"$PROSSIMA" ecg "$tmp/steps.csv" --svg --layout 5x5 >/dev/null 2>"$tmp/err"
[ $? = 2 ] && grep -q 3x4 "$tmp/err"
ok $? "a layout that does not exist is refused"
exit ${bad:-0}

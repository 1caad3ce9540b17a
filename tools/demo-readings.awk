# Readings of one person, made by formula: the same words give the same rows.
#	awk -v person=P -v seed=N -v from=2026-01-13 -v to=2026-04-07
#	    -v story=WORD -v last=2026-04-09 -f demo-readings.awk PLAN.csv
# PLAN.csv is what `prossima home plan --csv` prints; the rows are what
# `prossima home import` reads. Each kind is measured as often as the plan asks
# for, now and then one is forgotten. `story` bends the last days before `last`.

function days(iso, y, m, d) { # since 1970-01-01
	split(iso, ymd, "-")
	y = ymd[1] + 0; m = ymd[2] + 0; d = ymd[3] + 0
	if (m < 3) { y--; m += 12 }
	return 365 * y + int(y / 4) - int(y / 100) + int(y / 400) + int((153 * (m - 3) + 2) / 5) + d - 719469
}
function iso(n, e, y, doe, doy, mp) {
	n += 719468
	e = int(n / 146097); doe = n - e * 146097
	y = int((doe - int(doe / 1460) + int(doe / 36524) - int(doe / 146096)) / 365)
	doy = doe - (365 * y + int(y / 4) - int(y / 100))
	mp = int((5 * doy + 2) / 153)
	m = mp < 10 ? mp + 3 : mp - 9
	return sprintf("%04d-%02d-%02d", y + e * 400 + (m < 3), m, doy - int((153 * mp + 2) / 5) + 1)
}
# From -1 to 1, of a day, a kind and a turn: squares modulo a prime below 2^26,
# which doubles hold exactly.
function chance(day, kind, turn, x, i) {
	x = (seed * 7919 + day * 104729 + kind * 1299709 + turn * 15485863) % 67108859
	for (i = 0; i < 6; i++)
		x = (x * x + 12345 + i * 6007) % 67108859
	return x / 33554429.5 - 1
}
# So many days before the end of the story; large before it begins.
function ago(day) { return days(last) - day }

function pressure(day, k, n, high, low) {
	high = 124 + seed % 7 + 7 * chance(day, k, n)
	low = 75 + seed % 5 + 4 * chance(day, k, n + 50)
	if (story == "pressure" && ago(day) < 12) { high += ago(day) ? 3 : 23; low += ago(day) ? 2 : 12 }
	if (story == "cuff" && ago(day) == 0) { high = 191; low = 108 }
	return sprintf("%d/%d", high, low)
}
function weight(day, k, n, x) {
	x = 66 + seed * 3 % 23 + 0.3 * sin(day / 9) + 0.25 * chance(day, k, n)
	if (story == "rise" && ago(day) < 2) x += 0.8 * (2 - ago(day))
	if (story == "water" && ago(day) < 4 && ago(day) >= 0) x += 0.75 * (4 - ago(day))
	if (story == "slip" && ago(day) == 1) return sprintf("%.1f", x / 10)
	return sprintf("%.1f", x)
}
function saturation(day, k, n) {
	if (story == "saturation" && ago(day) < 2) return 86 + (chance(day, k, n) > 0)
	return int((story == "saturation" ? 92 : 95.5) + 1.4 * chance(day, k, n) + 0.5)
}
function glucose(day, k, n) {
	return int(121 + seed % 9 + 17 * chance(day, k, n))
}
function peak_flow(day, k, n) {
	return 10 * int(39 + 2.4 * chance(day, k, n) - (story == "asthma" && ago(day) < 1 ? 10 : 0))
}
function value(kind, day, k, n) {
	if (kind == "blood_pressure") return pressure(day, k, n)
	if (kind == "weight") return weight(day, k, n)
	if (kind == "spo2") return saturation(day, k, n)
	if (kind == "glucose") return glucose(day, k, n)
	if (kind == "peak_flow") return peak_flow(day, k, n)
	if (kind == "heart_rate") return int(69 + seed % 6 + 5 * chance(day, k, n))
	if (kind == "temperature") return sprintf("%.1f", 36.4 + 0.3 * chance(day, k, n))
	if (kind == "breathlessness" || kind == "pain") return int(1.9 + 0.9 * chance(day, k, n))
	if (kind == "reliever_puffs") return chance(day, k, n) > 0.4 ? 2 : 0
	return "no"
}
# The moment of the n-th of a day: mornings first, then evenings.
function hour(day, k, n, minute) {
	minute = 7 * 60 + 15 + int(25 * chance(day, k, 90)) + n * 195
	return sprintf("%02d:%02d", minute / 60, minute % 60)
}
BEGIN {
	FS = ","
	device["blood_pressure"] = "misuratore da braccio"
	device["weight"] = "bilancia"
	device["glucose"] = "glucometro"
	device["spo2"] = "saturimetro"
	device["peak_flow"] = "misuratore di picco di flusso"
}
$1 == "line" {
	k = NR
	for (day = days(from); day <= days(to); day++) {
		if (story == "silent" && ago(day) < 14)
			continue
		times = $3 >= $4 ? $3 / $4 : ((day * $3) % $4 < $3 || ago(day) == 0 || ago(day) == 1)
		for (n = 0; n < times; n++)
			if (chance(day, k, n + 70) < 0.86 || ago(day) < 4)
				printf "%s,%s,%s,%sT%s,%s-%s-%d,patient,%s\n", person, $2, value($2, day, k, n),
				       iso(day), hour(day, k, n), $2, iso(day), n, device[$2]
	}
}

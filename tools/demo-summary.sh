#!/bin/bash
# What the demo did: steps with time and memory, then what each station holds.
#   tools/demo-summary.sh FOLDER DATABASE SECONDS
set -eu
dir=$1 db=$2
unset PROSSIMA_STATS
printf '\n%-22s %9s %9s %12s   %s\n' step seconds "CPU s" "memory MiB" command
awk -F'\t' '{ split($2, s, " ")
	printf "%-22s %9.2f %9.2f %12.0f   prossima %s %s\n", $1, s[2], s[3], s[4] / 1024, s[5], substr(s[6], 1, 1) == "-" ? "" : s[6]
	if (s[4] > peak) peak = s[4] }
	END { printf "%-22s %9s %9s %12.0f\n", "peak", "", "", peak / 1024 }' "$dir/logs/steps"
printf '%-22s %9d s\n' "the whole path" "$3"
show() {
	printf '\n-- %s\n' "$1"
	shift
	./prossima "$@"
}
show "who is chronic" strata summary --db "$db"
show "who is followed" enrol summary --db "$db"
show "plans" plan summary --db "$db"
show "the year, booked" book summary --db "$db"
show "indicators" quality show --english --db "$db"
show "settlement" settle list --db "$db"
show "exams at a distance, the most urgent first" tele list --db "$db"
show "alarms of readings from home" home alarms --db "$db"
who=$(./prossima quality people ENR_PLAN --limit 1 --db "$db" | awk -F, 'NR == 2 { print $1 }')
cat <<END

Look further, for example at one of those who need it most:
  ./prossima strata explain $who --archive $dir/archive --date 2025-12-31
  ./prossima plan show $who --db $db
  ./prossima plan print $who --out plan.html --db $db
  ./prossima book person $who --db $db
  ./prossima settle why $who --quarter 2026Q1 --db $db
  ./prossima quality people DM_CHECKS --missing --limit 20 --db $db
END

#!/bin/bash
# A grown SQLite database, copied into PostgreSQL table by table, so that both
# engines are measured on the same people.
#   bench/web-copy.sh FOLDER/prossima.db postgresql://...
# The database named is made, and must be empty; the user must be a superuser
# (guards and foreign keys rest while the rows come in).
set -euo pipefail
cd "$(dirname "$0")/.."
from=${1:?file} to=${2:?address}
p=${PROSSIMA:-./prossima}
"$p" init --db "$from" >/dev/null
"$p" init --db "$to" >/dev/null
lite() { sqlite3 -readonly "$from" "$@"; }
load() {
	echo "SET session_replication_role = replica;"
	echo "\\copy $1 ($2) FROM pstdin CSV"
}
tables=$(lite "SELECT name FROM sqlite_master WHERE type = 'table'
	AND name NOT LIKE 'sqlite_%' AND name <> 'schema_migration'")
psql -qX -c "TRUNCATE $(echo $tables | tr ' ' ,)" "$to"
for t in $tables; do
	columns=$(lite "SELECT group_concat(name) FROM pragma_table_info('$t')")
	lite -csv "SELECT $columns FROM $t" |
		psql -qX -v ON_ERROR_STOP=1 -f <(load "$t" "$columns") "$to"
done
psql -qX -c 'VACUUM ANALYZE' "$to"

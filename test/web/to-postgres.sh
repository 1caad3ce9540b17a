#!/bin/bash
# Every row of a SQLite database of ours into a PostgreSQL database of the same
# schema, which `prossima init` has just made. For tests.
#	test/web/to-postgres.sh FILE.db postgresql://...
set -euo pipefail
from=$1 to=$2
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
psql -qAtX -F ' ' "$to" -c "SELECT table_name, string_agg('\"' || column_name || '\"', ',' ORDER BY ordinal_position)
	FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
	WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> 'schema_migration'
	GROUP BY table_name" >"$tmp/tables"
{
	echo ".mode csv"
	echo '.separator , "\n"'
	while read -r table columns; do # NULL is nothing, an empty text is ""
		echo ".once '$tmp/$table.csv'"
		echo "SELECT $columns FROM $table;"
	done <"$tmp/tables"
} | sqlite3 -readonly "$from"
{
	echo "SET client_min_messages = warning;"
	echo "SET session_replication_role = replica;" # no triggers, no order of tables
	echo "SET synchronous_commit = off;"
	echo "BEGIN;"
	echo "TRUNCATE $(cut -d ' ' -f 1 "$tmp/tables" | paste -sd,) CASCADE;"
	while read -r table columns; do
		[ -s "$tmp/$table.csv" ] && echo "\\copy $table ($columns) FROM '$tmp/$table.csv' (FORMAT csv)"
	done <"$tmp/tables"
	echo "COMMIT;"
	echo "ANALYZE;"
} | psql -qX -v ON_ERROR_STOP=1 "$to" >/dev/null

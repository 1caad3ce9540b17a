/* What the dialects say differently, a word each; the template is the same.
 *
 *	temp	a table that lives as long as the session
 *	ago	days from a date to the index date, whole
 *	list	texts joined by '|' in an order, of the rows that satisfy
 *	bytes	a text compared byte by byte, as the files are sorted
 *	line	the order of a table's rows, as in the file it came from
 */
#include "strata_sql/strata_sql_int.h"

const char *const sql_dialect_name[N_SQL_DIALECT] = {"duckdb", "postgres",
						     "clickhouse", "spark"};

static const struct word duckdb[] = {
	{"settings", ""},
	{"temp", "CREATE OR REPLACE TEMP TABLE $1 AS"},
	{"view", "CREATE OR REPLACE TEMP VIEW $1 AS"},
	{"analyze", ""},
	{"date_type", "DATE"},
	{"day", "DATE '{index}'"},
	{"ago", "{int|{day} - CAST($1 AS DATE)}"},
	{"before", "CAST({day} - $1 AS DATE)"},
	{"left10", "SUBSTR(CAST($1 AS VARCHAR), 1, 10)"},
	{"int", "CAST($1 AS INTEGER)"},
	{"bigint", "CAST($1 AS BIGINT)"},
	{"div", "($1 // $2)"},
	{"concat", "$1 || $2"},
	{"list", "STRING_AGG($2, '|' ORDER BY $1) FILTER (WHERE $3)"},
	{"name", "\"$1\""},
	{"bytes", "$1"},
	{"line", "rowid"},
	{"text_type", "VARCHAR"},
	{"decimal_type", "DECIMAL(18, 4)"},
	{"line_column", ""},
	{"table_end", ""},
	{NULL, NULL},
};

static const struct word postgres[] = {
	{"settings", "SET client_min_messages = warning;\nSET jit = off;\n"},
	{"temp", "DROP TABLE IF EXISTS $1 CASCADE;\nCREATE TEMP TABLE $1 AS"},
	{"view", "CREATE OR REPLACE TEMP VIEW $1 AS"},
	{"analyze", "ANALYZE $1;\n"},
	{"date_type", "DATE"},
	{"day", "DATE '{index}'"},
	{"ago", "({day} - CAST($1 AS DATE))"},
	{"before", "({day} - $1)"},
	{"left10", "SUBSTR(CAST($1 AS TEXT), 1, 10)"},
	{"int", "CAST($1 AS INTEGER)"},
	{"bigint", "CAST($1 AS BIGINT)"},
	{"div", "($1 / $2)"},
	{"concat", "$1 || $2"},
	{"list", "STRING_AGG($2, '|' ORDER BY $1) FILTER (WHERE $3)"},
	{"name", "\"$1\""},
	{"bytes", "$1 COLLATE \"C\""},
	{"line", "ctid"},
	{"text_type", "TEXT"},
	{"decimal_type", "NUMERIC(18, 4)"},
	{"line_column", ""},
	{"table_end", ""},
	{NULL, NULL},
};

static const struct word clickhouse[] = {
	{"settings", "SET join_use_nulls = 1;\n"},
	{"temp", "DROP TABLE IF EXISTS $1;\n"
		 "CREATE TEMPORARY TABLE $1 ENGINE = Memory AS"},
	{"view", "DROP VIEW IF EXISTS $1;\nCREATE VIEW $1 AS"},
	{"analyze", ""},
	{"date_type", "Nullable(Date32)"},
	{"day", "toDate32('{index}')"},
	{"ago", "dateDiff('day', toDate32($1), {day})"},
	{"before", "subtractDays({day}, $1)"},
	{"left10", "SUBSTR(toString($1), 1, 10)"},
	{"int", "toInt32($1)"},
	{"bigint", "toInt64($1)"},
	{"div", "intDiv($1, $2)"},
	{"concat", "CONCAT($1, $2)"},
	{"list", "NULLIF(arrayStringConcat(arrayMap(t -> t.2, "
		 "arraySort(groupArrayIf(($1, $2), $3))), '|'), '')"},
	{"name", "\"$1\""},
	{"bytes", "$1"},
	{"line", "line"},
	{"text_type", "Nullable(String)"},
	{"decimal_type", "Nullable(Decimal(18, 4))"},
	{"line_column", ",\n\tline UInt64"},
	{"table_end", " ENGINE = MergeTree ORDER BY tuple()"},
	{NULL, NULL},
};

static const struct word spark[] = {
	{"settings", ""},
	{"temp", "DROP VIEW IF EXISTS $1;\nCACHE TABLE $1 AS"},
	{"view", "CREATE OR REPLACE TEMPORARY VIEW $1 AS"},
	{"analyze", ""},
	{"date_type", "DATE"},
	{"day", "DATE '{index}'"},
	{"ago", "DATEDIFF({day}, CAST($1 AS DATE))"},
	{"before", "DATE_SUB({day}, $1)"},
	{"left10", "SUBSTR(CAST($1 AS STRING), 1, 10)"},
	{"int", "CAST($1 AS INT)"},
	{"bigint", "CAST($1 AS BIGINT)"},
	{"div", "($1 DIV $2)"},
	{"concat", "CONCAT($1, $2)"},
	{"list", "NULLIF(ARRAY_JOIN(TRANSFORM(ARRAY_SORT(COLLECT_LIST("
		 "CASE WHEN $3 THEN NAMED_STRUCT('o', $1, 't', $2) END)), "
		 "x -> x.t), '|'), '')"},
	{"name", "`$1`"},
	{"bytes", "$1"},
	{"line", "line"},
	{"text_type", "STRING"},
	{"decimal_type", "DECIMAL(18, 4)"},
	{"line_column", ",\n\tline BIGINT"},
	{"table_end", ""},
	{NULL, NULL},
};

const struct word *dialect_words(enum sql_dialect d)
{
	static const struct word *const table[N_SQL_DIALECT] = {
		[SQL_DUCKDB] = duckdb,
		[SQL_POSTGRES] = postgres,
		[SQL_CLICKHOUSE] = clickhouse,
		[SQL_SPARK] = spark,
	};
	return table[d];
}

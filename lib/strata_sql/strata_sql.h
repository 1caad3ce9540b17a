/* strata_sql - the evaluation of strata/ written out as SQL, for those who keep
 * the flows in a warehouse or a cluster.
 *
 * The text is one script over the tables of the simple CSV form (data/flows.md
 * section 3): it makes temporary tables of the clinical knowledge, then of
 * what each step finds, and ends with a SELECT of one row per person, with the
 * columns of strata_write_csv, in order of person_id. What the steps mean is
 * data/README.md section 3; results are equal to those of strata/, and the
 * tests compare them (test/strata_sql_test.sh).
 *
 * The evaluation is written once, in evaluate.sql; what the dialects say
 * differently is one table of words (dialect.c). Rejecting rows that break
 * data/flows.md is the importer's work, not the script's.
 */
#ifndef STRATA_SQL_STRATA_SQL_H
#define STRATA_SQL_STRATA_SQL_H

#include "base/buf.h"
#include "knowledge/knowledge.h"
#include "rules/rules.h"

enum sql_dialect {
	SQL_DUCKDB,
	SQL_POSTGRES,
	SQL_CLICKHOUSE,
	SQL_SPARK,
	N_SQL_DIALECT
};
extern const char *const sql_dialect_name[N_SQL_DIALECT];

struct strata_sql {
	const struct knowledge *kn; /* borrowed, like the others */
	const struct rules *rules;
	struct date index;
	struct str definition; /* empty: parameter strat.level_definition */
	enum sql_dialect dialect;
	/* Column that tells the order of the rows in the file, so that the
	 * first of several with one record_id is kept; empty: the dialect's. */
	struct str line;
	bool clean;    /* the tables hold no copies: do not look for them */
	bool evidence; /* also a second SELECT: strata_write_evidence */
};

/* The script, appended. E_RANGE when a rule cannot be said in SQL. */
MUST_USE enum rc strata_sql_write(const struct strata_sql *q, struct buf *out,
				  struct err *err);
/* CREATE TABLE of the six tables, as the script wants them. */
MUST_USE enum rc strata_sql_tables(enum sql_dialect dialect, struct buf *out,
				   struct err *err);

#endif

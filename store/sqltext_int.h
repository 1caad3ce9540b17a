/* store/sqltext - what tools/sqlgen compiles from store/sql and
 * store/migrations. Private to store/.
 */
#ifndef STORE_SQLTEXT_INT_H
#define STORE_SQLTEXT_INT_H

#include "store/store.h"

#define SQL_MAX_PARAM 64

struct sql_text { /* by enum sql */
	const char *name;
	char kind; /* 'o'ne, 'm'any, 'r'un */
	int n_param;
	/* names of ?1, $1 ..., each with its NUL: no addresses, of which the
	 * loader would fill in 64 a statement at every start */
	const char *param;
	const char *sql[2]; /* by enum db_engine */
};
extern const struct sql_text sql_texts[N_SQL + 1];

struct migration {
	int number;
	const char *name;
	int engine; /* enum db_engine */
	const char *text;
};
/* By number, then engine; the last has no name. */
extern const struct migration sql_migrations[];

#endif

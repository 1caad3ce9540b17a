/* Inside table: one value against its column. */
#ifndef TABLE_TABLE_INT_H
#define TABLE_TABLE_INT_H

#include "table/table.h"

struct reading { /* what is known while one file is read */
	const struct table_form *form;
	struct str file;
	struct issues *issues;
	table_resolve *resolve;
	void *ctx;
	uint64_t line;
};

/* Check `v` and put it at its place in `row` (NULL: check only). */
void column_take(struct reading *r, const struct column *c, struct str v,
		 unsigned char *row);

#endif

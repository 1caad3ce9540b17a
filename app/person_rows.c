#include "app/person_view_int.h"

enum rc person_rows(struct stmt *q, size_t size, size_t most,
		    person_row_fn *read, void *ctx, struct arena *a, void *list,
		    size_t *n, struct err *err)
{
	char *rows = NULL;
	size_t cap = 0, count = 0;
	bool row = true;
	enum rc rc = OK;
	while (!rc && !(rc = stmt_step(q, &row, err)) && row) {
		if (count == most)
			rc = err_set(err, E_LIMIT,
				     "more than %zu rows about one person",
				     most);
		if (!rc)
			rc = array_grow(&rows, &cap, count + 1, size, most,
					err);
		if (!rc)
			rc = read(q, rows + count++ * size, ctx, err);
	}
	stmt_close(q);
	char *copy = rc || !count ? NULL : arena_calloc(a, count, size);
	if (!rc && count && !copy)
		rc = arena_fail(a, err);
	if (copy)
		memcpy(copy, rows, count * size);
	free(rows);
	if (!rc) {
		*(char **)list = copy;
		*n = count;
	}
	return rc;
}

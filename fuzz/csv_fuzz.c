/* Property: a record we read, written again, is read back field by field; and
 * the reader always comes to an end, line by line. */
#include "csv/csv.h"

static void round_trip(const struct csv *c)
{
	struct buf b;
	struct csv again;
	buf_init(&b, 4u << 20);
	csv_put_row(&b, c->field, c->n);
	csv_init(&again, buf_view(&b));
	if (b.failed || csv_next(&again, NULL) || again.n != c->n)
		abort();
	for (size_t i = 0; i < c->n; i++)
		if (!str_eq(c->field[i], again.field[i]))
			abort();
	if (csv_next(&again, NULL) != E_NOT_FOUND)
		abort();
	csv_release(&again);
	buf_release(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct csv c;
	uint64_t line = 0;
	csv_init(&c, (struct str){(const char *)data, size});
	for (enum rc rc; (rc = csv_next(&c, NULL)) != E_NOT_FOUND;) {
		if (c.line <= line || (rc && rc != E_FORMAT))
			abort();
		line = c.line;
		if (!rc && c.n <= CSV_MAX_FIELDS)
			round_trip(&c);
	}
	csv_release(&c);
	return 0;
}

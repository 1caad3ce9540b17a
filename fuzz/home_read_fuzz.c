/* Files of readings from home, CSV or FHIR by content.
 *
 * Property: what is read is of a known kind, within what is possible, at a
 * moment, and whole; everything else is refused with words. */
#include "monitor/intake.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct arena kept;
static struct monitor_tables tables;

static void open_once(void)
{
	struct err err = {0};
	if (tables.n_kind)
		return;
	arena_init(&kept, 16u << 20);
	if (monitor_tables_load(NULL, date_of(2026, 3, 2), &kept, &tables,
				&err))
		abort();
}

static void check_row(const struct monitor_row *r)
{
	if (r->kind < 0 || (size_t)r->kind >= tables.n_kind || !r->line ||
	    r->by >= N_MONITOR_BY)
		abort();
	const struct monitor_kind *k = &tables.kind[r->kind];
	for (int i = 0; i < k->n_part; i++)
		if (r->value_milli[i] < k->part[i].least ||
		    r->value_milli[i] > k->part[i].most)
			abort();
	if (k->n_part < 2 && r->value_milli[1] != MONITOR_NO_VALUE)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct monitor_rows rows = {0};
	struct err err = {0};
	open_once();
	arena_init(&a, 256u << 20);
	enum rc rc = monitor_read(&tables,
				  (struct str){(const char *)data, size}, &a,
				  &rows, &err);
	if (rc && rc != E_LIMIT && !err.msg)
		abort();
	for (size_t i = 0; !rc && i < rows.n; i++)
		check_row(&rows.list[i]);
	for (size_t i = 0; !rc && i < rows.n_refused; i++)
		if (!rows.refused[i].msg || !rows.refused[i].detail.len)
			abort();
	arena_release(&a);
	return 0;
}

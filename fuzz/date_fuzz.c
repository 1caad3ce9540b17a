/* Property: a date we accept, we print back byte for byte; a month on and a
 * month back never leaves the neighbouring days. */
#include "base/date.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str in = {(const char *)data, size};
	struct date d;
	char text[11];
	if (date_parse(in, &d, NULL))
		return 0;
	if (!str_eq(in, date_text(d, text)))
		abort();
	struct ymd c = date_ymd(d);
	if (c.year < 1801 || c.year > 2198)
		return 0;
	struct date back = date_add_months(date_add_months(d, 1), -1);
	if (back.days > d.days || back.days < d.days - 3)
		abort();
	if (date_age(d, date_add_months(d, 12)) > 1)
		abort();
	return 0;
}

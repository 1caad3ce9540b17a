/* Numbers and days out of the text of a field. */
#ifndef FLOWS_VALUE_INT_H
#define FLOWS_VALUE_INT_H

#include "base/date.h"
#include "flows/cause_int.h"

/* A real day from 1900-01-01 on. */
enum cause value_date(struct str s, int32_t *days);
/* YYYY-MM-DDTHH:MM as minutes since 1970-01-01. */
enum cause value_minute(struct str s, int32_t *minutes);
enum cause value_int(struct str s, int32_t *out);
/* The common decimal, up to eight characters and not negative, times 10000;
 * false: ask the functions below, which know the rest and the cause. Eight
 * bytes from s.ptr on must be readable. */
bool value_short_decimal(struct str s, int32_t *e4);
/* Decimal with at most four decimals, times 10000. */
enum cause value_amount(struct str s, int32_t *e4);
/* The same in cents; the third and fourth decimal are rounded half up. */
enum cause value_cents(struct str s, int32_t *cents);

#endif

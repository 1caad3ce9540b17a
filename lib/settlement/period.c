#include "settlement/settlement.h"

enum rc settle_quarter_parse(struct str s, struct settle_period *out,
			     struct err *err)
{
	int64_t year, quarter;
	if (s.len != 6 || s.ptr[4] != 'Q' ||
	    !str_to_int(str_sub(s, 0, 4), &year) ||
	    !str_to_int(str_sub(s, 5, 1), &quarter) || quarter < 1 ||
	    quarter > 4 || year < 2018 || year > 2199)
		return err_set(err, E_FORMAT,
			       "\"" STR_FMT
			       "\" is not a quarter such as 2026Q1",
			       STR_ARG(s));
	out->from = date_of((int)year, (int)quarter * 3 - 2, 1);
	out->to = date_add(date_add_months(out->from, 3), -1);
	return OK;
}

int64_t settle_month_cents(int64_t yearly, int month)
{
	assert(month >= 0 && month < 12 && yearly >= 0);
	return yearly * (month + 1) / 12 - yearly * month / 12;
}

#include "plan/prescribe.h"

struct sheet {
	const struct plan_item *first;
	struct date earliest, latest; /* days that serve all that is on it */
	int n;
};

static bool carries(const struct plan_item *list, size_t n, int sheet,
		    struct str service)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].sheet == sheet && str_eq(list[i].service, service))
			return true;
	return false;
}

static bool same_day_possible(const struct sheet *s, const struct plan_item *x)
{
	if (x->group.len || s->first->group.len)
		return str_eq(x->group, s->first->group);
	return x->earliest.days <= s->latest.days &&
	       s->earliest.days <= x->latest.days;
}

static int find_sheet(const struct sheet *sheets, int n_sheet, int most,
		      const struct plan_item *list, size_t i)
{
	const struct plan_item *x = &list[i];
	for (int k = 0; k < n_sheet; k++)
		if (sheets[k].n < most &&
		    str_eq(sheets[k].first->branch, x->branch) &&
		    same_day_possible(&sheets[k], x) &&
		    !carries(list, i, k, x->service))
			return k;
	return n_sheet;
}

enum rc plan_sheets(struct plan_item *list, size_t n, int most, struct arena *a,
		    int *n_sheet, struct err *err)
{
	assert(most > 0);
	struct sheet *sheets = arena_array(a, struct sheet, n ? n : 1);
	*n_sheet = 0;
	if (!sheets)
		return arena_fail(a, err);
	for (size_t i = 0; i < n; i++) {
		struct plan_item *x = &list[i];
		x->sheet = find_sheet(sheets, *n_sheet, most, list, i);
		struct sheet *s = &sheets[x->sheet];
		if (x->sheet == *n_sheet) {
			++*n_sheet;
			*s = (struct sheet){x, x->earliest, x->latest, 0};
		}
		if (x->earliest.days > s->earliest.days)
			s->earliest = x->earliest;
		if (x->latest.days < s->latest.days)
			s->latest = x->latest;
		s->n++;
	}
	return OK;
}

struct plan_span plan_lot_span(int lot, int n_lots, int months,
			       struct date base)
{
	struct plan_span s = {date_of(1900, 1, 1), date_of(2199, 12, 31)};
	assert(lot >= 0 && lot <= n_lots && months > 0);
	if (lot > 1)
		s.after = date_add_months(base, (lot - 1) * months);
	if (lot && lot < n_lots)
		s.until = date_add_months(base, lot * months);
	return s;
}

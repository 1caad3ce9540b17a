/* Which days a drug covers, from the sums of its dispensings. */
#include "therapy/therapy_int.h"

int therapy_supply_days(const struct therapy_limits *l,
			const struct therapy_item *item)
{
	int64_t days = item->n > 0 ? item->ddd_e4 / item->n / 10000 : 0;
	if (days < l->min_supply_days)
		return l->default_supply_days;
	return (int)min_i64(days, l->max_supply_days);
}

struct cover therapy_cover(const struct therapy_limits *l,
			   const struct therapy_item *item, struct date on)
{
	int supply = therapy_supply_days(l, item);
	struct date end = date_add(item->last, supply - 1);
	int64_t span = end.days - item->first.days + 1;
	struct cover c = {0};
	assert(item->first.days <= item->last.days);
	c.present = end.days + l->present_grace_days >= on.days;
	c.n = 1;
	c.span[0] = (struct span){item->first, end};
	if (item->n * supply * 100 < span * l->continuous_percent) {
		c.n = 2;
		c.span[0].to = date_add(item->first, supply - 1);
		c.span[1] = (struct span){item->last, end};
	}
	return c;
}

bool therapy_present(const struct therapy_limits *l,
		     const struct therapy_item *item, struct date on)
{
	return therapy_cover(l, item, on).present;
}

int64_t therapy_ddd_per_day_e4(const struct therapy_limits *l,
			       const struct therapy_item *item)
{
	int64_t days = item->last.days - item->first.days +
		       therapy_supply_days(l, item);
	int64_t credible = (int64_t)l->min_supply_days * 10000 * item->n;
	if (item->n < 2 || item->ddd_e4 < credible)
		return 0;
	return (item->ddd_e4 + days / 2) / days;
}

bool therapy_overlap(const struct cover *a, const struct cover *b,
		     struct span *out)
{
	bool found = false;
	for (int i = 0; i < a->n; i++)
		for (int j = 0; j < b->n; j++) {
			struct span s = a->span[i], t = b->span[j];
			s.from.days =
				(int32_t)max_i64(s.from.days, t.from.days);
			s.to.days = (int32_t)min_i64(s.to.days, t.to.days);
			if (s.from.days > s.to.days ||
			    (found && s.to.days <= out->to.days))
				continue;
			*out = s;
			found = true;
		}
	return found;
}

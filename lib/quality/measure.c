#include "quality/quality.h"

static void say(struct buf *why, const char *word, struct str codes)
{
	if (!why)
		return;
	if (why->len)
		buf_text(why, "; ");
	buf_text(why, word);
	buf_str(why, codes);
}

static bool has_condition(const struct quality_person *p, struct str wanted)
{
	if (!wanted.len)
		return true;
	for (struct str rest = wanted; rest.ptr;) {
		struct str code = str_cut(&rest, '|');
		for (size_t i = 0; i < p->n_condition; i++)
			if (str_eq(p->conditions[i], code))
				return true;
	}
	return false;
}

static struct quality_part one(bool numerator)
{
	return (struct quality_part){1, numerator};
}

static int times_in_year(const struct quality_person *p, struct str codes)
{
	int n = 0;
	for (size_t i = 0; i < p->n_service; i++)
		if (kn_service_matches(p->services[i].code, codes))
			n += p->services[i].n_365;
	return n;
}

static struct quality_part services(const struct indicator *i,
				    const struct quality_person *p,
				    struct buf *why)
{
	int held = 0;
	for (struct str rest = i->numerator; rest.ptr;) {
		struct str times = str_cut(&rest, ';');
		struct str codes = str_cut(&times, ':');
		int64_t want = 1;
		if (!str_to_int(times, &want))
			BUG("indicator numerator was checked at loading");
		bool enough = times_in_year(p, codes) >= want;
		held += enough;
		say(why, enough ? "+" : "-", codes);
	}
	return one(held >= i->min_groups);
}

/* Doses dispensed over the days from the first dispensing to the end of the
 * window, at most 100: one defined daily dose counts a day. */
static int covered_percent(const struct quality_person *p, struct str prefixes,
			   struct date to)
{
	struct date first = DATE_MAX;
	int64_t ddd_e4 = 0;
	for (size_t i = 0; i < p->n_drug; i++) {
		if (!kn_code_matches(p->drugs[i].atc, prefixes))
			continue;
		ddd_e4 += p->drugs[i].ddd_e4;
		if (p->drugs[i].first.days < first.days)
			first = p->drugs[i].first;
	}
	if (first.days > to.days)
		return 0;
	int64_t days = to.days - first.days + 1;
	return (int)min_i64(100, ddd_e4 / 100 / days);
}

static struct quality_part drugs(const struct indicator *i,
				 const struct quality_person *p,
				 struct quality_days days, struct buf *why)
{
	int percent = covered_percent(p, i->numerator, days.claims_to);
	if (why)
		buf_printf(why, "%d %% covered", percent);
	return one(percent >= days.covered_percent);
}

static struct quality_part activity(const struct indicator *i,
				    const struct quality_work *w)
{
	if (str_is(i->numerator, "prescribed"))
		return (struct quality_part){w->due, w->prescribed};
	if (str_is(i->numerator, "booked"))
		return (struct quality_part){w->due, w->booked};
	if (str_is(i->numerator, "done"))
		return (struct quality_part){w->due, w->done};
	return (struct quality_part){w->booked, w->booked_on_time};
}

static struct quality_part timely(const struct indicator *i,
				  const struct quality_work *w,
				  struct quality_days days)
{
	if (date_is_none(w->pact_on))
		return (struct quality_part){0, 0};
	struct date last = date_add(w->pact_on, i->window_days);
	bool still_time =
		date_is_none(w->plan_signed_on) && days.on.days <= last.days;
	if (still_time)
		return (struct quality_part){0, 0};
	return one(!date_is_none(w->plan_signed_on) &&
		   w->plan_signed_on.days <= last.days);
}

struct quality_part indicator_measure(const struct indicator *i,
				      const struct quality_person *p,
				      struct quality_days days, struct buf *why)
{
	const struct quality_part none = {0, 0};
	const struct quality_work *w = &p->work;
	if (!has_condition(p, i->conditions))
		return none;
	switch (i->kind) {
	case IND_SERVICES:
		return services(i, p, why);
	case IND_DRUGS:
		return drugs(i, p, days, why);
	case IND_PLAN:
		return w->enrolled ? one(w->plan_published) : none;
	case IND_TIMELY_PLAN:
		return w->enrolled ? timely(i, w, days) : none;
	case IND_ACTIVITY:
		return w->enrolled ? activity(i, w) : none;
	case IND_ATTENDED:
		return (struct quality_part){w->attended + w->missed,
					     w->attended};
	case N_INDICATOR_KIND:
		break;
	}
	BUG("indicator kind");
}

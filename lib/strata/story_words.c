/* What a row of condition_rules.csv asks, in words. */
#include "strata/story.h"

struct out {
	struct buf *b;
	enum lang lang;
};

static void say(const struct out *o, enum msg id)
{
	buf_str(o->b, text_of(id, o->lang));
}

static void fill(const struct out *o, enum msg id, const char *name,
		 struct str value)
{
	const struct str pair[] = {str_from(name), value};
	text_fill(o->b, id, o->lang, pair, 1);
}

static void fill_int(const struct out *o, enum msg id, int64_t n)
{
	char digits[24];
	snprintf(digits, sizeof(digits), "%" PRId64, n);
	fill(o, id, "n", str_from(digits));
}

static void comma(const struct out *o)
{
	buf_text(o->b, ", ");
}

static void ask_where(const struct out *o, const struct kn_rule *r)
{
	static const enum msg flow[N_FLOW] = {
		[FLOW_EXEMPTION] = MSG_STRATA_FLOW_EXEMPTION,
		[FLOW_DRUG] = MSG_STRATA_FLOW_DRUG,
		[FLOW_OUTPATIENT] = MSG_STRATA_FLOW_OUTPATIENT,
		[FLOW_HOSPITAL] = MSG_STRATA_FLOW_HOSPITAL,
		[FLOW_EMERGENCY] = MSG_STRATA_FLOW_EMERGENCY};
	say(o, flow[r->flow]);
	if (r->field != FIELD_NONE) {
		buf_text(o->b, " (");
		say(o, r->field == FIELD_DX_MAIN ? MSG_STRATA_IN_MAIN
		       : r->field == FIELD_PROC  ? MSG_STRATA_IN_PROC
						 : MSG_STRATA_IN_DX);
		buf_char(o->b, ')');
	}
	buf_char(o->b, ' ');
	fill(o, MSG_STRATA_ASK_CODES, "codes", r->codes);
}

static void ask_doses(const struct out *o, int64_t e4)
{
	struct buf b;
	buf_init(&b, 64);
	buf_decimal(&b, e4, 4);
	fill(o, MSG_STRATA_ASK_DDD, "n", buf_view(&b));
	buf_release(&b);
}

static void ask_window(const struct out *o, const struct kn_rule *r,
		       struct date index)
{
	char from[11], days[24];
	snprintf(days, sizeof(days), "%d", r->lookback_days);
	struct date first = date_add(index, 1 - r->lookback_days);
	const struct str pairs[] = {STR("n"), str_from(days), STR("from"),
				    date_text(first, from)};
	text_fill(o->b, MSG_STRATA_ASK_WINDOW, o->lang, pairs, 2);
}

static void ask_how_many(const struct out *o, const struct kn_rule *r,
			 struct date index)
{
	comma(o);
	fill_int(o, MSG_STRATA_ASK_EVENTS, r->min_events);
	if (r->min_distinct_dates > 1) {
		buf_char(o->b, ' ');
		fill_int(o, MSG_STRATA_ASK_DATES, r->min_distinct_dates);
	}
	if (r->min_days_span > 0) {
		comma(o);
		fill_int(o, MSG_STRATA_ASK_SPAN, r->min_days_span);
	}
	if (r->min_ddd_e4 > 0) {
		comma(o);
		ask_doses(o, r->min_ddd_e4);
	}
	comma(o);
	ask_window(o, r, index);
}

void story_rule_words(struct buf *b, const struct kn_rule *r, struct date index,
		      enum lang lang)
{
	const struct out o = {b, lang};
	if (r->negated) {
		say(&o, MSG_STRATA_ASK_NOT);
		buf_char(b, ' ');
	}
	ask_where(&o, r);
	if (r->flow != FLOW_EXEMPTION)
		ask_how_many(&o, r, index);
	if (r->age_min != KN_UNSET) {
		comma(&o);
		fill_int(&o, MSG_STRATA_ASK_AGE_MIN, r->age_min);
	}
	if (r->age_max != KN_UNSET) {
		comma(&o);
		fill_int(&o, MSG_STRATA_ASK_AGE_MAX, r->age_max);
	}
	if (r->sex) {
		comma(&o);
		fill(&o, MSG_STRATA_ASK_SEX, "sex",
		     text_of(r->sex == 'M' ? MSG_STRATA_SEX_M
					   : MSG_STRATA_SEX_F,
			     lang));
	}
}

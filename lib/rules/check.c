#include "rules/rules_int.h"

static bool is_flag(struct str v)
{
	return str_is(v, "0") || str_is(v, "1");
}

static bool is_number(struct str v)
{
	int64_t x;
	return str_to_decimal(v, 4, &x) && x >= 0;
}

/* The unit "date" is a day, or a number of days that differ. */
static bool is_day(struct str v)
{
	struct date d;
	return is_number(v) || !date_parse(v, &d, NULL);
}

static bool is_time(struct str v)
{
	int64_t h, m;
	return v.len == 5 && v.ptr[2] == ':' &&
	       str_to_int(str_sub(v, 0, 2), &h) && h >= 0 && h < 24 &&
	       str_to_int(str_sub(v, 3, 2), &m) && m >= 0 && m < 60;
}

static bool is_https(struct str v)
{
	return str_starts(v, STR("https://"));
}

/* What a unit asks of the value; other units are free text. */
static const char *parameter_wrong(struct str unit, struct str v)
{
	static const struct {
		const char *unit;
		bool (*fits)(struct str);
		const char *why;
	} units[] = {
		{"flag", is_flag, "is not a flag: write 0 or 1"},
		{"date", is_day, "is not a day: write YYYY-MM-DD"},
		{"time", is_time, "is not a time: write HH:MM"},
		{"day", is_number, "is not a number of days"},
		{"month", is_number, "is not a number of months"},
		{"percent", is_number, "is not a percentage"},
		{"second", is_number, "is not a number of seconds"},
		{"minute", is_number, "is not a number of minutes"},
		{"hour", is_number, "is not a number of hours"},
		{"working day", is_number, "is not a number of working days"},
		{"person", is_number, "is not a number of people"},
		{"service", is_number, "is not a number of services"},
		{"https", is_https, "is not an address of https://"},
	};
	for (size_t i = 0; v.len && i < countof(units); i++)
		if (str_is(unit, units[i].unit) && !units[i].fits(v))
			return units[i].why;
	return NULL;
}

/* Parameters whose value is one of a few words; a program that meets another
 * one stops where the word is needed, which is too late. */
static const char *word_wrong(struct str key, struct str v)
{
	static const struct {
		const char *key, *words, *why;
	} lists[] = {
		{"signature.reports", "session cades pades",
		 "is no form of signing: write session, cades or pades"},
		{"strat.level_definition", "strict weighted",
		 "is no level definition: write strict or weighted"},
		{"tele.spirometry_set", "gli2012 gli2022 ecsc1993 nhanes3",
		 "is no set of equations: write gli2022, gli2012, ecsc1993 or "
		 "nhanes3"},
		{"tele.spirometry_group", "1 2 3 4 5",
		 "is no group of the equations: write 1 to 5"},
	};
	for (size_t i = 0; i < countof(lists); i++) {
		struct str rest = str_from(lists[i].words);
		if (!str_is(key, lists[i].key))
			continue;
		while (rest.ptr)
			if (str_eq(str_cut(&rest, ' '), v))
				return NULL;
		return lists[i].why;
	}
	return NULL;
}

/* A parameter asks for what its unit asks, then for its own words. */
static const char *value_wrong(const struct rule *x)
{
	const char *why = parameter_wrong(x->unit, x->value);
	return why || !x->value.len ? why : word_wrong(x->key, x->value);
}

static const char *tariff_wrong(const struct rule *x)
{
	int64_t n, to;
	if (x->ats.len)
		return "is for one ATS: a tariff has no ATS";
	if (x->value.len && (!str_to_int(x->value, &n) || n < 0))
		return "is not a number of cents: write digits only";
	struct str rest = x->key;
	str_cut(&rest, '@');
	if (rest.ptr && !range_parse(rest, &n, &to))
		return "has a count that is not a range: write from_count and "
		       "to_count as whole numbers in order";
	return NULL;
}

static const char *window_wrong(const struct rule *x)
{
	struct care_window w;
	int64_t from, to;
	struct str rest = x->key, planned = STR("P/planned/");
	if (x->ats.len)
		return "is for one ATS: a window has no ATS";
	if (!window_parse(x->value, &w))
		return "is not max_wait/early/late in whole days";
	if (!str_starts(rest, planned))
		return NULL;
	rest = str_sub(rest, planned.len, rest.len - planned.len);
	return range_parse(rest, &from, &to)
		       ? NULL
		       : "has an interval that is not a range of months";
}

const char *rule_wrong(const struct rule *x)
{
	switch (x->kind) {
	case RULE_PARAMETER:
		return value_wrong(x);
	case RULE_TARIFF:
		return tariff_wrong(x);
	case RULE_ADMITTED:
		return is_flag(x->value) ? NULL : "is not a flag: write 0 or 1";
	case RULE_WINDOW:
		return window_wrong(x);
	case N_RULE_KIND:
		break;
	}
	BUG("rule kind");
}

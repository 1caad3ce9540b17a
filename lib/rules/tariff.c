#include "rules/rules_int.h"

bool range_parse(struct str s, int64_t *from, int64_t *to)
{
	struct str hi = s, lo = str_cut(&hi, '-');
	if (!hi.ptr || !str_to_int(lo, from) || *from < 0)
		return false;
	*to = INT64_MAX;
	return !hi.len || (str_to_int(hi, to) && *from <= *to);
}

/* The row of `prefix`@from-to whose range holds `count`. */
static const struct rule *by_count(const struct rules *r, struct str prefix,
				   int64_t count, struct date on)
{
	struct str none = STR("");
	for (size_t i = rules_from(r, RULE_TARIFF, prefix); i < r->n; i++) {
		const struct rule *x = &r->list[i];
		int64_t from, to;
		if (x->kind != RULE_TARIFF || !str_starts(x->key, prefix))
			break;
		struct str range =
			str_sub(x->key, prefix.len, x->key.len - prefix.len);
		if (!range_parse(range, &from, &to) || count < from ||
		    count > to)
			continue;
		x = rules_find(r, RULE_TARIFF, x->key, none, on);
		if (x)
			return x;
	}
	return NULL;
}

enum rc rules_tariff(const struct rules *r, const char *item, int level,
		     int64_t count, struct date on, int64_t *cents,
		     const struct rule **row, struct err *err)
{
	char key[80], day[11];
	int n = level ? snprintf(key, sizeof(key), "%s/%d@", item, level)
		      : snprintf(key, sizeof(key), "%s@", item);
	if (n < 1 || (size_t)n >= sizeof(key))
		return err_set(err, E_RANGE,
			       "tariff \"%s\" has too long a name", item);
	struct str prefix = {key, (size_t)n}, plain = {key, (size_t)n - 1};
	const struct rule *x = rules_find(r, RULE_TARIFF, plain, STR(""), on);
	if (!x && count > 0)
		x = by_count(r, prefix, count, on);
	date_text(on, day);
	if (!x || !x->value.len)
		return err_set(err, E_NOT_FOUND,
			       "tariff \"" STR_FMT "\" has no amount on %s"
			       ": set it with \"prossima rules set\"",
			       STR_ARG(plain), day);
	if (!str_to_int(x->value, cents))
		return err_set(err, E_FORMAT,
			       "tariff \"" STR_FMT "\" is \"" STR_FMT
			       "\", not a number of cents",
			       STR_ARG(x->key), STR_ARG(x->value));
	if (row)
		*row = x;
	return OK;
}

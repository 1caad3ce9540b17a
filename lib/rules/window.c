#include "rules/rules_int.h"

bool window_parse(struct str value, struct care_window *out)
{
	int64_t v[3];
	struct str rest = value;
	for (int i = 0; i < 3; i++) {
		if (!rest.ptr)
			return false;
		struct str part = str_cut(&rest, '/');
		v[i] = KN_UNSET;
		if ((part.len || i > 0) &&
		    (!str_to_int(part, &v[i]) || v[i] < 0 || v[i] > 36600))
			return false;
	}
	if (rest.ptr)
		return false;
	*out = (struct care_window){(int)v[0], (int)v[1], (int)v[2], NULL};
	return true;
}

/* Is the interval above the lower end and up to the upper one? Intervals are
 * months; the shortest class also takes an interval of nothing. */
static bool interval_in(struct str key, struct str prefix, int64_t months_e4)
{
	int64_t from, to;
	if (!range_parse(str_sub(key, prefix.len, key.len - prefix.len), &from,
			 &to))
		return false;
	return months_e4 > from * 10000 &&
	       (to == INT64_MAX || months_e4 <= to * 10000);
}

static const struct rule *planned(const struct rules *r, int64_t months_e4,
				  struct date on)
{
	struct str prefix = STR("P/planned/"), none = STR("");
	for (size_t i = rules_from(r, RULE_WINDOW, prefix); i < r->n; i++) {
		const struct rule *x = &r->list[i];
		if (x->kind != RULE_WINDOW || !str_starts(x->key, prefix))
			return NULL;
		if (!interval_in(x->key, prefix, months_e4))
			continue;
		x = rules_find(r, RULE_WINDOW, x->key, none, on);
		if (x)
			return x;
	}
	return NULL;
}

static const struct rule *by_class(const struct rules *r, char priority_class,
				   const char *kind, struct date on)
{
	char key[32];
	snprintf(key, sizeof(key), "%c/%s", priority_class, kind);
	return rules_find(r, RULE_WINDOW, str_from(key), STR(""), on);
}

static const struct rule *find(const struct rules *r, char priority_class,
			       enum kn_service_kind kind, int64_t months_e4,
			       struct date on)
{
	if (priority_class == 'P')
		return months_e4 > 0 ? planned(r, months_e4, on)
				     : by_class(r, 'P', "first access", on);
	const struct rule *any = by_class(r, priority_class, "any", on);
	if (any)
		return any;
	return by_class(r, priority_class,
			kind == KIND_VISIT ? "visit" : "test", on);
}

enum rc rules_window(const struct rules *r, char priority_class,
		     enum kn_service_kind kind, int64_t interval_months_e4,
		     struct date on, struct care_window *out, struct err *err)
{
	const struct rule *x =
		find(r, priority_class, kind, interval_months_e4, on);
	char day[11];
	date_text(on, day);
	if (!x)
		return err_set(err, E_NOT_FOUND,
			       "class %c has no window on %s for an interval "
			       "of %" PRId64 ".%02" PRId64
			       " months: add it to care_windows.csv",
			       priority_class ? priority_class : '?', day,
			       interval_months_e4 / 10000,
			       interval_months_e4 % 10000 / 100);
	struct care_window w;
	if (!window_parse(x->value, &w))
		return err_set(err, E_FORMAT,
			       "window \"" STR_FMT "\" is \"" STR_FMT
			       "\", not max_wait/early/late in days",
			       STR_ARG(x->key), STR_ARG(x->value));
	w.row = x;
	*out = w;
	return OK;
}

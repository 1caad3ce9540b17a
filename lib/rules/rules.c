#include "rules/rules_int.h"

#define RULES_BYTES (64u << 20) /* a row takes 300 bytes; see RULES_MAX */
#define RULES_MAX   100000u     /* a region changes some hundreds a year */

const char *const rule_kind_name[N_RULE_KIND] = {"parameter", "tariff",
						 "admitted", "window"};

void rules_init(struct rules *r)
{
	*r = (struct rules){.n = 0};
	arena_init(&r->arena, RULES_BYTES);
}

void rules_release(struct rules *r)
{
	free(r->list);
	arena_release(&r->arena);
	*r = (struct rules){.n = 0};
}

enum rc rules_add(struct rules *r, const struct rule *rule, struct err *err)
{
	enum rc rc = array_grow(&r->list, &r->cap, r->n + 1, sizeof(*r->list),
				RULES_MAX, err);
	if (rc)
		return rc;
	struct rule copy = *rule;
	struct str *const texts[] = {&copy.key,  &copy.ats,    &copy.value,
				     &copy.unit, &copy.source, &copy.confidence,
				     &copy.note};
	for (size_t i = 0; i < countof(texts); i++) {
		*texts[i] = arena_str(&r->arena, *texts[i]);
		if (!texts[i]->ptr)
			return arena_fail(&r->arena, err);
	}
	r->list[r->n++] = copy;
	return OK;
}

static int by_key(const struct rule *x, enum rule_kind kind, struct str key)
{
	if (x->kind != kind)
		return x->kind < kind ? -1 : 1;
	return str_cmp(x->key, key);
}

static int order(const void *a, const void *b)
{
	const struct rule *x = a, *y = b;
	int c = by_key(x, y->kind, y->key);
	if (!c)
		c = str_cmp(x->ats, y->ats);
	if (!c)
		c = (x->valid_from.days > y->valid_from.days) -
		    (x->valid_from.days < y->valid_from.days);
	if (!c)
		c = (x->recorded_us > y->recorded_us) -
		    (x->recorded_us < y->recorded_us);
	return c;
}

void rules_sort(struct rules *r)
{
	if (r->n)
		qsort(r->list, r->n, sizeof(*r->list), order);
}

size_t rules_from(const struct rules *r, enum rule_kind kind, struct str key)
{
	size_t a = 0, b = r->n;
	while (a < b) {
		size_t m = a + (b - a) / 2;
		if (by_key(&r->list[m], kind, key) < 0)
			a = m + 1;
		else
			b = m;
	}
	return a;
}

static bool in_force(const struct rule *x, struct str ats, struct date on)
{
	return x->valid_from.days <= on.days && on.days <= x->valid_to.days &&
	       (!x->ats.len || str_eq(x->ats, ats));
}

/* Does `x`, later in order, win over `best`? */
static bool wins(const struct rule *x, const struct rule *best)
{
	if (!best)
		return true;
	if (!x->ats.len != !best->ats.len)
		return x->ats.len != 0;
	return x->recorded_us >= best->recorded_us;
}

const struct rule *rules_find(const struct rules *r, enum rule_kind kind,
			      struct str key, struct str ats, struct date on)
{
	const struct rule *best = NULL;
	for (size_t i = rules_from(r, kind, key);
	     i < r->n && !by_key(&r->list[i], kind, key); i++)
		if (in_force(&r->list[i], ats, on) && wins(&r->list[i], best))
			best = &r->list[i];
	return best;
}

static enum rc unknown(const char *name, struct str ats, struct date on,
		       const char *why, struct err *err)
{
	char day[11];
	date_text(on, day);
	return err_set(err, E_NOT_FOUND,
		       "rule \"%s\" %s on %s%s" STR_FMT
		       ": set it with \"prossima rules set\"",
		       name, why, day, ats.len ? " for ATS " : "",
		       STR_ARG(ats));
}

enum rc rules_text(const struct rules *r, const char *name, struct str ats,
		   struct date on, struct str *out, struct err *err)
{
	const struct rule *x =
		rules_find(r, RULE_PARAMETER, str_from(name), ats, on);
	if (!x)
		return unknown(name, ats, on, "has no value", err);
	if (!x->value.len)
		return unknown(name, ats, on,
			       "has an empty value (not known, to be asked)",
			       err);
	*out = x->value;
	return OK;
}

enum rc rules_int(const struct rules *r, const char *name, struct str ats,
		  struct date on, int64_t *out, struct err *err)
{
	struct str text = STR("");
	enum rc rc = rules_text(r, name, ats, on, &text, err);
	if (rc)
		return rc;
	if (!str_to_int(text, out))
		return err_set(err, E_FORMAT,
			       "rule \"%s\" is \"" STR_FMT
			       "\", not a whole number",
			       name, STR_ARG(text));
	return OK;
}

enum rc rules_date(const struct rules *r, const char *name, struct str ats,
		   struct date on, struct date *out, struct err *err)
{
	struct str text = STR("");
	enum rc rc = rules_text(r, name, ats, on, &text, err);
	if (rc)
		return rc;
	if (date_parse(text, out, NULL))
		return err_set(err, E_FORMAT,
			       "rule \"%s\" is \"" STR_FMT
			       "\", not a day YYYY-MM-DD",
			       name, STR_ARG(text));
	return OK;
}

bool rules_admitted(const struct rules *r, struct str cluster, struct str ats,
		    struct date on)
{
	const struct rule *x = rules_find(r, RULE_ADMITTED, cluster, ats, on);
	int64_t dflt = 0;
	if (x && x->value.len)
		return str_is(x->value, "1");
	return !rules_int(r, "admitted_primaries.default", ats, on, &dflt,
			  NULL) &&
	       dflt == 1;
}

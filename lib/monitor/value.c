/* One value as somebody wrote it, to thousandths of the unit of its kind. */
#include "monitor/intake.h"

/* ---- numbers */

enum { DIGITS_MOST = 9, PLACES = 6 };

/* "72,5" or "72.5" to millionths; digits past the sixth place are cut. */
static bool decimal_e6(struct str s, int64_t *out)
{
	int64_t v = 0;
	int whole = 0, places = -1; /* -1: before the point */
	bool minus = s.len && s.ptr[0] == '-';
	for (size_t i = minus; i < s.len; i++) {
		char c = s.ptr[i];
		if ((c == '.' || c == ',') && places < 0 && whole) {
			places = 0;
			continue;
		}
		if (c < '0' || c > '9' || whole > DIGITS_MOST)
			return false;
		if (places >= PLACES)
			continue;
		v = v * 10 + (c - '0');
		whole += places < 0;
		places += places >= 0;
	}
	if (!whole || !places)
		return false;
	for (places = places < 0 ? 0 : places; places < PLACES; places++)
		v *= 10;
	*out = minus ? -v : v;
	return true;
}

static bool lower_is(struct str s, const char *z)
{
	if (s.len != strlen(z))
		return false;
	for (size_t i = 0; i < s.len; i++)
		if ((s.ptr[i] | 32) != z[i] && s.ptr[i] != z[i])
			return false;
	return true;
}

static bool yes_no(struct str s, int64_t *milli)
{
	static const struct {
		const char *word;
		int64_t milli;
	} words[] = {{"si", 1000},   {"sì", 1000}, {"s", 1000}, {"yes", 1000},
		     {"true", 1000}, {"1", 1000},  {"no", 0},   {"n", 0},
		     {"false", 0},   {"0", 0}};
	for (size_t i = 0; i < countof(words); i++)
		if (lower_is(s, words[i].word)) {
			*milli = words[i].milli;
			return true;
		}
	return false;
}

/* ---- units */

static const struct monitor_unit *unit_of(const struct monitor_tables *t,
					  const struct monitor_kind *k,
					  struct str unit)
{
	int kind = (int)(k - t->kind);
	for (size_t i = 0; i < t->n_unit; i++)
		if (t->unit[i].kind == kind && str_eq(t->unit[i].unit, unit))
			return &t->unit[i];
	return NULL;
}

/* Rounded to the nearest; false: too large to be anything. */
static bool convert(const struct monitor_unit *u, int64_t e6, int64_t *milli)
{
	const int64_t scale = INT64_C(1000000000);
	int64_t most = INT64_MAX / 2 / max_i64(1, u->factor_e6);
	if (e6 > most || e6 < -most)
		return false;
	int64_t v = e6 * u->factor_e6;
	v = (v + (v < 0 ? -scale / 2 : scale / 2)) / scale;
	*milli = v + u->offset_e3;
	return true;
}

static enum rc number_of(const struct monitor_tables *t,
			 const struct monitor_kind *k, struct str s,
			 struct str unit, int64_t *milli, struct err *err)
{
	static const struct monitor_unit own = {.factor_e6 = 1000000};
	const struct monitor_unit *u = unit.len ? unit_of(t, k, unit) : &own;
	int64_t e6;
	if (!u)
		return err_msg(err, E_RANGE, MSG_HOM_UNIT,
			       "unit \"" STR_FMT "\" is not one of " STR_FMT,
			       STR_ARG(unit), STR_ARG(k->code));
	if (!decimal_e6(s, &e6))
		return err_msg(err, E_FORMAT, MSG_HOM_NO_NUMBER,
			       "\"" STR_FMT "\" is not a number", STR_ARG(s));
	if (!convert(u, e6, milli))
		return err_msg(err, E_RANGE, MSG_HOM_IMPOSSIBLE,
			       "\"" STR_FMT "\" is too large", STR_ARG(s));
	return OK;
}

static enum rc part_of(const struct monitor_tables *t,
		       const struct monitor_kind *k, int part, struct str s,
		       struct str unit, int64_t *milli, struct err *err)
{
	const struct monitor_part *p = &k->part[part];
	enum rc rc = OK;
	if (k->form == MONITOR_YESNO) {
		if (!yes_no(s, milli))
			rc = err_msg(err, E_FORMAT, MSG_HOM_NO_YES,
				     "\"" STR_FMT "\" is not yes or no",
				     STR_ARG(s));
		return rc;
	}
	rc = number_of(t, k, s, unit, milli, err);
	if (!rc && (*milli < p->least || *milli > p->most ||
		    (k->form == MONITOR_SCALE && *milli % 1000)))
		rc = err_msg(err, E_RANGE, MSG_HOM_IMPOSSIBLE,
			     STR_FMT ": \"" STR_FMT
				     "\" is outside what is possible",
			     STR_ARG(k->code), STR_ARG(s));
	return rc;
}

enum rc monitor_value(const struct monitor_tables *t,
		      const struct monitor_kind *k, struct str value,
		      struct str second, struct str unit,
		      int64_t out_milli[MONITOR_PARTS], struct err *err)
{
	int64_t v[MONITOR_PARTS] = {0, MONITOR_NO_VALUE};
	struct str first = value.len ? str_trim(value) : STR("");
	second = str_trim(second);
	unit = str_trim(unit);
	if (k->n_part > 1 && !second.len) {
		struct str rest = first;
		first = str_trim(str_cut(&rest, '/'));
		second = str_trim(rest.ptr ? rest : STR(""));
	}
	if (k->n_part > 1 && !second.len)
		return err_msg(err, E_FORMAT, MSG_HOM_SECOND_WANTED,
			       STR_FMT " has two values: \"135/85\"",
			       STR_ARG(k->code));
	if (k->n_part < 2 && second.len)
		return err_msg(err, E_FORMAT, MSG_HOM_NO_SECOND,
			       STR_FMT " has one value", STR_ARG(k->code));
	enum rc rc = part_of(t, k, 0, first, unit, &v[0], err);
	if (!rc && k->n_part > 1)
		rc = part_of(t, k, 1, second, unit, &v[1], err);
	if (!rc)
		memcpy(out_milli, v, sizeof(v));
	return rc;
}

/* ---- doubts */

enum { RECENT_MOST = 100 };

static int by_value(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

/* Between 7.5 and 13.3 times: a comma or a figure. */
static bool tenfold(int64_t large, int64_t small)
{
	return small > 0 && large * 3 >= small * 22 && large * 3 <= small * 40;
}

static bool slipped(int64_t v, const int64_t *recent, size_t n)
{
	int64_t sorted[RECENT_MOST];
	if (n < 3)
		return false;
	n = n < RECENT_MOST ? n : RECENT_MOST;
	memcpy(sorted, recent, n * sizeof(*sorted));
	qsort(sorted, n, sizeof(*sorted), by_value);
	int64_t usual = sorted[n / 2];
	return tenfold(v, usual) || tenfold(usual, v);
}

enum monitor_doubt monitor_doubtful(const struct monitor_kind *k,
				    const int64_t value_milli[MONITOR_PARTS],
				    const int64_t *recent_milli, size_t n)
{
	if (k->form != MONITOR_NUMBER)
		return MONITOR_SURE;
	if (k->n_part > 1 && value_milli[1] >= value_milli[0])
		return MONITOR_SWAPPED;
	if (!k->symptom && slipped(value_milli[0], recent_milli, n))
		return MONITOR_SLIP;
	for (int i = 0; i < k->n_part; i++)
		if (value_milli[i] < k->part[i].usual_low ||
		    value_milli[i] > k->part[i].usual_high)
			return MONITOR_UNUSUAL;
	return MONITOR_SURE;
}

#include "settlement/words.h"

#include "base/date.h"
#include "json/json_value.h"

static const char *pick(enum lang lang, const char *it, const char *en)
{
	return lang == LANG_IT ? it : en;
}

/* What settlement.c writes as "why". */
static void put_why(struct buf *b, struct str why, enum lang lang)
{
	static const struct {
		const char *why, *it;
	} rows[] = {
		{"no published plan in the month",
		 "nessun piano pubblicato nel mese"},
		{"fewer services than the minimum",
		 "meno prestazioni del minimo"},
		{"one plan a year and person is paid",
		 "si paga un piano l’anno per persona"},
		{"first plan of the year", "primo piano dell’anno"},
		{"all conditions hold", "tutte le condizioni sono rispettate"},
		{"the payer's threshold of congruity is not known "
		 "(bonus.congruity_max_distance)",
		 "non è nota la soglia di congruità di chi paga "
		 "(bonus.congruity_max_distance)"},
		{"too few drugs adequately covered",
		 "troppo pochi farmaci con copertura adeguata"},
		{"the doctor has taken in charge too small a share of the "
		 "chronic patients",
		 "il medico ha preso in carico una quota troppo piccola dei "
		 "cronici"},
		{"private rule of the cooperative",
		 "regola interna della cooperativa"},
	};
	for (size_t i = 0; lang == LANG_IT && i < countof(rows); i++)
		if (str_is(why, rows[i].why)) {
			buf_text(b, rows[i].it);
			return;
		}
	buf_str(b, why);
}

enum fact { DAY, COUNT, CENTS };

/* In the order of a reader; a fact that is not there is not spoken of. */
static const struct {
	const char *key;
	enum fact kind;
	const char *it, *en;
	bool goes_on; /* of the fact before */
} facts[] = {
	{"in_force_from", DAY, "in vigore dal ", "in force from ", false},
	{"in_force_to", DAY, "al ", "to ", true},
	{"plan_published", DAY, "piano pubblicato il ", "plan published on ",
	 false},
	{"laboratory", COUNT,
	 "esami di laboratorio: ", "laboratory tests: ", false},
	{"outpatient", COUNT, "visite ed esami: ", "visits and exams: ", false},
	{"plan_of_the_year", COUNT, "piano dell’anno n. ",
	 "plan of the year no. ", false},
	{"level", COUNT, "livello ", "level ", false},
	{"yearly_cents", CENTS, "all’anno ", "a year ", false},
};

static void put_fact(struct buf *b, size_t i, const struct json_value *facts_of,
		     enum lang lang)
{
	const struct str text = json_get(facts_of, facts[i].key)->text;
	struct date d;
	buf_text(b, pick(lang, facts[i].it, facts[i].en));
	if (facts[i].kind == DAY && !date_parse(text, &d, NULL))
		text_date(b, lang, d);
	else if (facts[i].kind == CENTS)
		text_euro(b, lang, json_get_int(facts_of, facts[i].key, 0));
	else
		buf_str(b, text);
}

void settle_reason_text(struct buf *b, struct arena *a, struct str reason,
			enum lang lang)
{
	struct json_value *v;
	if (json_parse(reason, a, &v, NULL) || v->kind != JSON_OBJECT) {
		buf_str(b, reason);
		return;
	}
	const size_t begin = b->len;
	put_why(b, json_get_str(v, "why"), lang);
	for (size_t i = 0; i < countof(facts); i++) {
		const struct json_value *f = json_get(v, facts[i].key);
		if (!f || !f->text.len)
			continue;
		if (b->len > begin)
			buf_text(b, facts[i].goes_on ? " " : "; ");
		put_fact(b, i, v, lang);
	}
}

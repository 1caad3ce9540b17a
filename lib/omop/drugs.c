#include "omop/omop_int.h"

#include "knowledge/knowledge.h"

enum {
	D_ID,
	D_PERSON,
	D_DATE,
	D_CODE,
	D_CONCEPT,
	D_SOURCE_CONCEPT,
	D_QUANTITY,
	D_DAYS,
	D_PROVIDER,
	D_TYPE
};
static const char *const columns[] = {"drug_exposure_id",
				      "person_id",
				      "drug_exposure_start_date",
				      "drug_source_value",
				      "drug_concept_id",
				      "drug_source_concept_id",
				      "quantity",
				      "days_supply",
				      "provider_id",
				      "drug_type_concept_id",
				      NULL};

static bool is_aic(struct str s)
{
	int64_t n;
	return s.len == 9 && str_to_int(s, &n) && n >= 0;
}

/* ATC or AIC as it is, or what the map says of the source value or of the
 * standard concept. */
static enum rc find_code(struct omop *o, const struct otable *t,
			 struct str *atc, struct str *aic, struct err *err)
{
	const struct str code = otable_get(t, D_CODE),
			 concept = otable_get(t, D_CONCEPT),
			 system = pairs_get(&o->vocabulary,
					    otable_get(t, D_SOURCE_CONCEPT));
	*atc = *aic = STR("");
	if (is_aic(code) && (!system.len || str_is(system, "AIC"))) {
		*aic = code;
		return OK;
	}
	*aic = simple_map(o->s, system, code, KIND_AIC);
	if (aic->len)
		return OK;
	*atc = simple_map(o->s, STR("concept"), concept, KIND_ATC);
	if (atc->len)
		return OK;
	bool ours = code.len == 7 && kn_is_atc(code) &&
		    (!system.len || str_is(system, "ATC"));
	return simple_code(o->s, ours, system, code.len ? code : concept,
			   KIND_ATC, t->place, atc, err);
}

/* The quantity counts units; without a package table, one package. */
static struct str packages_of(struct omop *o, const struct otable *t,
			      struct str aic, char room[32])
{
	int64_t q, units = aic.len ? simple_units(o->s, aic) : 0;
	if (units > 0 && str_to_decimal(otable_get(t, D_QUANTITY), 4, &q) &&
	    q > 0 && q < INT64_C(1) << 40) {
		int64_t e4 = q * 10000 / units;
		int n = snprintf(room, 32, "%" PRId64 ".%04" PRId64, e4 / 10000,
				 e4 % 10000);
		return (struct str){room, (size_t)n};
	}
	simple_note(o->s, NOTE_ONE_PACKAGE);
	return STR("1");
}

static enum rc put(struct omop *o, const struct otable *t, struct err *err)
{
	struct simple_row r = {.flow = SIMPLE_DRUG};
	char room[32];
	bool known;
	int64_t days;
	enum rc rc = omop_person(o, t->place, otable_get(t, D_PERSON),
				 &r.field[DRUG_PERSON], &known, err);
	if (rc || !known)
		return rc;
	rc = find_code(o, t, &r.field[DRUG_ATC], &r.field[DRUG_AIC], err);
	if (rc)
		return rc;
	r.field[DRUG_RECORD] = otable_get(t, D_ID);
	r.field[DRUG_DATE] = omop_date(otable_get(t, D_DATE));
	r.field[DRUG_PACKAGES] = packages_of(o, t, r.field[DRUG_AIC], room);
	if (str_to_int(otable_get(t, D_DAYS), &days) && days > 0)
		r.field[DRUG_DDD] = otable_get(t, D_DAYS);
	/* 38000180: administered in hospital */
	r.field[DRUG_CHANNEL] =
		str_is(otable_get(t, D_TYPE), "38000180") ? STR("H") : STR("C");
	r.field[DRUG_PRESCRIBER] =
		pairs_get(&o->provider, otable_get(t, D_PROVIDER));
	simple_year(o->s, t->place.source, r.field[DRUG_DATE]);
	simple_used(o->s, t->place.source);
	return simple_put(o->s, &r, t->place, err);
}

enum rc omop_read_drugs(struct omop *o, struct err *err)
{
	struct otable t;
	enum rc rc = otable_open(&t, o->job->dir, "drug_exposure", columns,
				 o->s, "omop drug_exposure", err);
	while (!rc && !(rc = otable_next(&t, o->s, err)))
		rc = put(o, &t, err);
	otable_close(&t);
	return rc == E_NOT_FOUND ? OK : rc;
}

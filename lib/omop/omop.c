#include "omop/omop_int.h"

#include "csv/csv.h"

bool omop_is_table(const char *name)
{
	static const char *const tables[] = {"person",
					     "location",
					     "provider",
					     "observation_period",
					     "death",
					     "visit_occurrence",
					     "condition_occurrence",
					     "procedure_occurrence",
					     "measurement",
					     "drug_exposure",
					     "observation",
					     "payer_plan_period",
					     "cost",
					     "concept"};
	size_t n = strcspn(name, ".");
	for (size_t i = 0; i < countof(tables); i++)
		if (strlen(tables[i]) == n && !strncmp(name, tables[i], n) &&
		    !strncmp(name + n, ".csv", 4))
			return true;
	return false;
}

bool omop_is_folder(const char *dir)
{
	static const char *const want[] = {"person_id", "gender_concept_id",
					   NULL};
	struct otable t;
	enum rc rc = otable_open(&t, dir, "person", want, NULL, NULL, NULL);
	otable_close(&t);
	return !rc;
}

static enum rc load_exemptions(struct omop *o, struct err *err)
{
	struct csv c;
	enum rc rc = OK;
	csv_init(&c, o->job->exemptions);
	while (!rc && !(rc = csv_next(&c, err)))
		if (c.line > 1 && c.n)
			rc = pairs_put(&o->exemption, c.field[0], c.field[0],
				       err);
	csv_release(&c);
	return rc == E_NOT_FOUND ? OK : rc;
}

static enum rc load_vocabularies(struct omop *o, struct err *err)
{
	static const char *const want[] = {"concept_id", "vocabulary_id", NULL};
	struct otable t;
	enum rc rc = otable_open(&t, o->job->dir, "concept", want, o->s,
				 "omop concept", err);
	while (!rc && !(rc = otable_next(&t, o->s, err))) {
		rc = pairs_put(&o->vocabulary, otable_get(&t, 0),
			       otable_get(&t, 1), err);
		simple_used(o->s, t.place.source);
	}
	otable_close(&t);
	return rc == E_NOT_FOUND ? OK : rc;
}

/* Payers are exemptions when their plan is one. */
static enum rc read_payers(struct omop *o, struct err *err)
{
	static const char *const want[] = {"person_id",
					   "payer_plan_period_start_date",
					   "payer_plan_period_end_date",
					   "plan_source_value",
					   "payer_source_value",
					   NULL};
	struct otable t;
	enum rc rc = otable_open(&t, o->job->dir, "payer_plan_period", want,
				 o->s, "omop payer_plan_period", err);
	while (!rc && !(rc = otable_next(&t, o->s, err))) {
		struct simple_row r = {.flow = SIMPLE_EXEMPTION};
		struct str code = STR("");
		bool known;
		for (size_t i = 3; i < 5 && !code.len; i++) {
			struct str v = otable_get(&t, i);
			code = simple_map(o->s, STR(""), v, KIND_EXEMPT);
			if (!code.len)
				code = pairs_get(&o->exemption, v);
		}
		if (!code.len) {
			simple_unused(o->s, t.place.source, NOTE_NO_EXEMPTION);
			continue;
		}
		rc = omop_person(o, t.place, otable_get(&t, 0), &r.field[0],
				 &known, err);
		if (rc || !known)
			continue;
		r.field[EXEMPTION_CODE] = code;
		r.field[EXEMPTION_FROM] = omop_date(otable_get(&t, 1));
		r.field[EXEMPTION_TO] = omop_date(otable_get(&t, 2));
		simple_used(o->s, t.place.source);
		rc = simple_put(o->s, &r, t.place, err);
	}
	otable_close(&t);
	return rc == E_NOT_FOUND ? OK : rc;
}

/* Tables that hold records, and that no flow carries: they are counted. */
static enum rc count_others(struct omop *o, struct err *err)
{
	static const char *const names[] = {
		"visit_detail", "device_exposure", "condition_era", "drug_era",
		"dose_era",     "specimen",        "note",          "episode"};
	static const char *const want[] = {"person_id", "person_id", NULL};
	enum rc rc = OK;
	for (size_t i = 0; !rc && i < countof(names); i++) {
		struct otable t;
		rc = otable_open(&t, o->job->dir, names[i], want, o->s,
				 "omop, no flow", err);
		while (!rc && !(rc = otable_next(&t, o->s, err)))
			simple_unused(o->s, t.place.source, NOTE_NO_FLOW);
		otable_close(&t);
		rc = rc == E_NOT_FOUND ? OK : rc;
	}
	return rc;
}

enum rc omop_read(const struct omop_job *job, struct simple *s, struct err *err)
{
	struct omop o = {.job = job, .s = s};
	enum rc rc = load_exemptions(&o, err);
	if (!rc)
		rc = load_vocabularies(&o, err);
	if (!rc)
		rc = omop_read_people(&o, err);
	if (!rc)
		rc = omop_read_drugs(&o, err);
	if (!rc)
		rc = omop_read_visits(&o, err);
	if (!rc)
		rc = read_payers(&o, err);
	if (!rc)
		rc = count_others(&o, err);
	sorter_free(o.sorter);
	pairs_release(&o.person);
	pairs_release(&o.place);
	pairs_release(&o.provider);
	pairs_release(&o.site);
	pairs_release(&o.vocabulary);
	pairs_release(&o.exemption);
	return rc;
}

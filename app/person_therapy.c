/* What a person takes, for how long it lasts, and what does not go together,
 * on the last day that the flows know. */
#include "app/person_view_int.h"

enum { MOST_DRUGS = 1024 };

static enum rc read_drug(const struct stmt *q, void *row, void *ctx,
			 struct err *err)
{
	struct arena *a = ctx;
	struct person_drug *d = row;
	(void)err;
	*d = (struct person_drug){.atc = col_text(q, 0, a),
				  .n = col_int(q, 1),
				  .first = col_date(q, 2),
				  .last = col_date(q, 3),
				  .ddd_e4 = col_int(q, 4),
				  .months = col_text(q, 5, a)};
	return OK;
}

static enum rc read_drugs(struct app *app, int64_t person_id, int64_t run_id,
			  struct arena *a, struct person_drug **list, size_t *n,
			  struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_PERSON_THERAPY, &q, err);
	if (rc)
		return rc;
	bind_int(q, "run_id", run_id);
	bind_int(q, "person_id", person_id);
	return person_rows(q, sizeof(**list), MOST_DRUGS, read_drug, a, a, list,
			   n, err);
}

static void fill_drug(const struct knowledge *kn,
		      const struct therapy_limits *lim, struct person_drug *d,
		      struct therapy_item *item)
{
	*item = (struct therapy_item){d->atc, d->first, d->last, d->n,
				      d->ddd_e4};
	d->drug = kn_drug_index(kn, d->atc);
	d->supply_days = therapy_supply_days(lim, item);
	d->covered_to = date_add(d->last, d->supply_days - 1);
	d->ddd_per_day_e4 = therapy_ddd_per_day_e4(lim, item);
}

static enum rc check(struct app *app, const struct plan_engine *e,
		     const struct person_header *who,
		     const struct person_conditions *found,
		     const struct therapy_limits *lim,
		     struct person_drug *drugs, struct arena *a,
		     struct person_therapy *t, struct err *err)
{
	struct therapy_item *items =
		arena_array(a, struct therapy_item, t->n + 1);
	int *conditions = arena_array(a, int, found->n + 1);
	struct therapy_person p = {.on = t->as_of,
				   .birth = who->birth,
				   .sex = who->sex == 'U' ? 0 : who->sex,
				   .conditions = conditions,
				   .items = items,
				   .n_items = t->n};
	if (!items || !conditions)
		return arena_fail(a, err);
	for (size_t i = 0; i < t->n; i++) {
		fill_drug(app->kn, lim, &drugs[i], &items[i]);
		drugs[i].present = therapy_present(lim, &items[i], t->as_of);
	}
	for (size_t i = 0; i < found->n; i++)
		if (found->list[i].condition >= 0)
			conditions[p.n_conditions++] = found->list[i].condition;
	return therapy_check(plan_engine_therapy(e), lim, &p, a, &t->report,
			     err);
}

enum rc person_therapy_load(struct app *app, const struct plan_engine *e,
			    const struct person_header *who,
			    const struct person_conditions *found,
			    struct arena *a, struct person_therapy *out,
			    struct err *err)
{
	struct therapy_limits lim;
	struct person_therapy t = {.as_of = found->as_of};
	struct person_drug *drugs = NULL;
	if (!found->run_id) {
		*out = t;
		return OK;
	}
	enum rc rc =
		therapy_limits_read(&lim, &app->rules, who->ats, t.as_of, err);
	if (!rc)
		rc = read_drugs(app, who->id, found->run_id, a, &drugs, &t.n,
				err);
	t.drugs = drugs;
	if (!rc)
		rc = check(app, e, who, found, &lim, drugs, a, &t, err);
	if (!rc)
		*out = t;
	return rc;
}

enum rc app_person_therapy(struct app *app, const struct plan_engine *e,
			   int64_t person_id, struct arena *a,
			   struct person_therapy *out, struct err *err)
{
	struct person_header who;
	struct person_conditions found;
	enum rc rc = app_require(app, MAY_READ_PERSON, person_id, err);
	if (!rc)
		rc = person_header_load(app, person_id, a, &who, err);
	if (!rc)
		rc = person_conditions_load(app, person_id, 0, a, &found, err);
	if (!rc)
		rc = person_therapy_load(app, e, &who, &found, a, out, err);
	return rc ? rc : person_look(app, person_id, "therapy", err);
}

/* The scores as counters: categories of diagnoses, of drugs, or of both
 * (data/README.md, Scores). */
#include "strata_sql/strata_sql_int.h"

static size_t score_counter(struct sql_plan *p, enum sql_lane lane,
			    struct str prefixes, int lookback, int dates)
{
	return plan_counter(p, (struct sql_counter){.lane = lane,
						    .style = STYLE_PREFIX,
						    .lookback = lookback,
						    .codes = prefixes,
						    .least_events = dates,
						    .least_dates = dates});
}

static enum rc plan_mcs(struct sql_plan *p, struct err *err)
{
	const struct knowledge *kn = p->q->kn;
	int dates;
	enum rc rc = plan_parameter(p, "strat.mcs_min_dispensing_dates", &dates,
				    err);
	if (rc)
		return rc;
	if (dates < 1)
		return err_set(err, E_RANGE,
			       "parameter strat.mcs_min_dispensing_dates is "
			       "0: as SQL it must be at least 1");
	for (size_t i = 0; i < kn->n_mcs; i++) {
		const struct kn_mcs *m = &kn->mcs[i];
		struct sql_mcs row = {.category = i + 1, .weight = m->weight};
		if (m->dx_prefixes.len) {
			row.min_dates = 1;
			row.counter = score_counter(p, SQL_HOSPITAL_DX,
						    m->dx_prefixes,
						    m->lookback_days, 1);
			p->mcs[p->n_mcs++] = row;
		}
		if (m->atc_prefixes.len) {
			row.min_dates = dates;
			row.counter =
				score_counter(p, SQL_DRUG, m->atc_prefixes,
					      m->lookback_days, dates);
			p->mcs[p->n_mcs++] = row;
		}
	}
	return OK;
}

/* A parameter that older tables of an agency lack: then that of `instead`. */
static enum rc parameter_or(const struct sql_plan *p, const char *name,
			    const char *instead, int *out, struct err *err)
{
	bool known = rules_find(p->q->rules, RULE_PARAMETER, str_from(name),
				STR(""), p->q->index) != NULL;
	return plan_parameter(p, known ? name : instead, out, err);
}

static enum rc plan_cds(struct sql_plan *p, struct err *err)
{
	const struct knowledge *kn = p->q->kn;
	int days = 0;
	enum rc rc = parameter_or(p, "strat.cds_lookback_days",
				  "strat.contact_days", &days, err);
	for (size_t i = 0; i < kn->n_cds && !rc; i++)
		for (size_t k = 0; k < kn->cds[i].n_class; k++)
			p->cds[p->n_cds++] = (struct sql_cds){
				.category = i,
				.class = k,
				.counter = score_counter(p, SQL_DRUG,
							 kn->cds[i].classes[k],
							 days, 1)};
	return rc;
}

/* ------------------------------------------------- Charlson, Elixhauser */

struct line { /* a row of either file */
	struct str category, prefix, superseded_by;
	int weight[3]; /* Charlson 1987 and 2011, Elixhauser */
};

static struct line charlson_line(const struct knowledge *kn, size_t i)
{
	const struct kn_charlson *c = &kn->charlson[i];
	return (struct line){c->category,
			     c->prefix,
			     c->superseded_by,
			     {c->weight_1987, c->weight_2011, 0}};
}

static struct line elixhauser_line(const struct knowledge *kn, size_t i)
{
	const struct kn_elixhauser *e = &kn->elixhauser[i];
	return (struct line){
		e->category, e->prefix, e->superseded_by, {0, 0, e->weight}};
}

struct file {
	struct line (*line)(const struct knowledge *kn, size_t i);
	size_t n;
	size_t first_category; /* numbers of its categories are above */
	int lookback;
};

/* Named after its first row; 0: there is none. */
static size_t category_of(const struct sql_plan *p, const struct file *f,
			  struct str name)
{
	for (size_t i = 0; i < f->n && name.len; i++)
		if (str_eq(f->line(p->q->kn, i).category, name))
			return f->first_category + i + 1;
	return 0;
}

static bool agree(const struct line *a, const struct line *b)
{
	return str_eq(a->category, b->category) &&
	       str_eq(a->superseded_by, b->superseded_by) &&
	       !memcmp(a->weight, b->weight, sizeof(a->weight));
}

/* One part, of rows that agree in all but the prefix. */
static enum rc add_part(struct sql_plan *p, const struct file *f, size_t from,
			size_t to, struct err *err)
{
	struct line x = f->line(p->q->kn, from);
	struct buf b;
	struct str codes;
	buf_init(&b, 65536);
	for (size_t i = from; i < to; i++) {
		if (i > from)
			buf_char(&b, '|');
		buf_str(&b, f->line(p->q->kn, i).prefix);
	}
	enum rc rc = buf_finish(&b, &codes, err);
	if (!rc && !(codes = arena_str(&p->arena, codes)).ptr)
		rc = arena_fail(&p->arena, err);
	buf_release(&b);
	if (rc)
		return rc;
	p->part[p->n_part++] = (struct sql_part){
		.category = category_of(p, f, x.category),
		.superseded_by = category_of(p, f, x.superseded_by),
		.counter = score_counter(p, SQL_HOSPITAL_DX, codes, f->lookback,
					 1),
		.charlson_1987 = x.weight[0],
		.charlson_2011 = x.weight[1],
		.elixhauser_vw = x.weight[2]};
	return OK;
}

static enum rc plan_file(struct sql_plan *p, const struct file *f,
			 struct err *err)
{
	enum rc rc = OK;
	for (size_t i = 0, to; i < f->n && !rc; i = to) {
		struct line x = f->line(p->q->kn, i);
		for (to = i + 1; to < f->n; to++) {
			struct line y = f->line(p->q->kn, to);
			if (!agree(&x, &y))
				break;
		}
		rc = add_part(p, f, i, to, err);
	}
	return rc;
}

enum rc plan_scores(struct sql_plan *p, struct err *err)
{
	const struct knowledge *kn = p->q->kn;
	struct file charlson = {charlson_line, kn->n_charlson, 0, 0};
	struct file elixhauser = {elixhauser_line, kn->n_elixhauser,
				  kn->n_charlson, 0};
	enum rc rc = plan_parameter(p, "strat.charlson_lookback_days",
				    &charlson.lookback, err);
	if (!rc)
		rc = parameter_or(p, "strat.elixhauser_lookback_days",
				  "strat.charlson_lookback_days",
				  &elixhauser.lookback, err);
	if (!rc)
		rc = plan_file(p, &charlson, err);
	if (!rc)
		rc = plan_file(p, &elixhauser, err);
	if (!rc)
		rc = plan_mcs(p, err);
	if (!rc)
		rc = plan_cds(p, err);
	return rc;
}

/* The records behind a count: a second, slower look at one person's records
 * through the same tables. */
#include "strata/strata_int.h"

struct search { /* what makes a record speak, and whom to tell */
	const struct strata *s;
	enum kn_flow flow;
	uint16_t counter; /* or UINT16_MAX: the category of a score */
	uint16_t category;
	int32_t from, to; /* window */
	bool lapsed;      /* exemptions not valid on the index date */
	strata_record_fn *fn;
	void *ctx;
	struct err *err;
	enum rc rc; /* of the first failure */
};

static bool feeds(const struct search *q, enum lane lane, uint32_t code)
{
	const struct lane_table *t = &q->s->lane[lane];
	for (uint32_t i = t->off[code]; i < t->off[code + 1]; i++)
		if (t->target[i].counter == q->counter)
			return true;
	return false;
}

static bool feeds_score(const struct search *q, uint32_t dx)
{
	for (uint32_t i = q->s->score_off[dx]; i < q->s->score_off[dx + 1]; i++)
		if (q->s->score_hit[i].category == q->category)
			return true;
	return false;
}

static void add_code(const struct search *q, struct strata_record *r,
		     enum dict dict, uint32_t code)
{
	r->code[r->n_code++] = archive_dict(q->s->q.archive, dict, code);
}

static void add_dx(const struct search *q, struct strata_record *r,
		   const uint16_t *const *dx, size_t n_dx, size_t row)
{
	enum lane lane = q->counter == UINT16_MAX
				 ? LANE_HOSPITAL_ANY
				 : q->s->counter[q->counter].lane;
	bool main = lane == LANE_HOSPITAL_MAIN || lane == LANE_EMERGENCY_MAIN;
	for (size_t k = 0; k < (main ? 1 : n_dx); k++) {
		uint32_t code = dx[k][row];
		if (code && (q->counter == UINT16_MAX ? feeds_score(q, code)
						      : feeds(q, lane, code)))
			add_code(q, r, DICT_DX, code);
	}
}

static void add_proc(const struct search *q, struct strata_record *r,
		     const struct hospital_cols *x, size_t row)
{
	for (size_t k = 0; k < N_HOSPITAL_PROC; k++)
		if (x->proc[k][row] &&
		    feeds(q, LANE_HOSPITAL_PROC, x->proc[k][row]))
			add_code(q, r, DICT_PROC, x->proc[k][row]);
}

static bool is_proc(const struct search *q)
{
	return q->counter != UINT16_MAX &&
	       q->s->counter[q->counter].lane == LANE_HOSPITAL_PROC;
}

/* Fill the record; its date has been set. */
static void look(const struct search *q, const struct archive_segment *g,
		 size_t row, struct strata_record *r)
{
	switch (q->flow) {
	case FLOW_EXEMPTION:
		r->until = (struct date){g->exemption.valid_to[row]};
		if ((r->until.days < q->s->index ||
		     r->date.days > q->s->index) == q->lapsed &&
		    feeds(q, LANE_EXEMPTION, g->exemption.code[row]))
			add_code(q, r, DICT_EXEMPTION, g->exemption.code[row]);
		return;
	case FLOW_DRUG:
		if (feeds(q, LANE_DRUG, g->drug.atc[row]))
			add_code(q, r, DICT_ATC, g->drug.atc[row]);
		r->ddd_e4 = g->drug.ddd_e4[row] >= 0 ? g->drug.ddd_e4[row]
						     : g->drug.packages_e4[row];
		return;
	case FLOW_OUTPATIENT:
		if (feeds(q, LANE_OUTPATIENT, g->outpatient.service[row]))
			add_code(q, r, DICT_SERVICE,
				 g->outpatient.service[row]);
		return;
	case FLOW_HOSPITAL:
		if (is_proc(q))
			add_proc(q, r, &g->hospital, row);
		else
			add_dx(q, r, g->hospital.dx, N_HOSPITAL_DX, row);
		return;
	case FLOW_EMERGENCY:
		add_dx(q, r, g->emergency.dx, N_EMERGENCY_DX, row);
		return;
	case N_FLOW:
		break;
	}
	BUG("flow");
}

static int32_t date_in(const struct archive_segment *g, enum kn_flow flow,
		       size_t row)
{
	switch (flow) {
	case FLOW_EXEMPTION:
		return g->exemption.valid_from[row];
	case FLOW_DRUG:
		return g->drug.date[row];
	case FLOW_OUTPATIENT:
		return g->outpatient.date[row];
	case FLOW_HOSPITAL:
		return g->hospital.date[row];
	case FLOW_EMERGENCY:
		return g->emergency.date[row];
	case N_FLOW:
		break;
	}
	BUG("flow");
}

static void feed_search(void *ctx, const struct archive_segment *g,
			uint32_t n_segment, uint32_t from, uint32_t to)
{
	struct search *q = ctx;
	for (uint32_t row = from; row < to && !q->rc; row++) {
		int32_t date = date_in(g, q->flow, row);
		if (date < q->from || date > q->to)
			continue;
		struct strata_record r = {.flow = q->flow,
					  .segment = n_segment,
					  .row = row,
					  .date = {date},
					  .until = DATE_NONE};
		look(q, g, row, &r);
		if (r.n_code)
			q->rc = q->fn(q->ctx, &r, q->err);
	}
}

static enum rc run_search(struct search *q, size_t person_row)
{
	struct run few[16], *runs = few;
	size_t n = archive_n_segment(q->s->q.archive);
	if (n > countof(few))
		runs = calloc(n, sizeof(*runs));
	if (!runs)
		return err_set(q->err, E_NOMEM, "no memory for %zu segments",
			       n);
	feed_in_order(q->s, runs, q->flow, person_row, feed_search, q);
	if (runs != few)
		free(runs);
	return q->rc;
}

static enum kn_flow lane_flow(enum lane lane)
{
	switch (lane) {
	case LANE_EXEMPTION:
		return FLOW_EXEMPTION;
	case LANE_DRUG:
		return FLOW_DRUG;
	case LANE_OUTPATIENT:
		return FLOW_OUTPATIENT;
	case LANE_HOSPITAL_ANY:
	case LANE_HOSPITAL_MAIN:
	case LANE_HOSPITAL_PROC:
		return FLOW_HOSPITAL;
	case LANE_EMERGENCY_ANY:
	case LANE_EMERGENCY_MAIN:
	case LANE_NOTHING:
		return FLOW_EMERGENCY;
	}
	BUG("lane");
}

static enum rc counter_records(const struct strata *s, size_t person_row,
			       uint16_t counter, strata_record_fn *fn,
			       void *ctx, struct err *err)
{
	const struct counter *c = &s->counter[counter];
	if (c->lane == LANE_NOTHING)
		return OK;
	struct search q = {.s = s,
			   .flow = lane_flow(c->lane),
			   .counter = counter,
			   .from = c->lane == LANE_EXEMPTION ? INT32_MIN
							     : c->from,
			   .to = s->index,
			   .fn = fn,
			   .ctx = ctx,
			   .err = err};
	return run_search(&q, person_row);
}

enum rc strata_rule_records(const struct strata *s, size_t person_row, int rule,
			    strata_record_fn *fn, void *ctx, struct err *err)
{
	return counter_records(s, person_row, s->rule_counter[rule], fn, ctx,
			       err);
}

enum rc strata_lapsed_exemptions(const struct strata *s, size_t person_row,
				 int rule, strata_record_fn *fn, void *ctx,
				 struct err *err)
{
	struct search q = {.s = s,
			   .flow = FLOW_EXEMPTION,
			   .counter = s->rule_counter[rule],
			   .from = INT32_MIN,
			   .to = INT32_MAX,
			   .lapsed = true,
			   .fn = fn,
			   .ctx = ctx,
			   .err = err};
	return run_search(&q, person_row);
}

enum rc strata_mcs_records(const struct strata *s, size_t person_row, int row,
			   strata_record_fn *fn, void *ctx, struct err *err)
{
	enum rc rc = OK;
	if (s->mcs_dx[row] != UINT16_MAX)
		rc = counter_records(s, person_row, s->mcs_dx[row], fn, ctx,
				     err);
	if (!rc && s->mcs_atc[row] != UINT16_MAX)
		rc = counter_records(s, person_row, s->mcs_atc[row], fn, ctx,
				     err);
	return rc;
}

static enum rc score_records(const struct strata *s, size_t person_row,
			     const struct score_row *r, strata_record_fn *fn,
			     void *ctx, struct err *err)
{
	struct search q = {.s = s,
			   .flow = FLOW_HOSPITAL,
			   .counter = UINT16_MAX,
			   .category = r->number,
			   .from = s->score_from[r->score],
			   .to = s->index,
			   .fn = fn,
			   .ctx = ctx,
			   .err = err};
	return run_search(&q, person_row);
}

enum rc strata_charlson_records(const struct strata *s, size_t person_row,
				int row, strata_record_fn *fn, void *ctx,
				struct err *err)
{
	return score_records(s, person_row, &s->score_row[row], fn, ctx, err);
}

enum rc strata_elixhauser_records(const struct strata *s, size_t person_row,
				  int row, strata_record_fn *fn, void *ctx,
				  struct err *err)
{
	size_t first = s->q.kn->n_charlson; /* of the joined list */
	return score_records(s, person_row, &s->score_row[first + (size_t)row],
			     fn, ctx, err);
}

enum rc strata_cds_records(const struct strata *s, size_t person_row, int row,
			   strata_record_fn *fn, void *ctx, struct err *err)
{
	enum rc rc = OK;
	for (size_t k = 0; k < s->q.kn->cds[row].n_class && !rc; k++)
		if (s->cds_class[row][k] != UINT16_MAX)
			rc = counter_records(s, person_row,
					     s->cds_class[row][k], fn, ctx,
					     err);
	return rc;
}

struct str strata_record_id(const struct strata *s,
			    const struct strata_record *r)
{
	if (r->flow == FLOW_EXEMPTION)
		return STR("");
	return archive_record_id(s->q.archive, r->segment, (int)r->flow,
				 r->row);
}

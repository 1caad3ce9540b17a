#include "strata/consumption.h"

#include "strata/strata_int.h"

struct window {
	struct consumption *out;
	int32_t from, to;
};

static void add(struct window *v, enum kn_flow flow, const int32_t *date,
		const int32_t *cost, uint32_t from, uint32_t to)
{
	for (uint32_t r = from; r < to; r++) {
		if (date[r] < v->from || date[r] > v->to)
			continue;
		v->out->flow[flow].n_record++;
		if (cost[r] < 0)
			v->out->flow[flow].n_unpriced++;
		else
			v->out->flow[flow].cost_cents += cost[r];
	}
}

static void feed_drug(void *ctx, const struct archive_segment *g,
		      uint32_t n_segment, uint32_t from, uint32_t to)
{
	(void)n_segment;
	add(ctx, FLOW_DRUG, g->drug.date, g->drug.cost_cents, from, to);
}

static void feed_outpatient(void *ctx, const struct archive_segment *g,
			    uint32_t n_segment, uint32_t from, uint32_t to)
{
	(void)n_segment;
	add(ctx, FLOW_OUTPATIENT, g->outpatient.date, g->outpatient.cost_cents,
	    from, to);
}

static void feed_hospital(void *ctx, const struct archive_segment *g,
			  uint32_t n_segment, uint32_t from, uint32_t to)
{
	(void)n_segment;
	add(ctx, FLOW_HOSPITAL, g->hospital.date, g->hospital.cost_cents, from,
	    to);
}

static void feed_emergency(void *ctx, const struct archive_segment *g,
			   uint32_t n_segment, uint32_t from, uint32_t to)
{
	(void)n_segment;
	add(ctx, FLOW_EMERGENCY, g->emergency.date, g->emergency.cost_cents,
	    from, to);
}

void consumption_of(const struct strata *s, struct strata_worker *w, size_t row,
		    struct consumption *out)
{
	static feed_fn *const feed[N_FLOW] = {
		[FLOW_DRUG] = feed_drug,
		[FLOW_OUTPATIENT] = feed_outpatient,
		[FLOW_HOSPITAL] = feed_hospital,
		[FLOW_EMERGENCY] = feed_emergency,
	};
	struct window v = {.out = out, .from = s->contact_from, .to = s->index};
	*out = (struct consumption){0};
	for (int f = 0; f < N_FLOW; f++)
		if (feed[f])
			feed_in_order(s, w->run, (enum kn_flow)f, row, feed[f],
				      &v);
}

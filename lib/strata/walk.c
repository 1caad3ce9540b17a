/* When does a row cease to hold as its window moves on? Its records are walked
 * by date: the row holds with all from day d on as long as what is left behind
 * d may be missing. */
#include "strata/watch_int.h"

/* Is there enough from `date` on? All sums only fall as date grows. */
static bool enough(const struct need *n, const struct acc *a, int32_t date)
{
	return a->n_event - n->n_event >= n->min_event &&
	       a->n_date - n->n_date >= n->min_date &&
	       a->last - date >= n->min_span &&
	       a->ddd_e4 - n->ddd >= n->min_ddd;
}

static void walk(struct strata_worker *w, uint16_t counter, int32_t date,
		 int64_t ddd, uint32_t record)
{
	struct watcher *v = w->watcher;
	for (uint16_t i = v->head[counter]; i != UINT16_MAX;
	     i = v->need[i].next) {
		struct need *n = &v->need[i];
		if (n->done || (record && n->record == record))
			continue;
		n->record = record;
		if (date != n->date) {
			if (!enough(n, &w->acc[counter], date)) {
				n->done = true;
				v->n_open--;
				continue;
			}
			n->holds_from = n->date = date;
			n->n_date++;
		}
		n->n_event++;
		n->ddd += ddd;
	}
}

struct walking {
	const struct strata *s;
	struct strata_worker *w;
};

static void walk_code(const struct walking *c, enum lane lane, uint32_t code,
		      int32_t date, int64_t ddd, uint32_t record)
{
	const struct lane_table *t = &c->s->lane[lane];
	for (uint32_t i = t->off[code]; i < t->off[code + 1]; i++)
		if (date >= t->target[i].from)
			walk(c->w, t->target[i].counter, date, ddd, record);
}

static void walk_drug(void *ctx, const struct archive_segment *g,
		      uint32_t n_segment, uint32_t from, uint32_t to)
{
	const struct walking *c = ctx;
	const struct drug_cols *x = &g->drug;
	(void)n_segment;
	for (uint32_t r = from; r < to && x->date[r] <= c->s->index; r++) {
		if (!c->w->watcher->n_open)
			return;
		walk_code(c, LANE_DRUG, x->atc[r], x->date[r],
			  x->ddd_e4[r] >= 0 ? x->ddd_e4[r] : x->packages_e4[r],
			  0);
	}
}

static void walk_outpatient(void *ctx, const struct archive_segment *g,
			    uint32_t n_segment, uint32_t from, uint32_t to)
{
	const struct walking *c = ctx;
	const struct outpatient_cols *x = &g->outpatient;
	(void)n_segment;
	for (uint32_t r = from; r < to && x->date[r] <= c->s->index; r++)
		walk_code(c, LANE_OUTPATIENT, x->service[r], x->date[r], 0, 0);
}

/* A stay counts once for a counter, whichever of its codes match. */
static void walk_hospital(void *ctx, const struct archive_segment *g,
			  uint32_t n_segment, uint32_t from, uint32_t to)
{
	const struct walking *c = ctx;
	const struct hospital_cols *x = &g->hospital;
	(void)n_segment;
	for (uint32_t r = from; r < to && x->date[r] <= c->s->index; r++) {
		uint32_t record = ++c->w->record;
		walk_code(c, LANE_HOSPITAL_MAIN, x->dx[0][r], x->date[r], 0,
			  record);
		for (size_t k = 0; k < N_HOSPITAL_DX; k++)
			walk_code(c, LANE_HOSPITAL_ANY, x->dx[k][r], x->date[r],
				  0, record);
		for (size_t k = 0; k < N_HOSPITAL_PROC; k++)
			walk_code(c, LANE_HOSPITAL_PROC, x->proc[k][r],
				  x->date[r], 0, record);
	}
}

static void walk_emergency(void *ctx, const struct archive_segment *g,
			   uint32_t n_segment, uint32_t from, uint32_t to)
{
	const struct walking *c = ctx;
	const struct emergency_cols *x = &g->emergency;
	(void)n_segment;
	for (uint32_t r = from; r < to && x->date[r] <= c->s->index; r++) {
		uint32_t record = ++c->w->record;
		walk_code(c, LANE_EMERGENCY_MAIN, x->dx[0][r], x->date[r], 0,
			  record);
		for (size_t k = 0; k < N_EMERGENCY_DX; k++)
			walk_code(c, LANE_EMERGENCY_ANY, x->dx[k][r],
				  x->date[r], 0, record);
	}
}

static unsigned flows_of(const struct strata *s, const struct watcher *v)
{
	static const enum kn_flow flow[N_LANE + 1] = {
		[LANE_EXEMPTION] = FLOW_EXEMPTION,
		[LANE_DRUG] = FLOW_DRUG,
		[LANE_OUTPATIENT] = FLOW_OUTPATIENT,
		[LANE_HOSPITAL_ANY] = FLOW_HOSPITAL,
		[LANE_HOSPITAL_MAIN] = FLOW_HOSPITAL,
		[LANE_HOSPITAL_PROC] = FLOW_HOSPITAL,
		[LANE_EMERGENCY_ANY] = FLOW_EMERGENCY,
		[LANE_EMERGENCY_MAIN] = FLOW_EMERGENCY,
		[LANE_NOTHING] = FLOW_EMERGENCY};
	unsigned flows = 0;
	for (size_t i = 0; i < v->n_need; i++)
		flows |= 1u << flow[s->counter[v->need[i].counter].lane];
	return flows;
}

void walk_needs(const struct strata *s, struct strata_worker *w)
{
	static feed_fn *const feed[N_FLOW] = {
		[FLOW_DRUG] = walk_drug,
		[FLOW_OUTPATIENT] = walk_outpatient,
		[FLOW_HOSPITAL] = walk_hospital,
		[FLOW_EMERGENCY] = walk_emergency,
	};
	struct walking c = {s, w};
	unsigned flows = flows_of(s, w->watcher);
	for (int f = 0; f < N_FLOW; f++)
		if (feed[f] && flows >> f & 1u)
			feed_in_order(s, w->run, (enum kn_flow)f, w->person_row,
				      feed[f], &c);
}

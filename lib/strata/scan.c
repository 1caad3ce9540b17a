/* One pass over a person's records. Within a segment the records of a flow are
 * in order of date; over several segments they are merged, so that "the same
 * date as the last" is all that counting distinct dates needs. */
#include "strata/strata_int.h"

/* What is called for every person and flow. */
#define ALWAYS_INLINE __attribute__((always_inline))

/* The person's records by segment, the runs sorted by their first date. */
static size_t find_runs(const struct strata *s, struct run *runs,
			enum kn_flow flow, size_t row)
{
	size_t n = 0;
	for (size_t i = 0; i < s->n_view; i++) {
		const struct archive_segment *g = s->view[i].seg;
		const uint32_t *first;
		const int32_t *date = dates_of(g, flow, &first);
		if (row >= g->n_person || first[row] == first[row + 1])
			continue;
		size_t j = n++;
		for (; j && runs[j - 1].date[runs[j - 1].at] > date[first[row]];
		     j--)
			runs[j] = runs[j - 1];
		runs[j] = (struct run){
			g,          date,           s->view[i].removed[flow],
			first[row], first[row + 1], (uint32_t)i};
	}
	return n;
}

/* Where the first of the runs stops being the earliest. */
static uint32_t until(const struct run *r, size_t n)
{
	uint32_t at = r[0].at;
	if (n == 1 || r[0].date[r[0].end - 1] <= r[1].date[r[1].at])
		return r[0].end;
	while (at < r[0].end && r[0].date[at] <= r[1].date[r[1].at])
		at++;
	return at;
}

void feed_in_order(const struct strata *s, struct run *runs, enum kn_flow flow,
		   size_t row, feed_fn *feed, void *ctx)
{
	size_t n = find_runs(s, runs, flow, row);
	for (struct run *r = runs; n;) {
		uint32_t to = until(r, n);
		assert(to > r->at);
		for (uint32_t a = r->at, b;
		     archive_live(r->removed, &a, to, &b); a = b)
			feed(ctx, r->seg, r->n_segment, a, b);
		r->at = to;
		if (r->at == r->end) {
			r++;
			n--;
			continue;
		}
		for (size_t i = 1;
		     i < n && r[i].date[r[i].at] < r[i - 1].date[r[i - 1].at];
		     i++) {
			struct run t = r[i];
			r[i] = r[i - 1];
			r[i - 1] = t;
		}
	}
}

struct feed { /* what the feeding functions share */
	const struct strata *s;
	struct strata_worker *w;
};

static inline struct acc *touch(struct strata_worker *w, uint16_t counter,
				int32_t date)
{
	struct acc *a = &w->acc[counter];
	if (a->epoch != w->epoch) {
		*a = (struct acc){.epoch = w->epoch,
				  .first = date,
				  .last = INT32_MIN,
				  .prev = INT32_MIN,
				  .until = INT32_MIN};
		w->touched[w->n_touched++] = counter;
	}
	return a;
}

/* Without branches: whether the date is another one cannot be guessed. */
static inline void count(struct acc *a, int32_t date)
{
	bool other = a->last != date;
	a->prev = other ? a->last : a->prev;
	a->last = date;
	a->n_date += other;
	a->n_event++;
}

/* Where a flow of a person ended: the last record counted, and the first one
 * that lies after the index date. */
static inline void ended(const struct strata *s, struct strata_worker *w,
			 const int32_t *date, uint32_t from, uint32_t at,
			 uint32_t to)
{
	if (at > from && date[at - 1] >= s->contact_from &&
	    date[at - 1] > w->last_contact)
		w->last_contact = date[at - 1];
	if (at < to && date[at] < w->future)
		w->future = date[at];
}

/* A code of the record in hand: each counter takes a record once. */
static inline void count_code(const struct lane_table *t,
			      struct strata_worker *w, uint32_t code,
			      int32_t date)
{
	assert_slow(code < t->n_code);
	for (uint32_t i = t->off[code]; i < t->off[code + 1]; i++) {
		if (date < t->target[i].from)
			continue;
		struct acc *a = touch(w, t->target[i].counter, date);
		if (a->record == w->record)
			continue;
		a->record = w->record;
		count(a, date);
	}
}

static inline int32_t earlier(int32_t a, int32_t b)
{
	return a < b ? a : b;
}

/* First of the rows from..to (in order of date) not before a day. */
static uint32_t not_before(const int32_t *date, uint32_t from, uint32_t to,
			   int32_t day)
{
	while (to - from > 8) {
		uint32_t mid = from + (to - from) / 2;
		if (date[mid] < day)
			from = mid + 1;
		else
			to = mid;
	}
	while (from < to && date[from] < day)
		from++;
	return from;
}

static void feed_exemption(void *ctx, const struct archive_segment *seg,
			   uint32_t n_segment, uint32_t from, uint32_t to)
{
	const struct feed *f = ctx;
	const struct lane_table *t = &f->s->lane[LANE_EXEMPTION];
	const struct exemption_cols *x = &seg->exemption;
	(void)n_segment;
	for (uint32_t r = from; r < to; r++) {
		uint32_t code = x->code[r];
		bool valid = x->valid_from[r] <= f->s->index &&
			     x->valid_to[r] >= f->s->index;
		for (uint32_t i = t->off[code]; i < t->off[code + 1]; i++) {
			struct acc *a = touch(f->w, t->target[i].counter,
					      x->valid_from[r]);
			a->not_generic |= !f->s->generic[code];
			if (valid) {
				if (!a->n_event) /* others came before */
					a->first = x->valid_from[r];
				count(a, x->valid_from[r]);
				if (x->valid_to[r] > a->until)
					a->until = x->valid_to[r];
			} else {
				a->n_lapsed++;
			}
			if (x->valid_from[r] > f->s->index &&
			    x->valid_from[r] < f->w->future)
				f->w->future = x->valid_from[r];
		}
	}
}

static void feed_drug(void *ctx, const struct archive_segment *seg,
		      uint32_t n_segment, uint32_t from, uint32_t to)
{
	const struct feed *f = ctx;
	const struct lane_table *t = &f->s->lane[LANE_DRUG];
	const struct drug_cols *x = &seg->drug;
	const int32_t index = f->s->index, contact = f->s->contact_from;
	(void)n_segment;
	uint32_t r = not_before(x->date, from, to, earlier(t->from, contact));
	for (; r < to && x->date[r] <= index; r++) {
		int32_t date = x->date[r];
		uint32_t code = x->atc[r];
		f->w->n_contact += date >= contact;
		for (uint32_t i = t->off[code]; i < t->off[code + 1]; i++) {
			if (date < t->target[i].from)
				continue;
			struct acc *a = touch(f->w, t->target[i].counter, date);
			count(a, date);
			a->ddd_e4 += x->ddd_e4[r] >= 0 ? x->ddd_e4[r]
						       : x->packages_e4[r];
		}
	}
	ended(f->s, f->w, x->date, from, r, to);
}

static void feed_outpatient(void *ctx, const struct archive_segment *seg,
			    uint32_t n_segment, uint32_t from, uint32_t to)
{
	const struct feed *f = ctx;
	const struct lane_table *t = &f->s->lane[LANE_OUTPATIENT];
	const struct outpatient_cols *x = &seg->outpatient;
	const int32_t index = f->s->index, contact = f->s->contact_from;
	(void)n_segment;
	uint32_t r = not_before(x->date, from, to, earlier(t->from, contact));
	for (; r < to && x->date[r] <= index; r++) {
		int32_t date = x->date[r];
		uint32_t code = x->service[r];
		f->w->n_contact += date >= contact;
		for (uint32_t i = t->off[code]; i < t->off[code + 1]; i++)
			if (date >= t->target[i].from)
				count(touch(f->w, t->target[i].counter, date),
				      date);
	}
	ended(f->s, f->w, x->date, from, r, to);
}

static void count_scores(const struct strata *s, struct strata_worker *w,
			 uint32_t dx, int32_t date)
{
	for (uint32_t i = s->score_off[dx]; i < s->score_off[dx + 1]; i++) {
		const struct score_hit *h = &s->score_hit[i];
		if (date < h->from)
			continue;
		w->category_last[h->category] = date;
		if (!w->category[h->category])
			w->present[w->n_present++] = h->category;
		if (w->category[h->category] <= h->row)
			w->category[h->category] = (uint16_t)(h->row + 1);
	}
}

static void feed_hospital(void *ctx, const struct archive_segment *seg,
			  uint32_t n_segment, uint32_t from, uint32_t to)
{
	const struct feed *f = ctx;
	const struct strata *s = f->s;
	const struct hospital_cols *x = &seg->hospital;
	(void)n_segment;
	uint32_t r = from;
	for (; r < to && x->date[r] <= s->index; r++) {
		int32_t date = x->date[r];
		f->w->record++;
		f->w->n_contact += date >= s->contact_from;
		if (x->dx[0][r])
			count_code(&s->lane[LANE_HOSPITAL_MAIN], f->w,
				   x->dx[0][r], date);
		for (size_t k = 0; k < N_HOSPITAL_DX; k++) {
			if (!x->dx[k][r])
				continue;
			count_code(&s->lane[LANE_HOSPITAL_ANY], f->w,
				   x->dx[k][r], date);
			count_scores(s, f->w, x->dx[k][r], date);
		}
		for (size_t k = 0; k < N_HOSPITAL_PROC; k++)
			if (x->proc[k][r])
				count_code(&s->lane[LANE_HOSPITAL_PROC], f->w,
					   x->proc[k][r], date);
	}
	ended(s, f->w, x->date, from, r, to);
}

static void feed_emergency(void *ctx, const struct archive_segment *seg,
			   uint32_t n_segment, uint32_t from, uint32_t to)
{
	const struct feed *f = ctx;
	const struct strata *s = f->s;
	const struct emergency_cols *x = &seg->emergency;
	(void)n_segment;
	uint32_t r = from;
	for (; r < to && x->date[r] <= s->index; r++) {
		int32_t date = x->date[r];
		f->w->record++;
		f->w->n_contact += date >= s->contact_from;
		if (x->dx[0][r])
			count_code(&s->lane[LANE_EMERGENCY_MAIN], f->w,
				   x->dx[0][r], date);
		for (size_t k = 0; k < N_EMERGENCY_DX; k++)
			if (x->dx[k][r])
				count_code(&s->lane[LANE_EMERGENCY_ANY], f->w,
					   x->dx[k][r], date);
	}
	ended(s, f->w, x->date, from, r, to);
}

static inline ALWAYS_INLINE const uint32_t *
first_of(const struct archive_segment *g, enum kn_flow flow)
{
	return flow == FLOW_EXEMPTION    ? g->exemption.first
	       : flow == FLOW_DRUG       ? g->drug.first
	       : flow == FLOW_OUTPATIENT ? g->outpatient.first
	       : flow == FLOW_HOSPITAL   ? g->hospital.first
					 : g->emergency.first;
}

/* The records of one flow; `flow` and `feed` are constants where it is called,
 * so the call through the pointer goes. Most people have records in one
 * segment, or in none. */
static inline ALWAYS_INLINE void feed_flow(const struct strata *s,
					   struct strata_worker *w, size_t row,
					   enum kn_flow flow, feed_fn *feed)
{
	struct feed ctx = {s, w};
	const struct archive_segment *only = NULL;
	uint32_t from = 0, to = 0, number = 0;
	for (size_t i = 0; i < s->n_view; i++) {
		const struct archive_segment *g = s->view[i].seg;
		const uint32_t *first = first_of(g, flow);
		if (row >= g->n_person || first[row] == first[row + 1])
			continue;
		if (only || s->view[i].removed[flow]) {
			feed_in_order(s, w->run, flow, row, feed, &ctx);
			return;
		}
		only = g;
		number = (uint32_t)i;
		from = first[row];
		to = first[row + 1];
	}
	if (only)
		feed(&ctx, only, number, from, to);
}

void scan_person(const struct strata *s, struct strata_worker *w, size_t row)
{
	w->epoch++;
	w->record = 0;
	w->n_touched = 0;
	w->n_contact = 0;
	w->last_contact = INT32_MIN;
	w->future = INT32_MAX;
	for (; w->n_present; w->n_present--)
		w->category[w->present[w->n_present - 1]] = 0;
	feed_flow(s, w, row, FLOW_EXEMPTION, feed_exemption);
	feed_flow(s, w, row, FLOW_DRUG, feed_drug);
	feed_flow(s, w, row, FLOW_OUTPATIENT, feed_outpatient);
	feed_flow(s, w, row, FLOW_HOSPITAL, feed_hospital);
	feed_flow(s, w, row, FLOW_EMERGENCY, feed_emergency);
}

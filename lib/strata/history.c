#include "strata/history.h"
#include "strata/strata_int.h"

#define YEAR_DAYS 365

struct therapy {
	struct therapy_line *line;
	size_t n;
	int32_t from, to;
};
struct services {
	struct service_line *line;
	size_t n;
	int32_t from, to;
};

/* A person has some ten or twenty different drugs: looking along the list is
 * as fast as anything. */
static struct therapy_line *line_of_drug(struct therapy *t, uint32_t atc,
					 int32_t date)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->line[i].atc == atc)
			return &t->line[i];
	if (t->n == HISTORY_MAX)
		return NULL;
	struct therapy_line *l = &t->line[t->n++];
	*l = (struct therapy_line){.atc = atc, .first = {date}};
	return l;
}

static int month_number(int32_t day)
{
	struct ymd d = date_ymd((struct date){day});
	return d.year * 12 + d.month;
}

/* A window of 365 days may begin in a thirteenth month: it goes to the first.
 */
static void count_month(struct therapy_line *l, int32_t day, int32_t last)
{
	int ago = month_number(last) - month_number(day);
	int i = HISTORY_MONTHS - 1 - ago;
	uint8_t *n = &l->month[i < 0 ? 0 : i];
	if (*n < UINT8_MAX)
		++*n;
}

static void feed_therapy(void *ctx, const struct archive_segment *g,
			 uint32_t n_segment, uint32_t from, uint32_t to)
{
	struct therapy *t = ctx;
	const struct drug_cols *x = &g->drug;
	(void)n_segment;
	for (uint32_t r = from; r < to; r++) {
		if (x->date[r] < t->from || x->date[r] > t->to)
			continue;
		struct therapy_line *l = line_of_drug(t, x->atc[r], x->date[r]);
		if (!l)
			continue;
		l->n_dispensing++;
		count_month(l, x->date[r], t->to);
		l->last = (struct date){x->date[r]}; /* in order of date */
		l->ddd_e4 +=
			x->ddd_e4[r] >= 0 ? x->ddd_e4[r] : x->packages_e4[r];
	}
}

static struct service_line *line_of_service(struct services *t, uint32_t code)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->line[i].service == code)
			return &t->line[i];
	if (t->n == HISTORY_MAX)
		return NULL;
	struct service_line *l = &t->line[t->n++];
	*l = (struct service_line){.service = code};
	return l;
}

static void feed_services(void *ctx, const struct archive_segment *g,
			  uint32_t n_segment, uint32_t from, uint32_t to)
{
	struct services *t = ctx;
	const struct outpatient_cols *x = &g->outpatient;
	(void)n_segment;
	for (uint32_t r = from; r < to && x->date[r] <= t->to; r++) {
		struct service_line *l = line_of_service(t, x->service[r]);
		if (!l)
			continue;
		l->n_365 += x->date[r] >= t->from;
		l->last = (struct date){x->date[r]};
	}
}

static int by_atc(const void *x, const void *y)
{
	const struct therapy_line *a = x, *b = y;
	return (a->atc > b->atc) - (a->atc < b->atc);
}

static int by_service(const void *x, const void *y)
{
	const struct service_line *a = x, *b = y;
	return (a->service > b->service) - (a->service < b->service);
}

size_t history_therapy(const struct strata *s, struct strata_worker *w,
		       size_t row, struct therapy_line *out)
{
	struct therapy t = {
		.line = out, .from = s->index - YEAR_DAYS + 1, .to = s->index};
	feed_in_order(s, w->run, FLOW_DRUG, row, feed_therapy, &t);
	qsort(out, t.n, sizeof(*out), by_atc);
	return t.n;
}

size_t history_services(const struct strata *s, struct strata_worker *w,
			size_t row, struct service_line *out)
{
	struct services t = {
		.line = out, .from = s->index - YEAR_DAYS + 1, .to = s->index};
	feed_in_order(s, w->run, FLOW_OUTPATIENT, row, feed_services, &t);
	qsort(out, t.n, sizeof(*out), by_service);
	return t.n;
}

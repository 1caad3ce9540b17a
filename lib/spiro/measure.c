#include "spiro/measure.h"

#include "text/text.h"

#include <math.h>

/* What belongs to looking at a record, not to judging a blow. */
#define LEAST_PEF      0.3   /* L/s: below it nobody blew */
#define LEAST_VOLUME   0.1   /* L */
#define REST_SECONDS   0.2   /* shortest rest that shows the zero */
#define REST_BAND      0.03  /* L/s: steady */
#define REST_MOST      0.5   /* L/s: more is breathing */
#define ONSET          0.02  /* L/s above rest: the blow has begun */
#define PUFF           0.025 /* L lost before the blow: it began earlier */
#define INSPIRED       0.1   /* L down from the top: the next inspiration */
#define AT_TOP         0.005 /* L */
#define BREATH_BEFORE  0.5   /* L: an inspiration is in the record */
#define BREATHING_IN   0.1   /* L/s */
#define SMOOTH_SECONDS 0.03
#define QUIET          0.01 /* L/s: nothing flows */
#define QUIET_SECONDS  0.25
#define CLOSING_FLOW   (2 * QUIET) /* L/s, just before it stops */

/* ---- reading the curve */

/* Value of a column at a time between samples. */
static double at_time(const struct spiro_curve *c, const double *y, double t)
{
	double x = fmax(t * c->hz, 0);
	size_t i = (size_t)x;
	if (i + 1 >= c->n)
		return y[c->n - 1];
	return y[i] + (x - (double)i) * (y[i + 1] - y[i]);
}

/* Mean over 30 ms around a sample: a spike is no cough. */
static double smooth(const struct spiro_curve *c, size_t i)
{
	size_t half = (size_t)(SMOOTH_SECONDS * c->hz / 2);
	size_t from = i < half ? 0 : i - half;
	size_t to = i + half < c->n ? i + half : c->n - 1;
	double sum = 0;
	for (size_t k = from; k <= to; k++)
		sum += c->flow[k];
	return sum / (double)(to - from + 1);
}

static size_t samples(const struct spiro_curve *c, double seconds)
{
	return (size_t)(seconds * c->hz + 0.5);
}

/* ---- where the blow is */

static size_t find_peak(const struct spiro_curve *c)
{
	size_t peak = 0;
	for (size_t i = 1; i < c->n; i++)
		if (c->flow[i] > c->flow[peak])
			peak = i;
	return peak;
}

/* Mean flow of the steady beginning, NAN when there is none. */
static double find_rest(const struct spiro_curve *c)
{
	double low = c->flow[0], high = low, sum = 0;
	size_t n = 0;
	for (; n < c->n; n++) {
		low = fmin(low, c->flow[n]);
		high = fmax(high, c->flow[n]);
		if (high - low > REST_BAND)
			break;
		sum += c->flow[n];
	}
	double mean = n ? sum / (double)n : 0;
	bool rest = n >= samples(c, REST_SECONDS) && fabs(mean) <= REST_MOST;
	return rest ? mean : (double)NAN;
}

/* Full inspiration: see the header. A zero that is off makes the volume run at
 * rest, which is no puff. */
static size_t find_start(const struct spiro_curve *c, size_t peak, double rest)
{
	size_t start = peak;
	while (start && c->flow[start] > rest + ONSET)
		start--;
	size_t lowest = start;
	double least = c->volume[start];
	for (size_t i = start; i-- > 0;) {
		double level = c->volume[i] + rest * spiro_time(c, start - i);
		if (level < least) {
			least = level;
			lowest = i;
		}
	}
	return c->volume[start] - least > PUFF ? lowest : start;
}

/* Last sample of the expiration; *inspired when an inspiration follows. */
static size_t find_end(const struct spiro_curve *c, size_t peak, bool *inspired)
{
	size_t top = peak;
	*inspired = false;
	for (size_t i = peak; i < c->n && !*inspired; i++) {
		if (c->volume[i] > c->volume[top])
			top = i;
		*inspired = c->volume[i] < c->volume[top] - INSPIRED;
	}
	if (!*inspired)
		return c->n - 1;
	size_t end = top;
	while (end + 1 < c->n && c->volume[end + 1] >= c->volume[top] - AT_TOP)
		end++;
	return end;
}

/* ---- volumes and flows */

static double top_volume(const struct spiro_curve *c,
			 const struct spiro_measures *m)
{
	double top = c->volume[m->peak];
	for (size_t i = m->peak; i <= m->end; i++)
		top = fmax(top, c->volume[i]);
	return top;
}

static double volume_in(const struct spiro_curve *c,
			const struct spiro_measures *m, double seconds)
{
	double t = m->time_zero + seconds;
	if (t > spiro_time(c, m->end) + 0.5 / c->hz)
		return NAN;
	return at_time(c, c->volume, t) - m->start_volume;
}

/* Seconds at which a part of FVC is out, between samples. */
static double time_of(const struct spiro_curve *c,
		      const struct spiro_measures *m, double part)
{
	double want = m->start_volume + part * m->fvc;
	size_t i = m->start + 1;
	while (i < m->end && c->volume[i] < want)
		i++;
	double step = c->volume[i] - c->volume[i - 1];
	double f = step > 0 ? (want - c->volume[i - 1]) / step : 1;
	return spiro_time(c, i - 1) + fmin(fmax(f, 0), 1) / c->hz;
}

static void measure_volumes(const struct spiro_curve *c,
			    struct spiro_measures *m)
{
	m->start_volume = c->volume[m->start];
	m->fvc = top_volume(c, m) - m->start_volume;
	m->pef = c->flow[m->peak];
	m->time_zero = spiro_time(c, m->peak) -
		       (c->volume[m->peak] - m->start_volume) / m->pef;
	m->bev = at_time(c, c->volume, m->time_zero) - m->start_volume;
	m->fet = spiro_time(c, m->end) - m->time_zero;
	m->fev05 = volume_in(c, m, 0.5);
	m->fev075 = volume_in(c, m, 0.75);
	m->fev1 = volume_in(c, m, 1);
	m->fev3 = volume_in(c, m, 3);
	m->fev6 = volume_in(c, m, 6);
	m->fev1fvc = m->fev1 / m->fvc;
	m->last_second = m->fet < 1
				 ? (double)NAN
				 : c->volume[m->end] -
					   at_time(c, c->volume,
						   spiro_time(c, m->end) - 1);
}

static void measure_flows(const struct spiro_curve *c, struct spiro_measures *m)
{
	double t25 = time_of(c, m, 0.25), t50 = time_of(c, m, 0.5),
	       t75 = time_of(c, m, 0.75);
	m->fef25 = at_time(c, c->flow, t25);
	m->fef50 = at_time(c, c->flow, t50);
	m->fef75 = at_time(c, c->flow, t75);
	m->fef2575 = t75 > t25 ? 0.5 * m->fvc / (t75 - t25) : (double)NAN;
}

static void measure_inspiration(const struct spiro_curve *c,
				struct spiro_measures *m)
{
	double least = c->volume[m->end], most_in = 0;
	for (size_t i = m->end; i < c->n; i++) {
		least = fmin(least, c->volume[i]);
		most_in = fmin(most_in, c->flow[i]);
	}
	m->fivc = m->start_volume + m->fvc - least;
	m->pif = -most_in;
}

/* Only when the inspiration before the blow is in the record. */
static double find_hesitation(const struct spiro_curve *c,
			      const struct spiro_measures *m)
{
	double most = m->start_volume;
	size_t i = m->start;
	for (size_t k = 0; k < m->start; k++)
		most = fmax(most, c->volume[k]);
	if (most - m->start_volume < BREATH_BEFORE)
		return NAN;
	while (i && c->flow[i] > -BREATHING_IN)
		i--;
	return m->time_zero - spiro_time(c, i);
}

/* ---- the shape of the flow */

/* How much the flow must fall and rise to be a break: see the header. */
static double break_limit(const struct spiro_measures *m, double after_zero)
{
	return after_zero <= 1 ? fmax(0.30, 0.10 * m->pef)
			       : fmax(0.10, 0.02 * m->pef);
}

static void note_break(struct spiro_measures *m, double at)
{
	if (isnan(m->break_at))
		m->break_at = at;
	if (at > 1 && isnan(m->late_break_at))
		m->late_break_at = at;
}

static void find_breaks(const struct spiro_curve *c, struct spiro_measures *m)
{
	bool falling = false;
	double top = -HUGE_VAL, low = 0, low_at = 0;
	m->break_at = m->late_break_at = NAN;
	for (size_t i = m->start; i <= m->end; i++) {
		double f = smooth(c, i);
		double at = spiro_time(c, i) - m->time_zero;
		double limit = break_limit(m, at);
		if (!falling) {
			top = fmax(top, f);
			falling = top - f >= limit;
			low = f;
			low_at = at;
		} else if (f < low) {
			low = f;
			low_at = at;
		} else if (f - low >= break_limit(m, low_at)) {
			note_break(m, low_at);
			falling = false;
			top = f;
		}
	}
}

/* Where the last stretch of nothing begins; m->end + 1 when there is none. */
static size_t quiet_from(const struct spiro_curve *c,
			 const struct spiro_measures *m, double rest)
{
	size_t i = m->end + 1;
	while (i > m->peak && fabs(smooth(c, i - 1) - rest) <= QUIET)
		i--;
	return i;
}

static void find_closure(const struct spiro_curve *c, struct spiro_measures *m,
			 double rest)
{
	size_t quiet = quiet_from(c, m, rest);
	size_t near = samples(c, 0.02), far = samples(c, 0.06);
	double sum = 0;
	m->closed_at = NAN;
	if (m->end + 1 - quiet < samples(c, QUIET_SECONDS) ||
	    quiet < m->peak + far || far == near)
		return;
	for (size_t i = quiet - far; i < quiet - near; i++)
		sum += c->flow[i] - rest;
	if (sum / (double)(far - near) >= CLOSING_FLOW)
		m->closed_at = spiro_time(c, quiet) - m->time_zero;
}

enum rc spiro_measure(const struct spiro_curve *c, struct spiro_measures *out,
		      struct err *err)
{
	assert(c->n >= 2 && c->hz > 0);
	bool inspired;
	struct spiro_measures m = {.fivc = NAN, .pif = NAN};
	m.rest_flow = find_rest(c);
	double rest = isnan(m.rest_flow) ? 0 : m.rest_flow;
	m.peak = find_peak(c);
	if (c->flow[m.peak] < LEAST_PEF)
		return err_msg(err, E_RANGE, MSG_SPI_R_NO_BLOW,
			       "nobody blew: the flow never reaches %g L/s; "
			       "expiration must be positive, in L/s",
			       LEAST_PEF);
	m.start = find_start(c, m.peak, rest);
	m.end = find_end(c, m.peak, &inspired);
	measure_volumes(c, &m);
	if (m.fvc < LEAST_VOLUME)
		return err_msg(err, E_RANGE, MSG_SPI_R_NO_BLOW,
			       "nobody blew: less than %g L came out; volumes "
			       "must be in litres",
			       LEAST_VOLUME);
	measure_flows(c, &m);
	if (inspired)
		measure_inspiration(c, &m);
	m.hesitation = find_hesitation(c, &m);
	find_breaks(c, &m);
	find_closure(c, &m, rest);
	*out = m;
	return OK;
}

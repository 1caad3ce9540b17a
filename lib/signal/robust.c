#include "signal/signal.h"

#include <math.h>

/* Hoare's quickselect with the median of three as pivot. */
static float nth(float *x, size_t n, size_t k)
{
	size_t lo = 0, hi = n - 1;
	while (lo < hi) {
		float a = x[lo], b = x[lo + (hi - lo) / 2], c = x[hi];
		float p = a < b ? (b < c ? b : (a < c ? c : a))
				: (a < c ? a : (b < c ? c : b));
		size_t i = lo, j = hi;
		for (;;) {
			while (x[i] < p)
				i++;
			while (x[j] > p)
				j--;
			if (i >= j)
				break;
			float t = x[i];
			x[i++] = x[j];
			x[j--] = t;
		}
		if (k <= j)
			hi = j;
		else
			lo = j + 1;
	}
	return x[k];
}

/* Which of n values in order, n > 0. */
static size_t rank_of(size_t n, double share)
{
	double at = share * (double)(n - 1) + 0.5;
	size_t k = at <= 0 ? 0 : (size_t)at;
	return k < n ? k : n - 1;
}

float signal_quantile(float *x, size_t n, double share)
{
	return n ? nth(x, n, rank_of(n, share)) : 0;
}

void signal_order_add(struct signal_order *o, float v)
{
	size_t i = o->n++;
	for (; i && o->v[i - 1] > v; i--)
		o->v[i] = o->v[i - 1];
	o->v[i] = v;
}

void signal_order_drop(struct signal_order *o, float v)
{
	size_t i = 0;
	while (o->v[i] < v)
		i++;
	assert(i < o->n);
	o->n--;
	for (; i < o->n; i++)
		o->v[i] = o->v[i + 1];
}

float signal_order_quantile(const struct signal_order *o, double share)
{
	return o->n ? o->v[rank_of(o->n, share)] : 0;
}

float signal_median(const float *x, size_t n, float *scratch)
{
	if (n)
		memcpy(scratch, x, n * sizeof *x);
	return signal_quantile(scratch, n, 0.5);
}

static bool good(float v, float most)
{
	return v >= -most && v <= most; /* false for NAN */
}

size_t signal_mend(float *x, size_t n, float most)
{
	size_t first = 0, mended = 0;
	while (first < n && !good(x[first], most))
		first++;
	float last = first < n ? x[first] : 0;
	for (size_t i = 0; i < n; i++) {
		if (good(x[i], most)) {
			last = x[i];
		} else {
			x[i] = last;
			mended++;
		}
	}
	return mended;
}

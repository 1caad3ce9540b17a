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

/* Of numbers that are not negative the bits stand in the same order: first how
 * many there are of each exponent and upper half of the fraction, then of those
 * that begin like the one looked for, the rest, twice. */
enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS };

static uint32_t bits_of(float v)
{
	uint32_t bits;
	memcpy(&bits, &v, sizeof bits);
	return bits;
}

/* Counts the digit at `shift` of those whose bits above it are `above`. The
 * digit of the value of rank *k, which becomes its rank among its like. */
static uint32_t digit_of(const float *x, size_t n, unsigned shift,
			 uint32_t above, size_t *k)
{
	uint32_t count[DIGITS] = {0}, digit = 0;
	const unsigned top = shift + DIGIT_BITS;
	for (size_t i = 0; i < n; i++) {
		const uint32_t b = bits_of(x[i]);
		if (top > 31 || b >> top == above)
			count[b >> shift & (DIGITS - 1)]++;
	}
	while (*k >= count[digit])
		*k -= count[digit++];
	return digit;
}

float signal_size_quantile(const float *x, size_t n, double share)
{
	size_t k = n ? rank_of(n, share) : 0;
	uint32_t bits = 0;
	float v;
	if (!n)
		return 0;
	for (int shift = 2 * DIGIT_BITS; shift >= 0; shift -= DIGIT_BITS)
		bits = bits << DIGIT_BITS |
		       digit_of(x, n, (unsigned)shift, bits, &k);
	memcpy(&v, &bits, sizeof v);
	return v;
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

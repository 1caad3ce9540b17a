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

float signal_quantile(float *x, size_t n, double share)
{
	if (!n)
		return 0;
	double at = share * (double)(n - 1) + 0.5;
	size_t k = at <= 0 ? 0 : (size_t)at;
	return nth(x, n, k < n ? k : n - 1);
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

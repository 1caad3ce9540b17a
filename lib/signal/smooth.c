#include "signal/signal.h"

/* The window [from, to) of the ends, where it grows and shrinks. */
static float mean_of(const float *x, size_t from, size_t to)
{
	double sum = 0;
	for (size_t i = from; i < to; i++)
		sum += (double)x[i];
	return (float)(sum / (double)(to - from));
}

void signal_box(const float *x, float *out, size_t n, size_t before,
		size_t after)
{
	size_t width = before + after + 1, i = 0;
	for (; i < n && (i < before || n < width); i++)
		out[i] = mean_of(x, i > before ? i - before : 0,
				 i + after < n ? i + after + 1 : n);
	double sum = 0;
	for (size_t k = 0; i < n && k + 1 < width; k++)
		sum += (double)x[k];
	const double by = 1 / (double)width;
	for (; i + after < n; i++) {
		sum += (double)x[i + after];
		out[i] = (float)(sum * by);
		sum -= (double)x[i - before];
	}
	for (; i < n; i++)
		out[i] = mean_of(x, i - before, n);
}

static inline float at(const float *x, size_t n, ptrdiff_t i)
{
	return x[i < 0 ? 0 : i >= (ptrdiff_t)n ? (ptrdiff_t)n - 1 : i];
}

static float slope_at_end(const float *x, size_t n, size_t i)
{
	ptrdiff_t k = (ptrdiff_t)i;
	return (2 * (at(x, n, k + 2) - at(x, n, k - 2)) + at(x, n, k + 1) -
		at(x, n, k - 1)) *
	       0.1F;
}

void signal_slope(const float *x, float *out, size_t n)
{
	size_t i = 0;
	for (; i < n && i < 2; i++)
		out[i] = slope_at_end(x, n, i);
	for (; i + 2 < n; i++)
		out[i] = (2 * (x[i + 2] - x[i - 2]) + x[i + 1] - x[i - 1]) *
			 0.1F;
	for (; i < n; i++)
		out[i] = slope_at_end(x, n, i);
}

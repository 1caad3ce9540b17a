#include "signal/signal.h"

void signal_box(const float *x, float *out, size_t n, size_t before,
		size_t after)
{
	double sum = 0;
	const double full = 1 / (double)(before + after + 1);
	size_t from = 0, to = 0; /* the window is [from, to) */
	for (size_t i = 0; i < n; i++) {
		size_t end = i + after + 1 < n ? i + after + 1 : n;
		while (to < end)
			sum += (double)x[to++];
		while (from + before < i)
			sum -= (double)x[from++];
		bool whole = to - from == before + after + 1;
		double by = whole ? full : 1 / (double)(to - from);
		out[i] = (float)(sum * by);
	}
}

static inline float at(const float *x, size_t n, ptrdiff_t i)
{
	return x[i < 0 ? 0 : i >= (ptrdiff_t)n ? (ptrdiff_t)n - 1 : i];
}

void signal_slope(const float *x, float *out, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		ptrdiff_t k = (ptrdiff_t)i;
		if (i >= 2 && i + 2 < n)
			out[i] = (2 * (x[i + 2] - x[i - 2]) + x[i + 1] -
				  x[i - 1]) /
				 10;
		else
			out[i] = (2 * (at(x, n, k + 2) - at(x, n, k - 2)) +
				  at(x, n, k + 1) - at(x, n, k - 1)) /
				 10;
	}
}

size_t signal_thin(const float *x, size_t n, size_t step, float *out)
{
	size_t m = n / step;
	for (size_t i = 0; i < m; i++) {
		float sum = 0;
		for (size_t k = 0; k < step; k++)
			sum += x[i * step + k];
		out[i] = sum / (float)step;
	}
	return m;
}

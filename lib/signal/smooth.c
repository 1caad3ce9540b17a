#include "signal/signal.h"

#include <math.h>

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

/* Blocks of a fixed length, which compilers turn into vectors. */
enum { BLOCK = 8 };

/* Near the ends, where the first and the last sample stand for ever; of one of
 * `side` signals side by side. */
static float speed_at_end(const float *x, size_t n, size_t i, size_t side)
{
	ptrdiff_t k = (ptrdiff_t)i, last = (ptrdiff_t)n - 1;
	float w[5];
	for (ptrdiff_t d = -2; d <= 2; d++) {
		ptrdiff_t at = k + d < 0 ? 0 : k + d > last ? last : k + d;
		w[d + 2] = x[side * (size_t)at];
	}
	return fabsf((2 * (w[4] - w[0]) + w[3] - w[1]) * 0.1F);
}

static void speeds_at_end(const float *x, size_t n, size_t i, size_t side,
			  float out[2])
{
	float v[2];
	for (size_t k = 0; k < side; k++)
		v[k] = speed_at_end(x + k, n, i, side);
	memcpy(out, v, side * sizeof *v);
}

/* Inlined where `side` is known. */
static inline void speed_of(const float *x, float *out, size_t n, size_t side)
{
	float first[4] = {0}, one[BLOCK];
	size_t i = 0;
	for (; i < n && i < 2; i++)
		speeds_at_end(x, n, i, side, first + side * i);
	for (; i + BLOCK / side + 2 <= n; i += BLOCK / side) {
		const float *v = x + side * (i - 2);
		for (size_t k = 0; k < BLOCK; k++)
			one[k] = fabsf((2 * (v[k + 4 * side] - v[k]) +
					v[k + 3 * side] - v[k + side]) *
				       0.1F);
		memcpy(out + side * i, one, sizeof one);
	}
	for (; i < n; i++)
		speeds_at_end(x, n, i, side, out + side * i);
	memcpy(out, first, (n < 2 ? n : 2) * side * sizeof *out);
}

void signal_speed(const float *x, float *out, size_t n)
{
	speed_of(x, out, n, 1);
}

void signal_pair_speed(const float *x, float *out, size_t n)
{
	speed_of(x, out, n, 2);
}

void signal_pair_most(const float *x, size_t n, float out[2])
{
	float most[BLOCK] = {0};
	size_t i = 0;
	for (; i + BLOCK <= 2 * n; i += BLOCK)
		for (size_t k = 0; k < BLOCK; k++)
			most[k] = x[i + k] > most[k] ? x[i + k] : most[k];
	for (; i < 2 * n; i++)
		most[i % 2] = x[i] > most[i % 2] ? x[i] : most[i % 2];
	for (size_t k = 2; k < BLOCK; k++)
		most[k % 2] = most[k] > most[k % 2] ? most[k] : most[k % 2];
	out[0] = most[0];
	out[1] = most[1];
}

/* Two halves side by side: the greatest does not mind in which order. */
float signal_most(const float *x, size_t n)
{
	float most[2];
	signal_pair_most(x, n / 2, most);
	float last = n % 2 ? x[n - 1] : 0;
	float of_two = most[0] > most[1] ? most[0] : most[1];
	return last > of_two ? last : of_two;
}

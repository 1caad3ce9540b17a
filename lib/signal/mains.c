#include "signal/signal.h"

#include <math.h>

/* cos and sin of a fixed angle a sample, by rotation; the drift of a float
 * product over a block of some thousands of steps is below 1e-12 in double. */
struct turn {
	double c, s, dc, ds;
};

static struct turn turn_at(double hz, double mains_hz, size_t i)
{
	const double tau = 6.28318530717958648;
	double w = tau * mains_hz / hz;
	double at = fmod(w * (double)i, tau);
	return (struct turn){cos(at), sin(at), cos(w), sin(w)};
}

static void turn_on(struct turn *t)
{
	double c = t->c * t->dc - t->s * t->ds;
	t->s = t->s * t->dc + t->c * t->ds;
	t->c = c;
}

struct fit {
	double c, s;
};

/* The sine in x[from, to): twice the mean of the products, for the window
 * holds whole periods to within a sample. The straight line is taken out
 * first by the mean. */
static struct fit fit_of(const float *x, size_t from, size_t to, double hz,
			 double mains_hz)
{
	double n = (double)(to - from), mean = 0;
	for (size_t i = from; i < to; i++)
		mean += x[i];
	mean /= n;
	struct turn t = turn_at(hz, mains_hz, from);
	struct fit f = {0, 0};
	for (size_t i = from; i < to; i++, turn_on(&t)) {
		f.c += (x[i] - mean) * t.c;
		f.s += (x[i] - mean) * t.s;
	}
	return (struct fit){2 * f.c / n, 2 * f.s / n};
}

enum { MOST_BLOCKS = 64 };

float signal_mains_amplitude(const float *x, size_t n, double hz,
			     double mains_hz)
{
	size_t second = (size_t)hz, m = second ? n / second : 0;
	size_t every = m / MOST_BLOCKS + 1, k = 0;
	float a[MOST_BLOCKS];
	if (mains_hz > 0.45 * hz)
		return 0;
	for (size_t b = 0; b < m && k < MOST_BLOCKS; b += every) {
		struct fit f =
			fit_of(x, b * second, (b + 1) * second, hz, mains_hz);
		a[k++] = (float)hypot(f.c, f.s);
	}
	return signal_quantile(a, k, 0.5);
}

static void subtract(float *x, size_t from, size_t to, struct fit f, double hz,
		     double mains_hz)
{
	struct turn t = turn_at(hz, mains_hz, from);
	for (size_t i = from; i < to; i++, turn_on(&t))
		x[i] -= (float)(f.c * t.c + f.s * t.s);
}

/* The last block is up to two seconds long. */
void signal_mains_remove(float *x, size_t n, double hz, double mains_hz)
{
	size_t second = (size_t)hz, block = second;
	if (mains_hz > 0.45 * hz || n < second || !second)
		return;
	for (size_t at = 0; at < n; at += block) {
		size_t to = at + 2 * block <= n ? at + block : n;
		subtract(x, at, to, fit_of(x, at, to, hz, mains_hz), hz,
			 mains_hz);
		if (to == n)
			return;
	}
}

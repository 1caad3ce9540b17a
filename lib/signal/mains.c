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

/* The same of 50 and 60 Hz side by side, their amplitudes. */
static void fit_both(const float *x, size_t from, size_t to, double hz,
		     float out[2])
{
	double n = (double)(to - from), mean = 0;
	for (size_t i = from; i < to; i++)
		mean += x[i];
	mean /= n;
	const struct turn t = turn_at(hz, 50, from), u = turn_at(hz, 60, from);
	const signal_pair dc = {t.dc, u.dc}, ds = {t.ds, u.ds};
	signal_pair c = {t.c, u.c}, s = {t.s, u.s}, sum_c = {0, 0},
		    sum_s = {0, 0};
	for (size_t i = from; i < to; i++) {
		const double v = x[i] - mean;
		const signal_pair next = c * dc - s * ds;
		sum_c += v * c;
		sum_s += v * s;
		s = s * dc + c * ds;
		c = next;
	}
	for (size_t k = 0; k < 2; k++)
		out[k] = (float)hypot(2 * sum_c[k] / n, 2 * sum_s[k] / n);
}

enum { MOST_BLOCKS = 64 };

void signal_mains_amplitudes(const float *x, size_t n, double hz, float out[2])
{
	size_t second = (size_t)hz, m = second ? n / second : 0;
	size_t every = m / MOST_BLOCKS + 1, k = 0;
	float a[2][MOST_BLOCKS];
	for (size_t b = 0; b < m && k < MOST_BLOCKS; b += every, k++) {
		float both[2];
		fit_both(x, b * second, (b + 1) * second, hz, both);
		a[0][k] = both[0];
		a[1][k] = both[1];
	}
	out[0] = 50 > 0.45 * hz ? 0 : signal_quantile(a[0], k, 0.5);
	out[1] = 60 > 0.45 * hz ? 0 : signal_quantile(a[1], k, 0.5);
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

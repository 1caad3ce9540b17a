#include "signal/signal.h"

#include <math.h>

/* A sine of a fixed frequency, begun anew in every block of one second; the
 * last block is up to two seconds long. cos and sin are turned on by a fixed
 * angle a sample: the drift over some thousands of steps is below 1e-12 in
 * double. */
static const double mains_hz[SIGNAL_N_MAINS] = {50, 60};

static bool heard(const struct signal_mains *m, enum signal_mains_kind k)
{
	return m->second && m->n >= m->second && mains_hz[k] <= 0.45 * m->hz;
}

static size_t block_end(const struct signal_mains *m, size_t from)
{
	return from + 2 * m->second <= m->n ? from + m->second : m->n;
}

/* Both at once, side by side. */
static void turn_block(struct signal_mains *m, size_t from, size_t to)
{
	const double tau = 6.28318530717958648;
	signal_pair c, s, dc, ds;
	for (size_t k = 0; k < SIGNAL_N_MAINS; k++) {
		const double w = tau * mains_hz[k] / m->hz;
		const double at = fmod(w * (double)from, tau);
		c[k] = cos(at);
		s[k] = sin(at);
		dc[k] = cos(w);
		ds[k] = sin(w);
	}
	for (size_t i = from; i < to; i++) {
		const signal_pair next = c * dc - s * ds;
		m->turn[0][i] = (signal_pair){c[0], s[0]};
		m->turn[1][i] = (signal_pair){c[1], s[1]};
		s = s * dc + c * ds;
		c = next;
	}
}

bool signal_mains_of(struct signal_mains *m, size_t n, double hz,
		     struct arena *a)
{
	*m = (struct signal_mains){.hz = hz, .n = n, .second = (size_t)hz};
	if (!m->second || n < m->second)
		return true;
	for (size_t k = 0; k < SIGNAL_N_MAINS; k++)
		if (!(m->turn[k] = arena_room(a, signal_pair, n)))
			return false;
	for (size_t from = 0, to; from < n; from = to) {
		to = block_end(m, from);
		turn_block(m, from, to);
	}
	return true;
}

static double mean_of(const float *x, size_t from, size_t to)
{
	double sum = 0;
	for (size_t i = from; i < to; i++)
		sum += (double)x[i];
	return sum / (double)(to - from);
}

/* The cosine and the sine in x[from, to) less its mean: twice the mean of the
 * products, for the window holds whole periods to within a sample. */
static signal_pair fit_of(const float *x, const signal_pair *turn, size_t from,
			  size_t to, double mean)
{
	signal_pair sum = {0, 0};
	for (size_t i = from; i < to; i++)
		sum += ((double)x[i] - mean) * turn[i];
	return 2 * sum / (double)(to - from);
}

enum { MOST_BLOCKS = 64 };

void signal_mains_amplitudes(const struct signal_mains *w, const float *x,
			     float out[SIGNAL_N_MAINS])
{
	const size_t second = w->second, m = second ? w->n / second : 0;
	const size_t every = m / MOST_BLOCKS + 1;
	float size[SIGNAL_N_MAINS][MOST_BLOCKS];
	size_t n = 0;
	for (size_t b = 0; b < m && n < MOST_BLOCKS; b += every, n++) {
		const size_t from = b * second, to = from + second;
		const double mean = mean_of(x, from, to);
		for (size_t k = 0; k < SIGNAL_N_MAINS; k++) {
			signal_pair f = fit_of(x, w->turn[k], from, to, mean);
			size[k][n] = (float)hypot(f[0], f[1]);
		}
	}
	for (enum signal_mains_kind k = 0; k < SIGNAL_N_MAINS; k++)
		out[k] = heard(w, k) ? signal_quantile(size[k], n, 0.5) : 0;
}

static void subtract(float *x, const signal_pair *turn, size_t from, size_t to,
		     signal_pair f)
{
	for (size_t i = from; i < to; i++) {
		const signal_pair v = f * turn[i];
		x[i] -= (float)(v[0] + v[1]);
	}
}

void signal_mains_remove(const struct signal_mains *m, float *x,
			 enum signal_mains_kind k)
{
	if (!heard(m, k))
		return;
	const signal_pair *turn = m->turn[k];
	for (size_t from = 0, to; from < m->n; from = to) {
		to = block_end(m, from);
		subtract(x, turn, from, to,
			 fit_of(x, turn, from, to, mean_of(x, from, to)));
	}
}

#include "signal/signal.h"

#include <math.h>

/* Butterworth, second order: Q = 1 / sqrt 2. */
static double alpha_of(double w)
{
	return sin(w) / (2 * 0.70710678118654752);
}

static double angle_of(double hz, double corner_hz)
{
	const double pi = 3.14159265358979323846;
	double most = 0.45 * hz;
	return 2 * pi * (corner_hz < most ? corner_hz : most) / hz;
}

struct biquad biquad_lowpass(double hz, double corner_hz)
{
	double w = angle_of(hz, corner_hz);
	double al = alpha_of(w), a0 = 1 + al, c = cos(w);
	return (struct biquad){.b0 = (float)((1 - c) / 2 / a0),
			       .b1 = (float)((1 - c) / a0),
			       .b2 = (float)((1 - c) / 2 / a0),
			       .a1 = (float)(-2 * c / a0),
			       .a2 = (float)((1 - al) / a0)};
}

struct biquad biquad_highpass(double hz, double corner_hz)
{
	double w = angle_of(hz, corner_hz);
	double al = alpha_of(w), a0 = 1 + al, c = cos(w);
	return (struct biquad){.b0 = (float)((1 + c) / 2 / a0),
			       .b1 = (float)(-(1 + c) / a0),
			       .b2 = (float)((1 + c) / 2 / a0),
			       .a1 = (float)(-2 * c / a0),
			       .a2 = (float)((1 - al) / a0)};
}

/* Transposed direct form II, state set as if `x` had stood for ever. In double:
 * a corner of 0.5 Hz at 1 kHz puts the poles within 0.003 of the circle. */
struct state {
	double s1, s2;
};

static struct state settle(const struct biquad *q, double x)
{
	double gain = ((double)q->b0 + q->b1 + q->b2) /
		      (1.0 + q->a1 + q->a2); /* at 0 Hz */
	double y = gain * x;
	double s2 = q->b2 * x - q->a2 * y;
	return (struct state){.s1 = q->b1 * x - q->a1 * y + s2, .s2 = s2};
}

static inline float step(const struct biquad *q, struct state *s, double x)
{
	double y = q->b0 * x + s->s1;
	s->s1 = (q->b1 * x + s->s2) - q->a1 * y;
	s->s2 = q->b2 * x - q->a2 * y;
	return (float)y;
}

void biquad_zero_phase(const struct biquad *q, float *x, size_t n)
{
	if (!n)
		return;
	struct state s = settle(q, x[0]);
	for (size_t i = 0; i < n; i++)
		x[i] = step(q, &s, x[i]);
	s = settle(q, x[n - 1]);
	for (size_t i = n; i-- > 0;)
		x[i] = step(q, &s, x[i]);
}

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

struct biquad_run biquad_settle(const struct biquad *q, float x)
{
	double b0 = (double)q->b0, b1 = (double)q->b1, b2 = (double)q->b2;
	double a1 = (double)q->a1, a2 = (double)q->a2;
	double y = (b0 + b1 + b2) / (1 + a1 + a2) * (double)x; /* at 0 Hz */
	return (struct biquad_run){.b0 = b0,
				   .b1 = b1,
				   .b2 = b2,
				   .a1 = a1,
				   .a2 = a2,
				   .x1 = (double)x,
				   .x2 = (double)x,
				   .y1 = y,
				   .y2 = y};
}

struct biquad_pair biquad_pair_of(const struct biquad_run *a,
				  const struct biquad_run *b)
{
	return (struct biquad_pair){.b0 = {a->b0, b->b0},
				    .b1 = {a->b1, b->b1},
				    .b2 = {a->b2, b->b2},
				    .a1 = {a->a1, b->a1},
				    .a2 = {a->a2, b->a2},
				    .x1 = {a->x1, b->x1},
				    .x2 = {a->x2, b->x2},
				    .y1 = {a->y1, b->y1},
				    .y2 = {a->y2, b->y2}};
}

struct biquad_pair biquad_pair_settle(const struct biquad *q, const float x[2])
{
	struct biquad_run a = biquad_settle(q, x[0]),
			  b = biquad_settle(q, x[1]);
	return biquad_pair_of(&a, &b);
}

void biquad_zero_phase(const struct biquad *q, float *x, size_t n)
{
	if (!n)
		return;
	struct biquad_run s = biquad_settle(q, x[0]);
	for (size_t i = 0; i < n; i++)
		x[i] = biquad_step(&s, x[i]);
	s = biquad_settle(q, x[n - 1]);
	for (size_t i = n; i-- > 0;)
		x[i] = biquad_step(&s, x[i]);
}

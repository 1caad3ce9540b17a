/* signal - small tools for sampled signals: filters without phase, robust
 * measures of size, mains.
 *
 * A signal is a plain array of floats at a rate in Hz. Every filter is designed
 * by rate, so that nothing is resampled to suit it, and is run forwards and
 * backwards: it moves no wave in time, and -3 dB at its corner becomes -6 dB.
 * Inputs are finite numbers (signal_mend makes them so); nothing here fails,
 * and what allocates takes an arena or scratch from the caller.
 *
 * Not here: anything that knows what a heart is (ecg/).
 */
#ifndef SIGNAL_SIGNAL_H
#define SIGNAL_SIGNAL_H

#include "base/arena.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/* Second order section, a0 = 1. Designs: R. Bristow-Johnson, "Cookbook
 * formulae for audio equalizer biquad filter coefficients" (bilinear
 * transform). A corner above 0.45 of the rate is moved there. */
struct biquad {
	float b0, b1, b2, a1, a2;
};
struct biquad biquad_lowpass(double hz, double corner_hz);
struct biquad biquad_highpass(double hz, double corner_hz);
/* Forwards, then backwards, in place. The ends are met as if the first and
 * last sample had always been there. */
void biquad_zero_phase(const struct biquad *q, float *x, size_t n);

/* The same sample by sample, for who does several things in one pass. Direct
 * form I, with what is known early added first: a sample waits for the one
 * before it only through one product and one difference. In double: a corner of
 * 0.5 Hz at 1 kHz puts the poles within 0.003 of the circle. */
struct biquad_run {
	double b0, b1, b2, a1, a2;
	double x1, x2, y1, y2; /* the last two in and out */
};
/* As if `x` had stood for ever. */
struct biquad_run biquad_settle(const struct biquad *q, float x);
static inline float biquad_step(struct biquad_run *s, float sample)
{
	double x = (double)sample;
	double early = (s->b1 * s->x1 + s->b2 * s->x2) - s->a2 * s->y2;
	double y = (s->b0 * x + early) - s->a1 * s->y1;
	s->x2 = s->x1;
	s->x1 = x;
	s->y2 = s->y1;
	s->y1 = y;
	return (float)y;
}

/* Two signals at once through one filter, each to the last bit as it would be
 * alone: a sample waits for the one before it, and while it waits another
 * signal's costs little. They lie side by side: x0 y0 x1 y1 ... */
typedef double signal_pair __attribute__((vector_size(16)));
#if defined(__SSE2__)
/* In one step, which compilers do not find; at any address. */
static inline __m128 signal_two(const float x[2])
{
	double both;
	memcpy(&both, x, sizeof both);
	return _mm_castpd_ps(_mm_set_sd(both));
}
#endif
static inline signal_pair signal_pair_load(const float x[2])
{
#if defined(__SSE2__)
	return (signal_pair)_mm_cvtps_pd(signal_two(x));
#else
	return (signal_pair){(double)x[0], (double)x[1]};
#endif
}
static inline void signal_pair_store(float out[2], signal_pair y)
{
#if defined(__SSE2__)
	_mm_storel_pi((__m64 *)(void *)out, _mm_cvtpd_ps((__m128d)y));
#else
	out[0] = (float)y[0];
	out[1] = (float)y[1];
#endif
}
struct biquad_pair {
	signal_pair b0, b1, b2, a1, a2;
	signal_pair x1, x2, y1, y2;
};
struct biquad_pair biquad_pair_of(const struct biquad_run *a,
				  const struct biquad_run *b);
struct biquad_pair biquad_pair_settle(const struct biquad *q, const float x[2]);
/* One sample of each; `out` may be `x`. */
static inline void biquad_pair_step(struct biquad_pair *s, const float x[2],
				    float out[2])
{
	signal_pair v = signal_pair_load(x);
	signal_pair early = (s->b1 * s->x1 + s->b2 * s->x2) - s->a2 * s->y2;
	signal_pair y = (s->b0 * v + early) - s->a1 * s->y1;
	s->x2 = s->x1;
	s->x1 = v;
	s->y2 = s->y1;
	s->y1 = y;
	signal_pair_store(out, y);
}

/* n samples of both, in place, forwards or `back` from the last one, as if
 * `stood` had stood for ever before. A long signal is filtered in four parts
 * beside each other, in a third of the time: the same on every processor, and
 * within a few units in the last place of a double of one after the other. The
 * corner is at least a hundredth of the rate. */
void biquad_pair_whole(const struct biquad *q, const float stood[2], float *x,
		       size_t n, bool back);
/* The same of one signal alone, from `in` to `out`, which may be `in`: to the
 * last bit what a pair would make of it, at half the cost. */
void biquad_whole(const struct biquad *q, float stood, const float *in,
		  float *out, size_t n, bool back);

/* out[i] = mean of x[i - before .. i + after], fewer at the ends. `out` is not
 * `x`. Cost: two additions a sample. */
void signal_box(const float *x, float *out, size_t n, size_t before,
		size_t after);
/* How fast one signal, or two side by side, change: the slope of a straight
 *line through five samples, without sign, x of each at i being |2 x[i+2] +
 *x[i+1] - x[i-1] - 2 x[i-2]| / 10 The first and the last sample stand for ever.
 *`out` may be x - 4, and so nearly in the same place, or another one. */
void signal_speed(const float *x, float *out, size_t n);
void signal_pair_speed(const float *x, float *out, size_t n);
/* The greatest of n samples of each, and 0. */
float signal_most(const float *x, size_t n);
void signal_pair_most(const float *x, size_t n, float out[2]);

/* Sums of the products of x[n] with each of four rows, n a multiple of 4: first
 * lane by lane, every fourth sample, then of the four lanes. The rows lie in
 * each other, four samples of each in turn: rows[4 n]. The function for this
 * processor; the sums are the same on all. */
typedef void signal_products_fn(const float *x, const float *rows, size_t n,
				float out[4]);
signal_products_fn *signal_products(void);

/* The value that `share` (0..1) of the values do not exceed; reorders x.
 * 0 for n = 0. Cost: linear. */
float signal_quantile(float *x, size_t n, double share);
/* The same of values of which none is below 0 and none is NAN, which stay as
 * they are: for many of them, where it takes a fifth of the time. */
float signal_size_quantile(const float *x, size_t n, double share);
/* signal_quantile of a copy, in the middle; `scratch` holds n floats. */
float signal_median(const float *x, size_t n, float *scratch);

/* Values kept in order while some come and others go: the quantiles of a window
 * that moves. `v` is room for the most there ever are at once; cost of a
 * change: moving half of them. What is dropped must be there. */
struct signal_order {
	float *v;
	size_t n;
};
void signal_order_add(struct signal_order *o, float v);
void signal_order_drop(struct signal_order *o, float v);
/* What signal_quantile would say of them. */
float signal_order_quantile(const struct signal_order *o, double share);

/* NAN and what exceeds +-`most` becomes the last good value (the first good
 * one at the start, 0 when there is none). Returns how many were mended. */
size_t signal_mend(float *x, size_t n, float most);

/* Mains of 50 and of 60 Hz in signals of n samples: their cosine and sine at
 * each sample, made once for all leads and beats of that length. */
enum signal_mains_kind { SIGNAL_50_HZ, SIGNAL_60_HZ, SIGNAL_N_MAINS };
struct signal_mains {
	double hz;
	size_t n, second;
	signal_pair *turn[SIGNAL_N_MAINS];
};
/* false: out of memory. */
MUST_USE bool signal_mains_of(struct signal_mains *m, size_t n, double hz,
			      struct arena *a);
/* Amplitude (peak) of the sine that fits best, block by block of one second;
 * the median of the blocks. */
void signal_mains_amplitudes(const struct signal_mains *m, const float *x,
			     float out[SIGNAL_N_MAINS]);
/* Take the sine away, second by second as it drifts: least squares of sine and
 * cosine over each second. What the fit takes from a QRS is small, for a second
 * holds 50 or 60 periods. */
void signal_mains_remove(const struct signal_mains *m, float *x,
			 enum signal_mains_kind k);

#endif

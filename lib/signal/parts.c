#include "signal/parts_int.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/* Each part but the first begins some time before its first sample, so that its
 * filter forgets with what it began: of 1024 samples at a corner of a hundredth
 * of the rate less is left than a double can hold beside the signal. */
enum { AHEAD = 1024, LEAST = 8 * AHEAD };

/* ------------------------------------------------------------------- paths */

static bool always(void)
{
	return true;
}

static void run_plain(struct biquad_pair part[SIGNAL_PARTS],
		      float *const at[SIGNAL_PARTS], ptrdiff_t hop, size_t n)
{
	struct biquad_pair a = part[0], b = part[1], c = part[2], d = part[3];
	float *w = at[0], *x = at[1], *y = at[2], *z = at[3];
	for (size_t i = 0; i < n; i++) {
		biquad_pair_step(&a, w, w);
		biquad_pair_step(&b, x, x);
		biquad_pair_step(&c, y, y);
		biquad_pair_step(&d, z, z);
		w += hop;
		x += hop;
		y += hop;
		z += hop;
	}
	part[0] = a;
	part[1] = b;
	part[2] = c;
	part[3] = d;
}

/* One sample of two parts. */
static inline void step_apart(struct biquad_pair *s, const float *const in[2],
			      float *const out[2], ptrdiff_t i)
{
	float v[2] = {in[0][i], in[1][i]};
	biquad_pair_step(s, v, v);
	out[0][i] = v[0];
	out[1][i] = v[1];
}

static void run_one_plain(struct biquad_pair part[SIGNAL_PARTS / 2],
			  const float *const in[SIGNAL_PARTS],
			  float *const out[SIGNAL_PARTS], ptrdiff_t hop,
			  size_t n)
{
	struct biquad_pair a = part[0], b = part[1];
	ptrdiff_t at = 0;
	for (size_t i = 0; i < n; i++, at += hop) {
		step_apart(&a, in, out, at);
		step_apart(&b, in + 2, out + 2, at);
	}
	part[0] = a;
	part[1] = b;
}

#if defined(__x86_64__)
#define WIDE        __attribute__((target("avx")))
#define WIDE_INLINE WIDE inline __attribute__((always_inline))

static bool has_wide(void)
{
	return __builtin_cpu_supports("avx");
}

/* Two parts in one vector. */
struct two {
	__m256d b0, b1, b2, a1, a2, x1, x2, y1, y2;
};

WIDE_INLINE static __m256d join(signal_pair a, signal_pair b)
{
	return _mm256_set_m128d((__m128d)b, (__m128d)a);
}

WIDE_INLINE static void take(struct two *s, const struct biquad_pair p[2])
{
	s->b0 = join(p[0].b0, p[1].b0);
	s->b1 = join(p[0].b1, p[1].b1);
	s->b2 = join(p[0].b2, p[1].b2);
	s->a1 = join(p[0].a1, p[1].a1);
	s->a2 = join(p[0].a2, p[1].a2);
	s->x1 = join(p[0].x1, p[1].x1);
	s->x2 = join(p[0].x2, p[1].x2);
	s->y1 = join(p[0].y1, p[1].y1);
	s->y2 = join(p[0].y2, p[1].y2);
}

WIDE_INLINE static void part_from(__m256d v, signal_pair *a, signal_pair *b)
{
	*a = (signal_pair)_mm256_castpd256_pd128(v);
	*b = (signal_pair)_mm256_extractf128_pd(v, 1);
}

WIDE_INLINE static void give(const struct two *s, struct biquad_pair p[2])
{
	part_from(s->x1, &p[0].x1, &p[1].x1);
	part_from(s->x2, &p[0].x2, &p[1].x2);
	part_from(s->y1, &p[0].y1, &p[1].y1);
	part_from(s->y2, &p[0].y2, &p[1].y2);
}

/* biquad_pair_step of both; never fused, which would round otherwise. */
WIDE_INLINE static __m128 step(struct two *s, __m128 in)
{
	const __m256d v = _mm256_cvtps_pd(in);
	const __m256d early =
		_mm256_sub_pd(_mm256_add_pd(_mm256_mul_pd(s->b1, s->x1),
					    _mm256_mul_pd(s->b2, s->x2)),
			      _mm256_mul_pd(s->a2, s->y2));
	const __m256d y =
		_mm256_sub_pd(_mm256_add_pd(_mm256_mul_pd(s->b0, v), early),
			      _mm256_mul_pd(s->a1, s->y1));
	s->x2 = s->x1;
	s->x1 = v;
	s->y2 = s->y1;
	s->y1 = y;
	return _mm256_cvtpd_ps(y);
}

WIDE_INLINE static void step_two(struct two *s, float *a, float *b)
{
	const __m128 out = step(
		s, _mm_loadh_pi(signal_two(a), (const __m64 *)(const void *)b));
	_mm_storel_pi((__m64 *)(void *)a, out);
	_mm_storeh_pi((__m64 *)(void *)b, out);
}

WIDE static void run_wide(struct biquad_pair part[SIGNAL_PARTS],
			  float *const at[SIGNAL_PARTS], ptrdiff_t hop,
			  size_t n)
{
	struct two s, t;
	float *w = at[0], *x = at[1], *y = at[2], *z = at[3];
	take(&s, part);
	take(&t, part + 2);
	for (size_t i = 0; i < n; i++) {
		step_two(&s, w, x);
		step_two(&t, y, z);
		w += hop;
		x += hop;
		y += hop;
		z += hop;
	}
	give(&s, part);
	give(&t, part + 2);
}

/* Four samples of the four parts at once: a part in a row, turned so that the
 * parts lie beside each other, and turned back. */
WIDE static void run_one_wide(struct biquad_pair part[SIGNAL_PARTS / 2],
			      const float *const in[SIGNAL_PARTS],
			      float *const out[SIGNAL_PARTS], ptrdiff_t hop,
			      size_t n)
{
	enum { AT_ONCE = 4 };
	struct two s;
	ptrdiff_t at = hop < 0 ? 1 - AT_ONCE : 0;
	size_t i = 0;
	take(&s, part);
	for (; i + AT_ONCE <= n; i += AT_ONCE, at += AT_ONCE * hop) {
		__m128 a = _mm_loadu_ps(in[0] + at),
		       b = _mm_loadu_ps(in[1] + at),
		       c = _mm_loadu_ps(in[2] + at),
		       d = _mm_loadu_ps(in[3] + at);
		_MM_TRANSPOSE4_PS(a, b, c, d);
		if (hop > 0) {
			a = step(&s, a);
			b = step(&s, b);
			c = step(&s, c);
			d = step(&s, d);
		} else {
			d = step(&s, d);
			c = step(&s, c);
			b = step(&s, b);
			a = step(&s, a);
		}
		_MM_TRANSPOSE4_PS(a, b, c, d);
		_mm_storeu_ps(out[0] + at, a);
		_mm_storeu_ps(out[1] + at, b);
		_mm_storeu_ps(out[2] + at, c);
		_mm_storeu_ps(out[3] + at, d);
	}
	give(&s, part);
	for (at = (ptrdiff_t)i * hop; i < n; i++, at += hop) {
		step_apart(&part[0], in, out, at);
		step_apart(&part[1], in + 2, out + 2, at);
	}
}
#endif

const struct parts_path parts_path[] = {
	{"plain", always, run_plain, run_one_plain},
#if defined(__x86_64__)
	{"avx", has_wide, run_wide, run_one_wide},
#endif
};
const size_t parts_n_path = countof(parts_path);

static const struct parts_path *best_path(void)
{
	size_t i = parts_n_path - 1;
	while (!parts_path[i].there())
		i--;
	return &parts_path[i];
}

/* ---------------------------------------------------------------- the whole */

/* The filter of a part where its first sample stands at x. */
static struct biquad_pair started(const struct biquad *q, const float *x,
				  ptrdiff_t hop)
{
	float none[2];
	const float *from = x - AHEAD * hop;
	struct biquad_pair s = biquad_pair_settle(q, from);
	for (; from != x; from += hop)
		biquad_pair_step(&s, from, none);
	return s;
}

/* Leaves in s the filter behind the last of SIGNAL_PARTS * m samples. */
static void run_parts(const struct biquad *q, struct biquad_pair *s, float *x,
		      ptrdiff_t hop, size_t m)
{
	struct biquad_pair part[SIGNAL_PARTS] = {*s};
	float *at[SIGNAL_PARTS] = {x};
	for (size_t k = 1; k < SIGNAL_PARTS; k++) {
		at[k] = x + (ptrdiff_t)(k * m) * hop;
		part[k] = started(q, at[k], hop);
	}
	best_path()->run(part, at, hop, m);
	*s = part[SIGNAL_PARTS - 1];
}

void biquad_pair_whole(const struct biquad *q, const float stood[2], float *x,
		       size_t n, bool back)
{
	if (!n)
		return;
	const ptrdiff_t hop = back ? -2 : 2;
	struct biquad_pair s = biquad_pair_settle(q, stood);
	const size_t m = n < LEAST ? 0 : n / SIGNAL_PARTS;
	x += back ? 2 * (n - 1) : 0;
	if (m)
		run_parts(q, &s, x, hop, m);
	x += (ptrdiff_t)(SIGNAL_PARTS * m) * hop;
	for (size_t i = SIGNAL_PARTS * m; i < n; i++, x += hop)
		biquad_pair_step(&s, x, x);
}

/* The filter of a part of one signal where its first sample stands at x. */
static struct biquad_run started_one(const struct biquad *q, const float *x,
				     ptrdiff_t hop)
{
	const float *from = x - AHEAD * hop;
	struct biquad_run s = biquad_settle(q, *from);
	for (; from != x; from += hop)
		(void)biquad_step(&s, *from);
	return s;
}

/* Leaves in s the filter behind the last of SIGNAL_PARTS * m samples. */
static void run_parts_one(const struct biquad *q, struct biquad_run *s,
			  const float *in, float *out, ptrdiff_t hop, size_t m)
{
	struct biquad_run first[SIGNAL_PARTS] = {*s};
	const float *from[SIGNAL_PARTS] = {in};
	float *to[SIGNAL_PARTS] = {out};
	for (size_t k = 1; k < SIGNAL_PARTS; k++) {
		const ptrdiff_t at = (ptrdiff_t)(k * m) * hop;
		from[k] = in + at;
		to[k] = out + at;
		first[k] = started_one(q, from[k], hop);
	}
	struct biquad_pair part[] = {biquad_pair_of(&first[0], &first[1]),
				     biquad_pair_of(&first[2], &first[3])};
	best_path()->run_one(part, from, to, hop, m);
	s->x1 = part[1].x1[1];
	s->x2 = part[1].x2[1];
	s->y1 = part[1].y1[1];
	s->y2 = part[1].y2[1];
}

void biquad_whole(const struct biquad *q, float stood, const float *in,
		  float *out, size_t n, bool back)
{
	if (!n)
		return;
	const ptrdiff_t hop = back ? -1 : 1;
	struct biquad_run s = biquad_settle(q, stood);
	const size_t m = n < LEAST ? 0 : n / SIGNAL_PARTS;
	in += back ? n - 1 : 0;
	out += back ? n - 1 : 0;
	if (m)
		run_parts_one(q, &s, in, out, hop, m);
	ptrdiff_t at = (ptrdiff_t)(SIGNAL_PARTS * m) * hop;
	for (size_t i = SIGNAL_PARTS * m; i < n; i++, at += hop)
		out[at] = biquad_step(&s, in[at]);
}

/* The tools of lib/signal against their plain definitions. */
#include "signal/four.h"
#include "signal/parts_int.h"
#include "signal/products_int.h"

#include "base/rng.h"

#include <math.h>
#include <setjmp.h>
#include <cmocka.h>

enum { MOST = 400 };

static void numbers(float *x, size_t n, uint64_t seed)
{
	struct rng r;
	rng_init(&r, seed);
	for (size_t i = 0; i < n; i++) /* few values, so that many are equal */
		x[i] = (float)((int)rng_below(&r, 41) - 20);
}

/* A window that moves, kept in order, says what its values sorted anew say. */
static void order_is_the_quantile(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		size_t n, reach;
		double share;
	} rows[] = {{"window of one", 30, 0, 0.5},
		    {"median", 300, 7, 0.5},
		    {"third decile", 300, 20, 0.3},
		    {"lowest", 50, 5, 0},
		    {"highest", 50, 5, 1},
		    {"wider than the signal", 10, 50, 0.5}};
	for (size_t k = 0; k < countof(rows); k++) {
		float x[MOST], room[MOST], copy[MOST];
		struct signal_order o = {.v = room};
		numbers(x, rows[k].n, k + 1);
		for (size_t i = 0, from = 0, to = 0; i < rows[k].n; i++) {
			for (; to < rows[k].n && to <= i + rows[k].reach; to++)
				signal_order_add(&o, x[to]);
			for (; from + rows[k].reach < i; from++)
				signal_order_drop(&o, x[from]);
			memcpy(copy, x + from, (to - from) * sizeof *x);
			float want =
				signal_quantile(copy, to - from, rows[k].share);
			float got = signal_order_quantile(&o, rows[k].share);
			if (want < got || want > got)
				fail_msg("%s at %zu: %g, not %g", rows[k].name,
					 i, (double)got, (double)want);
		}
	}
}

static void box_is_the_mean(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		size_t n, before, after;
	} rows[] = {{"even", 100, 7, 7},
		    {"to one side", 100, 3, 0},
		    {"to the other", 100, 0, 5},
		    {"wider than the signal", 4, 7, 7},
		    {"wider by one", 14, 7, 7},
		    {"as wide", 15, 7, 7},
		    {"one sample", 1, 7, 7},
		    {"two samples", 2, 1, 0},
		    {"a window of one", 2, 0, 0},
		    {"nothing", 0, 2, 2}};
	for (size_t k = 0; k < countof(rows); k++) {
		float x[MOST], y[MOST];
		size_t n = rows[k].n;
		numbers(x, n, k + 1);
		signal_box(x, y, n, rows[k].before, rows[k].after);
		for (size_t i = 0; i < n; i++) {
			size_t from =
				i > rows[k].before ? i - rows[k].before : 0;
			double sum = 0, m = 0;
			for (size_t j = from; j < n && j <= i + rows[k].after;
			     j++, m++)
				sum += (double)x[j];
			if (fabs(sum / m - (double)y[i]) > 1e-5)
				fail_msg("%s at %zu: %g, not %g", rows[k].name,
					 i, (double)y[i], sum / m);
		}
	}
}

/* Past its ends a signal stays as it is there. */
static double held(const float *x, size_t n, ptrdiff_t i)
{
	return (double)x[i < 0 ? 0 : i >= (ptrdiff_t)n ? (ptrdiff_t)n - 1 : i];
}

static void speed_is_the_slope_of_five(void **state)
{
	(void)state;
	static const size_t sizes[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 50};
	for (size_t k = 0; k < 2 * countof(sizes); k++) {
		const size_t n = sizes[k / 2];
		float one[2][MOST], room[2 * MOST + 4], y[2 * MOST + 2];
		float *x = room + 4, *to = k % 2 ? room : y;
		for (size_t v = 0; v < 2; v++) {
			numbers(one[v], n, k + 7 * v + 1);
			for (size_t i = 0; i < n; i++)
				x[2 * i + v] = one[v][i];
		}
		y[2 * n] = 99;
		signal_pair_speed(x, to, n);
		for (size_t i = 0; i < 2 * n; i++) {
			const float *v = one[i % 2];
			ptrdiff_t at = (ptrdiff_t)i / 2;
			double want =
				(2 * held(v, n, at + 2) + held(v, n, at + 1) -
				 held(v, n, at - 1) - 2 * held(v, n, at - 2)) /
				10;
			if (fabs(fabs(want) - (double)to[i]) > 1e-5)
				fail_msg("%zu samples, at %zu: %g, not %g", n,
					 i, (double)to[i], fabs(want));
		}
		assert_true(y[2 * n] > 98); /* nothing behind the end */
	}
}

/* To the last bit what the pair makes of it. */
static void one_alone_is_one_of_two(void **state)
{
	(void)state;
	for (size_t n = 0; n < 50; n++) {
		float one[MOST], two[2 * MOST], got[MOST], want[2 * MOST];
		numbers(one, n, n + 5);
		numbers(two, 2 * n, n + 6);
		for (size_t i = 0; i < n; i++)
			two[2 * i] = one[i];
		signal_speed(one, got, n);
		signal_pair_speed(two, want, n);
		for (size_t i = 0; i < n; i++)
			if (memcmp(&got[i], &want[2 * i], sizeof *got))
				fail_msg("speed of %zu at %zu: %g, not %g", n,
					 i, (double)got[i],
					 (double)want[2 * i]);
		float most[2];
		signal_pair_most(two, n, most);
		assert_true(memcmp(&(float){signal_most(one, n)}, most,
				   sizeof *most) == 0);
	}
}

/* Sizes of every order of magnitude, many of them equal. */
static void quantile_of_sizes_is_the_quantile(void **state)
{
	(void)state;
	static const double shares[] = {0, 0.05, 0.3, 0.5, 0.95, 1};
	struct rng r;
	rng_init(&r, 12);
	for (size_t k = 0; k < 40 * countof(shares); k++) {
		const double share = shares[k % countof(shares)];
		const size_t n = rng_below(&r, MOST);
		float x[MOST], copy[MOST];
		for (size_t i = 0; i < n; i++)
			x[i] = ldexpf((float)rng_below(&r, 50),
				      (int)rng_below(&r, 3) * (int)(k % 40) -
					      40);
		memcpy(copy, x, sizeof x);
		float got = signal_size_quantile(x, n, share);
		float want = signal_quantile(copy, n, share);
		if (want < got || want > got)
			fail_msg("%g of %zu: %g, not %g", share, n, (double)got,
				 (double)want);
	}
}

/* A sine of 60 Hz is heard, and taken away to the last block; 50 Hz is not. */
static void mains_are_heard_and_removed(void **state)
{
	(void)state;
	enum { HZ = 500, N = 3 * HZ + 400 };
	struct arena a;
	struct signal_mains m;
	float x[N], at[SIGNAL_N_MAINS];
	arena_init(&a, 1 << 20);
	assert_true(signal_mains_of(&m, N, HZ, &a));
	for (int i = 0; i < N; i++)
		x[i] = 70 +
		       30 * sinf(0.3F + (float)(i % 25) * 6.2831853F * 3 / 25);
	signal_mains_amplitudes(&m, x, at);
	assert_true(fabsf(at[SIGNAL_60_HZ] - 30) < 0.01F);
	assert_true(at[SIGNAL_50_HZ] < 0.1F);
	signal_mains_remove(&m, x, SIGNAL_60_HZ);
	for (int i = 0; i < N; i++)
		if (fabsf(x[i] - 70) > 0.1F)
			fail_msg("at %d: %g is left", i, (double)x[i] - 70);
	/* no whole second, or a rate that cannot hold it: nothing is done */
	assert_true(signal_mains_of(&m, HZ - 1, HZ, &a));
	signal_mains_amplitudes(&m, x, at);
	assert_true(at[0] < 1e-9F && at[1] < 1e-9F);
	arena_release(&a);
}

static void whole_numbers_are_scaled(void **state)
{
	(void)state;
	const four_ints v = {-2048, 2047, 0, 1 << 30};
	const four x = four_scaled(v, 1 / 3.0);
	for (size_t k = 0; k < FOUR; k++) {
		const float want = (float)((double)v[k] * (1 / 3.0));
		assert_memory_equal(&(float){x[k]}, &want, sizeof want);
	}
}

static void most_is_the_greatest(void **state)
{
	(void)state;
	for (size_t n = 0; n < 40; n++) {
		float x[80], most[2], want[2] = {0, 0};
		numbers(x, 2 * n, n + 1);
		for (size_t i = 0; i < 2 * n; i++)
			want[i % 2] = x[i] > want[i % 2] ? x[i] : want[i % 2];
		signal_pair_most(x, n, most);
		if (memcmp(most, want, sizeof most))
			fail_msg("of %zu: %g %g, not %g %g", n, (double)most[0],
				 (double)most[1], (double)want[0],
				 (double)want[1]);
	}
}

/* To the last bit, or an exam would be read otherwise with another lead. */
static void a_pair_is_filtered_as_two(void **state)
{
	(void)state;
	enum { N = 200 };
	float one[2][N], two[2 * N];
	for (size_t v = 0; v < 2; v++)
		numbers(one[v], N, v + 3);
	for (size_t i = 0; i < 2 * N; i++)
		two[i] = one[i % 2][i / 2];
	const struct biquad q = biquad_highpass(360, 7);
	struct biquad_pair p = biquad_pair_settle(&q, two);
	for (size_t v = 0; v < 2; v++) {
		struct biquad_run r = biquad_settle(&q, one[v][0]);
		for (size_t i = 0; i < N; i++)
			one[v][i] = biquad_step(&r, one[v][i]);
	}
	for (size_t i = 0; i < N; i++)
		biquad_pair_step(&p, two + 2 * i, two + 2 * i);
	for (size_t i = 0; i < 2 * N; i++)
		if (memcmp(&two[i], &one[i % 2][i / 2], sizeof *two))
			fail_msg("at %zu: %.9g, alone %.9g", i, (double)two[i],
				 (double)one[i % 2][i / 2]);
}

/* Every path of this processor writes what the plain one writes. */
static void paths_filter_alike(void **state)
{
	(void)state;
	enum { N = 500, FLOATS = 2 * N * SIGNAL_PARTS };
	static float x[FLOATS + 8], want[FLOATS + 8], got[FLOATS + 8];
	struct rng r;
	rng_init(&r, 9);
	for (size_t i = 0; i < countof(x); i++)
		x[i] = (float)((int)rng_below(&r, 60001) - 30000) / 7;
	for (size_t k = 0; k < parts_n_path * 40; k++) {
		const struct parts_path *p = &parts_path[k / 40];
		const size_t n = rng_below(&r, N), off = rng_below(&r, 8);
		const ptrdiff_t hop = k % 2 ? 2 : -2;
		const struct biquad q = biquad_highpass(180, 7);
		struct biquad_pair a[SIGNAL_PARTS], b[SIGNAL_PARTS];
		float *in[SIGNAL_PARTS], *out[SIGNAL_PARTS];
		if (!p->there())
			continue;
		memcpy(want, x, sizeof x);
		memcpy(got, x, sizeof x);
		for (size_t i = 0; i < SIGNAL_PARTS; i++) {
			size_t at = off + 2 * (i * N + (hop < 0 ? N - 1 : 0));
			in[i] = want + at;
			out[i] = got + at;
			a[i] = b[i] = biquad_pair_settle(&q, in[i]);
		}
		parts_path[0].run(a, in, hop, n);
		p->run(b, out, hop, n);
		if (memcmp(want, got, sizeof want) || memcmp(a, b, sizeof a))
			fail_msg("%s: %zu samples, hop %td", p->name, n, hop);
	}
}

/* The same of one signal, from one place to another. */
static void paths_filter_one_alike(void **state)
{
	(void)state;
	enum { N = 300, FLOATS = N * SIGNAL_PARTS };
	static float x[FLOATS], want[FLOATS], got[FLOATS];
	struct rng r;
	rng_init(&r, 10);
	for (size_t i = 0; i < countof(x); i++)
		x[i] = (float)((int)rng_below(&r, 60001) - 30000) / 7;
	for (size_t k = 0; k < parts_n_path * 40; k++) {
		const struct parts_path *p = &parts_path[k / 40];
		const size_t n = rng_below(&r, N);
		const ptrdiff_t hop = k % 2 ? 1 : -1;
		const struct biquad q = biquad_highpass(180, 7);
		struct biquad_pair a[SIGNAL_PARTS / 2], b[SIGNAL_PARTS / 2];
		const float *in[SIGNAL_PARTS];
		float *to[2][SIGNAL_PARTS];
		if (!p->there())
			continue;
		memset(want, 0, sizeof want);
		memset(got, 0, sizeof got);
		for (size_t i = 0; i < SIGNAL_PARTS; i++) {
			size_t at = i * N + (hop < 0 ? N - 1 : 0);
			in[i] = x + at;
			to[0][i] = want + at;
			to[1][i] = got + at;
		}
		for (size_t i = 0; i < SIGNAL_PARTS / 2; i++)
			a[i] = b[i] = biquad_pair_settle(&q, x + i);
		parts_path[0].run_one(a, in, to[0], hop, n);
		p->run_one(b, in, to[1], hop, n);
		if (memcmp(want, got, sizeof want) || memcmp(a, b, sizeof a))
			fail_msg("%s: %zu samples, hop %td", p->name, n, hop);
	}
}

static void paths_multiply_alike(void **state)
{
	(void)state;
	enum { N = 64 };
	float x[N + 8], rows[4 * N + 8], want[4], got[4];
	struct rng r;
	rng_init(&r, 11);
	for (size_t i = 0; i < countof(x); i++)
		x[i] = (float)rng_below(&r, 60001) / 7 - 4000;
	for (size_t i = 0; i < countof(rows); i++)
		rows[i] = (float)rng_below(&r, 60001) / 70001 - 0.5F;
	for (size_t k = 0; k < products_n_path * 100; k++) {
		const struct products_path *p = &products_path[k / 100];
		const size_t n = rng_below(&r, N / 4 + 1) * 4;
		const float *a = x + rng_below(&r, 8);
		const float *b = rows + rng_below(&r, 8);
		if (!p->there())
			continue;
		products_path[0].run(a, b, n, want);
		p->run(a, b, n, got);
		if (memcmp(want, got, sizeof want))
			fail_msg("%s: %zu samples", p->name, n);
		double sum = 0; /* of the third row */
		for (size_t i = 0; i < n; i++)
			sum += (double)a[i] * (double)b[i / 4 * 16 + 8 + i % 4];
		assert_true(fabs(sum - (double)want[2]) < 1);
	}
}

/* A long signal in parts is the signal one sample after the other. */
static void parts_are_the_whole(void **state)
{
	(void)state;
	enum { MOST_N = 20003 };
	static const size_t sizes[] = {0, 1, 2, 8191, 8192, 8195, MOST_N};
	static float x[2 * MOST_N], y[2 * MOST_N];
	const struct biquad q = biquad_highpass(360, 7);
	for (size_t k = 0; k < 2 * countof(sizes); k++) {
		const size_t n = sizes[k / 2];
		const bool back = k % 2;
		const float stood[] = {500, -300};
		for (size_t v = 0; v < 2 * n; v++)
			x[v] = y[v] = sinf((float)(v * v % 1009)) * 1000;
		struct biquad_pair s = biquad_pair_settle(&q, stood);
		for (size_t i = 0; i < n; i++) {
			float *p = y + 2 * (back ? n - 1 - i : i);
			biquad_pair_step(&s, p, p);
		}
		biquad_pair_whole(&q, stood, x, n, back);
		for (size_t i = 0; i < 2 * n; i++)
			if (fabsf(x[i] - y[i]) > 1e-4F)
				fail_msg("%zu samples, at %zu: %g, not %g", n,
					 i, (double)x[i], (double)y[i]);
	}
}

/* One alone, in place and not: to the last bit what it is beside another. */
static void a_whole_alone_is_one_of_two(void **state)
{
	(void)state;
	enum { MOST_N = 20003 };
	static const size_t sizes[] = {0, 1, 2, 8191, 8192, 8195, MOST_N};
	static float two[2 * MOST_N], one[MOST_N], other[MOST_N];
	const struct biquad q = biquad_lowpass(180, 25);
	for (size_t k = 0; k < 2 * countof(sizes); k++) {
		const size_t n = sizes[k / 2];
		const bool back = k % 2;
		const float stood[] = {500, -300};
		for (size_t v = 0; v < 2 * n; v++)
			two[v] = sinf((float)(v * v % 1009)) * 1000;
		for (size_t i = 0; i < n; i++)
			one[i] = two[2 * i];
		biquad_pair_whole(&q, stood, two, n, back);
		biquad_whole(&q, stood[0], one, other, n, back);
		biquad_whole(&q, stood[0], one, one, n, back);
		assert_true(!n || !memcmp(one, other, n * sizeof *one));
		for (size_t i = 0; i < n; i++)
			if (memcmp(&one[i], &two[2 * i], sizeof *one))
				fail_msg("%zu samples, at %zu: %.9g, not %.9g",
					 n, i, (double)one[i],
					 (double)two[2 * i]);
	}
}

static void four_are_four(void **state)
{
	(void)state;
	float x[16], y[16];
	numbers(x, 16, 1);
	numbers(y, 16, 2);
	double sum = 0;
	for (size_t i = 0; i < 16; i++)
		sum += (double)x[i] * (double)y[i];
	four rows[FOUR], a = four_load(x), b = four_load(y);
	for (size_t i = 0; i < FOUR; i++)
		rows[i] = four_load(x + FOUR * i) * four_load(y + FOUR * i);
	rows[0] = four_sums(rows);
	assert_true(fabs(sum - (double)(rows[0][0] + rows[0][1] + rows[0][2] +
					rows[0][3])) < 1e-4);
	assert_true(four_sums((const four[]){a, b, b, b})[0] ==
		    x[0] + x[1] + x[2] + x[3]);
	float pairs[2 * FOUR];
	four_store_pairs(pairs, a, b);
	for (size_t i = 0; i < FOUR; i++) {
		assert_true(pairs[2 * i] == x[i] && pairs[2 * i + 1] == y[i]);
		assert_true(four_even(a, b)[i] == (i < 2 ? x : y)[i % 2 * 2]);
		assert_true(four_odd(a, b)[i] ==
			    (i < 2 ? x : y)[i % 2 * 2 + 1]);
		assert_int_equal(four_bits(a > b) >> i & 1, x[i] > y[i]);
	}
	for (size_t i = 0; i < FOUR; i++) {
		assert_true(four_min(a, b)[i] <= fminf(x[i], y[i]));
		assert_true(four_max(a, b)[i] >= fmaxf(x[i], y[i]));
		assert_true(four_abs(-a)[i] >= 0);
	}
	/* what is no number never wins */
	const float none[] = {NAN, NAN, NAN, NAN};
	assert_true(four_max(four_load(none), a)[0] == a[0]);
}

/* A bell keeps its summit and its symmetry; a level is passed or taken away. */
static void filters_move_nothing(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		double hz, corner;
		bool high;
	} rows[] = {{"low-pass", 500, 25, false},
		    {"high-pass", 500, 7, true},
		    {"low corner", 500, 3, true},
		    {"corner beyond the rate", 50, 40, false}};
	for (size_t k = 0; k < countof(rows); k++) {
		enum { N = 401, MID = 200 };
		float x[N], level[N];
		struct biquad q =
			rows[k].high
				? biquad_highpass(rows[k].hz, rows[k].corner)
				: biquad_lowpass(rows[k].hz, rows[k].corner);
		for (int i = 0; i < N; i++) {
			x[i] = 1000 *
			       expf(-(float)((i - MID) * (i - MID)) / 50);
			level[i] = 100;
		}
		biquad_zero_phase(&q, x, N);
		biquad_zero_phase(&q, level, N);
		for (int i = 1; i < MID; i++) {
			if (x[MID + i] > x[MID])
				fail_msg("%s: the summit moved by %d",
					 rows[k].name, i);
			if (i < MID / 2 && fabsf(x[MID + i] - x[MID - i]) > 1)
				fail_msg("%s: not even at %d: %g and %g",
					 rows[k].name, i, (double)x[MID + i],
					 (double)x[MID - i]);
		}
		float want = rows[k].high ? 0 : 100;
		if (fabsf(level[MID] - want) > 0.01F)
			fail_msg("%s: a level of 100 became %g", rows[k].name,
				 (double)level[MID]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(order_is_the_quantile),
		cmocka_unit_test(box_is_the_mean),
		cmocka_unit_test(one_alone_is_one_of_two),
		cmocka_unit_test(quantile_of_sizes_is_the_quantile),
		cmocka_unit_test(mains_are_heard_and_removed),
		cmocka_unit_test(whole_numbers_are_scaled),
		cmocka_unit_test(paths_filter_one_alike),
		cmocka_unit_test(a_whole_alone_is_one_of_two),
		cmocka_unit_test(speed_is_the_slope_of_five),
		cmocka_unit_test(most_is_the_greatest),
		cmocka_unit_test(a_pair_is_filtered_as_two),
		cmocka_unit_test(paths_filter_alike),
		cmocka_unit_test(paths_multiply_alike),
		cmocka_unit_test(parts_are_the_whole),
		cmocka_unit_test(four_are_four),
		cmocka_unit_test(filters_move_nothing)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "signal/products_int.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

static bool always(void)
{
	return true;
}

static void run_plain(const float *x, const float *rows, size_t n, float out[4])
{
	four sum[FOUR] = {{0}};
	for (const float *end = x + n; x < end; x += FOUR, rows += FOUR * FOUR)
#pragma GCC unroll 4
		for (size_t k = 0; k < FOUR; k++)
			sum[k] += four_load(x) * four_load(rows + k * FOUR);
	four_store(out, four_sums(sum));
}

#if defined(__x86_64__)
#define WIDE __attribute__((target("avx")))

static bool has_wide(void)
{
	return __builtin_cpu_supports("avx");
}

/* Two rows in one vector. */
WIDE static void run_wide(const float *x, const float *rows, size_t n,
			  float out[4])
{
	__m256 a = _mm256_setzero_ps(), b = a;
	four sum[FOUR];
	for (const float *end = x + n; x < end;
	     x += FOUR, rows += FOUR * FOUR) {
		const __m256 v = _mm256_broadcast_ps((const void *)x);
		a = _mm256_add_ps(a, _mm256_mul_ps(v, _mm256_loadu_ps(rows)));
		b = _mm256_add_ps(
			b, _mm256_mul_ps(v, _mm256_loadu_ps(rows + 2 * FOUR)));
	}
	memcpy(sum, &a, sizeof a);
	memcpy(sum + 2, &b, sizeof b);
	four_store(out, four_sums(sum));
}
#endif

const struct products_path products_path[] = {
	{"plain", always, run_plain},
#if defined(__x86_64__)
	{"avx", has_wide, run_wide},
#endif
};
const size_t products_n_path = countof(products_path);

signal_products_fn *signal_products(void)
{
	size_t i = products_n_path - 1;
	while (!products_path[i].there())
		i--;
	return products_path[i].run;
}

/* How often one may ask: a bucket for each who and rate, filled by time. The
 * buckets stand in a fixed table by hash; two that meet there share one. That
 * bounds memory, and what a flood of addresses can do. */
#include <pthread.h>

#include "web/web_int.h"

#define BUCKETS 8192

struct bucket {
	int64_t at_us;
	double left;
};
struct limiter {
	pthread_mutex_t lock; /* guards the buckets */
	struct bucket bucket[BUCKETS];
};

/* Ours, not the field's: a person clicking fast does 3 pages a second. */
static const struct {
	double per_second, burst;
} rates[] = {
	[RATE_PAGE] = {50, 300},
	[RATE_ACT] = {20, 200},
	[RATE_HEAVY] = {5, 60},
	[RATE_SIGN] = {5, 60},
	[RATE_FILES] = {2, 120}, /* with scripts one for each file */
	[RATE_FORM] = {2, 120},
	[RATE_BYTES] = {20, 200}, /* pieces of files; readings */
};

struct limiter *limiter_new(void)
{
	struct limiter *l = calloc(1, sizeof(*l));
	if (l)
		pthread_mutex_init(&l->lock, NULL);
	return l;
}

void limiter_free(struct limiter *l)
{
	if (!l)
		return;
	pthread_mutex_destroy(&l->lock);
	free(l);
}

bool limiter_take(struct limiter *l, enum rate rate, struct str key,
		  int64_t now_us)
{
	uint64_t h = hash64(key.ptr, key.len, (uint64_t)rate + 1);
	struct bucket *b = &l->bucket[h % BUCKETS];
	bool yes;
	pthread_mutex_lock(&l->lock);
	double fresh = b->left + (double)(now_us - b->at_us) / 1e6 *
					 rates[rate].per_second;
	b->left = fresh < rates[rate].burst ? fresh : rates[rate].burst;
	b->at_us = now_us;
	yes = b->left >= 1;
	if (yes)
		b->left -= 1;
	pthread_mutex_unlock(&l->lock);
	return yes;
}

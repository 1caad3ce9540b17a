/* web/metrics - what the server counts, as Prometheus reads it.
 *
 * Requests by route pattern, method and class of status; how long they took
 * (from read whole to left), by route; and the state of the moment. Patterns
 * only: no identifier of anybody. Cost of counting: some relaxed additions.
 */
#ifndef WEB_METRICS_H
#define WEB_METRICS_H

#include "web/http/http.h"

struct metrics;
struct metrics *metrics_new(void); /* NULL without memory */
void metrics_free(struct metrics *m);

/* From any thread. */
void metrics_count(struct metrics *m, const struct http_exchange *x,
		   int64_t took_us);

struct metrics_now {
	size_t queued, busy, workers, connections;
	uint64_t look_commits, looks;
};
/* Text of Prometheus, version 0.0.4. */
void metrics_print(struct metrics *m, const struct metrics_now *now,
		   struct buf *b);

/* May this one see them: only from this machine, and not through a proxy. */
bool metrics_allowed(const struct http_request *q);

#endif

/* app/looks - the audit records of reads, collected by request and committed
 * by the group.
 *
 * A page reads much and writes only that somebody looked. One durable
 * transaction for each look would bound the server by the disk (doc/perf.md);
 * so a worker hands its looks over with the answer, one thread commits those
 * of all requests waiting, and then lets the answers go.
 */
#ifndef APP_LOOKS_H
#define APP_LOOKS_H

#include "app/app.h"
#include "base/arena.h"

#define LOOKS_MOST 16 /* of one request; a page makes one to four */

struct look {
	struct actor who;
	int64_t at_us;
	struct audit_event event;
};
struct looks {
	struct arena *a; /* what the looks say lives here */
	struct look at[LOOKS_MOST];
	size_t n;
	/* The session was seen again: written with the looks, so that no page
	 * waits for a transaction of its own. Empty: not so. */
	struct str touch_sha256;
	int64_t touch_us;
};
static inline bool looks_empty(const struct looks *l)
{
	return !l->n && !l->touch_sha256.len;
}

/* Used by audit_look. E_LIMIT past LOOKS_MOST. */
MUST_USE enum rc looks_add(struct looks *l, const struct app *app,
			   const struct audit_event *e, struct err *err);

/* Used by app_session_touch. E_NOMEM. */
MUST_USE enum rc looks_touch(struct looks *l, const struct app *app,
			     struct str token_sha256, struct err *err);

/* All looks of all requests in one transaction, in this order. Nothing is
 * written on failure. app->who and now_us are those of each look meanwhile. */
MUST_USE enum rc looks_commit(struct app *app, struct looks *const *all,
			      size_t n, struct err *err);

#endif

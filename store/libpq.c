#include "store/libpq_int.h"

#include <pthread.h>

struct libpq libpq;

/* Written by `open_once` alone. */
static struct {
	pthread_once_t once;
	enum rc rc;
	struct err err;
} opened = {.once = PTHREAD_ONCE_INIT};

static void open_once(void)
{
	static const struct late_name names[] = {
#define X(name) {#name, &libpq.name##_},
		LIBPQ_FUNCTIONS(X)
#undef X
	};
	opened.rc = late_open("libpq.so.5", "libpq5", names, countof(names),
			      &opened.err);
}

enum rc libpq_open(struct err *err)
{
	pthread_once(&opened.once, open_once);
	if (opened.rc && err)
		*err = opened.err;
	return opened.rc;
}

#include "web/http/libmhd_int.h"

#include <pthread.h>

struct libmhd libmhd;

/* Written by `open_once` alone. */
static struct {
	pthread_once_t once;
	enum rc rc;
	struct err err;
} opened = {.once = PTHREAD_ONCE_INIT};

static void open_once(void)
{
	static const struct late_name names[] = {
#define X(name) {#name, &libmhd.name##_},
		LIBMHD_FUNCTIONS(X)
#undef X
	};
	opened.rc = late_open("libmicrohttpd.so.12", "libmicrohttpd12", names,
			      countof(names), &opened.err);
}

enum rc libmhd_open(struct err *err)
{
	pthread_once(&opened.once, open_once);
	if (opened.rc && err)
		*err = opened.err;
	return opened.rc;
}

#include "app/random.h"

#include <sys/random.h>

void random_bytes(void *out, size_t len)
{
	unsigned char *p = out;
	while (len) {
		ssize_t n = getrandom(p, len, 0);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			BUG("the system gives no random bytes");
		p += n;
		len -= (size_t)n;
	}
}

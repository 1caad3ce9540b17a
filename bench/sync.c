/* How long the disk takes to keep 8 KiB: what a look that is durable waits for
 * at least. A commit is written over an old one, as in the log of a database.
 *
 *	sync FILE SECONDS [PER_SECOND]     100 commits a second
 *
 * Prints p50, p99 and the longest, in milliseconds. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { PART = 8192, PARTS = 2048 };

static int64_t now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

static int order(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

static int keep(int fd, size_t i)
{
	char part[PART];
	memset(part, (int)(i & 0xff), sizeof(part));
	off_t at = (off_t)(i % PARTS) * PART;
	return pwrite(fd, part, PART, at) == PART && !fdatasync(fd) ? 0 : -1;
}

int main(int argc, char **argv)
{
	if (argc < 3)
		return 2;
	int rate = argc > 3 ? atoi(argv[3]) : 100;
	size_t n = (size_t)(atoi(argv[2]) * rate);
	int fd = open(argv[1], O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	int64_t *took = calloc(n ? n : 1, sizeof(*took));
	if (fd < 0 || !took || !n || posix_fallocate(fd, 0, PARTS * PART))
		return perror(argv[1]), 1;
	for (size_t i = 0; i < PARTS; i++)
		if (pwrite(fd, "", 1, (off_t)i * PART) != 1)
			return perror(argv[1]), 1;
	fsync(fd);
	int64_t begun = now_ns();
	for (size_t i = 0; i < n; i++) {
		int64_t due = begun + (int64_t)i * 1000000000 / rate,
			from = now_ns();
		if (from < due)
			usleep((useconds_t)((due - from) / 1000));
		from = now_ns();
		if (keep(fd, i))
			return perror(argv[1]), 1;
		took[i] = now_ns() - from;
	}
	qsort(took, n, sizeof(*took), order);
	printf("disk: %zu commits of 8 KiB, p50 %.1f ms, p99 %.1f ms, longest "
	       "%.1f ms\n",
	       n, (double)took[n / 2] / 1e6, (double)took[n * 99 / 100] / 1e6,
	       (double)took[n - 1] / 1e6);
	unlink(argv[1]);
	return 0;
}

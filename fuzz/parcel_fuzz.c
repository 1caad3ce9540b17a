/* Any bytes as a parcel. Properties: what is opened is within its limits, packs
 * again to a tar that gives the same files, and as an electrocardiogram it is
 * read or refused in words. */
#include "fuzz/ecg_kit.h"
#include "parcel/parcel.h"

enum { LIMIT = 1 << 20 };

static void again(const struct parcel *p, struct arena *a)
{
	struct str tar;
	struct parcel *q = arena_alloc(a, sizeof *q);
	size_t sum = 0;
	if (!q || parcel_tar(p->file, p->n, a, &tar, NULL))
		abort();
	if (p->n && parcel_open(tar, LIMIT, a, q, NULL))
		abort();
	for (size_t i = 0; i < p->n; i++) {
		sum += p->file[i].bytes.len;
		if (!str_eq(p->file[i].name, q->file[i].name) ||
		    !str_eq(p->file[i].bytes, q->file[i].bytes))
			abort();
	}
	if (sum > LIMIT)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct parcel p;
	struct str s = {(const char *)data, size};
	arena_init(&a, 64u << 20);
	if (!parcel_open(s, LIMIT, &a, &p, NULL))
		again(&p, &a);
	arena_release(&a);
	if (parcel_is(s))
		kit_fuzz(ecg_read_pair, data, size);
	return 0;
}

/* What the tests of the readers share: files that lie beside, in memory, and a
 * signal that looks like twelve leads. */
#ifndef TEST_ECG_KIT_H
#define TEST_ECG_KIT_H

#include "ecg/read.h"

#include <math.h>

struct ecg_kit_file {
	const char *name;
	struct str bytes;
};

/* A folder: a list that ends with a file without a name. */
static inline enum rc ecg_kit_get(void *ctx, struct str name, struct arena *a,
				  struct str *bytes, struct err *err)
{
	(void)a;
	for (const struct ecg_kit_file *f = ctx; f && f->name; f++)
		if (str_is(name, f->name)) {
			*bytes = f->bytes;
			return OK;
		}
	return err_set(err, E_NOT_FOUND, "no such file");
}

static inline enum rc ecg_kit_read(struct str bytes,
				   struct ecg_kit_file *beside, struct arena *a,
				   struct ecg_record *out, struct err *err)
{
	const struct ecg_beside from = {ecg_kit_get, beside};
	const struct ecg_read_options o = {.name = STR("x"), .beside = &from};
	return ecg_read(bytes, &o, a, out, err);
}

/* Sample `i` of lead `k` (I, II, V1 ...), a whole number: beats of 80 samples
 * at two heights, and a little that never repeats. */
static inline int ecg_kit_sample(size_t k, size_t i)
{
	const int beat = (int)(i % 80), sign = k % 3 == 2 ? -1 : 1;
	const int spike =
		beat < 6 ? sign * (int)(60 + 20 * k) * (3 - abs(beat - 3)) : 0;
	return spike + (int)(i * 7 + k * 13) % 11 - 5;
}

#endif

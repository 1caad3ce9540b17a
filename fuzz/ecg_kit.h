/* A file of any bytes through one reader. Properties: it is read or refused,
 * and a refusal has words; what is read is a record that measuring and drawing
 * can rely on. Corpora: written by test/ecg_text_kit.h. */
#ifndef FUZZ_ECG_KIT_H
#define FUZZ_ECG_KIT_H

#include "test/ecg_mutate.h"

typedef enum rc ecg_reader(struct str, const struct ecg_read_options *,
			   struct arena *, struct ecg_record *, struct err *);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void kit_fuzz(ecg_reader *read, const uint8_t *data, size_t size)
{
	struct arena a;
	struct ecg_record r;
	struct err err = {0};
	const struct ecg_read_options o = {.name = STR("x")};
	const struct str s = {(const char *)data, size};
	arena_init(&a, 64u << 20);
	(void)read(s, &o, &a, &r, &err);
	if (!ecg_read(s, &o, &a, &r, &err) && !is_sane(&r))
		abort();
	arena_release(&a);
}

#endif

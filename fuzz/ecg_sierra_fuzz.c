/* The XML file, and its compressed signal alone: base64 hides that from a
 * fuzzer. */
#include "ecg/plain_int.h"
#include "fuzz/ecg_kit.h"

enum { LEADS = 2, SAMPLES = 60 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	int16_t steps[LEADS * SAMPLES];
	const struct str s = {(const char *)data, size};
	arena_init(&a, 1u << 20);
	(void)ecg_xli_decode(s, LEADS, SAMPLES, &a, steps, NULL);
	arena_release(&a);
	kit_fuzz(ecg_read_xml, data, size);
	return 0;
}

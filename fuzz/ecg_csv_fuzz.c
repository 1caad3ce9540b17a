#include "fuzz/ecg_kit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	kit_fuzz(ecg_read_csv, data, size);
	return 0;
}

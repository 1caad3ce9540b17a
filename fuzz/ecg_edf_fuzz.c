#include "fuzz/ecg_kit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (ecg_is_edf((struct str){(const char *)data, size}))
		kit_fuzz(ecg_read_edf, data, size);
	return 0;
}

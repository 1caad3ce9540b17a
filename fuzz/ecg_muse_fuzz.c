#include "fuzz/ecg_kit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	kit_fuzz(ecg_read_xml, data, size);
	return 0;
}

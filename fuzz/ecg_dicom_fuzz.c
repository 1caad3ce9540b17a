#include "fuzz/ecg_kit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (ecg_is_dicom((struct str){(const char *)data, size}))
		kit_fuzz(ecg_read_dicom, data, size);
	return 0;
}

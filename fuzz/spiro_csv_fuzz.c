/* Files of spirometers, one blow as CSV: the property is in spiro_kit.h. */
#include "fuzz/spiro_kit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	return kit_fuzz(data, size, spiro_read_csv);
}

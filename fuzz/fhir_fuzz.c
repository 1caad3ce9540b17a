/* A file of a FHIR bulk export. Properties in foreign_kit.h. */
#include "foreign_kit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (!size || size > 65536)
		return 0;
	kit_start();
	kit_write("Medication.ndjson", data, size);
	kit_convert("fhir", "Medication.ndjson");
	return 0;
}

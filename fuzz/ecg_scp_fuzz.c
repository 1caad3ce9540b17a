/* Any bytes as SCP-ECG; and once more with the checksums made right, without
 * which hardly anything would come past them. */
#include "fuzz/ecg_kit.h"
#include "test/ecg_scp_writer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf b;
	if (!ecg_is_scp((struct str){(const char *)data, size}))
		return 0;
	kit_fuzz(ecg_read_scp, data, size);
	if (size < SCP_SECTION_0 + 6 || size > 1 << 20)
		return 0;
	buf_init(&b, 1 << 20);
	buf_add(&b, data, size);
	scp_sign(&b);
	kit_fuzz(ecg_read_scp, (const uint8_t *)b.ptr, b.len);
	buf_release(&b);
	return 0;
}

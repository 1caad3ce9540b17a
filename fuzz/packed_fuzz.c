/* Packed bytes, as lines. Properties: nothing is read outside; lines come in
 * order, none longer than asked; plain bytes come out as they are; what is
 * unpacked stays within its bound. The first byte says how. */
#include "base/lines.h"

#define MAX_LINE 100u

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct packed *p = NULL;
	struct lines l;
	uint64_t last = 0;
	size_t n = 0;
	if (!size)
		return 0;
	const struct str in = {(const char *)data + 1, size - 1};
	if (packed_bytes(in, "x", &p, NULL))
		return 0;
	const bool plain = packed_is_plain(p);
	if (lines_over(&l, p, MAX_LINE, data[0] & 1, NULL))
		abort();
	while (n < 1000000 && !lines_next(&l, NULL)) {
		if (l.line <= last || l.len > MAX_LINE)
			abort();
		if (plain && l.len > size)
			abort();
		last = l.line;
		n++;
	}
	lines_close(&l);
	return 0;
}

/* Signed files: PDF and CMS. Property: refused with words, or judged; and
 * without anybody to trust nothing ever holds. A PDF that is signed is taken
 * as its own beginning without complaint, or with words. */
#include "signature/signature.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str in = {(const char *)data, size};
	const struct signature_check c = {.at_us = INT64_C(1772445600000000),
					  .document = STR("documento")};
	struct signature_result r;
	struct signature_trust_item *list;
	struct arena a;
	struct err err = {0};
	size_t n;
	arena_init(&a, 64u << 20);
	if (signature_verify(in, &c, &a, &r, &err)) {
		if (!err.msg && err.rc != E_LIMIT)
			abort();
	} else if (r.valid || !r.why || !str_is_utf8(r.signer)) {
		abort();
	}
	err = (struct err){0};
	if (signature_adds_only(str_sub(in, 0, size / 2), in, &err) && !err.msg)
		abort();
	if (!signature_trust_read(in, &a, &list, &n, &err) && !n)
		abort();
	arena_release(&a);
	return 0;
}

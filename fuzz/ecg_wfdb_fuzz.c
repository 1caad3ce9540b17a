/* A WFDB record in one input: the header up to the first zero byte, the
 * annotations ("x.atr") up to a line of two zeros, then the signal ("x.dat").
 */
#include "fuzz/ecg_kit.h"
#include "test/ecg_kit.h"

static struct str part(struct str *rest, const char *end, size_t n)
{
	for (size_t i = 0; i + n <= rest->len; i++)
		if (!memcmp(rest->ptr + i, end, n)) {
			struct str s = str_sub(*rest, 0, i);
			*rest = str_sub(*rest, i + n, rest->len - i - n);
			return s;
		}
	struct str all = *rest;
	*rest = str_sub(*rest, rest->len, 0);
	return all;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct ecg_record r;
	struct str rest = {(const char *)data, size};
	const struct str head = part(&rest, "", 1);
	const struct str marks = part(&rest, "\n\0\0\n", 4);
	struct ecg_kit_file dir[] = {{"x.dat", rest}, {"x.atr", marks}, {0}};
	arena_init(&a, 64u << 20);
	if (ecg_is_wfdb(head) && !ecg_kit_read(head, dir, &a, &r, NULL) &&
	    !is_sane(&r))
		abort();
	arena_release(&a);
	return 0;
}

/* Files of the record layouts; the first byte chooses which. Properties in
 * foreign_kit.h. */
#include "foreign_kit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char form[200];
	if (size < 2 || size > 65536)
		return 0;
	kit_start();
	const struct foreign_layout *l =
		&kit_layouts.list[data[0] % kit_layouts.n];
	snprintf(form, sizeof(form), STR_FMT "%s" STR_FMT, STR_ARG(l->flow),
		 data[0] & 0x80 ? ":" : "",
		 STR_ARG(data[0] & 0x80 ? l->name : STR("")));
	kit_write("in.txt", data + 1, size - 1);
	kit_convert(form, "in.txt");
	return 0;
}

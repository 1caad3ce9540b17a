/* A layout of any bytes. Property: it is refused with a reason, or every field
 * of it stands inside its line and fills something that there is. */
#include "layout/layout.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct issues issues;
	struct foreign_layout l;
	struct err err = {0};
	arena_init(&a, 16u << 20);
	issues_init(&issues, &a, 20);
	enum rc rc = layout_parse((struct str){(const char *)data, size},
				  STR("x"), &a, &issues, &l, &err);
	if (rc && !err.text[0])
		abort();
	for (size_t i = 0; !rc && i < l.n_field; i++) {
		const struct layout_field *f = &l.field[i];
		bool inside = !l.fixed || (f->at >= 1 && f->length >= 1 &&
					   f->at + f->length - 1 <= l.length);
		if (!inside || f->target >= N_TARGET || f->record >= l.n_record)
			abort();
	}
	issues_release(&issues);
	arena_release(&a);
	return 0;
}

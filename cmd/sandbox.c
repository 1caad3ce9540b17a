#include "cmd/sandbox_int.h"

enum rc sandbox_enter(const struct sandbox *s, struct sandbox_report *out,
		      struct err *err)
{
	*out = (struct sandbox_report){0};
	enum rc rc = sandbox_files(s, &out->files, err);
	return rc ? rc : sandbox_calls(&out->calls, err);
}

/* sandbox_int - the two halves of the sandbox. Private to cmd/. */
#ifndef CMD_SANDBOX_INT_H
#define CMD_SANDBOX_INT_H

#include "cmd/sandbox.h"

/* *version 0: the kernel has no landlock. */
MUST_USE enum rc sandbox_files(const struct sandbox *s, int *version,
			       struct err *err);
/* *in_force false: the kernel has no filters. */
MUST_USE enum rc sandbox_calls(bool *in_force, struct err *err);

#endif

#ifndef CONVERT_CONVERT_INT_H
#define CONVERT_CONVERT_INT_H

#include "convert/convert.h"

/* A file of the simple form, as it is. Which of the six, its name says. */
MUST_USE enum rc convert_simple(const char *path, struct simple *s,
				struct err *err);
/* Whether its header ends with `op`. */
MUST_USE enum rc convert_simple_has_op(const char *path, bool *out,
				       struct err *err);
/* Which of the six a name is of; -1: none. */
int convert_simple_flow(const char *path);

#endif

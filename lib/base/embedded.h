/* base/embedded - files that the build put into the program (tools/embed). */
#ifndef BASE_EMBEDDED_H
#define BASE_EMBEDDED_H

#include "base/base.h"

struct embedded {
	const char *name;        /* "risk_scores/mcs.csv" */
	const char *begin, *end; /* *end is a NUL that is not of the file */
};

/* The tables of data/. */
extern const struct embedded data_files[];
extern const size_t data_files_count;

#endif

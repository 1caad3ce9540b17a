/* web, inside: the table that the build makes of $(O)/static; "x.gz" beside
 * "x" is the same in gzip. */
#ifndef WEB_STATIC_INT_H
#define WEB_STATIC_INT_H

#include "base/embedded.h"

extern const struct embedded static_files[];
extern const size_t static_files_count;

#endif

/* What an import needs of the archive it adds to. */
#ifndef FLOWS_ARCHIVE_INT_H
#define FLOWS_ARCHIVE_INT_H

#include "col/texts.h"
#include "flows/manifest_int.h"

extern const char *const dict_name[N_DICT];

/* NULL when the flow has no records in the segment. */
const struct col_file *archive_table(const struct archive *a, size_t segment,
				     int file);
/* Bits of the rows of a flow that no longer count; NULL: none. */
const uint64_t *archive_removed_bits(const struct archive *a, size_t segment,
				     int flow);
/* Identifiers by row of the table of people. */
const struct texts *archive_person_ids(const struct archive *a);
const struct manifest *archive_manifest(const struct archive *a);

#endif

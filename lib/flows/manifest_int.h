/* The MANIFEST of an archive: which files make it. Text, one fact a line, the
 * last line the SHA-256 of those before (doc/formats/archive.md). It is the
 * only file that is ever replaced. */
#ifndef FLOWS_MANIFEST_INT_H
#define FLOWS_MANIFEST_INT_H

#include "base/sha256.h"
#include "flows/archive.h"
#include "flows/layout_int.h"

#define ARCHIVE_VERSION 3 /* 1 and 2 are read, too */

struct manifest_table {
	struct str file; /* empty: no records */
	uint64_t n_byte, n_row;
	struct date first, last;
};
struct manifest_segment {
	uint64_t import, n_person;
	struct manifest_table table[N_FILE]; /* FILE_PERSON unused */
};
struct manifest {
	uint64_t import; /* number of the last import */
	struct manifest_table people, dictionaries;
	struct manifest_table removed; /* rows that no longer count, if any */
	struct manifest_segment *segment;
	struct archive_source *source;
	size_t n_segment, n_source, segment_cap, source_cap;
	char digest[SHA256_HEX];
	struct arena arena; /* of the texts */
};

void manifest_release(struct manifest *m); /* safe on a zeroed one */
/* E_NOT_FOUND when `dir` has none. */
MUST_USE enum rc manifest_read(const char *dir, struct manifest *out,
			       struct err *err);
MUST_USE enum rc manifest_parse(struct str text, struct manifest *out,
				struct err *err);
MUST_USE enum rc manifest_write(const struct manifest *m, const char *dir,
				struct err *err);
MUST_USE enum rc manifest_add_source(struct manifest *m,
				     const struct archive_source *s,
				     struct err *err);
/* A zeroed segment at the end. */
MUST_USE enum rc manifest_add_segment(struct manifest *m, struct err *err);
/* The source with this digest, or NULL. */
const struct archive_source *manifest_find(const struct manifest *m,
					   struct str digest);
/* Whether a source of so many bytes stands there with its plain SHA-256: if it
 * was larger than a piece of a tree (base/tree256.h), by an older program. */
bool manifest_has_plain(const struct manifest *m, uint64_t n_byte);

#endif

/* flows/export - records of an archive in the simple CSV form again.
 *
 * Codes come out as the archive keeps them (the canonical form), amounts with
 * the decimals they need; the fiscal code was never kept. What was exported,
 * imported anew into an empty folder, is the same archive, row by row.
 */
#ifndef FLOWS_EXPORT_H
#define FLOWS_EXPORT_H

#include "base/buf.h"
#include "flows/archive.h"

#define EXPORT_N_FILE 6 /* person, exemption, drug ... in this order */

/* "drug", of files 0 (person) to 5. */
const char *export_name(int file);
size_t export_n_field(int file);
const char *export_field_name(int file, size_t field);
/* The header as a line of CSV. */
void export_header(struct buf *b, int file);

/* A record: of file 0 `row` is that of the person, and `segment` is not
 * looked at. */
struct export_row {
	const struct archive *archive;
	int file;
	size_t segment, person, row;
};
/* A field of it as text, in `b` (added to). Numbers outside what a whole
 * archive holds come out as they are: nothing is read outside the columns. */
void export_field(struct buf *b, const struct export_row *r, size_t field);
/* The whole record as a line of CSV. */
void export_line(struct buf *b, const struct export_row *r);

struct export_report {
	uint64_t n_file, n_row[EXPORT_N_FILE];
};
/* All that counts, into `dir`, which is made. An archive of several segments
 * gives a folder for each (NNNNNN, the number of the import), since a record_id
 * is unique in one delivery only; `one_folder` puts all together. Files that
 * are there are not overwritten: E_CONFLICT. */
MUST_USE enum rc export_archive(const struct archive *a, const char *dir,
				bool one_folder, struct export_report *out,
				struct err *err);

#endif

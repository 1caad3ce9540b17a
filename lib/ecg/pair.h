/* ecg/pair - a WFDB record as one string of bytes.
 *
 * An exam that is sent, kept and hashed is one string of bytes; a WFDB record
 * is several files: the header (.hea), the signal files that it names (.dat,
 * .mat), and perhaps annotations (.atr). They travel as a parcel
 * (parcel/parcel.h): a tar that ecg_pair_pack makes, the same bytes for the
 * same files, or the tar or ZIP of a person. ecg_read() takes either like any
 * other file; it must hold one record, and nothing that was not read.
 */
#ifndef ECG_PAIR_H
#define ECG_PAIR_H

#include "ecg/read.h"
#include "parcel/parcel.h"

/* Is this, by its content, a header whose signals lie in other files? */
bool ecg_needs_pair(struct str hea);

/* The signal files that a header names, in its order, each once. E_FORMAT with
 * words: no header, or a name that leads elsewhere. */
struct ecg_pair_names {
	struct str name[ECG_MOST_LEADS];
	size_t n;
	struct str marks; /* RECORD.atr: may be there or not */
};
MUST_USE enum rc ecg_pair_named(struct str hea, struct arena *a,
				struct ecg_pair_names *out, struct err *err);

/* The tar of a header called `name` with what it names, got from `beside`.
 * E_FORMAT with words when a signal file is missing; annotations that are not
 * there are left out. Nothing is decoded yet: ecg_read() does. */
MUST_USE enum rc ecg_pair_pack(struct str name, struct str hea,
			       const struct ecg_beside *beside, struct arena *a,
			       struct str *out, struct err *err);

/* The same of files that came together, in any order; the one .hea among them
 * leads. E_FORMAT with words: none or two, or a file that no header names.
 * *name: that of the .hea with ".tar" for its end. */
MUST_USE enum rc ecg_pair_of_files(const struct parcel_file *file, size_t n,
				   struct arena *a, struct str *name,
				   struct str *out, struct err *err);

#endif

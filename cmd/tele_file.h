/* cmd/tele_file - the file of an exam on this machine: one file, or the files
 * of a WFDB record, which are sent as one string of bytes (ecg/pair.h). */
#ifndef CMD_TELE_FILE_H
#define CMD_TELE_FILE_H

#include "app/tele.h"
#include "ecg/pair.h"

/* How much memory tele_file_read may need: the files and the parcel of them. */
#define TELE_FILE_ROOM (3 * (size_t)TELE_MOST_BYTES + (4u << 20))

struct tele_packed {
	struct str name;  /* "100.tar" for the pair of "100.hea" */
	struct str bytes; /* as they are sent */
};

/* The bytes of `dir`/`name`, or, of a WFDB header, the tar of it and of what it
 * names in the same folder. E_LIMIT with words: larger than an exam. */
MUST_USE enum rc tele_file_read(const char *dir, const char *name,
				struct arena *a, struct tele_packed *out,
				struct err *err);

/* The files that go with `name`: none, or those a WFDB header names (a header
 * that cannot be read names none). Not those of them that may be missing. */
void tele_file_beside(const char *dir, const char *name, struct arena *a,
		      struct ecg_pair_names *out);

#endif

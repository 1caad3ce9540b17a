/* parcel - several files as one string of bytes: a plain tar (POSIX.1-1988
 * ustar) or a ZIP (stored or deflated), told apart by content.
 *
 * A parcel comes from outside and may be built to harm: it is refused whole
 * when anything in it is damaged, cut, encrypted, linked, or larger than the
 * caller allows unpacked; what a ZIP claims of its sizes is checked before
 * memory is taken, and nothing more is ever inflated. Folders are passed over
 * and files are known by their bare name; hidden files (".DS_Store", "._x")
 * are not files of the sender and are passed over, too. Two files of one name
 * are refused.
 *
 * Not here: what the files mean; long names (pax, GNU), ZIP64, other
 * compressions.
 */
#ifndef PARCEL_PARCEL_H
#define PARCEL_PARCEL_H

#include "base/arena.h"

enum {
	PARCEL_MOST_FILES = 32, /* an exam has a handful */
	PARCEL_MOST_NAME = 99   /* bytes: room of a tar header */
};

struct parcel_file {
	struct str name, bytes; /* bare name: no '/', not hidden */
};

struct parcel {
	struct parcel_file file[PARCEL_MOST_FILES];
	size_t n;
};

bool parcel_is_tar(struct str bytes);
bool parcel_is_zip(struct str bytes);
static inline bool parcel_is(struct str bytes)
{
	return parcel_is_tar(bytes) || parcel_is_zip(bytes);
}

/* The files, in the order of the parcel. Those of a tar, and stored ones of a
 * ZIP, are views of `bytes`; inflated ones lie in the arena.
 *   limit   bytes of all files together, unpacked
 * E_FORMAT: damaged or of a kind that we do not open; E_LIMIT: too large or too
 * many. Cost: one pass, and the inflating. */
MUST_USE enum rc parcel_open(struct str bytes, size_t limit, struct arena *a,
			     struct parcel *out, struct err *err);

/* NULL: there is none of that name. */
const struct parcel_file *parcel_find(const struct parcel *p, struct str name);

/* The files, one at least, as a tar: without owner, time or rights of a machine, so that the
 * same files in the same order are always the same bytes. parcel_open of it
 * gives them back. E_RANGE: a name that parcel_open would not give. */
MUST_USE enum rc parcel_tar(const struct parcel_file *file, size_t n,
			    struct arena *a, struct str *out, struct err *err);

#endif

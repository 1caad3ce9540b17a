/* base/outfile - a long result written piece by piece: the file appears whole
 * or not at all.
 *
 * The bytes go to a file beside the target; outfile_commit flushes it to disk
 * and renames it. Path "-" is standard output, which of course shows what was
 * written even when the rest fails; likewise a device or a pipe, as /dev/null,
 * which is written to and never replaced.
 */
#ifndef BASE_OUTFILE_H
#define BASE_OUTFILE_H

#include "base/base.h"

struct outfile {
	int fd;
	const char *path; /* borrowed */
	char tmp[PATH_MAX];
	bool is_stdout, is_device;
};

MUST_USE enum rc outfile_open(struct outfile *f, const char *path,
			      struct err *err);
MUST_USE enum rc outfile_write(struct outfile *f, struct str bytes,
			       struct err *err);
MUST_USE enum rc outfile_commit(struct outfile *f, struct err *err);
/* Forget what was written; safe on a zeroed or committed one. */
void outfile_abort(struct outfile *f);

#endif

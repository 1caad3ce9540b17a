/* base/input - a named file of a folder as bytes, plain or gzip.
 *
 * "person.csv" of a folder is `person.csv` (mapped) or, when that is not
 * there, `person.csv.gz` (unpacked into memory, bounded: a small file can
 * unpack to a huge one). For registry files of up to some hundred megabytes;
 * the flows have their own streaming reader.
 */
#ifndef BASE_INPUT_H
#define BASE_INPUT_H

#include "base/file.h"

struct input {
	struct str bytes;
	struct file_map map; /* of the file as it lies on disk */
	char *unpacked;      /* NULL for a plain file */
};

/* E_NOT_FOUND when neither is there; E_FORMAT when the gzip is damaged or
 * cut; E_LIMIT past `limit` bytes unpacked. */
MUST_USE enum rc input_open(const char *dir, const char *name, size_t limit,
			    struct input *out, struct err *err);
void input_close(struct input *in); /* safe on a zeroed input */

#endif

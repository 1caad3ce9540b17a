/* base/file - whole files: map to read, write so that a crash leaves the old
 * or the new one, never half.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/arena.h"

struct file_map { /* a file seen as bytes; pages come as they are touched */
	struct str bytes;
};

MUST_USE enum rc file_map_open(const char *path, struct file_map *out,
			       struct err *err);
void file_map_close(struct file_map *m); /* safe on a zeroed map */

/* The whole file in the arena; E_LIMIT past `limit` bytes. */
MUST_USE enum rc file_read(const char *path, struct arena *a, size_t limit,
			   struct str *out, struct err *err);
/* Write beside, fsync, rename over `path`, fsync the folder. */
MUST_USE enum rc file_write_atomic(const char *path, struct str bytes,
				   struct err *err);
/* fsync of a folder, so that a rename in it survives power loss. */
MUST_USE enum rc file_sync_dir(const char *dir, struct err *err);
/* Make the folder when it is not there (one level). */
MUST_USE enum rc file_make_dir(const char *dir, struct err *err);
bool file_exists(const char *path);
bool file_is_dir(const char *path);
/* A device, a pipe, a terminal (also through a link): something that is
 * written to where it stands and must never be replaced by a file. */
bool file_is_device(const char *path);
/* "dir/name" in the arena. */
const char *file_join(struct arena *a, const char *dir, const char *name);

#endif

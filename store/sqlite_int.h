/* store, inside: what sqlite.c and sqlite_log.c share. */
#ifndef STORE_SQLITE_INT_H
#define STORE_SQLITE_INT_H

#include "store/store_int.h"

#include <sqlite3.h>

/* Pages of 4 KiB in the log before it is begun anew: 16 MiB. */
#define LOG_PAGES 4096
/* How long the copying of all may wait for others, writers behind it: rarely
 * more than a page takes to be read. */
#define LOG_PATIENCE_MS 20

/* The whole log into the file, while nobody else writes. When others read an
 * older state, or write, some of it may stay; the next one copies it. */
void sqlite_log_copy_all(sqlite3 *h);

/* Copying beside the work, with two connections of its own. */
struct sqlite_log;
struct sqlite_log *sqlite_log_open(const char *path); /* NULL: not possible */
void sqlite_log_close(struct sqlite_log *log);        /* NULL allowed */
MUST_USE bool sqlite_log_copy(struct sqlite_log *log);

#endif

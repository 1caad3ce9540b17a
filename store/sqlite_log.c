/* SQLite's log, copied into the file.
 *
 * SQLite before 3.51.3 can lose a transaction when one connection begins the
 * log anew while another copies it into the file (sqlite.org, "Write-Ahead
 * Logging", section 11). So we copy only when nobody can begin it anew, in one
 * of two ways.
 *
 * All of it (mode FULL): the copying connection holds the write lock, and only
 * a writer begins the log anew. Every writer waits: for the readers of older
 * states, for the copying, for two fsyncs.
 *
 * Beside the work (mode PASSIVE): another connection, the pin, reads meanwhile.
 * Its lock on a place of the log keeps a writer from beginning it anew
 * (walRestartLog wants all those locks for itself). Where the log was copied
 * already, the pin reads the file instead of the log, and then its lock keeps
 * the copying from being done. Nobody waits; but what is written after the pin
 * began to read is not copied. So, once the log is long, the little that is
 * left is copied in mode FULL, and the next writer begins it anew.
 */
#include "store/sqlite_int.h"

struct sqlite_log {
	sqlite3 *copier, *pin;
};

void sqlite_log_copy_all(sqlite3 *h)
{
	(void)sqlite3_wal_checkpoint_v2(h, NULL, SQLITE_CHECKPOINT_FULL, NULL,
					NULL);
}

static sqlite3 *open_one(const char *path)
{
	sqlite3 *h = NULL;
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
	if (sqlite3_open_v2(path, &h, flags, NULL) == SQLITE_OK &&
	    sqlite3_wal_autocheckpoint(h, 0) == SQLITE_OK &&
	    sqlite3_exec(h, "PRAGMA synchronous = FULL", NULL, NULL, NULL) ==
		    SQLITE_OK)
		return h;
	sqlite3_close_v2(h);
	return NULL;
}

struct sqlite_log *sqlite_log_open(const char *path)
{
	struct sqlite_log *log = calloc(1, sizeof(*log));
	if (!log)
		return NULL;
	log->copier = open_one(path);
	log->pin = open_one(path);
	if (!log->copier || !log->pin) {
		sqlite_log_close(log);
		return NULL;
	}
	sqlite3_busy_timeout(log->copier, LOG_PATIENCE_MS);
	return log;
}

void sqlite_log_close(struct sqlite_log *log)
{
	if (!log)
		return;
	sqlite3_close_v2(log->pin);
	sqlite3_close_v2(log->copier);
	free(log);
}

static bool pin_down(struct sqlite_log *log)
{
	return sqlite3_exec(log->pin, "BEGIN; PRAGMA user_version", NULL, NULL,
			    NULL) == SQLITE_OK;
}

static void pin_up(struct sqlite_log *log)
{
	if (!sqlite3_get_autocommit(log->pin))
		sqlite3_exec(log->pin, "ROLLBACK", NULL, NULL, NULL);
}

bool sqlite_log_copy(struct sqlite_log *log)
{
	int pages = 0, code = SQLITE_BUSY;
	if (pin_down(log))
		code = sqlite3_wal_checkpoint_v2(log->copier, NULL,
						 SQLITE_CHECKPOINT_PASSIVE,
						 &pages, NULL);
	pin_up(log);
	if (code == SQLITE_OK && pages >= LOG_PAGES)
		sqlite_log_copy_all(log->copier);
	return code == SQLITE_OK || (code & 0xff) == SQLITE_BUSY ||
	       (code & 0xff) == SQLITE_LOCKED;
}

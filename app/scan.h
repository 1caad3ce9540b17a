/* app/scan - files that strangers bring are shown to a virus scanner before
 * they are read or kept (doc/decisions/0021).
 *
 * The scanner is clamd on this machine, asked through its Unix socket
 * (app/clamd.c). Where none is set nothing is asked, and the server says so
 * when it starts. Where one is set, what it has not called clean is not kept:
 *
 *	E_FORMAT MSG_SCN_FOUND	it found something; audited as "scan.found"
 *				with the SHA-256 and the scanner's word
 *	E_BUSY MSG_SCN_ABSENT	it is not there, too slow, at its limit, or
 *				answers what cannot be read: again later
 *	E_LIMIT MSG_SCN_LARGE	more than it takes (clamd's StreamMaxLength)
 *
 * Asked outside of transactions, after the permission and before the first
 * byte is parsed, by the use cases that take files: exams (pages, programs,
 * `tele watch`), signed reports, documents of visits, readings in a file, files
 * of an import. Not asked: files of the server's own folders (--imports), which
 * its administrator put there, and fields that were typed.
 */
#ifndef APP_SCAN_H
#define APP_SCAN_H

#include "app/app.h"

#include <stdatomic.h>

#define SCAN_WORD_MOST 200 /* bytes of the name a scanner gives */

struct scanner {
	const char *place;  /* the path of its socket */
	int64_t silence_ms; /* 0: SCAN_SILENCE_MS */
	int most_at_once;   /* 0: any; else who comes then waits a moment */
	atomic_int under_way;
};
/* How long it may say nothing, and take nothing, after a small file; for the
 * answer a second more for each SCAN_BYTES_S. */
#define SCAN_SILENCE_MS 10000
#define SCAN_BYTES_S    (INT64_C(8) << 20)
#define SCAN_WAIT_MS    2000 /* for the others' scans to end */

/* app->scanner NULL: OK. */
MUST_USE enum rc scan_bytes(struct app *app, struct str bytes, struct err *err);
/* From where `fd` stands to its end; `hex` is its SHA-256. */
MUST_USE enum rc scan_file(struct app *app, int fd, struct str hex,
			   struct err *err);
/* Is it there, and does it answer? E_BUSY with words. */
MUST_USE enum rc scan_alive(struct scanner *s, struct err *err);

#endif

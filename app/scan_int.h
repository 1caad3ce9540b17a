/* Private to app/scan.c and app/clamd.c. */
#ifndef APP_SCAN_INT_H
#define APP_SCAN_INT_H

#include "app/scan.h"

/* What is shown: `fd` from where it stands, or, when it is -1, `bytes`. */
struct clamd_shown {
	int fd;
	struct str bytes;
};
/* *word is empty: clean; else what was found, printable ASCII without quotes.
 * E_BUSY, E_LIMIT as app/scan.h says, E_IO: the file could not be read. */
MUST_USE enum rc clamd_scan(const struct scanner *s,
			    const struct clamd_shown *shown,
			    char word[SCAN_WORD_MOST], struct err *err);
MUST_USE enum rc clamd_ping(const struct scanner *s, struct err *err);

#endif
